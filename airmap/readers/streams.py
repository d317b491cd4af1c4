"""Bytes from files and standard input, unpacked as they are read, within bounds."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, cast

from airmap.readers.base import Limits, Source

_CHUNK = 1 << 16
#: What may be unpacked without a question.
FREE_BYTES = 64_000_000


@dataclass(slots=True)
class Meter:
    """How far reading has come, in bytes of the files as they are stored."""

    total: int = 0
    finished: int = 0
    stream: IO[bytes] | None = None

    @property
    def fraction(self) -> float:
        """The share of the input that was read, 0 where its size is not known."""
        current = self.stream.tell() if self.stream is not None and self.stream.seekable() else 0
        return min(1.0, (self.finished + current) / self.total) if self.total else 0.0

    def finish(self, size: int) -> None:
        """Note that a file is done."""
        self.finished += size
        self.stream = None


class TooLargeError(ValueError):
    """An input that is larger, or unpacks to more, than its limit."""


class _Bounded(io.RawIOBase):
    """An unpacked stream that stops where it has grown implausibly beyond its packed size: a bomb."""

    def __init__(self, unpacked: IO[bytes], packed: IO[bytes], expansion: int) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._expansion = expansion
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._unpacked.read(min(len(view), _CHUNK))
        view[: len(data)] = data
        self._given += len(data)
        if self._given > FREE_BYTES and self._given > self._expansion * max(self._packed.tell(), 1):
            raise TooLargeError(f"it unpacks to more than {self._expansion} times its size; unpack it yourself if you "
                                "trust it")
        return len(data)


@contextmanager
def opened(source: Source, limits: Limits, meter: Meter | None = None) -> Iterator[IO[bytes]]:
    """Open a source for reading bytes, unpacked; an unpacked size out of all proportion raises `TooLargeError`."""
    packed: IO[bytes] = source.path.open("rb") if source.path else sys.stdin.buffer
    if meter is not None:
        meter.stream = packed
    try:
        if source.packing is None:
            yield packed
        elif source.packing == "gz":
            unpacked = cast(IO[bytes], gzip.GzipFile(fileobj=packed))
            yield io.BufferedReader(_Bounded(unpacked, packed, limits.expansion), _CHUNK)
        else:
            import zstandard

            reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(packed, read_across_frames=True)
            yield io.BufferedReader(_Bounded(reader, packed, limits.expansion), _CHUNK)
    finally:
        if meter is not None:
            meter.stream = None
        if source.path:
            packed.close()


def whole(source: Source, limits: Limits) -> bytes:
    """Return a source's bytes, at most ``limits.document_bytes`` of them.

    Raises
    ------
    TooLargeError
        When there are more.
    """
    with opened(source, limits) as stream:
        data = stream.read(limits.document_bytes + 1)
    if len(data) > limits.document_bytes:
        raise TooLargeError(f"it is larger than {limits.document_bytes / 1e6:.0f} MB; cut it into articles, or raise "
                            "--max-megabytes")
    return data


def lines(stream: IO[bytes], limit_bytes: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream without their ends, None for a line longer than the limit, which is passed over."""
    while line := stream.readline(limit_bytes + 1):
        if len(line) > limit_bytes and not line.endswith(b"\n"):
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield None
        else:
            yield line.rstrip(b"\r\n")


#: What reading a damaged or truncated file can raise.
BROKEN = (OSError, EOFError, zlib.error)
