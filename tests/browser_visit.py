"""A page in a real browser without a network, for the tests that look at one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
MARKS = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: run tests/install-chromium.sh"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
SPY = "window.pwned = []; window.PWNED = (n) => { window.pwned.push(n); return ''; };"


class Visit:
    """One page in one browser window, and everything that it asked for or complained of."""

    def __init__(self, browser: Any, path: Path, *, width: int = 1280, height: int = 800, hash: str = "",
                 wait: str = "html[data-ready][data-basemap]", **context: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, offline=True,
                                           accept_downloads=True, **context)
        self.context.add_init_script(SPY)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.goto(path.resolve().as_uri() + hash)
        self.page.wait_for_selector(wait, state="attached", timeout=30_000)

    def count(self) -> str:
        """Return what the counter says once it has been redrawn."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return str(self.page.inner_text("#count"))

    def settled(self) -> None:
        """Wait until the map has stopped moving and its symbols are drawn where they belong."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_function("() => !document.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim')")
        # A flight has no class of its own: where the panes stand has to stay the same for half a second.
        self.page.evaluate("""() => new Promise((done) => {
            const panes = '.leaflet-map-pane, .leaflet-map-pane *'
            const where = () => location.hash + [...document.querySelectorAll(panes)].slice(0, 40)
                .map((e) => e.style.transform + e.getAttribute('viewBox')).join()
            let last = where(), still = 0
            const timer = setInterval(() => {
                const now = where()
                still = now === last ? still + 1 : 0
                last = now
                if (still >= 10) { clearInterval(timer); done() }
            }, 50)
        })""")
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def is_quiet(self) -> bool:
        """Say whether the page asked for itself alone, complained of nothing, and ran nothing that it was given."""
        ran = self.page.evaluate("() => window.pwned")
        outside = [r for r in self.requests[1:] if not r.startswith(("data:", "blob:"))]
        assert not ran, ran
        assert not self.complaints, self.complaints
        assert not outside, outside
        return True


def download(visit: Visit, label: str) -> bytes:
    """Return what a download gives."""
    visit.page.get_by_role("button", name="Download what is shown").click()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name=label, exact=True).click()
    return Path(waiting.value.path()).read_bytes()
