"""Whose aircraft it turned out to be: "the planes were perhaps Ukrainian", "the drone belonged to Russia"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import speaker_above, state_in
from airmap.events.event_words import contact_verbs
from airmap.events.sequel import Sequel, went_back
from airmap.events.tellings import Telling, sentence_of
from airmap.events.whose import blame
from airmap.mentions.actors import Actors, Craft, Party
from airmap.mentions.kinds import flown_by_forces

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


_TO_THE_SPEAKER = frozenset({"it", "them", "us", "itself", "its", "their", "our"})
_OF_THE_SPEAKER = frozenset({"its", "theirs", "ours", "their"})


def identified_owner(told: Sequence[Telling], doc: Doc, actors: Actors) -> Party | None:
    """Return the state that a sentence after the telling gives the aircraft to, or None.

    Only sentences whose subject is the aircraft count, or where the aircraft is called by its owner's name.
    """
    named = _called_by_owner(told, doc, actors)
    if named is not None:
        return named
    categories = {t.craft.category for t in told if t.craft is not None and not t.craft.generic}
    first = min(t.trigger for t in told)
    for token in doc.having(lexicon.group("identifying", "identifying_others")):
        described = token.lower_ in lexicon.group("identifying_others") and token.pos_ == "VERB"
        if token.lower_ not in lexicon.group("identifying") and not described:
            continue
        subjects = (
            grammar.patients(token) if described or grammar.is_passive(token) else grammar.subjects(token)
        )
        crafts = [c for s in subjects if (c := actors.craft_headed(s)) is not None]
        if not crafts and token.dep_ == "relcl" and any(c.lower_ == "which" for c in token.children):
            # "the entry of drones into its airspace which are probably Hungarian"
            crafts = [c for c in actors.flown_before(token) if any(t.craft == c for t in told)]
        pronoun = any(s.lower_ in ("it", "they") or s.lower_ in lexicon.group("machines") for s in subjects)
        # "It was Greek. It crossed the border."
        before = token.sent.end == doc[first].sent.start and doc[first].sent.words & {"it", "they"}
        if not crafts and not (pronoun and (before or (token.i > first and token.sent.start - first < 60))):
            continue
        if crafts and categories and not crafts[0].generic and crafts[0].category not in categories:
            continue
        if crafts and not pronoun and crafts[0].count == 1 and not crafts[0].definite and not any(
            t.start <= crafts[0].head < t.end and (t.craft is None or t.craft == crafts[0]) for t in told
        ):
            # "Earlier a drone was found, identified as a Russian Gerbera", "and another, said to be Russian": others.
            continue
        party = _complement(token, actors)
        if party is not None and blame.unsaid(token, actors, party.state):
            party = _instead(token, actors)
        if party is not None:
            return party
    return None


def typed_as(craft: Craft, doc: Doc, actors: Actors) -> Craft | None:
    """Return the type that an aircraft is said to be of: "identified the drone as a Global Hawk", "it was a Tu-141"."""
    for other in actors.crafts:
        head = doc[other.head]
        verb = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "as" else head.head
        if not other.designated or other.head == craft.head or head.dep_ not in ("pobj", "attr", "oprd"):
            continue
        named = grammar.patients(verb) + grammar.objects(verb) + grammar.subjects(verb)
        what = [c for t in named if (c := actors.craft_headed(t)) is not None and c.head != other.head]
        known = verb.lower_ in lexicon.group("identifying_others") | lexicon.verb_forms("be")
        if known and any(c.category == craft.category and (c.definite or c.head == craft.head) for c in what):
            return other
    return None


def raided_from(told: Sequence[Telling], others: set[str | None], doc: Doc, actors: Actors) -> Party | None:
    """Read "a drone attack, which came from Turkey": that state's, where the text names no band."""
    raids = lexicon.group("attack_nouns", "strike_nouns")
    homes = lexicon.table("parties")["homes"]
    if not all(t.craft is None or t.craft.unpiloted for t in told) or any(
        p.kind == "group" and p.name.casefold() not in lexicon.group("alliances") for p in actors.parties
    ):
        return None
    first = doc[min(t.start for t in told)].sent.start
    start = doc[first - 1].sent.start if first else first
    for token in doc[start : max(t.end for t in told)]:
        if token.lower_ not in lexicon.group_forms("coming_from_verbs") or token.dep_ not in ("relcl", "acl", "ccomp"):
            continue
        above = next((a for a in grammar.ancestors(token) if a.pos_ == "NOUN"), token)
        if above.lower_ not in raids:
            continue
        for preposition, site in grammar.prepositions(token):
            party = actors.party_at.get(site.i) if preposition == "from" else None
            if party is not None and party.kind == "state" and party.state not in (None, *others, *homes):
                return party
    return None


