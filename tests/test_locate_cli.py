"""``airmap locate`` and ``airmap atlas`` as a stranger meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "airmap", *arguments], capture_output=True, text=True, input=stdin)


def test_json_has_the_fields_of_the_contract() -> None:
    done = run("locate", "33.0", "35.9", "--format", "json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert set(found) == {"lat", "lon", "worldview", "airspaces", "disputed", "nearest", "fir", "adiz"}
    assert (found["lat"], found["lon"], found["worldview"]) == (33.0, 35.9, "de_facto")
    (hit,) = found["airspaces"]
    assert set(hit) == {"state", "part", "depth_m", "border_point", "beyond"}
    assert (hit["state"], hit["beyond"]) == ("SYR", "ISR")


def test_the_table_says_metres_kilometres_and_nautical_miles() -> None:
    text = run("locate", "50.47", "23.93").stdout
    assert "POL" in text
    assert "6.29 km" in text
    assert "3.39 NM" in text


def test_southern_and_western_coordinates_are_no_options() -> None:
    done = run("locate", "-33.0", "-60.0")
    assert done.returncode == 0
    assert "ARG" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("locate", "91", "20"), "out of range"),
        (("locate", "120", "20"), "swapped"),
        (("locate", "north", "20"), "no number"),
        (("locate", "33.0"), "LAT and LON"),
        (("locate", "33.0", "35.9", "--worldview", "mars"), "unknown worldview"),
        (("locate", "--csv", "/nonexistent/points.csv"), "cannot be read"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_table_of_points_goes_on_past_a_bad_row(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("name,lat,lon\na,33.0,35.9\nb,95,10\nc,50.47,23.93\n")
    done = run("locate", "--csv", str(file))
    assert done.returncode == 1
    assert [json.loads(line)["airspaces"][0]["state"] for line in done.stdout.splitlines()] == ["SYR", "POL"]
    assert "points.csv: line 3" in done.stderr


def test_atlas_lists_views_areas_and_sources() -> None:
    text = run("atlas").stdout
    for words in ("de_facto", "recognised", "Golan Heights", "Taiwan ADIZ", "ODbL 1.0", "public domain"):
        assert words in text
