"""Plain reports composed from parts whose truth is known: ``python -m benchmarks.composed [--reports N] [--misses]``.

Annotated passages are too few to say whether each way to name an aircraft goes with each way to tell what it did, and
with each way to say who says so. Here such parts (``composed_parts.toml``) are written down once, put together at
random from a seed, and read: a part that is read wrongly more often than others names a rule that depends on its
company. The parts are plain; how unusual words are read is for the passages to say.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from airmap.records import FAMILY, Incident
from benchmarks._composing import HAPPENED, Topic, parts_of, run

# Three reports of ten are an aircraft and what it did, the others whole frames.
_PLAIN, _ALL = 3, 10


@dataclass(frozen=True, slots=True)
class State:
    """How a state is named, and its code (ISO 3166 alpha-3)."""

    name: str
    adjective: str
    capital: str
    code: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What a report tells: the family of the event, whose aircraft, over whose land, how sure.

    The land, or who met or fired on it, is None where the report does not say it, and then anything is right.
    """

    family: str
    whose: str
    land: str | None
    status: str = "asserted"
    responder: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A composed text, the parts that it was put together from, and what it tells: None for nothing."""

    text: str
    parts: tuple[str, ...]
    truth: Truth | None


def parts() -> dict[str, Any]:
    """Return the parts, by what they are for."""
    return parts_of("composed")


class _Composer:
    """One choice of states and aircraft, and the words that it puts into the parts."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        pair = [State(*s.split("/")) for s in rng.choice(parts()["neighbours"])]
        self.violator, self.host = pair[:: rng.choice((1, -1))]
        self.one, self.many = rng.choice(parts()["crafts"]).split("/")
        self.several = rng.random() < 0.5
        self.used: list[str] = [self.one]
        self.owned = self.choose("owned_many" if self.several else "owned_one")

    def choose(self, *lists: str) -> str:
        """Return a part out of some lists, and remember it."""
        part: str = self.rng.choice([p for name in lists for p in parts()[name]])
        self.used.append(part)
        return part

    def filled(self, part: str) -> str:
        """Return a part with the names put in, each sentence begun with a capital letter."""
        part = part.replace("{crafts}", self._low(self.owned)) if not part.startswith("{crafts}") else part.replace(
            "{crafts}", self.owned, 1).replace("{crafts}", self._low(self.owned))
        v, h = self.violator, self.host
        names = {"{was}": "were" if self.several else "was", "{it}": "them" if self.several else "it",
                 "{It}": "They" if self.several else "It", "{its}": "their" if self.several else "its",
                 "{va}": v.adjective, "{ha}": h.adjective, "{vc}": v.capital, "{hc}": h.capital,
                 "{HC}": h.capital.upper(), "{v}": v.name, "{h}": h.name, "{one}": self.one, "{many}": self.many}
        for name, word in names.items():
            part = part.replace(name, word)
        return re.sub(r"\b([Aa]) (?=[AEIO])", r"\1n ", part)

    def _low(self, part: str) -> str:
        return part if part.startswith("{v") else part[0].lower() + part[1:]

    def report(self) -> Report:
        """Return a report of a kind chosen at random."""
        how = self.choose("how")
        if self.rng.randrange(_ALL) < _PLAIN:
            return self._plain(how)
        frames = parts()["frames"]
        frame = self.rng.choices(frames, [f["weight"] for f in frames])[0]
        body = self.rng.choice(frame["texts"])
        self.used.append(body)
        if "{entered}" in body:
            body = body.replace("{entered}", self.choose("entered") + self.choose("trails"))
        before = self.choose("before") if frame["before"] else ""
        after = self.choose("after") if frame["after"] else ""
        truth = Truth(frame["tells"], self.violator.code, self.host.code if frame["there"] else None)
        return self._made(before, body.replace("{how}", how), after, None if frame["tells"] == "nothing" else truth)

    def _plain(self, how: str) -> Report:
        """Return what an aircraft did, who says so, and what the other side says to it."""
        ours = self.rng.choice(("", "", "_ours"))
        deed = "{crafts} " + self.choose("entered" + ours) + how + self.choose("trails")
        told = self.choose("told" + ours)
        body = told.replace("{s}", self.filled(deed)).replace("{l}", self.filled(" " + deed).strip())
        status, after = self.rng.choice((
            ("disputed", "denied"), ("asserted", "not_denied"), ("asserted", "after"), ("asserted", "after")))
        truth = Truth("entry", self.violator.code, self.host.code, status)
        return self._made(self.choose("before"), body, self.choose(after), truth)

    def _made(self, before: str, body: str, after: str, truth: Truth | None) -> Report:
        text = self.filled(before) + self._upper(self.filled(body)) + self.filled(after)
        return Report(self._upper(text), tuple(self.used), truth)

    @staticmethod
    def _upper(text: str) -> str:
        return text[0].upper() + text[1:]


def _number_of_parts() -> int:
    frames = sum(len(f["texts"]) for f in parts()["frames"])
    return frames + sum(len(v) for name, v in parts().items() if name != "frames")


def reports(count: int, seed: int = 0) -> list[Report]:
    """Return reports put together at random; the same seed gives the same ones."""
    rng = random.Random(seed)
    return [_Composer(rng).report() for _ in range(count)]


def faults_of(report: Report, incidents: Sequence[Incident]) -> list[str]:
    """Return what is wrong with what was read of a report."""
    told = [i for i in incidents if i.status in HAPPENED]
    if report.truth is None:
        return ["alarm"] if told else []
    if not told:
        return ["missed"]
    truth = report.truth
    return (["more than one"] if len(told) > 1 else []) + min((wrong_in(truth, i) for i in told), key=len)


def wrong_in(truth: Truth, incident: Incident) -> list[str]:
    """Return which fields of an incident are not what was told."""
    families = {FAMILY.get(t) for t in (incident.type, *incident.also)}
    if incident.aircraft is not None and "drone" in incident.aircraft and "force" in families:
        # A drone that was intercepted may have been shot down.
        families.add("contact")
    found = {
        "family": truth.family in families,
        "whose": (incident.violator or incident.aircraft_state) == truth.whose,
        "land": truth.land is None or (incident.airspace or incident.near) == truth.land,
        "status": incident.status == truth.status,
        "responder": truth.responder is None or incident.responder == truth.responder,
    }
    return [name for name, right in found.items() if not right]


def told(incident: Incident) -> str:
    """Return what was read of an event, in one line."""
    return (f"{incident.type} {incident.violator or incident.aircraft_state} > {incident.airspace or incident.near} "
            f"{incident.status} by {incident.responder}")


def main() -> None:
    """Compose, read, say which parts are read wrongly, and write the results."""
    about = f"plain reports put together from {_number_of_parts()} parts"
    run(Topic("composed", about, reports, faults_of, told))


if __name__ == "__main__":
    main()
