"""How well incidents are read, on annotated passages: ``python -m benchmarks.reading [--misses] [--halves]``.

The passages are not ours to publish; they are read from ``../shared`` (or ``AIRMAP_SHARED``) and scored by the scorer
that lies beside them. ``--halves`` scores the two random halves apart (seed 20151130), as they were used: rules were
first written against half A alone, then against the first part of half B, then against its second part; what each
unseen part scored before it was looked at stands in ``results/reading.md``.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("AIRMAP_SHARED", ROOT.parent / "shared"))
SEED = 20151130


def halves(ids: list[str]) -> dict[str, list[str]]:
    """Return the ids of the two random halves: A, on which the rules were first developed, and B."""
    shuffled = sorted(ids)
    random.Random(SEED).shuffle(shuffled)
    middle = len(shuffled) // 2
    return {"A": shuffled[:middle], "B": shuffled[middle:]}


def read(passages: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float, float]:
    """Return what ``airmap extract`` would write, with the seconds that spaCy and everything else took."""
    from airmap import pipeline, serial
    from airmap.events import read_events
    from airmap.mentions import toponyms
    from airmap.parsing import language
    from airmap.parsing.parsed import plain
    from airmap.places import geocode
    from airmap.records import Article, PartialDate

    gazetteer = pipeline.default_gazetteer()
    language.analyse("Warm.")
    written, spacy_s, rest_s = [], 0.0, 0.0
    for passage in passages:
        date = passage.get("date")
        published = PartialDate(*map(int, date.split("-"))) if date else None
        article = Article(str(passage["id"]), passage["text"], published=published, source=passage["source"])
        begun = time.perf_counter()
        (theirs,) = language.parse_all([article.text])
        parsed = time.perf_counter()
        doc = plain(theirs, article.text)
        found = geocode.resolve(
            toponyms.find_toponyms(doc, gazetteer), doc, gazetteer, article=article, options=pipeline.Options())
        incidents, meetings = read_events(doc, found, article)
        rest_s += time.perf_counter() - parsed
        spacy_s += parsed - begun
        written.append({
            "id": passage["id"],
            "incidents": [serial.incident_to_dict(i) for i in incidents],
            "meetings": [serial.meeting_to_dict(m) for m in meetings],
        })
    return written, spacy_s, rest_s


def score(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], *, misses: bool) -> str:
    """Return the scorer's output for some passages."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, rows in (("gold", gold), ("predicted", predicted)):
            path = Path(folder) / f"{name}.jsonl"
            path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
            paths.append(path)
        command = [sys.executable, str(SHARED / "tools" / "score_incidents.py"), *map(str, paths)]
        return subprocess.run(
            command + ["--misses"] * misses, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Score all passages, or the two halves apart."""
    gold_path = SHARED / "gold" / "dev.jsonl"
    if not gold_path.is_file():
        sys.exit(f"no annotated passages at {gold_path} (set AIRMAP_SHARED)")
    gold = [json.loads(line) for line in gold_path.read_text(encoding="utf-8").splitlines()]
    predicted, spacy_s, rest_s = read(gold)
    parts = {"all": [str(g["id"]) for g in gold]}
    if "--halves" in sys.argv:
        parts |= halves(parts["all"])
    parts |= {
        kind: [i for i in parts["all"] if i.startswith(prefixes)]
        for kind, prefixes in (
            ("current events", ("wc", "wm", "wn")),
            ("wire", ("re", "rt", "li", "dm")),
            ("written for the purpose", ("self",)),
        )
    } if "--kinds" in sys.argv else {}
    for name, ids in parts.items():
        chosen = set(ids)
        print(f"## {name}: {len(chosen)} passages")
        print(score([g for g in gold if str(g["id"]) in chosen], [p for p in predicted if str(p["id"]) in chosen],
                    misses="--misses" in sys.argv))
    print(f"seconds: spaCy {spacy_s:.2f}, all else {rest_s:.2f} (spaCy's share {spacy_s / (spacy_s + rest_s):.0%})")


if __name__ == "__main__":
    main()
