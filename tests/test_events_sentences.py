"""Sentences of our own and the incidents in them: one case for each way of telling, and what must not be read."""

import pytest
from reading_cases import cases_of, read

import airmap
from airmap.records import Incident


def fits(incident: Incident, expected: list[str]) -> bool:
    stated = (incident.type, incident.violator or incident.aircraft_state or incident.violator_name,
              incident.airspace or incident.near, incident.status)
    return all((value or "-") in allowed.split("|") for value, allowed in zip(stated, expected, strict=True))


@pytest.mark.parametrize("case", cases_of("sentences"), ids=lambda case: case["text"][:60])
def test_reads_what_the_sentence_tells(case):
    incidents = list(read(case["text"], case.get("published", "2025-09-24")))
    for expected in case["incidents"]:
        match = next((i for i in incidents if fits(i, expected)), None)
        assert match is not None, f"{expected} not among {incidents}"
        incidents.remove(match)
    assert incidents == [], "reads more than the sentence tells"


@pytest.mark.parametrize(
    ("text", "violator", "airspace", "status"),
    [
        ("A Polish helicopter crossed into Belarusian airspace on Friday, Minsk said; Warsaw denied it.", "POL", "BLR",
         "disputed"),
        ("Japan protested against the violation of its airspace by a Chinese plane.", "CHN", "JPN", "asserted"),
        ("Tokyo lodged a protest against the intrusion of a Chinese jet into its airspace.", "CHN", "JPN", "asserted"),
    ],
)
def test_what_is_protested_against_or_denied_afterwards_is_told(
    text: str, violator: str, airspace: str, status: str
) -> None:
    (found,) = airmap.parse(text, published="2025-10-24").readings[0].incidents
    assert (found.violator, found.airspace, found.status) == (violator, airspace, status)


def test_an_aircrafts_name_at_the_start_is_no_person() -> None:
    (found,) = airmap.parse("Libyan MiG-23s were shot down by US F-14s.", published="1989-01-05").readings[0].incidents
    assert (found.aircraft_state, found.responder) == ("LBY", "USA")


def test_who_met_all_that_a_bulletin_counts_met_each():
    text = ("HELLENIC NATIONAL DEFENCE GENERAL STAFF. Turkish air activity, 2 March 2021. Infringements of air traffic "
            "rules in Athens FIR: 4. Violations of national airspace: 12. All were intercepted.")
    found = read(text, "2021-03-03")
    assert [(i.type, i.responder) for i in found] == [("adiz_entry", "GRC"), ("violation", "GRC")]
