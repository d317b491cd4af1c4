"""Flight information regions: which one lies over a point, whose they are, and which a text names.

The data carry those of Europe (`data/boundaries/fir_names.csv`); others come from a GeoJSON file of the user's. In a
region a state gives flight information and alerts rescuers: it reaches over the high seas and is no sovereign airspace.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.airspace.boundary_store import BoundaryStore
from airmap.errors import InputError, UnknownPlaceError
from airmap.paths import data_dir
from airmap.records import Bounds, Place, RelativePlace, Span, Toponym

_IDENTS = ("ident", "icao", "icao_code", "designator", "code", "id")
_NAMES = ("name", "fir", "firname", "fir_name", "label", "title")
_WORDS = r"(?:FIRs?|UIRs?|flight information (?:region|zone)s?)"
# "FIR" must be in capitals: a fir is a tree as well.
_UNKNOWN = re.compile(rf"(?:\b\w[\w'’-]*\s+)?\b{_WORDS}\b")
_LEAD = r"(?:\b(?:in|inside|within|into|over|through|across|of)\s+)?(?:\bthe\s+)?"


@dataclass(frozen=True, slots=True)
class FlightRegion:
    """One flight information region; ``states`` are those that answer for it, ``file`` the user's file it is from."""

    ident: str
    name: str
    aliases: tuple[str, ...]
    states: tuple[str, ...]
    bounds: Bounds
    file: Path | None = None

    @property
    def label(self) -> str:
        """Return the name and the ICAO location indicator: "Nicosia FIR (LCCC)"."""
        named = f"{self.name} FIR" if self.name else "FIR"
        return f"{named} ({self.ident})" if self.ident else named

    @property
    def geometry(self) -> BaseGeometry:
        """The region's MultiPolygon, degrees."""
        if self.file is not None:
            return _read(self.file)[self]
        return _store().geometry(self.ident)


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A flight information region that a text names, from ``start`` (its preposition and article) to ``end``."""

    region: FlightRegion
    start: int
    end: int
    quote: str


@cache
def packaged_regions() -> tuple[FlightRegion, ...]:
    """Return the regions that the data carry, by name."""
    with (data_dir("boundaries") / "fir_names.csv").open(encoding="utf-8", newline="") as file:
        found = [
            FlightRegion(r["ident"], r["name"], tuple(filter(None, r["aliases"].split(";"))),
                         tuple(r["states"].split()), _store().states[r["ident"]].bounds)
            for r in csv.DictReader(file)
        ]
    return tuple(sorted(found, key=lambda r: r.label))


def regions_of_file(path: Path) -> tuple[FlightRegion, ...]:
    """Return the regions of a user's GeoJSON file.

    A feature's name is its property ``name`` (or ``fir``, ``label``), its indicator ``ident`` (or ``icao``, ``id``,
    ``designator``), its states ``states``, three letters each.

    Raises
    ------
    InputError
        When the file cannot be read or a feature is no named polygon; the message says which.
    """
    return tuple(_read(path))


def region_at(lon: float, lat: float, regions: Iterable[FlightRegion]) -> FlightRegion | None:
    """Return the first of some regions that covers a point, in degrees."""
    for region in regions:
        west, south, east, north = region.bounds
        if west <= lon <= east and south <= lat <= north and shapely.intersects_xy(region.geometry, lon, lat):
            return region
    return None


def regions_named(text: str, regions: Iterable[FlightRegion]) -> tuple[NamedRegion, ...]:
    """Return the regions that a text names ("the Nicosia FIR", "FIR Praha", "Athens flight information region")."""
    by_name = {name.casefold(): r for r in reversed(tuple(regions)) for name in (r.ident, *r.aliases, r.name) if name}
    found = []
    for match in _pattern(tuple(sorted(by_name, key=lambda n: (-len(n), n)))).finditer(text):
        region = by_name[(match["before"] or match["after"]).casefold()]
        found.append(NamedRegion(region, match.start(), match.end(), match[0]))
    return tuple(found)


def take_regions(phrase: str, regions: Iterable[FlightRegion]) -> tuple[str, tuple[RelativePlace, ...]]:
    """Return a phrase without the regions that it names, and those as relative places.

    Raises
    ------
    UnknownPlaceError
        When it names a region that is not among them.
    """
    named = regions_named(phrase, regions)
    rest = phrase
    for found in reversed(named):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    if match := _UNKNOWN.search(rest):
        raise UnknownPlaceError(f'"{match[0]}": airmap knows no such flight information region; those of Europe are '
                                "there, --fir FILE gives others")
    return rest.strip(" ,;.") if named else phrase, tuple(_inside(found) for found in named)


def _inside(found: NamedRegion) -> RelativePlace:
    region = found.region
    span = Span(found.start, found.end, found.quote)
    middle = region.geometry.representative_point()
    place = Place(
        name=region.label, lon=middle.x, lat=middle.y, feature="fir", gazetteer="firs",
        gazetteer_id=region.ident or None, extent=region.bounds,
        country=region.states[0] if len(region.states) == 1 else None,
    )
    return RelativePlace(span, "in", (Toponym(span, region.label, "name", place, 1.0),))


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(n) for n in names) or "(?!)"
    return re.compile(rf"{_LEAD}(?:\b(?P<before>{either})(?:['’]s)?\s+{_WORDS}\b|\bFIR\s+(?P<after>{either})(?!\w))",
                      re.IGNORECASE)


@cache
def _store() -> BoundaryStore:
    return BoundaryStore(data_dir("boundaries") / "firs")


@cache
def _read(path: Path) -> Mapping[FlightRegion, BaseGeometry]:
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path}: is no GeoJSON FeatureCollection of flight information regions") from error
    if not isinstance(features, list) or not features:
        raise InputError(f"{path}: holds no features; give a FeatureCollection of named polygons")
    regions = {}
    for number, feature in enumerate(features, 1):
        region, geometry = _of_feature(feature, f"{path}: feature {number}", path)
        regions[region] = geometry
    return regions


def _of_feature(feature: Any, where: str, path: Path) -> tuple[FlightRegion, BaseGeometry]:
    try:
        geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
        fields = {str(k).casefold(): str(v) for k, v in (feature.get("properties") or {}).items() if v is not None}
    except (shapely.errors.GEOSException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{where}: has no geometry that can be read; give a Polygon or MultiPolygon") from error
    if geometry is None or geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty:
        raise InputError(f"{where}: is no Polygon or MultiPolygon")
    west, south, east, north = geometry.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise InputError(f"{where}: reaches from {west} E {south} N to {east} E {north} N: give longitude -180 to 180 "
                         "and latitude -90 to 90, longitude first")
    ident = next((fields[n] for n in _IDENTS if fields.get(n)), "")
    name = next((fields[n] for n in _NAMES if fields.get(n)), "")
    name = re.sub(rf"^FIR\s+|\s+{_WORDS}(?:/\w+)?$", "", name.strip(), flags=re.IGNORECASE)
    if not (name or ident):
        raise InputError(f"{where}: has no name; give it a property name or ident")
    valid = geometry if geometry.is_valid else shapely.make_valid(geometry)
    states = tuple(re.findall(r"[A-Z]{3}", fields.get("states", "")))
    return FlightRegion(ident, name, (), states, Bounds(*valid.bounds), path), valid
