"""Who is of a rank to hold a meeting: leaders, ministers, envoys, and the bodies in which they sit.

Words stand in ``lexicon/meetings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.venues import well_known
from airmap.lexicon.phrases import Phrases
from airmap.records import Toponym

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_GENITIVE = re.compile(r"['’]s?$")
# After one of these a town's name is a person's: "Defence Secretary Austin".
_ONE_LEADER = frozenset({"secretary", "president", "minister", "chancellor", "premier"})
_SPACE = re.compile(" ")
_PRONOUNS = frozenset({"he", "she", "they", "him", "her", "them", "we", "i", "us"})


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who can meet: the tokens from ``start`` to ``end``, and what the text calls them.

    ``several`` is set for a plural or a body, ``named`` for a person's name, ``ranked`` where a title or the name says
    that it leads, and ``state`` for a state named as if it were a person.
    """

    start: int
    end: int
    name: str
    ranked: bool
    several: bool = False
    named: bool = False
    state: bool = False
    head: str = ""


@dataclass(frozen=True, slots=True)
class Parties:
    """All parties of a text, in its order."""

    found: tuple[Party, ...]
    _at: dict[int, Party] = field(default_factory=dict)
    #: The country of each word that names a place or a people.
    lands: dict[int, str] = field(default_factory=dict)

    def at(self, token: Token) -> Party | None:
        """Return the party that a token belongs to."""
        return self._at.get(token.i)

    def between(self, start: int, end: int) -> list[Party]:
        """Return those that begin in a range of tokens."""
        return [p for p in self.found if start <= p.start < end]


def find_parties(doc: Doc, toponyms: Sequence[Toponym]) -> Parties:
    """Return everybody of rank that a text names, and the other persons, who may meet them."""
    named = _persons(doc, toponyms)
    leaders = {surname(p.name) for p in named if _has_title(doc, p)}
    known = [
        Party(p.start, p.end, p.name, ranked=surname(p.name) in leaders or is_leader(p.name) or _pair(p.name),
              several=_pair(p.name), named=True)
        for p in named
    ]
    taken = {i for p in known for i in range(p.start, p.end)}
    found = known + [p for p in _titles(doc, taken) if p.start not in taken]
    taken |= {i for p in found for i in range(p.start, p.end)}
    bodies = _bodies(doc)
    bodies += _organs(doc, {i for p in bodies for i in range(p.start, p.end)})
    found += [p for p in (*bodies, *_states(doc, toponyms)) if not taken & set(range(p.start, p.end))]
    found.sort(key=lambda p: p.start)
    settled = [well_known(t, doc.text) for t in toponyms if t.place is not None]
    spans = ((t.place.country, doc.char_span(t.span.start, t.span.end)) for t in settled if t.place is not None)
    lands = {t.i: country for country, span in spans if span is not None and country for t in span}
    return Parties(tuple(found), {i: p for p in found for i in range(p.start, p.end)}, lands)


def surname(name: str) -> str:
    """Return the last word of a name, folded: what two tellings of a person share."""
    words = _GENITIVE.sub("", name.strip()).split()
    return words[-1].casefold() if words else ""


def is_leader(name: str) -> bool:
    """Say whether a name is one that leads a state, or did: "Vladimir Putin", "Xi"."""
    known = _names()
    return name in known or any(name[m.end():] in known for m in _SPACE.finditer(name))


def _pair(name: str) -> bool:
    """Say whether a name is that of two leaders: "Reagan-Gorbachev"."""
    both = re.split(r"[-–—]", name)
    return len(both) == 2 and all(n in _names() for n in both)


@cache
def _names() -> frozenset[str]:
    return frozenset(lexicon.words("meetings", "leaders", "names"))


def is_title(token: Token) -> bool:
    """Say whether a word is a leader's title: "president", "foreign ministers", "policy chief"."""
    word = token.lower_
    if word not in _words_of_titles():
        return False
    before = token.nbor(-1).lower_ if token.i else ""
    if word in lexicon.word_set("meetings", "leaders", "titles"):
        # "Party leaders", not "European Union leaders".
        opens = token.i == token.sent.start + 1 and before != "union"
        last = before if opens or not token.i else token.nbor(-1).text
        return last not in lexicon.word_set("meetings", "leaders", "of_no_state")
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if word in lexicon.word_set("meetings", "leaders", "heads"):
        return before in lexicon.word_set("meetings", "leaders", "offices") or (
            after == "of" and bool({t.lower_ for t in token.doc[token.i + 2 : token.i + 7]} & _led(word)))
    if word in ("number", "numbers"):
        return before == "opposite"
    if word in lexicon.word_set("meetings", "leaders", "peers"):
        return any(c.dep_ == "poss" or c.ent_type_ == "NORP" or c.lower_ == "from" for c in token.children) or (
            after == "from"
        )
    if word in ("secretary", "secretaries"):
        return token.text[0].isupper() or after == "of" or before in lexicon.word_set("meetings", "leaders", "offices")
    return False


