"""Two events in one sentence: coordinated owners and dated lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.events.tellings import Telling
from airmap.mentions.actors import _NUMBER_WORDS, Actors

if TYPE_CHECKING:
    from spacy.tokens import Doc


def split(telling: Telling, doc: Doc, actors: Actors) -> list[Telling]:
    """Return the telling, or one for each party that its sentence names side by side.

    "four Chinese and fifteen Russian military aircraft entered" are two events.
    """
    craft = telling.craft
    if craft is None or craft.party is None or telling.act not in ("entry", "adiz", "intercept"):
        return [telling]
    found = [telling]
    i = craft.start - 1
    while i > telling.start and doc[i].lower_ in ("and", ",", "&"):
        party = actors.party_at.get(i - 1)
        if party is None or party.kind == "place" or party.state in {t.mover.state for t in found if t.mover}:
            break
        count = None
        k = party.start - 1
        if k >= telling.start:
            word = doc[k].lower_
            count = int(word) if word.isdigit() else _NUMBER_WORDS.get(word)
            k -= 1 if count is not None else 0
        if party.state is not None and party.state == telling.airspace:
            break
        if telling.responder is not None and telling.responder.state == party.state:
            break
        found.append(replace(telling, craft=replace(craft, party=party, count=count), mover=party))
        i = k
    return found[::-1]
