"""What a place covers: a state its airspace, a sea its water, a town a disc that grows with its people; what is near.

Outlines come from the atlas where it has them, a province's from the gazetteer's data; a sea, an island or a province
without a polygon is its box cut by the coast. Reaches ("near", "off the coast") are data in ``lexicon/relations.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import floor, log, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.errors import UnknownPlaceError
from airmap.geometry import drawings, geodesy
from airmap.geometry.shape_memory import remembered, remembered_here
from airmap.mentions.relation_words import lexicon
from airmap.records import Place
from airmap.regions.zone_phrases import zone_area

if TYPE_CHECKING:
    from airmap.airspace.boundary_store import BoundaryStore
    from airmap.airspace.location import DisputedArea
    from airmap.atlas import Atlas

WATERS = frozenset({"sea", "strait", "gulf", "ocean", "bay", "channel", "lake"})
LANDS = frozenset({"island", "islands", "admin1", "admin2", "region", "peninsula", "area", "continent", "mountain"})
ISLES = frozenset({"island", "islands"})
# A strait narrower than this share of a sea's width parts it from the next: Kerch, the Bosphorus.
_NARROWS = 400
GIANT = 100_000
_OCEAN_M = 2_000_000.0
_CRUMB = 1e-5
# Coasts are drawn to this, or to a power of the step times as much.
_FINEST_M, _STEP = 2.5, 4


def mainland(found: Place, atlas: Atlas) -> BaseGeometry:
    """Return the largest piece of a state's land, simplified: what "south-west of Taiwan" is seen from."""
    state = state_of(found)
    return remembered_here("mainland", (atlas.worldview, state), lambda: _mainland(state, atlas))


def _mainland(state: str, atlas: Atlas) -> BaseGeometry:
    return shapely.simplify(_largest(atlas.land(state)), 0.01)


