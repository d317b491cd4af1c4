"""Readers of force: what was fired at, hit or lost to fire."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    actor_among,
    first_craft,
    leading_actor,
    noun_phrases_after,
    phrasal_of,
    repeats_craft,
)
from airmap.events.coreference import aircraft_meant, strikes
from airmap.events.event_words import fire_verbs
from airmap.events.readers.meetings_aloft import fights
from airmap.events.readers.scenes import place_of
from airmap.events.readers.targets import cannot_fly, fired_at, fired_at_in_order, loosed_by, met_before
from airmap.events.ships import ship_named
from airmap.events.tellings import Act, Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party
from airmap.mentions.kinds import flown_by_forces

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


@dataclass(frozen=True, slots=True)
class _Fire:
    """A verb of firing or hitting and its dictionary form, what was fired at, and by whom."""

    verb: Token
    name: str
    targets: list[Token]
    doers: list[Token]
    actors: Actors

    @property
    def struck(self) -> bool:
        """Say whether the verb may tell of aircraft that met as well: "hit", "strike"."""
        return self.name in ("hit", "strike")


def fired_upon(verb: Token, actors: Actors) -> Telling | None:
    """Read "fired at the plane", "opened fire on a drone", "locked radar on", "was hit by a missile".

    Not: "drones fired at a convoy", "hit a tower", "engaged in talks".
    """
    name = fire_verbs()[verb.lower_]
    if _nearly_fired(verb) or _no_fire_meant(verb, name):
        return None
    fire = _Fire(verb, name, fired_at(verb, name), grammar.agents(verb), actors)
    craft, craft_token = _craft_fired_at(fire)
    if phrasal_of(verb) is not None and any(cannot_fly(t, craft, actors) for t in fire.targets):
        # "contract for helicopters shot down"
        return None
    warned = False
    if craft is None and not fire.targets and name in ("fire", "open"):
        craft, craft_token = _fired_for(verb, actors)
        warned = not verb.sent.words.isdisjoint(("warning", "air"))
    if any(d.lower_ == "shrapnel" or d.lower_ in lexicon.group("wreck_words") for d in fire.doers):
        # "shrapnel from a drone damaged an airplane"
        return None
    chaser, _ = first_craft(fire.doers, actors)
    if craft is None:
        craft, craft_token = _repeated_target(fire, chaser)
    if craft_token is None or _was_launched(fire, craft) or not _was_a_shot(fire, craft, chaser):
        return None
    responder, responder_token = actor_among(fire.doers, actors)
    if responder is None and not grammar.is_passive(verb):
        responder, responder_token = leading_actor(verb, craft, actors)
    if _only_menaced(fire, chaser):
        return told_by(
            verb, "close", craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
        )
    if _hit_its_own(fire, craft, responder):
        return None
    zone, goal = place_of(verb, actors)
    collided = craft is not None and chaser is not None and _flown_into(fire, craft, chaser)
    if collided:
        # "an airliner was hit by a drone on its way in": they met, and nobody fired.
        responder, responder_token = None, None
    return told_by(
        verb, "close" if collided else _act_of(fire), craft=craft, craft_token=craft_token, responder=responder,
        responder_token=responder_token, zone=zone, goal=goal, implicit=warned,
    )


def _nearly_fired(verb: Token) -> bool:
    """Read "narrowly avoided hitting a drone", "almost hit it"; "had not hit it directly but exploded beside it"."""
    if verb.tag_ == "VBG" and verb.head.lower_ in lexicon.group_forms("missing_verbs"):
        return True
    if any(c.lower_ in lexicon.group("almost") for c in verb.children):
        return True
    return grammar.negated(verb) and any(c.lower_ == "directly" for c in verb.children)


def _no_fire_meant(verb: Token, name: str) -> bool:
    """Read "engaged in monitoring", "shot past a plane", "a drone fired from the capital towards the port"."""
    after_it = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    if name == "engage":
        return after_it in ("in", "on")
    if name == "shoot" and after_it in ("past", "by", "ahead", "across", "skyward", "upwards"):
        # "two jets shot past a patrol plane"
        return True
    if verb.lower_ != "fired" or verb.tag_ != "VBN":
        return False
    # "after being fired on from the ground": the preposition may stand alone.
    after = {p for p, _ in grammar.prepositions(verb)} | {c.lower_ for c in verb.children if c.i == verb.i + 1}
    return "from" in after and after.isdisjoint(("at", "on", "upon"))


def _craft_fired_at(fire: _Fire) -> tuple[Craft | None, int | None]:
    """Return what was fired at: the verb's object, what the fighters had met before, or what a headline names next."""
    craft, craft_token = first_craft(fire.targets, fire.actors)
    part = _part_shot_away(fire) if craft is None and not fire.targets else None
    if part is not None:
        return aircraft_meant(part.doc, part.i, fire.actors), part.i
    if craft is None and not fire.targets and fire.name == "fire":
        craft, craft_token = met_before(fire.verb, fire.actors)
    if craft is None and fire.name in ("fire", "shoot"):
        craft, craft_token = fired_at_in_order(fire.verb, fire.actors)
    return craft, craft_token


