"""What a report claims, held against the borders: each check is one sentence with its figures.

Distances are geodesic on WGS 84. A check says ``consistent``, ``contradicted`` or ``undetermined``, and whether another
view of a disputed border would change it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import ceil, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.errors import UnknownPlaceError
from airmap.geometry import geodesy
from airmap.geometry.shape_memory import figured, meet
from airmap.places.footprints import LANDS, WATERS
from airmap.records import Check, Incident, Measure, Position, RelativePlace, Toponym, Verdict
from airmap.regions.feasible import crossed_border, flight_region_of
from airmap.regions.told import airspace_of

if TYPE_CHECKING:
    from airmap.airspace.location import DisputedArea
    from airmap.atlas import Atlas

_SPEEDS = Path(__file__).resolve().parent / "lexicon" / "aircraft_speeds.csv"
# Published speeds are rounded and hold at one height: what passes them by a tenth is not yet impossible.
_SPEED_MARGIN = 1.1
_NEARBY_M = 100_000.0
_INSIDE_RELATIONS = frozenset({"in", "over", "at"})
_FORCE = frozenset({"shootdown", "fired_upon"})
_SAMPLES = 90
_PLURAL = re.compile(r"(?:States|Islands|Emirates|Netherlands|Philippines|Bahamas|Maldives|Seychelles|Comoros)$")
_UNION = re.compile(r"(?:Kingdom|Republic|Union|Federation)$")


class AircraftSpeed(NamedTuple):
    """How slow and how fast a type can fly over the ground, in km/h, and where the figures are from."""

    pattern: re.Pattern[str]
    name: str
    slowest_km_h: float
    fastest_km_h: float
    source: str


def check(incident: Incident, atlas: Atlas) -> tuple[Check, ...]:
    """Return every check that an incident's words allow, in a fixed order.

    Parameters
    ----------
    incident
        With its region, where it has one.
    atlas
        Under the worldview that the region was drawn with.
    """
    areas = disputed_here(incident, atlas)
    found = [
        *depth_fits_airspace(incident, atlas, areas),
        *coordinates_in_airspace(incident, atlas),
        *speed_plausible(incident),
        *place_on_side(incident, atlas),
        *adiz_is_not_airspace(incident, atlas),
        *fir_is_not_airspace(incident, atlas),
        *worldview(incident, atlas, areas),
    ]
    return tuple(found)


def depth_fits_airspace(incident: Incident, atlas: Atlas, areas: tuple[DisputedArea, ...]) -> Iterator[Check]:
    """Ask whether the airspace is as deep, from the border crossed, as the report says: "70 km into Israel"."""
    distance = incident.distance
    line = crossed_border(incident, atlas)
    if distance is None or distance.role != "depth" or line is None or incident.airspace is None:
        return
    claimed = distance.value_si if distance.value_si is not None else distance.lower_si
    if claimed is None or claimed <= 0:
        return
    state = incident.airspace
    airspace = airspace_of(state, atlas)
    shared = incident.origin is not None and incident.origin in atlas.neighbours(state)
    # Not knowing which border was crossed, the report can mean the farthest: the airspace is as deep as it is wide.
    deepest = deepest_m(airspace, line, claimed) if shared else _widest_m(airspace)
    fits = deepest >= claimed
    at_least = "at least " if fits else ""
    if shared and incident.origin:
        reach = f"reaches {at_least}{_length(deepest)} from its border with {_name(incident.origin)}"
    else:
        reach = f"is {_length(deepest)} across"
    reach = f"{_whose(state)} airspace {reach}"
    verdict: Verdict = "consistent" if fits else "contradicted"
    sentence = f"A depth of {_length(claimed)} is {'possible' if fits else 'not possible'}: {reach}."
    yield Check(
        "depth_fits_airspace",
        verdict,
        sentence,
        worldview_sensitive=bool(areas),
        figures={"claimed_m": claimed, "deepest_m": deepest},
    )


def deepest_m(airspace: BaseGeometry, line: BaseGeometry, enough_m: float) -> float:
    """Return how far from the line the airspace reaches, in metres; a lower bound that passes ``enough_m`` will do."""
    deepest = figured("deepest", (airspace, line), lambda: _deepest_sample_m(airspace, line))
    if deepest >= enough_m:
        return deepest
    # The grid may miss a narrow deep part: what the strip of that width leaves over is deeper still.
    deeper = figured("deeper", (airspace, line, enough_m), lambda: _reaches(airspace, line, enough_m))
    return max(deepest, enough_m) if deeper else deepest


def _reaches(airspace: BaseGeometry, line: BaseGeometry, depth_m: float) -> bool:
    strip = geodesy.buffer(line, depth_m, tolerance_m=depth_m / 1_000)
    return not geodesy.polygonal(shapely.difference(airspace, strip)).is_empty


def _deepest_sample_m(airspace: BaseGeometry, line: BaseGeometry) -> float:
    """Return the greatest distance from the line among points of a grid and corners of the airspace, in metres."""
    parts = shapely.get_parts(airspace)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    # Few points of a giant: each is measured against every edge of its border.
    many = _SAMPLES if shapely.get_num_coordinates(line) < 50_000 else _SAMPLES // 5
    west, south, east, north = largest.bounds
    across = ceil(sqrt(many))
    grid = np.meshgrid(np.linspace(west, east, across + 2)[1:-1], np.linspace(south, north, across + 2)[1:-1])
    lon, lat = (g.ravel() for g in grid)
    inside = shapely.contains_xy(airspace, lon, lat)
    corners = shapely.get_coordinates(largest)
    corners = corners[:: ceil(len(corners) / many)]
    lon, lat = np.concatenate([lon[inside], corners[:, 0]]), np.concatenate([lat[inside], corners[:, 1]])
    return float(_distances_m(line, lon, lat).max())


def _widest_m(airspace: BaseGeometry) -> float:
    """Return the greatest distance between two points of an airspace's hull, in metres."""
    return figured("widest", (airspace,), lambda: _hull_width_m(airspace))


