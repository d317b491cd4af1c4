"""The feasible region of an incident: each phrase a constraint, the region their intersection.

Hard constraints are what the text says with a figure or a name: whose airspace, how deep, which coordinates. Soft ones
are read into it: how near "near" is, that what came from Syria was still close to Syria. Soft ones give way first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from airmap import geodesy
from airmap.errors import UnknownPlaceError
from airmap.flight_regions import regions_named
from airmap.footprints import LANDS, WATERS, footprint, half_of, near, outside_all_airspace
from airmap.mentions.relation_words import former_states, lexicon, wind_bearing_deg
from airmap.placing import place
from airmap.records import Bounds, Constraint, Incident, Region, RelativePlace, Span, Toponym
from airmap.region_outlines import FINE_M, drawn
from airmap.relative import constraint_of, intersect, region_of, where
from airmap.shape_memory import meet, remembered, united
from airmap.windows import Box, extent, near_lines, widest

if TYPE_CHECKING:
    from airmap.atlas import Atlas
    from airmap.gazetteer import Gazetteer

__all__ = ["feasible_region", "region_of", "where"]

# Relations that carry a figure or a line: the text says them, so they are hard.
_MEASURED = frozenset({"distance_from", "off_coast", "within_border", "across_border"})
_VAGUE = frozenset({"in", "over", "at", "near", "direction_of", "between", "along_border"})
_UNMANNED = frozenset({"drone_incursion", "balloon_incursion", "missile_overflight"})
_EMPTY = shapely.MultiPolygon()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every rule reads: the incident, the atlas, the gazetteer."""

    incident: Incident
    atlas: Atlas
    gazetteer: Gazetteer


def feasible_region(incident: Incident, atlas: Atlas, gazetteer: Gazetteer) -> Region | None:
    """Return where an incident can have happened if the words are true; None where they place it nowhere.

    Constraints that the intersection cannot keep stand in ``dropped``; the quotes of hard ones that exclude each other
    in ``conflict``, and the region is then what the weightier words leave (airspace, then depth, then the rest).
    """
    reading = _Reading(incident, atlas, gazetteer)
    airspace = list(_in_airspace(reading))
    measured = list(_measured_places(reading, airspace))
    vague = list(_vague_places(reading))
    constraints = airspace or list(_near_airspace(reading, measured, vague))
    line = crossed_border(incident, atlas)
    constraints += _by_depth(reading, line, extent([*measured, *vague]))
    constraints += measured
    constraints += vague
    constraints += _from_side(reading, line)
    constraints += _towards(reading, constraints)
    if not constraints:
        return None
    if incident.zone == "international" or (incident.near and not incident.airspace):
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
        shared = _shared(state, incident.origin, atlas)
        if not shared.is_empty:
            return shared
    return geodesy.limit_of(airspace)


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


def _shared(first: str, second: str, atlas: Atlas) -> BaseGeometry:
    try:
        return atlas.shared_border(first, second)
    except UnknownPlaceError:
        return shapely.MultiLineString()


def _in_airspace(reading: _Reading) -> Iterator[Constraint]:
    """Read "entered Estonian airspace", "crossed into its air defence identification zone": hard, for it has edges."""
    incident, atlas = reading.incident, reading.atlas
    state = incident.airspace
    quote, span = _words(incident, "airspace")
    if state and incident.zone == "adiz" and (zone := atlas.adiz_area(state, _said(incident))) is not None:
        yield Constraint("adiz", True, quote, zone, span, f"air defence identification zone of {state}")
    elif incident.zone == "fir" and (within := flight_region_of(incident, quote, atlas)) is not None:
        region, label = within
        yield Constraint("fir", True, quote, region, span, label)
    elif state and incident.zone not in ("adiz", "fir"):
        airspace = airspace_of(state, atlas)
        if not airspace.is_empty:
            yield Constraint("airspace", True, quote, airspace, span, f"airspace of {_name(state, reading)}")


def _near_airspace(reading: _Reading, measured: list[Constraint], vague: list[Constraint]) -> Iterator[Constraint]:
    """Read "approached Alaska", and the entry into a zone whose edges are not known: near the airspace."""
    incident = reading.incident
    if incident.airspace and incident.zone in ("adiz", "fir"):
        state, key = incident.airspace, "airspace"
    elif incident.near and not incident.airspace and not measured:
        state, key = incident.near, "near"
    else:
        return
    quote, span = _words(incident, key)
    around = _approaches(state, reading.atlas, vague)
    if key == "airspace" or not around.is_empty:
        yield Constraint("near_airspace", False, quote, around, span, f"approaches to {state}")


def _said(incident: Incident) -> str:
    return " ".join(span.quote for span in incident.evidence)


