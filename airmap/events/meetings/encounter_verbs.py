"""Verbs that tell of a meeting: who meets, receives, sees, visits, signs.

Words stand in ``lexicon/meetings.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.attendees import any_far, is_person, parties_after, party_of, subject_parties
from airmap.events.meetings.encounter_nouns import is_of_states, is_press
from airmap.events.meetings.encounter_words import Encounter, meeting_nouns
from airmap.events.meetings.leaders import Parties, Party, is_pronoun, is_title
from airmap.parsing.language import lemma_of

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token
    from airmap.parsing.parsed import Tokens as Sentence


# Words of a title before a name: "U.S. Secretary of State", "Finland's foreign minister,".
_TITLE = 6
# Those whom a minister tells something, and a climber meets, without a meeting.
_AUDIENCE = ("diplomats", "ambassadors", "officials", "delegates", "delegations", "envoys")
# So many words back "they" are those whom a question was about: "Does the minister see his colleague?" "They meet".
_LATELY = 20


def read_verb(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    """Return the meeting that a verb tells of."""
    word = token.lower_
    # "In Riga on Monday ministers ...": whatever ministers do there they have met for.
    first = sentence[0]
    opens = (
        (first.lower_ in ("in", "at") or first.is_space) and token.pos_ == "VERB"
        and token.tag_ in ("VBD", "VBZ", "VBP") and sentence.text.lstrip()[:3] in ("In ", "At ")
    )
    if not opens and word not in telling_verbs():
        return None
    if word == "talks" and is_of_states(token, "talks"):
        return Encounter(token, "talks")
    if (
        (word in lexicon.verbs("meetings", "verbs", "meet") and _meet(token, sentence, parties))
        or (word in lexicon.verbs("meetings", "verbs", "receive") and _receive(token, sentence, parties))
        or (word in lexicon.verbs("meetings", "verbs", "see") and _see(token, sentence, parties))
    ):
        return Encounter(token, "bilateral")
    if (
        word in lexicon.verbs("meetings", "verbs", "play") and token.nbor(1).lower_ == "host"
        and any(p.ranked for p in parties_after(token, sentence, parties))
    ):
        return Encounter(token, "bilateral")
    if word in lexicon.verbs("meetings", "verbs", "light"):
        # "called on the president to withdraw" is an appeal.
        bidden = next((t.i for t in token.doc[token.i + 1 : sentence.end] if t.tag_ == "VB"), token.i)
        # "called on the secretary in Washington to protest" is none.
        appeal = lexicon.verbs("meetings", "verbs", "light")[word] == "call" and bidden > token.i and not any(
            t.lower_ in ("in", "at") for t in token.doc[token.i + 1 : bidden])
        if _lightly(token, sentence) and not appeal and _meet(token, sentence, parties, bare=True):
            return Encounter(token, "bilateral")
    if word in lexicon.verbs("meetings", "verbs", "address") and _addresses(token, sentence, parties):
        return Encounter(token, "bilateral", weak=True)
    if word in lexicon.verbs("meetings", "verbs", "visit") and _visits(token, sentence, parties):
        return Encounter(token, "visit")
    if word in lexicon.verbs("meetings", "verbs", "travel") and _has_errand(token, sentence, parties):
        return Encounter(token, "visit")
    if word in lexicon.verbs("meetings", "verbs", "travel") and _abroad(token, sentence, parties):
        return Encounter(token, "visit", weak=True)
    if word in lexicon.verbs("meetings", "verbs", "sign") and _signs(token, sentence, parties):
        return Encounter(token, "signing")
    if word in lexicon.verbs("meetings", "verbs", "witness") and _witness_signing(token, sentence, parties):
        return Encounter(token, "signing")
    if word in lexicon.verbs("meetings", "verbs", "speak") and (_speak(token, sentence, parties) or any(
        s in sentence.text.casefold() for s in lexicon.words("meetings", "status", "sidelines")
    )):
        return Encounter(token, "bilateral")
    if token.pos_ == "AUX" and _due(token, sentence, parties):
        return Encounter(token, "visit", weak=True)
    if token.pos_ == "AUX" and _there_to_confer(token, sentence, parties):
        return Encounter(token, "conference", group=True)
    listed = word in lexicon.verbs("meetings", "verbs", "resolve")
    if (listed or opens) and _resolves(token, sentence, parties):
        return Encounter(token, "conference", group=True)
    return None


def _lightly(verb: Token, sentence: Sentence) -> bool:
    """Say whether a verb that alone says little goes on as one of meeting: "shook hands", "put their names to it"."""
    light = lexicon.verbs("meetings", "verbs", "light")[verb.lower_]
    after = " ".join(t.lower_ for t in verb.doc[verb.i + 1 : min(sentence.end, verb.i + 7)])
    if light == "put" and after.startswith("their names ") and any(
            c.lower_ == "to" for o in (verb, *grammar.objects(verb)) for c in o.children):
        # "put their names on Tuesday, at the palace, to a treaty"
        return True
    # A phrase begins with a word: there is no "on" in "calling it a violation of".
    return any(f" {phrase}" in f" {after} " for phrase in lexicon.table("meetings")["phrases"][light])


@cache
def telling_verbs() -> frozenset[str]:
    """Return every form that `read_verb` asks about: most verbs of a text are none of them."""
    lists = ("meet", "receive", "see", "play", "light", "address", "visit", "travel", "sign", "witness", "speak",
             "resolve")
    forms = (lexicon.verbs("meetings", "verbs", key) for key in lists)
    return frozenset({"talks", "is", "are", "was", "were"}).union(*forms)


def _meet(verb: Token, sentence: Sentence, parties: Parties, *, bare: bool = False) -> bool:
    """Say whether those who can meet do: "A and B met", "A met B", "ministers gathered", not "met the demand"."""
    subjects = subject_parties(verb, sentence, parties)
    if subjects is None:
        return False
    met = [] if bare else [o for o in verb.children if o.dep_ in ("dobj", "obj")]
    if met and not any(is_person(o, parties) for o in met):
        return False
    if any(c.dep_ == "poss" and c.tag_ == "PRP$" and not is_title(o) for o in met for c in o.children):
        # "met his Waterloo"
        return False
    others = parties_after(verb, sentence, parties)
    if not bare and verb.lower_ in lexicon.verbs("meetings", "verbs", "gathering"):
        others = others or ([p for p in subjects if p.several])
    people = [p for p in subjects if not p.state]
    together = [*people, *(p for p in others if p not in people)]
    if not people or not (any(p.several for p in people) or len(people) >= 2 or others or met):
        return False
    of_rank = any((p.ranked and (p in people or p.head != "officials")) or _goes_on_with(p, parties) for p in together)
    if of_rank or len([p for p in together if p.named]) >= 2:
        return True
    return (
        any(p.several and p.name == "" for p in people)
        and any(p.ranked and (p.named or p.start >= max(0, sentence.start - _LATELY)) and not p.state
                and p.head not in ("body", "officials") for p in parties.found)
    )


def _receive(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether one leader is another's guest: "is received by", "welcomed the premier", "hosts X"."""
    passive = grammar.is_passive(verb)
    patients = [o for o in verb.children if o.dep_ in (("nsubjpass", "nsubj") if passive else ("dobj", "obj"))]
    if passive and not patients:
        patients = grammar.subjects(verb)
    if not passive and not patients:
        return False
    guests = [p for p in (party_of(o, parties) for o in patients) if p is not None and not p.state]
    stand_in = lexicon.word_set("meetings", "leaders", "groups")
    if not guests and not any(is_pronoun(o) or o.lower_ in stand_in for o in patients):
        return False
    if passive:
        hosts = [p for p in parties_after(verb, sentence, parties) if not p.several or p.head != "body"]
        by = any(c.dep_ == "agent" or c.lower_ == "by" for c in verb.children)
        hosts = hosts if by else []
    else:
        found = subject_parties(verb, sentence, parties)
        hosts = found or []
        town = [s for s in grammar.subjects(verb) if s.pos_ == "PROPN" and parties.at(s) is None]
        if not hosts and town:
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
    seen = [p for p in (party_of(o, parties) for o in verb.children if o.dep_ in ("dobj", "obj")) if p is not None]
    if not any(p.ranked and not p.state and p.head != "body" for p in seen):
        return False
    return subject_parties(verb, sentence, parties) is not None


