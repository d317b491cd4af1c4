"""Stated positions: coordinates that stand apart from the sentence that tells the event, and whose they are.

A report tells what happened, and a paragraph later gives two positions: "Tehran put the drone at ...; the Pentagon
published ...". Both belong to the incident, each to the side that states it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from airmap.mentions.coordinates import find_coordinates
from airmap.records import Incident, RelativePlace, Span, Toponym

_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?][\"”’']?\s+(?=[\"“‘']?[A-Z])|\n+")


def with_stated_positions(
    incidents: Sequence[Incident], text: str, toponyms: Sequence[Toponym]
) -> tuple[Incident, ...]:
    """Return the incidents with every coordinate pair of the text given to the one told last before it.

    Parameters
    ----------
    incidents
        As read from the text, in its order.
    text
        The article's text.
    toponyms
        Its resolved names, by which a position's claimant is known.
    """
    if not incidents:
        return ()
    found = find_coordinates(text, bare=False)
    if not found:
        return tuple(incidents)
    places: list[list[RelativePlace]] = [
        [r for r in incident.relative_places if r.relation != "coordinates"] for incident in incidents
    ]
    for stated in found:
        claimed_by = claimant(stated.span, text, toponyms)
        relative_place = RelativePlace(
            span=stated.span, relation="coordinates", coordinates=stated.position, claimed_by=claimed_by
        )
        places[_told_last(incidents, stated.span)].append(relative_place)
    return tuple(replace(i, relative_places=tuple(p)) for i, p in zip(incidents, places, strict=True))


def claimant(span: Span, text: str, toponyms: Sequence[Toponym]) -> str | None:
    """Return the state that a position is stated by: the first that its sentence names since the position before.

    "Iran put the American drone at A, the United States at B": A is Iran's, B is the United States'. Where none is
    named before it, the first after it counts: "at A, according to Iran".
    """
    start, end = _sentence(text, span)
    others = [c.span for c in find_coordinates(text, bare=False) if start <= c.span.start < end]
    since = max((s.end for s in others if s.end <= span.start), default=start)
    until = min((s.start for s in others if s.start >= span.end), default=end)
    states = sorted((t for t in toponyms if _is_state(t)), key=lambda t: t.span.start)
    before = [t for t in states if since <= t.span.start < span.start]
    after = [t for t in states if span.end <= t.span.start < until]
    chosen = before[0] if before else after[0] if after else None
    return chosen.place.name if chosen and chosen.place else None


def _is_state(toponym: Toponym) -> bool:
    return bool(toponym.place and toponym.place.feature == "country")


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """Return where the sentence around a span starts and ends; a full stop inside the span ends none."""
    start, end = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= span.start:
            start = match.end()
        elif match.start() >= span.end:
            end = match.start()
            break
    return start, end


def _told_last(incidents: Sequence[Incident], span: Span) -> int:
    """Return the number of the incident whose evidence ends last before a position; of the first one after, if none.

    A denied or hypothetical telling counts only where there is no other.
    """

    def distance(number: int) -> tuple[bool, bool, int]:
        incident = incidents[number]
        starts = [e.start for e in incident.evidence if e.start <= span.start]
        unlikely = incident.status in ("denied", "hypothetical")
        if starts:
            return (unlikely, False, span.start - max(starts))
        return (unlikely, True, min((e.start - span.start for e in incident.evidence), default=0))

    return min(range(len(incidents)), key=distance)
