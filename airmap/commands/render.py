"""``airmap render``: the main job, articles in, maps out."""

from pathlib import Path
from typing import Annotated

import typer

from airmap.commands import options as shared


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("render")(shared.expanded(render))


def render(
    paths: shared.Paths,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the maps and tables.")],
    reading: shared.Reading,
) -> None:
    """Draw a map for each article and one of all, index.html, with the incidents as GeoJSON and CSV beside them."""
    from airmap import outputs
    from airmap.batch import Job, Tally, run
    from airmap.errors import InputError
    from airmap.readers import kind_named

    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out}: it is a file; give a folder")
    job = Job(paths=tuple(paths), options=reading.options(), settings=reading.settings(),
              stdin_kind=kind_named(reading.input_format))
    tally = Tally()
    readings = list(run(job, tally, shared.tell))
    if readings:
        outputs.write_folder(readings, out, reading.worldview)
    shared.finish(tally, quiet=reading.quiet, made=out / "index.html" if readings else None)
