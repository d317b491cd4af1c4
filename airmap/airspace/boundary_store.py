"""Polygons of states in one small file: integer coordinates, delta-coded, compressed state by state.

A store is two files: ``NAME.json`` (where each state's block stands, its box and counts) and ``NAME.bin`` (the blocks).
A block holds, as little-endian int32, the number of polygons, the rings of each, the vertices of each ring, and the
longitudes and latitudes in units of the grid as differences; it is split into byte planes and deflated. Reading one
state touches only its own block.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.errors import BoundaryDataError
from airmap.records import Bounds

GRID_DEG = 1e-5
FORMAT = 1

IntArray = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class StoredState:
    """Where one state's block stands, and what it holds."""

    offset: int
    size: int
    vertices: int
    bounds: Bounds


class BoundaryStore:
    """The states of one store file; geometries are decoded when they are first asked for."""

    def __init__(self, path: Path) -> None:
        try:
            index = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            if index["format"] != FORMAT:
                raise BoundaryDataError(f"{path}: format {index['format']}, expected {FORMAT}: reinstall airmap")
            self._path = path.with_suffix(".bin")
            self.states = {
                code: StoredState(s["offset"], s["size"], s["vertices"], Bounds(*s["bounds"]))
                for code, s in index["states"].items()
            }
        except (OSError, ValueError, KeyError) as error:
            raise BoundaryDataError(f"{path}: cannot be read ({error}): reinstall airmap") from error
        self._decoded: dict[str, BaseGeometry] = {}

    def geometry(self, code: str) -> BaseGeometry:
        """Return one state's MultiPolygon, in degrees (longitude, latitude)."""
        if code not in self._decoded:
            state = self.states[code]
            with self._path.open("rb") as file:
                file.seek(state.offset)
                block = file.read(state.size)
            try:
                self._decoded[code] = decode(zlib.decompress(block))
            except (zlib.error, ValueError) as error:
                raise BoundaryDataError(f"{self._path}: the block of {code} is damaged: reinstall airmap") from error
        return self._decoded[code]


def write_store(path: Path, geometries: dict[str, BaseGeometry]) -> dict[str, Any]:
    """Write a store and return its index; the same geometries give the same bytes."""
    states: dict[str, Any] = {}
    offset = 0
    with path.with_suffix(".bin").open("wb") as file:
        for code in sorted(geometries):
            geometry = geometries[code]
            block = zlib.compress(encode(geometry), 9)
            file.write(block)
            states[code] = {
                "offset": offset,
                "size": len(block),
                "vertices": int(shapely.get_num_coordinates(geometry)),
                "bounds": [round(float(v), 5) for v in geometry.bounds],
            }
            offset += len(block)
    index = {"format": FORMAT, "grid_deg": GRID_DEG, "states": states}
    path.with_suffix(".json").write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    return index


def encode(geometry: BaseGeometry) -> bytes:
    """Return a polygon or multipolygon as the byte planes of its int32 block."""
    polygons = shapely.get_parts(geometry)
    rings = [shapely.get_rings(p) for p in polygons]
    counts = [len(r) for r in rings]
    flat = np.concatenate(rings) if rings else np.array([])
    lengths = shapely.get_num_coordinates(flat).astype(np.int32)
    grid = np.rint(shapely.get_coordinates(flat) / GRID_DEG).astype(np.int32)
    deltas = np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int32)).astype(np.int32)
    values = np.concatenate(
        [np.array([len(counts)], np.int32), np.array(counts, np.int32), lengths, deltas[:, 0], deltas[:, 1]]
    )
    # Zigzag keeps small negative steps small in every byte plane.
    zigzag = ((values << 1) ^ (values >> 31)).astype("<u4")
    return zigzag.view(np.uint8).reshape(-1, 4).T.tobytes()


def decode(data: bytes) -> BaseGeometry:
    """Return the MultiPolygon that `encode` was given."""
    planes = np.frombuffer(data, np.uint8).reshape(4, -1)
    zigzag = np.ascontiguousarray(planes.T).view("<u4").ravel()
    values: IntArray = ((zigzag >> 1).astype(np.int32)) ^ -((zigzag & 1).astype(np.int32))
    n_polygons = int(values[0])
    counts = values[1 : 1 + n_polygons]
    n_rings = int(counts.sum())
    lengths = values[1 + n_polygons : 1 + n_polygons + n_rings]
    rest = values[1 + n_polygons + n_rings :]
    n = int(lengths.sum())
    degrees = np.column_stack([np.cumsum(rest[:n], dtype=np.int64), np.cumsum(rest[n:], dtype=np.int64)]) * GRID_DEG
    rings: Any = shapely.linearrings(np.round(degrees, 5), indices=np.repeat(np.arange(n_rings), lengths))
    owner = np.repeat(np.arange(n_polygons), counts)
    whole: BaseGeometry = shapely.multipolygons(shapely.polygons(rings, indices=owner))
    return whole
