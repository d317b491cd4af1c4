"""Quantities: every unit in digits and words, hedges as bounds, and what the words around them mean."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airmap.mentions.measures import find_measures, measures_in


@pytest.mark.parametrize(
    ("text", "value", "unit", "si"),
    [
        ("a mile", 1, "mile", 1609.344),
        ("half a mile", 0.5, "mile", 804.672),
        ("one and a half nautical miles", 1.5, "nautical mile", 2778.0),
        ("four-and-a-half hours", 4.5, "h", 16200.0),
        ("12 NM", 12, "nautical mile", 22224.0),
        ("12-nautical-mile", 12, "nautical mile", 22224.0),
        ("1,200 metres", 1200, "m", 1200.0),
        ("1,5 km", 1.5, "km", 1500.0),
        ("1.36 miles", 1.36, "mile", 2188.70784),
        ("60,000 feet", 60000, "ft", 18288.0),
        ("300 yards", 300, "yd", 274.32),
        ("twenty-five kilometres", 25, "km", 25000.0),
        ("two hundred metres", 200, "m", 200.0),
        ("3 thousand feet", 3000, "ft", 914.4),
        ("17 seconds", 17, "s", 17.0),
        ("twelve minutes", 12, "min", 720.0),
        ("3½ miles", 3.5, "mile", 5632.704),
        ("700 km/h", 700, "km/h", 194.4444444),
        ("450 knots", 450, "kn", 231.5),
        ("FL350", 350, "flight level", 10668.0),
        ("Mach 2", 2, "mach", 680.588),
        ("three to four miles", 3.5, "mile", 5632.704),
        ("5-6 km", 5.5, "km", 5500.0),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str, si: float) -> None:
    (found,) = measures_in(f"It was {text}, they said.")
    assert (found.value, found.unit) == (value, unit)
    assert found.value_si == pytest.approx(si)
    assert text in found.span.quote or found.span.quote in text


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("up to 5 km", 0, 5000),
        ("less than three minutes", 0, 180),
        ("more than 3 km", 3000, math.inf),
        ("at least 10 metres", 10, math.inf),
        ("about 20 km", 15000, 25000),
        ("between 4 and 5 km", 4000, 5000),
        ("several kilometres", 3000, 9000),
        ("a few miles", 2 * 1609.344, 5 * 1609.344),
        ("2 km", 2000, 2000),
    ],
)
def test_hedges_are_bounds(text: str, low: float, high: float) -> None:
    (found,) = measures_in(text)
    assert (found.lower_si, found.upper_si) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The jet penetrated its airspace by two miles.", "depth"),
        ("It flew 3 km into the country.", "depth"),
        ("The drone came down 40 km inside Latvia.", "depth"),
        ("It crossed half a mile over the border.", "depth"),
        ("The wreck lies six nautical miles off the coast.", "from_coast"),
        ("It circled 12 miles from the Danish shore.", "from_coast"),
        ("The bomber came within 30 feet of the patrol plane.", "separation"),
        ("The two jets were 15 metres apart.", "separation"),
        ("It exploded five kilometres from the border with Chad.", "from_border"),
        ("It was seen 80 km north of Tromsø.", "from_place"),
        ("It was seen 1,000 miles from Paris.", "from_place"),
        ("The glider flew on for 20 km before it landed.", "travelled"),
        ("It drifted at an altitude of 18 km.", "altitude"),
        ("It passed 200 metres above the sea.", "altitude"),
        ("It stayed for 17 seconds.", "duration"),
        ("The two-minute violation was noticed.", "duration"),
        ("Ten minutes later it was gone.", "other"),
        ("The missile has a range of 300 km.", "other"),
        ("It flew at 900 km/h.", "speed"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert [m.role for m in measures_in(text)] == [role]


def test_the_number_of_a_type_is_no_part_of_the_figure_after_it() -> None:
    (found,) = measures_in("met by a J-11 135 miles east of Hainan")
    assert (found.value, found.span.quote) == (135, "135 miles")
    (grouped,) = measures_in("they flew 11 135 km")
    assert grouped.value == 11135


@pytest.mark.parametrize(
    "text", ["at 3:40 p.m.", "a man", "$5 m", "Su-24", "B-52s", "20 miners", "one of them", "4 mi-24s"]
)
def test_what_is_no_quantity(text: str) -> None:
    assert [m for m in measures_in(text) if m.unit != "m"] == []
    assert "5 m" not in [m.span.quote for m in measures_in(text)]


def test_roles_stop_at_the_sentence() -> None:
    from airmap.parsing.language import analyse

    doc = analyse("The road is 20 km. The coast was closed.")
    assert [m.role for m in find_measures(doc)] == ["other"]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_offsets_point_at_the_quote_in_any_text(text: str) -> None:
    for measure in measures_in(text):
        assert text[measure.span.start : measure.span.end] == measure.span.quote
        assert measure.lower_si is not None


@given(st.integers(1, 9999), st.sampled_from(["km", "miles", "nautical miles", "feet", "yards", "metres"]))
def test_bounds_hold_the_value(number: int, unit: str) -> None:
    for hedge in ("", "about ", "up to ", "more than "):
        (found,) = measures_in(f"{hedge}{number} {unit}")
        assert found.value == number
        assert found.lower_si <= found.value_si <= found.upper_si  # type: ignore[operator]
