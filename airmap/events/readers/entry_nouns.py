"""Readers of nouns of entry: "an incursion into", "airspace violations by", "the violation of its airspace"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import (
    actor_among,
    craft_before,
    first_craft,
    left_of,
    noun_phrases_after,
    party_of,
    unknown_place,
)
from airmap.events.event_words import ACT_OF_ZONE, AIR, light_verbs
from airmap.events.readers.entry_phrases import OVERFLIGHTS, NamedEntry, flown_by_named_elsewhere, in_its_phrase
from airmap.events.tellings import Telling, told_by
from airmap.events.whose.voice import flown_by
from airmap.mentions.actors import Actors, Craft, Party, Zone, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


_OF_TIME = frozenset({"during", "after", "before", "since", "amid", "by", "following"})
# Words for a lapse of any kind.
_LAPSES = frozenset({"infraction", "infractions", "breach", "breaches", "transgression", "transgressions"})


def entry_named(noun: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read a noun of entry: "an incursion into", "airspace violations by", "the latter's violation of its airspace".

    Not: "human rights violations", "the invasion of Ukraine", "a breach of contract".
    """
    strong = noun.lower_ in lexicon.nouns("events", "entry_nouns", "strong")
    if _of_something_else(noun, strong, actors):
        return None
    entry = in_its_phrase(noun, strong, actors)
    if entry is None:
        return None
    if entry.craft is None:
        entry, enough = flown_by_named_elsewhere(entry, actors)
        if enough:
            return _where_told(entry)
    entry = _flown_into(entry)
    if _of_no_aircraft(entry):
        return None
    if (concerned := _only_flyer(entry, actors)) is not None:
        return _where_told(replace(entry, craft=concerned, craft_token=concerned.head))
    headed = flown_by(doc, noun.i, actors) if strong and entry.craft is None and _counted(noun) else None
    if headed is not None and entry.zone is None:
        entry = replace(entry, zone=_zone_listed(noun, actors))
        if not entry.placed:
            return _where_told(entry, headed)
    if not entry.placed and _complained_of(entry):
        return _where_told(entry)
    if not entry.placed and headed is None and not _told_without_place(entry, actors):
        return _where_told(entry) if _landed_unasked(entry) else None
    if not _in_the_air(entry, actors):
        return None
    if (complained_of := _of_those_complained_of(entry, actors)) is not None:
        return _where_told(replace(entry, zone=None), complained_of)
    makers = _makers(noun, actors)
    entry = _made_by(entry, makers, actors)
    mover, mover_token = _sender(entry, makers, headed, actors)
    if _on_foot(entry, mover_token):
        return None
    return told_by(
        noun, ACT_OF_ZONE.get(entry.zone.kind if entry.zone else "", "entry"), strong=strong,
        craft=entry.craft, craft_token=entry.craft_token, mover=mover, mover_token=mover_token,
        zone=entry.zone, goal=entry.goal, nominal=True,
        untold_goal=mover is None and (_at_home(entry) or _over_unknown(entry, actors)),
        another=headed is not None or (strong and _counted(noun, ":")),
    )


def _where_told(entry: NamedEntry, mover: Party | None = None) -> Telling:
    """Return the telling of an entry that needs no place: it was into the land of whoever tells of it."""
    return told_by(
        entry.noun, "entry", strong=True, craft=entry.craft, craft_token=entry.craft_token, mover=mover, nominal=True,
        untold_goal=True,
    )


def _of_those_complained_of(entry: NamedEntry, actors: Actors) -> Party | None:
    """Return who did it where another complains: "Accra protests Togolese airspace violation", Togo's deed."""
    noun, zone = entry.noun, entry.zone
    if zone is None or zone.owner is None or zone.end > noun.i or entry.craft is not None:
        return None
    over = noun.dep_ == "pobj" and noun.head.lower_ in ("over", "at", "against", "about")
    verb = noun.head.head if over else noun.head
    if verb.lower_ not in lexicon.verbs("cues", "reporting", "accusing") or not (over or noun.dep_ == "dobj"):
        return None
    # "Pakistan protests over", where the parser has protests of Pakistan
    complainer, _ = actor_among([*grammar.subjects(verb), *(c for c in verb.children if c.dep_ == "compound")], actors)
    states = {state_of_party(complainer), zone.owner.state}
    return zone.owner if len(states - {None}) == 2 else None


