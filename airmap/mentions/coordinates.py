"""Coordinates as people write them: degrees, minutes and seconds, decimal degrees, words, ICAO's compact form.

Datum WGS 84 is assumed, as the texts give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from airmap.lexicon.phrases import LONGEST_REMEMBERED, matches_at, places_of_words
from airmap.records import Position, Span

_DEGREE = r"(?:\s*[°º˚]|\s*-?\s*deg(?:ree)?s?\b\.?)"
_MINUTE = r"(?:\s*['′’‘ʹ´`]|\s*-?\s*min(?:ute)?s?\b\.?)"
_SECOND = r"(?:\s*(?:[\"″”“ʺ]|''|′′|’’)|\s*-?\s*sec(?:ond)?s?\b\.?)"
_JOIN = r"(?:\s*,?\s*(?:and\s+)?)"
_HEMISPHERE = r"(?:north|south|east|west|[nsew])(?![a-z])"
# Minutes after a degree sign may go without their own: "N 35° 54.500 E 036° 00.200".
_UNMARKED = r"(?=\s*(?:[,;/)]|$|[nsew](?![a-z])))"
_AXIS = r"(?:(?:latitude|longitude|lat|lon|long)\b\.?\s*:?\s*)"

_AMOUNT = rf"""
    (?:
        (?P<compact>\d{{4,7}}(?:\.\d+)?)(?![\d.])
      | (?P<dash_deg>\d{{1,3}})[-–:](?P<dash_min>\d{{1,2}}(?:\.\d+)?)
        (?:[-–:](?P<dash_sec>\d{{1,2}}(?:\.\d+)?))?(?=\s?[NSEW])
      | (?P<deg>\d{{1,3}}(?:\.\d+)?){_DEGREE}
        (?: {_JOIN}(?P<min>\d{{1,2}}(?:\.\d+)?)(?:{_MINUTE} | {_UNMARKED})
            (?: {_JOIN}(?P<sec>\d{{1,2}}(?:\.\d+)?){_SECOND} )? )?
      | (?P<spaced_deg>\d{{1,3}})\s+(?P<spaced_min>\d{{1,2}}(?:\.\d+)?)
        (?:\s+(?P<spaced_sec>\d{{1,2}}(?:\.\d+)?))?(?!\d|\s*[°º˚])
      | (?P<plain>\d{{1,3}}(?:\.\d+)?)(?!\d)
    )"""
_AMOUNT_THEN = re.sub(r"[(][?]P<([a-z_]+)>", r"(?P<a_\1>", _AMOUNT)
_ANGLE = re.compile(
    rf"""(?:(?<![\w.])|(?<=\d[NS])(?=\d))(?:{_AXIS})?
    (?: (?P<before>{_HEMISPHERE})\s*(?:{_AXIS})?{_AMOUNT}
      | {_AMOUNT_THEN}\s*(?P<after>{_HEMISPHERE}) )
    (?:\s*(?:latitude|longitude)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
_AXES = frozenset({"latitude", "longitude", "lat", "lon", "long", "north", "south", "east", "west", *"nsew"})
_OPENS_ANGLE = re.compile(r"\d|(?:latitude|longitude|lat|lon|long|north|south|east|west|[nsew])(?![a-z])")
# "5949N02621E"
_LATITUDE_RUN_INTO = re.compile(r"\d[NS](?=\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;/]|\band\b|\bby\b|,\s*and\b)?\s*", re.IGNORECASE)
_DECIMAL_PAIR = re.compile(
    r"(?<![\w.])(?:lat(?:itude)?\.?\s*[:=]?\s*)?([-+−]?\d{1,2}\.\d{2,}|[-+−]?\d{1,2}(?:\.\d+)?)\s*°?\s*[,;/ ]\s*"
    r"(?:lon(?:g(?:itude)?)?\.?\s*[:=]?\s*)?([-+−]?\d{1,3}\.\d{2,}|[-+−]?\d{1,3}(?:\.\d+)?)\s*°?(?![\w.]*\d)"
    r"(?!\s*(?:,\s*\d|%|per\s?cent|points?\b|k?m\b|kilomet|mile|million|billion|euro|dollar|['’\"″′]))",
    re.IGNORECASE,
)


_DECIMALS = re.compile(r"\d\.\d\d")
_SAID = re.compile(r"\b(?:lat(?:itude)?|coordinates?|position|located)\b", re.IGNORECASE)


class Coordinates(NamedTuple):
    """A position, where it is written, and the size of its last digit in degrees."""

    span: Span
    position: Position
    resolution_deg: float


class _Angle(NamedTuple):
    start: int
    end: int
    degrees: float
    is_latitude: bool
    resolution_deg: float


# Two readers ask it of one text, both with "bare": to the cache another way of asking is another question.
@lru_cache(8)
def find_coordinates(text: str, *, bare: bool = False) -> tuple[Coordinates, ...]:
    """Return the coordinate pairs in a text, in the order in which they stand.

    Parameters
    ----------
    text
        Any text. Pairs need their hemispheres, in either order: ``25°59'43"N 57°02'25"E``, ``N59.82 E26.35``,
        ``59 degrees 49 minutes north, 26 degrees 21 minutes east``, ``5949N02621E``, ``N59 49.2 E026 21.0``; or two
        decimal fractions of three digits, two where the text says that they are coordinates: ``35.8706, 36.0142``
        (latitude first).
    bare
        Also take two bare numbers ("35.9 36.0"), which in running text would mean anything.
    """
    found: list[Coordinates] = []
    angles = list(_angles(text))
    taken = 0
    for first, second in pairwise(angles):
        if first.start < taken or first.is_latitude == second.is_latitude:
            continue
        if not _BETWEEN.fullmatch(text, first.end, second.start):
            continue
        lat, lon = (first, second) if first.is_latitude else (second, first)
        resolution = max(lat.resolution_deg, lon.resolution_deg)
        found.append(_pair(text, first.start, second.end, lon.degrees, lat.degrees, resolution))
        taken = second.end
    for match in _DECIMAL_PAIR.finditer(text) if bare or _DECIMALS.search(text) else ():
        lat_text, lon_text = (g.replace("−", "-") for g in match.groups())
        fractions = [len(g.partition(".")[2]) for g in (lat_text, lon_text)]
        said = min(fractions) >= 3 or (
            min(fractions) >= 2 and _SAID.search(text, max(0, match.start() - 40), match.end())
        )
        if not bare and (not said or "," not in match.group()):
            continue
        if any(c.span.start < match.end() and match.start() < c.span.end for c in found):
            continue
        if abs(float(lat_text)) <= 90 and abs(float(lon_text)) <= 180:
            found.append(
                _pair(text, match.start(), match.end(), float(lon_text), float(lat_text), 10.0 ** -min(fractions))
            )
    return tuple(sorted(found, key=lambda c: c.span.start))


def _pair(text: str, start: int, end: int, lon: float, lat: float, resolution: float) -> Coordinates:
    while text[start].isspace():
        start += 1
    return Coordinates(Span(start, end, text[start:end]), Position(lon, lat), resolution)


def _written_angles(text: str) -> Iterator[re.Match[str]]:
    """Yield what the pattern matches, which is slow: asked only at figures and where a name of an axis stands."""
    if len(text) > LONGEST_REMEMBERED:
        return _ANGLE.finditer(text)
    starts = [m.end() for m in _LATITUDE_RUN_INTO.finditer(text)]
    for word, places in places_of_words(text).items():
        # Of plain words only a few do; the pattern is asked of those with figures or with other letters.
        if word in _AXES if word.isascii() and word.isalpha() else _OPENS_ANGLE.match(word):
            starts += places
    return matches_at(_ANGLE, text, starts)


def _angles(text: str) -> Iterator[_Angle]:
    for match in _written_angles(text):
        groups = {name.removeprefix("a_"): value for name, value in match.groupdict().items() if value is not None}
        hemisphere = (groups.get("before") or groups["after"])[0].upper()
        is_latitude = hemisphere in "NS"
        amount = _amount(groups, is_latitude)
        if amount is None:
            continue
        degrees, resolution = amount
        if degrees <= (90 if is_latitude else 180):
            sign = -1 if hemisphere in "SW" else 1
            yield _Angle(match.start(), match.end(), sign * degrees, is_latitude, resolution)


def _amount(groups: dict[str, str], is_latitude: bool) -> tuple[float, float] | None:
    """Return degrees and the size of the last digit, or None where minutes or seconds pass 60."""
    if compact := groups.get("compact"):
        whole, _, fraction = compact.partition(".")
        width = 2 if is_latitude else 3
        degree, rest = whole[:width], whole[width:]
        if len(rest) not in (2, 4):
            return None
        parts = [degree, rest[:2], rest[2:]]
        if fraction:
            last = 2 if rest[2:] else 1
            parts[last] = f"{parts[last]}.{fraction}"
    elif "dash_deg" in groups:
        parts = [groups["dash_deg"], groups.get("dash_min", ""), groups.get("dash_sec", "")]
    elif "spaced_deg" in groups:
        parts = [groups["spaced_deg"], groups["spaced_min"], groups.get("spaced_sec", "")]
    else:
        parts = [groups.get("deg") or groups["plain"], groups.get("min", ""), groups.get("sec", "")]
    given = [p for p in parts if p]
    values = [float(p) for p in given]
    if any(v >= 60 for v in values[1:]):
        return None
    unit = 60.0 ** -(len(given) - 1)
    resolution = unit * 10.0 ** -len(given[-1].partition(".")[2])
    return sum(v / 60**i for i, v in enumerate(values)), resolution
