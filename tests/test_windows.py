"""What is drawn of a long coast or border: about the places that are known, and as exactly as the whole."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely

from airmap.airspace.border_distance import BorderDistance, edges_of
from airmap.geometry import geodesy
from airmap.geometry.windows import reaching, views
from airmap.pipeline import default_gazetteer
from airmap.places.footprints import coast_of
from airmap.records import Incident, Measure, RelativePlace, Span, Toponym
from airmap.regions import placing
from airmap.regions.feasible import feasible_region
from airmap.regions.placing import place

ABOUT = (57.0, 25.5, 57.2, 25.7)
ATHWART = (56.2, 26.3, 56.4, 26.6)


pytestmark = pytest.mark.usefixtures("empty_cache")


def measured(relation, state, metres):
    country = default_gazetteer().country(state)
    span = Span(0, 4, "said")
    distance = Measure(span, "length", metres, "m", metres, 0.0, metres)
    return RelativePlace(span, relation, (Toponym(span, country.name, "name", country, 1.0),), distance)


def inside(points, box):
    return (points[:, 0] > box[0]) & (points[:, 1] > box[1]) & (points[:, 0] < box[2]) & (points[:, 1] < box[3])


@pytest.mark.parametrize(("metres", "about"), [(8_000, ABOUT), (60_000, ABOUT), (25_000, ATHWART)])
def test_what_is_within_a_distance_of_a_coast_is_the_same_about_a_place_as_of_the_whole_coast(metres, about, atlas):
    off = measured("off_coast", "IRN", metres)
    drawn = place(off, atlas, about=about).geometry
    rng = np.random.default_rng(4)
    points = rng.uniform(about[:2], about[2:], (4_000, 2))
    coast = coast_of(off.toponyms[0].place, atlas)
    away = BorderDistance(edges_of(coast)).nearest(*points.T)[0]
    tolerance = max(5.0, metres / 100)
    sure = np.abs(away - metres) > 2 * tolerance
    on_land = shapely.contains_xy(shapely.union_all([atlas.land(s) for s in ("IRN", "ARE", "OMN")]), *points.T)
    held = shapely.contains_xy(drawn, *points.T)
    assert (held == (away < metres) & ~on_land)[sure].all()


def test_the_strip_along_a_border_is_the_same_about_a_place_as_of_the_whole_border(atlas):
    along = replace(measured("within_border", "POL", 5_000), inside="BLR")
    about = (23.5, 52.5, 23.9, 52.9)
    drawn = place(along, atlas, coarse=True, about=about).geometry
    points = np.random.default_rng(5).uniform(about[:2], about[2:], (4_000, 2))
    away = BorderDistance(edges_of(atlas.shared_border("BLR", "POL"))).nearest(*points.T)[0]
    own = shapely.contains_xy(atlas.airspace("BLR"), *points.T)
    sure = np.abs(away - 5_000) > 25
    assert (shapely.contains_xy(drawn, *points.T) == (away < 5_000) & own)[sure].all()
    whole = place(along, atlas, coarse=True).geometry
    assert shapely.get_num_coordinates(drawn) < shapely.get_num_coordinates(whole) / 2


def test_words_that_the_coordinates_belie_are_drawn_as_far_as_their_nearest_part(atlas):
    # 150 km from the coast, said to be within eight of it.
    far = (59.5, 23.8, 59.55, 23.85)
    drawn = place(measured("off_coast", "IRN", 8_000), atlas, about=far).geometry
    assert not drawn.is_empty
    assert geodesy.distance_m(drawn, shapely.box(*far)) > 50_000


def test_a_coast_an_ocean_away_from_the_coordinates_is_drawn_whole(atlas):
    off = measured("off_coast", "IRN", 8_000)
    there = place(off, atlas, about=(-30.0, 30.0, -29.9, 30.1)).geometry
    assert shapely.equals(there, place(off, atlas).geometry)


def test_coordinates_outside_the_airspace_do_not_cut_the_coast(atlas, monkeypatch):
    asked = []
    real = placing.place

    def asking(relative_place, atlas, **given):
        asked.append(given["about"])
        return real(relative_place, atlas, **given)

    monkeypatch.setattr("airmap.regions.relative.place", asking)
    span = Span(0, 4, "said")
    off = measured("off_coast", "IRN", 20_000)
    for lon, lat in ((-30.0, 30.0), (57.5, 27.0)):
        spot = RelativePlace(span, "coordinates", (), coordinates=geodesy.Position(lon, lat))
        incident = Incident(type="violation", airspace="IRN", zone="national", relative_places=(spot, off))
        assert feasible_region(incident, atlas, default_gazetteer()) is not None
    assert asked[0] is None
    assert asked[1] is not None


@pytest.mark.parametrize("about", [(170.0, 60.0, 179.9, 61.0), (0.0, 84.0, 1.0, 84.9), (0.0, 0.0, 20.0, 1.0)])
def test_there_is_no_view_at_the_seam_at_a_pole_or_of_half_a_continent(about):
    assert list(views(about)) == []


def test_each_view_holds_the_one_before():
    boxes = [shapely.box(*view) for view in views(ABOUT)]
    assert len(boxes) == 3
    assert boxes[0].contains(shapely.box(*ABOUT))
    assert all(wider.contains(box) for box, wider in pairwise(boxes))


@pytest.mark.parametrize("lat", [0.0, 60.0, 80.0])
def test_all_of_a_line_that_a_point_of_a_view_can_reach_is_kept(lat):
    view, reach_m = (10.0, lat, 10.5, lat + 0.5), 50_000.0
    grid = [shapely.LineString([(x, lat - 2), (x, lat + 2)]) for x in np.arange(0, 20.5, 0.05)]
    kept = reaching(shapely.multilinestrings(grid), view, reach_m)
    for corner in ((10.0, lat), (10.5, lat + 0.5), (10.0, lat + 0.5)):
        here = [np.full(72, v) for v in corner]
        lon, there, _ = geodesy.geod().fwd(*here, np.arange(0, 360, 5), np.full(72, reach_m))
        west, south, east, north = kept.bounds
        assert (lon > west - 0.05).all()
        assert (lon < east + 0.05).all()
        assert (there > south).all()
        assert (there < north).all()
    assert kept.length < shapely.multilinestrings(grid).length / 2


@pytest.mark.parametrize(("metres", "tolerance"), [(1.28, 0.5), (50.0, 0.5), (1_200.0, 6.0), (20_000.0, 25.0)])
def test_the_outline_along_a_long_border_is_at_its_distance(metres, tolerance, atlas):
    line = atlas.shared_border("BLR", "POL")
    outline = shapely.segmentize(geodesy.buffer(line, metres, tolerance_m=tolerance), 0.01).boundary
    xy, owner = shapely.get_coordinates(shapely.get_parts(outline), return_index=True)
    middles = ((xy[1:] + xy[:-1]) / 2)[owner[1:] == owner[:-1]]
    chosen = np.random.default_rng(6).choice(len(middles), 1_500)
    away = BorderDistance(edges_of(line)).nearest(*middles[chosen].T)[0]
    # Half the tolerance for the chords of arcs, and GEOS's own hundredth of half a metre.
    assert away.min() > metres - 1.12 * tolerance
    assert away.max() < metres + tolerance


def test_the_nearest_point_of_a_border_is_the_nearest_of_all_its_points(atlas):
    line = atlas.shared_border("BLR", "POL")
    for lon, lat in ((30.0, 50.0), (23.9, 52.1), (-75.0, 40.0)):
        found = geodesy.nearest_point(line, geodesy.Position(lon, lat))
        metres = BorderDistance(edges_of(line)).nearest([lon], [lat])[0][0] if lon > 0 else None
        there = geodesy.geod().inv(lon, lat, *found)[2]
        corners = shapely.get_coordinates(line)
        least = geodesy.geod().inv(*(np.full(len(corners), v) for v in (lon, lat)), *corners.T)[2].min()
        assert there <= least + 0.01
        assert metres is None or there == pytest.approx(metres, abs=1.0)
