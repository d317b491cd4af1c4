"""Phrases of the lexicon looked for where their first words stand, and not at every letter of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from airmap.lexicon import alternation

_WORD = re.compile(r"\w+")
# Longer texts, which are rare, are not kept in the memory.
LONGEST_REMEMBERED = 200_000


@lru_cache(8)
def places_of_words(text: str) -> Mapping[str, list[int]]:
    """Return each word of a text in lower case, and where it stands."""
    found: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        found.setdefault(match[0].lower(), []).append(match.start())
    return found


def starts_of(text: str, words: frozenset[str], *, figures: bool = False) -> list[int]:
    """Return where these words stand, which are in lower case, and with ``figures`` also what begins with a figure."""
    places = places_of_words(text)
    if not figures:
        return [p for word in words & places.keys() for p in places[word]]
    # A figure may be one of the words, and is listed once.
    return [p for word in (words & places.keys()) | _figures_in(text) for p in places[word]]


@lru_cache(8)
def _figures_in(text: str) -> frozenset[str]:
    return frozenset(word for word in places_of_words(text) if word[0].isnumeric())


def has_word(text: str, words: frozenset[str]) -> bool:
    """Say whether a text has any of these words, which are in lower case: without, a slow pattern need not be tried."""
    return len(text) > LONGEST_REMEMBERED or not words.isdisjoint(places_of_words(text).keys())


def words_in(phrases: Iterable[str]) -> frozenset[frozenset[str]]:
    """Return the words of each phrase, in lower case; for `may_have`."""
    return frozenset(frozenset(_WORD.findall(phrase.lower())) for phrase in phrases)


def may_have(text: str, phrases: frozenset[frozenset[str]]) -> bool:
    """Say whether a text has all words of any phrase: without, a slow pattern need not be tried."""
    if len(text) > LONGEST_REMEMBERED:
        return True
    listed = places_of_words(text).keys()
    return any(words <= listed for words in phrases)


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield the matches that begin at one of these places, as ``finditer`` would if there were no others."""
    end = 0
    for start in sorted(starts):
        match = pattern.match(text, start) if start >= end else None
        if match is not None:
            yield match
            end = match.end()


def matches_from(
    pattern: re.Pattern[str], text: str, words: frozenset[str], *, figures: bool = False
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begins with one of these words, or with ``figures`` with a figure."""
    if len(text) > LONGEST_REMEMBERED:
        return pattern.finditer(text)
    return matches_at(pattern, text, starts_of(text, words, figures=figures))


class Phrases:
    """A list of phrases; spaces and hyphens in them are one."""

    __slots__ = ("_first_words", "pattern")

    def __init__(self, phrases: Iterable[str], *, ignore_case: bool = True) -> None:
        listed = tuple(phrases)
        self.pattern = re.compile(rf"(?<!\w)(?:{alternation(listed)})(?!\w)", re.IGNORECASE if ignore_case else 0)
        firsts = [_WORD.match(phrase) for phrase in listed]
        # Where one begins with a sign, the words of a text do not tell where it may stand.
        self._first_words = frozenset(m[0].lower() for m in firsts if m) if all(firsts) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where the phrases stand, the longest at each place, as the pattern alone would."""
        if self._first_words is None:
            return self.pattern.finditer(text)
        return matches_from(self.pattern, text, self._first_words)
