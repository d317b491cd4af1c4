"""Claims held against the borders: what each check says, and when it says nothing."""

from dataclasses import replace

import pytest

from airmap.checks import check, speeds_of
from airmap.mentions.measures import measures_in
from airmap.mentions.phrase_names import names_in
from airmap.mentions.positions import with_stated_positions
from airmap.mentions.relations import find_relative_places
from airmap.pipeline import atlas_for
from airmap.records import Incident, Span
from airmap.regions.feasible import feasible_region


def checked(text, gazetteer, worldview="de_facto", distance_role="depth", **fields):
    """The checks of an incident as a sentence tells it, by name."""
    measures = measures_in(text)
    names = names_in(text, gazetteer, measures)
    lengths = [replace(m, role=distance_role) for m in measures if m.dimension == "length"]
    times = [replace(m, role="duration") for m in measures if m.dimension == "time"]
    incident = replace(
        Incident(
            type="violation",
            zone="national",
            toponyms=names,
            relative_places=find_relative_places(text, names, measures),
            evidence=(Span(0, len(text), text),),
            distance=lengths[0] if lengths else None,
            duration=times[0] if times else None,
        ),
        **fields,
    )
    (incident,) = with_stated_positions([incident], text, names)
    atlas = atlas_for(worldview)
    found = check(replace(incident, region=feasible_region(incident, atlas, gazetteer)), atlas)
    assert all(c.sentence.endswith(".") and "\n" not in c.sentence for c in found)
    return {name: [c for c in found if c.check == name] for name in {c.check for c in found}}


def test_a_mile_into_israel_is_possible_and_another_view_moves_the_line(gazetteer):
    found = checked("It penetrated the airspace by one mile.", gazetteer, airspace="ISR", origin="SYR")
    (depth,) = found["depth_fits_airspace"]
    assert (depth.verdict, depth.worldview_sensitive) == ("consistent", True)
    assert "1.6 km (0.9 NM)" in depth.sentence
    assert "border with Syria" in depth.sentence
    (view,) = found["worldview"]
    assert view.sentence.startswith(
        "Under the recognised view this line runs elsewhere (Golan Heights, administered by"
    )
    assert view.worldview_sensitive


def test_seen_from_the_recognised_view_the_de_facto_one_differs(gazetteer):
    found = checked("It went one mile deep.", gazetteer, worldview="recognised", airspace="SYR", origin="ISR")
    assert "Under the de facto view" in found["worldview"][0].sentence


def test_a_border_that_nobody_disputes_has_no_note(gazetteer):
    assert "worldview" not in checked("It went two kilometres deep.", gazetteer, airspace="FIN", origin="RUS")


@pytest.mark.parametrize(("depth", "verdict"), [("3 km", "consistent"), ("900 km", "contradicted")])
def test_no_state_is_deeper_than_it_is(depth, verdict, gazetteer):
    found = checked(f"It went {depth} deep.", gazetteer, airspace="EST", origin="RUS")
    assert found["depth_fits_airspace"][0].verdict == verdict


def test_from_an_unknown_border_an_airspace_is_as_deep_as_it_is_wide(gazetteer):
    possible = checked("It went 250 km deep.", gazetteer, airspace="POL")["depth_fits_airspace"][0]
    impossible = checked("It went 2,500 km deep.", gazetteer, airspace="POL")["depth_fits_airspace"][0]
    assert (possible.verdict, impossible.verdict) == ("consistent", "contradicted")
    assert "across" in impossible.sentence


def test_each_sides_position_is_judged_by_itself(gazetteer):
    text = "Iran put the drone at 25°59'43\"N 57°02'25\"E, the United States at 25°57'42\"N 56°50'22\"E."
    inside, outside = checked(text, gazetteer, type="shootdown", airspace="IRN")["coordinates_in_airspace"]
    assert inside.verdict == "consistent"
    assert inside.figures["depth_m"] == pytest.approx(8_090, abs=100)
    assert outside.verdict == "contradicted"
    assert outside.figures["depth_m"] == pytest.approx(-12_360, abs=100)
    assert "as Iran puts it" in inside.sentence
    assert "as the United States puts it" in outside.sentence
    assert "outside Iran's airspace" in outside.sentence


