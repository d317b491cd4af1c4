"""What the rest of a story settles about an event: whose aircraft it was and over whose land, where no clause says so.

The clause that tells an event often leaves a side out ("four planes got into the country's airspace") because another
sentence names it ("Sudan blames Israel"). Every state that the story names is weighed by the parts it plays there; the
one that stands out is taken, and where none does the field stays open. The weights are few and their order is what
matters: who is blamed, whose envoy is summoned, who owns up, whose aircraft are spoken of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import party_in, speaker_above, strikes
from airmap.events.merging import Cluster
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft, Party

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# How far from its telling a story still speaks of the same event, in sentences.
_REACH = 3
# A part that alone settles whose it was; one that does so only beside another.
_SETTLES = 3
_PLACING = frozenset({"over", "above", "inside", "in", "into", "near", "across"})
_BESIDE = frozenset({"of", "off", "around", "at", "on"})


def owner_in_story(cluster: Cluster, others: set[str | None], doc: Doc, actors: Actors) -> Party | None:
    """Return the state whose aircraft it was by the parts that states play around the event, or None.

    Parameters
    ----------
    others
        States that it cannot be: those whose airspace it was and who answered.
    """
    start, end = _surroundings(cluster, doc)
    weights: Counter[str] = Counter()
    by_state: dict[str, Party] = {}

    def count(party: Party | None, weight: int) -> None:
        if party is not None and party.state is not None and party.state not in others and party.kind != "group":
            weights[party.state] += weight
            by_state.setdefault(party.state, party)

    craft = next((t.craft for t in cluster.tellings if t.craft is not None), None)
    for party in _blamed(doc, actors, start, end):
        count(party, _SETTLES)
    told_entry = any(t.act in ("entry", "adiz") for t in cluster.tellings)
    for party, verb in _owning_up(doc, actors, start, end):
        # Who denies having touched a drone does not say that it was theirs.
        if told_entry or verb.lower_ not in lexicon.verb_forms("deny"):
            count(party, _SETTLES)
    for party in _launching(doc, actors, start, end) if craft is None or craft.category in ("drone", "missile") else ():
        count(party, _SETTLES)
    told_contact = all(t.act == "intercept" for t in cluster.tellings)
    for other in actors.crafts:
        if not start <= other.head < end or other.weapon or (told_contact and strikes(doc[other.head])):
            continue
        if _may_be(craft, other):
            count(other.party, _SETTLES)
        elif other.party is None and other.owner_pronoun is not None and _alike(craft, other):
            # "Mali says that one of its drones crashed"
            speaker, _ = speaker_above(doc[other.head], actors)
            count(speaker, _SETTLES)
    if not weights:
        return None
    (state, best), *rest = weights.most_common(2)
    return by_state[state] if best >= _SETTLES and not any(w >= best for _, w in rest) else None


def owner_by_origin(cluster: Cluster, others: set[str | None], doc: Doc, actors: Actors) -> Party | None:
    """Read "a drone from North Korea": its own, where nothing says whose else it was."""
    for telling in cluster.tellings:
        flown = telling.craft
        if flown is None or flown.end + 1 >= len(doc) or doc[flown.end].lower_ != "from":
            continue
        party = actors.party_at.get(flown.end + 1)
        if party is not None and party.state not in (None, *others) and party.kind == "state":
            return party
    return None


def land_in_story(cluster: Cluster, mover: str | None, doc: Doc, actors: Actors) -> str | None:
    """Return the state whose airspace was entered, where an entry is told and nobody says whose it was, or None."""
    weights: Counter[str] = Counter()
    start, end = _surroundings(cluster, doc)
    tellings = [t for t in cluster.tellings if t.act == "entry"]
    for telling in tellings:
        for party in (telling.attribution, telling.responder):
            if party is not None and party.state is not None and party.state != mover:
                weights[party.state] += _SETTLES
    for party in _complaining(doc, actors, start, end):
        if party.state is not None and party.state != mover:
            weights[party.state] += _SETTLES
    for telling in tellings:
        sentence = doc[telling.trigger].sent
        for party in actors.parties:
            if (
                sentence.start <= party.start < sentence.end
                and party.state not in (None, mover)
                and _preposition(doc, party) in _PLACING | (_BESIDE if party.kind == "place" else set())
            ):
                weights[party.state or ""] += _SETTLES - 1
    if not weights:
        return None
    (state, best), *rest = weights.most_common(2)
    return state if best >= _SETTLES - 1 and not any(w >= best for _, w in rest) else None


def over_some_country(told: Iterable[Telling], doc: Doc) -> bool:
    """Say whether a zone is that of a country which is not named: "the airspace of a NATO member"."""
    for telling in told:
        zone = telling.zone
        owned = zone is not None and zone.owner is not None and zone.owner.state is not None
        if telling.act == "entry" and zone is not None and not owned and zone.end < len(doc):
            following = [t.lower_ for t in doc[zone.end : zone.end + 5]]
            one = following[:2] in (["of", "a"], ["of", "an"], ["of", "one"])
            if one and {"country", "member", "state"} & set(following):
                return True
    return False


def kept_outside(
    sentences: Sequence[tuple[int, int]], mover: str | None, doc: Doc, actors: Actors
) -> str | None:
    """Return the state outside whose waters or air an aircraft is said to have been: "was outside Soviet waters"."""
    for start, end in sentences:
        for zone in actors.zones:
            owner = zone.owner.state if zone.owner is not None else None
            if not start <= zone.start < end or owner in (None, mover) or zone.kind not in ("national", "territory"):
                continue
            if {t.lower_ for t in doc[max(start, zone.start - 3) : zone.start]} & {"outside", "beyond", "off"}:
                return owner
    return None


def _surroundings(cluster: Cluster, doc: Doc) -> tuple[int, int]:
    """Return the tokens in which the story still speaks of the event."""
    start = min(doc[t.trigger].sent.start for t in cluster.tellings)
    end = max(doc[t.trigger].sent.end for t in cluster.tellings)
    for _ in range(_REACH):
        if start > 0:
            start = doc[start - 1].sent.start
        if end < len(doc):
            end = doc[end].sent.end
    return start, end


def _may_be(craft: Craft | None, other: Craft) -> bool:
    """Say whether an aircraft spoken of nearby can be the one that nobody's name goes with."""
    return other.party is not None and other.party.kind != "place" and _alike(craft, other)


