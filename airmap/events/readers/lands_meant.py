"""Whose land a word for a place stands for: "the kingdom", "Danish airports", "the Israeli-held Golan Heights"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import ACROSS
from airmap.events.ships import SHIPS
from airmap.mentions.actors import Actors, Craft, Party, chunk_start, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

_NAMELESS = frozenset({"island", "capital"})


def land_at(token: Token, actors: Actors) -> Party | None:
    """Return whose land a word for a place is: "Poland", "NATO states: Romania and Hungary", "Danish airports"."""
    return (
        _first_listed(token, actors)
        or _held_by(token)
        or actors.party_at.get(token.i)
        or site_of(token, actors, ground=True)
        or _explained(token, actors)
    )


def described_state(token: Token) -> bool:
    """Say whether the token is "the country" or "the kingdom": a state named elsewhere."""
    if token.lower_ not in _lands_described() and token.lower_ not in _NAMELESS:
        return False
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    if token.lower_ in _NAMELESS:
        # "flew over the island", "over the capital", but not "over the island of Gotland"
        over = token.i > 1 and token.doc[token.i - 2].lower_ in across_forms() | {"over", "across", "through"}
        following = token.nbor(1) if token.i + 1 < len(token.doc) else token
        named = following.lower_ in ("of", "near", "off", "in", ",") or following.pos_ in ("PROPN", "NOUN")
        return before == "the" and over and not named
    return before in ("the", "that")


@cache
def _lands_described() -> frozenset[str]:
    return lexicon.word_set("parties", "descriptions", "nouns") - {"state", "government"}


@cache
def across_forms() -> frozenset[str]:
    """Return the forms of the verbs whose object is what was entered: "crossed", "violated"."""
    return lexicon.verb_forms(*ACROSS)


def site_of(token: Token, actors: Actors, *, ground: bool = False) -> Party | None:
    """Return the state in which a site lies that is named by it: "Danish airports", "Belgian air base Weelde".

    Where something came down any ``ground`` will do: "a Latvian field".
    """
    start = chunk_start(token.doc, token.i)
    sites = _named_sites() | lexicon.group("grounds") if ground else _named_sites()
    if not any(t.lower_ in sites for t in token.doc[start : token.i + 1]):
        return None
    beside = token.i + 2 < len(token.doc) and token.nbor(1).lower_ == "in"
    lying = [actors.party_at.get(i) for i in (token.i + 2, token.i + 3)] if beside else []
    if (land := next((p for p in lying if p is not None and p.kind == "state" and p.state), None)) is not None:
        # "a British base in Cyprus"
        return land
    owners = [actors.party_at[i] for i in range(start, token.i + 1) if i in actors.party_at]
    return next((p for p in owners if p.state is not None), None)


@cache
def _named_sites() -> frozenset[str]:
    return lexicon.group("sites", "inland_sites")


def _held_by(token: Token) -> Party | None:
    """Return who holds a place that the words give to somebody: "the Israeli-held Golan Heights"."""
    doc, start = token.doc, chunk_start(token.doc, token.i)
    for i in range(start, token.i):
        if doc[i].lower_ in lexicon.group("holding", "directing_traffic") and i >= 2 and doc[i - 1].text in "-–":
            state = default_state(doc[i - 2].text)
            if state is not None:
                return Party(i - 2, token.i + 1, "state", doc[i - 2].text, state)
    return None


def default_state(word: str) -> str | None:
    """Return the state of a demonym or of a country's name, or None."""
    from airmap.pipeline import default_gazetteer

    gazetteer = default_gazetteer()
    place = gazetteer.demonym(word)
    return place.country if place is not None and place.feature == "country" else gazetteer.state_of(word)


def _explained(token: Token, actors: Actors) -> Party | None:
    """Return the state by which a place is explained that nobody knows: "in Osiny, eastern Poland", "Yemen's Jawf"."""
    if token.pos_ != "PROPN":
        return None
    for child in token.children:
        if (child.dep_ in ("appos", "npadvmod", "conj") and child.i > token.i) or child.dep_ == "poss":
            party = actors.party_at.get(child.i)
            if party is not None and party.state is not None:
                return party
    return None


def _first_listed(token: Token, actors: Actors) -> Party | None:
    """Return the first of the lands that "three NATO states: Romania, Hungary and Croatia" names."""
    if token.lower_ not in lexicon.group("lands_in_plural"):
        return None
    opened, end = False, token.sent.end
    if end < len(token.doc) and token.doc[end - 1].text == ":":
        # The parser ends the sentence there.
        end = token.doc[end].sent.end
    for i in range(token.i + 1, min(end, token.i + 16)):
        opened = opened or token.doc[i].text in (":", ",", "–", "—", "(") or token.doc[i].lower_ == "including"
        party = actors.party_at.get(i)
        before = token.doc[i - 1]
        if opened and party is not None and party.state is not None and party.kind == "state":
            return party if before.text in (":", ",", "–", "—", "(") or before.lower_ == "including" else None
    return None


def land_below(token: Token, craft: Craft, actors: Actors) -> Party | None:
    """Return the state on whose land something lies: "over the president's palace near Latakia"."""
    if token.pos_ not in ("NOUN", "PROPN") or craft.civil or token.lower_ in lexicon.group("nowhere_waters"):
        return None
    near = [t for p, t in grammar.prepositions(token) if p in ("near", "in", "at", "of", "outside", "on", "around")]
    owners = [actors.party_at[i] for i in range(chunk_start(token.doc, token.i), token.i) if i in actors.party_at]
    named = [actors.party_at[t.i] for t in near if t.i in actors.party_at]
    own = state_of_party(craft.party)
    # "the palace of the Syrian president near Latakia"
    named += [actors.party_at[t.i] for t in token.subtree if token.i < t.i < token.i + 9 and t.i in actors.party_at]
    return next((p for p in (*named, *owners) if p.state is not None and p.state != own), None)


def at_sea(token: Token) -> bool:
    """Say whether a word names no land: a ship, "the high seas", or no noun at all."""
    return token.lower_ in lexicon.group("nowhere_waters") | SHIPS or token.pos_ not in ("NOUN", "PROPN")
