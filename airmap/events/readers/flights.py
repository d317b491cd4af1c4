"""The flight that a verb tells of: what flies, who sends it, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import brings_down, first_craft, mover_of, repeats_craft
from airmap.events.coreference import aircraft_meant
from airmap.events.event_words import PRONOUNS, motion_verbs, strong_verbs
from airmap.events.readers.goals import goal_of
from airmap.mentions.actors import Actors, Craft, Party, Zone

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token


@dataclass(frozen=True, slots=True)
class Flight:
    """What a verb of motion tells. Its ``name`` is that of the verb in the lexicon, empty for any other verb.

    It leads into a zone or to the land of a party, never to both; ``strong`` is a verb that is said of nothing else
    than entries.
    """

    verb: Token
    name: str
    strong: bool
    craft: Craft | None
    craft_token: int | None
    mover: Party | None
    mover_token: int | None
    zone: Zone | None = None
    goal: Party | None = None
    preposition: str | None = None

    @property
    def zone_state(self) -> str | None:
        """Whose the zone is that it leads into."""
        return self.zone.owner.state if self.zone is not None and self.zone.owner is not None else None

    @property
    def by_pronoun(self) -> bool:
        """Whether who moved is a word that may stand for an aircraft."""
        return self.craft_token is not None and repeats_craft(self.verb.doc[self.craft_token])

    def of(self, craft: Craft) -> Flight:
        """Return it as one of another aircraft, and of whoever owns that."""
        return replace(self, craft=craft, craft_token=craft.head, mover=craft.party, mover_token=craft.head)


def flight_of(verb: Token, actors: Actors) -> Flight | None:
    """Return the flight that a verb tells of; nothing where its aircraft only brought another down, or missed it."""
    strong = verb.lower_ in strong_verbs()
    name = strong_verbs().get(verb.lower_) or motion_verbs().get(verb.lower_) or ""
    if name == "find" and any(o.lower_ in ("itself", "themselves", "himself") for o in grammar.objects(verb)):
        # "found itself over Sinai"
        name = "fly"
    if verb.lower_ in lexicon.verb_forms("touch", "set", "put") and any(c.lower_ == "down" for c in verb.children):
        name = "land"
    craft, craft_token, mover, mover_token = mover_of(verb, name, actors)
    if (wafted := _wafted(verb, actors)) is not None:
        name, craft, craft_token, mover, mover_token = "drift", wafted, wafted.head, wafted.party, wafted.head
    if craft is not None and (brings_down(verb.doc[craft.head], verb) or _only_missed(verb, craft)):
        # "A drone launched from Syria crosses into Israel and is destroyed by an Apache": not the Apache crosses.
        return None
    led = goal_of(verb, name, actors, craft if craft is not None else _meant_by(craft_token, verb, actors))
    flight = Flight(verb, name, strong, craft, craft_token, mover, mover_token, *led)
    flight = _of_foreigner(_of_crew(flight, actors), actors)
    if strong and led.zone is None and led.place is None:
        return _violated(flight, actors)
    return flight if flight.name or led.zone is not None or led.place is not None else _let_fall_there(flight, actors)


def _meant_by(pronoun: int | None, verb: Token, actors: Actors) -> Craft | None:
    """Return what "it" or "they" were that flew: "They flew low over the desert of Chad"."""
    repeated = pronoun is not None and verb.doc[pronoun].lower_ in PRONOUNS
    return aircraft_meant(verb.doc, pronoun, actors) if repeated and pronoun is not None else None


def _wafted(verb: Token, actors: Actors) -> Craft | None:
    """Return what the wind or a failure took astray: "a gale had carried the balloon over Bulgaria", "blown into"."""
    if verb.lower_ not in lexicon.group_forms("wafting_verbs"):
        return None
    by_wind = any(t.lower_ in lexicon.group("taking_astray") for t in grammar.agents(verb))
    blown = grammar.is_passive(verb) or verb.dep_ == "acl"
    if not by_wind and not (blown and verb.lower_ in lexicon.verb_forms("blow", "push")):
        return None
    craft, _ = first_craft(grammar.patients(verb), actors)
    pronoun = next((t for t in grammar.patients(verb) if repeats_craft(t)), None)
    if craft is None and pronoun is not None:
        craft = aircraft_meant(verb.doc, pronoun.i, actors)
    return craft


def _only_missed(verb: Token, craft: Craft) -> bool:
    """Read "an airliner narrowly missed a drone flying over Bergen": where they met, and no entry."""
    if craft.party is not None or verb.dep_ not in ("acl", "relcl", "ccomp"):
        return False
    above = verb.doc[craft.head].head
    above = verb.head if above.i == verb.i else above
    return above.lower_ in lexicon.group_forms("missing_verbs") and above.i < verb.i


def _of_crew(flight: Flight, actors: Actors) -> Flight:
    """Read "Riga accused the pilots of a helicopter of ignoring warnings after entering Latvian airspace": not Riga."""
    owner = flight.zone_state
    if owner is None or flight.craft is not None or flight.mover is None or flight.mover.state != owner:
        return flight
    flown = actors.flown_before(flight.verb)
    return flight.of(flown[-1]) if flown and flown[-1].party is not None else flight


def _of_foreigner(flight: Flight, actors: Actors) -> Flight:
    """Read "Polish F-16s escorted an Il-20, which flew over the sea without entering Polish airspace": the Il-20."""
    owner = flight.zone_state
    if flight.verb.tag_ != "VBG" or owner is None or flight.craft is None or not _of(flight.craft, owner):
        return flight
    met = [c for c in actors.flown_before(flight.verb) if c.party is not None and not _of(c, owner)]
    return flight.of(met[-1]) if met else flight


def _of(craft: Craft, state: str) -> bool:
    return craft.party is not None and craft.party.state == state


def _violated(flight: Flight, actors: Actors) -> Flight:
    """Read the headline that leaves out "was": "Zambian airspace violated, says Lusaka"."""
    verb = flight.verb
    if verb.tag_ not in ("VBD", "VBN") or grammar.objects(verb):
        return flight
    said_of = (actors.zone_at.get(t.i) for t in verb.children if t.dep_ in ("nsubj", "compound") and t.i < verb.i)
    zone = next((z for z in said_of if z is not None and z.kind == "national"), None)
    if zone is None:
        return flight
    return replace(flight, zone=zone, craft=None, craft_token=None, mover=None, mover_token=None)


def _let_fall_there(flight: Flight, actors: Actors) -> Flight:
    """Read "scattered leaflets over Pyongyang", where the place hangs on what was let fall."""
    phrases = [x for o in grammar.objects(flight.verb) for x in grammar.prepositions(o)]
    places = ((p, actors.party_at[t.i]) for p, t in phrases if t.i in actors.party_at)
    preposition, goal = next(places, (None, None))
    return flight if preposition == flight.preposition and goal is None else replace(
        flight, preposition=preposition, goal=goal)
