"""Questions asked of the dependency tree: who does it, to what, in which clause, under which verb."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from airmap import lexicon
from airmap.parsing.language import lemma_of

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token, Tokens

_T = TypeVar("_T")

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
RELATIVES = frozenset({"that", "which", "who", "whom", "whose"})
_NOTHING = frozenset({"neither", "none", "no", "nothing", "nobody"})
# Verbs whose object, not subject, does what the complement says: "ordered jets to fly", "accused Israel of invading".
OBJECT_CONTROL = lexicon.group("object_control")


def _once_a_word(ask: Callable[[Token], list[_T]]) -> Callable[[Token], list[_T]]:
    """Have a question about a word's place in the tree, which stays as it is, answered once; each asker gets a list."""

    @wraps(ask)
    def answer(word: Token) -> list[_T]:
        known = word.doc.answers[ask]
        found: list[_T] | None = known.get(word)
        if found is None:
            found = known[word] = ask(word)
        return found.copy()

    return answer


def _decided_once(ask: Callable[[Token], bool]) -> Callable[[Token], bool]:
    """Have such a question that is answered with yes or no answered once."""

    @wraps(ask)
    def answer(word: Token) -> bool:
        known = word.doc.answers[ask]
        found: bool | None = known.get(word)
        if found is None:
            found = known[word] = ask(word)
        return found

    return answer


def ancestors(token: Token) -> Iterator[Token]:
    """Yield the governors of a token, nearest first; never loops."""
    return iter(token.ancestors)


def words_after(token: Token, count: int) -> list[str]:
    """Return the next words of the sentence, at most so many, without capitals."""
    return [t.lower_ for t in token.doc[token.i + 1 : min(token.sent.end, token.i + 1 + count)]]


@_once_a_word
def objects(verb: Token) -> list[Token]:
    """Return direct objects, and what they are coordinated with."""
    found = [c for c in verb.children if c.dep_ in ("dobj", "obj", "dative", "oprd")]
    if is_hidden_gerund(verb):
        found = [verb.head]
    if (
        not found
        and verb.dep_ == "conj"
        and verb.head.pos_ in ("VERB", "AUX")
        # "escorted a plane away and had to be sent up again": had no plane.
        and not any(c.dep_ in ("prep", "prt", "xcomp") for c in verb.children)
    ):
        found = [c for c in verb.head.children if c.dep_ == "dobj"]
    # "violated and crossed its airspace": the object hangs on the last verb.
    bare = not any(c.dep_ in ("prep", "prt") for c in verb.children)
    for other in verb.conjuncts if bare else ():
        if not found and other.i > verb.i and other.pos_ == "VERB":
            found = [c for c in other.children if c.dep_ in ("dobj", "obj")]
    return [x for o in found for x in (o, *o.conjuncts)]


def first_of_several(noun: Token) -> Token:
    """Return the first of nouns told together: "jets" for the "helicopters" of "jets, gunships and helicopters"."""
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    return noun


def counted(noun: Token) -> Token:
    """Return the noun of number above another, or itself: "number" for the "passes" of "a number of passes"."""
    above = noun.head.head
    of_many = noun.dep_ == "pobj" and noun.head.lower_ == "of" and above.lower_ in lexicon.group("counting_nouns")
    return above if of_many else noun


def is_hidden_gerund(verb: Token) -> bool:
    """Say whether "flying" in "accused it of flying drones" was taken for an adjective."""
    return verb.tag_ == "VBG" and verb.dep_ == "amod" and verb.i > 0 and verb.nbor(-1).lower_ in ("of", "for", "by")


