"""Which states' airspaces hold each of many points: exact, for arrays of millions.

Every edge of the atlas is stored once, with the XOR of the hashes of the states on either side (Zobrist hashing). A
cell of 1/8 degree without edges knows its set of states; in any other cell the set at its corner is known, and a walk
from the corner to the point changes it at each edge that is crossed. Overlapping claims, holes and shared borders need
no special case. Orientation is tested in units of 1e-5 degrees, in which vertices are integers; a point exactly on a
border belongs to the side that a hair's move to the east (then north) brings it to.

The index of a worldview is built once (some seconds), kept in the user's cache and memory-mapped from then on.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.airspace.point_index import BLOCK, BLOCK_COLUMNS, CELL, COLUMNS, ROWS, SOUTH, WEST
from airmap.errors import BoundaryDataError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

FORMAT = 2
_ARRAYS = ("cells", "corner", "start", "edges", "pair", "hashes", "keys", "ids")


class AirspaceIndex:
    """An opened index; make one with `open_index`.

    Attributes
    ----------
    sets
        Tuples of state codes; `sets_of` answers with positions in it. Position 0 is the empty set, the high seas.
    names
        The names of its polygons, in the order in which they were given.
    """

    def __init__(self, folder: Path) -> None:
        try:
            about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
            arrays = {n: np.load(folder / f"{n}.npy", mmap_mode="r") for n in _ARRAYS}
        except (OSError, ValueError) as error:
            raise BoundaryDataError(f"{folder}: the index cannot be read ({error}): delete the folder") from error
        self.sets: tuple[tuple[str, ...], ...] = tuple(tuple(s) for s in about["sets"])
        self.names: tuple[str, ...] = tuple(about["names"])
        self.state_hash: dict[str, int] = {k: int(v) for k, v in about["state_hash"].items()}
        self.multiplier = np.uint64(about["multiplier"])
        self.cells, self.corner, self.start = arrays["cells"], arrays["corner"], arrays["start"]
        self.edges, self.pair, self.hashes = arrays["edges"], arrays["pair"], arrays["hashes"]
        self.keys, self.ids = arrays["keys"], arrays["ids"]

    def sets_of(self, lon: Floats, lat: Floats) -> npt.NDArray[np.int16]:
        """Return for each point (degrees, shape (n,)) the position in ``sets`` of the states that hold it."""
        from airmap.airspace import kernels

        out = np.empty(len(lon), np.int16)
        kernels.point_sets(
            np.ascontiguousarray(lon), np.ascontiguousarray(lat), self.cells, self.corner, self.start, self.edges,
            self.pair, self.hashes, self.keys, self.ids, self.multiplier, out,
        )
        if (out == kernels.NO_SET).any():
            at = int(np.argmax(out == kernels.NO_SET))
            raise BoundaryDataError(f"the airspace index has no set for longitude {lon[at]}, latitude {lat[at]}")
        return out


def build_index(folder: Path, states: Sequence[str], geometries: Iterable[BaseGeometry]) -> None:
    """Build an index and put it in place at once; a build cut short leaves nothing behind."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    except OSError as error:
        raise BoundaryDataError(
            f"{folder.parent}: the airspace index cannot be written ({error.strerror}): set AIRMAP_CACHE to a folder "
            "that can"
        ) from error
    try:
        arrays, about = _arrays(states, geometries)
        for name, array in arrays.items():
            np.save(made / f"{name}.npy", array)
        (made / "index.json").write_text(json.dumps(about), encoding="utf-8")
        try:
            made.replace(folder)
        except OSError:
            if not (folder / "index.json").is_file():
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _arrays(states: Sequence[str], geometries: Iterable[BaseGeometry]) -> tuple[dict[str, Any], dict[str, Any]]:
    state_hash = np.random.Generator(np.random.PCG64(20150911)).integers(1, 2**64, len(states), dtype=np.uint64)
    edges, edge_hash = _unique_edges(geometries, state_hash)
    corner_grid = _corner_hashes(edges, edge_hash)
    cell, which = _cells_of(edges)
    order = np.argsort(cell, kind="stable")
    cell, which = cell[order], which[order]
    busy, first = np.unique(cell, return_index=True)
    hashes, pair = np.unique(edge_hash, return_inverse=True)
    arrays: dict[str, Any] = {
        "corner": corner_grid.ravel()[busy],
        "start": np.append(first, len(cell)).astype(np.int32),
        "edges": edges[which].astype(np.int32),
        "pair": pair[which].astype(np.uint16),
        "hashes": hashes,
    }
    names = _Names(states, state_hash)
    sides = [names.of(int(h)) for h in hashes]
    corner_hashes, corner_set = np.unique(arrays["corner"], return_inverse=True)
    corners = [names.of(int(h)) for h in corner_hashes]
    arrays["corner_set"] = corner_set.ravel().astype(np.uint16)
    arrays["busy"] = busy.astype(np.int32)
    arrays["border_cells"], arrays["border_blocks"] = _borders(busy, cell, arrays["pair"], sides, states)
    calm, set_of_cell = np.unique(corner_grid.ravel(), return_inverse=True)
    known = np.concatenate([[np.uint64(0)], calm[calm != 0]])
    position = np.array([0 if h == 0 else int(np.flatnonzero(known == h)[0]) for h in calm], np.int32)
    cells = position[set_of_cell.ravel()]
    cells[busy] = -1 - np.arange(len(busy), dtype=np.int32)
    arrays["cells"] = cells
    seen = _hashes_beside(edges, cells, known, arrays)
    keys = np.concatenate([known, np.setdiff1d(seen, known)])
    multiplier, slots = _perfect(keys)
    table, ids = np.zeros(65_536, np.uint64), np.zeros(65_536, np.int16)
    # An unused slot must not look like the empty set, whose hash is 0.
    table[:] = np.uint64(2**64 - 1)
    table[slots], ids[slots] = keys, np.arange(len(keys), dtype=np.int16)
    arrays["keys"], arrays["ids"] = table, ids
    about = {
        "sets": [names.of(int(h)) for h in keys],
        "state_hash": {s: int(h) for s, h in zip(states, state_hash, strict=True)},
        "names": list(states),
        "corners": corners,
        "sides": sides,
        "multiplier": int(multiplier),
    }
    return arrays, about


