"""Texts that a careless reader takes for incidents: nothing may be read from them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from airmap import geocode, language, pipeline
from airmap.events import read_incidents
from airmap.mentions import toponyms
from airmap.records import Article, PartialDate

GROUPS = tomllib.loads((Path(__file__).parent / "reading" / "no_incident.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [t for group in GROUPS.values() for t in group], ids=lambda text: text[:60])
def test_nothing_is_read_where_nothing_happened(text: str) -> None:
    gazetteer = pipeline.default_gazetteer()
    article, doc = Article("case", text, published=PartialDate(2025, 9, 24)), language.analyse(text)
    found = geocode.resolve(
        toponyms.find_toponyms(doc, gazetteer), doc, gazetteer, article=article, options=pipeline.Options()
    )
    assert [i for i in read_incidents(doc, found, article) if i.status != "hypothetical"] == []
