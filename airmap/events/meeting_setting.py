"""Where and when a meeting is, under what name, and whether it was held: what the words around its telling say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.encounters import Encounter, subject_parties
from airmap.events.leaders import Parties
from airmap.language import lemma_of
from airmap.records import Article, MeetingStatus, Toponym, When

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

Dates = Sequence[tuple[When, int, int]]

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
_ARRANGED = frozenset({"planned", "scheduled", "set", "due", "arranged"})
_SAY = frozenset({"say", "tell", "report", "add", "announce", "warn", "insist"})
_FAR, _SPOKEN = 30, 60
_LARGER = 5
_LARGE = 100_000
_EARLIER = frozenset({"since", "before", "after", "following", "until", "till"})


def segment(token: Token, sentence: Sentence) -> Sentence:
    """Return the part of a sentence between semicolons that holds a token."""
    start, end = sentence.start, sentence.end
    for other in sentence:
        if other.text == ";":
            if other.i < token.i:
                start = other.i + 1
            elif other.i > token.i:
                end = min(end, other.i)
    return sentence.doc[start:end]


def telling_verb(token: Token) -> Token:
    """Return the verb of the clause that a word stands in; the word itself where there is none."""
    if token.pos_ in ("VERB", "AUX"):
        return token
    return next((a for a in grammar.ancestors(token) if a.pos_ in ("VERB", "AUX")), token)


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
    name = noun.doc[first : noun.i + 1].text.strip(" -–")
    return name if name.casefold() != noun.lower_ else None


class Places:
    """The toponyms of a text that a meeting can be at, with the dateline and the last place that a leader came to."""

    def __init__(self, text: str, toponyms: Sequence[Toponym]) -> None:
        self.toponyms = toponyms
        self.text = text
        self.dateline = _dateline(text, toponyms)

    def of(self, encounter: Encounter, sentence: Sentence) -> Toponym | None:
        """Return the toponym that the meeting is placed at: "in Paris", "at Sharm el-Sheikh", "Venice summit"."""
        best: tuple[int, Toponym] | None = None
        for toponym in self.toponyms:
            if not sentence.start_char <= toponym.span.start < sentence.end_char:
                continue
            capital = toponym.kind == "demonym" and _followed_by(self.text, toponym, ("capital", "resort", "city"))
            if (toponym.kind != "name" and not capital) or (self.dateline and toponym == self.dateline):
                continue
            if _followed_by(self.text, toponym, ("palace", "hotel", "castle", "house", "residence", "room")):
                continue
            tokens = sentence.doc.char_span(toponym.span.start, toponym.span.end, alignment_mode="expand")
            if tokens is None:
                continue
            cost = _cost(tokens.root, tokens.start, toponym, encounter)
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, toponym)
        return _well_known(best[1], self.text) if best else None

    def filed(self, encounter: Encounter, sentence: Sentence, *, early: bool) -> Toponym | None:
        """Return where the story was filed, if it opens with a meeting or says that it was "here"."""
        if self.dateline is None:
            return None
        if any(t.lower_ == "here" for t in sentence):
            return self.dateline
        # What a story opens with happens where it was filed; what is told of it in passing need not.
        verb = telling_verb(encounter.token)
        aside = any(v.dep_ in ("relcl", "acl", "ccomp") or (v.dep_ == "advcl" and v.tag_ != "VBG") for v in
                    (verb, *(a for a in grammar.ancestors(verb) if a.pos_ in ("VERB", "AUX"))))
        opens = sentence.start_char <= self.dateline.span.start
        done = verb.tag_ in ("VBD", "VBN", "VBG") and not _auxiliaries(verb) & {"will", "would", "to", "could", "may"}
        return self.dateline if early and (not aside or (opens and done)) else None

    def reached(self, sentence: Sentence, parties: Parties, before: int) -> Toponym | None:
        """Return the town that a sentence brings somebody to: "landed at Jeddah", "is in Tashkent", "left Rome"."""
        for toponym in reversed(self.toponyms):
            if toponym.kind != "name" or not sentence.start_char <= toponym.span.start < sentence.end_char:
                continue
            if toponym == self.dateline or toponym.place is None or toponym.place.feature in _COUNTRY_LEVEL:
                continue
            tokens = sentence.doc.char_span(toponym.span.start, toponym.span.end, alignment_mode="expand")
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


def _well_known(toponym: Toponym, text: str) -> Toponym:
    """Return a toponym with the much larger town of its name: leaders meet in Panama City, not in Florida's."""
    place = toponym.place
    if place is None or place.feature in _COUNTRY_LEVEL or re.match(r", [A-Z]", text[toponym.span.end :]):
        return toponym
    exact = [
        a.place for a in toponym.alternatives
        if a.place.name.casefold() == toponym.name.casefold() and a.place.feature == "city"
        and a.place.population >= _LARGE and place.name.casefold() != toponym.name.casefold()
    ]
    if exact:
        # Islamabad is not Chittagong, which once bore its name.
        return replace(toponym, place=exact[0])
    larger = [
        a.place for a in toponym.alternatives
        if a.place.country != place.country and a.place.feature == "city"
        and a.place.name.casefold() == toponym.name.casefold()
        and a.place.population > _LARGER * max(place.population, 1_000)
    ]
    best = max(larger, key=lambda p: p.population, default=None)
    return replace(toponym, place=best) if best is not None else toponym


