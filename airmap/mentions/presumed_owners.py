"""Whose an aircraft is thought to be: "a drone believed to be Iranian", "a plane suspected of belonging to Chad"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.mentions.kinds import Party
from airmap.mentions.phrases import SPAN_BREAKS

if TYPE_CHECKING:
    from airmap.parsed import Doc

_REACH = 8


def presumed_owner(doc: Doc, after: int, party_at: dict[int, Party]) -> Party | None:
    """Return whose an aircraft is thought to be by the words behind it.

    Not: "a drone thought to have come from Syria", which says where it set out, "a jet believed to be over Chad".
    """
    i = after + (after < len(doc) and doc[after].text == ",")
    while i < len(doc) and doc[i].lower_ in lexicon.group("before_presumed"):
        i += 1
    if i >= len(doc) or doc[i].lower_ not in lexicon.group("presumed"):
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
