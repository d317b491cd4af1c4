"""Who "we" and "you" are: the state whose body heads a text, and whom it writes to.

Read "Press briefing by the Peruvian Ministry of Defence", "Letter from the Permanent Representative of Togo",
"Note of the Government of Mali to the Government of Niger". What such a text calls "our airspace" is as good as named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.mentions.craft_owners import is_capital
from airmap.mentions.kinds import Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

#: Who speaks next in a transcript: "MR. PESKOV:", "REAR ADMIRAL KIRBY (by video):".
TURN = re.compile(
    r"(?:^|(?<=[.?!\n\u201d\"] )|\n)\s*(?P<who>(?P<speaker>[A-Z][A-Z.'’-]*(?: [A-Z][A-Z.'’-]*){0,5})"
    r"(?: ?\([^)\n]{1,40}\))?) ?:\s", re.MULTILINE
)
#: Who asks in a transcript.
ASKING = frozenset({"q", "question", "reporter", "journalist", "moderator", "correspondent"})

# So many words a heading has at the most.
_LONGEST = 32
# So many words a label has that stands above it.
_LABEL = 3
# So many words after an envoy "his country" is that of who sent him.
_SINCE_ENVOY = 30
# So many words after a quotation it is said whose it was.
_SPEAKER = 16
_QUOTES = frozenset({'"', "“", "”", "``", "''"})
_OURS = frozenset({"our", "ours", "we", "us"})
_YOURS = frozenset({"your", "yours", "you"})
_PERSONS = _OURS | _YOURS | {"my", "republic"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose body speaks in a text, to whom, and where its heading ends."""

    speaker: Party
    hearer: Party | None
    end: int


def voice_heard(doc: Doc, party_at: Mapping[int, Party]) -> Voice | None:
    """Return who speaks in a text by its heading, where a body of one state heads it."""
    end = _heading_end(doc, 0)
    if end is not None and end <= _LABEL and doc[end].is_space:
        # "Note verbale", on a line of its own
        end = _heading_end(doc, end + 1) or end
    if end is None:
        return None
    words = [t.lower_ for t in doc[:end]]
    if lexicon.group("speaking_bodies").isdisjoint(words):
        return None
    to = words.index("to") if "to" in words else end
    states = [p for i in range(end) if (p := party_at.get(i)) is not None and p.kind == "state" and p.state is not None]
    if not states and (seat := party_at.get(0)) is not None and seat.state is not None and is_capital(seat):
        # "Bangkok, bulletin of the Ministry of Defence"
        states = [seat]
    speakers = [p for p in states if p.start < to] or states
    heard = [p for p in states if p.start > to and p.state != speakers[0].state]
    if len({p.state for p in speakers}) != 1:
        return None
    return Voice(speakers[0], heard[0] if heard else None, end)


def _heading_end(doc: Doc, start: int) -> int | None:
    """Return where a heading ends that nobody does anything in: at the end of its line, at a colon or a full stop."""
    says = False
    for token in doc[start : start + _LONGEST]:
        told = token.tag_ in ("VBD", "VBZ", "VBP") and token.lower_ not in lexicon.group("speaking_bodies")
        if told and token.lower_ not in lexicon.verb_forms("say", "date", "address"):
            return None
        says = says or token.lower_ in lexicon.verb_forms("say")
        if token.text == ":":
            return token.i
        if (token.is_space and "\n" in token.text) or _full_stop(token):
            # "The army said in a statement:" leads to what it says, "The army said nothing." does not.
            return None if says else token.i
    return None


def _full_stop(token: Token) -> bool:
    """Say whether a full stop ends a sentence: not "No. 14", "Col. Maresh"."""
    return token.text == "." and token.i > 0 and token.nbor(-1).lower_ not in lexicon.group("shortened")


