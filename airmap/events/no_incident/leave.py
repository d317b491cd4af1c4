"""Leave to fly somewhere: asked for, or lacking where somebody was there all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


def told_without_leave(trigger: Token) -> bool:
    """Say whether want of leave is why an aircraft was met: "forced it to land as it had no clearance to cross"."""
    leave = trigger.head
    if trigger.dep_ not in ("acl", "xcomp") or leave.lower_ not in lexicon.group("leave_words"):
        return False
    verb = next((a for a in grammar.ancestors(leave) if a.pos_ in ("VERB", "AUX")), leave)
    lacking = verb.lower_ in lexicon.verb_forms("lack") or any(c.lower_ == "no" for c in leave.children) or any(
        c.dep_ == "neg" for c in verb.children
    )
    was_there = trigger.lower_ == "be" and (verb.tag_ == "VBD" or any(
        c.lower_ in ("had", "did") and c.dep_ == "aux" for c in verb.children
    ))
    if lacking and was_there:
        # "says the transport had no authorisation to be over Burkina Faso": it was.
        return True
    reason = verb.dep_ == "advcl" and any(c.lower_ in ("because", "as", "since") for c in verb.children)
    return lacking and reason and verb.head.tag_ in ("VBD", "VBZ", "VBP", "VBN", "NN", "NNS")


def asked_leave(verb: Token) -> bool:
    """Say whether an infinitive tells what leave is asked for: "turns down a request for flights to cross it"."""
    if not any(c.lower_ == "to" and c.dep_ in ("aux", "mark") for c in verb.children):
        return False
    asked = lexicon.group("asked_leave")
    for above in grammar.ancestors(verb):
        phrases = [t for _, t in grammar.prepositions(above)]
        before = [t for t in (*above.children, *phrases) if t.i < verb.i]
        if above.lower_ in asked or any(t.lower_ in asked or (t.lower_ == "leave" and t.pos_ == "NOUN")
                                        for t in before):
            return True
        if above.pos_ in ("VERB", "AUX"):
            return False
    return False
