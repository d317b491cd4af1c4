"""Once: the tellings that tell of the same event become one incident; a series becomes one aggregate record."""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from airmap import lexicon
from airmap.events.tellings import ENTERING, Denial, Telling
from airmap.mentions.actors import state_of_party
from airmap.records import When

_REPORTED_WITHIN = dt.timedelta(days=6)
# Two names of one side: "shot down by the Soviets", "by a Russian fighter".
_SUCCESSORS = {"SUN": "RUS", "United Nations": "UN", "U.N.": "UN"}
_PLANES = frozenset({"plane", "airliner"})
_MEETINGS = frozenset({"close", "intercept", "fire"})


@dataclass(slots=True)
class Cluster:
    """Tellings of one event, in text order, with what they have settled together."""

    tellings: list[Telling]
    dates: list[When | None]
    denials: list[Denial] = field(default_factory=list)

    @property
    def movers(self) -> set[str]:
        return {t.mover.state or t.mover.name for t in self.tellings if t.mover is not None}

    @property
    def airspaces(self) -> set[str]:
        return {t.airspace for t in self.tellings if t.airspace}

    @property
    def responders(self) -> set[str]:
        return {t.responder.state for t in self.tellings if t.responder is not None and t.responder.state}

    @property
    def last(self) -> Telling:
        return self.tellings[-1]


def merge(tellings: Sequence[tuple[Telling, When | None]]) -> list[Cluster]:
    """Group tellings, in text order, into events."""
    clusters: list[Cluster] = []
    waiting: list[tuple[Telling, When | None]] = []
    for unit in _units(tellings):
        best, score = None, 0
        for cluster in clusters:
            # "shot down the drone as it came into the buffer zone", told before as one that came into the airspace
            downed = [(t, w) for t, w in unit if _downed_again(cluster, t)]
            # "The drone violated our airspace six times before it was downed": the downing is of the series, too.
            series = any(t.aggregate for t, _ in unit)
            fits = [affinity(cluster, t, w, series=series) for t, w in downed or unit]
            # "reported that the aircraft had been intercepted": those told of last
            again = int(all(t.act == "intercept" and t.craft is not None and t.craft.definite for t, _ in unit))
            # Of two that it may be, the one that was told of in the same way, and last.
            again += all(any(t.act == u.act for u in cluster.tellings) for t, _ in unit)
            if all(fits) and sum(fits) + again > score:
                best, score = cluster, sum(fits)
        if best is not None:
            if any(not _same_time(best, w) for _, w in unit):
                # "accused it on Sunday of violations, saying a plane had flown over on Friday": Friday.
                dated = zip(best.tellings, best.dates, strict=True)
                best.dates = [d if t.craft is not None else None for t, d in dated]
            best.tellings += [t for t, _ in unit]
            best.dates += [w for _, w in unit]
        elif any(_stands_alone(t) for t, _ in unit):
            clusters.append(Cluster([t for t, _ in unit], [w for _, w in unit]))
        else:
            waiting += unit
    for telling, when in waiting:
        # A mention too thin to stand alone ("scrambled jets") goes to an event told in its sentence or next to it.
        scored = [
            (affinity(c, telling, when), -abs(c.tellings[0].trigger - telling.trigger), k)
            for k, c in enumerate(clusters)
        ]
        scored = [x for x in scored if x[0] > 0]
        if scored:
            cluster = clusters[max(scored)[2]]
            cluster.tellings.append(telling)
            cluster.dates.append(when)
    return _absorb(clusters)


def _units(tellings: Sequence[tuple[Telling, When | None]]) -> list[list[tuple[Telling, When | None]]]:
    """Join what one sentence says of one aircraft: "the downing of a plane that had entered its airspace"."""
    units: list[list[tuple[Telling, When | None]]] = []
    for telling, when in tellings:
        for unit in reversed(units):
            first = unit[0][0]
            if first.start != telling.start:
                # Tellings come in text order: the units before are of other sentences.
                units.append([(telling, when)])
                break
            same_craft = (
                telling.craft is not None and first.craft is not None and telling.craft.start == first.craft.start
            )
            same_owner = telling.mover is None or first.mover is None or telling.mover.state == first.mover.state
            # "committed 31 violations of Greek airspace and five infringements of the Athens FIR"
            same_owner = same_owner and not (telling.nominal and first.nominal and telling.act != first.act == "entry")
            same_craft = (same_craft and telling.status == first.status) or _named_again(first, telling)
            same_craft = same_craft and not (telling.another and not first.another and telling.act == first.act)
            if first.start == telling.start and same_craft and same_owner:
                if not (telling.airspace and any(t.airspace not in (None, telling.airspace) for t, _ in unit)):
                    unit.append((telling, when))
                    break
        else:
            units.append([(telling, when)])
    return units


