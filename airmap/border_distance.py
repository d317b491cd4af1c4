"""Geodesic distance to a border: every number that is reported ends in Karney's inverse on WGS 84.

Edges are straight in longitude and latitude (RFC 7946). They are cut into pieces of at most a kilometre, whose chords
in earth-centred coordinates rank them; the nearest point of the best piece is then measured with ``pyproj.Geod``
(Karney, J. Geodesy 87, 2013). Edges on the antimeridian and at the poles are seams of the map, no borders, and are left out.
A few points are measured with numpy alone; many with a numba kernel that skips blocks of pieces by their bounding
spheres.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_PIECE_DEG = 1000.0 / 111_700.0  # a degree of latitude is never longer than 111,700 m: pieces stay below a kilometre
_BLOCK = 32
_FEW_POINTS = 200
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
        self.start: Floats = edges[edge, :2] + low * along
        self.end: Floats = edges[edge, :2] + high * along
        self._a = to_ecef(self.start[:, 0], self.start[:, 1])
        self._ab = to_ecef(self.end[:, 0], self.end[:, 1]) - self._a
        self._length2 = np.maximum((self._ab**2).sum(axis=1), 1e-12)
        self._blocks: tuple[Floats, Floats] | None = None

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
        if not len(self):
            return np.full(lon.shape, np.inf), np.full(lon.shape, np.nan), np.full(lon.shape, np.nan)
        points = to_ecef(lon, lat)
        if len(points) <= _FEW_POINTS:
            found = [self._nearest_piece(p) for p in points]
            piece = np.array([f[0] for f in found], np.int64)
            share = np.array([f[1] for f in found])
        else:
            centre, radius = self._spheres()
            piece, share = _kernel()(points, self._a, self._ab, self._length2, centre, radius, _BLOCK)
        border = self.start[piece] + share[:, None] * (self.end[piece] - self.start[piece])
        _, _, metres = geod().inv(lon, lat, border[:, 0], border[:, 1])
        return np.asarray(metres, float), border[:, 0], border[:, 1]

    def _nearest_piece(self, point: Floats) -> tuple[int, float]:
        ap = point - self._a
        share = np.clip((ap * self._ab).sum(axis=1) / self._length2, 0.0, 1.0)
        gap = ap - share[:, None] * self._ab
        best = int(np.argmin((gap**2).sum(axis=1)))
        return best, float(share[best])

    def _spheres(self) -> tuple[Floats, Floats]:
        if self._blocks is None:
            middle = self._a + self._ab / 2
            starts = np.arange(0, len(middle), _BLOCK)
            sizes = np.diff(np.append(starts, len(middle)))
            centre = np.add.reduceat(middle, starts) / sizes[:, None]
            reach = np.sqrt(((middle - np.repeat(centre, sizes, axis=0)) ** 2).sum(axis=1)) + np.sqrt(self._length2) / 2
            self._blocks = centre, np.maximum.reduceat(reach, starts)
        return self._blocks


@cache
def _kernel() -> Any:
    """Compile the many-points kernel, or load it from numba's cache."""
    import numba

    @numba.njit(parallel=True, cache=True, fastmath=False)
    def nearest(
        points: Any, a: Any, ab: Any, length2: Any, centre: Any, radius: Any, block: int
    ) -> Any:  # pragma: no cover - compiled
        n, n_blocks, n_pieces = len(points), len(centre), len(a)
        piece, share = np.empty(n, np.int64), np.empty(n, np.float64)
        for i in numba.prange(n):
            px, py, pz = points[i, 0], points[i, 1], points[i, 2]
            first, best_bound = 0, np.inf
            for b in range(n_blocks):
                dx, dy, dz = px - centre[b, 0], py - centre[b, 1], pz - centre[b, 2]
                bound = np.sqrt(dx * dx + dy * dy + dz * dz) - radius[b]
                if bound < best_bound:
                    best_bound, first = bound, b
            best, best_piece, best_t = np.inf, 0, 0.0
            for step in range(n_blocks + 1):
                b = first if step == 0 else step - 1
                dx, dy, dz = px - centre[b, 0], py - centre[b, 1], pz - centre[b, 2]
                bound = np.sqrt(dx * dx + dy * dy + dz * dz) - radius[b]
                if bound > 0 and bound * bound > best:
                    continue
                for k in range(b * block, min((b + 1) * block, n_pieces)):
                    ax, ay, az = px - a[k, 0], py - a[k, 1], pz - a[k, 2]
                    t = (ax * ab[k, 0] + ay * ab[k, 1] + az * ab[k, 2]) / length2[k]
                    t = min(max(t, 0.0), 1.0)
                    gx, gy, gz = ax - t * ab[k, 0], ay - t * ab[k, 1], az - t * ab[k, 2]
                    gap = gx * gx + gy * gy + gz * gz
                    if gap < best:
                        best, best_piece, best_t = gap, k, t
            piece[i], share[i] = best_piece, best_t
        return piece, share

    return nearest
