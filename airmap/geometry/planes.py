"""The ellipsoid's geodesics, and azimuthal equidistant planes: from the globe to metres and back.

What is drawn in a plane comes back split at the antimeridian, and along a pole that it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache, partial
from math import degrees, radians, sqrt, tan
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry.cutting import valid_union
from airmap.records import Position

Coordinates = npt.NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8
_EQUATOR = Position(0.0, 0.0)


@cache
def geod() -> Any:
    """Return the WGS 84 ellipsoid's geodesics."""
    return pyproj.Geod(ellps="WGS84")


def destination(point: Position, bearing_deg: float, distance_m: float) -> Position:
    """Return the point at a bearing (clockwise from true north) and a distance in metres along the geodesic."""
    lon, lat, _ = geod().fwd(point.lon, point.lat, bearing_deg, distance_m)
    return Position(float(lon), float(lat))


def bearing_deg(start: Position, end: Position) -> float:
    """Return the initial bearing of the geodesic between two points, clockwise from true north, 0 to 360."""
    return float(geod().inv(*start, *end)[0]) % 360


@lru_cache(maxsize=1024)
def degrees_of_arc(length_m: float) -> float:
    """Return a length as degrees of latitude at the equator: to say how coarse a drawing may be, never a distance."""
    return destination(_EQUATOR, 0.0, length_m).lat


@dataclass(frozen=True, slots=True)
class Plane:
    """An azimuthal equidistant plane: x east, y north, in metres from its centre."""

    lon: float
    lat: float

    def from_globe(self, coordinates: Coordinates) -> Coordinates:
        count = len(coordinates)
        azimuth, _, length = geod().inv(
            np.full(count, self.lon), np.full(count, self.lat), coordinates[:, 0], coordinates[:, 1]
        )
        angle = np.radians(azimuth)
        return np.column_stack([length * np.sin(angle), length * np.cos(angle)])

    def to_globe(self, xy: Coordinates) -> Coordinates:
        count = len(xy)
        azimuth = np.degrees(np.arctan2(xy[:, 0], xy[:, 1]))
        lon, lat, _ = geod().fwd(
            np.full(count, self.lon), np.full(count, self.lat), azimuth, np.hypot(xy[:, 0], xy[:, 1])
        )
        return np.column_stack([lon, lat])


class _Pole:
    """A pole's latitude, and where it stands on a plane's y axis."""

    def __init__(self, plane: Plane, lat: float) -> None:
        self.lat = lat
        self.y = float(geod().inv(plane.lon, plane.lat, plane.lon, lat)[2]) * (1 if lat > 0 else -1)

    def passed_by(self, y: Any) -> Any:
        return y > self.y if self.lat > 0 else y < self.y


def first_position(coordinates: Coordinates) -> Position:
    return Position(float(coordinates[0, 0]), float(coordinates[0, 1]))


def position_of(point: BaseGeometry | Position) -> Position:
    if isinstance(point, BaseGeometry):
        return first_position(shapely.get_coordinates(point))
    return point


def on_globe(shape: BaseGeometry, plane: Plane, tolerance_m: float) -> BaseGeometry:
    """Return a plane polygon on the globe, split at the antimeridian and run along a pole that it holds."""
    reach = float(np.abs(np.array(shape.bounds)).max()) * 1.5
    steepest = min(89.99, abs(plane.lat) + degrees(reach / EARTH_RADIUS_M))
    length = sqrt(8 * EARTH_RADIUS_M * (tolerance_m / 4) / max(tan(radians(steepest)), 0.05))
    fine = shapely.segmentize(shape, length)
    poles = [p for p in (_Pole(plane, 90.0), _Pole(plane, -90.0)) if abs(p.y) <= reach]
    if not poles:
        return _wrap(valid_union([shapely.transform(fine, partial(_unbroken, plane=plane))]))
    far = 3e7
    halves = (shapely.box(-far, -far, 0, far), shapely.box(0, -far, far, far))
    pieces = []
    for half, edge in zip(halves, (-180.0, 180.0), strict=True):
        for part in shapely.get_parts(shapely.intersection(fine, half)):
            if part.geom_type == "Polygon" and not part.is_empty:
                rings = [
                    _ring_to_globe(shapely.get_coordinates(r), plane, poles, edge)
                    for r in (part.exterior, *part.interiors)
                ]
                pieces.append(shapely.Polygon(rings[0], rings[1:]))
    return _wrap(valid_union(pieces))


def _unbroken(xy: Coordinates, plane: Plane) -> Coordinates:
    """Return a plane's coordinates on the globe, in unbroken longitudes about the plane's own."""
    globe = plane.to_globe(xy)
    globe[:, 0] = plane.lon + _wrapped(globe[:, 0] - plane.lon)
    return globe


def _ring_to_globe(xy: Coordinates, plane: Plane, poles: list[_Pole], edge: float) -> Coordinates:
    """Return a ring in unbroken longitudes about the plane's own; ``edge`` is the far side's longitude offset."""
    beyond = np.zeros(len(xy), dtype=bool)
    for pole in poles:
        beyond |= pole.passed_by(xy[:, 1])
    on_axis = np.abs(xy[:, 0]) < 1e-6
    globe = plane.to_globe(xy)
    offset = _wrapped(globe[:, 0] - plane.lon)
    offset[on_axis] = np.where(beyond[on_axis], edge, 0.0)
    out = np.column_stack([plane.lon + offset, globe[:, 1]])
    # Where the ring runs over a pole along the axis, it runs along the pole instead.
    over = np.flatnonzero(on_axis[1:] & on_axis[:-1] & (beyond[1:] != beyond[:-1])) + 1
    far = np.where(beyond[over], xy[over, 1], xy[over - 1, 1])
    lat = [next(p.lat for p in poles if p.passed_by(y)) for y in far]
    turns = np.stack([np.column_stack([out[over - 1, 0], lat]), np.column_stack([out[over, 0], lat])], axis=1)
    return np.insert(out, np.repeat(over, 2), turns.reshape(-1, 2), axis=0)


def _wrapped(lon: Coordinates) -> Coordinates:
    result: Coordinates = (lon + 180.0) % 360.0 - 180.0
    return result


def _wrap(geometry: BaseGeometry) -> BaseGeometry:
    """Cut a geometry in unbroken longitudes at every odd multiple of 180 degrees and move the pieces home."""
    if geometry.is_empty:
        return geometry
    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180:
        return geometry
    pieces = []
    for turn in (-360.0, 0.0, 360.0):
        part = shapely.intersection(geometry, shapely.box(turn - 180, -90, turn + 180, 90))
        if not part.is_empty:
            pieces.append(shapely.transform(part, partial(_shift, by=-turn)))
    return valid_union(pieces)


def _shift(coordinates: Coordinates, by: float) -> Coordinates:
    moved: Coordinates = coordinates + np.array([by, 0.0])
    return moved
