"""Readings to bytes and back, without pickle: what the manifest keeps and what workers hand over.

The types in `airmap.records` say the form: a dataclass or a named tuple becomes a list of its fields. Shapes stand as
WKB behind the JSON, which holds their numbers: nine tenths of a long reading are coordinates.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import struct
import types
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from airmap.records import Reading

_PLAIN, _PACKED = b"\x01", b"\x02"
# Most readings are of articles in which nothing was found, too short to gain from being compressed.
_COMPRESS_FROM_BYTES = 2000
_LENGTH = struct.Struct("<I")


def dumps(reading: Reading) -> bytes:
    """Return a reading as bytes, compressed where it is long; without the text where nothing was found in it."""
    found = reading.incidents or reading.meetings
    article = dataclasses.replace(reading.article, extra={}, text=reading.article.text if found else "")
    value = _encoder(Reading)(dataclasses.replace(reading, article=article))
    shapes: list[bytes] = []

    def number_of(shape: Any) -> int:
        import shapely

        shapes.append(shapely.to_wkb(shape))
        return len(shapes) - 1

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=number_of)
    data = text.encode("utf-8", "surrogatepass")
    if not shapes and len(data) < _COMPRESS_FROM_BYTES:
        return _PLAIN + data
    packed = zlib.compress(data, 1)
    return b"".join((_PACKED, *(part for piece in (packed, *shapes) for part in (_LENGTH.pack(len(piece)), piece))))


def loads(data: bytes) -> Reading:
    """Return the reading that `dumps` made."""
    shapes: tuple[Any, ...] = ()
    plain = data[1:]
    if data[:1] == _PACKED:
        packed, *wkb = _pieces(data)
        plain = zlib.decompress(packed)
        if wkb:
            import shapely

            shapes = tuple(shapely.from_wkb(wkb))
    value = json.loads(plain.decode("utf-8", "surrogatepass"))
    reading: Reading = _decoder(Reading)(value, shapes)
    return reading


def _pieces(data: bytes) -> list[bytes]:
    pieces, at = [], 1
    while at < len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        pieces.append(data[at : at + length])
        at += length
    return pieces


Transform = Callable[[Any], Any]
# A value and the shapes that it refers to by number.
Restore = Callable[[Any, tuple[Any, ...]], Any]


def _fields(kind: Any) -> list[tuple[str, Any]]:
    hints = _hints(kind)
    names = [f.name for f in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else kind._fields
    return [(n, hints[n]) for n in names]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    from shapely.geometry.base import BaseGeometry

    return get_type_hints(kind, localns={"BaseGeometry": BaseGeometry})


def _parts(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return the origin and arguments of a type; of a union with None, those of the other member and a mark."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        members = [a for a in get_args(kind) if a is not type(None)]
        if len(members) == 1:
            return "optional", (members[0],)
        return "plain", ()
    return origin, get_args(kind)


def _is_record(kind: Any) -> bool:
    return dataclasses.is_dataclass(kind) or (isinstance(kind, type) and hasattr(kind, "_fields"))


@cache
def _encoder(kind: Any) -> Transform:
    origin, arguments = _parts(kind)
    if origin == "optional":
        inner = _encoder(arguments[0])
        return lambda v: None if v is None else inner(v)
    if origin is tuple:
        inner = _encoder(arguments[0])
        return lambda v: [inner(x) for x in v]
    if origin is Mapping:
        inner = _encoder(arguments[1])
        return lambda v: {k: inner(x) for k, x in v.items()}
    if _is_plain(kind):
        return lambda v: v
    if kind is dt.date:
        return lambda v: v.isoformat()
    if _is_record(kind):
        transforms: list[tuple[str, Transform | None]] | None = None

        def encode(value: Any) -> list[Any]:
            nonlocal transforms
            if transforms is None:
                transforms = [(n, None if _is_plain(t) else _encoder(t)) for n, t in _fields(kind)]
            return [getattr(value, n) if t is None else t(getattr(value, n)) for n, t in transforms]

        return encode
    return lambda v: v


@cache
def _decoder(kind: Any) -> Restore:
    origin, arguments = _parts(kind)
    if origin == "optional":
        inner = _decoder(arguments[0])
        return lambda v, shapes: None if v is None else inner(v, shapes)
    if origin is tuple:
        inner = _decoder(arguments[0])
        return lambda v, shapes: tuple(inner(x, shapes) for x in v)
    if origin is Mapping:
        inner = _decoder(arguments[1])
        return lambda v, shapes: {k: inner(x, shapes) for k, x in v.items()}
    if _is_plain(kind):
        return lambda v, _: v
    if kind is dt.date:
        return lambda v, _: dt.date.fromisoformat(v)
    if _is_record(kind):
        transforms: list[Restore | None] | None = None

        def decode(value: Any, shapes: tuple[Any, ...]) -> Any:
            nonlocal transforms
            if transforms is None:
                transforms = [None if _is_plain(t) else _decoder(t) for _, t in _fields(kind)]
            fields = zip(transforms, value, strict=True)
            return kind(*(v if t is None or v is None else t(v, shapes) for t, v in fields))

        return decode
    return lambda number, shapes: shapes[number]


def _is_plain(kind: Any) -> bool:
    """Say whether values of a type are the same in JSON: words and figures, or None in their place."""
    origin, arguments = _parts(kind)
    if origin == "optional":
        return _is_plain(arguments[0])
    return origin in ("plain", Literal) or kind in (str, int, float, bool, Any)
