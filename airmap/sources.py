"""What the packaged data are made of: source, licence and vintage of each file, as their README's table says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from airmap.paths import data_dir


@dataclass(frozen=True, slots=True)
class Source:
    """One data file and where it comes from."""

    file: str
    source: str
    licence: str
    vintage: str


@cache
def boundary_sources() -> tuple[Source, ...]:
    """Return the sources of the boundary data, in the order of ``data/boundaries/README.md``."""
    readme = (data_dir("boundaries") / "README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- files -->")[2].partition("<!-- /files -->")[0]
    rows = [[c.strip().strip("`") for c in line.strip("|").split("|")] for line in table.strip().splitlines()]
    return tuple(Source(*(*row, "", "", "", "")[:4]) for row in rows[2:])
