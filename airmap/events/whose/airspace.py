"""In whose airspace it was: by its words, by who speaks, by whose land lay below, by what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.circumstances.nearness import beyond_line
from airmap.events.coreference import party_meant, speaker_above
from airmap.events.readers.scenes import came_down_at
from airmap.events.tellings import ENTERING, Telling, changed
from airmap.events.whose.airspace_untold import (
    airport_stopped,
    complainant,
    flying_along,
    leading_state,
    named_around,
    place_beside,
    proclaimed_by,
    reacting,
    shooters,
    told_as_known,
    told_before,
)
from airmap.events.whose.blame import complaining_after
from airmap.events.whose.context import over_nobodys
from airmap.events.whose.downed_over import downed_over, maybe_at_sea, named_over, state_defended
from airmap.events.whose.flown_over import LINES
from airmap.events.whose.reactions import teller
from airmap.events.whose.voice import FIRST_PERSON, headed_by, issuer_of, voice_of
from airmap.mentions.actors import Actors, Party, Zone, state_of_party
from airmap.records import Article

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


@dataclass(frozen=True, slots=True)
class _Case:
    """A telling whose airspace is asked for, with its text and the tellings settled before it, in text order.

    ``goal`` is the land it led to.
    """

    telling: Telling
    doc: Doc
    actors: Actors
    article: Article
    before: Sequence[Telling]
    goal: Party | None

    @property
    def mover(self) -> str | None:
        """The state whose aircraft it was."""
        return state_of_party(self.telling.mover)

    @property
    def entering(self) -> bool:
        return self.telling.act in ENTERING

    @property
    def trigger(self) -> Token:
        return self.doc[self.telling.trigger]


def settle_airspace(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling]
) -> Telling:
    """Return the telling with the state whose airspace it was in, where its words, its speaker or the story say so.

    ``before`` are the tellings already settled, in text order.
    """
    zone = telling.zone
    if zone is not None and (by_them := _by_those_named(telling, zone, doc, actors, before)) is not None:
        return by_them
    if zone is not None and zone.kind == "international":
        return replace(telling, international=True, near=None)
    if zone is not None and (complains := _who_complains(telling, zone, doc, actors)) is not None:
        return changed(telling, mover=zone.owner, airspace=complains)
    case = _Case(telling, doc, actors, article, before, telling.goal or _land_named(zone, doc))
    if zone is None:
        state = _state_without_zone(case)
    elif (owner := _owner_of_zone(case, zone)) is not None:
        state = owner.state
    elif over_nobodys(zone, doc, actors):
        # "in the skies above the shoal"
        return telling
    else:
        return replace(telling, airspace_group=zone.owner.name if zone.owner is not None else None)
    if state is None:
        defended = state_defended(telling, case.mover, doc, actors)
        return changed(telling, airspace=defended) if defended is not None else telling
    if case.entering:
        return changed(telling, airspace=state)
    return _met_over(case, state)


def _by_those_named(
    telling: Telling, zone: Zone, doc: Doc, actors: Actors, before: Sequence[Telling]
) -> Telling | None:
    """Read "Estonia joins Romania to report Russian airspace violations", of those whose jets came over: by them."""
    named = zone.owner if telling.nominal and zone.head < telling.trigger else None
    if named is None or telling.mover is not None:
        return None
    known = (t for t in before if state_of_party(t.mover) == named.state)
    if all(t.airspace in (None, named.state) for t in known):
        return None
    speaker, _ = speaker_above(doc[telling.trigger], actors)
    theirs = speaker.state if speaker is not None and speaker.state != named.state else None
    return changed(telling, mover=named, airspace=theirs, zone=None)


def _land_named(zone: Zone | None, doc: Doc) -> Party | None:
    """Return whose land a part of it is: "over Idlib province"."""
    if zone is None or zone.kind != "territory" or zone.owner is None:
        return None
    return zone.owner if doc[zone.head].lower_ in lexicon.group("inland_sites") else None


def _who_complains(telling: Telling, zone: Zone, doc: Doc, actors: Actors) -> str | None:
    """Read "second Russian airspace violation in a week, says Norway": Russia's deed, in the air of who tells it.

    Only of states that are known for it: "Berlin says that the Polish airspace violation was no accident".
    """
    owner, trigger = zone.owner, doc[telling.trigger]
    if owner is None or zone.head != telling.trigger - 1 or telling.mover is not None:
        return None
    if telling.act != "entry" or not telling.nominal or owner.state not in lexicon.table("parties")["often_accused"]:
        return None
    if doc[owner.end].tag_ == "POS" or any(
        a.lower_ in lexicon.verbs("cues", "denial") for a in grammar.ancestors(trigger)
    ):
        return None
    others = (p for p in actors.parties if p.kind == "state" and trigger.sent.start <= p.start < trigger.sent.end)
    return next((p.state for p in others if p.state not in (None, owner.state)), None)


def _owner_of_zone(case: _Case, zone: Zone) -> Party | None:
    """Return whose a zone is, where its words say so, or else whose it must be."""
    doc, actors, mover = case.doc, case.actors, case.mover
    owner = _beyond(zone, mover, case.telling, doc, actors) or zone.owner
    if owner is None and zone.kind == "buffer" and case.entering:
        owner = beyond_line(zone, mover or _flown_from(case.telling, doc, actors), doc)
    if owner is not None and not (owner.kind == "group" and owner.state is None):
        return owner
    if (named := _place_of(zone, doc)) is not None:
        return named
    if zone.owner_pronoun is None and (proclaims := proclaimed_by(doc[zone.head], actors)) is not None:
        return proclaims
    if over_nobodys(zone, doc, actors):
        return None
    points_back = zone.owner_pronoun is not None or zone.described or (zone.definite and owner is None)
    if points_back and (meant := _owner_meant(case, zone)) is not None:
        return meant
    # "NATO airspace" is of several states.
    return _owner_unsaid(case, zone) if owner is None else None


def _place_of(zone: Zone, doc: Doc) -> Party | None:
    """Return the place by which a zone is told: "the airspace over Narva"."""
    place = zone.place
    if place is None or not place.state or zone.owner_pronoun is not None:
        return None
    only_near = doc[place.end].lower_ in LINES or doc[place.start - 1].lower_ == "near"
    # "entered the nation's airspace over the Syrian border", "crossed national airspace near Izmail"
    return None if only_near and zone.described else place


def _owner_unsaid(case: _Case, zone: Zone) -> Party | None:
    """Return whose a zone must be of which nothing is said: the speaker's, or that of whoever lies beyond or reacts."""
    telling, doc, actors, mover = case.telling, case.doc, case.actors, case.mover
    if zone.end - zone.start <= 2 and not _described_after(zone, doc):
        # "Israel confirms Russian jets entered airspace": the speaker's own.
        speaker, _ = speaker_above(case.trigger, actors)
        if speaker is not None and speaker.state != mover:
            return speaker
    if not case.entering:
        return None
    return (
        beyond_line(zone, mover, doc)
        or airport_stopped(telling, doc, actors)
        or reacting(case.trigger, actors)
        or leading_state(telling, mover, doc, actors)
    )


