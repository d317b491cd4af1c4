"""Flight information regions: over points, in words, from a user's file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from airmap.airspace.flight_regions import packaged_regions, region_at, regions_named, regions_of_file
from airmap.atlas import Atlas
from airmap.errors import InputError, UnknownPlaceError
from airmap.regions.relative import where

ATLAS = Atlas()
SQUARE = [[120.0, 20.0], [124.0, 20.0], [124.0, 24.0], [120.0, 24.0], [120.0, 20.0]]


def a_file(folder: Path, *features: object) -> Path:
    path = folder / "firs.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def a_feature(ring: object = SQUARE, **properties: str) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.mark.parametrize(("lon", "lat", "label"), [
    (33.38, 35.17, "Nicosia FIR (LCCC)"),
    (31.0, 34.0, "Nicosia FIR (LCCC)"),  # the high seas west of Cyprus
    (28.2, 36.4, "Athens FIR (LGGG)"),  # Rhodes, ten miles off Turkey
    (28.0, 37.0, "Istanbul FIR (LTBB)"),
    (34.8, 32.0, "Tel Aviv FIR (LLLL)"),
    (24.7, 59.4, "Tallinn FIR (EETT)"),
    (20.5, 54.7, "Kaliningrad FIR (UMKK)"),
    (19.0, 55.3, "Kaliningrad FIR (UMKK)"),
    (34.0, 45.0, "Simferopol FIR (UKFV)"),
    (-20.0, 55.0, "Shanwick FIR (EGGX)"),
])
def test_the_region_over_a_point(lon: float, lat: float, label: str) -> None:
    assert ATLAS.fir(lon, lat) == label
    assert ATLAS.locate(lon, lat).fir == label


@pytest.mark.parametrize(("lon", "lat"), [(36.3, 33.5), (121.5, 25.0), (-77.0, 38.9), (37.6, 55.8)])
def test_no_region_where_the_data_carry_none(lon: float, lat: float) -> None:
    assert ATLAS.fir(lon, lat) is None
    assert ATLAS.locate(lon, lat).fir is None


def test_regions_are_valid_and_hardly_overlap() -> None:
    regions = packaged_regions()
    assert len(regions) == 59
    assert len({r.ident for r in regions}) == 59
    geometries = np.array([r.geometry for r in regions])
    assert shapely.is_valid(geometries).all()
    together = shapely.area(geometries).sum() - shapely.union_all(geometries).area
    assert together < 0.1  # square degrees; Bordeaux and Barcelona share 0.05 in the source


def test_the_answer_from_files_names_the_same_region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from airmap.airspace.index import build_index
    from airmap.airspace.point_index import PointIndex

    regions = [r for r in packaged_regions() if r.ident in ("LGGG", "LTBB", "LTAA", "LCCC")]
    build_index(tmp_path / "zones", [r.label for r in regions], [r.geometry for r in regions])
    index = PointIndex(tmp_path / "zones")
    rng = np.random.default_rng(5)
    for lon, lat in zip(rng.uniform(22, 36, 400), rng.uniform(33, 41, 400), strict=True):
        found = region_at(lon, lat, regions)
        assert index.names_at(lon, lat) == ((found.label,) if found else ())


@pytest.mark.parametrize(("text", "label"), [
    ("jets entered the Athens flight information region", "Athens FIR (LGGG)"),
    ("a drone was seen in the Nicosia FIR.", "Nicosia FIR (LCCC)"),
    ("the Greek FIR", "Athens FIR (LGGG)"),
    ("FIR Praha", "Prague FIR (LKAA)"),
    ("LLLL FIR", "Tel Aviv FIR (LLLL)"),
    ("within the Santa Maria Oceanic FIR", "Santa Maria Oceanic FIR (LPPO)"),
])
def test_a_region_named_in_words(text: str, label: str) -> None:
    (found,) = regions_named(text, packaged_regions())
    assert found.region.label == label


@pytest.mark.parametrize("text", ["a fir in Athens", "Athens, under the firs", "the Taipei FIR", "Romeo FIR", "Riga"])
def test_words_that_name_no_region(text: str) -> None:
    assert regions_named(text, packaged_regions()) == ()


def test_where_gives_the_region_and_cuts_other_words_by_it() -> None:
    whole = where("the Nicosia FIR")
    assert shapely.equals(whole.geometry, ATLAS.fir_area(label="Nicosia FIR (LCCC)"))
    near = where("150 km south-west of Rhodes in the Athens FIR")
    assert {c.label for c in near.constraints} >= {"in Athens FIR (LGGG) (GRC)"}
    assert near.area_km2 < where("150 km south-west of Rhodes").area_km2 + 1e-6
    assert shapely.covers(shapely.buffer(ATLAS.fir_area(label="Athens FIR (LGGG)"), 1e-6), near.geometry)


def test_a_region_that_is_not_there_is_not_taken_for_its_town() -> None:
    with pytest.raises(UnknownPlaceError, match="--fir FILE"):
        where("inside the Taipei FIR")


def test_a_users_file_comes_first_and_answers_words(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_feature(name="Taipei FIR", icao="RCAA", states="TWN"),
                  a_feature([[30, 33], [34, 33], [34, 36], [30, 33]], ident="TEST"))
    atlas = Atlas(firs=path)
    assert atlas.fir(122.0, 22.0) == "Taipei FIR (RCAA)"
    assert atlas.locate(122.0, 22.0).fir == "Taipei FIR (RCAA)"
    assert atlas.fir(33.0, 34.0) == "FIR (TEST)"
    assert atlas.fir(34.8, 32.0) == "Tel Aviv FIR (LLLL)"
    assert where("in the Taipei FIR", firs=path).geometry.equals(shapely.Polygon(SQUARE))
    assert where("TEST FIR", firs=path).area_km2 > 1_000
    area = atlas.fir_area(state="TWN")
    assert area is not None
    assert area.area == pytest.approx(16)


@pytest.mark.parametrize(("content", "message"), [
    ("no json", "is no GeoJSON"),
    ("[]", "is no GeoJSON"),
    ('{"features": []}', "holds no features"),
    ('{"features": [{"type": "Feature", "properties": {"name": "A"}, "geometry": null}]}', "feature 1"),
    ('{"features": [{"properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,0]]]}}]}',
     "has no name"),
    ('{"features": [{"properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}]}',
     "is no Polygon"),
    ('{"features": [{"properties": {"name": "A"}, "geometry": {"type": "Polygon", '
     '"coordinates": [[[0,0],[1,0],[1,95],[0,0]]]}}]}', "longitude first"),
])
def test_a_users_file_that_is_wrong_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "wrong.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message) as told:
        regions_of_file(path)
    assert str(path) in str(told.value)


def test_the_commands_take_the_file(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_feature(name="Taipei", ident="RCAA"))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "airmap", *arguments], capture_output=True, text=True)

    found = run("locate", "22", "122", "--format", "json", "--fir", str(path))
    assert json.loads(found.stdout)["fir"] == "Taipei FIR (RCAA)"
    assert "Taipei FIR (RCAA)" in run("where", "Taipei FIR", "--fir", str(path)).stdout
    missing = run("locate", "22", "122", "--fir", str(tmp_path / "none.geojson"))
    assert missing.returncode == 2
    assert len(missing.stderr.strip().splitlines()) == 1


def test_an_incident_in_a_region_is_drawn_as_the_region() -> None:
    from airmap.records import Incident, Span
    from airmap.regions.feasible import flight_region_of

    quote = "entered the Nicosia flight information region"
    incident = Incident(type="adiz_entry", zone="fir", airspace="CYP", evidence=(Span(0, len(quote), quote),))
    area, label, words = flight_region_of(incident, ATLAS) or (None, "", None)
    assert words is not None
    assert words.quote == "the Nicosia flight information region"
    assert label == "Nicosia FIR (LCCC)"
    assert area is not None
    assert area.covers(shapely.Point(31.0, 34.0))
    assert flight_region_of(Incident(type="adiz_entry", zone="fir", airspace="TWN"), ATLAS) is None
    whole, _, _ = flight_region_of(Incident(type="adiz_entry", zone="fir", airspace="UKR"), ATLAS) or (None, "", None)
    assert whole is not None
    assert whole.covers(shapely.Point(30.5, 50.4))
    assert whole.covers(shapely.Point(30.7, 46.5))


@settings(max_examples=60, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_at_most_one_answer_and_never_an_error(lon: float, lat: float) -> None:
    label = ATLAS.fir(lon, lat)
    holders = [r.label for r in packaged_regions() if r.geometry.intersects(shapely.Point(lon, lat))]
    assert (label is None) == (holders == [])
    assert label is None or label in holders


def test_an_entry_into_a_region_is_told_to_be_no_violation() -> None:
    from airmap.checks import fir_is_not_airspace
    from airmap.records import Incident, Span

    quote = "entered the Athens flight information region"
    evidence = (Span(0, len(quote), quote),)
    (found,) = fir_is_not_airspace(Incident(type="adiz_entry", zone="fir", airspace="GRC", evidence=evidence), ATLAS)
    assert found.check == "fir_is_not_airspace"
    assert "Athens FIR (LGGG)" in found.sentence
    assert 0.2 < float(found.figures["share_of_region_in_airspace"] or 0) < 0.8
    (bare,) = fir_is_not_airspace(Incident(type="adiz_entry", zone="fir", airspace="TWN"), ATLAS)
    assert bare.figures == {}
    assert list(fir_is_not_airspace(Incident(type="violation", zone="national", airspace="GRC"), ATLAS)) == []
