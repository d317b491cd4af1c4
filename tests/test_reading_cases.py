"""The files of cases themselves: all are read, each says what belongs there, no case stands twice."""

import json
import tomllib
from collections import Counter

import pytest
from reading_cases import FOLDER, KEYS, cases_of

OTHERS = {"fresh.toml", "no_incident.toml", "replies.toml"}
FILES = sorted(p for p in FOLDER.glob("*.toml") if p.name not in OTHERS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_is_of_a_kind_that_is_read_and_says_what_belongs_there(path):
    kind = path.stem.split("_")[0]
    text = path.read_text(encoding="utf-8")
    assert kind in KEYS
    assert path.stem != kind, "name the file after its subject"
    assert text.startswith("# ")
    assert set().union(*tomllib.loads(text)["case"]) <= {"text", "published", *KEYS[kind]}


@pytest.mark.parametrize("kind", KEYS)
def test_no_case_stands_twice(kind):
    counted = Counter(json.dumps(case, sort_keys=True) for case in cases_of(kind))
    assert counted
    assert [case for case, times in counted.items() if times > 1] == []


def test_no_text_without_an_incident_stands_twice():
    groups = tomllib.loads((FOLDER / "no_incident.toml").read_text(encoding="utf-8")).values()
    texts = [text for group in groups for text in group]
    assert [text for text, times in Counter(texts).items() if times > 1] == []
