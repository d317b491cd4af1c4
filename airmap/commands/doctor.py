"""``airmap doctor``: what is installed, and what each missing thing would give."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Try this Dask scheduler too.")] = None,
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Try this PostGIS database too.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Say what is installed, which data there are, and what each missing thing would cost. Exit 1 if a need is unmet.
    """
    del debug
    from airmap.diagnosis import examine

    findings = examine(scheduler=scheduler, database=to)
    width = max(len(f.subject) for f in findings)
    for finding in findings:
        mark = "ok     " if finding.found else "MISSING" if finding.needed else "absent "
        typer.echo(f"{mark} {finding.subject:<{width}}  {finding.text}")
    if any(f.needed and not f.found for f in findings):
        raise typer.Exit(1)
