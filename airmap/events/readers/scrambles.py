"""Readers of fighters that went up: "scrambled F-16s after", "two Tornados took off as"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import actor_among, first_craft, leading_actor, nearby_craft
from airmap.events.coreference import noun_typed
from airmap.events.event_words import contact_verbs, fire_verbs
from airmap.events.readers.scenes import place_of
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

# "as" and "when" lead to what they went up for.
_ANSWERING = frozenset({"after", "up", "against", "as", "when", "because", "once", "following", "aloft", "skyward"})


def scrambled(verb: Token, actors: Actors) -> Telling | None:
    """Read "scrambled F-16s after ...": the jets are the responder's."""
    own, passive = grammar.patients(verb), grammar.is_passive(verb)
    if _flew_on_without(verb):
        return None
    cause, _ = first_craft(grammar.agents(verb), actors)
    # Not "Greek jets that scrambled and intercepted the aircraft", which are no cause.
    if cause is not None and not passive and any(o.head.i == verb.i for o in own):
        # "Two bombers flew near Gotland, scrambling Swedish fighters": theirs who went up.
        responder, responder_token = actor_among(own, actors)
        return told_by(
            verb, "intercept", craft=cause, craft_token=cause.head, responder=responder,
            responder_token=responder_token, strong=False,
        )
    responder, responder_token = actor_among(grammar.agents(verb), actors)
    jets = _sent_again(verb, actors) if passive and not own else None
    if jets is not None:
        responder = jets.party
    else:
        jets, jets_token = first_craft(own, actors) if own else _jets_without_object(verb, actors)
        if responder is None:
            responder, responder_token = _sender(verb, jets, jets_token, responder_token, actors)
    target = _target_of(verb, jets, responder, actors)
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
    zone, goal = place_of(verb, actors)
    if target is None or target.name == "sorties":
        return told_by(
            verb, "intercept", strong=False, responder=responder, responder_token=responder_token, goal=goal,
            implicit=True,
        )
    return told_by(
        verb, "intercept", craft=target, craft_token=target.head, responder=responder,
        responder_token=responder_token, zone=zone, goal=goal, strong=False,
    )


def _flew_on_without(verb: Token) -> bool:
    """Read "flew on without fighters scrambled to meet it"."""
    led = [t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - 7) : verb.i]]
    return "without" in led and "," not in led[led.index("without") :]


def _sent_again(verb: Token, actors: Actors) -> Craft | None:
    """Return the fighters of "F-16s escorted it away, and had to be sent up again"."""
    above = (first_craft(grammar.subjects(a), actors)[0] for a in grammar.ancestors(verb) if a.pos_ in ("VERB", "AUX"))
    return next((c for c in above if c is not None and c.party is not None), None)


