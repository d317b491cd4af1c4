"""What is said against an event without a verb of denial: that it is a lie, that nobody's border was crossed, that the
plane was elsewhere, was another's, fell of itself, or flew as it should.

Each is a ground. What a ground does to an event depends on who speaks, which ``answers`` judges.
"""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import denial_words as lex
from airmap.events import grammar
from airmap.events.short_answers import NEGATIONS, had_leave, nothing_missing, only_no
from airmap.events.statements import Statement
from airmap.events.tellings import Denial, Ground
from airmap.language import lemma_of
from airmap.mentions.actors import Actors

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token

_TAKING_PART = frozenset(
    {"involved", "present", "airborne", "responsible", "missing", "near", "close", "lost", "aloft"}
)
_ABOUT_CLAIMS = frozenset({"it", "that", "this", "what", "they", "all", "everything"})


def spoken(doc: Doc, actors: Actors, statements: Sequence[Statement]) -> Iterator[Denial]:
    worded = {t.i for t in doc if t.is_alpha or t.text[:1].isdigit() or "'" in t.text} if statements else set()
    for statement in statements:
        said = [i for i in statement.said if i in worded]
        if not said:
            continue
        grounds: set[Ground] = set()
        if _disbelieves(doc, statement, said):
            grounds.add("claim")
        grounds |= set(_negated_core(doc, statement, said, actors))
        if _placed_elsewhere(doc, statement, said, actors):
            grounds.add("place")
            if {"outside", "international", "neutral", "open", "high"} & {doc[i].lower_ for i in said}:
                grounds.add("outside")
        elif statement.state is not None and _claims_the_place(doc, statement, said, actors):
            grounds.add("place")
        third = _over_third_land(doc, statement, said, actors) if "place" not in grounds else frozenset()
        if third:
            grounds.add("place")
        if _other_cause(doc, said):
            grounds.add("cause")
        if _flown_properly(doc, said):
            grounds.add("manner")
        if had_leave(doc, said):
            grounds.add("entry")
        if only_no(doc, statement, said):
            grounds.add("claim")
        words = _words(doc, said)
        home = any(_phrases_in(words, "core", "all_home"))
        if home or nothing_missing(doc, statement, said):
            grounds |= {"entry", "force"}
        if grounds:
            yield Denial(
                statement.party,
                statement.name,
                statement.verb,
                statement.sentence[0],
                frozenset(grounds),
                frozenset(statement.said),
                over=third,
            )


def _unsupported(doc: Doc, said: list[int]) -> bool:
    """Read "no evidence that those claims are true", "nothing to support the allegation"."""
    evidence = lexicon.group("evidence_nouns") | {"nothing"}
    for i in said:
        noun = doc[i]
        if noun.lower_ not in evidence:
            continue
        none = any(c.lower_ in ("no", "any") for c in noun.children) or noun.lower_ == "nothing"
        if not none:
            continue
        if noun.lower_ != "nothing" and any(
            p in ("of", "for") and t.lower_ in lex.events() for p, t in grammar.prepositions(noun)
        ):
            # "there is no evidence of any trespassing"
            return any(c.lower_ == "no" for c in noun.children)
        about = [t for k in said if k > i and (t := doc[k]).lower_ in lex.claims() and t.pos_ == "NOUN"]
        words = {doc[k].lower_ for k in said if k > i}
        if about and words & {"true", "correct", "support", "substantiate", "confirm", "accurate", "credible", "back"}:
            return noun.lower_ == "nothing" or "no" in {c.lower_ for c in noun.children} or "not" in {
                doc[k].lower_ for k in said if k < i
            }
    return False


