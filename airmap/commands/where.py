"""``airmap where``: a relative place as a region."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from airmap.errors import InputError

if TYPE_CHECKING:
    from airmap.records import Place, Region, RelativePlace

FORMATS = ("table", "json", "geojson", "wkt")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("where")(where)


def where(
    phrase: Annotated[list[str], typer.Argument(metavar="PHRASE", help='For example "20 km north of Latakia".')],
    worldview: Annotated[
        str, typer.Option(metavar="VIEW", help="de_facto, recognised, or a state's code.")
    ] = "de_facto",
    fir: Annotated[Path | None, typer.Option(
        metavar="FILE", help="GeoJSON of flight information regions; those of Europe are there without it.")] = None,
    format: Annotated[str, typer.Option(metavar="NAME", help="table, json, geojson or wkt.")] = "table",
    reference_lat: Annotated[
        float | None,
        typer.Option(metavar="DEG", help="With --reference-lon: where the place that the phrase names is."),
    ] = None,
    reference_lon: Annotated[float | None, typer.Option(metavar="DEG", help="See --reference-lat.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Show the region that a relative place stands for.

    "20 km north of Latakia", "within one mile of the Syrian border in Israel", "12 nautical miles off the Estonian
    coast", "between Gotland and Kaliningrad", "Nicosia FIR", "35.9N 36.0E". A name that several places bear means the
    best-known one; the others are named, and --reference-lat and --reference-lon say which is meant.
    """
    if format not in FORMATS:
        raise InputError(f"--format {format}: give one of {', '.join(FORMATS)}")
    if (reference_lat is None) != (reference_lon is None):
        raise InputError("give --reference-lat and --reference-lon together")
    from airmap.atlas import Atlas
    from airmap.pipeline import atlas_for, default_gazetteer
    from airmap.records import Position
    from airmap.regions.relative import read_phrase, region_of_all

    words = " ".join(phrase)
    reference = (
        Position(reference_lon, reference_lat) if reference_lon is not None and reference_lat is not None else None
    )
    atlas = atlas_for(worldview) if fir is None else Atlas(worldview, firs=fir)
    relative_places = read_phrase(words, default_gazetteer(), reference=reference, regions=atlas.flight_regions)
    region = region_of_all(relative_places, atlas)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if format == "wkt":
        import shapely

        typer.echo(shapely.to_wkt(region.geometry, rounding_precision=6))
    elif format == "table":
        _table(words, relative_places, region)
    else:
        typer.echo(json.dumps(_record(words, worldview, relative_places, region, format), ensure_ascii=False))


def _record(
    phrase: str, worldview: str, relative_places: tuple["RelativePlace", ...], region: "Region", format: str
) -> dict[str, Any]:
    from airmap.regions.relative import unread
    from airmap.serial import region_to_dict, toponym_to_dict

    fields = {
        "phrase": phrase,
        "worldview": worldview,
        **region_to_dict(region),
        "unread": unread(phrase, relative_places),
        "toponyms": [toponym_to_dict(t) for r in relative_places for t in r.toponyms],
    }
    if format == "json":
        return fields
    geometry = fields.pop("region")
    feature = {"type": "Feature", "geometry": geometry, "properties": fields}
    return {"type": "FeatureCollection", "features": [feature]}


def _table(phrase: str, relative_places: tuple["RelativePlace", ...], region: "Region") -> None:
    from airmap.regions.relative import describe, unread

    kind = "hard"
    rows = [
        ("phrase", phrase),
        ("read as", "; ".join(describe(r) for r in relative_places)),
        ("middle", f"{_degrees(region.point.lat, 'NS')} {_degrees(region.point.lon, 'EW')}"),
        ("radius", _length(region.radius_m)),
        ("area", f"{region.area_km2:,.1f} km²"),
        *((kind, f'"{c.quote}" ({c.label})') for c in region.constraints if len(region.constraints) > 1),
        *(("set aside", f'"{c.quote}" ({c.label})') for c in region.dropped),
    ]
    if region.conflict:
        rows.append(("conflict", " excludes ".join(f'"{q}"' for q in region.conflict)))
    for relative_place in relative_places:
        for toponym in relative_place.toponyms:
            if toponym.place:
                rows.append(("place", _place(toponym.place)))
            for other in toponym.alternatives[:3]:
                rows.append(("or", _place(other.place)))
    if left := unread(phrase, relative_places):
        rows.append(("not read", " ".join(left)))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        typer.echo(f"{name:{width}}  {value}")


def _place(place: "Place") -> str:
    details = ", ".join(filter(None, (place.feature, place.admin1, place.country)))
    return f"{place.name} ({details}) at {_degrees(place.lat, 'NS')} {_degrees(place.lon, 'EW')}"


def _degrees(value: float, hemispheres: str) -> str:
    return f"{abs(value):.4f}°{hemispheres[value < 0]}"


def _length(metres: float) -> str:
    return f"{metres / 1000:,.1f} km ({metres / 1852:,.1f} NM)"
