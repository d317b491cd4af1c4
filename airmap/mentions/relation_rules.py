"""Relations as patterns over the classes of tokens, and the reader that finds them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from airmap.mentions.relation_words import PUNCTUATION, UNKNOWN, Token, lexicon, tokens_of
from airmap.records import Measure, Relation, RelativePlace, Span, Toponym

# Words after a town's name that make it the land about it, by the kind of place which that is.
_AREAS: dict[str, str] = {
    "region": "admin1", "oblast": "admin1", "province": "admin1", "governorate": "admin1", "prefecture": "admin1",
    "voivodeship": "admin1", "district": "admin2", "county": "admin2", "raion": "admin2",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation, the pattern that reads it, and examples of what it reads.

    In a pattern ``<near|at>`` is one token of either class, ``<place:name>`` a token that is kept under that name,
    ``{border}`` one of ``_PARTS``; the rest is regular expression.
    """

    relation: Relation
    pattern: str
    examples: tuple[str, ...]


_PARTS = {
    "place": "<filler>* (?: <territory> <of> <filler>* | <name> <possessive>? <filler>* <kind> <filler>*)?"
    " <place:name> <possessive>? <feature>? <territory>?"
    " (?: (?: <comma> | <in> <filler>*) <container:name>)?",
    "other": "<filler>* <other:name> <possessive>? <feature>?",
    "length": "<filler>* <length:length>"
    " (?: <open> <length> <close> | <comma>? <or> <length> <comma>? | <slash> <length>)? <filler>*",
    "wind": "<filler>* <wind:wind|degrees>",
    "border": "(?: <filler>* <place:name> <possessive>? <filler>* <hyphen|slash|and> <filler>* <other:name>"
    "   <flank:wind|windward>? <border>"
    " | <filler>* <place:name> <possessive>? <filler>* <flank:wind|windward>? <border>"
    "   (?: <with> <filler>* <other:name>)?"
    " | <filler>* <flank:wind|windward>? <border> <of|with|between|from> <filler>* <place:name> <possessive>?"
    "   (?: <and> <filler>* <other:name>)?"
    " | <filler>* <flank:wind|windward>? <border> )",
    "coast": "(?: <filler>* <place:name> <possessive>? <feature>? <filler>* <wind|windward>? <coast>"
    " | <filler>* <wind|windward>? <coast> <of> <filler>* <place:name> <feature>?"
    " | <filler>* <wind|windward>? <coast> )",
    "side": "(?: <in|at|inside> <filler>* <windward>? <side:name> <possessive>? <territory>? )?",
}

RULES = (
    Rule("coordinates", "<position:position>", ("35.9N 36.0E",)),
    Rule(
        "within_border",
        "<within>? {length} <of|from> {border} {side}",
        ("within one mile of the Syrian border in Israel", "50 km from the border"),
    ),
    Rule("within_border", "{length} {wind} <of|from> {border}", ("3 km north of the Lebanese border",)),
    Rule(
        "off_coast",
        "<within>? {length} {wind}? <off|from|of>+ {coast}",
        ("12 nautical miles off the Estonian coast", "70 km from the coast of Israel"),
    ),
    Rule("off_coast", "{length} {wind}? <off>+ {place}", ("6 miles off Surfside",)),
    Rule(
        "within_border", "{length} <inside> {place}", ("3 km inside Finland", "two kilometres into Turkish airspace")
    ),
    Rule("distance_from", "{length} <comma>? <of>? {wind} <of|from> {place}", ("20 km north of Latakia",)),
    Rule(
        "distance_from",
        "{length} <of|from> {place} <comma>? <in|at|filler|bearing>* <wind:degrees>",
        ("30 nautical miles from Vardø on a bearing of 45 degrees",),
    ),
    Rule(
        "distance_from",
        "<within>? {length} <of|from|off|near>+ {place}",
        ("about 20 km from Aleppo", "within 5 km of Gotland"),
    ),
    Rule("between", "<between> {place} <and> {other}", ("between Gotland and Kaliningrad",)),
    Rule("off_coast", "<off>+ {coast}", ("off the coast of Latakia", "off Scotland's coast")),
    Rule("off_coast", "{wind} <of> {coast}", ("west of the Scottish coast",)),
    Rule(
        "along_border",
        "<along|near|near_border> {border} {side}",
        ("along the Polish-Belarusian border", "near the border with Belarus"),
    ),
    Rule("across_border", "<across> {border}", ("across the Finnish-Russian border",)),
    Rule("off_coast", "<along|near|near_border> {coast}", ("along the coast of Norway",)),
    Rule("direction_of", "<filler>* <wind:wind> <of> {place}", ("to the north of Gotland", "southwest of Taiwan")),
    Rule("over", "<over> <filler>* <wind:windward> {place}", ("over northern Syria",)),
    Rule("in", "<in|at> <filler>* <wind:windward> {place}", ("in south-western Hatay",)),
    Rule("off_coast", "<off>+ {place}", ("off Alaska",)),
    Rule("near", "<near> {place}", ("near Khmeimim air base",)),
    Rule("over", "<over> {place}", ("over the Black Sea",)),
    Rule("at", "<at> {place}", ("at Incirlik",)),
    Rule("in", "<in> {place}", ("in the Gulf of Finland",)),
)