def _addresses(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether one leader speaks to another's face, in a place: "told President Pezeshkian in Tehran"."""
    if any_far(sentence.text):
        return False
    heard = [p for p in (party_of(o, parties) for o in verb.children if o.dep_ in ("dobj", "dative", "obj")) if p]
    heard += [p for prep in verb.children if prep.lower_ in ("with", "to") for o in prep.children
              for p in [party_of(o, parties)] if p is not None]
    spoken = subject_parties(verb, sentence, parties) or []
    one = [p for p in heard if p.ranked and p.head not in ("body", *_AUDIENCE) and not p.state]
    named = [p for p in spoken if (p.ranked or not p.name) and not p.several and not p.state]
    return bool(one and named) and not grammar.is_passive(verb)


def _visits(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether somebody of rank visits a place or a person."""
    subjects = subject_parties(verb, sentence, parties)
    if not subjects or not any((p.ranked and not p.state) or _goes_on_with(p, parties) for p in subjects):
        return False
    objects = [o for o in verb.children if o.dep_ in ("dobj", "obj")]
    return not objects or any(o.ent_type_ in ("GPE", "LOC") or o.pos_ == "PROPN" or is_person(o, parties)
                              or o.lower_ in ("capital", "country") for o in objects)


def _goes_on_with(party: Party, parties: Parties) -> bool:
    """Say whether "he" or "she" is one of rank: whoever was last spoken of."""
    if party.name or party.several:
        return False
    before = [p for p in parties.between(0, party.start) if not p.state and not p.several]
    return bool(before) and before[-1].ranked


def _has_errand(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether a journey is made to meet somebody ("flew to Russia to meet Putin", "for a summit")."""
    subjects = subject_parties(verb, sentence, parties)
    if not subjects:
        return False
    bound = any(t.lower_ == "for" for t in verb.doc[verb.i + 1 : verb.i + 5])
    if lemma_of(verb) in ("leave", "depart") and (not bound or any(t.lower_ == "where" for t in verb.subtree)):
        # "leaves on Saturday for Geneva, where he will meet": what is met for has its own date.
        return False
    nouns = meeting_nouns()
    for other in verb.subtree:
        if other.i <= verb.i or other.i >= sentence.end:
            continue
        word = other.lower_
        if word in nouns and nouns[word] != "visit" and not is_press(other) and any(
            t.lower_ in ("for", "to", "at") for t in other.doc[max(verb.i, other.i - 6) : other.i]
        ):
            return True
        if word in lexicon.verbs("meetings", "verbs", "meet"):
            return bool(parties_after(other, sentence, parties)) or any(p.several for p in subjects)
        if word == "discuss" and any(c.lower_ == "with" for c in (*other.children, *(
                k for o in other.children for k in o.children))) and parties_after(other, sentence, parties):
            return True
        # "flew to Moscow to see Putin"
        if word == "attend" or (word == "part" and other.head.lower_ in ("take", "taking")):
            return any(t.lower_ in nouns for t in other.doc[other.i + 1 : sentence.end])
        calls = word in lexicon.word_set("meetings", "verbs", "call_on")
        if calls and any(party_of(o, parties) is not None for o in other.children):
            return True
    return False


def _abroad(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether one of rank goes to a country other than his own: "Finland's foreign minister flew to Ankara"."""
    away = verb.lower_ not in lexicon.verbs("meetings", "verbs", "leave")
    subjects = subject_parties(verb, sentence, parties) if away and verb.dep_ in ("ROOT", "ccomp", "conj") else None
    if not subjects or any(party_of(s, parties) is None for s in grammar.subjects(verb)):
        # Not: "the Malaysian helicopter was travelling south"
        return False
    goals = {parties.lands[t.i] for p, t in grammar.prepositions(verb) if p in ("to", "in") and t.i in parties.lands}
    leaders = [p for p in subjects if p.ranked and not p.several and not p.state]
    home = {parties.lands[i] for p in leaders for i in range(max(verb.sent.start, p.start - _TITLE), p.end)
            if i in parties.lands}
    return bool(goals and home) and goals.isdisjoint(home)


def _speak(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether two of rank speak with each other in one place: "Mr Austin and Mr Dong spoke for an hour in Cebu"."""
    subjects = subject_parties(verb, sentence, parties) or []
    two = [p for p in subjects if not p.state and not p.several]
    alone = not any(p in ("to", "about", "of", "on", "at") and t.ent_type_ not in ("DATE", "TIME")
                    for p, t in grammar.prepositions(verb))
    return len(two) in (2, 3) and sum(p.ranked for p in two) > 1 and alone and not any_far(sentence.text)


def _due(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether one of rank is to come somewhere: "is due in Ankara on Monday"."""
    due = next((c for c in verb.children if c.lower_ == "due"), None)
    if due is None or not any(p == "in" and t.i in parties.lands for p, t in grammar.prepositions(due)):
        return False
    return any(p.ranked and not p.state for p in subject_parties(verb, sentence, parties) or ())


def _there_to_confer(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether many of rank are somewhere for what leaders meet for: "EU leaders are in Denmark to discuss"."""
    goals = [c for c in verb.children if c.dep_ in ("xcomp", "advcl") and c.tag_ == "VB"]
    if not any(g.lower_ in _conferring() for g in goals) or not any(
            p in ("in", "at") and t.i in parties.lands for p, t in grammar.prepositions(verb)):
        return False
    assembling = lexicon.word_set("meetings", "leaders", "assembling")
    return any(p.several and p.head in assembling for p in subject_parties(verb, sentence, parties) or ())


@cache
def _conferring() -> frozenset[str]:
    return frozenset({"attend"}).union(*(lexicon.verbs("meetings", "verbs", key) for key in ("meet", "resolve")))


def _signs(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Say whether two sides put their names to something: "sign a pact", not "signed a decree"."""
    signed = lexicon.word_set("meetings", "verbs", "signed_things")
    near = [*(d for d in verb.subtree if 0 < d.i - verb.i <= 8), *verb.children, verb.head]
    # "the pact that the two presidents signed in Fez", where the parser makes the presidents what is signed
    signers = party_of(verb.head, parties) if verb.dep_ == "acl" else None
    near += sentence.doc[max(sentence.start, signers.start - 3) : signers.start] if signers is not None else []
    if not any(d.lower_ in signed for d in near):
        return False
    subjects = subject_parties(verb, sentence, parties) or []
    others = [p for p in parties_after(verb, sentence, parties) if p.named or not p.several]
    by = [p for p in subjects if p.several or p.named or p.state]
    ranked = [p for p in subjects if p.ranked]  # "the prime minister and the Philippine president"
    if len(by) >= 2 or len(ranked) >= 2 or any(p.several for p in by) or (by and others):
        return True
    if signers is not None and signers.several:
        return True
    if not grammar.is_passive(verb):
        return False
    # "Witnessed by A and B, the agreement was signed"
    ahead = [p for p in parties.between(sentence.start, verb.i) if p.ranked and not p.state and p not in subjects]
    after = parties_after(verb, sentence, parties)
    # "signed in 1997 by the two premiers"
    together = any(p.several and p.ranked and p.head != "body" for p in after) and bool(grammar.agents(verb))
    return together or _treaty_dated(verb, parties) or len([*after, *(ahead if verb.dep_ == "ROOT" else ())]) >= 2


def _treaty_dated(verb: Token, parties: Parties) -> bool:
    """Say whether a treaty is told by where and in which year it was signed: "the Convention, signed in Lima in 1961".

    Those who sign treaties are ministers, though nobody is named.
    """
    thing = verb.head if verb.dep_ == "acl" else next(iter(grammar.passive_or_objects(verb)), None)
    if thing is None or thing.lower_ not in lexicon.word_set("meetings", "verbs", "treaties") or grammar.agents(verb):
        return False
    phrases = grammar.prepositions(verb)
    placed = any(p in ("in", "at") and t.i in parties.lands for p, t in phrases)
    return placed and any(p in ("in", "on") and re.search(r"\b(?:1[6-9]|20)\d\d\b", verb.doc.span(
        t.left_edge.i, t.right_edge.i + 1).text) for p, t in phrases)


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
    # "Menderes and Karamanlis settled the quarrel in Zürich", "where he and President Yoon pledged to mend ties"
    pair = [p for p in subjects if p.named or (not p.name and not p.several)]
    return len(pair) >= 2 and any(p.ranked for p in subjects)


def _before_head(sentence: Sentence, party: Party) -> set[str]:
    words = [t.lower_ for t in sentence.doc[party.start : party.end]]
    return set(words[: words.index(party.head)] if party.head in words else words)
