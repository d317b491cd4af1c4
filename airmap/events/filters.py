"""What is no incident: permission, closure, policy, exercises, metaphor; and what is a series rather than an event."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar, peace
from airmap.events.clauses import phrasal_of
from airmap.events.coreference import same_aircraft
from airmap.events.event_words import down_verbs, fire_verbs, inquiring_words
from airmap.events.in_general import in_general
from airmap.events.leave import asked_leave, told_without_leave
from airmap.events.other_times import sums_up
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token


def _their_own(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether those who brought it down flew it: "A jet rammed an American drone. U.S. forces sank the drone"."""
    doer = telling.responder
    # As it is written, before anything was made of whose it may be.
    craft = actors.craft_at.get(telling.craft.head) if telling.craft is not None else None
    if craft is None or doer is None or doer.state is None or craft.party is not None or not craft.definite:
        return False
    meant = same_aircraft(doc, craft, actors, avoid=None)
    if meant is None or meant.party is None or meant.party.state != doer.state or meant.party is doer:
        # "a Russian jet was behind the shooting down of the drone": the jet did it.
        return False
    others = (c for c in actors.crafts if meant.head != c.head < craft.head and c.category == craft.category)
    return not any(c.party is not None and c.party.state != doer.state for c in others)


def _carried_by(trigger: Token, telling: Telling, doc: Doc) -> bool:
    """Say whether an aircraft only carries those that are flown: "troops flown in by helicopter kill a commander"."""
    if trigger.lower_ != "flown" or trigger.dep_ != "acl" or telling.zone is not None or telling.craft is None:
        return False
    head = doc[telling.craft.head]
    return head.head.lower_ == "by" and head.head.head.i == trigger.i and doc[head.i - 1].i == head.head.i


