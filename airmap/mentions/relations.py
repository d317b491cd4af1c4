"""Phrases that place something relative to named places: "20 km north of Latakia", "off the Estonian coast".

A text becomes a row of tokens (words, names, measures, coordinates, winds), each with the classes that it may stand
for; a relation is a pattern over those classes. Which word is of which class is data (``lexicon/relations.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from airmap.errors import UnknownPlaceError
from airmap.mentions.coordinates import find_coordinates
from airmap.records import Candidate, Measure, Place, Position, Relation, RelativePlace, Span, Toponym

if TYPE_CHECKING:
    from airmap.gazetteer import Gazetteer

_LEXICON = Path(__file__).resolve().parent.parent / "lexicon" / "relations.toml"


class Lexicon(NamedTuple):
    """``relations.toml`` as read: letters of each phrase, bearing of each wind, tolerances, factors and reaches.

    ``longest_from`` says of each first word how many words the longest of its phrases has.
    """

    phrases: dict[tuple[str, ...], frozenset[str]]
    longest_from: dict[str, int]
    winds: dict[str, float]
    tolerance_deg: dict[str, float]
    distance: dict[str, float]
    reach_m: dict[str, float]


class _Token(NamedTuple):
    start: int
    end: int
    classes: frozenset[str]
    toponym: Toponym | None = None
    measure: Measure | None = None
    position: Position | None = None
    bearing_deg: float | None = None
    tolerance_deg: float | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
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
    "   <wind|windward>? <border>"
    " | <filler>* <place:name> <possessive>? <filler>* <wind|windward>? <border>"
    "   (?: <with> <filler>* <other:name>)?"
    " | <filler>* <wind|windward>? <border> <of|with|between|from> <filler>* <place:name> <possessive>?"
    "   (?: <and> <filler>* <other:name>)?"
    " | <filler>* <wind|windward>? <border> )",
    "coast": "(?: <filler>* <place:name> <possessive>? <feature>? <filler>* <wind|windward>? <coast>"
    " | <filler>* <wind|windward>? <coast> <of> <filler>* <place:name> <feature>?"
    " | <filler>* <wind|windward>? <coast> )",
    "side": "(?: <in|at|inside> <filler>* <windward>? <side:name> <possessive>? <territory>? )?",
}

_RULES = (
    _Rule("coordinates", "<position:position>", ("35.9N 36.0E",)),
    _Rule(
        "within_border",
        "<within>? {length} <of|from> {border} {side}",
        ("within one mile of the Syrian border in Israel", "50 km from the border"),
    ),
    _Rule("within_border", "{length} {wind} <of|from> {border}", ("3 km north of the Lebanese border",)),
    _Rule(
        "off_coast",
        "<within>? {length} {wind}? <off|from|of>+ {coast}",
        ("12 nautical miles off the Estonian coast", "70 km from the coast of Israel"),
    ),
    _Rule("off_coast", "{length} {wind}? <off>+ {place}", ("6 miles off Surfside",)),
    _Rule(
        "within_border", "{length} <inside> {place}", ("3 km inside Finland", "two kilometres into Turkish airspace")
    ),
    _Rule("distance_from", "{length} <comma>? <of>? {wind} <of|from> {place}", ("20 km north of Latakia",)),
    _Rule(
        "distance_from",
        "{length} <of|from> {place} <comma>? <in|at|filler|bearing>* <wind:degrees>",
        ("30 nautical miles from Vardø on a bearing of 45 degrees",),
    ),
    _Rule(
        "distance_from",
        "<within>? {length} <of|from|off|near>+ {place}",
        ("about 20 km from Aleppo", "within 5 km of Gotland"),
    ),
    _Rule("between", "<between> {place} <and> {other}", ("between Gotland and Kaliningrad",)),
    _Rule("off_coast", "<off>+ {coast}", ("off the coast of Latakia", "off Scotland's coast")),
    _Rule("off_coast", "{wind} <of> {coast}", ("west of the Scottish coast",)),
    _Rule(
        "along_border",
        "<along|near|near_border> {border} {side}",
        ("along the Polish-Belarusian border", "near the border with Belarus"),
    ),
    _Rule("across_border", "<across> {border}", ("across the Finnish-Russian border",)),
    _Rule("off_coast", "<along|near|near_border> {coast}", ("along the coast of Norway",)),
    _Rule("direction_of", "<filler>* <wind:wind> <of> {place}", ("to the north of Gotland", "southwest of Taiwan")),
    _Rule("over", "<over> <filler>* <wind:windward> {place}", ("over northern Syria",)),
    _Rule("in", "<in|at> <filler>* <wind:windward> {place}", ("in south-western Hatay",)),
    _Rule("off_coast", "<off>+ {place}", ("off Alaska",)),
    _Rule("near", "<near> {place}", ("near Khmeimim air base",)),
    _Rule("over", "<over> {place}", ("over the Black Sea",)),
    _Rule("at", "<at> {place}", ("at Incirlik",)),
    _Rule("in", "<in> {place}", ("in the Gulf of Finland",)),
)

# What a phrase may be that stands alone, and a sentence only by accident.
_BARE_RULES = (
    _Rule("along_border", "{border} {side}", ("Israel's border with Syria", "the Polish-Belarusian border")),
    _Rule("off_coast", "{coast}", ("the Estonian coast",)),
    _Rule("in", "<filler>* <wind:windward> {place}", ("northern Syria",)),
)


@cache
def lexicon() -> Lexicon:
    """Return the vocabulary of ``relations.toml``, read once."""
    data = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], set[str]] = {}
    for kind, entries in data["words"].items():
        for entry in entries:
            phrases.setdefault(tuple(_WORD.findall(entry)), set()).add(kind)
    frozen = {words: frozenset(letters) for words, letters in phrases.items()}
    longest_from: dict[str, int] = {}
    for words in frozen:
        longest_from[words[0]] = max(len(words), longest_from.get(words[0], 0))
    return Lexicon(frozen, longest_from, data["winds"], data["tolerance_deg"], data["distance"], data["reach_m"])


@cache
def former_states() -> dict[str, tuple[str, ...]]:
    """Return the states that stand in the place of each state that is no more, by ISO 3166-1 alpha-3 code."""
    data = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    return {state: tuple(successors) for state, successors in data["former_states"].items()}


@cache
def named_borders() -> dict[str, tuple[str, ...]]:
    """Return the two states of each border that has a name, by that name."""
    data = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    return {name: tuple(states) for name, states in data["named_borders"].items()}


def wind_bearing_deg(text: str) -> float | None:
    """Return the bearing of the first direction that a text names, clockwise from north: "to its southwest" is 225."""
    found = next(iter(_directions(text)), None)
    return found.bearing_deg if found else None


_WORD = re.compile(r"['’]s\b|[^\W_]+|['’]|[.!?;:](?=\s|$)|\n+|[^\w\s]")
_DEGREES_BEARING = re.compile(
    r"(?:bearing|azimuth|radial|heading)(?:\s+of)?\s+(\d{1,3}(?:\.\d+)?)(?:\s*(?:°|degrees?|deg\b))?"
    r"|\b(\d{1,3}(?:\.\d+)?)\s*(?:°|-?\s*degrees?\b|deg\b)(?!\s*(?:C\b|F\b|[cC]elsius|[fF]ahrenheit|\d|[NSEW]\b))"
)
_WIND_WORD = re.compile(
    r"\b((?:north|south|east|west)[\s-]*(?:north|south)[\s-]*(?:east|west)|(?:north|south)(?:[\s-]*(?:east|west))?"
    r"|east|west)(ern|erly|wards?)?\b",
    re.IGNORECASE,
)
_WIND_LETTERS = re.compile(r"\b(?:[NS](?:NE|NW|SE|SW|E|W)?|[EW](?:NE|NW|SE|SW)?)\b(?!\.)")


def find_relative_places(
    text: str, toponyms: Iterable[Toponym], measures: Iterable[Measure]
) -> tuple[RelativePlace, ...]:
    """Return the relative places that a text names, in the order in which they stand.

    Parameters
    ----------
    text
        The text that the spans of ``toponyms`` and ``measures`` refer to; a sentence or a whole article.
    toponyms
        The names in it, resolved or not.
    measures
        The quantities in it; only lengths are used.
    """
    return tuple(_read(text, tuple(toponyms), tuple(measures), alone=False))


def parse_phrase(phrase: str, gazetteer: Gazetteer, *, reference: Place | None = None) -> RelativePlace:
    """Return the relative place that a phrase stands for: the longest, where it holds several.

    >>> parse_phrase("20 km north of Latakia", gazetteer).bearing_deg  # doctest: +SKIP
    0.0

    Raises
    ------
    UnknownPlaceError
        When the phrase names no place that the gazetteer knows, or places nothing.
    """
    return max(parse_phrases(phrase, gazetteer, reference=reference), key=lambda r: r.span.end - r.span.start)


def parse_phrases(phrase: str, gazetteer: Gazetteer, *, reference: Place | None = None) -> tuple[RelativePlace, ...]:
    """Return every relative place in a phrase: "over the Black Sea, 20 km west of Sevastopol" holds two.

    With a ``reference`` the words where the name must stand ("86 miles west of Columbia") need not be in the
    gazetteer: they mean that place.

    Raises
    ------
    UnknownPlaceError
        When the phrase names no place that the gazetteer knows, or places nothing.
    """
    from airmap.mentions.measures import measures_in

    phrase = " ".join(phrase.split())
    measures = measures_in(phrase)
    toponyms = (_given(phrase, measures, reference),) if reference else names_in(phrase, gazetteer, measures)
    read = (_named_border(r, gazetteer) for r in _read(phrase, toponyms, measures, alone=True))
    found = tuple(_at_sea(r) for r in read if r.toponyms or r.coordinates)
    if found:
        return found
    if len(toponyms) == 2 and re.fullmatch(r"[^,]*,\s*", phrase[toponyms[0].span.end : toponyms[1].span.start]):
        toponyms = toponyms[:1] if toponyms[1].span.end == len(phrase) else toponyms
        phrase_of = phrase[: phrase.index(",", toponyms[0].span.end)]
    else:
        phrase_of = phrase
    if len(toponyms) == 1 and _says_no_more(phrase_of, toponyms, measures):
        place = toponyms[0].place
        relation: Relation = "in" if place and place.feature in _AREAS else "at"
        return (_at_sea(RelativePlace(span=Span(0, len(phrase), phrase), relation=relation, toponyms=toponyms)),)
    raise UnknownPlaceError(
        f'"{phrase}" places nothing that airmap knows: name a place, a border, a coast or coordinates, '
        'as in "20 km north of Latakia"'
    )


def _named_border(found: RelativePlace, gazetteer: Gazetteer) -> RelativePlace:
    """Say whose line it is that has a name of its own: "the Line of Control", "the Blue Line"."""
    if found.toponyms or found.relation not in ("within_border", "along_border", "across_border"):
        return found
    said = found.span.quote.casefold()
    states = next((s for name, s in named_borders().items() if name in said), ())
    countries = [c for state in states if (c := gazetteer.country(state)) is not None]
    toponyms = tuple(Toponym(found.span, c.name, "name", c, 1.0) for c in countries)
    return replace(found, toponyms=toponyms)


def _at_sea(found: RelativePlace) -> RelativePlace:
    """Read "over Estonian territorial waters" as the sea of the state's airspace, without its land."""
    first = found.toponyms[0].place if found.toponyms else None
    if first is None or first.feature != "country" or found.relation not in ("in", "over", "at"):
        return found
    if not _OWN_WATERS.search(found.span.quote):
        return found
    sea = replace(first, name=f"{first.name}, territorial sea", feature="territorial_sea")
    return replace(found, toponyms=(replace(found.toponyms[0], place=sea), *found.toponyms[1:]))


