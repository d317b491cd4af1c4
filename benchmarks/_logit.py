"""Fit the weights of a conditional logit: which of several candidates is right, by the clues that each shows."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from airmap.events.second_look.logit import Candidate

FEWEST = 3
PENALTY = 1.0
# A clue whose weight stays below this is left out of the table.
SLIGHT = 0.02
#: What each candidate of an event shows, and which of them is right.
Choice = tuple[list[frozenset[str]], int]


def choice(candidates: Sequence[Candidate], right: str | None) -> Choice | None:
    """Return what each candidate shows and which is right, or None where the right one is none of them."""
    names, shown = zip(*candidates, strict=True)
    return (list(shown), names.index(right)) if right in names else None


def fit(found: Sequence[Choice]) -> dict[str, float]:
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


def learn(labelled: Sequence[Choice | None], named: str, table: Path) -> None:
    """Fit on what is labelled, say how much that is, and write the table where the command line asks for it.

    ``named`` says what an event names whose right candidate is among the others.
    """
    found = [c for c in labelled if c is not None]
    weights = fit(found)
    print(f"{len(found)} events of {len(labelled)} name {named}; {len(weights)} clues kept")
    if "--write" in sys.argv:
        write(weights, table)


def write(weights: Mapping[str, float], path: Path) -> None:
    """Write a table of weights, a clue a line."""
    lines = ["clue\tweight", *(f"{clue}\t{weight:.3f}" for clue, weight in sorted(weights.items()))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
