"""Reader of avoidance: an airliner that had to get out of the way of a warplane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import first_craft
from airmap.events.coreference import traffic_in_general
from airmap.events.readers.collisions import told_close
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


def turned_aside(verb: Token, actors: Actors) -> Telling | None:
    """Read "was forced to change course to avoid a spy plane", "took evasive action when a Su-24 crossed its path".

    Not: "airlines change course to avoid the storm", "was diverted to Minsk by a fighter", "took evasive action".
    """
    if grammar.negated(verb) or not _gets_out_of_the_way(verb):
        return None
    here = [c for c in actors.crafts_in(verb.sent) if not (c.weapon or c.attributive)]
    craft = next((c for c in here if c.civil and c.category != "drone"), None)
    other = next((c for c in here if _warplane(c)), None)
    if craft is None and verb.lower_ in lexicon.verb_forms("take"):
        # "our helicopter had to take evasive action to avoid flares dropped by a fighter"
        craft, _ = first_craft(grammar.subjects(verb), actors)
        owner = craft.party.state if craft is not None and craft.party is not None else None
        other = next((c for c in here if c is not craft and _warplane(c) and (
            c.party is None or c.party.state != owner)), None)
    if craft is None or other is None or traffic_in_general(craft, verb.doc):
        return None
    if craft.party is not None and other.party is not None and craft.party.state == other.party.state:
        return None
    words = verb.sent.words
    if words & lexicon.group("led_away") or not (words & lexicon.group("in_the_way") or _made_to(verb, other)):
        return None
    return told_close(verb, craft, craft.head, other.party, other.head, actors)


def _made_to(verb: Token, other: Craft) -> bool:
    """Say whether the warplane is what made it turn: "a bomber caused a flight to divert"."""
    above = verb.head
    caused = above.lower_ in lexicon.group_forms("forcing_verbs", "causing_verbs")
    return caused and any(t.i == other.head for t in grammar.agents(above))


def _warplane(craft: Craft) -> bool:
    owned = craft.party is not None and craft.party.state is not None
    return not craft.civil and craft.category in ("plane", "helicopter") and (owned or craft.designated)


def _gets_out_of_the_way(verb: Token) -> bool:
    """Say whether a verb tells of a turn: "alter course", "take avoiding action", "turn off its course", "swerve"."""
    things = [*grammar.objects(verb), *grammar.patients(verb)]
    # "changed course", which the parser may take for how it changed
    things += [c for c in verb.children if c.dep_ == "advmod" and c.pos_ == "NOUN"]
    if verb.lower_ in lexicon.group_forms("altering_verbs"):
        return any(t.lower_ in lexicon.group("courses") for t in things)
    if verb.lower_ in lexicon.verb_forms("take"):
        return any({c.lower_ for c in t.children} & {"evasive", "avoiding", "emergency"} for t in things)
    if verb.lower_ in lexicon.verb_forms("turn") | lexicon.verb_forms("send") | lexicon.verb_forms("steer"):
        return any(c.lower_ in ("off", "away", "aside", "around", "out") for c in verb.children)
    return verb.lower_ in lexicon.group_forms("swerving_verbs")
