"""Where a clause leads: the airspace or the place that was entered, or in which something was met or brought down."""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import ACROSS, AIR, GOING, INTO, SEEN
from airmap.events.ships import SHIPS, ship_named
from airmap.mentions.actors import Actors, Craft, Party, Zone, chunk_start, state_of_party
from airmap.mentions.date_words import numbered

if TYPE_CHECKING:
    from airmap.parsed import Token


_NAMELESS = frozenset({"island", "capital"})
_SURROUNDINGS = frozenset({"valley", "region", "plain", "suburb", "suburbs", "outskirts", "skyline", "sector"})
# Sites that lie beside a land and not in it.
_SHORES = frozenset({"coast", "coasts", "shore", "shores", "coastline", "border", "frontier", "waters", "seaboard"})


def goal_of(
    verb: Token, name: str, actors: Actors, craft: Craft | None
) -> tuple[Zone | None, Party | None, str | None]:
    """Return the airspace (or the place) that was entered, and the preposition that leads to it."""
    # "flew over a base": the parser may take the preposition for a particle and the base for an object.
    particle = next(
        (
            c.lower_
            for c in verb.children
            if c.lower_ in GOING
            and (c.dep_ == "prt" or (c.dep_ in ("prep", "advmod") and not any(True for _ in c.children)))
        ),
        None,
    )
    options: list[tuple[str | None, Token]] = [(particle, t) for t in grammar.objects(verb)]
    if grammar.is_passive(verb) and name not in SEEN:
        options += [(None, t) for t in grammar.patients(verb)]
    options += grammar.prepositions(verb)
    if (far := as_far_as(verb)) is not None:
        options.append(("into", far))
    # "fly at a low altitude over Lebanon": the place may hang on the phrase before it.
    # "crashed into a backyard in El Paso": so may the place in which something came down.
    came_down = name in lexicon.group("coming_down_verbs")
    for _, inner in grammar.prepositions(verb):
        if inner.i not in actors.zone_at and inner.i not in actors.party_at:
            options += [
                (p, t) for p, t in grammar.prepositions(inner) if p in GOING or (came_down and p in ("in", "near"))
            ]
    for measure in verb.children:
        # "crossed half a mile into Arizona"
        if measure.dep_ == "npadvmod":
            options += [(p, t) for p, t in grammar.prepositions(measure) if p in GOING]
            # "strayed off course and over Jordan"
            led = [c for c in measure.children if c.dep_ == "conj" and c.lower_ in GOING]
            options += [(c.lower_, t) for c in led for t in c.children if t.dep_ == "pobj"]
    for preposition, site in tuple(options):
        if preposition == "within" and site.lower_ in lexicon.group("length_units"):
            # "came within 30 miles of the coast": near it, and no further.
            continue
        whole = lexicon.group("sites", "compass_parts", "parts")
        if site.lower_ in whole and site.i not in actors.zone_at:
            options += [(preposition, t) for p, t in grammar.prepositions(site) if p == "of"]
        if preposition in ("at", "in", "over", "above") and site.lower_ in lexicon.group("spots"):
            # "were spotted at three locations in Kinmen"
            options += [(p, t) for p, t in grammar.prepositions(site) if p in ("in", "over", "above")]
        if site.lower_ == "side" and (line := _line_crossed(site, actors)) is not None:
            return line, None, "across"
    for thing in grammar.objects(verb):
        for laden in thing.children:
            # "sent balloons carrying rubbish across the border": the balloons crossed it.
            if laden.dep_ == "acl" and laden.lower_ in lexicon.group("laden"):
                options += [(p, t) for p, t in grammar.prepositions(laden) if p in GOING]
                for load in grammar.objects(laden):
                    options += [(p, t) for p, t in grammar.prepositions(load) if p in GOING]
        if thing.i not in actors.zone_at:
            part = thing.lower_ in lexicon.group("parts")
            options += [
                (None if part and p == "of" else p, t)
                for p, t in grammar.prepositions(thing)
                if p in GOING | {"in", "of"}
            ]
    may_repeat = name in lexicon.word_set("events", "entry_strong", "verbs") or name == "cross"
    may_repeat = may_repeat or name in ("enter", "overfly")
    if may_repeat and (again := _named_before(verb, actors)) is not None:
        return again, None, None
    below = False
    place: tuple[Party, str | None] | None = None
    land: tuple[Zone, str | None] | None = None
    for preposition, token in options:
        near = preposition == "near" and came_down and craft is not None and craft.category == "balloon"
        if near and (town := actors.party_at.get(token.i)) is not None and town.state is not None:
            # "landed near Białystok": what the wind carries comes down where it may.
            place = place or (town, "over")
            continue
        if preposition is not None and preposition not in INTO:
            continue
        zone = actors.zone_at.get(token.i)
        if preposition == "via" and zone is None and any(t.lower_ == "to" for t in verb.doc[verb.i : token.i]):
            # "flying from Tunis to Amman via Malta" names a stop.
            continue
        if zone is not None and (zone.kind in AIR or zone.kind == "international"):
            if preposition in ("through", "via") and place is not None and place[1] is None:
                # "entered Iran through its airspace": it is Iran that was entered.
                return None, place[0], None
            return zone, None, preposition
        if actors.craft_headed(token) is not None or ship_named(token):
            # Over an aircraft or a ship is over no land.
            continue
        if zone is not None and land is None:
            land = (zone, preposition)
        beyond = land is not None and land[1] in ("over", "across", "through", None) and preposition == "into"
        if beyond and land is not None and land[0].head != token.i and actors.party_at.get(token.i) is not None:
            # "strayed over the Yugoslav border into Bulgaria", "crossed the border with Yugoslavia into Bulgaria"
            return None, actors.party_at[token.i], preposition
        across = preposition in GOING or (preposition is None and name in ACROSS)
        if zone is None and land is None and across and described_state(token):
            land = (Zone(token.i - 1, token.i + 1, token.i, "territory", definite=True, described=True), preposition)
        party = held_by(token, actors) or actors.party_at.get(token.i) or site_of(token, actors)
        party = _first_listed(token, actors) or party
        party = party or explained(token, actors)
        overhead = preposition in ("over", "above") or (preposition is None and name in lexicon.group("overhead_verbs"))
        if party is None and zone is None and overhead and craft is not None:
            party = _land_below(token, craft, actors)
            below = below or (party is None and not craft.civil and not _at_sea(token))
        if below and preposition == "in" and party is not None and token.i < verb.i + 12:
            # "flew over the Pripyat marshes in southern Belarus"
            preposition = "over"
        on_island = preposition == "on" and name in SEEN and party is not None and party.kind == "place"
        if party is not None and place is None and zone is None and token.i != (craft.head if craft else None):
            if not (party.kind == "place" and party.state is None) and (
                preposition in GOING | {"in"} or on_island or (preposition is None and (name in ACROSS or overhead))
            ):
                place = (party, preposition)
    # The parser may have hung the airspace elsewhere: take the next one in the clause.
    stop = verb.sent.end
    drawn, owned_by = _drawn_later(verb, actors), lexicon.group("owned_by")
    for i in range(verb.i + 1, min(stop, verb.i + 12 if drawn is None else drawn + 9)):
        token = verb.doc[i]
        # "through the area that Beijing has declared an identification zone"
        owned = i == drawn or token.lower_ in owned_by
        if token.pos_ == "VERB" and token.i != verb.i and token.dep_ not in ("amod", "compound") and not owned:
            break
        if token.text in (";", ":"):
            break
        zone = actors.zone_at.get(i)
        if zone is not None and zone.kind in AIR:
            between = {
                t.lower_
                for t in verb.doc[verb.i + 1 : zone.start]
                if t.nbor(-1).lower_ not in lexicon.group("owned_by")
            }
            adpositions = [t.lower_ for t in verb.doc[verb.i + 1 : zone.start] if t.pos_ == "ADP"]
            if adpositions[-2:] == ["within", "of"] and between & lexicon.group("length_units"):
                # "flew within 12 miles of Saudi airspace"
                break
            # "in the eastern part of its airspace"
            told = [p for p in adpositions if p != "of"] or adpositions
            preposition = told[-1] if told else None
            inside = zone.start > 0 and verb.doc[zone.start - 1].lower_ in ("inside", "into", "within", "over")
            alongside = preposition in lexicon.group("staying_beside")
            if not alongside and (inside or not between & lexicon.group("staying_out")):
                return zone, None, preposition
            break
    if land is None and place is None and verb.pos_ not in ("VERB", "AUX"):
        place = _next_place(verb, actors)
        described = next((t for t in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 7)] if described_state(t)), None)
        if place is None and described is not None and name in ACROSS:
            i = described.i
            land = (Zone(i - 1, i + 1, i, "territory", definite=True, described=True), None)
    if land is None and place is None and verb.pos_ not in ("VERB", "AUX"):
        # "Bolivian helicopter crosses border", where the parser has crosses for a noun
        beside = actors.zone_at.get(verb.i + 1)
        return (beside if beside is not None and beside.kind == "territory" else None), None, None
    by_way = land is not None and land[1] in ("through", "via") and place is not None and place[1] is None
    if land is not None and not by_way and not (land[1] == "from" and place is not None):
        # Not: "entered Lithuania through its territory".
        return land[0], None, land[1]
    if place is not None:
        return None, place[0], place[1]
    return None, None, None


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


