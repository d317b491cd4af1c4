"""Aircraft that touched, or only just did not: "collided", "struck its propeller", "narrowly missed a drone"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, first_craft
from airmap.events.coreference import aircraft_meant
from airmap.events.readers.scenes import place_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


# "collided mid-air", which the parser takes for what they collided.
ALOFT = frozenset({"mid", "-", "air", "midair", "mid-air"})
_MARK = re.compile(r"(?<=\d)[a-z]{1,2}$")


def told_close(
    verb: Token,
    craft: Craft | None,
    craft_token: int | None,
    responder: Party | None,
    responder_token: int | None,
    actors: Actors,
) -> Telling:
    """Return the telling of a verb by which one aircraft came close to another, with the airspace that it was in."""
    return told_by(
        verb, "close", craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
        zone=place_of(verb, actors)[0],
    )


def two_that_met(verb: Token, doers: list[Token], actors: Actors) -> Telling | None:
    """Read "a Soviet fighter and a Norwegian patrol plane touched in mid-air": the one that is no fighter was met.

    Not: "two jets touched down", "a fighter and a tanker of one state touched".
    """
    met = [(c, t.i) for t in doers if (c := actors.craft_headed(t)) is not None and not c.weapon]
    taken = (c for c in verb.children if c.dep_ in ("dobj", "prt") and c.lower_ not in lexicon.group("length_units"))
    if len(met) != 2 or any(c.lower_ not in ALOFT | {"other"} for c in taken):
        return None
    (one, _), (two, _) = met
    if one.party is None or two.party is None or None in (one.party.state, two.party.state):
        return None
    if one.party.state == two.party.state or unarmed(one, verb.doc) == unarmed(two, verb.doc):
        return None
    (craft, at), (chaser, chaser_at) = met if unarmed(one, verb.doc) else reversed(met)
    return told_close(verb, craft, at, chaser.party, chaser_at, actors)


def unarmed(craft: Craft | None, doc: Doc) -> bool:
    """Say whether an aircraft is none that fights: a drone, an airliner, a patrol plane."""
    if craft is None:
        return False
    words = doc.span(craft.start, craft.end).words
    # "P-3B" is a P-3.
    words |= {_MARK.sub("", w) for w in words}
    return craft.category != "plane" or craft.civil or bool(words & lexicon.group("unarmed_words"))


def nearly_hit(verb: Token, actors: Actors) -> Telling | None:
    """Read "a flight from Oslo nearly hit a Russian spy plane", "a drone missed the airliner by 40 metres"."""
    missed = verb.lower_ in lexicon.verb_forms("miss")
    by_so_much = missed and any(
        p == "by" and (t.lower_ in lexicon.group("small_units") or t.lower_ in ("inches", "seconds"))
        for p, t in grammar.prepositions(verb)
    )
    if not by_so_much and not any(c.lower_ in lexicon.group("almost") for c in verb.children):
        return None
    doers = grammar.agents(verb)
    craft, craft_token = first_craft(grammar.patients(verb), actors)
    chaser, _ = first_craft(doers, actors)
    if craft is None or chaser is None or (missed and chaser.category == "missile"):
        return None
    responder, responder_token = actor_among(doers, actors)
    if chaser.civil and not craft.civil:
        craft, craft_token, responder, responder_token = chaser, chaser.head, craft.party, craft.head
    return told_close(verb, craft, craft_token, responder, responder_token, actors)


def narrowly_missed(verb: Token, actors: Actors) -> Telling | None:
    """Read "a flight narrowly missed a drone", "just avoided hitting a balloon": what carries people was endangered.

    Not: "two missiles narrowly missed the jet", "the drone narrowly missed the town".
    """
    if not any(c.lower_ in lexicon.group("almost") | {"just", "only"} for c in verb.children):
        return None
    if grammar.negated(verb) or grammar.has_modal(verb):
        return None
    hitting = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "pcomp") and c.tag_ == "VBG"]
    met = [*grammar.patients(verb), *(t for c in hitting for t in grammar.patients(c)),
           *(t for c in hitting for p, t in grammar.prepositions(c) if p in ("with", "into"))]
    # "missed a drone flying over the town", which the parser takes for a clause
    met += [s for c in hitting for s in c.children if s.dep_ == "nsubj"]
    chaser, chaser_token = first_craft(grammar.agents(verb), actors)
    craft, craft_token = first_craft(met, actors)
    if craft is None or chaser is None or craft is chaser or "missile" in (craft.category, chaser.category):
        return None
    if chaser.weapon or craft.weapon:
        return None
    if unarmed(chaser, verb.doc) and chaser.category != "drone":
        return told_close(verb, chaser, chaser_token, craft.party, craft.head, actors)
    return told_close(verb, craft, craft_token, chaser.party, chaser.head, actors)


def kept_apart(unit: Token, actors: Actors) -> Telling | None:
    """Read "only 15 metres lay between the two aircraft", "the gap to the Nimrod narrowed to ten feet".

    Not: "two metres separated the display team's jets", "500 feet above the village".
    """
    sentence = unit.sent
    before = unit.doc[max(sentence.start, unit.i - 3) : unit.i]
    measured = any(t.like_num or t.lower_ in ("few", "several") for t in before)
    if not measured or sentence.words.isdisjoint(lexicon.group("set_apart")):
        return None
    flown = [c for c in actors.crafts_in(sentence) if not (c.weapon or c.attributive)]
    named = [c for c in flown if c.party is not None or c.designated]
    if len(named) != 2 or named[0].party == named[1].party or all(c.party is None for c in named):
        return None
    one, two = (state_of_party(c.party) for c in named)
    if one == two or any(c.category == "missile" for c in named) or not _of_the_two(unit):
        return None
    chaser, craft = named
    if (unarmed(chaser, unit.doc) and not unarmed(craft, unit.doc)) or (chaser.civil and not craft.civil):
        chaser, craft = craft, chaser
    return told_close(unit, craft, craft.head, chaser.party, chaser.head, actors)


def _of_the_two(unit: Token) -> bool:
    """Say whether a length lies between what flew: beside "between them", "apart", "off its wing", "to spare"."""
    around = unit.doc[max(unit.sent.start, unit.i - 16) : min(unit.sent.end, unit.i + 9)]
    return any(t.lower_ in lexicon.group("set_apart") for t in around)


def made_contact(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "one of the fighters made contact", "a Su-27 made contact with its wing": they touched.

    Not: "the pilot made contact with the tower", "made radio contact".
    """
    contact = next((o for o in grammar.objects(verb) if o.lower_ == "contact"), None)
    if contact is None or any(c.dep_ in ("amod", "compound") and c.lower_ != "physical" for c in contact.children):
        return None
    doer = next(iter(grammar.agents(verb)), None)
    if doer is None:
        return None
    group = [t for p, t in grammar.prepositions(doer) if p == "of"]
    them = next((t for t in group if t.lower_ in ("them", "these", "those")), None)
    chaser = first_craft([doer], actors)[0] or (aircraft_meant(doc, them.i, actors) if them is not None else None)
    if chaser is None or chaser.civil or chaser.weapon:
        return None
    touched = [t for x in (verb, contact) for p, t in grammar.prepositions(x) if p == "with"]
    touched += [t for x in touched for p, t in grammar.prepositions(x) if p == "of"]
    touched += [c for x in touched for c in x.children if c.dep_ == "poss"]
    craft, craft_token = first_craft(touched, actors)
    owner = state_of_party(chaser.party)
    if craft is None and not touched:
        others = (c for c in reversed(actors.crafts) if c.head < verb.i and c is not chaser and not c.weapon)
        craft = next((c for c in others if c.party is None or c.party.state != owner), None)
        craft_token = craft.head if craft is not None else None
    if craft is None or craft is chaser:
        return None
    return told_close(verb, craft, craft_token, chaser.party, chaser.head, actors)


