"""The lines that outlines share, found edge by edge: neighbours' data have the same corners along a border."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.airspace.border_distance import edges_of
from airmap.airspace.boundary_store import GRID_DEG

Floats = npt.NDArray[np.float64]


def edge_keys(geometry: BaseGeometry) -> tuple[npt.NDArray[np.uint64], Floats, npt.NDArray[np.int64]]:
    """Return a key for each edge, the same in both directions, the edges (n, 4), and each one's place in the outline.

    They are sorted by key.
    """
    edges = edges_of(geometry)
    grid = np.rint(edges / GRID_DEG).astype(np.int64) + 18_000_000
    a, b = grid[:, 0] * 36_000_001 + grid[:, 1], grid[:, 2] * 36_000_001 + grid[:, 3]
    low, high = np.minimum(a, b).astype(np.uint64), np.maximum(a, b).astype(np.uint64)
    # A 64-bit mix of both ends: two different edges of the world's two million agree with probability below 1e-6.
    first_mix = low * np.uint64(0x9E3779B97F4A7C15)
    second_mix = (high + np.uint64(0x632BE59BD9B4E019)) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed = first_mix ^ second_mix
    keys, first = np.unique(mixed, return_index=True)
    return keys, edges[first], first


def places_in(keys: npt.NDArray[np.uint64], others: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return where in ``keys`` the keys stand that ``others`` hold too; both are sorted and hold none twice."""
    few, many = (keys, others) if len(keys) <= len(others) else (others, keys)
    if not len(few):
        return np.empty(0, np.int64)
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    both = many[at] == few
    return np.flatnonzero(both) if few is keys else at[both]


def merged_in_order(edges: Floats, places: npt.NDArray[np.int64]) -> BaseGeometry:
    """Return edges (n, 4) joined to lines, in the order of their places in the outline that they are of."""
    edges = edges[np.argsort(places)]
    return merged(edges[:, :2], edges[:, 2:])


def merged(starts: Floats, ends: Floats) -> BaseGeometry:
    """Return edges, each from a start to an end, joined to lines as long as they go.

    Those that follow each other in the arrays as in their outline are joined first, which leaves little to be sought.
    """
    if not len(starts):
        return shapely.MultiLineString()
    begins = np.concatenate([[True], (starts[1:] != ends[:-1]).any(axis=1)])
    # Each line's edges give their starts, and the last one its end too.
    last = np.concatenate([begins[1:], [True]])
    corners = np.insert(starts, np.flatnonzero(last) + 1, ends[last], axis=0)
    of = np.insert(np.cumsum(begins) - 1, np.flatnonzero(last) + 1, np.cumsum(begins)[last] - 1)
    joined: Any = shapely.linestrings(corners, indices=of)
    lines: Any = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(joined)))
    whole: BaseGeometry = shapely.multilinestrings(lines)
    return whole
