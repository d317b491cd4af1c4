"""The index of airspace against GEOS, distances against Karney by brute force, where methods usually break."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from airmap.airspace.border_distance import BorderDistance, edges_of
from airmap.airspace.index import AirspaceIndex, build_index
from airmap.airspace.location import layer_folder
from airmap.airspace.point_index import PointIndex
from airmap.atlas import Atlas

GEOD = pyproj.Geod(ellps="WGS84")
Points = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The de facto atlas; its index stands in the cache, built there by whoever needs it first."""
    return Atlas("de_facto")


def places(kind: str, n: int) -> Points:
    rng = np.random.default_rng(abs(sum(map(ord, kind))))
    lon, lat = rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))
    if kind == "israel":
        lon, lat = rng.uniform(33.5, 37.5, n), rng.uniform(31.5, 35.0, n)
    elif kind == "parallels":
        lat = rng.choice([22.0, -1.0, -60.0, 60.0, 49.0], n) + rng.normal(0, 1e-4, n)
    elif kind == "antimeridian":
        lon = rng.choice([-180.0, 180.0], n) * np.clip(1 - np.abs(rng.normal(0, 1e-3, n)), 0, 1)
    elif kind == "poles":
        lat = rng.choice([-1.0, 1.0], n) * (90 - np.abs(rng.normal(0, 3, n)))
    elif kind == "cell limits":
        lon = np.round(lon * 8) / 8 + rng.normal(0, 1e-6, n)
        lon = np.clip(lon, -179.99, 179.99)
    return lon, lat


@pytest.mark.parametrize("kind", ["israel", "world", "parallels", "antimeridian", "poles", "cell limits"])
def test_containment_is_that_of_geos(atlas: Atlas, kind: str) -> None:
    lon, lat = places(kind, 20_000)
    which = atlas.index.sets_of(lon, lat)
    for state in atlas.states:
        geometry = atlas.airspace(state)
        west, south, east, north = geometry.bounds
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        holds = np.array([state in s for s in atlas.index.sets])
        assert not holds[np.delete(which, near)].any(), state
        if near.size:
            shapely.prepare(geometry)
            expected = shapely.contains_xy(geometry, lon[near], lat[near])
            wrong = np.flatnonzero(holds[which[near]] != expected)
            assert not wrong.size, (state, lon[near][wrong[0]], lat[near][wrong[0]])


def test_one_point_is_answered_as_many_are(atlas: Atlas) -> None:
    lon, lat = places("israel", 400)
    many = atlas.states_at(lon, lat)
    one = PointIndex(layer_folder("de_facto"))
    assert [one.names_at(x, y) for x, y in zip(lon, lat, strict=True)] == list(many)


@pytest.mark.parametrize(("lon", "lat", "expected"), [
    (180.0, 0.0, ()), (-180.0, 90.0, ()), (180.0, 90.0, ()), (0.0, -90.0, ("ATA",)), (-180.0, -90.0, ("ATA",)),
    (180.0, -80.0, ("ATA",)), (-180.0, -80.0, ("ATA",)), (180.0, 68.0, ("RUS",)), (-180.0, 68.0, ("RUS",)),
    (180.0, -16.9, ("FJI",)), (-180.0, -16.9, ("FJI",)),
])
def test_the_limits_of_the_map_are_answered(atlas: Atlas, lon: float, lat: float, expected: tuple[str, ...]) -> None:
    (states,) = atlas.states_at(lon, lat)
    assert states == expected == tuple(s.state for s in atlas.locate(lon, lat).airspaces)
    for state in expected:
        assert atlas.depth_m(state, lon, lat)[0] > 0


def test_claims_that_overlap_are_sets(atlas: Atlas) -> None:
    overlapping = [s for s in atlas.index.sets if len(s) > 1]
    assert overlapping, "the source holds overlapping claims"
    for states in overlapping[:40]:
        assert all(s in atlas.states for s in states)


