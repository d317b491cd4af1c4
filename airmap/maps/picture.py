"""A map as a picture: the page in headless Chromium where one is present, else a static drawing with matplotlib."""

from __future__ import annotations

import io
import math
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.errors import AirmapError
from airmap.maps.rows import is_coarse
from airmap.records import Reading

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
          "--disable-background-networking", "--disable-component-update", "--disable-sync",
          "--virtual-time-budget=4000")
_COLOURS = {"violation": "#D55E00", "drone_incursion": "#E69F00", "balloon_incursion": "#56B4E9",
            "missile_overflight": "#CC79A7", "adiz_entry": "#009E73", "interception": "#0072B2",
            "near_miss": "#0072B2", "approach": "#0072B2", "restricted_zone": "#B8A600"}

#: Shapes and line styles as on the page.
_MARKERS = {"violation": "^", "drone_incursion": "D", "balloon_incursion": "o", "missile_overflight": "v",
            "restricted_zone": "s", "shootdown": "X", "fired_upon": "P", "interception": "s", "near_miss": "h",
            "approach": "^", "adiz_entry": "p"}
_DASHES = {"disputed": "dashed", "denied": "dotted", "hypothetical": "dotted"}
_NAMED_SHARE = 0.01


def browser() -> str | None:
    """Return the path of a Chromium, or None."""
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def photograph(page: Path, target: Path, *, width_px: int = 1280, height_px: int = 800) -> None:
    """Write a PNG of a page as headless Chromium draws it.

    Raises
    ------
    AirmapError
        When there is no Chromium or it makes no picture.
    """
    program = browser()
    if program is None:
        raise AirmapError("no Chromium found: install it, or use the static picture")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, *_FLAGS, f"--user-data-dir={profile}", f"--window-size={width_px},{height_px}",
                   f"--screenshot={target}", page.resolve().as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=60)
    if done.returncode or not target.is_file():
        raise AirmapError(f"{program} made no picture of {page}")


def static_png(readings: Sequence[Reading], *, width_in: float = 8.0, height_in: float = 4.5) -> bytes:
    """Return a PNG of the regions over the atlas's land, drawn without a browser.

    Raises
    ------
    AirmapError
        When matplotlib is not installed.
    """
    try:
        from matplotlib.colors import to_rgba
        from matplotlib.figure import Figure
    except ImportError as error:
        raise AirmapError('a static picture needs matplotlib: pip install "airmap[picture]"') from error
    from airmap.maps.rows import sentence, state_name
    from airmap.pipeline import atlas_for

    shown = [i for r in readings for i in r.incidents
             if i.region is not None and not i.region.geometry.is_empty and not is_coarse(i.region)]
    figure = Figure(figsize=(width_in, height_in), dpi=110, layout="constrained")
    axes = figure.add_subplot()
    axes.set_facecolor("#dfe8ee")
    if shown:
        west, south, east, north = shapely.total_bounds([i.region.geometry for i in shown if i.region])
        pad = max(0.6, 0.35 * max(east - west, north - south))
        box = _framed(west - pad, south - pad, east + pad, north + pad, width_in / (height_in * 0.8))
    else:
        box = (-180.0, -60.0, 180.0, 80.0)
    atlas = atlas_for(readings[0].worldview if readings else "de_facto")
    tolerance_deg = (box[2] - box[0]) / 800
    states = atlas.states_in(*box) if shown else ()
    borders = shapely.union_all([shapely.clip_by_rect(atlas.airspace(s).boundary, *box) for s in states])
    for state in states:
        ground = shapely.clip_by_rect(atlas.land(state), *box)
        for part in shapely.get_parts(ground):
            if part.geom_type == "Polygon" and part.length > 8 * tolerance_deg:
                axes.fill(*shapely.simplify(part, tolerance_deg).exterior.xy, color="#f7f5f0", linewidth=0)
        if shapely.area(ground) > _NAMED_SHARE * (box[2] - box[0]) * (box[3] - box[1]):
            point = shapely.point_on_surface(max(shapely.get_parts(ground), key=shapely.area))
            axes.annotate((state_name(state) or state).removeprefix("the ").upper(), (point.x, point.y), fontsize=6,
                          color="#6d6a63", ha="center", va="center")
    _lines(axes, borders, tolerance_deg, color="#7d8da3", linewidth=0.7)
    for number, incident in enumerate(shown, 1):
        if incident.region is None:
            continue
        colour = _COLOURS.get(incident.type, "#1c1c1a")
        dashes = _DASHES.get(incident.status, "solid")
        for part in shapely.get_parts(incident.region.geometry):
            if part.geom_type == "Polygon":
                axes.fill(*part.exterior.xy, facecolor=to_rgba(colour, 0.38), edgecolor=colour, linewidth=1.0,
                          linestyle=dashes)
        if incident.region.border is not None:
            _lines(axes, shapely.clip_by_rect(incident.region.border, *box), tolerance_deg, color="#1c1c1a",
                   linewidth=1.8)
        axes.plot(*incident.region.point, marker=_MARKERS.get(incident.type, "^"), color=colour, markersize=7,
                  markeredgecolor="white", markeredgewidth=0.8)
        if len(shown) > 1:
            axes.annotate(str(number), incident.region.point, xytext=(6, 5), textcoords="offset points", fontsize=8,
                          fontweight="bold", bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.2})
    middle = (box[1] + box[3]) / 2
    axes.set_xlim(box[0], box[2])
    axes.set_ylim(box[1], box[3])
    axes.set_aspect(1 / max(0.1, math.cos(math.radians(middle))))
    axes.tick_params(labelsize=7)
    said = "\n".join(f"{n}. {sentence(i)}" if len(shown) > 1 else sentence(i) for n, i in enumerate(shown[:6], 1))
    figure.suptitle(said, fontsize=8, x=0.01, ha="left")
    from airmap.maps.page import SHORT_CREDIT

    figure.supxlabel(SHORT_CREDIT, fontsize=6)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _lines(axes: Axes, geometry: BaseGeometry, tolerance_deg: float, **style: Any) -> None:
    merged = shapely.line_merge(geometry) if geometry.geom_type == "MultiLineString" else geometry
    for line in shapely.get_parts(shapely.simplify(merged, tolerance_deg)):
        if line.geom_type == "LineString":
            axes.plot(*line.xy, **style)


def _framed(west: float, south: float, east: float, north: float, ratio: float) -> tuple[float, float, float, float]:
    """Widen a box to the picture's shape, at the scale of its middle latitude."""
    shrink = max(0.1, math.cos(math.radians((south + north) / 2)))
    wanted = (north - south) * ratio / shrink
    if wanted > east - west:
        middle = (west + east) / 2
        west, east = middle - wanted / 2, middle + wanted / 2
    else:
        middle, half = (south + north) / 2, (east - west) * shrink / ratio / 2
        south, north = middle - half, middle + half
    return max(-180.0, west), max(-90.0, south), min(180.0, east), min(90.0, north)
