"""Cases listed without a verb that says what was done: "The first was on Monday, the second, by a drone, on Friday".

What was done, by whom and over whose land was told before; the day, the aircraft and how far it came are new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.again import AFTER_EVENT, again
from airmap.events.circumstances.days_listed import Dates
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft

if TYPE_CHECKING:
    from airmap.parsing.parsed import Tokens

# The first and the last token of what is said of one case.
Piece = tuple[int, int]

_LISTED = frozenset({"entry", "adiz", "down", "fire", "intercept"})
_BEING = frozenset({"was", "were", "came", "followed", "is", "had", "been"})
_HOW = frozenset({"by", "of", "on", "in", "with", "took", "the", "and", "a", "an"})


def listed_cases(
    sentence: Tokens, lasting: Sequence[Telling], told: Sequence[Telling], actors: Actors, dates: Dates
) -> Iterator[Telling]:
    """Yield one telling for each case that a sentence lists by its day.

    "The latest was on Thursday. The other two were on Saturday and on Monday", "On 3 May it was a drone and on 5 May
    an F-16", "the third such case, after a drone in March and an F-16 in May". Not: "The first flight was in 1969".
    """
    before = [t for t in lasting if t.act in _LISTED and t.trigger < sentence.start]
    if not before or sentence.start - before[-1].trigger > AFTER_EVENT:
        return
    days = sorted((s, e) for w, s, e in dates if sentence.start <= s < sentence.end and w.start is not None)
    pieces = _pieces(sentence, days, actors) if days else []
    clauses = [t for t in told if sentence.start <= t.trigger < sentence.end and not _of_a_craft(t, sentence)]
    if not pieces or clauses:
        return
    last, doc = _told_of_all(before), sentence.doc
    # The first of "the first, the second" may be the one that was told.
    fresh = sentence[1].lower_ in ("other", "others", "second", "third", "previous") or sentence[0].lower_ == "it"
    for n, (start, end) in enumerate(pieces):
        day = next((s for s, _ in days if start <= s < end), None)
        if day is None:
            continue
        craft = _craft_in(start, end, actors)
        count = craft.count if craft is not None else None if last.plural else last.count
        repeated = again(last, doc[day], craft, None)
        yield replace(repeated, start=start, end=end, another=fresh or n > 0, count=count)


def _told_of_all(before: Sequence[Telling]) -> Telling:
    """Return what was told last, and over whose land: "flew into Chad and were shot down" was a downing over Chad."""
    beside = [t for t in before if t.start == before[-1].start]
    last = next((t for t in reversed(beside) if t.act in ("down", "fire")), beside[-1])
    told = next((t for t in beside if t.airspace is not None and t.mover == last.mover), last)
    return last if last.airspace is not None else replace(last, airspace=told.airspace, goal=told.goal, zone=told.zone)


def _of_a_craft(telling: Telling, sentence: Tokens) -> bool:
    """Say whether a telling stands in a clause of the aircraft: "it was a drone, which had flown a mile into it"."""
    verb = sentence.doc[telling.trigger]
    return verb.dep_ == "relcl" and any(t.lower_ == "it" for t in sentence[:8])


def _craft_in(start: int, end: int, actors: Actors) -> Craft | None:
    """Return the aircraft that a piece names, rather than the "second" that stands for one."""
    found = [c for c in actors.crafts if start <= c.head < end and not (c.attributive or c.weapon)]
    named = [c for c in found if not lexicon.group("of_a_series") & set(c.name.casefold().split()) and c.start > start]
    return next(iter((*named, *found)), None)


def _pieces(sentence: Tokens, days: Sequence[Piece], actors: Actors) -> list[Piece]:
    """Return what is said of each case, in order; nothing where the sentence is no such list."""
    doc, opening = sentence.doc, [t.lower_ for t in sentence[:4]]
    if len(opening) < 3:
        return []
    if opening[:2] == ["it", "was"] or opening[:2] == ["this", "was"]:
        return _after_the_count(sentence, days, actors)
    if days[0][0] <= sentence.start + 1 and _names_what_it_was(sentence, days[0][1]):
        starts = [sentence.start, *(s for s, _ in days[1:])]
        return [*pairwise([*starts, sentence.end])]
    series = lexicon.group("of_a_series")
    if not (opening[0] == "the" and opening[1] in series) and opening[0] != "one":
        return []
    if not _only_when_it_was(sentence, days, actors):
        return []
    opens = [t.i for t in sentence[1:] if t.lower_ == "the" and t.i + 1 < sentence.end
             and doc[t.i + 1].lower_ in series]
    if opening[0] != "one" and not opens:
        return _by_days(sentence.start, days, sentence.end)
    if opening[0] == "one" and not opens:
        return []
    return [*pairwise([sentence.start, *opens, sentence.end])]


def _by_days(start: int, days: Sequence[Piece], end: int) -> list[Piece]:
    """Return the pieces of a list in which each day stands behind what it dates."""
    ends = [e for _, e in days[:-1]]
    return [*pairwise([start, *ends, end])]


def _after_the_count(sentence: Tokens, days: Sequence[Piece], actors: Actors) -> list[Piece]:
    """Read "It was the third such case this year, after a drone on 9 March and an F-16 on 11 March"."""
    ordinals = lexicon.group("ordinal_words")
    counted = next((t for t in sentence[2:6] if t.lower_ in ordinals), None)
    after = next((t for t in sentence[3:] if t.lower_ in ("after", "following")), None)
    if counted is None or after is None or counted.i > after.i:
        return []
    listed = [d for d in days if d[0] > after.i]
    pieces = _by_days(after.i + 1, listed, sentence.end) if listed else []
    verbs = any(t.pos_ in ("VERB", "AUX") for t in sentence.doc[after.i : sentence.end])
    return [] if verbs or any(_craft_in(s, e, actors) is None for s, e in pieces) else pieces


def _names_what_it_was(sentence: Tokens, after: int) -> bool:
    """Read "On 9 March it was a drone", after the day with which the sentence begins."""
    words = [t.lower_ for t in sentence.doc[after : after + 4] if t.text != ","]
    return words[:2] == ["it", "was"] and len(words) > 2 and words[2] in ("a", "an", "two", "three")


def _only_when_it_was(sentence: Tokens, days: Sequence[Piece], actors: Actors) -> bool:
    """Say whether a sentence tells no more of the cases that it lists than when, and by what, they were.

    Not: "The second crew member was buried on Monday".
    """
    known = lexicon.group("event_nouns", "dated_events", "those_counted", "of_a_series", "happening") | _BEING | _HOW
    said = {i for s, e in days for i in range(s, e)} | {
        i for c in actors.crafts if sentence.start <= c.start < sentence.end for i in range(c.start, c.end)}
    rest = [t for t in sentence[1:] if t.i not in said and t.is_alpha]
    depth = _depths(sentence)
    return any(t.lower_ in _BEING or t.lower_ in lexicon.group("happening") for t in rest) and all(
        t.lower_ in known or t.i in depth for t in rest)


def _depths(sentence: Tokens) -> set[int]:
    """Return the words of how far they came: "500 metres deep", "by two kilometres"."""
    units = lexicon.group("length_units") | {"nautical"}
    at = {t.i for t in sentence if t.lower_ in units}
    return at | {i - 1 for i in at} | {i + 1 for i in at if sentence.doc[i + 1].lower_ in ("deep", "in", "inside")}
