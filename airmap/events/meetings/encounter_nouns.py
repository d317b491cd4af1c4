"""Nouns that tell of a meeting: summits, talks, visits, conferences, signings.

Words stand in ``lexicon/meetings.toml``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.attendees import party_of
from airmap.events.meetings.encounter_words import Encounter, meeting_nouns, telling_verb
from airmap.events.meetings.leaders import Parties, Party, is_pronoun, is_title
from airmap.parsing.language import lemma_of
from airmap.records import MeetingKind

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token
    from airmap.parsing.parsed import Tokens as Sentence


# So many words back are those of whom a meeting is "theirs".
_LATELY = 60
_SIDES = frozenset({"countries", "states", "governments", "neighbours", "neighbors", "sides", "nations", "allies",
                    "militaries", "armies", "navies", "forces", "capitals"})
_A_STOP = frozenset({"a", "brief", "short", "his", "her", "their", "the", "first", "last", "next", "second", "final"})
_TWO_LANDS = re.compile(r"[A-Z][\w.]+[-–][A-Z]")
_COUNCILS = frozenset({"European", "Ministerial", "Atlantic"})
_IN_GENERAL = frozenset({"many", "most", "all", "such", "some", "any", "no"})


def read_noun(token: Token, sentence: Sentence, parties: Parties) -> Encounter | None:
    """Return the meeting that a noun tells of."""
    kind = meeting_nouns().get(token.lower_)
    if token.dep_ == "pobj" and token.text in lexicon.words("meetings", "leaders", "events") \
            and token.head.lower_ in ("at", "during", "to", "for") and token.i and token.nbor(-1).lower_ == "the":
        # "at the G20 in Brisbane", "will travel to the G7 in Biarritz"
        return Encounter(token, "summit")
    if token.lower_ == "council" and token.i and token.nbor(-1).text in _COUNCILS and any(
            c.lower_ in ("in", "at") for c in (*token.children, *_beside_goal(token))):
        # "The European Council in Copenhagen discussed", "is in Brussels for the European Council"
        return Encounter(token, "summit" if token.nbor(-1).text == "European" else "conference")
    if kind is None:
        return None
    if is_press(token):
        return Encounter(token, "bilateral") if _before_the_press(token, parties) else None
    if token.dep_ == "pobj" and token.head.lower_ == "of" and is_title(token.head.head) and (
            token.head.head.tag_ not in ("NNS", "NNPS")):
        # "was elected president of the 75th session of the General Assembly"
        return None
    if token.tag_ in ("NNS", "NNPS") and token.lower_ != "talks" and any(c.lower_ in _IN_GENERAL
                                                                       for c in token.children):
        # "many multilateral meetings have been postponed"
        return None
    runs = token.head.lower_ in lexicon.verbs("meetings", "verbs", "take_place")
    if token.dep_ == "compound" and token.head.lower_ not in meeting_nouns() and token.head.i > token.i and not runs:
        # "a summit declaration", "the talks team" are things, not tellings; "summit host Indonesia" neither.
        return None
    if token.dep_ == "dobj" and lemma_of(token.head) in lexicon.word_set("meetings", "verbs", "requesting") and not any(
        c.lower_ in ("in", "at") for c in token.children
    ):
        return None
    if any(c.dep_ == "poss" and c.tag_ == "NNS" and not is_title(c) and c.lower_ not in _SIDES for c in token.children):
        # "the engineers' meeting"
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
        if ranked and lemma_of(verb) in ("host", "attend", "witness", "oversee") and verb.head != token:
            # "hosted the signing", "the signing was attended by Mr Annan"
            return Encounter(token, kind)
        return Encounter(token, kind) if here and (len(ranked) > 1 or any(p.several for p in ranked)) else None
    if kind == "summit":
        return None if _is_mountain(token, parties) else Encounter(token, kind)
    if kind == "visit":
        if token.lower_ in ("stop", "stopover") and (token.i < 2 or token.nbor(-1).lower_ not in _A_STOP
                                                     or token.nbor(1).lower_ != "in"):
            return None
        return Encounter(token, kind) if ranked and _goes_somewhere(token) else None
    if kind in ("bilateral", "conference") and _by_its_name(token, parties):
        return Encounter(token, "conference")
    again = _told_of(token, parties)
    if not ranked and len(states) < 2 and len([p for p in near if p.named]) < 2 and not is_of_states(token, kind) \
            and not again:
        return None
    if kind in ("bilateral", "talks") and token.dep_ in ("dobj", "nsubjpass") and any(
            c.dep_ == "neg" for c in token.head.children):
        # "does not have a meeting planned with Mr Lavrov"
        return None
    if kind == "bilateral":
        sideline = any(s in sentence.text.casefold() for s in lexicon.words("meetings", "status", "sidelines"))
        within = [p for p in near if token.is_ancestor(sentence.doc[p.end - 1])]
        # "cancel my meeting with the president"
        mine = bool(ranked) and any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in token.children) and any(
            t.lower_ == "with" for t in token.doc[token.i + 1 : min(sentence.end, token.i + 6)])
        # "She will hold a bilateral with the Japanese premier"
        guests = [party_of(g, parties) for word in (token, token.head)
                  for p, g in grammar.prepositions(word) if p == "with"]
        hers = any(is_pronoun(s) for s in grammar.subjects(verb)) and any(
            g is not None and g.ranked and not g.state for g in guests)
        many = any(p.several for p in (*within, *ranked)) or len([p for p in near if p.named]) >= 2
        enough = len(ranked) >= 2 or len(states) > 1 or many or again or mine or hers or sideline
        return Encounter(token, kind) if enough or is_of_states(token, kind) else None
    return Encounter(token, kind)


def _beside_goal(noun: Token) -> list[Token]:
    """Return what stands beside "for" or "to" before a noun: "in Lima" of "was in Lima for the council"."""
    goal = noun.head
    return [*goal.head.children] if noun.dep_ == "pobj" and goal.lower_ in ("for", "to") else []


def _by_its_name(noun: Token, parties: Parties) -> bool:
    """Say whether a meeting goes by a name, in a text of leaders: "the 51st Forum Meeting in Suva"."""
    if not any(p.ranked and not p.state for p in parties.found) or not any(
            c.lower_ in ("in", "at") for c in noun.children):
        return False
    if not noun.text[:1].isupper():
        # "after the Eastern Flank meeting in Warsaw"
        return noun.lower_ == "meeting" and any(
            c.dep_ == "compound" and c.pos_ == "PROPN" and c.ent_type_ != "PERSON" for c in noun.children)
    numbered = any(re.fullmatch(r"\d+(?:st|nd|rd|th)", t.text) or t.lower_ in lexicon.group("ordinal_words")
                   for t in noun.doc[noun.left_edge.i : noun.i])
    return numbered or noun.nbor(-1).text in ("Ministerial", "Ministers", "Leaders", "Summit", "Forum")


def is_press(noun: Token) -> bool:
    """Say whether a conference is one with reporters, a session one of a court: what no leaders hold together."""
    no = lexicon.word_set("meetings", "never", "before_noun")
    before = {c.lower_ for c in noun.children if c.dep_ in ("compound", "amod", "nmod", "poss")}
    if any({"congress", "parliament", "legislature", "people", "party"} & {t.lower_ for t in c.subtree}
           for c in noun.children if c.lower_ == "of") and noun.lower_ in ("session", "sessions", "conference"):
        # "the session of the National People's Congress"
        return True
    if before & {"joint"} and noun.lower_ == "conference":
        # Two who answer the press together have met.
        return False
    if noun.i:
        before.add(noun.nbor(-1).lower_)
    named = {t.lower_ for t in noun.doc[max(noun.sent.start, noun.i - 4) : noun.i]}
    if before & {"committee"} and named & lexicon.word_set("meetings", "never", "of_states"):
        # "a meeting of two states' General Border Committee"
        before.discard("committee")
    if noun.i > 1 and noun.nbor(-2).text == "-":
        # "four-party talks" are held by states, not by a party.
        before.discard("party")
    if before & {"committee"} and is_of_states(noun, "bilateral"):
        # "a meeting of the border committee" of two states
        before.discard("committee")
    return bool(before & no)


def _before_the_press(conference: Token, parties: Parties) -> bool:
    """Say whether two answer the press together: "at a news conference in Accra with his Togolese counterpart"."""
    if conference.lower_ != "conference" or not {"news", "press"} & {c.lower_ for c in conference.children}:
        return False
    beside = [g for link in conference.subtree if link.lower_ in ("with", "alongside", "beside") for g in link.children]
    return any(p.ranked and not p.several and not p.state for g in beside for p in [party_of(g, parties)] if p)


def is_of_states(noun: Token, kind: MeetingKind) -> bool:
    """Say whether talks are between states or warring sides by their words alone: "peace talks", "six-party talks"."""
    if kind not in ("talks", "conference", "bilateral"):
        return False
    before = noun.doc.span(max(noun.sent.start, min(noun.i - 4, max(noun.left_edge.i, noun.i - 8))), noun.i)
    if {t.lower_ for t in before} & lexicon.word_set("meetings", "never", "of_states"):
        return True
    if re.search(r"-(?:party|power|nation|way) ?$", before.text.casefold()):
        return True
    if any(t.ent_type_ in ("GPE", "NORP") and _TWO_LANDS.search(t.text) for t in before):
        # "U.S.-Iran talks"
        return True
    of = next((c for c in noun.children if c.lower_ == "of"), None)
    whose = {t.lower_ for t in of.subtree} if of is not None else set()
    if _SIDES & whose and {"two", "three", "four", "both"} & whose:
        # "the last meeting of the three countries took place in Athens"
        return True
    if of is not None and re.search(r"\b[A-Z]\w+[-–][A-Z]\w+ ", noun.doc.span(of.i, of.right_edge.i + 1).text) and (
        whose & lexicon.word_set("meetings", "leaders", "organs")
    ):
        # "the eleventh meeting of the Greek-Turkish Cooperation Council"
        return True
    # "talks between Israel and Hamas", "between the Afghan government and the Taliban"
    # "talks resumed in Geneva between the two governments"
    held = noun.head.children if noun.dep_ in grammar.SUBJECTS else ()
    between = next((c for c in (*noun.children, *held) if c.lower_ == "between"), None)
    if between is None:
        return False
    under = {t.lower_ for t in between.subtree}
    # Not "talks between the union and management in Turin".
    sides = [t for c in between.children for t in (c, *c.conjuncts)]
    named = (w for s in sides for w in (s, *(c for c in s.children if c.dep_ in ("amod", "compound", "poss", "nmod"))))
    return bool(_SIDES & under and {"two", "both", "the"} & under) or any(
        t.ent_type_ in ("GPE", "NORP") for t in named)


def _told_of(noun: Token, parties: Parties) -> bool:
    """Say whether a noun with "the" takes place, in a text of leaders: "The meeting, which took place in Paris"."""
    if not any(c.lower_ in ("the", "their", "this") for c in noun.children) or not any(
            p.named and p.ranked for p in parties.found):
        return False
    pair = any(c.lower_ == "their" for c in noun.children)
    lately = [p for p in parties.between(max(0, noun.sent.start - _LATELY), noun.i) if p.named and not p.state]
    if pair and len(lately) > 1 and any(p.ranked for p in lately) and any(
            c.lower_ in ("in", "at") for c in noun.children):
        # "discussed the raid with Mr Blinken. This came during their meeting in Jeddah"
        return True
    clauses = [c for c in noun.children if c.dep_ == "relcl"] + ([noun.head] if noun.dep_ in grammar.SUBJECTS else [])
    return any((lemma_of(v) == "take" and any(o.lower_ == "place" for o in v.children))
               or (lemma_of(v) in ("hold", "convene") and grammar.is_passive(v)) for v in clauses)


def _states(token: Token, parties: Parties) -> list[Party]:
    """Return the states that meet: "Japan and North Korea open talks", "talks between India and Pakistan"."""
    verb = token.head if token.head.pos_ in ("VERB", "AUX") else None
    subjects = grammar.subjects(verb) if verb is not None else []
    tokens = [*subjects, *(c for s in subjects for c in s.children if c.dep_ == "compound"),
              *(t for t in token.subtree if t.i > token.i)]
    found: dict[int, Party] = {}
    for t in tokens:
        party = parties.at(t)
        if party is None and t in subjects and t.i in parties.lands and len(subjects) > 1:
            # "Washington and Pyongyang will hold talks"
            party = Party(t.i, t.i + 1, t.text, ranked=True, state=True)
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
                        and thing.ent_type_ not in ("ORG", "NORP", "PERSON", "DATE"):
                    return True
    return False


def _goes_somewhere(noun: Token) -> bool:
    """Say whether a visit is one to a place or a person: not "a visit to the wreckage"."""
    goals = [g for p in noun.children if p.lower_ in ("to", "by") for g in p.children if g.dep_ == "pobj"]
    lands = ("capital", "city", "country", "countries", "nations", "region", "capitals")
    return not goals or any(g.pos_ == "PROPN" or g.ent_type_ or is_title(g) or g.lower_ in lands for g in goals)
