"""Who did it, in whose airspace: roles settled from the clause, its speaker and what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import aircraft_meant, party_in, party_meant, same_aircraft, speaker_above
from airmap.events.goals import came_down_at
from airmap.events.nearness import settle_near, settle_origin
from airmap.events.tellings import Telling
from airmap.events.voice import issuer_of, voice_of
from airmap.mentions.actors import Actors, Craft, Party, Zone, number
from airmap.records import Article

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token

_FIRST_PERSON = frozenset({"our", "we", "my", "us"})
_OWNING = frozenset({"its", "their", "our", "his", "her"})
_LATTER = frozenset({"latter", "former"})


def settle(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling] = ()
) -> Telling | None:
    """Return the telling with its states, or None where it turns out to be no incident (its own airspace).

    ``before`` are the tellings already settled, in text order: "the airspace" may be the one that they told of.
    """
    flown = _settle_craft(telling, doc, actors, article)
    if flown is None:
        return None
    telling = _settle_accused(flown, doc, actors)
    telling = _settle_mover(telling, doc, actors, article)
    telling = _settle_responder(telling, doc, actors, article)
    telling = _settle_airspace(telling, doc, actors, article, before)
    telling = _settle_from_before(telling, doc, actors)
    mover = telling.mover
    if (
        telling.act in ("entry", "adiz")
        and mover is not None
        and mover.state is not None
        and mover.state == telling.airspace
    ):
        return None
    telling = settle_near(telling, doc, actors)
    return settle_origin(telling, doc, actors)


def _settle_craft(telling: Telling, doc: Doc, actors: Actors, article: Article) -> Telling | None:
    if telling.craft is None and telling.craft_token is not None:
        avoid = telling.responder.state if telling.responder else None
        if telling.act in ("entry", "adiz") and telling.zone is not None and telling.zone.owner is not None:
            avoid = telling.zone.owner.state
        elif telling.act in ("entry", "adiz") and telling.zone is not None and telling.zone.owner_pronoun is not None:
            # "Havana said it was inside its airspace": what was inside was not Havana's.
            speaker, _ = speaker_above(doc[telling.trigger], actors)
            avoid = speaker.state if speaker is not None else avoid
        meant = aircraft_meant(doc, telling.craft_token, actors, avoid=avoid)
        if meant is not None:
            telling = replace(telling, craft=meant)
    if telling.craft is not None and telling.craft.party is None and telling.craft.owner_pronoun is None:
        owner = _sent_by(doc[telling.craft.head], actors)
        if owner is not None and (telling.responder is None or telling.responder.state != owner.state):
            telling = replace(telling, craft=replace(telling.craft, party=owner))
    if telling.act in ("down", "fire") and telling.craft is not None and telling.craft.party is None:
        owner = _under_fire_from(doc[telling.trigger], actors)
        if owner is not None and telling.craft.owner_pronoun is None:
            telling = replace(telling, craft=replace(telling.craft, party=owner))
    craft = telling.craft
    if craft is not None and telling.craft_token is not None and not craft.start <= telling.craft_token < craft.end:
        # "45 of 60 Russian drones": the quantity, not the whole, was met.
        stated = number(doc[telling.craft_token].lower_)
        if stated is not None:
            telling = replace(telling, count=stated)
    if craft is not None and craft.party is None and craft.definite and craft.owner_pronoun is None:
        avoid = telling.responder.state if telling.responder else None
        if telling.act in ("entry", "adiz") and telling.zone is not None and telling.zone.owner_pronoun is not None:
            # "Havana said the aircraft was inside its airspace": it was not Havana's.
            speaker, _ = speaker_above(doc[telling.trigger], actors)
            avoid = speaker.state if speaker is not None else avoid
        elif telling.act == "entry" and telling.strong and not grammar.negated(doc[telling.trigger]):
            # "Beijing says the plane intruded": who complains speaks of another's aircraft.
            speaker, verb = speaker_above(doc[telling.trigger], actors)
            if speaker is not None and verb is not None and verb.lower_ not in lexicon.group_forms("admitting_verbs"):
                avoid = speaker.state
        if telling.act == "down" and avoid is not None and _put_down(telling, craft, doc, actors, avoid):
            return None
        earlier = same_aircraft(doc, craft, actors, avoid=avoid)
        if earlier is not None:
            keep = craft if not craft.generic else earlier
            telling = replace(telling, craft=replace(keep, party=earlier.party, head=craft.head, count=craft.count))
            craft = telling.craft
    if craft is not None and craft.party is None and craft.owner_pronoun is None and _friendly_fire(doc, telling):
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        owner = telling.responder if telling.responder is not None and telling.responder.state else speaker
        telling = replace(telling, craft=replace(craft, party=owner or _only_party(doc, telling, actors)))
        craft = telling.craft
    own = craft is not None and craft.owner_pronoun is not None and doc[craft.owner_pronoun + 1].lower_ == "own"
    if craft is not None and craft.party is None and own and telling.responder is not None:
        # "shot down its own helicopter"
        telling = replace(telling, craft=replace(craft, party=telling.responder))
    elif craft is not None and craft.party is None and craft.owner_pronoun is not None:
        # "Our plane was met", told before: whose "our" is its own sentence says.
        apart = doc[craft.owner_pronoun].sent.start != doc[telling.trigger].sent.start
        speaker, _ = speaker_above(doc[craft.head if apart else telling.trigger], actors)
        responder = telling.responder.state if telling.responder else None
        ours = doc[craft.owner_pronoun].lower_ in _FIRST_PERSON and speaker is None
        owner = voice_of(doc, craft.owner_pronoun, actors, article, exclude={responder}) if ours else None
        if ours and owner is None:
            # "our helicopter, off HMAS Toowoomba"
            around = doc[craft.head].sent
            owner = next((p for p in actors.parties if around.start <= p.start < around.end
                          and p.state not in (None, responder) and doc[p.start].lower_ in lexicon.group("ships")), None)
        # "Our plane", told before: of a speaker whom the text does not name, and not of those who complain of it.
        owner = owner or None if ours and apart else owner or party_meant(
            doc,
            craft.owner_pronoun,
            actors,
            exclude={None, responder},
            prefer=(speaker if telling.act in ("down", "fire") else None,),
        )
        if owner is not None:
            telling = replace(telling, craft=replace(craft, party=owner))
    return telling


def _put_down(telling: Telling, craft: Craft, doc: Doc, actors: Actors, owner: str) -> bool:
    """Say whether its owner had to bring an aircraft down: "forcing the U.S. military to bring the drone down"."""
    trigger = doc[telling.trigger]
    if not any(a.lower_ in _forcing_forms() for a in grammar.ancestors(trigger)):
        return False
    before = same_aircraft(doc, craft, actors, avoid=None)
    return before is not None and before.party is not None and before.party.state == owner


@cache
def _forcing_forms() -> frozenset[str]:
    return frozenset(f for v in ("force", "oblige", "compel", "have", "cause") for f in lexicon.verb_forms(v))


def _under_fire_from(verb: Token, actors: Actors) -> Party | None:
    """Return who came under the fire of those that a relative clause tells of: "from Syria, which downs an F-16"."""
    if verb.dep_ != "relcl":
        return None
    words = list(grammar.ancestors(verb))[:6]
    came = next((w for w in words if w.lower_ in lexicon.verb_forms("come") and w.pos_ == "VERB"), None)
    under = [t.lower_ for p, t in grammar.prepositions(came) if p == "under"] if came is not None else []
    if came is None or not {"fire", "attack"} & set(under):
        return None
    found = (party_in(t, actors) for t in grammar.subjects(came))
    return next((p for p in found if p is not None and p.state is not None), None)


def _friendly_fire(doc: Doc, telling: Telling) -> bool:
    """Say whether those who fired brought down one of their own."""
    return telling.act in ("down", "fire") and "friendly fire" in doc[telling.start : telling.end].text.casefold()


def _only_party(doc: Doc, telling: Telling, actors: Actors) -> Party | None:
    inside = [p for p in actors.parties if telling.start <= p.start < telling.end and p.kind == "state"]
    return inside[0] if len({p.state for p in inside}) == 1 else None


def _settle_mover(telling: Telling, doc: Doc, actors: Actors, article: Article) -> Telling:
    craft = telling.craft
    if telling.act in ("down", "fire", "intercept", "close", "approach"):
        return replace(telling, mover=craft.party if craft else None)
    mover = telling.mover
    if craft is not None and craft.party is not None:
        mover = craft.party
    if mover is not None and mover.kind == "place" and mover.state is None:
        mover = None
    if mover is None and craft is not None:
        mover = _sender(doc[craft.head], actors)
    if mover is None and craft is not None and craft.category == "missile" and telling.act == "entry":
        # "India said that a malfunction had led to the accidental firing of a missile into Pakistan"
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        mishap = {t.lower_ for t in doc[telling.trigger].sent} & lexicon.group("mishaps")
        there = {telling.goal.state if telling.goal is not None else None}
        if speaker is not None and mishap and speaker.state not in there:
            mover = speaker
    if mover is None and telling.mover_token is not None:
        token = doc[telling.mover_token]
        if token.lower_ in _LATTER:
            mover = _latter(doc, token, actors)
        elif token.lower_ in lexicon.group("mover_pronouns") and craft is None:
            zone = telling.zone
            exclude = {None, zone.owner.state if zone is not None and zone.owner is not None else None}
            if zone is not None and zone.owner_pronoun is not None and doc[zone.owner_pronoun].lower_ in _FIRST_PERSON:
                # "It violated our airspace": not those whose airspace is ours.
                ours = voice_of(doc, zone.owner_pronoun, actors, article, exclude={None})
                exclude.add(ours.state if ours is not None else None)
            speaker, verb = speaker_above(doc[telling.trigger], actors)
            admits = verb is not None and verb.lower_ in lexicon.group_forms("admitting_verbs")
            if zone is not None and zone.owner_pronoun is not None and speaker is not None and not admits:
                # "The Chinese complain that it entered their airspace": it is none of theirs.
                exclude.add(speaker.state)
            mover = party_meant(doc, token.i, actors, exclude=exclude, states_only=False)
    return replace(telling, mover=mover)


def _sent_by(craft: Token, actors: Actors) -> Party | None:
    """Return who flew an aircraft by the clause that says so: "a drone that Iran had launched", "flown by exiles"."""
    for verb in craft.children:
        if verb.dep_ in ("relcl", "acl") and verb.lower_ in _sending_forms() | lexicon.verb_forms("own"):
            for agent in grammar.agents(verb):
                if agent.i != craft.i and agent.lower_ not in grammar.RELATIVES:
                    party = party_in(agent, actors)
                    if party is not None and party.kind != "place":
                        return party
            if any(t.lower_ in ("missile", "missiles", "rocket", "rockets") for t in (craft, *craft.children)):
                # "a missile launched from the Indian city of Sirsa": nobody else launches one from there.
                for preposition, site in grammar.prepositions(verb):
                    party = party_in(site, actors) if preposition == "from" else None
                    if party is not None and party.state is not None:
                        return party
    return None


def _sender(craft: Token, actors: Actors) -> Party | None:
    """Return who sends an aircraft that is an object: "Israel retaliated by sending jets"."""
    if craft.dep_ not in ("dobj", "obj", "nsubj") or craft.head.lower_ not in _sending_forms():
        return None
    for agent in grammar.agents(craft.head):
        party = party_in(agent, actors)
        if party is not None:
            return party
    return None


@cache
def _sending_forms() -> frozenset[str]:
    return frozenset(f for v in lexicon.group("senders") for f in lexicon.verb_forms(v))


def _settle_accused(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Read the accused as the intruder: "accuses Israel of airspace violations", "protested to Venezuela over"."""
    if telling.mover is not None or (telling.craft is not None and telling.craft.party is not None):
        return telling
    if telling.act not in ("entry", "adiz"):
        return telling
    accusing = {f: v for v in lexicon.table("cues")["reporting"]["accusing"] for f in lexicon.verb_forms(v)}
    trigger = doc[telling.trigger]
    for child in trigger.children:
        if child.dep_ == "poss" and (child.lower_ in _LATTER or any(c.lower_ in _LATTER for c in child.subtree)):
            accused = _latter(doc, child, actors)
            if accused is not None:
                return replace(telling, mover=accused)
    for above in grammar.ancestors(trigger):
        # A headline's "summons" is taken for a noun.
        headline = above.dep_ == "ROOT" and grammar.has_subject(above)
        envoys = [t for _, t in grammar.prepositions(above) if t.lower_ in lexicon.group("envoys")]
        if envoys and above.lower_ in lexicon.verb_forms("call") and (accused := party_in(envoys[0], actors)):
            # "calls in Myanmar's ambassador over"
            return replace(telling, mover=accused, mover_token=envoys[0].i)
        if above.lower_ in accusing and (above.pos_ == "VERB" or headline):
            things = grammar.passive_or_objects(above)
            things += [t for o in things for p, t in grammar.prepositions(o) if p == "against"]
            for thing in things:
                accused = party_in(thing, actors)
                if (
                    accused is not None
                    and (telling.zone is None or telling.zone.owner is not accused)
                    and thing.i != trigger.i
                ):
                    return replace(telling, mover=accused, mover_token=thing.i)
            for preposition, thing in grammar.prepositions(above):
                if preposition in ("to", "against", "with", "on"):
                    accused = party_in(thing, actors)
                    if (
                        accused is not None
                        and thing.i != trigger.i
                        and accused.name not in ("UN", "United Nations", "U.N.", "NATO")
                    ):
                        return replace(telling, mover=accused, mover_token=thing.i)
        if above.lower_ in ("protest", "complaint", "protests", "note") and above.pos_ == "NOUN":
            for preposition, thing in grammar.prepositions(above):
                if preposition in ("to", "with", "against"):
                    accused = party_in(thing, actors)
                    if accused is not None and accused.name not in ("UN", "United Nations", "U.N."):
                        return replace(telling, mover=accused, mover_token=thing.i)
    return telling


