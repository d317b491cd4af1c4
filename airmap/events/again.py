"""A telling over again: what was told before, with what is new of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.events.tellings import ENTERING, Telling
from airmap.mentions.actors import Craft, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

#: So many words on, what is told over again may go on from what was told.
AFTER_EVENT = 60


def again(last: Telling, verb: Token, craft: Craft | None, place: Party | None) -> Telling:
    """Return what was told last as done once more, in the clause of a word, by another aircraft or in another place."""
    flown = last.craft if craft is None else craft
    mover = craft.party if craft is not None and craft.party is not None else last.mover
    airspace = place.state if place is not None and place.state is not None else last.airspace
    start, end = clause_of(verb)
    return replace(
        last, trigger=verb.i, start=start, end=end, craft=flown, craft_token=None, mover=mover, airspace=airspace,
        goal=place or last.goal, zone=last.zone if airspace == last.airspace else None, origin=None, origin_span=None,
        responder=None if last.act in ENTERING else last.responder, responder_token=None, aggregate=False,
        plural=False, another=True, listed=True, nominal=False, count=flown.count if flown is not None else None,
    )


def clause_of(verb: Token) -> tuple[int, int]:
    """Return where the clause of a verb starts and ends, in plain order: after "and" or ";", to the next of them."""
    sentence, tokens = verb.sent, verb.doc
    start, end = verb.i, verb.i + 1
    while start > sentence.start and tokens[start - 1].lower_ not in ("and", ";", ":", "but", "while"):
        start -= 1
    while end < sentence.end and tokens[end].lower_ not in (";", ":", "but", "while"):
        end += 1
    return start, end
