"""The atlas: whose airspace, how deep, seen from which view."""

import json
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

import airmap
from airmap.airspace.border_distance import BorderDistance, edges_of
from airmap.airspace.location import disputed_areas, worldviews
from airmap.atlas import Atlas, adiz_zones, disputed_polygon
from airmap.errors import InputError, UnknownPlaceError

GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas()


@pytest.fixture(scope="module")
def recognised() -> Atlas:
    return Atlas("recognised")


@pytest.mark.parametrize(
    ("name", "lat", "lon", "state", "depth_km"),
    [
        ("Iran's position of the RQ-4A", 25 + 59 / 60 + 43 / 3600, 57 + 2 / 60 + 25 / 3600, "IRN", 8.1),
        ("Przewodów", 50.47, 23.93, "POL", 6.29),
        ("Katzrin", 32.992, 35.69, "ISR", 16.6),
        ("Vaindloo", 59.8167, 26.3597, "EST", 11.9),
        ("Yayladağı", 35.9025, 36.0606, "TUR", 2.75),
        ("Itu Aba", 10.377, 114.366, "TWN", 0.2),
    ],
)
def test_depths_that_eight_other_sources_agree_on(
    atlas: Atlas, name: str, lat: float, lon: float, state: str, depth_km: float
) -> None:
    (hit,) = atlas.locate(lon, lat).airspaces
    assert hit.state == state
    assert hit.depth_m / 1000 == pytest.approx(depth_km, abs=0.06)


def test_the_us_position_of_the_rq_4a_lies_outside_every_airspace(atlas: Atlas) -> None:
    found = atlas.locate(56 + 50 / 60 + 22 / 3600, 25 + 57 / 60 + 42 / 3600)
    assert found.airspaces == ()
    assert found.nearest is not None
    assert found.nearest.state == "IRN"
    assert found.nearest.distance_m == pytest.approx(12_400, abs=60)


def test_the_golan_changes_hands_with_the_view(atlas: Atlas, recognised: Atlas) -> None:
    assert [h.state for h in atlas.locate(35.69, 32.992).airspaces] == ["ISR"]
    found = recognised.locate(35.69, 32.992)
    assert [h.state for h in found.airspaces] == ["SYR"]
    (area,) = found.disputed
    assert (area.name, area.administered_by, area.claimed_by) == ("Golan Heights", "ISR", ("SYR",))
    east, west = (a.shared_border("ISR", "SYR").bounds for a in (atlas, recognised))
    assert west[0] < east[0] - 0.15
    assert Atlas("SYR").locate(35.69, 32.992).airspaces[0].state == "SYR"


def test_crimea_is_one_states_under_each_view(atlas: Atlas, recognised: Atlas) -> None:
    assert [h.state for h in atlas.locate(34.1, 44.95).airspaces] == ["RUS"]
    assert [h.state for h in recognised.locate(34.1, 44.95).airspaces] == ["UKR"]


def test_undecided_claims_stay_overlapping_under_the_recognised_view(recognised: Atlas) -> None:
    assert {h.state for h in recognised.locate(28.5, 9.6).airspaces} == {"SDN", "SSD"}


@pytest.mark.parametrize("view", ["de_facto", "recognised", "SYR", "UKR"])
def test_every_state_is_valid_under_every_view(view: str) -> None:
    atlas = Atlas(view)
    broken = [s for s in atlas.states if not atlas.airspace(s).is_valid]
    assert broken == []
    assert len(atlas.states) == 250


def test_a_view_loses_no_ground(atlas: Atlas, recognised: Atlas) -> None:
    for area in disputed_areas():
        middle = disputed_polygon(area.key).representative_point()
        for view in (atlas, recognised):
            found = view.locate(middle.x, middle.y)
            # Senkaku and the bases on Cyprus are in no state of the source: only a view that decides fills them.
            if area.holder(view.worldview):
                assert found.airspaces, f"{area.name} is nobody's under {view.worldview}"
            assert area.key in {a.key for a in found.disputed}


def test_neighbours_share_a_border_line(atlas: Atlas) -> None:
    assert set(atlas.neighbours("POL")) == {"BLR", "CZE", "DEU", "LTU", "RUS", "SVK", "UKR"}
    assert atlas.shared_border("POL", "UKR").equals(atlas.shared_border("UKR", "POL"))
    assert atlas.shared_border("POL", "ESP").is_empty


