"""How much of a long coast or border need be drawn: what can matter about the places that are known.

A report that gives coordinates and a distance from the coast needs a few kilometres of it. Boxes are west, south, east,
north, in degrees; what a box holds of a line or an area is what the whole line or area holds of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import asin, cos, degrees, radians, sin

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry import geodesy
from airmap.records import Bounds, Constraint

Box = tuple[float, float, float, float]

# As far as a map page shows of a constraint about a region, and more each time that there is nothing to see.
_PAD_DEG, _PAD_SHARE, _WIDER, _VIEWS = 0.3, 0.6, 4.0, 3
# Wider than this, the whole is drawn as soon.
_WIDEST_DEG = 10.0
_SLACK = 1.02


def extent(constraints: Iterable[Constraint]) -> Bounds | None:
    """Return the box of the hard places alone: a soft one may give way, and must not cut the border short."""
    boxes = [c.geometry.bounds for c in constraints if c.hard]
    if not boxes:
        return None
    return Bounds(
        max(b[0] for b in boxes), max(b[1] for b in boxes), min(b[2] for b in boxes), min(b[3] for b in boxes)
    )


def views(about: Box | None) -> Iterator[Box]:
    """Yield boxes about a box, each wider than the one before; none where the whole is drawn as soon."""
    if about is None:
        return
    west, south, east, north = about
    size = max(east - west, north - south)
    if size > _WIDEST_DEG:
        return
    pad = max(_PAD_DEG, _PAD_SHARE * size)
    for _ in range(_VIEWS):
        if west - pad <= -180 or east + pad >= 180 or south - pad <= -85 or north + pad >= 85:
            return
        yield west - pad, south - pad, east + pad, north + pad
        pad *= _WIDER


def reaching(line: BaseGeometry, view: Box, reach_m: float) -> BaseGeometry:
    """Return the part of a line from which a point of a view can be ``reach_m`` metres away, or more than that part."""
    west, south, east, north = view
    arc = radians(geodesy.degrees_of_arc(reach_m * _SLACK + 100))
    # The meridian that a circle of that radius just touches, about the corner nearest a pole.
    turn = sin(arc) / max(cos(radians(max(abs(south), abs(north)))), 1e-9)
    if arc > 1 or turn >= 0.9:
        return line
    dx, dy = degrees(asin(turn)), degrees(arc)
    if west - dx <= -180 or east + dx >= 180:
        return line
    return geodesy.clip(line, (west - dx, south - dy, east + dx, north + dy))


def near_lines(line: BaseGeometry, boxes: Sequence[Box], reach_m: float) -> BaseGeometry:
    """Return the part of a line that can matter within reach of some boxes; all of it where none of it is near.

    The boxes are grown and united before the line is cut: an area off a coast has hundreds of parts, and as many copies
    of a long line are more than a machine holds.
    """
    if any(west > east or south > north for west, south, east, north in boxes):
        return line
    together = shapely.union_all([shapely.box(*box) for box in boxes])
    tolerance_m = reach_m / 20 + 10
    grown = [
        geodesy.buffer(shapely.box(*part.bounds), reach_m * 1.1 + 100, tolerance_m=tolerance_m)
        for part in shapely.get_parts(together)
    ]
    cut = inside_boxes(line, [part.bounds for part in shapely.get_parts(shapely.union_all(grown))])
    return line if cut.is_empty else cut


def inside_boxes(line: BaseGeometry, boxes: Iterable[Box]) -> BaseGeometry:
    """Return the part of a line that lies in any of some boxes."""
    pieces = [geodesy.clip(line, box) for box in boxes]
    return shapely.union_all([p for p in pieces if not p.is_empty])


def widest(boxes: list[Box]) -> list[Box]:
    """Return boxes without those that another holds: a coast has hundreds of islets."""
    if len(boxes) < 2:
        return boxes
    shapes = shapely.box(*np.array(boxes).T)
    inner, outer = shapely.STRtree(shapes).query(shapes, predicate="within")
    same = np.array([boxes[a] == boxes[b] for a, b in zip(inner, outer, strict=True)])
    lost = set(inner[(inner != outer) & (~same | (inner > outer))].tolist())
    return [box for number, box in enumerate(boxes) if number not in lost]
