"""What came after: sentences that follow a telling and say where the aircraft went ("the plane returned to ...")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.merging import Cluster
from airmap.mentions.actors import Actors

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

_FOLLOWING = 2


@dataclass(frozen=True, slots=True)
class Sequel:
    """A following sentence (token range), and where it says that the aircraft went back to."""

    start: int
    end: int
    origin: str
    words: tuple[int, int]


def sequel_of(cluster: Cluster, clusters: list[Cluster], doc: Doc, actors: Actors) -> Sequel | None:
    """Return the sentence after a telling in which the aircraft goes back to a state that it did not enter."""
    told = {t.start for t in cluster.tellings}
    others = {t.start for c in clusters if c is not cluster for t in c.tellings}
    for telling in cluster.tellings:
        position = doc[telling.trigger].sent.end
        for _ in range(_FOLLOWING):
            if position >= len(doc):
                break
            sentence = doc[position].sent
            if sentence.start in others:
                break
            found = None if sentence.start in told else _goes_back(sentence, cluster, doc, actors)
            if found is not None:
                return found
            position = sentence.end
    return None


def _goes_back(sentence: Tokens, cluster: Cluster, doc: Doc, actors: Actors) -> Sequel | None:
    named = any(
        sentence.start <= c.head < sentence.end and (c.definite or c.party is not None) for c in actors.crafts
    ) or any(t.lower_ in ("it", "they") and t.dep_ == "nsubj" for t in sentence)
    if not named:
        return None
    for i in range(sentence.start, sentence.end - 2):
        if doc[i].lower_ not in lexicon.group("going_back") or doc[i + 1].lower_ not in ("to", "into"):
            continue
        for k in range(i + 2, min(sentence.end, i + 6)):
            party = actors.party_at.get(k)
            if party is not None and party.state is not None and party.state not in cluster.airspaces:
                return Sequel(sentence.start, sentence.end, party.state, (i, party.end))
    return None
