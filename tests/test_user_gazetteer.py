"""The user's own gazetteers: what goes in, what is told of, and that the old one stays whole."""

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import airmap
from airmap import pipeline
from airmap.cli import app
from airmap.errors import BoundaryDataError, InputError, UnknownPlaceError
from airmap.gazetteer import Gazetteer
from airmap.places import user_gazetteer
from airmap.places.files import Columns
from airmap.records import Bounds
from airmap.runs import batch

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("AIRMAP_DATA", str(tmp_path / "data"))
    yield tmp_path / "data"
    pipeline.default_gazetteer.cache_clear()


def dump_line(number: int = 1, name: str = "Qarvena", lat: str = "50.5", lon: str = "10.25", *, kind: str = "P\tPPL",
              others: str = "", country: str = "DE", people: int = 0) -> str:
    return (f"{number}\t{name}\t{name}\t{others}\t{lat}\t{lon}\t{kind}\t{country}\t\t01\t\t\t\t{people}\t\t100"
            "\tEurope/Berlin\t2020-01-01")


def added(path: Path, **how: object) -> tuple[user_gazetteer.GazetteerInfo, list[str]]:
    problems: list[str] = []
    made = user_gazetteer.add(path, tell=lambda p: problems.append(str(p)), **how)  # type: ignore[arg-type]
    return made, [p.removeprefix(str(path)) for p in problems]


def only() -> user_gazetteer.UserGazetteer:
    (gazetteer,) = user_gazetteer.open_user_gazetteers()
    return gazetteer


