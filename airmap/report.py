"""What was read, for Python and Jupyter: tables as GeoDataFrames, a map, files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from airmap.errors import InputError
from airmap.pipeline import Options, read_article
from airmap.readers import Failure, Settings, article_of, read_articles
from airmap.readers.dates import parse_published
from airmap.records import Article, Reading

if TYPE_CHECKING:
    from folium import Map
    from geopandas import GeoDataFrame

_HTML_ROWS = 50


class Report:
    """Incidents, meetings and places of one article or of a whole corpus.

    Parameters
    ----------
    readings
        What was found in each article, in the order of the input.
    failures
        What could not be read; printing one says the file, the record and the remedy.
    options
        What was asked for.
    """

    def __init__(self, readings: Iterable[Reading], failures: Iterable[Failure] = (), options: Options | None = None,
                 ) -> None:
        self.readings = tuple(readings)
        self.failures = tuple(failures)
        self.options = options or Options()

    @cached_property
    def incidents(self) -> GeoDataFrame:
        """One row for each incident; the geometry is the region where it can have happened, in EPSG:4326."""
        from airmap.formats import frames

        return frames.frame(self.readings, "incidents")

    @cached_property
    def meetings(self) -> GeoDataFrame:
        """One row for each meeting; the geometry is its place, in EPSG:4326."""
        from airmap.formats import frames

        return frames.frame(self.readings, "meetings")

    @cached_property
    def toponyms(self) -> GeoDataFrame:
        """One row for each time a place is named; the geometry is that place, in EPSG:4326."""
        from airmap.formats import frames

        return frames.toponym_frame(self.readings)

    def map(self) -> Map:
        """Return the incidents and meetings on a ``folium.Map``."""
        from airmap.maps import folium_map

        return folium_map(self.readings)

    def to_html(self, path: str | os.PathLike[str], *, title: str | None = None) -> Path:
        """Write one self-contained HTML map and return its path."""
        from airmap.formats.files import replacing
        from airmap.maps.page import write_page

        target = Path(path)
        with replacing(target) as temporary:
            write_page(self.readings, temporary, title=title or self._title(), worldview=self.options.worldview)
        return target

    def to_file(self, path: str | os.PathLike[str], *, table: str = "incidents", format: str | None = None) -> Path:
        """Write a file in the format of its ending (jsonl, geojson, csv, parquet, gpkg, kml, html); return its path.

        Raises
        ------
        InputError
            When the ending says no format.
        """
        from airmap.formats import files

        target = Path(path)
        if format == "html" or (format is None and target.suffix.lower() in (".html", ".htm")):
            return self.to_html(target)
        if table not in ("incidents", "meetings"):
            raise InputError(f"there is no table {table!r}; give incidents or meetings")
        name = files.format_of(target, format)
        files.write_file(self.readings, target, name, "meetings" if table == "meetings" else "incidents")
        return target

    def _title(self) -> str:
        if len(self.readings) == 1:
            article = self.readings[0].article
            return article.title or article.id
        return f"{len(self.readings)} articles"

    def __len__(self) -> int:
        return len(self.readings)

    def __repr__(self) -> str:
        incidents = sum(len(r.incidents) for r in self.readings)
        meetings = sum(len(r.meetings) for r in self.readings)
        failed = sum(not f.warning for f in self.failures)
        return f"<Report: {len(self.readings)} articles, {incidents} incidents, {meetings} meetings, {failed} failures>"

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        interface: dict[str, Any] = self.incidents.__geo_interface__
        return interface

    def _repr_html_(self) -> str:
        """Return a table of the incidents and meetings for a notebook; every value escaped."""
        rows = [(i.type.replace("_", " "), i.violator or i.violator_name, i.airspace or i.near,
                 _days(i.when.start, i.when.end) if i.when else None, i.status, "; ".join(i.attribution))
                for r in self.readings for i in r.incidents]
        meetings = [(m.event or m.kind, m.place_name, m.country, _days(m.when.start, m.when.end) if m.when else None,
                     m.status, ", ".join(m.participants)) for r in self.readings for m in r.meetings]
        parts = [f"<p><b>{escape(repr(self)[1:-1])}</b></p>"]
        if rows:
            parts.append(_html_table(("incident", "who", "airspace", "when", "status", "says"), rows))
        if meetings:
            parts.append(_html_table(("meeting", "place", "country", "when", "status", "participants"), meetings))
        parts.extend(f"<p>{escape(str(f))}</p>" for f in self.failures[:10])
        return "\n".join(parts)


def _days(start: Any, end: Any) -> str:
    return str(start or end or "") if start == end or not (start and end) else f"{start} to {end}"


def _html_table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    cells = "".join(
        "<tr>" + "".join(f"<td>{escape(str(v)) if v is not None else ''}</td>" for v in row) + "</tr>"
        for row in rows[:_HTML_ROWS])
    more = f"<p>and {len(rows) - _HTML_ROWS} more</p>" if len(rows) > _HTML_ROWS else ""
    return f"<table><tr>{''.join(f'<th>{h}</th>' for h in head)}</tr>{cells}</table>{more}"


def read(source: str | os.PathLike[str] | IO[str] | Iterable[str | os.PathLike[str]], *, options: Options | None = None,
         settings: Settings | None = None, worldview: str | None = None) -> Report:
    """Read articles and report what is in them.

    Parameters
    ----------
    source
        A file, a folder, a glob pattern, a web address, an open text stream, or several paths.
    options
        What the readings are made under; ``worldview`` overrides the one in it.
    settings
        How inputs are read: columns, limits, encoding.

    Raises
    ------
    InputError
        When there is no such file, or nothing in it can be read.
    """
    options = options or Options()
    settings = settings or Settings()
    if worldview is not None:
        options = replace(options, worldview=worldview)
    readings = []
    failures = []
    for item in _items(source, settings):
        if isinstance(item, Failure):
            failures.append(item)
        else:
            readings.append(read_article(item, options))
    if not readings:
        reason = next((str(f) for f in failures if not f.warning), "there is no article in it")
        raise InputError(f"nothing could be read: {reason}")
    return Report(readings, failures, options)


def _items(source: Any, settings: Settings) -> Iterable[Article | Failure]:
    if hasattr(source, "read"):
        text = source.read()
        if not isinstance(text, str):
            raise InputError("the stream gives bytes; open it as text, with its encoding")
        return article_of(Article(id=getattr(source, "name", None) or "text", text=text), "stream", None, settings)
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        from airmap.readers.web import Fetcher, fetch_articles

        return fetch_articles([source], Fetcher(settings))
    paths = [source] if isinstance(source, str | os.PathLike) else list(source)
    return read_articles(paths, settings=settings)


def parse(text: str, *, published: Any = None, id: str = "text", title: str | None = None,
          options: Options | None = None, worldview: str | None = None) -> Report:
    """Report what is in one text.

    Parameters
    ----------
    text
        The article, in English.
    published
        When it was published, for "on Monday" and the like: a date, or "2015-11-30", "2015-11", "2015". Where it is
        not given, the text's own dateline is used.

    Raises
    ------
    InputError
        When ``published`` is no date, or the text cannot be read.

    Examples
    --------
    >>> report = parse("A plane entered Israel's airspace on Sunday.", published="2015-11-30")  # doctest: +SKIP
    """
    options = options or Options()
    if worldview is not None:
        options = replace(options, worldview=worldview)
    try:
        date = parse_published(published)
    except ValueError as error:
        raise InputError(f"published: {error}; give YYYY-MM-DD, YYYY-MM or YYYY") from error
    (item,) = article_of(Article(id=id, text=text, title=title, published=date), "text", None, Settings())
    if isinstance(item, Failure):
        raise InputError(str(item))
    return Report([read_article(item, options)], options=options)