def _hull_width_m(airspace: BaseGeometry) -> float:
    corners = shapely.get_coordinates(shapely.convex_hull(airspace))
    corners = corners[:: ceil(len(corners) / _SAMPLES)]
    first, second = (i.ravel() for i in np.meshgrid(np.arange(len(corners)), np.arange(len(corners))))
    return float(geodesy.geod().inv(*corners[first].T, *corners[second].T)[2].max())


def coordinates_in_airspace(incident: Incident, atlas: Atlas) -> Iterator[Check]:
    """Ask of each stated position whether it lies in the airspace said to be entered, and how deep."""
    for relative_place in incident.relative_places:
        if relative_place.relation == "coordinates" and relative_place.coordinates is not None:
            yield _coordinates_in_airspace(relative_place, relative_place.coordinates, incident, atlas)


def _coordinates_in_airspace(relative_place: RelativePlace, point: Position, incident: Incident, atlas: Atlas) -> Check:
    state = incident.airspace if incident.zone in (None, "national", "disputed", "restricted") else None
    state = state or incident.near
    whose = f", as {_with_article(relative_place.claimed_by)} puts it," if relative_place.claimed_by else ""
    written = f"{relative_place.span.quote}{whose}"
    if state is None or airspace_of(state, atlas).is_empty:
        location = atlas.locate(point.lon, point.lat)
        inside = " and ".join(f"{_length(h.depth_m)} inside {_whose(h.state)} airspace" for h in location.airspaces)
        if not inside and location.nearest is not None:
            away = _length(location.nearest.distance_m)
            inside = f"{away} outside {_whose(location.nearest.state)} airspace, the nearest"
        return Check("coordinates_in_airspace", "undetermined", f"{written} lies {inside}.")
    depth = _depth_m(state, point, atlas)
    inside_now = depth > 0
    claims_entry = state == incident.airspace
    others = [s for s in atlas.states_over(*point) if s != state]
    beyond = f", in {' and '.join(_whose(s) for s in others)}" if others and not inside_now else ""
    side = "inside" if inside_now else "outside"
    sentence = f"{written} lies {_length(abs(depth))} {side} {_whose(state)} airspace{beyond}."
    if zones := [] if inside_now else list(atlas.adiz(point.lon, point.lat)):
        sentence += f" It is in the {zones[0]}, which is not sovereign airspace."
    other = other_view(atlas)
    there = _depth_m(state, point, other)
    sensitive = (there > 0) != inside_now
    if sensitive:
        sentence += f" Under the {_view(other)} view it lies {'inside' if there > 0 else 'outside'}."
    verdict: Verdict = "consistent" if inside_now == claims_entry else "contradicted"
    figures: dict[str, float | str | None] = {"lon": point.lon, "lat": point.lat, "depth_m": depth, "state": state}
    return Check("coordinates_in_airspace", verdict, sentence, sensitive, figures)