def _first_listed(token: Token, actors: Actors) -> Party | None:
    """Return the first of the lands that "three NATO states: Romania, Hungary and Croatia" names."""
    if token.lower_ not in lexicon.group("lands_in_plural"):
        return None
    opened, end = False, token.sent.end
    if end < len(token.doc) and token.doc[end - 1].text == ":":
        # The parser ends the sentence there.
        end = token.doc[end].sent.end
    for i in range(token.i + 1, min(end, token.i + 16)):
        opened = opened or token.doc[i].text in (":", ",", "–", "—", "(") or token.doc[i].lower_ == "including"
        party = actors.party_at.get(i)
        before = token.doc[i - 1]
        if opened and party is not None and party.state is not None and party.kind == "state":
            return party if before.text in (":", ",", "–", "—", "(") or before.lower_ == "including" else None
    return None


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


def _named_before(verb: Token, actors: Actors) -> Zone | None:
    """Return the airspace that "it" repeats: "closed its airspace to Russia after a jet violated it"."""
    lines = verb.lower_ in lexicon.verb_forms("cross")
    if verb.dep_ == "relcl" and any(t.lower_ in ("which", "that") for t in grammar.objects(verb)):
        # "flew along the border of Estonia, which it crossed"
        told = (actors.zone_at.get(t.i) for t in (verb.head, *(x for _, x in grammar.prepositions(verb.head))))
        return next((z for z in told if z is not None and (z.kind == "national" or z.owner is not None)), None)
    if not any(t.lower_ in ("it", "them") for t in grammar.objects(verb)):
        return None
    before = [
        z
        for z in actors.zones
        if verb.sent.start <= z.head < verb.i
        # "came within five miles of the Turkish border and then crossed it"
        and (z.kind == "national" or (lines and z.kind == "territory" and z.owner is not None))
    ]
    return before[-1] if before else None


