"""What the rest of a story settles about an event: whose aircraft it was and over whose land, where no clause says so.

The clause that tells an event often leaves a side out ("four planes got into the country's airspace") because another
sentence names it ("Sudan blames Israel"). Every state that the story names is weighed by the parts it plays there; the
one that stands out is taken, and where none does the field stays open. The weights are few and their order is what
matters: who is blamed, whose envoy is summoned, who owns up, whose aircraft are spoken of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.circumstances.dating import some_time_from
from airmap.events.coreference import party_in, speaker_above, state_in, strikes
from airmap.events.merging import Cluster
from airmap.events.ships import SHIPS
from airmap.events.tellings import ENTERING, Telling
from airmap.events.whose import blame, crews
from airmap.mentions.actors import Actors, Craft, Party, Zone, state_of_party
from airmap.mentions.date_words import numbered

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token
    from airmap.records import Measure, Toponym

# How far from its telling a story still speaks of the same event, in sentences.
_REACH = 3
# A part that alone settles whose it was; one that does so only beside another.
_SETTLES = 3
_PLACING = frozenset({"over", "above", "inside", "in", "into", "near", "across"})
_BESIDE = frozenset({"of", "off", "around", "at", "on"})


def owner_in_story(cluster: Cluster, others: set[str | None], doc: Doc, actors: Actors) -> Party | None:
    """Return the state whose aircraft it was by the parts that states play around the event, or None.

    Parameters
    ----------
    others
        States that it cannot be: those whose airspace it was and who answered.
    """
    aggrieved = next((a[0] for t in cluster.tellings if (a := aggrieved_by(t, doc, actors)) is not None), None)
    if aggrieved is not None and aggrieved.state not in {t.responder.state for t in cluster.tellings if t.responder}:
        return aggrieved
    watched = next((p for t in cluster.tellings if (p := crews.watched_by(doc[t.trigger], actors)) is not None), None)
    if watched is not None and watched.state not in others:
        return watched
    start, end = _surroundings(cluster, doc)
    others = others | blame.cleared(doc, actors, start, end)
    weights: Counter[str] = Counter()
    by_state: dict[str, Party] = {}

    def count(party: Party | None, weight: int) -> None:
        if party is not None and party.state is not None and party.state not in others and party.kind != "group":
            weights[party.state] += weight
            by_state.setdefault(party.state, party)

    craft = next((t.craft for t in cluster.tellings if t.craft is not None), None)
    for party in blame.blamed(doc, actors, start, end):
        count(party, _SETTLES)
    told_entry = any(t.act in ("entry", "adiz") for t in cluster.tellings)
    nobodys = unidentified(cluster.tellings, doc)
    for party, verb in _owning_up(doc, actors, start, end):
        if nobodys and verb.lower_ in lexicon.verb_forms("deny"):
            # "A drone of unknown origin ... Minsk denies sending it."
            continue
        # Who denies having touched a drone does not say that it was theirs, nor who denies only that it was.
        lost = any(c.dep_ in ("ccomp", "xcomp") and c.lower_ in _losing() for c in verb.children)
        if (told_entry or lost or verb.lower_ not in lexicon.verb_forms("deny")) and not blame.owner_denied(verb):
            count(party, _SETTLES)
    for party in (*crews.its_own(doc, actors, start, end), *crews.excused(doc, actors, start, end)):
        count(party, _SETTLES)
    unpiloted = craft is None or any(t.craft.unpiloted for t in cluster.tellings if t.craft is not None)
    for party in _launching(doc, actors, start, end) if unpiloted else ():
        count(party, _SETTLES)
    told_contact = all(t.act == "intercept" for t in cluster.tellings)
    # What nobody knows is none of those that are spoken of.
    for other in actors.crafts if not nobodys else ():
        if not start <= other.head < end or other.weapon or (other.attributive and doc[other.end].lower_ in SHIPS):
            # "came near a US aircraft carrier": that is no aircraft.
            continue
        if _bystander(other, doc, actors) or (told_contact and strikes(doc[other.head])):
            continue
        if other is not craft and some_time_from(doc[other.head]) is not None:
            # "a day after two Russian bombers were met": other ones, unless a telling is of them.
            continue
        if _may_be(craft, other) and not _another(other, doc) and not _of_another_time(craft, other, doc):
            count(other.party, _SETTLES)
        elif other.party is None and _alike(craft, other) and (loser := _loser(doc[other.head], actors)) is not None:
            count(loser, _SETTLES + 1)
        elif other.party is None and other.owner_pronoun is not None and _alike(craft, other):
            # "Mali says that one of its drones crashed"
            speaker, _ = speaker_above(doc[other.head], actors)
            count(speaker, _SETTLES)
        elif other.party is None and _alike(craft, other):
            aboard = crews.landing_from(doc[other.head], actors) or crews.pilot_of(doc[other.head], actors)
            count(aboard, _SETTLES)
    if not weights and all(t.act in ("down", "fire", "intercept", "close") for t in cluster.tellings):
        for zone in actors.zones:
            # "US officials said the drone was in international airspace when it was fired on": theirs.
            if zone.kind == "international" and start <= zone.head < end:
                count(speaker_above(doc[zone.head], actors)[0], _SETTLES)
    if not weights and all(t.act in ("down", "fire") for t in cluster.tellings):
        for party in crews.harmed(doc, actors, start, end):
            count(party, _SETTLES)
    if not weights and (teller := _whose_loss(cluster)) is not None:
        count(teller, _SETTLES)
    if not weights:
        topic = _activity_of(doc, actors)
        return topic if topic is not None and topic.state not in others else None
    (state, best), *rest = weights.most_common(2)
    return by_state[state] if best >= _SETTLES and not any(w >= best for _, w in rest) else None


def _whose_loss(cluster: Cluster) -> Party | None:
    """Return who tells that somebody else brought an aircraft down: "a Russian jet shot down a drone, Tbilisi says"."""
    for telling in cluster.tellings:
        teller, shooter = telling.attribution, telling.responder
        if telling.act not in ("down", "fire") or teller is None or teller.kind != "state" or teller.state is None:
            continue
        civil = telling.craft is None or telling.craft.civil or telling.craft.definite
        if shooter is not None and shooter.state not in (None, teller.state) and not civil:
            return teller
    return None


def unidentified(told: Sequence[Telling], doc: Doc) -> bool:
    """Say whether what flew is told as one that nobody knows: "an unidentified drone", "a plane of unknown origin"."""
    for telling in told:
        craft = telling.craft
        if craft is None or craft.designated:
            continue
        words = {t.lower_ for t in doc[craft.start : craft.head]}
        after = [t.lower_ for t in doc[craft.end : craft.end + 4] if t.text not in "\"”’'"]
        words |= set(after[1:2]) if after[:1] == ["of"] else set()
        if words & lexicon.group("nobody_knows"):
            return True
    return False


def owner_by_service(craft: Craft, others: set[str | None], doc: Doc, actors: Actors) -> Party | None:
    """Return whose navy or air force it is that "a Navy plane" is of: of the one state left."""
    if not {t.lower_ for t in doc[craft.start : craft.head]} & {"navy", "force"}:
        return None
    sides = {p.state: p for p in reversed(actors.parties) if p.kind == "state" and p.state not in (None, *others)}
    return next(iter(sides.values())) if len(sides) == 1 else None


def aggrieved_by(telling: Telling, doc: Doc, actors: Actors) -> tuple[Party, Party | None] | None:
    """Return who complains of the loss of an aircraft, and to whom: "protested to Moscow over the downing of a plane".

    Nobody complains that somebody else's intruder was shot at.
    """
    if telling.act in ENTERING or (telling.craft is not None and telling.craft.party is not None):
        return None
    notes = lexicon.group("complaints_sent")
    led_by: set[str] = set()
    for node in grammar.ancestors(doc[telling.trigger]):
        if node.dep_ == "prep":
            led_by.add(node.lower_)
        if node.pos_ != "VERB" or not led_by & {"over", "about", "at", "against", "for"}:
            continue
        sends = any(o.lower_ in notes for o in grammar.objects(node))
        if node.lower_ not in blame.protesting_verbs() | lexicon.group_forms("rebuking_verbs") and not sends:
            return None
        sides = (party_in(s, actors) for s in grammar.subjects(node))
        side = next((p for p in sides if p is not None and p.kind == "state" and p.state is not None), None)
        named = [*grammar.objects(node), *(t for p, t in grammar.prepositions(node) if p in ("to", "with", "at"))]
        sides = (p for t in named if (p := actors.party_at.get(t.i)) is not None)
        return None if side is None else (side, next(sides, None))
    return None


def _activity_of(doc: Doc, actors: Actors) -> Party | None:
    """Return the state whose doings a bulletin lists, by its heading: "Turkish air activity", "PLA activities"."""
    for token in doc[: min(len(doc), 30)]:
        if token.lower_ not in ("activity", "activities"):
            continue
        beside = (actors.party_at.get(i) for i in range(max(0, token.i - 3), token.i))
        return next((p for p in beside if p is not None and p.kind == "state"), None)
    return None


def owner_by_origin(cluster: Cluster, others: set[str | None], doc: Doc, actors: Actors) -> Party | None:
    """Read "a drone from North Korea": its own, where nothing says whose else it was."""
    for flown in (x for t in cluster.tellings if t.craft is not None for x in _with_it(t.craft, doc, actors)):
        named = doc[flown.head].dep_ == "compound" and doc[flown.head].head.i == flown.end
        if flown.designated and named and flown.end + 2 < len(doc) and doc[flown.end + 1].lower_ == "from":
            # "an Il-78 tanker from"
            flown = replace(flown, end=flown.end + 1)
        if flown.end + 1 >= len(doc):
            continue
        if doc[flown.end].lower_ != "from":
            ship = _of_the_ship(flown, doc, actors)
            if ship is not None:
                return ship
            continue
        party = actors.party_at.get(flown.end + 1)
        based = flown.designated and flown.category in ("plane", "helicopter") and not flown.civil
        onwards = party is not None and party.end < len(doc) and doc[party.end].lower_ == "to"
        if onwards and flown.civil:
            # "A scheduled flight from Athens to Vilnius": its route.
            continue
        if onwards or doc[flown.head].head.lower_ in lexicon.group("bearing_passengers"):
            # "Major Curran, taking a T-33 from Lyon to Naples": where it set out.
            based = False
        if party is not None and party.state not in (None, *others) and (party.kind == "state" or based):
            # "two Su-24s from Kaliningrad": of the state whose town or base it is.
            return party
    return None


def _with_it(craft: Craft, doc: Doc, actors: Actors) -> Iterator[Craft]:
    """Yield an aircraft and those named beside it: "a Su-30 and an Il-78 from Kaliningrad"."""
    yield craft
    joined = {t.i for t in doc[craft.head].conjuncts}
    for other in actors.crafts:
        if other is not craft and {other.head, doc[other.head].head.i} & joined and not other.weapon:
            yield other


def _of_the_ship(flown: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Read "a helicopter took off from one of four Chinese coast guard ships": theirs."""
    for origin in doc[flown.end : min(doc[flown.head].sent.end, flown.end + 8)]:
        if origin.lower_ != "from" or origin.nbor(-1).lower_ not in lexicon.group("setting_out"):
            continue
        for token in doc[origin.i + 1 : min(origin.sent.end, origin.i + 9)]:
            if token.lower_ in lexicon.group("ships"):
                owners = [actors.party_at[i] for i in range(origin.i + 1, token.i) if i in actors.party_at]
                return next((p for p in owners if p.kind == "state" and p.state), None)
    return None


