"""Where a meeting is and under what name: what the words around its telling say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.attendees import subject_parties
from airmap.events.meetings.encounter_words import Encounter, telling_verb
from airmap.events.meetings.leaders import Parties
from airmap.events.meetings.place_cost import TOWN_WORDS, cost_of, is_wide
from airmap.events.meetings.times import auxiliaries
from airmap.events.meetings.venues import COUNTRY_LEVEL, well_known
from airmap.parsing.language import lemma_of
from airmap.records import Toponym

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token
    from airmap.parsing.parsed import Tokens as Sentence

_NAME_PARTS = ("compound", "amod", "nmod", "poss", "nummod", "punct", "case")
_DETERMINERS = frozenset({"a", "an", "the", "their", "its", "his", "her", "this", "first", "second"})
_NAME_WORD = (r"(?:[A-Z0-9][\w’'–&.-]*|international|economic|climate|annual|emergency|security|nuclear|of|on|for|and"
              r"|the)")
_DAY_AFTER = re.compile(r" (?:on|in) (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May "
                        r"|June|July|August|September|October|November|December|\d)")
_EVENT_NAME = re.compile(
    rf"(?:the |an? )?({_NAME_WORD}(?: {_NAME_WORD})*(?: (?:summit|conference|meeting|assembly|forum|session))?)"
)
_HELD = frozenset({"held", "place", "scheduled", "planned", "hosted", "convened", "due"})
# Words of the name of who speaks, with its colon; and of "He is." and "Yes."
_SPEAKER, _CURT = 5, 3


def segment(token: Token, sentence: Sentence) -> Sentence:
    """Return the part of a sentence between semicolons that holds a token."""
    start, end = sentence.start, sentence.end
    for other in sentence:
        if other.text == ";":
            if other.i < token.i:
                start = other.i + 1
            elif other.i > token.i:
                end = min(end, other.i)
    return sentence.doc.span(start, end)


def sidelines(sentence: Sentence) -> str | None:
    """Return the event that a meeting is held beside: "on the margins of the OSCE Ministerial Council"."""
    for phrase in lexicon.words("meetings", "status", "sidelines"):
        at = sentence.text.casefold().find(phrase)
        if at >= 0:
            rest = " ".join(sentence.text[at + len(phrase) :].split())
            match = _EVENT_NAME.match(rest)
            name = match.group(1).strip() if match else re.split(r"[,.;]| in | at ", rest)[0].strip()
            if name.split(" ")[0].casefold() in ("protest", "protests"):
                return None
            name = _DAY_AFTER.split(name)[0]
            return re.sub(r"(?: (?:of|on|for|and|the))+$|[.,]+$", "", name) or None
    return None


def event_name(noun: Token, sentence: Sentence) -> str | None:
    """Return the name of a summit: its noun with the words before it that belong to it."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    first = noun.i
    while first > sentence.start:
        before = noun.doc[first - 1]
        if before.dep_ not in _NAME_PARTS or before.text in (",", "\n"):
            break
        first -= 1
    while first < noun.i and noun.doc[first].lower_ in _DETERMINERS:
        first += 1
    name = noun.doc.span(first, noun.i + 1).text.strip(" -–")
    return name if name.casefold() != noun.lower_ else None


