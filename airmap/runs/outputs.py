"""The folder that ``airmap render`` makes: a page for each article, one of all, and the tables."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from airmap.formats import files
from airmap.formats.files import replacing
from airmap.formats.streams import Table
from airmap.pipeline import Options
from airmap.records import Article, Reading
from airmap.runs import codec
from airmap.runs.batch import Tally, file_hash, versions_hash

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80
_PAGES_AT_ONCE = 200
#: Names that are taken, or that Windows gives to devices.
_RESERVED = frozenset({"index", "con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))})


class Corpus(Protocol):
    """Readings that can be gone through again and again, all or only those with findings."""

    def __iter__(self) -> Iterator[Reading]: ...

    def readings(self, *, with_findings: bool = False) -> Iterator[Reading]: ...

    def remembered(self, name: str) -> str | None: ...

    def remember(self, name: str, value: str) -> None: ...


def page_name(article: Article, taken: set[str]) -> str:
    """Return the file name of an article's page: its id where that is a plain name, else made plain, with a hash.

    ``taken`` holds the names given so far, folded, and is added to.
    """
    plain = unicodedata.normalize("NFKD", article.id).encode("ascii", "ignore").decode()
    slug = _UNSAFE.sub("-", plain).strip("-.")[:_LONGEST_NAME]
    if not slug or slug != article.id or slug.casefold() in _RESERVED or slug.casefold() in taken:
        digest = hashlib.sha256(f"{article.id}\0{article.text}".encode("utf-8", "replace")).hexdigest()
        slug = "-".join(p for p in (slug, digest[:8]) if p)
    while slug.casefold() in taken:
        slug += "-2"
    taken.add(slug.casefold())
    return f"{slug}.html"


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How pages are written: assets inside or shared, an online background to choose, a picture beside each page."""

    assets: Literal["inline", "shared"] = "inline"
    tiles: str | None = None
    png: bool = False


def write_folder(corpus: Corpus, folder: Path, options: Options, *, jobs: int = 1, reload_s: int = 0,
                 style: PageStyle | None = None, tally: Tally | None = None) -> list[Path]:
    """Write every page and table of a run into ``folder`` and return their paths.

    With the scope ``"incidents"`` only articles in which something was found get a page of their own. Where
    ``reload_s`` is given, index.html loads itself anew after so many seconds; ``tally`` is what its About panel counts.
    """
    style = style or PageStyle()
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    tables: tuple[Table, Table] = ("incidents", "meetings")
    for table in tables:
        for ending in ("geojson", "csv"):
            made.append(folder / f"{table}.{ending}")
            files.write_file(corpus, made[-1], ending, table)
    taken: set[str] = set()
    links: dict[str, str] = {}
    pages = []
    only_findings = options.scope == "incidents"
    for reading in corpus.readings(with_findings=only_findings):
        name = page_name(reading.article, taken)
        links.setdefault(reading.article.id, name)
        pages.append(folder / name)
    wanted = zip(corpus.readings(with_findings=only_findings), pages, strict=True)
    _write_pages(corpus, wanted, jobs, style)
    readings = list(corpus.readings(with_findings=True))
    about = {} if tally is None else {"Articles read": _counted(tally, sum(bool(r.incidents) for r in readings))}
    _write_index(readings, folder / "index.html", options.worldview, links, reload_s, style, about)
    made += [*pages, folder / "index.html"]
    if style.png:
        made += _write_pictures(corpus, pages, readings, folder, with_findings=only_findings)
    return made


def _write_pictures(corpus: Corpus, pages: list[Path], found: list[Reading], folder: Path, *, with_findings: bool,
                    ) -> list[Path]:
    """Write a PNG beside each page: as Chromium draws it where there is one, else a static drawing."""
    from airmap.maps import picture

    made = []
    with_browser = picture.browser() is not None
    told = [([reading], page) for reading, page in
            zip(corpus.readings(with_findings=with_findings), pages, strict=True)]
    for readings, page in [*told, (found, folder / "index.html")]:
        target = page.with_suffix(".png")
        if with_browser:
            picture.photograph(page, target)
        else:
            with replacing(target) as temporary:
                temporary.write_bytes(picture.static_png(readings))
        made.append(target)
    return made


def _write_pages(corpus: Corpus, wanted: Iterable[tuple[Reading, Path]], jobs: int, style: PageStyle) -> None:
    """Write the pages that are not there yet as they would be written now."""
    version = versions_hash() + repr((style.assets, style.tiles)).encode()
    left = []
    for reading, path in wanted:
        packed = codec.dumps(reading)
        key = hashlib.blake2b(packed + version, digest_size=16).hexdigest()
        if not _is_written(corpus.remembered(f"page {path.name}"), key, path):
            left.append((packed, path, key))
        if len(left) >= _PAGES_AT_ONCE:
            _write_packed_pages(corpus, left, jobs, style)
            left = []
    _write_packed_pages(corpus, left, jobs, style)


def _is_written(note: str | None, key: str, path: Path) -> bool:
    try:
        return note is not None and note == f"{key} {file_hash(path).hex()}"
    except OSError:
        return False


def _write_packed_pages(corpus: Corpus, pages: list[tuple[bytes, Path, str]], jobs: int, style: PageStyle) -> None:
    if jobs == 1 or len(pages) < 2 * jobs:
        for packed, path, _ in pages:
            _write_packed_page(packed, path, style)
    else:
        import multiprocessing

        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
            list(pool.map(_write_packed_page, [p for p, _, _ in pages], [path for _, path, _ in pages],
                          [style] * len(pages)))
    for _, path, key in pages:
        corpus.remember(f"page {path.name}", f"{key} {file_hash(path).hex()}")


def _write_packed_page(packed: bytes, path: Path, style: PageStyle) -> None:
    from airmap.maps.page import write_page

    reading = codec.loads(packed)
    with replacing(path) as temporary:
        write_page([reading], temporary, title=reading.article.title or reading.article.id,
                   worldview=reading.worldview, assets=style.assets, tiles=style.tiles)


def _counted(tally: Tally, with_incident: int) -> str:
    failed = f"; {tally.failures:,} could not be read" if tally.failures else "; none failed"
    return f"{tally.articles:,}, {with_incident:,} with an incident{failed}"


def _write_index(readings: list[Reading], path: Path, worldview: str, links: dict[str, str], reload_s: int,
                 style: PageStyle, about: dict[str, str]) -> None:
    from airmap.maps.page import write_page

    with replacing(path) as temporary:
        write_page(readings, temporary, title="All incidents", worldview=worldview, links=links, about=about,
                   assets=style.assets, tiles=style.tiles)
        if reload_s:
            page = temporary.read_text(encoding="utf-8")
            mark = f'<meta http-equiv="refresh" content="{reload_s}">'
            temporary.write_text(page.replace("<head>", f"<head>{mark}", 1), encoding="utf-8")
