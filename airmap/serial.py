"""Records to the JSON contract of the design (section 6): plain dicts, numbers rounded, nothing lost."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from airmap.records import Check, Constraint, Incident, Measure, Meeting, Reading, Region, Span, Toponym, When

_COORDINATE_DIGITS = 5


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """Return one article's incidents, meetings and toponyms in the form that ``airmap extract`` writes."""
    article = reading.article
    return {
        "id": article.id,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "title": article.title,
        "url": article.url,
        "worldview": reading.worldview,
        "incidents": [incident_to_dict(i) for i in reading.incidents],
        "meetings": [meeting_to_dict(m) for m in reading.meetings],
        "toponyms": [toponym_to_dict(t) for t in reading.toponyms],
    }


def incident_to_dict(incident: Incident) -> dict[str, Any]:
    """Return one incident in the contract's form."""
    region = incident.region
    return {
        "incident_id": incident.incident_id,
        "event_id": incident.event_id,
        "event_reason": incident.event_reason,
        "type": incident.type,
        "also": list(incident.also),
        "violator": incident.violator,
        "violator_name": incident.violator_name,
        "aircraft_state": incident.aircraft_state,
        "airspace": incident.airspace,
        "zone": incident.zone,
        "near": incident.near,
        "responder": incident.responder,
        "origin": incident.origin,
        "aircraft": incident.aircraft,
        "count": incident.count,
        "aggregate": incident.aggregate,
        "distance": _length(incident.distance),
        "duration_s": _si(incident.duration),
        "altitude_m": _si(incident.altitude),
        "speed_m_s": _si(incident.speed),
        "direction": incident.direction,
        "date": _when(incident.when),
        "outcome": list(incident.outcome),
        "status": incident.status,
        "hedged": incident.hedged,
        "presumed": list(incident.presumed),
        "attribution": list(incident.attribution),
        "denied_by": incident.denied_by,
        "toponyms": [t.name for t in incident.toponyms],
        **region_to_dict(region),
        "checks": [_check(c) for c in incident.checks],
        "evidence": [_span(s) for s in incident.evidence],
        "confidence": round(incident.confidence, 3),
    }


def meeting_to_dict(meeting: Meeting) -> dict[str, Any]:
    """Return one meeting in the contract's form."""
    place = meeting.place.place if meeting.place else None
    return {
        "kind": meeting.kind,
        "event": meeting.event,
        "sidelines_of": meeting.sidelines_of,
        "place": meeting.place_name,
        "country": meeting.country,
        "point": _pair(place.lon, place.lat) if place else None,
        "participants": list(meeting.participants),
        "date": _when(meeting.when),
        "status": meeting.status,
        "virtual": meeting.virtual,
        "evidence": [_span(s) for s in meeting.evidence],
    }


def toponym_to_dict(toponym: Toponym) -> dict[str, Any]:
    """Return one toponym in the contract's form, runners-up included."""
    place = toponym.place
    return {
        "start": toponym.span.start,
        "end": toponym.span.end,
        "name": toponym.name,
        "kind": toponym.kind,
        "lat": round(place.lat, _COORDINATE_DIGITS) if place else None,
        "lon": round(place.lon, _COORDINATE_DIGITS) if place else None,
        "country": place.country if place else None,
        "feature": place.feature if place else None,
        "gazetteer": place.gazetteer if place else None,
        "gazetteer_id": place.gazetteer_id if place else None,
        "confidence": round(toponym.confidence, 3),
        "alternatives": [
            {"name": c.place.name, "lat": round(c.place.lat, _COORDINATE_DIGITS),
             "lon": round(c.place.lon, _COORDINATE_DIGITS), "country": c.place.country,
             "feature": c.place.feature, "gazetteer_id": c.place.gazetteer_id, "score": round(c.score, 3)}
            for c in toponym.alternatives
        ],
    }


def region_to_dict(region: Region | None) -> dict[str, Any]:
    """Return a region in the contract's form: geometry, point, radius, area, constraints, conflict."""
    if region is None:
        return {"region": None, "point": None, "radius_m": None, "area_km2": None, "constraints": [], "conflict": []}
    return {
        "region": _geometry(region),
        "point": _pair(region.point.lon, region.point.lat),
        "radius_m": round(region.radius_m, 1),
        "area_km2": round(region.area_km2, 3),
        "constraints": [_constraint(c, dropped=False) for c in region.constraints]
        + [_constraint(c, dropped=True) for c in region.dropped],
        "conflict": list(region.conflict),
    }


def _geometry(region: Region) -> dict[str, Any] | None:
    import numpy as np
    import shapely

    if region.geometry.is_empty:
        return None
    if region.geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise TypeError(f"a region is polygons, not a {region.geometry.geom_type}")
    _, coordinates, offsets = shapely.to_ragged_array([region.geometry])
    # One call for all corners: a mapping of a region of thousands takes many times as long.
    nested: Any = np.round(coordinates[:, :2], _COORDINATE_DIGITS).tolist()
    for ends in offsets:
        nested = [nested[a:b] for a, b in pairwise(ends.tolist())]
    return {"type": region.geometry.geom_type, "coordinates": nested[0]}


def _constraint(constraint: Constraint, *, dropped: bool) -> dict[str, Any]:
    record = {"kind": constraint.kind, "hard": constraint.hard, "quote": constraint.quote, "label": constraint.label}
    return {**record, "dropped": True} if dropped else record


def _check(check: Check) -> dict[str, Any]:
    return {
        "check": check.check,
        "verdict": check.verdict,
        "sentence": check.sentence,
        "worldview_sensitive": check.worldview_sensitive,
        "figures": {k: round(v, 3) if isinstance(v, float) else v for k, v in check.figures.items()},
    }


def _length(measure: Measure | None) -> dict[str, Any] | None:
    if measure is None:
        return None
    return {
        "value": measure.value,
        "unit": measure.unit,
        "metres": _finite(measure.value_si),
        "role": measure.role,
        "lower_m": _finite(measure.lower_si),
        "upper_m": _finite(measure.upper_si),
        "quote": measure.span.quote,
    }


def _si(measure: Measure | None) -> float | None:
    return _finite(measure.value_si) if measure else None


def _finite(value: float | None) -> float | None:
    return round(value, 3) if value is not None and math.isfinite(value) else None


def _when(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return {
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "quote": when.quote,
        "basis": when.basis,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.quote}


def _pair(lon: float, lat: float) -> list[float]:
    return [round(lon, _COORDINATE_DIGITS), round(lat, _COORDINATE_DIGITS)]
