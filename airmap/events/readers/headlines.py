"""Readers of headlines that have no verb: an aircraft, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import ACT_OF_ZONE, AIR, down_nouns
from airmap.events.tellings import Telling, told_by
from airmap.mentions.actors import Actors, Craft, Party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_OVER = frozenset({"over", "above", "into"})
_INSIDE = frozenset({"in", "inside", "within"})
_BREAKS = frozenset({",", ";", ":", "–", "—", "--"})
# How far behind an aircraft its place may stand: "Second balloon from Belarus in two days over Vilnius".
_REACH = 10


def seen_there(token: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read a headline without a verb: "Russian missile in our airspace", "Third drone in a week over Moldova".

    Not: "drones over the Middle East", "planes in the sky", "American drones in Niger", "drone over Gatwick".
    """
    craft = actors.craft_headed(token)
    if craft is None or token.i != craft.head or craft.civil or craft.attributive or craft.weapon:
        return None
    segment = _headline(craft, token, doc, actors)
    if segment is None:
        return _complained_of(craft, token, doc, actors)
    start, end = segment
    near = _within(craft, end, doc, actors)
    if near is not None:
        # "Russian Su-27 within two metres of US spy plane": the one that came close is named first.
        return told_by(
            token, "close", craft=near, craft_token=near.head, responder=craft.party, responder_token=craft.head,
        )
    # "Russian fighter and tanker over Latvia" flew together.
    company = {t.i for t in token.conjuncts}
    if any(craft.end <= c.head < end and not c.attributive and c.head not in company for c in actors.crafts):
        return None
    origin = _origin(craft, end, doc, actors)
    foreign = craft.party or origin
    return _place(craft, token, foreign, (start, end), doc, actors)


def _complained_of(craft: Craft, token: Token, doc: Doc, actors: Actors) -> Telling | None:
    """Read "complained of two Venezuelan jets inside La Guajira", "the protest over a MiG above Mae Sot".

    Not: "complained of Venezuelan jets", "protested to Iran over a jet shot down over the Gulf".
    """
    if craft.owner_pronoun is not None or any(a.lower_ in down_nouns() for a in list(grammar.ancestors(token))[:3]):
        # "blamed Moscow for the downing of its drone over Abkhazia"
        return None
    measured = token.dep_ == "nmod" and token.head.lower_ in lexicon.group("length_units")
    if token.dep_ not in ("pobj", "dobj") and not measured:
        return None
    above = next(grammar.ancestors(token.head if measured else token), None)
    above = above.head if above is not None and above.dep_ == "prep" else above
    complaints = lexicon.group("complaints_sent") | lexicon.group_forms("summoning_verbs")
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    nodes = () if above is None else (above, *grammar.ancestors(above))
    shown = bool(nodes) and nodes[0].lower_ in lexicon.group("shown_things") and craft.party is not None
    if not shown and not any(n.lower_ in complaints or n.lower_ in accusing for n in nodes[:3]):
        return None
    end = craft.end
    for word in doc[craft.end : min(token.sent.end, craft.end + _REACH)]:
        if _tells(word) or word.text in _BREAKS or word.lower_ in ("and", "that", "which"):
            break
        end = word.i + 1
    if craft.party is None and craft.category not in ("drone", "balloon", "missile", "plane", "helicopter"):
        return None
    return _place(craft, token, craft.party, (craft.start, end), doc, actors, inside=True)


