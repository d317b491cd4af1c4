"""The world inside the file: the basemap's own bytes, and the true borders around incidents."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import shapely

from airmap.maps.rows import drawn, is_coarse
from airmap.paths import data_dir
from airmap.records import Reading

_PAD_DEG = 1.0
_STEPS = 1000
_MAX_WINDOWS = 60
_MAX_WINDOW_DEG = 25.0


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
    labels: list[list[Any]] = json.loads((data_dir("boundaries") / "basemap-labels.json").read_text(encoding="utf-8"))
    return labels


def true_borders(readings: Sequence[Reading], worldview: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the atlas's limits around the incidents, and its land there window by window, clipped and simplified."""
    from airmap.pipeline import atlas_for

    windows: list[shapely.Polygon] = []
    for reading in readings:
        for incident in reading.incidents:
            region = incident.region
            if region is None or is_coarse(region) or region.geometry.is_empty:
                continue
            west, south, east, north = region.geometry.bounds
            if max(east - west, north - south) > _MAX_WINDOW_DEG:
                continue
            pad = max(_PAD_DEG, 0.5 * max(east - west, north - south))
            box = shapely.box(max(-180, west - pad), max(-90, south - pad), min(180, east + pad), min(90, north + pad))
            windows.append(box)
    if not windows or len(windows) > _MAX_WINDOWS:
        return [], []
    atlas = atlas_for(worldview)
    around = shapely.union_all(windows)
    boxes = [w.bounds for w in shapely.get_parts(around)]
    lines: list[dict[str, Any]] = []
    shores: list[dict[str, Any]] = [{"box": [round(v, 3) for v in box], "land": []} for box in boxes]
    for state in atlas.states_in(*around.bounds):
        outline = atlas.airspace(state)
        land = atlas.land(state)
        for box, shore in zip(boxes, shores, strict=True):
            tolerance_deg = max(box[2] - box[0], box[3] - box[1]) * math.sqrt(len(boxes)) / _STEPS
            ground = shapely.clip_by_rect(land, *box)
            if not ground.is_empty and (shape := drawn(ground, detailed=True, tolerance_deg=tolerance_deg)) is not None:
                shore["land"].append(shape)
            clipped = shapely.clip_by_rect(outline.boundary, *box)
            if clipped.is_empty:
                continue
            line = drawn(shapely.line_merge(clipped) if clipped.geom_type == "MultiLineString" else clipped,
                         detailed=True, tolerance_deg=tolerance_deg)
            if line is not None and line["type"] in ("LineString", "MultiLineString"):
                lines.append({"state": state, "line": line})
    return lines, shores
