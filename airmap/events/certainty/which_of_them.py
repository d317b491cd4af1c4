"""Which of several events is answered: "denied both", "neither had taken place", "denied the second"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import occasion_nouns

if TYPE_CHECKING:
    from airmap.events.merging import Cluster
    from airmap.events.tellings import Denial
    from airmap.parsing.parsed import Doc, Token

_ALL = frozenset({"both", "either", "neither"})
_PLACES = {"first": 0, "former": 0, "earlier": 0, "second": 1, "latter": 1, "later": 1, "third": 2, "last": -1}


def which_of_them(denial: Denial, clusters: Sequence[Cluster], doc: Doc) -> list[Cluster] | None:
    """Return the events that a denial counts, of those told before it of the side that denies; None if it counts none.

    "denied both", "said neither had taken place", "denied the second". Not: "denied the second time that day".
    """
    state = denial.party.state if denial.party is not None else None
    told = [c for c in clusters if state in c.movers and c.tellings[0].trigger < denial.token
            and any(t.status in ("asserted", "disputed") for t in c.tellings)]
    if state is None or len(told) < 2:
        return None
    for word in _clause_after(doc[denial.token]):
        if word.lower_ in _ALL and not _of_sides(word):
            return told
        if counts_events(word) or (word.lower_ in _PLACES and counts_events(word.head)):
            at = next((_PLACES[w.lower_] for w in (word, *word.children) if w.lower_ in _PLACES), None)
            if at is not None and at < len(told):
                return [told[at]]
    return None


def counts_one(verb: Token) -> bool:
    """Say whether what is denied is one of several: "denied the second"."""
    return any(w.lower_ in _PLACES and (counts_events(w) or counts_events(w.head)) for w in _clause_after(verb))


def counts_events(word: Token) -> bool:
    """Say whether a noun, or what stands for one, counts what was told: "the first", "the second incursion", "both"."""
    if word.lower_ in _ALL and word.dep_ == "dobj":
        return True
    before = word.nbor(-1).lower_ if word.i > word.sent.start else ""
    if word.lower_ in _PLACES and before == "the" and word.dep_ in ("dobj", "pobj", "nsubjpass", "conj"):
        return True
    counted = any(c.lower_ in _PLACES for c in word.children)
    single = word.lower_.removesuffix("s")
    return counted and (single in occasion_nouns() or single in lexicon.group("event_nouns", "those_counted"))


def _clause_after(verb: Token) -> list[Token]:
    """Return the words after a verb up to the next one that stands beside it: "denied the first but regretted ..."."""
    beside = [c.i for c in verb.conjuncts if c.i > verb.i]
    end = min([verb.sent.end, *beside])
    return [t for t in verb.doc[verb.i + 1 : end] if t.is_alpha]


def _of_sides(word: Token) -> bool:
    """Say whether "both" or "either" counts the sides or the aircraft: "neither side", "both jets"."""
    counted = word.head if word.dep_ in ("det", "preconj", "predet") else word
    days = counted.lower_ in lexicon.group("time_units") or counted.lower_ in ("day", "days", "occasion", "occasions")
    single = counted.lower_.removesuffix("s")
    events = counted.i == word.i or single in occasion_nouns() or single in lexicon.group("event_nouns") or days
    claims = counted.lower_ in lexicon.group("charges") or single in lexicon.group("charges")
    followed = any(p == "of" for p, _ in grammar.prepositions(word))
    return not (events or claims) or followed
