"""Where something was met or brought down: the airspace or the place that the clause's phrases name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import AIR
from airmap.events.readers.lands_meant import site_of
from airmap.mentions.actors import Actors, Party, Zone, chunk_start
from airmap.mentions.date_words import numbered

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

_SURROUNDINGS = frozenset({"valley", "region", "plain", "suburb", "suburbs", "outskirts", "skyline", "sector"})
# Sites that lie beside a land and not in it.
_SHORES = frozenset({"coast", "coasts", "shore", "shores", "coastline", "border", "frontier", "waters", "seaboard"})
# What leads to a place, and not to an airspace alone.
_PLACED = frozenset({"in", "over", "inside", "above", "within", "near", "at", "off"})


def place_of(token: Token, actors: Actors) -> tuple[Zone | None, Party | None]:
    """Return the airspace or the place in which something was met or brought down, from the clause's phrases."""
    zone: Zone | None = None
    goal: Party | None = None
    for preposition, noun in _phrases_of(token, actors):
        if numbered("weekdays").get(noun.lower_) is not None and noun.i - 1 in actors.party_at:
            # "shot down over Chad Monday": the parser takes the two for one name.
            noun = noun.nbor(-1)
        preposition = "near" if preposition == "of" and _just_beside(noun) else preposition
        on_soil = preposition == "on" and noun.lower_ in lexicon.group("own_ground")
        if preposition not in lexicon.group("place_prepositions") and not on_soil:
            continue
        inside = on_soil or preposition in lexicon.group("inside_prepositions")
        if zone is None and inside:
            zone = _zone_named(noun, actors)
        if goal is None and preposition in _PLACED:
            goal = _place_named(noun, actors)
    if goal is None and zone is None:
        goal = _aimed_at(token, actors) or _doing_so_at(token, actors)
    if zone is None:
        zone = zone_after(token, actors) or (_sky_first(token, actors) if goal is None else None)
    return zone, goal


def _phrases_of(token: Token, actors: Actors) -> list[tuple[str, Token]]:
    """Return the phrases that may say where, wherever the parser hung them: "shot down by Sudanese jets over Sudan"."""
    phrases = grammar.prepositions(token)
    for thing in (*grammar.objects(token), *grammar.patients(token)) if token.pos_ == "VERB" else ():
        phrases += grammar.prepositions(thing)
        # "a drone launched from Syria over Beit She'an"
        sent = [c for c in thing.children if c.dep_ == "acl" and c.tag_ == "VBN"]
        phrases += [(p, t) for c in sent for p, t in grammar.prepositions(c) if p in ("over", "above", "inside")]
    for thing in (t for p, t in tuple(phrases) if p == "of" and t.i in actors.craft_at and token.pos_ == "NOUN"):
        # "the shooting down of a U-2 over Cuba"
        phrases += [(p, t) for p, t in grammar.prepositions(thing) if p in ("over", "above", "inside", "in")]
    below = lexicon.group("ground_forces")
    for doer in (t for t in grammar.agents(token) if t.lower_ in below) if token.pos_ == "VERB" else ():
        # "air defences over Erbil airport brought down two drones": where those stand who fire.
        phrases += [(p, t) for p, t in grammar.prepositions(doer) if p in ("over", "above", "near", "at")]
    if (deep := _so_far_inside(token, actors)) is not None:
        phrases.insert(0, ("inside", deep))
    for outer, noun in phrases:
        site = noun.lower_ in lexicon.group("inland_sites", "sites") and noun.lower_ not in _SHORES
        part = noun.lower_ in lexicon.group("compass_parts") and any(c.lower_ == "the" for c in noun.children)
        if (site or part) and outer != "off" and noun.i not in actors.party_at:
            # "near the port of Bandar Abbas", "in the south of Lebanon", "in the north of the town of Ayni"
            phrases += [(outer, t) for p, t in grammar.prepositions(noun) if p == "of"]
    for _, noun in tuple(phrases):
        said = noun.head.head.lower_ == "according"
        if noun.i not in actors.party_at and noun.i not in actors.zone_at and not said:
            # "brought down by a rocket near Sverdlovsk": the place may hang on what did it.
            phrases += [(p, t) for p, t in grammar.prepositions(noun) if p in ("in", "of", "near")]
    for preposition, noun in tuple(phrases):
        # "brought down by the fire of Libyan troops near Benghazi"
        of_fire = preposition == "of" and noun.head.head.lower_ in lexicon.group("fire_sources")
        by = preposition in ("by", "from") or of_fire
        gunners = of_fire and noun.lower_ in lexicon.group("ground_forces", "fire_sources")
        if by and (gunners or noun.i in actors.craft_at or any(c.i in actors.party_at for c in noun.children)):
            # "shot down by Sudanese fighters over Sudan", "came under fire from gunners near Arua"
            phrases += [(p, t) for p, t in grammar.prepositions(noun) if p in ("over", "above", "inside", "near")]
    return phrases


def _zone_named(noun: Token, actors: Actors) -> Zone | None:
    """Return the airspace or the stretch of land of somebody that a phrase names: "over its territory"."""
    zone = actors.zone_at.get(noun.i)
    if zone is None:
        return None
    if zone.kind == "territory":
        return zone if zone.owner is not None or _own(zone, noun) else None
    return zone if zone.kind in AIR or zone.kind == "international" else None


def _place_named(noun: Token, actors: Actors) -> Party | None:
    """Return the place that a phrase names: "near the capital Yerevan", "over the Chadian capital"."""
    if noun.i in actors.zone_at:
        return None
    named = next((c for c in noun.children if c.dep_ == "appos" and c.i == noun.i + 1), noun)
    party = actors.party_at.get(noun.i) or actors.party_at.get(named.i)
    if party is None and noun.lower_ in lexicon.group("inland_sites") | _SURROUNDINGS:
        party = site_of(noun, actors)
    if party is None and noun.lower_ in lexicon.group("sites") - _SHORES:
        # "over Geneina airport"; an American base is on another's land.
        site = actors.party_at.get(noun.i - 1)
        party = site if site is not None and site.below_country else None
    return party


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


def _doing_so_at(verb: Token, actors: Actors) -> Party | None:
    """Return where it was what it did meanwhile: "was fired on while trying to land at Juba", "as it circled Goma"."""
    clauses = (c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i)
    for clause in (c for c in clauses if any(g.lower_ in ("while", "as") for g in c.children)):
        doer = next((s for s in grammar.subjects(clause) if s.i > verb.i), None)
        if doer is not None and doer.lower_ not in ("it", "they"):
            continue
        for word in (t for t in clause.subtree if t.lower_ in ("at", "over", "near") and t.pos_ == "ADP"):
            place = next((p for t in word.children if (p := _place_named(t, actors)) is not None), None)
            if place is not None and place.state is not None:
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
