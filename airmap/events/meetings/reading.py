"""Summits, talks and visits of leaders: where, when, who, and whether they were held.

A meeting needs a word for it (:mod:`airmap.events.meetings.encounters`), somebody of a leader's or minister's rank
(:mod:`airmap.events.meetings.leaders`), and a place that belongs to it (:mod:`airmap.events.meetings.setting`);
:mod:`airmap.events.meetings.times` dates it. Words stand in ``lexicon/meetings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.circumstances.headings import item_dates, of_item
from airmap.events.meetings import visit_lists
from airmap.events.meetings.encounter_words import Encounter, telling_verb
from airmap.events.meetings.encounters import find_encounters
from airmap.events.meetings.in_turn import told_in_turn
from airmap.events.meetings.leaders import Parties, Party, find_parties, is_pronoun, surname
from airmap.events.meetings.setting import Places, before_of, event_name, segment, sidelines
from airmap.events.meetings.times import Dates, any_phrase, status_of, when_of
from airmap.events.meetings.venues import COUNTRY_LEVEL, venue_of
from airmap.parsing.language import lemma_of
from airmap.records import Article, Meeting, MeetingKind, Span, Toponym, When

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token
    from airmap.parsing.parsed import Tokens as Sentence

# A meeting told in one of the first sentences, without a date, is the news of the day.
_EARLY = 6
# Words of the name of who asks or answers.
_LABEL = 4
# Letters within which a question is answered.
_ANSWERED = 200
_THAT_EVENT = frozenset({"the summit", "the conference", "the meeting", "the forum", "the assembly", "the event"})


def read_meetings(doc: Doc, toponyms: Sequence[Toponym], article: Article, dates: Dates) -> tuple[Meeting, ...]:
    """Return the meetings that an analysed text tells of, each once, in the order of their first telling.

    Parameters
    ----------
    doc, toponyms, article
        The analysed text, its resolved toponyms, and where it came from.
    dates
        Its dates, each with the first token and the one after the last.
    """
    parties = find_parties(doc, toponyms)
    places = Places(doc.text, toponyms)
    items = item_dates(doc, dates)
    found: list[Meeting] = []
    besides: list[Meeting] = []
    apart: list[Meeting] = []
    entries = visit_lists.find_entries(doc, toponyms, article.published, parties)
    number = -1
    for sentence in doc.sents:
        # "Q:" and "MR. CARNEY:" are no sentences of the story.
        number += len(sentence) > _LABEL
        if any(e.start < sentence.end_char and sentence.start_char < e.end for e in entries):
            continue
        for encounter in find_encounters(sentence, parties):
            clause = segment(encounter.token, sentence)
            meeting = _meeting(encounter, clause, parties, places, dates, items, article, early=number < _EARLY)
            before = found[-1] if found else None
            asked = before if before is not None and _is_asked(before, clause) else None
            if meeting is None and asked is not None:
                meeting = _meeting(encounter, clause, parties, places, dates, items, article, early=number < _EARLY,
                                   asked=asked.place)
                meeting = meeting if meeting is not None and _answers(meeting, asked, encounter.token, clause) else None
            if before is not None and _is_that_one(encounter.token):
                continue
            if asked is not None and meeting is not None and _answers(meeting, asked, encounter.token, clause):
                found[-1] = replace(_joined(asked, meeting), when=meeting.when or asked.when, status=meeting.status)
                continue
            if before is not None and meeting is not None and _told_where(before, meeting, places):
                found[-1] = replace(before, place=meeting.place, place_name=meeting.place_name, country=meeting.country)
                continue
            beside_it = before is not None and before.place_name and _next_to_that(encounter.token, clause)
            if meeting is not None and before is not None and beside_it and (
                    meeting.place is None or meeting.place.span.start < clause.start_char):
                apart.append(_where_and_when(meeting, before))
                continue
            there = before is not None and before.place_name and _is_there(encounter.token) \
                and before.evidence[-1].end <= clause.start_char
            if meeting is not None and before is not None and there \
                    and (meeting.place is None or meeting.place.span.start < clause.start_char):
                # "Leaders gather in Lima. The two presidents hold talks there": at the same place, beside the summit.
                besides.append(_where_and_when(meeting, before))
            elif meeting is not None:
                beside = next((m for m in reversed(found) if m.sidelines_of and m.place_name), None)
                if beside is not None and meeting.place_name is None and not meeting.virtual \
                        and meeting.sidelines_of in _THAT_EVENT:
                    # "will also meet Gilani on the sidelines of the summit": of that one.
                    meeting = replace(meeting, sidelines_of=beside.sidelines_of, place=beside.place,
                                      place_name=beside.place_name, country=beside.country)
                found += told_in_turn(meeting, encounter, clause, parties, toponyms, dates, article)
                if meeting.kind == "visit" and meeting.place is not None:
                    found += [replace(meeting, place=p, place_name=p.name, country=p.place.country)
                              for p in places.beside(meeting.place, clause) if p.place is not None]
    listed = (m for e in entries for m in visit_lists.meetings_of(e, doc, parties, article.published))
    merged = _merged(found)
    # Those who go on to talk where they met have met once.
    besides = [b for b in besides if not any(_shared(b, m) for m in merged)]
    return (*merged, *_merged(besides), *_merged(apart), *listed)


def _is_asked(meeting: Meeting, sentence: Sentence) -> bool:
    """Say whether a meeting was last told of in a question shortly before a sentence."""
    question = meeting.evidence[-1]
    return question.quote.rstrip().endswith("?") and question.end <= sentence.start_char < question.end + _ANSWERED


def _answers(meeting: Meeting, asked: Meeting, token: Token, sentence: Sentence) -> bool:
    """Say whether a meeting is the one of the question before: "Will he see Mr Modi in Goa? They meet on Monday"."""
    if meeting.kind == "visit" or (meeting.place is not None and meeting.place.span.start >= sentence.start_char):
        return False
    named = [p for p in meeting.participants if p.istitle() and p not in (meeting.sidelines_of or "")]
    nobody_else = not named or _shared(meeting, asked)
    return nobody_else or (meeting.place is not None and _is_there(token))


def _next_to_that(token: Token, sentence: Sentence) -> bool:
    """Say whether a meeting is told as just before or after another, where that one is: "Before it, Mr Ruto met"."""
    verb = telling_verb(token)
    first = next((t for t in sentence if not t.is_space), sentence[0])
    if first.head != verb:
        return False
    that = [t.lower_ for t in first.children if t.dep_ == "pobj"]
    return first.lower_ in ("afterwards", "afterward", "beforehand") or (
        first.lower_ in ("before", "after") and that in (["it"], ["that"], ["this"]))


def _where_and_when(meeting: Meeting, before: Meeting) -> Meeting:
    """Return a meeting at the place of the one before it, and on its day where it says none of its own."""
    dated = meeting.when if meeting.when and meeting.when.basis != "assumed" else before.when
    return replace(meeting, place=before.place, place_name=before.place_name, country=before.country, when=dated)


def _told_where(before: Meeting, meeting: Meeting, places: Places) -> bool:
    """Say whether "The two men meet in Woodside" tells where those met whose story was only filed from elsewhere."""
    filed, told = places.dateline, before.place
    by_dateline = filed is not None and told is not None and told.name.casefold() == filed.name.casefold()
    other = meeting.place is not None and meeting.country == before.country and meeting.place_name != before.place_name
    unnamed = not any(surname(p).istitle() or p.istitle() for p in meeting.participants)
    return by_dateline and other and unnamed and meeting.kind == before.kind == "bilateral"


def _is_that_one(token: Token) -> bool:
    """Say whether a meeting is the one just told: "This is the first such gathering since 2019"."""
    said = token.dep_ == "attr" and token.head.pos_ == "AUX"
    return said and any(c.dep_ == "nsubj" and c.lower_ in ("this", "it", "that") for c in token.head.children)


def _is_there(token: Token) -> bool:
    """Say whether a meeting is told to be "there": where the sentence before has brought the reader."""
    verb = telling_verb(token)
    return any(c.lower_ == "there" and c.dep_ == "advmod" for word in (token, verb) for c in word.children)


def _shared(first: Meeting, second: Meeting) -> bool:
    return bool({surname(p) for p in first.participants} & {surname(p) for p in second.participants})


def _meeting(
    encounter: Encounter, sentence: Sentence, parties: Parties, places: Places, dates: Dates, items: Dates,
    article: Article, *, early: bool, asked: Toponym | None = None,
) -> Meeting | None:
    token = encounter.token
    sideline = sidelines(sentence)
    if sideline is None and encounter.beside is not None:
        sideline = event_name(encounter.beside, sentence)
    present = _present(encounter, sentence, parties)
    place, state = places.of(encounter, sentence), None
    if place is None or place.place is None or place.place.feature in COUNTRY_LEVEL:
        venue = venue_of(encounter, sentence, parties, places.toponyms, anywhere=place is None)
        place, state = venue if venue is not None else (place, None)
        if venue is not None and state is None and places.dateline is not None and places.dateline.place is not None:
            # "VIENNA, June 15 - ... at the Hofburg palace": in the country that the story was filed from.
            state = places.dateline.place.country
    strong = not encounter.group or telling_verb(token).lower_ in lexicon.verbs("meetings", "verbs", "agree")
    if place is None and encounter.kind != "visit" and strong:
        place = places.filed(encounter, sentence, early=early and sentence.start < 60)
    scene = sentence
    if place is None and encounter.kind != "visit" and not encounter.group:
        for scene in (sentence, *before_of(sentence)):
            place = places.reached(scene, parties, token.i)
            if place is not None:
                break
    place = place or places.going_on(sentence) or asked
    if place is None and (encounter.group or (not sideline and len(present) < 2)):
        return None
    virtual = any_phrase(sentence.text, lexicon.words("meetings", "status", "virtual")) and not _others_afar(
        token, sentence)
    if virtual and any_phrase(sentence.text, lexicon.words("meetings", "status", "joined")):
        virtual = False
    when = when_of(encounter, sentence, dates, article, place, early=early)
    if (when is None or when.basis == "assumed") and place is not None and scene.start < sentence.start:
        when = next((w for w, s, _ in dates if scene.start <= s < scene.end and w.start), when)
    if when is None or when.basis == "assumed":
        # "Nov. 19, 1985: Reagan meets Gorbachev in Geneva"
        when = of_item(token.i, items, when)
    status = status_of(encounter, sentence, when, article)
    if status != "held" and when is not None and when.basis == "assumed":
        when = None
    kind = _kind(encounter, sentence, present, sideline)
    resolved = place.place if place else None
    return Meeting(
        kind=kind,
        event=event_name(token, sentence) if kind in ("summit", "conference", "talks") else None,
        sidelines_of=sideline,
        place=None if virtual else place,
        place_name=None if place is None or virtual else place.name,
        country=(resolved.country if resolved else state) if not virtual else None,
        participants=_names(present),
        when=when,
        status=status,
        virtual=virtual,
        evidence=(Span(sentence.start_char, sentence.end_char, sentence.text),),
    )


def _others_afar(token: Token, sentence: Sentence) -> bool:
    """Say whether what is virtual is told of in another clause: "spoke by phone after Orban's talks in Kyiv"."""
    afar = [t for t in sentence if t.lower_ in ("virtual", "virtually", "telephone", "phone", "video")]
    return bool(afar) and all(_clause_between(t, token) or _clause_between(token, t) for t in afar)


def _clause_between(other: Token, token: Token) -> bool:
    """Say whether the way up from a word leaves a clause, or what is told as earlier or later, before it meets another.

    Read "is ready to meet in Kyiv, he said by phone".
    """
    for step in (token, *grammar.ancestors(token)):
        if step == other or step.is_ancestor(other):
            return False
        if step.dep_ in ("relcl", "acl", "advcl", "ccomp", "xcomp", "parataxis") or (
            step.dep_ in ("prep", "advmod") and step.lower_ in lexicon.group("earlier_or_later")
        ):
            return True
    return False


def _kind(encounter: Encounter, sentence: Sentence, present: Sequence[Party], sideline: str | None) -> MeetingKind:
    """Return what sort of meeting it is, by who and how many meet: presidents at a summit, ministers in conference."""
    kind, token = encounter.kind, encounter.token
    named = [p for p in present if p.named]
    if sideline:
        return "talks" if kind == "talks" and (len(named) > 2 or any(p.several for p in present)) else "bilateral"
    groups = [p for p in present if p.several and not p.named and p.name]
    words = {t.lower_ for p in groups for t in sentence.doc[p.start : p.end]}
    pairs = [p for p in groups
             if len({t.text for t in sentence.doc[p.start : p.end] if t.ent_type_ in ("NORP", "GPE")}) == 2]
    many = bool(groups) and not {"two", "both", "counterpart"} & words and len(named) < 2 and not pairs
    top = bool(words & lexicon.word_set("meetings", "leaders", "top"))
    if kind == "conference" and token.pos_ in ("NOUN", "PROPN"):
        under = {t.lower_ for t in token.subtree}
        heads = under & lexicon.word_set("meetings", "leaders", "top") and token.lower_ in ("conference", "meeting")
        return "summit" if heads or "summit" in under else kind
    if kind == "conference" or (kind == "bilateral" and many):
        return "summit" if top else "conference"
    return kind


def _present(encounter: Encounter, sentence: Sentence, parties: Parties) -> list[Party]:
    """Return who takes part: those of the meeting's own clause, not those who speak of it or whom it speaks of."""
    verb = telling_verb(encounter.token)
    near = [p for p in parties.between(sentence.start, sentence.end) if not p.state]
    near = [p for p in near if not _tells_of(sentence.doc[p.end - 1], verb)]
    own = [p for p in near if _shares(sentence.doc[p.end - 1], encounter.token, verb)]
    chosen = own if len(own) > 1 or (own and own[0].several) or not near else near
    if not any(p.named or p.name for p in chosen):
        chosen = near
    people = [p for p in chosen if p.head != "body"] or [p for p in near if p.named] or chosen
    if not people:
        people = [p for p in parties.between(sentence.start, sentence.end) if p.state]
        people = people if len(people) > 1 else []
    return people


