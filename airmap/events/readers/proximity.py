"""What an aircraft came close to, by the words behind the verb: "within 50 feet of", "past", "over"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import first_craft
from airmap.events.readers.meetings_aloft import menaced
from airmap.events.ships import ship_named
from airmap.mentions.actors import Actors

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

def approached_closely(verb: Token, actors: Actors) -> list[Token]:
    """Return what was come close to: "flew within 50 feet of a US aircraft", "passed close to", "flew near"."""
    found: list[Token] = []
    phrases = grammar.prepositions(verb)
    close_to = lexicon.word_set("events", "contact_close", "close_to")
    for child in verb.subtree if not verb.sent.words.isdisjoint(close_to) else ():
        if child.i <= verb.i or child.lower_ not in close_to:
            continue
        if child.pos_ == "VERB":
            # "cut relations and close their airspace"
            continue
        if child.i - verb.i > 12 or any(t.pos_ == "VERB" and t.dep_ == "conj" for t in verb.doc[verb.i + 1 : child.i]):
            # "carried no weapons and came within 30 feet": the second verb came close.
            break
        found += [t for p, t in grammar.prepositions(child)]
        found += [o for o in child.children if o.dep_ == "pobj"]
        for measure in child.children:
            if measure.dep_ == "pobj":
                found += [t for p, t in grammar.prepositions(measure) if p in ("of", "from", "to")]
        found += [t for p, t in phrases if p in ("of", "to")]
    small_units = lexicon.group("small_units")
    # Not: "was parked ten metres from the hangar".
    words = verb.sent.words
    measured = not words.isdisjoint(small_units) and words.isdisjoint(lexicon.group("standing_still"))
    for i in range(verb.i + 1, min(verb.sent.end - 1, verb.i + 14)) if measured else ():
        # "flew inverted 25 feet from a P-8", "as close as 30 metres to"
        unit, after = verb.doc[i], verb.doc[i + 1]
        if unit.pos_ == "VERB" and unit.tag_ in ("VBD", "VBZ", "VBP"):
            # "was over the sea when a jet came ten metres away": the jet came.
            break
        aside = after.lower_ == "away" or after.text in (",", ")", '"', "\u201d")
        if aside and i + 2 < verb.sent.end:
            # "within 10 feet, about 3 metres, of a B-52", "less than 100 metres away from a Su-35"
            after = verb.doc[i + 2]
        if unit.lower_ in small_units and after.lower_ in lexicon.group("apart_prepositions"):
            near = verb.doc[i + 2 : min(verb.sent.end, i + 9)]
            # "came five metres away from it"
            found += [t for t in near if actors.craft_headed(t) or t.lower_ in ("it", "them")][:1]
            if any(t.lower_ in lexicon.group("ship_parts") for t in near):
                # "ran at a destroyer, passing nine metres from its mast"
                found += [t for t in verb.doc[verb.sent.start : verb.i] if ship_named(t)][-1:]
    if any(c.lower_ in ("in", "up") for c in verb.children):
        # "closed in on the jet", "came up behind it"
        found += [t for p, t in phrases
                  if p in ("on", "behind") and t.i > verb.i
                  and (actors.craft_headed(t) is not None or t.lower_ in ("it", "them"))]
    for preposition, target in grammar.phrases_with_objects(verb):
        # "flies over a French MQ-9", "flew past the frigate", "flew a drone over a carrier"
        by_it = preposition in lexicon.group("right_by")
        if by_it and (actors.craft_headed(target) is not None or ship_named(target)):
            found.append(target)
    if any(
        c.dep_ in ("prt", "prep") and not c.children and c.lower_ in ("over", "past", "by")
        for c in verb.children
    ):
        # "flew over a destroyer", "over the bow of the frigate", which the parser takes for an object
        over = [t for t in verb.children if t.dep_ in ("dobj", "npadvmod")]
        over += [t for path in over if path.lower_ in lexicon.group("paths") for _, t in grammar.prepositions(path)]
        found += [t for t in over if ship_named(t)]
    if any(c.lower_ in ("ahead", "abreast", "astern") for c in verb.children):
        # "crossed ahead of the plane"
        found += [t for p, t in phrases if p == "of" and actors.craft_headed(t) is not None]
    # Not: "Turkey bars an Israeli plane from its airspace".
    barring = verb.lower_ in lexicon.group_forms("barring_verbs") and first_craft(grammar.subjects(verb), actors)[0]
    for path in (*(t for _, t in phrases), *(grammar.objects(verb) if barring else ())):
        # "cuts across the nose of a plane", "flew in front of it", "blocked its path"
        if path.lower_ in lexicon.group("paths") or path.lower_ == "flight" or (barring and path.lower_ == "way"):
            found += [t for p, t in grammar.prepositions(path) if p == "of"]
            found += [c for c in path.children if c.dep_ == "poss"]
    if barring and not any(actors.craft_headed(t) for t in found):
        # "cut off an Indian transport plane"
        found += [t for t in grammar.patients(verb) if actors.craft_headed(t) is not None and _cut_off(verb)]
    found += menaced(verb, actors)
    nearing = verb.dep_ in ("advcl", "acl") and verb.tag_ == "VBG" and verb.head.i < verb.i
    nearing = nearing and not any(actors.craft_headed(t) for t in found)
    within = [t for p, t in phrases if p == "within"] if nearing else []
    if any(t.lower_ in small_units for t in within):
        # "approached the Swedish plane, coming within 200 feet"
        beside = [*grammar.objects(verb.head), *(t for p, t in grammar.prepositions(verb.head) if p == "on")]
        found += [t for t in beside if actors.craft_headed(t) is not None]
    return found


def _cut_off(verb: Token) -> bool:
    return verb.lower_ not in lexicon.verb_forms("cut", "cross") or any(c.lower_ == "off" for c in verb.children)
