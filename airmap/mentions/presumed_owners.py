"""Whose an aircraft is thought to be: "a drone believed to be Iranian", "a plane suspected of belonging to Chad"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.mentions.kinds import Party
from airmap.mentions.phrases import SPAN_BREAKS

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_REACH = 8
# What sets a guess apart: "a jet -- believed to be Russian --", "a drone (said to be Chinese)".
_ASIDE = frozenset({",", "(", "-", "--", "–", "—"})
_SPEAKING = frozenset({"say", "says", "said"})


def _who_presumes(doc: Doc, start: int) -> int:
    """Return where the guess stands of those who make it: "which officials say they believe was Chinese"."""
    for i in range(start, min(start + _REACH, doc[start].sent.end - 1)):
        if doc[i].lower_ in lexicon.group("presuming"):
            said = doc[i + 1].lower_ in ("they", "it", "he", "she", "we")
            if not said and doc[i + 1].lower_ in lexicon.group("presumed_links"):
                return i
        elif doc[i].pos_ not in ("PRON", "DET", "NOUN", "PROPN", "ADJ", "PART") and doc[i].lower_ not in _SPEAKING:
            break
    return start


def presumed_owner(doc: Doc, after: int, party_at: dict[int, Party]) -> Party | None:
    """Return whose an aircraft is thought to be by the words behind it.

    Not: "a drone thought to have come from Syria", which says where it set out, "a jet believed to be over Chad".
    """
    i = after
    while i < len(doc) and (doc[i].lower_ in lexicon.group("before_presumed") or doc[i].text in _ASIDE):
        i += 1
    i = _who_presumes(doc, i) if i < len(doc) else i
    if i >= len(doc) or doc[i].lower_ not in lexicon.group("presumed", "presuming"):
        return None
    if doc[i].tag_ == "VBD" and i + 1 < len(doc) and doc[i + 1].lower_ in ("a", "an", "the", "that"):
        # "The crew of a CP-140 said a Chinese fighter had come close": they said so.
        return None
    for k in range(i + 1, min(i + _REACH, doc[i].sent.end)):
        party = party_at.get(k)
        if party is not None:
            next_word = doc[party.end] if party.end < len(doc) else None
            qualified = next_word is not None and next_word.text in "-–"
            # "thought Libyan" is no more than a guess, "thought to be Libyan" is what is said of it.
            return party if party.kind != "place" and not qualified and k > i + 1 else None
        if doc[k].text in SPAN_BREAKS or doc[k].lower_ not in lexicon.group("presumed_links"):
            return None
    return None
