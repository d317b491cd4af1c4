"""The record of an incident, from all that tells of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap.events.certainty.standing import PRONOUNS, standing_of, status_of
from airmap.events.circumstances import counts, dating, details, itinerary, nearness
from airmap.events.circumstances.quantities import Quantities, choose
from airmap.events.circumstances.stays import stay_by_the_clock
from airmap.events.merging import Cluster
from airmap.events.sequel import Sequel
from airmap.events.tellings import ENTERING, Telling, sentence_of
from airmap.events.whose import context
from airmap.events.whose.sides import sides_of
from airmap.mentions.actors import Actors, Craft, Party, state_of_party
from airmap.records import Incident, IncidentType, Measure, Span, Toponym, When, Zone

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

# How long after an event it is told without a date of its own.
_SAID_LATER = dt.timedelta(days=14)
_PRIORITY: tuple[IncidentType, ...] = (
    "shootdown",
    "fired_upon",
    "violation",
    "drone_incursion",
    "balloon_incursion",
    "missile_overflight",
    "adiz_entry",
    "interception",
    "near_miss",
    "approach",
    "restricted_zone",
)
_ENTRY_BY_CATEGORY: dict[str, IncidentType] = {
    "drone": "drone_incursion",
    "balloon": "balloon_incursion",
    "missile": "missile_overflight",
}
_ACT_TYPES: dict[str, IncidentType] = {
    "down": "shootdown",
    "fire": "fired_upon",
    "adiz": "adiz_entry",
    "intercept": "interception",
    "close": "near_miss",
    "approach": "approach",
    "restricted": "restricted_zone",
}


def incident_of(
    cluster: Cluster,
    sequel: Sequel,
    header: When | None,
    doc: Doc,
    toponyms: tuple[Toponym, ...],
    actors: Actors,
    measures: list[tuple[Measure, int, int]],
    dates: list[tuple[When, int, int]],
) -> Incident | None:
    """Put an event's record together; nothing where what is told is no incident after all."""
    told, kept_out_of = standing_of(cluster)
    if not told or all(t.implicit and t.craft is None and t.act == "intercept" for t in told):
        return None
    craft = _best_craft(told)
    types = _types(told, craft, doc, actors)
    if not types:
        return None
    distance, duration, altitude, speed = _quantities(told, sequel, doc, measures, types, toponyms)
    sides = sides_of(cluster, told, types, craft, distance, sequel, doc, actors)
    mover, airspace, responder = sides.mover, sides.airspace, sides.responder
    nobodys = mover is None and airspace is None and not any(t.airspace_group for t in told)
    if nobodys and all(t.act == "entry" and not t.strong for t in told):
        # "The bomber passed over the island": nobody's, over nobody's land.
        return None
    if nobodys and responder is None and types == ["near_miss"] and craft is not None and craft.civil and not any(
        c.unpiloted and t.start <= c.head < t.end for c in actors.crafts for t in told
    ):
        # "An airliner and an army helicopter collided on the approach to the airport": an accident.
        return None
    told_entry = any(t.act in ENTERING for t in told)
    entering = told_entry or (airspace is not None and types[0] in ("shootdown", "fired_upon"))
    lands = [sentence_of(t, doc) for t in told] + list(sequel.following)
    stays = itinerary.stays_by_land(lands, doc, actors, measures)
    if stays and airspace is not None:
        # "over Romania for three minutes and over Hungary for forty": each land its own.
        duration = next((s.lasted for s in stays if s.state == airspace), None)
    near = _near(told, sequel, types, mover, airspace, kept_out_of, doc, actors)
    evidence = _evidence(told, sequel, doc)
    told_words = " ".join(doc.span(t.start, t.end).text for t in told)
    told_words += " ".join(doc.span(s, e).text for s, e in sequel.sentences)
    status, denied_by = status_of(told, cluster)
    phrases = _phrases(told, doc, distance, duration)
    if sequel.words is not None:
        phrases.setdefault("origin", details.span_of(doc, *sequel.words))
    return Incident(
        type=types[0],
        also=tuple(types[1:]),
        violator=mover.state if mover and entering and mover.state != airspace else None,
        violator_name=mover.name if mover is not None and mover.state is None and entering else None,
        aircraft_state=(mover.state or context.seat_of(mover, doc, toponyms))
        if mover
        else context.seat_of_owner(told, doc, toponyms),
        airspace=airspace,
        zone=_zone_of(told, sequel, types, airspace, near, doc, actors),
        near=near,
        responder=responder.state if responder else None,
        origin=_origin(told, sequel, airspace, sides.doer),
        aircraft=craft.name if craft else None,
        count=counts.count_of(told, doc, actors, sequel.following),
        aggregate=all(t.aggregate or t.plural for t in told if not t.implicit)
        and any(t.aggregate or t.plural for t in told),
        distance=distance,
        duration=duration,
        altitude=altitude,
        speed=speed,
        direction=details.direction(told_words),
        when=_when(cluster, told, sequel, header, doc, dates),
        outcome=_outcomes(told_words, types),
        status=status,
        hedged=any(t.hedged for t in told),
        attribution=_attribution(told, denied_by),
        denied_by=denied_by,
        toponyms=tuple(t for t in toponyms if any(e.start <= t.span.start < e.end for e in evidence)),
        evidence=evidence,
        phrases=phrases,
        confidence=_confidence(told, mover is not None and not sides.hinted, airspace is not None),
    )


