"""Triage misses nothing that a full reading finds, and turns most other news away."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading_cases import cases_of

from airmap.pipeline import Options, read_article, tells_of_incident
from airmap.records import Article
from airmap.triage import concerns_airspace, passages

SENTENCES = cases_of("sentences")
SEEDS = Path(__file__).resolve().parent.parent / "seeds"
OTHER_NEWS = [
    "The central bank kept its main rate where it was on Tuesday, and said that prices had risen less than feared.",
    "Growers in the valley expect a good harvest. Rain came late but was enough, said the head of their union.",
    "The museum opens a new wing in spring. It will hold paintings that had been kept in a cellar for forty years.",
    "A court in the capital heard the case of three men accused of selling false papers. They deny it.",
    "Doctors asked for more beds. The ministry promised an answer within a month.",
]
ALL, INCIDENTS = Options(geometry=False), Options(geometry=False, scope="incidents")


def annotated(shared: Path) -> Iterator[dict[str, object]]:
    with (shared / "gold" / "dev.jsonl").open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def amid_other_news(text: str) -> str:
    return "\n\n".join([*OTHER_NEWS, text, *reversed(OTHER_NEWS)])


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
        "A drone was seen over the harbour. Minutes later it was shot down.",
        "Unidentified object drifts into Canadian airspace",
        "Gunmen opened fire on a helicopter near the dam.",
        "Its crew saw a fighter pass within ten metres of the aircraft.",
        "A fighter dropped flares on the drone.",
        "Two fighters attacked a Danish patrol plane north of the island.",
        "Air defences engaged the drone.",
        "The jets identified it and left.",
        "Cyprus, which the helicopter flew over, protested.",
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
        "The sky over the bay was clear. Planes from the flying club stood on the grass.",
        "He flew to Vienna for talks about the price of gas.",
        "The line of control over spending is thin, said the auditor.",
        "The object of the game is to reach the border of the board.",
        "In Vienna the plane was made ready through the night.",
        "The pilots made their planes ready and studied the weather in Vienna.",
        "The company opened a hall for its planes on Monday.",
    ],
)
def test_other_news_does_not(text: str) -> None:
    assert not concerns_airspace(text)


def test_a_stretch_holds_the_sentence_and_who_flew() -> None:
    text = amid_other_news("A Danish plane circled the island. Then it was fired at.")
    ((start, end),) = passages(text)
    assert "Danish plane" in text[start:end]
    assert "fired at" in text[start:end]
    assert end - start < 0.4 * len(text)


def test_nothing_that_the_readers_are_tested_with_is_lost() -> None:
    told = [c["text"] for c in SENTENCES if c.get("incidents")]
    assert len(told) > 100
    assert [text for text in told if not concerns_airspace(text)] == []


def test_an_incident_amid_other_news_is_found_by_its_passages() -> None:
    lost = []
    # Chosen by themselves and not by where they stand: a new case leaves the others' test as it was.
    for case in (c for c in SENTENCES if len(c["text"]) % 4 == 0):
        article = Article(id="a", text=amid_other_news(case["text"]))
        found = bool(read_article(article, ALL).incidents)
        if found and not tells_of_incident(article, INCIDENTS):
            lost.append(case["text"])
    assert lost == []


def test_no_annotated_incident_is_lost(shared: Path) -> None:
    assert [p["id"] for p in annotated(shared) if p["incidents"] and not concerns_airspace(str(p["text"]))] == []


def test_the_scope_of_incidents_finds_what_a_full_reading_finds(shared: Path) -> None:
    texts = [str(p["text"]) for p in annotated(shared)]
    texts += [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    for text in texts:
        article = Article(id="a", text=text)
        assert read_article(article, INCIDENTS).incidents == read_article(article, ALL).incidents


def test_most_other_articles_are_turned_away(shared: Path) -> None:
    texts = [json.loads(line)["text"] for line in (shared / "corpora" / "geovirus.jsonl").open(encoding="utf-8")]
    assert sum(map(concerns_airspace, texts)) / len(texts) < 0.05
