"""Whose aircraft it was by who is accused: "accuses Israel of airspace violations", "protested to Venezuela over"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import party_in, speaker_above
from airmap.events.tellings import Telling
from airmap.events.whose.blame import addressee, of_something_else
from airmap.events.whose.movers import LATTER, latter
from airmap.mentions.actors import Actors, Craft, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_BODIES = frozenset({"UN", "United Nations", "U.N."})
# Protests go to alliances as well as to states.
_FORUMS = _BODIES | {"NATO"}
_PROTESTS = frozenset({"protest", "complaint", "protests", "note"})


def settle_accused(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Return the telling with the accused as the intruder, where nothing says better whose aircraft it was."""
    trigger = doc[telling.trigger]
    if telling.act in ("entry", "adiz") and not trigger.sent.words.isdisjoint(_sorry_words()):
        telling = _apologised(telling, trigger, actors)
    if telling.mover is not None or (telling.craft is not None and telling.craft.party is not None):
        return telling
    if telling.act not in ("entry", "adiz"):
        return telling
    if (accused := _latter_named(trigger, doc, actors)) is not None:
        return replace(telling, mover=accused)
    if (answered := _charge_answered(telling, trigger, actors)) is not None:
        return answered
    for above in grammar.ancestors(trigger):
        if above.pos_ == "VERB" and above.lower_ in lexicon.verbs("cues", "denial"):
            return telling  # "accused Algeria of force, and dismissed its claim that a drone had crossed"
        for read in (_envoy_called, _doer_of_the_deed, _addressed, _accused_by, _protested_to, _asked):
            if (found := read(telling, above, trigger, actors)) is not None:
                return found
    return telling


def endangered_by(telling: Telling, doc: Doc, actors: Actors) -> Party | None:
    """Return who is complained of: "protested to Chad over a jet that came within ten metres of its plane".

    Not: "complained to Boeing after a jet came close".
    """
    trigger, own = doc[telling.trigger], telling.mover.state if telling.mover is not None else None
    charged = replace(telling, mover=None, mover_token=None)
    for above in grammar.ancestors(trigger):
        for read in (_envoy_called, _addressed, _accused_by, _protested_to):
            found = None if of_something_else(above) else read(charged, above, trigger, actors)
            party = found.mover if found is not None else None
            if party is not None and party.kind != "group" and party.state not in (None, own):
                return party
    return None


@cache
def _sorry_words() -> frozenset[str]:
    """Return the words of an apology: "apologised", "apology", "regrets"."""
    return lexicon.group("apologies") | lexicon.group_forms("apologising_verbs") | lexicon.verb_forms("regret")


def _apologised(telling: Telling, trigger: Token, actors: Actors) -> Telling:
    """Read "apologised to Thailand for the incursion", "Chad demands an apology from Libya over": whose it was, and
    whose airspace.
    """
    above = list(grammar.ancestors(trigger))
    # "Chad receives an apology from Libya over": all three hang on the verb.
    near = (t for a in above for t in (
        # "says sorry for the drone", "was sorry that it had crossed"
        a, *(grammar.objects(a) if a.pos_ == "VERB" else ()), *(c for c in a.children if c.lower_ == "sorry")))
    sorry = next((t for t in near if t.lower_ in _sorry_words()), None)
    if sorry is None:
        return telling
    noun = sorry.lower_ in lexicon.group("apologies") and sorry.pos_ != "VERB"
    verbs = (a for a in grammar.ancestors(sorry) if a.pos_ in ("VERB", "AUX"))
    governor = next(verbs, None) if noun else sorry
    said = [*grammar.prepositions(sorry), *(grammar.prepositions(governor) if governor is not None else ())]
    given = [t for p, t in said if p in ("from", "by")] + [c for c in sorry.children if c.dep_ == "poss"]
    heard = [t for p, t in said if p in ("to", "with")]
    if sorry.pos_ in ("NOUN", "PROPN") and not noun:
        # A headline's "Junta Apologises" is taken for one noun.
        given += [c for c in sorry.children if c.dep_ in ("compound", "nmod")]
    if governor is not None:
        asked = governor.lower_ in lexicon.group_forms("apology_taking_verbs")
        (heard if asked else given).extend(grammar.subjects(governor))
        heard += [c for c in governor.children if c.dep_ in ("dative", "iobj", "dobj") and c.i != sorry.i]
    offender = _state_among(given, actors, None)
    if offender is None or (telling.mover is not None and not _whose_it_may_be(telling, offender)):
        return telling
    wronged = _state_among(heard, actors, offender.state) or speaker_above(sorry, actors)[0]
    zone, goal = telling.zone, telling.goal
    if wronged is not None and wronged.state not in (None, offender.state) and goal is None:
        unowned = zone is not None and zone.owner is None
        zone = replace(zone, owner=wronged, owner_pronoun=None) if zone is not None and unowned else zone
        goal = wronged if zone is None else None
    return replace(telling, mover=offender, zone=zone, goal=goal)


