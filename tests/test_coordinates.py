"""Coordinates as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airmap.mentions.coordinates import find_coordinates


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("hit at 25°59'43\"N 57°02'25\"E, it said", 25.99528, 57.04028),
        ("25°59′43″N, 57°02′25″E", 25.99528, 57.04028),
        ("25°57’42”N and 56°50’22”E", 25.96167, 56.83944),
        ("57°02'25\"E 25°59'43\"N", 25.99528, 57.04028),
        ("35.9N 36.0E", 35.9, 36.0),
        ("N35.9 E36.0", 35.9, 36.0),
        ("35.9° S, 36.0° W", -35.9, -36.0),
        ("59 degrees 49 minutes north, 26 degrees 21 minutes east", 59.81667, 26.35),
        ("north latitude 25 degrees 59 minutes, east longitude 57 degrees 2 minutes", 25.98333, 57.03333),
        ("latitude 25.9953 north, longitude 57.0403 east", 25.9953, 57.0403),
        ("N 59° 49.2' E 26° 21.6'", 59.82, 26.36),
        ("5949N02621E", 59.81667, 26.35),
        ("594900N0262130E", 59.81667, 26.35833),
        ("40-38-23N 073-46-44W", 40.63972, -73.77889),
        ("near 35.8706, 36.0142 in the hills", 35.8706, 36.0142),
    ],
)
def test_a_pair_is_read_in_every_form(text, lat, lon):
    (found,) = find_coordinates(text)
    assert found.position.lat == pytest.approx(lat, abs=1e-5)
    assert found.position.lon == pytest.approx(lon, abs=1e-5)
    assert text[found.span.start : found.span.end] == found.span.quote


@pytest.mark.parametrize(
    "text",
    [
        "prices rose from 10.25, 12.30 percent",
        "95.5N 36.0E",
        "25°61'43\"N 57°02'25\"E",
        "flight N12 of 40 aircraft",
        "15 miles south of 40 east-bound trucks",
        "35.9 36.0",
        "Boeing 737-800 N 12 E",
    ],
)
def test_what_is_no_pair_is_left_alone(text):
    assert find_coordinates(text) == ()


def test_two_bare_numbers_count_only_where_they_are_asked_for():
    (found,) = find_coordinates("35.9 36.0", bare=True)
    assert found.position == (36.0, 35.9)


def test_two_sides_pairs_are_two():
    text = "One side says 25°59'43\"N 57°02'25\"E, the other 25°57'42\"N 56°50'22\"E."
    assert [round(c.position.lon, 2) for c in find_coordinates(text)] == [57.04, 56.84]


def test_the_last_digit_says_how_fine_the_figure_is():
    (coarse,), (fine,) = find_coordinates("35.9N 36.0E"), find_coordinates("25°59'43\"N 57°02'25\"E")
    assert coarse.resolution_deg == pytest.approx(0.1)
    assert fine.resolution_deg == pytest.approx(1 / 3600)


@given(
    st.integers(0, 89),
    st.integers(0, 59),
    st.integers(0, 59),
    st.integers(0, 179),
    st.integers(0, 59),
    st.integers(0, 59),
    st.sampled_from("NS"),
    st.sampled_from("EW"),
)
def test_what_is_written_in_degrees_minutes_and_seconds_is_read_back(a, b, c, d, e, f, northing, easting):
    (found,) = find_coordinates(f"{a}°{b:02}'{c:02}\"{northing}, {d:03}°{e:02}'{f:02}\"{easting}")
    assert abs(found.position.lat) == pytest.approx(a + b / 60 + c / 3600)
    assert abs(found.position.lon) == pytest.approx(d + e / 60 + f / 3600)
    assert (found.position.lat < 0) == (northing == "S" and (a, b, c) != (0, 0, 0))


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text):
    for found in find_coordinates(text, bare=True):
        assert -180 <= found.position.lon <= 180
        assert -90 <= found.position.lat <= 90


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("N35 54.5 E036 00.2", 35 + 54.5 / 60, 36 + 0.2 / 60),
        ("25 59 43 N 57 02 25 E", 25 + 59 / 60 + 43 / 3600, 57 + 2 / 60 + 25 / 3600),
        ("N 35° 54.500 E 036° 00.200", 35 + 54.5 / 60, 36 + 0.2 / 60),
        ("N5545 E03737", 55.75, 37 + 37 / 60),
        ("35 N 36 E", 35.0, 36.0),
        ("35.9 N 36.0 E", 35.9, 36.0),
    ],
)
def test_marks_may_be_left_out_where_hemispheres_stand(text, lat, lon):
    (found,) = find_coordinates(text)
    assert found.position == pytest.approx((lon, lat))
