"""Which reports in different articles are of one event, and why.

Two reports are compared feature by feature: states, kind of incident, date within its stated precision, place, aircraft
and figures each add to or take from a score. The weights are plain numbers in one table; what excludes each other (two
days, two states) ends the comparison. Reports are then joined, the surest pairs first, never two of one article.
"""

from __future__ import annotations

import datetime as dt
import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from airmap.records import FAMILY, Incident, Measure, Reading, Region

# One report may call a flight in an identification zone an interception, another an entry into the zone.
_FAMILY = {**FAMILY, "adiz_entry": "contact"}
_MODEL = re.compile(r"\b([A-Za-z]{1,4})[- ]?(\d{1,3})([A-Za-z]{0,3})\b")
_CATEGORIES = {
    "drone": ("drone", "unmanned", "uav", "uas", "quadcopter", "shahed", "rq-", "mq-"),
    "balloon": ("balloon", "airship"),
    "helicopter": ("helicopter", "gunship", "mi-"),
    "missile": ("missile", "rocket", "projectile"),
    "aeroplane": ("plane", "jet", "fighter", "bomber", "aircraft", "mig", "su-", "tu-", "f-"),
}
#: Places small enough that two names of them are two places; a state and the sea beside it are not.
_PRECISE = frozenset(("city", "village", "airport", "airbase", "island", "islands", "mountain", "river", "admin2"))
_REJECT = -100.0
_THRESHOLD = 4.0
_CONTRADICTION = -3.0
_WINDOW_DAYS = 45
_NEAR_M = 25_000.0
_FAR_M = 150_000.0
_VAGUE_RADIUS_M = 250_000.0

#: One of these, or all of those, must agree before the rest counts.
_STATES = frozenset(("same violator", "same airspace", "same responder"))
_ONE_AIRCRAFT = frozenset(("same day", "same aircraft", "regions meet"))

#: What agreement or disagreement in a feature is worth.
WEIGHTS = {
    "same violator": 1.5, "other violator": -4.0, "same airspace": 1.5, "other airspace": -4.0, "same responder": 0.5,
    "same kind": 0.5, "related kind": 0.0, "other kind": -1.5,
    "same day": 3.0, "a day apart": -1.0, "days may agree": 1.0, "reported together": 1.5, "reported apart": -1.0,
    "regions meet": 1.0, "regions apart": -3.0, "same place named": 1.0, "other places named": -1.0,
    "same aircraft": 1.5, "other aircraft": -3.0, "same number": 1.0, "other number": -1.5,
    "same figure": 1.5, "other figure": -1.5,
}


@dataclass(frozen=True, slots=True)
class Event:
    """The event that an incident was joined to, and why; the id is that of its first report by name."""

    event_id: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One report of an incident, reduced to what is compared."""

    incident_id: str
    article_id: str
    published: dt.date | None
    incident: Incident
    first_day: dt.date | None
    last_day: dt.date | None
    models: frozenset[str]
    category: str | None
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The score of two reports, and the features that made it."""

    score: float
    features: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the two are of one event."""
        return self.score >= _THRESHOLD


def events(readings: Iterable[Reading]) -> dict[str, Event]:
    """Return the event of each incident by the incident's id; an incident told once is its own event."""
    tellings = [t for reading in readings for t in _tellings(reading)]
    pairs = []
    contradictions = set()
    for a, b in _candidates(tellings):
        comparison = compare(a, b)
        if comparison.same:
            pairs.append((-comparison.score, a.incident_id, b.incident_id, comparison.features))
        elif comparison.score <= _CONTRADICTION:
            contradictions.add(frozenset((a.incident_id, b.incident_id)))
    groups = {t.incident_id: {t.incident_id} for t in tellings}
    articles = {t.incident_id: t.article_id for t in tellings}
    reasons: dict[str, str] = {}
    for _, a_id, b_id, features in sorted(pairs):
        left, right = groups[a_id], groups[b_id]
        if left is right or _clash(left, right, contradictions, articles):
            continue
        joined = left | right
        for member in joined:
            groups[member] = joined
        for member in (a_id, b_id):
            reasons.setdefault(member, ", ".join(f for f in features if WEIGHTS[f] > 0))
    return {t.incident_id: Event(min(groups[t.incident_id]), reasons.get(t.incident_id)) for t in tellings}


