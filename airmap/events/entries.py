"""Readers of entry: verbs and nouns that say that something flew into an airspace or over a land."""


from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.blame import complaining
from airmap.events.clauses import (
    actor_among,
    astray,
    brings_down,
    first_craft,
    mover_of,
    next_land,
    party_of,
    repeats_craft,
    unknown_place,
)
from airmap.events.coreference import aircraft_meant, same_aircraft, speaker_above
from airmap.events.entry_deeds import own_words
from airmap.events.event_words import (
    ACROSS,
    ACT_OF_ZONE,
    AIR,
    GOING,
    SEEN,
    contact_verbs,
    down_verbs,
    motion_verbs,
    phrasal_verbs,
    strong_verbs,
)
from airmap.events.goals import as_far_as, goal_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, Zone, state_of_party

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token

_ASTRAY = frozenset({"out", "off", "away"})


def entered(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read a verb of entry: "violated its airspace", "strayed into Finnish airspace", "jets flew over Cyprus".

    Not: "flew to Russia", "crossed the street", "its airspace was closed".
    """
    name = strong_verbs().get(verb.lower_) or motion_verbs().get(verb.lower_) or ""
    strong = verb.lower_ in strong_verbs()
    if name == "find" and any(o.lower_ in ("itself", "themselves", "himself") for o in grammar.objects(verb)):
        # "found itself over Sinai"
        name = "fly"
    craft, craft_token, mover, mover_token = mover_of(verb, name, actors)
    if (wafted := _wafted(verb, actors)) is not None:
        name, craft, craft_token, mover, mover_token = "drift", wafted, wafted.head, wafted.party, wafted.head
    if craft is not None and brings_down(doc[craft.head], verb):
        # "A drone launched from Syria crosses into Israel and is destroyed by an Apache": not the Apache crosses.
        return None
    above = verb if craft is None else verb.head if doc[craft.head].head.i == verb.i else doc[craft.head].head
    missed = above.lower_ in lexicon.group_forms("missing_verbs") and above.i < verb.i
    if missed and craft is not None and craft.party is None and verb.dep_ in ("acl", "relcl", "ccomp"):
        # "an airliner narrowly missed a drone flying over Bergen": where they met, and no entry.
        return None
    zone, goal, preposition = goal_of(verb, name, actors, craft)
    about = name in SEEN and zone is None and goal is not None and goal.start > 2
    if about and goal is not None and {t.lower_ for t in doc[goal.start - 3 : goal.start]} & {"sky", "skies"}:
        # "were detected in the skies over the Hebrides": near them, as no airspace is spoken of.
        return None
    owner = zone.owner.state if zone is not None and zone.owner is not None else None
    if craft is None and mover is not None and mover.state == owner is not None and (
        (flown := actors.flown_before(verb)) and flown[-1].party is not None
    ):
        # "Riga accused the pilots of a helicopter of ignoring warnings after entering Latvian airspace"
        craft, craft_token, mover, mover_token = flown[-1], flown[-1].head, flown[-1].party, flown[-1].head
    if verb.tag_ == "VBG" and owner is not None and craft is not None and _of(craft, owner):
        # "Polish F-16s escorted an Il-20, which flew over the sea without entering Polish airspace"
        met = [c for c in actors.flown_before(verb) if c.party is not None and not _of(c, owner)]
        if met:
            craft, craft_token, mover, mover_token = met[-1], met[-1].head, met[-1].party, met[-1].head
    if (name == "pick" and (craft is None or craft.party is None)) or (name == "skirt" and preposition is None):
        # Who skirts an airspace stays out of it.
        return None
    if strong and zone is None and goal is None and (violated := _left_passive(verb, actors)) is not None:
        zone, craft, craft_token, mover, mover_token = violated, None, None, None, None
    if not name and goal is None and zone is None:
        # "scattered leaflets over Pyongyang", where the place hangs on what was let fall
        fallen = [x for o in grammar.objects(verb) for x in grammar.prepositions(o)]
        preposition, goal = next(((p, actors.party_at[t.i]) for p, t in fallen if t.i in actors.party_at), (None, None))
    overhead = not name and _acts_over(verb, craft, goal, zone, preposition, actors)
    if not (name or overhead) and (
        craft is None
        or zone is None
        or zone.kind not in ("national", "adiz")
        or preposition not in ("into", "inside", "through", "across")
    ):
        # Any verb that takes an aircraft into an airspace will do.
        return None
    if name in ("land", "come") and craft is not None and (asks := _asked_why(verb, craft, actors)) is not None:
        # "Guyana asked Venezuela to explain why one of its helicopters landed at an airstrip"
        return told_by(verb, "entry", craft=craft, craft_token=craft_token, goal=asks)
    if (zone is None and goal is None) or _border_from(verb, zone, actors):
        if craft is None and craft_token is not None and name in lexicon.group("border_verbs"):
            # "an Iranian drone after it crossed over from Syria"
            craft = aircraft_meant(doc, craft_token, actors)
        return _came_from(verb, name, craft, craft_token, actors)
    if zone is not None and zone.kind == "international":
        return None
    if goal is not None and preposition in ("over", "through", "via") and name in lexicon.group("arriving_verbs"):
        fell = _found_at(verb, goal, craft, actors)
        if fell is not None:
            # "The drone found near Rezekne had come in over Belarus": that is the way it came.
            return told_by(verb, "entry", craft=craft, craft_token=craft_token, goal=fell, origin=goal.state)
    if preposition == "via" and {"from", "to"} <= {c.lower_ for c in verb.children}:
        # "was flying from Malé to Singapore via Colombo": its route.
        return None
    start = zone.start if zone is not None else goal.start if goal is not None else verb.sent.end
    if name in ("return", "turn", "approach") or any(
        c.lower_ in ("back", "home") and c.i < start for c in verb.children
    ):
        return None
    nobodys = zone is not None and zone.kind == "territory" and zone.owner is None and zone.owner_pronoun is None
    if nobodys and zone is not None and not zone.described and doc[zone.head].lower_ in lexicon.group("nowhere_waters"):
        return None
    if name in ("vanish", "disappear") and preposition != "into":
        # "disappeared over Latvia", from the screens
        return None
    if name == "reach" and verb.dep_ == "pcomp" and verb.head.lower_ == "before" and _aimed(craft):
        # "missiles flew over Jordan before reaching Israel", which they were fired at.
        return None
    if _turned_away_before(verb):
        return (
            None
            if zone is None or zone.owner is None
            else told_by(verb, "approach", craft=craft, craft_token=craft_token, zone=zone, implicit=True)
        )
    if craft is None and craft_token is not None and name in lexicon.group("being_there"):
        craft = aircraft_meant(doc, craft_token, actors)
    if name in lexicon.group("being_there"):
        if craft is not None and craft.party is None and craft.definite:
            # "The Antonov was well inside Pakistan": the Afghan one of the sentence before.
            own = zone.owner.state if zone is not None and zone.owner is not None else None
            told = same_aircraft(doc, craft, actors, avoid=own)
            craft = craft if told is None else replace(craft, party=told.party)
        if craft is None or not _was_inside(verb, craft, zone, goal, preposition, actors):
            return None
        if zone is None or zone.kind not in AIR:
            preposition = "inside"
    if name in SEEN and verb.tag_ == "VB" and verb.head.lower_ in lexicon.group_forms("sending_up"):
        # "were scrambled to monitor a situation in the Baltic skies": they came for something else.
        return None
    if zone is not None and zone.kind in AIR:
        came = preposition in ("inside", "into") and _pronoun_flies(craft_token, doc)
        if name in SEEN | lexicon.group("motion_without_craft") and craft is None and not strong and not came:
            return None
        if (
            not strong
            and craft is None
            and mover is None
            and mover_token is None
            and zone.kind == "national"
            and preposition in lexicon.group("static_prepositions")
        ):
            return None
        if preposition in lexicon.group("other_prepositions") and not strong:
            return None
        if zone.kind == "buffer" and craft is None and not strong and not _pronoun_flies(craft_token, doc):
            # "The leader crosses the demarcation line": on foot.
            return None
        if preposition == "from":
            return None
        act = ACT_OF_ZONE.get(zone.kind, "entry")
        if zone.kind == "restricted" and zone.owner is None:
            act = "restricted"
    else:
        # A territory, a border or a place: only something that flies violates it.
        # Where a thing without a pilot comes down nobody asked it to.
        falling = lexicon.group("coming_down_verbs") if craft is not None and craft.unpiloted else frozenset()
        if (
            (craft is None and craft_token is None)
            or (craft and craft.civil and not strong and not grammar.under_fire(verb))
            or (preposition in lexicon.group("not_into") and not (preposition == "on" and name in SEEN | falling))
        ):
            return None
        if preposition is None and name not in ACROSS and name not in lexicon.group("overhead_verbs"):
            return None
        if preposition == "past" and goal is not None:
            # "flew past Kodiak Island": by it, and not over it.
            return None
        if preposition in ("in", "at", "on") and name not in SEEN | falling | lexicon.group("overhead_verbs"):
            return None
        on_side = preposition == "on" and zone is not None and doc[zone.head].lower_ == "side"
        fell_on = preposition == "on" and bool(falling) and zone is not None and zone.kind == "territory"
        if preposition is not None and preposition not in GOING | {"in"} and not on_side and not fell_on:
            return None
        sent_over = name == "send" and preposition in ("over", "across", "through") and mover is not None
        # "Islamabad says that India had sent its planes into Pakistani territory"
        told_on = zone is not None and zone.kind == "territory"
        if goal is not None and goal.state is not None:
            told_on = told_on or state_of_party(speaker_above(verb, actors)[0]) == goal.state
        sent_over = sent_over or (name == "send" and preposition == "into" and mover is not None and told_on
                                  and craft is not None and not craft.civil)
        # "sent a U-2 deep within Soviet territory"
        sent_over = sent_over or (name == "send" and any(t.lower_ == "deep" for t in verb.subtree))
        # "a missile that hit Poland was a stray one"
        sent_over = sent_over or (name in ("hit", "strike") and astray(verb) and craft is not None and craft.unpiloted)
        # "got as far as Beit Shean", "made it to Tartu"
        sent_over = sent_over or (name in ("get", "make") and as_far_as(verb) is not None)
        # A balloon goes where the wind takes it: "sent a balloon with cigarettes into Lithuania".
        sent_over = sent_over or (name in ("send", "launch") and preposition == "into" and _balloon(craft))
        # "launched four drones across the border into Balochistan"
        crossing = any(c.lower_ in ("across", "over") for c in verb.children) and preposition == "into"
        sent_over = sent_over or (crossing and mover is not None and craft is not None and craft.category == "drone")
        # "a balloon was seen over Montana", as it is spotted there.
        in_flight = craft is not None and craft.category != "missile"
        sent_over = sent_over or (name == "see" and grammar.is_passive(verb) and in_flight)
        # "it had got ten kilometres into Romania"
        sent_over = sent_over or (name == "get" and any(o.lower_ in _lengths() for o in grammar.objects(verb)))
        # "ran out of clear sky and into Albania"
        sent_over = sent_over or (preposition == "into" and any(c.lower_ in _ASTRAY for c in verb.children))
        if (name in lexicon.group("sending_verbs") and not sent_over) or (
            name in ("fall", "crash") and preposition == "into"
        ):
            return None
        if (
            name in lexicon.group("coming_down_verbs")
            and preposition == "in"
            and craft is not None
            and not craft.unpiloted
            and not astray(verb)
            and not own_words(verb) & lexicon.group("unasked_entry")
        ):
            return None
        act = "entry"
    return told_by(
        verb, act, strong=strong, craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token,
        zone=zone, goal=goal,
    )


def _of(craft: Craft, state: str) -> bool:
    return craft.party is not None and craft.party.state == state


def _found_at(verb: Token, way: Party, craft: Craft | None, actors: Actors) -> Party | None:
    """Return where something came down or was found that had come in over another land."""
    if craft is None or not craft.unpiloted:
        return None
    doc, own = verb.doc, state_of_party(craft.party)
    forms = lexicon.group_forms("coming_down_verbs") | {"found", "discovered", "recovered", "exploded"}
    for token in doc[verb.sent.start : verb.i]:
        found = token.lower_ in ("found", "discovered", "recovered")
        if token.lower_ not in forms or (token.i < craft.head and not found):
            continue
        for party in actors.parties:
            near = token.i < party.start <= max(token.i, craft.head) + 5
            placed = near and doc[party.start - 1].lower_ in ("near", "in", "at", "on")
            if placed and party.state not in (None, way.state, own):
                return party
    return None


def _wafted(verb: Token, actors: Actors) -> Craft | None:
    """Return what the wind or a failure took astray: "a gale had carried the balloon over Bulgaria", "blown into"."""
    if verb.lower_ not in lexicon.group_forms("wafting_verbs"):
        return None
    by_wind = any(t.lower_ in lexicon.group("taking_astray") for t in grammar.agents(verb))
    blown = grammar.is_passive(verb) or verb.dep_ == "acl"
    if not by_wind and not (blown and verb.lower_ in lexicon.verb_forms("blow", "push")):
        return None
    craft, _ = first_craft(grammar.patients(verb), actors)
    pronoun = next((t for t in grammar.patients(verb) if repeats_craft(t)), None)
    if craft is None and pronoun is not None:
        craft = aircraft_meant(verb.doc, pronoun.i, actors)
    return craft


def _left_passive(verb: Token, actors: Actors) -> Zone | None:
    """Return the airspace of a headline that leaves out "was": "Zambian airspace violated, says Lusaka"."""
    if verb.tag_ not in ("VBD", "VBN") or grammar.objects(verb):
        return None
    said_of = (actors.zone_at.get(t.i) for t in verb.children if t.dep_ in ("nsubj", "compound") and t.i < verb.i)
    return next((z for z in said_of if z is not None and z.kind == "national"), None)


@cache
def _lengths() -> frozenset[str]:
    units = lexicon.table("measures")["units"].values()
    return frozenset(f for u in units if u["dimension"] == "length" for f in u["forms"])


def _pronoun_flies(token: int | None, doc: Doc) -> bool:
    """Say whether who moved is a word that may stand for an aircraft."""
    return token is not None and repeats_craft(doc[token])


def _balloon(craft: Craft | None) -> bool:
    return craft is not None and craft.category == "balloon"


def _acts_over(
    verb: Token, craft: Craft | None, goal: Party | None, zone: Zone | None, preposition: str | None, actors: Actors
) -> bool:
    """Say whether a foreign aircraft does something over a land: "scattered leaflets over Pyongyang".

    Not: "dropped bombs over Kharkiv", which is war and no matter of airspace.
    """
    theirs = zone is not None and zone.kind == "territory" and zone.owner_pronoun is not None
    if craft is None or craft.civil or (goal is None and not theirs) or preposition not in ("over", "above"):
        return False
    owner = craft.party
    if owner is None:
        # "accuses Seoul of flying drones carrying leaflets over Pyongyang"
        sender = verb.doc[craft.head].head
        if sender.lower_ in lexicon.verb_forms("fly", "send"):
            owner, _ = actor_among(grammar.agents(sender), actors)
        else:
            # "drones from the South dropped leaflets"
            whence = (t for p, t in grammar.prepositions(verb.doc[craft.head]) if p in ("from", "of"))
            owner = next((actors.party_at[t.i] for t in whence if t.i in actors.party_at), None)
    if owner is None or owner.state is None:
        return False
    things = {t.lower_ for t in (*grammar.patients(verb), *grammar.objects(verb))}
    return (
        verb.lower_ in lexicon.group("acts_overhead")
        and (goal is None or goal.state not in (None, owner.state))
        and not things & lexicon.group("ordnance")
    )


def _was_inside(
    verb: Token, craft: Craft, zone: Zone | None, goal: Party | None, preposition: str | None, actors: Actors
) -> bool:
    """Say whether an aircraft that "was" or "spent" some time somewhere was where it had no business to be.

    "was in Finnish airspace", "ten kilometres inside India", "spent a minute on its side of the line"; and, where
    those say so whose land it is, "was over Hormozgan province".
    """
    foreign = craft.party is not None or craft.category in ("drone", "balloon")
    if zone is not None and zone.kind in ("national", "adiz", "fir"):
        return preposition in ("in", "inside", "within") and (foreign or zone.kind == "national")
    if zone is not None and zone.kind in ("territory", "buffer"):
        on_side = verb.doc[zone.head].lower_ == "side" and preposition in ("on", "across")
        foreign = foreign or (craft.designated and zone.owner_pronoun is not None)
        if preposition in ("over", "above") and zone.owner_pronoun is not None:
            # "The Iranians claim the drone was over their territory": theirs, and the drone was not.
            return bool(_states_telling(verb, actors) - {state_of_party(craft.party)})
        return foreign and (on_side or preposition in ("inside", "within"))
    if goal is None or goal.state is None or craft.civil:
        return False
    if preposition in ("inside", "within"):
        return foreign
    if preposition not in ("over", "above"):
        return False
    own = state_of_party(craft.party)
    if foreign and own != goal.state and _for_a_time(verb):
        # "had been over Romania for three minutes", "spent a minute over Saaremaa"
        return True
    return goal.state in _states_telling(verb, actors)


def _for_a_time(verb: Token) -> bool:
    """Say whether a verb of being somewhere is told with how long, in minutes or seconds."""
    brief = lexicon.group("brief_units")
    timed = [t for t in verb.children if t.dep_ in ("dobj", "npadvmod")]
    timed += [t for p, t in grammar.prepositions(verb) if p in ("for", "within")]
    return any(t.lower_ in brief or any(c.lower_ in brief for c in t.children) for t in timed)


def _states_telling(verb: Token, actors: Actors) -> set[str]:
    """Return the states that tell what a verb says."""
    tellers = (party_of(t, actors) for a in grammar.ancestors(verb) for t in _tellers(a))
    return {p.state for p in tellers if p is not None and p.state}


def _tellers(above: Token) -> list[Token]:
    """Return who says what hangs on a verb or noun: "Tehran says that", "Tehran's account that"."""
    if above.lower_ in lexicon.group("claims") and above.pos_ == "NOUN":
        return [c for c in above.children if c.dep_ == "poss"]
    return grammar.subjects(above) if above.lower_ in lexicon.verbs("cues", "reporting") else []


def _aimed(craft: Craft | None) -> bool:
    return craft is not None and craft.category == "missile"


def _turned_away_before(verb: Token) -> bool:
    """Read "was intercepted before reaching Israeli airspace": it did not get there."""
    if verb.dep_ == "advcl" and any(c.lower_ == "before" and c.i < verb.i for c in verb.children):
        main = verb.head.lower_
    elif verb.dep_ == "pcomp" and verb.head.lower_ in ("before", "without"):
        if verb.head.lower_ == "without":
            return True
        main = verb.head.head.lower_
    elif verb.dep_ == "pcomp" and verb.head.lower_ == "to" and verb.head.head.lower_ == "prior":
        main = verb.head.head.head.lower_
    else:
        # "had come close to violating its airspace"
        return verb.dep_ == "pcomp" and verb.head.lower_ == "to" and verb.head.head.lower_ in ("close", "near")
    stopped = main in phrasal_verbs() or main in down_verbs() or main in ("turned", "turning", "turn", "stopped")
    return stopped or (main in contact_verbs() and main not in lexicon.verb_forms("track"))


def _came_from(
    verb: Token, name: str, craft: Craft | None, craft_token: int | None, actors: Actors
) -> Telling | None:
    """Read "had entered from Belarus", "crossed from neighbouring Ukraine": into the land of whoever tells it."""
    came_in = name in lexicon.group("arriving_verbs") and any(
        c.lower_ in ("in", "over", "across") and (c.dep_ == "prt" or not any(True for _ in c.children))
        for c in verb.children
    ) and not grammar.objects(verb)
    below = [t for p, t in grammar.prepositions(verb) if p in ("over", "above")]
    # "passed low over the community of Eteringbang"
    below += [t for w in below if w.lower_ in lexicon.group("sites") for p, t in grammar.prepositions(w) if p == "of"]
    overhead = (
        craft is not None
        and (craft.unpiloted or _told_by_another(verb, craft, actors))
        and name in lexicon.group("overflying_verbs")
        and any(t.pos_ == "PROPN" for t in below)
    )
    if craft is None or craft.civil:
        return None
    inside = name in lexicon.group("being_there") and _for_a_time(verb) and any(
        c.lower_ == "inside" and not any(True for _ in c.children) for c in verb.children
    )
    lengths = lexicon.group("length_units")
    inland = any(
        c.lower_ == "inland" and (c.i > verb.i + 2 or any(g.lower_ in lengths for g in c.children))
        for c in verb.children
    )
    if (inside or inland) and not grammar.negated(verb):
        # "The jets were inside for a minute", "went 21 kilometers inland": of the land of whoever tells it.
        return told_by(verb, "entry", strong=False, craft=craft, craft_token=craft_token, untold_goal=True)
    bordering = lexicon.group("border_verbs", "intruding_verbs")
    if not (came_in or overhead or name in bordering or name == "land"):
        return None
    deep = verb.lower_ in strong_verbs() and any(
        t.like_num or t.lower_ in ("few", "several")
        for c in verb.children
        if c.dep_ in ("dobj", "npadvmod")
        for t in c.children
    )
    unasked = name in ("enter", "land") and {t.lower_ for t in verb.subtree} & lexicon.group("unasked_entry")
    if deep or unasked:
        # "penetrated 75 km", "entered without clearance"
        return told_by(verb, "entry", craft=craft, craft_token=craft_token, untold_goal=True)
    bare = name in lexicon.group("intruding_verbs") and not grammar.objects(verb) and not grammar.negated(verb)
    if bare and _told_by_another(verb, craft, actors):
        # "Syria says that the Turkish jet had intruded"
        return told_by(verb, "entry", craft=craft, craft_token=craft_token, untold_goal=True)
    if name == "land":
        return None
    if came_in and craft.party is not None and craft.party.state is not None:
        # "Israeli planes, which he says came in from the sea": into the land of whoever tells it.
        return told_by(verb, "entry", strong=False, craft=craft, craft_token=craft_token, untold_goal=True)
    owned = craft.party is not None or craft.unpiloted
    if came_in and owned and any(c.lower_ == "there" and c.head.lower_ == "from" for c in verb.subtree):
        # "balloons drifting in from there"
        return told_by(verb, "entry", strong=False, craft=craft, craft_token=craft_token, untold_goal=True)
    for preposition, token in grammar.prepositions(verb):
        unknown = unknown_place(token, actors) or (token in below and any(unknown_place(t, actors) for t in below))
        if preposition in ("into", "over", "above") and unknown and owned and name != "land":
            # "crossed into Kurram", which no gazetteer knows: the land of whoever tells it.
            return told_by(verb, "entry", strong=False, craft=craft, craft_token=craft_token, untold_goal=True)
        if preposition == "from" and owned and next_land(token):
            # "drifted in from the neighbouring country"
            return told_by(verb, "entry", strong=False, craft=craft, craft_token=craft_token, untold_goal=True)
        party = actors.party_at.get(token.i)
        if preposition == "from" and party is not None and (party.state is not None or name == "enter"):
            flown = craft.category in ("plane", "helicopter") and craft.party is None and party.kind == "state"
            # "balloons have floated over from the North": nobody else lives there.
            flown = flown or (craft.party is None and party.name in ("North", "South"))
            # "a plane that came in from Sudan" is anybody's.
            flown = flown and not (craft.generic and not craft.definite and (craft.count or 1) == 1)
            return told_by(
                verb,
                "entry",
                strong=False,
                # "two Su-24s flew in from Russia": Russia's, as in "Su-24s from Russia".
                craft=replace(craft, party=party) if flown else craft,
                craft_token=craft_token,
                untold_goal=True,
            )
    return None


def _asked_why(verb: Token, craft: Craft, actors: Actors) -> Party | None:
    """Return the state that asks another why its aircraft came, which it would not if it had not come to it."""
    above = list(grammar.ancestors(verb))
    why = any(c.lower_ in ("why", "how") for c in verb.children)
    owned = craft.party is not None or craft.owner_pronoun is not None
    if not (why and owned and any(a.lower_ in lexicon.group_forms("inquiring_verbs") for a in above)):
        return None
    sides = (party_of(t, actors) for a in reversed(above) if a.pos_ == "VERB" for t in grammar.subjects(a))
    asks = next((p for p in sides if p is not None), None)
    theirs = craft.party is not None and asks is not None and craft.party.state == asks.state
    return None if asks is None or asks.state is None or theirs else asks


def _told_by_another(verb: Token, craft: Craft, actors: Actors) -> bool:
    """Say whether another state than the owner tells of a flight: "Guyana says a Venezuelan helicopter flew over"."""
    if craft.party is None or craft.party.state is None:
        return False
    teller, _ = speaker_above(verb, actors)
    if teller is None and verb.sent.start > 0:
        # "Guyana condemns the act. Two Venezuelan jets flew low over the village of Eteringbang."
        before = verb.doc[verb.sent.start - 1].sent
        teller = next(complaining(verb.doc, actors, before.start, before.end), None)
    return teller is not None and teller.state not in (None, craft.party.state)


def _border_from(verb: Token, zone: Zone | None, actors: Actors) -> bool:
    """Say whether a border nobody's in particular was crossed "from Belarus": the land beyond it is not Belarus."""
    if zone is None or zone.kind != "territory" or zone.owner is not None or zone.owner_pronoun is not None:
        return False
    phrases = [*grammar.prepositions(verb), *grammar.prepositions(verb.doc[zone.head])]
    return any(p == "from" and (party := actors.party_at.get(t.i)) is not None and party.state for p, t in phrases)
