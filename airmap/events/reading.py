"""The order of the steps, and the record that comes out of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import (
    answers,
    arguments,
    context,
    counts,
    dating,
    denials,
    details,
    filters,
    merging,
    nearness,
    status,
)
from airmap.events.identity import identified_owner
from airmap.events.merging import Cluster
from airmap.events.predicates import read_predicates
from airmap.events.quantities import Quantities, choose
from airmap.events.reactions import teller, who_answered
from airmap.events.sequel import Sequel, sequel_of
from airmap.events.split import mirrored, split
from airmap.events.statements import attributed, find_statements
from airmap.events.tellings import Denial, Telling
from airmap.mentions.actors import Actors, Craft, Party, find_actors
from airmap.records import (
    Article,
    Incident,
    IncidentType,
    Measure,
    Meeting,
    Span,
    Status,
    Toponym,
    When,
    Zone,
)

if TYPE_CHECKING:
    from airmap.parsed import Doc

_PRIORITY: tuple[IncidentType, ...] = (
    "shootdown",
    "fired_upon",
    "violation",
    "drone_incursion",
    "balloon_incursion",
    "missile_overflight",
    "adiz_entry",
    "interception",
    "near_miss",
    "approach",
    "restricted_zone",
)
_ENTERING = frozenset({"entry", "adiz", "restricted"})
_ENTRY_BY_CATEGORY: dict[str, IncidentType] = {
    "drone": "drone_incursion",
    "balloon": "balloon_incursion",
    "missile": "missile_overflight",
}
_ACT_TYPES: dict[str, IncidentType] = {
    "down": "shootdown",
    "fire": "fired_upon",
    "adiz": "adiz_entry",
    "intercept": "interception",
    "close": "near_miss",
    "approach": "approach",
    "restricted": "restricted_zone",
}


# A pronoun says who only to a reader of the sentence before.
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "who", "that", "which", "this"})


def read_events(
    doc: Doc, toponyms: tuple[Toponym, ...], article: Article
) -> tuple[tuple[Incident, ...], tuple[Meeting, ...]]:
    """Return the incidents and the meetings that an analysed article tells of."""
    from airmap.events.meetings import read_meetings

    dates = dating.dated(doc, article)
    incidents = read_incidents(doc, toponyms, article, dates)
    return incidents, read_meetings(doc, toponyms, article, dates)


def read_incidents(
    doc: Doc, toponyms: tuple[Toponym, ...], article: Article, dates: list[tuple[When, int, int]] | None = None
) -> tuple[Incident, ...]:
    """Return the incidents, in the order in which the text first tells them; ``dates`` where they are known."""
    actors = find_actors(doc, toponyms, article)
    tellings: list[Telling] = []
    for found in read_predicates(doc, actors):
        settled = arguments.settle(found, doc, actors, article, tellings)
        if settled is None:
            continue
        assessed = status.assess(filters.colour(settled, doc), doc, actors)
        if filters.is_incident(assessed, doc, actors):
            tellings += split(assessed, doc, actors)
    if not tellings:
        return ()
    dates = dating.dated(doc, article) if dates is None else dates
    measures = details.measures_of(doc)
    statements = find_statements(doc, actors)
    tellings = [attributed(t, statements) for t in mirrored(tellings)]
    today = article.published.last_day() if article.published and article.published.day else None
    clusters = merging.merge([(t, dating.when_of(t, doc, dates, today)) for t in tellings])
    denied = [d for d in denials.find_denials(doc, actors, statements) if not _accuses(d, clusters)]
    clusters = answers.answer(clusters, denied, doc)
    header = dating.labelled_date(doc, dates)
    incidents = [
        _incident(c, sequel_of(c, clusters, doc, actors, dates), header, doc, toponyms, actors, measures, dates)
        for c in clusters
    ]
    kept = [i for i in incidents if i is not None]
    # A question or a threat about what the text goes on to tell adds nothing.
    told = {(i.aircraft_state, i.airspace) for i in kept if i.status != "hypothetical"}
    kept = [i for i in kept if i.status != "hypothetical" or (i.aircraft_state, i.airspace) not in told]
    placed = _placed(kept, doc, toponyms, measures)
    return tuple(sorted(placed, key=lambda i: i.evidence[0].start if i.evidence else 0))


def _accuses(denial: Denial, clusters: Sequence[Cluster]) -> bool:
    """Say whether what looks like a denial is an accusation: "Zagreb says it was in Croatian airspace".

    A side that puts an aircraft into its own airspace denies only where the aircraft is its own.
    """
    state = denial.party.state if denial.party is not None else None
    if state is None or denial.grounds != {"place"} or any(state in c.movers for c in clusters):
        return False
    return any(
        t.airspace == state and t.act == "entry" and t.status == "asserted" and t.start == denial.sentence_start
        for c in clusters
        for t in c.tellings
    )


def _incident(
    cluster: Cluster,
    sequel: Sequel,
    header: When | None,
    doc: Doc,
    toponyms: tuple[Toponym, ...],
    actors: Actors,
    measures: list[tuple[Measure, int, int]],
    dates: list[tuple[When, int, int]],
) -> Incident | None:
    told, kept_out_of = _standing(cluster)
    if not told or all(t.implicit and t.craft is None and t.act == "intercept" for t in told):
        return None
    craft = _best_craft(told)
    types = _types(told, craft)
    if not types:
        return None
    airspace = _airspace(told)
    mover = _mover(cluster, airspace, doc, actors)
    if airspace is None and context.enters(told) and not any(t.airspace_group for t in told):
        airspace = context.land_in_story(cluster, mover.state if mover else None, doc, actors)
    responder = next((t.responder for t in told if t.responder is not None and t.responder.state), None) or next(
        (t.responder for t in told if t.responder), None
    )
    responder = _first_of(responder, doc, actors)
    if airspace is None and "near_miss" in types and responder is not None and responder.state is not None:
        airspace = context.placed_after(sequel.following, doc, actors, exclude={responder.state})
        # What was threatened at home was threatened by an intruder.
        mover = responder if airspace is not None else mover
    if responder is None and airspace is not None and _unnamed_force(told):
        # "one was fired on": by those whose airspace it was.
        responder = Party(0, 0, "state", airspace, airspace)
    hinted = None
    if mover is None:
        others = {airspace, *(t.responder.state for t in told if t.responder is not None)}
        mover = context.owner_in_story(cluster, others, doc, actors)
    if mover is None and craft is not None:
        hinted = _by_type(craft, {airspace, responder.state if responder else None}, actors)
        mover = hinted or context.owner_by_origin(cluster, others, doc, actors)
    by_the_verb = responder
    if airspace is None and context.over_some_country(told, doc):
        # "in the skies of a NATO country": of the one that sent up its fighters.
        meant = responder or _answering(told, sequel, airspace, mover, doc, actors)
        if meant is not None and meant.kind == "state" and meant.state != (mover.state if mover else None):
            airspace = meant.state
    band = responder is not None and responder.kind == "group"
    band = band and responder is not None and responder.name.casefold() not in lexicon.group("alliances")
    if responder is None or (responder.state is None and not band):
        responder = _answering(told, sequel, airspace, mover, doc, actors) or responder
    distance, duration, altitude, speed = _quantities(told, sequel, doc, measures, types, toponyms)
    if airspace is None and types[0] == "shootdown" and distance is not None and distance.role == "depth":
        airspace = context.deep_at_home(distance, responder, doc, actors)
    nobodys = mover is None and airspace is None and not any(t.airspace_group for t in told)
    if nobodys and all(t.act == "entry" and not t.strong for t in told):
        # "The bomber passed over the island": nobody's, over nobody's land.
        return None
    entering = any(t.act in ("entry", "adiz", "restricted") for t in told) or (
        airspace is not None and types[0] in ("shootdown", "fired_upon")
    )
    outcome_words = " ".join(_told_text(t, doc) for t in told)
    outcome_words += " ".join(doc[s:e].text for s, e in sequel.sentences)
    found_outcomes = details.outcomes(outcome_words)
    if types[0] == "shootdown" and "shot_down" not in found_outcomes:
        found_outcomes = ("shot_down", *found_outcomes)
    evidence = _evidence(told, sequel, doc)
    # A plane that came on Friday and was shot down on Sunday: Sunday.
    by_force = [d for t, d in zip(cluster.tellings, cluster.dates, strict=True) if t.act == "down"]
    when = dating.settled([*by_force, *cluster.dates, sequel.when]) or header
    if when is None or when.start is None:
        own = [(t.start, t.end) for t in told]
        # "six days after a bomber was brought down": not on any day that the text names.
        apart = any(dating.some_time_from(doc[t.trigger]) is not None for t in told)
        around = None if apart else dating.day_around(own, doc, dates) or dating.only_day(own, doc, dates)
        bound = when.end if when is not None else None
        when = around if around is not None and not (bound and around.end and around.end > bound) else when
    told_entry = any(t.act in _ENTERING for t in told)
    near = None
    if airspace is None and not told_entry:
        near = next((t.near for t in told if t.near), kept_out_of)
        near = near or nearness.near_after(told, sequel, mover, doc, actors)
    if near is None and airspace is None and types[0] in ("interception", "near_miss") and mover is not None:
        near = context.kept_outside(sequel.sentences, mover.state, doc, actors)
    named = {i for t in told for i in range(t.start, t.end)}
    places = tuple(t for t in toponyms if any(e.start <= t.span.start < e.end for e in evidence)) if named else ()
    incident_status, denied_by = _status(told, cluster)
    told_in = [doc[t.trigger].sent for t in told]
    zone = _zone(told, types, airspace, near) or nearness.zone_after(sequel, types, near, actors, told_in)
    if zone == "national" and told_entry and nearness.contested(told_in, doc):
        zone = "disputed"
    phrases = _phrases(told, doc, distance, duration)
    if sequel.words is not None:
        phrases.setdefault("origin", details.span_of(doc, *sequel.words))
    return Incident(
        type=types[0],
        also=tuple(types[1:]),
        violator=mover.state if mover and entering and mover.state != airspace else None,
        violator_name=mover.name if mover is not None and mover.state is None and entering else None,
        aircraft_state=(mover.state or context.seat_of(mover, doc, toponyms))
        if mover
        else context.seat_of_owner(told, doc, toponyms),
        airspace=airspace,
        zone=zone,
        near=near,
        responder=responder.state if responder else None,
        origin=_origin(told, sequel, airspace, by_the_verb),
        aircraft=craft.name if craft else None,
        count=counts.count_of(told, doc, actors, sequel.following),
        aggregate=all(t.aggregate or t.plural for t in told if not t.implicit)
        and any(t.aggregate or t.plural for t in told),
        distance=distance,
        duration=duration,
        altitude=altitude,
        speed=speed,
        direction=details.direction(outcome_words),
        when=when,
        outcome=found_outcomes,
        status=incident_status,
        hedged=any(t.hedged for t in told),
        attribution=tuple(
            dict.fromkeys(
                t.attribution_name
                for t in told
                if t.attribution_name
                and t.status != "denied"
                and t.attribution_name.lower() not in _PRONOUNS
                and t.attribution_name not in (denied_by or "").split("; ")
            )
        ),
        denied_by=denied_by,
        toponyms=places,
        evidence=evidence,
        phrases=phrases,
        confidence=_confidence(told, mover is not None and hinted is None, airspace is not None),
    )


def _first_of(party: Party | None, doc: Doc, actors: Actors) -> Party | None:
    """Return the first of several that act together: "met by American and Canadian fighters"."""
    while party is not None and party.end > party.start:
        word = doc[party.start]
        before = actors.party_at.get(word.head.i) if word.dep_ == "conj" and word.head.i < word.i else None
        if before is None or before.state is None:
            break
        party = before
    return party


def _origin(told: list[Telling], sequel: Sequel, airspace: str | None, responder: Party | None) -> str | None:
    """Return where the intruder came from: not the airspace itself, nor where those took off who met it."""
    own = {airspace, responder.state if responder is not None else None}
    stated = next((t.origin for t in told if t.origin and t.origin not in own), None)
    return stated or (sequel.origin if sequel.origin != airspace else None)


def _answering(
    told: list[Telling], sequel: Sequel, airspace: str | None, mover: Party | None, doc: Doc, actors: Actors
) -> Party | None:
    """Return who answered by what is said around the event, in its own sentences first."""
    zones = [t.zone for t in told if t.zone is not None]
    # "brought down near a town, deep in their territory"
    zones += [z for z in actors.zones for t in told if t.act in ("down", "fire") and t.start <= z.start < t.end]
    owners = (z.owner.state for z in zones if z.owner is not None and z.kind != "international")
    home = airspace or next((t.near for t in told if t.near), None) or next((z for z in owners if z), None)
    others = {t.mover.state for t in told if t.mover is not None} | {mover.state if mover is not None else None}
    if home in others:
        home = None
    for telling in (t for t in told if t.act == "down" and t.nominal):
        # "Warsaw announces the downing of a balloon"
        announced = teller(doc[telling.trigger], actors)
        if announced is not None and announced.state not in others:
            return announced
    groups = any(p.kind == "group" for p in actors.parties for t in told if t.start <= p.start < t.end)
    below = next((t.goal.state for t in told if t.goal is not None and t.goal.state not in others), None)
    named = {p.state for p in actors.parties for t in told if t.start <= p.start < t.end} - others - {None}
    if below is None and len(named) == 1:
        (below,) = named
    for sentences in ([(t.start, t.end) for t in told], sequel.following, sequel.around):
        found = who_answered(sentences, doc, actors, others=others, home=home, below=below)
        if found is None and not groups and any(t.act in ("down", "fire") for t in told):
            # "shot down over Peru": by those whose land it was, where no band is spoken of.
            found = who_answered(sentences, doc, actors, others=others, home=home or below)
        if found is not None:
            return found
    return None


def _airspace(told: list[Telling]) -> str | None:
    entered = [t.airspace for t in told if t.airspace and t.act in ("entry", "adiz")]
    return next(iter(entered or [t.airspace for t in told if t.airspace]), None)


def _mover(cluster: Cluster, airspace: str | None, doc: Doc, actors: Actors) -> Party | None:
    """Return whose aircraft it was: as told, as identified elsewhere, or of the side that denies it was there."""
    named = [t.mover for t in cluster.tellings if t.mover is not None]
    if named:
        return next((m for m in named if m.state), named[0])
    identified = identified_owner(cluster.tellings, doc, actors)
    if identified is not None and identified.state != airspace:
        return identified
    if airspace is not None:
        for denial in cluster.denials:
            if denial.party is not None and denial.party.state and denial.party.state != airspace:
                return denial.party
    return None


def _by_type(craft: Craft, others: set[str | None], actors: Actors) -> Party | None:
    """Return the state that alone flies a type, where no state else is in question: a hint, no proof."""
    name = _TYPE.sub(r"\1-\2", craft.name)
    spelt = {name, name.capitalize()} if name[:2].isupper() else {name}
    state = next((s for s, types in _sole_operators().items() if spelt & types), None)
    if state == "RUS" and any(p.state == "SUN" for p in actors.parties):
        state = "SUN"
    if state is None or state in others or not craft.designated:
        return None
    return Party(craft.start, craft.end, "state", state, state)


# "Tu-95MS", "Tu 95s" and "TU-95" are one type.
_TYPE = re.compile(r"^(?:Tupolev |Ilyushin |Sukhoi |Beriev )?([A-Za-z]{1,3})[- ]?(\d{1,3})[A-Za-z]{0,4}$")


@cache
def _sole_operators() -> dict[str, frozenset[str]]:
    table = lexicon.table("aircraft")["sole_operators"]
    return {state: frozenset(types) for state, types in table.items()}


def _unnamed_force(told: list[Telling]) -> bool:
    """Say whether somebody unnamed fired at an aircraft that had entered."""
    return any(t.act in ("down", "fire") and t.responder is None and t.status == "asserted" for t in told) and any(
        t.act == "entry" for t in told
    )


def _best_craft(told: list[Telling]) -> Craft | None:
    crafts = [t.craft for t in told if t.craft is not None]
    if not crafts:
        return None
    return max(crafts, key=lambda c: (c.designated, not c.generic, -crafts.index(c)))


def _types(told: list[Telling], craft: Craft | None) -> list[IncidentType]:
    found: set[IncidentType] = set()
    for telling in told:
        if telling.act == "entry":
            kind = telling.craft or craft
            specific = kind if kind is not None and not (kind.generic and craft is not None) else craft
            found.add(_ENTRY_BY_CATEGORY.get(specific.category if specific else "", "violation"))
        elif not (telling.act == "intercept" and telling.implicit and len(told) > 1):
            found.add(_ACT_TYPES[telling.act])
    if "shootdown" in found:
        found.discard("fired_upon")
    return sorted(found, key=_PRIORITY.index)


def _told_text(telling: Telling, doc: Doc) -> str:
    return str(doc[telling.start : telling.end].text)


def _evidence(told: list[Telling], sequel: Sequel, doc: Doc) -> tuple[Span, ...]:
    spans = {(t.start, t.end) for t in told} | ({sequel.back} if sequel.back else set())
    return tuple(details.span_of(doc, s, e) for s, e in sorted(spans))


def _quantities(
    told: list[Telling],
    sequel: Sequel,
    doc: Doc,
    measures: list[tuple[Measure, int, int]],
    types: list[IncidentType],
    toponyms: tuple[Toponym, ...],
) -> Quantities:
    """Choose among the event's own sentences, then among those that follow it."""
    islands = frozenset(
        t.span.start
        for t in toponyms
        if t.place is not None and t.place.feature in ("island", "islands", "country", "admin1")
    )
    own = choose(told, [(t.start, t.end) for t in told], doc, measures, types, islands)
    after = choose(told, list(sequel.sentences), doc, measures, types, islands)
    distance, duration, altitude, speed = (a or b for a, b in zip(own, after, strict=True))
    close = after[0] is not None and after[0].role == "separation"
    if close and types[0] in ("interception", "near_miss") and distance is not None and distance.role == "from_coast":
        # "an unsafe intercept 135 miles off the coast. ... It came to within 30 feet."
        distance = after[0]
    if distance is None or duration is None:
        # Further on only what says by itself what it measures.
        further = choose(told, list(sequel.following), doc, measures, types, islands, plain=True)
        distance, duration = distance or further[0], duration or further[1]
    return distance, duration, altitude, speed