@_decided_once
def is_passive(verb: Token) -> bool:
    """Say whether the verb's subject is what it is done to."""
    intransitive = verb.lower_ in lexicon.group_forms("intransitive_verbs")
    if intransitive and not any(c.dep_ in ("auxpass", "agent") for c in verb.children):
        return False
    if any(c.dep_ in ("nsubjpass", "auxpass", "csubjpass", "agent") for c in verb.children):
        return True
    undergone = verb.tag_ == "VBD" and verb.lower_ in lexicon.group("undergone_in_headlines")
    if verb.dep_ == "conj" and (verb.tag_ == "VBN" or undergone) and not any(
        c.dep_ in SUBJECTS or (undergone and c.dep_ == "dobj") for c in verb.children
    ):
        # "was met by two jets and later shot down", where the parser takes "shot" for a past tense.
        return is_passive(verb.head)
    if (
        (verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.dep_ == "acl"))
        and verb.dep_ in ("acl", "advcl", "amod")
        and not any(c.dep_ in ("aux", "nsubj") for c in verb.children)
    ):
        # "a plane collided Sunday with", "jets entered its airspace": a past tense taken for a participle.
        return not intransitive and not any(c.dep_ == "dobj" for c in verb.children)
    return verb.tag_ in ("VBN", "VBD") and any(
        c.lower_ in ("being", "been", "was", "were", "got") and c.dep_ in ("aux", "auxpass")
        for c in verb.children
        if c.i < verb.i and c.i >= verb.i - 3
    )


@_once_a_word
def subjects(verb: Token) -> list[Token]:
    """Return who or what the verb is said of, through relative clauses, control and coordination."""
    return _subjects(verb, 0)


