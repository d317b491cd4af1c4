"""Blocks of articles through workers: in this process, in processes of this machine, or on a Dask cluster.

Each pool takes blocks as they come, holds only a few at a time, and yields (block number, outcomes) in any order.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from airmap.errors import AirmapError, InputError
from airmap.readers import Failure
from airmap.runs import work
from airmap.runs.manifest import Outcome
from airmap.runs.work import Config, Unit

Block = tuple[Unit, ...]
Done = tuple[int, tuple[Outcome, ...]]
_BLOCKS_AHEAD = 2
_MAX_WORKER_BYTES = 1_500_000_000
_TRIES = 2
_SEND_EVERY_S = 0.2


def in_this_process(blocks: Iterable[Block], config: Config) -> Iterator[Done]:
    """Read the blocks one after the other, here."""
    work.prepare(config)
    with work.Words(config) as words:
        for number, block in enumerate(blocks):
            yield number, tuple(work.read_units(block, config))
            words.turn()


@dataclass(slots=True)
class _Assignment:
    number: int
    units: list[Unit]
    outcomes: list[Outcome] = field(default_factory=list)
    losses: Counter[bytes] = field(default_factory=Counter)
    alone: bool = False


@dataclass(slots=True)
class _Worker:
    process: Any
    connection: Connection
    at: Any
    received: int = 0
    ready: bool = False
    assignment: _Assignment | None = None
    heard: float = 0.0


def in_processes(blocks: Iterable[Block], config: Config, jobs: int) -> Iterator[Done]:
    """Read the blocks in ``jobs`` processes of this machine.

    A worker that dies or hangs is replaced and its article tried again; the second time it is given up and named.
    """
    context = _context(config)
    source = enumerate(blocks)
    waiting: deque[_Assignment] = deque()
    workers: list[_Worker] = []
    for _ in range(jobs):
        workers.append(_start(context, config, workers))
    exhausted = False
    try:
        while True:
            while not exhausted and len(waiting) < _BLOCKS_AHEAD * jobs:
                following = next(source, None)
                if following is None:
                    exhausted = True
                else:
                    waiting.append(_Assignment(following[0], list(following[1])))
            for worker in workers:
                if worker.ready and worker.assignment is None and waiting:
                    _assign(worker, waiting.popleft())
            if exhausted and not waiting and not any(w.assignment for w in workers):
                return
            ears = [w.connection for w in workers] + [w.process.sentinel for w in workers]
            wait(ears, timeout=1.0)
            for index, worker in enumerate(workers):
                finished, alive = _hear(worker)
                if finished is not None:
                    yield finished.number, tuple(finished.outcomes)
                silence = time.monotonic() - worker.heard
                hung = worker.assignment is not None and silence > (work.WAITED_FOR + 1) * config.seconds + 5
                if alive and not hung:
                    continue
                _end(worker)
                if worker.assignment is not None:
                    spent = _after_loss(worker, config, hung=hung)
                    if spent:
                        yield spent.number, tuple(spent.outcomes)
                    else:
                        waiting.appendleft(worker.assignment)
                elif not worker.ready:
                    raise AirmapError("a worker process ended before it could start; run with --jobs 1 to see why")
                others = workers[:index] + workers[index + 1:]
                workers[index] = _start(context, config, others)
    finally:
        for worker in workers:
            _end(worker)


def _context(config: Config) -> Any:
    """Return how worker processes are started: as copies of this one with everything loaded, where that is safe.

    A copy shares the memory of what was loaded and starts at once. Only Linux copies a process that has used numpy
    without harm, and only one without other threads; elsewhere each worker loads for itself.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return multiprocessing.get_context("spawn")
    work.prepare(config)
    return multiprocessing.get_context("fork")


def _start(context: Any, config: Config, others: Sequence[_Worker]) -> _Worker:
    here, there = context.Pipe()
    at = context.Value("l", 0, lock=False)
    # A copy has our ends of the pipes too; it would never hear that we are gone while it held them.
    copied = context.get_start_method() == "fork"
    ours = (here, *(w.connection for w in others)) if copied else ()
    process = context.Process(target=_worker_main, args=(there, at, config, os.getpid(), ours), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here, at)


def _assign(worker: _Worker, assignment: _Assignment) -> None:
    worker.assignment = assignment
    worker.at.value = worker.received = 0
    worker.heard = time.monotonic()
    # A worker that died just now is found by its sentinel, and the block is given to another.
    with suppress(OSError):
        worker.connection.send((tuple(assignment.units), assignment.alone))


def _hear(worker: _Worker) -> tuple[_Assignment | None, bool]:
    """Take what a worker has sent: the assignment that is now finished, if one is, and whether the worker lives."""
    try:
        while worker.connection.poll():
            message = worker.connection.recv()
            worker.heard = time.monotonic()
            if isinstance(message, AirmapError):
                raise message
            if message == "ready":
                worker.ready = True
            elif isinstance(message, list) and worker.assignment is not None:
                worker.assignment.outcomes.extend(message)
                del worker.assignment.units[: len(message)]
                worker.received += len(message)
                if not worker.assignment.units:
                    finished, worker.assignment = worker.assignment, None
                    return finished, True
    except (EOFError, OSError):
        return None, False
    return None, worker.process.is_alive()


