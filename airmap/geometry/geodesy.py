"""Geodesic shapes and measures on the WGS 84 ellipsoid: buffer, band, disc, ring, sector, area, distance, radius.

Geometry comes and goes in longitude, latitude; edges are straight in longitude and latitude (RFC 7946). Shapes are
drawn in azimuthal equidistant planes, each centred within a quarter of a degree of the line it surrounds, so that the
plane's distances are the ellipsoid's to a few parts in a million; the planes come from Karney's geodesics (C. F. F.
Karney, Algorithms for geodesics, J. Geodesy 87, 2013) by way of ``pyproj.Geod``. What crosses the antimeridian is
split there, what holds a pole runs along it. Areas are exact on the authalic sphere (J. P. Snyder, Map projections: a
working manual, 1987, eq. 3-12).

The measures stand here; the shapes in `buffers`, `sectors` and `cutting` beside it, and this is their face.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry.buffers import band as band
from airmap.geometry.buffers import buffer as buffer
from airmap.geometry.buffers import corridor as corridor
from airmap.geometry.cutting import clip as clip
from airmap.geometry.cutting import collected as collected
from airmap.geometry.cutting import intersection as intersection
from airmap.geometry.cutting import joined_lines as joined_lines
from airmap.geometry.cutting import limit_of as limit_of
from airmap.geometry.cutting import polygonal as polygonal
from airmap.geometry.cutting import polygons_of
from airmap.geometry.planes import EARTH_RADIUS_M, Coordinates, Plane, first_position
from airmap.geometry.planes import bearing_deg as bearing_deg
from airmap.geometry.planes import degrees_of_arc as degrees_of_arc
from airmap.geometry.planes import destination as destination
from airmap.geometry.planes import geod as geod
from airmap.geometry.sectors import disc as disc
from airmap.geometry.sectors import lens as lens
from airmap.geometry.sectors import ring as ring
from airmap.geometry.sectors import sector as sector
from airmap.geometry.shape_memory import figured, figured_anywhere
from airmap.records import Position

_SEMI_MAJOR_M = 6_378_137.0
_ECCENTRICITY = sqrt(0.00669437999014132)
_NEAREST_DENSE_DEG = 0.05
# Longer than an edge of that many degrees.
_NEAREST_SLACK_M = 6_000.0


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area of a geometry on the ellipsoid, in square kilometres."""
    if geometry.is_empty:
        return 0.0
    return figured("area", (geometry,), lambda: _area_km2(geometry))


def _area_km2(geometry: BaseGeometry) -> float:
    fine = shapely.segmentize(geometry, 0.05)
    return float(shapely.area(shapely.transform(fine, _authalic))) / 1e6


def extent_of(geometry: BaseGeometry) -> tuple[Position, float, float]:
    """Return a point in a geometry, the radius in metres that covers it from there, and its area in km2."""
    lon, lat, radius_m, area = figured_anywhere("extent", (geometry,), lambda: _extent_of(geometry))
    return Position(lon, lat), radius_m, area


def _extent_of(geometry: BaseGeometry) -> tuple[float, ...]:
    point = representative_point(geometry)
    return *point, covering_radius_m(geometry, point), area_km2(geometry)


def distance_m(first: BaseGeometry, second: BaseGeometry) -> float:
    """Return the geodesic distance between two geometries in metres; 0 where they touch, NaN where one is empty."""
    if first.is_empty or second.is_empty:
        return float("nan")
    if shapely.intersects(first, second):
        return 0.0
    if first.geom_type != "Point" and shapely.get_num_coordinates(first) > shapely.get_num_coordinates(second):
        first, second = second, first
    here = nearest_point(first, first_position(shapely.get_coordinates(shapely.point_on_surface(second))))
    best = float("inf")
    for _ in range(8):
        there = nearest_point(second, here)
        here = nearest_point(first, there)
        length = float(geod().inv(*here, *there)[2])
        if length > best - 1e-3:
            return min(best, length)
        best = length
    return best


def nearest_point(geometry: BaseGeometry, point: Position) -> Position:
    """Return the point of a geometry nearest to a point: the point itself where it lies inside."""
    if shapely.intersects_xy(geometry, *point):
        return point
    plane = Plane(*point)
    fine = shapely.segmentize(geometry, _NEAREST_DENSE_DEG)
    flat = shapely.transform(_edges_near(fine, point), plane.from_globe)
    near = shapely.get_coordinates(shapely.shortest_line(shapely.Point(0, 0), flat))[1:]
    return first_position(plane.to_globe(near))


