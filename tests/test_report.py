"""airmap from Python and Jupyter."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest

import airmap
from airmap.errors import InputError

STORY = ("A Russian fighter entered Estonian airspace near the island of Vaindloo on Friday and stayed there for four "
         "minutes, the defence forces said.")


@pytest.fixture(scope="module")
def report() -> airmap.Report:
    return airmap.parse(STORY, published="2025-09-19")


def test_parse_gives_tables_with_regions(report: airmap.Report) -> None:
    incidents = report.incidents
    assert len(incidents) == len(report) == 1
    row = incidents.iloc[0]
    assert (row["violator"], row["airspace"], row["duration_s"]) == ("RUS", "EST", 240.0)
    assert row["date_start"].date() == dt.date(2025, 9, 19)
    assert row.geometry.is_valid
    assert row["area_km2"] > 0
    assert len(report.meetings) == 0
    assert set(report.toponyms["country"].dropna()) >= {"EST"}


@pytest.mark.parametrize("published", ["2025-09-19", dt.date(2025, 9, 19), dt.datetime(2025, 9, 19, 8)])
def test_dates_of_any_kind(published: object) -> None:
    report = airmap.parse(STORY, published=published)
    assert report.incidents["date_start"].iloc[0].date() == dt.date(2025, 9, 19)


def test_the_worldview_is_asked_for(report: airmap.Report) -> None:
    assert set(airmap.parse(STORY, worldview="recognised").incidents["worldview"]) == {"recognised"}
    assert set(report.incidents["worldview"]) == {"de_facto"}


def test_read_takes_paths_and_streams(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    by_path, by_text = airmap.read(path), airmap.read(io.StringIO(STORY))
    assert by_path.incidents["violator"].tolist() == by_text.incidents["violator"].tolist() == ["RUS"]
    (tmp_path / "b.txt").write_bytes(b"\0\0\0")
    report = airmap.read([path, tmp_path / "b.txt"])
    assert len(report) == 1
    assert "b.txt" in str(report.failures[0])
    assert "1 failures" in repr(report)


def test_ids_are_stable(report: airmap.Report) -> None:
    again = airmap.parse(STORY, published="2025-09-19")
    assert again.incidents["incident_id"].tolist() == report.incidents["incident_id"].tolist()


@pytest.mark.parametrize(("call", "reason"), [
    (lambda: airmap.read("nowhere.txt"), "no such file"),
    (lambda: airmap.read(io.BytesIO(b"x")), "open it as text"),
    (lambda: airmap.parse(""), "empty"),
    (lambda: airmap.parse(STORY, published="soon"), "give YYYY-MM-DD"),
    (lambda: airmap.parse(STORY, worldview="atlantis"), "atlantis"),
])
def test_what_cannot_be_read_is_said(call: object, reason: str) -> None:
    with pytest.raises(airmap.AirmapError, match=reason):
        call()  # type: ignore[operator]


def test_maps_and_files(report: airmap.Report, tmp_path: Path) -> None:
    import folium

    assert isinstance(report.map(), folium.Map)
    page = report.to_html(tmp_path / "x.html")
    assert "<html" in page.read_text()
    assert report.to_file(tmp_path / "y.html").read_bytes() == page.read_bytes()
    with pytest.raises(InputError, match="give incidents or meetings"):
        report.to_file(tmp_path / "x.csv", table="people")
    assert report.__geo_interface__["type"] == "FeatureCollection"
    assert "RUS" in report._repr_html_()