def _after_loss(worker: _Worker, config: Config, *, hung: bool) -> _Assignment | None:
    """Count the loss against the article at hand; give it up when it was the last try. Returns a block that is done."""
    assignment = worker.assignment
    if assignment is None:
        return None
    if not assignment.alone:
        # Articles of a block are looked at together: which one it was shows when they are read one by one.
        assignment.alone = True
        return None
    unit = assignment.units[min(max(worker.at.value - worker.received, 0), len(assignment.units) - 1)]
    assignment.losses[unit.key] += 1
    if hung or assignment.losses[unit.key] >= _TRIES:
        assignment.units.remove(unit)
        problem = (f"reading it took more than {config.seconds:g} s" if hung else
                   f"reading it ended the worker process {_TRIES} times")
        failure = Failure(unit.file, unit.record, problem, "cut it into articles, or leave it out")
        assignment.outcomes.append(Outcome(unit.key, None, (failure,)))
    return assignment if not assignment.units else None


def _end(worker: _Worker) -> None:
    worker.connection.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()


def _worker_main(connection: Connection, at: Any, config: Config, parent: int, ours: Sequence[Connection]) -> None:
    """Read blocks until the parent goes. ``at`` always says which article is being read, should this process end.

    ``ours`` are the parent's ends of pipes, which a copy of the parent has and must not keep.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in ours:
        # One that the parent has closed since is closed here too.
        with suppress(OSError):
            end.close()
    if ours:
        work.start_as_copy()
    # One thread of linear algebra each: more only get into each other's way.
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        work.prepare(config)
        connection.send("ready")
        with work.Words(config) as words:
            while os.getppid() == parent:
                units, alone = connection.recv()
                _read_and_send(units, connection, at, config, alone=alone)
                words.turn()
                if work.resident_bytes() > _MAX_WORKER_BYTES:
                    return
    except AirmapError as error:
        connection.send(error)
    except (EOFError, OSError):
        return


def _read_and_send(units: Block, connection: Connection, at: Any, config: Config, *, alone: bool) -> None:
    outcomes: list[Outcome] = []
    sent = time.monotonic()

    def alive() -> None:
        nonlocal sent
        if time.monotonic() - sent > _SEND_EVERY_S:
            connection.send("alive")
            sent = time.monotonic()

    read = (work.read_unit(u, config) for u in units) if alone else work.read_units(units, config, alive)
    for outcome in read:
        outcomes.append(outcome)
        at.value += 1
        if time.monotonic() - sent > _SEND_EVERY_S:
            connection.send(outcomes)
            outcomes, sent = [], time.monotonic()
    if outcomes:
        connection.send(outcomes)


def on_cluster(blocks: Iterable[Block], config: Config, address: str) -> Iterator[Done]:
    """Read the blocks on the workers of a Dask cluster; a block whose worker is lost is read again by another.

    Raises
    ------
    InputError
        When Dask is not installed or nothing answers at the address.
    """
    try:
        import distributed
    except ImportError as error:
        raise InputError("--scheduler needs Dask; install airmap[cluster]") from error
    try:
        connect: Any = distributed.Client
        client = connect(address, timeout=10, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"--scheduler {address}: no Dask scheduler answers there ({error}); check it") from error
    try:
        yield from _through(client, blocks, config)
    finally:
        client.close(timeout=2)


def _through(client: Any, blocks: Iterable[Block], config: Config) -> Iterator[Done]:
    import distributed

    source = enumerate(blocks)
    running: dict[Any, tuple[int, Block]] = {}
    as_completed: Any = distributed.as_completed
    completed = as_completed(loop=client.loop)

    def submit(number: int, block: Block) -> None:
        future = client.submit(work.read_block, block, config, pure=False, retries=1)
        running[future] = (number, block)
        completed.add(future)

    slots = max(2, _BLOCKS_AHEAD * sum(client.nthreads().values()))
    for number, block in source:
        submit(number, block)
        if len(running) >= slots:
            break
    while running:
        future = next(completed)
        number, block = running.pop(future)
        error = future.exception()
        if error is None:
            yield number, future.result()
        elif isinstance(error, AirmapError):
            raise error
        else:
            yield number, tuple(_lost(unit, error) for unit in block)
        future.release()
        following = next(source, None)
        if following is not None:
            submit(*following)


def _lost(unit: Unit, error: BaseException) -> Outcome:
    reason = f"the cluster lost the block it was in ({type(error).__name__})"
    return Outcome(unit.key, None, (Failure(unit.file, unit.record, reason, "run again with --resume"),))
