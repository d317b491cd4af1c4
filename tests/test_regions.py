"""Feasible regions of incidents, each phrase a constraint."""

import time
from dataclasses import replace

import numpy as np
import pytest
import shapely

from airmap.geometry import geodesy, shape_memory
from airmap.geometry.windows import near_lines, widest
from airmap.mentions.measures import measures_in
from airmap.mentions.phrase_names import names_in
from airmap.mentions.positions import with_stated_positions
from airmap.mentions.relations import find_relative_places
from airmap.records import Constraint, Incident, Span
from airmap.regions.feasible import crossed_border, feasible_region
from airmap.regions.relative import intersect


def told(text, gazetteer, *, depth=None, **fields):
    """An incident as a sentence tells it: its names, relations and, where ``depth`` quotes one, its depth."""
    measures = measures_in(text)
    names = names_in(text, gazetteer, measures)
    distance = next((replace(m, role="depth") for m in measures if depth and m.span.quote == depth), None)
    assert depth is None or distance is not None
    incident = Incident(
        type="violation",
        zone="national",
        toponyms=names,
        distance=distance,
        relative_places=find_relative_places(text, names, measures),
        evidence=(Span(0, len(text), text),),
    )
    return replace(incident, **fields)


def kinds(region):
    return [c.kind for c in region.constraints]


def holds(region, lon, lat):
    return bool(shapely.intersects_xy(region.geometry, lon, lat))


def test_a_depth_from_a_known_side_is_the_strip_along_that_border(atlas, gazetteer):
    incident = told(
        "A jet strayed one mile into the airspace.", gazetteer, depth="one mile", airspace="ISR", origin="SYR"
    )
    region = feasible_region(incident, atlas, gazetteer)
    corners = shapely.get_coordinates(region.geometry)
    assert kinds(region) == ["airspace", "depth"]
    assert atlas.distance_to_border_m("ISR", "SYR", corners[:, 0], corners[:, 1]).max() < 1609.344 + 1
    assert 100 < region.area_km2 < 160
    assert region.border is not None
    assert region.constraints[1].quote == "one mile"


def test_a_depth_from_an_unknown_side_is_the_strip_along_the_whole_limit(atlas, gazetteer):
    known = told("It flew 2 km deep.", gazetteer, depth="2 km", airspace="EST", origin="RUS")
    unknown = replace(known, origin=None)
    narrow, wide = (feasible_region(i, atlas, gazetteer) for i in (known, unknown))
    assert wide.area_km2 > 2 * narrow.area_km2
    depths = atlas.depth_m("EST", *shapely.get_coordinates(wide.geometry)[::20].T)
    assert depths.max() < 2_001


def test_an_origin_alone_is_soft_and_near_that_border(atlas, gazetteer):
    incident = told("A helicopter came from there.", gazetteer, airspace="POL", origin="BLR")
    region = feasible_region(incident, atlas, gazetteer)
    (soft,) = (c for c in region.constraints if not c.hard)
    assert soft.kind == "origin_side"
    assert holds(region, 23.6, 52.75)
    assert not holds(region, 19.0, 52.0)


def test_what_flies_by_itself_may_have_flown_on(atlas, gazetteer):
    crewed = told("It came from there.", gazetteer, airspace="POL", origin="BLR")
    drone = replace(crewed, type="drone_incursion")
    areas = [feasible_region(i, atlas, gazetteer).area_km2 for i in (crewed, drone)]
    assert areas[0] < areas[1]


def test_shot_down_in_the_neighbour_is_near_the_border_with_it(atlas, gazetteer):
    incident = told("The bomber was shot down in Syria.", gazetteer, type="shootdown", airspace="TUR")
    region = feasible_region(incident, atlas, gazetteer)
    assert kinds(region) == ["airspace", "beside_state"]
    assert holds(region, 36.1, 35.95)
    assert not holds(region, 28.98, 41.0), "Istanbul is far from Syria"


def test_near_a_town_is_near_it_and_on_the_side_entered(atlas, gazetteer):
    incident = told("Helicopters were seen near Białowieża.", gazetteer, airspace="POL")
    region = feasible_region(incident, atlas, gazetteer)
    assert "near" in kinds(region)
    assert region.radius_m < 40_000
    assert geodesy.area_km2(geodesy.intersection(region.geometry, atlas.airspace("BLR"))) < 0.1


