"""Geodesic shapes: what is drawn is where Karney's geodesics say it is."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from airmap.airspace.border_distance import BorderDistance, edges_of
from airmap.geometry import geodesy
from airmap.records import Position

EARTH_KM2 = 510_065_621.7

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)
radii_m = st.floats(500, 300_000)


def rim_off_m(shape, point, radius_m):
    """How far the outline's corners are from the radius, those on the map's seams left out."""
    corners = shapely.get_coordinates(shape)
    corners = corners[(np.abs(corners[:, 0]) < 180 - 1e-9) & (np.abs(corners[:, 1]) < 90 - 1e-9)]
    here = np.full(len(corners), point.lon), np.full(len(corners), point.lat)
    return geodesy.geod().inv(*here, corners[:, 0], corners[:, 1])[2] - radius_m


@settings(max_examples=60, deadline=None)
@given(longitudes, latitudes, radii_m)
def test_a_disc_is_round_valid_and_on_the_map_everywhere(lon, lat, radius_m):
    point = Position(lon, lat)
    disc = geodesy.disc(point, radius_m)
    west, south, east, north = disc.bounds
    assert disc.is_valid
    assert west >= -180
    assert east <= 180
    assert south >= -90
    assert north <= 90
    # A polygon inside the circle loses less than the tolerance along its rim.
    assert geodesy.area_km2(disc) == pytest.approx(np.pi * (radius_m / 1000) ** 2, rel=5e-3)
    if abs(lat) + radius_m / 100_000 < 89:
        assert np.abs(rim_off_m(disc, point, radius_m)).max() < 1.0


@pytest.mark.parametrize("lat", [90.0, -90.0, 89.9999, -89.7])
def test_a_disc_that_holds_a_pole_covers_every_longitude(lat):
    disc = geodesy.disc(Position(33.0, lat), 100_000)
    pole = 89.5 if lat > 0 else -89.5
    assert all(shapely.intersects_xy(disc, lon, pole) for lon in range(-180, 181, 15))


def test_a_disc_across_the_antimeridian_is_split_there():
    disc = geodesy.disc(Position(179.9, 10.0), 50_000)
    assert disc.geom_type == "MultiPolygon"
    assert shapely.intersects_xy(disc, 179.95, 10.0)
    assert shapely.intersects_xy(disc, -179.95, 10.0)
    assert not shapely.intersects_xy(disc, 0.0, 10.0)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=2, max_size=12, unique=True),
    longitudes,
    st.floats(-75, 75),
    st.sampled_from([800.0, 1609.344, 20_000.0, 100_000.0]),
)
def test_the_outline_of_a_buffer_is_at_the_distance(steps, lon, lat, distance_m):
    line = shapely.LineString(np.clip(np.add(steps, [np.clip(lon, -177, 177), lat]), -179.9, 179.9))
    if line.length < 0.01:
        return
    outline = geodesy.buffer(line, distance_m)
    assert outline.is_valid
    corners = shapely.get_coordinates(outline)
    corners = corners[np.abs(corners[:, 0]) < 180 - 1e-9]
    off_m = BorderDistance(edges_of(line)).nearest(corners[:, 0], corners[:, 1])[0] - distance_m
    assert np.abs(off_m).max() < 1.0


def test_a_line_that_comes_back_on_itself_has_the_outline_of_its_edges_gone_once():
    # The corners near the turn were 4.4 km short.
    steps = [(1.875, 1.015625), (0.65625, 0), (1.09375, 1.25), (0, -2), (0, 6.5e-56), (0.125, 0.671875), (0, 0)]
    line = shapely.LineString(np.add(steps, [1.0, 30.0]))
    corners = shapely.get_coordinates(geodesy.buffer(line, 20_000.0))
    off_m = BorderDistance(edges_of(line)).nearest(corners[:, 0], corners[:, 1])[0] - 20_000.0
    assert np.abs(off_m).max() < 1.0


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-4, 4), st.floats(-4, 4)), min_size=2, max_size=40, unique=True),
    longitudes,
    st.sampled_from([-84.0, -60.0, 0.0, 45.0, 78.0, 84.0]),
    st.sampled_from([(1_500.0, 30.0), (20_000.0, 400.0), (100_000.0, 5_000.0), (200_000.0, 10_000.0)]),
)
def test_a_coarse_outline_is_at_the_distance_within_its_tolerance(steps, lon, lat, size):
    distance_m, tolerance_m = size
    line = shapely.LineString(np.add(steps, [np.clip(lon, -175, 175), lat]))
    if line.length < 0.01:
        return
    outline = geodesy.buffer(line, distance_m, tolerance_m=tolerance_m)
    assert outline.is_valid
    corners = shapely.get_coordinates(shapely.segmentize(outline.boundary, 0.05))
    corners = corners[(np.abs(corners[:, 0]) < 180 - 1e-9) & (np.abs(corners[:, 1]) < 90 - 1e-9)]
    off_m = BorderDistance(edges_of(line)).nearest(corners[:, 0], corners[:, 1])[0] - distance_m
    assert np.abs(off_m).max() < tolerance_m


@pytest.mark.parametrize(("lat", "distance_m"), [(89.0, 100_000.0), (-89.5, 20_000.0), (66.0, 100_000.0)])
def test_near_a_pole_and_over_the_antimeridian_the_outline_is_at_the_distance(lat, distance_m):
    steps = np.linspace(0, 1, 9)
    lon, turn = 179.0 + 2 * steps, 0.1 * np.sin(6 * steps)
    points = np.column_stack([lon, np.clip(lat + turn, -89.95, 89.95)])
    # Cut where it passes 180 degrees: a corner stands on it.
    line = shapely.MultiLineString([points[:5], points[4:] - [360, 0]])
    outline = geodesy.buffer(line, distance_m)
    assert outline.is_valid
    corners = shapely.get_coordinates(shapely.segmentize(outline.boundary, 0.05))
    corners = corners[(np.abs(corners[:, 0]) < 180 - 1e-9) & (np.abs(corners[:, 1]) < 90 - 1e-6)]
    off_m = BorderDistance(edges_of(line)).nearest(corners[:, 0], corners[:, 1])[0] - distance_m
    assert np.abs(off_m).max() < 1.0


def test_between_the_corners_the_outline_is_at_the_distance_too():
    bay = shapely.LineString([(x / 20, 55 + 0.15 * np.sin(x / 3)) for x in range(60)])
    outline = geodesy.buffer(bay, 100_000)
    points = shapely.get_coordinates(shapely.segmentize(outline.boundary, 0.002))
    off_m = BorderDistance(edges_of(bay)).nearest(points[:, 0], points[:, 1])[0] - 100_000
    assert np.abs(off_m).max() < 1.0


def test_a_band_lies_on_its_side_only_and_reaches_the_distance():
    land = shapely.box(20, 60, 24, 62)
    border = shapely.LineString([(24, 60), (24, 62)])
    band = geodesy.band(land, border, 10_000)
    assert band.bounds[2] <= 24 + 1e-9
    west_of = geodesy.destination(Position(24, 61), 270, 9_990)
    assert shapely.intersects_xy(band, *west_of)
    assert not shapely.intersects_xy(band, *geodesy.destination(Position(24, 61), 270, 10_010))


def test_a_buffer_of_nothing_or_less_is_empty():
    assert geodesy.buffer(shapely.LineString(), 5_000).is_empty
    assert geodesy.buffer(shapely.Point(1, 1), -1).is_empty


def test_a_polygon_grows_on_all_sides_and_keeps_itself():
    square = shapely.box(10, 50, 11, 51)
    grown = geodesy.buffer(square, 5_000)
    assert shapely.covers(grown, square)
    assert geodesy.distance_m(shapely.boundary(grown), square) == pytest.approx(5_000, abs=1)


@settings(max_examples=40, deadline=None)
@given(longitudes, st.floats(-80, 80), st.floats(0, 360), st.floats(5, 90), st.floats(2_000, 200_000))
def test_a_lens_is_a_sector_without_its_corners(lon, lat, bearing, tolerance, radius_m):
    here = Position(lon, lat)
    lens = geodesy.lens(here, radius_m * 0.5, radius_m * 1.25, bearing, tolerance)
    sector = geodesy.sector(here, radius_m * 0.5, radius_m * 1.25, bearing, tolerance)
    assert lens.is_valid
    assert 0.85 < geodesy.area_km2(lens) / geodesy.area_km2(sector) < 0.95
    for turn, share, inside in ((0, 0.51, True), (0, 1.24, True), (0.97, 0.875, True), (0.95, 1.22, False),
                                (-0.95, 0.53, False), (1.03, 0.875, False)):
        point = geodesy.destination(here, bearing + turn * tolerance, radius_m * share)
        assert shapely.intersects_xy(lens, *point) == inside


@settings(max_examples=60, deadline=None)
@given(longitudes, latitudes, st.lists(st.tuples(longitudes, latitudes), min_size=3, max_size=30))
def test_the_radius_that_covers_is_the_farthest_corners(lon, lat, corners):
    line = shapely.LineString(corners)
    farthest = geodesy.geod().inv([lon] * len(corners), [lat] * len(corners), *np.array(corners).T)[2].max()
    assert geodesy.covering_radius_m(line, Position(lon, lat)) == pytest.approx(farthest, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(longitudes, st.floats(-85, 85), st.floats(0, 360), st.floats(1, 60), st.floats(100, 200_000))
def test_a_sector_holds_its_own_bearing_and_not_the_opposite(lon, lat, bearing, tolerance, radius_m):
    here = Position(lon, lat)
    wedge = geodesy.sector(here, radius_m * 0.6, radius_m * 1.2, bearing, tolerance)
    assert wedge.is_valid
    assert shapely.intersects_xy(wedge, *geodesy.destination(here, bearing, radius_m))
    assert not shapely.intersects_xy(wedge, *geodesy.destination(here, bearing + 180, radius_m))
    assert not shapely.intersects_xy(wedge, *geodesy.destination(here, bearing, radius_m * 0.55))


def test_a_sector_of_a_quarter_is_a_quarter_of_the_disc():
    here = Position(30.0, 45.0)
    share = geodesy.area_km2(geodesy.sector(here, 0, 50_000, 80, 45)) / geodesy.area_km2(geodesy.disc(here, 50_000))
    assert share == pytest.approx(0.25, rel=1e-3)


def test_the_whole_world_has_the_earths_area():
    assert geodesy.area_km2(shapely.box(-180, -90, 180, 90)) == pytest.approx(EARTH_KM2, rel=1e-9)


def test_an_area_agrees_with_karneys():
    shape = geodesy.disc(Position(-70.0, -33.0), 300_000)
    karney_km2 = abs(geodesy.geod().geometry_area_perimeter(shape)[0]) / 1e6
    assert geodesy.area_km2(shape) == pytest.approx(karney_km2, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(longitudes, st.floats(-80, 80), st.floats(0, 360), st.floats(100, 500_000))
def test_the_distance_between_two_points_is_karneys(lon, lat, bearing, metres):
    here = Position(lon, lat)
    there = geodesy.destination(here, bearing, metres)
    assert geodesy.distance_m(shapely.Point(here), shapely.Point(there)) == pytest.approx(metres, rel=1e-6, abs=1e-3)


def test_the_distance_of_a_point_from_a_line_is_to_its_nearest_place():
    meridian = shapely.LineString([(0, 40), (0, 60)])
    point = geodesy.destination(Position(0, 50), 90, 80_000)
    assert geodesy.distance_m(shapely.Point(point), meridian) == pytest.approx(80_000, abs=5)
    assert geodesy.distance_m(shapely.Point(0, 50), meridian) == 0


def test_the_representative_point_is_inside_even_of_a_bow():
    bow = shapely.difference(geodesy.disc(Position(5, 5), 200_000), geodesy.disc(Position(5, 4), 220_000))
    assert shapely.intersects_xy(bow, *geodesy.representative_point(bow))


def test_the_representative_point_of_what_lies_across_the_antimeridian_is_there():
    point = geodesy.representative_point(geodesy.disc(Position(180, 50), 300_000))
    assert abs(abs(point.lon) - 180) < 0.1


def test_nothing_has_no_representative_point():
    with pytest.raises(ValueError, match="empty"):
        geodesy.representative_point(shapely.MultiPolygon())


def test_the_covering_radius_reaches_the_farthest_corner():
    here = Position(12.0, 55.0)
    assert geodesy.covering_radius_m(geodesy.disc(here, 25_000), here) == pytest.approx(25_000, abs=0.01)


def test_a_corridor_holds_both_ends_and_the_way_between():
    start, end = Position(170, 50), Position(-170, 52)
    corridor = geodesy.corridor(start, end, 20_000)
    middle = geodesy.destination(start, geodesy.bearing_deg(start, end), 700_000)
    assert all(shapely.intersects_xy(corridor, *p) for p in (start, end, middle))
    assert corridor.bounds[0] >= -180
    assert corridor.bounds[2] <= 180
