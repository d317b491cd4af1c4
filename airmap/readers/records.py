"""Tables and JSON records to articles: one line or row each, streamed, a bad one passed over."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import IO, Any

from airmap.readers import streams, texts
from airmap.readers.base import Failure, Item, Settings, Source, choose_columns, from_record

_CSV_JOIN_LINES = 2000


def read_jsonl(stream: IO[bytes], source: Source, settings: Settings) -> Iterator[Item]:
    """Yield the article of each line of a JSON Lines stream; blank lines are passed over."""
    limit = settings.limits.record_bytes
    for number, line in enumerate(streams.lines(stream, limit), start=1):
        where = f"line {number}"
        if line is None:
            yield Failure(source.name, where, f"the line is longer than {limit / 1e6:.0f} MB",
                          "put one article on a line, or raise --max-megabytes")
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield from _json_record(line, source, where, f"{source.id}-{number}", settings)


def read_json(data: bytes, source: Source, settings: Settings) -> Iterator[Item]:
    """Yield the articles of a JSON document: a list of objects, or one object."""
    value = _loaded(data, settings)
    if isinstance(value, Failure | str):
        yield Failure(source.name, None, str(value), "give a list of objects, or JSON Lines")
        return
    if isinstance(value, dict):
        yield from from_record(value, source.name, "object", source.id, settings)
        return
    for number, record in enumerate(value, start=1):
        where = f"record {number}"
        if isinstance(record, dict):
            yield from from_record(record, source.name, where, f"{source.id}-{number}", settings)
        else:
            yield Failure(source.name, where, f"it is {type(record).__name__}, not an object",
                          "give objects with a field for the text")


def _json_record(line: bytes, source: Source, where: str, fallback_id: str, settings: Settings) -> list[Item]:
    value = _loaded(line, settings)
    if isinstance(value, str):
        return [Failure(source.name, where, value, "write one JSON object a line")]
    if not isinstance(value, dict):
        return [Failure(source.name, where, f"it is {type(value).__name__}, not an object",
                        "write one JSON object a line")]
    return from_record(value, source.name, where, fallback_id, settings)


def _loaded(data: bytes, settings: Settings) -> Any:
    """Return what JSON text holds (an object or a list), or the reason why it cannot be read, as a string."""
    try:
        value = json.loads(texts.decode(data, settings.encoding))
    except json.JSONDecodeError as error:
        return f"it is not JSON ({error.msg} at column {error.colno})"
    except RecursionError:
        return "its values are nested too deep"
    except ValueError as error:
        return str(error).partition("; ")[0]
    return repr(value)[:40] + " is no record" if isinstance(value, str) else value


def read_csv(stream: IO[bytes], source: Source, settings: Settings) -> Iterator[Item]:
    """Yield the article of each row of a CSV or TSV table with a header.

    A row whose quotes do not balance would swallow the rows after it: its first line is passed over and reading goes
    on with the next one.
    """
    reader = _Rows(stream, source, settings)
    header = reader.header()
    if isinstance(header, Failure):
        yield header
        return
    try:
        choose_columns(settings.columns, header)
    except KeyError as error:
        yield Failure(source.name, "header", error.args[0], "name the column with --text-column")
        return
    for number, row in reader.rows(len(header)):
        if isinstance(row, Failure):
            yield row
        else:
            record = dict(zip(header, row, strict=True))
            yield from from_record(record, source.name, f"line {number}", f"{source.id}-{number}", settings)


class _Rows:
    """Rows of a CSV stream with their first line's number; lines are joined while a quoted field is open."""

    def __init__(self, stream: IO[bytes], source: Source, settings: Settings) -> None:
        self._lines = enumerate(streams.lines(stream, settings.limits.record_bytes), start=1)
        self._ahead: list[tuple[int, bytes | None]] = []
        self._source = source
        self._settings = settings
        self._delimiter = ","

    def _next(self) -> tuple[int, bytes | None] | None:
        return self._ahead.pop(0) if self._ahead else next(self._lines, None)

    def header(self) -> list[str] | Failure:
        """Return the names of the columns; sets the delimiter (comma, semicolon or tab) by which has most columns."""
        first = self._next()
        if first is None or first[1] is None or not first[1].strip():
            return Failure(self._source.name, "header", "there is no header line", "give the columns' names first")
        try:
            line = texts.decode(first[1], self._settings.encoding)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            return Failure(self._source.name, "header", problem, remedy)
        self._delimiter = max(",;\t", key=line.count)
        names = self._parsed([line])
        return names if isinstance(names, list) else Failure(self._source.name, "header", names, "mend its quotes")

    def rows(self, width: int) -> Iterator[tuple[int, list[str] | Failure]]:
        """Yield each row of ``width`` fields, or why there is none."""
        while (taken := self._next()) is not None:
            number, line = taken
            if line is not None and not line.strip():
                continue
            if line is None:
                limit = self._settings.limits.record_bytes / 1e6
                yield number, self._bad(number, f"the line is longer than {limit:.0f} MB", "raise --max-megabytes")
                continue
            yield number, self._row(number, line, width)

    def _row(self, number: int, line: bytes, width: int) -> list[str] | Failure:
        joined: list[tuple[int, bytes | None]] = [(number, line)]
        size, quotes = len(line), line.count(b'"')
        while quotes % 2 and size <= self._settings.limits.record_bytes and len(joined) < _CSV_JOIN_LINES:
            more = self._next()
            if more is None:
                break
            joined.append(more)
            if more[1] is None:
                break
            size, quotes = size + len(more[1]), quotes + more[1].count(b'"')
        problem: str
        if quotes % 2 or any(part is None for _, part in joined):
            problem = "a quoted field is never closed"
        else:
            try:
                row = self._parsed([texts.decode(part or b"", self._settings.encoding) for _, part in joined])
            except ValueError as error:
                row = str(error).partition("; ")[0]
            if isinstance(row, list) and len(row) == width:
                return row
            problem = row if isinstance(row, str) else f"it has {len(row)} fields where the header has {width}"
        self._ahead = joined[1:] + self._ahead
        return self._bad(number, problem, "mend the row's quotes and delimiters")

    def _parsed(self, lines: list[str]) -> list[str] | str:
        csv.field_size_limit(self._settings.limits.record_bytes)
        try:
            rows = list(csv.reader(["\n".join(lines)], delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            return f"it is not CSV ({error})"
        return rows[0] if len(rows) == 1 else "it is not one row"

    def _bad(self, number: int, problem: str, remedy: str) -> Failure:
        return Failure(self._source.name, f"line {number}", problem, remedy)
