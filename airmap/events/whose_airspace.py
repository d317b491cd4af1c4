"""In whose airspace it was: by its words, by who speaks, by whose land lay below, by what was told before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.airspace_untold import (
    airport_stopped,
    complainant,
    flying_along,
    leading_state,
    named_around,
    place_beside,
    proclaimed_by,
    reacting,
    shooters,
    told_as_known,
    told_before,
)
from airmap.events.context import over_nobodys
from airmap.events.coreference import party_meant, speaker_above
from airmap.events.flown_over import LINES, flown_over, over_own
from airmap.events.scenes import came_down_at, within_own
from airmap.events.tellings import ENTERING, Telling, changed
from airmap.events.voice import FIRST_PERSON, headed_by, issuer_of, voice_of
from airmap.mentions.actors import Actors, Craft, Party, Zone, state_of_party
from airmap.records import Article

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token, Tokens

_COMPASS = ("northern ", "southern ", "eastern ", "western ", "north", "south")
_WITHIN = frozenset({"inside", "within"})


def settle_airspace(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling]
) -> Telling:
    """Return the telling with the state whose airspace it was in, where its words, its speaker or the story say so.

    ``before`` are the tellings already settled, in text order.
    """
    zone, goal = telling.zone, telling.goal
    if goal is None and zone is not None and zone.kind == "territory" and zone.owner is not None:
        # "over Idlib province"
        goal = zone.owner if doc[zone.head].lower_ in lexicon.group("inland_sites") else None
    mover = state_of_party(telling.mover)
    responder = telling.responder
    entering = telling.act in ENTERING
    named = zone.owner if zone is not None and telling.nominal and zone.head < telling.trigger else None
    known = (t for t in before if named is not None and state_of_party(t.mover) == named.state)
    if named is not None and telling.mover is None and any(t.airspace not in (None, named.state) for t in known):
        # "Estonia joins Romania to report Russian airspace violations", of those whose jets came over: by them.
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        theirs = speaker.state if speaker is not None and speaker.state != named.state else None
        return replace(telling, mover=named, airspace=theirs, zone=None)
    if zone is not None and zone.kind == "international":
        return replace(telling, international=True, near=None)
    owner: Party | None = None
    complains = _who_complains(telling, doc, actors)
    if complains is not None:
        return changed(telling, mover=zone.owner if zone is not None else None, airspace=complains)
    if zone is not None:
        owner = _beyond(zone, mover, telling, doc, actors) or zone.owner
        if owner is None and zone.kind == "buffer" and entering:
            owner = _other_side(zone, mover or _flown_from(telling, doc, actors), doc)
        if owner is None or (owner.kind == "group" and owner.state is None):
            group = owner.name if owner is not None else None
            owner = zone.place if zone.place is not None and zone.place.state and zone.owner_pronoun is None else None
            only_near = owner is not None and (doc[owner.end].lower_ in LINES or doc[owner.start - 1].lower_ == "near")
            if only_near and zone.described:
                # "entered the nation's airspace over the Syrian border", "crossed national airspace near Izmail"
                owner = None
            if zone.owner_pronoun is None:
                owner = owner or proclaimed_by(doc[zone.head], actors)
            if owner is None and over_nobodys(zone, doc, actors):
                # "in the skies above the shoal"
                return telling
            if owner is None and (
                zone.owner_pronoun is not None or zone.described or (zone.definite and group is None)
            ):
                owner = _owner_meant(telling, doc, actors, article, before)
            if owner is None and group is None and zone.end - zone.start <= 2 and not _described_after(zone, doc):
                # "Israel confirms Russian jets entered airspace": the speaker's own.
                owner, _ = speaker_above(doc[telling.trigger], actors)
                if owner is not None and owner.state == mover:
                    owner = None
            if owner is None and entering and group is None:
                owner = _other_side(zone, mover, doc)
            if owner is None and entering and group is None:
                owner = airport_stopped(telling, doc, actors) or reacting(doc[telling.trigger], actors)
                owner = owner or leading_state(telling, mover, doc, actors)
            if owner is None:
                return replace(telling, airspace_group=group)
    elif goal is not None:
        told = told_before(goal, telling, actors, before) if entering else None
        if told is not None:
            return replace(telling, airspace=told)
        owner = goal
    elif entering and telling.nominal and (shut := airport_stopped(telling, doc, actors)) is not None:
        # "drone incursions have shut Danish airports"
        owner = shut
    elif entering and (telling.untold_goal or (telling.nominal and telling.mover is not None)):
        if (told := told_as_known(telling, mover, doc, before)) is not None:
            return replace(telling, airspace=told)
        owner, _ = speaker_above(doc[telling.trigger], actors)
        if telling.nominal and owner is None:
            owner = reacting(doc[telling.trigger], actors) or named_around(telling, mover, doc, actors)
        if telling.untold_goal and (owner is None or owner.state is None):
            owner = next((p for p in shooters(doc[telling.trigger], actors) if p.kind == "state"), None)
            owner = owner or came_down_at(doc[telling.trigger], actors) or airport_stopped(telling, doc, actors)
            owner = owner or reacting(doc[telling.trigger], actors) or leading_state(telling, mover, doc, actors)
            owner = owner or complainant(telling, mover, doc, actors) or named_around(telling, mover, doc, actors)
        if owner is not None and owner.state == mover:
            owner = None
    if owner is None or owner.state is None:
        attacked = _attacked_at(telling, doc, actors, mover) or _own_defence(telling, doc, actors, mover)
        attacked = attacked or _fell_at_home(telling, doc, actors, mover)
        return replace(telling, airspace=attacked) if attacked is not None else telling
    state = owner.state
    if entering:
        return changed(telling, airspace=state)
    shooter = state_of_party(responder)
    if telling.act in ("down", "fire") and state == mover and zone is not None and zone.kind == "national":
        # "One of its Su-25s was shot down in Armenian airspace" by a plane from elsewhere.
        return telling if shooter in (None, state) else replace(telling, airspace=state)
    if goal is not None and _maybe_at_sea(goal, shooter, doc) and _flown(telling.craft):
        # "Syrian guns shot down a Russian plane off Latakia": over the sea; a balloon there has come over land.
        return telling
    # Brought down or met over somebody's land: an entry only where it was the land of those who fired.
    if (
        telling.act in ("down", "fire")
        and state != mover
        and (_own_air(zone, doc) or _own_land(zone, doc, shooter, state) or (shooter is not None and shooter == state))
    ):
        return replace(telling, airspace=state)
    if telling.act in ("down", "fire") and goal is not None and state != mover and _deep_inside(telling, goal, doc):
        return replace(telling, airspace=state)
    if telling.act in ("down", "fire") and responder is None and goal is not None and goal.kind == "place":
        # "The Soviets produced the pilot of the U-2 brought down near Sverdlovsk": by those whose land it was.
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        tellers = [p.state for p in actors.parties if telling.start <= p.start < telling.end and p.kind == "state"]
        adrift = telling.craft is not None and telling.craft.category == "balloon" and mover is None
        if adrift and _over_goal(goal, doc):
            # "another object was shot down over Yukon": what drifts in, those below bring down.
            return replace(telling, airspace=state)
        if state != mover and (state in tellers or (speaker is not None and speaker.state == state)):
            return replace(telling, airspace=state)
    at_home = telling.act == "close" and zone is not None and zone.kind == "national"
    owner_of_it = telling.craft.party if telling.craft is not None else None
    at_home = at_home and (owner_of_it is None or owner_of_it.state in (None, state))
    if at_home and responder is not None and responder.state is not None and responder.state != state:
        # The one that was threatened was in its own airspace: the other had entered it.
        return replace(telling, airspace=state, mover=responder)
    if (
        telling.act in ("intercept", "close")
        and zone is not None
        and zone.kind in ("national", "adiz")
        and state != mover
    ):
        return replace(telling, airspace=state)
    unmanned = telling.craft is not None and telling.craft.category in ("drone", "balloon") and state != mover
    below = goal is not None and doc[goal.start - 1].lower_ != "off" and shooter == state
    if telling.act == "intercept" and unmanned and below and _over_goal(goal, doc):
        # "an Egyptian drone was intercepted by Israeli jets over the Negev desert"
        return replace(telling, airspace=state)
    at_home = responder is not None and responder.state == state and goal is not None
    at_home = at_home or (responder is None and goal is not None and doc[goal.start - 1].lower_ == "in")
    if telling.act == "intercept" and at_home and state != mover and _made_to_land(doc[telling.trigger]):
        # "made to land at Minsk by a Belarusian fighter": in the airspace of those who made it.
        return replace(telling, airspace=state)
    return telling


def _who_complains(telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Read "second Russian airspace violation in a week, says Norway": Russia's deed, in the air of who tells it.

    Only of states that are known for it: "Berlin says that the Polish airspace violation was no accident".
    """
    zone, trigger = telling.zone, doc[telling.trigger]
    owner = zone.owner if zone is not None else None
    if owner is None or zone is None or zone.head != telling.trigger - 1 or telling.mover is not None:
        return None
    if telling.act != "entry" or not telling.nominal or owner.state not in lexicon.table("parties")["often_accused"]:
        return None
    if doc[owner.end].tag_ == "POS" or any(
        a.lower_ in lexicon.verbs("cues", "denial") for a in grammar.ancestors(trigger)
    ):
        return None
    others = (p for p in actors.parties if p.kind == "state" and trigger.sent.start <= p.start < trigger.sent.end)
    return next((p.state for p in others if p.state not in (None, owner.state)), None)


