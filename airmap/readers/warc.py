"""Web archives (.warc, .warc.gz) to pages: one for each HTML response."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import IO, Any

from airmap.errors import InputError
from airmap.readers import texts
from airmap.readers.base import Failure, Item, Page, Settings, Source

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)


def read_warc(stream: IO[bytes], source: Source, settings: Settings) -> Iterator[Item]:
    """Yield a page for each successful HTML response; the archive may be compressed record by record.

    Raises
    ------
    InputError
        When warcio is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise InputError(f"{source.name}: web archives need warcio; install airmap[warc]") from error
    number = 0
    try:
        for record in _quietly(ArchiveIterator(stream)):
            if record.rec_type == "response":
                number += 1
                yield from _page(record, number, source, settings)
    except (ArchiveLoadFailed, ValueError, KeyError, IndexError) as error:
        reason = " ".join(str(error).split())[:120]
        yield Failure(source.name, f"after response {number}", f"the archive is damaged ({reason})",
                      "the responses before it were read; fetch it again for the rest")


def _quietly(records: Any) -> Iterator[Any]:
    """Yield records without what warcio prints about flaws that do not keep it from reading on."""
    following = iter(records)
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(following, None)
        if record is None:
            return
        yield record


def _page(record: Any, number: int, source: Source, settings: Settings) -> Iterator[Item]:
    headers = record.http_headers
    kind = (headers.get_header("Content-Type") or "") if headers is not None else ""
    if headers is None or headers.get_statuscode() != "200" or "html" not in kind.lower():
        return
    url = texts.clean(record.rec_headers.get_header("WARC-Target-URI") or "") or None
    where = f"response {number} ({url})" if url else f"response {number}"
    limit = settings.limits.document_bytes
    html = record.content_stream().read(limit + 1)
    if len(html) > limit:
        yield Failure(source.name, where, f"the page is larger than {limit / 1e6:.0f} MB", "raise --max-megabytes")
        return
    if not html.strip():
        yield Failure(source.name, where, "the page is empty", "fetch it again")
        return
    charset = _CHARSET.search(kind)
    identity = record.rec_headers.get_header("WARC-Record-ID") or f"{source.id}-{number}"
    yield Page(url or texts.clean(identity), html, source.name, where, url, charset.group(1) if charset else None)