def brute_force(edges: npt.NDArray[np.float64], lon: float, lat: float, step_m: float = 200.0) -> float:
    """Karney's inverse to samples of every edge, then ternary search on the pieces that could hold the minimum."""
    low_lat = np.minimum(np.abs(edges[:, 1]), np.abs(edges[:, 3]))
    across = np.abs(edges[:, 2] - edges[:, 0]) * np.cos(np.radians(low_lat))
    count = np.maximum(1, np.ceil(np.hypot(across, edges[:, 3] - edges[:, 1]) * 111_700 / step_m)).astype(int)
    which = np.repeat(np.arange(len(edges)), count)
    part = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    start, along = edges[which, :2], edges[which, 2:] - edges[which, :2]
    low, high = part / count[which], (part + 1) / count[which]

    def metres(share: npt.NDArray[np.float64], at: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        p = start[at] + share[:, None] * along[at]
        return np.asarray(GEOD.inv(np.full(len(at), lon), np.full(len(at), lat), p[:, 0], p[:, 1])[2])

    every = np.arange(len(which))
    first = metres(low, every)
    near = np.flatnonzero(first <= first.min() + 2 * step_m)
    a, b = low[near], high[near]
    for _ in range(40):
        left, right = a + (b - a) / 3, b - (b - a) / 3
        closer = metres(left, near) < metres(right, near)
        a, b = np.where(closer, a, left), np.where(closer, right, b)
    return float(min(first.min(), metres((a + b) / 2, near).min(), metres(b, near).min()))


def many(border: BorderDistance, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> list[float]:
    from airmap.airspace import kernels

    assert kernels.CELL == 12_500.0
    return [float(d) for d in border.nearest(lon, lat)[0]]


@pytest.mark.parametrize(("state", "kind", "n"), [
    ("ISR", "israel", 40), ("FJI", "antimeridian", 10), ("EGY", "parallels", 8), ("TZA", "parallels", 8),
    ("NZL", "world", 8), ("SJM", "poles", 8),
])
def test_distances_are_karneys(atlas: Atlas, state: str, kind: str, n: int) -> None:
    lon, lat = places(kind, n)
    edges = edges_of(atlas.airspace(state))
    found = many(atlas.border(state), lon, lat)
    for x, y, metres in zip(lon, lat, found, strict=True):
        expected = brute_force(edges, float(x), float(y))
        assert metres == pytest.approx(expected, abs=0.1 if expected < 1e6 else 1.0)


def test_numpy_and_compiled_distances_agree(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    lon, lat = places("israel", 200)
    compiled = many(atlas.border("ISR"), lon, lat)
    monkeypatch.delitem(sys.modules, "airmap.airspace.kernels")
    assert [float(d) for d in atlas.border("ISR").nearest(lon, lat)[0]] == pytest.approx(compiled, abs=1e-6)


def test_a_seam_of_the_map_is_no_border(atlas: Atlas) -> None:
    # Taveuni lies across the antimeridian: the map cuts Fiji there, Fiji's airspace does not end.
    assert atlas.depth_m("FJI", 180.0, -16.9)[0] > 10_000
    assert atlas.depth_m("ATA", 0.0, -90.0)[0] > 1_000_000


GRID = st.integers(-3, 3).map(lambda k: k * 0.125)
SHAPES = st.lists(
    st.tuples(GRID, GRID, st.floats(0.01, 0.5), st.floats(0.01, 0.5), st.booleans()), min_size=1, max_size=4
)


def rounded(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda xy: np.round(xy, 5))


@settings(max_examples=8, deadline=None)
@given(shapes=SHAPES, where=st.sampled_from([(0.0, 0.0), (22.0, 22.0), (-60.0, -60.0), (179.2, 0.0), (10.0, 89.2)]))
def test_any_overlapping_boxes_and_diamonds(
    tmp_path_factory: pytest.TempPathFactory, shapes: list[tuple[float, float, float, float, bool]],
    where: tuple[float, float],
) -> None:
    """Boxes with sides on cell limits, overlapping as they like: the same sets as GEOS away from the lines."""
    geometries = []
    for x, y, w, h, diamond in shapes:
        west, south = where[0] + x, where[1] + y
        east, north = min(west + w, 180.0), min(south + h, 90.0)
        middle = ((west + east) / 2, (south + north) / 2)
        shape = box(west, south, east, north) if not diamond else Polygon(
            [(middle[0], south), (east, middle[1]), (middle[0], north), (west, middle[1])])
        geometries.append(MultiPolygon([rounded(shape)]))
    folder = tmp_path_factory.mktemp("index") / "one"
    names = [chr(65 + k) for k in range(len(geometries))]
    build_index(folder, names, geometries)
    index = PointIndex(folder)
    rng = np.random.default_rng(7)
    lon = np.clip(where[0] + rng.uniform(-0.6, 1.0, 400), -180, 180)
    lat = np.clip(where[1] + rng.uniform(-0.6, 1.0, 400), -90, 90)
    for x, y in itertools.islice(zip(lon, lat, strict=True), 400):
        expected = tuple(n for n, g in zip(names, geometries, strict=True) if shapely.contains_xy(g, x, y))
        assert index.names_at(x, y) == expected


def test_a_damaged_index_says_what_to_delete(tmp_path_factory: pytest.TempPathFactory) -> None:
    from airmap.errors import BoundaryDataError

    folder = tmp_path_factory.mktemp("index") / "two"
    build_index(folder, ["A"], [MultiPolygon([box(0, 0, 1, 1)])])
    (folder / "edges.npy").write_bytes(b"no array")
    with pytest.raises(BoundaryDataError, match="delete the folder"):
        AirspaceIndex(folder)
