"""Each relation of a place as geometry: a distance, a strip along a border, an area off a coast, a direction.

How far words may be off (road miles, round figures, the width of "north") is data in ``lexicon/relations.toml``, fitted
on phrases with known truth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import asin, degrees, hypot, isfinite
from typing import TYPE_CHECKING, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.errors import UnknownPlaceError
from airmap.geometry import geodesy
from airmap.geometry.shape_memory import Recent, corners
from airmap.geometry.windows import Box, reaching, views
from airmap.mentions.coordinates import find_coordinates
from airmap.mentions.relation_words import lexicon
from airmap.places.footprints import (
    ISLES,
    LANDS,
    WATERS,
    box_of,
    coast_of,
    fine_m,
    footprint,
    ground_of,
    half_around,
    half_of,
    land_border,
    near,
    size_m,
    state_of,
    without_land,
)
from airmap.records import Measure, Place, Relation, RelativePlace, Span, Toponym

if TYPE_CHECKING:
    from airmap.atlas import Atlas

_STRAIGHT_UNITS = frozenset({"nautical mile", "nautical miles", "nm", "nmi"})
_MANY_CORNERS = 30_000
_COARSE_M = 25.0
_EMPTY = shapely.MultiPolygon()
_HALF_WAY_ROUND_M = 2e7
# Relations whose figure keeps them near a line that may be long.
_CUT = frozenset({"off_coast", "within_border"})


@dataclass(frozen=True, slots=True)
class Placed:
    """What a relative place comes to: the geometry, and the border or coast that it was drawn from."""

    geometry: BaseGeometry
    line: BaseGeometry | None = None


# News keeps to the same places and borders: the regions drawn last are kept.
_PLACED: Recent[Placed] = Recent(
    1_000_000, lambda placed: sum(corners(g) for g in (placed.geometry, placed.line) if g is not None)
)
_ANYWHERE = Span(0, 0, "")


def place(
    relative_place: RelativePlace, atlas: Atlas, *, coarse: bool = False, about: Box | None = None
) -> Placed:
    """Return the geometry of a relative place, and the line it was measured from where there is one.

    ``coarse`` draws the strip along a border to half a per cent of its width, at most 25 m, instead of to the metre.
    ``about`` is a box that the place meant is known to lie in: what is measured from a coast or border is drawn about
    it only, or where there is nothing of it, as far as its nearest part.
    """
    measured = relative_place.distance is not None and relative_place.bearing_deg is None
    cut = measured and relative_place.relation in _CUT
    coarse = coarse and relative_place.relation == "within_border"
    key = (
        atlas,
        coarse,
        about if cut else None,
        relative_place.relation,
        tuple(t.place or t.name for t in relative_place.toponyms),
        replace(relative_place.distance, span=_ANYWHERE) if relative_place.distance is not None else None,
        relative_place.bearing_deg,
        relative_place.bearing_tolerance_deg,
        relative_place.inside,
        relative_place.span.quote if relative_place.relation == "coordinates" else None,
        relative_place.coordinates,
    )
    draw = partial(_within_border, coarse=True) if coarse else _RELATIONS[relative_place.relation]
    if cut and about is not None:
        return _PLACED.get_or_make(key, lambda: _about(relative_place, atlas, about, coarse=coarse))
    return _PLACED.get_or_make(key, lambda: draw(relative_place, atlas))


def _about(relative_place: RelativePlace, atlas: Atlas, about: Box, *, coarse: bool) -> Placed:
    for view in views(about):
        placed = (_off_coast(relative_place, atlas, view=view) if relative_place.relation == "off_coast"
                  else _within_border(relative_place, atlas, coarse=coarse, view=view))
        if not placed.geometry.is_empty:
            return placed
    return place(relative_place, atlas, coarse=coarse)


def distance_range_m(distance: Measure, kind: Literal["road", "straight", "line"]) -> tuple[float, float]:
    """Return how near and how far a stated distance may be, in metres.

    ``road`` is a distance between places, ``line`` one from a border or a coast; a distance in nautical miles is
    straight. Bounds that the words give ("up to", "about") count where they are wider; a lower bound of 0 stays 0.
    """
    if kind == "road" and distance.unit.lower().strip(". ") in _STRAIGHT_UNITS:
        kind = "straight"
    factors = lexicon().distance
    value = distance.value_si
    lower = distance.lower_si if distance.lower_si is not None else value
    upper = distance.upper_si if distance.upper_si is not None else value
    if lower is None or upper is None:
        raise UnknownPlaceError(f'"{distance.span.quote}" gives no figure to measure')
    if lower <= 0:
        return 0.0, min(upper, _HALF_WAY_ROUND_M)
    middle = value if value is not None else lower
    # "More than 20 km" sets no far end; nobody says it of 50.
    upper = upper if isfinite(upper) else 2 * middle
    near_m = min(lower, middle * factors[f"{kind}_lower"])
    far_m = max(upper, middle * factors[f"{kind}_upper"])
    return near_m, min(far_m, _HALF_WAY_ROUND_M)


def _resolved(toponym: Toponym) -> Place:
    if toponym.place is None:
        raise UnknownPlaceError(f'no place named "{toponym.name}" is known: try its English name, or coordinates')
    return toponym.place


def _first(relative_place: RelativePlace) -> Place:
    if not relative_place.toponyms:
        raise UnknownPlaceError(f'"{relative_place.span.quote}" does not say whose: name a state or a place')
    return _resolved(relative_place.toponyms[0])


def _coordinates(relative_place: RelativePlace, atlas: Atlas) -> Placed:
    point = relative_place.coordinates
    if point is None:
        raise UnknownPlaceError(f'"{relative_place.span.quote}" holds no coordinates')
    written = find_coordinates(relative_place.span.quote, bare=True)
    # The last digit stands for half of itself either way; a figure given to the second is still no surveyor's.
    half = (written[0].resolution_deg if written else 0.0) / 2
    north = geodesy.distance_m(shapely.Point(point), shapely.Point(point.lon, max(-90.0, min(90.0, point.lat + half))))
    east = geodesy.distance_m(shapely.Point(point), shapely.Point(min(180.0, point.lon + half), point.lat))
    return Placed(geodesy.disc(point, max(lexicon().reach_m["coordinates"], hypot(north, east)), tolerance_m=5))


def _distance_from(relative_place: RelativePlace, atlas: Atlas) -> Placed:
    found = _first(relative_place)
    distance = relative_place.distance
    if distance is None:
        return _near(relative_place, atlas)
    near_m, far_m = distance_range_m(distance, "road")
    known = lexicon()
    if found.feature == "country" or (found.feature in WATERS | LANDS and found.extent is not None):
        body = ground_of(found, atlas)
        reached = geodesy.buffer(body, far_m, tolerance_m=max(1.0, far_m / 500))
        core = geodesy.buffer(body, near_m, tolerance_m=max(1.0, far_m / 500)) if near_m > 0 else body
        around = _valid(shapely.difference(reached, core)) if near_m > 0 else reached
        if relative_place.bearing_deg is None:
            return Placed(around)
        centre = geodesy.representative_point(body)
        radius = geodesy.covering_radius_m(body, centre) + far_m * 1.1
        wedge = geodesy.sector(
            centre,
            0,
            radius,
            relative_place.bearing_deg,
            min(90.0, (relative_place.bearing_tolerance_deg or 0) + 20),
            tolerance_m=50,
        )
        return Placed(geodesy.intersection(around, wedge))
    size = known.distance["place_size_m"]
    inner, outer = (max(0.0, near_m - size) if near_m else 0.0), far_m + size
    if relative_place.bearing_deg is None:
        return Placed(geodesy.ring(found.position, inner, outer, tolerance_m=fine_m(outer)))
    stated = distance.value_si or far_m
    # Seen from a place of some size, what lies near it spreads over more of the compass than what lies far.
    spread = hypot(relative_place.bearing_tolerance_deg or 0.0, degrees(asin(min(1.0, size / max(stated, 1.0)))))
    # From nothing up to a figure everything in that direction is meant; else nobody errs both ways at once.
    shape = geodesy.sector if inner == 0 else partial(geodesy.lens, power=known.distance["corner_power"])
    return Placed(
        shape(found.position, inner, outer, relative_place.bearing_deg, min(180.0, spread), tolerance_m=fine_m(outer))
    )


def _on_side(placed: Placed, relative_place: RelativePlace, atlas: Atlas) -> Placed:
    """Return the side of a border's band that a direction names: "3 km north of the Lebanese border"."""
    found = _first(relative_place)
    inside = geodesy.intersection(placed.geometry, atlas.airspace(state_of(found)))
    outside = _valid(shapely.difference(placed.geometry, inside))
    sides = [s for s in (inside, outside) if not s.is_empty]
    return Placed(min(sides, key=lambda s: _turn(s, placed.line, relative_place.bearing_deg or 0.0)), placed.line)