def test_an_open_process_sees_what_is_added_and_removed(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon,feature,country\nQarvena Post,59.36,27.9,airbase,EST\n")
    pipeline.default_gazetteer()
    user_gazetteer.add(path)
    assert airmap.where("near Qarvena Post").point.lat == pytest.approx(59.36, abs=0.01)
    user_gazetteer.remove("places")
    with pytest.raises(UnknownPlaceError):
        airmap.where("near Qarvena Post")


def test_a_geonames_dump(tmp_path: Path) -> None:
    path = tmp_path / "XX.txt"
    path.write_text("\n".join([
        dump_line(1, "Qarvena", others="Karvéna,Карвена,QRV", people=5000),
        dump_line(2, "Qarvena Sound", kind="H\tSTRT", country=""),
        dump_line(3, "Qarvena Air Base", kind="S\tAIRB", country="XK"),
    ]) + "\n", encoding="utf-8")
    made, problems = added(path)
    assert (made.name, made.places, problems) == ("xx", 3, [])
    (town,) = only().lookup("karvena")
    assert (town.name, town.lat, town.lon, town.feature, town.country) == ("Qarvena", 50.5, 10.25, "city", "DEU")
    assert (town.population, town.gazetteer, town.gazetteer_id) == (5000, "xx", "1")
    assert only().lookup("Qarvena Sound")[0].feature == "strait"
    assert only().lookup("the qarvena air-base")[0].country == "XKX"
    assert only().lookup("QRV") == ()


@pytest.mark.parametrize("packing", ["zip", "gz"])
def test_a_packed_dump(tmp_path: Path, packing: str) -> None:
    line = dump_line() + "\n"
    if packing == "zip":
        path = tmp_path / "XX.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "not a table")
            archive.writestr("XX.txt", line)
    else:
        path = tmp_path / "XX.txt.gz"
        path.write_bytes(gzip.compress(line.encode()))
    made, _ = added(path)
    assert (made.name, made.places) == ("xx", 1)
    assert only().broad


def test_bad_lines_are_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    path = tmp_path / "XX.txt"
    lines = [dump_line(1).encode(), dump_line(2, lat="95").encode(), dump_line(3, lon="-200").encode(),
             dump_line(1, "Again").encode(), dump_line(5, "N\0UL").encode(), b"6\tonly\tthree",
             dump_line(7, lat="north").encode(), dump_line(8, "\xff\xfe").encode("latin-1"), dump_line(9, " ").encode(),
             dump_line(10, lat="nan").encode(), dump_line(11, "Last").encode(), dump_line(12).encode()[:30]]
    path.write_bytes(b"\n".join(lines))
    made, problems = added(path)
    assert made.places == 2
    told = dict(p[1:].split(": ", 1) for p in problems)
    assert list(told) == ["2", "3", "4", "5", "6", "7", "8", "9", "10", "12"]
    assert "latitude 95" in told["2"]
    assert "longitude -200" in told["3"]
    assert "id 1 of an earlier place" in told["4"]
    assert "NUL" in told["5"]
    assert "3 columns" in told["6"]
    assert "UTF-8" in told["8"]
    assert "cut short" in told["12"]
    assert [p.name for p in only().lookup("last")] == ["Last"]


def test_a_csv_with_columns_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "My Places.csv"
    path.write_text("label;breite;länge;art;staat;auch;west;south;east;north\n"
                    'Qarvena;50.5;10.25;airbase;POL;"Karvena|Old Field";10.2;50.4;10.3;50.6\n', encoding="utf-8-sig")
    made, problems = added(path, columns=Columns(name="label", lat="breite", lon="länge", feature="art",
                                                 country="staat", alternates="auch"))
    assert (made.name, problems) == ("my-places", [])
    (place,) = only().lookup("old field")
    assert (place.name, place.feature, place.country) == ("Qarvena", "airbase", "POL")
    assert place.extent == Bounds(10.2, 50.4, 10.3, 50.6)
    assert not only().broad


def test_a_csv_names_the_line_of_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text('name,lat,lon\nA town,1,2\n"two\nlines",95,2\nToo,few\nB town,3,4\n')
    made, problems = added(path)
    assert made.places == 2
    assert [p.split(":")[1] for p in problems] == ["3", "5"]


def test_a_missing_column_is_told_with_what_there_is(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("ort,lat,lon\nx,1,2\n")
    with pytest.raises(InputError, match=r"--name-column .*ort, lat, lon"):
        user_gazetteer.add(path)
    with pytest.raises(InputError, match="no column 'nope'"):
        user_gazetteer.add(path, columns=Columns(name="nope"))


def test_geojson_points_shapes_and_bad_features(tmp_path: Path) -> None:
    square = [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]
    features = [
        {"type": "Feature", "properties": {"name": "Qarvena", "alternates": ["Karv"]},
         "geometry": {"type": "Point", "coordinates": [10, 50, 3]}},
        {"type": "Feature", "properties": {"name": "Range Nine", "feature": "area"},
         "geometry": {"type": "Polygon", "coordinates": square}},
        {"type": "Feature", "properties": {"name": "Off"}, "geometry": {"type": "Point", "coordinates": [10, 95]}},
        {"type": "Feature", "properties": {"name": "None"}, "geometry": None},
        "no feature",
        {"type": "Feature", "properties": {"name": "Odd"}, "geometry": {"type": "Polygon", "coordinates": "x"}},
    ]
    path = tmp_path / "p.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    made, problems = added(path)
    assert made.places == 2
    assert [p.split(": ")[1] for p in problems] == ["feature 3", "feature 4", "feature 5", "feature 6"]
    assert only().lookup("range nine")[0].extent == Bounds(10, 50, 11, 51)
    assert only().lookup("karv")[0].name == "Qarvena"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"{\"type\": \"Feature", b"\x89PNG\r\n\x1a\n\0\0\0",
                                     b"PK\x03\x04junk", dump_line(lat="95").encode()])