def _line_crossed(side: Token, actors: Actors) -> Zone | None:
    """Return the line of "emerged on the wrong side of the Line of Control"."""
    if not any(c.lower_ in lexicon.group("wrong_sides") for c in side.children):
        return None
    lines = (actors.zone_at.get(t.i) for p, t in grammar.prepositions(side) if p == "of")
    return next((z for z in lines if z is not None and z.kind in ("buffer", "territory", "adiz")), None)


def _land_below(token: Token, craft: Craft, actors: Actors) -> Party | None:
    """Return the state on whose land something lies: "over the president's palace near Latakia"."""
    if token.pos_ not in ("NOUN", "PROPN") or craft.civil or token.lower_ in lexicon.group("nowhere_waters"):
        return None
    near = [t for p, t in grammar.prepositions(token) if p in ("near", "in", "at", "of", "outside", "on", "around")]
    owners = [actors.party_at[i] for i in range(chunk_start(token.doc, token.i), token.i) if i in actors.party_at]
    named = [actors.party_at[t.i] for t in near if t.i in actors.party_at]
    own = state_of_party(craft.party)
    # "the palace of the Syrian president near Latakia"
    named += [actors.party_at[t.i] for t in token.subtree if token.i < t.i < token.i + 9 and t.i in actors.party_at]
    return next((p for p in (*named, *owners) if p.state is not None and p.state != own), None)


