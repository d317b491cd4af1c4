"""Air defence identification zones as their states declared them; they are not sovereign airspace."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.paths import data_dir


@dataclass(frozen=True, slots=True)
class Zone:
    """An air defence identification zone as its state declared it; not sovereign airspace.

    ``whole`` is False where the data have only a part of it; ``words`` are those by which a text tells it from the
    state's other zones.
    """

    state: str
    name: str
    effective: str
    source: str
    geometry: BaseGeometry
    whole: bool = True
    words: frozenset[str] = frozenset()


@cache
def adiz_zones() -> tuple[Zone, ...]:
    """Return the declared air defence identification zones that the data carry."""
    zones = []
    with (data_dir("boundaries") / "adiz.csv").open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            rings = [[tuple(map(float, reversed(c.split()))) for c in ring.split(";")] for ring in r["ring"].split("|")]
            outer, *holes = [_great_circles(ring) for ring in rings] if r["lines"] == "geodesic" else rings
            geometry = _wrapped(shapely.Polygon(outer, holes))
            zones.append(Zone(r["state"], r["name"], r["effective"], r["source"], geometry, r["whole"] == "yes",
                              frozenset(r["words"].split())))
    return tuple(zones)


def _great_circles(ring: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Return a ring (longitude, latitude) with points every 50 km on its geodesics; parallels of latitude stay."""
    from airmap.airspace.border_distance import geod

    fine: list[tuple[float, ...]] = []
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        fine.append((x0, y0))
        count = int(geod().inv(x0, y0, x1, y1)[2] // 50_000)
        if y0 != y1 and count:
            between = geod().npts(x0, y0, x1, y1, count)
            # Rings that cross the antimeridian run on past -180.
            fine += [(x + 360.0 * round((x0 - x) / 360.0), y) for x, y in between]
    return fine


def _wrapped(polygon: BaseGeometry) -> BaseGeometry:
    """Split a polygon whose longitudes run past -180 at the antimeridian."""
    if polygon.bounds[0] >= -180:
        return polygon
    east = polygon.intersection(shapely.box(-180, -90, 180, 90))
    past = polygon.intersection(shapely.box(-540, -90, -180, 90))
    west: BaseGeometry = shapely.transform(past, lambda xy: xy + np.array([360.0, 0.0]))
    return shapely.MultiPolygon([*shapely.get_parts(east), *shapely.get_parts(west)])
