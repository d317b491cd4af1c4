"""The self-contained page: Leaflet, script, style, basemap and data in one file that asks nobody for anything.

Article text enters the page once, as JSON inside a ``<script type="application/json">`` block whose ``<``, ``>``, ``&``
and line separators are escaped; the page's own script makes text nodes of it. A Content-Security-Policy names the hash
of that script, so that nothing else can run.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from airmap.errors import InputError
from airmap.maps import basemap
from airmap.maps.rows import ATTRIBUTION, named_places, rows_of, state_name
from airmap.records import Reading

_STATIC = Path(__file__).resolve().parent / "static"
SHORT_CREDIT = "© OpenStreetMap contributors (ODbL) · GeoNames (CC BY) · Natural Earth · Leaflet"
MAX_ROWS = 200_000
_PLAIN_LIST_ROWS = 500
_PACKED_CHARS = 150_000
_GZIP_LEVEL = 3
_SURROGATE = re.compile("[\ud800-\udfff]")
_REGISTRIES = frozenset({"npm", "PyPI", "Debian"})
ASSETS_FOLDER = "assets"
VIEWS = {"de_facto": "Borders as administered", "recognised": "Borders as recognised by the United Nations"}

Assets = Literal["inline", "shared"]


def write_page(
    readings: Iterable[Reading],
    path: Path,
    *,
    title: str,
    worldview: str,
    about: Mapping[str, str] | None = None,
    links: dict[str, str] | None = None,
    assets: Assets = "inline",
    tiles: str | None = None,
) -> None:
    """Write one HTML page with every incident and meeting of the readings.

    Parameters
    ----------
    about
        More lines for the panel "About this map".
    links
        The page of each article by its id.
    assets
        ``"inline"`` puts script, style and basemap into the page; ``"shared"`` writes them once into the folder
        ``assets`` beside it, for thousands of small pages.
    tiles
        The name of an online background (xyzservices, "Esri.WorldTopoMap"), offered as a choice that is off at first.

    Raises
    ------
    InputError
        For more than 200,000 events: filter them, or draw aggregates. For unknown tiles, or tiles that ask for a key.
    """
    if assets == "shared":
        _write_assets(path.parent / ASSETS_FOLDER, worldview)
    path.write_text(page_html(tuple(readings), title=title, worldview=worldview, about=about, links=links,
                              assets=assets, tiles=tiles), encoding="utf-8")


def page_html(
    readings: Sequence[Reading],
    *,
    title: str,
    worldview: str,
    about: Mapping[str, str] | None = None,
    links: dict[str, str] | None = None,
    assets: Assets = "inline",
    tiles: str | None = None,
) -> str:
    """Return the page that `write_page` writes; a page with shared assets needs their folder beside it."""
    events = sum(len(r.incidents) + len(r.meetings) for r in readings)
    if events > MAX_ROWS:
        raise InputError(f"{events:,} events are too many for one page (at most {MAX_ROWS:,}): "
                         "filter the input by date or state, or write --format parquet and aggregate")
    rows = rows_of(readings, links)
    around = basemap.surroundings(readings, worldview)
    states = dict.fromkeys(s for row in rows for s in row["states"])
    online = _tiles(tiles) if tiles else None
    data = {
        "title": title,
        "worldview": worldview,
        "attribution": ATTRIBUTION,
        "credit": SHORT_CREDIT,
        "single": len(readings) == 1,
        "rows": rows,
        "names": {code: (state_name(code) or code).removeprefix("the ") for code in states},
        "windows": around.windows,
        "labels": [*basemap.country_labels(), *around.states],
        "places": named_places(readings),
        "towns": around.towns,
        "tiles": online,
        "about": [[k, v] for k, v in _about(readings, rows, worldview, about).items()],
    }
    inline = assets == "inline"
    images = "data: blob:" + (f" {_origin(online['url'])}" if online else "")
    allowed = f"'sha256-{_digest(_script())}'" if inline else "'self' file:"
    styled = "'unsafe-inline'" if inline else "'unsafe-inline' 'self' file:"
    policy = (f"default-src 'none'; script-src {allowed}; style-src {styled}; img-src {images}; base-uri 'none'; "
              "form-action 'none'")
    direction = ' dir="rtl"' if _is_right_to_left(title) else ""
    names = None if inline else _asset_names(worldview)
    style = f"<style>{_style()}</style>" if names is None else f'<link rel="stylesheet" href="{names["style"]}">'
    script = _inline_scripts(worldview) if names is None else (
        f'<script src="{names["world"]}"></script>\n<script src="{names["script"]}"></script>\n')
    return "".join((
        f'<!doctype html>\n<html lang="en"{direction}>\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n',
        f"<title>{_escaped(title)}</title>\n{style}\n</head>\n<body>\n",
        '<a class="skip" href="#list">To the list of events</a>\n',
        f'<header><h1 dir="auto">{_escaped(title)}</h1>',
        f'<span class="view">{_escaped(VIEWS.get(worldview, f"Borders as {worldview} sees them"))}</span>',
        '<button id="about-button" class="plain" type="button">About</button></header>\n',
        '<div id="map" role="region" aria-label="Map of events; the list beside it holds them too"></div>\n',
        '<main id="panel"><button id="sheet" class="plain" type="button" aria-expanded="false">',
        'Show the list larger</button><div id="browse">',
        '<div><label class="skip" for="search">Search the events</label>',
        '<input id="search" type="search" placeholder="Search the text" autocomplete="off" dir="auto">',
        '<div class="counted"><p id="count" role="status" aria-live="polite"></p>',
        '<button id="all" class="plain" type="button" hidden>Show all</button></div></div>',
        '<div id="time"></div><details id="filter-box" open><summary>Filters and legend</summary>',
        '<div id="filters"></div></details><ul id="list" tabindex="-1" aria-label="Events"></ul></div>',
        '<section id="card" hidden tabindex="0" aria-labelledby="card-title"></section>',
        '<p id="said" class="skip" role="status" aria-live="polite"></p></main>\n',
        '<dialog id="about" aria-labelledby="about-title"><form method="dialog"><button class="plain">Close</button>',
        f"</form></dialog>\n<noscript>{_plain_list(rows)}</noscript>\n",
        data_block(data),
        script,
        "</body>\n</html>\n",
    ))


def data_block(data: Mapping[str, Any], identifier: str = "data") -> str:
    """Return the page's data as an inert block: JSON, or gzipped JSON where that is large."""
    text = embedded(data)
    if len(text) < _PACKED_CHARS:
        return f'<script type="application/json" id="{identifier}">{text}</script>\n'
    packed = base64.b64encode(gzip.compress(text.encode("utf-8"), _GZIP_LEVEL, mtime=0)).decode()
    return f'<script type="application/gzip" id="{identifier}">{packed}</script>\n'


