"""Lists of journeys and visits: a line for each, with its country, town, date and what was done there in any order.

"FRANCE — Paris — June 5, 2014 — Met with President Hollande.", "3 May 2016 | Hanoi, Vietnam | State visit". Nobody is
the subject of such a line, so the readers of sentences find nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.leaders import Parties
from airmap.mentions.date_words import DateMention
from airmap.mentions.dates import dates_in
from airmap.records import Meeting, MeetingKind, PartialDate, Span, Toponym, When

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BETWEEN = re.compile(r"\s+[—–-]{1,2}\s+|\s*\|\s*|\t+")
_COUNTRY_LEVEL = ("country", "continent", "region")
# Words of a field that names a place beside the place itself: "Newport, Wales (UK)".
_PLACE_WORDS = 3
# "Met with President A, and with Presidents B and C": two meetings.
_AND_WITH = re.compile(r"(?:,|;)?\s+(?:and|then|also|later)\s+(?:also\s+)?with\s+|;\s+with\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: its extent, where and when it was, and the extent of what was done."""

    start: int
    end: int
    place: Toponym
    when: When
    doing: tuple[int, int]


def find_entries(doc: Doc, toponyms: Sequence[Toponym], published: PartialDate | None) -> list[Entry]:
    """Return the lines of a text that are entries of a list of visits; offsets are characters."""
    if not _BETWEEN.search(doc.text):
        return []
    # A date that opens a line is no dateline here.
    dates = dates_in(doc.text, published)
    found: list[Entry] = []
    for line in re.finditer(r"[^\n]+", doc.text):
        entry = _entry(doc, line.start(), line.end(), toponyms, dates)
        if entry is not None:
            found.append(entry)
    return found


def meetings_of(entry: Entry, doc: Doc, parties: Parties) -> Iterator[Meeting]:
    """Yield the meetings that a line tells: one for all that was done, or one for each "with"."""
    first, last = entry.doing
    text = doc.text[first:last]
    cuts = [0, *(m.end() for m in _AND_WITH.finditer(text)), len(text)]
    for start, end in pairwise(cuts):
        span = doc.char_span(first + start, first + end, alignment_mode="expand")
        people = [p for p in parties.between(span.start, span.end) if not p.state] if span is not None else []
        names = tuple(dict.fromkeys(p.name for p in people if p.name))
        if start and not names:
            continue
        place = entry.place.place
        yield Meeting(
            kind=_kind(text),
            place=entry.place,
            place_name=entry.place.name,
            country=place.country if place is not None else None,
            participants=names,
            when=entry.when,
            evidence=(Span(entry.start, entry.end, doc.text[entry.start : entry.end]),),
        )


def _entry(
    doc: Doc, start: int, end: int, toponyms: Sequence[Toponym], dates: Sequence[DateMention]
) -> Entry | None:
    fields = list(_fields(doc.text, start, end))
    if len(fields) < 3:
        return None
    when: When | None = None
    doing: tuple[int, int] | None = None
    named: list[Toponym] = []
    for first, last in fields:
        words = doc.text[first:last]
        inside = [t for t in toponyms if first <= t.span.start < last and t.place is not None]
        dated = [d.when for d in dates if first <= d.span.start < last and d.when.start is not None]
        # "September 4–5, 2014" is all date, "Paris, France" all place.
        if dated and len(words) - max(len(w.quote or "") for w in dated) <= 4:
            when = when or dated[0]
        elif _is_doing(words):
            doing = doing or (first, last)
        elif inside and _is_place(words, inside):
            named += inside
    if when is None or doing is None or not named:
        return None
    towns = [t for t in named if t.place is not None and t.place.feature not in (*_COUNTRY_LEVEL, "admin1")]
    return Entry(start, end, (towns or named)[0], when, doing)


def _fields(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _BETWEEN.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end


def _is_doing(words: str) -> bool:
    """Say whether a field tells what was done: "Met with ...", "Attended the summit", "State visit"."""
    said = set(re.findall(r"\w+", words.casefold()))
    return bool(said & lexicon.word_set("meetings", "lists", "doing"))


def _is_place(words: str, inside: Sequence[Toponym]) -> bool:
    rest = words
    for toponym in inside:
        rest = rest.replace(toponym.span.quote, " ", 1)
    return len(re.findall(r"\w+", rest)) <= _PLACE_WORDS


def _kind(words: str) -> MeetingKind:
    said = set(re.findall(r"\w+", words.casefold()))
    if "summit" in said:
        return "summit"
    return "bilateral" if said & lexicon.word_set("meetings", "lists", "meeting") else "visit"
