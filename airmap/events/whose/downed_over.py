"""Over whose land something was brought down or fired at: by where it was, who fired and what it was doing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import speaker_above
from airmap.events.readers.scenes import within_own
from airmap.events.tellings import Telling
from airmap.events.whose.flown_over import flown_over, over_own
from airmap.mentions.actors import Actors, Party, Zone, chunk_start, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token, Tokens

_COMPASS = ("northern ", "southern ", "eastern ", "western ", "north", "south")
_WITHIN = frozenset({"inside", "within"})
_AIR_RAID = re.compile(r"\b(?:(?:air|aerial|aircraft)[ -]defen[cs]es?|defen[cs]es|overnight|launched)\b", re.IGNORECASE)


def downed_over(telling: Telling, goal: Party | None, state: str, doc: Doc, actors: Actors) -> bool:
    """Say whether something was brought down in the airspace of the state whose land or airspace is named.

    "shot down over the Chadian capital", "the pilot of the U-2 brought down near Sverdlovsk"; not "off Latakia".
    """
    zone, shooter = telling.zone, state_of_party(telling.responder)
    if state == state_of_party(telling.mover):
        # "One of its Su-25s was shot down in Armenian airspace" by a plane from elsewhere.
        over_home = goal is not None and goal.kind == "state" and shooter is not None and named_over(goal, doc)
        return shooter != state and (over_home or (zone is not None and zone.kind == "national"))
    if goal is not None and maybe_at_sea(telling, goal, shooter, doc):
        return False
    if _own_air(zone, doc) or _own_land(zone, doc, shooter, state) or shooter == state:
        return True
    if goal is None:
        return False
    return _deep_inside(telling, goal, doc) or _told_by_those_below(telling, goal, state, doc, actors)


def _told_by_those_below(telling: Telling, goal: Party, state: str, doc: Doc, actors: Actors) -> bool:
    """Read "The Soviets produced the pilot of the U-2 brought down near Sverdlovsk": by those whose land it was."""
    if telling.responder is not None or goal.kind != "place":
        return False
    adrift = telling.craft is not None and telling.craft.category == "balloon" and state_of_party(telling.mover) is None
    if adrift and named_over(goal, doc):
        # "another object was shot down over Yukon": what drifts in, those below bring down.
        return True
    if any(p.state == state for p in actors.parties if telling.start <= p.start < telling.end and p.kind == "state"):
        return True
    speaker, _ = speaker_above(doc[telling.trigger], actors)
    return speaker is not None and speaker.state == state


def named_over(goal: Party, doc: Doc) -> bool:
    """Say whether a place is what something was over: "over the southern Negev"."""
    return any(t.lower_ in ("over", "above") for t in doc[max(0, goal.start - 4) : goal.start])


def maybe_at_sea(telling: Telling, goal: Party, shooter: str | None, doc: Doc) -> bool:
    """Say whether it was beside a town where water may lie: "off Latakia", "MiGs shot it down north of Havana".

    Not of a balloon, which has come there over land.
    """
    craft = telling.craft
    if craft is None or craft.category not in ("plane", "helicopter", "airliner"):
        return False
    way = doc[goal.start - 2] if goal.start > 1 and doc[goal.start - 1].lower_ == "of" else None
    beside = way is not None and way.dep_ == "advmod" and way.lower_ in lexicon.group("compass_parts")
    return (beside and shooter is not None) or doc[goal.start - 1].lower_ == "off"


def _own_air(zone: Zone | None, doc: Doc) -> bool:
    """Say whether a stretch is a state's own to the sky: its airspace, or that over its territorial waters."""
    if zone is None:
        return False
    return zone.kind == "national" or "territorial" in {t.lower_ for t in doc[zone.start : zone.end]}


def _own_land(zone: Zone | None, doc: Doc, shooter: str | None, state: str) -> bool:
    """Say whether something was brought down inside a land by those whose it is, or by nobody named."""
    return zone is not None and within_own(doc[zone.head]) and shooter in (None, state)


