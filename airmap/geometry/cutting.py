"""Polygons and lines cut, clipped and joined in longitude and latitude; what comes out is valid.

Edges are straight in longitude and latitude (RFC 7946). Cuts are kept by what was cut (`airmap.geometry.shape_memory`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry.shape_memory import Recent, digest, remembered, remembered_here

_POLE_DEG = 89.999
_EMPTY = shapely.MultiPolygon()
_MANY_PARTS = 1_000
_PARTS: Recent[tuple[Any, Any]] = Recent(300_000, lambda held: len(held[0]))


def intersection(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Return the valid polygonal intersection; a giant is cut to the other's box first, which is most of the work."""
    if first.is_empty or second.is_empty:
        return _EMPTY
    if shapely.get_num_coordinates(first) < shapely.get_num_coordinates(second):
        first, second = second, first
    return remembered("intersection", (first, second), lambda: _intersection(first, second))


def _intersection(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    # A strip of ten thousand corners inside a wide band is all of it, which is seen far sooner than cut.
    shapely.prepare(second)
    if shapely.covers(second, first):
        return first
    pieces = []
    for part in shapely.get_parts(second):
        near = clip(first, part.bounds)
        if not near.is_empty:
            pieces.append(shapely.intersection(near, part))
    return valid_union(pieces)


def clip(
    geometry: BaseGeometry, bounds: tuple[float, float, float, float], *, known_valid: bool = False
) -> BaseGeometry:
    """Return the part of a geometry inside a box (west, south, east, north), fast, and valid.

    ``known_valid`` are the atlas's polygons: those that the box leaves whole are not looked at again.
    """
    west, south, east, north = bounds
    margin = 1e-6
    parts, boxes = _parts_and_boxes(geometry)
    touching = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    parts, boxes = parts[touching], boxes[touching]
    if not len(parts):
        return shapely.GeometryCollection()
    box = shapely.box(west - margin, south - margin, east + margin, north + margin)
    if known_valid:
        crossing = (boxes[:, 0] < west) | (boxes[:, 2] > east) | (boxes[:, 1] < south) | (boxes[:, 3] > north)
        if not crossing.any():
            return shapely.MultiPolygon(list(parts))
        cut = parts.copy()
        cut[crossing] = _clipped(parts[crossing], box)
        return collected(shapely.get_parts(cut))
    return collected(shapely.get_parts(_clipped(parts, box)))


def _parts_and_boxes(geometry: BaseGeometry) -> tuple[Any, Any]:
    """Return a geometry's parts and their boxes, a giant's kept: Finland has 40,000 islands, and they are cut often."""
    if shapely.get_num_geometries(geometry) < _MANY_PARTS:
        return _with_boxes(geometry)
    return _PARTS.get_or_make(digest(geometry), lambda: _with_boxes(geometry))


def _with_boxes(geometry: BaseGeometry) -> tuple[Any, Any]:
    parts = shapely.get_parts(geometry)
    return parts, shapely.bounds(parts)


def _clipped(parts: Any, box: BaseGeometry) -> Any:
    try:
        cut = shapely.clip_by_rect(parts, *box.bounds)
    except shapely.errors.GEOSException:
        # A ring that touches the box in a sliver makes the fast way build a ring of three points and give up.
        cut = shapely.intersection(shapely.make_valid(parts), box)
    bad = ~shapely.is_valid(cut)
    if bad.any():
        cut[bad] = shapely.intersection(shapely.make_valid(parts[bad]), box)
    return cut


def collected(parts: Any) -> BaseGeometry:
    """Return parts of one kind as one geometry without an overlay, which pieces of a valid geometry do not need."""
    parts = parts[~shapely.is_empty(parts)]
    kinds = {p.geom_type for p in parts}
    if kinds <= {"LineString", "LinearRing"}:
        whole: BaseGeometry = shapely.multilinestrings(parts)
        return whole
    if kinds == {"Polygon"}:
        whole = shapely.multipolygons(parts)
        return whole if shapely.is_valid(whole) else shapely.union_all(parts)
    return shapely.union_all(parts)


def limit_of(airspace: BaseGeometry) -> BaseGeometry:
    """Return the outline of polygons without the map's seams, the edges on the antimeridian and at the poles."""
    return remembered_here("limit", (airspace,), lambda: _limit_of(airspace))


def _limit_of(airspace: BaseGeometry) -> BaseGeometry:
    west, south, east, north = airspace.bounds if not airspace.is_empty else (0.0, 0.0, 0.0, 0.0)
    if west > -180 and east < 180 and south > -_POLE_DEG and north < _POLE_DEG:
        return airspace.boundary
    inside = 180 - 1e-9
    lines = shapely.clip_by_rect(shapely.get_parts(airspace.boundary), -inside, -_POLE_DEG, inside, _POLE_DEG)
    return collected(shapely.get_parts(lines))


def joined_lines(lines: list[BaseGeometry]) -> BaseGeometry:
    """Return lines as one geometry, as they are."""
    parts: Any = np.array(lines, dtype=object)
    return shapely.MultiLineString() if not len(parts) else shapely.multilinestrings(parts)


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry as one valid geometry; lines and points that a cut left over are dropped."""
    return valid_union([geometry])


def valid_union(pieces: list[Any]) -> BaseGeometry:
    """Return the union of polygons as a valid (multi)polygon; points and lines that a cut left over are dropped."""
    polygons = [p for piece in pieces for p in polygons_of(piece)]
    if not polygons:
        return _EMPTY
    array: Any = np.array(polygons, dtype=object)
    whole: BaseGeometry = array[0] if len(array) == 1 else shapely.multipolygons(array)
    # Parts that lie apart need no overlay, which costs far more than to see that they do.
    if shapely.is_valid(whole):
        return whole
    bad = ~shapely.is_valid(array)
    if bad.any():
        array[bad] = shapely.make_valid(array[bad])
    union = shapely.union_all(array) if len(array) > 1 else array[0]
    kept = list(polygons_of(union))
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept) if kept else _EMPTY


def polygons_of(geometry: Any) -> Iterator[Any]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            if not part.is_empty:
                yield part
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            yield from polygons_of(part)
