"""Where the time goes when every article tells of an incident: ``python -m benchmarks.relevant [--articles 200]``.

The articles are the variations of the seeds that ``benchmarks.batch`` builds, some 200 words each. Each step is timed
by itself, in CPU seconds and without a profiler, which would count each call of Python and make spaCy look small.
"""

from __future__ import annotations

import argparse
import importlib
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import write_above
from benchmarks.batch import build_stream

RESULT = Path(__file__).resolve().parent / "results" / "relevant.md"
# Each step by the function that does it; none of them calls another.
STEPS = {
    "spaCy": (("airmap.parsing.language", "parse_all"),),
    "spaCy's objects put into plain ones": (("airmap.parsing.parsed", "plain"),),
    "places: found and resolved": (("airmap.mentions.toponyms", "find_toponyms"), ("airmap.places.geocode", "resolve")),
    "events": (("airmap.events.reading", "read_incidents"), ("airmap.mentions.positions", "with_stated_positions")),
    "meetings": (("airmap.events.meetings.reading", "read_meetings"),),
    "regions": (("airmap.regions.feasible", "feasible_region"),),
    "checks": (("airmap.checks", "check"),),
}


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Yield the CPU seconds that each step takes while the block runs."""
    spent: dict[str, float] = defaultdict(float)

    def clocked(step: str, does: Callable[..., Any]) -> Callable[..., Any]:
        def clock(*args: Any, **named: Any) -> Any:
            begun = time.process_time()
            try:
                return does(*args, **named)
            finally:
                spent[step] += time.process_time() - begun
        return clock

    kept = []
    for step, functions in STEPS.items():
        for path, name in functions:
            module = importlib.import_module(path)
            kept.append((module, name, getattr(module, name)))
            setattr(module, name, clocked(step, getattr(module, name)))
    try:
        yield spent
    finally:
        for module, name, does in kept:
            setattr(module, name, does)


def steps(source: Path, articles: int, warm: int = 20) -> tuple[dict[str, float], int]:
    """Return the CPU seconds of each step over the articles of a file, all else as "the rest", and how many they were.

    ``warm`` of them are read before the clock runs: what is drawn or loaded once a process is not counted. The process
    is prepared as a worker of a batch is.
    """
    from airmap import pipeline
    from airmap.readers import Failure, read_articles
    from airmap.runs import work

    work.prepare(work.Config())
    read = [a for a in read_articles([source]) if not isinstance(a, Failure)][:articles]
    for article in read[:warm]:
        pipeline.read_article(article)
    with timed() as spent:
        begun = time.process_time()
        for article in read:
            pipeline.read_article(article)
        took = time.process_time() - begun
    return {**{step: spent[step] for step in STEPS}, "the rest": took - sum(spent.values())}, len(read)


def spacy_share(source: Path, articles: int) -> tuple[float, float]:
    """Return the share of the time in spaCy when only relevant articles are read, and articles a second."""
    spent, count = steps(source, articles, warm=10)
    return spent["spaCy"] / sum(spent.values()), count / sum(spent.values())


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "relevant.jsonl"
        build_stream(source, given.articles, [], share=1.0)
        spent, count = steps(source, given.articles)
    total = sum(spent.values())
    rows = [f"| {step} | {seconds / count * 1000:.1f} | {seconds / total:.0%} |" for step, seconds in spent.items()]
    lines = [
        "# Articles that all tell of an incident", "",
        f"`python -m benchmarks.relevant --articles {given.articles}`: one run, {os.cpu_count()} cores, load average "
        f"{os.getloadavg()[0]:.1f}. CPU milliseconds an article; variations of the seeds, some 200 words each, twenty "
        "of them read before the clock ran.", "",
        "| step | ms | share |", "| --- | --- | --- |", *rows, f"| all | {total / count * 1000:.1f} | |", "",
    ]
    text = "\n".join(lines)
    print(text)
    write_above(RESULT, text)


if __name__ == "__main__":
    main()