def _tells_of(word: Token, verb: Token) -> bool:
    """Say whether somebody only says that others meet: "The minister said that a summit will be held"."""
    head = word.head if word.dep_ in ("compound", "appos") else word
    speech = head.head
    return head.dep_ == "nsubj" and lemma_of(speech) in ("say", "tell", "announce", "report") and any(
        c.dep_ == "ccomp" and (c == verb or c.is_ancestor(verb)) and any(
            s.dep_ in grammar.SUBJECTS and not is_pronoun(s) for s in c.children) for c in speech.children)


def _shares(word: Token, token: Token, verb: Token) -> bool:
    """Say whether a word belongs to the clause of a meeting, or to a clause about who attends it."""
    joining = lexicon.word_set("meetings", "verbs", "joining")
    for ancestor in grammar.ancestors(word):
        if ancestor in (token, verb):
            return True
        if ancestor.pos_ in ("VERB", "AUX") and ancestor.dep_ in ("relcl", "acl", "advcl", "ccomp", "parataxis") \
                and lemma_of(ancestor) not in joining:
            return ancestor.is_ancestor(token) and lemma_of(ancestor) not in ("say", "tell", "announce", "report")
        if ancestor.pos_ in ("VERB", "AUX") and lemma_of(ancestor) in ("say", "tell", "announce", "report"):
            return False
    return False


