"""Reader of where something came down or was found that is no state's own there: without a pilot, or gone astray."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, first_craft, unknown_place
from airmap.events.coreference import aircraft_meant, speaker_above
from airmap.events.readers.lands_meant import site_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, Zone, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

_AT = frozenset({"near", "in", "at", "outside", "on", "inside", "by", "beside", "around"})
# How far behind its verb a place may stand: "was found by a farmer in a beet field outside Vaslui".
_REACH = 18


def _resting() -> frozenset[str]:
    return lexicon.group_forms("resting_verbs", "seizing_verbs")


@cache
def resting_forms() -> frozenset[str]:
    """Return the verbs by which something lies where it fell: "crashed", "came down", "discovered", "picked up"."""
    return _resting() | lexicon.group_forms("resting_phrases", "running_into")


def came_to_rest(verb: Token, actors: Actors) -> Telling | None:
    """Read "a Russian drone came down near Rezekne", "parts of a missile were found in a field outside Vaslui".

    Not: "a Turkish drone crashed in Turkey", "a drone fell near Kyiv" in the war there, "a drone was found in a shop".
    """
    if verb.lower_ not in _resting() and not _down(verb) and not _ran_into(verb, actors):
        return None
    judged = any(c.dep_ == "xcomp" for c in verb.children)
    made = verb.tag_ == "VB" and verb.head.lower_ in _made_to()
    if grammar.negated(verb) or grammar.has_modal(verb) or (verb.tag_ == "VB" and not made) or judged:
        return None
    craft, wrecked = _fallen(verb, actors)
    if craft is None or craft.civil or craft.weapon or craft.attributive:
        return None
    own = state_of_party(craft.party)
    lost = own is not None and _lost(verb)
    if not craft.unpiloted and not lost:
        # A pilot may have had leave to land.
        return None
    flown_through = any(verb.sent.start <= z.head < verb.sent.end and z.kind == "national" for z in actors.zones)
    if flown_through or (verb.sent.words & lexicon.group("kept_there") and not lost):
        # "crashed near Zagreb after crossing through Hungarian airspace": that is what is told.
        return None
    place = _where(verb, actors) or _finder_at(verb, actors) or _stopped_by(verb, craft, actors)
    place = place or _told_by_those_there(verb, actors)
    theirs = _own_ground(verb, actors) if place is None and craft.party is not None else None
    if theirs is not None:
        return told_by(verb, "entry", strong=False, craft=craft, craft_token=craft.head, zone=theirs, implicit=True)
    if place is None or place.state in (None, own) or _of_their_war(own, place):
        return None
    known = craft.designated or wrecked or craft.category == "missile" or _origin(verb, craft, actors) is not None
    known = known or _came_over(verb, place, actors)
    if own is None and not (known or _strange(verb)):
        # "a drone crashed in a park": it may be anybody's.
        return None
    return told_by(verb, "entry", strong=False, craft=craft, craft_token=craft.head, goal=place, implicit=True)


@cache
def _made_to() -> frozenset[str]:
    return lexicon.group_forms("forcing_verbs") | {"had"}


def _down(verb: Token) -> bool:
    """Read "came down", "turned up", "came to rest", "ended its flight", "hit the ground"."""
    if verb.lower_ not in lexicon.group_forms("resting_phrases"):
        return False
    if any(c.lower_ in ("down", "up", "ashore") for c in verb.children):
        return True
    return not lexicon.group("ways_to_rest").isdisjoint(grammar.words_after(verb, 3))


def _ran_into(verb: Token, actors: Actors) -> bool:
    """Read "a drone that came from Ukraine hit a chimney", "a stray missile struck a barn"; not "launched from Yemen".

    What was sent to hit it is a raid.
    """
    if verb.lower_ not in lexicon.group_forms("running_into") or grammar.is_passive(verb):
        return False
    struck, fliers = grammar.objects(verb), grammar.subjects(verb)
    if not struck or any(actors.craft_headed(t) is not None or t.lower_ in lexicon.group("ships") for t in struck):
        return False
    aimed_at = lexicon.group("armed_sites", "watched_units", "bands") - {"border", "airport", "airports", "runway"}
    if any(w.lower_ in aimed_at for t in struck for w in t.subtree):
        return False
    drifting = lexicon.group_forms("drifting_verbs")
    came = any(c.lower_ in drifting and c.dep_ in ("relcl", "acl") for t in fliers for c in t.children)
    lost = lexicon.group("gone_astray", "astray")
    return came or any(c.lower_ in lost for t in fliers for c in t.children)


def _lost(verb: Token) -> bool:
    """Say whether words tell that a pilot meant to land elsewhere, or that those who live there held him for it."""
    doc, end = verb.doc, verb.sent.end
    words = verb.sent.words
    if verb.lower_ not in lexicon.group_forms("landing_verbs") or words & lexicon.group("participles_of_fire"):
        return False
    if words & lexicon.group("led_astray", "astray", "unlawful_words", "unasked_entry"):
        return True
    if not words.isdisjoint(lexicon.group_forms("complaining_of")) or _on_its_soil(verb):
        # "protested after an army helicopter landed on the island", "had landed on Bhutanese soil"
        return True
    if "without" in words and words & lexicon.group("words_of_leave"):
        return True
    if "lost" in words and words & lexicon.group("ways_of_losing"):
        return True
    after = doc[end].sent.words if end < len(doc) else set()
    return any(w & lexicon.group("aircrew") and w & lexicon.group("keeping_captive") for w in (words, after))


def _on_its_soil(verb: Token) -> bool:
    return not lexicon.group("ground_of_a_state").isdisjoint(grammar.words_after(verb, 4))


def _finder_at(verb: Token, actors: Actors) -> Party | None:
    """Return where those live who found it: "a farmer near Rezekne found a drone in his field"."""
    if verb.lower_ not in lexicon.group_forms("finding_verbs") or grammar.is_passive(verb) or not grammar.objects(verb):
        return None
    for finder in grammar.subjects(verb):
        for token in verb.doc[finder.i + 1 : verb.i]:
            land = actors.party_at.get(token.i) or site_of(token, actors)
            if token.dep_ == "pobj" and land is not None and land.state is not None:
                return land
    return None


def _told_by_those_there(verb: Token, actors: Actors) -> Party | None:
    """Return who tells of what fell at a place that nobody knows: "fell near Gaigalava, Latvia's minister said"."""
    phrases = grammar.prepositions(verb)
    phrases += [x for _, t in phrases for x in grammar.prepositions(t)]
    if not any(p in _AT and unknown_place(t, actors) for p, t in phrases):
        return None
    speaker, _ = speaker_above(verb, actors)
    return speaker if speaker is not None and speaker.kind == "state" else None


def _origin(verb: Token, craft: Craft, actors: Actors) -> Party | None:
    """Return where it had set out: "eight balloons launched from the territory of Belarus"."""
    head = verb.doc[craft.head]
    sent = [c for c in head.children if c.dep_ in ("acl", "relcl") and c.i > head.i]
    # "The drone that fell near Gaigalava had come from Belarus"
    sent += [head.head] if head.dep_ in grammar.SUBJECTS else []
    whence = [t for c in sent for p, t in grammar.prepositions(c) if p == "from"]
    whence += [t for w in whence for p, t in grammar.prepositions(w) if p == "of"]
    return next((p for t in whence if (p := actors.party_at.get(t.i)) is not None and p.state is not None), None)


def _came_over(verb: Token, place: Party, actors: Actors) -> bool:
    """Read "a drone which fell near Rezekne had come from Belarus", or that it had in the sentence that follows."""
    doc, end = verb.doc, verb.doc.end_after(verb.i, 1)
    for token in doc[verb.sent.start : end]:
        if token.lower_ == "from" and token.head.lower_ in lexicon.group("moving", "flown_forms"):
            land = next((p for c in token.children if (p := actors.party_at.get(c.i)) is not None), None)
            if land is not None and land.state not in (None, place.state):
                return True
    return False


def _stopped_by(verb: Token, craft: Craft, actors: Actors) -> Party | None:
    """Return whose guards stopped or found what had come from another land."""
    origin = _origin(verb, craft, actors)
    doer, _ = actor_among(grammar.agents(verb), actors)
    if origin is None or doer is None or doer.kind != "state" or doer.state in (None, origin.state):
        return None
    return doer


def _fallen(verb: Token, actors: Actors) -> tuple[Craft | None, bool]:
    """Return what fell or was found, and whether only its wreck was."""
    things = grammar.patients(verb) or grammar.subjects(verb)
    for thing in things:
        if thing.lower_ in lexicon.group("wreck_words"):
            of = actors.craft_at.get(thing.i - 1)
            if of is not None and of.attributive and thing.lower_ in lexicon.group("debris_words"):
                # "drone debris was found"
                return replace(of, attributive=False), True
            return first_craft([t for p, t in grammar.prepositions(thing) if p in ("of", "from")], actors)[0], True
    craft, _ = first_craft([*things, *grammar.subjects(verb)], actors)
    if craft is None and (pronoun := next((t for t in things if t.lower_ == "it"), None)) is not None:
        # "was seized after it fell near Leposavic"
        craft = aircraft_meant(verb.doc, pronoun.i, actors)
    if craft is None:
        before = [c for c in actors.flown_before(verb) if c.head >= verb.sent.start and verb.i - c.head <= 14]
        craft = before[-1] if before and verb.dep_ in ("acl", "relcl", "conj", "xcomp", "ccomp") else None
    return craft, False


def _of_their_war(own: str | None, place: Party) -> bool:
    """Say whether it fell in the war of two states, or nobody's fell there: "drone debris fell on a Kyiv hospital"."""
    here = (place.state or "").lower()
    pairs = lexicon.group("fighting_each_other")
    return f"{own}-{here}".lower() in pairs if own is not None else any(here in pair.split("-") for pair in pairs)


