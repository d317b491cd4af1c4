"""Geodesic distance to a border: every number that is reported ends in Karney's inverse on WGS 84.

Edges are straight in longitude and latitude (RFC 7946). They are cut into pieces of at most a kilometre, whose chords
in earth-centred coordinates rank them; the nearest point of the best piece is then measured with ``pyproj.Geod``
(Karney, J. Geodesy 87, 2013). Edges on the antimeridian and at the poles are seams of the map, no borders, and are left
out.
A few points are measured with numpy alone, for numba is slow to load; many with a compiled kernel on a tree of boxes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_PIECE_DEG = 1000.0 / 111_700.0  # a degree of latitude is never longer than 111,700 m: pieces stay below a kilometre
_LEAF = 8
_FEW_COMPARISONS = 50_000_000
_MOST_BOXES = 2_048
# Points measured at a time: what is worked out on the way takes several times their room.
_CHUNK = 1 << 18
# Below this many a thread, starting it costs more than it saves.
_FEW_LENGTHS = 20_000
_SEMI_MAJOR_M = 6378137.0
_ECCENTRICITY_2 = 6.69437999014e-3


@cache
def geod() -> Any:
    """Return the WGS 84 ellipsoid."""
    import pyproj

    return pyproj.Geod(ellps="WGS84")


def to_ecef(lon: Floats, lat: Floats) -> Floats:
    """Return earth-centred coordinates in metres, shape (n, 3), of points in degrees on the ellipsoid."""
    lam, phi = np.radians(lon), np.radians(lat)
    n = _SEMI_MAJOR_M / np.sqrt(1 - _ECCENTRICITY_2 * np.sin(phi) ** 2)
    out: Floats = np.column_stack(
        [n * np.cos(phi) * np.cos(lam), n * np.cos(phi) * np.sin(lam), n * (1 - _ECCENTRICITY_2) * np.sin(phi)]
    )
    return out


def edges_of(geometry: BaseGeometry) -> Floats:
    """Return a geometry's edges, shape (n, 4): start longitude, latitude, end longitude, latitude; seams left out."""
    lines = geometry.boundary if geometry.geom_type.endswith("Polygon") else geometry
    parts = shapely.get_parts(lines)
    xy, owner = shapely.get_coordinates(parts, return_index=True)
    inside = owner[1:] == owner[:-1]
    edges: Floats = np.hstack([xy[:-1][inside], xy[1:][inside]])
    on_seam = (np.abs(edges[:, 0]) >= 180) & (np.abs(edges[:, 2]) >= 180)
    at_pole = (np.abs(edges[:, 1]) >= 89.999) & (np.abs(edges[:, 3]) >= 89.999)
    kept: Floats = edges[~(on_seam | at_pole)]
    return kept


