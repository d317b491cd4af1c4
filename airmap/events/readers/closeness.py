"""Readers of closeness: near misses, buzzing, close passes, and what was let go near an aircraft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, craft_of, first_craft, noun_phrases_after, phrasal_of, repeats_craft
from airmap.events.coreference import aircraft_meant, fighter_again, strikes
from airmap.events.event_words import close_motion, close_nouns, close_verbs, down_verbs, striking_verbs
from airmap.events.readers.collisions import ALOFT, nearly_hit, struck, told_close, two_that_met, unarmed
from airmap.events.readers.meetings_aloft import fights
from airmap.events.readers.proximity import approached_closely
from airmap.events.readers.scenes import place_of
from airmap.events.ships import SHIPS, ship_named
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A word by which something came close, who may have done so and to what, and everything that is named."""

    word: Token
    doers: list[Token]
    targets: list[Token]
    actors: Actors

    @property
    def nominal(self) -> bool:
        """Say whether a noun tells of it: "a near miss", "a collision"."""
        return _named(self.word)

    @property
    def verb(self) -> str | None:
        """Return the verb that means closeness by itself: "buzz", "collide"."""
        return close_verbs().get(self.word.lower_)


_PASSES = frozenset({"pass", "passes", "flyby", "flybys", "fly-by"})


def _named(word: Token) -> bool:
    """Say whether a word names a meeting: "a close pass", and not "airliners pass through"."""
    return word.lower_ in close_nouns() and not (word.pos_ == "VERB" and word.lower_ in close_motion())


def came_close(token: Token, actors: Actors) -> Telling | None:
    """Read "flew within 50 feet of", "buzzed a warship", "a near miss", "collided with".

    Not: "came within an hour", "flew close to the sun", "a collision of interests".
    """
    if _only_watched(token) or _kept_off(token) or _in_the_mountains(token, actors):
        return None
    if _named(token):
        meeting = _told_by_noun(token, actors)
    else:
        doers = _doers_of(token, actors)
        if (hit := _touched(token, doers, actors)) is not None:
            return hit
        meeting = _told_by_verb(token, doers, actors)
    if meeting is None:
        return None
    craft, craft_token = _craft_met(meeting)
    if craft is None and not meeting.targets and meeting.verb == "collide":
        return _collided(meeting)
    if craft is not None and craft.category == "missile":
        # "hit by a missile": nobody came close to that.
        return None
    meeting = _with_who_closed_in(meeting, craft)
    ship = _ship_met(meeting.targets, actors)
    chaser = _chaser_in(meeting, ship)
    below = [p for t in meeting.targets if (p := actors.party_at.get(t.i)) is not None and p.state is not None]
    if meeting.nominal and chaser is not None and craft is None and ship is None and below and token.lower_ in _PASSES:
        # "made low passes over Farmakonisi": over a land, and near nothing that flies.
        return told_by(token, "entry", strong=False, craft=chaser, craft_token=chaser.head, goal=below[0])
    if not _in_the_air(meeting, craft, chaser, ship) or not _somebody_came(meeting, craft, chaser):
        return None
    responder, responder_token = _who_came(meeting, craft, chaser)
    if craft is not None and chaser is not None and _chaser_in_danger(meeting, craft, chaser):
        craft, craft_token, responder, responder_token = chaser, chaser.head, craft.party, craft.head
    zone, goal = place_of(token, actors)
    return told_by(
        token, "close", craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
        zone=zone, goal=goal, implicit=craft is None,
    )


def _only_watched(token: Token) -> bool:
    """Read "a helicopter saw it pass": to watch is not to come close."""
    return token.lower_ in ("pass", "passes") and token.tag_ == "VB" and token.dep_ == "ccomp"


def _in_the_mountains(noun: Token, actors: Actors) -> bool:
    """Read "in the vicinity of the Kerigo pass", "over the Khyber Pass": a way between peaks."""
    if noun.lower_ not in ("pass", "passes") or noun.i == noun.sent.start:
        return False
    before = noun.nbor(-1)
    return before.pos_ == "PROPN" and before.i not in actors.craft_at and before.tag_ != "POS"