def test_a_file_of_nothing_is_refused_and_the_old_one_stays(tmp_path: Path, content: bytes) -> None:
    good = tmp_path / "p.txt"
    good.write_text(dump_line() + "\n")
    added(good, name="mine")
    for ending in ("txt", "csv", "json", "zip", "gz"):
        bad = tmp_path / f"bad.{ending}"
        bad.write_bytes(content)
        with pytest.raises(InputError, match=str(bad)):
            user_gazetteer.add(bad, name="mine")
    assert [p.name for p in only().lookup("qarvena")] == ["Qarvena"]
    assert [p.name for p in user_gazetteer.folder().iterdir()] == ["mine.sqlite"]


@pytest.mark.parametrize("packing", ["zip", "gz"])
@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_damaged_archive_leaves_the_old_one(tmp_path: Path, packing: str, damage: str) -> None:
    good = tmp_path / "good.txt"
    good.write_text(dump_line() + "\n")
    added(good, name="mine")
    lines = "".join(dump_line(n, f"Town {n * n}") + "\n" for n in range(1, 3000)).encode()
    path = tmp_path / f"XX.{packing}"
    if packing == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("XX.txt", lines)
    else:
        path.write_bytes(gzip.compress(lines))
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] if damage == "cut" else data[:middle] + b"\xff" * 64 + data[middle + 64:])
    with pytest.raises(InputError, match=f"{path}: cannot be read"):
        user_gazetteer.add(path, name="mine")
    assert [p.name for p in only().lookup("qarvena")] == ["Qarvena"]