def _says_no_more(phrase: str, toponyms: Sequence[Toponym], measures: Sequence[Measure]) -> bool:
    """Tell whether a phrase is a name and words that are known: of "foo Paris" the name alone must not be taken."""
    return all(
        t.toponym or t.classes & {"filler", "feature", "kind", "territory", "possessive", "of"}
        for t in _tokens(phrase, toponyms, measures, alone=True)
    )


def _given(phrase: str, measures: Sequence[Measure], reference: Place) -> Toponym:
    """Return the name that ``reference`` stands for: what follows the preposition after distance and direction."""
    tokens = _tokens(phrase, (), measures, alone=False)
    # The first direction: "15 miles east of South Bend" has another in the name.
    length = max((n for n, t in enumerate(tokens) if t.measure), default=-1)
    direction = next((n for n, t in enumerate(tokens) if n > length and t.bearing_deg is not None), length)
    start = next((t.end for t in tokens[direction + 1 :] if t.classes & _PREPOSITIONS), 0)
    start += len(phrase[start:]) - len(phrase[start:].lstrip())
    name = phrase[start:]
    return Toponym(
        span=Span(start, len(phrase), name), name=name, kind="name", place=replace(reference, name=name), confidence=1.0
    )


_OWN_WATERS = re.compile(r"\b(?:territorial (?:waters|sea)|waters)\b", re.IGNORECASE)
_AIRFIELDS = frozenset({"airport", "airbase"})
# Better known than the towns of these names.
_POLES = {"north pole": 90.0, "south pole": -90.0}
# A place of fewer people gives way to another state's airport that bears its name: Heathrow, Florida.
_FEW_PEOPLE = 20_000
_PREPOSITIONS = frozenset({"of", "from", "off", "near", "over", "in", "at", "inside", "within"})
_AREAS = frozenset(
    {
        "country",
        "continent",
        "region",
        "admin1",
        "admin2",
        "sea",
        "strait",
        "gulf",
        "ocean",
        "lake",
        "islands",
        "island",
        "peninsula",
        "area",
    }
)
_NAME_WORD = re.compile(r"[^\W_]+(?:['’.-](?!s\b)[^\W_]+)*\.?|[,']")


