"""Which articles, and which sentences of them, are worth parsing: a look at the words, before any language model.

It must miss nothing that a full reading would find. So it asks for the conditions without which the readers of
``airmap.events`` find nothing, drawn from their own vocabulary: something that flies or a named airspace, and beside it
a word that reports an entry, force, contact or closeness. Two steps: most articles hold no word of flight at
all, which a comparison of two sets of words shows in microseconds; the rest are looked at sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from airmap import lexicon

# How far around a telling sentence the readers look for whose aircraft it was and what came of it.
_SENTENCES_BEFORE = 3
# What every designator has: a capital and a figure ("F-16", "TB2", "Boeing 737"), or the word flight.
_FIGURE = re.compile(r"[A-Z][\w/]{0,10}[- ]{0,2}\d|[Ff]light\b")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_TO_SPACE = str.maketrans({c: " " for c in map(chr, range(128)) if not c.isalnum()}
                          | dict.fromkeys("\u00a0\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2026", " "))
# A full stop ends a sentence unless it may belong to an initial or a short title: "U.S.", "Gen.", "Lt."
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])(?<!\b[A-Z][a-z]{3})[.!?\u2026]"
                           r"[\"')\]\u2019\u201d]*\s+(?=[\"'(\[\u2018\u201c]*[A-Z0-9])|\n\s*")
# What may stand for a craft named in a sentence before; relative pronouns stand for one of their own sentence.
_PRONOUNS = frozenset({"it", "they", "them", "one", "some", "both", "these", "those", "others", "another", "two",
                       "three", "all", "several", "most", "many", "latter", "former"})
# A sentence with one of these may need the one before it, to know whose airspace it was.
_REFERRING = frozenset({"it", "its", "they", "them", "their", "our", "ours", "we", "us", "he", "she", "his", "her",
                        "this", "these", "those", "latter", "former",
                        # Of a land that was named before.
                        "inland"})
_OWNING = frozenset({"its", "their", "our", "his", "her", "my", "your"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "got", "s", "re"})
_PASSIVE = _BE | {"by", "that", "which"}
_LITTLE = r"(?!(?:The|A|An|In|On|At|And|But|His|Her|My|Our|This|That|It|He|She|They|We|Of|For|To|By|As|If|When|I)\b)"
_NAME = re.compile(rf"(?:^[\W_]*{_LITTLE}|(?<=\w\s)|(?<=[,;:(\"\u201c]\s)|(?<=[-(\u2014]))[A-Z]")
_FIGHTERS = frozenset({"fighter", "fighters"})
_THERE = frozenset({"in", "on"})
_ON = frozenset({"on", "onto"})
_DROPPED = frozenset({"dropped", "airdropped"})
_WITHIN = frozenset({"inside", "inland"})
# What may stand for a land before the verb: "the strip that they flew over".
_FRONTED = frozenset({"that", "which", "where", "whose"})
# Verbs of ordering that tell of no contact, unless what is sent meets something.
_ONLY_SENT = frozenset({"send", "turn", "order", "divert"})
_AIR_ZONES = ("adiz", "fir", "restricted", "buffer", "national")


def concerns_airspace(text: str) -> bool:
    """Return whether a text may tell of an airspace incident.

    Examples
    --------
    >>> concerns_airspace("Two jets crossed the border on Friday.")
    True
    >>> concerns_airspace("The striker crossed from the left and scored.")
    False
    """
    return bool(passages(text))


def passages(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text that may tell of an airspace incident, as character offsets.

    Each holds the sentences that may tell of one and those around them that the readers look at; stretches that touch
    are one. No stretch, no incident.
    """
    plain = _INVISIBLE.sub("", text) if not text.isascii() else text
    if not _flies(plain):
        return ()
    sentences = _sentences(plain)
    stretches: list[tuple[int, int]] = []
    for told, named in _telling(plain, sentences):
        if len(plain) != len(text):
            return ((0, len(text)),)
        refers = not _REFERRING.isdisjoint(_words(plain[slice(*sentences[named])]))
        start, end = sentences[max(0, named - refers)][0], sentences[told][1]
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return tuple(stretches)


def _flies(text: str) -> bool:
    """Say whether a text names a craft or an airspace at all."""
    known = _vocabulary()
    listed = _words(text)
    if not known.flight.isdisjoint(listed):
        words, joined = frozenset(listed), f" {' '.join(listed)} "
        if any(phrases.within(words, joined, text) for phrases in (known.craft, known.everyday, known.air)):
            return True
    return _crew_downed(frozenset(listed), listed) or _designated(text)


