"""Where a meeting is and under what name: what the words around its telling say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.attendees import subject_parties
from airmap.events.meetings.encounter_words import Encounter, meeting_nouns, telling_verb
from airmap.events.meetings.leaders import Parties
from airmap.events.meetings.times import ARRANGED, auxiliaries
from airmap.events.meetings.venues import well_known
from airmap.parsing.language import lemma_of
from airmap.records import Toponym

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token
    from airmap.parsing.parsed import Tokens as Sentence

_COUNTRY_LEVEL = ("country", "continent", "region")
_NAME_PARTS = ("compound", "amod", "nmod", "poss", "nummod", "punct", "case")
_DETERMINERS = frozenset({"a", "an", "the", "their", "its", "his", "her", "this", "first", "second"})
_NAME_WORD = (r"(?:[A-Z0-9][\w’'–&.-]*|international|economic|climate|annual|emergency|security|nuclear|of|on|for|and"
              r"|the)")
_DAY_AFTER = re.compile(r" (?:on|in) (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May "
                        r"|June|July|August|September|October|November|December|\d)")
_EVENT_NAME = re.compile(
    rf"(?:the |an? )?({_NAME_WORD}(?: {_NAME_WORD})*(?: (?:summit|conference|meeting|assembly|forum|session))?)"
)
_TOWN_WORDS = frozenset({"city", "capital", "town", "resort"})
_SAY = frozenset({"say", "tell", "report", "add", "announce", "warn", "insist"})
_HELD = frozenset({"held", "place", "scheduled", "planned", "hosted", "convened", "due"})
_OTHER_TIMES = frozenset({"before", "after", "since"})
_CALLED_OFF = frozenset({"cancels", "postpones", "scraps", "rejects", "delays", "seeks", "wants", "urges"})
_CHOSEN = frozenset({"chosen", "picked", "selected", "named", "designated", "proposed", "suggested"})
_FAR, _SPOKEN = 30, 60
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
            cost = _cost(tokens.root, tokens.start, toponym, encounter)
            if cost is not None:
                found.append((cost, toponym))
        if not found:
            return self._there(encounter, sentence)
        best = min(found, key=lambda pair: pair[0])[1]
        # "hosted by Korea in Seoul", "in China's city of Hangzhou": the town says more than its country.
        finer = (t for _, t in sorted(found, key=lambda pair: pair[0]) if t.place and not _is_wide(t)
                 and best.place and t.place.country == best.place.country)
        return well_known(next(finer, best) if _is_wide(best) else best, self.text)

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
        again = next((t for p, t in phrases if p in ("in", "to", "at") and t.lower_ in (*_TOWN_WORDS, "country")
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
                  and t.place is not None and (t.place.feature == "country" if wide else not _is_wide(t))]
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
            if toponym == self.dateline or toponym.place is None or toponym.place.feature in _COUNTRY_LEVEL:
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


def _cost(head: Token, start: int, toponym: Toponym, encounter: Encounter) -> int | None:
    """Return how far a toponym is from being this meeting's place; None where it cannot be."""
    token, doc = encounter.token, head.doc
    if head.dep_ in ("amod", "compound", "nmod") and head.head.lower_ in ("capital", "resort", "city"):
        head = head.head
    before = doc[start - 1].lower_ if start else ""
    if before == "the" and start >= 2:
        before = doc[start - 2].lower_
    distance = abs(head.i - token.i)
    if _at_another_time(head, token) or _in_another_story(head, token):
        return None
    if head.dep_ == "appos" and head.head.lower_ in ("capital", *_TOWN_WORDS) and toponym.kind == "name":
        # "in the Ethiopian capital, Addis Ababa"
        head = head.head
        before = head.head.lower_ if head.dep_ == "pobj" else before
    house = head.dep_ == "appos" and head.head.lower_ in lexicon.word_set("meetings", "never", "venues")
    if head.dep_ == "appos" and (house or head.head.ent_type_ in ("GPE", "LOC", "FAC")) and before not in ("in", "at"):
        # "Carbis Bay, Cornwall": the finer name goes first, where it is known.
        scene = head.head.head.lower_ if head.head.dep_ == "pobj" else ""
        return distance + _FAR if scene in ("in", "at", "on") and encounter.kind != "visit" else None
    if _relative_place(head, token):
        # "Nairobi, where he was attending a conference"
        return 2
    settled = _kind_of_town(head, start)
    if settled is not None:
        # "on the island of Bali"
        head = settled
        if head.head.lower_ in ("in", "at", "on", "near"):
            extra = _scene(head, toponym, token)
            return None if extra is None else distance + extra
    preposition = doc[head.head.i].lower_ if head.dep_ == "pobj" else before
    if head.dep_ == "poss" and head.head.lower_ in lexicon.word_set("meetings", "never", "venues") \
            and head.head.dep_ == "pobj" and head.head.head.lower_ in ("in", "at", "inside", "outside"):
        # "in Vienna's Belvedere palace"
        return distance
    genitive = head.i + 2 < len(doc) and doc[head.i + 1].tag_ == "POS" and not doc[head.i + 2].is_punct
    if head.dep_ == "poss" or genitive:
        # Not: "in St George's, Grenada".
        return None
    joined = {doc[i].text for i in (start - 1, head.i + 1) if 0 <= i < len(doc)} & {"-", "–", "and"}
    joined |= {c for c in head.text if c in "-–"} if len(head.text) > len(toponym.name) else set()
    if head.dep_ in ("compound", "nmod", "amod") and joined and not _is_town(toponym) and head.i < token.i:
        # "the North Korea-United States summit" is named for who meets.
        return None
    if encounter.kind == "visit" and token.pos_ in ("NOUN", "VERB"):
        bound = lexicon.verbs("meetings", "verbs", "bound")
        if head.dep_ in grammar.SUBJECTS and token.dep_ == "dobj" and token.head == head.head and _of_a_foreigner(token):
            return distance + 3
        going = preposition == "for" and token.lower_ in bound
        above = head.head.head if head.dep_ == "pobj" else head
        if above.lower_ in lexicon.word_set("meetings", "never", "topics"):
            # "Your visit, amid a difficult situation in Mali"
            return None
        if going or preposition in ("to", "in", "at", "into") or (
                head.dep_ == "dobj" and head.head == token and token.lower_ not in bound):
            return distance
        return None
    planned = {t.lower_ for t in doc[max(0, start - 3) : start]} & ARRANGED
    placed = (preposition in ("in", "at", "near", "outside")
              or (preposition == "on" and (" island" in toponym.name.casefold() or (
                  head.head.head.pos_ == "VERB" and _is_island(toponym))))
              or (preposition in ("on", "upon") and head.head.head.lower_ in _converging())
              or before in ("in", "at", "capital", "resort")
              or bool(before == "for" and planned))
    if encounter.group and not (placed and _sets_scene(head, token)):
        return None
    if placed:
        extra = _scene(head, toponym, token)
        return None if extra is None else distance + extra
    ancestors = list(grammar.ancestors(head))
    if preposition in ("over", "above", "around") and token.pos_ in ("NOUN", "PROPN") and _is_town(toponym) and (
            token.dep_ == "pobj" and token.head.lower_ in ("for", "during", "of")) and head.i < token.i and (
            head.head.head.lower_ in lexicon.group("about_flights") | {"skies", "sky", "zone", "flights", "flying"}):
        # "The airspace over Hiroshima is closed for the summit"
        return distance + _FAR
    aside = [a for a in (token, *grammar.ancestors(token)) if a.dep_ in ("relcl", "acl")]
    drawn = ancestors[:2] and lexicon.verbs("meetings", "verbs", "converge").keys() & {a.lower_ for a in ancestors[:2]}
    if (preposition in ("to", "into") or (drawn and preposition in ("on", "upon"))) and any(
        a.lower_ in _travel() and not any(a.is_ancestor(b) and b.i < a.i for b in aside) for a in ancestors[:4]
    ):
        return distance + 5
    if preposition == "to" and ancestors[1:2] and meeting_nouns().get(ancestors[1].lower_) == "visit" and (
            token in ancestors or telling_verb(token) in ancestors):
        # "is meeting Mr Lee during his visit to Singapore"
        return distance + 5
    bound = lexicon.verbs("meetings", "verbs", "bound")
    if preposition == "for" and head.dep_ == "pobj" and head.head.head.lower_ in bound and ancestors[1:2] and (
            ancestors[1] == token or ancestors[1].is_ancestor(token)):
        # "left for Nairobi to take part in the summit"
        return distance + 5
    if head.dep_ in ("compound", "nmod") and toponym.place is not None and (
            toponym.place.feature in ("region", "continent") or toponym.name in ("Gulf", "Pacific")):
        # "the East Asia Summit"
        return None
    beside = head.head.head.head if head.dep_ == "compound" and head.head.dep_ == "pobj" else head
    if beside.lower_ in ("sidelines", "margins", "fringes") and _is_town(toponym):
        # "met on the sidelines of the Oslo Forum"
        return distance + 3
    if _CALLED_OFF & {t.lower_ for t in doc[head.i + 1 : token.i]}:
        # "Moscow cancels Russia-Turkey summit", which the parser takes for one name.
        return None
    if head.dep_ == "dobj" and head.head.lower_ in lexicon.verbs("meetings", "verbs", "visit") \
            and token.is_ancestor(head) and head.head.dep_ == "advcl":
        # "met Mr Wang when he visited Beijing"
        return distance + 5
    # "the Paris summit conference"
    whole = token.head if token.dep_ in ("compound", "nmod") else token
    if head.dep_ in ("compound", "nmod") and head.head in (token, whole):
        # "the Syria talks in Geneva"
        placed_at = (t for p, t in grammar.prepositions(whole) if p in ("in", "at") and t.i > whole.i)
        return None if any(t.pos_ == "PROPN" for t in placed_at) else 1
    if head.dep_ == "amod" and token.i - 4 <= head.i < token.i and head.head == token:
        return 1
    hosting = lexicon.verbs("meetings", "verbs", "host")
    guests = head.dep_ == "pobj" and preposition == "from"  # "hosted his colleagues from Oman"
    host = next((a for a in ancestors[:2] if a.lower_ in hosting), None)
    # Not: "will host a summit, as Norway hosts an exercise".
    own = host is not None and (
        host in (token, telling_verb(token)) or host.is_ancestor(token) or token.is_ancestor(host))
    if head.dep_ in ("nsubj", "pobj") and not guests and own:
        return distance + 3
    venue = lexicon.word_set("meetings", "verbs", "venue_words")
    if head.dep_ in grammar.SUBJECTS and any(a.lower_ in venue and head.head.is_ancestor(a)
                                             for a in grammar.ancestors(token)):
        # "Malta was chosen as the venue of the meeting"
        return distance + 3
    if head.dep_ == "nsubjpass" and head.head.lower_ in _CHOSEN and token.dep_ == "pobj" and (
            token.head.lower_, token.head.head) == ("for", head.head):
        # "Malta was chosen for the summit"
        return distance + 3
    return None


