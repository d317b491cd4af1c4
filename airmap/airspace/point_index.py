"""One point against the files of an airspace index: with the standard library alone, ready in a millisecond.

`airmap.airspace.index` builds the files and answers for millions of points with numpy; a single question would spend
most of its time importing it. Distances are ranked by chords as in `border_distance` and measured with Karney's
inverse (``geographiclib``).
"""

from __future__ import annotations

import json
import math
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from airmap.errors import BoundaryDataError
from airmap.geometry.position import Position

if TYPE_CHECKING:
    Array = memoryview[int]

CELL, COLUMNS, ROWS = 12_500.0, 2_881, 1_441
WEST, SOUTH = -18_000_000.5, -9_000_000.5
BLOCK = 16
BLOCK_COLUMNS = COLUMNS // BLOCK + 1
PIECE_DEG = 1000.0 / 111_700.0  # a degree of latitude is never longer than 111,700 m: pieces stay below a kilometre
SEMI_MAJOR_M = 6378137.0
ECCENTRICITY_2 = 6.69437999014e-3

_CASTS: dict[str, Literal["i", "H"]] = {"<i4": "i", "<u2": "H"}
# The ellipsoid's curvature lies between these radii, so spheres of them bound its geodesics from below and above.
_SMALLEST_RADIUS_M, _LARGEST_RADIUS_M = 6_335_400.0, 6_399_700.0
_ARRAYS = ("cells", "corner_set", "start", "edges", "pair", "busy", "border_cells", "border_blocks")


class Nearest(NamedTuple):
    """The nearest point of a border: whose, how far, where."""

    name: str
    distance_m: float
    point: Position


class PointIndex:
    """An opened index, asked one point at a time.

    Attributes
    ----------
    names
        The names of its polygons, in the order in which they were given.

    Raises
    ------
    BoundaryDataError
        When a file is missing or damaged; the message says what to delete.
    """

    def __init__(self, folder: Path) -> None:
        try:
            about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
            arrays = {name: _opened(folder / f"{name}.npy") for name in _ARRAYS}
            self._sets: list[tuple[str, ...]] = [tuple(s) for s in about["sets"]]
            self._corners: list[list[str]] = about["corners"]
            self._sides: list[list[str]] = about["sides"]
            self.names: tuple[str, ...] = tuple(about["names"])
        except (OSError, ValueError, KeyError) as error:
            raise BoundaryDataError(f"{folder}: the index cannot be read ({error}): delete the folder") from error
        self._cells, self._corner_set, self._start = arrays["cells"], arrays["corner_set"], arrays["start"]
        self._edges, self._pair, self._busy = arrays["edges"], arrays["pair"], arrays["busy"]
        self._border_cells, self._border_blocks = arrays["border_cells"], arrays["border_blocks"]

    def names_at(self, lon: float, lat: float) -> tuple[str, ...]:
        """Return the names whose polygons hold a point (degrees); on a line, those to its east (then north)."""
        px, py = (lon if lon < 180 else -180.0) * 1e5, lat * 1e5
        column, row = int((px - WEST) / CELL), int((py - SOUTH) / CELL)
        code = self._cells[row * COLUMNS + column]
        if code >= 0:
            return self._sets[code]
        b = -code - 1
        cx, cy = WEST + column * CELL, SOUTH + row * CELL
        found = set(self._corners[self._corner_set[b]])
        for k in range(self._start[b], self._start[b + 1]):
            ax, ay, bx, by = self._edges[4 * k : 4 * k + 4]
            level = (ay < cy) != (by < cy)
            upright = ax <= px < bx
            if not (level or upright):
                continue
            turn = _right(ax, ay, bx, by, px, cy)
            level = level and _right(ax, ay, bx, by, cx, cy) != turn
            upright = upright and turn != _right(ax, ay, bx, by, px, py)
            if level != upright:
                found.symmetric_difference_update(self._sides[self._pair[k]])
        return tuple(sorted(found))

    def nearest(self, lon: float, lat: float, name: str | None = None) -> Nearest | None:
        """Return the nearest point of one name's border, or of any; None where there is no border at all."""
        point = to_ecef(lon, lat)
        wanted = [name is None or name in sides for sides in self._sides]
        best: tuple[float, int, float, float] | None = None
        most_m = math.inf
        seen: set[tuple[int, ...]] = set()
        for floor_m, first, last in sorted(self._blocks(lon, lat, name)):
            if floor_m > most_m:
                break
            cells = {self._border_cells[k] for k in range(first, last)}
            for cell_floor_m, b in sorted((_floor_m(lon, lat, *_box(self._busy[b], 1)), b) for b in cells):
                if cell_floor_m > most_m:
                    break
                for k in range(self._start[b], self._start[b + 1]):
                    if not wanted[self._pair[k]]:
                        continue
                    edge = tuple(self._edges[4 * k : 4 * k + 4])
                    if edge in seen:
                        continue
                    seen.add(edge)
                    for gap2, x, y in _pieces(point, *edge):
                        if best is None or gap2 < best[0]:
                            best = gap2, self._pair[k], x, y
                            most_m = _most_m(gap2)
        if best is None:
            return None
        _, pair, x, y = best
        return Nearest(name or self._sides[pair][0], geodesic_m(lon, lat, x, y), Position(x, y))

    def _blocks(self, lon: float, lat: float, name: str | None) -> Iterator[tuple[float, int, int]]:
        """Yield, for each block of cells with a border that is asked for, how far it is at least, and its cells."""
        wanted = None if name is None else self.names.index(name)
        floors: dict[int, float] = {}
        table = self._border_blocks
        for k in range(0, len(table), 4):
            owner, block, first, last = table[k : k + 4]
            if wanted is None or owner == wanted:
                if block not in floors:
                    row, column = divmod(block, BLOCK_COLUMNS)
                    floors[block] = _floor_m(lon, lat, *_box(row * BLOCK * COLUMNS + column * BLOCK, BLOCK))
                yield floors[block], first, last


