"""Quantities as written and in SI: lengths, durations and speeds, with bounds from their hedges and a role.

Conversions are exact (mile 1609.344 m, nautical mile 1852 m, foot 0.3048 m, yard 0.9144 m). The vocabulary, the hedges'
factors and the patterns that tell a role stand in ``lexicon/measures.toml``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from airmap import lexicon
from airmap.lexicon.phrases import LONGEST_REMEMBERED, matches_at, places_of_words, starts_of
from airmap.records import Dimension, Measure, MeasureRole, Span

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_CONTEXT = 110
_CONVERTED = re.compile(
    r"^ ?\((?:about |around |some |nearly )?[\w.,½¼¾-]+(?: and a half)?[ -]?[a-z][\w. ;,]{0,24}\)", re.IGNORECASE
)
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_DASH = r"[-–—‐‑]"
_JOINT = r"(?:\s|[-–‐‑]|\u00a0)"


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    dimension: Dimension
    si: float


@dataclass(frozen=True, slots=True)
class _Role:
    role: MeasureRole
    dimension: str
    before: re.Pattern[str] | None
    around: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unless_after: re.Pattern[str] | None
    only_after: re.Pattern[str] | None

    def fits(self, before: str, after: str) -> bool:
        """Say whether the words around a quantity give it this role; a pattern may reach over it, or end at it."""
        if self.unless_after is not None and self.unless_after.search(after):
            return False
        if self.only_after is not None and not self.only_after.search(after):
            return False
        return (
            (self.before is not None and self.before.search(before) is not None)
            or (self.around is not None and self.around.search(before + after) is not None)
            or (self.after is not None and self.after.search(after) is not None)
        )


def measures_in(text: str) -> tuple[Measure, ...]:
    """Return the quantities of a text, in order, each with a role where its surroundings tell one.

    Examples
    --------
    >>> (m,) = measures_in("It penetrated the airspace by about a mile and a half.")
    >>> m.value, m.unit, round(m.value_si, 1), m.role
    (1.5, 'mile', 2414.0, 'depth')
    >>> [m.value_si for m in measures_in("a 12-nautical-mile limit, 1,5 km inside, three to four miles off")]
    [22224.0, 1500.0, 5632.704]
    >>> measures_in("flew 5 m") == () or measures_in("flew 5 m")[0].value_si
    5.0
    """
    return tuple(_with_role(m, text) for m in _without_roles(text))


def _without_roles(text: str) -> Iterator[Measure]:
    return _compounded(text, list(_found(text)))


def _with_role(measure: Measure, text: str) -> Measure:
    """Return a quantity with its role by the words of the text around it, over the ends of sentences too."""
    if measure.unit == "flight level":
        return replace(measure, role="altitude")
    start = _number_start(measure)
    role = role_of(measure.dimension, text[max(0, start - _CONTEXT) : start], text[measure.span.end :])
    return replace(measure, role=role)


def _compounded(text: str, found: list[Measure]) -> Iterator[Measure]:
    """Join what tells one span of time in two units: "three minutes and forty seconds", "1 hour 20 minutes"."""
    held: Measure | None = None
    for measure in found:
        if held is not None and _goes_on(text, held, measure):
            span = Span(held.span.start, measure.span.end, text[held.span.start : measure.span.end])
            low, high, total = (
                None if a is None or b is None else a + b
                for a, b in (
                    (held.lower_si, measure.lower_si),
                    (held.upper_si, measure.upper_si),
                    (held.value_si, measure.value_si),
                )
            )
            value = total / _units()[held.unit].si if total is not None else None
            held = replace(held, span=span, value=value, value_si=total, lower_si=low, upper_si=high)
            continue
        if held is not None:
            yield held
        held = measure
    if held is not None:
        yield held


def _goes_on(text: str, first: Measure, second: Measure) -> bool:
    if first.dimension != "time" or second.dimension != "time":
        return False
    smaller = _units()[second.unit].si < _units()[first.unit].si and first.value_si is not None
    return smaller and re.fullmatch(r",?\s(?:and\s)?", text[first.span.end : second.span.start]) is not None


def find_measures(doc: Doc) -> tuple[Measure, ...]:
    """Return the quantities of an analysed text; a role never reaches over the end of a sentence."""
    found = []
    # spaCy puts a text together anew each time it is asked for.
    text = doc.text
    for measure in _without_roles(text):
        tokens = doc.char_span(measure.span.start, measure.span.end)
        if tokens is not None and len(tokens):
            sentence = tokens[0].sent
            before = text[sentence.start_char : _number_start(measure)]
            after = text[measure.span.end : sentence.end_char]
            found.append(replace(measure, role=role_of(measure.dimension, before, after)))
        else:
            found.append(_with_role(measure, text))
    return tuple(found)


def _number_start(measure: Measure) -> int:
    """Return where the words before a figure end: the "within" of "came within five metres" says what it measures."""
    quote = measure.span.quote.casefold()
    return measure.span.start + (len("within ") if quote.startswith("within ") else 0)


def role_of(dimension: Dimension, before: str, after: str) -> MeasureRole:
    """Return what a quantity means by the words around it; ``"other"`` where they do not say."""
    # "10 km (six miles) inside": what is said after the conversion is said of the figure.
    before, after = before[-_CONTEXT:], _CONVERTED.sub("", after[:_CONTEXT], count=1)
    for rule in _roles():
        if rule.dimension == dimension and rule.fits(before, after):
            return rule.role
    return "speed" if dimension == "speed" else "other"


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield what the pattern matches, which is slow: asked only where a number or a word for one may begin."""
    if len(text) > LONGEST_REMEMBERED:
        yield from _pattern().finditer(text)
        return
    words, signs = _beginnings()
    starts = [m.start() for m in signs.finditer(text)]
    starts += starts_of(text, words, figures=True)
    for word, places in places_of_words(text).items():
        if word[:2] == "fl" and word[2:].isdigit():
            starts += places
    yield from matches_at(_pattern(), text, starts)


