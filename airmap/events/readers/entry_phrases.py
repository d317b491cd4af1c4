"""What the phrase of a noun of entry says: what flew, and into what; and where the aircraft is named if not in it."""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import craft_of, first_craft, left_of, noun_phrases_after
from airmap.events.event_words import AIR, entry_nouns, phrasal_verbs
from airmap.events.readers.lands_meant import site_of
from airmap.mentions.actors import Actors, Craft, Party, Zone

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

OVERFLIGHTS = ("overfl", "over-fl", "flyover", "fly-over")


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry as its noun tells of it: what flew, and into what."""

    noun: Token
    strong: bool
    zone: Zone | None = None
    goal: Party | None = None
    craft: Craft | None = None
    craft_token: int | None = None

    @property
    def placed(self) -> bool:
        return self.zone is not None or self.goal is not None


def in_its_phrase(noun: Token, strong: bool, actors: Actors) -> NamedEntry | None:
    """Return what the noun's own phrase says, before it and after: "a Polish airspace violation by two drones"."""
    before = range(left_of(noun), noun.i)
    named = [z for i in before if (z := actors.zone_at.get(i)) is not None and z.kind in AIR]
    entry = _with_phrases_after(NamedEntry(noun, strong, named[-1] if named else None), actors)
    if entry is None:
        return None
    if entry.craft is None:
        # "drone incursions"
        flown = ((c, i) for i in before if (c := actors.craft_at.get(i)) is not None and not c.weapon)
        craft, craft_token = next(flown, (None, None))
        entry = replace(entry, craft=craft, craft_token=craft_token)
    if entry.craft is not None and strong and not entry.placed and noun.dep_ == "dobj":
        entry = replace(entry, goal=_befell(noun, actors))
    return entry


def _with_phrases_after(entry: NamedEntry, actors: Actors) -> NamedEntry | None:
    """Return what follows the noun: "of Polish airspace", "into Latvia", "by two jets"; nothing if it is no entry."""
    noun, strong, doc = entry.noun, entry.strong, entry.noun.doc
    linear = strong or noun.lower_ in lexicon.group("launching_nouns", "flight_nouns", "being_seen")
    for preposition, token in noun_phrases_after(noun) if linear else grammar.prepositions(noun):
        if entry.goal is not None and any(t.lower_ in _words_of_entry() for t in doc[noun.i + 1 : token.i]):
            # "incursions into Poland and the entry of a jet into Estonian airspace"
            break
        if not strong and any(t.dep_ in ("auxpass", "aux") for t in doc[noun.i : token.i]):
            # "all flights are called off and part of its airspace stays closed"
            break
        named = actors.zone_at.get(token.i)
        if named is not None and preposition == "in" and not strong and _near(named, doc):
            # "activities in the airspace around Taiwan"
            return None
        zone = _zone_entered(entry, preposition, token, named)
        if zone is not None:
            entry = replace(entry, zone=zone)
            continue
        if entry.craft is None and (craft := _craft_told(entry, preposition, token, actors)) is not None:
            entry = replace(entry, craft=craft, craft_token=token.i)
        if entry.goal is None and named is None and _leads_over(noun, preposition, token):
            # "over the inhabited island of Farmakonisi"
            named_so = (actors.party_at.get(t.i) for p, t in grammar.prepositions(token) if p == "of")
            land = actors.party_at.get(token.i) or (site_of(token, actors) if linear else None)
            entry = replace(entry, goal=land or next((p for p in named_so if p is not None and p.state), None))
    return entry


@cache
def _words_of_entry() -> frozenset[str]:
    return frozenset({"entry", "entries"}) | entry_nouns()


def _near(zone: Zone, doc: Doc) -> bool:
    """Say whether a zone is only what lies about something: "the airspace around Taiwan"."""
    return doc[min(zone.end, len(doc) - 1)].lower_ in ("around", "near")


def _zone_entered(entry: NamedEntry, preposition: str, token: Token, named: Zone | None) -> Zone | None:
    """Return the zone that a phrase adds: "of Polish airspace", "of Qatari sovereignty and airspace"."""
    if named is None:
        return None
    if entry.zone is None:
        told = named.kind in AIR or (entry.strong and named.kind == "territory") or token.i == named.head
        return named if told and preposition in lexicon.group("entry_noun_prepositions") else None
    if entry.zone.kind == "territory" and named.kind == "national":
        # "a violation of Qatari sovereignty and airspace"
        return named if named.owner is not None else replace(named, owner=entry.zone.owner)
    return None


def _craft_told(entry: NamedEntry, preposition: str, token: Token, actors: Actors) -> Craft | None:
    """Return the aircraft that a phrase names: "of two jets", "by a drone", "the firing of a missile into Pakistan"."""
    if preposition not in ("of", "by", "with", "from", "involving"):
        return None
    craft = craft_of(token, actors)
    if craft is None and not entry.strong and entry.noun.lower_ in lexicon.group("launching_nouns", "flight_nouns"):
        # What is fired is a weapon, and what flew.
        return actors.craft_at.get(token.i)
    return craft


