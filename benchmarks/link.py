"""Reports of one event in two articles: pairwise precision, recall and F1 on the pairs of ``tests/data/pairs.jsonl``.

The weights of `airmap.link` were set with these pairs in view: the figure says that they can be told apart, not how
well pairs that nobody has seen are.
"""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAIRS = ROOT / "tests" / "data" / "pairs.jsonl"
RESULT = Path(__file__).resolve().parent / "results" / "link.md"


def main() -> None:
    """Measure and write the table, with each pair that came out wrong."""
    from airmap import link
    from airmap.pipeline import read_article
    from airmap.readers.dates import parse_published
    from airmap.records import Article

    counts = {"right": 0, "wrong": 0, "missed": 0, "apart": 0}
    errors = []
    unread = 0
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    for pair in pairs:
        readings = [read_article(Article(id=f"{pair['id']}{side}", text=pair[side]["text"],
                                         published=parse_published(pair[side]["published"]))) for side in "ab"]
        found = link.events(readings)
        events = [{found[i.incident_id].event_id for i in r.incidents if i.incident_id in found} for r in readings]
        same = bool(events[0] & events[1])
        key = ("right" if same else "missed") if pair["same"] else ("wrong" if same else "apart")
        counts[key] += 1
        if key in ("wrong", "missed"):
            no_incident = not all(events)
            unread += no_incident
            reason = "no incident was read in one of the two" if no_incident else "compared"
            errors.append(f"| {pair['id']} | {pair['note']} | {key} | {reason} |")
    precision = counts["right"] / max(counts["right"] + counts["wrong"], 1)
    recall = counts["right"] / max(counts["right"] + counts["missed"], 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    of_one = counts["right"] + counts["missed"]
    lines = [
        "# Reports of one event", "",
        f"`python -m benchmarks.link`: {len(pairs)} pairs of reports in our own words, {of_one} of one event, "
        f"{len(pairs) - of_one} that only look alike. The weights were set with these pairs in view.", "",
        "| precision | recall | F1 (aim: 0.9) |", "| --- | --- | --- |",
        f"| {precision:.3f} | {recall:.3f} | {f1:.3f} |", "",
        f"Of {len(errors)} pairs that came out wrong, {unread} have a report in which no incident was read:", "",
        "| pair | event | outcome | why |", "| --- | --- | --- | --- |", *errors, "",
    ]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