def speed_plausible(incident: Incident) -> Iterator[Check]:
    """Ask whether the aircraft can fly the distance in the time: "1.36 miles in 17 seconds" is 464 km/h."""
    distance, duration = incident.distance, incident.duration
    speeds = speeds_of(incident.aircraft)
    if speeds is None:
        return
    if incident.speed is not None and incident.speed.value_si:
        yield _speed_check(
            incident.speed.value_si * 3.6, speeds, f'The stated speed, "{incident.speed.span.quote}",', False
        )
    if distance is None or duration is None or distance.role not in ("depth", "travelled"):
        return
    metres, seconds = _figure(distance), _figure(duration)
    if metres is None or seconds is None or seconds <= 0:
        return
    # A depth is the least that was flown; who flies in and out again flies twice as far, or more.
    at_least = distance.role == "depth"
    start = f"{_length(metres)} in {duration.span.quote} is {'at least ' if at_least else ''}a ground speed of"
    yield _speed_check(metres / seconds * 3.6, speeds, start, at_least)


def _speed_check(speed_km_h: float, speeds: AircraftSpeed, start: str, at_least: bool) -> Check:
    too_fast = speed_km_h > speeds.fastest_km_h * _SPEED_MARGIN
    too_slow = speed_km_h < speeds.slowest_km_h / _SPEED_MARGIN
    flies = f"{speeds.name}: {speeds.slowest_km_h:,.0f} to {speeds.fastest_km_h:,.0f} km/h"
    figure = f"{speed_km_h:,.0f} km/h ({speed_km_h / 1.852:,.0f} kn)"
    verdict: Verdict = "consistent"
    if too_fast:
        verdict, judged = "contradicted", "faster than it can fly"
    elif too_slow and at_least:
        verdict, judged = (
            "undetermined",
            "slower than it can fly in a straight line, so it must have flown further inside",
        )
    elif too_slow:
        verdict, judged = "contradicted", "slower than it can fly"
    else:
        judged = "which it can fly"
    return Check(
        "speed_plausible",
        verdict,
        f"{start} {figure}, {judged} ({flies}).",
        figures={
            "speed_km_h": speed_km_h,
            "slowest_km_h": speeds.slowest_km_h,
            "fastest_km_h": speeds.fastest_km_h,
            "source": speeds.source,
        },
    )


@lru_cache(1_000)
def speeds_of(aircraft: str | None) -> AircraftSpeed | None:
    """Return the speeds of the first type in the table that an aircraft's name holds: types first, then kinds."""
    if not aircraft:
        return None
    return next((s for s in _speeds() if s.pattern.search(aircraft)), None)


@cache
def _speeds() -> tuple[AircraftSpeed, ...]:
    with _SPEEDS.open(encoding="utf-8", newline="") as file:
        return tuple(
            AircraftSpeed(
                re.compile(rf"\b(?:{r['pattern']})", re.IGNORECASE),
                r["name"],
                float(r["slowest_km_h"]),
                float(r["fastest_km_h"]),
                r["source"],
            )
            for r in csv.DictReader(file)
        )


