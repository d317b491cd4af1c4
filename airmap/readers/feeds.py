"""RSS and Atom feeds to articles: one for each entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from airmap.readers import dates, texts
from airmap.readers.base import Failure, Item, Settings, Source
from airmap.readers.html import text_of_fragment
from airmap.records import Article

_ENTITY = re.compile(rb"<!\s*(?:ENTITY|DOCTYPE[^>]{0,2000}\[)", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|(?:\w{1,20}:)(?:feed|RDF))\b", re.IGNORECASE)
_HEAD_BYTES = 20_000


def read_feed(data: bytes, source: Source, settings: Settings) -> Iterator[Item]:
    """Yield the article of each entry: its full content where the feed carries it, else its summary."""
    import feedparser

    # Feeds declare no entities of their own; those who do mean harm (a bomb, or a file of ours).
    if _ENTITY.search(data):
        yield Failure(source.name, None, "it declares XML entities", "remove its DOCTYPE, if you trust it")
        return
    if not _ROOT.search(data[:_HEAD_BYTES]):
        yield Failure(source.name, None, "it is no RSS or Atom feed", "give a feed, or another format")
        return
    feed: Any = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    if not feed.entries:
        reason = " ".join(str(feed.get("bozo_exception", "no entry")).split())[:120]
        yield Failure(source.name, None, f"the feed has no entries ({reason})", "fetch it again")
        return
    publisher = texts.clean(str(feed.feed.get("title", ""))).strip() or None
    for number, entry in enumerate(feed.entries, start=1):
        yield from _entry(entry, number, publisher, feed.feed.get("language"), source, settings)


def _entry(entry: Any, number: int, publisher: str | None, language: str | None, source: Source,
           settings: Settings) -> Iterator[Item]:
    del settings
    where = f"entry {number}"
    contents = [c.get("value", "") for c in entry.get("content", ())] + [entry.get("summary", "")]
    text = text_of_fragment(max(contents, key=len))
    title = text_of_fragment(entry.get("title", "")) or None
    if not text.strip():
        yield Failure(source.name, where, "the entry has no text", "fetch the article itself")
        return
    published = None
    try:
        published = dates.parse_published(entry.get("published") or entry.get("updated"))
    except ValueError as error:
        yield Failure(source.name, where, str(error), "read without a date", warning=True)
    url = entry.get("link")
    yield Article(id=texts.clean(str(entry.get("id") or url or f"{source.id}-{number}")), text=text, title=title,
                  published=published, source=publisher, url=texts.clean(str(url)) if url else None, language=language)