def _disbelieves(doc: Doc, statement: Statement, said: list[int]) -> bool:
    """Read "'Absolutely untrue', answers Ankara", "says the story is a lie", "accused Oslo of making it up"."""
    words = _words(doc, said)
    if _unsupported(doc, said):
        return True
    verb = doc[statement.verb]
    if verb.lower_ in lex.calling() and len(said) > 5:
        # What is called so is judged with the verbs of denial.
        return False
    if any(_phrases_in(words, "disbelief", "phrases")):
        return True
    if verb.lower_ in lexicon.verb_forms("accuse"):
        return any(
            doc[i].lower_ in lexicon.verbs("answers", "disbelief", "inventing")
            and doc[i].tag_ == "VBG"
            and (doc[i].lower_ not in ("making", "spreading", "cooking") or " up " in words or " lies " in words)
            for i in said
        )
    disbelief = lex.disbelief()
    for i in said:
        token = doc[i]
        if token.lower_ not in disbelief or token.lower_ in ("tale", "tales", "fairy", "wives"):
            if not (
                token.lower_ in ("fairy", "wives")
                and doc[min(i + 1, len(doc) - 1)].lower_.startswith(("tale", "'", "’"))
            ):
                continue
        if any(c.lower_ in ("not", "never", "n't") for c in (*token.children, *token.head.children)):
            continue
        if token.lower_ in ("lie", "lies") and token.pos_ == "VERB" and any(c.dep_ == "prep" for c in token.children):
            # "the responsibility will lie with Tehran"
            continue
        quoted = any(doc[k].text in ('"', "“", "``") for k in range(max(doc[i].sent.start, i - 3), i))
        governed = [
            k for k in said if k > statement.verb and any(a.i == statement.verb for a in grammar.ancestors(doc[k]))
        ]
        # "Moscow: an invention to distract from troubles at home"
        opens = verb.text == ":" and 0 < i - verb.i <= 3
        short = opens or len(said) <= 7 or (i in governed and len(governed) <= 7)
        if (short or quoted) and not any(k in said for k in range(i - 3, i) if doc[k].lower_ in ("called", "for")):
            return True
        subjects = grammar.subjects(token.head) if token.dep_ in ("attr", "acomp") else []
        if any(
            s.lower_ in lex.claims() | _ABOUT_CLAIMS
            or s.lower_ in lex.events()
            or (s.i < i and token.lower_ in ("mistaken", "wrong", "lying"))
            for s in subjects
        ):
            return True
    return False


def _negated_core(doc: Doc, statement: Statement, said: list[int], actors: Actors) -> Iterator[Ground]:
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
    named = lex.flyers() | lex.events() | lex.lines() | lex.force_nouns() | _ABOUT_CLAIMS | _ABOUT_EVENTS
    parts = lexicon.word_set("answers", "core", "parts") | lexicon.word_set("answers", "core", "countries")
    return thing.lower_ in named | parts or thing.i in actors.craft_at


_SHOTS = frozenset({"shot", "shots", "fire"})
_ABOUT_EVENTS = _SHOTS | {"evidence", "trace", "sign", "such", "them", "ours", "incident"}


def _ground_of_thing(thing: Token) -> Ground | None:
    """Return what it denies that there was no such thing: "none of this had happened", "no incursion", "no shots"."""
    if thing.lower_ in _ABOUT_CLAIMS:
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


_OWN = frozenset({"ours", "theirs", "our", "its", "their", "mine"})
_PLACED = frozenset({"over", "above", "inside", "within", "there", "out", "near"})


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


# "returned to its airspace", "defended the airspace of": nothing flew there.
_NOT_AT_HOME = frozenset(
    {"from", "returned", "return", "back", "defend", "defending", "protect", "violated", "entered", "into"}
)


