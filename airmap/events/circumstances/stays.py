"""How long a stay lasted where the text only gives the times: "entered at 11:29, leaving it at 11:31"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.tellings import ENTERING, Telling
from airmap.lexicon.phrases import matches_between
from airmap.records import Measure, Span

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_DAY_MIN = 24 * 60
_LONGEST_MIN = 18 * 60
_LONGEST_NIGHT_MIN = 8 * 60
# Words between a verb of leaving and its time.
_NEAR = 8
_TIME = (
    r"(?:(?P<h{0}>[01]?\d|2[0-3])[:.](?P<m{0}>[0-5]\d)(?![:.]?\d)(?:\s?(?P<x{0}>[ap])\.?m\b\.?)?"
    r"|(?P<g{0}>1[0-2]|[1-9])\s?(?P<y{0}>[ap])\.?m\b\.?"
    r"|(?P<t{0}>[01]\d|2[0-3])(?P<u{0}>[0-5]\d)(?![\d/:%])(?:\s?(?:hours|hrs))?)"
)
_FROM_TO = re.compile(
    r"\b(?:from|between)\s+(?:about\s+|around\s+)?" + _TIME.format(1) + r"\s*(?:\([^)]{1,12}\)\s*)?"
    r"(?:to|until|till|and|-|–)\s*(?:about\s+|around\s+)?" + _TIME.format(2),
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:at|by|until|till|(?:just|shortly) (?:after|before))\s+(?:about\s+|around\s+|precisely\s+)?"
    + _TIME.format(1),
    re.IGNORECASE,
)
# The words with which the two patterns begin.
_OPENS_STAY = frozenset({"from", "between"})
_OPENS_TIME = frozenset({"at", "by", "until", "till", "just", "shortly"})


# What every time of day has; most texts have none.
_ANY_TIME = re.compile(r"\d(?:[:.][0-5]|\d\d\d|\s?[ap]\.?m\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clock:
    start: int
    end: int
    minute: int
    half: str | None


def stay_by_the_clock(told: Sequence[Telling], doc: Doc) -> Measure | None:
    """Return the stay between two times: "from 07:55 to 16:40", or of coming and of going, in minutes.

    A second time before the first is of the next day. Not: "at 11:29 ... fighters took off at 11:35".
    """
    if _ANY_TIME.search(doc.text) is None:
        return None
    for telling in told:
        came = _came(telling, doc)
        told_in = doc.span(telling.start, telling.end)
        match = next(matches_between(_FROM_TO, doc.text, _OPENS_STAY, told_in.start_char, told_in.end_char), None)
        if match is not None:
            return _between(_read(match, 1), _read(match, 2), doc)
        if came is None:
            continue
        left = next((c for c in _clocks(doc, came.end) if _leaves(doc, c)), None)
        if left is not None:
            return _between(came, left, doc)
    return None


def _came(telling: Telling, doc: Doc) -> _Clock | None:
    """Return the time of the entry: the one nearest to its verb in the sentence."""
    if telling.act not in ENTERING and telling.act != "intercept":
        return None
    at = doc[telling.trigger].idx
    sentence = doc.span(telling.start, telling.end)
    clocks = [c for c in _clocks(doc, sentence.start_char) if c.end <= sentence.end_char and not _leaves(doc, c)]
    return min(clocks, key=lambda c: min(abs(c.start - at), abs(c.end - at)), default=None)


def _clocks(doc: Doc, after: int) -> list[_Clock]:
    """Return the times of day that follow an offset, as far as the end of its third sentence."""
    here = doc.word_from(after)
    if here is None:
        return []
    end = doc.end_after(here.i, 2)
    return [_read(m, 1) for m in matches_between(_AT, doc.text, _OPENS_TIME, here.idx, doc.span(here.i, end).end_char)]


def _read(match: re.Match[str], number: int) -> _Clock:
    hour, minute, half = (match[f"{k}{number}"] for k in "hmx")
    if match[f"g{number}"]:
        hour, minute, half = match[f"g{number}"], "0", match[f"y{number}"]
    elif match[f"t{number}"]:
        hour, minute, half = match[f"t{number}"], match[f"u{number}"], None
    hours = int(hour) % 12 + (12 if half in ("p", "P") else 0) if half else int(hour)
    return _Clock(match.start(), match.end(), hours * 60 + int(minute), half)


def _leaves(doc: Doc, clock: _Clock) -> bool:
    """Say whether a time is that of going: "left at 16:40", "at 23:20 it returned", "until 11:31"."""
    tokens = doc.char_span(clock.start, clock.end)
    if tokens is None:
        return False
    if tokens[0].lower_ in ("until", "till"):
        return True
    sentence = tokens[0].sent
    others = [t.i for t in sentence if t.i not in range(tokens.start, tokens.end) and _CLOCK.match(t.text)]
    for i in range(max(sentence.start, tokens.start - _NEAR), min(sentence.end, tokens.end + _NEAR)):
        gone = doc[i].lower_ in ("out", "gone") and i > 0 and doc[i - 1].lower_ in ("was", "were", "is", "are")
        if not (gone or doc[i].lower_ in lexicon.group_forms("leaving_verbs")) or tokens.start <= i < tokens.end:
            continue
        # A verb takes the time that follows it, and only where none does the one before.
        between = range(i, tokens.start) if i < tokens.start else range(tokens.end, min(sentence.end, i + _NEAR))
        if not any(k in between for k in others):
            return True
    return False


_CLOCK = re.compile(r"\d{1,2}[:.]\d\d$|[0-2]\d[0-5]\d$")


def _between(came: _Clock, left: _Clock, doc: Doc) -> Measure | None:
    halves = {c.half for c in (came, left)}
    if len(halves) == 2 and None in halves:
        # "from 3.10 to 3.25 p.m."
        afternoon = bool({"p", "P"} & halves)
        came, left = (c if c.half or not afternoon else replace(c, minute=c.minute % 720 + 720) for c in (came, left))
    minutes = (left.minute - came.minute) % _DAY_MIN
    if halves == {None} and minutes > _LONGEST_MIN and left.minute + 12 * 60 > came.minute:
        # "in at 11.50 and out at 12.10", "at 12:50 ... at 1:10"
        minutes = (left.minute + 12 * 60 - came.minute) % _DAY_MIN
    over_midnight = left.minute < came.minute and minutes > _LONGEST_NIGHT_MIN
    if over_midnight or not 0 < minutes <= _LONGEST_MIN:
        return None
    first, last = min(came.start, left.start), max(came.end, left.end)
    tokens = doc.char_span(first, last)
    quote = tokens.text if tokens is not None else ""
    if tokens is not None:
        first, last = tokens.start_char, tokens.end_char
    seconds = minutes * 60.0
    return Measure(Span(first, last, quote), "time", float(minutes), "min", seconds, seconds, seconds, "duration")