def land_in_story(cluster: Cluster, mover: str | None, doc: Doc, actors: Actors) -> str | None:
    """Return the state whose airspace was entered, where an entry is told and nobody says whose it was, or None."""
    weights: Counter[str] = Counter()
    start, end = _surroundings(cluster, doc)
    tellings = [t for t in cluster.tellings if t.act == "entry"]
    for telling in tellings:
        for party in (telling.attribution, telling.responder):
            if party is not None and party.state is not None and party.state != mover:
                weights[party.state] += _SETTLES
    for party in blame.complaining(doc, actors, start, end):
        if party.state is not None and party.state != mover:
            weights[party.state] += _SETTLES
    for telling in tellings:
        sentence = doc[telling.trigger].sent
        for party in actors.parties:
            if (
                sentence.start <= party.start < sentence.end
                and party.state not in (None, mover)
                and _preposition(doc, party) in _PLACING | (_BESIDE if party.kind == "place" else set())
            ):
                weights[party.state or ""] += _SETTLES - 1
    if not weights:
        # "Bolivian helicopter crosses border, fires on Chilean police": the one other state there is.
        own = [(t.start, t.end) for t in tellings if t.zone is not None and t.zone.kind == "territory"]
        named = {p.state for p in actors.parties for s, e in own if s <= p.start < e} - {None, mover}
        return named.pop() if len(named) == 1 and mover is not None else None
    (state, best), *rest = weights.most_common(2)
    return state if best >= _SETTLES - 1 and not any(w >= best for _, w in rest) else None


