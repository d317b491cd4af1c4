"""Who says what: each act of speech in a text, with the side that speaks and the words that it says.

The words are those of the clause that the verb of speech governs or, where a sentence holds one act of speech only, the
whole of the sentence but for who speaks: what stands in apposition or after a dash is said by the same side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.certainty import denial_words
from airmap.events.coreference import names_affair, party_in
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Party
from airmap.mentions.first_person import ASKING, TURN

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_PERSONS = frozenset({"it", "he", "she", "they", "we", "i", "who", "which"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One act of speech: who speaks, the word that says so, and the positions of the words that are said."""

    party: Party | None
    name: str | None
    verb: int
    said: tuple[int, ...]
    sentence: tuple[int, int]

    @property
    def state(self) -> str | None:
        return self.party.state if self.party is not None else None


def find_statements(doc: Doc, actors: Actors) -> list[Statement]:
    """Return the acts of speech in text order: "Moscow says ...", "according to Baku ...", "Oslo: ..."."""
    transcribed = list(_transcribed(doc, actors))
    found = [*transcribed]
    for first, last in _sentences(doc):
        for start, end in _segments(doc, first, last):
            anchors = list(_anchors(doc, start, end, actors))
            told: list[Statement] = []
            if not anchors and start > first and found and found[-1].sentence == (first, last):
                # "Moscow said it knew of no flight; the charge was baseless": the same side goes on.
                before = found[-1]
                found.append(replace(before, verb=start - 1, said=tuple(range(start, end))))
                continue
            side = actors.publisher
            if not anchors and side is not None and found and found[-1].state not in (None, side.state) \
                    and not transcribed:
                # "Chad says ... Our aircraft did not cross the border", in a ministry's bulletin
                found.append(Statement(side, side.name, side.start, tuple(range(start, end)), (first, last)))
                continue
            for verb, speaker in anchors:
                party = _party(doc, verb, speaker, actors, found + told)
                alone = len(anchors) == 1
                opened = _opened(doc, start) if alone and verb.i - start > 3 else None
                if opened is not None and not (found and found[-1].sentence[1] > opened):
                    # "'The plane was over the high seas. It kept to its route,' the ministry said."
                    start = opened
                said = _content(doc, verb, speaker, party, start, end, alone=alone)
                name = _name(doc, speaker, party, actors)
                told.append(Statement(party, name, verb.i, said, (first, last)))
            # What somebody else is quoted with inside is not said by the one who quotes.
            for outer in told:
                others = [s for s in told if s.state is not None and s.state != outer.state]
                inner = {i for s in others if set(s.said) < set(outer.said) for i in s.said}
                left = tuple(i for i in outer.said if i not in inner)
                found.append(replace(outer, said=left) if inner else outer)
    return found


# So many words back a quotation may begin.
_QUOTED = 60

# "Q The Russians say ...": whoever asks has no colon.
_ASKED = re.compile(r"(?:^|\s)Q(?=\s+[A-Z])", re.MULTILINE)


def _transcribed(doc: Doc, actors: Actors) -> Iterator[Statement]:
    """Yield the turns of a transcript ("MR. PESKOV: No. There was no such drone."), each sentence a statement."""
    turns = list(TURN.finditer(doc.text)) if ":" in doc.text else []
    ends = [*(t.start() for t in turns[1:]), len(doc.text)][: len(turns)]
    for turn, until in zip(turns, ends, strict=True):
        asked = _ASKED.search(doc.text, turn.end(), until)
        end = asked.start() if asked is not None else until
        tokens = [t for t in doc if turn.end() <= t.idx < end]
        label = [t for t in doc if turn.start("who") <= t.idx < turn.end("who")]
        if not tokens or not label or label[0].lower_ in ASKING:
            continue
        party = next((actors.party_at[t.i] for t in label if t.i in actors.party_at), actors.publisher)
        for start in sorted({t.sent.start for t in tokens}):
            said = tuple(t.i for t in tokens if t.sent.start == start)
            yield Statement(party, turn["who"].strip(), label[-1].i, said, (start, said[-1] + 1))


