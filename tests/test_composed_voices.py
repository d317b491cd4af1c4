"""Briefings, letters, bulletins, crews and headlines put together from parts are read as they were meant."""

from benchmarks import composed, composed_voices
from benchmarks._composing import read

_SEED = 20240516


def test_the_same_seed_makes_the_same_reports() -> None:
    made = composed_voices.reports(60, _SEED)
    assert made == composed_voices.reports(60, _SEED)
    assert len({r.text for r in made}) > 55
    assert not any("{" in r.text or "  " in r.text for r in made)


def test_reports_are_read_whoever_speaks_in_them() -> None:
    made = composed_voices.reports(300, _SEED)
    wrong = [(faults, r.text) for r in made if (faults := composed.faults_of(r, read(r)))]
    assert len(wrong) <= 30, wrong


def test_who_fired_is_asked_where_a_part_says_it() -> None:
    report = next(r for r in composed_voices.reports(200, _SEED) if r.truth is not None and r.truth.responder
                  and not composed.faults_of(r, read(r)))
    found = read(report)
    assert report.truth is not None
    assert found[0].responder == report.truth.responder