def flight_region_of(incident: Incident, quote: str, atlas: Atlas) -> tuple[BaseGeometry, str] | None:
    """Return the flight information region that the words name, or else all of the state whose it is said to be."""
    for words in (quote, *(span.quote for span in incident.evidence)):
        if named := regions_named(words, atlas.flight_regions):
            return named[0].region.geometry, named[0].region.label
    if incident.airspace is None or (area := atlas.fir_area(state=incident.airspace)) is None:
        return None
    return area, f"flight information regions of {incident.airspace}"


def _name(state: str, reading: _Reading) -> str:
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
    boxes = widest([part.bounds for c in vague for part in shapely.get_parts(c.geometry)])

    def outside() -> BaseGeometry:
        cut = near_lines(line, boxes, reach) if boxes else line
        around = geodesy.buffer(cut, reach, tolerance_m=reach / 20)
        return geodesy.polygonal(shapely.difference(around, geodesy.clip(airspace, around.bounds, known_valid=True)))

    return remembered("approaches", (atlas.worldview, state, *boxes), outside)


def _by_depth(reading: _Reading, line: BaseGeometry | None, about: Bounds | None) -> Iterator[Constraint]:
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
        incident.airspace and incident.origin and not _shared(incident.airspace, incident.origin, atlas).is_empty
    )


def _from_side(reading: _Reading, line: BaseGeometry | None) -> Iterator[Constraint]:
    """Read "from Syria", "returned to Syrian airspace": still near the border with Syria, unless a depth says more."""
    incident = reading.incident
    if not incident.airspace or not incident.origin or line is None:
        return
    if _tells_depth(incident):
        return
    shared = _shared(incident.airspace, incident.origin, reading.atlas)
    if not shared.is_empty:
        quote, span = _words(incident, "origin")
        label = f"near the {incident.airspace}-{incident.origin} border"
        # What flies by itself flies on: drones and missiles are found far from the border that they crossed.
        unmanned = bool(_UNMANNED & {incident.type, *incident.also})
        reach_of = "origin_side_unmanned" if unmanned else "origin_side"
        yield _near_border(shared, quote, span, label, "origin_side", reach_of)


def _near_border(
    line: BaseGeometry, quote: str, span: Span | None, label: str, kind: str, reach_of: str = "origin_side"
) -> Constraint:
    reach = lexicon().reach_m[reach_of]
    return Constraint(kind, False, quote, geodesy.buffer(line, reach, tolerance_m=reach / 50), span, label)


def _measured_places(reading: _Reading, airspace: list[Constraint]) -> Iterator[Constraint]:
    """Read coordinates, "20 km north of Latakia", "12 nautical miles off the coast": hard, for they bear figures."""
    incident, atlas = reading.incident, reading.atlas
    positions = [r for r in incident.relative_places if r.relation == "coordinates"]
    about = None
    if positions:
        spots = united([place(r, atlas).geometry for r in positions])
        quotes = "; ".join(dict.fromkeys(r.span.quote for r in positions))
        # Two sides' figures are alternatives, not a contradiction: either may be where it happened.
        yield Constraint("coordinates", True, quotes, spots, positions[0].span, "stated coordinates")
        # Words that weigh more may set the coordinates aside, and then all of a coast or border counts.
        outweighed = _tells_depth(incident) or any(not meet(c.geometry, spots) for c in airspace)
        about = None if outweighed else spots.bounds
    for relative_place in incident.relative_places:
        if relative_place.relation not in _MEASURED or _says_depth(relative_place, incident):
            continue
        if relative_place.relation == "off_coast" and relative_place.distance is None:
            continue
        hard = relative_place.distance is not None
        found = _constraint(_completed(relative_place, reading), atlas, hard=hard, about=about)
        if found is not None:
            yield found
    yield from _from_line(reading, about)


def _from_line(reading: _Reading, about: Box | None) -> Iterator[Constraint]:
    """Read a distance from the coast or the border that no relation took: "coming within 15 miles of the coast"."""
    incident, atlas = reading.incident, reading.atlas
    distance = incident.distance
    state = incident.airspace or incident.near
    taken = {r.distance.span for r in incident.relative_places if r.distance is not None}
    if (
        distance is None
        or state is None
        or distance.span in taken
        or distance.role not in ("from_coast", "from_border")
    ):
        return
    country = reading.gazetteer.country(state)
    if country is None:
        return
    whose = Toponym(span=distance.span, name=country.name, kind="name", place=country, confidence=1.0)
    relative_place = RelativePlace(
        span=distance.span,
        relation="off_coast" if distance.role == "from_coast" else "within_border",
        toponyms=(whose,),
        distance=distance,
        inside=incident.airspace if distance.role == "from_border" else None,
    )
    found = _constraint(relative_place, atlas, hard=True, about=about)
    if found is not None:
        yield found


