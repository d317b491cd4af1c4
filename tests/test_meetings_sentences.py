"""Meetings in sentences of our own, positive and negative: ``reading/meetings*.toml``."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import airmap
from airmap.records import Meeting

_CASES = [case for file in sorted((Path(__file__).parent / "reading").glob("meetings*.toml"))
          for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


def as_told(meeting: Meeting) -> dict[str, Any]:
    when = meeting.when
    return {
        "place": meeting.place_name, "country": meeting.country, "kind": meeting.kind, "status": meeting.status,
        "start": str(when.start) if when else None, "end": str(when.end) if when else None,
        "who": list(meeting.participants), "sidelines": meeting.sidelines_of, "event": meeting.event,
        "virtual": meeting.virtual,
    }


@pytest.mark.parametrize("case", _CASES, ids=[c["text"][:60] for c in _CASES])
def test_meetings_with_a_place(case: dict[str, Any]) -> None:
    read = airmap.parse(case["text"], published=case["published"]).readings[0].meetings
    found = [as_told(m) for m in read if m.place_name or m.country]
    assert len(found) == len(case["meetings"]), found
    for told, wanted in zip(found, case["meetings"], strict=True):
        assert {k: told[k] for k in wanted} == wanted
