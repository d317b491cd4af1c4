"""How soon a name makes a reader think of a place, before the text is looked at."""

from __future__ import annotations

import math
from functools import lru_cache

_BY_FEATURE = {"country": 9.5, "continent": 9.5, "ocean": 8.0, "sea": 7.0, "region": 6.5, "gulf": 6.0, "strait": 6.0,
               "island": 5.5, "islands": 5.5, "peninsula": 5.5, "lake": 5.0, "mountain": 5.0, "area": 5.0, "river": 4.5,
               "airbase": 3.5, "airport": 3.0, "spot": 1.0}
_BY_NAME_CLASS = (0.0, 1.0, 1.5)


@lru_cache(100_000)
def prominence(feature: str, population: int, name_class: int = 0) -> float:
    """Return a place's prominence: about the decimal logarithm of its population, or a rank for what has none.

    ``name_class`` is how it bears the name (its own, a short form, another): a place is less thought of by its other
    names.
    """
    size = math.log10(population + 10)
    if feature in ("city", "village"):
        base = size
    elif feature == "admin1":
        base = max(4.0, size)
    elif feature == "admin2":
        base = max(3.0, size - 1)
    else:
        base = _BY_FEATURE.get(feature, 5.0)
    return base - _BY_NAME_CLASS[name_class]
