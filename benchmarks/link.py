"""Reports of one event in two articles: pairwise precision, recall and F1.

The weights of `airmap.link` were set with the pairs of ``tests/data/pairs.jsonl`` in view; those of
``pairs_held_out.jsonl`` were written afterwards, about other events, and no weight or rule was set with them in view.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = (("in view when the weights were set", ROOT / "tests" / "data" / "pairs.jsonl"),
        ("held out", ROOT / "tests" / "data" / "pairs_held_out.jsonl"))
RESULT = Path(__file__).resolve().parent / "results" / "link.md"


@dataclass
class Score:
    """How a set of pairs came out, and a line of a table for each that came out wrong."""

    name: str
    right: int = 0
    wrong: int = 0
    missed: int = 0
    apart: int = 0
    unread: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the pairs that were joined, the share that are of one event."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of the pairs of one event, the share that were joined."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    def row(self) -> str:
        """Return the set's line in the table."""
        of_one, alike = self.right + self.missed, self.wrong + self.apart
        return f"| {self.name} | {of_one} + {alike} | {self.precision:.3f} | {self.recall:.3f} | {self.f1:.3f} |"


def measured(name: str, path: Path) -> Score:
    """Read and link each pair of a file."""
    from airmap import link
    from airmap.pipeline import read_article
    from airmap.readers.dates import parse_published
    from airmap.records import Article

    score = Score(name)
    for pair in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        readings = [read_article(Article(id=f"{pair['id']}{side}", text=pair[side]["text"],
                                         published=parse_published(pair[side]["published"]))) for side in "ab"]
        found = link.events(readings)
        events = [{found[i.incident_id].event_id for i in r.incidents if i.incident_id in found} for r in readings]
        same = bool(events[0] & events[1])
        outcome = ("right" if same else "missed") if pair["same"] else ("wrong" if same else "apart")
        setattr(score, outcome, getattr(score, outcome) + 1)
        if outcome in ("wrong", "missed"):
            no_incident = not all(events)
            score.unread += no_incident
            reason = "no incident was read in one of the two" if no_incident else "compared"
            score.errors.append(f"| {pair['id']} | {pair['note']} | {outcome} | {reason} |")
    return score


def main() -> None:
    """Measure and write the table, with each pair that came out wrong."""
    scores = [measured(name, path) for name, path in SETS]
    errors = [line for score in scores for line in score.errors]
    lines = [
        "# Reports of one event", "",
        "`python -m benchmarks.link`: pairs of reports in our own words, of one event or of two that look alike. The "
        "second set was written about other events after the weights were first set, and no weight or rule was set "
        "with it in view; it was measured again after later changes.", "",
        "| pairs | of one event + alike | precision | recall | F1 (aim: 0.9) |", "| --- | --- | --- | --- | --- |",
        *(score.row() for score in scores), "",
        f"Of {len(errors)} pairs that came out wrong, {sum(s.unread for s in scores)} have a report in which no "
        "incident was read:", "",
        "| pair | event | outcome | why |", "| --- | --- | --- | --- |", *errors, "",
    ]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