def test_a_place_elsewhere_is_where_somebody_spoke(atlas, gazetteer):
    incident = told("Officials in Brussels said that it had entered.", gazetteer, airspace="EST")
    region = feasible_region(incident, atlas, gazetteer)
    assert kinds(region) == ["airspace"]
    assert "all of it" in region.constraints[0].label
    assert not region.dropped


def test_a_capital_speaks_unless_something_is_over_it(atlas, gazetteer):
    spoken = told("The ministry in Tallinn said so.", gazetteer, airspace="EST")
    flown = told("Drones flew over Tallinn.", gazetteer, airspace="EST")
    assert kinds(feasible_region(spoken, atlas, gazetteer)) == ["airspace"]
    assert "over" in kinds(feasible_region(flown, atlas, gazetteer))


def test_the_base_of_the_interceptors_is_not_where_they_met(atlas, gazetteer):
    text = "Fighters based at RAF Lossiemouth met them over the North Sea."
    region = feasible_region(told(text, gazetteer, type="interception", zone=None), atlas, gazetteer)
    assert "at" not in kinds(region)
    assert holds(region, 3.0, 56.0)


def test_tensions_between_states_are_no_place(atlas, gazetteer):
    incident = told("It followed tensions between Turkey and Russia.", gazetteer, airspace="TUR")
    assert kinds(feasible_region(incident, atlas, gazetteer)) == ["airspace"]


def test_places_apart_are_alternatives(atlas, gazetteer):
    incident = told("Wrecks were found near Suwałki and near Lublin.", gazetteer, airspace="POL")
    region = feasible_region(incident, atlas, gazetteer)
    assert holds(region, 22.93, 54.10)
    assert holds(region, 22.57, 51.25)
    assert not region.conflict


def test_two_sides_positions_are_alternatives_and_the_airspace_keeps_the_one_inside(atlas, gazetteer):
    text = "Iran put it at 25°59'43\"N 57°02'25\"E, the United States at 25°57'42\"N 56°50'22\"E."
    first = told("Iran shot down a drone in Iranian airspace.", gazetteer, type="shootdown", airspace="IRN")
    (incident,) = with_stated_positions([first], text, names_in(text, gazetteer))
    assert [r.claimed_by for r in incident.relative_places if r.relation == "coordinates"] == ["Iran", "United States"]
    region = feasible_region(incident, atlas, gazetteer)
    assert holds(region, 57.0403, 25.9953)
    assert not holds(region, 56.8394, 25.9617)


def test_a_zone_is_a_zone_and_its_named_side_the_half_of_it(atlas, gazetteer):
    whole = told("Jets entered the zone.", gazetteer, type="adiz_entry", zone="adiz", airspace="TWN")
    half = replace(whole, direction="southwest")
    wide, narrow = (feasible_region(i, atlas, gazetteer) for i in (whole, half))
    assert kinds(wide) == ["adiz"]
    assert 0.2 < narrow.area_km2 / wide.area_km2 < 0.8
    assert narrow.point.lat < wide.point.lat


def test_international_airspace_is_nobodys(atlas, gazetteer):
    incident = told("They met over the Baltic Sea.", gazetteer, type="interception", zone="international")
    region = feasible_region(incident, atlas, gazetteer)
    assert "international_airspace" in kinds(region)
    for state in ("SWE", "POL", "EST"):
        share = geodesy.area_km2(geodesy.intersection(region.geometry, atlas.airspace(state))) / region.area_km2
        assert share < 0.005


def test_an_approach_is_outside_and_within_reach(atlas, gazetteer):
    incident = told("It came close.", gazetteer, type="approach", zone="international", near="EST")
    region = feasible_region(incident, atlas, gazetteer)
    assert geodesy.area_km2(geodesy.intersection(region.geometry, atlas.airspace("EST"))) < 1
    assert region.area_km2 > 1_000


def test_the_border_of_a_neighbour_is_the_line_with_it_on_the_side_entered(atlas, gazetteer):
    incident = told("It fell six kilometres from the Ukrainian border.", gazetteer, airspace="POL")
    region = feasible_region(incident, atlas, gazetteer)
    assert holds(region, 23.93, 50.47), "Przewodów"
    corners = shapely.get_coordinates(region.geometry)
    metres = atlas.distance_to_border_m("POL", "UKR", corners[:, 0], corners[:, 1])
    assert metres.min() > 4_500
    assert metres.max() < 7_600


