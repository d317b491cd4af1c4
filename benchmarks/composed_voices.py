"""Reports in which who "we", "it" and "the plane" are hangs on who speaks: ``python -m benchmarks.composed_voices``.

Like ``composed``, from parts whose truth is known (``composed_voices_parts.toml``): briefings in question and answer,
letters and notes, bulletins in the first person, services without a country's name, charges that the other side plays
down, crews and airlines, and lists of headlines.
"""

from __future__ import annotations

import random
import re
from typing import Any

from benchmarks._composing import Topic, parts_of, run
from benchmarks.composed import Report, State, Truth, faults_of, told

_LABELS = re.compile(r"\{[QA]\}")
# What a bulletin says is, now and then, what somebody is quoted with.
_QUOTED = 0.4


def parts() -> dict[str, Any]:
    """Return the parts, by what they are for."""
    return parts_of("composed_voices")


class _Composer:
    """One choice of states, an aircraft and an airline, and the words that it puts into the parts."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        pair = [s.rsplit("/", 1) for s in rng.choice(parts()["neighbours"])][:: rng.choice((1, -1))]
        (self.host, self.hosts), (self.other, self.others) = [(State(*s.split("/")), people) for s, people in pair]
        self.one, self.many = rng.choice(parts()["crafts"]).split("/")
        self.airline, self.carrier = rng.choice(parts()["company"]["airlines"]).split("/")
        self.used: list[str] = [self.one]

    def choose(self, options: list[str]) -> str:
        """Return one of some parts, and remember it."""
        part = self.rng.choice(options)
        self.used.append(part.strip())
        return part

    def filled(self, text: str) -> str:
        """Return a text with the names put in, each sentence begun with a capital letter."""
        lists = {"{entered_ours}": parts()["entered_ours"], "{entered_formal}": parts()["entered_formal"],
                 "{entered_theirs}": parts()["company"]["entered_theirs"], "{L}": parts()["company"]["letter_openings"],
                 "{when}": parts()["when"], "{date}": parts()["date"], "{hour}": parts()["hour"]}
        for name, options in lists.items():
            while name in text:
                text = text.replace(name, self.choose(options), 1)
        h, v = self.host, self.other
        names = {"{h}": h.name, "{ha}": h.adjective, "{hc}": h.capital, "{v}": v.name, "{va}": v.adjective,
                 "{vc}": v.capital, "{vn}": self.others, "{one}": self.one, "{many}": self.many,
                 "{airline}": self.airline}
        for name, word in names.items():
            text = text.replace(name, word)
        text = re.sub(r"\b([Aa])n? (?=[AEIO])", r"\1n ", text)
        text = re.sub(r"\b([Aa])n (?=[B-DF-HJ-NP-TV-Z])", r"\1 ", text)
        return re.sub(r"(?:^|(?<=[.?:] ))[a-z]", lambda m: m[0].upper(), text)

    def report(self) -> Report:
        """Return a report of a kind chosen at random, each frame as likely as it has texts."""
        frames = parts()["frames"]
        frame = self.rng.choices(frames, [len(f["texts"]) for f in frames])[0]
        text = getattr(self, "_" + frame["kind"])(self.choose(frame["texts"]))
        return Report(text, tuple(self.used), None if frame["tells"] == "nothing" else self._truth(frame))

    def _truth(self, frame: dict[str, Any]) -> Truth:
        codes = {"h": self.host.code, "v": self.other.code, "a": self.carrier, None: None}
        return Truth(frame["tells"], codes[frame["whose"]] or "", codes[frame.get("land")],
                     frame.get("status", "asserted"), codes[frame.get("by")])

    def _briefing(self, body: str) -> str:
        asked = [self.choose(parts()["small_talk"]), body + self.choose(parts()["trailing"]),
                 self.choose(parts()["small_talk"])]
        ask, answer = self.choose(parts()["labels"]).split("/")
        gap = self.rng.choice(("\n", "\n", " ", "\n\n"))
        turns = [t.strip() for part in asked for t in re.split(r"(?=\{[QA]\})", part) if t.strip()]
        text = gap.join(self.filled(t.replace("{Q} ", "").replace("{A} ", "")) if not _LABELS.match(t) else
                        t[:3].replace("{Q}", ask).replace("{A}", answer) + " " + self.filled(t[4:]) for t in turns)
        return self.filled(self.choose(parts()["headings"])) + (".\n" if gap == " " else gap) + text

    def _letter(self, body: str) -> str:
        return self.filled(self.choose(parts()["company"]["letter"])) + "\n" + self.filled(body)

    def _note(self, body: str) -> str:
        heading = self.choose(parts()["company"]["note"])
        return (heading + "\n" if heading else "") + self.filled(body)

    def _bulletin(self, body: str) -> str:
        if self.rng.random() < _QUOTED:
            said = self.choose(parts()["company"]["quoting"])
            told = self.filled(body)
            return self.filled(said.replace("{s}", told[:-1] + "," if said.startswith('"') else told))
        heading = self.filled(self.choose(parts()["company"]["bulletin"]))
        gap = self.rng.choice(("\n", " ")) if heading.endswith(":") else self.rng.choice(("\n", "\n\n", ". ", ": "))
        return heading + gap + self.filled(body)

    def _plain(self, body: str) -> str:
        return self.filled(self.choose(parts()["company"]["plain"])) + self.filled(body)

    def _airline(self, body: str) -> str:
        return self.filled(self.choose(parts()["company"]["airline"])) + self.filled(body)

    def _headlines(self, body: str) -> str:
        lines = [self.filled(body), *self.rng.sample(parts()["company"]["headlines"], self.rng.randrange(2, 5))]
        self.rng.shuffle(lines)
        return "\n".join(line[0].upper() + line[1:] for line in lines)


def reports(count: int, seed: int = 0) -> list[Report]:
    """Return reports put together at random; the same seed gives the same ones."""
    rng = random.Random(seed)
    return [_Composer(rng).report() for _ in range(count)]


def main() -> None:
    """Compose, read, say which parts are read wrongly, and write the results."""
    run(Topic("composed_voices", "who speaks or is meant hangs on what stands around", reports, faults_of, told))


if __name__ == "__main__":
    main()
