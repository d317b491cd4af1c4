"""Whose aircraft it was that entered, fired or was met: settled by its owner, its sender, what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import (
    party_in,
    party_meant,
    speaker_above,
)
from airmap.events.tellings import Telling, changed
from airmap.events.whose.blame import accusers_own
from airmap.events.whose.voice import FIRST_PERSON, voice_of
from airmap.mentions.actors import Actors, Craft, Party, state_of_party
from airmap.records import Article

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

LATTER = frozenset({"latter", "former"})


def settle_mover(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling]
) -> Telling:
    craft = telling.craft
    if craft is not None and craft.party is None and telling.act in ("down", "fire"):
        owner = _its_loss(telling, craft, doc, actors, before)
        if owner is not None:
            # Where it was is their account, and no other event.
            return replace(telling, craft=replace(craft, party=owner), mover=owner, zone=None, goal=None)
    if telling.act in ("down", "fire", "intercept", "close", "approach"):
        if craft is not None and (own := accusers_own(telling, craft, doc, actors)) is not None:
            return replace(telling, craft=replace(craft, party=own), mover=own)
        return changed(telling, mover=craft.party if craft else None)
    mover = telling.mover
    if craft is not None and craft.party is not None:
        mover = craft.party
    if mover is not None and mover.kind == "place" and mover.state is None:
        mover = None
    if mover is None and craft is not None:
        mover = _sender(telling, craft, doc, actors)
    if mover is None and craft is not None and craft.category == "missile" and telling.act == "entry":
        # "India said that a malfunction had led to the accidental firing of a missile into Pakistan"
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        mishap = doc[telling.trigger].sent.words & lexicon.group("mishaps")
        there = {state_of_party(telling.goal)}
        if speaker is not None and mishap and speaker.state not in there:
            mover = speaker
    if mover is None and telling.mover_token is not None:
        token = doc[telling.mover_token]
        if token.lower_ in LATTER:
            mover = latter(doc, token, actors)
        elif token.lower_ in lexicon.group("mover_pronouns") and craft is None:
            zone = telling.zone
            exclude = {None, zone.owner.state if zone is not None and zone.owner is not None else None}
            if zone is not None and zone.owner_pronoun is not None and doc[zone.owner_pronoun].lower_ in FIRST_PERSON:
                # "It violated our airspace": not those whose airspace is ours.
                ours = voice_of(doc, zone.owner_pronoun, actors, article, exclude={None})
                exclude.add(state_of_party(ours))
            speaker, verb = speaker_above(doc[telling.trigger], actors)
            admits = verb is not None and verb.lower_ in lexicon.group_forms("admitting_verbs")
            if zone is not None and zone.owner_pronoun is not None and speaker is not None and not admits:
                # "The Chinese complain that it entered their airspace": it is none of theirs.
                exclude.add(speaker.state)
            mover = party_meant(doc, token.i, actors, exclude=exclude, states_only=False)
    if mover is None and craft is not None:
        mover = _told_of_before(telling, craft, doc, actors, before)
    entered = telling.zone.owner.state if telling.zone is not None and telling.zone.owner is not None else None
    trigger = doc[telling.trigger]
    if mover is not None and mover.state == entered is not None and trigger.dep_ == "pcomp" and not telling.nominal:
        # "Washington defied Beijing's attempts to impose rules by flying a jet through it": not those whose it is.
        above = (s for a in grammar.ancestors(trigger) if a.pos_ == "VERB" for s in grammar.subjects(a))
        sides = (party_in(s, actors) for s in above)
        mover = next((p for p in sides if p is not None and p.kind == "state" and p.state != entered), mover)
    return changed(telling, mover=mover)


def _told_of_before(
    telling: Telling, craft: Craft, doc: Doc, actors: Actors, before: Sequence[Telling]
) -> Party | None:
    """Return whose "the aircraft" is that was fired on before: "Bangui said the aircraft had crossed the border"."""
    if telling.act != "entry" or telling.nominal or not craft.definite or craft.owner_pronoun is not None:
        return None
    speaker, _ = speaker_above(doc[telling.trigger], actors)
    known = (
        t.mover for t in reversed(before) if t.act in ("down", "fire", "intercept") and t.craft is not None
        and (craft.generic or t.craft.category == craft.category)
    )
    mover = next((m for m in known if m is not None), None)
    return mover if speaker is not None and state_of_party(mover) not in (None, speaker.state) else None


def _its_loss(telling: Telling, craft: Craft, doc: Doc, actors: Actors, before: Sequence[Telling]) -> Party | None:
    """Return who tells that an aircraft was fired on which others say they hit: "Moscow says the Su-24 was shot at"."""
    trigger = doc[telling.trigger]
    if not grammar.is_passive(trigger) or grammar.agents(trigger) or telling.responder is not None:
        return None
    speaker, _ = speaker_above(trigger, actors)
    met = (
        t for t in before if t.act in ("down", "fire", "intercept") and t.craft is not None
        and t.craft.category == craft.category and t.start != telling.start
    )
    if speaker is None or speaker.kind != "state" or not craft.definite:
        return None
    by_others = any(
        state_of_party(t.responder) not in (None, speaker.state) and state_of_party(t.mover) in (None, speaker.state)
        for t in met
    )
    return speaker if by_others else None


def _sender(telling: Telling, craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Return who sends an aircraft: "when it flew drones", "Chad went on, with jets entering Sudan"."""
    flown = doc[craft.head]
    if flown.dep_ == "pobj" and flown.head.lower_ == "with" and telling.zone is not None:
        entered = state_of_party(telling.zone.owner)
        going_on = any(c.i == telling.trigger and c.dep_ == "acl" for c in flown.children)
        sides = (party_in(t, actors) for t in grammar.agents(flown.head.head)) if going_on and entered else ()
        return next((p for p in sides if p is not None and p.kind == "state" and p.state != entered), None)
    if flown.dep_ not in ("dobj", "obj", "nsubj") or flown.head.lower_ not in lexicon.group_forms("senders"):
        return None
    owner = telling.zone.owner if telling.zone is not None else telling.goal
    for agent in grammar.agents(flown.head):
        party = party_in(agent, actors)
        if party is None and agent.lower_ in ("it", "they") and owner is not None and owner.state is not None:
            speaker, _ = speaker_above(doc[telling.trigger], actors)
            ours = speaker is not None and speaker.state != owner.state
            party = speaker if ours else party_meant(doc, agent.i, actors, exclude={None, owner.state})
        if party is not None:
            return party
    return None


def latter(doc: Doc, token: Token, actors: Actors) -> Party | None:
    before = [p for p in actors.parties if p.start < token.i and p.start >= token.sent.start and p.kind != "place"]
    return before[-1] if before else None
