"""Files of places that a user brings: GeoNames dumps, CSV and GeoJSON, read row by row.

A row that cannot be used is told with its line and left out; the rest goes on. Only a file of which nothing can be used
raises. Every row comes out as a `PlaceRow`, whatever the file was.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from airmap.errors import InputError
from airmap.records import Bounds

GEONAMES_COLUMNS = 19
_LONGEST_LINE = 1 << 20
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")

#: What a file or an archive that is missing, locked, damaged or cut short raises.
_UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)

FEATURES = frozenset({
    "continent", "region", "country", "admin1", "admin2", "city", "village", "airport", "airbase", "sea", "strait",
    "gulf", "ocean", "lake", "river", "island", "islands", "mountain", "peninsula", "area", "spot",
})
#: GeoNames feature codes (https://www.geonames.org/export/codes.html); the classes below hold for all others.
_CODES = {
    "PCLI": "country", "PCLD": "country", "PCLS": "country", "PCL": "country", "PCLF": "country", "PCLIX": "region",
    "ADM1": "admin1", "ADM2": "admin2", "CONT": "continent", "RGN": "region", "RGNE": "region", "RGNH": "region",
    "OCN": "ocean", "SEA": "sea", "STRT": "strait", "CHN": "strait", "CHNM": "strait", "SD": "strait",
    "GULF": "gulf", "BAY": "gulf", "BAYS": "gulf", "BGHT": "gulf", "COVE": "gulf", "FJD": "gulf", "INLT": "gulf",
    "EST": "gulf", "LK": "lake", "LKS": "lake", "LGN": "lake", "RSV": "lake", "LKI": "lake", "LKN": "lake",
    "STM": "river", "STMI": "river", "STMS": "river", "CNL": "river", "WAD": "river",
    "ISL": "island", "ISLET": "island", "RK": "island", "RKS": "islands", "ISLS": "islands", "ATOL": "islands",
    "REEF": "islands", "ISLF": "island", "ISLX": "island",
    "MT": "mountain", "MTS": "mountain", "PK": "mountain", "PKS": "mountain", "HLL": "mountain", "HLLS": "mountain",
    "VLC": "mountain", "RDGE": "mountain", "PEN": "peninsula", "PENX": "peninsula", "ISTH": "peninsula",
    "AIRB": "airbase", "AIRP": "airport", "AIRF": "airport", "AIRH": "airport", "PPLX": "village", "PPLC": "city",
    "PPLA": "city",
}
_CITY_PEOPLE = 2000
_USUAL: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "place", "toponym", "title", "asciiname"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "feature": ("feature", "feature_code", "fcode", "type", "class", "kind"),
    "country": ("country", "iso3", "country_code", "countrycode", "iso_a3", "iso2"),
    "alternates": ("alternates", "alternatenames", "alternate_names", "aliases", "other_names"),
    "id": ("id", "geonameid", "geonames_id", "fid"),
    "population": ("population", "pop"),
    "admin1": ("admin1", "state", "province"),
}
_BOX = ("west", "south", "east", "north")


class PlaceRow(NamedTuple):
    """One place as a file gives it, and where in it; ``country`` is ISO 3166-1 alpha-3, degrees are WGS 84."""

    where: str
    name: str
    lon: float
    lat: float
    feature: str
    country: str | None
    id: str | None
    population: int
    admin1: str | None
    extent: Bounds | None
    alternates: Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns or properties to read; None where the usual names are to be tried."""

    name: str | None = None
    lat: str | None = None
    lon: str | None = None
    feature: str | None = None
    country: str | None = None
    alternates: str | None = None
    id: str | None = None


Tell = Callable[[str, str], None]


class _RowError(ValueError):
    """A row that cannot be used: what is wrong with it."""


@cache
def country_codes() -> Mapping[str, str]:
    """Return ISO 3166-1 alpha-2 to alpha-3; Kosovo as XK and XKX."""
    with resources.files("airmap.lexicon").joinpath("country_codes.json").open("rb") as file:
        codes: Mapping[str, str] = json.load(file)
    return codes


