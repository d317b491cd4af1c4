"""A wheel, installed into an empty environment away from the source tree, does the main job."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAX_WHEEL_BYTES = 60_000_000


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, install it into a new environment, and return that environment's bin folder."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist", source], check=True,
                   capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    assert wheel.stat().st_size < MAX_WHEEL_BYTES
    shutil.rmtree(source)
    venv.create(folder / "env", with_pip=True)
    binaries = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel],
                   check=True)
    return binaries


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_wheel_renders_the_seeds_away_from_the_source_tree(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "AIRMAP"))}
    run = subprocess.run([installed / "airmap", "render", "seeds", "--out", "maps"], cwd=tmp_path, env=environment,
                         capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    made = {p.name for p in (tmp_path / "maps").iterdir()}
    assert {"index.html", "incidents.geojson", "incidents.csv"} <= made
    seeds = list((tmp_path / "seeds").glob("*.txt"))
    assert len([n for n in made if n.endswith(".html") and n != "index.html"]) == len(seeds) >= 12


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_wheel_carries_data_and_licences(installed: Path) -> None:
    listing = subprocess.run([installed / "python", "-m", "pip", "show", "--files", "airmap"], capture_output=True,
                             text=True, check=True).stdout
    assert "airmap/data/boundaries/README.md" in listing
    assert "airmap/data/gazetteer/README.md" in listing
    assert "LICENSE" in listing
