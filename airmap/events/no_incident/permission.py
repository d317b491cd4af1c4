"""What was allowed or forbidden is not what happened: leave given and refused, orders to shoot, closures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import phrasal_of
from airmap.events.event_words import down_verbs, fire_verbs
from airmap.events.no_incident.leave import told_without_leave
from airmap.events.readers.lands_meant import default_state
from airmap.events.tellings import Telling

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_CLOSING = frozenset({"close", "reopen", "open", "suspend", "divert"})
_LEAVE = frozenset({"permission", "clearance", "authorisation", "authorization"})


def permitted(telling: Telling, doc: Doc) -> bool:
    """Say whether an entry is only what is permitted, refused or regulated."""
    trigger = doc[telling.trigger]
    if told_without_leave(trigger):
        return False
    verbs, nouns = lexicon.verbs("cues", "permission"), lexicon.word_set("cues", "permission", "nouns")
    previous = trigger
    for node in (trigger, *grammar.ancestors(trigger)):
        if _told_beside(node, previous, trigger) or _happened(node, previous, telling, verbs):
            break
        if previous.tag_ == "VB" and previous.dep_ == "advcl" and any(o.lower_ in nouns for o in grammar.objects(node)):
            # "turns down a request for flights to pass through its airspace"
            return True
        if previous.lower_ == "from" and _kept_out_by_ruling(node):
            return True
        previous = node
        if node is not trigger and (_opens_up(node) or _let_slip(node)):
            break
        if node is not trigger and (node.lower_ in verbs or node.lower_ in nouns):
            return True
        if node.lower_ in ("due", "scheduled"):
            return True
    near = {t.lower_ for t in trigger.subtree}
    refused = any(c.lower_ == "no" for t in trigger.subtree if t.lower_ in _LEAVE for c in t.children)
    return bool(near & _LEAVE) and "without" not in near and not refused


def _kept_out_by_ruling(verb: Token) -> bool:
    """Read "the authority prevented a plane from crossing its airspace"; fighters have met what they stop."""
    if verb.lower_ not in lexicon.group_forms("stopping_verbs") or verb.tag_ == "VB":
        return False
    rulers = lexicon.group("office_holders", "air_controllers")
    return all(t.lower_ in rulers or default_state(t.text) is not None for t in grammar.agents(verb))


def _told_beside(node: Token, below: Token, trigger: Token) -> bool:
    """Say whether a word stands in another clause than the one below it, so that it does not govern what that tells."""
    if node is trigger:
        return False
    own_subject = any(c.dep_ in grammar.SUBJECTS for c in below.children)
    if below.dep_ == "advcl":
        marks = {c.lower_ for c in below.children if c.dep_ == "mark"}
        if marks & lexicon.group("adverbial_conjunctions"):
            return True
    if below.dep_ == "parataxis" or (below.dep_ == "conj" and own_subject):
        return True
    # "A jet crossed the border; Oslo denied it": what is permitted or refused never goes before the verb.
    return (below.dep_ == "ccomp" and own_subject and node.i > below.i) or (
        node.lower_ in lexicon.verbs("cues", "reporting"))


def _happened(node: Token, below: Token, telling: Telling, verbs: Mapping[str, str]) -> bool:
    """Say whether a word that could govern an entry, as something permitted, takes it for one that happened."""
    if below.dep_ == "prep" and (below.lower_ in lexicon.group("about_words") or (
            node.pos_ == "VERB" and any(p.lower_ in lexicon.group("inquiries") for p in grammar.patients(node)))):
        # "is to seek an explanation regarding the entry of three jets", "an explanation was sought for"
        return True
    shunned = node.head.lower_ in lexicon.group_forms("averting_verbs")
    if below.dep_ == "relcl" and below.tag_ == "VBD" and (_shot_at(node) or shunned):
        # "authorises its forces to bring down balloons which drifted over": leave is given for the shots. So too "was
        # delayed to avoid two bombers that flew through".
        return True
    counted = telling.nominal and telling.craft is not None and telling.craft.count is not None
    if counted and node.lower_ in lexicon.group_forms("deliberating_verbs"):
        # "at Riga's request to discuss the flight of two jets through its airspace"
        return True
    aside = below.dep_ == "advcl" and below.tag_ == "VBG" and below.i > node.i
    if (aside or below.dep_ == "nsubj") and node.pos_ == "VERB" and verbs.get(node.lower_) in _CLOSING:
        # "Balloons drift over the border and the airport closes": they were not let in.
        return True
    # "closed the airport after a balloon floated in", which the parser takes for the end of a phrase.
    after = below.dep_ == "prep" and below.lower_ in lexicon.group("adverbial_conjunctions")
    return after and node.pos_ == "VERB"


def _shot_at(thing: Token) -> bool:
    """Say whether a noun is what somebody is to bring down or to fire on."""
    verb = thing.head
    return thing.dep_ in ("dobj", "pobj") and (
        verb.lower_ in down_verbs() or phrasal_of(verb) is not None or verb.lower_ in fire_verbs()
    )


def _opens_up(verb: Token) -> bool:
    """Say whether guns are what is opened: "opened up on a helicopter", "opened fire"."""
    near = {c.lower_ for c in verb.children}
    return verb.lower_ in lexicon.verb_forms("open") and bool(near & {"fire", "up"})


def _let_slip(verb: Token) -> bool:
    """Say whether letting it happen is what somebody is blamed for: "was dismissed for letting a plane cross"."""
    if verb.tag_ != "VBG" or verb.lower_ not in lexicon.verb_forms("let") | lexicon.verb_forms("allow"):
        return False
    return bool(verb.sent.words & lexicon.group("blamed_for"))