def _of_something_else(noun: Token, strong: bool, actors: Actors) -> bool:
    """Say whether the word means no entry here: "a ceasefire violation", "since Russia launched its invasion"."""
    named = noun.dep_ in ("oprd", "attr") and noun.head.lower_ in lexicon.group("naming")
    if named and noun.lower_ in ("provocation", "provocations"):
        # "in what officials called a provocation": what else is told there, by another name.
        return True
    if (not strong and noun.pos_ not in ("NOUN", "PROPN")) or noun.i in actors.zone_at:
        return True
    if (flown := actors.craft_at.get(noun.i)) is not None and flown.civil:
        # "Flight 1152 was in Syrian airspace"
        return True
    if noun.tag_ == "VBG" and any(o.i not in actors.zone_at for o in grammar.objects(noun)):
        # "of violating the treaty"
        return True
    if any(c.lower_ in lexicon.group("broken_promises") and c.dep_ in ("compound", "amod") for c in noun.children):
        # "a ceasefire violation"
        return True
    if noun.lower_.startswith("invasion") and not any(
        (z := actors.zone_at.get(t.i)) is not None and z.kind in AIR for t in noun.subtree
    ):
        # "since Russia launched its invasion of Ukraine"
        return True
    broken = [c for c in noun.children if c.dep_ == "compound"]
    broken += [t for p, t in grammar.prepositions(noun) if p == "of"]
    # "a violation of the armistice", "of flight safety rules"
    return any(t.lower_ in lexicon.group("pacts") or "safety" in {c.lower_ for c in t.children} for t in broken)


def _flown_into(entry: NamedEntry) -> NamedEntry:
    """Return the entry without the land that it leads to, where nothing says that it was by air."""
    by_air = entry.craft is not None or entry.noun.lower_.startswith((*OVERFLIGHTS, "incursion"))
    return entry if entry.zone is None and by_air else replace(entry, goal=None)


def _of_no_aircraft(entry: NamedEntry) -> bool:
    """Say whether nothing flew, or nowhere that is anybody's: "a breach of the territory", "an infraction of taste"."""
    word, zone, craft = entry.noun.lower_, entry.zone, entry.craft
    if zone is not None and zone.kind == "international":
        return True
    if zone is not None and zone.kind == "territory" and craft is None:
        return not word.startswith(("overfl", "over-fl")) and not _of_a_deed_aloft(entry.noun)
    told = _aerial(entry.noun) or _happening(entry.noun) is not None
    return zone is None and word in _LAPSES and (craft is None or not (craft.unpiloted or told))


def _of_a_deed_aloft(noun: Token) -> bool:
    """Say whether what is called so was done from the air: "called India's airlift a violation of its sovereignty"."""
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    above = next((a for a in grammar.ancestors(noun) if a.lower_ in lexicon.group_forms("calling_verbs")
                  or a.lower_ in accusing), None)
    deeds = noun.doc[above.i + 1 : noun.i] if above is not None and above.i < noun.i else ()
    return any(t.lower_ in lexicon.group("deeds_aloft") or _from_the_air(t) for t in deeds)


def _from_the_air(deed: Token) -> bool:
    """Read "the Turkish drone strike", "an air raid", "the bombing by Sudanese jets"."""
    if deed.lower_ not in lexicon.group("attack_nouns", "strike_nouns", "actions"):
        return False
    means = [c for c in deed.children if c.dep_ in ("compound", "amod", "nmod")]
    means += [t for p, t in grammar.prepositions(deed) if p in ("by", "with", "from")]
    return any(t.lower_ in lexicon.group("machines_that_fly", "by_air") for t in means)


def _only_flyer(entry: NamedEntry, actors: Actors) -> Craft | None:
    """Return the aircraft of "the suspected territorial violation concerns four Russian aircraft"."""
    noun = entry.noun
    if entry.placed or entry.craft is not None or not entry.strong or not _aerial(noun):
        return None
    flown = next((c for c in actors.crafts_in(noun.sent) if not c.civil), None)
    return flown if flown is not None and not flown.weapon else None


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


def _complained_of(entry: NamedEntry) -> bool:
    """Read "lodged a complaint over the flight of four Syrian fighters over Ein Gev", a place that nobody knows."""
    noun, craft = entry.noun, entry.craft
    if entry.strong or craft is None or craft.party is None or craft.civil or entry.zone is not None:
        return False
    over = any(p in ("over", "above", "across") and (t.pos_ == "PROPN" or any(c.pos_ == "PROPN" for c in t.children))
               for p, t in noun_phrases_after(noun))
    complained = lexicon.verbs("cues", "reporting", "accusing").keys() | lexicon.group("complaints_sent")
    return over and any(a.lower_ in complained for a in grammar.ancestors(noun))