def _names(present: Sequence[Party]) -> tuple[str, ...]:
    """Return who meets, each once: the names, or else the titles."""
    names: dict[str, str] = {}
    for party in sorted(present, key=lambda p: p.start):
        if party.named and party.name and len(party.name) > len(names.get(surname(party.name), "")):
            names[surname(party.name)] = party.name
    if len(names) < 2:
        for party in present:
            if not party.named and party.name:
                names.setdefault(party.name.casefold(), party.name)
    return tuple(names.values())


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
                  and m.place.place.feature not in COUNTRY_LEVEL]
        one_name, other_name = (f" {m.place_name.casefold()} " for m in (first, second) if m.place_name)
        same_name = one_name in other_name or other_name in one_name  # "Delhi", "New Delhi"
        if not same_name and not (first.country and first.country == second.country and len(cities) < 2):
            return False
        named = first.event and second.event and first.event.casefold() != second.event.casefold()
        apart = first.sidelines_of is None and second.sidelines_of is not None and first.kind == "summit"
        return not (named and apart) and not _told_apart(first, second)
    names = {surname(p) for p in first.participants} & {surname(p) for p in second.participants}
    if first.evidence[-1] == second.evidence[0] and (first.kind != second.kind or first.status != second.status):
        # "They will meet before flying to a summit in Myanmar"
        return False
    return len(names) >= 2 or (bool(names) and first.when == second.when)


