"""Whose airspace each of many points is in: what `airmap.airspace.location` answers, for millions, as columns.

Columns are kept as small numbers into tables, so that they take less room than twice the points themselves; the
properties write them out. Distances are geodesic (see `airmap.airspace.border_distance`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from airmap.airspace.border_distance import BorderDistance, chunks, edges_of, geod
from airmap.airspace.location import BEYOND_STEP_M, AirspaceHit, Location, NearestState, Part, disputed_areas
from airmap.geometry.position import Position

if TYPE_CHECKING:
    from airmap.atlas import Atlas

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int16]
Objects = npt.NDArray[np.object_]

# Border points are kept in units of 1e-7 degrees, a centimetre.
_UNIT_DEG = 1e-7
_NONE = -1
_PARTS: tuple[Part, Part] = ("territorial_sea", "land")


@dataclass(frozen=True, slots=True)
class Locations:
    """Where many points are, as columns in the order of the points.

    ``depth_m`` is the geodesic depth inside the first of a point's ``states``, or minus the distance to the ``nearest``
    state's airspace for a point in none; ``border_lon`` and ``border_lat`` are the nearest point of that border.
    """

    lon: Floats
    lat: Floats
    worldview: str
    depth_m: Floats
    _atlas: Atlas
    _border: npt.NDArray[np.int32]
    _set: Codes
    _nearest: Codes
    _beyond: Codes
    _part: npt.NDArray[np.int8]
    _zones: Codes
    _own_fir: Codes

    def __len__(self) -> int:
        return len(self.lon)

    @property
    def states(self) -> Objects:
        """Every state whose airspace holds the point, as tuples; empty over the high seas."""
        return _table(self._atlas.index.sets)[self._set]

    @property
    def state(self) -> Objects:
        """The first of the states by code, or None."""
        return _table([s[0] if s else None for s in self._atlas.index.sets])[self._set]

    @property
    def nearest(self) -> Objects:
        """The state with the nearest airspace of a point in none; None inside."""
        return _named(self._atlas.states)[self._nearest]

    @property
    def beyond(self) -> Objects:
        """The state beyond the nearest border point of a point inside; None over the high seas."""
        return _named(self._atlas.states)[self._beyond]

    @property
    def part(self) -> Objects:
        """``"land"`` or ``"territorial_sea"``; None outside all airspace."""
        return _named(_PARTS)[self._part]

    @property
    def border_lon(self) -> Floats:
        """Longitude of the nearest border point."""
        return np.asarray(self._border[0] * _UNIT_DEG, np.float64)

    @property
    def border_lat(self) -> Floats:
        """Latitude of the nearest border point."""
        return np.asarray(self._border[1] * _UNIT_DEG, np.float64)

    @property
    def disputed(self) -> Objects:
        """The disputed areas that hold the point, as tuples."""
        return _table([tuple(a for a in disputed_areas() if f"disputed:{a.key}" in s) for s in self._zone_sets])[
            self._zones
        ]

    @property
    def adiz(self) -> Objects:
        """The names of the air defence identification zones over the point, as tuples."""
        zones = [n for n in self._atlas.layer("zones").names if n.startswith("adiz:")]
        return _table([tuple(z.removeprefix("adiz:") for z in zones if z in s) for s in self._zone_sets])[self._zones]

    @property
    def fir(self) -> Objects:
        """The label of the flight information region over the point, or None."""
        named = [next((n.removeprefix("fir:") for n in s if n.startswith("fir:")), None) for s in self._zone_sets]
        own = _named([r.label for r in self._atlas.own_firs])[self._own_fir]
        return np.where(self._own_fir == _NONE, _table(named)[self._zones], own)

    @property
    def _zone_sets(self) -> tuple[tuple[str, ...], ...]:
        return self._atlas.layer("zones").sets

    def __iter__(self) -> Iterator[Location]:
        """Yield one `Location` a point, as `Atlas.locate` gives it for one; every state that holds it is measured."""
        further = _further_hits(self._atlas, self.lon, self.lat, self._set)
        columns = zip(
            self.lon.tolist(), self.lat.tolist(), self.depth_m.tolist(), self.border_lon.tolist(),
            self.border_lat.tolist(), self.state, self.nearest, self.part, self.beyond, self.disputed, self.fir,
            self.adiz, strict=True,
        )
        for n, (lon, lat, depth, x, y, state, nearest, part, beyond, disputed, fir, adiz) in enumerate(columns):
            at = Position(x, y)
            hits = (AirspaceHit(state, part, depth, at, beyond), *further.get(n, ())) if state else ()
            near = NearestState(nearest, -depth, at) if nearest else None
            yield Location(lon, lat, self.worldview, hits, disputed, near, fir, adiz)


def locations(atlas: Atlas, lon: Floats, lat: Floats) -> Locations:
    """Return where each of many points is; coordinates are taken to be checked."""
    n = len(lon)
    depth, border = np.empty(n), np.empty((2, n), np.int32)
    sets, nearest, beyond, zones, own = (np.full(n, _NONE, np.int16) for _ in range(5))
    part = np.full(n, _NONE, np.int8)
    for at in chunks(n):
        x, y = lon[at], lat[at]
        sets[at] = atlas.index.sets_of(x, y)
        inside = np.flatnonzero(_filled(atlas)[sets[at]])
        outside = np.flatnonzero(~_filled(atlas)[sets[at]])
        metres, border_x, border_y = np.empty(len(x)), np.empty(len(x)), np.empty(len(x))
        hit = _hits(atlas, x[inside], y[inside], sets[at][inside], 0)
        metres[inside], border_x[inside], border_y[inside], beyond[at][inside], part[at][inside] = hit
        if outside.size:
            gap, border_x[outside], border_y[outside], nearest[at][outside] = _nearest(
                atlas, x[outside], y[outside]
            )
            metres[outside] = -gap
        depth[at] = metres
        border[:, at] = np.rint(np.array([border_x, border_y]) / _UNIT_DEG)
        zones[at] = atlas.layer("zones").sets_of(x, y)
        for number, region in reversed(list(enumerate(atlas.own_firs))):
            own[at][shapely.intersects_xy(region.geometry, x, y)] = number
    return Locations(lon, lat, atlas.worldview, depth, atlas, border, sets, nearest, beyond, part, zones, own)


def _filled(atlas: Atlas) -> npt.NDArray[np.bool_]:
    return np.array([bool(s) for s in atlas.index.sets])


def _hits(atlas: Atlas, x: Floats, y: Floats, sets: Codes, rank: int) -> tuple[Floats, Floats, Floats, Codes, Any]:
    """Return depth, border point, state beyond and part for the state that stands at a place in each point's set."""
    metres, border_x, border_y = np.empty(len(x)), np.empty(len(x)), np.empty(len(x))
    order = np.argsort(sets, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(sets[order])) + 1):
        if group.size:
            state = atlas.index.sets[sets[group[0]]][rank]
            metres[group], border_x[group], border_y[group] = atlas.border(state).nearest(x[group], y[group])
    azimuth, _, _ = geod().inv(x, y, border_x, border_y)
    past_x, past_y, _ = geod().fwd(x, y, azimuth, metres + BEYOND_STEP_M)
    there = atlas.index.sets_of(np.asarray(past_x, float), np.asarray(past_y, float))
    land = atlas.layer("land").sets_of(x, y) > 0
    return metres, border_x, border_y, _beyond(atlas, sets, there, rank), land.astype(np.int8)