def placed_after(
    sentences: Iterable[tuple[int, int]], doc: Doc, actors: Actors, exclude: set[str | None]
) -> str | None:
    """Return the state in whose airspace a later sentence puts it: "Athens says it took place in Greek airspace"."""
    for start, end in sentences:
        if not {t.lower_ for t in doc[start:end]} & lexicon.group("happening"):
            continue
        for zone in actors.zones:
            here = start < zone.start < end and zone.kind == "national" and zone.owner is not None
            if here and zone.owner is not None and doc[zone.start - 1].lower_ in ("in", "inside", "within"):
                return zone.owner.state if zone.owner.state not in exclude else None
    return None


def seat_of(group: Party, doc: Doc, toponyms: Iterable[Toponym]) -> str | None:
    """Return the state in which a group that is none has its seat: "the Miami-based group Brothers to the Rescue"."""
    for state, names in lexicon.table("parties")["seats"].items():
        if group.name in names:
            return str(state)
    return _based(doc, max(doc[group.start].sent.start, group.start - 7), group.start, toponyms)


def seat_of_owner(told: Iterable[Telling], doc: Doc, toponyms: Iterable[Toponym]) -> str | None:
    """Return where those are at home whose aircraft it was: "two Cessnas belonging to a Tampa-based exile group"."""
    places = tuple(toponyms)
    for craft in (t.craft for t in told if t.craft is not None):
        if craft.end < len(doc) and doc[craft.end].lower_ in lexicon.group("owned_by"):
            state = _based(doc, craft.end, min(craft.end + 8, doc[craft.head].sent.end), places)
            if state is not None:
                return state
    return None


