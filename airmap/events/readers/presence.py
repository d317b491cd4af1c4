"""Whether an aircraft that "was" somewhere was where it had no business to be: "was in Finnish airspace"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import party_of
from airmap.events.coreference import aircraft_meant, same_aircraft
from airmap.events.event_words import AIR
from airmap.events.readers.flights import Flight
from airmap.mentions.actors import Actors, Craft, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


def been_there(flight: Flight, actors: Actors) -> Flight | None:
    """Return the flight with the aircraft that was there, if it was inside: "The Antonov was well inside Pakistan"."""
    doc, craft = flight.verb.doc, flight.craft
    if craft is None and flight.craft_token is not None:
        craft = aircraft_meant(doc, flight.craft_token, actors)
    if craft is not None and craft.party is None and craft.definite:
        # "The Antonov": the Afghan one of the sentence before.
        told = same_aircraft(doc, craft, actors, avoid=flight.zone_state)
        craft = craft if told is None else replace(craft, party=told.party)
    if craft is None or not _was_inside(flight, craft, actors):
        return None
    in_air = flight.zone is not None and flight.zone.kind in AIR
    return replace(flight, craft=craft, preposition=flight.preposition if in_air else "inside")


def _was_inside(flight: Flight, craft: Craft, actors: Actors) -> bool:
    """Say whether an aircraft that "was" or "spent" some time somewhere was where it had no business to be.

    "was in Finnish airspace", "ten kilometres inside India", "spent a minute on its side of the line"; and, where
    those say so whose land it is, "was over Hormozgan province".
    """
    verb, zone, goal, preposition = flight.verb, flight.zone, flight.goal, flight.preposition
    foreign = craft.party is not None or craft.category in ("drone", "balloon")
    if craft.civil and verb.sent.words.isdisjoint(lexicon.group("unasked_entry")):
        # "The airliner was in Syrian airspace when two jets came near": it had business there.
        return False
    if zone is not None and zone.owner_pronoun is not None and verb.doc[zone.owner_pronoun + 1].lower_ == "own":
        # "Another stayed on its own side"
        return False
    if zone is not None and zone.kind in ("national", "adiz", "fir"):
        return preposition in ("in", "inside", "within") and (foreign or zone.kind == "national")
    if zone is not None and zone.kind in ("territory", "buffer"):
        on_side = verb.doc[zone.head].lower_ == "side" and preposition in ("on", "across")
        if on_side and zone.owner_pronoun is not None and verb.lower_ in lexicon.verb_forms("stay", "remain", "keep"):
            # "They have stayed on their side"
            return False
        foreign = foreign or (craft.designated and zone.owner_pronoun is not None)
        if preposition in ("over", "above") and zone.owner_pronoun is not None:
            # "The Iranians claim the drone was over their territory": theirs, and the drone was not.
            return bool(states_telling(verb, actors) - {state_of_party(craft.party)})
        return foreign and (on_side or preposition in ("inside", "within"))
    if goal is None or goal.state is None or craft.civil:
        return False
    if preposition in ("inside", "within"):
        # "The helicopter was inside Poland for four minutes"
        return foreign or for_a_time(verb)
    if preposition not in ("over", "above") and not (preposition == "in" and for_a_time(verb)):
        return False
    own = state_of_party(craft.party)
    if (foreign or craft.designated) and own != goal.state and for_a_time(verb):
        # "had been over Romania for three minutes", "spent a minute over Saaremaa"
        return True
    if craft.unpiloted and craft.category != "missile" and own not in (None, goal.state):
        # "a Chinese drone was over Kinmen yesterday"
        return True
    return goal.state in states_telling(verb, actors)


def for_a_time(verb: Token) -> bool:
    """Say whether a verb of being somewhere is told with how long, in minutes or seconds."""
    brief = lexicon.group("brief_units")
    timed = [t for t in verb.children if t.dep_ in ("dobj", "npadvmod")]
    timed += [t for p, t in grammar.prepositions(verb) if p in ("for", "within")]
    return any(t.lower_ in brief or any(c.lower_ in brief for c in t.children) for t in timed)


def states_telling(verb: Token, actors: Actors) -> set[str]:
    """Return the states that tell what a verb says."""
    tellers = (party_of(t, actors) for a in grammar.ancestors(verb) for t in _tellers(a))
    return {p.state for p in tellers if p is not None and p.state}


def _tellers(above: Token) -> list[Token]:
    """Return who says what hangs on a verb or noun: "Tehran says that", "Tehran's account that"."""
    if above.lower_ in lexicon.group("claims") and above.pos_ == "NOUN":
        return [c for c in above.children if c.dep_ == "poss"]
    return grammar.subjects(above) if above.lower_ in lexicon.verbs("cues", "reporting") else []
