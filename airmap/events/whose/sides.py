"""The sides of an event: whose aircraft it was, whose airspace, and who met it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.merging import Cluster
from airmap.events.sequel import Sequel
from airmap.events.tellings import ENTERING, Telling
from airmap.events.whose import context
from airmap.events.whose.doers import answering, doer_by_type, first_of, hinted_owner, met_by_unknown, mover_of
from airmap.events.whose.downed_over import shot_at_home
from airmap.events.whose.identity import home_again, raided_from, took_off_there, typed_as
from airmap.mentions.actors import Actors, Craft, Party, state_of_party
from airmap.records import IncidentType, Measure

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc


@dataclass(frozen=True, slots=True)
class Sides:
    """Who took part in an event, and over whose land; each may be unsaid.

    Attributes
    ----------
    mover
        Whose aircraft it was.
    hinted
        Whether only the aircraft's type says so.
    airspace
        The state whose airspace was entered.
    responder
        Who met it, fired at it or sent up fighters.
    doer
        The responder as far as the telling's own words name one.
    """

    mover: Party | None
    hinted: bool
    airspace: str | None
    responder: Party | None
    doer: Party | None


def sides_of(
    cluster: Cluster,
    told: list[Telling],
    types: Sequence[IncidentType],
    craft: Craft | None,
    distance: Measure | None,
    sequel: Sequel,
    doc: Doc,
    actors: Actors,
) -> Sides:
    """Settle the sides together: each that is known tells who the others cannot be."""
    airspace = _entered(told)
    kept_out = {t.near for t in told if t.act == "approach" and t.implicit}
    if airspace in kept_out and not any(t.act in ENTERING for t in told):
        # "intercepted a drone bound for Israel ... before it crossed into Israeli airspace"
        airspace = None
    mover = mover_of(cluster, airspace, doc, actors)
    if airspace is None and context.enters(told) and not any(t.airspace_group for t in told):
        airspace = context.land_in_story(cluster, state_of_party(mover), doc, actors)
    responder = first_of(_named_responder(told), doc, actors)
    if airspace is None and "near_miss" in types and responder is not None and responder.state is not None:
        airspace = context.placed_after(sequel.following, doc, actors, exclude={responder.state})
        # What was threatened at home was threatened by an intruder.
        mover = responder if airspace is not None else mover
    if responder is None and airspace is not None and _unnamed_force(told):
        # "one was fired on": by those whose airspace it was.
        responder = Party(0, 0, "state", airspace, airspace)
    hinted = False
    if mover is None:
        mover, hinted = _owner(cluster, told, craft, airspace, responder, sequel, doc, actors)
    if mover is not None and mover.state is None and any(t.airspace_group == mover.name for t in cluster.tellings):
        # "operated in NATO airspace": whose that is, is not whose the aircraft was.
        mover = None
    mover = _band_from(mover, doc, actors)
    doer = responder or doer_by_type(told, {airspace, state_of_party(mover)}, doc, actors)
    if airspace is None and context.over_some_country(told, doc):
        # "in the skies of a NATO country": of the one that sent up its fighters.
        meant = doer or answering(told, sequel, airspace, mover, doc, actors)
        if meant is not None and meant.kind == "state" and meant.state != state_of_party(mover):
            airspace = meant.state
    responder = doer
    if airspace is None and any(t.act == "adiz" for t in told):
        # "off Alaska ... had entered an identification zone": of those it lies off, or who went up for it.
        off = next((t.near for t in told if t.near), None) or state_of_party(doer)
        airspace = off if off != state_of_party(mover) else None
    unsaid = responder is None or (responder.state is None and not _is_band(responder))
    if unsaid and not met_by_unknown(told, doc, actors):
        responder = answering(told, sequel, airspace, mover, doc, actors) or responder
    if airspace is None and types[0] in ("shootdown", "fired_upon") and not any(map(_over_disputed_land, told)):
        airspace = shot_at_home(told, responder, mover, doc, actors)
        # "brought down before it reached Israeli territory"
        airspace = None if airspace in kept_out else airspace
    met = types[0] in ("shootdown", "fired_upon", "interception")
    if airspace is None and met and distance is not None and distance.role == "depth":
        airspace = context.deep_at_home(distance, responder, doc, actors)
    if airspace is None and responder is not None and responder.kind == "state" and _crossed_over(told):
        # "Drones crossed the border. Latvia sent up helicopters": into Latvia.
        airspace = responder.state if responder.state != state_of_party(mover) else None
    return Sides(mover, hinted, airspace, responder, doer)


def _crossed_over(told: list[Telling]) -> bool:
    """Say whether a border was crossed, or an airspace entered, of which nobody says whose it is."""
    entered = (t for t in told if t.act == "entry" and t.status == "asserted" and t.zone is not None and t.goal is None)
    return any(
        t.zone is not None and t.zone.kind in ("territory", "national") and t.zone.owner is None
        and t.zone.owner_pronoun is None
        for t in entered
    )


def _entered(told: list[Telling]) -> str | None:
    entered = [t.airspace for t in told if t.airspace and t.act in ("entry", "adiz")]
    return next(iter(entered or [t.airspace for t in told if t.airspace and not _over_disputed_land(t)]), None)


def _over_disputed_land(telling: Telling) -> bool:
    """Read "was shot down over the disputed region of Kashmir": whose that is stays open."""
    zone = telling.zone
    return telling.act in ("down", "fire") and zone is not None and zone.disputed and zone.kind == "territory"


def _named_responder(told: list[Telling]) -> Party | None:
    named = [t.responder for t in told if t.responder is not None]
    return next((p for p in named if p.state), None) or next(iter(named), None)


def _unnamed_force(told: list[Telling]) -> bool:
    """Say whether somebody unnamed fired at an aircraft that had entered."""
    by_force = (t for t in told if t.act in ("down", "fire") and t.responder is None)
    met = any(t.act == "intercept" and t.responder is None and t.responder_token is not None for t in told)
    if met and all(t.responder is None for t in told) and any(t.act in ("entry", "adiz") for t in told):
        # "entered the Athens FIR and was shadowed by a pair of Mirages"
        return True
    return any(t.status in ("asserted", "disputed") for t in by_force) and any(t.act == "entry" for t in told)


def _owner(
    cluster: Cluster,
    told: list[Telling],
    craft: Craft | None,
    airspace: str | None,
    responder: Party | None,
    sequel: Sequel,
    doc: Doc,
    actors: Actors,
) -> tuple[Party | None, bool]:
    """Return whose aircraft the rest of the story makes it, and whether its type alone does."""
    if craft is None and all(t.act == "close" and t.implicit for t in told):
        # What was come close to was a ship.
        return None, False
    others = {airspace, *(t.responder.state for t in told if t.responder is not None)}
    owner = context.owner_in_story(cluster, others, doc, actors)
    if owner is None and craft is not None:
        owner = context.owner_by_service(craft, others, doc, actors)
    if owner is not None or craft is None:
        return owner, False
    typed = craft if craft.designated else typed_as(craft, doc, actors) or craft
    hinted = hinted_owner(typed, {airspace, state_of_party(responder)}, actors)
    found = hinted or context.owner_by_origin(cluster, others, doc, actors) or raided_from(told, others, doc, actors)
    found = found or home_again(told, sequel, others, doc, actors) or took_off_there(told, others, doc, actors)
    return found, hinted is not None


def _band_from(mover: Party | None, doc: Doc, actors: Actors) -> Party | None:
    """Read "a missile fired from Yemen, where the Houthis ...": theirs, and not that state's."""
    if mover is None or mover.state is None or mover.start == 0 or doc[mover.start - 1].lower_ != "from":
        return mover
    at_home = lexicon.table("parties")["homes"].get(mover.state, ())
    bands = (p for p in actors.parties if p.kind == "group" and p.name in at_home)
    # Not "Hezbollah denied firing it".
    denials = lexicon.verbs("cues", "denial")
    return next((b for b in bands if all(a.lower_ not in denials for a in grammar.ancestors(doc[b.start]))), mover)


def _is_band(party: Party) -> bool:
    """Say whether those who fired are a movement without a state; an alliance acts through its members."""
    return party.kind == "group" and party.name.casefold() not in lexicon.group("alliances")
