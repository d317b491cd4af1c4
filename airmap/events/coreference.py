"""What pronouns and descriptions stand for: "its airspace", "the plane", "the country's skies"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.mentions.actors import Actors, Craft, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_LOOK_BACK_SENTENCES = 3


def speaker_above(token: Token, actors: Actors) -> tuple[Party | None, Token | None]:
    """Return who reports what the token is part of ("Turkey said ..."), with the reporting verb."""
    reporting = lexicon.verbs("cues", "reporting")
    previous = token
    for above in (*claimed_before(token), *grammar.ancestors(token)):
        marks = {c.lower_ for c in previous.children if c.dep_ == "mark"}
        if previous.dep_ == "advcl" and marks & _BESIDE:
            # "Russia admits ..., while Georgia recalls its ambassador over": Georgia's part is not Russia's to say.
            break
        previous = above
        explained = above.lower_ in lexicon.group("explanations") and above.pos_ == "NOUN"
        if (explained or above.lower_ in reporting) and above.pos_ in ("VERB", "AUX", "NOUN"):
            # "was told by the Chinese navy that it had entered": they say so, and not who was told.
            told = above.lower_ in lexicon.group("told_passive") and grammar.is_passive(above)
            claimed = _claimants(above) if above.pos_ == "NOUN" else ()
            for subject in claimed or (grammar.agents(above) if told else grammar.subjects(above)):
                party = party_in(subject, actors)
                if party is not None:
                    return party, above
                if above.lower_ not in lexicon.group_forms("perceiving_verbs"):
                    return None, above
                # "Bucharest said radars had detected a drone cross": Bucharest says so.
    return labelling(token, actors), None


def _claimants(claim: Token) -> list[Token]:
    """Return whose claim it is: "Algeria's claim that", "the Turkish report that", "a statement by Baku that"."""
    if not any(c.dep_ in ("acl", "ccomp", "relcl") for c in claim.children):
        return []
    owners = [c for c in claim.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
    named = [c for c in owners if c.pos_ in ("PROPN", "ADJ")]
    return named + [t for p, t in grammar.prepositions(claim) if p in ("by", "from")]


def labelling(token: Token, actors: Actors) -> Party | None:
    """Return who speaks by the words before a colon: "Poland: ...", "Greek defence ministry bulletin: ..."."""
    sentence = token.sent
    colon = next((t.i for t in sentence[:12] if t.text == ":"), None)
    if colon is None or colon > token.i or any(t.pos_ == "VERB" for t in token.doc[sentence.start : colon]):
        return None
    if names_affair(token.doc, sentence.start, colon):
        return None
    named = [p for p in actors.parties if sentence.start <= p.start < colon and p.kind == "state"]
    return named[0] if len(named) == 1 else None


def names_affair(doc: Doc, start: int, end: int) -> bool:
    """Say whether the words before a colon name an affair, not who speaks: "Military intervention in Libya:"."""
    # "military" in "Military intervention" is no army.
    label = {t.lower_ for t in doc[start:end] if t.dep_ not in ("amod", "compound")}
    return bool(label & lexicon.group("heading_nouns")) and not label & lexicon.group("speaking_labels")


_BESIDE = frozenset({"while", "whereas", "although", "though"})


def claimed_before(token: Token) -> list[Token]:
    """Return the reporting verb right before a verb: "which Ankara claimed had entered its airspace"."""
    i = token.i - 1
    while i > token.sent.start and token.doc[i].lower_ in ("had", "has", "have", "was", "were", "been", "to", "not"):
        i -= 1
    verb = token.doc[i]
    if i < token.i - 1 and verb.pos_ == "VERB" and verb.lower_ in lexicon.verbs("cues", "reporting"):
        return [verb]
    return []


def party_in(token: Token, actors: Actors) -> Party | None:
    """Return the actor named by the noun phrase around a token, its modifiers and "of" phrases included."""
    from airmap.events.clauses import party_of

    return party_of(token, actors)


def state_in(tokens: Iterable[Token], actors: Actors) -> Party | None:
    """Return the state that the first of some noun phrases names that name one."""
    return next((p for t in tokens if (p := party_in(t, actors)) is not None and p.kind == "state"), None)


def aircraft_meant(
    doc: Doc, position: int, actors: Actors, *, plural: bool | None = None, avoid: str | None = None
) -> Craft | None:
    """Return the aircraft that a pronoun at ``position`` stands for: the last one named before it that fits."""
    sentence = doc[position].sent
    governor = next((a for a in grammar.ancestors(doc[position]) if a.pos_ == "VERB"), None)
    before = [c for c in actors.crafts if c.head < position and not c.attributive and not c.weapon]
    before = [c for c in before if not (_mistaken_for(doc[c.head]) or _none_there(doc[c.head]))]
    if governor is not None:
        # Who does it is not whom it is done to: "F-16s shot down four of them".
        doers = {c.i for c in governor.children if c.dep_ == "nsubj"}
        # "One of the Russian jets released a missile in its vicinity"
        doers |= {t.i for c in governor.children if c.dep_ == "nsubj" and c.like_num
                  for p, t in grammar.prepositions(c) if p == "of"}
        before = [c for c in before if c.head not in doers]
        if not doers:
            # "... and Canadian CF-18s shadowed it", where the parser finds no subject
            doers = {c.head for c in before if c.head == governor.i - 1}
            before = [c for c in before if c.head not in doers]
        # "was hit by a missile and plunged into a field": not the missile.
        before = [c for c in before if not (c.category == "missile" and doc[c.head].head.lower_ == "by")] or before
        # "released a missile in its vicinity", "missiles were fired at it": nor what was let go.
        loosing = lexicon.group_forms("letting_go_verbs")
        gone = grammar.passive_or_objects(governor) if governor.lower_ in loosing else ()
        loosed = {t.i for t in gone}
        before = [c for c in before if not (c.category == "missile" and c.head in loosed)]
    before = [c for c in before if not traffic_in_general(c, doc)] or before
    struck = [c for c in before if not strikes(doc[c.head])]
    before = struck or before
    near = [c for c in before if c.head >= sentence.start]
    far = [c for c in before if c.head < sentence.start]
    for group in (near, far[-6:]):
        fitting = [
            c
            for c in group
            if (avoid is None or c.party is None or c.party.state != avoid) and not _sent_after(doc, c, position)
        ]
        if fitting:
            return _airliner_beside(doc, fitting) or _all_listed(doc[position], fitting[-1], actors)
    after = [c for c in actors.crafts if position < c.head < sentence.end and not c.attributive and not c.weapon]
    # "The pilot entered its airspace and two Hornets were scrambled": not those.
    return next((c for c in after if not strikes(doc[c.head])), None)


def _all_listed(pronoun: Token, craft: Craft, actors: Actors) -> Craft:
    """Return the first of those that "them" stands for: the Tu-95s of "two Tu-95s and two Su-35s"."""
    if pronoun.lower_ not in ("they", "them"):
        return craft
    first = actors.craft_headed(_carrier(pronoun.doc[craft.head]))
    return first if first is not None and craft.party in (None, first.party) else craft


def _airliner_beside(doc: Doc, crafts: Sequence[Craft]) -> Craft | None:
    """Return the airliner that "it" is in "a Boeing came within five metres of a drone as it came in to land", or None.

    Not: "the drone that passed the airliner was shot down when it crossed the border".
    """
    drone, others = crafts[-1], crafts[:-1]
    sentence = doc[drone.head].sent
    if drone.category != "drone" or drone.party is not None or drone.designated:
        return None
    if sentence.words & lexicon.group("force_told"):
        return None
    return next((c for c in others if c.civil and c.head >= sentence.start and c.category != "drone"), None)


def traffic_in_general(craft: Craft, doc: Doc) -> bool:
    """Say whether airliners are those that happen to be about: a drone's flight "forced airliners to change course"."""
    return craft.civil and craft.party is None and craft.count is None and doc[craft.head].tag_ == "NNS"


