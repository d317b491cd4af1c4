"""What else the words of an event say: when, how far, how long, what became of it, which way it flew."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.lexicon.phrases import Phrases
from airmap.records import Measure, Span

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc


def span_of(doc: Doc, start: int, end: int) -> Span:
    """Return the characters that a range of tokens covers, without space at either end."""
    while start < end and doc[start].is_space:
        start += 1
    while end > start and doc[end - 1].is_space:
        end -= 1
    if start >= end:
        return Span(0, 0, "")
    first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    # Not doc.text, which spaCy puts together anew at every call.
    return Span(first, last, doc.span(start, end).text)


# "no shots were fired", "was not shot down", "without firing": at most three words between the no and the cue.
_NEGATED = re.compile(r"(?<!\w)(?:no|not|never|nor|without|neither|denied|n[’']t)(?: [\w-]+){0,3} $", re.IGNORECASE)


@cache
def _outcome_patterns() -> tuple[tuple[str, Phrases], ...]:
    return tuple((name, Phrases(cues)) for name, cues in lexicon.table("outcomes").items())


def outcomes(text: str) -> tuple[str, ...]:
    """Return what became of the aircraft, in the order of the lexicon."""
    return tuple(
        name
        for name, pattern in _outcome_patterns()
        if any(not _NEGATED.search(_words_before(text, m.start())) for m in pattern.finditer(text))
    )


def _words_before(text: str, at: int) -> str:
    """Return as many words before a place as the pattern of a negation may look at."""
    return " ".join(text[:at].rsplit(" ", 5)[-5:])


_DIRECTION = re.compile(
    r"(?<!\w)((?:from|to|toward|towards|heading|headed|bound for) the (?:north|south|east|west)[\w-]*"
    r"|(?:toward|towards|in the direction of) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)?"
    r"|(?:north|south)?(?:-| )?(?:east|west|north|south)(?:ward|wards|bound))(?!\w)"
)


def direction(text: str) -> str | None:
    """Return the direction of flight as written, or None."""
    match = _DIRECTION.search(text)
    return match.group(1) if match else None


def measures_of(doc: Doc) -> list[tuple[Measure, int, int]]:
    """Return the quantities of the text with the tokens that write them."""
    from airmap.mentions import measures as measure_mentions

    found = []
    for measure in measure_mentions.find_measures(doc):
        tokens = doc.char_span(measure.span.start, measure.span.end)
        if tokens is not None:
            found.append((measure, tokens.start, tokens.end))
    return found
