"""Readers of presence told by a deed: airspace used, missiles fired from or over it."""


from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    actor_among,
    craft_of,
    first_craft,
    mover_of,
)
from airmap.events.coreference import aircraft_meant, party_in, speaker_above
from airmap.events.event_words import motion_verbs
from airmap.events.readers.lands_meant import land_at, site_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, Zone, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


def air_of(land: Party) -> Zone:
    """Return the airspace of a land of which only its name tells."""
    return Zone(land.start, land.end, land.start, "national", land)


def used(verb: Token, actors: Actors) -> Telling | None:
    """Read "Colombia used his country's airspace to bomb the camp": who used it without leave had entered it.

    Not: "airlines use Russian airspace", "may use its airspace".
    """
    zone = next((z for t in grammar.objects(verb) if (z := actors.zone_at.get(t.i)) is not None), None)
    if zone is None or zone.kind != "national":
        return None
    strikes = any(c.dep_ in ("xcomp", "advcl") and c.lower_ in lexicon.group("attacking_verbs") for c in verb.children)
    mover, mover_token = actor_among(grammar.agents(verb), actors)
    if not strikes or mover is None:
        return None
    return told_by(verb, "entry", mover=mover, mover_token=mover_token, zone=zone)


def had_there(verb: Token, actors: Actors) -> Telling | None:
    """Read "Romania had a Russian drone in its airspace", "there were Turkish drones over Iraq's territory".

    And by a side's account: "Kigali has it well inside Rwandan airspace", "Algiers has the drone two km inside".
    Not: "Russia had bombers in its airspace", whose they were; "there were no aircraft in its airspace".
    """
    there = any(c.dep_ == "expl" for c in verb.children)
    things = [c for c in verb.children if c.dep_ == "attr"] if there else grammar.objects(verb)
    holder = None if there else actor_among(grammar.agents(verb), actors)[0]
    for thing in things:
        craft = craft_of(thing, actors) or _had_by(holder, thing, actors)
        none = grammar.negated(verb) or any(c.lower_ in ("no", "never") for c in (*thing.children, *verb.children))
        if craft is None or craft.civil or craft.weapon or none or grammar.has_modal(verb):
            continue
        unknown = verb.doc[craft.head].sent.words & lexicon.group("nobody_knows")
        owned = craft.party is not None and (there or craft.party.state is not None)
        if not (owned or (craft.party is None and craft.unpiloted) or (unknown and there)):
            continue
        for preposition, token in (*grammar.prepositions(verb), *grammar.prepositions(thing)):
            zone, goal = actors.zone_at.get(token.i), actors.party_at.get(token.i) if there else None
            known = zone is not None and (zone.owner is not None or zone.owner_pronoun is not None)
            here = zone if known and zone is not None and zone.kind in ("national", "territory") else None
            land = goal if here is None and preposition in ("over", "above") and zone is None else None
            if preposition in ("in", "inside", "over", "above", "within") and (here or state_of_party(land)):
                return told_by(
                    verb, "entry", strong=False, craft=craft, craft_token=thing.i, mover=craft.party, zone=here,
                    goal=land,
                )
        if holder is not None and owned and holder.state not in (None, state_of_party(craft.party)) and any(
                t.lower_ == "inside" and not t.children for t in verb.subtree if t.i > thing.i):
            return told_by(
                verb, "entry", strong=False, craft=craft, craft_token=thing.i, mover=craft.party, goal=holder,
            )
    return None


def _had_by(holder: Party | None, thing: Token, actors: Actors) -> Craft | None:
    """Return the foreign aircraft that "it" is in "Kigali has it well inside Rwandan airspace"."""
    if holder is None or holder.state is None or thing.lower_ not in ("it", "them"):
        return None
    meant = aircraft_meant(thing.doc, thing.i, actors, avoid=holder.state)
    return meant if meant is not None and meant.party is not None else None


