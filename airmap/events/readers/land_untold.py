"""Entries whose verb names no land: "had entered from Belarus", "penetrated 75 km", "Syria says the jet intruded".

It was the land of whoever tells of it, which is found out later.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import next_land, unknown_place
from airmap.events.coreference import aircraft_meant, speaker_above
from airmap.events.event_words import strong_verbs
from airmap.events.readers.flights import Flight
from airmap.events.readers.presence import for_a_time, states_telling
from airmap.events.tellings import Telling, told_by
from airmap.events.whose.blame import complaining, complaining_after
from airmap.mentions.actors import Actors, Craft, Party, Zone

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

_AT_A_PLACE = frozenset({"at", "in", "on", "near", "outside"})


def names_no_land(flight: Flight, actors: Actors) -> bool:
    """Say whether it leads nowhere that is named, or only over a line: "crossed the border from Belarus"."""
    if flight.zone is not None and flight.preposition == "from" and flight.verb.doc[flight.zone.head].lower_ == "side":
        # "sent drones over from its side of the border"
        return True
    return (flight.zone is None and flight.goal is None) or _border_from(flight.verb, flight.zone, actors)


def _border_from(verb: Token, zone: Zone | None, actors: Actors) -> bool:
    """Say whether a border nobody's in particular was crossed "from Belarus": the land beyond it is not Belarus."""
    if zone is None or zone.kind != "territory" or zone.owner is not None or zone.owner_pronoun is not None:
        return False
    phrases = [*grammar.prepositions(verb), *grammar.prepositions(verb.doc[zone.head])]
    return any(p == "from" and (party := actors.party_at.get(t.i)) is not None and party.state for p, t in phrases)


def came_from(flight: Flight, actors: Actors) -> Telling | None:
    """Read "had entered from Belarus", "crossed from neighbouring Ukraine": into the land of whoever tells it."""
    verb, name, craft = flight.verb, flight.name, flight.craft
    if craft is None and flight.craft_token is not None and name in lexicon.group("border_verbs"):
        # "an Iranian drone after it crossed over from Syria"
        craft = aircraft_meant(verb.doc, flight.craft_token, actors)
    if craft is None or craft.civil:
        return None
    if _sent_over(flight):
        return _told(flight, craft, strong=False)
    if _stayed_inside(verb, name) and not grammar.negated(verb):
        return _told(flight, craft, strong=False)
    came_in = _came_in(verb, name)
    bordering = lexicon.group("border_verbs", "intruding_verbs")
    if not (came_in or name in bordering or name == "land" or _passed_over(verb, name, craft, actors)):
        return None
    if _went_deep(verb) or _unasked(verb, name) or (_intruded(verb, name) and _told_by_another(verb, craft, actors)):
        return _told(flight, craft, strong=True)
    if name == "land":
        if _landed_there(verb, craft, actors):
            return _told(flight, craft, strong=True)
        # "Rwanda said that a Congolese fighter landed at its frontier airport"
        there = not craft.unpiloted and any(p in _AT_A_PLACE for p, _ in grammar.prepositions(verb))
        return _told(flight, craft, strong=False) if there and _told_by_another(verb, craft, actors) else None
    if came_in and _from_elsewhere(verb, craft):
        return _told(flight, craft, strong=False)
    crossing = _crossing(verb, name, craft, actors)
    return _told(flight, crossing, strong=False) if crossing is not None else None


def _told(flight: Flight, craft: Craft, *, strong: bool) -> Telling:
    return told_by(
        flight.verb, "entry", strong=strong, craft=craft, craft_token=flight.craft_token, untold_goal=True,
    )


def _stayed_inside(verb: Token, name: str) -> bool:
    """Read "The jets were inside for a minute", "went 21 kilometers inland"."""
    if name in lexicon.group("being_there") and for_a_time(verb) and any(
        c.lower_ == "inside" and not c.children for c in verb.children
    ):
        return True
    lengths = lexicon.group("length_units")
    return any(
        c.lower_ == "inland" and (c.i > verb.i + 2 or any(g.lower_ in lengths for g in c.children))
        for c in verb.children
    )


def _came_in(verb: Token, name: str) -> bool:
    """Read "came in", "drifted over", "flew across", "entered from over the sea", without a word of where."""
    if name == "enter" and not grammar.objects(verb) and _from_the_sea(verb):
        return True
    return name in lexicon.group("arriving_verbs") and not grammar.objects(verb) and any(
        c.lower_ in ("in", "over", "across") and (c.dep_ == "prt" or not c.children) for c in verb.children
    )


def _sent_over(flight: Flight) -> bool:
    """Read "Cambodia sent drones over during the night", "accused India of sending drones across from its side".

    Not: "sent the drones over to the museum".
    """
    verb = flight.verb
    if flight.craft is None or flight.craft.category not in ("drone", "balloon") or flight.mover_token is None:
        return False
    across = any(
        c.lower_ in ("over", "across") and all(w.lower_ == "from" for w in c.children) for c in verb.children
    )
    return flight.name in ("send", "fly", "launch") and across and not any(
        p in ("to", "for") for p, _ in grammar.prepositions(verb)
    )


def _from_the_sea(verb: Token) -> bool:
    """Read "from over the sea", "from the sea off Damour"."""
    after = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 6)]
    words = [t.lower_ for t in after]
    return words[:1] == ["from"] and "sea" in words


def _passed_over(verb: Token, name: str, craft: Craft, actors: Actors) -> bool:
    """Read "passed low over the community of Eteringbang", of a drone or in the words of another state.

    So with a part of its land: "flew over the south, the Lebanese army said".
    """
    return (
        name in lexicon.group("overflying_verbs")
        and any(t.pos_ == "PROPN" or _part_of_land(t) for t in _below(verb))
        and verb.sent.words.isdisjoint(lexicon.group("exercises") | {"drill", "drills"})
        and (craft.unpiloted or _told_by_another(verb, craft, actors))
    )


