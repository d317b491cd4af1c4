"""The disputed areas by towns that lie in them and beside them, and what each view makes of them."""

from __future__ import annotations

import csv
from functools import cache

import pytest
import shapely

from airmap.airspace.location import NOBODY
from airmap.atlas import Atlas, disputed_areas, disputed_polygon
from airmap.geometry.geodesy import area_km2
from airmap.paths import data_dir

IN_AND_OUT = {
    # area: (lon, lat) inside; (lon, lat) beside it, outside. Towns and features, positions to a hundredth of a degree.
    "south-ossetia": ([(43.97, 42.23), (44.11, 42.39)], [(44.12, 41.98), (44.67, 43.03)]),  # Tskhinvali; Gori
    "abkhazia": ([(41.02, 43.00), (40.33, 43.16), (40.7, 42.95)], [(41.87, 42.51), (39.73, 43.59)]),  # and the sea
    "transnistria": ([(29.63, 46.84), (29.48, 46.82), (29.00, 47.76)], [(28.86, 47.01), (30.72, 46.48)]),  # Bender in
    "nagorno-karabakh": ([(46.75, 39.82), (46.75, 39.76)], [(46.41, 39.64), (46.95, 40.35)]),  # Lachin out
    "aksai-chin": ([(79.2, 35.2), (79.8, 35.0)], [(77.58, 34.16), (80.4, 36.2)]),  # Leh out
    "shaksgam": ([(76.7, 36.0)], [(75.5, 35.3), (77.2, 36.9)]),
    "halaib-triangle": ([(36.65, 22.22), (35.59, 23.07)], [(35.5, 23.35), (35.5, 21.9)]),  # Halaib, Shalateen
    "ilemi-triangle": ([(35.1, 4.8)], [(35.6, 3.12), (35.1, 5.2)]),  # Lodwar out
    "northern-cyprus": ([(33.36, 35.34), (33.3, 35.45), (33.95, 35.2)], [(33.36, 35.1), (32.5, 35.05), (34.1, 34.95)]),
    "somaliland": ([(44.06, 9.56), (45.0, 10.6)], [(43.15, 11.59), (49.2, 11.4)]),  # Hargeisa and its sea
    "kherson": ([(32.6, 46.64), (32.5, 45.95), (35.1, 46.2)], [(33.5, 45.95), (30.72, 46.48)]),
    "donetsk": ([(37.8, 48.0), (37.55, 47.1), (37.8, 46.95)], [(39.3, 48.57), (38.9, 47.2)]),  # Mariupol, Taganrog
    "gulf-of-sidra": ([(18.5, 31.8), (18.0, 32.4)], [(18.5, 32.7), (18.5, 30.2), (20.07, 32.1)]),  # Benghazi out
    "peru-200-miles": ([(-78.5, -12.5), (-80.0, -14.0)], [(-77.2, -12.05), (-77.3, -12.1), (-85.0, -12.0)]),
    "bir-tawil": ([(33.7, 21.87)], [(33.7, 22.1), (35.0, 21.9)]),
    "spratly-islands": ([(114.28, 11.05), (112.89, 9.55), (113.83, 7.37)], [(118.74, 9.74), (111.9, 16.4)]),
    "kalayaan": ([(114.28, 11.05)], [(111.92, 8.65), (113.83, 7.37)]),
    "southern-spratlys": ([(113.83, 7.37), (112.92, 7.87)], [(114.28, 11.05), (115.24, 7.5)]),
    "scarborough-shoal": ([(117.76, 15.15), (117.6, 15.1)], [(119.9, 15.2)]),
    "abu-musa": ([(55.03, 25.87), (55.30, 26.26), (55.15, 26.24)], [(55.9, 26.7), (54.53, 25.91)]),  # Qeshm, Sirri out
    "essequibo": ([(-59.5, 6.5), (-59.8, 8.36), (-59.2, 8.05)], [(-58.16, 6.80)]),  # Georgetown out, the sea in
    "chagos": ([(72.41, -7.31)], [(73.5, 4.2)]),
    "south-georgia": ([(-36.5, -54.28)], [(-57.85, -51.7)]),
}


@cache
def view(name: str) -> Atlas:
    return Atlas(name)


@pytest.mark.parametrize("key", sorted(IN_AND_OUT))
def test_an_area_holds_its_towns_and_not_its_neighbours(key: str) -> None:
    polygon = disputed_polygon(key)
    inside, outside = IN_AND_OUT[key]
    assert polygon.is_valid
    assert [p for p in inside if not polygon.covers(shapely.Point(p))] == []
    assert [p for p in outside if polygon.covers(shapely.Point(p))] == []