def names_in(phrase: str, gazetteer: Gazetteer, measures: Sequence[Measure] = ()) -> tuple[Toponym, ...]:
    """Return the places that a short phrase names, longest names first, by the gazetteer alone (no model)."""
    words = [
        m
        for m in _NAME_WORD.finditer(phrase)
        if not _inside(m.start(), measures)
        and not any(c.span.start <= m.start() < c.span.end for c in find_coordinates(phrase, bare=True))
    ]
    known = _known_phrases(phrase)
    found: list[Toponym] = []
    i = 0
    while i < len(words):
        step = 1
        for length in range(min(6, len(words) - i), 0, -1):
            start, end = words[i].start(), words[i + length - 1].end()
            text = phrase[start:end].rstrip(" .,'’")
            if not text or _is_vocabulary(text) or _starts_or_ends_as_vocabulary(text):
                continue
            if any(a < start < b or (a == start and start + len(text) <= b) for a, b in known):
                continue
            toponym = _name(text, start, gazetteer, phrase[start + len(text) :])
            if toponym:
                found.append(toponym)
                step = length
                break
        else:
            inside = any(a <= words[i].start() < b for a, b in known)
            found.extend(() if inside else _hyphenated(words[i], gazetteer))
        i += step
    return tuple(found)


def _known_phrases(phrase: str) -> list[tuple[int, int]]:
    """Return where phrases of the vocabulary stand: "Port" in "port city of", "Blue" in "the Blue Line" is no name."""
    return [
        (t.start, t.end)
        for t in _words(phrase, 0, len(phrase))
        if " " in phrase[t.start : t.end]
    ]