# What a phrase may be that stands alone, and a sentence only by accident.
BARE_RULES = (
    Rule("along_border", "{border} {side}", ("Israel's border with Syria", "the Polish-Belarusian border")),
    Rule("off_coast", "{coast}", ("the Estonian coast",)),
    Rule("in", "<filler>* <wind:windward> {place}", ("northern Syria",)),
)


def read_relations(
    text: str, toponyms: Sequence[Toponym], measures: Sequence[Measure], *, alone: bool
) -> list[RelativePlace]:
    """Return what the rules find in a text, from left to right; ``alone`` says that it is a phrase and no prose."""
    tokens = tokens_of(text, toponyms, measures, alone=alone)
    codes, patterns, some_rule = grammar(alone)
    row = "".join(codes.get(t.classes, UNKNOWN) for t in tokens)
    found: list[RelativePlace] = []
    position = 0
    while (begun := some_rule.search(row, position)) is not None:
        position = begun.start()
        for rule, pattern in patterns:
            match = pattern.match(row, position)
            if match is None:
                continue
            parts = {name.rpartition("_")[0]: match.start(name) for name, value in match.groupdict().items() if value}
            end = _end(match, parts, tokens)
            place = _relative_place(rule, match, end, parts, tokens, text)
            if place:
                found.append(place)
                position = end - 1
                break
        position += 1
    return found


# What is beside another of its kind, and never in it: "over Lakenheath, Mildenhall".
_NO_CONTAINERS = frozenset({"airbase", "airport", "city", "village", "island", "sea", "gulf", "strait"})


def _end(match: re.Match[str], at: Mapping[str, int], tokens: Sequence[Token]) -> int:
    """Return where a match ends, before what was taken for the container and is none: "Russian airspace in the Baltic".

    What follows a whole state, or is a state that the place is not in, is a place by itself.
    """
    place, container = (tokens[at[k]].toponym if k in at else None for k in ("place", "container"))
    if place is None or container is None or place.place is None or container.place is None:
        return match.end()
    inner, outer = place.place, container.place
    alike = inner.feature == outer.feature and inner.feature in _NO_CONTAINERS
    if not alike and inner.feature != "country" and (outer.feature != "country" or inner.country == outer.country):
        return match.end()
    before = range(at["container"], match.start(), -1)
    return next(n for n in before if tokens[n - 1].classes & {"comma", "in"}) - 1


