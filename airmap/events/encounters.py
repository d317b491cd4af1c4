"""Words that tell of a meeting: who meets, receives, sees or sits down with whom; summits, talks, visits, signings.

Each reader takes a word of a sentence and answers with the kind of meeting that it tells of, or None. Words stand in
``lexicon/meetings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.leaders import Parties, Party, is_pronoun, is_title
from airmap.language import lemma_of
from airmap.records import MeetingKind

if TYPE_CHECKING:
    from airmap.parsed import Token
    from airmap.parsed import Tokens as Sentence

_REACH = 14


@dataclass(frozen=True, slots=True)
class Encounter:
    """A word that tells of a meeting, and what kind of meeting.

    ``group`` is set where many do together what they meet for, ``weak`` where one speaks to another's face; ``beside``
    is the summit during which two of those at it meet.
    """

    token: Token
    kind: MeetingKind
    group: bool = False
    weak: bool = False
    beside: Token | None = None


def find_encounters(sentence: Sentence, parties: Parties) -> list[Encounter]:
    """Return the words of a sentence that tell of a meeting, one for each telling."""
    if {t.lower_ for t in sentence} & lexicon.word_set("meetings", "never", "near") and not _is_political(sentence):
        return []
    found: list[Encounter] = []
    for token in sentence:
        if (token.lower_ != "flanked" and token.pos_ in ("VERB", "AUX")) or token.tag_.startswith("VB"):
            encounter = _verb(token, sentence, parties)
        elif token.lower_ in ("alongside", "beside", "flanked") or _next_to(token):
            encounter = _beside(token, sentence, parties)
        elif token.lower_ in ("with", "from"):
            encounter = _in_company(token, sentence, parties)
        elif token.pos_ in ("NOUN", "PROPN"):
            encounter = _noun(token, sentence, parties) or _misread(token, sentence, parties)
        else:
            encounter = None
        if encounter is not None:
            found.append(encounter)
    return _once(found)


def telling_verb(token: Token) -> Token:
    """Return the verb of the clause that a word stands in; the word itself where there is none."""
    if token.pos_ in ("VERB", "AUX"):
        return token
    return next((a for a in grammar.ancestors(token) if a.pos_ in ("VERB", "AUX")), token)


def _is_political(sentence: Sentence) -> bool:
    """Say whether the word of sport or of mountains is part of a name: "Arab League"."""
    return any(name in sentence.text for name in lexicon.words("meetings", "never", "unless"))


@cache
def _nouns() -> Mapping[str, MeetingKind]:
    return {w: kind for kind, words in lexicon.table("meetings")["nouns"].items() for w in words}


def _verb(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    word = token.lower_
    if word == "talks" and _is_of_states(token, "talks"):
        return Encounter(token, "talks")
    if (
        (word in lexicon.verbs("meetings", "verbs", "meet") and _meet(token, sentence, parties))
        or (word in lexicon.verbs("meetings", "verbs", "receive") and _receive(token, sentence, parties))
        or (word in lexicon.verbs("meetings", "verbs", "see") and _see(token, sentence, parties))
    ):
        return Encounter(token, "bilateral")
    if (
        word in lexicon.verbs("meetings", "verbs", "play") and token.nbor(1).lower_ == "host"
        and any(p.ranked for p in _after(token, sentence, parties))
    ):
        return Encounter(token, "bilateral")
    if word in lexicon.verbs("meetings", "verbs", "light"):
        phrases = lexicon.table("meetings")["phrases"][lexicon.verbs("meetings", "verbs", "light")[word]]
        after = " ".join(t.lower_ for t in token.doc[token.i + 1 : min(sentence.end, token.i + 7)])
        if any(p in f"{after} " for p in phrases) and _meet(token, sentence, parties, bare=True):
            return Encounter(token, "bilateral")
    if word in lexicon.verbs("meetings", "verbs", "address") and _addresses(token, sentence, parties):
        return Encounter(token, "bilateral", weak=True)
    if word in lexicon.verbs("meetings", "verbs", "visit") and _visits(token, sentence, parties):
        return Encounter(token, "visit")
    if word in lexicon.verbs("meetings", "verbs", "travel") and _has_errand(token, sentence, parties):
        return Encounter(token, "visit")
    if word in lexicon.verbs("meetings", "verbs", "sign") and _signs(token, sentence, parties):
        return Encounter(token, "signing")
    if word in lexicon.verbs("meetings", "verbs", "witness") and _witness_signing(token, sentence, parties):
        return Encounter(token, "signing")
    if word in lexicon.verbs("meetings", "verbs", "speak") and any(
        s in sentence.text.casefold() for s in lexicon.words("meetings", "status", "sidelines")
    ):
        return Encounter(token, "bilateral")
    listed = word in lexicon.verbs("meetings", "verbs", "resolve")
    finite = token.tag_ in ("VBD", "VBZ", "VBP") and token.pos_ == "VERB"
    opens = finite and sentence.text.lstrip()[:3] in ("In ", "At ")
    if (listed or opens) and _resolves(token, sentence, parties):
        return Encounter(token, "conference", group=True)
    return None


def _beside(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    """Return the meeting of those who stand side by side: "speaking alongside Chancellor Scholz in Berlin"."""
    beside = [p for p in parties.between(token.i + 1, min(sentence.end, token.i + 8)) if p.ranked and not p.state]
    others = [p for p in parties.between(sentence.start, sentence.end)
              if p.ranked and not p.state and not p.several and p not in beside[:1]]
    spoken_of = any(t.lower_ in ("he", "she") and t.dep_ == "nsubj" and t.head.dep_ == "ROOT" for t in sentence)
    return Encounter(token, "bilateral") if beside and (others or spoken_of) and not beside[0].several else None


def _next_to(token: Token) -> bool:
    """Say whether the word begins "next to" or "side by side with", said of where somebody stands or sits."""
    if token.lower_ != "next" or token.i + 1 >= len(token.doc) or token.nbor(1).lower_ != "to":
        return False
    return any(a.lower_ in lexicon.word_set("meetings", "verbs", "placed") for a in grammar.ancestors(token))


def _in_company(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    """Return the meeting of one who is with another: "stopped in Peking for three hours with Chou"."""
    governor = token.head
    if governor.dep_ == "pobj" and governor.pos_ == "PROPN" and governor.head.lower_ in ("in", "at"):
        # "was in Gaborone with President Masisi"
        governor = governor.head.head
    timed = governor.ent_type_ == "TIME" and token.lower_ == "with"
    if not timed and lemma_of(governor) not in lexicon.word_set("meetings", "verbs", f"company_{token.lower_}"):
        return None
    company = [p for p in parties.between(token.i + 1, min(sentence.end, token.i + 6)) if p.named and p.ranked]
    others = [p for p in parties.between(sentence.start, sentence.end)
              if p.ranked and not p.several and not p.state and p not in company]
    pronoun = any(is_pronoun(t) and t.dep_ == "nsubj" for t in sentence)
    if not company or not (others or pronoun) or any_far(sentence.text):
        return None
    return Encounter(token, "bilateral", weak=True)


def _misread(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    """Return what a verb tells that was taken for a noun: "Biden lands and greets Crown Prince Mohammed"."""
    hosts = [p for p in parties.between(max(sentence.start, token.i - 15), token.i) if not p.state]
    if token.lower_ == "meet":
        enough = len(hosts) > 1 or any(p.several for p in hosts)
        return Encounter(token, "bilateral") if enough and any(p.ranked for p in hosts) else None
    if token.tag_ != "NNS" or not any(
        token.lower_ in lexicon.verbs("meetings", "verbs", key) for key in ("meet", "receive", "see")
    ):
        return None
    start = token.i + 1
    if start < sentence.end and token.doc[start].lower_ == "with":
        start += 1
    guests = [p for p in parties.between(start, min(sentence.end, token.i + 7)) if not p.state]
    close = bool(guests) and all(t.text[:1].isupper() or is_title(t) or t.ent_type_ == "NORP" or t.lower_ == "the"
                                 for t in token.doc[start : guests[0].start])
    return Encounter(token, "bilateral") if close and hosts and any(p.ranked for p in (*hosts, *guests)) else None


def subject_parties(verb: Token, sentence: Sentence, parties: Parties) -> list[Party] | None:
    """Return who does what a verb says; None where that is nobody who could meet.

    Where the parser saw no subject, those named before the verb are taken.
    """
    subjects = [s for s in grammar.subjects(verb) if s.lower_ not in grammar.RELATIVES]
    dash = next((t for t in sentence[:18] if t.text in ("-", "--", "–", "—") and t.i < verb.i), None)
    if dash is not None and any(p.start > dash.i for p in parties.between(sentence.start, verb.i)):
        # "GENEVA, Nov 19 - Reagan met": the town is no subject.
        subjects = [s for s in subjects if s.i > dash.i]
    if verb.dep_ in ("ccomp", "advcl") and verb.tag_ in ("VBD", "VBZ", "VBP") and not any(
        c.dep_ in grammar.SUBJECTS for c in verb.children
    ):
        # A finite verb has a subject of its own, which the parser lost: "on Monday ministers appealed".
        subjects = [s for s in subjects if s.i < verb.i and s.head.i <= verb.i]
    found: list[Party] = []
    others = 0
    for subject in subjects:
        party = _party_of(subject, parties)
        apposed = [parties.at(t) for c in subject.children if c.dep_ == "appos" for t in (c, *c.conjuncts)]
        names = [p for p in apposed if p is not None and p.named]
        if party is not None and names and not party.named and not party.several:
            # "The Secretary of State, John Kerry, and Mr Zarif met"
            found += names
        elif party is not None:
            # "Prime Minister Netanyahu and President Putin": the second may hang on the first one's name.
            found += [party, *(n for n in names if n is not party)]
        elif subject.lower_ in lexicon.word_set("meetings", "leaders", "groups") or is_pronoun(subject):
            several = not is_pronoun(subject) or subject.lower_ in ("they", "them")
            found.append(Party(subject.i, subject.i + 1, "", ranked=False, several=several))
        elif subject.ent_type_ not in ("DATE", "TIME"):
            others += 1
    while found and found[0].named:
        earlier = _coordinated_before(found[0], sentence, parties)
        if earlier is None or earlier in found:
            break
        found = [earlier, *found]
    if found or (others and verb.tag_ != "VBG"):
        return found or None
    before = [p for p in parties.between(max(sentence.start, verb.i - 20), verb.i) if not p.state]
    return before[-2:] or None


def _coordinated_before(party: Party, sentence: Sentence, parties: Parties) -> Party | None:
    """Return the person named before another and "and", whom the parser took apart: "Obama, Medvedev to sign"."""
    for other in parties.between(max(sentence.start, party.start - 12), party.start):
        between = sentence.doc[other.end : party.start]
        linked = {t.lower_ for t in between} & {"and", "&"} or (len(between) == 1 and between[0].text == ",")
        if other.named and linked and all(
            t.text in (",", "&") or t.lower_ in ("and", "the", "mr", "mr.", "sir") or t.text[:1].isupper()
            or is_title(t) or t.ent_type_ in ("NORP", "GPE") for t in between
        ):
            return other
    return None


def _party_of(token: Token, parties: Parties) -> Party | None:
    party = parties.at(token)
    if party is None and is_title(token):
        # A title that the name follows: "Foreign Minister Lavrov" with "Minister" at its head.
        near = parties.between(token.i, token.i + 4)
        party = near[0] if near else None
    if party is None:
        # "the leadership of NATO", "a delegation led by": the party hangs on its noun.
        inner = [parties.at(c) for c in token.children if c.dep_ in ("appos", "compound")]
        party = next((p for p in inner if p is not None and p.named), None)
    return party


def _after(token: Token, sentence: Sentence, parties: Parties, reach: int = _REACH) -> list[Party]:
    """Return persons and officials named soon after a word, in its clause."""
    end = min(sentence.end, token.i + reach)
    for other in token.doc[token.i + 1 : end]:
        if other.text == ";" or (other.pos_ == "VERB" and other.dep_ in ("conj", "ccomp", "advcl") and other != token
                                 and not token.is_ancestor(other)):
            end = other.i
            break
    return [p for p in parties.between(token.i + 1, end) if not p.state]


def _meet(verb: Token, sentence: Sentence, parties: Parties, *, bare: bool = False) -> bool:
    """Say whether those who can meet do: "A and B met", "A met B", "ministers gathered", not "met the demand"."""
    subjects = subject_parties(verb, sentence, parties)
    if subjects is None:
        return False
    met = [] if bare else [o for o in verb.children if o.dep_ in ("dobj", "obj")]
    if met and not any(_is_person(o, parties) for o in met):
        return False
    if any(c.dep_ == "poss" and c.tag_ == "PRP$" and not is_title(o) for o in met for c in o.children):
        # "met his Waterloo"
        return False
    others = _after(verb, sentence, parties)
    if bare is False and verb.lower_ in lexicon.verbs("meetings", "verbs", "gathering"):
        others = others or ([p for p in subjects if p.several])
    people = [p for p in subjects if not p.state]
    together = [*people, *(p for p in others if p not in people)]
    if not people or not (any(p.several for p in people) or len(people) >= 2 or others or met):
        return False
    return any(p.ranked for p in together) or (len([p for p in together if p.named]) >= 2) or (
        any(p.several and p.name == "" for p in people)
        and any(p.ranked and (p.named or p.start >= sentence.start) and not p.state and p.head != "body"
                for p in parties.found)
    )


def _is_person(token: Token, parties: Parties) -> bool:
    return (
        _party_of(token, parties) is not None or is_title(token) or is_pronoun(token)
        or token.ent_type_ == "PERSON" or token.lower_ in ("other", "another")
    )


def _receive(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether one leader is another's guest: "is received by", "welcomed the premier", "hosts X"."""
    passive = grammar.is_passive(verb)
    patients = [o for o in verb.children if o.dep_ in (("nsubjpass", "nsubj") if passive else ("dobj", "obj"))]
    if passive and not patients:
        patients = grammar.subjects(verb)
    if not passive and not patients:
        return False
    guests = [p for p in (_party_of(o, parties) for o in patients) if p is not None and not p.state]
    stand_in = lexicon.word_set("meetings", "leaders", "groups")
    if not guests and not any(is_pronoun(o) or o.lower_ in stand_in for o in patients):
        return False
    if passive:
        hosts = [p for p in _after(verb, sentence, parties) if not p.several or p.head != "body"]
        by = any(c.dep_ == "agent" or c.lower_ == "by" for c in verb.children)
        hosts = hosts if by else []
    else:
        found = subject_parties(verb, sentence, parties)
        hosts = found or []
        town = [s for s in grammar.subjects(verb) if s.pos_ == "PROPN" and parties.at(s) is None]
        if not hosts and town and verb.lower_ in lexicon.verbs("meetings", "verbs", "host"):
            # "Copenhagen will host the Union's leaders"
            return len(guests) > 1 or any(p.several and p.ranked for p in guests)
    return bool(hosts) and any(p.ranked for p in (*hosts, *guests))


