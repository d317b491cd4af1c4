"""Geodesic shapes and measures on the WGS 84 ellipsoid: buffer, band, disc, ring, sector, area, distance, radius.

Geometry comes and goes in longitude, latitude; edges are straight in longitude and latitude (RFC 7946). Shapes are
drawn in azimuthal equidistant planes, each centred within a quarter of a degree of the line it surrounds, so that the
plane's distances are the ellipsoid's to a few parts in a million; the planes come from Karney's geodesics (C. F. F.
Karney, Algorithms for geodesics, J. Geodesy 87, 2013) by way of ``pyproj.Geod``. What crosses the antimeridian is
split there, what holds a pole runs along it. Areas are exact on the authalic sphere (J. P. Snyder, Map projections: a
working manual, 1987, eq. 3-12).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import pairwise
from math import acos, ceil, degrees, pi, radians, sqrt, tan
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.records import Position
from airmap.shape_memory import figured, remembered, remembered_here

Coordinates = npt.NDArray[np.float64]

_PIECE_DEG = 0.5
_DENSE_DEG = 0.01
_RUN_VERTICES = 100
_GROUPED_M = 10_000.0
_HALVINGS = 6
_POLE_DEG = 89.999
# Half way round the Earth, but for the last four kilometres before the antipode.
_HALF_ROUND_M = 2e7
_EARTH_RADIUS_M = 6_371_008.8
_SEMI_MAJOR_M = 6_378_137.0
_ECCENTRICITY = sqrt(0.00669437999014132)
_EMPTY = shapely.MultiPolygon()

_EQUATOR = Position(0.0, 0.0)


@cache
def geod() -> Any:
    """Return the WGS 84 ellipsoid's geodesics."""
    return pyproj.Geod(ellps="WGS84")


def buffer(geometry: BaseGeometry, distance_m: float, *, tolerance_m: float = 0.5) -> BaseGeometry:
    """Return everything within a geodesic distance of a geometry.

    Parameters
    ----------
    geometry
        Points, lines or polygons, WGS 84.
    distance_m
        Metres, not negative.
    tolerance_m
        How far the outline may stray from the true one, for distances up to 100 km.
    """
    if geometry.is_empty or distance_m < 0:
        return _EMPTY
    if distance_m >= _HALF_ROUND_M:
        return shapely.box(-180, -90, 180, 90)
    # News keeps to the same few borders: what was drawn once is not drawn again.
    return remembered("buffer", (geometry, distance_m, tolerance_m), lambda: _buffer(geometry, distance_m, tolerance_m))


