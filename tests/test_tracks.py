"""Flight tracks against airspace: what a border crossing is must not depend on where the fixes fall."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from airmap.airspace.border_distance import geod
from airmap.atlas import Atlas
from airmap.cli import app
from airmap.errors import InputError
from airmap.track_files import Failure, parse_time, read_tracks
from airmap.tracks import Track, deepest, densified, in_order, visits

TIMES = np.arange(60) * 5.0 + 1_448_349_600
# West across the tongue of Hatay that reaches south between two parts of Syria.
LON, LAT = 36.3 - np.arange(60) * 0.008, 35.85 + np.arange(60) * 0.0003


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The de facto atlas; its index stands in the cache, built there by whoever needs it first."""
    return Atlas("de_facto")


def hatay(every: int = 1) -> Track:
    keep = slice(None, None, every)
    return Track("hatay", TIMES[keep], LON[keep], LAT[keep])


def test_three_stays_that_follow_each_other(atlas: Atlas) -> None:
    stays = visits(hatay(), atlas)
    assert [v.state for v in stays] == ["SYR", "TUR", "SYR"]
    first, middle, last = stays
    assert first.begins_inside
    assert not middle.begins_inside
    assert not middle.ends_inside
    assert last.ends_inside
    assert first.exit == middle.entry
    assert middle.exit == last.entry
    assert first.exit_time_s == middle.entry_time_s
    assert middle.duration_s == pytest.approx(34.3, abs=0.5)
    assert middle.depth_m == pytest.approx(1_986, abs=5)


def test_entry_and_exit_lie_on_the_border(atlas: Atlas) -> None:
    (_, middle, _) = visits(hatay(), atlas)
    for point in (middle.entry, middle.exit):
        assert abs(atlas.depth_m("TUR", point.lon, point.lat)[0]) < 0.01


def test_an_incursion_between_two_fixes_is_found(atlas: Atlas) -> None:
    """Both fixes lie in Syria: asked one by one they show nothing."""
    two = Track("sparse", TIMES[[0, -1]], LON[[0, -1]], LAT[[0, -1]])
    assert [v.state for v in visits(two, atlas)] == ["SYR", "TUR", "SYR"]


def test_crossings_are_those_of_geos(atlas: Atlas) -> None:
    rng = np.random.default_rng(11)
    for k in range(12):
        n = 300
        steps = rng.normal(0, 10 ** rng.uniform(-3, -1.7), (n, 2)).cumsum(axis=0)
        track = Track(str(k), np.arange(n) * 1.0, rng.uniform(34, 37) + steps[:, 0], rng.uniform(32, 37) + steps[:, 1])
        fine = densified(track)
        found = visits(track, atlas)
        xy = np.column_stack([fine.lon, fine.lat])
        lines = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
        for state in ("ISR", "SYR", "TUR", "LBN", "JOR", "CYP"):
            limit = shapely.boundary(atlas.airspace(state))
            shapely.prepare(limit)
            expected = sum(shapely.get_num_geometries(shapely.intersection(line, limit))
                           for line in lines[shapely.intersects(limit, lines)])
            ends = sum((not v.begins_inside) + (not v.ends_inside) for v in found if v.state == state)
            assert ends == expected, (k, state)


def test_the_deepest_point_is_between_fixes_too(atlas: Atlas) -> None:
    track = densified(hatay(every=10), max_step_m=20_000)
    border = atlas.border("TUR")
    (_, middle, _) = visits(hatay(every=10), atlas)
    places = np.linspace(0, len(track.lon) - 1, 20_001)
    lon, lat = np.interp(places, range(len(track.lon)), track.lon), np.interp(places, range(len(track.lon)), track.lat)
    depth = atlas.depth_m("TUR", lon, lat)
    assert middle.depth_m == pytest.approx(depth.max(), abs=1.5)
    inside = np.flatnonzero(depth > 0)
    place, found = deepest(track, border, places[inside[0]], places[inside[-1]])
    assert found == pytest.approx(depth.max(), abs=1.0)
    assert places[inside[0]] <= place <= places[inside[-1]]


@settings(max_examples=30, deadline=None)
@given(lon=st.floats(-180, 180), lat=st.floats(-89, 89), azimuth=st.floats(0, 360), metres=st.floats(1, 8e6))
@example(lon=1.0, lat=43.0, azimuth=0.0, metres=5_239_246.0)
def test_long_steps_follow_the_geodesic(lon: float, lat: float, azimuth: float, metres: float) -> None:
    end_lon, end_lat, _ = geod().fwd(lon, lat, azimuth, metres)
    fine = densified(Track("t", np.array([0.0, 100.0]), np.array([lon, end_lon]), np.array([lat, end_lat])))
    assert (np.diff(fine.time_s) >= 0).all()
    assert fine.lon[0] == lon
    assert fine.lat[-1] == end_lat
    # Half a turn exactly is a step over a pole, and crosses no antimeridian.
    joined = np.abs(np.diff(fine.lon)) <= 180
    _, _, steps = geod().inv(fine.lon[:-1], fine.lat[:-1], fine.lon[1:], fine.lat[1:])
    assert steps.sum() == pytest.approx(metres, rel=1e-4, abs=1.0)
    assert np.asarray(steps)[joined].max() <= 2_001
    assert (np.abs(fine.lon[np.append(False, ~joined)]) == 180).all()


def test_over_the_antimeridian_one_stay(atlas: Atlas) -> None:
    over = Track("fiji", np.array([0.0, 60.0]), np.array([179.9, -179.9]), np.array([-16.9, -16.9]))
    (stay,) = visits(over, atlas)
    assert stay.state == "FJI"
    assert stay.begins_inside
    assert stay.ends_inside
    assert stay.duration_s == 60


