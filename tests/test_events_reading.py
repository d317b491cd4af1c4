"""What is kept together and apart: merging, status, measures, hostile text."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_cases import read

import airmap
from airmap import lexicon


def test_headline_lead_and_detail_are_one_incident():
    incidents = read(
        "Russian jet strays into Finland\n\n"
        "A Russian Su-27 violated Finnish airspace on Monday, the defence ministry said.\n\n"
        "The aircraft was in Finnish airspace for two minutes. The violation took place off Porvoo.")
    assert len(incidents) == 1
    assert len(incidents[0].evidence) >= 2
    assert incidents[0].duration.value_si == 120


def test_two_violations_in_a_list_are_two():
    incidents = read("Norway counted two Russian violations: a Su-24 for three minutes on 4 May 2023, and an Il-76 "
                     "for one minute on 9 June 2023.")
    assert [(i.aircraft, i.when.start, i.duration.value_si) for i in incidents] == [
        ("Su-24", dt.date(2023, 5, 4), 180), ("Il-76", dt.date(2023, 6, 9), 60)]


def test_events_of_different_years_stay_apart():
    incidents = read("A Russian jet violated Swedish airspace on Tuesday. In 2012 a Russian jet violated Swedish "
                     "airspace off Gotland.")
    assert [i.when.start.year for i in incidents] == [2025, 2012]


def test_a_series_is_one_aggregate_record():
    incidents = read("Turkish jets have repeatedly violated Greek airspace, Athens says.")
    assert [(i.violator, i.airspace, i.aggregate) for i in incidents] == [("TUR", "GRC", True)]


def test_the_date_of_the_report_only_bounds_the_event():
    (incident,) = read("Latvia said on Monday that a Russian drone had entered its airspace.")
    assert (incident.when.start, incident.when.end) == (None, dt.date(2025, 9, 22))


def test_the_date_of_the_flight_goes_before_the_date_of_the_report():
    (incident,) = read("Latvia said on Monday that a Russian drone had entered its airspace on Saturday.")
    assert incident.when.start == dt.date(2025, 9, 20)


def test_no_date_is_no_date():
    (incident,) = read("A Russian drone entered Latvian airspace.")
    assert incident.when is None


@pytest.mark.parametrize(("words", "metres"), [
    ("by one mile", 1609.344), ("by 2.5 km", 2500), ("up to 3 nautical miles deep", 5556)])
def test_depth(words, metres):
    (incident,) = read(f"A Syrian helicopter penetrated Turkish airspace {words}.")
    assert incident.distance.role == "depth"
    assert incident.distance.value_si == pytest.approx(metres)


def test_a_distance_between_aircraft_is_no_depth():
    (incident,) = read("A Chinese jet flew within 30 metres of an Australian patrol plane over the South China Sea.")
    assert (incident.type, incident.distance.role) == ("near_miss", "separation")


def test_a_claim_and_its_denial_are_one_disputed_incident():
    (incident,) = read("Minsk said a Polish helicopter had crossed into Belarusian airspace. Poland denied the claim.")
    assert (incident.status, incident.denied_by, incident.violator) == ("disputed", "Poland", "POL")


def test_it_went_back_where_it_came_from():
    (incident,) = read("A Russian plane violated Israeli airspace. The plane then returned to Syrian airspace.")
    assert (incident.origin, incident.phrases["origin"].quote) == ("SYR", "returned to Syrian")


def test_an_escort_that_says_nothing_was_entered_is_no_dispute():
    (incident,) = read("British Typhoons escorted two Russian bombers over the North Sea. At no time did they enter "
                       "British airspace.")
    assert (incident.type, incident.status, incident.airspace, incident.near) == (
        "interception", "asserted", None, "GBR")


def test_a_non_state_actor_keeps_its_name():
    (incident,) = read("Hezbollah flew a drone over Israel on Friday.")
    assert (incident.violator, incident.violator_name, incident.airspace) == (None, "Hezbollah", "ISR")


def test_our_airspace_is_the_speakers():
    (incident,) = read('"Two Russian jets violated our airspace," the Estonian defence minister said.')
    assert incident.airspace == "EST"


def test_confidence_grows_with_what_is_told():
    (bare,) = read("Aircraft allegedly violated Chad's airspace.")
    (full,) = read("Two Sudanese Su-25 jets violated Chad's airspace on Monday. Chad said the Su-25s had entered its "
                   "airspace near Tine.")
    assert bare.confidence < full.confidence


def test_offsets_quote_the_text_as_read():
    text = "\u200b“Two Russian jets — Su\u201127s — violated Finland’s airspace,” Helsinki\u00a0said &amp; protested.\n"
    (incident,) = read(text)
    assert incident.evidence
    for span in (*incident.evidence, *incident.phrases.values()):
        assert text[span.start:span.end] == span.quote


PIECES = st.sampled_from(
    ["Russian", "jets", "violated", "its", "airspace", "Estonia", "shot down", "the", "drone", ",", ".", "\n", "“",
     "&quot;",
     "that", "which", "of", "into", "over", "said", "denied", "two", "5 km", "on Monday", "ВОЗДУХ", "空域",
     "\u200b", "\u202e",
     "'", "’s", "—", "VIOLATED", "AIRSPACE", "if", "no", "were", "\x00", "Su-24", "Q", "1O mi1es", "::"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60), st.sampled_from([" ", "", "\n", "  "]))
def test_any_text_is_read_without_a_crash(pieces, glue):
    text = glue.join(pieces)
    for incident in read(text):
        assert incident.evidence
        for span in (*incident.evidence, *incident.phrases.values()):
            assert text[span.start:span.end] == span.quote


@pytest.mark.parametrize(("text", "told"), [
    ("Russian jets violated Finnish airspace and then " + "flew on and on " * 2500, ["violation"]),
    (("a Russian drone entered Polish airspace " * 400).strip(), ["drone_incursion"]),
    ("AIRSPACE " * 3000, []),
    ("", []),
    (" \n\t ", []),
], ids=["a long sentence", "one thing many times", "one word many times", "empty", "blank"])
def test_long_and_empty_texts(text, told):
    assert [i.type for i in read(text)] == told


def test_every_word_list_is_read():
    for name in ("aircraft", "events", "cues", "parties", "outcomes", "groups"):
        assert lexicon.table(name)


@pytest.mark.parametrize(("verb", "forms"), [
    ("intrude", {"intrudes", "intruded", "intruding"}),
    ("stop", {"stops", "stopped", "stopping"}),
    ("fly", {"flies", "flew", "flown", "flying"}),
    ("deny", {"denies", "denied", "denying"}),
    ("breach", {"breaches", "breached", "breaching"}),
])
def test_inflection(verb, forms):
    assert forms < lexicon.verb_forms(verb)


def test_a_type_that_one_state_flies_is_a_hint_and_no_proof() -> None:
    text = "Two Tu-95 bombers were intercepted by Canadian CF-18s near the Arctic coast."
    (found,) = airmap.parse(text, published="2009-02-19").readings[0].incidents
    assert (found.aircraft_state, found.responder) == ("RUS", "CAN")
    told = airmap.parse(text.replace("Two Tu-95", "Two Russian Tu-95"), published="2009-02-19").readings[0].incidents[0]
    assert found.confidence < told.confidence
    text = "American fighters intercepted a B-52 over Kansas."
    (own,) = airmap.parse(text, published="2009-02-19").readings[0].incidents
    assert own.aircraft_state is None