def _of_a_foreigner(visit: Token) -> bool:
    """Say whether a visit is one by somebody of another state: "Ghana called off a visit by the Malian premier"."""
    whose = [t.lower_ for c in visit.children if c.lower_ in ("by", "from") for t in c.subtree]
    onward = any(c.lower_ in ("to", "in") for c in visit.children)
    return bool(whose) and not onward and "its" not in whose


def _at_another_time(place: Token, token: Token) -> bool:
    """Say whether a place is where something else was: "a meeting before the summit in Cali", "after they gathered in
    Lima".
    """
    for link in (place, *grammar.ancestors(place)):
        if link == token or link.is_ancestor(token):
            return False
        if link.lower_ in lexicon.verbs("meetings", "verbs", "sign"):
            # "shook hands after the accord was signed in Algeria"
            return False
        if (link.lower_ in _OTHER_TIMES and link.dep_ == "prep") or any(
                c.dep_ == "mark" and c.lower_ in _OTHER_TIMES for c in link.children):
            return True
    return False


def _in_another_story(place: Token, token: Token) -> bool:
    """Say whether a place is in what is said or done apart from the meeting: "told envoys that jets flew over Cali",
    "complained of planes based in Ghana and proposed that the ministers meet".
    """
    chain = list(grammar.ancestors(place))
    for link in chain:
        if link == token or link.is_ancestor(token):
            return False
        said = link.dep_ == "ccomp" and link.head == token and token.lower_ in lexicon.verbs(
            "meetings", "verbs", "address")
        passive = link.dep_ == "pcomp" and link.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in link.children)
        if said or passive:
            return True
    return False


