"""Flights that enter an airspace with its owner's leave though nobody says so: aid, parades, allies, scheduled routes.

"An aircraft of one state flew over another" is an incident only where something tells that it was not welcome. A text
that gives the flight a friendly purpose, or has one ally fly over another, and holds no word of complaint, tells of
none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.readers.lands_meant import default_state
from airmap.events.tellings import Telling

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

# How far from what tells a flight a complaint is one about it: an article has more than one subject.
_NEAR_SENTENCES = 2

def welcome(telling: Telling, doc: Doc) -> bool:
    """Say whether a flight was one that nobody minded: "a C-17 flew over Pakistan with relief goods for Turkey".

    Not: "an aid plane strayed into Pakistan", "Ankara says a charter flight crossed its airspace without leave".
    """
    trigger = doc[telling.trigger]
    if telling.act == "entry" and not telling.strong and _led_by_others(trigger) and _allied(telling, trigger):
        return True
    if telling.act not in ("entry", "adiz") or _minded(telling, doc):
        return False
    if {v.lower_ for v in trigger.conjuncts} & lexicon.group_forms("attacking_verbs"):
        # "flew across the border and hit a depot"
        return False
    if telling.act == "adiz" and telling.zone is not None and telling.zone.kind == "adiz" and telling.mover is not None:
        # Nobody is asked into an identification zone: who is told to have flown through it went unasked.
        return False
    words = _clause_text(telling, doc)
    category = telling.craft.category if telling.craft is not None else "plane"
    if category == "balloon":
        # "Hot-air balloons with smuggled cigarettes came in, and the airport was closed": no pastime.
        unasked = lexicon.group("strange_words") | lexicon.group_forms("traffic_stopping_verbs")
        return bool(_listed("pastimes").search(words)) and not trigger.sent.words & unasked
    if category == "drone" and _listed("games").search(trigger.sent.text.casefold()):
        # "The qualifier was abandoned after a drone was flown over the stadium"
        return True
    if category in ("drone", "missile"):
        return False
    if _crashed_under_way(trigger):
        return True
    purpose = _listed("purposes").search(words)
    zone_declared = telling.act == "adiz" and telling.airspace is not None
    host_tells = telling.attribution is not None and telling.attribution.state == telling.airspace
    if purpose is not None and (zone_declared or host_tells or _goes_in(trigger)):
        # "flew a planned training mission through the zone that Beijing declared": its owner's leave was not asked.
        # "crossed into Turkey on a training flight": it was not to leave its own land.
        purpose = None if purpose[0].split()[0] in lexicon.group("drill_words") else purpose
    if purpose or _carries_guest(telling, doc) or _whole_way(telling, trigger) or _brought_there(telling, doc):
        return True
    if host_tells:
        # Who tells of a flight over its own land may mind it.
        return False
    if trigger.lower_ in lexicon.group_forms("keeping_watch"):
        # "jets patrol the skies above Benghazi": watch is kept for those below, unless they say that they mind.
        return True
    return _scheduled(telling, trigger) or _allied(telling, trigger)


def _goes_in(trigger: Token) -> bool:
    """Say whether a border is passed and not only a land flown over: "crossed the line", "flew into Chad"."""
    into = any(p in ("into", "across") for p, _ in grammar.prepositions(trigger))
    return into or trigger.lower_ in lexicon.verb_forms("cross", "enter", "stray")


def _minded(telling: Telling, doc: Doc) -> bool:
    """Say whether any word near by complains, or tells of force against what flew."""
    here = bisect_right([s.start for s in doc.sents], telling.trigger) - 1
    about = doc.sents[max(0, here - _NEAR_SENTENCES) : here + _NEAR_SENTENCES + 1]
    # What it is called, "a surveillance plane", is no complaint.
    named = range(telling.craft.start, telling.craft.end) if telling.craft is not None else ()
    text = " ".join(t.lower_ for s in about for t in s if t.i not in named)
    return bool(_listed("complaints").search(text)) or (
        telling.strong and doc[telling.trigger].lower_ not in lexicon.verb_forms("overfly")
    )


def _crashed_under_way(trigger: Token) -> bool:
    """Read "crashed soon after crossing into Georgia": an accident on the way, which nobody holds against it.

    Not: "crashed in Calabria after it had entered Italy".
    """
    after = trigger.head if trigger.dep_ == "pcomp" else next((c for c in trigger.children if c.dep_ == "mark"), None)
    if after is None or after.lower_ != "after" or after.i == 0:
        return False
    if after.nbor(-1).lower_ not in lexicon.group("a_moment"):
        return False
    main = after.head if trigger.dep_ == "pcomp" else trigger.head
    apart = any(c.lower_ in ("apart", "up", "down") for c in main.children)
    return main.lower_ in lexicon.group_forms("crashing_verbs") or (
        apart and main.lower_ in lexicon.verb_forms("come", "break", "go"))


def _brought_there(telling: Telling, doc: Doc) -> bool:
    """Read "MiGs were seen in American skies. The planes were bought to train pilots": its host's own guests."""
    if telling.craft is None or telling.craft.unpiloted:
        return False
    end = doc[telling.trigger].sent.end
    following = doc[end].sent.text if end < len(doc) else ""
    text = f"{doc[telling.trigger].sent.text} {following}".casefold()
    return _listed("brought").search(" ".join(text.split())) is not None


