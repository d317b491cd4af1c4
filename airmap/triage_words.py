"""The words that triage looks for, drawn once from the lexicon: what flies, what is done to it, where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from airmap import lexicon

_TO_SPACE = str.maketrans({c: " " for c in map(chr, range(128)) if not c.isalnum()}
                           | dict.fromkeys("\u00a0\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2026", " "))
OWNING = frozenset({"its", "their", "our", "his", "her", "my", "your"})
BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "got", "s", "re"})
PASSIVE = BE | {"by", "that", "which"}
LITTLE = r"(?!(?:The|A|An|In|On|At|And|But|His|Her|My|Our|This|That|It|He|She|They|We|Of|For|To|By|As|If|When|I)\b)"
FIGHTERS = frozenset({"fighter", "fighters"})
# Verbs of ordering that tell of no contact, unless what is sent meets something.
_ONLY_SENT = frozenset({"send", "turn", "order", "divert"})
_AIR_ZONES = ("adiz", "fir", "restricted", "buffer", "national")


def words_of(text: str) -> list[str]:
    return text.lower().translate(_TO_SPACE).split()


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their last word, in lower case with single spaces; ``written`` are names, as they are written."""

    plain: Mapping[str, tuple[str, ...]]
    written: Mapping[str, tuple[str, ...]]

    @property
    def last_words(self) -> frozenset[str]:
        return frozenset(self.plain) | frozenset(self.written)

    def within(self, words: frozenset[str], joined: str, text: str) -> bool:
        """Say whether a phrase is in a text, given also its words and these joined by spaces."""
        return any(f" {phrase} " in joined for phrase in self._plain_of(words)) or self._names_in(words, text)

    def alone(self, words: frozenset[str], joined: str, text: str) -> bool:
        """Say the same of phrases that are not part of another thing's name: "drone strike", "aircraft carrier"."""
        before, after = vocabulary().before_another, vocabulary().after_another
        for phrase in self._plain_of(words):
            at = joined.find(f" {phrase} ")
            while at >= 0:
                end = at + len(phrase) + 2
                following = joined[end:joined.find(" ", end)] if end < len(joined) else ""
                if following not in before and joined[joined.rfind(" ", 0, at) + 1:at] not in after:
                    return True
                at = joined.find(f" {phrase} ", at + 1)
        return self._names_in(words, text)

    def _plain_of(self, words: frozenset[str]) -> Iterator[str]:
        return (phrase for last in words & self.plain.keys() for phrase in self.plain[last])

    def _names_in(self, words: frozenset[str], text: str) -> bool:
        return any(name in text for last in words & self.written.keys() for name in self.written[last])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by which the readers know an event."""

    flight: frozenset[str]
    craft: Phrases
    everyday: Phrases
    air: Phrases
    named_air: Phrases
    aerial: Phrases
    flying: frozenset[str]
    fighting: frozenset[str]
    behind_name: re.Pattern[str]
    designator: re.Pattern[str]
    craft_words: frozenset[str]
    before_another: frozenset[str]
    after_another: frozenset[str]
    sure: frozenset[str]
    downing: frozenset[str]
    phrasal: Mapping[str, frozenset[str]]
    driving: Mapping[str, frozenset[str]]
    aircrew: frozenset[str]
    officers: frozenset[str]
    signs_of_flying: frozenset[str]
    lines_of_land: frozenset[str]
    flying_across: frozenset[str]
    striking: frozenset[str]
    fire_words: frozenset[str]
    firing: frozenset[str]
    engaging: frozenset[str]
    loosing: frozenset[str]
    ordnance: frozenset[str]
    targets: frozenset[str]
    letting_go: frozenset[str]
    countermeasures: frozenset[str]
    at: frozenset[str]
    contact: frozenset[str]
    wreckage: frozenset[str]
    finding: frozenset[str]
    conducting: frozenset[str]
    apart: frozenset[str]
    small_units: frozenset[str]
    forcing: frozenset[str]
    met_by_another: frozenset[str]
    meeting: frozenset[str]
    answering: frozenset[str]
    intercepted: frozenset[str]
    hit: frozenset[str]
    fighters: frozenset[str]
    forced: frozenset[str]
    close_to: frozenset[str]
    close_motion: frozenset[str]
    ships: frozenset[str]
    owners: frozenset[str]
    entry: frozenset[str]
    entry_strong: frozenset[str]
    motion: frozenset[str]
    perilous: frozenset[str]
    approach: frozenset[str]
    into: frozenset[str]
    land: frozenset[str]
    coming: frozenset[str]
    across: frozenset[str]
    sending: frozenset[str]
    seen: frozenset[str]
    unwelcome: frozenset[str]
    overhead: frozenset[str]
    watching: frozenset[str]
    sightings: frozenset[str]
    seizing: frozenset[str]
    unmanned: frozenset[str]
    crossing: frozenset[str]
    company: Mapping[str, tuple[frozenset[str], ...]]
    crashes: frozenset[str]
    fire_sources: frozenset[str]
    turning: frozenset[str]
    courses: frozenset[str]
    alert: frozenset[str]
    undoing: frozenset[str]
    shooters: frozenset[str]
    bursting: frozenset[str]
    bursts: frozenset[str]
    defection: frozenset[str]
    piercing: frozenset[str]
    defences: frozenset[str]
    deeds_aloft: frozenset[str]
    reporting: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    aircraft, events = lexicon.table("aircraft"), lexicon.table("events")
    everyday_types = lexicon.group("everyday_types") | FIGHTERS
    watching = {form for verb in lexicon.table("triage")["watching"] for form in lexicon.verb_forms(verb)}
    nouns = {form for kind in aircraft["nouns"] for form in lexicon.nouns("aircraft", "nouns", kind)}
    nouns |= FIGHTERS
    names = {form for kind in aircraft["names"].values() for n in kind for form in lexicon.noun_forms(n)}
    zones = [phrase for kind in _AIR_ZONES for phrase in events["zones"][kind]]
    zones += [f for f in lexicon.nouns("events", "entry_nouns", "strong") if "over" in f]
    zones += lexicon.verb_forms("overfly")
    everyday = _phrases((n for n in nouns if n in everyday_types), (n for n in names if n.lower() in everyday_types))
    everyday_words = {n for n in nouns | names if n.lower() in everyday_types} - FIGHTERS
    longest_first = "|".join(map(re.escape, sorted(everyday_words, key=lambda w: (-len(w), w))))
    # "the air force bombed a camp on the Ecuadorian side"
    craft = _phrases(nouns.difference(everyday_words, FIGHTERS) | {"air force"}, names.difference(everyday_words))
    phrasal: dict[str, set[str]] = {}
    for verb, particle in events["force_down"]["phrasal"]:
        for form in lexicon.verb_forms(verb):
            phrasal.setdefault(form, set()).add(particle)
    entry_strong = frozenset(lexicon.verbs("events", "entry_strong")) | lexicon.nouns("events", "entry_nouns", "strong")
    contact, striking = lexicon.verbs("events", "contact_intercept"), lexicon.group("ambiguous_strikes")
    driving = {f: frozenset(particles) for verb, particles in events["contact_intercept"]["phrasal"].items()
               for f in lexicon.verb_forms(verb)}
    strong = lexicon.word_set("events", "contact_intercept", "strong") | {"scramble"}
    fire = lexicon.verbs("events", "force_fire")
    struck, loosed, ordering, weak = map(
        lexicon.group, ("striking_verbs", "loosing_verbs", "ordering_verbs", "weak_contact_verbs"))
    close = frozenset(lexicon.verbs("events", "contact_close")) | lexicon.group(
        "closeness_nouns", "meetings_aloft", "affairs_aloft")
    patterns = [p for kind in aircraft["patterns"].values() for p in kind]
    return Vocabulary(
        flight=craft.last_words | everyday.last_words | _phrases(zones, ()).last_words,
        craft=craft,
        everyday=everyday,
        air=_phrases(zones, ()),
        aerial=_phrases((z for z in zones if z not in lexicon.table("triage")["ground_zones"]), ()),
        named_air=_phrases((z for z in zones if z not in lexicon.table("triage")["everyday_zones"]), ()),
        flying=lexicon.group("military_context") | lexicon.group("object_words")
        | frozenset(lexicon.table("triage")["flying"]),
        fighting=lexicon.group("air_context") | lexicon.verb_forms("scramble") | lexicon.verb_forms("intercept")
        | frozenset(lexicon.table("triage")["fighting"]),
        # Not the capital of a sentence's first word, where that is a little one.
        behind_name=re.compile(rf"\b{LITTLE}"
                               r"[A-Z][\w.]*(?:['\u2019]s)?[ -](?:[\w'\u2019.-]+ ){0,4}?"
                               rf"(?:{longest_first})\b"),
        designator=re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?!\w)"),
        before_another=frozenset(aircraft["not_craft"]["followed_by"]).difference(
            lexicon.group("headline_verbs", "debris_words")),
        after_another=frozenset(aircraft["not_craft"]["preceded_by"]),
        craft_words=frozenset(w for p in (craft, everyday) for w in p.last_words
                              if w in p.plain.get(w, ()) or w in p.written) | FIGHTERS,
        sure=entry_strong | close | {f for f, verb in contact.items() if verb in strong}
        | {w for n in lexicon.word_set("events", "contact_intercept", "nouns") for w in words_of(n)},
        downing=frozenset(lexicon.verbs("events", "force_down")) - {"down", "fell"}
        | {w for n in lexicon.word_set("events", "force_down", "nouns") for w in words_of(n)} - {"down"},
        phrasal={verb: frozenset(particles) for verb, particles in phrasal.items()},
        driving=driving,
        aircrew=lexicon.group("aircrew"),
        officers=lexicon.group("officers"),
        signs_of_flying=lexicon.group("signs_of_flying"),
        lines_of_land=lexicon.group("lines_of_land"),
        flying_across=lexicon.group_forms("moving_verbs", "border_verbs", "intruding_verbs"),
        striking=frozenset(f for f, verb in fire.items() if verb in striking)
        | frozenset(lexicon.verbs("events", "contact_close", "striking")),
        fire_words=lexicon.group("fire_words") | lexicon.group("craft_parts") | lexicon.group("almost")
        | lexicon.group("air_context"),
        firing=frozenset(f for f, verb in fire.items() if verb not in striking | struck | loosed),
        engaging=frozenset(f for f, verb in fire.items() if verb in struck - striking),
        loosing=frozenset(f for f, verb in fire.items() if verb in loosed),
        ordnance=lexicon.group("ordnance"),
        targets=lexicon.group("target_prepositions"),
        letting_go=lexicon.group_forms("letting_go_verbs"),
        countermeasures=lexicon.group("countermeasures"),
        at=lexicon.group("target_prepositions") | PASSIVE,
        contact=frozenset(contact) | driving.keys(),
        wreckage=lexicon.group("debris_words"),
        finding=lexicon.verb_forms("find", "discover", "recover", "spot"),
        conducting=lexicon.verb_forms("conduct") | lexicon.verb_forms("perform"),
        apart=lexicon.group("set_apart"),
        small_units=lexicon.group("small_units"),
        forcing=frozenset(f for f, verb in contact.items() if verb in ordering - _ONLY_SENT),
        met_by_another=frozenset(f for f, verb in contact.items() if verb in (weak - ordering)
                                 | lexicon.group("launching_verbs")),
        meeting=frozenset(f for f, verb in contact.items() if verb in lexicon.group("meeting_verbs")),
        answering=frozenset(f for f, verb in contact.items() if verb not in ordering | weak),
        intercepted=lexicon.verb_forms("intercept"),
        # Of a pronoun only as a passive: "it was fired at", "they were hit".
        hit=frozenset({"fired", "hit", "targeted"}),
        fighters=lexicon.group("fighter_words"),
        forced=frozenset({"land", "landing", "back", "away", "leave", "down"}),
        close_to=lexicon.word_set("events", "contact_close", "close_to") | lexicon.group("paths"),
        close_motion=frozenset(lexicon.verbs("events", "contact_close", "motion")),
        ships=lexicon.group("ships"),
        owners=lexicon.word_set("parties", "descriptions", "nouns") | OWNING | {"capital"},
        entry=entry_strong | lexicon.nouns("events", "entry_nouns", "weak"),
        entry_strong=entry_strong,
        motion=(frozenset(lexicon.verbs("events", "entry_motion")) - watching)
        | frozenset(lexicon.verbs("events", "approach")),
        perilous=lexicon.group("perilous"),
        approach=frozenset(lexicon.verbs("events", "approach")),
        into=lexicon.group("going_in"),
        land=frozenset(words_of(t)[-1] for t in events["zones"]["territory"]),
        coming=lexicon.verb_forms("come") | lexicon.verb_forms("fly"),
        across=lexicon.group_forms("direct_goal_verbs"),
        sending=lexicon.verb_forms("send", "launch", "fly"),
        seen=(lexicon.group_forms("presence_verbs") | lexicon.group_forms("resting_verbs", "filming_verbs")) - watching,
        unwelcome=lexicon.group("unwelcome_things"),
        overhead=lexicon.group("acts_overhead"),
        watching=lexicon.group_forms("prying_verbs") | lexicon.group("spying_nouns", "sighting_nouns"),
        sightings=lexicon.group("sighting_nouns"),
        seizing=lexicon.group_forms("seizing_verbs"),
        unmanned=lexicon.nouns("aircraft", "nouns", "balloon") | lexicon.nouns("aircraft", "nouns", "drone"),
        crossing=lexicon.group_forms("border_verbs"),
        company={f: tuple(map(frozenset, rests)) for f, rests in lexicon.phrases_by_verb("company_phrases").items()},
        crashes=lexicon.group("crash_nouns"),
        fire_sources=lexicon.group("fire_sources"),
        turning=lexicon.group_forms("altering_verbs") | lexicon.group_forms("swerving_verbs")
        | lexicon.verb_forms("turn"),
        courses=lexicon.group("courses") | lexicon.group("in_the_way") | lexicon.group("swerving_verbs"),
        alert=lexicon.group_forms("alert_verbs"),
        undoing=frozenset(
            f for group in ("undoing_verbs", "wounding_verbs", "ruining_verbs", "succumbing_verbs", "undoing_phrases",
                          "wounding_phrases")
            for p in lexicon.group(group) for f in lexicon.verb_forms(p.split()[0])),
        shooters=(lexicon.group("shooters") | lexicon.group("fire_sources") | lexicon.group("ground_forces"))
        - lexicon.group("aircrew"),
        bursting=lexicon.group_forms("bursting_verbs") | lexicon.group_forms("taking_verbs"),
        defection=lexicon.group("words_of_defection"),
        piercing=lexicon.group_forms("piercing_verbs"),
        defences=lexicon.group("defences"),
        deeds_aloft=lexicon.group("deeds_aloft") - {"flight", "flights"},
        reporting=frozenset(lexicon.verbs("cues", "reporting")),
        bursts=(lexicon.group("ordnance") | lexicon.group("hits")) - {"fire", "radar", "round", "rounds"},
    )


def _phrases(plain: Iterable[str], written: Iterable[str]) -> Phrases:
    by_last: dict[str, set[str]] = {}
    for phrase in plain:
        words = words_of(phrase)
        by_last.setdefault(words[-1], set()).add(" ".join(words))
    names: dict[str, set[str]] = {}
    for name in written:
        names.setdefault(words_of(name)[-1], set()).add(name)
    return Phrases({k: tuple(sorted(v)) for k, v in by_last.items()}, {k: tuple(sorted(v)) for k, v in names.items()})
