"""What was made lately, kept by what it was made from: news keeps to the same few borders, coasts and towns.

A shape is known by a digest of what it holds, which is taken once for each object; so shapes that come out of here are
found again at no cost. Everything is bounded: shapes by their corners, the rest by their number; the oldest go first.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.geometry import drawings

T = TypeVar("T")

# Some 50 MB.
_MOST_CORNERS = 2_000_000
_MOST_FIGURES = 4_096


class Recent(Generic[T]):
    """Values made lately, by key, as many as come to ``most`` by a size that is asked for each."""

    def __init__(self, most: int, size: Callable[[T], int] = lambda _: 1) -> None:
        self._most = most
        self._size = size
        self._held = 0
        self._made: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._made)

    def get_or_make(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for a key, or make it; the value asked for last is always kept."""
        if (found := self._made.get(key)) is not None:
            self._made.move_to_end(key)
            return found[0]
        value = make()
        # Making it may have made it already.
        if key not in self._made:
            size = self._size(value)
            self._made[key] = value, size
            self._held += size
            while self._held > self._most and len(self._made) > 1:
                self._held -= self._made.popitem(last=False)[1][1]
        return value


def corners(shape: BaseGeometry) -> int:
    """Return what a shape counts for: its corners, and a little for being there."""
    return int(shapely.get_num_coordinates(shape)) + 16


_SHAPES: Recent[BaseGeometry] = Recent(_MOST_CORNERS, corners)
_FIGURES: Recent[Any] = Recent(_MOST_FIGURES)
# Shapes do not change, so the digest of one holds for as long as it lives: (the shape, its digest) by its id.
_DIGESTS: dict[int, tuple[weakref.ref[BaseGeometry], bytes]] = {}


def remembered(name: str, inputs: tuple[Hashable, ...], make: Callable[[], BaseGeometry]) -> BaseGeometry:
    """Return a shape made before from the same inputs (geometries by what they hold), or make it.

    Another process may have made it: the inputs' ``repr`` must say all there is to them.
    """
    key = _key(name, inputs)
    return _SHAPES.get_or_make(key, lambda: drawings.kept_or_drawn(key, make))


def remembered_here(name: str, inputs: tuple[Hashable, ...], make: Callable[[], BaseGeometry]) -> BaseGeometry:
    """Return the same, but ask no other process: for what is made as fast as it is read from a file."""
    return _SHAPES.get_or_make(_key(name, inputs), make)


def figured(name: str, inputs: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """Return figures worked out before from the same inputs (geometries by what they hold), or work them out."""
    found: T = _FIGURES.get_or_make(_key(name, inputs), make)
    return found


def figured_anywhere(
    name: str, inputs: tuple[Hashable, ...], make: Callable[[], tuple[float, ...]]
) -> tuple[float, ...]:
    """Return the same, which another process may have worked out: the inputs' ``repr`` must say all there is."""
    key = _key(name, inputs)
    found: tuple[float, ...] = _FIGURES.get_or_make(key, lambda: drawings.kept_or_worked_out(key, make))
    return found


def united(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union of shapes."""
    return remembered_here("union", tuple(shapes), lambda: shapely.union_all(shapes))


def meet(first: BaseGeometry, second: BaseGeometry) -> bool:
    """Say whether two shapes have a point in common."""
    return figured("meet", (first, second), lambda: bool(shapely.intersects(first, second)))


def _key(name: str, inputs: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    return (name, *(digest(i) if isinstance(i, BaseGeometry) else i for i in inputs))


def digest(shape: BaseGeometry) -> bytes:
    """Return sixteen bytes that stand for what a shape holds."""
    at = id(shape)
    if (known := _DIGESTS.get(at)) is not None and known[0]() is shape:
        return known[1]
    found = blake2b(shapely.to_wkb(shape), digest_size=16).digest()
    _DIGESTS[at] = weakref.ref(shape, lambda gone: _forget(at, gone)), found
    return found


def _forget(at: int, gone: weakref.ref[BaseGeometry]) -> None:
    # Another shape may live at that address by now.
    if (known := _DIGESTS.get(at)) is not None and known[0] is gone:
        del _DIGESTS[at]
