"""Texts that a careless reader takes for incidents: nothing may be read from them."""

import tomllib

import pytest
from reading_cases import FOLDER, read

GROUPS = tomllib.loads((FOLDER / "no_incident.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [t for group in GROUPS.values() for t in group], ids=lambda text: text[:60])
def test_nothing_is_read_where_nothing_happened(text: str) -> None:
    assert [i for i in read(text) if i.status != "hypothetical"] == []