def _kept_off(verb: Token) -> bool:
    """Read "did not get closer than 100 metres to the bombers"."""
    if verb.pos_ not in ("VERB", "AUX") or not grammar.negated(verb):
        return False
    words = {t.lower_ for t in verb.subtree}
    return "than" in words and not words.isdisjoint(("closer", "nearer", "less"))


def _doers_of(verb: Token, actors: Actors) -> list[Token]:
    """Return who came close, or what stands before a headline's verb that was taken for a noun."""
    doers = grammar.agents(verb) if verb.pos_ in ("VERB", "AUX") else []
    if not doers and verb.i - 1 in actors.craft_at:
        return [verb.doc[verb.i - 1]]
    return doers


def _touched(verb: Token, doers: list[Token], actors: Actors) -> Telling | None:
    """Read "nearly hit a spy plane", "struck its wing", "a fighter and a patrol plane touched in mid-air"."""
    if verb.lower_ in striking_verbs():
        hit = nearly_hit(verb, actors) or struck(verb, actors)
        if hit is not None:
            return hit
    touching = verb.lower_ in lexicon.group_forms("touching_verbs")
    return two_that_met(verb, doers, actors) if touching else None


def _told_by_verb(verb: Token, doers: list[Token], actors: Actors) -> _Meeting | None:
    """Return what a verb says came close to what: "buzzed a warship", "collided with", "flew within 50 feet of"."""
    word = verb.lower_
    if word in striking_verbs() and word not in close_motion():
        return None
    if word not in close_verbs():
        targets = approached_closely(verb, actors)
        return _Meeting(verb, doers, targets, actors) if targets else None
    misread = [] if verb.pos_ in ("VERB", "AUX") else [c for c in verb.children if c.dep_ == "appos"]
    beside = [t for p, t in grammar.prepositions(verb) if p in ("with", "against", "into", "past")]
    targets = [*misread, *(t for t in grammar.patients(verb) if t.lower_ not in ALOFT), *beside]
    return _Meeting(verb, doers, targets, actors)


def _told_by_noun(noun: Token, actors: Actors) -> _Meeting | None:
    """Return what a noun says came close to what: "a near miss with", "a collision between", "a close pass by"."""
    after = noun_phrases_after(noun)
    doers = [t for p, t in after if p == "by"]
    targets = [t for p, t in after if p in lexicon.group("collision_prepositions")]
    above = noun.head.head
    if noun.lower_.startswith("encounter") or noun.lower_ in lexicon.group("affairs_aloft"):
        # Who makes an encounter of it is named first: "between a Chinese helicopter and a Philippine plane".
        targets.reverse()
    if noun.dep_ == "pobj" and above.lower_ == "involved":
        # "one of our patrol aircraft was involved in a collision with a fighter"
        targets = [*grammar.patients(above), *targets]
    elif noun.head.lower_ == "course" and above.lower_ == "on":
        # "an airliner was on a collision course with a spy plane"
        doers = grammar.agents(above.head)
        targets += [t for p, t in grammar.prepositions(above.head) if p == "with"]
    elif noun.dep_ == "pobj" and noun.head.lower_ in ("in", "into") and not doers:
        # "a patrol plane was in a collision with one of two fighters"
        targets = [*_flown_into(above, actors), *targets]
    if noun.lower_ in lexicon.group("low_passes") and any(
        p == "over" and not ship_named(t) and t.i not in actors.craft_at
        and any((land := actors.party_at.get(w.i)) is not None and land.state is not None
                for w in (t, *(w for q, w in grammar.prepositions(t) if q == "of")))
        for p, t in after
    ):
        # "two low passes by F-16s over the island of Farmakonisi"
        return None
    aloft = noun.lower_ in lexicon.group("meetings_aloft", "affairs_aloft")
    counted = grammar.counted(noun)
    done = counted.head
    if done.pos_ == "VERB" and aloft and not doers:
        # "a CP-140 experienced an unsafe interaction with a J-11"
        targets = [*grammar.agents(done), *targets]
    elif done.pos_ == "VERB":
        doers = doers or grammar.agents(done)
        targets += [t for t in grammar.objects(done) if t.i not in (noun.i, counted.i)]
        targets += [t for p, t in grammar.prepositions(done) if p in lexicon.group("closeness_prepositions")]
    if aloft and not _in_earnest(noun, targets, actors):
        return None
    if noun.lower_ in ("pass", "passes", "roll") and not any(
        t.lower_ in lexicon.group("craft_pronouns", "craft_parts") or craft_of(t, actors) or ship_named(t)
        for t in targets
    ):
        # "made two passes over the province": it came close to nothing that flies or sails.
        return None
    return _Meeting(noun, doers, targets, actors)


