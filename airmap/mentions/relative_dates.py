"""Days told by other days: counted back from publication ("yesterday", "on Sunday", "a week ago", "over the weekend"),
from a day named before ("that evening", "two days later"), or by a feast that everybody can date ("on Christmas Eve").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from airmap import lexicon
from airmap.lexicon.phrases import has_word, matches_from, may_have, words_in
from airmap.mentions.date_words import (
    DateMention,
    calendar_day,
    count_pattern,
    dated,
    has_weekday,
    numbered,
    weekday_pattern,
    words_of,
)
from airmap.records import PartialDate

# How far back "that evening" looks for the day that it means.
_LOOK_BACK_CHARACTERS = 500


# They began on the day before.
_NIGHTS = frozenset({"overnight", "during the night", "in the night", "through the night"})
_MIDWEEK = 3
_WEEKS = {"this": 0, "last": -1, "next": 1}


_BEFORE_WEEKDAY = frozenset({"overnight", "in", "next", "last", "this", "previous", "past"})


def _weekdays(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "on Sunday", "last Tuesday", "Friday night": the last such day on or before publication."""
    if anchor is None and published is not None:
        yield from _in_its_month(text, published)
    if anchor is None or not has_weekday(text):
        return
    for match in matches_from(_weekday_pattern(), text, words_of("weekdays") | _BEFORE_WEEKDAY):
        name = match["d"]
        if not name[0].isupper() or (match.group().endswith("s") and not name.endswith("s")):
            continue
        number = numbered("weekdays")[name.casefold()]
        back = (anchor.weekday() - number) % 7
        day = anchor - dt.timedelta(days=back)
        if (match["p"] or "").strip().casefold() == "next" or _is_ahead(text, match.start()):
            same_day = _LATER_ON.search(text, max(0, match.start() - 12), match.start()) is not None
            day = anchor + dt.timedelta(days=(number - anchor.weekday()) % 7 or (0 if same_day else 7))
        elif (match["p"] or "").strip().casefold() in ("last", "previous") and back == 0:
            day = anchor - dt.timedelta(days=7)
        if week := match["v"] or match["w"]:
            # "on Tuesday of last week", "last week on Tuesday"
            shift = _WEEKS[week.casefold()]
            day = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(weeks=shift, days=number)
        if match["b"]:
            # "the Saturday before last"
            day -= dt.timedelta(days=7)
        start = day - dt.timedelta(days=1) if match["into"] else day
        yield dated(match, start, day, "day", relative=True)


def _in_its_month(text: str, published: PartialDate) -> Iterator[DateMention]:
    """Read "on Monday", "over the weekend" in a text of which only the month is known: in that month."""
    if published.month is None:
        return
    found = [*_weekday_pattern().finditer(text)] if has_weekday(text) else []
    for match in (*found, *_OVER_WEEKEND.finditer(text)):
        if "d" not in match.groupdict() or match["d"][0].isupper():
            yield dated(match, published.first_day(), published.last_day(), "month", relative=True)


@cache
def _weekday_pattern() -> re.Pattern[str]:
    return re.compile(
        r"\b(?P<into>overnight into\s+|in the night to\s+)?(?P<p>next\s+|last\s+|this\s+|previous\s+|past\s+)?"
        r"(?:(?P<v>last|this|next)\s+week,?\s+(?:on\s+)?)?"
        rf"(?P<d>{weekday_pattern()})(?:s\b|(?![\w-]))"
        r"(?:,?\s+(?:of\s+)?(?P<w>last|this|next)\s+week\b|(?P<b>\s+before\s+last\b))?",
        re.IGNORECASE,
    )


def _is_ahead(text: str, at: int) -> bool:
    """Return whether the words before a weekday put it into the future ("will meet on Monday")."""
    before = text[max(0, at - 60) : at]
    sentence = re.split(r"[.!?;\n]", before)[-1]
    ahead = r"\b(?:will|would|due to|is to|are to|plans? to|planned for|scheduled for|set for|set to)\b"
    return re.search(ahead, sentence, re.IGNORECASE) is not None


