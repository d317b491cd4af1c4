"""Near what an aircraft was, and where it came from: what the words of place in a sentence say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import party_meant
from airmap.events.sequel import Sequel, went_back
from airmap.events.tellings import ENTERING, Telling, changed
from airmap.lexicon.phrases import has_word
from airmap.mentions.actors import Actors, Party, Zone, state_of_party
from airmap.records import Incident, IncidentType
from airmap.records import Zone as ZoneKind

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Tokens


_OF_ALL = frozenset({"alliance", "allied", "allies", "nato", "bloc"})


def settle_near(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    if telling.act in ENTERING or telling.airspace is not None:
        return telling
    mover = state_of_party(telling.mover)
    if telling.act == "approach" and telling.zone is not None:
        owner = telling.zone.owner
        if owner is None and (telling.zone.owner_pronoun is not None or telling.zone.described):
            # "neared its airspace", "the country's airspace"
            owner = party_meant(doc, telling.zone.owner_pronoun or telling.zone.start, actors, exclude={None, mover})
        if owner is not None and owner.state:
            return replace(telling, near=owner.state) if owner.state != mover else telling
    sentence = doc[telling.trigger].sent
    stopped = _kept_out_of(telling, doc, actors)
    return changed(telling, near=stopped or near_in(sentence.start, sentence.end, telling, doc, actors))


def _kept_out_of(telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Return whose airspace it did not reach: "kept the Il-20 from crossing into Finnish airspace"."""
    if telling.act != "intercept":
        return None
    onward = [v for f in doc[telling.trigger].children if f.lower_ == "from" for v in f.children if v.tag_ == "VBG"]
    reached = [t for v in onward for t in (*grammar.objects(v), *(t for _, t in grammar.prepositions(v)))]
    owners = [z.owner for t in reached if (z := actors.zone_at.get(t.i)) is not None and z.kind == "national"]
    return next((p.state for p in owners if p is not None and p.state != state_of_party(telling.mover)), None)


def stopped_short(incidents: Sequence[Incident]) -> list[Incident]:
    """Return the incidents, those met "to keep it from crossing the Finnish border" as near that border and no more."""
    kept = list(incidents)
    for entry in incidents if any(i.status == "hypothetical" for i in incidents) else ():
        met = [
            n for n, i in enumerate(kept) if i.type in ("interception", "approach") and i.airspace is None
            and i.status != "hypothetical" and i.aircraft_state == entry.aircraft_state
            and entry.phrases.get("aircraft") in (None, i.phrases.get("aircraft"))
            and not {e.start for e in i.evidence}.isdisjoint(e.start for e in entry.evidence)
        ]
        if entry.status == "hypothetical" and met:
            for n in met:
                kept[n] = replace(kept[n], near=kept[n].near or entry.airspace, zone="international")
            kept = [i for i in kept if i is not entry]
    return kept


# "flying towards Leipzig", "hit near a town": over the land, not near a state.
_ABOUT_TOWNS = frozenset({"near", "around", "close", "outside", "toward", "towards"})