def _standing(cluster: Cluster) -> tuple[list[Telling], str | None]:
    """Return the tellings that stand, and the airspace that the text itself says was not entered.

    "Shadowed as far as Iceland ... and never in British airspace" is an escort near the United Kingdom, not a disputed
    entry; only a side that is accused disputes.
    """
    said = [t for t in cluster.tellings if t.status != "denied"]
    if not said:
        voiced = any(
            t.denied_outright or (t.attribution is not None and t.attribution.state in cluster.movers)
            for t in cluster.tellings
        )
        return (cluster.tellings if voiced else []), None
    kept: list[Telling] = []
    kept_out_of: str | None = None
    for telling in cluster.tellings:
        if telling.status == "denied":
            speaker = telling.attribution.state if telling.attribution else None
            accused = speaker is not None and speaker in cluster.movers
            # "It entered the zone but not the airspace" disputes nothing.
            alike = any(
                (t.act in _ENTERING) == (telling.act in _ENTERING)
                and t.act != "intercept"
                and (t.act == "adiz") == (telling.act == "adiz")
                for t in said
            )
            if not (telling.denied_outright or accused or (alike and telling.attribution_name)):
                # "No violations were recorded that week" is said of nobody.
                own = telling.act in _ENTERING and not telling.nominal
                kept_out_of = kept_out_of or (telling.airspace if own else None)
                continue
        kept.append(telling)
    return kept, kept_out_of


