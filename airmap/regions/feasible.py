"""The feasible region of an incident: each phrase a constraint, the region their intersection.

Hard constraints are what the text says with a figure or a name: whose airspace, how deep, which coordinates. Soft ones
are read into it: how near "near" is, that what came from Syria was still close to Syria. Soft ones give way first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.airspace.flight_regions import regions_named
from airmap.geometry import geodesy
from airmap.geometry.shape_memory import figured, remembered, united
from airmap.geometry.windows import extent, near_lines, widest
from airmap.mentions.relation_words import former_states, lexicon, wind_bearing_deg
from airmap.places.footprints import half_of, outside_all_airspace
from airmap.records import PRESUMED_LAND, Bounds, Constraint, Incident, Region, Span
from airmap.regions.outlines import FINE_M, drawn
from airmap.regions.place_constraints import measured_places, vague_places
from airmap.regions.relative import intersect
from airmap.regions.told import UNMANNED, Told, airspace_of, near_border, shared_border, tells_depth, words_of

if TYPE_CHECKING:
    from airmap.atlas import Atlas
    from airmap.gazetteer import Gazetteer

_EMPTY = shapely.MultiPolygon()
_WIND = r"(?:north|south|east|west)(?:[\s-]?(?:east|west))?"
_WHOLE = r"(?:country|state|island|kingdom|republic|nation|emirate)"
# "The southern part of the country", "the north of its territory", "the country's south-east".
_PART_OF_STATE = re.compile(
    rf"\b{_WIND}(?:ern)?(?: part| parts| half| third| end| corner| edge| areas?| regions?| provinces?| reaches)?"
    rf" of (?:the {_WHOLE}|its (?:territory|airspace|{_WHOLE}))\b(?! of\b)"
    rf"|\b(?:the {_WHOLE}['’]s|its) (?:far |extreme )?(?:{_WIND}ern (?!border|frontier|neighbo)|{_WIND}\b(?!ern| of))"
)
# "The south-western part of the zone", and not "the Northern Fleet".
_PART_OF_ZONE = re.compile(
    rf"\b(?:{_WIND}(?:ern)?|{_WIND.title()}(?:ern)?)"
    r" (?:part|half|section|sector|portion|corner|side|edge|end|area|reaches|zone|ADIZ|air defen[cs]e|of the zone)\b"
)


def feasible_region(incident: Incident, atlas: Atlas, gazetteer: Gazetteer) -> Region | None:
    """Return where an incident can have happened if the words are true; None where they place it nowhere.

    Constraints that the intersection cannot keep stand in ``dropped``; the quotes of hard ones that exclude each other
    in ``conflict``, and the region is then what the weightier words leave (airspace, then depth, then the rest).
    """
    reading = Told(incident, atlas, gazetteer)
    airspace = list(_in_airspace(reading))
    measured = list(measured_places(reading, airspace))
    vague = list(vague_places(reading))
    constraints = airspace or list(_near_airspace(reading, measured, vague))
    line = crossed_border(incident, atlas)
    constraints += _by_depth(reading, line, extent([*measured, *vague]))
    constraints += measured
    constraints += vague
    constraints += _from_side(reading, line)
    constraints += _towards(reading, constraints)
    if not constraints:
        return None
    if incident.zone == "international" or (incident.near and not incident.airspace and not _only_met(incident)):
        constraints = list(_outside_airspace(reading, constraints))
    if len(constraints) == 1 and constraints[0].kind == "airspace":
        constraints = [replace(constraints[0], label=f"{constraints[0].label}, all of it: nothing narrows it down")]
    region = intersect(constraints)
    used = {"depth", "origin_side", "beside_state", "within_border", "along_border", "across_border"}
    return drawn(region, line if any(c.kind in used for c in region.constraints) else None)


def crossed_border(incident: Incident, atlas: Atlas) -> BaseGeometry | None:
    """Return the line that the text says, or lets one infer, was crossed: between the airspace and the origin's side.

    The whole limit of the airspace where the origin is not known or no neighbour; None where no airspace was entered.
    """
    state = incident.airspace
    if state is None or incident.zone in ("adiz", "fir", "international"):
        return None
    airspace = airspace_of(state, atlas)
    if airspace.is_empty:
        return None
    if incident.origin and incident.origin != state:
        shared = shared_border(state, incident.origin, atlas)
        if not shared.is_empty:
            return shared
    return geodesy.limit_of(airspace)


def _in_airspace(reading: Told) -> Iterator[Constraint]:
    """Read "entered Estonian airspace", "crossed into its air defence identification zone": hard, for it has edges."""
    incident, atlas = reading.incident, reading.atlas
    state = incident.airspace
    presumed = PRESUMED_LAND in incident.phrases
    quote, span = words_of(incident, PRESUMED_LAND if presumed else "airspace")
    if state and incident.zone == "adiz" and (zone := atlas.adiz_area(state, _said(incident))) is not None:
        yield Constraint("adiz", True, quote, zone, span, f"air defence identification zone of {state}")
    elif incident.zone == "fir" and (within := flight_region_of(incident, atlas)) is not None:
        region, label, named = within
        named = named or span
        yield Constraint("fir", True, named.quote if named else quote, region, named, label)
    elif state and incident.zone not in ("adiz", "fir"):
        airspace = airspace_of(state, atlas)
        if not airspace.is_empty:
            label = f"airspace of {_name(state, reading)}{', presumed' if presumed else ''}"
            yield Constraint("airspace", not presumed, quote, airspace, span, label)


def _near_airspace(reading: Told, measured: list[Constraint], vague: list[Constraint]) -> Iterator[Constraint]:
    """Read "approached Alaska", and the entry into a zone whose edges are not known: near the airspace."""
    incident = reading.incident
    if incident.airspace and incident.zone in ("adiz", "fir"):
        state, key = incident.airspace, "airspace"
    elif incident.near and not incident.airspace and not measured:
        state, key = incident.near, "near"
    else:
        return
    quote, span = words_of(incident, key)
    around = _approaches(state, reading.atlas, vague)
    if _only_met(incident):
        whole = united([airspace_of(state, reading.atlas), around])
        yield Constraint("near_airspace", False, quote, whole, span, f"in or near {state}")
        return
    if key == "airspace" or not around.is_empty:
        yield Constraint("near_airspace", False, quote, around, span, f"approaches to {state}")


def _only_met(incident: Incident) -> bool:
    """Say whether aircraft only came near each other, so that nothing says whether it was inside or outside a state."""
    return incident.type == "near_miss" and incident.zone is None and incident.airspace is None


def _said(incident: Incident) -> str:
    return " ".join(span.quote for span in incident.evidence)


def flight_region_of(incident: Incident, atlas: Atlas) -> tuple[BaseGeometry, str, Span | None] | None:
    """Return the flight information region of an incident, its label and the words that name it.

    Where no words do, it is all regions of the state whose it is said to be.
    """
    for span in incident.evidence:
        for named in regions_named(span.quote, atlas.flight_regions):
            words = Span(span.start + named.start, span.start + named.end, named.quote)
            return named.region.geometry, named.region.label, words
    if incident.airspace is None or (area := atlas.fir_area(state=incident.airspace)) is None:
        return None
    return area, f"flight information regions of {incident.airspace}", None


def _name(state: str, reading: Told) -> str:
    country = reading.gazetteer.country(state)
    return country.name if country is not None else state


def _approaches(state: str, atlas: Atlas, vague: list[Constraint]) -> BaseGeometry:
    """Return what lies outside a state's airspace, within reach of its limit; of a giant's, near the places named."""
    airspace = airspace_of(state, atlas)
    if airspace.is_empty:
        return _EMPTY
    reach = lexicon().reach_m["approach"]
    limit = atlas.outer_limit(state) if state not in former_states() else geodesy.limit_of(airspace)
    line = limit if not limit.is_empty else geodesy.limit_of(airspace)
    boxes = figured("boxes", tuple(c.geometry for c in vague), lambda: widest(
        [part.bounds for c in vague for part in shapely.get_parts(c.geometry)]))

    def outside() -> BaseGeometry:
        cut = near_lines(line, boxes, reach) if boxes else line
        around = geodesy.buffer(cut, reach, tolerance_m=reach / 20)
        return geodesy.polygonal(shapely.difference(around, geodesy.clip(airspace, around.bounds, known_valid=True)))

    return remembered("approaches", (atlas.worldview, state, *boxes), outside)


def _by_depth(reading: Told, line: BaseGeometry | None, about: Bounds | None) -> Iterator[Constraint]:
    """Read "by one mile", "4 to 5 km deep": within that of the border crossed, or of any where that is not told."""
    incident = reading.incident
    distance = incident.distance
    if distance is None or line is None or incident.airspace is None or distance.role != "depth":
        return
    upper = distance.upper_si if distance.upper_si is not None else distance.value_si
    if upper is None or not 0 < upper < 5e6:
        return
    if about is not None:
        line = near_lines(line, [about], upper)
    whole = airspace_of(incident.airspace, reading.atlas)
    # A strip is drawn to half a per cent of its width, and coarser where the border is not told: that is membership to
    # look at, and whoever asks of a point asks for its distance.
    fine = upper / 200 if _is_shared(incident, reading.atlas) else upper / 50
    # A thousand miles of depth told to 25 m took a minute to draw: there, a ten-thousandth will do.
    coarsest = max(FINE_M, upper / 10_000)
    strip = geodesy.band(whole, line, upper, tolerance_m=min(coarsest, max(0.5, fine)))
    if not strip.is_empty:
        yield Constraint(
            "depth",
            True,
            distance.span.quote,
            strip,
            distance.span,
            f"within {upper / 1000:.3g} km of the border crossed",
        )


def _is_shared(incident: Incident, atlas: Atlas) -> bool:
    return bool(
        incident.airspace and incident.origin and not shared_border(incident.airspace, incident.origin, atlas).is_empty
    )


def _from_side(reading: Told, line: BaseGeometry | None) -> Iterator[Constraint]:
    """Read "from Syria", "returned to Syrian airspace": still near the border with Syria, unless a depth says more."""
    incident = reading.incident
    if not incident.airspace or not incident.origin or line is None:
        return
    if tells_depth(incident):
        return
    shared = shared_border(incident.airspace, incident.origin, reading.atlas)
    if not shared.is_empty:
        quote, span = words_of(incident, "origin")
        label = f"near the {incident.airspace}-{incident.origin} border"
        # What flies by itself flies on: drones and missiles are found far from the border that they crossed.
        unmanned = bool(UNMANNED & {incident.type, *incident.also})
        reach_of = "origin_side_unmanned" if unmanned else "origin_side"
        yield near_border(shared, quote, span, label, "origin_side", reach_of)


def _towards(reading: Told, constraints: list[Constraint]) -> Iterator[Constraint]:
    """Read "the south-western part of the zone": the half of the only area known that lies there."""
    incident = reading.incident
    if not constraints or constraints[0].kind not in ("airspace", "adiz", "fir", "near_airspace"):
        return
    if constraints[0].kind == "airspace":
        # "From the east" tells of the flight, and only a part of the country where it was.
        part = next((m for span in incident.evidence if (m := _PART_OF_STATE.search(span.quote))), None)
        said, label = (part.group(), "that part of the state") if part else ("", "")
    else:
        part = None if incident.direction else _PART_OF_ZONE.search(constraints[0].quote)
        said, label = incident.direction or (part.group() if part else ""), "that side of the area"
    bearing = wind_bearing_deg(said)
    if bearing is None:
        return
    span = None if part else incident.phrases.get("direction")
    yield Constraint("direction", False, said, half_of(constraints[0].geometry, bearing), span, label)


def _outside_airspace(reading: Told, constraints: list[Constraint]) -> Iterator[Constraint]:
    """Read "in international airspace": what the other words leave, less every state's airspace."""
    quote, span = words_of(reading.incident, "airspace")
    area = intersect(constraints).geometry
    yield from constraints
    yield Constraint(
        "international_airspace",
        reading.incident.zone == "international",
        quote,
        outside_all_airspace(area, reading.atlas),
        span,
        "outside every state's airspace",
    )
