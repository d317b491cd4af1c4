"""Over whose land an aircraft was that was brought down, by what those who did it say that it was doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events.coreference import speaker_above
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

# Beside a land's name: near that land, and no further.
LINES = frozenset({"border", "frontier", "line", "boundary"})


def _led_to(token: Token) -> int:
    """Return the position of what a preposition leads to, over an article."""
    return token.i + 1 + (token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "the")


def flown_over(telling: Telling, mover: str, doc: Doc, actors: Actors) -> str | None:
    """Return over whose land it was that it flew, or whose site it neared, by the words of those who brought it down.

    Read "intercepted on a flight over Azerbaijani positions", "as it neared its enrichment plant", "an Iranian plant".
    """
    shooter = state_of_party(telling.responder)
    if shooter is None:
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        shooter = state_of_party(speaker)
    if shooter in (None, mover):
        return None
    for token in doc[telling.start : telling.end]:
        below = actors.party_at.get(_led_to(token)) if token.lower_ == "inside" else None
        if below is not None and below.state == shooter and not any(
            telling.trigger < c.head < token.i and c != telling.craft for c in actors.crafts
        ):
            # "as he was on a mission deep inside the Soviet Union"
            return shooter
        over = token.lower_ in ("over", "above") and token.dep_ == "prep"
        nears = token.lower_ in lexicon.group_forms("nearing_verbs") and token.pos_ == "VERB"
        if not (over or nears) or token.i in actors.party_at:
            continue
        for thing in token.children:
            if thing.dep_ not in ("pobj", "dobj") or thing.lower_ not in lexicon.group("guarded_sites"):
                continue
            words = {t.lower_ for t in thing.subtree}
            if words & lexicon.group("nowhere_waters") or words & {"international", "neutral", "off", "border"}:
                continue
            named = {p.state for t in thing.subtree if (p := actors.party_at.get(t.i)) is not None}
            if shooter in named or (nears and not named - {None}):
                return shooter
    return None


def over_own(telling: Telling, state: str, mover: Party | None, doc: Doc, actors: Actors) -> bool:
    """Say whether something was brought down over theirs who fired: "a drone over one of its islands", "aimed at Riga".

    Not: "shot down a Syrian plane in Idlib", whose they are no less, nor what fell into the sea before it got there.
    """
    craft = telling.craft
    if craft is None or telling.goal is not None or telling.zone is not None or not craft.unpiloted:
        return False
    end = doc[telling.trigger].sent.end
    # A state's drone may be where it is at war; a movement's, or one that nobody knows, has come to a land at peace.
    nobodys = (mover is None or mover.state is None) and craft.category != "balloon" and telling.act == "down"
    falling = lexicon.group_forms("coming_down_verbs")
    short = {t.lower_ for t in doc[craft.end : end]} & lexicon.group("short_of_land")
    for i in range(craft.end, min(end, craft.end + 14)):
        before = {t.lower_ for t in doc[max(craft.end, i - 3) : i]}
        own = doc[i].lower_ in ("its", "their", "our")
        sites = own and {t.lower_ for t in doc[i : min(end, i + 6)]} & lexicon.group("guarded_sites")
        if own and (before & {"over", "above"} or (sites and before & {"near", "at", "around"})):
            # "over one of its islands", "near one of its reactors"
            return True
        party = actors.party_at.get(i)
        if party is None or party.state is None or party.kind == "group":
            continue
        if party.kind == "place" and "in" in before and {t.lower_ for t in doc[craft.end : i]} & LINES:
            return party.state == state and mover is not None
        fallen = before & {"near", "outside", "by"} and falling & {t.lower_ for t in doc[craft.end : i]}
        aimed = party.below_country and before & lexicon.group("aiming_words")
        led = fallen or aimed or before & {"over", "above", "in"}
        if party.state == state and led and nobodys and not short:
            return True
    return False