def struck(verb: Token, actors: Actors) -> Telling | None:
    """Read "struck the propeller of a drone", "hit its wing": one aircraft touched another."""
    doers = grammar.agents(verb)
    chaser, _ = first_craft(doers, actors)
    if chaser is None and (part := _part_that_hit(doers)) is not None:
        return _part_struck(verb, part, actors)
    if chaser is None or chaser.category == "missile":
        return None
    fought = verb.sent.words & lexicon.group("ordnance")
    # "brushed against a patrol plane"
    against = [t for p, t in grammar.prepositions(verb) if p == "against"]
    for thing in [*against, *grammar.patients(verb)]:
        other = actors.craft_headed(thing)
        patrol = other is not None and other.category == "plane" and unarmed(other, verb.doc)
        if patrol and other is not chaser and not fought:
            # "a fighter struck a patrol plane, damaging one of its propellers"
            responder, responder_token = actor_among(doers, actors)
            return told_close(verb, other, thing.i, responder, responder_token, actors)
        if thing.lower_ not in lexicon.group("craft_parts"):
            continue
        owners = [t for p, t in grammar.prepositions(thing) if p == "of"]
        owners += [c for c in thing.children if c.dep_ in ("poss", "compound")]
        craft, craft_token = first_craft(owners, actors)
        if craft is None:
            craft_token = next((c.i for c in owners if c.lower_ in ("its", "their", "his")), None)
        if craft is None and craft_token is None:
            continue
        responder, responder_token = actor_among(doers, actors)
        return told_close(verb, craft, craft_token, responder, responder_token, actors)
    return None


def _part_that_hit(doers: list[Token]) -> Token | None:
    """Return the part of an aircraft that struck: "its tail fin", "the Su-27's wing"."""
    return next((d for d in doers if d.lower_ in lexicon.group("craft_parts")), None)


def _part_struck(verb: Token, part: Token, actors: Actors) -> Telling | None:
    """Read "its fin struck one of the Orion's propellers": who flew the fin struck whose propeller it was."""
    owners = [t for p, t in grammar.prepositions(part) if p == "of"]
    owner = next((c for c in part.children if c.dep_ == "poss"), None) or next(iter(owners), None)
    for i in range(verb.i + 1, min(verb.sent.end, verb.i + 8)):
        craft = actors.craft_headed(verb.doc[i])
        of_it = i + 1 < len(verb.doc) and verb.doc[i + 1].tag_ == "POS"
        if craft is None or craft.weapon or not (of_it or verb.doc[i].dep_ in ("dobj", "pobj")):
            continue
        chaser = None if owner is None else actors.craft_headed(owner) or aircraft_meant(verb.doc, owner.i, actors)
        if chaser is None or chaser is craft or (chaser.party is not None and chaser.party == craft.party):
            return None
        return told_close(verb, craft, i, chaser.party, chaser.head, actors)
    return None
