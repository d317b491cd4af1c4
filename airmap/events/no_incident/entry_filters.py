"""Which entries are no incident: leave, policy, guests, airliners under way, accidents, and what flew is not told."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import inquiring_words
from airmap.events.no_incident import peace
from airmap.events.no_incident.permission import permitted
from airmap.events.readers.presence import for_a_time
from airmap.events.ships import SHIPS
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft
from airmap.mentions.kinds import flown_by_forces

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


def enters(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether an entry that is told is one that somebody minds, by something that flies."""
    trigger = doc[telling.trigger]
    if _of_nobody_nowhere(telling):
        return False
    if not telling.strong and telling.status != "denied" and permitted(telling, doc):
        return False
    if telling.status == "asserted" and (peace.welcome(telling, doc) or _came_to_grief(telling, doc)):
        return False
    if _over_water_or_ship(telling, doc) or _kept_out(trigger):
        return False
    unlawful = not lexicon.group("unlawful_words").isdisjoint(t.lower_ for t in trigger.children)
    if telling.nominal and _over_heads(telling, trigger) and not unlawful:
        return False
    if telling.untold_goal and telling.craft is not None and not telling.craft.civil:
        return telling.airspace is not None
    if _airliner_under_way(telling, trigger, actors) and not unlawful:
        return False
    if telling.nominal and (_policy(trigger, telling.craft) or _granted(trigger)):
        return False
    if telling.nominal and telling.craft is None and _by_ship(telling, trigger, actors):
        return False
    if not telling.strong and telling.craft is None and telling.mover is None and not (
        (telling.nominal and unlawful and _minded(trigger)) or _flown_by_a_crew(telling, doc)
    ):
        return False
    over_land = not telling.nominal and (telling.zone is None or telling.zone.kind == "territory")
    return not over_land or _crosses_land(telling, doc, trigger)


def _over_water_or_ship(telling: Telling, doc: Doc) -> bool:
    """Read "flew through the Miyako Strait", whoever's coasts it parts, "over the USS Donald Cook": over no land."""
    goal = telling.goal
    named = doc.span(goal.start, goal.end).words if goal is not None and telling.zone is None else frozenset()
    return not telling.strong and not lexicon.group("narrow_waters", "ships").isdisjoint(named)


def _kept_out(trigger: Token) -> bool:
    """Read "circled the island without entering its airspace"."""
    entering = lexicon.group_forms("border_verbs") | lexicon.verb_forms("violate", "breach")
    after = [t.lower_ for t in trigger.doc[trigger.i + 1 : trigger.sent.end]] if "without" in trigger.sent.words else []
    at = after.index("without") if "without" in after else len(after)
    return trigger.lower_ not in lexicon.group_forms("border_verbs") and not entering.isdisjoint(after[at + 1 : at + 3])


def _of_nobody_nowhere(telling: Telling) -> bool:
    """Say whether neither whose airspace is told, nor by whom, nor by what."""
    if telling.airspace is not None or telling.airspace_group is not None or telling.mover is not None:
        return False
    national = telling.zone is not None and telling.zone.described and telling.nominal
    return (telling.craft is None and not national) or telling.zone is None


def _airliner_under_way(telling: Telling, trigger: Token, actors: Actors) -> bool:
    if telling.craft is None or telling.strong:
        return False
    return (telling.craft.civil or _airliner_meant(telling, actors)) and not grammar.under_fire(trigger)


def _over_heads(telling: Telling, trigger: Token) -> bool:
    """Read "complaints about helicopter overflights in Kent rose": nobody's in particular, and of no airspace."""
    craft = telling.craft
    plain = craft is not None and craft.category in ("helicopter", "plane", "airliner") and not craft.designated
    return plain and telling.mover is None and telling.zone is None and trigger.lower_.startswith(
        ("overfl", "over-fl", "fly")) and not _under_arms(trigger)


def _by_ship(telling: Telling, trigger: Token, actors: Actors) -> bool:
    """Say whether an incursion without an airspace is one of ships: "protested over coast guard vessels in waters"."""
    sentence = trigger.sent
    if (telling.zone is not None and telling.zone.kind == "national") or sentence.words.isdisjoint(SHIPS):
        return False
    return not actors.crafts_in(sentence) and not any(
        sentence.start <= z.head < sentence.end and z.kind == "national" for z in actors.zones)


def _minded(trigger: Token) -> bool:
    """Read "protested over unauthorised flights through its airspace", "there were two illegal entries"."""
    above = (w.lower_ for a in grammar.ancestors(trigger) for w in (a, *a.children))
    return not _held_against_somebody().isdisjoint(above)


def _flown_by_a_crew(telling: Telling, doc: Doc) -> bool:
    return telling.mover_token is not None and doc[telling.mover_token].lower_ in lexicon.group("aircrew")


