"""Repairs of the dependency tree between clauses: which subject a clause has, and which verb it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FINITE = ("VBD", "VBZ", "VBP")
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: What begins a clause of what came before.
AFTER = frozenset({"after", "as", "since", "when", "because"})


def clause_after_preposition(verb: Token) -> None:
    """Let a clause have its subject: "summons the envoy after a Su-30 and a tanker fly into its airspace".

    Of "after" the parser makes a preposition of the aircraft alone, so that the one who summons flies.
    """
    if verb.tag_ not in FINITE or any(
        c.dep_ in ("nsubj", "nsubjpass", "mark", "aux", "auxpass") for c in verb.children
    ):
        return
    governor = verb.head
    for after in governor.children:
        noun = next((c for c in after.children if c.dep_ == "pobj"), None)
        begins = after.lower_ in ("after", "as", "since", "before", "until") and governor.i < after.i
        if begins and noun is not None and noun.right_edge.i == verb.i - 1:
            hang(verb.doc, {after.i: (verb, "mark"), noun.i: (verb, "nsubj")})
            return


def clause_after_aside_of_speech(said: Token) -> None:
    """Give what follows "X said" back to what X said: "a drone fell in Romania, Bucharest said, after entering it"."""
    told = said.head if said.dep_ == "parataxis" else next((c for c in said.children if c.dep_ == "ccomp"), None)
    if told is None or told.i > said.i:
        return
    for preposition in said.children:
        gerund = any(c.dep_ == "pcomp" and c.tag_ == "VBG" for c in preposition.children)
        if preposition.i > said.i and preposition.dep_ == "prep" and gerund:
            preposition.head = told


def clause_before_speaker(said: Token) -> None:
    """Let a clause be said: in "a jet intruded into its airspace, the minister said" the jet says nothing.

    The parser takes the verb, which looks like a participle, for an aside of the aircraft.
    """
    subjects = [c for c in said.children if c.dep_ == "nsubj" and c.i < said.i]
    if len(subjects) < 2 or subjects[-1].left_edge.i == said.sent.start:
        return
    noun, speaker = subjects[0], subjects[-1]
    verb = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and noun.i < c.i < speaker.i), None)
    if verb is None or said.doc[speaker.left_edge.i - 1].text != "," or noun.doc[verb.i - 1].text == ",":
        return
    verb.head, verb.dep_, verb.tag_ = said, "ccomp", "VBD"
    noun.head, noun.dep_ = verb, "nsubj"
    for child in tuple(said.children):
        if verb.i < child.i < speaker.left_edge.i - 1:
            child.head = verb


def clause_of_why(why: Token) -> None:
    """Let what is asked about be done: "explain why a pair of jets strayed there" explains no pair of jets."""
    noun, verb = why.head, next((t for t in why.head.subtree if t.dep_ == "acl" and t.tag_ == "VBN"), None)
    if noun.pos_ not in ("NOUN", "PROPN") or noun.i < why.i or verb is None or verb.i < noun.i or noun.dep_ != "dobj":
        return
    verb.head, verb.dep_, verb.tag_ = noun.head, "ccomp", "VBD"
    noun.head, noun.dep_, why.head = verb, "nsubj", verb


def clause_of_what_is_presumed(verb: Token) -> None:
    """Let an aircraft be met: "a bomber believed to be Chadian was met" has no Chadian met in what is believed."""
    presumed = verb.head
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < verb.i), None)
    if subject is None or subject.i < 2 or presumed.i > subject.i or presumed.lower_ not in lexicon.group("presumed"):
        return
    link = subject.nbor(-1)
    noun = presumed.head if presumed.dep_ == "acl" else next(
        (c for c in presumed.children if c.dep_ in ("nsubj", "nsubjpass") and c.i == presumed.i - 1), None)
    if noun is None or noun.pos_ != "NOUN" or noun.i > presumed.i or link.lower_ not in ("as", "be"):
        return
    put_in_place_of(verb, noun if presumed.dep_ == "acl" else presumed)
    noun.head, noun.dep_ = verb, subject.dep_
    presumed.head, presumed.dep_ = noun, "acl"
    subject.head, subject.dep_ = (link, "pobj") if link.lower_ == "as" else (link, "attr")
    if link.lower_ == "as":
        link.head, link.dep_ = presumed, "prep"


def adverb_behind_noun(adverb: Token) -> None:
    """Let a border be crossed: in "crossed the border briefly" no "briefly" of the border kind is."""
    noun = adverb.nbor(-1) if adverb.i > adverb.sent.start else adverb
    if adverb.dep_ not in ("dobj", "pobj", "advmod") or noun.dep_ != "compound" or noun.head.i != adverb.i:
        return
    above = adverb.head
    put_in_place_of(noun, adverb)
    noun.dep_ = "dobj" if adverb.dep_ == "advmod" else adverb.dep_
    for child in tuple(adverb.children):
        child.head = noun
    adverb.head, adverb.dep_, adverb.pos_, adverb.tag_ = above, "advmod", "ADV", "RB"


def neighbour_as_verb(word: Token) -> None:
    """Let a land be next door: in "Kuwait accused neighbouring Iraq of it" nobody neighbours Iraq."""
    land = next((c for c in word.children if c.i == word.i + 1 and c.pos_ == "PROPN"), None)
    if land is None or word.lower_ not in ("neighbouring", "neighboring", "bordering") or word.head.i >= word.i:
        return
    land.head, land.dep_ = word.head, "dobj" if word.dep_ == "xcomp" else word.dep_
    word.head, word.dep_, word.pos_, word.tag_ = land, "amod", "ADJ", "JJ"


def held_land(word: Token) -> None:
    """Let a land be held: in "shot it down over occupied Sinai after it lost its way" nobody occupies Sinai just then.

    The participle stands between a preposition that leads nowhere and a name; what hung on it goes to the verb.
    """
    if word.i < word.sent.start + 2 or word.tag_ not in ("VBN", "VBD"):
        return
    over, land = word.nbor(-1), next((c for c in word.children if c.i == word.i + 1 and c.pos_ == "PROPN"), None)
    verb = over.head
    if land is None or over.dep_ != "prep" or verb.i >= word.i or any(c.dep_ in ("pobj", "pcomp") for c in over.children
                                                                     if c.i != word.i):
        return
    rest = [c for c in word.children if c.i != land.i]
    if word.head.i == word.i:
        verb.head, verb.dep_ = verb, "ROOT"
    land.head, land.dep_ = over, "pobj"
    word.head, word.dep_, word.pos_, word.tag_ = land, "amod", "ADJ", "JJ"
    aside = next((c for c in rest if c.dep_ == "advcl" and c.i > land.i), None)
    for child in rest:
        # "... after it lost its way and flew on": it flew on, and not who shot.
        joined = aside is not None and child.dep_ in ("cc", "conj") and child.i > aside.i
        child.head = aside if joined and aside is not None else verb


def put_in_place_of(word: Token, other: Token) -> None:
    """Give a word the head and relation of another; it becomes the root where the other was."""
    word.head, word.dep_ = (word if other.head.i == other.i else other.head), other.dep_


def goal_of_what_was_sent(preposition: Token) -> None:
    """Let it be sent there: "sent balloons believed to be carrying rubbish across the border" into the neighbour's."""
    above = preposition.head
    while above.dep_ in ("xcomp", "acl", "relcl", "ccomp") and above.head.i < above.i:
        above = above.head
    sent = above.head
    if above.dep_ == "dobj" and sent.lower_ in ("sent", "sends", "send", "launched", "flew", "floated"):
        preposition.head = sent


def let_act(noun: Token, verb: Token) -> None:
    """Make a noun the subject of a verb that hung on it; the verb takes its place, and what came behind the verb."""
    moved = [c for c in noun.children if c.i > verb.i]
    put_in_place_of(verb, noun)
    noun.head, noun.dep_ = verb, "nsubj"
    for child in moved:
        child.head = verb


def hang(doc: Doc, heads: dict[int, tuple[Token, str]]) -> None:
    """Give several words their heads and relations at once, unless they would hang on each other in a ring."""
    for i in heads:
        seen: set[int] = set()
        while i not in seen:
            seen.add(i)
            above = heads[i][0].i if i in heads else doc[i].head.i
            if above == i:
                break
            i = above
        else:
            return
    for i in heads:
        doc[i].head = doc[i]
    for i, (head, relation) in heads.items():
        doc[i].head, doc[i].dep_ = head, relation


def take_place(noun: Token, word: Token) -> None:
    """Put a noun in the place of the word behind it on which it hung, and what stands before the noun with it."""
    before = [c for c in word.children if c.i < noun.i]
    put_in_place_of(noun, word)
    for child in before:
        child.head = noun


def subject_before(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i), None)


def has_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in verb.children)
