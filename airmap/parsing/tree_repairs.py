"""Repairs of the dependency tree: misparses that come again and again in this kind of text, mended once.

The parser learned from other prose. Each repair is one systematic error with its name and an example; it runs right
after parsing, so that who asks the tree later (``airmap.events.grammar``) needs no condition for it. A repair changes
heads and relations only, and the tag where a participle was taken for a noun: the words stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.parsing.clause_trees import (
    AFTER,
    FINITE,
    SUBJECTS,
    adverb_behind_noun,
    clause_after_aside_of_speech,
    clause_after_preposition,
    clause_before_speaker,
    clause_of_what_is_presumed,
    clause_of_why,
    goal_of_what_was_sent,
    has_subject,
    held_land,
    let_act,
    neighbour_as_verb,
    put_in_place_of,
    subject_before,
    take_place,
)
from airmap.parsing.headline_trees import (
    attack_as_verb,
    clause_of_day,
    down_as_verb,
    flier_acts,
    gerund_beside_object,
    headline_passive,
    headline_verb,
    infinitive_as_modifier,
    land_as_aim,
    land_as_verb,
    let_fly,
    of_time,
    sender_of_modifier,
    sending_as_subject,
    service_acts,
    verb_as_modifier,
    verb_of_arms,
    warning_as_verb,
)
from airmap.parsing.participle_trees import (
    gerund_as_modifier,
    gerund_as_noun,
    gerund_as_subject,
    gerund_as_verb,
    object_as_flier,
    participle_as_noun,
    participle_as_verb,
    participle_in_series,
    verb_after_gerund,
)
from airmap.parsing.relative_trees import claim_as_subject, relative_after_aside, said_between, what_belongs

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MANNERS = frozenset({"mistake", "accident", "error", "chance", "night", "day", "design", "surprise", "oversight"})
_LET_FLY = frozenset({"missile", "missiles", "rocket", "rockets", "balloon", "balloons", "drone", "drones"})


def mend(doc: Doc) -> Doc:
    """Mend the trees of a parsed text, in place."""
    for token in doc:
        if token.dep_ == "nsubj" and token.head.dep_ in ("aux", "auxpass") and token.head.head.i > token.head.i:
            # "aircraft have twice this month flown over": it is they that have flown.
            token.head = token.head.head
        if token.tag_ == "NNS" and token.i:
            flier_acts(token)
            service_acts(token)
        if token.lower_ in ("collide", "collides") and token.tag_ in ("NN", "NNS", "NNP"):
            verb_as_noun(token)
        if token.dep_ == "nsubj" and token.pos_ == "PROPN":
            object_as_subject(token)
        if token.dep_ in ("conj", "ROOT", "ccomp") and token.tag_ in FINITE:
            clause_after_aside(token)
        if token.tag_ in ("NN", "NNP", "JJ") and any(c.dep_ == "agent" for c in token.children):
            participle_as_noun(token)
        if token.dep_ == "relcl" and token.tag_ == "NNS":
            noun_as_relative(token)
        if token.dep_ in ("pobj", "appos") and token.pos_ in ("NOUN", "PROPN"):
            second_object(token)
        if token.dep_ in ("nummod", "det", "advmod") and token.lower_ in ("another", "more", "others"):
            count_behind_day(token)
        if token.tag_ in ("VB", "VBP") and token.dep_ == "conj" and token.is_title:
            land_behind_town(token)
        if token.dep_ == "agent":
            manner_as_agent(token)
        if token.dep_ == "advcl":
            clause_after_preposition(token)
        if token.dep_ == "ROOT" and token.tag_ in ("VBZ", "NNS"):
            headline_verb(token)
        if token.tag_ == "NN" and token.lower_.endswith("ly"):
            adverb_behind_noun(token)
        if token.lower_ == "land" and token.tag_ == "NN":
            land_as_verb(token)
            land_as_aim(token)
        if token.lower_ in ("across", "into", "over") and token.head.lower_ == "carrying":
            goal_of_what_was_sent(token)
        if token.dep_ == "ROOT" and token.lower_ in _LET_FLY:
            let_fly(token)
        if token.tag_ == "VBG":
            warning_as_verb(token)
            gerund_beside_object(token)
            gerund_as_subject(token)
            gerund_as_verb(token)
            gerund_as_modifier(token)
            neighbour_as_verb(token)
            object_as_flier(token)
            if token.dep_ in ("csubj", "csubjpass"):
                what_belongs(token)
        elif token.tag_ == "NN" and token.lower_.endswith("ing"):
            gerund_as_noun(token)
            if token.head.tag_ in ("NNS", "NNPS"):
                gerund_as_modifier(token)
        else:
            if token.lower_ in ("switched", "turned"):
                switched_off(token)
            if token.lower_ in ("down", "downs") and token.pos_ != "VERB":
                down_as_verb(token)
            if token.tag_ == "VBD":
                object_shared(token)
                verb_after_gerund(token)
            past = token.tag_ in ("VBD", "VBN")
            if past:
                held_land(token)
                participle_as_verb(token)
                verb_of_arms(token)
                participle_in_series(token)
                headline_passive(token)
            if token.lower_ == "both" and token.head.dep_ == "prt" and token.head.i == token.i + 1:
                # "shot both down": it is they that were shot.
                token.head, token.dep_, token.pos_, token.tag_ = token.head.head, "dobj", "PRON", "DT"
            if token.dep_ == "prt" and token.lower_ == "off":
                particle_as_preposition(token)
            if token.dep_ in ("amod", "compound") and token.lower_ in ("scramble", "intercept", "escort", "shadow"):
                infinitive_as_modifier(token)
            attack_as_verb(token)
            before_noun = (token.dep_ == "amod" and past) or (token.dep_ == "compound" and token.tag_ == "VBZ")
            if before_noun and token.lower_ in lexicon.group_forms("sending_up"):
                verb_as_modifier(token)
                sender_of_modifier(token)
            if token.dep_ == "nsubj" and token.tag_ == "VBZ" and token.lower_ in lexicon.group_forms("sending_up"):
                sending_as_subject(token)
            if token.lower_ in lexicon.group_forms("told_between"):
                said_between(token)
                clause_before_speaker(token)
                clause_after_aside_of_speech(token)
            if token.lower_ in ("why", "how") and token.dep_ == "advmod":
                clause_of_why(token)
            if token.lower_ == "that" and token.dep_ == "mark":
                relative_after_aside(token)
            if token.dep_ in ("ccomp", "advcl"):
                clause_of_what_is_presumed(token)
            if token.dep_ in ("relcl", "ccomp"):
                clause_of_day(token)
            if token.dep_ == "ccomp" and token.tag_ == "VBN":
                claim_as_subject(token)
    return doc


def second_object(noun: Token) -> None:
    """Let the verb have its subject: "on 17 May a Tu-134, flying without a plan, was met" is on no Tu-134.

    The parser gives what follows the date to its preposition, or beside it to the date.
    """
    preposition = noun.head if noun.dep_ == "pobj" else noun.head.head
    if preposition.dep_ != "prep" or not any(c.dep_ in ("det", "nummod", "poss") for c in noun.children):
        return
    time = next((c for c in preposition.children if c.dep_ == "pobj" and c.i < noun.i), None)
    verb = preposition.head
    if time is None or verb.i < noun.i or verb.pos_ not in ("VERB", "AUX") or not of_time(time):
        return
    if noun.doc[noun.left_edge.i - 1].text == "," and noun.dep_ == "appos":
        return
    if any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children):
        return
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    noun.head, noun.dep_ = verb, "nsubjpass" if passive else "nsubj"


def count_behind_day(word: Token) -> None:
    """Let the verb have what counts on: "on 9 April another entered it", "on 3 May two more were met" are no such days.

    The parser gives "another" to the month that it stands behind, or the "two" of "two more".
    """
    before = word.doc[word.i - 1] if word.i else word
    day = before.head if word.dep_ == "advmod" and before.dep_ == "nummod" else word.head
    if day.i > word.i or not of_time(day):
        return
    number = word.doc[day.i - 1] if day.i else day
    if day.dep_ in SUBJECTS and number.dep_ == "pobj":
        # "On 4" and "May", which enters.
        day.head, day.dep_, number.head, number.dep_ = number.head, "pobj", day, "nummod"
    preposition = day.head
    verb = preposition.head if preposition.head.pos_ in ("VERB", "AUX") else preposition.head.head
    if preposition.dep_ != "prep" or verb.i < word.i or verb.pos_ not in ("VERB", "AUX") or has_subject(verb):
        return
    word.dep_ = "nsubjpass" if any(c.dep_ == "auxpass" for c in verb.children) else "nsubj"
    word.head, word.pos_ = verb, "PRON"
    for number in day.children:
        if day.i < number.i < word.i:
            number.head = word


def noun_as_relative(verb: Token) -> None:
    """Let what a name does be done: "entered its airspace, which Tehran disputes" tells of no "Tehran disputes"."""
    name = verb.doc[verb.i - 1] if verb.i else verb
    if name.pos_ not in ("PROPN", "NOUN") or name.head.i != verb.i:
        return
    verb.tag_, verb.pos_ = "VBZ", "VERB"
    name.dep_ = "nsubj"
    for child in verb.children:
        if child.lower_ in ("which", "that") and child.dep_ == "det":
            child.dep_ = "dobj"


def clause_after_aside(verb: Token) -> None:
    """Let what follows an aside be of the clause before it: "sent jets up after a drone, making for the islands, came".

    The parser has "after a drone", and the verb beside the main one, which a comma alone does not join to it.
    """
    doc, main = verb.doc, verb.head
    if verb.i == 0 or doc[verb.i - 1].text != ",":
        return
    told = next((c for c in verb.children if c.dep_ == "nsubj" and c.tag_ in ("NNS", "NN") and c.i < verb.i), None)
    if told is not None:
        # "Armenia protests after a jet, looking for a wreck, crossed over" has "protests" for the subject.
        main = told
    own = (c for c in verb.children if c.dep_ in SUBJECTS)
    if main.i == verb.i or any(told is None or c.i != told.i for c in own):
        return
    if any(c.dep_ == "cc" and c.i < verb.i for c in main.children):
        return
    after = next((c for c in main.children if c.lower_ in AFTER and main.i < c.i < verb.i), None)
    subject = next((c for c in after.children if c.dep_ == "pobj"), None) if after is not None else None
    if after is None or subject is None:
        return
    comma = next((t for t in doc[subject.i + 1 : verb.i - 1] if t.text == ","), None)
    if comma is None or any(t.pos_ in ("VERB", "AUX") for t in doc[subject.i + 1 : comma.i]):
        return
    aside = next((t for t in doc[comma.i + 1 : verb.i] if t.pos_ != "ADV"), comma)
    if aside.tag_ not in ("VBG", "VBN"):
        return
    if told is not None:
        for child in tuple(verb.children):
            if child.i < verb.i or child.dep_ == "punct":
                child.head = told
        put_in_place_of(told, verb)
        verb.head = told
    verb.dep_ = "advcl"
    after.head, after.dep_ = verb, "mark"
    subject.head, subject.dep_ = verb, "nsubj"
    aside.head, aside.dep_ = subject, "acl"


def object_as_subject(name: Token) -> None:
    """Give a relative clause its object: "a drone that had crossed Romania fell there" is no Romania that fell.

    The parser gives the name after the clause's verb to the next verb, which has a subject already.
    """
    verb, before = name.head, name.doc[name.i - 1] if name.i else name
    if before.dep_ != "relcl" or verb.i < name.i or before.tag_ not in (*FINITE, "VBN"):
        return
    if any(c.dep_ in ("dobj", "prep") for c in before.children) or any(c.dep_ == "auxpass" for c in before.children):
        return
    if any(c.dep_ == "nsubj" and c.i == before.head.i for c in verb.children):
        name.head, name.dep_ = before, "dobj"


def object_shared(verb: Token) -> None:
    """Give a verb the object that it shares: "shadowed, and came within an ace of hitting, a jet" shadowed the jet."""
    doc, end = verb.doc, verb.sent.end
    words = [t.lower_ for t in doc[verb.i + 1 : min(end, verb.i + 3)]]
    if words[:1] != [","] or words[1:] not in (["and"], ["but"], ["or"], ["then"]) or any(
        c.dep_ in ("dobj", "prep") for c in verb.children
    ):
        return
    comma = next((t.i for t in doc[verb.i + 4 : min(end, verb.i + 14)] if t.text == ","), end)
    if comma + 1 >= end or doc[comma + 1].pos_ != "DET":
        return
    noun = doc[comma + 1].head
    loose = noun.dep_ in ("npadvmod", "dobj", "appos", "conj", "pobj") and not noun.is_ancestor(verb)
    if loose and noun.i > comma and noun.head.i < noun.i:
        noun.head, noun.dep_ = verb, "dobj"


def manner_as_agent(by: Token) -> None:
    """Let nobody's mistake act: "a jet landed by mistake" has the jet for a subject, and the verb is the main one."""
    verb = by.head
    if not any(c.dep_ == "pobj" and c.lower_ in _MANNERS for c in by.children):
        return
    by.dep_ = "prep"
    subject = verb.head
    if verb.dep_ == "acl" and verb.tag_ == "VBD" and subject.dep_ == "ROOT" and subject.i < verb.i:
        let_act(subject, verb)