def _turn(side: BaseGeometry, line: BaseGeometry | None, bearing_deg: float) -> float:
    """Return how far the way from the line to one of its sides turns from a bearing, in degrees."""
    here = geodesy.representative_point(side)
    away = geodesy.bearing_deg(geodesy.nearest_point(line or side, here), here)
    return abs((away - bearing_deg + 180) % 360 - 180)


def _within_border(
    relative_place: RelativePlace, atlas: Atlas, *, coarse: bool = False, view: Box | None = None
) -> Placed:
    """Return the strip along a border: on one side where the words say which, on both where they do not.

    Of a border that is seen in part, what lies in the view.
    """
    line = border_line(relative_place, atlas)
    if relative_place.distance is None:
        return _along_border(relative_place, atlas)
    depth = relative_place.inside is not None and relative_place.inside == state_of(_first(relative_place))
    near_m, far_m = distance_range_m(relative_place.distance, "line")
    if depth or near_m == 0:
        # A depth or a "within" bounds the distance from above: the strip reaches from the line to the figure.
        upper = relative_place.distance.upper_si or relative_place.distance.value_si or far_m
        near_m, far_m = 0.0, min(upper, _HALF_WAY_ROUND_M)
    if view is not None:
        line = reaching(line, view, far_m)
    # The whole limit of a giant is not drawn to the metre: Russia's took 18 s.
    giant = shapely.get_num_coordinates(line) > _MANY_CORNERS
    coarse_m = far_m / 200 if giant else min(_COARSE_M, far_m / 200) if coarse else 0.0
    strip = _band(line, near_m, far_m, relative_place.inside, atlas, tolerance_m=coarse_m)
    both = Placed(strip if view is None else _seen(strip, view), line)
    return both if relative_place.bearing_deg is None else _on_side(both, relative_place, atlas)