def _unique_edges(geometries: Iterable[BaseGeometry], state_hash: Hashes) -> tuple[Ints, Hashes]:
    """Return each edge once, its ends in order, with the XOR of the states on either side."""
    all_edges, all_hashes = [], []
    for geometry, h in zip(geometries, state_hash, strict=True):
        xy, owner = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(geometry)), return_index=True)
        grid = np.rint(xy * 1e5).astype(np.int64)
        inside = owner[1:] == owner[:-1]
        edges = np.hstack([grid[:-1][inside], grid[1:][inside]])
        all_edges.append(edges)
        all_hashes.append(np.full(len(edges), h, np.uint64))
    edges, hashes = np.concatenate(all_edges), np.concatenate(all_hashes)
    swap = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    edges[swap] = edges[swap][:, [2, 3, 0, 1]]
    a = edges[:, 0] * 40_000_000 + edges[:, 1]
    b = edges[:, 2] * 40_000_000 + edges[:, 3]
    order = np.lexsort((b, a))
    edges, hashes, a, b = edges[order], hashes[order], a[order], b[order]
    first = np.flatnonzero(np.r_[True, (a[1:] != a[:-1]) | (b[1:] != b[:-1])])
    merged = np.bitwise_xor.reduceat(hashes, first)
    kept = (merged != 0) & (a[first] != b[first])
    return edges[first][kept], merged[kept]


def _corner_hashes(edges: Ints, edge_hash: Hashes) -> Hashes:
    """Return the set hash at the south-west corner of every cell, shape (ROWS, COLUMNS)."""
    ax, ay, bx, by = edges.T
    low = np.floor((np.minimum(ay, by) - SOUTH) / CELL).astype(np.int64)
    high = np.floor((np.maximum(ay, by) - SOUTH) / CELL).astype(np.int64)
    count = high - low
    which = np.repeat(np.arange(len(edges)), count)
    row = low[which] + 1 + _counter(count)
    ax, ay, dx, dy = ax[which], ay[which], (bx - ax)[which], (by - ay)[which]
    y = SOUTH + row * CELL
    column = np.ceil((ax + (y - ay) * dx / dy - WEST) / CELL).astype(np.int64)

    def past(c: Ints) -> npt.NDArray[np.bool_]:
        # Doubled coordinates are integers below 2**27 and their products exact.
        o = dx * (2 * y - 2 * ay).astype(np.int64) - dy * (2 * (WEST + c * CELL) - 2 * ax).astype(np.int64)
        answer: npt.NDArray[np.bool_] = ((o > 0) | ((o == 0) & (dy <= 0))) == (dy < 0)
        return answer

    column = np.where(past(column - 1), column - 1, np.where(past(column), column, column + 1))
    grid = np.zeros((ROWS, COLUMNS + 1), np.uint64)
    np.bitwise_xor.at(grid, (row, np.clip(column, 0, COLUMNS)), edge_hash[which])
    return np.ascontiguousarray(np.bitwise_xor.accumulate(grid, axis=1)[:, :COLUMNS])


