"""Learn the weights of place finding and resolving: ``python -m benchmarks._fit_places [--write]``.

Recognition is a logistic regression over the evidence of each candidate, some weights held to the sign that their
meaning gives them; resolution a conditional logit over each name's candidates, where any candidate within 161 km of the
annotated point is right. Both report five-fold cross-validation over articles. The texts are the public corpora in
``$AIRMAP_SHARED/corpora``, which are not ours to publish. With ``--write`` the weights go into
``airmap/lexicon/toponym_weights.json``.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airmap.gazetteer import Gazetteer
from airmap.mentions import toponyms
from airmap.mentions.place_evidence import PlaceText
from airmap.parsing import language
from airmap.places import geocode
from airmap.places import scores as place_scores

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("AIRMAP_SHARED", ROOT.parent / "shared"))
WEIGHTS = ROOT / "airmap" / "lexicon" / "toponym_weights.json"
CORPORA = {"geovirus": 1.0, "tr-news": 1.6}
FOLDS = 5
NEVER_FOR = {
    "person_elsewhere", "teams_after", "companies_after", "media_after", "illness_after", "part_of_companies",
    "part_of_teams", "part_of_media", "part_of_school", "PERSON_part", "PERSON_whole", "common_word",
    "in_a_persons_name", "capital_before", "capital_after", "verb_or_adjective", "sentence_start",
    "before_title_before", "after_person_after", "other_name_only", "unknown_name",
}
NEVER_AGAINST = {
    "GPE_whole", "LOC_whole", "GPE_part", "before_inside", "in_list", "after_folk_after", "after_kind_after",
    "dateline", "names_its_kind", "genitive", "is_area", "in_brackets", "capitals", "part_is_county",
    "after_preposition_elsewhere",
}
# Set, not learned: the corpora hardly name the waters, islands and bases that incident reports do.
SET_EVIDENCE = {"sure_elsewhere": 0.5, "is_curated": 1.0}
FIRST_WEIGHTS = {"prominence": 1.5, "country_share": 2.0, "within_150_km": 1.0, "other_name": -1.0, "short_form": -1.0}
# "Paris, Texas" says it: set, not learned, so that no other evidence outweighs it.
# And a town's former or foreign name is seldom meant where a larger place bears it as its own (Kaliningrad).
# That "southern Gaza" in a text about Israel is next door, and where states confer, the corpora hardly show.
SET_WEIGHTS = {"contained": 6.0, "not_contained": -6.0, "anothers_own_name": -4.0, "next_door_share": 2.0,
               "seat_of_the_un": 3.0}


@dataclass(frozen=True, slots=True)
class Text:
    """One annotated text, parsed. ``fold`` is the part of the cross-validation that it is left out in."""

    corpus: str
    fold: int
    doc: Any
    gold: list[dict[str, Any]]


def load() -> list[Text]:
    """Return the corpora's texts, parsed by the vendored pipeline."""
    texts = []
    for corpus in CORPORA:
        lines = (SHARED / "corpora" / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            record = json.loads(line)
            texts.append(Text(corpus, number % FOLDS, language.analyse(record["text"]), record["toponyms"]))
    return texts


def _logistic(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64], penalty: float = 2.0,
) -> NDArray[np.float64]:
    beta = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weight * (p - y)) + penalty * beta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + penalty * np.eye(len(beta))
        beta -= np.linalg.solve(hessian, gradient)
    return beta


def _signed_logistic(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64], names: list[str],
) -> NDArray[np.float64]:
    """Fit, leaving out the evidence whose weight comes out against its meaning, until none does."""
    kept = np.ones(len(names), dtype=bool)
    while True:
        beta = np.zeros(len(names))
        beta[kept] = _logistic(x[:, kept], y, weight)
        wrong = [n for n, name in enumerate(names) if kept[n] and (
            (name in NEVER_FOR and beta[n] > 0) or (name in NEVER_AGAINST and beta[n] < 0))]
        if not wrong:
            return beta
        kept[wrong] = False


def fit_recognition(texts: list[Text], gazetteer: Gazetteer) -> dict[str, float]:
    """Return the weight of each piece of evidence that a candidate names a place."""
    evidence, answers, folds, corpora = [], [], [], []
    for text in texts:
        gold = [(t["start"], t["end"]) for t in text.gold]
        for candidate in PlaceText(text.doc, gazetteer).candidates():
            exact = any(abs(a - candidate.start) <= 1 and abs(b - candidate.end) <= 2 for a, b in gold)
            inside = any(a <= candidate.start and candidate.end <= b for a, b in gold)
            around = any(candidate.start <= a and b <= candidate.end for a, b in gold)
            if inside and not exact:
                continue
            evidence.append(candidate.evidence)
            answers.append(float(exact or around))
            folds.append(text.fold)
            corpora.append(text.corpus)
    names = sorted({name for row in evidence for name in row} - SET_EVIDENCE.keys())
    x = np.array([[row.get(name, 0.0) for name in names] for row in evidence])
    y, fold = np.array(answers), np.array(folds)
    weight = np.array([CORPORA[c] for c in corpora])
    left_out = np.zeros(len(y))
    for part in range(FOLDS):
        test = fold == part
        left_out[test] = x[test] @ _signed_logistic(x[~test], y[~test], weight[~test], names)
    for corpus in CORPORA:
        mine = np.array([c == corpus for c in corpora])
        right = ((left_out > 0) & (y == 1) & mine).sum()
        print(f"recognition of candidates, {corpus}, left out: precision {right / ((left_out > 0) & mine).sum():.3f}, "
              f"recall {right / ((y == 1) & mine).sum():.3f} of {int(mine.sum())} candidates")
    beta = _signed_logistic(x, y, weight, names)
    return {**{n: round(float(b), 3) for n, b in zip(names, beta, strict=True)}, **SET_EVIDENCE}


