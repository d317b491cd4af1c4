"""Parquet tables to articles, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from airmap.readers.base import Failure, Item, Settings, Source, choose_columns, from_record
from airmap.readers.streams import FREE_BYTES

_ROWS_A_BATCH = 256
_BYTES_A_BATCH = 32_000_000


def read_parquet(path: Path, source: Source, settings: Settings) -> Iterator[Item]:
    """Yield the article of each row; only the columns that hold articles are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, memory_map=True) as table:
            coded = _coded_columns(table.metadata)
        # A value that a dictionary holds once is not unpacked a hundred times.
        with pq.ParquetFile(path, memory_map=True, read_dictionary=coded) as table:
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
    columns, number = sorted(set(chosen.values())), 0
    for group in range(table.num_row_groups):
        rows, unpacked, packed = _sizes(table.metadata.row_group(group), columns)
        if unpacked > FREE_BYTES and unpacked > settings.limits.expansion * packed:
            yield Failure(source.name, f"rows {number + 1} to {number + rows}",
                          f"they unpack to more than {settings.limits.expansion} times their size",
                          "write the table without compression if you trust it")
            number += rows
            continue
        size = max(1, min(_ROWS_A_BATCH, _BYTES_A_BATCH * rows // max(unpacked, 1)))
        for batch in table.iter_batches(batch_size=size, row_groups=[group], columns=columns):
            for row in range(batch.num_rows):
                number += 1
                (record,) = batch.slice(row, 1).to_pylist()
                yield from from_record(record, source.name, f"row {number}", f"{source.id}-{number}", settings)


def _coded_columns(metadata: Any) -> list[str]:
    """Return the columns of text that are stored as a dictionary and numbers, by name."""
    if not metadata.num_row_groups:
        return []
    group = metadata.row_group(0)
    chunks = (group.column(n) for n in range(group.num_columns))
    return [c.path_in_schema for c in chunks if c.physical_type == "BYTE_ARRAY"
            and any("DICTIONARY" in e for e in c.encodings)]


def _sizes(group: Any, columns: list[str]) -> tuple[int, int, int]:
    """Return how many rows a row group has, and the bytes of some of its columns, unpacked and as they are stored."""
    chunks = [c for n in range(group.num_columns) if (c := group.column(n)).path_in_schema.split(".")[0] in columns]
    return (group.num_rows, sum(c.total_uncompressed_size for c in chunks),
            sum(c.total_compressed_size for c in chunks))
