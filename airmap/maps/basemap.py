"""The world inside the file: the basemap's own bytes, and the true borders around incidents."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.maps.rows import is_coarse, state_name
from airmap.maps.shapes import Shape, drawn
from airmap.paths import data_dir
from airmap.records import Reading, Region

if TYPE_CHECKING:
    from airmap.atlas import Atlas

_PAD_DEG = 1.0
_STEPS = 1000
_MAX_WINDOWS = 60
_MAX_WINDOW_DEG = 25.0
_MAX_SCREEN_DEG = 45.0
_MAX_TOWNS = 36
_BUDGET_CHARS = 130_000
# A page of many articles may be larger than that of one.
_MOST_BUDGETS = 5
_LABELLED_SHARE = 0.03
_NEAR_ZOOM = 6
_SCREEN_PX = 900
_CLOSE_PAD_DEG = 0.2
_CLOSE_SHARE = 0.15
_MAX_CLOSE_UPS = 12


@cache
def basemap_base64(worldview: str) -> str:
    """Return the gzipped TopoJSON of the countries under a view, as base64; a state's own view draws de facto land."""
    name = "recognised" if worldview == "recognised" else "de_facto"
    return base64.b64encode((data_dir("boundaries") / f"basemap-{name}.json.gz").read_bytes()).decode()


@cache
def disputed_base64() -> str:
    """Return the gzipped GeoJSON of disputed lines, as base64."""
    return base64.b64encode((data_dir("boundaries") / "basemap-disputed.json.gz").read_bytes()).decode()


@cache
def country_labels() -> list[list[Any]]:
    """Return name, longitude, latitude and least zoom of each country's label."""
    from airmap.pipeline import default_gazetteer

    labels: list[list[Any]] = json.loads((data_dir("boundaries") / "basemap-labels.json").read_text(encoding="utf-8"))
    gazetteer = default_gazetteer()
    # Natural Earth's names are some years old; the gazetteer's are today's ("Türkiye", "Czechia").
    return [[modern_name(gazetteer.state_of(name)) or name, *rest] for name, *rest in labels]


def modern_name(state: str | None) -> str | None:
    """Return a state's name of today without its article, or None."""
    name = state_name(state) if state else None
    return name.removeprefix("the ") if name else None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around the incidents: the atlas's land and limits window by window, and names to find one's way."""

    windows: list[dict[str, Any]]
    states: list[list[Any]]
    towns: list[tuple[str, float, float]]


def surroundings(readings: Sequence[Reading], worldview: str) -> Surroundings:
    """Return the true borders, land and names around the incidents of a page, clipped and simplified.

    A page of very many or very large regions has none, and shows the basemap alone.
    """
    found = (box for r in readings for i in r.incidents if (box := _window(i.region)) is not None)
    windows = list(islice(found, _MAX_WINDOWS + 1))
    if not windows or len(windows) > _MAX_WINDOWS:
        return Surroundings([], [], [])
    from airmap.pipeline import atlas_for, default_gazetteer

    atlas = atlas_for(worldview)
    around = _screen(shapely.union_all(windows))
    wide = [w.bounds for w in shapely.get_parts(around)]
    close = _close_ups(readings, around)
    boxes = [*wide, *close]
    clips = [(state, n, shapely.clip_by_rect(atlas.land(state), *box),
              shapely.clip_by_rect(atlas.airspace(state).boundary, *box))
             for state in atlas.states_in(*around.bounds) for n, box in enumerate(boxes)]
    clips = [clip for clip in clips if not (clip[2].is_empty and clip[3].is_empty)]
    # A border between two states is drawn once, and land without its seams.
    grounds = [shapely.union_all([g for _, at, g, _ in clips if at == n]) for n in range(len(boxes))]
    lines = [_once([line for _, at, _, line in clips if at == n]) for n in range(len(boxes))]
    finer = shapely.union_all([shapely.box(*box) for box in close])
    lines[:len(wide)] = [shapely.difference(line, finer) for line in lines[:len(wide)]]
    for coarser in (0.1, 0.2, 0.35, 0.6, 1, 2, 4, 8, 16):
        limits: list[list[Shape]] = [[] for _ in boxes]
        land: list[list[Shape]] = [[] for _ in boxes]
        for number, (west, south, east, north) in enumerate(boxes):
            tolerance_deg = coarser * max(east - west, north - south) * math.sqrt(len(boxes)) / _STEPS
            # Each step goes on from the one before: what is simple already is quickly simplified again.
            grounds[number] = shapely.simplify(grounds[number], tolerance_deg)
            lines[number] = shapely.simplify(lines[number], tolerance_deg)
            if (shape := drawn(grounds[number], tolerance_deg=tolerance_deg)) is not None and "p" in shape:
                land[number].append(shape)
            if (shape := drawn(lines[number], tolerance_deg=tolerance_deg)) is not None and "l" in shape:
                limits[number].append(shape)
        if len(json.dumps([limits, land])) <= _BUDGET_CHARS * min(len(readings), _MOST_BUDGETS):
            break
    towns = default_gazetteer().largest_towns
    return Surroundings(
        [{"box": _rounded(box), "within": next((_rounded(w) for w in wide if n >= len(wide) and _holds(w, box)), None),
          "land": land[n], "limits": limits[n]} for n, box in enumerate(boxes)],
        [*_names_of_states(atlas, _views(readings)),
         *(label for state, number, ground, _ in clips if number < len(wide)
           and (label := _state_label(state, ground, boxes[number], _NEAR_ZOOM)) is not None)],
        list(dict.fromkeys((p.name, round(p.lon, 4), round(p.lat, 4)) for box in boxes
                           for p in towns(*box, count=max(6, _MAX_TOWNS // len(boxes))))),
    )


def _rounded(box: tuple[float, float, float, float]) -> list[float]:
    return [round(v, 3) for v in box]


def _holds(outer: tuple[float, float, float, float], inner: tuple[float, float, float, float]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _once(lines: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return lines merged end to end, with what several of them share only once."""
    together = shapely.union_all(list(lines))
    return shapely.line_merge(together) if together.geom_type == "MultiLineString" else together


