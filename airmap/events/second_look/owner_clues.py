"""What a text shows of each state that may own the aircraft of an event which no words give an owner: as strings.

Where a state stands and as whose subject, as in `land_clues`; whether it denies, whether its people were on board,
whether it is the only one left. From these `owning` weighs whose the aircraft was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.second_look.land_clues import bearing_of, clues_of_lands, stands_of
from airmap.mentions.actors import Actors

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

# What says that an aircraft in the telling is the state's own was for the readers to judge, and they found no owner.
_JUDGED = ("telling aircraft", "owns what flies", "owns nothing that flies", "the only other")
_STANDS = ("telling ", "before ", "after ")
# "telling state of": where it stands, what sort of name it is, what leads to it.
_SORTED = 3
_SOMEBODY = frozenset({"state", "capital", "group", "aircraft"})
_WHERE = frozenset({
    "in", "into", "inside", "over", "above", "near", "at", "to", "toward", "towards", "across", "off", "against",
    "along",
})
_PARTAKING = frozenset({"in telling", "crew", "people", "denies"})
_APART = frozenset({"only tells of it", "band"})
_WORDS_ON = 3


def clues_of_owners(
    doc: Doc, actors: Actors, telling: Collection[tuple[int, int]], others: Collection[str | None]
) -> dict[str, frozenset[str]]:
    """Return the clues of each state that a text names, without the ``others``, whose the aircraft cannot be.

    ``telling`` are the stretches that tell the event, as character offsets.
    """
    found = {
        state: {c for c in clues if not c.startswith(_JUDGED)}
        for state, clues in clues_of_lands(doc, actors, telling).items() if state not in others
    }
    stands = stands_of(doc, telling)
    for state, clues in found.items():
        clues.update(_of_people(state, doc, actors, stands))
    found = {state: clues for state, clues in found.items() if _acts(clues)}
    told = [s for s, clues in found.items() if "in telling" in clues]
    flying = {c.party.state for c in actors.crafts if c.party is not None}
    for state, clues in found.items():
        if len(found) == 1:
            clues.add("the only one")
        if told == [state]:
            clues.add("the only one in the telling")
        if state in flying:
            clues.add("owns an aircraft")
    return {state: frozenset(clues) for state, clues in found.items()}


def takes_part(clues: Collection[str]) -> bool:
    """Say whether a state has a part in an event: named in the telling, or its people or its denial elsewhere.

    "A plane entered Omani airspace on Monday. The Iranian ambassador gave a dinner in Muscat.": Iran has none, nor has
    who only tells of it, nor those to whom the crew turned ("asked the Americans for asylum"), nor the land of a band
    ("Afghan militants").
    """
    asked = "telling people dobj" in clues and "crew" not in clues
    return not _PARTAKING.isdisjoint(clues) and _APART.isdisjoint(clues) and not asked


def _acts(clues: Collection[str]) -> bool:
    """Say whether a state is named as somebody and not only as where something was or was bound for."""
    mentions = [c.split(" ") for c in clues if c.startswith(_STANDS)]
    return any(len(m) == _SORTED and m[1] in _SOMEBODY and m[2] not in _WHERE for m in mentions)


def _of_people(state: str, doc: Doc, actors: Actors, stands: dict[int, str]) -> Iterator[str]:
    """Yield what is said of a state's people: that they flew, that they deny or accuse, or only tell of it."""
    aboard = lexicon.group("aircrew", "troops_aboard")
    denying = lexicon.verbs("cues", "denial")
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    reporting = lexicon.verbs("cues", "reporting")
    bands = lexicon.group("bands", "band_nouns")
    only_tells = True
    for party in actors.parties:
        if party.state != state:
            continue
        where = stands[doc[party.start].sent.start]
        bearing = bearing_of(doc[party.end - 1])
        verb = bearing.head.lower_ if bearing.dep_ == "nsubj" else ""
        only_tells = only_tells and verb in reporting and verb not in denying
        if any(t.lower_ in aboard for t in doc[party.end : party.end + _WORDS_ON]):
            yield "crew"
            yield f"{where} crew"
        if doc[party.end - 1].tag_ in ("NNPS", "NNS"):
            yield "people"
            yield f"{where} people {bearing.dep_}"
        if any(t.dep_ == "neg" for t in doc[party.start].sent):
            # "Oslo said that it was none of Sweden's"
            yield f"{where} not"
        if any(t.lower_ in bands for t in doc[party.end : party.end + 1]):
            yield "band"
        if verb in denying:
            yield "denies"
        if verb in accusing:
            yield "accuses"
    if only_tells:
        yield "only tells of it"
