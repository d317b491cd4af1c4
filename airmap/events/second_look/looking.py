"""Events put together from what a sentence names, where its clues say that something happened but not how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import party_in
from airmap.events.event_words import ACT_OF_ZONE
from airmap.events.readers.plain_order import goals_in
from airmap.events.second_look.clues import clues_of
from airmap.events.second_look.judging import weights
from airmap.events.tellings import ENTERING, Act, Telling, sentence_of
from airmap.mentions.actors import Actors, Craft, Party, Zone, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token, Tokens

# Where a sentence is less likely than this to tell of something it is left alone. Set on passages that the weights were
# not fitted on: below it more is read that did not happen than is found.
SURE = 0.8
# What an aircraft is to the word above it where something is done to it.
_DONE_TO = frozenset({"dobj", "nsubjpass", "pobj"})


def look_again(doc: Doc, actors: Actors, dismissed: Iterable[Telling] = ()) -> Iterator[Telling]:
    """Yield an event for each sentence that names an aircraft and whose clues say that something happened.

    A sentence of which a reader told something that was dismissed has had its answer.
    """
    answered = {sentence_of(t, doc)[0] for t in dismissed}
    for sentence in doc.sents:
        crafts = [c for c in actors.crafts_in(sentence) if not c.attributive]
        # A missile beside an aircraft is what was fired at it.
        crafts = [c for c in crafts if not (c.weapon or c.category == "missile")] or crafts
        crafts = [c for c in crafts if not _kept_at_base(doc[c.head])]
        if not crafts or sentence.start in answered:
            continue
        judged = weights().judge(clues_of(sentence, actors))
        if judged.chance >= SURE:
            yield _put_together(judged.act, sentence, crafts, doc, actors)


def _kept_at_base(noun: Token) -> bool:
    """Say whether an aircraft is told only to be kept somewhere: "complained of bombers being based in Norway"."""
    after = (t for t in noun.doc[noun.i + 1 : noun.sent.end] if t.lower_ not in lexicon.verb_forms("be"))
    return next((t.lower_ for t in after), "") in lexicon.group("kept_at_base")


def _put_together(act: Act, sentence: Tokens, crafts: list[Craft], doc: Doc, actors: Actors) -> Telling:
    goal = next(goals_in(sentence, doc, actors), None)
    zone, party = (goal, None) if isinstance(goal, Zone) else (None, goal)
    if act in ENTERING and zone is not None:
        act = ACT_OF_ZONE.get(zone.kind, act)
    host = zone.owner if zone is not None else party
    craft = _entering(crafts, host) if act in ENTERING else _met(crafts, doc)
    verb = _verb_of(doc[craft.head], sentence)
    doer = None if act in ENTERING else _doer(verb, craft, crafts, actors)
    return Telling(
        act=act,
        trigger=verb.i,
        start=sentence.start,
        end=sentence.end,
        strong=act not in ENTERING,
        craft=craft,
        craft_token=craft.head,
        responder=doer,
        responder_token=doer.start if doer is not None else None,
        zone=zone,
        goal=party,
    )


def _entering(crafts: list[Craft], host: Party | None) -> Craft:
    """Return the aircraft that has come in: the first that is not the host's, sooner one with an owner."""
    foreign = [c for c in crafts if c.party is None or c.party.state != state_of_party(host)] or crafts
    return next((c for c in foreign if c.party is not None), foreign[0])


def _met(crafts: list[Craft], doc: Doc) -> Craft:
    """Return the aircraft that it was done to: by its place in the tree, else the first."""
    return next((c for c in crafts if grammar.counted(doc[c.head]).dep_ in _DONE_TO), crafts[0])


def _verb_of(noun: Token, sentence: Tokens) -> Token:
    """Return the verb that an aircraft hangs on, or the root of the sentence."""
    return next((a for a in grammar.ancestors(noun) if a.pos_ in ("VERB", "AUX")), sentence.root)


def _doer(verb: Token, craft: Craft, crafts: list[Craft], actors: Actors) -> Party | None:
    """Return who did it: whom the verb names, of another side than the aircraft, else whose the other aircraft is."""
    own = state_of_party(craft.party)
    named = (party_in(t, actors) for t in (*grammar.agents(verb), *grammar.subjects(verb)))
    others = (c.party for c in crafts if c is not craft)
    return next((p for p in (*named, *others) if p is not None and p.state not in (None, own)), None)
