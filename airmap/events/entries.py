"""Readers of entry: verbs and nouns that say that something flew into an airspace or over a land."""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    ACROSS,
    ACT_OF_ZONE,
    AIR,
    GOING,
    SEEN,
    actor_among,
    astray,
    contact_verbs,
    craft_before,
    craft_of,
    down_verbs,
    first_craft,
    left_of,
    light_verbs,
    motion_verbs,
    mover_of,
    noun_phrases_after,
    party_of,
    phrasal_verbs,
    repeats_craft,
    strong_verbs,
)
from airmap.events.coreference import aircraft_meant, same_aircraft, speaker_above
from airmap.events.goals import goal_of, site_of
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft, Party, Zone

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def entered(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read a verb of entry: "violated its airspace", "strayed into Finnish airspace", "jets flew over Cyprus".

    Not: "flew to Russia", "crossed the street", "its airspace was closed".
    """
    name = strong_verbs().get(verb.lower_) or motion_verbs().get(verb.lower_) or ""
    strong = verb.lower_ in strong_verbs()
    craft, craft_token, mover, mover_token = mover_of(verb, name, actors)
    zone, goal, preposition = goal_of(verb, name, actors, craft)
    overhead = not name and _acts_over(verb, craft, goal, preposition, actors)
    if not (name or overhead) and (
        craft is None
        or zone is None
        or zone.kind not in ("national", "adiz")
        or preposition not in ("into", "inside", "through", "across")
    ):
        # Any verb that takes an aircraft into an airspace will do.
        return None
    if (zone is None and goal is None) or _border_from(verb, zone, actors):
        if craft is None and craft_token is not None and name in lexicon.group("border_verbs"):
            # "an Iranian drone after it crossed over from Syria"
            craft = aircraft_meant(doc, craft_token, actors)
        return _came_from(verb, name, craft, craft_token, actors)
    if zone is not None and zone.kind == "international":
        return None
    start = zone.start if zone is not None else goal.start if goal is not None else verb.sent.end
    if name in ("return", "turn", "approach") or any(
        c.lower_ in ("back", "home") and c.i < start for c in verb.children
    ):
        return None
    nobodys = zone is not None and zone.kind == "territory" and zone.owner is None and zone.owner_pronoun is None
    if nobodys and zone is not None and not zone.described and doc[zone.head].lower_ in lexicon.group("nowhere_waters"):
        return None
    if _turned_away_before(verb):
        return (
            None
            if zone is None or zone.owner is None
            else Telling(
                act="approach",
                trigger=verb.i,
                start=verb.sent.start,
                end=verb.sent.end,
                craft=craft,
                craft_token=craft_token,
                zone=zone,
                implicit=True,
            )
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
    if zone is not None and zone.kind in AIR:
        if name in SEEN | lexicon.group("motion_without_craft") and craft is None and not strong:
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
        if (
            (craft is None and craft_token is None)
            or (craft and craft.civil and not strong and not _under_fire(verb))
            or (preposition in lexicon.group("not_into") and not (preposition == "on" and name in SEEN))
        ):
            return None
        if preposition is None and name not in ACROSS:
            return None
        if preposition in ("in", "at", "on") and name not in SEEN:
            return None
        if preposition is not None and preposition not in GOING | {"in"}:
            return None
        sent_over = name == "send" and preposition in ("over", "across", "through") and mover is not None
        if (name in lexicon.group("sending_verbs") and not sent_over) or (
            name in ("fall", "crash") and preposition == "into"
        ):
            return None
        if (
            name in lexicon.group("coming_down_verbs")
            and preposition == "in"
            and craft is not None
            and craft.category not in ("drone", "missile", "balloon")
            and not astray(verb)
            and not {t.lower_ for t in verb.subtree} & lexicon.group("unasked_entry")
        ):
            return None
        act = "entry"
    return Telling(
        act=act,
        trigger=verb.i,
        start=verb.sent.start,
        end=verb.sent.end,
        strong=strong,
        craft=craft,
        craft_token=craft_token,
        mover=mover,
        mover_token=mover_token,
        zone=zone,
        goal=goal,
    )


def _pronoun_flies(token: int | None, doc: Doc) -> bool:
    """Say whether who moved is a word that may stand for an aircraft."""
    return token is not None and repeats_craft(doc[token])


def _under_fire(verb: Token) -> bool:
    """Say whether a sentence has an airliner shot at or met by fighters: its crossing was no scheduled one."""
    return bool({t.lower_ for t in verb.sent} & lexicon.group("force_told"))


def _acts_over(
    verb: Token, craft: Craft | None, goal: Party | None, preposition: str | None, actors: Actors
) -> bool:
    """Say whether a foreign aircraft does something over a land: "scattered leaflets over Pyongyang".

    Not: "dropped bombs over Kharkiv", which is war and no matter of airspace.
    """
    if craft is None or craft.civil or goal is None or preposition not in ("over", "above"):
        return False
    owner = craft.party
    if owner is None:
        # "accuses Seoul of flying drones carrying leaflets over Pyongyang"
        sender = verb.doc[craft.head].head
        if sender.lower_ not in lexicon.verb_forms("fly") | lexicon.verb_forms("send"):
            return False
        owner, _ = actor_among(grammar.agents(sender), actors)
    if owner is None or owner.state is None:
        return False
    things = {t.lower_ for t in (*grammar.patients(verb), *grammar.objects(verb))}
    return (
        verb.lower_ in lexicon.group("acts_overhead")
        and goal.state not in (None, owner.state)
        and not things & lexicon.group("ordnance")
    )


def _flown_before(noun: Token, actors: Actors) -> Craft | None:
    """Return the aircraft that the sentence has named before a breach of sovereignty, if one state owns it."""
    before = [c for c in actors.crafts if noun.sent.start <= c.head < noun.i and not c.attributive and not c.weapon]
    return before[-1] if before and not before[-1].civil else None


def _appeared_over(noun: Token, craft: Craft | None, zone: Zone | None, goal: Party | None) -> bool:
    """Read "the appearance over Tak province of a fighter from Myanmar": one state's aircraft over another's land."""
    owner = zone.owner if zone is not None else goal
    over = any(p in ("over", "above") for p, _ in grammar.prepositions(noun))
    return (
        over
        and craft is not None
        and not craft.civil
        and craft.party is not None
        and craft.party.state is not None
        and owner is not None
        and owner.state not in (None, craft.party.state)
    )


def _was_inside(
    verb: Token, craft: Craft, zone: Zone | None, goal: Party | None, preposition: str | None, actors: Actors
) -> bool:
    """Say whether an aircraft that "was" or "spent" some time somewhere was where it had no business to be.

    "was in Finnish airspace", "ten kilometres inside India", "spent a minute on its side of the line"; and, where
    those say so whose land it is, "was over Hormozgan province".
    """
    foreign = craft.party is not None or craft.category in ("drone", "balloon")
    if zone is not None and zone.kind == "national":
        return preposition in ("in", "inside", "within")
    if zone is not None and zone.kind in ("territory", "buffer"):
        on_side = verb.doc[zone.head].lower_ == "side" and preposition in ("on", "across")
        foreign = foreign or (craft.designated and zone.owner_pronoun is not None)
        return foreign and (on_side or preposition in ("inside", "within"))
    if goal is None or goal.state is None or craft.civil:
        return False
    if preposition in ("inside", "within"):
        return foreign
    if preposition not in ("over", "above"):
        return False
    tellers = [party_of(t, actors) for a in grammar.ancestors(verb) for t in _tellers(a)]
    return any(p is not None and p.state == goal.state for p in tellers)


def _tellers(above: Token) -> list[Token]:
    """Return who says what hangs on a verb or noun: "Tehran says that", "Tehran's account that"."""
    if above.lower_ in lexicon.group("claims"):
        return [c for c in above.children if c.dep_ == "poss"]
    return grammar.subjects(above) if above.lower_ in lexicon.verbs("cues", "reporting") else []


def _turned_away_before(verb: Token) -> bool:
    """Read "was intercepted before reaching Israeli airspace": it did not get there."""
    if verb.dep_ == "advcl" and any(c.lower_ == "before" and c.i < verb.i for c in verb.children):
        main = verb.head.lower_
    elif verb.dep_ == "pcomp" and verb.head.lower_ in ("before", "without"):
        if verb.head.lower_ == "without":
            return True
        main = verb.head.head.lower_
    else:
        return False
    stopped = main in phrasal_verbs() or main in down_verbs() or main in ("turned", "turning", "turn", "stopped")
    return stopped or (main in contact_verbs() and main not in lexicon.verb_forms("track"))


def _came_from(
    verb: Token, name: str, craft: Craft | None, craft_token: int | None, actors: Actors
) -> Telling | None:
    """Read "had entered from Belarus", "crossed from neighbouring Ukraine": into the land of whoever tells it."""
    came_in = name in lexicon.group("arriving_verbs") and any(
        c.lower_ in ("in", "over", "across") and (c.dep_ == "prt" or not any(True for _ in c.children))
        for c in verb.children
    )
    overhead = (
        craft is not None
        and craft.category in ("drone", "balloon")
        and name in lexicon.group("overflying_verbs")
        and any(p in ("over", "above") and t.pos_ == "PROPN" for p, t in grammar.prepositions(verb))
    )
    if craft is None or craft.civil:
        return None
    if not (came_in or overhead or name in lexicon.group("border_verbs") or name == "land"):
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
        return Telling(
            act="entry",
            trigger=verb.i,
            start=verb.sent.start,
            end=verb.sent.end,
            craft=craft,
            craft_token=craft_token,
            untold_goal=True,
        )
    if name == "land":
        return None
    if came_in and craft.party is not None and craft.party.state is not None:
        # "Israeli planes, which he says came in from the sea": into the land of whoever tells it.
        return Telling(
            act="entry",
            trigger=verb.i,
            start=verb.sent.start,
            end=verb.sent.end,
            strong=False,
            craft=craft,
            craft_token=craft_token,
            untold_goal=True,
        )
    owned = craft.party is not None or craft.category in ("drone", "balloon")
    for preposition, token in grammar.prepositions(verb):
        unknown = token.pos_ == "PROPN" and token.i not in actors.party_at and token.i not in actors.zone_at
        if preposition in ("into", "over", "above") and unknown and owned and name != "land":
            # "crossed into Kurram", which no gazetteer knows: the land of whoever tells it.
            return Telling(
                act="entry",
                trigger=verb.i,
                start=verb.sent.start,
                end=verb.sent.end,
                strong=False,
                craft=craft,
                craft_token=craft_token,
                untold_goal=True,
            )
        party = actors.party_at.get(token.i)
        if preposition == "from" and party is not None and (party.state is not None or name == "enter"):
            flown = craft.category in ("plane", "helicopter") and craft.party is None and party.kind == "state"
            return Telling(
                act="entry",
                trigger=verb.i,
                start=verb.sent.start,
                end=verb.sent.end,
                strong=False,
                # "two Su-24s flew in from Russia": Russia's, as in "Su-24s from Russia".
                craft=replace(craft, party=party) if flown else craft,
                craft_token=craft_token,
                untold_goal=True,
            )
    return None


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
    return Telling(
        act="entry",
        trigger=verb.i,
        start=verb.sent.start,
        end=verb.sent.end,
        mover=mover,
        mover_token=mover_token,
        zone=zone,
    )


def seen_there(token: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read a headline without a verb: "Russian missile in our airspace", "Israeli jets at low altitude over Tyre".

    Not: "drones over the Middle East", "planes in the sky".
    """
    craft = actors.craft_headed(token)
    if craft is None or token.i != craft.head or craft.civil or token.dep_ not in ("ROOT", "appos", "dep"):
        return None
    sentence = token.sent
    if any(t.pos_ in ("VERB", "AUX") and t.dep_ in ("ROOT", "conj", "advcl", "ccomp", "parataxis") for t in sentence):
        return None
    for i in range(craft.end, min(sentence.end, craft.end + 6)):
        if doc[i].lower_ not in ("in", "over", "inside", "above", "within", "into"):
            continue
        for k in range(i + 1, min(sentence.end, i + 6)):
            zone = actors.zone_at.get(k)
            party = actors.party_at.get(k)
            if zone is not None and zone.kind in AIR and (zone.owner is not None or zone.owner_pronoun is not None):
                goal = None
            elif party is not None and party.state and doc[i].lower_ in ("over", "above", "into") and craft.party:
                zone, goal = None, party
            else:
                continue
            return Telling(
                act=ACT_OF_ZONE.get(zone.kind, "entry") if zone is not None else "entry",
                trigger=token.i,
                start=sentence.start,
                end=sentence.end,
                craft=craft,
                craft_token=craft.head,
                zone=zone,
                goal=goal,
            )
        return None
    return None


def fired_from(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "jets fired missiles from Lebanese airspace": they were in it.

    Not: "fired from the ground", "launched from Syria".
    """
    craft, craft_token, mover, mover_token = mover_of(verb, "fire", actors)
    if mover is None and any(t.lower_ == "it" for t in grammar.agents(verb)):
        # "India says that it fired a missile"
        mover, _ = speaker_above(verb, actors)
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
                return Telling(
                    act="entry",
                    trigger=verb.i,
                    start=verb.sent.start,
                    end=verb.sent.end,
                    craft=missile,
                    craft_token=thing.i,
                    mover=mover,
                    mover_token=mover_token,
                    zone=zone if zone is not None and zone.kind == "national" else None,
                    goal=goal,
                )
    if craft is not None and not craft.weapon and craft.category in ("plane", "helicopter"):
        # "jets and helicopters that fired rockets on the Bangladeshi side of the border"
        for preposition, token in grammar.prepositions(verb):
            zone = actors.zone_at.get(token.i)
            if preposition == "on" and zone is not None and token.lower_ == "side" and zone.owner is not None:
                return Telling(
                    act="entry",
                    trigger=verb.i,
                    start=verb.sent.start,
                    end=verb.sent.end,
                    craft=craft,
                    craft_token=craft_token,
                    mover=mover,
                    mover_token=mover_token,
                    zone=zone,
                )
    if craft is not None and craft_token is not None:
        # "jets over southern Lebanon struck targets in Syria"
        for preposition, token in grammar.prepositions(doc[craft_token]):
            zone, goal = actors.zone_at.get(token.i), actors.party_at.get(token.i)
            over = preposition in ("over", "above") and goal is not None and goal.state is not None
            if over or (preposition in ("over", "in", "inside") and zone is not None and zone.kind == "national"):
                return Telling(
                    act="entry",
                    trigger=verb.i,
                    start=verb.sent.start,
                    end=verb.sent.end,
                    craft=craft,
                    craft_token=craft_token,
                    mover=mover,
                    mover_token=mover_token,
                    zone=zone if not over else None,
                    goal=goal if over else None,
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
            return Telling(
                act="entry",
                trigger=verb.i,
                start=verb.sent.start,
                end=verb.sent.end,
                craft=craft if craft is not None and not craft.weapon else None,
                craft_token=craft_token,
                mover=mover,
                mover_token=mover_token,
                zone=zone,
            )
    return None


def _border_from(verb: Token, zone: Zone | None, actors: Actors) -> bool:
    """Say whether a border nobody's in particular was crossed "from Belarus": the land beyond it is not Belarus."""
    if zone is None or zone.kind != "territory" or zone.owner is not None or zone.owner_pronoun is not None:
        return False
    phrases = [*grammar.prepositions(verb), *grammar.prepositions(verb.doc[zone.head])]
    return any(p == "from" and (party := actors.party_at.get(t.i)) is not None and party.state for p, t in phrases)


def _from_over(token: Token) -> bool:
    """Say whether the phrase is "from over Lebanon"."""
    return any(
        t.lower_ == "over" and t.nbor(-1).lower_ == "from" for t in token.doc[max(1, token.i - 4) : token.i]
    )


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
    for preposition, token in noun_phrases_after(noun) if strong else grammar.prepositions(noun):
        found = actors.zone_at.get(token.i)
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
            craft_token = token.i if craft is not None else None
        party = actors.party_at.get(token.i) or (site_of(token, actors) if strong else None)
        if party is not None and found is None and near_owner is None:
            if preposition in ("into", "over", "in") or (
                preposition == "of" and noun.lower_.startswith(("overfl", "over-fl", "flyover", "fly-over"))
            ):
                near_owner = party
    for i in range(phrase_start, noun.i):
        found_craft = actors.craft_at.get(i)
        if found_craft is not None and craft is None and not found_craft.weapon:
            craft, craft_token = found_craft, i
    if (
        zone is None
        and near_owner is not None
        and (craft is not None or noun.lower_.startswith(("overfl", "over-fl", "flyover", "fly-over", "incursion")))
    ):
        goal = near_owner
    if zone is not None and zone.kind == "territory" and craft is None:
        if noun.lower_.startswith(("overfl", "over-fl")):
            pass
        elif doc[zone.head].lower_ == "sovereignty" and (flown := _flown_before(noun, actors)) is not None:
            # "the balloon ... such a breach of American sovereignty"
            craft, craft_token = flown, flown.head
        else:
            return None
    if noun.lower_ in ("infraction", "infractions", "breach", "breaches", "transgression") and zone is None:
        # "an infraction of taste"
        return None
    aerial = strong and any(c.lower_ in ("territorial", "aerial", "air") for c in noun.children)
    if zone is None and goal is None and aerial and craft is None:
        # "the suspected territorial violation concerns four Russian aircraft": of whoever reports it.
        flown = next((c for c in actors.crafts if noun.sent.start <= c.head < noun.sent.end and not c.civil), None)
        if flown is not None and not flown.weapon:
            return Telling(
                act="entry",
                trigger=noun.i,
                start=noun.sent.start,
                end=noun.sent.end,
                strong=strong,
                craft=flown,
                craft_token=flown.head,
                nominal=True,
                untold_goal=True,
            )
    complained = strong and any(
        a.lower_ in lexicon.verbs("cues", "reporting", "accusing") or a.lower_ in ("complaint", "complaints", "protest")
        for a in grammar.ancestors(noun)
    )
    light = noun.dep_ == "dobj" and noun.head.lower_ in light_verbs()
    if zone is None and goal is None and not light and not complained:
        if not strong or noun.lower_.rstrip("s") not in ("incursion", "overflight", "intrusion", "violation"):
            return None
        if craft is None and not any(noun.sent.start <= c.head < noun.sent.end for c in actors.crafts):
            return None
    if not strong and (zone is None or zone.kind not in AIR) and not _appeared_over(noun, craft, zone, goal):
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
            goal = next(
                (p for _, t in grammar.prepositions(verb) if (p := actors.party_at.get(t.i)) is not None and p.state),
                None,
            )
    if noun.dep_ == "pobj" and noun.head.head.lower_ in ("responsible", "behind", "guilty"):
        # "Russian jets were responsible for an incursion"
        doers = grammar.subjects(noun.head.head.head)
        if craft is None:
            craft, craft_token = first_craft(doers, actors)
        mover, mover_token = actor_among(doers, actors)
    for preposition, token in noun_phrases_after(noun):
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
    # "Turkish airspace violations" are violations of Turkish airspace.
    return Telling(
        act=act,
        trigger=noun.i,
        start=noun.sent.start,
        end=noun.sent.end,
        strong=strong,
        craft=craft,
        craft_token=craft_token,
        mover=mover,
        mover_token=mover_token,
        zone=zone,
        goal=goal,
        nominal=True,
    )
