"""Lists of journeys and visits: an entry for each, with its country, town, date and what was done there in any order.

"FRANCE — Paris — June 5, 2014 — Met with President Hollande.", "3 May 2016 | Hanoi, Vietnam | State visit", "Kenya,
Nairobi. Met with President Kenyatta. May 3–5, 2015." Nobody is the subject of such an entry, so the readers of
sentences find nothing in it. A text is cut into fields (dates, places, what was done, others); a head of places and
dates with what was done beside it is an entry. Below a heading that names a leader's journey, a head alone is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.leaders import Parties
from airmap.events.meetings.venues import COUNTRY_LEVEL
from airmap.lexicon.phrases import has_word
from airmap.mentions.date_words import DateMention
from airmap.mentions.dates import dates_in
from airmap.records import Meeting, MeetingKind, PartialDate, Span, Toponym, When

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_FieldKind = Literal["date", "place", "doing", "other"]
# What parts the fields of an entry, and what also parts entries.
_WEAK = r"\s*,\s+(?:and\s+|then\s+)?|\s+(?:and|then|to|&)\s+|\s*/\s*|\s*\(|\)|\s+(?:on|from|in)\s+|\s*:\s+(?:in\s+)?"
_STRONG = (
    r"^\s*(?:[-*•–·]\s+|\d{1,2}[.)]\s+)|\s*\n\s*(?:[-*•–·]\s+|\d{1,2}[.)]\s+)?|\s+(?:[—–-]{1,2}|→|·|•)\s+|\s*\|\s*|\t+"
    r"|\s*;\s+|(?<=[^\W\d_]{3})\.\s+|(?<=[)\d])\.\s+"
)
# What none of them begins with is passed over at once.
_BREAK = re.compile(rf"(?=[\s,/():;|.*•–·→—-]|^\d)(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))")
# Words of a field that names a place beside the place itself: "Newport, Wales (UK)".
_PLACE_WORDS = 1
# What was done, said by a noun alone, is short: "Official visit", "G-20 Economic Summit".
_NOUN_WORDS = 9
# "Met with President A, and with Presidents B and C", "Attended the summit; met with A": two meetings.
_AND_WITH = re.compile(
    r"(?:,|;)?\s+(?:and|then|also|later)\s+(?:also\s+)?with\s+|;\s+with\s+"
    r"|(?:(?<=[Ss]ummit)|(?<=[Ff]orum)|(?<=[Cc]onference)|(?<=[Aa]ssembly))(?P<met>;|,|\.)\s+"
    r"(?:and\s+|also\s+)?(?=(?:[Mm]et|[Hh]eld|[Mm]eeting|[Tt]alks)\b)",
)


@dataclass(frozen=True, slots=True)
class _Field:
    """A stretch of the text between two breaks; ``opens`` is set where a strong break goes before."""

    start: int
    end: int
    kind: _FieldKind
    opens: bool
    places: tuple[Toponym, ...] = ()
    when: When | None = None


@dataclass(slots=True)
class _Draft:
    """An entry while its fields are read."""

    start: int
    end: int = 0
    places: list[Toponym] = field(default_factory=list)
    when: When | None = None
    doing: tuple[int, int] | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: its extent, where and when it was, and the extent of what was done.

    ``traveller`` is the heading's, where the entry stands below one that names a leader's journey.
    """

    start: int
    end: int
    place: Toponym
    country: str | None
    when: When
    doing: tuple[int, int]
    traveller: tuple[int, int] | None = None


def find_entries(doc: Doc, toponyms: Sequence[Toponym], published: PartialDate | None, parties: Parties) -> list[Entry]:
    """Return the stretches of a text that are entries of a list of visits; offsets are characters."""
    text = doc.text
    if not any(t.kind == "name" for t in toponyms):
        return []
    # A date that opens a line is no dateline here.
    dates = [d for d in dates_in(text, _year_of(text, published) or published) if d.when.start is not None]
    if not dates:
        return []
    heading = _heading(text, dates, parties, doc)
    if heading is None and not has_word(text, _doing_words()):
        # Only below a heading need an entry not say what was done.
        return []
    drafts = _drafts(list(_fields(doc, toponyms, dates, 0)), headed=False)
    if heading is not None and not any(d.end <= heading[0] and d.places and d.when and d.doing for d in drafts):
        drafts = _drafts(list(_fields(doc, toponyms, dates, heading[0])), headed=True)
    else:
        # "Kazakhstan — Astana — 1 November — State visit. Met with President A": the first entry, and no heading.
        heading = None
    entries = []
    for draft in drafts:
        when = draft.when or (heading[2] if heading else None)
        bare = draft.doing is None
        if when is None or not draft.places or (bare and not heading):
            continue
        doing = draft.doing or (draft.end, draft.end)
        traveller = heading[1] if heading else None
        if "\n\n" in text[draft.start : doing[0]]:
            # The date of a picture, and a paragraph below it that opens with a dateline.
            continue
        stops = _stops(draft.places) if bare else [_stops(draft.places)[0]]
        entries += [Entry(draft.start, draft.end, place, country, when, doing, traveller) for place, country in stops]
    if len(entries) == 1 and heading is None and entries[0].place.name.isupper():
        # "WARSAW, March 12 - Met by protesters, the minister left": a dateline, and no list.
        return []
    if len(entries) == 1 and heading is None and _is_subject(entries[0].place, doc):
        # "Washington and Pyongyang will hold talks in Stockholm this week"
        return []
    return entries


