"""The same readings in every output format."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from pathlib import Path
from xml.etree import ElementTree

import fake_reading
import geopandas
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from airmap.errors import InputError
from airmap.formats import files, streams
from airmap.formats.columns import INCIDENT_COLUMNS
from airmap.pipeline import Options
from airmap.records import Article, Incident, Measure, Meeting, PartialDate, Place, Reading, Span, Toponym, When
from airmap.report import Report
from airmap.runs import codec
from airmap.runs.outputs import page_name


@pytest.fixture
def readings() -> list[Reading]:
    found = fake_reading.read(
        Article(id="a1", text="It entered <b>the</b> zone.", title="=1+1", published=PartialDate(2024, 5)), Options())
    place = Toponym(Span(0, 5, "Paris"), "Paris", "name", Place("Paris", 2.35, 48.85, "city", "FRA"), 0.9)
    meeting = Meeting(kind="bilateral", place=place, place_name="Paris", country="FRA", participants=("A", "B"))
    second = Reading(Article(id="a2", text="They met in Paris."), "de_facto", meetings=(meeting,), toponyms=(place,))
    return [found, second, Reading(Article(id="a3", text="Nothing."), "de_facto")]


@pytest.mark.parametrize("name", files.FORMATS)
def test_every_format_is_written_and_twice_the_same(name: str, readings: list[Reading], tmp_path: Path) -> None:
    first, second = tmp_path / f"a.{name}", tmp_path / f"b.{name}"
    files.write_file(readings, first, name)
    files.write_file(readings, second, name)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [first.name, second.name]


@pytest.mark.parametrize("name", ["geojson", "geojsonseq", "parquet", "gpkg", "kml"])
def test_geopandas_reads_it_back(name: str, readings: list[Reading], tmp_path: Path) -> None:
    path = tmp_path / f"a.{'geojsonl' if name == 'geojsonseq' else name}"
    files.write_file(readings, path, name)
    layer = {"gpkg": {"layer": "incidents"}, "kml": {"layer": "Incidents"}}.get(name, {})
    frame = geopandas.read_parquet(path) if name == "parquet" else geopandas.read_file(path, **layer)
    assert len(frame) == 1
    assert frame.crs.to_epsg() == 4326 or name == "parquet"
    expected = readings[0].incidents[0].region
    assert expected is not None
    assert shapely.equals_exact(frame.geometry.iloc[0].envelope, expected.geometry.envelope, 1e-5)
    assert frame["violator"].iloc[0] == "RUS"
    assert "OpenStreetMap" in frame["data_credit"].iloc[0]
    assert "GeoNames" in frame["data_credit"].iloc[0]


def test_geopackage_opens_styled_in_qgis(readings: list[Reading], tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    files.write_file(readings, path, "gpkg")
    with sqlite3.connect(path) as connection:
        styles = dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
        geometry_columns = dict(connection.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    assert set(styles) == set(geometry_columns) == {"incidents", "incident_points", "meetings"}
    assert set(geometry_columns.values()) == {"geom"}
    root = ElementTree.fromstring(styles["incidents"].split("\n", 1)[1])
    categories = {c.get("value") for c in root.iter("category")}
    assert {"violation", "shootdown", "adiz_entry"} <= categories
    assert geopandas.read_file(path, layer="incident_points").geometry.iloc[0].x == pytest.approx(22.7, abs=3)
    assert geopandas.read_file(path, layer="meetings").geometry.iloc[0].y == 48.85


def test_csv_cells_are_no_formulas(readings: list[Reading], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    files.write_file(readings, path, "csv")
    (row,) = csv.DictReader(io.StringIO(path.read_text()))
    assert row["title"] == "'=1+1"
    assert row["attribution"] == "'=cmd()"
    assert row["hedged"] == "false"


@given(st.text())
def test_no_text_cell_starts_like_a_formula(text: str) -> None:
    cell = str(streams._cell(text))
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.replace("\0", "\N{REPLACEMENT CHARACTER}").removeprefix("'")


def test_json_lines_follow_the_contract(readings: list[Reading]) -> None:
    stream = io.StringIO()
    streams.write_jsonl(readings, stream)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["id"] for line in lines] == ["a1", "a2", "a3"]
    assert lines[0]["published"] == "2024-05"
    assert lines[0]["incidents"][0]["region"]["type"] == "Polygon"
    assert lines[1]["meetings"][0]["point"] == [2.35, 48.85]


def test_the_format_follows_the_ending(tmp_path: Path) -> None:
    assert files.format_of(Path("x.gpkg"), None) == "gpkg"
    assert files.format_of(Path("x.csv"), "jsonl") == "jsonl"
    assert files.format_of(None, None) == "jsonl"
    with pytest.raises(InputError, match="add --format"):
        files.format_of(Path("x.docx"), None)
    with pytest.raises(InputError, match="no format"):
        files.format_of(None, "docx")


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")
    broken = iter([None])
    with pytest.raises(AttributeError):
        files.write_file(broken, path, "csv")  # type: ignore[arg-type]
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_codec_gives_back_what_it_was_given(readings: list[Reading]) -> None:
    import datetime as dt

    measure = Measure(Span(0, 6, "a mile"), "length", 1.0, "mile", 1609.344, None, 2000.0, "depth")
    when = When(dt.date(2024, 5, 1), None, "month", "in May", "relative")
    incident = Incident(type="violation", distance=measure, when=when, phrases={"violator": Span(1, 2, "x")},
                        toponyms=readings[1].toponyms, also=("shootdown",))
    for reading in (readings[0], readings[1], Reading(readings[1].article, "recognised", incidents=(incident,))):
        assert codec.loads(codec.dumps(reading)) == reading


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes that have a name")
def test_a_device_or_a_pipe_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="is a device or a pipe"):
        files.format_of(pipe, "jsonl")
    with pytest.raises(InputError, match="is a device or a pipe"), files.replacing(pipe):
        pass
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_page_names_are_plain_distinct_and_stable() -> None:
    taken: set[str] = set()
    ids = ["plain-name_1.x", "index", "CON", "a/../../etc/passwd", "a b", "a  b", "Ünïcode", "", "..", "x" * 300,
           "plain-name_1.X", "<script>"]
    names = [page_name(Article(id=i, text="t"), taken) for i in ids]
    assert names[0] == "plain-name_1.x.html"
    assert len({n.casefold() for n in names}) == len(ids)
    assert all(n.endswith(".html") and "/" not in n and not n.startswith(".") and len(n) < 120 for n in names)
    assert "index.html" not in names
    assert page_name(Article(id="a b", text="t"), set()) == names[4]


def test_report_tables_have_types_and_units(readings: list[Reading]) -> None:
    report = Report(readings)
    incidents = report.incidents
    assert incidents.crs.to_epsg() == 4326
    assert [c for c in incidents.columns if c != "geometry"] == [c.name for c in INCIDENT_COLUMNS]
    assert str(incidents["aircraft_count"].dtype) == "Int64"
    assert str(incidents["area_km2"].dtype) == "float64"
    assert str(incidents["date_start"].dtype).startswith("datetime64")
    assert str(incidents["hedged"].dtype) == "boolean"
    assert report.meetings.geometry.iloc[0].x == 2.35
    assert report.toponyms["country"].tolist() == ["FRA"]
    empty = Report([])
    assert len(empty.incidents) == 0
    assert list(empty.incidents.columns) == list(incidents.columns)


def test_report_in_a_notebook_escapes_everything(readings: list[Reading]) -> None:
    html = Report(readings)._repr_html_()
    assert "1 incidents" in html
    evil = Incident(type="violation", attribution=("<img src=x onerror=alert(1)>",))
    html = Report([Reading(Article(id="x", text="t"), "de_facto", incidents=(evil,))])._repr_html_()
    assert "<img" not in html


@pytest.mark.parametrize("ending", ["geojson", "csv", "parquet", "gpkg", "kml", "jsonl"])
def test_report_to_file(readings: list[Reading], tmp_path: Path, ending: str) -> None:
    assert Report(readings).to_file(tmp_path / f"x.{ending}").stat().st_size > 100


def test_the_data_dictionary_is_that_of_the_code() -> None:
    from airmap.formats.dictionary import data_dictionary

    page = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == data_dictionary()
