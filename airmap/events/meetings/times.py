"""Whether a meeting was held or is still to come, and when: what the verbs and dates around its telling say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.encounter_words import Encounter, telling_verb
from airmap.mentions.phrases import number
from airmap.parsing.language import lemma_of
from airmap.records import Article, MeetingStatus, Toponym, When

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token
    from airmap.parsing.parsed import Tokens as Sentence

Dates = Sequence[tuple[When, int, int]]

_SAY = frozenset({"say", "tell", "report", "add", "announce", "warn", "insist", "confirm"})
_SPEAK = _SAY | {"comment", "answer", "reveal", "disclose", "specify", "elaborate", "speak", "acknowledge"}
# What is settled like this is planned, though it "would" be: "it was agreed that Accra would host".
_SETTLED = _SAY | {"agree", "decide", "settle", "arrange", "reveal", "declare", "note", "promise"}
_EARLIER = frozenset({"since", "before", "after", "following", "until", "till"})
_TIMES_APART = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years"})
_ROUGHLY = frozenset({"than", "nearly", "almost", "about", "around", "some", "over", "under", "barely", "within"})
# Words from a date to the "when" that goes on from it.
_NEAR = 5
_WEEK = 7
_WEEKEND = re.compile(r"\b(?:at|on|over|during|this) (?:the )?weekend", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"(?:on )?the \d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
#: Words by which a meeting has its day or its place before it is held.
ARRANGED = frozenset({"planned", "scheduled", "set", "due", "arranged", "pencilled", "penciled", "slated", "mooted"})
_GOING = re.compile(r"\b(?:is|are) due (?:in|on|at|to|for|there)\b")


def status_of(encounter: Encounter, sentence: Sentence, when: When | None, article: Article) -> MeetingStatus:
    """Return whether a meeting was held, is planned, was put off or called off, or is only talked of."""
    token = encounter.token
    verb = telling_verb(token)
    above = verb.head.head if verb.dep_ == "acl" else verb.head
    if token == verb and verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl") and not auxiliaries(verb) and lemma_of(
            above) in lexicon.word_set("meetings", "verbs", "joining"):
        # "will attend a summit in London hosted by the prime minister"
        verb = above
    chain = [token, verb, *grammar.ancestors(token)]
    near = sentence.doc.span(max(sentence.start, token.i - 7), min(sentence.end, token.i + 10)).text
    governed = " ".join(f"{a.text} {' '.join(c.text for c in a.children if c.dep_ == 'prt')}".strip()
                        for a in dict.fromkeys(chain))
    if token == verb and verb.tag_ == "VBD" and not auxiliaries(verb) and not _is_ahead(when, article):
        # "Most visits were put off, but the presidents met"
        return "held"
    for status in ("cancelled", "postponed"):
        phrases = lexicon.words("meetings", "status", status)
        if any_phrase(governed, phrases) or any_phrase(near, phrases):
            return "cancelled" if status == "cancelled" else "postponed"
    words_on = {c.lower_ for c in token.children} | {c.lower_ for c in token.head.children if token.dep_ == "compound"}
    # "met for a scheduled summit"
    met = verb.tag_ == "VBD" and verb.lower_ in lexicon.verbs("meetings", "verbs", "meet")
    if token != verb and not met and words_on & lexicon.word_set("meetings", "status", "ahead_noun"):
        return "planned"
    open_ended = {"will", "to", "would", "could", "be", "is", "are"}
    if verb.tag_ in ("VBD", "VBN") and token == verb and not auxiliaries(verb) & open_ended:
        return "held"
    # "days before May hosts", "before the premier is joined by"
    present = verb.tag_ in ("VBZ", "VBP") or (verb.tag_ == "VBN" and auxiliaries(verb) & {"is", "are"})
    coming = present and any(c.lower_ == "before" and c.dep_ != "prep" for c in verb.children)
    if coming or _is_ahead(when, article) or (token == verb and _leaves_soon(verb)):
        return "planned"
    control = lexicon.word_set("meetings", "status", "ahead")
    root = sentence.root
    if verb != root and verb.tag_ in ("VBZ", "VBP", "VB", "VBG") and ("will" in auxiliaries(root) or (
        root.lower_ in ("is", "are") and any(c.dep_ == "xcomp" and "to" in auxiliaries(c) for c in root.children)
    )):
        return "planned"
    aside = token != verb and _hangs_by(token, verb) not in ("", "for", "of")
    # "The premier, in Cali for a summit, would say only that": what he would say, not whether they met.
    spoken = lemma_of(verb) in _SPEAK and (aside or any(a.dep_ in grammar.SUBJECTS and a.head == verb
                                                        for a in grammar.ancestors(token)))
    for link in (verb, *grammar.ancestors(verb)):
        helpers = auxiliaries(link)
        if link == sentence.root and link.tag_ == "VB" and "to" in helpers:
            # "Obama, Medvedev to sign treaty"
            return "planned"
        words = {c.lower_ for c in link.children if c.dep_ in ("acomp", "advmod", "neg", "auxpass")}
        if "will" in helpers or "'ll" in helpers or "’ll" in helpers or "wo" in helpers:
            return "planned"
        if "would" in helpers and link.dep_ == "ccomp" and link.head.tag_ in (
                "VBD", "VBN") and lemma_of(link.head) in _SETTLED \
                and "if" not in sentence.words:
            # "The ministry said that they would meet"
            return "planned"
        if helpers & {"could", "may", "might", "would", "should"}:
            return "held" if spoken and link == verb else "hypothetical"
        if link.lower_ in lexicon.word_set("meetings", "status", "hypothetical") and not aside:
            return "hypothetical"
        foot = link.lower_ == "set" and link.tag_ == "VB"  # "the first to set foot in the South"
        if (link.lower_ in control and not foot) or words & control:
            return "planned"
        placed = any(c.dep_ == "prep" and c.lower_ in ("in", "at") for c in link.children)
        if lemma_of(link) == "be" and link != verb and not placed and any(
            c.dep_ == "xcomp" and "to" in auxiliaries(c) for c in link.children
        ):
            return "planned"
        if link.dep_ not in ("xcomp", "ccomp", "advcl", "pobj", "pcomp", "prep", "acomp", "relcl", "acl", "conj") or (
            link.dep_ in ("ccomp", "relcl", "conj") and link.tag_ in ("VBD", "VBZ", "VBP")
        ) or (link.dep_ == "advcl" and link.tag_ == "VBD"):
            break
    if _GOING.search(near) and token.tag_ not in ("VBD", "VBN"):
        return "planned"
    past = token.tag_ in ("VBD", "VBN", "VBZ", "VBP") and not auxiliaries(token) & {"will", "to"}
    if not past and token != verb and verb.tag_ == "VBD" and verb.lower_ in ("held", "met", "shook"):
        return "held"
    end = next((t.i for t in sentence.doc[token.i + 1 : min(sentence.end, token.i + 9)] if t.tag_.startswith("W")),
               min(sentence.end, token.i + 9))
    close = sentence.doc.span(max(sentence.start, token.i - 6), end).text
    if not past and any_phrase(close, lexicon.words("meetings", "status", "planned")):
        return "planned"
    wished = sentence.doc.span(max(sentence.start, token.i - 6), min(sentence.end, token.i + 4)).text
    wished = re.sub(r"\bMay\b(?! I\b)", "", wished)
    if not past and any_phrase(wished, lexicon.words("meetings", "status", "wished")):
        return "hypothetical"
    return "held"


def _hangs_by(token: Token, verb: Token) -> str:
    """Return the preposition by which a noun hangs on a verb: "at" in "proposed at the conference"."""
    for link in (token, *grammar.ancestors(token)):
        if link.head == verb:
            return link.lower_ if link.dep_ == "prep" else ""
    return ""


def auxiliaries(verb: Token) -> set[str]:
    """Return a verb's auxiliaries, lower-cased: "will", "to"."""
    return {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i < verb.i}


