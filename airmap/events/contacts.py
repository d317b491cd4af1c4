"""Readers of contact: interceptions, escorts and scrambles."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar, peace
from airmap.events.clauses import (
    actor_among,
    fighter_words,
    first_craft,
    leading_actor,
    left_of,
    nearby_craft,
    noun_phrases_after,
)
from airmap.events.coreference import INTRUDERS, intruder_meant, strikes
from airmap.events.downing_words import what_was_done
from airmap.events.event_words import PRONOUNS, contact_verbs
from airmap.events.scenes import place_of
from airmap.events.tellings import Act, Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token


# What an aircraft is made to do by those who meet it.
_LANDING = frozenset({"land", "alight", "descend", "come", "put", "set", "touch"})


def intercepted(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "intercepted two bombers", "scrambled jets after", "was escorted by", "forced the plane to land".

    Not: "intercepted a boat", "intercepted communications", "monitored the situation", "escorted the ambassador".
    """
    if verb.tag_ == "VBG" and verb.dep_ == "amod" and not grammar.is_hidden_gerund(verb):
        # "one of the intercepting jets"
        return None
    name = contact_verbs()[verb.lower_]
    if name == "meet" and grammar.is_passive(verb) and (told := _met_with(verb, actors)) is not None:
        return told
    driven, listed = drives_off(verb), name in lexicon.words("events", "contact_intercept", "verbs")
    if not driven and not listed:
        return None
    strong = name in lexicon.word_set("events", "contact_intercept", "strong")
    if _aside_on_balloons(verb, actors) or _describes_chaser(verb, actors) or _came_later(verb, name):
        return None
    if name == "scramble" or (name in lexicon.group("launching_verbs") and _sent_up(verb, actors)):
        return _scrambled(verb, doc, actors)
    landings = [c for c in verb.children if c.lower_ in _LANDING and c.dep_ in ("xcomp", "ccomp", "advcl")]
    targets = grammar.patients(verb)
    if name in lexicon.group("forcing_verbs") and not targets:
        # "made it land": it is the subject of the second verb.
        targets = [s for c in landings for s in c.children if s.dep_ in ("nsubj", "dobj")]
    if any(t.lower_ == "other" for t in targets):
        return None
    if verb.dep_ == "xcomp" and verb.head.lower_ in lexicon.group_forms("undone_verbs"):
        # "failed to follow the fighters"
        return None
    if name == "force" and verb.dep_ == "conj" and verb.head.lower_ in lexicon.group_forms("refusing_verbs"):
        # "was denied access to its airspace and forced to land"
        return None
    craft, craft_token = first_craft(targets, actors)
    doers = grammar.agents(verb)
    if name == "identify" and (craft is None or craft.party is None):
        # "identified the target as a patrol plane of the US Navy"
        as_what = first_craft([t for p, t in grammar.prepositions(verb) if p == "as"], actors)
        craft, craft_token = as_what if as_what[0] is not None else (craft, craft_token)
    if craft is None and targets and (targets[0].lower_ in INTRUDERS or _crew_meant(targets[0], doers, actors)):
        craft, craft_token = intruder_meant(targets[0], actors)
    if craft is None and strong and not targets and not doers:
        craft, craft_token = nearby_craft(verb, doc, actors, after=not grammar.is_passive(verb), tight=True)
    if craft is None and craft_token is None:
        pronoun = next((t for t in targets if t.lower_ in PRONOUNS - {"that", "which"}), None)
        met = name == "intercept" or (name in lexicon.group("meeting_verbs") and first_craft(doers, actors)[0])
        made_to_land = name in lexicon.group("forcing_verbs") and any(c.lower_ in _LANDING for c in verb.children)
        if pronoun is None or not (met or made_to_land):
            return None
        craft_token = pronoun.i
    chaser, _ = first_craft(doers, actors)
    if chaser is not None and chaser.category == "missile":
        chaser = None
    responder, responder_token = actor_among(doers, actors)
    named = craft is not None and not craft.civil and (craft.designated or craft.party is not None)
    alone = chaser is not None and responder is None and not verb.sent.words & lexicon.group_forms("sending_up")
    if name in ("escort", "accompany") and verb.dep_ == "acl" and named and alone:
        # "transport planes escorted by Mirages dropped supplies": by their own.
        return None
    if chaser is None and responder is None and craft is not None:
        chaser = _fighters_repeated(doers, craft, actors)
        responder = chaser.party if chaser is not None else None
        if chaser is not None and craft.party is None:
            craft = replace(craft, party=_met_before(chaser, craft, actors, doc))
    if responder is None and chaser is None and strong and not grammar.is_passive(verb):
        responder, leading = leading_actor(verb, craft, actors)
        responder_token = responder_token if leading is None else leading
    # "pilots tracked a MiG": who flies meets it as the fighters do.
    flown = chaser is not None or any(t.lower_ in lexicon.group("aircrew") for t in doers)
    own, other = (state_of_party(p) for p in (craft.party if craft is not None else None, responder))
    foreign = craft is not None and not craft.civil and own is not None and other not in (None, own)
    # "warned off an American drone": who drives off another state's aircraft needs no fighter for it.
    driven = driven and (flown or foreign or (responder is not None and fighter_words(verb)))
    if not driven and name in lexicon.group("ordering_verbs"):
        forced = {c.lower_ for c in verb.subtree} & lexicon.group("made_to_go")
        if chaser is not None and craft is not None and not craft.civil:
            # "forced a patrol plane to abort its mission"
            forced |= {c.lower_ for c in verb.children if c.tag_ == "VB"} & lexicon.group("giving_way")
        if responder is None and responder_token is None and forced:
            responder, responder_token = _fighters_with_it(verb, craft, actors)
        if not forced or not (responder or responder_token) or name in ("send", "turn", "order", "divert"):
            diverted = name == "divert" and verb.sent.words & lexicon.group("escorting_words")
            owned = craft is not None and craft.party is not None and not craft.civil
            # "was made to land"
            landed = grammar.is_passive(verb) and "land" in forced
            unnamed = name == "force" or (name in lexicon.group("forcing_verbs") and (owned or landed))
            by_chance = responder is None and {t.lower_ for t in verb.subtree} & lexicon.group("mishap_causes")
            if not diverted and not (unnamed and forced and not by_chance):
                return None
    elif not driven and not (listed and (strong or flown or fighter_words(verb) or _met_by_the_alert(verb, craft))):
        return None
    if name in lexicon.group("weak_contact_verbs") and not (flown or driven or _met_by_the_alert(verb, craft)):
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
    if craft is not None and craft.category == "missile" and name != "intercept":
        return None
    zone, goal = place_of(verb, actors)
    if landings and goal is None:
        goal = place_of(landings[0], actors)[1]
    if name == "divert" and responder is None:
        # "is diverted to Minsk under escort by a MiG-29": by those to whose town it was taken.
        bound = (actors.party_at.get(t.i) for p, t in grammar.prepositions(verb) if p == "to")
        responder = next((p for p in bound if p is not None and p.state is not None), None)
    words = verb.sent.words
    smuggled = words & lexicon.group("contraband_words") and not words & lexicon.group("armed_services")
    if name == "intercept" and smuggled and chaser is None and (craft is None or craft.category != "balloon"):
        # "wardens intercepted a drone with drugs"; an army that stops one at the border is another matter.
        return None
    # A drone or missile that a defence "intercepts" is brought down.
    act: Act = (
        what_was_done(verb)
        if craft is not None and craft.category in ("missile", "drone") and name == "intercept" and chaser is None
        and not (craft.category == "drone" and _by_the_rules(verb))
        else "intercept"
    )
    return told_by(
        verb, act, craft=craft, craft_token=craft_token, responder=responder, responder_token=responder_token,
        zone=zone, goal=goal, strong=strong,
    )