def _is_subject(place: Toponym, doc: Doc) -> bool:
    words = doc.char_span(place.span.start, place.span.end)
    return words is not None and words.root.dep_ in grammar.SUBJECTS and words.root.head.tag_ in ("VB", "VBP", "VBZ")


def meetings_of(entry: Entry, doc: Doc, parties: Parties, published: PartialDate | None) -> Iterator[Meeting]:
    """Yield the meetings that an entry tells: one for all that was done, or one for each "with"."""
    first, last = entry.doing
    text = doc.text[first:last]
    ahead = published is not None and entry.when.start is not None and entry.when.start > published.last_day()
    # Who "addressed the forum; met with the president" has met once, who attended it twice.
    spoke = text.lstrip().startswith("Addressed")
    cuts = [0, *(m.end() for m in _AND_WITH.finditer(text) if not (spoke and m["met"] is not None)), len(text)]
    if not text:
        cuts = [0, 0]
    for start, end in pairwise(cuts):
        names = tuple(dict.fromkeys(_named(doc, parties, first + start, first + end)))
        if start and not names:
            continue
        if entry.traveller is not None:
            names = (*_named(doc, parties, *entry.traveller), *names)
        yield Meeting(
            # What "and with ..." goes on with is a meeting like the first.
            kind="bilateral" if start and _kind(text[start:end]) == "visit" else _kind(text[start:end]),
            place=entry.place,
            place_name=entry.place.name,
            country=entry.country,
            participants=tuple(dict.fromkeys(names)),
            when=entry.when,
            status="planned" if ahead else "held",
            evidence=(Span(entry.start, entry.end, doc.text[entry.start : entry.end]),),
        )


def _named(doc: Doc, parties: Parties, start: int, end: int) -> list[str]:
    """Return who of rank is named between two offsets, but for those who lead less than a state."""
    span = doc.char_span(start, end) if end > start else None
    if span is None:
        return []
    rivals = lexicon.word_set("meetings", "leaders", "not_leaders")
    people = [p for p in parties.between(span.start, span.end) if not p.state]
    people = [p for p in people if p.head != "body"] or people
    return [p.name for p in people if p.name and not {
        t.lower_ for t in doc[max(span.start, p.start - 2) : p.start]} & rivals]


def _stops(places: Sequence[Toponym]) -> list[tuple[Toponym, str | None]]:
    """Return each town of an entry's head with its country, or each country that has no town."""
    found: list[tuple[Toponym, str | None]] = []
    for number, toponym in enumerate(places):
        place = toponym.place
        if place is None:
            continue
        country, before = place.country, found[-1] if found else None
        led = before is not None and before[0].place is not None and before[0].place.feature in COUNTRY_LEVEL
        later = {p.place.country for p in places[number + 1 :] if p.place and p.place.feature in COUNTRY_LEVEL}
        wide = place.feature in COUNTRY_LEVEL
        if before is not None and led and not wide and before[1] != country and country not in later:
            # "Seychelles (Victoria)": a town of that name in the country before it, known or not.
            own = next((a.place for a in toponym.alternatives if a.place.country == before[1]), None)
            found[-1] = (replace(toponym, place=own), before[1])
        elif before is None or before[1] != country:
            found.append((toponym, country))
        elif not wide and (led or (before[0].place is not None and before[0].place.feature.startswith("admin")
                                   and not place.feature.startswith("admin"))):
            # "Vietnam, Hanoi", "Dublin, Moneygall", "Newport, Wales": the first town of each country.
            found[-1] = (toponym, country)
    return found


def _fields(doc: Doc, toponyms: Sequence[Toponym], dates: Sequence[DateMention], start: int) -> Iterator[_Field]:
    """Yield the fields of a text from an offset on: what lies between breaks, and each date by itself."""
    text = doc.text
    cuts: list[tuple[int, int, bool, bool]] = []
    at, opens = start, True
    spans = [(d.span.start, d.span.end, d) for d in dates if d.span.start >= start]
    whole = {i for s, e, _ in spans for i in range(s, e)}
    whole |= {i for t in toponyms if t.kind == "name" for i in range(t.span.start, t.span.end)}
    breaks = [(m.start(), m.end(), m) for m in _BREAK.finditer(text, start)
              if whole.isdisjoint(range(m.start(), m.end()))]
    points = sorted([*((s, e, True, False) for s, e, _ in spans),
                     *((s, e, False, m["strong"] is not None) for s, e, m in breaks)])
    for first, last, dated, strong in points:
        if first < at:
            continue
        cuts.append((at, first, False, opens))
        opens = opens if not text[at:first].strip(" .,;:") else False
        if dated:
            cuts.append((first, last, True, opens))
            opens = False
        else:
            opens = strong or (opens and not text[at:first].strip())
        at = last
    cuts.append((at, len(text), False, opens))
    whens = {d.span.start: d.when for d in dates}
    named = [t for t in toponyms if t.kind == "name" and t.place is not None]
    for first, last, dated, strong in cuts:
        words = text[first:last]
        if not dated and words.strip(" .").isdigit():
            # The number of an entry, the second day of "2009-11-15 to 18".
            continue
        if dated:
            yield _Field(first, last, "date", strong, when=whens[first])
            continue
        if not words.strip(" .,;:()"):
            continue
        inside = tuple(t for t in named if first <= t.span.start < last)
        kind: _FieldKind = "other"
        if _is_place(words, inside):
            kind = "place"
        elif _is_doing(words, doc, first, last):
            kind = "doing"
        yield _Field(first, last, kind, strong, inside)


