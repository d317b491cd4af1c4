"""One point answered from the index files, against the same answer from the polygons."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import airmap.atlas
from airmap.airspace.location import Location, locate_point
from airmap.airspace.point_index import geodesic_m
from airmap.atlas import Atlas
from airmap.errors import InputError
from airmap.geometry.position import Position


@pytest.fixture(scope="module", params=["de_facto", "recognised"])
def atlas(request: pytest.FixtureRequest) -> Atlas:
    made = Atlas(request.param)
    made.build_point_files()
    return made


def from_polygons(atlas: Atlas, lon: float, lat: float, monkeypatch: pytest.MonkeyPatch) -> Location:
    with monkeypatch.context() as patch:
        patch.setattr(airmap.atlas, "locate_point", lambda *_: None)
        return atlas.locate(lon, lat)


def points() -> Iterator[tuple[float, float]]:
    rng = np.random.default_rng(5)
    for lon, lat in zip(rng.uniform(-180, 180, 40), np.degrees(np.arcsin(rng.uniform(-1, 1, 40))), strict=True):
        yield float(lon), float(lat)
    for lon, lat in zip(rng.uniform(-1, 1, 12), rng.uniform(-78, 72, 12), strict=True):
        yield float(180 + lon) if lon < 0 else float(lon - 180), float(lat)
    yield from zip(rng.uniform(33.5, 37.5, 20).tolist(), rng.uniform(31.5, 35.0, 20).tolist(), strict=True)
    yield from [(35.9, 33.0), (35.8, 32.95), (126.0, 37.8), (0.0, 90.0), (12.0, -90.0), (180.0, 68.0), (-180.0, -16.9)]


def test_the_files_answer_as_the_polygons_do(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    for lon, lat in points():
        quick = locate_point(lon, lat, atlas.worldview)
        assert quick is not None
        slow = from_polygons(atlas, lon, lat, monkeypatch)
        where = (lon, lat)
        assert [h.state for h in quick.airspaces] == [h.state for h in slow.airspaces], where
        assert [h.part for h in quick.airspaces] == [h.part for h in slow.airspaces], where
        assert [h.beyond for h in quick.airspaces] == [h.beyond for h in slow.airspaces], where
        assert (quick.disputed, quick.adiz, quick.fir) == (slow.disputed, slow.adiz, slow.fir), where
        for fast, full in zip(quick.airspaces, slow.airspaces, strict=True):
            assert fast.depth_m == pytest.approx(full.depth_m, abs=0.05), where
            # Far away many points of a parallel are as near as each other within a millimetre.
            apart_m = geodesic_m(*fast.border_point, *full.border_point)
            assert apart_m < 1 + 1e-4 * full.depth_m or abs(lat) > 89, where
        assert (quick.nearest is None) == (slow.nearest is None), where
        if quick.nearest and slow.nearest:
            assert quick.nearest.distance_m == pytest.approx(slow.nearest.distance_m, abs=0.05), where
            assert quick.nearest.state == slow.nearest.state, where


@settings(max_examples=60, deadline=None)
@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_the_nearest_point_lies_at_the_distance_and_on_the_limit(lon: float, lat: float) -> None:
    Atlas().build_point_files()
    found = locate_point(lon, lat)
    assert found is not None
    ends = [(h.depth_m, h.border_point, h.state) for h in found.airspaces]
    if found.nearest:
        ends.append((found.nearest.distance_m, found.nearest.border_point, found.nearest.state))
    assert bool(found.airspaces) != bool(found.nearest)
    for metres, border, state in ends:
        assert metres == pytest.approx(geodesic_m(lon, lat, *border), abs=1e-6)
        assert abs(float(Atlas().depth_m(state, *border)[0])) < 0.05


def test_a_point_out_of_range_says_so_and_hints_at_swapped_columns() -> None:
    Atlas().build_point_files()
    with pytest.raises(InputError, match="swapped"):
        locate_point(33.0, 135.9)
    with pytest.raises(InputError, match="out of range"):
        locate_point(float("nan"), 10.0)
    with pytest.raises(InputError, match="worldview 'XXX'"):
        locate_point(33.0, 10.0, "XXX")


def airmap_locate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "airmap", "locate", *arguments], capture_output=True, text=True,
                          check=False)


def test_the_quick_command_prints_what_the_full_one_prints() -> None:
    Atlas().build_point_files()
    for form in ("table", "json"):
        quick = airmap_locate("33.0", "35.9", "--format", form)
        full = airmap_locate("33.0", "35.9", "--format", form, "--debug")
        assert (quick.returncode, quick.stderr) == (0, "")
        assert quick.stdout == full.stdout
    assert json.loads(quick.stdout)["airspaces"][0]["state"] == "SYR"


def test_the_quick_command_loads_neither_numpy_nor_typer() -> None:
    Atlas().build_point_files()
    code = ("import sys; sys.argv = ['airmap', 'locate', '-34.5', '-58.4', '--format=json']; "
            "from airmap.__main__ import main; main(); "
            "print([m for m in ('numpy', 'typer', 'shapely', 'pyproj') if m in sys.modules], file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert json.loads(done.stdout)["airspaces"][0]["state"] == "ARG"


@pytest.mark.parametrize(("arguments", "said"), [
    (("33.0", "235.9"), "out of range"),
    (("nan", "35.9"), "out of range"),
    (("33.0", "35.9", "--worldview", "XX"), "unknown worldview 'XX'"),
    (("33.0",), "give LAT and LON"),
    (("33.0", "x"), "no number of degrees"),
    (("33.0", "35.9", "--format", "xml"), "--format xml"),
])
def test_bad_questions_get_one_line(arguments: tuple[str, ...], said: str) -> None:
    done = airmap_locate(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_first_answer_comes_before_the_files_are_built(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRMAP_CACHE", str(tmp_path_factory.mktemp("cache")))
    first, second = airmap_locate("33.0", "35.9"), airmap_locate("33.0", "35.9")
    assert "preparing the index" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout


def test_a_border_point_is_a_named_pair() -> None:
    Atlas().build_point_files()
    found = locate_point(35.9, 33.0)
    assert found is not None
    assert all(isinstance(p, Position) for p in chain(h.border_point for h in found.airspaces))