def _mistaken_for(head: Token) -> bool:
    """Say whether an aircraft was only thought to be there: "mistook two Black Hawks for Hinds"."""
    if head.dep_ != "pobj" or head.head.lower_ not in ("for", "as", "with"):
        return False
    verb = head.head.head
    return verb.lower_ in lexicon.group_forms("mistaking_verbs")


def _carrier(head: Token) -> Token:
    """Return the noun by which a clause tells of an aircraft: the "E-3" of "an E-3 and four KC-135 tankers"."""
    return grammar.first_of_several(noun_typed(head))


def noun_typed(head: Token) -> Token:
    """Return the noun that a type's name stands before, or the name: the "tankers" of "KC-135 tankers"."""
    return head.head if head.dep_ in ("compound", "amod", "nmod") and head.head.pos_ == "NOUN" else head


def _none_there(head: Token) -> bool:
    """Say whether it is said that there was none: "none of its aircraft was flying there", "no jet of ours"."""
    if any(c.lower_ == "no" and c.dep_ == "det" for c in head.children):
        return True
    of = head.head
    return head.dep_ == "pobj" and of.lower_ == "of" and of.head.lower_ in ("none", "neither")


def strikes(head: Token) -> bool:
    """Say whether an aircraft is the one that shoots or meets another: a later "it" is the other one."""
    head = _carrier(head)
    verb = head.head
    if head.dep_ == "pobj" and verb.lower_ == "by":
        return verb.head.lower_ in _striking()
    if head.dep_ == "pobj" and verb.lower_ == "from" and verb.head.lower_ in ("fired", "launched"):
        # "brought down by a missile fired from a Russian plane"
        return verb.head.tag_ == "VBN"
    if verb.lower_ == "of" and verb.head.lower_ in lexicon.group("launching_nouns") | {"scramble", "dispatch"}:
        # "triggered the launch of F-35s to intercept them"
        return True
    if head.dep_ in ("nsubjpass", "dobj") and verb.lower_ in _dispatching():
        # "jets were scrambled to meet the bombers", "sent up two F-16s"
        return True
    if head.dep_ != "nsubj" or grammar.is_passive(verb):
        return False
    return verb.lower_ in _striking()