def _hyphenated(word: re.Match[str], gazetteer: Gazetteer) -> Iterable[Toponym]:
    start = word.start()
    for part in re.split("([-–])", word.group()) if re.search("[-–]", word.group()) else ():
        if part not in ("-", "–") and (toponym := _name(part, start, gazetteer, "")):
            yield toponym
        start += len(part)


def _name(text: str, start: int, gazetteer: Gazetteer, following: str) -> Toponym | None:
    span = Span(start, start + len(text), text)
    if text.casefold() in _POLES:
        pole = Place(text.title(), 0.0, _POLES[text.casefold()], "area", gazetteer="airmap")
        return Toponym(span, text, "name", pole, 1.0)
    said_of = gazetteer.demonym(text) or gazetteer.demonym(text.title())
    state = gazetteer.state_of(text)
    country = gazetteer.country(state) if state else None
    if said_of:
        return Toponym(span=span, name=text, kind="demonym", place=country or said_of, confidence=1.0)
    if country:
        others = tuple(p for p in gazetteer.lookup(text) if p.feature != "country")
        return Toponym(span, text, "name", country, 1.0, _runners_up(others))
    # A folded "sea" is also an airport's code: short codes count in capitals only, and a place's own name comes first.
    places = tuple(p for p in gazetteer.lookup(text) if len(text) > 4 or text.isupper() or p.feature not in _AIRFIELDS)
    if not places:
        return None
    places = tuple(sorted(places, key=lambda p: p.name.casefold() != text.casefold()))
    places = _airport_first(places, text)
    if re.match(r"\W*(air\s?base|air force base|airport|airfield)", following, re.IGNORECASE):
        places = tuple(sorted(places, key=lambda p: p.feature not in _AIRFIELDS))
    container = re.match(r"\s*,\s*([^,]+?)\s*$", following)
    if container:
        places = _within(places, container.group(1), gazetteer)
    rest = _runners_up(places[1:])
    return Toponym(span, text, "name", places[0], 1 / (1 + len(rest) / 5), rest)