def _state_without_zone(case: _Case) -> str | None:
    """Return whose airspace it was where none is spoken of: over a land, or over that of whoever tells of it."""
    telling, doc, actors = case.telling, case.doc, case.actors
    if case.goal is not None:
        told = told_before(case.goal, telling, actors, case.before) if case.entering else None
        told = told or ((_of_who_protests(case, case.goal) or _namesake(case, case.goal)) if case.entering else None)
        return case.goal.state if told is None else told
    if not case.entering:
        return None
    if telling.nominal and (shut := airport_stopped(telling, doc, actors)) is not None:
        # "drone incursions have shut Danish airports"
        return shut.state
    if not (telling.untold_goal or (telling.nominal and telling.mover is not None)):
        return None
    if (told := told_as_known(telling, case.mover, doc, case.before)) is not None:
        return told
    state = state_of_party(_teller(case))
    return state if state != case.mover else None


def _of_who_protests(case: _Case, goal: Party) -> str | None:
    """Read "Ecuador protested when Colombian aircraft crossed into Angostura": of that land, whatever namesakes it has.

    Only of a place in a land that nothing else in the text names.
    """
    place = goal.toponym.place if goal.toponym is not None else None
    if goal.kind != "place" or place is None or any(
            p.state == goal.state for p in case.actors.parties if p.start != goal.start and p.state != case.mover):
        return None
    protests = complainant(case.telling, case.mover, case.doc, case.actors)
    return state_of_party(protests) if goal.toponym is not None and goal.toponym.alternatives else None


