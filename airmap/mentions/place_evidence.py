"""The candidates for places' names in a text, each with the evidence for and against it.

A candidate is any capitalised run that the gazetteer knows, any name that spaCy takes for a place, and any capitalised
run that the words beside it call one ("the villages of X and Y", "X county"). The evidence is named; what each piece
weighs stands in ``lexicon/toponym_weights.json``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from airmap.gazetteer import PRIMARY, SHORT, Gazetteer, NamedPlace, fold
from airmap.gazetteer.ranking import prominence
from airmap.lexicon import word_set
from airmap.lexicon.phrases import words_with_limits

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_WORD = re.compile(r"((?:[A-Z]\.){2,}|W\. ?Va\.|(?<!\w['’])[^\W_]+(?:['’ʻ`](?!s\b)[^\W\d_]+)*)")
_GAP = re.compile(r"(?: |\u00a0|-|‐|‑|\. |['’]s |\n[ \t]+)")
_ARTICLED = frozenset({"hague", "gambia", "bahamas", "gap", "dalles", "bronx", "hamptons"})
_PLACE_LABELS = frozenset({"GPE", "LOC"})
_NO_SURNAMES = (("context", "kind_after"), ("context", "folk_after"), ("organisations", "public"),
                ("organisations", "media"), ("organisations", "companies"), ("organisations", "teams"),
                ("stop", "names"))
_LONGEST = 6
_BEFORE = ("inside", "toward", "of", "kind_before", "title_before")
_AFTER = ("kind_after", "folk_after", "person_after")
_FIRMS = ("media", "companies", "teams")
_ABBREVIATED = frozenset({"st", "ft", "mt", "ste", "n", "s", "e", "w"})
_INNER = frozenset({"of", "the", "de", "da", "do", "dos", "del", "della", "la", "le", "les", "du", "des", "di", "al",
                    "el", "and", "on", "upon", "sur", "am", "an", "in", "y", "e", "den", "der", "bin", "ul",
                    "ed", "es", "ar", "ez", "az", "ash", "ad",
                    "as", "sous", "en", "e-", "i", "a", "to"})
_COUNTIES = frozenset({"county", "parish", "borough", "township"})
_KINDS = frozenset({"county", "parish", "province", "state", "district", "island", "islands", "river", "lake", "sea",
                    "bay", "mountains", "gulf", "strait", "airport", "base", "valley", "ocean", "city"})
_STREETS = frozenset({"road", "street", "avenue", "lane", "highway", "drive", "boulevard", "square"})
_NO_NOUNS = frozenset({"VERB", "ADJ", "ADV", "AUX"})
_SCHOOLS = frozenset({"university", "college", "school", "schools", "institute", "zoo"})
_RULERS = re.compile(r" (?:Junta|Regime|Army|Navy|Military|Government|Generals|Air Force|Jets?|Planes?|Drones?)\b")
_FORCES = re.compile(r" (?:(?:Royal|People['’]s|Air|Armed|Self-Defen[cs]e|Defen[cs]e) )*"
                     r"(?:Air Force|Navy|Army|Forces?|Coast Guard|Marines)\b")
_APPOSITION = re.compile(
    r",\s(?:a|an|the)\s(?:[a-z-]+\s){0,2}(?:village|town|city|hamlet|suburb|port|island|township|province|district)\s"
    r"(?:in|near|of|on|outside|north|south|east|west|close|about|some|just|at)\b")
_DATELINE = re.compile(
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})\b,?(?: \d{4})?)?"
    r"[\s,]*(?:\([^)\n]{2,30}\)\s*)?(?:—|–|--|-\s)")
_AFTER_STATE = frozenset({": ", " (", " — ", " – ", " - ", " | ", ", "})
_ENDS_FIELD = re.compile(r"\s*(?:[.,;:|)\n]|[—–-]\s|$)")
_THE = re.compile(r"^(?:the|The|THE|a|its)\s+")
_STATE_GAP = re.compile(r",\s*")


# What goes on behind the "s" of a name: no thing that could be the saint's.
_SAINTS = re.compile(
    r"['’]s(?=[,.;:)\n]|$| (?:on|in|for|to|from|at|by|and|or|was|were|is|are|has|had|with|after|before|during|late|this"
    r"|next|last|where|under|will)\b)"
)
place_words = partial(word_set, "toponyms")


class Word(NamedTuple):
    """A word of the text; ``token`` is the number of spaCy's token that it begins in."""

    start: int
    end: int
    text: str
    token: int
    lower: str