def _told_without_place(entry: NamedEntry, actors: Actors) -> bool:
    """Say whether an entry stands for itself: "made an incursion", "complained of a violation", "drone incursions"."""
    noun = entry.noun
    if noun.dep_ == "dobj" and noun.head.lower_ in light_verbs():
        return True
    if not entry.strong:
        return _over_unknown(entry, actors)
    if any(
        a.lower_ in lexicon.verbs("cues", "reporting", "accusing") or a.lower_ in ("complaint", "complaints", "protest")
        for a in grammar.ancestors(noun)
    ):
        return True
    if noun.lower_.startswith(OVERFLIGHTS) and any(
        a.lower_ in lexicon.verbs("cues", "reporting") for a in grammar.ancestors(noun)
    ):
        # "the army counted 120 Israeli overflights"
        return True
    if entry.craft is not None and (_aerial(noun) or (_happening(noun) is not None and not entry.craft.civil)):
        return True
    return noun.lower_.rstrip("s") in ("incursion", "overflight", "intrusion", "violation", "breach") and (
        entry.craft is not None or bool(actors.crafts_in(noun.sent))
    )


def _aerial(noun: Token) -> bool:
    """Say whether the noun itself says that it was by air: "an aerial transgression", "the air intrusions"."""
    return any(c.lower_ in ("territorial", "aerial", "air", "airborne") for c in noun.children)


def _in_the_air(entry: NamedEntry, actors: Actors) -> bool:
    """Say whether it was through the air, and got there: "airspace violations", "the firing of a missile into"."""
    noun, zone, craft = entry.noun, entry.zone, entry.craft
    if not entry.placed and craft is not None and _only_neared(noun.doc[craft.head]):
        return False
    return (
        entry.strong
        or (zone is not None and zone.kind in AIR)
        or _fired_into(entry, actors)
        or _appeared_over(entry)
        or _flown_unmanned(entry)
        or _line_crossed(entry)
        or _over_unknown(entry, actors)
        or _landed_unasked(entry)
    )


def _over_unknown(entry: NamedEntry, actors: Actors) -> bool:
    """Read "protested against the flight of an Eritrean MiG over Ras Doumeira", a place that no gazetteer knows."""
    craft = entry.craft
    foreign = craft is not None and craft.party is not None and craft.party.state is not None and not craft.civil
    if not foreign or entry.placed or entry.noun.lower_ not in lexicon.group("flight_nouns"):
        return False
    minded = entry.noun.sent.words & (
        lexicon.verbs("cues", "reporting", "accusing").keys() | {"complaint", "protest", "violation", "note"})
    return bool(minded) and any(
        p in ("over", "above") and unknown_place(t, actors) for p, t in noun_phrases_after(entry.noun))


def _only_neared(aircraft: Token) -> bool:
    """Say whether it came no nearer than that: "an incursion by two bombers which flew within 90 km of the coast"."""
    clauses = [c for c in aircraft.children if c.dep_ in ("relcl", "acl")]
    return any(p == "within" and t.lower_ in lexicon.group("length_units") and any(q == "of" for q, _ in
               grammar.prepositions(t)) for c in clauses for p, t in grammar.prepositions(c))


def _fired_into(entry: NamedEntry, actors: Actors) -> bool:
    """Read "the accidental firing of a missile into Pakistan", "the launch of a drone into Polish territory"."""
    goal = entry.goal or (entry.zone.owner if entry.zone is not None else None)
    if (
        entry.noun.lower_ not in lexicon.group("launching_nouns")
        or entry.craft is None
        or not entry.craft.unpiloted
        or goal is None
        or goal.state is None
    ):
        return False
    phrases = noun_phrases_after(entry.noun)
    # "the launch of two missiles at the aircraft over Kuwait": by those who live there.
    defending = any(p == "at" and actors.craft_headed(t) is not None for p, t in phrases)
    return any(p in ("into", "over", "across") for p, _ in phrases) and not defending