def test_territorial_sea_and_land_are_told_apart(atlas: Atlas) -> None:
    assert atlas.locate(24.2, 59.5).airspaces[0].part == "territorial_sea"
    assert atlas.locate(25.5, 58.8).airspaces[0].part == "land"


def test_an_identification_zone_is_no_airspace(atlas: Atlas) -> None:
    found = atlas.locate(119.0, 23.0)
    assert found.airspaces == ()
    assert found.adiz == ("Taiwan ADIZ",)
    assert all(z.geometry.is_valid and z.source for z in adiz_zones())


def test_the_median_line_of_the_taiwan_strait_is_outside_twelve_miles(atlas: Atlas) -> None:
    assert atlas.locate(119.983, 24.833).airspaces == ()


def test_out_of_range_and_swapped_coordinates_are_named(atlas: Atlas) -> None:
    with pytest.raises(InputError, match="swapped"):
        atlas.locate(35.9, 133.0)
    with pytest.raises(InputError, match="out of range"):
        atlas.locate(float("nan"), 10.0)
    with pytest.raises(InputError, match="unknown worldview"):
        Atlas("mars")
    with pytest.raises(UnknownPlaceError, match="alpha-3"):
        atlas.airspace("XXX")


def test_a_states_view_may_be_written_small(atlas: Atlas) -> None:
    assert Atlas("syr").worldview == "SYR"
    assert Atlas("syr").locate(35.75, 33.0).airspaces[0].state == "SYR"


def test_many_points_agree_with_one_by_one(atlas: Atlas) -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(33.5, 37.5, 300), rng.uniform(31.5, 35.0, 300)
    many = atlas.locate_many(lon, lat)
    for n in range(0, 300, 10):
        one = atlas.locate(lon[n], lat[n]).airspaces
        assert many.state[n] == (one[0].state if one else None)
        if one:
            assert many.depth_m[n] == pytest.approx(one[0].depth_m, abs=0.01)


def test_arrays_give_what_one_point_gives(atlas: Atlas) -> None:
    rng = np.random.default_rng(3)
    # A border, the world, both ends of the map, disputed land, an identification zone, overlapping claims.
    lon = np.r_[rng.uniform(33.5, 37.5, 60), rng.uniform(-180, 180, 60), 180, -180, 0, 34.2, 123.0, -13.0, 35.8, -5.36]
    lat = np.r_[rng.uniform(31.5, 35.0, 60), rng.uniform(-80, 80, 60), 66, -17, 90, 45.2, 25.5, 25.0, 33.0, 36.13]
    many = atlas.locate(lon, lat)
    assert len(many) == len(lon)
    for found, x, y, depth, state in zip(many, lon, lat, many.depth_m, many.state, strict=True):
        one = atlas.locate(float(x), float(y))
        assert [h.state for h in found.airspaces] == [h.state for h in one.airspaces]
        assert [(h.part, h.beyond) for h in found.airspaces] == [(h.part, h.beyond) for h in one.airspaces]
        assert (found.disputed, found.fir, found.adiz) == (one.disputed, one.fir, one.adiz)
        if one.airspaces:
            assert state == one.airspaces[0].state
            assert depth == pytest.approx(one.airspaces[0].depth_m, abs=0.1)
        else:
            assert found.nearest is not None
            assert one.nearest is not None
            assert found.nearest.state == one.nearest.state
            assert -depth == pytest.approx(one.nearest.distance_m, abs=0.1)


def test_arrays_that_differ_in_shape_or_hold_no_number_are_named(atlas: Atlas) -> None:
    with pytest.raises(InputError, match="shape"):
        atlas.locate([35.9, 36.0], [33.0])
    with pytest.raises(InputError, match="point 1"):
        atlas.locate([35.9, float("nan")], [33.0, 33.0])


@settings(max_examples=40, deadline=None)
@given(lon=st.floats(33.5, 37.5), lat=st.floats(30.0, 35.0))
def test_distance_equals_a_brute_force_along_every_edge(lon: float, lat: float) -> None:
    atlas = Atlas()
    edges = edges_of(atlas.airspace("ISR"))
    measured = abs(float(atlas.depth_m("ISR", lon, lat)[0]))
    shares = np.linspace(0, 1, 41)
    points = (edges[:, None, :2] + shares[None, :, None] * (edges[:, None, 2:] - edges[:, None, :2])).reshape(-1, 2)
    n = len(points)
    _, _, metres = GEOD.inv(np.full(n, lon), np.full(n, lat), points[:, 0], points[:, 1])
    assert measured <= metres.min() + 0.1
    # The sampled edges overshoot by at most half a sample; the nearest edge here is at most 25 km long.
    assert measured >= metres.min() - 320