def _subjects(verb: Token, depth: int) -> list[Token]:
    if depth > 6:
        return []
    # "on the way home violated its airspace": home did not.
    own = [c for c in verb.children if c.dep_ in SUBJECTS and c.dep_ != "expl" and c.lower_ != "home"]
    mark = next((c.i for c in verb.children if c.dep_ == "mark" and c.i < verb.i), -1)
    if any(s.i > mark for s in own):
        # "shots were fired after a drone crossed": a subject before the conjunction is another verb's.
        own = [s for s in own if s.i > mark]
    # "Two Cessnas belonging to an exile group were shot down": the parser makes the participle the subject.
    own = [_bearer(s) for s in own]
    if own:
        first = own[-1] if verb.i > own[-1].i else own[0]
        told = _told_of(first, verb)
        if told is not None:
            return [told]
        if first.lower_ in RELATIVES:
            noun = _relative_antecedent(verb)
            if noun is not None:
                return [noun, *noun.conjuncts]
        return [x for o in own for x in (o, *o.conjuncts)]
    stolen = _stolen_subject(verb)
    if stolen is not None and (verb.dep_ != "conj" or _disagree(verb) or not _has_comma(stolen, verb)):
        return [stolen, *stolen.conjuncts]
    head = verb.head
    if head.i == verb.i:
        # "drones, possibly launched from ships, were seen": the aside took the subject.
        asides = [c for c in verb.children if c.i < verb.i and c.dep_ in ("advcl", "ccomp", "dep", "csubj")]
        taken = [s for c in asides for s in c.children if s.dep_ in SUBJECTS and s.i < c.i]
        return taken[:1] if verb.tag_ in ("VBD", "VBN", "VBZ", "VBP") else []
    if is_hidden_gerund(verb):
        governor = head.head.head
        return (
            passive_or_objects(governor) or _subjects(governor, depth + 1) if governor.pos_ == "VERB" else [governor]
        )
    if verb.dep_ in ("relcl", "acl"):
        if head.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"):
            return [head]
        return _subjects(head, depth + 1)
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return _subjects(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp", "advcl", "dep", "oprd", "prep"):
        if verb.dep_ == "advcl" and verb.tag_ == "VB" and head.lower_ in lexicon.group_forms("vectoring_verbs"):
            # "vectored F-16s to follow it": they follow it.
            return passive_or_objects(head) or _subjects(head, depth + 1)
        if head.pos_ in ("VERB", "AUX"):
            bare = verb.dep_ == "xcomp" or verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i > head.i
            if verb.dep_ in ("xcomp", "ccomp") and bare and lemma_of(head).lower() in OBJECT_CONTROL:
                patients = passive_or_objects(head)
                if patients:
                    return patients
            return _subjects(head, depth + 1)
        if head.pos_ in ("NOUN", "PROPN"):
            return [head]
    if verb.dep_ == "pcomp":
        named = verb.nbor(-1) if verb.i > verb.sent.start else verb
        if named.head.i == verb.i and named.dep_ in ("compound", "nmod") and named.pos_ == "PROPN" and objects(verb):
            # "reports of US trespassing the country's airspace"
            return [named]
        while head.dep_ == "conj" and head.head.pos_ == "ADP":
            # "accused it of flying one over the town and of sending two over the port"
            head = head.head
        governor = head.head
        if governor.pos_ in ("VERB", "AUX"):
            charged = head.lower_ == "with" and lemma_of(governor).lower() in ("accuse", "charge")
            if charged or head.lower_ in lexicon.group("object_of"):
                patients = passive_or_objects(governor)
                if not patients and lemma_of(governor).lower() in ("protest", "complain", "retaliate"):
                    # "protested to Serbia for entering its airspace"
                    patients = [t for p, t in prepositions(governor) if p in ("to", "against", "with")]
                if patients:
                    return patients
            accusing = governor.head if governor.dep_ == "advcl" and head.lower_ == "by" else governor
            charged_of = accusing.i != governor.i or any(c.lower_ == "of" for c in governor.children)
            if lemma_of(accusing).lower() in ("accuse", "suspect") and charged_of:
                # "accused Cambodia of breaking the truce, reached on Saturday, by flying drones over"
                return passive_or_objects(accusing)
            return _subjects(governor, depth + 1)
        owner = next((c for c in governor.children if c.dep_ == "poss"), None)
        if owner is not None and governor.lower_ in lexicon.group("claims"):
            # "rejected Pakistan's claim of shooting down a drone"
            return [owner]
        if governor.pos_ in ("NOUN", "PROPN"):
            for above in ancestors(governor):
                if above.pos_ == "VERB":
                    if lemma_of(above).lower() in OBJECT_CONTROL and governor.dep_ in ("dobj", "nsubjpass", "obj"):
                        return [governor]
                    suffering = passive_or_objects(above) if head.lower_ == "for" and governor.dep_ == "pobj" else []
                    # "targeted the helicopter with small arms for entering its airspace"
                    return suffering or _subjects(above, depth + 1)
    return []


def _stolen_subject(verb: Token) -> Token | None:
    """Return the subject that the parser gave to a conjunction: "jets fired after a plane [pobj] violated"."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.dep_ not in ("advcl", "ccomp", "conj", "relcl", "acl"):
        return None
    if any(c.dep_ in ("mark", "cc") or c.lower_ in RELATIVES for c in verb.children):
        return None
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - 16), -1):
        token = verb.doc[i]
        if token.dep_ == "pobj" and token.head.lower_ in _CLAUSE_OPENERS:
            # "identified it as a bomber and escorted it": what it was taken for.
            taken_for = token.head.lower_ == "as" and token.head.head.lower_ in lexicon.group_forms("taking_for")
            return None if taken_for else token
        aside = (verb.dep_ in ("advcl", "conj") and token.text == ",") or token.tag_ == "VBG"
        if token.pos_ in ("VERB", "AUX", "PUNCT") and token.dep_ not in ("amod", "aux", "auxpass") and not aside:
            return None
    return None


def _disagree(verb: Token) -> bool:
    """Say whether a singular verb was coordinated with one whose subject is plural: "jets are sent after it makes"."""
    above = [c for c in verb.head.children if c.dep_ in SUBJECTS]
    return verb.tag_ == "VBZ" and bool(above) and all(s.tag_ in ("NNS", "NNPS") for s in above)


def _has_comma(left: Token, right: Token) -> bool:
    return any(t.text == "," for t in left.doc[left.i : right.i])


# Prepositions that are conjunctions too.
_CLAUSE_OPENERS = frozenset({"after", "before", "until", "since", "as", "than"})


def passive_or_objects(verb: Token) -> list[Token]:
    """Return what is acted on: the passive subject, or the objects."""
    if is_passive(verb):
        found = _subjects(verb, 3)
        if found:
            return found
    return objects(verb)


@_once_a_word
def patients(verb: Token) -> list[Token]:
    """Return what the verb is done to, active or passive."""
    if is_passive(verb):
        found = subjects(verb)
        if found:
            return found
    found = objects(verb)
    if (
        not found
        and verb.dep_ == "relcl"
        and any(c.dep_ in SUBJECTS and c.lower_ not in RELATIVES for c in verb.children)
    ):
        found = [verb.head]
    if not found:
        found = _called(verb)
    return [t if t.lower_ not in RELATIVES else verb.head for t in found]


def _called(verb: Token) -> list[Token]:
    """Return what a clause with "what" calls the thing: "shot down what is believed to be a stray drone"."""
    for clause in verb.children:
        if clause.dep_ not in ("ccomp", "dobj", "pcomp") or not any(
                c.lower_ == "what" and c.dep_ in (*SUBJECTS, "dobj", "pobj") for c in clause.children):
            continue
        for said in (clause, *(c for c in clause.children if c.dep_ in ("xcomp", "ccomp"))):
            named = [c for c in said.children if c.dep_ in ("attr", "oprd") and c.i > verb.i]
            named += [o for c in said.children if c.dep_ == "prep" and c.lower_ in ("as", "like") for o in c.children]
            if named:
                return named
    return []


@_once_a_word
def agents(verb: Token) -> list[Token]:
    """Return who does it, active or passive ("by ...")."""
    if is_passive(verb):
        own = any(c.dep_ in ("agent", "prep") and c.lower_ == "by" for c in verb.children)
        last = next((v for v in verb.conjuncts if v.i > verb.i and v.tag_ == "VBN"), None)
        holder = verb if own or last is None else last
        return [
            x
            for c in holder.children
            if c.dep_ in ("agent", "prep") and c.lower_ == "by"
            for o in c.children
            if o.dep_ == "pobj"
            for x in (o, *o.conjuncts)
        ]
    return subjects(verb)


@_once_a_word
def prepositions(token: Token) -> list[tuple[str, Token]]:
    """Return (preposition, its object) for the phrases that hang on a token, "out of" and "close to" included."""
    found: list[tuple[str, Token]] = []
    frontier = [c for c in token.children if c.dep_ in ("prep", "agent", "prt", "advmod", "pcomp", "dative")]
    for _ in range(8):
        if not frontier:
            break
        nearer: list[Token] = []
        for word in frontier:
            for child in word.children:
                if child.dep_ == "pobj":
                    # "150 metres inside of Pakistan"
                    within = word.lower_ == "of" and word.head.lower_ in ("inside", "outside")
                    name = word.head.lower_ if within else word.lower_
                    found.extend((name, x) for x in (child, *child.conjuncts))
                elif child.dep_ == "prep" or (child.dep_ == "pcomp" and child.pos_ != "VERB"):
                    # "crashed in Zagreb after flying across Romania": the second verb's phrases are its own.
                    nearer.append(child)
                elif child.dep_ == "conj" and child.pos_ == "ADP":
                    # "out of the cloud and into Estonia"
                    nearer.append(child)
        frontier = nearer
    return found


@_once_a_word
def phrases_with_objects(verb: Token) -> list[tuple[str, Token]]:
    """Return the phrases of a verb and those of its objects, where they may hang: "put two missiles into it"."""
    return [*prepositions(verb), *(x for o in objects(verb) for x in prepositions(o))]


def _bearer(subject: Token) -> Token:
    """Return the noun of which a participle that was taken for the subject is said."""
    if subject.dep_ not in ("csubj", "csubjpass") or subject.tag_ not in ("VBG", "VBN"):
        return subject
    before = [c for c in subject.children if c.dep_ in SUBJECTS and c.i < subject.i]
    nouns = [c for c in before if c.pos_ in ("NOUN", "PROPN", "NUM")]
    return nouns[-1] if nouns else subject


def _told_of(relative: Token, verb: Token) -> Token | None:
    """Read "a Su-25 which it says violated": the noun before a relative that a verb of saying parts from its verb."""
    saying = verb.head
    parted = verb.dep_ == "ccomp" and saying.dep_ == "relcl" and relative.i < saying.i < verb.i
    if not parted or relative.lower_ not in ("which", "that", "who") or relative.i == relative.sent.start:
        return None
    before = relative.nbor(-1)
    if before.head.lower_ == "on" and before.head.i == before.i - 1:
        # "a helicopter on Tuesday that it said flew within a mile"
        before = saying.head
    return before if before.pos_ in ("NOUN", "PROPN", "NUM") else None


def _relative_antecedent(verb: Token) -> Token | None:
    for node in (verb, *ancestors(verb)):
        if node.dep_ == "relcl" and node.head.i < node.i:
            return node.head
        if node.dep_ not in ("conj", "ccomp", "xcomp", "advcl"):
            return None
    return None


def has_subject(verb: Token) -> bool:
    """Say whether the verb has a subject of its own."""
    return any(c.dep_ in SUBJECTS for c in verb.children)


def has_modal(verb: Token) -> bool:
    """Say whether a modal goes with the verb: "may cross", "could enter"."""
    return any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)


@_decided_once
def negated(verb: Token) -> bool:
    """Say whether the verb itself is negated: "did not enter", "never entered", "no aircraft entered"."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "not", "n't", "n’t"):
            # "not only did a jet cross the border" says that it did; so does "not one but two".
            after = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
            if child.lower_ == "not" and after in ("only", "merely", "one"):
                continue
            return True
        if child.dep_ in SUBJECTS and (
            child.lower_ in ("none", "nobody", "nothing", "neither")
            or any(g.lower_ in ("no", "neither") for g in child.children if g.dep_ in ("det", "neg"))
        ):
            return True
        if child.dep_ == "dobj" and any(g.lower_ == "no" for g in child.children):
            return True
    if any(
        c.dep_ == "prep"
        and c.i < verb.i
        and c.lower_ in ("at", "in", "under", "on")
        and any(w.lower_ == "no" for o in c.children if o.i < verb.i for w in o.children)
        for c in verb.children
    ):
        return True
    if verb.dep_ == "xcomp" and any(c.dep_ == "neg" for c in verb.head.children):
        return True
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and any(c.lower_ in ("or", "nor") for c in verb.head.children):
        # "no jet crossed the line or entered the zone"
        return not any(c.dep_ in SUBJECTS for c in verb.children) and negated(verb.head)
    return False


def under_fire(token: Token) -> bool:
    """Say whether a sentence has somebody shoot or fighters meet an aircraft: an airliner there is on no plain way.

    Of a pronoun the two sentences before tell that: "A 747 was shot down. ... It had entered Soviet airspace"; and the
    one that follows where it speaks of the same: "A 707 flew into Soviet airspace. A Su-15 fired at it".
    """
    told = token.sent
    if any(s.lower_ in ("it", "they") for s in subjects(token)):
        told = token.doc.span(token.doc.start_before(token.i, 2), told.end)
    force = lexicon.group("force_told")
    if told.words & force:
        return True
    following = token.doc[told.end].sent if told.end < len(token.doc) else None
    return following is not None and bool(following.words & force) and _goes_on_about_aircraft(following)


def _goes_on_about_aircraft(sentence: Tokens) -> bool:
    """Say whether a sentence speaks of the aircraft told before: "it", "the airliner", its wing or those on board."""
    on_board = lexicon.group("aircrew", "craft_parts") | {"passenger", "passengers", "it"}
    again = lexicon.group("machines_that_fly")
    return any(
        t.lower_ in on_board or (t.lower_ in again and any(c.lower_ in ("the", "both") for c in t.children))
        for t in sentence
    )


def done_by_nothing(verb: Token) -> bool:
    """Say whether nothing is what did it: "neither of two missiles managed to", "no fighter was able to"."""
    return any({s.lower_, *(c.lower_ for c in s.children)} & _NOTHING for s in subjects(verb))
