"""Names to places, offline: GeoNames and others, memory-mapped; states, demonyms and capitals by word.

The gazetteer knows nothing of text: it answers what a name may stand for, best-known first. Which of them a text
means is ``airmap.places.geocode``'s question.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from airmap.errors import BoundaryDataError
from airmap.gazetteer.folding import fold
from airmap.gazetteer.ranking import prominence
from airmap.gazetteer.store import ALTERNATE, PRIMARY, SHORT, Store
from airmap.paths import data_dir
from airmap.records import Place

__all__ = ["ALTERNATE", "PRIMARY", "SHORT", "Gazetteer", "NamedPlace", "PlaceSource", "fold"]

_CACHED_NAMES = 200_000
_fold_once = fold.__wrapped__
_SETTLED = frozenset({"city", "village", "country", "admin1", "admin2"})


class PlaceSource(Protocol):
    """Another gazetteer beside the embedded one; ``broad`` where it holds every hill and brook of its region."""

    @property
    def broad(self) -> bool: ...

    def lookup_folded(self, folded: str) -> Sequence[Place]:
        """Return the places under a folded name, best-known first."""


class NamedPlace(NamedTuple):
    """A place as a name leads to it: ``name_class`` is PRIMARY for its own name, SHORT for a form without the word for
    its kind ("Metcalfe" for Metcalfe County), ALTERNATE for any other."""

    place: Place
    name_class: int


class Gazetteer:
    """What names may stand for. Open one with :meth:`open`; it may be shared between threads."""

    def __init__(self, folder: Path, others: Sequence[PlaceSource] = ()) -> None:
        self._folder = folder
        self._store = Store(folder / "places.bin")
        self._others = tuple(others)
        self._known: dict[str, tuple[Place, ...]] = {}
        self._named: dict[str, tuple[NamedPlace, ...]] = {}

    @classmethod
    def open(cls, *, user: bool = True) -> Gazetteer:
        """Open the embedded gazetteer, with the user's own beside it unless ``user`` is False."""
        return cls(data_dir("gazetteer"), _user_gazetteers() if user else ())

    def __len__(self) -> int:
        """Return the number of embedded places."""
        return len(self._store)

    def largest_towns(self, west: float, south: float, east: float, north: float, *, count: int) -> tuple[Place, ...]:
        """Return the most populous settlements in a box (degrees), the largest first."""
        return tuple(self._store.place(row) for row in self._store.largest_in(west, south, east, north, count))

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return the places that bear a name, best-known first; case, diacritics and hyphens make no difference.

        >>> Gazetteer.open().lookup("yayladagi")[0].name
        'Yayladağı'
        """
        if (known := self._known.get(name)) is not None:
            return known
        if self._others:
            found = tuple(n.place for n in self.candidates(name))
        else:
            place = self._store.place
            found = tuple(place(row) for row, _ in self._store.rows(_fold_once(name)))
        if len(self._known) < _CACHED_NAMES:
            self._known[name] = found
        return found

    def candidates(self, name: str) -> tuple[NamedPlace, ...]:
        """Return the places that bear a name, with how they bear it, best-known first."""
        if (known := self._named.get(name)) is not None:
            return known
        key = _fold_once(name)
        place = self._store.place
        found = list(dict.fromkeys(NamedPlace(place(row), name_class) for row, name_class in self._store.rows(key)))
        if self._others and (added := self._from_others(key, found)):
            found = sorted(found + added,
                           key=lambda n: -prominence(n.place.feature, n.place.population, n.name_class))
        named = tuple(found)
        if len(self._named) < _CACHED_NAMES:
            self._named[name] = named
        return named

    def _from_others(self, key: str, found: Sequence[NamedPlace]) -> list[NamedPlace]:
        """Return what the user's gazetteers have under a folded name and the embedded one has not."""
        known = {(n.place.name, round(n.place.lon, 2), round(n.place.lat, 2)) for n in found}
        numbers = {n.place.gazetteer_id for n in found if n.place.gazetteer == "geonames"} - {None}
        added = []
        for other in self._others:
            for place in other.lookup_folded(key):
                mark = place.name, round(place.lon, 2), round(place.lat, 2)
                if mark not in known and not (other.broad and place.gazetteer_id in numbers):
                    known.add(mark)
                    # A namesake hill out of millions is thought of later than a place somebody has listed.
                    slight = other.broad and place.feature not in _SETTLED and not place.population
                    added.append(NamedPlace(place, ALTERNATE if slight else PRIMARY))
        return added

    def __contains__(self, name: str) -> bool:
        key = _fold_once(name)
        return self._store.holds(key) or any(other.lookup_folded(key) for other in self._others)

    def country(self, iso3: str) -> Place | None:
        """Return the state or territory with an ISO 3166-1 alpha-3 code (Kosovo XKX, the Soviet Union SUN)."""
        row = self._words["state_rows"].get(iso3)
        return self._store.place(int(str(row))) if row is not None else None

    def state_of(self, word: str) -> str | None:
        """Return the alpha-3 code of the state that a country's name or a demonym stands for."""
        key = fold(word)
        if (iso3 := self._words["states"].get(key)) is not None:
            return str(iso3)
        place = self._by_demonym.get(key)
        return place.country if place is not None and place.feature == "country" else None

    def demonym(self, word: str) -> Place | None:
        """Return the place whose people, things or tongue a word is said of: "Syrian", "Londoner", "European"."""
        return self._by_demonym.get(fold(word)) if word[:1].isupper() else None

    def begins_demonym(self, word: str) -> bool:
        """Say whether a demonym of several words begins with a word, as "Central African" does."""
        return fold(word).partition(" ")[0] in self._first_words_of_demonyms

    def abbreviation(self, word: str) -> Place | None:
        """Return the first-level division that a written abbreviation stands for: "Ala.", "N.J.", "NSW"."""
        row = self._words["abbreviations"].get(word)
        return self._store.place(int(str(row))) if row is not None else None

    def capital_of(self, word: str) -> str | None:
        """Return the alpha-3 code of the state whose capital this is."""
        iso3 = self._words["capitals"].get(fold(word))
        return str(iso3) if iso3 is not None else None

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, object]]:
        path = self._folder / "words.json"
        try:
            words: Mapping[str, Mapping[str, object]] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BoundaryDataError(f"cannot read {path}: {error}; reinstall airmap") from error
        return words

    @cached_property
    def _first_words_of_demonyms(self) -> frozenset[str]:
        return frozenset(key.partition(" ")[0] for key in self._by_demonym if " " in key)

    @cached_property
    def _by_demonym(self) -> Mapping[str, Place]:
        return {fold(word): self._store.place(int(str(row))) for word, row in self._words["demonyms"].items()}


def _user_gazetteers() -> tuple[PlaceSource, ...]:
    try:
        user = importlib.import_module("airmap.places.user_gazetteer")
    except ModuleNotFoundError:
        return ()
    return tuple(user.open_user_gazetteers())