def land_behind_town(name: Token) -> None:
    """Read "was held at Placencia, Belize on Monday": the name of a land, which ends like a verb."""
    if name.i < 2 or name.nbor(-1).text != "," or name.nbor(-2).pos_ != "PROPN" or any(
        c.dep_ in (*SUBJECTS, "dobj", "aux") for c in name.children
    ):
        return
    verb, town = name.head, name.nbor(-2)
    for child in list(name.children):
        child.head = verb
    name.head, name.dep_, name.tag_, name.pos_ = town, "appos", "NNP", "PROPN"


def switched_off(word: Token) -> None:
    """Let a transponder be what is switched on: "a jet flying without its transponder switched on came close"."""
    device = word.nbor(-1) if word.i else word
    if device.lower_ not in ("transponder", "transponders"):
        return
    subject = subject_before(word)
    if subject is None or subject.i == device.i:
        return
    if word.dep_ == "ccomp" and word.head.i < subject.i and word.head.pos_ == "VERB":
        # "fighters met four planes flying over the sea with their transponders turned off"
        subject.head, subject.dep_ = word.head, "dobj"
        word.head, word.dep_ = device, "acl"
        return
    verb = next((t for t in word.sent if t.i > word.i and t.tag_ in FINITE and t.head in (word, word.head)), None)
    if verb is None:
        return
    if has_subject(verb):
        return
    moved = [c for c in word.children if c.i > verb.i]
    if verb.head.i == word.i:
        put_in_place_of(verb, word)
    subject.head, subject.dep_ = verb, "nsubj"
    word.head, word.dep_ = device, "acl"
    for child in moved:
        child.head = verb


def particle_as_preposition(off: Token) -> None:
    """Let "off" lead to a place: "a plane downed off Latakia" downs no Latakia, and "collided off Crimea" no Crimea.

    Not: "saw off Bears", "called off Anaconda", where it makes another verb.
    """
    verb = off.head
    place = next((c for c in verb.children if c.dep_ == "dobj" and c.left_edge.i == off.i + 1), None)
    if place is None or place.pos_ != "PROPN" or verb.lower_ in lexicon.group_forms("off_verbs"):
        return
    off.dep_, off.pos_, off.tag_ = "prep", "ADP", "IN"
    place.head, place.dep_ = off, "pobj"


def verb_as_noun(verb: Token) -> None:
    """Let aircraft collide: in "an EP-3 and a J-8 collide off Hainan" there is no collide of the J-8 kind."""
    craft = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if craft.head.i != verb.i or craft.dep_ not in ("compound", "nmod", "amod"):
        return
    first = verb.head if verb.dep_ == "conj" else None
    take_place(craft, verb)
    verb.tag_, verb.pos_ = "VBP", "VERB"
    let_act(craft if first is None else first, verb)