def struck_inside(verb: Token, actors: Actors) -> Telling | None:
    """Read "bombed a camp two kilometres inside Ecuador", "a camp a mile inside Chad was bombed by": as far inside.

    Not: "drones hit a refinery 800 km inside Russia", which nobody sat in; "shelled a post a mile inside Chad".
    """
    doers = grammar.agents(verb)
    craft, craft_token = first_craft(doers, actors)
    force = next((t for t in doers if t.lower_ == "force" and any(c.lower_ == "air" for c in t.children)), None)
    sender = party_in(force, actors) if force is not None else None
    if craft is None and force is not None and sender is not None:
        # "the Colombian air force bombed a camp on the Ecuadorian side of the border"
        side = next((t for t in verb.doc[verb.i : verb.sent.end] if t.lower_ == "side"), None)
        lands = (actors.party_at.get(c.i) for c in (side.children if side is not None else ()))
        land = next((p for p in lands if p is not None and p.state not in (None, sender.state)), None)
        if land is not None:
            return told_by(
                verb, "entry", strong=True, mover=sender, mover_token=force.i, goal=land,
                zone=air_of(land),
            )
    state = craft.party.state if craft is not None and craft.party is not None else None
    if craft is None or state is None or craft.civil or craft.category not in ("plane", "helicopter"):
        return None
    if any(t.lower_ in lexicon.group("open_war") for t in verb.doc):
        return None
    after = (verb.i + 2, min(verb.sent.end, verb.i + 20))
    first, last = (verb.sent.start, verb.i) if grammar.is_passive(verb) else after
    for token in verb.doc[first:last]:
        if token.lower_ not in ("inside", "into", "within"):
            continue
        so_far = token.nbor(-1).lower_ in lexicon.group("length_units")
        for thing in token.subtree if so_far else ():
            zone, goal = actors.zone_at.get(thing.i), actors.party_at.get(thing.i)
            owner = zone.owner if zone is not None else goal
            if owner is not None and owner.state not in (None, state):
                return told_by(
                    verb, "entry", strong=False, craft=craft, craft_token=craft_token,
                    zone=zone if zone is not None and zone.kind in ("national", "territory") else None, goal=owner,
                )
    return None


