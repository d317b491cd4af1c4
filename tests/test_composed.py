"""Plain reports put together from parts are read as they were meant, whichever parts stand together."""

from dataclasses import replace

import pytest

from benchmarks import composed
from benchmarks._composing import read

_SEED = 20240516


def test_the_same_seed_makes_the_same_reports() -> None:
    made = composed.reports(50, _SEED)
    assert made == composed.reports(50, _SEED)
    assert len({r.text for r in made}) > 45
    assert not any("{" in r.text or "  " in r.text for r in made)


def test_plain_reports_are_read_whichever_parts_stand_together() -> None:
    made = composed.reports(400, _SEED)
    wrong = [(faults, r.text) for r in made if (faults := composed.faults_of(r, read(r)))]
    assert len(wrong) <= 12, wrong


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"whose": "BRA"}, "whose"), ({"land": "BRA"}, "land"), ({"status": "denied"}, "status"),
        ({"family": "adiz"}, "family"),
    ],
)
def test_what_is_read_otherwise_is_a_fault(change: dict[str, str], fault: str) -> None:
    report = next(r for r in composed.reports(200, _SEED) if r.truth is not None and r.truth.land is not None
                  and not composed.faults_of(r, read(r)))
    assert report.truth is not None
    found = read(report)
    assert composed.faults_of(replace(report, truth=replace(report.truth, **change)), found) == [fault]
    assert composed.faults_of(report, ()) == ["missed"]
    assert composed.faults_of(replace(report, truth=None), found) == ["alarm"]
    assert composed.faults_of(report, (*found, *found)) == ["more than one"]