def _based(doc: Doc, start: int, end: int, toponyms: Iterable[Toponym]) -> str | None:
    """Return the state of the place before "-based" among some tokens."""
    for i in range(start, end):
        if doc[i].lower_ == "based" and i > 1 and doc[i - 1].text in "-–":
            place = next((t.place for t in toponyms if t.span.end == doc[i - 1].idx), None)
            if place is not None:
                return place.country
    return None


def over_some_country(told: Iterable[Telling], doc: Doc) -> bool:
    """Say whether a zone is that of a country which is not named: "the airspace of a NATO member"."""
    for telling in told:
        zone = telling.zone
        owned = zone is not None and zone.owner is not None and zone.owner.state is not None
        if telling.act == "entry" and zone is not None and not owned and zone.end < len(doc):
            following = [t.lower_ for t in doc[zone.end : zone.end + 5]]
            one = following[:2] in (["of", "a"], ["of", "an"], ["of", "one"])
            if one and {"country", "member", "state"} & set(following):
                return True
    return False


def deep_at_home(distance: Measure, responder: Party | None, doc: Doc, actors: Actors) -> str | None:
    """Return the state of those who fired, where it is said how far inside their land: "3 km inside our territory"."""
    here = doc.word_from(distance.span.end)
    if responder is None or responder.kind != "state" or here is None:
        return None
    for i in range(here.i, min(here.sent.end, here.i + 5)):
        zone, party = actors.zone_at.get(i), actors.party_at.get(i)
        if zone is not None and zone.kind in ("national", "territory") and zone.owner is None:
            return responder.state if zone.owner_pronoun is not None else None
        owner = zone.owner if zone is not None else party
        if owner is not None:
            return responder.state if owner.state == responder.state else None
    return None


