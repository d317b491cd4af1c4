"""What is no incident: permission, closure, policy, exercises, metaphor; and what is a series rather than an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import same_aircraft
from airmap.events.no_incident.entry_filters import enters
from airmap.events.no_incident.in_general import in_general
from airmap.events.no_incident.leave import asked_leave
from airmap.events.no_incident.make_believe import make_believe
from airmap.events.no_incident.other_times import sums_up
from airmap.events.no_incident.permission import permitted
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_WRONGLY = frozenset({"mistakenly", "wrongly", "incorrectly", "erroneously"})


def is_incident(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether a telling reports an event, and not permission, policy, an exercise or a figure of speech."""
    if any(test(telling, doc, actors) for test in _NO_EVENT):
        return False
    entry = telling.act in ("entry", "adiz")
    if telling.status == "hypothetical":
        whose = telling.mover is not None and telling.airspace is not None
        return entry and whose and not permitted(telling, doc)
    if telling.act == "down" and telling.craft is not None and telling.craft.category == "missile":
        return _missile_of_its_own(telling, doc)
    if any(test(telling, doc, actors) for test in _NO_EVENT_AS_TOLD):
        return False
    return not entry or enters(telling, doc, actors)


def _missile_of_its_own(telling: Telling, doc: Doc) -> bool:
    """Say whether a missile brought down is an event: one of a raid is so where its owner or its place is told."""
    barrage = telling.craft is not None and telling.craft.count is not None and telling.craft.count > 10
    if telling.mover is not None or telling.airspace is not None or telling.goal is not None:
        return not barrage or telling.airspace is not None
    return telling.responder is not None and doc[telling.trigger].dep_ not in ("advcl", "pcomp") and not barrage


