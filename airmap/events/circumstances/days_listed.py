"""One event for each day of a list: "helicopters crossed the border on 27 and 28 August and 1 September"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.mentions.date_words import calendar_day
from airmap.records import When

if TYPE_CHECKING:
    from airmap.events.tellings import Telling
    from airmap.parsing.parsed import Doc, Tokens

Dates = Sequence[tuple[When, int, int]]

_BETWEEN = frozenset({",", "and", "&", "on", "the", "again", "then", ", and", "also"})
_STRETCH = re.compile(r"(?:-|–|—|/|\b(?:to|until|till|through|overnight)\b)", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?!:)")
_OPENED = frozenset({"between", "from", "since"})


def each_day(
    telling: Telling, when: When | None, doc: Doc, dates: Dates, told: Sequence[Telling]
) -> list[tuple[Telling, When | None]]:
    """Return the telling with its date, or one telling for each day of the list that the date belongs to.

    Those ``told`` already by a day of the list are left: "on Monday and again on Wednesday".

    Not: "between 3 and 5 May", "said on Monday and Tuesday that a jet had entered".
    """
    alone: list[tuple[Telling, When | None]] = [(telling, when)]
    if telling.listed or telling.status in ("hypothetical", "denied"):
        return alone
    listed = _lists(doc[telling.trigger].sent, doc, dates)
    days = next((found for found in listed if _is_of(found, telling, when, doc)), [])
    days = _in_order(days)
    if len({day.start for day, _, _ in days}) < 2:
        return alone
    first = replace(telling, aggregate=False, plural=False)
    return [(first, days[0][0]), *(
        (replace(first, start=start, end=end, another=True, listed=True), day) for day, start, end in days[1:]
        if not any(t.listed and t.start <= start < t.end for t in told)
    )]


def _is_of(days: Dates, telling: Telling, when: When | None, doc: Doc) -> bool:
    """Say whether a list dates the event; a protest is made on one day, what it is over may have been on several."""
    start, end = days[0][1], days[-1][2]
    if when is None or when.start is None:
        between = doc[telling.trigger + 1 : start]
        return telling.trigger < start and (telling.nominal or all(t.pos_ not in ("VERB", "AUX") for t in between))
    inside = {w.start for w, _, _ in days} | {w.end for w, _, _ in days}
    return when.start in inside and not start <= telling.trigger < end


def _lists(sentence: Tokens, doc: Doc, dates: Dates) -> Iterator[list[tuple[When, int, int]]]:
    """Yield the lists of days of a sentence, each day with its tokens."""
    mentions = {s: (w, e) for w, s, e in dates if sentence.start <= s < sentence.end and w.precision == "day"}
    taken = -1
    for start in sorted(mentions):
        if start <= taken or (start > 0 and doc[start - 1].lower_ in _OPENED):
            continue
        found = _from(start, sentence.end, doc, mentions)
        taken = found[-1][2] - 1 if found else taken
        if len(found) > 1:
            yield found


def _from(
    start: int, stop: int, doc: Doc, mentions: dict[int, tuple[When, int]]
) -> list[tuple[When, int, int]]:
    """Return the days that a mention begins, with those that go on from it: "August 27, 28 and September 1"."""
    when, end = mentions[start]
    found = _parts(when, start, end)
    i, joined = end, False
    while found and i < stop:
        word = doc[i].lower_
        if i in mentions and joined:
            when, end = mentions[i]
            further = _parts(when, i, end)
            if not further:
                return []
            found += further
            i, joined = end, False
        elif joined and (day := _bare_day(i, doc, found[-1][0].start)) is not None:
            found.append((replace(found[-1][0], start=day, end=day, quote=doc[i].text), i, i + 1))
            i, joined = i + 1, False
        elif word in _BETWEEN:
            i, joined = i + 1, True
        else:
            break
    return found


def _in_order(days: Sequence[tuple[When, int, int]]) -> list[tuple[When, int, int]]:
    """Return the days of a list as they follow on each other: of "Monday and Friday", told on a Tuesday, last Monday's.

    Each weekday by itself is the last before publication.
    """
    found = list(days)
    week = dt.timedelta(days=7)
    for n in range(len(found) - 2, -1, -1):
        when, start, end = found[n]
        after = found[n + 1][0].start
        day = when.start
        if day is not None and after is not None and after < day < after + week and when.basis == "relative":
            found[n] = (replace(when, start=day - week, end=day - week), start, end)
    return found


def _bare_day(i: int, doc: Doc, before: dt.date | None) -> dt.date | None:
    """Return the day that a mere number adds to the one before: the 28 of "August 27, 28 and September 1"."""
    match = _DAY.fullmatch(doc[i].text)
    following = doc[i + 1] if i + 1 < len(doc) else None
    goes_on = following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and (
        following.text[:3] not in _MONTHS)
    if match is None or before is None or goes_on:
        return None
    day = calendar_day(before.year, before.month, int(match[1]))
    return day if day is not None and day > before else None


_MONTHS = frozenset({"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"})


def _parts(when: When, start: int, end: int) -> list[tuple[When, int, int]]:
    """Return a mention as the days that it lists, or as itself where it is one day; nothing where it is a stretch."""
    if when.start is None or when.start == when.end:
        return [(when, start, end)] if when.start is not None else []
    quote = when.quote or ""
    if _STRETCH.search(quote) or not re.search(r",|\band\b|&", quote):
        return []
    numbers = [int(n) for n in _DAY.findall(re.sub(r"\b\d{4}\b", "", quote))]
    days = [calendar_day(when.start.year, when.start.month, n) for n in numbers]
    listed = [d for d in days if d is not None]
    if len(listed) != len(numbers) or sorted(set(listed)) != listed:
        return []
    places = [min(start + k, end - 1) for k in range(len(listed))]
    return [(replace(when, start=d, end=d), at, at + 1) for d, at in zip(listed, places, strict=True)]
