"""How passages of our own are read that were written to be new to the rules: ``python -m benchmarks.reading_fresh``.

An expected event counts as found when a read one is of its family of types and says nothing else about whose aircraft
it was; as exact when aircraft, airspace and status agree too (the sense of ``airmap evaluate``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import airmap
from airmap.pipeline import Options
from airmap.records import FAMILY, Incident

PASSAGES = Path(__file__).resolve().parent.parent / "tests" / "reading" / "fresh.toml"
_LOOSE = frozenset({"entry", "force", "contact"})


@dataclass(slots=True)
class Score:
    """Counts of one set."""

    found: int = 0
    missed: int = 0
    extra: int = 0
    exact: int = 0
    quiet: int = 0
    alarms: int = 0

    @property
    def detection(self) -> float:
        return 2 * self.found / max(1, 2 * self.found + self.missed + self.extra)

    @property
    def exactness(self) -> float:
        wrong = self.found - self.exact
        return 2 * self.exact / max(1, 2 * self.exact + 2 * wrong + self.missed + self.extra)


def score(passages: Iterable[dict[str, object]]) -> Score:
    """Read passages and count what is found."""
    total = Score()
    for passage in passages:
        reading = airmap.parse(str(passage["text"]), published=passage["published"], options=Options(geometry=False))
        left = list(reading.readings[0].incidents)
        expected = passage["events"]
        assert isinstance(expected, list)
        if not expected:
            allowed = set(map(str, passage.get("may_hold", [])))  # type: ignore[call-overload]
            total.quiet += 1
            total.alarms += any(not {i.type, *i.also} & allowed for i in left)
            continue
        for types, whose, where, status in expected:
            wanted = {FAMILY[t] for t in types.split("|")}
            fitting = [i for i in left if _fits(i, wanted, whose)]
            if not fitting:
                total.missed += 1
                continue
            best = max(fitting, key=lambda i: _agreement(i, whose, where, status))
            left.remove(best)
            total.found += 1
            total.exact += _agreement(best, whose, where, status) == 3 and bool(_families(best) & wanted)
        total.extra += len(left)
    return total


def _families(incident: Incident) -> set[str]:
    return {FAMILY[t] for t in (incident.type, *incident.also)}


def _whose(incident: Incident) -> str | None:
    return incident.violator or incident.aircraft_state or incident.violator_name


def _fits(incident: Incident, wanted: set[str], whose: str) -> bool:
    same = bool(_families(incident) & wanted) or (wanted | _families(incident)) <= _LOOSE
    return same and (_whose(incident) is None or whose == "-" or _says(whose, _whose(incident)))


def _agreement(incident: Incident, whose: str, where: str, status: str) -> int:
    return (_says(whose, _whose(incident)) + _says(where, incident.airspace or incident.near)
            + _says(status, incident.status))


def _says(allowed: str, value: str | None) -> bool:
    return (value or "-") in allowed.split("|")


def main() -> None:
    """Print the table."""
    passages = tomllib.loads(PASSAGES.read_text(encoding="utf-8"))["passage"]
    print("| set | passages | detection F1 | exact F1 | false alarms |\n| --- | --- | --- | --- | --- |")
    for number in sorted({p["set"] for p in passages}):
        own = [p for p in passages if p["set"] == number]
        s = score(own)
        print(f"| {number} | {len(own)} | {s.detection:.2f} | {s.exactness:.2f} | {s.alarms}/{s.quiet} |")


if __name__ == "__main__":
    main()