def _crosses_land(telling: Telling, doc: Doc, trigger: Token) -> bool:
    """Say whether what goes over a land, of which no airspace is said, does so as an intruder."""
    craft = telling.craft
    if craft is None:
        return _air_force(telling, doc)
    if craft.civil and not telling.strong and not grammar.under_fire(trigger):
        return False
    if telling.strong or telling.mover is not None or craft.category not in ("plane", "airliner", "helicopter"):
        return True
    # "airplanes are flying into Darfur": nobody's in particular, and nothing of war about them.
    border = trigger.lower_ in lexicon.group_forms("border_verbs")
    told = border or not craft.designated or telling.origin is not None
    line = not lexicon.group("lines_of_land").isdisjoint(t.lower_ for t in doc[trigger.i : trigger.i + 5])
    over_the_line = border and line and (craft.category == "helicopter" or doc[craft.head].lower_ in ("jet", "jets"))
    if (flown_by_forces(craft) and told) or over_the_line:
        return True
    return _under_arms(trigger) or _so_far_across(trigger) or for_a_time(trigger)


def _came_to_grief(telling: Telling, doc: Doc) -> bool:
    """Say whether an aircraft with a crew only crashed there: "three helicopters crashed in Kenyan airspace"."""
    trigger, zone, craft = doc[telling.trigger], telling.zone, telling.craft
    if zone is None or craft is None or craft.unpiloted or zone.kind != "national" or telling.strong:
        return False
    if trigger.lower_ not in lexicon.group("crash_words") or doc[zone.start - 1].lower_ != "in":
        return False
    words = {t.lower_ for t in trigger.sent if not craft.start <= t.i < craft.end}
    return not words & lexicon.group("astray", "under_arms", "unasked_entry") and not grammar.under_fire(trigger)


@cache
def _held_against_somebody() -> frozenset[str]:
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    return inquiring_words().union(lexicon.group("complaints_sent"), accusing, ("there",))


def _so_far_across(trigger: Token) -> bool:
    """Say whether it is told how far it went: "flew 700 metres across the Finnish border", "40 miles inside Cuba"."""
    measured = any(t.lower_ in lexicon.group("length_units") for c in trigger.children for t in (c, *c.children))
    return measured and any(
        p in ("inside", "into", "within") or (
            p in ("across", "over", "beyond", "past") and t.lower_ in ("border", "frontier", "boundary"))
        for p, t in grammar.prepositions(trigger))


def _air_force(telling: Telling, doc: Doc) -> bool:
    """Say whether an air force itself is said to have crossed over."""
    token = None if telling.mover_token is None else doc[telling.mover_token]
    return token is not None and token.lower_ in ("force", "forces") and "air" in {c.lower_ for c in token.children}


def _under_arms(trigger: Token) -> bool:
    return bool(trigger.sent.words & lexicon.group("under_arms"))


def _airliner_meant(telling: Telling, actors: Actors) -> bool:
    """Say whether "the aircraft", whose nobody says, is an airliner named before and nothing military is about."""
    craft = telling.craft
    if craft is None or not craft.generic or telling.mover is not None:
        return False
    before = [c for c in actors.crafts if c.head < craft.head and not c.attributive and not c.generic]
    return bool(before) and all(c.civil for c in before)


def _policy(noun: Token, craft: Craft | None) -> bool:
    """Read "to prevent incursions", "rules on the violation of", "protect its airspace from incursions"."""
    for node in grammar.ancestors(noun):
        about = node.lower_ == "against" or node.lower_ in lexicon.group("about_words")
        if about and node.head.lower_ in _held_against_somebody():
            # "protested against the violation", "asked for explanations regarding it": of one that happened.
            return False
        told = craft is not None and (craft.count is not None or craft.party is not None)
        if node.lower_ in lexicon.group("policy") and not (told and node.lower_ in lexicon.group("about_words")):
            # "rules concerning flights"; not "an answer concerning the entry of two jets"
            return True
        if node.pos_ == "VERB":
            return False
    return False


def _granted(noun: Token) -> bool:
    """Say whether a noun of entry is what is allowed or forbidden: "authorised the overflight of rockets".

    So too "received permission for an overflight", "has asked for leave for the flight"; not "there was no permission".
    """
    if noun.dep_ == "pobj" and noun.head.lower_ == "for":
        above = noun.head.head
        leave = next((t for t in (above, *grammar.objects(above)) if t.lower_ in lexicon.group("leave_words")), None)
        if leave is not None:
            held = leave.head.lower_ not in lexicon.verb_forms("lack") | {"without", "for"}
            return held and not any(c.lower_ == "no" for c in leave.children)
    return noun.dep_ in ("dobj", "nsubjpass") and noun.head.lower_ in lexicon.group_forms("granting_verbs")