def test_hard_words_that_exclude_each_other_are_named_and_the_airspace_stays(atlas, gazetteer):
    incident = told("It was 20 km north of Latakia.", gazetteer, airspace="EST")
    region = feasible_region(incident, atlas, gazetteer)
    assert "20 km north of Latakia" in region.conflict
    assert kinds(region) == ["airspace"]


def test_a_sea_narrows_the_airspace_beside_it(atlas, gazetteer):
    region = feasible_region(told("It violated Russian airspace in the Barents Sea.", gazetteer, airspace="RUS"),
                             atlas, gazetteer)
    assert kinds(region) == ["airspace", "in"]
    assert holds(region, 33.0, 69.6)
    assert not holds(region, 37.6, 55.7)


def test_a_depth_in_a_province_is_in_the_province(atlas, gazetteer):
    text = "A helicopter strayed two kilometres into the Hatay province."
    region = feasible_region(told(text, gazetteer, depth="two kilometres", airspace="TUR", origin="SYR"),
                             atlas, gazetteer)
    assert kinds(region)[:3] == ["airspace", "depth", "in"]
    assert not holds(region, 41.2, 37.07)


def test_north_of_an_island_may_be_over_its_own_sea(atlas, gazetteer):
    region = feasible_region(told("A drone flew northwest of Okinawa.", gazetteer, airspace="JPN"), atlas, gazetteer)
    assert holds(region, 127.7, 26.6)
    assert 1_000 < region.area_km2 < 30_000


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        ("over the southern part of the country", (35.4, 33.2), (36.1, 34.5)),
        ("in the country's north", (36.1, 34.5), (35.4, 33.2)),
        ("over its southern provinces", (35.4, 33.2), (36.1, 34.5)),
    ],
)
def test_a_part_of_the_country_is_that_half_of_its_airspace(words, inside, outside, atlas, gazetteer):
    region = feasible_region(told(f"Jets flew {words}.", gazetteer, airspace="LBN"), atlas, gazetteer)
    assert kinds(region) == ["airspace", "direction"]
    assert holds(region, *inside)
    assert not holds(region, *outside)


@pytest.mark.parametrize("words", ["A MiG of the Northern Fleet met it", "It came over its southern border"])
def test_a_direction_in_another_thing_parts_no_area(words, atlas, gazetteer):
    place = {"near": "NOR"} if "Fleet" in words else {"airspace": "NOR"}
    region = feasible_region(told(f"{words}.", gazetteer, **place), atlas, gazetteer)
    assert "direction" not in kinds(region)


def test_the_closed_zone_over_a_capital_is_the_capital_s(atlas, gazetteer):
    text = "A light aircraft flew over Washington."
    anywhere = feasible_region(told(text, gazetteer, airspace="USA"), atlas, gazetteer)
    closed = feasible_region(told(text, gazetteer, airspace="USA", zone="restricted"), atlas, gazetteer)
    assert holds(closed, -77.03, 38.9)
    assert not holds(anywhere, -77.03, 38.9)


def test_a_part_of_the_world_that_is_a_box_narrows_nothing(atlas, gazetteer):
    assert feasible_region(told("It flew over Eastern Europe.", gazetteer), atlas, gazetteer) is None
    assert feasible_region(told("It flew over Donbas.", gazetteer), atlas, gazetteer) is not None


def test_a_former_state_is_the_states_in_its_place(atlas, gazetteer):
    region = feasible_region(told("It entered.", gazetteer, airspace="SUN"), atlas, gazetteer)
    assert holds(region, 37.6, 55.75)
    assert holds(region, 44.5, 40.2)


def test_a_part_of_a_former_state_is_that_part(atlas, gazetteer):
    text = "It strayed over Soviet Armenia."
    region = feasible_region(told(text, gazetteer, airspace="SUN"), atlas, gazetteer)
    assert holds(region, 44.5, 40.2)
    assert not holds(region, 37.6, 55.75)


def test_a_side_of_the_border_is_that_side(atlas, gazetteer):
    text = "It was seen along the country's eastern border area."
    region = feasible_region(told(text, gazetteer, airspace="UGA"), atlas, gazetteer)
    assert kinds(region) == ["airspace", "along_border"]
    assert holds(region, 34.0, 0.5)
    assert not holds(region, 29.75, 0.5)


