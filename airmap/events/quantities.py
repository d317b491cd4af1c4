"""How far, how long, how high: the quantities of an event, each with the role its words give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.events.tellings import Telling
from airmap.records import IncidentType, Measure, MeasureRole

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ENTRIES = frozenset(
    {
        "violation",
        "drone_incursion",
        "balloon_incursion",
        "missile_overflight",
        "shootdown",
        "fired_upon",
        "adiz_entry",
        "restricted_zone",
    }
)


def choose(
    told: Sequence[Telling], doc: Doc, measures: list[tuple[Measure, int, int]], types: Sequence[IncidentType]
) -> tuple[Measure | None, Measure | None, Measure | None, Measure | None]:
    """Return the distance, the duration, the altitude and the speed that belong to an event."""
    sentences = {(t.start, t.end) for t in told}
    near = [(m, s, e) for m, s, e in measures if any(a <= s < b for a, b in sentences)]
    lengths = [replace(m, role=role(m, doc, s, e, types)) for m, s, e in near if m.dimension == "length"]
    wanted = (
        ("depth", "from_coast", "separation", "travelled", "from_border")
        if set(types) & _ENTRIES
        else ("separation", "from_coast", "from_border", "travelled", "depth")
    )
    ranked = sorted((m for m in lengths if m.role in wanted), key=lambda m: wanted.index(m.role))
    distance = ranked[0] if ranked else None
    altitude = next((m for m in lengths if m.role == "altitude"), None)
    duration = next(
        (
            replace(m, role="duration")
            for m, s, e in near
            if m.dimension == "time" and m.role in ("duration", "other")
        ),
        None,
    )
    speed = next((m for m, _, _ in near if m.dimension == "speed"), None)
    return distance, duration, altitude, speed


def role(measure: Measure, doc: Doc, start: int, end: int, types: Sequence[IncidentType]) -> MeasureRole:
    """Return what a length means here; what its own words say goes before what the event suggests."""
    if measure.role != "other":
        return measure.role
    before = {t.lower_ for t in doc[max(0, start - 4) : start]}
    after = [t.lower_ for t in doc[end : end + 5]]
    if (
        set(after[:2]) & {"into", "inside", "deep", "beyond"}
        or "by" in before
        or "depth" in before
        or "depths" in before
    ):
        return "depth"
    if "within" in before and "of" in after[:3]:
        return "separation"
    if set(after) & {"coast", "shore", "off"}:
        return "from_coast"
    return measure.role
