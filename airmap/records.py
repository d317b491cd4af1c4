"""The nouns of airmap: frozen records that travel from the text to the map.

Offsets are Python string offsets into ``Article.text``. Coordinates are WGS 84; geometry is shapely's
(longitude, latitude). States are ISO 3166-1 alpha-3 codes (Kosovo ``XKX``, the Soviet Union ``SUN``).
Unknown is ``None``, never a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from airmap.geometry.position import Position as Position

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

IncidentType = Literal[
    "violation", "drone_incursion", "balloon_incursion", "missile_overflight", "restricted_zone",
    "shootdown", "fired_upon", "interception", "near_miss", "approach", "adiz_entry",
]
#: What kinds of event the types are of: reports of one event may differ within a family.
FAMILY: Mapping[str, str] = {
    "violation": "entry", "drone_incursion": "entry", "balloon_incursion": "entry", "missile_overflight": "entry",
    "restricted_zone": "entry", "shootdown": "force", "fired_upon": "force", "interception": "contact",
    "near_miss": "contact", "approach": "contact", "adiz_entry": "adiz",
}
Zone = Literal["national", "international", "adiz", "fir", "restricted", "buffer", "disputed"]
Status = Literal["asserted", "disputed", "denied", "hypothetical"]
Precision = Literal["day", "month", "year"]
Dimension = Literal["length", "time", "speed"]
MeasureRole = Literal["depth", "from_coast", "from_border", "from_place", "separation", "travelled",
                      "altitude", "duration", "speed", "other"]
ToponymKind = Literal["name", "demonym", "metonym"]
MeetingKind = Literal["summit", "bilateral", "talks", "conference", "visit", "signing", "call"]
MeetingStatus = Literal["held", "planned", "postponed", "cancelled", "hypothetical"]
Verdict = Literal["consistent", "contradicted", "undetermined"]
Relation = Literal["in", "over", "near", "at", "off_coast", "distance_from", "direction_of", "between", "along_border",
                   "across_border", "within_border", "coordinates"]


class PartialDate(NamedTuple):
    """A calendar date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Precision:
        return "day" if self.day else "month" if self.month else "year"

    def isoformat(self) -> str:
        parts = [f"{self.year:04d}", *(f"{p:02d}" for p in (self.month, self.day) if p)]
        return "-".join(parts)

    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> dt.date:
        if self.day and self.month:
            return dt.date(self.year, self.month, self.day)
        after = dt.date(self.year + (not self.month or self.month == 12), (self.month or 12) % 12 + 1, 1)
        return after - dt.timedelta(days=1)


class Bounds(NamedTuple):
    """A box in degrees; ``west`` is greater than ``east`` where it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it was read. ``extra`` carries the input's other fields along."""

    id: str
    text: str
    title: str | None = None
    published: PartialDate | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry. ``feature`` is country, admin1, admin2, city, island, sea, strait, airport, region, ..."""

    name: str
    lon: float
    lat: float
    feature: str
    country: str | None = None
    gazetteer: str = "geonames"
    gazetteer_id: str | None = None
    population: int = 0
    extent: Bounds | None = None
    admin1: str | None = None

    @property
    def position(self) -> Position:
        return Position(self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for, with its share of the belief (0 to 1)."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span that names a place, and what it was resolved to; ``alternatives`` are the runners-up, best first."""

    span: Span
    name: str
    kind: ToponymKind
    place: Place | None
    confidence: float
    alternatives: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity as written and in SI: metres, seconds, or metres per second, as ``dimension`` says.

    ``value`` and ``value_si`` are None where the words give no figure ("several miles").
    """

    span: Span
    dimension: Dimension
    value: float | None
    unit: str
    value_si: float | None
    lower_si: float | None
    upper_si: float | None
    role: MeasureRole = "other"


#: The key of `Incident.phrases` with the words from which an airspace was presumed that no sentence states.
PRESUMED_LAND = "presumed_land"
#: Likewise with the words that name whose aircraft it was presumed to be.
PRESUMED_OWNER = "presumed_owner"


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: first and last possible day, how exactly that is known, and the words."""

    start: dt.date | None
    end: dt.date | None
    precision: Precision | None
    quote: str | None
    basis: Literal["explicit", "relative", "assumed"] = "explicit"


