"""Readings made by hand for the map's tests and benchmarks: no text is parsed, every word here is our own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from shapely.geometry import LineString, MultiPolygon, Point, box

from airmap.records import (
    Article,
    Candidate,
    Check,
    Constraint,
    Incident,
    IncidentType,
    Measure,
    Meeting,
    PartialDate,
    Place,
    Position,
    Reading,
    Region,
    Span,
    Status,
    Toponym,
    When,
)

TYPES: tuple[IncidentType, ...] = (
    "violation", "drone_incursion", "balloon_incursion", "missile_overflight", "restricted_zone", "shootdown",
    "fired_upon", "interception", "near_miss", "approach", "adiz_entry")
STATUSES: tuple[Status, ...] = ("asserted", "disputed", "denied", "hypothetical")
STATES = ("RUS", "FIN", "POL", "TUR", "SYR", "ISR", "CHN", "JPN", "USA", "EST", "IRN")

#: Text that has broken or run in other maps. ``PWNED`` is what it would call.
HOSTILE = (
    "<script>PWNED(1)</script>",
    "</script><script>PWNED(2)</script>",
    "<img src=x onerror=PWNED(3)>",
    "`);PWNED(4);(`",
    "\\`);PWNED(5)//",
    "${PWNED(6)}",
    "{{7*7}} {{cycler.__init__.__globals__.os.popen(dict(id=1)|first).read()}}",
    "{% set x = 1 %}{% for",
    "{# no comment",
    "javascript:PWNED(7)",
    "one\u2028two\u2029three",
    "\u202eright to left override\u202c",
    "'\"><svg onload=PWNED(8)>",
    "]]><!--<script>PWNED(9)",
    "=HYPERLINK(\"https://example.invalid\")",
    "+1+cmd", "-2-cmd", "@SUM(1)",
    "back\\slash\\",
    "null \x00 and bell \x07",
    "وقال الوزير إن الطائرة دخلت المجال الجوي",
    "המטוס חדר למרחב האווירי",
)


def span(quote: str, start: int = 0) -> Span:
    """Return a span of words."""
    return Span(start, start + len(quote), quote)


def depth(value: float, quote: str) -> Measure:
    """Return a depth of so many miles."""
    metres = value * 1609.344
    return Measure(span(quote), "length", value, "mile", metres, metres, metres, "depth")


def day(year: int, month: int, number: int, words: str = "on that day") -> When:
    """Return one day."""
    date = dt.date(year, month, number)
    return When(date, date, "day", words)


def toponym(name: str, lon: float, lat: float, country: str, feature: str = "city") -> Toponym:
    """Return a name resolved to a place, with one runner-up."""
    return Toponym(span(name), name, "name", Place(name, lon, lat, feature, country), 0.9,
                   (Candidate(Place(name, lon + 40, lat - 5, feature, "USA"), 0.1),))


def strip() -> Region:
    """Return a strip one mile wide at a border, as "by one mile" draws it."""
    border = LineString([(35.80, 32.75), (35.88, 32.95), (35.85, 33.1), (35.82, 33.28)])
    shape = border.buffer(0.017, single_sided=True)
    shape = shape if shape.is_valid else shape.buffer(0)
    airspace = box(34.2, 29.5, 35.9, 33.35)
    return Region(
        shape, Position(35.85, 33.0), 36_100.0, 128.0,
        (Constraint("airspace", True, "crossed into Israel's airspace", airspace, label="airspace of Israel"),
         Constraint("depth", True, "by one mile", shape, label="within 1.61 km of the border"),
         Constraint("origin", False, "came back to Syria", border.buffer(0.3), label="near the border with Syria")),
        border=border)


def square(lon: float, lat: float, size_deg: float = 0.5, kind: str = "near") -> Region:
    """Return a square region about a point."""
    shape = box(lon - size_deg, lat - size_deg, lon + size_deg, lat + size_deg)
    return Region(shape, Position(lon, lat), 60_000.0, size_deg * size_deg * 48_000,
                  (Constraint(kind, True, "near the town", shape, label="near a town"),))


def across_the_antimeridian(lat: float, west: float, east: float) -> Region:
    """Return a region split at ±180, as the geodesy of the package leaves it."""
    shape = MultiPolygon([box(west, lat - 1, 180, lat + 1), box(-180, lat - 1, east, lat + 1)])
    return Region(shape, Position(179.9, lat), 150_000.0, 40_000.0,
                  (Constraint("near", True, "off the coast", shape, label="off the coast"),))


def country_level() -> Region:
    """Return all of a country, and no more than that."""
    shape = box(20, 60, 31, 70)
    return Region(shape, Position(26, 65), 700_000.0, 330_000.0,
                  (Constraint("airspace", True, "Finnish airspace", shape, label="airspace of Finland"),))


def source_story() -> Reading:
    """Return one article with a mile-wide strip, a shoot-down and a meeting."""
    checks = (
        Check("depth_fits_airspace", "consistent", "One mile from the line is still within Israel's airspace.", True),
        Check("speed", "undetermined", "No duration is given, so that no speed can be tested."),
        Check("side", "contradicted", "The aircraft cannot have come from Jordan: the line is Syria's."),
    )
    first = Incident(
        type="violation", violator="RUS", airspace="ISR", zone="national", origin="SYR", aircraft="plane", count=1,
        distance=depth(1, "by one mile"), when=When(None, dt.date(2015, 11, 29), None, "on one occasion"),
        outcome=("returned",), attribution=("the defence minister",), evidence=(
            span("A Russian plane crossed into our airspace by one mile, the minister said."),),
        toponyms=(toponym("Katzrin", 35.69, 32.99, "ISR"),), confidence=0.9, incident_id="strip", region=strip(),
        checks=checks)
    second = Incident(
        type="shootdown", violator="RUS", airspace="TUR", responder="TUR", status="disputed", denied_by="Moscow",
        attribution=("Ankara",), when=day(2015, 11, 24, "last Tuesday"), evidence=(span("Turkey shot the jet down."),),
        confidence=0.8, incident_id="hatay", region=square(36.0, 35.95, 0.1))
    place = toponym("Paris", 2.35, 48.85, "FRA")
    talks = Meeting("bilateral", sidelines_of="a climate conference", place=place, place_name="Paris", country="FRA",
                    participants=("the prime minister", "the president"), when=day(2015, 11, 30),
                    evidence=(span("The two met in Paris."),))
    article = Article("story", "…", "Two leaders meet after a stray flight", PartialDate(2015, 11, 30), "The Example",
                      "https://news.example/story")
    return Reading(article, "de_facto", (first, second), (talks,), (place,))


def gallery() -> tuple[Reading, ...]:
    """Return every type and status, both sides of the antimeridian, right-to-left text, and country-level readings."""
    readings = [source_story()]
    for number, kind in enumerate(TYPES):
        lon, lat = 8 + 4 * number, 56 + (number % 4)
        incident = Incident(
            type=kind, violator=STATES[number % len(STATES)], airspace=STATES[(number + 3) % len(STATES)],
            status=STATUSES[number % 4], when=day(2016 + number // 2, 1 + number, 3 + number), aircraft="jet",
            evidence=(span(f"Event number {number} was reported by the ministry."),), confidence=0.3 + 0.06 * number,
            incident_id=f"kind-{kind}", region=square(lon, lat), attribution=("the ministry",))
        readings.append(Reading(Article(f"kind-{number}", "…", f"Report {number}", PartialDate(2020, 1, 2), "A Paper"),
                                "de_facto", (incident,)))
    far = (("fiji", across_the_antimeridian(-17.0, 178.0, -179.0), "USA"),
           ("chukotka", across_the_antimeridian(66.0, 176.0, -172.0), "RUS"))
    for name, region, state in far:
        incident = Incident(type="approach", violator="USA", near=state, zone="international", incident_id=name,
                            region=region, evidence=(span(f"Off {name} an aircraft came near."),), confidence=0.7)
        readings.append(Reading(Article(name, "…", name.title(), None, "A Paper"), "de_facto", (incident,)))
    arabic = Incident(type="violation", violator="ISR", airspace="SYR", incident_id="arabic", confidence=0.6,
                      evidence=(span("دخلت طائرة المجال الجوي السوري يوم الأحد"),), when=day(2019, 5, 6),
                      region=square(36.5, 34.0))
    readings.append(Reading(Article("arabic", "…", "خبر من دمشق", None, "صحيفة"), "de_facto", (arabic,)))
    coarse = Incident(type="violation", violator="RUS", airspace="FIN", incident_id="coarse", confidence=0.5,
                      evidence=(span("It violated Finnish airspace."),), region=country_level())
    nowhere = Incident(type="drone_incursion", incident_id="nowhere", evidence=(span("A drone was seen."),))
    readings.append(Reading(Article("coarse", "…", "Country level", None, "A Paper"), "de_facto", (coarse, nowhere)))
    told = [replace(source_story().incidents[1], incident_id=f"told-{n}", event_id="event-1",
                    event_reason="the same day, aircraft and place") for n in range(3)]
    for number, incident in enumerate(told):
        readings.append(Reading(Article(f"told-{number}", "…", f"Telling {number}", PartialDate(2015, 11, 25),
                                        f"Paper {number}"), "de_facto", (incident,)))
    return tuple(readings)


def hostile() -> tuple[Reading, ...]:
    """Return readings with hostile text in every field that can carry text."""
    readings = []
    for number, bad in enumerate((*HOSTILE, "long " + "x" * 100_000)):
        words = span(bad)
        place = Toponym(words, bad, "name", Place(bad, 20.0, 50.0, "city", "POL"), 0.5,
                        (Candidate(Place(bad, 1.0, 2.0, "city", "FRA"), 0.1),))
        shape = box(20, 50, 21, 51)
        region = Region(shape, Position(20.5, 50.5), 50_000, 5_000, (
            Constraint("near", True, bad, shape, words, bad),), conflict=(bad, bad))
        measure = Measure(words, "length", 1.0, bad, 1000.0, 1000.0, 1000.0, "depth")
        incident = Incident(
            type="violation", violator_name=bad, aircraft=bad, origin="POL", distance=measure, duration=measure,
            altitude=measure, when=When(dt.date(2020, 1, 1), dt.date(2020, 1, 1), "day", bad), outcome=(bad,),
            attribution=(bad,), denied_by=bad, toponyms=(place,), evidence=(words,), incident_id=f"bad-{number}",
            event_id=bad, event_reason=bad, region=region, checks=(Check(bad, "consistent", bad),))
        meeting = Meeting("talks", bad, bad, place, bad, "POL", (bad, bad), None, "held", False, (words,))
        article = Article(f"{bad} {number}", bad, bad, None, bad, bad)
        readings.append(Reading(article, "de_facto", (incident,), (meeting,), (place,)))
    return tuple(readings)


def many(count: int) -> list[Reading]:
    """Return so many incidents in articles of their own, spread over land, each with a region and quoted words."""
    readings = []
    for number in range(count):
        lon, lat = (number * 137.508) % 340 - 170, ((number * 61.803) % 110) - 45
        shape = Point(lon, lat).buffer(0.3, quad_segs=8)
        quote = (f"Report {number}: an aircraft crossed the line near grid {number % 997} and flew on for "
                 f"{number % 59} minutes before it turned, the ministry of the state said in a statement.")
        region = Region(shape, Position(lon, lat), 30_000.0, 900.0,
                        (Constraint("near", True, "near the line", shape, label="near the line"),))
        incident = Incident(
            type=TYPES[number % 11], violator=STATES[number % 11], airspace=STATES[(number * 7 + 1) % 11],
            status=STATUSES[number % 4], when=day(2000 + number % 25, 1 + number % 12, 1 + number % 28),
            evidence=(span(quote),), attribution=("the ministry",), confidence=(number % 100) / 100,
            incident_id=f"{number:016x}", region=region, aircraft="jet",
            checks=(Check("side", "consistent", "The line is on the side that the words say."),))
        readings.append(Reading(Article(f"a{number}", "…", f"Title {number}", PartialDate(2020, 1, 2), "The Example",
                                        f"https://news.example/{number}"), "de_facto", (incident,)))
    return readings
