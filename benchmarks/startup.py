"""Whole-process times and sizes of what one person does with one article: ``python -m benchmarks.startup``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULT = Path(__file__).resolve().parent / "results" / "startup.md"
SEED = ROOT / "seeds" / "2015-11-30-paris-and-the-golan.txt"
RUNS = 5
AIRMAP = [sys.executable, "-m", "airmap"]


def wall_s(command: list[str | Path]) -> tuple[float, float, float]:
    """Return the least, median and greatest wall time of several whole-process runs, after one that is not counted."""
    times = []
    for run in range(RUNS + 1):
        begun = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        if run:
            times.append(time.perf_counter() - begun)
    return min(times), statistics.median(times), max(times)


def main() -> None:
    """Measure and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        rows = [
            ("`airmap --help`", 0.3, wall_s([*AIRMAP, "--help"])),
            ("`airmap locate 33.0 35.9`", 0.8, wall_s([*AIRMAP, "locate", "33.0", "35.9"])),
            ("`airmap render ONE.txt --out DIR`", 4.0, wall_s([*AIRMAP, "render", SEED, "--out", out / "maps"])),
            ("`airmap extract ONE.txt`", None, wall_s([*AIRMAP, "extract", SEED])),
            ("`python -c pass`", None, wall_s([sys.executable, "-c", "pass"])),
            ("`python -c 'import geopandas'`", None, wall_s([sys.executable, "-c", "import geopandas"])),
            ("`python -c 'import spacy'`", None, wall_s([sys.executable, "-c", "import spacy"])),
        ]
        page_kb = (out / "maps" / f"{SEED.stem}.html").stat().st_size / 1000
        subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", out / "dist"], cwd=ROOT, check=True,
                       capture_output=True)
        (wheel,) = (out / "dist").glob("*.whl")
        wheel_mb = wheel.stat().st_size / 1e6
    lines = [
        "# Start-up and size",
        "",
        f"`python -m benchmarks.startup`: whole processes, wall seconds, {RUNS} runs after one that is not counted.",
        "",
        "| command | aim | min | median | max |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {name} | {f'{aim} s' if aim else ''} | {low:.2f} | {middle:.2f} | {high:.2f} |"
          for name, aim, (low, middle, high) in rows),
        "",
        f"One self-contained map: {page_kb:.0f} KB (aim: under 2 MB). The wheel: {wheel_mb:.1f} MB (aim: under 60 MB).",
    ]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
