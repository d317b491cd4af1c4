"""What a statement negates: the entry, the place, whose it was, force, contact; "crossed nobody's border"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.certainty import denial_words as lex
from airmap.events.certainty.short_answers import NEGATIONS
from airmap.events.certainty.statements import Statement
from airmap.events.tellings import Ground
from airmap.mentions.actors import Actors
from airmap.parsing.language import lemma_of

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_TAKING_PART = frozenset(
    {"involved", "present", "airborne", "responsible", "missing", "near", "close", "lost", "aloft"}
)
ABOUT_CLAIMS = frozenset({"it", "that", "this", "what", "they", "all", "everything"})
_SHOTS = frozenset({"shot", "shots", "fire"})
_ABOUT_EVENTS = _SHOTS | {"evidence", "trace", "sign", "such", "them", "ours", "incident"}
_OWN = frozenset({"ours", "theirs", "our", "its", "their", "mine"})
_PLACED = frozenset({"over", "above", "inside", "within", "there", "out", "near"})


def negated_grounds(doc: Doc, statement: Statement, said: list[int], actors: Actors) -> Iterator[Ground]:
    """Yield what is negated: "crossed nobody's border", "no such drones were sent", "without leaving Colombia"."""
    for i in said:
        word = doc[i].lower_
        if word == "nowhere":
            yield "place"
        elif word in NEGATIONS or (word == "one" and doc[i - 1].lower_ == "no"):
            yield from _of_negation(doc[i], doc, statement, said, actors)


def _of_negation(
    token: Token, doc: Doc, statement: Statement, said: list[int], actors: Actors
) -> Iterator[Ground]:
    if token.lower_ == "nothing" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
        # "I have nothing to add to that", "there is nothing to say"
        return
    verb = _negated_verb(token)
    if verb is None:
        around = (doc[k].lower_ for k in range(token.i, min(token.i + 6, len(doc))))
        if _at_no_time(doc, token.i) and any(w in ("over", "in", "inside", "out", "outside") for w in around):
            yield "place"
        return
    # "we ask Islamabad not to let them use its airspace"
    asked = verb.tag_ == "VB" and verb.head.lower_ in lexicon.group_forms("asking_verbs")
    meant = {c.lower_ for c in verb.children} & lex.intents()
    if verb.i not in said or asked or meant or _promised(verb) or _of_a_detail(verb):
        return
    if token.lower_ == "no" and token.head.lower_ in ("contact", "collision"):
        # "no contact had taken place", "there was no collision"
        if {c.lower_ for c in token.head.children} <= {"no", "physical", "direct", "mid-air"}:
            yield "contact"
        return
    thing = _negated_thing(token)
    if thing is not None and not _matters(thing, actors):
        return
    if thing is not None and (ground := _ground_of_thing(thing)) is not None:
        yield ground
    elif lemma_of(verb) == "be" or verb.pos_ == "AUX" or verb.lower_ in lex.forms("belonging"):
        yield from _not_being(token, verb, thing, doc, statement, said, actors)
    else:
        yield from _not_done(verb, thing)


def _matters(thing: Token, actors: Actors) -> bool:
    """Say whether a thing that there was none of has to do with an event."""
    named = lex.flyers() | lex.events() | lex.lines() | lex.force_nouns() | ABOUT_CLAIMS | _ABOUT_EVENTS
    parts = lexicon.word_set("answers", "core", "parts") | lexicon.word_set("answers", "core", "countries")
    return thing.lower_ in named | parts or thing.i in actors.craft_at


def _ground_of_thing(thing: Token) -> Ground | None:
    """Return what it denies that there was no such thing: "none of this had happened", "no incursion", "no shots"."""
    if thing.lower_ in ABOUT_CLAIMS:
        return "claim"
    if thing.lower_ in lex.events() | {"incident"}:
        return "entry"
    return "force" if thing.lower_ in lex.force_nouns() | _SHOTS else None


def _not_being(
    token: Token, verb: Token, thing: Token | None, doc: Doc, statement: Statement, said: list[int], actors: Actors
) -> Iterator[Ground]:
    """Read "no plane of ours was there", "it was not over Estonia", "the drone is not Iranian"."""
    state = next((c for c in verb.children if c.dep_ == "acomp" or c.tag_ == "VBN"), None)
    if thing is not None and state is not None and state.lower_ not in _TAKING_PART:
        return
    flown = thing is not None and thing.lower_ in lex.flyers() | {"ours", "them", "such"}
    if flown and token.lower_ in ("none", "no", "neither"):
        yield "owner"
        yield "entry"
        return
    words = [t.lower_ for t in doc[verb.i : min(verb.sent.end, verb.i + 8)] if t.i in said]
    at = next((k for k, w in enumerate(words[:5]) if w in _PLACED or w == "in"), None)
    if at is not None and not any(w in words[1:at] for w in ("aware", "involved")):
        somewhere = set(words[at:]) & (lex.lines() | {"area", "region"})
        whose = (verb.i + k in actors.party_at for k in range(at, at + 4))
        if words[at] in _PLACED or somewhere or any(whose):
            yield "place"
            return
    owned = set(words[: 6 if "one" in words[:4] else 4]) & _OWN
    if owned or _demonym_of(doc, verb, statement, actors) or verb.lower_ in lex.forms("belonging"):
        yield "owner"


def _not_done(verb: Token, thing: Token | None) -> Iterator[Ground]:
    """Read "did not enter", "fired no missile", "never touched it", "had no aircraft up"."""
    if verb.lower_ in lex.forms("entering"):
        yield "entry"
    if verb.lower_ in lex.forms("firing"):
        yield "force"
    if verb.lower_ in lex.touching() or any(t.lower_ == "contact" for _, t in grammar.prepositions(verb)):
        yield "contact"
    if verb.lower_ in lex.forms("manners"):
        yield "manner"
    flown = thing is not None and thing.lower_ in lex.flyers() | lexicon.word_set("answers", "core", "parts")
    if flown and verb.lower_ in lexicon.verb_forms("have"):
        yield "entry"
        yield "force"


def _of_a_detail(verb: Token) -> bool:
    """Say whether only what lay below is denied: "had not flown over populated areas", "hit no houses"."""
    if any(c.lower_ == "directly" for c in verb.children):
        # "had not hit it directly"
        return True
    below = [t for p, t in grammar.prepositions(verb) if p in ("over", "above", "across", "on", "into")]
    return any(
        t.lower_ in lexicon.group("details_below")
        or {c.lower_ for c in t.children} & lexicon.group("lived_in")
        for t in (*below, *grammar.objects(verb))
    )


def _promised(verb: Token) -> bool:
    """Say whether a verb tells of what is to come or of what one would do: "would not happen again"."""
    words = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool(words & {"will", "would", "shall", "should", "must", "wo", "'ll", "’ll"}) and "have" not in words


def _negated_verb(token: Token) -> Token | None:
    """Return the verb that a negation bears on, through "no aircraft of ours", "nobody's border", "at no point"."""
    if token.lower_ == "without":
        return next((c for c in token.children if c.dep_ == "pcomp"), None)
    for node in grammar.ancestors(token):
        if node.pos_ in ("VERB", "AUX"):
            return node
    return None


def _negated_thing(token: Token) -> Token | None:
    """Return the noun that a negation stands before: "no aircraft", "none of our jets", "nobody's border"."""
    if token.lower_ in ("none", "neither", "nothing", "nobody"):
        if token.dep_ == "poss":
            return token.head
        inner = [t for p, t in grammar.prepositions(token) if p == "of"]
        return inner[0] if inner else None
    if token.lower_ in ("no", "one") and token.dep_ in ("det", "poss", "neg"):
        head = token.head
        if head.pos_ in ("NOUN", "PROPN", "PRON"):
            if head.lower_ in ("point", "time", "stage", "moment", "way"):
                return None
            inner = [t for p, t in grammar.prepositions(head) if p == "of"]
            return inner[0] if head.lower_ == "one" and inner else head
    return None


def _at_no_time(doc: Doc, i: int) -> bool:
    return doc[i].lower_ == "never" or (
        doc[i].lower_ == "no" and i + 1 < len(doc) and doc[i + 1].lower_ in ("time", "point", "stage", "moment")
    )


def _demonym_of(doc: Doc, verb: Token, statement: Statement, actors: Actors) -> bool:
    """Say whether what it was not is the speaker's own: "was not Russian"."""
    return any(
        (p := actors.party_at.get(k)) is not None and p.state == statement.state and statement.state is not None
        for k in range(verb.i + 1, min(verb.sent.end, verb.i + 5))
    ) and any(c.dep_ in ("acomp", "attr") for c in verb.children)
