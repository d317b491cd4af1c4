"""The readers in turn: each finds one way in which English reports that something happened in the air.

A reader takes a word of the text and the mentions around it and returns a telling or nothing; the words it looks for
are in ``lexicon/events.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.approaches import approached
from airmap.events.avoidance import turned_aside
from airmap.events.clauses import phrasal_of
from airmap.events.closeness import came_close, loosed_near, made_contact
from airmap.events.contacts import company_forms, intercepted, interception, kept_company, took_off
from airmap.events.downing_words import compound_noun_end
from airmap.events.entries import entered
from airmap.events.entry_deeds import defected, fired_from, had_there, left_it, slipped_past, struck_inside, used
from airmap.events.entry_nouns import entry_named
from airmap.events.event_words import (
    approach_verbs,
    close_motion,
    close_nouns,
    close_verbs,
    contact_nouns,
    contact_verbs,
    down_nouns,
    down_verbs,
    entry_nouns,
    fire_verbs,
    firing_verbs,
    letting_go_verbs,
    motion_verbs,
    phrasal_verbs,
    rising_verbs,
    striking_verbs,
    strong_verbs,
)
from airmap.events.force import (
    attacked,
    blew_up_beside,
    brought_about,
    came_under_fire,
    fired_upon,
    lost_to_fire,
    shot_down,
    shots_put_into,
    took_a_hit,
)
from airmap.events.headlines import seen_there
from airmap.events.plain_order import entered_in_order
from airmap.events.repeats import the_same
from airmap.events.resting import came_to_rest, resting_forms
from airmap.events.tellings import ENTERING, Telling
from airmap.events.undoing import undoing_forms, undone
from airmap.mentions.actors import Actors

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token, Tokens


def read_predicates(doc: Doc, actors: Actors) -> Iterator[Telling]:
    """Yield every telling in the text, in text order."""
    last: Telling | None = None
    for sentence in doc.sents:
        told = [t for t in _in_sentence(sentence, doc, actors) if last is None or not _counts_it(doc[t.trigger])]
        if not told:
            yield from the_same(sentence, doc, actors, last)
        last = next((t for t in reversed(told) if t.act == "entry"), last)
        yield from told
        if not any(t.act in ENTERING for t in told):
            yield from entered_in_order(sentence, doc, actors, [t.trigger for t in told])


def _counts_it(noun: Token) -> bool:
    """Read "The incident is the third such violation this year", which tells of the one told before and no other."""
    if noun.dep_ != "attr" or noun.pos_ != "NOUN" or not any(
        t.lower_ in lexicon.group("ordinal_words") | {"latest"} for t in noun.doc[noun.left_edge.i : noun.i]
    ):
        return False
    again = lexicon.group("dated_events", "event_nouns") | {"it", "this", "that"}
    return any(s.lower_ in again for s in grammar.subjects(noun.head))


def _in_sentence(sentence: Tokens, doc: Doc, actors: Actors) -> Iterator[Telling]:
    telling = _telling_words()
    defended = not sentence.words.isdisjoint(lexicon.group("defences"))
    for token in sentence:
        word = token.lower_
        if token.i in actors.datelines:
            continue
        if word not in telling and token.i not in actors.craft_at and not (token.pos_ == "VERB" and _goes_into(token)):
            # None of the readers below asks about it.
            continue
        verbal = _verbal(token, actors)
        found: Telling | None = None
        downed = word == "down" and token.pos_ == "VERB" and token.dep_ not in ("prt", "advmod")
        if downed or word in down_nouns() or word in down_verbs() or phrasal_of(token) or compound_noun_end(token):
            found = shot_down(token, doc, actors)
        if found is None and verbal and word in lexicon.verb_forms("lose"):
            found = lost_to_fire(token, doc, actors)
        if found is None and verbal and word in _falling():
            found = came_under_fire(token, actors)
        if found is None and verbal and word in lexicon.group_forms("bursting_verbs"):
            found = blew_up_beside(token, actors)
        if found is None and verbal and word in lexicon.group_forms("taking_verbs"):
            found = took_a_hit(token, actors)
        if found is None and token.pos_ == "NOUN" and word in lexicon.group("crash_nouns"):
            found = brought_about(token, actors)
        if found is None and verbal and word in lexicon.group_forms("putting_verbs"):
            found = shots_put_into(token, actors)
        if found is None and verbal and word in undoing_forms():
            found = undone(token, actors)
        if found is None and verbal and word in fire_verbs():
            found = fired_upon(token, doc, actors)
        if found is None and verbal and word in firing_verbs():
            found = fired_from(token, doc, actors)
        if found is None and verbal and word in contact_verbs():
            found = intercepted(token, doc, actors)
        if found is None and word in contact_nouns() and token.pos_ in ("NOUN", "PROPN", "VERB"):
            found = interception(token, doc, actors)
        if found is None and verbal and word in letting_go_verbs():
            found = loosed_near(token, doc, actors)
        if found is None and verbal and word in lexicon.verb_forms("make"):
            found = made_contact(token, doc, actors)
        if found is None and verbal and word in company_forms():
            found = kept_company(token, actors)
        if found is None and verbal and word in rising_verbs():
            found = took_off(token, doc, actors)
        if found is None and (
            (word in close_nouns() and (token.pos_ == "NOUN" or word not in ("pass", "passes")))
            or (verbal and (word in close_verbs() or word in close_motion() or word in striking_verbs()))
        ):
            found = came_close(token, doc, actors)
        if found is None and verbal and word in _defecting():
            found = defected(token, actors)
        if found is None and verbal and defended and word in lexicon.group_forms("piercing_verbs"):
            found = slipped_past(token, actors)
        if found is None and (
            (verbal and (word in strong_verbs() or word in motion_verbs()))
            or (verbal and (word in lexicon.group_forms("wafting_verbs") or word in lexicon.group("acts_overhead")))
            or (token.pos_ == "VERB" and _goes_into(token))
        ):
            found = entered(token, doc, actors)
        if found is None and verbal and word in resting_forms():
            found = came_to_rest(token, actors)
        if found is None and verbal and word in _turning_aside():
            found = turned_aside(token, actors)
        if found is None and word in lexicon.verb_forms("have") and token.dep_ not in ("aux", "auxpass"):
            found = had_there(token, actors)
        if found is None and verbal and word in lexicon.group_forms("exit_verbs"):
            found = left_it(token, doc, actors)
        if found is None and verbal and word in lexicon.verb_forms("use"):
            found = used(token, actors)
        if found is None and verbal and word in _attacking_forms():
            found = struck_inside(token, actors)
        if found is None and token.pos_ == "NOUN" and word in lexicon.group("attack_nouns"):
            found = attacked(token, doc, actors)
        if found is None and word in entry_nouns():
            found = entry_named(token, doc, actors)
        if found is None and verbal and word in approach_verbs():
            found = approached(token, doc, actors)
        if found is None and token.i in actors.craft_at:
            found = seen_there(token, doc, actors)
        if found is not None:
            yield _sent_up(found, token)


def _sent_up(found: Telling, verb: Token) -> Telling:
    """Return "the air force (PAF) scrambled war planes" as sent up by whose planes they are, and not met."""
    craft = found.craft
    if found.act != "intercept" or craft is None or not craft.start <= verb.i < craft.head:
        return found
    return replace(found, craft=None, craft_token=None, mover=None, responder=craft.party, responder_token=craft.head)


@cache
def _telling_words() -> frozenset[str]:
    """Return every word that a reader asks about: most words of a text are none of them."""
    return frozenset({"down"}).union(
        phrasal_verbs(),
        down_nouns(),
        down_verbs(),
        lexicon.verb_forms("lose"),
        _falling(),
        lexicon.group_forms("bursting_verbs"),
        lexicon.group_forms("taking_verbs"),
        lexicon.group("crash_nouns"),
        lexicon.group_forms("putting_verbs"),
        undoing_forms(),
        fire_verbs(),
        firing_verbs(),
        contact_verbs(),
        contact_nouns(),
        letting_go_verbs(),
        lexicon.verb_forms("make"),
        rising_verbs(),
        company_forms(),
        close_nouns(),
        close_verbs(),
        close_motion(),
        striking_verbs(),
        strong_verbs(),
        motion_verbs(),
        lexicon.verb_forms("have"),
        lexicon.group_forms("exit_verbs"),
        lexicon.group_forms("piercing_verbs"),
        _defecting(),
        lexicon.group_forms("wafting_verbs"),
        lexicon.group("acts_overhead"),
        lexicon.verb_forms("use"),
        _attacking_forms(),
        _turning_aside(),
        resting_forms(),
        lexicon.group("attack_nouns"),
        entry_nouns(),
        approach_verbs(),
    )


def _falling() -> frozenset[str]:
    return lexicon.verb_forms("come", "crash", "fall", "go", "plunge")


def _defecting() -> frozenset[str]:
    return lexicon.verb_forms("defect", "land", "touch")


@cache
def _turning_aside() -> frozenset[str]:
    return lexicon.group_forms("altering_verbs", "swerving_verbs") | lexicon.verb_forms("take", "turn", "send", "steer")


@cache
def _attacking_forms() -> frozenset[str]:
    return lexicon.group("attacking_forms") | lexicon.verb_forms("strike", "hit")


def _goes_into(verb: Token) -> bool:
    # "scattered leaflets over the capital"
    overhead = verb.lower_ in lexicon.group("acts_overhead") and any(
        c.lower_ in lexicon.group("unwelcome_things") for c in verb.children
    )
    return overhead or any(c.lower_ in ("into", "inside", "through", "across") for c in verb.children)


def _verbal(token: Token, actors: Actors) -> bool:
    """Say whether the token can be a verb here; the tagger is not believed in headlines and capitals."""
    joined = token.i > token.sent.start and token.nbor(-1).text in "-–" and not token.nbor(-1).whitespace_
    if joined and token.i + 1 in actors.craft_at:
        # "a twin-tailed jet"
        return False
    if token.pos_ in ("VERB", "AUX"):
        return True
    if token.tag_ == "NN" and token.lower_ in entry_nouns() and token.doc[token.left_edge.i].pos_ == "DET":
        # "reported a drone breach"
        return False
    if token.i in actors.craft_at or token.i in actors.party_at:
        return False
    if token.pos_ == "NOUN" and token.dep_ in ("advcl", "ccomp") and any(c.dep_ == "nsubj" for c in token.children):
        # "after dozens of balloons carrying cigarettes drift in": only a verb has a subject.
        return True
    if token.pos_ == "NOUN" and token.i > token.sent.start and token.nbor(-1).lower_ in lexicon.group("those_who_act"):
        # "Rwandan forces fire at a jet", "its gunners down a drone"
        return token.i + 1 < len(token.doc) and _starts_object(token.doc[token.i + 1], actors)
    return token.pos_ in ("PROPN", "NOUN", "ADJ", "X") and (
        token.is_upper
        or (
            token.lower_ in _past_forms()
            and token.dep_ not in ("amod", "compound")
            and token.i + 1 < len(token.doc)
            and _starts_object(token.doc[token.i + 1], actors)
        )
        or (
            token.i + 1 < len(token.doc)
            and _starts_object(token.doc[token.i + 1], actors)
            and token.i > token.sent.start
            and (_before(token) in actors.craft_at or _before(token) in actors.party_at)
        )
    )


def _before(token: Token) -> int:
    """Return the word before, adverbs passed over: "an A-50 twice breaches"."""
    i = token.i - 1
    while i > token.sent.start and (
        token.doc[i].pos_ == "ADV" or token.doc[i].lower_ in lexicon.group("between_subject_and_verb")
    ):
        i -= 1
    return i


@cache
def _past_forms() -> frozenset[str]:
    """Return past tenses of verbs of entry: words that are verbs and nothing else."""
    forms = {f for f in strong_verbs() if f.endswith(("ed", "flew", "flown", "broke"))}
    return frozenset(forms)


def _starts_object(token: Token, actors: Actors) -> bool:
    return (
        token.i in actors.zone_at
        or token.i in actors.craft_at
        or token.i in actors.party_at
        or token.pos_ in ("DET", "ADP", "NUM")
    )