def _named_again(deed: Telling, entry: Telling) -> bool:
    """Read "a Russian bomber was brought down, a plane which Ankara says had entered": the bomber is that plane."""
    if deed.act not in ("down", "fire") or entry.act != "entry" or deed.craft is None or entry.craft is None:
        return False
    again = entry.craft.generic and entry.craft.party is None and not entry.craft.definite and not entry.another
    return again and entry.mover is None and deed.trigger < entry.craft.start < entry.trigger


def _absorb(clusters: list[Cluster]) -> list[Cluster]:
    """Join clusters that turned out to be one when later tellings filled them in."""
    changed = True
    while changed:
        changed = False
        for a in range(len(clusters)):
            for b in range(a + 1, len(clusters)):
                one, two = clusters[a], clusters[b]
                if all(affinity(one, t, d) > 2 for t, d in zip(two.tellings, two.dates, strict=True)):
                    one.tellings += two.tellings
                    one.dates += two.dates
                    del clusters[b]
                    changed = True
                    break
            if changed:
                break
    return clusters


def _stands_alone(telling: Telling) -> bool:
    if telling.act in ("entry", "adiz", "restricted"):
        return bool(telling.airspace or telling.airspace_group or telling.mover or telling.craft)
    if telling.act in ("down", "fire"):
        return telling.craft is not None
    if telling.act == "intercept":
        return telling.craft is not None and not telling.implicit
    return telling.craft is not None or telling.act == "close"


# Fighters of both answer for one command, NORAD.
_ONE_COMMAND = frozenset({"USA", "CAN"})


def affinity(cluster: Cluster, telling: Telling, when: When | None, *, series: bool = False) -> int:
    """How well a telling fits an event told before; 0 where they cannot be the same.

    ``series`` says that what is told in one breath with it was done more than once.
    """
    airspaces = cluster.airspaces
    movers, responders = ({_by_one_name(s) for s in states} for states in (cluster.movers, cluster.responders))
    mover = (telling.mover.state or telling.mover.name) if telling.mover else None
    mover, responder = (_by_one_name(s) if s else None for s in (mover, state_of_party(telling.responder)))
    beside = [t for t in cluster.tellings if t.start == telling.start]
    same_sentence = bool(beside)
    repeated = all(t.another and t.start == 0 for t in cluster.tellings)
    if telling.another and not repeated and not any(_same_flyer(t, telling) for t in cluster.tellings):
        return 0
    if telling.listed and any(t.listed and t.start != telling.start for t in cluster.tellings):
        return 0
    if any(_intruder_acts(telling, t) or _intruder_acts(t, telling) for t in beside):
        return 5
    if telling.airspace and airspaces and telling.airspace not in airspaces and not _downed_again(cluster, telling):
        return 0
    both = _same_two(cluster, telling) or _one_band(cluster, telling)
    if mover and movers and mover not in movers and not both:
        return 0
    if mover and mover in responders and mover not in movers and not both:
        return 0
    if responder and responder in movers and responder not in responders and not both:
        return 0
    if (
        responder
        and responders
        and responder not in responders
        and not {responder, *responders} <= _ONE_COMMAND
        and telling.act in ("down", "intercept", "fire")
        and not (same_sentence and telling.act != cluster.last.act)
        and not (telling.act == "intercept" and telling.craft is not None and telling.craft.definite)
        and not _watched_too(cluster, telling)
    ):
        return 0
    elsewhere = _met_elsewhere(cluster, telling) or _other_sides_charge(cluster, telling)
    if elsewhere or _up_at_home(cluster, telling) or _near_home(cluster, telling, mover):
        return 0
    if mover and mover in airspaces and telling.act != "down":
        return 0
    own = telling.act in ("down", "fire") and telling.airspace == mover
    if telling.airspace and telling.airspace in movers and not own:
        return 0
    if _ship_and_craft(cluster, telling) and not same_sentence:
        return 0
    if telling.act == "down" and all(t.act == "entry" and t.implicit and t.craft is None for t in cluster.tellings):
        # "The missiles were launched from Lebanese airspace, and most were shot down": not those who launched them.
        return 0
    if not (both and same_sentence) and not _same_kind(cluster, telling):
        return 0
    if not same_sentence and _civil_and_military(cluster, telling):
        return 0
    near = telling.act in ("close", "intercept")
    series = (telling.aggregate or series) != any(t.aggregate for t in cluster.tellings)
    # "The bombers repeatedly entered and left it": those that were told of.
    known = telling.craft is not None and telling.craft.definite and (mover is None or mover in movers)
    # "Turkish jets violate Greek airspace" over "entered it seven times on Monday": the headline of a series.
    known = known or (series and bool(mover and mover in (movers or {mover}) and telling.airspace in airspaces) and all(
        t.start == 0 and t.craft is not None and t.craft.count is None for t in cluster.tellings
    ))
    if series and _one_by_one(cluster, telling):
        series = False
    if series and not same_sentence and not near and not known:
        return 0
    same_craft = telling.craft is not None and any(t.craft == telling.craft for t in cluster.tellings)
    if series and not (same_craft or known or both) and _apart_in_sentence(cluster, telling):
        return 0
    if "hypothetical" in {telling.status, *(t.status for t in cluster.tellings)} and {telling.status} != {
        t.status for t in cluster.tellings
    }:
        return 0
    same_time = _same_time(cluster, when, same_craft=same_craft)
    if not same_time and not any(_explains(t, telling) for t in cluster.tellings):
        return 0
    if _announced_later(cluster, telling, when):
        return 0
    if not _same_act(cluster, telling):
        return 0
    if _counts_differ(cluster, telling):
        return 0
    score = 1
    score += 3 * bool(mover and mover in movers)
    score += 3 * bool(telling.airspace and telling.airspace in airspaces)
    score += bool(responder and responder in responders)
    score += same_sentence
    score += bool(
        when is not None and any(d is not None and (d.start, d.end) == (when.start, when.end) for d in cluster.dates)
    )
    return score


