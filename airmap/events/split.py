"""Two events in one sentence: coordinated owners and dated lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.events import merging
from airmap.events.tellings import Telling, changed
from airmap.mentions.actors import Actors, Craft, state_of_party
from airmap.mentions.phrases import NUMBER_WORDS

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc


def split(telling: Telling, doc: Doc, actors: Actors) -> list[Telling]:
    """Return the telling, or one for each party that its sentence names side by side.

    "four Chinese and fifteen Russian military aircraft entered" are two events.
    """
    listed = _listed(telling, doc, actors)
    if listed:
        return listed
    return [part for crossed in _crossed(telling, doc, actors) for part in _by_owner(crossed, doc, actors)]


def _crossed(telling: Telling, doc: Doc, actors: Actors) -> list[Telling]:
    """Return one telling for each airspace: "violated Estonian and Latvian airspace", "the airspace of Iran and Iraq".

    A flight over several lands ("crossed Romania and Hungary") is one event, told by the first of them.
    """
    owned = telling.zone is not None and telling.zone.kind == "national"
    place = telling.zone.owner if telling.zone is not None and owned else None
    if telling.act != "entry" or place is None or telling.airspace is None:
        return [telling]
    either = doc[place.start - 1].lower_ in ("or", "nor") and telling.status == "denied" and place.start > 1
    if either and (first := actors.party_at.get(place.start - 2)) is not None and first.state is not None:
        # "did not enter American or Canadian airspace": kept out of the first.
        return [changed(telling, airspace=first.state)]
    found = [telling]
    last = doc[place.end - 1]
    if telling.zone is not None and last.i < telling.zone.head:
        # "Estonian and Latvian airspace": two owners of one airspace.
        beside = [c.i for c in last.conjuncts if c.i > place.end - 1 or c.i < place.start]
    else:
        beside = [c.i for c in last.conjuncts if c.i > last.i]
    mover = telling.mover.state if telling.mover else None
    for i in beside:
        party = actors.party_at.get(i)
        states = {t.airspace for t in found}
        if party is not None and party.state is not None and party.state not in states | {mover}:
            found.append(replace(telling, airspace=party.state, goal=party, zone=None))
    return found


def _by_owner(telling: Telling, doc: Doc, actors: Actors) -> list[Telling]:
    craft = telling.craft
    if craft is None or craft.party is None or telling.act not in ("entry", "adiz", "intercept", "fire"):
        return [telling]
    found = [telling]
    # "Danish and Swedish jets crossed over. Gunners fired at them."
    first = min(telling.start, doc[craft.head].sent.start)
    for other in actors.crafts:
        # "two Tu-95s of Russia and two H-6s of China", "Chinese H-6 and Russian Tu-95 bombers"
        if not telling.start <= other.head < telling.end or other.party is None or other.head == craft.head:
            continue
        joined = doc[other.head] in doc[craft.head].conjuncts or _listed_beside(craft, other, doc)
        states = {t.mover.state for t in found if t.mover} | {telling.airspace}
        if telling.responder is not None:
            states.add(telling.responder.state)
        if joined and other.party.state not in (None, *states) and not other.attributive and not other.weapon:
            found.append(replace(telling, craft=other, mover=other.party, count=other.count))
    if len(found) > 1:
        return found
    i = craft.start - 1
    if i > first and doc[i].text == ",":
        # "a warning to NATO, an Estonian aircraft": a comma alone makes no list.
        return found
    while i > first and doc[i].lower_ in ("and", ",", "&"):
        i -= doc[i - 1].lower_ in ("military", "naval", "army", "navy")
        party = actors.party_at.get(i - 1)
        if party is None or party.kind == "place" or party.state in {t.mover.state for t in found if t.mover}:
            break
        if doc[i - 1].dep_ == "pobj" and doc[i - 1].head.lower_ in ("in", "into", "over"):
            # "incursions into Poland and a Russian jet's entry into Estonian airspace"
            break
        count = None
        k = party.start - 1
        if k >= first:
            word = doc[k].lower_
            count = int(word) if word.isdigit() else NUMBER_WORDS.get(word)
            k -= 1 if count is not None else 0
            # "six Russian and Chinese aircraft": of both together.
            count = count if craft.count is not None else None
        if party.state is not None and party.state == telling.airspace:
            break
        if telling.responder is not None and telling.responder.state == party.state:
            break
        found.append(replace(telling, craft=replace(craft, party=party, count=count), mover=party))
        i = k
    return found[::-1]


def _listed_beside(craft: Craft, other: Craft, doc: Doc) -> bool:
    """Say whether nothing but "and" and owners stands between two aircraft."""
    first, second = sorted((craft, other), key=lambda c: c.start)
    between = doc[first.end : second.start]
    return len(between) > 0 and len(between) < 7 and all(
        t.lower_ in ("and", ",", "of", "the") or t.pos_ in ("PROPN", "ADJ", "NUM") or t.lower_ == "bombers"
        for t in between
    ) and any(t.lower_ == "and" for t in between)


def mirrored(tellings: list[Telling], doc: Doc, actors: Actors) -> list[Telling]:
    """Return the tellings, collisions seen from the side that was met.

    Two aircraft collide with each other: where the text says which of them shadowed or intercepted the other, the
    other is the one endangered.
    """
    tellings = [_by_the_owner(t, tellings) for t in tellings]
    met = [t for t in tellings if t.act == "intercept" and t.mover is not None and t.responder is not None]
    turned: list[Telling] = []
    for telling in tellings:
        if telling.act == "close" and telling.mover is not None and telling.responder is not None:
            sides = (telling.mover.state, telling.responder.state)
            other = next((t for t in met if (state_of_party(t.responder), state_of_party(t.mover)) == sides), None)
            if other is not None and not _another_met(telling, other.craft, doc, actors):
                telling = replace(
                    telling, mover=other.mover, responder=other.responder, craft=other.craft, count=other.count
                )
        turned.append(telling)
    return turned


def _another_met(close: Telling, met: Craft | None, doc: Doc, actors: Actors) -> bool:
    """Say whether what came close is of another type than what was met: "sent up after a Tu-95 ... a Su-35 cut in"."""
    came = actors.craft_headed(doc[close.responder_token]) if close.responder_token is not None else None
    if came is None or met is None or not (came.designated and met.designated):
        return False
    return not merging.alike(came.name, met.name)


def _by_the_owner(telling: Telling, tellings: list[Telling]) -> Telling:
    """Return a meeting by those whose zone it was, where "the country's air force" was taken for one that came in."""
    state = state_of_party(telling.responder)
    if telling.act != "intercept" or state is None or state == state_of_party(telling.mover):
        return telling
    came = [t for t in tellings if t.start == telling.start and t.act in ("entry", "adiz")
            and state_of_party(t.mover) == state and t.airspace not in (None, state)]
    if not any(t.start == telling.start and t.act in ("entry", "adiz") and t.mover == telling.mover for t in tellings):
        # "A MiG-31 sent up to meet a P-3 followed it into Finland": it met the other.
        return telling
    owner = next((t.zone.owner for t in came if t.zone is not None and t.zone.owner is not None), None)
    return replace(telling, responder=owner) if owner is not None else telling


def _listed(telling: Telling, doc: Doc, actors: Actors) -> list[Telling]:
    """Read "two incursions: a MiG-31 for a minute in May, a Tu-134 ...": one telling for each."""
    if telling.act not in ("entry", "adiz"):
        return []
    colon = next((i for i in range(telling.trigger, telling.end) if doc[i].text == ":"), None)
    if colon is None:
        return []
    crafts = [
        c for c in actors.crafts if colon < c.start and c.head < telling.end and not c.attributive and not c.weapon
    ]
    if len(crafts) < 2:
        return []
    ends = [c.start for c in crafts[1:]] + [telling.end]
    own = telling.mover
    return [
        replace(
            telling,
            craft=craft,
            mover=craft.party or own,
            start=craft.start,
            end=end,
            plural=False,
            aggregate=False,
            trigger=craft.head,
            listed=True,
        )
        for craft, end in zip(crafts, ends, strict=True)
    ]
