"""Where a flight leads: the airspace or the place that a verb of entering or of being seen there says was entered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import ACROSS, AIR, GOING, INTO, SEEN
from airmap.events.readers.lands_meant import across_forms, at_sea, described_state, land_at, land_below
from airmap.events.ships import ship_named
from airmap.mentions.actors import Actors, Craft, Party, Zone

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

    # What a verb may lead to, and the preposition before it.
    _Way = tuple[str | None, Token]


class Goal(NamedTuple):
    """Where a flight led: an airspace or a stretch of land, or else a place, and the preposition that leads to it."""

    zone: Zone | None = None
    place: Party | None = None
    preposition: str | None = None


@dataclass(frozen=True, slots=True)
class _Flight:
    """A verb by which something flew or was seen, its dictionary form, what flew, and everything that is named."""

    verb: Token
    name: str
    craft: Craft | None
    actors: Actors

    @property
    def came_down(self) -> bool:
        """Say whether the verb tells how a flight ended: "crashed", "landed"."""
        return self.name in lexicon.group("coming_down_verbs")


@dataclass(frozen=True, slots=True)
class _Found:
    """What the words of a clause lead to: what settles the question, or else the first land and the first place."""

    settled: Goal | None = None
    land: Goal | None = None
    place: Goal | None = None

_WHERE_THINGS_FALL = frozenset({"near", "on", "in", "at", "around", "onto"})


def goal_of(verb: Token, name: str, actors: Actors, craft: Craft | None) -> Goal:
    """Return the airspace (or the place) that was entered, and the preposition that leads to it."""
    flight = _Flight(verb, name, craft, actors)
    ways = _ways_of(flight)
    line = next((z for _, site in ways if (z := _line_crossed(site, actors)) is not None), None)
    if line is not None:
        return Goal(zone=line, preposition="across")
    ways += _ways_to_the_whole(ways, actors)
    ways += _ways_of_things(flight)
    if (again := _named_before(flight)) is not None:
        return Goal(zone=again)
    found = _led_to(ways, flight)
    settled = found.settled or _airspace_later(flight)
    if settled is not None:
        return settled
    if found.land is None and found.place is None and verb.pos_ not in ("VERB", "AUX"):
        return _after_a_noun(flight)
    if found.land is not None and not _only_passed(found.land, found.place):
        return found.land
    return found.place or Goal()


def _ways_of(flight: _Flight) -> list[_Way]:
    """Return where the words that hang on a verb lead: "flew over a base", "violated its airspace", "got as far as"."""
    verb = flight.verb
    ways: list[_Way] = [(_particle(verb), t) for t in grammar.objects(verb)]
    if grammar.is_passive(verb) and flight.name not in SEEN:
        ways += [(None, t) for t in grammar.patients(verb)]
    # "came over to its side of the border"
    ways += [("into" if p == "to" and t.lower_ == "side" else p, t) for p, t in grammar.prepositions(verb)]
    if (far := as_far_as(verb)) is not None:
        ways.append(("into", far))
    return ways + _ways_behind_phrases(flight) + _ways_behind_measures(verb)


def _particle(verb: Token) -> str | None:
    """Return the preposition of "flew over a base" that the parser may take for a particle, as if a base were flown."""
    return next(
        (
            c.lower_
            for c in verb.children
            if c.lower_ in GOING and (c.dep_ == "prt" or (c.dep_ in ("prep", "advmod") and not c.children))
        ),
        None,
    )


def _ways_behind_phrases(flight: _Flight) -> list[_Way]:
    """Return where the phrases behind a verb's phrases lead: "fly at a low altitude over Lebanon"."""
    actors = flight.actors
    ways: list[_Way] = []
    for _, inner in grammar.prepositions(flight.verb):
        if inner.i not in actors.zone_at and inner.i not in actors.party_at:
            # "crashed into a backyard in El Paso"
            ways += [
                (p, t)
                for p, t in grammar.prepositions(inner)
                if p in GOING or (p in ("in", "near") and flight.came_down)
            ]
    return ways


def _ways_behind_measures(verb: Token) -> list[_Way]:
    """Return where the phrases behind a measure lead: "crossed half a mile into Arizona"."""
    ways: list[_Way] = []
    for measure in verb.children:
        if measure.dep_ == "npadvmod":
            ways += [(p, t) for p, t in grammar.prepositions(measure) if p in GOING]
            # "strayed off course and over Jordan"
            led = [c for c in measure.children if c.dep_ == "conj" and c.lower_ in GOING]
            ways += [(c.lower_, t) for c in led for t in c.children if t.dep_ == "pobj"]
    return ways