def _watched_too(cluster: Cluster, telling: Telling) -> bool:
    """Say whether others followed what was brought down: "shot down two F-4s ... An AWACS plane had followed them"."""
    flown = {t.craft.start for t in cluster.tellings if t.craft is not None}
    followed = telling.act == "intercept" and telling.craft is not None and telling.craft.start in flown
    return followed and any(t.act == "down" for t in cluster.tellings)


def _up_at_home(cluster: Cluster, telling: Telling) -> bool:
    """Say whether a state sent up jets of its own for what did not come to it: "... as Poland scrambled jets, too"."""
    party, at = telling.responder, telling.responder_token
    itself = party is not None and at is not None and party.kind == "state" and party.start <= at < party.end
    return itself and telling.craft is None and bool(cluster.airspaces) and not cluster.airspaces & {
        state_of_party(party)
    }


def _near_home(cluster: Cluster, telling: Telling, mover: str | None) -> bool:
    """Say whether one would have a state's own aircraft come near it: "followed Chinese bombers ... neared China"."""
    near = {t.near for t in cluster.tellings if t.near}
    return mover in near or (telling.near is not None and telling.near in cluster.movers)


def _met_elsewhere(cluster: Cluster, telling: Telling) -> bool:
    """Say whether others met others: "entered Seoul's zone ... Japan also sent up jets against a pair of bombers"."""
    party, craft = telling.responder, telling.craft
    fresh = craft is not None and not craft.definite and craft.count is not None and telling.act == "intercept"
    # Not "Italian F-35s met them".
    fresh = fresh and craft is not None and telling.start <= craft.start < telling.end
    apart = all(t.start != telling.start and t.act in ENTERING | {"intercept"} for t in cluster.tellings)
    if fresh and apart and cluster.airspaces and telling.international:
        # "A MiG entered its airspace. The same day its jets met an An-26 over international waters"
        return True
    state = state_of_party(party)
    return fresh and apart and bool(cluster.airspaces) and state is not None and state not in (
        cluster.airspaces | cluster.responders
    )


def _other_sides_charge(cluster: Cluster, telling: Telling) -> bool:
    """Say whether who came close charges the other: "a Syrian jet buzzed a plane ... Damascus says it entered".

    That it came so close stands, whatever is then said against the entry.
    """
    charging = telling.attribution.state if telling.attribution is not None else None
    if telling.act != "entry" or charging is None or telling.airspace != charging:
        return False
    return cluster.responders <= {charging} and all(
        t.act == "close" and t.start != telling.start and state_of_party(t.attribution) != charging
        for t in cluster.tellings
    )