def _craft_met(meeting: _Meeting) -> tuple[Craft | None, int | None]:
    """Return the aircraft that something came close to, and the token that carries it."""
    targets, actors = meeting.targets, meeting.actors
    craft, craft_token = first_craft(targets, actors)
    if meeting.nominal and len(targets) > 1:
        craft, craft_token = _endangered(targets, craft, craft_token, actors)
    if craft is None:
        craft, craft_token = _craft_of_part(meeting)
    return (craft, craft_token) if craft is not None or meeting.nominal else _craft_repeated(meeting)


def _craft_repeated(meeting: _Meeting) -> tuple[Craft | None, int | None]:
    """Return what "it" is that was come close to: "came five metres away from it and blocked its path"."""
    actors, doc = meeting.actors, meeting.word.doc
    pronoun = next((t for t in meeting.targets if t.lower_ in ("it", "them", "its", "their")), None)
    chaser, _ = first_craft(meeting.doers, actors)
    striker = state_of_party(chaser.party) if chaser is not None else None
    if pronoun is None or chaser is None or striker is None:
        return None, None
    meant = _other_than(chaser, pronoun, actors) or aircraft_meant(doc, pronoun.i, actors, avoid=striker)
    if meant is None or meant is chaser or state_of_party(meant.party) == striker or meant.category == "missile":
        return None, None
    return meant, pronoun.i


def _craft_of_part(meeting: _Meeting) -> tuple[Craft | None, int | None]:
    """Return whose part was touched: "collides with the propeller of an MQ-9", "bumped into its wing"."""
    doers, actors, doc = meeting.doers, meeting.actors, meeting.word.doc
    part = next((t for t in meeting.targets if t.lower_ in lexicon.group("craft_parts")), None)
    if part is None:
        return None, None
    whole = [t for p, t in grammar.prepositions(part) if p == "of"] + [c for c in part.children if c.dep_ == "poss"]
    craft, craft_token = first_craft(whole, actors)
    owner = next((c for c in part.children if c.lower_ in ("its", "their", "his", "her")), None)
    if craft is not None or owner is None:
        return craft, craft_token
    chaser, _ = first_craft(doers, actors)
    if chaser is None and any(t.lower_ in ("one", "both", "two") for t in doers):
        # "two Chinese fighters came up and one of them bumped into its wing"
        chaser = aircraft_meant(doc, doers[0].i, actors)
    striker = state_of_party(chaser.party) if chaser is not None else None
    craft = _other_than(chaser, owner, actors) or aircraft_meant(doc, owner.i, actors, avoid=striker)
    return craft, owner.i if craft is not None else None


def _collided(meeting: _Meeting) -> Telling | None:
    """Read "Greek and Turkish jets collided": neither side is the one that was met.

    Not: two airliners, or two of one state, which is an accident.
    """
    verb, actors = meeting.word, meeting.actors
    craft, craft_token = first_craft(meeting.doers, actors)
    if craft is None:
        return None
    if len(_owners_flying(verb, actors)) < 2 and not verb.sent.words & lexicon.group("combat_words"):
        return None
    before = range(max(verb.sent.start, craft.start - 2), craft.head)
    owners = {actors.party_at[i].state for i in before if i in actors.party_at}
    coordinated = len(owners) > 1 or (craft.start > 0 and verb.doc[craft.start - 1].lower_ == "and")
    craft = replace(craft, party=None) if coordinated else craft
    return told_close(verb, craft, craft_token, None, None, actors)


