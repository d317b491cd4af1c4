"""Repairs of the dependency tree between clauses: which subject a clause has, and which verb it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FINITE = ("VBD", "VBZ", "VBP")


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


def neighbour_as_verb(word: Token) -> None:
    """Let a land be next door: in "Kuwait accused neighbouring Iraq of it" nobody neighbours Iraq."""
    land = next((c for c in word.children if c.i == word.i + 1 and c.pos_ == "PROPN"), None)
    if land is None or word.lower_ not in ("neighbouring", "neighboring", "bordering") or word.head.i >= word.i:
        return
    land.head, land.dep_ = word.head, "dobj" if word.dep_ == "xcomp" else word.dep_
    word.head, word.dep_, word.pos_, word.tag_ = land, "amod", "ADJ", "JJ"


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
