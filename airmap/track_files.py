"""Flight tracks out of files: CSV, Parquet, GeoJSON, GPX, KML.

Columns are found by their usual names. A time is a number of seconds (or milliseconds) since 1970 or ISO 8601; without
a zone it is UTC. A row or a track that cannot be used is named in a `Failure` and the rest goes on.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from airmap.errors import InputError
from airmap.tracks import Track

LAT_NAMES = ("lat", "latitude", "y")
LON_NAMES = ("lon", "lng", "long", "longitude", "x")
TIME_NAMES = ("time", "timestamp", "datetime", "date_time", "time_utc", "t", "utc", "when")
ID_NAMES = ("flight_id", "track_id", "track", "flight", "id", "callsign", "icao24", "hex", "name")
MILLISECONDS_FROM = 1e11


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read, in one line."""

    message: str


@dataclass(frozen=True, slots=True)
class _Fix:
    name: str
    lon: float
    lat: float
    time_s: float | None


def read_tracks(path: Path) -> Iterator[Track | Failure]:
    """Return the tracks of a file, by its ending: .csv, .parquet, .geojson or .json, .gpx, .kml.

    Raises
    ------
    InputError
        For a file that cannot be read as a whole.
    """
    readers = {".csv": _csv, ".parquet": _parquet, ".geojson": _geojson, ".json": _geojson, ".gpx": _gpx, ".kml": _kml}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path}: unknown kind of track; use {', '.join(readers)}")
    try:
        yield from reader(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text ({error.reason} at byte {error.start})") from error


def parse_time(value: Any) -> float | None:
    """Return seconds since 1970, or None for no time.

    Raises
    ------
    ValueError
        For a text that is neither a number nor ISO 8601.
    """
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).timestamp()
    try:
        number = float(value)
    except ValueError:
        moment = dt.datetime.fromisoformat(str(value).strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
    return number / 1000 if abs(number) >= MILLISECONDS_FROM else number


def _column(names: Iterable[str], wanted: Sequence[str]) -> str | None:
    folded = {n.strip().lower(): n for n in names}
    return next((folded[w] for w in wanted if w in folded), None)


def _columns(path: Path, names: Sequence[str]) -> tuple[str, str, str | None, str | None]:
    lat, lon = _column(names, LAT_NAMES), _column(names, LON_NAMES)
    if lat is None or lon is None:
        raise InputError(f"{path}: no columns lat and lon among {', '.join(names) or 'none'}")
    return lat, lon, _column(names, TIME_NAMES), _column(names, ID_NAMES)


def _csv(path: Path) -> Iterator[Track | Failure]:
    fixes: list[_Fix] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        lat, lon, time, name = _columns(path, rows.fieldnames or ())
        for row in rows:
            try:
                when = parse_time(row[time]) if time else None
                fixes.append(_Fix((row[name] or "") if name else path.stem, float(row[lon]), float(row[lat]), when))
            except (ValueError, TypeError) as error:
                yield Failure(f"{path}: line {rows.line_num}: {error}")
    yield from _grouped(path, fixes)


def _parquet(path: Path) -> Iterator[Track | Failure]:
    import pyarrow
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        lat, lon, time, name = _columns(path, file.schema_arrow.names)
        table = file.read(columns=[c for c in (lat, lon, time, name) if c])
    except pyarrow.ArrowException as error:
        raise InputError(f"{path}: is no Parquet file that can be read ({error})") from error
    x, y = (table[c].to_numpy().astype(float) for c in (lon, lat))
    times = _parquet_times(table[time]) if time else np.arange(len(x), dtype=float)
    names = table[name].to_numpy(zero_copy_only=False).astype(str) if name else np.full(len(x), path.stem)
    bad = ~(np.isfinite(x) & np.isfinite(y) & np.isfinite(times))
    for row in np.flatnonzero(bad)[:20]:
        yield Failure(f"{path}: row {row + 1}: longitude, latitude or time is missing")
    if bad.sum() > 20:
        yield Failure(f"{path}: and {int(bad.sum()) - 20} rows more")
    x, y, times, names = x[~bad], y[~bad], times[~bad], names[~bad]
    unique, first, which = np.unique(names, return_index=True, return_inverse=True)
    for k in np.argsort(first):
        at = np.flatnonzero(which == k)
        yield Track(str(unique[k]), times[at], x[at], y[at], timed=time is not None)


def _parquet_times(column: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        return column.cast(pa.timestamp("us")).to_numpy().astype("datetime64[us]").astype(float) / 1e6
    values = column.to_numpy(zero_copy_only=False)
    if values.dtype.kind in "iuf":
        seconds = values.astype(float)
        return np.where(np.abs(seconds) >= MILLISECONDS_FROM, seconds / 1000, seconds)
    out = np.full(len(values), np.nan)
    for i, value in enumerate(values):
        try:
            seconds_since = parse_time(value)
        except ValueError:
            continue
        if seconds_since is not None:
            out[i] = seconds_since
    return out


def _geojson(path: Path) -> Iterator[Track | Failure]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is no JSON ({error})") from error
    features = data.get("features", [data]) if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise InputError(f"{path}: is no GeoJSON feature collection")
    fixes: list[_Fix] = []
    for number, feature in enumerate(features, 1):
        try:
            geometry = feature.get("geometry", feature)
            about = feature.get("properties") or {}
            key = _column(about, ID_NAMES)
            name = str(about[key]) if key else str(feature.get("id", f"{path.stem}"))
            if geometry["type"] == "Point":
                lon, lat = geometry["coordinates"][:2]
                time = _column(about, TIME_NAMES)
                fixes.append(_Fix(name, float(lon), float(lat), parse_time(about[time]) if time else None))
                continue
            if geometry["type"] not in ("LineString", "MultiLineString"):
                yield Failure(f"{path}: feature {number}: a {geometry['type']} is no track")
                continue
            single = geometry["type"] == "LineString"
            lines = [geometry["coordinates"]] if single else geometry["coordinates"]
            times = about.get("coordTimes") or about.get("times") or about.get("timestamps")
            nested = (about.get("coordinateProperties") or {}).get("times")
            times = times or nested
            per_line = [None] * len(lines) if not times else [times] if single else times
            for line, stamps in zip(lines, per_line, strict=True):
                yield _track(name, [(float(p[0]), float(p[1])) for p in line], stamps)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield Failure(f"{path}: feature {number}: cannot be used ({error})")
    yield from _grouped(path, fixes)


def _gpx(path: Path) -> Iterator[Track | Failure]:
    root = _xml(path)
    for number, track in enumerate(_all(root, "trk") + _all(root, "rte"), 1):
        name = _text(track, "name") or f"{path.stem}-{number}"
        segments = _all(track, "trkseg") or [track]
        for segment in segments:
            points = _all(segment, "trkpt") or _all(segment, "rtept")
            try:
                at = [(float(p.attrib["lon"]), float(p.attrib["lat"])) for p in points]
                stamps = [_text(p, "time") for p in points]
                yield _track(name, at, stamps if all(stamps) and stamps else None)
            except (KeyError, ValueError) as error:
                yield Failure(f"{path}: track {name!r}: cannot be used ({error})")


def _kml(path: Path) -> Iterator[Track | Failure]:
    root = _xml(path)
    for number, place in enumerate(_all(root, "Placemark"), 1):
        name = _text(place, "name") or f"{path.stem}-{number}"
        try:
            for track in _all(place, "Track"):
                coords = [(c.text or "").split() for c in _all(track, "coord")]
                yield _track(name, [(float(c[0]), float(c[1])) for c in coords],
                             [w.text for w in _all(track, "when")] or None)
            for line in _all(place, "LineString"):
                pairs = [c.split(",") for c in (_text(line, "coordinates") or "").split()]
                yield _track(name, [(float(p[0]), float(p[1])) for p in pairs], None)
        except (ValueError, IndexError) as error:
            yield Failure(f"{path}: placemark {name!r}: cannot be used ({error})")


def _xml(path: Path) -> ElementTree.Element:
    text = path.read_bytes()
    # Neither format has a document type; one that declares entities means harm.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise InputError(f"{path}: has a document type declaration, which no track needs: remove it")
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise InputError(f"{path}: is no XML ({error})") from error


def _all(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in element.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name]


def _text(element: ElementTree.Element, name: str) -> str | None:
    found = next((e for e in element if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name), None)
    return found.text.strip() if found is not None and found.text else None


def _track(name: str, points: Sequence[tuple[float, float]], stamps: Sequence[Any] | None) -> Track:
    if stamps is not None and len(stamps) != len(points):
        raise ValueError(f"{len(points)} points and {len(stamps)} times")
    times = [parse_time(s) for s in stamps] if stamps is not None else list(range(len(points)))
    if any(t is None for t in times):
        raise ValueError("a point has no time")
    xy = np.array(points, float).reshape(-1, 2)
    return Track(name, np.array(times, float), xy[:, 0], xy[:, 1], timed=stamps is not None)


def _grouped(path: Path, fixes: Sequence[_Fix]) -> Iterator[Track | Failure]:
    groups: dict[str, list[_Fix]] = {}
    for fix in fixes:
        groups.setdefault(fix.name, []).append(fix)
    for name, group in groups.items():
        stamps = [f.time_s for f in group]
        without = sum(s is None for s in stamps)
        if 0 < without < len(stamps):
            yield Failure(f"{path}: track {name!r}: {without} of {len(stamps)} fixes have no time")
            continue
        yield _track(name, [(f.lon, f.lat) for f in group], None if without else stamps)
