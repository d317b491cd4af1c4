"""Draw the pictures of "How airmap reads and reasons": ``python docs/pictures/draw.py`` writes them beside itself.

The same code and data give the same bytes; ``tests/test_docs.py`` holds them to that.
"""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import airmap
from airmap.pipeline import atlas_for
from airmap.records import Incident

HERE = Path(__file__).resolve().parent
STORY = ("Israel's defence minister said on Sunday that on one occasion a Russian plane had strayed into Israel's "
         "airspace by one mile and had gone back to Syrian airspace at once.")
BASE = ("The minister said that a drone had crossed the border from Belarus on Monday, flown up to 20 km into Poland "
        "and fallen near Wlodawa.")
LAND, SEA, LIMIT, ORANGE, BLUE, PURPLE = "#f7f5f0", "#dfe8ee", "#7d8da3", "#D55E00", "#0072B2", "#8a4b9c"


def main() -> None:
    """Write every picture."""
    for name, figure in (("constraints", constraints()), ("views", views())):
        figure.savefig(HERE / f"{name}.png", metadata={"Software": None})
    page()


def page() -> None:
    """Photograph the page of one story, where there is a Chromium."""
    from airmap.maps import picture

    if picture.browser() is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = airmap.parse(STORY, published="2015-11-30", title="A stray flight").to_html(Path(folder) / "page.html")
        picture.photograph(path, HERE / "page.png")


def constraints() -> Figure:
    """Return one panel for each phrase of a story and one for their intersection."""
    incident = _only(BASE, "2025-09-09")
    region = incident.region
    assert region is not None
    shown = region.constraints[:5]
    figure = Figure(figsize=(10.0, 6.4), dpi=100, layout="constrained")
    panels = figure.subplots(2, 3).ravel()
    for empty in panels[len(shown) + 1 :]:
        empty.set_visible(False)
    west, south, east, north = region.geometry.bounds
    box = (west - 2.2, south - 1.2, east + 2.2, north + 1.2)
    for axes, constraint in zip(panels, shown, strict=False):
        _ground(axes, box)
        _fill(axes, constraint.geometry, BLUE, box)
        words = f"“{constraint.quote}”" if constraint.quote else constraint.kind
        axes.set_title(f"{words}\n{constraint.label}{'' if constraint.hard else ' (inferred)'}", fontsize=8)
    last = panels[len(shown)]
    _ground(last, box)
    _fill(last, region.geometry, ORANGE, box)
    last.plot(region.point.lon, region.point.lat, marker="^", color=ORANGE, markersize=7)
    last.set_title(f"All together: {region.area_km2:,.0f} km²", fontsize=8)
    return figure


def views() -> Figure:
    """Return the strip of the source story under two views of the Golan."""
    figure = Figure(figsize=(9.0, 4.6), dpi=100, layout="constrained")
    box = (34.9, 32.4, 36.6, 33.6)
    for axes, view in zip(figure.subplots(1, 2), ("de_facto", "recognised"), strict=True):
        incident = _only(STORY, "2015-11-30", view)
        assert incident.region is not None
        _ground(axes, box, view)
        _fill(axes, incident.region.geometry, ORANGE, box)
        if incident.region.border is not None:
            _lines(axes, shapely.clip_by_rect(incident.region.border, *box), "#1c1c1a", 1.6)
        axes.set_title(f"{view.replace('_', ' ')}: {incident.region.area_km2:.0f} km²", fontsize=9)
    return figure


def _only(text: str, published: str, worldview: str = "de_facto") -> Incident:
    (found,) = airmap.parse(text, published=published, worldview=worldview).readings[0].incidents
    return found


def _ground(axes: Axes, box: tuple[float, float, float, float], view: str = "de_facto") -> None:
    atlas = atlas_for(view)
    axes.set_facecolor(SEA)
    for other in atlas.states_in(*box):
        for part in shapely.get_parts(shapely.clip_by_rect(atlas.land(other), *box)):
            if part.geom_type == "Polygon":
                axes.fill(*shapely.simplify(part, 0.005).exterior.xy, color=LAND, linewidth=0)
        _lines(axes, shapely.clip_by_rect(atlas.airspace(other).boundary, *box), LIMIT, 0.7)
    axes.set_xlim(box[0], box[2])
    axes.set_ylim(box[1], box[3])
    axes.set_aspect(1 / math.cos(math.radians((box[1] + box[3]) / 2)))
    axes.tick_params(labelsize=6)


def _fill(axes: Axes, geometry: shapely.Geometry, colour: str, box: tuple[float, float, float, float]) -> None:
    for part in shapely.get_parts(shapely.clip_by_rect(geometry, *box)):
        if part.geom_type == "Polygon":
            axes.fill(*shapely.simplify(part, 0.001).exterior.xy, color=colour, alpha=0.35, linewidth=0)


def _lines(axes: Axes, geometry: shapely.Geometry, colour: str, width: float) -> None:
    merged = shapely.line_merge(geometry) if geometry.geom_type == "MultiLineString" else geometry
    for line in shapely.get_parts(merged):
        if line.geom_type == "LineString":
            axes.plot(*shapely.simplify(line, 0.003).xy, color=colour, linewidth=width)


if __name__ == "__main__":
    main()