def _latter(doc: Doc, token: Token, actors: Actors) -> Party | None:
    before = [p for p in actors.parties if p.start < token.i and p.start >= token.sent.start and p.kind != "place"]
    return before[-1] if before else None


def _settle_responder(telling: Telling, doc: Doc, actors: Actors, article: Article) -> Telling:
    responder = telling.responder
    craft = telling.craft
    other = craft.party.state if craft and craft.party else None
    if responder is not None and craft is not None and craft.start <= responder.start < craft.end:
        responder = None
    if responder is None and telling.responder_token is not None:
        token = doc[telling.responder_token]
        owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in _OWNING), None)
        if token.lower_ in lexicon.group("personal_pronouns") or owner is not None:
            speaker, _ = speaker_above(doc[telling.trigger], actors)
            if speaker is not None and speaker.kind == "group":
                responder = speaker
            elif token.lower_ in _FIRST_PERSON and speaker is None:
                responder = voice_of(doc, token.i, actors, article, exclude={other})
            else:
                responder = party_meant(doc, token.i, actors, exclude={None, other}, prefer=(speaker,))
    if responder is None and telling.responder_token is not None:
        words = [t for t in doc[telling.responder_token].subtree if abs(t.i - telling.responder_token) <= 8]
        if any(t.lower_ in lexicon.group("own_lands") and t.dep_ == "poss" for t in words):
            # "by a fighter of the country's air force": of the country that it was over.
            goal = telling.goal
            responder = (
                goal
                if goal is not None and goal.state not in (None, other)
                else party_meant(doc, telling.responder_token, actors, exclude={None, other})
            )
    scrambled = doc[telling.trigger].lower_ in lexicon.verb_forms("scramble")
    if responder is None and scrambled and telling.goal is not None and telling.goal.state != other:
        responder = telling.goal
    if responder is not None and responder.kind == "place" and responder.state is None:
        responder = None
    return replace(telling, responder=responder)