def _buffer(geometry: BaseGeometry, distance_m: float, tolerance_m: float) -> BaseGeometry:
    polygons = [g for g in shapely.get_parts(geometry) if g.geom_type == "Polygon"]
    if distance_m == 0:
        return _valid(polygons)
    pieces = list(polygons)
    runs: list[Coordinates] = []
    # A plane is off by (offset / R)^2 / 6 of a distance: what may be coarse is drawn in wider, fewer pieces.
    piece_deg = min(5.0, max(_PIECE_DEG, 2 * degrees(sqrt(1.5 * tolerance_m / distance_m))))
    fine = tolerance_m < 5
    dense_deg, vertices = (_DENSE_DEG, _RUN_VERTICES) if fine else (_DENSE_DEG * 5, _RUN_VERTICES // 4)
    coarse = shapely.simplify(geometry, degrees_of_arc(tolerance_m / 3)) if tolerance_m > 5 else geometry
    for part in _simple_parts(coarse):
        if part.geom_type == "Point":
            pieces.append(disc(part, distance_m, tolerance_m=tolerance_m))
        else:
            runs.extend(run for line in _rings_of(part) for run in _runs(line, piece_deg, dense_deg, vertices))
    if tolerance_m > 5:
        runs = _thinned(runs, degrees_of_arc(tolerance_m / 2))
    if not fine:
        pieces.extend(_around_apart(group, distance_m, tolerance_m) for group in _by_cell(runs, piece_deg))
        return _valid(pieces)
    # Wide buffers of many islets in one go cost GEOS the square of their number; alone, their union does not.
    # Nor may a group be wide: a cell of some widths of the strip keeps its lines few.
    cell_deg = min(piece_deg, max(0.1, 8 * degrees(distance_m / _EARTH_RADIUS_M)))
    groups = _together(runs, cell_deg) if distance_m < _GROUPED_M else ([run] for run in runs)
    pieces.extend(_around(group, distance_m, tolerance_m) for group in groups)
    return _valid(pieces)


def band(inside: BaseGeometry, line: BaseGeometry, distance_m: float, *, tolerance_m: float = 0.5) -> BaseGeometry:
    """Return the part of ``inside`` that lies within ``distance_m`` metres of ``line``."""
    strip = buffer(line, distance_m, tolerance_m=tolerance_m)
    return intersection(inside, strip)


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
    plane = _Plane(*_position(point))
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
    return _valid([_to_globe(shape, plane, tolerance_m)])


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
    plane = _Plane(*_position(point))
    step = 2 * acos(max(-1.0, 1 - min(tolerance_m, r_max_m / 50) / r_max_m))
    count = max(32, ceil(2 * radians(tolerance_deg) / step))
    # Closer together towards the ends, where the outline turns.
    share = np.sin(np.linspace(-pi / 2, pi / 2, count + 1))
    angles = radians(bearing_deg) + share * radians(tolerance_deg)
    depth = (r_max_m - r_min_m) / 2 * (1 - np.abs(share) ** power) ** (1 / power)
    middle = (r_max_m + r_min_m) / 2
    rim = np.column_stack([np.sin(angles), np.cos(angles)])
    outline = np.concatenate([rim * (middle + depth)[:, None], (rim * (middle - depth)[:, None])[::-1]])
    return _valid([_to_globe(shapely.Polygon(outline), plane, tolerance_m)])


def intersection(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Return the valid polygonal intersection; a giant is cut to the other's box first, which is most of the work."""
    if first.is_empty or second.is_empty:
        return _EMPTY
    if shapely.get_num_coordinates(first) < shapely.get_num_coordinates(second):
        first, second = second, first
    return remembered("intersection", (first, second), lambda: _intersection(first, second))


def _intersection(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    pieces = []
    for part in shapely.get_parts(second):
        near = clip(first, part.bounds)
        if not near.is_empty:
            pieces.append(shapely.intersection(near, part))
    return _valid(pieces)


def clip(
    geometry: BaseGeometry, bounds: tuple[float, float, float, float], *, known_valid: bool = False
) -> BaseGeometry:
    """Return the part of a geometry inside a box (west, south, east, north), fast, and valid.

    ``known_valid`` are the atlas's polygons: those that the box leaves whole are not looked at again.
    """
    west, south, east, north = bounds
    margin = 1e-6
    parts = shapely.get_parts(geometry)
    boxes = shapely.bounds(parts)
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
    return _valid([geometry])


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
    return figured("extent", (geometry,), lambda: _extent_of(geometry))


def _extent_of(geometry: BaseGeometry) -> tuple[Position, float, float]:
    point = representative_point(geometry)
    return point, covering_radius_m(geometry, point), area_km2(geometry)


def distance_m(first: BaseGeometry, second: BaseGeometry) -> float:
    """Return the geodesic distance between two geometries in metres; 0 where they touch, NaN where one is empty."""
    if first.is_empty or second.is_empty:
        return float("nan")
    if shapely.intersects(first, second):
        return 0.0
    if first.geom_type != "Point" and shapely.get_num_coordinates(first) > shapely.get_num_coordinates(second):
        first, second = second, first
    here = nearest_point(first, _first_position(shapely.get_coordinates(shapely.point_on_surface(second))))
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
    plane = _Plane(*point)
    flat = shapely.transform(shapely.segmentize(geometry, _DENSE_DEG * 5), plane.from_globe)
    near = shapely.get_coordinates(shapely.shortest_line(shapely.Point(0, 0), flat))[1:]
    return _first_position(plane.to_globe(near))


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
            inside = _first_position(shapely.get_coordinates(shapely.point_on_surface(around)))
            if shapely.intersects_xy(part, *inside):
                return inside
    return _first_position(shapely.get_coordinates(shapely.point_on_surface(part)))


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


def corridor(start: Position, end: Position, half_width_m: float) -> BaseGeometry:
    """Return everything within ``half_width_m`` of the geodesic between two points."""
    length = float(geod().inv(*start, *end)[2])
    steps = max(1, ceil(length / 5_000))
    between = np.array(geod().npts(*start, *end, steps - 1)).reshape(-1, 2) if steps > 1 else np.empty((0, 2))
    points = np.concatenate([[start], between, [end]])
    lines = [shapely.LineString(points[run]) for run in _split_at_antimeridian(points)]
    return buffer(shapely.union_all(lines), half_width_m, tolerance_m=max(0.5, half_width_m / 500))


@dataclass(frozen=True, slots=True)
class _Plane:
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

    def __init__(self, plane: _Plane, lat: float) -> None:
        self.lat = lat
        self.y = float(geod().inv(plane.lon, plane.lat, plane.lon, lat)[2]) * (1 if lat > 0 else -1)

    def passed_by(self, y: Any) -> Any:
        return y > self.y if self.lat > 0 else y < self.y


def _first_position(coordinates: Coordinates) -> Position:
    return Position(float(coordinates[0, 0]), float(coordinates[0, 1]))


def _position(point: BaseGeometry | Position) -> Position:
    if isinstance(point, BaseGeometry):
        return _first_position(shapely.get_coordinates(point))
    return point


def _simple_parts(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type in ("Point", "LineString", "LinearRing", "Polygon"):
            yield part
        elif not part.is_empty:
            yield from _simple_parts(part)


def _rings_of(part: Any) -> list[BaseGeometry]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def _runs(line: BaseGeometry, piece_deg: float, dense_deg: float, vertices: int) -> Iterator[Coordinates]:
    """Yield the line's coordinates in runs that each fit in ``piece_deg`` of arc, joined end to end."""
    points = shapely.get_coordinates(shapely.segmentize(line, dense_deg))
    if len(points) < 2:
        return
    # A run is measured on the globe: half a degree of longitude shrinks towards the poles, and so may a run's span.
    shrink = np.maximum(np.cos(np.radians((points[1:, 1] + points[:-1, 1]) / 2)), 1e-3)
    steps = np.hypot(np.diff(points[:, 0]) * shrink, np.diff(points[:, 1]))
    # A run ends after so many vertices too: GEOS takes the square of them to surround a fjord from far away.
    piece = np.floor(np.concatenate([[0.0], np.cumsum(steps)]) / piece_deg).astype(int)
    piece = piece * len(points) + np.arange(len(points)) // vertices
    starts = np.flatnonzero(np.diff(piece, prepend=-1))
    for start, stop in zip(starts, [*starts[1:], len(points) - 1], strict=True):
        if stop > start:
            yield points[start : stop + 1]


def _thinned(runs: list[Coordinates], cell_deg: float) -> list[Coordinates]:
    """Leave one of the islets in each cell: the others are too near it to show."""
    kept: dict[tuple[int, int], Coordinates] = {}
    large = []
    for run in runs:
        low, high = run.min(axis=0), run.max(axis=0)
        if (high - low).max() > cell_deg:
            large.append(run)
        else:
            column, row = np.floor(low / cell_deg).astype(int)
            kept.setdefault((int(column), int(row)), run)
    return [*large, *kept.values()]


def _by_cell(runs: list[Coordinates], cell_deg: float) -> Iterator[list[Coordinates]]:
    """Yield runs in groups whose middles lie in one cell, as wide in metres near a pole as at the equator."""
    if not runs:
        return
    middles = np.array([(run.min(axis=0) + run.max(axis=0)) / 2 for run in runs])
    rows = np.floor(middles[:, 1] / cell_deg)
    shrink = np.maximum(np.cos(np.radians((rows + 0.5) * cell_deg)), 1e-3)
    cells: dict[tuple[int, int], list[Coordinates]] = {}
    for run, row, column in zip(runs, rows, np.floor(middles[:, 0] * shrink / cell_deg), strict=True):
        cells.setdefault((int(row), int(column)), []).append(run)
    yield from cells.values()


def _around_apart(runs: list[Coordinates], distance: float, tolerance_m: float) -> BaseGeometry:
    """Return the buffer of runs, each surrounded alone in the plane at their middle and all brought back at once."""
    points = np.concatenate(runs)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    plane = _Plane(float(middle[0]), float(middle[1]))
    owner = np.repeat(np.arange(len(runs)), [len(run) for run in runs])
    lines = shapely.linestrings(plane.from_globe(points), indices=owner)
    shapes = shapely.buffer(lines, distance, quad_segs=_quarter_steps(distance, tolerance_m))
    return _to_globe(shapely.union_all(shapes), plane, tolerance_m)


def _quarter_steps(distance: float, tolerance_m: float) -> int:
    """Return the corners that a quarter of a circle needs for its chords to keep within half the tolerance."""
    return max(4, ceil(pi / 4 / acos(1 - min(tolerance_m / 2, distance / 20) / distance)))


def _together(runs: list[Coordinates], piece_deg: float) -> Iterator[list[Coordinates]]:
    """Yield runs in groups that fit in a piece: a long one alone, the shores of small islands by the cell."""
    cells: dict[tuple[int, int], list[Coordinates]] = {}
    for run in runs:
        low, high = run.min(axis=0), run.max(axis=0)
        if (high - low).max() > piece_deg / 2 or len(run) > _RUN_VERTICES // 2:
            yield [run]
        else:
            column, row = np.floor((low + high) / piece_deg).astype(int)
            cells.setdefault((int(column), int(row)), []).append(run)
    yield from cells.values()


def _around(runs: list[Coordinates], distance: float, tolerance_m: float) -> BaseGeometry:
    """Return the buffer of short runs, drawn in the plane at their middle and brought back to the globe."""
    points = np.concatenate(runs)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    plane = _Plane(float(middle[0]), float(middle[1]))
    lines: BaseGeometry = shapely.MultiLineString([plane.from_globe(run) for run in runs])
    line = lines
    if tolerance_m > 1:
        line = shapely.simplify(line, tolerance_m / 3)
    shape: BaseGeometry = shapely.buffer(line, distance, quad_segs=_quarter_steps(distance, tolerance_m))
    if distance > 10_000 * tolerance_m:
        shape = _mend(shape, line, distance, tolerance_m)
    return _to_globe(shape, plane, tolerance_m)


def _mend(shape: BaseGeometry, line: BaseGeometry, distance: float, tolerance_m: float) -> BaseGeometry:
    """Move the outline to the exact distance: GEOS flattens bays of the line up to a hundredth of the distance deep.

    Where two arcs meet in a cusp, no corner near it can stand for both: edges that are off in their middle are halved.
    """
    shapely.prepare(line)
    fine = shapely.segmentize(shape, sqrt(4 * distance * tolerance_m))

    def at_distance(ring: Any) -> Any:
        xy = _moved(shapely.get_coordinates(ring), line, distance, tolerance_m)
        for _ in range(_HALVINGS):
            middles = (xy[:-1] + xy[1:]) / 2
            off = np.abs(shapely.distance(line, shapely.points(middles)) - distance) > tolerance_m / 2
            if not off.any():
                break
            xy = np.insert(xy, np.flatnonzero(off) + 1, _moved(middles[off], line, distance, 0.0), axis=0)
        return shapely.LinearRing(xy)

    polygons = [
        shapely.Polygon(at_distance(p.exterior), [at_distance(hole) for hole in p.interiors])
        for p in _polygons_of(fine)
    ]
    return _valid(polygons)


def _moved(xy: Coordinates, line: BaseGeometry, distance: float, tolerance_m: float) -> Coordinates:
    """Return corners moved to a distance from a line, along the way from its nearest point."""
    corners = shapely.points(xy)
    if not (np.abs(shapely.distance(line, corners) - distance) > tolerance_m / 2).any():
        return xy
    ends = shapely.get_coordinates(shapely.shortest_line(line, corners)).reshape(-1, 2, 2)
    away = ends[:, 1] - ends[:, 0]
    moved: Coordinates = ends[:, 0] + away * (distance / np.maximum(np.hypot(*away.T), 1e-9))[:, None]
    return moved


def _to_globe(shape: BaseGeometry, plane: _Plane, tolerance_m: float) -> BaseGeometry:
    """Return a plane polygon on the globe, split at the antimeridian and run along a pole that it holds."""
    reach = float(np.abs(np.array(shape.bounds)).max()) * 1.5
    steepest = min(89.99, abs(plane.lat) + degrees(reach / _EARTH_RADIUS_M))
    length = sqrt(8 * _EARTH_RADIUS_M * (tolerance_m / 4) / max(tan(radians(steepest)), 0.05))
    fine = shapely.segmentize(shape, length)
    sides = [fine]
    poles = [p for p in (_Pole(plane, 90.0), _Pole(plane, -90.0)) if abs(p.y) <= reach]
    if poles:
        far = 3e7
        halves = (shapely.box(-far, -far, 0, far), shapely.box(0, -far, far, far))
        sides = [shapely.intersection(fine, half) for half in halves]
    pieces = []
    for number, side in enumerate(sides):
        edge = (-180.0 if number == 0 else 180.0) if poles else None
        for part in shapely.get_parts(side):
            if part.geom_type == "Polygon" and not part.is_empty:
                rings = [
                    _ring_to_globe(shapely.get_coordinates(r), plane, poles, edge)
                    for r in (part.exterior, *part.interiors)
                ]
                pieces.append(shapely.Polygon(rings[0], rings[1:]))
    return _wrap(_valid(pieces))


def _ring_to_globe(xy: Coordinates, plane: _Plane, poles: list[_Pole], edge: float | None) -> Coordinates:
    """Return a ring in unbroken longitudes about the plane's own; ``edge`` is the far side's longitude offset."""
    if edge is None:
        globe = plane.to_globe(xy)
        globe[:, 0] = plane.lon + _wrapped(globe[:, 0] - plane.lon)
        return globe
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
    return _valid(pieces)


def _shift(coordinates: Coordinates, by: float) -> Coordinates:
    moved: Coordinates = coordinates + np.array([by, 0.0])
    return moved


def _split_at_antimeridian(points: Coordinates) -> list[slice]:
    breaks = np.flatnonzero(np.abs(np.diff(points[:, 0])) > 180) + 1
    edges = [0, *breaks.tolist(), len(points)]
    return [slice(a, b) for a, b in pairwise(edges) if b - a > 1]


def _valid(pieces: list[Any]) -> BaseGeometry:
    """Return the union of polygons as a valid (multi)polygon; points and lines that a cut left over are dropped."""
    polygons = [p for piece in pieces for p in _polygons_of(piece)]
    if not polygons:
        return _EMPTY
    array = np.array(polygons, dtype=object)
    bad = ~shapely.is_valid(array)
    if bad.any():
        array[bad] = shapely.make_valid(array[bad])
    union = shapely.union_all(array) if len(array) > 1 else array[0]
    kept = list(_polygons_of(union))
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept) if kept else _EMPTY


def _polygons_of(geometry: Any) -> Iterator[Any]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            if not part.is_empty:
                yield part
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            yield from _polygons_of(part)


def _authalic(coordinates: Coordinates) -> Coordinates:
    """Return equal-area cylindrical coordinates in metres: areas in the plane are areas on the ellipsoid."""
    e = _ECCENTRICITY
    sine = np.sin(np.radians(coordinates[:, 1]))
    q = (1 - e**2) * (sine / (1 - (e * sine) ** 2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
    return np.column_stack([np.radians(coordinates[:, 0]) * _SEMI_MAJOR_M, q * _SEMI_MAJOR_M / 2])


def _middle(geometry: BaseGeometry) -> Position:
    """Return the centre of gravity on the sphere, by the equal-area centroids of the parts."""
    parts = list(_polygons_of(geometry))
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
