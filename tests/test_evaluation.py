"""`airmap evaluate` prints the official scorer's table, and reads bad files as a stranger would wish."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from airmap.evaluation import Dated, dates_agree, evaluate

ANNOTATED = {
    "id": "a", "negative": False, "meetings": [],
    "incidents": [{
        "type": "violation", "also": [], "violator_state": "RUS", "airspace_state": "EST", "status": "asserted",
        "date": "2025-09-19", "date_precision": "day", "core": True, "distance_m": 9260, "distance_meaning": "inside",
    }],
}


def predicted(**changes: object) -> dict[str, object]:
    incident = {"type": "violation", "also": [], "violator": "RUS", "airspace": "EST", "status": "asserted",
                "date": {"start": "2025-09-19", "end": "2025-09-19"}, "distance": {"metres": 9260.0, "role": "depth"}}
    return {"id": "a", "incidents": [{**incident, **changes}], "meetings": []}


def test_a_perfect_reading_scores_one() -> None:
    table = evaluate([ANNOTATED], {"a": predicted()}).as_record()
    assert table["detection"]["F1"] == table["exact"]["F1"] == 1.0
    assert table["fields"]["metres"] == table["fields"]["role"] == table["fields"]["date"] == "1/1"


def test_a_wrong_status_is_found_but_not_exact() -> None:
    result = evaluate([ANNOTATED], {"a": predicted(status="denied")})
    assert result.as_record()["detection"]["F1"] == 1.0
    assert result.as_record()["exact"]["F1"] == 0.0
    assert result.misses[0].startswith("INEXACT a")


def test_another_airspace_is_a_miss_and_an_extra() -> None:
    result = evaluate([ANNOTATED], {"a": predicted(airspace="FIN")})
    assert (result.detection.hits, result.detection.extra, result.detection.missed) == (0, 1, 1)
    assert {m.split(" ")[0] for m in result.misses} == {"MISSED", "EXTRA"}


def test_an_incident_in_a_negative_passage_is_an_alarm() -> None:
    passage = {**ANNOTATED, "negative": True, "incidents": []}
    assert evaluate([passage], {"a": predicted()}).as_record()["false_alarms"] == "1/1"


@pytest.mark.parametrize(
    ("gold", "read", "agree"),
    [
        (Dated("2025-09-19", None, "day"), Dated("2025-09-19", "2025-09-19"), True),
        (Dated("2025-09-19", None, "day"), Dated("2025-09-18", "2025-09-20"), True),
        (Dated("2025-09-19", None, "day"), Dated("2025-09-01", "2025-09-30"), False),
        (Dated("2025-09", None, "month"), Dated("2025-09-03", "2025-09-03"), True),
        (Dated("2025", None, "year"), Dated(None, "2025-01-01"), True),
        (Dated("2025-09-19", None, "day"), Dated(None, None), False),
        (Dated("2025-09-19", None, "day", 2), Dated("2025-09-21", "2025-09-21"), True),
    ],
)
def test_when_dates_agree(gold: Dated, read: Dated, agree: bool) -> None:
    assert dates_agree(gold, read) is agree


def test_the_table_equals_the_official_scorers(shared: Path, tmp_path: Path) -> None:
    gold = shared / "gold" / "dev.jsonl"
    extracted = tmp_path / "read.jsonl"
    command = [sys.executable, "-m", "airmap"]
    subprocess.run([*command, "extract", gold, "--out", extracted, "--quiet"], check=True)
    official = subprocess.run([sys.executable, shared / "tools" / "score_incidents.py", gold, extracted], check=True,
                              capture_output=True, text=True).stdout
    ours = subprocess.run([*command, "evaluate", gold, "--predicted", extracted, "--format", "json"], check=True,
                          capture_output=True, text=True).stdout
    assert json.loads(ours) == json.loads(official)
    table = json.loads(ours)
    assert table["detection"]["F1"] >= 0.9
    assert table["exact"]["F1"] >= 0.8
    assert table["meetings"]["F1"] >= 0.85


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "line 1: not JSON"), ("[1]", "line 1: not an object"), ('{"id": 1}', "record 1: no id or no list")],
)
def test_bad_annotations_are_named(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(text)
    done = subprocess.run([sys.executable, "-m", "airmap", "evaluate", file], capture_output=True, text=True)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
