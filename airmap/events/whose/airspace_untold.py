"""Whose airspace it was where the words beside it name none: by who reacts, complains, leads, shoots or told before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import party_in, state_in
from airmap.events.tellings import Telling
from airmap.events.whose.blame import complaining
from airmap.mentions.actors import Actors, Party, Zone, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


def airport_stopped(telling: Telling, doc: Doc, actors: Actors) -> Party | None:
    """Return the state of the airport that drones or balloons closed: "halted flights at Vilnius"."""
    if telling.craft is None or telling.craft.category not in ("drone", "balloon"):
        return None
    sentence = doc[telling.trigger].sent
    words = sentence.words
    if not words & (lexicon.group_forms("traffic_stopping_verbs") | lexicon.group("traffic_stoppages")):
        return None
    mover = state_of_party(telling.mover)
    for party in actors.parties:
        inside = sentence.start <= party.start < sentence.end and party.kind != "group"
        near = {t.lower_ for t in doc[party.start : min(party.end + 2, sentence.end)]}
        if inside and party.state not in (None, mover) and near & {"airport", "airports", "airfield", "runway"}:
            return party
    return None


def told_before(goal: Party, telling: Telling, actors: Actors, before: Sequence[Telling]) -> str | None:
    """Return the airspace told before, where a hamlet was found in a country that nothing else in the text names.

    "went into national airspace, flew above the post at La Flor": that La Flor is the one of this country.
    """
    place = goal.toponym.place if goal.toponym is not None else None
    small = place is not None and place.feature in ("village", "airport", "airbase")
    if not small or any(p.state == goal.state for p in actors.parties if p.start != goal.start):
        return None
    mover = state_of_party(telling.mover)
    return next((t.airspace for t in reversed(before) if t.act == "entry" and t.airspace is not None
                 and state_of_party(t.mover) in (mover, None)), None)


def told_as_known(telling: Telling, mover: str | None, doc: Doc, before: Sequence[Telling]) -> str | None:
    """Return the airspace of the entry that a noun points back to: "Japan sent up jets over the incursion".

    "Russia's drone incursion" points back too, where one is told.
    """
    pointed = telling.nominal and any(
        c.lower_ in ("the", "this", "that") or c.dep_ == "poss" for c in doc[telling.trigger].children)
    known = (t for t in reversed(before) if pointed and t.act == "entry" and t.airspace is not None)
    return next((t.airspace for t in known if t.mover is not None and t.mover.state == mover), None)


def reacting(trigger: Token, actors: Actors) -> Party | None:
    """Return who reacts: in "Poland closes its airspace after a drone incursion" it was Poland's."""
    forms = lexicon.group_forms("reacting_verbs")
    for above in grammar.ancestors(trigger):
        if above.lower_ in forms and (party := state_in(grammar.agents(above), actors)) is not None:
            return party
        if above.lower_ in lexicon.group_forms("angering_verbs"):
            return state_in(grammar.patients(above), actors)
    return None


def _from_sentence_before(telling: Telling, doc: Doc) -> int:
    return telling.start if telling.start == 0 else doc[telling.start - 1].sent.start


def complainant(telling: Telling, mover: str | None, doc: Doc, actors: Actors) -> Party | None:
    """Return who protests in the sentence or the one before: "Guyana condemns the act. Two jets flew over the post"."""
    start = _from_sentence_before(telling, doc)
    found = [p for p in complaining(doc, actors, start, telling.end) if p.state not in (None, mover)]
    return found[-1] if len({p.state for p in found}) == 1 else None


def named_around(telling: Telling, mover: str | None, doc: Doc, actors: Actors) -> Party | None:
    """Return whose airspace the sentences around name, if one state's: "It reached two kilometres into Finnish air"."""
    if not telling.nominal:
        return None
    start = _from_sentence_before(telling, doc)
    end = telling.end
    for _ in range(2):
        end = doc[end].sent.end if end < len(doc) else end
    near = [z.owner for z in actors.zones if z.kind == "national" and start <= z.start < end and z.owner is not None]
    owners = [p for p in near if p.state not in (None, mover)]
    return owners[0] if len({p.state for p in owners}) == 1 else None


def leading_state(telling: Telling, mover: str | None, doc: Doc, actors: Actors) -> Party | None:
    """Return the state with which a sentence begins: "Lithuania halts flights after balloons drift in from"."""
    first = telling.start + (doc[telling.start].pos_ == "DET")
    party = actors.party_at.get(first)
    trigger = doc[telling.trigger]
    main = trigger.dep_ in ("advcl", "ccomp", "pcomp") and first not in actors.craft_at
    # "Finland probes a suspected airspace breach by Russian jets"
    asking = lexicon.group_forms("inquiring_verbs") | lexicon.verbs("cues", "reporting").keys()
    main = main or (telling.nominal and trigger.dep_ == "dobj" and trigger.head.lower_ in asking)
    return party if main and party is not None and party.kind == "state" and party.state not in (None, mover) else None


def flying_along(telling: Telling, doc: Doc, actors: Actors) -> set[str | None]:
    """Return who shares a word for aircraft with their owner: the South Koreans of "South Korean and Japanese jets"."""
    first = telling.craft.start if telling.craft is not None else 0
    named = actors.party_at.get(first - 2) if first > 1 and doc[first - 1].lower_ in ("and", "&") else None
    return {named.state} if named is not None else set()


def proclaimed_by(head: Token, actors: Actors) -> Party | None:
    """Return who declared a zone: "the identification zone that China proclaimed", "the area declared by Iran"."""
    denying = lexicon.verbs("cues", "denial")
    for verb in head.children:
        if verb.dep_ in ("relcl", "acl") and verb.pos_ == "VERB" and verb.lower_ not in denying:
            for agent in grammar.agents(verb):
                if agent.i == head.i or agent.lower_ in grammar.RELATIVES:
                    continue
                party = party_in(agent, actors)
                if party is not None and party.state is not None and party.kind == "state":
                    return party
    above = head.head
    if head.dep_ in ("dobj", "oprd", "attr", "ccomp") and above.lower_ in lexicon.group("drawn") | {"made"}:
        # "the area which Beijing has declared an identification zone"
        named = (party_in(t, actors) for t in above.children if t.dep_ == "nsubj")
        return next((p for p in named if p is not None and p.state is not None and p.kind == "state"), None)
    return None


def place_beside(zone: Zone, doc: Doc, actors: Actors, mover: str | None) -> Party | None:
    """Return whose place lies by an airspace that a speaker calls ours: "our airspace to the east of Rebun"."""
    end = doc[zone.start].sent.end
    places = (p for p in actors.parties if zone.end <= p.start < end and p.kind == "place")
    return next((p for p in places if p.state is not None and p.state != mover), None)


def shooters(trigger: Token, actors: Actors) -> list[Party]:
    """Return the actors that lead the clauses above: in "Turkish jets shot down a plane that violated its airspace"."""
    found = []
    for above in grammar.ancestors(trigger):
        if above.pos_ == "VERB":
            for subject in grammar.agents(above):
                party = party_in(subject, actors)
                if party is not None and party.state:
                    found.append(party)
    return found
