"""Whose word counts against an event: each denial goes to the event that it answers.

The side whose aircraft it was may deny that it entered, say that it was elsewhere or that it was another's; the side
that is blamed for firing or for a dangerous manoeuvre, that it did so. The side that accuses denies nothing by saying
where it was, and a stranger's word counts where it is about the claim, next to it, or puts the aircraft outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.certainty.which_of_them import which_of_them
from airmap.events.merging import Cluster
from airmap.events.sequel import named_in
from airmap.events.tellings import ENTERING, Denial, Telling

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

# Who speaks for the side accused where no state is named.
_BARE_SIDES = frozenset({"embassy", "ambassador", "consulate", "navy", "army", "pentagon"})
_FORCE = frozenset({"down", "fire"})
_FULL_STOPS = frozenset({".", "!", "?", '"', "”", ":"})
_CONTACT = frozenset({"close", "intercept", "approach"})


def answer(clusters: list[Cluster], denials: Sequence[Denial], doc: Doc) -> list[Cluster]:
    """Attach each denial to the event that it answers; return the clusters without those that only echo a denial."""
    for denial in denials:
        if denial.grounds == {"cause"} and _only_reports(denial):
            # "A jet has crashed near the border, Turkish TV reported": it may have been shot down.
            continue
        scored = [(s, -k, c) for k, c in enumerate(clusters) if (s := _weight(denial, c, clusters, doc)) > 0]
        own = [c for c in clusters if any(t.start == denial.sentence_start for t in c.tellings)]
        if denial.grounds == {"cause"} and own:
            # "says that its drone crashed": of that one, and not of the one shot down last month.
            scored = [s for s in scored if s[2] in own]
        counted = which_of_them(denial, clusters, doc)
        if counted is not None:
            for cluster in counted:
                cluster.denials.append(denial)
            continue
        if not scored:
            continue
        best = max(scored, key=lambda x: (x[0], x[1]))[2]
        for _, _, cluster in scored:
            # A claim called untrue is so in all that it says of one airspace.
            alike = (
                not (cluster.airspaces and best.airspaces) or bool(cluster.airspaces & best.airspaces)
                if "claim" in denial.grounds
                else cluster.movers == best.movers and cluster.airspaces == best.airspaces
            )
            if cluster is best or (alike and _first_sentence(cluster, doc) == _first_sentence(best, doc)):
                cluster.denials.append(denial)
    return [c for c in clusters if not _echo(c, clusters, doc)]


def _only_reports(denial: Denial) -> bool:
    """Say whether it is a paper or a broadcaster that speaks."""
    return not lexicon.group("media_words").isdisjoint((denial.name or "").casefold().split())


def _first_sentence(cluster: Cluster, doc: Doc) -> int:
    return doc[cluster.tellings[0].trigger].sent.start


def _weight(denial: Denial, cluster: Cluster, clusters: Sequence[Cluster], doc: Doc) -> int:
    """Return how well a denial fits an event; 0 where who speaks and what is said leave the event standing."""
    others = [t for t in cluster.tellings if t.status in ("asserted", "disputed")]
    if not others:
        return 0
    state = (denial.party.state or denial.party.name) if denial.party is not None else None
    acts = {t.act for t in others}
    if "retracted" in denial.grounds:
        claimants = {t.attribution.state for t in others if t.attribution is not None} | cluster.airspaces
        return 20 if state in claimants and min(t.trigger for t in others) < denial.token else 0
    own_words = all(_own_word(t, denial, doc) for t in others)
    # "Mali insists that its drone, shot down by Algeria, never left home": where it fell is another's word.
    away = state is not None and state in cluster.movers and bool(cluster.airspaces - {state})
    own_words = own_words and not (away and acts & _FORCE)
    told_by_itself = {"place", "outside", "entry", "manner", "cause", "owner"}
    if "down" not in acts:
        # "They fired on our helicopter. It returned safely": who says both denies nothing.
        told_by_itself.add("force")
    if own_words and denial.grounds <= told_by_itself:
        return 0
    if state is not None and all(
        t.attribution is not None and t.attribution.state == state and t.start != denial.sentence_start for t in others
    ):
        return 0
    if state is None and _on_other_lines(denial, others, doc):
        return 0
    if _of_another_place(denial, cluster, clusters) or named_in(doc[denial.token].sent, cluster, clusters) is False:
        # "The collision took place over the high seas" does not answer the charge that it then landed without leave.
        return 0
    grounds = denial.grounds
    if denial.over and (denial.over & cluster.airspaces or not cluster.airspaces or state not in cluster.movers):
        # Over the land that it is said to have entered, or another's aircraft: that answers nothing.
        grounds = grounds - {"place"}
    own_flight = any(_own_word(t, denial, doc) and t.act in ENTERING and t.status == "asserted" for t in others)
    if own_flight and "place" not in grounds:
        # "Hezbollah said it had flown a drone over Israel, which returned untouched": the flight is not denied.
        grounds = grounds - {"entry", "outside"}
    mover = state is not None and state in cluster.movers
    unknown = not any(t.mover and t.mover.state for t in cluster.tellings)
    doer = state is not None and state in cluster.responders and bool(acts & (_FORCE | _CONTACT))
    if mover and denial.against & (cluster.movers - cluster.airspaces):
        mover = False
    # "The transport was over the high seas", of one that was fired on over the high seas, denies nothing.
    placed = acts & (ENTERING - {"adiz"}) or (cluster.airspaces and "adiz" not in acts)
    counts = bool(
        ("claim" in grounds)
        or (grounds & {"entry", "place"} and placed)
        or ("owner" in grounds and not unknown)
        or (grounds & {"cause", "force"} and acts & _FORCE and ("down" in acts or not acts & ENTERING))
        or (grounds & {"contact"} and "close" in acts)
    )
    if mover:
        weight = 6 if counts else 0
    elif doer and state not in (cluster.airspaces if acts & ENTERING else ()):
        kinds = {"claim", "force", "owner", "cause", "contact"} | ({"manner"} if "close" in acts else set())
        if not acts & {"down"}:
            # That a missile left by a malfunction says that it was fired.
            kinds -= {"cause"}
        blamed = grounds & kinds and not denial.against & cluster.movers
        weight = 5 if blamed else 0
    elif state is not None and any(t.airspace == state for t in others):
        # "Kyiv says two missiles flew over Romania, which Bucharest denies": the claim is another's.
        claimed = all(t.attribution is None or t.attribution.state != state for t in others) and not own_words
        # "entered the zone, and left without violating our airspace" takes nothing back.
        entry = grounds & ({"claim", "entry"} if placed else {"claim"}) and not denial.against & cluster.movers
        entry = entry and not doer
        # "Athens says that no missile was fired", of a plane brought down over the Aegean.
        force = "force" in grounds and acts & _FORCE
        weight = 4 if claimed and (entry or force) else 0
    elif unknown and state is not None:
        # "Mali says that the drone crashed for want of fuel": its own, by what is said of it.
        fell = "cause" in grounds and "down" in acts
        weight = 4 if "claim" in grounds or (grounds & {"entry", "place"} and counts) or fell else 0
    elif "outside" in grounds and acts & {"entry"} and cluster.airspaces and not own_words:
        weight = 3
    elif denial.party is None:
        # "Our aircraft was over the open sea", "SPOKESMAN: There was no such drone", to somebody else's charge.
        ours = any(doc[i].lower_ in ("our", "ours", "we") for i in denial.said) or (denial.name or "").isupper()
        ours = ours or (denial.name or "").lower().split(" ")[-1] in _BARE_SIDES
        ours = ours and counts and not own_words
        answers = "claim" in grounds or (ours and any(t.attribution is not None for t in others))
        weight = 2 if answers and _near(denial, cluster, doc) and _stranger(denial, cluster) else 0
    else:
        weight = (
            1
            if grounds & {"claim", "cause", "entry"}
            and counts
            and _near(denial, cluster, doc)
            and _stranger(denial, cluster)
            else 0
        )
    if weight:
        weight = 10 * weight + (5 if min(t.trigger for t in others) < denial.token else 0)
        weight += max(0, 4 - _distance(denial, cluster, doc))
        # A series is denied where no single event is.
        weight -= 9 * any(t.aggregate for t in cluster.tellings)
    return weight


def _on_other_lines(denial: Denial, told: Sequence[Telling], doc: Doc) -> bool:
    """Say whether a list of headlines has what is told and what is denied on lines of their own, with no full stop."""
    line = doc[denial.token].sent
    headline = not any(t.text in _FULL_STOPS for t in line[-2:])
    return headline and all(
        t.start != denial.sentence_start and not any(w.text in _FULL_STOPS for w in doc[t.trigger].sent[-2:])
        and "\n" in doc.text[min(doc[t.trigger].idx, line[0].idx) : max(doc[t.trigger].idx, line[0].idx)]
        for t in told
    )


def _own_word(telling: Telling, denial: Denial, doc: Doc) -> bool:
    """Say whether a telling is the denier's own: not "Kyiv says they flew over Romania; Bucharest denies".

    Nor what a side was asked about or made excuses for: "defended the incursion, saying that the hills are Thai".
    """
    if telling.trigger < denial.token and any(
        a.lower_ in lexicon.group_forms("excusing_verbs") for a in grammar.ancestors(doc[telling.trigger])
    ):
        return False
    state = denial.party.state if denial.party is not None else None
    others = telling.attribution is not None and telling.attribution.state not in (None, state)
    if telling.trigger < denial.token and others:
        return False
    return telling.trigger in denial.said


def _of_another_place(denial: Denial, cluster: Cluster, clusters: Sequence[Cluster]) -> bool:
    """Say whether what is denied is an entry into another airspace: "last month it denied violating Sweden's"."""
    denied = {
        t.airspace
        for c in clusters
        for t in c.tellings
        if t.status == "denied"
        and t.airspace
        and not (denial.party is not None and t.airspace == denial.party.state)
        and t.trigger in denial.said
    }
    return bool(denied and cluster.airspaces) and not denied & cluster.airspaces


def _distance(denial: Denial, cluster: Cluster, doc: Doc) -> int:
    """Count the sentences between a denial and the nearest telling of an event."""
    told = {denial.sentence_start, *(doc[t.trigger].sent.start for t in cluster.tellings)}
    # "MR. PESKOV:" is no sentence, though the parser makes it two.
    starts = sorted({s.start for s in doc.sents if s.start in told or any(t.text.islower() for t in s)})
    index = {s: k for k, s in enumerate(starts)}
    here = index.get(denial.sentence_start, 0)
    return min(abs(here - index[doc[t.trigger].sent.start]) for t in cluster.tellings)


def _near(denial: Denial, cluster: Cluster, doc: Doc) -> bool:
    # An answer in a transcript has more sentences than one: "No. There was no such drone."
    turn = denial.name is not None and denial.name.isupper()
    return _distance(denial, cluster, doc) <= (2 if turn else 1)


def _stranger(denial: Denial, cluster: Cluster) -> bool:
    return denial.name is None or denial.name not in {t.attribution_name for t in cluster.tellings}


def _echo(cluster: Cluster, clusters: Sequence[Cluster], doc: Doc) -> bool:
    """Say whether a cluster is only the words of a denial: "says the jets stayed in Turkish airspace"."""
    for other in clusters:
        if other is cluster:
            continue
        for denial in other.denials:
            within = all(_own_word(t, denial, doc) for t in cluster.tellings)
            state = denial.party.state if denial.party is not None else None
            home = state is not None and cluster.airspaces in ({state}, set(denial.over))
            denied = all(t.status == "denied" for t in cluster.tellings)
            movers = not cluster.movers or bool(cluster.movers & other.movers)
            spaces = not cluster.airspaces or bool(cluster.airspaces & other.airspaces)
            if within and (home or (denied and movers and spaces)):
                return True
    return False
