"""How well each place that a name may stand for fits a text: a sum of named terms (``TERMS``) for every candidate.

A candidate scores by how prominent the place is, how it bears the name, what kind of place the words around ask for,
whether the text names what contains it ("Paris, Texas"), how much of the text lies in its country, in the countries
next door and in its first-level division, and how near it lies to the other places. The weights stand in
``lexicon/toponym_weights.json``. Places support each other, so the scoring is done in rounds: each starts from what the
round before believed.

Distances here only rank candidates, so they are great-circle distances on a sphere of 6,371 km.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airmap.gazetteer import ALTERNATE, PRIMARY, SHORT, Gazetteer, NamedPlace, fold
from airmap.gazetteer.ranking import prominence
from airmap.lexicon import word_set
from airmap.paths import data_dir
from airmap.records import Place

_EARTH_RADIUS_KM = 6371.0
_WIDE = frozenset({"country", "continent", "region", "ocean"})
_FIRST_GUESS = 1.5
# A town's own name is believed against another's by-name even where that other is so many times larger.
_OWN_NAME_COUNTS = 4
_ROUNDS = 3

TERMS = ("prominence", "short_form", "other_name", "anothers_own_name", "country", "admin1", "admin2", "settlement",
         "village", "airport", "area", "kind_asked_for", "kind_not_asked_for", "contained", "not_contained",
         "country_share", "next_door_share", "admin1_share", "only_country", "within_30_km", "within_150_km",
         "within_600_km", "far_from_all", "capital", "great_capital", "division_named_too", "country_named_too",
         "names_its_kind", "settlement_in_dateline", "division_that_holds", "division_alone", "believed_near",
         "possibly_near", "seat_of_the_un")
# Known far better than so small a city would be: where the states of the world confer, and what its strip is called.
_SEATS = frozenset({("geneva", "CHE"), ("gaza", "PSE")})
_COLUMN = {term: n for n, term in enumerate(TERMS)}
_NEARNESS = [_COLUMN[t] for t in ("within_30_km", "within_150_km", "within_600_km", "far_from_all")]


@dataclass(slots=True)
class Question:
    """One name of a text (in one setting) and the places it may stand for."""

    name: str
    mentions: list[int]
    candidates: tuple[NamedPlace, ...]
    fixed: bool
    container: int | None = None
    kind: str | None = None
    dateline: bool = False
    holds: bool = False


def weigh(
    questions: Sequence[Question], gazetteer: Gazetteer, weights: Mapping[str, float],
) -> list[NDArray[np.float64]]:
    """Return each question's shares of belief over its candidates, after the last round."""
    if not any(len(q.candidates) > 1 for q in questions):
        return [_ALONE[len(q.candidates)] for q in questions]
    vector = np.array([weights.get(term, 0.0) for term in TERMS])
    table = Table(questions, gazetteer)
    share = table.shares(np.array([
        _FIRST_GUESS * prominence(n.place.feature, n.place.population, n.name_class)
        for q in questions for n in q.candidates]))
    for _ in range(_ROUNDS):
        share = table.shares(table.all_terms(share) @ vector)
    return [share[lo:hi] for lo, hi in itertools.pairwise(table.bounds)]


# The shares of no candidate, and of one.
_ALONE = (np.zeros(0), np.ones(1))


class Table:
    """All candidates of a text, and the terms of their scores."""

    def __init__(self, questions: Sequence[Question], gazetteer: Gazetteer) -> None:
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
        everything[:, _COLUMN["next_door_share"]] = self.by_country.next_door(belief, self.owner) / total
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
        self.beside: NDArray[np.float64] | None = None

    def among_others(
        self, belief: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return the belief in each label and in each pair, and of each candidate's label that of other questions."""
        everywhere: NDArray[np.float64] = np.bincount(self.label, belief, len(self.number_of)).astype(np.float64)
        own: NDArray[np.float64] = np.bincount(self.pair, belief, self.pair_starts[-1]).astype(np.float64)
        others: NDArray[np.float64] = everywhere[self.label] - own[self.pair]
        return everywhere, own, others

    def next_door(self, belief: NDArray[np.float64], owner: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return for each candidate the belief of the other questions in the countries beside its own."""
        count = len(self.number_of)
        if self.beside is None:
            self.beside = np.zeros((count, count))
            for state, row in self.number_of.items():
                columns = (self.number_of.get(other) for other in neighbours().get(state, ()))
                self.beside[row, [c for c in columns if c is not None]] = 1
        by_question = np.bincount(owner * count + self.label, belief, count * (int(owner[-1]) + 1))
        by_question = by_question.reshape(-1, count)
        others = (by_question.sum(axis=0) - by_question) @ self.beside
        found: NDArray[np.float64] = others[owner, self.label]
        return found

    def named_by_another(self, named: Mapping[str, int], owner: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Say of each candidate whether another question than its own is taken for its country or division itself."""
        by = np.full(len(self.number_of), -1)
        for label, question in named.items():
            by[self.number_of[label]] = question
        found = by[self.label]
        by_another: NDArray[np.bool_] = (found >= 0) & (found != owner)
        return by_another


def _own_terms(named: NamedPlace, question: Question, gazetteer: Gazetteer) -> dict[str, float]:
    """Return the terms that do not depend on the rest of the text."""
    place = named.place
    found: dict[str, float] = {
        "prominence": prominence(place.feature, place.population),
        "short_form": float(named.name_class == SHORT),
        "other_name": float(named.name_class == ALTERNATE),
    }
    own = [n.place for n in question.candidates if n.name_class == PRIMARY]
    if named.name_class == ALTERNATE and any(_OWN_NAME_COUNTS * p.population > place.population for p in own):
        found["anothers_own_name"] = 1.0
    if named.name_class == SHORT and place.feature == "airport" and any(
            p.country == place.country and p.feature != "airport" for p in own):
        # "over Kent": the county, and not its airport.
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
        return place.admin1 == holder.admin1 and distance_km(holder, place) < 80
    return False


def distance_km(one: Place, other: Place) -> float:
    """Return the great-circle distance of two places."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    h = (math.sin((lat1 - lat2) / 2) ** 2
         + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(one.lon - other.lon) / 2) ** 2)
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


@cache
def neighbours() -> Mapping[str, frozenset[str]]:
    """Return which states' airspaces touch that of each state under the default view."""
    with (data_dir("boundaries") / "neighbours.csv").open(encoding="utf-8", newline="") as file:
        return {row["state"]: frozenset(row["neighbours"].split()) for row in csv.DictReader(file)}


@cache
def weights() -> Mapping[str, float]:
    path = resources.files("airmap.lexicon").joinpath("toponym_weights.json")
    weights: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return dict(weights["resolution"])