def attributed(telling: Telling, statements: Sequence[Statement]) -> Telling:
    """Return the telling with who says so, where nobody was found right above it: the closest speech that holds it."""
    if telling.attribution_name is not None or telling.status != "asserted":
        return telling
    around = [s for s in statements if telling.trigger in s.said and s.name is not None]
    if not around:
        return telling
    speech = min(around, key=lambda s: len(s.said))
    own = speech.state is not None and telling.mover is not None and speech.state == telling.mover.state
    return telling if own else replace(telling, attribution=speech.party, attribution_name=speech.name)


def _sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the sentences, a label ("Asmara:") with what it introduces."""
    held: int | None = None
    for sentence in doc.sents:
        start = sentence.start if held is None else held
        if sentence[-1].text == ":" and len(sentence) <= 8 and held is None:
            held = start
            continue
        held = None
        yield start, sentence.end
    if held is not None:
        yield held, len(doc)


def _opened(doc: Doc, start: int) -> int | None:
    """Return where the words in quotation marks begin that are still open where a sentence begins, if not far back."""
    opened: int | None = None
    for token in doc[max(0, start - _QUOTED) : start]:
        if token.text in ("“", "``") or (token.text == '"' and opened is None):
            opened = token.i
        elif token.text in ('"', "”", "''"):
            opened = None
    return opened


def _segments(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what lies between semicolons."""
    for i, token in enumerate(doc[start:end], start):
        if token.text == ";":
            yield start, i
            start = i + 1
    if start < end:
        yield start, end


def _anchors(doc: Doc, start: int, end: int, actors: Actors) -> Iterator[tuple[Token, Token]]:
    """Yield the words that say that somebody speaks, with who does."""
    label = _label(doc, start, end, actors)
    if label is not None:
        yield label
    telling = _anchoring()
    for i, token in enumerate(doc[start:end], start):
        if token.lower_ not in telling:
            continue
        if token.lower_ == "that" and i - 1 > start and _names_side(doc, i - 1, actors):
            # "Delhi says it came over the border, Islamabad that it never left home"
            yield token, doc[i - 1]
        elif token.lower_ in _RETORTS and i + 1 < end and doc[i + 1].lower_ == "back" and token.dep_ != "amod":
            # "No aircraft took off that day, Ankara shot back."
            subjects = grammar.subjects(token)
            if subjects and party_in(subjects[0], actors) is not None:
                yield token, subjects[0]
        elif token.lower_ in _speaking() and (token.pos_ in ("VERB", "AUX") or _after_quote(doc, i, start)):
            speaker = _speaker(token, actors)
            flies = speaker is not None and actors.craft_headed(speaker) is not None
            if (
                speaker is not None
                and not flies
                and speaker.lower_ not in _ANYBODY
                and _may_speak(token, speaker, actors)
            ):
                yield token, speaker
        elif token.lower_ in _HAVING and (side := _places_it(token, actors)) is not None:
            yield token, side
        elif token.lower_ == "according" and i + 2 < end and doc[i + 1].lower_ == "to":
            yield from ((token, c) for c in doc[i + 1].children if c.dep_ == "pobj")
        elif token.lower_ in _views() and (owner := _owner_of_view(token, actors)) is not None:
            yield token, owner


def _places_it(verb: Token, actors: Actors) -> Token | None:
    """Return who has an aircraft somewhere by its account: "Algiers has it two kilometres inside, Mali at home"."""
    named = [t for t in grammar.subjects(verb) if (p := actors.party_at.get(t.i)) is not None and _side(p)]
    placed = [t for t in grammar.objects(verb) if t.lower_ in ("it", "them") or actors.craft_headed(t) is not None]
    if not named or not placed:
        return None
    where = lexicon.word_set("answers", "elsewhere", "prepositions") | lexicon.word_set("answers", "elsewhere", "far")
    where |= {"out", "at"}
    near = verb.doc[placed[0].i + 1 : min(verb.sent.end, placed[0].i + 8)]
    stop = next((n for n, t in enumerate(near) if t.text in (",", ";")), len(near))
    return named[0] if any(t.lower_ in where for t in near[:stop]) else None


