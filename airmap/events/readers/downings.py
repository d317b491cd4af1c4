"""Readers of what was brought down: "shot down a drone", "the downing of an airliner", "blew a jet out of the sky"."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    actor_among,
    air_words,
    fighter_words,
    first_craft,
    nearby_craft,
    noun_phrases_after,
    phrasal_of,
    repeats_craft,
)
from airmap.events.coreference import aircraft_meant
from airmap.events.event_words import down_nouns, down_verbs, fire_verbs
from airmap.events.readers.downing_words import compound_noun_end, was_landed, were_left_out, what_was_done
from airmap.events.readers.lands_meant import site_of
from airmap.events.readers.scenes import place_of
from airmap.events.readers.targets import cannot_fly, flown_by_one
from airmap.events.tellings import Act, Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


@dataclass(frozen=True, slots=True)
class _Downing:
    """A word of bringing down, the phrasal verb that it begins, whether it is a noun, and who did it to what."""

    word: Token
    phrasal: str | None
    nominal: bool
    targets: list[Token]
    doers: list[Token]
    actors: Actors


def shot_down(token: Token, actors: Actors) -> Telling | None:
    """Read "shot down", "downed", "brought down", "the downing of": something that flies was brought down by fire.

    Not: "shot down the proposal", "the plane came down", "brought down the government".
    """
    downing = _downing_of(token, actors)
    doers = downing.doers
    craft, craft_token = first_craft(downing.targets, actors)
    if _nothing_fell(downing, craft):
        return None
    if craft is None:
        craft, craft_token = _craft_meant(downing)
    if (craft is None and craft_token is None) or (_destroyed(downing) and not _in_flight(downing, craft)):
        return None
    responder, responder_token = _who_downed(downing, craft, craft_token)
    zone, goal = place_of(token, actors)
    act: Act = "down" if downing.nominal else what_was_done(token)
    if not downing.nominal and _missed(token):
        act = "fire"
    elif any(c.lower_ in lexicon.group("almost") for c in token.children) and first_craft(doers, actors)[0] is not None:
        # "nearly knocked a patrol plane out of the sky"
        return told_by(
            token, "close", craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
            zone=zone if zone is not None and zone.owner is not None else None,
        )
    elif zone is None and goal is None and craft is not None and craft.category != "missile":
        goal = _post_of(doers, responder, actors)
        responder = goal if responder is None else responder
    return told_by(
        token, act, craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
        zone=zone, goal=goal, nominal=downing.nominal,
    )


def _downing_of(token: Token, actors: Actors) -> _Downing:
    """Return what a word of bringing down says was done, and by whom."""
    last = compound_noun_end(token)
    phrasal = phrasal_of(token) if last is None else None
    nominal = last is not None or _is_noun_of_downing(token)
    if nominal and not phrasal:
        targets, doers = _told_by_noun(token, last or token)
    else:
        targets, doers = _told_by_verb(token, phrasal, actors)
    if not targets and not doers and token.dep_ == "pobj":
        # "footage of an MQ-9 shot down over Yemen": the parser hangs what fell on the verb.
        targets = [c for c in token.children if c.dep_ == "compound"]
    return _Downing(token, phrasal, nominal, targets, doers, actors)


def _is_noun_of_downing(token: Token) -> bool:
    """Say whether it is a noun, or was taken for a verb: "the downing of a jet"; not "downing a jet"."""
    if token.lower_ not in down_nouns():
        return False
    return token.pos_ != "VERB" or any(p == "of" for p, _ in grammar.prepositions(token))


def _told_by_noun(noun: Token, last: Token) -> tuple[list[Token], list[Token]]:
    """Return what fell and who did it by a noun: "the downing of a jet by", "behind the shooting down of a drone"."""
    after = noun_phrases_after(last)
    targets = [t for p, t in after if p == "of"]
    doers = [t for p, t in after if p == "by"]
    above = noun.head.head
    if not doers and noun.dep_ == "pobj" and noun.head.lower_ in ("behind", "for"):
        # "a Russian jet was behind the shooting down of the drone", "was responsible for it"
        blamed = above if noun.head.lower_ == "behind" else above.head
        answers = noun.head.lower_ == "behind" or above.lower_ == "responsible"
        doers = grammar.subjects(blamed) if answers and blamed.pos_ in ("VERB", "AUX") else []
    return targets or [c for c in noun.children if c.dep_ in ("poss", "compound", "dobj")], doers


def _told_by_verb(verb: Token, phrasal: str | None, actors: Actors) -> tuple[list[Token], list[Token]]:
    """Return what fell and who did it by a verb, "were" left out or not: "five warplanes shot down after strikes"."""
    targets, doers = grammar.patients(verb), grammar.agents(verb)
    if not targets and were_left_out(verb) and _flew(grammar.subjects(verb), phrasal, actors):
        # "the plane destroyed near Kars was"
        return grammar.subjects(verb), [t for p, t in grammar.prepositions(verb) if p == "by"]
    return targets, doers


def _nothing_fell(downing: _Downing, craft: Craft | None) -> bool:
    """Say whether the words are about no aircraft that fell: "shot down the plan", "taken out of service"."""
    word, targets = downing.word, downing.targets
    if any(cannot_fly(t, craft, downing.actors) for t in targets) or was_landed(word, targets, downing.doers):
        return True
    its_own = craft is not None and craft.owner_pronoun is not None and not grammar.is_passive(word)
    if its_own and targets == grammar.subjects(word):
        # "its drone destroyed near Kidal was over its soil": told elsewhere.
        return True
    following = {t.lower_ for t in word.doc[word.i : word.i + 6]} if downing.phrasal == "take out" else set()
    if following & {"service", "storage", "use"}:
        return True
    # "blew up a few metres from it"
    aside = craft is None and downing.phrasal == "blow up"
    return aside and any(t.lower_ in lexicon.group("length_units") for t in targets)


def _craft_meant(downing: _Downing) -> tuple[Craft | None, int | None]:
    """Return what fell, where no aircraft is its object: "shot it down", "the pilot was shot down", or the nearest."""
    word, targets = downing.word, downing.targets
    pronoun = next((t for t in targets if repeats_craft(t)), None)
    if pronoun is not None:
        return None, pronoun.i
    if downing.phrasal == "shoot down" and not downing.nominal:
        craft, craft_token = flown_by_one(targets, downing.doers, word, downing.actors)
        if craft is not None:
            return craft, craft_token
    plain = down_verbs().get(word.lower_, "down") not in ("down", "fell")
    return nearby_craft(word, word.doc, downing.actors, after=not grammar.is_passive(word), tight=plain)


def _destroyed(downing: _Downing) -> bool:
    """Say whether the word may mean something on the ground as well: "destroyed", "blew up"."""
    return (
        down_verbs().get(downing.word.lower_, "") in lexicon.group("destroying_verbs")
        or downing.word.lower_ == "destruction"
        or downing.phrasal in lexicon.group("destroying_phrases")
    )


def _who_downed(
    downing: _Downing, craft: Craft | None, craft_token: int | None
) -> tuple[Party | None, int | None]:
    """Return who brought it down, and the token that carries it."""
    word, actors = downing.word, downing.actors
    responder, responder_token = actor_among(downing.doers, actors)
    if responder is None and (sources := _sources_of_fire(downing)):
        responder, responder_token = actor_among(sources, actors)
    if responder is None and downing.nominal:
        responder, responder_token = _whose_deed(downing, craft)
    if responder is None and responder_token is None and not downing.nominal and not _was_done_to(word):
        responder, responder_token = _actor_before(word, craft, craft_token, actors)
    if responder is None or responder.state is None:
        commander, commander_token = _commander(word, actors)
        if commander is not None and commander.state is not None:
            return commander, commander_token
    return responder, responder_token


def _sources_of_fire(downing: _Downing) -> list[Token]:
    """Return who fired what brought it down: "by missiles fired by a Cuban jet", "fired from a Peruvian plane"."""
    fired = [c for d in downing.doers for c in d.children if c.dep_ == "acl" and c.tag_ == "VBN"]
    fired = [c for c in fired if c.lower_ in fire_verbs() or c.lower_ in lexicon.group_forms("launching_verbs")]
    crafts = downing.actors.craft_at
    origins = [t for c in fired for p, t in grammar.prepositions(c) if p == "from" and t.i in crafts]
    return [*(a for c in fired for a in grammar.agents(c)), *origins]


def _whose_deed(downing: _Downing, craft: Craft | None) -> tuple[Party | None, int | None]:
    """Read "the Soviet downing of a South Korean airliner"."""
    noun, actors = downing.word, downing.actors
    owners = [c for c in noun.children if c.dep_ in ("amod", "poss", "compound") and c.i < noun.i]
    named = (actors.party_at[c.i] for c in owners if c.i in actors.party_at and c.i not in actors.craft_at)
    owner = next((p for p in named if p.kind != "place" and (craft is None or p is not craft.party)), None)
    return owner, owner.start if owner is not None else None


def _was_done_to(verb: Token) -> bool:
    """Say whether the verb is said of what fell: "a U.S. official said the downed drone was Russian"."""
    if grammar.is_passive(verb) or verb.dep_ == "amod":
        return True
    return were_left_out(verb) and not grammar.objects(verb)


def _actor_before(
    verb: Token, craft: Craft | None, craft_token: int | None, actors: Actors
) -> tuple[Party | None, int | None]:
    """Return the last actor named before the verb in its sentence who is not named as the aircraft's owner."""
    meant = craft or (aircraft_meant(verb.doc, craft_token, actors) if craft_token is not None else None)
    for i in range(verb.i - 1, verb.sent.start - 1, -1):
        party = actors.party_at.get(i)
        if party is not None and party.kind != "place" and (meant is None or not meant.start <= i < meant.end):
            return party, i
    return None, None


