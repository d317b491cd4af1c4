"""What the readers of dates share: a dated phrase, the calendar, and the words of ``lexicon/dates.toml``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from airmap import lexicon
from airmap.lexicon.phrases import has_word
from airmap.records import PartialDate, Precision, Span, When

_EARLIEST, _LATEST = 1900, 2100


@dataclass(frozen=True, slots=True)
class DateMention:
    """A phrase that dates something, and the days that it means."""

    span: Span
    when: When


def dated(match: re.Match[str], start: dt.date | None, end: dt.date | None, precision: Precision | None,
          *, relative: bool = False) -> DateMention:
    """Return the mention that a match makes."""
    span = Span(match.start(), match.end(), match.group())
    return DateMention(span, When(start, end, precision, match.group(), "relative" if relative else "explicit"))


@cache
def numbered(name: str) -> Mapping[str, int]:
    """Return one table of words and numbers."""
    return dict(lexicon.table("dates")[name])


@cache
def count_pattern() -> str:
    """Return the words for numbers as alternatives, the longest first."""
    return "|".join(sorted(numbered("counts"), key=len, reverse=True))


@cache
def month_pattern() -> str:
    """Return a pattern for the name of a month; "May" only with a capital."""
    names = sorted((m for m in numbered("months") if m != "may"), key=len, reverse=True)
    return "(?:" + "|".join(rf"{n}\b\.?" for n in names) + r"|May\b)"


def has_month(text: str) -> bool:
    """Say whether a text names a month at all."""
    return has_word(text, words_of("months"))


def has_weekday(text: str) -> bool:
    """Say whether a text names a day of the week at all, "Sundays" included."""
    return has_word(text, words_of("weekdays"))


@cache
def words_of(table: str) -> frozenset[str]:
    """Return the words of one table, with an "s" too."""
    return frozenset(word + end for word in numbered(table) for end in ("", "s"))


@cache
def weekday_pattern() -> str:
    """Return a pattern for the name of a day of the week."""
    return "(?:" + "|".join(sorted((d for d in numbered("weekdays") if len(d) > 3), key=len, reverse=True)) + ")"


def month_number(name: str) -> int:
    """Return the number of a month by its name or abbreviation."""
    return numbered("months")[name.rstrip(".").casefold()]


def calendar_day(year: int, month: int, day: int) -> dt.date | None:
    """Return the day, or None where the calendar has none."""
    if not (_EARLIEST <= year <= _LATEST and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return dt.date(year, month, day)


def nearest_year(month: int, day: int, anchor: dt.date | None, published: PartialDate | None) -> int | None:
    """Return the year in which a day of the year last came round, on or shortly after publication."""
    if anchor is not None:
        for year in (anchor.year, anchor.year - 1):
            when = calendar_day(year, month, min(day, calendar.monthrange(year, month)[1]))
            if when is not None and when <= anchor + dt.timedelta(days=45):
                return year
        return anchor.year - 1
    if published is not None:
        return published.year if published.month is None or month <= published.month + 1 else published.year - 1
    return None
