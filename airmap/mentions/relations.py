"""Phrases that place something relative to named places: "20 km north of Latakia", "off the Estonian coast".

A text becomes a row of tokens (words, names, measures, coordinates, winds), each with the classes that it may stand
for; a relation is a pattern over those classes. Which word is of which class is data (``lexicon/relations.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.errors import UnknownPlaceError
from airmap.mentions.phrase_names import names_in
from airmap.mentions.relation_rules import read_relations
from airmap.mentions.relation_words import named_borders, tokens_of
from airmap.records import Measure, Place, Relation, RelativePlace, Span, Toponym

if TYPE_CHECKING:
    from airmap.gazetteer import Gazetteer

def find_relative_places(
    text: str, toponyms: Iterable[Toponym], measures: Iterable[Measure]
) -> tuple[RelativePlace, ...]:
    """Return the relative places that a text names, in the order in which they stand.

    Parameters
    ----------
    text
        The text that the spans of ``toponyms`` and ``measures`` refer to; a sentence or a whole article.
    toponyms
        The names in it, resolved or not.
    measures
        The quantities in it; only lengths are used.
    """
    return tuple(read_relations(text, tuple(toponyms), tuple(measures), alone=False))


def parse_phrase(phrase: str, gazetteer: Gazetteer, *, reference: Place | None = None) -> RelativePlace:
    """Return the relative place that a phrase stands for: the longest, where it holds several.

    >>> parse_phrase("20 km north of Latakia", gazetteer).bearing_deg  # doctest: +SKIP
    0.0

    Raises
    ------
    UnknownPlaceError
        When the phrase names no place that the gazetteer knows, or places nothing.
    """
    return max(parse_phrases(phrase, gazetteer, reference=reference), key=lambda r: r.span.end - r.span.start)


def parse_phrases(phrase: str, gazetteer: Gazetteer, *, reference: Place | None = None) -> tuple[RelativePlace, ...]:
    """Return every relative place in a phrase: "over the Black Sea, 20 km west of Sevastopol" holds two.

    With a ``reference`` the words where the name must stand ("86 miles west of Columbia") need not be in the
    gazetteer: they mean that place.

    Raises
    ------
    UnknownPlaceError
        When the phrase names no place that the gazetteer knows, or places nothing.
    """
    from airmap.mentions.measures import measures_in

    phrase = " ".join(phrase.split())
    measures = measures_in(phrase)
    toponyms = (_given(phrase, measures, reference),) if reference else names_in(phrase, gazetteer, measures)
    read = (_named_border(r, gazetteer) for r in read_relations(phrase, toponyms, measures, alone=True))
    found = tuple(_at_sea(r) for r in read if r.toponyms or r.coordinates)
    if found:
        return found
    if len(toponyms) == 2 and re.fullmatch(r"[^,]*,\s*", phrase[toponyms[0].span.end : toponyms[1].span.start]):
        toponyms = toponyms[:1] if toponyms[1].span.end == len(phrase) else toponyms
        phrase_of = phrase[: phrase.index(",", toponyms[0].span.end)]
    else:
        phrase_of = phrase
    if len(toponyms) == 1 and _says_no_more(phrase_of, toponyms, measures):
        place = toponyms[0].place
        relation: Relation = "in" if place and place.feature in _AREAS else "at"
        return (_at_sea(RelativePlace(span=Span(0, len(phrase), phrase), relation=relation, toponyms=toponyms)),)
    raise UnknownPlaceError(
        f'"{phrase}" places nothing that airmap knows: name a place, a border, a coast or coordinates, '
        'as in "20 km north of Latakia"'
    )


def _named_border(found: RelativePlace, gazetteer: Gazetteer) -> RelativePlace:
    """Say whose line it is that has a name of its own: "the Line of Control", "the Blue Line"."""
    if found.toponyms or found.relation not in ("within_border", "along_border", "across_border"):
        return found
    said = found.span.quote.casefold()
    states = next((s for name, s in named_borders().items() if name in said), ())
    countries = [c for state in states if (c := gazetteer.country(state)) is not None]
    toponyms = tuple(Toponym(found.span, c.name, "name", c, 1.0) for c in countries)
    return replace(found, toponyms=toponyms)


def _at_sea(found: RelativePlace) -> RelativePlace:
    """Read "over Estonian territorial waters" as the sea of the state's airspace, without its land."""
    first = found.toponyms[0].place if found.toponyms else None
    if first is None or first.feature != "country" or found.relation not in ("in", "over", "at"):
        return found
    if not _OWN_WATERS.search(found.span.quote):
        return found
    sea = replace(first, name=f"{first.name}, territorial sea", feature="territorial_sea")
    return replace(found, toponyms=(replace(found.toponyms[0], place=sea), *found.toponyms[1:]))


def _says_no_more(phrase: str, toponyms: Sequence[Toponym], measures: Sequence[Measure]) -> bool:
    """Tell whether a phrase is a name and words that are known: of "foo Paris" the name alone must not be taken."""
    return all(
        t.toponym or t.classes & {"filler", "feature", "kind", "territory", "possessive", "of"}
        for t in tokens_of(phrase, toponyms, measures, alone=True)
    )


def _given(phrase: str, measures: Sequence[Measure], reference: Place) -> Toponym:
    """Return the name that ``reference`` stands for: what follows the preposition after distance and direction."""
    tokens = tokens_of(phrase, (), measures, alone=False)
    # The first direction: "15 miles east of South Bend" has another in the name.
    length = max((n for n, t in enumerate(tokens) if t.measure), default=-1)
    direction = next((n for n, t in enumerate(tokens) if n > length and t.bearing_deg is not None), length)
    start = next((t.end for t in tokens[direction + 1 :] if t.classes & _PREPOSITIONS), 0)
    start += len(phrase[start:]) - len(phrase[start:].lstrip())
    name = phrase[start:]
    return Toponym(
        span=Span(start, len(phrase), name), name=name, kind="name", place=replace(reference, name=name), confidence=1.0
    )


_OWN_WATERS = re.compile(r"\b(?:territorial (?:waters|sea)|waters)\b", re.IGNORECASE)
_PREPOSITIONS = frozenset({"of", "from", "off", "near", "over", "in", "at", "inside", "within"})
_AREAS = frozenset(
    {
        "country",
        "continent",
        "region",
        "admin1",
        "admin2",
        "sea",
        "strait",
        "gulf",
        "ocean",
        "lake",
        "islands",
        "island",
        "peninsula",
        "area",
    }
)
