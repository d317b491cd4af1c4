"""The user's own gazetteers: files of places, made into SQLite files beside each other in the user's data directory.

A name is filed under a 63-bit hash of its folded form, best-known first, so that a look-up is one search in one B-tree
and a common name costs no more than a rare one. A gazetteer is written under a temporary name and moved into place when
it is whole: an import that fails, or is killed, leaves the old one as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import re
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from airmap.errors import BoundaryDataError, InputError, UnknownPlaceError
from airmap.gazetteer.folding import fold
from airmap.paths import user_data_dir
from airmap.places.files import Columns, PlaceRow, is_dump, read_places
from airmap.records import Bounds, Place

FORMAT = 1
_MOST_PLACES_A_NAME = 64
_BATCH = 20_000
_LONGEST_KEY = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
#: How soon a reader thinks of a feature of that kind, in powers of ten of a town's people.
_STANDING = {"country": 9.0, "continent": 9.5, "ocean": 7.0, "sea": 6.0, "region": 6.0, "admin1": 5.5, "strait": 5.0,
             "gulf": 4.0, "islands": 4.0, "admin2": 3.5, "island": 3.0, "lake": 3.0, "peninsula": 3.0, "airbase": 2.5,
             "mountain": 2.5, "river": 2.5, "airport": 2.0, "area": 2.0}


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was left out: where it stands in the file, and why."""

    file: str
    where: str
    problem: str

    def __str__(self) -> str:
        place = self.where.removeprefix("line ")
        text = f"{self.file}:{place}: {self.problem}" if place.isdecimal() else f"{self.file}: {place}: {self.problem}"
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


@dataclass(frozen=True, slots=True)
class GazetteerInfo:
    """What there is to say of one gazetteer: its name, the file it came from, how much it holds."""

    name: str
    source: str
    places: int
    names: int
    size_bytes: int
    path: Path


def folder() -> Path:
    """Return the folder of the user's gazetteers; not created here."""
    return user_data_dir() / "gazetteers"


def default_name(path: Path) -> str:
    """Return the name that a file's gazetteer gets where none is given: "allCountries.zip" gives "allcountries"."""
    plain = re.sub(r"[^a-z0-9]+", "-", path.name.partition(".")[0].lower()).strip("-")[:64]
    return plain or "places"


def add(
    path: Path,
    *,
    name: str | None = None,
    columns: Columns | None = None,
    tell: Callable[[Problem], None] = lambda problem: None,
    progress: Callable[[int], None] = lambda places: None,
) -> GazetteerInfo:
    """Make a gazetteer of a file, in place of the one of that name if there is one.

    Parameters
    ----------
    path
        A GeoNames dump (plain, zip, gz), a CSV or TSV with a header, or GeoJSON.
    name
        What to call it; by default the file's name.
    columns
        The columns of a CSV or the properties of GeoJSON, where they are not the usual ones.
    tell
        Called with each row that is left out.
    progress
        Called now and then with the number of places so far.

    Raises
    ------
    InputError
        When the file cannot be read, or holds no place; the old gazetteer stays as it was.
    """
    name = _checked(name if name is not None else default_name(path))
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    with tempfile.TemporaryDirectory(prefix=f".adding-{os.getpid()}-", dir=home) as scratch:
        made = Path(scratch) / "places.sqlite"
        try:
            _build(made, path, columns or Columns(), tell, progress)
        except sqlite3.Error as error:
            raise InputError(f"{path}: cannot be added under {home} ({error}); nothing was changed") from error
        _settle(made)
        target = home / f"{name}.sqlite"
        made.replace(target)
    _sync(home)
    _open_anew()
    return _info(target)


def _open_anew() -> None:
    """Let a running process see the change, a notebook's for instance."""
    from airmap.pipeline import default_gazetteer

    default_gazetteer.cache_clear()


def remove(name: str) -> None:
    """Remove the gazetteer of that name.

    Raises
    ------
    UnknownPlaceError
        When there is none.
    """
    path = folder() / f"{_checked(name)}.sqlite"
    try:
        path.unlink()
    except FileNotFoundError as error:
        have = ", ".join(names()) or "none"
        raise UnknownPlaceError(f"there is no gazetteer {name!r}; there are: {have}") from error
    _open_anew()


