"""The page in a real browser, without a network: every control works by mouse and by keyboard."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import map_readings as made
import pytest
from browser_visit import MARKS, Visit, download

from airmap.maps.page import write_page
from airmap.records import Article, Incident, Reading

pytestmark = MARKS


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    paths = {name: folder / f"{name}.html" for name in ("story", "gallery", "arabic", "shared")}
    write_page([made.source_story()], paths["story"], title="A stray flight", worldview="de_facto")
    write_page(made.gallery(), paths["gallery"], title="All incidents", worldview="de_facto")
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
