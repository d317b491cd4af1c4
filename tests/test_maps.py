"""The map's Python side: nothing of an article runs, nothing is lost, and the file holds all that it needs."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import folium
import map_readings as made
import pytest
import shapely
from folium import plugins
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from airmap.errors import InputError
from airmap.maps import folium_map
from airmap.maps.layer import IncidentLayer, frame
from airmap.maps.page import data_block, embedded, page_html, write_page
from airmap.maps.rows import is_coarse, rows_of
from airmap.maps.shapes import drawn, drawn_many
from airmap.records import Article, Incident, Reading


def page(readings, **more) -> str:
    """Return a page under the default view."""
    return page_html(readings, **{"title": "A title", "worldview": "de_facto", **more})


def data_of(html: str) -> dict:
    """Return what a page's data block holds."""
    kind, text = re.search(r'<script type="application/(json|gzip)" id="data">([^<]*)</script>', html).groups()
    return json.loads(text if kind == "json" else gzip.decompress(base64.b64decode(text)))


def opened(shape: dict) -> shapely.Geometry:
    """Unpack a shape in the way the page's script does."""
    def run(steps):
        points, x, y = [], 0, 0
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / 10 ** shape["q"], y / 10 ** shape["q"]))
        return points
    if "l" in shape:
        return shapely.MultiLineString([run(line) for line in shape["l"]])
    return shapely.MultiPolygon([(run(rings[0]), [run(r) for r in rings[1:]]) for rings in shape["p"]])


@pytest.mark.parametrize("text", ["{{7*7}}", "{% set x = 7*7 %}{{x}}", "{# gone #}", "{%", "{#", "{{"])
def test_templates_in_article_text_are_plain_text_in_folium(text: str, tmp_path: Path) -> None:
    reading = made.source_story()
    told = replace(reading.incidents[0], evidence=(made.span(f"before {text} after"),), violator_name=text)
    reading = replace(reading, article=Article(text, text, text, None, text, text), incidents=(told,))
    target = tmp_path / "map.html"
    length_degap = folium_map([reading])
    folium.LayerControl().add_to(length_degap)
    length_degap.save(str(target))
    saved = target.read_text(encoding="utf-8")
    assert f"before {text} after" in saved.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&")
    assert "before 49 after" not in saved


def test_every_hostile_text_survives_folium_and_starts_no_tag() -> None:
    html = folium_map(made.hostile()).get_root().render()
    clean = folium_map(made.gallery()).get_root().render()
    assert html.count("<script") == clean.count("<script")
    assert "uid=" not in html
    assert "onerror=PWNED(3)>" not in html


def test_a_hostile_layer_name_is_inert() -> None:
    base = folium.Map(tiles=None)
    for text in made.HOSTILE:
        IncidentLayer([made.source_story()], name=text).add_to(base)
    folium.LayerControl().add_to(base)
    html = base.get_root().render()
    assert "49" not in re.findall(r"layer_control_\w+_layers = (.*?);", html, re.S)[0].replace("&#", "")
    for tag in ("<script>PWNED", "<img src=x", "<svg onload"):
        assert tag not in html


def test_an_analyst_can_add_to_the_map() -> None:
    analysis = folium_map([made.source_story()])
    assert isinstance(analysis, folium.Map)
    folium.Marker([33, 36]).add_to(analysis)
    plugins.Fullscreen().add_to(analysis)
    html = analysis.get_root().render()
    assert "L.control.fullscreen" in html
    assert "L.marker(" in html


def test_the_notebook_frame_has_no_origin() -> None:
    framed = frame([made.source_story()], title="t", worldview="de_facto")
    for shown in (framed, folium_map(made.gallery())._repr_html_()):
        sandbox = re.search(r'sandbox="([^"]*)"', shown).group(1)
        assert "allow-scripts" in sandbox
        assert "allow-same-origin" not in sandbox
        assert "<script" not in shown


def test_a_map_brings_a_still_picture_for_viewers_without_scripts() -> None:
    still = folium_map([made.source_story()])._repr_png_()
    assert still.startswith(b"\x89PNG")
    assert folium_map(made.many(501))._repr_png_() is None


def test_hostile_text_arrives_whole_and_starts_no_tag() -> None:
    readings = made.hostile()
    html = page(readings, title=made.HOSTILE[1])
    assert html.count("<script") == page([made.source_story()]).count("<script")
    quotes = {q for row in data_of(html)["rows"] for q in row["quotes"]}
    for bad in made.HOSTILE:
        assert " ".join(bad.split()).lstrip(",;:–—- ") in quotes


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_embedded_json_is_inert_and_whole(text: str) -> None:
    block = embedded({"x": text})
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == {"x": text}
    block.encode("utf-8")


