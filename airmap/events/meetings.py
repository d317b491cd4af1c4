"""Summits, talks and visits of leaders: where, when, who, and whether they were held.

A meeting needs a word for it, somebody of a leader's or minister's rank, and a place that belongs to it. Words stand in
``lexicon/meetings.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.language import lemma_of
from airmap.records import Article, Meeting, MeetingKind, MeetingStatus, Span, Toponym, When

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

Dates = Sequence[tuple[When, int, int]]

_NAME_PARTS = ("compound", "amod", "nmod", "poss", "nummod", "punct")
_COUNTRY_LEVEL = ("country", "continent", "region")
_NAME_WORD = (r"(?:[A-Z0-9][\w’'–&.-]*|international|economic|climate|annual|emergency|security|nuclear|of|on|for|and"
              r"|the)")
_DAY_AFTER = re.compile(r" (?:on|in) (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May "
                        r"|June|July|August|September|October|November|December|\d)")
_EVENT_NAME = re.compile(
    rf"(?:the |an? )?({_NAME_WORD}(?: {_NAME_WORD})*(?: (?:summit|conference|meeting|assembly|forum|session))?)"
)


# "A news conference" is held with reporters, "a party conference" with members.
_NO_MEETINGS = frozenset({"news", "press", "party", "staff", "video", "academic", "shareholder", "shareholders"})


_ARRANGED = frozenset({"planned", "scheduled", "set", "due", "arranged"})


@dataclass(frozen=True, slots=True)
class _Trigger:
    token: Token
    kind: MeetingKind


def read_meetings(doc: Doc, toponyms: Sequence[Toponym], article: Article, dates: Dates) -> tuple[Meeting, ...]:
    """Return the meetings that an analysed text tells of, each once, in the order of their first telling.

    Parameters
    ----------
    doc, toponyms, article
        The analysed text, its resolved toponyms, and where it came from.
    dates
        Its dates, each with the first token and the one after the last.
    """
    leaders = _known_leaders(doc)
    found: list[Meeting] = []
    for number, sentence in enumerate(doc.sents):
        if _looks_otherwise(sentence):
            continue
        for trigger in _triggers(sentence):
            clause = _segment(trigger.token, sentence)
            meeting = _meeting(trigger, clause, toponyms, dates, article, leaders, early=number < 4)
            if meeting is not None:
                found.append(meeting)
    return _merged(found)


def _segment(token: Token, sentence: Sentence) -> Sentence:
    """Return the part of a sentence between semicolons that holds a token."""
    start, end = sentence.start, sentence.end
    for other in sentence:
        if other.text == ";":
            if other.i < token.i:
                start = other.i + 1
            elif other.i > token.i:
                end = min(end, other.i)
    return sentence.doc[start:end]


def _triggers(sentence: Sentence) -> list[_Trigger]:
    nouns = {w: kind for kind, words in lexicon.table("meetings")["nouns"].items() for w in words}
    verbs = lexicon.table("meetings")["verbs"]
    found: list[_Trigger] = []
    for token in sentence:
        word = token.lower_
        if word in verbs["meet"] and token.pos_ in ("VERB", "AUX"):
            found.append(_Trigger(token, "bilateral"))
        elif word in verbs["light"] and any(d.lower_ in verbs["light"][word] for d in _below(token)):
            found.append(_Trigger(token, "talks"))
        elif token.pos_ == "VERB" and (word in verbs["visit"] or (word in verbs["travel"] and _has_errand(token))):
            found.append(_Trigger(token, "visit"))
        elif word in verbs["sign"] and token.pos_ == "VERB" and any(
            d.lower_ in verbs["signed_things"] for d in _below(token)
        ):
            found.append(_Trigger(token, "signing"))
        elif word in verbs["speak"] and token.pos_ == "VERB" and _sidelines(sentence):
            found.append(_Trigger(token, "bilateral"))
        elif word in nouns and token.pos_ in ("NOUN", "PROPN") and not (
            {c.lower_ for c in token.children if c.dep_ in ("compound", "amod")} & _NO_MEETINGS
        ):
            found.append(_Trigger(token, nouns[word]))
    # "held talks": the light verb and its noun are one telling; a verb goes before the nouns below it.
    kept: list[_Trigger] = []
    for trigger in found:
        covering = next((k for k in kept if _one_telling(k.token, trigger.token)), None)
        if covering is None:
            kept.append(trigger)
        elif trigger.kind == "summit" and covering.kind in ("visit", "talks", "bilateral"):
            kept[kept.index(covering)] = trigger
    return kept


def _one_telling(first: Token, second: Token) -> bool:
    if first.is_ancestor(second):
        return True
    return first.pos_ == "NOUN" and second.pos_ in ("NOUN", "VERB") and abs(first.i - second.i) <= 12


def _below(token: Token) -> list[Token]:
    return [d for d in token.subtree if 0 < d.i - token.i <= 6]


def _has_errand(token: Token) -> bool:
    """Return whether a journey is made to meet somebody ("flew to Russia to meet Putin", "for a summit")."""
    verbs, nouns = lexicon.table("meetings")["verbs"], lexicon.table("meetings")["nouns"]
    errands = {*verbs["meet"], *nouns["summit"], *nouns["talks"], *nouns["bilateral"], *nouns["conference"]}
    if any(d.lower_ in errands for d in token.subtree if d.i > token.i):
        return True
    # "flew to Moscow to see Putin"
    return any(
        d.lower_ in ("see", "join") and any(_leads(o.text) or o.ent_type_ == "PERSON" for o in d.children)
        for d in token.subtree
        if d.i > token.i
    )


def _looks_otherwise(sentence: Sentence) -> bool:
    words = {t.lower_ for t in sentence}
    return bool(words & set(lexicon.words("meetings", "never", "near")))


def _meeting(
    trigger: _Trigger, sentence: Sentence, toponyms: Sequence[Toponym], dates: Dates, article: Article,
    leaders: frozenset[str], *, early: bool,
) -> Meeting | None:
    participants = _participants(sentence, toponyms)
    states = _meeting_states(trigger.token, toponyms)
    participants = participants or states
    ranked = _ranked(sentence, participants, leaders) or bool(states)
    sideline = _sidelines(sentence)
    if not ranked and not (trigger.kind == "summit" and _is_event(trigger.token)):
        return None
    if trigger.kind in ("visit", "signing", "bilateral", "talks") and not participants and not ranked:
        return None
    if trigger.kind == "bilateral" and trigger.token.pos_ == "NOUN" and not (sideline or len(participants) >= 2):
        return None
    if trigger.kind == "conference" and not ranked:
        return None
    place = _place(trigger, sentence, toponyms)
    status = _status(trigger, sentence)
    virtual = _any_phrase(sentence.text, lexicon.words("meetings", "status", "virtual"))
    if place is None and not sideline and len(participants) < 2:
        return None
    when = _when(trigger, sentence, dates, article, status, early=early)
    kind = "bilateral" if sideline and trigger.kind in ("talks", "visit", "conference", "summit") else trigger.kind
    resolved = place.place if place else None
    return Meeting(
        kind=kind,
        event=_event(trigger.token, sentence) if kind in ("summit", "conference") else None,
        sidelines_of=sideline,
        place=place,
        place_name=None if place is None else place.name,
        country=resolved.country if resolved else None,
        participants=participants,
        when=when,
        status=status,
        virtual=virtual,
        evidence=(Span(sentence.start_char, sentence.end_char, sentence.text),),
    )


def _meeting_states(trigger: Token, toponyms: Sequence[Toponym]) -> tuple[str, ...]:
    """Return the states that meet, where two or more lead the clause: "Japan and North Korea open talks"."""
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else trigger.head
    if verb.pos_ not in ("VERB", "AUX"):
        return ()
    names = {t.span.start: t for t in toponyms if t.place is not None and t.place.feature == "country"
             and t.kind == "name"}
    found: list[str] = []
    for subject in grammar.subjects(verb):
        for token in (subject, *(c for c in subject.children if c.dep_ == "compound")):
            toponym = names.get(token.idx)
            if toponym is not None and toponym.name not in found:
                found.append(toponym.name)
    return tuple(found) if len(found) > 1 else ()


def _known_leaders(doc: Doc) -> frozenset[str]:
    """Return the surnames that the text gives a leader's title to anywhere."""
    titles = lexicon.word_set("meetings", "leaders", "titles")
    known = set()
    for entity in doc.ents:
        if entity.label_ != "PERSON":
            continue
        around = [t.lower_ for t in doc[max(0, entity.start - 4) : min(len(doc), entity.end + 6)]]
        if titles & set(around):
            known.add(_surname(entity.text))
    return frozenset(known)


