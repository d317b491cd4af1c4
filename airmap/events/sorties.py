"""Several flights of one bulletin, each told with its own time: "At 09:20 a drone ... At 13:10 two jets ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.events.tellings import ENTERING, Telling

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

# Words at the head of a sentence among which its time stands.
_HEAD = 12
_KNOWN = frozenset({"the", "this", "that", "these", "those", "its", "their", "same", "both"})
CLOCK = re.compile(
    r"\b(?:at|from|between|around|about|by|until)\s(?:about\s|around\s)?"
    r"((?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)|[0-2]\d[0-5]\d(?= (?:hours|hrs)\b| \(|,)|1?\d\s?[ap]\.?m\b)"
    r"|^\W*((?:[01]?\d|2[0-3])[:.][0-5]\d)(?!\d)"
    r"|^(?:later )?(?:(?:in|during) the |on \w+ |that )(morning|forenoon|afternoon|evening|night)\b",
    re.IGNORECASE,
)

# "again that night", "again two hours later", "again in the evening".
_LATER_THAT_DAY = re.compile(
    r"\bagain,? (?:(?:(?:late|early) )?(?:that|the same|in the|during the|on the same|at) (?:same )?"
    r"(?:morning|noon|afternoon|evening|night|day|midnight|dusk|dawn)\b"
    r"|(?:(?:an?|half an|one|two|three|four|five|six|some|several|a few|\d+) )?(?:hours?|minutes?)? ?"
    r"(?:later|afterwards?)\b)",
    re.IGNORECASE,
)


def told_apart(tellings: Sequence[Telling], doc: Doc) -> list[Telling]:
    """Return the tellings; one at a time of its own, of aircraft not spoken of before or "again", is another event."""
    tellings = [replace(t, another=True) if _again_that_day(t, tellings, doc) else t for t in tellings]
    times: dict[int, str] = {}
    for telling in tellings:
        if telling.act in ENTERING:
            sentence = doc[telling.trigger].sent
            match = CLOCK.search(doc.span(sentence.start, min(sentence.end, sentence.start + _HEAD)).text.strip())
            if match is not None:
                times[sentence.start] = next(g for g in match.groups() if g).casefold()
    if len(times) < 2:
        return [replace(t, another=True) if _once_more(t, doc) else t for t in tellings]
    first = min(times)
    found = []
    for telling in tellings:
        start = doc[telling.trigger].sent.start
        craft = telling.craft
        fresh = craft is not None and craft.count is not None and craft.start >= start and _new(craft.head, doc)
        # "At 16:22 it violated the border again": it had gone, as one that "came in again over Kos" need not have.
        again = {c.lower_ for c in doc[telling.trigger].children} & {"again", "repeatedly"}
        fresh = fresh or bool(telling.strong and again)
        if telling.act in ENTERING and start > first and fresh and times.get(start) not in (None, times[first]):
            telling = replace(telling, another=True, aggregate=False)
        elif _once_more(telling, doc):
            telling = replace(telling, another=True)
        found.append(telling)
    return found


def _again_that_day(telling: Telling, tellings: Sequence[Telling], doc: Doc) -> bool:
    """Read "flew over the ship on Monday afternoon and over it again that night", of what was told of before.

    Not "came in again over Kos", which may be the same flight.
    """
    verb = doc[telling.trigger]
    if telling.nominal or not any(c.lower_ == "again" and c.dep_ == "advmod" for c in verb.children):
        return False
    if not any(t.act == telling.act and t.trigger < telling.trigger and not t.another for t in tellings):
        return False
    return _LATER_THAT_DAY.search(doc.span(verb.i, verb.sent.end).text) is not None


def _once_more(telling: Telling, doc: Doc) -> bool:
    """Read "The helicopter violated its airspace a second time": of what a sentence before told of."""
    trigger = doc[telling.trigger]
    if telling.act not in ENTERING or trigger.sent.start == 0 or telling.nominal:
        return False
    words = [t.lower_ for t in doc[telling.trigger : min(trigger.sent.end, telling.trigger + 8)]]
    craft = telling.craft
    known = craft is not None and (craft.definite or craft.start < trigger.sent.start)
    times = (["a", "second", "time"], ["a", "third", "time"])
    return known and any(words[n : n + 3] in times for n in range(len(words)))


def _new(head: int, doc: Doc) -> bool:
    """Say whether aircraft are spoken of for the first time: not "the two jets", but "the same day two jets"."""
    first = doc[head].sent.start
    for i in range(head - 1, max(first, head - 6) - 1, -1):
        if doc[i].lower_ in _KNOWN:
            return False
        if doc[i].pos_ == "NUM" or doc[i].lower_ in ("a", "an"):
            return i == first or doc[i - 1].lower_ not in _KNOWN
    return True