def _appeared_over(entry: NamedEntry) -> bool:
    """Read "the appearance over Tak province of a fighter from Myanmar": one state's aircraft over another's land.

    So with those that nobody knows: "the sighting of two unidentified planes over Eilat".
    """
    craft, owner = entry.craft, entry.zone.owner if entry.zone is not None else entry.goal
    state = state_of_party(craft.party) if craft is not None else None
    unknown = craft is not None and craft.party is None and not lexicon.group("nobody_knows").isdisjoint(
        t.lower_ for t in entry.noun.doc[craft.start : craft.end])
    return (
        any(p in ("over", "above") for p, _ in noun_phrases_after(entry.noun))
        and craft is not None
        and not craft.civil
        and (unknown or state is not None or (craft.designated and craft.party is None))
        and owner is not None
        and owner.state not in (None, state)
    )


def _flown_unmanned(entry: NamedEntry) -> bool:
    """Read "reported drone flights from Serbia over its north"; not "bans drone flights over its airports"."""
    noun, craft = entry.noun, entry.craft
    if craft is None or craft.category not in ("drone", "balloon") or not entry.placed:
        return False
    told = lexicon.verbs("cues", "reporting").keys() | lexicon.verbs("cues", "reporting", "accusing").keys()
    told |= lexicon.group_forms("summoning_verbs")
    reported = noun.dep_ in ("dobj", "pobj", "nsubjpass") and any(a.lower_ in told for a in grammar.ancestors(noun))
    return reported and noun.lower_ in lexicon.group("flight_nouns") and any(
        p in ("over", "above", "into") for p, _ in noun_phrases_after(noun)
    )


def _line_crossed(entry: NamedEntry) -> bool:
    """Read "the crossing of the Rwandan border by a Congolese fighter": a line that an aircraft crosses is entered.

    So is a land in "the entry to Colombian territory of two Venezuelan military aircraft".
    """
    zone, craft = entry.zone, entry.craft
    if zone is None or zone.kind != "territory" or zone.owner is None or craft is None or craft.civil:
        return False
    return entry.noun.lower_ in ("crossing", "crossings") or (entry.noun.lower_ == "entry" and craft.party is not None)


def _landed_unasked(entry: NamedEntry) -> bool:
    """Read "protested over the landing of Ethiopian helicopters in Gedaref"; not "after its emergency landing in"."""
    noun, craft, goal = entry.noun, entry.craft, entry.goal or (entry.zone.owner if entry.zone is not None else None)
    if not noun.lower_.startswith("landing") or craft is None or craft.civil or craft.party is None:
        return False
    unlawful = not lexicon.group("unlawful_words").isdisjoint(c.lower_ for c in noun.children)
    minded = lexicon.group("complaints_sent").union(lexicon.verbs("cues", "reporting", "accusing"))
    above = {w.lower_ for a in grammar.ancestors(noun) for w in (a, *a.children)}
    at_home = goal is not None and goal.state in (None, craft.party.state)
    return not at_home and (unlawful or not minded.isdisjoint(above))


def _makers(noun: Token, actors: Actors) -> list[Token]:
    """Return who is said to have made it: "made a brief incursion", "jets were responsible for an incursion"."""
    if (verb := _making(noun)) is not None:
        beside = craft_before(verb, actors)
        return grammar.agents(verb) if beside is None else [noun.doc[beside.head]]
    if noun.dep_ == "pobj" and noun.head.head.lower_ in ("responsible", "behind", "guilty"):
        return grammar.subjects(noun.head.head.head)
    return []


def _making(noun: Token) -> Token | None:
    """Return the verb of which it is the object: "made a brief incursion", "made a turn and an incursion"."""
    beside = noun.dep_ == "conj" and noun.head.dep_ == "dobj"
    verb = noun.head.head if beside else noun.head
    return verb if (beside or noun.dep_ == "dobj") and verb.lower_ in light_verbs() else None


def _happening(noun: Token) -> Token | None:
    """Return the verb that says that it happened: "took place in Ladakh", "was reported over Hatay"."""
    verb = noun.head
    known = lexicon.group_forms("happening_verbs") | lexicon.verbs("cues", "reporting").keys()
    return verb if noun.dep_ in grammar.SUBJECTS and verb.lower_ in known else None


