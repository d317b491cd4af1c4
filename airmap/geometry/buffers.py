"""Everything within a distance of points, lines and polygons.

Lines are surrounded piece by piece, each in a plane of its own; how coarse a drawing may be decides how many pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import acos, ceil, degrees, pi, radians, sqrt, tan
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry.cutting import intersection, polygons_of, valid_union
from airmap.geometry.planes import EARTH_RADIUS_M, Coordinates, Plane, degrees_of_arc, geod, on_globe
from airmap.geometry.sectors import disc
from airmap.geometry.shape_memory import remembered
from airmap.records import Position

_DENSE_DEG = 0.01
_PIECE_DEG = 0.5
# A wide buffer is the union of those of short runs: GEOS takes the square of the corners to surround a fjord from far
# away. A narrow one's parts hardly meet, and GEOS surrounds a whole line at once.
_RUN_VERTICES, _WIDE_RUN_VERTICES, _NARROW_RUN_VERTICES = 100, 16, 2_000
# From so many times the tolerance lines are cut to short runs and each outline is mended for itself.
_EXACT_FROM = 10_000
# GEOS takes bays of a hundredth of the distance for straight: from so many times the tolerance that may show.
_MENDED_FROM = 100
_GROUPED_M = 10_000.0
# As far as outlines keep within their tolerance.
_PROMISED_M = 100_000.0
_HALVINGS = 6
# Half way round the Earth, but for the last four kilometres before the antipode.
_HALF_ROUND_M = 2e7
_EMPTY = shapely.MultiPolygon()


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
        return valid_union(polygons)
    exact = distance_m > _EXACT_FROM * tolerance_m
    fine = tolerance_m < 5
    # A plane is off by (offset / R)^2 / 6 of a distance, the offset being that of its middle: what may be coarse is
    # drawn in wider, fewer pieces.
    reach = sqrt(1.5 * tolerance_m / distance_m)
    if distance_m <= _PROMISED_M:
        reach -= distance_m / (2 * EARTH_RADIUS_M)
    piece_deg = min(5.0, max(_PIECE_DEG, 2 * degrees(reach)))
    dense_deg = _DENSE_DEG if fine else _DENSE_DEG * 5
    if tolerance_m > 50:
        dense_deg = max(dense_deg, _dense_deg(geometry, tolerance_m / 2))
    coarse = geometry
    if tolerance_m > 5:
        if geometry.geom_type == "MultiLineString":  # of Alaska's thousands of islets few are looked at twice
            coarse = shapely.multilinestrings(_thinned(shapely.get_parts(geometry), degrees_of_arc(tolerance_m / 2)))
        coarse = shapely.simplify(coarse, degrees_of_arc(tolerance_m / 4))
    parts = list(_simple_parts(coarse))
    pieces = list(polygons)
    pieces.extend(disc(part, distance_m, tolerance_m=tolerance_m) for part in parts if part.geom_type == "Point")
    lines = _without_retracing([line for part in parts if part.geom_type != "Point" for line in _rings_of(part)])
    if tolerance_m > 5 and polygons:
        lines = list(_thinned(np.array(lines, dtype=object), degrees_of_arc(tolerance_m / 2)))
    narrow = not exact and distance_m < _spacing_m(lines)
    vertices = _RUN_VERTICES if exact else _NARROW_RUN_VERTICES if narrow else _WIDE_RUN_VERTICES
    runs = [run for line in lines for run in _runs(line, piece_deg if exact else piece_deg / 3, dense_deg, vertices)]
    if not exact:
        groups = _by_cell(runs, piece_deg * 2 / 3)
        pieces.extend(_around_apart(group, distance_m, tolerance_m, narrow=narrow) for group in groups)
        return valid_union(pieces)
    # Wide buffers of many islets in one go cost GEOS the square of their number; alone, their union does not.
    # Nor may a group be wide: a cell of some widths of the strip keeps its lines few.
    cell_deg = min(piece_deg, max(0.1, 8 * degrees(distance_m / EARTH_RADIUS_M)))
    together = _together(runs, cell_deg) if distance_m < _GROUPED_M else ([run] for run in runs)
    pieces.extend(_around(group, distance_m, tolerance_m) for group in together)
    return valid_union(pieces)


def _dense_deg(geometry: BaseGeometry, tolerance_m: float) -> float:
    """Return how long an edge, straight in degrees, may be to keep within an eighth of the tolerance of a geodesic."""
    _, south, _, north = geometry.bounds
    steepest = min(89.0, max(abs(south), abs(north)))
    return min(5.0, degrees(sqrt(tolerance_m / EARTH_RADIUS_M / max(tan(radians(steepest)), 0.5))))


def _spacing_m(lines: list[BaseGeometry]) -> float:
    """Return how far apart the corners of lines are on average, in metres."""
    if not lines:
        return 0.0
    array: Any = np.array(lines, dtype=object)
    edges = int(shapely.get_num_coordinates(array).sum()) - len(array)
    return float(shapely.length(array).sum()) / max(edges, 1) / degrees_of_arc(1.0)


def band(inside: BaseGeometry, line: BaseGeometry, distance_m: float, *, tolerance_m: float = 0.5) -> BaseGeometry:
    """Return the part of ``inside`` that lies within ``distance_m`` metres of ``line``."""
    strip = buffer(line, distance_m, tolerance_m=tolerance_m)
    return intersection(inside, strip)


def corridor(start: Position, end: Position, half_width_m: float) -> BaseGeometry:
    """Return everything within ``half_width_m`` of the geodesic between two points."""
    length = float(geod().inv(*start, *end)[2])
    steps = max(1, ceil(length / 5_000))
    between = np.array(geod().npts(*start, *end, steps - 1)).reshape(-1, 2) if steps > 1 else np.empty((0, 2))
    points = np.concatenate([[start], between, [end]])
    lines = [shapely.LineString(points[run]) for run in _split_at_antimeridian(points)]
    return buffer(shapely.union_all(lines), half_width_m, tolerance_m=max(0.5, half_width_m / 500))


def _simple_parts(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type in ("Point", "LineString", "LinearRing", "Polygon"):
            yield part
        elif not part.is_empty:
            yield from _simple_parts(part)


def _rings_of(part: Any) -> list[BaseGeometry]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def _without_retracing(lines: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return the lines; of one that goes an edge twice, to and fro, what its edges are when each is gone once.

    GEOS draws the outline of a line that comes back on itself kilometres short of the turn.
    """
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    inside = owner[1:] == owner[:-1]
    # The same for both ways along an edge, to the last bit; looked at first, for hardly a line comes back.
    ways, number, times = np.unique((xy[:-1] + xy[1:])[inside] @ (1.0, np.pi), return_inverse=True, return_counts=True)
    if len(ways) == len(number):
        return lines
    suspects = set(owner[1:][inside][times[number] > 1].tolist())
    return [piece for n, line in enumerate(lines)
            for piece in (_edges_once(line) if n in suspects and line.geom_type == "LineString" else (line,))]