def _drafts(fields: Sequence[_Field], *, headed: bool) -> list[_Draft]:
    """Return the entries that heads of places and dates begin; what has no head belongs to none.

    Below a heading (``headed``) an entry need not say what was done, and a date begins the next one.
    """
    drafts: list[_Draft] = []
    draft: _Draft | None = None
    for part in fields:
        begins = part.opens and part.kind in ("date", "place")
        told = draft is not None and (draft.doing is not None or (
            headed and part.kind == "date" and bool(draft.when and draft.places)))
        if begins and draft is not None and told and not (part.kind == "date" and draft.when is None):
            draft = None
        if draft is None:
            if not begins:
                continue
            draft = _Draft(part.start)
            drafts.append(draft)
        if draft.stopped:
            if part.opens:
                draft = _Draft(part.start) if begins else None
                if draft is None:
                    continue
                drafts.append(draft)
            else:
                continue
        if part.kind == "date":
            draft.when = draft.when or part.when
        elif draft.doing is not None:
            # What was done goes on to the next head.
            draft.doing = (draft.doing[0], part.end)
        elif part.kind == "place":
            draft.places += part.places
        elif part.kind == "doing" and part.opens | (draft.when is not None) | bool(draft.places):
            draft.doing = (part.start, part.end)
        else:
            # A sentence that begins with a place or a date is no entry.
            draft.stopped = True
            draft.places.clear()
        draft.end = part.end
    return drafts


def _year_of(text: str, published: PartialDate | None) -> PartialDate | None:
    """Return the year of a heading, another than that of the text: "Travels of the Secretary, 2020"."""
    years = re.findall(r"\b(?:19|20)\d\d\b", text.partition("\n")[0])
    same = published is not None and years == [str(published.year)]
    return PartialDate(int(years[0])) if len(years) == 1 and not same and "\n" in text[:160] else None


def _heading(
    text: str, dates: Sequence[DateMention], parties: Parties, doc: Doc
) -> tuple[int, tuple[int, int], When | None] | None:
    """Return the end of a heading that names a leader's journey, the extent of the name, and the date in it."""
    end = text.find("\n")
    if end < 0 or end > 160:
        return None
    words = set(re.findall(r"\w+", text[:end].casefold()))
    line = doc.char_span(0, end)
    if not words & lexicon.word_set("meetings", "lists", "journeys") or line is None:
        return None
    leaders = [p for p in parties.between(line.start, line.end) if p.ranked and not p.state]
    if not leaders:
        return None
    name = doc.span(leaders[0].start, leaders[0].end)
    return end, (name.start_char, name.end_char), next((d.when for d in dates if d.span.end <= end), None)


@cache
def _doing_words() -> frozenset[str]:
    return lexicon.word_set("meetings", "lists", "deeds") | lexicon.word_set("meetings", "lists", "doing")


def _is_doing(words: str, doc: Doc, start: int, end: int) -> bool:
    """Say whether a field tells what was done: "Met with ...", "Attended the summit", "State visit"."""
    said = re.findall(r"\w+", words.casefold())
    if said and said[0] in lexicon.word_set("meetings", "lists", "deeds"):
        return True
    short = said if len(said) <= _NOUN_WORDS else said[:3]
    if lexicon.word_set("meetings", "lists", "doing").isdisjoint(short):
        return False
    tokens = doc.char_span(start, end)
    # A sentence with a subject of its own is no entry.
    return tokens is None or not any(t.dep_ in grammar.SUBJECTS and tokens.start <= t.head.i < tokens.end
                                     and t.head.pos_ in ("VERB", "AUX") for t in tokens)


def _is_place(words: str, inside: Sequence[Toponym]) -> bool:
    if not inside:
        return False
    rest = words
    for toponym in inside:
        rest = rest.replace(toponym.span.quote, " ", 1)
    left = re.findall(r"\w+", rest)
    return len(left) <= _PLACE_WORDS and not any(w.islower() and w != "the" for w in left)


def _kind(words: str) -> MeetingKind:
    said = set(re.findall(r"\w+", words.casefold()))
    if "summit" in said:
        return "summit"
    return "bilateral" if said & lexicon.word_set("meetings", "lists", "meeting") else "visit"