def _part_shot_away(fire: _Fire) -> Token | None:
    """Return the wing of "fired a missile that took off part of its wing", "a burst that set an engine alight"."""
    shots = [o for o in grammar.objects(fire.verb) if o.lower_ in lexicon.group("ordnance")]
    parts, doing = lexicon.group("craft_parts"), lexicon.group_forms("part_harming_verbs")
    deeds = [v for s in shots for v in s.children if v.dep_ == "relcl" and v.lower_ in doing]
    hit = next((t for v in deeds for t in v.subtree if t.lower_ in parts and t.i > v.i), None)
    named = hit is not None and first_craft([t for p, t in grammar.prepositions(hit) if p == "of"], fire.actors)[0]
    return None if named else hit


def _repeated_target(fire: _Fire, chaser: Craft | None) -> tuple[Craft | None, int | None]:
    """Return the pronoun for what was fired at: "was forced down after Iranian fighters fired on it", "it was hit"."""
    verb, name = fire.verb, fire.name
    pronoun = next((t for t in fire.targets if repeats_craft(t) or t.lower_ == "other"), None)
    met = grammar.is_passive(verb) and (chaser is not None or name in ("fire", "hit", "target"))
    # "A drone crossed over and troops fired at it", "the Vincennes fired two missiles at it"
    gunners = lexicon.group("ground_forces", "shooters", "those_who_act")
    from_below = any(t.lower_ in gunners or ship_named(t) for t in fire.doers) and any(
        verb.sent.start <= c.head < verb.i and not c.weapon for c in fire.actors.crafts
    )
    from_below = from_below and pronoun is not None and pronoun.lower_ in ("it", "them")
    in_the_air = name in ("fire", "open", "shoot") and (chaser is not None or from_below)
    if pronoun is None or not (met or in_the_air):
        return None, None
    if met and pronoun.lower_ in ("they", "it") and verb.dep_ == "advcl" and pronoun.head.i == verb.i:
        # "two MiGs had turned toward the F-14s five times before they were fired on": the MiGs were.
        above, _ = first_craft(grammar.subjects(verb.head), fire.actors)
        if above is not None and not strikes(verb.doc[above.head]):
            return above, pronoun.i
    return None, pronoun.i


def _was_launched(fire: _Fire, craft: Craft | None) -> bool:
    """Read "two missiles were fired": what was fired, and not what was fired at."""
    if craft is None or craft.category != "missile":
        return False
    return fire.name in ("fire", "launch", "shoot") and grammar.is_passive(fire.verb)


