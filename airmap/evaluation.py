"""Extracted incidents and meetings against annotated passages: the table that `airmap evaluate` prints.

Pairing: a predicted incident may be paired with an annotated one when their types belong to one family (entry, force,
contact, identification zone) and nothing that both state about the airspace or the aircraft's state disagrees; pairs
are made best first. Annotated incidents that are not ``core`` may be found or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from airmap.records import FAMILY

G = TypeVar("G")
P = TypeVar("P")

FIELDS = ("type", "whose", "airspace", "zone", "near", "responder", "origin", "status", "metres", "role", "seconds",
          "date", "count")
_KINDRED = frozenset({"entry", "force", "contact"})
_LENGTH_SHARE, _DURATION_SHARE = 0.02, 0.05
_LONGEST_RANGE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Dated:
    """A date to compare: first and last day as ISO text, precision, and how many days it may be off."""

    start: str | None
    end: str | None
    precision: str | None = None
    tolerance_days: int = 0
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One incident, annotated or predicted, in the one shape that is compared."""

    types: frozenset[str]
    violator: str | None
    aircraft_state: str | None
    airspace: str | None
    near: str | None
    origin: str | None
    responder: str | None
    zone: str | None
    status: str
    stated_status: str | None
    metres: float | None
    role: str | None
    seconds: float | None
    count: int | None
    date: Dated
    core: bool
    quote: str | None

    @property
    def families(self) -> frozenset[str]:
        return frozenset(FAMILY.get(t, t) for t in self.types)

    @property
    def whose(self) -> str | None:
        return self.violator or self.aircraft_state


