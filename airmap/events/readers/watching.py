"""Readers of those who watch a state's ground from the air: what spied on its barracks, or was seen beside its bases.

Nobody calls it an entry, but whoever hovers at a state's base or films its posts is in its airspace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import craft_of, first_craft, mover_of
from airmap.events.coreference import party_in, speaker_above
from airmap.events.readers.entry_deeds import air_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, chunk_start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airmap.parsing.parsed import Doc, Token


_OVER = frozenset({"over", "above"})
_BESIDE = frozenset({"near", "around", "at", "by", "outside", "to", "off", "in", "inside", "along", "within", "beside"})


def spied_on(verb: Token, actors: Actors) -> Telling | None:
    """Read "drones have been spying on Lithuanian barracks", "were seen filming Polish posts", "did reconnaissance of".

    Not: "drones that can spy on units", "used drones to film the game", "monitored its own troops".
    """
    if verb.tag_ == "VB" or grammar.negated(verb) or grammar.has_modal(verb):
        return None
    prying = verb.lower_ in lexicon.group_forms("prying_verbs")
    light = verb.lower_ in lexicon.group_forms("light_verbs", "gathering_verbs")
    work = [t for t in grammar.objects(verb) if t.lower_ in lexicon.group("spying_nouns")] if light else []
    if not (work or prying or verb.lower_ in lexicon.group_forms("filming_verbs")):
        return None
    craft, craft_token, mover, mover_token = mover_of(verb, "fly", actors)
    if craft is None and (flown := _right_before(verb, actors)) is not None:
        craft, craft_token, mover, mover_token = flown, flown.head, flown.party, flown.head
    watched = [t for p, t in grammar.prepositions(verb) if p in _OVER or p in ("on", "at", "around", "along", "near")]
    watched += [x for t in work for p, x in grammar.prepositions(t) if p in ("of", "on", "over", "along", "near")]
    watched += [] if work else grammar.objects(verb)
    if craft is None or not _may_spy(craft, verb):
        return None
    land = _first_land(watched, actors, craft, whole=prying) or (_named_nearby(verb, actors) if watched else None)
    if land is None or not _foreign(craft, land, verb.doc, actors, spying=prying or bool(work)):
        return None
    return told_by(
        verb, "entry", craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token, goal=land,
        zone=air_of(land),
    )


def seen_beside(verb: Token, actors: Actors) -> Telling | None:
    """Read "an unidentified drone was spotted near a Dutch air base", "balloons from Belarus appeared by the runway".

    Not: "drones were seen near the town", of which nobody says that they were anybody else's.
    """
    if grammar.negated(verb) or grammar.has_modal(verb) or verb.tag_ == "VB":
        return None
    seen = grammar.subjects(verb) if grammar.is_passive(verb) or not grammar.objects(verb) else grammar.objects(verb)
    craft, craft_token = first_craft(seen, actors)
    if craft is None or craft.civil or craft.category not in ("drone", "balloon") or _debris(seen):
        return None
    places = [t for p, t in grammar.phrases_with_objects(verb) if p in _BESIDE]
    land = _first_land(places, actors, craft, whole=False)
    beside = places or any(c.lower_ in ("nearby", "there", "overhead") for c in verb.children)
    if land is None and beside:
        land = _named_nearby(verb, actors)
    # "seen near a Dutch air base": nobody flies there for fun.
    armed = any(t.lower_ in lexicon.group("armed_sites") for place in places for t in (place, *place.children))
    if land is None or not (armed or _foreign(craft, land, verb.doc, actors, spying=False)):
        return None
    return told_by(verb, "entry", craft=craft, craft_token=craft_token, mover=craft.party, goal=land, zone=air_of(land))


def sighted(noun: Token, actors: Actors) -> Telling | None:
    """Read "drone sightings over Danish bases", "the sighting of unknown drones near a nuclear plant in Belgium".

    Not: "flights resumed after a drone sighting".
    """
    of = [t for p, t in grammar.prepositions(noun) if p == "of"]
    craft = next((c for t in (*noun.children, *of) if (c := craft_of(t, actors) or actors.craft_at.get(t.i))), None)
    if craft is None or not craft.unpiloted or craft.civil or craft.weapon:
        return None
    phrases = [*grammar.prepositions(noun), *(x for t in of for x in grammar.prepositions(t))]
    if noun.dep_ in grammar.SUBJECTS:
        phrases += grammar.prepositions(noun.head)
    above = _first_land([t for p, t in phrases if p in _OVER], actors, craft, whole=True)
    land = above or _first_land([t for p, t in phrases if p in _BESIDE], actors, craft, whole=False)
    armed = any(t.lower_ in lexicon.group("armed_sites") for _, place in phrases for t in (place, *place.children))
    if land is None or not (above or armed or _foreign(craft, land, noun.doc, actors, spying=False)):
        return None
    return told_by(
        noun, "entry", nominal=True, craft=craft, craft_token=craft.head, mover=craft.party, goal=land,
        zone=air_of(land),
    )


def _debris(seen: Iterable[Token]) -> bool:
    return any(t.lower_ in lexicon.group("wreck_words") for t in seen)


def _first_land(things: Iterable[Token], actors: Actors, craft: Craft, *, whole: bool) -> Party | None:
    """Return the state on whose ground the first of some things lies; ``whole`` where a state itself may be watched."""
    sites = lexicon.group("sites", "guarded_sites", "inland_sites", "watched_units")
    for thing in things:
        zone = actors.zone_at.get(thing.i)
        if thing.i in actors.craft_at or (zone is not None and zone.kind == "international"):
            continue
        named = actors.party_at.get(thing.i)
        chunk = range(chunk_start(thing.doc, thing.i), thing.i + 1)
        site = any(thing.doc[i].lower_ in sites for i in chunk)
        party = named if named is not None else party_in(thing, actors) if site else None
        lies = next((p for i in chunk if (p := actors.party_at.get(i)) is not None and p.below_country), None)
        party = lies or party
        if party is None or party.state is None or craft.start <= party.start < craft.end:
            continue
        if whole or site or party.below_country:
            return party
    return None


def _named_nearby(verb: Token, actors: Actors) -> Party | None:
    """Return the town or the site named last in the sentence: "the airport was shut after a drone was seen nearby"."""
    doc, start, end = verb.doc, verb.sent.start, verb.sent.end
    sites = lexicon.group("sites", "guarded_sites")
    places = [p for p in actors.parties if start <= p.start < end and p.state is not None and (
        p.capital or p.below_country or any(t.lower_ in sites for t in doc[p.start : p.end + 2]))]
    before = [p for p in places if p.start < verb.i]
    said, _ = speaker_above(verb, actors)
    if not places:
        # "a drone was detected near a power station, Belgium's interior minister said"
        return said if said is not None and said.kind == "state" else None
    return before[-1] if before else places[0]


def _right_before(verb: Token, actors: Actors) -> Craft | None:
    """Return the aircraft right before a verb, where the parser gave it to another: "... and drones are spying on"."""
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].pos_ in ("AUX", "ADV", "PART"):
        i -= 1
    craft = actors.craft_at.get(i)
    return craft if craft is not None and craft.head == i and not craft.attributive else None


def _may_spy(craft: Craft, verb: Token) -> bool:
    """Say whether an aircraft is one that may watch others: a drone, a balloon, a plane of a state's forces."""
    if craft.civil or craft.weapon:
        return False
    return craft.unpiloted or (craft.party is not None and bool(verb.sent.words & lexicon.group("military_words")))


def _foreign(craft: Craft, land: Party, doc: Doc, actors: Actors, *, spying: bool) -> bool:
    """Say whether a text holds what flew for somebody else's: by its owner, by a word, or by who owns its like."""
    if craft.party is not None:
        return craft.party.state != land.state
    if not craft.unpiloted:
        return False
    words = {t.lower_ for t in doc[craft.start : craft.end]} | {c.lower_ for c in doc[craft.head].children}
    if spying or words & lexicon.group("nobody_knows", "suspect_words"):
        return True
    sent = (actors.party_at.get(t.i) for p, t in grammar.prepositions(doc[craft.head]) if p == "from")
    if any(p is not None and p.state not in (None, land.state) for p in sent):
        # "balloons from Belarus"
        return True
    alike = [c for c in actors.crafts if c.category == craft.category and c.party is not None]
    return any(c.party.state not in (None, land.state) for c in alike if c.party is not None)
