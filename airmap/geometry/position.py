"""A point on the ellipsoid."""

from typing import NamedTuple


class Position(NamedTuple):
    """A point on the WGS 84 ellipsoid, in degrees; longitude first, as in shapely."""

    lon: float
    lat: float
