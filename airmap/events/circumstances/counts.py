"""How many flew: stated once, told again, or to be added up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.tellings import ENTERING, Telling
from airmap.mentions.actors import Actors, Craft, number

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_COUNTING = frozenset(
    {"and", ")", ",", "of", "a", "an", "another", "single", "lone", "solitary", "pairs", "formations", "pair",
     "formation", "group"}
)
_FLYERS = frozenset({"aircraft", "planes", "jets", "drones", "helicopters", "balloons", "in", "of", "machines"})


def count_of(
    told: Sequence[Telling], doc: Doc, actors: Actors, following: Sequence[tuple[int, int]] = ()
) -> int | None:
    """Return how many flew, as the first telling that says so has it, with those named beside.

    Where none does, what ``following`` sentences say counts: "Now the ministry says that there were four".
    """
    first = told[0]
    escort = _escort(told, actors, doc)
    if escort is not None:
        return escort
    counted = next((t for t in told if t.count is not None or (t.craft is not None and t.craft.count)), first)
    if counted.count is None and counted.craft is not None and counted.craft.count is not None:
        beside = _counted_beside(counted.craft, doc, actors, mixed=counted.act == "intercept")
        if beside:
            return counted.craft.count + beside
    if counted.count is None and counted.craft is not None and counted.craft.count is None:
        # "19 planes, including bombers and patrol planes, flew in"
        of_these = [c.count for c in actors.crafts if c.count and counted.start <= c.head < counted.craft.start
                    and "including" in {t.lower_ for t in doc[c.end : c.end + 3]}]
        if of_these:
            return of_these[-1]
    stated = (t.count if t.count is not None else t.craft.count if t.craft is not None else None for t in told)
    counts = [c for c in stated if c is not None] or _of_those_who_came_close(told, actors)
    counts = counts or _of_the_owner(told, doc, actors)
    counts = counts or _named_before(told, actors)
    if not counts:
        after = _said_after(following, doc) or _made_up_of(following, doc, actors)
        return after if after is not None or any(t.craft for t in told) else _took_part(told, following, doc, actors)
    return counts[0]


def _named_before(told: Sequence[Telling], actors: Actors) -> list[int]:
    """Return how many "the US aircraft" are, by the last ones of their owner and kind that the text has counted."""
    for craft in (t.craft for t in told if t.craft is not None and t.craft.generic and t.craft.definite):
        alike = [c for c in actors.crafts if c.head < craft.head and c.category == craft.category]
        before = [c for c in alike if c.count is not None]
        same = [c for c in before if c.party is not None and craft.party is not None
                and c.party.state == craft.party.state and not (c.attributive or c.civil)]
        if same and same[-1] is before[-1] and not any(t.aggregate or t.plural for t in told):
            return [same[-1].count or 1]
    return []


def _took_part(told: Sequence[Telling], following: Sequence[tuple[int, int]], doc: Doc, actors: Actors) -> int | None:
    """Return how many a following sentence has take part: "Four planes took part in the raid"."""
    movers = {t.mover.state for t in told if t.mover is not None}
    return next(
        (
            c.count
            for start, end in following
            for c in actors.crafts
            if start <= c.head < end and c.count is not None and not (c.attributive or c.weapon)
            and (c.party is None or c.party.state in movers)
            and {t.lower_ for t in doc[c.end : end]} & lexicon.group_forms("taking_part")
        ),
        None,
    )


def _made_up_of(following: Sequence[tuple[int, int]], doc: Doc, actors: Actors) -> int | None:
    """Return the number of "The formation consisted of two Tu-95s and two Su-35s", "The planes were identified as"."""
    for start, end in following:
        opening = doc[start : min(end, start + 8)]
        verb = next((t for t in opening if t.lower_ in lexicon.group_forms("comprising", "taking_for")), None)
        of_what = {t.lower_ for t in doc[start : verb.i]} if verb is not None else set()
        if verb is None or of_what.isdisjoint(lexicon.group("comprised", "machines")):
            continue
        crafts = [c for c in actors.crafts if verb.i < c.start and c.head < end and not (c.attributive or c.weapon)]
        if crafts and all(c.count is not None for c in crafts) and len({c.party.state for c in crafts if c.party}) < 2:
            return sum(c.count or 0 for c in crafts)
    return None


def _said_after(following: Sequence[tuple[int, int]], doc: Doc) -> int | None:
    """Return the number of "there were four", "there were three planes", the last one said."""
    found = [
        value
        for start, end in following
        for i in range(start, end - 3)
        if doc[i].lower_ == "there"
        and doc[i + 1].lower_ in ("were", "was", "are")
        and (value := number(doc[i + 2].lower_)) is not None
        and (doc[i + 3].pos_ == "PUNCT" or doc[i + 3].lower_ in _FLYERS)
    ]
    return found[-1] if found else None


def _of_those_who_came_close(told: Sequence[Telling], actors: Actors) -> list[int]:
    """Return how many flew at a ship, which is no aircraft: "two Su-24s fly within 30 feet of a destroyer"."""
    return [
        c.count
        for t in told
        if t.act == "close" and t.responder is not None
        for c in actors.crafts
        if t.start <= c.head < t.end and c.count is not None and c.party is t.responder
    ]


def _of_the_owner(told: Sequence[Telling], doc: Doc, actors: Actors) -> list[int]:
    """Return how many a sentence has of the owner's: "two Russian MiG-31s suspected of a violation of airspace"."""
    if any(t.aggregate or t.plural for t in told):
        return []
    for telling in told:
        state = telling.mover.state if telling.mover is not None else None
        sentence = doc[telling.trigger].sent
        counts = {
            c.count
            for c in actors.crafts
            if sentence.start <= c.head < sentence.end and c.party is not None and c.party.state == state is not None
            and c.count is not None and not (c.attributive or c.weapon)
        }
        if len(counts) == 1:
            return [c for c in counts if c is not None]
    return []


