"""What a word that tells of a meeting says of it, and the nouns that are such words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.records import MeetingKind

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


@dataclass(frozen=True, slots=True)
class Encounter:
    """A word that tells of a meeting, and what kind of meeting.

    ``group`` is set where many do together what they meet for, ``weak`` where one speaks to another's face; ``beside``
    is the summit during which two of those at it meet.
    """

    token: Token
    kind: MeetingKind
    group: bool = False
    weak: bool = False
    beside: Token | None = None


def telling_verb(token: Token) -> Token:
    """Return the verb of the clause that a word stands in; the word itself where there is none."""
    if token.pos_ in ("VERB", "AUX"):
        return token
    return next((a for a in grammar.ancestors(token) if a.pos_ in ("VERB", "AUX")), token)


@cache
def meeting_nouns() -> Mapping[str, MeetingKind]:
    """Return the kind of meeting that each noun of the lexicon names."""
    return {w: kind for kind, words in lexicon.table("meetings")["nouns"].items() for w in words}