def _window(region: Region | None) -> shapely.Polygon | None:
    if region is None or is_coarse(region):
        return None
    west, south, east, north = region.geometry.bounds
    size_deg = max(east - west, north - south)
    if size_deg > _MAX_WINDOW_DEG:
        return None
    pad = max(_PAD_DEG, 0.5 * size_deg)
    return shapely.box(max(-180, west - pad), max(-90, south - pad), min(180, east + pad), min(90, north + pad))


def _screen(around: BaseGeometry) -> BaseGeometry:
    """Return one window as wide as the view that opens on all of them, where they lie close together."""
    west, south, east, north = around.bounds
    shrink = max(0.2, math.cos(math.radians((south + north) / 2)))
    height = 1.5 * max(north - south, (east - west) * shrink / 1.4)
    width = 1.5 * max(east - west, (north - south) * 1.4 / shrink)
    if max(width, height) > _MAX_SCREEN_DEG:
        return around
    x, y = (west + east) / 2, (south + north) / 2
    return shapely.box(max(-180, x - width / 2), max(-90, y - height / 2),
                       min(180, x + width / 2), min(90, y + height / 2))


def _views(readings: Sequence[Reading]) -> list[tuple[float, float, float, float]]:
    """Return what the map shows about when it is fitted to each region."""
    views = []
    for region in (i.region for r in readings for i in r.incidents):
        if region is None or is_coarse(region):
            continue
        west, south, east, north = region.geometry.bounds
        pad = max(_CLOSE_PAD_DEG, 0.7 * max(east - west, north - south))
        if east - west < _MAX_WINDOW_DEG:
            views.append((west - pad * 1.4, south - pad, east + pad * 1.4, north + pad))
    return list(dict.fromkeys(views))[:_MAX_CLOSE_UPS]


def _names_of_states(atlas: Atlas, views: Sequence[tuple[float, float, float, float]]) -> list[list[Any]]:
    """Return the names of the states in each view, each where its land is in that view."""
    found = []
    for box in views:
        zoom = max(_NEAR_ZOOM, math.log2(360 * _SCREEN_PX / (256 * (box[2] - box[0]))) - 1)
        for state in atlas.states_in(*box):
            label = _state_label(state, shapely.clip_by_rect(atlas.land(state), *box), box, round(zoom, 1))
            if label is not None:
                found.append(label)
    return found


def _close_ups(readings: Sequence[Reading], around: BaseGeometry) -> list[tuple[float, float, float, float]]:
    """Return a narrow window for each small region of a wide page, where borders are drawn finer than around it."""
    tight = [shapely.box(*box) for box in _views(readings)]
    screens = shapely.get_parts(around)

    def is_close(box: BaseGeometry) -> bool:
        return any(s.covers(box) and _CLOSE_SHARE * s.area > box.area for s in screens)

    parts = shapely.get_parts(shapely.union_all([box for box in tight if is_close(box)]))
    joined = (shapely.box(*part.bounds) for part in parts[:_MAX_CLOSE_UPS])
    return [box.bounds for box in joined if is_close(box)]


def _state_label(state: str, ground: BaseGeometry, box: tuple[float, float, float, float], from_zoom: float,
                 ) -> list[Any] | None:
    """Return a state's name for the part of it in a window, where that part is large enough to bear one."""
    parts = shapely.get_parts(ground)
    if not len(parts) or shapely.area(parts).max() < _LABELLED_SHARE * (box[2] - box[0]) * (box[3] - box[1]):
        return None
    point = shapely.point_on_surface(parts[shapely.area(parts).argmax()])
    return [(state_name(state) or state).removeprefix("the "), round(point.x, 3), round(point.y, 3), from_zoom]