def with_events(reading: Reading, found: dict[str, Event]) -> Reading:
    """Return a reading whose incidents carry their events."""
    if not found or not reading.incidents:
        return reading
    none = Event("")
    incidents = tuple(
        replace(i, event_id=event.event_id or None, event_reason=event.reason)
        for i in reading.incidents for event in [found.get(i.incident_id or "", none)])
    return replace(reading, incidents=incidents)


def _clash(left: set[str], right: set[str], contradictions: set[frozenset[str]], articles: dict[str, str]) -> bool:
    if {articles[m] for m in left} & {articles[m] for m in right}:
        return True
    return any(frozenset((a, b)) in contradictions for a in left for b in right)


def _tellings(reading: Reading) -> Iterator[Telling]:
    published = reading.article.published
    for incident in reading.incidents:
        if incident.incident_id is None or incident.aggregate or incident.status == "hypothetical":
            continue
        when = incident.when
        words = (incident.aircraft or "").casefold()
        yield Telling(
            incident_id=incident.incident_id, article_id=reading.article.id,
            published=published.last_day() if published and published.day else None, incident=_bare(incident),
            first_day=when.start if when else None, last_day=when.end if when else None,
            models=frozenset(f"{m[0]}-{m[1]}".casefold() for m in _MODEL.findall(incident.aircraft or "")),
            category=next((c for c, signs in _CATEGORIES.items() if any(s in words for s in signs)), None),
            places=frozenset(t.name.casefold() for t in incident.toponyms
                             if t.place is not None and t.place.feature in _PRECISE),
        )


def _bare(incident: Incident) -> Incident:
    """Return an incident without its shapes, which are not compared and would fill the memory."""
    region = incident.region
    if region is not None:
        from shapely.geometry import Point

        region = replace(region, geometry=Point(), constraints=(), dropped=())
    return replace(incident, region=region, toponyms=(), checks=(), evidence=())


