"""Who denies in so many words: "denies it", "scoffs at the claim", "a charge that was ridiculed in Paris".

What is denied decides: a claim, an entry, force. Access, intent or a detail denied is no denial of the event; neither
is what is not quite denied ("neither confirmed nor denied"), or denied first and then admitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.certainty import denial_words as lex
from airmap.events.certainty import rebuttals
from airmap.events.certainty.statements import Statement
from airmap.events.certainty.which_of_them import counts_events, counts_one
from airmap.events.coreference import party_in
from airmap.events.tellings import Denial, Ground
from airmap.mentions.actors import Actors, Party
from airmap.parsing.language import lemma_of

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


_CONTACTS = frozenset({"contact", "collision", "touch"})


def find_denials(doc: Doc, actors: Actors, statements: Sequence[Statement]) -> list[Denial]:
    """Return what the text tells of denials, in its order, those that the same side takes back left out."""
    found = [*_outright(doc, actors, statements), *rebuttals.spoken(doc, actors, statements)]
    admissions = list(_admissions(doc, actors)) if found else []
    return sorted((d for d in found if not _withdrawn(doc, d, admissions)), key=lambda d: d.token)


def _outright(doc: Doc, actors: Actors, statements: Sequence[Statement]) -> Iterator[Denial]:
    """Yield "denies it", "scoffs at the claim", "a charge that was ridiculed in Paris", "a denial from Riga"."""
    retracting, calling = lexicon.group_forms("retracting_verbs"), lex.calling()
    scorn, nouns = lexicon.word_set("answers", "denial", "scorn"), lexicon.word_set("answers", "denial", "nouns")
    for token in doc.having(_cues()):
        if token.pos_ in ("VERB", "AUX") and token.dep_ != "amod" and _denies(token):
            if (_undecided(token) and not _unaccepting(token)) or _ends_heading(token) or _of_conduct(token):
                continue
            beside = _beside_charge(doc, token, actors)
            whole = beside is not None or _knows_of_none(token) or _tells_otherwise(token)
            grounds: frozenset[Ground] = frozenset({"claim"}) if whole else _grounds_of_target(token)
            if not grounds:
                continue
            speaker = _denier(token)
            party = party_in(speaker, actors) if speaker is not None else _place_of(token, actors)
            if party is None and speaker is not None and speaker.lower_ in ("it", "he", "she", "they", "which", "who"):
                party = _spoke_before(token, statements)
            if beside is not None:
                speaker, party = beside
            denial = _denial(doc, token, speaker, party, grounds, actors)
            yield replace(denial, said=frozenset({token.i})) if beside is not None else denial
        elif token.lower_ in retracting and token.pos_ == "VERB":
            reports = [t for t in grammar.passive_or_objects(token) if t.lower_ in lexicon.group("claims_taken_back")]
            if reports and not _undecided(token):
                speaker = _denier(token)
                party = party_in(speaker, actors) if speaker is not None else None
                if party is None:
                    party = _spoke_before(token, statements)
                yield _denial(doc, token, speaker, party, frozenset({"retracted"}), actors)
        elif token.lower_ in calling and token.pos_ == "VERB" and not _undecided(token):
            speaker = _denier(token)
            # "the Southern Theater Command called it training": a word of the caller's name.
            named_so = {t.i for t in speaker.subtree} if speaker is not None else set()
            named_so |= {t.i for t in token.subtree if t.lower_ == "lie" and t.pos_ == "VERB"}
            if not {t.lower_ for t in token.subtree if t.i not in named_so} & lex.disbelief():
                continue
            named = {t.lower_ for o in grammar.objects(token) for t in (o, *o.children)}
            named |= {t.lower_ for t in token.subtree if t.dep_ in ("nsubj", "nsubjpass") and t is not speaker}
            if token.dep_ == "relcl":
                named.add(token.head.lower_)
            that = any(t.lower_ == "that" and t.dep_ == "mark" and t.i > token.i for t in token.subtree)
            if that and named & lex.claims() <= {"it"}:
                # "called it absurd that nobody had been warned"
                continue
            # "entered its airspace, which Moscow called a lie"
            whole = token.dep_ == "relcl" and any(c.lower_ == "which" for c in token.children)
            if whole or named & (lex.claims() | lex.events() | {"incident"}):
                party = party_in(speaker, actors) if speaker is not None else _place_of(token, actors)
                yield _denial(doc, token, speaker, party, frozenset({"claim"}), actors)
        elif token.lower_ in scorn and (taken := _received(token)) is not None:
            # "the charge was met with derision in Algiers", "Kigali responded with scorn"
            speaker = next(
                (
                    t
                    for p, t in (*grammar.prepositions(taken), *grammar.prepositions(token))
                    if p in ("in", "from", "by")
                ),
                None,
            ) or next(iter(grammar.subjects(taken)), None)
            party = party_in(speaker, actors) if speaker is not None else None
            if party is not None:
                yield _denial(doc, token, speaker, party, frozenset({"claim"}), actors)
        elif token.lower_ in nouns and token.pos_ == "NOUN":
            if {c.lower_ for c in token.children} & {
                "no",
                "without",
                "plausible",
                *lexicon.words("answers", "denial", "other"),
            }:
                continue
            owner = next((c for c in token.children if c.dep_ == "poss"), None) or next(
                (
                    t
                    for p, t in (*grammar.prepositions(token), *grammar.prepositions(token.head))
                    if p in ("from", "by", "in")
                ),
                None,
            )
            party = party_in(owner, actors) if owner is not None else None
            if party is not None and owner is not None:
                yield _denial(doc, token, owner, party, frozenset({"claim"}), actors)


@cache
def _cues() -> frozenset[str]:
    """Return the words that `_outright` asks about."""
    verbs = (lexicon.verbs("answers", "denial", *key) for key in ((), ("recounting",), ("accepting",)))
    return lexicon.group_forms("knowing_of", "retracting_verbs").union(
        *verbs, lex.phrasal(), lex.calling(), lexicon.word_set("answers", "denial", "scorn"),
        lexicon.word_set("answers", "denial", "nouns"))


def _of_conduct(verb: Token) -> bool:
    """Read "shows China's high-handedness, a charge that Beijing denies": how a state behaves, and no event."""
    noun = verb.head
    if verb.dep_ != "relcl" or noun.lower_ not in lex.claims():
        return False
    before = verb.doc[max(verb.sent.start, noun.i - 8) : noun.i]
    return any(t.lower_ in lexicon.group("general_conduct") for t in before)


def _spoke_before(verb: Token, statements: Sequence[Statement]) -> Party | None:
    """Return who spoke last before a verb."""
    return next((s.party for s in reversed(statements) if s.verb < verb.i and s.party), None)


def _beside_charge(doc: Doc, verb: Token, actors: Actors) -> tuple[Token, Party] | None:
    """Read "a charge Tehran dismisses as absurd", whatever the parse made of it: the side between noun and verb."""
    party = actors.party_at.get(verb.i - 1)
    if party is None or party.end != verb.i or party.start < 2:
        return None
    noun = doc[party.start - 1]
    named = noun.lower_ in lex.claims() and noun.pos_ == "NOUN" and doc[noun.i - 1].lower_ in ("a", "an", "the")
    return (doc[party.end - 1], party) if named else None


def _ends_heading(token: Token) -> bool:
    """Say whether a word is the last of an item's heading: "Aegean dispute:"."""
    return token.i + 1 < len(token.doc) and token.nbor(1).text == ":" and token.sent.end <= token.i + 2


