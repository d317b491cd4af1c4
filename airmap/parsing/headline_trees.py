"""Repairs of the trees of headlines, of which the parser has read few: no "were", verbs taken for other words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.parsing.clause_trees import hang, let_act, put_in_place_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTICLES = frozenset({"down", "off", "out", "away", "back", "on", "at", "up"})
_MISSILES = frozenset({"missile", "missiles", "rocket", "rockets"})
_PARTS_OF_A_DAY = frozenset(
    {"morning", "afternoon", "evening", "night", "dawn", "dusk", "noon", "midnight", "day", "week", "month"}
)


def down_as_verb(down: Token) -> None:
    """Let headlines bring something down: "Turkish jets down drone of unknown origin" are no jets down a drone.

    Not: "jets fly down to their base", "prices down as planes return", "China forces down an American plane".
    """
    doc, sentence = down.doc, down.sent
    end = down.i + 1
    named = ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PART")
    while end < sentence.end and (doc[end].pos_ in named or doc[end].text == "-" or doc[end].lower_ in _flyers()):
        end += 1
    flown = next((t for t in [*doc[down.i + 1 : end]][::-1] if t.lower_ in _flyers() or t.norm_[:3] == "jet"), None)
    subject = doc[down.i - 1] if down.i > sentence.start else down
    forced = subject.lower_ == "forces" and (subject.i == sentence.start or doc[subject.i - 1].pos_ != "ADJ")
    forced = forced or subject.lower_ in _with_down()
    if flown is None or forced or subject.pos_ not in ("NOUN", "PROPN") or any(
        t.pos_ in ("VERB", "AUX") and t.tag_ != "VBG" for t in doc[sentence.start : down.i]
    ):
        return
    while subject.dep_ == "pobj" and subject.head.head.i < subject.i and subject.head.head.pos_ in ("NOUN", "PROPN"):
        # "Rebels in Idlib down a helicopter"
        subject = subject.head.head
    chunk = {*range(subject.left_edge.i, end)}
    top = next((t for t in doc[subject.left_edge.i : end] if t.head.i == t.i or t.head.i not in chunk), down)
    outside = top.head.i != top.i and top.head.i not in chunk and not down.is_ancestor(top.head)
    heads = {subject.i: (down, "nsubj"), flown.i: (down, "dobj")}
    heads[down.i] = (top.head, top.dep_) if outside else (down, "ROOT")
    for part in tuple(subject.children):
        if part.i >= end:
            heads[part.i] = (down, part.dep_)
    for part in doc[down.i + 1 : end]:
        if part.i != flown.i and part.head.i not in range(down.i + 1, end):
            heads[part.i] = (flown, part.dep_)
    down.tag_, down.pos_ = "VBP" if down.lower_ == "down" else "VBZ", "VERB"
    hang(doc, heads)
    if flown.pos_ == "VERB":
        # "down drone near the border", where nothing drones.
        flown.tag_, flown.pos_ = "NN", "NOUN"


def let_fly(arms: Token) -> None:
    """Let a state fire: "North Korea fires missile over Japan" has a missile, and nobody's fires missile."""
    shot = next((c for c in arms.children if c.lower_ in ("fires", "launches", "sends") and c.i < arms.i), arms)
    names = [c for c in shot.children if c.i < shot.i and c.pos_ == "PROPN"]
    if shot.i == arms.i or not names or shot.dep_ not in ("nsubj", "compound", "nmod", "amod"):
        return
    shot.tag_, shot.pos_, arms.tag_, arms.pos_ = "VBZ", "VERB", "NN", "NOUN"
    for child in tuple(arms.children):
        if child.i > arms.i:
            child.head = shot
    put_in_place_of(shot, arms)
    arms.head, arms.dep_ = shot, "dobj"
    names[-1].dep_ = "nsubj"


def land_as_aim(land: Token) -> None:
    """Let it land: "was coming in to land" goes to no land."""
    to, coming = land.head, land.head.head
    if land.dep_ == "pobj" and to.lower_ == "to" and to.i == land.i - 1 and any(
        c.dep_ == "prt" and c.lower_ == "in" for c in coming.children
    ):
        to.head, to.dep_, to.pos_ = land, "aux", "PART"
        land.head, land.dep_, land.tag_, land.pos_ = coming, "advcl", "VB", "VERB"