def _at_sea(token: Token) -> bool:
    return token.lower_ in lexicon.group("nowhere_waters") | SHIPS or token.pos_ not in ("NOUN", "PROPN")


@cache
def _across_forms() -> frozenset[str]:
    return lexicon.verb_forms(*ACROSS)


def described_state(token: Token) -> bool:
    """Say whether the token is "the country" or "the kingdom": a state named elsewhere."""
    if token.lower_ not in _lands_described() and token.lower_ not in _NAMELESS:
        return False
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    if token.lower_ in _NAMELESS:
        # "flew over the island", "over the capital", but not "over the island of Gotland"
        over = token.i > 1 and token.doc[token.i - 2].lower_ in _across_forms() | {"over", "across", "through"}
        following = token.nbor(1) if token.i + 1 < len(token.doc) else token
        named = following.lower_ in ("of", "near", "off", "in", ",") or following.pos_ in ("PROPN", "NOUN")
        return before == "the" and over and not named
    return before in ("the", "that")


@cache
def _lands_described() -> frozenset[str]:
    return lexicon.word_set("parties", "descriptions", "nouns") - {"state", "government"}


def held_by(token: Token, actors: Actors) -> Party | None:
    """Return who holds a place that the words give to somebody: "the Israeli-held Golan Heights"."""
    doc, start = token.doc, chunk_start(token.doc, token.i)
    for i in range(start, token.i):
        if doc[i].lower_ in lexicon.group("holding", "directing_traffic") and i >= 2 and doc[i - 1].text in "-–":
            state = default_state(doc[i - 2].text)
            if state is not None:
                return Party(i - 2, token.i + 1, "state", doc[i - 2].text, state)
    return None


def default_state(word: str) -> str | None:
    """Return the state of a demonym or of a country's name, or None."""
    from airmap.pipeline import default_gazetteer

    gazetteer = default_gazetteer()
    place = gazetteer.demonym(word)
    return place.country if place is not None and place.feature == "country" else gazetteer.state_of(word)


def explained(token: Token, actors: Actors) -> Party | None:
    """Return the state by which a place is explained that nobody knows: "in Osiny, eastern Poland"."""
    if token.pos_ != "PROPN":
        return None
    for child in token.children:
        if child.dep_ in ("appos", "npadvmod", "conj") and child.i > token.i:
            party = actors.party_at.get(child.i)
            if party is not None and party.state is not None:
                return party
    return None


def _next_place(verb: Token, actors: Actors) -> tuple[Party, str | None] | None:
    """Return the place right after a headline's verb: "drone from Belarus crosses into Lithuania"."""
    doc, i = verb.doc, verb.i + 1
    across = verb.lower_ in _across_forms()
    if i >= verb.sent.end or (doc[i].lower_ not in GOING and not across):
        return None
    for k in range(i, min(verb.sent.end, i + 7)):
        party = actors.party_at.get(k)
        if doc[k].lower_ == "from":
            # "cross from Lithuania": not into it.
            return None
        if party is not None and party.state is not None:
            return party, doc[i].lower_ if doc[i].lower_ in GOING else None
        if doc[k].pos_ in ("VERB", "PUNCT") or (doc[k].pos_ == "ADP" and k > i and doc[k].lower_ != "of"):
            return None
    return None


@cache
def _named_sites() -> frozenset[str]:
    return lexicon.group("sites", "inland_sites")


def site_of(token: Token, actors: Actors) -> Party | None:
    """Return the state in which a site lies that is named by it: "Danish airports", "Belgian air base Weelde"."""
    start = chunk_start(token.doc, token.i)
    if not any(t.lower_ in _named_sites() for t in token.doc[start : token.i + 1]):
        return None
    owners = [actors.party_at[i] for i in range(start, token.i + 1) if i in actors.party_at]
    return next((p for p in owners if p.state is not None), None)