def _commander(verb: Token, actors: Actors) -> tuple[Party | None, int | None]:
    """Return who gave the order: "the president ordered the military to bring it down"."""
    governors = lexicon.verbs("cues", "hypothetical", "governors")
    if verb.dep_ != "xcomp" or verb.head.lower_ not in governors:
        return None, None
    return actor_among(grammar.subjects(verb.head), actors)


def _flew(words: list[Token], phrasal: str | None, actors: Actors) -> bool:
    """Say whether some words name an aircraft, or one who flew it: "American pilot shot down over Laos"."""
    crew = lexicon.group("aircrew")
    return first_craft(words, actors)[0] is not None or (phrasal == "shoot down" and any(
        t.lower_ in crew or any(c.lower_ in crew for c in t.children) for t in words
    ))


def _missed(verb: Token) -> bool:
    """Say whether shots failed to bring it down: "two missiles failed to down the drone", "neither managed to"."""
    above = verb.head
    if verb.dep_ != "xcomp" or not verb.sent.words & (lexicon.group("fire_words") | {"missiles"}):
        return False
    return grammar.done_by_nothing(above) or above.lower_ in lexicon.verb_forms("fail")


def _post_of(doers: list[Token], responder: Party | None, actors: Actors) -> Party | None:
    """Return the land that those hold who fired from it: "soldiers on Taiwan's Erdan Islet".

    Not: "Russian troops in occupied Crimea", "a ship in the gulf".
    """
    for doer in doers:
        if doer.lower_ not in lexicon.group("ground_forces") or doer.i in actors.craft_at:
            continue
        for preposition, token in grammar.prepositions(doer):
            land = actors.party_at.get(token.i) or site_of(token, actors)
            own = responder is None or responder.state in (None, land.state if land is not None else None)
            if preposition in ("on", "at", "in", "along") and land is not None and land.state is not None and own:
                return land
    return None


def _in_flight(downing: _Downing, craft: Craft | None) -> bool:
    """Say whether what was "destroyed" flew: a drone, or a plane met in the air and not on an apron."""
    token, doers, actors = downing.word, downing.doers, downing.actors
    if craft is None:
        # "an F-16 destroyed it"
        pronoun = next((t for t in grammar.patients(token) if repeats_craft(t)), None)
        craft = aircraft_meant(token.doc, pronoun.i, actors) if pronoun is not None else None
    if craft is None:
        return False
    if craft.unpiloted:
        return True
    if token.sent.words & lexicon.group("on_the_ground"):
        return False
    told: AbstractSet[str] = token.sent.words & lexicon.group("in_flight_words", "crash_words")
    told = told or {t.lower_ for t in doers} & lexicon.group("shooters", "fire_sources")
    return bool(told) or air_words(token, actors) or first_craft(doers, actors)[0] is not None or fighter_words(token)
