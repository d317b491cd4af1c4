"""When an event was: by its own clause, by the sentence around it, or by the heading of a bulletin."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.circumstances.days_listed import each_day
from airmap.events.circumstances.headings import item_dates, of_item
from airmap.events.event_words import happening_nouns, occasion_nouns
from airmap.events.meetings.encounter_words import meeting_nouns
from airmap.mentions.actors import number as stated_number
from airmap.records import Article, When

if TYPE_CHECKING:
    from airmap.events.tellings import Telling
    from airmap.parsing.parsed import Doc, Token, Tokens

# Steps from an event to a date that belongs to another clause with a subject of its own.
_ANOTHER_CLAUSE = 99


def dated(doc: Doc, article: Article) -> list[tuple[When, int, int]]:
    """Return the dates of the text with the tokens that write them."""
    from airmap.mentions import dates as date_mentions

    found = []
    for mention in date_mentions.find_dates(doc, article.published):
        start, end = mention.span.start, mention.span.end
        if _in_a_name(doc.text, start, end):
            continue
        tokens = doc.char_span(start, end)
        if tokens is not None and not _one_day(doc, tokens.start, doc.text[start:end]):
            found.append((mention.when, tokens.start, tokens.end))
    return found


def of_what_happened(doc: Doc, dates: list[tuple[When, int, int]]) -> list[tuple[When, int, int]]:
    """Return the dates but for those of plans and of papers: "a visit planned for Wednesday", "the letter of 3 May"."""
    return [d for d in dates if not _of_a_plan_or_paper(doc.span(d[1], d[2]).root)]


def _of_a_plan_or_paper(date: Token) -> bool:
    preposition = date.head
    if date.dep_ != "pobj":
        return preposition.lower_ == "dated" and date.dep_ in ("npadvmod", "dobj", "nmod")
    above = preposition.head
    if preposition.lower_ == "for":
        return above.lower_ in ("planned", "scheduled", "slated", "set", "due") and above.tag_ != "VBD"
    return preposition.lower_ == "of" and above.lower_ in _PAPERS


_PAPERS = frozenset({"letter", "letters", "note", "notes", "cable", "memorandum", "communication", "resolution"})


def _one_day(doc: Doc, start: int, text: str) -> bool:
    """Say whether a day is no more than one and the same: "twice on the same day at the beginning of May"."""
    return text.casefold().endswith("same day") and start > 0 and doc[start - 1].lower_ in ("twice", "times", "thrice",
                                                                                            "both")


def _in_a_name(text: str, start: int, end: int) -> bool:
    """Say whether a date stands in the heading of an item that names an event: "February 2018 Rajki incident:"."""
    line = text.rfind("\n", 0, start) + 1
    opens = not re.search(r"[a-z.;:,]", text[line:start])
    named = _EVENT_NAME.match(text, end)
    if _OF_A_PICTURE.match(text, end):
        # "In this April 29, 2010 file photo"
        return True
    return opens and named is not None and named["noun"].casefold() in lexicon.group("named_events")


_OF_A_PICTURE = re.compile(r",? (?:\w+ )?(?:file|archive|library|stock) (?:photo|image|picture)")
# What goes on after the date of a heading: "Israel–Syria incident:".
_EVENT_NAME = re.compile(r" (?:[\w–’'&-]+ ){0,7}?(?P<noun>[a-z-]+)(?:: |\n)")


def with_dates(
    tellings: Sequence[Telling], doc: Doc, dates: list[tuple[When, int, int]], published: dt.date | None
) -> list[tuple[Telling, When | None]]:
    """Return each telling with its own date, or that of the item of a chronology that it stands in.

    The day of a denial is that of what others tell: "Minsk denied any such flight on Wednesday. On Tuesday".
    """
    items = item_dates(doc, dates)
    found: list[tuple[Telling, When | None]] = []
    told = {(t.mover.state, t.airspace) for t in tellings if t.mover is not None and t.status != "denied"}
    for telling in tellings:
        when = _listed_under(telling, dates) or when_of(telling, doc, dates, published)
        if (when is None or when.start is None) and not telling.aggregate:
            when = of_item(telling.trigger, items, when)
        if telling.status == "denied" and telling.mover is not None and (telling.mover.state, telling.airspace) in told:
            when = None
        found += each_day(telling, when, doc, dates, tellings)
    return found


def _listed_under(telling: Telling, dates: Sequence[tuple[When, int, int]]) -> When | None:
    """Return the day that stands for a case of a list: "the third this year, after a drone on 9 March"."""
    return next((w for w, s, e in dates if s <= telling.trigger < e), None) if telling.listed else None


def when_of(
    telling: Telling, doc: Doc, dates: list[tuple[When, int, int]], published: dt.date | None = None
) -> When | None:
    """Return the date of an event: in its clause first, then above it, never that of what was merely said.

    "Oslo announced on Sunday that jets had gone up on Thursday": Thursday. A date of the report alone bounds the event
    from above: it happened on that day or before.
    """
    sentence = doc[telling.trigger].sent
    first, last = (telling.start, telling.end) if telling.listed else (sentence.start, sentence.end)
    own = [(w, s, e) for w, s, e in dates if first <= s < last]
    reporting = _saying()
    best: tuple[int, When] | None = None
    said: When | None = None
    beside: When | None = None
    trigger = doc[telling.trigger]
    for when, start, end in own:
        if _when_it_was(doc.span(start, end), trigger):
            # "the first such violation since 1998, when a bomber entered it"
            return when
    if any(
        (a.lower_ == "time" or a.dep_ == "attr") and any(c.lower_ in lexicon.group("echoes") for c in a.children)
        for a in grammar.ancestors(trigger)
    ):
        # "the first time that a plane had entered", "the first to be downed since": dates beside it are of other times.
        return None
    if telling.nominal and trigger.dep_ == "dobj" and trigger.head.lower_ in lexicon.group_forms("discussing_verbs"):
        # "met on Friday to discuss the incursion of Tuesday": a day that stands beside the noun and no other.
        own = [(w, s, e) for w, s, e in own if trigger.left_edge.i <= s <= trigger.right_edge.i]
    apart = some_time_from(trigger)
    chain = {trigger.i: 0}
    for depth, above in enumerate(grammar.ancestors(trigger), 1):
        chain[above.i] = depth
    discussed = min((d for i, d in chain.items() if doc[i].lower_ in lexicon.group_forms("discussing_verbs")),
                    default=_ANOTHER_CLAUSE)
    for when, start, end in own:
        if when.precision != "day" and start > 0 and doc[start - 1].lower_ == "time" and doc[start - 2].lower_ not in (
            "the", "this", "that", "some"
        ):
            # "for the second time this year"
            continue
        since = doc[start].lower_ == "since" or (start > 0 and doc[start - 1].lower_ == "since")
        if _of_what_was_entered(doc[start], trigger, telling) or (since and not telling.aggregate) or _record_since(
            doc[start]
        ) or _of_the_series(doc.span(start, end), trigger):
            continue
        if telling.nominal and trigger.i < start and _when_it_was(doc.span(start, end)):
            best = (0, when)
            continue
        ahead = published is not None and when.start is not None and when.start > published
        if ahead and when.basis == "relative" and (
                trigger.tag_ in ("VBD", "VBN") or (telling.nominal and telling.status == "asserted")):
            # "whose plane was shot down in May, will come home next week", "meet on Monday to discuss the breach"
            continue
        verb, steps = _attached(doc[start], chain, trigger)
        teller = _teller_before(doc[start])
        if teller.lower_ in reporting and teller.pos_ == "VERB" and teller.i != trigger.i and (
            doc[min(end, len(doc) - 1)].tag_ != "POS"
        ):
            # "said on Saturday it had sent up a jet on Friday", which the parser takes for two days of the sending
            verb, steps = teller, max(steps, 1)
        craft = telling.craft
        if verb is not None and verb.dep_ == "relcl" and craft is not None and craft.start <= verb.head.i <= craft.head:
            # "condemns what it calls a violation by two jets, which flew over the town on Tuesday"
            steps = min(steps, 3)
        if verb is not None and verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.lower_ in reporting:
            # "Sitting beside him on Thursday, he said": when it was said.
            verb = verb.head
        if verb is not None and verb.i not in chain and any(c.lower_ == "where" for c in verb.children):
            # "over Kursk, where troops launched an offensive in August"
            continue
        if apart is not None and not apart.is_ancestor(doc[start]):
            beside = beside or when
            continue
        talked_over = telling.nominal and start < trigger.i and any(
            a.lower_ in ("discussing", "discuss", "discussed", "debating", "debate", "debated")
            for a in grammar.ancestors(trigger)
        )
        if talked_over:
            # "stood by Poland on Friday during a session discussing Russia's incursion": when it was talked over.
            said = said or when
            continue
        purpose = verb is not None and verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)
        if purpose and telling.nominal and trigger.i in (start - 1, start - 2):
            # "summoned the envoy to protest an incursion on Friday": when that was.
            best = (0, when)
            continue
        # "entered the zone Wednesday, the ministry said": when it entered.
        content = verb is not None and trigger.i < start < verb.i and any(t.text == "," for t in doc[end : verb.i])
        # "On 3 May jets met two bombers, the statement read": when they met.
        content = content or (verb is not None and start - sentence.start < 3 and trigger.i < verb.i and (
            trigger.dep_ == "ccomp" and trigger.head.i == verb.i and verb.lower_ in reporting))
        # "inform that on 10 June a jet entered": what stands behind "that" is told.
        content = content or (verb is not None and verb.lower_ in reporting and verb.i < start < trigger.i and (
            "that" in {t.lower_ for t in doc[verb.i + 1 : start]}))
        # "On 3 May jets detected and escorted two bombers": both on that day.
        shared = verb is not None and trigger.dep_ == "conj" and trigger.head.i == verb.i and start < verb.i
        content = content or shared
        if content:
            steps = min(steps, 1)
        elif verb is not None and verb.lower_ in reporting and verb.i != trigger.i and verb.pos_ in ("VERB", "AUX"):
            fronted = start < verb.i and start - sentence.start < 4 and when.precision in ("month", "year")
            # "In 1956 Khrushchev admitted that it had shot down the plane": years before.
            fronted = fronted and not (when.precision == "year" and any(c.lower_ == "had" for c in trigger.children))
            # "protested on 3 June over the overflight by a jet on 22 May": of two the one beside the event.
            own_day = telling.nominal and said is not None and trigger.i < start
            if not (fronted or own_day):
                said = said or when
                continue
        if telling.nominal and steps > discussed:
            # "On Friday envoys stood by Poland at a session discussing Russia's incursion": when it was discussed.
            said = said or when
            continue
        if steps == _ANOTHER_CLAUSE:
            continue
        distance = steps * 10 + abs(start - trigger.i)
        if best is None or distance < best[0]:
            best = (distance, when)
    if best is not None:
        when = best[1]
        if when.start is None and said is not None and said.end is not None:
            # "speaking on Sunday ... on one occasion": not later than that Sunday.
            return replace(when, end=min(when.end or said.end, said.end))
        return when
    if apart is not None and (counted := _counted_from(apart, beside, published)) is not None:
        return counted
    if said is not None:
        return When(None, said.end, None, said.quote, said.basis)
    return None


# Between a word of saying and the day on which it was said: "said in a statement late on Thursday".
_SAID_WHERE = frozenset({"on", "late", "early", "in", "a", "an", "its", "statement", "tweet", "post", "briefing"})


def _teller_before(date: Token) -> Token:
    """Return the word that stands before a date, over what tells how it was said, or shown: "released video on"."""
    before = date
    between = _SAID_WHERE | lexicon.group("shown_things")
    while before.i > date.sent.start and (before.i == date.i or before.lower_ in between):
        before = before.nbor(-1)
    return before


def _when_it_was(date: Tokens, trigger: Token | None = None) -> bool:
    """Say whether a clause of the date tells it: "condemned the violation on 19 September, when three jets came in".

    Of a ``trigger`` that clause has to tell.
    """
    clause = next(
        (c for t in date for c in t.children if c.dep_ == "relcl" and any(w.lower_ == "when" for w in c.children)), None
    )
    if clause is None or any(c.lower_ in ("will", "is", "are") for c in clause.children):
        return False
    return trigger is None or clause.i == trigger.i or clause.is_ancestor(trigger)


def _record_since(date: Token) -> bool:
    """Say whether a date is that from which a record counts: "the most since Tokyo began to count last year"."""
    sentence = date.sent
    if date.lower_ in ("this", "year", "month") and "this" in (date.lower_, date.nbor(-1).lower_ if date.i else ""):
        # "the second such incident this year"
        before = {t.lower_ for t in date.doc[max(sentence.start, date.i - 12) : date.i]}
        ordinal = before & lexicon.group("ordinal_words") or any(re.fullmatch(r"\d+(?:st|nd|rd|th)", w) for w in before)
        return "such" in before and bool(ordinal)
    since = next((t for t in reversed(date.doc[max(sentence.start, date.i - 10) : date.i + 1])
                  if t.lower_ == "since"), None)
    if since is None or any(t.text in (",", ";") for t in date.doc[since.i : date.i]):
        return False
    before = {t.lower_ for t in date.doc[max(sentence.start, since.i - 7) : since.i]}
    return bool(before & lexicon.group("records_set"))


def _of_the_series(date: Tokens, trigger: Token) -> bool:
    """Say whether a date is the span over which cases are counted: "the third such incident this month"."""
    owned = date[-1].head if date[-1].dep_ == "poss" else None
    if owned is not None and owned.head.lower_ in ("following", "after", "since") and owned.i != trigger.i:
        # "keeps violating its airspace following last week's clashes"
        return owned.lower_ not in happening_nouns() and not owned.is_ancestor(trigger)
    words = lexicon.group("ordinal_words", "echoes") | {"such"}
    for noun in grammar.ancestors(date[-1]):
        if noun.i == trigger.i or noun.pos_ in ("VERB", "AUX"):
            break
        if noun.lower_.removesuffix("s") in occasion_nouns() and {c.lower_ for c in noun.children} & words:
            return True
    before = date.doc[max(date[0].sent.start, date[0].i - 4) : date[0].i]
    if any(t.text in ":;—–" for t in before[-2:]):
        # "It is not the first such case: in May a jet crossed"
        return False
    return any(t.lower_ in occasion_nouns() and t.i != trigger.i for t in before[-2:]) and any(
        t.lower_ in words for t in before
    )


def _of_what_was_entered(date: Token, trigger: Token, telling: Telling) -> bool:
    """Say whether a date is that of the zone: "crossed the zone that China proclaimed on Saturday"."""
    ground = telling.zone or telling.goal
    for node in grammar.ancestors(date):
        if node.i == trigger.i:
            return False
        if node.dep_ in ("relcl", "acl") and node.i > trigger.i:
            told_anew = any(c.dep_ in grammar.SUBJECTS and c.lower_ not in grammar.RELATIVES for c in node.children)
            on_it = ground is not None and ground.start <= node.head.i < ground.end
            return on_it and (told_anew or node.dep_ == "acl" or node.lower_ in lexicon.group("drawn"))
    return False


def _counted_from(apart: Token, beside: When | None, published: dt.date | None) -> When | None:
    """Return the day of what is told by its distance from another: "the protest comes two days after jets entered".

    Counted from the other's date, or from publication where a present tense tells the other as of today.
    """
    mark = next((c for c in (*apart.children, apart.head) if c.lower_ in ("after", "before", "since")), None)
    if mark is None or mark.lower_ == "since":
        return None
    doc = apart.doc
    unit = next((t for t in reversed(doc[max(mark.sent.start, mark.i - 3) : mark.i]) if t.lower_ in _DAYS), None)
    if unit is None or unit.i == 0:
        return None
    number = {"a": 1, "one": 1, "the": 1}.get(doc[unit.i - 1].lower_) or stated_number(doc[unit.i - 1].lower_)
    above = next((a for a in grammar.ancestors(apart) if a.pos_ in ("VERB", "AUX")), None)
    today = above is not None and above.tag_ in ("VBZ", "VBP")
    base = beside.start if beside is not None else published if today else None
    if base is None or number is None or (beside is not None and beside.precision != "day"):
        return None
    days = dt.timedelta(days=number * _DAYS[unit.lower_] * (-1 if mark.lower_ == "after" else 1))
    return When(base + days, base + days, "day", doc.span(unit.i - 1, mark.i + 1).text, "relative")


_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7}


def some_time_from(trigger: Token) -> Token | None:
    """Return the clause of an event that is told by its distance in time: "a year after Turkey shot down a jet"."""
    for node in (trigger, *grammar.ancestors(trigger)):
        if node.dep_ in ("advcl", "pcomp", "ccomp"):
            marks = [c for c in node.children if c.dep_ == "mark"] + ([node.head] if node.dep_ == "pcomp" else [])
            if any(counted_from(mark) for mark in marks):
                return node
    return None


COUNTED_FROM = frozenset({"after", "before", "since", "following"})


def counted_from(mark: Token) -> bool:
    """Say whether a length of time is counted from what follows the word: "just two days after", "a week before"."""
    if mark.lower_ not in COUNTED_FROM:
        return False
    before = mark.doc[max(mark.sent.start, mark.i - 5) : mark.i]
    return any(t.lower_ in lexicon.group("time_units") for t in before)


def told_as_earlier(trigger: Token) -> bool:
    """Say whether an event is only what a meeting came after: "The talks were held amid tensions after the downing".

    The one day that such a text names is that of the meeting.
    """
    above = [trigger, *grammar.ancestors(trigger)]
    after = any(
        (a.lower_ in _AFTER and a.dep_ == "prep") or any(c.lower_ in _AFTER and c.dep_ == "mark" for c in a.children)
        for a in above
    )
    return after and any(s.lower_ in meeting_nouns() for s in grammar.subjects(above[-1]))


_AFTER = frozenset({"after", "following", "since"})
_EARLIER = re.compile(r"(?i)(?:some time )?(?:prior to|before) (?:this|that|the|then)\b(?! day| week)|previously\b")


def day_around(sentences: list[tuple[int, int]], doc: Doc, dates: list[tuple[When, int, int]]) -> When | None:
    """Return the day that the sentence before gives, where an event goes on from it without a date of its own.

    "What happened on Friday is plain. Three jets came in": Friday. Not a day on which something was merely said.
    """
    reporting = _saying()
    for start, _ in sentences:
        here = doc[start].sent
        if _EARLIER.match(here.text):
            # "Prior to this incident, drones had come in": not on its day.
            return None
        if any(here.start <= s < here.end for _, s, _ in dates):
            return None
        # "In November jets were launched. Officials said at the time that they had met two bombers."
        then = "at the time" in here.text.casefold()
        position = here.start
        for _ in range(2):
            if position == 0:
                break
            before = doc[position - 1].sent
            for when, s, _ in dates:
                if not before.start <= s < before.end or when.start is None or not (when.precision == "day" or then):
                    continue
                verb = _dated_word(doc[s])
                if verb is not None and verb.lower_ not in reporting and not (_ahead(verb) or _in_session(verb)):
                    return when
            if any(before.start <= s < before.end for _, s, _ in dates):
                break
            position = before.start
    return None


def only_day(sentences: list[tuple[int, int]], doc: Doc, dates: list[tuple[When, int, int]]) -> When | None:
    """Return the one past day that a text names, for an event that it dates nowhere else.

    Not where the event's own ``sentences`` give another time that turned out to be of something else.
    """
    reporting = _saying()
    if any(_EARLIER.match(doc[start].sent.text) for start, _ in sentences):
        return None
    found: list[When] = []
    for when, start, _ in dates:
        verb = _dated_word(doc[start])
        if verb is not None and (
            verb.lower_ in reporting or _ahead(verb) or _before_that(verb) or _in_session(verb)
        ):
            continue
        above = [c for a in grammar.ancestors(doc[start]) for c in (a, *a.children)]
        if any(c.lower_ == "since" and c.dep_ != "pobj" for c in above):
            # "the first since the two signed a truce two weeks ago"
            continue
        if when.precision != "day" or when.start is None or any(a <= start < b for a, b in sentences):
            return None
        found.append(when)
    return found[0] if len({(w.start, w.end) for w in found}) == 1 else None


@cache
def _saying() -> frozenset[str]:
    verbs = (lexicon.verbs("cues", "reporting"), lexicon.verbs("cues", "denial"))
    return lexicon.group("speaking").union(*verbs)


def when_said(day: Token) -> bool:
    """Say whether a date is that on which somebody spoke."""
    verb = _dated_word(day)
    return verb is not None and verb.lower_ in _saying()


def _dated_word(day: Token) -> Token | None:
    """Return the verb that a day belongs to, or what happened: "will protest over the appearance of jets on Monday"."""
    return next((a for a in grammar.ancestors(day) if a.pos_ in ("VERB", "AUX") or a.lower_ in happening_nouns()), None)


def _before_that(verb: Token) -> bool:
    """Say whether a verb tells of what went before: "days earlier a drone had crossed on 21 December"."""
    # "said that it had detected": of what is reported, and of nothing before it.
    chain = (
        v for v in (verb, *grammar.ancestors(verb))
        if v.pos_ in ("VERB", "AUX") and not (v.dep_ == "ccomp" and v.head.lower_ in _saying())
    )
    return any(c.dep_ == "aux" and c.lower_ == "had" for v in chain for c in v.children)


def _ahead(verb: Token) -> bool:
    """Say whether a verb tells of what is still to come: not "tried to attack our posts on 12 November"."""
    tried = verb.dep_ == "xcomp" and verb.head.lower_ in lexicon.group_forms("trying_verbs", "coming_to_do")
    aim = () if tried and not _ahead(verb.head) else ("to",)
    return grammar.has_modal(verb) or any(c.lower_ in ("will", *aim) and c.dep_ == "aux" for c in verb.children)


def _in_session(verb: Token) -> bool:
    """Say whether a verb tells of a meeting, at which what happened before may be spoken of."""
    return any(s.lower_ in meeting_nouns() for s in grammar.subjects(verb))


def _attached(token: Token, chain: dict[int, int], trigger: Token) -> tuple[Token | None, int]:
    """Return the verb that a date belongs to and how far that is from the trigger; far steps mean another clause."""
    for node in grammar.ancestors(token):
        if node.i in chain:
            if node.pos_ in ("VERB", "AUX") or node.i == trigger.i:
                return node, chain[node.i]
            return None, chain[node.i]
        if node.pos_ in ("VERB", "AUX"):
            if trigger.is_ancestor(node):
                return node, 3
            if node.dep_ == "relcl" and node.lower_ in lexicon.group("happening") and node.head.head.i in chain:
                # "The incident, which happened on Sunday, involved a jet that came within 20 metres of a patrol plane"
                return node, chain[node.head.head.i] + 1
            own_subject = any(c.dep_ in grammar.SUBJECTS for c in node.children)
            return node, _ANOTHER_CLAUSE if own_subject and node.dep_ in ("advcl", "relcl", "ccomp") else 6
    return None, 4


def settled(dates: Sequence[When | None]) -> When | None:
    """Return the date of an event that several tellings date: the most exact, or else the earliest bound.

    Of two, a day goes before "last week", and what is told first before what comes after.
    """
    exact = [d for d in dates if d is not None and d.start is not None]
    if exact:
        rank = {"day": 0, "month": 1, "year": 2, None: 3}
        return min(exact, key=lambda d: (rank[d.precision], _days_wide(d) > 1, exact.index(d)))
    bounds = [d for d in dates if d is not None and d.end is not None]
    if not bounds:
        return next((d for d in dates if d is not None), None)
    return min(bounds, key=lambda d: d.end or dt.date.max)


def _days_wide(when: When) -> int:
    return (when.end - when.start).days if when.start is not None and when.end is not None else 0