@pytest.mark.parametrize(("lat", "message"), [([95.0, 96.0], "swapped"), ([np.nan, 1.0], "cannot be used")])
def test_bad_fixes_are_named(atlas: Atlas, lat: list[float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        visits(Track("bad", np.array([0.0, 1.0]), np.array([36.0, 36.0]), np.array(lat)), atlas)


def test_out_of_order_is_said_and_can_be_sorted(atlas: Atlas) -> None:
    track = Track("back", TIMES[::-1], LON[::-1], LAT[::-1])
    with pytest.raises(InputError, match="sort by time"):
        visits(track, atlas)
    assert [v.state for v in visits(in_order(track), atlas)] == ["SYR", "TUR", "SYR"]


@pytest.mark.parametrize(("text", "seconds"), [
    ("1448349600", 1448349600.0), ("1448349600000", 1448349600.0), ("2015-11-24T07:20:00Z", 1448349600.0),
    ("2015-11-24 07:20:00", 1448349600.0), ("2015-11-24T09:20:00+02:00", 1448349600.0), ("", None),
])
def test_times_as_people_write_them(text: str, seconds: float | None) -> None:
    assert parse_time(text) == seconds


def write_all(folder: Path) -> dict[str, Path]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stamps = [f"2015-11-24T07:{20 + k * 5 // 60:02d}:{k * 5 % 60:02d}Z" for k in range(60)]
    paths = {kind: folder / f"flight.{kind}" for kind in ("csv", "geojson", "gpx", "kml", "parquet")}
    rows = "".join(f"A1,{t},{y},{x}\n" for t, x, y in zip(stamps, LON, LAT, strict=True))
    paths["csv"].write_text("Flight,Time,Latitude,Longitude\n" + rows)
    line = {"type": "LineString", "coordinates": np.column_stack([LON, LAT]).tolist()}
    paths["geojson"].write_text(json.dumps(
        {"type": "Feature", "properties": {"name": "A1", "coordTimes": stamps}, "geometry": line}))
    points = "".join(f'<trkpt lat="{y}" lon="{x}"><time>{t}</time></trkpt>' for t, x, y in zip(stamps, LON, LAT,
                                                                                              strict=True))
    paths["gpx"].write_text(f'<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><name>A1</name><trkseg>{points}'
                            "</trkseg></trk></gpx>")
    when = "".join(f"<when>{t}</when>" for t in stamps)
    coord = "".join(f"<gx:coord>{x} {y} 9000</gx:coord>" for x, y in zip(LON, LAT, strict=True))
    paths["kml"].write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark>'
        f"<name>A1</name><gx:Track>{when}{coord}</gx:Track></Placemark></kml>")
    pq.write_table(pa.table({"callsign": ["A1"] * 60, "timestamp": pa.array((TIMES * 1000).astype(int),
                   pa.timestamp("ms")), "lat": LAT, "lon": LON}), paths["parquet"])
    return paths


def test_every_format_holds_the_same_flight(tmp_path: Path) -> None:
    for kind, path in write_all(tmp_path).items():
        (track,) = read_tracks(path)
        assert isinstance(track, Track), kind
        assert (track.name, track.timed) == ("A1", True), kind
        assert track.time_s == pytest.approx(TIMES), kind
        assert track.lon == pytest.approx(LON), kind


@pytest.mark.parametrize(("name", "text", "message"), [
    ("a.gpx", "<gpx><trk>", "no XML"),
    ("b.gpx", '<!DOCTYPE x [<!ENTITY a "aa">]><gpx/>', "document type"),
    ("c.csv", "when,where\n1,2\n", "no columns lat and lon"),
    ("d.geojson", "[1, 2", "no JSON"),
    ("e.parquet", "not parquet", "no Parquet"),
    ("f.xlsx", "", "unknown kind"),
])
def test_files_that_cannot_be_read_say_why(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=message):
        list(read_tracks(tmp_path / name))


def test_a_bad_row_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("time,lat,lon\n0,35.85,36.3\nsoon,35.85,36.2\n10,35.85,36.1\n")
    failure, track = read_tracks(path)
    assert isinstance(failure, Failure)
    assert "line 3" in failure.message
    assert isinstance(track, Track)
    assert len(track.lon) == 2


def test_the_command_writes_what_was_found(tmp_path: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("airmap.atlas.Atlas", lambda worldview: atlas)
    path = write_all(tmp_path)["gpx"]
    result = CliRunner().invoke(app, ["track", str(path), "--format", "jsonl", "--state", "TUR"])
    assert result.exit_code == 0, result.output
    (record,) = (json.loads(line) for line in result.stdout.splitlines())
    assert record["state"] == "TUR"
    assert record["duration_s"] == pytest.approx(34.3, abs=0.5)
    assert record["entry_time"] < record["deepest_time"] < record["exit_time"]
    table = CliRunner().invoke(app, ["track", str(path)])
    assert "in the airspace of TUR for 34." in table.stdout
    assert "NM" in table.stdout


def test_one_bad_track_fails_alone(tmp_path: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("airmap.atlas.Atlas", lambda worldview: atlas)
    path = tmp_path / "two.csv"
    path.write_text("id,time,lat,lon\nA,0,35.85,36.3\nA,9,35.85,36.2\nB,0,95,36\nB,1,96,36\n")
    result = CliRunner().invoke(app, ["track", str(path), "--format", "csv"])
    assert result.exit_code == 1
    assert "swapped" in result.stderr
    assert "A,SYR" in result.stdout