def _status(told: list[Telling], cluster: Cluster) -> tuple[Status, str | None]:
    said = {t.status for t in told}
    names = dict.fromkeys(d.name for d in cluster.denials if d.name and d.name.lower() not in _PRONOUNS)
    denier = next((t.denier for t in told if t.denier), None) or ("; ".join(names) or None)
    if said == {"hypothetical"}:
        return "hypothetical", None
    if "disputed" in said:
        return "disputed", denier
    if "denied" in said:
        return ("disputed" if "asserted" in said else "denied"), denier
    return ("disputed", denier) if cluster.denials else ("asserted", None)


def _zone(
    told: list[Telling], types: list[IncidentType], airspace: str | None, near: str | None = None
) -> Zone | None:
    if any(t.zone is not None and t.zone.disputed for t in told):
        return "disputed"
    if any(t.act == "entry" and t.airspace and t.zone is not None and t.zone.kind == "national" for t in told):
        return "national"
    for telling in told:
        if telling.act == "intercept" and telling.airspace and telling.zone is not None and telling.zone.kind == "adiz":
            # "intercepted in the Alaska ADIZ"
            return "adiz"
        if telling.act == "adiz":
            return "fir" if telling.zone is not None and telling.zone.kind == "fir" else "adiz"
        if telling.act == "restricted":
            return "restricted"
    for telling in told:
        if telling.act == "entry" and telling.zone is not None and telling.zone.kind == "buffer" and airspace is None:
            return "buffer"
    if airspace is not None or any(t.act == "entry" for t in told):
        return "national"
    contact = types[0] in ("interception", "near_miss", "approach", "fired_upon")
    if any(t.international for t in told) or (contact and (near or any(t.near for t in told))):
        return "international"
    return None