def _with_who_closed_in(meeting: _Meeting, craft: Craft | None) -> _Meeting:
    """Add who did it in "due to the Su-27 closing in and crossing the flight path of the patrol plane"."""
    word, actors = meeting.word, meeting.actors
    if meeting.doers or word.tag_ != "VBG" or craft is None:
        return meeting
    flown = [word.doc[c.head] for c in actors.flown_before(word) if c is not craft]
    return replace(meeting, doers=flown[-1:])


def _ship_met(targets: list[Token], actors: Actors) -> Token | None:
    """Return the ship that something came close to: "a destroyer", "the captain of the frigate"."""
    ships = (t for t in targets if ship_named(t) and (t.lower_ in SHIPS or t.i not in actors.party_at))
    return next(ships, next((t for t in targets if any(c.lower_ in SHIPS for c in t.subtree)), None))


def _chaser_in(meeting: _Meeting, ship: Token | None) -> Craft | None:
    """Return the aircraft that came close, be it flown by who did it: "Iran flew a drone over a carrier"."""
    chaser, _ = first_craft(meeting.doers, meeting.actors)
    if chaser is None and ship is not None and meeting.word.lower_ in close_motion():
        chaser, _ = first_craft(grammar.objects(meeting.word), meeting.actors)
    return chaser


def _in_the_air(meeting: _Meeting, craft: Craft | None, chaser: Craft | None, ship: Token | None) -> bool:
    """Say whether an aircraft came close to another or to a ship, as an event of its own.

    Not: two ships; "circled the lighthouse"; "shot down a drone that had come within 800 yards of the carrier", which
    only says why.
    """
    if meeting.verb in ("circle", "orbit") and not _rounds_warship(chaser, ship, meeting.word):
        return False
    if craft is not None:
        return True
    if meeting.word.lower_ == "collision" or (meeting.word.dep_ == "relcl" and _brought_down(meeting.word)):
        return False
    if ship is None:
        return meeting.nominal and chaser is not None
    return chaser is not None or meeting.verb == "buzz"


def _somebody_came(meeting: _Meeting, craft: Craft | None, chaser: Craft | None) -> bool:
    """Say whether the words tell who came close: an aircraft, a state, or "it" that flew past an aircraft."""
    if chaser is not None or (meeting.nominal and craft is not None):
        return True
    if craft is not None and any(repeats_craft(t) for t in meeting.doers):
        return True
    return actor_among(meeting.doers, meeting.actors)[0] is not None


def _who_came(meeting: _Meeting, craft: Craft | None, chaser: Craft | None) -> tuple[Party | None, int | None]:
    """Return whose aircraft came close, and the token that carries it."""
    doers, actors = meeting.doers, meeting.actors
    responder, responder_token = actor_among(doers, actors)
    if responder is None and craft is None and chaser is not None and chaser.definite:
        # "Russian jets met the frigate. The planes flew low over it"
        responder = fighter_again(meeting.word.doc, chaser, actors)
    if responder is None and craft is not None and doers and doers[0].lower_ in ("one", "both", "two"):
        responder = _one_of_them(doers[0], craft, actors)
    if responder is None and craft is not None and doers and not meeting.nominal and repeats_craft(doers[0]):
        # "a Chinese helicopter ... The machine came as close as three metres to a plane"
        again = aircraft_meant(meeting.word.doc, doers[0].i, actors)
        responder = again.party if again is not None and again is not craft else None
    if responder is None and meeting.nominal:
        met = (c for t in meeting.targets if (c := craft_of(t, actors)) is not None and c is not craft)
        responder = next((c.party for c in met if c.party is not None), None)
    return responder, responder_token


def _chaser_in_danger(meeting: _Meeting, craft: Craft, chaser: Craft) -> bool:
    """Say whether who did it was the one endangered: "an airliner almost hit a spy plane".

    Or "a patrol plane collides with a J-8", "a patrol plane narrowly avoided a collision with a fighter": the one that
    is no fighter. Not: "a drone almost collided with a fighter", whose pilot was in danger.
    """
    word = meeting.word
    if chaser.civil and not craft.civil:
        return True
    avoided = meeting.nominal and grammar.counted(word).head.lower_ in lexicon.verb_forms("avoid")
    if avoided and fights(craft, word.doc) and not fights(chaser, word.doc):
        return True
    if meeting.verb != "collide" and word.lower_ != "collision":
        return False
    almost = any(c.lower_ in lexicon.group("almost") for c in word.children)
    if almost and chaser.category == "drone":
        return False
    sending = lexicon.group_forms("sending_up")
    sent = (c for c in word.doc[craft.head].children if c.dep_ == "acl" and c.lower_ in sending)
    if any(c.tag_ == "VB" for verb in sent for c in verb.children):
        # "a Cessna collided with a MiG-29 sent to escort it"
        return True
    return unarmed(chaser, word.doc) and not unarmed(craft, word.doc)


