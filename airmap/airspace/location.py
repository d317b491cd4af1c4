"""The answer for one point: whose airspace, how deep, what lies beyond; read from index files, quick to start.

`airmap.atlas.Atlas` builds the files and gives the same answer from its polygons where they do not stand yet.
"""

from __future__ import annotations

import csv
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from airmap.airspace.point_index import PointIndex, past
from airmap.errors import BoundaryDataError, InputError
from airmap.geometry.position import Position
from airmap.paths import data_dir, user_cache_dir

Part = Literal["land", "territorial_sea"]

DE_FACTO, RECOGNISED = "de_facto", "recognised"
NOBODY = "-"
INDEX_FORMAT = 2
BEYOND_STEP_M = 30.0


@dataclass(frozen=True, slots=True)
class DisputedArea:
    """An area that more than one state claims: who administers it, who claims it, whom the UN recognise there.

    ``views`` pairs states with the one that holds the area on their maps; `NOBODY` for one that the atlas has not.
    """

    key: str
    name: str
    administered_by: str
    de_facto: str | None
    claimed_by: tuple[str, ...]
    recognised: str | None
    source: str
    views: tuple[tuple[str, str], ...] = ()

    def holder(self, worldview: str) -> str | None:
        """Return the state whose airspace the area is under a view; None where the view gives no answer.

        A state's own view is what its maps show, or its own claim; a state of which neither is known is taken to hold
        with the United Nations where they have a position, and with the facts where they have none.
        """
        if worldview == RECOGNISED:
            return self.recognised
        if worldview == DE_FACTO:
            return self.de_facto
        shown = dict(self.views).get(worldview)
        if shown is not None:
            return shown
        if worldview == self.de_facto or worldview in self.claimed_by:
            return worldview
        return self.recognised or self.de_facto


@dataclass(frozen=True, slots=True)
class AirspaceHit:
    """One state's airspace that holds a point."""

    state: str
    part: Part
    depth_m: float
    border_point: Position
    beyond: str | None


@dataclass(frozen=True, slots=True)
class NearestState:
    """The nearest airspace of a point over the high seas."""

    state: str
    distance_m: float
    border_point: Position


@dataclass(frozen=True, slots=True)
class Location:
    """The answer to "whose airspace is this, and how deep?" for one point."""

    lon: float
    lat: float
    worldview: str
    airspaces: tuple[AirspaceHit, ...]
    disputed: tuple[DisputedArea, ...]
    nearest: NearestState | None
    fir: str | None
    adiz: tuple[str, ...]


@cache
def disputed_areas() -> tuple[DisputedArea, ...]:
    """Return every disputed area of the data."""
    folder = data_dir("boundaries")
    shown: dict[str, list[tuple[str, str]]] = {}
    with (folder / "views.csv").open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            shown.setdefault(r["key"], []).extend((state, r["holder"]) for state in r["views"].split())
    with (folder / "disputed.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            DisputedArea(r["key"], r["name"], r["administered_by"], r["de_facto"] or None,
                         tuple(r["claimants"].split()), r["recognised"] or None, r["source"],
                         tuple(shown.get(r["key"], ())))
            for r in csv.DictReader(file)
        )


@cache
def worldviews() -> tuple[str, ...]:
    """Return the views that an atlas can take: the two general ones, then the states' own."""
    own = {s for a in disputed_areas() for s in (a.de_facto, *a.claimed_by, *dict(a.views)) if s}
    return (DE_FACTO, RECOGNISED, *sorted(own))


def locate_point(lon: float, lat: float, worldview: str = DE_FACTO) -> Location | None:
    """Return the answer for one point from the index files of a view; None where they have not been built.

    Raises
    ------
    InputError
        For a worldview that the data do not carry, and for coordinates that are out of range.
    """
    worldview = check_view(worldview)
    layers = _layers(worldview)
    if layers is None:
        return None
    check_point(lon, lat)
    airspace, land, zones = layers
    held = [_hit(airspace, land, state, lon, lat) for state in airspace.names_at(lon, lat)]
    nearest = None if held else airspace.nearest(lon, lat)
    over = zones.names_at(lon, lat)
    return Location(
        lon=lon,
        lat=lat,
        worldview=worldview,
        airspaces=tuple(held),
        disputed=tuple(a for a in disputed_areas() if f"disputed:{a.key}" in over),
        nearest=nearest and NearestState(nearest.name, nearest.distance_m, nearest.point),
        fir=next((n.removeprefix("fir:") for n in over if n.startswith("fir:")), None),
        adiz=tuple(n.removeprefix("adiz:") for n in zones.names if n.startswith("adiz:") and n in over),
    )


def check_view(worldview: str) -> str:
    """Return the name of a view as it is written here, or say which there are."""
    if worldview in worldviews():
        return worldview
    if worldview.upper() in worldviews():
        return worldview.upper()
    raise InputError(f"unknown worldview {worldview!r}: use one of {', '.join(worldviews())}")


def check_point(lon: float, lat: float) -> None:
    """Say what is wrong with a point in degrees, if anything is."""
    if abs(lat) <= 90 and abs(lon) <= 180:
        return
    hint = " (are longitude and latitude swapped?)" if abs(lat) > 90 and abs(lon) <= 90 else ""
    raise InputError(f"longitude {lon}, latitude {lat} is out of range{hint}; "
                     "longitude is -180 to 180, latitude -90 to 90")


def layer_folder(layer: str) -> Path:
    """Return where the index of a view, of ``"land"`` or of ``"zones"`` stands: another folder when the data change.

    The tables of the stores hold the compressed size of every polygon, so they change when it does.
    """
    tables = {
        "land": ("land.json",),
        "zones": ("disputed.json", "disputed.csv", "adiz.csv", "firs.json", "fir_names.csv"),
    }.get(layer, ("airspace.json", "disputed.json", "disputed.csv", "views.csv"))
    marks = "".join(f"{zlib.crc32((data_dir('boundaries') / name).read_bytes()):08x}" for name in tables)
    return user_cache_dir() / "airspace" / f"{layer}-{INDEX_FORMAT}-{marks}"


@cache
def _opened(folder: Path) -> PointIndex:
    return PointIndex(folder)


def point_files_stand(worldview: str) -> bool:
    """Tell whether `locate_point` can answer under a view."""
    return _layers(worldview) is not None


def _layers(worldview: str) -> tuple[PointIndex, PointIndex, PointIndex] | None:
    folders = [layer_folder(layer) for layer in (worldview, "land", "zones")]
    if not all((folder / "index.json").is_file() for folder in folders):
        return None
    airspace, land, zones = (_opened(folder) for folder in folders)
    return airspace, land, zones


def _hit(airspace: PointIndex, land: PointIndex, state: str, lon: float, lat: float) -> AirspaceHit:
    border = airspace.nearest(lon, lat, state)
    if border is None:
        raise BoundaryDataError(f"the airspace of {state} has no limit: delete {user_cache_dir()}")
    x, y = past(lon, lat, border.point, BEYOND_STEP_M)
    beyond = next((s for s in airspace.names_at(x, y) if s != state), None)
    part: Part = "land" if land.names_at(lon, lat) else "territorial_sea"
    return AirspaceHit(state, part, border.distance_m, border.point, beyond)