def _received(noun: Token) -> Token | None:
    """Return the verb by which a claim is taken with scorn: "met with derision", "drew laughter from"."""
    verbs = lexicon.verbs("answers", "denial", "receiving")
    above = next((a for a in grammar.ancestors(noun) if a.pos_ == "VERB"), None)
    return above if above is not None and above.lower_ in verbs else None


def _denial(
    doc: Doc, token: Token, speaker: Token | None, party: Party | None, grounds: frozenset[Ground], actors: Actors
) -> Denial:
    from airmap.events.certainty.status import name_of

    name = name_of(speaker, doc, actors) if speaker is not None else party.name if party is not None else None
    against = frozenset(
        p.state
        for target in grammar.patients(token)
        for t in target.subtree
        if t.dep_ in ("amod", "poss", "compound") and (p := actors.party_at.get(t.i)) is not None and p.state
    )
    said = frozenset(t.i for t in token.subtree)
    if grammar.is_passive(token) and party is not None and against - {party.state}:
        # "Latvia's claim that a helicopter crossed its border was dismissed in Minsk": that is Latvia's word.
        said -= {t.i for target in grammar.patients(token) for t in target.subtree}
    return Denial(party, name, token.i, token.sent.start, grounds, said, against)


def _denies(verb: Token) -> bool:
    if verb.lower_ in lexicon.verbs("answers", "denial"):
        return True
    if _unaccepting(verb) or _knows_of_none(verb) or _tells_otherwise(verb):
        return True
    rests = lex.phrasal().get(verb.lower_)
    if rests is None:
        return False
    after = " ".join(grammar.words_after(verb, 6))
    return any(not rest or after.startswith(rest) or f" {rest} " in f" {after} " for rest in rests)


