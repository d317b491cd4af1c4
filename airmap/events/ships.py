"""Ships that aircraft fly at: by the word for one, by the letters before a name, by a name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon

if TYPE_CHECKING:
    from airmap.parsed import Token

SHIPS = lexicon.group("ships")


def ship_named(token: Token) -> bool:
    """Say whether a word is that of a ship or ends the name of one: "the frigate", "the USS Donald Cook"."""
    named = token.pos_ == "PROPN" and any(c.lower_ in SHIPS and c.dep_ in ("compound", "nmod") for c in token.children)
    return named or token.lower_ in SHIPS or _called_like_a_ship(token)


def _is_place(name: str) -> bool:
    """Say whether a name is that of a place."""
    from airmap.pipeline import default_gazetteer

    return bool(default_gazetteer().lookup(name)[:1])


def _called_like_a_ship(token: Token) -> bool:
    """Say whether a name of two words with "the" is a ship's, where the text speaks of one: "over the Jason Dunham"."""
    children = {c.lower_: c for c in token.children}
    parts = [c for c in token.children if c.dep_ == "compound" and c.pos_ == "PROPN"]
    if token.pos_ != "PROPN" or "the" not in children or not parts:
        return False
    name = token.doc[parts[0].i : token.i + 1].text
    if token.lower_ in lexicon.group("nowhere_waters") | lexicon.group("inland_sites") or _is_place(name):
        return False
    return any(t.lower_ in SHIPS or t.lower_ in lexicon.group("aboard_ship") for t in token.doc)