def land_as_verb(land: Token) -> None:
    """Let "Russian drones land in Latvia" come down, where the parser has a land of drones."""
    before = [t for t in land.doc[land.sent.start : land.i] if t.pos_ != "PUNCT" and t.lower_ not in ("'", "’")]
    craft = before[-1] if before else land
    hangs = craft.head.i == land.i or (land.head.i == craft.i and craft.dep_ == "ROOT")
    if not hangs or craft.tag_ not in ("NNS", "VBZ") or not flies(craft):
        return
    if craft.dep_ == "ROOT":
        for child in tuple(craft.children):
            if child.i > land.i:
                child.head = land
            elif child.dep_ == "nsubj":
                child.dep_ = "compound"
        put_in_place_of(land, craft)
        craft.head = land
    for child in tuple(land.children):
        if child.i < craft.i:
            child.head = craft
    land.tag_, land.pos_ = "VBP", "VERB"
    craft.tag_, craft.pos_, craft.dep_ = "NNS", "NOUN", "nsubj"


def headline_verb(verb: Token) -> None:
    """Let a state act: "Latvia protests to Russia over", "Greece denounces a flight" have a subject and a verb.

    The parser has protests of the Latvia kind.
    """
    name = verb.nbor(-1) if verb.i == verb.sent.start + 1 else verb
    if name.pos_ != "PROPN" or name.dep_ != "compound" or name.head.i != verb.i:
        return
    if verb.tag_ == "NNS" and verb.lower_ not in lexicon.group_forms("reacting_verbs"):
        return
    verb.tag_, verb.pos_, name.dep_ = "VBZ", "VERB", "nsubj"


def service_acts(verb: Token) -> None:
    """Let a service act: "Air Force scrambles jets" has a verb, and no jets of the scrambles kind.

    So too "Indian Air Force chases off Pakistani drone".
    """
    before = verb.nbor(-1)
    if before.pos_ not in ("PROPN", "NOUN") or verb.lower_ not in _acts_of_services() or before.lower_ in _flyers():
        return
    target = verb.head if verb.dep_ in ("compound", "nmod") and verb.head.i > verb.i else None
    off = next((c for c in verb.children if c.i == verb.i + 1 and c.lower_ in ("off", "away", "back")), None)
    if target is None and off is not None and verb.dep_ == "ROOT":
        target = next((c for c in off.children if c.dep_ == "pobj"), None)
    if target is None or not (flies(target) or target.lower_ in _flyers()) or before.i - verb.sent.start > 5:
        return
    if verb.dep_ != "ROOT":
        put_in_place_of(verb, target)
        for child in tuple(c for c in target.children if c.i < verb.i):
            child.head = before if child.i < before.i else verb
    else:
        assert off is not None
        off.dep_ = "prt"
    verb.tag_, verb.pos_ = "VBZ", "VERB"
    target.head, target.dep_, before.head, before.dep_ = verb, "dobj", verb, "nsubj"
    for child in tuple(c for c in verb.children if c.i < before.i):
        child.head = before


@cache
def _acts_of_services() -> frozenset[str]:
    verbs = ("scramble", "intercept", "escort", "shadow", "tail", "chase", "track", "down", "launch", "dispatch")
    return frozenset(f for v in verbs for f in lexicon.verb_forms(v) if f.endswith("s"))


def flier_acts(verb: Token) -> None:
    """Let an aircraft act: "Chinese jet confronts U.S. B-52", "Libyan MiG tails Italian airliner" have verbs.

    The parser has tails of the MiG kind.
    """
    craft = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if craft.head.i != verb.i or craft.dep_ not in ("compound", "nmod", "amod") or verb.lower_ not in _acts_of_fliers():
        return
    if not flies(craft) and craft.lower_ not in _flyers() and not any(c.isdigit() for c in craft.text):
        return
    after = [c for c in verb.children if c.i > verb.i and c.dep_ in ("appos", "dep", "dobj")]
    target = next((c for c in after if c.pos_ in ("NOUN", "PROPN")), None)
    if target is None and verb.dep_ in ("compound", "nmod") and verb.head.i > verb.i:
        target = verb.head
        above, relation = target.head, target.dep_
        verb.head, verb.dep_ = (verb, "ROOT") if above.i == target.i else (above, "ccomp")
        if relation == "nsubj" and above.pos_ == "VERB" and verb.doc[above.i - 1].text == ",":
            # "crosses border, opens fire"
            put_in_place_of(verb, above)
            above.head, above.dep_ = verb, "conj"
    if target is None:
        return
    for child in tuple(verb.children):
        if child.i < craft.i:
            child.head = craft
    target.head, target.dep_, craft.dep_ = verb, "dobj", "nsubj"
    verb.tag_, verb.pos_ = "VBZ", "VERB"


@cache
def _acts_of_fliers() -> frozenset[str]:
    tables = ("contact_intercept", "contact_close", "entry_strong", "approach")
    forms = {f for table in tables for f in lexicon.verbs("events", table)} | lexicon.group_forms("hitting_verbs")
    return frozenset(f for f in forms | {"circles", "crosses"} if f.endswith("s")) - {"makes", "orders", "fires"}