def _tells_otherwise(verb: Token) -> bool:
    """Read "tells it differently", "sees the matter otherwise", "has its own version"."""
    if verb.lower_ not in lexicon.verbs("answers", "denial", "recounting") or grammar.negated(verb):
        return False
    after = " ".join(grammar.words_after(verb, 6))
    return any(p in f" {after} " for p in lexicon.padded("answers", "denial", "differing"))


def _unaccepting(verb: Token) -> bool:
    """Read "would not accept the data", "refuses to believe it": a denial by what is not done."""
    if verb.lower_ not in lexicon.verbs("answers", "denial", "accepting"):
        return False
    clause = _clause_of(verb)
    perfect = clause is not None and any(c.lower_ in ("have", "has") for c in clause.children)
    if clause is not None and clause.tag_ in ("VBP", "VBZ", "VB") and not perfect:
        # "does not accept that drones enter its airspace": does not put up with it.
        return False
    refused = verb.tag_ == "VB" and verb.head.lower_ in _refusing() and verb.dep_ == "xcomp"
    return refused or grammar.negated(verb)


def _knows_of_none(verb: Token) -> bool:
    """Read "knew of no such flight", "has no record of any such drone"."""
    if verb.lower_ not in lexicon.group_forms("knowing_of"):
        return False
    words = grammar.words_after(verb, 8)
    if "such" not in words:
        return False
    at = words.index("such")
    named = set(words[at + 1 : at + 4]) & (lex.events() | lex.flyers() | {"incident", "event", "thing", "occurrence"})
    none = grammar.negated(verb) or {"no", "nothing", "any", "unaware"} & set(words[: at + 1])
    return bool(named and none)


def _undecided(verb: Token) -> bool:
    """Say whether a denial is not made: "did not deny", "neither confirms nor denies", "declined to deny"."""
    negations = {"not", "n't", "n’t", "never", "neither", "nor", "cannot"}
    above = [verb.head] if verb.dep_ in ("conj", "xcomp") and not grammar.has_subject(verb) else []
    if any(c.lower_ in negations for v in (verb, *above) for c in v.children):
        return True
    if any(c.dep_ == "aux" and c.lower_ in ("could", "may", "might", "would", "should") for c in verb.children):
        return True
    return any(
        a.lower_ in _refusing() and verb.tag_ == "VB" for a in grammar.ancestors(verb) if a.pos_ == "VERB"
    ) or any(t.lower_ in ("neither", "nor") for t in verb.doc[max(verb.sent.start, verb.i - 3) : verb.i])


@cache
def _refusing() -> frozenset[str]:
    return frozenset(f for v in ("decline", "refuse", "hesitate", "fail") for f in lexicon.verb_forms(v))