@dataclass(frozen=True, slots=True)
class Choice:
    """One name of one text: its candidates' terms, and which of them are right."""

    corpus: str
    fold: int
    mentions: int
    terms: NDArray[np.float64]
    right: NDArray[np.bool_]


def fit_resolution(texts: list[Text], gazetteer: Gazetteer) -> dict[str, float]:
    """Return the weight of each term of a candidate place's score."""
    asked = []
    for text in texts:
        mentions = toponyms.find_toponyms(text.doc, gazetteer)
        questions = geocode.ask(mentions, text.doc.text, gazetteer)
        asked.append((text, questions, [_right(q, mentions, text) for q in questions],
                      place_scores.Table(questions, gazetteer)))

    def choices(beta: NDArray[np.float64]) -> list[Choice]:
        found = []
        weights = dict(zip(place_scores.TERMS, beta.tolist(), strict=True))
        for text, questions, answers, table in asked:
            matrices = table.terms(place_scores.weigh(questions, gazetteer, weights))
            for question, matrix, right in zip(questions, matrices, answers, strict=True):
                if right is not None:
                    found.append(Choice(text.corpus, text.fold, len(question.mentions), matrix.copy(), right))
        return found

    beta = np.array([{**FIRST_WEIGHTS, **SET_WEIGHTS}.get(t, 0.0) for t in place_scores.TERMS])
    for _ in range(3):
        sample = choices(beta)
        beta = _conditional_logit(sample, beta)
    sample = choices(beta)
    for corpus in CORPORA:
        hits = total = 0
        for part in range(FOLDS):
            left_in = _conditional_logit([c for c in sample if c.fold != part], beta)
            for choice in sample:
                if choice.fold == part and choice.corpus == corpus:
                    total += choice.mentions
                    hits += choice.mentions * bool(choice.right[(choice.terms @ left_in).argmax()])
        print(f"resolution of ambiguous names, {corpus}, left out: {hits} of {total} mentions")
    return {t: round(float(b), 3) for t, b in zip(place_scores.TERMS, beta, strict=True)}


def _right(question: Any, mentions: Any, text: Text) -> NDArray[np.bool_] | None:
    """Return which candidates lie within 161 km of the annotated point; None where all do, none does, or none is."""
    if len(question.candidates) < 2 or question.fixed:
        return None
    for number in question.mentions:
        span = mentions[number].span
        for toponym in text.gold:
            if toponym["lat"] is not None and span.start < toponym["end"] and toponym["start"] < span.end:
                point = question.candidates[0].place.__class__("gold", toponym["lon"], toponym["lat"], "city")
                near = np.array([place_scores.distance_km(point, n.place) < 161 for n in question.candidates])
                if near.any() and not near.all():
                    return near
    return None


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised: NDArray[np.float64] = np.exp(scores - scores.max())
    return raised / raised.sum()


def _conditional_logit(
    sample: list[Choice], start: NDArray[np.float64], penalty: float = 0.5, steps: int = 120,
) -> NDArray[np.float64]:
    """Maximise the likelihood that a right candidate is chosen, by Adam."""
    learned = np.array([t not in SET_WEIGHTS for t in place_scores.TERMS])
    beta, first, second = start.copy(), np.zeros(len(start)), np.zeros(len(start))
    for step in range(1, steps + 1):
        gradient = -penalty * beta
        for choice in sample:
            share = _softmax(choice.terms @ beta)
            on_right = share * choice.right
            on_right = on_right / on_right.sum() if on_right.sum() > 1e-12 else choice.right / choice.right.sum()
            weight = choice.mentions ** 0.5 * CORPORA[choice.corpus]
            gradient += weight * (choice.terms.T @ (on_right - share))
        gradient = gradient * learned
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        beta = beta + 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return beta


def main() -> None:
    """Fit both, print the cross-validation, write with ``--write``."""
    texts, gazetteer = load(), Gazetteer.open(user=False)
    weights = {"recognition": fit_recognition(texts, gazetteer), "resolution": fit_resolution(texts, gazetteer)}
    text = json.dumps(weights, indent=1) + "\n"
    if "--write" in sys.argv:
        WEIGHTS.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
