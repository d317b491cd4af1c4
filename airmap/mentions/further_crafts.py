"""Aircraft that a text counts on without naming them again: "another", "a second", "two others", "one more"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.mentions.kinds import Craft
from airmap.mentions.phrases import number

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT", "dep", "advcl", "ccomp", "appos", "npadvmod"})
# How many sentences back the aircraft may stand with which these are counted.
_SENTENCES_BACK = 2


def named_beside(doc: Doc, crafts: tuple[Craft, ...]) -> tuple[Craft, ...]:
    """Return the aircraft with what an apposition says of them: "another drone, a Hamas UAV", "the jet, a MiG".

    The second name is known by the first, so that both are one. Not: "a Su-30, an Il-78 and a Tu-95".
    """
    by_head = {c.head: c for c in crafts}
    for again in crafts:
        named = by_head.get(doc[again.head].head.i) if doc[again.head].dep_ == "appos" else None
        listed = any(c.dep_ in ("cc", "conj") for c in doc[again.head].children)
        if named is None or listed or doc[again.start - 1].text != "," or again.weapon or named.weapon or (
                again.designated and named.designated) or again.count != named.count:
            continue
        party = again.party or named.party
        named = _by_its_name(named, again)
        by_head[named.head] = replace(named, party=named.party or party)
        by_head[again.head] = replace(by_head[again.head], party=party, definite=True)
    return tuple(_by_its_name(c, _named_after(doc[c.end - 1], crafts)) for c in (by_head[c.head] for c in crafts))


def _by_its_name(craft: Craft, named: Craft | None) -> Craft:
    """Return mere "aircraft" by the name that an apposition gives: "another Thai aircraft, an F-5, was lost"."""
    if named is None or not craft.generic or craft.count not in (None, 1) or named.weapon:
        return craft
    return replace(
        craft, name=named.name, category=named.category, generic=named.generic, designated=named.designated)


def with_further(doc: Doc, crafts: tuple[Craft, ...]) -> tuple[Craft, ...]:
    """Return the aircraft of a text with those that only "another" or "a third" stands for.

    Not: "another 20 minutes", "one after another", "a second visit", "the second of May".
    """
    if not crafts:
        return crafts
    taken = {i for c in crafts for i in range(c.start, c.end)}
    found = []
    counting = lexicon.group("counting_on")
    for token in doc.having(counting | {"one"}):
        counted = token.lower_ in counting and _stands_alone(token)
        if not (counted or (token.lower_ == "one" and _one_of_them(token))) or token.i in taken:
            continue
        start = _start(token)
        before = _counted_with(start, doc, crafts)
        if before is None or (not counted and before.party is None) or any(i in taken for i in range(start, token.i)):
            continue
        # "a second object"
        after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
        two = token.lower_ == "another" and (number(after) is not None or after in lexicon.group("groups_of_craft"))
        last = token.i + (two or after in lexicon.group("nameless_flyers"))
        count = max((n for t in doc[start : last + 1] if (n := number(t.lower_)) is not None), default=None)
        several = token.lower_ in ("others", "more") or two
        taken.update(range(start, last + 1))
        named = _named_after(doc[last], crafts)
        before = before if named is None else replace(named, party=named.party or before.party)
        found.append(
            replace(
                before, start=start, end=last + 1, head=last, count=count if several and count else 1, definite=False,
                owner_pronoun=None, attributive=False,
            )
        )
    return tuple(sorted((*crafts, *found), key=lambda c: c.start)) if found else crafts


def _named_after(word: Token, crafts: tuple[Craft, ...]) -> Craft | None:
    """Return what says what a further one was: "The second, a drone, was shot down", "another, this time a MiG"."""
    doc = word.doc
    after = [t.lower_ for t in doc[word.i + 1 : word.i + 4]]
    first = word.i + 2 + 2 * (after[1:] == ["this", "time"])
    if after[:1] != [","] or first + 1 >= len(doc) or doc[first].lower_ not in ("a", "an"):
        return None
    named = next((c for c in crafts if first <= c.start <= first + 1), None)
    return named if named is not None and named.end < len(doc) and doc[named.end].text in (",", ".") else None


def _stands_alone(token: Token) -> bool:
    """Say whether a word is a noun phrase by itself, and no noun follows that it goes with."""
    doc, sentence = token.doc, token.sent
    if token.dep_ not in _ROLES and token.dep_ not in ("det", "amod"):
        return False
    before = doc[token.i - 1].lower_ if token.i > sentence.start else ""
    verbal = token.i + 1 < sentence.end and doc[token.i + 1].pos_ in ("VERB", "AUX")
    if token.lower_ == "another" and before in ("one", "or", "after", "to") and not (before == "after" and verbal):
        # "from one base to another", "one after another"
        return before in ("after", "to") and token.i > 1 and doc[token.i - 2].pos_ in ("VERB", "NOUN", "ADV", "PROPN")
    if token.lower_ in lexicon.group("ordinal_words") and before not in ("a", "the"):
        return False
    counted = token.lower_ in ("others", "more")
    if counted and number(before) is None:
        return False
    if token.i + 1 >= sentence.end:
        return True
    after = doc[token.i + 1]
    several = number(after.lower_) is not None or after.lower_ in lexicon.group("groups_of_craft")
    if token.lower_ == "another" and several and token.i + 2 < sentence.end:
        # "another two flew over", "and another pair over Samos"
        after = doc[token.i + 2]
        return (after.pos_ in ("VERB", "AUX") and after.tag_ != "VBN") or (after.pos_ == "ADP" and after.lower_ != "of")
    if after.lower_ in lexicon.group("nameless_flyers"):
        return token.lower_ in lexicon.group("ordinal_words") | {"another"}
    if after.pos_ in ("VERB", "AUX", "PUNCT", "CCONJ") and after.text not in "-–":
        return True
    if after.pos_ == "ADP" or after.lower_ in ("that", "which"):
        return after.lower_ not in ("of", "than", "as") and (counted or token.dep_ not in ("amod", "det"))
    return after.pos_ == "ADV" and token.i + 2 < sentence.end and doc[token.i + 2].pos_ in ("VERB", "AUX")


def _one_of_them(token: Token) -> bool:
    """Read a "one" as in "one had come down near there", "an earlier one".

    Not: "one of the pilots", "no one", "one was a colonel".
    """
    if token.i > token.sent.start + 1:
        before, article = token.doc[token.i - 1].lower_, token.doc[token.i - 2].lower_
        if before in lexicon.group("other_ones") and article in ("a", "an"):
            return True
    verb = token.head
    alone = token.dep_ in ("nsubj", "nsubjpass") and verb.pos_ in ("VERB", "AUX")
    bare = not any(True for _ in token.children) and token.i + 1 < token.sent.end
    return alone and bare and verb.lower_ not in lexicon.verb_forms("be") and token.doc[token.i + 1].pos_ in (
        "VERB", "AUX", "ADV"
    ) and not any(c.lower_ in ("can", "may", "must", "should", "could", "might", "would") for c in verb.children)


def _start(token: Token) -> int:
    before = token.doc[token.i - 1] if token.i > token.sent.start else token
    if token.lower_ == "one" and before.lower_ in lexicon.group("other_ones"):
        return before.i - 1
    return before.i if before.lower_ in ("a", "the") or number(before.lower_) is not None else token.i


def _counted_with(position: int, doc: Doc, crafts: tuple[Craft, ...]) -> Craft | None:
    """Return the aircraft named last before a position that are no one's fighters sent to meet them."""
    floor = doc.start_before(position, _SENTENCES_BACK)
    weapons = {c.head for c in crafts if c.weapon}
    before = [
        c for c in crafts
        if floor <= c.start < position and not (c.weapon or c.civil or c.attributive) and not _sent(doc[c.head])
        # "fighters shot down another"
        and not _did_it(doc[c.head], doc[position])
        # "destroyed by missiles from a MiG-29"
        and not (doc[c.head].head.lower_ == "from" and doc[c.head].head.head.i in weapons)
    ]
    owned = [c for c in before if c.party is not None or c.designated]
    own = [c for c in owned if c.head >= doc[position].sent.start]
    return next(iter((*own[::-1], *owned[::-1], *before[::-1])), None)


def _did_it(flown: Token, word: Token) -> bool:
    """Say whether an aircraft did to "another" what is told: the subject of the verb that it is an object of."""
    governor = word.head if word.dep_ == "dobj" else word.head.head if word.dep_ == "pobj" else None
    passive = governor is not None and any(c.dep_ == "auxpass" for c in governor.children)
    return governor is not None and not passive and flown.dep_ == "nsubj" and flown.head.i == governor.i


def _sent(head: Token) -> bool:
    """Say whether an aircraft is one of those who meet or bring down another: "brought down by a MiG"."""
    verb = head.head
    if head.dep_ == "pobj" and verb.lower_ == "by":
        # "its airspace was violated by a drone": that came, and met nobody.
        return verb.head.lower_ not in lexicon.group_forms("over_again")
    if head.dep_ in ("dobj", "nsubjpass") and verb.lower_ in lexicon.group_forms("sending_up"):
        return True
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    meets = verb.lower_ in lexicon.verbs("events", "contact_intercept") or verb.lower_ in lexicon.verbs(
        "events", "force_down"
    )
    return head.dep_ == "nsubj" and meets and not passive
