"""Words of a sentence that tell of a meeting: verbs, nouns, and those who stand side by side.

Each reader takes a word of a sentence and answers with the meeting that it tells of, or None. Words stand in
``lexicon/meetings.toml``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.attendees import any_far
from airmap.events.meetings.encounter_nouns import read_noun
from airmap.events.meetings.encounter_verbs import read_verb, telling_verbs
from airmap.events.meetings.encounter_words import Encounter, meeting_nouns
from airmap.events.meetings.leaders import Parties, Party, is_pronoun, is_title
from airmap.parsing.language import lemma_of

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token
    from airmap.parsing.parsed import Tokens as Sentence


_APART = frozenset({"after", "before", "since", "following", "ahead", "eve"})


def find_encounters(sentence: Sentence, parties: Parties) -> list[Encounter]:
    """Return the words of a sentence that tell of a meeting, one for each telling."""
    if sentence.words & lexicon.word_set("meetings", "never", "near") and not _is_political(sentence, parties):
        return []
    found: list[Encounter] = []
    # After "In Riga on Monday" any verb may tell of a meeting; else most words tell of none, and are not looked at.
    opens = sentence[0].lower_ in ("in", "at") or sentence[0].is_space
    for token in sentence if opens else [t for t in sentence if t.lower_ in _telling_words()]:
        word = token.lower_
        if (word != "flanked" and token.pos_ in ("VERB", "AUX")) or token.tag_.startswith("VB"):
            encounter = read_verb(token, sentence, parties)
        elif word in ("alongside", "beside", "flanked") or (word == "next" and _next_to(token)):
            encounter = _beside(token, sentence, parties)
        elif word in ("with", "from"):
            encounter = _in_company(token, sentence, parties)
        elif token.pos_ in ("NOUN", "PROPN") or (token.pos_ == "ADJ" and token.dep_ in ("dobj", "pobj", "nsubj")):
            # "will hold a bilateral"
            encounter = read_noun(token, sentence, parties) or _misread(token, sentence, parties)
        else:
            encounter = None
        if encounter is not None:
            found.append(encounter)
    return _once(found)


def _is_political(sentence: Sentence, parties: Parties) -> bool:
    """Say whether a word of sport or of mountains is part of a name, "Arab League", or leaders speak of it."""
    leaders = [p for p in parties.between(sentence.start, sentence.end) if p.ranked and not p.state]
    return len(leaders) > 1 or any(name in sentence.text for name in lexicon.words("meetings", "never", "unless"))


def _beside(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    """Return the meeting of those who stand side by side: "speaking alongside Chancellor Scholz in Berlin"."""
    beside = [p for p in parties.between(token.i + 1, min(sentence.end, token.i + 8)) if p.ranked and not p.state]
    others = [p for p in parties.between(sentence.start, sentence.end)
              if p.ranked and not p.state and not p.several and p not in beside[:1]]
    spoken_of = any(t.lower_ in ("he", "she") and t.dep_ == "nsubj" and t.head.dep_ == "ROOT" for t in sentence)
    return Encounter(token, "bilateral") if beside and (others or spoken_of) and not beside[0].several else None


def _next_to(token: Token) -> bool:
    """Say whether the word begins "next to" or "side by side with", said of where somebody stands or sits."""
    if token.i + 1 >= len(token.doc) or token.nbor(1).lower_ != "to":
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
    company = [p for p in parties.between(token.i + 1, min(sentence.end, token.i + 6)) if p.ranked and (
        p.named or _of_his_kind(p, sentence))]
    others = [p for p in parties.between(sentence.start, sentence.end)
              if p.ranked and not p.several and not p.state and p not in company]
    pronoun = any(is_pronoun(t) and t.dep_ == "nsubj" for t in sentence)
    if not company or not (others or pronoun) or any_far(sentence.text):
        return None
    return Encounter(token, "bilateral", weak=True)


def _of_his_kind(party: Party, sentence: Sentence) -> bool:
    """Say whether a party is many of one's own rank: "in Brussels with the other NATO defence ministers"."""
    words = {t.lower_ for t in sentence.doc[party.start : party.end]}
    return party.several and party.head in lexicon.word_set("meetings", "leaders", "assembling") and bool(
        words & {"other", "fellow", "his", "her"})


