"""The repair of headlines in which "down" is the verb, which the parser takes for a preposition or an adverb."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def down_as_verb(down: Token) -> None:
    """Let headlines bring something down: "Turkish jets down drone of unknown origin" are no jets down a drone.

    Not: "jets fly down to their base", "prices down as planes return", "China forces down an American plane".
    """
    doc, sentence = down.doc, down.sent
    end = down.i + 1
    named = ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PART")
    while end < sentence.end and (doc[end].pos_ in named or doc[end].text == "-" or doc[end].lower_ in _flyers()):
        end += 1
    flown = next((t for t in [*doc[down.i + 1 : end]][::-1] if t.lower_ in _flyers() or t.norm_[:3] == "jet"), None)
    subject = doc[down.i - 1] if down.i > sentence.start else down
    forced = subject.lower_ == "forces" and (subject.i == sentence.start or doc[subject.i - 1].pos_ != "ADJ")
    forced = forced or subject.lower_ in _with_down()
    if flown is None or forced or subject.pos_ not in ("NOUN", "PROPN") or any(
        t.pos_ in ("VERB", "AUX") and t.tag_ != "VBG" for t in doc[sentence.start : down.i]
    ):
        return
    while subject.dep_ == "pobj" and subject.head.head.i < subject.i and subject.head.head.pos_ in ("NOUN", "PROPN"):
        # "Rebels in Idlib down a helicopter"
        subject = subject.head.head
    chunk = {*range(subject.left_edge.i, end)}
    top = next((t for t in doc[subject.left_edge.i : end] if t.head.i == t.i or t.head.i not in chunk), down)
    outside = top.head.i != top.i and top.head.i not in chunk and not down.is_ancestor(top.head)
    heads = {subject.i: (down, "nsubj"), flown.i: (down, "dobj")}
    heads[down.i] = (top.head, top.dep_) if outside else (down, "ROOT")
    for part in tuple(subject.children):
        if part.i >= end:
            heads[part.i] = (down, part.dep_)
    for part in doc[down.i + 1 : end]:
        if part.i != flown.i and part.head.i not in range(down.i + 1, end):
            heads[part.i] = (flown, part.dep_)
    down.tag_, down.pos_ = "VBP" if down.lower_ == "down" else "VBZ", "VERB"
    _hang(doc, heads)
    if flown.pos_ == "VERB":
        # "down drone near the border", where nothing drones.
        flown.tag_, flown.pos_ = "NN", "NOUN"


@cache
def _with_down() -> frozenset[str]:
    """Return the verbs that "down" goes with, which tags may take for nouns: "Turkey shoots down drone"."""
    phrasal = lexicon.table("events")["force_down"]["phrasal"]
    return frozenset(f for verb, particle in phrasal if particle == "down" for f in lexicon.verb_forms(verb))


@cache
def _flyers() -> frozenset[str]:
    table = lexicon.table("aircraft")
    named = {f.casefold() for names in table["names"].values() for n in names for f in lexicon.noun_forms(n)}
    return frozenset(named).union(*(lexicon.nouns("aircraft", "nouns", c) for c in table["nouns"]))


def _hang(doc: Doc, heads: dict[int, tuple[Token, str]]) -> None:
    """Give several words their heads and relations at once, unless they would hang on each other in a ring."""
    for i in heads:
        seen: set[int] = set()
        while i not in seen:
            seen.add(i)
            above = heads[i][0].i if i in heads else doc[i].head.i
            if above == i:
                break
            i = above
        else:
            return
    for i in heads:
        doc[i].head = doc[i]
    for i, (head, relation) in heads.items():
        doc[i].head, doc[i].dep_ = head, relation
