"""Readers of closeness: near misses, collisions, buzzing, and what was let go near an aircraft."""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, craft_of, first_craft, noun_phrases_after, phrasal_of
from airmap.events.coreference import aircraft_meant, fighter_again, strikes
from airmap.events.event_words import PRONOUNS, close_motion, close_nouns, close_verbs, down_verbs, striking_verbs
from airmap.events.meetings_aloft import fights
from airmap.events.proximity import approached_closely
from airmap.events.scenes import place_of
from airmap.events.ships import SHIPS, ship_named
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token


# "collided mid-air", which the parser takes for what they collided.
_ALOFT = frozenset({"mid", "-", "air", "midair", "mid-air"})
_MARK = re.compile(r"(?<=\d)[a-z]{1,2}$")


def came_close(token: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "flew within 50 feet of", "buzzed a warship", "a near miss", "collided with".

    Not: "came within an hour", "flew close to the sun", "a collision of interests".
    """
    word = token.lower_
    if word in ("pass", "passes") and token.tag_ == "VB" and token.dep_ == "ccomp":
        # "a helicopter saw it pass": to watch is not to come close.
        return None
    if token.pos_ in ("VERB", "AUX") and grammar.negated(token):
        nearer = {t.lower_ for t in token.subtree}
        if "than" in nearer and nearer & {"closer", "nearer", "less"}:
            # "did not get closer than 100 metres to the bombers"
            return None
    targets: list[Token] = []
    doers = grammar.agents(token) if token.pos_ in ("VERB", "AUX") else []
    if not doers and word not in close_nouns() and token.i - 1 in actors.craft_at:
        # A headline's verb taken for a noun.
        doers = [doc[token.i - 1]]
    if word in close_nouns():
        after = noun_phrases_after(token)
        doers = [t for p, t in after if p == "by"]
        targets = [t for p, t in after if p in lexicon.group("collision_prepositions")]
        if word.startswith("encounter"):
            # Who makes an encounter of it is named first: "between a Chinese helicopter and a Philippine plane".
            targets.reverse()
        if token.dep_ == "pobj" and token.head.head.lower_ == "involved":
            # "one of our patrol aircraft was involved in a collision with a fighter"
            targets = [*grammar.patients(token.head.head), *targets]
        elif token.head.lower_ == "course" and token.head.head.lower_ == "on":
            # "an airliner was on a collision course with a spy plane"
            doers = grammar.agents(token.head.head.head)
            targets += [t for p, t in grammar.prepositions(token.head.head.head) if p == "with"]
        elif token.dep_ == "pobj" and token.head.lower_ in ("in", "into") and not doers:
            # "a patrol plane was in a collision with one of two fighters"
            targets = [*_flown_into(token.head.head, actors), *targets]
        done = grammar.counted(token).head
        if word in lexicon.group("meetings_aloft") and done.pos_ == "VERB" and not doers:
            # "a CP-140 experienced an unsafe interaction with a J-11"
            targets = [*grammar.agents(done), *targets]
        elif done.pos_ == "VERB":
            doers = doers or grammar.agents(done)
            targets += [t for t in grammar.objects(done) if t.i not in (token.i, grammar.counted(token).i)]
            targets += [
                t for p, t in grammar.prepositions(done) if p in lexicon.group("closeness_prepositions")
            ]
    elif word in striking_verbs() and ((hit := _nearly_hit(token, actors) or _struck(token, actors)) is not None):
        return hit
    elif word in lexicon.group_forms("touching_verbs") and (two := _two_that_met(token, doers, actors)) is not None:
        return two
    elif word in striking_verbs() and word not in close_motion():
        return None
    elif word in close_verbs():
        misread = [] if token.pos_ in ("VERB", "AUX") else [c for c in token.children if c.dep_ == "appos"]
        targets = misread + [t for t in grammar.patients(token) if t.lower_ not in _ALOFT] + [
            t for p, t in grammar.prepositions(token) if p in ("with", "against", "into", "past")
        ]
    else:
        targets = approached_closely(token, actors)
        if not targets:
            return None
    craft, craft_token = first_craft(targets, actors)
    if word in lexicon.group("meetings_aloft") and not _in_earnest(token, targets, actors):
        return None
    if word in close_nouns() and len(targets) > 1:
        craft, craft_token = _endangered(targets, craft, craft_token, actors)
    if craft is None:
        # "bumped into its wing"
        part = next((t for t in targets if t.lower_ in lexicon.group("craft_parts")), None)
        if part is not None:
            # "collides with the propeller of an MQ-9"
            whole = [t for p, t in grammar.prepositions(part) if p == "of"] + [
                c for c in part.children if c.dep_ == "poss"
            ]
            craft, craft_token = first_craft(whole, actors)
        owner = next((c for c in part.children if c.lower_ in ("its", "their")), None) if part is not None else None
        if owner is not None and craft is None:
            chaser, _ = first_craft(doers, actors)
            if chaser is None and any(t.lower_ in ("one", "both", "two") for t in doers):
                # "two Chinese fighters came up and one of them bumped into its wing"
                chaser = aircraft_meant(doc, doers[0].i, actors)
            striker = state_of_party(chaser.party) if chaser is not None else None
            craft = _other_than(chaser, owner, actors) or aircraft_meant(doc, owner.i, actors, avoid=striker)
            craft_token = owner.i if craft is not None else None
    if craft is None and not targets and close_verbs().get(word) == "collide":
        craft, craft_token = first_craft(doers, actors)
        if craft is None:
            return None
        if (two := _two_that_met(token, doers, actors)) is not None:
            return two
        before = range(max(token.sent.start, craft.start - 2), craft.head)
        owners = {actors.party_at[i].state for i in before if i in actors.party_at}
        # "Greek and Turkish jets collided": neither side is the one that was met.
        if len(_owners_flying(token, actors)) < 2 and not token.sent.words & lexicon.group("combat_words"):
            # Two airliners, or two of one state: an accident.
            return None
        coordinated = len(owners) > 1 or (doc[craft.start - 1].lower_ == "and" if craft.start else False)
        craft = replace(craft, party=None) if coordinated else craft
        return told_close(token, craft, craft_token, None, None, actors)
    if craft is not None and craft.category == "missile":
        # "hit by a missile": nobody came close to that.
        return None
    ships = (t for t in targets if ship_named(t) and (t.lower_ in SHIPS or t.i not in actors.party_at))
    ship = next(ships, next((t for t in targets if any(c.lower_ in SHIPS for c in t.subtree)), None))
    if close_verbs().get(word) in ("buzz", "overfly") and craft is None and ship is None:
        return None
    if not doers and token.tag_ == "VBG" and craft is not None:
        # "due to the Su-27 closing in and crossing the flight path of the patrol plane"
        doers = [doc[c.head] for c in actors.flown_before(token) if c is not craft][-1:]
    chaser, _ = first_craft(doers, actors)
    if chaser is None and ship is not None and word in close_motion():
        # "Iran flew a drone over a carrier"
        chaser, _ = first_craft(grammar.objects(token), actors)
    if close_verbs().get(word) in ("circle", "orbit") and not _rounds_warship(chaser, ship, token):
        return None
    if craft is None and ship is not None and chaser is None and close_verbs().get(word) != "buzz":
        # Two ships.
        return None
    if craft is None and ship is None and (word not in close_nouns() or chaser is None):
        return None
    if craft is None and token.dep_ == "relcl" and _brought_down(token):
        # "shot down a drone that had come within 800 yards of the carrier": that is why, and no event beside.
        return None
    known = (
        chaser is not None
        or actor_among(doers, actors)[0] is not None
        or (word in close_nouns() and craft is not None)
    )
    if not known and not (craft is not None and any(t.lower_ in PRONOUNS for t in doers)):
        return None
    if word == "collision" and craft is None:
        return None
    responder, responder_token = actor_among(doers, actors)
    if responder is None and craft is None and chaser is not None and chaser.definite:
        # "Russian jets met the frigate. The planes flew low over it"
        responder = fighter_again(doc, chaser, actors)
    if responder is None and craft is not None and doers and doers[0].lower_ in ("one", "both", "two"):
        responder = _one_of_them(doers[0], craft, actors)
    if responder is None and word in close_nouns():
        met = (c for t in targets if (c := craft_of(t, actors)) is not None and c is not craft)
        responder = next((c.party for c in met if c.party is not None), None)
    zone, goal = place_of(token, actors)
    touched = close_verbs().get(word) == "collide" or word == "collision"
    collided = touched and chaser is not None and craft is not None
    patrol = collided and _unarmed(chaser, doc) and not _unarmed(craft, doc)
    # "A drone almost collided with a fighter": whose pilot was in danger.
    almost = any(c.lower_ in lexicon.group("almost") for c in token.children)
    patrol = patrol and not (almost and chaser is not None and chaser.category == "drone")
    # "a patrol plane narrowly avoided a collision with a fighter"
    avoided = word in close_nouns() and grammar.counted(token).head.lower_ in lexicon.verb_forms("avoid")
    patrol = patrol or (avoided and fights(craft, doc) and not fights(chaser, doc))
    if chaser is not None and craft is not None and ((chaser.civil and not craft.civil) or patrol):
        # "an airliner almost hit a spy plane", "a patrol plane collides with a J-8": the one that is no fighter.
        craft, craft_token, responder, responder_token = chaser, chaser.head, craft.party, craft.head
    return told_by(
        token, "close", craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
        zone=zone, goal=goal, implicit=craft is None,
    )


def _in_earnest(noun: Token, targets: list[Token], actors: Actors) -> bool:
    """Say whether an encounter is called a close or dangerous one, or is of the aircraft of two states.

    Not: "his encounter with a general", "an encounter with a drone", "a confrontation between ministers".
    """
    if {c.lower_ for c in noun.children} & (lexicon.group("perilous") | {"close", "tense", "mid-air", "midair"}):
        return True
    crafts = (craft_of(t, actors) for t in targets)
    return len({c.party.state for c in crafts if c is not None and c.party is not None}) > 1


def _rounds_warship(chaser: Craft | None, ship: Token | None, verb: Token) -> bool:
    """Read "circled the destroyer": a state's aircraft round a ship that the text calls a warship."""
    if chaser is None or chaser.party is None or ship is None:
        return False
    return bool({t.lower_ for t in verb.doc[: verb.sent.end]} & lexicon.group("warships"))


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


def _flown_into(verb: Token, actors: Actors) -> list[Token]:
    """Return the aircraft that was, came or got into something: the verb's subject, or the one named before it."""
    if verb.pos_ not in ("VERB", "AUX"):
        return []
    subjects = grammar.subjects(verb)
    if first_craft(subjects, actors)[0] is not None:
        return subjects
    before = actors.flown_before(verb)
    return [verb.doc[before[-1].head]] if before else []


def _one_of_them(doer: Token, craft: Craft, actors: Actors) -> Party | None:
    """Return whose "one of them" or "one of the MiGs" was: of those that met the other aircraft before."""
    inside = next((c for t in doer.subtree if (c := actors.craft_headed(t)) is not None), None)
    if inside is not None and inside.party is not None:
        return inside.party
    met = [c.party for c in actors.crafts if c.head < doer.i and c.party is not None and strikes(doer.doc[c.head])]
    if met or inside is not None:
        return met[-1] if met else None
    meant = aircraft_meant(doer.doc, doer.i, actors)
    return meant.party if meant is not None and meant is not craft else None


def _other_than(chaser: Craft | None, owner: Token, actors: Actors) -> Craft | None:
    """Return the aircraft that "its wing" is of: the last one named in the sentence that is not the one that struck."""
    if chaser is None:
        return None
    others = [c for c in actors.flown_before(owner) if c is not chaser]
    return others[-1] if others else None


def _brought_down(verb: Token) -> bool:
    """Say whether what a relative clause tells of was shot down by the verb above."""
    above = next((a for a in grammar.ancestors(verb) if a.pos_ == "VERB"), None)
    return above is not None and (above.lower_ in down_verbs() or phrasal_of(above) is not None)


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


def _two_that_met(verb: Token, doers: list[Token], actors: Actors) -> Telling | None:
    """Read "a Soviet fighter and a Norwegian patrol plane touched in mid-air": the one that is no fighter was met.

    Not: "two jets touched down", "a fighter and a tanker of one state touched".
    """
    met = [(c, t.i) for t in doers if (c := actors.craft_headed(t)) is not None and not c.weapon]
    taken = (c for c in verb.children if c.dep_ in ("dobj", "prt") and c.lower_ not in lexicon.group("length_units"))
    if len(met) != 2 or any(c.lower_ not in _ALOFT | {"other"} for c in taken):
        return None
    (one, _), (two, _) = met
    if one.party is None or two.party is None or None in (one.party.state, two.party.state):
        return None
    if one.party.state == two.party.state or _unarmed(one, verb.doc) == _unarmed(two, verb.doc):
        return None
    (craft, at), (chaser, chaser_at) = met if _unarmed(one, verb.doc) else reversed(met)
    return told_close(verb, craft, at, chaser.party, chaser_at, actors)


def _endangered(
    targets: list[Token], craft: Craft | None, craft_token: int | None, actors: Actors
) -> tuple[Craft | None, int | None]:
    """Return which of two aircraft that met was the one endangered: the one that is no fighter, if one is none."""
    met = [(c, t.i) for t in targets if (c := craft_of(t, actors)) is not None]
    unarmed = [m for m in met if _unarmed(m[0], targets[0].doc)]
    # Beside another helicopter or a plane that is called no fighter, a navy's or an army's is none to pity.
    unarmed = [m for m in unarmed if m[0].category != "helicopter" or not _of_forces(m[0], targets[0].doc)]
    return unarmed[0] if len(unarmed) == 1 and len(met) > 1 else (craft, craft_token)


def _of_forces(craft: Craft, doc: Doc) -> bool:
    return bool(doc.span(craft.start, craft.end).words & {"navy", "naval", "army", "military", "attack"})


def _unarmed(craft: Craft | None, doc: Doc) -> bool:
    """Say whether an aircraft is none that fights: a drone, an airliner, a patrol plane."""
    if craft is None:
        return False
    words = doc.span(craft.start, craft.end).words
    # "P-3B" is a P-3.
    words |= {_MARK.sub("", w) for w in words}
    return craft.category != "plane" or craft.civil or bool(words & lexicon.group("unarmed_words"))


def _nearly_hit(verb: Token, actors: Actors) -> Telling | None:
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
    if _unarmed(chaser, verb.doc) and chaser.category != "drone":
        return told_close(verb, chaser, chaser_token, craft.party, craft.head, actors)
    return told_close(verb, craft, craft_token, chaser.party, chaser.head, actors)


def loosed_near(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "dropped flares in front of it", "released a missile near a Rivet Joint", "chaff that its engine sucked in".

    Not: "dropped flares over the city", "fired missiles at a base".
    """
    # "let off flares": the parser may take them for a verb.
    loosed = [*grammar.patients(verb), *(c for c in verb.children if c.dep_ == "ccomp" and c.tag_ == "NNS")]
    suffered = verb.dep_ == "ccomp" and verb.head.lower_ in lexicon.verb_forms("have")
    if suffered:
        # "a patrol plane had flares dropped across its nose by a J-16"
        loosed += [c for c in verb.children if c.dep_ == "nsubj"]
    if not any(t.lower_ in lexicon.group("countermeasures") for t in loosed):
        return None
    doers = [t for p, t in grammar.prepositions(verb) if p == "by"] if suffered else grammar.agents(verb)
    chaser, _ = first_craft(doers, actors)
    # Who has flares near an aircraft is near it too; missiles are fired for other ends.
    at_hand = {t.lower_ for d in doers for t in d.subtree} & {"air", "fighters", "pilot", "pilots", "navy"} or any(
        t.lower_ in lexicon.group("flares") for t in loosed
    )
    unnamed = at_hand and any(d.lower_ in ("it", "they", "which", "that") for d in doers)
    known = unnamed or (at_hand and actor_among(doers, actors)[0] is not None)
    if (chaser is None and not known) or (chaser is not None and chaser.weapon):
        return None
    words = verb.sent.words
    in_path = bool(words & lexicon.group("paths"))
    beside = lexicon.group("apart_prepositions") | {"near", "past", "toward", "towards"}
    surroundings = lexicon.group("paths", "craft_parts") | {"vicinity", "way", "track"}
    for token in doc[verb.i + 1 : min(verb.sent.end, verb.i + 18)]:
        craft = actors.craft_headed(token)
        near = token.nbor(-1).lower_ in beside or (craft is not None and in_path and token.i > verb.i + 1)
        around = token.lower_ in ("its", "their", "his") and token.head.lower_ in surroundings
        pronoun = (token.lower_ in ("it", "them") and near) or around
        let_go = token.head.i == verb.i and token.lower_ in lexicon.group("countermeasures")
        if (craft is None or craft is chaser or craft.weapon or let_go) and not pronoun:
            continue
        if craft is not None and token.i != craft.head and not near:
            continue
        responder, responder_token = actor_among(doers, actors)
        if craft is not None and craft.party is not None and responder is not None:
            if craft.party.state == responder.state:
                return None
        if token.nbor(-1).lower_ == "at" and not words & {"flare", "flares", "chaff"}:
            return None
        return told_close(verb, craft, token.i, responder, responder_token, actors)
    other, at = first_craft(grammar.objects(verb.head), actors) if verb.dep_ == "conj" else (None, None)
    if other is not None and at_hand and words & {"close", "range", "near", "proximity"} and not other.weapon:
        # "approached a P-8 and released flares at close range"
        return told_close(verb, other, at, *actor_among(doers, actors), actors)
    return None


def _owners_flying(token: Token, actors: Actors) -> set[str]:
    """Return the states whose aircraft a sentence names, those of coordinated owners included."""
    states = {
        actors.party_at[i].state
        for c in actors.crafts
        if token.sent.start <= c.head < token.sent.end
        for i in range(max(token.sent.start, c.start - 2), c.end)
        if i in actors.party_at
    }
    return {s for s in states if s}


def _struck(verb: Token, actors: Actors) -> Telling | None:
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
        patrol = other is not None and other.category == "plane" and _unarmed(other, verb.doc)
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
