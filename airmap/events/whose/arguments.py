"""Who did it, with whose aircraft, and who answered: settled from the clause, its speaker and what went before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.circumstances.nearness import settle_near, settle_origin
from airmap.events.clauses import craft_of
from airmap.events.coreference import (
    party_in,
    party_meant,
    same_aircraft,
    speaker_above,
)
from airmap.events.tellings import Telling, changed
from airmap.events.whose.accused import endangered_by, settle_accused
from airmap.events.whose.aircraft import settle_aircraft
from airmap.events.whose.airspace import settle_airspace
from airmap.events.whose.blame import insisting
from airmap.events.whose.movers import settle_mover
from airmap.events.whose.voice import FIRST_PERSON, voice_of
from airmap.mentions.actors import Actors, Party, state_of_party
from airmap.mentions.parties import sovereign_of
from airmap.records import Article

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_OWNING = frozenset({"its", "their", "our", "his", "her"})


def settle(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling] = ()
) -> Telling | None:
    """Return the telling with its states, or None where it turns out to be no incident (its own airspace).

    ``before`` are the tellings already settled, in text order: "the airspace" may be the one that they told of.
    """
    flown = settle_aircraft(telling, doc, actors, article)
    if flown is None or _only_denied(telling, doc, before):
        return None
    if flown.craft is None and flown.act in ("down", "fire") and all(c.category == "missile" for c in actors.crafts):
        # "The group says that it was hit by several missiles": nothing that flies.
        return None
    telling = settle_accused(flown, doc, actors)
    telling = settle_mover(telling, doc, actors, article, before)
    telling = _settle_responder(telling, doc, actors, article, before)
    telling = _beyond_its_line(settle_airspace(telling, doc, actors, article, before), doc, before)
    telling = _settle_from_before(telling, doc, actors)
    if telling.act == "entry" and telling.mover is None and telling.airspace is not None and telling.craft is not None:
        # "protested over repeated violations by Myanmar ... The last was when helicopters flew over Ukhiya"
        series = (t.mover for t in before if (t.aggregate or t.plural) and t.airspace == telling.airspace and t.mover)
        telling = replace(telling, mover=next(series, None))
    if telling.act == "entry" and telling.mover is None and grammar.negated(doc[telling.trigger]):
        telling = replace(telling, mover=insisting(doc[telling.trigger], actors))
    mover = state_of_party(telling.mover)
    at_home = mover is not None and mover in (telling.airspace, sovereign_of(telling.airspace))
    if telling.act in ("entry", "adiz") and at_home:
        return None
    telling = settle_origin(settle_near(telling, doc, actors), doc, actors)
    home = state_of_party(telling.responder)
    if telling.act == "fire" and telling.near is not None and telling.near == telling.origin and home is not None:
        # "Israel fired at a drone approaching the Golan Heights from Syria": near those who fired.
        telling = changed(telling, near=home)
    return telling


def _beyond_its_line(telling: Telling, doc: Doc, before: Sequence[Telling]) -> Telling:
    """Read "A UAV from Gaza entered Israeli airspace. It crossed the fence in southern Gaza": a line that it came from
    was crossed into the land already told.
    """
    zone = telling.zone
    if telling.act != "entry" or zone is None or zone.kind != "territory" or telling.airspace is None or (
            doc[zone.head].lower_ not in lexicon.group("lines_of_land")):
        return telling
    told = next((t for t in reversed(before) if t.act == "entry" and t.airspace and t.origin == telling.airspace), None)
    return telling if told is None else changed(telling, airspace=told.airspace)


def _only_denied(telling: Telling, doc: Doc, before: Sequence[Telling]) -> bool:
    """Say whether a noun repeats what was told before to deny it: "Moscow denies any intrusion"."""
    trigger = doc[telling.trigger]
    bare = telling.nominal and telling.zone is None and telling.goal is None and telling.craft is None
    denied = trigger.dep_ == "dobj" and trigger.head.lower_ in lexicon.verbs("cues", "denial")
    return bare and denied and any(t.act == "entry" and t.airspace is not None for t in before)


def _settle_responder(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling]
) -> Telling:
    responder = telling.responder
    craft = telling.craft
    other = craft.party.state if craft and craft.party else None
    if responder is not None and craft is not None and craft.start <= responder.start < craft.end:
        responder = None
    if responder is None and telling.responder_token is not None:
        token = doc[telling.responder_token]
        held = [token, *(t for p, t in grammar.prepositions(token) if p == "of" and token.lower_ in ("one", "two"))]
        owner = next((c for t in held for c in t.children if c.dep_ == "poss" and c.lower_ in _OWNING), None)
        if token.lower_ in lexicon.group("personal_pronouns") or owner is not None:
            speaker, said = speaker_above(doc[telling.trigger], actors)
            band = said is not None and any(
                s.lower_ in lexicon.group("armed_bands") for s in grammar.subjects(said)
            )
            if speaker is not None and speaker.kind == "group":
                responder = speaker
            elif speaker is None and (
                token.lower_ in FIRST_PERSON or (owner is not None and owner.lower_ in FIRST_PERSON)
            ):
                ours = voice_of(doc, token.i, actors, article, exclude={other})
                responder = ours or _opening_side(doc, actors, other)
            elif speaker is None and band:
                # "Rebels say that their guns brought it down": nobody's that has a state.
                responder = None
            else:
                responder = party_meant(doc, token.i, actors, exclude={None, other}, prefer=(speaker,))
    if responder is None and telling.responder_token is not None:
        words = [t for t in doc[telling.responder_token].subtree if abs(t.i - telling.responder_token) <= 8]
        if any(t.lower_ in lexicon.group("own_lands") and t.dep_ == "poss" for t in words):
            # "by a fighter of the country's air force": of the country that it was over.
            goal = telling.goal
            told = [t for t in before if t.start == telling.start]
            here = [t.goal for t in told] + [t.zone.owner for t in told if t.zone is not None]
            # "entered South Korea's zone, prompting the country's air force to scramble jets"
            entered = next((p for p in here if p is not None and p.state is not None), None)
            goal = entered if goal is None else goal
            responder = (
                goal
                if goal is not None and goal.state not in (None, other)
                else party_meant(doc, telling.responder_token, actors, exclude={None, other})
            )
    flown = craft_of(doc[telling.responder_token], actors) if telling.responder_token is not None else None
    again = flown is not None and (flown.designated or flown.definite) and flown.owner_pronoun is None
    if responder is None and flown is not None and flown.party is None and again and flown != craft:
        # "two Russian Su-27s ... One of the Su-27s released a missile"
        earlier = same_aircraft(doc, flown, actors, avoid=other, met=False)
        responder = earlier.party if earlier is not None else None
    if responder is None and telling.responder_token is not None and telling.act in ("intercept", "close"):
        responder = _who_sent(doc[telling.responder_token], telling, doc, actors, other)
    if responder is None and telling.act == "intercept" and other and flown is not None and flown.party is None:
        # "A Su-27 drove a US Poseidon away, the Russian ministry said": its own.
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        # "Sweden says a Su-15 tailed an airliner in Swedish airspace": not Sweden's.
        host = telling.zone.owner.state if telling.zone is not None and telling.zone.owner is not None else None
        own = speaker is not None and speaker.kind == "state" and speaker.state not in (None, other, host)
        responder = speaker if own and not flown.definite else None
    if responder is None and telling.act == "close" and telling.mover is not None:
        responder = endangered_by(telling, doc, actors)
    if responder is None and telling.act in ("down", "fire"):
        responder = _blamed_for(doc[telling.trigger], other, actors)
    scrambled = doc[telling.trigger].lower_ in lexicon.verb_forms("scramble")
    if responder is None and scrambled and telling.goal is not None and telling.goal.state != other:
        responder = telling.goal
    if responder is not None and responder.kind == "place" and responder.state in (None, other):
        # "Abkhazia says that it brought down a Georgian drone"
        responder = None
    return changed(telling, responder=responder)


def _who_sent(doer: Token, telling: Telling, doc: Doc, actors: Actors, other: str | None) -> Party | None:
    """Return whose the fighters or forces are that met it, by who sent them, or who speaks of them.

    Read "Beijing said the theatre command had organised warplanes to follow the P-8A", "naval forces were mobilised".
    """
    tasking = lexicon.group_forms("tasking_verbs", "sending_up")
    sent = doer.head if doer.dep_ in ("dobj", "nsubjpass", "nsubj") and doer.head.lower_ in tasking else None
    senders = grammar.agents(sent) if sent is not None else []
    named = next((p for t in senders if (p := party_in(t, actors)) is not None and p.state not in (None, other)), None)
    if named is not None:
        return named
    official = next((t for t in (*senders, doer) if t.lower_ in lexicon.group("serving_bodies")), None)
    if official is None and (sent is None or senders):
        return None
    speaker, _ = speaker_above(doc[telling.trigger], actors)
    if speaker is None and official is not None and any(c.lower_ in ("the", "its", "their") for c in official.children):
        # "The spokesperson said that the theatre command organised warplanes": of the side that spoke before.
        speaker = party_meant(doc, official.i, actors, exclude={None, other})
    return speaker if speaker is not None and speaker.kind == "state" and speaker.state not in (None, other) else None


def _blamed_for(deed: Token, other: str | None, actors: Actors) -> Party | None:
    """Read "Tbilisi blamed Russian gunners for the downing of its drone": who is blamed for it did it."""
    blames = deed.head.head if deed.dep_ == "pobj" and deed.head.lower_ in ("for", "of") else deed
    if blames is deed or blames.lower_ not in lexicon.verbs("cues", "reporting", "accusing"):
        return None
    sides = (party_in(o, actors) for o in grammar.objects(blames))
    return next((p for p in sides if p is not None and p.kind == "state" and p.state not in (None, other)), None)


def _opening_side(doc: Doc, actors: Actors, other: str | None) -> Party | None:
    """Return who opens the text as its subject: "The State of Kuwait condemns ..., intercepted by our forces"."""
    sides = (p for p in actors.parties if p.kind == "state" and p.state is not None)
    first = next(sides, None)
    if first is None or first.state == other or first.start not in actors.party_at:
        return None
    opens = first.start <= doc[0].sent.end and doc[first.end - 1].sent.root.i > first.end - 1
    above = (doc[first.end - 1], *grammar.ancestors(doc[first.end - 1]))
    return first if opens and any(t.dep_ == "nsubj" for t in above) else None


def _settle_from_before(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Read "Iran launches missiles at ... Pakistan calls it a violation of its airspace": who acted stands before."""
    trigger = doc[telling.trigger]
    if telling.act != "entry" or telling.mover is not None or telling.craft is not None:
        return telling
    calling = lexicon.group_forms("calling_verbs")
    # Not "described an unprecedented violation last week".
    called = telling.nominal and trigger.dep_ != "dobj" and any(
        a.lower_ in calling for a in grammar.ancestors(trigger)
    )
    action = None if telling.mover_token is None else doc[telling.mover_token].lower_
    # "has stepped up its provocations. These take the form of incursions"
    above = next((a for a in grammar.ancestors(trigger) if a.pos_ == "VERB"), trigger) if telling.nominal else trigger
    if above.lower_ in lexicon.group_forms("consisting_verbs"):
        called = called or any(s.lower_ in ("these", "they", "those") for s in grammar.subjects(above))
    if not (called or action in lexicon.group("actions")) or trigger.sent.start == 0:
        return telling
    before = doc[trigger.sent.start - 1].sent
    # "Tokyo calls it an intrusion": not by Japan.
    speaker, _ = speaker_above(trigger, actors)
    own = {telling.airspace, state_of_party(speaker)} - {None}
    for party in actors.parties:
        beside = party.start > 0 and doc[party.start - 1].lower_ in ("with", "near", "from")
        if before.start <= party.start < before.end and party.kind != "place" and party.state not in own and not beside:
            craft = next(
                (c for c in actors.crafts if before.start <= c.head < before.end and not c.attributive), None
            )
            return replace(telling, mover=craft.party if craft and craft.party else party, craft=craft)
    return telling
