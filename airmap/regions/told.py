"""What every rule about an incident's region reads, and what several of them ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.errors import UnknownPlaceError
from airmap.geometry import geodesy
from airmap.geometry.shape_memory import remembered
from airmap.mentions.relation_words import former_states, lexicon
from airmap.records import Constraint, Incident, Span

if TYPE_CHECKING:
    from airmap.atlas import Atlas
    from airmap.gazetteer import Gazetteer

UNMANNED = frozenset({"drone_incursion", "balloon_incursion", "missile_overflight"})
_EMPTY = shapely.MultiPolygon()


@dataclass(frozen=True, slots=True)
class Told:
    """What every rule reads: the incident, the atlas, the gazetteer."""

    incident: Incident
    atlas: Atlas
    gazetteer: Gazetteer


def airspace_of(state: str, atlas: Atlas) -> BaseGeometry:
    """Return a state's airspace, that of a former state's successors, or an empty geometry where none is known."""
    if successors := former_states().get(state):
        return _united(successors, atlas)
    try:
        return atlas.airspace(state)
    except UnknownPlaceError:
        return _EMPTY


def _united(states: tuple[str, ...], atlas: Atlas) -> BaseGeometry:
    return remembered(
        "states", (atlas.worldview, states), lambda: shapely.union_all([atlas.airspace(s) for s in states])
    )


def shared_border(first: str, second: str, atlas: Atlas) -> BaseGeometry:
    try:
        return atlas.shared_border(first, second)
    except UnknownPlaceError:
        return shapely.MultiLineString()


def near_border(
    line: BaseGeometry, quote: str, span: Span | None, label: str, kind: str, reach_of: str = "origin_side"
) -> Constraint:
    reach = lexicon().reach_m[reach_of]
    return Constraint(kind, False, quote, geodesy.buffer(line, reach, tolerance_m=reach / 50), span, label)


def tells_depth(incident: Incident) -> bool:
    return incident.distance is not None and incident.distance.role == "depth"


def words_of(incident: Incident, key: str) -> tuple[str, Span | None]:
    """Return the words behind a part of an incident; the first evidence where they were not kept."""
    span = incident.phrases.get(key) or (incident.evidence[0] if incident.evidence else None)
    return (span.quote, span) if span else ("", None)