def _no_longer(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "may no longer cross its airspace", "jets no longer fly over it": a rule, a habit."""
    trigger = doc[telling.trigger]
    return any(c.lower_ in ("longer", "anymore") for c in trigger.children) and (
        grammar.has_modal(trigger) or trigger.tag_ in ("VBP", "VBZ"))


def _one_of_those(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "attack jets were among those intercepted": some of those told of."""
    trigger = doc[telling.trigger]
    return trigger.dep_ == "acl" and trigger.head.lower_ == "those" and doc[trigger.head.i - 1].lower_ == "among"


def _feat(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "the first pilot to down five German planes"."""
    trigger = doc[telling.trigger]
    of_a_pilot = trigger.dep_ in ("relcl", "acl") and trigger.head.lower_ in lexicon.group("aircrew")
    return telling.act == "down" and trigger.tag_ == "VB" and of_a_pilot


def _mistaken_for(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "the crew mistakenly identified the airliner as a fighter": nobody met it."""
    trigger = doc[telling.trigger]
    return trigger.lower_ == "identified" and any(c.lower_ in _WRONGLY for c in trigger.children)


def _stayed_in(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "Moscow insisted that its jet had remained within Syria's borders": where it may be."""
    if telling.attribution is None or telling.mover is None or telling.attribution.state != telling.mover.state:
        return False
    return doc[telling.trigger].lower_ in lexicon.verb_forms("remain", "stay")


def _on_patrol(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "NATO jets patrolling Estonian airspace": those who keep it."""
    whose = telling.craft.party if telling.craft is not None else None
    patrolling = doc[telling.trigger].lower_ in lexicon.verb_forms("patrol", "police")
    return patrolling and (whose is None or whose.kind == "group")


def _unmeant(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether only an intention is denied: "had no intention of violating", "did not mean to enter"."""
    for node in grammar.ancestors(doc[telling.trigger]):
        words = {c.lower_ for c in node.children}
        if node.lower_ in lexicon.word_set("answers", "intent", "nouns") and words & {"no", "any", "without"}:
            return True
        if node.lower_ in lexicon.verbs("answers", "intent") and words & {"not", "n't", "n’t", "never"}:
            return True
        if node.pos_ == "VERB" and node.dep_ not in ("xcomp", "pcomp"):
            return False
    return False


def _only_counted(telling: Telling, doc: Doc, actors: Actors) -> bool:
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


def _carried_by(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether an aircraft only carries those that are flown: "troops flown in by helicopter kill a commander"."""
    trigger = doc[telling.trigger]
    if trigger.lower_ != "flown" or trigger.dep_ != "acl" or telling.zone is not None or telling.craft is None:
        return False
    head = doc[telling.craft.head]
    return head.head.lower_ == "by" and head.head.head.i == trigger.i and doc[head.i - 1].i == head.head.i


def _leave_asked(telling: Telling, doc: Doc, actors: Actors) -> bool:
    return doc[telling.trigger].tag_ == "VB" and asked_leave(doc[telling.trigger])


def _their_own(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether those who brought it down flew it: "A jet rammed an American drone. U.S. forces sank the drone"."""
    doer = telling.responder if telling.act == "down" else None
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


def _zone_as_policy(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "voted to end the no-fly zone"."""
    stateless = telling.mover is None or telling.mover.state is None
    return telling.act == "restricted" and telling.craft is None and stateless


def _named_mover(telling: Telling) -> int | None:
    """Return the word for who came in, where it is no aircraft and the deed is no noun."""
    return None if telling.craft is not None or telling.nominal else telling.mover_token


def _earthbound(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "the American retailer entered its airspace", a figure of speech, or "was called to track vessels"."""
    mover = _named_mover(telling)
    if mover is None:
        return False
    ships = lexicon.group("ships")
    return doc[mover].lower_ in lexicon.group("earthbound", "ships") or any(
        o.lower_ in ships for o in grammar.objects(doc[telling.trigger]))


def _nobodys_zone(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "crossed nobody's border", "has no intention of violating the airspace of any country"."""
    zone = telling.zone
    if zone is None or zone.kind == "restricted":
        return False
    words = {t.lower_ for t in doc[zone.start : zone.end] if t.head.head.dep_ != "relcl"}
    after = [t.lower_ for t in doc[zone.end : zone.end + 2]]
    return bool(words & lexicon.group("nobodys")) or after in (["of", "no"], ["of", "any"])


def _nobodys_name(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Say whether an airspace is that of a name which is no state's: "cruised within Radiohead's airspace"."""
    zone = telling.zone
    if _named_mover(telling) is None or zone is None or telling.airspace is not None:
        return False
    if zone.owner is not None or zone.owner_pronoun is not None:
        return False
    owners = [c for c in doc[zone.head].children if c.dep_ == "poss" and c.pos_ == "PROPN"]
    return any(o.i not in actors.party_at and o.ent_type_ not in ("GPE", "LOC") for o in owners)


def _in_an_exercise(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "The exercise starts today ... They fly in Finnish airspace", "53 instances of downing were practised"."""
    trigger, craft = doc[telling.trigger], telling.craft
    flies = not telling.strong and telling.mover is None and telling.act in ("entry", "adiz")
    flies = flies and (craft is None or craft.category in ("plane", "helicopter"))
    nobodys = all(p is None for p in (telling.mover, telling.responder, telling.goal)) and telling.airspace is None
    shoots = telling.act == "down" and nobodys and (telling.nominal or trigger.tag_ == "VBG")
    return (flies or shoots) and not doc.span(0, trigger.i).words.isdisjoint(lexicon.group("exercises"))


def _over_its_own(telling: Telling, doc: Doc, actors: Actors) -> bool:
    """Read "Japan sent its jets over its southern islands"."""
    own = telling.zone is not None and telling.zone.kind == "territory" and telling.zone.owner_pronoun is not None
    return telling.act == "entry" and own and telling.airspace is None and telling.mover is not None


_Test = Callable[[Telling, "Doc", Actors], bool]
# What is no event however it is told.
_NO_EVENT: tuple[_Test, ...] = (
    make_believe,
    lambda telling, doc, _: in_general(telling, doc),
    _no_longer,
    lambda telling, doc, _: telling.nominal and sums_up(doc[telling.trigger]),
    _one_of_those, _feat, _mistaken_for, _stayed_in, _on_patrol, _unmeant, _only_counted, _carried_by, _leave_asked,
    _their_own, _zone_as_policy, _earthbound,
)
# What is none where it is told as a fact.
_NO_EVENT_AS_TOLD: tuple[_Test, ...] = (_nobodys_zone, _nobodys_name, _in_an_exercise, _over_its_own)