def _crew_downed(words: frozenset[str], listed: list[str]) -> bool:
    """Say whether a text tells of one who flew as of the aircraft: "American pilot shot down over Laos"."""
    known = _vocabulary()
    return not known.aircrew.isdisjoint(words) and _with_particle(known.phrasal, words, listed)


def _designated(text: str) -> bool:
    """Say whether a text names a craft by type and number: "F-16", "Flight 1549"; slow patterns only beside figures."""
    search = _vocabulary().designator.search
    return any(search(text, max(0, m.start() - 40), m.end() + 8) for m in _FIGURE.finditer(text))


def _words(text: str) -> list[str]:
    return text.lower().translate(_TO_SPACE).split()


def _sentences(text: str) -> list[tuple[int, int]]:
    """Cut roughly into sentences, rather too long than too short."""
    ends = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(ends) if a < b]


@dataclass(frozen=True, slots=True)
class _Phrases:
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
        before, after = _vocabulary().before_another, _vocabulary().after_another
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
class _Vocabulary:
    """The words by which the readers know an event."""

    flight: frozenset[str]
    craft: _Phrases
    everyday: _Phrases
    air: _Phrases
    named_air: _Phrases
    aerial: _Phrases
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
    seen: frozenset[str]
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


def _telling(text: str, sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the sentences that may tell of an incident, each with the one that names what flew."""
    known = _vocabulary()
    named = -1
    for number, (start, end) in enumerate(sentences):
        sentence = text[start:end]
        listed = _words(sentence)
        words, joined = frozenset(listed), f" {' '.join(listed)} "
        zone = known.air.within(words, joined, sentence)
        entry_named = not words.isdisjoint(known.entry_strong)
        if known.craft.alone(words, joined, sentence) or _designated(sentence) or (
                known.everyday.alone(words, joined, sentence) and _flies_here(words, sentence, known)) or (
                entry_named and known.craft.within(words, joined, sentence)):
            named = number
            if zone or _told_with_craft(words, listed, sentence):
                yield number, number
        elif named >= 0 and number - named <= _SENTENCES_BEFORE and not _PRONOUNS.isdisjoint(words) and (
                (zone and number - named == 1) or _told_of_pronoun(words, listed, sentence, zone=zone)):
            # "It extended a mile into Finnish airspace", right after what flew: of that, whatever the verb.
            yield number, named
        elif named == number - 1 >= 0 and words & _OWNING and words & known.perilous and words & known.close_motion:
            # "approached the plane. Its dangerous manoeuvres made"
            yield number, named
        elif _crew_downed(words, listed) or (zone and known.aerial.within(words, joined, sentence) and (
                words & known.entry or (
                    words & known.motion and known.named_air.within(words, joined, sentence)))):
            yield number, number


def _told_with_craft(words: frozenset[str], listed: list[str], sentence: str) -> bool:
    """Say whether a sentence that names a craft has a word that reports an entry, force, contact or closeness."""
    known = _vocabulary()
    if words & known.sure or _brought_down(words, listed) or ("down" in words and _downs(listed, sentence)):
        return True
    several = sum(w in known.craft_words for w in listed) + len(known.designator.findall(sentence)) > 1
    if words & known.striking and (several or words & known.fire_words) and (
            words & _PASSIVE or _craft_follows(listed, known.striking)):
        return True
    if (words & known.firing and (words & known.at or "warning" in words)) or (words & known.engaging and (
            words & _PASSIVE or _craft_follows(listed, known.engaging))):
        return True
    if (words & known.loosing and words & known.ordnance and words & known.targets) or (
            words & known.letting_go and words & known.countermeasures):
        return True
    if words & known.contact and _met(words, listed, several=several):
        return True
    if (words & known.crashes and words & known.fire_sources) or (words & known.bursting and words & known.bursts):
        return True
    if "under" in words and "fire" in words:
        return True
    if several and any(rest <= words for verb in words & known.company.keys() for rest in known.company[verb]):
        # "formed up on", "went after", "kept pace with"
        return True
    if several and ("evasive" in words or (words & known.turning and words & known.courses)):
        return True
    if words & known.undoing and (several or words & known.shooters):
        # "A Mirage made short work of a drone", "lost to flak"
        return True
    if "by" in words and words & _DROPPED:
        # "seized cigarettes dropped by a drone in Lithuania"
        return True
    if "side" in words and words & _ON:
        # "made free of the air on the Estonian side"
        return True
    if words & known.defection or (words & known.piercing and words & known.defences):
        return True
    if words & known.alert and words & _BE and _designated(sentence):
        # "Fighters were scrambled. On Monday an Il-20 was identified."
        return True
    if words & known.close_to and words & known.close_motion and (several or words & known.ships or _names(sentence)):
        return True
    return _entered(words, listed, sentence) or bool(
        words & known.approach and (words & known.land or words & known.perilous or several))


def _downs(listed: list[str], sentence: str) -> bool:
    """Say whether "down" may be a headline's verb: "Syrian gunners down Israeli F-16"."""
    known = _vocabulary()
    if known.designator.search(sentence, sentence.casefold().find(" down ") + 1) is not None:
        return True
    at = listed.index("down")
    return at > 0 and not known.craft_words.isdisjoint(listed[at + 1 : at + 6])


def _told_of_pronoun(words: frozenset[str], listed: list[str], sentence: str, *, zone: bool) -> bool:
    """Say whether a sentence without a craft may tell of one named before: "it was shot down", "they crossed into"."""
    known = _vocabulary()
    hit = words & known.hit and words & _BE
    moved = words & known.motion and _PRONOUNS & set(_before(known.motion, listed)) and (
        zone or _entered(words, listed, sentence))
    return bool(words & known.entry_strong or words & known.intercepted or hit or moved or _brought_down(words, listed))


def _before(verbs: frozenset[str], listed: list[str]) -> list[str]:
    """Return the words before the last of the verbs, among which is its subject."""
    return listed[:next(n for n in range(len(listed) - 1, -1, -1) if listed[n] in verbs)]


def _entered(words: frozenset[str], listed: list[str], sentence: str) -> bool:
    """Say whether a sentence leads into some land: "over Cyprus", "crossed the border", "fell in", "came from"."""
    known = _vocabulary()
    if (words & known.crossing and "from" in words) or (words & _WITHIN and words & known.motion):
        return True
    if not (words & known.land or words & known.owners or _names(sentence)):
        return False
    if words & known.unmanned and (words & known.seizing or "landed" in words):
        return True  # "Guards stopped eight balloons launched from Belarus", "a balloon landed at Riga"
    return bool(words & known.across or ("from" in words and "in" in words and words & known.coming)
                or (words & known.into and _land_follows(known.into, listed, sentence))
                or (words & known.seen and words & _THERE and _land_follows(_THERE, listed, sentence)))


def _land_follows(prepositions: frozenset[str], listed: list[str], sentence: str) -> bool:
    """Say whether a land or a name stands behind one of the prepositions, or what stands for it before: "which"."""
    known = _vocabulary()
    first = next(n for n, w in enumerate(listed) if w in prepositions)
    before, after = listed[:first], listed[first + 1:]
    if not _FRONTED.isdisjoint(before) or not (known.land.isdisjoint(after) and known.owners.isdisjoint(after)):
        return True
    start = re.search(rf"(?i)\b{listed[first]}\b", sentence)
    return _NAME.search(sentence, start.end() if start else 0) is not None


def _brought_down(words: frozenset[str], listed: list[str]) -> bool:
    known = _vocabulary()
    return not known.downing.isdisjoint(words) or _with_particle(known.phrasal, words, listed)


def _with_particle(phrasal: Mapping[str, frozenset[str]], words: frozenset[str], listed: list[str]) -> bool:
    """Say whether a verb stands there with a particle of its own behind it: "shot it down", "turned back"."""
    return any(not phrasal[verb].isdisjoint(listed[listed.index(verb) + 1:]) for verb in words & phrasal.keys())


def _met(words: frozenset[str], listed: list[str], *, several: bool) -> bool:
    """Say whether a sentence with a verb of contact has what that verb needs: fighters, a second craft, an order."""
    known = _vocabulary()
    several = several or not known.aircrew.isdisjoint(words)
    return bool((words & known.forcing and words & known.forced)
                or _with_particle(known.driving, words, listed)
                or (several and words & known.met_by_another)
                or (words & known.meeting and words & _PRONOUNS)
                or (words & known.answering and (several or words & known.fighters)))


def _craft_follows(listed: list[str], verbs: frozenset[str]) -> bool:
    """Say whether a craft is named after the first of the verbs, as what was struck may be."""
    known = _vocabulary()
    first = next((n for n, w in enumerate(listed) if w in verbs), len(listed))
    return any(w in known.craft_words or any(c.isdigit() for c in w) for w in listed[first:])


def _names(sentence: str) -> bool:
    """Say whether a sentence holds a name; its first word counts unless it is a little one."""
    return _NAME.search(sentence) is not None


def _flies_here(words: frozenset[str], sentence: str, known: _Vocabulary) -> bool:
    """Say whether a word such as "object", "fighter" or "Bear" may fly: beside words of flight, or behind a name."""
    if not known.flying.isdisjoint(words) or known.behind_name.search(sentence) is not None:
        return True
    return not words.isdisjoint(_FIGHTERS) and not words.isdisjoint(known.fighting)


@cache
def _vocabulary() -> _Vocabulary:
    aircraft, events = lexicon.table("aircraft"), lexicon.table("events")
    everyday_types = lexicon.group("everyday_types") | _FIGHTERS
    watching = {form for verb in lexicon.table("triage")["watching"] for form in lexicon.verb_forms(verb)}
    nouns = {form for kind in aircraft["nouns"] for form in lexicon.nouns("aircraft", "nouns", kind)}
    nouns |= _FIGHTERS
    names = {form for kind in aircraft["names"].values() for n in kind for form in lexicon.noun_forms(n)}
    zones = [phrase for kind in _AIR_ZONES for phrase in events["zones"][kind]]
    zones += [f for f in lexicon.nouns("events", "entry_nouns", "strong") if "over" in f]
    zones += lexicon.verb_forms("overfly")
    everyday = _phrases((n for n in nouns if n in everyday_types), (n for n in names if n.lower() in everyday_types))
    everyday_words = {n for n in nouns | names if n.lower() in everyday_types} - _FIGHTERS
    longest_first = "|".join(map(re.escape, sorted(everyday_words, key=lambda w: (-len(w), w))))
    # "the air force bombed a camp on the Ecuadorian side"
    craft = _phrases(nouns.difference(everyday_words, _FIGHTERS) | {"air force"}, names.difference(everyday_words))
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
    close = frozenset(lexicon.verbs("events", "contact_close")) | lexicon.group("closeness_nouns", "meetings_aloft")
    patterns = [p for kind in aircraft["patterns"].values() for p in kind]
    return _Vocabulary(
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
        behind_name=re.compile(rf"\b{_LITTLE}"
                               r"[A-Z][\w.]*(?:['\u2019]s)?[ -](?:[\w'\u2019.-]+ ){0,4}?"
                               rf"(?:{longest_first})\b"),
        designator=re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?!\w)"),
        before_another=frozenset(aircraft["not_craft"]["followed_by"]) - lexicon.group("headline_verbs"),
        after_another=frozenset(aircraft["not_craft"]["preceded_by"]),
        craft_words=frozenset(w for p in (craft, everyday) for w in p.last_words
                              if w in p.plain.get(w, ()) or w in p.written) | _FIGHTERS,
        sure=entry_strong | close | {f for f, verb in contact.items() if verb in strong}
        | {w for n in lexicon.word_set("events", "contact_intercept", "nouns") for w in _words(n)},
        downing=frozenset(lexicon.verbs("events", "force_down")) - {"down", "fell"}
        | {w for n in lexicon.word_set("events", "force_down", "nouns") for w in _words(n)} - {"down"},
        phrasal={verb: frozenset(particles) for verb, particles in phrasal.items()},
        driving=driving,
        aircrew=lexicon.group("aircrew"),
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
        at=lexicon.group("target_prepositions") | _PASSIVE,
        contact=frozenset(contact) | driving.keys(),
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
        owners=lexicon.word_set("parties", "descriptions", "nouns") | _OWNING | {"capital"},
        entry=entry_strong | lexicon.nouns("events", "entry_nouns", "weak"),
        entry_strong=entry_strong,
        motion=(frozenset(lexicon.verbs("events", "entry_motion")) - watching)
        | frozenset(lexicon.verbs("events", "approach")),
        perilous=lexicon.group("perilous"),
        approach=frozenset(lexicon.verbs("events", "approach")),
        into=lexicon.group("going_in"),
        land=frozenset(_words(t)[-1] for t in events["zones"]["territory"]),
        coming=lexicon.verb_forms("come") | lexicon.verb_forms("fly"),
        across=lexicon.group_forms("direct_goal_verbs"),
        seen=(lexicon.group_forms("presence_verbs") | lexicon.group_forms("resting_verbs")) - watching,
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
        bursts=(lexicon.group("ordnance") | lexicon.group("hits")) - {"fire", "radar", "round", "rounds"},
    )


def _phrases(plain: Iterable[str], written: Iterable[str]) -> _Phrases:
    by_last: dict[str, set[str]] = {}
    for phrase in plain:
        words = _words(phrase)
        by_last.setdefault(words[-1], set()).add(" ".join(words))
    names: dict[str, set[str]] = {}
    for name in written:
        names.setdefault(_words(name)[-1], set()).add(name)
    return _Phrases({k: tuple(sorted(v)) for k, v in by_last.items()}, {k: tuple(sorted(v)) for k, v in names.items()})
