"""The page in a real browser, without a network: nothing hostile runs, every control works by mouse and by keyboard."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import map_readings as made
import pytest

from airmap.maps import folium_map
from airmap.maps.layer import frame
from airmap.maps.page import write_page
from airmap.records import Article, Incident, Reading

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
pytestmark = [
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    paths = {name: folder / f"{name}.html" for name in ("story", "gallery", "hostile", "arabic", "shared")}
    write_page([made.source_story()], paths["story"], title="A stray flight", worldview="de_facto")
    write_page(made.gallery(), paths["gallery"], title="All incidents", worldview="de_facto")
    write_page(made.hostile(), paths["hostile"], title=made.HOSTILE[1], worldview="de_facto",
               about={made.HOSTILE[2]: made.HOSTILE[0]}, links={made.HOSTILE[0] + " 0": "javascript:PWNED(99)"})
    arabic = [r for r in made.gallery() if r.article.id == "arabic"]
    write_page(arabic, paths["arabic"], title="خبر من دمشق", worldview="de_facto")
    write_page([made.source_story()], paths["shared"], title="Shared", worldview="de_facto", assets="shared")
    return paths


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
@pytest.mark.parametrize("name", ["story", "gallery", "arabic"])
def test_pages_draw_quietly(browser: Any, pages: dict[str, Path], name: str, width: int, height: int,
                            scheme: str) -> None:
    visit = Visit(browser, pages[name], width=width, height=height, color_scheme=scheme)
    assert visit.is_quiet()
    assert visit.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert visit.page.locator("#map").bounding_box()["height"] > 200
    if name == "gallery":
        assert visit.page.locator("#list button").first.is_visible()
    visit.context.close()


def test_a_page_with_shared_assets_draws_from_a_file(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["shared"])
    assert not visit.complaints
    assert all(r.startswith("file:") for r in visit.requests)
    visit.context.close()


def test_hostile_text_is_shown_and_never_run(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["hostile"])
    page = visit.page
    visit.count()
    total = page.locator("#list button").count()
    assert total == 2 * (len(made.HOSTILE) + 1)
    quotes = []
    for number in range(total):
        page.locator("#list button").nth(number).click()
        quotes.append(page.locator("#card blockquote").first.text_content())
        for constraint in page.locator("#card .constraint").all():
            constraint.hover()
        assert all(a.startswith(("http:", "https:")) for a in page.eval_on_selector_all(
            "#card a[target]", "links => links.map((a) => a.href)"))
        page.keyboard.press("Escape")
    for bad in made.HOSTILE:
        assert " ".join(bad.split()).lstrip(",;:–—- ") in quotes
    assert any(len(q) > 100_000 for q in quotes)
    page.fill("#search", made.HOSTILE[0])
    assert visit.count().startswith("2 of")
    page.click("#about-button")
    assert made.HOSTILE[2] in page.inner_text("#about")
    assert page.title() == made.HOSTILE[1]
    assert visit.is_quiet()
    visit.context.close()


def test_a_link_to_a_page_of_a_script_leads_nowhere(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["hostile"])
    for number in range(4):
        visit.page.locator("#list button").nth(number).click()
        for anchor in visit.page.locator("#card a").all():
            assert not (anchor.get_attribute("href") or "").lower().startswith("javascript")
        visit.page.keyboard.press("Escape")
    visit.context.close()


def test_every_field_is_shown_as_it_was_given(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["hostile"])
    page = visit.page
    visit.count()
    texts = "(nodes) => nodes.map((n) => n.textContent)"
    shown: dict[str, set[str]] = {}
    for number in range(page.locator("#list button").count()):
        page.locator("#list button").nth(number).click()
        for field, place in (("facts", "#card dd"), ("quotes", "#card blockquote"), ("checks", "#card .check span"),
                             ("constraints", "#card .constraint > span"), ("source", "#card .said > span"),
                             ("note", "#card .note"), ("places", "#card li > span")):
            shown.setdefault(field, set()).update(page.eval_on_selector_all(place, texts))
        page.keyboard.press("Escape")
    for bad in (*made.HOSTILE, "long " + "x" * 100_000):
        # Aircraft, attribution, denial; the meeting's event, place and participants.
        assert bad in shown["facts"], bad[:40]
        assert f"{bad}, {bad}" in shown["facts"], bad[:40]
        assert bad in shown["checks"], bad[:40]
        assert f"“{bad}”" in shown["constraints"], bad[:40]
        assert bad in shown["source"], bad[:40]
        assert any(bad in note for note in shown["note"]), bad[:40]
        assert bad in shown["places"], bad[:40]
    assert visit.is_quiet()
    visit.context.close()


def test_a_file_name_cannot_run_either(browser: Any, tmp_path: Path) -> None:
    name = "<img src=x onerror=PWNED(10)>{{7*7}}`${PWNED(11)}`"
    write_page([replace(made.source_story(), article=Article(name, "x"))], tmp_path / "page.html", title=name,
               worldview="de_facto", links={name: f"{name}.html"})
    visit = Visit(browser, tmp_path / "page.html")
    visit.count()
    visit.page.locator("#list button").first.click()
    assert visit.page.inner_text("header h1") == name
    assert name in visit.page.inner_text("#card .said")
    link = visit.page.get_by_role("link", name="this article's own map")
    assert link.evaluate("(a) => a.protocol") == "file:"
    assert visit.is_quiet()
    visit.context.close()


def test_many_events_of_one_place_are_told_apart(browser: Any, tmp_path: Path) -> None:
    kinds = ("violation", "shootdown", "drone_incursion", "interception", "near_miss")
    told = tuple(Incident(kind, violator="RUS", incident_id=kind, region=made.square(24.0, 60.0, 0.1), confidence=0.8,
                          evidence=(made.span(kind),)) for kind in kinds)
    write_page([Reading(Article("one", "x"), "de_facto", told)], tmp_path / "page.html", title="One place",
               worldview="de_facto")
    visit = Visit(browser, tmp_path / "page.html")
    visit.count()
    box = visit.page.locator("#map").bounding_box()
    found = set()
    for dx in range(-40, 41, 6):
        for dy in range(-40, 41, 6):
            visit.page.mouse.move(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy)
            if visit.page.locator("#tip").is_visible():
                found.add(visit.page.inner_text("#tip"))
    assert len(found) == len(kinds), found
    visit.context.close()


def test_one_event_in_many_articles_is_one_symbol_with_every_source(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["gallery"])
    visit.count()
    row = visit.page.locator("#list button", has_text="3 articles")
    assert row.count() == 1
    row.click()
    visit.page.get_by_text("Told in 3 articles").click()
    card = visit.page.inner_text("#card")
    assert all(f"Paper {n}" in card for n in range(3))
    assert "the same day, aircraft and place" in card
    visit.context.close()


def test_nothing_moves_for_those_who_ask_for_calm(browser: Any, pages: dict[str, Path]) -> None:
    for motion, moving in (("reduce", False), ("no-preference", True)):
        visit = Visit(browser, pages["gallery"], reduced_motion=motion)
        visit.count()
        animated = visit.page.evaluate("() => document.querySelector('.leaflet-proxy') !== null")
        assert animated is moving
        visit.context.close()


def test_the_map_has_a_key_to_the_lines_of_the_chosen_event(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["story"])
    visit.count()
    key = visit.page.locator(".key")
    assert not key.is_visible()
    visit.page.get_by_role("button", name="entered Israel's airspace").click()
    assert key.is_visible()
    for line in ("Where it can have happened", "The region's middle, no position", "Border it was held against"):
        assert line in key.inner_text()
    key.locator("summary").focus()
    visit.page.keyboard.press("Enter")
    assert "Border" not in key.inner_text()
    assert visit.is_quiet()
    visit.context.close()


def test_hostile_text_is_inert_in_folium(browser: Any, tmp_path: Path) -> None:
    target = tmp_path / "folium.html"
    folium_map(made.hostile()).save(str(target))
    visit = Visit(browser, target, wait=".leaflet-pane canvas")
    box = visit.page.locator(".folium-map").bounding_box()
    for dx in range(-60, 61, 20):
        visit.page.mouse.click(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2)
    assert visit.page.evaluate("() => window.pwned") == []
    assert visit.page.locator(".airmap-card").count() >= 1
    visit.context.close()


def test_a_frame_in_a_notebook_cannot_reach_it(browser: Any, tmp_path: Path) -> None:
    target = tmp_path / "notebook.html"
    target.write_text(f"<!doctype html><title>notebook</title>{frame(made.hostile(), title='t', worldview='de_facto')}",
                      encoding="utf-8")
    visit = Visit(browser, target, wait="iframe")
    inner = visit.page.frame_locator("iframe")
    inner.locator("html[data-ready][data-basemap]").wait_for(state="attached", timeout=30_000)
    inner.locator("#list button").first.click()
    assert inner.locator("#card-title").is_visible()
    assert visit.page.title() == "notebook"
    assert not visit.complaints
    visit.context.close()


def test_filters_search_and_time_narrow_the_list(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["gallery"])
    page = visit.page
    everything = int(visit.count().split()[0])
    page.get_by_role("checkbox", name="Balloon incursion").uncheck()
    assert visit.count().startswith(f"{everything - 1} of {everything}")
    page.get_by_role("button", name="Only Shoot-down").click(force=True)
    kinds = page.locator("#list .say").all_inner_texts() if visit.count() else []
    assert kinds
    assert all("shot down" in k for k in kinds)
    page.get_by_role("button", name="Only Shoot-down").click(force=True)
    assert visit.count() == f"{everything} events"
    page.fill("#search", "climate conference")
    assert visit.count().startswith("1 of")
    page.fill("#search", "")
    page.get_by_label("From").focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    assert int(visit.count().split()[0]) < everything
    page.get_by_label("undated").uncheck()
    dated = int(visit.count().split()[0])
    page.get_by_label("undated").check()
    assert int(visit.count().split()[0]) > dated
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    page.fill("#search", "no such words")
    assert visit.count().startswith("0 of")
    page.get_by_role("button", name="Show all").press("Enter")
    assert visit.count() == f"{everything} events"
    assert not page.get_by_role("button", name="Show all").is_visible()
    assert visit.is_quiet()
    visit.context.close()


def test_the_list_the_card_and_the_map_are_one(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["story"])
    page = visit.page
    visit.count()
    page.get_by_role("button", name="entered Israel's airspace").click()
    card = page.inner_text("#card")
    for shown in ("1.61 km", "0.87 NM", "crossed into our airspace", "news.example", "Another view of the borders",
                  "the defence minister", "on or before 2015-11-29"):
        assert shown in card
    assert {v.get_attribute("aria-label") for v in page.locator("#card .check b").all()} == {
        "consistent", "contradicted", "undetermined"}
    page.locator("#card .constraint").nth(1).hover()
    visit.settled()
    page.keyboard.press("Escape")
    focused = page.evaluate("() => document.activeElement.textContent")
    assert "Israel" in focused
    box = page.locator("#map").bounding_box()
    page.mouse.move(5, 5)
    page.get_by_role("button", name="shot down").click()
    page.wait_for_function("() => document.querySelector('#card-title')?.innerText.includes('shot down')")
    visit.settled()
    page.keyboard.press("Escape")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "shot down" in page.inner_text("#card-title")
    assert visit.is_quiet()
    visit.context.close()


def test_a_second_event_chosen_while_the_map_flies_to_the_first_is_flown_to(browser: Any,
                                                                            pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["story"])
    page = visit.page
    visit.count()
    there = "() => location.hash.match(/map=([^&]+)/)[1]"
    page.get_by_role("button", name="entered Israel's airspace").click()
    visit.settled()
    near_israel = page.evaluate(there)
    page.get_by_role("button", name="Zoom out").click(click_count=3)
    visit.settled()
    page.evaluate("""async () => {
        const button = (name) => [...document.querySelectorAll('#list button')]
            .find((b) => b.textContent.includes(name))
        button("shot down").click()
        await new Promise((done) => setTimeout(done, 100))
        button("entered Israel's airspace").click()
    }""")
    visit.settled()
    assert page.evaluate(there) == near_israel
    visit.context.close()


def test_everything_is_reached_by_keyboard(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["story"])
    page = visit.page
    visit.count()
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(
            "() => ((e) => e.id || e.getAttribute('aria-label') || e.textContent)(document.activeElement)"))
    for wanted in ("about-button", "Zoom in", "Full screen", "Download", "search", "From", "Until", "map"):
        assert any(wanted in r for r in reached), (wanted, reached)
    page.locator("#list button").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "card-title"
    page.keyboard.press("Escape")
    page.locator("#about-button").focus()
    page.keyboard.press("Enter")
    assert "not verified" in page.inner_text("#about")
    page.keyboard.press("Escape")
    assert not page.locator("#about").is_visible()
    page.get_by_role("button", name="Measure").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(350)
    page.keyboard.press("Enter")
    assert "NM" in page.text_content("#said")
    assert visit.is_quiet()
    visit.context.close()


def test_the_address_brings_back_what_was_shown(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["gallery"])
    visit.page.get_by_role("checkbox", name="Near miss").uncheck()
    visit.count()
    visit.page.locator("#list button").nth(2).click()
    visit.settled()
    title, hash = visit.page.inner_text("#card-title"), visit.page.evaluate("() => location.hash")
    visit.context.close()
    again = Visit(browser, pages["gallery"], hash=hash)
    assert again.page.inner_text("#card-title") == title
    again.page.keyboard.press("Escape")
    assert " of " in again.count()
    assert not again.page.get_by_role("checkbox", name="Near miss").is_checked()
    assert again.is_quiet()
    again.context.close()


def download(visit: Visit, label: str) -> bytes:
    """Return what a download gives."""
    visit.page.get_by_role("button", name="Download what is shown").click()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name=label, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def test_what_is_shown_can_be_taken_away(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["gallery"])
    visit.page.get_by_role("checkbox", name="Meeting of leaders").uncheck()
    shown = int(visit.count().split()[0])
    collection = json.loads(download(visit, "GeoJSON"))
    assert len(collection["features"]) == shown
    assert "OpenStreetMap" in collection["features"][0]["properties"]["attribution"]
    longitudes = [x for f in collection["features"] if f["geometry"] for p in f["geometry"]["coordinates"]
                  if isinstance(p, list) for ring in p for x, _ in ring]
    assert longitudes
    assert max(longitudes) <= 180
    assert min(longitudes) >= -180
    assert download(visit, "PNG").startswith(b"\x89PNG")
    assert visit.is_quiet()
    visit.context.close()


def test_no_cell_of_the_csv_is_a_formula(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["hostile"])
    visit.count()
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(download(visit, "CSV").decode("utf-8"))))
    assert len(rows) == 1 + 2 * (len(made.HOSTILE) + 1)
    numbers = {"lat", "lon"}
    for row in rows[1:]:
        for name, cell in zip(rows[0], row, strict=True):
            assert name in numbers or not cell.startswith(("=", "+", "-", "@")), cell[:40]
    visit.context.close()


def test_regions_at_the_antimeridian_draw_whole(browser: Any, pages: dict[str, Path]) -> None:
    for name in ("fiji", "chukotka"):
        visit = Visit(browser, pages["gallery"], hash=f"#id={name}")
        visit.settled()
        view = visit.page.evaluate("() => new URLSearchParams(location.hash.slice(1)).get('map')")
        zoom, _, centre = map(float, view.split("/"))
        assert 175 < abs(centre) < 188
        assert zoom > 3
        visit.context.close()


def test_text_of_the_right_is_set_from_the_right(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["arabic"])
    assert visit.page.evaluate("() => document.documentElement.dir") == "rtl"
    panel, chart = visit.page.locator("#panel").bounding_box(), visit.page.locator("#map").bounding_box()
    assert panel["x"] < chart["x"]
    assert visit.page.evaluate("() => getComputedStyle(document.querySelector('#card blockquote')).direction") == "rtl"
    visit.context.close()


def test_on_a_phone_the_sheet_can_be_drawn_up(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["gallery"], width=360, height=740, has_touch=True)
    before = visit.page.locator("#panel").bounding_box()["height"]
    visit.page.locator("#sheet").tap()
    assert visit.page.locator("#panel").bounding_box()["height"] > before + 100
    assert visit.page.locator("#sheet").get_attribute("aria-expanded") == "true"
    visit.page.locator("#list button").first.tap()
    assert visit.page.locator("#card-title").is_visible()
    assert visit.is_quiet()
    visit.context.close()


def test_it_prints_on_paper(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["gallery"])
    visit.count()
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("#search").is_visible()
    assert visit.page.locator("#list button").last.is_visible()
    assert not visit.page.locator(".tools").is_visible()
    assert visit.page.locator("#map").is_visible()
    assert visit.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert visit.page.pdf(format="A4").startswith(b"%PDF")
    visit.context.close()


def test_without_scripts_the_events_are_listed(browser: Any, pages: dict[str, Path]) -> None:
    visit = Visit(browser, pages["story"], java_script_enabled=False, wait="body")
    assert "entered Israel" in visit.page.inner_text("body")
    visit.context.close()


def test_axe_finds_nothing_serious(browser: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm to fetch axe-core with")
    done = subprocess.run([npm, "pack", "axe-core@4.10.3", "--silent"], cwd=tmp_path, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("axe-core cannot be fetched from npm here")
    shutil.unpack_archive(next(tmp_path.glob("axe-core*.tgz")), tmp_path)
    axe = (tmp_path / "package" / "axe.min.js").read_text(encoding="utf-8")
    serious = []
    for name, scheme, select in (("gallery", "light", False), ("gallery", "dark", False), ("story", "light", True),
                                 ("story", "dark", True), ("arabic", "light", False)):
        visit = Visit(browser, pages[name], color_scheme=scheme, bypass_csp=True)
        visit.count()
        if select:
            visit.page.locator("#list button").first.click()
            visit.settled()
        visit.page.evaluate(axe)
        found = visit.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        serious += [(name, scheme, v["id"], [n["target"] for n in v["nodes"]][:4]) for v in found["violations"]
                    if v["impact"] in ("serious", "critical")]
        visit.context.close()
    assert not serious, serious