def _words(text: str, token_starts: Sequence[int]) -> list[Word]:
    words, starts, ends = words_with_limits(_WORD, text)
    tokens = [bisect_right(token_starts, start) - 1 for start in starts]
    return list(map(Word._make, zip(starts, ends, words, tokens, map(str.lower, words), strict=True)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may name a place, with the evidence for and against it."""

    start: int
    end: int
    name: str
    places: tuple[NamedPlace, ...]
    evidence: Mapping[str, float]


class PlaceText:
    """One text's words beside spaCy's reading of them, and the candidates in it."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc, self.text, self.gazetteer = doc, doc.text, gazetteer
        self._token_starts = [t.idx for t in doc]
        self.words = _words(self.text, self._token_starts)
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
        places_said = place_words("context", "inside") | {"from", "to"}
        self.after_preposition: Counter[str] = Counter()
        self.lower_words = set()
        # Numbers of the words that begin with a capital: only they begin names.
        self.capitalised = []
        for n, word in enumerate(self.words):
            if word.text.islower():
                self.lower_words.add(word.text)
            elif word.text[0].isupper():
                self.capitalised.append(n)
                before = self.words[n - 1] if n else None
                if before is not None and before.text in places_said and self.text[before.end:word.start] == " ":
                    self.after_preposition[word.text] += 1

    def token_at(self, position: int) -> int:
        """Return the number of the token in which, or after which, a character stands."""
        return bisect_right(self._token_starts, position) - 1

    def candidates(self) -> Iterator[Candidate]:
        """Yield every run of words that may name a place, with its evidence."""
        seen: set[tuple[int, int]] = set()
        for n in self.capitalised:
            word = self.words[n]
            if self.is_article(n):
                continue
            for last in self._ends(n):
                run = self.words[n:last + 1]
                name = self.text[word.start:run[-1].end]
                places = self.gazetteer.candidates(name)
                if places and self._nameable(name, places):
                    seen.add((word.start, run[-1].end))
                    found = self._candidate(n, last, name, places)
                    yield found
                    if (named := self._of_a_saint(found)) is not None:
                        yield named
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

    def _of_a_saint(self, found: Candidate) -> Candidate | None:
        """Return a town with the "s" that is part of its name: "in St George's, Grenada", not "St George's mayor"."""
        match = _SAINTS.match(self.text, found.end) if found.name.startswith(("St", "Saint")) else None
        places = self.gazetteer.candidates(found.name + match[0]) if match is not None else ()
        if match is None or not places:
            return None
        evidence = {k: v for k, v in found.evidence.items() if k != "genitive"}
        return Candidate(found.start, match.end(), found.name + match[0], places, evidence)

    def _said_to_be_places(self) -> Iterator[tuple[int, int]]:
        """Yield first and last word of capitalised runs that the words beside them call a place, known or not.

        "the villages of X and Y", "X county", "the town of X".
        """
        kinds_before, kinds_after = place_words("context", "kind_before"), place_words("context", "called_after")
        reached = 0
        for n in self.capitalised:
            word = self.words[n]
            if n < reached or word.token in self.sentence_starts:
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
            reached = last + 1

    def _ends(self, n: int) -> Iterator[int]:
        """Yield the indices of words at which a name that begins at word ``n`` may end, the farthest first."""
        reach = [n]
        words = self.words
        for last in range(n + 1, min(n + _LONGEST, len(words))):
            gap = self.text[words[last - 1].end:words[last].start]
            if gap != " " and not _GAP.fullmatch(gap):
                break
            if gap == ". " and words[last - 1].lower not in _ABBREVIATED:
                break
            text = words[last].text
            elided = text[1:2] in ("'", "’") and text[2:3].isupper()
            if text[0].isupper() or text[0].isdigit() or gap in "-‐‑" or elided:
                reach.append(last)
            elif words[last].lower not in _INNER:
                break
        return reversed(reach)

    def is_article(self, n: int) -> bool:
        return self.words[n].lower == "the" and (
            n + 1 >= len(self.words) or self.words[n + 1].lower not in _ARTICLED)

    def _nameable(self, name: str, places: tuple[NamedPlace, ...]) -> bool:
        key = fold(name)
        if key in place_words("never", "names"):
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
        if first and self._after_its_state(first, last, places):
            evidence["before_kind_before"] = 1.0
        if "is_state" in evidence and last > first and _FORCES.match(self.text, end):
            # "A Royal New Zealand Air Force helicopter": the state, whatever else is one of its organisations.
            evidence.pop("ORG_part", None)
            evidence["GPE_whole"] = 1.0
        elif "is_state" in evidence and "PERSON_part" in evidence and _RULERS.match(self.text, end):
            # "Myanmar Junta" is taken for somebody's name.
            evidence.pop("PERSON_part")
        elif "is_state" in evidence and "ORG_part" in evidence:
            evidence["state_in_organisation"] = 1.0
        return Candidate(start, end, name, places, evidence)

    def _labelled(self, evidence: dict[str, float], first: int, last: int, start: int, end: int) -> None:
        """Add what spaCy takes the words for."""
        entity = self.entity_of.get(self.words[first].token) or self.entity_of.get(self.words[last].token)
        tags = self.tags[self.words[first].token:self.words[last].token + 1]
        evidence["proper_noun"] = tags.count("PROPN") / max(1, len(tags))
        evidence["verb_or_adjective"] = float(not _NO_NOUNS.isdisjoint(tags))
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
                if rest & place_words("organisations", group):
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
        evidence |= dict.fromkeys(_evidence_of_words("context", _BEFORE, "before_{}").get(previous, ()), 1.0)
        if _APPOSITION.match(self.text, end):
            evidence["before_kind_before"] = 1.0
        if previous == "of" and first > 1 and self.words[first - 2].lower in place_words("context", "kind_before"):
            evidence["before_kind_before"] = 1.0
        if before and gap_before in (" ", ". ") and before.lower in place_words("context", "title_before"):
            evidence["before_title_before"] = 1.0
        if before and gap_before in (" ", "-") and before.text[0].isupper() and before.lower not in place_words(
                "context", "inside") and not self._is_small(before):
            evidence["capital_before"] = 1.0
        if after and gap_after in (" ", "-"):
            following = after.lower
            evidence |= dict.fromkeys(_evidence_of_words("context", _AFTER, "after_{}").get(following, ()), 1.0)
            if following in place_words("things", "illnesses") and gap_after == " ":
                evidence["illness_after"] = 1.0
            if after.text[0].isupper() and not self._is_small(after):
                if self._begins_a_persons_name(first, last, gap_after, before):
                    evidence["given_name"] = 1.0
                evidence["capital_after"] = 1.0
                firms = _evidence_of_words("organisations", _FIRMS, "{}_after")
                evidence |= dict.fromkeys(firms.get(following, ()), 1.0)
        if self.text[end:end + 2] in ("'s", "’s"):
            evidence["genitive"] = 1.0
        sentence_start = self.words[first].token in self.sentence_starts
        evidence["sentence_start"] = float(sentence_start)
        if self._begins_a_line(start) and _DATELINE.match(self.text, end):
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

    def _is_small(self, word: Word) -> bool:
        """Tell an article or the like that has its capital from a title: "Over The Gulf Of Sidra In The East"."""
        return word.lower in place_words("context", "small") and word.token not in self.sentence_starts

    def _after_its_state(self, first: int, last: int, places: tuple[NamedPlace, ...]) -> bool:
        """Say whether the state that a town lies in stands before it: "France: Deauville", "Togo (Lomé)"."""
        if self.text[self.words[first - 1].end:self.words[first].start] not in _AFTER_STATE or not (
                _ENDS_FIELD.match(self.text, self.words[last].end)):
            return False
        for start in range(max(0, first - 3), first):
            found = self.gazetteer.candidates(self.text[self.words[start].start:self.words[first - 1].end])
            if found and found[0].place.feature == "country":
                return any(n.place.country == found[0].place.country and n.place.feature in ("city", "village")
                           for n in places)
        return False

    def _begins_a_line(self, start: int) -> bool:
        while start and self.text[start - 1] in " \t":
            start -= 1
        return start == 0 or self.text[start - 1] == "\n"

    def _begins_a_persons_name(self, first: int, last: int, gap: str, before: Word | None) -> bool:
        """Say whether a name that is also a given name has a surname after it: "Paris Hilton"."""
        word, after = self.words[first], self.words[last + 1]
        if first != last or gap != " " or word.lower not in place_words("context", "given_names"):
            return False
        if before is not None and before.text in place_words("context", "inside") and (
                self.text[before.end:word.start] == " "):
            return False
        if self.entity_of.get(after.token, (0, 0, ""))[2] in _PLACE_LABELS and after.text in self.by_label["place"]:
            return False
        tag = self.tags[after.token] if after.token < len(self.tags) else ""
        known = any(after.lower in place_words(section, key) for section, key in _NO_SURNAMES)
        return tag == "PROPN" and not known and self.gazetteer.demonym(after.text) is None

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
        said_plainly = evidence.get("before_comma_place") and (
            "GPE_whole" in evidence or not evidence["sentence_start"])
        if key in place_words("stop", "names") and not said_plainly:
            evidence["common_word"] = 1.0
        words = name.split()
        evidence["several_words"] = float(len(words) > 1)
        last = words[-1].casefold()
        if last in _KINDS:
            evidence["names_its_kind"] = 1.0
        if last in _STREETS:
            evidence["names_a_street"] = 1.0
        if not places:
            evidence["unknown_name"] = 1.0
            return
        best = max(places, key=_prominence) if len(places) > 1 else places[0]
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


def _prominence(named: NamedPlace) -> float:
    return prominence(named.place.feature, named.place.population, named.name_class)


@cache
def _evidence_of_words(section: str, groups: tuple[str, ...], name: str) -> Mapping[str, tuple[str, ...]]:
    """Return what each word of some groups is evidence of: ``before_inside`` of "in"."""
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for word in place_words(section, group):
            found[word] = (*found.get(word, ()), name.format(group))
    return found


def _bare(name: str) -> str:
    name = _THE.sub("", name.strip())
    return name[:-2] if name.endswith(("'s", "’s")) else name
