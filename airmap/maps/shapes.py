"""Geometry to what a screen shows: simplified, rounded, and packed as whole steps from point to point.

A packed shape is ``{"q": digits, "p": polygons}`` or ``{"q": digits, "l": lines}``. A polygon is a list of rings, a
ring or line a flat list ``[x, y, dx, dy, ...]`` in units of 10 ** -digits degrees, longitude first: a third of
GeoJSON's size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Shape = dict[str, Any]

_FINE_STEPS = 1200
_COARSE_STEPS = 60
_MANY_DIGITS = 4
_TURN = np.array([360.0, 0.0])


def drawn(geometry: BaseGeometry | None, *, tolerance_deg: float | None = None) -> Shape | None:
    """Return one geometry simplified and packed; None where nothing is left of it.

    With ``tolerance_deg`` parts that are smaller than it are left out too.
    """
    if geometry is None or geometry.is_empty:
        return None
    whole = _joined_at_180(geometry)
    west, south, east, north = whole.bounds
    tolerance = tolerance_deg or max(east - west, north - south) / _FINE_STEPS
    parts = shapely.get_parts(whole)
    kinds = shapely.get_dimensions(parts)
    dimension = int(kinds.max())
    parts = parts[kinds == dimension]
    if dimension == 0:
        return None
    if tolerance_deg is not None:
        boxes = shapely.bounds(parts)
        parts = parts[np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) > 2 * tolerance]
        if not len(parts):
            return None
    simple = shapely.simplify(parts, tolerance)
    simple = np.where(shapely.is_empty(simple), parts, simple)
    if whole is not geometry:
        simple = _split_at_180(simple)
    digits = max(2, min(5, math.ceil(-math.log10(max(tolerance, 1e-5))) + 1))
    if dimension == 1:
        return {"q": digits, "l": [_steps(shapely.get_coordinates(line), digits) for line in simple]}
    return {"q": digits, "p": [
        [_steps(shapely.get_coordinates(ring), digits) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(simple) if polygon.geom_type == "Polygon"]}


def _joined_at_180(geometry: BaseGeometry) -> BaseGeometry:
    """Return areas that lie on both sides of the antimeridian as whole ones that run past 180; others as they are."""
    west, _, east, _ = geometry.bounds
    if west > -180 or east < 180 or geometry.geom_type != "MultiPolygon":
        return geometry
    parts = shapely.get_parts(geometry)
    beyond = shapely.bounds(parts)[:, 2] <= 0
    return shapely.union_all([*parts[~beyond], *shapely.transform(parts[beyond], lambda xy: xy + _TURN)])


def _split_at_180(polygons: Any) -> Any:
    """Return polygons that run past 180 as those on either side of it."""
    here = shapely.clip_by_rect(polygons, -180, -90, 180, 90)
    there = shapely.transform(shapely.clip_by_rect(polygons, 180, -90, 540, 90), lambda xy: xy - _TURN)
    parts = np.concatenate([shapely.get_parts(here), shapely.get_parts(there)])
    return parts[shapely.area(parts) > 0]


def drawn_many(geometries: Sequence[BaseGeometry | None]) -> list[Shape | None]:
    """Return areas for a page of very many: coarser, all of them at once."""
    found: list[Shape | None] = [None] * len(geometries)
    array = np.array(geometries, dtype=object)
    where = np.flatnonzero(np.isin(shapely.get_type_id(array), (3, 6)) & ~shapely.is_empty(array))
    if not len(where):
        return found
    shapes = array[where]
    boxes = shapely.bounds(shapes)
    tolerances = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) / _COARSE_STEPS
    simple = shapely.simplify(shapes, tolerances, preserve_topology=False)
    simple = np.where(shapely.is_empty(simple), shapes, simple)
    kind, coordinates, offsets = shapely.to_ragged_array(simple)
    rings, polygons = offsets[0].tolist(), offsets[1].tolist()
    owners = offsets[2].tolist() if kind == shapely.GeometryType.MULTIPOLYGON else list(range(len(where) + 1))
    steps = np.rint(coordinates[:, :2] * 10**_MANY_DIGITS).astype(np.int64)
    deltas = np.diff(steps, axis=0, prepend=0)
    starts = offsets[0][:-1]
    deltas[starts] = steps[starts]
    flat = deltas.ravel().tolist()
    for row, first, last in zip(where.tolist(), owners, owners[1:], strict=False):
        found[row] = {"q": _MANY_DIGITS, "p": [
            [flat[2 * rings[r]:2 * rings[r + 1]] for r in range(polygons[p], polygons[p + 1])]
            for p in range(first, last)]}
    return found


def _steps(coordinates: Any, digits: int) -> list[int]:
    whole = np.rint(coordinates[:, :2] * 10**digits).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=0)
    steps[0] = whole[0]
    flat: list[int] = steps.ravel().tolist()
    return flat
