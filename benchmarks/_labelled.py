"""This project's own labelled texts, for fitting: the cases of ``tests/reading`` and the passages beside them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airmap import pipeline
from airmap.mentions.actors import Actors, find_actors
from airmap.readers.dates import parse_published
from airmap.records import Article
from benchmarks.reading_passages import FOLDER, UNSEEN

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

ROOT = Path(__file__).resolve().parent.parent
LEXICON = ROOT / "airmap" / "lexicon"
_CASES = ROOT / "tests" / "reading"
_USUAL_DAY = "2025-09-24"
HAPPENED = ("asserted", "disputed")


def seen_passages() -> Iterator[dict[str, Any]]:
    """Yield the annotated passages that weights may be fitted to."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        if path.stem not in UNSEEN:
            yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def sentence_cases() -> Iterator[dict[str, Any]]:
    """Yield the cases that say all that their text tells of, with the day that they are published."""
    for path in sorted(_CASES.glob("sentences_*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield {"published": _USUAL_DAY, **case}


def texts_of_nothing() -> Iterator[dict[str, Any]]:
    """Yield the texts from which nothing may be read, as cases."""
    for texts in tomllib.loads((_CASES / "no_incident.toml").read_text(encoding="utf-8")).values():
        for text in texts:
            yield {"text": text, "published": _USUAL_DAY, "incidents": []}


def evidence_of(incident: dict[str, Any], text: str) -> tuple[int, int]:
    """Return where the words stand that carry an annotated incident, as character offsets."""
    start = text.find(incident["evidence_quote"])
    return start, start + len(incident["evidence_quote"])


def parsed(text: str, published: str | None) -> tuple[Doc, Actors]:
    """Return a text as the readers see it."""
    article = Article("fit", text, published=parse_published(published))
    doc, places = pipeline.analysed(article, pipeline.Options())
    return doc, find_actors(doc, places, article)
