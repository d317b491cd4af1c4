"""The commands as a user meets them: what goes where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from airmap import cli

ROOT = Path(__file__).resolve().parent.parent
STORY = ("TALLINN, 19 September 2025 - A Russian fighter entered Estonian airspace near the island of Vaindloo on"
         " Friday and stayed there for four minutes, the defence forces said.")
QUIET_STORY = "OSLO, 3 March 2021 - The committee met on Wednesday and agreed on the price of milk for another year."

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process; return exit code, stdout, stderr."""

    def call(*arguments: object, stdin: str | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["airmap", *map(str, arguments)])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        try:
            cli.main()
            code: object = 0
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        assert isinstance(code, int)
        return code, captured.out, captured.err

    return call


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "incursion.txt").write_text(STORY)
    (folder / "milk.txt").write_text(QUIET_STORY)
    return folder


def test_extract_gives_one_object_for_each_article_in_order(run: Run, stories: Path) -> None:
    code, out, err = run("extract", stories)
    assert code == 0
    first, second = map(json.loads, out.splitlines())
    assert (first["id"], second["id"]) == ("incursion", "milk")
    (incident,) = first["incidents"]
    assert (incident["violator"], incident["airspace"], incident["duration_s"]) == ("RUS", "EST", 240.0)
    assert incident["region"]["type"] in ("Polygon", "MultiPolygon")
    assert second["incidents"] == []
    assert err.startswith("airmap: 2 articles, 1 incident,")


def test_standard_input_and_its_formats(run: Run) -> None:
    code, out, _ = run("extract", "-", "--quiet", "--no-link", stdin=STORY)
    assert code == 0
    assert json.loads(out)["published"] == "2025-09-19"
    lines = "".join(json.dumps({"id": n, "text": QUIET_STORY}) + "\n" for n in (3, 1, 2))
    code, out, err = run("extract", "-", "--input-format", "jsonl", "--quiet", stdin=lines)
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["3", "1", "2"]
    assert err == ""


