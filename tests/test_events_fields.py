"""Sentences of our own and the fields of the one incident in each: when, how long, how far, how many, who answered."""

from typing import Any

import pytest
from reading_cases import cases_of, read

from airmap.records import Incident


def date_of(incident: Incident) -> str | None:
    when = incident.when
    if when is None or when.start is None:
        return None
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}"


def stated(incident: Incident) -> dict[str, Any]:
    seconds = incident.duration.value_si if incident.duration else None
    return {
        "date": date_of(incident),
        "seconds": round(seconds) if seconds is not None else None,
        "metres": incident.distance.value_si if incident.distance else None,
        "role": incident.distance.role if incident.distance else None,
        "count": incident.count,
        "aircraft": incident.aircraft,
        "responder": incident.responder,
        "origin": incident.origin,
        "airspace": incident.airspace,
        "near": incident.near,
        "direction": incident.direction,
    }


@pytest.mark.parametrize("case", cases_of("fields"), ids=lambda case: case["text"][:60])
def test_reads_the_fields_that_the_words_give(case: dict[str, Any]) -> None:
    incidents = read(case["text"], case.get("published", "2025-09-24"))
    assert incidents, "no incident"
    # A case of several incidents names the airspace of the one that it is about, or has a list with a value of each.
    about = [stated(i) for i in incidents if i.airspace == case.get("of", i.airspace)]
    expected = {k: v for k, v in case.items() if k in about[0]}
    found = {k: [a[k] if a[k] is not None else "-" for a in about] for k in expected}
    assert {k: found[k] if isinstance(v, list) else found[k][0] for k, v in expected.items()} == expected
