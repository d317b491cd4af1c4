"""Readers of aircraft that were close by how far apart they were: "saw a drone 200 feet away", "150 metres apart"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.readers.closeness import came_close
from airmap.events.readers.collisions import told_close, unarmed
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft, number

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


_SIDES = frozenset({"left", "right", "port", "starboard", "side", "front"})
_THEM = frozenset({"it", "them", "him", "her", "us", "its", "their", "his", "our", "me", "my"})
_BESIDE = frozenset({"under", "underneath", "beside", "off"})
_REACH = 6


def so_far_apart(unit: Token, actors: Actors) -> Telling | None:
    """Read "the pilot saw a drone 200 feet away", "a balloon 300 metres off their wing", "were 90 metres apart".

    Not: "the drone was found 200 metres from the runway", "saw a volcano 500 feet below".
    """
    if not _counted(unit) or not _keeps_apart(unit, actors):
        return None
    verb = next((a for a in grammar.ancestors(unit) if a.pos_ in ("VERB", "AUX")), None)
    if verb is None or verb.lower_ not in lexicon.group_forms("sighting_verbs", "passing_by_verbs"):
        return None
    if grammar.negated(verb) or grammar.has_modal(verb) or came_close(verb, actors) is not None:
        return None
    flown = [c for c in actors.crafts_in(unit.sent) if not (
        c.weapon or c.attributive or c.category == "missile")]
    crew = next((t for t in unit.sent if t.lower_ in lexicon.group("aircrew", "crew_words")), None)
    together = unit.i + 1 < unit.sent.end and unit.nbor(1).lower_ == "apart"
    return _of_two(verb, flown, actors, together=together) or _seen_by(verb, flown, crew, actors)


def _counted(unit: Token) -> bool:
    before = unit.nbor(-1) if unit.i > unit.sent.start else unit
    return before.like_num or number(before.lower_) is not None or before.text in "-–"


def _keeps_apart(unit: Token, actors: Actors) -> bool:
    """Say whether a length is that between two things in the air: "away", "apart", "off its wing", "below them"."""
    doc, end = unit.doc, unit.sent.end
    at = unit.i + 1
    if at < end and doc[at].text == "(":
        # "500m (1,640ft) away"
        at = next((i + 1 for i in range(at, min(end, at + 6)) if doc[i].text == ")"), at)
    if at >= end:
        return False
    word = doc[at].lower_
    behind = doc[at + 1 : min(end, at + 1 + _REACH)]
    if word in ("away", "apart"):
        from_it = [t for t in behind[1:] if behind and behind[0].lower_ == "from"]
        return not from_it or any(_flown(t, actors) for t in from_it)
    if word in ("of", "from") and [t.lower_ for t in behind[:2]] in (["each", "other"], ["one", "another"]):
        return True
    if word in ("to", "on", "in"):
        return any(t.lower_ in _SIDES for t in behind[:3])
    return word in lexicon.group("apart_prepositions") | _BESIDE and any(_flown(t, actors) for t in behind)


def _flown(token: Token, actors: Actors) -> bool:
    parts = lexicon.group("craft_parts")
    return token.lower_ in _THEM or token.lower_ in parts or actors.craft_headed(token) is not None


def _of_two(verb: Token, flown: list[Craft], actors: Actors, *, together: bool) -> Telling | None:
    """Return the telling of two aircraft that are named: the one that carries people or does not fight was met."""
    apart = [c for c in flown if c is not flown[0]]
    if not apart and flown and together and flown[0].count == 2:
        # "the two jets were only 150 metres apart"
        return told_close(verb, flown[0], flown[0].head, None, None, actors)
    if not apart:
        return None
    one, two = flown[0], apart[0]
    met, other = (one, two) if _endangered(one, two, verb) else (two, one)
    return told_close(verb, met, met.head, other.party, other.head, actors)


def _endangered(one: Craft, two: Craft, verb: Token) -> bool:
    if one.unpiloted != two.unpiloted:
        return two.unpiloted
    if one.civil != two.civil:
        return one.civil
    return unarmed(one, verb.doc) or not unarmed(two, verb.doc)


def _seen_by(verb: Token, flown: list[Craft], crew: Token | None, actors: Actors) -> Telling | None:
    """Return the telling of what a crew saw beside it: of a drone or a balloon, which has no business there."""
    other = next((c for c in flown if c.category in ("drone", "balloon")), None)
    if other is None or crew is None:
        return None
    return told_close(verb, None, crew.i, other.party, other.head, actors)
