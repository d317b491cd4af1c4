"""Repairs of the dependency tree about participles: who flies, what an aside is, what was fired and what was hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.parsing.clause_trees import AFTER, FINITE, has_subject, let_act, put_in_place_of, subject_before, take_place
from airmap.parsing.headline_trees import flies

if TYPE_CHECKING:
    from spacy.tokens import Token

_UNDER_WAY = frozenset({"flying", "heading", "passing", "circling", "moving", "operating", "cruising", "hovering"})
# Before what is fired at, met or addressed, and never before what happens: "after jets crossing", "of jets crossing".
_AIMING = frozenset({"on", "at", "upon", "onto", "into", "by"})
_PASSIVE = {"csubj": "nsubj", "csubjpass": "nsubjpass"}


def _let_go_on(participle: Token, subject: Token, verb: Token, moved: list[Token]) -> None:
    """Make a verb that hung on a participle the main one, with its subject, of which the participle is an aside."""
    put_in_place_of(verb, participle)
    subject.head = verb
    participle.head, participle.dep_ = subject, "acl"
    for child in moved:
        child.head = verb


def gerund_as_subject(gerund: Token) -> None:
    """Give a verb back its subject: "a jet flying over the sea was met" is no "flying" that was met.

    The parser makes the participle the subject, and what flies the subject of the participle. "Russia's flying over
    the town was a mistake" and "flying there is dangerous" have no such subject.
    """
    relation = _PASSIVE.get(gerund.dep_)
    if relation is None or gerund.head.i < gerund.i:
        return
    subject = subject_before(gerund)
    if subject is None or subject.pos_ not in ("NOUN", "PROPN", "NUM"):
        return
    verb = gerund.head
    subject.head, subject.dep_ = verb, relation
    gerund.head, gerund.dep_ = subject, "acl"


def gerund_as_verb(gerund: Token) -> None:
    """Let an aside be one: "Major Ward, taking a jet to Rome, ran into Albania" tells that he ran, not that he took."""
    before = gerund.nbor(-1) if gerund.i else gerund
    if gerund.dep_ not in ("ROOT", "ccomp") or before.text != "," or any(c.dep_ == "aux" for c in gerund.children):
        return
    subject = subject_before(gerund)
    verb = next((c for c in gerund.children if c.dep_ in ("conj", "dep", "ccomp") and c.tag_ in FINITE), None)
    if subject is None or verb is None or verb.i < gerund.i or verb.nbor(-1).text != ",":
        return
    if has_subject(verb):
        return
    _let_go_on(gerund, subject, verb, [c for c in gerund.children if c.i > verb.i])


def verb_after_gerund(verb: Token) -> None:
    """Let a noun do what comes after an aside: "A Turkish F-16, chasing a drone, crossed into Iraq" is a sentence."""
    noun = verb.head
    if verb.dep_ != "acl" or noun.dep_ != "ROOT" or noun.i > verb.i or verb.nbor(-1).text != ",":
        return
    if not any(c.dep_ == "acl" and c.tag_ == "VBG" and noun.i < c.i < verb.i for c in noun.children):
        return
    let_act(noun, verb)


def participle_as_noun(participle: Token) -> None:
    """Let an aircraft be what was hit: "an F-16 hit by ground fire came down" is of no "hit" of the F-16 kind."""
    if participle.i == participle.sent.start or participle.lower_ not in lexicon.group("participles_of_fire"):
        return
    craft = participle.doc[participle.i - 1]
    if craft.head.i != participle.i or craft.dep_ not in ("compound", "nmod", "amod", "nummod"):
        return
    take_place(craft, participle)
    participle.head, participle.dep_ = craft, "acl"
    participle.tag_, participle.pos_ = "VBN", "VERB"


def object_as_flier(gerund: Token) -> None:
    """Give a verb its object: "Eurofighters meet a spy plane flying dark" meets the plane, which flies.

    The parser makes what the participle is said of its subject, and the participle an aside of the verb. "They met
    him, a plane flying overhead" has an object already, and a comma.
    """
    verb = gerund.head
    subject = next((c for c in gerund.children if c.dep_ == "nsubj" and c.i < gerund.i), None)
    if subject is not None and gerund.dep_ == "pcomp" and verb.lower_ in _AIMING and flies(subject):
        # "opened fire on a transport going home": on the transport, which went.
        if subject.left_edge.i == verb.i + 1:
            subject.head, subject.dep_ = verb, "pobj"
            gerund.head, gerund.dep_ = subject, "acl"
        return
    if gerund.dep_ != "advcl" or subject is None or verb.tag_ not in (*FINITE, "VB") or verb.i > subject.i:
        return
    if subject.left_edge.i != verb.i + 1 or any(c.dep_ in ("dobj", "prt") for c in verb.children):
        return
    subject.head, subject.dep_ = verb, "dobj"
    gerund.head, gerund.dep_ = subject, "acl"


def gerund_as_modifier(gerund: Token) -> None:
    """Let an aircraft do what was taken for a word before a noun: "a P-8 monitoring ships was met" is of no ships.

    Only verbs that a noun's name never begins with, right after a designator: "an F-16 training flight" stays.
    """
    doc, noun = gerund.doc, gerund.head
    if gerund.dep_ == "advcl" and gerund.i and gerund.lower_ in _UNDER_WAY:
        flown = doc[gerund.i - 1]
        if flies(flown) and flown.dep_ in ("dobj", "pobj"):
            # "kept an eye on the drone flying along its coast": the drone flew.
            gerund.head, gerund.dep_ = flown, "acl"
        return
    if gerund.dep_ not in ("amod", "compound") or gerund.i == gerund.sent.start or noun.i <= gerund.i:
        return
    craft = doc[gerund.i - 1]
    if not flies(craft) or gerund.lower_ not in lexicon.group("gerunds_of_flight"):
        return
    relation, governor = noun.dep_, noun.head
    before = [c for c in noun.children if c.i < craft.i]
    if craft.dep_ not in ("compound", "nmod", "amod", "nsubj", "npadvmod") or governor is craft:
        return
    craft.head, craft.dep_ = governor, relation
    if governor.i == noun.i:
        return
    gerund.head, gerund.dep_ = craft, "acl"
    noun.head, noun.dep_ = gerund, "dobj"
    for child in before:
        child.head = craft


def participle_as_verb(participle: Token) -> None:
    """Let what was fired go on: in "missiles fired from ships passed over the town" the missiles passed.

    The parser has "missiles fired", and "passed" beside it with nothing that joins the two.
    """
    clauses = ("ROOT", "ccomp", "advcl")
    if participle.lower_ not in lexicon.group("participles_of_flight") or participle.dep_ not in clauses:
        return
    if any(c.dep_ in ("aux", "auxpass") for c in participle.children):
        return
    subject = next((c for c in participle.children if c.dep_ == "nsubj" and c.i < participle.i), None)
    verb = next((c for c in participle.children if c.dep_ in ("conj", "advcl") and c.i > participle.i and (
        c.tag_ in FINITE or (c.tag_ == "VBN" and c.dep_ == "advcl")) and not any(
        g.dep_ in ("mark", "aux", "auxpass", "advmod") and g.i < c.i for g in c.children)), None)
    verb = verb or _given_to_a_place(participle) or _told_beside(participle) or _told_after(participle)
    if subject is None or verb is None or subject.pos_ not in ("NOUN", "PROPN"):
        return
    between = participle.doc[participle.i + 1 : verb.i]
    joined = any((t.dep_ == "cc" and t.head.i == participle.i) or t.text in (",", ";") for t in between)
    taken = any(
        c.dep_ == "dobj" or (c.dep_ == "prt" and c.lower_ != "down") for c in participle.children if c.i < verb.i
    )
    if joined or taken or has_subject(verb):
        return
    _let_go_on(participle, subject, verb, [c for c in participle.children if c.i < subject.i or c.i > verb.i])


def participle_in_series(participle: Token) -> None:
    """Let a participle go on from the one before: "charged that a jet had crossed the line, flown inland and fired".

    The parser has "flown" beside "charged", and what charged fly.
    """
    main, before = participle.head, participle.doc[participle.i - 1]
    if participle.dep_ != "conj" or before.text != "," or any(c.dep_ in ("nsubj", "aux") for c in participle.children):
        return
    first = next((c for c in main.children if c.dep_ == "ccomp" and main.i < c.i < participle.i), None)
    if first is not None and any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have") for c in first.children):
        participle.head, participle.tag_ = first, "VBN"


def _given_to_a_place(participle: Token) -> Token | None:
    """Return the verb that the parser gave to the last place of the clause: "from [vessels passed over the town]"."""
    strong, motion = lexicon.verbs("events", "entry_strong"), lexicon.verbs("events", "entry_motion")
    for token in participle.subtree:
        given = token.dep_ == "acl" and token.tag_ in FINITE and token.head.dep_ == "pobj"
        if given and (token.lower_ in strong or token.lower_ in motion):
            return token
    return None


def _told_after(participle: Token) -> Token | None:
    """Return the verb that the parser made an aside: "two MiGs [brought down over the sea] had turned on the jets"."""
    for verb in participle.children:
        own = {c.dep_ for c in verb.children if c.i < verb.i}
        helped = any(c.lower_ in ("had", "was", "were", "has", "have") and c.i < verb.i for c in verb.children)
        if verb.dep_ == "advcl" and verb.i > participle.i and helped and not own & {"mark", "nsubj", "nsubjpass"}:
            return verb
    return None


def _told_beside(participle: Token) -> Token | None:
    """Return the verb that hangs beside it: "said", or "protests after", [missiles fired from ships had passed]."""
    aside = participle.dep_ == "advcl"
    begins = any(c.lower_ in AFTER and c.dep_ in ("mark", "advmod") for c in participle.children)
    if participle.dep_ not in ("ccomp", "advcl") or (aside and not begins):
        return None
    kinds = ("ccomp", "advcl", "conj") if aside else ("ccomp",)
    verb = next((c for c in participle.head.children if c.i > participle.i and c.dep_ in kinds), None)
    if verb is None or (aside and {c.dep_ for c in verb.children if c.i < verb.i} & {"mark", "advmod", "cc"}):
        return None
    finite = verb.tag_ in FINITE or any(c.lower_ == "had" for c in verb.children)
    return verb if finite or (aside and verb.tag_ == "VB") else None


def gerund_as_noun(gerund: Token) -> None:
    """Let an aircraft fly: "an airliner descending over the city" is no "descending" of the airliner kind."""
    doc = gerund.doc
    if gerund.i == 0 or gerund.i + 1 >= len(doc) or gerund.lower_ not in lexicon.group("gerunds_of_motion"):
        return
    craft = doc[gerund.i - 1]
    if craft.head.i != gerund.i or craft.dep_ not in ("compound", "amod", "nmod") or doc[gerund.i + 1].pos_ != "ADP":
        return
    if gerund.head.i == gerund.i:
        return
    take_place(craft, gerund)
    gerund.head, gerund.dep_ = craft, "acl"