_HAVING = frozenset({"has", "have", "had"})
_RETORTS = frozenset({"shot", "shoots", "hit", "hits", "fired", "fires", "snapped", "snaps"})
_SPEECH_BESIDE = _RETORTS | {"that", "according"}
_ANYBODY = frozenset({"you", "anyone", "anybody", "whoever", "those", "some", "nobody", "everyone", "one"})
_INQUIRERS = frozenset({"investigators", "inquiry", "investigation", "report", "experts", "radar", "data", "embassy"})


def _may_speak(verb: Token, speaker: Token, actors: Actors) -> bool:
    """Say whether a word that is not always one of speech is so here, by its subject."""
    if verb.lower_ not in _weak():
        return True
    offices = lexicon.group("office_holders") | _INQUIRERS | _PERSONS
    return speaker.lower_ in offices or party_in(speaker, actors) is not None


def _names_side(doc: Doc, i: int, actors: Actors) -> bool:
    """Say whether a state alone stands between a comma and the word after ``i``."""
    party = actors.party_at.get(i)
    before = doc[party.start - 1].text if party is not None and party.start > 0 else ""
    return party is not None and _side(party) and before in (",", "—", "–", "-", "and", "but", "while")


def _speaker(verb: Token, actors: Actors) -> Token | None:
    if grammar.is_passive(verb) and verb.dep_ not in ("ROOT", "conj", "parataxis", "ccomp"):
        return None
    subjects = grammar.agents(verb) if grammar.is_passive(verb) else grammar.subjects(verb)
    if verb.dep_ == "acl" and verb.head.lower_ in lexicon.word_set("answers", "denial", "claims"):
        # "put out a statement saying": whoever put it out says so.
        above = next((a for a in grammar.ancestors(verb.head) if a.pos_ == "VERB"), None)
        subjects = grammar.agents(above) if above is not None else subjects
        sides = [s for s in subjects if party_in(s, actors) is not None]
        # "Pat, the Russians put out a statement": who is spoken to was taken for a subject, too.
        subjects = sides or subjects
    if subjects and (actors.craft_headed(subjects[0]) is not None or subjects[0].lower_ in ASKING | _ANYBODY):
        # "The planes, says the ministry, were training": what is spoken of was taken for who speaks.
        named = _side_beside(verb, actors)
        beside = verb.nbor(-1) if verb.i > verb.sent.start else verb
        if named is None and beside.lower_ in lexicon.group("office_holders") | {"officers", "ministers"}:
            return beside
        return named if named is not None else subjects[0]
    if subjects and any(t.text in _QUOTES for t in verb.doc[subjects[0].i + 1 : verb.i]):
        # "'Absurd,' said the ambassador": the words were taken for who speaks.
        behind = [c for c in verb.children if c.i > verb.i and c.pos_ in ("NOUN", "PROPN")]
        return behind[0] if behind else subjects[0]
    if len(subjects) > 1 and verb.lower_ in lexicon.group_forms("joint_verbs"):
        return None
    if subjects:
        return subjects[0]
    after = actors.party_at.get(verb.i + 1)
    if after is not None and _after_quote(verb.doc, verb.i, verb.sent.start):
        # "'Untrue', answers Ankara": taken for an object.
        return verb.doc[after.end - 1]
    return None


def _side_beside(verb: Token, actors: Actors) -> Token | None:
    """Return the noun that names a side right after a verb of speech, or before it where a question opens."""
    for i in range(verb.i + 1, min(verb.sent.end, verb.i + 5)):
        party = actors.party_at.get(i)
        if party is not None and party.kind == "state":
            head = verb.doc[i]
            while head.dep_ in ("compound", "amod", "poss", "nmod") and i < head.head.i < i + 5:
                head = head.head
            return head
        if verb.doc[i].pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "ADP"):
            break
    beside = actors.party_at.get(verb.i - 1)
    if beside is not None and _side(beside) and beside.start > 0 and verb.doc[beside.start - 1].text == ",":
        # "The drone, New Delhi said, had kept clear"
        return verb.nbor(-1)
    before = [p for p in actors.parties if verb.sent.start <= p.start < verb.i and p.kind == "state"]
    asked = verb.sent[0].lower_ in ASKING
    return verb.doc[before[-1].end - 1] if before and asked else None


