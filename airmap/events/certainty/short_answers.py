"""What a side answers in a few words: that it had leave, that it did not, that it misses no aircraft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.certainty.statements import Statement

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_BEARING = frozenset({"did", "had", "has", "have", "was", "were", "does", "do", "is", "are"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "none", "nobody", "nothing", "neither", "nor", "without"})


def had_leave(doc: Doc, said: list[int]) -> bool:
    """Read "the flight had been authorised", "it was coordinated with Niamey", "had a clearance to cross".

    Not: "was not authorised", "without permission".
    """
    words = [doc[i] for i in said]
    cleared, leave = lexicon.group("cleared"), lexicon.group("leave_words")
    lowered = {t.lower_ for t in words}
    if lowered.isdisjoint(cleared) and lowered.isdisjoint(leave):
        return False
    if lowered & NEGATIONS or lowered & {"un-authorised", "lacked", "lacking"}:
        return False
    for token in words:
        if token.lower_ in cleared and token.tag_ in ("VBN", "VBD"):
            bearers = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
            flown = {s.lower_ for s in grammar.patients(token)}
            if bearers & {"been", "was", "were", "is", "had"} and flown & lexicon.group("flights_cleared"):
                return True
        if token.lower_ in leave and token.dep_ in ("dobj", "pobj"):
            above = token.head if token.dep_ == "dobj" else token.head.head
            held = above.lower_ in lexicon.verb_forms("have") | lexicon.verb_forms("receive")
            if (held and above.tag_ == "VBD") or (token.dep_ == "pobj" and token.head.lower_ == "with"):
                return True
    return False


def says_yes(words: Sequence[Token]) -> bool:
    """Read "Yes", "It did.", "That's right", "I can confirm that"; not "It did not", "It is too early to say"."""
    lowered = [t.lower_.replace("’", "'") for t in words[:4]]
    if lowered[0] in lexicon.group("yes_words"):
        return True
    right = lowered[:1] == ["that"] and set(lowered[2:3]) & lexicon.group("yes_words")
    if right or lowered[1:3] == ["can", "confirm"]:
        return True
    brief = lowered[1:2] and lowered[1] in _BEARING and lowered[2:3] and lowered[2] in (".", ",", "!", ";", "indeed")
    return bool(brief) and lowered[0] in ("it", "they", "he", "she", "we", "i", "that")


def only_no(doc: Doc, statement: Statement, said: list[int]) -> bool:
    """Read "Moscow says it did not", "they say they hadn't": a verb left out that can only be the claim's."""
    words = [t for i in said if (t := doc[i]).is_alpha or "'" in t.text or "’" in t.text]
    if not 2 <= len(words) <= 6 or words[-1].lower_ not in ("not", "n't", "n’t"):
        return False
    bearer = words[-2]
    return (
        bearer.lower_ in _BEARING
        and bearer.i + 1 == words[-1].i
        and any(t.pos_ in ("PRON", "NOUN", "PROPN") for t in words[:-2])
        and doc[statement.verb].lower_ != "whether"
    )


def nothing_missing(doc: Doc, statement: Statement, said: list[int]) -> bool:
    """Read "neither the army nor the navy reports losing a drone", "did not report any aircraft missing"."""
    verb = doc[statement.verb]
    if verb.pos_ != "VERB" or grammar.has_modal(verb):
        return False
    subjects = [c for s in grammar.subjects(verb) for c in s.children]
    # Not "did not say how it was lost".
    reports = verb.lower_ in lexicon.verb_forms("report")
    negated = (reports and any(c.dep_ == "neg" for c in verb.children)) or any(
        c.lower_ == "neither" and c.dep_ in ("preconj", "cc", "det") for c in subjects
    )
    losing = lexicon.verbs("answers", "core", "missing")
    return negated and any(doc[i].lower_ in losing for i in said)