def _phrases(told: list[Telling], doc: Doc, distance: Measure | None, duration: Measure | None) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for telling in told:
        if telling.zone is not None and telling.airspace and "airspace" not in found:
            found["airspace"] = details.span_of(
                doc, min(telling.trigger, telling.zone.start), max(telling.trigger + 1, telling.zone.end)
            )
        elif telling.goal is not None and telling.airspace and "airspace" not in found:
            found["airspace"] = details.span_of(
                doc, min(telling.trigger, telling.goal.start), max(telling.trigger + 1, telling.goal.end)
            )
        if telling.origin_span is not None and "origin" not in found:
            found["origin"] = details.span_of(doc, *telling.origin_span)
        if telling.craft is not None and "aircraft" not in found:
            found["aircraft"] = details.span_of(doc, telling.craft.start, telling.craft.end)
    if distance is not None:
        found[distance.role] = distance.span
    if duration is not None:
        found["duration"] = duration.span
    return found


def _placed(
    kept: list[Incident], doc: Doc, toponyms: tuple[Toponym, ...], measures: list[tuple[Measure, int, int]]
) -> list[Incident]:
    """Return the incidents with the relative places that their own sentences name, found once for the whole text."""
    from airmap.mentions.relations import find_relative_places

    if not kept:
        return kept
    found = find_relative_places(doc.text, toponyms, tuple(m for m, _, _ in measures))
    return [
        replace(
            i,
            relative_places=tuple(r for r in found if any(e.start <= r.span.start < e.end for e in i.evidence)),
        )
        for i in kept
    ]


def _confidence(told: list[Telling], who: bool, whose: bool) -> float:
    """Grow with evidence: 0.5 for a bare mention, more for who, whose airspace, a second telling, a named aircraft."""
    score = (
        0.5 + 0.15 * who + 0.15 * whose + 0.05 * min(3, len(told) - 1) + 0.05 * any(t.craft is not None for t in told)
    )
    if any(t.hedged for t in told):
        score -= 0.1
    return max(0.1, min(0.98, score))
