"""One article through every step: text -> mentions -> places -> events -> regions -> checks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from airmap.records import Article, Incident, Reading

if TYPE_CHECKING:
    from airmap.atlas import Atlas
    from airmap.gazetteer import Gazetteer

Scope = Literal["all", "incidents"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked for; part of every answer and of the batch manifest."""

    worldview: str = "de_facto"
    scope: Scope = "all"
    geometry: bool = True
    geocoder: str | None = None
    geocoder_options: tuple[tuple[str, str], ...] = ()


@cache
def atlas_for(worldview: str) -> Atlas:
    """Return the atlas under one worldview, opened once a process."""
    from airmap.atlas import Atlas

    return Atlas(worldview)


@cache
def default_gazetteer() -> Gazetteer:
    """Return the embedded gazetteer with the user's own beside it, opened once a process."""
    from airmap.gazetteer import Gazetteer

    return Gazetteer.open()


def read_article(article: Article, options: Options | None = None) -> Reading:
    """Read one article: its toponyms, incidents with their regions and checks, and meetings.

    With the scope ``"incidents"`` an article that does not concern airspace is not parsed at all.
    """
    from airmap import events, geocode, language
    from airmap.mentions import positions
    from airmap.mentions import toponyms as toponym_mentions

    options = options or Options()
    empty = Reading(article=article, worldview=options.worldview)
    if options.scope == "incidents":
        from airmap import triage

        if not triage.concerns_airspace(article.text):
            return empty
    gazetteer = default_gazetteer()
    doc = language.analyse(article.text)
    mentions = toponym_mentions.find_toponyms(doc, gazetteer)
    toponyms = geocode.resolve(mentions, doc, gazetteer, article=article, options=options)
    incidents, meetings = events.read_events(doc, toponyms, article)
    incidents = positions.with_stated_positions(incidents, doc.text, toponyms)
    if options.geometry:
        from airmap import checks, regions

        atlas = atlas_for(options.worldview)
        located = []
        for incident in incidents:
            region = regions.feasible_region(incident, atlas, gazetteer)
            placed = replace(incident, region=region)
            located.append(replace(placed, checks=checks.check(placed, atlas)))
        incidents = tuple(located)
    return replace(
        empty,
        incidents=tuple(replace(i, incident_id=incident_id(article, i, n)) for n, i in enumerate(incidents)),
        meetings=meetings,
        toponyms=toponyms,
    )


def incident_id(article: Article, incident: Incident, number: int) -> str:
    """Return a stable id: the same article gives the same id whatever the order, the workers or the machine."""
    first = incident.evidence[0] if incident.evidence else None
    key = [article.id, hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(), incident.type,
           [first.start, first.end] if first else number, incident.violator or incident.violator_name,
           incident.airspace]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16]