def _inline_scripts(worldview: str) -> str:
    return (f'<script type="application/octet-stream" id="basemap">{basemap.basemap_base64(worldview)}</script>\n'
            f'<script type="application/octet-stream" id="basemap-disputed">{basemap.disputed_base64()}</script>\n'
            f"<script>{_script()}</script>\n")


def _asset_contents(worldview: str) -> dict[str, tuple[str, str]]:
    world = json.dumps({"basemap": basemap.basemap_base64(worldview), "basemap-disputed": basemap.disputed_base64()})
    return {"script": (_script(), "js"), "style": (_style(), "css"), "world": (f"window.AIRMAP_WORLD={world};\n", "js")}


@cache
def _asset_names(worldview: str) -> dict[str, str]:
    """Return the relative address of each shared asset; a name holds its content's hash, so that versions can mix."""
    return {name: f"{ASSETS_FOLDER}/airmap-{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}"
            for name, (text, ending) in _asset_contents(worldview).items()}


def _write_assets(folder: Path, worldview: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = _asset_names(worldview)
    for name, (text, _) in _asset_contents(worldview).items():
        target = folder / Path(names[name]).name
        if not target.exists():
            temporary = target.with_suffix(f".{os.getpid()}.tmp")
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(target)


def _tiles(name: str) -> dict[str, Any]:
    try:
        from xyzservices import providers
    except ImportError as error:
        raise InputError('--tiles needs xyzservices: pip install "airmap[tiles]"') from error
    try:
        provider = providers.query_name(name)
        url = provider.build_url()
    except ValueError as error:
        raise InputError(f"--tiles {name}: {error}; see the names at https://xyzservices.readthedocs.io") from error
    if not url.startswith("https://"):
        raise InputError(f"--tiles {name}: its tiles are not served over https")
    return {"name": provider.name, "url": url, "attribution": provider.attribution,
            "max_zoom": int(provider.get("max_zoom", 18))}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def embedded(value: Any) -> str:
    """Return JSON that cannot end its script block nor be read as markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    # A lone surrogate cannot be written as UTF-8; as an escape it is what was given.
    return _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def _escaped(text: str) -> str:
    return html.escape(text, quote=True).encode("utf-8", "replace").decode()


def _about(readings: Sequence[Reading], rows: Sequence[Mapping[str, Any]], worldview: str,
           more: Mapping[str, str] | None) -> dict[str, str]:
    from airmap import __version__

    days = sorted(r["start"] or r["end"] for r in rows if r["start"] or r["end"])
    with_incident = sum(bool(r.incidents) for r in readings)
    shown = [r for r in rows if r["type"] != "meeting"]
    listed = sum(r["lat"] is None or r["coarse"] for r in shown)
    return {
        "Articles read": f"{len(readings):,}, {with_incident:,} with an incident",
        "Incidents": f"{len(shown):,}" + (
            f", of which {listed:,} at country level or without a place: in the list only" if listed else ""),
        "Period": f"{days[0]} to {days[-1]}" if days else "no dated event",
        "Borders": f"{worldview}: " + {
            "de_facto": "as administered", "recognised": "the position of the United Nations, where there is one",
        }.get(worldview, f"as {worldview} sees them"),
        **(more or {}),
        "Data": ATTRIBUTION,
        "Data versions": "; ".join(_vintages()),
        "Software": f"airmap {__version__}; Leaflet 1.9.4 (BSD 2-Clause)",
    }


def _vintages() -> list[str]:
    """Return the packages that the boundary data come from, with the year of their content."""
    from airmap.sources import boundary_sources

    return list(dict.fromkeys(f"{s.source}, {s.vintage}" for s in boundary_sources()
                              if s.source.partition(" ")[0] in _REGISTRIES))


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
