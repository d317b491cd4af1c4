"""The sentence that a map and a table show of an incident."""

import pytest

from airmap.maps.rows import sentence
from airmap.records import PRESUMED_LAND, Incident, Span


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"aircraft": "drones", "responder": "JOR", "type": "shootdown"}, "Drones of Iran were shot down by Jordan"),
        ({"aircraft": "unarmed drone"}, "An unarmed drone of Iran entered airspace"),
        ({"aircraft": "UAV"}, "A UAV of Iran entered airspace"),
        ({"aircraft": "utility helicopter"}, "A utility helicopter of Iran entered airspace"),
        ({"aircraft": "Aircraft", "count": 1}, "An aircraft of Iran entered airspace"),
        ({"aircraft": "F-15s", "count": 1}, "An F-15 of Iran entered airspace"),
        ({"aircraft": "MiG-31", "count": 3}, "3 MiG-31s of Iran entered airspace"),
        ({"aircraft": "Airbus", "count": 1}, "An Airbus of Iran entered airspace"),
        ({"aircraft": "Hermes", "count": 1}, "A Hermes of Iran entered airspace"),
        ({"aircraft": "Iran Air flight 655", "count": 1}, "Iran Air flight 655 of Iran entered airspace"),
    ],
)
def test_a_sentence_has_the_number_and_the_article_of_its_aircraft(fields, expected):
    assert sentence(Incident(**{"type": "violation", "violator": "IRN", **fields})) == expected


def test_a_presumed_land_is_not_said_by_anybody():
    stated = Incident("shootdown", aircraft_state="CHN", airspace="TWN", zone="national", aircraft="drone")
    presumed = Incident("shootdown", aircraft_state="CHN", airspace="TWN", zone="national", aircraft="drone",
                        phrases={PRESUMED_LAND: Span(0, 6, "Taiwan")})
    assert sentence(stated) == "A drone of China was shot down, said to have entered Taiwan's airspace"
    assert sentence(presumed) == "A drone of China was shot down, presumably over Taiwan"
