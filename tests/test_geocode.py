"""Which place a name means: the text decides."""

import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from airmap.gazetteer import Gazetteer
from airmap.mentions.toponyms import find_toponyms
from airmap.parsing import language
from airmap.places import scores as place_scores
from airmap.places.geocode import resolve
from airmap.records import Toponym


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(user=False)


def resolved(text: str, gazetteer: Gazetteer) -> dict[str, Toponym]:
    doc = language.analyse(text)
    return {t.span.quote: t for t in resolve(find_toponyms(doc, gazetteer), doc, gazetteer)}


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("The fair was held in Paris, Texas, on Sunday.", "Paris", "USA", "Texas"),
        ("The fair was held in Paris on Sunday.", "Paris", "FRA", "Île-de-France"),
        ("Ministers from Armenia and Azerbaijan met in Georgia, near Tbilisi.", "Georgia", "GEO", None),
        ("Police from Atlanta and Savannah drove across Georgia.", "Georgia", "USA", None),
        ("The plane left London, Ontario, for Toronto.", "London", "CAN", "Ontario"),
        ("The driver is from Lexington; police in Louisville and Frankfort, Ky., found the car.", "Frankfort", "USA",
         "Kentucky"),
        ("Fire crews from Springfield, Ill., came too.", "Springfield", "USA", "Illinois"),
        ("They drove from Birmingham to Montgomery and Tuscaloosa in Alabama.", "Birmingham", "USA", "Alabama"),
        ("They drove from Birmingham to Coventry and Wolverhampton.", "Birmingham", "GBR", "England"),
        ("Uganda said that a helicopter had come down in Lake Albert.", "Lake Albert", None, None),
        ("An Israeli patrol saw the glider come down in southern Gaza.", "Gaza", "PSE", "Gaza Strip"),
        ("Rebels attacked a convoy in southern Gaza, the Mozambican police said.", "Gaza", "MOZ", None),
        ("Two British jets trained over Kent.", "Kent", "GBR", "England"),
        ("The jets took off from an airfield in Yorkshire.", "Yorkshire", "GBR", None),
        ("The flight ended in the hills of Transylvania.", "Transylvania", "ROU", None),
        ("Shots were heard in Tripoli, Lebanon's second city, and in Beirut.", "Tripoli", "LBN", None),
        ("WASHINGTON (AP) -- The navy said a drone was lost.", "WASHINGTON", "USA", "District of Columbia"),
        ("Crews in Seattle, Tacoma and Spokane waited; the rest of Washington was dry.", "Washington", "USA", None),
    ],
)
def test_the_right_one_of_many(
    text: str, name: str, country: str | None, admin1: str | None, gazetteer: Gazetteer
) -> None:
    place = resolved(text, gazetteer)[name].place
    assert place is not None
    assert place.country == country, place
    if admin1:
        assert place.admin1 == admin1, place


def test_one_sense_for_a_story(gazetteer: Gazetteer) -> None:
    text = ("A man from Athens, Georgia, was held on Monday. He had lived in Athens for years. Police in Athens and"
            " Atlanta said he had been in Macon.")
    doc = language.analyse(text)
    places = {t.place for t in resolve(find_toponyms(doc, gazetteer), doc, gazetteer) if t.name == "Athens"}
    assert len(places) == 1
    (place,) = places
    assert place is not None
    assert place.admin1 == "Georgia"


def test_the_text_may_name_two_of_one_name(gazetteer: Gazetteer) -> None:
    text = "The exchange brings pupils from Paris, France, to Paris, Texas."
    doc = language.analyse(text)
    places = [t.place for t in resolve(find_toponyms(doc, gazetteer), doc, gazetteer) if t.name == "Paris"]
    assert [p.country for p in places if p] == ["FRA", "USA"]


def test_the_words_beside_a_name_tell_its_kind(gazetteer: Gazetteer) -> None:
    town = resolved("The minister lives in Ankara.", gazetteer)["Ankara"].place
    division = resolved("Roads in Ankara province were closed.", gazetteer)["Ankara"].place
    assert town is not None
    assert division is not None
    assert town.feature == "city"
    assert division.feature == "admin1"


def test_kinds_and_their_places(gazetteer: Gazetteer) -> None:
    toponyms = resolved("Ankara claimed that a Russian jet flew from Khmeimim to Yayladagi in Hatay.", gazetteer)
    assert [(t.kind, t.place.country if t.place else None) for t in toponyms.values()] == [
        ("metonym", "TUR"), ("demonym", "RUS"), ("name", "SYR"), ("name", "TUR"), ("name", "TUR")]
    assert toponyms["Russian"].place == gazetteer.country("RUS")


def test_confidence_and_runners_up(gazetteer: Gazetteer) -> None:
    sure = resolved("The fair was held in Paris, Texas, on Sunday.", gazetteer)["Paris"]
    unsure = resolved("The fair was held in Springfield on Sunday.", gazetteer)["Springfield"]
    assert 0.8 < sure.confidence <= 1
    assert unsure.confidence < sure.confidence
    assert unsure.alternatives
    assert all(a.place != unsure.place for a in unsure.alternatives)
    shares = [a.score for a in unsure.alternatives]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1


def test_a_name_that_no_gazetteer_has_stays_unresolved(gazetteer: Gazetteer) -> None:
    toponym = resolved("Troops held the villages of Zarqounabad and Belbessa in Syria.", gazetteer)["Zarqounabad"]
    assert toponym.place is None
    assert toponym.alternatives == ()


def test_no_mentions_no_toponyms(gazetteer: Gazetteer) -> None:
    assert resolve((), language.analyse("Nothing here."), gazetteer) == ()


def test_every_term_has_a_weight() -> None:
    assert set(place_scores.weights()) == set(place_scores.TERMS)


@pytest.mark.parametrize(("corpus", "found_f1", "within", "end_to_end"),
                         [("geovirus", 0.90, 0.84, 0.76), ("tr-news", 0.84, 0.82, 0.69)])
@pytest.mark.slow
def test_accuracy_on_public_corpora(
    corpus: str, found_f1: float, within: float, end_to_end: float, shared: Path, tmp_path: Path, gazetteer: Gazetteer,
) -> None:
    spec = importlib.util.spec_from_file_location("score_toponyms", shared / "tools" / "score_toponyms.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = shared / "corpora" / f"{corpus}.jsonl"
    predicted = tmp_path / "predicted.jsonl"
    with predicted.open("w", encoding="utf-8") as file:
        for record in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
            doc = language.analyse(record["text"])
            toponyms = [SimpleNamespace(start=t.span.start, end=t.span.end, lat=t.place.lat if t.place else None,
                                        lon=t.place.lon if t.place else None)
                        for t in resolve(find_toponyms(doc, gazetteer), doc, gazetteer)]
            file.write(json.dumps({"id": record["id"], "toponyms": [vars(t) for t in toponyms]}) + "\n")
    scores = scorer.main(str(gold), str(predicted))
    assert scores["recognition"]["F1"] >= found_f1
    assert scores["resolution"]["acc161"] >= within
    assert scores["end_to_end"]["F1"] >= end_to_end
