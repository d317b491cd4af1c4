"""GeoParquet and GeoPackage files, from the same columns as every other table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airmap.formats import frames, styles
from airmap.formats.columns import Column
from airmap.formats.credit import DATA_CREDIT
from airmap.formats.streams import Table, columns_of, geometry_of, records_of
from airmap.records import Reading

if TYPE_CHECKING:
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry

_ROWS_A_GROUP = 5000
_LAYERS = {"incidents": "MultiPolygon", "incident_points": "Point", "meetings": "Point"}


def write_parquet(readings: Iterable[Reading], path: Path, table: Table) -> None:
    """Write GeoParquet 1.1 (geometry as WKB, longitude and latitude), a row group at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import shapely

    columns = columns_of(table)
    geo = {"version": "1.1.0", "primary_column": "geometry",
           "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}}}
    schema = pa.schema([*(pa.field(c.name, _arrow_type(c), metadata={"meaning": c.meaning, "unit": c.unit or ""})
                          for c in columns), pa.field("geometry", pa.binary())],
                       metadata={"geo": json.dumps(geo), "attribution": DATA_CREDIT})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        rows: list[list[Any]] = []
        for reading, record in records_of(readings, table):
            geometry = geometry_of(record)
            wkb = shapely.to_wkb(geometry) if geometry is not None else None
            rows.append([*(_arrow_value(c.value(reading, record), c) for c in columns), wkb])
            if len(rows) == _ROWS_A_GROUP:
                writer.write_table(_arrow_table(rows, schema))
                rows = []
        writer.write_table(_arrow_table(rows, schema))


def _arrow_table(rows: list[list[Any]], schema: Any) -> Any:
    import pyarrow as pa

    arrays = [pa.array([row[i] for row in rows], type=field.type) for i, field in enumerate(schema)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _arrow_type(column: Column) -> Any:
    import pyarrow as pa

    return {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
            "date": pa.date32(), "strings": pa.list_(pa.string())}[column.type]


def _arrow_value(value: Any, column: Column) -> Any:
    import datetime as dt

    if column.type == "date" and value is not None:
        return dt.date.fromisoformat(value)
    return list(value) if isinstance(value, tuple) else value


def write_geopackage(readings: Iterable[Reading], path: Path, table: Table) -> None:
    """Write a GeoPackage with the layers ``incidents``, ``incident_points`` and ``meetings``, styled for QGIS."""
    import pyogrio

    del table
    path.unlink(missing_ok=True)
    # GDAL stamps the file with the time of writing; a fixed one keeps the same input at the same bytes.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
    try:
        for layer in _LAYERS:
            data = _layer(readings, layer)
            pyogrio.write_dataframe(data, path, layer=layer, driver="GPKG", append=path.exists(),
                                    geometry_type=_LAYERS[layer], layer_options={"DESCRIPTION": DATA_CREDIT})
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    styles.add_styles(path, {name: "fill" if kind == "MultiPolygon" else "marker" for name, kind in _LAYERS.items()})


def _layer(readings: Iterable[Reading], layer: str) -> Any:
    import geopandas

    data = frames.frame(readings, "meetings" if layer == "meetings" else "incidents")
    for column in columns_of("meetings" if layer == "meetings" else "incidents"):
        if column.type == "strings":
            data[column.name] = data[column.name].map("; ".join)
        elif column.type == "date":
            data[column.name] = data[column.name].dt.date
    if layer == "incidents":
        data.geometry = data.geometry.map(polygons_of)
    elif layer == "incident_points":
        points = geopandas.points_from_xy(data["point_lon"], data["point_lat"], crs=frames.CRS)
        data = data.set_geometry(geopandas.GeoSeries(points, index=data.index).where(data["point_lon"].notna()))
    return data


def polygons_of(geometry: BaseGeometry | None) -> MultiPolygon | None:
    """Return the polygons of a geometry as one; None where it has none."""
    import shapely

    if geometry is None:
        return None
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts) if parts else None
