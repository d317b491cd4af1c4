"""The folder that ``airmap render`` makes: a page for each article, one of all, and the tables."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from airmap.formats import files
from airmap.formats.files import replacing
from airmap.formats.streams import Table
from airmap.records import Article, Reading

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80
#: Names that are taken, or that Windows gives to devices.
_RESERVED = frozenset({"index", "con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))})


def page_name(article: Article, taken: set[str]) -> str:
    """Return the file name of an article's page: its id where that is a plain name, else made plain, with a hash.

    ``taken`` holds the names given so far, folded, and is added to.
    """
    plain = unicodedata.normalize("NFKD", article.id).encode("ascii", "ignore").decode()
    slug = _UNSAFE.sub("-", plain).strip("-.")[:_LONGEST_NAME]
    if slug != article.id or slug.casefold() in _RESERVED or slug.casefold() in taken:
        digest = hashlib.sha256(f"{article.id}\0{article.text}".encode("utf-8", "replace")).hexdigest()
        slug = "-".join(p for p in (slug, digest[:8]) if p)
    taken.add(slug.casefold())
    return f"{slug}.html"


def write_folder(readings: Iterable[Reading], folder: Path, worldview: str) -> None:
    """Write every page and table of a run into ``folder``; ``readings`` is gone through more than once."""
    from airmap.maps.page import write_page

    folder.mkdir(parents=True, exist_ok=True)
    tables: tuple[Table, Table] = ("incidents", "meetings")
    for table in tables:
        files.write_file(readings, folder / f"{table}.geojson", "geojson", table)
        files.write_file(readings, folder / f"{table}.csv", "csv", table)
    taken: set[str] = set()
    links: dict[str, str] = {}
    for reading in readings:
        name = page_name(reading.article, taken)
        links.setdefault(reading.article.id, name)
        with replacing(folder / name) as temporary:
            write_page([reading], temporary, title=reading.article.title or reading.article.id, worldview=worldview,
                       about=None, links={reading.article.id: "index.html"})
    with replacing(folder / "index.html") as temporary:
        write_page(list(readings), temporary, title="All incidents", worldview=worldview, about=None, links=links)
