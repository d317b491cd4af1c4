"""What a clause holds: the aircraft and the actors of a verb or noun that reports an event.

The dependency tree is asked first; where it gives nothing, the order of the words within the clause.
"""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import (
    AIR,
    PRONOUNS,
    SEEN,
    down_nouns,
    down_verbs,
    fire_verbs,
    phrasal_verbs,
    strong_verbs,
)
from airmap.events.which_craft import boarded, first_named, flown_by, one_more
from airmap.mentions.actors import Actors, Craft, Party, chunk_start
from airmap.mentions.craft_owners import band_of

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


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
            # "A video shared on Congolese social media showed a missile shooting towards a plane"
            and verb.doc[i].head.lower_ not in lexicon.group("media_words")
        ):
            return party, i
    return None, None


def repeats_craft(token: Token) -> bool:
    """Say whether a word repeats an aircraft told before: "it", "two of them", "the intruder", "the same pair"."""
    if token.lower_ in PRONOUNS or token.like_num:
        return True
    return token.lower_ in lexicon.group("machines") and any(
        c.lower_ in ("the", "that", "this", "these", "those", "both", "its", "his") for c in token.children
    )


def _flies_it(token: Token) -> bool:
    """Say whether a word stands for the aircraft by who flies it: "the pilot entered its airspace"."""
    known = any(c.lower_ in ("the", "that", "this") for c in token.children)
    return known and token.lower_ in lexicon.group("aircrew")


def _flown_in_clause_before(verb: Token, actors: Actors) -> Craft | None:
    """Return the aircraft of "summons the envoy over ten planes that came within 60 miles, entering its zone"."""
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.i - 2 < verb.sent.start or verb.nbor(-1).text != ",":
        return None
    for craft in reversed(actors.crafts):
        if not verb.sent.start <= craft.head < verb.i or craft.attributive or craft.weapon:
            continue
        clauses = [c for c in verb.doc[craft.head].children if c.dep_ == "relcl" and c.i < verb.i]
        return craft if clauses and any(g.lower_ in ("that", "which") for g in clauses[0].children) else None
    return None


