"""Several flights of one bulletin, each told with its own time: "At 09:20 a drone ... At 13:10 two jets ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.events.tellings import ENTERING, Telling

if TYPE_CHECKING:
    from airmap.parsed import Doc

# Words at the head of a sentence among which its time stands.
_HEAD = 12
_KNOWN = frozenset({"the", "this", "that", "these", "those", "its", "their", "same", "both"})
CLOCK = re.compile(
    r"\b(?:at|from|between|around|about|by|until)\s(?:about\s|around\s)?"
    r"((?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)|[0-2]\d[0-5]\d(?= (?:hours|hrs)\b)|1?\d\s?[ap]\.?m\b)"
    r"|^\W*((?:[01]?\d|2[0-3])[:.][0-5]\d)(?!\d)"
    r"|^(?:later )?(?:(?:in|during) the |on \w+ |that )(morning|forenoon|afternoon|evening|night)\b",
    re.IGNORECASE,
)


def told_apart(tellings: Sequence[Telling], doc: Doc) -> list[Telling]:
    """Return the tellings; an entry at a time of its own, of aircraft not spoken of before, is another event."""
    times: dict[int, str] = {}
    for telling in tellings:
        if telling.act in ENTERING:
            sentence = doc[telling.trigger].sent
            match = CLOCK.search(doc.span(sentence.start, min(sentence.end, sentence.start + _HEAD)).text.strip())
            if match is not None:
                times[sentence.start] = next(g for g in match.groups() if g).casefold()
    if len(times) < 2:
        return list(tellings)
    first = min(times)
    found = []
    for telling in tellings:
        start = doc[telling.trigger].sent.start
        craft = telling.craft
        fresh = craft is not None and craft.count is not None and craft.start >= start and _new(craft.head, doc)
        if telling.act in ENTERING and start > first and fresh and times.get(start) not in (None, times[first]):
            telling = replace(telling, another=True)
        found.append(telling)
    return found


def _new(head: int, doc: Doc) -> bool:
    """Say whether aircraft are spoken of for the first time: not "the two jets", but "the same day two jets"."""
    first = doc[head].sent.start
    for i in range(head - 1, max(first, head - 6) - 1, -1):
        if doc[i].lower_ in _KNOWN:
            return False
        if doc[i].pos_ == "NUM" or doc[i].lower_ in ("a", "an"):
            return i == first or doc[i - 1].lower_ not in _KNOWN
    return True
