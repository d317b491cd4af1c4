"""A reader that asks the order of the words and not the tree: the last resort where the parser lost its way.

Long appositions, headlines and broken copy make the parser hang "swings through Thailand's airspace" on something that
does not fly. Where a sentence names an aircraft and, after it, an airspace or a land that is not its own, with a verb
of motion on the way and nothing between that turns it back, the aircraft went there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.clauses import brings_down, on_foot
from airmap.events.event_words import ACT_OF_ZONE, AIR, motion_verbs, strong_verbs
from airmap.events.readers.lands_meant import described_state
from airmap.events.ships import ship_named
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft, Party, Zone, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Tokens

_INTO = frozenset({"into", "over", "across", "inside", "through", "above", "within", "in"})
_INTO_LAND = frozenset({"into", "over", "across", "inside", "through"})
_MAX_WORDS = 32


def entered_in_order(sentence: Tokens, doc: Doc, actors: Actors, told: Collection[int] = ()) -> Iterator[Telling]:
    """Yield an entry that the words of a sentence tell in their order; ``told`` are the triggers read by the tree.

    Read "a Thai F-16, on patrol along the frontier, swings through Cambodia's airspace"; "a drone into Poland".

    Not: "jets from Russia were refused a way through its airspace", "flew near Estonian airspace".
    """
    if not actors.crafts_in(sentence):
        return
    for goal in goals_in(sentence, doc, actors):
        zone, party = (goal, None) if isinstance(goal, Zone) else (None, goal)
        owner = zone.owner.state if zone is not None and zone.owner is not None else state_of_party(party)
        airspace = zone is not None and zone.kind in AIR
        craft = _flown_before(goal.start, owner, sentence, doc, actors, airspace=airspace)
        side = zone is not None and _on_side(zone, doc)
        if craft is None or (side and _at_home_or_helping(craft, goal.start, owner, sentence, actors)):
            continue
        trigger = _on_the_way(craft, goal.start, doc, anyhow=side)
        if trigger is None or on_foot(doc[trigger]) or any(craft.head < t < goal.start for t in told):
            continue
        before = {t.lower_ for t in doc[max(sentence.start, craft.head - 5) : craft.head]}
        if craft.party is None and before & lexicon.group_forms("missing_verbs"):
            # "narrowly missed a drone flying over the town"
            continue
        if any(trigger < c.head < goal.start and not c.attributive for c in actors.crafts):
            # "came within 600 feet of another plane over Heathrow"
            continue
        yield Telling(
            act=ACT_OF_ZONE.get(zone.kind, "entry") if zone is not None else "entry",
            trigger=trigger,
            start=sentence.start,
            end=sentence.end,
            strong=doc[trigger].lower_ in strong_verbs(),
            craft=craft,
            craft_token=craft.head,
            zone=zone,
            goal=party,
        )
        return


def goals_in(sentence: Tokens, doc: Doc, actors: Actors) -> Iterator[Zone | Party]:
    """Yield airspaces and lands that a preposition of entry leads to, in text order."""
    for i in range(sentence.start + 1, sentence.end):
        zone = actors.zone_at.get(i)
        if zone is not None and zone.start == i:
            owned = zone.owner is not None or zone.owner_pronoun is not None or zone.described
            before = doc[i - 1].lower_
            airspace = zone.kind in AIR and owned and (before in _INTO or before in strong_verbs())
            land = zone.kind == "territory" and zone.owner is not None
            if airspace or (land and (before in _INTO_LAND or _on_side(zone, doc))):
                yield zone
        elif zone is None and described_state(doc[i]) and doc[i - 2].lower_ in _INTO_LAND:
            # "cut 700 metres into the country"
            yield Zone(i - 1, i + 1, i, "territory", definite=True, described=True)
        party = actors.party_at.get(i)
        if party is None or party.start != i or party.state is None or i in actors.zone_at or i in actors.craft_at:
            continue
        following = doc[party.end].lower_ if party.end < len(doc) else ""
        last = doc[party.end - 1]
        if ship_named(doc[party.start]) or (last.dep_ == "compound" and ship_named(last.head)):
            # "flew over a US Navy destroyer", "over the USS Porter"
            continue
        if following not in ("'s", "’s") and doc[_before_name(i, sentence, doc)].lower_ in _INTO_LAND:
            yield party


def _on_side(zone: Zone, doc: Doc) -> bool:
    """Say whether words put something "on the Estonian side": however it got there, and whatever it did."""
    before = [t.lower_ for t in doc[max(0, zone.start - 3) : zone.start]]
    return doc[zone.head].lower_ == "side" and bool({"on", "onto"} & set(before))


def _at_home_or_helping(craft: Craft, position: int, owner: str | None, sentence: Tokens, actors: Actors) -> bool:
    """Say whether a foreign aircraft had reason to be on that side: a war, a fire, a rescue; or another's was there."""
    state = state_of_party(craft.party)
    at_war = f"{state}-{owner}".lower() in lexicon.group("fighting_each_other")
    nearer = any(craft.head < c.head < position and not c.attributive for c in actors.crafts)
    return at_war or nearer or bool(sentence.words & lexicon.group("helping_words"))