def _in_earnest(noun: Token, targets: list[Token], actors: Actors) -> bool:
    """Say whether an encounter is called a close or dangerous one, or is of the aircraft of two states.

    Not: "his encounter with a general", "an encounter with a drone", "a confrontation between ministers".
    """
    withs = [t for p, t in noun_phrases_after(noun) if p == "with"]
    if withs and craft_of(withs[0], actors) is None and withs[0].lower_ in lexicon.group("mishap_causes"):
        # "a close encounter with bad weather"
        return False
    crafts = [c for t in targets if (c := craft_of(t, actors)) is not None]
    if noun.lower_ in lexicon.group("affairs_aloft") and (
            all(c.civil for c in crafts) or not {p for p, _ in noun_phrases_after(noun)} & {"between", "involving"}):
        return False
    if {c.lower_ for c in noun.children} & (lexicon.group("perilous") | {"close", "tense", "mid-air", "midair"}):
        return len(crafts) > 1 or noun.lower_ not in lexicon.group("affairs_aloft")
    sides = {c.party.state if c.party is not None else "its" for c in crafts if c.party or c.owner_pronoun is not None}
    return len(sides) > 1


def _rounds_warship(chaser: Craft | None, ship: Token | None, verb: Token) -> bool:
    """Read "circled the destroyer": a state's aircraft round a ship that the text calls a warship."""
    if chaser is None or chaser.party is None or ship is None:
        return False
    return bool({t.lower_ for t in verb.doc[: verb.sent.end]} & lexicon.group("warships"))


def _flown_into(verb: Token, actors: Actors) -> list[Token]:
    """Return the aircraft that was, came or got into something: the verb's subject, or the one named before it."""
    if verb.pos_ not in ("VERB", "AUX"):
        # "Navy helicopter in close shave with a fighter"
        return [verb] if actors.craft_headed(verb) is not None else []
    subjects = grammar.subjects(verb)
    if first_craft(subjects, actors)[0] is not None:
        return subjects
    before = actors.flown_before(verb)
    return [verb.doc[before[-1].head]] if before else []


def _one_of_them(doer: Token, craft: Craft, actors: Actors) -> Party | None:
    """Return whose "one of them" or "one of the MiGs" was: of those that met the other aircraft before."""
    inside = next((c for t in doer.subtree if (c := actors.craft_headed(t)) is not None), None)
    if inside is not None and inside.party is not None:
        return inside.party
    met = [c.party for c in actors.crafts if c.head < doer.i and c.party is not None and strikes(doer.doc[c.head])]
    if met or inside is not None:
        return met[-1] if met else None
    meant = aircraft_meant(doer.doc, doer.i, actors)
    return meant.party if meant is not None and meant is not craft else None


def _other_than(chaser: Craft | None, owner: Token, actors: Actors) -> Craft | None:
    """Return the aircraft that "its wing" is of: the last one named in the sentence that is not the one that struck."""
    if chaser is None:
        return None
    others = [c for c in actors.flown_before(owner) if c is not chaser]
    return others[-1] if others else None


def _brought_down(verb: Token) -> bool:
    """Say whether what a relative clause tells of was shot down by the verb above."""
    above = next((a for a in grammar.ancestors(verb) if a.pos_ == "VERB"), None)
    return above is not None and (above.lower_ in down_verbs() or phrasal_of(above) is not None)


