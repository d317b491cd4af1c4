"""Readings to what a map draws: one row an event, plain values only, every string still unescaped text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from airmap import lexicon
from airmap.formats.credit import DATA_CREDIT
from airmap.maps.shapes import drawn, drawn_many
from airmap.records import (
    Constraint,
    Incident,
    Measure,
    Meeting,
    Reading,
    Region,
    Span,
    Toponym,
    When,
)

# Kinds of constraint that say no more than whose airspace it was: no point is drawn for them.
_COUNTRY_LEVEL = frozenset({"airspace", "adiz", "fir", "near_airspace", "international"})
_COARSE_RADIUS_M = 120_000.0
# Up to so many incidents each carries its constraints' outlines, and up to so many its region; a page of more shows
# points with the radius that covers each region.
_DETAILED_INCIDENTS = 60
_SHAPED_INCIDENTS = 20_000
_LEAN_QUOTE_CHARS = 400
# Lines nearer to each other than this are drawn as one (only for the eye: no answer hangs on it).
_SAME_LINE_DEG = 0.002
_UNLABELLED = frozenset({"country", "continent", "region", "admin1", "admin2", "sea", "ocean"})
_WATERS = frozenset({"bay", "channel", "gulf", "lake", "river", "strait"})
# "an RQ-4", "an F-16", "an Su-24" is written "a Su-24": letters whose name begins with a vowel, spelled one by one.
_VOWEL_SOUND = re.compile(r"[aeioAEIO][a-z]|[uU]n(?!i[tvq]|ion)[a-z]|[AEFHILMNORX](?![a-z])")
# The plural of a word or of a type, and no name that ends so: "jets", "F-15s", not "Hermes", "Airbus".
_PLURAL = re.compile(r"(?<=[a-z\d])(?<!s)(?<!u)(?<!me)s$")
_WITH_THE = frozenset({"ARE", "BHS", "CAF", "COD", "COG", "COM", "CZE", "DOM", "GBR", "GMB", "MDV", "NLD", "PHL", "SLB",
                       "SUN", "SYC", "USA", "VAT"})

Row = dict[str, Any]
Detail = Literal["full", "shape", "point"]


def rows_of(readings: Sequence[Reading], links: dict[str, str] | None = None) -> list[Row]:
    """Return the rows of every incident and meeting, the earliest first, undated ones last.

    Parameters
    ----------
    links
        The page of each article by its id, where one article has a page of its own.
    """
    total = sum(len(r.incidents) for r in readings)
    detail: Detail = "full" if total <= _DETAILED_INCIDENTS else "shape" if total <= _SHAPED_INCIDENTS else "point"
    rows: list[Row] = []
    for reading in readings:
        source = _source(reading, (links or {}).get(reading.article.id))
        rows += [_incident_row(incident, source, detail, reading.worldview) for incident in reading.incidents]
    if detail == "shape":
        regions = [i.region.geometry if i.region is not None else None for r in readings for i in r.incidents]
        for row, shape in zip(rows, drawn_many(regions), strict=True):
            row["region"] = shape
    rows = _told_once(rows)
    for reading in (r for r in readings if r.meetings):
        source = _source(reading, (links or {}).get(reading.article.id))
        rows += [_meeting_row(meeting, n, reading.article.id, source) for n, meeting in enumerate(reading.meetings)]
    return sorted(rows, key=lambda r: (r["type"] == "meeting", r["start"] or r["end"] or "9999", r["id"]))


def _told_once(rows: list[Row]) -> list[Row]:
    """Return one row for each event: its surest telling, with the sources of all the others."""
    events: dict[str, list[Row]] = {}
    for row in rows:
        if row["event"]:
            events.setdefault(row["event"], []).append(row)
    repeated = {event: sorted(told, key=lambda r: (r["coarse"], -r["confidence"], r["published"] or "9999", r["id"]))
                for event, told in events.items() if len(told) > 1}
    kept = [row for row in rows if row["event"] not in repeated or repeated[row["event"]][0] is row]
    for told in repeated.values():
        told[0]["tellings"] = [
            [r["source"], r["published"], r["url"], r["page"], r["quotes"][0] if r["quotes"] else None]
            for r in told[1:]]
    return kept


def is_coarse(region: Region | None) -> bool:
    """Return whether a region says no more than a country, so that a point would pretend to know more."""
    if region is None or region.geometry.is_empty:
        return True
    kinds = {c.kind for c in region.constraints}
    return kinds <= _COUNTRY_LEVEL and region.radius_m > _COARSE_RADIUS_M


def _incident_row(incident: Incident, source: Row, detail: Detail, worldview: str) -> Row:
    region = incident.region if incident.region is not None and not incident.region.geometry.is_empty else None
    row: Row = {
        "id": incident.incident_id or "",
        "event": incident.event_id,
        "type": incident.type,
        "say": sentence(incident),
        "status": incident.status,
        "hedged": incident.hedged,
        "confidence": round(incident.confidence, 3),
        "states": [s for s in dict.fromkeys((incident.violator, incident.aircraft_state, incident.airspace,
                                             incident.near, incident.responder)) if s],
        "coarse": is_coarse(region),
        "lat": round(region.point.lat, 5) if region else None,
        "lon": round(region.point.lon, 5) if region else None,
        "radius_m": round(region.radius_m) if region else None,
        "area_km2": round(region.area_km2, 1) if region else None,
        **_dates(incident.when),
        **source,
    }
    quotes = [_quote(s) for s in incident.evidence]
    if detail == "point":
        row["quotes"] = [q[:_LEAN_QUOTE_CHARS] for q in quotes[:1]]
        pairs = (("When", row["when"]), ("Said by", ", ".join(incident.attribution)))
        row["facts"] = [pair for pair in pairs if pair[1]]
        return row
    full = detail == "full"
    row["quotes"] = quotes
    row["facts"] = _incident_facts(incident)
    if incident.event_reason:
        row["reason"] = incident.event_reason
    if incident.checks:
        row["checks"] = [[c.verdict, c.sentence, c.worldview_sensitive] for c in incident.checks]
    if incident.toponyms:
        row["places"] = [_place(t) for t in _once(incident.toponyms)]
    if incident.region is not None:
        row["constraints"] = [*(_constraint(c, incident.region, dropped=False, detailed=full)
                                for c in incident.region.constraints),
                              *(_constraint(c, incident.region, dropped=True, detailed=full)
                                for c in incident.region.dropped)]
        row["note"] = _conflict(incident.region)
    if full and region:
        row["region"] = drawn(region.geometry)
        row["border"] = drawn(_near_region(region.border, region)) if region.border is not None else None
        row["claims"] = [[round(r.coordinates.lon, 5), round(r.coordinates.lat, 5)] for r in incident.relative_places
                         if r.coordinates is not None]
        row["arrow"] = _arrow(incident)
        row["other_view"] = _other_view(incident, region, worldview)
    return row


def _other_view(incident: Incident, region: Region, worldview: str) -> list[Any] | None:
    """Return the name of the view that would change the answer, and the part of its border that runs elsewhere."""
    if region.border is None or not any(c.worldview_sensitive for c in incident.checks):
        return None
    from airmap.checks import other_view
    from airmap.pipeline import atlas_for
    from airmap.regions.feasible import crossed_border

    other = other_view(atlas_for(worldview))
    line = crossed_border(incident, other)
    if line is None or line.is_empty:
        return None
    elsewhere = shapely.difference(_near_region(line, region), shapely.buffer(region.border, _SAME_LINE_DEG))
    shape = drawn(elsewhere) if not elsewhere.is_empty else None
    return [other.worldview.replace("_", " "), shape] if shape is not None else None


def _meeting_row(meeting: Meeting, number: int, article_id: str, source: Row) -> Row:
    place = meeting.place.place if meeting.place else None
    facts: list[tuple[str, str]] = [("Kind", str(meeting.kind))]
    facts += [(name, value) for name, value in (
        ("Event", meeting.event),
        ("On the sidelines of", meeting.sidelines_of),
        ("Place", meeting.place_name),
        ("Country", state_name(meeting.country)),
        ("Participants", ", ".join(meeting.participants)),
        ("When", when_text(meeting.when)),
    ) if value]
    who = " and ".join(meeting.participants[:2]) if len(meeting.participants) <= 2 else (
        ", ".join(meeting.participants[:3]))
    what = meeting.event or {"bilateral": "Meeting", "call": "Call", "visit": "Visit"}.get(
        meeting.kind, meeting.kind.capitalize())
    where = f" in {meeting.place_name}" if meeting.place_name else ""
    coarse = place is None or place.feature in ("country", "continent", "region")
    return {
        "id": f"{article_id}-meeting-{number + 1}",
        "type": "meeting",
        "say": f"{what[:1].upper()}{what[1:]}{where}{': ' + who if who else ''}",
        "status": meeting.status,
        "hedged": False,
        "confidence": meeting.place.confidence if meeting.place else 0.5,
        "states": [meeting.country] if meeting.country else [],
        "coarse": coarse,
        "lat": round(place.lat, 5) if place and not coarse else None,
        "lon": round(place.lon, 5) if place and not coarse else None,
        "radius_m": None, "area_km2": None,
        "facts": facts,
        "quotes": [_quote(s) for s in meeting.evidence],
        "places": [_place(meeting.place)] if meeting.place else [],
        **_dates(meeting.when),
        **source,
    }


def sentence(incident: Incident) -> str:
    """Return one plain sentence that says what is reported to have happened."""
    craft = _craft(incident)
    was = "were" if _several(incident) else "was"
    whose = _possessive(state_name(incident.airspace))
    responder = state_name(incident.responder)
    entered = f", said to have entered {whose} airspace" if incident.airspace and incident.type in (
        "shootdown", "fired_upon") and incident.zone == "national" else ""
    if entered and "airspace" in incident.presumed:
        entered = f", presumably over {state_name(incident.airspace)}"
    inside = incident.distance if incident.distance and incident.distance.role == "depth" else None
    depth = f", {length_text(inside)} deep" if inside and incident.airspace else ""
    match incident.type:
        case "shootdown":
            said = f"{craft} {was} shot down{' by ' + responder if responder else ''}{entered}"
        case "fired_upon":
            said = f"{craft} {was} fired upon{' by ' + responder if responder else ''}{entered}"
        case "interception":
            near = f" near {state_name(incident.near)}" if incident.near else ""
            said = f"{craft} {was} intercepted{' by ' + responder if responder else ''}{near}"
        case "near_miss":
            other = f" and an aircraft of {responder}" if responder and responder not in craft else ""
            said = f"{craft}{other} came dangerously close to each other" if other else f"{craft} had a near miss"
        case "approach":
            near_state = state_name(incident.near or incident.airspace)
            said = f"{craft} approached {_possessive(near_state)} airspace" if near_state else f"{craft} came near"
        case "adiz_entry":
            zone = f"{whose} " if incident.airspace else "an "
            said = f"{craft} entered {zone}air defence identification zone"
        case "restricted_zone":
            said = f"{craft} entered a restricted zone"
        case _:
            said = f"{craft} entered {whose + ' ' if incident.airspace else ''}airspace"
    return f"{said[:1].upper()}{said[1:]}{depth}"


def _owner(incident: Incident) -> str | None:
    name = state_name(incident.violator or incident.aircraft_state) or incident.violator_name
    return f"{name} (presumed)" if name and "aircraft_state" in incident.presumed else name


def _craft(incident: Incident) -> str:
    owner = _owner(incident)
    thing = incident.aircraft or {"drone_incursion": "drone", "balloon_incursion": "balloon",
                                  "missile_overflight": "missile"}.get(incident.type, "aircraft")
    if thing.istitle() and thing.lower() in _everyday_nouns():
        # A headline's capital.
        thing = thing.lower()
    if incident.count and incident.count > 1:
        thing = f"{incident.count} {thing}{'s' if thing[-1:].isdigit() else ''}"
        return f"{thing} of {owner}" if owner else thing
    if _several(incident):
        return f"{thing} of {owner}" if owner else f"{thing} of unknown origin"
    thing = _PLURAL.sub("", thing)
    numbered = re.search(r"\b[Ff]light [A-Z]{0,3}\d", thing)
    article = "" if numbered else "an " if _VOWEL_SOUND.match(thing) else "a "
    return f"{article}{thing} of {owner}" if owner else f"{article}{thing} of unknown origin"


def _several(incident: Incident) -> bool:
    """Say whether an incident's aircraft are more than one, by their count or, where none is told, by their name."""
    thing = incident.aircraft or ""
    if incident.count is not None:
        return incident.count > 1
    return _PLURAL.search(thing) is not None and not thing[-2:-1].isdigit()


