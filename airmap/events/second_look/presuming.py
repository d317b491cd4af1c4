"""Over whose land it was, where the readers leave it open: the likeliest of the states that a text names, or none.

A conditional logit (`logit`) over what each state shows (`land_clues`). The weights stand in
``lexicon/presumed_lands.tsv``, fitted by ``python -m benchmarks._fit_presumed_lands``. What is presumed is marked so:
its constraint on the region is soft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap.events.second_look.land_clues import clues_of_lands
from airmap.events.second_look.logit import Candidate, candidates_of, likeliest, weights_of
from airmap.mentions.actors import Actors
from airmap.records import FAMILY, PRESUMED_LAND, Incident, Span

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

# Below this chance it is left open. On passages that the weights were not fitted on, five of six above it are right.
SURE = 0.7
# Zones have their own owners.
_ZONED = frozenset({"adiz_entry", "restricted_zone"})
_NEARNESS = frozenset({"near", "off", "toward", "towards", "from", "beside"})
_WHEREABOUTS = frozenset({"over", "above", "in", "near", "at", "into", "across", "inside"})
_MOST_COUNTED = 4


def presume_land(incident: Incident, doc: Doc, actors: Actors) -> Incident:
    """Return an incident whose airspace is told with it, or with the likeliest where that is likely enough."""
    open_ = incident.airspace is None and incident.near is None and incident.zone in (None, "national")
    family = family_of(incident.type)
    if not open_ or family is None or incident.status not in ("asserted", "disputed"):
        return incident
    clues = clues_of_lands(doc, actors, [(e.start, e.end) for e in incident.evidence])
    state, chance = likeliest(candidates(clues, family), weights_of("presumed_lands"))
    if state is None or chance < SURE or state == incident.aircraft_state or not _may_be_meant(clues[state]):
        return incident
    phrases = {**incident.phrases, PRESUMED_LAND: where_named(state, incident, doc, actors)}
    led = {c.split(" ")[-1] for c in clues[state] if c.startswith("telling ")}
    told = replace(incident, phrases=phrases, confidence=incident.confidence * chance)
    if family == "contact" and led & _NEARNESS:
        return replace(told, near=state)
    return replace(told, airspace=state, zone="national")


def where_named(state: str, incident: Incident, doc: Doc, actors: Actors) -> Span:
    """Return where a text first names a state, or else tells the incident."""
    name = next((p for p in actors.parties if p.state == state), None)
    if name is None:
        return incident.evidence[0]
    words = doc.span(name.start, name.end)
    return Span(words.start_char, words.end_char, words.text)


def family_of(kind: str) -> str | None:
    """Return the family of an incident's type, None for what happens in a zone and not over a land."""
    return FAMILY[kind] if kind not in _ZONED else None


def _may_be_meant(clues: frozenset[str]) -> bool:
    """Say whether a state is named in the telling or as where something was; its airspace, if named, readers judged."""
    judged = any(c.startswith("telling national") for c in clues)
    lies_there = any(c.rsplit(" ", 1)[-1] in _WHEREABOUTS for c in clues)
    return not judged and ("in telling" in clues or lies_there)


def candidates(clues: Mapping[str, frozenset[str]], family: str) -> Sequence[Candidate]:
    """Return who may be meant, nobody first, each with what is weighed: its clues, and they again by kind of event."""
    others = "others" if any("owns nothing that flies" in c for c in clues.values()) else "no others"
    nobody = {
        f"nobody's {family}", f"nobody's {family} of {min(len(clues), _MOST_COUNTED)}", f"nobody's {family} {others}"}
    return candidates_of(family, nobody, clues)