def _whose_it_may_be(telling: Telling, offender: Party) -> bool:
    """Say whether an owner was only guessed, from "its helicopter"."""
    craft = telling.craft
    return craft is not None and craft.owner_pronoun is not None and telling.mover is not offender


def _state_among(words: Sequence[Token], actors: Actors, but: str | None) -> Party | None:
    parties = (party_in(t, actors) for t in words)
    return next((p for p in parties if p is not None and p.kind != "group" and p.state not in (None, but)), None)


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
    calling = above.lower_ in lexicon.group_forms("calling_verbs") or above.lower_ in lexicon.verb_forms("be")
    if not calling:
        return None
    # In plain order: what is called by a name is a second object to the parser now, and now the first.
    between = above.doc[above.i + 1 : trigger.i] if above.i < trigger.i else ()
    for deed in (t for t in (*between, *grammar.subjects(above)) if t.lower_ in lexicon.group("actions")):
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


def _asked(telling: Telling, above: Token, trigger: Token, actors: Actors) -> Telling | None:
    """Read "asked Moscow to explain", "sought clarification from Beijing over", "took it up with Minsk"."""
    if above.pos_ != "VERB":
        return None
    things: list[Token] = []
    matters = [t for t in grammar.passive_or_objects(above) if t.lower_ in lexicon.group("inquiries", "answers_given")]
    if above.lower_ in lexicon.group_forms("questioning_verbs"):
        things += [*grammar.passive_or_objects(above), *(c for v in above.children if v.dep_ in ("xcomp", "ccomp")
                                                         for c in grammar.subjects(v))]
    if above.lower_ in lexicon.group_forms("raising_verbs"):
        things += [t for p, t in grammar.prepositions(above) if p in ("with", "to")]
    for noun in (above, *matters) if matters else ():
        things += [t for p, t in grammar.prepositions(noun) if p in ("from", "of", "with")]
    owner = telling.zone.owner if telling.zone is not None else telling.goal
    asker = _state_among(grammar.subjects(above), actors, None) if not grammar.is_passive(above) else None
    own = {p.state for p in (owner, asker) if p is not None}
    for thing in things:
        asked = party_in(thing, actors) if thing.i != trigger.i else None
        if asked is not None and asked.kind != "group" and asked.state not in {None, *own}:
            return replace(telling, mover=asked, mover_token=thing.i)
    return None


def _charge_answered(telling: Telling, trigger: Token, actors: Actors) -> Telling | None:
    """Read "Moscow played down a Tokyo protest about two Su-27s", "rejects Estonian charge of airspace violation".

    What is charged is laid on the side that answers, and where nobody says whose airspace it was it is the accuser's.
    """
    above = list(grammar.ancestors(trigger))
    answers = lexicon.group_forms("making_light_verbs").union(lexicon.verbs("cues", "denial"))
    verb = next((a for a in above if a.pos_ == "VERB" and a.lower_ in answers), None)
    charges = lexicon.group("complaints_sent", "claims")
    # In plain order: "comment on a complaint over a jet" is a comment over it to the parser.
    between = verb.doc[verb.i : trigger.i] if verb is not None else ()
    charge = next((t for t in between if t.lower_ in charges and t.pos_ == "NOUN"), None)
    if charge is None or verb is None:
        return None
    # "declined to comment on"
    doers = grammar.subjects(verb.head if verb.dep_ == "xcomp" else verb)
    owners = [c for c in charge.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
    owners += [t for p, t in grammar.prepositions(charge) if p in ("by", "from")]
    accuser = _state_among(owners, actors, None)
    owner = telling.zone.owner if telling.zone is not None else telling.goal
    wronged = owner or accuser
    side = _state_among(doers, actors, wronged.state if wronged is not None else None)
    if side is None or wronged is None:
        return None
    zone = telling.zone
    if zone is not None and zone.owner is None and accuser is not None and zone.owner_pronoun is None:
        zone = replace(zone, owner=accuser)
    return replace(telling, mover=side, zone=zone)


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
