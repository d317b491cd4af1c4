"""What a big gazetteer of the user's own does to accuracy: ``python -m benchmarks.gazetteer_homonyms``.

Every name of the embedded gazetteer is given two namesakes at random points, of the kinds that GeoNames has most of
(hamlets, streams, hills, farms, schools); then, as the worst case, so is every capitalised word of the corpora, so
that no word is safe by being no place. Nothing is learned or set by this. The corpora are read from
``$AIRMAP_SHARED``; where they are absent there is nothing to measure.
"""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks import places

RESULT = Path(__file__).resolve().parent / "results" / "gazetteer_homonyms.md"
KINDS = ("P\tPPL", "P\tPPL", "P\tPPL", "P\tPPL", "H\tSTM", "H\tSTM", "T\tHLL", "T\tMT", "L\tLCTY", "S\tFRM", "S\tSCH",
         "H\tLK", "T\tISL", "S\tHTL")
_WORD = re.compile(r"\b[A-Z][a-z]{3,}\b")


def embedded_names() -> list[str]:
    """Return every distinct name of the embedded gazetteer's places, sorted."""
    from airmap.gazetteer import Gazetteer

    gazetteer = Gazetteer.open(user=False)
    return sorted({gazetteer._store.name(n) for n in range(len(gazetteer))})


def corpus_words() -> list[str]:
    """Return every capitalised word of the corpora, sorted."""
    texts = (json.loads(line)["text"] for corpus in places.CORPORA
             for line in (places.SHARED / "corpora" / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines())
    return sorted({word for text in texts for word in _WORD.findall(text)})


def write_dump(names: Iterable[str], path: Path) -> None:
    """Write a GeoNames dump with two namesakes for each name, the same for the same names."""
    pick = random.Random(5)
    with path.open("w", encoding="utf-8") as file:
        for number, name in enumerate((n for n in names for _ in range(2)), 500_000_000):
            kind = pick.choice(KINDS)
            people = pick.choice((0, 0, 0, 0, 300)) if kind[0] == "P" else 0
            file.write(f"{number}\t{name}\t{name}\t\t{pick.uniform(-60, 70):.4f}\t{pick.uniform(-180, 180):.4f}\t{kind}"
                       f"\tUS\t\t01\t\t\t\t{people}\t\t\t\t2020-01-01\n")


def main() -> None:
    """Measure and write the table."""
    from airmap.places import user_gazetteer

    if not (places.SHARED / "corpora").is_dir():
        print(f"left out: no corpora at {places.SHARED}")
        return
    lines = ["# A big gazetteer of the user's own", "", "`python -m benchmarks.gazetteer_homonyms`", ""]
    plain = embedded_names()
    for title, names in (("none", []), ("two namesakes of every embedded name", plain),
                         ("and of every capitalised word of the corpora", [*plain, *corpus_words()])):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["AIRMAP_DATA"] = folder
            added = 0
            if names:
                dump = Path(folder) / "stress.txt"
                write_dump(names, dump)
                added = user_gazetteer.add(dump).places
            table = places.accuracy(user=True)
        kept = [line for line in table if line.startswith(("| corpus", "| ---", "Processor")) or "| airmap |" in line]
        lines += [f"## Added: {title} ({added:,} places)", "", *kept[:-1], "", kept[-1], ""]
    RESULT.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
