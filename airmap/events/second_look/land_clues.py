"""What a text shows of each state that it names, seen from the sentences that tell an event: as strings.

Where a state stands (in the telling, before, after), as whose aircraft or whose zone, by a place in it or by its own
name, behind which preposition, as whose subject. From these `presuming` weighs over whose land it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.ships import ship_named
from airmap.mentions.actors import Actors, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token, Tokens

_TELLING, _BEFORE, _AFTER = "telling", "before", "after"
_PART_OF_A_NAME = frozenset({"compound", "amod", "poss", "nmod", "appos"})
_LEADING = frozenset({"into", "over", "near", "to"})
_WORDS_BACK = 4


def clues_of_lands(doc: Doc, actors: Actors, telling: Collection[tuple[int, int]]) -> dict[str, frozenset[str]]:
    """Return the clues of each state that a text names.

    ``telling`` are the stretches that tell the event, as character offsets; without one there is nothing to see from.
    """
    stands = stands_of(doc, telling)
    if not stands:
        return {}
    found: dict[str, set[str]] = {}
    for look in (_of_aircraft, _of_zones, _of_sides):
        for state, clue in look(doc, actors, stands):
            found.setdefault(state, set()).add(clue)
    flying = {
        c.party.state for c in actors.crafts if c.party is not None and stands[doc[c.head].sent.start] == _TELLING}
    others = [s for s in found if s not in flying]
    told = [s for s in others if any(c.startswith(_TELLING) for c in found[s])]
    for state, clues in found.items():
        clues.update(f"in {w}" for w in (_TELLING, _BEFORE, _AFTER) if any(c.startswith(f"{w} ") for c in clues))
        clues.add("owns what flies" if state in flying else "owns nothing that flies")
        if others == [state]:
            clues.add("the only other")
        if told == [state]:
            clues.add("the only other in the telling")
    return {state: frozenset(clues) for state, clues in found.items()}


def stands_of(doc: Doc, telling: Collection[tuple[int, int]]) -> dict[int, str]:
    """Return for the start of each sentence whether it tells the event or stands before or after."""
    tells = [s.start for s in doc.sents if any(a < s.end_char and b > s.start_char for a, b in telling)]
    if not tells:
        return {}
    return {
        s.start: _TELLING if s.start in tells else _BEFORE if s.start < tells[0] else _AFTER for s in doc.sents}


def _of_aircraft(doc: Doc, actors: Actors, stands: dict[int, str]) -> Iterator[tuple[str, str]]:
    for craft in actors.crafts:
        if craft.party is None or craft.party.state is None:
            continue
        where = stands[doc[craft.head].sent.start]
        yield craft.party.state, f"{where} aircraft {bearing_of(doc[craft.head]).dep_}"
        yield craft.party.state, f"{where} aircraft{' attributive' if craft.attributive else ''}"


def _of_zones(doc: Doc, actors: Actors, stands: dict[int, str]) -> Iterator[tuple[str, str]]:
    for zone in actors.zones:
        where = stands[doc[zone.head].sent.start]
        if zone.owner is not None and zone.owner.state is not None:
            yield zone.owner.state, f"{where} {zone.kind}"
            yield zone.owner.state, f"{where} {zone.kind} {_leading(doc, zone.start)}"
        if zone.place is not None and zone.place.state is not None:
            yield zone.place.state, f"{where} place of {zone.kind}"


def _of_sides(doc: Doc, actors: Actors, stands: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Yield what a name that is no aircraft's and no zone's says of its state."""
    reporting = lexicon.verbs("cues", "reporting")
    taken = actors.craft_at.keys() | actors.zone_at.keys()
    for party in actors.parties:
        if party.state is None or party.start in taken:
            continue
        if party.start in actors.datelines:
            yield party.state, "dateline"
            continue
        where = stands[doc[party.start].sent.start]
        leading = _leading(doc, party.start)
        bearing = bearing_of(doc[party.end - 1])
        if party.end <= bearing.i and bearing.lower_ in lexicon.group("guarded_sites"):
            # "over an American base": whose the base is says nothing of whose land it stands on.
            continue
        yield party.state, f"{where} {'ship' if ship_named(doc[party.start]) else _sort(party)} {leading}"
        yield party.state, f"{where} {leading}"
        yield party.state, f"{where} {bearing.dep_}"
        if bearing.dep_ in ("nsubj", "nsubjpass"):
            yield party.state, f"{where} {'speaks' if bearing.head.lower_ in reporting else 'acts'}"
        if party.end < len(doc) and doc[party.end].lower_ in ("'s", "’s"):
            yield party.state, f"{where} possessive"


def _sort(party: Party) -> str:
    return "capital" if party.capital else "below" if party.below_country else party.kind


def bearing_of(word: Token) -> Token:
    """Return the noun whose place in the tree a name shares: "ministry" for the "Danish" of "the Danish ministry"."""
    for _ in range(3):
        if word.dep_ not in _PART_OF_A_NAME or word.head is word:
            break
        word = word.head
    return word


def _leading(doc: Doc, start: int) -> str:
    """Return the preposition before a name, or what else parts it from the words before."""
    before: Tokens = doc.span(max(0, start - _WORDS_BACK), start)
    for word in reversed(before):
        if word.pos_ in ("ADP", "SCONJ") or word.lower_ in _LEADING:
            return word.lower_
        if word.pos_ in ("VERB", "AUX", "PUNCT", "CCONJ"):
            return f"<{word.pos_.lower()}>"
    return "<none>"