def is_dump(path: Path) -> bool:
    """Whether a file is a GeoNames dump, by its first line; False for what cannot be opened."""
    try:
        with _opened(path) as (stream, _):
            first = stream.peek(1 << 16)[:1 << 16].split(b"\n", 1)[0]
    except (*_UNREADABLE, InputError):
        return False
    return _dump_line(first)


def read_places(path: Path, columns: Columns, tell: Tell) -> Iterator[PlaceRow]:
    """Yield the places of a GeoNames dump (plain, zip or gz), a CSV or TSV with a header, or GeoJSON.

    Parameters
    ----------
    path
        The file. What it holds is seen from its ending and its first line.
    columns
        Which columns or properties hold what, for CSV and GeoJSON.
    tell
        Called with where ("line 7") and what for each row that is left out.

    Raises
    ------
    InputError
        When the file cannot be opened, is not any of these, or lacks a column that is needed.
    """
    try:
        with _opened(path) as (stream, name):
            head = stream.peek(1 << 16)[:1 << 16]
            if not head.strip():
                raise InputError(f"{path}: the file is empty; give a GeoNames dump, a CSV or a GeoJSON of places")
            first = head.split(b"\n", 1)[0]
            ending = Path(name).suffix.lower()
            if ending in (".geojson", ".json") or head.lstrip()[:1] == b"{":
                yield from _geojson(stream, path, columns, tell)
            elif _dump_line(first):
                yield from _geonames(stream, tell)
            elif b"\0" in first:
                raise InputError(f"{path}: this is not text; give a GeoNames dump, a CSV or a GeoJSON of places")
            else:
                yield from _table(stream, path, first, columns, tell)
    except _UNREADABLE as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InputError(f"{path}: cannot be read ({reason}); check the file and add it again") from error


@contextmanager
def _opened(path: Path) -> Iterator[tuple[io.BufferedReader, str]]:
    """Open a file, or the one table in a zip archive, as bytes; with the name that says what it holds."""
    suffix = path.suffix.lower()
    if suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if not n.endswith("/") and "readme" not in n.lower()
                     and Path(n).suffix.lower() in (".txt", ".csv", ".tsv", ".geojson", ".json")]
            if len(names) != 1:
                raise InputError(f"{path}: {len(names)} tables in the archive; unpack it and add the one you want")
            with archive.open(names[0]) as member:
                yield io.BufferedReader(cast(io.RawIOBase, member), 1 << 20), names[0]
    elif suffix == ".gz":
        with gzip.open(path) as packed:
            yield io.BufferedReader(cast(io.RawIOBase, packed), 1 << 20), path.stem
    else:
        with path.open("rb", buffering=0) as plain:
            yield io.BufferedReader(plain, 1 << 20), path.name


def _dump_line(first: bytes) -> bool:
    header = first.lower().split(b"\t")[0].strip() in (b"geonameid", b"id", b"name")
    return first.count(b"\t") >= GEONAMES_COLUMNS - 5 and not header


def _geonames(stream: IO[bytes], tell: Tell) -> Iterator[PlaceRow]:
    """Yield the rows of a dump: 19 columns parted by tabs, no header, no quoting."""
    codes = country_codes()
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        try:
            yield _geonames_row(f"line {number}", line, codes)
        except _RowError as bad:
            tell(f"line {number}", str(bad))
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass


def _geonames_row(where: str, line: bytes, codes: Mapping[str, str]) -> PlaceRow:
    if b"\0" in line:
        raise _RowError("a NUL byte")
    try:
        parts = line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        raise _RowError("not UTF-8") from error
    if len(parts) != GEONAMES_COLUMNS:
        cut = "" if line.endswith(b"\n") else " (the file is cut short?)"
        raise _RowError(f"{len(parts)} columns where a GeoNames dump has {GEONAMES_COLUMNS}{cut}")
    number, name, ascii_name, others, lat_text, lon_text, feature_class, code, country = parts[:9]
    if not number.isdecimal():
        raise _RowError(f"the id {number[:40]!r} is no number")
    lon, lat = _degrees(lon_text, lat_text)
    people = parts[14]
    population = int(people) if people.isdecimal() else 0
    if not name.strip():
        raise _RowError("no name")
    alternates = [n for n in others.split(",") if _wanted(n)] if others else []
    if ascii_name and ascii_name != name:
        alternates.append(ascii_name)
    return PlaceRow(where, name, lon, lat, _feature(feature_class, code, population), codes.get(country), number,
                    population, None, None, alternates)