def _vague_places(reading: _Reading) -> Iterator[Constraint]:
    """Read "near Gotland", "over the Black Sea", "in Hatay", "off Alaska": the region of the places named together."""
    incident, atlas = reading.incident, reading.atlas
    base = airspace_of(incident.airspace, atlas) if incident.airspace and incident.zone == "national" else None
    found: list[Constraint] = []
    for relative_place in incident.relative_places:
        bare_coast = relative_place.relation == "off_coast" and relative_place.distance is None
        if relative_place.relation not in _VAGUE and not bare_coast:
            continue
        if relative_place.relation == "along_border" and not relative_place.toponyms and not incident.airspace:
            continue  # "approaching its border": the approaches say as much
        if relative_place.relation == "between" and _is_country(relative_place):
            continue  # "tensions between Turkey and Russia"
        whole = _completed(relative_place, reading)
        if _is_country(whole) and relative_place.relation in ("in", "over", "at", "near"):
            yield from _in_country(whole, reading)
            continue
        if relative_place.relation in ("in", "at") and _is_seat(relative_place.toponyms, reading):
            continue
        if relative_place.relation in ("in", "at") and any(_is_home(t, incident) for t in relative_place.toponyms):
            continue
        constraint = _constraint(whole, atlas, hard=_names_water(whole))
        if constraint is not None and _can_hold(constraint.geometry, base):
            found.append(constraint)
    read = [r.span for r in incident.relative_places]
    for toponym in incident.toponyms:
        taken = any(s.start <= toponym.span.start < s.end for s in read)
        constraint = None if taken else _by_name(toponym, reading)
        if constraint is not None and _can_hold(constraint.geometry, base):
            found.append(constraint)
    yield from _joined(found)


def _in_country(relative_place: RelativePlace, reading: _Reading) -> Iterator[Constraint]:
    """Read "shot down in Syria" of an entry into Turkey: where the two meet; of no entry at all: in Syria."""
    incident, atlas = reading.incident, reading.atlas
    named = relative_place.toponyms[0].place
    state = named.country if named else None
    if state is None:
        return
    if relative_place.bearing_deg is not None and state == incident.airspace:
        part = half_of(atlas.airspace(state), relative_place.bearing_deg)
        yield Constraint(
            relative_place.relation,
            False,
            relative_place.span.quote,
            part,
            relative_place.span,
            "that part of the state",
        )
    if state == incident.airspace or state == incident.near:
        return
    if incident.airspace is None:
        if incident.near is None and relative_place.relation != "near":
            found = _constraint(relative_place, atlas, hard=False)
            if found is not None:
                yield found
        return
    if incident.origin == state:
        return
    shared = _shared(incident.airspace, state, atlas)
    if not shared.is_empty and incident.zone == "national":
        yield _near_border(
            shared,
            relative_place.span.quote,
            relative_place.span,
            f"near the {incident.airspace}-{state} border",
            "beside_state",
        )


def _by_name(toponym: Toponym, reading: _Reading) -> Constraint | None:
    """Read a place that the report names without a preposition: "the Latakia incident"; no capital, no whole state."""
    found = toponym.place
    if found is None or toponym.kind != "name" or found.feature in ("country", "continent", "ocean"):
        return None
    if _is_seat((toponym,), reading) or _is_home(toponym, reading.incident):
        return None
    geometry = footprint(found, reading.atlas) if found.feature in WATERS | LANDS else near(found, reading.atlas)
    return Constraint("named_place", False, toponym.span.quote, geometry, toponym.span, f"about {found.name}")


def _is_seat(toponyms: tuple[Toponym, ...], reading: _Reading) -> bool:
    """Tell a capital, where governments speak: "in Tallinn" places the minister, "over Tallinn" the aircraft."""
    return bool(toponyms) and reading.gazetteer.capital_of(toponyms[0].name) is not None


def _is_home(toponym: Toponym, incident: Incident) -> bool:
    """Tell the base that interceptors are based at from the place of an event; drones, though, are seen at airports."""
    field = toponym.place is not None and toponym.place.feature in ("airbase", "airport")
    return field and not _UNMANNED & {incident.type, *incident.also}


