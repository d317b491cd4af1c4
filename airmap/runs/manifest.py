"""What a run has read so far, in one SQLite file, so that it can go on after any end.

A result stands under a hash of its article and of everything that could change it. An article's place in the input
stands apart from its result: input that moved is not read again.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from airmap.errors import AirmapError, InputError
from airmap.readers.base import Failure
from airmap.records import Reading
from airmap.runs import codec

# The readings stand last: what is before them is found without passing over their bytes.
_SCHEMA_VERSION = "3"
# What was read is written at least this often: a commit for every block would cost more than the blocks.
_COMMIT_EVERY_S = 0.5
_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (key BLOB NOT NULL UNIQUE, failures TEXT, incidents INTEGER NOT NULL,
                                    meetings INTEGER NOT NULL, reading BLOB);
CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, key BLOB, id TEXT, place TEXT NOT NULL, failure TEXT);
CREATE INDEX IF NOT EXISTS entry_keys ON entries (key);
CREATE INDEX IF NOT EXISTS entry_ids ON entries (id);
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article: its reading as `codec.dumps` gives it, or None; and what there was to complain of."""

    key: bytes
    reading: bytes | None
    failures: tuple[Failure, ...] = ()
    incidents: int = 0
    meetings: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at one place of the input: an article by its key, or a failure alone."""

    number: int
    key: bytes | None
    id: str | None
    place: str
    failure: Failure | None = None


class ManifestError(AirmapError, OSError):
    """A manifest that cannot be opened or written: names the file and the remedy."""


class Manifest:
    """The entries of a run in input order, and the results that they have.

    Parameters
    ----------
    path
        The file; None for a temporary one that goes with the object.
    resume
        Keep the results that are there; otherwise the file is begun anew.
    """

    def __init__(self, path: Path | None, *, resume: bool = False) -> None:
        self.path = path
        self._begun: float | None = None
        self._temporary: str | None = None
        if path is None:
            handle, self._temporary = tempfile.mkstemp(prefix="airmap-", suffix=".sqlite")
            os.close(handle)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._file = Path(self._temporary) if self._temporary else Path(str(path))
        try:
            self._open(resume=resume)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def _open(self, *, resume: bool) -> None:
        self._connection = sqlite3.connect(self._file, isolation_level=None, timeout=1)
        execute = self._connection.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = NORMAL")
        execute("BEGIN EXCLUSIVE")
        self._connection.execute("COMMIT")
        names = {row[0] for row in execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        ours = "facts" in names and self.fact("schema") == _SCHEMA_VERSION
        if not resume or not ours:
            if names and "facts" not in names:
                raise InputError(f"{self._file}: it is a database of something else; give another --out")
            for name in sorted(names):
                execute(f'DROP TABLE "{name}"')
        self._connection.executescript(_SCHEMA)
        self.set_fact("schema", _SCHEMA_VERSION)

    def _explained(self, error: sqlite3.Error) -> ManifestError:
        text = str(error)
        remedy = ("another run is using it; wait for it" if "locked" in text else
                  "make room, then run again with --resume" if "full" in text or "disk I/O" in text else
                  "delete it and run again")
        return ManifestError(f"{self._file}: the run's manifest cannot be used ({text}); {remedy}")

    def fact(self, name: str) -> str | None:
        """Return a fact about the run, or None."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_fact(self, name: str, value: str | None) -> None:
        """Keep a fact about the run, or forget it."""
        self.commit()
        try:
            if value is None:
                self._connection.execute("DELETE FROM facts WHERE name = ?", (name,))
            else:
                self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def begin(self) -> None:
        """Forget the order of an earlier input; its results stay."""
        self.commit()
        try:
            self._connection.execute("DELETE FROM entries")
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def known(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return those keys that have a result."""
        find = self._connection.execute
        return {k for k in keys if find("SELECT 1 FROM results WHERE key = ?", (k,)).fetchone()}

    def first_place(self, key: bytes) -> str | None:
        """Return where an article stood before in this input, or None."""
        row = self._connection.execute("SELECT place FROM entries WHERE key = ? LIMIT 1", (key,)).fetchone()
        return row[0] if row else None

    def first_with_id(self, article_id: str) -> str | None:
        """Return where an article of this id stood before in this input, or None."""
        query = "SELECT place FROM entries WHERE id = ? LIMIT 1"
        row = self._connection.execute(query, (_safe(article_id),)).fetchone()
        return row[0] if row else None

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Add articles and unreadable inputs."""
        rows = [(e.number, e.key, _safe(e.id) if e.id is not None else None, _safe(e.place),
                 _failures_text([e.failure]) if e.failure else None) for e in entries]
        self._write("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", rows)

    def add_outcomes(self, outcomes: Iterable[Outcome]) -> None:
        """Add results; they are on the disk half a second later, or after `commit`."""
        rows = [(o.key, o.reading, _failures_text(o.failures) if o.failures else None, o.incidents, o.meetings)
                for o in outcomes]
        self._write("INSERT OR REPLACE INTO results (key, reading, failures, incidents, meetings) "
                    "VALUES (?, ?, ?, ?, ?)", rows)

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if not rows:
            return
        try:
            if self._begun is None:
                self._connection.execute("BEGIN")
                self._begun = time.monotonic()
            self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            self._roll_back()
            raise self._explained(error) from error
        if time.monotonic() - self._begun > _COMMIT_EVERY_S:
            self.commit()

    def commit(self) -> None:
        """Write what was added so far."""
        if self._begun is None:
            return
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise self._explained(error) from error
        self._begun = None

    def _roll_back(self) -> None:
        self._begun = None
        with suppress(sqlite3.Error):
            self._connection.execute("ROLLBACK")

    def results(self, keys: Iterable[bytes]) -> Iterator[Outcome]:
        """Yield the results that stand under ``keys``."""
        for key in keys:
            query = "SELECT reading, failures, incidents, meetings FROM results WHERE key = ?"
            for reading, failures, incidents, meetings in self._connection.execute(query, (key,)):
                yield Outcome(key, reading, _failures(failures), incidents, meetings)

    def outcomes(self, *, after: int = -1, before: int | None = None, with_failures: bool = False,
                 with_readings: bool = True) -> Iterator[tuple[int, Outcome]]:
        """Yield each entry's outcome in input order, or only those with failures; unreadable inputs have no key.

        Without ``with_readings`` the readings themselves are left out.
        """
        condition = "AND (e.failure IS NOT NULL OR r.failures IS NOT NULL) " if with_failures else ""
        column = "r.reading" if with_readings else "NULL"
        rows = self._connection.execute(
            f"SELECT e.number, e.key, e.failure, {column}, r.failures, r.incidents, r.meetings FROM entries e "
            "LEFT JOIN results r ON r.key = e.key WHERE e.number > ? AND e.number < ? "
            f"{condition}ORDER BY e.number",
            (after, 2**62 if before is None else before))
        for number, key, failure, reading, failures, incidents, meetings in rows:
            if key is None:
                yield number, Outcome(b"", None, _failures(failure))
            else:
                yield number, Outcome(key, reading, _failures(failure) + _failures(failures), incidents or 0,
                                      meetings or 0)

    def __iter__(self) -> Iterator[Reading]:
        """Yield the readings in input order; may be gone through again and again."""
        return self.readings()

    def readings(self, *, with_findings: bool = False) -> Iterator[Reading]:
        """Yield the readings in input order, all or only those with an incident or a meeting."""
        condition = "AND r.incidents + r.meetings > 0 " if with_findings else ""
        rows = self._connection.execute(
            f"SELECT r.reading FROM entries e JOIN results r ON r.key = e.key WHERE r.reading IS NOT NULL {condition}"
            "ORDER BY e.number")
        for (reading,) in rows:
            yield codec.loads(reading)

    def close(self, *, delete: bool = False) -> None:
        """Close the file; a temporary one is deleted, and any other if ``delete`` says so."""
        with suppress(ManifestError):
            self.commit()
        self._connection.close()
        if self._temporary or delete:
            for ending in ("", "-wal", "-shm"):
                Path(f"{self._file}{ending}").unlink(missing_ok=True)


def _failures_text(failures: Iterable[Failure]) -> str:
    return json.dumps([astuple(f) for f in failures])


def _failures(text: str | None) -> tuple[Failure, ...]:
    return tuple(Failure(*values) for values in json.loads(text)) if text else ()


def _safe(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