@cache
def _led(word: str) -> frozenset[str]:
    """Return what a head or a chief has to be at the head of to meet others of that rank."""
    states = frozenset({"state", "states", "government", "governments", "delegation", "delegations"})
    commands = lexicon.word_set("meetings", "leaders", "commands")
    return commands | states if word in ("head", "heads") else commands


@cache
def _words_of_titles() -> frozenset[str]:
    listed = (lexicon.word_set("meetings", "leaders", key) for key in ("titles", "heads", "peers"))
    return frozenset({"secretary", "secretaries", "number", "numbers"}).union(*listed)


def _persons(doc: Doc, toponyms: Sequence[Toponym]) -> list[Party]:
    """Return persons by name: those of the recogniser, those after a title, and leaders known by their surname."""
    places = [(t.span.start, t.span.end) for t in toponyms if t.kind == "name"]
    spans: list[tuple[int, int]] = []
    honorifics = lexicon.word_set("meetings", "leaders", "honorifics")
    for entity in doc.ents:
        if entity.label_ != "PERSON":
            continue
        begun, ended = entity.start_char, entity.end_char
        if entity.root.dep_ == "compound" and entity.root.head.lower_ in ("newspaper", "daily", "agency", "channel"):
            # "the Hurriyet newspaper"
            continue
        if len(entity) == 1 and is_title(entity.root):
            # "The Taoiseach"
            continue
        if not any(s <= begun and ended <= e for s, e in places):
            start, end = entity.start, entity.end
            # A name ends with its line.
            end = next((t.i for t in doc[start + 1 : end] if "\n" in t.text), end)
            while start < end - 1 and (
                is_title(doc[start]) or doc[start].lower_ == "crown" or doc[start].lower_.rstrip(".") in honorifics
            ):
                start += 1
            spans.append((start, _hyphenated(doc, end)))
    names, titles = lexicon.word_set("meetings", "leaders", "names"), _words_of_titles()
    for token in doc:
        upper = token.text[:1].isupper()
        titled = upper and (
            (token.lower_ in titles and is_title(token)) or token.lower_.rstrip(".") in honorifics)
        if titled and _may_precede_name(doc, token.i):
            end = token.i + 1
            if end < len(doc) and doc[end].text == ".":
                end += 1
            start = end
            while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].text[:1].isupper() \
                    and not is_title(doc[end]) and doc[end].ent_type_ != "DATE" and (
                        doc[end].ent_type_ != "GPE" or token.lower_ in _ONE_LEADER):
                end += 1
            if 1 <= end - start <= 3:
                spans.append((start, _hyphenated(doc, end)))
        elif upper and len(token.text) > 1 and token.lower_ in names and (
                token.pos_ == "PROPN" or (token.tag_ == "NN" and token.dep_ == "nsubj")):
            spans.append((token.i, token.i + 1))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        elif doc[start].text[:1].isupper():
            kept.append((start, end))
    return [Party(s, e, _GENITIVE.sub("", doc.span(s, e).text).strip(), ranked=False, named=True) for s, e in kept]


def _may_precede_name(doc: Doc, at: int) -> bool:
    """Say whether a title goes before a name: not "General" in "General Assembly"."""
    return at + 1 < len(doc) and doc[at + 1].lower_ not in ("assembly", "secretary", "staff", "council")


def _hyphenated(doc: Doc, end: int) -> int:
    """Return the end of a name that goes on after a hyphen: "Ma Ying-jeou"."""
    while end + 1 < len(doc) and doc[end].text in ("-", "\u2010", "\u2011") and not doc[end - 1].whitespace_ \
            and not doc[end].whitespace_ and doc[end + 1].text[:1].isalpha():
        end += 2
    return end


def _has_title(doc: Doc, person: Party) -> bool:
    sentence = doc[person.start].sent
    before = doc[max(sentence.start, person.start - 4) : person.start]
    after = doc[person.end : min(sentence.end, person.end + 6)]
    for words, closing in ((reversed(list(before)), (",", ";", "and", "with")), (list(after), (";", "and", "with"))):
        for n, word in enumerate(words):
            if n == 0 and word.text == ",":
                # "the defence minister, Peter Hultqvist"
                continue
            if is_title(word):
                return True
            if word.lower_ in closing or word.pos_ == "VERB":
                break
    return False


