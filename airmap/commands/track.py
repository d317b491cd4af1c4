"""``airmap track``: a flight track's stays in states' airspace, with times, seconds inside and greatest depth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from airmap.errors import InputError

if TYPE_CHECKING:
    from airmap.records import Position
    from airmap.tracks import Visit

_NM_M = 1852.0
_FORMATS = ("table", "jsonl", "csv", "geojson")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("track")(track)


def track(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV, Parquet, GeoJSON, GPX or KML.")],
    state: Annotated[list[str] | None, typer.Option(
        metavar="CODE", help="Only this state's airspace (ISO 3166-1 alpha-3); may be repeated.")] = None,
    worldview: Annotated[str, typer.Option(
        metavar="VIEW", help="de_facto, recognised, or a state's code.")] = "de_facto",
    format: Annotated[str, typer.Option(metavar="NAME", help="table, jsonl, csv or geojson.")] = "table",
    sort: Annotated[bool, typer.Option("--sort", help="Put fixes that are out of order in the order of time.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Tell whose airspace a flight entered: where and when it came in and went out, how long, how deep."""
    from airmap.atlas import Atlas
    from airmap.track_files import Failure, read_tracks
    from airmap.tracks import in_order, visits

    if format not in _FORMATS:
        raise InputError(f"--format {format}: give one of {', '.join(_FORMATS)}")
    atlas = Atlas(worldview)
    wanted = {s.upper() for s in state or ()}
    if unknown := wanted - set(atlas.states):
        raise InputError(f"--state {', '.join(sorted(unknown))}: no such state; use ISO 3166-1 alpha-3 codes")
    found: list[Visit] = []
    failed = tracks = 0
    for path in files:
        for item in read_tracks(path):
            if isinstance(item, Failure):
                failed += 1
                typer.echo(f"airmap: {item.message}", err=True)
                continue
            try:
                stays = visits(in_order(item) if sort else item, atlas)
            except InputError as error:
                failed += 1
                typer.echo(f"airmap: {path}: {error}", err=True)
                continue
            tracks += 1
            found += [v for v in stays if not wanted or v.state in wanted]
    _write(found, format, worldview, tracks)
    if failed:
        raise typer.Exit(1)


def _write(found: list[Visit], format: str, worldview: str, tracks: int) -> None:
    if format == "jsonl":
        for visit in found:
            typer.echo(json.dumps(as_record(visit), ensure_ascii=False))
    elif format == "csv":
        import csv
        import io

        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        rows = [_flat(as_record(v)) for v in found]
        writer.writerow(_CSV_COLUMNS)
        writer.writerows([row[c] for c in _CSV_COLUMNS] for row in rows)
        typer.echo(out.getvalue(), nl=False)
    elif format == "geojson":
        features = [
            {"type": "Feature", "properties": as_record(v) | {"worldview": worldview},
             "geometry": {"type": "MultiPoint", "coordinates": [_pair(v.entry), _pair(v.deepest), _pair(v.exit)]}}
            for v in found
        ]
        typer.echo(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    else:
        typer.echo("\n".join(_lines(found, worldview, tracks)))


_CSV_COLUMNS = ("track", "state", "entry_time", "entry_lat", "entry_lon", "exit_time", "exit_lat", "exit_lon",
                "duration_s", "depth_m", "deepest_time", "deepest_lat", "deepest_lon", "begins_inside", "ends_inside")


def _pair(position: Position) -> list[float]:
    return [round(position.lon, 6), round(position.lat, 6)]


def as_record(visit: Visit) -> dict[str, Any]:
    """Return a stay as JSON; points are [longitude, latitude]."""
    from airmap.tracks import iso_time

    def stamp(time_s: float | None) -> str | None:
        return None if time_s is None else iso_time(time_s)

    return {
        "track": visit.track, "state": visit.state,
        "entry_time": stamp(visit.entry_time_s), "entry": _pair(visit.entry),
        "exit_time": stamp(visit.exit_time_s), "exit": _pair(visit.exit),
        "duration_s": None if visit.duration_s is None else round(visit.duration_s, 1),
        "depth_m": round(visit.depth_m, 1), "deepest": _pair(visit.deepest),
        "deepest_time": stamp(visit.deepest_time_s),
        "begins_inside": visit.begins_inside, "ends_inside": visit.ends_inside,
    }


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    for name in ("entry", "exit", "deepest"):
        record[f"{name}_lon"], record[f"{name}_lat"] = record.pop(name)
    return record


def _lines(found: list[Visit], worldview: str, tracks: int) -> list[str]:
    lines = [f"{tracks} {'track' if tracks == 1 else 'tracks'}, {len(found)} "
             f"{'stay' if len(found) == 1 else 'stays'} in states' airspace   (view: {worldview})"]
    for v in found:
        record = as_record(v)
        long = "" if v.duration_s is None else f" for {v.duration_s:,.1f} s"
        lines.append(f"{v.track}: in the airspace of {v.state}{long}, at most {v.depth_m:,.0f} m "
                     f"({v.depth_m / 1000:,.2f} km, {v.depth_m / _NM_M:,.2f} NM) deep")
        for word, at, when, cut in (
            ("in ", v.entry, record["entry_time"], "the track begins here, inside" if v.begins_inside else ""),
            ("out", v.exit, record["exit_time"], "the track ends here, inside" if v.ends_inside else ""),
        ):
            note = f"   ({cut})" if cut else ""
            lines.append(f"  {word}  {_axes(at)}  {when or ''}{note}".rstrip())
    return lines


def _axes(p: Position) -> str:
    return f"{abs(p.lat):.5f}°{'N' if p.lat >= 0 else 'S'} {abs(p.lon):.5f}°{'E' if p.lon >= 0 else 'W'}"
