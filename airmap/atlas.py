"""Whose airspace a point lies in, how deep, and seen from which view.

Airspace is land and territorial sea, from OpenStreetMap through geo-maps; claims may overlap, so a point may be in
several states. A worldview moves the disputed areas of ``disputed.csv`` to the state that holds them in it: whoever
administers (``de_facto``), the United Nations' position where there is one (``recognised``), or one state's own view
(its ISO 3166-1 alpha-3 code): its maps as Natural Earth knows them, and its own claims. Distances are geodesic, on
WGS 84 (see `airmap.airspace.border_distance`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.airspace.border_distance import BorderDistance, chunks, edges_of
from airmap.airspace.flight_regions import FlightRegion, packaged_regions, region_at, regions_of_file
from airmap.airspace.identification_zones import Zone as Zone
from airmap.airspace.identification_zones import adiz_zones as adiz_zones
from airmap.airspace.index import AirspaceIndex, build_index
from airmap.airspace.location import (
    DE_FACTO,
    DisputedArea,
    Location,
    check_view,
    disputed_areas,
    layer_folder,
    locate_point,
    worldviews,
)
from airmap.airspace.point_in_polygons import located
from airmap.airspace.shared_lines import edge_keys, merged, merged_in_order, places_in
from airmap.airspace.views import airspace_under, bounds_under, store
from airmap.airspace.views import disputed_polygon as disputed_polygon
from airmap.errors import InputError, UnknownPlaceError
from airmap.geometry import drawings
from airmap.geometry.shape_memory import digest, united

if TYPE_CHECKING:
    from airmap.airspace.many_points import Locations

Floats = npt.NDArray[np.float64]

ATTRIBUTION = "© OpenStreetMap contributors (ODbL 1.0) through geo-maps; Natural Earth (public domain)"
_COAST_TOLERANCE_DEG = 0.0006
# 48 bytes each.
_MOST_EDGES = 500_000


@dataclass(frozen=True, slots=True)
class Depths:
    """The first state that holds each of many points (None over the high seas), and the depth there (NaN)."""

    lon: Floats
    lat: Floats
    state: npt.NDArray[np.object_]
    depth_m: Floats


class Atlas:
    """State airspace under one worldview.

    Parameters
    ----------
    worldview
        ``"de_facto"``, ``"recognised"``, or a state's ISO 3166-1 alpha-3 code.
    firs
        A GeoJSON file of flight information regions that come before those of the data.

    Raises
    ------
    InputError
        For a worldview that the data do not carry, and for a file of regions that cannot be read.
    """

    def __init__(self, worldview: str = DE_FACTO, *, firs: Path | None = None) -> None:
        self.worldview = check_view(worldview)
        self.own_firs = regions_of_file(firs) if firs is not None else ()
        self._store = store("airspace")
        self._codes = tuple(sorted(self._store.states))
        self._cache: dict[str, BaseGeometry] = {}
        self._borders: dict[str, BorderDistance] = {}
        self._shared: dict[tuple[str, str], BaseGeometry] = {}
        self._neighbours: dict[str, tuple[str, ...]] = {}
        self._outer: dict[str, BaseGeometry] = {}
        self._keys: dict[str, tuple[npt.NDArray[np.uint64], Floats, npt.NDArray[np.int64]]] = {}
        self._boxes: Floats | None = None
        self._index: AirspaceIndex | None = None
        self._layers: dict[str, AirspaceIndex] = {}
        self._every_border: tuple[BorderDistance, npt.NDArray[np.int16]] | None = None

    @property
    def worldviews(self) -> tuple[str, ...]:
        return worldviews()

    @property
    def states(self) -> tuple[str, ...]:
        """ISO 3166-1 alpha-3 codes of every state in the atlas, in order."""
        return self._codes

    @property
    def disputed(self) -> tuple[DisputedArea, ...]:
        return disputed_areas()

    def airspace(self, state: str) -> BaseGeometry:
        """Return a state's land and territorial sea (a valid MultiPolygon, degrees) under this view.

        Raises
        ------
        UnknownPlaceError
            For a code that the atlas does not hold.
        """
        if state not in self._cache:
            if state not in self._store.states:
                raise UnknownPlaceError(f"no airspace of {state!r}: use an ISO 3166-1 alpha-3 code")
            self._cache[state] = airspace_under(self.worldview, state)
        return self._cache[state]

    def land(self, state: str) -> BaseGeometry:
        """Return a state's land (simplified to 25 m); borders on land are better taken from `airspace`."""
        self.airspace(state)
        return store("land").geometry(state)

    def coastline(self, state: str) -> BaseGeometry:
        """Return the lines where a state's land meets its sea."""
        shore = self.land(state).boundary
        airspace = self.airspace(state)
        xy, owner = shapely.get_coordinates(shapely.get_parts(shore), return_index=True)
        inside = owner[1:] == owner[:-1]
        starts, ends = xy[:-1][inside], xy[1:][inside]
        middle = shapely.points((starts + ends) / 2)
        limit = airspace.boundary
        shapely.prepare(limit)
        wet = ~shapely.dwithin(limit, middle, _COAST_TOLERANCE_DEG)
        return merged(starts[wet], ends[wet])

    def neighbours(self, state: str) -> tuple[str, ...]:
        """Return the states that share a border line with a state."""
        if state not in self._neighbours:
            near = (s for s in self._near(self.airspace(state)) if s != state)
            self._neighbours[state] = tuple(s for s in near if not self.shared_border(state, s).is_empty)
        return self._neighbours[state]

    def shared_border(self, first: str, second: str) -> BaseGeometry:
        """Return the line (land and maritime) between two states' airspaces; empty where they do not meet."""
        key = (min(first, second), max(first, second))
        if key not in self._shared:
            self._shared[key] = drawings.kept_or_drawn(
                ("shared border", self.worldview, *key), lambda: self._shared_border(*key))
        return self._shared[key]

    def _shared_border(self, first: str, second: str) -> BaseGeometry:
        (keys, edges, places), others = self._edge_keys(first), self._edge_keys(second)[0]
        both = places_in(keys, others)
        return merged_in_order(edges[both], places[both])

    def _edge_keys(self, state: str) -> tuple[npt.NDArray[np.uint64], Floats, npt.NDArray[np.int64]]:
        """Return what `edge_keys` does of a state's airspace; that of the states asked for last is kept."""
        found = self._keys.pop(state, None) or edge_keys(self.airspace(state))
        self._keys[state] = found
        while len(self._keys) > 1 and sum(len(keys) for keys, *_ in self._keys.values()) > _MOST_EDGES:
            del self._keys[next(iter(self._keys))]
        return found

    def outer_limit(self, state: str) -> BaseGeometry:
        """Return the parts of a state's limit that no other state shares: where its airspace meets the high seas."""
        if state not in self._outer:
            self._outer[state] = drawings.kept_or_drawn(
                ("outer limit", self.worldview, state), lambda: self._unshared_limit(state))
        return self._outer[state]

    def _unshared_limit(self, state: str) -> BaseGeometry:
        keys, edges, places = self._edge_keys(state)
        alone = np.ones(len(keys), bool)
        for other in self._near(self.airspace(state)):
            if other != state:
                alone[places_in(keys, self._edge_keys(other)[0])] = False
        seam = (np.abs(edges[:, 0]) >= 180) & (np.abs(edges[:, 2]) >= 180)
        kept = alone & ~seam
        return merged_in_order(edges[kept], places[kept])

    def depth_m(self, state: str, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Floats:
        """Return geodesic distances to a state's limit, positive inside its airspace and negative outside.

        Parameters
        ----------
        lon, lat
            Degrees, scalars or arrays of shape (n,); the answer has shape (n,).
        """
        lon, lat = _checked(lon, lat)
        border, geometry = self.border(state), self.airspace(state)
        shapely.prepare(geometry)
        signed = np.empty(len(lon))
        for part in chunks(len(lon)):
            signed[part], _, _ = border.nearest(lon[part], lat[part])
            signed[part][~shapely.contains_xy(geometry, *_off_seam(lon[part], lat[part]))] *= -1
        return signed

    def distance_to_border_m(self, first: str, second: str, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Floats:
        """Return geodesic distances to the line between two states; infinite where they do not meet."""
        lon, lat = _checked(lon, lat)
        metres, _, _ = BorderDistance(edges_of(self.shared_border(first, second))).nearest(lon, lat)
        return metres

    @overload
    def locate(self, lon: float, lat: float) -> Location: ...

    @overload
    def locate(self, lon: Sequence[float] | Floats, lat: Sequence[float] | Floats) -> Locations: ...

    def locate(self, lon: Any, lat: Any) -> Location | Locations:
        """Return whose airspace a point is in, how deep, and what lies beyond the nearest border.

        Parameters
        ----------
        lon, lat
            Degrees: numbers for a `Location`; arrays, of millions if need be, for `Locations`, the same as columns.

        Raises
        ------
        InputError
            For coordinates that are no numbers or out of range; the message says when they look swapped.
        """
        if np.ndim(lon) or np.ndim(lat):
            from airmap.airspace.many_points import locations

            return locations(self, *_checked(lon, lat))
        x, y = (float(v[0]) for v in _checked(lon, lat))
        if (answer := locate_point(x, y, self.worldview)) is not None:
            return replace(answer, fir=self.fir(x, y)) if self.own_firs else answer
        return located(self, x, y)

    @property
    def index(self) -> AirspaceIndex:
        """The index for arrays of points under this view; built in the user's cache the first time (some seconds)."""
        if self._index is None:
            folder = layer_folder(self.worldview)
            if not (folder / "index.json").is_file():
                build_index(folder, self.states, (self.airspace(s) for s in self.states))
            self._index = AirspaceIndex(folder)
        return self._index

    def layer(self, name: str) -> AirspaceIndex:
        """Return the index of ``"land"`` or of ``"zones"``: disputed areas, identification zones, flight regions."""
        if name not in self._layers:
            folder = layer_folder(name)
            if not (folder / "index.json").is_file():
                names, geometries = zip(*_LAYERS[name](), strict=True)
                build_index(folder, names, geometries)
            self._layers[name] = AirspaceIndex(folder)
        return self._layers[name]

    def build_point_files(self) -> None:
        """Build what `airspace.location.locate_point` reads, as far as it does not stand yet (some seconds, once)."""
        _ = self.index, *(self.layer(name) for name in _LAYERS)

    def every_border(self) -> tuple[BorderDistance, npt.NDArray[np.int16]]:
        """Return the measure of distances to any state's limit, and whose each edge is, by its place in ``states``."""
        if self._every_border is None:
            from airmap.airspace.many_points import every_border

            self._every_border = every_border(self)
        return self._every_border

    def states_at(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.object_]:
        """Return, for each of many points, the tuple of states whose airspace holds it (empty over the high seas).

        A point exactly on a border is on the side that a hair's move to the east (then north) brings it to.
        """
        lon, lat = _checked(lon, lat)
        names = np.empty(len(self.index.sets), dtype=object)
        names[:] = self.index.sets
        found: npt.NDArray[np.object_] = names[self.index.sets_of(lon, lat)]
        return found

    def locate_many(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Depths:
        """Return, for arrays of points, the state that holds each and its depth there.

        A point in several airspaces is given to the first by code; a point in none has state None and depth NaN.
        """
        lon, lat = _checked(lon, lat)
        first = np.array([s[0] if s else None for s in self.index.sets], dtype=object)
        state, depth = np.empty(lon.shape, dtype=object), np.full(lon.shape, np.nan)
        for part in chunks(len(lon)):
            which = self.index.sets_of(lon[part], lat[part])
            state[part] = first[which]
            order = np.argsort(which, kind="stable")
            for group in np.split(order, np.flatnonzero(np.diff(which[order])) + 1):
                holders = self.index.sets[which[group[0]]] if group.size else ()
                if holders:
                    at = group + part.start
                    depth[at] = self.border(holders[0]).nearest(lon[at], lat[at])[0]
        return Depths(lon, lat, state, depth)

    def adiz(self, lon: float, lat: float) -> tuple[str, ...]:
        """Return the names of the air defence identification zones over a point."""
        point = shapely.Point(lon, lat)
        return tuple(z.name for z in adiz_zones() if z.geometry.covers(point))

    def adiz_area(self, state: str, text: str = "") -> BaseGeometry | None:
        """Return a state's declared zone, the one that a text names where it has several ("the Alaskan ADIZ").

        None where the data carry none, or only a part.
        """
        zones = [z for z in adiz_zones() if z.state == state]
        if not zones or not all(z.whole for z in zones):
            return None
        said = set(re.findall(r"\w+", text.casefold()))
        named = [z for z in zones if z.words & said]
        return united([z.geometry for z in named or zones])

    def fir(self, lon: float, lat: float) -> str | None:
        """Return the name of the flight information region over a point; None where the data carry none."""
        found = region_at(lon, lat, self.flight_regions)
        return found.label if found else None

    @property
    def flight_regions(self) -> tuple[FlightRegion, ...]:
        """The flight information regions, those of the user's file first."""
        return (*self.own_firs, *packaged_regions())

    def fir_area(self, *, label: str | None = None, state: str | None = None) -> BaseGeometry | None:
        """Return the region of a label, or all that a state answers for; None where the data carry none."""
        held = [r for r in self.flight_regions if r.label == label or state in r.states]
        return united([r.geometry for r in held]) if held else None

    def states_in(self, west: float, south: float, east: float, north: float) -> tuple[str, ...]:
        """Return the states whose airspace's box meets a box, in degrees."""
        return tuple(self._in_box(west, south, east, north))

    def box(self, state: str) -> tuple[float, float, float, float]:
        """Return the box of a state's airspace under this view: west, south, east, north in degrees."""
        return bounds_under(self.worldview, state)

    def states_over(self, lon: float, lat: float) -> tuple[str, ...]:
        """Return the states whose airspace holds one point, from their polygons: a few points need no index."""
        x, y = (float(v[0]) for v in _off_seam(*_checked(lon, lat)))
        return tuple(s for s in self._in_box(x, y, x, y) if shapely.contains_xy(self.airspace(s), x, y))

    def _in_box(self, west: float, south: float, east: float, north: float) -> Iterable[str]:
        if self._boxes is None:
            self._boxes = np.array([bounds_under(self.worldview, state) for state in self.states])
        w, s, e, n = self._boxes.T
        for at in np.flatnonzero((w <= east) & (e >= west) & (s <= north) & (n >= south)):
            yield self.states[at]

    def _near(self, geometry: BaseGeometry) -> list[str]:
        """Return the states whose airspace's box meets that of a part: not all that lie between Guam and Florida."""
        parts = shapely.bounds(shapely.get_parts(geometry))
        found = []
        for state in self._in_box(*geometry.bounds):
            west, south, east, north = bounds_under(self.worldview, state)
            meet = (parts[:, 0] <= east) & (parts[:, 2] >= west) & (parts[:, 1] <= north) & (parts[:, 3] >= south)
            if meet.any():
                found.append(state)
        return found

    def border(self, state: str) -> BorderDistance:
        """Return the measure of distances to a state's limit, built when first asked for."""
        if state not in self._borders:
            self._borders[state] = _border_of(self.airspace(state))
        return self._borders[state]


@overload
def locate(*, lon: float, lat: float, worldview: str = DE_FACTO) -> Location: ...


@overload
def locate(
    *, lon: Sequence[float] | Floats, lat: Sequence[float] | Floats, worldview: str = DE_FACTO
) -> Locations: ...


def locate(*, lon: Any, lat: Any, worldview: str = DE_FACTO) -> Location | Locations:
    """Return whose airspace a point is in, how deep, and what lies beyond the nearest border.

    Arrays of longitudes and latitudes give `Locations`: the same as columns.

    Examples
    --------
    >>> hit = locate(lon=23.93, lat=50.47).airspaces[0]
    >>> hit.state, round(hit.depth_m / 1000, 2), hit.beyond
    ('POL', 6.29, 'UKR')
    """
    found: Location | Locations = _atlas(worldview).locate(lon, lat)
    return found


@cache
def _atlas(worldview: str) -> Atlas:
    return Atlas(worldview)


# Most states' limits are the same under every view.
_BORDERS: WeakValueDictionary[bytes, BorderDistance] = WeakValueDictionary()


def _border_of(airspace: BaseGeometry) -> BorderDistance:
    key = digest(airspace)
    found = _BORDERS.get(key)
    if found is None:
        found = _BORDERS[key] = BorderDistance(edges_of(airspace))
    return found


def _land_layer() -> list[tuple[str, BaseGeometry]]:
    land = store("land")
    return [(state, land.geometry(state)) for state in sorted(land.states)]


def _zone_layer() -> list[tuple[str, BaseGeometry]]:
    return [*((f"disputed:{a.key}", disputed_polygon(a.key)) for a in disputed_areas()),
            *((f"adiz:{z.name}", z.geometry) for z in adiz_zones()),
            *((f"fir:{r.label}", r.geometry) for r in packaged_regions())]


_LAYERS = {"land": _land_layer, "zones": _zone_layer}


def _off_seam(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return points moved a hair off the map's seams, which polygons end at and airspace does not."""
    east = np.where(lon >= 180, -180.0, lon)
    return np.maximum(east, -180 + 1e-9), np.clip(lat, -90 + 1e-9, 90 - 1e-9)


def _checked(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays of floats, or say what is wrong with them."""
    x, y = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
    if x.shape != y.shape:
        raise InputError(f"lon and lat differ in shape: {x.shape} and {y.shape}")
    bad = ~(np.isfinite(x) & np.isfinite(y) & (np.abs(y) <= 90) & (np.abs(x) <= 180))
    if bad.any():
        at = int(np.argmax(bad))
        hint = " (are longitude and latitude swapped?)" if abs(y[at]) > 90 and abs(x[at]) <= 90 else ""
        raise InputError(f"point {at}: longitude {x[at]}, latitude {y[at]} is out of range{hint}; "
                         "longitude is -180 to 180, latitude -90 to 90")
    return x, y
