"""The gazetteer's file: columns of places and an index of folded names, read where they lie in a memory map.

Layout, little-endian: the magic, the length of a JSON header, the header (what sections there are, their type, where
they start, and the small tables of features, states and sources), then the sections, each aligned to 8 bytes. A name's
48-bit hash leads to its bucket; inside a bucket the checks are sorted, and equal checks are sorted best-known first.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from airmap.errors import BoundaryDataError
from airmap.gazetteer.folding import key_hash
from airmap.records import Bounds, Place

MAGIC = b"AIRMAPG2"
DEGREES = 1e-5
PLACE_BITS = 24
_PLACE_MASK = (1 << PLACE_BITS) - 1
PRIMARY, SHORT, ALTERNATE = 0, 1, 2


def pack_population(population: int) -> int:
    """Return a population as 16 bits: 11 bits of mantissa and a binary exponent (three significant figures)."""
    exponent = max(0, population.bit_length() - 11)
    return exponent << 11 | population >> exponent


def unpack_population(packed: int) -> int:
    """Return the population that ``pack_population`` packed, to three significant figures."""
    return (packed & 0x7FF) << (packed >> 11)


def write(path: Path, header: Mapping[str, Any], sections: Mapping[str, tuple[str, bytes]]) -> None:
    """Write a gazetteer file; ``sections`` maps a name to its struct type code and its bytes, in order."""
    layout: dict[str, list[Any]] = {}
    position = 0
    for name, (code, data) in sections.items():
        layout[name] = [code, position, len(data)]
        position += -(-len(data) // 8) * 8
    head = json.dumps({**header, "sections": layout}, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-(len(head) + 12) % 8)
    temporary = path.with_name(path.name + ".part")
    with temporary.open("wb") as file:
        file.write(MAGIC + struct.pack("<I", len(head)) + head)
        for _, data in sections.values():
            file.write(data + b"\0" * (-len(data) % 8))
    temporary.replace(path)


class Store:
    """A gazetteer file, open for reading. Nothing is decoded before it is asked for."""

    def __init__(self, path: Path) -> None:
        if sys.byteorder != "little":
            raise BoundaryDataError(f"{path} is little-endian and cannot be mapped on this machine")
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise BoundaryDataError(f"cannot open the gazetteer {path}: {error}; reinstall airmap") from error
        if self._map[:8] != MAGIC:
            raise BoundaryDataError(f"{path} is not a gazetteer of this version: run data/gazetteer/build.py")
        (length,) = struct.unpack_from("<I", self._map, 8)
        start = 12 + length
        try:
            header = json.loads(self._map[12:start])
        except ValueError as error:
            raise BoundaryDataError(f"{path} is damaged or cut short: {error}; reinstall airmap") from error
        if len(self._map) < start + max(offset + size for _, offset, size in header["sections"].values()):
            raise BoundaryDataError(f"{path} is cut short: reinstall airmap")
        view = memoryview(self._map)
        columns = {name: view[start + offset:start + offset + size].cast(code)
                   for name, (code, offset, size) in header["sections"].items()}
        self.header: dict[str, Any] = header
        self._lon, self._lat = columns["lon"], columns["lat"]
        self._population, self._feature = columns["population"], columns["feature"]
        self._country, self._admin1 = columns["country"], columns["admin1"]
        self._id, self._source = columns["id"], columns["source"]
        self._name_start, self._names = columns["name_start"], columns["names"]
        self._extents = columns["extents"]
        self._extent_row = {number: row for row, number in enumerate(columns["extent_of"])}
        self._divisions: dict[int, str] = {}
        self._buckets, self._checks, self._entries = columns["buckets"], columns["checks"], columns["entries"]
        self._features: Sequence[str] = header["features"]
        self._countries: Sequence[str | None] = header["countries"]
        self._sources: Sequence[str] = header["sources"]
        self._decoded: dict[int, Place] = {}

    def __len__(self) -> int:
        return len(self._lon)

    def rows(self, key: str) -> list[tuple[int, int]]:
        """Return, for a folded name, each place's row and how it bears the name; best-known first, empty for none."""
        bucket, check = key_hash(key)
        checks, stop = self._checks, self._buckets[bucket + 1]
        position = bisect_left(checks, check, self._buckets[bucket], stop)
        found = []
        while position < stop and checks[position] == check:
            entry = self._entries[position]
            found.append((entry & _PLACE_MASK, entry >> PLACE_BITS))
            position += 1
        return found

    def holds(self, key: str) -> bool:
        """Say whether a folded name is in the index."""
        bucket, check = key_hash(key)
        checks, stop = self._checks, self._buckets[bucket + 1]
        position = bisect_left(checks, check, self._buckets[bucket], stop)
        return position < stop and bool(checks[position] == check)

    def largest_in(self, west: float, south: float, east: float, north: float, count: int) -> list[int]:
        """Return the rows of the most populous cities and villages in a box (degrees), the largest first."""
        import numpy as np

        lon, lat = np.asarray(self._lon), np.asarray(self._lat)
        settled = np.array([f in ("city", "village") for f in self._features])
        low_x, high_x, low_y, high_y = (v / DEGREES for v in (west, east, south, north))
        rows = np.flatnonzero((lon >= low_x) & (lon <= high_x) & (lat >= low_y) & (lat <= high_y))
        rows = rows[settled[np.asarray(self._feature)[rows]]]
        people = np.asarray(self._population)[rows]
        found: list[int] = rows[np.lexsort((rows, -people.astype(np.int64)))][:count].tolist()
        return found

    def name(self, number: int) -> str:
        """Return the name of the place in row ``number``."""
        return bytes(self._names[self._name_start[number]:self._name_start[number + 1]]).decode().partition("\0")[0]

    def place(self, number: int) -> Place:
        """Return the place in row ``number``."""
        if (known := self._decoded.get(number)) is not None:
            return known
        name, _, code = bytes(
            self._names[self._name_start[number]:self._name_start[number + 1]]).decode().partition("\0")
        admin1 = self._admin1[number]
        place = Place(
            name=name,
            lon=round(self._lon[number] * DEGREES, 5),
            lat=round(self._lat[number] * DEGREES, 5),
            feature=self._features[self._feature[number]],
            country=self._countries[self._country[number]],
            gazetteer=self._sources[self._source[number]],
            gazetteer_id=code or (str(self._id[number]) if self._id[number] else None),
            population=unpack_population(self._population[number]),
            extent=self._extent(number),
            admin1=self._division(admin1 - 1) if admin1 else None,
        )
        if len(self._decoded) < 200_000:
            self._decoded[number] = place
        return place

    def _division(self, number: int) -> str:
        if (name := self._divisions.get(number)) is None:
            name = self._divisions[number] = self.name(number)
        return name

    def _extent(self, number: int) -> Bounds | None:
        if (row := self._extent_row.get(number)) is None:
            return None
        west, south, east, north = (round(v * DEGREES, 5) for v in self._extents[4 * row:4 * row + 4])
        return Bounds(west, south, east, north)
