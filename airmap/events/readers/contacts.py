"""Readers of contact: interceptions and escorts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    actor_among,
    craft_before,
    fighter_words,
    first_craft,
    leading_actor,
    left_of,
    nearby_craft,
    noun_phrases_after,
)
from airmap.events.coreference import INTRUDERS, aircraft_meant, intruder_meant, strikes
from airmap.events.event_words import PRONOUNS, contact_verbs
from airmap.events.no_incident import peace
from airmap.events.readers.downing_words import what_was_done
from airmap.events.readers.scenes import place_of
from airmap.events.readers.scrambles import put_up, scrambled, sent_up
from airmap.events.tellings import Act, Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


# What an aircraft is made to do by those who meet it.
_LANDING = frozenset({"land", "alight", "descend", "come", "put", "set", "touch"})


@dataclass(frozen=True, slots=True)
class _Contact:
    """A verb of meeting in the air and its dictionary form, what was met, who met it, and what it was made to do."""

    verb: Token
    name: str
    targets: list[Token]
    doers: list[Token]
    landings: list[Token]
    actors: Actors

    @property
    def strong(self) -> bool:
        """Say whether the verb needs no other word to mean aircraft: "intercepted", "shadowed"."""
        return self.name in lexicon.word_set("events", "contact_intercept", "strong")


@dataclass(frozen=True, slots=True)
class _Sides:
    """The aircraft that was met, the one that met it and whose that was, with the tokens that carry them."""

    craft: Craft | None
    craft_token: int | None
    chaser: Craft | None
    responder: Party | None
    responder_token: int | None


def intercepted(verb: Token, actors: Actors) -> Telling | None:
    """Read "intercepted two bombers", "scrambled jets after", "was escorted by", "forced the plane to land".

    Not: "intercepted a boat", "intercepted communications", "monitored the situation", "escorted the ambassador".
    """
    if verb.tag_ == "VBG" and verb.dep_ == "amod" and not grammar.is_hidden_gerund(verb):
        # "one of the intercepting jets"
        return None
    name = contact_verbs()[verb.lower_]
    if name == "meet" and grammar.is_passive(verb) and (told := _met_with(verb, actors)) is not None:
        return told
    if name in ("put", "get") and not put_up(verb, actors):
        return None
    driven, listed = drives_off(verb), name in lexicon.words("events", "contact_intercept", "verbs")
    if not driven and not listed:
        return None
    if _aside_on_balloons(verb, actors) or _describes_chaser(verb, actors) or _came_later(verb, name):
        return None
    driving = driven or name == "drive" or name in lexicon.group("forcing_verbs")
    if driving and (fired := _driven_by_fire(verb, actors)) is not None:
        return fired
    ordered_up = name == "order" and any(c.lower_ == "up" and c.dep_ == "prt" for c in verb.children)
    launched = (ordered_up or name in lexicon.group("launching_verbs")) and sent_up(verb, actors)
    looked_into = name == "divert" and _to_look_into_it(verb)
    if name == "scramble" or launched or looked_into or put_up(verb, actors):
        return scrambled(verb, actors)
    contact = _contact_of(verb, name, actors)
    if _came_to_nothing(contact):
        return None
    craft, craft_token = _craft_met(contact)
    if (craft is None and craft_token is None) or _escorted_by_its_own(contact, craft):
        return None
    sides = _met_in_the_air(contact, _sides_of(contact, craft, craft_token), driven=driven, listed=listed)
    if sides is None or _no_foe(contact, sides) or _led_by_friends(contact, sides) or _smuggled(contact, sides):
        return None
    zone, goal = place_of(verb, actors)
    if zone is None and goal is None and verb.dep_ == "advcl" and any(c.lower_ == "when" for c in verb.children):
        # "was in Syrian airspace when it was intercepted"
        zone = place_of(verb.head, actors)[0]
    if contact.landings and goal is None:
        goal = place_of(contact.landings[0], actors)[1]
    responder = sides.responder or (_taken_to(verb, actors) if name == "divert" else None)
    return told_by(
        verb, _act_of(contact, sides), craft=sides.craft, craft_token=sides.craft_token, responder=responder,
        responder_token=sides.responder_token, zone=zone, goal=goal, strong=contact.strong,
    )


def _driven_by_fire(verb: Token, actors: Actors) -> Telling | None:
    """Read "was driven away by small-arms fire from soldiers", "ground fire forced two helicopters to turn back"."""
    doers = grammar.agents(verb)
    means = [*doers, *(t for p, t in grammar.prepositions(verb) if p in ("with", "by"))]
    shots = [t for t in means if t.lower_ in lexicon.group("driving_fire")]
    craft, craft_token = first_craft(grammar.patients(verb), actors)
    if not shots or craft is None or craft.weapon:
        return None
    sources = [t for s in shots for p, t in grammar.prepositions(s) if p in ("from", "of", "by")]
    responder, responder_token = actor_among([*sources, *shots, *doers], actors)
    zone, goal = place_of(verb, actors)
    if zone is None and goal is None:
        zone, goal = place_of(shots[0], actors)
    return told_by(
        verb, "fire", craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
        zone=zone, goal=goal,
    )


def _to_look_into_it(verb: Token) -> bool:
    """Read "two F-16s were diverted to investigate": they are those who met it."""
    return any(c.dep_ in ("xcomp", "advcl") and c.lower_ in lexicon.group("inquiring_aloft") for c in verb.children)


def _contact_of(verb: Token, name: str, actors: Actors) -> _Contact:
    """Return what a verb of meeting says was met, and by whom."""
    landings = [c for c in verb.children if c.lower_ in _LANDING and c.dep_ in ("xcomp", "ccomp", "advcl")]
    targets = grammar.patients(verb)
    if name in lexicon.group("forcing_verbs") and not targets:
        # "made it land": it is the subject of the second verb.
        targets = [s for c in landings for s in c.children if s.dep_ in ("nsubj", "dobj")]
    doers = grammar.agents(verb)
    if verb.tag_ == "VB" and verb.dep_ in ("advcl", "xcomp") and verb.head.lower_ in lexicon.group_forms("sending_up"):
        # "after sending F-16s to drive away two bombers": the fighters do.
        sent = grammar.objects(verb.head)
        doers = doers if first_craft(doers, actors)[0] is not None or first_craft(sent, actors)[0] is None else sent
    beside = craft_before(verb, actors) if verb.dep_ != "ROOT" and not grammar.is_passive(verb) else None
    if beside is not None and all(t.i < beside.start and beside.head not in {c.i for c in t.conjuncts} for t in doers):
        # "A bomber came near allied airspace and CF-18s shadowed it", of which the parser makes one list
        doers = [verb.doc[beside.head]]
    return _Contact(verb, name, targets, doers, landings, actors)


def _came_to_nothing(contact: _Contact) -> bool:
    """Read "followed each other", "failed to follow the fighters", "was denied access and forced to land"."""
    verb, above = contact.verb, contact.verb.head.lower_
    if any(t.lower_ == "other" for t in contact.targets):
        return True
    if verb.dep_ == "xcomp" and above in lexicon.group_forms("undone_verbs"):
        return True
    return contact.name == "force" and verb.dep_ == "conj" and above in lexicon.group_forms("refusing_verbs")


def _craft_met(contact: _Contact) -> tuple[Craft | None, int | None]:
    """Return the aircraft that was met, or the word that stands for it: "the intruder", "the Russians", "it"."""
    verb, targets, doers, actors = contact.verb, contact.targets, contact.doers, contact.actors
    craft, craft_token = first_craft(targets, actors)
    if contact.name == "identify" and (craft is None or craft.party is None):
        # "identified the target as a patrol plane of the US Navy"
        as_what = first_craft([t for p, t in grammar.prepositions(verb) if p == "as"], actors)
        craft, craft_token = as_what if as_what[0] is not None else (craft, craft_token)
    if craft is None and targets and (targets[0].lower_ in INTRUDERS or _crew_meant(targets[0], doers, actors)):
        craft, craft_token = intruder_meant(targets[0], actors)
    if craft is None and contact.strong and not targets and not doers:
        craft, craft_token = nearby_craft(verb, verb.doc, actors, after=not grammar.is_passive(verb), tight=True)
    if craft is None and craft_token is None:
        return None, _pronoun_met(contact)
    return craft, craft_token


def _pronoun_met(contact: _Contact) -> int | None:
    """Return the pronoun for what was met: "intercepted it", "the jets escorted them", "made it land"."""
    pronoun = next((t for t in contact.targets if t.lower_ in PRONOUNS - {"that", "which"}), None)
    if pronoun is None or contact.name == "intercept":
        return pronoun.i if pronoun is not None else None
    if drives_off(contact.verb) and first_craft(contact.doers, contact.actors)[0] is not None:
        # "before Japanese fighters turned it back"
        return pronoun.i
    meeting = contact.name == "follow" or contact.name in lexicon.group("meeting_verbs")
    met = meeting and first_craft(contact.doers, contact.actors)[0] is not None
    if contact.name == "follow" and (contact.verb.tag_ != "VBD" or contact.verb.dep_ != "ROOT" or any(
            p == "into" for p, _ in grammar.prepositions(contact.verb))):
        # Not "followed it into Finland", "with one of the two jets that were following it".
        met = False
    met = met or (drives_off(contact.verb) and any(air_arm(t) for t in contact.doers))
    if contact.name in ("accompany", "follow", "join") and actor_among(contact.doers, contact.actors)[0] is None:
        # "The president's jet landed; two F-16s accompanied it": whose, nobody says.
        met = False
    forcing = contact.name in lexicon.group("forcing_verbs")
    made_to_land = forcing and any(c.lower_ in _LANDING for c in contact.verb.children)
    return pronoun.i if met or made_to_land else None


def _escorted_by_its_own(contact: _Contact, craft: Craft | None) -> bool:
    """Read "transport planes escorted by Mirages dropped supplies", "a US B-1B accompanied by Japanese F-15s"."""
    if contact.name not in ("escort", "accompany"):
        return False
    chaser, _ = first_craft(contact.doers, contact.actors)
    states = [state_of_party(c.party) if c is not None else None for c in (craft, chaser)]
    if states[0] is not None and states[0] != states[1] and peace.allies(states[0], states[1]):
        return True
    if contact.verb.dep_ != "acl":
        return False
    if all(t.tag_ not in ("VBD", "VBZ", "VBP") for t in contact.verb.sent):
        # A headline: "Two Russian Bears escorted by F-16s north of Terschelling".
        return False
    if craft is None or craft.civil or not (craft.designated or craft.party is not None):
        return False
    own = chaser is not None and craft.party in (None, chaser.party)
    if own and contact.verb.tag_ == "VBG" and contact.verb.head.head.lower_ in contact_verbs():
        # "met two Su-27s escorting a Tu-160": they flew together.
        return True
    alone = chaser is not None and chaser.category != "missile" and (
        actor_among(contact.doers, contact.actors)[0] is None
    )
    return alone and not contact.verb.sent.words & lexicon.group_forms("sending_up")


def _sides_of(contact: _Contact, craft: Craft | None, craft_token: int | None) -> _Sides:
    """Return who met what: by the clause, by the fighters that "they" repeats, by who leads a headline."""
    verb, doers, actors = contact.verb, contact.doers, contact.actors
    chaser, _ = first_craft(doers, actors)
    if chaser is not None and chaser.category == "missile":
        chaser = None
    responder, responder_token = actor_among(doers, actors)
    if chaser is None and responder is None and craft is not None:
        chaser = _fighters_repeated(doers, craft, actors)
        responder = chaser.party if chaser is not None else None
        if chaser is not None and craft.party is None:
            craft = replace(craft, party=_met_before(chaser, craft, actors, verb.doc))
    if responder is None and chaser is None and contact.strong and not grammar.is_passive(verb):
        responder, leading = leading_actor(verb, craft, actors)
        responder_token = responder_token if leading is None else leading
    return _Sides(craft, craft_token, chaser, responder, responder_token)


def _met_in_the_air(contact: _Contact, sides: _Sides, *, driven: bool, listed: bool) -> _Sides | None:
    """Return the sides of what the words say was met by who flies, and None where they say no such thing."""
    verb, name, craft = contact.verb, contact.name, sides.craft
    # "pilots tracked a MiG": who flies meets it as the fighters do.
    wrecked = any(t.lower_ in lexicon.group("wreck_words") for t in contact.targets)
    # "the Portuguese Air Force met two bombers": what else would it meet them with?
    flown = sides.chaser is not None or (not wrecked and any(
        t.lower_ in lexicon.group("aircrew") or air_arm(t) for t in contact.doers))
    own, other = (state_of_party(p) for p in (craft.party if craft is not None else None, sides.responder))
    foreign = craft is not None and not craft.civil and own is not None and other not in (None, own)
    # "warned off an American drone": who drives off another state's aircraft needs no fighter for it.
    # "kept a plane from entering" is said of a ruling, too.
    by_arms = name not in lexicon.group("stopping_verbs") and (foreign or sides.responder is not None)
    driven = driven and (flown or (by_arms and (foreign or fighter_words(verb))))
    settled: _Sides | None = sides
    if not driven and name in lexicon.group("ordering_verbs"):
        settled = _made_to_go(contact, sides)
    elif not driven and not (
        listed and (contact.strong or flown or fighter_words(verb) or _met_by_the_alert(verb, craft))
    ):
        return None
    weak = name in lexicon.group("weak_contact_verbs")
    return settled if not weak or flown or driven or _met_by_the_alert(verb, craft) else None


def air_arm(doer: Token) -> bool:
    """Read "naval and air forces", "an air policing detachment", "the RAF" as what has fighters to meet others."""
    words = {doer.lower_, *(c.lower_ for c in doer.subtree if doer.i - 5 < c.i < doer.i)}
    return bool(words & lexicon.group("air_arms") or ("air" in words and words & lexicon.group("arms_of_service")))


def _made_to_go(contact: _Contact, sides: _Sides) -> _Sides | None:
    """Return the sides of "forced it to land", "ordered the plane to leave", "is made to land, with a MiG alongside".

    Not: "a storm forced the plane to land", "ordered two planes from the maker".
    """
    verb, name, craft = contact.verb, contact.name, sides.craft
    forced = {c.lower_ for c in verb.subtree} & lexicon.group("made_to_go")
    if sides.chaser is not None and craft is not None and not craft.civil:
        # "forced a patrol plane to abort its mission"
        forced |= {c.lower_ for c in verb.children if c.tag_ == "VB"} & lexicon.group("giving_way")
    if sides.responder is None and sides.responder_token is None and forced:
        responder, responder_token = _fighters_with_it(verb, craft, contact.actors)
        sides = replace(sides, responder=responder, responder_token=responder_token)
    known = sides.responder is not None or bool(sides.responder_token)
    if forced and known and name not in ("send", "turn", "order", "divert"):
        return sides
    if name == "divert" and verb.sent.words & lexicon.group("escorting_words"):
        return sides
    owned = craft is not None and craft.party is not None and not craft.civil
    # "was made to land"
    landed = grammar.is_passive(verb) and "land" in forced
    unnamed = name == "force" or (name in lexicon.group("forcing_verbs") and (owned or landed))
    by_chance = sides.responder is None and {t.lower_ for t in verb.subtree} & lexicon.group("mishap_causes")
    return sides if unnamed and forced and not by_chance else None


def _no_foe(contact: _Contact, sides: _Sides) -> bool:
    """Say whether what was met was one's own, or a missile that was only followed."""
    craft, responder = sides.craft, sides.responder
    if contact.name == "intercept" or craft is None:
        return False
    if craft.category == "missile":
        return True
    if responder is None or craft.party is None:
        return False
    return responder.state == craft.party.state and bool(responder.state)


