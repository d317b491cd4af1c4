"""Air defence identification zones: what lies in them, which one a text means, and that they are drawn right."""

from __future__ import annotations

import pytest
import shapely

from airmap.airspace.border_distance import geod
from airmap.atlas import Atlas, adiz_zones
from airmap.pipeline import default_gazetteer
from airmap.records import Incident, Span
from airmap.regions.feasible import feasible_region

ATLAS = Atlas()


@pytest.mark.parametrize(("lon", "lat", "names"), [
    (124.0, 27.0, {"East China Sea ADIZ", "Japan ADIZ (western part)"}),
    (125.17, 32.12, {"East China Sea ADIZ", "Korea ADIZ", "Japan ADIZ (western part)"}),  # Ieodo, in all three
    (122.75, 24.45, {"Taiwan ADIZ", "Japan ADIZ (western part)"}),  # off Yonaguni
    (122.5, 24.45, {"Taiwan ADIZ"}),
    (123.2, 25.8, {"East China Sea ADIZ", "Japan ADIZ (western part)"}),
    (-170.0, 60.0, {"Alaska ADIZ"}), (178.0, 53.0, {"Alaska ADIZ"}), (-141.5, 70.5, {"Alaska ADIZ"}),
    (-125.0, 35.0, {"Contiguous U.S. ADIZ (Pacific)"}),
    (-70.0, 38.0, {"Contiguous U.S. ADIZ (Atlantic and Gulf)"}),
    (-90.0, 27.0, {"Contiguous U.S. ADIZ (Atlantic and Gulf)"}),
    (-157.9, 24.5, {"Hawaii ADIZ"}), (-157.86, 21.31, set()), (-77.0, 38.9, set()), (-66.0, 20.0, set()),
])
def test_the_zones_over_a_point(lon: float, lat: float, names: set[str]) -> None:
    assert set(ATLAS.adiz(lon, lat)) == names


def test_no_zone_of_the_united_states_reaches_inland() -> None:
    cities = [(-122.42, 37.77), (-118.24, 34.05), (-80.19, 25.77), (-95.37, 29.76), (-74.0, 40.71), (-71.06, 42.36)]
    assert [c for c in cities if ATLAS.adiz(*c)] == []


def test_great_circles_bow_away_from_the_straight_line() -> None:
    (zone,) = [z for z in adiz_zones() if z.name.endswith("(Atlantic and Gulf)")]
    ((x, y),) = geod().npts(-74.0, 30.75, -63.75, 39.5, 1)
    assert zone.geometry.boundary.distance(shapely.Point(x, y)) < 0.01
    assert shapely.LineString([(-74.0, 30.75), (-63.75, 39.5)]).distance(shapely.Point(x, y)) > 0.05


def test_a_text_picks_one_of_several_zones_and_a_part_is_no_area() -> None:
    alaska, every = ATLAS.adiz_area("USA", "They entered the Alaskan ADIZ."), ATLAS.adiz_area("USA", "They entered.")
    assert alaska is not None
    assert every is not None
    assert alaska.covers(shapely.Point(-170, 60))
    assert not alaska.intersects(shapely.Point(-70, 38))
    assert every.area > alaska.area + 200
    assert ATLAS.adiz_area("JPN") is None
    assert ATLAS.adiz_area("FRA") is None


def test_bombers_off_alaska_are_not_looked_for_off_florida() -> None:
    quote = "Two bombers entered the Alaskan air defence identification zone"
    span = Span(0, len(quote), quote)
    incident = Incident(type="adiz_entry", zone="adiz", airspace="USA", evidence=(span,), phrases={"airspace": span})
    region = feasible_region(incident, ATLAS, default_gazetteer())
    assert region is not None
    assert [c.kind for c in region.constraints] == ["adiz"]
    assert not region.geometry.intersects(shapely.Point(-70, 38))


def test_every_zone_says_where_it_is_from() -> None:
    for zone in adiz_zones():
        assert zone.geometry.is_valid, zone.name
        assert zone.source, zone.name
        assert zone.effective[:4].isdigit(), zone.name