def headline_passive(participle: Token) -> None:
    """Let it be done to an aircraft: "Two jets shot down near the border", "Su-24 turned back by F-16s".

    A headline has no "were", and the parser takes the participle for a past tense. "Jets struck near the town" may.
    """
    subject = next((c for c in participle.children if c.dep_ == "nsubj" and c.i < participle.i), None)
    if subject is None or not flies(subject) or subject.right_edge.i != participle.i - 1:
        return
    if any(c.dep_ != "prep" or c.lower_ not in ("from", "of") for c in subject.children if c.i > subject.i):
        # "two drones from Belarus downed"
        return
    by_whom = any(c.dep_ == "agent" for c in participle.children)
    after = participle.i + 1
    while after < participle.sent.end and participle.doc[after].lower_ in _PARTICLES:
        after += 1
    following = participle.doc[after] if after < participle.sent.end else None
    # "fired on over the border": an end of it, or a phrase, and nobody whom they fired on.
    ends = following is None or following.pos_ in ("ADP", "SCONJ", "PUNCT", "ADV") or of_time(following)
    fired_on = participle.lower_ in ("fired", "shot") and after == participle.i + 2
    known = participle.lower_ in lexicon.group("undergone_in_headlines") or fired_on
    if not ends or participle.dep_ == "relcl" or not (by_whom or known):
        return
    if any(c.dep_ in ("dobj", "ccomp", "xcomp", "aux", "auxpass", "dative") for c in participle.children):
        return
    subject.dep_, participle.tag_ = "nsubjpass", "VBN"


def flies(word: Token) -> bool:
    known = word.norm_ in ("jet", "jets") or word.lower_ in lexicon.group("machines_that_fly")
    return known or word.lower_ in _MISSILES


def of_time(word: Token) -> bool:
    dates = lexicon.table("dates")
    known = word.lower_ in dates["months"] or word.lower_ in dates["weekdays"] or word.lower_ in _PARTS_OF_A_DAY
    return known or any(c.isdigit() for c in word.text)


@cache
def _with_down() -> frozenset[str]:
    """Return the verbs that "down" goes with, which tags may take for nouns: "Turkey shoots down drone"."""
    phrasal = lexicon.table("events")["force_down"]["phrasal"]
    return frozenset(f for verb, particle in phrasal if particle == "down" for f in lexicon.verb_forms(verb))


@cache
def _flyers() -> frozenset[str]:
    table = lexicon.table("aircraft")
    named = {f.casefold() for names in table["names"].values() for n in names for f in lexicon.noun_forms(n)}
    return frozenset(named).union(*(lexicon.nouns("aircraft", "nouns", c) for c in table["nouns"]))


def attack_as_verb(attack: Token) -> None:
    """Let helicopters be a kind: "deployed jets and attack helicopters" attacks none."""
    if attack.lower_ not in ("attack", "combat", "strike", "transport") or attack.pos_ != "VERB":
        return
    noun = attack.nbor(1) if attack.i + 1 < attack.sent.end else attack
    if attack.dep_ not in ("conj", "dobj", "pobj") or noun.head.i != attack.i or not flies(noun) or noun.dep_ != "dobj":
        return
    if attack.dep_ == "conj" and attack.head.pos_ not in ("NOUN", "PROPN"):
        return
    noun.head, noun.dep_ = attack.head, attack.dep_
    for child in tuple(attack.children):
        child.head = noun
    attack.head, attack.dep_, attack.tag_, attack.pos_ = noun, "compound", "NN", "NOUN"


def verb_as_modifier(verb: Token) -> None:
    """Let fighters be sent up: "opened fire and scrambled jets" opened no jets of the scrambled kind."""
    noun, main = verb.head, verb.head.head
    joined = verb.i > verb.sent.start and verb.nbor(-1).dep_ == "cc" and verb.nbor(-1).head.i == main.i
    if noun.dep_ != "conj" or noun.i < verb.i or not joined or main.pos_ != "VERB" or not flies(noun):
        return
    verb.head, verb.dep_, verb.tag_, verb.pos_ = main, "conj", "VBD", "VERB"
    noun.head, noun.dep_ = verb, "dobj"


def sender_of_modifier(verb: Token) -> None:
    """Let a force send up fighters: "Japan's air force scrambled jets to meet a bomber" is of no scrambled jets."""
    noun, main = verb.head, verb.head.head
    before = [c for c in (*noun.children, *verb.children) if c.i < verb.i]
    relations = ("compound", "nmod", "amod", "npadvmod", "nsubj")
    sender = next((c for c in reversed(before) if c.i == verb.i - 1 and c.dep_ in relations), None)
    purpose = main.tag_ == "VB" and any(c.lower_ == "to" and c.i > noun.i for c in main.children)
    if noun.dep_ != "nsubj" or noun.i < verb.i or sender is None or not purpose or not flies(noun):
        return
    put_in_place_of(verb, main)
    verb.tag_, verb.pos_, main.head, main.dep_ = "VBZ" if verb.tag_ == "VBZ" else "VBD", "VERB", verb, "advcl"
    sender.head, sender.dep_, noun.head, noun.dep_ = verb, "nsubj", verb, "dobj"
    for child in before:
        if child not in (sender, verb):
            child.head = sender


