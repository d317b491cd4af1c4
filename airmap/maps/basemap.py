"""The world inside the file: the basemap's own bytes, and the true borders around incidents."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import shapely

from airmap.maps.rows import drawn, is_coarse
from airmap.paths import data_dir
from airmap.records import Reading

_PAD_DEG = 1.0
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


def true_borders(readings: Sequence[Reading], worldview: str) -> list[dict[str, Any]]:
    """Return the atlas's border lines and airspace limits around the incidents, clipped and simplified."""
    from airmap.pipeline import atlas_for

    windows: list[tuple[shapely.Polygon, tuple[str, ...]]] = []
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
            windows.append((box, ()))
    if not windows or len(windows) > _MAX_WINDOWS:
        return []
    atlas = atlas_for(worldview)
    around = shapely.union_all([w for w, _ in windows])
    lines: list[dict[str, Any]] = []
    for state in atlas.states_in(*around.bounds):
        outline = atlas.airspace(state)
        for window in shapely.get_parts(around):
            clipped = shapely.clip_by_rect(outline.boundary, *window.bounds)
            if clipped.is_empty:
                continue
            line = drawn(shapely.line_merge(clipped) if clipped.geom_type == "MultiLineString" else clipped,
                         detailed=True)
            if line is not None and line["type"] in ("LineString", "MultiLineString"):
                lines.append({"state": state, "line": line, "shared": True})
    return lines