def _wanted(name: str) -> bool:
    """Whether English text can hold an alternate name: Latin letters, and no code such as "PAR"."""
    if len(name) <= 3:
        return len(name) > 1 and not name.isupper() and _LATIN.search(name) is not None
    return (name.isascii() or _LATIN.search(name) is not None) and not name.startswith("http")


def _feature(feature_class: str, code: str, population: int) -> str:
    if (feature := _CODES.get(code)) is not None:
        return feature
    if feature_class == "P":
        return "city" if population >= _CITY_PEOPLE else "village"
    # Buildings, farms, roads, woods, undersea features: what GeoNames has by the million.
    return "spot" if feature_class in ("S", "R", "V", "U") else "area"


def _degrees(lon_text: str, lat_text: str) -> tuple[float, float]:
    """Return longitude and latitude; refuse what is no number or beyond the globe."""
    try:
        lon, lat = float(lon_text), float(lat_text)
    except (TypeError, ValueError) as error:
        raise _RowError(f"latitude {str(lat_text)[:40]!r}, longitude {str(lon_text)[:40]!r}: not numbers") from error
    if not -90 <= lat <= 90:
        raise _RowError(f"latitude {lat:g} is beyond 90 degrees")
    if not -180 <= lon <= 180:
        raise _RowError(f"longitude {lon:g} is beyond 180 degrees")
    return lon, lat


def _table(stream: io.BufferedReader, path: Path, first: bytes, columns: Columns, tell: Tell) -> Iterator[PlaceRow]:
    """Yield the rows of a CSV or TSV whose first row names the columns."""
    delimiter = max("\t;,|", key=lambda c: first.count(c.encode()))
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    rows = csv.reader(text, delimiter=delimiter)
    header = [h.strip() for h in next(rows)]
    place_of = _positions(header, path, columns)
    while True:
        begun = rows.line_num + 1
        try:
            fields = next(rows, None)
        except csv.Error as error:
            tell(f"line {begun}", f"{error} (a quotation mark that is not closed?)")
            continue
        if fields is None:
            break
        if not fields:
            continue
        try:
            if len(fields) != len(header):
                raise _RowError(f"{len(fields)} columns where the header has {len(header)}")
            yield _row(f"line {begun}", {key: fields[at] for key, at in place_of.items()})
        except _RowError as bad:
            tell(f"line {begun}", str(bad))
    text.detach()


def _positions(header: Sequence[str], path: Path, columns: Columns) -> dict[str, int]:
    """Return which field of a row holds what."""
    folded = [h.casefold() for h in header]
    found: dict[str, int] = {}
    for key, usual in _USUAL.items():
        given = getattr(columns, key, None)
        if given is not None:
            if given not in header:
                raise InputError(f"{path}: no column {given!r}; the header has {', '.join(header)}"[:400])
            found[key] = header.index(given)
        elif (name := next((n for n in usual if n in folded), None)) is not None:
            found[key] = folded.index(name)
    for key in ("name", "lat", "lon"):
        if key not in found:
            raise InputError(f"{path}: no column for the {key}; name one with --{key}-column"
                             f" (the header has {', '.join(header)})"[:400])
    if all(side in folded for side in _BOX):
        found.update({side: folded.index(side) for side in _BOX})
    return found


def _row(where: str, fields: Mapping[str, str]) -> PlaceRow:
    """Return a place from the fields of a table or the properties of a GeoJSON feature."""
    for value in fields.values():
        if "\0" in value:
            raise _RowError("a NUL byte")
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise _RowError("not UTF-8")
    name = fields["name"].strip()
    if not name:
        raise _RowError("no name")
    lon, lat = _degrees(fields["lon"], fields["lat"])
    people = fields.get("population", "").replace(",", "").strip()
    population = int(people) if people.isdecimal() else 0
    kind = fields.get("feature", "").strip()
    feature = kind.lower() if kind.lower() in FEATURES else _feature("", kind.upper(), population)
    country = fields.get("country", "").strip().upper()
    codes = country_codes()
    iso3 = codes.get(country) or (country if country in codes.values() else None)
    others = fields.get("alternates", "")
    parted_by = next((mark for mark in "|;" if mark in others), ",")
    alternates = [n.strip() for n in others.split(parted_by) if n.strip()]
    return PlaceRow(where, name, lon, lat, feature, iso3, fields.get("id") or None, population,
                    fields.get("admin1") or None, _extent(fields), alternates)