def _alike(craft: Craft | None, other: Craft) -> bool:
    if craft is None:
        return not other.civil
    return other.category == craft.category or (craft.generic and craft.category == "plane")


def _blamed(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield who is blamed: "Sudan blames Israel", "protests to Ankara over", "summons the Russian ambassador"."""
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    for token in doc[start:end]:
        if token.lower_ in lexicon.group("envoys"):
            party = party_in(token, actors)
            above = {token.lower_, *(a.lower_ for a in grammar.ancestors(token))}
            calling = bool(above & lexicon.group_forms("summoning_verbs"))
            if party is not None and calling:
                yield party
        if token.lower_ not in accusing or token.pos_ not in ("VERB", "NOUN"):
            continue
        things: Iterable[Token] = grammar.passive_or_objects(token) if token.pos_ == "VERB" else ()
        named = [t for p, t in grammar.prepositions(token) if p in ("to", "against", "on", "at", "with")]
        for thing in (*things, *named):
            party = actors.party_at.get(thing.i)
            if party is not None and party.kind == "state":
                yield party


def _owning_up(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[tuple[Party, Token]]:
    """Yield who admits, regrets or denies it, with the verb: "the Pentagon concedes", "Warsaw apologised"."""
    for token in doc[start:end]:
        if token.lower_ in lexicon.group_forms("admitting_verbs") and token.pos_ in ("VERB", "AUX"):
            for subject in grammar.subjects(token):
                party = party_in(subject, actors)
                if party is not None:
                    yield party, token


def _launching(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield who let drones and missiles fly: "as Iran launched an attack on Israel"."""
    for token in doc[start:end]:
        loosed = grammar.objects(token) if token.lower_ in _loosing() and token.pos_ == "VERB" else []
        if not any(o.lower_ in lexicon.group("volleys") or o.i in actors.craft_at for o in loosed):
            continue
        for agent in grammar.agents(token):
            party = party_in(agent, actors)
            if party is not None and party.kind == "state":
                yield party


def _complaining(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield who protests or blames another: "Nicosia protested", "Hanoi summoned the ambassador"."""
    complaining = lexicon.verbs("cues", "reporting", "accusing").keys() | lexicon.group_forms("summoning_verbs")
    for token in doc[start:end]:
        if token.pos_ == "VERB" and token.lower_ in complaining:
            for subject in grammar.agents(token):
                party = party_in(subject, actors)
                if party is not None and party.kind == "state":
                    yield party


def _preposition(doc: Doc, party: Party) -> str | None:
    """Return the preposition that leads to a name, over the words that go with it."""
    for i in range(party.start - 1, max(doc[party.start].sent.start, party.start - 6) - 1, -1):
        if doc[i].pos_ == "ADP":
            return str(doc[i].lower_)
        if doc[i].pos_ in ("VERB", "AUX", "PUNCT", "PRON"):
            return None
    return None


@cache
def _loosing() -> frozenset[str]:
    return frozenset(f for v in ("launch", "fire", "carry", "mount", "begin") for f in lexicon.verb_forms(v))


def enters(tellings: Iterable[Telling]) -> bool:
    """Say whether an entry is told that happened or is claimed to have."""
    return any(t.act == "entry" and t.status != "hypothetical" for t in tellings)
