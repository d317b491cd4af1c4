"""``airmap locate LAT LON`` in a twentieth of a second: no typer, no numpy; what it does not know it leaves to them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from airmap.airspace.location import DE_FACTO, locate_point
from airmap.airspace.location_text import as_record, as_table
from airmap.errors import AirmapError

_FORMATS = ("table", "json")


def answered(arguments: Sequence[str]) -> bool:
    """Print the answer to two numbers with plain options; return False where the full command line must see to it."""
    asked = _asked(arguments)
    if asked is None:
        return False
    lat, lon, worldview, form = asked
    try:
        found = locate_point(lon, lat, worldview)
    except AirmapError as error:
        print(f"airmap: {error}", file=sys.stderr)
        sys.exit(2)
    if found is None:
        return False
    print(as_table(found) if form == "table" else json.dumps(as_record(found), ensure_ascii=False))
    return True


def _asked(arguments: Sequence[str]) -> tuple[float, float, str, str] | None:
    """Return latitude, longitude, view and format; None for anything else than two numbers and those two options."""
    options = {"--worldview": DE_FACTO, "--format": "table"}
    numbers, rest = [], list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name in options and (equals or rest):
            options[name] = value if equals else rest.pop(0)
            continue
        try:
            numbers.append(float(word))
        except ValueError:
            return None
    if len(numbers) != 2 or options["--format"] not in _FORMATS:
        return None
    return numbers[0], numbers[1], options["--worldview"], options["--format"]
