"""When things happened: explicit dates, dates relative to publication, and phrases that leave the day open.

A weekday without a date is the last such day on or before publication. What cannot be dated stays undated: no date is
ever taken for today's. The words stand in ``lexicon/dates.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from airmap.lexicon.phrases import has_word, matches_from
from airmap.mentions import relative_dates
from airmap.mentions.date_words import (
    DateMention,
    calendar_day,
    dated,
    has_month,
    month_number,
    month_pattern,
    nearest_year,
    weekday_pattern,
    words_of,
)
from airmap.records import PartialDate, Span, When

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_HEAD_CHARACTERS = 600
_STORY_CHARACTERS = 400
_HALF_A_YEAR = 6
_LONGEST_RANGE = dt.timedelta(days=31)
# "between 1 January and 22 October"
_LONGEST_OPENED = dt.timedelta(days=366)
_LONGEST_ON_THE_WIRE = dt.timedelta(days=3)


def find_dates(doc: Doc, published: PartialDate | None) -> tuple[DateMention, ...]:
    """Return the dates of an analysed text, in order; a dateline's own date dates the article, not what it tells."""
    text = doc.text
    found = dates_in(text, published)
    written = next((m.when.start for m in found if m.when.precision == "day" and _in_dateline(text, m)), None)
    printed = published.last_day() if published is not None and published.day else None
    if written is not None and printed is not None and dt.timedelta() < printed - written <= _LONGEST_ON_THE_WIRE:
        # "WASHINGTON, Aug. 19 - ... today", printed on the 20th: the 19th.
        found = dates_in(text, PartialDate(written.year, written.month, written.day))
    return tuple(m for m in found if not _in_dateline(text, m) or heads_an_item(text, m.span))


# The reader of meetings asks for the dates that the reader of incidents has found.
@lru_cache(4)
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
    joined = [_over_a_day(text, m) for m in _joined(text, kept)]
    followed = [*joined, *relative_dates.told_from(text, joined, anchor)]
    return tuple(sorted(followed, key=lambda m: m.span.start))


_PART_OF_DAY = (
    r"(?:(?:early|late|mid|around|about)[- ])?"
    r"(?:morning|afternoon|evening|night|dawn|dusk|noon|midday|midnight|sunrise|sunset)"
)
_CLOCK = r"(?:(?:\d{4}|\d{1,2}[:.]\d\d)(?:\s?hours|\s?hrs)?|\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\.?)"
# Where in a day a stretch of time begins or ends: "dawn on", "the early hours of", "6 a.m. on".
_IN_THE_DAY = (
    rf"(?:the\s+(?:{_PART_OF_DAY}|(?:early|small|first|late)\s+hours)\s+of\s+|{_PART_OF_DAY}\s+(?:on|of)?\s*"
    rf"|(?:early|late)\s+(?:on\s+)?|{_CLOCK})?(?:\s*\([^)\n]{{1,14}}\))?,?\s*(?:on\s+)?(?:the\s+)?"
)
# Between two days of one stretch of time: "5 Feb to 6 Feb", "6 a.m. 27 September (Sunday) to 6 a.m. 28 September".
_TO = re.compile(
    rf"(?:\s+{_PART_OF_DAY})?(?:\s*\([^)\n]{{1,14}}\))?\s*(?:-|–|—|/|(?:in)?to|until|till?|through|(?P<and>and))\s*"
    + _IN_THE_DAY,
    re.IGNORECASE,
)
_OPENED = re.compile(rf"\b(between|from)\s+{_IN_THE_DAY}$", re.IGNORECASE)
# What counts the hours that end on a day: "in the 24 hours to 6 a.m. on", "over a 24-hour period ending".
_DAY_UP_TO = re.compile(
    rf"\b24[- ](?:hours?|hrs?)(?:\s+(?:period|window))?\s+(?:to|ending|ended|until|till|up\s+to|through|before)\s+"
    rf"(?:at\s+)?{_IN_THE_DAY}$", re.IGNORECASE
)