def _one_by_one(cluster: Cluster, telling: Telling) -> bool:
    """Say whether some of a series are counted: "downed a series of drones ... 15 were downed over Kursk"."""
    alike = all(t.act == telling.act == "down" and t.craft is not None for t in cluster.tellings)
    kinds = {t.craft.category for t in (*cluster.tellings, telling) if t.craft is not None}
    return alike and len(kinds) == 1 and (telling.mover is None or bool(cluster.movers)) and not telling.aggregate


def _by_one_name(side: str) -> str:
    """Return one name for a side that has several: "the Soviets" and "Russian", "Houthi" and "the Houthis"."""
    return _SUCCESSORS.get(side, side if side.isupper() else side.removesuffix("s"))


def _one_band(cluster: Cluster, telling: Telling) -> bool:
    """Say whether two names of a movement may be one's: "launched by the Houthis ... the drones of the militia"."""
    bands = [t.mover for t in (*cluster.tellings, telling) if t.mover is not None]
    plain = {w.casefold() for w in lexicon.table("parties")["groups"]["generic"]}
    unnamed = telling.mover is not None and any(b.name.casefold() in plain for b in bands)
    return unnamed and all(b.state is None and b.kind == "group" for b in bands)


def _downed_again(cluster: Cluster, telling: Telling) -> bool:
    """Say whether the downing of "the drone" is told again, with another place for it."""
    known = telling.craft is not None and telling.craft.definite and telling.act == "down" and not telling.another
    by_the_same = state_of_party(telling.responder) in cluster.responders
    return known and by_the_same and any(t.act == "down" for t in cluster.tellings)


def _ship_and_craft(cluster: Cluster, telling: Telling) -> bool:
    """Say whether one tells of coming close to a ship and the other of coming close to an aircraft."""
    fresh = telling.craft is not None and not telling.craft.definite
    return telling.act == "close" and fresh and all(t.act == "close" and t.implicit for t in cluster.tellings)


def _same_two(cluster: Cluster, telling: Telling) -> bool:
    """Say whether a meeting of two is told again from the other's side: "a J-8 collided with an EP-3 ... the EP-3"."""
    if telling.act not in _MEETINGS or not {t.act for t in cluster.tellings} <= _MEETINGS | {"approach"}:
        return False
    told = {p.state for p in (telling.mover, telling.responder) if p is not None and p.state is not None}
    known = cluster.movers | cluster.responders
    return len(told | known) <= 2 and bool(told & known)


def _intruder_acts(deed: Telling, entry: Telling) -> bool:
    """Read "a Turkish F-16 flew into its airspace and shot down one of its Su-25s": one event, told by its entry.

    So with "shot it down in violation of Georgian airspace", and "sent up to meet a B-52, followed it into Denmark".
    """
    if entry.act != "entry" or entry.mover is None or entry.airspace is None or deed.responder is None:
        return False
    if deed.responder.state != entry.mover.state:
        return False
    if deed.act in ("down", "fire"):
        return deed.mover is None or deed.mover.state == entry.airspace
    return deed.act == "intercept" and entry.craft is not None and deed.responder is entry.craft.party


def _apart_in_sentence(cluster: Cluster, telling: Telling) -> bool:
    return all(abs(t.trigger - telling.trigger) > 6 for t in cluster.tellings)


def _same_kind(cluster: Cluster, telling: Telling) -> bool:
    acts = {telling.act, *(t.act for t in cluster.tellings)}

    def group(t: Telling) -> str | None:
        last = t.craft.name.casefold().split(" ")[-1] if t.craft is not None else ""
        # An object may turn out to be a drone.
        unknown = t.craft is None or (t.craft.generic and t.craft.category == "plane" and last not in ("jet", "jets"))
        if t.craft is None or unknown or last in ("object", "objects"):
            return None
        # Jets that threaten a helicopter are told by either.
        flown = t.craft.category in _PLANES or (t.craft.category == "helicopter" and acts & {"close", "approach"})
        return "plane" if flown else t.craft.category

    kinds = {g for t in cluster.tellings if (g := group(t))}
    own = group(telling)
    words = {t.craft.name.casefold().split(" ")[-1] for t in (*cluster.tellings, telling) if t.craft is not None}
    if "helicopter" in {own, *kinds} and words & {"plane", "planes", "warplane", "warplanes"} and "plane" not in kinds:
        # "fired on a helicopter that was searching for those of the plane"
        return False
    if own is not None and kinds and own not in kinds:
        return False
    if any(t.start == telling.start and _done_twice(t, telling) for t in cluster.tellings):
        return False
    if telling.craft is None or not telling.craft.designated:
        return True
    named = [t for t in cluster.tellings if t.craft is not None and t.craft.designated]
    again = telling.craft.definite and telling.craft.count in (None, 1)
    if again and cluster.movers == {state_of_party(telling.mover)}:
        # "two Blackjacks ... the Russian Tu-160s": by another of its names.
        return True
    if not named or any(alike(telling.craft.name, t.craft.name) for t in named if t.craft is not None):
        return True
    return any(t.start == telling.start and not _each_its_own(t, telling) for t in cluster.tellings)


