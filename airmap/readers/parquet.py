"""Parquet tables to articles, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from airmap.readers.base import Failure, Item, Settings, Source, choose_columns, from_record

_ROWS_A_BATCH = 256


def read_parquet(path: Path, source: Source, settings: Settings) -> Iterator[Item]:
    """Yield the article of each row; only the columns that hold articles are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, memory_map=True) as table:
            yield from _rows(table, source, settings)
    except pa.ArrowException as error:
        reason = str(error).split("\n")[0][:120]
        yield Failure(source.name, None, f"it is damaged or no Parquet file ({reason})", "write it again")


def _rows(table: Any, source: Source, settings: Settings) -> Iterator[Item]:
    import pyarrow.types as types

    schema = table.schema_arrow
    try:
        chosen = choose_columns(settings.columns, list(schema.names))
    except KeyError as error:
        yield Failure(source.name, "columns", error.args[0], "name the column with --text-column")
        return
    kind = schema.field(chosen["text"]).type
    if types.is_dictionary(kind):
        kind = kind.value_type
    if not (types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)):
        yield Failure(source.name, "columns", f"the column {chosen['text']!r} holds {kind}, not text",
                      "name another with --text-column")
        return
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS_A_BATCH, columns=sorted(set(chosen.values()))):
        for record in batch.to_pylist():
            number += 1
            yield from from_record(record, source.name, f"row {number}", f"{source.id}-{number}", settings)