def place_on_side(incident: Incident, atlas: Atlas) -> Iterator[Check]:
    """Ask whether a place that the report names lies in the airspace that it says was entered."""
    state = incident.airspace
    if state is None or incident.zone not in (None, "national"):
        return
    airspace = airspace_of(state, atlas)
    if airspace.is_empty:
        return
    said_inside = {t.span for r in incident.relative_places if r.relation in _INSIDE_RELATIONS for t in r.toponyms}
    seen: set[str] = set()
    for toponym in _point_places(incident):
        place = toponym.place
        if place is None or place.name in seen:
            continue
        seen.add(place.name)
        depth = _depth_m(state, place.position, atlas)
        if depth < -_NEARBY_M:
            continue
        inside = depth > 0
        there = _depth_m(state, place.position, other_view(atlas)) > 0
        others = [s for s in atlas.states_over(*place.position) if s != state]
        beyond = f", in {' and '.join(_whose(s) for s in others)}" if others and not inside else ""
        side = "inside" if inside else "outside"
        sentence = f"{place.name} lies {_length(abs(depth))} {side} {_whose(state)} airspace{beyond}."
        if there != inside:
            sentence += f" Under the {_view(other_view(atlas))} view it lies {'inside' if there else 'outside'}."
        contradicts = not inside and toponym.span in said_inside and incident.type not in _FORCE
        verdict: Verdict = "consistent" if inside else "contradicted" if contradicts else "undetermined"
        yield Check("place_on_side", verdict, sentence, there != inside, {"place": place.name, "depth_m": depth})


def _point_places(incident: Incident) -> Iterator[Toponym]:
    """Yield the named places that stand for a point: towns, bases, small islands; not states, seas or provinces.

    A capital is left out unless the report puts something over or near it: governments speak there.
    """
    from airmap.pipeline import default_gazetteer

    flown = {t.span for r in incident.relative_places if r.relation not in ("in", "at") for t in r.toponyms}
    for toponym in incident.toponyms:
        if toponym.span not in flown and default_gazetteer().capital_of(toponym.name):
            continue
        place = toponym.place
        if place and toponym.kind == "name" and place.feature not in WATERS | (LANDS - {"island"}) | {"country"}:
            yield toponym


def adiz_is_not_airspace(incident: Incident, atlas: Atlas) -> Iterator[Check]:
    """Say of an entry into an identification zone that it is no violation of airspace."""
    state = incident.airspace
    if incident.zone != "adiz" or state is None:
        return
    zone = atlas.adiz_area(state, " ".join(span.quote for span in incident.evidence))
    sentence = (
        f"An air defence identification zone is not sovereign airspace: entering {_whose(state)} is no violation "
        "of its airspace"
    )
    figures: dict[str, float | str | None] = {}
    if zone is not None:
        inside = geodesy.area_km2(geodesy.intersection(zone, airspace_of(state, atlas))) / geodesy.area_km2(zone)
        figures["share_of_zone_in_airspace"] = inside
        sentence += f"; {inside:.0%} of the zone is over its land and territorial sea"
    yield Check("adiz_is_not_airspace", "consistent", sentence + ".", figures=figures)


def fir_is_not_airspace(incident: Incident, atlas: Atlas) -> Iterator[Check]:
    """Say of an entry into a flight information region that it is no violation of airspace."""
    if incident.zone != "fir":
        return
    sentence = "A flight information region is not sovereign airspace: entering it is no violation of airspace"
    figures: dict[str, float | str | None] = {}
    within, state = flight_region_of(incident, atlas), incident.airspace
    if within is not None and state is not None:
        region, label, _ = within
        inside = geodesy.area_km2(geodesy.intersection(region, airspace_of(state, atlas))) / geodesy.area_km2(region)
        figures["share_of_region_in_airspace"] = inside
        sentence += f"; {inside:.0%} of the {label} is over {_whose(state)} land and territorial sea"
    yield Check("fir_is_not_airspace", "consistent", sentence + ".", figures=figures)


