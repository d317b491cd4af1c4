"""Place finding and resolving on public corpora, and the gazetteer's speed and size: ``python -m benchmarks.places``.

The corpora and their scorer are not ours to publish: they are read from ``$AIRMAP_SHARED`` (``../shared``), and that
part is left out where they are absent. The baseline is what people write in thirty lines: spaCy's place names, each
resolved to the most populous entry of that name over the same parsed texts: among cities and countries, and in all of
our gazetteer.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("AIRMAP_SHARED", ROOT.parent / "shared"))
RESULT = Path(__file__).resolve().parent / "results" / "places.md"
CORPORA = {"geovirus": "GeoVirus", "tr-news": "TR-News"}
AIMS = {"geovirus": (0.90, 0.84, 0.76), "tr-news": (0.84, 0.82, 0.69)}
_PLAIN = frozenset({"city", "village", "country"})
_ARTICLE = re.compile(r"^(?:the|The) ")
_OPENING = """
import time
from airmap.gazetteer import Gazetteer
begun = time.perf_counter()
gazetteer = Gazetteer.open(user=False)
opened = time.perf_counter() - begun
found = gazetteer.lookup("Yayladagi")
first = time.perf_counter() - begun
with open("/proc/self/status") as status:
    resident = next(line for line in status if line.startswith("VmHWM")).split()[1]
print(opened * 1000, first * 1000, int(resident) / 1000)
"""


def scorer() -> Any:
    """Return the shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_toponyms", SHARED / "tools" / "score_toponyms.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {SHARED}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def most_populous(doc: Any, gazetteer: Any, features: frozenset[str]) -> list[dict[str, Any]]:
    """Return spaCy's places, each at the most populous entry of its name."""
    found = []
    for entity in doc.ents:
        if entity.label_ not in ("GPE", "LOC"):
            continue
        start, text = entity.start_char, entity.text
        if _ARTICLE.match(text):
            start, text = start + 4, text[4:]
        text = text.removesuffix("'s").removesuffix("’s")
        place = max((p for p in gazetteer.lookup(text) if not features or p.feature in features),
                    key=lambda p: p.population, default=None)
        found.append({"start": start, "end": start + len(text), "lat": place.lat if place else None,
                      "lon": place.lon if place else None})
    return found


def accuracy(*, user: bool = False) -> list[str]:
    """Return the table of scores and the line on time; with the user's own gazetteers where asked for."""
    from airmap.gazetteer import Gazetteer
    from airmap.mentions.toponyms import find_toponyms
    from airmap.parsing import language
    from airmap.places.geocode import resolve

    score, gazetteer, nlp = scorer(), Gazetteer.open(user=user), language.load_pipeline()
    countries = frozenset(line.strip().casefold() for line in
                          (SHARED / "tools" / "country_names.txt").read_text(encoding="utf-8").splitlines())
    rows, times = [], []
    for corpus, title in CORPORA.items():
        gold = SHARED / "corpora" / f"{corpus}.jsonl"
        records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
        begun = time.process_time()
        docs = [nlp(r["text"]) for r in records]
        parsing_s = time.process_time() - begun
        begun = time.process_time()
        resolved = [resolve(find_toponyms(doc, gazetteer), doc, gazetteer) for doc in docs]
        places_s = time.process_time() - begun
        times.append(f"{title}: spaCy {parsing_s / len(docs) * 1000:.0f} ms, "
                     f"places {places_s / len(docs) * 1000:.1f} ms an article ({places_s / parsing_s:.0%})")
        systems = {
            "airmap": [[{"start": t.span.start, "end": t.span.end, "lat": t.place.lat if t.place else None,
                         "lon": t.place.lon if t.place else None} for t in r] for r in resolved],
            "spaCy, most populous city or country": [most_populous(doc, gazetteer, _PLAIN) for doc in docs],
            "spaCy, most populous of this gazetteer": [most_populous(doc, gazetteer, frozenset()) for doc in docs],
        }
        for system, predicted in systems.items():
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "predicted.jsonl"
                file.write_text("".join(json.dumps({"id": r["id"], "toponyms": p}) + "\n"
                                        for r, p in zip(records, predicted, strict=True)), encoding="utf-8")
                with contextlib.redirect_stdout(io.StringIO()):
                    scores = [score.main(str(gold), str(file), without) for without in (frozenset(), countries)]
            for setting, found in zip(("all", "without countries"), scores, strict=True):
                r = found["recognition"]
                rows.append(f"| {title} | {setting} | {system} | {r['P']:.3f} / {r['R']:.3f} / {r['F1']:.3f} "
                            f"| {found['resolution']['acc161']:.3f} | {found['end_to_end']['F1']:.3f} |")
    aims = "; ".join(f"{CORPORA[c]} {a[0]:.2f}, {a[1]:.2f}, {a[2]:.2f}" for c, a in AIMS.items())
    return [
        "| corpus | names | system | found P / R / F1 | within 161 km | end to end F1 |",
        "| --- | --- | --- | --- | --- | --- |", *rows, "",
        f"Aims (all names: found F1, within 161 km, end to end F1): {aims}. \"Without countries\" leaves out the names "
        "of countries, continents and their peoples, whose point is a convention.", "",
        "Processor time, one process: " + "; ".join(times) + ". Aim: under a third of spaCy's.",
    ]


