"""Aircraft, actors and airspaces as mentions."""

import pytest

from airmap import pipeline
from airmap.mentions import toponyms
from airmap.mentions.actors import Actors, find_actors
from airmap.parsing import language
from airmap.places import geocode
from airmap.records import Article, PartialDate


def actors_in(text: str, published: PartialDate | None = None) -> tuple[Actors, str]:
    article = Article("case", text, published=published)
    gazetteer = pipeline.default_gazetteer()
    doc = language.analyse(text)
    found = geocode.resolve(
        toponyms.find_toponyms(doc, gazetteer), doc, gazetteer, article=article, options=pipeline.Options())
    return find_actors(doc, found, article), doc


@pytest.mark.parametrize(("text", "category", "state", "count"), [
    ("Two Russian Su-24M bombers took off.", "plane", "RUS", 2),
    ("A Turkish TB-2 drone took off.", "drone", "TUR", 1),
    ("An unmanned aircraft of the Iranian army took off.", "drone", "IRN", 1),
    ("Israel's F-16s took off.", "plane", "ISR", None),
    ("Twenty-one Shahed drones took off.", "drone", None, 21),
    ("A Chinese surveillance balloon rose.", "balloon", "CHN", 1),
    ("Three Belarusian Mi-24 helicopters took off.", "helicopter", "BLR", 3),
    ("A North Korean ballistic missile rose.", "missile", "PRK", 1),
])
def test_reads_an_aircraft(text, category, state, count):
    actors, _ = actors_in(text)
    craft = actors.crafts[0]
    assert (craft.category, craft.party.state if craft.party else None, craft.count) == (category, state, count)


@pytest.mark.parametrize("text", [
    "The aircraft carrier left port.",
    "A suicide bomber struck.",
    "Jet fuel is dear.",
    "The missile test was announced.",
    "A typhoon hit the Philippines.",
])
def test_a_word_for_something_else_is_no_aircraft(text):
    actors, _ = actors_in(text)
    assert [c for c in actors.crafts if not c.attributive] == []


def test_made_or_backed_by_a_state_is_not_its_own():
    actors, _ = actors_in("An Iraqi Russian-made Su-25 took off.")
    assert actors.crafts[0].party.state == "IRQ"


def test_moscow_spoke_for_the_soviet_union_until_1991():
    before, _ = actors_in("A Moscow spokesman protested.", PartialDate(1983, 9, 2))
    after, _ = actors_in("A Moscow spokesman protested.", PartialDate(2015, 9, 2))
    assert [p.state for p in before.parties] == ["SUN"]
    assert [p.state for p in after.parties] == ["RUS"]


@pytest.mark.parametrize(("text", "kind", "state"), [
    ("They crossed Finnish airspace.", "national", "FIN"),
    ("They crossed the airspace of Estonia.", "national", "EST"),
    ("They flew in international airspace.", "international", None),
    ("They crossed Taiwan's air defence identification zone.", "adiz", "TWN"),
    ("They crossed the Japanese ADIZ.", "adiz", "JPN"),
])
def test_reads_whose_airspace(text, kind, state):
    actors, _ = actors_in(text)
    zone = actors.zones[0]
    assert (zone.kind, zone.owner.state if zone.owner else None) == (kind, state)


def test_the_place_where_the_writer_sat_is_no_actor():
    actors, doc = actors_in("WARSAW, 3 May 2024 - A Russian drone crossed into Lithuania.")
    assert {doc[i].text for i in actors.datelines} >= {"WARSAW"}