def _settle_airspace(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling]
) -> Telling:
    zone, goal = telling.zone, telling.goal
    if goal is None and zone is not None and zone.kind == "territory" and zone.owner is not None:
        # "over Idlib province"
        goal = zone.owner if doc[zone.head].lower_ in lexicon.group("inland_sites") else None
    mover = telling.mover.state if telling.mover else None
    responder = telling.responder
    entering = telling.act in ("entry", "adiz", "restricted")
    if zone is not None and zone.kind == "international":
        return replace(telling, international=True, near=None)
    owner: Party | None = None
    if zone is not None:
        owner = zone.owner
        if owner is None and zone.kind == "buffer" and entering:
            owner = _other_side(zone, mover or _flown_from(telling, doc, actors), doc)
        if owner is None or (owner.kind == "group" and owner.state is None):
            group = owner.name if owner is not None else None
            owner = zone.place if zone.place is not None and zone.place.state and zone.owner_pronoun is None else None
            owner = owner or _proclaimed_by(doc[zone.head], actors)
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
            if owner is None:
                return replace(telling, airspace_group=group)
    elif goal is not None:
        told = _told_before(goal, telling, actors, before) if entering else None
        if told is not None:
            return replace(telling, airspace=told)
        owner = goal
    elif entering and (telling.untold_goal or (telling.nominal and telling.mover is not None)):
        owner, _ = speaker_above(doc[telling.trigger], actors)
        if telling.nominal and owner is None:
            owner = _reacting(doc[telling.trigger], actors)
        if telling.untold_goal and (owner is None or owner.state is None):
            owner = next((p for p in _shooters(doc[telling.trigger], actors) if p.kind == "state"), None)
            owner = owner or came_down_at(doc[telling.trigger], actors)
        if owner is not None and owner.state == mover:
            owner = None
    if owner is None or owner.state is None:
        attacked = _attacked_at(telling, doc, actors, mover)
        return replace(telling, airspace=attacked) if attacked is not None else telling
    state = owner.state
    if entering:
        return replace(telling, airspace=state)
    shooter = responder.state if responder is not None else None
    if telling.act in ("down", "fire") and state == mover and zone is not None and zone.kind == "national":
        # "One of its Su-25s was shot down in Armenian airspace" by a plane from elsewhere.
        return telling if shooter in (None, state) else replace(telling, airspace=state)
    # Brought down or met over somebody's land: an entry only where it was the land of those who fired.
    if (
        telling.act in ("down", "fire")
        and state != mover
        and (_own_air(zone, doc) or (responder is not None and responder.state == state))
    ):
        return replace(telling, airspace=state)
    if telling.act in ("down", "fire") and goal is not None and state != mover and _deep_inside(telling, goal, doc):
        return replace(telling, airspace=state)
    if telling.act in ("down", "fire") and responder is None and goal is not None and goal.kind == "place":
        # "The Soviets produced the pilot of the U-2 brought down near Sverdlovsk": by those whose land it was.
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        tellers = [p.state for p in actors.parties if telling.start <= p.start < telling.end and p.kind == "state"]
        if state != mover and (state in tellers or (speaker is not None and speaker.state == state)):
            return replace(telling, airspace=state)
    at_home = telling.act == "close" and zone is not None and zone.kind == "national"
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
    at_home = responder is not None and responder.state == state and goal is not None
    if telling.act == "intercept" and at_home and state != mover and _made_to_land(doc[telling.trigger]):
        # "made to land at Minsk by a Belarusian fighter": in the airspace of those who made it.
        return replace(telling, airspace=state)
    return telling