def _ways_to_the_whole(ways: list[_Way], actors: Actors) -> list[_Way]:
    """Return what the parts and spots that a verb leads to are of: "the north of Israel", "three spots in Kinmen"."""
    more: list[_Way] = []
    for preposition, site in ways:
        if preposition == "within" and site.lower_ in lexicon.group("length_units"):
            # "came within 30 miles of the coast": near it, and no further.
            continue
        if site.lower_ in lexicon.group("sites", "compass_parts", "parts") and site.i not in actors.zone_at:
            more += [(preposition, t) for p, t in grammar.prepositions(site) if p == "of"]
        if site.lower_ in ("depth", "distance"):
            # "penetrated to a depth of 90 km inside Sudan"
            far = [site, *(t for p, t in grammar.prepositions(site) if p == "of")]
            more += [(p, t) for m in far for p, t in grammar.prepositions(m) if p in ("inside", "into", "within")]
        if preposition in ("at", "in", "over", "above") and site.lower_ in lexicon.group("spots"):
            # "were spotted at three locations in Kinmen"
            more += [(p, t) for p, t in grammar.prepositions(site) if p in ("in", "over", "above")]
    return more


def _ways_of_things(flight: _Flight) -> list[_Way]:
    """Return where the phrases of a verb's objects lead: "sent drones into Poland", "crossed parts of Estonia"."""
    ways: list[_Way] = []
    for thing in grammar.objects(flight.verb):
        for laden in thing.children:
            # "sent balloons carrying rubbish across the border": the balloons crossed it.
            if laden.dep_ == "acl" and laden.lower_ in lexicon.group("laden"):
                bearers = (laden, *grammar.objects(laden))
                ways += [(p, t) for bearer in bearers for p, t in grammar.prepositions(bearer) if p in GOING]
        if thing.i not in flight.actors.zone_at:
            part = thing.lower_ in lexicon.group("parts")
            ways += [
                (None if part and p == "of" else p, t)
                for p, t in grammar.prepositions(thing)
                if p in GOING or p in ("in", "of")
            ]
    return ways


def _led_to(ways: list[_Way], flight: _Flight) -> _Found:
    """Return the first land and the first place of some ways, until one leads to an airspace or beyond a land."""
    actors, craft = flight.actors, flight.craft
    land: Goal | None = None
    place: Goal | None = None
    # Whether it flew over something that lies on nobody knows whose land: "the Pripyat marshes".
    overflown = False
    for preposition, token in ways:
        drifted = preposition == "near" and _drifts(flight)
        if drifted or (preposition in _WHERE_THINGS_FALL and _scatters(flight.verb)):
            town = actors.party_at.get(token.i)
            if town is not None and town.state is not None:
                # "landed near Białystok", "dropped leaflets on Minsk"
                place = place or Goal(None, town, "over")
                continue
        if preposition is not None and preposition not in INTO:
            continue
        zone = actors.zone_at.get(token.i)
        if preposition == "via" and zone is None and any(t.lower_ == "to" for t in token.doc[flight.verb.i : token.i]):
            # "flying from Tunis to Amman via Malta" names a stop.
            continue
        if zone is not None and (zone.kind in AIR or zone.kind == "international"):
            if preposition in ("through", "via") and place is not None and place.preposition is None:
                # "entered Iran through its airspace": it is Iran that was entered.
                return _Found(settled=place)
            return _Found(settled=Goal(zone, None, preposition))
        if actors.craft_headed(token) is not None or ship_named(token):
            # Over an aircraft or a ship is over no land.
            continue
        land = land or _land_named(preposition, token, flight)
        if preposition == "into" and (party := actors.party_at.get(token.i)) is not None and _left_behind(land, token):
            return _Found(settled=Goal(None, party, preposition))
        if zone is not None or place is not None:
            continue
        party = land_at(token, actors)
        if party is None and craft is not None and _overhead(preposition, flight):
            party = land_below(token, craft, actors)
            overflown = overflown or (party is None and not craft.civil and not at_sea(token))
        if overflown and preposition == "in" and party is not None and token.i < flight.verb.i + 12:
            # "flew over the Pripyat marshes in southern Belarus"
            preposition = "over"
        itself = craft is not None and token.i == craft.head
        if party is not None and not itself and _was_in(preposition, party, token, flight):
            place = Goal(None, party, preposition)
    return _Found(land=land, place=place)


def _drifts(flight: _Flight) -> bool:
    """Say whether what the wind carries comes down where it may: "the balloon landed near Białystok"."""
    return flight.came_down and flight.craft is not None and flight.craft.category == "balloon"


def _scatters(verb: Token) -> bool:
    """Say whether something unwelcome is let fall on those below: "dropped leaflets"."""
    return verb.lower_ in lexicon.group("acts_overhead") and any(
        o.lower_ in lexicon.group("unwelcome_things") for o in (*grammar.objects(verb), *grammar.patients(verb)))


