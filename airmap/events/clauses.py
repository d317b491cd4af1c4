"""What a clause holds: the aircraft, the actor, the goal and the place of a verb or noun that reports an event.

The dependency tree is asked first; where it gives nothing, the order of the words within the clause.
"""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.tellings import Act
from airmap.mentions.actors import Actors, Craft, Party, Zone, chunk_start

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


INTO = lexicon.group("goal_prepositions")


GOING = lexicon.group("going_in")


ACT_OF_ZONE: dict[str, Act] = {"adiz": "adiz", "fir": "adiz", "restricted": "restricted"}


AIR = frozenset({"national", "adiz", "fir", "restricted", "buffer"})


ACROSS = lexicon.group("direct_goal_verbs")


SEEN = lexicon.group("presence_verbs")


SHIPS = lexicon.group("ships")


def leading_actor(verb: Token, craft: Craft | None, actors: Actors) -> tuple[Party | None, int | None]:
    """Return the actor that leads the clause in plain order, where a headline's verb was read as a noun."""
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - 10) - 1, -1):
        if verb.doc[i].pos_ in ("VERB", "ADP") and not verb.doc[i].is_upper and verb.doc[i].dep_ != "amod":
            if verb.doc[i].head.i != verb.i and verb.head.i != i:
                return None, None
        party = actors.party_at.get(i)
        if (
            party is not None
            and party.kind != "place"
            and i not in actors.zone_at
            and (craft is None or not craft.start <= i < craft.end)
        ):
            return party, i
    return None, None


PRONOUNS = lexicon.group("craft_pronouns")


def mover_of(verb: Token, name: str, actors: Actors) -> tuple[Craft | None, int | None, Party | None, int | None]:
    """Return the aircraft that moves and the party that sends it, with the tokens that carry them."""
    doers = grammar.agents(verb)
    if (name in SEEN and grammar.is_passive(verb)) or (
        name in lexicon.group("perceiving") and first_craft(grammar.patients(verb), actors)[0] is not None
    ):
        doers = grammar.patients(verb)
    craft, craft_token = first_craft(doers, actors)
    mover, mover_token = actor_among(doers, actors)
    if craft is None and name in lexicon.group("carrying_verbs"):
        carried, carried_token = first_craft(grammar.patients(verb), actors)
        if carried is not None:
            craft, craft_token = carried, carried_token
    if craft is None and grammar.is_passive(verb):
        with_craft, token = first_craft(
            [t for p, t in grammar.prepositions(verb) if p in ("with", "by", "using")], actors
        )
        if with_craft is not None:
            craft, craft_token = with_craft, token
    if craft is None and mover is not None:
        tool, token = first_craft([t for p, t in grammar.prepositions(verb) if p in ("with", "by", "using")], actors)
        if tool is not None:
            craft, craft_token = tool, token
    if craft is None and craft_token is None and mover is None:
        pronoun = next((t for t in doers if t.lower_ in PRONOUNS or t.like_num), None)
        weapon = next((t for t in doers if t.i in actors.craft_at and actors.craft_at[t.i].weapon), None)
        if pronoun is not None:
            craft_token = pronoun.i
        elif weapon is not None and (astray(verb) or name in lexicon.group("overflying_verbs")):
            # "fired a missile that passed over Honshu", "that landed inside Pakistan" by mistake.
            craft, craft_token = actors.craft_at[weapon.i], weapon.i
        elif (not doers and not grammar.is_passive(verb)) or verb.dep_ == "acl":
            before = [
                c
                for c in actors.crafts
                if verb.sent.start <= c.head < verb.i and verb.i - c.head <= 12 and not c.attributive and not c.weapon
            ]
            if before:
                craft, craft_token = before[-1], before[-1].head
    if craft is None and verb.dep_ == "acl" and verb.lower_ in strong_verbs():
        # "a plane carrying two generals strayed": not the generals did.
        above = next((a for a in grammar.ancestors(verb) if actors.craft_headed(a) or a.pos_ == "VERB"), None)
        if above is not None and above.tag_ == "VBG":
            above = next((a for a in grammar.ancestors(above) if actors.craft_headed(a)), None)
        if above is not None and actors.craft_headed(above) is not None and above.i < verb.i:
            craft, craft_token = actors.craft_headed(above), above.i
    if craft is None and verb.i - 1 in actors.craft_at and verb.pos_ == "VERB" and verb.dep_ == "ccomp":
        # "protests that a U-2 flew": the parser gave the verb to whoever protests.
        flown = actors.craft_at[verb.i - 1]
        if not flown.attributive and not flown.weapon and not grammar.has_subject(verb):
            craft, craft_token, mover, mover_token = flown, flown.head, flown.party, flown.head
    headline = verb.pos_ not in ("VERB", "AUX") and (not doers or verb.i - 1 in actors.craft_at)
    headline = headline or (not doers and verb.dep_ == "pcomp")
    if craft is None and headline and (mover is None or verb.i - 1 in actors.craft_at):
        # A headline's verb taken for a noun: who leads the clause in plain order.
        craft, craft_token = leading_craft(verb, actors)
    if mover_token is None and doers:
        mover_token = doers[0].i
    return craft, craft_token, mover, mover_token