def _led_by_friends(contact: _Contact, sides: _Sides) -> bool:
    """Read "Greek jets escorting an American B-52": an ally's bomber that they fly along with."""
    if contact.name not in ("escort", "accompany") or sides.craft is None or sides.craft.civil:
        return False
    own, other = state_of_party(sides.craft.party), state_of_party(sides.responder)
    if own is None or other is None or not peace.allies(own, other):
        return False
    words = contact.verb.sent.words
    return words.isdisjoint(lexicon.group_forms("sending_up") | {"intercepted", "contact", "unidentified"})


def _smuggled(contact: _Contact, sides: _Sides) -> bool:
    """Read "wardens intercepted a drone with drugs"; an army that stops one at the border is another matter."""
    if contact.name != "intercept" or sides.chaser is not None:
        return False
    if sides.craft is not None and sides.craft.category == "balloon":
        return False
    words = contact.verb.sent.words
    return bool(words & lexicon.group("contraband_words")) and not words & lexicon.group("armed_services")


def _taken_to(verb: Token, actors: Actors) -> Party | None:
    """Read "is diverted to Minsk under escort by a MiG-29": by those to whose town it was taken."""
    bound = (actors.party_at.get(t.i) for p, t in grammar.prepositions(verb) if p == "to")
    return next((p for p in bound if p is not None and p.state is not None), None)


