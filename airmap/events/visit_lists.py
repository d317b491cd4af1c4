"""Lists of journeys and visits: a line for each, with its country, town, date and what was done there in any order.

"FRANCE — Paris — June 5, 2014 — Met with President Hollande.", "3 May 2016 | Hanoi, Vietnam | State visit", "Kenya,
Nairobi. Met with President Kenyatta. May 3–5, 2015." Nobody is the subject of such a line, so the readers of sentences
find nothing in it. A line may run several entries together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from airmap import lexicon
from airmap.events.leaders import Parties
from airmap.mentions.date_words import DateMention
from airmap.mentions.dates import dates_in
from airmap.records import Meeting, MeetingKind, PartialDate, Span, Toponym, When

if TYPE_CHECKING:
    from airmap.parsed import Doc

_BETWEEN = re.compile(r"\s+[—–-]{1,2}\s+|\s*\|\s*|\t+")
# What parts the fields of a line that is written as sentences.
_STOP = re.compile(r"(?<=[^\W_])[)\]]?[.:;]\s+(?=[^\W\d_]|\d)")
_EDGE = " \t,;:.()—–-"
_COUNTRY_LEVEL = ("country", "continent", "region")
# Words of a field that names a place beside the place itself: "Newport, Wales (UK)".
_PLACE_WORDS = 3
# "Met with President A, and with Presidents B and C", "Attended the summit; met with President A": two meetings.
_AND_WITH = re.compile(r"(?:,|;)?\s+(?:and|then|also|later)\s+(?:also\s+)?with\s+|;\s+", re.IGNORECASE)
# The confidence under which a town of the name of a country beside it is none: "China — Beijing".
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: its extent, where and when it was, and the extent of what was done."""

    start: int
    end: int
    place: Toponym
    when: When
    doing: tuple[int, int]
    towns: tuple[Toponym, ...] = ()


def find_entries(doc: Doc, toponyms: Sequence[Toponym], published: PartialDate | None) -> list[Entry]:
    """Return the entries of the lists of visits in a text; offsets are characters."""
    if not lexicon.word_set("meetings", "lists", "doing") & set(re.findall(r"\w+", doc.text.casefold())):
        return []
    # A date that opens a line is no dateline here.
    dates = dates_in(doc.text, published)
    if not dates:
        return []
    found: list[Entry] = []
    for line in re.finditer(r"[^\n]+", doc.text):
        found += _entries(doc, line.start(), line.end(), toponyms, dates)
    return found


def meetings_of(entry: Entry, doc: Doc, parties: Parties) -> Iterator[Meeting]:
    """Yield the meetings that a line tells: one for all that was done, or one for each "with"."""
    first, last = entry.doing
    text = doc.text[first:last]
    cuts = [0, *(m.end() for m in _AND_WITH.finditer(text)), len(text)]
    for start, end in pairwise(cuts):
        span = doc.char_span(first + start, first + end)
        people = [p for p in parties.between(span.start, span.end) if not p.state] if span is not None else []
        names = tuple(dict.fromkeys(p.name for p in people if p.name))
        piece = text[start:end]
        if start and not names and not _said(piece) & lexicon.word_set("meetings", "lists", "again"):
            continue
        # "Met with X in Rangoon", of an entry of two towns.
        at = next((t for t in entry.towns if f" in {t.name}" in piece), entry.place)
        place = at.place
        yield Meeting(
            kind=_kind(piece if ";" in text else text),
            place=at,
            place_name=at.name,
            country=place.country if place is not None else None,
            participants=names,
            when=entry.when,
            evidence=(Span(entry.start, entry.end, doc.text[entry.start : entry.end]),),
        )


@dataclass(frozen=True, slots=True)
class _Field:
    """A part of a line: where it is, and what it says ("other" for what is none of the three)."""

    start: int
    end: int
    kind: Literal["date", "place", "doing", "other"]
    when: When | None = None
    places: tuple[Toponym, ...] = ()


