"""Fire told by what was loosed, whatever the verb: "took shots at a drone", "flak met the bomber", "let fly at it"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, first_craft, repeats_craft
from airmap.events.event_words import down_verbs, fire_verbs, phrasal_verbs
from airmap.events.readers.scenes import place_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


def shots_told(noun: Token, actors: Actors) -> Telling | None:
    """Read "took shots at a drone", "emptied their rifles into it", "flak greeted the jet", "a missile just missed it".

    Not: "put missiles into storage", "turned its guns on the rebels", "took shots of a helicopter".
    """
    whole = _whole(noun)
    verb = whole.head
    if verb.pos_ != "VERB" or verb.lower_ in fire_verbs() or verb.lower_ in down_verbs() or grammar.negated(verb):
        return None
    if verb.lower_ in phrasal_verbs() and any(c.lower_ in ("down", "out", "apart") for c in verb.children):
        return None
    phrases = [*grammar.prepositions(verb), *grammar.prepositions(whole)]
    if whole.dep_ == "nsubj" and verb.lower_ in lexicon.group_forms("shot_reaching_verbs"):
        targets = grammar.objects(verb) + [t for p, t in phrases if p in ("into", "at", "past", "through", "around")]
        doers = [noun, *(t for p, t in phrases if p in ("from", "by"))]
    elif whole.dep_ in ("dobj", "nsubjpass"):
        targets = [t for p, t in phrases if p in lexicon.group("target_prepositions") or p == "into"]
        doers = grammar.agents(verb)
    else:
        return None
    return _fired(verb, targets, doers, actors)


def let_fly(verb: Token, actors: Actors) -> Telling | None:
    """Read "let fly at a helicopter", "blazed away at two planes", "hammered at it": with arms, whatever they are.

    Not: "let fly at the opposition", "took aim at the helicopter deal".
    """
    if grammar.negated(verb):
        return None
    beside = {c.lower_ for c in verb.children} | {verb.nbor(1).lower_ if verb.i + 1 < verb.sent.end else ""}
    if not beside & set(lexicon.table("events")["letting_fly"][_letting_fly()[verb.lower_]]):
        return None
    main = verb.head if verb.dep_ == "aux" else verb
    following = [c for c in main.children if c.dep_ in ("xcomp", "ccomp", "acomp", "oprd", "dobj")]
    phrases = [x for w in (main, *following) for x in grammar.prepositions(w)]
    # "with rifles at a drone"
    phrases += [x for p, arms in phrases if p == "with" for x in grammar.prepositions(arms)]
    targets = [t for p, t in phrases if p in lexicon.group("target_prepositions")]
    return _fired(main, targets, grammar.agents(main), actors)


def _letting_fly() -> dict[str, str]:
    return {form: verb for verb in lexicon.table("events")["letting_fly"] for form in lexicon.verb_forms(verb)}


def letting_fly_forms() -> frozenset[str]:
    return frozenset(_letting_fly())


def shot_words() -> frozenset[str]:
    return lexicon.group("ordnance", "emptied_arms") - lexicon.group("flares", "not_shots")


def _whole(noun: Token) -> Token:
    """Return "curtain" for the flak of "a curtain of flak", "burst" for the fire of "bursts of machine-gun fire"."""
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head.head
    return noun


def _fired(verb: Token, targets: list[Token], doers: list[Token], actors: Actors) -> Telling | None:
    craft, craft_token = first_craft(targets, actors)
    pronoun = next((t for t in targets if repeats_craft(t)), None)
    shooter, _ = first_craft(doers, actors)
    responder, responder_token = actor_among(doers, actors)
    armed = any(t.lower_ in lexicon.group("ground_forces") for t in doers)
    if craft is None:
        if pronoun is None or (shooter is None and responder is None):
            return None
    elif craft.weapon or craft.category == "missile" or craft.attributive or (
        craft.party is None and responder is None and not armed
    ):
        return None
    zone, goal = place_of(verb, actors)
    return told_by(
        verb, "fire", craft=craft, craft_token=craft_token if pronoun is None or craft is not None else pronoun.i,
        responder=responder, responder_token=responder_token, zone=zone, goal=goal,
    )