def _airport_first(places: tuple[Place, ...], text: str) -> tuple[Place, ...]:
    first = places[0]
    if first.feature not in ("city", "village") or first.population >= _FEW_PEOPLE or len(text) <= 4:
        return places
    fields = [p for p in places if p.feature in _AIRFIELDS and p.country != first.country
              and text.casefold() in p.name.casefold()]
    return (*fields[:1], *(p for p in places if p not in fields[:1]))


def _runners_up(places: Sequence[Place]) -> tuple[Candidate, ...]:
    return tuple(Candidate(place, 1 / (n + 2)) for n, place in enumerate(places[:5]))


def _within(places: tuple[Place, ...], container: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return the candidates with those in the state or division first: "Columbia, Missouri"."""
    state = gazetteer.state_of(container)
    divisions = {(p.country, p.name) for p in gazetteer.lookup(container) if p.feature == "admin1"}
    return tuple(sorted(places, key=lambda p: p.country != state and (p.country, p.admin1) not in divisions))


def _is_vocabulary(text: str) -> bool:
    words = tuple(w.lower() for w in _WORD.findall(text))
    return words in lexicon().phrases or bool(_WIND_WORD.fullmatch(text)) or not any(c.isalpha() for c in text)


def _starts_or_ends_as_vocabulary(text: str) -> bool:
    """Tell "the coast" and "Gotland and" from a name; "Golan Heights" may end, "South Carolina" begin, as one."""
    words = text.lower().split()
    phrases = lexicon().phrases
    first, last = (phrases.get((w.strip(",.'"),), frozenset()) for w in (words[0], words[-1]))
    return bool(first - {"feature"}) or bool(last - {"feature", "territory"})


def _inside(offset: int, measures: Sequence[Measure]) -> bool:
    return any(m.span.start <= offset < m.span.end for m in measures)


def _read(text: str, toponyms: Sequence[Toponym], measures: Sequence[Measure], *, alone: bool) -> list[RelativePlace]:
    tokens = _tokens(text, toponyms, measures, alone=alone)
    codes, patterns, some_rule = _grammar(alone)
    row = "".join(codes.get(t.classes, _UNKNOWN) for t in tokens)
    found: list[RelativePlace] = []
    position = 0
    while (begun := some_rule.search(row, position)) is not None:
        position = begun.start()
        for rule, pattern in patterns:
            match = pattern.match(row, position)
            place = match and _relative_place(rule, match, tokens, text)
            if match and place:
                found.append(place)
                position = match.end() - 1
                break
        position += 1
    return found


_UNKNOWN = "x"
_NO_CLASS = frozenset({_UNKNOWN})
_PUNCTUATION = {",": "comma", "(": "open", ")": "close", "-": "hyphen", "–": "hyphen", "/": "slash"}
_CLASSES = {sign: frozenset({name}) for sign, name in _PUNCTUATION.items()}


@cache
def _grammar(alone: bool) -> tuple[dict[frozenset[str], str], tuple[tuple[_Rule, re.Pattern[str]], ...],
                                   re.Pattern[str]]:
    """Return a letter for every set of classes that a token can have, the rules over those letters, and all in one."""
    sets = {
        *lexicon().phrases.values(),
        *(frozenset({name}) for name in _PUNCTUATION.values()),
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

    rules = [(rule, written(rule.pattern)) for rule in (*_RULES, *(_BARE_RULES if alone else ()))]
    # Names of groups are each rule's own.
    some_rule = re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for _, pattern in rules))
    return codes, tuple((rule, re.compile(pattern)) for rule, pattern in rules), some_rule


def _tokens(text: str, toponyms: Sequence[Toponym], measures: Sequence[Measure], *, alone: bool) -> list[_Token]:
    tokens = [
        _Token(c.span.start, c.span.end, frozenset({"position"}), position=c.position)
        for c in find_coordinates(text, bare=alone)
    ]
    tokens += [
        _Token(t.span.start, t.span.end, frozenset({"name"}), toponym=t) for t in toponyms if t.kind != "metonym"
    ]
    tokens += [
        _Token(m.span.start, m.span.end, frozenset({"length"}), measure=m)
        for m in measures
        if m.dimension == "length" and m.role not in ("altitude", "separation")
    ]
    tokens += _directions(text)
    kept: list[_Token] = []
    for token in sorted(tokens, key=lambda t: (t.start, -t.end)):
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    ends = [0, *(t.end for t in kept)]
    starts = [*(t.start for t in kept), len(text)]
    for start, stop in zip(ends, starts, strict=True):
        tokens_between = _words(text, start, stop)
        kept.extend(tokens_between)
    return sorted(kept, key=lambda t: t.start)


def _words(text: str, start: int, stop: int) -> list[_Token]:
    """Return the words of a stretch of text with their classes, phrases longest first."""
    matches = list(_WORD.finditer(text, start, stop))
    words = tuple(m.group().lower() for m in matches)
    known = lexicon()
    tokens = []
    i = 0
    while i < len(matches):
        for length in range(min(known.longest_from.get(words[i], 0), len(matches) - i), 0, -1):
            classes = known.phrases.get(words[i : i + length])
            if classes:
                break
        else:
            length, classes = 1, _CLASSES.get(words[i], _NO_CLASS)
        tokens.append(_Token(matches[i].start(), matches[i + length - 1].end(), classes))
        i += length
    return tokens


def _directions(text: str) -> Iterable[_Token]:
    known = lexicon()
    for match in _WIND_WORD.finditer(text):
        parts = re.findall("north|south|east|west", match.group(1).lower())
        name = parts[0] + "-" + parts[1] + parts[2] if len(parts) == 3 else "".join(parts)
        if name in known.winds:
            kind = "windward" if match.group(2) in ("ern", "erly") else "wind"
            yield _direction(match, kind, known.winds[name], "wind_16" if len(parts) == 3 else "wind_8")
    for match in _WIND_LETTERS.finditer(text):
        name = _SPELT.get(match.group())
        if name:
            yield _direction(match, "wind", known.winds[name], "wind_16" if len(match.group()) == 3 else "wind_8")
    for match in _DEGREES_BEARING.finditer(text):
        figure = float(match.group(1) or match.group(2))
        if figure <= 360:
            yield _direction(match, "degrees", figure % 360, "degrees")


def _direction(match: re.Match[str], kind: str, bearing_deg: float, tolerance: str) -> _Token:
    return _Token(
        match.start(),
        match.end(),
        frozenset({kind}),
        bearing_deg=bearing_deg,
        tolerance_deg=lexicon().tolerance_deg[tolerance],
    )


_SPELT = {
    "N": "north",
    "NE": "northeast",
    "E": "east",
    "SE": "southeast",
    "S": "south",
    "SW": "southwest",
    "W": "west",
    "NW": "northwest",
    "NNE": "north-northeast",
    "ENE": "east-northeast",
    "ESE": "east-southeast",
    "SSE": "south-southeast",
    "SSW": "south-southwest",
    "WSW": "west-southwest",
    "WNW": "west-northwest",
    "NNW": "north-northwest",
}


def _relative_place(rule: _Rule, match: re.Match[str], tokens: Sequence[_Token], text: str) -> RelativePlace | None:
    """Return the record of a match; None where an adjective stands for no place ("near Russian jets")."""
    parts = {name.rpartition("_")[0]: tokens[match.start(name)] for name, value in match.groupdict().items() if value}
    first, last = tokens[match.start()], tokens[match.end() - 1]
    names = [parts[k] for k in ("place", "other") if k in parts]
    if rule.pattern.endswith(("{place}", "{other}")) and any(_is_bare_adjective(t, last) for t in names):
        return None
    wind = parts.get("wind")
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
        toponyms=tuple(t.toponym for t in names if t.toponym),
        distance=measure,
        bearing_deg=wind.bearing_deg if wind else None,
        bearing_tolerance_deg=wind.tolerance_deg if wind else None,
        coordinates=parts["position"].position if "position" in parts else None,
        inside=state,
    )


def _is_upper_bound(match: re.Match[str], tokens: Sequence[_Token]) -> bool:
    return "within" in tokens[match.start()].classes and tokens[match.start()].measure is None


def _is_bare_adjective(name: _Token, last: _Token) -> bool:
    """Tell an adjective that nothing territorial follows: "near Russian jets" against "near Russian airspace"."""
    return bool(name.toponym and name.toponym.kind == "demonym" and name is last)