def _act_of(contact: _Contact, sides: _Sides) -> Act:
    """Return what was done: a drone or missile that a defence, and no fighter, "intercepts" is brought down."""
    craft, verb = sides.craft, contact.verb
    if craft is None and sides.craft_token is not None and contact.name == "intercept":
        # "a drone came near; it was intercepted over the sea"
        craft = aircraft_meant(verb.doc, sides.craft_token, contact.actors)
    if craft is None or craft.category not in ("missile", "drone"):
        return "intercept"
    met = (contact.actors.craft_headed(w) for t in contact.targets for w in t.subtree)
    crewed = any(c is not None and c.category == "plane" for c in met)
    if contact.name != "intercept" or sides.chaser is not None or crewed:
        # "intercepted a drone and two bombers": all of them were met.
        return "intercept"
    return "intercept" if craft.category == "drone" and _by_the_rules(verb) else what_was_done(verb)


def _met_with(verb: Token, actors: Actors) -> Telling | None:
    """Read "was met with flares fired by the coast guard", "was met with gunfire": what was loosed at it."""
    craft, token = first_craft(grammar.patients(verb), actors)
    loosed = [t for p, t in grammar.prepositions(verb) if p in ("with", "by") and t.lower_ in lexicon.group("ordnance")]
    if craft is None or not loosed or craft.weapon:
        return None
    shots = [c for t in loosed for c in t.children if c.dep_ == "acl"]
    responder, at = actor_among([d for s in shots for d in grammar.agents(s)], actors)
    act: Act = "close" if all(t.lower_ in lexicon.group("flares") for t in loosed) else "fire"
    return told_by(verb, act, craft=craft, craft_token=token, responder=responder, responder_token=at)