def worldview(incident: Incident, atlas: Atlas, areas: tuple[DisputedArea, ...]) -> Iterator[Check]:
    """Say which disputed areas the region touches, and what another view would make of it."""
    region = incident.region
    if region is None:
        return
    from airmap.atlas import disputed_polygon

    other = other_view(atlas)
    for area in areas:
        polygon = disputed_polygon(area.key)
        moves = region.border is not None and not region.border.is_empty and meet(region.border, polygon)
        what = "this line runs elsewhere" if moves else "part of this region is in another airspace"
        claimed = " and ".join(s for s in area.claimed_by if s != area.administered_by)
        sentence = (
            f"Under the {_view(other)} view {what} ({area.name}, administered by {area.administered_by}"
            f"{', claimed by ' + claimed if claimed else ''})."
        )
        yield Check(
            "worldview",
            "undetermined",
            sentence,
            True,
            {"area": area.key, "administered_by": area.administered_by, "recognised": area.recognised},
        )


def disputed_here(incident: Incident, atlas: Atlas) -> tuple[DisputedArea, ...]:
    """Return the disputed areas that the region or its border touches and that change hands under the other view."""
    region = incident.region
    if region is None or incident.airspace is None or incident.zone in ("adiz", "fir", "international"):
        return ()
    from airmap.atlas import disputed_polygon

    other = other_view(atlas).worldview
    involved = {incident.airspace}
    found = []
    for area in atlas.disputed:
        here, there = area.holder(atlas.worldview), area.holder(other)
        if here == there or there is None or not involved & {here, there, *area.claimed_by}:
            continue
        polygon = disputed_polygon(area.key)
        touches = meet(region.geometry, polygon)
        if touches or (region.border is not None and meet(region.border, polygon)):
            found.append(area)
    return tuple(found)


def other_view(atlas: Atlas) -> Atlas:
    """Return the atlas of the view to compare with: the recognised one, or de facto where that is in use."""
    from airmap.pipeline import atlas_for

    return atlas_for("recognised" if atlas.worldview != "recognised" else "de_facto")


def _view(atlas: Atlas) -> str:
    return atlas.worldview.replace("_", " ")


def _depth_m(state: str, point: Position, atlas: Atlas) -> float:
    return figured("depth", (atlas.worldview, state, point), lambda: _measured_depth_m(state, point, atlas))


def _measured_depth_m(state: str, point: Position, atlas: Atlas) -> float:
    try:
        return float(atlas.depth_m(state, point.lon, point.lat)[0])
    except UnknownPlaceError:
        airspace = airspace_of(state, atlas)
        away = float(_distances_m(airspace.boundary, np.array([point.lon]), np.array([point.lat]))[0])
        return away if shapely.intersects_xy(airspace, *point) else -away


def _distances_m(
    line: BaseGeometry, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    from airmap.airspace.border_distance import BorderDistance, edges_of

    metres: npt.NDArray[np.float64] = BorderDistance(edges_of(line)).nearest(lon, lat)[0]
    return metres


def _figure(measure: Measure) -> float | None:
    return measure.value_si if measure.value_si is not None else measure.upper_si


def _length(metres: float) -> str:
    """Return a length for people: "800 m", "1.6 km (0.9 NM)", "424 km (229 NM)"."""
    if metres < 1_000:
        return f"{metres:,.0f} m"
    digits = 1 if metres < 100_000 else 0
    return f"{metres / 1000:,.{digits}f} km ({metres / 1852:,.{digits}f} NM)"


def _whose(state: str) -> str:
    name = _name(state)
    return f"{name}'" if _PLURAL.search(name) else f"{name}'s"


@cache
def _name(state: str) -> str:
    from airmap.pipeline import default_gazetteer

    country = default_gazetteer().country(state)
    return _with_article(country.name) if country else state


def _with_article(name: str) -> str:
    return f"the {name}" if _PLURAL.search(name) or _UNION.search(name) else name
