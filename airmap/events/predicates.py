"""The readers: each finds one way in which English reports that something happened in the air.

Every reader takes the text as a ``Doc`` with its mentions and yields tellings; the words it looks for are in
``lexicon/events.toml``. Roles come from the dependency tree first and from the order within the clause where the tree
gives nothing.
"""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.tellings import Act, Telling
from airmap.mentions.actors import Actors, Craft, Party, Zone

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_INTO = lexicon.group("goal_prepositions")
_GOING = lexicon.group("going_in")
_ACT_OF_ZONE: dict[str, Act] = {"adiz": "adiz", "fir": "adiz", "restricted": "restricted"}
_AIR = frozenset({"national", "adiz", "fir", "restricted", "buffer"})
_ACROSS = lexicon.group("direct_goal_verbs")
_SEEN = lexicon.group("presence_verbs")
_SHIPS = lexicon.group("ships")


def read_predicates(doc: Doc, actors: Actors) -> Iterator[Telling]:
    """Yield every telling in the text, in text order."""
    for token in doc:
        word = token.lower_
        if token.i in actors.datelines:
            continue
        verbal = _verbal(token, actors)
        found: Telling | None = None
        downed = word == "down" and token.pos_ == "VERB" and token.dep_ not in ("prt", "advmod")
        if downed or word in _down_nouns() or word in _down_verbs() or _phrasal(token) or _compound_noun_end(token):
            found = shot_down(token, doc, actors)
        if found is None and verbal and word in _fire_verbs():
            found = fired_upon(token, doc, actors)
        if found is None and verbal and word in _contact_verbs():
            found = intercepted(token, doc, actors)
        if found is None and word in _contact_nouns() and token.pos_ in ("NOUN", "PROPN", "VERB"):
            found = interception(token, doc, actors)
        if found is None and (
            word in _close_nouns() or (verbal and (word in _close_verbs() or word in _close_motion()))
        ):
            found = came_close(token, doc, actors)
        if found is None and verbal and (word in _strong_verbs() or word in _motion_verbs()):
            found = entered(token, doc, actors)
        if found is None and word in _entry_nouns():
            found = entry_named(token, doc, actors)
        if found is None and verbal and word in _approach_verbs():
            found = approached(token, doc, actors)
        if found is not None:
            yield found


def _verbal(token: Token, actors: Actors) -> bool:
    """Say whether the token can be a verb here; the tagger is not believed in headlines and capitals."""
    if token.pos_ in ("VERB", "AUX"):
        return True
    if token.i in actors.craft_at or token.i in actors.party_at:
        return False
    return token.pos_ in ("PROPN", "NOUN", "ADJ", "X") and (
        token.is_upper
        or (
            token.i + 1 < len(token.doc)
            and _starts_object(token.doc[token.i + 1], actors)
            and token.i > token.sent.start
            and (token.i - 1 in actors.craft_at or token.i - 1 in actors.party_at)
        )
    )


def _starts_object(token: Token, actors: Actors) -> bool:
    return (
        token.i in actors.zone_at or token.i in actors.craft_at or token.i in actors.party_at or token.pos_ == "DET"
    )