def drives_off(verb: Token) -> bool:
    """Say whether a verb has the word that makes it one of driving off: "saw off", "turned them back"."""
    particles = lexicon.table("events")["contact_intercept"]["phrasal"].get(contact_verbs()[verb.lower_], ())
    beside = verb.nbor(1).lower_ if verb.i + 1 < verb.sent.end else ""
    return beside in particles or any(
        c.lower_ in particles and (c.dep_ in ("prt", "advmod") or c.lower_ == "out" or _from_going_on(c))
        for c in verb.children
    )


def _from_going_on(preposition: Token) -> bool:
    """Read the "from" of "prevented a bomber from entering its airspace"."""
    return preposition.lower_ == "from" and any(c.dep_ == "pcomp" and c.tag_ == "VBG" for c in preposition.children)


def _aside_on_balloons(verb: Token, actors: Actors) -> bool:
    """Say whether an aircraft only ran after balloons: "a helicopter, apparently chasing balloons, crossed over"."""
    runs = verb.tag_ == "VBG" and verb.dep_ in ("acl", "advcl") and actors.craft_headed(verb.head) is not None
    craft, _ = first_craft(grammar.objects(verb), actors)
    return runs and craft is not None and craft.category == "balloon" and craft.party is None and craft.count != 1


def _by_the_rules(verb: Token) -> bool:
    """Say whether fighters met a drone as they meet a plane: "identified and intercepted in line with the rules"."""
    beside = {t.lower_ for t in verb.conjuncts} & (lexicon.group("alert_forms") | {"escorted", "recognised"})
    return bool(beside) or bool(verb.sent.words & {"engagement", "practice", "escorted"})