def _placed_elsewhere(doc: Doc, statement: Statement, said: list[int], actors: Actors) -> bool:
    """Say whether the aircraft is put where it may be: at home, over the open sea, outside, short of the line."""
    words = _words(doc, said)
    lowered = {doc[i].lower_ for i in said}
    landed = {"landing", "landed", "land"} & lowered
    # A landing "in line with international procedures" may be one where nobody asked for it.
    if any(not (landed and p.endswith("with international ")) for p in _phrases_in(words, "elsewhere", "phrases")):
        return True
    for place in _phrases_in(words, "elsewhere", "places"):
        if _NOT_AT_HOME.isdisjoint(words[: words.find(place)].split()[-4:]):
            return True
    if _kept_to_route(doc, said):
        return True
    inside = set(said)
    if lowered & lexicon.group("wreck_words") and any(
        doc[i].lower_ in ("in", "inside", "within", "on") and _own_place(doc, i, statement, actors) for i in said
    ):
        # "says the wreckage was found 9 km inside Malian territory": it had not left.
        return True
    prepositions = lexicon.word_set("answers", "elsewhere", "prepositions")
    for i in said:
        token = doc[i]
        viewed = i < statement.verb < i + 7
        if (
            token.lower_ in prepositions
            and not viewed
            and _own_place(doc, i, statement, actors)
        ):
            if _says_where(token):
                return True
        if token.lower_ in ("outside", "beyond") or (
            token.lower_
            in (
                "clear",
                "short",
                "away",
                "south",
                "north",
                "east",
                "west",
                "kilometres",
                "kilometers",
                "km",
                "miles",
                "metres",
                "far",
                "distance",
            )
            and i + 1 < len(doc)
            and doc[i + 1].lower_ in ("of", "from", "off", "out")
        ):
            near = [doc[k].lower_ for k in range(i + 1, min(i + 7, token.sent.end)) if k in inside]
            at_sea = doc[i + 1].lower_ == "out" if i + 1 < len(doc) else False
            held = any(
                a.lower_ in lex.being() | {"places", "placed", "puts", "put", "placing", "putting", "showed", "found"}
                for a in grammar.ancestors(token)
            )
            if (
                held
                and (at_sea or set(near) & (lex.lines() | lexicon.word_set("answers", "elsewhere", "ashore")))
                and not {"not", "never"} & {doc[k].lower_ for k in range(max(0, i - 5), i)}
            ):
                return True
    return False


def _over_third_land(doc: Doc, statement: Statement, said: list[int], actors: Actors) -> frozenset[str]:
    """Return the state over whose land its owner puts an aircraft: "Moscow says it was hit a mile inside Syria"."""
    for i in said if statement.state is not None else ():
        token = doc[i]
        if token.lower_ in ("over", "in", "inside", "within", "above") and _says_where(token):
            near = (actors.party_at.get(k) for k in range(i + 1, min(i + 4, token.sent.end)))
            land = next((p for p in near if p is not None), None)
            # Not "over the Chinese balloon".
            if land is None or land.start in actors.craft_at or land.kind != "state" or land.state is None:
                continue
            if land.state != statement.state:
                return frozenset({land.state})
    return frozenset()


def _kept_to_route(doc: Doc, said: list[int]) -> bool:
    """Read "kept to their route", "followed the agreed course", "stuck to its flight plan"."""
    routes = lexicon.word_set("answers", "core", "routes")
    for i in said:
        noun = doc[i]
        planned = noun.lower_ == "plan" and i > 0 and doc[i - 1].lower_ == "flight"
        if noun.lower_ not in routes and not planned:
            continue
        above = next((a for a in grammar.ancestors(noun) if a.pos_ in ("VERB", "AUX")), None)
        if above is None or above.lower_ not in lexicon.verbs("answers", "core", "keeping"):
            continue
        flew = above.lower_ in lexicon.verb_forms("fly")
        meant = {c.lower_ for c in noun.children} & {"agreed", "planned", "approved", "declared", "filed", "set"}
        asides = {c.lower_ for c in above.children if c.dep_ in ("aux", "neg")}
        if not asides - {"have", "had", "has"} and (meant or not flew):
            return True
    return False


def _own_place(doc: Doc, i: int, statement: Statement, actors: Actors) -> bool:
    """Say whether a preposition leads to land or air of the speaker's."""
    if statement.state is None or doc[min(i + 1, len(doc) - 1)].lower_ in ("line", "accordance", "keeping"):
        # "in line with international rules" is no place.
        return False
    for k in range(i + 1, min(i + 6, doc[i].sent.end)):
        zone = actors.zone_at.get(k)
        if zone is not None and zone.owner is not None and zone.start <= i + 2:
            return zone.owner.state == statement.state
        party = actors.party_at.get(k)
        if party is not None:
            return party.state == statement.state and (
                party.end >= len(doc)
                or doc[party.end].lower_ in lexicon.words("answers", "elsewhere", "land")
                or doc[party.end].pos_
                in ("PUNCT", "ADP", "CCONJ", "SCONJ", "ADV", "PART", "PRON", "SPACE", "DET", "VERB", "AUX")
            )
        if doc[k].pos_ in ("VERB", "PUNCT") or doc[k].dep_ == "pobj":
            return False
    return False