def entered(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read a verb of entry: "violated its airspace", "strayed into Finnish airspace", "jets flew over Cyprus".

    Not: "flew to Russia", "crossed the street", "its airspace was closed".
    """
    name = _strong_verbs().get(verb.lower_) or _motion_verbs()[verb.lower_]
    strong = verb.lower_ in _strong_verbs()
    craft, craft_token, mover, mover_token = _mover(verb, name, actors)
    zone, goal, preposition = _goal(verb, name, actors, craft)
    if zone is None and goal is None:
        return _came_from(verb, name, craft, craft_token, actors)
    if zone is not None and zone.kind == "international":
        return None
    if name in ("return", "turn", "approach") or any(c.lower_ in ("back", "home") for c in verb.children):
        return None
    if _turned_away_before(verb):
        return None
    if zone is not None and zone.kind in _AIR:
        if name in _SEEN | lexicon.group("motion_without_craft") and craft is None and not strong:
            return None
        if (
            not strong
            and craft is None
            and mover is None
            and mover_token is None
            and zone.kind == "national"
            and preposition in lexicon.group("static_prepositions")
        ):
            return None
        if preposition in lexicon.group("other_prepositions") and not strong:
            return None
        if preposition == "from":
            return None
        act = _ACT_OF_ZONE.get(zone.kind, "entry")
        if zone.kind == "restricted" and zone.owner is None:
            act = "restricted"
    else:
        # A territory, a border or a place: only something that flies violates it.
        if craft is None or (craft.civil and not strong) or preposition in lexicon.group("not_into"):
            return None
        if preposition is None and name not in _ACROSS:
            return None
        if preposition in ("in", "at", "on") and name not in _SEEN:
            return None
        if preposition is not None and preposition not in _GOING | {"in"}:
            return None
        if name in lexicon.group("sending_verbs") or (name in ("fall", "crash") and preposition == "into"):
            return None
        if (
            name in lexicon.group("coming_down_verbs")
            and preposition == "in"
            and craft.category not in ("drone", "missile", "balloon")
        ):
            return None
        act = "entry"
    return Telling(
        act=act,
        trigger=verb.i,
        start=verb.sent.start,
        end=verb.sent.end,
        strong=strong,
        craft=craft,
        craft_token=craft_token,
        mover=mover,
        mover_token=mover_token,
        zone=zone,
        goal=goal,
    )


def _turned_away_before(verb: Token) -> bool:
    """Read "was intercepted before reaching Israeli airspace": it did not get there."""
    if verb.dep_ != "pcomp" or verb.head.lower_ not in ("before", "without"):
        return False
    if verb.head.lower_ == "without":
        return True
    main = verb.head.head.lower_
    return (
        main in _contact_verbs() or main in _phrasal_verbs() or main in _down_verbs() or main in ("turned", "turning")
    )


def _came_from(
    verb: Token, name: str, craft: Craft | None, craft_token: int | None, actors: Actors
) -> Telling | None:
    """Read "had entered from Belarus", "crossed from neighbouring Ukraine": into the land of whoever tells it."""
    if craft is None or craft.civil or name not in lexicon.group("border_verbs"):
        return None
    for preposition, token in grammar.prepositions(verb):
        party = actors.party_at.get(token.i)
        if preposition == "from" and party is not None and party.state is not None:
            return Telling(
                act="entry",
                trigger=verb.i,
                start=verb.sent.start,
                end=verb.sent.end,
                strong=False,
                craft=craft,
                craft_token=craft_token,
                untold_goal=True,
            )
    return None


def entry_named(noun: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read a noun of entry: "an incursion into", "airspace violations by", "the latter's violation of its airspace".

    Not: "human rights violations", "the invasion of Ukraine", "a breach of contract".
    """
    strong = noun.lower_ in lexicon.nouns("events", "entry_nouns", "strong")
    if not strong and noun.pos_ not in ("NOUN", "PROPN"):
        return None
    zone: Zone | None = None
    goal: Party | None = None
    phrase_start = _left_of(noun)
    for i in range(phrase_start, noun.i):
        found = actors.zone_at.get(i)
        if found is not None and found.kind in _AIR:
            zone = found
    near_owner: Party | None = None
    craft: Craft | None = None
    craft_token: int | None = None
    for preposition, token in _noun_phrases_after(noun) if strong else grammar.prepositions(noun):
        found = actors.zone_at.get(token.i)
        if (found is not None and zone is None and preposition in lexicon.group("entry_noun_prepositions")) and (
            found.kind in _AIR or (strong and found.kind == "territory")
        ):
            zone = found
            continue
        if preposition in ("of", "by", "with", "from", "involving") and craft is None:
            craft = _craft_of(token, actors)
            craft_token = token.i if craft is not None else None
        party = actors.party_at.get(token.i)
        if party is not None and found is None and near_owner is None:
            if preposition in ("into", "over", "in") or (
                preposition == "of" and noun.lower_.startswith(("overfl", "over-fl", "flyover", "fly-over"))
            ):
                near_owner = party
    for i in range(phrase_start, noun.i):
        found_craft = actors.craft_at.get(i)
        if found_craft is not None and craft is None and not found_craft.weapon:
            craft, craft_token = found_craft, i
    if (
        zone is None
        and near_owner is not None
        and (craft is not None or noun.lower_.startswith(("overfl", "over-fl", "flyover", "fly-over", "incursion")))
    ):
        goal = near_owner
    if (
        zone is not None
        and zone.kind == "territory"
        and craft is None
        and not noun.lower_.startswith(("overfl", "over-fl"))
    ):
        return None
    if zone is None and goal is None:
        if not strong or noun.lower_.rstrip("s") not in ("incursion", "overflight", "intrusion", "violation"):
            return None
        if craft is None and not any(noun.sent.start <= c.head < noun.sent.end for c in actors.crafts):
            return None
    if not strong and (zone is None or zone.kind not in _AIR):
        return None
    act = _ACT_OF_ZONE.get(zone.kind if zone else "", "entry")
    mover: Party | None = None
    mover_token: int | None = None
    for preposition, token in _noun_phrases_after(noun):
        if preposition in ("by", "from") and mover_token is None and token.i not in actors.zone_at:
            mover, mover_token = _party_of(token, actors), token.i
    if mover is None:
        for i in range(phrase_start, noun.i):
            if i in actors.zone_at and i not in range(phrase_start, phrase_start):
                zone_here = actors.zone_at[i]
                if zone_here.owner is not None and zone_here.owner.start <= i < zone_here.owner.end:
                    continue
            party = actors.party_at.get(i)
            if party is not None and (zone is None or zone.owner is not party) and party.kind != "place":
                mover, mover_token = party, i
                break
    # "Turkish airspace violations" are violations of Turkish airspace.
    return Telling(
        act=act,
        trigger=noun.i,
        start=noun.sent.start,
        end=noun.sent.end,
        strong=strong,
        craft=craft,
        craft_token=craft_token,
        mover=mover,
        mover_token=mover_token,
        zone=zone,
        goal=goal,
        nominal=True,
    )


def shot_down(token: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "shot down", "downed", "brought down", "the downing of": something that flies was brought down by fire.

    Not: "shot down the proposal", "the plane came down", "brought down the government".
    """
    nominal = token.lower_ in _down_nouns() and not (
        token.pos_ == "VERB" and not any(p == "of" for p, _ in grammar.prepositions(token))
    )
    phrasal = _phrasal(token)
    last = _compound_noun_end(token)
    if last is not None:
        nominal, phrasal = True, None
    if nominal and not phrasal:
        after = _noun_phrases_after(last or token)
        targets = [t for p, t in after if p == "of"]
        doers = [t for p, t in after if p == "by"]
        if not targets:
            targets = [c for c in token.children if c.dep_ in ("poss", "compound", "dobj")]
    else:
        targets, doers = grammar.patients(token), grammar.agents(token)
    craft, craft_token = _first_craft(targets, actors)
    if craft is None and any(t.lower_ in lexicon.word_set("cues", "metaphor", "objects") for t in targets):
        return None
    if craft is None and craft_token is None:
        plain = token.lower_ in _down_verbs() and _down_verbs()[token.lower_] not in ("down", "fell")
        craft, craft_token = _nearby_craft(token, doc, actors, after=not grammar.is_passive(token), tight=plain)
        if craft is None:
            pronoun = next((t for t in targets if t.lower_ in _PRONOUNS), None)
            if pronoun is None:
                return None
            craft_token = pronoun.i
    verb = _down_verbs().get(token.lower_, "")
    if (
        verb in lexicon.group("destroying_verbs")
        or token.lower_ == "destruction"
        or phrasal in lexicon.group("destroying_phrases")
    ) and (
        craft is None or (craft.category not in ("drone", "missile", "balloon") and not _air_words(token, actors))
    ):
        return None
    responder, responder_token = _actor_among(doers, actors)
    if responder is None and responder_token is None and not nominal and not grammar.is_passive(token):
        for i in range(token.i - 1, token.sent.start - 1, -1):
            party = actors.party_at.get(i)
            if party is not None and party.kind != "place" and (craft is None or not craft.start <= i < craft.end):
                responder, responder_token = party, i
                break
    zone, goal = _place_of(token, actors)
    return Telling(
        act="down",
        trigger=token.i,
        start=token.sent.start,
        end=token.sent.end,
        craft=craft,
        craft_token=craft_token,
        responder=responder,
        responder_token=responder_token,
        zone=zone,
        goal=goal,
        nominal=nominal,
    )


def fired_upon(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "fired at the plane", "opened fire on a drone", "locked radar on", "was hit by a missile".

    Not: "drones fired at a convoy", "hit a tower", "engaged in talks".
    """
    name = _fire_verbs()[verb.lower_]
    targets = _fired_at(verb, name)
    craft, craft_token = _first_craft(targets, actors)
    if craft is None and name in ("fire", "shoot", "warn"):
        craft, craft_token = _fired_at_in_order(verb, actors)
    if craft is None:
        pronoun = next((t for t in targets if t.lower_ in _PRONOUNS or t.lower_ == "other"), None)
        if pronoun is None or not grammar.is_passive(verb) or name not in ("fire", "hit", "target"):
            return None
        craft_token = pronoun.i
    doers = grammar.agents(verb)
    responder, responder_token = _actor_among(doers, actors)
    if responder is None and not grammar.is_passive(verb):
        responder, responder_token = _leading_actor(verb, craft, actors)
    if name in lexicon.group("ambiguous_strikes"):
        words = {t.lower_ for t in verb.sent}
        in_the_air = grammar.is_passive(verb) and any(
            verb.sent.start <= z.head < verb.i and z.kind == "national" for z in actors.zones
        )
        if not words & lexicon.group("fire_words") and not in_the_air:
            return None
    if craft is not None and responder is not None and craft.party is not None and responder.state is not None:
        if responder.state == craft.party.state and name in ("engage", "hit", "strike"):
            return None
    zone, goal = _place_of(verb, actors)
    return Telling(
        act="fire",
        trigger=verb.i,
        start=verb.sent.start,
        end=verb.sent.end,
        craft=craft,
        craft_token=craft_token,
        responder=responder,
        responder_token=responder_token,
        zone=zone,
        goal=goal,
    )


def _fired_at(verb: Token, name: str) -> list[Token]:
    """Return what was fired at: "fired at", "fired a missile at", "launched missiles at", "was fired on", "was hit"."""
    if name in lexicon.group("striking_verbs"):
        return grammar.patients(verb)
    things = grammar.objects(verb)
    if name in lexicon.group("loosing_verbs") and not any(
        t.lower_ in lexicon.group("ordnance") for t in (*things, *grammar.patients(verb))
    ):
        return []
    if name == "lock" and not any(t.lower_ == "radar" for t in verb.sent):
        return []
    at = lexicon.group("target_prepositions")
    targets = [t for p, t in grammar.prepositions(verb) if p in at]
    for thing in things:
        targets += [t for p, t in grammar.prepositions(thing) if p in at]
    if not targets and name in ("fire", "shoot") and (grammar.is_passive(verb) or name == "shoot"):
        targets = grammar.patients(verb)
    return targets


def _fired_at_in_order(verb: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Read "fire warning flares at a Russian aircraft" where the tree was broken by the headline."""
    for i in range(verb.i + 1, min(verb.sent.end, verb.i + 8)):
        if verb.doc[i].lower_ in ("at", "on", "upon"):
            for k in range(i + 1, min(verb.sent.end, i + 7)):
                craft = actors.craft_at.get(k)
                if craft is not None and not craft.attributive and not craft.weapon:
                    return craft, craft.head
            return None, None
    return None, None


def _leading_actor(verb: Token, craft: Craft | None, actors: Actors) -> tuple[Party | None, int | None]:
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


def intercepted(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "intercepted two bombers", "scrambled jets after", "was escorted by", "forced the plane to land".

    Not: "intercepted a boat", "intercepted communications", "monitored the situation", "escorted the ambassador".
    """
    name = _contact_verbs()[verb.lower_]
    strong = name in lexicon.word_set("events", "contact_intercept", "strong")
    if name == "scramble":
        return _scrambled(verb, doc, actors)
    targets = grammar.patients(verb)
    if any(t.lower_ == "other" for t in targets):
        return None
    craft, craft_token = _first_craft(targets, actors)
    doers = grammar.agents(verb)
    if craft is None and strong and not targets and not doers:
        craft, craft_token = _nearby_craft(verb, doc, actors, after=not grammar.is_passive(verb), tight=True)
    if craft is None and craft_token is None:
        pronoun = next((t for t in targets if t.lower_ in _PRONOUNS - {"that", "which"}), None)
        if pronoun is None or name != "intercept":
            return None
        craft_token = pronoun.i
    chaser, _ = _first_craft(doers, actors)
    responder, responder_token = _actor_among(doers, actors)
    if responder is None and strong and not grammar.is_passive(verb):
        responder, leading = _leading_actor(verb, craft, actors)
        responder_token = responder_token if leading is None else leading
    if name in lexicon.group("ordering_verbs"):
        forced = {c.lower_ for c in verb.subtree} & {"land", "landing", "back", "away", "leave"}
        if not forced or not (responder or responder_token) or name in ("send", "turn", "order", "divert"):
            if name != "force" or not forced:
                return None
    elif not strong and (chaser is None and not _fighter_words(verb)):
        return None
    if name in lexicon.group("weak_contact_verbs") and chaser is None:
        return None
    if (
        responder is not None
        and craft is not None
        and craft.party is not None
        and responder.state == craft.party.state
        and responder.state
        and name != "intercept"
    ):
        return None
    if craft is not None and craft.category == "missile" and name not in ("intercept",):
        return None
    zone, goal = _place_of(verb, actors)
    # A drone or missile that a defence "intercepts" is brought down.
    act: Act = (
        "down"
        if craft is not None and craft.category in ("missile", "drone") and name == "intercept" and chaser is None
        else "intercept"
    )
    return Telling(
        act=act,
        trigger=verb.i,
        start=verb.sent.start,
        end=verb.sent.end,
        craft=craft,
        craft_token=craft_token,
        responder=responder,
        responder_token=responder_token,
        zone=zone,
        goal=goal,
        strong=strong,
    )


def _scrambled(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "scrambled F-16s after ...": the jets are the responder's."""
    own = grammar.patients(verb)
    jets, jets_token = _first_craft(own, actors)
    responder, responder_token = _actor_among(grammar.agents(verb), actors)
    if responder is None:
        responder, responder_token = (
            (jets.party if jets else None) or responder,
            jets_token if responder_token is None else responder_token,
        )
    others = [
        c
        for c in actors.crafts
        if verb.sent.start <= c.head < verb.sent.end
        and c is not jets
        and not c.attributive
        and not c.weapon
        and (jets is None or c.head != jets.head)
    ]
    if responder is not None:
        others = [c for c in others if c.party is None or c.party.state != responder.state or c.party.state is None]
    others = [c for c in others if c.owner_pronoun is None]
    others = [c for c in others if c.party is not None or not c.designated] or others
    target = next((c for c in others if c.head > verb.i), None) or (others[-1] if others else None)
    if target is None or (target.name == "sorties"):
        return Telling(
            act="intercept",
            trigger=verb.i,
            start=verb.sent.start,
            end=verb.sent.end,
            strong=False,
            responder=responder,
            responder_token=responder_token,
            goal=_place_of(verb, actors)[1],
            implicit=True,
        )
    zone, goal = _place_of(verb, actors)
    return Telling(
        act="intercept",
        trigger=verb.i,
        start=verb.sent.start,
        end=verb.sent.end,
        craft=target,
        craft_token=target.head,
        responder=responder,
        responder_token=responder_token,
        zone=zone,
        goal=goal,
        strong=False,
    )


def interception(noun: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "an unsafe intercept of a U.S. plane", "the interception of two bombers by".

    Not: "three interceptions in the second half".
    """
    after = _noun_phrases_after(noun)
    craft, craft_token = _first_craft([t for p, t in after if p in ("of", "with", "involving")], actors)
    if craft is None:
        return None
    responder, responder_token = _actor_among([t for p, t in after if p == "by"], actors)
    if responder is None:
        for i in range(_left_of(noun), noun.i):
            party = actors.party_at.get(i)
            if party is not None and party.kind != "place":
                responder, responder_token = party, i
    if responder is None and noun.head.pos_ == "VERB":
        responder, responder_token = _actor_among(grammar.agents(noun.head), actors)
    zone, goal = _place_of(noun, actors)
    return Telling(
        act="intercept",
        trigger=noun.i,
        start=noun.sent.start,
        end=noun.sent.end,
        craft=craft,
        craft_token=craft_token,
        responder=responder,
        responder_token=responder_token,
        zone=zone,
        goal=goal,
        nominal=True,
    )


def came_close(token: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "flew within 50 feet of", "buzzed a warship", "a near miss", "collided with".

    Not: "came within an hour", "flew close to the sun", "a collision of interests".
    """
    word = token.lower_
    targets: list[Token] = []
    doers = grammar.agents(token) if token.pos_ in ("VERB", "AUX") else []
    if word in _close_nouns():
        after = _noun_phrases_after(token)
        targets = [t for p, t in after if p in lexicon.group("collision_prepositions")]
        if token.head.pos_ == "VERB":
            doers = grammar.agents(token.head)
            targets += [t for t in grammar.objects(token.head) if t.i != token.i]
            targets += [
                t for p, t in grammar.prepositions(token.head) if p in lexicon.group("closeness_prepositions")
            ]
    elif word in _close_verbs():
        targets = grammar.patients(token) + [
            t for p, t in grammar.prepositions(token) if p in ("with", "against", "into", "past")
        ]
    else:
        targets = _approached_closely(token)
        if not targets:
            return None
    craft, craft_token = _first_craft(targets, actors)
    if craft is None and not targets and _close_verbs().get(word) == "collide":
        craft, craft_token = _first_craft(doers, actors)
        if craft is None:
            return None
        coordinated = doc[craft.start - 1].lower_ == "and" if craft.start else False
        return Telling(
            act="close",
            trigger=token.i,
            start=token.sent.start,
            end=token.sent.end,
            craft=replace(craft, party=None) if coordinated else craft,
            craft_token=craft_token,
            zone=_place_of(token, actors)[0],
        )
    ship = next((t for t in targets if t.lower_ in _SHIPS or any(c.lower_ in _SHIPS for c in t.subtree)), None)
    if _close_verbs().get(word) == "buzz" and craft is None and ship is None:
        return None
    chaser, _ = _first_craft(doers, actors)
    if craft is None and ship is None and (word not in _close_nouns() or chaser is None):
        return None
    if chaser is None and not (word in _close_nouns() and craft is not None) and not _actor_among(doers, actors)[0]:
        return None
    if word in ("collision",) and craft is None:
        return None
    responder, responder_token = _actor_among(doers, actors)
    zone, goal = _place_of(token, actors)
    return Telling(
        act="close",
        trigger=token.i,
        start=token.sent.start,
        end=token.sent.end,
        craft=craft,
        craft_token=craft_token,
        responder=responder,
        responder_token=responder_token,
        zone=zone,
        goal=goal,
        implicit=craft is None,
    )


def _approached_closely(verb: Token) -> list[Token]:
    """Return what was come close to: "flew within 50 feet of a US aircraft", "passed close to", "flew near"."""
    found: list[Token] = []
    for child in verb.subtree:
        if child.i <= verb.i or child.lower_ not in lexicon.word_set("events", "contact_close", "close_to"):
            continue
        if child.i - verb.i > 12:
            break
        found += [t for p, t in grammar.prepositions(child)]
        found += [o for o in child.children if o.dep_ == "pobj"]
        for measure in child.children:
            if measure.dep_ == "pobj":
                found += [t for p, t in grammar.prepositions(measure) if p in ("of", "from", "to")]
        found += [t for p, t in grammar.prepositions(verb) if p in ("of", "to")]
    return found


def approached(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "approached Japanese airspace", "flew near Alaska", "skirted the border": it came near and stayed out.

    Not: "approached Moscow for talks", "came near to agreement".
    """
    name = _approach_verbs()[verb.lower_]
    craft, craft_token = _first_craft(grammar.agents(verb), actors)
    if craft is None or craft.civil:
        return None
    places = [(None, t) for t in grammar.objects(verb)] + [
        (p, t) for p, t in grammar.prepositions(verb) if p in lexicon.group("approach_prepositions")
    ]
    for preposition, token in places:
        zone = actors.zone_at.get(token.i)
        if zone is None or zone.kind not in ("national", "territory"):
            continue
        if preposition is None and name not in ("approach", "near", "skirt", "probe", "test"):
            continue
        if preposition is not None and name not in lexicon.group("approaching_verbs"):
            continue
        if preposition == "of" and zone.kind == "territory":
            continue
        return Telling(
            act="approach",
            trigger=verb.i,
            start=verb.sent.start,
            end=verb.sent.end,
            craft=craft,
            craft_token=craft_token,
            zone=zone,
        )
    return None


_PRONOUNS = lexicon.group("craft_pronouns")


def _mover(verb: Token, name: str, actors: Actors) -> tuple[Craft | None, int | None, Party | None, int | None]:
    """Return the aircraft that moves and the party that sends it, with the tokens that carry them."""
    doers = grammar.agents(verb)
    if (name in _SEEN and grammar.is_passive(verb)) or (
        name in lexicon.group("perceiving") and _first_craft(grammar.patients(verb), actors)[0] is not None
    ):
        doers = grammar.patients(verb)
    craft, craft_token = _first_craft(doers, actors)
    mover, mover_token = _actor_among(doers, actors)
    if craft is None and name in lexicon.group("carrying_verbs"):
        carried, carried_token = _first_craft(grammar.patients(verb), actors)
        if carried is not None:
            craft, craft_token = carried, carried_token
    if craft is None and grammar.is_passive(verb):
        with_craft, token = _first_craft(
            [t for p, t in grammar.prepositions(verb) if p in ("with", "by", "using")], actors
        )
        if with_craft is not None:
            craft, craft_token = with_craft, token
    if craft is None and mover is not None:
        tool, token = _first_craft([t for p, t in grammar.prepositions(verb) if p in ("with", "by", "using")], actors)
        if tool is not None:
            craft, craft_token = tool, token
    if craft is None and craft_token is None and mover_token is None:
        pronoun = next((t for t in doers if t.lower_ in _PRONOUNS), None)
        if pronoun is not None:
            craft_token = pronoun.i
        elif not doers and not grammar.is_passive(verb):
            before = [
                c
                for c in actors.crafts
                if verb.sent.start <= c.head < verb.i and verb.i - c.head <= 12 and not c.attributive and not c.weapon
            ]
            if before:
                craft, craft_token = before[-1], before[-1].head
    if mover_token is None and doers:
        mover_token = doers[0].i
    return craft, craft_token, mover, mover_token


def _goal(
    verb: Token, name: str, actors: Actors, craft: Craft | None
) -> tuple[Zone | None, Party | None, str | None]:
    """Return the airspace (or the place) that was entered, and the preposition that leads to it."""
    options: list[tuple[str | None, Token]] = [(None, t) for t in grammar.objects(verb)]
    if grammar.is_passive(verb) and name not in _SEEN:
        options += [(None, t) for t in grammar.patients(verb)]
    options += grammar.prepositions(verb)
    # "fly at a low altitude over Lebanon": the place may hang on the phrase before it.
    for _, inner in grammar.prepositions(verb):
        if inner.i not in actors.zone_at and inner.i not in actors.party_at:
            options += [(p, t) for p, t in grammar.prepositions(inner) if p in _GOING]
    for thing in grammar.objects(verb):
        if thing.i not in actors.zone_at:
            part = thing.lower_ in lexicon.group("parts")
            options += [
                (None if part and p == "of" else p, t)
                for p, t in grammar.prepositions(thing)
                if p in _GOING | {"in", "of"}
            ]
    place: tuple[Party, str | None] | None = None
    land: tuple[Zone, str | None] | None = None
    for preposition, token in options:
        if preposition is not None and preposition not in _INTO:
            continue
        zone = actors.zone_at.get(token.i)
        if zone is not None and (zone.kind in _AIR or zone.kind == "international"):
            return zone, None, preposition
        if zone is not None and land is None:
            land = (zone, preposition)
        party = actors.party_at.get(token.i) or _site_of(token, actors)
        if party is not None and place is None and zone is None and token.i != (craft.head if craft else None):
            if not (party.kind == "place" and party.state is None) and (
                preposition in _GOING | {"in"} or (preposition is None and name in _ACROSS)
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
        if zone is not None and zone.kind in _AIR:
            between = {t.lower_ for t in verb.doc[verb.i + 1 : zone.start]}
            preposition = next(
                (t.lower_ for t in reversed(list(verb.doc[verb.i + 1 : zone.start])) if t.pos_ == "ADP"), None
            )
            if not between & lexicon.group("staying_out"):
                return zone, None, preposition
            break
    if land is not None:
        return land[0], None, land[1]
    if place is not None:
        return None, place[0], place[1]
    return None, None, None


def _site_of(token: Token, actors: Actors) -> Party | None:
    """Return the state in which a site lies that is named by it: "Danish airports", "the Polish village of"."""
    if token.lower_ not in lexicon.group("sites"):
        return None
    for i in range(token.i - 1, max(token.sent.start, token.i - 6) - 1, -1):
        if token.doc[i].pos_ in ("VERB", "ADP"):
            return None
        party = actors.party_at.get(i)
        if party is not None and party.state is not None:
            return party
    return None


def _place_of(token: Token, actors: Actors) -> tuple[Zone | None, Party | None]:
    """Return the airspace or the place in which something was met or brought down, from the clause's phrases."""
    zone: Zone | None = None
    goal: Party | None = None
    phrases = list(grammar.prepositions(token))
    for thing in (*grammar.objects(token), *grammar.patients(token)) if token.pos_ == "VERB" else ():
        phrases += grammar.prepositions(thing)
    for preposition, noun in phrases:
        if preposition not in lexicon.group("place_prepositions"):
            continue
        found = actors.zone_at.get(noun.i)
        if found is not None and found.kind in (*_AIR, "international", "territory") and zone is None:
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
        zone = _zone_after(token, actors)
    return zone, goal


def _zone_after(token: Token, actors: Actors) -> Zone | None:
    """Return the airspace that follows in plain order: "shoots down a drone in Romanian airspace"."""
    for i in range(token.i + 1, min(token.sent.end, token.i + 16)):
        word = token.doc[i]
        if word.text in (";", ":") or (
            word.tag_ in ("VBD", "VBZ", "VBP") and word.pos_ == "VERB" and i > token.i + 2
        ):
            return None
        zone = actors.zone_at.get(i)
        if zone is not None and zone.kind in (*_AIR, "international") and zone.start > 0:
            before = token.doc[zone.start - 1].lower_
            out_of = (
                zone.kind == "national"
                and before == "of"
                and zone.start > 1
                and token.doc[zone.start - 2].lower_ == "out"
            )
            return zone if out_of or before in ("in", "over", "inside", "within") else None
    return None


def _first_craft(tokens: Iterable[Token], actors: Actors) -> tuple[Craft | None, int | None]:
    for token in tokens:
        craft = _craft_of(token, actors)
        if craft is not None:
            return craft, token.i
    return None, None


def _craft_of(token: Token, actors: Actors) -> Craft | None:
    """Return the aircraft a noun phrase's head stands for: itself, or "one of the jets", "a group of drones"."""
    craft = actors.craft_headed(token)
    if craft is not None:
        return craft
    if token.lower_ in _down_nouns():
        # "the downing of a plane that Ankara claimed had entered": what is said of the downing is said of the plane.
        return _first_craft([t for p, t in grammar.prepositions(token) if p == "of"], actors)[0]
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


def _party_of(token: Token, actors: Actors) -> Party | None:
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
        if found is None or _inside_clause(child, token):
            continue
        if child.i < token.i or (best is None and found.state and _belongs(child, token)):
            best = found
    return best


def _belongs(token: Token, top: Token) -> bool:
    """Say whether a name to the right of a noun says whose it is: "the army of Chad", "officials in Kyiv"."""
    for above in (token, *grammar.ancestors(token)):
        if above.i == top.i:
            return True
        if above.dep_ == "prep" and above.lower_ not in ("of", "in", "for", "from"):
            return False
        if above.dep_ == "prep" and above.lower_ in ("in", "from") and top.lower_ not in _SPOKESMEN:
            return False
    return False


_SPOKESMEN = lexicon.group("office_holders")


def _inside_clause(token: Token, top: Token) -> bool:
    for above in (token, *grammar.ancestors(token)):
        if above.i == top.i:
            return False
        if above.dep_ in ("relcl", "acl", "advcl", "ccomp"):
            return True
    return False


def _actor_among(tokens: Iterable[Token], actors: Actors) -> tuple[Party | None, int | None]:
    tokens = list(tokens)
    for token in tokens:
        party = _party_of(token, actors)
        if party is not None:
            return party, token.i
    return None, tokens[0].i if tokens else None


def _nearby_craft(
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


def _noun_phrases_after(noun: Token) -> list[tuple[str, Token]]:
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
                if doc[k].pos_ in ("ADP", "VERB") or doc[k].text in _STOPS:
                    break
                last = k + 1 >= noun.sent.end or doc[k + 1].pos_ not in ("NOUN", "PROPN", "PART", "ADJ")
                if doc[k].pos_ in ("NOUN", "PROPN", "PRON") and last:
                    if doc[k].i not in seen:
                        seen.add(doc[k].i)
                        found.append((token.lower_, doc[k]))
                    break
        i += 1
    return found


_STOPS = frozenset({",", ";", ":", "(", ")", "—", "--"})


def _left_of(noun: Token) -> int:
    from airmap.mentions.actors import chunk_start

    return min(chunk_start(noun.doc, noun.i), noun.i)


def _air_words(token: Token, actors: Actors) -> bool:
    return any(token.sent.start <= z.head < token.sent.end and z.kind in _AIR for z in actors.zones) or bool(
        {t.lower_ for t in token.sent} & lexicon.group("air_defence_words")
    )


def _fighter_words(token: Token) -> bool:
    return bool({t.lower_ for t in token.sent} & lexicon.group("fighter_words"))


def _compound_noun_end(token: Token) -> Token | None:
    """Return the last part of "shoot-down" or of "shooting down of", where such a noun starts here."""
    doc, i = token.doc, token.i
    forms = {form for form in _phrasal_verbs() if form in ("shoot", "shooting", "bringing", "knocking")}
    if token.lower_ not in forms:
        return None
    if i + 2 < token.sent.end and doc[i + 1].text in "-–" and doc[i + 2].lower_ == "down":
        return doc[i + 2]
    if i + 2 < token.sent.end and doc[i + 1].lower_ == "down" and doc[i + 2].lower_ == "of":
        return doc[i + 1]
    return None


def _phrasal(token: Token) -> str | None:
    """Return the phrasal verb that starts here and means bringing down: "shot down", "shot it down", "blown out of"."""
    pairs = _phrasal_verbs().get(token.lower_)
    if not pairs:
        return None
    for verb, particle in pairs:
        for i in range(token.i + 1, min(token.sent.end, token.i + 7)):
            other = token.doc[i]
            if other.lower_ == particle and (i == token.i + 1 or other.head.i == token.i or other.dep_ == "prt"):
                return f"{verb} {particle}"
            if other.pos_ == "VERB" and i > token.i + 1:
                break
    return None


@cache
def _phrasal_verbs() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for verb, particle in lexicon.table("events")["force_down"]["phrasal"]:
        for form in lexicon.verb_forms(verb):
            found.setdefault(form, []).append((verb, particle))
    return found


@cache
def _down_verbs() -> dict[str, str]:
    forms = dict(lexicon.verbs("events", "force_down"))
    for ambiguous in ("down", "fell"):
        forms.pop(ambiguous, None)
    return forms


@cache
def _down_nouns() -> frozenset[str]:
    return frozenset(w for w in lexicon.word_set("events", "force_down", "nouns") if " " not in w)


@cache
def _fire_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "force_fire"))


@cache
def _contact_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "contact_intercept"))


@cache
def _contact_nouns() -> frozenset[str]:
    return lexicon.group("interception_nouns")


@cache
def _close_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "contact_close"))


@cache
def _close_motion() -> dict[str, str]:
    return dict(lexicon.verbs("events", "contact_close", "motion"))


@cache
def _close_nouns() -> frozenset[str]:
    return lexicon.group("closeness_nouns")


@cache
def _strong_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "entry_strong"))


@cache
def _motion_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "entry_motion"))


@cache
def _entry_nouns() -> frozenset[str]:
    return lexicon.nouns("events", "entry_nouns", "strong") | lexicon.nouns("events", "entry_nouns", "weak")


@cache
def _approach_verbs() -> dict[str, str]:
    return dict(lexicon.verbs("events", "approach"))
