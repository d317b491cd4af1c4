"""Whose airspace one point is in, from the polygons: what `airmap.airspace.location` answers, without its files.

Slower than the files and the same: for a user's own flight information regions, and before the files are built.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import shapely

from airmap.airspace.location import BEYOND_STEP_M, AirspaceHit, Location, NearestState, Part, disputed_areas
from airmap.airspace.views import disputed_polygon, store
from airmap.geometry.position import Position

if TYPE_CHECKING:
    from airmap.atlas import Atlas


def located(atlas: Atlas, lon: float, lat: float) -> Location:
    """Return whose airspace a point is in under the atlas's view, how deep, and what lies beyond the nearest border."""
    point = shapely.Point(lon, lat)
    hits = []
    for state in atlas.states_over(lon, lat):
        metres, border = _nearest_border(atlas, state, lon, lat)
        beyond = _beyond(atlas, state, lon, lat, border)
        hits.append(AirspaceHit(state, _part(state, point), metres, border, beyond))
    return Location(
        lon=lon,
        lat=lat,
        worldview=atlas.worldview,
        airspaces=tuple(hits),
        disputed=tuple(a for a in disputed_areas() if disputed_polygon(a.key).covers(point)),
        nearest=None if hits else _nearest_state(atlas, lon, lat),
        fir=atlas.fir(lon, lat),
        adiz=atlas.adiz(lon, lat),
    )


def _nearest_border(atlas: Atlas, state: str, lon: float, lat: float) -> tuple[float, Position]:
    metres, x, y = atlas.border(state).nearest([lon], [lat])
    return float(metres[0]), Position(float(x[0]), float(y[0]))


def _part(state: str, point: shapely.Point) -> Part:
    land = store("land")
    # The state's own land first: it mostly answers, and no other needs to be decoded.
    on_land = any(
        shapely.intersects(land.geometry(s), point)
        for s in sorted(land.states, key=lambda s: s != state)
        if _holds(land.states[s].bounds, point.x, point.y)
    )
    return "land" if on_land else "territorial_sea"


def _holds(bounds: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    return bounds[0] <= lon <= bounds[2] and bounds[1] <= lat <= bounds[3]


def _beyond(atlas: Atlas, state: str, lon: float, lat: float, border: Position) -> str | None:
    from airmap.airspace.border_distance import geod

    azimuth, _, metres = geod().inv(lon, lat, border.lon, border.lat)
    x, y, _ = geod().fwd(lon, lat, azimuth, metres + BEYOND_STEP_M)
    return next((s for s in atlas.states_over(x, y) if s != state), None)


def _nearest_state(atlas: Atlas, lon: float, lat: float) -> NearestState | None:
    def gap_deg(state: str) -> float:
        w, s, e, n = atlas.box(state)
        dx = min(max(w - x, 0.0, x - e) for x in (lon, lon - 360, lon + 360))
        return math.hypot(dx * math.cos(math.radians(lat)), max(s - lat, 0.0, lat - n))

    best: NearestState | None = None
    for state in sorted(atlas.states, key=gap_deg):
        # A box cannot be much nearer than its gap in degrees says; 0.8 covers the curvature of the earth.
        if best and gap_deg(state) * 111_000 * 0.8 > best.distance_m:
            break
        metres, border = _nearest_border(atlas, state, lon, lat)
        # Two states may share the nearest point: the first by code, whichever box is asked first.
        if best is None or (round(metres, 6), state) < (round(best.distance_m, 6), best.state):
            best = NearestState(state, metres, border)
    return best