def _deep_inside(telling: Telling, goal: Party, doc: Doc) -> bool:
    """Say whether a foreign aircraft was hit over the place: "shot down over the Chadian capital", not "off Syria".

    Whose the aircraft was must be known, and the place must be nobody's but one state's.
    """
    words = [t.lower_ for t in doc[max(telling.start, goal.start - 4) : goal.start]]
    if "inside" in words and set(words) & lexicon.group("length_units"):
        # "1,200 miles inside the Soviet Union"
        return True
    if telling.mover is None or telling.international:
        # A drone is brought down wherever it is, by those who name the place; it may be nobody's that is known.
        craft = telling.craft
        drone = craft is not None and (craft.category in ("drone", "balloon") or "object" in craft.name.casefold())
        below = goal.toponym.place.feature if goal.toponym is not None and goal.toponym.place is not None else None
        if telling.international or not drone or (
            telling.responder is None and goal.kind != "state" and below != "admin1"
        ):
            return False
    at_home = telling.responder is not None and telling.responder.state == goal.state
    if telling.craft is not None and telling.craft.civil and not at_home:
        # An airliner flies there on a schedule.
        return False
    following = doc[telling.end].sent.end if telling.end < len(doc) else telling.end
    if {t.lower_ for t in doc[telling.start : following]} & lexicon.group("by_mistake"):
        return False
    feature = goal.toponym.place.feature if goal.toponym is not None and goal.toponym.place is not None else None
    part = goal.name.casefold().startswith(_COMPASS)
    if feature in ("sea", "strait", "gulf", "island", "islands") or (feature == "region" and not part):
        # "Southern Lebanon" is part of a land; "Kurdistan" is of several.
        return False
    for i in range(goal.start - 1, max(telling.start, goal.start - 7) - 1, -1):
        word = doc[i].lower_
        if word == "of" and doc[i - 1].lower_ in lexicon.group("inland_sites", "sites", "compass_parts"):
            # "near the port of Bandar Abbas", "in the south of Lebanon"
            continue
        beside_it = word in lexicon.group("compass_parts") and doc[i].dep_ == "advmod"
        if word == "in" and any(t.lower_ == "airspace" for t in doc[telling.trigger].sent):
            # "brought down in Syria, a plane that had entered its airspace": where it fell, and no more.
            return False
        if doc[i].pos_ == "ADP" or word == "near" or beside_it:
            # "brought down near Sverdlovsk", by those whose town it is or by nobody named.
            # Movements without a state fire where they are.
            by_them = telling.responder is None or telling.responder.state is None or at_home
            beside = word in ("near", "in", "at", "outside") or beside_it
            beside = beside and (goal.kind == "place" or goal.below_country)
            return word in ("over", "above", "inside") or (by_them and (beside or word == "in"))
        if doc[i].pos_ in ("VERB", "AUX", "PUNCT"):
            return False
    return False


def state_defended(telling: Telling, mover: str | None, doc: Doc, actors: Actors) -> str | None:
    """Return over whose land something was brought down where no place of theirs is named, by whom it came to."""
    return (
        _attacked_at(telling, doc, actors, mover)
        or _own_defence(telling, doc, actors, mover)
        or _in_own_part(telling, doc, actors, mover)
        or _in_closed_zone(telling, doc, actors, mover)
        or _fell_at_home(telling, doc, actors, mover)
    )