def _when(
    cluster: Cluster,
    told: list[Telling],
    sequel: Sequel,
    header: When | None,
    doc: Doc,
    dates: list[tuple[When, int, int]],
) -> When | None:
    # A plane that came on Friday and was shot down on Sunday: Sunday.
    by_force = [d for t, d in zip(cluster.tellings, cluster.dates, strict=True) if t.act == "down"]
    when = dating.settled([*by_force, *cluster.dates, sequel.when]) or header
    if when is not None and when.start is not None:
        return when
    if any(dating.some_time_from(doc[t.trigger]) is not None for t in told) or all(
        dating.told_as_earlier(doc[t.trigger]) for t in told
    ):
        # "six days after a bomber was brought down", "tensions rose after the downing": on no day that the text names.
        return when
    own = [(t.start, t.end) for t in told]
    around = dating.day_around(own, doc, dates)
    if around is None:
        # What another event is dated by is no day of this one.
        around = dating.only_day(own, doc, [d for d in dates if doc[d[1]].sent.start not in sequel.others])
    bound = when.end if when is not None else None
    if around is None or (bound and around.end and not dt.timedelta(0) <= bound - around.end <= _SAID_LATER):
        # "On 3 October ... On 2 November he said that": what is told a month later is no part of that day.
        return when
    return around


def _near(
    told: list[Telling],
    sequel: Sequel,
    types: list[IncidentType],
    mover: Party | None,
    airspace: str | None,
    kept_out_of: str | None,
    doc: Doc,
    actors: Actors,
) -> str | None:
    """Return the state that was neared and not entered."""
    if airspace is not None:
        return None
    own = state_of_party(mover)
    if all(t.act == "close" and t.implicit for t in told):
        # Jets that buzz a ship off their own coast neared nobody's.
        own = next((state_of_party(t.responder) for t in told if t.responder is not None), own)
    near = next((t.near for t in told if t.near), kept_out_of)
    if not any(t.act in ENTERING for t in told):
        near = near or nearness.near_after(told, sequel, mover, doc, actors)
        near = near or nearness.near_those_who_went_up(told, doc, actors)
        near = near or nearness.near_what_it_was_sent_at(told, sequel, doc, actors)
    if near is not None and near != own:
        return near
    if any(t.airspace_group for t in told):
        # "entered NATO airspace near Iceland"
        near = next((n for t in told if (n := nearness.near_in(t.start, t.end, t, doc, actors))), None)
        if near is not None and near != own:
            return near
    if mover is None or not _met(types):
        return None
    return context.kept_outside(sequel.sentences, mover.state, doc, actors)


def _zone_of(
    told: list[Telling],
    sequel: Sequel,
    types: list[IncidentType],
    airspace: str | None,
    near: str | None,
    doc: Doc,
    actors: Actors,
) -> Zone | None:
    told_in = [doc[t.trigger].sent for t in told]
    zone = _zone(told, types, airspace, near) or nearness.zone_after(sequel, types, near, actors, told_in)
    entered = zone == "national" and any(t.act in ENTERING for t in told)
    # "came within feet of a patrol plane over the contested shoal"
    met = zone is None and types[0] in ("near_miss", "interception", "shootdown", "fired_upon")
    return "disputed" if (entered or met) and nearness.contested(told_in, doc, around=entered) else zone