def _made_to_land(verb: Token) -> bool:
    """Say whether an aircraft was forced to come down where it did not want to."""
    words = {t.lower_ for t in verb.subtree}
    return verb.lower_ in lexicon.group_forms("forcing_verbs") and bool(words & {"land", "landing", "down"})


def _own_air(zone: Zone | None, doc: Doc) -> bool:
    """Say whether a stretch is a state's own to the sky: its airspace, or that over its territorial waters."""
    if zone is None:
        return False
    return zone.kind == "national" or "territorial" in {t.lower_ for t in doc[zone.start : zone.end]}


def _attacked_at(telling: Telling, doc: Doc, actors: Actors, mover: str | None) -> str | None:
    """Read "shot down a Sudanese jet which had attacked an oil field in Unity State": over the land of who fired.

    "French forces in Chad shot down a bomber as it tried to attack Ndjamena": over that where those stood who fired.
    """
    shooter = telling.responder.state if telling.responder is not None else None
    if telling.act not in ("down", "fire") or mover is None or telling.international:
        return None
    if telling.craft is not None and (bombed := _bombed_by(doc[telling.craft.head], mover, actors)) is not None:
        return bombed
    if shooter in (None, mover):
        return None
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
        attacked = place.start > telling.trigger and _is_town(place) and _attacked(place, doc)
        if here and (at or attacked):
            return place.state
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
            if _is_town(party) or of_site or in_land:
                return party.state
    return None