def _part_of_land(noun: Token) -> bool:
    """Read "the south", "the capital", "the southern suburbs"; not "the south of the lake"."""
    words = {c.lower_ for c in noun.children}
    return noun.lower_ in lexicon.group("parts_overflown") and "the" in words and "of" not in words


def _below(verb: Token) -> list[Token]:
    """Return what was flown over, and the names of such sites: "the community of Eteringbang", "the Paria zone"."""
    below = [t for p, t in _led(verb) if p in ("over", "above")]
    sites = [w for w in below if w.pos_ == "NOUN"]
    named = [t for w in sites for p, t in grammar.prepositions(w) if p == "of"]
    return [*below, *named, *(c for w in sites for c in w.children if c.dep_ in ("compound", "nmod"))]


def _led(verb: Token) -> list[tuple[str, Token]]:
    """Return where the words lead, also where the parser has the preposition for a particle: "passed over the town"."""
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt" and c.lower_ in ("over", "above")), None)
    if verb.lower_ in lexicon.verb_forms("overfly"):
        particle = "over"
    objects = [(particle, t) for t in grammar.objects(verb)] if particle is not None else []
    return [*objects, *grammar.prepositions(verb)]


def _went_deep(verb: Token) -> bool:
    """Read "penetrated 75 km"."""
    return verb.lower_ in strong_verbs() and any(
        t.like_num or t.lower_ in ("few", "several")
        for c in verb.children
        if c.dep_ in ("dobj", "npadvmod")
        for t in c.children
    )


def _unasked(verb: Token, name: str) -> bool:
    """Read "entered without clearance"."""
    return name in ("enter", "land") and not lexicon.group("unasked_entry").isdisjoint(t.lower_ for t in verb.subtree)


def _intruded(verb: Token, name: str) -> bool:
    """Read "had intruded"; not "strayed close to its airspace"."""
    if any(c.lower_ in ("close", "near", "nearer", "closer") for c in verb.children):
        return False
    return name in lexicon.group("intruding_verbs") and not grammar.objects(verb) and not grammar.negated(verb)


def _told_by_another(verb: Token, craft: Craft, actors: Actors) -> bool:
    """Say whether another state than the owner tells of a flight: "Guyana says a Venezuelan helicopter flew over"."""
    if craft.party is None or craft.party.state is None:
        return False
    teller, _ = speaker_above(verb, actors)
    if teller is None and verb.sent.start > 0:
        # "Guyana condemns the act. Two Venezuelan jets flew low over the village of Eteringbang."
        before = verb.doc[verb.sent.start - 1].sent
        teller = next(complaining(verb.doc, actors, before.start, before.end), None)
    teller = teller or complaining_after(verb, actors)
    if teller is None and states_telling(verb, actors) - {craft.party.state}:
        # "Kenya's complaint that a Ugandan helicopter flew over Migingo"
        return True
    return teller is not None and teller.state not in (None, craft.party.state)


def _landed_there(verb: Token, craft: Craft, actors: Actors) -> bool:
    """Read "complained that a Nicaraguan helicopter had touched down on Isla Calero", which no gazetteer knows."""
    at = [t for p, t in grammar.prepositions(verb) if p in ("on", "at", "in")]
    at += [t for w in at if w.lower_ in lexicon.group("sites") for p, t in grammar.prepositions(w) if p == "of"]
    military = craft.category in ("plane", "helicopter") and not craft.civil and not grammar.negated(verb)
    return military and any(unknown_place(t, actors) for t in at) and _told_by_another(verb, craft, actors)


def _from_elsewhere(verb: Token, craft: Craft) -> bool:
    """Read "Israeli planes, which he says came in from the sea", "balloons drifting in from there"."""
    if craft.party is not None and craft.party.state is not None:
        return True
    return _owned(craft) and any(c.lower_ == "there" and c.head.lower_ == "from" for c in verb.subtree)


def _owned(craft: Craft) -> bool:
    """Say whether it is somebody's, or belongs nowhere in the air."""
    return craft.party is not None or craft.unpiloted


def _crossing(verb: Token, name: str, craft: Craft, actors: Actors) -> Craft | None:
    """Return what crossed from one land into the next, as whose it is: "two Su-24s flew in from Russia", Russia's."""
    below = _below(verb)
    for preposition, token in _led(verb):
        unknown = unknown_place(token, actors) or (token in below and any(unknown_place(t, actors) for t in below))
        if preposition in ("into", "over", "above") and _owned(craft) and (unknown or _part_of_land(token)):
            # "crossed into Kurram", which no gazetteer knows; "flew over the south"
            return craft
        if preposition != "from":
            continue
        if _owned(craft) and next_land(token):
            # "drifted in from the neighbouring country"
            return craft
        party = actors.party_at.get(token.i)
        if party is not None and (party.state is not None or name == "enter"):
            return replace(craft, party=party) if _flown_by(party, craft) else craft
    return None


def _flown_by(party: Party, craft: Craft) -> bool:
    """Say whether what comes from a land is that land's: "two Su-24s flew in from Russia"."""
    if craft.party is not None or (craft.generic and not craft.definite and (craft.count or 1) == 1):
        # "a plane that came in from Sudan" is anybody's.
        return False
    # "balloons have floated over from the North": nobody else lives there.
    return party.name in ("North", "South") or (craft.category in ("plane", "helicopter") and party.kind == "state")
