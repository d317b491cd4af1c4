"""The likeliest of several candidates, or none: a conditional logit over what each shows of itself.

The score of a candidate is the sum of its clues' weights; the softmax over the scores are the chances. "Nobody" is a
candidate with clues of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from math import exp

#: A state or, None, nobody, with the clues that it shows.
Candidate = tuple[str | None, frozenset[str]]


def candidates_of(
    kind: str, nobody: Iterable[str], clues: Mapping[str, frozenset[str]]
) -> list[Candidate]:
    """Return nobody, with its clues, and each state, with its own and with them again for this kind of event."""
    states = {s: frozenset({"somebody's", *seen, *(f"{kind} {c}" for c in seen)}) for s, seen in clues.items()}
    return [(None, frozenset(nobody)), *sorted(states.items())]


def likeliest(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> tuple[str | None, float]:
    """Return the likeliest candidate and its chance; of equals the last by name, so that the order does not matter."""
    scores = {who: sum(weights.get(c, 0.0) for c in sorted(clues)) for who, clues in candidates}
    top = max(scores.values())
    shares = {who: exp(score - top) for who, score in scores.items()}
    best = max(shares, key=lambda who: (shares[who], who or ""))
    return best, shares[best] / sum(shares.values())


@cache
def weights_of(name: str) -> dict[str, float]:
    """Return the fitted weights in ``lexicon/NAME.tsv``, read once a process."""
    text = resources.files("airmap.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return {clue: float(weight) for clue, weight in (line.split("\t") for line in text.splitlines()[1:])}