def _joined(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """Return the mentions with "from one day to another" as one; "and" joins only after "between"."""
    kept: list[DateMention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        between = _TO.fullmatch(text, last.span.end, mention.span.start) if last is not None else None
        if last is None or between is None or not _one_stretch(text, last, mention, alternatives=bool(between["and"])):
            kept.append(mention)
            continue
        start, end = last.span.start, mention.span.end
        when = When(last.when.start, mention.when.end, "day", text[start:end], last.when.basis)
        kept[-1] = DateMention(Span(start, end, text[start:end]), when)
    return kept


def _over_a_day(text: str, mention: DateMention) -> DateMention:
    """Return the day on which 24 hours end as both days that they lie on."""
    start, before = mention.when.start, text[max(0, mention.span.start - 60) : mention.span.start]
    if start is None or start != mention.when.end or _DAY_UP_TO.search(before) is None:
        return mention
    return DateMention(mention.span, replace(mention.when, start=start - dt.timedelta(days=1)))


def _one_stretch(text: str, first: DateMention, second: DateMention, *, alternatives: bool) -> bool:
    opened = _OPENED.search(text[max(0, first.span.start - 40) : first.span.start])
    if alternatives and (opened is None or opened[1].casefold() != "between"):
        return False
    longest = _LONGEST_OPENED if opened is not None else _LONGEST_RANGE
    start, end = first.when.start, second.when.end
    whole_days = first.when.precision == second.when.precision == "day"
    return whole_days and start is not None and end is not None and start < end <= start + longest


def _in_dateline(text: str, mention: DateMention) -> bool:
    """Return whether a full date stands in a dateline: "PARIS, 30 November 2015 -", "WASHINGTON, June 1 (Own) -"."""
    dated = mention.when.precision == "day" and re.search(r"\d", mention.span.quote) is not None
    if not dated or mention.span.start > _HEAD_CHARACTERS:
        return False
    line_start = text.rfind("\n", 0, mention.span.start) + 1
    before, after = text[line_start : mention.span.start], text[mention.span.end : mention.span.end + 40]
    heads = re.match(r"\s*:", after) is not None and re.search(r"\d{4}$", mention.span.quote) is not None
    if heads or mention.when.start != mention.when.end:
        # "Turkish aircraft, 5 February 2022: two F-16s ...", "5 Feb to 6 Feb 2022: ...": when it happened.
        return False
    place = re.fullmatch(r"\(?[A-ZÀ-Þ][\w'’. -]*(?:, [A-Z][\w'’. ]*)?,? ?\(?|\(?", before) is not None
    return place and len(before) <= 60 and re.match(r"\.?\)?\s*(?:\([^)\n]{1,30}\)\s*)?[-–—:]", after) is not None


def heads_an_item(text: str, span: Span) -> bool:
    """Say whether a date stands first in its line, with nothing but what it dates behind: "June 20: jets crossed"."""
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    if any(c.isalnum() for c in before):
        return False
    behind = _AFTER_A_LABEL.match(text, span.end)
    return behind is not None and (not behind["bare"] or any(c.isdigit() for c in span.quote))


# Not an agency, as in "June 20 (Own) -", nor a name that goes on: "Friday Harbor".
_AFTER_A_LABEL = re.compile(r"[)\]]?(?:\s*[-–—:|](?!\w)|[.,]?[^\S\n]*(?:\n|$)|(?P<bare>[.,]?\s+(?=[A-Z\"“'‘])))")
_ARTICLE = frozenset({"the"})


def _explicit_days(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "30 November 2015", "November 30, 2015", "Nov. 24", "24-25 November", "20 to 22 June", "night of 3 May"."""
    if not has_month(text):
        return
    for pattern, figures in _day_patterns():
        words = words_of("weekdays") | (_ARTICLE if figures else words_of("months"))
        for match in matches_from(pattern, text, words, figures=figures):
            if match["m"].casefold().rstrip(".") in ("mar", "may", "march") and match["m"][0].islower():
                continue
            number = month_number(match["m"])
            stated = _whole_year(match["y"]) if match["y"] else (
                _that_year(text, match.start(), match.end()) or _year_after(text, match.end(), number)
                or _year_before(text, match.start(), number, published))
            when_year = stated or nearest_year(number, int(match["d"]), anchor, published)
            if when_year is None:
                continue
            start = calendar_day(when_year, number, int(match["d"]))
            end = calendar_day(when_year, number, int(match["d2"])) if match["d2"] else start
            if start and end and start <= end:
                if start == end and text[: match.start()].casefold().endswith(("night of ", "night of the ")):
                    end = start + dt.timedelta(days=1)
                yield dated(match, start, end, "day", relative=not stated)


@cache
def _day_patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return the patterns of a day of a month, each with whether it may begin with a figure."""
    month = month_pattern()
    day = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    # "3, 4 and 17 May": from the first to the last.
    further = r"(?:,\s\d{1,2}(?:st|nd|rd|th)?)*,?"
    to = r"(?:-|–|/|&|to|and|until|till|through)"
    second = rf"(?:{further}\s?{to}\s?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?"
    # "10 Aug 99", "May 7, '60", not "10 May 50 planes"
    short = r"[4-9]\d(?=[,.;:)\n]|$|\s(?:as|in|at|on|and|when|the|by|to|from|over|near|while|after)\b)"
    year, bare = (rf"(?:,?\s+(?P<y>(?:19|20)\d\d|['’]\d\d\b{s}))?(?!\d|:\d)" for s in ("", f"|{short}"))
    weekday = rf"(?:{weekday_pattern()},?\s+)?"
    return (
        (re.compile(rf"\b{weekday}(?:the\s+)?{day}{second}\s+(?:of\s+)?(?P<m>{month}){bare}", re.IGNORECASE), True),
        (re.compile(rf"\b{weekday}(?P<m>{month})\s+(?:the\s+)?{day}{second}{year}", re.IGNORECASE), False),
        # "1960, May 1", as chronologies write it.
        (re.compile(rf"(?<![\d-])(?P<y>(?:19|20)\d\d),? +(?P<m>{month})\s+{day}{second}(?!\d|:\d)", re.I), True),
    )


def _whole_year(written: str) -> int:
    """Return the year of "1999", "'99" or "99"."""
    year = int(written.lstrip("'’"))
    return year if year > 99 else year + (2000 if year < 40 else 1900)


def _year_before(text: str, at: int, month: int, published: PartialDate | None) -> int | None:
    """Return the year that a story of long ago goes on in: "on 1 May 1960 ... on 16 May"."""
    before = list(_full_date().finditer(text, max(0, at - _STORY_CHARACTERS), at))
    if not before:
        return None
    last = before[-1]
    named = int(last["y"]) if last["y"] else _that_year(text, last.start(), last.end())
    if named is None:
        return None
    year, told = named, month_number(last["m"])
    if published is not None and year >= published.year - 1:
        return None
    return year + 1 if month < told - _HALF_A_YEAR else year


@cache
def _full_date() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<m>{month_pattern()})\.?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?"
                      rf"(?:,?\s+(?P<y>(?:19|20)\d\d)\b|(?={_OF_THAT_YEAR.pattern}))", re.IGNORECASE)


def _that_year(text: str, start: int, end: int) -> int | None:
    """Return the year of "30 March that year", "3 June of the same year": the one that the text named last before."""
    if _OF_THAT_YEAR.match(text, end) is None:
        return None
    named = _NAMED_YEAR.findall(text, max(0, start - _STORY_CHARACTERS), start)
    return int(named[-1]) if named else None


_OF_THAT_YEAR = re.compile(r",?\s+(?:of\s+|in\s+)?(?:that(?:\s+same)?|the\s+same)\s+year\b", re.IGNORECASE)
_NAMED_YEAR = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d%]|[.,-]\d)")