def mover_of(verb: Token, name: str, actors: Actors) -> tuple[Craft | None, int | None, Party | None, int | None]:
    """Return the aircraft that moves and the party that sends it, with the tokens that carry them."""
    if (more := one_more(verb, actors)) is not None:
        return more, more.head, more.party, more.head
    doers = grammar.agents(verb)
    if (name in SEEN and grammar.is_passive(verb)) or (
        name in lexicon.group("perceiving") and first_craft(grammar.patients(verb), actors)[0] is not None
    ):
        doers = grammar.patients(verb)
    craft, craft_token = first_craft(doers, actors)
    mover, mover_token = actor_among(doers, actors)
    let_go = not name and grammar.is_passive(verb) and verb.lower_ in ("fired", "launched", "shot", "lobbed", "hurled")
    if craft is None and (name in lexicon.group("carrying_verbs") or let_go):
        # "was fired into Polish airspace"
        craft, craft_token = first_craft(grammar.patients(verb), actors)
    if craft is None:
        # "violated its airspace with drones", "by using drones", "used drones to violate"
        means = [t for p, t in grammar.phrases_with_objects(verb) if p in ("with", "by", "using")]
        used = [c for c in verb.subtree if c.lower_ == "using"] if not means else []
        used += [verb.head] if verb.dep_ in ("xcomp", "advcl") and verb.head.lower_ in lexicon.verb_forms("use") else []
        means += [o for u in used for o in u.children if o.dep_ in ("dobj", "pobj")]
        craft, craft_token = first_craft(means, actors)
    if craft is None and grammar.is_passive(verb):
        craft, craft_token = _craft_after_by(verb, actors)
    if craft is None and verb.tag_ == "VBG" and verb.dep_ == "pcomp":
        # "accusations of crossing into its airspace by two helicopters"
        flyers = [t for by in verb.subtree if by.lower_ == "by" and by.i > verb.i for t in by.children]
        craft, craft_token = first_craft(flyers, actors)
    if craft is None and (vehicle := boarded(verb, doers, mover, actors)) is not None:
        craft, craft_token = vehicle, vehicle.head
    if craft is None and mover is not None and (plane := flown_by(doers, verb, actors)) is not None:
        craft, craft_token = plane, plane.head
    if craft is None and craft_token is None and mover is None:
        pronoun = next((t for t in doers if repeats_craft(t) or _flies_it(t)), None)
        weapon = next((t for t in doers if t.i in actors.craft_at and actors.craft_at[t.i].weapon), None)
        if pronoun is not None:
            craft_token = pronoun.i
        elif weapon is not None and (astray(verb) or name in lexicon.group("overflying_verbs")):
            # "fired a missile that passed over Honshu", "that landed inside Pakistan" by mistake.
            craft, craft_token = actors.craft_at[weapon.i], weapon.i
        elif (not doers and not grammar.is_passive(verb)) or verb.dep_ == "acl":
            before = [
                c
                for c in actors.flown_before(verb)
                # "a C-130 that put down there, reporting trouble with an engine, had no leave to be over"
                if verb.i - c.head <= 12 or verb.head.lower_ in lexicon.group("leave_words")
            ]
            if before:
                craft = first_named(before[-1], verb, actors)
                craft_token = craft.head
    if craft is None and (flown := _flown_in_clause_before(verb, actors)) is not None:
        craft, craft_token, mover, mover_token = flown, flown.head, flown.party, flown.head
    beside = craft_before(verb, actors) if not grammar.is_passive(verb) or verb.tag_ == "VBD" else None
    beside = beside if beside is None else first_named(beside, verb, actors)
    if craft is not None and (first := first_named(craft, verb, actors)) is not craft:
        craft, craft_token = first, first.head
    coordinated = craft is not None and beside is not None and verb.doc[beside.head] in verb.doc[craft.head].conjuncts
    earlier = craft is None or (beside is not None and craft.head < beside.head and not coordinated)
    if beside is not None and name not in SEEN and beside is not craft and earlier:
        # The parser may have given the verb to whoever speaks: what stands right before it is what moved.
        craft, craft_token, mover, mover_token = beside, beside.head, beside.party, beside.head
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
    if craft is None and verb.dep_ in ("relcl", "advcl"):
        # "shots near an A-50 that, Seoul says, entered": what stands right before the pronoun, not the shots.
        which = next((c.i for c in verb.children if c.lower_ in ("that", "which") and c.i < verb.i), None)
        near = actors.craft_at.get(which - 1) if which else None
        if near is not None and near.head + 1 >= (which or 0) and not near.weapon:
            craft, craft_token, mover, mover_token = near, near.head, near.party, near.head
    headline = verb.pos_ not in ("VERB", "AUX") and (not doers or verb.i - 1 in actors.craft_at)
    headline = headline or (not doers and verb.dep_ == "pcomp")
    if craft is None and headline and (mover is None or verb.i - 1 in actors.craft_at):
        # A headline's verb taken for a noun: who leads the clause in plain order.
        craft, craft_token = leading_craft(verb, actors)
    if mover_token is None and doers:
        mover_token = doers[0].i
    return craft, craft_token, mover, mover_token


