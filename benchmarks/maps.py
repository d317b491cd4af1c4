"""Size and speed of the map against folium's own ways, in the same run: ``python -m benchmarks.maps [COUNT ...]``.

Figures for the browser are taken from a headless Chromium that draws in software, with no network.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import write_above

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

_FOLIUM_UP_TO = 1_000


RESULT = Path(__file__).resolve().parent / "results" / "maps.md"
_HEAD = "| way | incidents | Python CPU s | MB | drawn s | zoom s | pan s |\n|---|---|---|---|---|---|---|"


def main() -> None:
    """Measure, print the table as it grows, and write it above what is said of it."""
    import map_readings as made

    from airmap.maps.page import page_html

    counts = [int(c) for c in sys.argv[1:]] or [1_000, 10_000, 100_000]
    page_html([made.source_story()], title="warm", worldview="de_facto")
    print(_HEAD)
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        story = [made.source_story()]
        _row(rows, "airmap, one article", 3, path, lambda: page_html(story, title="one", worldview="de_facto"))
        for count in counts:
            readings = made.many(count)
            _row(rows, "airmap", count, path, lambda r=readings: page_html(r, title="many", worldview="de_facto"))
            if count <= _FOLIUM_UP_TO:
                _row(rows, "folium, a Marker each", count, path, lambda r=readings: _markers(r))
                _row(rows, "folium, one GeoJson", count, path, lambda r=readings: _geojson(r))
    _write(rows, " ".join(["python -m benchmarks.maps", *sys.argv[1:]]))


def _row(rows: list[str], way: str, count: int, path: Path, make: Callable[[], str]) -> None:
    began = time.process_time()
    html = make()
    seconds = time.process_time() - began
    path.write_text(html, encoding="utf-8")
    drawn = _drawn(path) if way.startswith("airmap") else None
    figures = " | ".join(f"{v:.2f}" for v in drawn) if drawn else "asks the network | - | -"
    rows.append(f"| {way} | {count:,} | {seconds:.2f} | {path.stat().st_size / 1e6:.2f} | {figures} |")
    print(rows[-1], flush=True)


def _write(rows: Sequence[str], command: str) -> None:
    lines = [
        "# The map: size and speed", "",
        f"`{command}`: one run, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}, Chromium without",
        "a screen drawing in software, with no network; Python is CPU time. Zoom and pan are the longest time between",
        "two frames while the map zooms or pans once. The incidents are made by `tests/map_readings.py`; their words",
        "repeat, which flatters the compressed sizes.", "", _HEAD, *rows, "",
    ]
    write_above(RESULT, "\n".join(lines))


def _drawn(path: Path) -> tuple[float, float, float] | None:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        return None
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
        began = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready][data-basemap]", state="attached", timeout=60_000)
        frames = "() => new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)))"
        page.evaluate(frames)
        drawn = time.perf_counter() - began
        zoom = _blocked(page, "document.querySelector('.leaflet-control-zoom-in').click()")
        page.locator("#map").focus()
        before = page.evaluate("() => location.hash")
        pan = _blocked(page, "document.querySelector('#map').dispatchEvent(new KeyboardEvent('keydown', "
                             "{ keyCode: 39, key: 'ArrowRight', bubbles: true }))")
        if page.evaluate("() => location.hash") == before:
            raise RuntimeError("the map was not moved: the figure for panning would be empty")
        browser.close()
    return drawn, zoom, pan


def _blocked(page: Any, action: str) -> float:
    """Return the longest time between two frames while an action runs its course, in seconds."""
    page.wait_for_timeout(500)
    longest: float = page.evaluate(
        "(act) => new Promise((done) => { let worst = 0, last = performance.now(); const end = last + 1500;"
        " const step = (now) => { worst = Math.max(worst, now - last); last = now;"
        " if (now < end) requestAnimationFrame(step); else done(worst / 1000); };"
        " requestAnimationFrame((now) => { last = now; act(); step(now); }); })".replace("act();", f"{action};"), None)
    return longest


def _markers(readings: Sequence[Any]) -> str:
    import folium

    drawn = folium.Map()
    for reading in readings:
        for incident in reading.incidents:
            point = incident.region.point
            folium.Marker([point.lat, point.lon], popup=incident.evidence[0].quote).add_to(drawn)
    html: str = drawn.get_root().render()
    return html


def _geojson(readings: Sequence[Any]) -> str:
    import folium
    from shapely.geometry import mapping

    features = [{"type": "Feature", "geometry": mapping(i.region.geometry),
                 "properties": {"type": i.type, "quote": i.evidence[0].quote}} for r in readings for i in r.incidents]
    drawn = folium.Map()
    folium.GeoJson({"type": "FeatureCollection", "features": features},
                   popup=folium.GeoJsonPopup(["type", "quote"])).add_to(drawn)
    html: str = drawn.get_root().render()
    return html


if __name__ == "__main__":
    main()