class BorderDistance:
    """Distances from any point to one set of edges."""

    def __init__(self, edges: Floats) -> None:
        span = np.maximum(np.abs(edges[:, 2] - edges[:, 0]), np.abs(edges[:, 3] - edges[:, 1]))
        pieces = np.maximum(np.ceil(span / _PIECE_DEG), 1).astype(np.int64)
        edge = np.repeat(np.arange(len(edges)), pieces)
        step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        low, high = (step / pieces[edge])[:, None], ((step + 1) / pieces[edge])[:, None]
        along = edges[edge, 2:] - edges[edge, :2]
        start, end = edges[edge, :2] + low * along, edges[edge, :2] + high * along
        order = np.argsort(_morton(start), kind="stable")
        self._edge = edge[order].astype(np.int32)
        self.start: Floats = start[order]
        self.end: Floats = end[order]
        self._a = to_ecef(self.start[:, 0], self.start[:, 1])
        self._ab = to_ecef(self.end[:, 0], self.end[:, 1]) - self._a
        self._length2 = np.maximum((self._ab**2).sum(axis=1), 1e-12)
        self._boxes: Floats | None = None

    def __len__(self) -> int:
        return len(self.start)

    def nearest(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Return the distance in metres to the nearest border point, and that point's longitude and latitude.

        Parameters
        ----------
        lon, lat
            Arrays of shape (n,), degrees.
        """
        lon, lat = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
        out = np.empty((3, len(lon)))
        for part in chunks(len(lon)):
            out[0, part], out[1, part], out[2, part], _ = self.nearest_edge(lon[part], lat[part])
        return out[0], out[1], out[2]

    def nearest_edge(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats, Floats, npt.NDArray[np.int32]]:
        """Return the same, and the row of the nearest edge among those given; of some thousands of points at most."""
        if not len(self):
            nowhere = np.full(lon.shape, np.nan)
            return np.full(lon.shape, np.inf), nowhere, nowhere, np.full(lon.shape, -1, np.int32)
        points = to_ecef(lon, lat)
        if len(points) * len(self) <= _FEW_COMPARISONS and "airmap.airspace.kernels" not in sys.modules:
            boxes, width = self._some_boxes()
            found = [self._nearest_piece(p, boxes, width) for p in points]
            piece = np.array([f[0] for f in found], np.int64)
            share = np.array([f[1] for f in found])
        else:
            from airmap.airspace import kernels

            piece, share = np.empty(len(points), np.int64), np.empty(len(points))
            kernels.nearest_pieces(points, self._a, self._ab, self._length2, self._tree(), _LEAF, piece, share)
        border = self.start[piece] + share[:, None] * (self.end[piece] - self.start[piece])
        metres = _metres(lon, lat, border[:, 0], border[:, 1])
        return metres, border[:, 0], border[:, 1], self._edge[piece]

    def _nearest_piece(self, point: Floats, boxes: Floats, width: int) -> tuple[int, float]:
        """Return the row of the piece nearest to a point, and how far along it: only what a near box holds is asked."""
        gaps = np.maximum(np.maximum(boxes[:, :3] - point, point - boxes[:, 3:]), 0.0)
        # No box is asked that begins farther away than some piece does; the metre is more than rounding can be off.
        reach = np.sqrt(((self._a[::width] - point) ** 2).sum(axis=1).min()) + 1.0
        starts = np.flatnonzero((gaps**2).sum(axis=1) <= reach**2) * width
        rows = (starts[:, None] + np.arange(width)).ravel()
        rows = rows[rows < len(self)]
        ap, ab = point - self._a[rows], self._ab[rows]
        share = np.clip((ap * ab).sum(axis=1) / self._length2[rows], 0.0, 1.0)
        gap = ap - share[:, None] * ab
        best = int(np.argmin((gap**2).sum(axis=1)))
        return int(rows[best]), float(share[best])

    def _some_boxes(self) -> tuple[Floats, int]:
        """Return the boxes of one level of the tree, and how many pieces each holds: the last may be empty."""
        boxes = self._tree()
        level, width = len(boxes) // 2, _LEAF
        while level > _MOST_BOXES and level > 1:
            level, width = level // 2, width * 2
        return boxes[level : 2 * level], width

    def _tree(self) -> Floats:
        """Return bounding boxes (metres, earth-centred) in heap order: node 1 the root, nodes 2n and 2n+1 below n."""
        if self._boxes is None:
            low, high = np.minimum(self._a, self._a + self._ab), np.maximum(self._a, self._a + self._ab)
            starts = np.arange(0, len(low), _LEAF)
            n_leaves = 1 << max(1, int(len(starts) - 1).bit_length())
            boxes = np.empty((2 * n_leaves, 6))
            boxes[:, :3], boxes[:, 3:] = np.inf, -np.inf
            boxes[n_leaves : n_leaves + len(starts), :3] = np.minimum.reduceat(low, starts)
            boxes[n_leaves : n_leaves + len(starts), 3:] = np.maximum.reduceat(high, starts)
            level = n_leaves
            while level > 1:
                below = boxes[level : 2 * level]
                level //= 2
                boxes[level : 2 * level, :3] = np.minimum(below[::2, :3], below[1::2, :3])
                boxes[level : 2 * level, 3:] = np.maximum(below[::2, 3:], below[1::2, 3:])
            self._boxes = boxes
        return self._boxes


def chunks(count: int) -> Iterator[slice]:
    """Yield the slices in which many points are worked on, so that memory stays near the answer's."""
    for first in range(0, count, _CHUNK):
        yield slice(first, first + _CHUNK)


def _metres(lon: Floats, lat: Floats, x: Floats, y: Floats) -> Floats:
    """Return geodesic lengths between pairs of points, on all cores where there are many."""
    threads = min(os.cpu_count() or 1, len(lon) // _FEW_LENGTHS)
    if threads < 2:
        return np.asarray(geod().inv(lon, lat, x, y)[2], float)
    from concurrent.futures import ThreadPoolExecutor

    parts = [slice(len(lon) * i // threads, len(lon) * (i + 1) // threads) for i in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        lengths: Floats = np.concatenate(list(pool.map(lambda p: geod().inv(lon[p], lat[p], x[p], y[p])[2], parts)))
    return lengths


def _morton(lonlat: Floats) -> npt.NDArray[np.uint64]:
    """Return keys by which points near each other mostly sort near each other."""
    scaled = ((lonlat + np.array([180.0, 90.0])) / 360.0 * 0xFFFFFF).astype(np.uint64)
    key = np.zeros(len(lonlat), np.uint64)
    for axis in (0, 1):
        v = scaled[:, axis]
        for shift, mask in ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
                            (2, 0x3333333333333333), (1, 0x5555555555555555)):
            v = (v | (v << np.uint64(shift))) & np.uint64(mask)
        key |= v << np.uint64(axis)
    return key