def _was_a_shot(fire: _Fire, craft: Craft | None, chaser: Craft | None) -> bool:
    """Say whether a verb that may mean a blow of any kind tells of fire aloft: "the jet was hit in Russian airspace".

    Not: "hit a tower"; "struck a patrol plane, damaging its propeller", by flying into it.
    """
    words = fire.verb.sent.words
    if fire.name not in lexicon.group("ambiguous_strikes") or words & lexicon.group("fire_words"):
        return True
    if chaser is not None and not words & lexicon.group("on_the_ground"):
        return not words & lexicon.group("craft_parts")
    return _hit_aloft(fire, craft)


def _hit_aloft(fire: _Fire, craft: Craft | None) -> bool:
    """Say whether what was hit was in the air: "was hit in Russian airspace", "a Su-25 was struck over Gori"."""
    verb = fire.verb
    if not grammar.is_passive(verb):
        return False
    if any(verb.sent.start <= z.head < verb.i and z.kind == "national" for z in fire.actors.zones):
        return True
    zone, goal = place_of(verb, fire.actors) if craft is not None else (None, None)
    if zone is not None and zone.kind == "national":
        return True
    # "The Georgian Su-25 was struck over Gori": not "was hit by lightning", "was hit at its base".
    over = any(p in ("over", "above", "near") for p, _ in grammar.prepositions(verb))
    told = goal is not None or zone is not None or over
    forces = craft is not None and not craft.civil and (craft.party is not None or flown_by_forces(craft))
    here = forces and fire.name in ("hit", "strike") and not fire.doers and told
    return here and not verb.sent.words & lexicon.group("on_the_ground", "mishap_causes")


def _only_menaced(fire: _Fire, chaser: Craft | None) -> bool:
    """Read "was targeted by a J-16 in an unsafe manoeuvre"."""
    if fire.name != "target" or chaser is None:
        return False
    words = fire.verb.sent.words
    shot_at = words & lexicon.group("fire_words", "on_the_ground")
    return not shot_at and bool(words & lexicon.group("perilous", "flares"))


def _hit_its_own(fire: _Fire, craft: Craft | None, responder: Party | None) -> bool:
    """Say whether who fired and what was hit are of one state: "its jets engaged from the base"."""
    if fire.name not in ("engage", "hit", "strike") or craft is None or craft.party is None:
        return False
    return responder is not None and responder.state is not None and responder.state == craft.party.state


def _flown_into(fire: _Fire, craft: Craft, chaser: Craft) -> bool:
    """Read "an airliner was hit by a drone on its way in", "an airliner hit a drone"."""
    if not fire.struck:
        return False
    if not grammar.is_passive(fire.verb):
        return chaser.civil and craft.category != "missile"
    sides = [c.party.state if c.party is not None else None for c in (craft, chaser)]
    if fights(chaser, fire.verb.doc) and None not in sides and sides[0] != sides[1]:
        # "was hit over its own territory by a Turkish F-16"
        return False
    armed = lexicon.group("under_arms", "ordnance") | {"attack", "kamikaze", "explosive"}
    return chaser.category != "missile" and not fire.verb.sent.words & armed


def _act_of(fire: _Fire) -> Act:
    """Return what fire did: it brought down what fell by it, and flares only came close or met an intruder."""
    verb = fire.verb
    if _radar_only(fire):
        # "locked its radar on two jets for five minutes": aimed at, and not shot at.
        return "intercept"
    hit = fire.struck and grammar.is_passive(verb)
    if (hit and (verb.sent.words & lexicon.group("crash_words") or _went_down(verb))) or _made_to_fall(verb):
        return "down"
    loosed = {t.lower_ for t in loosed_by(verb) if not any(p == "of" for p, _ in grammar.prepositions(t))}
    if not loosed or not loosed <= lexicon.group("flares"):
        return "fire"
    if any(t.lower_ in lexicon.group("ground_forces") for t in fire.doers):
        return "fire"
    # "fired flares at its helicopter": no shots, but "fired warning flares at the intruder" met it.
    warned = "warning" in {t.lower_ for t in verb.doc[verb.i : min(verb.sent.end, verb.i + 6)]}
    return "intercept" if warned else "close"