def _surname(name: str) -> str:
    words = re.sub(r"['’]s$", "", name.strip()).split()
    return words[-1].casefold() if words else ""


def _participants(sentence: Sentence, toponyms: Sequence[Toponym]) -> tuple[str, ...]:
    places = {(t.span.start, t.span.end) for t in toponyms}
    found = [(e.start, e.text) for e in sentence.ents
             if e.label_ == "PERSON" and (e.start_char, e.end_char) not in places]
    found += _titled(sentence)
    found += [(sentence.start + n, t.text) for n, t in enumerate(sentence) if _is_known(sentence.doc, t.i)]
    names: dict[str, str] = {}
    for _, text in sorted(found):
        name = re.sub(r"['’]s$", "", text).strip()
        if name and len(name) > len(names.get(_surname(name), "")):
            names[_surname(name)] = name
    return tuple(names.values())


def _leads(name: str) -> bool:
    """Say whether a name is one that leads a state, or did: "Vladimir Putin", "Xi"."""
    return any(name == known or name.endswith(f" {known}") for known in lexicon.words("meetings", "leaders", "names"))


def _is_known(doc: Doc, i: int) -> bool:
    """Say whether a word is a leader's surname that the recogniser left alone."""
    word = doc[i]
    return (
        word.ent_type_ != "PERSON"
        and word.pos_ == "PROPN"
        and len(word.text) > 2
        and word.text in lexicon.word_set("meetings", "leaders", "names")
    )


