"""What was fired at: by the words that lead to it, by the order of a headline, by what was met or flown before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import aircraft_meant
from airmap.events.event_words import contact_verbs
from airmap.mentions.actors import Actors, Craft

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


def loosed_by(verb: Token) -> list[Token]:
    """Return the objects of a verb of firing, and what they are so many of: "dozens of shots", "volleys of flares"."""
    things = grammar.objects(verb)
    return [*things, *(of for t in things for p, of in grammar.prepositions(t) if p == "of")]


def fired_at(verb: Token, name: str) -> list[Token]:
    """Return what was fired at: "fired at", "fired a missile at", "launched missiles at", "was fired on", "was hit"."""
    if name in lexicon.group("striking_verbs"):
        return grammar.patients(verb)
    things = loosed_by(verb)
    opens_up = name == "open" and any(c.lower_ == "up" for c in verb.children)
    if name in lexicon.group("loosing_verbs") and not opens_up and not any(
        t.lower_ in lexicon.group("ordnance") for t in (*things, *grammar.patients(verb))
    ):
        return []
    if name == "lock" and not verb.sent.words & {"radar", "radars"}:
        # "locked on to two Greek jets"
        return [t for p, t in grammar.prepositions(verb) if p in ("on", "to", "onto") and t.i > verb.i]
    at = lexicon.group("target_prepositions")
    loosed = {t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 6]}
    if things and loosed & {"shots", "rounds", "bursts", "tracers", "salvo", "salvos"}:
        # "fired warning shots near a patrol plane"
        at = at | {"near", "around", "past", "across"}
    if any(t.lower_ in lexicon.group("ordnance") for t in things):
        # "fired machine-gun rounds into the Cessna"
        at = at | {"into"}
    if things and loosed & lexicon.group("ordnance"):
        # "fired warning shots ahead of a Russian A-50", "in front of it"
        ahead = [c for c in verb.children if c.lower_ == "ahead"] + [t for _, t in grammar.prepositions(verb)
                                                                      if t.lower_ in lexicon.group("paths")]
        in_the_way = [t for a in ahead for p, t in grammar.prepositions(a) if p == "of"]
        if in_the_way:
            return in_the_way
    stranded = any(
        c.lower_ in at and c.i == verb.i + 1 and all(g.dep_ != "pobj" or _how_often(g) for g in c.children)
        for c in verb.children
    )
    if grammar.is_passive(verb) and stranded:
        # "was fired on by gunners on Monday", "was shot at from across the border"
        return grammar.patients(verb)
    targets = [t for p, t in grammar.prepositions(verb) if p in at]
    # "opened up with rifles on a helicopter"
    things = [*things, *(t for p, t in grammar.prepositions(verb) if p == "with")] if opens_up else things
    for thing in things:
        targets += [t for p, t in grammar.prepositions(thing) if p in at]
    if not targets and name in ("fire", "shoot") and (grammar.is_passive(verb) or name == "shoot"):
        targets = grammar.patients(verb)
    return targets


def _how_often(word: Token) -> bool:
    """Say whether a word tells how often and not at what: "was fired on twice", "was shot at several times"."""
    return word.tag_ == "RB" or word.lower_ in ("times", "occasions")


def fired_at_in_order(verb: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Read "fire warning flares at a Russian aircraft" where the tree was broken by the headline."""
    for i in range(verb.i + 1, min(verb.sent.end, verb.i + 8)):
        if verb.doc[i].lower_ in ("at", "on", "upon"):
            for k in range(i + 1, min(verb.sent.end, i + 7)):
                craft = actors.craft_at.get(k)
                if craft is not None and not craft.attributive and not craft.weapon:
                    return craft, craft.head
                if verb.doc[k].pos_ in ("ADP", "SCONJ", "VERB") and verb.doc[k].dep_ != "amod":
                    break
            return None, None
    return None, None


def met_before(verb: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return what fighters had met before they fired: "It was intercepted. One of the fighters fired a missile"."""
    loosed = any(t.lower_ in lexicon.group("ordnance") for t in grammar.objects(verb))
    aimed = any(p in lexicon.group("target_prepositions") | {"into", "over"} for p, _ in grammar.prepositions(verb))
    doer = next(iter(grammar.agents(verb)), None)
    if not loosed or aimed or doer is None or verb.sent.start == 0 or grammar.is_passive(verb):
        return None, None
    flown = actors.craft_headed(doer)
    again = doer.lower_ in ("one", "they") or (flown is not None and flown.definite)
    before = verb.doc[verb.sent.start - 1].sent
    if not again or not any(t.lower_ in contact_verbs() for t in before):
        return None, None
    meant = aircraft_meant(verb.doc, verb.sent.start, actors)
    return (meant, verb.i) if meant is not None and meant is not flown and not meant.weapon else (None, None)


def flown_by_one(
    targets: list[Token], doers: list[Token], verb: Token, actors: Actors
) -> tuple[Craft | None, int | None]:
    """Return the aircraft of whoever "was shot down by a missile": one named before, or the one that he flew in.

    Not: "the senator was shot down by his critics".
    """
    crew = lexicon.group("aircrew")
    flyer = next((t for t in targets if t.lower_ in crew or any(c.lower_ in crew for c in t.children)), None)
    gunners = lexicon.group("shooters", "fire_sources", "ground_forces", "ordnance")
    by_fire = any(t.i in actors.craft_at or t.lower_ in gunners for t in doers)
    named = (t for t in targets if by_fire and t.text[:1].isupper() and not any(c.dep_ == "det" for c in t.children))
    person = flyer or next((t for t in named if (p := actors.party_at.get(t.i)) is None or p.kind == "place"), None)
    if person is None:
        return None, None
    before = [c for c in actors.flown_before(verb) if c.head > person.i or not by_fire]
    if before:
        return before[-1], before[-1].head
    # "American pilot Gary Powers"
    owner = next((actors.party_at[c.i] for c in person.subtree if c.i < person.i and c.i in actors.party_at), None)
    return Craft(person.i, person.i + 1, person.i, "plane", "plane", party=owner, count=1, generic=True), person.i


def cannot_fly(thing: Token, craft: Craft | None, actors: Actors) -> bool:
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