def _describes_chaser(verb: Token, actors: Actors) -> bool:
    """Say whether a participle says what an aircraft was about: "a dogfight with intercepting Greek jets"."""
    if verb.tag_ != "VBG":
        return False
    bare = verb.dep_ == "pcomp" and verb.head.lower_ == "with" and any(
        (c := actors.craft_headed(o)) is not None and c.start == verb.i + 1 and c.count is None and not c.definite
        for o in grammar.objects(verb)
    )
    return bare or (verb.dep_ == "amod" and actors.craft_headed(verb.head) is not None)


def _came_later(verb: Token, name: str) -> bool:
    """Say whether one only came after the other: "was followed later that day by a drone", "minutes later"."""
    if name != "follow" or not grammar.is_passive(verb):
        return False
    after = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 14)]
    by = next((t.i for t in after if t.lower_ == "by"), verb.i)
    return bool({t.lower_ for t in verb.doc[verb.i + 1 : by]} & {"later", "afterwards", "thereafter", "subsequently"})


def _fighters_repeated(doers: list[Token], craft: Craft, actors: Actors) -> Craft | None:
    """Return the fighters that "they" are: "Fighters were scrambled on Monday. On Friday they accompanied an Il-20"."""
    they = next((t for t in doers if t.lower_ in ("they", "both")), None)
    if they is None:
        return None
    doc, start = they.doc, they.doc.start_before(they.i, 3)
    flown = [c for c in actors.crafts if start <= c.head < they.i and not (c.civil or c.weapon or c.attributive)]
    sent = [c for c in flown if c is not craft and c.category == "plane" and strikes(doc[c.head])]
    return sent[-1] if sent else None


