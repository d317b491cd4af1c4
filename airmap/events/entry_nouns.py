"""Readers of nouns of entry: "an incursion into", "airspace violations by", "the violation of its airspace"."""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    actor_among,
    craft_before,
    craft_of,
    first_craft,
    left_of,
    noun_phrases_after,
    party_of,
)
from airmap.events.event_words import ACT_OF_ZONE, AIR, light_verbs, phrasal_verbs
from airmap.events.lands_meant import site_of
from airmap.events.tellings import Telling, told_by
from airmap.events.voice import flown_by
from airmap.mentions.actors import Actors, Craft, Party, Zone

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token


_OF_TIME = frozenset({"during", "after", "before", "since", "amid", "by", "following"})


def _flown_before(noun: Token, actors: Actors) -> Craft | None:
    """Return the aircraft that the sentence has named before a breach of sovereignty, if one state owns it."""
    before = actors.flown_before(noun)
    return before[-1] if before and not before[-1].civil else None


def _brought_down_for(noun: Token, actors: Actors) -> Craft | None:
    """Return the aircraft met or shot at for an entry: "was brought down after what Ankara calls an intrusion"."""
    verbs = (lexicon.verbs("events", "force_down"), lexicon.verbs("events", "contact_intercept"), phrasal_verbs())
    for above in grammar.ancestors(noun):
        if above.pos_ == "VERB" and any(above.lower_ in forms for forms in verbs):
            craft, _ = first_craft(grammar.patients(above), actors)
            return craft if craft is not None and craft.party is not None and not craft.weapon else None
    return None


def _appeared_over(noun: Token, craft: Craft | None, zone: Zone | None, goal: Party | None) -> bool:
    """Read "the appearance over Tak province of a fighter from Myanmar": one state's aircraft over another's land."""
    owner = zone.owner if zone is not None else goal
    over = any(p in ("over", "above") for p, _ in noun_phrases_after(noun))
    return (
        over
        and craft is not None
        and not craft.civil
        and craft.party is not None
        and craft.party.state is not None
        and owner is not None
        and owner.state not in (None, craft.party.state)
    )


def _flown_unmanned(noun: Token, craft: Craft | None, zone: Zone | None, goal: Party | None) -> bool:
    """Read "reported drone flights from Serbia over its north"; not "bans drone flights over its airports"."""
    if craft is None or craft.category not in ("drone", "balloon") or (zone is None and goal is None):
        return False
    reported = noun.dep_ in ("dobj", "pobj", "nsubjpass") and any(
        a.lower_ in lexicon.verbs("cues", "reporting") for a in grammar.ancestors(noun)
    )
    return reported and noun.lower_ in lexicon.group("flight_nouns") and any(
        p in ("over", "above", "into") for p, _ in noun_phrases_after(noun)
    )


def _whose_deeds(deeds: Token, actors: Actors) -> Party | None:
    """Return whose deeds they are of which an entry is one: "the actions of Venezuela, including the incursion"."""
    owners = [c for c in deeds.children if c.dep_ in ("poss", "amod", "compound")]
    owners += [t for p, t in grammar.prepositions(deeds) if p in ("of", "by")]
    return next((p for t in owners if (p := actors.party_at.get(t.i)) is not None and p.state is not None), None)


def _fired_into(noun: Token, craft: Craft | None, goal: Party | None, actors: Actors) -> bool:
    """Read "the accidental firing of a missile into Pakistan", "the launch of a drone into Polish territory"."""
    phrases = noun_phrases_after(noun)
    # "the launch of two missiles at the aircraft over Kuwait": by those who live there.
    defending = any(p == "at" and actors.craft_headed(t) is not None for p, t in phrases)
    into = any(p in ("into", "over", "across") for p, _ in phrases) and not defending
    return (
        noun.lower_ in lexicon.group("launching_nouns")
        and into
        and craft is not None
        and craft.unpiloted
        and goal is not None
        and goal.state is not None
    )