def _year_after(text: str, at: int, month: int) -> int | None:
    """Return the year that a later date shares: "5 Feb to 6 Feb 2024", "on 3 May and again on 8 May 2010"."""
    match = _later_date().match(text[at : at + 60])
    if match is None:
        return None
    return int(match["y"]) - (month > month_number(match["a"] or match["b"]))


@cache
def _later_date() -> re.Pattern[str]:
    name = month_pattern()
    return re.compile(
        rf"[^.;\n]{{1,30}}?(?:(?P<a>{name})\s+\d{{1,2}}|\d{{1,2}}\s+(?P<b>{name})),?\s+(?P<y>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    )


_FIGURES_JOINED = re.compile(r"\d[-/.]\w")


def _numeric_days(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "2015-11-30", "24.11.2015", "24-Nov-2015", and "11/30/2015" where only one order gives a likely date."""
    if _FIGURES_JOINED.search(text) is None:
        return
    for match in re.finditer(rf"(?<![\d.-])(\d{{1,2}})[-/]({month_pattern()})[-/]((?:19|20)\d\d)(?!\d)", text, re.I):
        if day := calendar_day(int(match[3]), month_number(match[2]), int(match[1])):
            yield dated(match, day, day, "day")
    for match in re.finditer(r"(?<![\d.-])(\d{4})([-/])(\d{2})\2(\d{2})(?![\d-])", text):
        if day := calendar_day(int(match[1]), int(match[3]), int(match[4])):
            yield dated(match, day, day, "day")
    for match in re.finditer(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)", text):
        if day := calendar_day(int(match[3]), int(match[2]), int(match[1])):
            yield dated(match, day, day, "day")
    for match in re.finditer(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)?\d\d)(?![\d/])", text):
        first, second, year = (int(match[n]) for n in (1, 2, 3))
        # "3/28/58"
        year += 0 if year > 99 else 2000 if year < 40 else 1900
        readings = {d for d in (calendar_day(year, first, second), calendar_day(year, second, first)) if d}
        if len(readings) > 1 and anchor is not None:
            # "4/5/2015" in a text of 6 May: only one of the two has just been.
            readings = {d for d in readings if dt.timedelta(0) <= anchor - d <= _LONGEST_RANGE}
        if len(readings) == 1:
            (day,) = readings
            yield dated(match, day, day, "day")


def _months_and_years(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "November 2015", "in August", "last May", "in 2012", "the 2012 incident" (only with "in", "of", "since")."""
    if has_month(text):
        yield from _months(text, anchor, published)
    for match in _YEAR_AT_HEAD.finditer(text):
        # "1955 – El Al Flight 402 strays into Bulgarian airspace"
        yield dated(match, dt.date(int(match["y"]), 1, 1), dt.date(int(match["y"]), 12, 31), "year")
    if _YEAR.search(text) is None:
        return
    for match in matches_from(_IN_YEAR, text, _BEFORE_YEAR):
        year = int(match["y"])
        yield dated(match, dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


# Words with which the patterns below begin, beside the months.
_PARTS = frozenset({"early", "mid", "late", "last", "this", "next"})
_BEFORE_MONTH = frozenset(
    {"in", "since", "during", "last", "this", "for", "next", "end", "beginning", "start", "middle"}
)
_BEFORE_YEAR = frozenset(
    {"in", "since", "during", "of", "from", "early", "late", "mid", "spring", "summer", "autumn", "fall", "winter"}
)
_IN_YEAR = re.compile(
    r"\b(?:in|since|during|of|from|early|late|mid-?|spring|summer|autumn|fall|winter)\s+"
    r"(?P<y>(?:19|20)\d\d)(?![\d-])(?!\s?%)", re.IGNORECASE
)
_YEAR_AT_HEAD = re.compile(r"^(?P<y>(?:1[89]|20)\d\d)(?=\s*[-–—:]\s+[^\W\d])", re.MULTILINE)
_YEAR_WORD = frozenset({"year"})
_YEAR = re.compile(r"\s(?:19|20)\d\d")


def _months(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    month = month_pattern()
    if published is not None and has_word(text, _YEAR_WORD):
        for match in re.finditer(
            rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>{month})"
            rf"(?:\s+(?P<e>\d{{1,2}})(?:st|nd|rd|th)?,?)?\s+(?:of\s+)?(?P<w>last|this)\s+year\b",
            text,
            re.IGNORECASE,
        ):
            # "in June last year", "on 3 May this year"
            number, year = month_number(match["m"]), published.year - (match["w"].casefold() == "last")
            stated = match["d"] or match["e"]
            exact = calendar_day(year, number, int(stated)) if stated else None
            if exact is not None:
                yield dated(match, exact, exact, "day", relative=True)
            elif stated is None:
                yield dated(
                    match, dt.date(year, number, 1), PartialDate(year, number).last_day(), "month", relative=True
                )
    for match in matches_from(_month_and_year(), text, words_of("months") | _PARTS):
        number, year = month_number(match["m"]), int(match["y"])
        yield dated(match, dt.date(year, number, 1), PartialDate(year, number).last_day(), "month")
    for match in matches_from(_month_alone(), text, _BEFORE_MONTH):
        name = match["m"].rstrip(".")
        if not name[0].isupper():
            continue
        number = month_number(name)
        year_or_none = nearest_year(number, 1, anchor, published)
        if year_or_none is None:
            continue
        ahead = match["w"].casefold() in ("for", "next") and anchor is not None
        year = year_or_none
        if match["w"].casefold() == "last" and anchor is not None and (year, number) >= (anchor.year, anchor.month):
            year -= 1
        if ahead and anchor is not None:
            year = anchor.year if number >= anchor.month else anchor.year + 1
        yield dated(match, dt.date(year, number, 1), PartialDate(year, number).last_day(), "month", relative=True)


@cache
def _month_and_year() -> re.Pattern[str]:
    month = month_pattern()
    return re.compile(
        rf"(?<!\d )\b(?:(?:early|mid|late)[- ]|(?:last|this|next)\s+)?(?P<m>{month})"
        r"(?:,?\s+(?:of\s+)?(?P<y>(?:19|20)\d\d))\b",
        re.IGNORECASE,
    )


@cache
def _month_alone() -> re.Pattern[str]:
    month = month_pattern()
    return re.compile(
        r"\b(?P<w>in|since|during|last|this|for|next|(?:end|beginning|start|middle) of)\s+"
        rf"(?:early[- ]|mid-?|late[- ])?(?P<m>{month})(?!\w|\s\d)",
        re.IGNORECASE,
    )


_Reader = Callable[[str, "dt.date | None", "PartialDate | None"], Iterator[DateMention]]
_READERS: tuple[_Reader, ...] = (_explicit_days, _numeric_days, _months_and_years, *relative_dates.READERS)
