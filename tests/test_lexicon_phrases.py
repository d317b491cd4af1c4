"""Phrases looked for where their first words stand are found where a search of the whole text finds them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from airmap import lexicon
from airmap.events import details
from airmap.lexicon import phrases
from airmap.lexicon.phrases import Phrases, has_word, may_have, words_in
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