def _titled(sentence: Sentence) -> list[tuple[int, str]]:
    """Return the names that follow a leader's title, where the recogniser saw no person: "President Alar Karis"."""
    titles = lexicon.word_set("meetings", "leaders", "titles")
    found = []
    for token in sentence:
        if token.lower_ not in titles or not token.text[:1].isupper():
            continue
        end = token.i + 1
        while end < sentence.end and sentence.doc[end].pos_ == "PROPN" and sentence.doc[end].text[:1].isupper() \
                and sentence.doc[end].lower_ not in titles and sentence.doc[end].ent_type_ not in ("GPE", "DATE"):
            end += 1
        if 2 <= end - token.i <= 4:
            found.append((token.i + 1, sentence.doc[token.i + 1 : end].text))
    return found


def _ranked(sentence: Sentence, participants: Sequence[str], leaders: frozenset[str]) -> bool:
    titles = lexicon.word_set("meetings", "leaders", "titles")
    if any(t.lower_ in titles for t in sentence):
        return True
    if _any_phrase(sentence.text, lexicon.words("meetings", "leaders", "bodies"), fold=False):
        return True
    known = [p for p in participants if _surname(p) in leaders or _leads(p)]
    return bool(known) or len(participants) >= 2


def _is_event(noun: Token) -> bool:
    """Return whether a summit is a meeting by its own words: "a summit in Geneva is planned", "G7 summit"."""
    return noun.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj", "ROOT", "appos", "attr", "conj")


def _sidelines(sentence: Sentence) -> str | None:
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


