"""A relative place as a region: "20 km north of Latakia", "12 nautical miles off the Estonian coast".

What a phrase holds is read, each relation placed by ``airmap.regions.placing``, and all of them intersected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.airspace.flight_regions import FlightRegion, packaged_regions, take_regions
from airmap.errors import UnknownPlaceError
from airmap.geometry import geodesy
from airmap.geometry.windows import Box
from airmap.mentions.relation_words import lexicon
from airmap.mentions.relations import parse_phrases
from airmap.places.footprints import outside_all_airspace
from airmap.records import Constraint, Place, Position, Region, RelativePlace, Toponym
from airmap.regions.placing import Placed, place
from airmap.regions.zone_phrases import is_high_seas, take_zones

if TYPE_CHECKING:
    from airmap.atlas import Atlas
    from airmap.gazetteer import Gazetteer

_MERE = frozenset({"filler", "and", "of", "in", "at", "possessive"})


def where(
    phrase: str,
    *,
    worldview: str = "de_facto",
    reference: Position | Place | None = None,
    firs: Path | None = None,
) -> Region:
    """Return the region that a phrase stands for.

    Parameters
    ----------
    phrase
        Such as ``"20 km north of Latakia"``, ``"within one mile of the Syrian border in Israel"``,
        ``"12 nautical miles off the Estonian coast"``, ``"between Gotland and Kaliningrad"``, ``"Nicosia FIR"``,
        ``"35.9N 36.0E"``.
        Several in one phrase are intersected.
    worldview
        ``"de_facto"``, ``"recognised"`` or a state's ISO 3166-1 alpha-3 code.
    reference
        Which place the phrase's name means, where you know: a ``Place`` or a ``Position(lon, lat)``. Without it the
        best-known place of that name is taken.
    firs
        A GeoJSON file of flight information regions, for those that the data do not carry.

    Raises
    ------
    UnknownPlaceError
        When the phrase names nothing that the gazetteer knows, or places nothing.
    """
    from airmap.atlas import Atlas
    from airmap.pipeline import atlas_for, default_gazetteer

    atlas = atlas_for(worldview) if firs is None else Atlas(worldview, firs=firs)
    places = read_phrase(phrase, default_gazetteer(), reference=reference, regions=atlas.flight_regions)
    return region_of_all(places, atlas)


def read_phrase(
    phrase: str,
    gazetteer: Gazetteer,
    *,
    reference: Position | Place | None = None,
    regions: Sequence[FlightRegion] | None = None,
) -> tuple[RelativePlace, ...]:
    """Return the relative places of a phrase, their first name standing for ``reference`` where that is given.

    ``regions`` are the flight information regions that it may name; None for those of the data.
    """
    rest, inside = take_regions(phrase, packaged_regions() if regions is None else regions)
    rest, zones = take_zones(rest, gazetteer)
    inside = (*inside, *zones)
    return inside if inside and not rest else (*_parsed(rest, gazetteer, reference), *inside)


def _parsed(phrase: str, gazetteer: Gazetteer, reference: Position | Place | None) -> tuple[RelativePlace, ...]:
    if reference is None:
        return parse_phrases(phrase, gazetteer)
    if isinstance(reference, Position):
        if not (-180 <= reference.lon <= 180 and -90 <= reference.lat <= 90):
            raise UnknownPlaceError(
                f"reference {reference.lat} N {reference.lon} E is not on the globe: "
                "give longitude -180 to 180 and latitude -90 to 90"
            )
        reference = Place(name="", lon=reference.lon, lat=reference.lat, feature="city", gazetteer="given")
    return parse_phrases(phrase, gazetteer, reference=reference)


def region_of_all(relative_places: Iterable[RelativePlace], atlas: Atlas) -> Region:
    """Return the intersection of relative places."""
    relative_places = tuple(relative_places)
    both = [(r, place(r, atlas)) for r in relative_places if not is_high_seas(r)]
    if len(both) < len(relative_places):
        # What is near a town and in nobody's airspace is as near as it can be.
        reach = lexicon().reach_m["approach"]
        both = [(r, Placed(geodesy.buffer(p.geometry, reach, tolerance_m=reach / 50)) if r.relation == "near" else p)
                for r, p in both]
    line = next((placed.line for _, placed in both if placed.line is not None), None)
    constraints = [_constraint(r, placed) for r, placed in both]
    for high_seas in filter(is_high_seas, relative_places):
        if not both:
            raise UnknownPlaceError(f'"{high_seas.span.quote}" is most of the world: name a sea or a place as well')
        left = intersect(constraints).geometry
        constraints.append(_constraint(high_seas, Placed(outside_all_airspace(left, atlas))))
    return intersect(constraints, border=line)


def constraint_of(
    relative_place: RelativePlace, atlas: Atlas, *, hard: bool = True, coarse: bool = False, about: Box | None = None
) -> Constraint:
    """Return a relative place as a constraint, drawn as `airmap.regions.placing.place` says."""
    return _constraint(relative_place, place(relative_place, atlas, coarse=coarse, about=about), hard=hard)


def _constraint(relative_place: RelativePlace, placed: Placed, *, hard: bool = True) -> Constraint:
    return Constraint(
        kind=relative_place.relation,
        hard=hard,
        quote=relative_place.span.quote,
        geometry=placed.geometry,
        span=relative_place.span,
        label=describe(relative_place),
    )


def describe(relative_place: RelativePlace) -> str:
    """Return what a relative place was taken to mean, in a few words: "20 km north of Latakia (SYR)"."""
    names = " and ".join(_label(t) for t in relative_place.toponyms)
    return f"{relative_place.relation.replace('_', ' ')} {names}".strip()


def unread(phrase: str, relative_places: Iterable[RelativePlace]) -> list[str]:
    """Return the words of a phrase that nothing was made of: what stands in no relative place and is no mere filler."""
    said = re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", phrase)
    read = {w.casefold() for r in relative_places for w in re.findall(r"[^\W_]+", r.span.quote)}
    known = {words[0] for words, classes in lexicon().phrases.items() if len(words) == 1 and classes & _MERE}
    return [w for w in said if not {p.casefold() for p in re.findall(r"[^\W_]+", w)} <= read | known]


def _label(toponym: Toponym) -> str:
    found = toponym.place
    if found is None:
        return toponym.name
    return f"{found.name or toponym.name} ({found.country})" if found.country else found.name


# Less than this share of the smaller of two areas, and they do not really meet.
_SLIVER = 0.005


def intersect(constraints: list[Constraint], *, border: BaseGeometry | None = None) -> Region:
    """Return the intersection of constraints as a region.

    When it is empty, soft constraints give way, the last first; what then still excludes the ones before it is named
    in ``conflict`` and set aside in ``dropped``, so that the region is what the earlier, weightier words leave.
    """
    ordered = [c for c in constraints if c.hard] + [c for c in constraints if not c.hard]
    kept: list[Constraint] = []
    dropped: list[Constraint] = []
    conflict: list[str] = []
    geometry: BaseGeometry = shapely.MultiPolygon()
    for constraint in ordered:
        if constraint.geometry.is_empty:
            # Words that lead nowhere on the map leave the rest as they are.
            dropped.append(constraint)
            continue
        if not kept:
            geometry = constraint.geometry
            kept.append(constraint)
            continue
        # A depth was cut from the airspace that it is a depth in.
        cut = constraint.kind == "depth" and [c.kind for c in kept] == ["airspace"]
        narrowed = constraint.geometry if cut else geodesy.intersection(geometry, constraint.geometry)
        if not narrowed.is_empty and (constraint.hard or not _is_sliver(narrowed, geometry, constraint.geometry)):
            geometry = narrowed
            kept.append(constraint)
            continue
        dropped.append(constraint)
        if constraint.hard:
            conflict.extend(q for q in (_rival(kept, constraint).quote, constraint.quote) if q not in conflict)
    if geometry.is_empty:
        raise UnknownPlaceError("nothing on the map answers to " + " and ".join(f'"{c.quote}"' for c in constraints))
    point, radius_m, area_km2 = geodesy.extent_of(geometry)
    return Region(
        geometry=geometry,
        point=point,
        radius_m=radius_m,
        area_km2=area_km2,
        constraints=tuple(kept),
        dropped=tuple(dropped),
        conflict=tuple(conflict),
        border=border,
    )


def _is_sliver(narrowed: BaseGeometry, *areas: BaseGeometry) -> bool:
    """Tell two areas that hardly touch: how far "near" reaches was guessed, and what lies on the edge of both was not.

    Square degrees do, for parts of one place are compared.
    """
    return bool(narrowed.area < _SLIVER * min(area.area for area in areas))


def _rival(kept: list[Constraint], other: Constraint) -> Constraint:
    """Return the constraint that excludes another by itself; the last one where only all together do."""
    for constraint in kept:
        if geodesy.intersection(constraint.geometry, other.geometry).is_empty:
            return constraint
    return kept[-1]
