"""A further aircraft, told of by a verb that only what came before makes an event: "It was followed by another"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.again import AFTER_EVENT, again
from airmap.events.colouring import counted_on
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_STRUCK = frozenset({"hit", "struck"})
_LOST = frozenset({"lost", "downed", "destroyed"})
_FELL = frozenset({"crashed", "fell", "exploded", "came"})


def further_one(
    verb: Token, lasting: Sequence[Telling], told: Sequence[Telling], doc: Doc, actors: Actors, *, dated: bool
) -> Iterator[Telling]:
    """Yield what is told of one more aircraft in the passive: that it followed, was reported, was hit as well.

    Of two that flew together a second is hit on no day of its own, and is no second event.

    Not: "another was reported missing", "another was followed by a fighter".
    """
    if not grammar.is_passive(verb) or grammar.negated(verb) or grammar.has_modal(verb):
        return
    before = [t for t in lasting if t.trigger < verb.i and verb.i - t.trigger < AFTER_EVENT and t.craft is not None]
    if not before or any(t.trigger == verb.i for t in told) or verb.dep_ in ("relcl", "acl"):
        return
    last = before[-1]
    if verb.lower_ == "followed":
        craft = next((c for t in grammar.agents(verb) if (c := actors.craft_headed(t)) is not None), None)
    else:
        craft = next((c for s in grammar.subjects(verb) if (c := actors.craft_headed(s)) is not None), None)
    if craft is None or craft.start < last.trigger or not _one_of_theirs(craft, last, doc):
        return
    again_told = again(last, verb, craft, None)
    if verb.lower_ == "followed" or (verb.lower_ in lexicon.group("told_of") and _nothing_else(verb)):
        if last.act in ("entry", "adiz"):
            yield again_told
    elif dated and last.act in ("down", "fire") and verb.lower_ in _STRUCK | _LOST:
        fell = verb.lower_ in _LOST or any(c.dep_ == "conj" and c.lower_ in _FELL for c in verb.children)
        yield replace(again_told, act="down" if fell else "fire")


def _one_of_theirs(craft: Craft, last: Telling, doc: Doc) -> bool:
    """Say whether an aircraft is counted on from those that were told of, and of their side or of nobody's."""
    own = craft.party is None or last.mover is None or craft.party.state == last.mover.state
    return own and counted_on(craft, doc) and not (craft.civil or craft.weapon or craft.attributive)


def _nothing_else(verb: Token) -> bool:
    """Say whether it is not said what else was reported: "reported missing", "reported to have crashed"."""
    return all(c.dep_ not in ("oprd", "xcomp", "ccomp", "acomp", "advcl", "agent") for c in verb.children)