def _clause_text(telling: Telling, doc: Doc) -> str:
    """Return the words of the clause that tells the flight, with those of the aircraft."""
    trigger = doc[telling.trigger]
    # "A cargo plane that flew over Syria carried wheat": what the main clause says of it counts too.
    kept = [t.lower_ for t in (trigger.sent if trigger.dep_ in ("relcl", "acl") else trigger.subtree)]
    craft = telling.craft
    named = [t.lower_ for t in doc[craft.start : craft.end]] if craft is not None else []
    return " ".join([*named, "|", *kept])


def _allied(telling: Telling, trigger: Token) -> bool:
    """Say whether an ally's aircraft flew over an ally: "Gripens patrol in Lithuanian airspace", not "crossed into"."""
    table = lexicon.table("parties")["allies"]
    nato = telling.mover is not None and telling.mover.state is None and telling.mover.name.startswith("NATO")
    if not nato and trigger.lower_ not in lexicon.group_forms("flying_about", "being_there"):
        return False
    if telling.mover is None or telling.airspace is None:
        return False
    if telling.mover.state is None:
        return telling.mover.name.startswith("NATO") and telling.airspace in table["groups"][0]
    return allies(telling.mover.state, telling.airspace)


def _led_by_others(trigger: Token) -> bool:
    """Say whether fighters went along: "two B-52s flew over Norway, escorted by Norwegian F-35s"."""
    leading = lexicon.group_forms("escorting_verbs")
    return any(
        t.lower_ in leading and t.tag_ == "VBN" and any(c.lower_ == "by" for c in t.children) for t in trigger.subtree)


def allies(one: str, other: str | None) -> bool:
    """Say whether two states are of one alliance and not at odds with each other."""
    table, pair = lexicon.table("parties")["allies"], {one, other}
    at_odds = [set(p) for p in table["at_odds"]]
    return pair not in at_odds and any(pair <= set(members) for members in table["groups"])


def _carries_guest(telling: Telling, doc: Doc) -> bool:
    """Say whether it was somebody's own plane: "the queen's plane", "the jet of the Libyan premier"."""
    craft = telling.craft
    titles = lexicon.word_set("cues", "welcome", "guests")
    if craft is None and telling.mover_token is not None and doc[telling.mover_token].lower_ in titles:
        # "The emir flew through Bahraini airspace"
        return True
    if craft is None or not craft.generic or doc[craft.head].tag_ == "NNS":
        return False
    if craft.owner_pronoun is not None and doc[craft.owner_pronoun].lower_ in ("his", "her"):
        # "The emir flew home, his plane passing through Syrian airspace"
        return any(t.lower_ in titles for t in doc[doc[craft.head].sent.start : craft.start])
    owners = [t for t in doc[craft.head].subtree if t.i < craft.head and t.nbor(1).lower_ in ("'s", "’s")]
    owners += [t for p, t in grammar.prepositions(doc[craft.head]) if p == "of"]
    return any(
        t.lower_ in titles or (t.ent_type_ == "PERSON" and default_state(t.text) is None) for t in owners
    )


def _whole_way(telling: Telling, trigger: Token) -> bool:
    """Say whether a plane that is nobody's is told all the way: "took off from Nairobi, crossed Tanzania, landed"."""
    if telling.mover is not None:
        return False
    others = {v.lower_ for v in trigger.conjuncts}
    return bool(others & lexicon.group_forms("departing") and others & lexicon.verb_forms("land"))


def _scheduled(telling: Telling, trigger: Token) -> bool:
    """Say whether "flights" in general, or one of an airline or a hospital, went the way that flights go."""
    doers = grammar.agents(trigger)
    flight = next((t for t in doers if t.lower_ in ("flight", "flights", "airline", "airlines")), None)
    if flight is None or telling.craft is not None:
        return False
    about = {c.lower_ for c in flight.children}
    return not about & (lexicon.group("military_words", "unarmed_words"))


@cache
def _listed(key: str) -> re.Pattern[str]:
    """Return one list of the lexicon as a pattern; complaints are beginnings of words."""
    end = "" if key == "complaints" else r"(?!\w)"
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.words('cues', 'welcome', key))}){end}")