@cache
def _everyday_nouns() -> frozenset[str]:
    return frozenset().union(*(lexicon.nouns("aircraft", "nouns", kind) for kind in lexicon.table("aircraft")["nouns"]))


def _quote(span: Span) -> str:
    """Return quoted words without the line ends and stray marks that a sentence splitter leaves at its start."""
    return " ".join(span.quote.split()).lstrip(",;:–—- ")


def _possessive(name: str | None) -> str:
    return "" if name is None else f"{name}'" if name.endswith("s") else f"{name}'s"


def _incident_facts(incident: Incident) -> list[tuple[str, str]]:
    region = incident.region
    area = None
    if region is not None and not region.geometry.is_empty:
        radius = f"within {region.radius_m / 1000:,.1f} km of its middle"
        area = f"{region.area_km2:,.0f} km², {radius}" if region.area_km2 >= 10 else (
            f"{region.area_km2:,.2f} km², {radius}")
    pairs = (
        ("Whose aircraft", _owner(incident)),
        ("Aircraft", f"{incident.count} × {incident.aircraft}" if incident.aircraft and (incident.count or 1) > 1
         else incident.aircraft),
        ("Whose airspace", _zone(incident)),
        ("Near", state_name(incident.near)),
        ("Came from", state_name(incident.origin)),
        ("Reacted", state_name(incident.responder)),
        (_DISTANCE_NAMES.get(incident.distance.role, "Distance") if incident.distance else "",
         length_text(incident.distance) if incident.distance else None),
        ("Stayed", _as_written(incident.duration, "s")),
        ("Altitude", _as_written(incident.altitude, "m")),
        ("When", when_text(incident.when)),
        ("Outcome", ", ".join(o.replace("_", " ") for o in incident.outcome)),
        ("Said by", ", ".join(incident.attribution)),
        ("Denied by", incident.denied_by),
        ("Repeated", "yes: a series, not one event" if incident.aggregate else None),
        ("Region", area),
    )
    return [(name, value) for name, value in pairs if value]


