"""``airmap extract``: the records only, in any format."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from airmap.commands import options as shared
from airmap.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("extract")(shared.expanded(extract))


def extract(
    paths: shared.Paths,
    reading: shared.Reading,
    out: Annotated[Path | None, typer.Option(
        "--out", "-o", metavar="FILE", help="Write here, in the format of the ending; default: stdout.")] = None,
    format: Annotated[str | None, typer.Option(
        metavar="NAME", help="jsonl, geojson, geojsonseq, csv, parquet, gpkg or kml.")] = None,
    table: Annotated[str, typer.Option(
        metavar="incidents|meetings", help="Which table, where a format holds one.")] = "incidents",
) -> None:
    """Write what is in the articles: incidents with their regions and checks, meetings, places."""
    from airmap.batch import Job, Tally, run
    from airmap.formats import files
    from airmap.formats.streams import Table
    from airmap.readers import kind_named

    name = files.format_of(out, format)
    if out is None and name not in files.TEXT_FORMATS:
        raise InputError(f"--format {name} cannot go to standard output; add --out FILE")
    if table not in ("incidents", "meetings"):
        raise InputError(f"--table {table}: give incidents or meetings")
    which: Table = "meetings" if table == "meetings" else "incidents"
    job = Job(paths=tuple(paths), options=reading.options(), settings=reading.settings(),
              stdin_kind=kind_named(reading.input_format))
    tally = Tally()
    readings = run(job, tally, shared.tell)
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        files.write_text(list(readings) if name == "kml" else readings, sys.stdout, name, which)
    else:
        files.write_file(list(readings), out, name, which)
    shared.finish(tally, quiet=reading.quiet or out is None, made=out)
