"""What a text says happened, sentence by sentence: one ``Telling`` for each verb or noun that reports an event.

A telling is one mention. Who and whose is settled in ``arguments``, how sure in ``status``; ``merging`` makes incidents
of the tellings that tell of the same event.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from airmap.mentions.actors import Craft, Party, Zone
from airmap.records import Status

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

Act = Literal["entry", "adiz", "down", "fire", "intercept", "close", "approach", "restricted"]
ENTERING = frozenset({"entry", "adiz", "restricted"})


# What a denial negates: the claim as such, an entry, force, where it was, whose, how it fell, how it was flown, that it
# touched another; or that who claimed it takes it back.
Ground = Literal["claim", "entry", "force", "place", "outside", "owner", "cause", "manner", "contact", "retracted"]


@dataclass(frozen=True, slots=True)
class Denial:
    """Somebody's word against an event: who speaks, where, on which grounds, and the positions of what is said.

    ``against`` holds the states whose claim or account it is that is rejected, ``over`` the third state's land over
    which the aircraft is put.
    """

    party: Party | None
    name: str | None
    token: int
    sentence_start: int
    grounds: frozenset[Ground]
    said: frozenset[int]
    against: frozenset[str] = frozenset()
    over: frozenset[str] = frozenset()


# Without slots, so that `changed` can copy it at once.
@dataclass(frozen=True)
class Telling:
    """One mention of an event. Token positions are indices into the ``Doc``."""

    act: Act
    trigger: int
    start: int
    end: int
    strong: bool = True
    craft: Craft | None = None
    craft_token: int | None = None
    mover: Party | None = None
    mover_token: int | None = None
    responder: Party | None = None
    responder_token: int | None = None
    zone: Zone | None = None
    goal: Party | None = None
    airspace: str | None = None
    airspace_group: str | None = None
    near: str | None = None
    origin: str | None = None
    origin_span: tuple[int, int] | None = None
    nominal: bool = False
    status: Status = "asserted"
    hedged: bool = False
    attribution: Party | None = None
    attribution_name: str | None = None
    denier: str | None = None
    denied_outright: bool = False
    aggregate: bool = False
    plural: bool = False
    another: bool = False
    next_step: bool = False
    count: int | None = None
    international: bool = False
    implicit: bool = False
    listed: bool = False
    untold_goal: bool = False


class Roles(TypedDict, total=False):
    """What a reader may say of a telling beyond where it stands."""

    strong: bool
    craft: Craft | None
    craft_token: int | None
    mover: Party | None
    mover_token: int | None
    responder: Party | None
    responder_token: int | None
    zone: Zone | None
    goal: Party | None
    origin: str | None
    nominal: bool
    implicit: bool
    untold_goal: bool
    another: bool


class Changes(Roles, total=False):
    """What may be settled of a telling once it is read."""

    act: Act
    airspace: str | None
    near: str | None
    status: Status
    hedged: bool
    attribution: Party | None
    attribution_name: str | None
    denier: str | None
    denied_outright: bool
    aggregate: bool
    plural: bool
    next_step: bool


def changed(telling: Telling, **changes: Unpack[Changes]) -> Telling:
    """Return the telling with some of its fields changed: ``dataclasses.replace``, without asking about each field."""
    new = object.__new__(Telling)
    new.__dict__.update(telling.__dict__, **changes)
    return new


def told_by(word: Token, act: Act, **roles: Unpack[Roles]) -> Telling:
    """Return the telling of a verb or noun, which stands in its whole sentence."""
    told = object.__new__(Telling)
    told.__dict__.update(_UNTOLD, act=act, trigger=word.i, start=word.sent.start, end=word.sent.end, **roles)
    return told


# What a telling is of which no more is said; a frozen class sets its thirty fields one call each.
_UNTOLD = {f.name: f.default for f in fields(Telling) if f.default is not MISSING}


def sentence_of(telling: Telling, doc: Doc) -> tuple[int, int]:
    """Return where the sentence of a telling's word starts and ends."""
    sentence = doc[telling.trigger].sent
    return sentence.start, sentence.end


def sentences_of(told: list[Telling], doc: Doc) -> list[tuple[int, int]]:
    """Return the sentences that tell of an event."""
    return sorted({sentence_of(t, doc) for t in told})