def near_in(start: int, end: int, telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Return the state near which something was, by the words of a sentence: "off Norway", "20 miles from its coast".

    ``telling`` says whose aircraft it was and what was done to it; the sentence may be its own or one that follows.
    """
    for i in range(start, end):
        if (owner := _down_the_coast(i, telling, doc, actors)) is not None:
            return owner
        if not _says_near(i, end, telling, doc, actors):
            continue
        for k in range(i + 1, min(end, i + 9)):
            if _leads_elsewhere(k, i, end, doc, actors):
                break
            party = _land_at(k, telling, doc, actors)
            if party is None or party.state is None or party.state == state_of_party(telling.mover):
                continue
            if party.name.casefold() in lexicon.group("vague_names") or not _as_far_from(k, i, telling, doc, actors):
                continue
            if doc[i].lower_ == "between" and telling.responder is not None:
                party = next((p for p in (actors.party_at.get(n) for n in range(k, min(end, i + 9)))
                              if p is not None and p.state == telling.responder.state), party)
            if _north_of(doc, i) and state_of_party(telling.responder) not in (None, party.state):
                break
            if telling.act in ("down", "fire") and _brought_down_over(k, i, end, party, telling, doc, actors):
                break
            return _of_those_who_went_up(party, telling) or party.state
    return telling.near


def _down_the_coast(i: int, telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Return whose coast is flown along: "flew down the coast of Newfoundland", "skirted Sweden's east coast"."""
    shore = actors.zone_at.get(i)
    if shore is None or shore.head != i or telling.act in ("down", "fire") or _so_far_from(doc, i):
        return None
    if doc[i].lower_ not in lexicon.group("shores") or doc[shore.start - 1].lower_ in ("over", "across"):
        return None
    mover = state_of_party(telling.mover)
    # "along its western seaboard"
    whose = shore.owner if shore.owner_pronoun is None else party_meant(
        doc, shore.owner_pronoun, actors, exclude={None, mover}, prefer=(telling.responder,))
    owner = state_of_party(whose)
    return owner if owner != mover else None


def _says_near(i: int, end: int, telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether a word leads to what something was near: "off", "within 50 miles of", "in the vicinity of"."""
    word = doc[i].lower_
    following = doc[i + 1].lower_ if i + 1 < end else ""
    if word == "off" and (following == "from" or (doc[i].dep_ == "prt" and i + 1 not in actors.party_at)):
        # "took off from Siauliai"
        return False
    if word == "near" and following.startswith(("miss", "collision")):
        return False
    if doc[i].head.lower_ in lexicon.group("sites") and doc[i].head.head.lower_ == "from":
        # "scrambled from a base near Malbork"
        return False
    met = telling.act == "intercept"
    if word == "between" and met:
        # "flew between Oland and Gotland"
        named = [p for p in actors.parties if i < p.start < min(end, i + 9)]
        sides = {p.state for p in named} - {None}
        # "passed between Yonaguni and Taiwan", met by Japan's jets
        return len(named) > 1 and (len(sides) == 1 or state_of_party(telling.responder) in sides)
    # "in the skies over the Hebrides"
    above = following in ("over", "above") and word in ("sky", "skies") and i not in actors.zone_at
    about = word in ("direction", "vicinity", "proximity", "neighbourhood", "neighborhood", "region") and (
        i > 1 and doc[i - 2].lower_ in ("in", "to"))
    far = telling.act not in ("down", "fire") and _so_far_from(doc, i)
    # "met by Typhoons north of Scotland": off the land of those who went up.
    aside = met and _north_of(doc, i)
    rounding = word in lexicon.group_forms("rounding_verbs") and doc[i].pos_ == "VERB"
    reached = _within_reach(doc, i) or _kept_by(doc, i) or _at_the_edge(doc, i)
    bound = _bound_for_airspace(doc, i, actors)
    return word in lexicon.group("nearness") or above or about or far or aside or rounding or reached or bound


def _bound_for_airspace(doc: Doc, i: int, actors: Actors) -> bool:
    """Read "was heading for Turkish airspace", "on its way to our airspace" at the preposition."""
    if doc[i].lower_ not in ("for", "to") or doc[i - 1].lower_ not in lexicon.group("making_for"):
        return False
    zones = (actors.zone_at.get(k) for k in range(i + 1, min(len(doc), i + 5)))
    return any(z is not None and z.kind == "national" for z in zones)


def _leads_elsewhere(k: int, i: int, end: int, doc: Doc, actors: Actors) -> bool:
    """Say whether a word ends what "near" leads to: "towards the sea from Gaza", "off HMS Diamond", "near a P-8"."""
    word = doc[i].lower_
    if doc[k].pos_ == "VERB" or doc[k].text in (",", ";") or doc[k].lower_ == "from" != word:
        return True
    ships = lexicon.group("ships")
    named = k in actors.party_at and any(t.lower_ in ships for t in doc[k : min(end, k + 3)])
    return named or bool({doc[k].lower_, doc[k].head.lower_} & ships) or k in actors.craft_at


def _land_at(k: int, telling: Telling, doc: Doc, actors: Actors) -> Party | None:
    """Return whose the land, the shore or the airspace is that a word names; of nobody named, those who met it there.

    "60 miles off the coast", "just outside the country's territory".
    """
    zone, mover = actors.zone_at.get(k), state_of_party(telling.mover)
    line = zone is not None and zone.kind == "buffer" and telling.act not in ("down", "fire")
    if zone is not None and line and (beyond := beyond_line(zone, mover, doc)) is not None:
        # "flew near the Military Demarcation Line"
        return beyond
    if zone is None and k not in actors.party_at and _own_islands(doc, k):
        # "near its southwestern islands"
        return party_meant(doc, k, actors, exclude={None, mover}, prefer=(telling.responder,))
    if zone is None or state_of_party(zone.owner) is not None or (zone.owner is not None and not zone.described):
        return actors.party_at.get(k)
    if zone.owner_pronoun is not None:
        return party_meant(doc, zone.owner_pronoun, actors, exclude={None, mover}, prefer=(telling.responder,))
    # Not "close to the alliance's airspace", "near the airspace of the Baltic states".
    of_others = _OF_ALL & {t.lower_ for t in doc[zone.start : zone.end]} or (
        zone.end < len(doc) and doc[zone.end].lower_ == "of")
    bare = zone.kind in ("territory", "national") and doc[k].lower_ in lexicon.group("own_edges") and not of_others
    return telling.responder if bare and telling.responder is not None else actors.party_at.get(k)


def _as_far_from(k: int, i: int, telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say of what follows "from" that something was so far from it: not "fired from Yemeni territory"."""
    zone = actors.zone_at.get(k)
    lands = zone is not None and zone.kind in ("territory", "national") and doc[zone.head].lower_ != "side"
    ashore = doc[i - 1].lower_ in lexicon.group("length_units") | {"away", "back"} and not _homeward(doc, i)
    lands = lands or telling.act in ("intercept", "approach")
    return doc[i].lower_ != "from" or ashore or (lands and _measured(doc, i))


def _homeward(doc: Doc, i: int) -> bool:
    """Read "on its way back from Cuba", "flying back from Cuba" at the "from"; not "was driven back from the coast"."""
    going = lexicon.verb_forms("come", "fly", "go", "head", "travel") | {"way", "flight", "journey", "trip"}
    return doc[i - 1].lower_ == "back" and i > 1 and doc[i - 2].lower_ in going


def _brought_down_over(
    k: int, i: int, end: int, party: Party, telling: Telling, doc: Doc, actors: Actors
) -> bool:
    """Say whether what fell or was fired on "near" a place was over land: "hit near a town", "outside the village"."""
    word, zone = doc[i].lower_, actors.zone_at.get(k)
    below = party.kind == "place" or party.below_country
    inland = below and zone is None and word not in ("off", "skirting")
    sites = lexicon.group("inland_sites", "guarded_sites")
    inland = inland or any(t.lower_ in sites for t in doc[k : min(k + 5, end)])
    if inland and word in _ABOUT_TOWNS:
        return True
    # Those who fire at home name their own towns.
    own = telling.responder is not None and telling.responder.state == party.state
    lands = zone is not None and zone.kind in ("territory", "national")
    # "shot it down 80 miles from the North Korean coast"
    at_sea = word in ("off", "from") and (telling.act == "fire" or (lands and _measured(doc, i)))
    nearing = word in lexicon.verb_forms("approach", "near") - {"near"} or _bound_for_airspace(doc, i, actors)
    return own and not at_sea and not nearing


def _own_islands(doc: Doc, i: int) -> bool:
    """Read "its southwestern islands", "their own shores" at the pronoun."""
    lands = lexicon.group("islands_and_rocks", "own_parts", "own_lands")
    near = doc[i + 1 : i + 4]
    stop = next((n for n, t in enumerate(near) if t.pos_ == "PUNCT"), 3)
    return doc[i].lower_ in ("its", "their") and any(t.lower_ in lands for t in near[:stop])


def beyond_line(zone: Zone, mover: str | None, doc: Doc) -> Party | None:
    """Return whose airspace lies beyond a line between two states, seen from the intruder's side."""
    line = doc.span(zone.start, zone.end).text.casefold()
    for pair, names in lexicon.table("events")["zone_pairs"].items():
        sides = pair.split("-")
        if mover in sides and any(line.endswith(n) for n in names):
            other = sides[1 - sides.index(mover)]
            return Party(zone.start, zone.end, "state", other, other)
    return None


def _of_those_who_went_up(party: Party, telling: Telling) -> str | None:
    """Return the state of those whose fighters met it, where a place that has namesakes lies there too.

    Read "RAF jets scrambled after bombers are seen off Cornwall": no Cornwall of Ontario's.
    """
    home = telling.responder.state if telling.responder is not None and telling.act == "intercept" else None
    if home is None or party.kind != "place" or party.toponym is None:
        return None
    return home if any(c.place.country == home for c in party.toponym.alternatives) else None


def _within_reach(doc: Doc, i: int) -> bool:
    """Read "within 50 miles of", "within striking distance of", "in the vicinity of" at the "of"."""
    if doc[i].lower_ not in ("of", "to") or i < doc[i].sent.start + 3:
        return False
    before = [t.lower_ for t in doc[max(doc[i].sent.start, i - 6) : i]]
    if before[-1] in lexicon.group("surroundings"):
        return True
    so_far = doc[i].lower_ == "of" and bool({"within", "inside"} & set(before))
    return so_far and before[-1] in lexicon.group("length_units") | {"distance", "sight", "reach", "range"}


def _kept_by(doc: Doc, i: int) -> bool:
    """Read "an area patrolled by the Norwegian air force" at the "by"."""
    before = [t.lower_ for t in doc[max(0, i - 7) : i]] if doc[i].lower_ == "by" else []
    watched = not lexicon.group("watched_over").isdisjoint(before[-2:])
    return watched and not lexicon.group("stretches").isdisjoint(before)


def _at_the_edge(doc: Doc, i: int) -> bool:
    """Read "in the vicinity of Hanko", "up to the edge of its airspace", "abreast of Lemnos", "flew past Scotland"."""
    word, before = doc[i].lower_, doc[i - 1].lower_ if i else ""
    if word in ("of", "to"):
        return before in lexicon.group("edges")
    aside = before in ("close", "hard", "flew", "flies", "fly", "passed", "passes", "flying", "passing")
    return (word in lexicon.group("passing") or (word == "by" and aside)) and before not in ("the", "this")


def _measured(doc: Doc, i: int) -> bool:
    """Say whether a distance stands before "from": "20 miles from its coast", "far away from the border"."""
    apart = lexicon.group("length_units", "compass_parts") | {"away", "far", "offshore", "distance"}
    return bool({t.lower_ for t in doc[max(0, i - 2) : i]} & apart)


def _so_far_from(doc: Doc, i: int) -> bool:
    """Read "135 miles east of Hainan Island" at the "of"."""
    if doc[i].lower_ != "of" or i < doc[i].sent.start + 3 or doc[i - 1].lower_ not in lexicon.group("compass_parts"):
        return False
    return bool({t.lower_ for t in doc[i - 4 : i - 1]} & lexicon.group("length_units"))


def _north_of(doc: Doc, i: int) -> bool:
    """Read "met north of Scotland" at the "of"; not "in the north of Scotland"."""
    if doc[i].lower_ != "of" or i < doc[i].sent.start + 3 or doc[i - 1].lower_ not in lexicon.group("compass_parts"):
        return False
    return doc[i - 2].pos_ not in ("DET", "ADP", "ADJ", "NUM", "ADV")


def near_after(told: list[Telling], sequel: Sequel, mover: Party | None, doc: Doc, actors: Actors) -> str | None:
    """Return the state near which it was, by the sentences that go on about it: "It was 150 miles off North Korea"."""
    met = next((t for t in told if t.act in ("intercept", "close", "approach", "fire", "down")), None)
    if met is None:
        return None
    met = replace(met, mover=met.mover or mover)
    found = (near_in(start, end, met, doc, actors) for start, end in (*sequel.sentences, *sequel.leading))
    return next((state for state in found if state), None)


def near_what_it_was_sent_at(told: list[Telling], sequel: Sequel, doc: Doc, actors: Actors) -> str | None:
    """Read "the drone had been sent to attack the city of Jizan, in Saudi Arabia": near that, where it was stopped."""
    stopped = next((t for t in told if t.act in ("down", "fire") and t.craft is not None and t.craft.unpiloted), None)
    if stopped is None or stopped.international:
        return None
    own = {state_of_party(t.mover) for t in told}
    for start, end in ((stopped.start, stopped.end), *sequel.sentences, *sequel.following):
        for i in range(start + 2, end - 1):
            if doc[i].lower_ not in lexicon.group("attacking_forms", "attack_nouns", "strike_nouns"):
                continue
            if "to" not in {t.lower_ for t in doc[i - 2 : i]}:
                continue
            for k in range(i + 1, min(end, i + 9)):
                party = actors.party_at.get(k)
                if doc[k].pos_ == "VERB" or doc[k].lower_ in ("from", "by", ";"):
                    break
                if party is not None and party.below_country and party.state not in (None, *own):
                    return party.state
    return None


def near_those_who_went_up(told: list[Telling], doc: Doc, actors: Actors) -> str | None:
    """Return whose fighters met what neared an airspace that is nobody's by name: "the country's", "NATO airspace".

    Where the fighters of an ally are posted abroad it is that land's: "Italian jets based in Estonia".
    """
    zones = [t.zone for t in told if t.act == "approach" and t.zone is not None and t.zone.kind == "national"]
    for zone in actors.zones if not zones else ():
        # "met an An-26 near NATO airspace"
        led = {t.lower_ for t in doc[max(0, zone.start - 2) : zone.start]}
        beside = bool(led & lexicon.group("nearness")) or led == {"close", "to"}
        whole = zone.end >= len(doc) or doc[zone.end].lower_ != "of"
        if zone.kind == "national" and beside and whole and any(t.start <= zone.start < t.end for t in told):
            zones.append(zone)
    if all(z.owner is not None and z.owner.state is not None for z in zones):
        return None
    answering = [t.responder for t in told if t.responder is not None and t.responder.state]
    posted = lexicon.group_forms("posting_verbs") | {"duty"}
    for telling in told if answering else ():
        sentence = doc[telling.trigger].sent
        for i in range(sentence.start, sentence.end - 2) if not sentence.words.isdisjoint(posted) else ():
            host = actors.party_at.get(i + 2) if doc[i].lower_ in posted else None
            if host is not None and host.state is not None and doc[i + 1].lower_ in ("in", "at", "from"):
                return host.state
    of_many = lexicon.group("alliances") | {"allied", "allies", "bloc"}
    of_all = any({t.lower_ for t in doc[z.start : z.end]} & of_many for z in zones)
    # Fighters of Britain or Spain near NATO airspace may be anywhere in it.
    abroad = of_all and any((p.state or "").casefold() in lexicon.group("far_from_home") for p in answering)
    return answering[0].state if answering and not abroad else None


def zone_after(
    sequel: Sequel, types: list[IncidentType], near: str | None, actors: Actors, own: Sequence[Tokens] = ()
) -> ZoneKind | None:
    """Read "The incident took place in international airspace", and what is near a state and in nobody's airspace.

    ``own`` are the sentences of the event itself: "were escorted until they turned, never leaving international air".
    """
    if types[0] not in ("interception", "near_miss", "approach", "fired_upon"):
        return None
    said = any(
        z.kind == "international" and start <= z.start < end
        for z in actors.zones
        for start, end in (*sequel.sentences, *sequel.leading, *((s.start, s.end) for s in own))
    )
    return "international" if said or (near and types[0] != "near_miss") else None


def contested(own: Sequence[Tokens], doc: Doc, *, around: bool) -> bool:
    """Say whether two states claim the land below: "the disputed islets", "Tokyo, which claims the rocks as its own".

    Asked of the sentences of the event and, where asked ``around`` them, of what stands before them on the line, and
    of the two that follow.
    """
    if not has_word(doc.text, lexicon.word_set("events", "contested", "words")):
        return False
    here = re.compile(lexicon.table("events")["contested"]["own"])
    if any(here.search(s.text) or (not around and _contest().search(s.text)) for s in own):
        return True
    if not around:
        return False
    first, last = min(s.start for s in own), max(s.end for s in own)
    start = doc[first - 1].sent.start if first else first
    end = last
    for _ in range(2):
        end = doc[end].sent.end if end < len(doc) else end
    text = doc.span(start, end).text
    # "left toward the disputed Kurils": it was not there.
    return any(not _BOUND_FOR.search(text, max(0, m.start() - 25), m.start()) for m in _contest().finditer(text))


_BOUND_FOR = re.compile(r"\b(?:towards?|bound for|direction of|return(?:ed|ing) to|headed for) (?:the )?$")


@cache
def _contest() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.table("events")["contested"]["patterns"]))


