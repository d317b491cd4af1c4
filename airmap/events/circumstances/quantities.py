"""How far, how long, how high: the quantities of an event, each with the role its words give it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import entry_nouns
from airmap.events.tellings import Telling
from airmap.mentions.actors import number
from airmap.records import IncidentType, Measure, MeasureRole, Span

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

# Distance, duration, altitude, speed.
Quantities = tuple[Measure | None, Measure | None, Measure | None, Measure | None]

_ENTRIES = frozenset(
    {
        "violation",
        "drone_incursion",
        "balloon_incursion",
        "missile_overflight",
        "shootdown",
        "fired_upon",
        "restricted_zone",
    }
)
_PLAIN = frozenset({"duration", "depth", "from_coast", "separation", "travelled"})
# From this on, a number of hours is what a bulletin covers, unless it is said to be a stay.
_HALF_A_DAY_S = 12 * 3600
_STAYED = re.compile(r"\b(?:for|lasting|lasted|spent|took|after)\b")
# Aircraft further apart than this did not come close to each other.
_APART_M = 10_000
# So near two aircraft are beside each other.
_BESIDE_M = 1_000
# What has a beginning and an end that a text may give by the clock.
_STAYS = (_ENTRIES - {"shootdown"}) | {"adiz_entry", "interception"}
_INSIDE_FIRST: tuple[MeasureRole, ...] = ("depth", "from_coast", "separation", "travelled", "from_border")
_OUTSIDE_FIRST: tuple[MeasureRole, ...] = ("separation", "from_coast", "from_border", "travelled", "depth")


def choose(
    told: Sequence[Telling],
    sentences: Sequence[tuple[int, int]],
    doc: Doc,
    measures: list[tuple[Measure, int, int]],
    types: Sequence[IncidentType],
    islands: frozenset[int],
    by_the_clock: Callable[[], Measure | None],
    *,
    plain: bool = False,
) -> Quantities:
    """Return the distance, the duration, the altitude and the speed that some sentences give an event.

    ``islands`` holds the character offsets of names of islands and countries: a distance from one is from its coast.
    ``by_the_clock`` finds the stay between two times of day, where it is asked for. With ``plain`` only quantities
    count that say by themselves what they measure.
    """
    near = [(m, s, e) for m, s, e in measures if any(a <= s < b for a, b in sentences)]
    near = [(m, s, e) for m, s, e in near if m.dimension != "length" or not _of_no_flight(doc[s])]
    spans = [m for m, _, e in near if m.dimension == "time" and _lasts(m, doc, e)]
    if plain:
        near = [(m, s, e) for m, s, e in near if m.role in _PLAIN]
    lengths = [replace(m, role=role(m, doc, s, e, told, islands)) for m, s, e in near if m.dimension == "length"]
    wanted = _INSIDE_FIRST if set(types) & _ENTRIES else _OUTSIDE_FIRST
    # Where it lies from the border says least of how deep it was.
    by_border = {m.span.start for m, _, _ in near if m.role == "from_border"}
    ranked = sorted(
        (m for m in lengths if m.role in wanted),
        key=lambda m: (m.span.start in by_border, wanted.index(m.role), m.value is None),
    )
    lasting = [m for m in spans if not plain or m.role in _PLAIN]
    if types[0] in _ENTRIES - {"shootdown", "fired_upon"}:
        # "violated its airspace ... Its jets were held on radar lock for four minutes": no stay.
        lasting = [m for m in lasting if (s := doc.char_span(m.span.start, m.span.end)) is None
                   or not {"radar", "lock"} <= s.sent.words]
    duration = next((m for m in lasting if m.role == "duration"), None)
    if duration is not None:
        duration = _added_up(duration, [m for m in spans if m is not duration], doc)
    if duration is None and set(types) & _STAYS:
        duration = by_the_clock()
    if duration is None and lasting:
        duration = replace(lasting[0], role="duration")
    return (
        ranked[0] if ranked else None,
        duration,
        next((m for m in lengths if m.role == "altitude"), None),
        next((m for m, _, _ in near if m.dimension == "speed"), None),
    )


def _of_no_flight(length: Token) -> bool:
    """Read "were never less than 42 miles apart", which denies that they came closer; or the measure of a zone.

    Nor is "100 miles off course" how far from a coast.
    """
    if "off course" in length.doc.span(length.i, length.i + 6).text:
        return True
    before = [t.lower_ for t in length.doc[max(length.sent.start, length.i - 5) : length.i + 3]]
    denied = {"never", "not"} & set(before) and {"less", "closer", "nearer"} & set(before) and "than" in before
    return bool(denied) or _measures_an_area(length)


def _measures_an_area(length: Token) -> bool:
    """Read "its airspace, which ends 12 miles off the coast", "the zone reaches 300 km inland": of no flight."""
    verb = next((a for a in grammar.ancestors(length) if a.pos_ in ("VERB", "AUX")), None)
    if verb is None or verb.lower_ not in lexicon.group_forms("bounding_verbs"):
        return False
    subjects = grammar.subjects(verb)
    if verb.dep_ in ("relcl", "acl"):
        subjects = [s for s in subjects if s.lower_ not in grammar.RELATIVES] or [verb.head]
    return any(s.lower_ in lexicon.group("bounded_areas") for s in subjects)


# Between the spans of two stays that are told together: "for two minutes and then for four".
_AND_AGAIN = re.compile(
    r",?(?:(?: and)?(?: then)?, (?:[\w ]{1,20} )?(?:later|afterwards),)?"
    r"(?: (?:the first time|and|then|again|once|later|for|another|a further|a second time|some|about))+ ?"
)


def _added_up(first: Measure, others: Sequence[Measure], doc: Doc) -> Measure:
    """Return how long it was in all: "for two minutes and then for four more", "once for a minute and once for two"."""
    following = doc.char_span(first.span.start, first.span.end)
    if following is None or first.value is None or first.value_si is None:
        return first
    sentence = following.sent
    text = sentence.text[first.span.end - sentence.start_char :]
    joints = (" and ",) if first.span.quote.casefold().startswith("between ") else (" to ", " or ")
    joint = next((w for w in joints if text.startswith(w)), None)
    to = next((m for m in others if joint and m.span.start == first.span.end + len(joint)), None)
    if to is not None and to.value_si is not None and to.value_si > first.value_si:
        # "for 30 seconds to one minute", "between 30 seconds and one minute"
        mean = (first.value_si + to.value_si) / 2
        return replace(first, value=mean * first.value / first.value_si, value_si=mean, upper_si=to.value_si)
    between = _AND_AGAIN.match(text)
    if between is None or not {"and", "then"} & set(between.group().split()):
        return first
    at = first.span.end + between.end()
    second = next((m for m in others if m.span.start == at and m.value_si is not None), None)
    if second is not None and second.value_si is not None:
        seconds, end = second.value_si, second.span.end
    else:
        # "... and once for four": of the same unit.
        word = re.match(r"(\w+)(?: more)?(?=[,.;]|$)", text[between.end() :])
        count = number(word[1].casefold()) if word is not None else None
        if word is None or count is None or word[1].casefold() in ("a", "an", "another"):
            return first
        seconds, end = count * first.value_si / first.value, at + word.end()
    total = first.value_si + seconds
    start, offset = first.span.start, sentence.start_char
    span = Span(start, end, sentence.text[start - offset : end - offset])
    return replace(
        first, span=span, value=total * first.value / first.value_si, value_si=total, lower_si=total, upper_si=total
    )


def _lasts(measure: Measure, doc: Doc, end: int) -> bool:
    """Say whether a span of time can be how long it lasted: not "ten minutes later", "at a minute's notice"."""
    if doc.text[max(0, measure.span.start - 6) : measure.span.start].strip().endswith(("past", "last")):
        # "entered it in the past 24 hours"
        return False
    said = doc.text[max(0, measure.span.start - 16) : measure.span.start]
    if measure.unit == "h" and (measure.value_si or 0) >= _HALF_A_DAY_S and not _STAYED.search(said):
        # "within 24 hours", "in the 24 hours to 6 a.m."
        return False
    following = [t.lower_ for t in doc[end : end + 2]]
    if _traffic_stood_still(doc[end - 1]) or {"video", "footage", "clip", "film", "recording"}.intersection(following):
        return False
    if following[:1] == ["after"] and any(t.lower_ in _crossing() for t in doc[end : end + 7]):
        # "destroyed two minutes after it crossed the border": so long it was there.
        return True
    if following in (["into", "the"], ["into", "its"], ["left", "in"], ["left", "of"]):
        # "90 minutes into the flight", "with an hour left in it"
        return False
    if following[:1] == ["later"] and _gone(doc, end):
        return True
    return measure.role == "duration" or (measure.role == "other" and lexicon.group("no_stay").isdisjoint(following))


def _traffic_stood_still(unit: Token) -> bool:
    """Say whether it is how long an airport was closed: "all landings were halted for nearly four hours"."""
    verb = next((a for a in grammar.ancestors(unit) if a.pos_ == "VERB"), None)
    stopped = lexicon.group_forms("traffic_stopping_verbs")
    return verb is not None and verb.lower_ in stopped and grammar.is_passive(verb)


def _gone(doc: Doc, later: int) -> bool:
    """Say whether "two minutes later" tells when it left: "left 18 seconds later", "a minute later it was out"."""
    sentence = doc[later].sent
    words = lexicon.group_forms("leaving_verbs") | lexicon.group("gone_words")
    near = [*doc[max(sentence.start, later - 8) : later - 1], *doc[later + 1 : min(sentence.end, later + 5)]]
    return any(t.lower_ in words and t.lower_ not in ("escort", "escorted") for t in near)


@cache
def _crossing() -> frozenset[str]:
    verbs = lexicon.group("border_verbs") | {"fly", "come"}
    return frozenset(f for v in verbs for f in lexicon.verb_forms(v))


def role(
    measure: Measure, doc: Doc, start: int, end: int, told: Sequence[Telling], islands: frozenset[int]
) -> MeasureRole:
    """Return what a length means here: by its own words, then by the event that its sentence tells."""
    sentence = doc[start].sent
    if measure.role in ("separation", "from_place", "other") and _above_ground(doc, end, told):
        return "altitude"
    here = [t for t in told if doc[t.trigger].sent.start == sentence.start]
    if measure.role == "from_border" and any(
        t.act == "entry" and _goal_start(t) is not None and start - 4 <= (_goal_start(t) or 0) < start for t in here
    ):
        # "landed in Polish territory 30 km from the border": that deep inside.
        return "depth"
    within = measure.span.quote.casefold().startswith("within ") or doc[start - 1].lower_ == "within"
    named = any(t.act == "entry" for t in told) and not sentence.words.isdisjoint(entry_nouns())
    if measure.role == "from_border" and within and named and all(t.act == "entry" and t.nominal for t in here):
        # "the intrusion took place within three miles of the Line of Control"
        return "depth"
    if measure.role == "from_border" and _OVER_VILLAGE.search(doc.span(sentence.start, start).text) and any(
        t.act == "entry" for t in told
    ):
        # "was seen over two villages five kilometres from the border"
        return "depth"
    if measure.role == "from_border" and _came_down_there(doc, sentence.start, start):
        # "crashed in a field a kilometre from the border": so far inside, where an intruder came down.
        entered = any(t.act in ("entry", "down", "fire") and (t.airspace or t.act == "entry") for t in told)
        return "depth" if entered else measure.role
    if measure.role == "from_border" and any(t.act == "entry" for t in here) and _REACHED.search(
        doc.span(sentence.start, start).text
    ):
        # "flew as far as Homs, 40 km from the border"
        return "depth"
    struck = {t.lower_ for t in doc[sentence.start : start]} & lexicon.group_forms("raiding_verbs")
    if measure.role == "from_border" and struck and any(t.act == "entry" and t.strong for t in told):
        # "violated its airspace when they bombed a camp 2 km from the border"
        return "depth"
    following = range(measure.span.end, measure.span.end + 45)
    if measure.role == "depth" and here and all(t.act == "close" for t in here) and (measure.value_si or 0) < _APART_M:
        # "let off flares at a distance of 15 metres from it"
        return "separation"
    if measure.role == "separation" and (measure.value_si or 0) >= _APART_M and islands.intersection(following[:12]):
        # "came within 30 nautical miles of Taiwan"
        return "from_coast"
    met = any(t.act in ("close", "intercept") for t in here) and (measure.value_si or 0) < _BESIDE_M
    following_word = doc[end].lower_ if end < len(doc) else ""
    if met and measure.role in ("other", "travelled") and following_word in ("away", "apart", "off"):
        # "a J-10, which came some 30 metres away"
        return "separation"
    away = measure.role == "travelled" and end < len(doc) and doc[end].lower_ == "away"
    if measure.role in ("from_place", "other") or away:
        burst = any(t.act == "fire" and doc[t.trigger].lower_ in lexicon.group_forms("bursting_verbs") for t in here)
        if (burst or any(t.act == "close" for t in here)) and (measure.value_si or 0) < _APART_M:
            return "separation"
        land = next((o for o in following if o in islands), None)
        # Not "north-east of the village in Agdam": from a place that lies in it.
        inland = land is not None and re.search(r",| in ", doc.text[measure.span.end : land])
        if measure.role == "from_place" and land is not None and not inland:
            return "from_coast"
        if measure.role == "from_place" and _over_the_sea(doc, sentence.start, start):
            return "from_coast"
    return measure.role


def _above_ground(doc: Doc, end: int, told: Sequence[Telling]) -> bool:
    """Read "500 feet over a primary school": how high it flew, and no distance from anything in the air."""
    at = end
    if at < len(doc) and doc[at].text == "(":
        at = next((i + 1 for i in range(at, min(len(doc), at + 6)) if doc[i].text == ")"), at)
    if at >= len(doc) or doc[at].lower_ not in ("above", "over"):
        return False
    below = next((t for t in doc[at + 1 : at + 6] if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
    flown = {i for t in told if t.craft is not None for i in range(t.craft.start, t.craft.end)}
    aloft = lexicon.group("craft_parts", "machines_that_fly", "ships")
    stop = next((t.i for t in doc[at + 1 : at + 9] if t.pos_ in ("VERB", "AUX", "PUNCT")), at + 9)
    near = {t.lower_ for t in doc[at + 1 : stop]}
    return below is not None and below.pos_ != "PRON" and below.i not in flown and not near & aloft


def _came_down_there(doc: Doc, first: int, end: int) -> bool:
    """Say whether the words before tell of coming down or being found: no more than a clause away."""
    words = lexicon.group_forms("resting_verbs")
    return any(t.lower_ in words for t in doc[max(first, end - 14) : end])


def _over_the_sea(doc: Doc, first: int, end: int) -> bool:
    """Read "over the sea five nautical miles west of the port", "in the Gulf, ten miles from the port"."""
    words = [t.lower_ for t in doc[max(first, end - 7) : end]]
    return any(w in lexicon.group("seas") for w in words)


_REACHED = re.compile(
    r"\b(?:(?:as|so) (?:far|deep) as|reach(?:ed|es|ing)?|all the way to"
    r"|(?:got|getting|penetrat\w+|made it) (?:as far as|to))"
    r" (?:the (?:town|city|outskirts|area) of )?(?:[A-Z][\w’'-]+ ?){1,3}, ?(?:some |about |roughly |nearly |almost )?$"
)


_OVER_VILLAGE = re.compile(
    r"\b(?:over|above) (?:[\w’'-]+ ){0,4}(?:villages?|towns?|city|cities|hamlets?|settlements?|fields?|camps?|posts?)"
    r"(?: of (?:[A-Z][\w’'-]+ ?){1,3})?,? ?(?:some |about |roughly |nearly |almost |around )?$"
)


def _goal_start(telling: Telling) -> int | None:
    goal = telling.zone or telling.goal
    return None if goal is None else goal.start
