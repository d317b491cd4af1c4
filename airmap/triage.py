"""Which articles, and which sentences of them, are worth parsing: a look at the words, before any language model.

It must miss nothing that a full reading would find. So it asks for the conditions without which the readers of
``airmap.events`` find nothing, drawn from their own vocabulary: something that flies or a named airspace, and beside it
a word that reports an entry, force, contact or closeness. Two steps: most articles hold no word of flight at
all, which a comparison of two sets of words shows in microseconds; the rest are looked at sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from airmap.triage_words import BE, FIGHTERS, LITTLE, OWNING, PASSIVE, Vocabulary, vocabulary, words_of

# How far around a telling sentence the readers look for whose aircraft it was and what came of it.
_SENTENCES_BEFORE = 3
# What every designator has: a capital and a figure ("F-16", "TB2", "Boeing 737"), or the word flight.
_FIGURE = re.compile(r"[A-Z][\w/]{0,10}[- ]{0,2}\d|[Ff]light\b")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
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
_NAME = re.compile(rf"(?:^[\W_]*{LITTLE}|(?<=\w\s)|(?<=[,;:(\"\u201c]\s)|(?<=[-(\u2014]))[A-Z]")
_THERE = frozenset({"in", "on"})
_ON = frozenset({"on", "onto"})
_DROPPED = frozenset({"dropped", "airdropped"})
_WITHIN = frozenset({"inside", "inland"})
# What may stand for a land before the verb: "the strip that they flew over".
_FRONTED = frozenset({"that", "which", "where", "whose"})


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
        refers = not _REFERRING.isdisjoint(words_of(plain[slice(*sentences[named])]))
        start, end = sentences[max(0, named - refers)][0], sentences[told][1]
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return tuple(stretches)


def _flies(text: str) -> bool:
    """Say whether a text names a craft or an airspace at all."""
    known = vocabulary()
    listed = words_of(text)
    words = frozenset(listed)
    if not known.flight.isdisjoint(words):
        joined = f" {' '.join(listed)} "
        if any(phrases.within(words, joined, text) for phrases in (known.craft, known.everyday, known.air)):
            return True
    return _crew_downed(words, listed) or _crew_astray(words) or _designated(text) or _condemned(words)


def _condemned(words: frozenset[str]) -> bool:
    """Say whether a deed done from the air may be called a violation: "India's airdrop as a breach of sovereignty"."""
    known = vocabulary()
    aloft = words & known.deeds_aloft or ("air" in words and words & {"raid", "raids", "strike", "strikes"})
    return bool(aloft and words & known.entry_strong and words & {"sovereignty", "integrity", "territory"})


def _crew_downed(words: frozenset[str], listed: list[str]) -> bool:
    """Say whether a text tells of one who flew as of the aircraft: "American pilot shot down over Laos"."""
    known = vocabulary()
    return not known.aircrew.isdisjoint(words) and _with_particle(known.phrasal, words, listed)


def _crew_astray(words: frozenset[str]) -> bool:
    """Say whether one who flew crossed a border: "pilots strayed across it", "a colonel took off and crossed it"."""
    known = vocabulary()
    if known.lines_of_land.isdisjoint(words) or known.flying_across.isdisjoint(words):
        return False
    flown = words & known.signs_of_flying or "off" in words
    return bool(words & known.aircrew or (words & known.officers and flown))


def _designated(text: str) -> bool:
    """Say whether a text names a craft by type and number: "F-16", "Flight 1549"; slow patterns only beside figures."""
    search = vocabulary().designator.search
    return any(search(text, max(0, m.start() - 40), m.end() + 8) for m in _FIGURE.finditer(text))


def _sentences(text: str) -> list[tuple[int, int]]:
    """Cut roughly into sentences, rather too long than too short."""
    ends = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(ends) if a < b]


def _telling(text: str, sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the sentences that may tell of an incident, each with the one that names what flew."""
    known = vocabulary()
    named = -1
    for number, (start, end) in enumerate(sentences):
        sentence = text[start:end]
        listed = words_of(sentence)
        words, joined = frozenset(listed), f" {' '.join(listed)} "
        zone = known.air.within(words, joined, sentence)
        # "drone incursions", "drone sightings": the word that follows does not make another thing of it.
        entry_named = not words.isdisjoint(known.entry_strong) or not words.isdisjoint(known.sightings)
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
        elif named == number - 1 >= 0 and words & OWNING and words & known.perilous and words & known.close_motion:
            # "approached the plane. Its dangerous manoeuvres made"
            yield number, named
        elif _crew_downed(words, listed) or _crew_astray(words) or _condemned(words) or (
                zone and known.aerial.within(words, joined, sentence) and (
                words & known.entry or (
                    words & known.motion and known.named_air.within(words, joined, sentence)))):
            yield number, number