_DISTANCE_NAMES = {"depth": "How deep", "from_coast": "Off the coast", "separation": "How close",
                   "from_border": "From the border", "from_place": "Distance", "travelled": "Distance flown"}


def _zone(incident: Incident) -> str | None:
    name = state_name(incident.airspace)
    if incident.zone == "international":
        return "international airspace"
    if incident.zone == "adiz":
        return f"{_possessive(name)} identification zone (not sovereign airspace)" if name else "identification zone"
    if name and "airspace" in incident.presumed:
        return f"{name} (presumed)"
    return name if incident.zone in (None, "national") else f"{name or ''} ({incident.zone})".strip()


def length_text(measure: Measure) -> str:
    """Return a length as written, then in km and NM: "by one mile (1.61 km, 0.87 NM)"."""
    if measure.value_si is None:
        low, high = measure.lower_si or 0.0, measure.upper_si or math.inf
        span = f"{low / 1000:,.1f} to {high / 1000:,.1f} km" if math.isfinite(high) else f"over {low / 1000:,.1f} km"
        return f"{measure.span.quote} ({span})"
    metres = measure.value_si
    metric = f"{metres / 1000:,.2f} km" if metres >= 1000 else f"{metres:,.0f} m"
    return f"{measure.span.quote} ({metric}, {metres / 1852:,.2f} NM)"


