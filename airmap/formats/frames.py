"""The tables as GeoDataFrames, and as GeoParquet and GeoPackage files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from airmap.formats.columns import TOPONYM_COLUMNS, Column, Value
from airmap.formats.streams import Table, columns_of, geometry_of, records_of
from airmap.records import Reading

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CRS = "EPSG:4326"


def frame(readings: Iterable[Reading], table: Table) -> GeoDataFrame:
    """Return incidents (geometry: their regions) or meetings (geometry: their places), typed, in WGS 84."""
    pairs = list(records_of(readings, table))
    return _frame(columns_of(table), pairs, [geometry_of(record) for _, record in pairs])


def toponym_frame(readings: Iterable[Reading]) -> GeoDataFrame:
    """Return the places named in the articles, one row for each time a name is used."""
    from shapely.geometry import Point

    pairs = [(reading, toponym) for reading in readings for toponym in reading.toponyms]
    return _frame(TOPONYM_COLUMNS, pairs, [Point(t.place.lon, t.place.lat) if t.place else None for _, t in pairs])


def _frame(columns: tuple[Column, ...], pairs: list[tuple[Reading, Any]], geometries: list[Any]) -> GeoDataFrame:
    import geopandas

    data = {c.name: _series([c.value(reading, record) for reading, record in pairs], c) for c in columns}
    return geopandas.GeoDataFrame(data, geometry=geopandas.GeoSeries(geometries, crs=CRS), crs=CRS)


def _series(values: list[Value], column: Column) -> Any:
    import pandas as pd

    if column.type == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[s]")
    if column.type == "strings":
        return pd.Series([list(v) if isinstance(v, tuple) else [] for v in values], dtype="object")
    dtypes: dict[str, Any] = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
    if column.type == "number":
        return pd.Series([float("nan") if v is None else v for v in values], dtype="float64")
    return pd.Series(values, dtype=dtypes[column.type])
