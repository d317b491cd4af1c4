"""The main job on the seeds: each report read, placed and checked as its words ask."""

from pathlib import Path

import pytest

import airmap
from airmap.records import Incident, Reading
from airmap.report import Report

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="module")
def report() -> Report:
    return airmap.read(SEEDS)


def reading(report: Report, stem: str) -> Reading:
    return next(r for r in report.readings if r.article.id.startswith(stem))


def incidents(report: Report, stem: str, type_: str) -> list[Incident]:
    return [i for i in reading(report, stem).incidents if i.type == type_]


def test_there_are_a_dozen_reports_of_the_length_of_news() -> None:
    files = sorted(SEEDS.glob("*.txt"))
    assert len(files) >= 12
    for file in files:
        assert 120 <= len(file.read_text(encoding="utf-8").split()) <= 300, file.name


def test_nothing_fails(report: Report) -> None:
    assert report.failures == ()


def test_the_golan_strip(report: Report) -> None:
    (found,) = incidents(report, "2015-11-30", "violation")
    assert (found.violator, found.airspace, found.origin, found.status) == ("RUS", "ISR", "SYR", "asserted")
    assert found.distance is not None
    assert (found.distance.value, found.distance.unit, found.distance.role) == (1.0, "mile", "depth")
    assert found.when is not None
    assert str(found.when.end) == "2015-11-29"
    assert len(found.evidence) >= 2
    region = found.region
    assert region is not None
    assert 90 < region.area_km2 < 170
    atlas = airmap.Atlas()
    depth = atlas.distance_to_border_m("ISR", "SYR", region.point.lon, region.point.lat)[0]
    assert depth <= 1609.344
    assert any(c.worldview_sensitive and "Golan" in c.sentence for c in found.checks)


def test_the_su_24_is_one_shootdown_with_depth_and_seconds(report: Report) -> None:
    (found,) = incidents(report, "2015-11-24", "shootdown")
    assert (found.violator, found.airspace, found.responder, found.status) == ("RUS", "TUR", "TUR", "disputed")
    assert found.duration is not None
    assert found.duration.value_si == 17
    assert found.distance is not None
    assert found.distance.value_si == pytest.approx(1.36 * 1609.344)
    assert any(c.check.startswith("speed") or "ground speed" in c.sentence for c in found.checks)


def test_both_positions_of_the_rq_4a_stand_side_by_side(report: Report) -> None:
    (found,) = incidents(report, "2019-06-20", "shootdown")
    verdicts = {c.verdict: c.sentence for c in found.checks if "coordinates" in c.check}
    assert "8.1 km" in verdicts["consistent"]
    assert "inside Iran" in verdicts["consistent"]
    assert "12.4 km" in verdicts["contradicted"]
    assert "outside Iran" in verdicts["contradicted"]


def test_minutes_and_nautical_miles_at_vaindloo(report: Report) -> None:
    (found,) = incidents(report, "2025-09-19", "violation")
    assert (found.violator, found.airspace, found.count, found.status) == ("RUS", "EST", 3, "disputed")
    assert found.denied_by is not None
    assert found.duration is not None
    assert found.duration.value_si == 720
    assert found.distance is not None
    assert found.distance.value_si == pytest.approx(5 * 1852)
    assert found.when is not None
    assert str(found.when.start) == "2025-09-19"


def test_kilometres_into_finland(report: Report) -> None:
    found = next(i for i in incidents(report, "2022-05-04", "violation") if i.distance)
    assert found.distance is not None
    assert (found.distance.lower_si, found.distance.upper_si) == (4000, 5000)
    assert (found.violator, found.airspace) == ("RUS", "FIN")


def test_a_denied_claim_is_disputed(report: Report) -> None:
    found = next(i for i in incidents(report, "2023-09-01", "violation") if i.airspace == "BLR")
    assert found.status == "disputed"
    assert found.violator == "POL"


def test_an_identification_zone_is_no_violation(report: Report) -> None:
    (found,) = reading(report, "2021-10-04").incidents
    assert (found.type, found.zone, found.airspace, found.count) == ("adiz_entry", "adiz", "TWN", 56)
    assert any("not sovereign airspace" in c.sentence for c in found.checks)


def test_bombers_off_alaska_violate_nothing(report: Report) -> None:
    assert {i.type for i in reading(report, "2024-07-24").incidents} <= {"adiz_entry", "interception", "approach"}


def test_a_balloon_is_shot_down_over_the_sea(report: Report) -> None:
    (found,) = incidents(report, "2023-02-04", "shootdown")
    assert (found.violator, found.responder) == ("CHN", "USA")
    assert "balloon_incursion" in found.also
    assert found.distance is not None
    assert (found.distance.value, found.distance.role) == (6.0, "from_coast")


def test_a_summit_alone_and_an_open_airspace_hold_no_incident(report: Report) -> None:
    summit = reading(report, "2021-06-16")
    assert summit.incidents == ()
    assert [(m.place_name, m.country) for m in summit.meetings] == [("Geneva", "CHE")]
    assert reading(report, "2019-07-16").incidents == ()


def test_every_region_lies_where_its_hard_constraints_allow(report: Report) -> None:
    for r in report.readings:
        for incident in r.incidents:
            region = incident.region
            assert region is not None
            assert region.geometry.is_valid
            assert region.radius_m >= 0
            hard = [c.geometry for c in region.constraints if c.hard]
            for shape in hard:
                assert shape.distance(region.geometry) < 1e-3, (r.article.id, incident.type)