def _after_quote(doc: Doc, i: int, start: int) -> bool:
    return any(doc[k].text in _QUOTES for k in range(max(start, i - 2), i))


_QUOTES = frozenset({'"', "”", "''", "’", "'", "»"})


def _owner_of_view(noun: Token, actors: Actors) -> Token | None:
    """Return whose account it is in "by Sofia's reckoning", "Russia's version is that"."""
    if noun.dep_ in ("nsubj", "nsubjpass"):
        if _judged_false(noun.head):
            return None
        owners = [c for c in noun.children if c.dep_ in ("poss", "amod", "compound") and c.i in actors.party_at]
        return owners[0] if owners else None
    before = next(
        (t for t in reversed(list(noun.doc[max(noun.sent.start, noun.i - 6) : noun.i])) if t.pos_ == "ADP"), None
    )
    if before is None or before.lower_ not in ("by", "in", "on", "to"):
        return None
    return next(
        (t for t in noun.doc[before.i + 1 : noun.i] if t.i in actors.party_at or t.lower_ in ("its", "their")), None
    )


def _judged_false(verb: Token) -> bool:
    """Say whether what is said of an account is another's verdict: "Oslo said that the Swedish account was untrue"."""
    verdicts = {c.lower_ for c in verb.children if c.dep_ in ("acomp", "attr")} | {verb.lower_}
    return not verdicts.isdisjoint(lexicon.group("disbelief") | denial_words.disbelief())


def _side(party: Party) -> bool:
    return party.kind == "state" or party.capital


def _label(doc: Doc, start: int, end: int, actors: Actors) -> tuple[Token, Token] | None:
    """Read "Moscow: none of ours was there", "Islamabad that it never left home"."""
    for i in range(start, min(end, start + 8)):
        if doc[i].pos_ == "VERB":
            return None
        party = actors.party_at.get(i - 1)
        named = party is not None and (_side(party) or (party.state is not None and i - start <= 3))
        colon = doc[i].text == ":" and not names_affair(doc, start, i)
        if named and (colon or (doc[i].lower_ == "that" and i - start <= 4)):
            return doc[i], doc[i - 1]
    return None


def _party(doc: Doc, verb: Token, speaker: Token, actors: Actors, before: list[Statement]) -> Party | None:
    """Return the side that speaks: named, meant by a pronoun, or told by the town that a ministry sits in."""
    party = party_in(speaker, actors)
    if party is not None:
        return party
    if speaker.lower_ in _PERSONS | {"its", "their", "that"} or speaker.lower_ in (
        "ministry",
        "spokesman",
        "spokeswoman",
    ):
        named = [p for p in actors.parties if speaker.sent.start <= p.start < speaker.i and p.kind == "state"]
        subjects = [p for p in named if doc[p.end - 1].dep_ in grammar.SUBJECTS]
        if speaker.lower_ in _PERSONS | {"its", "their"} and subjects:
            # "Athens sticks to its version that nobody fired"
            return subjects[-1]
    if speaker.lower_ in ("embassy", "ambassador", "envoy") and any(c.lower_ == "the" for c in speaker.children):
        # "will summon the Chinese ambassador ...; the embassy says"
        envoys = [t for t in doc[: speaker.i] if t.lower_ in lexicon.group("envoys")]
        sent = next((p for t in reversed(envoys) if (p := party_in(t, actors)) is not None and p.state), None)
        if sent is not None:
            return sent
    first, last = speaker.left_edge.i, speaker.right_edge.i
    within = [p for p in actors.parties if first <= p.start <= last and p.kind == "state"]
    if within and speaker.lower_ not in _PERSONS and within[0].start - speaker.i < 8:
        # "an inquiry ordered by the Malian junta"
        return within[0]
    for word, place in grammar.prepositions(verb):
        if word in ("in", "from") and place.i in actors.party_at and place.i < verb.i:
            return actors.party_at[place.i]
    if speaker.lower_ in _PERSONS and before and doc[before[-1].verb].sent.end >= speaker.sent.start:
        return before[-1].party
    return None


