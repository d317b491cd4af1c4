"""``airmap gazetteer``: the user's own places beside the embedded gazetteer."""

from pathlib import Path
from typing import Annotated

import typer

from airmap.errors import BoundaryDataError

_TOLD = 100
_EVERY = 200_000

commands = typer.Typer(help="Places of your own, used beside the embedded gazetteer.", no_args_is_help=True)
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary, only problems.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(commands, name="gazetteer")


@commands.command("add")
def add(
    file: Annotated[Path, typer.Argument(
        metavar="FILE", help="A GeoNames dump (.txt, .zip), a CSV or TSV with a header, or GeoJSON.")],
    name: Annotated[str | None, typer.Option(
        metavar="NAME", help="What to call it; default: the file's name. One of that name is replaced.")] = None,
    name_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the place's name.")] = None,
    lat_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the latitude, degrees.")] = None,
    lon_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the longitude, degrees.")] = None,
    feature_column: Annotated[str | None, typer.Option(
        metavar="NAME", help="Column of what it is: city, sea, island, airbase, ... or a GeoNames code.")] = None,
    country_column: Annotated[str | None, typer.Option(
        metavar="NAME", help="Column of the country's ISO 3166 code, two or three letters.")] = None,
    alternates_column: Annotated[str | None, typer.Option(
        metavar="NAME", help="Column of other names, with | ; or , between them.")] = None,
    id_column: Annotated[str | None, typer.Option(
        metavar="NAME", help="Column of the place's id; a second place of one id is left out.")] = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Take a file of places into your own gazetteer, from now on used beside the embedded one."""
    import sys

    from airmap.places import user_gazetteer
    from airmap.places.files import Columns

    left_out = 0
    shown = 0
    live = not quiet and sys.stderr.isatty()

    def tell(problem: user_gazetteer.Problem) -> None:
        nonlocal left_out
        left_out += 1
        if left_out <= _TOLD:
            typer.echo(f"airmap: {problem}; the row is left out", err=True)
        elif left_out == _TOLD + 1:
            typer.echo("airmap: more rows are left out; only their number is told from here on", err=True)

    def progress(places: int) -> None:
        nonlocal shown
        if live and places - shown >= _EVERY:
            shown = places
            typer.echo(f"\rairmap: {places:,} places", nl=False, err=True)

    columns = Columns(name_column, lat_column, lon_column, feature_column, country_column, alternates_column,
                      id_column)
    made = user_gazetteer.add(file, name=name, columns=columns, tell=tell, progress=progress)
    if not quiet:
        missing = f"; {left_out:,} rows left out" if left_out else ""
        start = "\r" if live else ""
        typer.echo(f"{start}airmap: {made.name}: {made.places:,} places under {made.names:,} names{missing}", err=True)
    if left_out:
        raise typer.Exit(1)


@commands.command("list")
def show(debug: Debug = False) -> None:
    """List your own gazetteers: name, places, names, megabytes, the file it came from."""
    from airmap.places import user_gazetteer

    damaged = False
    for name in user_gazetteer.names():
        try:
            info = user_gazetteer.info(name)
        except BoundaryDataError as error:
            damaged = True
            typer.echo(f"airmap: {error}", err=True)
            continue
        typer.echo(f"{info.name}\t{info.places}\t{info.names}\t{info.size_bytes / 1e6:.1f}\t{info.source}")
    if damaged:
        raise typer.Exit(1)


@commands.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As airmap gazetteer list shows it.")],
    debug: Debug = False,
) -> None:
    """Remove one of your own gazetteers."""
    from airmap.places import user_gazetteer

    user_gazetteer.remove(name)
