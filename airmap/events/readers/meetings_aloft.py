"""Aircraft that come upon each other: "a patrol plane encountered a Chinese fighter", "ran into two MiGs"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import first_craft
from airmap.events.readers.scenes import place_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_FIGHTERS = frozenset({"fighter", "fighters", "warplane", "warplanes", "interceptor", "interceptors", "jet", "jets"})
# Designations and names of fighters: "a J-11", "two MiGs".
_TYPES = re.compile(
    r"\b(?:(?:MiG|Su|F|F/A|FA|CF|JA|JAS|J|JF)-?\d|MiGs?\b|Sukhois?\b|Typhoons?\b|Rafales?\b|Gripens?\b|Mirages?\b|Hornets?\b|Raptors?\b|Tejas\b)",
    re.IGNORECASE,
)
_MOVES = frozenset({
    "manoeuvre", "manoeuvres", "maneuver", "maneuvers", "move", "moves", "pass", "passes", "approach", "approaches",
    "turns", "flying", "actions", "action", "manoeuvring", "maneuvering", "stunts",
})
_AT = frozenset({"toward", "towards", "against", "near", "around", "at", "beside", "alongside", "over", "to"})
_UPON = frozenset({"across", "upon", "into", "on"})


def came_upon(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "encountered", "came across", "ran into" of two aircraft: a fighter endangers what is none, or meets it.

    Not: "the jet encountered turbulence", "the pilots ran into trouble", "encountered a drone" of an airliner's crew.
    """
    if verb.lower_ in lexicon.verb_forms("encounter"):
        others = grammar.objects(verb)
    else:
        others = [t for p, t in grammar.prepositions(verb) if p in _UPON]
    met, met_token = first_craft(others, actors)
    own, own_token = first_craft(grammar.agents(verb), actors)
    if met is None or own is None or met is own or {met.category, own.category} & {"missile", "balloon"}:
        return None
    sides = [c.party.state if c.party is not None else None for c in (own, met)]
    if sides[0] == sides[1] or grammar.negated(verb):
        return None
    zone, goal = place_of(verb, actors)
    if fights(met, doc) and not fights(own, doc):
        return told_by(verb, "close", craft=own, craft_token=own_token, responder=met.party, responder_token=met_token,
                       zone=zone, goal=goal)
    if not fights(own, doc):
        return None
    return told_by(verb, "intercept", craft=met, craft_token=met_token, responder=own.party, responder_token=own_token,
                   zone=zone, goal=goal)


def menaced(verb: Token, actors: Actors) -> list[Token]:
    """Return what dangerous flying was aimed at: "conducted dangerous manoeuvres towards a Philippine plane"."""
    perilous, found = lexicon.group("perilous"), []
    for move in grammar.objects(verb):
        if move.lower_ in _MOVES and any(c.lower_ in perilous for c in move.children):
            after = [*grammar.prepositions(move), *grammar.prepositions(verb)]
            found += [t for p, t in after if p in _AT and actors.craft_headed(t) is not None]
    return found


def fights(craft: Craft | None, doc: Doc) -> bool:
    """Say whether an aircraft is a fighter by a word of its name or by its type."""
    if craft is None:
        return False
    named = doc.span(craft.start, craft.end)
    return not named.words.isdisjoint(_FIGHTERS) or bool(_TYPES.search(named.text))
