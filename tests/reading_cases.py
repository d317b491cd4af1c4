"""The cases of ``tests/reading`` by what they test, and a text read as they are read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from airmap import pipeline
from airmap.events import read_incidents
from airmap.records import Article, Incident, PartialDate

FOLDER = Path(__file__).parent / "reading"
#: What a case may say, beside its text and its day: a word that no test compares would be a promise that none keeps.
KEYS = {
    "sentences": {"incidents"},
    "fields": {
        "date", "seconds", "metres", "role", "count", "aircraft", "responder", "origin", "airspace", "near",
        "direction", "of"},
    "meetings": {"meetings"},
}


def cases_of(kind: str) -> list[dict[str, Any]]:
    """Return the cases of all files whose names begin with the kind."""
    return [
        case
        for path in sorted(FOLDER.glob(f"{kind}_*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def read(text: str, published: str = "2025-09-24") -> tuple[Incident, ...]:
    """Return the incidents of a text, not yet placed on the map."""
    article = Article("case", text, published=PartialDate(*map(int, published.split("-"))))
    return read_incidents(*pipeline.analysed(article, pipeline.Options()), article)