def _over_goal(goal: Party | None, doc: Doc) -> bool:
    """Say whether a place is what something was over: "over the southern Negev"."""
    return goal is not None and any(t.lower_ in ("over", "above") for t in doc[max(0, goal.start - 4) : goal.start])


def _maybe_at_sea(goal: Party, shooter: str | None, doc: Doc) -> bool:
    """Say whether it was beside a town where water may lie: "off Latakia", "MiGs shot it down north of Havana"."""
    way = doc[goal.start - 2] if goal.start > 1 and doc[goal.start - 1].lower_ == "of" else None
    beside = way is not None and way.dep_ == "advmod" and way.lower_ in lexicon.group("compass_parts")
    return (beside and shooter is not None) or doc[goal.start - 1].lower_ == "off"


def _flown(craft: Craft | None) -> bool:
    return craft is not None and craft.category in ("plane", "helicopter", "airliner")


def _made_to_land(verb: Token) -> bool:
    """Say whether an aircraft was forced to come down where it did not want to."""
    words = {t.lower_ for t in verb.subtree}
    return verb.lower_ in lexicon.group_forms("forcing_verbs") and bool(words & {"land", "landing", "down"})


def _own_air(zone: Zone | None, doc: Doc) -> bool:
    """Say whether a stretch is a state's own to the sky: its airspace, or that over its territorial waters."""
    if zone is None:
        return False
    return zone.kind == "national" or "territorial" in {t.lower_ for t in doc[zone.start : zone.end]}