def test_the_northern_border_with_a_neighbour_is_all_of_it(atlas, gazetteer):
    plain = feasible_region(told("It was near the border with Lebanon.", gazetteer, airspace="ISR"), atlas, gazetteer)
    flank = feasible_region(
        told("It was near the northern border with Lebanon.", gazetteer, airspace="ISR"), atlas, gazetteer)
    assert flank.area_km2 == pytest.approx(plain.area_km2, rel=0.01)


@pytest.mark.parametrize("text", ["An entry by Hungary was seen.", "It was downed by Border Security Force."])
def test_who_did_it_is_no_place(text, atlas, gazetteer):
    assert kinds(feasible_region(told(text, gazetteer, airspace="SVN"), atlas, gazetteer)) == ["airspace"]


def test_a_named_place_outweighs_the_line_that_was_inferred(atlas, gazetteer):
    text = "It entered the airspace over Rønne and then flew into Swedish airspace."
    region = feasible_region(told(text, gazetteer, airspace="DNK"), atlas, gazetteer)
    assert holds(region, 14.7, 55.1)


@pytest.mark.parametrize(("east", "dropped"), [(13.985, ["near B"]), (13.9, [])])
def test_what_hardly_touches_gives_way(east, dropped):
    boxes = shapely.box(13.0, 47.0, 14.0, 48.0), shapely.box(east, 47.9, 15.0, 49.0)
    said = [Constraint("near", False, quote, box) for quote, box in zip(("near A", "near B"), boxes, strict=True)]
    assert [c.quote for c in intersect(said).dropped] == dropped


def test_a_capital_that_was_entered_is_where_it_was(atlas, gazetteer):
    text = "Drones entered Pyongyang."
    goal = {"airspace": Span(7, 24, "entered Pyongyang")}
    region = feasible_region(told(text, gazetteer, airspace="PRK", phrases=goal), atlas, gazetteer)
    assert region.area_km2 < 5_000
    said = {"airspace": Span(7, 24, "reported Pyongyang")}
    whole = feasible_region(told(text, gazetteer, airspace="PRK", phrases=said), atlas, gazetteer)
    assert whole.area_km2 > 100_000


def test_off_an_unknown_islet_is_off_the_land_that_is_named_beside_it(atlas, gazetteer):
    text = "It came within 40 miles of Nulliak Islet along Alaska's chain."
    (measure,) = measures_in(text)
    far = replace(measure, role="from_coast")
    incident = replace(told(text, gazetteer, zone=None, near="USA"), distance=far, relative_places=())
    region = feasible_region(incident, atlas, gazetteer)
    assert [c.label for c in region.constraints if c.kind == "off_coast"] == ["off coast Alaska (USA)"]
    assert not holds(region, -75.0, 36.0)
    assert region.area_km2 > 100_000


def test_airliners_meet_at_airports(atlas, gazetteer):
    text = "Two airliners nearly met at Denver International Airport."
    region = feasible_region(told(text, gazetteer, type="near_miss", zone=None), atlas, gazetteer)
    assert holds(region, -104.67, 39.86)


def test_nothing_said_is_no_region(atlas, gazetteer):
    assert feasible_region(told("It flew.", gazetteer), atlas, gazetteer) is None


def test_a_giant_is_drawn_with_few_corners_and_keeps_its_area(atlas, gazetteer):
    region = feasible_region(told("It entered.", gazetteer, airspace="CAN"), atlas, gazetteer)
    assert shapely.get_num_coordinates(region.geometry) < 60_000
    assert region.geometry.is_valid
    assert geodesy.area_km2(region.geometry) == pytest.approx(region.area_km2, rel=0.01)


@pytest.mark.parametrize("state", ["FJI", "RUS", "ATA", "NZL", "KIR"])
def test_a_state_across_the_antimeridian_or_the_pole_has_a_region_on_the_map(state, atlas, gazetteer):
    region = feasible_region(told("It went 5 km deep.", gazetteer, depth="5 km", airspace=state), atlas, gazetteer)
    west, south, east, north = region.geometry.bounds
    assert region.geometry.is_valid
    assert (west, east) == pytest.approx((np.clip(west, -180, 180), np.clip(east, -180, 180)))
    assert south >= -90
    assert north <= 90
    assert shapely.intersects_xy(region.geometry, *region.point)