def kept_outside(
    sentences: Sequence[tuple[int, int]], mover: str | None, doc: Doc, actors: Actors
) -> str | None:
    """Return the state outside whose waters or air an aircraft is said to have been: "was outside Soviet waters"."""
    for start, end in sentences:
        for zone in actors.zones:
            owner = state_of_party(zone.owner)
            if not start <= zone.start < end or owner in (None, mover) or zone.kind not in ("national", "territory"):
                continue
            if {t.lower_ for t in doc[max(start, zone.start - 3) : zone.start]} & {"outside", "beyond", "off"}:
                return owner
    return None


def _surroundings(cluster: Cluster, doc: Doc) -> tuple[int, int]:
    """Return the tokens in which the story still speaks of the event."""
    triggers = [t.trigger for t in cluster.tellings]
    return doc.start_before(min(triggers), _REACH), doc.end_after(max(triggers), _REACH)


def _may_be(craft: Craft | None, other: Craft) -> bool:
    """Say whether an aircraft spoken of nearby can be the one that nobody's name goes with."""
    if craft is not None and craft.designated and other.designated and _type_of(craft) != _type_of(other):
        # "Tu-142s" are no "P-8".
        return False
    return other.party is not None and other.party.kind != "place" and _alike(craft, other)


def _loser(lost: Token, actors: Actors) -> Party | None:
    """Return who lost an aircraft: "The Italian military loses a drone over Libya"."""
    if lost.dep_ not in ("dobj", "obj") or lost.head.lower_ not in lexicon.verb_forms("lose"):
        return None
    losers = grammar.agents(lost.head)
    if any(t.lower_ in ("it", "they") for t in losers):
        # "The Italian military said it had lost a drone"
        speaker, _ = speaker_above(lost.head, actors)
        return speaker if speaker is not None and speaker.kind == "state" else None
    return state_in(losers, actors)


def _type_of(craft: Craft) -> str:
    """Return a type's letters and first number: "tu-95" of "Tu-95MS", "typhoon" of "Typhoons"."""
    match = re.search(r"[a-z]+[- ]?\d+", craft.name.casefold())
    return match[0].replace(" ", "-") if match else craft.name.casefold().rstrip("s")


def _bystander(craft: Craft, doc: Doc, actors: Actors) -> bool:
    """Say whether an aircraft is only near: "jets went up to help", "was in the area on a training flight"."""
    head = doc[craft.head]
    verb = next((a for a in grammar.ancestors(head) if a.pos_ in ("VERB", "AUX")), head)
    stands = verb.lower_ in lexicon.verb_forms("be") and head.dep_ == "nsubj"
    words = {t.lower_ for t in verb.subtree}
    helping = bool(words & lexicon.group("bystanding")) and verb.lower_ not in lexicon.verbs("events", "entry_strong")
    # "Finnish fighters followed them out": who meets a thing is not the thing.
    active = head.dep_ == "nsubj" and not grammar.is_passive(verb)
    meeting = active and verb.lower_ in lexicon.verbs("events", "reacting")
    there = stands and bool(words & lexicon.group("about_there"))
    return meeting or helping or there or blame.unsaid(head, actors, state_of_party(craft.party))


