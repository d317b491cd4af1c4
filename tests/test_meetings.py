"""Meetings of leaders in sentences of our own, positive and negative: ``reading/meetings_*.toml``."""

from typing import Any

import pytest
from reading_cases import cases_of

import airmap
from airmap.records import Meeting


def meetings(text: str, published: str = "2021-06-16") -> tuple[Meeting, ...]:
    return airmap.parse(text, published=published).readings[0].meetings


def as_told(meeting: Meeting) -> dict[str, Any]:
    when = meeting.when
    return {
        "place": meeting.place_name, "country": meeting.country, "kind": meeting.kind, "status": meeting.status,
        "start": str(when.start) if when else None, "end": str(when.end) if when else None,
        "who": list(meeting.participants), "sidelines": meeting.sidelines_of, "event": meeting.event,
        "virtual": meeting.virtual,
    }


@pytest.mark.parametrize("case", cases_of("meetings"), ids=lambda case: case["text"][:60])
def test_meetings_with_a_place(case: dict[str, Any]) -> None:
    found = [as_told(m) for m in meetings(case["text"], case["published"]) if m.place_name or m.country]
    assert len(found) == len(case["meetings"]), found
    for told, wanted in zip(found, case["meetings"], strict=True):
        assert {k: told[k] for k in wanted} == wanted


def test_a_meeting_on_the_sidelines_is_one_record() -> None:
    (found,) = meetings("President Alar Karis met President Sauli Niinistö in New York on the sidelines of the UN "
                        "General Assembly on Tuesday.")
    assert found.kind == "bilateral"
    assert found.sidelines_of is not None
    assert "General Assembly" in found.sidelines_of
    assert found.place_name == "New York"
    assert found.when is not None
    assert str(found.when.start) == "2021-06-15"
    assert len(found.participants) == 2


def test_the_same_meeting_told_twice_is_one() -> None:
    found = meetings("Biden and Putin meet in Geneva\n\nUS President Joe Biden met Russian President Vladimir Putin in "
                     "Geneva on Wednesday. The talks in Geneva lasted three hours, President Biden said.")
    assert [m.place_name for m in found] == ["Geneva"]
    assert found[0].participants == ("Joe Biden", "Vladimir Putin")
    assert len(found[0].evidence) >= 2
