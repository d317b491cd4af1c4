"""The same work on a Dask cluster: a scheduler and two workers as processes of their own, one of them killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_batch import CONFIG, ROOT, do, job_for, ordinary, write_articles

from airmap.errors import InputError

pytest.importorskip("distributed")


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    place = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask.__main__"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": tmp_path}
    processes = [subprocess.Popen([*dask, "scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard",
                                   "--scheduler-file", str(place)], **quiet)]
    try:
        address = _wait_for(place)
        processes.extend(subprocess.Popen(
            [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1",
             "--local-directory", str(tmp_path / f"worker{n}")], **quiet) for n in range(2))
        import distributed

        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield Cluster(address, processes[1:])
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _wait_for(place: Path) -> str:
    import json

    for _ in range(300):
        if place.exists() and place.read_text().strip().endswith("}"):
            address: str = json.loads(place.read_text())["address"]
            return address
        time.sleep(0.1)
    raise TimeoutError("no scheduler came up within 30 s")


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    source = write_articles(tmp_path / "in.jsonl", [f"{t} It went slowly." for t in ordinary(400)])
    expected, out = tmp_path / "expected.jsonl", tmp_path / "out.jsonl"
    do(job_for(source, expected, jobs=2), expected)
    killer = subprocess.Popen([sys.executable, "-c", "import os, signal, sys, time; time.sleep(1.5); "
                               f"os.kill({cluster.workers[0].pid}, signal.SIGKILL)"])
    tally, told, _ = do(job_for(source, out, scheduler=cluster.address), out)
    assert killer.wait() == 0
    assert cluster.workers[0].wait(10) == -signal.SIGKILL
    assert (tally.articles, told) == (400, [])
    assert out.read_bytes() == expected.read_bytes()


def test_no_scheduler_is_one_line(tmp_path: Path) -> None:
    source = write_articles(tmp_path / "in.jsonl", ordinary(3))
    out = tmp_path / "out.jsonl"
    with pytest.raises(InputError, match="no Dask scheduler answers"):
        do(job_for(source, out, scheduler="tcp://127.0.0.1:9", config=CONFIG), out)
