"""``airmap locate``: whose airspace, how deep, and what lies beyond the nearest border."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from airmap.errors import AirmapError, InputError

if TYPE_CHECKING:
    from airmap.atlas import Location
    from airmap.records import Position

_NM_M = 1852.0
_LAT_NAMES, _LON_NAMES = ("lat", "latitude", "y"), ("lon", "lng", "long", "longitude", "x")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("locate", context_settings={"ignore_unknown_options": True})(locate)


def locate(
    lat: Annotated[str | None, typer.Argument(metavar="LAT", help="Latitude, degrees north.")] = None,
    lon: Annotated[str | None, typer.Argument(metavar="LON", help="Longitude, degrees east.")] = None,
    csv_file: Annotated[Path | None, typer.Option(
        "--csv", metavar="FILE", help="Many points: a CSV file with the columns lat and lon; - for stdin.")] = None,
    worldview: Annotated[str, typer.Option(
        metavar="VIEW", help="de_facto, recognised, or a state's code.")] = "de_facto",
    format: Annotated[str, typer.Option(metavar="NAME", help="table or json (jsonl with --csv).")] = "table",
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Tell whose airspace a point is in, how deep, and the nearest border point. Latitude comes first."""
    from airmap.atlas import Atlas

    if format not in ("table", "json", "jsonl"):
        raise InputError(f"--format {format}: give table or json")
    atlas = Atlas(worldview)
    if csv_file is not None:
        if lat is not None:
            raise InputError("give LAT LON or --csv FILE, not both")
        raise typer.Exit(_locate_rows(csv_file, atlas))
    if lat is None or lon is None:
        raise InputError("give LAT and LON in degrees, for example: airmap locate 33.0 35.9")
    found = atlas.locate(_degrees(lon, "LON"), _degrees(lat, "LAT"))
    typer.echo(as_table(found) if format == "table" else json.dumps(as_record(found), ensure_ascii=False))


def _degrees(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(f"{name} {text!r} is no number of degrees; for other forms use: airmap where") from error


def _locate_rows(path: Path, atlas: Any) -> int:
    """Write one JSON object a row; name each row that cannot be used; return the exit code."""
    try:
        file = sys.stdin if str(path) == "-" else path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    failed = 0
    with file:
        rows = csv.DictReader(file)
        names = {n.strip().lower(): n for n in rows.fieldnames or []}
        lat_name = next((names[n] for n in _LAT_NAMES if n in names), None)
        lon_name = next((names[n] for n in _LON_NAMES if n in names), None)
        if lat_name is None or lon_name is None:
            raise InputError(f"{path}: no columns lat and lon among {', '.join(names) or 'none'}")
        for number, row in enumerate(rows, 2):
            try:
                found = atlas.locate(_degrees(row[lon_name] or "", "lon"), _degrees(row[lat_name] or "", "lat"))
            except AirmapError as error:
                failed += 1
                typer.echo(f"airmap: {path}: line {number}: {error}", err=True)
                continue
            typer.echo(json.dumps(as_record(found), ensure_ascii=False))
    return 1 if failed else 0


def as_record(found: Location) -> dict[str, Any]:
    """Return a location in the contract's form (design, section 6)."""
    return {
        "lat": found.lat,
        "lon": found.lon,
        "worldview": found.worldview,
        "airspaces": [
            {"state": h.state, "part": h.part, "depth_m": round(h.depth_m, 1),
             "border_point": [round(h.border_point.lon, 6), round(h.border_point.lat, 6)], "beyond": h.beyond}
            for h in found.airspaces
        ],
        "disputed": [
            {"name": a.name, "administered_by": a.administered_by, "claimed_by": list(a.claimed_by),
             "recognised": a.recognised}
            for a in found.disputed
        ],
        "nearest": None if found.nearest is None else {
            "state": found.nearest.state, "distance_m": round(found.nearest.distance_m, 1),
            "border_point": [round(found.nearest.border_point.lon, 6), round(found.nearest.border_point.lat, 6)]},
        "fir": found.fir,
        "adiz": list(found.adiz),
    }


def as_table(found: Location) -> str:
    """Return a location as lines for people."""
    lines = [f"{_axis(found.lat, 'N', 'S')} {_axis(found.lon, 'E', 'W')}   (view: {found.worldview})"]
    for h in found.airspaces:
        where = "over land" if h.part == "land" else "over its territorial sea"
        beyond = f"beyond it {h.beyond}" if h.beyond else "beyond it no state's airspace"
        lines.append(f"In the airspace of {h.state}, {where}, {_length(h.depth_m)} inside")
        lines.append(f"  nearest limit at {_point(h.border_point)}, {beyond}")
    if found.nearest:
        n = found.nearest
        lines.append(f"In no state's airspace; the nearest is that of {n.state}, {_length(n.distance_m)} away")
        lines.append(f"  nearest limit at {_point(n.border_point)}")
    for a in found.disputed:
        view = f"; recognised as {a.recognised}" if a.recognised else ""
        claims = f", claimed by {', '.join(a.claimed_by)}" if a.claimed_by else ""
        lines.append(f"Disputed: {a.name}, administered by {a.administered_by}{claims}{view}")
    lines.extend(f"Inside the {name} (an identification zone, not sovereign airspace)" for name in found.adiz)
    return "\n".join(lines)


def _length(metres: float) -> str:
    if metres < 1000:
        return f"{metres:,.0f} m"
    return f"{metres:,.0f} m ({metres / 1000:,.2f} km, {metres / _NM_M:,.2f} NM)"


def _point(position: Position) -> str:
    return f"{_axis(position.lat, 'N', 'S')} {_axis(position.lon, 'E', 'W')}"


def _axis(degrees: float, positive: str, negative: str) -> str:
    return f"{abs(degrees):.5f}°{positive if degrees >= 0 else negative}"
