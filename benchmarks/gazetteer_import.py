"""Import of a GeoNames dump of 12 million rows: ``python -m benchmarks.gazetteer_import [ROWS] [--keep FILE]``.

The dump is made here: seeded, in GeoNames' 19 columns, with its spread of features, populations and alternate names
(0 to 5 a row, some with diacritics, some not Latin). What is measured is the whole ``airmap gazetteer add`` process:
wall time, greatest resident memory, bytes on disk; then look-ups by name.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULT = Path(__file__).resolve().parent / "results" / "gazetteer_import.md"
ROWS = 12_000_000
SYLLABLES = """al an ar ba be bo ca chi da de do el en fa ga gol gra ha hi il ka ko kra la le lo ma mi mo na ni no or pa
per po ra ri ro sa se sha so sta ta te to tra ul va ve vi wa ya za zó łó né śń ül ør ğı çe""".split()  # noqa: SIM905
FOREIGN = ("الرقة", "Київ", "東京", "ბათუმი", "Αθήνα", "서울")
KINDS = (["P\tPPL"] * 9 + ["H\tSTM"] * 4 + ["T\tHLL", "T\tMT", "L\tLCTY", "S\tFRM", "S\tSCH", "H\tLK", "T\tISL",
                                            "A\tADM3", "S\tHTL"])
COUNTRIES = ("US", "CN", "RU", "NO", "IN", "MX", "TR", "UA", "PL", "IR", "SY", "IQ", "IL", "JP", "KR", "EE", "FI", "SE")


def rows(count: int) -> Iterator[str]:
    """Yield the dump's lines, the same for the same count."""
    pick = random.Random(20151130)
    choose, uniform = pick.choice, pick.random
    for number in range(1, count + 1):
        name = "".join([choose(SYLLABLES) for _ in range(2 + int(uniform() * 4))]).title()
        if uniform() < 0.2:
            name += choose((" Creek", " Hill", " Dağı", "-sur-Mer", " el Kebir"))
        others = [choose(FOREIGN) if uniform() < 0.3 else "".join([choose(SYLLABLES) for _ in range(4)]).title()
                  for _ in range(int(6 * uniform() ** 3))]
        people = int(10 ** (uniform() * 6)) if uniform() < 0.05 else 0
        country = choose(COUNTRIES)
        lat, lon = uniform() * 180 - 90, uniform() * 360 - 180
        yield (f"{number}\t{name}\t{name}\t{','.join(others)}\t{lat:.5f}\t{lon:.5f}\t"
               f"{choose(KINDS)}\t{country}\t\t01\t\t\t\t{people}\t\t100\tEurope/Paris\t2020-01-01\n")


def look_up(folder: Path) -> tuple[float, float]:
    """Return microseconds for a name that is there, and for one that is not; each asked for the first time."""
    os.environ["AIRMAP_DATA"] = str(folder)
    from airmap.gazetteer.folding import fold
    from airmap.places.user_gazetteer import open_user_gazetteers

    (gazetteer,) = open_user_gazetteers()
    known = [fold(line.split("\t")[1]) for line in rows(5000)]
    times = []
    for keys in (known, [f"{k} qqq" for k in known]):
        begun = time.perf_counter()
        found = sum(bool(gazetteer.lookup_folded(k)) for k in keys)
        times.append((time.perf_counter() - begun) / len(keys) * 1e6)
        assert found == (len(keys) if keys is known else 0)
    return times[0], times[1]


def main() -> None:
    """Make the dump, import it, write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=ROWS)
    parser.add_argument("--keep", type=Path, help="keep the dump here, and use it if it is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("AIRMAP_SCRATCH")) as scratch:
        dump = given.keep or Path(scratch) / "allCountries.txt"
        if not dump.exists():
            with dump.open("w", encoding="utf-8") as file:
                file.writelines(rows(given.rows))
        folder = Path(scratch) / "data"
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "airmap", "gazetteer", "add", str(dump)], cwd=ROOT, check=True,
                       env={**os.environ, "AIRMAP_DATA": str(folder)})
        wall_s = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        made = next((folder / "gazetteers").glob("*.sqlite")).stat().st_size
        present_us, absent_us = look_up(folder)
        text = f"""# Import of a GeoNames dump

`python -m benchmarks.gazetteer_import{f" {given.rows}" if given.rows != ROWS else ""}`, {os.cpu_count()} cores.

| what | measured | wanted |
| --- | --- | --- |
| rows | {given.rows:,} ({dump.stat().st_size / 1e6:,.0f} MB) | 12,000,000 |
| wall time | {wall_s:.0f} s | a few minutes |
| processor time | {used.ru_utime + used.ru_stime:.0f} s | |
| greatest resident memory | {used.ru_maxrss / 1024:,.0f} MB | under 1,000 MB |
| gazetteer on disk | {made / 1e6:,.0f} MB | |
| a name that is there | {present_us:.0f} µs | |
| a name that is not | {absent_us:.0f} µs | |
"""
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(text, encoding="utf-8")
        print(text)


if __name__ == "__main__":
    main()
