"""Ways of writing that something was brought down the parser misreads: "shoot-down", "jets shot down"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import phrasal_verbs
from airmap.events.tellings import Act

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


def compound_noun_end(token: Token) -> Token | None:
    """Return the last part of "shoot-down" or of "shooting down of", where such a noun starts here."""
    doc, i = token.doc, token.i
    if token.lower_ not in ("shoot", "shooting", "bringing", "knocking") or token.lower_ not in phrasal_verbs():
        return None
    if i + 2 < token.sent.end and doc[i + 1].text in "-–" and doc[i + 2].lower_ == "down":
        return doc[i + 2]
    if i + 2 < token.sent.end and doc[i + 1].lower_ == "down" and doc[i + 2].lower_ == "of":
        return doc[i + 1]
    return None


def were_left_out(verb: Token) -> bool:
    """Say whether nothing follows a participle that it could be done to: "jets shot down after strikes".

    Not: "a MiG shot down the navy's plane", whatever the parser makes of it.
    """
    i = verb.i + 1
    while i < verb.sent.end and verb.doc[i].lower_ in ("down", "out", "of", "the", "sky"):
        i += 1
    after = verb.doc[i] if i < verb.sent.end else None
    bare = after is None or after.pos_ in ("ADP", "SCONJ", "PUNCT", "ADV", "AUX")
    alone = verb.dep_ != "conj" and not any(c.dep_ == "aux" for c in verb.children)
    return bare and alone and verb.tag_ in ("VBD", "VBN")


def was_landed(verb: Token, things: list[Token], doers: list[Token]) -> bool:
    """Say whether its pilot landed it: "brought his MiG down on the airfield", "brought it down safely".

    Not: "gunners brought the bomber down near the base", "a pilot brought an Su-34 down".
    """
    if verb.lower_ not in lexicon.verb_forms("bring") or grammar.is_passive(verb):
        return False
    if any(c.lower_ in ("his", "her") for t in things for c in t.children):
        return True
    if "safely" in grammar.words_after(verb, 12):
        return True
    crew = lexicon.group("aircrew")
    grounds = lexicon.group("on_the_ground", "landing_grounds")
    reached = any(p in ("on", "at", "onto", "in") and t.lower_ in grounds for p, t in grammar.prepositions(verb))
    return reached and any(w.lower_ in crew for t in doers for w in (t, *t.children))


def what_was_done(verb: Token) -> Act:
    """Return what is told where force was only meant: "tried to down it" is fire, "sent jets to down it" a meeting.

    Not: "ordered its fighters to shoot it down", "managed to bring it down".
    """
    purpose = verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)
    above = verb.head
    if above.dep_ == "pobj" and verb.dep_ in ("acl", "relcl", "advcl", "xcomp") and above.pos_ == "VERB":
        above = above.head
    launched = lexicon.group_forms("sending_up") | lexicon.verb_forms("release")
    while verb.dep_ in ("acl", "relcl") and above.dep_ in ("dobj", "conj") and above.pos_ in ("NOUN", "PROPN"):
        # "sent jets to down them", hung on the jets
        above = above.head
    if not purpose or verb.dep_ not in ("xcomp", "advcl", "acl", "relcl", "ccomp"):
        return "down"
    if above.lower_ in lexicon.group_forms("trying_verbs") or above.lower_ in lexicon.group("tries"):
        return "fire"
    sent = launched - lexicon.verb_forms("order")
    return "intercept" if verb.dep_ in ("advcl", "xcomp", "acl", "relcl") and above.lower_ in sent else "down"