@pytest.mark.parametrize("what", ["missing.txt", "."])
def test_no_file_is_one_line(tmp_path: Path, what: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        user_gazetteer.add(tmp_path / what, name="mine")


def test_a_second_file_of_one_name_replaces_the_first(tmp_path: Path) -> None:
    for name in ("First", "Second"):
        path = tmp_path / "p.txt"
        path.write_text(dump_line(name=name) + "\n")
        added(path)
    assert only().lookup("first") == ()
    assert only().lookup("second")


def test_the_gazetteer_uses_it_beside_the_embedded_one(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,lat,lon,feature,country\nQarvena Ridge,35.9,36.1,mountain,SYR\nLatakia,10,10,village,NGA\n")
    added(path)
    gazetteer = Gazetteer.open()
    assert "Qarvena Ridge" in gazetteer
    assert gazetteer.lookup("qarvena ridge")[0].gazetteer == "p"
    found = gazetteer.lookup("Latakia")
    assert found[0].country == "SYR"
    assert "NGA" in {p.country for p in found}
    assert "Qarvena Ridge" not in Gazetteer.open(user=False)


def test_what_the_embedded_gazetteer_has_is_not_its_own_runner_up(tmp_path: Path) -> None:
    known = Gazetteer.open(user=False).lookup("Yayladağı")[0]
    assert known.gazetteer_id is not None
    path = tmp_path / "TR.txt"
    path.write_text(dump_line(int(known.gazetteer_id), "Yayladağı", "36.1", "36.2", country="TR") + "\n"
                    + dump_line(99999999, known.name, str(known.lat), str(known.lon), country="TR") + "\n")
    added(path)
    assert len(only().lookup("Yayladağı")) == 2
    assert Gazetteer.open().lookup("Yayladağı") == Gazetteer.open(user=False).lookup("Yayladağı")


def test_a_common_name_gives_the_best_known_first_and_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("".join(dump_line(n, "Santa Rosa", people=n) + "\n" for n in range(1, 501)))
    added(path)
    found = only().lookup("santa rosa")
    assert len(found) == 64
    assert found[0].population >= 490


def test_a_resumed_run_sees_that_a_gazetteer_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    states = [batch.config_hash(batch.Config())]
    for name in ("First", "Second"):
        path.write_text(dump_line(name=name) + "\n")
        added(path)
        states.append(batch.config_hash(batch.Config()))
    assert batch.config_hash(batch.Config()) == states[-1]
    user_gazetteer.remove("p")
    assert batch.config_hash(batch.Config()) == states[0]
    assert len(set(states)) == 3


def test_list_and_remove(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text(dump_line() + "\n" + dump_line(2, lat="91") + "\n")
    run = CliRunner().invoke
    result = run(app, ["gazetteer", "add", str(path), "--name", "mine"])
    assert result.exit_code == 1
    assert f"{path}:2: latitude 91" in result.stderr
    assert "1 places" in result.stderr
    assert run(app, ["gazetteer", "list"]).stdout.split("\t")[:3] == ["mine", "1", "1"]
    assert run(app, ["gazetteer", "remove", "mine"]).exit_code == 0
    assert run(app, ["gazetteer", "list"]).stdout == ""
    with pytest.raises(UnknownPlaceError, match="no gazetteer 'mine'"):
        user_gazetteer.remove("mine")


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden", "x" * 65, "Ümlaut"])
def test_a_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "p.txt"
    path.write_text(dump_line() + "\n")
    with pytest.raises(InputError, match="cannot be called"):
        user_gazetteer.add(path, name=name)


def test_a_damaged_gazetteer_is_told_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text(dump_line() + "\n")
    made, _ = added(path)
    made.path.write_bytes(made.path.read_bytes()[:3000])
    with pytest.raises(BoundaryDataError, match="airmap gazetteer remove p"):
        user_gazetteer.open_user_gazetteers()
    user_gazetteer.remove("p")
    assert user_gazetteer.open_user_gazetteers() == ()


@pytest.mark.skipif(os.name != "posix", reason="kills a process with SIGKILL")
def test_a_killed_import_leaves_the_old_one_and_the_next_sweeps_up(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text(dump_line() + "\n")
    added(path, name="mine")
    pipe = tmp_path / "endless.txt"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "airmap", "gazetteer", "add", str(pipe), "--name", "mine"], cwd=ROOT,
        env={**os.environ, "AIRMAP_DATA": str(home)}, stderr=subprocess.DEVNULL)

    def feed() -> None:
        try:
            with pipe.open("w") as file:
                for number in range(1, 10_000_000):
                    file.write(dump_line(number, f"Town {number}") + "\n")
        except BrokenPipeError:
            return

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    deadline = time.monotonic() + 60
    while not any(p.stat().st_size > 1_000_000 for p in home.glob("gazetteers/.adding-*/*")):
        assert time.monotonic() < deadline, "the import never wrote anything"
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    feeder.join(30)
    assert list(home.glob("gazetteers/.adding-*")), "killed too late to show anything"
    assert [p.name for p in only().lookup("qarvena")] == ["Qarvena"]
    added(path, name="other")
    assert not list(home.glob("gazetteers/.adding-*"))


def test_threads_may_share_one(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("".join(dump_line(n, f"Town {n}") + "\n" for n in range(1, 200)))
    added(path)
    gazetteer = only()
    wrong: list[int] = []

    def look() -> None:
        wrong.extend(n for n in range(1, 200) if [p.name for p in gazetteer.lookup(f"town {n}")] != [f"Town {n}"])

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(
    st.binary(max_size=400),
    st.lists(st.text(max_size=12), max_size=40).map(lambda f: "\t".join(f).encode("utf-8", "surrogatepass")),
    st.text(max_size=200).map(lambda t: ("name,lat,lon\n" + t).encode("utf-8", "surrogatepass")),
    st.recursive(st.none() | st.floats() | st.text(max_size=5), lambda s: st.lists(s, max_size=3)
                 | st.dictionaries(st.sampled_from(["features", "geometry", "properties", "type", "coordinates"]), s),
                 max_leaves=12).map(lambda v: json.dumps(v).encode()),
), ending=st.sampled_from(["txt", "csv", "geojson"]))
def test_whatever_the_file_holds_nothing_else_is_raised(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"any.{ending}"
    path.write_bytes(data)
    with contextlib.suppress(InputError):
        assert user_gazetteer.add(path).places > 0
