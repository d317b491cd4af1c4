"""The closed groups of words that denials are read by, from ``lexicon/answers.toml``."""

from __future__ import annotations

from functools import cache

from airmap import lexicon


@cache
def forms(group: str) -> frozenset[str]:
    if group == "belonging":
        return frozenset(f for v in ("belong",) for f in lexicon.verb_forms(v))
    return frozenset(lexicon.verbs("answers", "core", group))


@cache
def being() -> frozenset[str]:
    return frozenset(lexicon.verbs("answers", "elsewhere", "being"))


@cache
def calling() -> frozenset[str]:
    return frozenset(lexicon.verbs("answers", "denial", "calling"))


@cache
def phrasal() -> dict[str, tuple[str, ...]]:
    """Map each form of a verb to what must follow it for the two to deny: "scoffs" -> "at"."""
    found: dict[str, tuple[str, ...]] = {}
    for verb, rest in lexicon.table("answers")["denial"]["phrases"]:
        for form in set(lexicon.verb_forms(verb)):
            found[form] = (*found.get(form, ()), rest)
    return found


@cache
def disbelief() -> frozenset[str]:
    return lexicon.word_set("answers", "disbelief", "words")


@cache
def claims() -> frozenset[str]:
    return lexicon.word_set("answers", "denial", "claims")


@cache
def events() -> frozenset[str]:
    return lexicon.word_set("answers", "denial", "events")


@cache
def force_nouns() -> frozenset[str]:
    return lexicon.word_set("answers", "denial", "force")


@cache
def scorn() -> frozenset[str]:
    return frozenset({"scorn", "water", "doubt", "issue", "lie", "none", "account", "version"})


@cache
def intents() -> frozenset[str]:
    return lexicon.word_set("answers", "denial", "intents")


@cache
def flyers() -> frozenset[str]:
    return lexicon.word_set("answers", "core", "flyers")


@cache
def lines() -> frozenset[str]:
    return lexicon.word_set("answers", "core", "lines")


@cache
def touching() -> frozenset[str]:
    verbs = ("collide", "touch", "bump", "clip", "brush", "graze", "ram", "hit", "strike")
    return frozenset(f for v in verbs for f in lexicon.verb_forms(v))


@cache
def launching() -> frozenset[str]:
    return frozenset(f for v in ("launch", "send", "dispatch", "own", "despatch") for f in lexicon.verb_forms(v))


@cache
def shooting() -> frozenset[str]:
    return frozenset(f for v in ("shoot", "down", "fire", "destroy", "attack") for f in lexicon.verb_forms(v))