def _namesake(case: _Case, goal: Party) -> str | None:
    """Read "A Cuban MiG crossed into Florida": of the two of that name, the one that is not at home in Cuba."""
    crossing = case.trigger.lower_ in lexicon.group_forms("border_verbs", "intruding_verbs")
    if goal.state != case.mover or goal.toponym is None or not crossing or case.doc[goal.start - 1].lower_ != "into":
        return None
    lands = (c.place.country for c in goal.toponym.alternatives if c.place is not None)
    return next((land for land in lands if land not in (None, case.mover)), None)


def _teller(case: _Case) -> Party | None:
    """Return who tells of an entry into their own land: who speaks, fires, reacts, leads the sentence or complains."""
    telling, doc, actors, mover, trigger = case.telling, case.doc, case.actors, case.mover, case.trigger
    speaker, _ = speaker_above(trigger, actors)
    if speaker is None and telling.nominal:
        speaker = reacting(trigger, actors) or named_around(telling, mover, doc, actors)
    if state_of_party(speaker) is None:
        # "According to Kinshasa, a drone has been circling over Minova"
        speaker = teller(trigger, actors) or speaker
    if not telling.untold_goal or state_of_party(speaker) is not None:
        return speaker
    return (
        next((p for p in shooters(trigger, actors) if p.kind == "state"), None)
        or came_down_at(trigger, actors)
        or airport_stopped(telling, doc, actors)
        or reacting(trigger, actors)
        or leading_state(telling, mover, doc, actors)
        or complainant(telling, mover, doc, actors)
        or named_around(telling, mover, doc, actors)
        or complaining_after(trigger, actors)
    )


def _beyond(zone: Zone, mover: str | None, telling: Telling, doc: Doc, actors: Actors) -> Party | None:
    """Return whose land lies beyond a line named for two: "an Ethiopian jet crossed the Sudanese-Ethiopian border".

    Beyond it from the intruder's side, or else on the side of who tells of it.
    """
    if zone.kind != "territory" or telling.act not in ENTERING:
        return None
    sides = [p for p in actors.parties if zone.start <= p.start < zone.head and p.state is not None]
    if len({p.state for p in sides}) != 2:
        return None
    if mover is not None:
        others = [p for p in sides if p.state != mover]
        return others[0] if len(others) < len(sides) else None
    speaker, _ = speaker_above(doc[telling.trigger], actors)
    return next((p for p in sides if speaker is not None and p.state == speaker.state), None)