def is_incident(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether a telling reports an event, and not permission, policy, an exercise or a figure of speech."""
    trigger = doc[telling.trigger]
    if _exercise(telling, doc) or in_general(telling, doc):
        return False
    if any(c.lower_ in ("longer", "anymore") for c in trigger.children) and (
        grammar.has_modal(trigger) or trigger.tag_ in ("VBP", "VBZ")
    ):
        # "may no longer cross its airspace", "jets no longer fly over it": a rule, a habit.
        return False
    if telling.nominal and sums_up(trigger):
        return False
    if trigger.dep_ == "acl" and trigger.head.lower_ == "those" and doc[trigger.head.i - 1].lower_ == "among":
        # "attack jets were among those intercepted": some of those told of.
        return False
    if telling.act == "down" and trigger.tag_ == "VB" and trigger.head.lower_ in lexicon.group("aircrew") and (
        trigger.dep_ in ("relcl", "acl")
    ):
        # "the first pilot to down five German planes"
        return False
    whose = telling.craft.party if telling.craft is not None else None
    if trigger.lower_ == "identified" and any(
        c.lower_ in ("mistakenly", "wrongly", "incorrectly", "erroneously") for c in trigger.children
    ):
        # "the crew mistakenly identified the airliner as a fighter": nobody met it.
        return False
    if trigger.lower_ in lexicon.verb_forms("remain", "stay") and telling.attribution is not None and (
        telling.mover is not None and telling.attribution.state == telling.mover.state
    ):
        # "Moscow insisted that its jet had remained within Syria's borders": where it may be.
        return False
    if trigger.lower_ in lexicon.verb_forms("patrol", "police") and (whose is None or whose.kind == "group"):
        # "NATO jets patrolling Estonian airspace": those who keep it.
        return False
    if _unmeant(trigger) or _only_counted(telling, doc) or _carried_by(trigger, telling, doc):
        return False
    if trigger.tag_ == "VB" and asked_leave(trigger):
        return False
    if telling.act == "down" and _their_own(telling, doc, actors):
        return False
    if telling.act == "restricted" and telling.craft is None and (telling.mover is None or telling.mover.state is None):
        # "voted to end the no-fly zone"
        return False
    told_mover = None if telling.craft is not None or telling.nominal else telling.mover_token
    if told_mover is not None and doc[told_mover].lower_ in lexicon.group("earthbound", "ships"):
        # "the American retailer entered its airspace": a figure of speech.
        return False
    if told_mover is not None and any(o.lower_ in lexicon.group("ships") for o in grammar.objects(trigger)):
        # "It was called to track Russian vessels in British waters"
        return False
    if telling.status == "hypothetical":
        return (
            telling.act in ("entry", "adiz")
            and telling.mover is not None
            and telling.airspace is not None
            and not _permitted(telling, doc)
        )
    if telling.act == "down" and telling.craft is not None and telling.craft.category == "missile":
        # What a raid let fly and a defence stopped belongs to the raid, unless whose or where it was is told.
        barrage = telling.craft.count is not None and telling.craft.count > 10
        if telling.mover is not None or telling.airspace is not None or telling.goal is not None:
            return not barrage or telling.airspace is not None
        return telling.responder is not None and trigger.dep_ not in ("advcl", "pcomp") and not barrage
    if telling.zone is not None and telling.zone.kind != "restricted" and (
        {t.lower_ for t in doc[telling.zone.start : telling.zone.end] if t.head.head.dep_ != "relcl"}
        & lexicon.group("nobodys")
        or [t.lower_ for t in doc[telling.zone.end : telling.zone.end + 2]] in (["of", "no"], ["of", "any"])
    ):
        # "crossed nobody's border", "has no intention of violating any country's airspace"
        return False
    if told_mover is not None and _nobodys_name(telling, doc, actors):
        return False
    exercising = not telling.strong and telling.mover is None and telling.act in ("entry", "adiz")
    exercising = exercising and (telling.craft is None or telling.craft.category in ("plane", "helicopter"))
    nobodys = all(p is None for p in (telling.mover, telling.responder, telling.goal)) and telling.airspace is None
    # "The exercise lasts ten days ... 53 instances of downing drones were practised"
    exercising = exercising or (telling.act == "down" and nobodys and (telling.nominal or trigger.tag_ == "VBG"))
    if exercising and not doc.span(0, trigger.i).words.isdisjoint(lexicon.group("exercises")):
        # "The exercise starts today ... They fly in Finnish airspace."
        return False
    own = telling.zone is not None and telling.zone.kind == "territory" and telling.zone.owner_pronoun is not None
    if telling.act == "entry" and own and telling.airspace is None and telling.mover is not None:
        # "Japan sent its jets over its southern islands": its own.
        return False
    if telling.act in ("entry", "adiz"):
        if telling.airspace is None and telling.airspace_group is None and telling.mover is None:
            national = telling.zone is not None and telling.zone.described and telling.nominal
            if (telling.craft is None and not national) or telling.zone is None:
                return False
        if not telling.strong and telling.status != "denied" and _permitted(telling, doc):
            return False
        if telling.status == "asserted" and (peace.welcome(telling, doc) or _came_to_grief(telling, doc)):
            return False
        if telling.untold_goal and telling.craft is not None and not telling.craft.civil:
            return telling.airspace is not None
        told_unlawful = not lexicon.group("unlawful_words").isdisjoint(t.lower_ for t in trigger.children)
        if (
            telling.craft is not None
            and not telling.strong
            and (telling.craft.civil or _airliner_meant(telling, actors))
            and not grammar.under_fire(trigger)
            and not told_unlawful
        ):
            return False
        if telling.nominal and (_policy(trigger) or _granted(trigger)):
            return False
        flown = telling.mover_token is not None and doc[telling.mover_token].lower_ in lexicon.group("aircrew")
        unlawful = telling.nominal and told_unlawful
        # "protested over unauthorised flights through its airspace", "there were two illegal entries"
        above = (w.lower_ for a in grammar.ancestors(trigger) for w in (a, *a.children)) if unlawful else ()
        unlawful = unlawful and not _held_against_somebody().isdisjoint(above)
        if not telling.strong and telling.craft is None and telling.mover is None and not unlawful and not flown:
            return False
        over_land = not telling.nominal and (telling.zone is None or telling.zone.kind == "territory")
        if over_land and telling.craft is None and _air_force(telling, doc):
            return True
        if over_land and (
            telling.craft is None or (telling.craft.civil and not telling.strong and not grammar.under_fire(trigger))
        ):
            return False
        if over_land and not telling.strong and telling.mover is None and telling.craft is not None:
            # "airplanes are flying into Darfur": nobody's in particular, and nothing of war about them.
            return (
                telling.craft.category not in ("plane", "airliner", "helicopter")
                or (
                    _military_type(telling.craft)
                    and (
                        trigger.lower_ in lexicon.group_forms("border_verbs")
                        or not telling.craft.designated
                        or telling.origin is not None
                    )
                )
                or _under_arms(trigger)
                or _so_far_across(trigger)
            )
    return True


def _came_to_grief(telling: Telling, doc: Doc) -> bool:
    """Say whether an aircraft with a crew only crashed there: "three helicopters crashed in Kenyan airspace"."""
    trigger, zone, craft = doc[telling.trigger], telling.zone, telling.craft
    if zone is None or craft is None or craft.unpiloted or zone.kind != "national" or telling.strong:
        return False
    if trigger.lower_ not in lexicon.group("crash_words") or doc[zone.start - 1].lower_ != "in":
        return False
    words = {t.lower_ for t in trigger.sent if not craft.start <= t.i < craft.end}
    return not words & lexicon.group("astray", "under_arms", "unasked_entry") and not grammar.under_fire(trigger)


@cache
def _held_against_somebody() -> frozenset[str]:
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    return inquiring_words().union(lexicon.group("complaints_sent"), accusing, ("there",))


def _so_far_across(trigger: Token) -> bool:
    """Say whether it is told how far it went over a border: "flew about 700 metres across the Finnish border"."""
    measured = any(t.lower_ in lexicon.group("length_units") for c in trigger.children for t in (c, *c.children))
    return measured and any(p in ("across", "over", "beyond", "past") and t.lower_ in ("border", "frontier", "boundary")
                            for p, t in grammar.prepositions(trigger))


def _nobodys_name(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether an airspace is that of a name which is no state's: "cruised within Radiohead's airspace"."""
    zone = telling.zone
    if zone is None or zone.owner is not None or zone.owner_pronoun is not None or telling.airspace is not None:
        return False
    owners = [c for c in doc[zone.head].children if c.dep_ == "poss" and c.pos_ == "PROPN"]
    return any(o.i not in actors.party_at and o.ent_type_ not in ("GPE", "LOC") for o in owners)


def _unmeant(trigger: Token) -> bool:
    """Say whether only an intention is denied: "had no intention of violating", "did not mean to enter"."""
    for node in grammar.ancestors(trigger):
        words = {c.lower_ for c in node.children}
        if node.lower_ in lexicon.word_set("answers", "intent", "nouns") and words & {"no", "any", "without"}:
            return True
        if node.lower_ in lexicon.verbs("answers", "intent") and words & {"not", "n't", "n’t", "never"}:
            return True
        if node.pos_ == "VERB" and node.dep_ not in ("xcomp", "pcomp"):
            return False
    return False


def _only_counted(telling: Telling, doc: Doc) -> bool:
    """Say whether a sentence tells only that entries grew fewer, or that there were none.

    Read "the number of violations fell to zero", "incursions have become rare", "fewer jets entered", "counted zero
    violations". Not: "one of fewer than ten violations", "the falling number did not ... when a jet entered".
    """
    trigger = doc[telling.trigger]
    craft = telling.craft
    first = {doc[i].lower_ for i in (craft.start, max(0, craft.start - 1))} if craft is not None else set()
    if first & lexicon.group("lesser_numbers") and not telling.nominal:
        return True
    if not telling.nominal:
        return False
    if {c.lower_ for c in trigger.children} & (lexicon.group("lesser_numbers") | {"no"}):
        return True
    if any(t.lower_ == "not" for t in doc[max(trigger.sent.start, trigger.left_edge.i - 1) : trigger.i]):
        # "not a single violation"
        return True
    top = trigger
    while top.dep_ in ("pobj", "prep", "compound", "nmod", "poss", "amod") and top.head.i != top.i:
        top = top.head
        if top.lower_ in lexicon.group("fewness"):
            return True
    if top.dep_ not in grammar.SUBJECTS:
        return False
    verb = top.head
    told = {verb.lower_, *(c.lower_ for c in verb.children if c.dep_ in ("acomp", "attr", "oprd"))}
    falling = verb.lower_ in ("fell", "fallen", "falling", "went", "gone", "down")
    if falling and trigger.lower_.endswith("s") and top.i == trigger.i:
        # "violations have been falling since"
        return True
    return bool(told & (lexicon.group_forms("dwindling") | lexicon.group("seldom"))) or (
        falling and bool({c.lower_ for c in verb.children} & {"to", "by", "from", "down", "sharply"})
    )


def _air_force(telling: Telling, doc: Doc) -> bool:
    """Say whether an air force itself is said to have crossed over."""
    token = None if telling.mover_token is None else doc[telling.mover_token]
    return token is not None and token.lower_ in ("force", "forces") and "air" in {c.lower_ for c in token.children}


def _military_type(craft: Craft) -> bool:
    """Say whether an aircraft is told by a type that only forces fly: "a Tu-141", "two MiG-29s"."""
    if not craft.civil and set(craft.name.casefold().split()) & lexicon.group("military_words"):
        return True
    maker = craft.name.split(" ")[0].casefold()
    return craft.designated and not craft.civil and maker not in lexicon.group("civil_makers")


def _under_arms(trigger: Token) -> bool:
    return bool(trigger.sent.words & lexicon.group("under_arms"))


def _airliner_meant(telling: Telling, actors: Actors) -> bool:
    """Say whether "the aircraft", whose nobody says, is an airliner named before and nothing military is about."""
    craft = telling.craft
    if craft is None or not craft.generic or telling.mover is not None:
        return False
    before = [c for c in actors.crafts if c.head < craft.head and not c.attributive and not c.generic]
    return bool(before) and all(c.civil for c in before)


_CLOSING = frozenset({"close", "reopen", "open", "suspend", "divert"})


def _permitted(telling: Telling, doc: Doc) -> bool:
    trigger = doc[telling.trigger]
    if told_without_leave(trigger):
        return False
    verbs = lexicon.verbs("cues", "permission")
    nouns = lexicon.word_set("cues", "permission", "nouns")
    previous = trigger
    for node in (trigger, *grammar.ancestors(trigger)):
        marks = {c.lower_ for c in previous.children if c.dep_ == "mark"}
        if previous.dep_ == "prep" and previous.lower_ in lexicon.group("about_words"):
            # "is to seek an explanation regarding the entry of three jets"
            break
        if node is not trigger and previous.dep_ == "advcl" and marks & lexicon.group("adverbial_conjunctions"):
            break
        own_subject = any(c.dep_ in grammar.SUBJECTS for c in previous.children)
        if node is not trigger and (previous.dep_ == "parataxis" or (previous.dep_ == "conj" and own_subject)):
            break
        if node is not trigger and previous.dep_ == "ccomp" and own_subject and node.i > previous.i:
            # "A jet crossed the border; Oslo denied it": what is permitted or refused never goes before the verb.
            break
        if node is not trigger and node.lower_ in lexicon.verbs("cues", "reporting"):
            break
        if previous.dep_ == "relcl" and previous.tag_ == "VBD" and _shot_at(node):
            # "authorises its forces to bring down balloons which drifted over": leave is given for the shots.
            break
        counted = telling.nominal and telling.craft is not None and telling.craft.count is not None
        if counted and node.lower_ in lexicon.group_forms("deliberating_verbs"):
            # "at Riga's request to discuss the flight of two jets through its airspace": one that happened.
            break
        aside = previous.dep_ == "advcl" and previous.tag_ == "VBG" and previous.i > node.i
        if (aside or previous.dep_ == "nsubj") and node.pos_ == "VERB" and verbs.get(node.lower_) in _CLOSING:
            # "Balloons drift over the border and the airport closes": they were not let in.
            break
        after = previous.dep_ == "prep" and previous.lower_ in lexicon.group("adverbial_conjunctions")
        if after and node.pos_ == "VERB":
            # "closed the airport after a balloon floated in", which the parser takes for the end of a phrase.
            break
        if previous.tag_ == "VB" and previous.dep_ == "advcl" and any(o.lower_ in nouns for o in grammar.objects(node)):
            # "turns down a request for flights to pass through its airspace"
            return True
        previous = node
        if node is not trigger and _opens_up(node):
            # "opened up on a helicopter which flew across the line": nothing was opened to it.
            break
        if node is not trigger and _let_slip(node):
            # "was dismissed for letting a plane cross the border": nobody gave leave.
            break
        if node is not trigger and (node.lower_ in verbs or node.lower_ in nouns):
            return True
        if node.lower_ in ("due", "scheduled"):
            return True
    near = {t.lower_ for t in trigger.subtree}
    return bool(near & {"permission", "clearance", "authorisation", "authorization"}) and not near & {"without"}


def _shot_at(thing: Token) -> bool:
    """Say whether a noun is what somebody is to bring down or to fire on."""
    verb = thing.head
    return thing.dep_ in ("dobj", "pobj") and (
        verb.lower_ in down_verbs() or phrasal_of(verb) is not None or verb.lower_ in fire_verbs()
    )


def _opens_up(verb: Token) -> bool:
    """Say whether guns are what is opened: "opened up with small arms", "opened fire"."""
    near = {c.lower_ for c in verb.children}
    return verb.lower_ in lexicon.verb_forms("open") and bool(near & {"fire", "up"})


def _let_slip(verb: Token) -> bool:
    """Say whether letting something happen is what somebody is blamed for."""
    if verb.tag_ != "VBG" or verb.lower_ not in lexicon.verb_forms("let") | lexicon.verb_forms("allow"):
        return False
    return bool(verb.sent.words & lexicon.group("blamed_for"))


def _policy(noun: Token) -> bool:
    """Read "to prevent incursions", "rules on the violation of", "protect its airspace from incursions"."""
    for node in grammar.ancestors(noun):
        if node.lower_ == "against" and (
            node.head.lower_ in lexicon.verbs("cues", "reporting", "accusing")
            or node.head.lower_ in lexicon.group("complaints_sent")
        ):
            # "protested against the violation", "lodged a protest against it": of one that happened.
            return False
        if node.lower_ in lexicon.group("policy"):
            return True
        if node.pos_ == "VERB":
            return False
    return False


def _granted(noun: Token) -> bool:
    """Say whether a noun of entry is what is allowed or forbidden: "authorised the overflight of rockets"."""
    return noun.dep_ in ("dobj", "nsubjpass") and noun.head.lower_ in lexicon.group_forms("granting_verbs")


def _in_practice(trigger: Token) -> bool:
    """Say whether guns were tried out on a target that is nobody's: "shot down a drone in a test of its new guns"."""
    words = lexicon.word_set("cues", "exercise", "words")
    # "brought down during a training flight": that is what it flew for, and not what it was shot at for.
    flown_for = lexicon.group("flight_nouns") | {"mission", "missions"}
    tried = any(
        p in ("in", "during", "at", "as") and t.lower_ not in flown_for and (
            t.lower_ in words or {c.lower_ for c in t.children} & words
        )
        for p, t in grammar.phrases_with_objects(trigger)
    )
    return tried and not trigger.sent.words & lexicon.group("by_mistake")


def _exercise(telling: Telling, doc: Doc) -> bool:
    """Say whether it is make-believe: what an exercise does, or a film."""
    words = lexicon.word_set("cues", "exercise", "words")
    trigger = doc[telling.trigger]
    doers = {t.lower_ for t in grammar.subjects(trigger)} | {
        a.lower_ for a in grammar.ancestors(trigger) if a.pos_ == "NOUN"
    }
    sentence = trigger.sent.text.casefold()
    if any(p in sentence for p in lexicon.words("cues", "exercise", "phrases")):
        return True
    if telling.act in ("down", "fire", "intercept") and telling.mover is None and _in_practice(trigger):
        return True
    if telling.craft is not None and lexicon.group("shams") & {
        t.lower_ for t in doc[max(0, telling.craft.start - 1) : telling.craft.end]
    }:
        # "shot down a dummy missile", "met a mock intruder"
        return True
    told = trigger.sent.words
    if telling.act == "intercept" and trigger.lower_ in lexicon.verb_forms("join") and told & words:
        # "three bombers joined Ukrainian fighters for training"
        return True
    if telling.act == "close" and telling.mover is None and told & lexicon.group("learning"):
        # "a student pilot lost sight of his instructor, and they collided"
        return True
    return bool(doers & words) or bool(told & lexicon.group("make_believe"))