def _craft_after_by(verb: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return the aircraft after a "by" from which the parser took it: "was breached by at least two jets"."""
    by = next((c for c in verb.children if c.lower_ == "by" and not any(g.dep_ == "pobj" for g in c.children)), None)
    for i in range(by.i + 1, min(verb.sent.end, by.i + 9)) if by is not None else ():
        craft = actors.craft_at.get(i)
        if craft is not None and craft.head == i and not craft.attributive:
            return craft, i
        if verb.doc[i].pos_ in ("VERB", "PUNCT"):
            break
    return None, None


def craft_before(verb: Token, actors: Actors) -> Craft | None:
    """Return the aircraft that stands right before a finite verb: "a Su-24 belonging to Chad, Ankara says, crossed"."""
    doc, floor, crafts = verb.doc, verb.sent.start, actors.craft_at
    if verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or verb.dep_ in ("amod", "compound"):
        return None
    i = verb.i - 1
    while i >= floor and (doc[i].pos_ in ("AUX", "ADV", "PART") or doc[i].lower_ in grammar.RELATIVES):
        if doc[i].lower_ in ("to", "be", "was", "were", "been", "being", "is", "are"):
            return None
        i -= 1
    if i >= floor and doc[i].text == ",":
        opening = next((k for k in range(i - 1, max(floor, i - 14), -1) if doc[k].text == ","), None)
        # "a C-130, carrying nine soldiers, entered"
        aside = opening is not None and doc[opening + 1].tag_ in ("VBG", "VBN") and opening - 1 in crafts
        reporting = lexicon.verbs("cues", "reporting")
        if opening is None or not (aside or any(t.lower_ in reporting for t in doc[opening:i])):
            return None
        i = opening - 1
    if i < floor or (verb.tag_ == "VBN" and i == verb.i - 1 and verb.dep_ == "acl"):
        return None
    for k in range(i, max(floor, i - 9) - 1, -1):
        craft = actors.craft_at.get(k)
        if craft is not None and craft.head == k:
            tail = [t for t in doc[k + 1 : i + 1] if t.pos_ != "ADV"]
            owned = not tail or tail[0].lower_ in lexicon.group("owned_by")
            return craft if owned and not craft.attributive and not craft.weapon else None
        if doc[k].pos_ not in ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PART", "ADV") and doc[k].lower_ not in (
            lexicon.group("owned_by")
        ):
            return None
    return None


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
    return bool(verb.sent.words & lexicon.group("astray"))


def on_foot(verb: Token) -> bool:
    """Read "the helicopter was looking for rebels crossing from Chad": they cross, and not what looks for them."""
    walkers = lexicon.group("ground_people", "armed_bands", "ships")
    cross = [verb.head] if verb.dep_ == "acl" else [c for c in verb.children if c.dep_ == "nsubj"]
    return verb.tag_ == "VBG" and any(t.lower_ in walkers for t in cross)


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
    owners = token.pos_ == "PROPN" or token.lower_ in lexicon.group("keepers_of_craft", "traits_of_craft")
    if owners and token.dep_ == "pobj" and token.head.lower_ in ("from", "of"):
        # "a fighter from Myanmar, which had strayed": the fighter had; "a helicopter of the police that was seen over".
        carrier = actors.craft_headed(token.head.head)
        if carrier is not None and any(c.dep_ == "relcl" for c in token.children):
            return carrier
    if token.lower_ in down_nouns():
        # "the downing of a plane that Ankara claimed had entered": what is said of the downing is said of the plane.
        return first_craft([t for p, t in grammar.prepositions(token) if p == "of"], actors)[0]
    if token.lower_ in lexicon.group("ways_flown"):
        # "monitored the plane's passage", "followed the flight of two bombers": them.
        whose = [c for c in token.children if c.dep_ in ("poss", "compound", "nmod")]
        found = next((c for t in whose if (c := actors.craft_headed(t)) is not None), None)
        found = found or first_craft([t for p, t in grammar.prepositions(token) if p in ("of", "by")], actors)[0]
        if found is not None:
            return found
    if token.lower_ in lexicon.group("crew_words"):
        # "the pilot of the U-2 brought down": the plane was.
        found = first_craft([t for p, t in grammar.prepositions(token) if p == "of"], actors)[0]
        if found is not None:
            return found
    if token.lower_ in lexicon.group("quantity_nouns") or token.like_num:
        for preposition, inner in grammar.prepositions(token):
            if preposition in ("of", "but"):
                found = actors.craft_headed(inner)
                if found is None and inner.like_num and inner.i > token.i:
                    # "all but one of the missiles"
                    found = craft_of(inner, actors)
                if found is not None:
                    return found
        later = next((c for c in token.subtree if c.like_num and c.i > token.i and c.nbor(-1).lower_ == "but"), None)
        if later is not None and (found := craft_of(later, actors)) is not None:
            return found
    if token.lower_ in lexicon.group("ways_flown", "flown_missions"):
        # "missions flown by P-3 Orions", "the patrols of a Poseidon", "the plane's passage": them.
        flown = [c for c in token.children if c.dep_ in ("poss", "compound", "nmod")]
        flown += [t for c in token.children if c.dep_ in ("acl", "relcl") for t in grammar.agents(c)]
        flown += [t for p, t in grammar.prepositions(token) if p in ("of", "by")]
        found = next((c for t in flown if (c := actors.craft_headed(t)) is not None and not c.weapon), None)
        if found is not None:
            return found
    for child in token.children:
        # "met a Russian Il-38 north of Shetland", where the parser takes it for a kind of north
        kinds = lexicon.group("machines", "compass_parts")
        modifier = child.dep_ == "compound" and token.lower_ in kinds
        if (child.dep_ in ("appos", "nummod") or modifier) and abs(child.i - token.i) <= 6:
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
        aside = child.i in actors.zone_at and token.i not in actors.zone_at
        if aside and not (token.lower_ in SPOKESMEN and actors.zone_at[child.i].kind == "territory"):
            # "the crew of having violated Soviet airspace"; but "the governor of Russia's Pskov region"
            continue
        if child.i < token.i or (best is None and found.state and belongs(child, token)):
            best = found
    return band_of(best, token.doc, actors.party_at) if best is not None and best.kind == "state" else best


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
        if above.dep_ in ("relcl", "acl", "advcl", "ccomp", "pcomp"):
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
    # "an incident involving a Greek fighter and a Turkish airliner"
    found += [("involving", t) for c in noun.children if c.lower_ == "involving" for t in grammar.objects(c)]
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
    return min(chunk_start(noun.doc, noun.i), noun.i)


def air_words(token: Token, actors: Actors) -> bool:
    return any(token.sent.start <= z.head < token.sent.end and z.kind in AIR for z in actors.zones) or bool(
        token.sent.words & lexicon.group("air_defence_words")
    )


def fighter_words(token: Token) -> bool:
    return bool(token.sent.words & lexicon.group("fighter_words"))


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


def brings_down(head: Token, verb: Token) -> bool:
    """Say whether an aircraft is the one by which, in another clause, an intruder was brought down."""
    by = head.head
    if by.dep_ != "agent" or verb.i == by.head.i or verb.head.i == head.i:
        return False
    done = by.head
    return done.lower_ in down_verbs() or done.lower_ in fire_verbs() or phrasal_of(done) is not None


def unknown_place(token: Token, actors: Actors) -> bool:
    """Say whether a name is that of a place that lies nobody knows where."""
    party = actors.party_at.get(token.i)
    found = party.toponym.place if party is not None and party.toponym is not None else None
    unplaced = party is None or (party.kind == "place" and party.state is None and found is None)
    return token.pos_ == "PROPN" and unplaced and token.i not in actors.zone_at


def next_land(token: Token) -> bool:
    """Say whether a word stands for the land next door: "from the neighbouring republic", "from across the border"."""
    about = {c.lower_ for c in token.children}
    return bool(about & lexicon.group("next_lands")) or (
        token.lower_ in ("border", "frontier") and token.nbor(-1).lower_ == "the"
        and token.i > 1 and token.doc[token.i - 2].lower_ in ("across", "over", "beyond")
    )
