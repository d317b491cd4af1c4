"""What every reader shares: limits, column names, and how a bad input is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from airmap.records import Article

Kind = Literal["text", "html", "jsonl", "json", "csv", "parquet", "feed", "mail", "warc"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that was not read, or a part of one: the file, the record in it, what is wrong, what to do.

    A ``warning`` names a flaw of an article that was read all the same.
    """

    file: str
    record: str | None
    problem: str
    remedy: str
    warning: bool = False
    detail: str | None = None

    def __str__(self) -> str:
        where = f"{self.file}: {self.record}" if self.record else self.file
        text = f"{where}: {self.problem}; {self.remedy}"
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page whose article has not been taken out yet: that is slow work, left to whoever reads the article."""

    id: str
    html: bytes
    file: str
    record: str | None = None
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields of a table or of JSON records that hold the article; None where the usual names are to be tried."""

    text: str | None = None
    id: str | None = None
    date: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one input may cost: characters an article, bytes a record, bytes a whole document."""

    characters: int = 200_000
    record_bytes: int = 16_000_000
    document_bytes: int = 16_000_000
    expansion: int = 300


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its path (None for standard input), its kind, how it is packed, and the id of its article."""

    path: Path | None
    kind: Kind
    packing: Literal["gz", "zst"] | None = None
    id: str = "stdin"

    @property
    def name(self) -> str:
        return str(self.path) if self.path else "<stdin>"


@dataclass(frozen=True, slots=True)
class Settings:
    """How inputs are read: the columns, the limits and, where it is given, the character encoding."""

    columns: Columns = Columns()
    limits: Limits = Limits()
    encoding: str | None = None
    any_language: bool = False


Item = Article | Page | Failure

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "article_text", "full_text", "maintext", "story"),
    "id": ("id", "article_id", "uid", "guid", "doc_id"),
    "date": ("published", "date", "published_at", "publish_date", "pub_date", "pubdate", "date_publish", "datetime",
             "timestamp"),
    "title": ("title", "headline"),
    "source": ("source", "publisher", "outlet", "source_domain"),
    "url": ("url", "link", "uri"),
    "language": ("language", "lang"),
}


def choose_columns(columns: Columns, names: list[str]) -> dict[str, str]:
    """Return the field that holds each part of an article: the one asked for, else the first usual name there is.

    Raises
    ------
    KeyError
        When a column that was asked for is not among ``names``, or none holds the text.
    """
    folded = {n.casefold().strip(): n for n in reversed(names)}
    chosen = {}
    for part, usual in FIELDS.items():
        asked = getattr(columns, part)
        if asked is not None:
            if asked not in names:
                raise KeyError(f"there is no column {asked!r} among {', '.join(names[:12]) or 'none'}")
            chosen[part] = asked
        else:
            found = next((folded[u] for u in usual if u in folded), None)
            if found is not None:
                chosen[part] = found
    if "text" not in chosen:
        raise KeyError(f"no column holds the text among {', '.join(names[:12]) or 'none'}")
    return chosen


def from_record(record: Mapping[str, Any], file: str, where: str, fallback_id: str, settings: Settings) -> list[Item]:
    """Return the article that one record of a table or of JSON holds, with a warning where its date is unreadable."""
    from airmap.readers import dates, texts

    try:
        chosen = choose_columns(settings.columns, list(record))
    except KeyError as error:
        return [Failure(file, where, error.args[0], "name the field with --text-column")]
    given = {part: record[name] for part, name in chosen.items()}
    raw_id = given.get("id")
    article_id = fallback_id if raw_id is None or raw_id == "" else texts.clean(str(raw_id))
    where = f"{where} ({article_id})" if raw_id not in (None, "") else where
    text = given["text"]
    if not isinstance(text, str):
        kind = "null" if text is None else type(text).__name__
        return [Failure(file, where, f"the field {chosen['text']!r} holds no text but {kind}",
                        "give the article's text as a string, or another --text-column")]
    items: list[Item] = []
    published = None
    try:
        published = dates.parse_published(given.get("date"))
    except ValueError as error:
        items.append(Failure(file, where, str(error), "write dates as YYYY-MM-DD; read without a date", warning=True))
    extra = {k: v for k, v in record.items() if k not in chosen.values()}
    article = Article(
        id=article_id, text=texts.clean(text), title=_string(given.get("title")), published=published,
        source=_string(given.get("source")), url=_string(given.get("url")), language=_string(given.get("language")),
        extra=extra,
    )
    return [*items, article]


def _string(value: Any) -> str | None:
    from airmap.readers import texts

    return texts.clean(value) if isinstance(value, str) and value.strip() else None
