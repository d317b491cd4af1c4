"""The verbs and nouns that tell of events, each kind as the lexicon lists it, by their forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from airmap import lexicon
from airmap.events.tellings import Act

INTO = lexicon.group("goal_prepositions")
GOING = lexicon.group("going_in")
ACT_OF_ZONE: dict[str, Act] = {"adiz": "adiz", "fir": "adiz", "restricted": "restricted"}
AIR = frozenset({"national", "adiz", "fir", "restricted", "buffer"})
ACROSS = lexicon.group("direct_goal_verbs")
SEEN = lexicon.group("presence_verbs")
PRONOUNS = lexicon.group("craft_pronouns")


@cache
def phrasal_verbs() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for verb, particle in lexicon.table("events")["force_down"]["phrasal"]:
        for form in lexicon.verb_forms(verb):
            found.setdefault(form, []).append((verb, particle))
    return found


@cache
def down_verbs() -> dict[str, str]:
    forms = dict(lexicon.verbs("events", "force_down"))
    for ambiguous in ("down", "fell"):
        forms.pop(ambiguous, None)
    return forms


@cache
def down_nouns() -> frozenset[str]:
    return frozenset(w for w in lexicon.word_set("events", "force_down", "nouns") if " " not in w)


def fire_verbs() -> Mapping[str, str]:
    return lexicon.verbs("events", "force_fire")


@cache
def contact_verbs() -> dict[str, str]:
    phrasal = lexicon.table("events")["contact_intercept"]["phrasal"]
    return dict(lexicon.verbs("events", "contact_intercept")) | {f: v for v in phrasal for f in lexicon.verb_forms(v)}


@cache
def contact_nouns() -> frozenset[str]:
    return lexicon.group("interception_nouns", "following_nouns")


def close_verbs() -> Mapping[str, str]:
    return lexicon.verbs("events", "contact_close")


def light_verbs() -> frozenset[str]:
    return lexicon.group_forms("light_verbs")


def firing_verbs() -> frozenset[str]:
    return lexicon.group_forms("firing_verbs")


def letting_go_verbs() -> frozenset[str]:
    return lexicon.group_forms("letting_go_verbs")


def rising_verbs() -> frozenset[str]:
    return lexicon.verb_forms("take", "go", "rise")


def striking_verbs() -> Mapping[str, str]:
    return lexicon.verbs("events", "contact_close", "striking")


def close_motion() -> Mapping[str, str]:
    return lexicon.verbs("events", "contact_close", "motion")


@cache
def close_nouns() -> frozenset[str]:
    return lexicon.group("closeness_nouns", "meetings_aloft", "affairs_aloft")


def strong_verbs() -> Mapping[str, str]:
    return lexicon.verbs("events", "entry_strong")


def motion_verbs() -> Mapping[str, str]:
    return lexicon.verbs("events", "entry_motion")


@cache
def entry_nouns() -> frozenset[str]:
    return lexicon.nouns("events", "entry_nouns", "strong") | lexicon.nouns("events", "entry_nouns", "weak")


@cache
def occasion_nouns() -> frozenset[str]:
    """Return what a whole event is called: "a similar violation", "in a separate incident", "on other occasions"."""
    return lexicon.group("event_nouns", "dated_events", "occasions")


@cache
def happening_nouns() -> frozenset[str]:
    return lexicon.group("happenings") | entry_nouns()


@cache
def inquiring_words() -> frozenset[str]:
    """Return how what happened is told to be looked into: "asked to explain the flights", "opened an inquiry"."""
    return lexicon.group_forms("inquiring_verbs") | lexicon.group("inquiries")


def approach_verbs() -> Mapping[str, str]:
    return lexicon.verbs("events", "approach")