class Places:
    """The toponyms of a text that a meeting can be at, with the dateline and the last place that a leader came to."""

    def __init__(self, text: str, toponyms: Sequence[Toponym]) -> None:
        self.toponyms = toponyms
        self.text = text
        self.dateline = _dateline(text, toponyms)
        # Where the story begins behind its dateline.
        filed = _DATELINE.match(text) if self.dateline is not None else None
        self.opening = filed.end() if filed is not None else 0

    def of(self, encounter: Encounter, sentence: Sentence) -> Toponym | None:
        """Return the toponym that the meeting is placed at: "in Paris", "at Sharm el-Sheikh", "Venice summit"."""
        found: list[tuple[int, Toponym]] = []
        for toponym in self.toponyms:
            if not sentence.start_char <= toponym.span.start < sentence.end_char:
                continue
            capital = toponym.kind == "demonym" and _followed_by(self.text, toponym, ("capital", "resort", "city"))
            if (toponym.kind != "name" and not capital) or (self.dateline and toponym == self.dateline):
                continue
            wide = toponym.place is not None and toponym.place.feature in ("region", "continent")
            if wide and encounter.kind != "visit":
                # "to keep the peace in the Indo-Pacific"
                continue
            if toponym.place is not None and toponym.place.feature in ("sea", "ocean"):
                # "after incidents in the Baltic that prompted consultations"
                continue
            if _followed_by(self.text, toponym, ("palace", "hotel", "castle", "house", "residence", "room")):
                continue
            tokens = sentence.doc.char_span(toponym.span.start, toponym.span.end)
            if tokens is None:
                continue
            cost = cost_of(tokens.root, tokens.start, toponym, encounter)
            if cost is not None:
                found.append((cost, toponym))
        if not found:
            return self._there(encounter, sentence)
        best = min(found, key=lambda pair: pair[0])[1]
        # "hosted by Korea in Seoul", "in China's city of Hangzhou": the town says more than its country.
        finer = (t for _, t in sorted(found, key=lambda pair: pair[0]) if t.place and not is_wide(t)
                 and best.place and t.place.country == best.place.country)
        return well_known(next(finer, best) if is_wide(best) else best, self.text)

    def beside(self, place: Toponym, sentence: Sentence) -> Iterator[Toponym]:
        """Yield the places that a visit goes on to: Seoul and Hanoi of "will visit Tokyo, Seoul and Hanoi"."""
        span = sentence.doc.char_span(place.span.start, place.span.end)
        others = {t.i for t in span.root.conjuncts} if span is not None else set()
        for toponym in self.toponyms if others else ():
            tokens = sentence.doc.char_span(toponym.span.start, toponym.span.end)
            if toponym.kind == "name" and toponym.place is not None and tokens is not None and tokens.root.i in others \
                    and toponym.span.start > place.span.start:
                yield well_known(toponym, self.text)

    def going_on(self, sentence: Sentence) -> Toponym | None:
        """Return where a meeting is by the sentence after it: "The summit was put off. It was to be held in Sochi"."""
        at = sentence.end
        if at >= len(sentence.doc):
            return None
        following = sentence.doc[at].sent
        host = self._host(following)
        if host is not None:
            return host
        first = next((t for t in following if not t.is_space), None)
        again = first is not None and (first.lower_ == "it" or (
            first.lower_ == "the" and first.nbor(1).lower_ in lexicon.group("meeting_again")))
        held = _HELD & following.words
        if not again or not held:
            return None
        for toponym in self.toponyms:
            before = self.text[max(0, toponym.span.start - 12) : toponym.span.start].split()
            inside = following.start_char <= toponym.span.start < following.end_char and toponym.kind == "name"
            if inside and {"in", "at"} & set(before[-2:]):
                return well_known(toponym, self.text)
        return None

    def _host(self, sentence: Sentence) -> Toponym | None:
        """Return the land or town that is host in a sentence: "Peru would host", "The event was hosted by Peru"."""
        for verb in sentence if not sentence.words.isdisjoint(lexicon.verb_forms("host")) else ():
            again = lexicon.group("meeting_again") | {"it"}
            if lemma_of(verb) != "host" or any(o.lower_ not in again for o in grammar.passive_or_objects(verb)):
                continue
            # "Peru was the host"
            named = grammar.subjects(verb.head) if verb.dep_ == "attr" else grammar.agents(verb)
            hosts = {t.idx for t in named}
            for toponym in self.toponyms:
                span = sentence.doc.char_span(toponym.span.start, toponym.span.end)
                if toponym.kind == "name" and span is not None and span.root.idx in hosts:
                    return well_known(toponym, self.text)
        return None

    def _there(self, encounter: Encounter, sentence: Sentence) -> Toponym | None:
        """Return the town that "in the city" means: the last one named before, in the sentence before or its own."""
        verb = telling_verb(encounter.token)
        nearby = (encounter.token, verb, *grammar.ancestors(verb))
        phrases = [(p, t) for word in nearby for p, t in grammar.prepositions(word)]
        again = next((t for p, t in phrases if p in ("in", "to", "at") and t.lower_ in (*TOWN_WORDS, "country")
                      and t.i > 0 and t.nbor(-1).lower_ in ("the", "that")), None)
        if again is None:
            # "turned Vilnius into a fortress, as they meet there next week"
            again = next((c for word in (encounter.token, verb) for c in word.children
                          if c.lower_ == "there" and c.dep_ == "advmod"), None)
        if again is None or grammar.prepositions(again):
            return None
        floor = _told_before(sentence)
        # "relations with Turkey, and called off a visit to the country"
        wide = again.lower_ == "country"
        before = [t for t in self.toponyms if floor <= t.span.start < again.idx and t.kind == "name"
                  and t.place is not None and (t.place.feature == "country" if wide else not is_wide(t))]
        return before[-1] if before else None

    def filed(self, encounter: Encounter, sentence: Sentence, *, early: bool) -> Toponym | None:
        """Return where the story was filed, if it opens with a meeting or says that it was "here"."""
        if self.dateline is None or sentence.end_char <= self.dateline.span.start:
            # What a headline tells of need not be where its story was filed.
            return None
        if any(t.lower_ == "here" for t in sentence):
            return self._as_told()
        # What a story opens with happens where it was filed; what is told of it in passing need not.
        verb = telling_verb(encounter.token)
        aside = any(v.dep_ in ("relcl", "acl", "ccomp") or (v.dep_ == "advcl" and v.tag_ != "VBG") for v in
                    (verb, *(a for a in grammar.ancestors(verb) if a.pos_ in ("VERB", "AUX"))))
        opens = sentence.start_char <= self.opening
        done = verb.tag_ in ("VBD", "VBN", "VBG") and not auxiliaries(verb) & {"will", "would", "to", "could", "may"}
        # "PARIS - Balkan presidents joined European leaders to sign a treaty"
        together = verb.tag_ == "VB" and verb.head.tag_ == "VBD" and lemma_of(verb.head) in ("join", "gather", "come")
        done, aside = done or together, aside and not together
        return self._as_told() if early and (not aside or (opens and done)) else None

    def _as_told(self) -> Toponym | None:
        """Return the dateline's town as the story itself writes it, if it does: "Geneva" for "GENEVA"."""
        name = self.dateline.name.casefold() if self.dateline is not None else None
        again = (t for t in self.toponyms if t.name.casefold() == name and not t.name.isupper())
        told = next(again, self.dateline)
        return None if told is None else well_known(told, self.text)

    def reached(self, sentence: Sentence, parties: Parties, before: int) -> Toponym | None:
        """Return the town that a sentence brings somebody to: "landed at Jeddah", "is in Tashkent", "left Rome"."""
        for toponym in reversed(self.toponyms):
            if toponym.kind != "name" or not sentence.start_char <= toponym.span.start < sentence.end_char:
                continue
            if toponym == self.dateline or toponym.place is None or toponym.place.feature in COUNTRY_LEVEL:
                continue
            tokens = sentence.doc.char_span(toponym.span.start, toponym.span.end)
            if tokens is None or tokens.root.i > before:
                continue
            root = tokens.root
            verb = telling_verb(root)
            if subject_parties(verb, sentence, parties) is None:
                # Where a plane landed nobody need have met.
                continue
            arrives = lexicon.verbs("meetings", "verbs", "arrive")
            preposition = root.head.lower_ if root.dep_ == "pobj" else ""
            leaves = lexicon.verbs("meetings", "verbs", "leave")
            if verb.lower_ in arrives and preposition in ("at", "in", "into", "to", "for"):
                return toponym
            if verb.lower_ in leaves and (preposition == "from" or root.dep_ == "dobj"):
                return toponym
            if lemma_of(verb) == "be" and preposition in ("in", "at") and root.head.head == verb:
                return toponym
        return None


