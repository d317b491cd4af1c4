"""The story that airmap began with must read as the design says."""

import datetime as dt
from pathlib import Path

import pytest

from airmap.pipeline import Options, read_article
from airmap.records import Article, PartialDate, Reading

SEED = Path(__file__).resolve().parent.parent / "seeds" / "2015-11-30-paris-and-the-golan.txt"


def reading_of(text: str) -> Reading:
    article = Article("story", text, published=PartialDate(2015, 11, 30))
    return read_article(article, Options(geometry=False))


@pytest.fixture(scope="module")
def story(shared) -> Reading:
    path = shared / "seeds" / "paris-summit.txt"
    if not path.is_file():
        pytest.skip(f"no source story at {path}")
    return reading_of(path.read_text(encoding="utf-8"))


def test_one_mile_into_israel_told_three_times_is_one_incident(story):
    (golan,) = [i for i in story.incidents if i.airspace == "ISR"]
    assert (golan.type, golan.violator, golan.status) == ("violation", "RUS", "asserted")
    assert (golan.distance.role, golan.distance.value, golan.distance.value_si) == ("depth", 1, 1609.344)
    assert golan.origin == "SYR"
    assert len(golan.evidence) >= 3
    assert any("Ya" in name for name in golan.attribution)


def test_it_happened_by_the_sunday_on_which_the_minister_spoke(story):
    (golan,) = [i for i in story.incidents if i.airspace == "ISR"]
    assert (golan.when.start, golan.when.end) == (None, dt.date(2015, 11, 29))


def test_the_downing_that_ankara_explains(story):
    (downing,) = [i for i in story.incidents if i.type == "shootdown"]
    assert (downing.violator, downing.airspace, downing.aircraft) == ("RUS", "TUR", "plane")
    assert downing.attribution == ("Ankara",)


def test_no_other_incident(story):
    assert len(story.incidents) == 2


def test_the_two_meetings(story):
    held = {(m.place_name, m.country) for m in story.meetings}
    assert ("Paris", "FRA") in held
    assert any(country == "RUS" for _, country in held)


def test_told_in_our_own_words_it_reads_the_same():
    reading = reading_of(SEED.read_text(encoding="utf-8"))
    golan = next(i for i in reading.incidents if i.airspace == "ISR")
    downing = next(i for i in reading.incidents if i.type == "shootdown")
    assert len(reading.incidents) == 2
    # "The talks took place six days after": the downing is not of the day of the talks.
    assert downing.when is None or downing.when.start is None or str(downing.when.start) < "2015-11-29"
    assert (golan.violator, golan.distance.value_si, golan.origin) == ("RUS", 1609.344, "SYR")
    assert (downing.airspace, downing.status, downing.denied_by) == ("TUR", "disputed", "Moscow")