def _told_apart(first: Meeting, second: Meeting) -> bool:
    """Say whether two meetings in one place are of different kinds and on different days."""
    grand = {m.kind in ("summit", "conference") for m in (first, second)}
    days = [m.when for m in (first, second) if m.when and m.when.start and m.when.basis != "assumed"
            and m.when.precision == "day" and m.when.start == m.when.end]
    signed = {m.kind == "signing" for m in (first, second)}
    if 2 in (len(grand), len(signed)) and len(days) == 2 and days[0].start != days[1].start:
        return True
    crowd = next((m for m in (first, second) if m.kind in ("summit", "conference") and len(m.participants) > 2), None)
    pair = next((m for m in (first, second) if m.kind == "bilateral" and len(m.participants) == 2), None)
    if crowd is not None and pair is not None and not _shared(crowd, pair):
        # "plans to meet Putin in Sochi ... a Russia-Turkey-Iran summit will be held in Sochi"
        return True
    # One host, two guests: "met Wang Yi and later Subrahmanyam Jaishankar".
    one, two = ({surname(p)[:4] for p in m.participants} for m in (first, second))
    return (first.kind == second.kind == "bilateral" and len(first.participants) == len(second.participants) == 2
            and len(one & two) == 1)


def _holds(first: When, second: When) -> bool:
    """Say whether a date is one of several days, and another, of one day, may be one of them."""
    if first.start is None or first.start == first.end or second.start is None:
        return False
    return (first.basis == "relative" and first.precision != "year") or first.start <= second.start <= (
        first.end or first.start)


def _joined(first: Meeting, second: Meeting) -> Meeting:
    full = {surname(p): p for p in sorted((*second.participants, *first.participants), key=len)}
    surnames = dict.fromkeys(surname(p) for p in (*first.participants, *second.participants))
    finer = second.place is not None and (
        first.place is None
        or (first.place.place is not None and first.place.place.feature in COUNTRY_LEVEL)
    )
    dated = first.when if first.when and first.when.basis != "assumed" else second.when or first.when
    if dated and second.when and second.when.start == second.when.end and re.search(r"\d", second.when.quote or "") \
            and second.when.precision == "day" and _holds(dated, second.when):
        # "next week in Washington ... on July 1st"
        dated = second.when
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
        # "may close its skies during the summit. The presidents will meet on 16 June": planned, as the dated one says.
        status=second.status if dated is not None and dated is second.when else first.status,
        evidence=(*first.evidence, *(s for s in second.evidence if s not in first.evidence)),
    )
