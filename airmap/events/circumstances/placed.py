"""Which of the places that a text names are those of an event: not another event's, nor what is quarrelled over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.circumstances.dating import COUNTED_FROM, counted_from
from airmap.events.merging import Cluster
from airmap.events.sequel import Sequel
from airmap.mentions.actors import Actors
from airmap.mentions.relations import find_relative_places
from airmap.records import Candidate, Incident, Measure, RelativePlace, Span, Toponym

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

# An incident as read so far, the tellings behind it, and what the text goes on to say of it.
Read = tuple[Incident, Cluster, Sequel]

_NOT_DONE = frozenset({"could", "may", "might", "would", "should", "will", "to"})
# Relations that say where something was, and not where it came from or went.
_WHEREABOUTS = frozenset({
    "over", "near", "in", "at", "direction_of", "distance_from", "between",
    "off_coast", "along_border", "within_border",
})


def with_places(
    read: Sequence[Read], doc: Doc, actors: Actors, toponyms: tuple[Toponym, ...],
    measures: Sequence[tuple[Measure, int, int]],
) -> list[Incident]:
    """Return the incidents with the relative places that are theirs, found once for the whole text.

    Those are the places of the sentences that tell the event, and of those after them that say where it was: "The jets
    flew over Lake Balaton", "The violation took place south of Hanko".
    """
    if not read:
        return []
    found = [r for r in find_relative_places(doc.text, toponyms, tuple(m for m, _, _ in measures))
             if not _is_matter(r, doc)]
    apart = list(_told_apart(doc))
    placed = []
    for incident, cluster, sequel in read:
        others = [(s, e) for s, e, head in apart if not any(_is_under(doc[t.trigger], head) for t in cluster.tellings)]
        own = [(e.start, e.end) for e in incident.evidence]
        after = [(doc[s].idx, doc[e - 1].idx) for s, e in sequel.sentences]
        places = [
            r for r in found
            if not _within(r.span, others) and (
                _within(r.span, own) or (_within(r.span, after) and _says_where(r, doc, cluster, actors)))
        ]
        places = [r for r in places if not any(_of_a_speaker(t, doc) for t in r.toponyms)]
        names = [t for t in incident.toponyms if not _within(t.span, others) and not _of_a_speaker(t, doc)]
        names += [t for r in places if not _within(r.span, own) for t in _listed_after(r, toponyms, doc)]
        state = incident.airspace if incident.zone == "national" else None
        places = [replace(r, toponyms=tuple(_of_state(t, state) for t in r.toponyms))
                  if r.relation in _WHEREABOUTS else r for r in places]
        named = tuple(_of_state(t, state) for t in names)
        placed.append(replace(incident, relative_places=tuple(places), toponyms=named))
    return placed


def _of_a_speaker(toponym: Toponym, doc: Doc) -> bool:
    """Say whether a town is named for who speaks: "Moscow and Sokhumi claimed", "officials in Tskhinvali say"."""
    word = doc.word_from(toponym.span.start)
    if word is None or toponym.place is None or toponym.place.feature not in ("city", "village"):
        return False
    while word.dep_ in ("conj", "compound", "nmod") or (word.dep_ == "pobj" and word.head.lower_ in ("in", "from")) or (
            word.dep_ == "prep" and word.head.pos_ in ("NOUN", "PROPN")):
        word = word.head
    speaks = word.dep_ == "nsubj" and word.head.lower_ in lexicon.verbs("cues", "reporting")
    return speaks and word.lower_ not in lexicon.group("event_nouns")


# What the other place of a name must be believed at least, to be taken for the one over which it was.
_MAY_BE_MEANT = 0.1


def _of_state(toponym: Toponym, state: str | None) -> Toponym:
    """Read a name that two states bear as that of the state entered: "crossed into India in Punjab"."""
    place = toponym.place
    if state is None or place is None or place.country in (None, state) or place.feature == "country":
        return toponym
    own = next((c for c in toponym.alternatives if c.place.country == state and c.score >= _MAY_BE_MEANT), None)
    if own is None:
        return toponym
    others = (c for c in toponym.alternatives if c is not own)
    return replace(toponym, place=own.place, confidence=own.score,
                   alternatives=(Candidate(place, toponym.confidence), *others))


_AND = re.compile(r"\s*(?:,|;|,?\s*and|,?\s*or)\s*(?:the\s+)?")


def _listed_after(place: RelativePlace, toponyms: Sequence[Toponym], doc: Doc) -> Iterator[Toponym]:
    """Yield the names in a row with a place: "over Lakenheath, Mildenhall and Feltwell"."""
    end = place.span.end
    for toponym in toponyms:
        if toponym.span.start >= end and toponym.kind == "name":
            if not _AND.fullmatch(doc.text[end : toponym.span.start]):
                return
            yield toponym
            end = toponym.span.end


def _within(span: Span, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span.start < end for start, end in stretches)


def _is_under(token: Token, head: Token) -> bool:
    return token is head or head.is_ancestor(token)


def _told_apart(doc: Doc) -> Iterator[tuple[int, int, Token]]:
    """Yield the stretches that tell of another time, in characters, each with the word that governs it.

    "days after a similar incident in Finland", "a week after the US shot down another one over the Atlantic".
    """
    for word in doc.having(COUNTED_FROM):
        if not counted_from(word):
            continue
        head = word.head if word.dep_ == "mark" else word
        yield word.idx, head.right_edge.idx + 1, head


def _is_matter(place: RelativePlace, doc: Doc) -> bool:
    """Tell what is quarrelled over from what is flown over: "amid tensions over Ukraine"."""
    word = doc.word_from(place.span.start) if place.relation == "over" else None
    return word is not None and word.lower_ == "over" and word.head.lower_ in lexicon.group("quarrels")


def _says_where(place: RelativePlace, doc: Doc, cluster: Cluster, actors: Actors) -> bool:
    """Say whether a place in a later sentence is where the aircraft was, or where the event is said to have been."""
    word = doc.word_from(place.span.start)
    if word is None or place.relation not in _WHEREABOUTS:
        return False
    verb = next((a for a in (word, *word.ancestors) if a.pos_ == "VERB"), None)
    if verb is None or grammar.negated(verb) or any(c.dep_ == "aux" and c.lower_ in _NOT_DONE for c in verb.children):
        return False
    subjects = grammar.subjects(verb)
    if verb.lower_ in lexicon.group_forms("happening_verbs"):
        nouns = lexicon.group("event_nouns")
        return any(s.lower_ in nouns or s.lower_ in ("it", "this") for s in subjects)
    return verb.lower_ in lexicon.group_forms("whereabouts_verbs") and any(_is_it(s, cluster, actors) for s in subjects)


def _is_it(subject: Token, cluster: Cluster, actors: Actors) -> bool:
    """Say whether a subject is the aircraft of the event: "the plane", "it", "the two Russian jets"."""
    if subject.lower_ in ("it", "they"):
        return True
    craft = actors.craft_at.get(subject.i)
    if craft is None or not craft.definite:
        return False
    state = craft.party.state if craft.party is not None else None
    return state is None or not cluster.movers or state in cluster.movers