def _leaves_soon(verb: Token) -> bool:
    """Say whether a present tense tells of a journey to come: "They met today. She flies to Oslo on Friday"."""
    if verb.tag_ not in ("VBZ", "VBP") or verb.lower_ not in lexicon.verbs("meetings", "verbs", "travel"):
        return False
    return any(t.dep_ == "ROOT" and t.tag_ == "VBD" for t in verb.doc[: verb.sent.start])


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
    apart = _told_apart(token)
    inside = [
        (cost, w, s) for w, s, e in dates if sentence.start <= s < sentence.end and w.start
        and (apart is None or s > apart.i)
        for cost in [_date_cost(sentence.doc.span(s, e).root, token, place)]
        if cost is not None and (cost == 0 or sentence.doc[s].lower_ not in _EARLIER)
    ]
    if inside:
        _, when, first = min(inside, key=lambda found: found[0])
        return next_one(when, encounter, sentence, article, sentence.doc[first])
    if apart is not None:
        return _so_long_from(apart, sentence, dates, article)
    published = article.published
    named = _year_in_name(token, sentence)
    if named is not None:
        return named
    if any(a.lower_ in ("eve", "ahead") for a in grammar.ancestors(token)):
        # "came on the eve of a visit": not yet.
        return None
    verb = telling_verb(token)
    present = verb.tag_ in ("VBZ", "VBP")
    if "had" in auxiliaries(verb) and not present and not early:
        return None
    if (early or present) and published is not None and published.day:
        day = published.first_day()
        return When(day, day, "day", None, "assumed")
    return None


