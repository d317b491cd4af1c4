"""Whose aircraft it was by who is accused: "accuses Israel of airspace violations", "protested to Venezuela over"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.blame import addressee
from airmap.events.coreference import party_in
from airmap.events.movers import LATTER, latter
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft, Party

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token

_BODIES = frozenset({"UN", "United Nations", "U.N."})
# Protests go to alliances as well as to states.
_FORUMS = _BODIES | {"NATO"}
_PROTESTS = frozenset({"protest", "complaint", "protests", "note"})


def settle_accused(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Return the telling with the accused as the intruder, where nothing says better whose aircraft it was."""
    if telling.mover is not None or (telling.craft is not None and telling.craft.party is not None):
        return telling
    if telling.act not in ("entry", "adiz"):
        return telling
    trigger = doc[telling.trigger]
    if (accused := _latter_named(trigger, doc, actors)) is not None:
        return replace(telling, mover=accused)
    for above in grammar.ancestors(trigger):
        if above.pos_ == "VERB" and above.lower_ in lexicon.verbs("cues", "denial"):
            return telling  # "accused Algeria of force, and dismissed its claim that a drone had crossed"
        for read in (_envoy_called, _doer_of_the_deed, _addressed, _accused_by, _protested_to):
            if (found := read(telling, above, trigger, actors)) is not None:
                return found
    return telling


def _latter_named(trigger: Token, doc: Doc, actors: Actors) -> Party | None:
    """Return whom "the latter's violations" are laid on."""
    owners = (c for c in trigger.children if c.dep_ == "poss")
    meant = (latter(doc, c, actors) for c in owners if c.lower_ in LATTER or any(t.lower_ in LATTER for t in c.subtree))
    return next((p for p in meant if p is not None), None)


def _envoy_called(telling: Telling, above: Token, trigger: Token, actors: Actors) -> Telling | None:
    """Read "calls in Myanmar's ambassador over"."""
    if above.lower_ not in lexicon.verb_forms("call"):
        return None
    envoys = [t for _, t in grammar.prepositions(above) if t.lower_ in lexicon.group("envoys")]
    accused = party_in(envoys[0], actors) if envoys else None
    return replace(telling, mover=accused, mover_token=envoys[0].i) if accused is not None else None


def _doer_of_the_deed(telling: Telling, above: Token, trigger: Token, actors: Actors) -> Telling | None:
    """Read "called Pakistan's action a violation", "described the drone attack by Israel as a breach"."""
    as_deed = trigger.dep_ == "pobj" and trigger.head.lower_ == "as" and trigger.head.head.i == above.i
    if not as_deed and (trigger.dep_ not in ("oprd", "attr") or above.i != trigger.head.i):
        return None
    things = (t for t in (*grammar.passive_or_objects(above), *grammar.subjects(above)) if t.i != trigger.i)
    for deed in (t for t in things if t.lower_ in lexicon.group("actions")):
        doer = by_whom(deed, actors)
        if doer is not None:
            weapon = attacked_with(deed, actors) if telling.craft is None else None
            flown = replace(weapon, party=doer, attributive=False) if weapon is not None else telling.craft
            return replace(telling, mover=doer, craft=flown)
    return None


def _addressed(telling: Telling, above: Token, trigger: Token, actors: Actors) -> Telling | None:
    """Read "hands a note to Myanmar's embassy about a helicopter that came over"."""
    addressed = addressee(above, actors)
    return replace(telling, mover=addressed) if addressed is not None else None


def _accused_by(telling: Telling, above: Token, trigger: Token, actors: Actors) -> Telling | None:
    """Read "accuses Israel of", "condemned the strikes by Iran as a violation", "protested to Venezuela over"."""
    # A headline's "summons" is taken for a noun.
    headline = above.dep_ == "ROOT" and grammar.has_subject(above)
    if above.lower_ not in lexicon.verbs("cues", "reporting", "accusing") or not (above.pos_ == "VERB" or headline):
        return None
    as_deed = trigger.head.lower_ == "as" and trigger.head.head.i == above.i
    told = above.head if as_deed and above.dep_ == "conj" and above.head.pos_ == "VERB" else None
    flown = None if told is None else actors.craft_headed(next(iter(grammar.agents(told)), told))
    if flown is not None and flown.party is not None and flown.party.state is not None:
        # "in which Malian jets bombed a camp and which Algiers denounced as a violation"
        return replace(telling, mover=flown.party, mover_token=flown.head)
    things = grammar.passive_or_objects(above)
    things += [t for o in things for p, t in grammar.prepositions(o) if p == "against"]
    for thing in things:
        accused = party_in(thing, actors)
        if as_deed and accused is not None and accused.start >= thing.i:
            # "the raid inside Ecuador, which he denounced as a violation": a deed, and no state.
            accused = None
        accused = accused or by_whom(thing, actors)
        elsewhere = telling.zone is None or telling.zone.owner is not accused
        if accused is not None and elsewhere and thing.i != trigger.i:
            weapon = attacked_with(thing, actors) if telling.craft is None else None
            if weapon is not None:
                flown = replace(weapon, party=accused, attributive=False)
                telling = replace(telling, craft=flown, craft_token=weapon.head)
            return replace(telling, mover=accused, mover_token=thing.i)
    to_whom = [t for p, t in grammar.prepositions(above) if p in ("to", "against", "with", "on") and t.i != trigger.i]
    return _first_state(telling, to_whom, actors, _FORUMS)


def _protested_to(telling: Telling, above: Token, trigger: Token, actors: Actors) -> Telling | None:
    """Read "lodged a complaint with Ankara", "its protest to Venezuela"."""
    if above.lower_ not in _PROTESTS or above.pos_ != "NOUN":
        return None
    to_whom = [t for p, t in grammar.prepositions(above) if p in ("to", "with", "against")]
    return _first_state(telling, to_whom, actors, _BODIES)


def _first_state(
    telling: Telling, things: Sequence[Token], actors: Actors, but: frozenset[str]
) -> Telling | None:
    for thing in things:
        accused = party_in(thing, actors)
        if accused is not None and accused.name not in but:
            return replace(telling, mover=accused, mover_token=thing.i)
    return None


def by_whom(deed: Token, actors: Actors) -> Party | None:
    """Return who did what is condemned: "the strikes on Panjgur by Iran", "the American airlift"."""
    named = [t for p, t in grammar.prepositions(deed) if p == "by"]
    beside = [c for c in deed.children if c.dep_ in ("poss", "amod", "compound")]
    named += sorted(beside, key=lambda c: c.dep_ != "poss")
    doers = (party_in(t, actors) for t in named)
    return next((p for p in doers if p is not None and p.state is not None), None)


def attacked_with(deed: Token, actors: Actors) -> Craft | None:
    """Return the missiles or drones of "the missile attack on the base"."""
    if deed.lower_ not in lexicon.group("attack_nouns", "strike_nouns"):
        return None
    flown = (actors.craft_at.get(c.i) for c in deed.children if c.dep_ in ("compound", "amod", "nmod"))
    return next((c for c in flown if c is not None and c.unpiloted), None)
