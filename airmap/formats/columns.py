"""The columns of the incident and meeting tables: name, type, unit, meaning, and where the value comes from.

Every table that airmap writes, the GeoDataFrames of a `Report` and ``docs/data-dictionary.md`` follow this one list.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from airmap.formats.credit import DATA_CREDIT
from airmap.records import Measure, Meeting, Reading

ColumnType = Literal["string", "integer", "number", "boolean", "date", "strings"]
Value = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``value`` takes it from an article's reading and one of its records."""

    name: str
    type: ColumnType
    meaning: str
    value: Callable[[Reading, Any], Any]
    unit: str | None = None


def _si(measure: Measure | None, part: str = "value_si") -> float | None:
    value = getattr(measure, part) if measure else None
    return round(value, 3) if value is not None and math.isfinite(value) else None


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


ARTICLE_COLUMNS: tuple[Column, ...] = (
    Column("article_id", "string", "The article's id, as given", lambda r, _: r.article.id),
    Column("title", "string", "The article's title", lambda r, _: r.article.title),
    Column("source", "string", "Who published the article", lambda r, _: r.article.source),
    Column("published", "string", "When it was published: a year, a month or a day (ISO 8601)",
           lambda r, _: _iso(r.article.published)),
    Column("url", "string", "The article's address", lambda r, _: r.article.url),
    Column("worldview", "string", "The view of the borders under which regions and checks were made",
           lambda r, _: r.worldview),
)

_CREDIT: Column = Column("data_credit", "string", "Sources of borders and places, with their licences",
                              lambda _r, _: DATA_CREDIT)

INCIDENT_COLUMNS: tuple[Column, ...] = (
    Column("incident_id", "string", "Stable id of this article's report of the incident", lambda _, i: i.incident_id),
    Column("event_id", "string", "The event that several articles' reports are of: the same in all of them",
           lambda _, i: i.event_id),
    Column("event_reason", "string", "Why reports were taken to be of one event", lambda _, i: i.event_reason),
    *ARTICLE_COLUMNS,
    Column("type", "string", "What kind of incident it was", lambda _, i: i.type),
    Column("also", "strings", "What else the same event was", lambda _, i: i.also),
    Column("status", "string", "asserted, disputed, denied or hypothetical", lambda _, i: i.status),
    Column("hedged", "boolean", "The article says 'allegedly' or the like", lambda _, i: i.hedged),
    Column("presumed", "strings", "What no sentence states: fields presumed from the rest of the article",
           lambda _, i: i.presumed),
    Column("violator", "string", "State whose aircraft it was (ISO 3166-1 alpha-3)", lambda _, i: i.violator),
    Column("violator_name", "string", "Who it was, where that is no state", lambda _, i: i.violator_name),
    Column("aircraft_state", "string", "State that made or marked the aircraft (ISO 3166-1 alpha-3)",
           lambda _, i: i.aircraft_state),
    Column("airspace", "string", "State whose airspace or zone was entered (ISO 3166-1 alpha-3)",
           lambda _, i: i.airspace),
    Column("zone", "string", "national, international, adiz, fir, restricted, buffer or disputed", lambda _, i: i.zone),
    Column("near", "string", "State approached from international airspace (ISO 3166-1 alpha-3)", lambda _, i: i.near),
    Column("responder", "string", "State that intercepted, fired or protested in the air (ISO 3166-1 alpha-3)",
           lambda _, i: i.responder),
    Column("origin", "string", "State from whose side the aircraft came (ISO 3166-1 alpha-3)", lambda _, i: i.origin),
    Column("aircraft", "string", "The aircraft, as written", lambda _, i: i.aircraft),
    Column("aircraft_count", "integer", "How many aircraft", lambda _, i: i.count),
    Column("aggregate", "boolean", "Several events told as one figure", lambda _, i: i.aggregate),
    Column("distance_value", "number", "The distance as written", lambda _, i: i.distance and i.distance.value),
    Column("distance_unit", "string", "The unit as written", lambda _, i: i.distance and i.distance.unit),
    Column("distance_m", "number", "The distance", lambda _, i: _si(i.distance), "m"),
    Column("distance_lower_m", "number", "The least distance the words allow", lambda _, i: _si(i.distance, "lower_si"),
           "m"),
    Column("distance_upper_m", "number", "The greatest distance the words allow",
           lambda _, i: _si(i.distance, "upper_si"), "m"),
    Column("distance_role", "string", "What the distance measures: depth, from_border, from_coast, ...",
           lambda _, i: i.distance and i.distance.role),
    Column("distance_quote", "string", "The words", lambda _, i: i.distance and i.distance.span.quote),
    Column("duration_s", "number", "How long it lasted", lambda _, i: _si(i.duration), "s"),
    Column("altitude_m", "number", "How high it was", lambda _, i: _si(i.altitude), "m"),
    Column("speed_m_s", "number", "How fast it was", lambda _, i: _si(i.speed), "m/s"),
    Column("direction", "string", "The direction, as written", lambda _, i: i.direction),
    Column("date_start", "date", "First day on which it can have happened", lambda _, i: i.when and _iso(i.when.start)),
    Column("date_end", "date", "Last day on which it can have happened", lambda _, i: i.when and _iso(i.when.end)),
    Column("date_precision", "string", "day, month or year", lambda _, i: i.when and i.when.precision),
    Column("date_quote", "string", "The words that date it", lambda _, i: i.when and i.when.quote),
    Column("date_basis", "string", "explicit, relative (to the article's date) or assumed",
           lambda _, i: i.when and i.when.basis),
    Column("outcome", "strings", "What came of it", lambda _, i: i.outcome),
    Column("attribution", "strings", "Who says so", lambda _, i: i.attribution),
    Column("denied_by", "string", "Who denies it", lambda _, i: i.denied_by),
    Column("toponyms", "strings", "Places named in it", lambda _, i: tuple(t.name for t in i.toponyms)),
    Column("point_lon", "number", "Longitude of a point inside the region", lambda _, i: i.region
           and round(i.region.point.lon, 5), "deg east, WGS 84"),
    Column("point_lat", "number", "Latitude of that point", lambda _, i: i.region and round(i.region.point.lat, 5),
           "deg north, WGS 84"),
    Column("radius_m", "number", "Geodesic distance from the point that covers the region",
           lambda _, i: i.region and round(i.region.radius_m, 1), "m"),
    Column("area_km2", "number", "Area of the region: how uncertain the place is",
           lambda _, i: i.region and round(i.region.area_km2, 3), "km2"),
    Column("constraints", "strings", "The words that drew the region",
           lambda _, i: tuple(c.quote for c in i.region.constraints) if i.region else ()),
    Column("conflict", "strings", "Words that exclude each other", lambda _, i: i.region.conflict if i.region else ()),
    Column("checks", "strings", "What the borders say about the claim",
           lambda _, i: tuple(f"{c.verdict}: {c.sentence}" for c in i.checks)),
    Column("evidence", "strings", "The sentences it was read from", lambda _, i: tuple(s.quote for s in i.evidence)),
    Column("confidence", "number", "How sure the reading is", lambda _, i: round(i.confidence, 3), "0 to 1"),
    _CREDIT,
)

