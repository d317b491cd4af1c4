"""Which place a name means, in this text: the candidate that fits it best (``airmap.places.scores``) wins.

A name means one place throughout a text, unless the text says otherwise beside it.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from airmap.gazetteer import PRIMARY, SHORT, Gazetteer, fold
from airmap.lexicon import word_set
from airmap.mentions.toponyms import Mention
from airmap.places.scores import Question, distance_km, weigh, weights
from airmap.records import Article, Candidate, Place, Toponym

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc
    from airmap.pipeline import Options

_SAME_PLACE_KM = 100.0
_DIVISION_REACH_KM = 100.0
_LANDS = frozenset({"country", "region", "admin1", "island", "peninsula"})
_LARGE_TOWN = 100_000
_MOST_CANDIDATES = 60
# A text of thousands of names is resolved a stretch at a time, and over fewer candidates for each name, so that time
# and memory grow with its length and no faster.
_MOST_MENTIONS = 500
_MOST_TOGETHER = 3000
_FEWEST_CANDIDATES = 5
_MOST_ALTERNATIVES = 5
_DIVISIONS = {"state": "admin1", "province": "admin1", "region": "admin1", "county": "admin2", "district": "admin2",
              "city": "city", "town": "city", "village": "city", "airport": "airport", "island": "island",
              "prefecture": "admin1", "governorate": "admin1", "municipality": "admin2", "township": "admin2",
              "base": "airbase", "river": "river", "lake": "lake", "capital": "city", "suburb": "city", "port": "city"}

def resolve(
    mentions: Sequence[Mention], doc: Doc, gazetteer: Gazetteer, *, article: Article | None = None,
    options: Options | None = None,
) -> tuple[Toponym, ...]:
    """Return the mentions as toponyms, each with its place, confidence and runners-up.

    Parameters
    ----------
    mentions
        What :func:`airmap.mentions.toponyms.find_toponyms` found, in order.
    doc, gazetteer
        The parsed text, and what names may stand for.
    article, options
        The text's own record, and what the run asked for: with ``options.geocoder`` an online service is asked about
        the names that the gazetteer lacks.

    Returns
    -------
    tuple of Toponym
        One for each mention; ``place`` is None where no candidate is known. ``confidence`` (0 to 1) is the belief that
        the words name a place times the share of the belief that falls to the chosen one.
    """
    text = doc.text
    resolved: tuple[Toponym, ...] = ()
    for begin in range(0, len(mentions), _MOST_MENTIONS):
        part = [m if m.within is None else replace(m, within=m.within - begin)
                for m in mentions[begin:begin + _MOST_MENTIONS]]
        if part and part[-1].within == len(part):
            part[-1] = replace(part[-1], within=None)
        resolved += _resolve_together(part, text, gazetteer)
    if options is not None and options.geocoder:
        online = importlib.import_module("airmap.places.geocoders")
        resolved = online.resolve_online(resolved, options)
    return resolved


def _resolve_together(mentions: Sequence[Mention], text: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Resolve the mentions of one text, or of one stretch of a very long one, by each other."""
    questions = ask(mentions, text, gazetteer)
    shares = weigh(questions, gazetteer, weights())
    answers: dict[int, tuple[Place, float, tuple[Candidate, ...]]] = {}
    for question, share in zip(questions, shares, strict=True):
        if not question.candidates:
            continue
        if len(question.candidates) == 1:
            only = question.candidates[0].place
            answers.update(dict.fromkeys(question.mentions, (only, 1.0, ())))
            continue
        order = np.argsort(-share, kind="stable").tolist()
        first = question.candidates[order[0]].place
        best = _town_of(first, question)
        meant = {id(p): p for p in (first, best)}.values()
        near = [any(distance_km(p, n.place) <= _SAME_PLACE_KM for p in meant) for n in question.candidates]
        belief = float(share[near].sum())
        others = tuple(Candidate(question.candidates[i].place, round(float(share[i]), 4)) for i in order
                       if share[i] >= 0.005 and question.candidates[i].place is not best)
        # The largest town of the name is always one of those told of: Geneva, in a text of the United States.
        largest = max(others, key=lambda c: c.place.population, default=None)
        if largest in others[_MOST_ALTERNATIVES:]:
            others = (*others[: _MOST_ALTERNATIVES - 1], largest)
        others = others[:_MOST_ALTERNATIVES]
        for number in question.mentions:
            answers[number] = best, belief, others
    toponyms = []
    for number, mention in enumerate(mentions):
        place, belief, others = answers.get(number, (None, 0.5, ()))
        confidence = round(mention.belief * belief, 4)
        toponyms.append(Toponym(mention.span, mention.name, mention.kind, place, confidence, others))
    return tuple(toponyms)


