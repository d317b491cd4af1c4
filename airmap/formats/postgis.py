"""Incidents and meetings into a PostGIS database: rows of one id replace each other, a transaction a batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from airmap.errors import InputError
from airmap.formats.columns import Column
from airmap.formats.streams import Table, columns_of, geometry_of, records_of
from airmap.records import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")
_ROWS_A_BATCH = 500
_TYPES = {"string": "text", "integer": "bigint", "number": "double precision", "boolean": "boolean", "date": "date",
          "strings": "text[]"}
_KEYS: dict[Table, str] = {"incidents": "incident_id", "meetings": "meeting_id"}


def write_database(readings: Iterable[Reading], address: str) -> None:
    """Put incidents and meetings into the tables ``airmap_incidents`` and ``airmap_meetings``, made where need be.

    Parameters
    ----------
    address
        ``postgresql://user:password@host/database``; the database must have PostGIS or allow to create it.

    Raises
    ------
    InputError
        When SQLAlchemy is not installed, nothing answers, or the database has no PostGIS.
    """
    try:
        import sqlalchemy
    except ImportError as error:
        raise InputError("--to postgresql://... needs SQLAlchemy; install airmap[postgis]") from error
    scheme, _, rest = address.partition("://")
    driver = scheme if "+" in scheme else "postgresql+psycopg"
    engine = sqlalchemy.create_engine(f"{driver}://{rest}", hide_parameters=True)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
            for table in _KEYS:
                _create(connection, table)
        for table in _KEYS:
            _upsert(engine, readings, table)
    except sqlalchemy.exc.SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())[:160]
        where = sqlalchemy.engine.make_url(f"{driver}://{rest}").render_as_string(hide_password=True)
        raise InputError(f"{where}: {reason}; check the address, the rights and that PostGIS is installed") from error
    finally:
        engine.dispose()


def _create(connection: Connection, table: Table) -> None:
    name, key = f"airmap_{table}", _KEYS[table]
    fields = ", ".join(f'"{c.name}" {_TYPES[c.type]}{" PRIMARY KEY" if c.name == key else ""}'
                       for c in columns_of(table))
    connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {name} ({fields}, geometry geometry(Geometry, 4326))")
    connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {name}_geometry ON {name} USING gist (geometry)")
    for column in columns_of(table):
        connection.exec_driver_sql(
            f'ALTER TABLE {name} ADD COLUMN IF NOT EXISTS "{column.name}" {_TYPES[column.type]}')


def _upsert(engine: Any, readings: Iterable[Reading], table: Table) -> None:
    import shapely
    import sqlalchemy

    columns, key = columns_of(table), _KEYS[table]
    names = [c.name for c in columns]
    statement = sqlalchemy.text(
        f"INSERT INTO airmap_{table} ({', '.join(names)}, geometry) VALUES ({', '.join(':' + n for n in names)}, "
        f"ST_GeomFromWKB(:geometry, 4326)) ON CONFLICT ({key}) DO UPDATE SET "
        + ", ".join(f"{n} = EXCLUDED.{n}" for n in [*names, "geometry"] if n != key))
    rows: list[dict[str, Any]] = []
    for reading, record in records_of(readings, table):
        geometry = geometry_of(record)
        row = {c.name: _value(c.value(reading, record), c) for c in columns}
        rows.append({**row, "geometry": shapely.to_wkb(geometry) if geometry is not None else None})
        if len(rows) == _ROWS_A_BATCH:
            with engine.begin() as connection:
                connection.execute(statement, rows)
            rows = []
    if rows:
        with engine.begin() as connection:
            connection.execute(statement, rows)


def _value(value: Any, column: Column) -> Any:
    if column.type == "date" and value is not None:
        return dt.date.fromisoformat(value)
    if isinstance(value, tuple):
        return [v.replace("\0", "\N{REPLACEMENT CHARACTER}") for v in value]
    # PostgreSQL holds no NUL in a text.
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value