def _kind_of_town(head: Token, start: int) -> Token | None:
    """Return "city" in "in the city of Hangzhou", also where a line ends before the name and the parser loses it."""
    at = start - 1
    while at > 0 and head.doc[at].is_space:
        at -= 1
    of = head.head if head.dep_ == "pobj" else head.doc[at]
    noun = of.head
    return noun if of.lower_ == "of" and noun.dep_ == "pobj" and noun.lower_ in (
        "island", "city", "town", "resort", "port", "capital", "village", "suburb") else None


@cache
def _converging() -> frozenset[str]:
    """Return the verbs that bring many to the place after "on": "converged on Cali"."""
    return frozenset(lexicon.verbs("meetings", "verbs", "converging"))


@cache
def _travel() -> frozenset[str]:
    """Return the verbs that bring somebody to a place."""
    keys = ("arrive", "travel", "bring", "converge")
    return frozenset(v for key in keys for v in lexicon.verbs("meetings", "verbs", key))


def _relative_place(head: Token, token: Token) -> bool:
    """Say whether the meeting is told in a clause that begins with "where" and hangs on a place."""
    for clause in (token, *grammar.ancestors(token)):
        if clause.dep_ in ("relcl", "advcl") and any(
            c.lower_ == "where" and head.i < c.i <= head.i + 5
            and not any(t.pos_ == "PROPN" for t in head.doc[head.i + 1 : c.i])
            for c in clause.subtree
        ):
            return True
    return False


