"""Flights whose verb is left out: "had been over Romania for three minutes, over Hungary for forty and over Croatia".

What a sentence says of one land by a verb it says of the next by the preposition, the name and the time alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Party
from airmap.mentions.phrases import number

if TYPE_CHECKING:
    from airmap.parsed import Doc, Tokens

_OVER = frozenset({"over", "above", "across"})
# How far from the name of a land its time may stand: "over Hungary for some forty".
_REACH = 5
_THEN = frozenset({"and", "then", "later", "also", "afterwards", "finally", "before", "or"})


def left_out(sentence: Tokens, doc: Doc, actors: Actors, told: Sequence[Telling]) -> Iterator[Telling]:
    """Yield the entries that a sentence tells by "over", a land and a time, beside one that it tells by a verb.

    Not: "had been over Romania for three minutes, and jets over Bulgaria were scrambled".
    """
    yield from _that_of(sentence, doc, actors, told)
    first = next((t for t in told if t.act == "entry" and not t.nominal and _timed(t, doc)), None)
    if first is None:
        return
    named = {_goal(t) for t in told}
    for party in actors.parties:
        if not sentence.start < party.start < sentence.end or party.state in (None, *named):
            continue
        over = doc[party.start - 1]
        if over.lower_ not in _OVER or not _with_a_time(party, sentence, doc):
            continue
        if any(first.trigger < c.head < party.start and c is not first.craft for c in actors.crafts):
            return
        named.add(party.state)
        yield replace(first, trigger=over.i, goal=party, zone=None)


def _that_of(sentence: Tokens, doc: Doc, actors: Actors, told: Sequence[Telling]) -> Iterator[Telling]:
    """Yield the entries told by "that of" or a bare owner: "crossed Danish airspace and then that of Sweden".

    Not: "violated Swedish airspace, not that of Denmark", "closed its airspace after that of Poland".
    """
    first = next((t for t in told if t.act == "entry" and t.zone is not None and t.zone.kind == "national"), None)
    if first is None or first.zone is None:
        return
    named = {_goal(t) for t in told}
    for party in actors.parties:
        if not max(first.zone.end, first.trigger) < party.start < sentence.end or party.state in (None, *named):
            continue
        before = [t.lower_ for t in doc[first.zone.end : party.start]]
        if before and before[-1] == "the":
            before.pop()
        after = doc[party.end] if party.end < len(doc) else None
        owner = after is not None and after.lower_ in ("'s", "’s")
        if owner and party.end + 1 < len(doc) and doc[party.end + 1].pos_ in ("NOUN", "PROPN", "ADJ"):
            owner = False
        if before[-2:] == ["that", "of"]:
            before = before[:-2]
        elif not owner:
            continue
        joined = len(before) > 0 and (before[-1] in _THEN or before[-1] == ",")
        turned = any(t.pos_ in ("VERB", "AUX") for t in doc[max(first.zone.end, first.trigger + 1) : party.start])
        if joined and not turned and "not" not in before:
            named.add(party.state)
            yield replace(first, goal=party, zone=None)


def the_same(sentence: Tokens, doc: Doc, actors: Actors, last: Telling | None) -> Iterator[Telling]:
    """Yield the entry that repeats the last one elsewhere: "The same happened in Romania on Sunday".

    Not: "The same happened in 1998", "The same happened to a ship".
    """
    if last is None or last.act != "entry" or last.craft is None or last.craft.civil:
        return
    for token in sentence[:8]:
        if token.lower_ not in lexicon.group("the_same") or token.head.lower_ not in lexicon.group("happening"):
            continue
        if token.dep_ not in ("nsubj", "nsubjpass", "amod") and token.head.lower_ != "incident":
            continue
        for preposition, place in grammar.prepositions(token.head):
            party = actors.party_at.get(place.i)
            if preposition in _OVER | {"in"} and party is not None and party.state not in (None, _goal(last)):
                yield replace(
                    last, trigger=token.head.i, start=sentence.start, end=sentence.end, goal=party, zone=None,
                    origin=None, count=None,
                )
                return


def _goal(telling: Telling) -> str | None:
    zone = telling.zone
    owner = zone.owner if zone is not None else telling.goal
    return owner.state if owner is not None else None


def _timed(telling: Telling, doc: Doc) -> bool:
    return bool({t.lower_ for t in doc[telling.start : telling.end]} & lexicon.group("brief_units"))


def _with_a_time(party: Party, sentence: Tokens, doc: Doc) -> bool:
    """Say whether a number of minutes goes with a land: "over Hungary for more than 40", "and seven over Croatia"."""
    after = doc[party.end : min(sentence.end, party.end + _REACH)]
    if len(after) > 1 and after[0].lower_ in ("for", "in"):
        return any(number(t.lower_) is not None or t.like_num for t in after[1:])
    before = doc[max(sentence.start, party.start - 3) : party.start - 1]
    return any((number(t.lower_) or 0) > 1 or t.like_num for t in before)
