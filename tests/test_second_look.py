"""The second look: events told in words that no reader knows, put together from what their sentence names."""

from __future__ import annotations

import pytest
from reading_cases import read

from airmap.atlas import Atlas
from airmap.events.second_look import judging, looking
from airmap.events.second_look.land_clues import clues_of_lands
from airmap.events.second_look.owner_clues import clues_of_owners
from airmap.events.tellings import Act
from airmap.maps import rows
from airmap.mentions.actors import find_actors
from airmap.pipeline import Options, analysed, default_gazetteer
from airmap.records import PRESUMED_LAND, PRESUMED_OWNER, Article, Incident, Span
from airmap.regions.feasible import feasible_region

UNKNOWN_WORDS = [
    ("A pair of Algerian Sukhois put paid to a Moroccan drone above Tindouf, its army said.", "MAR"),
    ("Two Angolan helicopters showed up without notice above the Zambian town of Chavuma on Tuesday.", "AGO"),
]


@pytest.mark.parametrize(("text", "owner"), UNKNOWN_WORDS, ids=lambda value: value[:40])
def test_an_event_in_unknown_words_is_found_and_whose_aircraft_it_was(text: str, owner: str) -> None:
    (incident,) = read(text)
    assert incident.aircraft_state == owner


@pytest.mark.parametrize("text", [t for t, _ in UNKNOWN_WORDS])
def test_without_the_second_look_it_is_missed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "SURE", 2.0)
    assert read(text) == ()


@pytest.mark.parametrize("text", [
    "Bulgaria bought eight F-16s above the agreed price on Monday.",
    "A Kenyan airliner touched down safely in Kampala after an engine fault.",
    "Peru's president praised the pilots of its Mirage jets at a parade in Lima.",
    "Chad has allowed French jets to enter its airspace until June.",
])
def test_what_did_not_happen_is_not_read(text: str) -> None:
    assert read(text) == ()


def test_the_scores_of_clues_add_up() -> None:
    weights = judging.Weights((judging.NOTHING, "entry", "down"), {
        judging.ALWAYS: (0.0, 0.0, 0.0), "<drone>": (0.0, 2.0, 1.0), "film": (4.0, 0.0, 0.0)})
    told = weights.judge({"<drone>", "never seen before"})
    assert told.act == "entry"
    assert told.chance == pytest.approx(1 - 1 / (1 + 2.718281828**2 + 2.718281828))
    assert weights.judge({"<drone>", "film"}).chance < 0.5 < told.chance


def test_the_table_has_a_column_for_every_act_that_readers_tell_but_restricted_zones() -> None:
    acts = set(judging.weights().acts)
    assert acts == {judging.NOTHING, *(set(Act.__args__) - {"restricted"})}
    assert all(len(row) == len(acts) for row in judging.weights().of_clue.values())


@pytest.mark.parametrize(("text", "land"), [
    ("Gunners brought down a Rwandan drone on Sunday. It had circled above the Burundian town of Cibitoke.", "BDI"),
    ("Somali gunners shot down an Eritrean drone on Monday.", None),
    ("Japanese fighters intercepted two Russian bombers over international waters on Tuesday.", None),
])
def test_the_land_is_presumed_only_where_the_text_points_to_one(text: str, land: str | None) -> None:
    (incident,) = read(text)
    assert incident.airspace == land


@pytest.mark.parametrize(("text", "owner"), [
    ("Uganda fired on a helicopter over Lake Albert; two Congolese pilots were wounded.", "COD"),
    ("Chad says that a gunship strayed across its border on Monday. Sudanese soldiers guided it back by radio.", "SDN"),
    ("Chad says that a gunship strayed across its border on Monday. The Sudanese minister was in Abeche.", None),
    ("Vietnam said cruise missiles had passed through Lao airspace on Friday.", None),
    ("A drone violated Moldovan airspace near Cahul on Monday. Moldova asked Romania for help.", None),
    ("Two F-16s flew low over a frigate off Cyprus on Monday. Greece condemned it.", None),
])
def test_the_owner_is_presumed_only_where_the_text_points_to_one(text: str, owner: str | None) -> None:
    (incident,) = read(text)
    assert incident.aircraft_state == owner
    assert ("aircraft_state" in incident.presumed) == (owner is not None)


def test_the_presumed_owner_of_what_entered_a_zone_is_the_violator() -> None:
    (incident,) = read("A gunship entered the Japanese air defence identification zone on Monday; two Chinese pilots "
                       "were on it.")
    assert (incident.type, incident.aircraft_state, incident.violator) == ("adiz_entry", "CHN", "CHN")
    assert incident.presumed == ("aircraft_state",)


def test_a_presumed_owner_is_none_whose_land_it_was_nor_who_went_up() -> None:
    text = "Angola says that two MiGs of its air force met a transport over Namibia on Monday."
    article = Article("x", text)
    doc, places = analysed(article, Options())
    told = [(0, len(text))]
    actors = find_actors(doc, places, article)
    assert set(clues_of_owners(doc, actors, told, ())) == {"AGO"}
    assert clues_of_owners(doc, actors, told, ("AGO",)) == {}


def test_a_presumed_owner_is_marked_as_such() -> None:
    incident = Incident("violation", violator="KEN", aircraft_state="KEN", airspace="SOM", aircraft="C-130",
                        evidence=(Span(0, 7, "a C-130"),), phrases={PRESUMED_OWNER: Span(8, 15, "Kenyan")})
    assert incident.presumed == ("aircraft_state",)
    assert "Kenya (presumed)" in rows.sentence(incident)


def test_a_presumed_land_is_a_soft_constraint() -> None:
    incident = Incident("shootdown", aircraft_state="RWA", airspace="BDI", zone="national",
                        evidence=(Span(0, 7, "a drone"),), phrases={PRESUMED_LAND: Span(8, 15, "Burundi")})
    region = feasible_region(incident, Atlas("de_facto"), default_gazetteer())
    assert region is not None
    (constraint,) = region.constraints
    assert (constraint.hard, constraint.quote) == (False, "Burundi")
    assert "presumed" in constraint.label


def test_land_clues_say_where_a_state_stands() -> None:
    text = "A Libyan jet came down. Officials in Chad saw it over Chadian territory."
    article = Article("a", text)
    doc, places = analysed(article, Options())
    actors = find_actors(doc, places, article)
    clues = clues_of_lands(doc, actors, [(0, 23)])
    assert "owns what flies" in clues["LBY"]
    assert {"the only other", "in after", "after territory over"} <= clues["TCD"]
    assert clues_of_lands(doc, actors, []) == {}