def _own_land(zone: Zone | None, doc: Doc, shooter: str | None, state: str) -> bool:
    """Say whether something was brought down inside a land by those whose it is, or by nobody named."""
    return zone is not None and within_own(doc[zone.head]) and shooter in (None, state)


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
    if not words & lexicon.group("attacking_forms"):
        return None
    guests = {
        p.state
        for p in actors.parties
        if telling.start <= p.start < telling.trigger
        and p.start > 1
        and doc[p.start - 1].lower_ == "in"
        and doc[p.start - 2].lower_ in lexicon.group("those_who_act")
    }
    for place in actors.parties:
        here = telling.start < place.start < telling.end and place.state in {shooter} | guests - {mover}
        at = place.kind == "place" and doc[place.start - 1].lower_ in ("in", "on", "at", "over", "near", "of")
        attacked = place.start > telling.trigger and place.below_country and _attacked(place, doc)
        if here and (at or attacked):
            return place.state
    return None


_AIR_RAID = re.compile(r"\b(?:(?:air|aerial|aircraft)[ -]defen[cs]es?|defen[cs]es|overnight|launched)\b", re.IGNORECASE)


def _own_defence(telling: Telling, doc: Doc, actors: Actors, mover: str | None) -> str | None:
    """Return the state that brings down what came to it: "shot down a drone from Lebanon", "on the border with Syria".

    Not: "a US destroyer shot down a drone from Yemen", "Israel downed a drone over the Red Sea".
    """
    craft, home = telling.craft, state_of_party(telling.responder)
    if telling.act not in ("down", "fire") or craft is None or not craft.unpiloted or craft.weapon:
        return None
    if home is None or home == mover or home in lexicon.group("far_from_home"):
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


def _attacked(place: Party, doc: Doc) -> bool:
    """Say whether a place is what an attack was on: "tried to attack the capital Ndjamena"."""
    words = doc[max(doc[place.start].sent.start, place.start - 4) : place.start]
    return any(t.lower_ in lexicon.group("attacking_forms") for t in words)


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


def _inside_line(clause: Tokens, state: str, actors: Actors) -> bool:
    """Read "3 km inside the border with Syria": on the side of those who fired, as the other side is named."""
    doc = clause.doc
    for zone in actors.zones:
        inside = clause.start < zone.head < clause.end and zone.kind == "territory" and zone.end + 1 < clause.end
        if inside and doc[zone.end].lower_ == "with" and {t.lower_ for t in doc[zone.start - 2 : zone.head]} & _WITHIN:
            other = actors.party_at.get(zone.end + 1)
            return other is not None and other.state not in (None, state)
    return False


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
        if by_force and over_own(telling, responder.state, mover, doc, actors):
            return responder.state
        known = replace(telling, responder=responder)
        beyond = telling.near == responder.state
        if by_force and goal is None and not beyond and _own_defence(known, doc, actors, state_of_party(mover)):
            # "shot down on the Angolan border, Luanda reported"
            return responder.state
        if not by_force or goal is None or goal.state != responder.state:
            continue
        if _maybe_at_sea(goal, responder.state, doc) and _flown(telling.craft):
            continue
        named = telling.responder is not None or telling.responder_token is not None
        over = mover is not None and _over_goal(goal, doc)
        if not (named or over) or (telling.craft is not None and telling.craft.civil):
            continue
        if _deep_inside(replace(telling, responder=responder, mover=telling.mover or mover), goal, doc):
            return goal.state
    return None


