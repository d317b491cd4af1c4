"""Who and what flies, and over what: aircraft, states and other actors, and named stretches of airspace.

Mentions are found by vocabulary and by the words around the head, not by the parser, so that they survive headlines,
capitals and parse errors; the parser's tree is used afterwards, to say who did what (``airmap.events``).
Positions are token indices into the ``Doc``; a mention's ``head`` is the token that carries its role in the sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap.mentions.crafts import find_crafts
from airmap.mentions.first_person import in_person, of_his_country, quoted_in_person, voice_heard
from airmap.mentions.further_crafts import named_beside, with_further
from airmap.mentions.kinds import Actors, Craft, Party, Zone, state_of_party
from airmap.mentions.parties import dateline_tokens, find_parties
from airmap.mentions.phrases import TokenIndex, chunk_start, number
from airmap.mentions.zones import find_zones
from airmap.records import Article, Toponym

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

__all__ = ["Actors", "Craft", "Party", "Zone", "chunk_start", "find_actors", "number", "state_of_party"]


def _set_aside(party: Party, doc: Doc) -> bool:
    """Say whether a side is named only to say that it was not that one: "Hungary—not Russia—of sending drones"."""
    return party.start > 1 and doc[party.start - 1].lower_ == "not" and doc[party.start - 2].text in ("—", "–", "(")


def find_actors(doc: Doc, toponyms: tuple[Toponym, ...], article: Article) -> Actors:
    """Find aircraft, parties and zones in an analysed text; toponyms say which words name which state."""
    text = doc.text
    token_at = TokenIndex(doc)
    datelines = dateline_tokens(doc, text, token_at, toponyms)
    parties = tuple(p for p in find_parties(doc, text, token_at, toponyms, article) if not _set_aside(p, doc))
    # A dateline speaks and acts for nobody.
    party_at = {i: p for p in parties for i in range(p.start, p.end) if i not in datelines}
    voice = voice_heard(doc, party_at)
    spoken = (*quoted_in_person(doc, party_at), *of_his_country(doc, party_at),
              *(in_person(doc, voice) if voice is not None else ()))
    meant = {p.start: p for p in spoken if p.start not in party_at}
    if meant:
        party_at |= {i: p for p in meant.values() for i in range(p.start, p.end)}
        parties = tuple(sorted((*parties, *meant.values()), key=lambda p: p.start))
    crafts = with_further(doc, named_beside(doc, find_crafts(doc, text, token_at, party_at)))
    for craft in crafts:
        name = {i for i in range(craft.start, craft.end) if doc[i].pos_ != "DET"}
        if craft.designated and all((p := party_at.get(i)) is not None and p.kind == "place" for i in name):
            # "the Atlantique", "the Aurora crew": no department and no town.
            parties = tuple(p for p in parties if p.start not in name)
            party_at = {i: p for i, p in party_at.items() if i not in name}
    craft_at = {i: c for c in crafts for i in range(c.start, c.end)}
    zones = find_zones(doc, text, token_at, party_at)
    zone_at = {i: z for z in zones for i in range(z.start, z.end)}
    publisher = voice.speaker if voice is not None else None
    return Actors(parties, crafts, zones, datelines, party_at, craft_at, zone_at, article.published, publisher)