def _met_before(chaser: Craft, craft: Craft, actors: Actors, doc: Doc) -> Party | None:
    """Return whose aircraft the same fighters met before, if one state's: the next ones that they meet are its too."""
    met = [c.party for c in actors.crafts if chaser.head < c.head < craft.head and not strikes(doc[c.head])]
    owners = {p.state: p for p in met if p is not None and p.state is not None}
    return next(iter(owners.values())) if len(owners) == 1 else None


def _met_by_the_alert(verb: Token, craft: Craft | None) -> bool:
    """Read "Fighters were scrambled twice. On Monday an Il-20 was identified": by them, whom a sentence before names.

    Not: "the wreck was identified as a Cessna".
    """
    if craft is None or craft.civil or craft.weapon or not grammar.is_passive(verb):
        return False
    if contact_verbs()[verb.lower_] not in lexicon.group("alert_verbs"):
        # "The Typhoons were dispatched": the fighters themselves.
        return False
    if any(c.lower_ in ("as", "by") for c in verb.children) or grammar.negated(verb) or grammar.has_modal(verb):
        return False
    military = craft.designated or craft.party is not None
    before = {t.lower_ for t in verb.doc[: verb.sent.start]}
    return military and bool(before & lexicon.group("fighters_up"))


def _fighters_with_it(verb: Token, craft: Craft | None, actors: Actors) -> tuple[Party | None, int | None]:
    """Return whose fighters went with what was made to land: "is made to land, with a MiG-29 alongside"."""
    for other in actors.crafts:
        here = verb.sent.start <= other.head < verb.sent.end and other is not craft
        military = other.category in ("plane", "helicopter") and not (other.civil or other.weapon or other.attributive)
        state = state_of_party(other.party)
        own = state_of_party(craft.party) if craft is not None else None
        if here and military and state not in (None, own):
            return other.party, other.head
    return None, None