def _radar_only(fire: _Fire) -> bool:
    """Read "trained its radar on two jets", "locked on to it"; not "locked on to it and fired", "aimed a missile"."""
    words = lexicon.group("ordnance") - {"radar", "radars"}
    lit = fire.name == "lock" or not fire.verb.sent.words.isdisjoint({"radar", "radars"})
    if fire.name not in lexicon.group("radar_aiming_verbs") or not lit:
        return False
    shots = any(fire_verbs().get(v.lower_) in ("fire", "launch", "shoot") for v in fire.verb.conjuncts)
    return not shots and not any(t.lower_ in words for t in grammar.passive_or_objects(fire.verb))


def blew_up_beside(verb: Token, actors: Actors) -> Telling | None:
    """Read "two missiles blew up ten metres from the airliner", "a shell burst beside its wing": it was fired at.

    Not: "a missile exploded near the base", "a bomb went off on the plane".
    """
    weapons = lexicon.group("ordnance", "fire_sources")
    weapon = next((t for t in grammar.subjects(verb) if t.lower_ in weapons), None)
    if weapon is None or weapon.i in actors.party_at:
        return None
    for i in range(verb.i + 1, min(verb.sent.end, verb.i + 10)):
        token = verb.doc[i]
        beside = {t.lower_ for t in verb.doc[max(verb.i + 1, i - 4) : i]} & lexicon.group("beside")
        if not beside:
            continue
        craft = actors.craft_headed(token)
        pronoun = token.lower_ == "it" and token.dep_ == "pobj"
        meant = craft if craft is not None or not pronoun else aircraft_meant(verb.doc, i, actors)
        if meant is None or meant.weapon or meant.category == "missile":
            continue
        responder, _ = actor_among([weapon], actors)
        return _told_of_force("fire", verb, meant, i, responder, None, actors, nominal=verb.pos_ == "NOUN")
    return None


def brought_about(noun: Token, actors: Actors) -> Telling | None:
    """Read "air defences were to blame for the crash of an airliner", "a missile caused the loss of the jet".

    Not: "ice caused the crash of a jet", "was blamed for the crash of the peso".
    """
    targets = [t for p, t in grammar.prepositions(noun) if p == "of"]
    targets += [c for c in noun.children if c.dep_ in ("poss", "compound")]
    craft, craft_token = first_craft(targets, actors)
    if craft is None:
        owned = next((c for c in noun.children if c.dep_ == "compound" and c.i in actors.craft_at), None)
        craft, craft_token = (actors.craft_at[owned.i], owned.i) if owned is not None else (None, None)
    verb = next((a for a in grammar.ancestors(noun) if a.pos_ in ("VERB", "AUX") and a.lower_ != "blame"), None)
    if craft is None or craft.weapon or verb is None or grammar.negated(verb):
        return None
    words = {t.lower_ for t in noun.doc[min(verb.i, noun.i) : max(verb.i, noun.i)]}
    if verb.lower_ in lexicon.verb_forms("be") and words & {"blame", "responsible", "behind"}:
        sources = grammar.subjects(verb)
    elif verb.lower_ in lexicon.group_forms("causing_verbs"):
        sources = grammar.agents(verb)
    elif verb.lower_ in lexicon.verb_forms("blame"):
        sources = [*grammar.objects(verb), *(t for p, t in grammar.prepositions(verb) if p == "on")]
    else:
        return None
    if not any(t.lower_ in lexicon.group("fire_sources") for s in sources for t in (s, *s.children)):
        return None
    responder, responder_token = actor_among(sources, actors)
    return _told_of_force("down", noun, craft, craft_token, responder, responder_token, actors, nominal=True)