def _is_town(party: Party) -> bool:
    place = party.toponym.place if party.toponym is not None else None
    return place is not None and place.feature != "country"


def _attacked(place: Party, doc: Doc) -> bool:
    """Say whether a place is what an attack was on: "tried to attack the capital Ndjamena"."""
    words = doc[max(doc[place.start].sent.start, place.start - 4) : place.start]
    return any(t.lower_ in lexicon.group("attacking_forms") for t in words)


def _told_before(goal: Party, telling: Telling, actors: Actors, before: Sequence[Telling]) -> str | None:
    """Return the airspace told before, where a hamlet was found in a country that nothing else in the text names.

    "went into national airspace, flew above the post at La Flor": that La Flor is the one of this country.
    """
    place = goal.toponym.place if goal.toponym is not None else None
    small = place is not None and place.feature in ("village", "airport", "airbase")
    if not small or any(p.state == goal.state for p in actors.parties if p.start != goal.start):
        return None
    mover = telling.mover.state if telling.mover else None
    return next((t.airspace for t in reversed(before) if t.act == "entry" and t.airspace is not None
                 and (t.mover.state if t.mover else None) in (mover, None)), None)


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
        drone = telling.craft is not None and telling.craft.category == "drone"
        if telling.international or not drone or telling.responder is None:
            return False
    at_home = telling.responder is not None and telling.responder.state == goal.state
    if telling.craft is not None and telling.craft.civil and not at_home:
        # An airliner flies there on a schedule.
        return False
    following = doc[telling.end].sent.end if telling.end < len(doc) else telling.end
    if {t.lower_ for t in doc[telling.start : following]} & lexicon.group("by_mistake"):
        return False
    feature = goal.toponym.place.feature if goal.toponym is not None and goal.toponym.place is not None else None
    if feature in ("region", "sea", "strait", "gulf", "island", "islands"):
        return False
    for i in range(goal.start - 1, max(telling.start, goal.start - 7) - 1, -1):
        word = doc[i].lower_
        if doc[i].pos_ == "ADP" or word == "near":
            # "brought down near Sverdlovsk", by those whose town it is or by nobody named.
            by_them = telling.responder is None or at_home
            return word in ("over", "above", "inside") or (word == "near" and goal.kind == "place" and by_them)
        if doc[i].pos_ in ("VERB", "AUX", "PUNCT"):
            return False
    return False


