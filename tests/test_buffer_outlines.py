"""Outlines of buffers against geodesic distances: real borders and coasts, at the tolerances that regions ask for."""

import numpy as np
import pytest
import shapely

from airmap.airspace.border_distance import BorderDistance, edges_of
from airmap.geometry import geodesy
from airmap.pipeline import default_gazetteer
from airmap.places.footprints import coast_of

pytestmark = pytest.mark.usefixtures("empty_cache")

DISTANCES_M = (300.0, 1_609.344, 5_000.0, 20_000.0, 22_224.0, 100_000.0)
# Rivers, bays that GEOS takes for straight, 70 degrees north; and pieces of coasts with fjords and islets.
BORDERS = (("BLR", "POL"), ("FIN", "RUS"), ("NOR", "RUS"))
COASTS = {"NOR": (4.5, 60.5, 5.5, 61.0), "CHL": (-74.0, -45.2, -73.4, -44.6), "GRL": (-50.0, 81.5, -40.0, 83.9)}


def depth_tolerances(metres):
    """Return what strips of a depth are drawn to: of a border that is told, and of one that is not."""
    return sorted({min(25.0, max(0.5, metres / share)) for share in (200, 50)} | {metres / 50, metres / 20})


def off_coast_tolerances(metres):
    return sorted({max(5.0, metres / share) for share in (100, 20)})


def errors_m(line, metres, tolerance, count=400):
    """Return how much farther from a line than asked some points of its buffer's outline are."""
    shape = geodesy.buffer(line, metres, tolerance_m=tolerance)
    assert shape.is_valid
    outline = shapely.get_parts(shapely.segmentize(shape, 0.05).boundary)
    xy, owner = shapely.get_coordinates(outline, return_index=True)
    middles = ((xy[1:] + xy[:-1]) / 2)[owner[1:] == owner[:-1]]
    points = np.concatenate([xy, middles])
    points = points[np.abs(points[:, 0]) < 180 - 1e-7]
    chosen = np.random.default_rng(5).choice(len(points), min(count, len(points)), replace=False)
    return BorderDistance(edges_of(line)).nearest(*points[chosen].T)[0] - metres


@pytest.mark.parametrize("metres", DISTANCES_M)
@pytest.mark.parametrize("states", BORDERS, ids="-".join)
def test_outlines_about_a_border_keep_within_their_tolerance(states, metres, atlas):
    line = atlas.shared_border(*states)
    for tolerance in depth_tolerances(metres):
        off = errors_m(line, metres, tolerance)
        assert np.abs(off).max() <= tolerance, (tolerance, off.min(), off.max())


@pytest.mark.parametrize("metres", DISTANCES_M)
def test_outlines_across_the_antimeridian_keep_within_their_tolerance(metres, atlas):
    line = atlas.outer_limit("FJI")
    west, _, east, _ = line.bounds
    assert (west, east) == pytest.approx((-180, 180), abs=1e-3)
    for tolerance in depth_tolerances(metres):
        off = errors_m(line, metres, tolerance)
        assert np.abs(off).max() <= tolerance, (tolerance, off.min(), off.max())


@pytest.mark.parametrize("metres", DISTANCES_M)
@pytest.mark.parametrize("state", COASTS)
def test_outlines_about_a_coast_keep_within_their_tolerance(state, metres, atlas):
    for tolerance in off_coast_tolerances(metres):
        coast = coast_of(default_gazetteer().country(state), atlas, coarse_m=tolerance / 2)
        off = errors_m(geodesy.clip(coast, COASTS[state]), metres, tolerance, count=60)
        assert np.abs(off).max() <= tolerance, (tolerance, off.min(), off.max())


def test_a_strip_has_no_pinholes(atlas):
    # GEOS left one of 45 square metres, 3.8 km from the line.
    strip = geodesy.buffer(atlas.shared_border("FIN", "RUS"), 5_000, tolerance_m=25)
    holes = [shapely.Polygon(hole) for part in shapely.get_parts(strip) for hole in part.interiors]
    assert not [hole for hole in holes if geodesy.area_km2(hole) < 1e-4]
