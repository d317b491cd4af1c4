"""Reports of several events are read event by event, the later ones by what was told before them."""

from dataclasses import replace

from benchmarks import composed_series as series
from benchmarks._composing import read

_SEED = 20240516


def test_the_same_seed_makes_the_same_reports() -> None:
    made = series.reports(50, _SEED)
    assert made == series.reports(50, _SEED)
    assert len({r.text for r in made}) > 45
    assert not any(mark in r.text for r in made for mark in ("{", "}", "|", "  "))
    assert {len(r.events) for r in made} == {2, 3}


def test_each_event_is_told_once_with_what_is_its_own() -> None:
    made = series.reports(250, _SEED)
    wrong = [(faults, r.text) for r in made if (faults := series.faults_of(r, read(r)))]
    assert len(wrong) <= 30, wrong


def test_what_is_read_otherwise_is_a_fault() -> None:
    report = next(r for r in series.reports(50, _SEED) if not series.faults_of(r, read(r)))
    found, (first, *others) = read(report), report.events
    for field, value, fault in (
        ("whose", "BRA", "whose"), ("family", "adiz", "family"), ("status", "denied", "status"),
        ("depth_m", 77, "depth"), ("craft", "Zeppelin", "aircraft"), ("days", None, None),
    ):
        changed = replace(report, events=(replace(first, **{field: value}), *others))
        assert series.faults_of(changed, found) == ([fault] if fault else [])
    assert series.faults_of(report, ()) == ["missed"] * len(report.events)
    assert "told twice" in series.faults_of(report, (*found, *found))
