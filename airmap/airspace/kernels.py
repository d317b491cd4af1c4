"""The compiled kernels of the atlas; importing this module loads numba, so import it where it is needed.

Coordinates of the index are in units of 1e-5 degrees: vertices are integers, cell limits half-integers, so that no
vertex and no edge along a parallel or meridian of the data ever lies on a cell's limit.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

CELL = 12_500.0
COLUMNS, ROWS = 2_881, 1_441
WEST, SOUTH = -18_000_000.5, -9_000_000.5
SCALE = 1e5
NO_SET = -1


@numba.njit(cache=True, inline="always")
def _right(ax: float, ay: float, dx: float, dy: float, px: float, py: float) -> Any:  # pragma: no cover - compiled
    """On which side of an edge a point lies; on the line, the side of the point moved a hair east, then north."""
    o = dx * (py - ay) - dy * (px - ax)
    return o > 0 or (o == 0 and dy <= 0)


@numba.njit(cache=True)
def _hash_in_cell(
    b: Any, cx: Any, cy: Any, px: Any, py: Any, corner: Any, start: Any, edges: Any, pair: Any, hashes: Any
) -> Any:  # pragma: no cover - compiled
    """Walk from the cell's corner east, then north to the point; each edge on the way changes the set."""
    h = corner[b]
    for k in range(start[b], start[b + 1]):
        ax, ay = float(edges[k, 0]), float(edges[k, 1])
        bx, by = float(edges[k, 2]), float(edges[k, 3])
        level, upright = (ay < cy) != (by < cy), ax <= px < bx
        if not (level or upright):
            continue
        dx, dy = bx - ax, by - ay
        turn = _right(ax, ay, dx, dy, px, cy)
        odd = False
        if level and _right(ax, ay, dx, dy, cx, cy) != turn:
            odd = True
        if upright and turn != _right(ax, ay, dx, dy, px, py):
            odd = not odd
        if odd:
            h ^= hashes[pair[k]]
    return h


@numba.njit(cache=True, parallel=True, nogil=True)
def point_sets(
    lon: Any, lat: Any, cells: Any, corner: Any, start: Any, edges: Any, pair: Any, hashes: Any, keys: Any, ids: Any,
    multiplier: Any, out: Any,
) -> None:  # pragma: no cover - compiled
    """Write the number of the set of states that hold each point."""
    for i in numba.prange(len(lon)):
        # The meridian of 180 degrees is one line: both names of it mean the same point.
        px, py = (lon[i] if lon[i] < 180.0 else -180.0) * SCALE, lat[i] * SCALE
        c, r = int((px - WEST) / CELL), int((py - SOUTH) / CELL)
        code = cells[r * COLUMNS + c]
        if code >= 0:
            out[i] = code
        else:
            h = _hash_in_cell(
                -code - 1, WEST + c * CELL, SOUTH + r * CELL, px, py, corner, start, edges, pair, hashes
            )
            slot = (h * multiplier) >> np.uint64(48)
            out[i] = ids[slot] if keys[slot] == h else NO_SET


@numba.njit(cache=True, parallel=True, nogil=True)
def point_hashes(
    px: Any, py: Any, cells: Any, set_hash: Any, corner: Any, start: Any, edges: Any, pair: Any, hashes: Any, out: Any
) -> None:  # pragma: no cover - compiled
    """Write each point's set hash; points in units of the grid."""
    for i in numba.prange(len(px)):
        c, r = int((px[i] - WEST) / CELL), int((py[i] - SOUTH) / CELL)
        code = cells[r * COLUMNS + c]
        if code >= 0:
            out[i] = set_hash[code]
        else:
            out[i] = _hash_in_cell(
                -code - 1, WEST + c * CELL, SOUTH + r * CELL, px[i], py[i], corner, start, edges, pair, hashes
            )


