"""Options that several commands share, declared once, and what they make of them."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from airmap.errors import InputError

if TYPE_CHECKING:
    from airmap.pipeline import Options
    from airmap.readers import Settings
    from airmap.runs.batch import Job, Tally
    from airmap.runs.progress import Log

Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, glob patterns, or - for stdin.")]


@dataclass(frozen=True, slots=True)
class Reading:
    """The options of every command that reads articles."""

    worldview: Annotated[str, typer.Option(
        metavar="VIEW", help="Whose view of the borders: de_facto, recognised, or a state's three letters.",
    )] = "de_facto"
    scope: Annotated[str, typer.Option(
        metavar="all|incidents", help="Read all articles in full, or only those whose words can tell of an incident.",
    )] = "all"
    geocoder: Annotated[str | None, typer.Option(
        metavar="NAME", help="A geopy service for names that the embedded gazetteer lacks (uses the network).",
    )] = None
    geocoder_option: Annotated[list[str] | None, typer.Option(
        metavar="KEY=VALUE", help="An option of that service, such as api_key=...; may be repeated.")] = None
    text_column: Annotated[str | None, typer.Option(
        metavar="NAME", help="Column or field that holds the text.")] = None
    date_column: Annotated[str | None, typer.Option(
        metavar="NAME", help="Column or field of the publication date.")] = None
    id_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column or field of the article's id.")] = None
    title_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column or field of the title.")] = None
    source_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column or field of the publisher.")] = None
    input_format: Annotated[str, typer.Option(
        metavar="NAME", help="What standard input holds: text, html, jsonl, json, csv, feed, mail, warc.")] = "text"
    encoding: Annotated[str | None, typer.Option(
        metavar="NAME", help="Encoding of text that is not UTF-8, such as windows-1252.")] = None
    max_characters: Annotated[int, typer.Option(
        min=1, metavar="N", help="Longest text that is taken for one article.")] = 200_000
    max_megabytes: Annotated[float, typer.Option(
        min=0.001, metavar="MB", help="Largest document, line or record.")] = 16.0
    any_language: Annotated[bool, typer.Option(
        "--any-language", help="Read texts that seem not to be in English too.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary, only problems.")] = False
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False

    def options(self) -> Options:
        """Return the pipeline's options.

        Raises
        ------
        InputError, GeocoderError
            When one of them is none that there is.
        """
        from airmap.pipeline import Options

        if self.scope not in ("all", "incidents"):
            raise InputError(f"--scope {self.scope}: give all or incidents")
        pairs = []
        for text in self.geocoder_option or ():
            key, separator, value = text.partition("=")
            if not separator or not key:
                raise InputError(f"--geocoder-option {text!r}: write KEY=VALUE")
            pairs.append((key, value))
        if self.geocoder is not None:
            from airmap.places import geocoders

            geocoders.check(self.geocoder, pairs)
        elif pairs:
            raise InputError("--geocoder-option without --geocoder: say which service")
        return Options(worldview=self.worldview, scope="incidents" if self.scope == "incidents" else "all",
                       geocoder=self.geocoder, geocoder_options=tuple(pairs))

    def settings(self) -> Settings:
        """Return how inputs are to be read."""
        from airmap.readers import Columns, Limits, Settings

        columns = Columns(text=self.text_column, date=self.date_column, id=self.id_column, title=self.title_column,
                          source=self.source_column)
        size = int(self.max_megabytes * 1e6)
        limits = Limits(characters=self.max_characters, record_bytes=size, document_bytes=size)
        return Settings(columns=columns, limits=limits, encoding=self.encoding, any_language=self.any_language)


@dataclass(frozen=True, slots=True)
class Running:
    """The options of every command that may read many articles."""

    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Worker processes; 0: all cores.")] = 1
    scheduler: Annotated[str | None, typer.Option(
        metavar="ADDRESS", help="Read on a Dask cluster, such as tcp://host:8786.")] = None
    resume: Annotated[bool, typer.Option("--resume", help="Go on from an earlier run; do only what is left.")] = False
    seconds: Annotated[float, typer.Option(min=0.1, metavar="S", help="Longest time for one article.")] = 20.0
    link: Annotated[bool, typer.Option(help="Give reports of one event in several articles one event_id.")] = True
    log_format: Annotated[str, typer.Option(metavar="text|json", help="How messages are written.")] = "text"

    def job(self, paths: list[str], reading: Reading, manifest: Path | None, *, resume: bool = False,
            outlines: bool = True) -> Job:
        """Return what there is to do; ``resume`` goes on from the last run even where the user does not say so.

        ``outlines`` says that maps are drawn, which show what each phrase says by itself.
        """
        from airmap.readers import kind_named
        from airmap.runs.batch import Job
        from airmap.runs.work import Config

        config = Config(options=reading.options(), settings=reading.settings(), seconds=self.seconds,
                        debug=reading.debug, outlines=outlines)
        return Job(paths=tuple(paths), config=config, stdin_kind=kind_named(reading.input_format),
                   jobs=self.jobs or os.cpu_count() or 1, scheduler=self.scheduler, manifest=manifest,
                   resume=self.resume or resume)

    def log(self, tally: Tally, *, quiet: bool, debug: bool) -> Log:
        """Return what says how it goes."""
        from airmap.runs.progress import Log

        if self.log_format not in ("text", "json"):
            raise InputError(f"--log-format {self.log_format}: give text or json")
        return Log(tally, form="json" if self.log_format == "json" else "text", quiet=quiet, debug=debug)


def expanded(function: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose dataclass parameters are spread out into the options that they declare."""
    hints = get_type_hints(function, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if hasattr(hint, "__dataclass_fields__")}
    parameters = []
    for name, parameter in inspect.signature(function).parameters.items():
        if name not in groups:
            parameters.append(parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        inner = get_type_hints(groups[name], include_extras=True)
        parameters.extend(inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default,
                                            annotation=inner[f.name]) for f in fields(groups[name]))

    @wraps(function)
    def command(**given: Any) -> None:
        made = {name: group(**{f.name: given.pop(f.name) for f in fields(group)}) for name, group in groups.items()}
        function(**given, **made)

    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    del command.__wrapped__
    return command