def _leads_over(noun: Token, preposition: str, token: Token) -> bool:
    """Say whether a phrase says over whose land it was: "into Latvia", "the overflight of Cyprus"."""
    if preposition in ("into", "over", "in", "above"):
        return not _over_water(noun.doc, noun.i, token.i)
    if noun.lower_.startswith("landing"):
        return preposition in ("at", "on", "near")
    return preposition == "of" and noun.lower_.startswith(OVERFLIGHTS)


def _over_water(doc: Doc, start: int, end: int) -> bool:
    """Say whether the water between islands is what was flown over: "the flight over a strait in the Ryukyus"."""
    words = [t.lower_ for t in doc[start:end]]
    over = next((k for k, w in enumerate(words) if w in ("over", "above", "across", "through")), len(words))
    return any(w in ("strait", "channel", "passage", "sound", "waters") for w in words[over + 1 : over + 4])


def _befell(noun: Token, actors: Actors) -> Party | None:
    """Return the state that suffered it: "Lithuania has faced several drone incursions this year"."""
    if noun.head.lower_ not in lexicon.group_forms("befalling_verbs"):
        return None
    found = (actors.party_at.get(s.i) for s in grammar.subjects(noun.head))
    return next((p for p in found if p is not None and p.kind == "state" and p.state is not None), None)


def flown_by_named_elsewhere(entry: NamedEntry, actors: Actors) -> tuple[NamedEntry, bool]:
    """Return the entry with the aircraft that its phrase leaves out, and whether that is enough without a place."""
    for find in _ELSEWHERE:
        craft, craft_token = find(entry, actors)
        if craft is not None:
            enough = entry.strong and not entry.placed and find in _ENOUGH
            return replace(entry, craft=craft, craft_token=craft_token), enough
    return entry, False


def _concerned(entry: NamedEntry, actors: Actors) -> tuple[Craft | None, int | None]:
    """Read "the incursion involved four Russian aircraft"."""
    noun = entry.noun
    concerning = noun.dep_ == "nsubj" and noun.head.lower_ in lexicon.group_forms("concerning_verbs")
    return first_craft(grammar.objects(noun.head), actors) if concerning else (None, None)


def _committed(entry: NamedEntry, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return what flew where that is told after: "a violation occurred on Friday; it was committed by a fighter"."""
    noun = entry.noun
    if not entry.strong or noun.dep_ not in ("nsubj", "attr"):
        return None, None
    for verb in noun.doc[noun.i + 1 : noun.sent.end]:
        if verb.tag_ == "VBN" and verb.lower_ in ("committed", "perpetrated", "made") and grammar.is_passive(verb):
            if any(s.lower_ in ("it", "this", "that", "which") for s in grammar.subjects(verb)):
                return first_craft(grammar.agents(verb), actors)
    return None, None


def _brought_down_for(entry: NamedEntry, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return the aircraft met or shot at for an entry: "was brought down after what Ankara calls an intrusion"."""
    above = list(grammar.ancestors(entry.noun))
    if not entry.strong or entry.placed or not any(
        a.lower_ in ("after", "following", "over", "for") for a in above
    ):
        return None, None
    verbs = (lexicon.verbs("events", "force_down"), lexicon.verbs("events", "contact_intercept"), phrasal_verbs())
    for verb in above:
        if verb.pos_ == "VERB" and any(verb.lower_ in forms for forms in verbs):
            craft, _ = first_craft(grammar.patients(verb), actors)
            owned = craft is not None and craft.party is not None and not craft.weapon
            return (craft, craft.head) if craft is not None and owned else (None, None)
    return None, None


def _flown_before(entry: NamedEntry, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return the one state's aircraft named before, if a word points back to it or to a state that it offended.

    "protested over the drone and its crossing of Polish airspace", "the balloon ... such a breach of American
    sovereignty".
    """
    noun, zone = entry.noun, entry.zone
    points_back = any(c.dep_ == "poss" and c.lower_ in ("its", "their") for c in noun.children)
    offended = zone is not None and zone.kind == "territory" and noun.doc[zone.head].lower_ == "sovereignty"
    if not (points_back or (offended and not noun.lower_.startswith(("overfl", "over-fl")))):
        return None, None
    before = actors.flown_before(noun)
    return (before[-1], before[-1].head) if before and not before[-1].civil else (None, None)


# Where the aircraft may be named if the noun's own phrase names none.
_ELSEWHERE = (_concerned, _committed, _brought_down_for, _flown_before)
# What says no less than a place does that there was an entry: it was met over it, or is what the entry was about.
_ENOUGH = (_concerned, _brought_down_for)
