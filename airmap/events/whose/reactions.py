"""Who answered, where the verb that tells the event does not say: "... ; Dutch jets had taken off in response".

Only verbs of reacting count, and only of a side that is not the intruder's: who tracked, went up, gave warning or
fired. Who merely complains has not answered in the air.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.clauses import craft_of
from airmap.events.coreference import party_in, same_aircraft, speaker_above
from airmap.events.event_words import PRONOUNS
from airmap.mentions.actors import Actors, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_OWN_ARGUMENTS = frozenset({"nsubj", "dobj"})
_IN_A_ROW = frozenset({"VBD", "VBN", "CC", ",", "RB", "RP"})
_RADAR = frozenset({"radar", "radars"})
_FIRE = frozenset({"fire", "flak", "interceptor", "interceptors", "fighter", "fighters"})
_DOGFIGHTS = frozenset({"dogfight", "dogfights"})
_SELF = frozenset({"it", "they", "we", "he", "she"})


def who_answered(
    sentences: Sequence[tuple[int, int]],
    doc: Doc,
    actors: Actors,
    *,
    others: set[str | None],
    home: str | None,
    below: str | None = None,
    intruders: frozenset[int] = frozenset(),
) -> Party | None:
    """Return the state that the verbs of reacting in some sentences name, or ``home`` where its own forces reacted.

    ``others`` holds the states that cannot be: the intruder's. ``home`` is the state whose airspace it was, which
    "the armed forces", "two Hornets" and an agentless "was tracked" stand for; ``below`` the state over whose land it
    was, which is only meant where forces are named: "ground gunners". ``intruders`` are the aircraft that came in: what
    they do is no answer.
    """
    unnamed: Party | None = None
    met: set[int] = set()
    for start, end in sentences:
        for token in doc[start:end]:
            if token.lower_ not in _cues():
                continue
            if not intruders.isdisjoint(t.i for t in grammar.agents(token)) and not _missed(token, actors):
                met.update(t.i for t in grammar.patients(token))
                continue
            reacts = any(ask(token, actors) for ask in (_reacts, _missed, _strikes, _responded, _put_up))
            if not reacts or grammar.negated(token) or _had_none(token):
                continue
            if _watches_else(token, actors):
                continue
            party, at_home = _reacting_side(token, doc, actors, others)
            beside = token.dep_ == "advcl" and any(c.lower_ in ("as", "while") for c in token.children)
            if beside and party is not None and home not in (None, party.state):
                # "Romania reports a drone over its land, as Poland scrambled jets in response to strikes"
                continue
            if party is not None:
                return party
            meant = home or (below if grammar.agents(token) else None)
            if at_home and meant is not None and unnamed is None:
                unnamed = Party(token.i, token.i + 1, "state", meant, meant)
    if unnamed is None and home is not None and any(
            s <= t.i < e for t in doc.having(_DOGFIGHTS) for s, e in sentences):
        # "entered its airspace seven times; two mock dogfights took place": with those at home.
        return Party(0, 0, "state", home, home)
    return unnamed or _fighters_beside(sentences, doc, actors, others, home, met)


def _had_none(verb: Token) -> bool:
    """Read "had no aircraft to send up against them"."""
    return verb.dep_ in ("acl", "relcl", "advcl") and any(c.lower_ == "no" for c in verb.head.children)


def _fighters_beside(
    sentences: Sequence[tuple[int, int]], doc: Doc, actors: Actors, others: set[str | None], home: str | None,
    met: set[int],
) -> Party | None:
    """Return whose fighters stand beside the event: "Belgian F-16s on alert were up", "under escort of two Rafales".

    They must be of the state whose airspace it was, or be on alert, under way or on policing duty; ``met`` are those
    that the intruder met.
    """
    for start, end in sentences:
        alert = not doc.span(start, end).words.isdisjoint(lexicon.group("on_alert"))
        for craft in actors.crafts:
            here = start <= craft.head < end and craft.head not in met
            ready = here and not (craft.weapon or craft.civil or craft.attributive)
            party = craft.party
            if ready and alert and party is None and home is not None and craft.designated and not craft.definite:
                # "Two pairs of F-16s and a Dutch F-35 were airborne": those at home, first of all.
                return Party(0, 0, "state", home, home) if craft.category == "plane" else None
            if not ready or craft.category not in ("plane", "helicopter") or party is None or party.state is None:
                continue
            if party.state not in others and (party.state == home or alert):
                return party
    return None


def _reacts(token: Token, actors: Actors) -> bool:
    """Say whether a verb tells of an answer in the air: "tracked", "took off", "kept watch", "opened fire"."""
    if token.lower_ in _answering():
        return token.pos_ == "VERB" or token.tag_.startswith("VB")
    if token.pos_ not in ("VERB", "AUX"):
        return False
    words = _phrases_of_reacting().get(token.lower_)
    if words is None:
        return False
    beside = token.doc[token.i + 1 : min(token.sent.end, token.i + 6)]
    if any(t.lower_ in words for t in (*beside, *grammar.patients(token))):
        return True
    # "sent two F-16s", by a type
    flown = (actors.craft_headed(t) for t in grammar.objects(token)) if "jets" in words else ()
    return any(c is not None and c.category in ("plane", "helicopter") and not (c.civil or c.definite) for c in flown)


@cache
def _cues() -> frozenset[str]:
    """Return the words that the four questions of `who_answered` are asked about."""
    return _answering().union(
        _phrases_of_reacting(), lexicon.verb_forms("miss"), lexicon.verbs("events", "reacting", "striking"),
        lexicon.group_forms("responding_verbs", "putting_up_verbs", "evading_verbs"))


@cache
def _phrases_of_reacting() -> Mapping[str, Sequence[str]]:
    """Return the words beside which each form of a verb tells of an answer."""
    found: dict[str, Sequence[str]] = {}
    for verb, words in lexicon.table("events")["reacting_phrases"].items():
        for form in lexicon.verb_forms(verb):
            found.setdefault(form, words)
    return found


def _strikes(token: Token, actors: Actors) -> bool:
    """Say whether an aircraft was hit or met: "raked the bomber with cannon"; not "hit a town"."""
    if token.pos_ != "VERB" or token.lower_ not in lexicon.verbs("events", "reacting", "striking"):
        return False
    return _at_an_aircraft(token, actors)


def _at_an_aircraft(verb: Token, actors: Actors) -> bool:
    return any(craft_of(p, actors) is not None or p.lower_ in _SELF for p in grammar.patients(verb))


def _watches_else(verb: Token, actors: Actors) -> bool:
    """Say whether what is watched or followed does not fly: "an American plane had watched the river"."""
    if verb.lower_ not in lexicon.group_forms("perceiving_verbs") | lexicon.verb_forms("monitor", "follow"):
        return False
    seen = grammar.objects(verb)
    return bool(seen) and all(
        t.lower_ in lexicon.group("ground_things") or actors.zone_at.get(t.i) is not None for t in seen
    )


def _missed(token: Token, actors: Actors) -> bool:
    """Read "two Patriot missiles missed it", "it escaped the interceptors": they were fired at it."""
    if token.pos_ == "VERB" and token.lower_ in lexicon.group_forms("evading_verbs"):
        shots = (lexicon.group("ordnance", "defences") | _FIRE) - _RADAR
        return any(o.lower_ in shots or _is_weapon(o, actors) for o in grammar.objects(token))
    if token.pos_ != "VERB" or token.lower_ not in lexicon.verb_forms("miss"):
        return False
    subjects = grammar.subjects(token)
    fired = any(
        d.lower_ in lexicon.group("ordnance") | {"interceptor", "interceptors"} or _is_weapon(d, actors)
        for d in subjects
    )
    return fired and _at_an_aircraft(token, actors)


def who_fired(sentences: Sequence[tuple[int, int]], doc: Doc, actors: Actors, others: set[str | None]) -> Party | None:
    """Return who says sorry for the shot or whose land it came from: "Baku apologised", "was fired from Russia"."""
    for start, end in sentences:
        for token in doc[start:end]:
            sorry = token.lower_ in lexicon.group_forms("apologising_verbs") or token.lower_ == "forgiven"
            if token.lower_ in ("regret", "apology", "apologies") and token.dep_ == "dobj":
                # "voiced regret over the downing"
                sorry, token = True, token.head
            if not (sorry or token.pos_ == "VERB") or grammar.negated(token) or grammar.has_modal(token):
                continue
            if sorry or _takes_blame(token):
                party = next((p for s in grammar.subjects(token) if (p := party_in(s, actors)) is not None), None)
                # "says its forces fired by mistake and apologizes"
                if party is None:
                    sides = (actors.party_at.get(s.i) for s in token.sent if s.dep_ == "nsubj" and s.i < token.i)
                    party = next((p for p in sides if p is not None), None)
            elif token.lower_ in lexicon.group_forms("shooting_from_verbs") and any(
                s.lower_ in lexicon.group("ordnance") | {"shot", "fire"} or _is_weapon(s, actors)
                for s in (*grammar.subjects(token), *grammar.patients(token))
            ):
                places = (t for p, t in grammar.prepositions(token) if p == "from")
                party = next((p for t in places if (p := party_in(t, actors)) is not None), None)
            else:
                continue
            if party is not None and party.kind == "state" and party.state is not None and party.state not in others:
                return party
    return None


def _is_weapon(noun: Token, actors: Actors) -> bool:
    craft = actors.craft_headed(noun)
    return craft is not None and (craft.weapon or craft.category == "missile")


def _takes_blame(verb: Token) -> bool:
    """Read "admits that its gunners fired by mistake", "took responsibility for the downing"."""
    taking = verb.lower_ in lexicon.group_forms("taking_blame_verbs")
    if taking and any(o.lower_ == "responsibility" for o in grammar.objects(verb)):
        return True
    if verb.lower_ not in lexicon.verbs("answers", "withdrawn", "admitting"):
        return False
    fired = lexicon.verb_forms("fire", "shoot", "down", "hit")
    own = {t.lower_ for t in verb.subtree} & {"its", "their", "own"}
    return bool(own) and any(t.lower_ in fired and t.pos_ == "VERB" for t in verb.subtree)


def _responded(token: Token, actors: Actors) -> bool:
    """Read "Italian F-35s deployed at the base responded": fighters did, with nothing said of how."""
    if token.pos_ != "VERB" or token.lower_ not in lexicon.group_forms("responding_verbs"):
        return False
    doers = grammar.subjects(token)
    if any(d.lower_ in ("force", "norad") and party_in(d, actors) is not None for d in doers):
        # "The Royal Canadian Air Force responded"
        return True
    flown = (actors.craft_headed(d) for d in doers)
    return any(c is not None and c.category in ("plane", "helicopter") and not c.civil for c in flown)


def _put_up(token: Token, actors: Actors) -> bool:
    """Read "raised two Hornets", "rushed its fighters to the area"."""
    if token.pos_ != "VERB" or token.lower_ not in lexicon.group_forms("putting_up_verbs"):
        return False
    sent = (actors.craft_headed(p) for p in grammar.patients(token))
    return any(c is not None and c.category in ("plane", "helicopter") and not c.civil for c in sent)


def _prompted(verb: Token, actors: Actors) -> Token | None:
    """Return who is made to react, by the order of the words: "prompting Malaysia to scramble jets"."""
    doc, to = verb.doc, verb.i - 1
    if to < 2 or doc[to].lower_ != "to":
        return None
    party = actors.party_at.get(to - 1)
    first = party.start if party is not None else to - 1
    if party is None and doc[first].lower_ not in _SELF:
        return None
    prompts = first > 0 and doc[first - 1].lower_ in lexicon.group_forms("prompting_verbs")
    return doc[to - 1] if prompts else None


def _warned_away(verb: Token) -> bool:
    """Read "left after warnings were broadcast", "measures were taken against the drone": by those at home."""
    if not _is_passive(verb) or grammar.agents(verb) or grammar.has_modal(verb):
        return False
    return any(p.lower_ in lexicon.group("warnings_given") for p in grammar.patients(verb))


@cache
def _answering() -> frozenset[str]:
    return frozenset(lexicon.verbs("events", "reacting"))


@cache
def _sending_up() -> frozenset[str]:
    return lexicon.group_forms("launching_verbs", "directing_verbs") | lexicon.verb_forms("scramble")


def _reacting_side(verb: Token, doc: Doc, actors: Actors, others: set[str | None]) -> tuple[Party | None, bool]:
    """Return the foreign side that a verb names, and whether it is the forces at home that it leaves unnamed."""
    doers = grammar.agents(verb) if _is_passive(verb) == grammar.is_passive(verb) else []
    if not doers and (by := _told_by(verb, actors)) is not None:
        return (None, False) if by.state in others else (by, False)
    prompted = _prompted(verb, actors) if not doers else None
    if prompted is not None:
        doers = [prompted]
        if prompted.lower_ in _SELF:
            return None, True
    if _missed(verb, actors) or _warned_away(verb):
        return None, True
    for doer in doers:
        mine = any(c.dep_ == "poss" and c.lower_ in ("its", "their") for c in doer.children)
        speaker = speaker_above(verb, actors)[0] if mine and _at_home(doer, actors) else None
        if speaker is not None and speaker.kind == "state" and speaker.state not in {None, *others}:
            # "Baku says its forces fired by mistake"
            return speaker, False
    if not doers and verb.dep_ == "pcomp" and not _is_passive(verb):
        # "warplanes were within two minutes of firing at it"
        above = next((a for a in grammar.ancestors(verb) if a.pos_ in ("VERB", "AUX")), None)
        subjects = grammar.subjects(above) if above is not None else []
        doers = [s for s in subjects if actors.craft_headed(s) is not None]
    sent_up = verb.lower_ in _sending_up()
    if sent_up and (_is_passive(verb) or not doers):
        # "two Hornets were sent up": they answered.
        doers = [*doers, *grammar.patients(verb)]
    for doer in doers:
        craft = actors.craft_headed(doer)
        if craft is not None and craft.party is None and craft.designated and craft.definite:
            # "flew two F-16s to the border ... the two F-16s were sent": theirs who flew them.
            craft = same_aircraft(doc, craft, actors, avoid=None, met=False) or craft
        party = craft.party if craft is not None and craft.party is not None else party_in(doer, actors)
        band = party is not None and party.kind == "group" and party.name.casefold() not in lexicon.group("alliances")
        if band and party is not None and party.state is None and craft is None:
            # "Houthi gunners", "the Sudan People's Liberation Army": no state's forces.
            return None, False
        if party is not None and party.state is not None and party.kind != "group":
            if party.state in others:
                return None, False
            if party.kind == "state" or craft is not None:
                return party, False
        if doer.lower_ in lexicon.group("fire_sources", "ordnance"):
            # "by a missile from a British destroyer"
            named = (actors.party_at.get(t.i) for t in doer.subtree)
            source = next((p for p in named if p is not None and p.kind == "state" and p.state not in others), None)
            if source is not None:
                return source, False
        if doer.lower_ in _SELF:
            speaker, _ = speaker_above(verb, actors)
            if speaker is not None and speaker.state is not None and speaker.state not in others:
                return speaker, False
            return None, doer.lower_ == "we"
    if sent_up and (based := _sent_from(verb, actors)) is not None and based.state not in others:
        return based, False
    if sent_up and doers:
        return None, not any(_told_of(d, actors) for d in doers)
    if not doers and grammar.is_passive(verb) and any(
        t.lower_ in lexicon.group("defences", "readiness") for t in grammar.patients(verb)
    ):
        # "its air defence was put on alert", "the reaction alert was activated"
        return None, True
    if not doers:
        # An airliner is shot down by whoever it was, and not by the land whose inquest finds so.
        civil = any((c := craft_of(p, actors)) is not None and c.civil for p in grammar.patients(verb))
        met = _is_passive(verb) and _aircraft_met(verb, actors) and not sent_up and not civil
        # "Washington says the downed drone was Russian": whoever downed it.
        speaker = teller(verb, actors) if met and verb.dep_ != "amod" else None
        said_by = speaker_above(verb, actors)[0] if met else None
        if said_by is not None and said_by.kind == "group" and said_by.name.casefold() not in (
            lexicon.group("alliances")
        ):
            # "Rebels say that a plane was shot down": theirs was the gun.
            return None, False
        if speaker is not None and speaker.state not in others:
            # "Kuwait says a drone was shot down"
            return speaker, False
        return None, met
    return None, any(_at_home(d, actors) for d in doers)


def _sent_from(verb: Token, actors: Actors) -> Party | None:
    """Read "dispatched two Eurofighters from Istrana": of the land of their base, where none are lent to it."""
    if not verb.sent.words.isdisjoint(lexicon.group("alliances")):
        return None
    for thing in (verb, *grammar.objects(verb), *grammar.patients(verb)):
        if thing is not verb and actors.craft_headed(thing) is None:
            continue
        for preposition, site in grammar.prepositions(thing):
            party = actors.party_at.get(site.i) if preposition == "from" else None
            if party is not None and party.below_country and party.state not in lexicon.group("guarded_by_others"):
                return party if party.state is not None else None
    return None


def teller(verb: Token, actors: Actors) -> Party | None:
    """Return the state that tells of what was done by nobody named: by "says", by "according to", by showing it."""
    speaker, _ = speaker_above(verb, actors)
    if speaker is not None and speaker.state is not None and speaker.kind == "state":
        return speaker
    sentence = verb.sent
    for i in range(sentence.start, sentence.end - 2):
        if verb.doc[i].lower_ == "according" and verb.doc[i + 1].lower_ == "to":
            named = (actors.party_at.get(k) for k in range(i + 2, min(i + 6, sentence.end)))
            return next((p for p in named if p is not None and p.kind == "state" and p.state), None)
    return None


def _is_passive(verb: Token) -> bool:
    """Say whether it was done to the aircraft; the second of "was detected, tracked" is taken for a past tense."""
    if grammar.is_passive(verb):
        return True
    if verb.tag_ not in ("VBD", "VBN") or any(c.dep_ in _OWN_ARGUMENTS for c in verb.children):
        return False
    i = verb.i - 1
    while i > verb.sent.start and (doc_word := verb.doc[i]).tag_ in _IN_A_ROW:
        if doc_word.lower_ in ("was", "were", "been", "being"):
            return True
        i -= 1
    return False


def _told_by(verb: Token, actors: Actors) -> Party | None:
    """Return who does it by the order of the words, where the tree hangs "by" elsewhere ("shown the way by F-35s")."""
    doc, end = verb.doc, verb.sent.end
    by = next((i for i in range(verb.i + 1, min(end, verb.i + 11)) if doc[i].lower_ == "by"), None)
    if by is None or not _is_passive(verb) or any(
            t.pos_ == "VERB" and t.dep_ != "conj" for t in doc[verb.i + 1 : by]):
        # "scrambled to stop three drones sent by Iran"
        return None
    for i in range(by + 1, min(end, by + 8)):
        if doc[i].pos_ == "VERB" or doc[i].text in ",;:":
            break
        craft, party = actors.craft_at.get(i), actors.party_at.get(i)
        owner = craft.party if craft is not None and craft.party is not None else party
        if owner is not None and owner.state is not None:
            return owner
    return None


def _told_of(doer: Token, actors: Actors) -> bool:
    """Say whether it is the aircraft told of before: "the plane", "it"."""
    craft = actors.craft_headed(doer)
    return doer.lower_ in _SELF or (craft is not None and (craft.definite or craft.weapon))


def _aircraft_met(verb: Token, actors: Actors) -> bool:
    """Say whether an agentless passive is of what flew: not "no shots were fired", not "the pilot was warned"."""
    patients = grammar.patients(verb) or grammar.agents(verb)
    craft = any(craft_of(p, actors) is not None or p.lower_ in PRONOUNS or p.like_num for p in patients)
    fired = any(p.lower_ in lexicon.group("ordnance") and p.lower_ != "missile" for p in patients)
    return not patients or craft or fired


def _at_home(doer: Token, actors: Actors) -> bool:
    """Say whether forces that nobody names are those of the state itself: "the armed forces", "two fighters"."""
    craft = actors.craft_headed(doer)
    if craft is not None:
        return craft.party is None and not craft.definite and not craft.weapon and craft.category != "drone"
    words = {t.lower_ for t in _phrase(doer)}
    return bool(words & lexicon.group("home_forces")) and not words & lexicon.group("not_the_state")


def _phrase(head: Token) -> Iterable[Token]:
    return (t for t in head.subtree if abs(t.i - head.i) <= 5 and t.pos_ in ("NOUN", "PROPN", "ADJ"))
