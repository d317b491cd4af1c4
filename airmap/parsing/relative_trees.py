"""Repairs of relative clauses that an aside parts from their noun: "a jet that, Riga says, entered its airspace"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.parsing.clause_trees import FINITE, put_in_place_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def said_between(said: Token) -> None:
    """Let who says it stand between an aircraft and its deed: "a plane that Riga says twice entered its airspace".

    The parser has the deed beside the main verb, or "Riga accuses" for a noun: "a jet that Riga accuses of violating".
    """
    doc, start = said.doc, said.sent.start
    first = said.i - 1
    while first > start and doc[first - 1].pos_ in ("PROPN", "ADJ", "DET", "PART") and said.i - first < 4:
        first -= 1
    relative = doc[first - 1] if first > start else said
    noun = relative.nbor(-1) if relative.lower_ in ("that", "which", "whom") and relative.i > start + 1 else relative
    noun = noun.nbor(-1) if noun.text == "," and noun is not relative and noun.i > start else noun
    bare = noun is relative and doc[first].pos_ not in ("PRON", "PROPN")
    if first == said.i or bare or noun.i >= first or noun.pos_ not in ("NOUN", "PROPN"):
        return
    deed = next((t for t in doc[said.i + 1 : said.sent.end] if t.pos_ not in ("AUX", "ADV")), said)
    of = deed if deed.lower_ == "of" else None
    deed = doc[of.i + 1] if of is not None and of.i + 1 < said.sent.end else deed
    if deed.tag_ not in (("VBG",) if of is not None else ("VBD", "VBZ", "VBN")) or deed.is_ancestor(noun):
        return
    said.pos_, said.tag_ = "VERB", said.tag_ if said.tag_ in FINITE else "VBZ"
    said.head, said.dep_ = noun, "relcl"
    speaker = said.nbor(-1)
    speaker.head, speaker.dep_ = said, "nsubj"
    for between in doc[said.i + 1 : deed.i]:
        if between.pos_ in ("AUX", "ADV"):
            between.head = deed
    if of is not None:
        of.head, of.dep_ = said, "prep"
    deed.head, deed.dep_ = (of, "pcomp") if of is not None else (said, "ccomp")
    if relative is not noun:
        relative.head, relative.dep_ = (said, "dobj") if of is not None else (deed, "nsubj")


def what_belongs(participle: Token) -> None:
    """Let an aside leave its noun the subject: "two planes, belonging to exiles, were blown out of the sky".

    The parser has the belonging blown out of the sky.
    """
    doc, verb = participle.doc, participle.head
    if participle.i < participle.sent.start + 2 or doc[participle.i - 1].text != "," or verb.i < participle.i:
        return
    noun = doc[participle.i - 2]
    passive = any(c.dep_ == "auxpass" and c.lower_ in ("were", "are") for c in verb.children)
    if noun.tag_ != "NNS" or not passive or noun.dep_ not in ("appos", "npadvmod", "conj", "dep"):
        return
    noun.head, noun.dep_ = verb, "nsubjpass"
    participle.head, participle.dep_ = noun, "acl"


def claim_as_subject(verdict: Token) -> None:
    """Let a claim be dismissed: "the claim that a jet crossed its border was dismissed" has no border dismissed."""
    told = verdict.head
    claim = told.head
    middle = next((c for c in verdict.children if c.dep_ == "nsubjpass" and told.i < c.i < verdict.i), None)
    that = any(c.lower_ == "that" and c.i < told.i for c in told.children)
    named = claim.lower_ in lexicon.group("claims") and claim.pos_ == "NOUN" and told.dep_ in ("acl", "ccomp", "relcl")
    if middle is None or not (that and named) or any(c.dep_ == "mark" for c in verdict.children):
        return
    put_in_place_of(verdict, claim)
    claim.head, claim.dep_, told.dep_ = verdict, "nsubjpass", "acl"
    middle.head, middle.dep_ = told, "dobj"


def relative_after_aside(that: Token) -> None:
    """Let an aircraft do it: "shot down a bomber that, according to Oslo, entered its airspace" has it enter.

    Of "that" the parser makes a conjunction, and who shot enters.
    """
    doc, verb = that.doc, that.head
    noun = that.nbor(-1) if that.i > that.sent.start else that
    aside = doc[that.i + 1].text == "," if that.i + 1 < that.sent.end else False
    if not aside or noun.pos_ not in ("NOUN", "PROPN") or verb.i < that.i or verb.tag_ not in FINITE:
        return
    if any(c.dep_ in ("nsubj", "nsubjpass") and c.i > that.i for c in verb.children):
        return
    above = noun.head
    if above.i != verb.i and verb.is_ancestor(noun):
        # "after it shot down a bomber that ...": the parser hung the shot on the entry.
        while above.head.i != verb.i and above.head.i != above.i:
            above = above.head
        put_in_place_of(above, verb)
    for child in tuple(verb.children):
        if child.i < that.i and child.i != above.i:
            child.head = above
    verb.head, verb.dep_, that.dep_ = noun, "relcl", "nsubj"
