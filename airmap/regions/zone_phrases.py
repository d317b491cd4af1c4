"""Words of a phrase that mean no state's airspace: identification zones, and the high seas.

"The East China Sea ADIZ", "Taiwan's air defence identification zone"; "in international waters near Kaliningrad".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from airmap.errors import UnknownPlaceError
from airmap.mentions.relation_words import wind_bearing_deg
from airmap.records import Place, RelativePlace, Span, Toponym

if TYPE_CHECKING:
    from airmap.atlas import Zone
    from airmap.gazetteer import Gazetteer

HIGH_SEAS = "high_seas"
_LEAD = r"(?:\b(?:in|inside|within|into|over|through|across)\s+)?(?:\bthe\s+)?"
_PART = r"(?:(?P<part>[\w-]+)\s+(?:part|side|corner|section|portion|half|end)s?\s+of\s+(?:the\s+)?)?"
_INTERNATIONAL = re.compile(rf"{_LEAD}\b(?:international (?:air\s?space|waters)|high seas)\b", re.IGNORECASE)
_ADIZ = re.compile(
    rf"{_LEAD}{_PART}(?P<name>(?:[\w.'’-]+\s+){{1,4}}?)(?:ADIZ|air defen[cs]e identification zones?)\b", re.IGNORECASE
)


def take_zones(phrase: str, gazetteer: Gazetteer) -> tuple[str, tuple[RelativePlace, ...]]:
    """Return a phrase without the zones that it names, and those as relative places.

    Raises
    ------
    UnknownPlaceError
        For an identification zone that the data have not.
    """
    found: list[RelativePlace] = []
    rest = phrase
    for match in reversed(list(_ADIZ.finditer(phrase))):
        zones = _zones_named(match["name"], gazetteer)
        if not zones:
            raise UnknownPlaceError(f'"{match[0].strip()}": airmap knows no such identification zone; "airmap atlas" '
                                    "lists those that it has")
        middle = shapely.union_all([z.geometry for z in zones]).representative_point()
        name = " and ".join(z.name for z in zones)
        place = Place(name, middle.x, middle.y, "adiz", country=zones[0].state, gazetteer="adiz", gazetteer_id=name)
        bearing = wind_bearing_deg(match["part"] or "")
        found.insert(0, replace(_inside(match, place), bearing_deg=bearing))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    for match in reversed(list(_INTERNATIONAL.finditer(rest))):
        found.append(_inside(match, Place("international airspace", 0.0, 0.0, HIGH_SEAS, gazetteer="airmap")))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    return (" ".join(rest.split()).strip(" ,;.") if found else phrase), tuple(found)


def zone_area(place: Place) -> BaseGeometry:
    """Return the area of the identification zones that a place stands for."""
    from airmap.atlas import adiz_zones

    names = (place.gazetteer_id or "").split(" and ")
    return shapely.union_all([z.geometry for z in adiz_zones() if z.name in names or z.name == place.gazetteer_id])


def is_high_seas(relative_place: RelativePlace) -> bool:
    """Tell "in international airspace", which means what others leave less every state's airspace."""
    return any(t.place is not None and t.place.feature == HIGH_SEAS for t in relative_place.toponyms)


def _zones_named(words: str, gazetteer: Gazetteer) -> list[Zone]:
    """Return the zones of the longest run of words that names some, the last words first."""
    from airmap.atlas import adiz_zones

    said = re.sub(r"['’]s?\b|['’](?=\s)", "", words).split()
    for start in range(len(said)):
        name = " ".join(said[start:])
        state = gazetteer.state_of(name)
        folded = name.casefold()
        zones = [z for z in adiz_zones()
                 if folded.startswith(z.name.casefold().split()[0]) or z.name.casefold().startswith(f"{folded} ")
                 or folded in z.words or z.state == state]
        if not all(z.whole for z in zones):
            raise UnknownPlaceError(f'"{words.strip()} ADIZ": the data have only a part of it')
        if zones:
            return zones
    return []


def _inside(match: re.Match[str], place: Place) -> RelativePlace:
    span = Span(match.start(), match.end(), match[0].strip())
    return RelativePlace(span, "in", (Toponym(span, place.name, "name", place, 1.0),))