def interception(noun: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "an unsafe intercept of a U.S. plane", "the interception of two bombers by".

    Not: "three interceptions in the second half".
    """
    whole = noun.head if noun.dep_ == "compound" and noun.head.lower_ in lexicon.group("event_nouns") else noun
    after = noun_phrases_after(whole)
    sides = [p for p, _ in after if p in ("between", "involving")]
    if noun.lower_ in lexicon.group("meetings_aloft") and ("between" in sides or len(sides) > 1):
        return None
    craft, craft_token = first_craft([t for p, t in after if p in ("of", "with", "involving")], actors)
    if craft is None and whole is not noun and (named := actors.craft_at.get(noun.i - 1)) is not None:
        # "a jet interception incident"
        craft, craft_token = named, named.head
    if craft is None:
        return None
    met, _ = first_craft(grammar.subjects(noun.head), actors) if noun.dep_ == "dobj" else (None, None)
    if noun.lower_ in lexicon.group("meetings_aloft") and met is not None and met != craft:
        # "the helicopter had an encounter with two fighters"
        party, at = craft.party, craft.head
        return told_by(noun, "close", craft=met, craft_token=met.head, responder=party, responder_token=at)
    responder, responder_token = actor_among([t for p, t in after if p == "by"], actors)
    if responder is None:
        for i in range(left_of(noun), noun.i):
            party = actors.party_at.get(i)
            if party is not None and party.kind != "place":
                responder, responder_token = party, i
    # "a Su-27 let go a missile during an encounter with an RC-135"
    during = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("during", "in") else noun.head
    if responder is None and during.pos_ == "VERB":
        doers = grammar.agents(during)
        if during is noun.head or first_craft(doers, actors)[0] is not None:
            responder, responder_token = actor_among(doers, actors)
    if noun.lower_ in lexicon.group("following_nouns"):
        # "conducted monitoring of the French plane", but not "the tracking of drones".
        own, other = state_of_party(craft.party), state_of_party(responder)
        if craft.civil or own is None or other in (None, own) or noun.dep_ in ("compound", "amod"):
            return None
    zone, goal = place_of(whole, actors)
    return told_by(
        noun, "intercept", craft=craft, craft_token=craft_token, responder=responder,
        responder_token=responder_token, zone=zone, goal=goal, nominal=True,
    )


def _crew_meant(people: Token, doers: list[Token], actors: Actors) -> bool:
    """Say whether a people are those who fly: "the Turkish fighters escorted the Russians until they turned north"."""
    party, (chaser, _) = actors.party_at.get(people.i), first_craft(doers, actors)
    if chaser is None:
        chaser = next((actors.craft_headed(d.head.head) for d in doers if d.lower_ in ("which", "that")), None)
    return party is not None and people.tag_ in ("NNPS", "NNS") and party.state is not None and chaser is not None
