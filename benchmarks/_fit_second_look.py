"""Learn the weights of the second look: ``python -m benchmarks._fit_second_look [--write]``.

A multinomial logistic regression over the clues of sentences (``airmap.events.second_look.clues``), from this project's
own labelled sentences: the cases of ``tests/reading`` and the passages of independent authors beside them. Showing each
sentence a second time without the words that the readers know made no difference to unseen passages, so it is not done.
With ``--write`` the weights go into ``airmap/lexicon/second_look.tsv``.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from airmap import pipeline
from airmap.events.second_look import clues, judging
from airmap.mentions import toponyms
from airmap.mentions.actors import find_actors
from airmap.parsing import language
from airmap.places import geocode
from airmap.records import Article, PartialDate
from benchmarks.reading_passages import UNSEEN

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "reading"
WEIGHTS = ROOT / "airmap" / "lexicon" / "second_look.tsv"
ACT_OF_TYPE = {
    "violation": "entry", "drone_incursion": "entry", "balloon_incursion": "entry", "missile_overflight": "entry",
    "shootdown": "down", "fired_upon": "fire", "interception": "intercept", "near_miss": "close",
    "approach": "approach", "adiz_entry": "adiz",
}
ACTS = (judging.NOTHING, "entry", "down", "fire", "intercept", "close", "approach", "adiz")
HAPPENED = ("asserted", "disputed")
FEWEST = 2
PENALTY = 1.0
# A clue whose weights all stay below this is left out of the table.
SLIGHT = 0.12


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence: its clues, and the act that it tells of."""

    source: str
    clues: frozenset[str]
    act: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with what each stretch of it tells; ``spans`` is None where only the text as a whole is labelled."""

    source: str
    text: str
    published: str | None
    acts: tuple[str, ...]
    spans: tuple[tuple[int, int, str | None], ...] | None = None


def passages(path: Path) -> Iterator[Labelled]:
    """Yield annotated passages: their incidents' evidence, None for what is neither counted nor missed."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        spans = []
        for incident in record["incidents"]:
            start = record["text"].find(incident["evidence_quote"])
            counts = incident["status"] in HAPPENED and (incident["core"] or incident["type"] == "approach")
            act = ACT_OF_TYPE.get(incident["type"]) if counts else None
            spans.append((start, start + len(incident["evidence_quote"]), act))
        acts = () if record["negative"] else ("entry",)
        yield Labelled(path.stem, record["text"], record["date"], acts, tuple(spans))


def cases() -> Iterator[Labelled]:
    """Yield the cases of ``tests/reading`` that say what their text tells of, or that it tells of nothing."""
    for path in sorted(CASES.glob("sentences_*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            happened = [i for i in case["incidents"] if i[3].split("|")[0] in HAPPENED]
            acts = tuple(ACT_OF_TYPE.get(i[0].split("|")[0], "") for i in happened)
            yield Labelled("cases", case["text"], case.get("published", "2025-09-24"), acts)
    for texts in tomllib.loads((CASES / "no_incident.toml").read_text(encoding="utf-8")).values():
        for text in texts:
            yield Labelled("cases", text if isinstance(text, str) else text["text"], "2025-09-24", ())


def examples(texts: Iterator[Labelled]) -> Iterator[Example]:
    """Yield a text's sentences with what they tell; those of which nobody says it are left out."""
    gazetteer = pipeline.default_gazetteer()
    for labelled in texts:
        published = PartialDate(*map(int, labelled.published.split("-"))) if labelled.published else None
        article = Article("fit", labelled.text, published=published)
        doc = language.analyse(labelled.text)
        places = geocode.resolve(
            toponyms.find_toponyms(doc, gazetteer), doc, gazetteer, article=article, options=pipeline.Options())
        actors = find_actors(doc, places, article)
        spans = labelled.spans
        if spans is None:
            # Of several sentences a case does not say which one tells it.
            alone = labelled.acts and len(doc.sents) == 1
            spans = ((0, len(labelled.text), labelled.acts[0] or None),) if alone else ()
        for sentence in doc.sents:
            told = [act for start, end, act in spans if start < sentence.end_char and end > sentence.start_char]
            act = next((a for a in told if a), None) if told or labelled.acts else judging.NOTHING
            if act is not None:
                yield Example(labelled.source, frozenset(clues.clues_of(sentence, actors)), act)
        doc.let_go()


def fit(found: list[Example], penalty: float = PENALTY, fewest: int = FEWEST) -> judging.Weights:
    """Return the weights that maximise the penalised likelihood of the examples."""
    counts = Counter(c for e in found for c in e.clues)
    columns = {c: k for k, c in enumerate(sorted(c for c, n in counts.items() if n >= fewest))}
    rows, cells = zip(*((r, columns[c]) for r, e in enumerate(found) for c in e.clues if c in columns), strict=True)
    x = sparse.csr_matrix((np.ones(len(rows)), (rows, cells)), shape=(len(found), len(columns)))
    y = np.zeros((len(found), len(ACTS)))
    y[np.arange(len(found)), [ACTS.index(e.act) for e in found]] = 1.0

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        beta = flat.reshape(len(columns) + 1, len(ACTS))
        scores = x @ beta[:-1] + beta[-1]
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        value = -np.log(np.maximum((chances * y).sum(axis=1), 1e-12)).sum() + penalty / 2 * (beta[:-1] ** 2).sum()
        slope = np.vstack([x.T @ (chances - y) + penalty * beta[:-1], (chances - y).sum(axis=0)])
        return float(value), slope.ravel()

    solved = minimize(loss, np.zeros((len(columns) + 1) * len(ACTS)), jac=True, method="L-BFGS-B",
                      options={"maxiter": 300}).x.reshape(len(columns) + 1, len(ACTS))
    of_clue = {judging.ALWAYS: tuple(solved[-1])}
    of_clue |= {c: tuple(solved[k]) for c, k in columns.items() if np.abs(solved[k]).max() >= SLIGHT}
    return judging.Weights(ACTS, of_clue)


def written(weights: judging.Weights) -> str:
    """Return the table of weights as text, two decimals each, zeros left out."""
    def cell(weight: float) -> str:
        return f"{weight:.2f}" if abs(weight) >= 0.005 else ""

    lines = ["\t".join(("clue", *weights.acts))]
    lines += ["\t".join((clue, *map(cell, row))) for clue, row in sorted(weights.of_clue.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit on all that is labelled, say how much that is, and write the table if asked to."""
    seen = [p for p in sorted((CASES / "passages").glob("*.jsonl")) if p.stem not in UNSEEN]
    found = list(examples(chain(cases(), *map(passages, seen))))
    weights = fit(found)
    print(f"{len(found)} sentences, {Counter(e.act for e in found)}; {len(weights.of_clue)} clues kept")
    if "--write" in sys.argv:
        WEIGHTS.write_text(written(weights), encoding="utf-8")


if __name__ == "__main__":
    main()