def test_a_position_of_no_claimed_entry_says_where_it_is(gazetteer):
    (found,) = checked("They met at 25°57'42\"N 56°50'22\"E.", gazetteer, zone="international", type="near_miss")[
        "coordinates_in_airspace"
    ]
    assert found.verdict == "undetermined"
    assert "the nearest" in found.sentence


@pytest.mark.parametrize(
    ("aircraft", "text", "role", "verdict"),
    [
        ("Su-24", "It flew 2.19 km in 17 seconds.", "travelled", "consistent"),
        ("Su-24", "It flew 40 km in 17 seconds.", "travelled", "contradicted"),
        ("Su-24", "It flew 1 km in 10 minutes.", "travelled", "contradicted"),
        ("Su-24", "It went 1 km deep for 10 minutes.", "depth", "undetermined"),
        ("Mi-17 helicopter", "It went 4 km deep for 2 minutes.", "depth", "consistent"),
        ("Mi-17 helicopter", "It went 40 km deep for 2 minutes.", "depth", "contradicted"),
    ],
)
def test_a_distance_over_a_time_is_a_speed_that_the_type_can_fly(aircraft, text, role, verdict, gazetteer):
    found = checked(text, gazetteer, distance_role=role, aircraft=aircraft, airspace="TUR", origin="SYR")
    (speed,) = found["speed_plausible"]
    assert speed.verdict == verdict
    assert "km/h" in speed.sentence
    assert "kn)" in speed.sentence


def test_no_known_type_no_speed(gazetteer):
    assert "speed_plausible" not in checked("It went 4 km deep for 2 minutes.", gazetteer, airspace="TUR", origin="SYR")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Russian Su-24M bomber", "Sukhoi Su-24"),
        ("MiG-31s", "Mikoyan MiG-31"),
        ("F-16", "General Dynamics F-16 Fighting"),
        ("surveillance drone", "Drone"),
        ("RQ-4A Global Hawk drone", "Northrop Grumman RQ-4"),
        ("helicopter", "Helicopter"),
        ("An-26", "Antonov transport"),
        ("warplanes", "Jet aircraft"),
        ("planes", "Aircraft"),
    ],
)
def test_a_type_is_known_by_its_designation_before_its_kind(words, name):
    assert speeds_of(words).name.startswith(name[:20])


def test_every_speed_has_a_source_and_slow_is_slower_than_fast():
    from airmap.checks import _speeds

    assert len(_speeds()) > 60
    assert all(s.source and s.slowest_km_h < s.fastest_km_h for s in _speeds())


def test_a_place_is_on_the_side_that_the_story_says(gazetteer):
    (found,) = checked("It circled over Białowieża.", gazetteer, airspace="POL")["place_on_side"]
    assert found.verdict == "consistent"


def test_a_place_over_the_border_contradicts_the_story(gazetteer):
    (found,) = checked("It circled over Brest.", gazetteer, airspace="POL")["place_on_side"]
    assert found.verdict == "contradicted"
    assert "in Belarus's" in found.sentence


def test_a_capital_that_spoke_is_no_place_of_the_incident(gazetteer):
    assert "place_on_side" not in checked("Officials in Tallinn said so.", gazetteer, airspace="EST")


def test_a_zone_is_no_airspace(gazetteer):
    (found,) = checked("Jets entered the zone.", gazetteer, type="adiz_entry", zone="adiz", airspace="TWN")[
        "adiz_is_not_airspace"
    ]
    assert "no violation" in found.sentence
    assert 0 < found.figures["share_of_zone_in_airspace"] < 0.5


def test_nothing_claimed_is_nothing_checked(gazetteer):
    assert checked("It entered.", gazetteer, airspace="EST") == {}