def _met_with(verb: Token, actors: Actors) -> Telling | None:
    """Read "was met with flares fired by the coast guard", "was met with gunfire": what was loosed at it."""
    craft, token = first_craft(grammar.patients(verb), actors)
    loosed = [t for p, t in grammar.prepositions(verb) if p in ("with", "by") and t.lower_ in lexicon.group("ordnance")]
    if craft is None or not loosed or craft.weapon:
        return None
    shots = [c for t in loosed for c in t.children if c.dep_ == "acl"]
    responder, at = actor_among([d for s in shots for d in grammar.agents(s)], actors)
    act: Act = "close" if all(t.lower_ in lexicon.group("flares") for t in loosed) else "fire"
    return told_by(verb, act, craft=craft, craft_token=token, responder=responder, responder_token=at)


def drives_off(verb: Token) -> bool:
    """Say whether a verb has the word that makes it one of driving off: "saw off", "turned them back"."""
    particles = lexicon.table("events")["contact_intercept"]["phrasal"].get(contact_verbs()[verb.lower_], ())
    beside = verb.nbor(1).lower_ if verb.i + 1 < verb.sent.end else ""
    return beside in particles or any(
        c.lower_ in particles and (c.dep_ in ("prt", "advmod") or c.lower_ == "out") for c in verb.children
    )