def _civil_and_military(cluster: Cluster, telling: Telling) -> bool:
    """Say whether one tells of an airliner and the other of a warplane."""
    military = lexicon.group("military_words")

    def side(t: Telling) -> bool | None:
        if t.craft is None:
            return None
        words = set(t.craft.name.casefold().split())
        # A type's name alone goes with a warplane.
        alone = t.craft.designated and not t.craft.civil and not t.craft.definite
        armed = words & military or (alone and cluster.last.act == "down")
        return False if armed else True if t.craft.civil else None

    sides = {s for t in (*cluster.tellings, telling) if (s := side(t)) is not None}
    return len(sides) > 1 and side(telling) is not None


def _same_flyer(one: Telling, other: Telling) -> bool:
    """Say whether one sentence tells both of the very same aircraft."""
    crafts = one.craft is not None and other.craft is not None and one.craft.start == other.craft.start
    # "violated it on Monday morning and violated it again two hours later"
    return crafts and one.start == other.start and (one.another or other.listed)


def _explains(one: Telling, other: Telling) -> bool:
    """Say whether one of a sentence's tellings only says more exactly what the other charges somebody with."""
    if one.start != other.start or (one.craft is None) == (other.craft is None) or one.mover is None:
        return False
    sides = other.mover is not None and one.mover.state == other.mover.state and one.airspace == other.airspace
    return sides and one.act in ENTERING and other.act in ENTERING and one.attribution_name is not None


def _done_twice(one: Telling, other: Telling) -> bool:
    """Say whether one sentence tells one deed of two aircraft: "after a balloon was downed, an object was downed"."""
    if one.craft is None or other.craft is None or one.act != other.act or one.trigger == other.trigger:
        return False
    fresh = all(not t.craft.definite and t.craft.count is not None for t in (one, other) if t.craft is not None)
    apart = one.craft.start != other.craft.start and not alike(one.craft.name, other.craft.name)
    # "a plane ... the loss of a MiG-21": the same, by its kind and by its type.
    plain = not (one.craft.generic or other.craft.generic) or one.craft.category == other.craft.category == "balloon"
    return one.act in ("down", "intercept") and fresh and apart and plain


def _each_its_own(one: Telling, other: Telling) -> bool:
    """Say whether one sentence tells of two aircraft and their deeds: "shot down an RB-47 after it downed a U-2".

    Not: "met a Su-30 and an Il-78 which flew off Estonia".
    """
    if one.craft is None or other.craft is None or one.trigger == other.trigger:
        return False
    numbered = all(any(c.isdigit() for c in t.craft.name) for t in (one, other) if t.craft is not None)
    if one.craft.head == other.responder_token or other.craft.head == one.responder_token:
        # "An-32s escorted by Mirages": they flew together.
        return False
    known = (one.craft.definite or other.craft.definite) and not numbered
    if known or not (one.craft.designated and other.craft.designated):
        return False
    first, second = sorted((one.craft.head, other.craft.head))
    between = any(first < t.trigger < second for t in (one, other))
    return (one.act == other.act or between) and not alike(one.craft.name, other.craft.name)


def alike(a: str, b: str) -> bool:
    """Say whether two names may be of one type of aircraft: "Tu-95" and "Bears", "F-16" and "F-16Cs"."""
    one, two = ("".join(c for c in x.casefold() if c.isalnum()).rstrip("s") for x in (a, b))
    numbered = any(c.isdigit() for c in one) and any(c.isdigit() for c in two)
    return one in two or two in one or (not numbered and bool(_families(a) & _families(b)))


