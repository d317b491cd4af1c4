"""Which places are an event's: those of its own words and of what the text goes on to say, no other event's."""

import pytest
from reading_cases import read


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A Norwegian F-16 breached Danish airspace west of Bornholm, only days after a similar incident in Sweden.",
         ["west of Bornholm"]),
        ("A balloon drifted into Panamanian airspace, days after the US shot another one over the Atlantic Ocean.",
         []),
        ("A Russian jet buzzed a British frigate in the Black Sea on Monday amid heightened tensions over Georgia.",
         ["in the Black Sea"]),
        ("A Polish aircraft violated Estonian airspace on Monday. The violation took place in the Gulf of Finland.",
         ["in the Gulf of Finland"]),
        ("Officials in Gori and Telavi say that a drone over the Black Sea was shot down.", ["over the Black Sea"]),
        ("Air defences of Armenia shot down a drone 900 metres north of Berdzor village in Lachin.", ["in Lachin"]),
        ("Two Ukrainian jets were shot down today. The planes were hit in the Luhansk region.",
         ["in the Luhansk region"]),
        ("Drones entered Danish airspace. They flew over Aalborg and Esbjerg.", ["over Aalborg"]),
        ("Drones entered Danish airspace. The minister flew to Aalborg for talks near Esbjerg.", []),
    ],
)
def test_the_places_of_an_event(text, places):
    told = read(text)[0]
    own = [r.span.quote for r in told.relative_places if not r.span.quote.endswith("airspace")]
    assert own == places


def test_names_in_a_row_are_all_of_them():
    (told,) = read("Drones entered British airspace. They flew over RAF Lakenheath, RAF Mildenhall and RAF Feltwell.")
    assert {"RAF Lakenheath", "RAF Mildenhall"} <= {t.span.quote for t in told.toponyms} | {
        t.span.quote for r in told.relative_places for t in r.toponyms}


@pytest.mark.parametrize(("text", "state"), [
    ("A Pakistani drone that entered India in Punjab was shot down on Tuesday.", "IND"),
    ("An Indian drone that entered Pakistan in Punjab was shot down on Tuesday.", "PAK"),
])
def test_a_name_of_two_states_is_that_of_the_state_entered(text, state):
    (told,) = read(text)
    meant = [t.place.country for r in told.relative_places for t in r.toponyms if t.name == "Punjab"]
    assert meant == [state]


def test_another_event_keeps_its_place():
    told = read("A balloon drifted into Panamanian airspace, days after the US shot down another one over the "
                "Atlantic Ocean.")
    downed = [i for i in told if i.type == "shootdown"]
    assert all("over the Atlantic Ocean" in [r.span.quote for r in i.relative_places] for i in downed)


def test_an_air_force_is_an_owner_and_no_way_in():
    (told,) = read("A MiG-29 from Myanmar's air force strayed into Thai airspace.")
    assert (told.violator, told.origin) == ("MMR", None)
    (told,) = read("A MiG-29 from Myanmar strayed into Thai airspace.")
    assert told.origin == "MMR"


def test_a_maker_is_no_place_and_its_type_still_a_hint():
    (told,) = read("Eight Shenyang J-16 jets trespassed on the corner of Taiwan's ADIZ on Thursday.")
    assert "Shenyang" not in [t.span.quote for t in told.toponyms]
    assert told.violator == "CHN"