def _told_apart(token: Token) -> Token | None:
    """Return "after" or "before" where a meeting is told by how long another event was from it: "took place two weeks
    after the talks in Paris", "a day before the ministers met".
    """
    for link in (token, *grammar.ancestors(token)):
        marks = [link] if link.dep_ == "prep" else [c for c in link.children if c.dep_ in ("mark", "prep")]
        for mark in marks:
            if mark.lower_ in ("after", "before") and token.sent.start < mark.i < token.i \
                    and mark.nbor(-1).lower_ in _TIMES_APART and (link == mark or not mark.right_edge.i > mark.i
                                                                  or mark.is_ancestor(token)):
                return mark
    return None


def _so_long_from(mark: Token, sentence: Sentence, dates: Dates, article: Article) -> When | None:
    """Return the day of a meeting told by an interval from another event, whose date its clause or the day's news says.

    Read "On 3 May, two days before they met" and, in an item of the day, "comes a week after they met"; not "nearly a
    month after", which gives no day.
    """
    count, unit = _interval(mark)
    before = [w for w, s, _ in dates if sentence.start <= s < mark.i and w.start and w.start == w.end]
    base = before[-1].start if before else None
    news = article.published
    present = any(t.tag_ in ("VBZ", "VBP") for t in sentence.doc[sentence.start : mark.i])
    if base is None and present and news is not None and news.day:
        base = news.first_day()
    if base is None or count is None:
        return None
    sign = 1 if mark.lower_ == "before" else -1
    if unit.startswith(("day", "week")):
        day = base + sign * dt.timedelta(days=count * (1 if unit.startswith("day") else 7))
        # "Two weeks" may be a few days more or less.
        slack = dt.timedelta(days=0 if unit.startswith("day") else 3)
        return When(day - slack, day + slack, "day", mark.doc.span(mark.i - 2, mark.i + 1).text, "relative")
    return None


def _interval(mark: Token) -> tuple[int | None, str]:
    """Return how many of which unit stand before "after": 2 and "weeks"; no number for "almost two weeks"."""
    unit = mark.nbor(-1).lower_
    if mark.i < mark.sent.start + 2:
        return None, unit
    word = mark.nbor(-2)
    roughly = word.i > mark.sent.start and word.nbor(-1).lower_ in _ROUGHLY
    count = 1 if word.lower_ == "a" else number(word.lower_)
    return (None if roughly else count), unit


def _year_in_name(noun: Token, sentence: Sentence) -> When | None:
    """Return the year by which a meeting goes: "the 1961 Vienna summit"."""
    before = sentence.doc[max(sentence.start, noun.i - 4) : noun.i] if noun.pos_ in ("NOUN", "PROPN") else ()
    year = next((t for t in before if re.fullmatch(r"(?:19|20)\d\d", t.text) and t.head.i >= noun.i - 3
                 and t.dep_ in ("nummod", "compound", "nmod") and t.head.pos_ in ("NOUN", "PROPN")), None)
    if year is None:
        return None
    first = dt.date(int(year.text), 1, 1)
    return When(first, first.replace(month=12, day=31), "year", year.text, "explicit")


