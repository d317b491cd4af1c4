"""Phrases of the lexicon looked for where their first words stand, and not at every letter of a text."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from airmap.lexicon import alternation

_WORD = re.compile(r"\w+")
_WORDS = re.compile(r"(\w+)")
# Longer texts, which are rare, are not kept in the memory.
LONGEST_REMEMBERED = 200_000


class _Listed(NamedTuple):
    """The words of a text in lower case with where they stand, as a set too, and those that begin with a figure.

    The view of a dictionary's keys is no set: each question to it would go through all words of the lexicon.
    """

    places: Mapping[str, list[int]]
    words: frozenset[str]
    figures: frozenset[str]


def words_with_limits(pattern: re.Pattern[str], text: str) -> tuple[list[str], list[int], list[int]]:
    """Return the words of a text, where each begins, and where each ends; the pattern is all of it one group.

    To split a text is some times faster than to go from match to match.
    """
    parts = pattern.split(text)
    limits = list(itertools.accumulate(map(len, parts)))
    return parts[1::2], limits[:-1:2], limits[1::2]


@lru_cache(8)
def _listed(text: str) -> _Listed:
    found: defaultdict[str, list[int]] = defaultdict(list)
    words, starts, _ = words_with_limits(_WORDS, text)
    for word, start in zip(words, starts, strict=True):
        found[word.lower()].append(start)
    return _Listed(dict(found), frozenset(found), frozenset([word for word in found if word[0].isnumeric()]))


def places_of_words(text: str) -> Mapping[str, list[int]]:
    """Return each word of a text in lower case, and where it stands."""
    return _listed(text).places


def starts_of(text: str, words: frozenset[str], *, figures: bool = False) -> list[int]:
    """Return where these words stand, which are in lower case, and with ``figures`` also what begins with a figure."""
    listed = _listed(text)
    # A figure may be one of the words, and is listed once.
    found = (words & listed.words) | listed.figures if figures else words & listed.words
    return [p for word in found for p in listed.places[word]]


def has_word(text: str, words: frozenset[str]) -> bool:
    """Say whether a text has any of these words, which are in lower case: without, a slow pattern need not be tried."""
    return len(text) > LONGEST_REMEMBERED or not words.isdisjoint(_listed(text).words)


def words_in(phrases: Iterable[str]) -> frozenset[frozenset[str]]:
    """Return the words of each phrase, in lower case; for `may_have`."""
    return frozenset(frozenset(_WORD.findall(phrase.lower())) for phrase in phrases)


def may_have(text: str, phrases: frozenset[frozenset[str]]) -> bool:
    """Say whether a text has all words of any phrase: without, a slow pattern need not be tried."""
    if len(text) > LONGEST_REMEMBERED:
        return True
    listed = _listed(text).words
    return any(words <= listed for words in phrases)


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield the matches that begin at one of these places, as ``finditer`` would if there were no others."""
    end = 0
    for start in sorted(starts):
        match = pattern.match(text, start) if start >= end else None
        if match is not None:
            yield match
            end = match.end()


def matches_between(
    pattern: re.Pattern[str], text: str, words: frozenset[str], start: int, end: int
) -> Iterator[re.Match[str]]:
    """Yield the matches, within a stretch of a text, of a pattern that begins with one of these words.

    The words of the whole text are known; those of a stretch would be looked for anew.
    """
    if len(text) > LONGEST_REMEMBERED:
        yield from pattern.finditer(text, start, end)
        return
    reached = start
    for place in sorted(p for p in starts_of(text, words) if start <= p < end):
        match = pattern.match(text, place, end) if place >= reached else None
        if match is not None:
            yield match
            reached = match.end()


def matches_from(
    pattern: re.Pattern[str], text: str, words: frozenset[str], *, figures: bool = False
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begins with one of these words, or with ``figures`` with a figure."""
    if len(text) > LONGEST_REMEMBERED:
        return pattern.finditer(text)
    return matches_at(pattern, text, starts_of(text, words, figures=figures))


def matches_by_word(
    patterns: Mapping[str, re.Pattern[str]], text: str, words: frozenset[str]
) -> Iterator[re.Match[str]]:
    """Yield the matches of the patterns of these words, each of which begins with its word; none overlap.

    Words are in lower case; there must be a pattern for those that the text has.
    """
    listed = _listed(text) if len(text) <= LONGEST_REMEMBERED else _listed.__wrapped__(text)
    end = 0
    for start, word in sorted([(p, first) for first in words & listed.words for p in listed.places[first]]):
        if start >= end and (match := patterns[word].match(text, start)) is not None:
            yield match
            end = match.end()


class Phrases:
    """A list of phrases; spaces and hyphens in them are one."""

    def __init__(self, phrases: Iterable[str], *, ignore_case: bool = True) -> None:
        self._flags = re.IGNORECASE if ignore_case else re.NOFLAG
        listed = tuple(phrases)
        firsts = [_WORD.match(phrase) for phrase in listed]
        self._of_word: dict[str, list[str]] = {}
        for phrase, first in zip(listed, firsts, strict=True):
            self._of_word.setdefault(first[0].lower() if first else "", []).append(phrase)
        # Where one begins with a sign, the words of a text do not tell where it may stand.
        self._words = frozenset(self._of_word) if all(firsts) else None
        self._patterns: dict[str, re.Pattern[str]] = {}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of all phrases."""
        return self._compiled(itertools.chain.from_iterable(self._of_word.values()))

    def _compiled(self, phrases: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{alternation(phrases)})(?!\w)", self._flags)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where the phrases stand, the longest at each place, as the pattern alone would."""
        if self._words is None or len(text) > LONGEST_REMEMBERED:
            return self.pattern.finditer(text)
        return self._matches(text, self._words)

    def _matches(self, text: str, words: frozenset[str]) -> Iterator[re.Match[str]]:
        """Yield the matches; where a word stands only the phrases that begin with it are tried."""
        found = words & _listed(text).words
        if not found:
            return iter(())
        for word in found:
            if word not in self._patterns:
                self._patterns[word] = self._compiled(self._of_word[word])
        return matches_by_word(self._patterns, text, found)
