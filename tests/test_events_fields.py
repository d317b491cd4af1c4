"""Sentences of our own and the fields of the one incident in each: when, how long, how far, how many, who answered."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from airmap import geocode, language, pipeline
from airmap.events import read_incidents
from airmap.mentions import toponyms
from airmap.records import Article, Incident, PartialDate

CASES = [
    case
    for path in sorted((Path(__file__).parent / "reading").glob("fields*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def read(text: str, published: str) -> tuple[Incident, ...]:
    article = Article("case", text, published=PartialDate(*map(int, published.split("-"))))
    gazetteer = pipeline.default_gazetteer()
    doc = language.analyse(text)
    found = geocode.resolve(
        toponyms.find_toponyms(doc, gazetteer), doc, gazetteer, article=article, options=pipeline.Options())
    return read_incidents(doc, found, article)


def date_of(incident: Incident) -> str | None:
    when = incident.when
    if when is None or when.start is None:
        return None
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}"


def stated(incident: Incident) -> dict[str, Any]:
    seconds = incident.duration.value_si if incident.duration else None
    return {
        "date": date_of(incident),
        "seconds": round(seconds) if seconds is not None else None,
        "metres": incident.distance.value_si if incident.distance else None,
        "role": incident.distance.role if incident.distance else None,
        "count": incident.count,
        "responder": incident.responder,
        "origin": incident.origin,
        "near": incident.near,
        "direction": incident.direction,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_reads_the_fields_that_the_words_give(case: dict[str, Any]) -> None:
    incidents = read(case["text"], case.get("published", "2025-09-24"))
    assert incidents, "no incident"
    found = stated(incidents[0])
    expected = {k: v for k, v in case.items() if k in found}
    assert {k: found[k] if found[k] is not None else "-" for k in expected} == expected