def _beyond(atlas: Atlas, here: Codes, there: Codes, rank: int) -> Codes:
    """Return the first state of the set beyond the border that is not the point's own."""
    pairs, which = np.unique(here.astype(np.int32) << 16 | there, return_inverse=True)
    found = []
    for pair in pairs.tolist():
        own = atlas.index.sets[pair >> 16][rank]
        other = next((s for s in atlas.index.sets[pair & 0xFFFF] if s != own), None)
        found.append(_NONE if other is None else atlas.states.index(other))
    return np.array(found, np.int16)[which.ravel()] if found else np.empty(0, np.int16)


def _nearest(atlas: Atlas, x: Floats, y: Floats) -> tuple[Floats, Floats, Floats, Codes]:
    """Return the distance to the nearest airspace of all, its border point and whose it is."""
    border, owner = atlas.every_border()
    metres, border_x, border_y, edge = border.nearest_edge(x, y)
    return metres, border_x, border_y, owner[edge]


def every_border(atlas: Atlas) -> tuple[BorderDistance, Codes]:
    """Return the measure of distances to any state's limit, and the state (by number) of each of its edges."""
    edges = [edges_of(atlas.airspace(state)) for state in atlas.states]
    owner = np.repeat(np.arange(len(edges), dtype=np.int16), [len(e) for e in edges])
    both = np.concatenate(edges)
    # A shared edge stands twice, once in either direction: it is the first state's by code.
    turned = (both[:, 0] > both[:, 2]) | ((both[:, 0] == both[:, 2]) & (both[:, 1] > both[:, 3]))
    alike = np.rint(np.where(turned[:, None], both[:, [2, 3, 0, 1]], both) / 1e-5).astype(np.int32)
    _, first = np.unique(alike.view("V16").ravel(), return_index=True)
    kept = np.sort(first)
    return BorderDistance(both[kept]), owner[kept]


def _further_hits(atlas: Atlas, lon: Floats, lat: Floats, sets: Codes) -> dict[int, tuple[AirspaceHit, ...]]:
    """Return the second and later states of the points that claims overlap at."""
    sizes = np.array([len(s) for s in atlas.index.sets])[sets]
    found: dict[int, tuple[AirspaceHit, ...]] = {}
    for rank in range(1, int(sizes.max(initial=0))):
        at = np.flatnonzero(sizes > rank)
        metres, x, y, beyond, part = _hits(atlas, lon[at], lat[at], sets[at], rank)
        for k, n in enumerate(at.tolist()):
            other = atlas.states[beyond[k]] if beyond[k] != _NONE else None
            where = Position(float(x[k]), float(y[k]))
            hit = AirspaceHit(atlas.index.sets[sets[n]][rank], _PARTS[part[k]], float(metres[k]), where, other)
            found[n] = (*found.get(n, ()), hit)
    return found


def _table(rows: Any) -> Objects:
    """Return a table of anything, tuples too, that codes are looked up in."""
    table = np.empty(len(rows), dtype=object)
    table[:] = list(rows)
    return table


def _named(names: Any) -> Objects:
    """Return a table whose last row, which code -1 means, is None."""
    return _table([*names, None])