def _titles(doc: Doc, taken: set[int]) -> list[Party]:
    """Return officials without a name: "the Secretary", "his Bulgarian counterpart", "heads of government"."""
    found = []
    for token in doc.having(_words_of_titles()):
        if token.i in taken or not is_title(token):
            continue
        following = token.i + 1
        if following < len(doc) and doc[following].text == ".":
            following += 1
        if following in taken or (following < len(doc) and is_title(doc[following])):
            # "President Mubarak", "Prime Minister".
            continue
        end = token.i + 1
        if end + 1 < len(doc) and doc[end].lower_ in ("of", "for", "from"):
            end = min(max(t.i for t in doc[end].subtree) + 1, end + 12, doc[token.i].sent.end)
            clause = next((t.i for t in doc[token.i + 1 : end] if t.tag_.startswith(("VB", "W")) or t.text == ";"), end)
            end = min(end, clause)
            while end > token.i + 1 and (doc[end - 1].is_punct or doc[end - 1].lower_ in ("and", "the", "of")):
                end -= 1
        start = token.i
        while start > token.sent.start and doc[start - 1].i not in taken and (
            (doc[start - 1].dep_ in ("compound", "amod", "nmod", "poss", "nummod", "case", "det")
             or (start > 1 and doc[start - 1].lower_ == "and" and doc[start - 2].ent_type_ == "NORP")
             or doc[start - 1].ent_type_ == "NORP")
            and not is_title(doc[start - 1]) and doc[start - 1].text not in (",", ";")
            and doc[start - 1].ent_type_ not in ("DATE", "TIME")
        ):
            start -= 1
        # "Foreign Ministers of Norway and Russia" passes for a singular with capitals.
        plural = token.lower_.endswith("s") and token.lower_[:-1] in lexicon.word_set("meetings", "leaders", "titles")
        several = plural or token.tag_ in ("NNS", "NNPS") or token.lower_ in ("delegation", "people")
        found.append(Party(start, max(end, token.i + 1), doc.span(start, end).text, ranked=True, several=several,
                           head=token.lower_))
    return found


def _bodies(doc: Doc) -> list[Party]:
    found = []
    for match in _known_bodies().finditer(doc.text):
        span = doc.char_span(match.start(), match.end())
        if span is not None:
            found.append(Party(span.start, span.end, match.group(), ranked=True, several=True, head="body"))
    return found


def _organs(doc: Doc, bodies: set[int]) -> list[Party]:
    """Return what sits for a body of states: "the committee of the OAU", "the Arab League, whose council", "a joint
    commission of the two governments".
    """
    found = []
    for token in doc.having(lexicon.word_set("meetings", "leaders", "organs")):
        if token.i in bodies:
            continue
        of = [c for p in token.children if p.lower_ == "of" for c in p.children]
        owners = [c for c in token.children if c.dep_ in ("poss", "compound", "nmod")] + of
        if any(o.lower_ == "whose" for o in owners):
            clause = next((a for a in (token, *grammar.ancestors(token)) if a.dep_ == "relcl"), None)
            owners += [clause.head] if clause is not None else []
        # "the Russian-Turkish intergovernmental commission"
        between = token.i > 0 and token.nbor(-1).lower_ in ("intergovernmental", "interstate")
        states = between or any(o.lower_ in ("governments", "states", "countries", "nations") for o in of)
        offices = lexicon.word_set("meetings", "leaders", "offices")
        # "the Council of Foreign Ministers"
        ministers = any(is_title(o) and o.i and (o.lower_ == "heads" or o.nbor(-1).lower_ in offices) for o in of)
        if states or ministers or any(o.i in bodies or o.i - 1 in bodies for o in owners):
            found.append(Party(token.i, token.i + 1, token.text, ranked=True, several=True, head="body"))
    return found


@cache
def _known_bodies() -> Phrases:
    return Phrases(lexicon.words("meetings", "leaders", "bodies"), ignore_case=False)


def _states(doc: Doc, toponyms: Sequence[Toponym]) -> list[Party]:
    found = []
    for toponym in toponyms:
        if toponym.kind == "demonym" or toponym.place is None:
            continue
        span = doc.char_span(toponym.span.start, toponym.span.end)
        state = toponym.place.feature == "country" or toponym.kind == "metonym"
        if span is not None and (state or _acts(span.root, toponym)):
            found.append(Party(span.start, span.end, toponym.name, ranked=True, state=True))
    return found


def _acts(capital: Token, toponym: Toponym) -> bool:
    """Say whether a capital stands for its government: "Washington and Pyongyang resume talks", "between Kyiv and"."""
    from airmap.pipeline import default_gazetteer

    first = capital.head if capital.dep_ == "conj" else capital
    pair = first is not capital or any(c.dep_ == "conj" for c in capital.children)
    doing = first.dep_ == "nsubj" or (first.dep_ == "pobj" and first.head.lower_ == "between")
    return pair and doing and default_gazetteer().capital_of(toponym.name) is not None


def is_pronoun(token: Token) -> bool:
    """Say whether a word stands for persons: "he", "they"."""
    return token.lower_ in _PRONOUNS