def _see(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether somebody sees a leader in person: "will see Lavrov in Geneva", not "saw Putin as a threat"."""
    if any(c.dep_ in ("ccomp", "xcomp") and c.i > verb.i for c in verb.children):
        return False
    if any(c.lower_ == "as" for c in verb.children):
        return False
    if any(o.dep_ in ("dobj", "obj") and o.lower_ in ("other", "another") for o in verb.children):
        # "They will see each other again in May"
        both = subject_parties(verb, sentence, parties) or []
        return any(p.several or not p.name for p in both) and any(p.ranked and not p.state for p in parties.found)
    seen = [p for p in (_party_of(o, parties) for o in verb.children if o.dep_ in ("dobj", "obj")) if p is not None]
    if not any(p.ranked and not p.state and p.head != "body" for p in seen):
        return False
    return subject_parties(verb, sentence, parties) is not None


def _addresses(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether one leader speaks to another's face, in a place: "told President Pezeshkian in Tehran"."""
    if any_far(sentence.text):
        return False
    heard = [p for p in (_party_of(o, parties) for o in verb.children if o.dep_ in ("dobj", "dative", "obj")) if p]
    heard += [p for prep in verb.children if prep.lower_ in ("with", "to") for o in prep.children
              for p in [_party_of(o, parties)] if p is not None]
    spoken = subject_parties(verb, sentence, parties) or []
    one = [p for p in heard if p.ranked and p.head != "body" and not p.state]
    named = [p for p in spoken if (p.ranked or not p.name) and not p.several and not p.state]
    return bool(one and named) and not grammar.is_passive(verb)


def any_far(text: str) -> bool:
    """Say whether a text speaks of a call or a letter: those who write or telephone are not in one place."""
    words = {w.strip(".,;:()\"'").casefold() for w in text.split()}
    return bool(words & lexicon.word_set("meetings", "never", "far"))


def _visits(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether somebody of rank visits a place or a person."""
    subjects = subject_parties(verb, sentence, parties)
    if not subjects or not any(p.ranked and not p.state for p in subjects):
        return False
    objects = [o for o in verb.children if o.dep_ in ("dobj", "obj")]
    return not objects or any(o.ent_type_ in ("GPE", "LOC") or o.pos_ == "PROPN" or _is_person(o, parties)
                              for o in objects)


def _has_errand(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether a journey is made to meet somebody ("flew to Russia to meet Putin", "for a summit")."""
    subjects = subject_parties(verb, sentence, parties)
    if not subjects:
        return False
    if lemma_of(verb) in ("leave", "depart") and (
        not any(c.lower_ == "for" for c in verb.children) or any(t.lower_ == "where" for t in verb.subtree)
    ):
        # "leaves on Saturday for Geneva, where he will meet": what is met for has its own date.
        return False
    nouns = _nouns()
    for other in verb.subtree:
        if other.i <= verb.i or other.i >= sentence.end:
            continue
        word = other.lower_
        if word in nouns and nouns[word] != "visit" and not _is_press(other) and any(
            t.lower_ in ("for", "to", "at") for t in other.doc[max(verb.i, other.i - 6) : other.i]
        ):
            return True
        if word in lexicon.verbs("meetings", "verbs", "meet"):
            return bool(_after(other, sentence, parties)) or any(p.several for p in subjects)
        # "flew to Moscow to see Putin"
        if word == "attend" or (word == "part" and other.head.lower_ in ("take", "taking")):
            return any(t.lower_ in nouns for t in other.doc[other.i + 1 : sentence.end])
        if word in ("see", "join") and any(_party_of(o, parties) is not None for o in other.children):
            return True
    return False


def _signs(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether two sides put their names to something: "sign a pact", not "signed a decree"."""
    signed = lexicon.word_set("meetings", "verbs", "signed_things")
    near = [*(d for d in verb.subtree if 0 < d.i - verb.i <= 8), *verb.children, verb.head]
    if not any(d.lower_ in signed for d in near):
        return False
    subjects = subject_parties(verb, sentence, parties) or []
    others = [p for p in _after(verb, sentence, parties) if p.named or not p.several]
    by = [p for p in subjects if p.several or p.named or p.state]
    if len(by) >= 2 or any(p.several for p in by) or (by and others):
        return True
    if not grammar.is_passive(verb):
        return False
    # "Witnessed by A and B, the agreement was signed"
    ahead = [p for p in parties.between(sentence.start, verb.i) if p.ranked and not p.state and p not in subjects]
    return len([*_after(verb, sentence, parties), *(ahead if verb.dep_ == "ROOT" else ())]) >= 2


def _witness_signing(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether two leaders see a paper signed: "the presidents witnessed the signing in Luanda of two accords"."""
    seen = {o.lower_ for o in grammar.objects(verb)}
    if not seen & {"signing", "signature", "initialling", "initialing", "exchange"}:
        return False
    subjects = subject_parties(verb, sentence, parties) or []
    return len([p for p in subjects if p.ranked and p.named]) >= 2 or any(p.several and p.ranked for p in subjects)


def _resolves(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether ministers or leaders, many of them, do something together that they meet for: "agreed in Paris"."""
    subjects = subject_parties(verb, sentence, parties)
    if not subjects or verb.tag_ == "VBG" or verb.dep_ in ("amod", "acl", "xcomp"):
        return False
    rivals = lexicon.word_set("meetings", "leaders", "not_leaders")
    assembling = lexicon.word_set("meetings", "leaders", "assembling")
    if any(p.several and p.head in assembling and not _before_head(sentence, p) & rivals for p in subjects):
        return True
    # "Menderes and Karamanlis settled the quarrel in Zürich"
    return len([p for p in subjects if p.named]) >= 2 and any(p.ranked for p in subjects)


def _before_head(sentence: Sentence, party: Party) -> set[str]:
    words = [t.lower_ for t in sentence.doc[party.start : party.end]]
    return set(words[: words.index(party.head)] if party.head in words else words)


def _is_press(noun: Token) -> bool:
    """Say whether a conference is one with reporters, a session one of a court: what no leaders hold together."""
    no = lexicon.word_set("meetings", "never", "before_noun")
    before = {c.lower_ for c in noun.children if c.dep_ in ("compound", "amod", "nmod")}
    if before & {"joint"} and noun.lower_ == "conference":
        # Two who answer the press together have met.
        return False
    if noun.i:
        before.add(noun.nbor(-1).lower_)
    if noun.i > 1 and noun.nbor(-2).text == "-":
        # "four-party talks" are held by states, not by a party.
        before.discard("party")
    return bool(before & no)


def _noun(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    kind = _nouns().get(token.lower_)
    if token.text in lexicon.words("meetings", "leaders", "events") and token.dep_ == "pobj" \
            and token.head.lower_ in ("at", "during") and token.i and token.nbor(-1).lower_ == "the":
        # "at the G20 in Brisbane"
        return Encounter(token, "summit")
    if kind is None or _is_press(token):
        return None
    runs = token.head.lower_ in lexicon.verbs("meetings", "verbs", "take_place")
    if token.dep_ == "compound" and token.head.lower_ not in _nouns() and token.head.i > token.i and not runs:
        # "a summit declaration", "the talks team" are things, not tellings; "summit host Indonesia" neither.
        return None
    if token.dep_ == "dobj" and lemma_of(token.head) in lexicon.word_set("meetings", "verbs", "requesting") and not any(
        c.lower_ in ("in", "at") for c in token.children
    ):
        return None
    near = [p for p in parties.between(sentence.start, sentence.end) if not p.state]
    ranked = [p for p in near if p.ranked]
    states = _states(token, parties)
    verb = telling_verb(token)
    if kind == "conference" and verb.dep_ in ("relcl", "xcomp") and lemma_of(verb) in ("address", "speak") and any(
        a.dep_ in ("relcl", "acl") for a in (verb, *grammar.ancestors(verb))
    ):
        # "on the way to the United States, where he is due to address the General Assembly"
        return None
    if kind == "signing":
        signed = {t.lower_ for t in sentence.doc[max(sentence.start, token.i - 2) : min(sentence.end, token.i + 10)]}
        here = signed & lexicon.word_set("meetings", "verbs", "signed_things")
        return Encounter(token, kind) if here and (len(ranked) > 1 or any(p.several for p in ranked)) else None
    if kind == "summit":
        return None if _is_mountain(token, parties) else Encounter(token, kind)
    if kind == "visit":
        if token.lower_ in ("stop", "stopover") and (token.i < 2 or token.nbor(-1).lower_ not in ("a", "brief", "short")
                                                     or token.nbor(1).lower_ != "in"):
            return None
        return Encounter(token, kind) if ranked and _goes_somewhere(token) else None
    if not ranked and len(states) < 2 and len([p for p in near if p.named]) < 2 and not _is_of_states(token, kind):
        return None
    if kind == "bilateral":
        sideline = any(s in sentence.text.casefold() for s in lexicon.words("meetings", "status", "sidelines"))
        within = [p for p in near if token.is_ancestor(sentence.doc[p.end - 1])]
        enough = sideline or len(ranked) >= 2 or any(p.several for p in (*within, *ranked)) or len(states) > 1
        return Encounter(token, kind) if enough or len([p for p in near if p.named]) >= 2 else None
    return Encounter(token, kind)


def _is_of_states(noun: Token, kind: MeetingKind) -> bool:
    """Say whether talks are between states or warring sides by their words alone: "peace talks", "six-party talks"."""
    if kind not in ("talks", "conference"):
        return False
    before = noun.doc[max(noun.sent.start, noun.i - 4) : noun.i]
    if {t.lower_ for t in before} & lexicon.word_set("meetings", "never", "of_states"):
        return True
    if re.search(r"-(?:party|power|nation|way) ?$", before.text.casefold()):
        return True
    # "talks between Israel and Hamas", "between the Afghan government and the Taliban"
    between = next((c for c in noun.children if c.lower_ == "between"), None)
    if between is None:
        return False
    under = {t.lower_ for t in between.subtree}
    return bool({"two", "both"} & under and {"countries", "states", "governments", "neighbours", "neighbors", "sides",
                                             "nations"} & under) or any(
        t.ent_type_ in ("GPE", "NORP") for t in between.subtree)


def _states(token: Token, parties: Parties) -> list[Party]:
    """Return the states that meet: "Japan and North Korea open talks", "talks between India and Pakistan"."""
    verb = token.head if token.head.pos_ in ("VERB", "AUX") else None
    subjects = grammar.subjects(verb) if verb is not None else []
    tokens = [*subjects, *(c for s in subjects for c in s.children if c.dep_ == "compound"),
              *(t for t in token.subtree if t.i > token.i)]
    found: dict[int, Party] = {}
    for t in tokens:
        party = parties.at(t)
        if party is not None and party.state:
            found[party.start] = party
    between = any(t.lower_ in ("between", "with") for t in token.children) or bool(subjects)
    return list(found.values()) if between else []


def _is_mountain(noun: Token, parties: Parties) -> bool:
    """Say whether a summit is a mountain's: "below the summit of Aconcagua", "reached the summit"."""
    head = noun.head
    if head.lower_ in lexicon.word_set("meetings", "never", "summit_of"):
        return True
    if noun.text[0].isupper():
        return False
    for prep in noun.children:
        if prep.lower_ == "of":
            for thing in prep.children:
                if thing.pos_ == "PROPN" and thing.tag_ == "NNP" and parties.at(thing) is None \
                        and thing.ent_type_ not in ("ORG", "NORP", "PERSON"):
                    return True
    return False


def _goes_somewhere(noun: Token) -> bool:
    """Say whether a visit is one to a place or a person: not "a visit to the wreckage"."""
    goals = [g for p in noun.children if p.lower_ in ("to", "by") for g in p.children if g.dep_ == "pobj"]
    lands = ("capital", "city", "country")
    return not goals or any(g.pos_ == "PROPN" or g.ent_type_ or is_title(g) or g.lower_ in lands for g in goals)


def _once(found: list[Encounter]) -> list[Encounter]:
    """Return each telling once: "held talks" is one, and a verb goes before the nouns below it."""
    kept: list[Encounter] = []
    for encounter in found:
        covering = next((k for k in kept if _one_telling(k, encounter)), None)
        if covering is None:
            kept.append(encounter)
        elif encounter.kind == "summit" and _during(covering.token, encounter.token):
            kept[kept.index(covering)] = replace(covering, beside=encounter.token)
        elif covering.group or covering.weak or (
            encounter.kind == "summit" and covering.kind in ("visit", "talks", "bilateral")
            and not any(a.dep_ == "relcl" and covering.token.is_ancestor(a) for a in grammar.ancestors(encounter.token))
        ):
            kept[kept.index(covering)] = encounter
    return kept


def _during(meeting: Token, summit: Token) -> bool:
    """Say whether two meet during a summit of others: "met during an ASEAN summit"."""
    if not any(t.text[:1].isupper() for t in (*summit.children, *summit.head.children) if t.i < summit.i):
        return False
    for link in (summit, *grammar.ancestors(summit)):
        if link == meeting or link.head == meeting or meeting.is_ancestor(link):
            if link.dep_ == "prep":
                return link.lower_ == "during" or (link.lower_ == "at" and meeting.lower_ in ("meeting", "meetings"))
        else:
            return False
    return False


def _one_telling(first: Encounter, second: Encounter) -> bool:
    one, two = first.token, second.token
    if ";" in one.doc[min(one.i, two.i) : max(one.i, two.i)].text:
        return False
    for link in (two, *grammar.ancestors(two)):
        if link == one:
            break
        if link.lower_ in ("after", "before", "since", "following", "ahead") and one.is_ancestor(link):
            # "gather in Washington three days after the Anchorage summit"
            return False
        if two.pos_ == "NOUN" and link.dep_ in ("xcomp", "advcl") and one.is_ancestor(link) and any(
                c.lower_ == "between" for c in two.children) and lemma_of(link) in ("discuss", "prepare", "plan"):
            # "hold a summit to discuss the possible meeting between Kim and Trump in Singapore"
            return False
    if first.group or second.group:
        return True
    if one.is_ancestor(two):
        return not (two.dep_ == "conj" and two.pos_ == "VERB")
    return one.pos_ != "VERB" and abs(one.i - two.i) <= 12 and not (
        two.pos_ == "VERB" and grammar.subjects(two) and not two.is_ancestor(one)
    )