def _escort(told: Sequence[Telling], actors: Actors, doc: Doc) -> int | None:
    """Return how many came in together: "five An-32s escorted by four fighters crossed the strait" are nine."""
    met = not any(t.act in ENTERING for t in told)
    for telling in told:
        if met and (telling.act != "intercept" or telling.craft is None):
            continue
        crafts = [c for c in actors.crafts if telling.start <= c.start < telling.end and c.count is not None]
        for led, leading in pairwise(crafts):
            between = [t.lower_ for t in doc[led.end : leading.start]]
            foreign = leading.party is not None and led.party is not None and leading.party.state != led.party.state
            if met and (telling.craft is None or led.head != telling.craft.head
                        or {"was", "were", "been", "being"} & set(between)):
                # "was escorted by two Typhoons": those met it.
                continue
            if between and between[0] in ("escorting", "accompanying") and len(between) <= 2 and not foreign:
                # "met two Su-27s escorting a Tu-160"
                return (led.count or 0) + (leading.count or 0)
            if between[-2:] in (["escorted", "by"], ["accompanied", "by"]) and len(between) <= 4 and not foreign:
                return (led.count or 0) + (leading.count or 0)
    return None


def _counted_beside(craft: Craft, doc: Doc, actors: Actors, *, mixed: bool) -> int:
    """Return how many more of the same owner stand beside: "four Tu-95s and two Su-35s", "a Su-30 and an Il-78".

    Where all of them were met (``mixed``), a drone counts with the planes.
    """
    more, start, named = 0, craft.start, False
    for other in reversed([c for c in actors.crafts if c.end < craft.start]):
        between = {t.lower_ for t in doc[other.end : start]}
        named = named or "and" in between
        # "a Su-30 and an Il-78 that cut across"
        same = other.party is None or craft.party is None or other.party.state == craft.party.state
        listed = named and start <= other.end + 6 and all(w in _COUNTING or number(w) is not None for w in between)
        told = listed and same and (mixed or _alike(other, craft))
        if not told or (other.generic and other.definite) or other.attributive:
            break
        more, start = more + (other.count or 0), other.start
    # "two formations of fighters (four F-16) and one CN-235": the brackets have told of the fighters.
    end = next((t.i + 1 for t in doc[craft.end : craft.end + 6] if t.text == ")"), craft.end)
    beside, counts = 0, 0
    joined = False
    for other in (c for c in actors.crafts if c.start >= craft.end):
        between = {t.lower_ for t in doc[end : other.start]}
        same = other.party is None or (craft.party is not None and other.party.state == craft.party.state)
        if not between or not between <= {"and", ",", "strategic", "bombers", "fighters", "jets"} or not same:
            break
        if other.definite and doc[other.head].dep_ == "appos" and counts:
            # "a second plane, a Tu-134"
            end = other.end
            continue
        if other.count is None or (other.generic and other.definite) or other.attributive or not (
                mixed or _alike(other, craft)):
            break
        beside, end, counts, joined = beside + other.count, other.end, counts + 1, joined or "and" in between
    if not joined or (not craft.designated and counts > 1 and more + beside == craft.count):
        # "two helicopters, a Mi-8 and a Mi-24", "a bomber, a Tu-95": the same ones, told again.
        return more
    return more + beside


def _alike(one: Craft, other: Craft) -> bool:
    """Say whether two aircraft are counted together: "six F-16s and a helicopter" are seven, drones apart."""
    crewed = ("plane", "helicopter")
    return one.category == other.category or (one.category in crewed and other.category in crewed)
