"""The readers in turn: each finds one way in which English reports that something happened in the air.

A reader takes a word of the text and the mentions around it and returns a telling or nothing; the words it looks for
are in ``lexicon/events.toml``. Each word has its readers: a text's words are looked up once, and most have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import phrasal_of
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
from airmap.events.readers.apart import so_far_apart
from airmap.events.readers.approaches import approached
from airmap.events.readers.avoidance import turned_aside
from airmap.events.readers.closeness import came_close, loosed_near
from airmap.events.readers.collisions import kept_apart, made_contact, narrowly_missed
from airmap.events.readers.company import company_forms, kept_company
from airmap.events.readers.contacts import intercepted, interception
from airmap.events.readers.downing_words import compound_noun_end
from airmap.events.readers.downings import shot_down
from airmap.events.readers.entries import entered
from airmap.events.readers.entry_deeds import (
    defected,
    fired_from,
    had_there,
    left_it,
    slipped_past,
    struck_inside,
    used,
)
from airmap.events.readers.entry_nouns import entry_named
from airmap.events.readers.force import (
    attacked,
    blew_up_beside,
    brought_about,
    came_under_fire,
    fired_upon,
    lost_to_fire,
    took_a_hit,
)
from airmap.events.readers.headlines import seen_there
from airmap.events.readers.meetings_aloft import came_upon
from airmap.events.readers.plain_order import entered_in_order
from airmap.events.readers.resting import came_to_rest, resting_forms
from airmap.events.readers.scrambles import took_off
from airmap.events.readers.shots import let_fly, letting_fly_forms, shot_words, shots_told
from airmap.events.readers.undoing import undoing_forms, undone
from airmap.events.readers.watching import seen_beside, sighted, spied_on
from airmap.events.repeats import the_same
from airmap.events.tellings import ENTERING, Telling
from airmap.mentions.actors import Actors

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token, Tokens


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
    telling = _readers_of_words(going=False)
    for token in sentence:
        going = token.pos_ == "VERB" and _goes_into(token)
        readers = _readers_of_words(going=True).get(token.lower_, _ANYWHERE) if going else telling.get(token.lower_, ())
        flies = token.i in actors.craft_at
        if not (readers or flies) or token.i in actors.datelines:
            continue
        verbal = _verbal(token, actors)
        found = next(
            (told for r in readers if r.asks(token, verbal) and (told := r.read(token, doc, actors)) is not None), None)
        if found is None and flies:
            found = seen_there(token, doc, actors)
        if found is not None:
            yield _sent_up(found, token)


def _sent_up(found: Telling, verb: Token) -> Telling:
    """Return "the air force (PAF) scrambled war planes" as sent up by whose planes they are, and not met."""
    craft = found.craft
    if found.act != "intercept" or craft is None or not craft.start <= verb.i < craft.head:
        return found
    return replace(found, craft=None, craft_token=None, mover=None, responder=craft.party, responder_token=craft.head)


class _Reader(NamedTuple):
    """One way of telling: the words with which it begins, and whether one of them may do so here, as a verb or not."""

    read: Callable[[Token, Doc, Actors], Telling | None]
    asks: Callable[[Token, bool], bool]
    words: Iterable[str]


def _as_verb(_: Token, verbal: bool) -> bool:
    return verbal


def _as_noun(token: Token, _: bool) -> bool:
    return token.pos_ == "NOUN"


def _anyhow(_: Token, __: bool) -> bool:
    return True


def _by_itself(read: Callable[[Token, Actors], Telling | None]) -> Callable[[Token, Doc, Actors], Telling | None]:
    return lambda token, _, actors: read(token, actors)


# A verb with "into" or "across" is read as one of entry whatever it is.
_ANYWHERE = (_Reader(entered, _anyhow, ()),)


@cache
def _readers() -> tuple[_Reader, ...]:
    """Return the readers in the order in which a word is shown to them."""
    forms, group_forms, group = lexicon.verb_forms, lexicon.group_forms, lexicon.group
    return (
        _Reader(_by_itself(shot_down), _may_bring_down, {"down", *down_nouns(), *down_verbs(), *phrasal_verbs()}),
        _Reader(lost_to_fire, _as_verb, forms("lose")),
        _Reader(_by_itself(came_under_fire), _as_verb, forms("come", "crash", "fall", "go", "plunge")),
        _Reader(_by_itself(blew_up_beside), _as_verb, group_forms("bursting_verbs")),
        _Reader(_by_itself(took_a_hit), _as_verb, group_forms("taking_verbs")),
        _Reader(_by_itself(brought_about), _as_noun, group("crash_nouns")),
        _Reader(_by_itself(let_fly), _as_verb, letting_fly_forms()),
        _Reader(_by_itself(shots_told), _as_noun, shot_words()),
        _Reader(_by_itself(undone), _as_verb, undoing_forms()),
        _Reader(_by_itself(fired_upon), _as_verb, fire_verbs()),
        _Reader(fired_from, _as_verb, firing_verbs()),
        _Reader(_by_itself(intercepted), _as_verb, contact_verbs()),
        _Reader(interception, _as_meeting, contact_nouns()),
        _Reader(loosed_near, _as_verb, letting_go_verbs()),
        _Reader(made_contact, _as_verb, forms("make")),
        _Reader(_by_itself(narrowly_missed), _as_verb, group_forms("missing_verbs")),
        _Reader(came_upon, _as_verb, forms("encounter", "come", "run")),
        _Reader(_by_itself(kept_company), _as_verb, company_forms()),
        _Reader(took_off, _as_verb, rising_verbs()),
        _Reader(_by_itself(came_close), _as_closeness, {*close_nouns(), *close_verbs(), *close_motion(),
                                                        *striking_verbs()}),
        _Reader(_by_itself(so_far_apart), _anyhow, group("small_units")),
        _Reader(_by_itself(defected), _as_verb, forms("defect", "land", "touch", "fly", "escape", "flee", "take", "put",
                                                      "set", "come")),
        _Reader(_by_itself(slipped_past), _past_defences, group_forms("piercing_verbs")),
        _Reader(entered, _as_verb, {*strong_verbs(), *motion_verbs(), *group_forms("wafting_verbs"),
                                    *group("acts_overhead"), *forms("touch", "set", "put")}),
        _Reader(_by_itself(came_to_rest), _as_verb, resting_forms()),
        _Reader(_by_itself(turned_aside), _as_verb, {*group_forms("altering_verbs", "swerving_verbs"),
                                                     *forms("take", "turn", "send", "steer")}),
        _Reader(_by_itself(had_there), _as_main_verb, forms("have", "be")),
        _Reader(left_it, _as_verb, group_forms("exit_verbs")),
        _Reader(_by_itself(used), _as_verb, forms("use")),
        _Reader(_by_itself(spied_on), _as_verb, group_forms("prying_verbs", "filming_verbs", "gathering_verbs",
                                                            "light_verbs")),
        _Reader(_by_itself(seen_beside), _as_verb, group_forms("sighting_verbs")),
        _Reader(_by_itself(sighted), _as_noun, group("sighting_nouns")),
        _Reader(_by_itself(struck_inside), _as_verb, group("attacking_forms") | forms("strike", "hit")),
        _Reader(attacked, _as_noun, group("attack_nouns")),
        _Reader(entry_named, _anyhow, entry_nouns()),
        _Reader(approached, _as_verb, approach_verbs()),
        _Reader(_by_itself(kept_apart), _as_noun, group("small_units") - {"m"}),
    )


@cache
def _readers_of_words(*, going: bool) -> dict[str, tuple[_Reader, ...]]:
    """Return which readers each word is shown to, most words to none; ``going`` where it goes into something."""
    found: dict[str, list[_Reader]] = {}
    for reader in _readers():
        for word in reader.words:
            found.setdefault(word, [])
    for reader in _readers():
        if going and reader.read is entered:
            reader = _ANYWHERE[0]._replace(words=found)
        for word in reader.words:
            found[word].append(reader)
    return {word: tuple(readers) for word, readers in found.items()}


def _may_bring_down(token: Token, _: bool) -> bool:
    word = token.lower_
    downed = word == "down" and token.pos_ == "VERB" and token.dep_ not in ("prt", "advmod")
    known = downed or word in down_nouns() or word in down_verbs()
    return known or phrasal_of(token) is not None or compound_noun_end(token) is not None


def _as_meeting(token: Token, _: bool) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "VERB")


def _as_closeness(token: Token, verbal: bool) -> bool:
    word = token.lower_
    noun = word in close_nouns() and (token.pos_ == "NOUN" or word not in ("pass", "passes"))
    return noun or (verbal and (word in close_verbs() or word in close_motion() or word in striking_verbs()))


def _past_defences(verb: Token, verbal: bool) -> bool:
    return verbal and not verb.sent.words.isdisjoint(lexicon.group("defences"))


def _as_main_verb(token: Token, _: bool) -> bool:
    return token.dep_ not in ("aux", "auxpass")


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