def _as_written(measure: Measure | None, unit: str) -> str | None:
    if measure is None:
        return None
    return measure.span.quote if measure.value_si is None else f"{measure.span.quote} ({measure.value_si:,.0f} {unit})"


def when_text(when: When | None) -> str | None:
    """Return a date with its precision and the words it came from."""
    if when is None:
        return None
    quote = f" (“{when.quote}”)" if when.quote else " (assumed from the article's date)"
    if when.start is None:
        return f"on or before {when.end.isoformat()}{quote}" if when.end else (when.quote or None)
    if when.precision == "year":
        return f"{when.start.year}{quote}"
    if when.precision == "month":
        return f"{when.start:%Y-%m}{quote}"
    if when.end is not None and when.end != when.start:
        return f"{when.start.isoformat()} to {when.end.isoformat()}{quote}"
    return f"{when.start.isoformat()}{quote}"


def _dates(when: When | None) -> Row:
    start = when.start.isoformat() if when and when.start else None
    end = when.end.isoformat() if when and when.end else None
    shown = None
    if when is not None and when.start is not None:
        shown = {"year": start[:4], "month": start[:7]}.get(when.precision or "day", start) if start else None
    elif end:
        shown = f"by {end}"
    return {"start": start, "end": end, "when": shown}


def _source(reading: Reading, page: str | None) -> Row:
    article = reading.article
    return {
        "title": article.title,
        "source": article.source or article.title or article.id,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "page": page,
    }


