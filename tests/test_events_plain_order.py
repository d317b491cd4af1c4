"""Entries read by the order of the words where the parser lost its way, and orders that tell of none."""

import pytest

import airmap
from airmap.events.second_look import looking
from airmap.pipeline import Options
from airmap.records import Incident


@pytest.fixture(autouse=True)
def no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have only the readers asked: what stands here is about the order of the words."""
    monkeypatch.setattr(looking, "SURE", 2.0)


def entries(text: str) -> list[Incident]:
    found = airmap.parse(text, published="2024-05-15", options=Options(geometry=False)).readings[0].incidents
    return [i for i in found if i.airspace is not None and i.status != "hypothetical"]


@pytest.mark.parametrize(("text", "owner", "airspace"), [
    # the tree has lost the verb
    ("A Thai F-16, on patrol along the frontier since dawn, swings through Cambodia's airspace.", "THA", "KHM"),
    ("Kenyan army helicopter on a supply run in fog drifts over Somalia.", "KEN", "SOM"),
    ("Chinese drone pair with lights blazing cruises through Taiwan's airspace.", "CHN", "TWN"),
    ("A Serbian MiG, lost in cloud, blunders across Hungary.", "SRB", "HUN"),
    ("A Moroccan F-5 hunting guerrillas, its radio dead, zips through Mauritania's airspace.", "MAR", "MRT"),
    # it was sent there
    ("Hezbollah steers a drone into northern Israel.", None, "ISR"),
    ("Rebels steer two drones into eastern Chad.", None, "TCD"),
    ("Houthi fighters sent a drone into Saudi Arabia.", None, "SAU"),
    # no verb at all
    ("Russian drone into Poland, says Warsaw.", "RUS", "POL"),
    ("Drone into Latvia: one craft, lost in the night, found in a field.", None, "LVA"),
    ("Belarusian helicopters, two of them, flying low over the trees, over Poland for six minutes.", "BLR", "POL"),
    # what else stands between
    ("RUSSIAN JET STRAYS INTO FINNISH AIRSPACE", "RUS", "FIN"),
    ("A Chinese Y-8, described as a patrol aircraft, wandered deep inside Japanese airspace.", "CHN", "JPN"),
    ("A North Korean balloon, filled with leaflets and rubbish, floats over South Korea.", "PRK", "KOR"),
    ("Two Turkish F-4s, say Greek officers, streak through Greek airspace near Kos.", "TUR", "GRC"),
    ("An Eritrean helicopter, its crew confused by dust, wandered into Djibouti.", "ERI", "DJI"),
    ("Iranian missile, one of eleven fired at noon, flies over Jordan.", "IRN", "JOR"),
    ("Unmarked jet, thought Libyan, roars through Tunisian airspace, villagers say.", None, "TUN"),
])  # fmt: skip
def test_the_order_of_the_words_tells_an_entry(text: str, owner: str | None, airspace: str) -> None:
    (found,) = entries(text)
    assert (found.violator, found.airspace) == (owner, airspace)


@pytest.mark.parametrize("text", [
    # refused, allowed, denied, only wished for
    "Jets from Russia were refused a way through Turkish airspace.",
    "Egypt has given a Kenyan jet permission to fly through Egyptian airspace.",
    "The pilot of a Greek F-16 never flew into Turkish airspace.",
    "A Serbian MiG, lost in cloud, never blunders across Hungary.",
    "Houthi fighters never sent a drone into Saudi Arabia.",
    "An Indian MiG-29 would have flown through Pakistani airspace if the order had come.",
    "French Rafales are ready to fly into Libyan airspace.",
    "Moldova asked whether a Romanian helicopter had flown over Transnistria.",
    # it went elsewhere
    "A Russian bomber flew near Estonian airspace on Monday.",
    "A Swedish Gripen turned back before reaching Finnish airspace.",
    "An Iraqi MiG-29 flew from its base towards Kuwaiti airspace.",
    "Vietnam said that a Chinese plane flew outside Vietnamese airspace.",
    "A Lithuanian helicopter returned home through Latvian airspace.",
    "A Serbian MiG, low on fuel, blunders past a ridge in Hungary.",
    "Kenyan army helicopter on a supply run in fog drifts toward a camp in Somalia.",
    "Chinese drone pair with lights blazing cruises along a beach in Taiwan's airspace.",
    "Chinese drone pair returning home cruises through Taiwan's airspace.",
    # somebody else went there
    "Chinese drone pair for sale; buyers stream into Taiwan.",
    "Kenyan army helicopter spotted by a villager on a visit over Somalia.",
    # its own airspace, an airliner, no flight at all
    "Danish F-16s trained within Danish airspace on Monday.",
    "Kenyan army helicopter on a supply run drifts over Kenya.",
    "A Kenyan airliner on a night run in fog drifts over Somalia.",
    "A Lufthansa airliner flew across Poland on its way to Kyiv.",
    "Georgia bought two drones; tourists wandered across Turkey.",
    "A Russian drone factory opened in Iran.",
    "Ukrainian pilots are learning to fly F-16s in Denmark.",
    # the other plane was the one that was there
    "A Spanish F-18 came within 200 metres of another plane over France.",
])  # fmt: skip
def test_no_entry_is_read_where_the_words_turn_aside(text: str) -> None:
    assert entries(text) == []
