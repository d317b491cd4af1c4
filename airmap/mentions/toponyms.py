"""Which stretches of a text name places: spaCy's names and the gazetteer's, weighed together.

A candidate is any capitalised run that the gazetteer knows, and any name that spaCy takes for a place. Each is
described by named pieces of evidence (what spaCy called it, the words around it, what the same name is elsewhere in the
text, how prominent a place bears it); their weights are in ``lexicon/toponym_weights.json`` and add up to one score.
Demonyms ("Syrian", "Londoners") and written abbreviations ("Ala.", "N.J.") are read from tables.
"""

from __future__ import annotations

import itertools
import json
import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from airmap.gazetteer import ALTERNATE, PRIMARY, SHORT, Gazetteer, NamedPlace, fold
from airmap.gazetteer.ranking import prominence
from airmap.lexicon import table, verb_forms, word_set, words
from airmap.records import Place, Span, ToponymKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WORD = re.compile(r"(?:[A-Z]\.){2,}|W\. ?Va\.|(?<!\w['’])[^\W_]+(?:['’ʻ`](?!s\b)[^\W\d_]+)*")
_GAP = re.compile(r"(?: |\u00a0|-|‐|‑|\. |['’]s |\n[ \t]+)")
_KIND_GAP = re.compile(r"\s(?:of )?")
_ARTICLED = frozenset({"hague", "gambia", "bahamas", "gap", "dalles", "bronx", "hamptons"})
_EXCLUDING = frozenset({"in_a_code", "illness_after", "given_name"})
_LONGEST = 6
_SURE = 0.9
_ACCEPTED = 0.5
_ABBREVIATED = frozenset({"st", "ft", "mt", "ste", "n", "s", "e", "w"})
_INNER = frozenset({"of", "the", "de", "da", "do", "dos", "del", "della", "la", "le", "les", "du", "des", "di", "al", "el",
                    "and", "on", "upon", "sur", "am", "an", "in", "y", "e", "den", "der", "bin", "ul", "ed", "es", "ar",
                    "as", "sous", "en", "e-", "i", "a", "to"})
_COUNTIES = frozenset({"county", "parish", "borough", "township"})
_SCHOOLS = frozenset({"university", "college", "school", "schools", "institute", "zoo"})
_APPOSITION = re.compile(
    r",\s(?:a|an|the)\s(?:[a-z-]+\s){0,2}(?:village|town|city|hamlet|suburb|port|island|township|province|district)\s"
    r"(?:in|near|of|on|outside|north|south|east|west|close|about|some|just|at)\b")
_DATELINE = re.compile(r"[\s,]*(?:\([^)\n]{2,30}\)\s*)?(?:—|–|--|-\s)")
_PARENTHESIS = re.compile(r"\s*\(")
_PLACE_LABELS = frozenset({"GPE", "LOC"})
_THE = re.compile(r"^(?:the|The|THE|a|its)\s+")
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


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    token: int

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may name a place, with the evidence for and against it."""

    start: int
    end: int
    name: str
    places: tuple[NamedPlace, ...]
    evidence: Mapping[str, float]


def find_toponyms(doc: Doc, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return the place names, demonyms and metonyms of a parsed text, in order; none overlap.

    Parameters
    ----------
    doc
        A text as :func:`airmap.language.analyse` returns it.
    gazetteer
        What names may stand for.
    """
    reader = _Reader(doc, gazetteer)
    weights = _weights()
    mentions: list[Mention] = [*reader.abbreviations(), *reader.seats(), *reader.demonyms()]
    taken = _Taken(m.span for m in mentions)
    scored = [(c, _belief(c.evidence, weights)) for c in reader.candidates()
              if not _EXCLUDING & c.evidence.keys()]
    sure = {fold(c.name) for c, belief in scored if belief >= _SURE}
    scored = [(c, max(belief, _belief({**c.evidence, "sure_elsewhere": 1.0}, weights))
               if fold(c.name) in sure and "PERSON_part" not in c.evidence else belief) for c, belief in scored]
    scored.sort(key=lambda item: (-(item[0].end - item[0].start), -item[1], item[0].start))
    for candidate, belief in scored:
        if belief >= _ACCEPTED and taken.free(candidate.start, candidate.end):
            span = Span(candidate.start, candidate.end, doc.text[candidate.start:candidate.end])
            mentions.append(Mention(span, candidate.name, "name", candidate.places, belief,
                                    dateline="dateline" in candidate.evidence))
            taken.add(span)
    mentions.sort(key=lambda m: m.span.start)
    return tuple(reader.settle(mentions))