def took_a_hit(verb: Token, actors: Actors) -> Telling | None:
    """Read "took a missile from a Greek Mirage", "caught a burst from a MiG": it was hit.

    Not: "took a missile from its rack", "the drone took hits from critics".
    """
    craft, craft_token = first_craft(grammar.subjects(verb), actors)
    hits = lexicon.group("hits", "ordnance")
    things = [o for o in grammar.objects(verb) if {t.lower_ for t in (o, *o.children)} & hits]
    it = next((t for t in grammar.subjects(verb) if t.lower_ == "it"), None)
    if craft is None and it is not None and things:
        craft, craft_token = aircraft_meant(verb.doc, it.i, actors), it.i
    if craft is None or craft.weapon or not things:
        return None
    sources = [t for x in (verb, *things) for p, t in grammar.prepositions(x) if p in ("from", "by")]
    chaser, _ = first_craft(sources, actors)
    gunners = any(t.lower_ in lexicon.group("fire_sources") for t in sources)
    if (chaser is None or chaser is craft) and not gunners:
        return None
    responder, responder_token = actor_among(sources, actors)
    downed = not {t.lower_ for t in things} & {"hit", "hits", "round", "rounds"}
    act: Act = "down" if downed else "fire"
    misread = verb.pos_ == "NOUN"
    return _told_of_force(act, verb, craft, craft_token, responder, responder_token, actors, nominal=misread)


def _told_of_force(
    act: Act,
    trigger: Token,
    craft: Craft | None,
    craft_token: int | None,
    responder: Party | None,
    responder_token: int | None,
    actors: Actors,
    *,
    nominal: bool = False,
) -> Telling:
    zone, goal = place_of(trigger, actors)
    return told_by(
        trigger, act, craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
        zone=zone, goal=goal, nominal=nominal,
    )


def came_under_fire(verb: Token, actors: Actors) -> Telling | None:
    """Read "came under fire from Syrian forces", "came under attack by two MiGs", "crashed under Syrian fire".

    Not: "the minister came under fire", "came under fire from critics".
    """
    craft, craft_token = first_craft(grammar.subjects(verb), actors)
    under = next((t for p, t in grammar.prepositions(verb) if p == "under" and t.lower_ in ("fire", "attack")), None)
    if craft is None or craft.weapon or under is None:
        return None
    sources = [t for p, t in (*grammar.prepositions(under), *grammar.prepositions(verb)) if p in ("from", "by")]
    responder, responder_token = actor_among(sources or [under], actors)
    fell = verb.lower_ not in lexicon.verb_forms("come") or any(c.lower_ == "down" for c in verb.children)
    act: Act = "down" if fell else "fire"
    return _told_of_force(act, verb, craft, craft_token, responder, responder_token, actors)