_DATELINE = re.compile(r"\s*(?:[^\n]{0,120}\n+)?\s*(?P<p>[A-ZÀ-Þ][^\n]{1,60}?)\s(?:-{1,2}|–|—)\s")


def _dateline(text: str, toponyms: Sequence[Toponym]) -> Toponym | None:
    """Return where an article says that it was filed: "LUSAKA, Sept 9 -"; a bare dash after a name does not do."""
    match = _DATELINE.match(text)
    if match is not None:
        head = match["p"]
        first = re.split(r"[,(]| (?=[A-Z]?[a-z]+\.? \d)", head)[0].strip()
        if first.isupper() or re.search(r"\d", head):
            inside = [t for t in toponyms if match.start("p") <= t.span.start and t.span.end <= match.end("p")]
            return next((t for t in inside if t.kind == "name" or t.name.isupper()), None)
        return next((t for t in toponyms if t.kind == "name" and match.start("p") == t.span.start), None)
    return None


def _followed_by(text: str, toponym: Toponym, words: tuple[str, ...]) -> bool:
    """Say whether a demonym goes with one of the words: "in the Peruvian capital"."""
    following = text[toponym.span.end : toponym.span.end + 24].split()
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
    if head.dep_ == "appos" and head.head.ent_type_ in ("GPE", "LOC", "FAC") and before not in ("in", "at"):
        # "Carbis Bay, Cornwall": the finer name goes first, where it is known.
        scene = head.head.head.lower_ if head.head.dep_ == "pobj" else ""
        return distance + _FAR if scene in ("in", "at", "on") and encounter.kind != "visit" else None
    if _relative_place(head, token):
        # "Nairobi, where he was attending a conference"
        return 2
    preposition = doc[head.head.i].lower_ if head.dep_ == "pobj" else before
    if head.dep_ == "poss" and head.head.lower_ in lexicon.word_set("meetings", "never", "venues") \
            and head.head.dep_ == "pobj":
        # "in Vienna's Belvedere palace"
        return distance
    if head.dep_ == "poss" or (head.i + 1 < len(doc) and doc[head.i + 1].tag_ == "POS"):
        return None
    if encounter.kind == "visit" and token.pos_ in ("NOUN", "VERB"):
        if preposition in ("to", "in", "at", "into") or (head.dep_ == "dobj" and head.head == token):
            return distance
        return None
    planned = {t.lower_ for t in doc[max(0, start - 3) : start]} & _ARRANGED
    placed = (preposition in ("in", "at", "near") or (preposition == "on" and " island" in toponym.name.casefold())
              or before in ("in", "at", "capital", "resort")
              or bool(before == "for" and planned))
    if encounter.group and not (placed and _sets_scene(head, token)):
        return None
    if placed:
        extra = _scene(head, toponym, token)
        return None if extra is None else distance + extra
    ancestors = list(grammar.ancestors(head))
    aside = [a for a in (token, *grammar.ancestors(token)) if a.dep_ in ("relcl", "acl")]
    if preposition in ("to", "into") and any(
        a.lower_ in _travel() and not any(a.is_ancestor(b) and b.i < a.i for b in aside) for a in ancestors[:4]
    ):
        return distance + 5
    joined = {doc[i].text for i in (start - 1, head.i + 1) if 0 <= i < len(doc)} & {"-", "–", "and"}
    if head.dep_ in ("compound", "nmod", "amod") and joined and not _is_town(toponym) and head.i < token.i:
        # "the North Korea-United States summit" is named for who meets.
        return None
    if head.dep_ in ("compound", "nmod") and head.head == token:
        return 1
    if head.dep_ in ("compound", "nmod", "amod") and token.i - 4 <= head.i < token.i and head.head == token:
        return 1
    hosting = lexicon.verbs("meetings", "verbs", "host")
    if head.dep_ in ("nsubj", "pobj") and any(a.lower_ in hosting for a in ancestors[:2]):
        return distance + 3
    return None