def _other_side(zone: Zone, mover: str | None, doc: Doc) -> Party | None:
    """Return whose airspace lies beyond a line between two states, seen from the intruder's side."""
    line = doc[zone.start : zone.end].text.casefold()
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
    return party.state if party is not None else None


def _reacting(trigger: Token, actors: Actors) -> Party | None:
    """Return who reacts: in "Poland closes its airspace after a drone incursion" it was Poland's."""
    forms = {f for v in lexicon.group("reacting_verbs") for f in lexicon.verb_forms(v)}
    for above in grammar.ancestors(trigger):
        if above.lower_ in forms:
            for subject in grammar.agents(above):
                party = party_in(subject, actors)
                if party is not None and party.kind == "state":
                    return party
    return None


def _described_after(zone: Zone, doc: Doc) -> bool:
    return zone.end < len(doc) and doc[zone.end].lower_ in ("of", "over", "above", "in")


def _owner_meant(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling]
) -> Party | None:
    zone = telling.zone
    assert zone is not None
    mover = telling.mover.state if telling.mover else None
    position = zone.owner_pronoun if zone.owner_pronoun is not None else zone.start
    trigger = doc[telling.trigger]
    speaker, _ = speaker_above(trigger, actors)
    word = doc[position].lower_
    if word in _FIRST_PERSON:
        if speaker is not None and speaker.state is not None and speaker.state != mover:
            return speaker
        return (
            voice_of(doc, position, actors, article, exclude={mover})
            or _beside(zone, doc, actors, mover)
            or issuer_of(actors, {mover})
        )
    national = doc[zone.start : zone.end].text.casefold().endswith("national airspace")
    if zone.owner_pronoun is None and (not zone.described or national):
        told = next((t.airspace for t in reversed(before) if t.airspace is not None and t.airspace != mover), None)
        if told is not None:
            return Party(zone.start, zone.end, "state", told, told)
    shooter = next((p for p in _shooters(trigger, actors) if p.state != mover), None)
    return party_meant(doc, position, actors, exclude={None, mover}, prefer=(speaker, shooter, telling.responder))


