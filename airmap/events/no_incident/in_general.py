"""What is done in general and is no event: how fighters meet whoever strays, what a drone can do, what an ace is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.tellings import Telling

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_CONDITIONS = frozenset({"if", "whenever", "unless", "should"})
_PRESENT = frozenset({"VB", "VBZ", "VBP", "VBG"})


def in_general(telling: Telling, doc: Doc) -> bool:
    """Say whether a telling that names nobody tells what happens whenever it does, not what happened.

    Read "a fighter intercepts an airliner if it enters", "pilots sent to intercept a plane will first try the radio",
    "a drone can close an airport when it gets into its airspace", "an ace is a pilot credited with shooting down five".
    """
    trigger = doc[telling.trigger]
    if telling.airspace or telling.near or any(
        p is not None and p.state for p in (telling.mover, telling.responder, telling.goal)
    ):
        return False
    if telling.nominal or (trigger.tag_ not in _PRESENT and not _in_time_clause(trigger)):
        return False
    if telling.craft is not None and telling.craft.definite:
        return False
    if trigger.tag_ in ("VBZ", "VBP") and any(_CONDITIONS & {c.lower_ for c in v.children}
                                              for v in trigger.children if v.dep_ == "advcl"):
        return True
    modals = lexicon.word_set("cues", "hypothetical", "modals") | {"will"}
    previous = trigger
    for node in grammar.ancestors(trigger):
        if node.tag_ == "VBD" and node.pos_ == "VERB" and grammar.has_subject(node) and node.i < trigger.i and (
            not _leads(node)
        ):
            return False
        modal = any(c.dep_ == "aux" and c.lower_ in modals for c in node.children)
        if modal and (node.i > trigger.i or _in_time_clause(previous)) and (
            node.lower_ not in lexicon.verbs("cues", "reporting")
        ):
            return True
        defined = previous.dep_ == "attr" and node.tag_ in ("VBZ", "VBP")
        if defined and any(c.lower_ in ("a", "an") for s in grammar.subjects(node) for c in s.children):
            return True
        previous = node
    return False


def _leads(verb: Token) -> bool:
    """Say whether a past form stands before the main verb of its sentence: "pilots deployed to meet it will try"."""
    return verb.dep_ in ("acl", "ccomp", "csubj", "nsubj") and verb.head.i > verb.i


def _in_time_clause(verb: Token) -> bool:
    finite = [verb, *(c for c in verb.children if c.dep_ == "auxpass")]
    present = any(t.tag_ in ("VBZ", "VBP") for t in finite)
    told = any(c.lower_ in ("when", "once", "as", "where") and c.dep_ in ("advmod", "mark") for c in verb.children)
    return verb.dep_ == "advcl" and present and told
