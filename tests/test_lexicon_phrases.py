"""Phrases looked for where their first words stand are found where a search of the whole text finds them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from airmap import lexicon
from airmap.events.circumstances import details, stays
from airmap.lexicon import phrases
from airmap.lexicon.phrases import (
    Phrases,
    has_word,
    matches_at,
    matches_between,
    matches_by_word,
    may_have,
    words_in,
)
from airmap.mentions import crafts, dates, measures, relation_rules, relation_words, zones
from airmap.records import PartialDate

ROOT = Path(__file__).parent.parent
SEEDS = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))]
ODD = ["", "FL350 at Mach 2, ½ mile or ~5 km, about half a dozen nautical-miles; 2½ km, x5 km, -5 km.",
       "Reconnaissance-aircraft and a re-reconnaissance aircraft, early “warning” aircraft, AIRCRAFT.",
       "twenty-five miles; a quarter of a mile; between three and four km; $5 m; 1,200 metres"]


def spans(matches: object) -> list[tuple[int, int]]:
    return [m.span() for m in matches]  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", [*SEEDS, *ODD])
def test_what_is_found_is_what_the_pattern_alone_finds(text: str) -> None:
    listed = [p for p, *_ in (*crafts._craft_patterns(), *zones._zone_patterns()) if isinstance(p, Phrases)]
    listed += [p for _, p in details._outcome_patterns()]
    assert len(listed) > 30
    for known in listed:
        assert spans(known.finditer(text)) == spans(known.pattern.finditer(text))
    assert spans(measures._matches(text)) == spans(measures._pattern().finditer(text))


def test_a_stretch_has_the_matches_that_it_would_have_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "At 10:15, by about 11.20 and until 1230 hours; look at 12:45, at 13:10 or at 14:05."
    pattern, words = stays._AT, stays._OPENS_TIME
    for start, end in ((0, len(text)), (3, 60), (4, 66), (66, 80)):
        alone = [(m.start() + start, m.end() + start) for m in pattern.finditer(text[start:end])]
        assert spans(matches_between(pattern, text, words, start, end)) == alone
    monkeypatch.setattr(phrases, "LONGEST_REMEMBERED", 0)
    assert len(spans(matches_between(pattern, text, words, 0, len(text)))) == 6


def test_patterns_by_their_first_word_are_tried_where_it_stands() -> None:
    patterns = {"red": re.compile("Red (?:Crescent|Army)"), "army": re.compile("Army")}
    text = "The Red Army, the Army and the red army of Red ants; REDArmy"
    assert [m[0] for m in matches_by_word(patterns, text, frozenset(patterns))] == ["Red Army", "Army"]


def test_every_pattern_of_a_contest_has_one_of_the_words_that_are_asked_for_first() -> None:
    told = (
        "near the disputed Senkaku Islands", "in the islands dispute", "which China also claims as its own",
        "claimed also by Vietnam", "over Fiery Cross reef", "Tokyo, which also claims the islets",
        "both also claim them", "the shoal, claimed by Manila", "as Beijing calls the islets",
        "Japan's name for the islands", "known in Korea as Dokdo and as Takeshima in Japan",
    )
    patterns = lexicon.table("events")["contested"]["patterns"]
    words = lexicon.word_set("events", "contested", "words")
    for pattern, example in zip(patterns, told, strict=True):
        assert re.search(pattern, example), (pattern, example)
        assert has_word(example, words), example


@pytest.mark.parametrize("text", [*SEEDS, "a pro-F-16 crowd, F-16s, AirAsia flight 8501, the transport had landed"])
def test_designators_are_found_where_each_of_their_patterns_alone_finds_them(text: str) -> None:
    begun = [m.start() for m in crafts._designation().finditer(text)]
    for pattern, *_ in crafts._craft_patterns():
        if isinstance(pattern, re.Pattern):
            assert spans(matches_at(pattern, text, begun)) == spans(pattern.finditer(text))


def test_phrases_are_found_once_and_the_longest_first() -> None:
    known = Phrases(["shot down", "shot", "shot down over"])
    text = "Shot-down over Mali, shot  down, gunshot, shotgun, shot"
    assert [m[0] for m in known.finditer(text)] == ["Shot-down over", "shot  down", "shot"]
    assert [m[0] for m in Phrases(["Hawk"], ignore_case=False).finditer("a Hawk and a hawk")] == ["Hawk"]
    assert [m[0] for m in Phrases(["'copter", "jet"]).finditer("no 'copter")] == ["'copter"]


DATED = (
    "A jet crossed the border three days ago, some five km inside, on Tuesday, 3 May 2022 and May 5 to 7; in June "
    "last year, late August 2011, on the 17th, 2011-06-05, 24-Nov-2015 and 5/24/2015, the day before yesterday; two "
    "hours ago, over the weekend, in the past 24 hours, a few days back, on New Year's Eve, earlier this month. That "
    "evening, and the next day, three days later, at one point in 2012, it was in the Friday papers."
)


@pytest.mark.parametrize("text", [DATED, DATED.upper(), DATED.lower(), *SEEDS])
def test_long_texts_are_read_as_short_ones_are(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> tuple[object, ...]:
        return measures.measures_in(text), dates.dates_in(text, PartialDate(2022, 5, 9)), dates.dates_in(text, None)

    short = read()
    for module in (phrases, measures):
        monkeypatch.setattr(module, "LONGEST_REMEMBERED", 10)
    assert read() == short


def test_words_that_a_pattern_needs() -> None:
    assert has_word("Three days AGO.", frozenset({"ago"}))
    assert not has_word("Chicago", frozenset({"ago"}))
    eve = words_in(["New Year's Eve"])
    assert may_have("on new year’s eve", eve)
    assert not may_have("in the new year", eve)


def test_one_pattern_of_all_rules_says_where_one_may_begin() -> None:
    for alone in (False, True):
        _, rules, some_rule = relation_rules.grammar(alone)
        assert not any(pattern.match("") for _, pattern in rules)
        assert not some_rule.match(relation_words.UNKNOWN * 3)
        for _, pattern in rules:
            assert re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) in some_rule.pattern


def test_the_finder_is_what_the_lexicon_writes() -> None:
    assert lexicon.alternation(["air space"]) in Phrases(["air space"]).pattern.pattern


def test_each_word_begins_its_own_phrases_the_longest_first() -> None:
    found = Phrases(["air", "air space", "no fly zone", "no go"]).finditer("No-fly zone; air space, AIR, airs, no")
    assert [m[0] for m in found] == ["No-fly zone", "air space", "AIR"]


def test_of_words_without_a_class_one_stands_for_all_in_a_row() -> None:
    text = "Seven grey storks flew off the coast"
    words = [text[t.start:t.end] for t in relation_words.words_of(text, 0, len(text))]
    assert words[0] == "Seven"
    assert "grey" not in words
    assert words[-1].endswith("coast")