def leading_craft(verb: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return the aircraft that leads the clause in plain order, the first of those before the verb."""
    found: Craft | None = None
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - 12) - 1, -1):
        if verb.doc[i].text in (";", ":"):
            break
        craft = actors.craft_at.get(i)
        if craft is not None and not craft.attributive and not craft.weapon:
            found = craft
    return found, found.head if found else None


def astray(verb: Token) -> bool:
    """Say whether the sentence tells of something that flew where nobody aimed it."""
    return bool({t.lower_ for t in verb.sent} & lexicon.group("astray"))


def goal_of(
    verb: Token, name: str, actors: Actors, craft: Craft | None
) -> tuple[Zone | None, Party | None, str | None]:
    """Return the airspace (or the place) that was entered, and the preposition that leads to it."""
    # "flew over a base": the parser may take the preposition for a particle and the base for an object.
    particle = next(
        (
            c.lower_
            for c in verb.children
            if c.lower_ in GOING and (c.dep_ == "prt" or (c.dep_ == "prep" and not any(True for _ in c.children)))
        ),
        None,
    )
    options: list[tuple[str | None, Token]] = [(particle, t) for t in grammar.objects(verb)]
    if grammar.is_passive(verb) and name not in SEEN:
        options += [(None, t) for t in grammar.patients(verb)]
    options += grammar.prepositions(verb)
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
    for preposition, site in tuple(options):
        if site.lower_ in lexicon.group("sites") and site.i not in actors.zone_at:
            options += [(preposition, t) for p, t in grammar.prepositions(site) if p == "of"]
    for thing in grammar.objects(verb):
        if thing.i not in actors.zone_at:
            part = thing.lower_ in lexicon.group("parts")
            options += [
                (None if part and p == "of" else p, t)
                for p, t in grammar.prepositions(thing)
                if p in GOING | {"in", "of"}
            ]
    place: tuple[Party, str | None] | None = None
    land: tuple[Zone, str | None] | None = None
    for preposition, token in options:
        if preposition is not None and preposition not in INTO:
            continue
        zone = actors.zone_at.get(token.i)
        if zone is not None and (zone.kind in AIR or zone.kind == "international"):
            return zone, None, preposition
        if actors.craft_headed(token) is not None or token.lower_ in SHIPS:
            # Over an aircraft or a ship is over no land.
            continue
        if zone is not None and land is None:
            land = (zone, preposition)
        beyond = land is not None and land[1] in ("over", "across", "through") and preposition == "into"
        if beyond and land is not None and land[0].head != token.i and actors.party_at.get(token.i) is not None:
            # "strayed over the Yugoslav border into Bulgaria"
            return None, actors.party_at[token.i], preposition
        across = preposition in GOING or (preposition is None and name in ACROSS)
        if zone is None and land is None and across and described_state(token):
            land = (Zone(token.i - 1, token.i + 1, token.i, "territory", definite=True, described=True), preposition)
        party = held_by(token, actors) or actors.party_at.get(token.i) or site_of(token, actors)
        party = party or explained(token, actors)
        on_island = preposition == "on" and name in SEEN and party is not None and party.kind == "place"
        if party is not None and place is None and zone is None and token.i != (craft.head if craft else None):
            if not (party.kind == "place" and party.state is None) and (
                preposition in GOING | {"in"} or on_island or (preposition is None and name in ACROSS)
            ):
                place = (party, preposition)
    # The parser may have hung the airspace elsewhere: take the next one in the clause.
    stop = verb.sent.end
    for i in range(verb.i + 1, min(stop, verb.i + 12)):
        token = verb.doc[i]
        if token.pos_ == "VERB" and token.i != verb.i and token.dep_ not in ("amod", "compound"):
            break
        if token.text in (";", ":"):
            break
        zone = actors.zone_at.get(i)
        if zone is not None and zone.kind in AIR:
            between = {t.lower_ for t in verb.doc[verb.i + 1 : zone.start]}
            preposition = next(
                (t.lower_ for t in reversed(list(verb.doc[verb.i + 1 : zone.start])) if t.pos_ == "ADP"), None
            )
            if not between & lexicon.group("staying_out"):
                return zone, None, preposition
            break
    if land is None and place is None and verb.pos_ not in ("VERB", "AUX"):
        place = _next_place(verb, actors)
        described = next((t for t in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 7)] if described_state(t)), None)
        if place is None and described is not None and name in ACROSS:
            i = described.i
            land = (Zone(i - 1, i + 1, i, "territory", definite=True, described=True), None)
    if land is not None:
        return land[0], None, land[1]
    if place is not None:
        return None, place[0], place[1]
    return None, None, None


@cache
def _across_forms() -> frozenset[str]:
    return frozenset(f for v in ACROSS for f in lexicon.verb_forms(v))


def described_state(token: Token) -> bool:
    """Say whether the token is "the country" or "the kingdom": a state named elsewhere."""
    nouns = lexicon.word_set("parties", "descriptions", "nouns")
    return token.lower_ in nouns - {"state", "government", "island"} and token.nbor(-1).lower_ in ("the", "that")


def held_by(token: Token, actors: Actors) -> Party | None:
    """Return who holds a place that the words give to somebody: "the Israeli-held Golan Heights"."""
    doc, start = token.doc, chunk_start(token.doc, token.i)
    for i in range(start, token.i):
        if doc[i].lower_ in lexicon.group("holding") and i >= 2 and doc[i - 1].text in "-–":
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
        if party is not None and party.state is not None:
            return party, doc[i].lower_ if doc[i].lower_ in GOING else None
        if doc[k].pos_ in ("VERB", "PUNCT") or (doc[k].pos_ == "ADP" and k > i and doc[k].lower_ != "of"):
            return None
    return None


def site_of(token: Token, actors: Actors) -> Party | None:
    """Return the state in which a site lies that is named by it: "Danish airports", "Belgian air base Weelde"."""
    start = chunk_start(token.doc, token.i)
    if not any(t.lower_ in lexicon.group("sites") for t in token.doc[start : token.i + 1]):
        return None
    owners = [actors.party_at[i] for i in range(start, token.i + 1) if i in actors.party_at]
    return next((p for p in owners if p.state is not None), None)


def place_of(token: Token, actors: Actors) -> tuple[Zone | None, Party | None]:
    """Return the airspace or the place in which something was met or brought down, from the clause's phrases."""
    zone: Zone | None = None
    goal: Party | None = None
    phrases = list(grammar.prepositions(token))
    for thing in (*grammar.objects(token), *grammar.patients(token)) if token.pos_ == "VERB" else ():
        phrases += grammar.prepositions(thing)
    for _, noun in tuple(phrases):
        if noun.i not in actors.party_at and noun.i not in actors.zone_at:
            phrases += [(p, t) for p, t in grammar.prepositions(noun) if p in ("in", "of")]
    for preposition, noun in phrases:
        if preposition not in lexicon.group("place_prepositions"):
            continue
        found = actors.zone_at.get(noun.i)
        if found is not None and found.kind in (*AIR, "international", "territory") and zone is None:
            if preposition in lexicon.group("inside_prepositions") and (
                found.kind != "territory" or found.owner is not None
            ):
                zone = found
        party = actors.party_at.get(noun.i)
        if (
            party is not None
            and found is None
            and preposition in ("in", "over", "inside", "above", "within", "near", "at", "off")
            and goal is None
        ):
            goal = party
    if zone is None:
        zone = zone_after(token, actors)
    return zone, goal


def zone_after(token: Token, actors: Actors) -> Zone | None:
    """Return the airspace that follows in plain order: "shoots down a drone in Romanian airspace"."""
    for i in range(token.i + 1, min(token.sent.end, token.i + 16)):
        word = token.doc[i]
        if word.text in (";", ":") or (
            word.tag_ in ("VBD", "VBZ", "VBP") and word.pos_ == "VERB" and i > token.i + 2
        ):
            return None
        zone = actors.zone_at.get(i)
        if zone is not None and zone.kind in (*AIR, "international") and zone.start > 0:
            before = token.doc[zone.start - 1].lower_
            out_of = (
                zone.kind == "national"
                and before == "of"
                and zone.start > 1
                and token.doc[zone.start - 2].lower_ == "out"
            )
            return zone if out_of or before in ("in", "over", "inside", "within") else None
    return None


def first_craft(tokens: Iterable[Token], actors: Actors) -> tuple[Craft | None, int | None]:
    for token in tokens:
        craft = craft_of(token, actors)
        if craft is not None:
            return craft, token.i
    return None, None


def craft_of(token: Token, actors: Actors) -> Craft | None:
    """Return the aircraft a noun phrase's head stands for: itself, or "one of the jets", "a group of drones"."""
    craft = actors.craft_headed(token)
    if craft is not None:
        return craft
    if token.lower_ in down_nouns():
        # "the downing of a plane that Ankara claimed had entered": what is said of the downing is said of the plane.
        return first_craft([t for p, t in grammar.prepositions(token) if p == "of"], actors)[0]
    if token.lower_ in lexicon.group("crew_words"):
        # "the pilot of the U-2 brought down": the plane was.
        found = first_craft([t for p, t in grammar.prepositions(token) if p == "of"], actors)[0]
        if found is not None:
            return found
    if token.lower_ in lexicon.group("quantity_nouns") or token.like_num:
        for preposition, inner in grammar.prepositions(token):
            if preposition == "of":
                found = actors.craft_headed(inner)
                if found is not None:
                    return found
    for child in token.children:
        if child.dep_ in ("appos", "compound", "nummod") and abs(child.i - token.i) <= 4:
            found = actors.craft_headed(child)
            if found is not None:
                return found
    return None


def party_of(token: Token, actors: Actors) -> Party | None:
    """Return the actor that a noun phrase names: "the Polish Air Force", "officials in Kyiv"."""
    party = actors.party_at.get(token.i)
    if party is not None:
        return party
    craft = actors.craft_at.get(token.i)
    if craft is not None and craft.party is not None:
        return craft.party
    best: Party | None = None
    for child in token.subtree:
        if child.i - token.i > 12:
            break
        found = actors.party_at.get(child.i)
        if found is None or inside_clause(child, token):
            continue
        if child.i < token.i or (best is None and found.state and belongs(child, token)):
            best = found
    return best


def belongs(token: Token, top: Token) -> bool:
    """Say whether a name to the right of a noun says whose it is: "the army of Chad", "officials in Kyiv"."""
    for above in (token, *grammar.ancestors(token)):
        if above.i == top.i:
            return True
        if above.dep_ == "prep" and above.lower_ not in ("of", "in", "for", "from"):
            return False
        if above.dep_ == "prep" and above.lower_ in ("in", "from") and top.lower_ not in SPOKESMEN:
            return False
    return False


SPOKESMEN = lexicon.group("office_holders")


def inside_clause(token: Token, top: Token) -> bool:
    for above in (token, *grammar.ancestors(token)):
        if above.i == top.i:
            return False
        if above.dep_ in ("relcl", "acl", "advcl", "ccomp"):
            return True
    return False


def actor_among(tokens: Iterable[Token], actors: Actors) -> tuple[Party | None, int | None]:
    tokens = list(tokens)
    for token in tokens:
        party = party_of(token, actors)
        if party is not None:
            return party, token.i
    return None, tokens[0].i if tokens else None


def nearby_craft(
    token: Token, doc: Doc, actors: Actors, *, after: bool, tight: bool
) -> tuple[Craft | None, int | None]:
    """Return the aircraft next to a verb in its clause, where the tree gave none."""
    reach = 6 if tight else 10
    if after:
        window = range(token.i + 1, min(token.sent.end, token.i + reach))
    else:
        window = range(token.i - 1, max(token.sent.start, token.i - reach) - 1, -1)
    for i in window:
        if doc[i].text in (";", ":") or (after and doc[i].pos_ == "VERB" and doc[i].dep_ not in ("amod", "compound")):
            break
        craft = actors.craft_at.get(i)
        if craft is not None and not craft.attributive and not craft.weapon:
            return craft, craft.head
    return None, None


def noun_phrases_after(noun: Token) -> list[tuple[str, Token]]:
    """Return the phrases that follow a noun, by the tree and by plain order."""
    found = grammar.prepositions(noun)
    seen = {t.i for _, t in found}
    doc = noun.doc
    i = noun.i + 1
    while i < min(noun.sent.end, noun.i + 16):
        token = doc[i]
        if (token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP")) or token.text in (";", ":", "."):
            break
        if token.pos_ == "ADP":
            for k in range(i + 1, min(noun.sent.end, i + 9)):
                if doc[k].pos_ in ("ADP", "VERB") or doc[k].text in STOPS:
                    break
                last = k + 1 >= noun.sent.end or doc[k + 1].pos_ not in ("NOUN", "PROPN", "PART", "ADJ")
                if doc[k].pos_ in ("NOUN", "PROPN", "PRON") and last:
                    if doc[k].i not in seen:
                        seen.add(doc[k].i)
                        found.append((token.lower_, doc[k]))
                    break
        i += 1
    return found


STOPS = frozenset({",", ";", ":", "(", ")", "—", "--"})


def left_of(noun: Token) -> int:
    from airmap.mentions.actors import chunk_start

    return min(chunk_start(noun.doc, noun.i), noun.i)


def air_words(token: Token, actors: Actors) -> bool:
    return any(token.sent.start <= z.head < token.sent.end and z.kind in AIR for z in actors.zones) or bool(
        {t.lower_ for t in token.sent} & lexicon.group("air_defence_words")
    )


def fighter_words(token: Token) -> bool:
    return bool({t.lower_ for t in token.sent} & lexicon.group("fighter_words"))


def phrasal_of(token: Token) -> str | None:
    """Return the phrasal verb that starts here and means bringing down: "shot down", "shot it down", "blown out of"."""
    pairs = phrasal_verbs().get(token.lower_)
    if not pairs:
        return None
    for verb, particle in pairs:
        for i in range(token.i + 1, min(token.sent.end, token.i + 16)):
            other = token.doc[i]
            near = i < token.i + 7
            if other.lower_ == particle and (
                other.head.i == token.i or (near and (i == token.i + 1 or other.dep_ == "prt"))
            ):
                return f"{verb} {particle}"
            if other.pos_ == "VERB" and i > token.i + 1:
                break
    return None


@cache
def phrasal_verbs() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for verb, particle in lexicon.table("events")["force_down"]["phrasal"]:
        for form in lexicon.verb_forms(verb):
            found.setdefault(form, []).append((verb, particle))
    return found


@cache
def down_verbs() -> dict[str, str]:
    forms = dict(lexicon.verbs("events", "force_down"))
    for ambiguous in ("down", "fell"):
        forms.pop(ambiguous, None)
    return forms


@cache
def down_nouns() -> frozenset[str]:
    return frozenset(w for w in lexicon.word_set("events", "force_down", "nouns") if " " not in w)


@cache
def fire_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "force_fire"))


