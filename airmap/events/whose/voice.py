"""Whose voice "we" and "our" are: the speaker of the quotation, or the body that published the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import party_in
from airmap.mentions.actors import Actors, Party
from airmap.mentions.first_person import TURN
from airmap.records import Article

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

FIRST_PERSON = frozenset({"our", "we", "my", "us"})


def voice_of(doc: Doc, position: int, actors: Actors, article: Article, *, exclude: set[str | None]) -> Party | None:
    """Return the state for which "our" speaks: as the source or title says, else whom its sentence names first."""
    for text in (article.source, article.url, article.title):
        folded = (text or "").casefold()
        for state, phrases in lexicon.table("parties")["voices"].items():
            if state not in exclude and any(p in folded for p in phrases):
                return Party(position, position, "state", state, state)
    label = _label_before(doc, position)
    for state, names in lexicon.table("parties")["speakers"].items() if label else ():
        if state not in exclude and any(re.search(rf"\b{n}$", label) for n in names):
            return Party(position, position, "state", state, state)
    sentence = doc[position].sent
    for party in actors.parties:
        if sentence.start <= party.start < position and party.kind == "state" and party.state not in exclude \
                and not _against(party, doc) and not _side_by_side(party, exclude, doc, actors):
            return party
    return None


def _side_by_side(party: Party, others: set[str | None], doc: Doc, actors: Actors) -> bool:
    """Say whether a state is named as one with others: "Dutch and American planes violated our airspace"."""
    beside = (actors.party_at.get(t.i) for t in doc[party.end - 1].conjuncts)
    return any(p is not None and p.state in others - {None} for p in beside)


def _against(party: Party, doc: Doc) -> bool:
    """Say whether others speak against a state: "a protest against Mali for violating our airspace"."""
    return party.start > 0 and doc[party.start - 1].lower_ == "against"


def _label_before(doc: Doc, position: int) -> str:
    """Return who speaks in a transcript at a word, folded: "REAR ADMIRAL KIRBY:"."""
    text = doc.text[: doc[position].idx] if ":" in doc.text else ""
    turns = [m["speaker"] for m in TURN.finditer(text)]
    return turns[-1].casefold() if turns else ""


def headed_by(doc: Doc, actors: Actors, exclude: set[str | None]) -> Party | None:
    """Return the state whose body's name heads a bulletin: "Hellenic National Defence General Staff"."""
    for party in actors.parties:
        if party.start > 2 or party.state in {None, *exclude}:
            continue
        words = {t.lower_ for t in doc[party.end : min(len(doc), party.end + 6)]}
        if words & lexicon.group("publishing_bodies"):
            return party
    return None


def issuer_of(doc: Doc, actors: Actors, exclude: set[str | None]) -> Party | None:
    """Return the state of the dateline, or the only state but the others' that a text names."""
    dated = [p for p in actors.parties if p.start in actors.datelines and p.state is not None]
    if dated and dated[0].state not in exclude:
        return dated[0]
    named = [p for p in actors.parties if p.state is not None and p.state not in exclude and not _against(p, doc)]
    return named[0] if len({p.state for p in named}) == 1 else None


def flown_by(doc: Doc, position: int, actors: Actors) -> Party | None:
    """Return whose flights a bulletin is about that lists counts: "TURKISH AIR ACTIVITY", "Turkish aircraft: two".

    Not: "Turkish aircraft crossed the line", which is told of them and is no heading.
    """
    for party in actors.parties:
        if party.start >= position or party.kind != "state" or party.start in actors.datelines:
            continue
        sentence = doc[party.start].sent
        opens = party.start == sentence.start or doc[party.start - 1].text in ":-–—" or doc[party.start - 1].is_space
        words = [t.lower_ for t in doc[party.end : min(party.end + 4, sentence.end)]]
        flights = next((n for n, w in enumerate(words) if w in lexicon.group("flights_headed")), None)
        told = (t for t in doc[party.end : min(sentence.end, position)] if t.pos_ in ("VERB", "AUX"))
        if opens and flights is not None and not any(t.tag_ in ("VBD", "VBP", "VBZ") for t in told):
            return party
    return None


def spoken_to(doc: Doc, pronoun: int, actors: Actors) -> Party | None:
    """Return to whom "your" speaks: "your jets flew over our land, the minister told the Colombian ambassador"."""
    for token in doc[pronoun].sent:
        if token.lower_ not in lexicon.verb_forms("tell", "write", "say") or token.pos_ != "VERB":
            continue
        heard = [*grammar.objects(token), *(c for c in token.children if c.dep_ == "dative")]
        heard += [t for p, t in grammar.prepositions(token) if p == "to"]
        party = next((p for t in heard if (p := party_in(t, actors)) is not None and p.state is not None), None)
        if party is not None:
            return party
    return None