_LEADING_FROM = frozenset({"from", "via", "of"})


def settle_origin(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Read where it came from: "from Syria", "crossed from neighbouring Ukraine", "returned to Syrian airspace"."""
    sentence = doc[telling.trigger].sent
    tokens = doc
    back = went_back(sentence, doc, actors, {telling.airspace})
    if back is not None:
        return replace(telling, origin=back[0], origin_span=back[1])
    for i in range(sentence.start, sentence.end):
        if tokens[i].lower_ not in _LEADING_FROM:
            continue
        by_way_of = doc[i].lower_ == "of" and i > 1 and doc[i - 1].lower_ == "way" and doc[i - 2].lower_ == "by"
        out_of = doc[i].lower_ == "of" and i > 2 and doc[i - 1].lower_ == "out" and doc[i - 2].lower_ in _MOVES
        if (doc[i].lower_ not in ("from", "via") and not by_way_of and not out_of) or i in actors.datelines:
            continue
        if doc[i - 1].lower_ in lexicon.group("length_units") or doc[i - 1].lower_ in ("away", "apart"):
            # "35 miles from the coast", "drove it away from Crimea": no place of departure.
            continue
        head = doc[i].head
        if head.pos_ not in ("VERB", "AUX", "NOUN", "ADV", "ADP", "PROPN"):
            continue
        near = set(range(max(sentence.start, i - 6), i))
        if telling.act == "intercept" and head.lower_ in lexicon.group_forms("sending_up"):
            # "jets were scrambled from Amari to meet an Il-20": where those took off who met it.
            continue
        other = actors.craft_at.get(i - 1)
        if other is not None and telling.craft not in (None, other) and i < telling.trigger < telling.craft.head:
            # "An F-106 from Massachusetts intercepted a Tu-95": where the fighter came from.
            continue
        # "an Il-78 tanker from Kaliningrad"
        moves = {doc[k].lower_ for k in near} & _MOVES or telling.trigger in near or i - 1 in actors.craft_at
        # "an unmanned aircraft (UAV) from Gaza"
        moves = moves or (i - 2 in actors.craft_at and (doc[i - 1].pos_ == "NOUN" or doc[i - 1].text == ")"))
        # "on nonstop flights from Moscow to Havana"
        moves = moves or doc[i - 1].lower_ in ("flight", "flights", "journey", "mission", "sortie", "trip")
        # "flew over several countries all the way from"
        moves = moves or (doc[i - 1].lower_ == "way" and doc[i - 2].lower_ in ("the", "its", "their"))
        if not moves:
            continue
        for k in range(i + 1, min(sentence.end, i + 6)):
            if (doc[k].pos_ == "VERB" and doc[k].dep_ not in ("amod", "compound")) or doc[k].text in (",", ";"):
                break
            party = actors.party_at.get(k)
            if party is None and telling.act == "entry" and _next_door(k, i, doc):
                # "enter the country from there", "from the neighbouring republic": the other land that is named.
                named = [p for p in actors.parties if sentence.start <= p.start < k and p.kind == "state"]
                others = [p for p in named if p.state not in (None, telling.airspace)]
                party = others[-1] if telling.airspace is not None and len({p.state for p in others}) == 1 else None
                if party is not None:
                    return replace(telling, origin=party.state, origin_span=(i, k + 1))
            force = party is not None and not doc.span(party.start, party.end + 3).words.isdisjoint(
                lexicon.group("serving_bodies")
            )
            owner = telling.craft.party if telling.craft is not None else None
            if force and party is not None and owner is not None and party.state == owner.state:
                # "a C-17 from the Chilean Air Force": whose it was.
                break
            if party is not None and party.state and party.state != telling.airspace:
                return replace(telling, origin=party.state, origin_span=(i, party.end))
    return _let_go_by(_by_way_of(_over_the_line(telling, doc, actors), doc, actors), doc)


def _let_go_by(telling: Telling, doc: Doc) -> Telling:
    """Read "North Korea launched balloons into its neighbour's airspace": they came from those who let them go."""
    craft, sender, at = telling.craft, state_of_party(telling.mover), telling.mover_token
    if telling.act != "entry" or telling.origin is not None or craft is None or not craft.unpiloted or at is None:
        return telling
    let_go = doc[telling.trigger].lower_ in lexicon.group_forms("letting_fly_verbs")
    if not let_go or sender in (None, telling.airspace) or craft.start <= at < craft.end:
        return telling
    return replace(telling, origin=sender, origin_span=(at, at + 1))


def _over_the_line(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Read "flew over the border with Syria", "crossed the Lebanese border into Israel": from beyond that border.

    Not: "near the border with Syria".
    """
    lines = lexicon.group("lines_of_land")
    sentence = doc[telling.trigger].sent
    if telling.airspace is None or (telling.act not in ENTERING and telling.act != "down") or (
            sentence.words.isdisjoint(lines)):
        return telling
    for line in sentence:
        if line.lower_ not in lines:
            continue
        over = line.head.lower_ in _OVER_A_LINE if line.dep_ == "pobj" else (
            line.dep_ == "dobj" and line.head.lower_ in lexicon.group_forms("border_verbs", "intruding_verbs"))
        named = {p.state: p for i in range(max(sentence.start, line.i - 4), min(sentence.end, line.i + 5))
                 if (p := actors.party_at.get(i)) is not None and p.state is not None
                 and (i < line.i or doc[line.i + 1].lower_ == "with")}
        named.pop(telling.airspace, None)
        if over and len(named) == 1:
            (party,) = named.values()
            return replace(telling, origin=party.state, origin_span=(min(party.start, line.i), max(party.end, line.i)))
    return telling


_OVER_A_LINE = frozenset({"over", "across", "through", "via", "past"})


def _next_door(k: int, start: int, doc: Doc) -> bool:
    """Say whether words stand for the land next door: "from there", "from the neighbouring country"."""
    if doc[k].lower_ == "there" and k == start + 1:
        return True
    described = {t.lower_ for t in doc[start + 1 : k]} & lexicon.group("next_lands")
    return bool(described) and doc[k].pos_ == "NOUN"


def _by_way_of(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Read "entered the country through Sudan": it came from there."""
    if telling.act != "entry" or telling.nominal:
        return telling
    for i in range(telling.trigger + 2, min(doc[telling.trigger].sent.end - 1, telling.trigger + 7)):
        if doc[i].lower_ != "through":
            continue
        party = actors.party_at.get(i + 1)
        entered = telling.airspace is not None and doc[i - 1].pos_ in ("NOUN", "PROPN")
        if entered and party is not None and party.state not in (None, telling.airspace) and party.kind == "state":
            return replace(telling, origin=party.state, origin_span=(i, party.end))
    return telling


_MOVES = lexicon.group("moving")