def came_down_at(trigger: Token, actors: Actors) -> Party | None:
    """Return where it came down that had crossed a border: "landed near Suwalki after drifting over the border"."""
    forms = lexicon.group_forms("coming_down_verbs")
    verb = next((a for a in grammar.ancestors(trigger) if a.pos_ == "VERB" and a.lower_ in forms), None)
    if verb is None:
        return None
    phrases = grammar.prepositions(verb)
    # "in a field near Hrubieszow"
    nameless = [token for _, token in phrases if token.i not in actors.party_at]
    phrases += [inner for token in nameless for inner in grammar.prepositions(token)]
    for preposition, token in phrases:
        party = actors.party_at.get(token.i)
        if preposition in ("near", "in", "at", "outside", "on") and party is not None and party.state is not None:
            return party
    return None


def place_of(token: Token, actors: Actors) -> tuple[Zone | None, Party | None]:
    """Return the airspace or the place in which something was met or brought down, from the clause's phrases."""
    zone: Zone | None = None
    goal: Party | None = None
    phrases = list(grammar.prepositions(token))
    for thing in (*grammar.objects(token), *grammar.patients(token)) if token.pos_ == "VERB" else ():
        phrases += grammar.prepositions(thing)
        # "a drone launched from Syria over Beit She'an"
        sent = [c for c in thing.children if c.dep_ == "acl" and c.tag_ == "VBN"]
        phrases += [(p, t) for c in sent for p, t in grammar.prepositions(c) if p in ("over", "above", "inside")]
    for thing in (t for p, t in tuple(phrases) if p == "of" and t.i in actors.craft_at and token.pos_ == "NOUN"):
        # "the shooting down of a U-2 over Cuba"
        phrases += [(p, t) for p, t in grammar.prepositions(thing) if p in ("over", "above", "inside", "in")]
    deep = _so_far_inside(token, actors)
    if deep is not None:
        phrases.insert(0, ("inside", deep))
    for outer, noun in phrases:
        site = noun.lower_ in lexicon.group("inland_sites", "sites") and noun.lower_ not in _SHORES
        part = noun.lower_ in lexicon.group("compass_parts") and any(c.lower_ == "the" for c in noun.children)
        if (site or part) and outer != "off" and noun.i not in actors.party_at:
            # "near the port of Bandar Abbas", "in the south of Lebanon", "in the north of the town of Ayni"
            phrases += [(outer, t) for p, t in grammar.prepositions(noun) if p == "of"]
    for _, noun in tuple(phrases):
        if noun.i not in actors.party_at and noun.i not in actors.zone_at:
            # "brought down by a rocket near Sverdlovsk": the place may hang on what did it.
            phrases += [(p, t) for p, t in grammar.prepositions(noun) if p in ("in", "of", "near")]
    for preposition, noun in tuple(phrases):
        by = preposition in ("by", "from")
        if by and (noun.i in actors.craft_at or any(c.i in actors.party_at for c in noun.children)):
            # "shot down by Sudanese fighters over Sudan", "came under fire from gunners near Arua"
            phrases += [(p, t) for p, t in grammar.prepositions(noun) if p in ("over", "above", "inside", "near")]
    for preposition, noun in phrases:
        if numbered("weekdays").get(noun.lower_) is not None and noun.i - 1 in actors.party_at:
            # "shot down over Chad Monday": the parser takes the two for one name.
            noun = noun.nbor(-1)
        preposition = "near" if preposition == "of" and _just_beside(noun) else preposition
        on_soil = preposition == "on" and noun.lower_ in lexicon.group("own_ground")
        if preposition not in lexicon.group("place_prepositions") and not on_soil:
            continue
        found = actors.zone_at.get(noun.i)
        if found is not None and found.kind in (*AIR, "international", "territory") and zone is None:
            if (on_soil or preposition in lexicon.group("inside_prepositions")) and (
                found.kind != "territory" or found.owner is not None or _own(found, noun)
            ):
                zone = found
        named = next((c for c in noun.children if c.dep_ == "appos" and c.i == noun.i + 1), noun)
        # "near the capital Yerevan"
        party = actors.party_at.get(noun.i) or actors.party_at.get(named.i)
        if party is None and noun.lower_ in lexicon.group("inland_sites") | _SURROUNDINGS:
            # "over the Chadian capital"
            party = site_of(noun, actors)
        if party is None and found is None and noun.lower_ in lexicon.group("sites") - _SHORES:
            # "over Geneina airport"; an American base is on another's land.
            site_named = actors.party_at.get(noun.i - 1)
            party = site_named if site_named is not None and site_named.below_country else None
        if (
            party is not None
            and found is None
            and preposition in ("in", "over", "inside", "above", "within", "near", "at", "off")
            and goal is None
        ):
            goal = party
    if goal is None and zone is None:
        goal = _aimed_at(token, actors)
    if zone is None:
        zone = zone_after(token, actors) or (_sky_first(token, actors) if goal is None else None)
    return zone, goal