def meeting_id(reading: Reading, meeting: Meeting) -> str:
    """Return a stable id: the same article gives the same id whatever the order, the workers or the machine."""
    key = [reading.article.id, meeting.kind, meeting.place_name, meeting.event, list(meeting.participants),
           [[s.start, s.end] for s in meeting.evidence]]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16]


MEETING_COLUMNS: tuple[Column, ...] = (
    Column("meeting_id", "string", "Stable id of this article's report of the meeting", meeting_id),
    *ARTICLE_COLUMNS,
    Column("kind", "string", "summit, bilateral, talks, conference, visit, signing or call", lambda _, m: m.kind),
    Column("status", "string", "held, planned, postponed, cancelled or hypothetical", lambda _, m: m.status),
    Column("event", "string", "The meeting's name", lambda _, m: m.event),
    Column("sidelines_of", "string", "The larger event beside which it was held", lambda _, m: m.sidelines_of),
    Column("place", "string", "Where, as written", lambda _, m: m.place_name),
    Column("country", "string", "The state it was in (ISO 3166-1 alpha-3)", lambda _, m: m.country),
    Column("point_lon", "number", "Longitude of the place", lambda _, m: round(m.place.place.lon, 5)
           if m.place and m.place.place else None, "deg east, WGS 84"),
    Column("point_lat", "number", "Latitude of the place", lambda _, m: round(m.place.place.lat, 5)
           if m.place and m.place.place else None, "deg north, WGS 84"),
    Column("participants", "strings", "Who met", lambda _, m: m.participants),
    Column("virtual", "boolean", "By telephone or video", lambda _, m: m.virtual),
    Column("date_start", "date", "First day on which it can have been", lambda _, m: m.when and _iso(m.when.start)),
    Column("date_end", "date", "Last day on which it can have been", lambda _, m: m.when and _iso(m.when.end)),
    Column("date_precision", "string", "day, month or year", lambda _, m: m.when and m.when.precision),
    Column("date_quote", "string", "The words that date it", lambda _, m: m.when and m.when.quote),
    Column("evidence", "strings", "The sentences it was read from", lambda _, m: tuple(s.quote for s in m.evidence)),
    _CREDIT,
)

TOPONYM_COLUMNS: tuple[Column, ...] = (
    Column("article_id", "string", "The article's id, as given", lambda r, _: r.article.id),
    Column("start", "integer", "Where the name starts in the text", lambda _, t: t.span.start, "characters"),
    Column("end", "integer", "Where it ends", lambda _, t: t.span.end, "characters"),
    Column("name", "string", "The name, as written", lambda _, t: t.name),
    Column("kind", "string", "name, demonym or metonym", lambda _, t: t.kind),
    Column("place", "string", "The place it stands for", lambda _, t: t.place and t.place.name),
    Column("feature", "string", "What the place is: country, city, sea, ...", lambda _, t: t.place and t.place.feature),
    Column("country", "string", "The state it belongs to (ISO 3166-1 alpha-3)",
           lambda _, t: t.place and t.place.country),
    Column("gazetteer", "string", "The gazetteer that lists it", lambda _, t: t.place and t.place.gazetteer),
    Column("gazetteer_id", "string", "Its id there", lambda _, t: t.place and t.place.gazetteer_id),
    Column("point_lon", "number", "Longitude", lambda _, t: t.place and round(t.place.lon, 5), "deg east, WGS 84"),
    Column("point_lat", "number", "Latitude", lambda _, t: t.place and round(t.place.lat, 5), "deg north, WGS 84"),
    Column("confidence", "number", "How sure the choice is", lambda _, t: round(t.confidence, 3), "0 to 1"),
    _CREDIT,
)
