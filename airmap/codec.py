"""Readings to bytes and back, without pickle: what the manifest keeps and what workers hand over.

The types in `airmap.records` say the form: a dataclass or a named tuple becomes a list of its fields, a geometry WKB.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import json
import types
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from airmap.records import Reading

# Most readings are of articles in which nothing was found, too short to gain from being compressed.
_COMPRESS_FROM_BYTES = 2000


def dumps(reading: Reading) -> bytes:
    """Return a reading as JSON, compressed where it is long; without the text where nothing was found in it."""
    found = reading.incidents or reading.meetings
    article = dataclasses.replace(reading.article, extra={}, text=reading.article.text if found else "")
    value = _encoder(Reading)(dataclasses.replace(reading, article=article))
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    data = text.encode("utf-8", "surrogatepass")
    if len(data) < _COMPRESS_FROM_BYTES:
        return data
    # Coordinates hold no repetitions to look for, and looking takes three times as long.
    packer = zlib.compressobj(1, strategy=zlib.Z_HUFFMAN_ONLY)
    return packer.compress(data) + packer.flush()


def loads(data: bytes) -> Reading:
    """Return the reading that `dumps` made."""
    plain = data if data.startswith(b"[") else zlib.decompress(data)
    value = json.loads(plain.decode("utf-8", "surrogatepass"))
    reading: Reading = _decoder(Reading)(value)
    return reading


Transform = Callable[[Any], Any]


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
    if origin in ("plain", Literal) or kind in (str, int, float, bool, Any):
        return lambda v: v
    if kind is dt.date:
        return lambda v: v.isoformat()
    if _is_record(kind):
        transforms: list[tuple[str, Transform]] | None = None

        def encode(value: Any) -> list[Any]:
            nonlocal transforms
            if transforms is None:
                transforms = [(n, _encoder(t)) for n, t in _fields(kind)]
            return [t(getattr(value, n)) for n, t in transforms]

        return encode
    return _to_wkb


@cache
def _decoder(kind: Any) -> Transform:
    origin, arguments = _parts(kind)
    if origin == "optional":
        inner = _decoder(arguments[0])
        return lambda v: None if v is None else inner(v)
    if origin is tuple:
        inner = _decoder(arguments[0])
        return lambda v: tuple(inner(x) for x in v)
    if origin is Mapping:
        inner = _decoder(arguments[1])
        return lambda v: {k: inner(x) for k, x in v.items()}
    if origin in ("plain", Literal) or kind in (str, int, float, bool, Any):
        return lambda v: v
    if kind is dt.date:
        return dt.date.fromisoformat
    if _is_record(kind):
        transforms: list[Transform] | None = None

        def decode(value: Any) -> Any:
            nonlocal transforms
            if transforms is None:
                transforms = [_decoder(t) for _, t in _fields(kind)]
            return kind(*(t(v) for t, v in zip(transforms, value, strict=True)))

        return decode
    return _from_wkb


def _to_wkb(geometry: Any) -> str:
    import shapely

    return base64.b64encode(shapely.to_wkb(geometry)).decode("ascii")


def _from_wkb(text: str) -> Any:
    import shapely

    return shapely.from_wkb(base64.b64decode(text))