def _extent(fields: Mapping[str, str]) -> Bounds | None:
    if not all(fields.get(side, "").strip() for side in _BOX):
        return None
    west, south = _degrees(fields["west"], fields["south"])
    east, north = _degrees(fields["east"], fields["north"])
    if south > north:
        raise _RowError("the box's south is north of its north")
    return Bounds(west, south, east, north)


def _geojson(stream: IO[bytes], path: Path, columns: Columns, tell: Tell) -> Iterator[PlaceRow]:
    """Yield the features of a FeatureCollection, or of one feature a line; a shape gives its inner point and box."""
    data = stream.read()
    try:
        document = json.loads(data)
        features = document.get("features", [document]) if isinstance(document, dict) else None
        if not isinstance(features, list):
            raise InputError(f"{path}: no list of features; give a GeoJSON FeatureCollection")
        numbered: Iterator[tuple[str, Any]] = ((f"feature {n}", f) for n, f in enumerate(features, 1))
    except RecursionError as error:
        raise InputError(f"{path}: nested too deep to be GeoJSON") from error
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        lines = [line for line in data.split(b"\n") if line.strip(b"\x1e\r ")]
        if len(lines) < 2 or not lines[0].rstrip(b"\r").endswith(b"}"):
            raise InputError(f"{path}: not JSON ({error}); check whether the file is cut short") from error
        numbered = _json_lines(lines, tell)
    for where, feature in numbered:
        try:
            yield _feature_row(where, feature, columns)
        except _RowError as bad:
            tell(where, str(bad))


def _json_lines(lines: Sequence[bytes], tell: Tell) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            yield f"line {number}", json.loads(line.strip(b"\x1e\r "))
        except (ValueError, RecursionError):
            tell(f"line {number}", "not JSON (cut short?)")


def _feature_row(where: str, feature: Any, columns: Columns) -> PlaceRow:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        raise _RowError("not a feature with properties and a geometry")
    folded = {str(k).casefold(): k for k in properties}
    fields: dict[str, str] = {}
    for key, usual in _USUAL.items():
        if key in ("lat", "lon"):
            continue
        given = getattr(columns, key, None)
        property_name = given if given is not None else next((folded[n] for n in usual if n in folded), None)
        value = properties.get(property_name) if property_name is not None else None
        if isinstance(value, list):
            value = "|".join(str(v) for v in value)
        if value is not None:
            fields[key] = str(value)
    if feature.get("id") is not None:
        fields.setdefault("id", str(feature["id"]))
    fields.setdefault("name", "")
    if geometry.get("type") == "Point":
        at = geometry.get("coordinates")
        if not isinstance(at, list) or len(at) < 2:
            raise _RowError("a point without coordinates")
        fields.update(lon=str(at[0]), lat=str(at[1]))
        return _row(where, fields)
    point, box = _shape(geometry)
    fields.update(lon=str(point[0]), lat=str(point[1]), **dict(zip(_BOX, map(str, box), strict=True)))
    return _row(where, fields)


def _shape(geometry: Mapping[str, Any]) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """Return a point inside a line or an area, and its box."""
    import shapely
    from shapely.geometry import shape

    try:
        form = shape(dict(geometry))
        if form.is_empty or not all(math.isfinite(v) for v in form.bounds):
            raise _RowError("an empty geometry")
        inner = form.representative_point()
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError) as error:
        if isinstance(error, _RowError):
            raise
        raise _RowError(f"a geometry that cannot be read ({error})"[:200]) from error
    west, south, east, north = form.bounds
    return (inner.x, inner.y), (west, south, east, north)
