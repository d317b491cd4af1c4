"""What lies at some distances and in some directions from a point: discs, rings, sectors, lenses."""

from __future__ import annotations

from math import acos, ceil, pi, radians

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry.cutting import valid_union
from airmap.geometry.planes import Plane, on_globe, position_of
from airmap.records import Position

_EMPTY = shapely.MultiPolygon()


def disc(point: BaseGeometry | Position, radius_m: float, *, tolerance_m: float = 0.5) -> BaseGeometry:
    """Return the geodesic disc of ``radius_m`` metres around a point."""
    return ring(point, 0.0, radius_m, tolerance_m=tolerance_m)


def ring(point: BaseGeometry | Position, r_min_m: float, r_max_m: float, *, tolerance_m: float = 0.5) -> BaseGeometry:
    """Return everything between two distances, in metres, from a point."""
    return sector(point, r_min_m, r_max_m, 0.0, 180.0, tolerance_m=tolerance_m)


def sector(
    point: BaseGeometry | Position,
    r_min_m: float,
    r_max_m: float,
    bearing_deg: float,
    tolerance_deg: float,
    *,
    tolerance_m: float = 0.5,
) -> BaseGeometry:
    """Return what lies between two distances and within ``tolerance_deg`` of a bearing, as seen from a point.

    ``bearing_deg`` is clockwise from true north. A tolerance of 180 degrees or more gives the whole ring.
    """
    if r_max_m <= 0 or r_max_m <= r_min_m:
        return _EMPTY
    plane = Plane(*position_of(point))
    whole = tolerance_deg >= 180
    step = 2 * acos(max(-1.0, 1 - min(tolerance_m, r_max_m / 50) / r_max_m))
    half = pi if whole else radians(tolerance_deg)
    count = max(8, ceil(2 * half / step))
    angles = radians(bearing_deg) + np.linspace(-half, half, count + 1)
    circle = np.column_stack([np.sin(angles), np.cos(angles)])
    if whole:
        circle = circle[:-1]
        holes = [circle * r_min_m] if r_min_m > 0 else []
        shape = shapely.Polygon(circle * r_max_m, holes)
    else:
        inner = circle[::-1] * r_min_m if r_min_m > 0 else np.zeros((1, 2))
        shape = shapely.Polygon(np.concatenate([circle * r_max_m, inner]))
    return valid_union([on_globe(shape, plane, tolerance_m)])


def lens(
    point: BaseGeometry | Position,
    r_min_m: float,
    r_max_m: float,
    bearing_deg: float,
    tolerance_deg: float,
    *,
    power: float = 3.0,
    tolerance_m: float = 0.5,
) -> BaseGeometry:
    """Return a sector without its corners: where the distance is far off, the bearing is not also.

    It holds the points whose shares of the greatest error in distance and in bearing, each to the ``power``, sum to
    one at most; a tolerance of 180 degrees or more gives the whole ring.
    """
    if r_max_m <= 0 or r_max_m <= r_min_m:
        return _EMPTY
    if tolerance_deg >= 180:
        return ring(point, r_min_m, r_max_m, tolerance_m=tolerance_m)
    plane = Plane(*position_of(point))
    step = 2 * acos(max(-1.0, 1 - min(tolerance_m, r_max_m / 50) / r_max_m))
    count = max(32, ceil(2 * radians(tolerance_deg) / step))
    # Closer together towards the ends, where the outline turns.
    share = np.sin(np.linspace(-pi / 2, pi / 2, count + 1))
    angles = radians(bearing_deg) + share * radians(tolerance_deg)
    depth = (r_max_m - r_min_m) / 2 * (1 - np.abs(share) ** power) ** (1 / power)
    middle = (r_max_m + r_min_m) / 2
    rim = np.column_stack([np.sin(angles), np.cos(angles)])
    outline = np.concatenate([rim * (middle + depth)[:, None], (rim * (middle - depth)[:, None])[::-1]])
    return valid_union([on_globe(shapely.Polygon(outline), plane, tolerance_m)])
