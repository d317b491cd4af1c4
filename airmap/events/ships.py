"""Ships that aircraft fly at: by the word for one, by the letters before a name, by a name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

SHIPS = lexicon.group("ships")


def ship_named(token: Token) -> bool:
    """Say whether a word is that of a ship or ends the name of one: "the frigate", "the USS Donald Cook"."""
    named = token.pos_ == "PROPN" and any(c.lower_ in SHIPS and c.dep_ in ("compound", "nmod") for c in token.children)
    return named or token.lower_ in SHIPS or _called_like_a_ship(token)


def _called_like_a_ship(token: Token) -> bool:
    """Say whether a name with "the" is a ship's, where the text speaks of ships: "over the Jason Dunham"."""
    if token.pos_ != "PROPN" or token.ent_type_ in ("GPE", "LOC", "NORP", "EVENT", "DATE"):
        return False
    first = min((c.i for c in token.children if c.dep_ == "compound"), default=token.i)
    article = first > token.sent.start and token.doc[first - 1].lower_ == "the"
    if not article or token.lower_ in lexicon.group("nowhere_waters", "inland_sites"):
        return False
    return any(not s.words.isdisjoint(SHIPS) or not s.words.isdisjoint(lexicon.group("aboard_ship"))
               for s in token.doc.sents)
