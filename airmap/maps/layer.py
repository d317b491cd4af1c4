"""Incidents as one folium layer, and a ``folium.Map`` that carries its own world.

branca compiles what an element's template rendered as a template once more, so that article text in a stock popup,
tooltip or layer name runs as code. Here a layer's ``render`` hands over plain text that nothing compiles; the rows
stand in a JSON block, and the browser makes text nodes of them.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import folium
from branca.element import Element
from folium.map import Layer
from folium.template import Template

from airmap.errors import InputError
from airmap.maps import basemap
from airmap.maps.page import SHORT_CREDIT, data_block, page_html
from airmap.maps.rows import rows_of
from airmap.records import Reading

_STATIC = Path(__file__).resolve().parent / "static"
_PICTURED_INCIDENTS = 500
_PARTS = ("10-dom.js", "20-kinds.js", "30-geometry.js", "40-basemap.js", "50-symbols.js", "60-card.js")


class _Plain(Element):
    """Text that is written as it stands and never compiled as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **kwargs: Any) -> str:
        return self._text


class IncidentLayer(Layer):
    """Regions, symbols and cards of incidents and meetings, for any ``folium.Map``.

    Parameters
    ----------
    readings
        What was read; see `airmap.read`.
    name
        The layer's name in a layer control: a plain label of your own, never article text.
    world
        Draw Natural Earth's countries under it, so that the map shows a world without a network.
    """

    _template = Template("")

    def __init__(self, readings: Iterable[Reading], name: str = "Incidents", *, worldview: str = "de_facto",
                 world: bool = True, show: bool = True) -> None:
        super().__init__(name=inert(name), overlay=True, control=True, show=show)
        self._name = "IncidentLayer"
        self.readings: Sequence[Reading] = tuple(readings)
        self.worldview = worldview
        self.world = world

    def render(self, **kwargs: Any) -> str:
        """Add the data block and the drawing script to the page, as plain text."""
        figure: Any = self.get_root()
        if self._parent is None:
            raise InputError("an IncidentLayer is drawn on a map: call add_to(map) first")
        name, parent = self.get_name(), self._parent.get_name()
        data = {"rows": rows_of(self.readings), "names": {}, "labels": basemap.country_labels(), "places": [],
                "credit": SHORT_CREDIT}
        block = data_block(data, f"{name}_data")
        world = ""
        if self.world:
            block += "".join(
                f'<script type="application/octet-stream" id="{name}_{part}">{content}</script>'
                for part, content in (("basemap", basemap.basemap_base64(self.worldview)),
                                      ("disputed", basemap.disputed_base64())))
            world = (f'Promise.all(["{name}_basemap","{name}_disputed"]'
                     ".map((id) => gunzip(byId(id).textContent).then(JSON.parse)))"
                     ".then(([t, d]) => drawBasemap(map, decodeTopology(t), "
                     "d.features.flatMap((f) => linesOf(f.geometry))));")
        figure.header.add_child(_Plain(f"<style>{_style()}</style>"), name=f"{name}_style")
        figure.html.add_child(_Plain(block), name=f"{name}_data")
        script = (f"var {name} = L.layerGroup();\n(async () => {{\n\"use strict\";\nconst map = {parent};\n"
                  f"{_drawing()}\n"
                  f'DATA = await readData("{name}_data");\n'
                  f"{world}\ndrawLayer({name}, map, DATA.rows);\n}})();\n"
                  + (f"{name}.addTo({parent});" if self.show else ""))
        figure.script.add_child(_Plain(script), name=name)
        return ""


_INERT = {ord(c): f"&#{ord(c)};" for c in "&<>\"'{}`$\\\u2028\u2029%#"}


def inert(text: str) -> str:
    """Return text as entities that neither a template nor a script nor HTML can run: for stock elements' names."""
    return text.translate(_INERT)


class IncidentMap(folium.Map):
    """A ``folium.Map`` that needs no network for what is ours and stands in a sandboxed frame in a notebook.

    A notebook's output holds a still picture beside it, which GitHub and printed notebooks show.
    """

    def __init__(self, readings: Sequence[Reading], *, worldview: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.readings = readings
        self.worldview = worldview
        script, style = _data_uri("leaflet.js", "text/javascript"), _data_uri("leaflet.css", "text/css")
        self.default_js = [(k, script if k == "leaflet" else v) for k, v in self.default_js]
        self.default_css = [(k, style if k == "leaflet_css" else v) for k, v in self.default_css]

    def _repr_html_(self, **kwargs: Any) -> str:
        """Return the map in a frame that can run scripts but reach neither the notebook nor its cookies."""
        return sandboxed(self.get_root().render())

    def _repr_png_(self) -> bytes | None:
        """Return a still picture of the incidents, for a viewer that runs no scripts; None without matplotlib."""
        from importlib.util import find_spec

        if find_spec("matplotlib") is None or sum(len(r.incidents) for r in self.readings) > _PICTURED_INCIDENTS:
            return None
        from airmap.maps.picture import static_png

        return static_png(self.readings)


def folium_map(readings: Iterable[Reading], *, worldview: str = "de_facto") -> folium.Map:
    """Return a ``folium.Map`` with the incidents and meetings of readings on a world of its own.

    Add layers, plugins and controls to it as to any other. Stock folium loads their scripts from the network; what
    airmap draws is inside.
    """
    rows = tuple(readings)
    view = rows[0].worldview if rows else worldview
    drawn = IncidentMap(rows, worldview=view, tiles=None, location=[30, 15], zoom_start=2, max_zoom=15)
    IncidentLayer(rows, worldview=view).add_to(drawn)
    return drawn


def frame(readings: Sequence[Reading], *, title: str, worldview: str) -> str:
    """Return the whole page in a sandboxed frame, for a notebook's output."""
    return sandboxed(page_html(readings, title=title, worldview=worldview))


def sandboxed(page: str, height_px: int = 560) -> str:
    """Return a page as the source of a frame without the notebook's origin."""
    return (f'<iframe sandbox="allow-scripts allow-downloads allow-popups" srcdoc="{html.escape(page, quote=True)}" '
            f'style="width:100%;height:{height_px}px;border:1px solid #ccc" title="Map of incidents"></iframe>')


@cache
def _data_uri(name: str, kind: str) -> str:
    text = (_STATIC / name).read_text(encoding="utf-8").replace("behavior: url(#default#VML);", "")
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


@cache
def _drawing() -> str:
    parts = [(_STATIC / "js" / part).read_text(encoding="utf-8") for part in _PARTS]
    return "\n".join([*parts, (_STATIC / "layer.js").read_text(encoding="utf-8")]).replace("</script", "<\\/script")


@cache
def _style() -> str:
    """Return the page's colours and the card's style; nothing that would restyle the analyst's own page."""
    text = (_STATIC / "airmap.css").read_text(encoding="utf-8")
    root = text[: text.index("* { box-sizing")]
    return root + (_STATIC / "layer.css").read_text(encoding="utf-8")
