"""Whose an aircraft was by who flew it or sat in it: "its Dutch pilot", "the pilot had lost his way"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import speaker_above, state_in
from airmap.mentions.actors import Actors, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


def harmed(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield whose crews came to harm: "regret for the deaths of two American balloonists", "the Dutch pilot died"."""
    for token in doc[start:end]:
        if token.lower_ not in lexicon.group("aircrew"):
            continue
        above = {a.lower_ for a in list(grammar.ancestors(token))[:3]}
        if not above & lexicon.group("crew_fates"):
            continue
        yield from _states_of(token, actors)


def its_own(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield whose "its Zambian pilot" or "its Turkish crew of three" is, told of in the sentences around."""
    for token in doc[start:end]:
        if token.lower_ in lexicon.group("aircrew") and any(c.lower_ in ("its", "their") for c in token.children):
            yield from _states_of(token, actors)


def _states_of(crew: Token, actors: Actors) -> Iterator[Party]:
    """Yield the state that a crew is called by: "the Dutch pilot"."""
    owners = (actors.party_at.get(c.i) for c in crew.children if c.dep_ in ("amod", "compound", "nmod"))
    yield from (p for p in owners if p is not None and p.kind == "state")


def landing_from(head: Token, actors: Actors) -> Party | None:
    """Return whose people come in an aircraft: "seven Uzbek policemen landed by helicopter"."""
    if head.dep_ != "pobj" or head.head.lower_ not in ("by", "in", "aboard"):
        return None
    verb = next((a for a in grammar.ancestors(head) if a.pos_ == "VERB"), None)
    if verb is None or verb.lower_ not in lexicon.group_forms("people_arriving_verbs"):
        return None
    return state_in(grammar.subjects(verb), actors)


def pilot_of(head: Token, actors: Actors) -> Party | None:
    """Return whose pilot flew an aircraft: "the American pilot was flying the plane when it was hit"."""
    verb = next((a for a in grammar.ancestors(head) if a.pos_ in ("VERB", "AUX")), head)
    flown = head.dep_ == "dobj" and verb.lower_ in lexicon.verb_forms("fly", "pilot")
    if not flown and head.head.head.lower_ not in ("controls", "cockpit"):
        return None
    return state_in((s for s in grammar.subjects(verb) if actors.craft_headed(s) is None), actors)


def watched_by(verb: Token, actors: Actors) -> Party | None:
    """Return whose crew saw a fighter come: "the Danish crew watched a Su-27 tailing their plane"."""
    for above in grammar.ancestors(verb):
        if above.pos_ == "VERB":
            if above.lower_ not in lexicon.group_forms("perceiving_verbs") | lexicon.verb_forms("observe"):
                return None
            return state_in((s for s in grammar.subjects(above) if s.lower_ in lexicon.group("aircrew")), actors)
    return None


def excused(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield who says of a crew that it erred, which is said of one's own: "Lima said the pilot had lost his way"."""
    for token in doc[start:end]:
        if token.lower_ not in lexicon.group("aircrew") or token.dep_ != "nsubj":
            continue
        erred = any(t.lower_ in lexicon.group("erring") for t in token.head.subtree)
        party, verb = speaker_above(token.head, actors) if erred else (None, None)
        if party is not None and party.kind == "state" and verb is not None:
            yield party