def _jets_without_object(verb: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return the fighters that went up, where they are no object of the verb."""
    # "F-35s scrambled as bombers were seen": a headline's, that leaves out "were".
    jets, jets_token = first_craft(grammar.subjects(verb), actors)
    if jets is not None and jets.category == "plane" and not jets.civil and not jets.weapon:
        return jets, jets_token
    before = actors.flown_before(verb) if grammar.is_passive(verb) else []
    if len(before) == 1:
        # "To prevent violations, a Su-27 of the district was scrambled", where the parser finds no subject
        return before[0], before[0].head
    beside, at = nearby_craft(verb, verb.doc, actors, after=True, tight=True)
    sender = state_of_party(actor_among(grammar.agents(verb), actors)[0])
    owner = state_of_party(beside.party) if beside is not None else None
    # "Japan's air force scrambled as a Chinese drone passed": not the drone.
    return (None, None) if None not in (sender, owner) and sender != owner else (beside, at)


def _sender(
    verb: Token, jets: Craft | None, jets_token: int | None, told: int | None, actors: Actors
) -> tuple[Party | None, int | None]:
    """Return who sent fighters up whom the clause names as no doer: whose they are, or who leads the headline."""
    if jets is not None and jets.party is not None and grammar.is_passive(verb):
        return jets.party, jets_token
    if told is not None and verb.doc[told].lower_ in lexicon.group("personal_pronouns"):
        # "a Russian jet entered its airspace and it scrambled fighters": whom "it" stands for, not who leads.
        return jets.party if jets is not None else None, told
    leader, leading = leading_actor(verb, jets, actors)
    token = told if leading is None else leading
    if leader is not None:
        return leader, token
    return jets.party if jets is not None else None, jets_token if token is None else token


def _target_of(verb: Token, jets: Craft | None, responder: Party | None, actors: Actors) -> Craft | None:
    """Return what fighters went up for: the next aircraft in the sentence that is not theirs, or the last before."""
    doc = verb.doc
    others = [
        c
        for c in actors.crafts
        if verb.sent.start <= c.head < verb.sent.end
        and c is not jets
        and not c.attributive
        and not c.weapon
        and c.owner_pronoun is None
        # "a B-1B accompanied by Japanese F-15s"
        and doc[c.head].head.lower_ != "by"
        and not _let_fly(c, doc)
    ]
    others = others if jets is None else _not_sent_with(jets, others, doc)
    if responder is not None:
        others = [c for c in others if c.party is None or c.party.state != responder.state or c.party.state is None]
    others = [c for c in others if c.party is not None or not c.designated] or others
    return next((c for c in others if c.head > verb.i), None) or (others[-1] if others else None)


def _let_fly(craft: Craft, doc: Doc) -> bool:
    """Say whether missiles were what was fired, and not what they went up for: "before missiles were fired at it"."""
    verb = doc[craft.head].head
    fired = verb.lower_ in fire_verbs() and doc[craft.head].dep_ in ("nsubjpass", "dobj")
    return craft.category == "missile" and fired and any(p in ("at", "on") for p, _ in grammar.prepositions(verb))


def _not_sent_with(jets: Craft, others: list[Craft], doc: Doc) -> list[Craft]:
    """Leave out what went up as one with the fighters: "an E-3, four F-16s and four KC-135 tankers"."""
    listed = {jets.head, *(t.i for t in doc[jets.head].conjuncts)}
    sent = [jets, *(c for c in others if not listed.isdisjoint((c.head, noun_typed(doc[c.head]).i)))]
    return [c for c in others if c not in sent and not any(_beside(s, c, doc) for s in sent)]


def _beside(jets: Craft, other: Craft, doc: Doc) -> bool:
    """Read "German Eurofighters together with Romanian F-16s": they went up as one."""
    between = [t.lower_ for t in doc[jets.end : other.start]]
    return any(between[: len(w)] == list(w) for w in _TOGETHER) and len(between) < 6


_TOGETHER = (
    ("together", "with"), ("along", "with"), ("alongside",), ("as", "well", "as"), ("supported", "by"),
    ("accompanied", "by"), ("backed", "by"), ("with",),
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


def put_up(verb: Token, actors: Actors) -> bool:
    """Read "Japan put up F-15s", "got two Gripens airborne"; not "put up a fight", "put up posters of a jet"."""
    if verb.lower_ not in lexicon.verb_forms("put", "get", "send"):
        return False
    own, _ = first_craft(grammar.patients(verb), actors)
    aloft = any(c.lower_ in ("up", "aloft", "airborne", "skyward") for c in verb.children)
    return aloft and own is not None and own.category == "plane" and not (own.civil or own.weapon) and (
        not grammar.is_passive(verb))


def sent_up(verb: Token, actors: Actors) -> bool:
    """Read "sent up two F-16s when a bomber neared": fighters of one state, aircraft of another, and no attack."""
    own, own_token = first_craft(grammar.patients(verb), actors)
    # "a MiG-31 sent up to meet a P-3 followed it into Finland": that is what is told.
    aside = verb.dep_ in ("acl", "relcl")
    if own is None or own.category != "plane" or own_token is None or aside:
        return False
    # "to meet two H-6s", "as an Il-38 flew by": not "to bomb".
    meeting = contact_verbs().keys() | lexicon.group("errands_aloft") | lexicon.verb_forms("head", "watch")
    answer = any(
        c.dep_ in ("advcl", "xcomp") and (c.tag_ != "VB" or c.lower_ in meeting) and c.i > verb.i for c in verb.children
    ) or any(c.dep_ in ("prep", "prt", "mark") and c.lower_ in _ANSWERING for c in verb.children)
    sender, _ = actor_among(grammar.agents(verb), actors)
    senders = own.party or sender
    state = (senders.state or senders.name) if senders is not None else None
    others = [
        c
        for c in actors.crafts
        if verb.sent.start <= c.head < verb.sent.end and c is not own and not c.weapon
        # "two Typhoons were launched against two Tu-95s", whose nobody says
        and (c.party is not None or (c.designated and verb.doc[c.head] not in verb.doc[own.head].conjuncts))
    ]
    return answer and any(c.party is None or c.party.state not in (None, state) for c in others)


def took_off(verb: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "Tornados took off as two Tu-95s headed for": fighters of one side went up for aircraft of another."""
    particles = {c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod", "prep")}
    answering = verb.lower_ in lexicon.verb_forms("respond", "react")
    if not particles & {"off", "up", "airborne"} and not answering:
        return None
    jets, jets_token = first_craft(grammar.subjects(verb), actors)
    if jets is None or jets.category != "plane" or jets.civil:
        return None
    # "F-16s went up against two Russian bombers", whosever they were; not "its F-16 took off after the Su-57 in sales"
    nobodys = jets.designated and "up" in particles and "against" in verb.sent.words
    if jets.party is None and not nobodys:
        return None
    own = jets.party.state if jets.party is not None else None
    others = [
        c
        for c in actors.crafts
        if verb.sent.start <= c.head < verb.sent.end
        and (c.head > verb.i or c.party is not None)
        and not c.weapon
        and not c.attributive
        and (c.party is None or c.party.state != own)
        and (c.party is not None or (c.designated and jets.party is not None))
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