def _outcomes(told_words: str, types: list[IncidentType]) -> tuple[str, ...]:
    found = details.outcomes(told_words)
    return ("shot_down", *found) if types[0] == "shootdown" and "shot_down" not in found else found


def _attribution(told: list[Telling], denied_by: str | None) -> tuple[str, ...]:
    """Return who says so, in the order of the text: not a pronoun, nor one who denies it as well."""
    deniers = (denied_by or "").split("; ")
    names = (t.attribution_name for t in told if t.status != "denied")
    return tuple(dict.fromkeys(n for n in names if n and n.lower() not in PRONOUNS and n not in deniers))


def _origin(told: list[Telling], sequel: Sequel, airspace: str | None, doer: Party | None) -> str | None:
    """Return where the intruder came from: not the airspace itself, nor where those took off who met it."""
    own = {airspace, doer.state if doer is not None else None}
    stated = next((t.origin for t in told if t.origin and t.origin not in own), None)
    return stated or (sequel.origin if sequel.origin not in own else None)


def _best_craft(told: list[Telling]) -> Craft | None:
    crafts = [t.craft for t in told if t.craft is not None]
    if not crafts:
        return None
    return max(crafts, key=lambda c: (c.designated, not c.generic, -crafts.index(c)))


def _types(told: list[Telling], craft: Craft | None, doc: Doc, actors: Actors) -> list[IncidentType]:
    found: set[IncidentType] = set()
    for telling in told:
        if telling.act == "entry":
            kind = telling.craft or craft
            specific = kind if kind is not None and not (kind.generic and craft is not None) else craft
            found.add(_ENTRY_BY_CATEGORY.get(specific.category if specific else "", "violation"))
            # "a drone and a helicopter flew over"
            beside = doc[specific.head].conjuncts if specific is not None else ()
            crafts = (c for t in beside if (c := actors.craft_headed(t)) is not None)
            found |= {_ENTRY_BY_CATEGORY.get(c.category, "violation") for c in crafts}
        elif not (telling.act in ("intercept", "fire") and telling.implicit and len(told) > 1):
            found.add(_ACT_TYPES[telling.act])
    if "shootdown" in found:
        found.discard("fired_upon")
    if "adiz_entry" in found and all(t.zone is None and t.goal is None for t in told if t.act == "entry"):
        # "intruding jets", of those that the text puts into the zone and no further.
        found -= {"violation", *_ENTRY_BY_CATEGORY.values()}
    return sorted(found, key=_PRIORITY.index)


def _evidence(told: list[Telling], sequel: Sequel, doc: Doc) -> tuple[Span, ...]:
    spans = {(t.start, t.end) for t in told} | ({sequel.back} if sequel.back else set())
    return tuple(details.span_of(doc, s, e) for s, e in sorted(spans))


def _quantities(
    told: list[Telling],
    sequel: Sequel,
    doc: Doc,
    measures: list[tuple[Measure, int, int]],
    types: list[IncidentType],
    toponyms: tuple[Toponym, ...],
) -> Quantities:
    """Choose among the event's own sentences, then among those that follow it."""
    islands = frozenset(
        t.span.start
        for t in toponyms
        if t.place is not None and t.place.feature in ("island", "islands", "country", "admin1")
    )
    stay = cache(lambda: stay_by_the_clock(told, doc))
    own = choose(told, [(t.start, t.end) for t in told], doc, measures, types, islands, stay)
    after = choose(told, list(sequel.sentences), doc, measures, types, islands, stay)
    distance, duration, altitude, speed = (a or b for a, b in zip(own, after, strict=True))
    if after[0] is not None and after[0].role == "separation" and distance is not None and _met(types):
        # "... east of the island. At one point it was within 30 feet of our plane": how near they came.
        distance = distance if distance.role in ("separation", "depth") else after[0]
    if types[0] == "near_miss" and distance is not None and distance.role == "depth":
        # "crossed its trajectory at a distance of five metres"
        distance = replace(distance, role="separation")
    if distance is None or duration is None:
        # What else the sentences say that tell it, and nothing else.
        rest = choose(told, list(sequel.whole), doc, measures, types, islands, stay, plain=True)
        distance, duration = distance or rest[0], duration or rest[1]
    if distance is None or duration is None:
        # Further on only what says by itself what it measures.
        further = choose(told, list(sequel.following), doc, measures, types, islands, stay, plain=True)
        distance, duration = distance or further[0], duration or further[1]
    if ("violation" in types or _met(types)) and (distance is None or duration is None):
        # "bombed a camp a mile inside Peru. Lima speaks of a violation.", "It was 80 miles off Haiti. F-15s met it."
        before, lasted, _, _ = choose(told, list(sequel.leading), doc, measures, types, islands, stay, plain=True)
        wanted = ("depth",) if "violation" in types else ("separation", "from_coast")
        distance = distance or (before if before is not None and before.role in wanted else None)
        duration = duration or lasted
    return distance, duration, altitude, speed