def _band(
    line: BaseGeometry, near_m: float, far_m: float, inside: str | None, atlas: Atlas, *, tolerance_m: float = 0.0
) -> BaseGeometry:
    # From a stated distance on either side the band is a fifth wide: its edges need not be sharp.
    tolerance = max(tolerance_m, far_m / 20 if near_m > 0 else 0.5, far_m / 50_000)
    strip = geodesy.buffer(line, far_m, tolerance_m=tolerance)
    if inside:
        strip = geodesy.intersection(atlas.airspace(inside), strip)
    if near_m > 0:
        strip = _valid(shapely.difference(strip, geodesy.buffer(line, near_m, tolerance_m=tolerance)))
    return strip


def border_line(relative_place: RelativePlace, atlas: Atlas) -> BaseGeometry:
    """Return the border that a phrase means: between its two states, one state's with all others, or that near a place.

    "The Kaliningrad border" is Russia's, as far as it is near Kaliningrad.
    """
    first = state_of(_first(relative_place))
    if _first(relative_place).feature != "country":
        return _border_near(_first(relative_place), atlas)
    others = relative_place.toponyms[1:]
    second = state_of(_resolved(others[0])) if others else relative_place.inside
    if second and second != first:
        line = atlas.shared_border(first, second)
        if line.is_empty:
            raise UnknownPlaceError(f"{first} and {second} share no border under the {atlas.worldview} view")
        return line
    if relative_place.relation != "within_border":
        return land_border(first, atlas)
    return geodesy.limit_of(atlas.airspace(first))


def _border_near(found: Place, atlas: Atlas) -> BaseGeometry:
    reach = size_m(found) + lexicon().reach_m["near_country"]
    around = (
        geodesy.buffer(box_of(found), reach, tolerance_m=reach / 20)
        if found.extent
        else geodesy.disc(found.position, reach)
    )
    line = land_border(state_of(found), atlas)
    near = [p for p in shapely.get_parts(shapely.intersection(line, around)) if p.geom_type == "LineString"]
    if not near:
        raise UnknownPlaceError(f"{found.name} is at no border: name the states")
    return geodesy.joined_lines(near)


def _along_border(relative_place: RelativePlace, atlas: Atlas) -> Placed:
    line = _flank(border_line(relative_place, atlas), relative_place, atlas)
    reach = lexicon().reach_m["along_border"]
    return Placed(_band(line, 0.0, reach, relative_place.inside, atlas, tolerance_m=reach / 20), line)


def _across_border(relative_place: RelativePlace, atlas: Atlas) -> Placed:
    line = _flank(border_line(relative_place, atlas), relative_place, atlas)
    reach = lexicon().reach_m["across_border"]
    return Placed(_band(line, 0.0, reach, None, atlas, tolerance_m=reach / 20), line)


def _flank(line: BaseGeometry, relative_place: RelativePlace, atlas: Atlas) -> BaseGeometry:
    """Return the part of a border that "its eastern border" means; all of it where that is a neighbour's east."""
    state = relative_place.inside or (state_of(_first(relative_place)) if relative_place.toponyms else None)
    if relative_place.bearing_deg is None or state is None:
        return line
    part = shapely.intersection(line, half_around(atlas.airspace(state), relative_place.bearing_deg))
    return line if part.is_empty else part


def _seen(area: BaseGeometry, view: Box) -> BaseGeometry:
    return geodesy.polygonal(geodesy.clip(area, view))