def _entries(
    doc: Doc, start: int, end: int, toponyms: Sequence[Toponym], dates: Sequence[DateMention]
) -> Iterator[Entry]:
    """Yield the entries of a line: a new one starts where what opened the first comes again."""
    ruled = len(list(_BETWEEN.finditer(doc.text, start, end))) > 1
    spans = list(_fields(doc.text, start, end, dates, toponyms))
    fields = [_field(doc.text, *span, toponyms, dates, ruled=ruled) for span in spans]
    # "WARSAW, March 12 - Talks ..." is a dateline.
    if not ruled and (_BETWEEN.search(doc.text, start, end) or fields[0].kind not in ("date", "place")):
        return
    group: list[_Field] = []
    for field in fields:
        told = {f.kind for f in group}
        if {"date", "place", "doing"} <= told and field.kind == group[0].kind and field.kind in ("date", "place"):
            yield from _entry(group)
            group = []
        group.append(field)
    yield from _entry(group)


def _entry(fields: Sequence[_Field]) -> Iterator[Entry]:
    when = next((f.when for f in fields if f.when is not None), None)
    named = [t for f in fields for t in f.places]
    doing = next((n for n, f in enumerate(fields) if f.kind == "doing"), None)
    if when is None or doing is None or not named:
        return
    last = doing
    while last + 1 < len(fields) and fields[last + 1].kind == "doing":
        last += 1
    towns = [t for t in named if t.place is not None and t.place.feature not in (*_COUNTRY_LEVEL, "admin1")]
    towns.sort(key=lambda t: t.confidence < _SURE)
    place = (towns or named)[0]
    yield Entry(fields[0].start, fields[-1].end, place, when, (fields[doing].start, fields[last].end), tuple(towns))


def _field(
    text: str, start: int, end: int, toponyms: Sequence[Toponym], dates: Sequence[DateMention], *, ruled: bool
) -> _Field:
    words = text[start:end]
    dated = [d.when for d in dates if start <= d.span.start < end and d.when.start is not None]
    # "September 4–5, 2014" is all date, "Paris, France" all place.
    if dated and len(words) - max(len(w.quote or "") for w in dated) <= 4:
        return _Field(start, end, "date", when=dated[0])
    opening = words.split()[:2]
    if _is_doing(words) if ruled else _is_doing(" ".join(opening)) and opening[-1] not in ("by", "between"):
        return _Field(start, end, "doing")
    inside = tuple(t for t in toponyms if start <= t.span.start < end and t.place is not None)
    if inside and _is_place(words, inside, _PLACE_WORDS if ruled else 0):
        return _Field(start, end, "place", places=inside)
    return _Field(start, end, "other")


def _fields(
    text: str, start: int, end: int, dates: Sequence[DateMention], toponyms: Sequence[Toponym]
) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line, a date at the edge of one by itself."""
    cuts = [m.span() for m in _BETWEEN.finditer(text, start, end)]
    cuts += [m.span() for m in _STOP.finditer(text, start, end)
             if not any(t.span.start < m.start() < t.span.end for t in toponyms)]
    at = start
    for first, last in (*sorted(cuts), (end, end)):
        inside = [d for d in dates if at <= d.span.start and d.span.end <= first]
        for date in inside:
            if not text[at : date.span.start].strip(_EDGE):
                yield date.span.start, date.span.end
                at = date.span.end + len(text[date.span.end : first]) - len(text[date.span.end : first].lstrip(_EDGE))
        tail = [d for d in inside if d.span.start >= at and not text[d.span.end : first].strip(_EDGE)
                and text[at : d.span.start].endswith((", ", " ("))]
        stop = tail[0].span.start if tail else first
        if text[at:stop].strip(_EDGE):
            yield at, at + len(text[at:stop].rstrip(_EDGE))
        if stop < first:
            yield stop, tail[0].span.end
        at = last


def _is_doing(words: str) -> bool:
    """Say whether a field tells what was done: "Met with ...", "Attended the summit", "State visit"."""
    return bool(_said(words) & lexicon.word_set("meetings", "lists", "doing"))


def _said(words: str) -> set[str]:
    return set(re.findall(r"\w+", words.casefold()))


def _is_place(words: str, inside: Sequence[Toponym], others: int) -> bool:
    rest = words
    for toponym in inside:
        rest = rest.replace(toponym.span.quote, " ", 1)
    return len(re.findall(r"\w+", rest)) <= others


def _kind(words: str) -> MeetingKind:
    said = _said(words)
    if "summit" in said:
        return "summit"
    return "bilateral" if said & lexicon.word_set("meetings", "lists", "meeting") else "visit"