def _candidates(tellings: list[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Yield pairs that share a state or an aircraft, and a time, each once: a sweep along the days of their reports."""
    by_state: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        incident = telling.incident
        # A denial may name no state at all, but the aircraft.
        for state in {incident.violator or incident.violator_name, incident.airspace, incident.near,
                      incident.responder, *telling.models} - {None}:
            by_state[str(state)].append(telling)
    seen = set()
    for state in sorted(by_state):
        active: list[tuple[dt.date, str, int, Telling]] = []
        for number, telling in enumerate(sorted(by_state[state], key=lambda t: (_span(t)[0], t.incident_id))):
            first, last = _span(telling)
            while active and active[0][0] < first:
                heapq.heappop(active)
            for *_, other in active:
                pair = frozenset((telling.incident_id, other.incident_id))
                if other.article_id != telling.article_id and len(pair) == 2 and pair not in seen:
                    seen.add(pair)
                    yield tuple(sorted((other, telling), key=lambda t: t.incident_id))  # type: ignore[misc]
            # The number keeps two of one id apart, whose tellings have no order.
            heapq.heappush(active, (last, telling.incident_id, number, telling))


def _span(telling: Telling) -> tuple[dt.date, dt.date]:
    """Return the days within which another report of the event must lie, with a day to spare on both sides."""
    day = dt.timedelta(days=1)
    if telling.first_day and telling.last_day:
        return telling.first_day - day, telling.last_day + day
    known = telling.last_day or telling.first_day or telling.published
    if known is None:
        return dt.date(1900, 1, 1), dt.date(2200, 1, 1)
    margin = dt.timedelta(days=_WINDOW_DAYS)
    return known - margin, known + (day if telling.last_day else margin)


def compare(a: Telling, b: Telling) -> Comparison:
    """Return how likely two reports are of one event: at or above the threshold they are taken to be."""
    features = [f for f in (_violators(a.incident, b.incident), _airspaces(a.incident, b.incident), _responders(a, b),
                            _kinds(a.incident, b.incident), _days(a, b), _regions(a.incident, b.incident),
                            _places(a, b), _aircraft(a, b), *_figures(a.incident, b.incident)) if f]
    if "other day" in features or not (_STATES & set(features) or set(features) >= _ONE_AIRCRAFT):
        return Comparison(_REJECT, tuple(f for f in features if f in WEIGHTS))
    return Comparison(sum(WEIGHTS[f] for f in features), tuple(features))


def _agree(one: Any, other: Any, yes: str, no: str) -> str | None:
    return None if not one or not other else yes if one == other else no


def _violators(a: Incident, b: Incident) -> str | None:
    if a.violator or b.violator:
        return _agree(a.violator, b.violator, "same violator", "other violator")
    return _agree((a.violator_name or "").casefold(), (b.violator_name or "").casefold(), "same violator",
                  "other violator")


def _airspaces(a: Incident, b: Incident) -> str | None:
    return _agree(a.airspace or a.near, b.airspace or b.near, "same airspace", "other airspace")


def _responders(a: Telling, b: Telling) -> str | None:
    same = a.incident.responder is not None and a.incident.responder == b.incident.responder
    return "same responder" if same else None


def _kinds(a: Incident, b: Incident) -> str:
    kinds_a, kinds_b = {a.type, *a.also}, {b.type, *b.also}
    if kinds_a & kinds_b:
        return "same kind"
    families_a, families_b = {_FAMILY[k] for k in kinds_a}, {_FAMILY[k] for k in kinds_b}
    return "related kind" if families_a & families_b or "force" in families_a | families_b else "other kind"


def _days(a: Telling, b: Telling) -> str | None:
    if not (a.first_day and a.last_day and b.first_day and b.last_day):
        return _reported(a, b)
    gap = max((a.first_day - b.last_day).days, (b.first_day - a.last_day).days)
    exact = a.first_day == a.last_day and b.first_day == b.last_day
    if gap <= 0:
        return "same day" if exact else "days may agree"
    told = {t.incident.when.basis for t in (a, b) if t.incident.when}
    # A day that follows from "on Monday" or from the article's own date can be off by one; a written one cannot.
    return "a day apart" if gap == 1 and told != {"explicit"} else "other day"


def _reported(a: Telling, b: Telling) -> str | None:
    """Compare by when the articles came out, where an incident's own day is not told."""
    for early, late in ((a, b), (b, a)):
        if early.published and late.first_day and late.first_day > early.published:
            return "other day"
    days_a, days_b = a.first_day or a.last_day or a.published, b.first_day or b.last_day or b.published
    if days_a is None or days_b is None:
        return None
    return "reported together" if abs((days_a - days_b).days) <= 3 else "reported apart"


def _regions(a: Incident, b: Incident) -> str | None:
    if a.region is None or b.region is None:
        return None
    if max(a.region.radius_m, b.region.radius_m) > _VAGUE_RADIUS_M:
        # One sea is a place where no state is told; a state's whole airspace counts as its airspace.
        return "regions meet" if not (a.airspace or b.airspace) and _alike(a.region, b.region) else None
    gap = _gap_m(a.region, b.region)
    return "regions meet" if gap <= _NEAR_M else "regions apart" if gap > _FAR_M else None


def _alike(a: Region, b: Region) -> bool:
    """Say whether two wide regions are nearly one: a tenth apart, of about one size."""
    smaller, larger = sorted((a.radius_m, b.radius_m))
    _, _, distance = _geod().inv(a.point.lon, a.point.lat, b.point.lon, b.point.lat)
    return larger <= 1.25 * smaller and bool(distance <= larger / 10)


def _gap_m(a: Region, b: Region) -> float:
    _, _, distance = _geod().inv(a.point.lon, a.point.lat, b.point.lon, b.point.lat)
    return max(0.0, float(distance) - a.radius_m - b.radius_m)


@cache
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def _places(a: Telling, b: Telling) -> str | None:
    if not a.places or not b.places:
        return None
    return "same place named" if a.places & b.places else "other places named"


def _aircraft(a: Telling, b: Telling) -> str | None:
    if a.models and b.models:
        return "same aircraft" if a.models & b.models else "other aircraft"
    return "other aircraft" if a.category and b.category and a.category != b.category else None


def _figures(a: Incident, b: Incident) -> Iterator[str | None]:
    if a.count and b.count and not (a.count == b.count == 1):
        yield "same number" if a.count == b.count else "other number"
    for name in ("distance", "duration", "altitude", "speed"):
        one: Measure | None = getattr(a, name)
        other: Measure | None = getattr(b, name)
        if one and other and one.value_si and other.value_si and one.role == other.role:
            ratio = max(one.value_si, other.value_si) / min(one.value_si, other.value_si)
            yield "same figure" if ratio <= 1.25 else "other figure" if ratio > 1.6 else None