def _land_named(preposition: str | None, token: Token, flight: _Flight) -> Goal | None:
    """Return the stretch of land that a word names or stands for: "crossed the border", "flew over the country"."""
    zone = flight.actors.zone_at.get(token.i)
    across = preposition in GOING or (preposition is None and flight.name in ACROSS)
    if zone is None and across and described_state(token):
        zone = _described_land(token)
    return Goal(zone, None, preposition) if zone is not None else None


def _described_land(token: Token) -> Zone:
    """Return the stretch of land that "the country" stands for."""
    return Zone(token.i - 1, token.i + 1, token.i, "territory", definite=True, described=True)


def _left_behind(land: Goal | None, token: Token) -> bool:
    """Say whether a land was only crossed on the way: "over the Yugoslav border into Bulgaria".

    Or "crossed the border with Yugoslavia into Bulgaria".
    """
    if land is None or land.zone is None or land.zone.head == token.i:
        return False
    return land.preposition in ("over", "across", "through", None)


def _overhead(preposition: str | None, flight: _Flight) -> bool:
    """Say whether what follows was flown over: "flew over the palace", "strafed the palace"."""
    if preposition is None:
        return flight.name in lexicon.group("overhead_verbs")
    return preposition in ("over", "above")


def _was_in(preposition: str | None, party: Party, site: Token, flight: _Flight) -> bool:
    """Say whether who flew so was in the place named: "into Poland", "spotted on Kinmen", "crossed Estonia"."""
    if party.kind == "place" and party.state is None:
        return False
    if preposition is None:
        return flight.name in ACROSS or _overhead(preposition, flight)
    # "landed on the Greek islet of Ro", where nothing but "Greek" is known
    named = party.kind == "place" or site.lower_ in ("island", "islet", "isle", "rock", "atoll", "reef")
    on_island = preposition == "on" and flight.name in SEEN and named
    return preposition in GOING or preposition == "in" or on_island


def _only_passed(land: Goal, place: Goal | None) -> bool:
    """Say whether a land is the way to a place, or was left for it: "entered Lithuania through its territory"."""
    if place is None:
        return False
    return land.preposition == "from" or (land.preposition in ("through", "via") and place.preposition is None)


def _airspace_later(flight: _Flight) -> Goal | None:
    """Return the next airspace in the clause, where the parser may have hung it elsewhere."""
    verb, actors = flight.verb, flight.actors
    drawn, owned_by = _drawn_later(verb, actors), lexicon.group("owned_by")
    for i in range(verb.i + 1, min(verb.sent.end, verb.i + 12 if drawn is None else drawn + 9)):
        token = verb.doc[i]
        # "through the area that Beijing has declared an identification zone"
        owned = i == drawn or token.lower_ in owned_by
        if token.pos_ == "VERB" and token.dep_ not in ("amod", "compound") and not owned:
            return None
        if token.text in (";", ":"):
            return None
        zone = actors.zone_at.get(i)
        if zone is not None and zone.kind in AIR:
            return _led_into(zone, verb)
    return None


def _led_into(zone: Zone, verb: Token) -> Goal | None:
    """Return the airspace as a goal if the words before it lead into it: "in the eastern part of its airspace".

    Not: "flew within 12 miles of Saudi airspace", "along its airspace", "toward its airspace".
    """
    words = verb.doc[verb.i + 1 : zone.start]
    between = {t.lower_ for t in words if t.nbor(-1).lower_ not in lexicon.group("owned_by")}
    adpositions = [t.lower_ for t in words if t.pos_ == "ADP"]
    if adpositions[-2:] == ["within", "of"] and between & lexicon.group("length_units"):
        return None
    told = [p for p in adpositions if p != "of"] or adpositions
    preposition = told[-1] if told else None
    if preposition in lexicon.group("staying_beside"):
        return None
    inside = zone.start > 0 and verb.doc[zone.start - 1].lower_ in ("inside", "into", "within", "over")
    return Goal(zone, None, preposition) if inside or not between & lexicon.group("staying_out") else None


def _after_a_noun(flight: _Flight) -> Goal:
    """Return what a headline's verb leads to that the parser has for a noun: "Bolivian helicopter crosses border"."""
    verb, actors = flight.verb, flight.actors
    if (place := _next_place(verb, actors)) is not None:
        return place
    if flight.name in ACROSS:
        following = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 7)]
        described = next((t for t in following if described_state(t)), None)
        if described is not None:
            return Goal(zone=_described_land(described))
    beside = actors.zone_at.get(verb.i + 1)
    return Goal(zone=beside if beside is not None and beside.kind == "territory" else None)