def _joined(constraints: list[Constraint]) -> Iterator[Constraint]:
    """Yield one constraint for each group of places: those that meet narrow each other, those apart are alternatives.

    "Debris fell in Wyryki, in the Lublin region, and in Mniszków" means either village, each in its region.
    """
    if len(constraints) < 2:
        yield from constraints
        return
    ordered = sorted(constraints, key=lambda c: (not c.hard, geodesy.area_km2(c.geometry)))
    hard = [c for c in ordered if c.hard]
    yield from hard
    smallest: list[Constraint] = []
    wider: list[Constraint] = []
    for constraint in (c for c in ordered if not c.hard):
        meets = any(meet(constraint.geometry, s.geometry) for s in smallest)
        (wider if meets else smallest).append(constraint)
    if len(smallest) > 1:
        quote = "; ".join(dict.fromkeys(c.quote for c in smallest))
        label = " or ".join(dict.fromkeys(c.label for c in smallest))
        geometry = united([c.geometry for c in smallest])
        yield replace(smallest[0], quote=quote, label=label, geometry=geometry)
    else:
        yield from smallest
    if len(smallest) == 1:
        yield from wider


def _towards(reading: _Reading, constraints: list[Constraint]) -> Iterator[Constraint]:
    """Read "the south-western part of the zone": the half of the only area known that lies there."""
    incident = reading.incident
    if not constraints or constraints[0].kind not in ("adiz", "fir", "near_airspace"):
        return
    bearing = wind_bearing_deg(incident.direction or constraints[0].quote)
    if bearing is None:
        return
    yield Constraint(
        "direction",
        False,
        incident.direction or constraints[0].quote,
        half_of(constraints[0].geometry, bearing),
        incident.phrases.get("direction"),
        "that side of the area",
    )


def _outside_airspace(reading: _Reading, constraints: list[Constraint]) -> Iterator[Constraint]:
    """Read "in international airspace": what the other words leave, less every state's airspace."""
    quote, span = _words(reading.incident, "airspace")
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


def _completed(relative_place: RelativePlace, reading: _Reading) -> RelativePlace:
    """Say which border or coast is meant where the words leave it to the story: "50 km from the border".

    "The Syrian border", told of an entry into Turkey, is the line between the two, and the Turkish side of it.
    """
    incident = reading.incident
    border = relative_place.relation in ("within_border", "along_border", "across_border")
    state = incident.airspace or incident.near
    named = [t.place.country for t in relative_place.toponyms if t.place and t.place.country]
    if relative_place.relation == "coordinates" or (named and not border) or len(named) > 1 or state is None:
        return relative_place
    states = [*named, state, incident.origin if border else None]
    pair = list(dict.fromkeys(s for s in states if s))[:2] if border else [state]
    if len(pair) == 2 and _shared(pair[0], pair[1], reading.atlas).is_empty:
        pair = pair[:1]
    known = {t.place.country: t for t in relative_place.toponyms if t.place}
    toponyms = [known.get(s) or _standing_for(s, relative_place, reading) for s in pair]
    inside = relative_place.inside
    if incident.airspace in pair and len(pair) == 2 and relative_place.relation != "across_border":
        inside = inside or incident.airspace
    return replace(relative_place, toponyms=tuple(t for t in toponyms if t is not None), inside=inside)


def _standing_for(state: str, relative_place: RelativePlace, reading: _Reading) -> Toponym | None:
    country = reading.gazetteer.country(state)
    return Toponym(relative_place.span, country.name, "name", country, 1.0) if country else None


def _constraint(
    relative_place: RelativePlace, atlas: Atlas, *, hard: bool, about: Box | None = None
) -> Constraint | None:
    """Return a constraint, or None where the words give no figure, or the two states share no border."""
    try:
        found = constraint_of(relative_place, atlas, hard=hard, coarse=True, about=about)
    except UnknownPlaceError:
        return None
    return None if found.geometry.is_empty else found


def _tells_depth(incident: Incident) -> bool:
    return incident.distance is not None and incident.distance.role == "depth"


def _says_depth(relative_place: RelativePlace, incident: Incident) -> bool:
    distance = incident.distance
    return bool(
        distance
        and distance.role == "depth"
        and relative_place.distance
        and relative_place.distance.span == distance.span
    )


def _is_country(relative_place: RelativePlace) -> bool:
    found = relative_place.toponyms[0].place if relative_place.toponyms else None
    return bool(found and found.feature == "country")


def _names_water(relative_place: RelativePlace) -> bool:
    places = [t.place for t in relative_place.toponyms if t.place]
    return relative_place.relation in ("in", "over") and bool(places) and places[0].feature in WATERS


def _can_hold(geometry: BaseGeometry, base: BaseGeometry | None) -> bool:
    """Tell a place of the incident from the place where somebody spoke: the latter is not in the airspace entered."""
    return not geometry.is_empty and (base is None or meet(base, geometry))



def _words(incident: Incident, key: str) -> tuple[str, Span | None]:
    """Return the words behind a part of an incident; the first evidence where they were not kept."""
    span = incident.phrases.get(key) or (incident.evidence[0] if incident.evidence else None)
    return (span.quote, span) if span else ("", None)
