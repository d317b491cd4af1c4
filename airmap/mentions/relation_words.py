"""A text as a row of tokens: words, names, measures, coordinates and winds, each with the classes it may stand for.

Which word is of which class is data (``lexicon/relations.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from airmap.lexicon.phrases import LONGEST_REMEMBERED, matches_at, matches_from, places_of_words, words_with_limits
from airmap.mentions.coordinates import find_coordinates
from airmap.records import Measure, Position, Toponym

_LEXICON = Path(__file__).resolve().parent.parent / "lexicon" / "relations.toml"


class Lexicon(NamedTuple):
    """``relations.toml`` as read: letters of each phrase, bearing of each wind, tolerances, factors and reaches.

    ``longest_from`` says of each two first words how many words the longest of their phrases has, ``opening`` of each
    first word.
    """

    phrases: dict[tuple[str, ...], frozenset[str]]
    longest_from: dict[tuple[str, ...], int]
    opening: dict[str, int]
    winds: dict[str, float]
    tolerance_deg: dict[str, float]
    distance: dict[str, float]
    reach_m: dict[str, float]


class Token(NamedTuple):
    start: int
    end: int
    classes: frozenset[str]
    toponym: Toponym | None = None
    measure: Measure | None = None
    position: Position | None = None
    bearing_deg: float | None = None
    tolerance_deg: float | None = None


@cache
def lexicon() -> Lexicon:
    """Return the vocabulary of ``relations.toml``, read once."""
    data = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], set[str]] = {}
    for kind, entries in data["words"].items():
        for entry in entries:
            phrases.setdefault(tuple(WORD.findall(entry)), set()).add(kind)
    frozen = {words: frozenset(letters) for words, letters in phrases.items()}
    longest_from: dict[tuple[str, ...], int] = {}
    opening: dict[str, int] = {}
    for words in frozen:
        longest_from[words[:2]] = max(len(words), longest_from.get(words[:2], 0))
        opening[words[0]] = max(len(words), opening.get(words[0], 0))
    return Lexicon(
        frozen, longest_from, opening, data["winds"], data["tolerance_deg"], data["distance"], data["reach_m"])


@cache
def former_states() -> dict[str, tuple[str, ...]]:
    """Return the states that stand in the place of each state that is no more, by ISO 3166-1 alpha-3 code."""
    data = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    return {state: tuple(successors) for state, successors in data["former_states"].items()}


@cache
def named_borders() -> dict[str, tuple[str, ...]]:
    """Return the two states of each border that has a name, by that name."""
    data = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    return {name: tuple(states) for name, states in data["named_borders"].items()}


def wind_bearing_deg(text: str) -> float | None:
    """Return the bearing of the first direction that a text names, clockwise from north: "to its southwest" is 225."""
    found = next(iter(_directions(text)), None)
    return found.bearing_deg if found else None


WORD = re.compile(r"([^\W_]+|['’]s\b|['’]|[.!?;:](?=\s|$)|\n+|[^\w\s])")
_DEGREES_BEARING = re.compile(
    r"(?:bearing|azimuth|radial|heading)(?:\s+of)?\s+(\d{1,3}(?:\.\d+)?)(?:\s*(?:°|degrees?|deg\b))?"
    r"|\b(\d{1,3}(?:\.\d+)?)\s*(?:°|-?\s*degrees?\b|deg\b)(?!\s*(?:C\b|F\b|[cC]elsius|[fF]ahrenheit|\d|[NSEW]\b))"
)
WIND_WORD = re.compile(
    r"\b((?:north|south|east|west)[\s-]*(?:north|south)[\s-]*(?:east|west)|(?:north|south)(?:[\s-]*(?:east|west))?"
    r"|east|west)(ern|erly|wards?)?\b",
    re.IGNORECASE,
)
_WIND_LETTERS = re.compile(r"\b(?:[NS](?:NE|NW|SE|SW|E|W)?|[EW](?:NE|NW|SE|SW)?)\b(?!\.)")

_WIND_STARTS = ("north", "south", "east", "west")
# One of these has every bearing that `_DEGREES_BEARING` matches.
_CUES_OF_BEARING = ("°", "deg", "bearing", "azimuth", "radial", "heading")

UNKNOWN = "x"
_NO_CLASS = frozenset({UNKNOWN})
PUNCTUATION = {",": "comma", "(": "open", ")": "close", "-": "hyphen", "–": "hyphen", "/": "slash"}
_CLASSES = {sign: frozenset({name}) for sign, name in PUNCTUATION.items()}


def tokens_of(text: str, toponyms: Sequence[Toponym], measures: Sequence[Measure], *, alone: bool) -> list[Token]:
    """Return the tokens of a text in their order; ``alone`` says that it is a phrase and no prose."""
    tokens = [
        Token(c.span.start, c.span.end, frozenset({"position"}), position=c.position)
        for c in find_coordinates(text, bare=alone)
    ]
    tokens += [
        Token(t.span.start, t.span.end, frozenset({"name"}), toponym=t) for t in toponyms if t.kind != "metonym"
    ]
    tokens += [
        Token(m.span.start, m.span.end, frozenset({"length"}), measure=m)
        for m in measures
        if m.dimension == "length" and m.role not in ("altitude", "separation")
    ]
    tokens += _directions(text)
    kept: list[Token] = []
    for token in sorted(tokens, key=lambda t: (t.start, -t.end)):
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    for n, (token, after) in enumerate(pairwise(kept)):
        if _is_epithet(token, after) and text[token.end : after.start] == " ":
            kept[n] = Token(token.start, token.end, frozenset({"filler"}))
    ends = [0, *(t.end for t in kept)]
    starts = [*(t.start for t in kept), len(text)]
    for start, stop in zip(ends, starts, strict=True):
        tokens_between = words_of(text, start, stop)
        kept.extend(tokens_between)
    return sorted(kept, key=lambda t: t.start)


def _is_epithet(token: Token, after: Token) -> bool:
    """Tell an adjective that only says whose the place after it is: "over Syrian Latakia", "over Soviet Armenia"."""
    if token.toponym is None or after.toponym is None:
        return False
    return token.toponym.kind == "demonym" and after.toponym.kind == "name"


def words_of(text: str, start: int, stop: int) -> list[Token]:
    """Return the words of a stretch of text with their classes, phrases longest first.

    Of words in a row that are of no class only the first is returned: no relation reaches over it.
    """
    written, starts, ends = words_with_limits(WORD, text[start:stop])
    words = tuple([word.lower() for word in written])
    known = lexicon()
    opening = known.opening
    tokens = []
    # Of the word after the last one of a class, which may begin a row of words of none.
    following = 0
    for i in [i for i, word in enumerate(words) if word in opening or word in _CLASSES]:
        if i < following:
            continue
        longest = opening.get(words[i], 0)
        if longest > 1:
            longest = known.longest_from.get(words[i : i + 2], 1)
        for length in range(min(longest, len(words) - i), 0, -1):
            classes = known.phrases.get(words[i : i + length])
            if classes:
                break
        else:
            length, classes = 1, _CLASSES.get(words[i], _NO_CLASS)
        if classes is _NO_CLASS:
            continue
        if i > following:
            tokens.append(Token(start + starts[following], start + ends[following], _NO_CLASS))
        tokens.append(Token(start + starts[i], start + ends[i + length - 1], classes))
        following = i + length
    if following < len(words):
        tokens.append(Token(start + starts[following], start + ends[following], _NO_CLASS))
    return tokens


def _directions(text: str) -> Iterable[Token]:
    known = lexicon()
    for match in _wind_words(text):
        parts = re.findall("north|south|east|west", match.group(1).lower())
        name = parts[0] + "-" + parts[1] + parts[2] if len(parts) == 3 else "".join(parts)
        if name in known.winds:
            kind = "windward" if match.group(2) in ("ern", "erly") else "wind"
            yield _direction(match, kind, known.winds[name], "wind_16" if len(parts) == 3 else "wind_8")
    for match in matches_from(_WIND_LETTERS, text, _WIND_LETTER_WORDS):
        name = _SPELT.get(match.group())
        if name:
            yield _direction(match, "wind", known.winds[name], "wind_16" if len(match.group()) == 3 else "wind_8")
    for match in _DEGREES_BEARING.finditer(text) if any(cue in text for cue in _CUES_OF_BEARING) else ():
        figure = float(match.group(1) or match.group(2))
        if figure <= 360:
            yield _direction(match, "degrees", figure % 360, "degrees")


def _wind_words(text: str) -> Iterable[re.Match[str]]:
    if len(text) > LONGEST_REMEMBERED:
        return WIND_WORD.finditer(text)
    starts = [p for word, places in places_of_words(text).items() if word.startswith(_WIND_STARTS) for p in places]
    return matches_at(WIND_WORD, text, starts)


def _direction(match: re.Match[str], kind: str, bearing_deg: float, tolerance: str) -> Token:
    return Token(
        match.start(),
        match.end(),
        frozenset({kind}),
        bearing_deg=bearing_deg,
        tolerance_deg=lexicon().tolerance_deg[tolerance],
    )


_SPELT = {
    "N": "north",
    "NE": "northeast",
    "E": "east",
    "SE": "southeast",
    "S": "south",
    "SW": "southwest",
    "W": "west",
    "NW": "northwest",
    "NNE": "north-northeast",
    "ENE": "east-northeast",
    "ESE": "east-southeast",
    "SSE": "south-southeast",
    "SSW": "south-southwest",
    "WSW": "west-southwest",
    "WNW": "west-northwest",
    "NNW": "north-northwest",
}
_WIND_LETTER_WORDS = frozenset(letters.lower() for letters in _SPELT)