def _told_with_craft(words: frozenset[str], listed: list[str], sentence: str) -> bool:
    """Say whether a sentence that names a craft has a word that reports an entry, force, contact or closeness."""
    known = vocabulary()
    if words & known.sure or _brought_down(words, listed) or ("down" in words and _downs(listed, sentence)):
        return True
    several = sum(w in known.craft_words for w in listed) + len(known.designator.findall(sentence)) > 1
    if words & known.striking and (several or words & known.fire_words) and (
            words & PASSIVE or _craft_follows(listed, known.striking)):
        return True
    if (words & known.firing and (words & known.at or "warning" in words)) or (words & known.engaging and (
            words & PASSIVE or _craft_follows(listed, known.engaging))):
        return True
    if (words & known.loosing and words & known.ordnance and words & known.targets) or (
            words & known.letting_go and words & known.countermeasures):
        return True
    if words & known.contact and (_met(words, listed, several=several) or words & known.conducting):
        # "conducted tracking of the patrol plane"
        return True
    if words & known.apart and words & known.small_units:
        # "two to three metres apart", "nine metres separated the MiG from the patrol plane"
        return True
    if (words & known.crashes and words & known.fire_sources) or (words & known.bursting and words & known.bursts):
        return True
    if words & known.wreckage and words & known.finding:
        # "Drone debris found in a Romanian village"
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
    if words & known.alert and words & BE and _designated(sentence):
        # "Fighters were scrambled. On Monday an Il-20 was identified."
        return True
    if words & known.close_to and words & known.close_motion and (several or words & known.ships or _names(sentence)):
        return True
    return _entered(words, listed, sentence) or bool(
        words & known.approach and (words & known.land or words & known.perilous or several))


def _downs(listed: list[str], sentence: str) -> bool:
    """Say whether "down" may be a headline's verb: "Syrian gunners down Israeli F-16"."""
    known = vocabulary()
    if known.designator.search(sentence, sentence.casefold().find(" down ") + 1) is not None:
        return True
    at = listed.index("down")
    return at > 0 and not known.craft_words.isdisjoint(listed[at + 1 : at + 6])


def _told_of_pronoun(words: frozenset[str], listed: list[str], sentence: str, *, zone: bool) -> bool:
    """Say whether a sentence without a craft may tell of one named before: "it was shot down", "they crossed into"."""
    known = vocabulary()
    hit = words & known.hit and words & BE
    moved = words & known.motion and _PRONOUNS & set(_before(known.motion, listed)) and (
        zone or _entered(words, listed, sentence))
    return bool(words & known.entry_strong or words & known.intercepted or hit or moved or _brought_down(words, listed))


def _before(verbs: frozenset[str], listed: list[str]) -> list[str]:
    """Return the words before the last of the verbs, among which is its subject."""
    return listed[:next(n for n in range(len(listed) - 1, -1, -1) if listed[n] in verbs)]