def _endangered(
    targets: list[Token], craft: Craft | None, craft_token: int | None, actors: Actors
) -> tuple[Craft | None, int | None]:
    """Return which of two aircraft that met was the one endangered: the one that is no fighter, if one is none."""
    met = [(c, t.i) for t in targets if (c := craft_of(t, actors)) is not None]
    peaceful = [m for m in met if unarmed(m[0], targets[0].doc)]
    # Beside another helicopter or a plane that is called no fighter, a navy's or an army's is none to pity.
    peaceful = [m for m in peaceful if m[0].category != "helicopter" or not _of_forces(m[0], targets[0].doc)]
    return peaceful[0] if len(peaceful) == 1 and len(met) > 1 else (craft, craft_token)


def _of_forces(craft: Craft, doc: Doc) -> bool:
    return bool(doc.span(craft.start, craft.end).words & {"navy", "naval", "army", "military", "attack"})


def _owners_flying(token: Token, actors: Actors) -> set[str]:
    """Return the states whose aircraft a sentence names, those of coordinated owners included."""
    states = {
        actors.party_at[i].state
        for c in actors.crafts
        if token.sent.start <= c.head < token.sent.end
        for i in range(max(token.sent.start, c.start - 2), c.end)
        if i in actors.party_at
    }
    return {s for s in states if s}


def loosed_near(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "dropped flares in front of it", "released a missile near a Rivet Joint", "chaff that its engine sucked in".

    Not: "dropped flares over the city", "fired missiles at a base".
    """
    # "let off flares": the parser may take them for a verb.
    loosed = [*grammar.patients(verb), *(c for c in verb.children if c.dep_ == "ccomp" and c.tag_ == "NNS")]
    suffered = verb.dep_ == "ccomp" and verb.head.lower_ in lexicon.verb_forms("have")
    if suffered:
        # "a patrol plane had flares dropped across its nose by a J-16"
        loosed += [c for c in verb.children if c.dep_ == "nsubj"]
    if not any(t.lower_ in lexicon.group("countermeasures") for t in loosed):
        return None
    doers = [t for p, t in grammar.prepositions(verb) if p == "by"] if suffered else grammar.agents(verb)
    chaser, _ = first_craft(doers, actors)
    # Who has flares near an aircraft is near it too; missiles are fired for other ends.
    at_hand = {t.lower_ for d in doers for t in d.subtree} & {"air", "fighters", "pilot", "pilots", "navy"} or any(
        t.lower_ in lexicon.group("flares") for t in loosed
    )
    unnamed = at_hand and any(d.lower_ in ("it", "they", "which", "that") for d in doers)
    known = unnamed or (at_hand and actor_among(doers, actors)[0] is not None)
    if (chaser is None and not known) or (chaser is not None and chaser.weapon):
        return None
    words = verb.sent.words
    in_path = bool(words & lexicon.group("paths"))
    beside = lexicon.group("apart_prepositions") | {"near", "past", "toward", "towards"}
    surroundings = lexicon.group("paths", "craft_parts") | {"vicinity", "way", "track"}
    for token in doc[verb.i + 1 : min(verb.sent.end, verb.i + 18)]:
        craft = actors.craft_headed(token)
        near = token.nbor(-1).lower_ in beside or (craft is not None and in_path and token.i > verb.i + 1)
        around = token.lower_ in ("its", "their", "his") and token.head.lower_ in surroundings
        pronoun = (token.lower_ in ("it", "them") and near) or around
        let_go = token.head.i == verb.i and token.lower_ in lexicon.group("countermeasures")
        if (craft is None or craft is chaser or craft.weapon or let_go) and not pronoun:
            continue
        if craft is not None and token.i != craft.head and not near:
            continue
        responder, responder_token = actor_among(doers, actors)
        owner = craft.party if craft is not None else None
        if owner is not None and responder is not None and owner.state == responder.state:
            return None
        if token.nbor(-1).lower_ == "at" and not words & {"flare", "flares", "chaff"}:
            return None
        return told_close(verb, craft, token.i, responder, responder_token, actors)
    other, at = first_craft(grammar.objects(verb.head), actors) if verb.dep_ == "conj" else (None, None)
    if other is not None and at_hand and words & {"close", "range", "near", "proximity"} and not other.weapon:
        # "approached a P-8 and released flares at close range"
        return told_close(verb, other, at, *actor_among(doers, actors), actors)
    return None
