"""Readers of what kept company in the air: "formed up on", "kept it under surveillance"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, first_craft
from airmap.events.coreference import aircraft_meant
from airmap.events.no_incident import peace
from airmap.events.readers.contacts import air_arm
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


def kept_company(verb: Token, actors: Actors) -> Telling | None:
    """Read "the fighters stayed with our RC-135", "sat off its wing", "flew alongside a P-8": they met it.

    Not: "the pilot stayed with the burning jet", "two Hawks flew alongside the prime minister's plane".
    """
    if any(p == "under" and t.lower_ in lexicon.group("watching_nouns") for p, t in grammar.prepositions(verb)):
        return _under_watch(verb, actors)
    # "detailed two F-14s to keep an eye on it": they keep it.
    sent = verb.dep_ == "advcl" and verb.head.lower_ in lexicon.group_forms("tasking_verbs", "sending_up")
    doers = grammar.patients(verb.head) if sent else grammar.subjects(verb)
    chaser, _ = first_craft(doers, actors)
    responder, responder_token = actor_among(doers, actors)
    pronoun = next((t for t in doers if t.lower_ in ("they", "it", "both", "two", "four", "others")), None)
    if chaser is None and pronoun is not None:
        chaser = next((c for c in reversed(actors.crafts) if c.head < verb.i and c.category == "plane"
                       and c.party is not None and verb.i - c.head < 25 and not c.attributive), None)
        responder, responder_token = (chaser.party, chaser.head) if chaser is not None else (None, None)
    if chaser is None and not any(air_arm(d) for d in doers):
        return None
    # Who flies with another flies on the same side.
    apart = {"with", "to", "behind"} if verb.lower_ in lexicon.verb_forms("fly") else set()
    known = verb.lower_ in lexicon.group_forms("company_verbs")
    beside = [t for p, t in grammar.prepositions(verb) if p in lexicon.group("company_prepositions") - apart and known]
    beside += [t for w in beside if w.lower_ in lexicon.group("craft_parts") for _, t in grammar.prepositions(w)]
    craft, craft_token = first_craft(beside, actors)
    if craft is None and (end := _phrase_of_company(verb)) is not None:
        craft = next((c for i in range(end, min(end + 8, verb.sent.end)) if (c := actors.craft_at.get(i))), None)
        between = verb.doc[end : craft.start] if craft is not None else verb.sent
        blocked = any(t.pos_ in ("VERB", "AUX", "PUNCT", "ADP", "PRON") and t.lower_ != "of" for t in between)
        craft = None if blocked or craft is None or craft.attributive or craft.weapon else craft
        craft_token = craft.head if craft is not None else None
    tasked = chaser is not None and _tasked(chaser, verb)
    nobodys = craft is not None and (craft.category in ("drone", "balloon") or (craft.designated and tasked))
    if craft is None or craft.civil or (craft.party is None and craft.owner_pronoun is None and not nobodys):
        return None
    own, other = state_of_party(responder), state_of_party(craft.party)
    if chaser is not None and (chaser.category != "plane" or chaser.civil):
        return None
    if (chaser is None and other is None) or (chaser is not None and own is None and not tasked):
        return None
    if craft.party is not None and (other in (None, own) or (own is not None and peace.allies(own, other))):
        return None
    return told_by(
        verb, "intercept", craft=craft, craft_token=craft_token, responder=responder,
        responder_token=responder_token, strong=False,
    )


def _under_watch(verb: Token, actors: Actors) -> Telling | None:
    """Read "kept the American plane under surveillance", "was held under observation by two fighters"."""
    craft, token = first_craft(grammar.patients(verb), actors)
    responder, responder_token = actor_among(grammar.agents(verb), actors)
    it = next((t for t in grammar.patients(verb) if t.lower_ in ("it", "them")), None)
    if craft is None and it is not None:
        craft, token = aircraft_meant(verb.doc, it.i, actors, avoid=state_of_party(responder)), it.i
    if craft is None or craft.civil or craft.party is None or craft.party.state in (None, state_of_party(responder)):
        return None
    return told_by(
        verb, "intercept", craft=craft, craft_token=token, responder=responder, responder_token=responder_token,
        strong=False,
    )


def _tasked(chaser: Craft, verb: Token) -> bool:
    """Say whether somebody sent the fighters, and need not be named as their owner: "detailed two F-14s to keep"."""
    sent = verb.doc[chaser.head].head
    return sent.i != verb.i and sent.lower_ in lexicon.group_forms("tasking_verbs", "sending_up")


def _phrase_of_company(verb: Token) -> int | None:
    """Return where a phrase of meeting ends that a verb begins: "formed up on", "took a close look at"."""
    phrases = lexicon.phrases_by_verb("company_phrases").get(verb.lower_, ())
    known = {w for phrase in phrases for w in phrase}
    following = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 8)]
    after = [t for t in following if t.lower_ in known or t.pos_ not in ("ADV", "ADJ", "DET")]
    for phrase in phrases:
        if [t.lower_ for t in after[: len(phrase)]] == list(phrase):
            return (after[len(phrase) - 1].i if phrase else verb.i) + 1
    return None


@cache
def company_forms() -> frozenset[str]:
    """Return the forms of the verbs by which fighters keep company with what they met."""
    return lexicon.group_forms("company_verbs") | frozenset(lexicon.phrases_by_verb("company_phrases"))