@cache
def grammar(alone: bool) -> tuple[dict[frozenset[str], str], tuple[tuple[Rule, re.Pattern[str]], ...],
                                   re.Pattern[str]]:
    """Return a letter for every set of classes that a token can have, the rules over those letters, and all in one."""
    sets = {
        *lexicon().phrases.values(),
        *(frozenset({name}) for name in PUNCTUATION.values()),
        *(frozenset({kind}) for kind in ("name", "length", "position", "wind", "windward", "degrees")),
    }
    codes = {classes: chr(0xE000 + n) for n, classes in enumerate(sorted(sets, key=sorted))}

    def written(pattern: str) -> str:
        groups = 0

        def token(match: re.Match[str]) -> str:
            nonlocal groups
            group, _, names = match.group(1).rpartition(":")
            wanted = set(names.split("|"))
            letters = "".join(code for classes, code in codes.items() if classes & wanted)
            groups += 1
            return f"(?P<{group}_{groups}>[{letters}])" if group else f"[{letters}]"

        return re.sub("<([^<>]+)>", token, pattern.format(**_PARTS)).replace(" ", "")

    rules = [(rule, written(rule.pattern)) for rule in (*RULES, *(BARE_RULES if alone else ()))]
    # Names of groups are each rule's own.
    some_rule = re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for _, pattern in rules))
    return codes, tuple((rule, re.compile(pattern)) for rule, pattern in rules), some_rule


def _relative_place(
    rule: Rule, match: re.Match[str], end: int, at: Mapping[str, int], tokens: Sequence[Token], text: str
) -> RelativePlace | None:
    """Return the record of a match as far as the token ``end``; None of an adjective alone: "near Russian jets"."""
    parts = {name: tokens[n] for name, n in at.items()}
    first, last = tokens[match.start()], tokens[end - 1]
    names = [parts[k] for k in ("place", "other") if k in parts]
    if rule.pattern.endswith(("{place}", "{other}")) and any(_is_bare_adjective(t, last) for t in names):
        return None
    if rule.relation == "near" and text[first.start : first.end].lower() == "by" and any(_is_state(t) for t in names):
        # "entered by Hungary", "an incursion by a Turkish jet": who did it.
        return None
    # "Along the eastern border": which part of it, where no length goes off in a direction.
    wind = parts.get("wind") or (parts.get("flank") if rule.relation in ("along_border", "across_border") else None)
    length = parts.get("length")
    side = parts.get("side")
    span = Span(first.start, last.end, text[first.start : last.end])
    state = side.toponym.place.country if side and side.toponym and side.toponym.place else None
    if rule.relation == "within_border" and "inside" in rule.pattern and names:
        toponym = names[0].toponym
        state = toponym.place.country if toponym and toponym.place else None
    measure = length.measure if length else None
    if measure and _is_upper_bound(match, tokens):
        measure = replace(measure, lower_si=0.0)
    return RelativePlace(
        span=span,
        relation=rule.relation,
        toponyms=tuple(_as_area(t, text) for t in names if t.toponym),
        distance=measure,
        bearing_deg=wind.bearing_deg if wind else None,
        bearing_tolerance_deg=wind.tolerance_deg if wind else None,
        coordinates=parts["position"].position if "position" in parts else None,
        inside=state,
    )


def _as_area(name: Token, text: str) -> Toponym:
    """Return what a name stands for: the land about a town, where "Homel region" is known by its town alone."""
    toponym = name.toponym
    assert toponym is not None
    after = text[name.end : name.end + 16].split()
    area = _AREAS.get(after[0].strip(".,;:'’)").lower()) if after else None
    if area is None or toponym.place is None or toponym.place.feature not in ("city", "village"):
        return toponym
    return replace(toponym, place=replace(toponym.place, feature=area))


def _is_upper_bound(match: re.Match[str], tokens: Sequence[Token]) -> bool:
    return "within" in tokens[match.start()].classes and tokens[match.start()].measure is None


def _is_state(name: Token) -> bool:
    found = name.toponym.place if name.toponym else None
    return found is not None and found.feature == "country"


def _is_bare_adjective(name: Token, last: Token) -> bool:
    """Tell an adjective that nothing territorial follows: "near Russian jets" against "near Russian airspace"."""
    return bool(name.toponym and name.toponym.kind == "demonym" and name is last)