def _belief(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    score = sum(weights.get(name, 0.0) * value for name, value in evidence.items())
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


class _Reader:
    """One text's words beside spaCy's reading of them."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc, self.text, self.gazetteer = doc, doc.text, gazetteer
        token_starts = [t.idx for t in doc]
        self.words = [_Word(m.start(), m.end(), m[0], bisect_right(token_starts, m.start()) - 1)
                      for m in _WORD.finditer(doc.text)]
        self.tags = [t.pos_ for t in doc]
        self.entities = sorted((e.start_char, e.end_char, e.label_) for e in doc.ents)
        self.entity_of: dict[int, tuple[int, int, str]] = {}
        for entity in doc.ents:
            for token in range(entity.start, entity.end):
                self.entity_of[token] = (entity.start_char, entity.end_char, entity.label_)
        self.sentence_starts = {s.start for s in doc.sents}
        self.by_label: dict[str, Counter[str]] = {"place": Counter(), "person": Counter(), "org": Counter()}
        self.person_words: Counter[str] = Counter()
        for start, end, label in self.entities:
            name = _bare(self.text[start:end])
            kind = "place" if label in _PLACE_LABELS else {"PERSON": "person", "ORG": "org"}.get(label)
            if kind:
                self.by_label[kind][name] += 1
            if label == "PERSON" and " " in name:
                self.person_words.update(name.split())
        places_said = _words("context", "inside") | {"from", "to"}
        self.after_preposition: Counter[str] = Counter()
        for before, word in itertools.pairwise(self.words):
            if before.text in places_said and word.text[0].isupper() and (
                    self.text[before.end:word.start] == " "):
                self.after_preposition[word.text] += 1
        self.lower_words = {w.text for w in self.words if w.text.islower()}

    def abbreviations(self) -> Iterator[Mention]:
        """Yield written abbreviations of states and provinces: "Mobile, Ala.", "Newark, N.J.", "in NSW"."""
        for n, word in enumerate(self.words):
            if not word.text[0].isupper() or len(word.text) > 6:
                continue
            dotted = self.text[word.start:word.end + 1]
            if dotted.endswith(".") and (place := self.gazetteer.abbreviation(dotted)):
                end = word.end + 1
            elif place := self.gazetteer.abbreviation(word.text) or (
                    self.gazetteer.abbreviation(word.text + ".") if len(word.text) > 1 else None):
                end = word.end
            else:
                continue
            after_comma = (n > 0 and self.words[n - 1].text[0].isupper() and not self._is_article(n - 1)
                           and bool(_STATE_GAP.fullmatch(self.text, self.words[n - 1].end, word.start)))
            if not after_comma and end == word.end and self.gazetteer.abbreviation(word.text) is None:
                continue
            written = self.text[word.start:end]
            if not after_comma and (written in _words("abbreviations", "after_comma_only")
                                    or (len(written.replace(".", "")) <= 2 and "." not in written)):
                before = self.words[n - 1].lower if n else ""
                if written not in _words("abbreviations", "alone_after_preposition") or before not in (
                        _words("context", "inside") | _words("context", "toward") | {"of", "the"}):
                    continue
            if word.text == "DC" and n > 0 and self.words[n - 1].text == "Washington":
                continue
            quote = self.text[word.start:end]
            yield Mention(Span(word.start, end, quote), quote, "name", (NamedPlace(place, PRIMARY),), 0.95,
                          certain=place)

    def seats(self) -> Iterator[Mention]:
        """Yield seats of government that stand for their state: "the Kremlin", "the White House"."""
        for match in _seat_pattern().finditer(self.text):
            city, iso3 = table("toponyms")["seats"][match[0]]
            place = next((p for p in self.gazetteer.lookup(city) if p.country == iso3 and p.feature == "city"), None)
            if place is not None:
                yield Mention(Span(match.start(), match.end(), match[0]), match[0], "metonym",
                              (NamedPlace(place, ALTERNATE),), 0.8, certain=place)

    def demonyms(self) -> Iterator[Mention]:
        """Yield words for a place's people and things, one or two words long, where they say so."""
        things = _words("things", "nouns")
        media = _words("organisations", "media")
        n = 0
        while n < len(self.words):
            word = self.words[n]
            step = 1
            before = self.words[n - 1] if n else None
            joined = before is not None and before.end == word.start - 1 and self.text[before.end] in "-‐‑"
            if joined and before is not None and (before.text.islower() or before.text in ("Un", "Pan", "Anti", "Non")):
                n += 1
                continue
            if word.text[0].isupper() and word.lower != "the":
                for length in (2, 1):
                    run = self.words[n:n + length]
                    if len(run) < length or (length == 2 and self.text[run[0].end:run[1].start] not in (" ", "-")):
                        continue
                    name = self.text[run[0].start:run[-1].end]
                    place = self.gazetteer.demonym(name)
                    if place is None:
                        continue
                    if any(self.text.startswith(p, word.start) for p in _words_as_written("things", "peoples")) or (
                            before is not None and f"{before.text} {word.text}".rstrip("s") in
                            _words_as_written("things", "peoples")):
                        step = 2
                        break
                    following = self.words[n + length] if n + length < len(self.words) else None
                    gap = self.text[run[-1].end:following.start] if following else ""
                    entity = self.entity_of.get(word.token)
                    if following and gap == " " and following.lower in things | (
                            media if following.text[0].isupper() else frozenset()):
                        break
                    if entity and entity[2] == "PERSON" and " " in self.text[entity[0]:entity[1]].strip():
                        break
                    if self.gazetteer.lookup(self._longer(n, length)):
                        break
                    if following and entity and entity[2] == "ORG" and following.end <= entity[1] and gap == " " and (
                            following.text[0].isupper()):
                        break
                    yield Mention(Span(word.start, run[-1].end, name), name, "demonym", (NamedPlace(place, PRIMARY),),
                                  0.9, certain=place)
                    step = length
                    break
            n += step

    def _longer(self, n: int, length: int) -> str:
        """Return the name that the demonym begins where capitals go on: "French Guiana", "American Samoa"."""
        run = self.words[n:n + length + 1]
        if len(run) == length + 1 and run[-1].text[0].isupper() and self.text[run[-2].end:run[-1].start] == " ":
            return self.text[run[0].start:run[-1].end]
        return ""

    def candidates(self) -> Iterator[Candidate]:
        """Yield every run of words that may name a place, with its evidence."""
        seen: set[tuple[int, int]] = set()
        for n, word in enumerate(self.words):
            if not word.text[0].isupper() or self._is_article(n):
                continue
            for last in self._ends(n):
                run = self.words[n:last + 1]
                name = self.text[word.start:run[-1].end]
                places = self.gazetteer.candidates(name)
                if places and self._nameable(name, places):
                    seen.add((word.start, run[-1].end))
                    yield self._candidate(n, last, name, places)
        known = {position for start, end in seen for position in range(start, end)}
        starts = {w.start: k for k, w in enumerate(self.words)}
        ends = {w.end: k for k, w in enumerate(self.words)}
        for first, last in self._said_to_be_places():
            start, end = self.words[first].start, self.words[last].end
            if known.isdisjoint(range(start, end)):
                seen.add((start, end))
                called = self._candidate(first, last, self.text[start:end], ())
                yield replace(called, evidence={**called.evidence, "before_kind_before": 1.0})
        for start, end, label in self.entities:
            if label not in ("GPE", "LOC", "FAC"):
                continue
            start += len(m[0]) if (m := _THE.match(self.text[start:end])) else 0
            end -= len(self.text[start:end]) - len(self.text[start:end].rstrip(" .,;:\n'’\"”"))
            if self.text[start:end].endswith(("'s", "’s")):
                end -= 2
            if (start, end) in seen or start not in starts or end not in ends or "\n" in self.text[start:end]:
                continue
            if label != "FAC" and not known.isdisjoint(range(start, end)):
                continue
            name = self.text[start:end]
            if name[:1].isupper() and len(name) > 2:
                yield self._candidate(starts[start], ends[end], name, ())

    def _said_to_be_places(self) -> Iterator[tuple[int, int]]:
        """Yield first and last word of capitalised runs that the words beside them call a place, known or not.

        "the villages of X and Y", "X county", "the town of X".
        """
        kinds_before, kinds_after = _words("context", "kind_before"), _words("context", "called_after")
        n = 0
        while n < len(self.words):
            word = self.words[n]
            if not word.text[0].isupper() or word.token in self.sentence_starts:
                n += 1
                continue
            last = n
            while last + 1 < len(self.words) and self.words[last + 1].text[0].isupper() and (
                    self.text[self.words[last].end:self.words[last + 1].start] in (" ", "-")):
                last += 1
            following = self.words[last + 1] if last + 1 < len(self.words) else None
            called = bool(following and self.text[self.words[last].end:following.start] == " "
                          and following.text in kinds_after)
            back = n - 1
            if back >= 2 and self.words[back].lower == "and" and self.words[back - 1].text[0].isupper():
                back -= 2
            if back >= 1 and self.words[back].lower == "of" and self.words[back - 1].text in kinds_before:
                called = True
            if _APPOSITION.match(self.text, self.words[last].end):
                called = True
            if called and last - n < 3 and word.lower != "the":
                yield n, last
            n = last + 1

    def _ends(self, n: int) -> Iterator[int]:
        """Yield the indices of words at which a name that begins at word ``n`` may end, the farthest first."""
        reach = [n]
        for last in range(n + 1, min(n + _LONGEST, len(self.words))):
            gap = self.text[self.words[last - 1].end:self.words[last].start]
            if not _GAP.fullmatch(gap):
                break
            if gap == ". " and self.words[last - 1].lower not in _ABBREVIATED:
                break
            text = self.words[last].text
            if text[0].isupper() or text[0].isdigit() or gap in "-‐‑" or (text[1:2] in ("'", "’") and text[2:3].isupper()):
                reach.append(last)
            elif self.words[last].lower not in _INNER:
                break
        return reversed(reach)

    def _is_article(self, n: int) -> bool:
        return self.words[n].lower == "the" and (
            n + 1 >= len(self.words) or self.words[n + 1].lower not in _ARTICLED)

    def _nameable(self, name: str, places: tuple[NamedPlace, ...]) -> bool:
        key = fold(name)
        if key in _words("never", "names"):
            return False
        if len(key) <= 2 and not (places[0].place.feature == "country" and name.isupper()):
            return False
        if len(key) <= 3 and not (places[0].name_class == PRIMARY or places[0].place.feature in ("country", "admin1")):
            return False
        if key == "us" and name not in ("US", "U.S.", "U.S"):
            return False
        return self.gazetteer.demonym(name) is None

    def _candidate(self, first: int, last: int, name: str, places: tuple[NamedPlace, ...]) -> Candidate:
        start, end = self.words[first].start, self.words[last].end
        if end < len(self.text) and self.text[end] == "." and self.text[start:end].count(".") and name[-2:-1] == ".":
            end += 1
        evidence: dict[str, float] = {"bias": 1.0}
        if self.text[end:end + 1] == "$" or (self.text[start - 1:start] in ("/", "$") and start > 0) or (
                self.text[end:end + 1] == "/" and self.text[start - 1:start] == "/"):
            evidence["in_a_code"] = 1.0
        self._labelled(evidence, first, last, start, end)
        self._surrounded(evidence, first, last, start, end)
        self._elsewhere(evidence, name)
        self._borne(evidence, name, places)
        if "is_state" in evidence and "ORG_part" in evidence:
            evidence["state_in_organisation"] = 1.0
        return Candidate(start, end, name, places, evidence)

    def _labelled(self, evidence: dict[str, float], first: int, last: int, start: int, end: int) -> None:
        """Add what spaCy takes the words for."""
        entity = self.entity_of.get(self.words[first].token) or self.entity_of.get(self.words[last].token)
        tags = self.tags[self.words[first].token:self.words[last].token + 1]
        evidence["proper_noun"] = sum(t == "PROPN" for t in tags) / max(1, len(tags))
        evidence["verb_or_adjective"] = float(any(t in ("VERB", "ADJ", "ADV", "AUX") for t in tags))
        if entity is None:
            evidence["unlabelled"] = 1.0
            return
        e_start, e_end, label = entity
        text = self.text[e_start:e_end]
        e_start += len(m[0]) if (m := _THE.match(text)) else 0
        if text.endswith(("'s", "’s")):
            e_end -= 2
        whole = start <= e_start and end >= e_end
        label = label if label in ("GPE", "LOC", "FAC", "PERSON", "ORG", "NORP") else "other"
        evidence[f"{label}_{'whole' if whole else 'part'}"] = 1.0
        if not whole:
            rest = {w.casefold() for w in re.findall(r"[^\W_]+", self.text[e_start:start] + " " + self.text[end:e_end])}
            for group in ("media", "companies", "teams", "public"):
                if rest & _words("organisations", group):
                    evidence[f"part_of_{group}"] = 1.0
            if words_of_kind := self.words[last].lower in _COUNTIES:
                evidence["part_is_county"] = float(words_of_kind)
            if self.text[e_start:start].rstrip().endswith(" of"):
                evidence["part_after_of"] = 1.0
            if rest & _SCHOOLS:
                evidence["part_of_school"] = 1.0
            evidence["part_first"] = float(start == e_start)
            evidence["part_last"] = float(end == e_end)

    def _surrounded(self, evidence: dict[str, float], first: int, last: int, start: int, end: int) -> None:
        """Add what stands before and after."""
        before = self.words[first - 1] if first else None
        after = self.words[last + 1] if last + 1 < len(self.words) else None
        gap_before = self.text[before.end:start] if before else ""
        gap_after = self.text[end:after.start] if after else self.text[end:end + 3]
        previous = before.lower if before and gap_before in (" ", " the ") else ""
        if previous == "the":
            evidence["the_before"] = 1.0
            previous = ""
            if before is not None and first > 1 and self.text[self.words[first - 2].end:before.start] == " ":
                previous = self.words[first - 2].lower
        for group in ("inside", "toward", "of", "kind_before", "title_before"):
            if previous in _words("context", group):
                evidence[f"before_{group}"] = 1.0
        if _APPOSITION.match(self.text, end):
            evidence["before_kind_before"] = 1.0
        if previous == "of" and first > 1 and self.words[first - 2].lower in _words("context", "kind_before"):
            evidence["before_kind_before"] = 1.0
        if before and gap_before in (" ", ". ") and before.lower in _words("context", "title_before"):
            evidence["before_title_before"] = 1.0
        if before and gap_before in (" ", "-") and before.text[0].isupper() and before.lower not in word_set(
                "toponyms", "context", "inside"):
            evidence["capital_before"] = 1.0
        if after and gap_after in (" ", "-"):
            following = after.lower
            for group in ("kind_after", "folk_after", "person_after"):
                if following in _words("context", group):
                    evidence[f"after_{group}"] = 1.0
            if following in _words("things", "illnesses") and gap_after == " ":
                evidence["illness_after"] = 1.0
            if after.text[0].isupper():
                if self._begins_a_persons_name(first, last, gap_after, before):
                    evidence["given_name"] = 1.0
                evidence["capital_after"] = 1.0
                for group in ("media", "companies", "teams"):
                    if following in _words("organisations", group):
                        evidence[f"{group}_after"] = 1.0
        if self.text[end:end + 2] in ("'s", "’s"):
            evidence["genitive"] = 1.0
        sentence_start = self.words[first].token in self.sentence_starts
        evidence["sentence_start"] = float(sentence_start)
        line_start = start == 0 or self.text[:start].rstrip(" \t")[-1:] in ("\n", "")
        if line_start and _DATELINE.match(self.text, end):
            evidence["dateline"] = 1.0
        if self.text[start:end].isupper() and end - start > 3 and "." not in self.text[start:end]:
            evidence["capitals"] = 1.0
        if gap_after.startswith(",") and after and after.text[0].isupper():
            evidence["before_comma_place"] = float(self._is_container(last + 1))
        if gap_before.strip() == "," and before and before.text[0].isupper():
            label = self.entity_of.get(before.token, (0, 0, ""))[2]
            evidence["after_comma_place"] = float(label in _PLACE_LABELS)
        if before and (gap_before == ", " or (before.lower == "and" and first > 1)):
            other = self.words[first - 1 if gap_before == ", " else first - 2]
            if self.entity_of.get(other.token, (0, 0, ""))[2] in _PLACE_LABELS:
                evidence["in_list"] = 1.0
        if after and (gap_after == ", " or after.lower == "and") and last + 2 < len(self.words):
            other = self.words[last + 1 if gap_after == ", " else last + 2]
            if self.entity_of.get(other.token, (0, 0, ""))[2] in _PLACE_LABELS:
                evidence["in_list"] = 1.0
        if self.text[max(0, start - 1):start] == "(" and self.text[end:end + 1] == ")":
            evidence["in_brackets"] = 1.0

    def _begins_a_persons_name(self, first: int, last: int, gap: str, before: _Word | None) -> bool:
        """Say whether a name that is also a given name has a surname after it: "Paris Hilton"."""
        word, after = self.words[first], self.words[last + 1]
        if first != last or gap != " " or word.lower not in _words("context", "given_names"):
            return False
        if before is not None and before.text in _words("context", "inside") and self.text[before.end:word.start] == " ":
            return False
        if self.entity_of.get(after.token, (0, 0, ""))[2] in _PLACE_LABELS and after.text in self.by_label["place"]:
            return False
        tag = self.tags[after.token] if after.token < len(self.tags) else ""
        known = (_words("context", "kind_after") | _words("context", "folk_after") | _words("organisations", "public")
                 | _words("organisations", "media") | _words("organisations", "companies")
                 | _words("organisations", "teams") | _words("stop", "names"))
        return tag == "PROPN" and after.lower not in known and self.gazetteer.demonym(after.text) is None

    def _is_container(self, n: int) -> bool:
        """Say whether a division or a country is named at word ``n``: what "Paris, Texas" has after the comma."""
        dotted = self.text[self.words[n].start:self.words[n].end + 1]
        if self.gazetteer.abbreviation(dotted) or self.gazetteer.abbreviation(self.words[n].text):
            return True
        for last in self._ends(n):
            name = self.text[self.words[n].start:self.words[last].end]
            found = self.gazetteer.candidates(name)
            if found and found[0].place.feature in ("country", "admin1"):
                return True
        return False

    def _elsewhere(self, evidence: dict[str, float], name: str) -> None:
        """Add what spaCy takes the same name for in the rest of the text."""
        bare = _bare(name)
        places, persons = self.by_label["place"][bare], self.by_label["person"][bare]
        orgs = self.by_label["org"][bare]
        total = places + persons + orgs
        if total > 1:
            evidence["place_elsewhere"] = places / total
            evidence["person_elsewhere"] = persons / total
        said = self.after_preposition[bare.split()[0]] if bare else 0
        if said > 1:
            evidence["after_preposition_elsewhere"] = 1.0
        if " " not in bare and self.person_words[bare]:
            in_person = self.person_words[bare]
            evidence["in_a_persons_name"] = in_person / (in_person + places + 0.5 * said)
        evidence["lower_case_elsewhere"] = float(name.lower() in self.lower_words)

    def _borne(self, evidence: dict[str, float], name: str, places: tuple[NamedPlace, ...]) -> None:
        """Add which places bear the name."""
        key = fold(name)
        said_plainly = evidence.get("before_comma_place") and ("GPE_whole" in evidence or not evidence["sentence_start"])
        if key in _words("stop", "names") and not said_plainly:
            evidence["common_word"] = 1.0
        words = name.split()
        evidence["several_words"] = float(len(words) > 1)
        if words[-1].casefold() in ("county", "parish", "province", "state", "district", "island", "islands", "river",
                                    "lake", "sea", "bay", "mountains", "gulf", "strait", "airport", "base", "valley",
                                    "ocean", "city"):
            evidence["names_its_kind"] = 1.0
        if words[-1].casefold() in ("road", "street", "avenue", "lane", "highway", "drive", "boulevard", "square"):
            evidence["names_a_street"] = 1.0
        if not places:
            evidence["unknown_name"] = 1.0
            return
        best = max(places, key=_prominence)
        evidence["prominence"] = _prominence(best) / 5
        feature = best.place.feature
        if feature in ("country", "continent", "admin1"):
            evidence[f"is_{'state' if feature == 'country' else feature}"] = 1.0
        elif feature not in ("city", "village", "admin2"):
            evidence["is_airport" if feature.startswith("air") else "is_area"] = 1.0
        if best.place.gazetteer == "airmap" and len(key) > 4:
            evidence["is_curated"] = 1.0
        if feature in ("city", "admin1") and self.gazetteer.capital_of(name):
            evidence["is_capital"] = 1.0
        if all(n.name_class != PRIMARY for n in places):
            evidence["other_name_only"] = 1.0
        if all(n.name_class == SHORT for n in places):
            evidence["short_name_only"] = 1.0
        if len(key) <= 4:
            evidence["few_letters"] = 1.0

    def settle(self, mentions: list[Mention]) -> Iterator[Mention]:
        """Yield the mentions with the place that the text says they lie in, and capitals that stand for a state."""
        for n, mention in enumerate(mentions):
            settled = mention
            if mention.kind == "name" and n + 1 < len(mentions):
                gap = self.text[mention.span.end:mentions[n + 1].span.start]
                if (re.fullmatch(r",\s|\s*,\s?in\s|\s\(|\s", gap) or gap == ", ") and mentions[n + 1].kind == "name":
                    settled = replace(settled, within=n + 1)
            if self._governs(mention):
                settled = replace(settled, kind="metonym")
            yield settled

    def _governs(self, mention: Mention) -> bool:
        """Say whether a capital stands for its government: "Ankara had claimed", "Moscow denied"."""
        if mention.kind != "name" or not mention.candidates:
            return False
        if self.gazetteer.capital_of(mention.name) is None and mention.name not in _words("metonyms", "names"):
            return False
        token = self.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        root = token.root if token is not None else None
        if root is None or root.dep_ not in ("nsubj", "agent"):
            return False
        return root.head.text.lower() in _government_verbs()


@cache
def _seat_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in table("toponyms")["seats"]) + r")\b")


@cache
def _government_verbs() -> frozenset[str]:
    return frozenset(form for verb in _words("metonyms", "verbs") for form in verb_forms(verb))


def _prominence(named: NamedPlace) -> float:
    return prominence(named.place.feature, named.place.population, named.name_class)


def _words(section: str, key: str) -> frozenset[str]:
    return word_set("toponyms", section, key)


def _words_as_written(section: str, key: str) -> tuple[str, ...]:
    return words("toponyms", section, key)


def _bare(name: str) -> str:
    name = _THE.sub("", name.strip())
    return name[:-2] if name.endswith(("'s", "’s")) else name
