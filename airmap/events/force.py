"""Readers of force: what was shot down, fired at or hit."""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    actor_among,
    air_words,
    fighter_words,
    first_craft,
    leading_actor,
    nearby_craft,
    noun_phrases_after,
    phrasal_of,
    repeats_craft,
)
from airmap.events.coreference import aircraft_meant, strikes
from airmap.events.downing_words import compound_noun_end, were_left_out, what_was_done
from airmap.events.event_words import down_nouns, down_verbs, fire_verbs
from airmap.events.lands_meant import site_of
from airmap.events.scenes import place_of
from airmap.events.targets import fired_at, fired_at_in_order, flown_by_one, met_before
from airmap.events.tellings import Act, Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token


def _flew(words: list[Token], phrasal: str | None, actors: Actors) -> bool:
    """Say whether some words name an aircraft, or one who flew it: "American pilot shot down over Laos"."""
    crew = lexicon.group("aircrew")
    return first_craft(words, actors)[0] is not None or (phrasal == "shoot down" and any(
        t.lower_ in crew or any(c.lower_ in crew for c in t.children) for t in words
    ))


def shot_down(token: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "shot down", "downed", "brought down", "the downing of": something that flies was brought down by fire.

    Not: "shot down the proposal", "the plane came down", "brought down the government".
    """
    nominal = token.lower_ in down_nouns() and not (
        token.pos_ == "VERB" and not any(p == "of" for p, _ in grammar.prepositions(token))
    )
    phrasal = phrasal_of(token)
    last = compound_noun_end(token)
    if last is not None:
        nominal, phrasal = True, None
    if nominal and not phrasal:
        after = noun_phrases_after(last or token)
        targets = [t for p, t in after if p == "of"]
        doers = [t for p, t in after if p == "by"]
        if not doers and token.dep_ == "pobj" and token.head.lower_ in ("behind", "for"):
            # "a Russian jet was behind the shooting down of the drone", "was responsible for it"
            blamed = token.head.head if token.head.lower_ == "behind" else token.head.head.head
            answers = token.head.lower_ == "behind" or token.head.head.lower_ == "responsible"
            doers = grammar.subjects(blamed) if answers and blamed.pos_ in ("VERB", "AUX") else []
        if not targets:
            targets = [c for c in token.children if c.dep_ in ("poss", "compound", "dobj")]
    else:
        targets, doers = grammar.patients(token), grammar.agents(token)
        if not targets and were_left_out(token) and _flew(grammar.subjects(token), phrasal, actors):
            # "five warplanes shot down after strikes", "the plane destroyed near Kars was": "were" is left out.
            targets, doers = grammar.subjects(token), [t for p, t in grammar.prepositions(token) if p == "by"]
    craft, craft_token = first_craft(targets, actors)
    its_own = craft is not None and craft.owner_pronoun is not None and not grammar.is_passive(token)
    if any(_cannot_fly(t, craft, actors) for t in targets) or (its_own and targets == grammar.subjects(token)):
        # "its drone destroyed near Kidal was over its soil": told elsewhere.
        return None
    if phrasal == "take out" and {t.lower_ for t in doc[token.i : token.i + 6]} & {"service", "storage", "use"}:
        return None
    if craft is None and phrasal == "blow up" and any(t.lower_ in lexicon.group("length_units") for t in targets):
        # "blew up a few metres from it"
        return None
    pronoun = next((t for t in targets if repeats_craft(t)), None)
    if craft is None and pronoun is not None:
        craft_token = pronoun.i
    if craft is None and craft_token is None and phrasal == "shoot down" and not nominal:
        craft, craft_token = flown_by_one(targets, doers, token, actors)
    if craft is None and craft_token is None:
        plain = token.lower_ in down_verbs() and down_verbs()[token.lower_] not in ("down", "fell")
        craft, craft_token = nearby_craft(token, doc, actors, after=not grammar.is_passive(token), tight=plain)
        if craft is None:
            return None
    verb = down_verbs().get(token.lower_, "")
    if (
        verb in lexicon.group("destroying_verbs")
        or token.lower_ == "destruction"
        or phrasal in lexicon.group("destroying_phrases")
    ) and not _brought_down(token, craft, doers, actors):
        return None
    responder, responder_token = actor_among(doers, actors)
    if responder is None:
        # "by missiles fired by a Cuban jet"
        fired = [c for d in doers for c in d.children if c.dep_ == "acl" and c.tag_ == "VBN"]
        fired = [c for c in fired if c.lower_ in fire_verbs() or c.lower_ in lexicon.group_forms("launching_verbs")]
        sources = [a for c in fired for a in grammar.agents(c)]
        # "by a missile fired from a Peruvian plane"
        sources += [t for c in fired for p, t in grammar.prepositions(c) if p == "from" and t.i in actors.craft_at]
        responder, responder_token = actor_among(sources, actors) if sources else (None, responder_token)
    if responder is None and nominal:
        # "the Soviet downing of a South Korean airliner"
        owners = [c for c in token.children if c.dep_ in ("amod", "poss", "compound") and c.i < token.i]
        named = (actors.party_at[c.i] for c in owners if c.i in actors.party_at and c.i not in actors.craft_at)
        responder = next((p for p in named if p.kind != "place" and (craft is None or p is not craft.party)), None)
        responder_token = responder.start if responder is not None else None
    done_to = grammar.is_passive(token) or token.dep_ == "amod" or (were_left_out(token) and not grammar.objects(token))
    plain = not nominal and not done_to
    if responder is None and responder_token is None and plain:
        # Not "a U.S. official said the downed drone was Russian".
        meant = craft or (aircraft_meant(doc, craft_token, actors) if craft_token is not None else None)
        for i in range(token.i - 1, token.sent.start - 1, -1):
            party = actors.party_at.get(i)
            if party is not None and party.kind != "place" and (meant is None or not meant.start <= i < meant.end):
                responder, responder_token = party, i
                break
    if (
        (responder is None or responder.state is None)
        and token.dep_ == "xcomp"
        and token.head.lower_ in lexicon.verbs("cues", "hypothetical", "governors")
    ):
        # "the president ordered the military to bring it down"
        commander, commander_token = actor_among(grammar.subjects(token.head), actors)
        if commander is not None and commander.state is not None:
            responder, responder_token = commander, commander_token
    zone, goal = place_of(token, actors)
    if not nominal and _missed(token):
        return told_by(
            token, "fire", craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
            zone=zone, goal=goal,
        )
    chaser, _ = first_craft(doers, actors)
    if chaser is not None and any(c.lower_ in lexicon.group("almost") for c in token.children):
        # "nearly knocked a patrol plane out of the sky"
        return told_by(
            token, "close", craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
            zone=zone if zone is not None and zone.owner is not None else None,
        )
    if zone is None and goal is None and craft is not None and craft.category != "missile":
        goal = _post_of(doers, responder, actors)
        responder = goal if responder is None else responder
    return told_by(
        token, "down" if nominal else what_was_done(token), craft=craft, craft_token=craft_token, responder=responder,
        responder_token=responder_token, zone=zone, goal=goal, nominal=nominal,
    )


def _missed(verb: Token) -> bool:
    """Say whether shots failed to bring it down: "two missiles failed to down the drone", "neither managed to"."""
    above = verb.head
    if verb.dep_ != "xcomp" or not verb.sent.words & (lexicon.group("fire_words") | {"missiles"}):
        return False
    return grammar.done_by_nothing(above) or above.lower_ in lexicon.verb_forms("fail")


def _cannot_fly(thing: Token, craft: Craft | None, actors: Actors) -> bool:
    """Say whether words or plans are what was shot down: "a proposal", "a deal for jets", "bid for jets shot down"."""
    objects = lexicon.word_set("cues", "metaphor", "objects")
    wanted_for = thing.head.head if thing.head.lower_ == "for" and thing.dep_ == "pobj" else None
    if wanted_for is not None and wanted_for.lower_ in objects:
        return True
    if craft is not None:
        return False
    if thing.lower_ in objects or thing.lower_.removesuffix("s") in objects:
        return True
    return thing.pos_ == "NOUN" and any(
        p in ("for", "about", "on", "against") and t.i in actors.craft_at for p, t in grammar.prepositions(thing)
    )


def _post_of(doers: list[Token], responder: Party | None, actors: Actors) -> Party | None:
    """Return the land that those hold who fired from it: "soldiers on Taiwan's Erdan Islet".

    Not: "Russian troops in occupied Crimea", "a ship in the gulf".
    """
    for doer in doers:
        if doer.lower_ not in lexicon.group("ground_forces") or doer.i in actors.craft_at:
            continue
        for preposition, token in grammar.prepositions(doer):
            land = actors.party_at.get(token.i) or site_of(token, actors)
            own = responder is None or responder.state in (None, land.state if land is not None else None)
            if preposition in ("on", "at", "in", "along") and land is not None and land.state is not None and own:
                return land
    return None


def _brought_down(token: Token, craft: Craft | None, doers: list[Token], actors: Actors) -> bool:
    """Say whether what was "destroyed" flew: a drone, or a plane met in the air and not on an apron."""
    if craft is None:
        # "an F-16 destroyed it"
        pronoun = next((t for t in grammar.patients(token) if repeats_craft(t)), None)
        craft = aircraft_meant(token.doc, pronoun.i, actors) if pronoun is not None else None
    if craft is None:
        return False
    if craft.unpiloted:
        return True
    if token.sent.words & lexicon.group("on_the_ground"):
        return False
    told: AbstractSet[str] = token.sent.words & lexicon.group("in_flight_words", "crash_words")
    told = told or {t.lower_ for t in doers} & lexicon.group("shooters", "fire_sources")
    return bool(told) or air_words(token, actors) or first_craft(doers, actors)[0] is not None or fighter_words(token)


def fired_upon(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "fired at the plane", "opened fire on a drone", "locked radar on", "was hit by a missile".

    Not: "drones fired at a convoy", "hit a tower", "engaged in talks".
    """
    if verb.tag_ == "VBG" and verb.head.lower_ in lexicon.group_forms("missing_verbs"):
        # "narrowly avoided hitting a drone"
        return None
    name = fire_verbs()[verb.lower_]
    if any(c.lower_ in lexicon.group("almost") for c in verb.children):
        return None
    if name == "engage" and verb.i + 1 < len(doc) and doc[verb.i + 1].lower_ in ("in", "on"):
        # "a plane engaged in monitoring"
        return None
    after = [p for p, _ in grammar.prepositions(verb)]
    if verb.lower_ == "fired" and verb.tag_ == "VBN" and "from" in after and not {"at", "on", "upon"} & {*after}:
        # "a drone fired from the capital towards the port"
        return None
    if grammar.negated(verb) and any(c.lower_ == "directly" for c in verb.children):
        # "had not hit it directly but exploded beside it"
        return None
    targets = fired_at(verb, name)
    craft, craft_token = first_craft(targets, actors)
    if craft is None and not targets and name == "fire":
        craft, craft_token = met_before(verb, actors)
    if phrasal_of(verb) is not None and any(_cannot_fly(t, craft, actors) for t in targets):
        # "contract for helicopters shot down"
        return None
    if craft is None and name in ("fire", "shoot", "warn"):
        craft, craft_token = fired_at_in_order(verb, actors)
    warned_for = craft is None and not targets and name == "fire"
    if warned_for:
        craft, craft_token = _warned_for(verb, actors)
    doers = grammar.agents(verb)
    if any(d.lower_ == "shrapnel" or d.lower_ in lexicon.group("wreck_words") for d in doers):
        # "shrapnel from a drone damaged an airplane"
        return None
    chaser, _ = first_craft(doers, actors)
    if craft is None:
        pronoun = next((t for t in targets if repeats_craft(t) or t.lower_ == "other"), None)
        # "was forced down after Iranian fighters fired on it"
        in_the_air = name in ("fire", "open", "shoot") and chaser is not None
        met = grammar.is_passive(verb) and (chaser is not None or name in ("fire", "hit", "target"))
        if pronoun is None or not (met or in_the_air):
            return None
        craft_token = pronoun.i
        if met and pronoun.lower_ in ("they", "it") and verb.dep_ == "advcl" and pronoun.head.i == verb.i:
            # "two MiGs had turned toward the F-14s five times before they were fired on": the MiGs were.
            above, _ = first_craft(grammar.subjects(verb.head), actors)
            if above is not None and not strikes(doc[above.head]):
                craft = above
    if (
        craft is not None
        and craft.category == "missile"
        and grammar.is_passive(verb)
        and name in ("fire", "launch", "shoot")
    ):
        return None
    responder, responder_token = actor_among(doers, actors)
    if responder is None and not grammar.is_passive(verb):
        responder, responder_token = leading_actor(verb, craft, actors)
    if name in lexicon.group("ambiguous_strikes"):
        words = verb.sent.words
        in_the_air = grammar.is_passive(verb) and any(
            verb.sent.start <= z.head < verb.i and z.kind == "national" for z in actors.zones
        )
        # "the jet was hit in Russian airspace"
        hit_in = place_of(verb, actors)[0] if craft is not None and grammar.is_passive(verb) else None
        in_the_air = in_the_air or (hit_in is not None and hit_in.kind == "national")
        duel = chaser is not None and not words & lexicon.group("on_the_ground")
        if not words & lexicon.group("fire_words") and not in_the_air and not duel:
            return None
        if duel and not words & lexicon.group("fire_words") and words & lexicon.group("craft_parts"):
            # "struck a patrol plane, damaging its propeller": by flying into it.
            return None
        if duel and name == "target" and not words & lexicon.group("fire_words") and words & lexicon.group(
            "perilous", "flares"
        ):
            # "was targeted by a J-16 in an unsafe manoeuvre"
            return told_by(verb, "close", craft=craft, craft_token=craft_token, responder=responder,
                           responder_token=responder_token)
    if craft is not None and responder is not None and craft.party is not None and responder.state is not None:
        if responder.state == craft.party.state and name in ("engage", "hit", "strike"):
            return None
    zone, goal = place_of(verb, actors)
    collided = (
        name in ("hit", "strike")
        and grammar.is_passive(verb)
        and craft is not None
        and not verb.sent.words & lexicon.group("under_arms")
        and chaser is not None
        and chaser.category != "missile"
        and not verb.sent.words & (lexicon.group("ordnance") | {"attack", "kamikaze", "explosive"})
    )
    meets = chaser is not None and chaser.civil and not grammar.is_passive(verb)
    collided = collided or (name in ("hit", "strike") and meets and craft is not None and craft.category != "missile")
    if collided:
        # "an airliner was hit by a drone on its way in": they met, and nobody fired.
        responder, responder_token = None, None
    crashed = (
        name in ("hit", "strike")
        and grammar.is_passive(verb)
        and bool(verb.sent.words & lexicon.group("crash_words") or _went_down(verb))
    ) or _made_to_fall(verb)
    loosed = {t.lower_ for t in grammar.objects(verb)}
    # "fired flares at its helicopter": no shots, but "fired warning flares at the intruder" met it.
    warned = "warning" in {t.lower_ for t in verb.doc[verb.i : min(verb.sent.end, verb.i + 6)]}
    on_foot = any(t.lower_ in lexicon.group("ground_forces") for t in doers)
    flares: Act = "fire" if on_foot else "intercept" if warned else "close"
    act: Act = flares if loosed and loosed <= lexicon.group("flares") else "fire"
    return told_by(
        verb, "close" if collided else "down" if crashed else act, craft=craft, craft_token=craft_token,
        responder=responder, responder_token=responder_token, zone=zone, goal=goal, implicit=warned_for,
    )


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
    """Read "an attack by two of its Su-22s on a C-130", "the firing on a helicopter".

    Not: "an attack on planes at the base", "a drone attack on Kyiv".
    """
    after = noun_phrases_after(noun)
    craft, craft_token = first_craft([t for p, t in after if p in lexicon.group("target_prepositions")], actors)
    chased = first_craft([t for p, t in after if p == "by"], actors)[0]
    words = noun.sent.words
    if craft is None or craft.weapon or words & lexicon.group("on_the_ground"):
        return None
    if chased is None and not words & lexicon.group("fire_words"):
        return None
    responder, responder_token = actor_among([t for p, t in after if p == "by"], actors)
    return _told_of_force("fire", noun, craft, craft_token, responder, responder_token, actors, nominal=True)


def _went_down(verb: Token) -> bool:
    """Say whether what was hit fell: "went down over the sea after being hit by a missile"."""
    falling = ("went", "goes", "came", "comes", "going", "coming")
    return any(
        t.lower_ == "down" and t.i > verb.sent.start and t.nbor(-1).lower_ in falling for t in verb.sent
    )


def _warned_for(verb: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return what warning shots were for: "fired 20 warning shots after a drone came over the line"."""
    shots = [o for o in grammar.objects(verb) if o.lower_ in ("shots", "rounds", "shot", "bursts")]
    if not any({c.lower_ for c in s.children} & {"warning", "gun", "machine-gun"} for s in shots):
        return None, None
    for clause in (*verb.children, *(c for s in shots for c in s.children)):
        marked = any(c.lower_ in ("after", "when", "as") for c in clause.children)
        craft, token = first_craft(grammar.subjects(clause), actors) if marked and clause.i > verb.i else (None, None)
        if clause.tag_ == "VB" and any(c.lower_ in ("away", "off", "back", "out") for c in clause.children):
            # "fired warning shots to drive away a drone"
            craft, token = first_craft(grammar.objects(clause), actors)
        if craft is not None and not craft.civil and not craft.weapon:
            return craft, token
    return None, None


def _made_to_fall(verb: Token) -> bool:
    """Say whether what was fired at fell by it: "a missile was launched at the drone, causing its crash"."""
    return any(
        t.lower_ in lexicon.verb_forms("cause", "send", "lead") and not grammar.negated(t)
        and {w.lower_ for w in verb.doc[t.i : min(t.i + 7, verb.sent.end)]} & {"crash", "fall", "down", "plummeting"}
        for t in verb.doc[verb.i + 1 : verb.sent.end]
    )


def shots_put_into(verb: Token, actors: Actors) -> Telling | None:
    """Read "a Su-15 put two missiles into it", "pumped shells into the airliner".

    Not: "put missiles into storage", "put two rockets into orbit".
    """
    if not any(t.lower_ in lexicon.group("ordnance") for t in grammar.objects(verb)):
        return None
    targets = [t for p, t in grammar.phrases_with_objects(verb) if p == "into"]
    craft, craft_token = first_craft(targets, actors)
    pronoun = next((t for t in targets if repeats_craft(t)), None)
    doers = grammar.agents(verb)
    shooter, _ = first_craft(doers, actors)
    if (craft is None and pronoun is None) or (shooter is None and actor_among(doers, actors)[0] is None):
        return None
    responder, responder_token = actor_among(doers, actors)
    at = craft_token if pronoun is None else pronoun.i
    return _told_of_force("fire", verb, craft, at, responder, responder_token, actors)