def _before_name(i: int, sentence: Tokens, doc: Doc) -> int:
    """Return what stands before a name and the words that go with it: "into the exclave of Nakhchivan"."""
    k = i - 1
    while k > sentence.start and (
        (doc[k].pos_ in ("ADJ", "DET", "NUM") and doc[k].lower_ not in _INTO_LAND)
        or (doc[k].lower_ == "of" and doc[k - 1].lower_ in lexicon.group("sites", "compass_parts"))
        or (doc[k + 1].lower_ == "of" and k + 1 < i)
    ):
        k -= 1
    return k


def _flown_before(
    position: int, owner: str | None, sentence: Tokens, doc: Doc, actors: Actors, *, airspace: bool
) -> Craft | None:
    """Return the nearest aircraft before a goal that can have gone there: not that state's own, not an airline's."""
    for craft in reversed(actors.crafts):
        if not sentence.start <= craft.head < position or craft.attributive or craft.weapon or craft.civil:
            continue
        state = state_of_party(craft.party)
        if state is not None and state == owner:
            continue
        named = craft.party is not None or craft.category in ("drone", "balloon", "missile") or craft.designated
        if not named and not airspace:
            continue
        if brings_down(doc[craft.head], doc[position]):
            # "was hit by a missile and crashed on the Syrian side": not the missile.
            continue
        return craft if position - craft.head <= _MAX_WORDS else None
    return None


def _on_the_way(craft: Craft, position: int, doc: Doc, *, anyhow: bool = False) -> int | None:
    """Return the verb by which it went there, or the aircraft itself where it stands right before; None if turned."""
    between = doc[craft.end : position]
    if {t.lower_ for t in between} & lexicon.group("unreal_on_the_way"):
        return None
    if any(t.text in (";", ":") or t.tag_ == "MD" for t in between):
        return None
    permission = lexicon.verbs("cues", "permission")
    if any(t.lower_ in permission and t.pos_ == "VERB" for t in between):
        return None
    known = {**strong_verbs(), **motion_verbs()}
    verbs = [t for t in between if t.lower_ in known and t.pos_ != "ADP" and t.tag_ not in ("VB", "DT")]
    still = lexicon.group("being_there", "perceiving", "ambiguous_strikes")
    moving = [t for t in verbs if known[t.lower_] not in still and known[t.lower_] != "approach"]
    if moving:
        after = {t.lower_ for t in doc[moving[-1].i + 1 : position]}
        return None if after & lexicon.group("turned_aside") else moving[-1].i
    deeds = [t for t in between if t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP", "VBN", "VBG")]
    if anyhow and deeds and craft.party is not None:
        warlike = {t.lower_ for t in doc[craft.end : position]} & (
            lexicon.group("attacking_verbs", "attacking_forms", "ordnance")
        )
        return None if warlike or {t.lower_ for t in between} & {"not", "never", "n't"} else deeds[-1].i
    if len(between) and between[0].lower_ == "into" and all(t.pos_ in ("ADJ", "DET") for t in between[1:]):
        # "had steered a drone into northern Israel"
        return craft.head
    return None
