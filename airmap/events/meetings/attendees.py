"""Who meets whom by the grammar of a sentence: the parties that a verb has for its subjects and around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.leaders import Parties, Party, is_pronoun, is_title

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token
    from airmap.parsing.parsed import Tokens as Sentence

_REACH = 14


def subject_parties(verb: Token, sentence: Sentence, parties: Parties) -> list[Party] | None:
    """Return who does what a verb says; None where that is nobody who could meet.

    Where the parser saw no subject, those named before the verb are taken.
    """
    subjects = [s for s in grammar.subjects(verb) if s.lower_ not in grammar.RELATIVES]
    # Not the dashes of "Chairman-in-Office".
    dash = next((t for t in sentence[:18] if t.text in ("-", "--", "–", "—") and t.i < verb.i
                 and (t.text == "--" or t.whitespace_ or t.nbor(-1).whitespace_)), None)
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
        party = party_of(subject, parties)
        apposed = [parties.at(t) for c in subject.children if c.dep_ == "appos" for t in (c, *c.conjuncts)]
        names = [p for p in apposed if p is not None and p.named]
        if party is not None and names and not party.named and not party.several:
            # "The Secretary of State, John Kerry, and Mr Zarif met"
            found += names
        elif party is not None:
            # "Prime Minister Netanyahu and President Putin": the second may hang on the first one's name.
            found += [party, *(n for n in names if n is not party)]
        elif subject.lower_ in lexicon.word_set("meetings", "leaders", "groups") or is_pronoun(subject):
            several = not is_pronoun(subject) or subject.lower_ in ("they", "them", "we", "us")
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


def party_of(token: Token, parties: Parties) -> Party | None:
    """Return the party that a word names, or that hangs on it."""
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


def parties_after(token: Token, sentence: Sentence, parties: Parties, reach: int = _REACH) -> list[Party]:
    """Return persons and officials named soon after a word, in its clause."""
    end = min(sentence.end, token.i + reach)
    for other in token.doc[token.i + 1 : end]:
        if other.text == ";" or (other.pos_ == "VERB" and other.dep_ in ("conj", "ccomp", "advcl") and other != token
                                 and not token.is_ancestor(other)):
            end = other.i
            break
    return [p for p in parties.between(token.i + 1, end) if not p.state]


def is_person(token: Token, parties: Parties) -> bool:
    """Say whether a word is somebody who could be met."""
    return (
        party_of(token, parties) is not None or is_title(token) or is_pronoun(token)
        or token.ent_type_ == "PERSON" or token.lower_ in ("other", "another")
    )


def any_far(text: str) -> bool:
    """Say whether a text speaks of a call or a letter: those who write or telephone are not in one place."""
    words = {w.strip(".,;:()\"'").casefold() for w in text.split()}
    return bool(words & lexicon.word_set("meetings", "never", "far"))
