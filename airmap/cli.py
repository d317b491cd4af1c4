"""The command line: one module of ``airmap.commands`` for each command; errors in one line, no traceback."""

from __future__ import annotations

import importlib
import sys

import typer

from airmap.errors import AirmapError

COMMANDS = (
    "render",
    "extract",
    "locate",
    "where",
    "track",
    "evaluate",
    "atlas",
    "gazetteer",
    "read",
    "watch",
    "doctor",
)

app = typer.Typer(
    name="airmap",
    help="Read news text about airspace incidents and map the region in which each can have happened.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and exit.", is_eager=True),
) -> None:
    if version:
        from airmap import __version__

        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _register() -> None:
    for name in COMMANDS:
        try:
            module = importlib.import_module(f"airmap.commands.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"airmap.commands.{name}":
                raise
            continue
        module.register(app)


_register()


def main() -> None:
    """Run the command line; an expected error is one line on stderr and exit code 2."""
    debug = "--debug" in sys.argv
    try:
        app()
    except AirmapError as error:
        if debug:
            raise
        typer.echo(f"airmap: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