def _misread(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    """Return what a verb tells that was taken for a noun: "Biden lands and greets Crown Prince Mohammed"."""
    # "Defence ministers of the group convene in Brussels"
    bare = token.lower_ in lexicon.word_set("meetings", "verbs", "gathering")
    if token.lower_ in lexicon.word_set("meetings", "verbs", "conversing"):
        return Encounter(token, "bilateral") if _of_two_before(token, sentence, parties) else None
    if not bare and (token.tag_ != "NNS" or token.lower_ not in _plurals()):
        return None
    hosts = [p for p in parties.between(max(sentence.start, token.i - 15), token.i) if not p.state]
    if bare:
        enough = len(hosts) > 1 or any(p.several for p in hosts)
        return Encounter(token, "bilateral") if enough and any(p.ranked for p in hosts) else None
    start = token.i + 1
    if start < sentence.end and token.doc[start].lower_ == "with":
        start += 1
    guests = [p for p in parties.between(start, min(sentence.end, token.i + 7)) if not p.state]
    close = bool(guests) and all(t.text[:1].isupper() or is_title(t) or t.ent_type_ == "NORP" or t.lower_ == "the"
                                 for t in token.doc[start : guests[0].start])
    return Encounter(token, "bilateral") if close and hosts and any(p.ranked for p in (*hosts, *guests)) else None


def _of_two_before(token: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether two of rank stand before a verb taken for a noun: "Ruto and Museveni talk for an hour"."""
    hosts = [p for p in parties.between(sentence.start, token.i) if not p.state]
    governs = token.dep_ in ("ROOT", "ccomp", "conj") and not any(c.dep_ in ("det", "amod", "poss")
                                                                  for c in token.children)
    joined = len(hosts) > 1 and any(t.lower_ in ("and", ",") for t in token.doc[hosts[-2].end : hosts[-1].start])
    return governs and joined and hosts[-1].end == token.i and any(p.ranked for p in hosts) and not any_far(
        sentence.text)


@cache
def _telling_words() -> frozenset[str]:
    """Return every word that one of the readers below asks about."""
    events = (name.lower() for name in lexicon.words("meetings", "leaders", "events"))
    return telling_verbs().union(
        meeting_nouns(), events, _plurals(), lexicon.word_set("meetings", "verbs", "gathering"),
        {"alongside", "beside", "flanked", "next", "with", "from", "council"})


@cache
def _plurals() -> frozenset[str]:
    """Return the forms of verbs of meeting, of which some look like a noun's plural: "greets"."""
    return frozenset(form for key in ("meet", "receive", "see") for form in lexicon.verbs("meetings", "verbs", key))


def _once(found: list[Encounter]) -> list[Encounter]:
    """Return each telling once: "held talks" is one, and a verb goes before the nouns below it."""
    kept: list[Encounter] = []
    for encounter in found:
        covering = next((k for k in kept if _one_telling(k, encounter)), None)
        if covering is None:
            kept.append(encounter)
        elif covering.group and encounter.group and covering.token.pos_ == "AUX":
            # "are in Oslo to discuss a treaty": where they are tells where they confer.
            continue
        elif encounter.kind == "summit" and _during(covering.token, encounter.token):
            kept[kept.index(covering)] = replace(covering, beside=encounter.token)
        elif covering.group or covering.weak or _only_named(covering, encounter) or (
            encounter.kind == "summit" and covering.kind in ("visit", "talks", "bilateral")
            and not any(a.dep_ == "relcl" and covering.token.is_ancestor(a) for a in grammar.ancestors(encounter.token))
        ):
            kept[kept.index(covering)] = encounter
    return kept


def _only_named(visit: Encounter, meeting: Encounter) -> bool:
    """Say whether a visit only says what the talks belong to: "The highlight of the visit is the talks in Delhi"."""
    goals = [c for c in visit.token.children if c.lower_ in ("to", "in", "by")]
    bare = visit.kind == "visit" and visit.token.pos_ == "NOUN" and not goals
    return bare and meeting.kind in ("talks", "bilateral") and not visit.token.is_ancestor(meeting.token)


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


def _when_before(clause: Token) -> bool:
    """Say whether a clause tells what was at an earlier time: "since June 2016, when they gathered in Accra"."""
    when = next((c for c in clause.children if c.lower_ == "when"), None)
    return when is not None and bool(_APART & {t.lower_ for t in clause.doc[max(0, when.i - 5) : when.i]})


def _one_telling(first: Encounter, second: Encounter) -> bool:
    one, two = first.token, second.token
    if ";" in one.doc.span(min(one.i, two.i), max(one.i, two.i)).text:
        return False
    for link in (two, *grammar.ancestors(two)):
        if link == one:
            break
        if one.is_ancestor(link) and (link.lower_ in _APART or any(c.dep_ == "mark" and c.lower_ in _APART
                                                                   for c in link.children) or _when_before(link)):
            # "gather in Washington three days after the Anchorage summit", "after they gathered in Anchorage"
            return False
        held = one.head if one.dep_ == "dobj" else one
        if two.pos_ == "NOUN" and link.dep_ in ("xcomp", "advcl") and held.is_ancestor(link) and any(
                c.lower_ == "between" for c in two.children) and lemma_of(link) in ("discuss", "prepare", "plan"):
            # "hold a summit to discuss the possible meeting between Kim and Trump in Singapore"
            return False
    if first.group or second.group:
        return True
    if one.is_ancestor(two):
        beside = next((a for a in grammar.ancestors(two) if a.dep_ == "conj" and a.head == one), None)
        if beside is not None and beside.pos_ == "VERB" and any(c.dep_ in grammar.SUBJECTS for c in beside.children):
            # "The presidents meet in Accra, and their envoys will hold talks in Lomé"
            return False
        return not (two.dep_ == "conj" and two.pos_ == "VERB")
    aside = any(a.dep_ in ("relcl", "acl") and two.is_ancestor(a) for a in grammar.ancestors(one))
    return one.pos_ != "VERB" and abs(one.i - two.i) <= 12 and not (
        two.pos_ == "VERB" and grammar.subjects(two) and (aside or not two.is_ancestor(one))
    )
