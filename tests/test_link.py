"""Which reports are of one event: feature by feature, and on pairs of reports in our own words."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airmap import link
from airmap.pipeline import Options, read_article
from airmap.readers.dates import parse_published
from airmap.records import Article, Incident, Measure, Place, Reading, Span, Toponym, When

PAIRS = Path(__file__).resolve().parent / "data" / "pairs.jsonl"
MINIMUM_F1 = 0.9


def on(day: int | None, basis: str = "explicit") -> When | None:
    date = dt.date(2024, 5, day) if day else None
    return When(date, date, "day", "then", basis) if date else None  # type: ignore[arg-type]


def reading(number: int, published: int = 20, **fields: object) -> Reading:
    incident = Incident(**{"type": "violation", "violator": "RUS", "airspace": "EST", "when": on(10),  # type: ignore[arg-type]
                           "incident_id": f"i{number:03d}", **fields})
    article = Article(id=f"a{number}", text="text", published=parse_published(f"2024-05-{published:02d}"))
    return Reading(article, "de_facto", incidents=(incident,))


def joined(*readings: Reading) -> list[set[str]]:
    groups: dict[str, set[str]] = {}
    for incident_id, event in link.events(readings).items():
        groups.setdefault(event.event_id, set()).add(incident_id)
    return sorted(groups.values(), key=min)


def place(name: str) -> Toponym:
    return Toponym(Span(0, 1, name), name, "name", Place(name, 20, 50, "city"), 0.9)


def length(metres: float) -> Measure:
    return Measure(Span(0, 1, "x"), "length", metres, "m", metres, metres, metres, "depth")


def test_the_same_states_and_day_are_one_event_with_the_reason() -> None:
    events = link.events([reading(1), reading(2, type="drone_incursion")])
    assert events["i001"].event_id == events["i002"].event_id == "i001"
    assert "same day" in (events["i001"].reason or "")


@pytest.mark.parametrize("difference", [
    {"when": on(11)}, {"violator": "BLR"}, {"airspace": "LVA"}, {"when": on(28)},
    {"aircraft": "Su-24", "toponyms": (place("Narva"),)},
])
def test_what_tells_two_events_apart(difference: dict[str, object]) -> None:
    first = reading(1, aircraft="MiG-31", toponyms=(place("Vaindloo"),))
    assert joined(first, reading(2, **difference)) == [{"i001"}, {"i002"}]


def test_a_relative_day_may_be_off_by_one_where_all_else_agrees() -> None:
    same = {"aircraft": "MiG-31", "distance": length(9000.0), "toponyms": (place("Vaindloo"),)}
    assert joined(reading(1, **same), reading(2, when=on(11, "relative"), **same)) == [{"i001", "i002"}]
    assert joined(reading(1), reading(2, when=on(11, "relative"))) == [{"i001"}, {"i002"}]


def test_a_month_holds_its_days() -> None:
    month = When(dt.date(2024, 5, 1), dt.date(2024, 5, 31), "month", "in May")
    assert joined(reading(1), reading(2, when=month)) == [{"i001", "i002"}]


def test_an_article_never_tells_one_event_twice() -> None:
    one = reading(1)
    both = replace(one, incidents=(*one.incidents, replace(one.incidents[0], incident_id="i009")))
    assert all(len(g & {"i001", "i009"}) == 1 for g in joined(both, reading(2)))


def test_nothing_happens_after_it_was_reported() -> None:
    undated = reading(2, published=5, when=None)
    assert joined(reading(1), undated) == [{"i001"}, {"i002"}]


@given(st.permutations(range(6)))
def test_the_order_of_the_articles_does_not_matter(order: list[int]) -> None:
    readings = [reading(1), reading(2), reading(3, when=on(11)), reading(4, when=None), reading(5, violator=None),
                reading(6, airspace="LVA")]
    assert link.events([readings[n] for n in order]) == link.events(readings)


def test_readings_carry_their_events() -> None:
    readings = [reading(1), reading(2)]
    found = link.events(readings)
    assert [link.with_events(r, found).incidents[0].event_id for r in readings] == ["i001", "i001"]
    assert link.with_events(readings[0], {}) == readings[0]


def test_pairs_of_reports() -> None:
    """At least sixty pairs, a good part of which only look alike; without regions, which the benchmark adds."""
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    assert len(pairs) >= 60
    assert sum(not p["same"] for p in pairs) >= 20
    right = wrong = missed = 0
    for pair in pairs:
        readings = [read_article(Article(id=f"{pair['id']}{side}", text=pair[side]["text"],
                                         published=parse_published(pair[side]["published"])), Options(geometry=False))
                    for side in "ab"]
        found = link.events(readings)
        events = [{found[i.incident_id].event_id for i in r.incidents if i.incident_id in found} for r in readings]
        same = bool(events[0] & events[1])
        right += same and pair["same"]
        wrong += same and not pair["same"]
        missed += pair["same"] and not same
    assert 2 * right / (2 * right + wrong + missed) >= MINIMUM_F1


def test_two_events_of_one_state_and_kind_in_one_sentence_are_two_ids_and_do_not_stop_the_linking():
    text = (
        "A Russian Su-27 violated Finnish airspace off Porvoo on Thursday at 16:43, and a second Russian Su-27 "
        "violated Finnish airspace there at 21:33."
    )
    reading = read_article(Article("a", text, published=parse_published("2016-10-08")), Options(geometry=False))
    ids = [i.incident_id for i in reading.incidents]
    assert len(ids) == len(set(ids)) > 0
    twice = [replace(reading.incidents[0], incident_id="same", count=n) for n in (1, 2)]
    assert "same" in link.events([replace(reading, incidents=tuple(twice))])
