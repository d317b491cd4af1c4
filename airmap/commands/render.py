"""``airmap render``: the main job, articles in, maps out."""

from pathlib import Path
from typing import Annotated

import typer

from airmap.commands import options as shared
from airmap.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("render")(shared.expanded(render))


def render(
    paths: shared.Paths,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the maps and tables.")],
    reading: shared.Reading,
    running: shared.Running,
) -> None:
    """Draw a map for each article and one of all, index.html, with the incidents as GeoJSON and CSV beside them."""
    from airmap import outputs, session
    from airmap.batch import Tally

    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out}: it is a file; give a folder")
    tally = Tally()
    log = running.log(tally, quiet=reading.quiet, debug=reading.debug)
    with session.explained(log, debug=reading.debug):
        job = running.job(paths, reading, out / ".airmap" / "run.sqlite")
        new = session.execute(
            job, tally, log, target="render", linked=running.link,
            produce=lambda corpus: outputs.write_folder(corpus, out, job.config.options, jobs=job.jobs))
        session.finish(tally, log, made=out / "index.html", new=new)