def _edges_once(line: BaseGeometry) -> list[BaseGeometry]:
    xy = shapely.get_coordinates(line)
    edges = np.concatenate([xy[:-1], xy[1:]], axis=1)
    edges = edges[(edges[:, :2] != edges[:, 2:]).any(axis=1)]
    turned = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    one_way = np.where(turned[:, None], edges[:, [2, 3, 0, 1]], edges)
    _, first = np.unique(one_way, axis=0, return_index=True)
    if len(first) == len(edges) or not len(edges):
        return [line]
    once = shapely.linestrings(edges[np.sort(first)].reshape(-1, 2, 2))
    return list(shapely.get_parts(shapely.line_merge(shapely.multilinestrings(once))))


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


def _thinned(array: Any, cell_deg: float) -> Any:
    """Leave one of the islets in each cell: the others are too near it to show."""
    bounds = shapely.bounds(array).reshape(-1, 4)
    large = (bounds[:, 2:] - bounds[:, :2]).max(axis=1, initial=0.0) > cell_deg
    cells = np.floor(bounds[:, :2] / cell_deg).astype(np.int64)
    _, first = np.unique(cells[~large], axis=0, return_index=True)
    return np.concatenate([array[large], array[~large][np.sort(first)]])


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


def _plane_amid(points: Coordinates) -> Plane:
    """Return the plane at the middle of the box of some points."""
    lon, lat = (points.min(axis=0) + points.max(axis=0)) / 2
    return Plane(float(lon), float(lat))


def _around_apart(runs: list[Coordinates], distance: float, tolerance_m: float, *, narrow: bool) -> BaseGeometry:
    """Return the buffer of runs in the plane at their middle, brought back at once; each alone unless it is narrow."""
    points = np.concatenate(runs)
    plane = _plane_amid(points)
    owner = np.repeat(np.arange(len(runs)), [len(run) for run in runs])
    lines: Any = shapely.linestrings(plane.from_globe(points), indices=owner)
    if 1 < tolerance_m <= 5:  # a coarser drawing's lines were simplified before they were cut
        lines = shapely.simplify(lines, tolerance_m / 3)
    if narrow:
        lines = shapely.multilinestrings(lines)
    steps = _quarter_steps(distance, tolerance_m)
    shapes = shapely.buffer(lines, distance, quad_segs=steps)
    shape = shapes if narrow else shapely.union_all(shapes)
    if _MENDED_FROM * tolerance_m < distance <= _PROMISED_M:
        line = lines if narrow else shapely.multilinestrings(lines)
        shape = _at_its_distance(shape, line, distance, tolerance_m)
    return on_globe(_without_pinholes(shape, tolerance_m), plane, tolerance_m)