def names() -> tuple[str, ...]:
    """Return the names of the gazetteers that the user has added, in order."""
    return tuple(path.stem for path in _files())


def info(name: str) -> GazetteerInfo:
    """Return what there is to say of one gazetteer.

    Raises
    ------
    BoundaryDataError
        When its file is damaged or of another version.
    """
    return _info(folder() / f"{_checked(name)}.sqlite")


def state() -> tuple[tuple[str, int, int], ...]:
    """Return what changes whenever a gazetteer is added, replaced or removed: each name, its size and its time."""
    return tuple((path.stem, status.st_size, status.st_mtime_ns) for path in _files() if (status := path.stat()))


def open_user_gazetteers() -> tuple[UserGazetteer, ...]:
    """Open every gazetteer that the user has added, in the order of their names; none is an empty tuple."""
    return tuple(UserGazetteer(path) for path in _files())


class UserGazetteer:
    """One of the user's gazetteers, open for reading; may be shared between threads and kept across a fork.

    ``broad`` says that it is a GeoNames dump, with every hill and brook, rather than a list that somebody chose.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._path = path
        self._lock = threading.Lock()
        self._process = 0
        self._connection: sqlite3.Connection | None = None
        self.broad = self._query("SELECT value FROM meta WHERE key = 'broad'", ()) == [("1",)]

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return the places that bear a name, best-known first, at most 64 of them."""
        return self.lookup_folded(fold(name))

    def lookup_folded(self, folded: str) -> tuple[Place, ...]:
        """Return the places under a folded name, best-known first, at most 64 of them."""
        rows = self._query(
            "SELECT name, lon, lat, feature, country, source_id, population, west, south, east, north, admin1"
            " FROM key JOIN place ON place.id = key.place WHERE hash = ? ORDER BY rank, place LIMIT ?",
            (_hash(folded), _MOST_PLACES_A_NAME))
        return tuple(
            Place(name=r[0], lon=r[1], lat=r[2], feature=r[3], country=r[4], gazetteer=self.name, gazetteer_id=r[5],
                  population=r[6], extent=Bounds(*r[7:11]) if r[7] is not None else None, admin1=r[11])
            for r in rows)

    def _query(self, statement: str, values: tuple[int, ...]) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                # A connection must not be used on both sides of a fork.
                if self._connection is None or self._process != os.getpid():
                    self._connection = _connect(self._path)
                    self._process = os.getpid()
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise _damaged(self._path, error) from error


def _files() -> list[Path]:
    home = folder()
    return sorted(home.glob("[a-z0-9]*.sqlite")) if home.is_dir() else []


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InputError(f"a gazetteer cannot be called {name!r}; use up to 64 of a-z, 0-9, dot, hyphen, underscore")
    return name


def _hash(folded: str) -> int:
    digest = hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def _fingerprint() -> str:
    """Return what the folding of names is known by: another folding would look under other keys."""
    sample = "The Ørland—St. Mary's Fort Mount Łódź-Straße İstanbul Ærø & Çeşme"
    return f"{FORMAT}:{_hash(fold(sample)):x}"


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    facts = dict(connection.execute("SELECT key, value FROM meta"))
    if facts.get("fingerprint") != _fingerprint():
        connection.close()
        raise BoundaryDataError(f"the gazetteer {path.stem!r} was made by another version of airmap: add"
                                f" {facts.get('source')} again, or airmap gazetteer remove {path.stem}")
    return connection


def _damaged(path: Path, error: Exception) -> BoundaryDataError:
    return BoundaryDataError(f"the gazetteer {path.stem!r} ({path}) is damaged ({error}): add its file again, or"
                             f" airmap gazetteer remove {path.stem}")


def _info(path: Path) -> GazetteerInfo:
    try:
        with contextlib.closing(_connect(path)) as connection:
            facts = dict(connection.execute("SELECT key, value FROM meta"))
        return GazetteerInfo(path.stem, facts["source"], int(facts["places"]), int(facts["names"]),
                             path.stat().st_size, path)
    except (sqlite3.Error, KeyError, ValueError) as error:
        raise _damaged(path, error) from error