def _aside_on_balloons(verb: Token, actors: Actors) -> bool:
    """Say whether an aircraft only ran after balloons: "a helicopter, apparently chasing balloons, crossed over"."""
    runs = verb.tag_ == "VBG" and verb.dep_ in ("acl", "advcl") and actors.craft_headed(verb.head) is not None
    craft, _ = first_craft(grammar.objects(verb), actors)
    return runs and craft is not None and craft.category == "balloon" and craft.party is None and craft.count != 1


def _by_the_rules(verb: Token) -> bool:
    """Say whether fighters met a drone as they meet a plane: "identified and intercepted in line with the rules"."""
    beside = {t.lower_ for t in verb.conjuncts} & (lexicon.group("alert_forms") | {"escorted", "recognised"})
    return bool(beside) or bool(verb.sent.words & {"engagement", "practice", "escorted"})


def _describes_chaser(verb: Token, actors: Actors) -> bool:
    """Say whether a participle says what an aircraft was about: "a dogfight with intercepting Greek jets"."""
    if verb.tag_ != "VBG":
        return False
    bare = verb.dep_ == "pcomp" and verb.head.lower_ == "with" and any(
        (c := actors.craft_headed(o)) is not None and c.start == verb.i + 1 and c.count is None and not c.definite
        for o in grammar.objects(verb)
    )
    return bare or (verb.dep_ == "amod" and actors.craft_headed(verb.head) is not None)


def _came_later(verb: Token, name: str) -> bool:
    """Say whether one only came after the other: "was followed later that day by a drone", "minutes later"."""
    if name != "follow" or not grammar.is_passive(verb):
        return False
    after = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 14)]
    by = next((t.i for t in after if t.lower_ == "by"), verb.i)
    return bool({t.lower_ for t in verb.doc[verb.i + 1 : by]} & {"later", "afterwards", "thereafter", "subsequently"})


def _fighters_repeated(doers: list[Token], craft: Craft, actors: Actors) -> Craft | None:
    """Return the fighters that "they" are: "Fighters were scrambled on Monday. On Friday they accompanied an Il-20"."""
    they = next((t for t in doers if t.lower_ in ("they", "both")), None)
    if they is None:
        return None
    doc, start = they.doc, they.doc.start_before(they.i, 3)
    flown = [c for c in actors.crafts if start <= c.head < they.i and not (c.civil or c.weapon or c.attributive)]
    sent = [c for c in flown if c is not craft and c.category == "plane" and strikes(doc[c.head])]
    return sent[-1] if sent else None


def _met_before(chaser: Craft, craft: Craft, actors: Actors, doc: Doc) -> Party | None:
    """Return whose aircraft the same fighters met before, if one state's: the next ones that they meet are its too."""
    met = [c.party for c in actors.crafts if chaser.head < c.head < craft.head and not strikes(doc[c.head])]
    owners = {p.state: p for p in met if p is not None and p.state is not None}
    return next(iter(owners.values())) if len(owners) == 1 else None


def _met_by_the_alert(verb: Token, craft: Craft | None) -> bool:
    """Read "Fighters were scrambled twice. On Monday an Il-20 was identified": by them, whom a sentence before names.

    Not: "the wreck was identified as a Cessna".
    """
    if craft is None or craft.civil or craft.weapon or not grammar.is_passive(verb):
        return False
    if contact_verbs()[verb.lower_] not in lexicon.group("alert_verbs"):
        # "The Typhoons were dispatched": the fighters themselves.
        return False
    if any(c.lower_ in ("as", "by") for c in verb.children) or grammar.negated(verb) or grammar.has_modal(verb):
        return False
    military = craft.designated or craft.party is not None
    before = {t.lower_ for t in verb.doc[: verb.sent.start]}
    return military and bool(before & lexicon.group("fighters_up"))


def _fighters_with_it(verb: Token, craft: Craft | None, actors: Actors) -> tuple[Party | None, int | None]:
    """Return whose fighters went with what was made to land: "is made to land, with a MiG-29 alongside"."""
    for other in actors.crafts:
        here = verb.sent.start <= other.head < verb.sent.end and other is not craft
        military = other.category in ("plane", "helicopter") and not (other.civil or other.weapon or other.attributive)
        state = state_of_party(other.party)
        own = state_of_party(craft.party) if craft is not None else None
        if here and military and state not in (None, own):
            return other.party, other.head
    return None, None


