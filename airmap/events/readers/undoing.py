"""Readers of the many ways in which English says that those in arms did away with what flew, without "shot down"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, first_craft, repeats_craft
from airmap.events.readers.scenes import place_of
from airmap.events.tellings import Act, Telling, told_by
from airmap.mentions.actors import Actors, Craft, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

# How far behind its verb the aircraft, and behind the aircraft what became of it, may begin.
_REACH = 9


@cache
def undoing_forms() -> frozenset[str]:
    """Return every word with which such a telling starts: "sent", "disposed", "riddled", "succumbed"."""
    forms = lexicon.group_forms("undoing_verbs", "wounding_verbs")
    forms |= lexicon.group_forms("ruining_verbs", "succumbing_verbs")
    return forms.union(lexicon.phrases_by_verb("undoing_phrases"), lexicon.phrases_by_verb("wounding_phrases"))


def undone(verb: Token, actors: Actors) -> Telling | None:
    """Read "sent a jet into the sea", "disposed of the drone", "riddled an airliner with shells", "fell to a MiG".

    Not: "Seoul dispatched a jet", "put the helicopter into service", "the drone fell into the sea", "lost to rivals".
    """
    if grammar.negated(verb) or grammar.has_modal(verb):
        return None
    if verb.lower_ in lexicon.verb_forms("lose") and not grammar.is_passive(verb):
        return None
    forms = lexicon.group_forms
    act: Act | None = None
    doers = grammar.agents(verb)
    if verb.lower_ in forms("succumbing_verbs") and (foes := _succumbed_to(verb, actors)):
        lost = grammar.patients(verb) if grammar.is_passive(verb) else grammar.subjects(verb)
        act, target, doers = "down", _flew(lost, actors), foes
        if target is None and not any(repeats_craft(t) for t in grammar.subjects(verb)):
            return None
    elif (after := _after_phrase(verb)) is not None:
        act = after[0]
        behind = _behind(verb, after[1], actors)
        if behind is not None and verb.dep_ == "acl" and not grammar.has_subject(verb):
            # "A Mirage disposed of the drone": the parser takes the verb for a participle.
            doers = [verb.head]
        target = behind or _target(verb, after[1], actors)
    else:
        target = _target(verb, verb.i + 1, actors)
        if verb.lower_ in forms("ruining_verbs"):
            start = verb.i + 1 if grammar.is_passive(verb) or target is None else target.i + 1
            act = "down" if _ruined(verb, start) else None
        if act is None:
            act = "down" if verb.lower_ in forms("undoing_verbs") else None
            act = "fire" if verb.lower_ in forms("wounding_verbs") else act
    if act is None:
        return None
    # "killing four villagers and wounding nine": nine people.
    named = (t for t in grammar.patients(verb) or grammar.subjects(verb) if repeats_craft(t))
    target = target or next((t for t in named if not t.like_num or any(c.lower_ == "of" for c in t.children)), None)
    doer = next((d for d in doers if _armed(d, actors)), None)
    craft = first_craft([target], actors)[0] if target is not None else None
    if target is None or doer is None or doer.i == target.i or (craft is not None and craft.weapon):
        return None
    responder, responder_token = actor_among([doer], actors)
    own = state_of_party(craft.party) if craft is not None else None
    if own is not None and responder is not None and responder.state == own:
        # "the navy's helicopter sank its own drone"
        return None
    if verb.sent.words & lexicon.group("on_the_ground"):
        return None
    zone, goal = place_of(verb, actors)
    return told_by(
        verb, act, craft=craft, craft_token=target.i, responder=responder, responder_token=responder_token,
        zone=zone, goal=goal,
    )


def _armed(doer: Token, actors: Actors) -> bool:
    """Say whether somebody or something can shoot: a fighter, gunners, a missile, a pilot, flak."""
    craft = first_craft([doer], actors)[0]
    if craft is not None:
        return not craft.civil and craft.category != "balloon"
    if doer.lower_ in ("they", "it") and doer.dep_ == "nsubj":
        # "The gunners say they bagged a Predator"
        return any(_armed(t, actors) for t in doer.doc[doer.sent.start : doer.i] if t.lower_ != doer.lower_)
    return doer.lower_ in _arms()


@cache
def _arms() -> frozenset[str]:
    arms = lexicon.group("fire_sources", "ground_forces", "shooters")
    return arms - {"police"}


def _flew(tokens: list[Token], actors: Actors) -> Token | None:
    craft, at = first_craft(tokens, actors)
    return None if craft is None or at is None or _unfit(craft) else next(t for t in tokens if t.i == at)


def _unfit(craft: Craft) -> bool:
    return craft.weapon or craft.attributive


def _target(verb: Token, start: int, actors: Actors) -> Token | None:
    """Return what it was done to: who suffers it by the tree, or the first aircraft behind the verb."""
    found = _flew(grammar.patients(verb), actors)
    return found if found is not None or grammar.is_passive(verb) else _behind(verb, start, actors)


def _behind(verb: Token, start: int, actors: Actors) -> Token | None:
    doc = verb.doc
    for i in range(start, min(verb.sent.end, start + _REACH)):
        craft = actors.craft_at.get(i)
        if craft is not None and craft.head == i and not _unfit(craft):
            return doc[i]
        if i == start and doc[i].lower_ in ("it", "them", "both", "one", "two"):
            return doc[i]
        if doc[i].tag_ in ("VBD", "VBZ", "VBP", "VB") or doc[i].text in ";:,." or doc[i].pos_ in ("ADP", "SCONJ"):
            return None
    return None


def _after_phrase(verb: Token) -> tuple[Act, int] | None:
    """Return what a phrase such as "dispose of" tells, and where its object starts: "finish it off" has it inside."""
    following = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _REACH)]
    after = [t for t in following if t.lower_ not in ("a", "an", "the")]
    acts: tuple[tuple[str, Act], ...] = (("undoing_phrases", "down"), ("wounding_phrases", "fire"))
    for group, act in acts:
        for rest in lexicon.phrases_by_verb(group).get(verb.lower_, ()):
            if tuple(t.lower_ for t in after[: len(rest)]) == rest:
                return act, after[len(rest) - 1].i + 1
            particle = next((c for c in verb.children if c.lower_ == rest[-1] and c.dep_ == "prt"), None)
            if len(rest) == 1 and particle is not None:
                return act, verb.i + 1
    return None


def _ruined(verb: Token, start: int) -> bool:
    """Say whether what follows tells the end of an aircraft: "into the sea", "to pieces", "ablaze", "crashing"."""
    words = [t.lower_ for t in verb.doc[start : min(verb.sent.end, start + _REACH)]]
    for k, word in enumerate(words):
        if word in ("by", "with") and grammar.is_passive(verb):
            continue
        if word in (",", ";", ":"):
            return False
        if word in lexicon.group("ruined"):
            return True
        ends = lexicon.group("ends_of_flight") & set(words[k + 1 : k + 5])
        above = {"sky", "skies", "air"} & set(words[k + 1 : k + 4])
        if (word in ("into", "to") and ends) or (word in ("out", "from") and above):
            return True
        if word in ("on", "in") and words[k + 1 : k + 2] in (["fire"], ["flames"]):
            return True
    return False


def _succumbed_to(verb: Token, actors: Actors) -> list[Token]:
    """Return to whom or to what something was lost: "fell to", "fell prey to", "met its end at the hands of"."""
    doc = verb.doc
    found: list[Token] = []
    begun = False
    for token in doc[verb.i + 1 : min(verb.sent.end, verb.i + 14)]:
        if token.text in (",", ";", ":") or token.tag_ in ("VB", "VBD", "VBZ", "VBP", "VBN"):
            # "had gone up to meet the bomber" fell to nobody.
            break
        if token.lower_ in ("to", "at", "under", "in", "of") and not begun:
            begun = token.lower_ == "to" or bool(
                {t.lower_ for t in doc[token.i : token.i + 4]} & lexicon.group("hands_of_foes")
            )
        elif begun and _armed(token, actors):
            found.append(token)
    named = [t for t in found if actor_among([t], actors)[0] is not None]
    return named or found