def _grounds_of_target(verb: Token) -> frozenset[Ground]:
    """Return what is denied: a claim, an entry, force ...; nothing where it is access, intent or a detail."""
    targets = [t for t in grammar.patients(verb) if t.lower_ not in grammar.RELATIVES and t.pos_ not in ("VERB", "AUX")]
    above = verb.head if verb.dep_ == "xcomp" else verb
    lines = lexicon.group("drawn_lines")
    which = any(c.lower_ == "which" for c in verb.children) and above.dep_ == "conj"
    crossed = which and any(t.lower_ in lines for t in verb.doc[verb.sent.start : verb.i])
    if crossed or (above.dep_ == "relcl" and above.head.lower_ in lines):
        # "a line which Beijing refuses to recognise"
        return frozenset()
    if verb.dep_ == "relcl" and not _clause_of(verb):
        accused = _accused_of(verb)
        if accused is not None:
            # The charge itself, where it is one of flying or of firing.
            charged = _core_of(accused)
            return frozenset({"claim"}) if charged - {"manner"} else charged
        if verb.head.pos_ not in ("NOUN", "PROPN", "PRON") or not targets or verb.head in targets:
            # "flew over Romania too, which Bucharest denies"
            refused = verb.head.lower_ in lexicon.group("refused_things")
            return frozenset() if refused else frozenset({"claim"})
    if not targets:
        targets = [t for p, t in grammar.prepositions(verb) if p in ("at", "on", "with", "of", "off", "to")]
        phrasal = verb.lower_ in lex.phrasal()
        targets = [t for t in targets if not phrasal or t.lower_ in lex.claims() | lex.events() | lex.force_nouns()]
    if any(c.dep_ == "dative" for c in verb.children):
        return frozenset()
    clause = _clause_of(verb)
    if clause is not None and not (clause.lower_ == "differ" and verb.lower_ in lexicon.verb_forms("beg")):
        return _core_of(clause)
    grounds: set[Ground] = set()
    named = [t for t in targets if t.pos_ not in ("PUNCT",)]
    if not named:
        return frozenset({"claim"})
    if verb.lower_ in lexicon.verbs("answers", "denial", "contradicting") and any(t.pos_ == "PROPN" for t in named):
        # "contradicts the Finns"
        return frozenset({"claim"})
    for target in named:
        word = target.lower_
        if {c.lower_ for c in target.children} & lexicon.word_set("answers", "denial", "other") or _to_land(target):
            continue
        partakes = word in lexicon.word_set("answers", "core", "parts") and any(
            c.lower_ in ("any", "all", "having") for c in target.children
        )
        if word in lex.claims() or partakes or (
            word in lex.scorn()
            and any(t.lower_ in lex.claims() for t in (*target.subtree, *(x for _, x in grammar.prepositions(verb))))
        ):
            inner = _clause_of(target)
            about = [t for p, t in grammar.prepositions(target) if p in ("of", "for", "in", "about")]
            if inner is not None:
                grounds |= _core_of(inner)
            elif partakes and any(p == "of" and t.pos_ == "PROPN" for p, t in grammar.prepositions(target)):
                # "denied any involvement of Turkey in what had happened"
                grounds.add("claim")
            elif (
                (partakes or word in ("responsibility", "involvement", "blame", "talk", "footage"))
                and not any(
                    t.lower_
                    in lex.events()
                    | lex.force_nouns()
                    | lex.flyers()
                    | {"incident"}
                    | lex.claims()
                    | lexicon.word_set("answers", "core", "losses")
                    and not any(c.dep_ == "compound" and c.lower_ not in lex.flyers() for c in t.children)
                    for t in about
                )
                and (about or partakes or word == "talk")
            ):
                continue
            else:
                grounds.add("claim")
        elif word in lex.events() | {"incident", "incidents"} or counts_events(target):
            grounds.add("entry")
        elif word in _CONTACTS:
            grounds.add("contact")
        elif word in lex.force_nouns():
            grounds.add("force")
        elif word in lexicon.group("hazards"):
            # "denies any danger to the airliner"
            grounds.add("manner")
        elif word in lex.flyers() and (flown := [c for c in target.children if c.dep_ in ("acl", "relcl")]):
            # "denied the plane ever strayed from its airspace"
            grounds |= _core_of(flown[0]) if flown[0].tag_ in ("VBN", "VBD") else set()
        elif word in lex.flyers() and verb.lower_ in lexicon.verb_forms("disown"):
            grounds.add("owner")
    if verb.lower_ in lexicon.verb_forms("disown"):
        return frozenset({"owner"})
    return frozenset(grounds)


