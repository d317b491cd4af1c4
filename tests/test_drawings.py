"""Shapes kept in the user's cache: drawn once, whole, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry import drawings

SQUARE = shapely.box(0, 0, 1 / 3, 1)


class Pen:
    """Draws one shape and counts how often."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self) -> BaseGeometry:
        self.drawn += 1
        return SQUARE


@pytest.fixture
def cache(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(drawings, "_SLOW_S", -1.0)
    return empty_cache


def test_what_was_drawn_is_not_drawn_again(cache: Path) -> None:
    pen = Pen()
    first, second = (drawings.kept_or_drawn(("square", 1.5), pen) for _ in range(2))
    assert pen.drawn == 1
    assert shapely.to_wkb(first) == shapely.to_wkb(second) == shapely.to_wkb(SQUARE)
    assert [p.suffix for p in cache.rglob("*") if p.is_file()] == [".wkb"]


def test_other_inputs_are_another_drawing(cache: Path) -> None:
    pen = Pen()
    drawings.kept_or_drawn(("square", 1.5), pen)
    drawings.kept_or_drawn(("square", 1.6), pen)
    assert pen.drawn == 2


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40, None])
def test_a_damaged_drawing_is_drawn_again(cache: Path, damage: bytes | None) -> None:
    pen = Pen()
    drawings.kept_or_drawn(("square",), pen)
    (path,) = (p for p in cache.rglob("*.wkb"))
    path.write_bytes(path.read_bytes()[:-3] if damage is None else damage)
    assert drawings.kept_or_drawn(("square",), pen).equals(SQUARE)
    assert pen.drawn == 2


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("AIRMAP_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(drawings, "_SLOW_S", -1.0)
    assert drawings.kept_or_drawn(("square",), Pen()).equals(SQUARE)


def test_what_is_quickly_drawn_is_not_kept(empty_cache: Path) -> None:
    drawings.kept_or_drawn(("square",), Pen())
    assert list(empty_cache.rglob("*.wkb")) == []


def test_figures_are_worked_out_once_and_come_back_to_the_bit(cache: Path) -> None:
    figures = (1 / 3, -0.0, 2.5e300)
    assert drawings.kept_or_worked_out(("extent", "a"), lambda: figures) == figures

    def again() -> tuple[float, ...]:
        raise AssertionError("worked out twice")

    assert [f.hex() for f in drawings.kept_or_worked_out(("extent", "a"), again)] == [f.hex() for f in figures]
    (path,) = cache.rglob("*.figures")
    path.write_bytes(path.read_bytes()[:-3])
    assert drawings.kept_or_worked_out(("extent", "a"), lambda: (1.0,)) == (1.0,)
