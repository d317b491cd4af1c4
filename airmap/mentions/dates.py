"""When things happened: explicit dates, dates relative to publication, and phrases that leave the day open.

A weekday without a date is the last such day on or before publication. What cannot be dated stays undated: no date is
ever taken for today's. The words stand in ``lexicon/dates.toml``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.records import PartialDate, Precision, Span, When

if TYPE_CHECKING:
    from spacy.tokens import Doc

_EARLIEST, _LATEST = 1900, 2100
_HEAD_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class DateMention:
    """A phrase that dates something, and the days that it means."""

    span: Span
    when: When


def find_dates(doc: Doc, published: PartialDate | None) -> tuple[DateMention, ...]:
    """Return the dates of an analysed text, in order; a dateline's own date dates the article, not what it tells."""
    text = doc.text
    return tuple(m for m in dates_in(text, published) if not _in_dateline(text, m))


def dates_in(text: str, published: PartialDate | None) -> tuple[DateMention, ...]:
    """Return the dates of a text, in order; where two readings overlap, the longer one.

    Examples
    --------
    >>> day = PartialDate(2015, 11, 30)
    >>> [(m.when.quote, str(m.when.start)) for m in dates_in("on Sunday, two days after 24 November", day)]
    [('Sunday', '2015-11-29'), ('24 November', '2015-11-24')]
    """
    anchor = published.last_day() if published and published.day else None
    found = [m for read in _READERS for m in read(text, anchor, published)]
    found.sort(key=lambda m: (m.span.start, m.span.start - m.span.end))
    kept: list[DateMention] = []
    for mention in found:
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
        elif mention.span.end - mention.span.start > kept[-1].span.end - kept[-1].span.start:
            kept[-1] = mention
    return tuple(kept)


def published_from_text(text: str) -> PartialDate | None:
    """Return the date of a dateline or caption near the top of a text, or None.

    Only a full date counts: one in a dateline ("PARIS, 30 November 2015 -") goes before one that merely stands there.
    """
    head = text[:_HEAD_CHARACTERS]
    whole = [m for m in dates_in(head, None) if m.when.precision == "day" and m.when.start == m.when.end]
    for mention in whole:
        if _in_dateline(head, mention):
            return _partial(mention)
    for mention in whole:
        line_start = head.rfind("\n", 0, mention.span.start) + 1
        line_end = head.find("\n", mention.span.end)
        line = head[line_start : line_end if line_end >= 0 else len(head)]
        alone = len(line.strip()) <= len(mention.span.quote) + 25
        ends_caption = line.rstrip().rstrip(".").endswith(mention.span.quote)
        if alone or ends_caption:
            return _partial(mention)
    return None


def _in_dateline(text: str, mention: DateMention) -> bool:
    """Return whether a full date stands in a dateline: "PARIS, 30 November 2015 -", "WASHINGTON, June 1 (Own) -"."""
    dated = mention.when.precision == "day" and re.search(r"\d", mention.span.quote) is not None
    if not dated or mention.span.start > _HEAD_CHARACTERS:
        return False
    line_start = text.rfind("\n", 0, mention.span.start) + 1
    before, after = text[line_start : mention.span.start], text[mention.span.end : mention.span.end + 40]
    place = re.fullmatch(r"\(?[A-ZÀ-Þ][\w'’. -]*(?:, [A-Z][\w'’. ]*)?,? ?\(?|\(?", before) is not None
    return place and len(before) <= 60 and re.match(r"\)?\s*(?:\([^)\n]{1,30}\)\s*)?[-–—:]", after) is not None


def _partial(mention: DateMention) -> PartialDate | None:
    day = mention.when.start
    return PartialDate(day.year, day.month, day.day) if day else None


def _mention(match: re.Match[str], start: dt.date | None, end: dt.date | None, precision: Precision | None,
             *, relative: bool = False) -> DateMention:
    span = Span(match.start(), match.end(), match.group())
    return DateMention(span, When(start, end, precision, match.group(), "relative" if relative else "explicit"))


def _table(name: str) -> dict[str, int]:
    return dict(lexicon.table("dates")[name])


@cache
def _month_pattern() -> str:
    names = sorted((m for m in _table("months") if m != "may"), key=len, reverse=True)
    return "(?:" + "|".join(rf"{n}\b\.?" for n in names) + r"|May\b)"


@cache
def _weekday_pattern() -> str:
    return "(?:" + "|".join(sorted((d for d in _table("weekdays") if len(d) > 3), key=len, reverse=True)) + ")"


def _month(name: str) -> int:
    return _table("months")[name.rstrip(".").casefold()]


