"""What else the words of an event say: when, how far, how long, what became of it, which way it flew."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.mentions.actors import Actors
from airmap.records import Article, Measure, Span, When

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from airmap.events.tellings import Telling


def span_of(doc: Doc, start: int, end: int) -> Span:
    """Return the characters that a range of tokens covers, without space at either end."""
    while start < end and doc[start].is_space:
        start += 1
    while end > start and doc[end - 1].is_space:
        end -= 1
    if start >= end:
        return Span(0, 0, "")
    first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    # Not doc.text, which spaCy puts together anew at every call.
    return Span(first, last, doc[start:end].text)


# "no shots were fired", "was not shot down", "without firing": at most three words between the no and the cue.
_NEGATED = re.compile(r"(?<!\w)(?:no|not|never|nor|without|neither|denied|n[’']t)(?: [\w-]+){0,3} $", re.IGNORECASE)


@cache
def _outcome_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(rf"(?<!\w)(?:{lexicon.alternation(cues)})(?!\w)", re.IGNORECASE))
        for name, cues in lexicon.table("outcomes").items()
    )


def outcomes(text: str) -> tuple[str, ...]:
    """Return what became of the aircraft, in the order of the lexicon."""
    return tuple(
        name
        for name, pattern in _outcome_patterns()
        if any(not _NEGATED.search(text[: m.start()]) for m in pattern.finditer(text))
    )


_DIRECTION = re.compile(
    r"(?<!\w)((?:from|to|toward|towards|heading|headed|bound for) the (?:north|south|east|west)[\w-]*"
    r"|(?:toward|towards|in the direction of) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)?"
    r"|(?:north|south)?(?:-| )?(?:east|west|north|south)(?:ward|wards|bound))(?!\w)"
)


def direction(text: str) -> str | None:
    """Return the direction of flight as written, or None."""
    match = _DIRECTION.search(text)
    return match.group(1) if match else None


def dated(doc: Doc, article: Article) -> list[tuple[When, int, int]]:
    """Return the dates of the text with the tokens that write them."""
    from airmap.mentions import dates as date_mentions

    found = []
    for mention in date_mentions.find_dates(doc, article.published):
        start, end = mention.span.start, mention.span.end
        tokens = doc.char_span(start, end, alignment_mode="expand")
        if tokens is not None:
            found.append((mention.when, tokens.start, tokens.end))
    return found


def when_of(telling: Telling, doc: Doc, dates: list[tuple[When, int, int]]) -> When | None:
    """Return the date of an event: in its clause first, then above it, never that of what was merely said.

    "Oslo announced on Sunday that jets had gone up on Thursday": Thursday. A date of the report alone bounds the event
    from above: it happened on that day or before.
    """
    sentence = doc[telling.trigger].sent
    first, last = (telling.start, telling.end) if telling.listed else (sentence.start, sentence.end)
    own = [(w, s, e) for w, s, e in dates if first <= s < last]
    reporting = {*lexicon.verbs("cues", "reporting"), *lexicon.verbs("cues", "denial"), *lexicon.group("speaking")}
    best: tuple[int, When] | None = None
    said: When | None = None
    trigger = doc[telling.trigger]
    if any(
        (a.lower_ == "time" or a.dep_ == "attr") and any(c.lower_ in lexicon.group("echoes") for c in a.children)
        for a in grammar.ancestors(trigger)
    ):
        # "the first time that a plane had entered", "the first to be downed since": dates beside it are of other times.
        return None
    apart = _some_time_from(trigger)
    chain = {trigger.i: 0}
    for depth, above in enumerate(grammar.ancestors(trigger), 1):
        chain[above.i] = depth
    for when, start, _end in own:
        verb, steps = _attached(doc[start], chain, trigger)
        if apart is not None and not apart.is_ancestor(doc[start]):
            continue
        if verb is not None and verb.lower_ in reporting and verb.i != trigger.i and verb.pos_ in ("VERB", "AUX"):
            fronted = start < verb.i and start - sentence.start < 4 and when.precision in ("month", "year")
            if not fronted:
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
    if said is not None:
        return When(None, said.end, None, said.quote, said.basis)
    return None


def _some_time_from(trigger: Token) -> Token | None:
    """Return the clause of an event that is told by its distance in time: "a year after Turkey shot down a jet"."""
    for node in (trigger, *grammar.ancestors(trigger)):
        if node.dep_ in ("advcl", "pcomp", "ccomp"):
            marks = [c for c in node.children if c.dep_ == "mark"] + ([node.head] if node.dep_ == "pcomp" else [])
            for mark in marks:
                before = {t.lower_ for t in node.doc[max(node.sent.start, mark.i - 5) : mark.i]}
                if mark.lower_ in ("after", "before", "since") and before & lexicon.group("time_units"):
                    return node
    return None


_DATE_LABEL = re.compile(r"(?:^|\n)\s*(?:Date|Time|When|Period)\s*[:：]", re.IGNORECASE)


def labelled_date(doc: Doc, dates: list[tuple[When, int, int]]) -> When | None:
    """Return the day that a bulletin's header gives ("Date: 6 a.m. 27 September to ...") for what it counts."""
    match = _DATE_LABEL.search(doc.text)
    if match is None:
        return None
    line_end = doc.text.find("\n", match.end())
    line_end = len(doc.text) if line_end < 0 else line_end
    return next((w for w, s, _ in dates if match.end() <= doc[s].idx < line_end and w.start is not None), None)


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
            own_subject = any(c.dep_ in grammar.SUBJECTS for c in node.children)
            return node, _ANOTHER_CLAUSE if own_subject and node.dep_ in ("advcl", "relcl", "ccomp") else 6
    return None, 4


_ANOTHER_CLAUSE = 99


def measures_of(doc: Doc) -> list[tuple[Measure, int, int]]:
    """Return the quantities of the text with the tokens that write them."""
    from airmap.mentions import measures as measure_mentions

    found = []
    for measure in measure_mentions.find_measures(doc):
        tokens = doc.char_span(measure.span.start, measure.span.end, alignment_mode="expand")
        if tokens is not None:
            found.append((measure, tokens.start, tokens.end))
    return found


def region_of_mention(telling: Telling, doc: Doc, actors: Actors) -> tuple[int, int]:
    """Return the tokens of the sentence that tell the event."""
    sentence = doc[telling.trigger].sent
    return sentence.start, sentence.end
