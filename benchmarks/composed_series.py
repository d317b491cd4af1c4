"""Reports of two or three events, the later ones told in few words: ``python -m benchmarks.composed_series``.

Like ``composed``, from parts whose truth is known (``composed_series_parts.toml``), but what is asked is whether each
event comes out once and with its own day, aircraft, owner, airspace, depth and status: "another", "the second", "a day
earlier" name what is new of an event and leave the rest to what was told before.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from airmap.records import FAMILY, Incident
from benchmarks import composed
from benchmarks._composing import HAPPENED, PUBLISHED, Topic, parts_of, run
from benchmarks.composed import State

_ONE_NAME = {"SUN": "RUS"}
# A word for what was then, and for what had been before.
_TENSES = (
    ("had_been", "was", "had been"), ("had", "", "had "), ("was_many", "were", "had been"), ("was", "was", "had been"),
    ("flew", "flew", "had flown"), ("came", "came", "had come"),
)
_FURTHER = re.compile(r"(?:another|second|further|one more) (?:\{\w+\} )?\{one\}", re.IGNORECASE)
Days = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Truth:
    """One event of a report. What is None is not said of it, and then anything is right."""

    family: str
    whose: str
    land: str | None
    days: Days | None
    craft: str | None
    depth_m: int | None
    status: str = "asserted"


@dataclass(frozen=True, slots=True)
class Report:
    """A composed text, its parts, and each event that it tells of."""

    text: str
    parts: tuple[str, ...]
    events: tuple[Truth, ...]


def parts() -> dict[str, Any]:
    """Return the parts, by what they are for."""
    return parts_of("composed_series")


class _Composer:
    """One choice of states, a calendar to take days from, and what has been told so far."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        # What is told of an earlier year is not told of states that have another name in it.
        self.long_ago = rng.random() < 0.25
        pairs = [[State(*s.split("/")) for s in pair] for pair in composed.parts()["neighbours"]]
        pairs = [p for p in pairs if not self.long_ago or not {s.code for s in p} & {"RUS", "BLR", "KGZ", "AZE", "ERI"}]
        pair = rng.choice(pairs)
        self.violator, self.host = pair[:: rng.choice((1, -1))]
        self.third = State(*rng.choice(parts()["thirds"]).split("/"))
        self.crafts = [c.split("/") for c in rng.sample(parts()["crafts"], 4)]
        self.day = PUBLISHED - dt.timedelta(rng.randrange(12, 60))
        if self.long_ago:
            self.day = dt.date(rng.randrange(1952, 1989), rng.randrange(1, 13), rng.randrange(1, 29))
        self.by_weekday = not self.long_ago and rng.random() < 0.3
        if self.by_weekday:
            self.day = PUBLISHED - dt.timedelta(rng.randrange(3, 6))
        self.earlier = False
        self.counted = self.dated_out = False
        self.used: list[str] = []
        self.events: list[Truth] = []

    def choose(self, options: Sequence[str]) -> str:
        """Return one of some parts, and remember it."""
        part = self.rng.choice(options)
        self.used.append(part.strip())
        return part

    def on_a_day(self, *, later: bool) -> str:
        """Return the words for the day of the next event, which becomes the day that the text has come to."""
        counted, self.earlier, self.counted = self.counted, False, False
        # What is told after "a day earlier" is counted from which of the two?
        if self.events and not self.dated_out and not counted and self.rng.random() < 0.4:
            words, days = self.rng.choice(parts()["relative"]).split("/")
            after = self.day + dt.timedelta(int(days))
            if after < PUBLISHED and not (later and after < self.day):
                self.day, self.earlier, self.counted = after, int(days) < 0, True
                return str(words)
        if self.events:
            after = self.day + dt.timedelta(self.rng.randrange(1, 3 if self.by_weekday else 12))
            self.day = after if after < PUBLISHED or later else self.day - dt.timedelta(self.rng.randrange(1, 12))
        if self.by_weekday and (PUBLISHED - self.day).days < 7:
            return f"on {self.day:%A}"
        year = f" {self.day.year}" if self.long_ago and (not self.events or self.events[-1].days is None) else ""
        return f"on {self.day.day} {self.day:%B}{year}"

    def told(self, part: str, family: str) -> str:
        """Return a part that tells of one event with its day, aircraft and depth put in, and keep what it tells."""
        days: Days | None = None
        self.earlier = False
        if "{D}" in part or "{d}" in part:
            words = self.on_a_day(later="follow" in part)
            days = (self.day, self.day)
            # "The day before another had crossed it" is read twice.
            part = part.replace("{D}", "{D},") if words == "the day before" else part
            part = part.replace("{D}", words[0].upper() + words[1:]).replace("{d}", " " + words)
        elif "{y}" in part or "{my}" in part:
            part, days = self._of_an_earlier_year(part)
        had = self.earlier
        for name, now, before in _TENSES:
            part = part.replace(f"{{{name}}}", before if had else now)
        craft = depth = None
        if "{one}" in part or "{many}" in part:
            craft, several = self._one_of_its_own(part)
            part = part.replace("{one}", craft).replace("{many}", several)
        if "{deep}" in part:
            deep, metres = self.rng.choice(parts()["depths"]).split("/")
            part, depth = part.replace("{deep}", deep), int(metres)
        whose = self.third if "{t}" in part or "{ta}" in part else self.violator
        land = None if family == "contact" else self.host.code
        self.events.append(Truth(family, whose.code, land, days, craft, depth))
        return part

    def _one_of_its_own(self, part: str) -> list[str]:
        """Return another type of aircraft, or the same as before where it is "another" of them."""
        last = self.events[-1].craft if self.events else None
        known = next((c for c in self.crafts if c[0] == last), None)
        return known if known is not None and _FURTHER.search(part) else self.crafts[len(self.events)]

    def _of_an_earlier_year(self, part: str) -> tuple[str, Days]:
        year = self.day.year - self.rng.randrange(2, 25)
        if "{my}" not in part:
            return part.replace("{y}", str(year)), (dt.date(year, 1, 1), dt.date(year, 12, 31))
        month = self.rng.randrange(1, 13)
        first = dt.date(year, month, 1)
        last = (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
        return part.replace("{my}", f"{first:%B} {year}"), (first, last)

    def listed(self, part: str, families: Sequence[str]) -> str:
        """Return a part that tells of several events, each up to its stroke; the third "a day later" is after which?"""
        self.dated_out = self.dated_out or len(families) > 2
        return "".join(self.told(piece, f) for piece, f in zip(part.split("|"), families, strict=True))

    def filled(self, text: str) -> str:
        """Return a text with the names of the states put in, each sentence begun with a capital letter."""
        v, h, t = self.violator, self.host, self.third
        names = {"{va}": v.adjective, "{ha}": h.adjective, "{ta}": t.adjective, "{vc}": v.capital, "{hc}": h.capital,
                 "{v}": v.name, "{h}": h.name, "{t}": t.name}
        for name, word in names.items():
            text = text.replace(name, word)
        # "an RF-4", "an F-5", as they are said
        text = re.sub(r"\b([Aa]) (?=[AEIO]|RF-|F-5)", r"\1n ", text)
        return text[0].upper() + text[1:]

    def report(self) -> Report:
        """Return a report of a kind chosen at random."""
        how = self.rng.choice((self._in_a_row, self._in_a_row, self._in_a_row, self._summed, self._summed,
                               self._of_a_series, self._before_an_old_one, self._answered))
        text = self.filled(how())
        return Report(text, tuple(self.used), tuple(self.events))

    def _first(self, family: str) -> str:
        return self.told(self.choose(parts()["first"][family]), family)

    def _next(self, families: Sequence[str] = ("entry", "force", "contact")) -> str:
        before = self.events[-1].family
        options = parts()["next"][before]
        family = self.rng.choice([f for f in options if f in families])
        if self.rng.random() < 0.12 and family in parts()["next_of_a_third"] and before != "contact":
            return self.told(self.choose(parts()["next_of_a_third"][family]), family)
        return self.told(self.choose(options[family]), family)

    def _aside(self) -> str:
        """Return a sentence that tells of no event."""
        if self.rng.random() < 0.6:
            return ""
        part = self.choose(parts()["nothing"])
        words = (self.day + dt.timedelta(1)).strftime("on %-d %B")
        return part.replace("{D}", words[0].upper() + words[1:]).replace("{d}", " " + words)

    def _in_a_row(self) -> str:
        text = self._first(self.rng.choices(("entry", "force", "contact"), (4, 3, 1))[0]) + self._next()
        if self.rng.random() < 0.25 and self.events[-1].whose == self.violator.code:
            text += self._next()
        return text + self._aside()

    def _answered(self) -> str:
        text = self._first("entry") + self._next(("entry",))
        if self.events[-1].whose != self.violator.code:
            return text
        answer = self.rng.choice(parts()["answers"])
        self.events = [replace(e, status="disputed") if n in answer["denies"] else e for n, e in enumerate(self.events)]
        return text + self.choose(answer["texts"])

    def _summed(self) -> str:
        frame = self.rng.choice(parts()["summed"])
        text = self.choose(frame["sums"])
        if self.rng.random() < 0.4:
            listed = self.listed(self.choose(frame["listed"]), frame["tells"])
            return (text.removesuffix(".") if listed.startswith(":") else text) + listed
        for family in frame["tells"]:
            text += self.told(self.choose(frame["details"]), family)
        return text + self._aside()

    def _of_a_series(self) -> str:
        series = self.rng.choice(parts()["series"])
        first = self._first(series["kind"])
        self.day -= dt.timedelta(28)
        self.by_weekday, self.dated_out = False, True
        listed = self.choose(series["texts"])
        return first + self.listed(listed, [series["kind"]] * (listed.count("|") + 1))

    def _before_an_old_one(self) -> str:
        family = self.rng.choice(("entry", "force"))
        text = self._first(family) + (self._aside() if self.rng.random() < 0.3 else "")
        return text + self.told(self.choose(parts()["background"][family]), family)


def reports(count: int, seed: int = 0) -> list[Report]:
    """Return reports put together at random; the same seed gives the same ones."""
    rng = random.Random(seed)
    return [_Composer(rng).report() for _ in range(count)]


def faults_of(report: Report, incidents: Sequence[Incident]) -> list[str]:
    """Return what is wrong with what was read of a report, the events matched as they fit best."""
    told = [i for i in incidents if i.status in HAPPENED]
    short = min(len(told), len(report.events))
    count = ["missed"] * (len(report.events) - short) + ["told twice"] * (len(told) - short)
    best: list[str] | None = None
    for events in itertools.permutations(report.events, short):
        for found in itertools.combinations(told, short):
            wrong = [f for event, incident in zip(events, found, strict=True) for f in _wrong(event, incident)]
            if best is None or len(wrong) < len(best):
                best = wrong
    return count + (best or [])


def _wrong(truth: Truth, incident: Incident) -> Iterator[str]:
    families = {FAMILY.get(t) for t in (incident.type, *incident.also)}
    if truth.family not in families:
        yield "family"
    whose = incident.violator or incident.aircraft_state
    if _ONE_NAME.get(whose or "", whose) != truth.whose:
        yield "whose"
    land = incident.airspace or incident.near
    if truth.land is not None and land != truth.land:
        yield "land"
    if incident.status != truth.status:
        yield "status"
    if truth.days is not None and (incident.when is None or (incident.when.start, incident.when.end) != truth.days):
        yield "day"
    if truth.craft is not None and truth.craft not in (incident.aircraft or ""):
        yield "aircraft"
    depth = incident.distance.value_si if incident.distance is not None and incident.distance.role == "depth" else None
    if truth.depth_m != (round(depth) if depth is not None else None):
        yield "depth"


def _told(incident: Incident) -> str:
    when = f"{incident.when.start}..{incident.when.end}" if incident.when is not None else "-"
    deep = incident.distance.value_si if incident.distance is not None else "-"
    return (f"{incident.type} {incident.violator or incident.aircraft_state} > {incident.airspace or incident.near} "
            f"{incident.status} {when} {incident.aircraft} {deep}")


def main() -> None:
    """Compose, read, say which parts are read wrongly, and write the results."""
    run(Topic(
        "composed_series", "reports of two or three events", reports, faults_of, _told,
        title="Composed reports of several events", counted="events", reports=1000, shown=30,
        right="each event once, with its family, whose aircraft, over whose land, its day, aircraft, depth and how "
              "sure",
    ))


if __name__ == "__main__":
    main()
