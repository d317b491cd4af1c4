"""Learn the weights of the second look: ``python -m benchmarks._fit_second_look [--write]``.

A multinomial logistic regression over the clues of sentences (``airmap.events.second_look.clues``), from this project's
own labelled sentences: the cases of ``tests/reading`` and the passages of independent authors beside them. Showing each
sentence a second time without the words that the readers know made no difference to unseen passages, so it is not done.
With ``--write`` the weights go into ``airmap/lexicon/second_look.tsv``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from airmap.events.second_look import clues, judging
from benchmarks import _labelled

WEIGHTS = _labelled.LEXICON / "second_look.tsv"
ACT_OF_TYPE = {
    "violation": "entry", "drone_incursion": "entry", "balloon_incursion": "entry", "missile_overflight": "entry",
    "shootdown": "down", "fired_upon": "fire", "interception": "intercept", "near_miss": "close",
    "approach": "approach", "adiz_entry": "adiz",
}
ACTS = (judging.NOTHING, "entry", "down", "fire", "intercept", "close", "approach", "adiz")
FEWEST = 2
PENALTY = 1.0
# A clue whose weights all stay below this is left out of the table.
SLIGHT = 0.12


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence: its clues, and the act that it tells of."""

    clues: frozenset[str]
    act: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, whether it tells of anything, and what each stretch of it tells.

    The act of a stretch is None where it is neither counted nor missed, as a sentence is that no stretch touches in a
    text that tells of something.
    """

    text: str
    published: str | None
    tells: bool
    stretches: tuple[tuple[int, int, str | None], ...]


def passages() -> Iterator[Labelled]:
    """Yield annotated passages by their incidents' evidence."""
    for record in _labelled.seen_passages():
        stretches = []
        for incident in record["incidents"]:
            counts = incident["status"] in _labelled.HAPPENED and (incident["core"] or incident["type"] == "approach")
            act = ACT_OF_TYPE.get(incident["type"]) if counts else None
            stretches.append((*_labelled.evidence_of(incident, record["text"]), act))
        yield Labelled(record["text"], record["date"], not record["negative"], tuple(stretches))


def cases() -> Iterator[Labelled]:
    """Yield the cases; the whole text is a stretch, which says something only where it is one sentence."""
    for case in chain(_labelled.sentence_cases(), _labelled.texts_of_nothing()):
        happened = [kind for kind, _, _, status in case["incidents"] if status.split("|")[0] in _labelled.HAPPENED]
        act = ACT_OF_TYPE.get(happened[0].split("|")[0]) if happened else None
        stretches = ((0, len(case["text"]), act),) if happened else ()
        yield Labelled(case["text"], case["published"], bool(happened), stretches)


def examples(texts: Iterable[Labelled]) -> Iterator[Example]:
    """Yield a text's sentences with what they tell; those of which nobody says it are left out."""
    for labelled in texts:
        doc, actors = _labelled.parsed(labelled.text, labelled.published)
        # A stretch over several sentences that is the whole text does not say which of them tells it.
        vague = len(doc.sents) > 1 and any((s, e) == (0, len(labelled.text)) for s, e, _ in labelled.stretches)
        stretches = () if vague else labelled.stretches
        for sentence in doc.sents:
            told = [act for start, end, act in stretches if start < sentence.end_char and end > sentence.start_char]
            act = next((a for a in told if a), None) if told or labelled.tells else judging.NOTHING
            if act is not None:
                yield Example(frozenset(clues.clues_of(sentence, actors)), act)
        doc.let_go()


def fit(found: list[Example]) -> judging.Weights:
    """Return the weights that maximise the penalised likelihood of the examples."""
    counts = Counter(c for e in found for c in e.clues)
    columns = {c: k for k, c in enumerate(sorted(c for c, n in counts.items() if n >= FEWEST))}
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
        value = -np.log(np.maximum((chances * y).sum(axis=1), 1e-12)).sum() + PENALTY / 2 * (beta[:-1] ** 2).sum()
        slope = np.vstack([x.T @ (chances - y) + PENALTY * beta[:-1], (chances - y).sum(axis=0)])
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
    found = list(examples(chain(cases(), passages())))
    weights = fit(found)
    print(f"{len(found)} sentences, {Counter(e.act for e in found)}; {len(weights.of_clue)} clues kept")
    if "--write" in sys.argv:
        WEIGHTS.write_text(written(weights), encoding="utf-8")


if __name__ == "__main__":
    main()
