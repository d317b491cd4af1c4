"""The places that a report names, as constraints: those measured with a figure, and those only named.

What bears a figure is hard; what is only named is soft, gives way first, and may be where somebody spoke.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from shapely.geometry.base import BaseGeometry

from airmap.errors import UnknownPlaceError
from airmap.geometry import geodesy
from airmap.geometry.shape_memory import meet, united
from airmap.geometry.windows import Box
from airmap.lexicon import group_forms
from airmap.mentions.relation_words import former_states
from airmap.places.footprints import LANDS, WATERS, box_of, footprint, half_of, near
from airmap.records import Constraint, Incident, Place, RelativePlace, Span, Toponym
from airmap.regions.placing import place
from airmap.regions.relative import constraint_of
from airmap.regions.told import UNMANNED, Told, airspace_of, near_border, shared_border, tells_depth

if TYPE_CHECKING:
    from airmap.atlas import Atlas

# Relations that carry a figure or a line: the text says them, so they are hard.
_MEASURED = frozenset({"distance_from", "off_coast", "within_border", "across_border"})
_VAST_KM2 = 1_000_000
_VAGUE = frozenset({"in", "over", "at", "near", "direction_of", "between", "along_border"})


def measured_places(reading: Told, airspace: list[Constraint]) -> Iterator[Constraint]:
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
        outweighed = tells_depth(incident) or any(not meet(c.geometry, spots) for c in airspace)
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


def _from_line(reading: Told, about: Box | None) -> Iterator[Constraint]:
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
    whose = _land_named(state, incident) if distance.role == "from_coast" else None
    whose = whose or _standing_for(state, distance.span, reading)
    if whose is None:
        return
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


def _land_named(state: str, incident: Incident) -> Toponym | None:
    """Return the one part of a state that is named beside a distance from its coast: "off Alaska's Aleutian chain"."""
    named = [t for t in incident.toponyms if t.kind == "name" and t.place is not None and t.place.country == state
             and t.place.feature in LANDS - {"country"}]
    return named[0] if len({t.place for t in named}) == 1 else None


def vague_places(reading: Told) -> Iterator[Constraint]:
    """Read "near Gotland", "over the Black Sea", "in Hatay", "off Alaska": the region of the places named together."""
    told = list(_vaguely_told(reading))
    lands = [c for r in told if _is_in_country(r) for c in _in_country(r, reading)]
    yield from (c for c in lands if c.kind != "beside_state")
    yield from _joined(list(_about_places([r for r in told if not _is_in_country(r)], reading)))
    # That it was near the line between two states is inferred, and gives way to the places that are named.
    yield from (c for c in lands if c.kind == "beside_state")


def _vaguely_told(reading: Told) -> Iterator[RelativePlace]:
    """Yield the relative places that bear no figure, or one that says how deep, with the border or coast meant."""
    incident = reading.incident
    for relative_place in incident.relative_places:
        if _says_depth(relative_place, incident) and not _is_country(relative_place):
            # "two kilometres in Hatay": how deep is told of the airspace, and the place remains.
            relative_place = replace(relative_place, relation="in", distance=None)
        if _is_closed_zone(incident):
            names = tuple(_capital_meant(t, reading) for t in relative_place.toponyms)
            relative_place = replace(relative_place, toponyms=names)
        bare_coast = relative_place.relation == "off_coast" and relative_place.distance is None
        if relative_place.relation not in _VAGUE and not bare_coast:
            continue
        if relative_place.relation == "along_border" and not relative_place.toponyms and not incident.airspace:
            continue  # "approaching its border": the approaches say as much
        if relative_place.relation == "between" and _is_country(relative_place):
            continue  # "tensions between Turkey and Russia"
        yield _completed(relative_place, reading)


def _is_in_country(relative_place: RelativePlace) -> bool:
    return _is_country(relative_place) and relative_place.relation in ("in", "over", "at", "near")


def _about_places(told: list[RelativePlace], reading: Told) -> Iterator[Constraint]:
    """Yield what is told of places that are no states, and then the places that are only named."""
    incident, atlas = reading.incident, reading.atlas
    base = airspace_of(incident.airspace, atlas) if incident.airspace and incident.zone == "national" else None
    closed = _is_closed_zone(incident)
    for relative_place in told:
        names = relative_place.toponyms
        if names and names[0].place is not None and _is_vast(names[0].place):
            continue
        if relative_place.relation in ("in", "at") and (
            _is_seat(names, reading) or any(_is_home(t, incident) for t in names)
        ):
            continue
        constraint = _constraint(relative_place, atlas, hard=_names_water(relative_place))
        if constraint is not None and _can_hold(constraint.geometry, base):
            yield constraint
    read = [r.span for r in incident.relative_places]
    for toponym in incident.toponyms:
        taken = any(s.start <= toponym.span.start < s.end for s in read)
        constraint = None if taken else _by_name(_capital_meant(toponym, reading) if closed else toponym, reading)
        if constraint is not None and _can_hold(constraint.geometry, base):
            yield constraint


def _in_country(relative_place: RelativePlace, reading: Told) -> Iterator[Constraint]:
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
    parts = former_states().get(incident.airspace or "", ())
    if len(parts) > 1 and state in parts:
        # "Soviet airspace over Armenia"
        span, label = relative_place.span, f"over {named.name}" if named else ""
        yield Constraint(relative_place.relation, False, span.quote, airspace_of(state, atlas), span, label)
        return
    if incident.airspace is None:
        if incident.near is None and relative_place.relation != "near":
            found = _constraint(relative_place, atlas, hard=False)
            if found is not None:
                yield found
        return
    if incident.origin == state:
        return
    shared = shared_border(incident.airspace, state, atlas)
    if not shared.is_empty and incident.zone == "national":
        yield near_border(
            shared,
            relative_place.span.quote,
            relative_place.span,
            f"near the {incident.airspace}-{state} border",
            "beside_state",
        )


def _by_name(toponym: Toponym, reading: Told) -> Constraint | None:
    """Read a place that the report names without a preposition: "the Latakia incident"; no capital, no whole state."""
    found = toponym.place
    if found is None or toponym.kind != "name" or found.feature in ("country", "continent", "ocean"):
        return None
    if _is_vast(found) or _is_coast_meant(toponym, reading.incident):
        return None
    if _is_seat((toponym,), reading) or _is_home(toponym, reading.incident) or _is_way(toponym, reading.incident):
        return None
    geometry = footprint(found, reading.atlas) if found.feature in WATERS | LANDS else near(found, reading.atlas)
    return Constraint("named_place", False, toponym.span.quote, geometry, toponym.span, f"about {found.name}")


def _is_coast_meant(toponym: Toponym, incident: Incident) -> bool:
    """Tell the land off whose coast it was, so far out, from a place that it was over."""
    outside = incident.airspace is None and incident.near is not None
    if not outside or incident.distance is None or incident.distance.role != "from_coast":
        return False
    return toponym is _land_named(incident.near or "", incident)


def _is_vast(found: Place) -> bool:
    """Tell a part of the world of which nothing but a box is known: "Eastern Europe" narrows nothing down."""
    nobodys = found.feature == "region" and found.country is None and found.extent is not None
    return nobodys and geodesy.area_km2(box_of(found)) > _VAST_KM2


def _is_seat(toponyms: tuple[Toponym, ...], reading: Told) -> bool:
    """Tell a capital, where governments speak: "in Tallinn" places the minister, "over Tallinn" the aircraft.

    The zones that are closed to aircraft lie around capitals, though.
    """
    if not toponyms or _is_closed_zone(reading.incident):
        return False
    entered = reading.incident.phrases.get("airspace")
    if entered is not None and entered.start < toponyms[0].span.start and toponyms[0].span.end == entered.end:
        # "entered Pyongyang": the city itself; and not "was reported in Tokyo".
        return entered.quote.partition(" ")[0].lower() in group_forms("told_between")
    return reading.gazetteer.capital_of(toponyms[0].name) is not None


def _is_closed_zone(incident: Incident) -> bool:
    return incident.zone == "restricted" or "restricted_zone" in (incident.type, *incident.also)


def _capital_meant(toponym: Toponym, reading: Told) -> Toponym:
    """Return a capital for its namesakes, as a closed zone means them: "restricted airspace over Washington"."""
    found = toponym.place
    if found is None or found.feature == "city" or found.country is None:
        return toponym
    if reading.gazetteer.capital_of(toponym.name) != found.country:
        return toponym
    cities = (p for p in reading.gazetteer.lookup(toponym.name) if p.country == found.country and p.feature == "city")
    return replace(toponym, place=next(cities, found))


def _is_home(toponym: Toponym, incident: Incident) -> bool:
    """Tell the base that interceptors are based at from the place of an event.

    Drones, though, are seen at airports, and airliners come near each other there.
    """
    feature = toponym.place.feature if toponym.place is not None else None
    if UNMANNED & {incident.type, *incident.also} or (feature == "airport" and incident.type == "near_miss"):
        return False
    return feature in ("airbase", "airport")


_WAY = re.compile(
    r"(?:\b(?:from|for|towards?|out of)|(?<!approach )(?<!close )(?<!next )\bto"
    r"|\b(?:based|stationed|deployed) (?:in|at|on|near)) (?:the )?$", re.IGNORECASE)


def _is_way(toponym: Toponym, incident: Incident) -> bool:
    """Tell where something set out or was bound for: "two CF-18s from Cold Lake", "on the way from Rome to Delhi"."""
    if toponym.place is not None and toponym.place.feature in WATERS:
        return False  # "approaching from the Black Sea"
    start = toponym.span.start
    told = next((e for e in incident.evidence if e.start <= start < e.end), None)
    return told is not None and _WAY.search(told.quote[: start - told.start]) is not None


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


def _completed(relative_place: RelativePlace, reading: Told) -> RelativePlace:
    """Say which border or coast is meant where the words leave it to the story: "50 km from the border".

    "The Syrian border", told of an entry into Turkey, is the line between the two, and the Turkish side of it.
    """
    incident = reading.incident
    border = relative_place.relation in ("within_border", "along_border", "across_border")
    state = incident.airspace or incident.near
    named = [t.place.country for t in relative_place.toponyms if t.place and t.place.country]
    # "In the Barents Sea" is no state's and names its place; "off the Black Sea coast" leaves open whose coast.
    told = bool(named if relative_place.relation == "off_coast" else relative_place.toponyms)
    if relative_place.relation == "coordinates" or (told and not border) or len(named) > 1 or state is None:
        return relative_place
    states = [*named, state, incident.origin if border else None]
    pair = list(dict.fromkeys(s for s in states if s))[:2] if border else [state]
    if len(pair) == 2 and shared_border(pair[0], pair[1], reading.atlas).is_empty:
        pair = pair[:1]
    known = {t.place.country: t for t in relative_place.toponyms if t.place}
    toponyms = [known.get(s) or _standing_for(s, relative_place.span, reading) for s in pair]
    inside = relative_place.inside
    if incident.airspace in pair and len(pair) == 2 and relative_place.relation != "across_border":
        inside = inside or incident.airspace
    return replace(relative_place, toponyms=tuple(t for t in toponyms if t is not None), inside=inside)


def _standing_for(state: str, span: Span, reading: Told) -> Toponym | None:
    country = reading.gazetteer.country(state)
    return Toponym(span, country.name, "name", country, 1.0) if country else None


def _constraint(
    relative_place: RelativePlace, atlas: Atlas, *, hard: bool, about: Box | None = None
) -> Constraint | None:
    """Return a constraint, or None where the words give no figure, or the two states share no border."""
    try:
        found = constraint_of(relative_place, atlas, hard=hard, coarse=True, about=about)
    except UnknownPlaceError:
        return None
    return None if found.geometry.is_empty else found


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
