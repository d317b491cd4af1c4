"""Hostile text in a real browser, without a network: it is shown as it was given, and nothing of it runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import map_readings as made
import pytest
from browser_visit import MARKS, Visit, download

from airmap.maps import folium_map
from airmap.maps.layer import frame
from airmap.maps.page import write_page
from airmap.records import Article

pytestmark = MARKS


@pytest.fixture(scope="module")
def page_of_hostile_text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "hostile.html"
    write_page(made.hostile(), path, title=made.HOSTILE[1], worldview="de_facto",
               about={made.HOSTILE[2]: made.HOSTILE[0]}, links={made.HOSTILE[0] + " 0": "javascript:PWNED(99)"})
    return path


def test_hostile_text_is_shown_and_never_run(browser: Any, page_of_hostile_text: Path) -> None:
    visit = Visit(browser, page_of_hostile_text)
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


@pytest.mark.parametrize(("url", "page", "shown"), [
    ("https://news.example/a", "a.html", {"https://news.example/a", "a.html"}),
    ("javascript:PWNED(98)", "javascript:PWNED(99)", set()),
    (" JavaScript:PWNED(98)", "\tjava\nscript:PWNED(99)", set()),
    ("data:text/html,<script>PWNED(98)</script>", "https://elsewhere.example/a.html", set()),
], ids=["honest", "script", "script in disguise", "data, another site"])
def test_a_link_to_a_script_leads_nowhere(browser: Any, tmp_path: Path, url: str, page: str, shown: set[str]) -> None:
    told = replace(made.source_story(), article=Article("a", "x", url=url))
    write_page([told], tmp_path / "page.html", title="t", worldview="de_facto", links={"a": page})
    visit = Visit(browser, tmp_path / "page.html")
    visit.count()
    visit.page.locator("#list button").first.click()
    assert visit.page.locator("#card .said").is_visible()
    links = visit.page.eval_on_selector_all("#card a", "links => links.map((a) => a.getAttribute('href'))")
    assert set(links) == shown
    assert visit.is_quiet()
    visit.context.close()


def test_every_field_is_shown_as_it_was_given(browser: Any, page_of_hostile_text: Path) -> None:
    visit = Visit(browser, page_of_hostile_text)
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


def test_no_cell_of_the_csv_is_a_formula(browser: Any, page_of_hostile_text: Path) -> None:
    visit = Visit(browser, page_of_hostile_text)
    visit.count()
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(download(visit, "CSV").decode("utf-8"))))
    assert len(rows) == 1 + 2 * (len(made.HOSTILE) + 1)
    numbers = {"lat", "lon"}
    for row in rows[1:]:
        for name, cell in zip(rows[0], row, strict=True):
            assert name in numbers or not cell.startswith(("=", "+", "-", "@")), cell[:40]
    visit.context.close()
