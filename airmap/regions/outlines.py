"""A region as it is drawn: fewer corners where nobody sees them, and the border that was used beside it."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, log2

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry import geodesy
from airmap.geometry.shape_memory import remembered
from airmap.geometry.windows import Box, inside_boxes
from airmap.records import Region

# Outlines of more corners than the first are thinned by at most so many metres; of more than the second, by more.
_SOME_VERTICES, _MANY_VERTICES = 1_000, 4_000
FINE_M = 25.0
_GRID_DEG = 0.1


def drawn(region: Region, line: BaseGeometry | None) -> Region:
    """Return the region as it is drawn, with the border beside it; many corners thinned where nobody sees it.

    By at most 25 m and a five-thousandth of the radius; giants by that share of their radius alone.
    """
    geometry = _thin(region.geometry, region.radius_m)
    border = None
    if line is not None:
        boxes = [_widened(part.bounds) for part in shapely.get_parts(_box_of(geometry))]
        border = remembered("border", (line, *boxes), lambda: inside_boxes(line, boxes))
        border = _thin(border, region.radius_m)
    return replace(region, geometry=geometry, border=border)


def _thin(geometry: BaseGeometry, radius_m: float) -> BaseGeometry:
    corners = shapely.get_num_coordinates(geometry)
    if corners <= _SOME_VERTICES or radius_m <= 0:
        return geometry
    # To a power of two, so that a border beside regions of about one size is thinned once.
    share_m = 2.0 ** floor(log2(radius_m / 5_000))
    return remembered(
        "thin", (geometry, share_m), lambda: _thinned(geometry, min(FINE_M, share_m), share_m)
    )


def _thinned(geometry: BaseGeometry, fine_m: float, coarse_m: float) -> BaseGeometry:
    """Return a geometry with fewer corners; every part of it is kept."""
    thin = shapely.simplify(geometry, geodesy.degrees_of_arc(fine_m))
    if shapely.get_num_coordinates(thin) > _MANY_VERTICES:
        thin = shapely.simplify(geometry, geodesy.degrees_of_arc(coarse_m))
    return thin if thin.geom_type.endswith("LineString") or thin.is_valid else geodesy.polygonal(thin)


def _box_of(geometry: BaseGeometry) -> BaseGeometry:
    """Return boxes around a geometry, one on either side of the antimeridian."""
    parts = shapely.get_parts(geometry)
    boxes = shapely.bounds(parts)
    sides = (
        [boxes[boxes[:, 0] < 0], boxes[boxes[:, 0] >= 0]]
        if float(boxes[:, 2].max() - boxes[:, 0].min()) > 180
        else [boxes]
    )
    found = [shapely.box(*s[:, :2].min(axis=0), *s[:, 2:].max(axis=0)) for s in sides if len(s)]
    return shapely.MultiPolygon(found)


def _widened(bounds: Box) -> Box:
    """Return a box some ten kilometres wider, on a grid: regions of about one extent show the same border."""
    margin = geodesy.degrees_of_arc(10_000.0)
    west, south = (floor((b - margin) / _GRID_DEG) * _GRID_DEG for b in bounds[:2])
    east, north = (ceil((b + margin) / _GRID_DEG) * _GRID_DEG for b in bounds[2:])
    return west, south, east, north
