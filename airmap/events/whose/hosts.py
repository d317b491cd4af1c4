"""Fighters that meet a land's own aircraft in its own airspace: it is they who have come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.no_incident import peace
from airmap.events.tellings import Telling, changed
from airmap.events.whose.doers import hinted_owner
from airmap.mentions.actors import Actors, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc


def intruding(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Return a meeting as the entry that it was: "A Su-15 tailed an airliner in Swedish airspace", of the Soviets.

    Not: "Swedish fighters tailed a Soviet plane in Swedish airspace", "Dutch jets escorted an airliner over Estonia".
    """
    if telling.act not in ("intercept", "close") or telling.craft is None or telling.responder_token is None:
        return telling
    if doc[telling.trigger].lower_ in lexicon.group_forms("escorting_verbs"):
        return telling
    chaser = actors.craft_headed(doc[telling.responder_token])
    host = _host(telling, doc)
    if chaser is None or chaser is telling.craft or host is None or telling.status != "asserted":
        return telling
    owner = state_of_party(telling.craft.party)
    # "chased an airliner into Turkey": whoever's it was, they came after it.
    flown_at_home = owner == host or (telling.craft.civil and owner is None) or _followed_into(telling, doc)
    came = chaser.party or hinted_owner(chaser, {host}, actors)
    foreign = came is not None and came.state not in (None, host) and not peace.allies(host, came.state)
    if not flown_at_home or not foreign:
        return telling
    return changed(
        telling, act="entry", strong=True, craft=chaser, craft_token=chaser.head, mover=came, responder=None,
        responder_token=None, airspace=host,
    )


def _followed_into(telling: Telling, doc: Doc) -> bool:
    """Read "chased it into Turkey", not "chased it back into Turkey"."""
    ground = telling.zone or telling.goal
    before = [t.lower_ for t in doc[max(0, ground.start - 2) : ground.start]] if ground is not None else []
    return before[-1:] == ["into"] and "back" not in before


def _host(telling: Telling, doc: Doc) -> str | None:
    """Return in whose airspace, or over whose town, two aircraft met."""
    zone, goal = telling.zone, telling.goal
    if zone is not None:
        owned = zone.kind == "national" and zone.owner is not None
        return state_of_party(zone.owner) if owned else None
    over = goal is not None and doc[goal.start - 1].lower_ in ("over", "above", "inside", "into")
    return state_of_party(goal) if over and goal is not None and _inland(goal) else None


def _inland(land: Party) -> bool:
    place = land.toponym.place if land.toponym is not None else None
    return land.kind == "state" or (place is not None and place.feature in ("city", "village", "admin1", "admin2"))