def _date_cost(date: Token, token: Token, place: Toponym | None) -> int | None:
    """Return how far a date is from dating the meeting; None where it dates something else."""
    verb = telling_verb(token)
    distance = abs(date.i - token.i)
    if verb.dep_ in ("relcl", "advcl") and any(
            c.lower_ == "when" and 0 < c.i - date.i <= _NEAR for c in verb.children):
        # "since November 2023, when they met in Busan"
        return 0
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
        purpose = under is not None and under.tag_ == "VB"  # "his visit to Delhi to attend a meeting on 11 December"
        if under is None or not noun.is_ancestor(under) or purpose or lemma_of(under) in holding:
            return distance - 20
    if governor in (token, verb):
        return distance
    clauses = [a for a in grammar.ancestors(date) if a.pos_ in ("VERB", "AUX") or a == token]
    if not clauses:
        return distance + 10
    clause = clauses[0]
    there = token.doc.char_span(place.span.start, place.span.end) if place is not None else None
    if there is not None and telling_verb(there.root) == clause and clause.dep_ == "relcl" and clause.i > token.i:
        # "the agenda of the meeting, which opens in Lima tomorrow": when it opens there.
        return distance + 5
    if token == clause or token.is_ancestor(clause) or verb.is_ancestor(clause):
        # Under the meeting, but in a clause of its own: "a treaty that was signed on 1 March".
        apart = next((c for c in clauses if c.dep_ in ("relcl", "acl", "advcl", "ccomp", "conj", "parataxis")
                      and (token.is_ancestor(c) or verb.is_ancestor(c))), None)
        if apart is not None:
            # "met him when she visited Beijing in March"
            held = lemma_of(apart) in lexicon.word_set("meetings", "verbs", "take_place") or any(
                c.lower_ in ("when", "while") for c in apart.children)
            return distance + 5 if held and apart.head in (token, verb, token.head) else None
        return distance + 5
    if clause.is_ancestor(token):
        if verb.dep_ == "relcl" and clause.lower_ in lexicon.verbs("meetings", "verbs", "meet"):
            # "leaders, who gathered in Granada last year, will meet in Pest in May"
            return None
        if lemma_of(clause) in _SAY and verb.pos_ in ("VERB", "AUX") and verb != clause:
            return distance + 40
        return distance + 15
    shared = any(a.is_ancestor(token) for a in clauses)
    near = clause.dep_ not in ("relcl", "acl")
    return distance + 30 if shared and near and distance <= 12 else None


def next_one(
    when: When, encounter: Encounter, sentence: Sentence, article: Article, written: Token | None = None
) -> When:
    """Return a weekday, or a day without a year, of what is still to come as the next such: "are due in Muscat on
    Sunday", "will meet there in October", "sees the president on the 4th".

    ``written`` is the first token of the date.
    """
    day = article.published.last_day() if article.published is not None and article.published.day else None
    quote = when.quote
    if day is None or when.start is None or when.end is None or quote is None or when.end >= day:
        return when
    verb = telling_verb(encounter.token)
    present = verb.tag_ in ("VBZ", "VBP") and not auxiliaries(verb) & {"has", "have"}
    ahead = status_of(encounter, sentence, None, article) in ("planned", "hypothetical")
    soon = ahead or present or (written is not None and _appointed(written))
    if _DAY_OF_MONTH.fullmatch(quote):
        start = _a_month_on(when.start)
        return replace(when, start=start, end=start) if soon and start is not None else when
    yearless = when.precision != "year" and re.search(r"[A-Za-z]{3}", quote) and not (
        re.search(r"\d{4}|last|past|this|ago|week|month|day\b", quote, re.IGNORECASE))
    if yearless and ahead:
        return replace(when, start=_a_year_on(when.start), end=_a_year_on(when.end))
    if _WEEKEND.search(quote) and (day - when.end).days < _WEEK and (ahead or present):
        # "She flies to Paris at the weekend"
        return replace(when, start=when.start + dt.timedelta(days=_WEEK), end=when.end + dt.timedelta(days=_WEEK))
    past = (day - when.start).days if when.start == when.end else 0
    weekday = re.search(r"day\b", quote, re.IGNORECASE) and not re.search(
        r"yesterday|today|\d|ago|last|past", quote, re.IGNORECASE)
    # "She meets the king on Monday", in Tuesday's news, may be yesterday's; in Friday's it is to come.
    if when.basis == "relative" and weekday and past < _WEEK and (ahead or (soon and past > 1)):
        start = when.start + dt.timedelta(days=_WEEK)
        return replace(when, start=start, end=start)
    return when


def _appointed(written: Token) -> bool:
    """Say whether a day is one that something was fixed for: "called a session for Tuesday", "due on Friday"."""
    preposition = written if written.dep_ == "prep" else written.head
    return preposition.lower_ == "for" or preposition.head.lower_ in ARRANGED


def _a_month_on(day: dt.date) -> dt.date | None:
    month = day.replace(day=1) + dt.timedelta(days=31)
    try:
        return month.replace(day=day.day)
    except ValueError:
        return None


def _a_year_on(day: dt.date) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def any_phrase(text: str, phrases: tuple[str, ...], *, fold: bool = True) -> bool:
    """Say whether a text holds one of the phrases as whole words."""
    return _any_of(phrases).search(text.casefold() if fold else text) is not None


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(p) for p in phrases)})(?!\w)")