def _says_where(preposition: Token) -> bool:
    """Say whether a phrase of place says where the aircraft flew or was met, and not where it fell or is kept."""
    in_the_air = any(t.lower_ in ("airspace", "skies") for t in preposition.subtree)
    for node in grammar.ancestors(preposition):
        if node.pos_ in ("VERB", "AUX"):
            if node.lower_ in lex.being():
                # "had kept to Russian territory"
                return preposition.lower_ != "to" or node.lower_ in _keeping()
            return False
        if node.lower_ in lex.flyers():
            # "speaks of a training flight inside Greek airspace"
            return preposition.lower_ != "to"
        far = node.lower_ in lexicon.group("length_units")
        if node.pos_ == "NOUN" and not (in_the_air or far) and node.lower_ not in lex.events() | {"incident"}:
            return False
    return False


@cache
def _keeping() -> frozenset[str]:
    return frozenset(f for v in ("keep", "stick", "confine", "hold") for f in lexicon.verb_forms(v))


def _claims_the_place(doc: Doc, statement: Statement, said: list[int], actors: Actors) -> bool:
    """Say whether the place itself is claimed: "says that the island is Nicaraguan", "that is our airspace"."""
    inside = set(said)
    regarding = lexicon.verbs("answers", "elsewhere", "regarding")
    for i in said:
        verb = doc[i]
        if verb.lower_ in regarding and _as_its_own(verb):
            return True
        belongs = verb.lower_ in lex.forms("belonging")
        if not belongs and lemma_of(verb) != "be":
            continue
        about = {t.lower_ for t in grammar.subjects(verb)}
        if not about & lexicon.word_set("answers", "elsewhere", "claimed"):
            continue
        for k in range(i + 1, min(i + 6, verb.sent.end)):
            party = actors.party_at.get(k)
            own = party is not None and party.state == statement.state
            ours = doc[k].lower_ in ("our", "its", "their") and about & {"that", "this", "island", "islands", "area"}
            if k in inside and (own or ours) and not any(c.dep_ == "neg" for c in verb.children):
                return belongs or any(
                    t.lower_ in lexicon.words("answers", "elsewhere", "land") or t.dep_ == "acomp"
                    for t in doc[k : min(k + 4, verb.sent.end)]
                )
    return False


def _as_its_own(verb: Token) -> bool:
    """Read "regards them as its own", "claims as its own", "considers the islets its territory"."""
    words = grammar.words_after(verb, 8)
    flown = {"drone", "drones", "aircraft", "plane", "planes", "jets", "jet", "helicopter"} & set(words)
    return "own" in words and words[words.index("own") - 1] in ("its", "their") and not flown


def _other_cause(doc: Doc, said: list[int]) -> bool:
    """Say whether an aircraft is said to have come down of itself: "flew into a mountain", "had engine trouble"."""
    # "dumped fuel on the drone", "hit a fuel depot" is no want of it.
    named = (t for i in said if (t := doc[i]).dep_ != "compound" or t.lower_ != "fuel")
    words = {t.lower_ for t in named if t.dep_ != "dobj" or t.head.lower_ in _SUFFERING}
    if words & lex.shooting():
        return False
    fell = bool(words & lexicon.word_set("answers", "causes", "falling")) or (" came down " in _words(doc, said))
    return bool(words & lexicon.word_set("answers", "causes", "outright")) or (
        fell and bool(words & lexicon.word_set("answers", "causes", "words"))
    )


_SUFFERING = frozenset(f for v in ("lose", "have", "suffer", "hit", "strike") for f in lexicon.verb_forms(v))


def _flown_properly(doc: Doc, said: list[int]) -> bool:
    words = _words(doc, said)
    return any(_phrases_in(words, "manner", "phrases"))


def _phrases_in(words: str, section: str, key: str) -> Iterator[str]:
    """Yield the phrases of a list that stand among some words."""
    listed = lexicon.padded_by_word("answers", section, key)
    return (phrase for word in listed.keys() & set(words.split()) for phrase in listed[word] if phrase in words)


def _words(doc: Doc, positions: Iterable[int]) -> str:
    return " " + " ".join([doc[i].lower_ for i in positions]) + " "