def _event(noun: Token, sentence: Sentence) -> str | None:
    """Return the name of a summit: its noun with the words before it that belong to it."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    first = noun.i
    while first > sentence.start:
        before = noun.doc[first - 1]
        if before.dep_ not in _NAME_PARTS or before.text in (",", "\n"):
            break
        first -= 1
    name = noun.doc[first : noun.i + 1].text.strip(" -–")
    return name if name.casefold() != noun.lower_ else None


def _place(trigger: _Trigger, sentence: Sentence, toponyms: Sequence[Toponym]) -> Toponym | None:
    """Return the toponym that the meeting is placed at: "in Paris", "at Sharm el-Sheikh", "Venice summit"."""
    best: tuple[int, Toponym] | None = None
    for toponym in toponyms:
        capital = toponym.kind == "demonym" and _followed_by(sentence.doc.text, toponym, ("capital", "resort", "city"))
        inside = sentence.start_char <= toponym.span.start < sentence.end_char
        if (toponym.kind != "name" and not capital) or not inside:
            continue
        tokens = sentence.doc.char_span(toponym.span.start, toponym.span.end, alignment_mode="expand")
        if tokens is None:
            continue
        cost = _placing_cost(tokens.root, tokens.start, trigger)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, toponym)
    if best is None and trigger.kind in ("summit", "talks", "bilateral", "conference"):
        return _dateline(sentence, toponyms)
    return best[1] if best else None


_DATELINE = re.compile(r"\s*[^\n]{2,60}?\s(?:-{1,2}|–|—)\s")


def _dateline(sentence: Sentence, toponyms: Sequence[Toponym]) -> Toponym | None:
    """Return where an article was filed that opens with a meeting and names no other place for it."""
    if sentence.start > 12:
        return None
    match = _DATELINE.match(sentence.doc.text)
    if match is None:
        return None
    return next((t for t in toponyms if t.kind == "name" and t.span.end <= match.end()), None)


def _followed_by(text: str, toponym: Toponym, words: tuple[str, ...]) -> bool:
    """Say whether a demonym goes with one of the words: "in the Peruvian capital"."""
    following = text[toponym.span.end : toponym.span.end + 24].split()
    return bool(following) and following[0].strip(".,;").casefold() in words


def _placing_cost(head: Token, start: int, trigger: _Trigger) -> int | None:
    """Return how far a toponym is from being this meeting's place; None where it cannot be."""
    token = trigger.token
    if head.dep_ in ("amod", "compound") and head.head.lower_ in ("capital", "resort", "city"):
        head = head.head
    before = head.doc[start - 1].lower_ if start else ""
    if before == "the" and start >= 2:
        before = head.doc[start - 2].lower_
    if head.dep_ == "appos" and head.head.ent_type_ in ("GPE", "LOC"):
        return None
    distance = abs(head.i - token.i)
    preposition = head.head.lower_ if head.dep_ == "pobj" else before
    if trigger.kind == "visit":
        if preposition in ("to", "in", "at") or (head.dep_ == "dobj" and head.head == token):
            return distance
        return None
    planned = {t.lower_ for t in head.doc[max(0, start - 3) : start]} & _ARRANGED
    if preposition in ("in", "at", "near") or before in ("in", "at", "capital") or (before == "for" and planned):
        # The place of the speaking ("said in Brussels") is not the place of the meeting.
        verb = next((a for a in head.ancestors if a.pos_ == "VERB"), None)
        said = verb is not None and lemma_of(verb) in ("say", "tell", "report", "add", "announce") and verb != token
        return distance + (60 if said else 0)
    if preposition == "to" and any(a.lower_ in lexicon.words("meetings", "verbs", "travel") for a in head.ancestors):
        return distance + 5
    if head.dep_ in ("compound", "nmod") and head.head == token:
        return 1
    if head.doc[start].is_sent_start and head.i + 1 < len(head.doc) and head.doc[head.i + 1].text in ("-", "–", "—"):
        return 80
    return None