@cache
def _beginnings() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the words with which a quantity may begin, and a pattern for the signs."""
    numbers = lexicon.table("measures")["numbers"]
    phrases = [*lexicon.table("measures")["hedges"], *_vague(), *numbers["values"], *numbers["scales"],
               "half", "a", "an", "three", "between", "mach", "fl"]
    words = (re.match(r"\w+", phrase.casefold()) for phrase in phrases)
    signs = "".join(sorted({phrase[0] for phrase in phrases if not re.match(r"\w", phrase)}))
    return frozenset(w[0] for w in words if w), re.compile(f"[{re.escape(signs)}]" if signs else "(?!)")


def _found(text: str) -> Iterator[Measure]:
    for match in _matches(text):
        measure = _special(match) if match["level"] or match["mach"] else _measure(match)
        if measure is not None:
            yield measure


def _special(match: re.Match[str]) -> Measure:
    span = Span(match.start(), match.end(), match.group())
    if match["level"]:
        value = float(match["level"])
        metres = value * 30.48
        return Measure(span, "length", value, "flight level", metres, metres, metres)
    value = float(match["mach"])
    speed = value * _units()["mach"].si
    return Measure(span, "speed", value, "mach", speed, speed, speed)


def _measure(match: re.Match[str]) -> Measure | None:
    unit = _forms()[re.sub(r"[\s‐‑–-]+", " ", match["unit"]).casefold()]
    span = Span(match.start(), match.end(), match.group())
    low_factor, high_factor = _hedge(match["hedge"])
    if match["vague"]:
        low, high = _vague()[re.sub(r"\s+", " ", match["vague"]).casefold()]
        return Measure(span, unit.dimension, None, unit.name, None, low * unit.si, high * unit.si)
    if match["number"].casefold() in ("a", "an") and match["unit"].casefold() == "second" and not _lasting(match):
        # "a second drone" is no duration.
        return None
    if unit.name == "h" and re.fullmatch(r"(?:[01]\d|2[0-4])[0-5]\d", (match["second"] or match["number"]).strip()):
        # "at 0924 hours" is a time of day.
        return None
    least_and_most = _BETWEEN.fullmatch(match["number"]) if _between(match) else None
    if least_and_most is not None and not match["second"]:
        # "between two and four minutes"
        first, second = _number(least_and_most[1]), _number(least_and_most[2])
    else:
        first = _number(match["number"])
        second = _number(match["second"]) if match["second"] else None
    if first is None or ((match["second"] or least_and_most) and second is None):
        return None
    if match["half"]:
        first += _share(match["half"])
    value = (first + second) / 2 if second is not None else first
    least, most = (min(first, second), max(first, second)) if second is not None else (value, value)
    if second is not None and unit.dimension == "time" and match["joint"] == "and" and match["between"] is None:
        # "lasted 15 and 19 minutes": two spans, told in one.
        value = least = most = first + second
    upper = math.inf if math.isinf(high_factor) else most * high_factor * unit.si
    return Measure(span, unit.dimension, value, unit.name, value * unit.si, least * low_factor * unit.si, upper)


_BETWEEN = re.compile(r"(\S+(?:[ -]\S+)?)\s+and\s+(\S+(?:[ -]\S+)?)")


# Characters before a figure among which its "between" stands.
_BETWEEN_REACH = 40


def _between(match: re.Match[str]) -> bool:
    start = match.start("number")
    return bool(re.search(r"\bbetween\s+$", match.string[max(0, start - _BETWEEN_REACH) : start], re.IGNORECASE))


def _lasting(match: re.Match[str]) -> bool:
    """Say whether "a second" is a span of time: "for a second", "less than a second", "a second later"."""
    if match["hedge"]:
        return True
    before, after = match.string[: match.start()].casefold(), match.string[match.end() :].casefold()
    return before.endswith(("for ", "within ", "in ", "every ")) or after.startswith((" later", " before", " after"))


def _share(words: str) -> float:
    return 0.25 if "quarter" in words.casefold() and "three" not in words.casefold() else (
        0.75 if "quarter" in words.casefold() else 0.5)


def _hedge(words: str | None) -> tuple[float, float]:
    if not words:
        return 1.0, 1.0
    key = re.sub(r"\s+", " ", words.strip()).casefold()
    low, high = lexicon.table("measures")["hedges"][key]
    return float(low), float(high)


def _number(words: str) -> float | None:
    """Return the value of digits or of number words; None where it is neither."""
    text = words.strip().casefold().replace("\u00a0", " ")
    if text == "half a dozen":
        return 6.0
    if digits := re.fullmatch(r"([\d., ]*\d)?\s?([½¼¾⅓⅔])?", text):
        whole = _digits(digits[1]) if digits[1] else 0.0
        return None if whole is None else whole + _FRACTIONS.get(digits[2] or "", 0.0)
    if scaled := re.fullmatch(r"([\d.,]+)[\s-]?(hundred|thousand|million)", text):
        base = _digits(scaled[1])
        return None if base is None else base * lexicon.table("measures")["numbers"]["scales"][scaled[2]]
    if "half" in text and "and" not in text:
        return 0.5
    if "quarter" in text and "and" not in text:
        return 0.75 if "three" in text else 0.25
    total = 0.0
    current = 0.0
    numbers = lexicon.table("measures")["numbers"]
    for word in re.sub(r"a half$", "half", re.sub(r"[\s‐‑–-]+", " ", text)).split(" "):
        if word in ("a", "an"):
            current += 1
        elif word in ("dozen", "score"):
            current = max(current, 1) * numbers["values"][word]
        elif word in numbers["values"]:
            current += numbers["values"][word]
        elif word in numbers["scales"]:
            current = max(current, 1) * numbers["scales"][word]
            if word != "hundred":
                total, current = total + current, 0.0
        elif word == "half":
            current += 0.5
        elif word not in ("and", "of", ""):
            return None
    return total + current


def _digits(text: str) -> float | None:
    """Return digits with thousands separators or a decimal point or comma: "1,200" is 1200, "1,5" is 1.5."""
    text = text.strip()
    if re.fullmatch(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?", text):
        return float(re.sub(r"[, ]", "", text))
    if re.fullmatch(r"\d+,\d{1,2}", text):
        return float(text.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text):
        return float(text.replace(".", ""))
    return float(text) if re.fullmatch(r"\d*\.?\d+", text) else None


@cache
def _units() -> Mapping[str, _Unit]:
    table = lexicon.table("measures")["units"]
    return {name: _Unit(name, u["dimension"], u["si"]) for name, u in table.items()}


@cache
def _forms() -> Mapping[str, _Unit]:
    table = lexicon.table("measures")["units"]
    return {form.casefold(): _units()[name] for name, u in table.items() for form in u["forms"]}


@cache
def _vague() -> Mapping[str, tuple[float, float]]:
    table: Mapping[str, Any] = lexicon.table("measures")["numbers"]["vague"]
    return {words: (float(v[0]), float(v[1])) for words, v in table.items()}


@cache
def _roles() -> tuple[_Role, ...]:
    def any_of(patterns: Sequence[str]) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE) if patterns else None

    found = []
    for rule in lexicon.table("measures")["roles"]:
        before: list[str] = rule.get("before", [])
        ends = [p for p in before if p.endswith("$")]
        reaches_over = [p for p in before if not p.endswith("$")]
        after, unless_after, only_after = rule.get("after", []), rule.get("unless_after"), rule.get("only_after")
        found.append(_Role(rule["role"], rule["dimension"], any_of(ends), any_of(reaches_over), any_of(after),
                           any_of([unless_after] if unless_after else []), any_of([only_after] if only_after else [])))
    return tuple(found)


def _alternatives(words: Iterator[str] | list[str]) -> str:
    """Return a pattern for any of the words, longest first; a space also stands for a hyphen or a line break."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(_JOINT.join(re.escape(part) for part in w.split(" ")) for w in ordered)