def _build(made: Path, path: Path, columns: Columns, tell: Callable[[Problem], None],
           progress: Callable[[int], None]) -> None:
    """Write one gazetteer: the places as they come, the keys into a file of their own, then in order."""
    keys = made.with_name("keys.sqlite")
    connection = sqlite3.connect(made, isolation_level=None)
    try:
        for pragma in ("page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "cache_size = -65536",
                       "locking_mode = EXCLUSIVE"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("ATTACH ? AS scratch", (str(keys),))
        connection.execute("PRAGMA scratch.journal_mode = OFF")
        connection.execute("PRAGMA scratch.synchronous = OFF")
        connection.executescript(
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
            "CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, lon REAL, lat REAL, feature TEXT, country TEXT,"
            " source_id TEXT, population INTEGER, west REAL, south REAL, east REAL, north REAL, admin1 TEXT);"
            "CREATE TABLE key (hash INTEGER, rank INTEGER, place INTEGER, PRIMARY KEY (hash, rank, place))"
            " WITHOUT ROWID;"
            "CREATE TABLE scratch.raw (hash INTEGER, rank INTEGER, place INTEGER);")

        def told(where: str, problem: str) -> None:
            tell(Problem(str(path), where, problem))

        connection.execute("BEGIN")
        places = 0
        rows = _once(read_places(path, columns, told), told)
        while batch := list(islice(rows, _BATCH)):
            connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", _records(batch, places))
            connection.executemany("INSERT INTO scratch.raw VALUES (?,?,?)", _keys(batch, places))
            places += len(batch)
            progress(places)
        if not places:
            raise InputError(f"{path}: no place in it could be used; nothing was changed")
        names = connection.execute("INSERT OR IGNORE INTO key SELECT hash, rank, place FROM scratch.raw"
                                   " ORDER BY hash, rank, place").rowcount
        facts = {"fingerprint": _fingerprint(), "source": path.name, "places": str(places), "names": str(names),
                 "broad": str(int(path.is_file() and is_dump(path)))}
        connection.executemany("INSERT INTO meta VALUES (?,?)", facts.items())
        connection.execute("COMMIT")
    finally:
        connection.close()


def _once(rows: Iterator[PlaceRow], told: Callable[[str, str], None]) -> Iterator[PlaceRow]:
    """Yield the rows whose id was not there before; numbers are marked in a bit each."""
    bits = bytearray()
    others: set[str] = set()
    for row in rows:
        if row.id is not None:
            if row.id.isascii() and row.id.isdecimal() and len(row.id) < 10 and (row.id == "0" or row.id[0] != "0"):
                number = int(row.id)
                byte, bit = number >> 3, 1 << (number & 7)
                if byte >= len(bits):
                    bits.extend(bytes(byte + 1 - len(bits) + len(bits) // 8))
                seen = bool(bits[byte] & bit)
                bits[byte] |= bit
            else:
                seen = row.id in others
                others.add(row.id)
            if seen:
                told(row.where, f"{row.name[:60]!r} has the id {row.id[:40]} of an earlier place; the first is kept")
                continue
        yield row


def _records(batch: list[PlaceRow], before: int) -> Iterator[tuple[object, ...]]:
    for number, row in enumerate(batch, before):
        yield (number, row.name, row.lon, row.lat, row.feature, row.country, row.id, row.population,
               *(row.extent or (None, None, None, None)), row.admin1)


def _keys(batch: list[PlaceRow], before: int) -> Iterator[tuple[int, int, int]]:
    folded_of = fold.__wrapped__
    for number, row in enumerate(batch, before):
        rank = -round(100 * max(math.log10(row.population + 1), _STANDING.get(row.feature, 0.0)))
        name = row.name
        yield _hash(folded_of(name[:_LONGEST_KEY])), rank, number
        done = {name}
        for other in row.alternates:
            if other not in done:
                done.add(other)
                # An alternate name counts for less than a place's own.
                yield _hash(folded_of(other[:_LONGEST_KEY])), rank + 100, number


def _settle(path: Path) -> None:
    """Bring a file to the disk, with the rights that a new file would have."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync(home: Path) -> None:
    """Bring a folder's entries to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(home, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(home: Path) -> None:
    """Remove what imports that were killed have left: folders whose process is gone."""
    import shutil

    for left in home.glob(".adding-*-*"):
        process = left.name.split("-")[1]
        if os.name == "posix" and process.isdecimal():
            try:
                os.kill(int(process), 0)
            except ProcessLookupError:
                shutil.rmtree(left, ignore_errors=True)
            except PermissionError:
                continue