@cache
def _travel() -> frozenset[str]:
    """Return the verbs that bring somebody to a place."""
    return frozenset(v for key in ("arrive", "travel", "bring") for v in lexicon.verbs("meetings", "verbs", key))


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
            return 5 if holding or governor.head.lower_ in nouns else None
        return 5
    if governor.lower_ in nouns or governor.lower_ in lexicon.word_set("meetings", "never", "venues"):
        return 0
    if governor.lower_ in lexicon.word_set("meetings", "never", "topics"):
        return None
    if governor.ent_type_ in ("DATE", "TIME") or governor.lower_ in lexicon.word_set("meetings", "never", "times"):
        return 0
    if not _is_town(toponym) and governor.pos_ == "NOUN" and governor.i > token.i:
        return None
    return _FAR if governor.pos_ == "NOUN" else 5


def _is_town(toponym: Toponym) -> bool:
    """Say whether a place is no bigger than a town: "Luxembourg" and "Singapore" are."""
    if toponym.name in lexicon.words("meetings", "never", "city_states"):
        return True
    return toponym.place is None or toponym.place.feature not in _COUNTRY_LEVEL


_GOING = re.compile(r"\b(?:is|are) due (?:in|on|at|to|for|there)\b")


def status_of(encounter: Encounter, sentence: Sentence, when: When | None, article: Article) -> MeetingStatus:
    """Return whether a meeting was held, is planned, was put off or called off, or is only talked of."""
    token = encounter.token
    verb = telling_verb(token)
    chain = [token, verb, *grammar.ancestors(token)]
    near = sentence.doc[max(sentence.start, token.i - 7) : min(sentence.end, token.i + 10)].text
    governed = " ".join(f"{a.text} {' '.join(c.text for c in a.children if c.dep_ == 'prt')}".strip()
                        for a in dict.fromkeys(chain))
    for status in ("cancelled", "postponed"):
        phrases = lexicon.words("meetings", "status", status)
        if any_phrase(governed, phrases) or any_phrase(near, phrases):
            return "cancelled" if status == "cancelled" else "postponed"
    words_on = {c.lower_ for c in token.children} | {c.lower_ for c in token.head.children if token.dep_ == "compound"}
    if token != verb and words_on & lexicon.word_set("meetings", "status", "ahead_noun"):
        return "planned"
    open_ended = {"will", "to", "would", "could", "be"}
    if verb.tag_ in ("VBD", "VBN") and token == verb and not _auxiliaries(verb) & open_ended:
        return "held"
    if _is_ahead(when, article):
        return "planned"
    control = lexicon.word_set("meetings", "status", "ahead")
    root = sentence.root
    if verb != root and verb.tag_ in ("VBZ", "VBP", "VB", "VBG") and ("will" in _auxiliaries(root) or (
        root.lower_ in ("is", "are") and any(c.dep_ == "xcomp" and "to" in _auxiliaries(c) for c in root.children)
    )):
        return "planned"
    aside = token != verb and _hangs_by(token, verb) not in ("", "for", "of")
    for link in (verb, *grammar.ancestors(verb)):
        auxiliaries = _auxiliaries(link)
        if link == sentence.root and link.tag_ == "VB" and "to" in auxiliaries:
            # "Obama, Medvedev to sign treaty"
            return "planned"
        words = {c.lower_ for c in link.children if c.dep_ in ("acomp", "advmod", "neg", "auxpass")}
        if "will" in auxiliaries or "'ll" in auxiliaries or "’ll" in auxiliaries or "wo" in auxiliaries:
            return "planned"
        if auxiliaries & {"could", "may", "might", "would", "should"}:
            return "hypothetical"
        if link.lower_ in lexicon.word_set("meetings", "status", "hypothetical") and not aside:
            return "hypothetical"
        if link.lower_ in control or words & control:
            return "planned"
        placed = any(c.dep_ == "prep" and c.lower_ in ("in", "at") for c in link.children)
        if lemma_of(link) == "be" and link != verb and not placed and any(
            c.dep_ == "xcomp" and "to" in _auxiliaries(c) for c in link.children
        ):
            return "planned"
        if link.dep_ not in ("xcomp", "ccomp", "advcl", "pobj", "pcomp", "prep", "acomp", "relcl", "acl", "conj") or (
            link.dep_ in ("ccomp", "relcl", "conj") and link.tag_ in ("VBD", "VBZ", "VBP")
        ) or (link.dep_ == "advcl" and link.tag_ == "VBD"):
            break
    if _GOING.search(near) and token.tag_ not in ("VBD", "VBN"):
        return "planned"
    past = token.tag_ in ("VBD", "VBN", "VBZ", "VBP") and not _auxiliaries(token) & {"will", "to"}
    if not past and token != verb and verb.tag_ == "VBD" and verb.lower_ in ("held", "met", "shook"):
        return "held"
    close = sentence.doc[max(sentence.start, token.i - 6) : min(sentence.end, token.i + 9)].text
    if not past and any_phrase(close, lexicon.words("meetings", "status", "planned")):
        return "planned"
    wished = sentence.doc[max(sentence.start, token.i - 6) : min(sentence.end, token.i + 4)].text
    if not past and any_phrase(wished, lexicon.words("meetings", "status", "wished")):
        return "hypothetical"
    return "held"


