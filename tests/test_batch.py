"""Many articles: order, resumption after any end, workers that die, time limits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import fake_reading
import pytest

from airmap.errors import InputError
from airmap.formats import files
from airmap.pipeline import Options
from airmap.readers import Failure, Settings
from airmap.runs import batch, session
from airmap.runs.batch import Job, Tally
from airmap.runs.manifest import Manifest, ManifestError
from airmap.runs.progress import Log
from airmap.runs.work import Config

ROOT = Path(__file__).resolve().parent.parent
CONFIG = Config(read=fake_reading.read, seconds=2.0)


def write_articles(path: Path, texts: list[str]) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(texts):
            stream.write(json.dumps({"id": f"a{number}", "text": text, "published": "2024-05-01"}) + "\n")
    return path


def ordinary(count: int) -> list[str]:
    return [f"The aircraft with the number {n} was on its way when it {'entered' if n % 3 == 0 else 'left'} the zone "
            f"and the ministry said so{' again' * (n % 7)}." for n in range(count)]


def do(job: Job, out: Path) -> tuple[Tally, list[Failure], bool]:
    """Run a job, write JSON Lines; return what it came to, the failures and whether anything was done."""
    tally, told = Tally(), []
    log = Log(tally, quiet=True)
    log.failure = told.append  # type: ignore[method-assign]

    def produce(corpus: session.Corpus) -> list[Path]:
        files.write_file(corpus, out, "jsonl")
        return [out]

    new = session.execute(job, tally, log, produce=produce, target="test")
    return tally, told, new


def job_for(path: Path, out: Path, **changes: object) -> Job:
    return replace(Job(paths=(str(path),), config=CONFIG, manifest=session.manifest_beside(out)), **changes)


def test_output_is_the_same_with_one_worker_and_with_three(tmp_path: Path) -> None:
    source = write_articles(tmp_path / "in.jsonl", ordinary(300))
    one, three = tmp_path / "one.jsonl", tmp_path / "three.jsonl"
    tally, _, _ = do(job_for(source, one), one)
    do(job_for(source, three, jobs=3), three)
    assert tally.articles == 300
    assert tally.incidents == 100
    assert one.read_bytes() == three.read_bytes()
    assert [json.loads(line)["id"] for line in one.read_text().splitlines()] == [f"a{n}" for n in range(300)]


def test_nothing_is_done_again_and_failures_are_told_again(tmp_path: Path) -> None:
    source = write_articles(tmp_path / "in.jsonl", [*ordinary(5), "Please raise an error in the reader of this text."])
    out = tmp_path / "out.jsonl"
    _, told, new = do(job_for(source, out), out)
    assert new
    before = out.stat().st_mtime_ns
    tally, told_again, new = do(job_for(source, out, resume=True), out)
    assert not new
    assert [str(f) for f in told_again] == [str(f) for f in told] != []
    assert (tally.articles, tally.failures) == (5, 1)
    assert out.stat().st_mtime_ns == before


def test_changed_input_redoes_only_what_changed(tmp_path: Path) -> None:
    texts = ordinary(50)
    source = write_articles(tmp_path / "in.jsonl", texts)
    out = tmp_path / "out.jsonl"
    do(job_for(source, out), out)
    texts[7] = "Another aircraft entered the zone in the night, said the ministry."
    write_articles(source, texts)
    tally, _, new = do(job_for(source, out, resume=True), out)
    assert new
    assert tally.resumed == 49
    fresh = tmp_path / "fresh.jsonl"
    do(job_for(source, fresh), fresh)
    assert out.read_bytes() == fresh.read_bytes()


def test_changed_options_redo_everything(tmp_path: Path) -> None:
    source = write_articles(tmp_path / "in.jsonl", ordinary(5))
    out = tmp_path / "out.jsonl"
    do(job_for(source, out), out)
    other = replace(CONFIG, options=Options(worldview="recognised"))
    tally, _, new = do(job_for(source, out, resume=True, config=other), out)
    assert (new, tally.resumed) == (True, 0)
    assert json.loads(out.read_text().splitlines()[0])["worldview"] == "recognised"


def test_a_missing_or_changed_output_is_written_again(tmp_path: Path) -> None:
    source = write_articles(tmp_path / "in.jsonl", ordinary(5))
    out = tmp_path / "out.jsonl"
    do(job_for(source, out), out)
    whole = out.read_bytes()
    out.write_text("someone's edit\n")
    tally, _, new = do(job_for(source, out, resume=True), out)
    assert new
    assert tally.resumed == 5
    assert out.read_bytes() == whole


def test_without_resume_the_run_begins_anew(tmp_path: Path) -> None:
    source = write_articles(tmp_path / "in.jsonl", ordinary(5))
    out = tmp_path / "out.jsonl"
    do(job_for(source, out), out)
    tally, _, new = do(job_for(source, out), out)
    assert (new, tally.resumed) == (True, 0)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_that_takes_too_long_is_named_and_left(tmp_path: Path, jobs: int) -> None:
    source = write_articles(tmp_path / "in.jsonl", [*ordinary(3), "It will take forever to read.", "It ended."])
    out = tmp_path / "out.jsonl"
    tally, told, _ = do(job_for(source, out, jobs=jobs, config=replace(CONFIG, seconds=0.5)), out)
    assert tally.articles == 4
    assert ["0.5 s" in str(f) and "a3" in str(f) for f in told] == [True]


def test_an_article_that_hangs_beyond_signals_is_ended_from_outside(tmp_path: Path) -> None:
    source = write_articles(tmp_path / "in.jsonl", [*ordinary(3), "This one will hang in C for an hour.", "It ended."])
    out = tmp_path / "out.jsonl"
    begun = time.monotonic()
    tally, told, _ = do(job_for(source, out, jobs=2, config=replace(CONFIG, seconds=1.0)), out)
    assert time.monotonic() - begun < 60
    assert tally.articles == 4
    assert [f.record for f in told] == ["a3"]


def test_an_article_that_ends_its_worker_is_tried_twice_and_named(tmp_path: Path) -> None:
    texts = [*ordinary(40), "This one will kill the worker that reads it.", *ordinary(3)]
    source = write_articles(tmp_path / "in.jsonl", texts)
    out = tmp_path / "out.jsonl"
    tally, told, _ = do(job_for(source, out, jobs=2), out)
    assert tally.articles == 43
    assert [f.record for f in told] == ["a40"]
    assert "2 times" in told[0].problem


def test_a_worker_that_is_lost_once_costs_nothing(tmp_path: Path) -> None:
    texts = [*ordinary(40), f"This text entered here: die once:{tmp_path / 'mark'} and then be read.", *ordinary(40)]
    source = write_articles(tmp_path / "in.jsonl", texts)
    out = tmp_path / "out.jsonl"
    tally, told, _ = do(job_for(source, out, jobs=2), out)
    assert (tally.articles, told) == (81, [])


def test_the_same_article_twice_is_read_once_and_one_id_for_two_is_told(tmp_path: Path) -> None:
    lines = [{"id": "x", "text": "An aircraft entered the zone."}] * 2 + [{"id": "x", "text": "It left the zone."}]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    out = tmp_path / "out.jsonl"
    tally, told, _ = do(job_for(source, out), out)
    assert tally.articles == 2
    assert "the same article as" in told[0].problem
    assert "is also that of" in told[1].problem
    assert all(f.warning for f in told)


def test_two_runs_cannot_share_a_manifest(tmp_path: Path) -> None:
    first = Manifest(tmp_path / "run.sqlite")
    with pytest.raises(ManifestError, match="another run is using it"):
        Manifest(tmp_path / "run.sqlite", resume=True)
    first.close()


def test_a_foreign_database_is_not_overwritten(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "mine.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE precious (x)")
    with pytest.raises(InputError, match="something else"):
        Manifest(path)


def test_the_key_changes_with_everything_that_matters() -> None:
    from airmap.records import Article

    seed = batch.config_hash(CONFIG)
    article = Article(id="a", text="text")
    keys = {batch.item_key(article, seed), batch.item_key(replace(article, text="text."), seed),
            batch.item_key(replace(article, id="b"), seed), batch.item_key(replace(article, title="t"), seed),
            batch.item_key(article, batch.config_hash(replace(CONFIG, options=Options(scope="incidents")))),
            batch.item_key(article, batch.config_hash(replace(CONFIG, settings=Settings(any_language=True))))}
    assert len(keys) == 6
    assert batch.item_key(replace(article), seed) in keys


RUNNER = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
from test_batch import CONFIG, do, job_for
if __name__ == "__main__":
    tally, told, new = do(job_for(Path(sys.argv[1]), Path(sys.argv[2]), jobs=int(sys.argv[3]), resume=True),
                          Path(sys.argv[2]))
"""


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    script = tmp_path / "runner.py"
    script.write_text(RUNNER.format(root=str(ROOT), tests=str(ROOT / "tests")))
    return script


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_again_and_again_ends_like_a_quiet_one(tmp_path: Path, runner: Path, jobs: int) -> None:
    source = write_articles(tmp_path / "in.jsonl", [f"{t} It went slowly." for t in ordinary(150)])
    expected, out = tmp_path / "expected.jsonl", tmp_path / "out.jsonl"
    do(job_for(source, expected), expected)
    kills = 0
    for wait_s in (1.2, 1.6, 2.0, 1.4, 60):
        process = subprocess.Popen([sys.executable, runner, source, out, str(jobs)], start_new_session=True)
        try:
            process.wait(wait_s)
            break
        except subprocess.TimeoutExpired:
            assert not out.exists() or out.read_bytes() == expected.read_bytes()
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
    assert kills > 0
    assert out.read_bytes() == expected.read_bytes()
    assert sorted(p.name for p in tmp_path.glob(".out-*")) == []
