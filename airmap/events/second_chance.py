"""A second look at an article in which the rules read nothing: a guess, by weights that were learned.

Each aircraft is paired with each land or airspace of its sentence that may be another state's. A pair is an entry as
likely as its features say (words, prepositions, the parser's path from one to the other), by a logistic regression
fitted to passages of our own (``python -m benchmarks.second_chance``). The likeliest pair of the article becomes a
telling, and the rules say of it what they say of any: how sure it is, and whether it was permitted, or only feared.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar, peace
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, Zone

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token, Tokens

# Below this a pair is no entry.
LIKELY = 0.6
# What a few sentences are held worth a full reading for: the rest of the text may say whose it was.
WORTH_READING = 0.4
_WEIGHTS = "second_chance.json"
_ZONES = frozenset({"national", "territory", "adiz", "fir"})
_PREPOSITIONS = frozenset(
    {"over", "above", "in", "inside", "into", "across", "through", "to", "within", "on", "from", "of", "near", "off",
     "for", "at", "towards", "toward", "along", "beyond", "past", "under", "by"}
)
# How far up or down the tree is looked.
_STEPS = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """An aircraft and the land that it may have entered, with how each owner was found."""

    sentence: int
    craft: Craft
    mover: Party
    mover_by: str
    land: Party
    land_by: str
    zone: Zone | None
    head: int


def guess(doc: Doc, actors: Actors) -> Telling | None:
    """Return the likeliest entry of a text of which nothing was read, where one is likely."""
    from airmap import triage

    best = likeliest(doc, actors)
    # What triage turns away unread is not guessed of when it is read: the scope of a run changes nothing that is found.
    if best is None or best[0] < LIKELY or not triage.concerns_airspace(doc.text):
        return None
    likelihood, pair = best
    way = _way(doc[pair.craft.head], doc[pair.head])
    trigger = _trigger(way, doc[pair.craft.head])
    allied = pair.mover.state and pair.land.state and peace.allies(pair.mover.state, pair.land.state)
    if _leave_or_war(way, trigger, pair) or (allied and not peace.complained_of(doc, trigger.i)):
        return None
    zone = replace(pair.zone, owner=pair.land, owner_pronoun=None) if pair.zone is not None else None
    told = told_by(
        trigger,
        "adiz" if zone is not None and zone.kind in ("adiz", "fir") else "entry",
        strong=False,
        craft=replace(pair.craft, party=pair.mover, owner_pronoun=None),
        craft_token=pair.craft.head,
        mover=pair.mover,
        zone=zone,
        goal=pair.land if zone is None else None,
        nominal=trigger.pos_ not in ("VERB", "AUX"),
    )
    return replace(told, airspace=pair.land.state, likelihood=round(likelihood, 3))


def worth_reading(doc: Doc, actors: Actors) -> bool:
    """Say whether the whole of a text may hold an entry, by some of its sentences."""
    best = likeliest(doc, actors)
    return best is not None and best[0] >= WORTH_READING


def likeliest(doc: Doc, actors: Actors) -> tuple[float, Pair] | None:
    """Return the pair of a text that is likeliest an entry, the first of equals, and how likely it is."""
    best: tuple[float, Pair] | None = None
    for pair in pairs(doc, actors):
        found = likelihood_of(features(pair, doc, actors))
        if best is None or found > best[0]:
            best = found, pair
    return best


def likelihood_of(found: Iterable[str]) -> float:
    """Return how likely a pair of these features is an entry, between 0 and 1."""
    weights = _weights()
    # Summed in one order, so that the last digit is the same everywhere.
    score = weights[""] + math.fsum(sorted(weights[f] for f in found if f in weights))
    return 1 / (1 + math.exp(-score))


def pairs(doc: Doc, actors: Actors) -> Iterator[Pair]:
    """Yield each aircraft of a text with each land or airspace of its sentence that is not its own."""
    states = [p for p in actors.parties if p.kind == "state" and p.state and p.start not in actors.datelines]
    for number, sentence in enumerate(doc.sents):
        crafts = [
            c for c in actors.crafts
            if sentence.start <= c.start < sentence.end and not c.weapon and c.category != "missile"
        ]
        if not crafts:
            continue
        lands = list(_lands(sentence, doc, actors))
        for craft in crafts:
            for zone, stated, by, head in lands:
                land = stated
                if land is None:
                    own = craft.party.state if craft.party is not None else None
                    land, how = _only([p for p in states if p.state != own], sentence)
                    by += how
                if land is None:
                    continue
                mover, mover_by = _owner(craft, land, states, sentence)
                if mover is not None and mover.state != land.state:
                    yield Pair(number, craft, mover, mover_by, land, by, zone, head)


def _lands(sentence: Tokens, doc: Doc, actors: Actors) -> Iterator[tuple[Zone | None, Party | None, str, int]]:
    """Yield each airspace and each place of a sentence, with whose it is, how that is known, and its head."""
    for zone in actors.zones:
        if sentence.start <= zone.start < sentence.end and zone.kind in _ZONES:
            if zone.owner is not None and zone.owner.state:
                yield zone, zone.owner, f"zone:{zone.kind}", zone.head
            else:
                yield zone, None, f"nobody's zone:{zone.kind}", zone.head
    for party in actors.parties:
        if not sentence.start <= party.start < sentence.end or not party.state or party.start in actors.datelines:
            continue
        if party.start in actors.craft_at or party.start in actors.zone_at:
            continue
        root = doc[party.start : party.end].root
        if root.dep_ in ("pobj", "dobj", "pcomp") or root.head.dep_ == "pobj":
            yield None, party, f"goal:{party.kind}", root.i


def _owner(craft: Craft, land: Party, states: list[Party], sentence: Tokens) -> tuple[Party | None, str]:
    """Return whose an aircraft is: as it says, or the one other state of the sentence or of the text."""
    if craft.party is not None:
        return (craft.party, "own") if craft.party.state else (None, "")
    others = [p for p in states if p.state != land.state]
    how = "pronoun" if craft.owner_pronoun is not None else "only"
    only, where = _only(others, sentence)
    if only is not None:
        return only, how + where
    before = [p for p in others if p.start < craft.start]
    return (max(before, key=lambda p: p.start), how + " before") if before else (None, "")


def _only(states: list[Party], sentence: Tokens) -> tuple[Party | None, str]:
    """Return the one state that a sentence names, or the text, and which of them it was."""
    here = [p for p in states if sentence.start <= p.start < sentence.end]
    if len({p.state for p in here}) == 1:
        return here[0], " in sentence"
    if not here and len({p.state for p in states}) == 1:
        return states[0], " in text"
    return None, ""


def features(pair: Pair, doc: Doc, actors: Actors) -> list[str]:
    """Return what is said of a pair, each once: its words with names, numbers and the two themselves masked."""
    sentence = doc.sents[pair.sentence]
    head, place = doc[pair.craft.head], doc[pair.head]
    verb = _verb_of(head)
    found = [
        f"land:{pair.land_by}", f"mover:{pair.mover_by}", f"both:{pair.land_by} {pair.mover_by}",
        f"kind:{pair.craft.category}", f"civil:{pair.craft.civil}", f"definite:{pair.craft.definite}",
        f"generic:{pair.craft.generic}", f"craft:{'' if head.pos_ == 'PROPN' else head.lemma_.lower()}",
        f"role:{head.dep_}", f"verb:{verb.lemma_.lower()}", f"tense:{verb.tag_}",
        "first" if pair.sentence == 0 else "later",
    ]  # fmt: skip
    if grammar.negated(verb):
        found.append("negated")
    if grammar.has_modal(verb):
        found.append("modal")
    found += _preposition_features(place, pair)
    found += _path_features(head, place)
    craft = pair.craft.start, pair.craft.end
    land = (pair.zone.start, pair.zone.end) if pair.zone is not None else (pair.land.start, pair.land.end)
    found.append("order:craft" if craft < land else "order:land")
    between = list(_masked(doc, min(craft[1], land[1]), max(craft[0], land[0]), actors))
    found.append(f"apart:{sum(len(between) >= n for n in (3, 6, 12))}")
    found += [f"between:{w}" for w in between]
    found += [f"between:{a} {b}" for a, b in pairwise(between)]
    words = ["^", *_masked(doc, sentence.start, sentence.end, actors, craft, land), "$"]
    found += [f"word:{w}" for w in words]
    found += [f"words:{a} {b}" for a, b in pairwise(words)]
    found += [f"words:{a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    return list(dict.fromkeys(found))


def _preposition_features(place: Token, pair: Pair) -> Iterator[str]:
    at = _preposition_above(place)
    written = at.lower_ if at is not None else "-"
    yield f"preposition:{written}"
    yield f"preposition:{written} {pair.land_by.split(':')[0]}"
    if at is not None:
        yield f"of:{at.head.lemma_.lower()}"
        yield f"preposition:{written} {at.head.pos_}"
        yield f"preposition:{written} {at.head.lemma_.lower()}"


def _path_features(head: Token, place: Token) -> Iterator[str]:
    path = _path(head, place)
    if path is None:
        yield "path:none"
        return
    up, down = path
    yield f"path:{'>'.join(t.dep_ for t in up)}<{'<'.join(t.dep_ for t in down)}"
    yield f"steps:{min(6, len(up) + len(down))}"
    for token in (*up, *down):
        yield f"on path:{token.lemma_.lower()}"
        if token.tag_ == "VB":
            yield "on path infinitive"
        if any(c.tag_ == "MD" for c in (token, *token.children)):
            yield "on path modal"
        if any(c.dep_ == "neg" for c in token.children):
            yield "on path negated"


def _masked(
    doc: Doc, start: int, end: int, actors: Actors, craft: tuple[int, int] = (-1, -1), land: tuple[int, int] = (-1, -1)
) -> Iterator[str]:
    """Yield the words from one position to another, what is named masked and told once where it is told in a row."""
    at, last = start, ""
    while at < end:
        token = doc[at]
        if token.is_space:
            at += 1
            continue
        word, after = _mask(token, actors)
        if craft[0] <= at < craft[1]:
            word, after = "<craft>", craft[1]
        elif land[0] <= at < land[1]:
            word, after = "<land>", land[1]
        at = max(at + 1, after)
        if word != last or word[:1] != "<":
            yield word
        last = word


def _mask(token: Token, actors: Actors) -> tuple[str, int]:
    """Return a word as it counts, and where the next begins."""
    craft = actors.craft_at.get(token.i)
    if craft is not None:
        return ("<airliner>" if craft.civil else "<aircraft>"), craft.end
    zone = actors.zone_at.get(token.i)
    if zone is not None:
        return f"<{zone.kind}>", zone.end
    party = actors.party_at.get(token.i)
    if party is not None:
        return "<party>", party.end
    if token.like_num or any(c.isdigit() for c in token.text):
        return "<number>", token.i + 1
    return ("<name>" if token.pos_ == "PROPN" else token.lemma_.lower()), token.i + 1


def _verb_of(token: Token) -> Token:
    for above in grammar.ancestors(token) if token.pos_ not in ("VERB", "AUX") else ():
        if above.pos_ in ("VERB", "AUX"):
            return above
        token = above
    return token


def _preposition_above(token: Token) -> Token | None:
    for _ in range(4):
        if token.dep_ == "prep" or token.lower_ in _PREPOSITIONS:
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def _path(first: Token, last: Token) -> tuple[list[Token], list[Token]] | None:
    """Return the words above the first up to where the two meet, and those from there down to the last."""
    up = [first]
    while up[-1].head is not up[-1] and len(up) < _STEPS:
        up.append(up[-1].head)
    met = {t.i: n for n, t in enumerate(up)}
    down: list[Token] = []
    while last.i not in met and last.head is not last and len(down) < _STEPS:
        down.append(last)
        last = last.head
    if last.i not in met:
        return None
    return up[1 : met[last.i] + 1], down[:0:-1]


def _way(head: Token, place: Token) -> list[Token]:
    path = _path(head, place)
    return [*path[0], *path[1]] if path is not None else []


def _trigger(way: list[Token], head: Token) -> Token:
    """Return the word that tells of it: the first verb on the way from the aircraft to the place, else a noun."""
    verb = next((t for t in way if t.pos_ == "VERB"), None)
    return verb or next((t for t in way if t.pos_ == "NOUN"), head)


def _leave_or_war(way: list[Token], trigger: Token, pair: Pair) -> bool:
    """Say whether a pair tells of an airspace closed or opened, or of a raid on the land itself.

    Not: "no leave to be over Chad", "bombers that had struck a village came back through Thai airspace".
    """
    if any(t.lower_ in lexicon.group_forms("opening_and_closing") for t in way):
        return True
    things = {trigger.lower_, *(t.lower_ for t in grammar.objects(trigger))}
    raids = lexicon.group("attacking_forms") | lexicon.group("volleys") | lexicon.verb_forms("strike")
    return pair.zone is None and any(t in raids or t.endswith(("strike", "strikes")) for t in things)


@cache
def _weights() -> Mapping[str, float]:
    with resources.files("airmap.lexicon").joinpath(_WEIGHTS).open(encoding="utf-8") as file:
        return {str(k): float(v) for k, v in json.load(file).items()}
