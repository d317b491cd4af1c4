"""QGIS symbology for the GeoPackage's layers: the same kinds, the same colours as the map."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from xml.sax.saxutils import quoteattr

#: Kinds of incident by family, and the colour of each (red, green, blue).
COLOURS = {
    ("violation", "drone_incursion", "balloon_incursion", "missile_overflight", "restricted_zone"): (179, 26, 28),
    ("shootdown", "fired_upon"): (90, 20, 90),
    ("interception", "near_miss", "approach"): (214, 120, 16),
    ("adiz_entry",): (31, 92, 163),
}
_MEETING = (31, 120, 80)
# A fixed time, so that the same input gives the same bytes.
_WRITTEN = "2000-01-01T00:00:00.000Z"
_CREATE = """CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256),
f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)"""


def add_styles(path: Path, layers: dict[str, str]) -> None:
    """Add each layer's default style to a GeoPackage, in the table where QGIS looks for it.

    Parameters
    ----------
    layers
        "fill" or "marker" by the layer's name.
    """
    with sqlite3.connect(path) as connection:
        connection.execute(_CREATE)
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', 'QGIS symbology', ?)", (_WRITTEN,))
        for name, kind in layers.items():
            connection.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
                " styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
                "VALUES ('', '', ?, 'geom', ?, ?, '', 1, 'airmap', '', NULL, ?)",
                (name, f"airmap {name}", _document(kind, meetings=name == "meetings"), _WRITTEN))
    connection.close()


def _document(kind: str, *, meetings: bool) -> str:
    if meetings:
        renderer = f'<renderer-v2 type="singleSymbol"><symbols>{_symbol("0", kind, _MEETING)}</symbols></renderer-v2>'
    else:
        symbols, categories = [], []
        types = [(name, colour) for names, colour in COLOURS.items() for name in names]
        for number, (name, colour) in enumerate(types):
            symbols.append(_symbol(str(number), kind, colour))
            label = quoteattr(name.replace("_", " "))
            categories.append(f'<category value="{name}" symbol="{number}" label={label} render="true"/>')
        renderer = (f'<renderer-v2 type="categorizedSymbol" attr="type"><categories>{"".join(categories)}</categories>'
                    f'<symbols>{"".join(symbols)}</symbols></renderer-v2>')
    return ("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
            f'<qgis version="3.22.0" styleCategories="Symbology">{renderer}</qgis>')


def _symbol(name: str, kind: str, colour: tuple[int, int, int]) -> str:
    rgb = ",".join(map(str, colour))
    if kind == "fill":
        options = {"color": f"{rgb},90", "outline_color": f"{rgb},255", "outline_width": "0.4", "style": "solid",
                   "outline_style": "solid"}
        layer = "SimpleFill"
    else:
        options = {"color": f"{rgb},255", "outline_color": "255,255,255,255", "name": "circle", "size": "3"}
        layer = "SimpleMarker"
    inner = "".join(f'<Option type="QString" name="{k}" value="{v}"/>' for k, v in options.items())
    return (f'<symbol type="{kind}" name="{name}" alpha="1"><layer class="{layer}" enabled="1" locked="0" pass="0">'
            f'<Option type="Map">{inner}</Option></layer></symbol>')
