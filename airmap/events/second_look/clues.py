"""What a sentence shows of itself: its words, pairs of them, and what hangs on its aircraft, as strings.

Names would say which event it is and not that it is one, so what is mentioned stands by its kind: a drone is
``<drone>`` whoever's it is, a state ``<state>``, an airspace ``<national>``, a proper noun ``<name>``, a number
``<n>``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from airmap.mentions.actors import Actors, Craft

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token, Tokens

_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s")
_SHORTEST_STEM = 3
_MOST_COUNTED = 3
_ARTICLES = frozenset({"a", "an", "the"})
_TELLING_MARKS = frozenset({"?", ";", ":"})
_PLACES_BESIDE = frozenset({"dobj", "nsubjpass", "nsubj", "prep", "neg", "aux", "prt", "mark", "agent"})


def clues_of(sentence: Tokens, actors: Actors) -> set[str]:
    """Return the clues of a sentence; each counts once however often it is there."""
    kinds = {t.i: _kind(t, actors) for t in sentence}
    crafts = actors.crafts_in(sentence)
    words = list(_in_order(sentence, kinds, actors))
    found = set(words)
    found.update(f"{a} {b}" for a, b in pairwise(words))
    found.update(f"{a} * {b}" for a, b in zip(words, words[2:], strict=False))
    for craft in crafts:
        found.update(_hanging_on(craft, sentence, kinds))
    states = {p.state for p in actors.parties if sentence.start <= p.start < sentence.end} - {None}
    found.add(f"#states {min(len(states), _MOST_COUNTED)}")
    found.add(f"#aircraft {min(len(crafts), _MOST_COUNTED)}")
    if any(t.tag_ == "MD" for t in sentence):
        found.add("#modal")
    return found


def _kind(token: Token, actors: Actors) -> str:
    """Return what a word counts as: its stem, or what it mentions."""
    i = token.i
    if i in actors.craft_at:
        return f"<{actors.craft_at[i].category}>"
    if i in actors.zone_at:
        return f"<{actors.zone_at[i].kind}>"
    if i in actors.party_at:
        return "<state>" if actors.party_at[i].state is not None else "<side>"
    if token.pos_ == "NUM" or any(c.isdigit() for c in token.text):
        return "<n>"
    if token.pos_ == "PROPN" and token.text[:1].isupper():
        return "<name>"
    return _stem(token.lower_)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_STEM + 1 else word


def _in_order(sentence: Tokens, kinds: dict[int, str], actors: Actors) -> Iterator[str]:
    """Yield the words of a sentence, each mention once, without articles and most punctuation."""
    last = None
    for token in sentence:
        mark = token.pos_ == "PUNCT" and token.text not in _TELLING_MARKS
        if mark or token.text.isspace() or token.lower_ in _ARTICLES:
            continue
        i = token.i
        mention = actors.craft_at.get(i) or actors.zone_at.get(i) or actors.party_at.get(i)
        kind = kinds[i]
        if mention is not None and mention is last:
            continue
        if kind in ("<n>", "<name>") and last == kind:
            continue
        last = mention if mention is not None else kind
        yield kind


def _hanging_on(craft: Craft, sentence: Tokens, kinds: dict[int, str]) -> Iterator[str]:
    """Yield what an aircraft is, its place in the tree, and what hangs beside it on the same verb."""
    head = sentence.doc[craft.head]
    above = head.head
    owned = " owned" if craft.party is not None else ""
    yield f"#is <{craft.category}>{owned}{' civil' if craft.civil else ''}{' weapon' if craft.weapon else ''}"
    governor = kinds.get(above.i, "?")
    yield f"{head.dep_}> <{craft.category}> {governor}"
    yield f"{head.dep_}> {governor}"
    if above.dep_ in ("prep", "agent"):
        yield f"{governor}> {kinds.get(above.head.i, '?')}"
    for beside in above.children:
        if beside is not head and beside.dep_ in _PLACES_BESIDE:
            yield f"{head.dep_}+{beside.dep_} {kinds.get(beside.i, '?')}"