@pytest.mark.parametrize(("key", "lon", "lat", "holders"), [
    ("aksai-chin", 79.2, 35.2, {"de_facto": "CHN", "IND": "IND", "CHN": "CHN"}),
    ("halaib-triangle", 36.3, 22.3, {"de_facto": "EGY", "SDN": "SDN"}),
    ("ilemi-triangle", 35.1, 4.8, {"de_facto": "KEN", "SSD": "SSD"}),
    ("south-ossetia", 43.97, 42.23, {"de_facto": "GEO", "recognised": "GEO"}),
    ("abu-musa", 55.03, 25.87, {"de_facto": "IRN", "ARE": "ARE"}),
    ("kalayaan", 114.28, 11.05, {"PHL": "PHL", "CHN": "CHN", "VNM": "VNM"}),
    ("southern-spratlys", 113.83, 7.37, {"MYS": "MYS", "CHN": "CHN"}),
    ("scarborough-shoal", 117.6, 15.1, {"de_facto": "CHN", "PHL": "PHL", "TWN": "TWN"}),
    ("peru-200-miles", -78.5, -12.5, {"PER": "PER"}),
    ("gulf-of-sidra", 18.5, 31.8, {"LBY": "LBY"}),
    ("chagos", 72.41, -7.31, {"de_facto": "IOT", "recognised": "MUS", "MUS": "MUS"}),
])
def test_a_view_gives_the_area_to_its_holder(key: str, lon: float, lat: float, holders: dict[str, str]) -> None:
    for name, state in holders.items():
        found = view(name).locate(lon, lat)
        assert [h.state for h in found.airspaces] == [state], name
        assert key in {a.key for a in found.disputed}, name


@pytest.mark.parametrize(("lon", "lat"), [(114.4, 10.9), (112.9, 7.9), (33.7, 21.87), (18.5, 31.8), (-78.5, -12.5)])
def test_what_nobody_is_said_to_hold_is_named_and_left_to_nobody(lon: float, lat: float) -> None:
    found = view("de_facto").locate(lon, lat)
    assert found.airspaces == ()
    assert found.disputed


def test_no_area_is_held_by_a_state_that_the_atlas_does_not_know() -> None:
    states = set(view("de_facto").states)
    for area in disputed_areas():
        assert {s for s in (area.de_facto, *area.claimed_by, area.recognised) if s} <= states, area.key
        assert area.administered_by, area.key
        assert area.source, area.key


@pytest.mark.parametrize(("lon", "lat", "views"), [
    (35.75, 33.0, {"USA": "ISR", "ISR": "ISR", "TUR": "SYR", "FRA": "SYR"}),  # the Golan; neither's on French maps
    (34.1, 44.95, {"RUS": "RUS", "IND": "UKR", "USA": "UKR"}),  # Simferopol
    (21.0, 42.5, {"USA": "XKX", "ESP": "SRB", "GBR": "XKX", "BRA": "SRB"}),  # Kosovo
    (121.0, 24.0, {"USA": "TWN", "IDN": "CHN"}),
    (74.8, 34.08, {"TUR": "PAK", "USA": "IND"}),  # Srinagar
    (74.3, 35.92, {"RUS": "IND", "USA": "PAK"}),  # Gilgit
    (79.2, 35.2, {"USA": "CHN", "IND": "IND"}),
    (-13.2, 26.0, {"FRA": "MAR", "DEU": "ESH"}),
    (43.97, 42.23, {"RUS": None, "USA": "GEO"}),  # a country for Russia, which the atlas does not hold
    (33.5, 35.3, {"TUR": None, "GRC": "CYP"}),
])
def test_a_states_own_maps_decide_its_view(lon: float, lat: float, views: dict[str, str | None]) -> None:
    for name, state in views.items():
        found = view(name).locate(lon, lat)
        assert [h.state for h in found.airspaces] == ([state] if state else []), name
        assert found.disputed, name


def test_a_state_without_maps_in_the_data_holds_with_the_united_nations_or_with_the_facts() -> None:
    by_key = {a.key: a for a in disputed_areas()}
    assert by_key["golan-heights"].holder("IRN") == "SYR"
    assert by_key["aksai-chin"].holder("JPN") == "CHN"
    assert by_key["dokdo"].holder("IRN") == "KOR"
    assert by_key["dokdo"].holder("JPN") == "JPN"
    assert by_key["golan-heights"].holder("SYR") == "SYR"


def test_the_table_of_views_names_areas_and_states_that_there_are() -> None:
    states = set(view("de_facto").states)
    areas = {a.key for a in disputed_areas()}
    with (data_dir("boundaries") / "views.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({v for r in rows for v in r["views"].split()}) == 31
    for row in rows:
        assert row["key"] in areas
        assert row["holder"] in states | {NOBODY}
        assert set(row["views"].split()) <= states
    seen = [(r["key"], v) for r in rows for v in r["views"].split()]
    assert len(seen) == len(set(seen)), "a state shows an area in two ways"


def test_the_high_seas_of_the_aegean_are_in_no_state() -> None:
    atlas = view("de_facto")
    assert atlas.locate(25.29, 38.78).airspaces == ()  # sixteen miles from any shore; the source has no hole there
    assert [h.state for h in atlas.locate(25.4, 36.4).airspaces] == ["GRC"]  # off Santorini
    share = area_km2(atlas.airspace("GRC")) / area_km2(atlas.land("GRC"))
    assert 1.5 < share < 2.0, "land of 132,000 km² and about 100,000 of territorial sea"


def test_greece_alone_sees_ten_miles_of_its_airspace() -> None:
    lon, lat = 23.40, 35.35  # between six and ten miles west of Crete
    assert view("de_facto").locate(lon, lat).airspaces == ()
    assert "greek-airspace" in {a.key for a in view("de_facto").locate(lon, lat).disputed}
    assert [h.state for h in view("GRC").locate(lon, lat).airspaces] == ["GRC"]
    assert view("TUR").locate(lon, lat).airspaces == ()
    assert not disputed_polygon("greek-airspace").intersects(view("de_facto").land("TUR"))
