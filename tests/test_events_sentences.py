"""Sentences of our own and the incidents in them: one case for each way of telling, and what must not be read."""

import tomllib
from pathlib import Path

import pytest

from airmap import geocode, language, pipeline
from airmap.events import read_incidents
from airmap.mentions import toponyms
from airmap.records import Article, Incident, PartialDate

CASES = tomllib.loads((Path(__file__).parent / "reading" / "sentences.toml").read_text(encoding="utf-8"))["case"]


def read(text: str, published: str = "2025-09-24") -> tuple[Incident, ...]:
    article = Article("case", text, published=PartialDate(*map(int, published.split("-"))))
    gazetteer = pipeline.default_gazetteer()
    doc = language.analyse(text)
    found = geocode.resolve(
        toponyms.find_toponyms(doc, gazetteer), doc, gazetteer, article=article, options=pipeline.Options())
    return read_incidents(doc, found, article)


def fits(incident: Incident, expected: list[str]) -> bool:
    stated = (incident.type, incident.violator or incident.aircraft_state or incident.violator_name,
              incident.airspace or incident.near, incident.status)
    return all((value or "-") in allowed.split("|") for value, allowed in zip(stated, expected, strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_reads_what_the_sentence_tells(case):
    incidents = list(read(case["text"], case.get("published", "2025-09-24")))
    for expected in case["incidents"]:
        match = next((i for i in incidents if fits(i, expected)), None)
        assert match is not None, f"{expected} not among {incidents}"
        incidents.remove(match)
    if not case.get("optional"):
        assert incidents == [], "reads more than the sentence tells"
