"""What is mentioned: actors, aircraft and stretches of airspace, as positions of tokens in a ``Doc``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from airmap import lexicon
from airmap.records import PartialDate, Toponym

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token, Tokens

Category = Literal["plane", "helicopter", "airliner", "drone", "balloon", "missile"]
PartyKind = Literal["state", "group", "place"]
ZoneKind = Literal["national", "territory", "adiz", "fir", "restricted", "buffer", "international"]


@dataclass(frozen=True, slots=True)
class Party:
    """A state, a body that acts for one, a non-state actor, or a place that lies in a state."""

    start: int
    end: int
    kind: PartyKind
    name: str
    state: str | None = None
    toponym: Toponym | None = None
    capital: bool = False

    @property
    def below_country(self) -> bool:
        """Say whether a place was found that is not a whole country: a town, a site, a province."""
        place = self.toponym.place if self.toponym is not None else None
        return place is not None and place.feature != "country"


def state_of_party(party: Party | None) -> str | None:
    """Return the state that somebody is or belongs to, where there is anybody."""
    return party.state if party is not None else None


@dataclass(frozen=True, slots=True)
class Craft:
    """A mention of one or more things that fly."""

    start: int
    end: int
    head: int
    category: Category
    name: str
    party: Party | None = None
    count: int | None = None
    generic: bool = False
    definite: bool = False
    designated: bool = False
    owner_pronoun: int | None = None
    attributive: bool = False
    weapon: bool = False
    civil: bool = False

    @property
    def unpiloted(self) -> bool:
        """Say whether nobody sits in it: a drone, a missile, a balloon."""
        return self.category in ("drone", "missile", "balloon")


def flown_by_forces(craft: Craft) -> bool:
    """Say whether an aircraft is called one that only forces fly: "a Tu-141", "two MiG-29s", "an attack helicopter"."""
    if craft.civil:
        return False
    maker = craft.name.split(" ")[0].casefold()
    military = not lexicon.group("military_words").isdisjoint(craft.name.casefold().split())
    return military or (craft.designated and maker not in lexicon.group("civil_makers"))


@dataclass(frozen=True, slots=True)
class Zone:
    """A mention of an airspace, an identification zone, a border or a territory, with whose it is said to be."""

    start: int
    end: int
    head: int
    kind: ZoneKind
    owner: Party | None = None
    owner_pronoun: int | None = None
    definite: bool = False
    described: bool = False
    place: Party | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Actors:
    """Every mention of one document, and which one covers a token."""

    parties: tuple[Party, ...]
    crafts: tuple[Craft, ...]
    zones: tuple[Zone, ...]
    datelines: frozenset[int] = frozenset()
    party_at: dict[int, Party] = field(default_factory=dict)
    craft_at: dict[int, Craft] = field(default_factory=dict)
    zone_at: dict[int, Zone] = field(default_factory=dict)
    published: PartialDate | None = None
    publisher: Party | None = None

    def flown_before(self, token: Token) -> list[Craft]:
        """Return the aircraft that the sentence of a token names before it."""
        start = token.sent.start
        return [c for c in self.crafts if start <= c.head < token.i and not (c.attributive or c.weapon)]

    def crafts_in(self, sentence: Tokens) -> list[Craft]:
        """Return the aircraft that a stretch of the text names, in text order."""
        return [c for c in self.crafts if sentence.start <= c.head < sentence.end]

    def craft_headed(self, token: Token) -> Craft | None:
        """Return the aircraft mention whose head is this token, or whose last words hold it."""
        craft = self.craft_at.get(token.i)
        return craft if craft is not None and not craft.attributive and not craft.weapon else None