def _to_land(claim: Token) -> bool:
    """Read "rejects Beijing's claim to the shoal", "claims most of the sea; Washington rejects its claims".

    A claim to a land or a sea is no charge.
    """
    if claim.lower_ not in ("claim", "claims"):
        return False
    if {c.lower_ for c in claim.children} & lexicon.group("territorial_words"):
        return True
    after = claim.doc[claim.i + 1 : min(claim.i + 3, claim.sent.end)]
    if len(after) > 1 and after[0].lower_ in ("to", "over") and after[1].pos_ in ("NOUN", "PROPN", "DET", "ADJ"):
        return True
    owned = any(c.dep_ == "poss" for c in claim.children)
    claiming = (t for t in claim.doc[claim.sent.start : claim.i] if t.lower_ in lexicon.verb_forms("claim"))
    return owned and any(
        t.pos_ == "VERB" and grammar.objects(t) and not any(c.dep_ == "ccomp" for c in t.children) for t in claiming
    )


def _accused_of(denying: Token) -> Token | None:
    """Return the deed in "accuses the pilots of using it as cover, which Israel denies": that alone is denied."""
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    for verb in denying.doc[denying.sent.start : denying.i]:
        if verb.lower_ in accusing and verb.pos_ == "VERB":
            charge = next((c for c in verb.children if c.lower_ in ("of", "for", "over")), None)
            deed = _clause_of(charge) if charge is not None else None
            if deed is not None and deed.i < denying.i:
                return deed
    return None


def _clause_of(word: Token) -> Token | None:
    """Return the verb of what is claimed or denied: "that its jets crossed", "sending drones", "of having fired"."""
    for child in word.children:
        if child.dep_ in ("ccomp", "xcomp", "acl", "pcomp") and child.i > word.i and child.pos_ in ("VERB", "AUX"):
            if child.dep_ == "acl" and child.tag_ not in ("VBG", "VBD", "VBZ", "VBP", "VBN"):
                continue
            if child.dep_ == "acl" and not any(c.dep_ in ("mark", "nsubj", "nsubjpass") for c in child.children):
                continue
            if child.lower_ in lexicon.group("adding_words") and child.tag_ == "VBG":
                # "denied it, saying": the reason, not what is denied.
                continue
            return child
        if child.dep_ == "prep" and child.i > word.i and child.lower_ in ("of", "that"):
            inner = _clause_of(child)
            if inner is not None:
                return inner
    return None


