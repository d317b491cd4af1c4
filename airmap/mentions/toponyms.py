"""Which stretches of a text name places: spaCy's names and the gazetteer's, weighed together.

The candidates come from :mod:`airmap.mentions.place_evidence`; the weights of their evidence add up to one score each.
Demonyms ("Syrian", "Londoners"), seats of government and written abbreviations ("Ala.", "N.J.") are read from tables.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from airmap.gazetteer import ALTERNATE, PRIMARY, Gazetteer, NamedPlace, fold
from airmap.lexicon import table, verb_forms, words
from airmap.lexicon.phrases import matches_from
from airmap.mentions.phrases import names_an_aircraft
from airmap.mentions.place_evidence import Candidate, PlaceText, place_words
from airmap.records import Place, Span, ToponymKind

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_EXCLUDING = frozenset({"in_a_code", "illness_after", "given_name"})
_SURE = 0.9
_ACCEPTED = 0.5
_STATE_GAP = re.compile(r",\s*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text taken for a place's name, before it is known which place.

    ``name`` is the name without article and genitive; ``candidates`` are the places that bear it, best-known first;
    ``within`` is a containing place that the text names beside it ("Paris, Texas"); ``belief`` is how sure it is that
    this names a place at all, 0 to 1.
    """

    span: Span
    name: str
    kind: ToponymKind
    candidates: tuple[NamedPlace, ...]
    belief: float
    within: int | None = None
    certain: Place | None = None
    dateline: bool = False


