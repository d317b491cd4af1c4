"""The formats that are text, written record by record: JSON Lines, CSV, GeoJSON, GeoJSON sequences, KML."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from airmap import serial
from airmap.formats.columns import INCIDENT_COLUMNS, MEETING_COLUMNS, Column, Value
from airmap.formats.credit import DATA_CREDIT
from airmap.records import Incident, Meeting, Reading

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Table = Literal["incidents", "meetings"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COORDINATE_DIGITS = 5


def columns_of(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table."""
    return INCIDENT_COLUMNS if table == "incidents" else MEETING_COLUMNS


def records_of(readings: Iterable[Reading], table: Table) -> Iterator[tuple[Reading, Incident | Meeting]]:
    """Yield each incident or meeting with the reading that it belongs to."""
    for reading in readings:
        for record in reading.incidents if table == "incidents" else reading.meetings:
            yield reading, record


def geometry_of(record: Incident | Meeting) -> BaseGeometry | None:
    """Return an incident's region, or a meeting's place as a point; None where there is none."""
    from shapely.geometry import Point

    if isinstance(record, Meeting):
        place = record.place.place if record.place else None
        return Point(round(place.lon, _COORDINATE_DIGITS), round(place.lat, _COORDINATE_DIGITS)) if place else None
    geometry = record.region.geometry if record.region else None
    return None if geometry is None or geometry.is_empty else geometry


def write_jsonl(readings: Iterable[Reading], stream: IO[str]) -> None:
    """Write one JSON object for each article: the contract of the documentation."""
    for reading in readings:
        stream.write(json.dumps(serial.reading_to_dict(reading), ensure_ascii=False) + "\n")


def write_csv(readings: Iterable[Reading], stream: IO[str], table: Table) -> None:
    """Write one row for each incident or meeting; lists are joined by semicolons, formulas made harmless."""
    columns = columns_of(table)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([c.name for c in columns])
    for reading, record in records_of(readings, table):
        writer.writerow([_cell(c.value(reading, record)) for c in columns])


def _cell(value: Value) -> Value:
    """Return a cell that a spreadsheet shows as text: one that starts like a formula gets an apostrophe."""
    if isinstance(value, tuple):
        value = "; ".join(value)
    if isinstance(value, str):
        value = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
        return "'" + value if value.lstrip(" ").startswith(_FORMULA) else value
    return ("true" if value else "false") if isinstance(value, bool) else value


def write_geojson(readings: Iterable[Reading], stream: IO[str], table: Table) -> None:
    """Write a GeoJSON collection (RFC 7946): regions of incidents or places of meetings, the columns as properties."""
    head = {"type": "FeatureCollection", "name": table, "attribution": DATA_CREDIT}
    stream.write(json.dumps(head)[:-1] + ', "features": [')
    for number, feature in enumerate(_features(readings, table)):
        stream.write((",\n" if number else "\n") + feature)
    stream.write("\n]}\n")


def write_geojsonseq(readings: Iterable[Reading], stream: IO[str], table: Table) -> None:
    """Write GeoJSON features, each on a line after a record separator (RFC 8142)."""
    for feature in _features(readings, table):
        stream.write("\x1e" + feature + "\n")


def _features(readings: Iterable[Reading], table: Table) -> Iterator[str]:
    import shapely

    columns = columns_of(table)
    for reading, record in records_of(readings, table):
        geometry = geometry_of(record)
        mapped = rounded(shapely.geometry.mapping(geometry)) if geometry is not None else None
        identity = {"id": record.incident_id} if isinstance(record, Incident) and record.incident_id else {}
        feature = {"type": "Feature", **identity, "geometry": mapped,
                   "properties": {c.name: c.value(reading, record) for c in columns}}
        yield json.dumps(feature, ensure_ascii=False)


def rounded(value: Any) -> Any:
    """Return a GeoJSON geometry with its coordinates rounded to about a metre."""
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v) for v in value]
    return round(value, _COORDINATE_DIGITS) if isinstance(value, float) else value


_KML_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>airmap</name>
<Style id="incident"><LineStyle><color>ff1c1ab3</color><width>2</width></LineStyle>\
<PolyStyle><color>661c1ab3</color></PolyStyle></Style>
<Style id="meeting"><IconStyle><color>ffa35c1f</color></IconStyle></Style>
"""


def write_kml(readings: Sequence[Reading] | Iterable[Reading], stream: IO[str]) -> None:
    """Write incidents and meetings as KML placemarks in two folders; ``readings`` is gone through twice."""
    stream.write(_KML_HEAD + f"<description>{_xml(DATA_CREDIT)}</description>\n")
    tables: tuple[Table, Table] = ("incidents", "meetings")
    for table in tables:
        stream.write(f"<Folder><name>{table.title()}</name>\n")
        for reading, record in records_of(readings, table):
            stream.write(_placemark(reading, record, table))
        stream.write("</Folder>\n")
    stream.write("</Document></kml>\n")


def _placemark(reading: Reading, record: Incident | Meeting, table: Table) -> str:
    geometry = geometry_of(record)
    if isinstance(record, Incident):
        parts = [record.type.replace("_", " "), record.violator or record.violator_name, "in", record.airspace]
        name = " ".join(p for p in (parts if record.airspace else parts[:2]) if p)
    else:
        name = " in ".join(p for p in (record.event or record.kind, record.place_name) if p)
    data = "".join(
        f'<Data name="{c.name}"><value>{_xml(str(_joined(value)))}</value></Data>'
        for c in columns_of(table) if (value := c.value(reading, record)) not in (None, ()))
    shape = _kml_geometry(geometry) if geometry is not None else ""
    return (f"<Placemark><name>{_xml(name)}</name><styleUrl>#{table[:-1]}</styleUrl>"
            f"<ExtendedData>{data}</ExtendedData>{shape}</Placemark>\n")


def _joined(value: Value) -> Value:
    return "; ".join(value) if isinstance(value, tuple) else value


def _xml(text: str) -> str:
    return escape("".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text))


def _kml_geometry(geometry: BaseGeometry) -> str:
    """Return a geometry in KML: points, lines and polygons, several of them as a ``MultiGeometry``."""
    if hasattr(geometry, "geoms"):
        return "<MultiGeometry>" + "".join(_kml_geometry(g) for g in geometry.geoms) + "</MultiGeometry>"
    if geometry.geom_type == "Polygon":
        rings = [geometry.exterior, *geometry.interiors]  # type: ignore[attr-defined]
        sides = ["outerBoundaryIs", *["innerBoundaryIs"] * (len(rings) - 1)]
        return "<Polygon>" + "".join(f"<{side}><LinearRing>{_kml_coordinates(ring)}</LinearRing></{side}>"
                                     for side, ring in zip(sides, rings, strict=True)) + "</Polygon>"
    kind = "Point" if geometry.geom_type == "Point" else "LineString"
    return f"<{kind}>{_kml_coordinates(geometry)}</{kind}>"


def _kml_coordinates(geometry: BaseGeometry) -> str:
    pairs = " ".join(f"{x:.5f},{y:.5f}" for x, y in geometry.coords)
    return f"<coordinates>{pairs}</coordinates>"
