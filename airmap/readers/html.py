"""HTML pages to articles: the article's text, title, date and publisher, without menus and comments."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from airmap.readers import dates, texts
from airmap.readers.base import Failure, Item, Page, Settings
from airmap.records import Article

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^>]*?(/?)>")
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
                    "track", "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "option"))
_MAX_DEPTH = 500
_SHORTEST_ARTICLE = 25
_HIDDEN = frozenset(("script", "style", "template", "head"))
_BLOCKS = frozenset(("p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table",
                     "blockquote", "article", "section", "hr"))


def read_page(page: Page, settings: Settings) -> list[Item]:
    """Return the article in a page, its text found by trafilatura; a `Failure` where none is found."""
    import trafilatura

    try:
        markup = _decoded(page, settings)
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        return [Failure(page.file, page.record, problem, remedy)]
    if _depth_exceeds(markup, _MAX_DEPTH):
        return [Failure(page.file, page.record, f"its elements are nested more than {_MAX_DEPTH} deep",
                        "give a page as a browser would save it")]
    found: Any = trafilatura.bare_extraction(
        markup, url=page.url, include_comments=False, include_tables=False, with_metadata=True, favor_precision=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = texts.clean((found.text or "") if found is not None else "")
    if len(text.strip()) < _SHORTEST_ARTICLE:
        return [Failure(page.file, page.record, "no article was found in the page",
                        "save the page with its text, or give the text itself")]
    items: list[Item] = []
    published = None
    try:
        published = dates.parse_published(found.date)
    except ValueError as error:
        items.append(Failure(page.file, page.record, str(error), "read without a date", warning=True))
    language = re.search(r"<html[^>]{0,300}?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", markup[:5000], re.IGNORECASE)
    return [*items, Article(id=page.id, text=text, title=found.title or None, published=published,
                            source=found.sitename or found.hostname or None, url=page.url or found.url or None,
                            language=language.group(1) if language else None)]


def text_of_fragment(markup: str) -> str:
    """Return the text of a piece of HTML, a paragraph a line; plain text stays as it is."""
    if "<" not in markup and "&" not in markup:
        return texts.clean(markup.replace("\r\n", "\n"))
    parser = _Fragment()
    parser.feed(markup)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return texts.clean(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


class _Fragment(HTMLParser):
    """Collects text; does not recurse, whatever it is fed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def _decoded(page: Page, settings: Settings) -> str:
    declared = page.charset
    if declared is None and (match := _META_CHARSET.search(page.html[:4096])):
        declared = match.group(1).decode("ascii")
    try:
        return texts.decode(page.html, settings.encoding or declared)
    except ValueError:
        if settings.encoding or declared in (None, "utf-8", "UTF-8"):
            raise
        # A page may declare one encoding and be in another: UTF-8 is then the likely one.
        return texts.decode(page.html)


def _depth_exceeds(markup: str, limit: int) -> bool:
    """Tell whether open elements pile up beyond ``limit``: a parser that recurses would overflow its stack."""
    depth = 0
    for match in _TAG.finditer(markup):
        closing, name, empty = match.groups()
        if name.lower() in _VOID or empty:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        if depth > limit:
            return True
    return False