def _hangs_by(token: Token, verb: Token) -> str:
    """Return the preposition by which a noun hangs on a verb: "at" in "proposed at the conference"."""
    for link in (token, *grammar.ancestors(token)):
        if link.head == verb:
            return link.lower_ if link.dep_ == "prep" else ""
    return ""


def _auxiliaries(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i < verb.i}


def _is_ahead(when: When | None, article: Article) -> bool:
    """Say whether a date lies after the day of publication."""
    published = article.published
    if when is None or when.start is None or published is None or when.basis == "assumed":
        return False
    return when.start > published.last_day()


def when_of(
    encounter: Encounter, sentence: Sentence, dates: Dates, article: Article, place: Toponym | None, *, early: bool
) -> When | None:
    """Return when the words say that a meeting is; the day of publication where they say nothing."""
    token = encounter.token
    inside = [
        (cost, w) for w, s, e in dates if sentence.start <= s < sentence.end and w.start
        if sentence.doc[s].lower_ not in _EARLIER
        for cost in [_date_cost(sentence.doc[s:e].root, token, place)] if cost is not None
    ]
    if inside:
        when = min(inside, key=lambda pair: pair[0])[1]
        return _next_one(when, encounter, sentence, article)
    published = article.published
    verb = telling_verb(token)
    present = verb.tag_ in ("VBZ", "VBP")
    if "had" in _auxiliaries(verb) and not present and not early:
        return None
    if (early or present) and published is not None and published.day:
        day = published.first_day()
        return When(day, day, "day", None, "assumed")
    return None