@cache
def _pattern() -> re.Pattern[str]:
    numbers = lexicon.table("measures")["numbers"]
    word = _alternatives([*numbers["values"], *numbers["scales"]])
    # Of "a J-11 135 miles off" the eleven is the aircraft's.
    grouped = r"(?:(?<![A-Za-z][-–])\d{1,3}(?:[\u00a0 ]\d{3})+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?"
    digits = rf"(?:{grouped}|\d+(?:[.,]\d+)?)\s?[½¼¾⅓⅔]?|[½¼¾⅓⅔]"
    words = rf"(?:(?:{word})(?:{_JOINT}(?:and{_JOINT})?(?:{word}))*(?:{_JOINT}and{_JOINT}a{_JOINT}half)?)"
    halves = rf"(?:half{_JOINT}an?|an?{_JOINT}half|half|(?:a|three){_JOINT}quarters?(?:{_JOINT}of{_JOINT}an?)?)"
    scaled = rf"\d+(?:[.,]\d+)?{_JOINT}?(?:hundred|thousand|million)"
    dozens = rf"(?:half{_JOINT}a{_JOINT}dozen|an?{_JOINT}(?:dozen|score)(?:{_JOINT}of)?)"
    number = rf"(?:{dozens}|{scaled}|{digits}|{halves}|{words}|an?)"
    unit = _alternatives(list(_forms()))
    hedge = _alternatives(list(lexicon.table("measures")["hedges"]))
    vague = _alternatives(list(_vague()))
    # A bare "m" or "min" needs digits before it; "mi" and "nm" are never followed by a letter or a point and a letter.
    return re.compile(
        rf"""(?<![\w.,$€£])
        (?:\bFL\s?(?P<level>\d{{2,3}})\b
        | \bMach\s(?P<mach>\d(?:\.\d+)?)\b
        | (?:(?P<hedge>{hedge})\s*)?
          (?: (?P<vague>{vague})
            | (?P<between>between\s+)?(?P<number>{number})
              (?:\s?(?P<joint>{_DASH}|to|and|or)\s?(?P<second>{scaled}|{digits}|{words}))?
          )
          (?:-odd|-plus)?(?:\s?\(\d+\))?{_JOINT}?(?P<unit>{unit})(?![\w/])(?!-\d)(?!\s(?:per|an)\shour)
          (?P<half>{_JOINT}and{_JOINT}(?:a{_JOINT}half|three{_JOINT}quarters|a{_JOINT}quarter))?
        )""",
        re.IGNORECASE | re.VERBOSE,
    )