def home_again(
    told: Sequence[Telling], sequel: Sequel, others: set[str | None], doc: Doc, actors: Actors
) -> Party | None:
    """Read "the Su-25 came from the Russian side ... and returned to Russian airspace": theirs, of a military type."""
    crafts = [t.craft for t in told if t.craft is not None]
    if not any(flown_by_forces(c) and not c.unpiloted for c in crafts):
        return None
    spans = sorted({sentence_of(t, doc) for t in told} | set(sequel.sentences))
    back = {w[0] for start, end in spans if (w := went_back(doc.span(start, end), doc, actors, others)) is not None}
    for party in (p for p in actors.parties if p.state in back for start, end in spans if start < p.start < end):
        if "from" in (t.lower_ for t in doc[party.start - 2 : party.start]):
            return party
    return None


def took_off_there(
    told: Sequence[Telling], others: set[str | None], doc: Doc, actors: Actors
) -> Party | None:
    """Read "two MiG-23s took off from a field near Tobruk ... Both were shot down": of the state whose field it is."""
    types = {t.craft.category for t in told if t.craft is not None and flown_by_forces(t.craft)}
    first = doc.start_before(min(t.trigger for t in told), 3)
    for craft in actors.crafts:
        head = doc[craft.head]
        verb = head.head
        if not first <= craft.head < max(t.end for t in told) or craft.category not in types or craft.unpiloted:
            continue
        away = any(c.lower_ in ("off", "up") for c in verb.children)
        away = away or verb.lower_ in lexicon.verb_forms("leave", "rise")
        if craft.civil or head.dep_ != "nsubj" or not (away and verb.lower_ in _leaving_ground()):
            continue
        led_to = [*verb.conjuncts, *(c for c in verb.children if c.dep_ in ("advcl", "xcomp"))]
        if any(v.lower_ in contact_verbs() for v in led_to):
            # "went up from Holguin to meet the bomber"
            continue
        aboard = {p.state for p in actors.parties if verb.i < p.start < verb.sent.end} - {None, *others}
        if len(aboard) > 1:
            # "took off from Incirlik with seventeen Americans on board"
            continue
        for place in (t for p, site in grammar.prepositions(verb) if p == "from" for t in site.subtree):
            party = actors.party_at.get(place.i)
            if party is not None and party.state not in (None, *others):
                return party
    return None


@cache
def _leaving_ground() -> frozenset[str]:
    return lexicon.verb_forms("take", "lift", "rise", "go", "set", "leave", "come")


def _instead(verb: Token, actors: Actors) -> Party | None:
    """Return whose it was after all: "was not Belarusian but Ukrainian"."""
    last = next((c.right_edge.i for c in verb.children if c.dep_ in ("attr", "acomp")), verb.i)
    but = next((t.i for t in verb.doc[verb.i : last + 1] if t.lower_ == "but"), None)
    after = range(but + 1, min(verb.sent.end, but + 5)) if but is not None else ()
    return next((p for i in after if (p := actors.party_at.get(i)) is not None and p.kind == "state"), None)


