"""Relations between a place and what is placed: the examples of every rule, and what no rule may take."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airmap.errors import UnknownPlaceError
from airmap.mentions import relation_rules
from airmap.mentions.measures import measures_in
from airmap.mentions.phrase_names import names_in
from airmap.mentions.relations import find_relative_places, parse_phrase, parse_phrases
from airmap.pipeline import default_gazetteer
from airmap.records import Place

RULES = [(r.relation, example) for r in (*relation_rules.RULES, *relation_rules.BARE_RULES) for example in r.examples]


@pytest.mark.parametrize(("relation", "example"), RULES)
def test_every_rule_reads_its_examples(relation, example, gazetteer):
    measures = measures_in(example)
    found = find_relative_places(example + ".", names_in(example, gazetteer, measures), measures)
    if not found:  # a phrase that stands alone only
        found = parse_phrases(example, gazetteer)
    assert relation in {r.relation for r in found}


@pytest.mark.parametrize(
    ("phrase", "bearing", "tolerance"),
    [
        ("20 km north of Latakia", 0.0, 45.0),
        ("20 km to the north-west of Latakia", 315.0, 45.0),
        ("20 km NNE of Latakia", 22.5, 22.5),
        ("20 km west-southwest of Latakia", 247.5, 22.5),
        ("20 km due south of Latakia", 180.0, 45.0),
        ("20 km from Latakia on a bearing of 45 degrees", 45.0, 5.0),
    ],
)
def test_a_direction_has_a_bearing_and_a_width(phrase, bearing, tolerance, gazetteer):
    found = parse_phrase(phrase, gazetteer)
    assert found.relation == "distance_from"
    assert (found.bearing_deg, found.bearing_tolerance_deg) == (bearing, tolerance)
    assert found.distance
    assert found.distance.value_si == 20_000


def test_a_figure_said_twice_is_one_distance(gazetteer):
    found = parse_phrase("35 miles (56 km) north of downtown Columbus, Ohio", gazetteer)
    assert found.distance
    assert found.distance.unit.startswith("mi")
    assert found.toponyms[0].place.admin1 == "Ohio"


def test_the_two_states_of_a_border_are_both_named(gazetteer):
    for phrase in (
        "along the Polish-Belarusian border",
        "on the border between Poland and Belarus",
        "near Poland's border with Belarus",
    ):
        assert {t.place.country for t in parse_phrase(phrase, gazetteer).toponyms} == {"POL", "BLR"}


def test_the_side_of_a_border_is_kept(gazetteer):
    found = parse_phrase("within one mile of the Syrian border in Israel", gazetteer)
    assert (found.relation, found.inside, found.toponyms[0].place.country) == ("within_border", "ISR", "SYR")


def test_within_sets_no_near_end(gazetteer):
    assert parse_phrase("within 5 km of Gotland", gazetteer).distance.lower_si == 0


def test_a_reference_stands_for_the_name_whatever_it_is(gazetteer):
    there = Place("", -92.33, 38.95, "city")
    found = parse_phrase("15 miles east of South Nowhere Bend, Utopia", gazetteer, reference=there)
    assert found.toponyms[0].place.position == (-92.33, 38.95)
    assert found.bearing_deg == 90.0


def test_the_second_of_two_namesakes_is_a_runner_up(gazetteer):
    (toponym,) = parse_phrase("86 miles west of Columbia", gazetteer).toponyms
    others = {c.place.admin1 for c in toponym.alternatives}
    assert toponym.place.admin1 == "South Carolina"
    assert "Missouri" in others


@pytest.mark.parametrize(
    "phrase", ["", "foo bar", "20 km north", "the border", "near nothing known", "quickly Paris maybe"]
)
def test_what_places_nothing_is_refused_in_one_line(phrase, gazetteer):
    with pytest.raises(UnknownPlaceError) as caught:
        parse_phrase(phrase, gazetteer)
    assert "\n" not in str(caught.value)


def test_an_adjective_that_nothing_territorial_follows_is_no_place(gazetteer):
    text = "It flew within 50 metres of a Russian jet near Russian fighters."
    measures = measures_in(text)
    assert find_relative_places(text, names_in(text, gazetteer, measures), measures) == ()


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("It violated Russian airspace in the Barents Sea.", [("in", "Russian"), ("in", "Barents Sea")]),
        ("The jet was over Lebanon, Syria said.", [("over", "Lebanon")]),
        ("It crashed near Homs in Syria.", [("near", "Homs")]),
        ("They met between the islands of Chios and Samos.", [("between", "Chios")]),
    ],
)
def test_what_cannot_hold_a_place_is_no_container_of_it(text, relations, gazetteer):
    measures = measures_in(text)
    found = find_relative_places(text, names_in(text, gazetteer, measures), measures)
    assert [(r.relation, r.toponyms[0].name) for r in found] == relations


@pytest.mark.parametrize(("text", "feature"), [("in Homel region", "admin1"), ("in Homel", "city")])
def test_a_region_known_by_its_town_is_the_land_about_it(text, feature, gazetteer):
    (found,) = parse_phrases(text, gazetteer)
    assert found.toponyms[0].place.feature == feature


def test_a_sentence_end_parts_what_it_parts(gazetteer):
    text = "It was 20 km north. Of Latakia nothing was said."
    measures = measures_in(text)
    assert all(r.relation != "distance_from" for r in find_relative_places(text, names_in(text, gazetteer), measures))


def test_a_short_code_is_no_word(gazetteer):
    (found,) = parse_phrases("over the Black Sea", gazetteer)
    assert found.toponyms[0].place.feature == "sea"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=120))
def test_no_phrase_is_too_strange(text):
    try:
        parse_phrases(text, default_gazetteer())
    except UnknownPlaceError:
        return
