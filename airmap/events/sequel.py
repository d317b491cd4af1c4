"""What is told after an event without telling it again: where the plane went, when it was, how long it lasted."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.circumstances.dating import when_said
from airmap.events.event_words import close_nouns, contact_nouns, down_nouns, entry_nouns
from airmap.events.merging import Cluster
from airmap.events.tellings import Act
from airmap.mentions.actors import Actors
from airmap.records import When

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Tokens

# A state, and the words that name it as where an aircraft came from or went back to.
Whence = tuple[str, tuple[int, int]]

_FOLLOWING = 4
_THESE = frozenset({"the", "this", "that"})
_BEFORE = 2
_AROUND = 12
_LEADING_BACK = frozenset({"to", "into", "toward", "towards", "over", "across", "inside", "for"})
_DIRECTION = ["in", "the", "direction", "of"]


@dataclass(frozen=True, slots=True)
class Sequel:
    """Sentences that follow an event (token ranges), where the aircraft went back to, and the day they give.

    ``sentences`` speak of the event; ``following`` are all up to the next event that is told; ``around`` are those
    before it and, where the text tells of nothing else, those further on; ``leading`` is the one right before it;
    ``whole`` are the sentences that tell this event and no other, ``others`` those (by their first token) that tell of
    another one and not of this.
    """

    sentences: tuple[tuple[int, int], ...] = ()
    following: tuple[tuple[int, int], ...] = ()
    around: tuple[tuple[int, int], ...] = ()
    leading: tuple[tuple[int, int], ...] = ()
    whole: tuple[tuple[int, int], ...] = ()
    origin: str | None = None
    words: tuple[int, int] | None = None
    back: tuple[int, int] | None = None
    when: When | None = None
    others: frozenset[int] = frozenset()


def sequel_of(
    cluster: Cluster, clusters: list[Cluster], doc: Doc, actors: Actors, dates: list[tuple[When, int, int]]
) -> Sequel:
    """Return what the sentences after an event add to it, up to the next event that is told."""
    told = {doc[t.trigger].sent.start for t in cluster.tellings}
    others = {doc[t.trigger].sent.start for c in clusters if c is not cluster for t in c.tellings}
    found: dict[int, Tokens] = {}
    following: dict[int, int] = {}
    for telling in cluster.tellings:
        position, beyond = doc[telling.trigger].sent.end, False
        for _ in range(_FOLLOWING):
            if position >= len(doc):
                break
            sentence = doc[position].sent
            position = sentence.end
            beyond = beyond or sentence.start in others
            its = named_in(sentence, cluster, clusters)
            # Beyond the next event that is told a sentence is of this one only if it calls it by its name.
            if sentence.start in told | others or its is False or (beyond and not its):
                continue
            following[sentence.start] = sentence.end
            if its or _speaks_of_it(sentence, actors):
                found.setdefault(sentence.start, sentence)
    sentences = [found[s] for s in sorted(found)]
    own = cluster.airspaces
    whence = ((s, b) for s in sentences if (b := _came_over(s, doc, actors, own)) is not None)
    back = next(whence, None) or next(
        ((s, b) for s in sentences if (b := went_back(s, doc, actors, own)) is not None), None
    )
    return Sequel(
        sentences=tuple((s.start, s.end) for s in sentences),
        following=tuple(sorted(following.items())),
        whole=tuple((s, doc[s].sent.end) for s in sorted(told - others)),
        leading=_leading(cluster, told | others, doc, actors),
        around=_around(doc, told, others, alone=len(clusters) == 1),
        origin=back[1][0] if back else None,
        words=back[1][1] if back else None,
        back=(back[0].start, back[0].end) if back else None,
        others=frozenset(others - told),
        when=next((w for s in sentences if (w := _happened_on(s, dates)) is not None), None)
        or next((w for start in following if (w := _pictured_on(doc[start].sent, dates)) is not None), None),
    )


def named_in(sentence: Tokens, cluster: Cluster, clusters: Sequence[Cluster]) -> bool | None:
    """Say whether a sentence calls this event by its name ("the collision"), or another one and not this; else None."""
    if sentence.words.isdisjoint(_naming_acts()):
        return None
    words = {t.lower_ for t in sentence
             if t.lower_ in _naming_acts() and not _THESE.isdisjoint([c.lower_ for c in t.children])}
    named = {act for act, nouns in _names_of_acts() if words & nouns}
    acts, others = {t.act for t in cluster.tellings}, {t.act for c in clusters if c is not cluster for t in c.tellings}
    if named & acts:
        return None if named & others else True
    return False if named & others else None


@cache
def _names_of_acts() -> tuple[tuple[Act, frozenset[str]], ...]:
    return (
        ("close", close_nouns() - {"pass", "passes", "roll"}), ("intercept", contact_nouns()), ("down", down_nouns()),
        ("entry", frozenset(entry_nouns()) & lexicon.group("event_nouns") - {"flight"}),
    )


@cache
def _naming_acts() -> frozenset[str]:
    return frozenset().union(*(nouns for _, nouns in _names_of_acts()))


def _leading(cluster: Cluster, told: set[int], doc: Doc, actors: Actors) -> tuple[tuple[int, int], ...]:
    """Return the sentence before, where it speaks of the aircraft: "Two bombers flew off Japan. F-15s met them."."""
    first = doc[min(t.trigger for t in cluster.tellings)].sent
    if first.start == 0 or doc[first.start - 1].sent.start in told:
        return ()
    before = doc[first.start - 1].sent
    flown = [c for c in actors.crafts if before.start <= c.head < before.end and not c.weapon and not c.attributive]
    states = {c.party.state for c in flown if c.party is not None}
    fits = bool(flown) and (not states or not cluster.movers or bool(states & cluster.movers))
    return ((before.start, before.end),) if fits else ()


def _around(doc: Doc, told: set[int], others: set[int], *, alone: bool) -> tuple[tuple[int, int], ...]:
    """Return the sentences that tell no event, nearest to those that tell this one first."""
    starts = [(s.start, s.end) for s in doc.sents]
    order = {start: k for k, (start, _) in enumerate(starts)}
    first, last = min(order[s] for s in told), max(order[s] for s in told)
    reach = len(starts) if alone else _BEFORE
    free = [
        (min(abs(k - first), abs(k - last)), start, end)
        for k, (start, end) in enumerate(starts)
        if start not in told | others and first - reach <= k <= (last + reach if alone else last)
    ]
    return tuple((start, end) for _, start, end in sorted(free)[:_AROUND])


def _speaks_of_it(sentence: Tokens, actors: Actors) -> bool:
    """Say whether a sentence goes on about the aircraft or the event: "the plane", "they", "the incursion", "this"."""
    crafts = any(
        sentence.start <= c.head < sentence.end and (c.definite or c.party is not None) for c in actors.crafts
    )
    pronoun = any(t.lower_ in ("it", "they", "this") and t.dep_ in ("nsubj", "nsubjpass") for t in sentence[:12])
    nouns = lexicon.group("event_nouns")
    event = not sentence.words.isdisjoint(nouns) and any(
        t.lower_ in nouns
        and t.i > 0
        and {c.lower_ for c in t.children} & {"the", "this", "that"}
        for t in sentence
    )
    aloft = any(z.kind == "international" and sentence.start <= z.start < sentence.end for z in actors.zones)
    return crafts or pronoun or event or aloft


def _came_over(sentence: Tokens, doc: Doc, actors: Actors, own: Container[str | None]) -> Whence | None:
    """Read "The drone flew over from Belarus", "It had come across from Ukraine"."""
    for i in range(sentence.start + 2, sentence.end - 1) if "from" in sentence.words else ():
        if doc[i].lower_ != "from":
            continue
        before = [t.lower_ for t in doc[max(sentence.start, i - 2) : i]]
        moved = before[-1] in lexicon.group("moving") or (
            before[-1] in ("over", "across", "in") and before[0] in lexicon.group("moving") | {"come", "came"}
        )
        if not moved:
            continue
        # "came from the direction of Ukraine"
        aside = {"direction", "side", "territory"} & {t.lower_ for t in doc[i + 1 : i + 4]}
        found = _land_named(i, range(i + 1, min(sentence.end, i + (6 if aside else 4))), actors, own)
        if found is not None:
            return found
    return None


def went_back(sentence: Tokens, doc: Doc, actors: Actors, own: Container[str | None]) -> Whence | None:
    """Read "returned to Syrian airspace", "flew back toward Belarus": to a land that is none of its ``own``."""
    going_back = lexicon.group("going_back")
    for i in range(sentence.start, sentence.end - 2) if not sentence.words.isdisjoint(going_back) else ():
        after = [t.lower_ for t in doc[i + 1 : i + 5]]
        leads = 1 if after[0] in _LEADING_BACK else 4 if after == _DIRECTION else 0
        if doc[i].lower_ not in going_back or not leads:
            continue
        found = _land_named(i, range(i + 1 + leads, min(sentence.end, i + 5 + leads)), actors, own)
        if found is not None:
            return found
    return None


def _land_named(start: int, after: range, actors: Actors, own: Container[str | None]) -> Whence | None:
    for k in after:
        party = actors.party_at.get(k)
        if party is not None and party.state is not None and party.state not in own:
            return party.state, (start, party.end)
    return None


def _pictured_on(sentence: Tokens, dates: list[tuple[When, int, int]]) -> When | None:
    """Return the day on which a picture of it was made: "The shot, taken in 1989, shows", "Photo: May 1968"."""
    if sentence.words.isdisjoint(lexicon.group("pictures")):
        return None
    for when, start, _ in dates:
        if not sentence.start <= start < sentence.end or when.start is None:
            continue
        above = {a.lower_ for a in grammar.ancestors(sentence.doc[start])}
        label = sentence[0].lower_ in lexicon.group("pictures") and sentence[1].text in (":", ",")
        if label or above & (lexicon.group_forms("picturing_verbs") | lexicon.group("pictures")):
            return when
    return None


def _happened_on(sentence: Tokens, dates: list[tuple[When, int, int]]) -> When | None:
    """Read "this happened on Wednesday night", "the incident occurred at 10:40 on 4 May"."""
    events = lexicon.group("dated_events")
    for noun in sentence if not sentence.words.isdisjoint(events) else ():
        if noun.lower_ not in events or not any(c.lower_ in _THESE for c in noun.children):
            continue
        # "the incident, in July, ..."
        close = range(noun.i + 1, min(sentence.end, noun.i + 4))
        dated = next((w for w, s, _ in dates if s in close and w.start is not None), None)
        if dated is not None and not any(t.pos_ in ("VERB", "AUX") for t in sentence.doc[noun.i : close.stop]):
            return dated
    if sentence.words.isdisjoint(lexicon.group("happening")):
        return None
    own = [(w, s) for w, s, _ in dates if sentence.start <= s < sentence.end and w.start is not None]
    # "said Monday the incident occurred last Tuesday"
    return next((w for w, s in own if not when_said(sentence.doc[s])), own[0][0] if own else None)
