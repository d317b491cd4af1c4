"""One place that knows every output format: its name, its ending, and how a file of it is written, whole or not at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from airmap.errors import InputError
from airmap.formats import streams
from airmap.formats.streams import Table
from airmap.records import Reading

ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".geojson": "geojson", ".json": "geojson", ".geojsonl": "geojsonseq",
           ".geojsons": "geojsonseq", ".geojsonseq": "geojsonseq", ".csv": "csv", ".parquet": "parquet",
           ".geoparquet": "parquet", ".gpkg": "gpkg", ".kml": "kml"}
FORMATS = ("jsonl", "geojson", "geojsonseq", "csv", "parquet", "gpkg", "kml")
TEXT_FORMATS = ("jsonl", "geojson", "geojsonseq", "csv", "kml")


def format_of(path: Path | None, name: str | None) -> str:
    """Return the format that was asked for, or the one that the file's ending says; JSON Lines by default.

    Raises
    ------
    InputError
        When there is no such format or ending, or what stands at the path is no file that can be replaced.
    """
    _check_replaceable(path)
    if name is not None:
        if name not in FORMATS:
            raise InputError(f"there is no format {name!r}; give one of {', '.join(FORMATS)}")
        return name
    if path is None:
        return "jsonl"
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path}: the ending says no format; add --format, one of {', '.join(FORMATS)}")
    return ENDINGS[path.suffix.lower()]


def _check_replaceable(path: Path | None) -> None:
    if path is not None and path.exists() and not path.is_file() and not path.is_dir():
        # A file moved there would take the place of the device itself, /dev/null for the whole machine.
        raise InputError(f"{path}: is a device or a pipe, which no file may replace; leave out --out for stdout")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path`` and move it there when the block ends well: never a half-written file.

    Raises
    ------
    InputError
        When ``path`` is a device or a pipe.
    """
    _check_replaceable(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes the file private: give it the rights that a new file would have.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replacing_text(path: Path) -> Iterator[IO[str]]:
    """Like `replacing`, with a UTF-8 stream to write to."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        yield stream


def write_text(readings: Iterable[Reading], stream: IO[str], name: str, table: Table) -> None:
    """Write one of `TEXT_FORMATS` to a stream."""
    writers: dict[str, Callable[..., None]] = {
        "csv": streams.write_csv, "geojson": streams.write_geojson, "geojsonseq": streams.write_geojsonseq}
    if name == "jsonl":
        streams.write_jsonl(readings, stream)
    elif name == "kml":
        streams.write_kml(readings, stream)
    else:
        writers[name](readings, stream, table)


def write_file(readings: Iterable[Reading], path: Path, name: str, table: Table = "incidents") -> None:
    """Write a file of a format, whole or not at all; ``readings`` may be gone through more than once."""
    if name in TEXT_FORMATS:
        with replacing_text(path) as stream:
            write_text(readings, stream, name, table)
        return
    from airmap.formats import geofiles

    with replacing(path) as temporary:
        writer: Any = geofiles.write_parquet if name == "parquet" else geofiles.write_geopackage
        writer(readings, temporary, table)