def _place(
    craft: Craft, token: Token, foreign: Party | None, segment: tuple[int, int], doc: Doc, actors: Actors,
    *, inside: bool = False,
) -> Telling | None:
    """Return the entry that a headline tells, where it names an airspace, or a land that is not the aircraft's own.

    A complaint (``inside``) is about what is in a land as well as over it.
    """
    start, end = segment
    words = {t.lower_ for t in doc[start:end]}
    alone = craft.category in ("drone", "balloon", "missile")
    # A stray one, or one more of a kind, came from elsewhere though nobody says from where.
    told_foreign = inside or foreign is not None or (alone and bool(words & lexicon.group("once_more")))
    came_down = inside or (alone and bool(words & lexicon.group("gone_astray")))
    for i in range(craft.end, end):
        if doc[i].lower_ in lexicon.group("staying_beside") | {"near"}:
            return None
        if doc[i].lower_ not in _OVER | _INSIDE:
            continue
        # "700 metres inside Lithuania"
        measured = doc[i].lower_ in _INSIDE and doc[i - 1].lower_ in lexicon.group("length_units")
        for k in range(i + 1, min(end, i + 6)):
            zone, party = actors.zone_at.get(k), actors.party_at.get(k)
            if zone is not None and zone.kind in AIR and (zone.owner is not None or zone.owner_pronoun is not None):
                goal = None
            elif party is not None and party.state and told_foreign and (
                doc[i].lower_ in _OVER or came_down or measured
            ):
                if foreign is not None and foreign.state == party.state:
                    continue
                zone, goal = None, party
            else:
                if doc[k].pos_ == "ADP":
                    break
                continue
            return told_by(
                token, ACT_OF_ZONE.get(zone.kind, "entry") if zone is not None else "entry", craft=craft,
                craft_token=craft.head, zone=zone, goal=goal,
            )
    return None


def _headline(craft: Craft, token: Token, doc: Doc, actors: Actors) -> tuple[int, int] | None:
    """Return the words of a headline that an aircraft leads, without who says so before or behind them, or None."""
    sentence = token.sent
    start, end = sentence.start, sentence.end
    for i in range(sentence.start, craft.start):
        if doc[i].text == ":":
            start = i + 1
    for i in range(craft.end, sentence.end):
        if doc[i].text in _BREAKS:
            end = i
            break
    if any(t.pos_ not in ("DET", "ADV", "ADJ", "NUM", "PUNCT", "SPACE") for t in doc[start : craft.start]):
        return None
    if any(_tells(t) for t in doc[start:end]):
        return None
    # "..., Vilnius says; Moscow denies it": what others say to it is a sentence of its own.
    stop = next((i for i in range(end + 1, sentence.end) if doc[i].text == ";"), sentence.end)
    stop = end if doc[min(end, sentence.end - 1)].text == ";" else stop
    tail = [t for t in doc[end:stop] if _tells(t)]
    reporting = lexicon.verbs("cues", "reporting")
    said = bool(tail) and tail[0].lower_ in reporting and any(
        end <= p.start < sentence.end and p.kind == "state" for p in actors.parties
    )
    return (start, min(end, craft.end + _REACH)) if not tail or (said and len(tail) == 1) else None


def _tells(token: Token) -> bool:
    """Say whether a word is a finite verb, and not an adverb that the tagger takes for one: "jets low over Beirut"."""
    if token.lower_ in lexicon.group("headline_adverbs"):
        return False
    return token.pos_ in ("VERB", "AUX") and token.dep_ in (
        "ROOT", "conj", "advcl", "ccomp", "parataxis", "relcl", "acl", "xcomp",
    )  # fmt: skip


def _origin(craft: Craft, end: int, doc: Doc, actors: Actors) -> Party | None:
    """Return where it came from: "balloon from Belarus"."""
    if craft.end + 1 >= end or doc[craft.end].lower_ != "from":
        return None
    return next((p for i in (craft.end + 1, craft.end + 2) if (p := actors.party_at.get(i)) and p.state), None)


def _within(craft: Craft, end: int, doc: Doc, actors: Actors) -> Craft | None:
    """Return the other aircraft that one was dangerously close to: "within two metres of", "metres from"."""
    if craft.party is None or craft.category not in ("plane", "helicopter"):
        return None
    for i in range(craft.end, end):
        if doc[i].lower_ in lexicon.group("small_units") and i + 1 < end and (
            doc[i + 1].lower_ in lexicon.group("apart_prepositions")
        ):
            other = next((c for c in actors.crafts if i + 1 < c.head < min(doc[i].sent.end, i + 8)), None)
            own = other is None or other.party is None or other.party.state == craft.party.state
            return None if own else other
    return None