def _day(year: int, month: int, day: int) -> dt.date | None:
    if not (_EARLIEST <= year <= _LATEST and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return dt.date(year, month, day)


def _nearest_year(month: int, day: int, anchor: dt.date | None, published: PartialDate | None) -> int | None:
    """Return the year in which a day of the year last came round, on or shortly after publication."""
    if anchor is not None:
        for year in (anchor.year, anchor.year - 1):
            when = _day(year, month, min(day, calendar.monthrange(year, month)[1]))
            if when is not None and when <= anchor + dt.timedelta(days=45):
                return year
        return anchor.year - 1
    if published is not None:
        return published.year if published.month is None or month <= published.month + 1 else published.year - 1
    return None


def _explicit_days(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "30 November 2015", "November 30, 2015", "Nov. 24", "24-25 November", "20 to 22 June"."""
    month = _month_pattern()
    day = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    second = r"(?:\s?(?:-|–|to|and|until)\s?(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?"
    year = r"(?:,?\s+(?P<y>(?:19|20)\d\d))?(?![\d:])"
    weekday = rf"(?:{_weekday_pattern()},?\s+)?"
    for pattern in (
        rf"\b{weekday}(?:the\s+)?{day}{second}\s+(?:of\s+)?(?P<m>{month}){year}",
        rf"\b{weekday}(?P<m>{month})\s+(?:the\s+)?{day}{second}{year}",
    ):
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if match["m"].casefold().rstrip(".") in ("mar", "may", "march") and match["m"][0].islower():
                continue
            number = _month(match["m"])
            when_year = int(match["y"]) if match["y"] else _nearest_year(number, int(match["d"]), anchor, published)
            if when_year is None:
                continue
            start = _day(when_year, number, int(match["d"]))
            end = _day(when_year, number, int(match["d2"])) if match["d2"] else start
            if start and end and start <= end:
                yield _mention(match, start, end, "day", relative=not match["y"])


def _numeric_days(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "2015-11-30", "24.11.2015", and "11/30/2015" where only one order gives a date."""
    for match in re.finditer(r"(?<![\d.-])(\d{4})-(\d{2})-(\d{2})(?![\d-])", text):
        if day := _day(int(match[1]), int(match[2]), int(match[3])):
            yield _mention(match, day, day, "day")
    for match in re.finditer(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)", text):
        if day := _day(int(match[3]), int(match[2]), int(match[1])):
            yield _mention(match, day, day, "day")
    for match in re.finditer(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])", text):
        first, second, year = (int(match[n]) for n in (1, 2, 3))
        readings = {d for d in (_day(year, first, second), _day(year, second, first)) if d}
        if len(readings) == 1:
            (day,) = readings
            yield _mention(match, day, day, "day")


def _months_and_years(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "November 2015", "in August", "last May", "in 2012", "the 2012 incident" (only with "in", "of", "since")."""
    month = _month_pattern()
    if published is not None:
        for match in re.finditer(
            rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>{month})"
            rf"(?:\s+(?P<e>\d{{1,2}})(?:st|nd|rd|th)?,?)?\s+(?:of\s+)?(?P<w>last|this)\s+year\b",
            text,
            re.IGNORECASE,
        ):
            # "in June last year", "on 3 May this year"
            number, year = _month(match["m"]), published.year - (match["w"].casefold() == "last")
            stated = match["d"] or match["e"]
            exact = _day(year, number, int(stated)) if stated else None
            if exact is not None:
                yield _mention(match, exact, exact, "day", relative=True)
            elif stated is None:
                yield _mention(
                    match, dt.date(year, number, 1), PartialDate(year, number).last_day(), "month", relative=True
                )
    for match in re.finditer(
        rf"(?<!\d )\b(?:(?:early|mid|late)[- ]|(?:last|this|next)\s+)?(?P<m>{month})"
        r"(?:,?\s+(?:of\s+)?(?P<y>(?:19|20)\d\d))\b",
        text, re.IGNORECASE,
    ):
        number, year = _month(match["m"]), int(match["y"])
        yield _mention(match, dt.date(year, number, 1), PartialDate(year, number).last_day(), "month")
    for match in re.finditer(
        rf"\b(?P<w>in|since|during|last|this|for|next)\s+(?:early[- ]|mid-?|late[- ])?(?P<m>{month})(?!\w|\s\d)",
        text, re.IGNORECASE,
    ):
        name = match["m"].rstrip(".")
        if not name[0].isupper():
            continue
        number = _month(name)
        year_or_none = _nearest_year(number, 1, anchor, published)
        if year_or_none is None:
            continue
        ahead = match["w"].casefold() in ("for", "next") and anchor is not None
        year = year_or_none
        if ahead and anchor is not None:
            year = anchor.year if number >= anchor.month else anchor.year + 1
        yield _mention(match, dt.date(year, number, 1), PartialDate(year, number).last_day(), "month", relative=True)
    for match in re.finditer(
        r"\b(?:in|since|during|of|from|early|late|mid-?)\s+(?P<y>(?:19|20)\d\d)(?![\d-])(?!\s?%)", text, re.IGNORECASE
    ):
        year = int(match["y"])
        yield _mention(match, dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _weekdays(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "on Sunday", "last Tuesday", "Friday night": the last such day on or before publication."""
    if anchor is None:
        return
    for match in re.finditer(
        rf"\b(?P<p>next\s+|last\s+|this\s+|previous\s+)?(?P<d>{_weekday_pattern()})(?:s\b|(?![\w-]))",
        text, re.IGNORECASE,
    ):
        name = match["d"]
        if not name[0].isupper() or (match.group().endswith("s") and not name.endswith("s")):
            continue
        number = _table("weekdays")[name.casefold()]
        back = (anchor.weekday() - number) % 7
        day = anchor - dt.timedelta(days=back)
        if (match["p"] or "").strip().casefold() == "next" or _is_ahead(text, match.start()):
            day = anchor + dt.timedelta(days=(number - anchor.weekday()) % 7 or 7)
        elif (match["p"] or "").strip().casefold() in ("last", "previous") and back == 0:
            day = anchor - dt.timedelta(days=7)
        yield _mention(match, day, day, "day", relative=True)


def _is_ahead(text: str, at: int) -> bool:
    """Return whether the words before a weekday put it into the future ("will meet on Monday")."""
    before = text[max(0, at - 60) : at]
    sentence = re.split(r"[.!?;\n]", before)[-1]
    ahead = r"\b(?:will|would|due to|is to|are to|plans? to|planned for|scheduled for|set for|set to)\b"
    return re.search(ahead, sentence, re.IGNORECASE) is not None


def _relative(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "yesterday", "two days ago", "last week", "earlier this month", "last year"."""
    if anchor is not None:
        names = sorted(_table("days"), key=len, reverse=True)
        for match in re.finditer(r"\b(?:" + "|".join(names) + r")\b", text, re.IGNORECASE):
            day = anchor + dt.timedelta(days=_table("days")[match.group().casefold()])
            start = day - dt.timedelta(days=1) if match.group().casefold() == "overnight" else day
            yield _mention(match, start, day, "day", relative=True)
        counts = "|".join(sorted(_table("counts"), key=len, reverse=True))
        for match in re.finditer(
            rf"\b(?:(?P<about>nearly|almost|about|around|over|more than|some)\s+)?(?P<n>\d{{1,3}}|{counts})\s+"
            r"(?P<u>day|week|month|year)s?\s+(?:ago|earlier)\b", text, re.IGNORECASE):
            number = int(match["n"]) if match["n"].isdigit() else _table("counts")[match["n"].casefold()]
            yield _ago(match, anchor, number, match["u"].casefold())
        for match in re.finditer(
            r"\b(?:(?P<e>earlier|late|later|early)\s+)?(?P<w>this|last|next)\s+(?P<u>week|month|year|weekend)\b",
            text, re.IGNORECASE,
        ):
            if mention := _named_period(match, anchor):
                yield mention
    elif published is not None:
        for match in re.finditer(r"\b(?:earlier\s+)?(?P<w>this|last)\s+year\b", text, re.IGNORECASE):
            year = published.year - (match["w"].casefold() == "last")
            yield _mention(match, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", relative=True)


def _ago(match: re.Match[str], anchor: dt.date, number: int, unit: str) -> DateMention:
    if unit == "day":
        day = anchor - dt.timedelta(days=number)
        return _mention(match, day, day, "day", relative=True)
    if unit == "week":
        day = anchor - dt.timedelta(weeks=number)
        return _mention(match, day - dt.timedelta(days=3), day + dt.timedelta(days=3), "day", relative=True)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 - number
        at = PartialDate(months // 12, months % 12 + 1)
        return _mention(match, at.first_day(), at.last_day(), "month", relative=True)
    year = anchor.year - number
    return _mention(match, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", relative=True)


def _named_period(match: re.Match[str], anchor: dt.date) -> DateMention | None:
    shift = {"this": 0, "last": -1, "next": 1}[match["w"].casefold()]
    unit = match["u"].casefold()
    earlier = (match["e"] or "").casefold() in ("earlier", "early")
    if unit in ("week", "weekend"):
        monday = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(weeks=shift)
        start = monday + dt.timedelta(days=5) if unit == "weekend" else monday
        end = monday + dt.timedelta(days=6)
        if shift == 0 and earlier:
            end = anchor
        return _mention(match, start, max(start, end), "day", relative=True)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + shift
        at = PartialDate(months // 12, months % 12 + 1)
        end = anchor if shift == 0 and earlier else at.last_day()
        return _mention(match, at.first_day(), end, "month", relative=True)
    year = anchor.year + shift
    end = anchor if shift == 0 and earlier else dt.date(year, 12, 31)
    return _mention(match, dt.date(year, 1, 1), end, "year", relative=True)


def _undated(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "on one occasion": some day that is not said, at the latest the day of the report."""
    phrases = sorted(lexicon.table("dates")["undated"]["phrases"], key=len, reverse=True)
    multiword = [p for p in phrases if " " in p]
    for match in re.finditer(r"\b(?:" + "|".join(multiword) + r")\b", text, re.IGNORECASE):
        yield _mention(match, None, anchor, None, relative=True)


_Reader = Callable[[str, "dt.date | None", "PartialDate | None"], Iterator[DateMention]]
_READERS: tuple[_Reader, ...] = (_explicit_days, _numeric_days, _months_and_years, _weekdays, _relative, _undated)