@cache
def contact_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "contact_intercept"))


@cache
def contact_nouns() -> frozenset[str]:
    return lexicon.group("interception_nouns")


@cache
def close_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "contact_close"))


@cache
def light_verbs() -> frozenset[str]:
    return frozenset(f for v in lexicon.group("light_verbs") for f in lexicon.verb_forms(v))


@cache
def firing_verbs() -> frozenset[str]:
    return frozenset(f for v in lexicon.group("firing_verbs") for f in lexicon.verb_forms(v))


@cache
def letting_go_verbs() -> frozenset[str]:
    return frozenset(f for v in lexicon.group("letting_go_verbs") for f in lexicon.verb_forms(v))


@cache
def rising_verbs() -> frozenset[str]:
    return frozenset(f for v in ("take", "go", "rise") for f in lexicon.verb_forms(v))


@cache
def striking_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "contact_close", "striking"))


@cache
def close_motion() -> dict[str, str]:
    return dict(lexicon.verbs("events", "contact_close", "motion"))


@cache
def close_nouns() -> frozenset[str]:
    return lexicon.group("closeness_nouns")


@cache
def strong_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "entry_strong"))


@cache
def motion_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "entry_motion"))


@cache
def entry_nouns() -> frozenset[str]:
    return lexicon.nouns("events", "entry_nouns", "strong") | lexicon.nouns("events", "entry_nouns", "weak")


@cache
def approach_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "approach"))
