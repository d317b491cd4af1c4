"""One article through every step: text -> mentions -> places -> events -> regions -> checks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from airmap.errors import UnknownPlaceError
from airmap.records import Article, Check, Incident, Reading, Toponym

if TYPE_CHECKING:
    from airmap.atlas import Atlas
    from airmap.gazetteer import Gazetteer
    from airmap.parsing.parsed import Doc

Scope = Literal["all", "incidents"]
# Where the passages that may tell of an incident are this much of an article, it is read in full at once.
_MOSTLY = 0.8


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


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What the words of an article say before any of it is parsed.

    ``passages`` is what has to be parsed to know whether it tells of an incident; where the words decide there are
    none, and ``full`` says whether the article is read in full. ``doc`` is what has to be parsed, if that is done.
    """

    full: bool = False
    passages: str | None = None
    doc: Doc | None = None


def read_article(article: Article, options: Options | None = None, suspicion: Suspicion | None = None) -> Reading:
    """Read one article: its toponyms, incidents with their regions and checks, and meetings.

    With the scope ``"incidents"`` an article whose words cannot tell of one is not parsed at all, and one of which only
    a few sentences can is parsed in full only when these do tell of one; what is found is the same. ``suspicion`` is
    what is known of that already.
    """
    from airmap import events
    from airmap.mentions import positions

    options = options or Options()
    empty = Reading(article=article, worldview=options.worldview)
    if options.scope == "incidents" and not tells_of_incident(article, options, suspicion):
        return empty
    gazetteer = default_gazetteer()
    whole = suspicion.doc if suspicion is not None and suspicion.full else None
    doc, toponyms = analysed(article, options, whole)
    incidents, meetings = events.read_events(doc, toponyms, article)
    doc.let_go()
    incidents = positions.with_stated_positions(incidents, doc.text, toponyms)
    if options.geometry:
        from airmap import checks
        from airmap.regions import feasible as regions

        atlas = atlas_for(options.worldview)
        located = []
        for incident in incidents:
            try:
                region = regions.feasible_region(incident, atlas, gazetteer)
            except UnknownPlaceError as error:
                # What was read is worth more than its place: it stays, and says why it is on no map.
                reason = Check("region", "undetermined", f"No region was drawn: {error}.")
                located.append(replace(incident, checks=(reason,)))
                continue
            placed = replace(incident, region=region)
            located.append(replace(placed, checks=checks.check(placed, atlas)))
        incidents = tuple(located)
    return replace(
        empty,
        incidents=tuple(replace(i, incident_id=n) for i, n in zip(incidents, _ids(article, incidents), strict=True)),
        meetings=meetings,
        toponyms=toponyms,
    )


def suspect(article: Article) -> Suspicion:
    """Look at the words of an article: nothing, read it in full, or passages that decide."""
    from airmap import triage

    stretches = triage.passages(article.text)
    if sum(end - start for start, end in stretches) > _MOSTLY * len(article.text):
        return Suspicion(full=True)
    if not stretches:
        return Suspicion()
    return Suspicion(passages="\n\n".join(article.text[start:end].strip() for start, end in stretches))


def tells_of_incident(article: Article, options: Options, suspicion: Suspicion | None = None) -> bool:
    """Say whether an article is worth reading in full: by its words, then by the passages that they point to."""
    from airmap.events.reading import read_incidents

    suspicion = suspicion or suspect(article)
    if suspicion.passages is None:
        return suspicion.full
    passages = replace(article, text=suspicion.passages)
    # Whether something happened hangs on the gazetteer's names, not on spaCy's; the full reading asks for both.
    doc, toponyms = analysed(passages, options, suspicion.doc, entities=False)
    found = read_incidents(doc, toponyms, passages)
    doc.let_go()
    return bool(found)


def analysed(article: Article, options: Options, doc: Doc | None = None, *, entities: bool = True,
             ) -> tuple[Doc, tuple[Toponym, ...]]:
    """Return an article parsed, ``doc`` where it is already, and the places that it names."""
    from airmap.mentions import toponyms as toponym_mentions
    from airmap.parsing import language
    from airmap.places import geocode

    gazetteer = default_gazetteer()
    doc = language.analyse(article.text, entities=entities) if doc is None else doc
    mentions = toponym_mentions.find_toponyms(doc, gazetteer)
    return doc, geocode.resolve(mentions, doc, gazetteer, article=article, options=options)


def _ids(article: Article, incidents: Sequence[Incident]) -> list[str]:
    """Return an id for each incident of an article, no two alike: two entries told by one sentence are two."""
    found: list[str] = []
    for number, incident in enumerate(incidents):
        name = incident_id(article, incident, number)
        found.append(name if name not in found else incident_id(article, incident, number, again=True))
    return found


def incident_id(article: Article, incident: Incident, number: int, *, again: bool = False) -> str:
    """Return a stable id: the same article gives the same id whatever the order, the workers or the machine.

    ``again`` tells apart an incident whose words, states and type are those of one before it (``number`` counts).
    """
    first = incident.evidence[0] if incident.evidence else None
    key = [article.id, hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(), incident.type,
           [first.start, first.end] if first else number, incident.violator or incident.violator_name,
           incident.airspace, *([number] if again else [])]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16]