def _drawn_later(verb: Token, actors: Actors) -> int | None:
    """Return the verb of a clause that makes a zone of where it flew: "the area that Beijing has declared an ADIZ"."""
    tokens, drawn = verb.doc, lexicon.group("drawn")
    for i in range(verb.i + 2, min(verb.sent.end - 1, verb.i + 24)):
        token = tokens[i]
        if (token.lower_ in drawn or token.lower_ == "made") and token.pos_ == "VERB":
            before = {t.lower_ for t in verb.doc[verb.i + 1 : i]}
            made = any((z := actors.zone_at.get(k)) is not None and z.kind == "adiz" for k in range(i + 1, i + 4)
                       if k < verb.sent.end)
            return i if made and before & {"that", "which"} and before & INTO else None
        if token.text in (";", ":"):
            return None
    return None


def _named_before(flight: _Flight) -> Zone | None:
    """Return the airspace that "it" repeats: "closed its airspace to Russia after a jet violated it"."""
    verb, actors = flight.verb, flight.actors
    strong = lexicon.word_set("events", "entry_strong", "verbs")
    if flight.name not in strong and flight.name not in ("cross", "enter"):
        return None
    lines = verb.lower_ in lexicon.verb_forms("cross")
    if verb.dep_ == "relcl" and any(t.lower_ in ("which", "that") for t in grammar.objects(verb)):
        # "flew along the border of Estonia, which it crossed"
        told = (actors.zone_at.get(t.i) for t in (verb.head, *(x for _, x in grammar.prepositions(verb.head))))
        return next((z for z in told if z is not None and (z.kind == "national" or z.owner is not None)), None)
    if not any(t.lower_ in ("it", "them") for t in grammar.objects(verb)):
        return None
    before = [
        z
        for z in (_beyond_line(z, verb.doc, actors) if lines else z for z in actors.zones)
        if verb.sent.start <= z.head < verb.i
        # "came within five miles of the Turkish border and then crossed it"
        and (z.kind == "national" or (lines and z.kind == "territory" and z.owner is not None))
    ]
    return before[-1] if before else None


def _beyond_line(zone: Zone, doc: Doc, actors: Actors) -> Zone:
    """Return "the border with Romania" as Romania's, towards which what crosses it flew."""
    after = actors.party_at.get(zone.end + 1)
    unowned = zone.kind == "territory" and zone.owner is None and zone.owner_pronoun is None
    toward = doc[zone.head].dep_ == "pobj" and doc[zone.head].head.lower_ in ("towards", "toward", "to", "for")
    if not (unowned and toward and after is not None) or doc[zone.end].lower_ != "with":
        return zone
    return replace(zone, owner=after)


def _line_crossed(side: Token, actors: Actors) -> Zone | None:
    """Return the line of "emerged on the wrong side of the Line of Control"."""
    if side.lower_ != "side" or not any(c.lower_ in lexicon.group("wrong_sides") for c in side.children):
        return None
    lines = (actors.zone_at.get(t.i) for p, t in grammar.prepositions(side) if p == "of")
    return next((z for z in lines if z is not None and z.kind in ("buffer", "territory", "adiz")), None)


def _next_place(verb: Token, actors: Actors) -> Goal | None:
    """Return the place right after a headline's verb: "drone from Belarus crosses into Lithuania"."""
    doc, i = verb.doc, verb.i + 1
    across = verb.lower_ in across_forms()
    if i >= verb.sent.end or (doc[i].lower_ not in GOING and not across):
        return None
    for k in range(i, min(verb.sent.end, i + 7)):
        party = actors.party_at.get(k)
        if doc[k].lower_ == "from":
            # "cross from Lithuania": not into it.
            return None
        if party is not None and party.state is not None:
            return Goal(place=party, preposition=doc[i].lower_ if doc[i].lower_ in GOING else None)
        if doc[k].pos_ in ("VERB", "PUNCT") or (doc[k].pos_ == "ADP" and k > i and doc[k].lower_ != "of"):
            return None
    return None


def as_far_as(verb: Token) -> Token | None:
    """Return the place of "strayed as far as Tartu", "made it to Tartu", at which what flew arrived."""
    doc, i = verb.doc, verb.i + 1
    words = [t.lower_ for t in doc[i : min(verb.sent.end, i + 7)]]
    if words[:1] != ["it"] and "far" not in words:
        return None
    for k in range(len(words) - 2):
        far = words[k : k + 3] == ["as", "far", "as"] and verb.lower_ in lexicon.group_forms("reaching_verbs")
        if far or (k == 0 and words[:2] == ["it", "to"] and verb.lower_ in lexicon.verb_forms("make")):
            start = i + k + (3 if far else 2)
            named = (t for t in doc[start : min(verb.sent.end, start + 5)] if t.pos_ in ("PROPN", "NOUN"))
            last = next(named, None)
            while last is not None and last.i + 1 < verb.sent.end and doc[last.i + 1].pos_ == "PROPN":
                last = doc[last.i + 1]
            return last
    return None
