"""What benchmarks share that put reports together from parts: the parts, the reading, the table of what went wrong."""

from __future__ import annotations

import argparse
import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from airmap.records import Incident

HERE = Path(__file__).resolve().parent
#: The day on which each report is published.
PUBLISHED = dt.date(2024, 5, 16)
#: What is told to have happened.
HAPPENED = ("asserted", "disputed")


class Composed(Protocol):
    """A text, and the parts that it was put together from."""

    @property
    def text(self) -> str: ...

    @property
    def parts(self) -> tuple[str, ...]: ...


R = TypeVar("R", bound=Composed)


@dataclass(frozen=True, slots=True)
class Topic(Generic[R]):
    """A benchmark of composed reports: what they are, how they are made, what is wrong with what was read of one.

    ``right`` says what wholly right means, ``counted`` what faults are counted of, ``shown`` how many parts are listed;
    ``told`` is how an incident is printed with ``--misses``.
    """

    module: str
    about: str
    compose: Callable[[int, int], list[R]]
    faults_of: Callable[[R, Sequence[Incident]], list[str]]
    told: Callable[[Incident], str]
    title: str = "Composed reports"
    right: str = "the family, whose aircraft, over whose land, how sure, once"
    counted: str = "reports"
    reports: int = 4000
    shown: int = 12


@cache
def parts_of(module: str) -> dict[str, Any]:
    """Return the parts of a benchmark, by what they are for: ``MODULE_parts.toml``."""
    return tomllib.loads((HERE / f"{module}_parts.toml").read_text(encoding="utf-8"))


def read(report: Composed) -> tuple[Incident, ...]:
    """Return the incidents that are read out of a report."""
    from airmap.pipeline import Options, read_article
    from airmap.readers.dates import parse_published
    from airmap.records import Article

    article = Article("composed", report.text, published=parse_published(PUBLISHED.isoformat()))
    return read_article(article, Options(geometry=False)).incidents


def run(topic: Topic[R]) -> None:
    """Compose, read, say which parts are read wrongly, and write the results."""
    parser = argparse.ArgumentParser(description=f"Reports: {topic.about}.")
    parser.add_argument("--reports", type=int, default=topic.reports)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    made, wrong, kinds, right = Counter[str](), Counter[str](), Counter[str](), 0
    for report in topic.compose(asked.reports, asked.seed):
        found = read(report)
        faults = topic.faults_of(report, found)
        kinds.update(faults)
        right += not faults
        made.update(report.parts)
        wrong.update(report.parts if faults else ())
        if faults and asked.misses:
            print(f"{', '.join(faults)}\t{report.text}\t" + "; ".join(map(topic.told, found)))
    worst = sorted((p for p in wrong if wrong[p] > 2), key=lambda p: -wrong[p] / made[p])[: topic.shown]
    text = (
        f"# {topic.title}\n\n`python -m benchmarks.{topic.module} --reports {asked.reports} --seed {asked.seed}`: "
        f"{topic.about}. Read wholly right ({topic.right}): "
        f"**{right} of {asked.reports}, {100 * right / asked.reports:.1f} %**.\n\n"
        f"| wrong | {topic.counted} |\n| --- | --- |\n"
        + "".join(f"| {kind} | {n} |\n" for kind, n in kinds.most_common())
        + "\nThe parts that are oftenest in a report that is read wrongly:\n\n| part | wrong of |\n| --- | --- |\n"
        + "".join(f"| `{p}` | {wrong[p]} of {made[p]} |\n" for p in worst)
    )
    print(text)
    (HERE / "results" / f"{topic.module}.md").write_text(text, encoding="utf-8")
