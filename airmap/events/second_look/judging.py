"""What a sentence is likely to tell, by the weights of its clues: a multinomial logistic regression.

The table `lexicon/second_look.tsv` holds a line for each clue: its weight for each act, in the order of the header.
A sentence's score for an act is the sum of its clues' weights; the scores' softmax are its chances.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp
from typing import cast

from airmap.events.tellings import Act

#: The column of sentences that tell of nothing.
NOTHING = "nothing"
#: The line of what is added for every sentence.
ALWAYS = "#always"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The chance that a sentence tells of something, and the likeliest act that it tells of."""

    chance: float
    act: Act


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of each clue, one for each of the acts; the first column is `NOTHING`."""

    acts: tuple[str, ...]
    of_clue: dict[str, tuple[float, ...]]

    def judge(self, clues: Iterable[str]) -> Judgement:
        """Return what the clues of a sentence say."""
        scores = list(self.of_clue[ALWAYS])
        for clue in sorted(clues):
            for k, weight in enumerate(self.of_clue.get(clue, ())):
                scores[k] += weight
        top = max(scores)
        shares = [exp(s - top) for s in scores]
        likeliest = max(range(1, len(shares)), key=shares.__getitem__)
        return Judgement(1 - shares[0] / sum(shares), cast(Act, self.acts[likeliest]))


@cache
def weights() -> Weights:
    """Return the fitted weights, read once a process."""
    text = resources.files("airmap.lexicon").joinpath("second_look.tsv").read_text(encoding="utf-8")
    header, *lines = text.splitlines()
    of_clue = {}
    for line in lines:
        clue, *columns = line.split("\t")
        of_clue[clue] = tuple(float(c) if c else 0.0 for c in columns)
    return Weights(tuple(header.split("\t")[1:]), of_clue)