def _largest(land: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(land)
    largest: BaseGeometry = parts[int(np.argmax(shapely.area(parts)))]
    return largest


def ground_of(found: Place, atlas: Atlas) -> BaseGeometry:
    """Return what a direction is seen from: a state's mainland, the ground of an island or a province, else all of it.

    Without the sea around it, for "north of Okinawa" may well be in Japan's airspace.
    """
    if found.feature == "country":
        return mainland(found, atlas)
    whole = footprint(found, atlas)
    if found.feature not in LANDS or found.country is None:
        return whole
    return remembered("ground", (atlas.worldview, found), lambda: _ground(whole, found, atlas))


def _ground(whole: BaseGeometry, found: Place, atlas: Atlas) -> BaseGeometry:
    land = geodesy.polygonal(geodesy.intersection(whole, atlas.land(found.country or "")))
    if land.is_empty:
        return whole
    return land if found.feature == "islands" else _largest(land)


def land_border(state: str, atlas: Atlas) -> BaseGeometry:
    """Return a state's borders with its neighbours; of a giant its whole limit, thinned, which is found far sooner."""
    return remembered("land border", (atlas.worldview, state), lambda: _land_border(state, atlas))


def _land_border(state: str, atlas: Atlas) -> BaseGeometry:
    if shapely.get_num_coordinates(atlas.airspace(state)) > GIANT:
        return shapely.simplify(geodesy.limit_of(atlas.airspace(state)), geodesy.degrees_of_arc(2_000))
    lines = [atlas.shared_border(state, other) for other in atlas.neighbours(state)]
    lines = [line for line in lines if not line.is_empty]
    return shapely.union_all(lines) if lines else geodesy.limit_of(atlas.airspace(state))


def state_of(found: Place) -> str:
    if not found.country:
        raise UnknownPlaceError(f'"{found.name}" belongs to no state, so it has no border')
    return found.country


def disputed_of(found: Place, atlas: Atlas) -> DisputedArea | None:
    """Return the disputed area that a place is: "Crimea", "Transnistria", "Northern Cyprus"."""
    if found.feature not in LANDS:
        return None
    name = found.name.casefold()
    areas = (a for a in atlas.disputed if name == re.sub(r"\s*\(.*?\)", "", a.name).casefold())
    return next(areas, None)


def coast_of(found: Place, atlas: Atlas, *, coarse_m: float = 0.0) -> BaseGeometry:
    """Return the coastline of a state, or the part of its state's coastline that belongs to a place.

    Drawn to ``coarse_m`` metres or finer, so that few figures ask for a coast of their own; 0 for as fine as the data
    are (25 m).
    """
    coarse_m = _FINEST_M * _STEP ** floor(log(coarse_m / _FINEST_M, _STEP)) if coarse_m >= _FINEST_M else 0.0
    return remembered("coast", (atlas.worldview, found, coarse_m), lambda: _coast_of(found, atlas, coarse_m))


def _coast_of(found: Place, atlas: Atlas, coarse_m: float) -> BaseGeometry:
    if not found.country:
        return shapely.MultiLineString()
    if (area := disputed_of(found, atlas)) is not None:
        bounds = _disputed_polygon(area.key).bounds
        state = area.holder(atlas.worldview) or found.country
        # Away from the line across the isthmus, where the area ends on land.
        inland = shapely.buffer(_disputed_polygon(area.key), -geodesy.degrees_of_arc(1_000), quad_segs=2)
        shores = geodesy.joined_lines(_shores(state, bounds, coarse_m, atlas))
        near = shapely.intersection(shores, inland)
        return geodesy.joined_lines([p for p in shapely.get_parts(near) if p.geom_type == "LineString"])
    if found.feature == "country":
        return geodesy.joined_lines(_own_shores(found.country, coarse_m, atlas))
    if found.extent:
        boxes = shapely.get_parts(box_of(found))
    else:
        boxes = shapely.get_parts(geodesy.disc(found.position, size_m(found) + 20_000, tolerance_m=100))
    return geodesy.joined_lines([s for box in boxes for s in _shores(found.country, box.bounds, coarse_m, atlas)])


def _own_shores(state: str, coarse_m: float, atlas: Atlas) -> list[BaseGeometry]:
    """Return the shores of a state, less those an ocean away from its mainland: "Norway" does not mean Bouvet."""
    land = atlas.land(state)
    parts = shapely.get_parts(land)
    sizes = shapely.area(parts)
    home = parts[int(np.argmax(sizes))]
    middle = geodesy.representative_point(home)
    reach = geodesy.covering_radius_m(home, middle) + _OCEAN_M
    corners = shapely.get_coordinates(shapely.get_point(shapely.get_exterior_ring(parts), 0))
    here = np.full(len(parts), middle.lon), np.full(len(parts), middle.lat)
    strays = geodesy.geod().inv(*here, corners[:, 0], corners[:, 1])[2] > reach
    if not strays.any():
        return _shores(state, land.bounds, coarse_m, atlas)
    kept = parts[~strays]
    whole = _shores(state, tuple(shapely.total_bounds(kept)), coarse_m, atlas)
    lost = shapely.union_all(shapely.box(*shapely.bounds(parts[strays]).T))
    return [line for line in whole if not shapely.intersects(lost, line)]


def _shores(state: str, bounds: tuple[float, float, float, float], coarse_m: float, atlas: Atlas) -> list[BaseGeometry]:
    """Return the lines inside a box where a state's land meets the sea: its outline, its land borders left out."""
    margin = geodesy.degrees_of_arc(1_000)
    wide = (bounds[0] - margin, bounds[1] - margin, bounds[2] + margin, bounds[3] + margin)
    land, airspace = (
        geodesy.clip(g, wide, known_valid=True) for g in (atlas.land(state), atlas.airspace(state))
    )
    if coarse_m > 0:
        land, airspace = (shapely.simplify(g, geodesy.degrees_of_arc(coarse_m)) for g in (land, airspace))
    shore = geodesy.clip(land.boundary, bounds)
    # Land is simplified by up to 25 m, so a land border is where its outline keeps within a little more of the limit.
    limit = shapely.buffer(airspace.boundary, geodesy.degrees_of_arc(100 + 2 * coarse_m), quad_segs=2)
    return [p for p in shapely.get_parts(shapely.difference(shore, limit)) if p.geom_type == "LineString"]


def near(found: Place, atlas: Atlas) -> BaseGeometry:
    """Return what a reporter would call near a place: by its kind and size."""
    reaches = lexicon().reach_m
    if found.feature == "country":
        return geodesy.buffer(
            land_border(state_of(found), atlas), reaches["near_country"], tolerance_m=reaches["near_country"] / 20
        )
    if found.feature in WATERS | LANDS and found.extent is not None:
        reach = reaches["near_sea" if found.feature in WATERS else "near_island"]
        body = footprint(found, atlas)
        thin = remembered_here("thin footprint", (body,), lambda: shapely.simplify(body, 0.005))
        return geodesy.buffer(thin, reach, tolerance_m=reach / 20)
    reach = reaches.get(f"near_{found.feature}", reaches["near_other"]) + size_m(found)
    return geodesy.disc(found.position, reach, tolerance_m=fine_m(reach))


def half_of(body: BaseGeometry, bearing_deg: float) -> BaseGeometry:
    """Return the half of a geometry that lies in a direction of its middle: "northern Syria"."""
    return remembered("half", (body, bearing_deg), lambda: _half_of(body, bearing_deg))


def _half_of(body: BaseGeometry, bearing_deg: float) -> BaseGeometry:
    return geodesy.intersection(body, half_around(body, bearing_deg))


def half_around(body: BaseGeometry, bearing_deg: float) -> BaseGeometry:
    """Return all that lies in a direction of a geometry's middle, as far as half again its own reach."""
    middle = geodesy.representative_point(body)
    radius = min(geodesy.covering_radius_m(body, middle) * 1.5 + 1_000, 9e6)
    return geodesy.sector(middle, 0, radius, bearing_deg, 90.0, tolerance_m=radius / 1e4)


def footprint(found: Place, atlas: Atlas) -> BaseGeometry:
    """Return the ground (or water) that a place covers, as well as the data tell it.

    A state is its airspace; a flight information region or an identification zone its polygon, a disputed area too; a
    sea its box less the land, as far as water joins it to the sea's own point; a province its outline (where the data
    have one) with the sea before it, an island or a region its box, within its state; a town a disc that grows with its
    people.
    """
    if found.feature == "adiz":
        return zone_area(found)
    if (area := disputed_of(found, atlas)) is not None:
        parts = shapely.get_parts(_disputed_polygon(area.key))
        # Crumbs where two claims' lines were drawn apart, hundreds of kilometres away.
        return geodesy.collected(parts[shapely.area(parts) > shapely.area(parts).max() * _CRUMB])
    if found.feature == "country":
        return atlas.airspace(state_of(found))
    if found.feature == "territorial_sea":
        state = state_of(found)
        return remembered("territorial sea", (atlas.worldview, state), lambda: _territorial_sea(state, atlas))
    if found.feature == "fir" and (region := atlas.fir_area(label=found.name)) is not None:
        return region
    if found.extent is not None and found.feature in WATERS:
        return remembered("water", (atlas.worldview, found), lambda: _water(found, atlas))
    if found.feature in LANDS:
        return remembered("land of a place", (atlas.worldview, found), lambda: _land(found, atlas))
    reach = max(size_m(found), lexicon().reach_m["over_point"])
    return geodesy.disc(found.position, reach, tolerance_m=fine_m(reach))


def _land(found: Place, atlas: Atlas) -> BaseGeometry:
    """Return a place's outline, box or disc, as far as its state's airspace reaches."""
    body = outline_of(found)
    if body is None:
        reach = lexicon().reach_m.get(f"size_{found.feature}", lexicon().reach_m["size_other"])
        body = box_of(found) if found.extent else geodesy.disc(found.position, reach, tolerance_m=reach / 1000)
    if found.country is None:
        return body
    whole = geodesy.intersection(geodesy.clip(atlas.airspace(found.country), body.bounds), body)
    return whole if not whole.is_empty else body


def outline_of(found: Place) -> BaseGeometry | None:
    """Return a first-level division's outline: Natural Earth's (1:10m), 2 km wider, with the sea before it."""
    if found.feature != "admin1" or found.gazetteer_id is None:
        return None
    outlines = _store("divisions", "gazetteer")
    return outlines.geometry(found.gazetteer_id) if found.gazetteer_id in outlines.states else None


def _territorial_sea(state: str, atlas: Atlas) -> BaseGeometry:
    """Return a state's airspace less land, slivers along its borders on land left out."""
    sea = geodesy.polygonal(shapely.difference(atlas.airspace(state), atlas.land(state)))
    thin = geodesy.degrees_of_arc(200)
    parts = shapely.get_parts(sea)
    wide = parts[~shapely.is_empty(shapely.buffer(parts, -thin, quad_segs=1))]
    return geodesy.collected(wide)


def _water(found: Place, atlas: Atlas) -> BaseGeometry:
    """Return the water of a sea's box that is joined to its own point by more than a narrow strait."""
    box = box_of(found)
    water = without_land(box, atlas)
    west, south, east, north = water.bounds if not water.is_empty else box.bounds
    narrow = max(east - west, north - south) / _NARROWS
    for part in shapely.get_parts(shapely.buffer(water, -narrow, quad_segs=4)):
        if shapely.intersects_xy(part, found.lon, found.lat):
            return geodesy.polygonal(shapely.intersection(water, shapely.buffer(part, 2 * narrow, quad_segs=4)))
    return water if not water.is_empty else box


def without_land(area: BaseGeometry, atlas: Atlas) -> BaseGeometry:
    """Return the sea of an area; shores are drawn to a thousandth of its width, smaller islets left out."""
    return remembered("sea", (area,), lambda: _without_land(area))


def _without_land(area: BaseGeometry) -> BaseGeometry:
    pieces = []
    for part in shapely.get_parts(area):
        west, south, east, north = part.bounds
        width = max(east - west, north - south)
        pieces.append(
            shapely.difference(part, land_within(part.bounds, coarse_deg=width / 1_000 if width > 3 else 0.0))
        )
    return geodesy.polygonal(shapely.GeometryCollection(pieces))


def outside_all_airspace(area: BaseGeometry, atlas: Atlas) -> BaseGeometry:
    """Return the part of an area that is in no state's airspace."""
    return remembered("outside", (atlas.worldview, area), lambda: _outside(area, atlas))


def _outside(area: BaseGeometry, atlas: Atlas) -> BaseGeometry:
    pieces = []
    for part in shapely.get_parts(area):
        near_by = (atlas.airspace(s) for s in _touching("airspace", part.bounds))
        taken = [geodesy.clip(airspace, part.bounds, known_valid=True) for airspace in near_by]
        coarse = [shapely.simplify(t, 0.002) for t in taken if not t.is_empty]
        pieces.append(shapely.difference(part, geodesy.polygonal(shapely.GeometryCollection(coarse))))
    return geodesy.polygonal(shapely.GeometryCollection(pieces))


@lru_cache(maxsize=64)
def land_within(bounds: tuple[float, float, float, float], *, coarse_deg: float = 0.0) -> BaseGeometry:
    """Return all states' land inside a box (west, south, east, north), simplified to ``coarse_deg`` degrees."""
    return drawings.kept_or_drawn(("land", bounds, coarse_deg), lambda: _land_within(bounds, coarse_deg))


def _land_within(bounds: tuple[float, float, float, float], coarse_deg: float) -> BaseGeometry:
    store = _store("land")
    lands = (store.geometry(s) for s in _touching("land", bounds))
    parts = [shapely.get_parts(geodesy.clip(land, bounds, known_valid=True)) for land in lands]
    shores = np.concatenate([*parts, np.empty(0, dtype=object)])
    if coarse_deg:
        shores = shapely.simplify(shores[shapely.area(shores) > 4 * coarse_deg**2], coarse_deg)
    return geodesy.polygonal(shapely.GeometryCollection(list(shores)))


def _touching(name: str, bounds: tuple[float, float, float, float]) -> list[str]:
    """Return the states whose box in a boundary file touches a box (west, south, east, north)."""
    west, south, east, north = bounds
    boxes = {state: block.bounds for state, block in _store(name).states.items()}
    return [s for s, b in boxes.items() if b.west <= east and b.east >= west and b.south <= north and b.north >= south]


def _disputed_polygon(key: str) -> BaseGeometry:
    from airmap.atlas import disputed_polygon

    return disputed_polygon(key)


@cache
def _store(name: str, kind: str = "boundaries") -> BoundaryStore:
    from airmap.airspace.boundary_store import BoundaryStore
    from airmap.paths import data_dir

    return BoundaryStore(data_dir(kind) / name)


def box_of(found: Place) -> BaseGeometry:
    west, south, east, north = found.extent or (found.lon, found.lat, found.lon, found.lat)
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.MultiPolygon([shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)])


def size_m(found: Place) -> float:
    """Return the radius of a town at 2,500 people to the square kilometre, between 2 and 25 km."""
    if found.population <= 0:
        return lexicon().distance["place_size_m"]
    return float(np.clip(sqrt(found.population / 2_500 / pi) * 1_000, 2_000, 25_000))


def fine_m(radius_m: float) -> float:
    return max(0.5, radius_m / 20_000)
