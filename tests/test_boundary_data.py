"""The committed boundary files: whole, valid, as their table says; and what the atlas makes of hard places."""

from __future__ import annotations

import hashlib

import pytest
import shapely
from typer.testing import CliRunner

from airmap.airspace.boundary_store import BoundaryStore, decode, encode
from airmap.airspace.views import under_view
from airmap.atlas import Atlas
from airmap.cli import app
from airmap.errors import InputError
from airmap.paths import data_dir

DATA = data_dir("boundaries")


def test_every_file_is_the_one_in_the_table() -> None:
    table = (DATA / "README.md").read_text(encoding="utf-8").partition("<!-- files -->")[2].partition("<!-- /files")[0]
    rows = [[c.strip(" `") for c in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]
    listed = {row[0]: row for row in rows}
    for name, row in listed.items():
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == row[6], name
        assert row[1], f"{name} names no source"
        assert row[2], f"{name} names no licence"
    unlisted = {p.name for p in DATA.iterdir() if p.suffix in (".bin", ".gz", ".csv")} - set(listed)
    assert not unlisted


@pytest.mark.parametrize("name", ["airspace", "land"])
def test_every_state_is_there_and_valid(name: str) -> None:
    store = BoundaryStore(DATA / name)
    assert len(store.states) == 250
    for code, state in store.states.items():
        geometry = store.geometry(code)
        assert geometry.is_valid, code
        assert shapely.get_num_coordinates(geometry) == state.vertices, code


def test_a_block_survives_the_store() -> None:
    shape = shapely.MultiPolygon([
        shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(1, 1), (2, 1), (2, 2)]]),
        shapely.box(-180, -90, -179, -89),
    ])
    assert shapely.equals_exact(decode(encode(shape)), shape, 1e-9)


@pytest.mark.parametrize(("lat", "lon", "state", "depth_km"), [
    (25 + 59 / 60 + 43 / 3600, 57 + 2 / 60 + 25 / 3600, "IRN", 8.1),
    (25 + 57 / 60 + 42 / 3600, 56 + 50 / 60 + 22 / 3600, "IRN", -12.4),
    (50.47, 23.93, "POL", 6.29), (32.992, 35.690, "ISR", 16.6),
])
def test_depths_that_were_measured_elsewhere(lat: float, lon: float, state: str, depth_km: float) -> None:
    assert Atlas().depth_m(state, lon, lat)[0] / 1000 == pytest.approx(depth_km, abs=0.06)


@pytest.mark.parametrize(("lat", "lon", "de_facto", "recognised", "area"), [
    (33.0, 35.75, "ISR", "SYR", "Golan Heights"), (45.0, 34.2, "RUS", "UKR", "Crimea"),
])
def test_a_view_moves_disputed_land(lat: float, lon: float, de_facto: str, recognised: str, area: str) -> None:
    for view, holder in (("de_facto", de_facto), ("recognised", recognised)):
        found = Atlas(view).locate(lon, lat)
        assert [h.state for h in found.airspaces] == [holder]
        assert area in [a.name for a in found.disputed]


def test_the_recognised_line_runs_west_of_the_golan() -> None:
    east = Atlas("de_facto").shared_border("ISR", "SYR").centroid.x
    west = Atlas("recognised").shared_border("ISR", "SYR").centroid.x
    assert west < 35.7 < east


def test_a_view_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="worldview"):
        Atlas("ZZZ")


@pytest.mark.parametrize(("arguments", "message"), [
    (["95", "35"], "out of range"), (["nan", "35"], "out of range"), (["95.2", "33"], "swapped"),
    (["north", "3"], "no number"),
])
def test_locate_refuses_what_is_no_point(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["locate", *arguments])
    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)


def test_what_is_cut_beforehand_is_what_the_disputes_make_of_the_airspace() -> None:
    store = BoundaryStore(DATA / "de_facto")
    assert "UKR" in store.states
    for code in store.states:
        assert store.geometry(code).equals_exact(under_view("de_facto", code), 1e-9), code
