"""The order of the steps in which incidents and meetings are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from airmap.events import both_sides, merging, repeats, sorties, summed
from airmap.events.certainty import answers, denials, status
from airmap.events.certainty.statements import attributed, find_statements
from airmap.events.circumstances import dating, details, headings, itinerary, nearness
from airmap.events.circumstances.placed import with_places
from airmap.events.colouring import colour
from airmap.events.merging import Cluster
from airmap.events.no_incident import filters, other_times
from airmap.events.predicates import read_predicates
from airmap.events.record import incident_of
from airmap.events.second_look.looking import look_again
from airmap.events.second_look.owning import presume_owner
from airmap.events.second_look.presuming import presume_land
from airmap.events.sequel import sequel_of
from airmap.events.split import mirrored, split
from airmap.events.tellings import Denial, Telling
from airmap.events.whose import arguments, hosts
from airmap.events.whose.eras import in_its_day
from airmap.mentions.actors import Actors, find_actors
from airmap.records import (
    Article,
    Incident,
    Meeting,
    Toponym,
    When,
)

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc


def read_events(
    doc: Doc, toponyms: tuple[Toponym, ...], article: Article
) -> tuple[tuple[Incident, ...], tuple[Meeting, ...]]:
    """Return the incidents and the meetings that an analysed article tells of."""
    from airmap.events.meetings.reading import read_meetings

    dates = dating.dated(doc, article)
    incidents = read_incidents(doc, toponyms, article, dates)
    return incidents, read_meetings(doc, toponyms, article, dates)


def read_incidents(
    doc: Doc, toponyms: tuple[Toponym, ...], article: Article, dates: list[tuple[When, int, int]] | None = None
) -> tuple[Incident, ...]:
    """Return the incidents, in the order in which the text first tells them; ``dates`` where they are known."""
    actors = find_actors(doc, toponyms, article)
    read = list(read_predicates(doc, actors))
    tellings = _settled(read, doc, actors, article)
    if not tellings:
        tellings = _settled(look_again(doc, actors, read), doc, actors, article)
    if not tellings:
        return ()
    dates = dating.of_what_happened(doc, dating.dated(doc, article) if dates is None else dates)
    # No "Tu-22M off Finnmark" is 22 metres off it.
    measures = [m for m in details.measures_of(doc) if m[1] not in actors.craft_at and m[2] - 1 not in actors.craft_at]
    statements = find_statements(doc, actors)
    tellings = [attributed(t, statements) for t in mirrored(tellings, doc, actors)]
    tellings = [part for told in tellings for part in itinerary.each_land(told, doc, actors, measures)]
    today = article.published.last_day() if article.published and article.published.day else None
    tellings = sorties.told_apart(repeats.with_repeats(tellings, doc, actors, dates), doc)
    tellings = summed.one_by_one(tellings, doc, dates)
    clusters = merging.merge(dating.with_dates(tellings, doc, dates, today))
    denied = [d for d in denials.find_denials(doc, actors, statements) if not _accuses(d, clusters)]
    clusters = answers.answer(clusters, denied, doc)
    header = headings.labelled_date(doc, dates)
    sequels = [sequel_of(c, clusters, doc, actors, dates) for c in clusters]
    incidents = [
        incident_of(c, s, header, doc, toponyms, actors, measures, dates)
        for c, s in zip(clusters, sequels, strict=True)
    ]
    incidents = list(repeats.met_alike(list(repeats.carried_on(incidents, clusters, doc)), clusters, doc))
    kept = [(in_its_day(i), c, s) for i, c, s in zip(incidents, clusters, sequels, strict=True) if i is not None]
    # A question or a threat about what the text goes on to tell adds nothing.
    told = {(i.aircraft_state, i.airspace) for i, _, _ in kept if i.status != "hypothetical"}
    kept = [k for k in kept if k[0].status != "hypothetical" or (k[0].aircraft_state, k[0].airspace) not in told]
    placed = nearness.stopped_short(with_places(kept, doc, actors, toponyms, measures))
    placed = [presume_land(i, doc, actors) for i in placed]
    hosts = {i.airspace for i in placed if i.aircraft_state is None}
    placed = [presume_owner(i, doc, actors, hosts) for i in placed]
    return tuple(sorted(placed, key=lambda i: i.evidence[0].start if i.evidence else 0))


def _settled(read: Iterable[Telling], doc: Doc, actors: Actors, article: Article) -> list[Telling]:
    """Return what was read with its states and how sure it is, without what turns out to be no incident."""
    tellings: list[Telling] = []
    for found in read:
        settled = arguments.settle(found, doc, actors, article, tellings)
        if settled is None:
            continue
        for side in both_sides.each_way(settled, doc, actors):
            assessed = hosts.intruding(status.assess(colour(side, doc), doc, actors), doc, actors)
            if filters.is_incident(assessed, doc, actors):
                assessed = other_times.renamed(doc[assessed.trigger], assessed, tellings)
                tellings += split(assessed, doc, actors)
    return tellings


def _accuses(denial: Denial, clusters: Sequence[Cluster]) -> bool:
    """Say whether what looks like a denial is an accusation: "Zagreb says it was in Croatian airspace".

    A side that puts an aircraft into its own airspace denies only where the aircraft is its own.
    """
    state = denial.party.state if denial.party is not None else None
    if state is None or denial.grounds != {"place"}:
        return False
    told = [t for c in clusters for t in c.tellings if t.start == denial.sentence_start and t.status == "asserted"]
    if any(t.act == "close" and t.mover is not None and t.mover.state not in (None, state) for t in told):
        # "Manama says two Qatari jets came near an airliner while it was in its airspace", told beside another charge.
        return True
    if any(t.airspace == state and t.mover is not None and t.mover.state not in (None, state) for t in told):
        # "Kabul said its gunners had brought the F-16 down over Afghan soil", whatever befell one of its own before.
        return True
    own = any(state in c.movers for c in clusters)
    return not own and any(t.airspace == state and t.act == "entry" for t in told)
