"""Readers of approaches: to an airspace or a land that is not entered, or to an aircraft in flight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import first_craft
from airmap.events.coreference import aircraft_meant, fighter_again, same_aircraft
from airmap.events.event_words import approach_verbs
from airmap.events.no_incident import peace
from airmap.events.readers.scenes import place_of
from airmap.events.ships import ship_named
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


def approached(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "approached Japanese airspace", "came within 40 miles of the coast": it came near and stayed out.

    Not: "approached Moscow for talks", "came near to agreement".
    """
    name = approach_verbs()[verb.lower_]
    craft, craft_token = first_craft(grammar.agents(verb), actors)
    if craft is None or craft.civil:
        return None
    met, met_token = first_craft(grammar.patients(verb), actors)
    again = next((t for t in grammar.patients(verb) if t.lower_ in ("it", "they")), None)
    if met is None and again is not None and grammar.is_passive(verb):
        met, met_token = aircraft_meant(doc, again.i, actors), again.i
    pronoun = next((t.i for t in grammar.objects(verb) if t.lower_ == "it"), None)
    others = [c for c in actors.flown_before(verb) if c is not craft]
    if met is None and pronoun is not None and others:
        # "flew up to the Orion and approached it at a distance of two metres"
        met, met_token = others[-1], pronoun
    own, other = (state_of_party(c.party) if c is not None else None for c in (craft, met))
    if met is not None and name == "approach":
        told = doc.span(verb.sent.start, doc.end_after(verb.i, 1))
        perilous = told.words & lexicon.group("perilous") or _within_metres(verb)
        apart = own is not None and other not in (None, own) and not peace.allies(own, other)
        flown = not (met.attributive or ship_named(doc[met.head]))
        # "was approached from behind by a Russian fighter", "a Chinese drone approached an Indian fighter jet"
        if perilous or (apart and flown):
            # "was approached by two fighters, an unsafe situation"
            responder = fighter_again(doc, craft, actors)
            if met.party is None and responder is not None:
                before = same_aircraft(doc, met, actors, avoid=responder.state)
                met = met if before is None else replace(met, party=before.party)
            close = perilous or craft.category != "plane"
            return told_by(
                verb, "close" if close else "intercept", craft=met, craft_token=met_token, responder=responder,
                responder_token=craft.head, zone=place_of(verb, actors)[0],
            )
    places: list[tuple[str | None, Token]] = [(None, t) for t in grammar.objects(verb)]
    places += [(p, t) for p, t in grammar.prepositions(verb) if p in lexicon.group("approach_prepositions")]
    # "flew in the direction of Greek airspace"
    ahead = [d for _, d in grammar.prepositions(verb) if d.lower_ == "direction"]
    places += [("toward", t) for d in ahead for p, t in grammar.prepositions(d) if p == "of"]
    # "came up to the edge of the Canadian zone"
    edges = [d for p, d in grammar.prepositions(verb) if d.lower_ in lexicon.group("surroundings")]
    places += [("toward", t) for d in edges for p, t in grammar.prepositions(d) if p in ("of", "to")]
    # "up to the edge of Greek airspace", "brushed the fringes of its air space"
    places += [(p, inner) for p, t in places if p is None and t.lower_ in lexicon.group("edges") for q, inner
               in grammar.prepositions(t) if q == "of"]
    short_of = list(_short_of(verb))
    for preposition, token in [*(("within", t) for t in short_of), *places]:
        zone = actors.zone_at.get(token.i)
        edge = {t.lower_ for t in verb.doc[max(0, token.i - 5) : token.i]} & lexicon.group("surroundings")
        interest = zone is not None and zone.kind == "adiz" and (
            verb.doc[zone.head].lower_ == "interest" or bool(edge))
        if zone is None or not (interest or zone.kind in ("national", "territory", "restricted")):
            continue
        if preposition is None and name not in lexicon.group("coming_near"):
            continue
        if preposition is not None and name not in lexicon.group("approaching_verbs"):
            continue
        if preposition == "of" and zone.kind == "territory":
            continue
        return told_by(verb, "approach", craft=craft, craft_token=craft_token, zone=zone)
    for token in short_of:
        # "came within 20 miles of Scotland": a land or an island, of a state that is not the aircraft's.
        party = actors.party_at.get(token.i)
        if party is None or party.state is None or craft.party is None or craft.party.state in (None, party.state):
            continue
        return told_by(verb, "approach", craft=craft, craft_token=craft_token, goal=party)
    return None


def _short_of(verb: Token) -> Iterator[Token]:
    """Yield what a distance is kept to: "came within 40 miles of it", "to within", "as close as 40 km to it"."""
    doc = verb.doc
    closing = False
    for token in doc[verb.i + 1 : min(verb.sent.end - 1, verb.i + 11)]:
        closing = closing or token.lower_ in ("within", "close", "closer", "near", "nearer")
        if closing and token.lower_ in lexicon.group("length_units"):
            following = doc[token.i + 1]
            if following.lower_ in ("of", "to", "from"):
                yield from (c for c in following.children if c.dep_ == "pobj")
            return


def _within_metres(verb: Token) -> bool:
    """Say whether a verb is told with so small a distance as only planes in danger keep: "to within ten metres"."""
    for _, measure in grammar.prepositions(verb):
        near = {measure.lower_, *(t.lower_ for _, t in grammar.prepositions(measure))}
        if near & lexicon.group("small_units"):
            return True
    return False
