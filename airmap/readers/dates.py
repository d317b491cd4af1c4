"""Publication dates: from a field of a record, or from the dateline or caption of the text itself."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from airmap.records import PartialDate

_MONTHS = {name: number for number, names in enumerate(
    ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
     "sep sept september", "oct october", "nov november", "dec december"), start=1) for name in names.split()}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:[T ]\d{1,2}:?\d{2}.*)?", re.ASCII)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:T?\d{4,6}Z?)?", re.ASCII)
_SLASHED = re.compile(r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:[T ].*)?", re.ASCII)
_AMERICAN = re.compile(r"(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d{2})(?: .*)?", re.ASCII)
_BRITISH = re.compile(r"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d{2})(?: .*)?", re.ASCII)
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>(?:19|20)\d{{2}})\b",
                        re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{{2}})\b",
                          re.IGNORECASE)
_ISO_IN_TEXT = re.compile(r"\b(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})\b", re.ASCII)
_WRITTEN = (_DAY_FIRST, _MONTH_FIRST, _ISO_IN_TEXT)

_YEAR = re.compile(r"(?:19|20)\d\d")

_HEAD_CHARACTERS = 1500
_CAPTION_CHARACTERS = 300
_PLACE_CHARACTERS = 60


def parse_published(value: Any) -> PartialDate | None:
    """Return a publication date known to the year, the month or the day; None for an empty value.

    Takes dates and datetimes, ISO 8601 ("2015", "2015-11", "2015-11-30T08:15:00Z"), "20151130", "30 November 2015",
    "Nov. 30, 2015" and mail dates ("Mon, 30 Nov 2015 08:15:00 +0200"). A time is dropped: the date is the publisher's.

    Raises
    ------
    ValueError
        When the value is none of these, or no day of the calendar.
    """
    if value is None:
        return None
    if isinstance(value, dt.date):
        return PartialDate(value.year, value.month, value.day)
    text = str(value).strip()
    if not text or text.casefold() in ("none", "null", "nan", "nat"):
        return None
    for pattern in (_COMPACT, _ISO, _SLASHED, _AMERICAN, _BRITISH):
        if match := pattern.fullmatch(text):
            return _checked(match, text)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        if match := pattern.search(text[:100]):
            return _checked(match, text)
    raise ValueError(f"{text[:40]!r} is no date")


def dateline(text: str) -> PartialDate | None:
    """Return the date of a dateline ("PARIS, 30 November 2015 -") or of a caption that ends in one, or None.

    A date inside an ordinary sentence is no dateline: it says when something happened, not when it was written.
    """
    for line in text[:_HEAD_CHARACTERS].split("\n"):
        if not _YEAR.search(line):
            continue
        for pattern in _WRITTEN:
            for match in pattern.finditer(line):
                before, after = line[: match.start()], line[match.end() :]
                if _is_dateline(before, after) or _is_caption(before, after):
                    try:
                        return _checked(match, match.group())
                    except ValueError:
                        continue
    return None


def _is_dateline(before: str, after: str) -> bool:
    place = before.strip(" ,(-–—|")
    opens = len(before) <= _PLACE_CHARACTERS and (not place or _labels(place) or _names_only(place))
    return opens and bool(re.match(r"\s*(?:\([^)]{2,30}\)\s*)?(?:[-–—:|]|$)|\s*\([A-Z][^)]{1,30}\)", after))


def _labels(words: str) -> bool:
    return bool(re.match(r"(?:published|updated|posted|date|issued)\b", words, re.IGNORECASE))


def _names_only(words: str) -> bool:
    """Tell whether the words can be a place and an agency: "TEL AVIV, Israel (Reuters)"; no running text."""
    letters = re.findall(r"[^\W\d_]+", words)
    small = [w for w in letters if w[0].islower() and w not in ("de", "la", "of", "al", "el", "the")]
    return 0 < len(letters) <= 7 and not small


def _is_caption(before: str, after: str) -> bool:
    ends = re.fullmatch(r"\.?\s*(?:\(.{2,100}\)|\[.{2,100}\])?\.?\s*", after) is not None
    return ends and len(before) <= _CAPTION_CHARACTERS and before.rstrip()[-1:] in (".", ",", ";", "(", "|")


def _checked(match: re.Match[str], text: str) -> PartialDate:
    parts = match.groupdict()
    month = parts.get("month")
    number = None if not month else int(month) if month.isdigit() else _MONTHS[month.casefold()]
    day = int(parts["day"]) if parts.get("day") else None
    date = PartialDate(int(parts["year"]), number, day)
    try:
        dt.date(date.year, date.month or 1, date.day or 1)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no day of the calendar") from error
    return date
