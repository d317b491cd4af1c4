"""What the rest of a story settles about an event, and what it must leave open."""

import pytest

import airmap
from airmap.pipeline import Options
from airmap.records import Incident


def read(text: str) -> Incident:
    (found,) = airmap.parse(text, published="2024-05-15", options=Options(geometry=False)).readings[0].incidents
    return found


@pytest.mark.parametrize(("text", "owner"), [
    # who is blamed, or whose envoy is called in
    ("Four planes got into Sudan's airspace and bombed a factory in Khartoum. Sudan blames Ethiopia.", "ETH"),
    ("An unidentified helicopter crossed into Laotian airspace on Monday. Laos accused Vietnam of sending it.", "VNM"),
    ("Two jets violated Jordan's airspace at dawn. Amman summoned the Israeli ambassador.", "ISR"),
    ("A military plane entered Danish airspace near Bornholm. Copenhagen protested to Moscow.", "RUS"),
    # who owns up
    ("A plane entered Austrian airspace on Tuesday. The Pentagon conceded that its pilot had been lost.", "USA"),
    ("A helicopter strayed into Finnish airspace on Friday. Estonia apologised for the mistake.", "EST"),
    ("A jet crossed into Albanian airspace. Belgrade admitted it.", "SRB"),
    # whose aircraft are spoken of
    ("An aircraft entered Kenyan airspace for six minutes. Ethiopian jets had been bombing rebels close by.", "ETH"),
    ("A fighter strayed into Qatar's airspace. Saudi warplanes had been training nearby all week.", "SAU"),
    # where it came from
    ("A drone from North Korea entered South Korean airspace.", "PRK"),
    ("A plane from Chad entered Sudanese airspace on Thursday.", "TCD"),
])  # fmt: skip
def test_a_story_names_whose_aircraft_it_was(text: str, owner: str) -> None:
    assert read(text).violator == owner


@pytest.mark.parametrize("text", [
    # a state that is named plays no part in the flight
    "An unidentified plane entered Omani airspace on Monday. Trade talks with Iran open in Muscat next week.",
    "An unidentified jet entered Maltese airspace. Libya and Italy both offered help with the inquiry.",
    "A warplane entered Thai airspace on Sunday. Burma said it knew nothing of the flight. Laos declined to comment.",
    "A military jet entered Tunisian airspace on Monday. Tunis called on Libya to help with the search.",
    "A jet entered Greek airspace on Monday. Five days later Athens hosted the Turkish premier for talks.",
    "An unidentified plane entered Irish airspace on Monday. Dublin denied it had asked Britain for fighters.",
    # two are blamed alike
    "A plane violated Ugandan airspace on Friday. Kampala blamed Rwanda and Congo.",
    # who is spoken of flies no such thing
    "An unknown drone entered Dutch airspace on Monday. German tourists filmed it.",
    "A drone entered Peruvian airspace on Monday. Ecuadorean helicopters were fighting a forest fire.",
    "An unidentified helicopter entered Peruvian airspace. An Ecuadorean airliner was on its way to Lima.",
    # who is blamed is no state; whose envoy is named is not called in
    "A plane entered Swiss airspace on Monday. Austria blamed bad weather.",
    "A plane entered Zambian airspace on Monday. Lusaka protested to the United Nations.",
    "A plane entered Omani airspace on Monday. The Iranian ambassador gave a dinner in Muscat.",
    # the state whose airspace it was cannot be its own intruder
    "A balloon drifted into Latvian airspace. Latvia admitted that nobody had seen it. Police search for its owner.",
    # too far from the flight to be about it
    "A plane entered Swiss airspace on Monday. Bern is calm. The weather was fine. The lake was quiet. "
    "Bern also blames France for a dispute over fish.",
])  # fmt: skip
def test_a_story_that_settles_nothing_leaves_the_owner_open(text: str) -> None:
    found = read(text)
    assert (found.violator, found.aircraft_state) == (None, None)


@pytest.mark.parametrize(("text", "airspace"), [
    # who protests, blames or calls in the envoy
    ("A Moroccan fighter violated the airspace on Monday. Algeria summoned the Moroccan ambassador.", "DZA"),
    ("An Armenian drone violated the airspace on Friday. Azerbaijan protested.", "AZE"),
    ("A Japanese plane broke into the airspace at noon. Seoul denounced it.", "KOR"),
    ("Two Ugandan gunships violated the airspace on Sunday. Kinshasa complained to the United Nations.", "COD"),
    ("A Chinese jet violated the airspace in a two-minute flight. Hanoi denounced China.", "VNM"),
    # who says so, who fires, which place is named
    ("A Russian helicopter violated national airspace for two minutes, Estonia said.", "EST"),
    ("A Syrian helicopter crossed the border on Monday, Jordan said.", "JOR"),
    ("An Israeli jet violated the airspace; Lebanese gunners fired at it.", "LBN"),
    ("An Israeli drone violated the airspace over Tyre on Monday.", "LBN"),
    ("A Kenyan drone violated the airspace off Mogadishu on Monday.", "SOM"),
])  # fmt: skip
def test_a_story_names_over_whose_land_it_was(text: str, airspace: str) -> None:
    assert read(text).airspace == airspace


@pytest.mark.parametrize("text", [
    # a state that is named does not complain
    "A Turkish jet violated the airspace on Tuesday. Athens hosts a summit on Friday.",
    # two complain alike
    "A Turkish jet violated the airspace on Tuesday. Greece and Cyprus protested.",
    # the flyer's own state complains
    "A Turkish jet violated the airspace on Tuesday. Ankara protested to Greece over its reply.",
    # an alliance is no land
    "A Russian jet violated the airspace, NATO said.",
    # no entry is told
    "A Norwegian F-16 shot down a drone over the sea. Moscow protested.",
])  # fmt: skip
def test_a_story_that_settles_nothing_leaves_the_land_open(text: str) -> None:
    assert read(text).airspace is None
