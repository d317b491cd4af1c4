"""Whose a land was when something happened there: Sakhalin's in 1962 was the Soviet Union's."""

from __future__ import annotations

from dataclasses import replace

from airmap.mentions.parties import in_its_time
from airmap.records import Incident, PartialDate


def in_its_day(incident: Incident) -> Incident:
    """Return an incident with the states of the day when it happened, whenever the text was written."""
    when = incident.when
    last = when.end or when.start if when is not None else None
    if last is None:
        return incident
    day = PartialDate(last.year, last.month, last.day)

    def then(state: str | None) -> str | None:
        return in_its_time(state, day) if state is not None else None

    return replace(
        incident, violator=then(incident.violator), aircraft_state=then(incident.aircraft_state),
        airspace=then(incident.airspace), near=then(incident.near), responder=then(incident.responder),
        origin=then(incident.origin),
    )