def left_it(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "tracked it until it left national airspace", "left Estonian airspace after two minutes": it had been there.

    So was what is told to leave it: "was warned to leave Algerian airspace", "ignored orders to leave".
    Not: "the airliner left Turkish airspace", "Moscow's jets left Syrian airspace to the Turks".
    """
    zone = next((z for t in grammar.objects(verb) if (z := actors.zone_at.get(t.i)) is not None), None)
    if zone is None or zone.kind != "national" or grammar.negated(verb) or grammar.has_modal(verb):
        return None
    words = verb.sent.words
    told = _told_to_leave(verb)
    watched = told is not None or words & (lexicon.verbs("events", "reacting").keys() | lexicon.group("time_of_stay"))
    craft, craft_token, mover, mover_token = mover_of(verb, "leave", actors)
    if told is not None:
        craft, craft_token = first_craft(told, actors)
        # "its pilot was told to leave": the aircraft named before.
        before = actors.flown_before(verb) if craft is None else ()
        craft, craft_token = (before[-1], before[-1].head) if before else (craft, craft_token)
        craft_token = next((t.i for t in told), None) if craft_token is None else craft_token
        mover, mover_token = (craft.party, craft_token) if craft is not None else (None, None)
    if not watched or (craft is None and craft_token is None) or (craft is not None and (craft.civil or craft.weapon)):
        return None
    return told_by(
        verb, "entry", strong=False, craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token,
        zone=zone,
    )


def slipped_past(verb: Token, actors: Actors) -> Telling | None:
    """Read "a light plane slipped past Polish air defences", "the pilot evaded Soviet radar and landed in Moscow".

    Not: "a bomber built to penetrate air defences", "missiles that pierced the defences of Kyiv".
    """
    words = lexicon.group("defences")
    passed = [*grammar.objects(verb), *(t for p, t in grammar.prepositions(verb) if p in _PAST)]
    goal = next((p for t in passed if t.lower_ in words and (p := party_in(t, actors)) is not None), None)
    # "flew under American radar" is said of any low flight.
    plain = verb.lower_ in motion_verbs() and not {t.lower_ for t in passed} & words - _RADAR
    infinitive = plain or verb.tag_ == "VB" or grammar.has_modal(verb) or grammar.negated(verb)
    if goal is None or goal.state is None or infinitive:
        return None
    doers = grammar.agents(verb)
    craft, craft_token, mover, mover_token = mover_of(verb, "fly", actors)
    if craft is None and any(w.lower_ in lexicon.group("aircrew") for t in doers for w in (t, *t.children)):
        flown = (c for c in actors.crafts_in(verb.sent) if not c.weapon)
        craft = next(flown, None)
        craft_token = craft.head if craft is not None else None
    if craft is None or craft.weapon or craft.category in ("missile", "drone"):
        return None
    owner = mover if mover is not None else craft.party
    if owner is not None and owner.state == goal.state:
        return None
    return told_by(
        verb, "entry", craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token, goal=goal,
        zone=air_of(goal),
    )


def own_words(verb: Token) -> set[str]:
    """Return the words under a verb, without those of what is told beside: "an aircraft that illegally entered"."""
    asides = {w.i for t in verb.subtree if t.dep_ == "relcl" and t.head.i > verb.i for w in t.subtree}
    return {t.lower_ for t in verb.subtree if t.i not in asides}


_RADAR = frozenset({"radar", "radars"})
_PAST = frozenset({"past", "through", "by", "under", "beneath", "below", "around"})


def defected(verb: Token, actors: Actors) -> Telling | None:
    """Read "a Cuban major defected in his MiG to Key West", "the MiG landed at Hakodate and its pilot sought asylum".

    Not: "the diplomat defected to Austria", "a Cuban airliner landed at Miami".
    """
    went = verb.lower_ in lexicon.verb_forms("defect")
    if grammar.negated(verb) or grammar.has_modal(verb) or not (
        went or {t.lower_ for t in verb.doc} & lexicon.group("words_of_defection")
    ):
        return None
    doers = grammar.agents(verb)
    # "defected to Jordan, landing his MiG at a base"
    piloting = [c for c in verb.children if c.dep_ in ("advcl", "conj") and c.lower_ in lexicon.group("piloting")]
    brought = [t for p, t in grammar.prepositions(verb) if p in ("in", "with", "aboard", "flying", "by")]
    # "a Syrian pilot flew his MiG-21 to Jordan and asked for asylum"
    flown = [*brought, *(t for c in piloting for t in grammar.objects(c))] if went else [
        *doers, *grammar.objects(verb), *brought]
    craft, craft_token = first_craft(flown, actors)
    if craft is None:
        # "an Iraqi Mirage pilot landed in Saudi Arabia and defected"
        crew = [t for t in doers if t.lower_ in lexicon.group("aircrew")]
        craft = next((c for t in crew for w in t.children if (c := actors.craft_at.get(w.i)) is not None), None)
        craft_token = craft.head if craft is not None else None
    if craft is None or craft.civil or craft.unpiloted:
        return None
    mover, mover_token = actor_among(doers, actors)
    mover = craft.party or mover
    led = ("to", "at", "in", "on", "into", "near")
    places = [t for v in (verb, *piloting, *grammar.objects(verb)) for p, t in grammar.prepositions(v) if p in led]
    # "at an airstrip in northern Israel"
    places += [t for site in places for p, t in grammar.prepositions(site) if p == "in"]
    goal = next((p for t in places if (p := actors.party_at.get(t.i) or site_of(t, actors)) is not None), None)
    if goal is None or goal.state is None or (mover is None and not craft.designated):
        return None
    if mover is not None and mover.state in (None, goal.state):
        return None
    return told_by(
        verb, "entry", craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token, goal=goal,
        zone=air_of(goal),
    )


def _told_to_leave(verb: Token) -> list[Token] | None:
    """Return who was told to leave, where somebody was: "was warned to leave", "orders to leave were ignored"."""
    above = verb.head
    if verb.tag_ != "VB" or not any(c.lower_ == "to" for c in verb.children):
        return None
    if above.lower_ in lexicon.group_forms("telling_to_leave") and above.tag_ in ("VBD", "VBN", "VBG", "VBZ"):
        forced = grammar.is_passive(above) or bool(grammar.objects(above))
        return grammar.passive_or_objects(above) if forced and not grammar.has_modal(above) else None
    if above.lower_ not in lexicon.group("orders_given"):
        return None
    deed = above.head
    return grammar.subjects(deed) if deed.lower_ in lexicon.group_forms("disobeying_verbs") else None


def fired_from(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "jets fired missiles from Lebanese airspace": they were in it.

    Not: "fired from the ground", "launched from Syria".
    """
    craft, craft_token, mover, mover_token = mover_of(verb, "fire", actors)
    if mover is None and any(t.lower_ == "it" for t in grammar.agents(verb)):
        # "India says that it fired a missile"
        mover, _ = speaker_above(verb, actors)
    if craft is None and mover is None and grammar.is_passive(verb):
        # "Israeli missiles were launched from Lebanese airspace"
        done = grammar.patients(verb)
        loosed = next((c for t in done if (c := actors.craft_headed(t)) is not None), None)
        mover = loosed.party if loosed is not None and loosed.category == "missile" else None
        if loosed is None and (raid := next((t for t in done if t.lower_ in lexicon.group("strike_nouns")), None)):
            # "The Israeli strikes were carried out from Lebanese airspace"
            mover = party_in(raid, actors)
    if (astray := _fired_over(verb, mover, mover_token, actors)) is not None:
        return astray
    if craft is None and mover is None:
        return None
    if craft is not None and not craft.weapon and craft.category in ("plane", "helicopter"):
        # "jets and helicopters that fired rockets on the Bangladeshi side of the border"
        for preposition, token in grammar.prepositions(verb):
            zone = actors.zone_at.get(token.i)
            if preposition == "on" and zone is not None and token.lower_ == "side" and zone.owner is not None:
                return told_by(
                    verb, "entry", craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token,
                    zone=zone,
                )
    if craft is not None and craft_token is not None:
        # "jets over southern Lebanon struck targets in Syria"
        for preposition, token in grammar.prepositions(doc[craft_token]):
            zone, goal = actors.zone_at.get(token.i), actors.party_at.get(token.i)
            over = preposition in ("over", "above") and goal is not None and goal.state is not None
            if over or (preposition in ("over", "in", "inside") and zone is not None and zone.kind == "national"):
                return told_by(
                    verb, "entry", craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token,
                    zone=zone if not over else None, goal=goal if over else None,
                )
    phrases = list(grammar.prepositions(verb))
    for thing in grammar.objects(verb):
        phrases += grammar.prepositions(thing)
    for _, noun in tuple(phrases):
        phrases += grammar.prepositions(noun)
    for preposition, token in phrases:
        zone, goal = actors.zone_at.get(token.i), actors.party_at.get(token.i)
        if preposition == "over" and goal is not None and goal.state is not None and _from_over(token):
            zone = Zone(token.i, token.i + 1, token.i, "national", goal)
            preposition = "from"
        if preposition == "from" and zone is not None and zone.kind == "national" and zone.owner is not None:
            return told_by(
                verb, "entry", craft=craft if craft is not None and not craft.weapon else None,
                craft_token=craft_token, mover=mover, mover_token=mover_token, zone=zone, another=True,
                # "says its jets fired from Malian airspace": they may be at home there.
                implicit=True, strong=craft is None or craft.owner_pronoun is None,
            )
    return None


def _fired_over(verb: Token, mover: Party | None, mover_token: int | None, actors: Actors) -> Telling | None:
    """Read "launched a missile over Hokkaido", "a rocket was mistakenly fired from the Iranian side into Iraq".

    Not: "rockets were fired from Gaza into Israel", which is war.
    """
    things = grammar.objects(verb)
    if grammar.is_passive(verb) or verb.dep_ == "acl":
        things = [*things, *grammar.patients(verb)]
        sides = [party_in(t, actors) for p, t in grammar.prepositions(verb) if p == "from"]
        mover = mover or next((p for p in sides if p is not None and p.state is not None), None)
    by_mistake = not verb.sent.words.isdisjoint(lexicon.group("by_mistake", "mishaps", "astray"))
    for thing in things if mover is not None else ():
        missile = actors.craft_at.get(thing.i)
        if missile is None or missile.category != "missile" or mover is None:
            continue
        for preposition, token in (*grammar.prepositions(verb), *grammar.prepositions(thing)):
            zone, goal = actors.zone_at.get(token.i), land_at(token, actors)
            foreign = goal is not None and goal.state not in (None, mover.state)
            erred = by_mistake and preposition in ("into", "at", "onto")
            over = erred or preposition in ("over", "across", "through")
            if over and foreign and not _from_over(token):
                return told_by(
                    verb, "entry", craft=missile, craft_token=thing.i, mover=mover, mover_token=mover_token,
                    zone=zone if zone is not None and zone.kind == "national" else None, goal=goal,
                    origin=mover.state,
                )
    return None


def _from_over(token: Token) -> bool:
    """Say whether the phrase is "from over Lebanon"."""
    return any(
        t.lower_ == "over" and t.nbor(-1).lower_ == "from" for t in token.doc[max(1, token.i - 4) : token.i]
    )