def _another(craft: Craft, doc: Doc) -> bool:
    """Say whether an aircraft is told to be a further one: "a second Chinese balloon", "another drone"."""
    words = {t.lower_ for t in doc[max(doc[craft.head].sent.start, craft.start - 1) : craft.head]}
    return bool(words & {"second", "third", "another", "other", "different", "separate"})


def _of_another_time(craft: Craft | None, other: Craft, doc: Doc) -> bool:
    """Say whether the later of two sentences goes back to another time: "... In July, a drone entered its airspace"."""
    if craft is None or doc[craft.head].sent.start == doc[other.head].sent.start:
        return False
    if {"the", "this", "that", "its", "their"} & {doc[craft.start].lower_, doc[other.start].lower_}:
        return False
    later = doc[max(craft.head, other.head)].sent
    first = later[0]
    opening = [t for t in later[:7] if t.ent_type_ == "DATE"]
    back = first.lower_ in ("last", "earlier", "previously") or (
        first.lower_ == "in" and any(t.lower_ in numbered("months") or t.is_digit for t in opening)
    )
    return back and bool(opening)


def _alike(craft: Craft | None, other: Craft) -> bool:
    if craft is None:
        return not other.civil
    # A Su-25 is no Malaysian airliner.
    apart = other.civil and craft.designated and not craft.civil
    return not apart and (other.category == craft.category or (craft.generic and craft.category == "plane"))


def _owning_up(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[tuple[Party, Token]]:
    """Yield who admits, regrets or denies it, with the verb: "the Pentagon concedes", "Warsaw apologised"."""
    for token in doc[start:end]:
        if token.lower_ in lexicon.group_forms("admitting_verbs") and token.pos_ in ("VERB", "AUX"):
            for subject in grammar.subjects(token):
                party = party_in(subject, actors)
                if party is not None:
                    yield party, token


def _launching(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield who let drones and missiles fly: "as Iran launched an attack on Israel"."""
    loosing = lexicon.verb_forms("launch", "fire", "carry", "mount", "begin")
    for token in doc[start:end]:
        loosed = grammar.objects(token) if token.lower_ in loosing and token.pos_ == "VERB" else []
        # "launched hundreds of drones"
        loosed += [t for o in loosed for p, t in grammar.prepositions(o) if p == "of"]
        if not any(o.lower_ in lexicon.group("volleys") or o.i in actors.craft_at for o in loosed):
            continue
        for agent in grammar.agents(token):
            party = party_in(agent, actors)
            if party is not None and party.kind == "state":
                yield party


def _preposition(doc: Doc, party: Party) -> str | None:
    """Return the preposition that leads to a name, over the words that go with it."""
    for i in range(party.start - 1, max(doc[party.start].sent.start, party.start - 6) - 1, -1):
        if doc[i].pos_ == "ADP":
            return str(doc[i].lower_)
        if doc[i].pos_ in ("VERB", "AUX", "PUNCT", "PRON"):
            return None
    return None


@cache
def _losing() -> frozenset[str]:
    """Return the verbs for what only an owner can do with an aircraft: "denied that it had lost a drone"."""
    return lexicon.verb_forms("lose") | {"missing"}


def enters(tellings: Iterable[Telling]) -> bool:
    """Say whether an entry is told that happened or is claimed to have."""
    return any(t.act == "entry" and t.status != "hypothetical" for t in tellings)


def over_nobodys(zone: Zone, doc: Doc, actors: Actors) -> bool:
    """Say whether skies are told by a place that is no state's or that several claim: "the skies above the reef"."""
    if zone.owner_pronoun is not None or zone.end >= len(doc) or doc[zone.end].lower_ not in ("above", "over"):
        return False
    below = doc[zone.end + 1 : zone.end + 6]
    places = [actors.party_at[t.i] for t in below if t.i in actors.party_at]
    return bool({t.lower_ for t in below} & {"disputed", "contested"}) or any(p.state is None for p in places)
