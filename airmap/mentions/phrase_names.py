"""The places that a short phrase names, by the gazetteer alone: no model is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from airmap.mentions.coordinates import find_coordinates
from airmap.mentions.relation_words import WIND_WORD, WORD, lexicon, words_of
from airmap.records import Candidate, Measure, Place, Span, Toponym

if TYPE_CHECKING:
    from airmap.gazetteer import Gazetteer

_AIRFIELDS = frozenset({"airport", "airbase"})
# Better known than the towns of these names.
_POLES = {"north pole": 90.0, "south pole": -90.0}
# A place of fewer people gives way to another state's airport that bears its name: Heathrow, Florida.
_FEW_PEOPLE = 20_000
_NAME_WORD = re.compile(r"[^\W_]+(?:['’.-](?!s\b)[^\W_]+)*\.?|[,']")


def names_in(phrase: str, gazetteer: Gazetteer, measures: Sequence[Measure] = ()) -> tuple[Toponym, ...]:
    """Return the places that a short phrase names, longest names first, by the gazetteer alone (no model)."""
    words = [
        m
        for m in _NAME_WORD.finditer(phrase)
        if not _inside(m.start(), measures)
        and not any(c.span.start <= m.start() < c.span.end for c in find_coordinates(phrase, bare=True))
    ]
    known = _known_phrases(phrase)
    found: list[Toponym] = []
    i = 0
    while i < len(words):
        step = 1
        for length in range(min(6, len(words) - i), 0, -1):
            start, end = words[i].start(), words[i + length - 1].end()
            text = phrase[start:end].rstrip(" .,'’")
            if not text or _is_vocabulary(text) or _starts_or_ends_as_vocabulary(text):
                continue
            if any(a < start < b or (a == start and start + len(text) <= b) for a, b in known):
                continue
            toponym = _name(text, start, gazetteer, phrase[start + len(text) :])
            if toponym:
                found.append(toponym)
                step = length
                break
        else:
            inside = any(a <= words[i].start() < b for a, b in known)
            found.extend(() if inside else _hyphenated(words[i], gazetteer))
        i += step
    return tuple(found)


def _known_phrases(phrase: str) -> list[tuple[int, int]]:
    """Return where phrases of the vocabulary stand: "Port" in "port city of", "Blue" in "the Blue Line" is no name."""
    return [
        (t.start, t.end)
        for t in words_of(phrase, 0, len(phrase))
        if " " in phrase[t.start : t.end]
    ]


def _hyphenated(word: re.Match[str], gazetteer: Gazetteer) -> Iterable[Toponym]:
    start = word.start()
    for part in re.split("([-–])", word.group()) if re.search("[-–]", word.group()) else ():
        if part not in ("-", "–") and (toponym := _name(part, start, gazetteer, "")):
            yield toponym
        start += len(part)


def _name(text: str, start: int, gazetteer: Gazetteer, following: str) -> Toponym | None:
    span = Span(start, start + len(text), text)
    if text.casefold() in _POLES:
        pole = Place(text.title(), 0.0, _POLES[text.casefold()], "area", gazetteer="airmap")
        return Toponym(span, text, "name", pole, 1.0)
    said_of = gazetteer.demonym(text) or gazetteer.demonym(text.title())
    state = gazetteer.state_of(text)
    country = gazetteer.country(state) if state else None
    if said_of:
        return Toponym(span=span, name=text, kind="demonym", place=country or said_of, confidence=1.0)
    if country:
        others = tuple(p for p in gazetteer.lookup(text) if p.feature != "country")
        return Toponym(span, text, "name", country, 1.0, _runners_up(others))
    # A folded "sea" is also an airport's code: short codes count in capitals only, and a place's own name comes first.
    places = tuple(p for p in gazetteer.lookup(text) if len(text) > 4 or text.isupper() or p.feature not in _AIRFIELDS)
    if not places:
        return None
    places = tuple(sorted(places, key=lambda p: p.name.casefold() != text.casefold()))
    places = _airport_first(places, text)
    if re.match(r"\W*(air\s?base|air force base|airport|airfield)", following, re.IGNORECASE):
        places = tuple(sorted(places, key=lambda p: p.feature not in _AIRFIELDS))
    container = re.match(r"\s*,\s*([^,]+?)\s*$", following)
    if container:
        places = _within(places, container.group(1), gazetteer)
    rest = _runners_up(places[1:])
    return Toponym(span, text, "name", places[0], 1 / (1 + len(rest) / 5), rest)


def _airport_first(places: tuple[Place, ...], text: str) -> tuple[Place, ...]:
    first = places[0]
    if first.feature not in ("city", "village") or first.population >= _FEW_PEOPLE or len(text) <= 4:
        return places
    fields = [p for p in places if p.feature in _AIRFIELDS and p.country != first.country
              and text.casefold() in p.name.casefold()]
    return (*fields[:1], *(p for p in places if p not in fields[:1]))


def _runners_up(places: Sequence[Place]) -> tuple[Candidate, ...]:
    return tuple(Candidate(place, 1 / (n + 2)) for n, place in enumerate(places[:5]))


def _within(places: tuple[Place, ...], container: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return the candidates with those in the state or division first: "Columbia, Missouri"."""
    state = gazetteer.state_of(container)
    divisions = {(p.country, p.name) for p in gazetteer.lookup(container) if p.feature == "admin1"}
    return tuple(sorted(places, key=lambda p: p.country != state and (p.country, p.admin1) not in divisions))


def _is_vocabulary(text: str) -> bool:
    words = tuple(w.lower() for w in WORD.findall(text))
    return words in lexicon().phrases or bool(WIND_WORD.fullmatch(text)) or not any(c.isalpha() for c in text)


def _starts_or_ends_as_vocabulary(text: str) -> bool:
    """Tell "the coast" and "Gotland and" from a name; "Golan Heights" may end, "South Carolina" begin, as one."""
    words = text.lower().split()
    phrases = lexicon().phrases
    first, last = (phrases.get((w.strip(",.'"),), frozenset()) for w in (words[0], words[-1]))
    return bool(first - {"feature"}) or bool(last - {"feature", "territory"})


def _inside(offset: int, measures: Sequence[Measure]) -> bool:
    return any(m.span.start <= offset < m.span.end for m in measures)