def sending_as_subject(verb: Token) -> None:
    """Let it be sent to do something: in "Baku scrambles jets to intercept bombers" no scrambling intercepts."""
    main = verb.head
    to = any(c.lower_ == "to" and c.i > verb.i for c in main.children)
    if main.tag_ == "VB" and main.i > verb.i and to and any(c.dep_ == "dobj" and flies(c) for c in verb.children):
        put_in_place_of(verb, main)
        main.head, main.dep_ = verb, "advcl"


def infinitive_as_modifier(verb: Token) -> None:
    """Let fighters be scrambled: "prompting the ASDF to scramble jets" is to no jets of the scramble kind."""
    to, noun = verb.nbor(-1) if verb.i else verb, verb.head
    above = to.head
    if to.lower_ != "to" or to.dep_ != "prep" or noun.head.i != to.i or above.pos_ not in ("VERB", "AUX", "NOUN"):
        return
    verb.head, verb.dep_, verb.tag_, verb.pos_ = above, "xcomp", "VB", "VERB"
    to.head, to.dep_, noun.head, noun.dep_ = verb, "aux", verb, "dobj"
    doer = next((c for c in above.children if c.dep_ == "dobj" and above.i < c.i < to.i), None)
    if doer is not None:
        doer.head, doer.dep_, verb.dep_ = verb, "nsubj", "ccomp"


def warning_as_verb(word: Token) -> None:
    """Let "warning shots" be shots, and "without warning" be a manner: neither warns of what stands behind it."""
    if word.lower_ != "warning" or word.dep_ != "pcomp":
        return
    above = word.head
    shots = next((c for c in word.children if c.dep_ == "dobj" and c.i == word.i + 1), None)
    if above.lower_ == "without" and not any(c.dep_ == "dobj" for c in word.children):
        # "planes flying without warning through its airspace" flew through it.
        for child in tuple(c for c in word.children if c.i > word.i):
            child.head = above.head
        word.dep_, word.tag_, word.pos_ = "pobj", "NN", "NOUN"
        return
    if shots is None:
        return
    moved = [c for c in word.children if c.i > shots.i]
    shots.head, shots.dep_ = above, "pobj"
    for child in moved:
        child.head = shots
    word.head, word.dep_ = shots, "compound"


def gerund_beside_object(gerund: Token) -> None:
    """Let an aircraft fly: "recorded 12 cases of Russian drones crossing into its airspace" is of drones that crossed.

    The parser hangs both on the preposition, as if whoever recorded them had crossed.
    """
    above = gerund.head
    if gerund.dep_ != "pcomp" or above.pos_ != "ADP":
        return
    noun = next((c for c in above.children if c.dep_ == "pobj" and above.i < c.i < gerund.i), None)
    if noun is not None and noun.i == gerund.i - 1 and flies(noun):
        gerund.head, gerund.dep_ = noun, "acl"


def clause_of_day(verb: Token) -> None:
    """Let a clause be of what stands before the day: "a jet on Tuesday that came within a mile" is of no Tuesday."""
    that = next((c for c in verb.children if c.tag_ == "WDT" and c.i < verb.i and c.i > c.sent.start), None)
    day = verb.head if verb.dep_ == "relcl" else that.nbor(-1) if that is not None else verb
    on = day.head
    if not of_time(day) or day.dep_ != "pobj" or on.lower_ != "on" or on.i == on.sent.start:
        return
    noun = on.nbor(-1)
    of_it = verb.left_edge.lower_ in ("that", "which") and verb.left_edge.i > day.i
    if noun.pos_ in ("NOUN", "PROPN") and of_it and noun.head.i != verb.i:
        verb.head, verb.dep_ = noun, "relcl"


def verb_of_arms(verb: Token) -> None:
    """Let an armed aircraft act: in "a jet armed with missiles closed in on the plane" no missiles closed in."""
    arms = verb.head
    armed = arms.head.head
    noun = armed.head
    if verb.dep_ != "acl" or arms.dep_ != "pobj" or armed.lower_ not in lexicon.group("laden") or armed.dep_ != "acl":
        return
    if noun.dep_ != "ROOT" or not flies(noun) or verb.nbor(-1).i != arms.i:
        return
    verb.tag_, verb.pos_ = "VBD", "VERB"
    verb.head = noun
    let_act(noun, verb)