def _status(trigger: _Trigger, sentence: Sentence) -> MeetingStatus:
    token = trigger.token
    clause = sentence.doc[max(sentence.start, token.i - 14) : min(sentence.end, token.i + 12)].text
    for status in ("cancelled", "postponed"):
        if _any_phrase(clause, lexicon.words("meetings", "status", status)):
            return "cancelled" if status == "cancelled" else "postponed"
    if re.search(r"\b(?:is|are) due (?:in|on|at|to|for|there)\b", clause) and token.tag_ not in ("VBD", "VBN"):
        return "planned"
    near = sentence.doc[max(sentence.start, token.i - 6) : min(sentence.end, token.i + 9)].text
    past = token.tag_ in ("VBD", "VBN", "VBZ", "VBP") and not any(c.lower_ in ("will", "to") for c in token.children)
    if not past and _any_phrase(near, lexicon.words("meetings", "status", "planned")):
        return "planned"
    modal = any(c.lower_ in ("could", "may", "might", "would") for c in token.children)
    if modal or (not past and _any_phrase(near, lexicon.words("meetings", "status", "hypothetical"))):
        return "hypothetical"
    return "held"


def _when(
    trigger: _Trigger, sentence: Sentence, dates: Dates, article: Article, status: MeetingStatus, *, early: bool
) -> When | None:
    inside = [(abs(s - trigger.token.i), w) for w, s, _ in dates if sentence.start <= s < sentence.end and w.start]
    if inside:
        when = min(inside, key=lambda pair: pair[0])[1]
        day = article.published.last_day() if article.published is not None and article.published.day else None
        past = day - when.start if day and when.start and when.start == when.end else None
        if status == "planned" and when.basis == "relative" and past is not None and 0 < past.days < 7:
            # "are due in Muscat on Sunday": the next one.
            start = when.start + dt.timedelta(days=7) if when.start else None
            return replace(when, start=start, end=start)
        return when
    published = article.published
    if status == "held" and early and published is not None and published.day:
        day = published.first_day()
        return When(day, day, "day", None, "assumed")
    return None


def _any_phrase(text: str, phrases: Iterable[str], *, fold: bool = True) -> bool:
    haystack = text.casefold() if fold else text
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", haystack) for p in phrases)


def _merged(found: Sequence[Meeting]) -> tuple[Meeting, ...]:
    """Return each meeting once: tellings that share a place, or that name nothing against it, are one."""
    kept: list[Meeting] = []
    for meeting in found:
        at = next((n for n, k in enumerate(kept) if _same(k, meeting)), None)
        if at is None:
            kept.append(meeting)
        else:
            kept[at] = _joined(kept[at], meeting)
    return tuple(kept)


def _same(first: Meeting, second: Meeting) -> bool:
    if first.place_name and second.place_name:
        cities = [m for m in (first, second) if m.place and m.place.place
                  and m.place.place.feature not in _COUNTRY_LEVEL]
        same_name = first.place_name.casefold() == second.place_name.casefold()
        if not same_name and not (first.country and first.country == second.country and len(cities) < 2):
            return False
        named = first.event and second.event and first.event.casefold() != second.event.casefold()
        apart = first.sidelines_of is None and second.sidelines_of is not None and first.kind == "summit"
        return not (named and apart)
    names = {_surname(p) for p in first.participants} & {_surname(p) for p in second.participants}
    return len(names) >= 2 or (bool(names) and first.when == second.when)


def _joined(first: Meeting, second: Meeting) -> Meeting:
    full = {_surname(p): p for p in sorted((*second.participants, *first.participants), key=len)}
    surnames = dict.fromkeys(_surname(p) for p in (*first.participants, *second.participants))
    finer = second.place is not None and (
        first.place is None
        or (first.place.place is not None and first.place.place.feature in _COUNTRY_LEVEL)
    )
    dated = first.when if first.when and first.when.basis != "assumed" else second.when or first.when
    source = second if finer else first
    sideline = first.sidelines_of or second.sidelines_of
    return replace(
        first,
        kind="bilateral" if sideline and first.kind in ("summit", "talks") else first.kind,
        event=first.event or second.event,
        sidelines_of=sideline,
        place=source.place,
        place_name=source.place_name,
        country=source.country or first.country,
        participants=tuple(full[s] for s in surnames),
        when=dated,
        evidence=(*first.evidence, *(s for s in second.evidence if s not in first.evidence)),
    )
