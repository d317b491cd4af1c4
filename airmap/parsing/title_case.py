"""Headlines In Title Case, or IN CAPITALS: their common words in lower case, as the parser knows them.

What is capitalised is a name to the parser: "Syria Denies Its Jets Violated Turkish Airspace" was one long name. Only
words of the lexicon are changed, and only for the parser: the text and all that is quoted from it stay as they are.
"""

from __future__ import annotations

import re
from functools import cache

from airmap import lexicon

_WORD = re.compile(r"(?<![\w’'.-])[A-Za-z]+(?:['’]s)?(?![\w-])")
_FEWEST, _MOST = 4, 30
# Letters of a word that a headline writes with a capital: "Into", "With"; shorter ones some do and some do not.
_LONG = 4


def sentence_case(text: str) -> str:
    """Return a text of the same length whose headlines are written as sentences are.

    >>> sentence_case("Syria Denies Its Jets Violated Turkish Airspace")
    'Syria denies its jets violated Turkish airspace'
    >>> sentence_case("Syria denied that Its Jets had flown over Turkey")
    'Syria denied that Its Jets had flown over Turkey'
    """
    return "".join(_lowered(line) if _is_headline(line) else line for line in text.splitlines(keepends=True))


def _is_headline(line: str) -> bool:
    """Say whether nearly all longer words of a line are capitalised, and some of them are no names."""
    if len(line) > 250:
        return False
    words = _WORD.findall(line)
    long = [w for w in words if len(w) >= _LONG]
    if not _FEWEST <= len(words) <= _MOST or sum(w[0].islower() for w in long) > len(long) // 8:
        return False
    capitalised = [w for w in words[1:] if w[0].isupper() and (w[1:].islower() or line.isupper())]
    return len([w for w in capitalised if w.casefold() in _common()]) > 1


def _lowered(line: str) -> str:
    first, shouted = _WORD.search(line), line.isupper()

    def lower(match: re.Match[str]) -> str:
        word = match[0]
        if shouted and len(word) > _LONG:
            # Shorter ones may be abbreviations.
            word = word.capitalize()
        if match.start() == (first.start() if first is not None else 0) or not (shouted or word[1:].islower()):
            return word
        following = _WORD.search(line, match.end())
        after = following[0].casefold() if following is not None else ""
        plain = word.casefold().removesuffix("'s").removesuffix("’s")
        if plain in _common() and after not in lexicon.group("follow_names"):
            return word.lower()
        # "Switzerland May Close Its Airspace"
        return word.lower() if word == "May" and after in _common_verbs() else word

    return _WORD.sub(lower, line)


@cache
def _common() -> frozenset[str]:
    """Return the words of headlines that are no names."""
    nouns = {w for table, section, keys in _NOUNS for key in keys for w in lexicon.nouns(table, section, key)}
    words = _common_verbs() | nouns | lexicon.group("headline_words", "personal_pronouns")
    return frozenset(w for w in words if w.isalpha()) - lexicon.group("names_too")


@cache
def _common_verbs() -> frozenset[str]:
    lists = (lexicon.verbs(table, section, key) for table, section, keys in _VERBS for key in keys)
    groups = [name for name in lexicon.table("groups") if name.endswith("_verbs")]
    phrasal = (lexicon.words("events", section, "phrasal") for section in ("force_down", "contact_intercept"))
    return lexicon.group_forms(*groups).union(*lists, lexicon.verb_forms(*{p[0] for ps in phrasal for p in ps}))


_VERBS = (
    ("events", "entry_strong", ("verbs",)), ("events", "entry_motion", ("verbs",)),
    ("events", "force_down", ("verbs",)), ("events", "force_fire", ("verbs",)),
    ("events", "contact_intercept", ("verbs",)), ("events", "contact_close", ("verbs", "striking", "motion")),
    ("events", "approach", ("verbs",)), ("events", "reacting", ("verbs", "striking")),
    ("cues", "reporting", ("verbs", "accusing", "admitting")), ("cues", "denial", ("verbs",)),
    ("cues", "hypothetical", ("governors",)), ("cues", "permission", ("verbs",)),
    ("meetings", "verbs", ("meet", "gathering", "receive", "address", "travel", "visit", "sign", "speak")),
)
_NOUNS = (
    ("events", "entry_nouns", ("strong", "weak")), ("events", "force_down", ("nouns",)),
    ("events", "force_fire", ("nouns",)), ("events", "contact_intercept", ("nouns",)),
    ("events", "contact_close", ("nouns",)), ("cues", "denial", ("nouns",)), ("cues", "permission", ("nouns",)),
    ("meetings", "nouns", ("talks", "visit")),
)