def test_lone_surrogates_can_be_written(tmp_path: Path) -> None:
    reading = made.source_story()
    broken = replace(reading, article=Article("\ud800", "x", "title \udfff", None, "\ud83d"))
    write_page([broken], tmp_path / "p.html", title="title \ud800", worldview="de_facto")
    assert data_of((tmp_path / "p.html").read_text(encoding="utf-8"))["rows"][0]["source"] == "\ud83d"


def test_a_page_asks_for_nothing_and_its_policy_names_its_script() -> None:
    html = page([made.source_story()])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)
    script = re.search(r"<script>(.*)</script>\s*</body>", html, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    assert not re.search(r"<(?:script|img|link|iframe)[^>]*(?:src|href)=\"(?!data:)", html)


def test_the_same_readings_give_the_same_bytes() -> None:
    assert page(made.gallery()) == page(made.gallery())
    assert data_block({"a": "x" * 2_000_000}) == data_block({"a": "x" * 2_000_000})


def test_one_articles_page_is_small() -> None:
    assert len(page([made.source_story()]).encode()) < 700_000


def test_licences_stand_in_the_page_and_in_the_map() -> None:
    for html in (page([made.source_story()]), folium_map([made.source_story()]).get_root().render()):
        for credit in ("OpenStreetMap contributors", "GeoNames", "Natural Earth", "Leaflet"):
            assert credit in html


def test_low_precision_is_never_a_pin() -> None:
    rows = {r["id"]: r for r in rows_of(made.gallery())}
    assert is_coarse(made.country_level())
    assert rows["coarse"]["coarse"]
    assert rows["nowhere"]["coarse"]
    assert rows["nowhere"]["lat"] is None
    assert not rows["strip"]["coarse"]


def test_one_event_of_many_articles_is_one_row_with_all_its_sources() -> None:
    rows = [r for r in rows_of(made.gallery()) if r["id"].startswith("told-")]
    assert len(rows) == 1
    assert {t[0] for t in rows[0]["tellings"]} | {rows[0]["source"]} == {"Paper 0", "Paper 1", "Paper 2"}
    assert rows[0]["reason"]


def test_links_lead_to_the_articles_own_pages() -> None:
    rows = rows_of([made.source_story()], {"story": "story.html"})
    assert {r["page"] for r in rows} == {"story.html"}


def test_too_many_events_are_refused_with_a_remedy() -> None:
    reading = Reading(Article("a", "x"), "de_facto", (Incident("violation"),) * 200_001)
    with pytest.raises(InputError, match=r"200,001 events .*(?s:filter).*parquet"):
        page([reading])


def test_shared_assets_are_written_once_and_named_by_their_content(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_page([made.source_story()], tmp_path / name, title="t", worldview="de_facto", assets="shared")
    assets = sorted(p.name for p in (tmp_path / "assets").iterdir())
    assert len(assets) == 3
    html = (tmp_path / "a.html").read_text()
    assert len(html) < 200_000
    for name in assets:
        assert f'"assets/{name}"' in html


def test_tiles_are_a_choice_and_only_their_server_may_be_asked() -> None:
    pytest.importorskip("xyzservices")
    html = page([made.source_story()], tiles="Esri.WorldTopoMap")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)
    assert re.search(r"img-src data: blob: https://server\.arcgisonline\.com;", policy)
    assert data_of(html)["tiles"]["url"].startswith("https://")
    with pytest.raises(InputError, match=r"tiles no\.such"):
        page([made.source_story()], tiles="no.such")


def test_a_shape_is_packed_within_its_tolerance() -> None:
    shape = shapely.Point(30, 50).buffer(1).difference(box(29.9, 49.9, 30.1, 50.1))
    again = opened(drawn(shape))
    assert again.is_valid
    assert shapely.hausdorff_distance(again, shape) < 2 / 1000
    line = shapely.LineString([(0, 0), (1, 1), (2, 0)])
    assert shapely.equals_exact(opened(drawn(line)), shapely.MultiLineString([line]), 1e-3)


def test_a_region_at_the_antimeridian_is_as_fine_as_any_other() -> None:
    whole = shapely.Point(180.3, 52).buffer(1)
    west = shapely.affinity.translate(shapely.clip_by_rect(whole, 180, -90, 190, 90), -360)
    split = shapely.MultiPolygon([shapely.clip_by_rect(whole, 170, -90, 180, 90), west])
    again = opened(drawn(split))
    assert again.is_valid
    assert shapely.hausdorff_distance(again, split) < 2 / 1000
    assert again.bounds[0] == -180
    assert again.bounds[2] == 180


def test_a_border_of_two_states_is_drawn_once() -> None:
    from airmap.maps.basemap import surroundings

    around = surroundings([made.source_story()], "de_facto")
    lines = shapely.union_all([opened(shape) for window in around.windows for shape in window["limits"]])
    length_deg = sum(opened(shape).length for window in around.windows for shape in window["limits"])
    assert length_deg > 1
    assert lines.length > 0.99 * length_deg
    assert len(around.windows) > 1, "the strip of a mile has a window of its own"
    widths = [window["box"][2] - window["box"][0] for window in around.windows]
    assert widths[1] < widths[0] / 2
    assert "Syria" in {name for name, lon, lat, _ in around.states if shapely.box(*around.windows[1]["box"]).covers(
        shapely.Point(lon, lat))}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-179, 178), st.floats(-80, 80), st.floats(0.01, 5)), min_size=1, max_size=8))