@pytest.mark.parametrize("ending", ["jsonl", "geojson", "geojsonl", "csv", "parquet", "gpkg", "kml"])
def test_extract_to_a_file_of_any_format(run: Run, stories: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / "new" / f"x.{ending}"
    code, stdout, err = run("extract", stories, "--out", out)
    assert (code, stdout) == (0, "")
    assert out.stat().st_size > 100
    assert str(out) in err
    assert sorted(p.name for p in out.parent.iterdir()) == [f".x.{ending}.airmap", f"x.{ending}"]


def test_scope_incidents_gives_the_same_incidents(run: Run, stories: Path) -> None:
    _, everything, _ = run("extract", stories)
    _, relevant, _ = run("extract", stories, "--scope", "incidents")
    told = [json.loads(line)["incidents"] for line in everything.splitlines()]
    assert any(told)
    assert [json.loads(line)["incidents"] for line in relevant.splitlines()] == told


def test_render_writes_a_page_for_each_article_and_the_tables(run: Run, stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    code, _, err = run("render", stories, "--out", out)
    assert code == 0, err
    names = {p.name for p in out.iterdir()}
    assert names == {".airmap", "incursion.html", "milk.html", "index.html", "incidents.geojson", "incidents.csv",
                     "meetings.geojson", "meetings.csv"}
    assert "incursion.html" in (out / "index.html").read_text()
    collection = json.loads((out / "incidents.geojson").read_text())
    assert "OpenStreetMap" in collection["attribution"]
    assert collection["features"][0]["properties"]["article_id"] == "incursion"
    before = {p: p.read_bytes() for p in out.iterdir() if p.is_file()}
    code, _, err = run("render", stories, "--out", out, "--resume")
    assert code == 0
    assert "nothing to do" in err
    assert {p: p.read_bytes() for p in before} == before
    made = {p.name: p.stat().st_mtime_ns for p in before}
    (out / "incursion.html").write_text("someone's edit")
    code, _, _ = run("render", stories, "--out", out, "--resume")
    assert (out / "incursion.html").read_bytes() == before[out / "incursion.html"]
    (stories / "incursion.txt").write_text(STORY.replace("four", "five"))
    code, _, _ = run("render", stories, "--out", out, "--resume")
    assert (out / "milk.html").stat().st_mtime_ns == made["milk.html"]
    assert (out / "incursion.html").stat().st_mtime_ns > made["incursion.html"]


def test_one_bad_file_among_good_ones(run: Run, stories: Path, tmp_path: Path) -> None:
    (stories / "binary.txt").write_bytes(b"\0\1\2\3" * 100)
    code, out, err = run("extract", stories, "--quiet")
    assert code == 1
    assert len(out.splitlines()) == 2
    assert err.splitlines() == [f"airmap: {stories / 'binary.txt'}: it is a binary file, not text; give a text format"]


@pytest.mark.parametrize(("arguments", "reason"), [
    (["extract", "nowhere.txt"], "there is no such file"),
    (["render", "nowhere/*.txt", "--out", "maps"], "no file matches"),
    (["extract", "{story}", "--format", "docx"], "no format 'docx'"),
    (["extract", "{story}", "--out", "x.docx"], "the ending says no format"),
    (["extract", "{story}", "--format", "gpkg"], "add --out FILE"),
    (["extract", "{story}", "--scope", "some"], "give all or incidents"),
    (["extract", "{story}", "--worldview", "atlantis"], "atlantis"),
    (["extract", "{story}", "--resume"], "--resume needs --out"),
    (["extract", "{story}", "--geocoder-option", "key"], "write KEY=VALUE"),
    (["extract", "-", "--input-format", "docx"], "no input format 'docx'"),
    (["extract", "{story}", "--to", "mysql://x"], "--to takes"),
    (["extract", "{story}", "--log-format", "xml"], "give text or json"),
    (["render", "{story}", "--out", "{story}"], "it is a file"),
])
def test_bad_usage_is_one_line_and_code_2(run: Run, stories: Path, arguments: list[str], reason: str) -> None:
    story = stories / "incursion.txt"
    code, out, err = run(*(a.replace("{story}", str(story)) for a in arguments))
    assert code == 2
    assert out == ""
    assert reason in err
    assert len(err.splitlines()) == 1


def test_nothing_readable_is_code_2(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    code, _, err = run("extract", empty, "--quiet")
    assert code == 2
    assert "the file is empty" in err.splitlines()[0]
    assert "nothing could be read" in err.splitlines()[1]


def test_messages_as_json(run: Run, stories: Path) -> None:
    (stories / "empty.txt").touch()
    code, _, err = run("extract", stories, "--log-format", "json")
    assert code == 1
    failure, summary = map(json.loads, err.splitlines())
    assert (failure["event"], Path(failure["file"]).name, failure["record"]) == ("failure", "empty.txt", None)
    assert (summary["event"], summary["articles"], summary["failures"]) == ("summary", 2, 1)


def test_a_table_with_named_columns(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(f'nr;when;words\n7;2025-09-20;"{STORY}"\n')
    code, out, _ = run("extract", table, "--text-column", "words", "--date-column", "when", "--id-column", "nr")
    assert code == 0
    assert (json.loads(out)["id"], json.loads(out)["published"]) == ("7", "2025-09-20")


def test_doctor_names_data_and_libraries(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 0
    assert "data/boundaries" in out
    assert "sha256" in out
    code, out, _ = run("doctor", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 1
    assert "MISSING dask" in out


def airmap_process(*arguments: object, cwd: Path, **options: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # What a shell starts in the background ignores Ctrl-C, and so would what it starts.
    heeding = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)} if os.name == "posix" else {}
    options = {**heeding, **options}
    return subprocess.Popen([sys.executable, "-m", "airmap", *map(str, arguments)], cwd=cwd, env=environment,
                            stderr=subprocess.PIPE, stdout=subprocess.PIPE, **options)  # type: ignore[call-overload]


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_in_a_second_and_resume_goes_on(tmp_path: Path, jobs: int) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": n, "text": f"{STORY} {QUIET_STORY} {n}"}) + "\n" for n in range(1_500)))
    out = tmp_path / "out.jsonl"
    process = airmap_process("extract", source, "--out", out, "--jobs", jobs, cwd=tmp_path)
    manifest = tmp_path / ".out.jsonl.airmap"
    for _ in range(300):
        time.sleep(0.1)
        if manifest.exists():
            break
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - begun < 3
    assert process.returncode == 130
    assert b"--resume" in err
    assert b"Traceback" not in err
    assert not out.exists()


def test_a_pipe_that_closes_early_is_no_error(stories: Path) -> None:
    process = airmap_process("extract", stories, "--no-link", "--quiet", cwd=stories)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.wait()


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(stories: Path, tmp_path: Path) -> None:
    import resource

    out = tmp_path / "full" / "out.geojson"
    process = airmap_process("extract", stories, "--out", out, "--quiet", cwd=tmp_path, preexec_fn=lambda: (
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))))
    _, err = process.communicate()
    assert process.returncode == 2, err
    assert len(err.splitlines()) == 1
    assert b"--resume" in err or b"room" in err
    assert not out.exists()


def test_help_is_quick_and_heavy_libraries_stay_out() -> None:
    code = ("import sys; sys.argv = ['airmap', '--help']\n"
            "from airmap import cli\n"
            "try: cli.main()\n"
            "except SystemExit: pass\n"
            "heavy = {'spacy', 'numpy', 'pandas', 'geopandas', 'shapely', 'folium', 'dask', 'pyarrow', 'sqlite3'}\n"
            "print(sorted(heavy & set(sys.modules)), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.slow
def test_watch_follows_a_folder(stories: Path, tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    out = tmp_path / "maps"
    process = airmap_process("watch", stories, "--out", out, cwd=tmp_path)
    try:
        wait_until(lambda: (out / "index.html").exists())
        assert 'http-equiv="refresh"' in (out / "index.html").read_text()
        (stories / "later.txt").write_text(STORY.replace("Friday", "Thursday"))
        wait_until(lambda: (out / "later.html").exists())
        wait_until(lambda: "later" in (out / "incidents.csv").read_text())
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode == 130


def wait_until(condition: Callable[[], bool], seconds: float = 150) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


def test_render_writes_shared_assets_and_pictures(stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    done = subprocess.run(
        [sys.executable, "-m", "airmap", "render", stories, "--out", out, "--assets", "shared", "--png", "--quiet"],
        cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pages = sorted(out.glob("*.html"))
    assert (out / "assets").is_dir()
    assert all(p.stat().st_size < 300_000 for p in pages)
    for page in pages:
        assert page.with_suffix(".png").read_bytes().startswith(b"\x89PNG")


def test_render_names_an_unknown_asset_mode(stories: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "airmap", "render", stories, "--out", tmp_path / "m", "--assets", "none"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--assets none" in done.stderr