def find_toponyms(doc: Doc, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return the place names, demonyms and metonyms of a parsed text, in order; none overlap.

    Parameters
    ----------
    doc
        A text as :func:`airmap.parsing.language.analyse` returns it.
    gazetteer
        What names may stand for.
    """
    text = PlaceText(doc, gazetteer)
    weights = _weights()
    mentions: list[Mention] = [*_abbreviations(text), *_seats(text), *_demonyms(text)]
    taken = _Taken(m.span for m in mentions)
    scored = [(c, _belief(c.evidence, weights)) for c in text.candidates()
              if not _EXCLUDING & c.evidence.keys() and not (
                  names_an_aircraft(text.doc, text.token_at(c.start)) or _leads(c))]
    sure = {fold(c.name) for c, belief in scored if belief >= _SURE}
    scored = [(c, max(belief, _belief({**c.evidence, "sure_elsewhere": 1.0}, weights))
               if fold(c.name) in sure and "PERSON_part" not in c.evidence else belief) for c, belief in scored]
    scored.sort(key=lambda item: (-(item[0].end - item[0].start), -item[1], item[0].start))
    for candidate, belief in scored:
        if belief >= _ACCEPTED and taken.free(candidate.start, candidate.end):
            span = Span(candidate.start, candidate.end, text.text[candidate.start:candidate.end])
            places = candidate.places or _of_its_town(candidate.name, gazetteer)
            mentions.append(Mention(span, candidate.name, "name", places, belief,
                                    dateline="dateline" in candidate.evidence))
            taken.add(span)
    mentions.sort(key=lambda m: m.span.start)
    return tuple(_settle(text, mentions))


_SITE = re.compile(r"(?P<town>\w.*?) (?:International |Military |City |Naval |Nuclear |Power )*"
                   r"(?:Airport|Airfield|Air ?base|Aerodrome|Harbou?r|Base|Barracks|Plant|Station|Refinery|Port)", re.I)


def _of_its_town(name: str, gazetteer: Gazetteer) -> tuple[NamedPlace, ...]:
    """Return the towns that an unknown site is named for: Oslo of "Oslo Airport"."""
    site = _SITE.fullmatch(name)
    towns = gazetteer.candidates(site["town"]) if site is not None else ()
    return tuple(n for n in towns if n.place.feature in ("city", "village"))


def _belief(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    score = sum([weights.get(name, 0.0) * value for name, value in evidence.items()])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def _weights() -> Mapping[str, float]:
    path = resources.files("airmap.lexicon").joinpath("toponym_weights.json")
    weights: Mapping[str, float] = json.loads(path.read_text(encoding="utf-8"))["recognition"]
    return weights


class _Taken:
    """Which characters already belong to a mention."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._marks: set[int] = set()
        for span in spans:
            self.add(span)

    def add(self, span: Span) -> None:
        self._marks.update(range(span.start, span.end))

    def free(self, start: int, end: int) -> bool:
        return self._marks.isdisjoint(range(start, end))


def _abbreviations(text: PlaceText) -> Iterator[Mention]:
    """Yield written abbreviations of states and provinces: "Mobile, Ala.", "Newark, N.J.", "in NSW"."""
    for n in text.capitalised:
        word = text.words[n]
        if len(word.text) > 6:
            continue
        dotted = text.text[word.start:word.end + 1]
        if dotted.endswith(".") and (place := text.gazetteer.abbreviation(dotted)):
            end = word.end + 1
        elif place := text.gazetteer.abbreviation(word.text) or (
                text.gazetteer.abbreviation(word.text + ".") if len(word.text) > 1 else None):
            end = word.end
        else:
            continue
        after_comma = (n > 0 and text.words[n - 1].text[0].isupper() and not text.is_article(n - 1)
                       and bool(_STATE_GAP.fullmatch(text.text, text.words[n - 1].end, word.start)))
        if not after_comma and end == word.end and text.gazetteer.abbreviation(word.text) is None:
            continue
        written = text.text[word.start:end]
        if not after_comma and (written in place_words("abbreviations", "after_comma_only")
                                or (len(written.replace(".", "")) <= 2 and "." not in written)):
            before = text.words[n - 1].lower if n else ""
            if written not in place_words("abbreviations", "alone_after_preposition") or before not in (
                    place_words("context", "inside") | place_words("context", "toward") | {"of", "the"}):
                continue
        if word.text == "DC" and n > 0 and text.words[n - 1].text == "Washington":
            continue
        quote = text.text[word.start:end]
        yield Mention(Span(word.start, end, quote), quote, "name", (NamedPlace(place, PRIMARY),), 0.95,
                      certain=place)


def _seats(text: PlaceText) -> Iterator[Mention]:
    """Yield seats of government that stand for their state: "the Kremlin", "the White House"."""
    for match in matches_from(_seat_pattern(), text.text, _seat_words()):
        city, iso3 = table("toponyms")["seats"][match[0]]
        place = next((p for p in text.gazetteer.lookup(city) if p.country == iso3 and p.feature == "city"), None)
        if place is not None:
            yield Mention(Span(match.start(), match.end(), match[0]), match[0], "metonym",
                          (NamedPlace(place, ALTERNATE),), 0.8, certain=place)


def _demonyms(text: PlaceText) -> Iterator[Mention]:
    """Yield words for a place's people and things, one or two words long, where they say so."""
    things = place_words("things", "nouns")
    media = place_words("organisations", "media")
    peoples = _written("things", "peoples")
    reached = 0
    for n in text.capitalised:
        if n < reached:
            continue
        word = text.words[n]
        before = text.words[n - 1] if n else None
        joined = before is not None and before.end == word.start - 1 and text.text[before.end] in "-‐‑"
        if joined and before is not None and (before.text.islower() or before.text in ("Un", "Pan", "Anti", "Non")):
            continue
        if word.lower != "the":
            for length in (2, 1) if text.gazetteer.begins_demonym(word.text) else (1,):
                run = text.words[n:n + length]
                if len(run) < length or (length == 2 and text.text[run[0].end:run[1].start] not in (" ", "-")):
                    continue
                name = text.text[run[0].start:run[-1].end]
                place = text.gazetteer.demonym(name)
                if place is None:
                    continue
                if text.text.startswith(peoples, word.start) or (
                        before is not None and f"{before.text} {word.text}".rstrip("s") in peoples):
                    reached = n + 2
                    break
                following = text.words[n + length] if n + length < len(text.words) else None
                gap = text.text[run[-1].end:following.start] if following else ""
                entity = text.entity_of.get(word.token)
                if following and gap == " " and (
                        following.lower in things or (following.text[0].isupper() and following.lower in media)):
                    break
                if entity and entity[2] == "PERSON" and " " in text.text[entity[0]:entity[1]].strip():
                    break
                if text.gazetteer.lookup(_longer(text, n, length)):
                    break
                if following and entity and entity[2] == "ORG" and following.end <= entity[1] and gap == " " and (
                        following.text[0].isupper()):
                    break
                yield Mention(Span(word.start, run[-1].end, name), name, "demonym", (NamedPlace(place, PRIMARY),),
                              0.9, certain=place)
                reached = n + length
                break


def _leads(candidate: Candidate) -> bool:
    """Say whether a name is a leader's before it is a town's: "Clinton and Yeltsin", but not "in Clinton, Iowa"."""
    if candidate.name not in words("meetings", "leaders", "names"):
        return False
    led_to = {"before_inside", "before_toward", "before_kind_before", "after_kind_after", "dateline"}
    return not led_to & candidate.evidence.keys() and not candidate.evidence.get("before_comma_place")


def _longer(text: PlaceText, n: int, length: int) -> str:
    """Return the name that the demonym begins where capitals go on: "French Guiana", "American Samoa"."""
    run = text.words[n:n + length + 1]
    if len(run) == length + 1 and run[-1].text[0].isupper() and text.text[run[-2].end:run[-1].start] == " ":
        return text.text[run[0].start:run[-1].end]
    return ""


def _settle(text: PlaceText, mentions: list[Mention]) -> Iterator[Mention]:
    """Yield the mentions with the place that the text says they lie in, and capitals that stand for a state."""
    for n, mention in enumerate(mentions):
        if mention.kind == "name" and _tail_of_name(text.text, mention.span.start):
            continue
        settled = mention
        if mention.kind == "name" and n + 1 < len(mentions):
            gap = text.text[mention.span.end:mentions[n + 1].span.start]
            state = bool(mention.candidates) and mention.candidates[0].place.feature == "country"
            # "drones from Pakistan in Punjab"
            apart = state and " in " in gap
            if not apart and _LIES_IN.fullmatch(gap) and mentions[n + 1].kind == "name":
                settled = replace(settled, within=n + 1)
        if _governs(text, mention):
            settled = replace(settled, kind="metonym")
        yield settled


# "Paris, Texas", "Homs (Syria)", "Saida in southern Lebanon".
_LIES_IN = re.compile(
    r"\s?\(|,?\s|\s*,?\s?in\s(?:the\s)?(?:(?:(?:north|south)[\s-]?)?(?:east|west|north|south)ern\s|central\s)?"
)
_LINKED = re.compile(
    r"(?P<first>[^\W\d_]\w+) (?:de|del|della|di|da|do|dos|das|sur|sous|ob|pod|nad|bei|am|op)(?: la| el| los)? $")


# What stands before a name's end: the last words of the pattern.
_LINKS = tuple(f" {word} " for word in (
    "de", "del", "della", "di", "da", "do", "dos", "das", "sur", "sous", "ob", "pod", "nad", "bei", "am", "op", "la",
    "el", "los"))


def _tail_of_name(text: str, start: int) -> bool:
    """Say whether a name is the end of a longer one that nobody knows: the "Jos" of "Cuhurestii de Jos"."""
    before = text[max(0, start - 40) : start]
    match = _LINKED.search(before) if before.removesuffix("\n").endswith(_LINKS) else None
    return match is not None and match["first"][0].isupper()


def _governs(text: PlaceText, mention: Mention) -> bool:
    """Say whether a capital stands for its government: "Ankara had claimed", "Moscow denied"."""
    if mention.kind != "name" or not mention.candidates:
        return False
    if text.gazetteer.capital_of(mention.name) is None and mention.name not in place_words("metonyms", "names"):
        return False
    token = text.doc[text.token_at(mention.span.end - 1)]
    return token.dep_ in ("nsubj", "agent") and token.head.text.lower() in _government_verbs()


@cache
def _seat_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in table("toponyms")["seats"]) + r")\b")


@cache
def _seat_words() -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name)[0].lower() for name in table("toponyms")["seats"])


@cache
def _government_verbs() -> frozenset[str]:
    return frozenset(form for verb in place_words("metonyms", "verbs") for form in verb_forms(verb))


def _written(section: str, key: str) -> tuple[str, ...]:
    return words("toponyms", section, key)
