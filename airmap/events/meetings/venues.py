"""Palaces, retreats and resorts where leaders meet that no gazetteer holds: "at Camp David", "the Gleneagles summit".

The known ones, with the state that each stands in, are in ``lexicon/meetings.toml``; after "at", any proper name does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.encounter_words import Encounter, telling_verb
from airmap.records import Place, Span, Toponym

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from airmap.events.meetings.leaders import Parties
    from airmap.parsing.parsed import Tokens as Sentence

_NEAR = 12
#: Features of places that say no more than a land or less.
COUNTRY_LEVEL = ("country", "continent", "region")
# A town so many times as large as another of its name is the one that leaders go to.
_LARGER = 5
_LARGE = 100_000


def venue_of(
    encounter: Encounter, sentence: Sentence, parties: Parties, toponyms: Sequence[Toponym] = (), *, anywhere: bool
) -> tuple[Toponym, str | None] | None:
    """Return the venue that a meeting is held at, with the state it stands in where that is known.

    The town in a venue's name says where it stands: "at Prague Castle". Only with ``anywhere`` does a name that is not
    in the lexicon do.
    """
    known = _known_venue(encounter, sentence)
    unknown = anywhere and encounter.kind != "visit"
    return known if known is not None or not unknown else _named_venue(encounter, sentence, parties, toponyms)


def _known_venue(encounter: Encounter, sentence: Sentence) -> tuple[Toponym, str | None] | None:
    found = []
    for match in _pattern().finditer(sentence.text):
        start = sentence.start_char + match.start("name")
        tokens = sentence.doc.char_span(start, sentence.start_char + match.end("name"))
        if tokens is None:
            continue
        following = sentence.doc[tokens.end].lower_ if tokens.end < len(sentence.doc) else ""
        after = {t.lower_ for t in sentence.doc[tokens.end : tokens.end + 3]}
        hosts = not after.isdisjoint(lexicon.verbs("meetings", "verbs", "host"))
        placed = match["at"] is not None or following in _gatherings() or hosts
        # "The White House said": a house that speaks is no venue.
        if placed:
            found.append((abs(tokens.start - encounter.token.i), tokens, match["name"]))
    if not found:
        return None
    _, tokens, name = min(found, key=lambda f: f[0])
    return _toponym(tokens.start_char, tokens.end_char, name), _states()[name]


def _named_venue(
    encounter: Encounter, sentence: Sentence, parties: Parties, toponyms: Sequence[Toponym]
) -> tuple[Toponym, str | None] | None:
    """Return a proper name after "at" that hangs on the meeting or on its verb: "met at Bocharov Ruchei"."""
    token = encounter.token
    for preposition in sentence:
        # "sign the treaty at the Hofburg palace": the parser may hang it on what is signed.
        if preposition.lower_ != "at" or preposition.head not in (token, telling_verb(token), *grammar.objects(token)):
            continue
        for name in preposition.children:
            building = name.lower_ in lexicon.word_set("meetings", "never", "venues") and name.nbor(-1).pos_ == "PROPN"
            proper = name.pos_ == "PROPN" and name.text[:1].isupper()
            if name.dep_ != "pobj" or not (proper or building) or len(name.text) < 3 \
                    or name.ent_type_ in ("DATE", "TIME", "NORP", "EVENT") or parties.at(name) is not None \
                    or name.lower_ in _gatherings() or abs(name.i - token.i) > _NEAR:
                continue
            first = name.i
            while first - 1 > preposition.i and sentence.doc[first - 1].text[:1].isupper():
                first -= 1
            words = sentence.doc.span(first, name.i + 1)
            if any(parties.at(t) is not None or t.lower_ in _gatherings() for t in words):
                continue
            town = next((t.place for t in toponyms if t.place is not None and t.span.start == words.start_char
                         and t.span.end < words.end_char), None)
            return _toponym(words.start_char, words.end_char, words.text), town.country if town is not None else None
    return None


def _toponym(start: int, end: int, name: str) -> Toponym:
    return Toponym(Span(start, end, name), name, "name", None, 0.5)


@cache
def _states() -> Mapping[str, str]:
    return {name: state for state, names in lexicon.table("meetings")["places"].items() for name in names}


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(_states(), key=len, reverse=True))
    at = r"(?P<at>\b(?:at|in|from|to|near|on|within|inside|outside|around|over|above) (?:the )?)?"
    return re.compile(rf"{at}\b(?P<name>{names})\b(?!['’]s (?:said|spokes))")


@cache
def _gatherings() -> frozenset[str]:
    nouns = {w for words in lexicon.table("meetings")["nouns"].values() for w in words}
    return frozenset({*nouns, "nations", "council", "parliament", "university", "cup", "games", "accords", "week"})


def well_known(toponym: Toponym, text: str) -> Toponym:
    """Return a toponym with the much larger town of its name: leaders meet in Panama City, not in Florida's."""
    place = toponym.place
    if place is None or place.feature in COUNTRY_LEVEL or re.match(r", [A-Z]", text[toponym.span.end :]):
        return toponym
    capital = _capital_among(toponym)
    if capital is not None and (
        place.name.casefold() != toponym.name.casefold() or place.population < _LARGER * capital.population
    ):
        # Bridgetown is not Portland, whose by-name it is, nor Georgetown a suburb.
        return replace(toponym, place=capital)
    exact = [
        a.place for a in toponym.alternatives
        if a.place.name.casefold() == toponym.name.casefold() and a.place.feature == "city"
        and a.place.population >= _LARGE
        and (place.name.casefold() != toponym.name.casefold() or place.feature == "admin1")
    ]
    if exact:
        # Islamabad is not Chittagong, which once bore its name.
        return replace(toponym, place=exact[0])
    larger = [
        a.place for a in toponym.alternatives
        if a.place.country != place.country and a.place.feature == "city"
        and a.place.name.casefold()[:3] == toponym.name.casefold()[:3]  # "Genève", not Chittagong for Islamabad
        and a.place.population > _LARGER * max(place.population, 1_000)
    ]
    best = max(larger, key=lambda p: p.population, default=None)
    return replace(toponym, place=best) if best is not None else toponym


def _capital_among(toponym: Toponym) -> Place | None:
    """Return the capital among the other places of a name."""
    from airmap.pipeline import default_gazetteer

    state = default_gazetteer().capital_of(toponym.name)
    others = (a.place for a in toponym.alternatives)
    return next((p for p in others if state is not None and p.country == state and p.feature == "city"), None)