def _attacked_at(telling: Telling, doc: Doc, actors: Actors, mover: str | None) -> str | None:
    """Read "shot down a Sudanese jet which had attacked an oil field in Unity State": over the land of who fired.

    "French forces in Chad shot down a bomber as it tried to attack Ndjamena": over that where those stood who fired.
    """
    shooter = state_of_party(telling.responder)
    if telling.act not in ("down", "fire") or mover is None or telling.international:
        return None
    if telling.craft is not None and (bombed := _bombed_by(doc[telling.craft.head], mover, actors)) is not None:
        return bombed
    if (below := flown_over(telling, mover, doc, actors)) is not None:
        return below
    if shooter in (None, mover):
        return None
    if _bound_for(telling, doc, actors) == shooter:
        return shooter
    words = {t.lower_ for t in doc[telling.start : telling.end]}
    guests = _guests(telling, doc, actors) - {mover}
    if len(guests) == 1 and shooter not in guests and telling.goal is None and telling.zone is None and not any(
            p.kind == "place" and telling.trigger < p.start < telling.end for p in actors.parties):
        # "British forces in Oman shot down a drone"
        return next(iter(guests))
    if not words & lexicon.group("attacking_forms"):
        return None
    for place in actors.parties:
        here = telling.start < place.start < telling.end and place.state in {shooter} | guests
        at = place.kind == "place" and doc[place.start - 1].lower_ in ("in", "on", "at", "over", "near", "of")
        attacked = place.start > telling.trigger and place.below_country and _attacked(place, doc)
        if here and (at or attacked):
            return place.state
    return None


def _guests(telling: Telling, doc: Doc, actors: Actors) -> set[str]:
    """Return the states in which those stand who fired: "French forces in Chad", "US troops based in Jordan"."""
    forces = lexicon.group("those_who_act") | {"contingent", "gunner", "peacekeepers", "units", "battery", "batteries"}
    found = set()
    for party in actors.parties:
        if not telling.start <= party.start < telling.trigger or party.start < 2 or party.state is None:
            continue
        before = [t.lower_ for t in doc[max(0, party.start - 4) : party.start]]
        stationed = len(before) > 2 and before[-2] in lexicon.group("stationed")
        if before[-1] in ("in", "to") and (before[-2] in forces or (stationed and before[-3] in forces)) and (
                before[-1] == "in" or stationed):
            found.add(party.state)
    return found


def _bombed_by(craft: Token, mover: str, actors: Actors) -> str | None:
    """Return over whose land an aircraft was that was attacking it: "a bomber attacking the Chadian capital"."""
    for verb in craft.children:
        if verb.dep_ not in ("acl", "relcl") or verb.lower_ not in lexicon.group("attacking_forms"):
            continue
        for token in verb.subtree:
            party = actors.party_at.get(token.i)
            if party is None or party.state in (None, mover):
                continue
            of_site = token.i != token.head.i and token.head.lower_ in lexicon.group("inland_sites") | {"town", "port"}
            in_land = token.dep_ == "pobj" and token.head.lower_ == "in"
            if party.below_country or of_site or in_land:
                return party.state
    return None