def _entered(words: frozenset[str], listed: list[str], sentence: str) -> bool:
    """Say whether a sentence leads into some land: "over Cyprus", "crossed the border", "fell in", "came from"."""
    known = vocabulary()
    if (words & known.crossing and "from" in words) or (words & _WITHIN and words & known.motion):
        return True
    if not (words & known.land or words & known.owners or _names(sentence)):
        return False
    if words & known.unwelcome and words & known.overhead:
        return True  # "dropped leaflets on Minsk"
    if words & known.watching or (words & known.unmanned and words & known.seen):
        return True  # "drones are spying on Lithuanian barracks", "drone sightings near a Danish base"
    if "landed" in words and words & known.reporting and words & {"at", "in", "near", "on"}:
        return True  # "Chad reports that a Sudanese MiG landed at Bardoko"
    if words & known.unmanned and (words & known.seizing or "landed" in words):
        return True  # "Guards stopped eight balloons launched from Belarus", "a balloon landed at Riga"
    if words & known.unmanned and words & known.sending and words & {"over", "across"}:
        return True  # "the North sent drones over during the night"
    return bool(words & known.across or ("from" in words and "in" in words and words & known.coming)
                or (words & known.into and _land_follows(known.into, listed, sentence))
                or (words & known.seen and words & _THERE and _land_follows(_THERE, listed, sentence)))


def _land_follows(prepositions: frozenset[str], listed: list[str], sentence: str) -> bool:
    """Say whether a land or a name stands behind one of the prepositions, or what stands for it before: "which"."""
    known = vocabulary()
    first = next(n for n, w in enumerate(listed) if w in prepositions)
    before, after = listed[:first], listed[first + 1:]
    if not _FRONTED.isdisjoint(before) or not (known.land.isdisjoint(after) and known.owners.isdisjoint(after)):
        return True
    start = re.search(rf"(?i)\b{listed[first]}\b", sentence)
    return _NAME.search(sentence, start.end() if start else 0) is not None


def _brought_down(words: frozenset[str], listed: list[str]) -> bool:
    known = vocabulary()
    return not known.downing.isdisjoint(words) or _with_particle(known.phrasal, words, listed)


def _with_particle(phrasal: Mapping[str, frozenset[str]], words: frozenset[str], listed: list[str]) -> bool:
    """Say whether a verb stands there with a particle of its own behind it: "shot it down", "turned back"."""
    return any(not phrasal[verb].isdisjoint(listed[listed.index(verb) + 1:]) for verb in words & phrasal.keys())


def _met(words: frozenset[str], listed: list[str], *, several: bool) -> bool:
    """Say whether a sentence with a verb of contact has what that verb needs: fighters, a second craft, an order."""
    known = vocabulary()
    several = several or not known.aircrew.isdisjoint(words)
    return bool((words & known.forcing and words & known.forced)
                or _with_particle(known.driving, words, listed)
                or (several and words & known.met_by_another)
                or (words & known.meeting and words & _PRONOUNS)
                or (words & known.answering and (several or words & known.fighters)))


def _craft_follows(listed: list[str], verbs: frozenset[str]) -> bool:
    """Say whether a craft is named after the first of the verbs, as what was struck may be."""
    known = vocabulary()
    first = next((n for n, w in enumerate(listed) if w in verbs), len(listed))
    return any(w in known.craft_words or any(c.isdigit() for c in w) for w in listed[first:])


def _names(sentence: str) -> bool:
    """Say whether a sentence holds a name; its first word counts unless it is a little one."""
    return _NAME.search(sentence) is not None


def _flies_here(words: frozenset[str], sentence: str, known: Vocabulary) -> bool:
    """Say whether a word such as "object", "fighter" or "Bear" may fly: beside words of flight, or behind a name."""
    if not known.flying.isdisjoint(words) or known.behind_name.search(sentence) is not None:
        return True
    return not words.isdisjoint(FIGHTERS) and not words.isdisjoint(known.fighting)