def _name(doc: Doc, speaker: Token, party: Party | None, actors: Actors) -> str | None:
    from airmap.events.certainty.status import name_of

    if speaker.lower_ in _PERSONS | {"its", "their"}:
        return party.name if party is not None else None
    return name_of(speaker, doc, actors)


def _content(
    doc: Doc, verb: Token, speaker: Token, party: Party | None, start: int, end: int, *, alone: bool
) -> tuple[int, ...]:
    named = set(range(party.start, party.end)) if party is not None else set()
    own = {t.i for t in speaker.subtree if t.i == speaker.i or t.dep_ in ("compound", "amod", "det", "poss", "case")}
    if verb.text == ":":
        # "Kyiv: No truth to it": the label ends there.
        own = {i for i in own if i < verb.i}
    skipped = named | own | {verb.i}
    if alone:
        return tuple(i for i in range(start, end) if i not in skipped)
    tree = {t.i for t in verb.subtree}
    if verb.pos_ == "NOUN" or verb.lower_ == "according":
        # "was, in Bangkok's version, hovering": what the phrase is put into.
        above = next((a for a in grammar.ancestors(verb) if a.pos_ in ("VERB", "AUX")), verb)
        tree = {t.i for t in above.subtree}
    elif verb.dep_ == "advcl" and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        # "..., while Libya says the wreckage lay on its side": a sentence of its own.
        pass
    elif verb.dep_ in ("parataxis", "prep", "pcomp", "pobj", "advcl") or len(tree - skipped) < 4:
        tree = {t.i for t in verb.head.subtree} - tree
    return tuple(i for i in sorted(tree) if start <= i < end and i not in skipped)


@cache
def _anchoring() -> frozenset[str]:
    return _SPEECH_BESIDE | _HAVING | _speaking() | _views()


@cache
def _speaking() -> frozenset[str]:
    return frozenset(lexicon.verbs("cues", "reporting")) | frozenset(lexicon.verbs("answers", "speech"))


@cache
def _weak() -> frozenset[str]:
    """Return the verbs that speak only where a side is their subject: "put", "place", "have"."""
    return frozenset(lexicon.verbs("answers", "speech"))


@cache
def _views() -> frozenset[str]:
    return lexicon.word_set("answers", "speech", "views")


def as_claimed_by(trigger: Token, actors: Actors) -> Party | None:
    """Return who claims what is denied: "as claimed by Syria", "as Syria says", "contrary to Syrian claims"."""
    doc = trigger.doc
    for opening in doc[trigger.sent.start : trigger.sent.end]:
        if opening.lower_ not in ("as", "contrary", "despite"):
            continue
        near = doc[opening.i + 1 : min(opening.i + 8, trigger.sent.end)]
        if any(t.lower_ in lexicon.group("claiming") for t in near) or (
            opening.lower_ == "as" and any(t.lower_ in lexicon.verb_forms("say", "charge", "report") for t in near[:3])
        ):
            return next((p for t in near if (p := actors.party_at.get(t.i)) is not None and p.state is not None), None)
    return None


def taken_back(node: Token, trigger: Token) -> bool:
    """Read "reports that a plane entered it are untrue", "the agency withdrew its report that a jet had crossed"."""
    claims = [
        c
        for c in node.children
        if c.dep_ in ("nsubj", "nsubjpass", "dobj")
        and c.lower_ in lexicon.group("claims") - {"it", "this"}
        and any(a.i == c.i for a in grammar.ancestors(trigger))
    ]
    if not claims:
        return False
    if node.pos_ == "AUX" and claims[0].dep_ == "nsubj":
        said = {c.lower_ for c in node.children if c.dep_ in ("acomp", "attr")}
        return bool(said & lexicon.group("disbelief")) and not any(c.dep_ == "neg" for c in node.children)
    return node.lower_ in lexicon.group_forms("retracting_verbs") and claims[0].dep_ in ("dobj", "nsubjpass")
