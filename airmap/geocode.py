"""Which place a name means, in this text: one score for every candidate, the best one wins.

The score is a sum of named terms (:func:`terms`): how prominent the place is, how it bears the name, what kind of place
the words around ask for, whether the text names what contains it ("Paris, Texas"), how much of the text lies in its
country and its first-level division, and how near it lies to the other places. The weights stand in
``lexicon/toponym_weights.json``. Places support each other, so the scoring is done in rounds: each starts from what the
round before believed. A name means one place throughout a text, unless the text says otherwise beside it.

Distances here only rank candidates, so they are great-circle distances on a sphere of 6,371 km.
"""

from __future__ import annotations

import importlib
import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from airmap.gazetteer import ALTERNATE, PRIMARY, SHORT, Gazetteer, NamedPlace, fold
from airmap.gazetteer.ranking import prominence
from airmap.lexicon import word_set
from airmap.mentions.toponyms import Mention
from airmap.records import Article, Candidate, Place, Toponym

if TYPE_CHECKING:
    from airmap.parsed import Doc
    from airmap.pipeline import Options

_EARTH_RADIUS_KM = 6371.0
_SAME_PLACE_KM = 100.0
_DIVISION_REACH_KM = 100.0
_WIDE = frozenset({"country", "continent", "region", "ocean"})
_LANDS = frozenset({"country", "region", "admin1", "island", "peninsula"})
_LARGE_TOWN = 100_000
_FIRST_GUESS = 1.5
# A town's own name is believed against another's by-name even where that other is so many times larger.
_OWN_NAME_COUNTS = 4
_ROUNDS = 3
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

TERMS = ("prominence", "short_form", "other_name", "anothers_own_name", "country", "admin1",
         "admin2", "settlement", "village", "airport",
         "area", "kind_asked_for", "kind_not_asked_for", "contained", "not_contained", "country_share",
         "admin1_share", "only_country", "within_30_km", "within_150_km", "within_600_km", "far_from_all",
         "capital", "great_capital", "division_named_too", "country_named_too", "names_its_kind",
         "settlement_in_dateline", "division_that_holds", "division_alone", "believed_near", "possibly_near",
         "seat_of_the_un")
# Known far better than so small a city would be: where the states of the world confer, and what its strip is called.
_SEATS = frozenset({("geneva", "CHE"), ("gaza", "PSE")})
_COLUMN = {term: n for n, term in enumerate(TERMS)}
_NEARNESS = [_COLUMN[t] for t in ("within_30_km", "within_150_km", "within_600_km", "far_from_all")]


@dataclass(slots=True)
class _Question:
    """One name of a text (in one setting) and the places it may stand for."""

    name: str
    mentions: list[int]
    candidates: tuple[NamedPlace, ...]
    fixed: bool
    container: int | None = None
    kind: str | None = None
    dateline: bool = False
    holds: bool = False


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
        online = importlib.import_module("airmap.geocoders")
        resolved = online.resolve_online(resolved, options)
    return resolved