def _sent_up(verb: Token, actors: Actors) -> bool:
    """Read "sent up two F-16s when a bomber neared": fighters of one state, aircraft of another, and no attack."""
    own, own_token = first_craft(grammar.patients(verb), actors)
    if own is None or own.category != "plane" or own_token is None:
        return False
    answer = any(c.dep_ == "advcl" and c.tag_ != "VB" and c.i > verb.i for c in verb.children) or any(
        c.dep_ in ("prep", "prt") and c.lower_ in ("after", "up", "against") for c in verb.children
    )
    sender, _ = actor_among(grammar.agents(verb), actors)
    senders = own.party or sender
    state = (senders.state or senders.name) if senders is not None else None
    others = [
        c
        for c in actors.crafts
        if verb.sent.start <= c.head < verb.sent.end and c is not own and c.party is not None and not c.weapon
    ]
    return answer and any(c.party and c.party.state not in (None, state) for c in others)


def _scrambled(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "scrambled F-16s after ...": the jets are the responder's."""
    own = grammar.patients(verb)
    led = [t.lower_ for t in doc[max(verb.sent.start, verb.i - 7) : verb.i]]
    if "without" in led and "," not in led[led.index("without") :]:
        # "flew on without fighters scrambled to meet it"
        return None
    jets, jets_token = first_craft(own, actors)
    responder, responder_token = actor_among(grammar.agents(verb), actors)
    cause, _ = first_craft(grammar.agents(verb), actors)
    # Not "Greek jets that scrambled and intercepted the aircraft", which are no cause.
    scrambling = any(o.head.i == verb.i for o in own)
    if cause is not None and scrambling and not grammar.is_passive(verb):
        # "Two bombers flew near Gotland, scrambling Swedish fighters": theirs who went up.
        responder, responder_token = actor_among(own, actors)
        return told_by(
            verb, "intercept", craft=cause, craft_token=cause.head, responder=responder,
            responder_token=responder_token, strong=False,
        )
    if jets is None and not own and grammar.is_passive(verb):
        # "F-16s escorted it away, and had to be sent up again"
        above = (first_craft(grammar.subjects(a), actors) for a in grammar.ancestors(verb) if a.pos_ in ("VERB", "AUX"))
        jets, jets_token = next(((c, t) for c, t in above if c is not None and c.party is not None), (None, None))
        responder = jets.party if jets is not None else responder
    if jets is None and not own:
        # "F-35s scrambled as bombers were seen": a headline's, that leaves out "were".
        jets, jets_token = first_craft(grammar.subjects(verb), actors)
        if jets is not None and (jets.civil or jets.weapon or jets.category != "plane"):
            jets, jets_token = None, None
    before = actors.flown_before(verb)
    if jets is None and not own and grammar.is_passive(verb) and len(before) == 1:
        # "To prevent violations, a Su-27 of the district was scrambled", where the parser finds no subject
        jets, jets_token = before[0], before[0].head
    if jets is None and not own:
        jets, jets_token = nearby_craft(verb, doc, actors, after=True, tight=True)
    if responder is None and jets is not None and grammar.is_passive(verb) and jets.party is not None:
        # "escorted away a P-3, and had to be sent up again": theirs whose fighters were sent.
        responder, responder_token = jets.party, jets_token
    if responder is None:
        responder, leading = leading_actor(verb, jets, actors)
        responder_token = responder_token if leading is None else leading
    if responder is None:
        responder = jets.party if jets is not None else None
        responder_token = jets_token if responder_token is None else responder_token
    others = [
        c
        for c in actors.crafts
        if verb.sent.start <= c.head < verb.sent.end
        and c is not jets
        and not c.attributive
        and not c.weapon
        and (jets is None or (c.head != jets.head and doc[c.head] not in doc[jets.head].conjuncts))
    ]
    if responder is not None:
        others = [c for c in others if c.party is None or c.party.state != responder.state or c.party.state is None]
    others = [c for c in others if c.owner_pronoun is None]
    others = [c for c in others if c.party is not None or not c.designated] or others
    target = next((c for c in others if c.head > verb.i), None) or (others[-1] if others else None)
    met = next((t for t in verb.subtree if t.lower_ in ("it", "them") and t.dep_ == "dobj" and t.i > verb.i
                and t.head.lower_ in contact_verbs()), None)
    if met is not None and (target is None or target.head > met.i):
        # "F-16s went up to identify it, and Polish jets relieved them later"
        return told_by(
            verb, "intercept", strong=False, craft_token=met.i, responder=responder, responder_token=responder_token,
            implicit=True,
        )
    if target is None and jets is not None:
        target = _told_before(verb, responder, actors)
    if target is None or (target.name == "sorties"):
        return told_by(
            verb, "intercept", strong=False, responder=responder, responder_token=responder_token,
            goal=place_of(verb, actors)[1], implicit=True,
        )
    zone, goal = place_of(verb, actors)
    return told_by(
        verb, "intercept", craft=target, craft_token=target.head, responder=responder,
        responder_token=responder_token, zone=zone, goal=goal, strong=False,
    )


def _told_before(verb: Token, responder: Party | None, actors: Actors) -> Craft | None:
    """Return the foreign aircraft of the sentence before: "H-6 bombers flew over the sea. Fighters were scrambled."."""
    start = verb.sent.start
    if start == 0 or responder is None or responder.state is None:
        return None
    before = verb.doc[start - 1].sent
    if {t.lower_ for t in (*before, *verb.sent)} & (lexicon.group("exercises") | {"drill", "drills", "parade"}):
        return None
    flown = [
        c
        for c in actors.crafts
        if before.start <= c.head < before.end and c.party is not None and not (c.weapon or c.attributive or c.civil)
    ]
    foreign = [c for c in flown if c.party is not None and c.party.state not in (None, responder.state)]
    moving = any(t.lower_ in lexicon.group("moving") for t in before)
    return foreign[0] if foreign and moving and len({c.party.state for c in foreign if c.party}) == 1 else None


def interception(noun: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "an unsafe intercept of a U.S. plane", "the interception of two bombers by".

    Not: "three interceptions in the second half".
    """
    whole = noun.head if noun.dep_ == "compound" and noun.head.lower_ in lexicon.group("event_nouns") else noun
    after = noun_phrases_after(whole)
    if noun.lower_ in lexicon.group("meetings_aloft") and any(p == "between" for p, _ in after):
        return None
    craft, craft_token = first_craft([t for p, t in after if p in ("of", "with", "involving")], actors)
    if craft is None and whole is not noun and (named := actors.craft_at.get(noun.i - 1)) is not None:
        # "a jet interception incident"
        craft, craft_token = named, named.head
    if craft is None:
        return None
    met, _ = first_craft(grammar.subjects(noun.head), actors) if noun.dep_ == "dobj" else (None, None)
    if noun.lower_ in lexicon.group("meetings_aloft") and met is not None and met != craft:
        # "the helicopter had an encounter with two fighters"
        party, at = craft.party, craft.head
        return told_by(noun, "close", craft=met, craft_token=met.head, responder=party, responder_token=at)
    responder, responder_token = actor_among([t for p, t in after if p == "by"], actors)
    if responder is None:
        for i in range(left_of(noun), noun.i):
            party = actors.party_at.get(i)
            if party is not None and party.kind != "place":
                responder, responder_token = party, i
    # "a Su-27 let go a missile during an encounter with an RC-135"
    during = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("during", "in") else noun.head
    if responder is None and during.pos_ == "VERB":
        doers = grammar.agents(during)
        if during is noun.head or first_craft(doers, actors)[0] is not None:
            responder, responder_token = actor_among(doers, actors)
    zone, goal = place_of(whole, actors)
    return told_by(
        noun, "intercept", craft=craft, craft_token=craft_token, responder=responder,
        responder_token=responder_token, zone=zone, goal=goal, nominal=True,
    )


def kept_company(verb: Token, actors: Actors) -> Telling | None:
    """Read "the fighters stayed with our RC-135", "sat off its wing", "flew alongside a P-8": they met it.

    Not: "the pilot stayed with the burning jet", "two Hawks flew alongside the prime minister's plane".
    """
    doers = grammar.subjects(verb)
    chaser, _ = first_craft(doers, actors)
    responder, responder_token = actor_among(doers, actors)
    pronoun = next((t for t in doers if t.lower_ in ("they", "it", "both", "two", "four", "others")), None)
    if chaser is None and pronoun is not None:
        chaser = next((c for c in reversed(actors.crafts) if c.head < verb.i and c.category == "plane"
                       and c.party is not None and verb.i - c.head < 25 and not c.attributive), None)
        responder, responder_token = (chaser.party, chaser.head) if chaser is not None else (None, None)
    if chaser is None:
        return None
    # Who flies with another flies on the same side.
    apart = {"with", "to", "behind"} if verb.lower_ in lexicon.verb_forms("fly") else set()
    known = verb.lower_ in lexicon.group_forms("company_verbs")
    beside = [t for p, t in grammar.prepositions(verb) if p in lexicon.group("company_prepositions") - apart and known]
    beside += [t for w in beside if w.lower_ in lexicon.group("craft_parts") for _, t in grammar.prepositions(w)]
    craft, craft_token = first_craft(beside, actors)
    if craft is None and (end := _phrase_of_company(verb)) is not None:
        craft = next((c for i in range(end, min(end + 8, verb.sent.end)) if (c := actors.craft_at.get(i))), None)
        between = verb.doc[end : craft.start] if craft is not None else verb.sent
        blocked = any(t.pos_ in ("VERB", "AUX", "PUNCT", "ADP", "PRON") and t.lower_ != "of" for t in between)
        craft = None if blocked or craft is None or craft.attributive or craft.weapon else craft
        craft_token = craft.head if craft is not None else None
    nobodys = craft is not None and craft.category in ("drone", "balloon")
    if craft is None or craft.civil or (craft.party is None and craft.owner_pronoun is None and not nobodys):
        return None
    own = state_of_party(responder)
    if own is None or chaser.category != "plane" or chaser.civil:
        return None
    if craft.party is not None and (craft.party.state in (None, own) or peace.allies(own, craft.party.state)):
        return None
    return told_by(
        verb, "intercept", craft=craft, craft_token=craft_token, responder=responder,
        responder_token=responder_token, strong=False,
    )


def _phrase_of_company(verb: Token) -> int | None:
    """Return where a phrase of meeting ends that a verb begins: "formed up on", "took a close look at"."""
    phrases = lexicon.phrases_by_verb("company_phrases").get(verb.lower_, ())
    known = {w for phrase in phrases for w in phrase}
    following = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 8)]
    after = [t for t in following if t.lower_ in known or t.pos_ not in ("ADV", "ADJ", "DET")]
    for phrase in phrases:
        if [t.lower_ for t in after[: len(phrase)]] == list(phrase):
            return (after[len(phrase) - 1].i if phrase else verb.i) + 1
    return None


@cache
def company_forms() -> frozenset[str]:
    """Return the forms of the verbs by which fighters keep company with what they met."""
    return lexicon.group_forms("company_verbs") | frozenset(lexicon.phrases_by_verb("company_phrases"))


def took_off(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "Tornados took off as two Tu-95s headed for": fighters of one side went up for aircraft of another."""
    particles = {c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod", "prep")}
    if not particles & {"off", "up", "airborne"}:
        return None
    jets, jets_token = first_craft(grammar.subjects(verb), actors)
    if jets is None or jets.party is None or jets.category != "plane" or jets.civil:
        return None
    others = [
        c
        for c in actors.crafts
        if verb.sent.start <= c.head < verb.sent.end
        and (c.head > verb.i or c.party is not None)
        and not c.weapon
        and not c.attributive
        and (c.party is None or c.party.state != jets.party.state)
        and (c.party is not None or c.designated)
        and not c.civil
        and doc[c.head].head.lower_ not in lexicon.group_forms("standing_by")
        and not _relieves(doc[c.head])
    ]
    if not others:
        return None
    return told_by(
        verb, "intercept", craft=others[0], craft_token=others[0].head, responder=jets.party,
        responder_token=jets_token, strong=False,
    )


def _relieves(jets: Token) -> bool:
    """Say whether aircraft take the place of those that went up: "and Polish jets took over later"."""
    verb = jets.head
    if jets.dep_ not in grammar.SUBJECTS or verb.dep_ != "conj":
        return False
    over = verb.lower_ in lexicon.verb_forms("take") and any(c.lower_ == "over" for c in verb.children)
    return over or verb.lower_ in lexicon.verb_forms("relieve", "replace")


def _crew_meant(people: Token, doers: list[Token], actors: Actors) -> bool:
    """Say whether a people are those who fly: "the Turkish fighters escorted the Russians until they turned north"."""
    party, (chaser, _) = actors.party_at.get(people.i), first_craft(doers, actors)
    if chaser is None:
        chaser = next((actors.craft_headed(d.head.head) for d in doers if d.lower_ in ("which", "that")), None)
    return party is not None and people.tag_ in ("NNPS", "NNS") and party.state is not None and chaser is not None
