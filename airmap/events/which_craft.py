"""Which of several aircraft a clause means: the first of two named together, one more like the last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.mentions.actors import Actors, Craft, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_SERVICES = frozenset({"Army", "Navy", "Force", "Marines", "Marine"})


def first_named(craft: Craft, verb: Token, actors: Actors) -> Craft:
    """Return the first of two aircraft, whose owner owns both: "A Russian Su-30 and an Il-78, refuelling, came"."""
    head = grammar.first_of_several(verb.doc[craft.head])
    if head.dep_ == "pobj" and head.head.lower_ in ("including", "comprising", "like"):
        # "19 aircraft including fighters and bombers entered": the nineteen.
        whole = actors.craft_headed(head.head.head)
        return craft if whole is None else whole
    if craft.party is not None:
        return craft
    joined = (c for c in actors.crafts if c.end <= craft.start <= c.end + 2 and verb.doc[c.end].lower_ == "and")
    return next((c for c in joined if c.party is not None and not (c.attributive or c.weapon)), craft)


def one_more(verb: Token, actors: Actors) -> Craft | None:
    """Return what "another" repeats: "The Russian drone fell there. Jets went up after another that crossed Tulcea"."""
    if verb.dep_ != "relcl" or verb.i < verb.sent.start + 2 or verb.nbor(-1).lower_ not in ("that", "which"):
        return None
    word = verb.nbor(-2)
    if word.lower_ not in ("another", "one", "second", "third"):
        return None
    told = [c for c in actors.crafts if c.head < verb.sent.start and not c.attributive and not c.weapon]
    return replace(told[-1], count=1) if told else None


def of_a_service(craft: Craft, doc: Doc) -> bool:
    """Say whether an aircraft is called by an armed service alone: "an Army helicopter", "a Navy patrol plane"."""
    named = [t.text for t in doc[craft.start : craft.head]]
    return craft.party is None and not craft.civil and any(n in _SERVICES for n in named)


def boarded(verb: Token, doers: list[Token], mover: Party | None, actors: Actors) -> Craft | None:
    """Return what somebody flies in: "Captain Smith strayed into Hungary in an F-84", "a pilot crossed in a Cessna".

    Not: "Greece sent troops by helicopter" where nobody is named and no side either.
    """
    if mover is None and not any(d.pos_ == "PROPN" or d.lower_ in lexicon.group("aircrew") for d in doers):
        return None
    aboard = ("with", "by", "using", "aboard", "in") if doers else ("with", "by", "using")
    flying = [c for d in doers for c in d.children if c.dep_ == "acl" and c.tag_ == "VBG"]
    bearing = lexicon.group("bearing_passengers") | {"piloting"}
    taken = [o for f in flying if f.lower_ in bearing for o in grammar.objects(f)]
    things = [*(t for p, t in grammar.prepositions(verb) if p in aboard), *(x for o in taken for x in (o, *o.children))]
    found = (c for t in things if (c := actors.craft_headed(t)) is not None)
    vehicle = next((c for c in found if not c.attributive and (c.count == 1 or mover is not None)), None)
    if vehicle is None or mover is not None or vehicle.party is not None:
        return vehicle
    # "a pilot from Sweden"
    home = (actors.party_at.get(t.i) for d in doers for p, t in grammar.prepositions(d) if p == "from")
    return replace(vehicle, party=next((h for h in home if h is not None and h.state is not None), None))


def flown_by(doers: list[Token], verb: Token, actors: Actors) -> Craft | None:
    """Return the plane that is not named of one who flew: "a pilot strayed over the border", "a major took off and".

    Not: "a soldier strayed over the border", "a colonel crossed the border".
    """
    if any(c.head < verb.i for c in actors.crafts_in(verb.sent) if not c.attributive):
        return None
    if verb.sent.words & lexicon.group("without_a_plane"):
        return None
    pilots = lexicon.group("aircrew")
    for person in (d for d in doers if d.i < verb.i and d.i not in actors.craft_at):
        rank = person.lower_ in lexicon.group("officers")
        if person.lower_ not in pilots and not (rank and _took_off(verb)):
            continue
        owners = (actors.party_at.get(c.i) for c in person.children if c.dep_ in ("amod", "compound", "poss", "nmod"))
        owner = next((p for p in owners if p is not None and p.state is not None), None)
        if owner is not None:
            # However many fly it, it is one plane.
            return Craft(person.i, person.i + 1, person.i, "plane", "plane", party=owner, count=1, generic=True)
    return None


def _took_off(verb: Token) -> bool:
    """Say whether the sentence tells before a verb that somebody flew: "took off from Baku, lost his way and"."""
    before = verb.doc[verb.sent.start : verb.i + 1]
    risen = any(t.lower_ == "off" and t.nbor(-1).lower_ in lexicon.verb_forms("take")
                and not grammar.objects(t.nbor(-1)) for t in before[1:])
    return risen or any(t.lower_ in lexicon.group("signs_of_flying") for t in before)
