"""The self-contained page: Leaflet, script, style, basemap and data in one file that asks nobody for anything.

Article text enters the page once, as JSON inside a ``<script type="application/json">`` block whose ``<``, ``>``, ``&``
and line separators are escaped; the page's own script makes text nodes of it. A Content-Security-Policy names the hash
of that script, so that nothing else can run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from airmap.errors import InputError
from airmap.maps import basemap
from airmap.maps.rows import ATTRIBUTION, named_places, rows_of, state_name
from airmap.records import Reading

_STATIC = Path(__file__).resolve().parent / "static"
SHORT_CREDIT = "© OpenStreetMap contributors (ODbL) · GeoNames (CC BY) · Natural Earth · Leaflet"
MAX_ROWS = 200_000
_PLAIN_LIST_ROWS = 2_000

Assets = Literal["inline", "shared"]


def write_page(
    readings: Iterable[Reading],
    path: Path,
    *,
    title: str,
    worldview: str,
    about: Mapping[str, str] | None = None,
    links: dict[str, str] | None = None,
) -> None:
    """Write one HTML page with every incident and meeting of the readings.

    Parameters
    ----------
    about
        More lines for the panel "About this map".
    links
        The page of each article by its id.

    Raises
    ------
    InputError
        For more than 200,000 events: filter them, or draw aggregates.
    """
    path.write_text(page_html(tuple(readings), title=title, worldview=worldview, about=about, links=links),
                    encoding="utf-8")


def page_html(
    readings: Sequence[Reading],
    *,
    title: str,
    worldview: str,
    about: Mapping[str, str] | None = None,
    links: dict[str, str] | None = None,
) -> str:
    """Return the page that `write_page` writes."""
    rows = rows_of(readings, links)
    if len(rows) > MAX_ROWS:
        raise InputError(f"{len(rows):,} events are too many for one page (at most {MAX_ROWS:,}): "
                         "filter the input by date or state, or write --format parquet and aggregate")
    borders, windows = basemap.true_borders(readings, worldview)
    states = dict.fromkeys(s for row in rows for s in row["states"])
    data = {
        "title": title,
        "worldview": worldview,
        "attribution": ATTRIBUTION,
        "credit": SHORT_CREDIT,
        "single": len(readings) == 1,
        "rows": rows,
        "names": {code: (state_name(code) or code).removeprefix("the ") for code in states},
        "borders": borders,
        "windows": windows,
        "labels": basemap.country_labels(),
        "places": named_places(readings),
        "about": [[k, v] for k, v in _about(readings, rows, worldview, about).items()],
    }
    script, style = _script(), _style()
    policy = (f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'unsafe-inline'; "
              "img-src data: blob:; base-uri 'none'; form-action 'none'")
    direction = ' dir="rtl"' if _is_right_to_left(title) else ""
    return "".join((
        f'<!doctype html>\n<html lang="en"{direction}>\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n',
        f"<title>{_escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        '<a class="skip" href="#list">To the list of events</a>\n',
        f'<header><h1 dir="auto">{_escaped(title)}</h1><span class="view">borders: {_escaped(worldview)}</span>',
        '<button id="about-button" class="plain" type="button">About</button></header>\n',
        '<div id="map" role="application" aria-label="Map of events; the list beside it holds them too"></div>\n',
        '<main id="panel"><div id="browse">',
        '<div><label class="skip" for="search">Search</label>',
        '<input id="search" type="search" placeholder="Search the text" autocomplete="off" dir="auto">',
        '<p id="count" role="status" aria-live="polite"></p></div>',
        '<div id="time"></div><details id="filter-box" open><summary>Filters and legend</summary>',
        '<div id="filters"></div></details><ul id="list"></ul></div>',
        '<section id="card" hidden aria-labelledby="card-title"></section>',
        '<p id="said" class="skip" role="status" aria-live="polite"></p></main>\n',
        '<dialog id="about"><form method="dialog"><button class="plain">Close</button></form></dialog>\n',
        f"<noscript>{_plain_list(rows)}</noscript>\n",
        f'<script type="application/json" id="data">{embedded(data)}</script>\n',
        f'<script type="application/octet-stream" id="basemap">{basemap.basemap_base64(worldview)}</script>\n',
        f'<script type="application/octet-stream" id="basemap-disputed">{basemap.disputed_base64()}</script>\n',
        f"<script>{script}</script>\n</body>\n</html>\n",
    ))


def embedded(value: Any) -> str:
    """Return JSON that cannot end its script block nor be read as markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    # A lone surrogate cannot be written as UTF-8; as an escape it is what was given.
    return "".join(f"\\u{ord(c):04x}" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text) if any(
        0xD800 <= ord(c) <= 0xDFFF for c in text) else text


def _escaped(text: str) -> str:
    return html.escape(text, quote=True).encode("utf-8", "replace").decode()


def _about(readings: Sequence[Reading], rows: Sequence[Mapping[str, Any]], worldview: str,
           more: Mapping[str, str] | None) -> dict[str, str]:
    from airmap import __version__

    days = sorted(r["start"] or r["end"] for r in rows if r["start"] or r["end"])
    with_incident = sum(bool(r.incidents) for r in readings)
    return {
        "Articles read": f"{len(readings):,}, {with_incident:,} with an incident",
        "Period": f"{days[0]} to {days[-1]}" if days else "no dated event",
        "Borders": f"{worldview}: " + {
            "de_facto": "as administered", "recognised": "the position of the United Nations, where there is one",
        }.get(worldview, f"as {worldview} sees them"),
        **(more or {}),
        "Data": ATTRIBUTION,
        "Software": f"airmap {__version__}; Leaflet 1.9.4 (BSD 2-Clause)",
    }


def _plain_list(rows: Sequence[Mapping[str, Any]]) -> str:
    items = "".join(f'<li dir="auto">{_escaped(" · ".join(filter(None, (r["say"], r["when"], r["source"]))))}</li>'
                    for r in rows[:_PLAIN_LIST_ROWS])
    return f"<p>The map needs JavaScript. These are its events:</p><ul>{items}</ul>"


def _is_right_to_left(text: str) -> bool:
    import unicodedata

    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


@cache
def _script() -> str:
    """Return Leaflet and the page's own script as one block; its hash stands in the policy."""
    leaflet = (_STATIC / "leaflet.js").read_text(encoding="utf-8")
    own = "\n".join(p.read_text(encoding="utf-8") for p in sorted((_STATIC / "js").glob("*.js")))
    return f'{leaflet}\n(() => {{\n"use strict";\n{own}}})();\n'.replace("</script", "<\\/script")


@cache
def _style() -> str:
    leaflet = (_STATIC / "leaflet.css").read_text(encoding="utf-8")
    return leaflet.replace("behavior: url(#default#VML);", "") + (_STATIC / "airmap.css").read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
