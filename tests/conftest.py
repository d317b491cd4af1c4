"""Fixtures that every test file may use."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of evaluation texts, which are not ours to publish: skip where it is absent."""
    folder = Path(os.environ.get("AIRMAP_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip(f"no evaluation texts at {folder} (set AIRMAP_SHARED)")
    return folder
