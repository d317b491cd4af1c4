"""What is told as another one than the event told of, before it or of its kind, and what only counts that one again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.circumstances.dating import some_time_from
from airmap.events.event_words import down_verbs, occasion_nouns
from airmap.events.tellings import ENTERING, Telling, changed

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


# "Last November jets went up": not last week, and not last Tuesday, of which the text may tell all along.
_LAST = {"month", "year", "spring", "summer", "autumn", "fall", "winter", *lexicon.table("dates")["months"]}


def gone_before(trigger: Token, telling: Telling) -> bool:
    """Read "It comes days after a drone crossed", "Earlier this month the army downed a drone": not what was told."""
    named = telling.mover is not None and not telling.nominal if telling.craft is None else not telling.craft.definite
    if not named:
        return False
    apart = some_time_from(trigger)
    after = apart is not None and any(c.lower_ == "after" for c in (*apart.children, apart.head))
    if apart is not None and after and apart.i == trigger.i and apart.dep_ == "advcl" and telling.act == "down" and (
        apart.head.lower_ in down_verbs()
    ):
        # "destroyed two drones a week after it shot down a balloon"
        return True
    if trigger.sent.start == 0:
        return False
    opening = [t.lower_ for t in trigger.sent[:3]]
    if opening[:1] == ["earlier"] and len(opening) > 2 and opening[1] in ("this", "in") and opening[2] != "the":
        return True
    if opening[:1] == ["last"] and len(opening) > 1 and opening[1] in _LAST:
        return True
    if apart is None or not after:
        return False
    above = apart.head.head if apart.head.dep_ == "prep" else apart.head
    return above.lower_ in lexicon.group("following_up")


def told_as_one_such(trigger: Token) -> bool:
    """Read "The first such incident occurred in May, when a jet crossed": beside the one that is told already.

    So with "comes a week after a similar encounter in which two bombers flew".
    """
    previous = trigger
    for above in list(grammar.ancestors(trigger))[:3]:
        beside = {c.lower_ for c in above.children} & lexicon.group("other_ones")
        if previous.dep_ == "relcl" and beside and above.lower_ in occasion_nouns():
            return True
        previous = above
        happened = above.lower_ == "took" or above.lower_ in lexicon.group("happening")
        if not happened or above.i > trigger.i:
            continue
        nouns = [x for s in grammar.subjects(above) for x in (s, *(t for _, t in grammar.prepositions(s)))]
        such = lexicon.group("other_ones") | {"such"}
        return any(n.lower_ in occasion_nouns() and {c.lower_ for c in n.children} & such for n in nouns)
    return False


def renamed(noun: Token, telling: Telling, before: Sequence[Telling]) -> Telling:
    """Return what only names what its sentence told with the sides of that.

    Read "crossed the border near Narva, an incursion of 600 metres", "sixty jets entered, the largest incursion yet".
    """
    if not telling.nominal:
        return telling
    first = noun.left_edge.i
    told = next((t for t in reversed(before) if t.act == telling.act == "entry" and t.airspace is not None), None)
    homely = told is not None and telling.mover is not None and telling.mover.state == told.airspace
    inside = telling.mover_token is not None and first <= telling.mover_token <= noun.right_edge.i
    if told is not None and homely and telling.airspace is None and not inside:
        # "Tokyo protested, calling it the first incursion since May": no incursion of Tokyo's.
        return changed(telling, mover=told.mover, craft=told.craft, airspace=told.airspace)
    own = telling.craft is not None and first <= telling.craft.head <= noun.right_edge.i
    beside = noun.dep_ not in (*grammar.SUBJECTS, "conj", "pobj") and noun.doc[first - 1].text in (",", "-", "–", "—")
    if own or not (noun.dep_ == "appos" or beside):
        return telling
    known = next((t for t in reversed(before) if t.start == telling.start and t.act in ENTERING), None)
    if known is None or telling.act not in ENTERING:
        return telling
    return changed(telling, mover=known.mover, craft=known.craft, airspace=telling.airspace or known.airspace)


def sums_up(noun: Token) -> bool:
    """Read "It was the second downing of a drone in the area": what was told, by its number."""
    if noun.dep_ != "attr" or noun.sent.start == 0 or noun.head.lower_ not in lexicon.verb_forms("be"):
        return False
    numbered = {c.lower_ for c in noun.children} & lexicon.group("ordinal_words", "echoes")
    return bool(numbered) and any(s.lower_ in ("it", "this", "that") for s in grammar.subjects(noun.head))