@numba.njit(cache=True, nogil=True)
def step_crossings(
    lon: Any, lat: Any, cells: Any, start: Any, edges: Any, pair: Any, room: Any
) -> Any:  # pragma: no cover - compiled
    """Return the border crossings of each step of one path: step, share of the step, pair of the edge.

    Steps are straight in longitude and latitude and must not cross the antimeridian. An edge that stands in several
    cells is counted in the one that holds the crossing.
    """
    step, share = np.empty(room, np.int64), np.empty(room, np.float64)
    which = np.empty(room, np.int64)
    n = 0
    for i in range(len(lon) - 1):
        px, py, qx, qy = lon[i] * SCALE, lat[i] * SCALE, lon[i + 1] * SCALE, lat[i + 1] * SCALE
        if abs(qx - px) > 180.0 * SCALE:
            continue
        ux, uy = qx - px, qy - py
        c0, c1 = int((min(px, qx) - WEST) / CELL), int((max(px, qx) - WEST) / CELL)
        r0, r1 = int((min(py, qy) - SOUTH) / CELL), int((max(py, qy) - SOUTH) / CELL)
        for r in range(r0, r1 + 1):
            for c in range(c0, c1 + 1):
                code = cells[r * COLUMNS + c]
                if code >= 0:
                    continue
                b = -code - 1
                for k in range(start[b], start[b + 1]):
                    ax, ay = float(edges[k, 0]), float(edges[k, 1])
                    dx, dy = edges[k, 2] - ax, edges[k, 3] - ay
                    if dx == 0.0 and abs(ax) == 180.0 * SCALE:
                        continue  # a seam of the map, no border
                    if _right(ax, ay, dx, dy, px, py) == _right(ax, ay, dx, dy, qx, qy):
                        continue
                    cross = dx * uy - dy * ux
                    if cross == 0.0:
                        continue
                    # Where the step meets the edge: t along the edge, s along the step.
                    t = ((px - ax) * uy - (py - ay) * ux) / cross
                    if t < 0.0 or t >= 1.0:
                        continue
                    s = ((px - ax) * dy - (py - ay) * dx) / cross
                    s = min(max(s, 0.0), 1.0)
                    if int((px + s * ux - WEST) / CELL) != c or int((py + s * uy - SOUTH) / CELL) != r:
                        continue
                    if n < room:
                        step[n], share[n], which[n] = i, s, pair[k]
                    n += 1
    return n, step[: min(n, room)], share[: min(n, room)], which[: min(n, room)]


@numba.njit(cache=True, inline="always")
def _box_gap(boxes: Any, node: Any, px: float, py: float, pz: float) -> Any:  # pragma: no cover - compiled
    gx = max(boxes[node, 0] - px, 0.0, px - boxes[node, 3])
    gy = max(boxes[node, 1] - py, 0.0, py - boxes[node, 4])
    gz = max(boxes[node, 2] - pz, 0.0, pz - boxes[node, 5])
    return gx * gx + gy * gy + gz * gz


@numba.njit(cache=True, parallel=True, nogil=True)
def nearest_pieces(
    points: Any, a: Any, ab: Any, length2: Any, boxes: Any, leaf: Any, piece: Any, share: Any
) -> None:  # pragma: no cover - compiled
    """Write the nearest piece of a border to each point (earth-centred metres), and the share along that piece.

    ``boxes`` is a complete binary tree in heap order: node 1 is the root, its leaves hold ``leaf`` pieces each.
    """
    n_leaves = len(boxes) // 2
    n_pieces = len(a)
    for i in numba.prange(len(points)):
        px, py, pz = points[i, 0], points[i, 1], points[i, 2]
        stack, gaps = np.empty(64, np.int64), np.empty(64, np.float64)
        stack[0], gaps[0] = 1, 0.0
        top = 1
        best, best_piece, best_t = np.inf, 0, 0.0
        while top:
            top -= 1
            if gaps[top] >= best:
                continue
            node = stack[top]
            while node < n_leaves:
                left, right = 2 * node, 2 * node + 1
                gl, gr = _box_gap(boxes, left, px, py, pz), _box_gap(boxes, right, px, py, pz)
                if gr < gl:
                    left, right, gl, gr = right, left, gr, gl
                if gr < best:
                    stack[top], gaps[top] = right, gr
                    top += 1
                node = left
                if gl >= best:
                    break
            if node < n_leaves:
                continue
            first = (node - n_leaves) * leaf
            for k in range(first, min(first + leaf, n_pieces)):
                ax, ay, az = px - a[k, 0], py - a[k, 1], pz - a[k, 2]
                t = (ax * ab[k, 0] + ay * ab[k, 1] + az * ab[k, 2]) / length2[k]
                t = min(max(t, 0.0), 1.0)
                gx, gy, gz = ax - t * ab[k, 0], ay - t * ab[k, 1], az - t * ab[k, 2]
                gap = gx * gx + gy * gy + gz * gz
                if gap < best:
                    best, best_piece, best_t = gap, k, t
        piece[i], share[i] = best_piece, best_t
