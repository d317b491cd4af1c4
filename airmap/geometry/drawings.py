"""Shapes and figures that took long, kept in the user's cache: the next process need not draw the same coast again.

A drawing is known by what it was made from, the boundary data, the code that drew it and the libraries below that;
another version of any of them draws anew. What cannot be read or written is drawn again and costs time only.
"""

from __future__ import annotations

import os
import struct
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.paths import PACKAGE, data_dir, user_cache_dir

# Longer than it takes to find and read a file.
_SLOW_S = 0.003
_MOST_FILES = 4_000
_FOLDER = "drawings"
# The modules whose code draws what is kept, and the words' reaches.
_DRAW = ("airspace/border_distance.py", "airspace/boundary_store.py", "airspace/shared_lines.py", "airspace/views.py",
         "atlas.py", "geometry/buffers.py", "geometry/cutting.py", "geometry/geodesy.py", "geometry/planes.py",
         "geometry/sectors.py", "geometry/windows.py", "lexicon/relations.toml", "places/footprints.py",
         "regions/feasible.py", "regions/outlines.py", "regions/told.py")


def kept_or_drawn(inputs: tuple[object, ...], draw: Callable[[], BaseGeometry]) -> BaseGeometry:
    """Return the shape that was drawn from these inputs before, by any process, or draw it.

    ``inputs`` are numbers, words and digests whose ``repr`` says all there is to them.
    """
    path = _path(inputs, ".wkb")
    if (found := _kept(path)) is not None:
        with suppress(shapely.errors.GEOSException):
            return shapely.from_wkb(found)
    begun = time.process_time()
    shape = draw()
    if time.process_time() - begun > _SLOW_S:
        _keep(path, shapely.to_wkb(shape))
    return shape


def kept_or_worked_out(inputs: tuple[object, ...], work_out: Callable[[], tuple[float, ...]]) -> tuple[float, ...]:
    """Return the figures that were worked out from these inputs before, by any process, or work them out."""
    path = _path(inputs, ".figures")
    if (found := _kept(path)) is not None:
        return struct.unpack(f"<{len(found) // 8}d", found)
    begun = time.process_time()
    figures = work_out()
    if time.process_time() - begun > _SLOW_S:
        _keep(path, struct.pack(f"<{len(figures)}d", *figures))
    return figures


def _path(inputs: tuple[object, ...], ending: str) -> Path:
    return _folder() / (blake2b(repr(inputs).encode(), digest_size=16).hexdigest() + ending)


def _kept(path: Path) -> bytes | None:
    """Return what a file holds; the sum at its end tells a whole one from one that a crash or a disk cut short."""
    with suppress(OSError):
        found = path.read_bytes()
        if blake2b(found[:-16], digest_size=16).digest() == found[-16:]:
            return found[:-16]
    return None


def _keep(path: Path, data: bytes) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in os.scandir(path.parent)) >= _MOST_FILES:
            return
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data + blake2b(data, digest_size=16).digest())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _folder() -> Path:
    return user_cache_dir() / _FOLDER / _version()


@cache
def _version() -> str:
    """Return what tells apart the code that draws and the libraries that it draws with."""
    digest = blake2b(digest_size=8)
    digest.update(f"{shapely.__version__} {shapely.geos_version_string} {pyproj.__version__} "
                  f"{pyproj.proj_version_str}".encode())
    for name in _DRAW:
        digest.update((PACKAGE / name).read_bytes())
    for path in sorted(data_dir("boundaries").iterdir()):
        if path.suffix in (".bin", ".csv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