def _edges_near(fine: BaseGeometry, point: Position) -> BaseGeometry:
    """Return those edges of lines or polygons, none longer than the step, that may hold the point nearest to another.

    They are told on the sphere, which is off by less than a hundredth; points stay as they are.
    """
    parts: Any = shapely.get_parts(fine)
    if fine.geom_type == "GeometryCollection" or (shapely.get_dimensions(parts) == 0).any():
        return fine
    rings = shapely.get_rings(parts) if shapely.get_dimensions(parts[0]) == 2 else parts
    xy, owner = shapely.get_coordinates(rings, return_index=True)
    gaps = _on_sphere(xy) - _on_sphere(np.array([point]))
    arcs_m = 2 * np.arcsin(np.minimum(1.0, np.sqrt((gaps**2).sum(axis=1)) / 2)) * EARTH_RADIUS_M
    within = arcs_m <= arcs_m.min() * 1.02 + _NEAREST_SLACK_M
    near = np.flatnonzero((owner[1:] == owner[:-1]) & (within[1:] | within[:-1]))
    ends = np.stack([xy[near], xy[near + 1]], axis=1)
    edges: Any = shapely.linestrings(ends)
    return joined_lines(list(edges))


def covering_radius_m(geometry: BaseGeometry, point: Position) -> float:
    """Return the radius in metres of the disc around ``point`` that covers the geometry."""
    return figured("radius", (geometry, point), lambda: _covering_radius_m(geometry, point))


def _covering_radius_m(geometry: BaseGeometry, point: Position) -> float:
    corners = shapely.get_coordinates(geometry)
    if not len(corners):
        return 0.0
    # On the sphere first: it is off by less than a hundredth, so the farthest corner is among the few that remain.
    gaps = _on_sphere(corners) - _on_sphere(np.array([point]))
    chords = (gaps**2).sum(axis=1)
    corners = corners[chords >= 0.97 * chords.max()]
    here = np.full(len(corners), point.lon), np.full(len(corners), point.lat)
    return float(np.max(geod().inv(*here, corners[:, 0], corners[:, 1])[2]))


def _on_sphere(lonlat: Coordinates) -> Coordinates:
    lon, lat = np.radians(lonlat).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def representative_point(geometry: BaseGeometry) -> Position:
    """Return a point inside the geometry: its middle where that is inside, else the middle of its nearest part.

    The middle is the centre of gravity of the geometry on the sphere, so the antimeridian does not matter to it.
    """
    if geometry.is_empty:
        raise ValueError("an empty geometry has no representative point")
    return figured("point", (geometry,), lambda: _representative_point(geometry))


def _representative_point(geometry: BaseGeometry) -> Position:
    middle = _middle(geometry)
    if shapely.intersects_xy(geometry, *middle):
        return middle
    parts = shapely.get_parts(geometry)
    if geometry.geom_type == "MultiPolygon":
        sizes = shapely.area(parts)
        parts = parts[sizes >= sizes.max() / 5]
    near = nearest_point(collected(parts), middle)
    gaps = shapely.distance(parts, shapely.Point(near))
    part = parts[int(np.argmin(gaps))]
    if part.geom_type != "Polygon":
        return near
    west, south, east, north = part.bounds
    for share in (0.05, 0.2, 1.0):
        reach_lon, reach_lat = (east - west) * share + 1e-6, (north - south) * share + 1e-6
        around = clip(part, (near.lon - reach_lon, near.lat - reach_lat, near.lon + reach_lon, near.lat + reach_lat))
        if around.area > 0:
            inside = first_position(shapely.get_coordinates(shapely.point_on_surface(around)))
            if shapely.intersects_xy(part, *inside):
                return inside
    return first_position(shapely.get_coordinates(shapely.point_on_surface(part)))


def _authalic(coordinates: Coordinates) -> Coordinates:
    """Return equal-area cylindrical coordinates in metres: areas in the plane are areas on the ellipsoid."""
    e = _ECCENTRICITY
    sine = np.sin(np.radians(coordinates[:, 1]))
    q = (1 - e**2) * (sine / (1 - (e * sine) ** 2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
    return np.column_stack([np.radians(coordinates[:, 0]) * _SEMI_MAJOR_M, q * _SEMI_MAJOR_M / 2])


def _middle(geometry: BaseGeometry) -> Position:
    """Return the centre of gravity on the sphere, by the equal-area centroids of the parts."""
    parts = list(polygons_of(geometry))
    if not parts:
        corners = shapely.get_coordinates(geometry)
        weights = np.ones(len(corners))
    else:
        array = np.array(parts, dtype=object)
        corners = shapely.get_coordinates(shapely.centroid(array))
        weights = shapely.area(array) * np.cos(np.radians(corners[:, 1]))
    lon, lat = np.radians(corners).T
    x, y, z = (np.sum(weights * v) for v in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    return Position(float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y)))))
