"""``airmap watch``: maps and tables that follow a folder as articles arrive in it."""

from pathlib import Path
from typing import Annotated

import typer

from airmap.commands import options as shared
from airmap.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("watch")(shared.expanded(watch))


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where articles arrive.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the maps and tables.")],
    reading: shared.Reading,
    running: shared.Running,
    reload_seconds: Annotated[int, typer.Option(
        min=0, metavar="S", help="How often index.html loads itself anew in a browser; 0: never.")] = 30,
) -> None:
    """Keep maps and tables up to date as files arrive, change and go. Ctrl-C ends it."""
    try:
        import watchfiles
    except ImportError as error:
        raise InputError("airmap watch needs watchfiles; install airmap[watch]") from error
    from airmap.runs import outputs, session
    from airmap.runs.batch import Tally

    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder; make it first")
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out}: it is a file; give a folder")
    inside = out.resolve().is_relative_to(folder.resolve())
    if inside:
        raise InputError(f"--out {out}: it is inside the folder that is watched; give another")
    log = running.log(Tally(), quiet=reading.quiet, debug=reading.debug)

    def once() -> None:
        tally = Tally()
        told = running.log(tally, quiet=reading.quiet, debug=reading.debug)
        job = running.job([str(folder)], reading, out / ".airmap" / "run.sqlite", resume=True)
        changed = session.execute(
            job, tally, told, target=f"watch {reload_seconds}", linked=running.link,
            produce=lambda corpus: outputs.write_folder(corpus, out, job.config.options, jobs=job.jobs,
                                                        reload_s=reload_seconds, tally=tally))
        if changed:
            told.summary(str(out / "index.html"))
        told.close()

    with session.explained(log, debug=reading.debug):
        # The watch begins before the first run, so that what arrives while that is under way is not missed.
        begun = False
        for changes in watchfiles.watch(folder, raise_interrupt=True, debounce=1000, step=200, rust_timeout=200,
                                        yield_on_timeout=True):
            if changes or not begun:
                once()
            if not begun:
                log.message(f"watching {folder}; Ctrl-C ends it")
            begun = True
