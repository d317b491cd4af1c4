"""Meetings told in one breath, each with its place: "met Fidan in Antalya on Friday and Araghchi in Doha"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.events.meetings.encounter_words import Encounter
from airmap.events.meetings.times import next_one
from airmap.records import Article, Meeting, Toponym

if TYPE_CHECKING:
    from airmap.events.meetings.leaders import Parties, Party
    from airmap.events.meetings.times import Dates
    from airmap.parsing.parsed import Tokens as Sentence

_JOINING = frozenset({"and", ",", "with", "then", "later"})
# Words of a title before a name.
_TITLE = 6


def told_in_turn(
    meeting: Meeting, encounter: Encounter, sentence: Sentence, parties: Parties, toponyms: Sequence[Toponym],
    dates: Dates, article: Article,
) -> Iterator[Meeting]:
    """Yield the meeting with those whom it was with, and one for each further partner who has a place of his own."""
    first = meeting.place
    if first is None or meeting.kind not in ("bilateral", "talks") or meeting.sidelines_of:
        yield meeting
        return
    begun = sentence.doc.char_span(first.span.start, first.span.end)
    further = [] if begun is None else list(_further(begun.end, sentence, parties, toponyms))
    if begun is None or not further or begun.start < encounter.token.i:
        yield meeting
        return
    hosts = [p.name for p in parties.between(sentence.start, encounter.token.i) if p.named]
    later = {p.name for p, _ in further}
    yield replace(meeting, participants=tuple(n for n in meeting.participants if n not in later))
    for k, (partner, place) in enumerate(further):
        end = further[k + 1][0].start if k + 1 < len(further) else sentence.end
        when = next((w for w, s, _ in dates if partner.end <= s < end and w.start), None)
        when = next_one(when, encounter, sentence, article) if when is not None else None
        resolved = place.place
        yield replace(
            meeting, participants=(*hosts, partner.name), place=place, place_name=place.name,
            country=resolved.country if resolved is not None else None, when=when,
        )


def _further(
    start: int, sentence: Sentence, parties: Parties, toponyms: Sequence[Toponym]
) -> Iterator[tuple[Party, Toponym]]:
    """Yield each further partner with his place, by the order of the words: "and with Mr Fabius in Paris"."""
    doc = sentence.doc
    for toponym in toponyms:
        span = doc.char_span(toponym.span.start, toponym.span.end) if toponym.kind == "name" else None
        if span is None or not start < span.start < sentence.end or doc[span.start - 1].lower_ not in ("in", "at"):
            continue
        partners = [p for p in parties.between(start, span.start) if p.named and p.end == span.start - 1]
        if len(partners) != 1 or toponym.place is None or toponym.place.feature in ("country", "continent", "region"):
            continue
        before = doc[max(start, partners[0].start - _TITLE) : partners[0].start]
        if any(t.pos_ in ("VERB", "AUX") for t in doc[start : span.start]):
            # "and Mr Cook, who lives in Paris"
            continue
        if any(t.lower_ in _JOINING for t in before):
            yield partners[0], toponym