def _resolve_together(mentions: Sequence[Mention], text: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Resolve the mentions of one text, or of one stretch of a very long one, by each other."""
    questions = ask(mentions, text, gazetteer)
    shares = weigh(questions, gazetteer, _weights())
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
        near = [any(_distance_km(p, n.place) <= _SAME_PLACE_KM for p in meant) for n in question.candidates]
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


def _town_of(place: Place, question: _Question) -> Place:
    """Return the town for a division of the same name around it ("Ankara"), unless the words ask for the division."""
    if place.feature not in ("admin1", "admin2") or (question.kind or "").startswith("admin"):
        return place
    towns = [n.place for n in question.candidates if n.place.feature == "city" and n.place.country == place.country
             and n.name_class == PRIMARY and n.place.population * 4 > place.population]
    near = [t for t in towns if _distance_km(place, t) < _DIVISION_REACH_KM
            or (t.admin1 == place.name and not question.holds)]
    return near[0] if near else place


def ask(mentions: Sequence[Mention], text: str, gazetteer: Gazetteer) -> list[_Question]:
    """Return the questions of a text: mentions of one name in one setting are one question."""
    questions: dict[tuple[str, str], _Question] = {}
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
            questions[setting] = _Question(mention.name, [], mention.candidates[:_MOST_CANDIDATES],
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


def weigh(
    questions: Sequence[_Question], gazetteer: Gazetteer, weights: Mapping[str, float],
) -> list[NDArray[np.float64]]:
    """Return each question's shares of belief over its candidates, after the last round."""
    if not any(len(q.candidates) > 1 for q in questions):
        return [_ALONE[len(q.candidates)] for q in questions]
    vector = np.array([weights.get(term, 0.0) for term in TERMS])
    table = _Table(questions, gazetteer)
    share = table.shares(np.array([
        _FIRST_GUESS * prominence(n.place.feature, n.place.population, n.name_class)
        for q in questions for n in q.candidates]))
    for _ in range(_ROUNDS):
        share = table.shares(table.all_terms(share) @ vector)
    return [share[lo:hi] for lo, hi in itertools.pairwise(table.bounds)]


# The shares of no candidate, and of one.
_ALONE = (np.zeros(0), np.ones(1))


class _Table:
    """All candidates of a text, and the terms of their scores."""

    def __init__(self, questions: Sequence[_Question], gazetteer: Gazetteer) -> None:
        self.questions = questions
        places = [n.place for q in questions for n in q.candidates]
        self.places = places
        # The candidates of all questions are in a row; those of one lie between two bounds.
        self.bounds = [0, *itertools.accumulate(len(q.candidates) for q in questions)]
        sizes = np.diff(self.bounds)
        # Each question's candidates, of those that have any: what numpy adds up a stretch at a time.
        self.stretches = np.array(self.bounds[:-1])[sizes > 0]
        self.stretch = np.repeat(np.arange(len(self.stretches)), sizes[sizes > 0])
        self.weight = np.array([min(4, len(q.mentions)) ** 0.5 for q in questions])
        self.country = [p.country or "" for p in places]
        self.admin1 = [(p.country or "") + "/" + (p.admin1 or (p.name if p.feature == "admin1" else ""))
                       for p in places]
        self.by_country = _Shares(self.country, self.bounds)
        self.by_admin1 = _Shares(self.admin1, self.bounds)
        self.has_country = np.array([c != "" for c in self.country], dtype=bool)
        self.has_admin1 = np.array([not d.endswith("/") for d in self.admin1], dtype=bool)
        lon = np.radians([p.lon for p in places])
        lat = np.radians([p.lat for p in places])
        self.unit = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        self.local = np.array([p.feature not in _WIDE for p in places], dtype=bool)
        self.keys = [fold(q.name) for q in questions]
        self.owner = np.repeat(np.arange(len(questions)), sizes)
        self.container = np.array([-1 if q.container is None else q.container for q in questions], dtype=np.intp)
        spellings: dict[str, int] = {}
        self.spelling = np.array([spellings.setdefault(key, len(spellings)) for key in self.keys], dtype=np.intp)
        self.near: NDArray[np.float64] | None = None
        self.possible = np.zeros(0)
        self.others = 0
        self.nearness: dict[tuple[int, ...], NDArray[np.float64]] = {}
        self.inside: dict[tuple[int, int], NDArray[np.bool_]] = {}
        cells: dict[int, float] = {}
        for question, begin in zip(questions, self.bounds, strict=False):
            # Of one candidate no score is asked.
            for row, named in enumerate(question.candidates, begin) if len(question.candidates) > 1 else ():
                for term, value in _own_terms(named, question, gazetteer).items():
                    cells[row * len(TERMS) + _COLUMN[term]] = value
        fixed = np.zeros(len(places) * len(TERMS))
        fixed[list(cells)] = list(cells.values())
        self.fixed_terms = fixed.reshape(len(places), len(TERMS))

    def shares(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return each candidate's share of the belief in its question (a softmax) from the scores of all."""
        raised: NDArray[np.float64] = np.exp(scores - np.maximum.reduceat(scores, self.stretches)[self.stretch])
        raised /= np.add.reduceat(raised, self.stretches)[self.stretch]
        return raised

    def terms(self, shares: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
        """Return one matrix (candidates by terms) for each question, given what is believed so far."""
        everything = self.all_terms(np.concatenate([np.zeros(0), *shares]))
        return [everything[lo:hi] for lo, hi in itertools.pairwise(self.bounds)]

    def all_terms(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the terms of all candidates, a row for each, given the share of belief that each has so far."""
        everything = self.fixed_terms.copy()
        belief = share * self.weight[self.owner]
        values = share.tolist()
        best = [max(range(lo, hi), key=values.__getitem__) if hi > lo else -1
                for lo, hi in itertools.pairwise(self.bounds)]
        anchors = [(q, b) for q, b in enumerate(best) if b >= 0 and self.local[b]]
        chosen = [(q, b, self.places[b].feature) for q, b in enumerate(best) if b >= 0]
        named_states = {self.country[b]: q for q, b, feature in chosen if feature == "country"}
        named_divisions = {self.admin1[b]: q for q, b, feature in chosen if feature == "admin1"}
        believed, possible = self._neighbours(share)
        everything[:, _COLUMN["believed_near"]] = believed
        everything[:, _COLUMN["possibly_near"]] = possible
        everywhere, own, country_share = self.by_country.among_others(belief)
        _, _, admin1_share = self.by_admin1.among_others(belief)
        by_pair, pair_starts = own.tolist(), self.by_country.pair_starts
        of_question = np.array([sum(by_pair[lo:hi]) for lo, hi in itertools.pairwise(pair_starts)])
        total = np.maximum(1e-9, sum(everywhere.tolist()) - of_question)[self.owner]
        in_country = np.where(self.has_country, country_share / total, 0.0)
        everything[:, _COLUMN["country_share"]] = in_country
        everything[:, _COLUMN["only_country"]] = in_country > 0.8
        everything[:, _COLUMN["admin1_share"]] = np.where(self.has_admin1, admin1_share / total, 0.0)
        if named_states:
            everything[:, _COLUMN["country_named_too"]] = self.has_country & self.by_country.named_by_another(
                named_states, self.owner)
        if named_divisions:
            everything[:, _COLUMN["division_named_too"]] = self.has_admin1 & self.by_admin1.named_by_another(
                named_divisions, self.owner)
        if anchors:
            self._add_nearness(everything, anchors)
        for number, question in enumerate(self.questions):
            lo, hi = self.bounds[number], self.bounds[number + 1]
            container = question.container
            if hi > lo and container is not None and best[container] >= 0:
                inside = self._held_by(number, best[container])
                if inside.any():
                    everything[lo:hi, _COLUMN["contained"]] = inside
                    everything[lo:hi, _COLUMN["not_contained"]] = ~inside
        return everything

    def _held_by(self, question: int, holder: int) -> NDArray[np.bool_]:
        """Say of each candidate of a question whether another place contains it; found once for all rounds."""
        if (found := self.inside.get((question, holder))) is None:
            places = self.places[self.bounds[question]:self.bounds[question + 1]]
            found = self.inside[question, holder] = np.array([_contains(self.places[holder], p) for p in places])
        return found

    def _add_nearness(self, everything: NDArray[np.float64], anchors: Sequence[tuple[int, int]]) -> None:
        """Set the terms of nearness to what the other names are taken for; ``anchors`` are names and what they mean."""
        places = [b for _, b in anchors]
        key = tuple(places)
        if (found := self.nearness.get(key)) is None:
            names = np.array([q for q, _ in anchors])
            # Neither to a name of its own nor to what holds it.
            others = (self.spelling[:, None] != self.spelling[names]) & (self.container[:, None] != names)
            count = others.sum(axis=1)
            cosine = np.minimum(np.maximum(self.unit @ self.unit[places].T, -1), 1)
            distance = np.where(others[self.owner], np.arccos(cosine) * _EARTH_RADIUS_KM, np.inf)
            nearest = distance.min(axis=1)
            found = self.nearness[key] = np.empty((len(nearest), len(_NEARNESS)))
            found[:, 0] = nearest < 30
            found[:, 1] = np.minimum(2, (distance < 150).sum(axis=1)) / 2
            found[:, 2] = (distance < 600).sum(axis=1) / np.maximum(1, count)[self.owner]
            found[:, 3] = (nearest > 2000) & (nearest < np.inf)
        everything[:, _NEARNESS] = found

    def _neighbours(self, share: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return, for each candidate, how many of the other names are believed, and may be, within 100 km of it.

        Both as shares of the text's local names; a name that many places bear counts less in the second.
        """
        if self.near is None:
            self.near, self.possible, self.others = self._within_reach()
        if not self.others:
            return np.zeros(len(self.places)), self.possible
        return (self.near @ share[self.local]) / self.others, self.possible

    def _within_reach(self) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
        """Return what is near, how many names may be, both for `_neighbours`, and how many other names there are."""
        owners = self.owner[self.local]
        # How many local places each name has, of those that have any; those of one name are in a row.
        sizes = np.bincount(owners)
        sizes = sizes[sizes > 0]
        if len(sizes) < 2:
            return np.zeros((len(self.places), len(owners))), np.zeros(len(self.places)), 0
        others = len(sizes) - 1
        near = (self.unit @ self.unit[self.local].T) > math.cos(100 / _EARTH_RADIUS_KM)
        near &= self.owner[:, None] != owners[None, :]
        begun = sizes.cumsum() - sizes
        possible = np.logical_or.reduceat(near, begun, axis=1) @ (1 / (1 + np.log2(sizes))) / others
        return near.astype(np.float64), possible, others


class _Shares:
    """How much of the belief in all candidates lies in each country, or in each division, of a text."""

    def __init__(self, labels: Sequence[str], starts: Sequence[int]) -> None:
        number_of: dict[str, int] = {}
        # A country (or division) among the candidates of one question; the pairs of each question are in a row.
        pairs: dict[tuple[int, str], int] = {}
        self.pair_starts = [0]
        of_candidate = []
        for question, (lo, hi) in enumerate(itertools.pairwise(starts)):
            of_candidate += [pairs.setdefault((question, label), len(pairs)) for label in labels[lo:hi]]
            self.pair_starts.append(len(pairs))
        self.number_of = number_of
        self.label = np.array([number_of.setdefault(label, len(number_of)) for label in labels], dtype=np.intp)
        self.pair = np.array(of_candidate, dtype=np.intp)

    def among_others(
        self, belief: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return the belief in each label and in each pair, and of each candidate's label that of other questions."""
        everywhere: NDArray[np.float64] = np.bincount(self.label, belief, len(self.number_of)).astype(np.float64)
        own: NDArray[np.float64] = np.bincount(self.pair, belief, self.pair_starts[-1]).astype(np.float64)
        others: NDArray[np.float64] = everywhere[self.label] - own[self.pair]
        return everywhere, own, others

    def named_by_another(self, named: Mapping[str, int], owner: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Say of each candidate whether another question than its own is taken for its country or division itself."""
        by = np.full(len(self.number_of), -1)
        for label, question in named.items():
            by[self.number_of[label]] = question
        found = by[self.label]
        by_another: NDArray[np.bool_] = (found >= 0) & (found != owner)
        return by_another


def _own_terms(named: NamedPlace, question: _Question, gazetteer: Gazetteer) -> dict[str, float]:
    """Return the terms that do not depend on the rest of the text."""
    place = named.place
    found: dict[str, float] = {
        "prominence": prominence(place.feature, place.population),
        "short_form": float(named.name_class == SHORT),
        "other_name": float(named.name_class == ALTERNATE),
    }
    if named.name_class == ALTERNATE and any(
            n.name_class == PRIMARY and _OWN_NAME_COUNTS * n.place.population > place.population
            for n in question.candidates):
        found["anothers_own_name"] = 1.0
    group = {"country": "country", "admin1": "admin1", "admin2": "admin2", "city": "settlement", "village": "village",
             "airport": "airport", "airbase": "airport"}.get(place.feature, "area")
    found[group] = 1.0
    if question.kind:
        fits = question.kind == place.feature or (question.kind == "city" and place.feature == "village") or (
            question.kind == "admin1" and place.feature in ("admin2", "region"))
        found["kind_asked_for" if fits else "kind_not_asked_for"] = 1.0
    if place.feature == "city" and place.country and gazetteer.capital_of(question.name) == place.country:
        found["great_capital" if place.population > 300_000 else "capital"] = 1.0
    if place.feature == "city" and (fold(question.name), place.country) in _SEATS:
        found["seat_of_the_un"] = 1.0
    if place.feature == "admin1":
        found["division_that_holds" if question.holds else "division_alone"] = 1.0
    if question.dateline and place.feature in ("city", "village"):
        found["settlement_in_dateline"] = 1.0
    words = question.name.split()
    if len(words) > 1 and words[-1].lower() in word_set("toponyms", "context", "kind_after"):
        found["names_its_kind"] = float(place.feature not in ("city", "village"))
    return found


def _contains(holder: Place, place: Place) -> bool:
    """Say whether a division or a country contains a place, as far as the gazetteer tells."""
    if holder.country is None or holder.country != place.country:
        return False
    if holder.feature == "country":
        return place.feature != "country"
    if holder.feature == "admin1":
        return place.admin1 == holder.name
    if holder.feature == "admin2":
        return place.admin1 == holder.admin1 and _distance_km(holder, place) < 80
    return False


def _distance_km(one: Place, other: Place) -> float:
    """Return the great-circle distance of two places."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    h = (math.sin((lat1 - lat2) / 2) ** 2
         + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(one.lon - other.lon) / 2) ** 2)
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


@cache
def _weights() -> Mapping[str, float]:
    path = resources.files("airmap.lexicon").joinpath("toponym_weights.json")
    weights: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return dict(weights["resolution"])