def _off_coast(relative_place: RelativePlace, atlas: Atlas, *, view: Box | None = None) -> Placed:
    """Return the sea within, or at, a distance of a coast; of a coast that is seen in part, what lies in the view."""
    found = _first(relative_place)
    if found.feature in WATERS:
        return Placed(footprint(found, atlas))
    kind = "off_coast_island" if found.feature in ISLES else "off_coast_city"
    near_m, far_m = 0.0, lexicon().reach_m["off_coast" if found.feature in LANDS - ISLES | {"country"} else kind]
    if relative_place.distance is not None:
        near_m, far_m = distance_range_m(relative_place.distance, "line")
    tolerance = max(5.0, far_m / (20 if relative_place.distance is None or near_m > 0 else 100))
    coast = coast_of(found, atlas, coarse_m=tolerance / 2)
    if coast.is_empty:
        return _near(relative_place, atlas)
    if view is not None:
        coast = reaching(coast, view, far_m)
    reached = geodesy.buffer(coast, far_m, tolerance_m=tolerance)
    if view is not None:
        reached = _seen(reached, view)
    sea = without_land(reached, atlas)
    if near_m > 0:
        sea = _valid(shapely.difference(sea, geodesy.buffer(coast, near_m, tolerance_m=tolerance)))
    if relative_place.bearing_deg is not None:
        radius = geodesy.covering_radius_m(sea, found.position) if not sea.is_empty else far_m
        sea = geodesy.intersection(
            sea,
            geodesy.sector(
                found.position, 0, radius, relative_place.bearing_deg, lexicon().tolerance_deg["half"], tolerance_m=100
            ),
        )
    return Placed(sea, coast)


def _between(relative_place: RelativePlace, atlas: Atlas) -> Placed:
    """Return the corridor between two places, an eighth of its length to either side, at least 10 km."""
    if len(relative_place.toponyms) < 2:
        raise UnknownPlaceError(f'"{relative_place.span.quote}" needs two places')
    start, end = (_resolved(t) for t in relative_place.toponyms[:2])
    if start.feature == end.feature == "country" and start.country and end.country:
        line = atlas.shared_border(start.country, end.country)
        if not line.is_empty:
            return _along_border(relative_place, atlas)
    length = geodesy.distance_m(shapely.Point(start.position), shapely.Point(end.position))
    return Placed(geodesy.corridor(start.position, end.position, max(10_000.0, length / 8)))


def _direction_of(relative_place: RelativePlace, atlas: Atlas) -> Placed:
    """Return what lies in a direction of a place, as far as one would still name it by that place."""
    found = _first(relative_place)
    known = lexicon()
    kind = (
        "country"
        if found.feature == "country"
        else "sea"
        if found.feature in WATERS
        else "island"
        if found.feature in LANDS
        else "city"
    )
    reach = known.reach_m[f"direction_of_{kind}"]
    bearing = relative_place.bearing_deg or 0.0
    tolerance = relative_place.bearing_tolerance_deg or known.tolerance_deg["wind_8"]
    if kind == "city":
        return Placed(geodesy.sector(found.position, 0, reach, bearing, tolerance, tolerance_m=fine_m(reach)))
    body = ground_of(found, atlas)
    centre = geodesy.representative_point(body)
    radius = geodesy.covering_radius_m(body, centre) + reach
    around = geodesy.buffer(shapely.simplify(body, 0.01), reach, tolerance_m=reach / 100)
    wedge = geodesy.sector(centre, 0, min(radius, 9e6), bearing, min(90.0, tolerance + 20), tolerance_m=reach / 100)
    return Placed(_valid(shapely.difference(geodesy.intersection(around, wedge), body)))


def _near(relative_place: RelativePlace, atlas: Atlas) -> Placed:
    return Placed(near(_first(relative_place), atlas))


def _over(relative_place: RelativePlace, atlas: Atlas) -> Placed:
    """Return the place itself, the half of it that a direction names, or a disc around a point."""
    found = _first(relative_place)
    body = footprint(found, atlas)
    if relative_place.bearing_deg is None:
        return Placed(body)
    return Placed(half_of(body, relative_place.bearing_deg))


def _valid(geometry: BaseGeometry) -> BaseGeometry:
    return geodesy.polygonal(geometry)


_RELATIONS: dict[Relation, Callable[[RelativePlace, Atlas], Placed]] = {
    "coordinates": _coordinates,
    "distance_from": _distance_from,
    "within_border": _within_border,
    "along_border": _along_border,
    "across_border": _across_border,
    "off_coast": _off_coast,
    "between": _between,
    "direction_of": _direction_of,
    "near": _near,
    "over": _over,
    "in": _over,
    "at": _over,
}
