"""What is done with a block: articles looked at and parsed together give what they give alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from airmap import serial
from airmap.parsing import language
from airmap.pipeline import Options
from airmap.readers import Failure
from airmap.readers.base import Page
from airmap.records import Article
from airmap.runs import codec, work
from airmap.runs.work import Config, Unit

ROOT = Path(__file__).resolve().parent.parent
OTHER = "The central bank kept its main rate where it was on Tuesday, and said that prices had risen less than feared. "
TEXTS = [
    (ROOT / "seeds" / sorted(p.name for p in (ROOT / "seeds").glob("*.txt"))[0]).read_text(encoding="utf-8"),
    OTHER * 3,
    OTHER * 6 + "A Russian Su-24 violated Swedish airspace near Gotland on Friday. " + OTHER * 6,
    OTHER * 6 + "The plane was seen over the capital. " + OTHER * 6,
    " ",
    "Der Minister sagte, dass die Maschine in den Luftraum des Landes eingedrungen und von der Luftwaffe begleitet "
    "worden sei.",
]


def units(texts: list[str]) -> list[Unit]:
    found = [Unit(bytes([n]), "in.jsonl", f"line {n}", Article(id=f"a{n}", text=t)) for n, t in enumerate(texts)]
    page = Page("page", b"<html><body><nav>Home</nav></body></html>", "page.html")
    return [*found, Unit(b"page", "page.html", None, page)]


@pytest.mark.parametrize("scope", ["incidents", "all"])
def test_a_block_gives_what_its_articles_give_alone(scope: str) -> None:
    config = Config(options=Options(scope=scope, geometry=False))  # type: ignore[arg-type]
    block = units(TEXTS)
    together = list(work.read_units(block, config))
    assert together == [work.read_unit(unit, config) for unit in block]
    assert [bool(o.incidents) for o in together[:4]] == [True, False, True, False]
    assert [o.failures[0].record for o in together if o.reading is None] == ["line 4", "line 5", None]


def test_where_parsing_together_fails_each_is_parsed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config(options=Options(scope="incidents", geometry=False))
    expected = list(work.read_units(units(TEXTS), config))
    alone = language.analyse_all

    def failing(texts: list[str], *, entities: bool = True) -> object:
        if len(texts) > 1 or not entities:
            raise MemoryError
        return alone(texts, entities=entities)

    monkeypatch.setattr(language, "analyse_all", failing)
    monkeypatch.setattr(language, "analyse", lambda text, *, entities=True: alone([text], entities=entities)[0])
    assert list(work.read_units(units(TEXTS), config)) == expected


def test_time_is_not_given_twice_to_an_article_whose_words_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def endless(article: Article) -> object:
        seen.append(article.id)
        while True:
            pass

    monkeypatch.setattr(work, "suspect", endless)
    config = Config(options=Options(scope="incidents", geometry=False), seconds=0.2)
    (outcome,) = work.read_units(units(TEXTS)[:1], config)
    assert seen == ["a0"]
    assert isinstance(outcome.failures[0], Failure)
    assert "0.2 s" in str(outcome.failures[0])


def _spin() -> None:
    while True:
        pass


def test_waiting_for_a_turn_is_not_the_articles_time() -> None:
    begun = time.monotonic()
    with work.time_limit(0.2):
        time.sleep(0.4)
    assert time.monotonic() - begun >= 0.4
    begun = time.monotonic()
    with pytest.raises(work.OutOfTimeError), work.time_limit(0.2):
        time.sleep(5)
    assert time.monotonic() - begun < 2
    own = time.process_time()
    with pytest.raises(work.OutOfTimeError), work.time_limit(0.2):
        _spin()
    assert time.process_time() - own < 2


def test_words_are_forgotten_once_enough_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_FORGET_AFTER_CHARACTERS", 100)
    strings = language.load_pipeline().vocab.strings
    with work.Words(Config()) as words:
        language.analyse("A qwertyplane crossed the border.")
        assert "qwertyplane" in strings
        words.turn()
        assert "qwertyplane" in strings
        language.analyse("It crossed the border. " * 10)
        words.turn()
        assert "qwertyplane" not in strings


def test_without_maps_phrases_keep_their_words_and_not_their_shapes() -> None:
    unit = Unit(b"1", "in.jsonl", None, Article(id="a", text="A jet entered Norwegian airspace off Bodø on Friday."))
    mapped, bare = (work.read_unit(unit, Config(outlines=outlines)).reading or b"" for outlines in (True, False))
    assert len(bare) < len(mapped) / 4
    first, second = (codec.loads(packed) for packed in (mapped, bare))
    assert serial.reading_to_dict(second) == serial.reading_to_dict(first)
    (incident,) = second.incidents
    assert incident.region is not None
    assert [c.quote for c in incident.region.constraints] == ["entered Norwegian airspace", "off Bodø"]
    assert all(c.geometry.is_empty for c in incident.region.constraints)