def _core_of(clause: Token) -> frozenset[Ground]:
    """Return what a denied clause would have done: an entry, force, a dangerous manoeuvre, or nothing of the kind."""
    found: set[Ground] = set()
    for verb in (clause, *clause.conjuncts, *(c for c in clause.children if c.dep_ == "xcomp")):
        if {c.lower_ for c in verb.children} & lex.intents():
            return frozenset()
        as_what = any(p == "as" for t in (verb, *grammar.objects(verb)) for p, _ in grammar.prepositions(t))
        if verb.lower_ in lex.launching() and not as_what:
            # "denies that it launched the drone" says only whose it was not.
            found |= {"owner", "force"}
        elif verb.lower_ in lex.forms("entering"):
            found.add("entry")
        if verb.lower_ in lex.forms("firing"):
            found.add("force")
        if verb.lower_ in lex.forms("manners"):
            found.add("manner")
        if "contact" in {t.lower_ for t in verb.subtree if t.dep_ in ("pobj", "dobj")} or verb.lower_ in lex.touching():
            found.add("contact")
        if lemma_of(verb) == "be" or verb.lower_ in ("'s", "’s"):
            found |= _said_to_be(verb)
            words = {
                t.lower_
                for t in verb.subtree
                if t.dep_ in ("pobj", "attr", "acomp", "prep", "conj", "poss", "compound")
            }
            if words & lexicon.group("hazards"):
                # "denies that there was any risk of collision"
                found.add("manner")
            if words & {"behind", "responsible", "involved", "missing", "unaccounted"}:
                found |= {"entry", "force"}
            elif words & {"over", "in", "inside", "within", "near"} and words & (lex.lines() | {"area", "region"}):
                # "denies that any of its aircraft were in the area" has none that could have fired.
                found |= {"entry", "force"} if _any_flown(verb) else {"entry"}
            elif words & {"its", "theirs", "ours"}:
                found.add("owner")
    return frozenset(found)


def _said_to_be(being: Token) -> frozenset[Ground]:
    """Return what "there was" would have been: "denies that there was any violation", "that there had been firing"."""
    if not any(c.lower_ == "there" for c in being.children):
        return frozenset()
    kinds: tuple[tuple[Ground, frozenset[str]], ...] = (
        ("entry", lex.events()), ("force", lex.force_nouns()), ("contact", _CONTACTS),
        ("claim", frozenset({"incident", "event"})))
    named = {t.lower_ for t in being.children if t.dep_ in ("attr", "nsubj", "dobj") and t.i > being.i}
    return frozenset(ground for ground, words in kinds if named & words)


def _any_flown(verb: Token) -> bool:
    """Say whether what is said is of any aircraft at all: "any of its aircraft", "any Rwandan planes"."""
    who = {t.lower_ for c in verb.children if c.dep_ in grammar.SUBJECTS for t in c.subtree}
    return "any" in who and not who.isdisjoint(lex.flyers())


def _denier(verb: Token) -> Token | None:
    subjects = grammar.agents(verb)
    if verb.dep_ == "relcl" and not grammar.is_passive(verb):
        own = [c for c in verb.children if c.dep_ in grammar.SUBJECTS and c.lower_ not in grammar.RELATIVES]
        subjects = own or subjects
    return subjects[0] if subjects else None


def _place_of(verb: Token, actors: Actors) -> Party | None:
    """Return the side by its town: "the claim was dismissed in Ankara"."""
    return next(
        (actors.party_at[t.i] for p, t in grammar.prepositions(verb) if p == "in" and t.i in actors.party_at), None
    )


def _admissions(doc: Doc, actors: Actors) -> Iterator[tuple[str, int]]:
    """Yield the state that admits something, and where."""
    for token in doc.having(frozenset(lexicon.verbs("answers", "withdrawn", "admitting"))):
        if token.pos_ == "VERB" and not any(c.dep_ == "neg" for c in token.children):
            subjects = grammar.subjects(token)
            party = party_in(subjects[0], actors) if subjects else None
            if party is not None and party.state is not None:
                yield party.state, token.i


def _withdrawn(doc: Doc, denial: Denial, admissions: Sequence[tuple[str, int]]) -> bool:
    """Say whether the side that denied admits it in the end: "having called it a hoax, Minsk admits"."""
    state = denial.party.state if denial.party is not None else None
    for admitting, at in admissions:
        if state is not None and admitting != state:
            continue
        if doc[at].sent.start == denial.sentence_start and counts_one(doc[denial.token]):
            # "admitted the first violation but denied the second"
            continue
        if at > denial.token or _was_before(doc, denial.token):
            return True
    return False


def _was_before(doc: Doc, position: int) -> bool:
    verb = doc[position]
    words = {c.lower_ for c in verb.children} | {t.lower_ for t in doc[max(verb.sent.start, position - 4) : position]}
    return bool(words & lexicon.word_set("answers", "withdrawn", "marks"))
