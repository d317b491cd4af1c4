"""Whether a flight led over a land, a border or a place, where no airspace is named: only what flies violates it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, astray
from airmap.events.coreference import speaker_above
from airmap.events.event_words import ACROSS, GOING, SEEN
from airmap.events.readers.entry_deeds import own_words
from airmap.events.readers.flights import Flight
from airmap.events.readers.goals import as_far_as
from airmap.mentions.actors import Actors, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

_ASTRAY = frozenset({"out", "off", "away"})


def over_land(flight: Flight, actors: Actors) -> bool:
    """Say whether what flew came over the land: "jets flew over Cyprus", "strayed into Finland", "fell on its side".

    Not: "flew to Russia", "flew past Kodiak Island", "the airliner crossed Turkey", "sent planes to Syria".
    """
    verb, name, craft = flight.verb, flight.name, flight.craft
    if craft is None and flight.craft_token is None:
        return False
    if craft is not None and craft.civil and not flight.strong and not grammar.under_fire(verb):
        return False
    if not _leads_over(flight):
        return False
    if name in lexicon.group("sending_verbs") and not _taken_there(flight, actors):
        return False
    if name in ("fall", "crash") and flight.preposition == "into":
        return False
    return not _came_down_there(flight)


def _leads_over(flight: Flight) -> bool:
    """Say whether the words lead into the land or over it, for such a verb: "into", "over", "seen in", "fell on"."""
    name, craft, zone, preposition = flight.name, flight.craft, flight.zone, flight.preposition
    if preposition is None:
        # "circled there": over the sea that it had come to.
        there = any(c.lower_ == "there" for c in flight.verb.children)
        return name in ACROSS or (name in lexicon.group("overhead_verbs") and not there)
    if zone is not None and "economic" in flight.verb.doc.span(zone.start, zone.end).words:
        # "fell in Japan's exclusive economic zone": in no airspace.
        return False
    # Where a thing without a pilot comes down nobody asked it to.
    falling = lexicon.group("coming_down_verbs") if craft is not None and craft.unpiloted else frozenset()
    # Where one only "touches down" need not be told first.
    landed = name != "land" or flight.verb.lower_ in lexicon.verb_forms("land") or (
        craft is not None and craft.party is not None)
    there = (name in SEEN and landed) or name in falling
    if preposition in lexicon.group("not_into") and not (preposition == "on" and there):
        return False
    if preposition == "past" and flight.goal is not None:
        # "flew past Kodiak Island": by it, and not over it.
        return False
    if preposition in ("in", "at", "on") and not (there or name in lexicon.group("overhead_verbs")):
        return False
    if preposition in GOING or preposition == "in":
        return True
    # "on its side of the line", "fell on Latvian territory"
    # "landed on the Greek islet of Ro"; not "was forced to land on Hainan"
    made = flight.verb.dep_ in ("xcomp", "ccomp") and flight.verb.head.lower_ in lexicon.group_forms("forcing_verbs")
    if preposition == "on" and name == "land" and flight.goal is not None and craft is not None and not made:
        return True
    on_side = zone is not None and flight.verb.doc[zone.head].lower_ == "side"
    fell_on = bool(falling) and zone is not None and zone.kind == "territory"
    return preposition == "on" and (on_side or fell_on)


def _came_down_there(flight: Flight) -> bool:
    """Say whether it only came down there with its pilot, which is an accident: "crashed in Latvia"."""
    verb, craft = flight.verb, flight.craft
    return (
        flight.name in lexicon.group("coming_down_verbs")
        and flight.preposition == "in"
        and craft is not None
        and not craft.unpiloted
        and not astray(verb)
        and not own_words(verb) & lexicon.group("unasked_entry")
    )


def _taken_there(flight: Flight, actors: Actors) -> bool:
    """Say whether a verb of sending, hitting or getting somewhere tells here of a flight over the land."""
    return _sent_over(flight, actors) or _got_there(flight) or _went_astray(flight)


def _sent_over(flight: Flight, actors: Actors) -> bool:
    """Read "sent jets over Cyprus", "sent a U-2 deep within Soviet territory", "launched drones across the border"."""
    verb, name, craft, preposition = flight.verb, flight.name, flight.craft, flight.preposition
    if name == "send" and any(t.lower_ == "deep" for t in verb.subtree):
        return True
    if name in ("send", "launch") and preposition == "into" and craft is not None and craft.category == "balloon":
        # A balloon goes where the wind takes it: "sent a balloon with cigarettes into Lithuania".
        return True
    # "Harare said that it had sent drones over Mozambique": whom "it" stands for is settled later.
    pronoun = any(t.lower_ in lexicon.group("personal_pronouns") for t in grammar.subjects(verb))
    if flight.mover is None and not (pronoun and craft is not None and not grammar.is_passive(verb)):
        return False
    if name == "send" and preposition in ("over", "across", "through"):
        return True
    if preposition != "into" or craft is None:
        return False
    if craft.category == "drone" and any(c.lower_ in ("across", "over") for c in verb.children):
        # "launched four drones across the border into Balochistan"
        return True
    # "Islamabad says that India had sent its planes into Pakistani territory"
    return name == "send" and not craft.civil and _told_by_owner(flight, actors)


def _told_by_owner(flight: Flight, actors: Actors) -> bool:
    """Say whether a flight was into what is called a territory, or in the words of those whose land it is."""
    if flight.zone is not None and flight.zone.kind == "territory":
        return True
    goal = flight.goal
    if goal is None or goal.state is None:
        return False
    return state_of_party(speaker_above(flight.verb, actors)[0]) == goal.state


def _got_there(flight: Flight) -> bool:
    """Read "got as far as Beit Shean", "made it to Tartu", "got ten kilometres into Romania", "was seen over"."""
    verb, name, craft = flight.verb, flight.name, flight.craft
    if name == "see":
        # "a balloon was seen over Montana", as it is spotted there.
        return grammar.is_passive(verb) and craft is not None and craft.category != "missile"
    if name in ("get", "make") and as_far_as(verb) is not None:
        return True
    return name == "get" and any(o.lower_ in _lengths() for o in grammar.objects(verb))


@cache
def _lengths() -> frozenset[str]:
    units = lexicon.table("measures")["units"].values()
    return frozenset(f for u in units if u["dimension"] == "length" for f in u["forms"])


def _went_astray(flight: Flight) -> bool:
    """Read "a missile that hit Poland was a stray one", "ran out of clear sky and into Albania"."""
    verb, craft = flight.verb, flight.craft
    if flight.name in ("hit", "strike") and astray(verb) and craft is not None and craft.unpiloted:
        return True
    return flight.preposition == "into" and any(c.lower_ in _ASTRAY for c in verb.children)


def acts_over(flight: Flight, actors: Actors) -> bool:
    """Say whether a foreign aircraft does something over a land: "scattered leaflets over Pyongyang".

    Not: "dropped bombs over Kharkiv", which is war and no matter of airspace.
    """
    verb, zone, goal = flight.verb, flight.zone, flight.goal
    theirs = zone is not None and zone.kind == "territory" and zone.owner_pronoun is not None
    if flight.craft is None or flight.craft.civil or flight.preposition not in ("over", "above"):
        return False
    if goal is None and not theirs:
        return False
    owner = flight.craft.party or _sender(verb.doc[flight.craft.head], actors)
    if owner is None or owner.state is None:
        return False
    done = [*grammar.patients(verb), *grammar.objects(verb)]
    things = {t.lower_ for t in done}
    raids = things & lexicon.group("attack_nouns", "strike_nouns")
    if raids and not any(c.lower_ in lexicon.group("shams") for t in done for c in t.children):
        # "carried out raids over the town" is war, "mock raids" are not.
        return False
    return (
        verb.lower_ in lexicon.group("acts_overhead")
        and (goal is None or goal.state not in (None, owner.state))
        and not things & lexicon.group("ordnance")
    )


def _sender(craft: Token, actors: Actors) -> Party | None:
    """Return who sends an aircraft, or whence it comes: "accuses Seoul of flying drones", "drones from the South"."""
    if craft.head.lower_ in lexicon.verb_forms("fly", "send"):
        return actor_among(grammar.agents(craft.head), actors)[0]
    whence = (t for p, t in grammar.prepositions(craft) if p in ("from", "of"))
    return next((actors.party_at[t.i] for t in whence if t.i in actors.party_at), None)
