"""How often a presumed owner is right: ``python -m benchmarks.presumed``.

In eight turns the weights are fitted without an eighth of the sets that they may be fitted to, and presume owners for
what the readers left without one there. A reader that was mended on a set leaves the harder ones; on text that it has
not seen the easier are among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from airmap import pipeline
from airmap.evaluation import affinity, annotated_item, best_pairs, read_item
from airmap.events.second_look import owning
from airmap.events.second_look.logit import Candidate
from airmap.readers.dates import parse_published
from airmap.records import Article
from airmap.serial import incident_to_dict
from benchmarks import _fit_presumed_owners, _labelled, _logit, reading_passages

RESULT = Path(__file__).resolve().parent / "results" / "presumed.md"
_TURNS = 8
_THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)


def left_open(passage: dict[str, Any]) -> Iterator[tuple[list[Candidate], str | None]]:
    """Yield, for each incident of a passage read without an owner, who may be it and who it is, None for nobody."""
    article = Article("x", passage["text"], published=parse_published(passage["date"]), source=passage["source"])
    incidents = pipeline.read_article(article, pipeline.Options(geometry=False)).incidents
    gold = [annotated_item(i) for i in passage["incidents"]]
    pairs = best_pairs(gold, [read_item(incident_to_dict(i)) for i in incidents], affinity)
    doc, actors = _labelled.parsed(passage["text"], passage["date"])
    for a, b in pairs:
        incident = incidents[b]
        owned = (incident.aircraft_state or incident.violator_name) and "aircraft_state" not in incident.presumed
        if not owned and incident.aircraft and gold[a].core:
            candidates = owning.candidates(owning.event_of(incident, doc, actors), doc, actors)
            yield list(candidates), _fit_presumed_owners.owner_of(passage["incidents"][a])
    doc.let_go()


def measure() -> dict[float, Counter[str]]:
    """Return for each threshold how many presumed owners were right, nobody's, or another's; and of how many."""
    seen = {s: own for s, own in reading_passages.load().items() if s not in reading_passages.UNSEEN}
    examples = {s: [c for c in _fit_presumed_owners.choices_of(own) if c is not None] for s, own in seen.items()}
    cases = [c for c in _fit_presumed_owners.cases() if c is not None]
    found: dict[float, Counter[str]] = {t: Counter() for t in _THRESHOLDS}
    for turn in range(_TURNS):
        held = sorted(seen)[turn::_TURNS]
        weights = _logit.fit([*cases, *(c for s, own in examples.items() if s not in held for c in own)])
        for candidates, owner in (o for s in held for p in seen[s] for o in left_open(p)):
            state, chance = owning.likely_owner(candidates, weights)
            told = "right" if state == owner else "nobody" if owner is None else "another"
            for threshold in _THRESHOLDS:
                found[threshold][told if state is not None and chance >= threshold else "left open"] += 1
    return found


def main() -> None:
    """Measure and write the table."""
    found = measure()
    lines = ["# Presumed owners, on sets that their weights were not fitted on", "",
             "`python -m benchmarks.presumed`: incidents of the seen sets that the readers leave without an owner.", "",
             "| threshold | right | nobody's by the annotation | another's | left open |",
             "| --- | --- | --- | --- | --- |"]
    kinds = ("right", "nobody", "another", "left open")
    lines += [f"| {' | '.join(map(str, (threshold, *(of[k] for k in kinds))))} |" for threshold, of in found.items()]
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
