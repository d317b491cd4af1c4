"""A state's airspace under a view: what is stored, with the disputed areas moved to whoever holds them in that view."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.airspace.boundary_store import BoundaryStore
from airmap.airspace.location import DE_FACTO, DisputedArea, disputed_areas
from airmap.geometry import drawings
from airmap.geometry.cutting import polygons_of
from airmap.paths import data_dir


@cache
def store(name: str) -> BoundaryStore:
    """Return one of the data's boundary files by its name."""
    return BoundaryStore(data_dir("boundaries") / name)


@cache
def disputed_polygon(key: str) -> BaseGeometry:
    """Return the polygon of one disputed area."""
    return store("disputed").geometry(key)


def airspace_under(worldview: str, state: str) -> BaseGeometry:
    """Return a state's airspace under a view."""
    if not _in_dispute(worldview, state):
        return store("airspace").geometry(state)
    # What takes long to cut under the view that most ask for is cut when the data are built.
    if worldview == DE_FACTO and state in store("de_facto").states:
        return store("de_facto").geometry(state)
    return drawings.kept_or_drawn(("airspace", worldview, state), lambda: under_view(worldview, state))


def _in_dispute(worldview: str, state: str) -> bool:
    """Say whether a disputed area may make a state's airspace another than the one that is stored."""
    return any(True for _ in _disputes(worldview, state))


def _disputes(worldview: str, state: str) -> Iterator[tuple[DisputedArea, str]]:
    """Yield the disputed areas that a state holds, claims or loses under a view, each with its holder."""
    for area in disputed_areas():
        holder = area.holder(worldview)
        if holder is not None and state in {area.de_facto, *area.claimed_by, area.recognised, holder}:
            yield area, holder


def under_view(worldview: str, state: str) -> BaseGeometry:
    """Return a state's airspace with what disputes move to it or from it under a view, cut anew."""
    geometry = store("airspace").geometry(state)
    for area, holder in _disputes(worldview, state):
        polygon = disputed_polygon(area.key)
        if state == holder and not geometry.covers(polygon):
            geometry = _whole(geometry.union(polygon))
        elif state != holder and geometry.intersects(polygon):
            geometry = _whole(geometry.difference(polygon))
    return geometry


def bounds_under(worldview: str, state: str) -> tuple[float, float, float, float]:
    """Return a box that holds a state's airspace under a view, and may be larger; nothing is decoded for it."""
    boxes = [store("airspace").states[state].bounds]
    held = (a.key for a in disputed_areas() if a.holder(worldview) == state)
    boxes += [store("disputed").states[key].bounds for key in held]
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _whole(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of an overlay's result on the grid, as a valid MultiPolygon."""
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, 5))
    valid = rounded if rounded.is_valid else shapely.make_valid(rounded)
    return shapely.MultiPolygon(list(polygons_of(valid)))