_DATELINE = re.compile(r"\s*(?:[^\n]{0,120}\n+)?\s*(?:(?P<p>[A-ZÀ-Þ][^\n]{1,60}?)\s(?:-{1,2}|–|—)"
                       r"|\[(?P<b>[A-ZÀ-Þ][^\n\]]{1,40})\]"
                       r"|(?P<c>[A-ZÀ-Þ][A-ZÀ-Þ '’.-]{2,30}(?:, [A-Z][\w. ]{2,20})?):)\s")


def _dateline(text: str, toponyms: Sequence[Toponym]) -> Toponym | None:
    """Return where an article says that it was filed: "LUSAKA, Sept 9 -", "[LUSAKA]"."""
    match = _DATELINE.match(text)
    if match is not None and match["b"]:
        return next((t for t in toponyms if t.kind == "name" and match.start("b") == t.span.start), None)
    if match is not None and match["c"]:
        # "KATHMANDU: The summit opened"
        return next((t for t in toponyms if t.kind in ("name", "metonym") and match.start("c") == t.span.start), None)
    if match is not None:
        head = match["p"]
        first = re.split(r"[,(]| (?=[A-Z]?[a-z]+\.? \d)", head)[0].strip()
        if first.isupper() or re.search(r"\d", head):
            inside = [t for t in toponyms if match.start("p") <= t.span.start and t.span.end <= match.end("p")]
            return next((t for t in inside if t.kind == "name" or t.name.isupper()), None)
        return next((t for t in toponyms if t.kind == "name" and match.start("p") == t.span.start), None)
    return None


def _told_before(sentence: Sentence) -> int:
    """Return where the sentence before begins, beyond the name of who speaks: "Spokesman: They meet there today"."""
    before = sentence.doc[max(0, sentence.start - 1)].sent
    while before.start > 0 and (len(before) <= _CURT or (
            len(before) <= _SPEAKER and any(t.text == ":" for t in before[-2:]))):
        before = sentence.doc[before.start - 1].sent
    return before.start_char


def _followed_by(text: str, toponym: Toponym, words: tuple[str, ...]) -> bool:
    """Say whether a demonym goes with one of the words: "in the Peruvian capital"."""
    following = text[toponym.span.end : toponym.span.end + 40].split()
    if toponym.kind == "demonym" and len(following) > 1 and (
        following[1][0].isupper() or (following[1] == "of" and following[2:3] and following[2][0].isupper())
    ):
        # "in the Peruvian capital of Lima", "the Peruvian capital Lima": in Lima.
        return False
    return bool(following) and following[0].strip(".,;").casefold() in words


def before_of(sentence: Sentence) -> Iterator[Sentence]:
    """Yield the two sentences before one, the nearer first."""
    doc = sentence.doc
    at = sentence.start
    for _ in range(1):
        while at > 0 and doc[at - 1].is_space:
            at -= 1
        if at == 0:
            return
        previous = doc[at - 1].sent
        yield previous
        at = previous.start
