"""Whose aircraft it was, where no words give it an owner: the likeliest of the states that a text names, or nobody's.

A conditional logit (`logit`) over what each state shows (`owner_clues`). The weights stand in
``lexicon/presumed_owners.tsv``, fitted by ``python -m benchmarks._fit_presumed_owners``. What is presumed is marked so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.second_look.logit import Candidate, candidates_of, likeliest, weights_of
from airmap.events.second_look.owner_clues import clues_of_owners, takes_part
from airmap.events.second_look.presuming import where_named
from airmap.mentions.actors import Actors, state_of_party
from airmap.mentions.kinds import flown_by_forces
from airmap.records import FAMILY, PRESUMED_OWNER, Incident, IncidentType

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

# Below this chance it is left open.
SURE = 0.6
_MOST_COUNTED = 3
_DEEDS = {"shootdown": "down", "fired_upon": "fire", "approach": "entry"}


@dataclass(frozen=True, slots=True)
class Event:
    """What is known of an event before its owner: what it is, what flew, the stretches that tell it, whose it was not.

    ``told`` are character offsets.
    """

    kind: IncidentType
    aircraft: str | None
    told: tuple[tuple[int, int], ...]
    others: frozenset[str | None]


def presume_owner(incident: Incident, doc: Doc, actors: Actors, hosts: Collection[str | None] = ()) -> Incident:
    """Return an incident whose aircraft has an owner told with it, or the likeliest where that is likely enough.

    ``hosts`` are the states over whose land aircraft without an owner were: "had crossed Slovakia, fell in Austria".
    """
    known = incident.aircraft_state or incident.violator or incident.violator_name
    # Without an aircraft something else was met, a ship say, or the telling is too vague.
    if known or incident.aircraft is None or incident.status not in ("asserted", "disputed"):
        return incident
    event = event_of(incident, doc, actors)
    choice = candidates(replace(event, others=event.others.union(hosts)), doc, actors)
    state, chance = likely_owner(choice, weights_of("presumed_owners"))
    if state is None or chance < SURE:
        return incident
    return replace(
        incident, aircraft_state=state, violator=state if _came_in(incident) else None,
        phrases={**incident.phrases, PRESUMED_OWNER: where_named(state, incident, doc, actors)},
        confidence=incident.confidence * chance,
    )


def likely_owner(choice: Sequence[Candidate], weights: Mapping[str, float]) -> tuple[str | None, float]:
    """Return the likeliest owner and its chance; nobody where the likeliest has no part in the event."""
    state, chance = likeliest(choice, weights)
    return state if state is not None and takes_part(dict(choice)[state]) else None, chance


def _came_in(incident: Incident) -> bool:
    """Say whether an incident's aircraft entered an airspace or a zone, or was met with force over a land."""
    families = {FAMILY[kind] for kind in (incident.type, *incident.also)}
    over_land = FAMILY[incident.type] == "force" and incident.airspace is not None
    return over_land or not families.isdisjoint(("entry", "adiz"))


def event_of(incident: Incident, doc: Doc, actors: Actors) -> Event:
    """Return what of an incident its owner is presumed from.

    Of a meeting in the air nobody is the owner whose aircraft the telling names: readers know which is whose.
    """
    told = tuple((e.start, e.end) for e in incident.evidence)
    others: set[str | None] = {incident.airspace, incident.near, incident.responder}
    if FAMILY[incident.type] == "contact":
        heads = ((c.party, doc.span(c.head, c.head + 1).start_char) for c in actors.crafts)
        others |= {state_of_party(p) for p, at in heads if any(start <= at < end for start, end in told)}
    return Event(incident.type, incident.aircraft, told, frozenset(others))


def candidates(event: Event, doc: Doc, actors: Actors) -> Sequence[Candidate]:
    """Return whose it may be, nobody's first, each with what is weighed: its clues, and they again by kind of event."""
    clues = clues_of_owners(doc, actors, event.told, event.others)
    deed = _DEEDS.get(event.kind, "met" if FAMILY[event.kind] == "contact" else "entry")
    craft = _kind_of(event.aircraft, actors)
    nobody = {
        f"nobody's {deed}", f"nobody's {deed} of {min(len(clues), _MOST_COUNTED)}", f"nobody's {craft}",
        f"nobody's {deed} {craft}",
    }
    if any(not s.words.isdisjoint(lexicon.group("nobody_knows")) for s in doc.sents):
        nobody.add("nobody's unidentified")
    return candidates_of(deed, nobody, clues)


def _kind_of(aircraft: str | None, actors: Actors) -> str:
    """Return what sort of owner an aircraft has by what it is called: forces, anybody, or one that is seldom known."""
    craft = next((c for c in actors.crafts if c.name == aircraft), None)
    if craft is None:
        return "unnamed"
    if craft.unpiloted:
        return craft.category
    return "civil" if craft.civil else "of forces" if flown_by_forces(craft) else "plain"