@cache
def _striking() -> frozenset[str]:
    names = ("force_down", "force_fire", "contact_intercept")
    forms = lexicon.verb_forms("shoot", "blow", "bring", "knock").union(*(lexicon.verbs("events", n) for n in names))
    return forms - lexicon.verb_forms("make", "turn", "point", "open")


def _sent_after(doc: Doc, craft: Craft, position: int) -> bool:
    """Say whether the craft is the one sent against what the pronoun names: "dispatched F-16s to intercept it"."""
    head = _carrier(doc[craft.head]).head
    return head.lower_ in _dispatching() and any(a.i == head.i for a in grammar.ancestors(doc[position]))


def _dispatching() -> frozenset[str]:
    return lexicon.verb_forms("send", "dispatch", "scramble", "launch", "deploy", "order")


_PRIVATE = lexicon.group("private_aircraft")


def chasers_state(token: Token | None, owner: Party | None, doc: Doc, actors: Actors) -> str | None:
    """Return whose fighter it is that a type told before names: "a Chinese J-8 ... one of the J-8s hit the plane"."""
    from airmap.events.clauses import craft_of

    if owner is not None or token is None:
        return owner.state if owner is not None else None
    chaser = craft_of(token, actors)
    if chaser is None or chaser.party is not None or not chaser.designated:
        return None
    before = same_aircraft(doc, chaser, actors, avoid=None, met=False)
    return before.party.state if before is not None and before.party is not None else None


def same_aircraft(
    doc: Doc, craft: Craft, actors: Actors, *, avoid: str | None, met: bool = True
) -> Craft | None:
    """Return the owned aircraft, told in this sentence or the two before, that "the plane" or "the drone" repeats.

    ``met`` leaves out those that meet or shoot down others.
    """
    if not craft.designated and any(t.pos_ == "PROPN" for t in doc[craft.start : craft.head]):
        return None
    before = [
        c
        for c in reversed(actors.crafts)
        if c.head < craft.start and not c.weapon and c.party is not None and not _mistaken_for(doc[c.head])
    ]
    owned = [
        c for c in before
        if (avoid is None or c.party is None or c.party.state != avoid) and not (met and strikes(doc[c.head]))
    ]
    named = craft.name.casefold()
    if craft.designated and (alike := [c for c in owned if c.name.casefold() == named]):
        return alike[0]
    if craft.designated and craft.definite and any(c.name.casefold() == named for c in before):
        # "Polish F-16s went up after a Russian plane. The F-16s flew along the coast": no plane of the Russians'.
        return None
    word = doc[craft.head].lower_.rstrip("s")
    alike = [c for c in owned if doc[c.head].lower_.rstrip("s") == word]
    if alike and not craft.generic:
        return alike[0]
    floor = doc.start_before(craft.head, 2)
    strays = {c.head for c in actors.crafts if c.party is None and doc.span(c.start, c.end).words & _PRIVATE}
    for other in (c for c in owned if c.head >= floor):
        if craft.generic and any(other.head < i < craft.start for i in strays):
            # "A NORAD F-16 signalled to a light aircraft. The plane was led away": not the fighter.
            return None
        alike_kind = craft.category == other.category or (craft.category == "airliner" and other.category == "plane")
        if craft.generic or other.generic or (other.designated and alike_kind):
            return other
    return None


# What calls an aircraft by what it did.
INTRUDERS = frozenset({"intruder", "intruders", "violator", "violators", "trespasser", "trespassers"})