def _flown_from(telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Return the state that an aircraft nobody owns came from: "a drone from Lebanon crossed the line"."""
    craft = telling.craft
    if craft is None or craft.end >= len(doc) or doc[craft.end].lower_ != "from":
        return None
    party = next((actors.party_at[i] for i in (craft.end + 1, craft.end + 2) if i in actors.party_at), None)
    return state_of_party(party)


def _described_after(zone: Zone, doc: Doc) -> bool:
    return zone.end < len(doc) and doc[zone.end].lower_ in ("of", "over", "above", "in")


def _owner_meant(case: _Case, zone: Zone) -> Party | None:
    """Return whose an airspace is that a word points back to: "its airspace", "our skies", "the country's airspace"."""
    telling, doc, actors, before, mover = case.telling, case.doc, case.actors, case.before, case.mover
    position = zone.owner_pronoun if zone.owner_pronoun is not None else zone.start
    trigger = case.trigger
    speaker, _ = speaker_above(trigger, actors)
    word = doc[position].lower_
    if word in ("its", "their") and doc[position + 1].lower_ == "own" and telling.act in ("down", "fire") and (
        mover is not None and telling.mover is not None
    ):
        # "was hit over its own territory": its owner's.
        return telling.mover
    if word in FIRST_PERSON:
        if speaker is not None and speaker.state is not None and speaker.state != mover:
            return speaker
        return (
            voice_of(doc, position, actors, case.article, exclude={mover})
            or place_beside(zone, doc, actors, mover)
            or issuer_of(doc, actors, {mover})
        )
    national = doc.span(zone.start, zone.end).text.casefold().endswith("national airspace")
    says = national and speaker is not None and speaker.state not in (None, mover)
    if zone.owner_pronoun is None and (not zone.described or national) and not says:
        told = next((t.airspace for t in reversed(before) if t.airspace is not None and t.airspace != mover), None)
        if told is not None:
            return Party(zone.start, zone.end, "state", told, told)
    if national and speaker is None and (own := headed_by(doc, actors, {mover})) is not None:
        # "Hellenic National Defence General Staff: Violations of national airspace: 41."
        return own
    shooter = next((p for p in shooters(trigger, actors) if p.state != mover), None)
    exclude = {None, mover, *flying_along(telling, doc, actors)}
    if mover is None:
        # "A Peruvian drone fell in Ecuador and the country protested over the violation of its airspace": not Peru's.
        exclude |= {state_of_party(t.mover) for t in before if t.start == telling.start and t.airspace is not None}
    if zone.owner_pronoun is None and before and speaker is None and shooter is None:
        here = (p for p in actors.parties if telling.start <= p.start < position and p.kind == "state")
        told = next((t.airspace for t in reversed(before) if t.airspace not in exclude), None)
        if told is not None and all(p.state in exclude for p in here):
            # "Days before, an Italian drone had crashed inside the country": the one that the story is of.
            return Party(zone.start, zone.end, "state", told, told)
    return party_meant(doc, position, actors, exclude=exclude, prefer=(speaker, shooter, telling.responder))


def _met_over(case: _Case, state: str) -> Telling:
    """Return the telling of what was met or brought down over a state's land, an entry only if it was theirs who did.

    "made to land at Minsk by a Belarusian fighter"; not "Syrian guns shot down a Russian plane off Latakia".
    """
    telling, goal = case.telling, case.goal
    if telling.act in ("down", "fire"):
        theirs = downed_over(telling, goal, state, case.doc, case.actors)
        return changed(telling, airspace=state) if theirs else telling
    if goal is not None and maybe_at_sea(telling, goal, state_of_party(telling.responder), case.doc):
        return telling
    if telling.act == "close" and _threatened_at_home(telling, state):
        # The one that was threatened was in its own airspace: the other had entered it.
        return changed(telling, airspace=state, mover=telling.responder)
    met = telling.act in ("intercept", "close") and _met_in_zone(case, state)
    met = met or (telling.act == "intercept" and (_unmanned_met(case, state) or _forced_to_land(case, state)))
    return changed(telling, airspace=state) if met else telling


def _threatened_at_home(telling: Telling, state: str) -> bool:
    """Say whether another's aircraft came close to one that was in the airspace of its own state."""
    zone, responder = telling.zone, telling.responder
    owner = telling.craft.party if telling.craft is not None else None
    if zone is None or zone.kind != "national" or (owner is not None and owner.state not in (None, state)):
        return False
    return responder is not None and responder.state not in (None, state)


def _met_in_zone(case: _Case, state: str) -> bool:
    """Say whether a foreign aircraft was met in an airspace: "intercepted in Latvian airspace"."""
    zone = case.telling.zone
    return zone is not None and zone.kind in ("national", "adiz") and state != case.mover


def _unmanned_met(case: _Case, state: str) -> bool:
    """Read "an Egyptian drone was intercepted by Israeli jets over the Negev desert"."""
    craft, goal = case.telling.craft, case.goal
    if craft is None or craft.category not in ("drone", "balloon") or state == case.mover or goal is None:
        return False
    theirs = state_of_party(case.telling.responder) == state
    return theirs and case.doc[goal.start - 1].lower_ != "off" and named_over(goal, case.doc)


def _forced_to_land(case: _Case, state: str) -> bool:
    """Read "made to land at Minsk by a Belarusian fighter": in the airspace of those who made it."""
    responder, goal = case.telling.responder, case.goal
    if goal is None or state == case.mover:
        return False
    at_home = case.doc[goal.start - 1].lower_ == "in" if responder is None else responder.state == state
    return at_home and _made_to_land(case.trigger)


def _made_to_land(verb: Token) -> bool:
    """Say whether an aircraft was forced to come down where it did not want to."""
    words = {t.lower_ for t in verb.subtree}
    return verb.lower_ in lexicon.group_forms("forcing_verbs") and bool(words & {"land", "landing", "down"})
