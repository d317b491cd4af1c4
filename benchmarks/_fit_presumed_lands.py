"""Learn over whose land an event was: ``python -m benchmarks._fit_presumed_lands [--write]``.

A conditional logit over the states that a text names and "nobody's" (``airmap.events.second_look.presuming``), from
this project's own labelled sentences: the cases of ``tests/reading`` that tell of one event, and the passages of
independent authors beside them. What the readers say of it is no clue: they were written against these sentences. With
``--write`` the weights go into ``airmap/lexicon/presumed_lands.tsv``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from airmap.events.second_look import land_clues, presuming
from benchmarks import _labelled

WEIGHTS = _labelled.LEXICON / "presumed_lands.tsv"
FEWEST = 3
PENALTY = 1.0
SLIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Labelled:
    """One event of a text: the stretch that tells it, of what family it is, and over whose land it was."""

    text: str
    published: str | None
    told: tuple[int, int]
    family: str
    state: str | None


def passages() -> Iterator[Labelled]:
    """Yield the events of annotated passages that count."""
    for record in _labelled.seen_passages():
        for incident in record["incidents"]:
            family = presuming.family_of(incident["type"])
            if incident["core"] and family is not None:
                told = _labelled.evidence_of(incident, record["text"])
                state = incident["airspace_state"] or incident["near_state"]
                yield Labelled(record["text"], record["date"], told, family, state)


def cases() -> Iterator[Labelled]:
    """Yield the cases that tell of one event; of two right answers the first."""
    for case in _labelled.sentence_cases():
        if len(case["incidents"]) != 1:
            continue
        kind, _, land, _ = (field.split("|")[0] for field in case["incidents"][0])
        family = presuming.family_of(kind)
        if family is not None:
            told = (0, len(case["text"]))
            yield Labelled(case["text"], case["published"], told, family, None if land == "-" else land)


def choices(labelled: Labelled) -> tuple[list[frozenset[str]], int] | None:
    """Return what each candidate shows and which is right, or None where the text does not name the right one."""
    doc, actors = _labelled.parsed(labelled.text, labelled.published)
    clues = land_clues.clues_of_lands(doc, actors, [labelled.told])
    doc.let_go()
    states, shown = zip(*presuming.candidates(clues, labelled.family), strict=True)
    return (list(shown), states.index(labelled.state)) if labelled.state in states else None


def fit(found: list[tuple[list[frozenset[str]], int]]) -> dict[str, float]:
    """Return the weights that maximise the penalised likelihood of the right candidates."""
    counts = Counter(c for shown, _ in found for clues in shown for c in clues)
    columns = {c: k for k, c in enumerate(sorted(c for c, n in counts.items() if n >= FEWEST))}
    rows = [(event, clues, k == right) for event, (shown, right) in enumerate(found) for k, clues in enumerate(shown)]
    cells = [(r, columns[c]) for r, (_, clues, _) in enumerate(rows) for c in clues if c in columns]
    x = sparse.csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(rows), len(columns)))
    event = np.array([e for e, _, _ in rows])
    right = np.array([chosen for _, _, chosen in rows])

    def loss(beta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = x @ beta
        top = np.full(len(found), -np.inf)
        np.maximum.at(top, event, scores)
        shares = np.exp(scores - top[event])
        shares /= np.bincount(event, shares)[event]
        value = -np.log(np.maximum(shares[right], 1e-12)).sum() + PENALTY / 2 * (beta @ beta)
        return float(value), x.T @ (shares - right) + PENALTY * beta

    solved = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {c: float(solved[k]) for c, k in columns.items() if abs(solved[k]) >= SLIGHT}


def main() -> None:
    """Fit on all that is labelled, say how much that is, and write the table if asked to."""
    labelled = [*cases(), *passages()]
    found = [c for c in map(choices, labelled) if c is not None]
    weights = fit(found)
    print(f"{len(found)} events of {len(labelled)} name the land; {len(weights)} clues kept")
    if "--write" in sys.argv:
        lines = ["clue\tweight", *(f"{clue}\t{weight:.3f}" for clue, weight in sorted(weights.items()))]
        WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
