"""The second look at what the rules read nothing of: what it guesses, what it leaves, and that a guess says it is one."""

import json
from importlib import resources

import pytest

from airmap.events import second_chance
from airmap.pipeline import Options, read_article, tells_of_incident
from airmap.records import Article

RULES, BOTH = Options(geometry=False, guesses=False), Options(geometry=False)
GUESSED = [
    ("Kenya wants to know what a Somali army helicopter was doing two kilometres inside Mandera county on Friday.",
     "SOM", "KEN"),
    ("Chad gets a visit it did not order: two Libyan Mi-24s, ten kilometres inside Tibesti, on Tuesday morning.",
     "LBY", "TCD"),
    ("An Eritrean MiG-29 showed itself over Mekelle, Ethiopia, on Monday.", "ERI", "ETH"),
]
WEATHER = "Rain is expected in the north on Sunday, with snow on the hills. Growers expect a good harvest."


@pytest.mark.parametrize(("text", "whose", "airspace"), GUESSED)
def test_a_guess_says_that_it_is_one(text: str, whose: str, airspace: str) -> None:
    (incident,) = read_article(Article("a", text), BOTH).incidents
    assert (incident.aircraft_state, incident.airspace) == (whose, airspace)
    if not read_article(Article("a", text), RULES).incidents:
        assert incident.confidence <= 0.4
        assert [c.check for c in incident.checks] == ["reading"]


def test_the_rules_alone_leave_some_of_them() -> None:
    silent = [text for text, *_ in GUESSED if not read_article(Article("a", text), RULES).incidents]
    assert silent


def test_the_caution_stays_beside_the_checks_of_geometry() -> None:
    text = next(text for text, *_ in GUESSED if not read_article(Article("a", text), RULES).incidents)
    (incident,) = read_article(Article("a", text)).incidents
    assert incident.region is not None
    assert incident.checks[0].check == "reading"


@pytest.mark.parametrize("text", [
    "French warplanes carried out air strikes on camps in northern Mali on Friday.",
    "Sudanese bombers hit a market in South Sudan.",
    "Algeria shuts its airspace to Moroccan military aircraft.",
    "Pakistan lets Indian planes cross its territory again.",
    "Italian F-35s took over the policing of Icelandic airspace.",
    "No Chadian helicopter was in Libyan airspace on Monday.",
    "A shop in Nairobi sells model planes from Somalia.",
])
def test_nothing_is_guessed_of_raids_closures_allies_and_what_did_not_happen(text: str) -> None:
    assert read_article(Article("a", text), BOTH).incidents == ()


def test_nothing_is_guessed_beside_what_the_rules_read() -> None:
    told = "Latvia says a Russian drone flew into its airspace on Monday."
    article = Article("a", f"{told} {GUESSED[0][0]}")
    assert read_article(article, BOTH).incidents == read_article(article, RULES).incidents


@pytest.mark.parametrize(("text", "whose", "airspace"), GUESSED)
def test_the_scope_of_incidents_guesses_the_same(text: str, whose: str, airspace: str) -> None:
    article = Article("a", f"{WEATHER}\n\n{WEATHER}\n\n{text}\n\n{WEATHER}\n\n{WEATHER}")
    assert tells_of_incident(article, Options(geometry=False, scope="incidents"))
    found = read_article(article, Options(geometry=False, scope="incidents")).incidents
    assert found == read_article(article, BOTH).incidents
    assert [(i.aircraft_state, i.airspace) for i in found] == [(whose, airspace)]


def test_the_weights_are_few_and_rounded() -> None:
    file = resources.files("airmap.lexicon").joinpath("second_chance.json")
    weights = json.loads(file.read_text(encoding="utf-8"))
    assert len(file.read_bytes()) < 300_000
    assert list(weights) == sorted(weights)
    assert all(w == round(w, 4) for w in weights.values())


def test_a_likelihood_is_the_same_in_any_order() -> None:
    names = ["preposition:inside", "word:<craft>", "word:<land>", "first", "role:nsubj", "no such feature"]
    found = second_chance.likelihood_of(names)
    assert 0 < found < 1
    assert {second_chance.likelihood_of(names[k:] + names[:k]) for k in range(len(names))} == {found}
