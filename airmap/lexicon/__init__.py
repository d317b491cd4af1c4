"""The vocabulary: data files beside this module, and the one loader that reads them.

A word is a line in a ``.toml`` file; inflected forms are made here, so that matching asks for the form as written and
does not depend on a tagger's lemma (which fails in capitals and headlines).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

_VOWELS = "aeiou"


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the data file ``name`` (without ``.toml``) as nested mappings."""
    with resources.files("airmap.lexicon").joinpath(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def words(name: str, section: str, key: str) -> tuple[str, ...]:
    """Return one list of a data file, as written."""
    return tuple(table(name)[section][key])


@cache
def padded(name: str, section: str, key: str) -> tuple[str, ...]:
    """Return one list of a data file with a space on either side of each phrase, to be looked for among words."""
    return tuple(f" {phrase} " for phrase in words(name, section, key))


@cache
def padded_by_word(name: str, section: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """Return the phrases of `padded` by their first words."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in padded(name, section, key):
        first = phrase.split()[0]
        found[first] = (*found.get(first, ()), phrase)
    return found


@cache
def word_set(name: str, section: str, key: str) -> frozenset[str]:
    """Return one list of a data file, lower-cased."""
    return frozenset(w.casefold() for w in words(name, section, key))


@cache
def verb_forms(*verbs: str) -> frozenset[str]:
    """Return every inflected form of an English verb, or of several, the base forms included.

    >>> sorted(verb_forms("intrude"))
    ['intrude', 'intruded', 'intrudes', 'intruding']
    >>> "flew" in verb_forms("fly") and "stopped" in verb_forms("stop")
    True
    """
    return frozenset().union(*(_forms_of(verb) for verb in verbs))


def _forms_of(verb: str) -> frozenset[str]:
    irregular = table("events")["irregular"].get(verb)
    if irregular is not None:
        return frozenset({verb, *irregular})
    if verb.endswith("e"):
        stems = [verb[:-1]]
        third = verb + "s"
    elif verb.endswith("y") and verb[-2] not in _VOWELS:
        return frozenset({verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"})
    else:
        stems = [verb]
        if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb):
            stems = [verb + verb[-1]]
        elif verb[-1] == "l" and verb[-2] in _VOWELS:
            stems.append(verb + "l")
        third = verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return frozenset({verb, third, *(s + e for s in stems for e in ("ed", "ing"))})


@cache
def verbs(name: str, section: str, key: str = "verbs") -> Mapping[str, str]:
    """Return a mapping from each inflected form to its verb, for one list of a data file."""
    return {form: verb for verb in words(name, section, key) for form in verb_forms(verb)}


@cache
def noun_forms(noun: str) -> frozenset[str]:
    """Return a noun phrase's singular and plural; only the last word is inflected."""
    if noun.endswith("craft"):
        # "aircrafts" is no English and in many a ministry's bulletin.
        return frozenset({noun, noun + "s"})
    if re.search(r"(?:awacs|s)$", noun):
        return frozenset({noun, noun + "es"}) if noun.endswith("ss") else frozenset({noun})
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return frozenset({noun, noun[:-1] + "ies"})
    return frozenset({noun, noun + ("es" if noun.endswith(("x", "ch", "sh")) else "s")})


@cache
def nouns(name: str, section: str, key: str) -> frozenset[str]:
    """Return singular and plural of every noun of one list, lower-cased."""
    return frozenset(form for noun in words(name, section, key) for form in noun_forms(noun.casefold()))


def alternation(phrases: Iterable[str]) -> str:
    """Return a regular expression that matches any of the phrases, longest first, spaces and hyphens as one."""
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    return "|".join(re.sub(r"(?:\\ |\\-|-)", r"[\\s\\-\"“”]+", re.escape(p)) for p in ordered)


@cache
def group(*names: str) -> frozenset[str]:
    """Return one closed group of words from ``groups.toml``, or several as one, lower-cased."""
    return frozenset(w.casefold() for name in names for w in table("groups")[name])


@cache
def group_forms(*names: str) -> frozenset[str]:
    """Return every inflected form of the verbs of one closed group, or of several."""
    return verb_forms(*group(*names))


@cache
def phrases_by_verb(name: str) -> dict[str, list[tuple[str, ...]]]:
    """Return the rest of each phrase of a group under every form of its verb, the longest first; articles left out."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(group(name), key=lambda p: (-len(p), p)):
        first, *rest = (w for w in phrase.split() if w not in ("a", "an", "the"))
        for form in sorted(verb_forms(first)):
            found.setdefault(form, []).append(tuple(rest))
    return found
