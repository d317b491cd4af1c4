"""Flight tracks against airspace: where and when each visit begins and ends, and how deep it goes.

A fix's state is not enough: between two fixes an aircraft can clip a corner. So every step of the track is crossed with
the borders themselves. Steps longer than two kilometres are first cut along the geodesic (WGS 84, ``pyproj.Geod``), so
that the pieces, straight in longitude and latitude, stay within a decimetre of it. The deepest point is sought between
the fixes too, to a metre: the depth cannot change by more than the way flown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from airmap.airspace.border_distance import BorderDistance, geod
from airmap.atlas import Atlas
from airmap.errors import InputError
from airmap.records import Position

Floats = npt.NDArray[np.float64]

MAX_STEP_M = 2_000.0
DEPTH_TOLERANCE_M = 1.0


@dataclass(frozen=True, slots=True)
class Track:
    """One flight: fixes in the order of time.

    Attributes
    ----------
    time_s
        Seconds since 1970-01-01 UTC, or since any start where ``timed`` is False; shape (n,).
    lon, lat
        Degrees, shape (n,).
    timed
        Whether the source gave times.
    """

    name: str
    time_s: Floats
    lon: Floats
    lat: Floats
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay of a flight in one state's airspace.

    ``entry_time_s`` and ``exit_time_s`` are None without times. ``begins_inside`` and ``ends_inside`` say that the
    track starts or stops within the airspace, so that no border was crossed there.
    """

    track: str
    state: str
    entry: Position
    exit: Position
    entry_time_s: float | None
    exit_time_s: float | None
    begins_inside: bool
    ends_inside: bool
    depth_m: float
    deepest: Position
    deepest_time_s: float | None

    @property
    def duration_s(self) -> float | None:
        """Seconds inside; None without times."""
        if self.entry_time_s is None or self.exit_time_s is None:
            return None
        return self.exit_time_s - self.entry_time_s


def visits(track: Track, atlas: Atlas) -> tuple[Visit, ...]:
    """Return every stay in a state's airspace, in the order of entry, then by state.

    Raises
    ------
    InputError
        For a track with fewer than two fixes, with times out of order, or with coordinates out of range.
    """
    track = densified(_checked(track))
    stays = sorted(_stays(track, atlas), key=lambda s: (-1.0 if s[1] is None else s[1], s[0]))
    return tuple(_visit(track, atlas, *stay) for stay in stays)


def _checked(track: Track) -> Track:
    if len(track.lon) < 2:
        raise InputError(f"track {track.name!r}: {len(track.lon)} fixes; at least two are needed")
    good = np.isfinite(track.lon) & np.isfinite(track.lat) & np.isfinite(track.time_s)
    good &= (np.abs(track.lat) <= 90) & (np.abs(track.lon) <= 180)
    if not good.all():
        at = int(np.argmin(good))
        swapped = abs(track.lat[at]) > 90 and abs(track.lon[at]) <= 90
        hint = " (are longitude and latitude swapped?)" if swapped else ""
        raise InputError(f"track {track.name!r}: fix {at + 1}: longitude {track.lon[at]}, latitude {track.lat[at]}, "
                         f"time {track.time_s[at]} cannot be used{hint}")
    late = np.diff(track.time_s) < 0
    if late.any():
        at = int(np.argmax(late)) + 2
        raise InputError(f"track {track.name!r}: fix {at} is earlier than the one before: sort by time")
    return track


def in_order(track: Track) -> Track:
    """Return the track with its fixes in the order of time."""
    order = np.argsort(track.time_s, kind="stable")
    return Track(track.name, track.time_s[order], track.lon[order], track.lat[order], track.timed)


