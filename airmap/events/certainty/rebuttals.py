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
from airmap.events import grammar
from airmap.events.certainty import denial_words as lex
from airmap.events.certainty.negations import ABOUT_CLAIMS, negated_grounds
from airmap.events.certainty.short_answers import had_leave, nothing_missing, only_no
from airmap.events.certainty.statements import Statement
from airmap.events.tellings import Denial, Ground
from airmap.mentions.actors import Actors
from airmap.parsing.language import lemma_of

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


def spoken(doc: Doc, actors: Actors, statements: Sequence[Statement]) -> Iterator[Denial]:
    worded = {t.i for t in doc if t.is_alpha or t.text[:1].isdigit() or "'" in t.text} if statements else set()
    for statement in statements:
        said = [i for i in statement.said if i in worded]
        if not said:
            continue
        grounds: set[Ground] = set()
        if _disbelieves(doc, statement, said):
            grounds.add("claim")
        grounds |= set(negated_grounds(doc, statement, said, actors))
        if _placed_elsewhere(doc, statement, said, actors):
            grounds.add("place")
            if {"outside", "international", "neutral", "open", "high"} & {doc[i].lower_ for i in said}:
                grounds.add("outside")
        elif statement.state is not None and (
            _claims_the_place(doc, statement, said, actors)
            or any(_phrases_in(_words(doc, said), "elsewhere", "unsettled"))
        ):
            grounds.add("place")
        third = _over_third_land(doc, statement, said, actors) if "place" not in grounds else frozenset()
        if third:
            grounds.add("place")
        if _other_cause(doc, said):
            grounds.add("cause")
        if _flown_properly(doc, said):
            grounds.add("manner")
        if had_leave(doc, said) or _called_lawful(doc, said):
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
            s.lower_ in lex.claims() | ABOUT_CLAIMS
            or s.lower_ in lex.events()
            or (s.i < i and token.lower_ in ("mistaken", "wrong", "lying"))
            for s in subjects
        ):
            return True
    return False


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
            if node.lower_ in lex.being() or _at_work(node):
                # "had kept to Russian territory"
                return preposition.lower_ != "to" or node.lower_ in _keeping()
            return False
        if node.dep_ == "pobj" and node.head.lower_ in ("to", "from"):
            # "was targeting shipments to a militia in Lebanon": where that is.
            return False
        if node.lower_ in lex.flyers():
            # "speaks of a training flight inside Greek airspace"
            return preposition.lower_ != "to"
        if _worked_on(node):
            # "was attacking rebels on Syrian territory": that is where it was.
            continue
        far = node.lower_ in lexicon.group("length_units")
        if node.pos_ == "NOUN" and not (in_the_air or far) and node.lower_ not in lex.events() | {"incident"}:
            return False
    return False


def _at_work(verb: Token) -> bool:
    return verb.tag_ == "VBG" and verb.lower_ in lexicon.verbs("answers", "elsewhere", "at_work")


def _worked_on(noun: Token) -> bool:
    """Say whether a noun is what an aircraft was at: "chasing rebels", "searching for a pilot", "a raid on rebels"."""
    if noun.dep_ == "dobj":
        return noun.head.lower_ in lexicon.group_forms("attacking_verbs") or _at_work(noun.head)
    to = noun.head
    if noun.dep_ != "pobj" or to.lower_ not in ("for", "on", "against", "at", "after"):
        return False
    return _at_work(to.head) or to.head.lower_ in lexicon.group("attack_nouns", "strike_nouns")


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
        lands = lexicon.word_set("answers", "elsewhere", "claimed") | lexicon.word_set("answers", "elsewhere", "land")
        named = belongs and any((p := actors.party_at.get(t.i)) is not None and p.kind == "place"
                                for t in grammar.subjects(verb))
        if not named and about.isdisjoint(lands):
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


def _called_lawful(doc: Doc, said: list[int]) -> bool:
    """Read "the flight was lawful", "a legitimate mission"; not "shooting it down was lawful"."""
    lawful = lexicon.group("lawful_words")
    for word in (doc[i] for i in said if doc[i].lower_ in lawful):
        if any(c.dep_ == "neg" for c in (*word.children, *word.head.children)):
            continue
        first = grammar.first_of_several(word)
        about = [first.head, *grammar.objects(first.head)] if first.dep_ != "acomp" else grammar.subjects(first.head)
        if any(t.lower_ in lex.flyers() for t in about):
            return True
    return False


def _phrases_in(words: str, section: str, key: str) -> Iterator[str]:
    """Yield the phrases of a list that stand among some words."""
    listed = lexicon.padded_by_word("answers", section, key)
    return (phrase for word in listed.keys() & set(words.split()) for phrase in listed[word] if phrase in words)


def _words(doc: Doc, positions: Iterable[int]) -> str:
    return " " + " ".join([doc[i].lower_ for i in positions]) + " "