def _relative(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "yesterday", "two days ago", "last week", "earlier this month", "last year"."""
    if anchor is not None:
        for match in _day_names().finditer(text) if may_have(text, _words_of("days")) else ():
            if text[max(0, match.start() - 5) : match.start()].casefold().split() == ["ago"]:
                # "sixty-five years ago today"
                continue
            day = anchor + dt.timedelta(days=numbered("days")[match.group().casefold()])
            start = day - dt.timedelta(days=1) if match.group().casefold() in _NIGHTS else day
            yield dated(match, start, day, "day", relative=True)
        for match in () if not has_word(text, _DISTANT) else matches_from(
            _long_ago(), text, _ABOUT | _first_of_counts(), figures=True
        ):
            yield _ago(match, anchor, _count(match["n"]), (match["u"] or match["v"]).casefold())
        for match in _THIS_DAY.finditer(text) if has_word(text, _DAY_NAMED) else ():
            # "on this date in 1952"
            if (then := _same_day(anchor, int(match["y"]))) is not None:
                yield dated(match, then, then, "day", relative=True)
        yield from _recent(text, anchor)
        for match in matches_from(_PERIOD, text, _BEFORE_PERIOD) if has_word(text, _PERIODS) else ():
            if mention := _named_period(match, anchor):
                yield mention
    elif published is not None:
        for match in re.finditer(r"\b(?:earlier\s+)?(?P<w>this|last)\s+year\b", text, re.IGNORECASE):
            year = published.year - (match["w"].casefold() == "last")
            yield dated(match, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", relative=True)


# "is due to meet later on Sunday", in Sunday's news
_LATER_ON = re.compile(r"\blater (?:on )?$", re.IGNORECASE)
# What a text has that any of the patterns below can match: most have none of it.
_GONE_BY = frozenset({"last", "past", "previous"})
_BACK = frozenset({"ago", "back"})
_WEEKEND = frozenset({"weekend", "end"})
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b", re.IGNORECASE)
_DISTANT = frozenset({"ago", "earlier"})
_DAY_NAMED = frozenset({"day", "date", "today"})
_THIS_DAY = re.compile(
    r"\b(?:(?:on )?(?:this|the same|that same) (?:very )?(?:day|date)|today)(?: back)?,?"
    r" in (?:the year )?(?P<y>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# The month in which each season begins.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_PERIODS = frozenset({"week", "month", "year", "weekend", *_SEASONS})
# The words with which the patterns begin, beside those for numbers.
_ABOUT = frozenset({"nearly", "almost", "about", "around", "over", "more", "some"})
_BEFORE_PERIOD = frozenset({"so", "earlier", "late", "later", "early", "this", "last", "next"})
_BEFORE_GONE_BY = frozenset({"in", "over", "during", "within", "for"})
_BEFORE_WEEKEND = frozenset({"over", "at", "on", "during", "this"})
_BEFORE_ORDINAL = frozenset({"on", "night", "evening", "morning", "afternoon", "day", "the"})
_SEVERAL = frozenset({"a", "some", "several"})
_SOME = frozenset({"some"})
_PERIOD = re.compile(
    r"\b(?:(?P<e>earlier|late|later|early|so far)\s+)?(?P<w>this|last|next)\s+(?P<u>week|month|year|weekend|spring"
    r"|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_FEW_DAYS = re.compile(r"\b(?:a few|some|several|a couple of) days (?:ago|back)\b", re.IGNORECASE)
_OVER_WEEKEND = re.compile(
    r"\b(?:(?:over|at|on|during)\s+(?:the|this|this past)|this past)\s+week-?end\b", re.IGNORECASE
)


@cache
def _first_of_counts() -> frozenset[str]:
    """Return the first words of the words for numbers."""
    return frozenset(re.findall(r"\w+", words)[0] for words in numbered("counts"))


@cache
def _long_ago() -> re.Pattern[str]:
    return re.compile(
        # Not the "two" of "fifty-two".
        rf"(?<!ty[- ])\b(?:(?P<about>nearly|almost|about|around|over|more than|some)\s+)?"
        rf"(?P<n>\d{{1,3}}|{count_pattern()})\s+"
        r"(?:(?P<u>day|week|fortnight|month|year)s?\s+ago(?P<t>\s+(?:today|to the day|this day))?"
        r"|(?P<v>month|year)s?\s+earlier)\b", re.IGNORECASE)


@cache
def _gone_by() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:in|over|during|within|for)\s+the\s+(?:last|past|previous)\s+(?:(?P<n>\d{{1,3}}|{count_pattern()})\s+)?"
        r"(?P<u>hour|day|week)s?\b", re.IGNORECASE)


@cache
def _hours_ago() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<n>\d{{1,3}}|{count_pattern()}|some)\s+(?:hours?|minutes?)\s+ago\b", re.IGNORECASE)


@cache
def _on_the_ordinal() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:(?:on|(?:night|evening|morning|afternoon|day) of|{weekday_pattern()},?) the"
        r"|(?<=(?:st|nd|rd|th) and )the) (?P<d>\d{1,2})(?:st|nd|rd|th)\b"
        r"(?P<m>\s+(?:of (?P<w>this|last) month|inst\b|ult\b))?"
        r"(?=\s*(?:[,.;:)]|$)|\s+(?:and|at|in|over|by|when|that|two|three|a)\b|(?<=month)|(?<=inst)|(?<=ult))",
        re.IGNORECASE)


@cache
def _words_of(table: str) -> frozenset[frozenset[str]]:
    return words_in(lexicon.table("dates")[table])


@cache
def _day_names() -> re.Pattern[str]:
    names = sorted(numbered("days"), key=len, reverse=True)
    # "overnight from Friday to Saturday" is told by its days; "scrambled yesterday to meet" is told by "yesterday".
    weekday = weekday_pattern()
    no_other = rf"\b(?! (?:of|between)\b| (?:on )?{weekday}\b| (?:to|from) (?:the\b|\d|(?:{weekday})\b))"
    return re.compile(r"\b(?:" + "|".join(names) + ")" + no_other, re.IGNORECASE)


def _recent(text: str, anchor: dt.date) -> Iterator[DateMention]:
    """Read "in the last 24 hours", "over the past two days", "six hours ago", "over the weekend", "a few days ago"."""
    for match in matches_from(_gone_by(), text, _BEFORE_GONE_BY) if has_word(text, _GONE_BY) else ():
        number = _count(match["n"]) if match["n"] else 1
        days = {"hour": -(-number // 24), "day": number, "week": 7 * number}[match["u"].casefold()]
        if days <= 14:
            yield dated(match, anchor - dt.timedelta(days=days), anchor, "day", relative=True)
    back = has_word(text, _BACK)
    for match in matches_from(_hours_ago(), text, _SOME | _first_of_counts(), figures=True) if back else ():
        yield dated(match, anchor - dt.timedelta(days=1), anchor, "day", relative=True)
    for match in matches_from(_FEW_DAYS, text, _SEVERAL) if back else ():
        yield dated(match, anchor - dt.timedelta(days=7), anchor - dt.timedelta(days=2), "day", relative=True)
    for match in matches_from(_OVER_WEEKEND, text, _BEFORE_WEEKEND) if has_word(text, _WEEKEND) else ():
        saturday = anchor - dt.timedelta(days=(anchor.weekday() - 5) % 7)
        yield dated(match, saturday, min(anchor, saturday + dt.timedelta(days=1)), "day", relative=True)
    for match in () if _ORDINAL.search(text) is None else matches_from(
        _on_the_ordinal(), text, _BEFORE_ORDINAL | words_of("weekdays")
    ):
        if (day := _day_of_month(match, anchor)) is not None:
            yield dated(match, day, day, "day", relative=True)


def _day_of_month(match: re.Match[str], anchor: dt.date) -> dt.date | None:
    """Return the last such day of a month on or before publication: "on the 17th", "on the 3rd of last month"."""
    months = anchor.year * 12 + anchor.month - 1
    before = (match["w"] or "").casefold() == "last" or (match["m"] or "").strip().casefold() == "ult"
    for number in (months - 1,) if before else (months, months - 1):
        day = calendar_day(number // 12, number % 12 + 1, int(match["d"]))
        if day is not None and day <= anchor:
            return day
    return None


def _count(words: str) -> int:
    return int(words) if words.isdigit() else numbered("counts")[words.casefold()]


def _ago(match: re.Match[str], anchor: dt.date, number: int, unit: str) -> DateMention:
    if unit == "day":
        day = anchor - dt.timedelta(days=number)
        return dated(match, day, day, "day", relative=True)
    if unit in ("week", "fortnight"):
        day = anchor - dt.timedelta(weeks=number * (2 if unit == "fortnight" else 1))
        # "a week ago" is that day of the week; of longer stretches nobody counts the days.
        about = dt.timedelta(days=3 if number > 1 or unit == "fortnight" or match["about"] else 0)
        return dated(match, day - about, day + about, "day", relative=True)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 - number
        at = PartialDate(months // 12, months % 12 + 1)
        return dated(match, at.first_day(), at.last_day(), "month", relative=True)
    year = anchor.year - number
    if match["t"] and not match["about"] and (then := _same_day(anchor, year)) is not None:
        # "52 years ago today"
        return dated(match, then, then, "day", relative=True)
    return dated(match, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", relative=True)


def _same_day(day: dt.date, year: int) -> dt.date | None:
    """Return the same day of an earlier year, where that year has it."""
    try:
        return day.replace(year=year) if year < day.year else None
    except ValueError:
        return None


def _season(match: re.Match[str], anchor: dt.date, name: str, shift: int) -> DateMention:
    """Read "last autumn", which is the last one that is over, and "this spring"."""

    def of(year: int) -> tuple[dt.date, dt.date]:
        months = year * 12 + _SEASONS[name] + 1
        return PartialDate(year, _SEASONS[name]).first_day(), PartialDate(months // 12, months % 12 + 1).last_day()

    year = anchor.year + (1 if shift > 0 and of(anchor.year)[0] <= anchor else 0)
    if shift < 0 and of(year)[1] >= anchor:
        year -= 1
    start, end = of(year)
    return dated(match, start, end, "month", relative=True)


def _named_period(match: re.Match[str], anchor: dt.date) -> DateMention | None:
    shift = _WEEKS[match["w"].casefold()]
    unit = match["u"].casefold()
    earlier = (match["e"] or "").casefold() in ("earlier", "early", "so far")
    if unit == "weekend" and shift == 0 and anchor.weekday() < _MIDWEEK and not _is_ahead(match.string, match.start()):
        # "happened this weekend", told on a Monday: the one just over.
        shift = -1
    if unit in ("week", "weekend"):
        monday = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(weeks=shift)
        start = monday + dt.timedelta(days=5) if unit == "weekend" else monday
        end = monday + dt.timedelta(days=6)
        if shift == 0 and earlier:
            end = anchor
        return dated(match, start, max(start, end), "day", relative=True)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + shift
        at = PartialDate(months // 12, months % 12 + 1)
        end = anchor if shift == 0 and earlier else at.last_day()
        return dated(match, at.first_day(), end, "month", relative=True)
    if unit in _SEASONS:
        return _season(match, anchor, unit, shift)
    year = anchor.year + shift
    end = anchor if shift == 0 and earlier else dt.date(year, 12, 31)
    return dated(match, dt.date(year, 1, 1), end, "year", relative=True)


@cache
def _words_of_undated() -> frozenset[frozenset[str]]:
    return words_in(lexicon.table("dates")["undated"]["phrases"])


def _undated(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "on one occasion": some day that is not said, at the latest the day of the report."""
    if not may_have(text, _words_of_undated()):
        return
    multiword = sorted((p for p in lexicon.table("dates")["undated"]["phrases"] if " " in p), key=len, reverse=True)
    for match in re.finditer(r"\b(?:" + "|".join(multiword) + r")\b", text, re.IGNORECASE):
        yield dated(match, None, anchor, None, relative=True)


def _feasts(text: str, anchor: dt.date | None, published: PartialDate | None) -> Iterator[DateMention]:
    """Read "on May Day", "Christmas Eve 1968", "Good Friday": the last one on or before publication, or of the year."""
    feasts = any(may_have(text, _words_of(kind)) for kind in ("feasts", "by_easter", "by_weekday"))
    if not feasts and "Christmas" not in text:
        return
    fixed, by_easter, by_weekday = (lexicon.table("dates")[k] for k in ("feasts", "by_easter", "by_weekday"))
    for match in _feast_pattern().finditer(text):
        name = re.sub(r"\s+", " ", match["f"].replace("’", "'")).casefold()

        def on(year: int, name: str = name) -> dt.date | None:
            if name in by_easter:
                return easter(year) + dt.timedelta(days=by_easter[name])
            if name in by_weekday:
                return _weekday_of_month(year, *by_weekday[name])
            return calendar_day(year, *fixed[f"{name} day" if name == "christmas" else name])

        stated = int(match["y"]) if match["y"] else None
        if stated is None and anchor is None:
            continue
        years = [stated] if stated is not None else [anchor.year, anchor.year - 1] if anchor is not None else []
        day = next((d for y in years if (d := on(y)) is not None and (stated or anchor is None or d <= anchor)), None)
        if day is not None:
            # "two days before Christmas 1957", "the day after Easter Sunday"
            days = _count(match["n"]) * (7 if match["u"] == "week" else 1) if match["n"] else int(bool(match["u"]))
            day += dt.timedelta(days=days if match["b"] == "after" else -days)
            yield dated(match, day, day, "day", relative=stated is None)


@cache
def _feast_pattern() -> re.Pattern[str]:
    table = lexicon.table("dates")
    names = sorted([*table["feasts"], *table["by_easter"], *table["by_weekday"]], key=len, reverse=True)
    either = "|".join(re.escape(n).replace(r"\ ", r"\s+").replace("'", "['’]") for n in names)
    return re.compile(
        rf"\b(?:(?:(?P<n>\d{{1,2}}|{count_pattern()})|the) (?P<u>day|week)s? (?P<b>before|after) )?"
        rf"(?P<f>{either}|(?(b)christmas|(?!)))(?!\s+(?:call|signal|message|parade))(?:,?\s+(?:of\s+)?(?P<y>(?:19|20)\d\d))?\b",
        re.IGNORECASE,
    )


def _weekday_of_month(year: int, month: int, weekday: int, which: int) -> dt.date:
    """Return the first, second ... such day of a month, the last one for -1."""
    if which < 0:
        last = PartialDate(year, month).last_day()
        return last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).

    >>> easter(2000), easter(2024)
    (datetime.date(2000, 4, 23), datetime.date(2024, 3, 31))
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    last = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * last) // 451
    month, day = divmod(h + last - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


# Days of what was said, or of an aside, that no story goes on from: "a report, which appeared on Friday, ...". What was
# said to have been on a day is told: "said that a jet had crossed the border on 3 May".
_ASIDE = re.compile(
    r"\b(?:which|who|whom|whose|(?:said|says|saying|told|announced|reported|stated|declared|spokes(?:wo)?man)\b"
    r"(?![^.,;:\n]*\s(?:that|had|was|were)\s))\b[^.,;:\n]{0,50}$",
    re.IGNORECASE,
)


_LATER = frozenset({"later", "earlier", "afterward", "afterwards", "before", "previously"})


@cache
def _from_another_day() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the pattern of a day told by another one, and the words with which it begins."""
    shifts = lexicon.table("dates")["from_another_day"]
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(shifts, key=len, reverse=True))
    counts = count_pattern()
    pattern = re.compile(
        rf"\b(?:(?P<p>{phrases})|(?P<n>\d{{1,2}}|{counts})\s+(?P<u>day|week)s?\s+"
        r"(?:(?P<w>later|earlier|(?:before|after)\s+that)|(?P<x>afterwards?|before|previously)(?=\s*[,.;:)])))\b",
        re.IGNORECASE,
    )
    return pattern, frozenset(p.split()[0] for p in shifts) | frozenset(numbered("counts"))


def _days_to_tell_from(text: str, match: re.Match[str], before: Sequence[DateMention]) -> list[dt.date]:
    """Return the days named before a phrase that it can be told from, the last one last.

    No story goes on from the day on which something was said, but what was said goes back from it: "said on 7 June that
    a drone had come in the night before", "said on Friday that its jet had crossed the border two days earlier".
    """
    back = (match["p"] or "").casefold().endswith(("before", " previous day", " previous night"))
    counted_back = (match["w"] or match["x"] or "").casefold() in ("earlier", "before", "previously")
    named: list[tuple[DateMention, dt.date, bool]] = []
    for mention in before:
        end, start = mention.when.end, mention.when.start
        one_day = mention.when.precision == "day" and end is not None and end - (start or end) <= dt.timedelta(days=1)
        if end is not None and one_day and 0 <= match.start() - mention.span.end <= _LOOK_BACK_CHARACTERS:
            said = _ASIDE.search(text, max(0, mention.span.start - 80), mention.span.start) is not None
            named.append((mention, end, said))
    if counted_back and named:
        sentence = max(text.rfind(stop, 0, match.start()) for stop in (". ", "\n"))
        within = [n for n in named if n[0].span.start > sentence]
        back = bool(within) and all(said for _, _, said in within)
    return [day for _, day, said in named if back or not said]


def told_from(text: str, before: Sequence[DateMention], anchor: dt.date | None) -> Iterator[DateMention]:
    """Read "that evening", "the next day", "two days later" by the last day that the text named before them.

    "The previous day" and "earlier in the day" are told from publication where the text names no day.
    """
    yield from _that_month(text, before)
    if not has_word(text, _LATER) and not may_have(text, _words_of("from_another_day")):
        return
    shifts = lexicon.table("dates")["from_another_day"]
    pattern, first_words = _from_another_day()
    told = list(before)
    for match in matches_from(pattern, text, first_words, figures=True):
        if any(m.span.start < match.end() and match.start() < m.span.end for m in before):
            continue
        named = _days_to_tell_from(text, match, before)
        if match["p"]:
            phrase = re.sub(r"\s+", " ", match["p"]).casefold()
            shift = shifts[phrase]
            further = _days_to_tell_from(text, match, told) if shift >= 0 else named
            base = further[-1] if further else anchor if shift <= 0 and "that" not in phrase.split() else None
        else:
            shift = _count(match["n"]) * (7 if match["u"].casefold() == "week" else 1)
            word = (match["w"] or match["x"]).casefold()
            shift *= 1 if word.startswith(("later", "after")) else -1
            further = _days_to_tell_from(text, match, told) if shift > 0 else named
            base = further[-1] if further else anchor if word == "earlier" else None
        if base is not None:
            day = base + dt.timedelta(days=shift)
            mention = dated(match, day, day, "day", relative=True)
            # "On 3 May ... The next day ... Two days later": counted on; what lies back is counted from a day named.
            told = sorted([*told, mention], key=lambda m: m.span.start)
            yield mention


_THAT_MONTH = re.compile(
    r"\b(?:(?:(?P<e>earlier|later)(?: in)?|in|during) )?(?:that|the same) month\b(?!['’]s)", re.IGNORECASE
)


def _that_month(text: str, before: Sequence[DateMention]) -> Iterator[DateMention]:
    """Read "on 28 June. Earlier that month": in the month that was named last, before that day or after it."""
    for match in _THAT_MONTH.finditer(text) if "month" in text else ():
        named = [
            d for m in before
            if m.when.precision in ("day", "month") and (d := m.when.start) is not None
            and 0 <= match.start() - m.span.end <= _LOOK_BACK_CHARACTERS
        ]
        if not named:
            continue
        day = named[-1]
        at = PartialDate(day.year, day.month)
        first, last = at.first_day(), at.last_day()
        if match["e"] and match["e"].casefold() == "earlier" and day > first:
            last = day - dt.timedelta(days=1)
        yield dated(match, first, last, "month", relative=True)


Reader = Callable[[str, "dt.date | None", "PartialDate | None"], Iterator[DateMention]]
READERS: tuple[Reader, ...] = (_weekdays, _relative, _feasts, _undated)