@settings(max_examples=30, deadline=None)
@given(share=st.floats(0.1, 0.9))
def test_depth_grows_on_the_way_inward(share: float) -> None:
    atlas = Atlas()
    border = atlas.locate(19.5, 52.0).airspaces[0].border_point
    lon, lat = border.lon + share * (19.5 - border.lon), border.lat + share * (52.0 - border.lat)
    near, far = atlas.depth_m("POL", [lon, 19.5], [lat, 52.0])
    assert 0 < near < far


@pytest.mark.parametrize("lat", [-16.5, 66.0, 71.0])
def test_the_antimeridian_is_no_border(lat: float) -> None:
    atlas = Atlas()
    state = "FJI" if lat < 0 else "RUS"
    east, west = (atlas.depth_m(state, lon, lat)[0] for lon in (179.9999, -179.9999))
    assert east > 1000
    assert east == pytest.approx(west, abs=20)


def test_the_kernel_for_many_points_agrees_with_the_path_for_few(atlas: Atlas) -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(20, 30, 500), rng.uniform(50, 60, 500)
    border = BorderDistance(edges_of(atlas.airspace("EST")))
    many, *_ = border.nearest(lon, lat)
    few = np.concatenate([border.nearest(lon[a:b], lat[a:b])[0] for a, b in pairwise(range(0, 501, 100))])
    np.testing.assert_allclose(many, few, atol=1e-6)


def test_locate_at_the_public_face() -> None:
    assert airmap.locate(lon=23.93, lat=50.47).airspaces[0].beyond == "UKR"
    assert {"de_facto", "recognised", "SYR"} <= set(worldviews())


def test_documented_positions_lie_where_the_record_expects(shared) -> None:  # type: ignore[no-untyped-def]
    import csv

    atlas = Atlas()
    decided = 0
    for row in csv.DictReader((shared / "gold" / "incidents_dev.csv").open(encoding="utf-8")):
        if not row["lat"] or row["expected_inside"] not in ("true", "false"):
            continue
        state = {"ARM": "ARM"}.get(row["airspace_state"], row["airspace_state"])
        inside = bool(atlas.depth_m(state, float(row["lon"]), float(row["lat"]))[0] > 0)
        if row["id"] == "twn_median_2022":
            inside = bool(atlas.locate(float(row["lon"]), float(row["lat"])).airspaces)
        # Beit Shean, Goma and the like are the nearest named places, not the position: only those inside are held.
        assert inside == (row["expected_inside"] == "true"), row["id"]
        decided += 1
    assert decided >= 15


def test_the_store_gives_back_what_it_was_given(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from airmap.airspace.boundary_store import BoundaryStore, write_store

    ring = shapely.Polygon([(0, 0), (10.12345, 0), (10, 10), (0, 10)], [[(1, 1), (2, 1), (2, 2)]])
    antarctic = shapely.box(-180, -90, 180, -60)
    shapes = {"AAA": shapely.MultiPolygon([ring]), "BBB": shapely.MultiPolygon([antarctic, ring])}
    write_store(tmp_path / "x", shapes)
    store = BoundaryStore(tmp_path / "x")
    for code, shape in shapes.items():
        assert shapely.equals_exact(store.geometry(code), shape)
    before = (tmp_path / "x.bin").read_bytes()
    write_store(tmp_path / "x", shapes)
    assert (tmp_path / "x.bin").read_bytes() == before
    (tmp_path / "x.bin").write_bytes(before[: len(before) // 2])
    with pytest.raises(airmap.AirmapError, match="damaged"):
        BoundaryStore(tmp_path / "x").geometry("BBB")


def test_the_readme_lists_every_file_with_its_checksum() -> None:
    import hashlib

    from airmap.paths import data_dir

    folder = data_dir("boundaries")
    text = (folder / "README.md").read_text(encoding="utf-8")
    built = [p for p in folder.iterdir() if p.suffix in (".bin", ".gz", ".json") or p.name == "adiz.csv"]
    assert len(built) >= 10
    for path in built:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text, path.name
    index = json.loads((folder / "airspace.json").read_text(encoding="utf-8"))
    assert sum(s["vertices"] for s in index["states"].values()) > 1_800_000
