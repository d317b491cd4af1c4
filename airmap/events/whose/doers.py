"""Who did it and who answered, from all that tells of one event."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.merging import Cluster
from airmap.events.sequel import Sequel
from airmap.events.tellings import ENTERING, Telling, sentences_of
from airmap.events.whose import context
from airmap.events.whose.identity import identified_owner
from airmap.events.whose.reactions import teller, who_answered, who_fired
from airmap.mentions.actors import Actors, Craft, Party
from airmap.mentions.parties import in_its_time

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc


def doer_by_type(told: list[Telling], others: set[str | None], doc: Doc, actors: Actors) -> Party | None:
    """Return whose fighter it was that followed or met an aircraft, where one state alone flies its type."""
    for telling in told:
        craft = actors.craft_headed(doc[telling.responder_token]) if telling.responder_token is not None else None
        if craft is not None and craft.party is None and (hinted := hinted_owner(craft, others, actors)) is not None:
            return hinted
    return None


def first_of(party: Party | None, doc: Doc, actors: Actors) -> Party | None:
    """Return the first of several that act together: "met by American and Canadian fighters"."""
    while party is not None and party.end > party.start:
        word = doc[party.start]
        before = actors.party_at.get(word.head.i) if word.dep_ == "conj" and word.head.i < word.i else None
        if before is None and party.start > 1 and doc[party.start - 1].text == "," and party.end < len(doc):
            # "Germany, Denmark and Finland", which the parser takes for no list
            listed = doc[party.end].lower_ in (",", "and") and party.kind == "state"
            before = actors.party_at.get(party.start - 2) if listed else None
        if before is None or before.state is None:
            break
        party = before
    return party


def answering(
    told: list[Telling], sequel: Sequel, airspace: str | None, mover: Party | None, doc: Doc, actors: Actors
) -> Party | None:
    """Return who answered by what is said around the event, in its own sentences first."""
    zones = [t.zone for t in told if t.zone is not None]
    # "brought down near a town, deep in their territory"
    zones += [z for z in actors.zones for t in told if t.act in ("down", "fire") and t.start <= z.start < t.end]
    owners = (z.owner.state for z in zones if z.owner is not None and z.kind != "international")
    home = airspace or next((t.near for t in told if t.near), None) or next((z for z in owners if z), None)
    others = {t.mover.state for t in told if t.mover is not None} | {mover.state if mover is not None else None}
    # "fired several rounds and the drone went back to Pakistan"
    others |= {t.origin for t in told if t.craft is not None and t.craft.unpiloted}
    if home in others:
        home = None
    for telling in (t for t in told if t.act == "down" and t.nominal):
        # "Warsaw announces the downing of a balloon"
        announced = teller(doc[telling.trigger], actors)
        if announced is not None and announced.state not in others:
            return announced
    groups = any(p.kind == "group" for p in actors.parties for t in told if t.start <= p.start < t.end)
    below = next((t.goal.state for t in told if t.goal is not None and t.goal.state not in others), None)
    named = {p.state for p in actors.parties for t in told if t.start <= p.start < t.end} - others - {None}
    if below is None and len(named) == 1:
        (below,) = named
    by_force = any(t.act in ("down", "fire") for t in told)
    if by_force and not all(t.craft is not None and t.craft.category == "missile" for t in told):
        # A missile that was shot down was fired by others.
        owned = who_fired([*sentences_of(told, doc), *sequel.following], doc, actors, others)
        if owned is not None:
            return owned
    for telling in told:
        # "protested to Moscow over the loss of a plane attacked by two fighters"
        complaint = context.aggrieved_by(telling, doc, actors)
        if complaint is not None and complaint[1] is not None and complaint[1].state not in {None, *others}:
            return complaint[1]
    # "A Su-15 tailed an airliner in Swedish airspace", "a jet that had taken off from Syria": deeds of who came in.
    intruders = frozenset(t.craft.head for t in told if t.act in ENTERING and t.craft is not None)
    for sentences in ([(t.start, t.end) for t in told], sequel.following, sequel.around):
        found = who_answered(sentences, doc, actors, others=others, home=home, below=below, intruders=intruders)
        if found is None and not groups and by_force:
            # "shot down over Peru": by those whose land it was, where no band is spoken of.
            found = who_answered(sentences, doc, actors, others=others, home=home or below, intruders=intruders)
        if found is not None:
            return found
    nominal = any(t.act == "down" and t.nominal and t.responder_token is None for t in told)
    if airspace is not None and home == airspace and nominal and not groups:
        # "the shooting down of a U-2 over Cuba"
        return Party(0, 0, "state", airspace, airspace)
    return None


def mover_of(cluster: Cluster, airspace: str | None, doc: Doc, actors: Actors) -> Party | None:
    """Return whose aircraft it was: as told, as identified elsewhere, or of the side that denies it was there."""
    # "sent up to meet a B-52, a Su-27 followed it into Danish airspace": who entered, before who was met.
    told = sorted(cluster.tellings, key=lambda t: t.act not in ENTERING or t.airspace is None)
    named = [t.mover for t in told if t.mover is not None]
    if named:
        return next((m for m in named if m.state), named[0])
    identified = identified_owner(cluster.tellings, doc, actors)
    if identified is not None and identified.state != airspace:
        return identified
    if airspace is not None and not context.unidentified(cluster.tellings, doc):
        for denial in cluster.denials:
            if denial.party is not None and denial.party.state and denial.party.state != airspace:
                return denial.party
    return None


def met_by_unknown(told: list[Telling], doc: Doc, actors: Actors) -> bool:
    """Say whether those who met it are told as ones that nobody knows: "harassed by an unidentified MiG-29"."""
    tokens = (t.responder_token for t in told if t.responder_token is not None)
    crafts = (c for i in tokens if (c := actors.craft_headed(doc[i])) is not None)
    return any({t.lower_ for t in doc[c.start : c.head]} & lexicon.group("nobody_knows") for c in crafts)


def hinted_owner(craft: Craft, others: set[str | None], actors: Actors) -> Party | None:
    """Return the state that alone flies a type, where no state else is in question: a hint, no proof."""
    name = _TYPE.sub(r"\1-\2", craft.name)
    spelt = {name, name.capitalize()} if name[:2].isupper() else {name}
    # "a PB4Y-2 Privateer"
    spelt.add(name.split(" ")[0])
    state = next((s for s, types in _sole_operators().items() if spelt & types), None)
    if state == "RUS" and any(p.state == "SUN" for p in actors.parties):
        state = "SUN"
    state = in_its_time(state, actors.published) if state is not None else None
    if state is None or state in others or not craft.designated:
        return None
    return Party(craft.start, craft.end, "state", state, state)


# "Tu-95MS", "Tu 95s" and "TU-95" are one type, and so is "Tupolev Tu-95".
_TYPE = re.compile(r"^(?:[A-Z][\w'’]+ )?([A-Za-z]{1,3})[- ]?(\d{1,3})[A-Za-z]{0,4}$")


@cache
def _sole_operators() -> dict[str, frozenset[str]]:
    table = lexicon.table("aircraft")["sole_operators"]
    return {state: frozenset(types) for state, types in table.items()}
