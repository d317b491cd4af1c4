"""``airmap locate``: whose airspace, how deep, and what lies beyond the nearest border."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from airmap.airspace.location_text import as_record, as_table
from airmap.errors import AirmapError, InputError

if TYPE_CHECKING:
    from airmap.airspace.location import Location
    from airmap.atlas import Atlas

# Rows answered at a time; a few are asked for one by one, which loads no compiled code.
_ROWS, _FEW_ROWS = 50_000, 500
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
    fir: Annotated[Path | None, typer.Option(
        metavar="FILE", help="GeoJSON of flight information regions; those of Europe are there without it.")] = None,
    format: Annotated[str, typer.Option(metavar="NAME", help="table or json (jsonl with --csv).")] = "table",
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Tell whose airspace a point is in, how deep, and the nearest border point. Latitude comes first."""
    from airmap.atlas import Atlas

    if format not in ("table", "json", "jsonl"):
        raise InputError(f"--format {format}: give table or json")
    atlas = Atlas(worldview, firs=fir)
    if csv_file is not None:
        if lat is not None:
            raise InputError("give LAT LON or --csv FILE, not both")
        raise typer.Exit(_locate_rows(csv_file, atlas))
    if lat is None or lon is None:
        raise InputError("give LAT and LON in degrees, for example: airmap locate 33.0 35.9")
    found = atlas.locate(_degrees(lon, "LON"), _degrees(lat, "LAT"))
    typer.echo(as_table(found) if format == "table" else json.dumps(as_record(found), ensure_ascii=False))
    _prepare(atlas)


def _degrees(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(f"{name} {text!r} is no number of degrees; for other forms use: airmap where") from error


def _prepare(atlas: Atlas) -> None:
    """Build what answers the next question at once, after this one is answered."""
    from airmap.airspace.location import point_files_stand
    from airmap.paths import user_cache_dir

    if point_files_stand(atlas.worldview):
        return
    sys.stdout.flush()
    typer.echo(f"airmap: preparing the index of borders under {user_cache_dir()}, once; the next answer takes a "
               "twentieth of a second", err=True)
    atlas.build_point_files()


def _locate_rows(path: Path, atlas: Atlas) -> int:
    """Write one JSON object a row; name each row that cannot be used; return the exit code."""
    try:
        file = sys.stdin if str(path) == "-" else path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    failed = 0
    with file:
        rows = csv.DictReader(file)
        try:
            names = {n.strip().lower(): n for n in rows.fieldnames or []}
            lat_name = next((names[n] for n in _LAT_NAMES if n in names), None)
            lon_name = next((names[n] for n in _LON_NAMES if n in names), None)
            if lat_name is None or lon_name is None:
                raise InputError(f"{path}: no columns lat and lon among {', '.join(names) or 'none'}")
            while batch := list(islice(rows, _ROWS)):
                failed += _locate_batch(batch, rows.line_num, lat_name, lon_name, path, atlas)
        except (UnicodeDecodeError, csv.Error) as error:
            raise InputError(f"{path}: is no CSV file in UTF-8 ({error})") from error
    return 1 if failed else 0


def _locate_batch(
    batch: list[dict[str, str]], last_line: int, lat_name: str, lon_name: str, path: Path, atlas: Atlas
) -> int:
    """Write the answers of some rows, the other columns carried along; return how many rows could not be used."""
    from airmap.airspace.location import check_point

    used, points = [], []
    for number, row in enumerate(batch, last_line - len(batch) + 1):
        try:
            lon, lat = _degrees(row[lon_name] or "", "lon"), _degrees(row[lat_name] or "", "lat")
            check_point(lon, lat)
        except AirmapError as error:
            typer.echo(f"airmap: {path}: line {number}: {error}", err=True)
            continue
        used.append({k: v for k, v in row.items() if k not in (lon_name, lat_name, None)})
        points.append((lon, lat))
    if len(points) > _FEW_ROWS:
        import numpy as np

        columns = np.array(points)
        found: Iterable[Location] = atlas.locate(
            np.ascontiguousarray(columns[:, 0]), np.ascontiguousarray(columns[:, 1])
        )
    else:
        found = (atlas.locate(lon, lat) for lon, lat in points)
    for row, location in zip(used, found, strict=True):
        sys.stdout.write(json.dumps({**row, **as_record(location)}, ensure_ascii=False) + "\n")
    return len(batch) - len(points)