def to_ecef(lon: float, lat: float) -> tuple[float, float, float]:
    """Return earth-centred coordinates, in metres, of a point of the ellipsoid, in degrees."""
    lam, phi = math.radians(lon), math.radians(lat)
    sine = math.sin(phi)
    n = SEMI_MAJOR_M / math.sqrt(1 - ECCENTRICITY_2 * sine * sine)
    across = n * math.cos(phi)
    return across * math.cos(lam), across * math.sin(lam), n * (1 - ECCENTRICITY_2) * sine


def geodesic_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the geodesic distance between two points on WGS 84."""
    return float(_wgs84().Inverse(lat, lon, other_lat, other_lon, _wgs84().DISTANCE)["s12"])


def past(lon: float, lat: float, through: Position, further_m: float) -> Position:
    """Return the point that lies further than ``through`` by so much, on the geodesic that leads to it."""
    line = _wgs84().InverseLine(lat, lon, through.lat, through.lon)
    end = line.Position(line.s13 + further_m)
    return Position(float(end["lon2"]), float(end["lat2"]))


def _wgs84() -> Any:
    from geographiclib.geodesic import Geodesic

    return Geodesic.WGS84


def _opened(path: Path) -> Array:
    """Return the numbers of a NumPy file, memory-mapped and flat."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    head = re.match(rb"\x93NUMPY\x01\x00(..)\{'descr': '(...)', 'fortran_order': False, 'shape': \(", mapped, re.DOTALL)
    if head is None or (cast := _CASTS.get(head[2].decode())) is None:
        raise ValueError(f"{path.name} is no array of integers")
    start = 10 + int.from_bytes(head[1], "little")
    return memoryview(mapped)[start:].cast(cast)


def _right(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> bool:
    o = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
    return o > 0 or (o == 0 and by <= ay)


def _box(cell: int, size: int) -> tuple[float, float, float, float]:
    """Return west, south, east and north, in degrees, of the square of cells whose south-west one is given."""
    row, column = divmod(cell, COLUMNS)
    west, south = (WEST + column * CELL) * 1e-5, (SOUTH + row * CELL) * 1e-5
    side = size * CELL * 1e-5
    return west, south, west + side, south + side


def _floor_m(lon: float, lat: float, west: float, south: float, east: float, north: float) -> float:
    """Return a distance, in metres, than which no point of a box in degrees is nearer."""
    south, north = max(south, -90.0), min(north, 90.0)
    off = (lon - west) % 360.0
    if off <= east - west:
        return math.radians(max(south - lat, 0.0, lat - north)) * _SMALLEST_RADIUS_M
    turn = math.radians(min(off - (east - west), 360.0 - off))
    phi = math.radians(lat)
    low, high = math.radians(south), math.radians(north)
    # Along a meridian the nearest latitude to a point is that of the great circle which meets it at right angles.
    foot = math.atan2(math.sin(phi), math.cos(phi) * math.cos(turn))
    at = (low, high) if abs(foot) > math.pi / 2 else (min(max(foot, low), high),)
    cosine = max(math.sin(phi) * math.sin(a) + math.cos(phi) * math.cos(a) * math.cos(turn) for a in at)
    return math.acos(min(1.0, cosine)) * _SMALLEST_RADIUS_M


def _most_m(gap2: float) -> float:
    """Return a distance that a geodesic with a chord (metres, squared) does not exceed."""
    half = min(1.0, math.sqrt(gap2) / (2 * _SMALLEST_RADIUS_M))
    return 2 * math.asin(half) * _LARGEST_RADIUS_M + 1.0


def _pieces(
    point: tuple[float, float, float], ax: int, ay: int, bx: int, by: int
) -> Iterator[tuple[float, float, float]]:
    """Yield, for each piece of an edge, the square of its chord's gap from a point and its foot in degrees."""
    x0, y0, x1, y1 = ax * 1e-5, ay * 1e-5, bx * 1e-5, by * 1e-5
    if (abs(x0) >= 180 and abs(x1) >= 180) or (abs(y0) >= 89.999 and abs(y1) >= 89.999):
        return  # a seam of the map, no border
    dx, dy = x1 - x0, y1 - y0
    count = max(math.ceil(max(abs(dx), abs(dy)) / PIECE_DEG), 1)
    a = to_ecef(x0, y0)
    for k in range(count):
        low, high = k / count, (k + 1) / count
        b = to_ecef(x0 + high * dx, y0 + high * dy)
        along = b[0] - a[0], b[1] - a[1], b[2] - a[2]
        gap = point[0] - a[0], point[1] - a[1], point[2] - a[2]
        length2 = max(along[0] ** 2 + along[1] ** 2 + along[2] ** 2, 1e-12)
        share = (gap[0] * along[0] + gap[1] * along[1] + gap[2] * along[2]) / length2
        share = min(max(share, 0.0), 1.0)
        gap2 = sum((g - share * d) ** 2 for g, d in zip(gap, along, strict=True))
        at = low + share * (high - low)
        yield gap2, x0 + at * dx, y0 + at * dy
        a = b