def _families(name: str) -> set[str]:
    """Return by whom a type was designed: a Tu-95 is a Tupolev and a Bear."""
    words = [w.rstrip("s") for w in re.findall(r"[^\W\d_]+", name.casefold())]
    return {family for family, names in lexicon.table("aircraft")["families"].items() for w in words if w in names}


def _same_time(cluster: Cluster, when: When | None, *, same_craft: bool = False) -> bool:
    """Say whether two dates can be of one event; a date of the report alone bounds it from above and lies near it.

    What is said of the ``same_craft`` may be said at any time later: "It was over our land for a minute, he said".
    """
    if when is None or when.end is None:
        return True
    for other in cluster.dates:
        if other is None or other.end is None:
            continue
        if when.start is None or other.start is None:
            exact, bound = (when, other) if other.start is None else (other, when)
            if exact.start is not None and exact.end is not None and bound.end is not None:
                late = bound.end - exact.end > _REPORTED_WITHIN and not same_craft
                if late or exact.start > bound.end:
                    return False
            continue
        if when.start > other.end or other.start > when.end:
            return False
    return True


def _announced_later(cluster: Cluster, telling: Telling, when: When | None) -> bool:
    """Say whether others were brought down after an entry: "On the 4th, Algiers announced that it had downed two jets".

    The day is that of the report; of the same aircraft "the jet" would be told.
    """
    craft = telling.craft
    fresh = craft is not None and craft.count is not None and not craft.definite
    if telling.act != "down" or not fresh or when is None or when.start is not None or when.end is None:
        return False
    if any(t.start == telling.start or t.act == "down" for t in cluster.tellings):
        return False
    days = [d for d in cluster.dates if d is not None and d.start is not None and d.precision == "day"]
    return bool(days) and all(d.end is not None and d.end < when.end for d in days)


def _same_act(cluster: Cluster, telling: Telling) -> bool:
    acts = {t.act for t in cluster.tellings}
    if telling.act == "entry" and telling.next_step and "close" in acts and not acts & ENTERING:
        # An entry after a collision is an event of its own.
        return False
    if telling.act == "restricted" and acts & {"entry"} and telling.craft is not None and not telling.craft.definite:
        # "... On the same day, two others flew into the safety zone of a platform"
        return telling.craft.count is None or any(
            t.craft is not None and t.craft.count == telling.craft.count for t in cluster.tellings
        )
    national = telling.zone is not None and telling.zone.kind == "national"
    if telling.act == "entry" and telling.nominal and national and acts & {"adiz"} and "entry" not in acts:
        # "... entered Athens FIR. Four violations of Greek airspace were recorded."
        return all(t.zone is None or t.zone.kind != "fir" for t in cluster.tellings)
    if telling.act == "adiz" and "entry" in acts and "adiz" not in acts:
        # Whoever denies speaks of aircraft in general: "denied that any of its aircraft had entered it".
        flown = [t.craft for t in cluster.tellings if t.craft is not None and t.status != "denied"]
        craft = telling.craft
        # "two bombers had appeared in its zone", after one plane in its airspace: other ones.
        others = craft is not None and craft.count is not None and not craft.definite and bool(flown) and all(
            c.count not in (None, craft.count) and c.start != craft.start for c in flown
        )
        return not telling.strong and not others and not telling.nominal
    return True


def _counts_differ(cluster: Cluster, telling: Telling) -> bool:
    if telling.craft is None or telling.craft.count is None:
        return False
    counts = {t.craft.count for t in cluster.tellings if t.craft is not None and t.craft.count is not None}
    if telling.craft.count in counts or any(t.start == telling.start for t in cluster.tellings):
        return False
    if max(*counts, telling.craft.count, 0) > 1 and telling.craft.category == "balloon" and not telling.craft.definite:
        # "Three of the aircraft entered the zone. One balloon crossed the median line"
        return any(t.craft is not None for t in cluster.tellings) and all(
            t.craft is None or t.craft.category != "balloon" for t in cluster.tellings
        )
    if not counts:
        return False
    if max(counts) == 1 and not telling.craft.definite and telling.act == "down":
        # "shot down a drone on Tuesday ... four drones were shot down last year"
        return any(t.act == "down" for t in cluster.tellings)
    if max(counts) == 1 and not telling.craft.definite and telling.act in ENTERING:
        # "sent up jets because of a Russian aircraft ... On the 19th three Russian MiG-31s violated Estonian airspace"
        return all(t.act == "intercept" for t in cluster.tellings)
    return telling.craft.count > max(counts) and max(counts) > 1 and telling.craft.count > 3 * max(counts)