def _without_pinholes(shape: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    """Fill holes that no disc of the tolerance's breadth fits in: GEOS leaves some far inside a strip."""
    rings, polygon = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    inner = np.concatenate([[False], polygon[1:] == polygon[:-1]])
    if not inner.any():
        return shape
    kept = ~inner
    kept[inner] = shapely.area(shapely.polygons(rings[inner])) > pi * (tolerance_m / 2) ** 2
    return _of_rings(rings[kept], polygon[kept])


def _of_rings(rings: Any, polygon: Any) -> BaseGeometry:
    """Return the polygons of rings, each given with the number of its polygon, the outer one first."""
    parts: Any = shapely.polygons(rings, indices=polygon)
    whole: BaseGeometry = shapely.multipolygons(parts)
    return whole


def _at_its_distance(
    shape: BaseGeometry, line: BaseGeometry, distance: float, tolerance_m: float
) -> BaseGeometry:
    """Move the outline where GEOS passes a bay of the line too far out, or a cape too near: mostly in a few places."""
    shapely.prepare(line)
    rings, polygon = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)

    def off(at: Coordinates) -> Any:
        points = shapely.points(at)
        too_far = ~shapely.dwithin(line, points, distance + tolerance_m / 4)
        # The middle of an arc's edge is nearer by two fifths of the tolerance.
        return np.flatnonzero(too_far | shapely.dwithin(line, points, distance - 0.5 * tolerance_m))

    wrong = off(xy)
    xy[wrong] = _moved(xy[wrong], line, distance, 0.0)
    moved = np.zeros(len(xy), bool)
    moved[wrong] = True
    edges = np.flatnonzero(ring[1:] == ring[:-1])
    changed = len(wrong) > 0
    for _ in range(_HALVINGS):
        middles = (xy[edges] + xy[edges + 1]) / 2
        wrong = off(middles)
        if not len(wrong):
            break
        after = edges[wrong] + 1
        xy = np.insert(xy, after, _moved(middles[wrong], line, distance, 0.0), axis=0)
        ring, moved = np.insert(ring, after, ring[after]), np.insert(moved, after, values=True)
        edges, changed = np.flatnonzero((moved[1:] | moved[:-1]) & (ring[1:] == ring[:-1])), True
        moved[:] = False
        moved[after + np.arange(len(after))] = True
    if not changed:
        return shape
    return _of_rings(shapely.linearrings(xy, indices=ring), polygon)


def _quarter_steps(distance: float, tolerance_m: float) -> int:
    """Return the corners that a quarter of a circle needs for its chords to keep within two fifths of the tolerance."""
    return max(4, ceil(pi / 4 / acos(1 - min(0.4 * tolerance_m, distance / 20) / distance)))


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
    plane = _plane_amid(np.concatenate(runs))
    line: BaseGeometry = shapely.MultiLineString([plane.from_globe(run) for run in runs])
    if tolerance_m > 1:
        line = shapely.simplify(line, tolerance_m / 3)
    shape: BaseGeometry = shapely.buffer(line, distance, quad_segs=_quarter_steps(distance, tolerance_m))
    return on_globe(_mend(shape, line, distance, tolerance_m), plane, tolerance_m)


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
        for p in polygons_of(fine)
    ]
    return valid_union(polygons)


def _moved(xy: Coordinates, line: BaseGeometry, distance: float, tolerance_m: float) -> Coordinates:
    """Return corners moved to a distance from a line, along the way from its nearest point."""
    corners = shapely.points(xy)
    if not (np.abs(shapely.distance(line, corners) - distance) > tolerance_m / 2).any():
        return xy
    ends = shapely.get_coordinates(shapely.shortest_line(line, corners)).reshape(-1, 2, 2)
    away = ends[:, 1] - ends[:, 0]
    moved: Coordinates = ends[:, 0] + away * (distance / np.maximum(np.hypot(*away.T), 1e-9))[:, None]
    return moved


def _split_at_antimeridian(points: Coordinates) -> list[slice]:
    breaks = np.flatnonzero(np.abs(np.diff(points[:, 0])) > 180) + 1
    edges = [0, *breaks.tolist(), len(points)]
    return [slice(a, b) for a, b in pairwise(edges) if b - a > 1]
