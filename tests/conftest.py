"""Fixtures that every test file may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_visit import CHROMIUM, FLAGS

from airmap.pipeline import atlas_for, default_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from airmap.atlas import Atlas
    from airmap.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of evaluation texts, which are not ours to publish: skip where it is absent."""
    folder = Path(os.environ.get("AIRMAP_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip(f"no evaluation texts at {folder} (set AIRMAP_SHARED)")
    return folder


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The de facto atlas that the package itself uses."""
    return atlas_for("de_facto")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer that the package itself uses."""
    return default_gazetteer()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium that a module's tests share; skip where there is no playwright to drive it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own with nothing in it: what is drawn is drawn by this code."""
    monkeypatch.setenv("AIRMAP_CACHE", str(tmp_path))
    return tmp_path
