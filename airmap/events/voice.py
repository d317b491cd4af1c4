"""Whose voice "we" and "our" are: the speaker of the quotation, or the body that published the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap.mentions.actors import Actors, Party, _bodies
from airmap.records import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc


def voice_of(doc: Doc, position: int, actors: Actors, article: Article, *, exclude: set[str | None]) -> Party | None:
    """Return the state for which "our" speaks: a body named in the source or title, else the sentence's first actor."""
    pattern, known = _bodies()
    for text in (article.source, article.title):
        if not text:
            continue
        for match in pattern.finditer(text):
            kind, state = known[match.group()]
            if state is not None and state not in exclude:
                return Party(position, position, kind, match.group(), state)
    sentence = doc[position].sent
    for party in actors.parties:
        if (
            sentence.start <= party.start < sentence.end
            and party.state
            and party.state not in exclude
            and party.kind == "state"
        ):
            return party
    return None
