"""Triage misses nothing that a full reading finds, and turns most other news away."""

import json
from pathlib import Path

import pytest

from airmap.triage import concerns_airspace, worth_reading


@pytest.mark.parametrize(
    "text",
    [
        "A fighter strayed over the frontier for a minute.",
        "Warsaw protested after a drone fell on a barn near the border.",
        "Fighters were scrambled to escort the airliner.",
        "The balloon drifted across the bay before it was brought down.",
        "THE MIG-31 ENTERED ESTONIA",
        "Two Tu-95s flew close to Alaska.",
        "The air\u00adspace of the kingdom was violated.",
    ],
)
def test_incidents_concern_airspace(text: str) -> None:
    assert concerns_airspace(text)


@pytest.mark.parametrize(
    "text",
    [
        "Shares rose on Friday after the bank reported a profit.",
        "The striker scored twice and his side won the cup.",
        "Rain is expected in the north, with snow on the hills.",
    ],
)
def test_other_news_does_not(text: str) -> None:
    assert not concerns_airspace(text)
    assert not worth_reading(text)


def test_a_summit_is_worth_reading_but_concerns_no_airspace() -> None:
    text = "The leaders held talks at the summit in Geneva."
    assert worth_reading(text)
    assert not concerns_airspace(text)


def test_no_annotated_incident_is_lost(shared: Path) -> None:
    passages = [json.loads(line) for line in (shared / "gold" / "dev.jsonl").open(encoding="utf-8")]
    lost = [p["id"] for p in passages if p["incidents"] and not concerns_airspace(p["text"])]
    assert lost == []


def test_nine_of_ten_other_articles_are_turned_away(shared: Path) -> None:
    texts = [json.loads(line)["text"] for line in (shared / "corpora" / "geovirus.jsonl").open(encoding="utf-8")]
    assert sum(map(concerns_airspace, texts)) / len(texts) < 0.1