def _met(types: Sequence[IncidentType]) -> bool:
    return types[0] in ("interception", "near_miss")


def _zone(
    told: list[Telling], types: list[IncidentType], airspace: str | None, near: str | None = None
) -> Zone | None:
    if any(t.zone is not None and t.zone.disputed for t in told):
        return "disputed"
    if any(t.act == "entry" and t.airspace and t.zone is not None and t.zone.kind == "national" for t in told):
        return "national"
    for telling in told:
        if telling.act in ("intercept", "close", "fire") and telling.zone is not None and telling.zone.kind == "adiz":
            # "intercepted in the Alaska ADIZ", "locked on in the zone that it declared"
            return "adiz"
        over = any(t.act == "entry" and t.airspace and t.zone is None and t.goal is not None for t in told)
        if telling.act == "adiz" and not (over and telling.zone is not None and telling.zone.kind == "fir"):
            # Not "entered the Athens FIR and flew over an islet".
            return "fir" if telling.zone is not None and telling.zone.kind == "fir" else "adiz"
        if telling.act == "approach" and telling.zone is not None and telling.zone.kind == "restricted":
            return "restricted"
        if telling.act == "restricted":
            # "strayed into restricted airspace over Soviet Armenia": a foreign plane is in another's airspace.
            foreign = any(t.mover is not None and t.mover.state not in (None, airspace) for t in told)
            return "national" if foreign and airspace is not None else "restricted"
    for telling in told:
        if telling.act == "entry" and telling.zone is not None and telling.zone.kind == "buffer" and airspace is None:
            return "buffer"
    if airspace is not None or any(t.act == "entry" for t in told):
        return "national"
    # A close pass near a state may have been in its airspace: that of an airliner and a drone mostly was.
    outside = types[0] in ("interception", "approach", "fired_upon")
    if any(t.international for t in told) or (outside and (near or any(t.near for t in told))):
        return "international"
    return None


def _phrases(told: list[Telling], doc: Doc, distance: Measure | None, duration: Measure | None) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for telling in told:
        if telling.zone is not None and telling.airspace and "airspace" not in found:
            found["airspace"] = details.span_of(
                doc, min(telling.trigger, telling.zone.start), max(telling.trigger + 1, telling.zone.end)
            )
        elif telling.goal is not None and telling.airspace and "airspace" not in found:
            found["airspace"] = details.span_of(
                doc, min(telling.trigger, telling.goal.start), max(telling.trigger + 1, telling.goal.end)
            )
        if telling.origin_span is not None and "origin" not in found:
            found["origin"] = details.span_of(doc, *telling.origin_span)
        if telling.craft is not None and "aircraft" not in found:
            found["aircraft"] = details.span_of(doc, telling.craft.start, telling.craft.end)
    if distance is not None:
        found[distance.role] = distance.span
    if duration is not None:
        found["duration"] = duration.span
    return found


def _confidence(told: list[Telling], who: bool, whose: bool) -> float:
    """Grow with evidence: 0.5 for a bare mention, more for who, whose airspace, a second telling, a named aircraft."""
    score = (
        0.5 + 0.15 * who + 0.15 * whose + 0.05 * min(3, len(told) - 1) + 0.05 * any(t.craft is not None for t in told)
    )
    if any(t.hedged for t in told):
        score -= 0.1
    return max(0.1, min(0.98, score))
