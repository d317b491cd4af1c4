"""Events summed up, and then told one by one: "Twice in six weeks they crossed into it. On 28 January a T-39 ...".

The sentence that sums them up tells of none that its details do not tell. What it says of all, whose aircraft they were
and over whose land, goes for each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.circumstances.days_listed import Dates
from airmap.events.event_words import occasion_nouns
from airmap.events.tellings import Telling
from airmap.mentions.actors import number

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Tokens

_SUMMED = frozenset({"entry", "adiz", "down", "fire"})
_TWICE = {"twice": 2, "thrice": 3}
_BEFORE_A_NUMBER = 3


def one_by_one(tellings: Sequence[Telling], doc: Doc, dates: Dates) -> list[Telling]:
    """Return the tellings, those of a sum given to its details, and the sum left out where they tell of as many."""
    found = list(tellings)
    for sentence in doc.sents:
        told = [t for t in found if sentence.start <= t.trigger < sentence.end]
        if not told:
            continue
        if any(t.act in _SUMMED and t.status == "asserted" for t in told) and (many := _summed(sentence, told, dates)):
            details = _details(told, found, doc, dates)
            told_of = [_one_told(d) for d in details]
            if len({*told_of}) >= many:
                # Of two on one day each is one.
                fresh = {t: len({*told_of}) == many and _one_told(t) != told_of[0] for t in details}
                found = [
                    replace(_filled(t, told), another=t.another or fresh[t]) if t in fresh else t
                    for t in found if t not in told
                ]
        elif (before := [t for t in found if t.trigger < sentence.start]) and _once_more(sentence):
            last = [t for t in before if t.start == before[-1].start]
            found = [_filled(t, last) if t in told else t for t in found]
    return found


def _summed(sentence: Tokens, told: Sequence[Telling], dates: Dates) -> int:
    """Return how many events a sentence sums up that it tells no day of; 0 where it is no sum.

    "violated it twice", "three incursions", "on two occasions", "has shot down two aircraft".
    """
    if any(sentence.start <= s < sentence.end and w.precision == "day" and w.start == w.end for w, s, _ in dates):
        return 0
    words = [t.lower_ for t in sentence]
    if found := next((_TWICE[w] for w in words if w in _TWICE), 0):
        return found
    counted = occasion_nouns() | lexicon.group("event_nouns", "several_times") | {"times"}
    lost = {t.craft.head for t in told if t.act in ("down", "fire") and t.craft is not None}
    for token in sentence:
        if token.i in lost or (token.lower_ in counted or token.lower_.removesuffix("s") in counted):
            before = words[max(0, token.i - sentence.start - _BEFORE_A_NUMBER) : token.i - sentence.start]
            numbers = [n for w in before if (n := number(w)) is not None and n > 1]
            if numbers:
                return numbers[-1]
    return 0


def _one_told(detail: Telling) -> tuple[int, int]:
    """Return by what a detail is one of several: where it stands, and its aircraft."""
    return detail.start, detail.craft.start if detail.craft is not None and not detail.listed else detail.trigger


def _details(told: Sequence[Telling], found: Sequence[Telling], doc: Doc, dates: Dates) -> list[Telling]:
    """Return what is told after a sum, each on a day of its own, of the same side over the same land."""
    movers = {t.mover.state for t in told if t.mover is not None}
    lands = {t.airspace for t in told if t.airspace is not None}
    details: list[Telling] = []
    for telling in found:
        if telling.trigger < told[-1].end or telling.act not in _SUMMED:
            continue
        sentence = doc[telling.trigger].sent
        first, last = (telling.start, telling.end) if telling.listed else (sentence.start, sentence.end)
        dated = any(first <= s < last and w.start is not None for w, s, _ in dates)
        owned = telling.mover is None or telling.mover.state in movers
        there = telling.airspace is None or not lands or telling.airspace in lands
        if not (dated and owned and there):
            break
        details.append(telling)
    return details


def _once_more(sentence: Tokens) -> bool:
    """Read "It was the third in a month: a drone was ...", "It happened again: ...", "There was another: ..."."""
    opening = [t.lower_ for t in sentence[:8]]
    counted = opening[:2] in (["it", "was"], ["this", "was"]) and opening[2:3] == ["the"] and bool(
        lexicon.group("ordinal_words") & set(opening[3:5]))
    more = counted or "again" in opening or ("there" in opening and "another" in opening)
    return more and any(t.text in (":", ";") for t in sentence)


def _filled(telling: Telling, told: Sequence[Telling]) -> Telling:
    """Return a telling with the owner and the land that were told before it, where it names none."""
    mover = next((t.mover for t in told if t.mover is not None), None)
    land = next((t for t in told if t.airspace is not None), None)
    craft = telling.craft
    if craft is None or (craft.party is None and not craft.definite):
        own = mover if telling.mover is None and (mover is None or mover.state != telling.airspace) else telling.mover
        telling = replace(telling, mover=own)
    if telling.airspace is None and land is not None and (
        telling.mover is None or telling.mover.state != land.airspace
    ):
        telling = replace(telling, airspace=land.airspace, goal=land.goal, zone=land.zone)
    return telling
