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
    assets: Annotated[str, typer.Option(
        metavar="inline|shared", help="Script, style and basemap in each page, or once in a folder beside them.",
    )] = "inline",
    tiles: Annotated[str | None, typer.Option(
        metavar="NAME", help="An online background to choose in the page, by its xyzservices name (uses the network).",
    )] = None,
    png: Annotated[bool, typer.Option("--png", help="A picture beside each page, too.")] = False,
) -> None:
    """Draw a map for each article and one of all, index.html, with the incidents as GeoJSON and CSV beside them."""
    from airmap.runs import outputs, session
    from airmap.runs.batch import Tally

    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out}: it is a file; give a folder")
    if assets not in ("inline", "shared"):
        raise InputError(f"--assets {assets}: give inline or shared")
    style = outputs.PageStyle("shared" if assets == "shared" else "inline", tiles, png)
    tally = Tally()
    log = running.log(tally, quiet=reading.quiet, debug=reading.debug)
    with session.explained(log, debug=reading.debug):
        job = running.job(paths, reading, out / ".airmap" / "run.sqlite")
        new = session.execute(
            job, tally, log, linked=running.link,
            target="render" if style == outputs.PageStyle() else f"render {style}",
            produce=lambda corpus: outputs.write_folder(corpus, out, job.config.options, jobs=job.jobs, style=style,
                                                        tally=tally))
        session.finish(tally, log, made=out / "index.html", new=new)