def _date_cost(date: Token, token: Token, place: Toponym | None) -> int | None:
    """Return how far a date is from dating the meeting; None where it dates something else."""
    verb = telling_verb(token)
    distance = abs(date.i - token.i)
    governor: Token = date
    for ancestor in grammar.ancestors(date):
        governor = ancestor
        if ancestor == token:
            break
        if ancestor.lower_ in _EARLIER and ancestor.pos_ in ("ADP", "SCONJ", "VERB"):
            # "for the first time since 1949" dates what came before.
            return None
        if ancestor == token or ancestor.pos_ in ("VERB", "AUX"):
            break
    noun = token.head if token.dep_ == "compound" else token
    if token != verb and any(a.lower_ in _EARLIER and verb.is_ancestor(a) for a in grammar.ancestors(token)) \
            and not noun.is_ancestor(date):
        # "gather on Monday, three days after the summit"
        return None
    if noun.pos_ in ("NOUN", "PROPN") and noun.is_ancestor(date):
        under = next((a for a in grammar.ancestors(date) if a.dep_ in ("relcl", "acl")), None)
        holding = lexicon.word_set("meetings", "verbs", "take_place")
        if under is None or not noun.is_ancestor(under) or lemma_of(under) in holding:
            return distance - 20
    if governor in (token, verb):
        return distance
    clauses = [a for a in grammar.ancestors(date) if a.pos_ in ("VERB", "AUX") or a == token]
    if not clauses:
        return distance + 10
    clause = clauses[0]
    if token == clause or token.is_ancestor(clause) or verb.is_ancestor(clause):
        # Under the meeting, but in a clause of its own: "a treaty that was signed on 1 March".
        apart = next((c for c in clauses if c.dep_ in ("relcl", "acl", "advcl", "ccomp", "conj", "parataxis")
                      and (token.is_ancestor(c) or verb.is_ancestor(c))), None)
        if apart is not None:
            held = lemma_of(apart) in lexicon.word_set("meetings", "verbs", "take_place")
            return distance + 5 if held and apart.head in (token, verb, token.head) else None
        return distance + 5
    if clause.is_ancestor(token):
        if lemma_of(clause) in _SAY and verb.pos_ in ("VERB", "AUX") and verb != clause:
            return distance + 40
        return distance + 15
    shared = any(a.is_ancestor(token) for a in clauses)
    near = clause.dep_ not in ("relcl", "acl")
    return distance + 30 if shared and near and distance <= 12 else None


def _next_one(when: When, encounter: Encounter, sentence: Sentence, article: Article) -> When:
    """Return a weekday of what is still to come as the next such day: "are due in Muscat on Sunday"."""
    day = article.published.last_day() if article.published is not None and article.published.day else None
    single = when.start is not None and when.start == when.end
    past = day - when.start if day and when.start and single else None
    weekday = when.quote is not None and re.search(r"day\b", when.quote, re.IGNORECASE) and not re.search(
        r"yesterday|today|\d|ago", when.quote, re.IGNORECASE)
    if when.basis == "relative" and past is not None and 0 < past.days < 7 and weekday and when.start \
            and status_of(encounter, sentence, None, article) in ("planned", "hypothetical"):
        start = when.start + dt.timedelta(days=7)
        return replace(when, start=start, end=start)
    return when


def any_phrase(text: str, phrases: Iterable[str], *, fold: bool = True) -> bool:
    """Say whether a text holds one of the phrases as whole words."""
    haystack = text.casefold() if fold else text
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", haystack) for p in phrases)


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
