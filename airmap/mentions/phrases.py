"""Noun phrases by the order of their words, and numbers in words: what every finder of mentions asks."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.parsing.language import is_designator

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

OWNERS = frozenset({"its", "their", "our", "his", "her", "my", "your"})
CLITICS = frozenset({"'s", "’s", "'", "’", "-", "–", '"', "“", "”", "‘", "`", "``", "''", "s", "."})
CHUNK_POS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "DET", "X", "SYM"})
NUMBER_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "a": 1,
    "an": 1,
    "another": 1,
    "single": 1,
    "lone": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "dozen": 12,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "couple": 2,
    "pair": 2,
    "both": 2,
    "duo": 2,
    "trio": 3,
    "quartet": 4,
}
SPAN_BREAKS = frozenset({",", ";", ":", "(", ")", "—", "--", "\n"})
PREDICATES = lexicon.group("headline_predicates")
BARE_PREDICATES = lexicon.group("bare_predicates")


class TokenIndex:
    """Which token a character of a text belongs to."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, doc: Doc) -> None:
        self._starts = [t.idx for t in doc]
        self._ends = [t.idx + len(t.text) for t in doc]

    def get(self, offset: int) -> int | None:
        """Return the token of a character, or None for a space between two."""
        i = bisect_right(self._starts, offset) - 1
        return i if i >= 0 and offset < self._ends[i] else None


def tokens_of(token_at: TokenIndex, start: int, end: int) -> tuple[int, int] | None:
    first, last = token_at.get(start), token_at.get(end - 1)
    if first is None or last is None:
        one = first if first is not None else last
        return (one, one + 1) if one is not None else None
    return first, last + 1


def number(word: str) -> int | None:
    """Return the number that a word or a figure writes, or None."""
    word = word.replace(",", "")
    if word.isdigit():
        return int(word) if len(word) < 5 else None
    tens, _, ones = word.partition("-")
    if ones in NUMBER_WORDS and NUMBER_WORDS.get(tens, 0) >= 20:
        return NUMBER_WORDS[tens] + NUMBER_WORDS[ones]
    return NUMBER_WORDS.get(word)


def chunk_start(doc: Doc, head: int, limit: int = 14) -> int:
    """Return where the noun phrase that ends in ``head`` begins, going left over modifiers."""
    floor = max(doc[head].sent.start, head - limit)
    i = head
    while i > floor:
        token = doc[i - 1]
        if token.lower_ in OWNERS:
            return i - 1
        if token.pos_ == "DET" or token.lower_ in ("a", "an", "the", "any", "no", "another"):
            i -= 1
            if i > floor and doc[i - 1].lower_ == "of" and i - 1 > floor and doc[i - 2].lower_ in NUMBER_WORDS:
                return i - 2
            return i
        if token.text == ")" and i - 3 > floor and doc[i - 3].text == "(" and doc[i - 2].is_upper:
            # "a Royal Australian Air Force (RAAF) P-8": of the force that the letters stand for.
            i -= 3
            continue
        if token.text == ")" and i - 4 >= floor and doc[i - 2].is_digit and doc[i - 3].text == "(" \
                and doc[i - 4].lower_ in NUMBER_WORDS:
            # "four (4) F-16s"
            i -= 3
            continue
        back = range(i - 2, max(floor, i - 8), -1) if token.text == ")" else ()
        opened = next((k for k in back if doc[k].text == "("), None)
        if opened is not None and doc[opened - 1].is_upper and doc[i - 2].pos_ == "PROPN":
            # "a PLAN (People's Liberation Army Navy) J-8": of the force that is spelled out.
            i = opened
            continue
        plural_before = i - 1 > floor and doc[i - 2].tag_ in ("NNS", "NNPS")
        if token.lower_ in PREDICATES or (token.lower_ in BARE_PREDICATES and plural_before):
            # "Typhoons escort two Bears": the verb is part of neither.
            break
        allowed = token.pos_ in CHUNK_POS or token.lower_ in CLITICS
        gerund = token.tag_ == "VBG" and i - 1 > floor and doc[i - 2].lower_ in ("of", "for", "by")
        if token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound", "nmod") and not gerund:
            allowed = True
        if token.pos_ == "ADV" and not token.whitespace_ and doc[i].text in "-–" and i < head:
            # "a high-altitude balloon"
            allowed = True
        if (
            token.pos_ == "ADV"
            and token.dep_ == "advmod"
            and i < head
            and token.head.i >= i
            and token.head.i <= head
            and (token.head.pos_ in ("ADJ", "NUM") or token.head.dep_ == "amod")
        ):
            allowed = True
        if (
            token.text == ","
            and i - 1 > floor
            and token.pos_ == "PUNCT"
            and doc[i - 2].pos_ == "ADJ"
            and doc[i].pos_ == "ADJ"
        ):
            allowed = True
        counted = _counted_before_guess(doc, i, floor)
        if counted is not None:
            i = counted
            continue
        if not allowed or token.is_space:
            break
        i -= 1
    return i


def _counted_before_guess(doc: Doc, i: int, floor: int) -> int | None:
    """Return where a number stands from which a guess parts what it counts, going left from ``i``.

    Read "two, most likely Chadian, jets", "three - possibly Syrian - MiGs", "a pair of what appeared to be Mi-8s".
    """
    word = doc[i - 1]
    if word.text in _ASIDES:
        for k in range(i - 1, max(floor, i - 7), -1):
            guessed = doc.span(k + 1, max(i - 1, k + 3)).words
            if doc[k].text in _ASIDES and not guessed.isdisjoint(lexicon.group("guessing")) and (
                number(doc[k - 1].lower_) is not None
            ):
                return k - 1
    elif word.lower_ == "be":
        what = next((k for k in range(i - 2, max(floor + 1, i - 7), -1) if doc[k].lower_ == "what"), None)
        if what is not None and doc[what - 1].lower_ == "of" and number(doc[what - 2].lower_) is not None:
            return what - 2
    return None


_ASIDES = frozenset({",", "-", "–", "—", "(", ")"})


def names_an_aircraft(doc: Doc, i: int) -> bool:
    """Say whether a place's name is that of an aircraft here: "a Canberra", "Rhodesian Hunters", "Halifax bombers"."""
    if doc[i].lower_ not in lexicon.word_set("toponyms", "things", "aircraft"):
        return False
    if i + 1 < len(doc) and (doc[i + 1].lower_ in lexicon.group("aircraft_nouns") or is_designator(doc[i + 1].text)):
        # "a Halifax bomber", "the Shenyang J-16"
        return True
    if i == doc[i].sent.start:
        return False
    from airmap.pipeline import default_gazetteer

    before = doc[i - 1]
    counted = before.lower_ in ("a", "an", "another") or number(before.lower_) is not None
    return counted or before.lower_ in lexicon.group("services_flying") or (
        default_gazetteer().demonym(before.text) is not None or before.text in _named_states()
    )


@cache
def _named_states() -> frozenset[str]:
    """Return the names that the lexicon has for states: "Rhodesian", which is no country's any more."""
    return frozenset(name for names in lexicon.table("parties")["states"].values() for name in names)