def _town_of(place: Place, question: Question) -> Place:
    """Return the town for a division of the same name around it ("Ankara"), unless the words ask for the division."""
    if place.feature not in ("admin1", "admin2") or (question.kind or "").startswith("admin"):
        return place
    towns = [n.place for n in question.candidates if n.place.feature == "city" and n.place.country == place.country
             and n.name_class == PRIMARY and n.place.population * 4 > place.population]
    near = [t for t in towns if distance_km(place, t) < _DIVISION_REACH_KM
            or (t.admin1 == place.name and not question.holds)]
    return near[0] if near else place


def ask(mentions: Sequence[Mention], text: str, gazetteer: Gazetteer) -> list[Question]:
    """Return the questions of a text: mentions of one name in one setting are one question."""
    questions: dict[tuple[str, str], Question] = {}
    containers: dict[str, int] = {}
    for mention in mentions:
        if mention.within is not None and _may_contain(mentions[mention.within]) and not _listed_states(
                mention, mentions[mention.within]):
            containers.setdefault(fold(mention.name), mention.within)
    for number, mention in enumerate(mentions):
        key = fold(mention.name)
        own = mention.within
        if own is not None and not (_may_contain(mentions[own]) and not _listed_states(mention, mentions[own])):
            own = None
        container = own if own is not None else containers.get(key)
        group = key if mention.certain is None else key + "."
        setting = (group, "" if container is None else fold(mentions[container].name))
        if setting not in questions:
            questions[setting] = Question(mention.name, [], mention.candidates[:_MOST_CANDIDATES],
                                           mention.certain is not None, container)
        questions[setting].mentions.append(number)
        if mention.dateline:
            questions[setting].dateline = True
        if _part_of_land(mention, text):
            lands = tuple(n for n in questions[setting].candidates
                          if n.place.feature not in ("city", "village") or n.place.population > _LARGE_TOWN)
            if any(n.place.feature in _LANDS for n in lands):
                questions[setting].candidates = lands
        kind = _kind_asked_for(mention, text)
        if kind:
            questions[setting].kind = kind
    found = list(questions.values())
    by_dateline = {fold(q.name) for q in found if q.dateline}
    for question in found:
        towns = tuple(n for n in question.candidates if n.place.feature in ("city", "village"))
        # "China — Beijing" opens a line of a list; only a state that shares its name with its town is a dateline's.
        states = {n.place.country for n in question.candidates if n.place.feature == "country"}
        if question.container is not None:
            states |= {mentions[question.container].candidates[0].place.country} if states else set()
        if states and not any(n.place.country in states for n in towns):
            towns, question.dateline = (), False
        if fold(question.name) in by_dateline and towns:
            question.candidates = towns
        # "Sudan" beside "South Sudanese" is Sudan: a state's own name is no short form of another state's.
        named = [n for n in question.candidates if n.place.feature == "country" and n.name_class == PRIMARY]
        if named:
            question.candidates = tuple(
                n for n in question.candidates if n.place.feature != "country" or n.name_class == PRIMARY)
    fewer = max(_FEWEST_CANDIDATES, _MOST_TOGETHER // max(1, len(found)))
    for question in found:
        question.candidates = question.candidates[:fewer]
    number_of = {m: q for q, question in enumerate(found) for m in question.mentions}
    for question in found:
        if question.container is not None:
            question.container = number_of[question.container]
            found[question.container].holds = True
    return found


def _may_contain(mention: Mention) -> bool:
    return any(n.place.feature in ("admin1", "country", "admin2") and n.name_class != SHORT
               for n in mention.candidates[:8])


def _listed_states(one: Mention, other: Mention) -> bool:
    """Say whether two names side by side are two states in a list ("Jordan, Syria"), not a place in its state."""
    if not one.candidates or one.candidates[0].place.feature not in ("country", "continent"):
        return False
    state = other.candidates[0].place
    return state.feature == "country" and not any(
        n.place.feature == "admin1" and n.place.country == state.country for n in one.candidates)


def _part_of_land(mention: Mention, text: str) -> bool:
    """Say whether a part of it is named that only lands and great cities have: "over central Yukon"."""
    before = text[max(0, mention.span.start - 24):mention.span.start].split()
    return bool(before) and before[-1].lower() in word_set("toponyms", "context", "parts_before")


def _kind_asked_for(mention: Mention, text: str) -> str | None:
    """Return the kind of place that the words beside a name say it is: "the province of X", "X district"."""
    if mention.kind != "name":
        return None
    after = text[mention.span.end:mention.span.end + 16].split()
    if after and text[mention.span.end:mention.span.end + 1] == " ":
        word = after[0].strip(".,;:'’)").lower()
        if word in _DIVISIONS:
            return _DIVISIONS[word]
    before = text[max(0, mention.span.start - 24):mention.span.start].split()
    if len(before) > 1 and before[-1] == "of" and before[-2].lower() in _DIVISIONS:
        return _DIVISIONS[before[-2].lower()]
    return None