def speed() -> list[str]:
    """Return the gazetteer's figures: size, opening, memory, look-ups."""
    from airmap.gazetteer import Gazetteer

    runs = [[float(v) for v in subprocess.run([sys.executable, "-c", _OPENING], cwd=ROOT, check=True, text=True,
                                              capture_output=True).stdout.split()] for _ in range(5)]
    opened_ms, first_ms, resident_mb = (sorted(column)[2] for column in zip(*runs, strict=True))
    gazetteer = Gazetteer.open(user=False)
    order = random.Random(1)
    names = [gazetteer._store.name(order.randrange(len(gazetteer))) for _ in range(50_000)]
    begun = time.perf_counter()
    held = sum(name in gazetteer for name in names)
    membership = len(names) / (time.perf_counter() - begun)
    begun = time.perf_counter()
    for name in names:
        gazetteer.lookup(name)
    first = len(names) / (time.perf_counter() - begun)
    begun = time.perf_counter()
    for _ in range(10):
        for name in names:
            gazetteer.lookup(name)
    again = 10 * len(names) / (time.perf_counter() - begun)
    size_mb = sum(p.stat().st_size for p in (ROOT / "data" / "gazetteer").glob("*.*")) / 1e6
    if held != len(names):
        raise SystemExit(f"{len(names) - held} names of the gazetteer are not found in it")
    return [
        "| gazetteer | measured | aim |", "| --- | --- | --- |",
        f"| places | {len(gazetteer):,} | |",
        f"| files | {size_mb:.1f} MB | |",
        f"| opening (median of 5 processes) | {opened_ms:.1f} ms | 50 ms |",
        f"| opening and the first look-up | {first_ms:.1f} ms | |",
        f"| resident, Python and imports included | {resident_mb:.0f} MB | 60 MB |",
        f"| look-ups a second, each name for the first time, places decoded | {first:,.0f} | |",
        f"| is a name in it, each for the first time, a second | {membership:,.0f} | |",
        f"| look-ups a second, names seen before | {again:,.0f} | 500,000 |",
    ]


def main() -> None:
    """Measure and write the tables."""
    lines = ["# Places", "", "`python -m benchmarks.places`, the vendored small spaCy model. Weights are learned by "
             "`python -m benchmarks._fit_places`, which prints their cross-validation.", ""]
    if (SHARED / "corpora").is_dir():
        lines += [*accuracy(), ""]
    else:
        lines += [f"Accuracy left out: no corpora at {SHARED}.", ""]
    lines += speed()
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
