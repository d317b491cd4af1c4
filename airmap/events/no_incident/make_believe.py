"""Make-believe: what an exercise does, targets that are nobody's, films."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.no_incident.peace import allies
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


def make_believe(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether it is make-believe: what an exercise does, or a film."""
    words = lexicon.word_set("cues", "exercise", "words")
    trigger = doc[telling.trigger]
    above = [a for a in grammar.ancestors(trigger) if a.pos_ == "NOUN"]
    doers = {t.lower_ for t in (*grammar.subjects(trigger), *above)}
    # "a week of training in which fighters are scrambled"
    doers |= {t.lower_ for a in above for p, t in grammar.prepositions(a) if p == "of" and t.i < trigger.i}
    sentence = trigger.sent.text.casefold()
    if any(p in sentence for p in lexicon.words("cues", "exercise", "phrases")):
        return True
    if telling.act in ("down", "fire", "intercept") and telling.mover is None and (
        _in_practice(trigger) or _into_exercise(telling, doc)
    ):
        return True
    if telling.craft is not None and lexicon.group("shams") & {
        t.lower_ for t in doc[max(0, telling.craft.start - 1) : telling.craft.end]
    }:
        # "shot down a dummy missile", "met a mock intruder"
        return True
    if telling.craft is not None and telling.mover is None and doc[telling.craft.head - 1].lower_ == "target":
        # "tested the missile by shooting down a target drone"
        return True
    told = trigger.sent.words
    if telling.act == "intercept" and trigger.lower_ in lexicon.verb_forms("join") and told & words:
        # "three bombers joined Ukrainian fighters for training"
        return True
    if telling.act == "close" and telling.mover is None and told & lexicon.group("learning"):
        # "a student pilot lost sight of his instructor, and they collided"
        return True
    if _allies_at_practice(telling, told & words) or _plays_a_part(telling, trigger, actors):
        return True
    return bool(doers & words) or bool(told & lexicon.group("make_believe"))


def _allies_at_practice(telling: Telling, practised: frozenset[str]) -> bool:
    """Read "Danish F-16s met a Lithuanian transport in an exercise": an ally's aircraft, which was asked to come."""
    theirs, ours = state_of_party(telling.mover), state_of_party(telling.responder)
    return telling.act == "intercept" and bool(practised) and theirs is not None and ours is not None and (
        theirs != ours and allies(theirs, ours))


def _plays_a_part(telling: Telling, trigger: Token, actors: Actors) -> bool:
    """Say whether, there or in the next sentence, an aircraft plays an intruder: "played the part of an airliner".

    Not: "posed as an airliner", which spies may do, nor "simulated an attack".
    """
    doc = trigger.doc
    span = doc.span(trigger.sent.start, doc.end_after(trigger.i, 1))
    acting = lexicon.group_forms("acting_verbs")
    name = set(telling.craft.name.split()) if telling.craft is not None else set()
    return not span.words.isdisjoint(acting) and any(
        verb.lower_ in acting and verb.pos_ == "VERB" and not grammar.negated(verb) and _as_intruder(verb, actors)
        and any(actors.craft_headed(t) is not None or t.text in name for t in grammar.subjects(verb))
        for verb in span
    )


def _as_intruder(verb: Token, actors: Actors) -> bool:
    """Say whether it is acted: "posed as an intruder", "stood in as the intruder", "took the role of a lost plane"."""
    as_what = [t for p, t in grammar.phrases_with_objects(verb) if p == "as"]
    acted = [t for t in grammar.objects(verb) if t.lower_ in lexicon.group("acted_parts")]
    flown = [t for part in acted for p, t in grammar.prepositions(part) if p == "of"]
    foes = [t for t in (*grammar.objects(verb), *as_what, *flown)
            if {t.lower_, *(c.lower_ for c in t.children)} & lexicon.group("acted_foes")]
    return bool(foes) or any(actors.craft_headed(t) is not None for t in flown)


def _into_exercise(telling: Telling, doc: Doc) -> bool:
    """Say whether what was met had only come to play: "intercepted hostile planes that had entered the exercise area".

    Not where an exercise is disturbed: "shot down a drone that flew over the exercise" may be anybody's.
    """
    craft = telling.craft
    if craft is None or craft.party is not None:
        return False
    words = lexicon.word_set("cues", "exercise", "words")
    clauses = [c for c in doc[craft.head].children if c.dep_ in ("relcl", "acl")]
    foe = {t.lower_ for t in doc[craft.start : craft.head]} & {"hostile", "enemy", "opposing", "adversary"}
    return bool(foe) and any(t.lower_ in words and t.dep_ == "compound" for c in clauses for t in c.subtree)


def _in_practice(trigger: Token) -> bool:
    """Say whether guns were tried out on a target that is nobody's: "shot down a drone in a test of its new guns"."""
    words = lexicon.word_set("cues", "exercise", "words")
    # "brought down during a training flight": that is what it flew for, and not what it was shot at for.
    flown_for = lexicon.group("flight_nouns") | {"mission", "missions"}
    tried = any(
        p in ("in", "during", "at", "as") and t.lower_ not in flown_for and (
            t.lower_ in words or {c.lower_ for c in t.children} & words
        )
        for p, t in grammar.phrases_with_objects(trigger)
    )
    return tried and not trigger.sent.words & lexicon.group("by_mistake")
