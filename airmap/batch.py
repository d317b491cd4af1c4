"""Many articles through the pipeline: each failure named, the others done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from airmap.pipeline import Options, read_article
from airmap.readers import Failure, Kind, Settings, read_articles
from airmap.records import Reading


@dataclass(frozen=True, slots=True)
class Job:
    """What a run reads and how."""

    paths: tuple[str, ...]
    options: Options = field(default_factory=Options)
    settings: Settings = field(default_factory=Settings)
    stdin_kind: Kind = "text"


@dataclass(slots=True)
class Tally:
    """What a run has come to: articles read, failures, incidents, meetings."""

    articles: int = 0
    failures: int = 0
    incidents: int = 0
    meetings: int = 0


def run(job: Job, tally: Tally, tell: Callable[[Failure], None]) -> Iterator[Reading]:
    """Yield the reading of each article in input order; failures go to ``tell`` and are counted."""
    for item in read_articles(job.paths, settings=job.settings, stdin_kind=job.stdin_kind):
        if isinstance(item, Failure):
            tally.failures += not item.warning
            tell(item)
            continue
        reading = read_article(item, job.options)
        tally.articles += 1
        tally.incidents += len(reading.incidents)
        tally.meetings += len(reading.meetings)
        yield reading