def _sets_scene(head: Token, verb: Token) -> bool:
    """Say whether "in The Hague" opens the sentence, or hangs on the verb itself."""
    first = next((t for t in verb.sent if not t.is_space), verb)
    return head.i - first.i <= 3 or (head.dep_ == "pobj" and head.head.head == verb and head.i - verb.i <= 6)


def _scene(head: Token, toponym: Toponym, token: Token) -> int | None:
    """Return what "in X" loses by what it hangs on: nothing on the meeting, a lot on its topic or on its telling."""
    governor = head.head.head if head.dep_ == "pobj" else head.head
    if governor == token or (governor.is_ancestor(token) and governor.pos_ not in ("VERB", "AUX")):
        return 0
    verb = telling_verb(token)
    nouns = {w for words in lexicon.table("meetings")["nouns"].values() for w in words}
    if governor.pos_ in ("VERB", "AUX"):
        if governor == verb:
            return 0
        if lemma_of(governor) in _SAY:
            return _SPOKEN
        if governor.tag_ == "VBG" and governor.dep_ in ("acl", "pcomp") and governor.head.lower_ not in nouns:
            # "a pact on cattle raiding in Entebbe"
            return _FAR if _is_town(toponym) else None
        if governor.dep_ in ("relcl", "acl") and not governor.is_ancestor(token) and token != governor.head:
            holding = lemma_of(governor) in lexicon.word_set("meetings", "verbs", "take_place")
            # "King Abdullah, accompanied by his son, in Riyadh on Monday, met the prince"
            holding = holding or (lemma_of(governor) == "accompany" and governor.head.head == verb)
            return 5 if holding or governor.head.lower_ in nouns else None
        # "They meet in Accra today, and she will see her colleagues in Lomé on Monday"
        return _FAR if verb.dep_ == "conj" and verb.head == governor and grammar.subjects(verb) != grammar.subjects(
            governor) else 5
    if governor.lower_ in nouns and token.pos_ == "NOUN" and governor.i < token.i and not token.is_ancestor(governor):
        # "hold a summit at Goma to prepare the meeting in Kigali"
        return _FAR
    if governor.lower_ in nouns or governor.lower_ in lexicon.word_set("meetings", "never", "venues"):
        return 0
    if governor.lower_ in lexicon.word_set("meetings", "never", "topics"):
        return None
    if governor.ent_type_ in ("DATE", "TIME") or governor.lower_ in lexicon.word_set("meetings", "never", "times"):
        return 0
    if not _is_town(toponym) and governor.pos_ == "NOUN" and governor.i > token.i:
        return None
    if governor.dep_ in ("dobj", "obj") and governor.head == verb and token == verb:
        # "will see her colleagues in Lomé"
        return 5
    return _FAR if governor.pos_ == "NOUN" else 5


def _is_island(toponym: Toponym) -> bool:
    return (toponym.place is not None and toponym.place.feature == "island") or toponym.name in lexicon.words(
        "meetings", "never", "islands")


def _is_wide(toponym: Toponym) -> bool:
    return toponym.place is not None and toponym.place.feature in _COUNTRY_LEVEL


def _is_town(toponym: Toponym) -> bool:
    """Say whether a place is no bigger than a town: "Luxembourg" and "Singapore" are."""
    if toponym.name in lexicon.words("meetings", "never", "city_states"):
        return True
    return toponym.place is None or toponym.place.feature not in _COUNTRY_LEVEL


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