def _own_ground(verb: Token, actors: Actors) -> Zone | None:
    """Return the land of who found it: "found the wreck of a drone on its territory"."""
    return next((z for z in actors.zones if verb.i < z.start < min(verb.sent.end, verb.i + _REACH)
                 and z.kind == "territory" and z.owner_pronoun is not None and verb.doc[z.start - 1].lower_ in _AT
                 and verb.doc[z.head].lower_ in lexicon.group("own_ground")), None)


def _where(verb: Token, actors: Actors) -> Party | None:
    """Return the land of the first place behind the verb: "near Rezekne", "in a Moldovan village"."""
    at = False
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _REACH)]:
        if token.text in (";", ":") or (token.pos_ == "VERB" and token.tag_ not in ("VBN", "VB")) or token.lower_ in (
            "after", "before", "when", "while", "as", "from", "and", "but", "that", "which",
        ):
            return None
        if token.lower_ in lexicon.group("nowhere_waters") | {"sea", "zone", "ocean", "waters"}:
            # "lands in its economic zone": in no airspace.
            return None
        at = at or token.lower_ in _AT
        party = actors.party_at.get(token.i) or site_of(token, actors, ground=True)
        if at and party is not None and party.state is not None and token.i not in actors.craft_at:
            if party.end < len(verb.doc) and verb.doc[party.end].lower_ in ("'s", "’s"):
                # "in Japan's economic zone": that is where.
                continue
            if verb.doc[party.start - 1].lower_ == "with":
                # "near the border with Moldova": on this side of it.
                continue
            if party.kind == "place" or party.toponym is None or party.toponym.kind != "demonym":
                return party
            if site_of(token.head, actors) is not None or token.head.i in actors.zone_at:
                # "on the Romanian bank of the Danube"
                return party
    return None


def _strange(verb: Token) -> bool:
    """Say whether words tell that it belongs to nobody there: "a crashed drone", "of unknown origin", "with a bomb"."""
    told = lexicon.group("once_more", "gone_astray", "strange_words")
    return bool({t.lower_ for t in verb.doc[verb.sent.start : min(verb.sent.end, verb.i + _REACH)]} & told)