def _proclaimed_by(head: Token, actors: Actors) -> Party | None:
    """Return who declared a zone: "the identification zone that China proclaimed", "the area declared by Iran"."""
    for verb in head.children:
        if verb.dep_ in ("relcl", "acl") and verb.pos_ == "VERB":
            for agent in grammar.agents(verb):
                if agent.i == head.i or agent.lower_ in grammar.RELATIVES:
                    continue
                party = party_in(agent, actors)
                if party is not None and party.state is not None and party.kind == "state":
                    return party
    return None


def _beside(zone: Zone, doc: Doc, actors: Actors, mover: str | None) -> Party | None:
    """Return whose place lies by an airspace that a speaker calls ours: "our airspace to the east of Rebun"."""
    end = doc[zone.start].sent.end
    places = (p for p in actors.parties if zone.end <= p.start < end and p.kind == "place")
    return next((p for p in places if p.state is not None and p.state != mover), None)


def _shooters(trigger: Token, actors: Actors) -> list[Party]:
    """Return the actors that lead the clauses above: in "Turkish jets shot down a plane that violated its airspace"."""
    found = []
    for above in grammar.ancestors(trigger):
        if above.pos_ == "VERB":
            for subject in grammar.agents(above):
                party = party_in(subject, actors)
                if party is not None and party.state:
                    found.append(party)
    return found


def _settle_from_before(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Read "Iran launches missiles at ... Pakistan calls it a violation of its airspace": who acted stands before."""
    trigger = doc[telling.trigger]
    if telling.act != "entry" or telling.mover is not None or telling.craft is not None:
        return telling
    called = telling.nominal and any(a.lower_ in _calling_forms() for a in grammar.ancestors(trigger))
    action = None if telling.mover_token is None else doc[telling.mover_token].lower_
    if not (called or action in lexicon.group("actions")) or trigger.sent.start == 0:
        return telling
    before = doc[trigger.sent.start - 1].sent
    for party in actors.parties:
        if before.start <= party.start < before.end and party.kind != "place" and party.state != telling.airspace:
            craft = next(
                (c for c in actors.crafts if before.start <= c.head < before.end and not c.attributive), None
            )
            return replace(telling, mover=craft.party if craft and craft.party else party, craft=craft)
    return telling


@cache
def _calling_forms() -> frozenset[str]:
    return frozenset(f for v in lexicon.group("calling_verbs") for f in lexicon.verb_forms(v))