def lost_to_fire(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "acknowledges losing an RQ-4A to an Iranian missile", "lost two jets to ground fire", "lost a wing to flak".

    Not: "lost a plane to engine failure", "lost contact with a drone".
    """
    craft, craft_token = first_craft(grammar.patients(verb), actors)
    act: Act = "down"
    if craft is None and any(o.lower_ in lexicon.group("craft_parts") for o in grammar.objects(verb)):
        # "lost an engine to a missile but landed"
        craft, craft_token = first_craft(grammar.agents(verb), actors)
        act = "fire"
    if craft is None or craft.weapon:
        return None
    loser, _ = actor_among(grammar.agents(verb), actors)
    if craft.party is None and loser is not None and loser.kind != "place":
        craft = replace(craft, party=loser)
    for preposition, token in grammar.phrases_with_objects(verb):
        by = first_craft([token], actors)[0]
        fighters = by is not None and by.party is not None and by.party != craft.party
        if preposition == "to" and (fighters or {t.lower_ for t in token.subtree} & lexicon.group("fire_sources")):
            responder, responder_token = actor_among([token], actors)
            return _told_of_force(act, verb, craft, craft_token, responder, responder_token, actors)
    return None


def attacked(noun: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "an attack by two of its Su-22s on a C-130", "the firing on a helicopter", "a Nigerien attack on its plane".

    Not: "an attack on planes at the base", "a drone attack on Kyiv".
    """
    after = noun_phrases_after(noun)
    craft, craft_token = first_craft([t for p, t in after if p in lexicon.group("target_prepositions")], actors)
    chased = first_craft([t for p, t in after if p == "by"], actors)[0]
    words = noun.sent.words
    # "an attack on its plane as it came in to land at the airport"
    coming_in = words & lexicon.group("coming_in_words")
    if craft is None or craft.weapon or (words & lexicon.group("on_the_ground") and not coming_in):
        return None
    doers = [t for p, t in after if p == "by"] or [c for c in noun.children if c.dep_ in ("amod", "compound", "poss")]
    responder, responder_token = actor_among(doers, actors)
    by_state = responder is not None and responder.kind == "state" and (craft.party or craft.owner_pronoun) is not None
    if chased is None and not by_state and not words & lexicon.group("fire_words"):
        return None
    return _told_of_force("fire", noun, craft, craft_token, responder, responder_token, actors, nominal=True)


def _went_down(verb: Token) -> bool:
    """Say whether what was hit fell: "went down over the sea after being hit by a missile"."""
    falling = ("went", "goes", "came", "comes", "going", "coming")
    return any(
        t.lower_ == "down" and t.i > verb.sent.start and t.nbor(-1).lower_ in falling for t in verb.sent
    )


def _fired_for(verb: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return what shots were for that have no target: "fired a dozen rounds after a drone came over the line".

    So, too, "the drone flew back when guards opened fire", "fired warning shots to drive away a drone".
    """
    shots = grammar.objects(verb)
    opened = verb.lower_ in lexicon.verb_forms("open")
    if any(t.lower_ not in lexicon.group("ordnance") for t in shots) or (opened and not shots):
        return None, None
    if any({c.lower_ for c in s.children} & lexicon.group("harmless_rounds") for s in shots):
        return None, None
    own, _ = first_craft(grammar.agents(verb), actors)
    for clause in _beside_the_shots(verb, shots) if own is None else ():
        craft, token = first_craft(grammar.subjects(clause), actors)
        if clause.tag_ == "VB" and any(c.lower_ in ("away", "off", "back", "out") for c in clause.children):
            # "fired warning shots to drive away a drone"
            craft, token = first_craft(grammar.objects(clause), actors)
        if craft is not None and not craft.civil and not craft.weapon and (craft.unpiloted or craft.party is not None):
            return craft, token
    return None, None


def _beside_the_shots(verb: Token, shots: list[Token]) -> list[Token]:
    """Return the clauses that say when or why shots fell, and those above or beside that say what they did."""
    clauses = [c for c in (*verb.children, *(c for s in shots for c in s.children))
               if c.tag_ == "VB" or any(g.lower_ in _WHEN for g in c.children)]
    if verb.dep_ == "advcl" and any(c.lower_ in _WHEN for c in verb.children):
        clauses.append(verb.head)
    clauses += [c for c in verb.conjuncts if grammar.has_subject(c)]
    going = lexicon.group_forms("moving_verbs", "border_verbs")
    return [c for c in clauses if c.tag_ == "VB" or c.lower_ in going]


_WHEN = frozenset({"after", "when", "as", "until", "once", "whereupon"})


def _made_to_fall(verb: Token) -> bool:
    """Say whether what was fired at fell by it: "a missile was launched at the drone, causing its crash"."""
    return any(
        t.lower_ in lexicon.verb_forms("cause", "send", "lead") and not grammar.negated(t)
        and {w.lower_ for w in verb.doc[t.i : min(t.i + 7, verb.sent.end)]} & {"crash", "fall", "down", "plummeting"}
        for t in verb.doc[verb.i + 1 : verb.sent.end]
    )
