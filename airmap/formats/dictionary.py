"""The data dictionary of the documentation, made from the columns: ``python -m airmap.formats.dictionary``."""

from __future__ import annotations

from airmap.formats.columns import INCIDENT_COLUMNS, MEETING_COLUMNS, TOPONYM_COLUMNS, Column

_TABLES = (
    ("Incidents", "One row for each incident that an article tells of. The geometry is the region where it can "
     "have happened (`EPSG:4326`), empty where the words set no bounds.", INCIDENT_COLUMNS),
    ("Meetings", "One row for each meeting. The geometry is its place, a point.", MEETING_COLUMNS),
    ("Toponyms", "One row for each time a place is named (in Python: `report.toponyms`). The geometry is that place.",
     TOPONYM_COLUMNS),
)
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "date": "date",
          "strings": "list of texts"}


def data_dictionary() -> str:
    """Return the page in Markdown."""
    parts = [
        "# Data dictionary", "",
        "Every table that airmap writes has these columns, whatever the format: CSV, GeoJSON, GeoParquet, GeoPackage, "
        "KML, PostGIS and the GeoDataFrames of a report. Where a format has no lists, texts are joined by semicolons. "
        "Unknown is empty, never a guess. This page is made from the code: `python -m airmap.formats.dictionary`.", "",
    ]
    for title, about, columns in _TABLES:
        parts.extend([f"## {title}", "", about, "", "| column | type | unit | meaning |", "| --- | --- | --- | --- |",
                      *(_row(c) for c in columns), ""])
    return "\n".join(parts)


def _row(column: Column) -> str:
    return f"| `{column.name}` | {_TYPES[column.type]} | {column.unit or ''} | {column.meaning} |"


if __name__ == "__main__":
    print(data_dictionary(), end="")