@dataclass(frozen=True, slots=True)
class RelativePlace:
    """A phrase that places something relative to named places: "20 km north of Latakia".

    ``relation`` says how; ``bearing_deg`` is clockwise from true north, ``bearing_tolerance_deg`` half the sector's
    width; ``coordinates`` is set for the relation "coordinates", ``claimed_by`` where the text says whose figure it is.
    """

    span: Span
    relation: Relation
    toponyms: tuple[Toponym, ...] = ()
    distance: Measure | None = None
    bearing_deg: float | None = None
    bearing_tolerance_deg: float | None = None
    coordinates: Position | None = None
    inside: str | None = None
    claimed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """One phrase as a region: ``hard`` where the text says it, soft where it was inferred."""

    kind: str
    hard: bool
    quote: str
    geometry: BaseGeometry
    span: Span | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """Where an incident can have happened: the intersection of its constraints.

    ``geometry`` is valid and split at the antimeridian; ``radius_m`` is the geodesic distance from ``point`` that
    covers it. ``dropped`` are soft constraints that gave way; ``conflict`` the quotes that exclude each other.
    ``border`` is the line that was used, where one was.
    """

    geometry: BaseGeometry
    point: Position
    radius_m: float
    area_km2: float
    constraints: tuple[Constraint, ...]
    dropped: tuple[Constraint, ...] = ()
    conflict: tuple[str, ...] = ()
    border: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A claim held against geometry: what was compared, the figures, and one sentence in plain English."""

    check: str
    verdict: Verdict
    sentence: str
    worldview_sensitive: bool = False
    figures: Mapping[str, float | str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incident:
    """One physical event in or about an airspace, as the article tells it. Fields: see docs and the JSON contract."""

    type: IncidentType
    also: tuple[IncidentType, ...] = ()
    violator: str | None = None
    violator_name: str | None = None
    aircraft_state: str | None = None
    airspace: str | None = None
    zone: Zone | None = None
    near: str | None = None
    responder: str | None = None
    origin: str | None = None
    aircraft: str | None = None
    count: int | None = None
    aggregate: bool = False
    distance: Measure | None = None
    duration: Measure | None = None
    altitude: Measure | None = None
    speed: Measure | None = None
    direction: str | None = None
    when: When | None = None
    outcome: tuple[str, ...] = ()
    status: Status = "asserted"
    hedged: bool = False
    attribution: tuple[str, ...] = ()
    denied_by: str | None = None
    toponyms: tuple[Toponym, ...] = ()
    relative_places: tuple[RelativePlace, ...] = ()
    evidence: tuple[Span, ...] = ()
    phrases: Mapping[str, Span] = field(default_factory=dict)
    confidence: float = 0.5
    incident_id: str | None = None
    event_id: str | None = None
    event_reason: str | None = None
    region: Region | None = None
    checks: tuple[Check, ...] = ()

    @property
    def presumed(self) -> tuple[str, ...]:
        """The fields that no sentence states and that were presumed from what else the article says."""
        land = ("airspace" if self.airspace else "near",) if PRESUMED_LAND in self.phrases else ()
        return (*land, "aircraft_state") if PRESUMED_OWNER in self.phrases else land


@dataclass(frozen=True, slots=True)
class Meeting:
    """A summit, talks or a visit, as the article tells it."""

    kind: MeetingKind
    event: str | None = None
    sidelines_of: str | None = None
    place: Toponym | None = None
    place_name: str | None = None
    country: str | None = None
    participants: tuple[str, ...] = ()
    when: When | None = None
    status: MeetingStatus = "held"
    virtual: bool = False
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What airmap found in one article, under one worldview."""

    article: Article
    worldview: str
    incidents: tuple[Incident, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