def intruder_meant(noun: Token, actors: Actors) -> tuple[Craft | None, int | None]:
    """Return the aircraft that "the intruders" or "the Russians" are: the last, unless it went up against them."""
    people = actors.party_at.get(noun.i)
    for craft in reversed(actors.crafts):
        head = noun.doc[craft.head]
        sent_up = head.dep_ == "nsubj" and any(c.lower_ in {"up", "off", "airborne"} for c in head.head.children)
        theirs = craft.party is not None and (people is None or people.state == craft.party.state)
        theirs = theirs or (craft.party is None and people is not None)
        if craft.head < noun.i and theirs and not strikes(head) and not sent_up:
            return replace(craft, party=people or craft.party), noun.i
    return None, None


def fighter_again(doc: Doc, craft: Craft, actors: Actors) -> Party | None:
    """Return whose fighter "the jet" is that comes close: that which met another just before, or is called by its word.

    "A Su-27 met an Orion. The jet flew up to the Orion and approached it"
    """
    if craft.party is not None or not craft.definite:
        return craft.party
    floor = doc.start_before(craft.head, 2)
    owned = [c for c in reversed(actors.crafts) if floor <= c.head < craft.start and c.party is not None]
    word = doc[craft.head].lower_.rstrip("s")
    alike = (c for c in owned if strikes(doc[c.head]) or doc[c.head].lower_.rstrip("s").endswith(word))
    return next((c.party for c in alike if not (c.weapon or c.attributive)), None)


def party_meant(
    doc: Doc,
    position: int,
    actors: Actors,
    *,
    exclude: set[str | None],
    prefer: Sequence[Party | None] = (),
    states_only: bool = True,
) -> Party | None:
    """Return the state that "its", "their" or "the country's" stands for.

    ``exclude`` holds states that it cannot be (the intruder's own); ``prefer`` actors to try first, such as the
    speaker and the shooter. After them: subjects and possessors of the sentence, then of the sentences before.
    """
    for party in prefer:
        if party is not None and (party.state or not states_only) and party.state not in exclude:
            return party
    sentence = doc[position].sent
    in_sentence = [
        p
        for p in actors.parties
        if sentence.start <= p.start < sentence.end
        and _can_own(p, states_only)
        and p.state not in exclude
        and p.start not in actors.datelines
        and not _of_guests(doc, p)
    ]
    before = [p for p in in_sentence if p.start < position]
    subjects = [p for p in before if is_subject(doc, p)]
    if subjects:
        return subjects[-1]
    if before:
        # "a plane that entered Colombia from Venezuela was shot down by the country's air force"
        there = [p for p in before if doc[p.end - 1].head.lower_ != "from"]
        return (there or before)[-1]
    after = [p for p in in_sentence if p.start > position and is_subject(doc, p)]
    if after:
        return after[0]
    floor = position
    for _ in range(_LOOK_BACK_SENTENCES):
        if sentence.start == 0:
            break
        sentence = doc[sentence.start - 1].sent
        found = [
            p
            for p in actors.parties
            if sentence.start <= p.start < min(sentence.end, floor)
            and _can_own(p, states_only)
            and p.state not in exclude
            and p.start not in actors.datelines
            and not _of_guests(doc, p)
        ]
        subjects = [p for p in found if is_subject(doc, p)]
        if subjects:
            return subjects[0]
        if found:
            return found[-1]
    first = doc[position].sent
    anywhere = [
        p
        for p in actors.parties
        if first.start <= p.start < first.end
        and p.start > position
        and _can_own(p, states_only)
        and p.state not in exclude
    ]
    return anywhere[0] if anywhere else None


def _of_guests(doc: Doc, party: Party) -> bool:
    """Say whether a name is that of a mission abroad: to "the Russian embassy in Mali" "the country" is Mali."""
    mission = doc[party.end - 1].head
    posted = any(p in ("in", "to") for p, _ in grammar.prepositions(mission))
    return mission.i >= party.end and mission.lower_ in lexicon.group("missions_abroad") and posted


def _can_own(party: Party, states_only: bool) -> bool:
    if party.kind == "group":
        return not states_only
    return party.state is not None and (party.kind == "state" or party.capital or not states_only)


def is_subject(doc: Doc, party: Party) -> bool:
    token = doc[party.end - 1]
    if doc[party.start].dep_ in grammar.SUBJECTS:
        # "The State of Qatar condemns"
        return True
    for node in (token, *grammar.ancestors(token)):
        if node.dep_ in grammar.SUBJECTS:
            return True
        if node.pos_ in ("VERB", "AUX") or node.dep_ in ("pobj", "dobj"):
            return False
    return False