def test_the_border_crossed_is_the_shared_one_or_all_of_it(atlas):
    with_origin = Incident(type="violation", airspace="ISR", origin="SYR")
    far_origin = replace(with_origin, origin="NOR")
    assert crossed_border(with_origin, atlas).length < crossed_border(far_origin, atlas).length
    assert crossed_border(Incident(type="adiz_entry", airspace="TWN", zone="adiz"), atlas) is None


def test_a_long_line_is_cut_once_for_areas_that_touch(atlas, monkeypatch):
    # An area off a coast has hundreds of parts; a copy of China's coast for each was more than a machine holds.
    line = atlas.outer_limit("CHN")
    boxes = [(117.0 + k / 50, 22.0, 117.05 + k / 50, 22.5) for k in range(200)]
    cut_by = []
    clip = geodesy.clip
    monkeypatch.setattr(geodesy, "clip", lambda shape, box: cut_by.append(box) or clip(shape, box))
    near = near_lines(line, boxes, 50_000.0)
    assert len(cut_by) == 1
    assert shapely.get_num_coordinates(near) < shapely.get_num_coordinates(line)
    whole = near_lines(line, [(117.0, 22.0, 121.03, 22.5)], 50_000.0)
    assert shapely.hausdorff_distance(near, whole) < 1e-9


def test_a_depth_of_a_thousand_miles_is_drawn_in_seconds_and_holds_what_is_that_deep(
    atlas, gazetteer, empty_cache, monkeypatch
):
    monkeypatch.setattr(shape_memory, "_SHAPES", shape_memory.Recent(2_000_000, shape_memory.corners))
    incident = told(
        "The intruder was hit over Krasnoyarsk, 1,500 miles inside the Soviet Union.",
        gazetteer,
        depth="1,500 miles",
        airspace="SUN",
        type="shootdown",
    )
    begun = time.process_time()
    region = feasible_region(incident, atlas, gazetteer)
    assert time.process_time() - begun < 15
    assert "depth" in kinds(region)
    assert holds(region, 92.87, 56.01)


def test_a_depth_is_part_of_the_airspace_that_it_was_cut_from(atlas, gazetteer):
    incident = told("A drone flew 30 km into Poland.", gazetteer, depth="30 km", airspace="POL", origin="BLR")
    region = feasible_region(incident, atlas, gazetteer)
    depth = next(c for c in region.constraints if c.kind == "depth")
    again = geodesy.intersection(atlas.airspace("POL"), depth.geometry)
    assert region.area_km2 == pytest.approx(geodesy.area_km2(again), rel=1e-9)


def test_an_approach_to_a_coast_of_islets_is_read_from_its_widest_boxes_alone():
    islets = [(x, 0.0, x + 0.1, 0.1) for x in np.linspace(0, 0.9, 10)]
    whole = (-1.0, -1.0, 2.0, 2.0)
    assert widest([*islets, whole, (5.0, 5.0, 6.0, 6.0), whole]) == [whole, (5.0, 5.0, 6.0, 6.0)]
    assert widest(islets) == islets


@pytest.mark.parametrize(("words", "kept"), [
    ("Canada scrambled two jets from Cold Lake to meet a bomber off Alaska.", []),
    ("Two jets based at Siauliai met a bomber.", []),
    ("Italian jets escorted an airliner on its way from Madrid to Delhi.", []),
    ("A jet met an airliner on its approach to Trieste.", ["Trieste"]),
    ("The helicopter came in from the Black Sea.", ["Black Sea"]),
])
def test_where_something_set_out_or_was_bound_for_is_not_where_it_was(words, kept, atlas, gazetteer):
    incident = replace(told(words, gazetteer), relative_places=(), zone=None, type="interception")
    places = {"Cold Lake", "Siauliai", "Madrid", "Delhi", "Trieste", "Black Sea"}
    incident = replace(incident, toponyms=tuple(t for t in incident.toponyms if t.span.quote in places))
    region = feasible_region(incident, atlas, gazetteer)
    named = [] if region is None else [c.quote for c in region.constraints if c.kind == "named_place"]
    assert named == kept


def test_a_near_miss_near_a_state_may_be_inside_it(atlas, gazetteer):
    met = told("A drone passed close to an airliner near Glasgow.", gazetteer, near="GBR", zone=None, type="near_miss")
    outside = replace(met, zone="international")
    assert holds(feasible_region(met, atlas, gazetteer), -4.25, 55.86)
    assert not holds(feasible_region(outside, atlas, gazetteer), -4.25, 55.86)