def densified(track: Track, max_step_m: float = MAX_STEP_M) -> Track:
    """Return the track with long steps cut along the geodesic, and cut at the antimeridian."""
    lon, lat, time_s = track.lon, track.lat, track.time_s
    azimuth, _, metres = geod().inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    pieces = np.maximum(np.ceil(np.asarray(metres) / max_step_m), 1).astype(np.int64)
    if (pieces > 1).any():
        which = np.repeat(np.arange(len(pieces)), pieces)
        share = (np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[which]
        x, y, _ = geod().fwd(lon[which], lat[which], np.asarray(azimuth)[which], share * np.asarray(metres)[which])
        kept = share == 0
        x, y = np.where(kept, lon[which], x), np.where(kept, lat[which], y)
        times = time_s[which] + share * (time_s[which + 1] - time_s[which])
        lon, lat, time_s = np.append(x, lon[-1]), np.append(y, lat[-1]), np.append(times, time_s[-1])
    jump = np.flatnonzero(np.abs(np.diff(lon)) > 180)
    if jump.size:
        near, far = lon[jump], lon[jump + 1]
        edge = np.where(near > 0, 180.0, -180.0)
        span = far + 2 * edge - near
        share = np.where(span == 0, 0.0, (edge - near) / np.where(span == 0, 1.0, span))
        at_lat = lat[jump] + share * (lat[jump + 1] - lat[jump])
        at_time = time_s[jump] + share * (time_s[jump + 1] - time_s[jump])
        slots = np.repeat(jump + 1, 2)
        lon = np.insert(lon, slots, np.column_stack([edge, -edge]).ravel())
        lat = np.insert(lat, slots, np.repeat(at_lat, 2))
        time_s = np.insert(time_s, slots, np.repeat(at_time, 2))
    return Track(track.name, np.asarray(time_s, float), np.asarray(lon, float), np.asarray(lat, float), track.timed)


def crossings(track: Track, atlas: Atlas) -> tuple[npt.NDArray[np.int64], Floats, npt.NDArray[np.uint64]]:
    """Return the border crossings of a densified track, in order: step, share of the step, hash of what changes."""
    from airmap.airspace import kernels

    index = atlas.index
    room = 1_024
    while True:
        n, step, share, pair = kernels.step_crossings(
            track.lon, track.lat, index.cells, index.start, index.edges, index.pair, room
        )
        if n <= room:
            break
        room = int(n)
    order = np.lexsort((share, step))
    return step[order], share[order], np.asarray(index.hashes)[pair[order]]


def _stays(track: Track, atlas: Atlas) -> Iterator[tuple[str, float | None, float | None]]:
    """Yield state, begin and end in steps along the track; None where the track itself begins or ends."""
    index = atlas.index
    step, share, change = crossings(track, atlas)
    known = dict(zip(_hashes_of_sets(atlas), index.sets, strict=True))
    fix_sets = index.sets_of(track.lon, track.lat)
    where = step + share
    inside: dict[str, float | None] = dict.fromkeys(index.sets[fix_sets[0]])
    here = set(inside)
    h = _hash_of(atlas, here)
    for k in range(len(where)):
        h ^= int(change[k])
        # Crossings at one place are one: the set between them is no place.
        if k + 1 < len(where) and where[k + 1] - where[k] <= 1e-12:
            continue
        # A set that no point of the earth has comes from rounding at a vertex; the next fix says where we are.
        now = set(known[h]) if h in known else set(index.sets[fix_sets[step[k] + 1]])
        h = _hash_of(atlas, now)
        for state in sorted(here - now):
            yield state, inside.pop(state), float(where[k])
        for state in now - here:
            inside[state] = float(where[k])
        here = now
    for state in sorted(here):
        yield state, inside[state], None


def _hash_of(atlas: Atlas, states: set[str]) -> int:
    h = 0
    for state in states:
        h ^= atlas.index.state_hash[state]
    return h


def _hashes_of_sets(atlas: Atlas) -> Iterator[int]:
    return (_hash_of(atlas, set(s)) for s in atlas.index.sets)


def _visit(track: Track, atlas: Atlas, state: str, begin: float | None, end: float | None) -> Visit:
    """Make the record; ``begin`` and ``end`` count steps, None where the track itself begins or ends."""
    first, last = 0.0 if begin is None else begin, float(len(track.lon) - 1) if end is None else end
    at, depth_m = deepest(track, atlas.border(state), first, last)

    def time_at(place: float) -> float | None:
        return float(np.interp(place, np.arange(len(track.lon)), track.time_s)) if track.timed else None

    return Visit(
        track=track.name, state=state, entry=_place(track, first), exit=_place(track, last),
        entry_time_s=time_at(first), exit_time_s=time_at(last), begins_inside=begin is None, ends_inside=end is None,
        depth_m=depth_m, deepest=_place(track, at), deepest_time_s=time_at(at),
    )


def _place(track: Track, place: float) -> Position:
    lon, lat = _along(track, np.array([place]))
    return Position(float(lon[0]), float(lat[0]))


def _along(track: Track, places: Floats) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes at places counted in steps; never inside the jump at the antimeridian."""
    step = np.minimum(places.astype(np.int64), len(track.lon) - 2)
    share = places - step
    a, b = track.lon[step], track.lon[step + 1]
    jump = np.abs(b - a) > 180
    lon = np.where(jump, np.where(share < 0.5, a, b), a + share * (b - a))
    return lon, track.lat[step] + share * (track.lat[step + 1] - track.lat[step])


def deepest(track: Track, border: BorderDistance, first: float, last: float) -> tuple[float, float]:
    """Return the deepest place between two places of a track (counted in steps) and its distance from the border.

    The distance changes by no more than the way flown, so a step can only hold a deeper point than the best one known
    if half of its length makes up the difference; such steps are halved until none is left (Piyavskii 1972).
    """
    inner = np.arange(np.floor(first) + 1, np.ceil(last))
    places = np.concatenate([[first], inner, [last]])
    lon, lat = _along(track, places)
    depth = border.nearest(lon, lat)[0]
    low, high = places[:-1], places[1:]
    depth_low, depth_high = depth[:-1], depth[1:]
    length = np.asarray(geod().inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2], float)
    best = int(np.argmax(depth))
    best_place, best_depth = float(places[best]), float(depth[best])
    while True:
        open_ = (depth_low + depth_high + length) / 2 > best_depth + DEPTH_TOLERANCE_M
        if not open_.any():
            return best_place, best_depth
        low, high, length = low[open_], high[open_], length[open_] / 2
        depth_low, depth_high = depth_low[open_], depth_high[open_]
        middle = (low + high) / 2
        lon, lat = _along(track, middle)
        depth_middle = border.nearest(lon, lat)[0]
        best = int(np.argmax(depth_middle))
        if depth_middle[best] > best_depth:
            best_place, best_depth = float(middle[best]), float(depth_middle[best])
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
        depth_low, depth_high = np.concatenate([depth_low, depth_middle]), np.concatenate([depth_middle, depth_high])
        length = np.concatenate([length, length])


def iso_time(time_s: float) -> str:
    """Return seconds since 1970 as ISO 8601 in UTC, to the tenth of a second."""
    moment = dt.datetime.fromtimestamp(round(time_s, 1), dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