def _conflict(region: Region | None) -> str | None:
    if region is None or not region.conflict:
        return None
    return "These words exclude each other: " + "; ".join(f"“{q}”" for q in region.conflict)


def _constraint(constraint: Constraint, region: Region, *, dropped: bool, detailed: bool) -> Row:
    return {
        "kind": constraint.kind,
        "hard": constraint.hard,
        "quote": constraint.quote,
        "label": constraint.label or constraint.kind.replace("_", " "),
        "dropped": dropped,
        "geometry": drawn(_near_region(constraint.geometry, region)) if detailed else None,
    }


def _arrow(incident: Incident) -> list[list[float]] | None:
    """Return the way from the origin side into the region: from across the border that was used to the middle."""
    region = incident.region
    if region is None or region.border is None or incident.origin is None or region.geometry.is_empty:
        return None
    if is_coarse(region) or region.border.is_empty:
        return None
    point = shapely.Point(region.point)
    _, nearest = shapely.get_point(shapely.shortest_line(point, region.border), [0, 1])
    reach = max(0.05, shapely.distance(point, nearest))
    away = shapely.distance(point, nearest) or 1.0
    factor = -reach * 1.2 / away
    start = [nearest.x + (point.x - nearest.x) * factor, nearest.y + (point.y - nearest.y) * factor]
    return [[round(v, 4) for v in start], [round(point.x, 4), round(point.y, 4)]]


def _near_region(geometry: BaseGeometry, region: Region) -> BaseGeometry:
    """Clip to the region's surroundings, so that a state's whole outline does not travel with each page."""
    if geometry is None or region.geometry.is_empty:
        return geometry
    west, south, east, north = region.geometry.bounds
    if east - west > 180:
        return geometry
    pad = max(0.3, 0.6 * max(east - west, north - south))
    box = (west - pad, south - pad, east + pad, north + pad)
    try:
        return shapely.clip_by_rect(geometry, *box)
    except shapely.errors.GEOSException:
        return shapely.intersection(shapely.make_valid(geometry), shapely.box(*box))


def _place(toponym: Toponym) -> list[str | None]:
    others = ", ".join(_described(c.place.name, c.place.country, c.place.feature) for c in toponym.alternatives[:3])
    place = toponym.place
    chosen = _described(place.name, place.country, place.feature) if place else "not found in the gazetteer"
    return [toponym.name, f"{chosen}, {toponym.confidence:.0%} sure" if place else chosen, others or None]


def _described(name: str, country: str | None, feature: str) -> str:
    where = state_name(country)
    return f"{name}, {where} ({feature})" if where and where != name else f"{name} ({feature})"


def _once(toponyms: Iterable[Toponym]) -> list[Toponym]:
    return list({t.name: t for t in reversed(tuple(toponyms))}.values())[::-1]


@cache
def state_name(code: str | None) -> str | None:
    """Return a state's English name; the code itself where the gazetteer has none."""
    if code is None:
        return None
    from airmap.pipeline import default_gazetteer

    place = default_gazetteer().country(code)
    if place is None:
        return code
    return f"the {place.name}" if code in _WITH_THE and not place.name.startswith("The ") else place.name


def named_places(readings: Sequence[Reading]) -> list[tuple[str, float, float, str]]:
    """Return the towns, islands, bases and waters that incidents and meetings name, for labels."""
    found: dict[str, tuple[str, float, float, str]] = {}
    for reading in readings:
        named = [t for i in reading.incidents for t in i.toponyms]
        named += [m.place for m in reading.meetings if m.place]
        for toponym in named:
            place = toponym.place
            if place is not None and toponym.kind == "name" and place.feature not in _UNLABELLED:
                kind = "water" if place.feature in _WATERS else "place"
                found.setdefault(place.name, (place.name, round(place.lon, 4), round(place.lat, 4), kind))
    return list(found.values())[:200]


ATTRIBUTION = DATA_CREDIT
