"""Incidents into a PostGIS of the test's own: typed, located, and replaced rather than doubled."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fake_reading
import pytest

from airmap.errors import InputError
from airmap.formats import postgis
from airmap.pipeline import Options
from airmap.records import Article, Meeting, Reading

sqlalchemy = pytest.importorskip("sqlalchemy")
pytest.importorskip("psycopg")


def _binaries() -> Path | None:
    """Return the newest server's programs whose PostGIS extension is there too."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        version = folder.parent.name
        if Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
            return folder
    return None


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL with PostGIS on this machine")
    folder = tmp_path_factory.mktemp("postgis")
    # The server refuses to run as root: give it to the account that the package made.
    user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        for parent in folder.parents:
            if parent == Path(tempfile.gettempdir()):
                break
            parent.chmod(0o755)
        user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    subprocess.run([*user, binaries / "initdb", "-D", data, "-A", "trust", "-U", "airmap"], check=True,
                   capture_output=True, cwd=folder)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    subprocess.run([*user, binaries / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"],
                   check=True, capture_output=True, cwd=folder)
    try:
        yield f"postgresql://airmap@/postgres?host={folder}"
    finally:
        subprocess.run([*user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True,
                       capture_output=True, cwd=folder)


def rows(address: str, query: str) -> list[tuple[object, ...]]:
    engine = sqlalchemy.create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        return [tuple(r) for r in connection.execute(sqlalchemy.text(query))]


def test_rows_are_typed_located_and_replaced(address: str) -> None:
    reading = fake_reading.read(Article(id="a1", text="It entered the zone.", title="nul\0"), Options())
    met = Reading(Article(id="a2", text="t"), "de_facto", meetings=(Meeting(kind="talks", participants=("A", "B")),))
    postgis.write_database([reading, met], address)
    again = replace(reading, incidents=tuple(replace(i, status="denied") for i in reading.incidents))
    postgis.write_database([again, met], address)
    ((status, who, srid, kind, evidence),) = rows(
        address, "SELECT status, violator, ST_SRID(geometry), GeometryType(geometry), evidence FROM airmap_incidents")
    assert (status, who, srid, kind, evidence) == ("denied", "RUS", 4326, "POLYGON", ["entered"])
    assert rows(address, "SELECT participants, geometry FROM airmap_meetings") == [(["A", "B"], None)]


def test_no_server_is_one_line_without_the_password() -> None:
    with pytest.raises(InputError, match="check the address") as caught:
        postgis.write_database([], "postgresql://someone:secret@127.0.0.1:9/none")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