def _beyond(zone: Zone, mover: str | None, telling: Telling, doc: Doc, actors: Actors) -> Party | None:
    """Return whose land lies beyond a line named for two: "an Ethiopian jet crossed the Sudanese-Ethiopian border".

    Beyond it from the intruder's side, or else on the side of who tells of it.
    """
    if zone.kind != "territory" or telling.act not in ENTERING:
        return None
    sides = [p for p in actors.parties if zone.start <= p.start < zone.head and p.state is not None]
    if len({p.state for p in sides}) != 2:
        return None
    if mover is not None:
        others = [p for p in sides if p.state != mover]
        return others[0] if len(others) < len(sides) else None
    speaker, _ = speaker_above(doc[telling.trigger], actors)
    return next((p for p in sides if speaker is not None and p.state == speaker.state), None)


def _other_side(zone: Zone, mover: str | None, doc: Doc) -> Party | None:
    """Return whose airspace lies beyond a line between two states, seen from the intruder's side."""
    line = doc.span(zone.start, zone.end).text.casefold()
    for pair, names in lexicon.table("events")["zone_pairs"].items():
        sides = pair.split("-")
        if mover in sides and any(line.endswith(n) for n in names):
            other = sides[1 - sides.index(mover)]
            return Party(zone.start, zone.end, "state", other, other)
    return None


def _flown_from(telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Return the state that an aircraft nobody owns came from: "a drone from Lebanon crossed the line"."""
    craft = telling.craft
    if craft is None or craft.end >= len(doc) or doc[craft.end].lower_ != "from":
        return None
    party = next((actors.party_at[i] for i in (craft.end + 1, craft.end + 2) if i in actors.party_at), None)
    return state_of_party(party)


def _described_after(zone: Zone, doc: Doc) -> bool:
    return zone.end < len(doc) and doc[zone.end].lower_ in ("of", "over", "above", "in")


def _owner_meant(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling]
) -> Party | None:
    zone = telling.zone
    assert zone is not None
    mover = state_of_party(telling.mover)
    position = zone.owner_pronoun if zone.owner_pronoun is not None else zone.start
    trigger = doc[telling.trigger]
    speaker, _ = speaker_above(trigger, actors)
    word = doc[position].lower_
    if word in FIRST_PERSON:
        if speaker is not None and speaker.state is not None and speaker.state != mover:
            return speaker
        return (
            voice_of(doc, position, actors, article, exclude={mover})
            or place_beside(zone, doc, actors, mover)
            or issuer_of(doc, actors, {mover})
        )
    national = doc.span(zone.start, zone.end).text.casefold().endswith("national airspace")
    says = national and speaker is not None and speaker.state not in (None, mover)
    if zone.owner_pronoun is None and (not zone.described or national) and not says:
        told = next((t.airspace for t in reversed(before) if t.airspace is not None and t.airspace != mover), None)
        if told is not None:
            return Party(zone.start, zone.end, "state", told, told)
    if national and speaker is None and (own := headed_by(doc, actors, {mover})) is not None:
        # "Hellenic National Defence General Staff: Violations of national airspace: 41."
        return own
    shooter = next((p for p in shooters(trigger, actors) if p.state != mover), None)
    exclude = {None, mover, *flying_along(telling, doc, actors)}
    if mover is None:
        # "A Peruvian drone fell in Ecuador and the country protested over the violation of its airspace": not Peru's.
        exclude |= {state_of_party(t.mover) for t in before if t.start == telling.start and t.airspace is not None}
    if zone.owner_pronoun is None and before and speaker is None and shooter is None:
        here = (p for p in actors.parties if telling.start <= p.start < position and p.kind == "state")
        told = next((t.airspace for t in reversed(before) if t.airspace not in exclude), None)
        if told is not None and all(p.state in exclude for p in here):
            # "Days before, an Italian drone had crashed inside the country": the one that the story is of.
            return Party(zone.start, zone.end, "state", told, told)
    return party_meant(doc, position, actors, exclude=exclude, prefer=(speaker, shooter, telling.responder))
