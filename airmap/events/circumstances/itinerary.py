"""One flight over several lands, each with its own time: "over Romania for three minutes, over Hungary for forty"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap.events.tellings import Telling, sentence_of
from airmap.mentions.actors import Actors, number
from airmap.records import Measure, Span

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_OVER = frozenset({"over", "through", "in", "across", "inside", "above", "within", "crossed", "overflew", "crossing"})
_BEFORE_A_SPAN = frozenset(
    {"for", "in", "about", "some", "around", "another", "last", "final", "other", "spent", "spending", "than", "nearly",
     "almost", "roughly", "least"}
)
_IN_A_LIST = frozenset({":", ",", "and", "then", "finally"})
# Words from a land to its time, or back.
_NEAR = 9


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a flight was over a land; ``start`` is the token of the land."""

    state: str
    start: int
    lasted: Measure


def _with_list(sentence: tuple[int, int], doc: Doc) -> tuple[int, int]:
    """Return a sentence with what follows its colon, where the parser ends it there."""
    start, end = sentence
    return (start, doc[end].sent.end) if end < len(doc) and doc[end - 1].text == ":" else sentence


def stays_by_land(
    sentences: Sequence[tuple[int, int]], doc: Doc, actors: Actors, measures: list[tuple[Measure, int, int]]
) -> list[Stay]:
    """Return the lands that a sentence gives a time each, where it gives it to two at least."""
    for start, end in sentences:
        found = list(_paired(start, end, doc, actors, measures))
        if len({s.state for s in found}) > 1:
            return found
    return []


def _paired(
    start: int, end: int, doc: Doc, actors: Actors, measures: list[tuple[Measure, int, int]]
) -> Iterator[Stay]:
    spans = list(_spans(start, end, doc, measures))
    if not spans:
        return
    lands = list(_lands(start, end, doc, actors))
    items = sorted([*((at, state, None) for at, state in lands), *((at, None, m) for at, m in spans)],
                   key=lambda item: item[0])
    taken: set[int] = set()
    for k, (at, _, lasted) in enumerate(items):
        if lasted is None:
            continue
        for other in (k - 1, k + 1):
            if not 0 <= other < len(items) or other in taken:
                continue
            place, state, _ = items[other]
            if state is not None and abs(place - at) <= _NEAR:
                taken.add(other)
                yield Stay(state, place, lasted)
                break


def _lands(start: int, end: int, doc: Doc, actors: Actors) -> Iterator[tuple[int, str]]:
    """Return the states that something is over or in: "through Hungarian airspace", "over Croatia"."""
    over = False
    for party in sorted(actors.parties, key=lambda p: p.start):
        if party.state is None or not start < party.start < end:
            continue
        before = doc[party.start - 1].lower_
        if before == "the" and party.start - 2 >= start:
            before = doc[party.start - 2].lower_
        after = doc[party.end].lower_ if party.end < end else ""
        listed = after in ("in", "for") and _a_number(party.end + 1, min(party.end + 4, end), doc)
        listed = listed or (after == "," and party.end + 1 < end and doc[party.end + 1].lower_ == "over")
        if before in _OVER or (listed and before in _IN_A_LIST) or (over and before in ("and", ",")):
            over = True
            yield party.start, party.state


def _a_number(start: int, end: int, doc: Doc) -> bool:
    """Say whether a number comes next: "Romania in three minutes, Hungary in some forty"."""
    return any(doc[i].pos_ == "NUM" for i in range(start, end))


def _spans(start: int, end: int, doc: Doc, measures: list[tuple[Measure, int, int]]) -> Iterator[tuple[int, Measure]]:
    """Return the spans of time, those without their unit too: "for three minutes, ... and for seven"."""
    unit: Measure | None = None
    written = {s: (m, e) for m, s, e in measures if start <= s < end and m.dimension == "time"}
    if not written:
        return
    inside = {i for s, (_, e) in written.items() for i in range(s, e)}
    for i in range(start, end):
        if i in written:
            unit = written[i][0]
            if unit.value_si is not None:
                yield i, unit
            continue
        if i in inside or unit is None or not unit.value or unit.value_si is None or i == start:
            continue
        count = number(doc[i].lower_) if doc[i].pos_ == "NUM" or doc[i].is_digit else None
        following = doc[i + 1] if i + 1 < len(doc) else None
        bare = following is None or following.pos_ in ("PUNCT", "ADP", "CCONJ", "SCONJ", "ADV")
        # "a minute over Estonia and two over Latvia"
        listed = doc[i - 1].lower_ in ("and", ",") and following is not None and following.lower_ in ("over", "above")
        if count is not None and bare and (listed or doc[i - 1].lower_ in _BEFORE_A_SPAN):
            seconds = count * unit.value_si / unit.value
            span = Span(doc[i].idx, doc[i].idx + len(doc[i]), doc[i].text)
            yield i, replace(unit, span=span, value=float(count), value_si=seconds, lower_si=seconds, upper_si=seconds)


def each_land(
    telling: Telling, doc: Doc, actors: Actors, measures: list[tuple[Measure, int, int]]
) -> list[Telling]:
    """Return the telling of an entry, and one for each land more that its sentence gives a time."""
    if telling.act != "entry" or telling.status == "denied" or telling.airspace is None:
        return [telling]
    stays = stays_by_land([_with_list(sentence_of(telling, doc), doc)], doc, actors, measures)
    if telling.airspace not in {s.state for s in stays}:
        return [telling]
    found = [telling]
    for stay in stays:
        mover = telling.mover.state if telling.mover is not None else None
        if stay.state in {mover, *(t.airspace for t in found)}:
            continue
        party = actors.party_at.get(stay.start)
        found.append(replace(telling, airspace=stay.state, goal=party, zone=None, origin=None, origin_span=None))
    return found