def in_person(doc: Doc, voice: Voice) -> Iterator[Party]:
    """Yield the states that "our", "we", "your" stand for in a text that says who speaks."""
    turns = [(m.end("who"), m["speaker"].casefold() in ASKING) for m in TURN.finditer(doc.text)]
    quoting = False
    for token in doc[voice.end + 1 :]:
        if token.text in _QUOTES:
            # What others are quoted with is theirs, but not what the heading leads to.
            quoting = not quoting and token.i > voice.end + 2
        if quoting or token.lower_ not in _PERSONS:
            continue
        asks = next((a for start, a in reversed(turns) if start <= token.idx), False)
        meant = _meant(token, voice, asks=asks)
        if meant is not None:
            yield Party(token.i, token.i + 1, "state", meant.name, meant.state)


def quoted_in_person(doc: Doc, party_at: Mapping[int, Party]) -> Iterator[Party]:
    """Yield the states that "our" and "we" stand for of who is quoted: '"Our jets met it," Oslo said'."""
    if not doc.having(_OURS):
        return
    marks = [t.i for t in doc if t.text in _QUOTES]
    for opened, closed in zip(marks[::2], marks[1::2], strict=False):
        said = [t for t in doc[opened + 1 : closed] if t.lower_ in _OURS and not _of_others(t)]
        speaker = (_speaker_after(doc, closed, party_at) or _speaker_before(doc, opened, party_at)) if said else None
        if speaker is not None:
            yield from (Party(t.i, t.i + 1, "state", speaker.name, speaker.state) for t in said)


def of_his_country(doc: Doc, party_at: Mapping[int, Party]) -> Iterator[Party]:
    """Yield the state of "his country" after an envoy: "the Greek ambassador was told that a jet of his country"."""
    for token in doc.having(frozenset({"country"})):
        if token.i == 0 or token.nbor(-1).lower_ not in ("his", "her"):
            continue
        near = doc[max(0, token.i - _SINCE_ENVOY) : token.i]
        envoy = next((t.i for t in reversed(list(near)) if t.lower_ in lexicon.group("envoys")), None)
        sent = party_at.get(envoy - 1) if envoy else None
        if sent is not None and sent.kind == "state":
            yield Party(token.i - 1, token.i + 1, "state", sent.name, sent.state)


def _speaker_after(doc: Doc, closed: int, party_at: Mapping[int, Party]) -> Party | None:
    words = doc[closed + 1 : min(closed + _SPEAKER, len(doc))]
    stop = next((n for n, t in enumerate(words) if t.text in _QUOTES or _full_stop(t) or t.is_space), len(words))
    verb = next((n for n, t in enumerate(words[:stop]) if t.lower_ in lexicon.verbs("cues", "reporting")), None)
    # "said the Greek minister", "the Greek minister told the Turkish ambassador"
    return _only_state(words[: verb or stop], party_at) if verb is not None else None


def _speaker_before(doc: Doc, opened: int, party_at: Mapping[int, Party]) -> Party | None:
    if opened < 2 or doc[opened - 1].text not in (":", ",") or doc[opened - 2].lower_ not in lexicon.verbs(
            "cues", "reporting"):
        return None
    return _only_state(doc[doc[opened - 2].sent.start : opened - 2], party_at)


def _only_state(words: Sequence[Token], party_at: Mapping[int, Party]) -> Party | None:
    states = [p for t in words if (p := party_at.get(t.i)) is not None and p.kind == "state" and p.state is not None]
    return states[0] if len({p.state for p in states}) == 1 else None


def _of_others(token: Token) -> bool:
    """Read "our allies", "our neighbour's"."""
    return token.head.lower_ in lexicon.group("friends_of_ours")


def _meant(token: Token, voice: Voice, *, asks: bool) -> Party | None:
    word = token.lower_
    if word in _YOURS:
        return voice.speaker if asks else voice.hearer
    if word in _OURS:
        # "the reports that we heard"
        return None if (word == "we" and asks) or _of_others(token) else voice.speaker
    if word == "my" and token.head.lower_ in lexicon.group("own_lands") | {"government"}:
        return voice.speaker
    republic = word == "republic" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ != "of"
    return voice.speaker if republic and token.nbor(-1).lower_ == "the" else None
