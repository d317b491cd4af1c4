"""One run of a command: read what is left, link, write, and remember that it is done."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path

from airmap import link
from airmap.errors import AirmapError
from airmap.records import Reading
from airmap.runs import batch
from airmap.runs.batch import Job, Tally
from airmap.runs.manifest import Manifest
from airmap.runs.progress import Log

INTERRUPTED = 130


class Corpus:
    """The readings of a run in input order, each incident with its event; may be gone through again and again."""

    def __init__(self, manifest: Manifest, events: dict[str, link.Event]) -> None:
        self._manifest = manifest
        self._events = events

    def __iter__(self) -> Iterator[Reading]:
        return self.readings()

    def readings(self, *, with_findings: bool = False) -> Iterator[Reading]:
        """Yield all readings, or only those with an incident or a meeting."""
        for reading in self._manifest.readings(with_findings=with_findings):
            yield link.with_events(reading, self._events)

    def remembered(self, name: str) -> str | None:
        """Return what an earlier run noted under a name."""
        return self._manifest.fact(name)

    def remember(self, name: str, value: str) -> None:
        """Note something for later runs."""
        self._manifest.set_fact(name, value)


def execute(job: Job, tally: Tally, log: Log, *, produce: Callable[[Corpus], list[Path]], target: str,
            linked: bool = True, emit: Callable[[Reading], None] | None = None) -> bool:
    """Do a job and write its outputs; return whether anything was left to do.

    Parameters
    ----------
    produce
        Writes the outputs and returns their paths.
    target
        What is to be made, in words that change when the outputs would: a done job of the same target, input and
        options is not done again.
    """
    manifest = Manifest(job.manifest, resume=job.resume)
    try:
        signature = batch.input_signature(job) if job.manifest else None
        state = json.dumps([signature, target, linked])
        if job.resume and signature and _is_done(manifest, state):
            _recall(manifest, tally, log)
            return False
        manifest.set_fact("done", None)
        batch.run(job, manifest, tally, log.failure, log.tick, emit)
        if tally.articles:
            events = link.events(manifest.readings(with_findings=True)) if linked else {}
            made = produce(Corpus(manifest, events))
            if signature:
                hashes = {str(p): batch.file_hash(p).hex() for p in made}
                manifest.set_fact("done", json.dumps({"state": state, "files": hashes, "tally": asdict(tally)}))
        return True
    finally:
        manifest.close()


def _is_done(manifest: Manifest, state: str) -> bool:
    done = manifest.fact("done")
    if done is None or json.loads(done)["state"] != state:
        return False
    try:
        return all(batch.file_hash(Path(p)).hex() == h for p, h in json.loads(done)["files"].items())
    except OSError:
        return False


def _recall(manifest: Manifest, tally: Tally, log: Log) -> None:
    """Say again what the finished run had to say."""
    for _, outcome in manifest.outcomes(with_failures=True, with_readings=False):
        for failure in outcome.failures:
            log.failure(failure)
    then = Tally(**json.loads(manifest.fact("done") or "{}")["tally"])
    for f in fields(Tally):
        setattr(tally, f.name, getattr(then, f.name))
    tally.resumed = tally.articles


@contextmanager
def explained(log: Log, *, debug: bool = False) -> Iterator[None]:
    """Turn what can end a run into one line and an exit code: Ctrl-C, a full disk, a folder without rights."""
    try:
        yield
    except KeyboardInterrupt:
        log.error("interrupted; what was read is kept, run again with --resume to go on")
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        raise
    except AirmapError as error:
        if debug:
            raise
        log.error(str(error))
        raise SystemExit(2) from None
    except OSError as error:
        if debug:
            raise
        remedy = ("make room, then run again with --resume" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
                  else "check the path and its rights")
        log.error(f"{error.filename or 'output'}: it cannot be written ({error.strerror or error}); {remedy}")
        raise SystemExit(2) from None
    finally:
        log.close()


def finish(tally: Tally, log: Log, *, made: Path | None = None, new: bool = True) -> None:
    """Say what the run came to and leave: 0 all well, 1 some inputs failed, 2 nothing could be read."""
    if not new:
        log.message("nothing to do: input, options and outputs are those of the last run")
    log.summary(str(made) if made and tally.articles else None)
    if not tally.articles:
        log.error("nothing could be read; give at least one article")
        raise SystemExit(2)
    if tally.failures:
        raise SystemExit(1)


def manifest_beside(out: Path | None) -> Path | None:
    """Return where the manifest of an output file stands: hidden, in the same folder."""
    return out.with_name(f".{out.name}.airmap") if out is not None else None


