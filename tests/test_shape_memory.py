"""What is kept in memory: found again by what it holds, bounded, and never another shape's."""

import gc

import numpy as np
import pytest
import shapely

from airmap.airspace.border_distance import BorderDistance
from airmap.atlas import Atlas
from airmap.geometry import geodesy, shape_memory
from airmap.geometry.shape_memory import Recent, digest

LINE = shapely.LineString([(35.9, 35.8), (36.1, 35.95), (36.2, 36.1)])


class Maker:
    """Makes what it was given, and counts."""

    def __init__(self, value: object) -> None:
        self.value = value
        self.times = 0

    def __call__(self) -> object:
        self.times += 1
        return self.value


def test_what_was_made_lately_is_not_made_again() -> None:
    recent: Recent[object] = Recent(2)
    maker = Maker("shape")
    for _ in range(3):
        assert recent.get_or_make("a", maker) == "shape"
    assert maker.times == 1


def test_the_oldest_go_first_and_the_last_one_asked_for_stays() -> None:
    recent: Recent[object] = Recent(2)
    makers = {name: Maker(name) for name in "abc"}
    for name in "abac":
        recent.get_or_make(name, makers[name])
    recent.get_or_make("a", makers["a"])
    recent.get_or_make("b", makers["b"])
    assert {name: maker.times for name, maker in makers.items()} == {"a": 1, "b": 2, "c": 1}


def test_shapes_are_bounded_by_their_corners() -> None:
    recent: Recent[shapely.LineString] = Recent(1_000, shape_memory.corners)
    for number in range(50):
        line = shapely.LineString(np.column_stack([np.arange(100.0), np.full(100, number)]))
        recent.get_or_make(number, lambda line=line: line)
    assert len(recent) == 1_000 // (100 + 16)
    huge = shapely.LineString(np.column_stack([np.arange(5_000.0), np.zeros(5_000)]))
    recent.get_or_make("huge", lambda: huge)
    assert len(recent) == 1


def test_shapes_of_the_same_corners_have_one_digest_and_others_another() -> None:
    again = shapely.from_wkb(shapely.to_wkb(LINE))
    assert again is not LINE
    assert digest(again) == digest(LINE)
    assert digest(shapely.reverse(LINE)) != digest(LINE)


def test_the_digest_of_a_shape_that_is_gone_is_not_given_to_the_next_at_its_address() -> None:
    known = {}
    for number in range(2_000):
        point = shapely.Point(number, 0)
        known[digest(point)] = number
        del point
    gc.collect()
    assert len(known) == 2_000
    assert len(shape_memory._DIGESTS) < 2_000


def test_a_shape_drawn_again_is_the_same_object() -> None:
    assert geodesy.buffer(LINE, 2_345.0) is geodesy.buffer(shapely.from_wkb(shapely.to_wkb(LINE)), 2_345.0)
    assert geodesy.buffer(LINE, 2_346.0) is not geodesy.buffer(LINE, 2_345.0)


@pytest.mark.parametrize("state", ["EST", "TUR"])
def test_the_nearest_piece_of_a_border_is_that_of_all_pieces(state: str) -> None:
    border: BorderDistance = Atlas().border(state)
    chance = np.random.default_rng(7)
    west, south, east, north = Atlas().airspace(state).bounds
    lon, lat = chance.uniform(west - 3, east + 3, 40), chance.uniform(south - 3, north + 3, 40)
    metres, _, _ = border.nearest(lon, lat)
    for x, y, found in zip(lon, lat, metres, strict=True):
        ends = np.concatenate([border.start, border.end])
        here = np.full(len(ends), x), np.full(len(ends), y)
        to_ends = geodesy.geod().inv(*here, ends[:, 0], ends[:, 1])[2]
        # Pieces are a kilometre long at most: the nearest end is that much farther off, and never nearer.
        assert found <= to_ends.min() + 1e-3
        assert found >= to_ends.min() - 1_000


def test_what_a_box_leaves_whole_is_cut_like_the_rest() -> None:
    airspace = Atlas().airspace("EST")
    for bounds in ((22.0, 58.0, 24.0, 59.0), (-10.0, 40.0, 40.0, 70.0), (23.0, 58.5, 23.5, 58.6)):
        looked_at = geodesy.clip(airspace, bounds)
        assert shapely.to_wkb(geodesy.clip(airspace, bounds, known_valid=True)) == shapely.to_wkb(looked_at)