@dataclass(slots=True)
class Tally:
    """Counts of found, wrongly found and missed."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def scores(self) -> dict[str, float]:
        """Return precision, recall and F1, rounded to three places."""
        p = self.hits / (self.hits + self.extra) if self.hits + self.extra else 0.0
        r = self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0
        return {"P": round(p, 3), "R": round(r, 3), "F1": round(2 * p * r / (p + r), 3) if p + r else 0.0}


@dataclass(slots=True)
class Evaluation:
    """The whole table, and each miss in words."""

    passages: int = 0
    detection: Tally = field(default_factory=Tally)
    exact: Tally = field(default_factory=Tally)
    fields: dict[str, list[int]] = field(default_factory=lambda: {k: [0, 0] for k in FIELDS})
    negatives: int = 0
    alarms: int = 0
    meetings: Tally = field(default_factory=Tally)
    meeting_dates: list[int] = field(default_factory=lambda: [0, 0])
    misses: list[str] = field(default_factory=list)

    def as_record(self) -> dict[str, Any]:
        """Return the table as plain values."""
        return {
            "passages": self.passages,
            "detection": self.detection.scores(),
            "exact": self.exact.scores(),
            "fields": {k: f"{right}/{stated}" for k, (right, stated) in self.fields.items()},
            "false_alarms": f"{self.alarms}/{self.negatives}",
            "meetings": {**self.meetings.scores(), "date": f"{self.meeting_dates[0]}/{self.meeting_dates[1]}"},
        }


def evaluate(gold: Iterable[dict[str, Any]], predicted: dict[str, dict[str, Any]]) -> Evaluation:
    """Return how well predictions fit annotated passages.

    Parameters
    ----------
    gold
        Annotated passages: ``id``, ``incidents``, ``meetings``, ``negative``.
    predicted
        What `airmap extract` writes, by id.
    """
    table = Evaluation()
    for passage in gold:
        table.passages += 1
        found = predicted.get(str(passage["id"]), {})
        annotated = [annotated_item(i) for i in passage["incidents"]]
        read = [read_item(i) for i in found.get("incidents", [])]
        _score_incidents(table, passage, annotated, read)
        _score_meetings(table, passage.get("meetings", []), found.get("meetings", []))
    return table


def _score_incidents(table: Evaluation, passage: dict[str, Any], gold: list[Item], read: list[Item]) -> None:
    pairs = best_pairs(gold, read, affinity)
    paired_gold, paired_read = {a for a, _ in pairs}, {b for _, b in pairs}
    loose = [item for n, item in enumerate(read) if n not in paired_read]
    negative = bool(passage.get("negative"))
    table.negatives += negative
    if negative and loose:
        table.alarms += 1
        table.misses += [f"FALSE ALARM {passage['id']}: {_described(i)}" for i in loose]
    for a, b in pairs:
        g, p = gold[a], read[b]
        exact = is_exact(g, p)
        if g.core:
            table.detection.hits += 1
            table.exact.hits += exact
            table.exact.missed += not exact
            table.exact.extra += not exact
            if not exact:
                table.misses.append(f"INEXACT {passage['id']}: annotated {_described(g)} | read {_described(p)}")
        for name, (right, stated) in _field_marks(g, p).items():
            table.fields[name][0] += stated and right
            table.fields[name][1] += stated
    for a, g in enumerate(gold):
        if a not in paired_gold and g.core:
            table.detection.missed += 1
            table.exact.missed += 1
            table.misses.append(f"MISSED {passage['id']}: {_described(g)} | {g.quote}")
    table.detection.extra += len(loose)
    table.exact.extra += len(loose)
    if not negative:
        table.misses += [f"EXTRA {passage['id']}: {_described(i)}" for i in loose]


def _score_meetings(table: Evaluation, gold: list[dict[str, Any]], read: list[dict[str, Any]]) -> None:
    placed = [m for m in gold if m.get("place") or m.get("country")]
    found = [m for m in read if m.get("place") or m.get("country")]
    pairs = best_pairs(placed, found, _meeting_affinity)
    for a, b in pairs:
        table.meetings.hits += placed[a].get("core", True)
        if placed[a].get("date"):
            date = found[b].get("date") or {}
            wanted = Dated(placed[a]["date"], None, placed[a].get("date_precision"), 1)
            table.meeting_dates[1] += 1
            table.meeting_dates[0] += dates_agree(wanted, Dated(date.get("start"), date.get("end")))
    paired = {a for a, _ in pairs}
    table.meetings.missed += sum(m.get("core", True) for n, m in enumerate(placed) if n not in paired)
    table.meetings.extra += len(found) - len(pairs)


def best_pairs(gold: Sequence[G], read: Sequence[P], fit: Callable[[G, P], float]) -> list[tuple[int, int]]:
    """Return pairs of indices, the best fit first; each item is paired once and only where it fits at all."""
    ranked = sorted(((fit(g, p), a, b) for a, g in enumerate(gold) for b, p in enumerate(read)),
                    key=lambda c: (-c[0], c[1], c[2]))
    pairs: list[tuple[int, int]] = []
    for score, a, b in ranked:
        if score > 0 and all(a != x and b != y for x, y in pairs):
            pairs.append((a, b))
    return pairs


def affinity(gold: Item, read: Item) -> float:
    """Return how well a predicted incident fits an annotated one; 0 where they cannot be the same."""
    families = gold.families | read.families
    if not gold.families & read.families and not families <= _KINDRED:
        return 0
    if _clash(gold.airspace, read.airspace) or _clash(gold.whose, read.whose):
        return 0
    score = 1 + 2 * bool(gold.types & read.types) + bool(gold.families & read.families)
    score += 3 * _same(gold.airspace, read.airspace) + 3 * _same(gold.whose, read.whose)
    score += _same(gold.near, read.near) + _same(gold.responder, read.responder)
    score += 2 * _close(gold.metres, read.metres, _LENGTH_SHARE) + dates_agree(gold.date, read.date)
    return score


def is_exact(gold: Item, read: Item) -> bool:
    """Return whether family, whose aircraft, whose airspace (or near whom) and status all agree."""
    return (
        bool(gold.families & read.families)
        and gold.whose == read.whose
        and gold.airspace == read.airspace
        and (gold.airspace is not None or gold.near == read.near)
        and gold.status == read.status
    )


def _field_marks(gold: Item, read: Item) -> dict[str, tuple[bool, bool]]:
    """Return for each field whether it is right and whether the annotation states it."""
    undated = gold.date.assumed and not (read.date.start or read.date.end)
    marks = {
        "type": (bool(gold.types & read.types), True),
        "whose": (gold.whose == read.whose, gold.whose is not None),
        "metres": (_close(gold.metres, read.metres, _LENGTH_SHARE), gold.metres is not None),
        "seconds": (_close(gold.seconds, read.seconds, _DURATION_SHARE), gold.seconds is not None),
        "date": (undated or dates_agree(gold.date, read.date), gold.date.start is not None),
        "status": (gold.stated_status == read.stated_status, gold.stated_status is not None),
    }
    for name in FIELDS:
        if name not in marks:
            wanted = getattr(gold, name)
            marks[name] = (wanted == getattr(read, name), wanted is not None)
    return marks


def dates_agree(gold: Dated, read: Dated) -> bool:
    """Return whether a read date names the annotated day, month or year; a range of over a week names no day."""
    if not gold.start or not (read.start or read.end):
        return False
    length = {"year": 4, "month": 7}.get(gold.precision or "", 10)
    if length < 10:
        return gold.start[:length] in {(read.start or "")[:length], (read.end or "")[:length]}
    first, last, wanted = _day(read.start or read.end), _day(read.end or read.start), _day(gold.start)
    if first is None or last is None or wanted is None:
        return False
    slack = dt.timedelta(days=gold.tolerance_days)
    return first - slack <= wanted <= last + slack and (last - first).days <= _LONGEST_RANGE_DAYS


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    padded = f"{text}-01-01" if len(text) == 4 else f"{text}-01" if len(text) == 7 else text
    try:
        return dt.date.fromisoformat(padded[:10])
    except ValueError:
        return None


def annotated_item(i: dict[str, Any]) -> Item:
    """Return an annotated incident in the form that is compared."""
    role = i.get("distance_meaning")
    return Item(
        types=_types(i), violator=i.get("violator_state"), aircraft_state=i.get("aircraft_state"),
        airspace=i.get("airspace_state"), near=i.get("near_state"), origin=i.get("origin_side"),
        responder=i.get("reacting_state"), zone=i.get("zone"), status=i.get("status") or "asserted",
        stated_status=i.get("status"), metres=i.get("distance_m"), role="depth" if role == "inside" else role,
        seconds=i.get("duration_s"), count=i.get("count"),
        date=Dated(i.get("date"), None, i.get("date_precision"), i.get("date_tol_days") or 0,
                   i.get("date_basis") == "doc_default"),
        core=i.get("core", True), quote=i.get("evidence_quote"),
    )


def read_item(i: dict[str, Any]) -> Item:
    """Return an incident as `airmap extract` writes it in the form that is compared."""
    distance, date = i.get("distance") or {}, i.get("date") or {}
    return Item(
        types=_types(i), violator=i.get("violator"), aircraft_state=i.get("aircraft_state"), airspace=i.get("airspace"),
        near=i.get("near"), origin=i.get("origin"), responder=i.get("responder"), zone=i.get("zone"),
        status=i.get("status") or "asserted", stated_status=i.get("status"), metres=distance.get("metres"),
        role=distance.get("role"), seconds=i.get("duration_s"), count=i.get("count"),
        date=Dated(date.get("start"), date.get("end")), core=True, quote=None,
    )


def _types(i: dict[str, Any]) -> frozenset[str]:
    return frozenset(t for t in (i.get("type"), *(i.get("also") or [])) if t)


def _meeting_affinity(gold: dict[str, Any], read: dict[str, Any]) -> float:
    a, b = (gold.get("place") or "").casefold(), (read.get("place") or "").casefold()
    if a and b and (a in b or b in a):
        return 3
    return 2 if gold.get("country") and gold.get("country") == read.get("country") else 0


def _same(first: Any, second: Any) -> bool:
    return first is not None and first == second


def _clash(first: str | None, second: str | None) -> bool:
    return bool(first and second and first != second)


def _close(wanted: float | None, read: float | None, share: float) -> bool:
    return bool(wanted and read and abs(wanted - read) <= share * wanted)


def _described(item: Item) -> str:
    parts = ["/".join(sorted(item.types)), f"whose {item.whose or '?'}", f"airspace {item.airspace or '?'}"]
    if item.near:
        parts.append(f"near {item.near}")
    return ", ".join([*parts, item.status])
