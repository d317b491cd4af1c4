"""``airmap extract``: the records only, in any format."""

import hashlib
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
    running: shared.Running,
    out: Annotated[Path | None, typer.Option(
        "--out", "-o", metavar="FILE", help="Write here, in the format of the ending; default: stdout.")] = None,
    format: Annotated[str | None, typer.Option(
        metavar="NAME", help="jsonl, geojson, geojsonseq, csv, parquet, gpkg or kml.")] = None,
    table: Annotated[str, typer.Option(
        metavar="incidents|meetings", help="Which table, where a format holds one.")] = "incidents",
    to: Annotated[str | None, typer.Option(
        metavar="ADDRESS", help="Put both tables into PostGIS: postgresql://user:password@host/database.")] = None,
) -> None:
    """Write what is in the articles: incidents with their regions and checks, meetings, places."""
    from airmap.formats import files, postgis, streams
    from airmap.records import Reading as ArticleReading
    from airmap.runs import session
    from airmap.runs.batch import Tally

    name = files.format_of(out, format)
    if to is not None and not to.startswith(postgis.SCHEMES):
        raise InputError("--to takes an address such as postgresql://user@host/database")
    if out is None and name not in files.TEXT_FORMATS:
        raise InputError(f"--format {name} cannot go to standard output; add --out FILE")
    if table not in ("incidents", "meetings"):
        raise InputError(f"--table {table}: give incidents or meetings")
    which: streams.Table = "meetings" if table == "meetings" else "incidents"
    if out is None and running.resume:
        raise InputError("--resume needs --out FILE, beside which the run's state is kept")
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    # Events are known only when all articles are read; without them each article can go out at once.
    streaming = out is None and name == "jsonl" and not running.link and to is None

    def emit(article: ArticleReading) -> None:
        streams.write_jsonl([article], sys.stdout)
        sys.stdout.flush()

    def produce(corpus: session.Corpus) -> list[Path]:
        if to is not None:
            postgis.write_database(corpus, to)
        if out is not None:
            files.write_file(corpus, out, name, which)
            return [out]
        if not streaming and to is None:
            files.write_text(corpus, sys.stdout, name, which)
        return []

    tally = Tally()
    log = running.log(tally, quiet=reading.quiet, debug=reading.debug)
    with session.explained(log, debug=reading.debug):
        job = running.job(paths, reading, session.manifest_beside(out), outlines=False)
        # The address may hold a password, and the manifest is a plain file: only its hash is kept.
        place = hashlib.sha256((to or "").encode()).hexdigest()[:12]
        new = session.execute(job, tally, log, produce=produce, target=f"extract {name} {which} {place}",
                              linked=running.link, emit=emit if streaming else None)
        session.finish(tally, log, made=out, new=new)
