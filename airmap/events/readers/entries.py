"""The reader of verbs of entry, which say that something flew into an airspace or over a land."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import on_foot, party_of
from airmap.events.event_words import ACT_OF_ZONE, AIR, SEEN, contact_verbs, down_verbs, phrasal_verbs
from airmap.events.readers.flights import Flight, flight_of
from airmap.events.readers.land_untold import came_from, names_no_land
from airmap.events.readers.over_land import acts_over, over_land
from airmap.events.readers.presence import been_there
from airmap.events.tellings import Act, Telling, told_by
from airmap.mentions.actors import Actors, Party, Zone, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_FOUND = frozenset({"found", "discovered", "recovered"})


def entered(verb: Token, _: Doc, actors: Actors) -> Telling | None:
    """Read a verb of entry: "violated its airspace", "strayed into Finnish airspace", "jets flew over Cyprus".

    Not: "flew to Russia", "crossed the street", "its airspace was closed".
    """
    flight = flight_of(verb, actors)
    if flight is None or on_foot(verb) or _only_by_it(flight) or not _may_enter(flight, actors):
        return None
    if (asks := _asked_why(flight, actors)) is not None:
        return told_by(verb, "entry", craft=flight.craft, craft_token=flight.craft_token, goal=asks)
    if names_no_land(flight, actors):
        return came_from(flight, actors)
    if (fell := _found_beyond(flight, actors)) is not None:
        way = flight.goal.state if flight.goal is not None else None
        return told_by(verb, "entry", craft=flight.craft, craft_token=flight.craft_token, goal=fell, origin=way)
    if _not_into(flight):
        return None
    if _turned_away_before(verb):
        return _approach(flight)
    if flight.name in lexicon.group("being_there"):
        flight = been_there(flight, actors)
    if flight is None or _sent_up_for(flight):
        return None
    act = _act_of(flight, actors)
    if act is None:
        return None
    return told_by(
        verb, act, strong=flight.strong, craft=flight.craft, craft_token=flight.craft_token, mover=flight.mover,
        mover_token=flight.mover_token, zone=flight.zone, goal=flight.goal,
    )


def _only_by_it(flight: Flight) -> bool:
    """Say whether it stayed out: "skirted Syrian airspace", "were detected in the skies over the Hebrides"."""
    goal, craft = flight.goal, flight.craft
    if flight.name in SEEN and flight.zone is None and goal is not None and goal.start > 2:
        # In the skies over a place is near it, as no airspace is spoken of.
        led = {t.lower_ for t in flight.verb.doc[goal.start - 3 : goal.start]}
        if led & {"sky", "skies"}:
            return True
    if flight.name == "find" and flight.preposition is None and not grammar.is_passive(flight.verb):
        # "found the sky empty", "found Libyan airspace closed"
        return True
    if flight.name == "pick":
        return craft is None or craft.party is None
    return flight.name == "skirt" and flight.preposition is None


def _may_enter(flight: Flight, actors: Actors) -> bool:
    """Say whether the verb is one of entry, or any other that takes an aircraft into an airspace or over a land."""
    return (
        bool(flight.name)
        or acts_over(flight, actors)
        or (
            flight.craft is not None
            and flight.zone is not None
            and flight.zone.kind in ("national", "adiz")
            and flight.preposition in ("into", "inside", "through", "across")
        )
    )


def _asked_why(flight: Flight, actors: Actors) -> Party | None:
    """Return the state that asks another why its aircraft came, which it would not if it had not come to it.

    "Guyana asked Venezuela to explain why one of its helicopters landed at an airstrip".
    """
    verb, craft = flight.verb, flight.craft
    if flight.name not in ("land", "come") or craft is None or (craft.party is None and craft.owner_pronoun is None):
        return None
    above = list(grammar.ancestors(verb))
    why = any(c.lower_ in ("why", "how") for c in verb.children)
    if not why or all(a.lower_ not in lexicon.group_forms("inquiring_verbs") for a in above):
        return None
    sides = (party_of(t, actors) for a in reversed(above) if a.pos_ == "VERB" for t in grammar.subjects(a))
    asks = next((p for p in sides if p is not None), None)
    theirs = craft.party is not None and asks is not None and craft.party.state == asks.state
    return None if asks is None or asks.state is None or theirs else asks


def _found_beyond(flight: Flight, actors: Actors) -> Party | None:
    """Return where something came down or was found that had come in over another land.

    "The drone found near Rezekne had come in over Belarus": that is the way it came.
    """
    verb, craft, way = flight.verb, flight.craft, flight.goal
    if way is None or flight.preposition not in ("over", "through", "via") or craft is None or not craft.unpiloted:
        return None
    if flight.name not in lexicon.group("arriving_verbs"):
        return None
    doc, own = verb.doc, state_of_party(craft.party)
    forms = lexicon.group_forms("coming_down_verbs") | _FOUND | {"exploded"}
    for token in doc[verb.sent.start : verb.i]:
        if token.lower_ not in forms or (token.i < craft.head and token.lower_ not in _FOUND):
            continue
        for party in actors.parties:
            near = token.i < party.start <= max(token.i, craft.head) + 5
            placed = near and doc[party.start - 1].lower_ in ("near", "in", "at", "on")
            if placed and party.state not in (None, way.state, own):
                return party
    return None


def _not_into(flight: Flight) -> bool:
    """Say whether it led elsewhere: "flew from Malé to Singapore via Colombo", "returned to", "over the high seas"."""
    verb, name, zone = flight.verb, flight.name, flight.zone
    if zone is not None and zone.kind == "international":
        return True
    if flight.preposition == "via" and {"from", "to"} <= {c.lower_ for c in verb.children}:
        # "was flying from Malé to Singapore via Colombo": its route.
        return True
    place = zone or flight.goal
    start = place.start if place is not None else verb.sent.end
    if name in ("return", "turn", "approach") or any(
        c.lower_ in ("back", "home") and verb.i < c.i < start for c in verb.children
    ):
        return True
    if zone is not None and _nobodys_waters(zone, verb.doc):
        return True
    if name in ("vanish", "disappear") and flight.preposition != "into":
        # "disappeared over Latvia", from the screens
        return True
    # "missiles flew over Jordan before reaching Israel", which they were fired at.
    aimed = flight.craft is not None and flight.craft.category == "missile"
    return aimed and name == "reach" and verb.dep_ == "pcomp" and verb.head.lower_ == "before"


def _nobodys_waters(zone: Zone, doc: Doc) -> bool:
    """Say whether a stretch is of waters that no state is named for: "flew over the waters"."""
    nobodys = zone.kind == "territory" and zone.owner is None and zone.owner_pronoun is None
    return nobodys and not zone.described and doc[zone.head].lower_ in lexicon.group("nowhere_waters")


def _turned_away_before(verb: Token) -> bool:
    """Read "was intercepted before reaching Israeli airspace": it did not get there."""
    if verb.dep_ == "advcl" and any(c.lower_ == "before" and c.i < verb.i for c in verb.children):
        main = verb.head.lower_
    elif verb.dep_ == "pcomp" and verb.head.lower_ in ("before", "without"):
        if verb.head.lower_ == "without":
            return True
        main = verb.head.head.lower_
    elif verb.dep_ == "pcomp" and verb.head.lower_ == "to" and verb.head.head.lower_ == "prior":
        main = verb.head.head.head.lower_
    else:
        # "had come close to violating its airspace"
        return verb.dep_ == "pcomp" and verb.head.lower_ == "to" and verb.head.head.lower_ in ("close", "near")
    stopped = main in phrasal_verbs() or main in down_verbs() or main in ("turned", "turning", "turn", "stopped")
    return stopped or (main in contact_verbs() and main not in lexicon.verb_forms("track"))


def _approach(flight: Flight) -> Telling | None:
    """Return the telling of what did not get there, where it is said whose airspace it was making for."""
    if flight.zone is None or flight.zone.owner is None:
        return None
    return told_by(
        flight.verb, "approach", craft=flight.craft, craft_token=flight.craft_token, zone=flight.zone, implicit=True,
    )


def _sent_up_for(flight: Flight) -> bool:
    """Read "were scrambled to monitor a situation in the Baltic skies": they came for something else."""
    verb = flight.verb
    return flight.name in SEEN and verb.tag_ == "VB" and verb.head.lower_ in lexicon.group_forms("sending_up")


def _act_of(flight: Flight, actors: Actors) -> Act | None:
    """Return what a flight into such an airspace is called, or over a land; nothing where it is no entry."""
    if flight.zone is not None and flight.zone.kind in AIR:
        return _act_in_airspace(flight, flight.zone)
    return "entry" if over_land(flight, actors) else None


def _act_in_airspace(flight: Flight, zone: Zone) -> Act | None:
    """Return the act of entering a zone; nothing where the words do not say that anything flew into it."""
    preposition, by_pronoun = flight.preposition, flight.by_pronoun
    if flight.craft is None and not flight.strong:
        came = preposition in ("inside", "into") and by_pronoun
        if flight.name in SEEN | lexicon.group("motion_without_craft") and not came:
            return None
        nobody = flight.mover is None and flight.mover_token is None
        if nobody and zone.kind == "national" and preposition in lexicon.group("static_prepositions"):
            return None
        if zone.kind == "buffer" and not by_pronoun:
            # "The leader crosses the demarcation line": on foot.
            return None
    if preposition == "from" or (preposition in lexicon.group("other_prepositions") and not flight.strong):
        return None
    return ACT_OF_ZONE.get(zone.kind, "entry")