def _over_water(doc: Doc, start: int, end: int) -> bool:
    """Say whether the water between islands is what was flown over: "the flight over a strait in the Ryukyus"."""
    words = [t.lower_ for t in doc[start:end]]
    over = next((k for k, w in enumerate(words) if w in ("over", "above", "across", "through")), len(words))
    return any(w in ("strait", "channel", "passage", "sound", "waters") for w in words[over + 1 : over + 4])


def _line_crossed(noun: Token, zone: Zone | None, craft: Craft | None) -> bool:
    """Read "the crossing of the Rwandan border by a Congolese fighter": a line that an aircraft crosses is entered.

    So is a land in "the entry to Colombian territory of two Venezuelan military aircraft".
    """
    line = zone is not None and zone.kind == "territory" and zone.owner is not None
    return line and craft is not None and not craft.civil and noun.lower_ in (
        ("crossing", "crossings", "entry") if craft.party is not None else ("crossing", "crossings")
    )


def _committed(noun: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return what flew where that is told after: "a violation occurred on Friday; it was committed by a fighter"."""
    for verb in noun.doc[noun.i + 1 : noun.sent.end]:
        if verb.tag_ == "VBN" and verb.lower_ in ("committed", "perpetrated", "made") and grammar.is_passive(verb):
            if any(s.lower_ in ("it", "this", "that", "which") for s in grammar.subjects(verb)):
                return first_craft(grammar.agents(verb), actors)
    return None, None


def _befell(noun: Token, actors: Actors) -> Party | None:
    """Return the state that suffered it: "Lithuania has faced several drone incursions this year"."""
    if noun.head.lower_ not in lexicon.group_forms("befalling_verbs"):
        return None
    found = (actors.party_at.get(s.i) for s in grammar.subjects(noun.head))
    return next((p for p in found if p is not None and p.kind == "state" and p.state is not None), None)


def _only_neared(aircraft: Token) -> bool:
    """Say whether it came no nearer than that: "an incursion by two bombers which flew within 90 km of the coast"."""
    clauses = [c for c in aircraft.children if c.dep_ in ("relcl", "acl")]
    return any(p == "within" and t.lower_ in lexicon.group("length_units") and any(q == "of" for q, _ in
               grammar.prepositions(t)) for c in clauses for p, t in grammar.prepositions(c))


def _counted(noun: Token, mark: str = "") -> bool:
    """Say whether a bulletin only counts them: "Violations of national airspace: 40", "7 violations"."""
    doc = noun.doc
    after = [t for t in doc[noun.i + 1 : min(noun.sent.end + 2, noun.i + 20)] if t.text not in "()"]
    if any(t.like_num and doc[t.i - 1].text == ":" for t in after):
        return True
    return not mark and (any(c.dep_ == "nummod" for c in noun.children) or any(
        t.like_num and (t.i + 1 >= len(doc) or doc[t.i + 1].text in (",", ".", ";")) for t in after
    ))


def _zone_listed(noun: Token, actors: Actors) -> Zone | None:
    """Return the zone of "Infringements of air traffic rules, Athens FIR: 8"."""
    after = range(noun.i + 1, min(noun.sent.end, noun.i + 10))
    near = (actors.zone_at[i] for i in after if i in actors.zone_at)
    return next((z for z in near if z.kind in ("fir", "adiz")), None)


@cache
def _entries() -> frozenset[str]:
    nouns = (lexicon.nouns("events", "entry_nouns", key) for key in ("strong", "weak"))
    return frozenset({"entry", "entries"}).union(*nouns)


def entry_named(noun: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read a noun of entry: "an incursion into", "airspace violations by", "the latter's violation of its airspace".

    Not: "human rights violations", "the invasion of Ukraine", "a breach of contract".
    """
    strong = noun.lower_ in lexicon.nouns("events", "entry_nouns", "strong")
    named = noun.dep_ in ("oprd", "attr") and noun.head.lower_ in lexicon.group("naming")
    if named and noun.lower_ in ("provocation", "provocations"):
        # "in what officials called a provocation": what else is told there, by another name.
        return None
    if (not strong and noun.pos_ not in ("NOUN", "PROPN")) or noun.i in actors.zone_at:
        return None
    if noun.tag_ == "VBG" and any(o.i not in actors.zone_at for o in grammar.objects(noun)):
        # "of violating the treaty"
        return None
    if any(c.lower_ in lexicon.group("broken_promises") and c.dep_ in ("compound", "amod") for c in noun.children):
        # "a ceasefire violation"
        return None
    if noun.lower_.startswith("invasion") and not any(
        (z := actors.zone_at.get(t.i)) is not None and z.kind in AIR for t in noun.subtree
    ):
        # "since Russia launched its invasion of Ukraine"
        return None
    broken = [c for c in noun.children if c.dep_ == "compound"]
    broken += [t for p, t in grammar.prepositions(noun) if p == "of"]
    if any(t.lower_ in lexicon.group("pacts") for t in broken):
        # "a violation of the armistice", "a ceasefire violation"
        return None
    zone: Zone | None = None
    goal: Party | None = None
    phrase_start = left_of(noun)
    for i in range(phrase_start, noun.i):
        found = actors.zone_at.get(i)
        if found is not None and found.kind in AIR:
            zone = found
    near_owner: Party | None = None
    craft: Craft | None = None
    craft_token: int | None = None
    linear = strong or noun.lower_ in lexicon.group("launching_nouns", "flight_nouns")
    for preposition, token in noun_phrases_after(noun) if linear else grammar.prepositions(noun):
        if near_owner is not None and any(t.lower_ in _entries() for t in doc[noun.i + 1 : token.i]):
            # "incursions into Poland and the entry of a jet into Estonian airspace"
            break
        if not strong and any(t.dep_ in ("auxpass", "aux") for t in doc[noun.i : token.i]):
            # "all flights are called off and part of its airspace stays closed"
            break
        found = actors.zone_at.get(token.i)
        following = doc[min(found.end, len(doc) - 1)].lower_ if found is not None else ""
        if preposition == "in" and not strong and following in ("around", "near"):
            # "activities in the airspace around Taiwan"
            return None
        if (found is not None and zone is None and preposition in lexicon.group("entry_noun_prepositions")) and (
            found.kind in AIR or (strong and found.kind == "territory") or token.i == found.head
        ):
            zone = found
            continue
        if found is not None and zone is not None and zone.kind == "territory" and found.kind == "national":
            # "a violation of Qatari sovereignty and airspace"
            zone = found if found.owner is not None else replace(found, owner=zone.owner)
            continue
        if preposition in ("of", "by", "with", "from", "involving") and craft is None:
            craft = craft_of(token, actors)
            if craft is None and linear and not strong:
                # "the firing of a missile into Pakistan": what is fired is a weapon, and what flew.
                craft = actors.craft_at.get(token.i)
            craft_token = token.i if craft is not None else None
        party = actors.party_at.get(token.i) or (site_of(token, actors) if linear else None)
        if party is not None and found is None and near_owner is None:
            if (preposition in ("into", "over", "in") and not _over_water(doc, noun.i, token.i)) or (
                preposition == "of" and noun.lower_.startswith(("overfl", "over-fl", "flyover", "fly-over"))
            ):
                near_owner = party
    for i in range(phrase_start, noun.i):
        found_craft = actors.craft_at.get(i)
        if found_craft is not None and craft is None and not found_craft.weapon:
            craft, craft_token = found_craft, i
    if craft is None and noun.dep_ == "nsubj" and noun.head.lower_ in lexicon.group_forms("concerning_verbs"):
        craft, craft_token = first_craft(grammar.objects(noun.head), actors)
        if craft is not None and zone is None and near_owner is None and strong:
            return told_by(
                noun, "entry", strong=strong, craft=craft, craft_token=craft_token, nominal=True, untold_goal=True,
            )
    if craft is None and strong and noun.dep_ in ("nsubj", "attr"):
        craft, craft_token = _committed(noun, actors)
    if craft is not None and strong and zone is None and near_owner is None and noun.dep_ == "dobj":
        near_owner = _befell(noun, actors)
    theirs = next((c for c in noun.children if c.dep_ == "poss" and c.lower_ in ("its", "their")), None)
    after = strong and zone is None and near_owner is None and any(
        a.lower_ in ("after", "following", "over", "for") for a in grammar.ancestors(noun)
    )
    if craft is None and after and (downed := _brought_down_for(noun, actors)) is not None:
        return told_by(
            noun, "entry", strong=True, craft=downed, craft_token=downed.head, nominal=True, untold_goal=True,
        )
    if craft is None and theirs is not None:
        # "protested over the drone and its crossing of Polish airspace"
        craft = _flown_before(noun, actors)
        craft_token = craft.head if craft is not None else None
    if (
        zone is None
        and near_owner is not None
        and (craft is not None or noun.lower_.startswith(("overfl", "over-fl", "flyover", "fly-over", "incursion")))
    ):
        goal = near_owner
    if zone is not None and zone.kind == "international":
        return None
    if zone is not None and zone.kind == "territory" and craft is None:
        if noun.lower_.startswith(("overfl", "over-fl")):
            pass
        elif doc[zone.head].lower_ == "sovereignty" and (flown := _flown_before(noun, actors)) is not None:
            # "the balloon ... such a breach of American sovereignty"
            craft, craft_token = flown, flown.head
        else:
            return None
    if noun.lower_ in ("infraction", "infractions", "breach", "breaches", "transgression") and zone is None and (
        craft is None or not craft.unpiloted
    ):
        # "an infraction of taste"
        return None
    aerial = strong and any(c.lower_ in ("territorial", "aerial", "air") for c in noun.children)
    if zone is None and goal is None and aerial and craft is None:
        # "the suspected territorial violation concerns four Russian aircraft": of whoever reports it.
        flown = next((c for c in actors.crafts if noun.sent.start <= c.head < noun.sent.end and not c.civil), None)
        if flown is not None and not flown.weapon:
            return told_by(
                noun, "entry", strong=strong, craft=flown, craft_token=flown.head, nominal=True, untold_goal=True,
            )
    complained = strong and any(
        a.lower_ in lexicon.verbs("cues", "reporting", "accusing") or a.lower_ in ("complaint", "complaints", "protest")
        for a in grammar.ancestors(noun)
    )
    light = noun.dep_ == "dobj" and noun.head.lower_ in light_verbs()
    mover_named = flown_by(doc, noun.i, actors) if strong and craft is None and _counted(noun) else None
    if zone is None and goal is None and mover_named is not None and _zone_listed(noun, actors) is None:
        return told_by(noun, "entry", strong=strong, mover=mover_named, nominal=True, untold_goal=True)
    if zone is None and goal is None and not light and not complained and mover_named is None:
        if not strong or noun.lower_.rstrip("s") not in ("incursion", "overflight", "intrusion", "violation", "breach"):
            return None
        if craft is None and not any(noun.sent.start <= c.head < noun.sent.end for c in actors.crafts):
            return None
    if mover_named is not None and zone is None:
        zone = _zone_listed(noun, actors)
    if zone is None and goal is None and craft is not None and _only_neared(doc[craft.head]):
        return None
    landed = _fired_into(noun, craft, goal or (zone.owner if zone is not None else None), actors)
    aloft = zone is not None and zone.kind in AIR
    aircraft_told = _appeared_over(noun, craft, zone, goal) or _flown_unmanned(noun, craft, zone, goal)
    if not (strong or aloft or landed or aircraft_told or _line_crossed(noun, zone, craft)):
        return None
    act = ACT_OF_ZONE.get(zone.kind if zone else "", "entry")
    mover: Party | None = None
    mover_token: int | None = None
    verb = noun.head.head if noun.dep_ == "conj" and noun.head.dep_ == "dobj" else noun.head
    if (noun.dep_ == "dobj" or verb is not noun.head) and verb.lower_ in light_verbs():
        # "made a brief incursion east of Gotland": who makes it, and where.
        doers = grammar.agents(verb)
        beside = craft_before(verb, actors)
        if beside is not None:
            doers = [doc[beside.head]]
        if craft is None:
            craft, craft_token = first_craft(doers, actors)
        mover, mover_token = actor_among(doers, actors)
        if zone is None and goal is None and strong:
            places = (t for p, t in grammar.prepositions(verb) if p not in _OF_TIME)
            goal = next((p for t in places if (p := actors.party_at.get(t.i)) is not None and p.state), None)
    if craft is None and noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.pos_ == "VERB":
        # "four planes flew in from the east in violation of its airspace"
        craft, craft_token = first_craft(grammar.agents(noun.head.head), actors)
    if noun.dep_ == "pobj" and noun.head.head.lower_ in ("responsible", "behind", "guilty"):
        # "Russian jets were responsible for an incursion"
        doers = grammar.subjects(noun.head.head.head)
        if craft is None:
            craft, craft_token = first_craft(doers, actors)
        mover, mover_token = actor_among(doers, actors)
    for preposition, token in noun_phrases_after(noun):
        between = doc[noun.i + 1 : token.i]
        if preposition == "from" and any(t.tag_ in ("VBD", "VBZ", "VBP", "VBG") and t.pos_ == "VERB" for t in between):
            # "the incursions lasted an hour and the plane, flying from Aruba, was met"
            continue
        if preposition == "by" and any(t.lower_ in lexicon.verbs("cues", "reporting") for t in between):
            # "the latest incursion reported by Taipei"
            continue
        if preposition in ("by", "from") and mover_token is None and token.i not in actors.zone_at:
            mover, mover_token = party_of(token, actors), token.i
    if mover is None:
        for i in reversed(range(phrase_start, noun.i)):
            # "Lebanon's army records Israeli violations": whose they are stands next to the noun.
            if i in actors.zone_at:
                zone_here = actors.zone_at[i]
                if zone_here.owner is not None and zone_here.owner.start <= i < zone_here.owner.end:
                    continue
            party = actors.party_at.get(i)
            if party is not None and (zone is None or zone.owner is not party) and party.kind != "place":
                mover, mover_token = party, i
                break
    if mover is None and mover_named is not None:
        mover, mover_token = mover_named, mover_named.start
    if mover is None and craft is None and noun.dep_ == "pobj" and noun.head.lower_ in ("including", "like"):
        mover = _whose_deeds(noun.head.head, actors)
        mover_token = mover.start if mover is not None else None
    on_foot = any(c.lower_ in lexicon.group("land_forces_words") for c in noun.children) or (
        mover_token is not None and doc[mover_token].lower_ in lexicon.group("ground_people")
    )
    if craft is None and on_foot and (zone is None or zone.kind == "territory"):
        # "where troops launched a major incursion"
        return None
    # "Latvia reported a drone incursion": into its own airspace.
    at_home = strong and zone is None and goal is None and craft is not None and craft.unpiloted and mover is None
    reported = noun.dep_ == "dobj" and noun.head.lower_ in lexicon.verbs("cues", "reporting")
    # "the army said sirens had sounded after the intrusion of a drone"
    reported = reported or (noun.dep_ == "pobj" and noun.head.lower_ in _OF_TIME | {"over", "about"})
    # "Turkish airspace violations" are violations of Turkish airspace.
    return told_by(
        noun, act, strong=strong, craft=craft, craft_token=craft_token, mover=mover, mover_token=mover_token,
        zone=zone, goal=goal, nominal=True, untold_goal=at_home and reported,
        another=mover_named is not None or (strong and _counted(noun, ":")),
    )
