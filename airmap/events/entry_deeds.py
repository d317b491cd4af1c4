"""Readers of presence told by a deed: airspace used, missiles fired from or over it."""


from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    actor_among,
    first_craft,
    mover_of,
)
from airmap.events.coreference import party_in, speaker_above
from airmap.events.goals import site_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Zone

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token


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
    """Read "Romania had a Russian drone in its airspace", "Poland had three drones over its territory".

    Not: "Russia had bombers in its airspace", whose they were.
    """
    for thing in grammar.objects(verb):
        craft = actors.craft_headed(thing)
        if craft is None or craft.civil or craft.weapon or grammar.negated(verb) or grammar.has_modal(verb):
            continue
        owned = craft.party is not None and craft.party.state is not None
        foreign = owned or (craft.party is None and craft.unpiloted)
        for preposition, token in (*grammar.prepositions(verb), *grammar.prepositions(thing)):
            zone = actors.zone_at.get(token.i)
            there = zone is not None and (zone.owner is not None or zone.owner_pronoun is not None)
            if zone is None or not there or zone.kind not in ("national", "territory") or not foreign:
                continue
            if preposition in ("in", "inside", "over", "above"):
                return told_by(verb, "entry", strong=False, craft=craft, craft_token=thing.i, zone=zone)
    return None


def struck_inside(verb: Token, actors: Actors) -> Telling | None:
    """Read "bombed a camp two kilometres inside Ecuador", "a camp a mile inside Chad was bombed by": as far inside.

    Not: "drones hit a refinery 800 km inside Russia", which nobody sat in; "shelled a post a mile inside Chad".
    """
    craft, craft_token = first_craft(grammar.agents(verb), actors)
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

    Not: "the airliner left Turkish airspace", "Moscow's jets left Syrian airspace to the Turks".
    """
    zone = next((z for t in grammar.objects(verb) if (z := actors.zone_at.get(t.i)) is not None), None)
    if zone is None or zone.kind != "national" or grammar.negated(verb) or grammar.has_modal(verb):
        return None
    words = {t.lower_ for t in verb.sent}
    watched = words & (lexicon.verbs("events", "reacting").keys() | lexicon.group("time_of_stay"))
    craft, craft_token, mover, mover_token = mover_of(verb, "leave", actors)
    if not watched or (craft is None and craft_token is None) or (craft is not None and (craft.civil or craft.weapon)):
        return None
    return told_by(
        verb, "entry", strong=False, craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token,
        zone=zone,
    )


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
    if craft is None and mover is None:
        return None
    for thing in grammar.objects(verb):
        missile = actors.craft_at.get(thing.i)
        if missile is None or missile.category != "missile" or mover is None:
            continue
        for preposition, token in (*grammar.prepositions(verb), *grammar.prepositions(thing)):
            zone, goal = actors.zone_at.get(token.i), actors.party_at.get(token.i) or site_of(token, actors)
            foreign = goal is not None and goal.state not in (None, mover.state)
            erred = preposition == "into" and bool({t.lower_ for t in verb.sent} & lexicon.group("by_mistake"))
            if (erred or preposition in ("over", "across", "through")) and foreign and not _from_over(token):
                # "launched a missile over Hokkaido", "accidentally fired a missile into Pakistan"
                return told_by(
                    verb, "entry", craft=missile, craft_token=thing.i, mover=mover, mover_token=mover_token,
                    zone=zone if zone is not None and zone.kind == "national" else None, goal=goal,
                    origin=mover.state,
                )
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
                implicit=True,
            )
    return None


def _from_over(token: Token) -> bool:
    """Say whether the phrase is "from over Lebanon"."""
    return any(
        t.lower_ == "over" and t.nbor(-1).lower_ == "from" for t in token.doc[max(1, token.i - 4) : token.i]
    )