def _called_by_owner(told: Sequence[Telling], doc: Doc, actors: Actors) -> Party | None:
    """Read "The Russian machines turned back": the aircraft of the sentence before, called by their owner's name."""
    first = min(told, key=lambda t: t.trigger)
    if first.craft is None or first.craft.weapon:
        return None
    sentence, last = doc[first.trigger].sent, len(doc)
    responders = {t.responder.state for t in told if t.responder is not None}
    for token in doc[sentence.end : min(last, sentence.end + 60)]:
        craft = actors.craft_at.get(token.i)
        again = token.lower_ in lexicon.group("machines") or (
            craft is not None and craft.head == token.i and craft.definite and not craft.attributive and craft.generic
        )
        if token.lower_ in lexicon.group("conduct") and token.i >= 2 and doc[token.i - 2].lower_ in ("the", "this"):
            # "The minister finds the Russian behaviour unacceptable"
            again = True
        elif not again or token.i < 2 or token.dep_ not in ("nsubj", "nsubjpass"):
            continue
        party = actors.party_at.get(token.i - 1)
        definite = doc[token.i - 2].lower_ in ("the", "both", "two", "those", "these")
        if party is not None and definite and party.state not in (None, *responders):
            return party
    return None


def _launched_by(noun: Token, actors: Actors) -> Party | None:
    """Return who fired what it was: "was a stray fired by Ukraine's air defences"."""
    sent = [c for c in noun.children if c.dep_ == "acl" and c.lower_ in lexicon.group("participles_of_flight")]
    return state_in((t for c in sent for t in grammar.agents(c)), actors)


def _one_of_several(name: Token) -> bool:
    """Read "it was Laos, the test ban and Berlin", "it was Laos and Berlin": matters, and nobody whose it was."""
    return bool(name.conjuncts) or any(c.dep_ == "appos" and c.conjuncts for c in name.children)


def _complement(verb: Token, actors: Actors) -> Party | None:
    """Return the state in what follows: an attribute ("Russian"), "to Russia", "as a Russian drone"."""
    for child in verb.children:
        if child.i < verb.i or child.dep_ not in ("attr", "acomp", "prep", "oprd", "xcomp", "dobj", "advmod"):
            continue
        if child.dep_ == "prep" and child.lower_ not in ("to", "as", "from", "by", "of"):
            continue
        if any(t.lower_ in lexicon.group("makes_of_craft") for t in child.children if child.dep_ == "prep"):
            # "was of Iranian make": by whom it was built, and not who flew it.
            continue
        if child.dep_ == "attr" and (fired := _launched_by(child, actors)) is not None:
            return fired
        if child.dep_ == "attr" and child.pos_ == "PROPN" and _one_of_several(child):
            continue
        if child.dep_ == "advmod" and any(c.dep_ in ("prep", "pobj") for c in child.children):
            # "was found and identified close to the border with Moldova": where, and not whose.
            continue
        own = {"to": _TO_THE_SPEAKER, "of": _OF_THE_SPEAKER}.get(child.lower_, frozenset())
        if child.dep_ == "attr":
            own |= _OF_THE_SPEAKER
        last = min(child.right_edge.i + 1, child.i + 8)
        for i in range(min(child.left_edge.i, child.i), last):
            if verb.doc[i].pos_ == "VERB" and i > child.i:
                break
            party = actors.party_at.get(i)
            if verb.doc[i].lower_ in own:
                # Mali says that it "belonged to them", that it "was theirs", "one of its own".
                speaker, _ = speaker_above(verb, actors)
                if speaker is not None and speaker.state is not None:
                    return speaker
            if party is not None and party.state and (party.kind == "state" or child.lower_ == "from"):
                craft = actors.craft_at.get(i)
                after = verb.doc[party.end].lower_ if party.end < len(verb.doc) else ""
                if verb.doc[party.start - 2].lower_ in ("for", "of") and after in lexicon.group("keepers_of_craft"):
                    # "turned out to be a jet collecting intelligence for the Swedish military"
                    return party
                # "was a Swedish Air Force Tp 47": of a type that no list knows
                force = {t.lower_ for t in verb.doc[i : child.i]} & {"force", "navy", "army", "marines", "guard"}
                came = child.lower_ == "from" and verb.lower_ in ("was", "were", "is")
                of = came or child.lower_ in ("to", "as", "of") or child.dep_ == "acomp" or child.i == i
                if of or craft is not None or force:
                    return party
    return None
