"""Which articles are worth parsing: a cheap look at the words, before any language model.

It must miss nothing that a full reading would find, so it errs to yes. The words stand in ``lexicon/triage.toml``.
"""

from __future__ import annotations

import re
from functools import cache

from airmap import lexicon


def concerns_airspace(text: str) -> bool:
    """Return whether a text may tell of an airspace incident.

    Examples
    --------
    >>> concerns_airspace("Two jets crossed the border on Friday.")
    True
    >>> concerns_airspace("The striker crossed from the left and scored.")
    False
    """
    folded = _folded(text)
    if _alone().search(folded):
        return True
    reach = int(lexicon.table("triage")["reach"])
    for match in _craft().finditer(folded):
        if _act().search(folded, max(0, match.start() - reach), match.end() + reach):
            return True
    return False


def worth_reading(text: str) -> bool:
    """Return whether a text may tell of an airspace incident or of a meeting of leaders."""
    return concerns_airspace(text) or _meeting().search(_folded(text)) is not None


def _folded(text: str) -> str:
    return re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", text).casefold().replace("\u00a0", " ").replace("\n", " ")


def _stems(key: str) -> re.Pattern[str]:
    words = sorted(lexicon.table("triage")[key], key=len, reverse=True)
    return re.compile(r"(?<![a-z])(?:" + "|".join(re.escape(w) for w in words) + ")")


@cache
def _alone() -> re.Pattern[str]:
    return _stems("alone")


@cache
def _craft() -> re.Pattern[str]:
    return _stems("craft")


@cache
def _act() -> re.Pattern[str]:
    return _stems("act")


@cache
def _meeting() -> re.Pattern[str]:
    return _stems("meeting")