def _sky_first(token: Token, actors: Actors) -> Zone | None:
    """Return the airspace with which a sentence begins: "In the skies over Chad, two jets were shot down"."""
    start = token.sent.start
    for i in range(start, min(start + 5, token.i)):
        zone = actors.zone_at.get(i)
        if zone is not None:
            return zone if zone.kind in AIR and token.doc[zone.start - 1].lower_ in ("in", "inside") else None
    return None


def _just_beside(place: Token) -> bool:
    """Read "shot down south of Geneina"; not "100 miles south of Crete", which may be anybody's."""
    way = place.head.head
    return way.dep_ == "advmod" and way.lower_ in lexicon.group("compass_parts") and not any(
        t.lower_ in lexicon.group("length_units") for t in way.subtree if t.i < way.i
    )


def _own(zone: Zone, head: Token) -> bool:
    """Say whether a stretch of land is that of somebody named before: "over its territory", "inside their borders"."""
    return zone.owner_pronoun is not None and within_own(head)


def within_own(head: Token) -> bool:
    """Say whether a word for a stretch of land is one that somebody has: "its territory", "their borders"."""
    return head.lower_ == "borders" or head.lower_ in lexicon.group("own_ground")


def _so_far_inside(token: Token, actors: Actors) -> Token | None:
    """Return the state of "shot down three kilometres inside Turkey", wherever the parser hung it."""
    for i in range(token.i + 2, min(token.sent.end - 1, token.i + 20)):
        after_unit = token.doc[i - 1].lower_ in lexicon.group("length_units")
        if after_unit and token.doc[i].lower_ in ("inside", "within", "into"):
            for k in (i + 1, i + 2):
                party = actors.party_at.get(k)
                if party is not None and party.state is not None and k not in actors.zone_at:
                    return token.doc[k]
    return None


def _aimed_at(verb: Token, actors: Actors) -> Party | None:
    """Return the place that what was stopped had been sent against: "missiles that Iran aimed at the Al Udeid base"."""
    for thing in grammar.patients(verb) if verb.pos_ == "VERB" else ():
        for inner in thing.subtree:
            if inner.dep_ in ("relcl", "acl") and inner.pos_ == "VERB":
                for preposition, site in grammar.prepositions(inner):
                    if preposition not in ("at", "on", "toward", "towards", "against", "into"):
                        continue
                    names = [actors.party_at.get(i) for i in range(chunk_start(site.doc, site.i), site.i + 1)]
                    place = next((p for p in names if p is not None and p.state is not None), None)
                    if place is not None:
                        return place
    return None


def zone_after(token: Token, actors: Actors) -> Zone | None:
    """Return the airspace that follows in plain order: "shoots down a drone in Romanian airspace"."""
    for i in range(token.i + 1, min(token.sent.end, token.i + 16)):
        word = token.doc[i]
        if word.text in (";", ":") or (
            word.tag_ in ("VBD", "VBZ", "VBP") and word.pos_ == "VERB" and i > token.i + 2
        ):
            return None
        zone = actors.zone_at.get(i)
        land = zone is not None and zone.kind == "territory" and (
            _own(zone, word) or (zone.owner is not None and zone.owner.state is not None)
        )
        if zone is not None and (land or zone.kind in (*AIR, "international")) and zone.start > 0:
            before = token.doc[zone.start - 1].lower_
            out_of = (
                zone.kind == "national"
                and before == "of"
                and zone.start > 1
                and token.doc[zone.start - 2].lower_ == "out"
            )
            inside = before in ("over", "inside") if land else before in ("in", "over", "inside", "within")
            return zone if out_of or inside else None
    return None