def _cells_of(edges: Ints) -> tuple[Ints, Ints]:
    """Return pairs (cell, edge) for every cell that an edge passes through."""
    ax, ay, bx, by = edges.T.astype(float)
    low = np.floor((np.minimum(ay, by) - SOUTH) / CELL).astype(np.int64)
    high = np.floor((np.maximum(ay, by) - SOUTH) / CELL).astype(np.int64)
    which = np.repeat(np.arange(len(edges)), high - low + 1)
    row = low[which] + _counter(high - low + 1)
    bottom, top = SOUTH + row * CELL, SOUTH + (row + 1) * CELL
    x0, y0, dx, dy = ax[which], ay[which], (bx - ax)[which], (by - ay)[which]
    with np.errstate(divide="ignore", invalid="ignore"):
        t0, t1 = (bottom - y0) / dy, (top - y0) / dy
    flat = dy == 0
    enter = np.where(flat, 0.0, np.clip(np.minimum(t0, t1), 0, 1))
    leave = np.where(flat, 1.0, np.clip(np.maximum(t0, t1), 0, 1))
    xa, xb = x0 + enter * dx, x0 + leave * dx
    left = np.floor((np.minimum(xa, xb) - 1e-3 - WEST) / CELL).astype(np.int64)
    right = np.floor((np.maximum(xa, xb) + 1e-3 - WEST) / CELL).astype(np.int64)
    left, right = np.maximum(left, 0), np.minimum(right, COLUMNS - 1)
    again = np.repeat(np.arange(len(which)), right - left + 1)
    column = left[again] + _counter(right - left + 1)
    return row[again] * COLUMNS + column, which[again]


def _borders(
    busy: Ints, cell: Ints, pair: Ints, sides: list[list[str]], states: Sequence[str]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the cells on each state's border, state by state and block by block, and where each block's stand.

    The first are positions in ``busy``; the second are flattened rows of state, block, first, last.
    """
    number = {s: k for k, s in enumerate(states)}
    at = np.searchsorted(busy, cell)
    owners = [np.array([number[n] for n in names], np.int64) for names in sides]
    counts = np.array([len(o) for o in owners])[pair]
    each = np.repeat(np.arange(len(pair)), counts)
    starts = np.concatenate([[0], np.cumsum([len(o) for o in owners])])
    owner = np.concatenate(owners)[starts[pair][each] + _counter(counts)]
    row, column = np.divmod(busy[at[each]], COLUMNS)
    block = row // BLOCK * BLOCK_COLUMNS + column // BLOCK
    entries = np.unique(np.column_stack([owner, block, at[each]]), axis=0)
    first = np.flatnonzero(np.r_[True, (np.diff(entries[:, :2], axis=0) != 0).any(axis=1)])
    rows = np.column_stack([entries[first, :2], first, np.append(first[1:], len(entries))])
    return entries[:, 2].astype(np.int32), rows.astype(np.int32).ravel()


def _counter(counts: Ints) -> Ints:
    """Return 0, 1, 2... for each group of the given sizes."""
    out: Ints = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return out


def _hashes_beside(edges: Ints, cells: Any, known: Hashes, arrays: dict[str, Any]) -> Hashes:
    """Return the set hashes found a quarter of a unit to either side of three points of each edge."""
    from airmap.airspace import kernels

    a, along = edges[:, :2].astype(float), (edges[:, 2:] - edges[:, :2]).astype(float)
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(along[:, 0], along[:, 1])[:, None]
    found = []
    for share in (0.07, 0.5, 0.93):
        for side in (-0.25, 0.25):
            p = a + share * along + side * normal
            p = np.clip(p, [-18_000_000, -9_000_000], [18_000_000, 9_000_000])
            out = np.empty(len(p), np.uint64)
            kernels.point_hashes(
                np.ascontiguousarray(p[:, 0]), np.ascontiguousarray(p[:, 1]), cells, known, arrays["corner"],
                arrays["start"], arrays["edges"], arrays["pair"], arrays["hashes"], out,
            )
            found.append(np.unique(out))
    return np.unique(np.concatenate(found))


def _perfect(keys: Hashes) -> tuple[np.uint64, Ints]:
    """Return a multiplier under which the keys fall into different slots of 65,536, and the slots."""
    random = np.random.Generator(np.random.PCG64(1))
    for _ in range(100_000):
        multiplier = random.integers(1, 2**64, dtype=np.uint64) | np.uint64(1)
        slots = ((keys * multiplier) >> np.uint64(48)).astype(np.int64)
        if len(np.unique(slots)) == len(keys):
            return multiplier, slots
    raise BoundaryDataError(f"no slots for {len(keys)} sets of states")


class _Names:
    """Finds the states whose hashes combine to a hash; proves on the way that the parities are sound."""

    def __init__(self, states: Sequence[str], state_hash: Hashes) -> None:
        self._single = {int(h): s for h, s in zip(state_hash, states, strict=True)}
        self._pair = {a ^ b: (s, t) for (a, s), (b, t) in combinations(self._single.items(), 2)}

    def of(self, h: int) -> list[str]:
        if h == 0:
            return []
        if h in self._single:
            return [self._single[h]]
        if h in self._pair:
            return sorted(self._pair[h])
        for a, s in self._single.items():
            if h ^ a in self._pair:
                return sorted({s, *self._pair[h ^ a]})
        for a, states in self._pair.items():
            if h ^ a in self._pair:
                return sorted({*states, *self._pair[h ^ a]})
        raise BoundaryDataError("the boundaries leave a gap: no set of states has this hash")
