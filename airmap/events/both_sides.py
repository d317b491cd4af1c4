"""What two sides did to each other: "sent drones into each other's airspace" tells of two events, one for each side."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.tellings import Telling, changed
from airmap.mentions.actors import Actors, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_OTHER = frozenset({"other", "another"})
_DEEDS = frozenset({"entry", "adiz", "down"})


def each_way(telling: Telling, doc: Doc, actors: Actors) -> list[Telling]:
    """Return the telling, or one for each of two sides that did it to each other.

    "accused one another of shooting down drones", "each flew jets over the other's land", "traded accusations of
    airspace violations"; not "the two jets came within 30 metres of each other".
    """
    trigger = doc[telling.trigger]
    words = trigger.sent.words
    traded = not words.isdisjoint(lexicon.group_forms("trading_verbs"))
    if telling.act not in _DEEDS or (words.isdisjoint(_OTHER) and not traded):
        return [telling]
    at = _done_to_each_other(trigger)
    sides = _two_sides(at, doc, actors) if at is not None else None
    if sides is None:
        return [telling]
    return [_done_by(doer, other, telling) for doer, other in (sides, sides[::-1])]


def _done_by(doer: Party, other: Party, telling: Telling) -> Telling:
    flown = other if telling.act == "down" else doer
    craft = replace(telling.craft, party=flown) if telling.craft is not None else None
    told = changed(telling, craft=craft, mover=flown)
    if telling.act == "down":
        # Without its place in the text, where it stands beside the other.
        return changed(told, responder=replace(doer, end=doer.start), airspace=None, goal=None, zone=None)
    zone = telling.zone
    # "each other's airspace" is that of the other.
    zone = replace(zone, start=zone.head, owner=other, owner_pronoun=None) if zone is not None else None
    return changed(told, airspace=other.state, goal=other, zone=zone, near=None)


def _done_to_each_other(trigger: Token) -> int | None:
    """Return where the words stand that say so: in what a deed is done to, or as those who are accused of it."""
    doc, last = trigger.doc, max(t.i for t in trigger.subtree)
    found = next((i for i in range(trigger.i + 1, last + 1) if _each_other(doc[i])), None)
    previous = trigger
    for verb in grammar.ancestors(trigger) if found is None else ():
        if previous.dep_ in ("advcl", "relcl", "conj") or verb.i > trigger.i:
            break
        charged = verb.lower_ in lexicon.verbs("cues", "reporting", "accusing")
        traded = verb.lower_ in lexicon.group_forms("trading_verbs")
        between = doc[verb.i : trigger.i]
        if traded and any(t.lower_ in lexicon.group("charges") for t in between):
            return verb.i
        found = next((t.i for t in between if _each_other(t)), None) if charged else None
        if found is not None:
            break
        previous = verb
    return found


def _each_other(word: Token) -> bool:
    before = word.doc[word.i - 1].lower_ if word.i > word.sent.start else ""
    if word.lower_ not in _OTHER or before not in ("each", "one", "the"):
        return False
    if before == "the":
        # Not "the other jet".
        alone = word.i + 1 >= len(word.doc) or word.doc[word.i + 1].pos_ != "NOUN"
        return word.lower_ == "other" and alone and not word.sent.words.isdisjoint({"each", "both"})
    return (before == "one") == (word.lower_ == "another")


def _two_sides(at: int, doc: Doc, actors: Actors) -> tuple[Party, Party] | None:
    """Return the two states that are named side by side before a word, or to whom "both countries" points back."""
    sentence = doc[at].sent
    named = [p for p in actors.parties if p.kind != "place" and p.state is not None and p.start < at]
    for one, other in reversed(list(pairwise(p for p in named if p.start >= sentence.start))):
        if one.state != other.state and all(t.lower_ in ("and", "the", "both") for t in doc[one.end : other.start]):
            return one, other
    if lexicon.group("two_sides").isdisjoint(t.lower_ for t in doc[sentence.start : at]):
        return None
    told = [p for p in reversed(named) if p.start < sentence.start and p.start not in actors.datelines]
    first = next((p for p in told if p.state != told[0].state), None)
    return (first, told[0]) if first is not None else None