def _bound_for(telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Return whose town or site an aircraft was making for: "a drone on its way to the Natanz plant"."""
    craft = telling.craft
    if craft is None or craft.category == "missile" or not telling.start <= craft.head < telling.end:
        return None
    for i in range(craft.end, min(telling.end, craft.end + 4)):
        ahead = [t.lower_ for t in doc[i : min(telling.end, i + 4)]]
        length = next((n for n in (2, 3, 4) if " ".join(ahead[:n]) in lexicon.group("on_the_way")), None)
        if length is None:
            continue
        for k in range(i + length, min(telling.end, i + length + 5)):
            party = actors.party_at.get(k)
            if party is not None:
                return party.state if party.below_country else None
    return None


def _attacked(place: Party, doc: Doc) -> bool:
    """Say whether a place is what an attack was on: "tried to attack the capital Ndjamena"."""
    words = doc[max(doc[place.start].sent.start, place.start - 4) : place.start]
    return any(t.lower_ in lexicon.group("attacking_forms") for t in words)


def _own_defence(telling: Telling, doc: Doc, actors: Actors, mover: str | None) -> str | None:
    """Return the state that brings down what came to it: "shot down a drone from Lebanon", "on the border with Syria".

    Not: "a US destroyer shot down a drone from Yemen", "Israel downed a drone over the Red Sea".
    """
    craft, home = telling.craft, state_of_party(telling.responder)
    if telling.act not in ("down", "fire") or craft is None or not craft.unpiloted or craft.weapon:
        return None
    if home is None or home == mover or home.casefold() in lexicon.group("far_from_home"):
        return None
    sentence = doc[telling.trigger].sent
    if sentence.words & lexicon.group("ships") or any(
        p.state is None or p.state not in (home, mover)
        for p in actors.parties
        if p.kind == "place" and sentence.start <= p.start < sentence.end
    ):
        return None
    elsewhere = any(
        t.lower_ in ("to", "into", "over", "in") and (p := actors.party_at.get(t.i + 1)) is not None
        and p.state not in (None, home, mover)
        for t in doc[craft.head : sentence.end - 1]
    )
    if elsewhere:
        # "shot down dozens of drones on their way to Jordan at the border with Iraq"
        return None
    came = any(
        t.lower_ == "from" and (p := actors.party_at.get(t.i + 1)) is not None and p.state not in (None, home)
        for t in doc[craft.head : sentence.end - 1]
    )
    # "Kyiv's air defences destroyed 17 of 22 Russian drones launched overnight": those that came to it.
    sent = mover is not None and _AIR_RAID.search(sentence.text) is not None
    return home if came or sent or sentence.words & (lexicon.group("lines_of_land") | {"country"}) else None


def _in_own_part(telling: Telling, doc: Doc, actors: Actors, mover: str | None) -> str | None:
    """Read "Libya says it shot down a drone in an eastern province": one of its own, as nobody else's is named.

    Not: "Turkey shot down a drone in a northern Iraqi province", "Paris shot one down in the south of Mali".
    """
    home, goal = state_of_party(telling.responder), telling.goal
    if telling.act not in ("down", "fire") or goal is not None or telling.international or telling.craft is None:
        return None
    if home in (None, mover) or home.casefold() in lexicon.group("far_from_home"):
        return None
    parts = lexicon.group("inland_sites", "own_stretches", "compass_parts")
    sentence = doc[telling.trigger].sent
    for token in doc[max(telling.craft.end, telling.trigger) : sentence.end]:
        preposition = token.head
        placed = token.dep_ == "pobj" and preposition.lower_ in ("in", "over", "above", "near", "inside", "outside")
        if not placed or token.lower_ not in parts or token.i in actors.party_at:
            continue
        chunk = {*range(chunk_start(doc, token.i), token.i)}
        elsewhere = lexicon.group("bands", "breaking_away") | {"same", "that", "this", "occupied", "disputed"}
        if any(doc[i].lower_ in elsewhere or (doc[i].pos_ == "PROPN" and i not in actors.party_at) for i in chunk):
            # "over the rebel province", "in the Rakhchikri sector", "in the same area"
            return None
        chunk |= {t.i for p, t in grammar.prepositions(token) if p in ("of", "in")}
        owners = {actors.party_at[i].state for i in chunk if i in actors.party_at}
        return home if owners <= {home} else None
    return None


def _in_closed_zone(telling: Telling, doc: Doc, actors: Actors, mover: str | None) -> str | None:
    """Read "Turkey shot down a plane that had strayed into a closed area": one of its own, as nobody else's is named.

    Not: "US jets shot down a helicopter that had entered the no-fly zone", which is over another's land.
    """
    home, craft = state_of_party(telling.responder), telling.craft
    if telling.act not in ("down", "fire") or telling.goal is not None or telling.international or craft is None:
        return None
    if home in (None, mover) or home.casefold() in lexicon.group("far_from_home"):
        return None
    entering = lexicon.group_forms("moving_verbs", "border_verbs", "intruding_verbs")
    for verb in (c for c in doc[craft.head].children if c.dep_ in ("relcl", "acl") and c.lower_ in entering):
        things = [*grammar.objects(verb), *(t for p, t in grammar.prepositions(verb) if p in ("into", "inside"))]
        for zone in (z for t in things if (z := actors.zone_at.get(t.i)) is not None):
            shut = zone.kind == "restricted" or (zone.kind == "territory" and doc[zone.head].lower_ == "zone")
            if shut and zone.owner is None and zone.owner_pronoun is None and zone.place is None:
                return home
    return None


def _fell_at_home(telling: Telling, doc: Doc, actors: Actors, mover: str | None) -> str | None:
    """Read "crashed in Eritrean territory, and Asmara said its gunners had shot it down": over that which is theirs."""
    shooter = telling.responder
    if telling.act != "down" or telling.zone is not None or shooter is None:
        return None
    falling = lexicon.group_forms("coming_down_verbs")
    for zone in actors.zones:
        owner = state_of_party(zone.owner)
        here = telling.start <= zone.start < telling.end and zone.kind in ("territory", "national")
        if not here or owner in (None, mover) or shooter.state not in (None, owner) or not within_own(doc[zone.head]):
            continue
        led = {t.lower_ for t in doc[max(telling.start, zone.start - 4) : zone.start]}
        if led & {"in", "inside", "on", "into"} and led & falling:
            return owner
    return None


def shot_at_home(
    told: Sequence[Telling], responder: Party | None, mover: Party | None, doc: Doc, actors: Actors
) -> str | None:
    """Return the state over whose own land something was brought down, once it is known who did it."""
    if responder is None or responder.state is None or (mover is not None and mover.state == responder.state):
        return None
    for telling in told:
        goal = telling.goal
        by_force = telling.act in ("down", "fire")
        if by_force and _inside_line(doc.span(telling.start, telling.end), responder.state, actors):
            return responder.state
        if by_force and (
            over_own(telling, responder.state, mover, doc, actors)
            or _on_a_raid(telling, mover, responder.state, doc, actors)
        ):
            return responder.state
        known = replace(telling, responder=responder)
        beyond = telling.near == responder.state
        theirs = state_of_party(mover)
        if by_force and goal is None and not beyond and (
            _own_defence(known, doc, actors, theirs) or _in_own_part(known, doc, actors, theirs)
        ):
            # "shot down on the Angolan border, Luanda reported"
            return responder.state
        if not by_force or goal is None or goal.state != responder.state:
            continue
        if maybe_at_sea(telling, goal, responder.state, doc):
            continue
        named = telling.responder is not None or telling.responder_token is not None
        over = mover is not None and named_over(goal, doc)
        if not (named or over) or (telling.craft is not None and telling.craft.civil):
            continue
        if _deep_inside(replace(telling, responder=responder, mover=telling.mover or mover), goal, doc):
            return goal.state
    return None


def _on_a_raid(telling: Telling, mover: Party | None, state: str, doc: Doc, actors: Actors) -> bool:
    """Read "F-16s bomb a base in Syria; one of the jets is hit by Syrian fire": over the land that they bombed."""
    hit = telling.craft
    if hit is None or hit.unpiloted or hit.weapon or mover is None or telling.international:
        return False
    for craft in actors.crafts:
        head = doc[craft.head]
        near = doc.start_before(telling.trigger, 1) <= craft.head < telling.trigger
        if not near or head.dep_ != "nsubj" or state_of_party(craft.party) != mover.state or craft.unpiloted:
            continue
        verb = head.head
        if verb.lower_ not in lexicon.group("attacking_forms") or not verb.i < telling.trigger:
            continue
        struck = [*grammar.objects(verb), *(t for p, t in grammar.prepositions(verb) if p in _WITHIN | {"in", "near"})]
        lands = (actors.party_at.get(t.i) for thing in struck for t in thing.subtree)
        if any(p is not None and p.state == state for p in lands):
            return True
    return False


def _inside_line(clause: Tokens, state: str, actors: Actors) -> bool:
    """Read "3 km inside the border with Syria": on the side of those who fired, as the other side is named."""
    doc = clause.doc
    for zone in actors.zones:
        inside = clause.start < zone.head < clause.end and zone.kind == "territory" and zone.end + 1 < clause.end
        if inside and doc[zone.end].lower_ == "with" and {t.lower_ for t in doc[zone.start - 2 : zone.head]} & _WITHIN:
            other = actors.party_at.get(zone.end + 1)
            return other is not None and other.state not in (None, state)
    return False
