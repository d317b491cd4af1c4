"""Text, Markdown, HTML, JSON Lines, CSV, Parquet, feeds, mail and web archives to articles, streamed.

A bad input never stops the others: it is yielded as a `Failure` that names file, record and remedy.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

from airmap.errors import AirmapError
from airmap.readers import streams, texts
from airmap.readers.base import Columns, Failure, Item, Kind, Limits, Page, Settings, Source
from airmap.readers.sources import find_sources, kind_named
from airmap.records import Article

__all__ = ["Columns", "Failure", "Item", "Kind", "Limits", "Page", "Settings", "Source", "article_of", "find_sources",
           "kind_named", "read_articles", "read_source"]


def read_articles(paths: Iterable[str | os.PathLike[str]], *, columns: Columns | None = None,
                  settings: Settings | None = None, stdin_kind: Kind = "text") -> Iterator[Article | Failure]:
    """Yield every article that the paths hold, in order, and a `Failure` for whatever cannot be read.

    Parameters
    ----------
    paths
        Files, folders, glob patterns, or ``-`` for standard input.
    columns
        The fields that hold the text, the date and so on; the usual names are tried where it says nothing.
    settings
        Columns, limits and encoding together; ``columns`` overrides those in it.

    Raises
    ------
    InputError
        When a path does not exist.
    """
    settings = settings or Settings()
    if columns is not None:
        settings = replace(settings, columns=columns)
    for source in find_sources(paths, stdin_kind):
        if isinstance(source, Failure):
            yield source
            continue
        for item in read_source(source, settings):
            yield from article_of(item, source.name, None, settings)


def read_source(source: Source, settings: Settings, meter: streams.Meter | None = None) -> Iterator[Item]:
    """Yield what one file holds; HTML stays a `Page`, since taking the article out of it is slow."""
    try:
        yield from _items(source, settings, meter)
    except streams.TooLargeError as error:
        problem, _, remedy = str(error).partition("; ")
        yield Failure(source.name, None, problem, remedy)
    except streams.BROKEN as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield Failure(source.name, None, f"it is damaged or cannot be read ({reason})", "fetch the file again")
    except AirmapError:
        raise
    except Exception as error:  # noqa: BLE001 - parsers of other people's formats raise anything on damaged input
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:120]
        yield Failure(source.name, None, f"it is damaged, the rest of it cannot be read ({reason})",
                      "fetch the file again")


def article_of(item: Item, file: str, record: str | None, settings: Settings) -> Iterator[Article | Failure]:
    """Yield the article of an item, dated by its dateline where need be, or why it cannot be read."""
    from airmap.readers import html

    for found in html.read_page(item, settings) if isinstance(item, Page) else (item,):
        if isinstance(found, Article):
            problem = texts.unfit(found, file, record or found.id, settings.limits,
                                  any_language=settings.any_language)
            yield problem or texts.completed(found)
        elif isinstance(found, Failure):
            yield found


def _items(source: Source, settings: Settings, meter: streams.Meter | None) -> Iterator[Item]:
    from airmap.readers import feeds, mail, parquet, records, warc

    if source.kind in ("jsonl", "csv", "warc"):
        # A web archive is compressed record by record: warcio unpacks it, a record at a time.
        packed = replace(source, packing=None) if source.kind == "warc" and source.packing == "gz" else source
        read = {"jsonl": records.read_jsonl, "csv": records.read_csv, "warc": warc.read_warc}[source.kind]
        with streams.opened(packed, settings.limits, meter) as stream:
            yield from read(stream, source, settings)
        return
    if source.kind == "parquet":
        if source.path is None or source.packing is not None:
            yield Failure(source.name, None, "Parquet is read from a plain file only", "unpack it, give its path")
        else:
            yield from parquet.read_parquet(source.path, source, settings)
        return
    if source.kind == "text" and source.path and source.packing is None:
        size = source.path.stat().st_size
        # No text of four bytes a character could be short enough.
        if size > 4 * settings.limits.characters:
            yield Failure(source.name, None, f"the text has {size:,} bytes, more than {settings.limits.characters:,} "
                          "characters", "cut it into articles, or raise --max-characters")
            return
    data = streams.whole(source, settings.limits)
    if not data.strip():
        yield Failure(source.name, None, "the file is empty", "give the article's text")
    elif source.kind == "text":
        yield from texts.read_text(data, source.name, source.id, settings)
    elif source.kind == "html":
        yield Page(source.id, data, source.name)
    elif source.kind == "json":
        yield from records.read_json(data, source, settings)
    elif source.kind == "feed":
        yield from feeds.read_feed(data, source, settings)
    else:
        yield from mail.read_mail(data, source, settings)