def test_many_shapes_are_packed_as_each_alone(squares) -> None:
    shapes = [shapely.Point(x, y).buffer(size) for x, y, size in squares]
    mixed = [None, *shapes, shapely.MultiPolygon([shapes[0], shapely.affinity.translate(shapes[0], 20)]),
             shapely.Point(1, 1)]
    packed = drawn_many(mixed)
    assert packed[0] is None
    assert packed[-1] is None
    for shape, found in zip(mixed[1:-1], packed[1:-1], strict=True):
        size = max(shape.bounds[2] - shape.bounds[0], shape.bounds[3] - shape.bounds[1])
        assert shapely.hausdorff_distance(opened(found), shape) < size / 60 + 2e-4


def test_right_to_left_titles_turn_the_page() -> None:
    assert '<html lang="en" dir="rtl">' in page([made.source_story()], title="خبر من دمشق")
    assert '<html lang="en">' in page([made.source_story()], title="From Damascus")


def test_the_events_can_be_read_without_a_script() -> None:
    fallback = re.search(r"<noscript>(.*?)</noscript>", page([made.source_story()]), re.S).group(1)
    assert fallback.count("<li") == 3
    assert "airspace" in fallback


def test_about_counts_what_was_read_and_what_failed(tmp_path: Path) -> None:
    from airmap.runs import outputs
    from airmap.runs.batch import Tally

    readings = [made.source_story()]
    about = outputs._counted(Tally(articles=1_200, failures=3), len(readings))
    shown = dict(data_of(page(readings, about={"Articles read": about}))["about"])
    assert shown["Articles read"] == "1,200, 1 with an incident; 3 could not be read"
    assert "2017-11" in shown["Data versions"]
    assert "GeoNames" in shown["Data"]


def test_names_on_the_map_are_those_of_today() -> None:
    labels = {label[0] for label in data_of(page([made.source_story()]))["labels"]}
    assert {"Türkiye", "Czechia", "North Macedonia", "Eswatini"} <= labels
    assert not labels & {"Turkey", "Czech Republic", "Macedonia", "Swaziland"}
    assert "Åland Islands" in labels
    assert not [name for name in labels if "Ã" in name]


def test_the_line_of_another_view_is_drawn_where_it_changes_the_answer() -> None:
    import airmap

    told = "A Russian plane strayed one mile into Israel's airspace and returned to Syrian airspace, the minister said."
    (story, elsewhere) = (airmap.parse(text, published="2015-11-30").readings[0] for text in (
        told, told.replace("Israel's", "Turkey's")))
    (row,) = rows_of([story])
    view, line = row["other_view"]
    assert view == "recognised"
    # The armistice line west of the Golan, some 20 km from the line of 1974.
    assert opened(line).distance(story.incidents[0].region.geometry) > 0.05
    assert rows_of([elsewhere])[0]["other_view"] is None


def test_the_static_picture_shows_the_region_in_its_colour() -> None:
    import io

    from matplotlib import image

    from airmap.maps.picture import static_png

    reading = made.source_story()
    packed = static_png([reading])
    assert packed == static_png([reading]), "the same readings give the same bytes"
    pixels = image.imread(io.BytesIO(packed))
    assert pixels.shape[:2] == (495, 880)
    without = image.imread(io.BytesIO(static_png([replace(reading, incidents=())])))
    orange = (pixels[..., 0] > 0.8) & (pixels[..., 1] < 0.75) & (pixels[..., 2] < 0.6)
    assert orange.sum() > 20
    assert not ((without[..., 0] > 0.8) & (without[..., 1] < 0.75) & (without[..., 2] < 0.6)).any()


def test_a_photograph_is_the_page_as_chromium_draws_it(tmp_path: Path) -> None:
    from matplotlib import image

    from airmap.maps import picture

    if picture.browser() is None:
        pytest.skip("no Chromium on this machine")
    write_page([made.source_story()], tmp_path / "page.html", title="A story", worldview="de_facto")
    picture.photograph(tmp_path / "page.html", tmp_path / "page.png")
    pixels = image.imread(tmp_path / "page.png")
    assert pixels.shape[:2] == (800, 1280)
    # Not a blank page: map, panel and text are there.
    assert len({tuple(p) for p in pixels[::8, ::8, :3].reshape(-1, 3).round(2).tolist()}) > 50
