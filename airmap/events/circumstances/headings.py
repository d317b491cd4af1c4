"""Days that head what they date: the items of a chronology, the header of a bulletin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.circumstances import details
from airmap.records import When

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc


def item_dates(doc: Doc, dates: Sequence[tuple[When, int, int]]) -> list[tuple[When, int, int]]:
    """Return the dates that head the items of a chronology, each with the tokens of the item behind it.

    "June 20: Two jets crossed ...", "Friday\nTwo jets crossed ..."; a single item ends with its line.
    """
    from airmap.mentions.dates import heads_an_item

    text = doc.text
    heads = [(w, s, e) for w, s, e in dates if w.start is not None and heads_an_item(text, details.span_of(doc, s, e))]
    if len(heads) == 1:
        when, start, end = heads[0]
        begin, line_end = doc[end - 1].idx + len(doc[end - 1].text), text.find("\n", doc[start].idx)
        if line_end > 0 and any(c.isalnum() for c in text[begin:line_end]):
            return [(when, start, next(i for i in range(end, len(doc) + 1) if i == len(doc) or doc[i].idx > line_end))]
    ends = [s for _, s, _ in heads[1:]] + [len(doc)]
    return [(w, s, after) for (w, s, _), after in zip(heads, ends, strict=False)]


def of_item(token: int, items: Sequence[tuple[When, int, int]], otherwise: When | None) -> When | None:
    """Return the date of the item of a chronology that a word stands in, if it stands in one."""
    return next((w for w, start, end in items if start <= token < end), otherwise)


_DATE_LABEL = re.compile(r"(?:^|\n)\s*(?:\d+[.)]\s*|[-•*]\s*)?(?:Date|Time|When|Period)\s*[:：]", re.IGNORECASE)


def labelled_date(doc: Doc, dates: list[tuple[When, int, int]]) -> When | None:
    """Return the day that a bulletin's header gives for what it counts.

    "Date: 6 a.m. 27 September to ...", "Activity around Taiwan, 5 Feb to 6 Feb 2024:"; not the line of a newspaper.
    """
    match = _DATE_LABEL.search(doc.text)
    begin = match.end() if match is not None else 0
    line_end = doc.text.find("\n", begin)
    if match is None and not _is_header(doc.text[: max(line_end, 0)]):
        return None
    line_end = len(doc.text) if line_end < 0 else line_end
    return next((w for w, s, _ in dates if begin <= doc[s].idx < line_end and w.start is not None), None)


def _is_header(line: str) -> bool:
    words = set(re.findall(r"[a-z]+", line.casefold()))
    return len(words) < 30 and bool(words & lexicon.group("bulletin_words")) and not line.rstrip().endswith(".")