def _made_by(entry: NamedEntry, makers: list[Token], actors: Actors) -> NamedEntry:
    """Return the entry with the aircraft of who made it, and where that was: "made an incursion east of Gotland"."""
    noun = entry.noun
    if entry.craft is None:
        in_it = noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.pos_ == "VERB"
        # "four planes flew in from the east in violation of its airspace"
        flying = grammar.agents(noun.head.head) if in_it else []
        craft, craft_token = first_craft([*flying, *makers], actors)
        entry = replace(entry, craft=craft, craft_token=craft_token)
    verb = _making(noun) or (_happening(noun) if entry.craft is not None else None)
    if not entry.placed and entry.strong and verb is not None:
        places = (t for p, t in grammar.prepositions(verb) if p not in _OF_TIME)
        goal = next((p for t in places if (p := actors.party_at.get(t.i)) is not None and p.state), None)
        entry = replace(entry, goal=goal)
    return entry


def _sender(
    entry: NamedEntry, makers: list[Token], headed: Party | None, actors: Actors
) -> tuple[Party | None, int | None]:
    """Return whose entry it was, and the word that says so; ``headed`` is whom a bulletin is about."""
    mover, mover_token = actor_among(makers, actors)
    if mover_token is None:
        mover, mover_token = _named_after(entry.noun, actors)
    if mover is None and (beside := _named_before(entry, actors)) is not None:
        return beside
    if mover is None and headed is not None:
        return headed, headed.start
    if mover is None and entry.craft is None and entry.noun.dep_ == "pobj" and (
        entry.noun.head.lower_ in ("including", "like")
    ):
        mover = _whose_deeds(entry.noun.head.head, actors)
        return mover, mover.start if mover is not None else None
    return mover, mover_token


def _named_after(noun: Token, actors: Actors) -> tuple[Party | None, int | None]:
    """Return who is named behind: "violations by Israel", "an incursion from Belarus"."""
    for preposition, token in noun_phrases_after(noun):
        between = noun.doc[noun.i + 1 : token.i]
        if preposition == "from" and any(t.tag_ in ("VBD", "VBZ", "VBP", "VBG") and t.pos_ == "VERB" for t in between):
            # "the incursions lasted an hour and the plane, flying from Aruba, was met"
            continue
        if preposition == "by" and any(t.lower_ in lexicon.verbs("cues", "reporting") for t in between):
            # "the latest incursion reported by Taipei"
            continue
        if preposition in ("by", "from") and token.i not in actors.zone_at:
            return party_of(token, actors), token.i
    return None, None


def _named_before(entry: NamedEntry, actors: Actors) -> tuple[Party, int] | None:
    """Return who is named next to the noun: "Lebanon's army records Israeli violations".

    "Turkish airspace violations" are violations of Turkish airspace.
    """
    for i in reversed(range(left_of(entry.noun), entry.noun.i)):
        zone = actors.zone_at.get(i)
        if zone is not None and zone.owner is not None and zone.owner.start <= i < zone.owner.end:
            continue
        party = actors.party_at.get(i)
        its_own = entry.zone is not None and entry.zone.owner is party
        if party is not None and not its_own and party.kind != "place":
            return party, i
    return None


def _whose_deeds(deeds: Token, actors: Actors) -> Party | None:
    """Return whose deeds they are of which an entry is one: "the actions of Venezuela, including the incursion"."""
    owners = [c for c in deeds.children if c.dep_ in ("poss", "amod", "compound")]
    owners += [t for p, t in grammar.prepositions(deeds) if p in ("of", "by")]
    return next((p for t in owners if (p := actors.party_at.get(t.i)) is not None and p.state is not None), None)


def _on_foot(entry: NamedEntry, mover_token: int | None) -> bool:
    """Say whether it was made on the ground: "where troops launched a major incursion"."""
    noun, zone = entry.noun, entry.zone
    if entry.craft is not None or (zone is not None and zone.kind != "territory"):
        return False
    return any(c.lower_ in lexicon.group("land_forces_words") for c in noun.children) or (
        mover_token is not None and noun.doc[mover_token].lower_ in lexicon.group("ground_people")
    )


def _at_home(entry: NamedEntry) -> bool:
    """Say whether it was into the land of whoever tells it: "Latvia reported a drone incursion"."""
    noun = entry.noun
    if not entry.strong or entry.placed or entry.craft is None or entry.craft.civil:
        return False
    if noun.dep_ == "dobj":
        return noun.head.lower_ in lexicon.verbs("cues", "reporting")
    # "the army said sirens had sounded after the intrusion of a drone"
    return noun.dep_ == "pobj" and noun.head.lower_ in _OF_TIME | {"over", "about"}
