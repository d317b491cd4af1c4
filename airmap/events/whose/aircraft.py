"""Which aircraft a telling means, and whose it is: said of it, owned by a pronoun, or known from what went before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import coreference, grammar
from airmap.events.clauses import actor_among, craft_of
from airmap.events.coreference import (
    aircraft_meant,
    is_subject,
    party_in,
    party_meant,
    same_aircraft,
    speaker_above,
    strikes,
)
from airmap.events.tellings import Telling, changed
from airmap.events.which_craft import of_a_service
from airmap.events.whose.accused import attacked_with, settle_accused
from airmap.events.whose.blame import blaming_forms
from airmap.events.whose.voice import FIRST_PERSON, spoken_to, voice_of
from airmap.mentions.actors import Actors, Craft, Party, number, state_of_party
from airmap.records import Article

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token


def settle_aircraft(telling: Telling, doc: Doc, actors: Actors, article: Article) -> Telling | None:
    """Return the telling with its aircraft and whose that is, or None where its owner had it brought down himself."""
    telling = _with_aircraft(telling, doc, actors)
    if telling.craft is None:
        return telling
    craft = telling.craft
    if craft.party is None and craft.owner_pronoun is None:
        flier = _said_to_fly(telling, craft, doc, actors)
        craft = craft if flier is None else replace(craft, party=flier)
    telling = _with_number_met(changed(telling, craft=craft), craft, doc)
    if craft.party is None and craft.owner_pronoun is None and craft.definite:
        avoid = _not_whose(telling, doc, actors)
        if telling.act == "down" and avoid is not None and _put_down(telling, craft, doc, actors, avoid):
            return None
        earlier = same_aircraft(doc, craft, actors, avoid=avoid)
        craft = craft if earlier is None else _continued(craft, earlier, doc)
    if craft.party is None:
        told_by_clauses = (_friendly, _of_the_crew, _headed, _sent_before, _of_the_speakers_service)
        owners = (owner_of(telling, craft, doc, actors) for owner_of in told_by_clauses)
        owner = next((o for o in owners if o is not None), None)
        owner = owner or _by_pronoun(telling, craft, doc, actors, article)
        craft = craft if owner is None else replace(craft, party=owner)
    return changed(telling, craft=craft)


def _with_aircraft(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Return the telling with what flew: the weapons of an attack, what a missile hit, what "it" stands for."""
    raid = doc[telling.mover_token] if telling.mover_token is not None and telling.act == "entry" else None
    if telling.craft is None and raid is not None and (weapon := attacked_with(raid, actors)) is not None:
        # "a drone attack that violated its airspace"
        telling = replace(telling, craft=replace(weapon, attributive=False))
    by = doc[telling.craft.head].head if telling.craft is not None and telling.craft.category == "missile" else None
    if telling.act == "entry" and by is not None and by.lower_ == "by" and grammar.is_passive(by.head):
        # "was hit by a missile, lost control and plunged into a field": not the missile.
        hit = next((c for t in grammar.patients(by.head) if (c := craft_of(t, actors)) is not None), None)
        return replace(telling, craft=hit, craft_token=telling.craft_token if hit is not None else None)
    if telling.craft is None and telling.craft_token is not None:
        avoid = state_of_party(telling.responder)
        if telling.act in ("entry", "adiz") and telling.zone is not None and telling.zone.owner is not None:
            avoid = telling.zone.owner.state
        else:
            avoid = _speaker_of_its_own(telling, doc, actors) or avoid
        meant = aircraft_meant(doc, telling.craft_token, actors, avoid=avoid)
        return changed(telling, craft=meant) if meant is not None else telling
    return telling


def _speaker_of_its_own(telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Return who speaks: "Havana said it was inside its airspace": what was inside was not Havana's."""
    if telling.act not in ("entry", "adiz") or telling.zone is None or telling.zone.owner_pronoun is None:
        return None
    speaker, _ = speaker_above(doc[telling.trigger], actors)
    return speaker.state if speaker is not None else None


def _said_to_fly(telling: Telling, craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Return whose the clauses about an aircraft say that it is, and not that of those who met it."""
    for owner_of in (_sent_by, _from_home_to_home):
        owner = owner_of(craft, doc, actors)
        if owner is not None and (telling.responder is None or telling.responder.state != owner.state):
            return owner
    return _under_fire_from(doc[telling.trigger], actors) if telling.act in ("down", "fire") else None


def _with_number_met(telling: Telling, craft: Craft, doc: Doc) -> Telling:
    """Return the telling with the number that was met, and not that of the whole: "45 of 60 Russian drones"."""
    if telling.craft_token is None or craft.start <= telling.craft_token < craft.end:
        return telling
    stated = number(doc[telling.craft_token].lower_)
    return replace(telling, count=stated) if stated is not None else telling


def _not_whose(telling: Telling, doc: Doc, actors: Actors) -> str | None:
    """Return the state whose "the aircraft" is not: that of those who met it, or who complain of it."""
    by = doc[telling.responder_token] if telling.responder_token is not None and telling.act == "close" else None
    avoid = coreference.chasers_state(by, telling.responder, doc, actors)
    if telling.act in ("entry", "adiz") and telling.zone is not None and telling.zone.owner_pronoun is not None:
        return _speaker_of_its_own(telling, doc, actors) or avoid
    if telling.act == "entry" and telling.strong and not grammar.negated(doc[telling.trigger]):
        # "Beijing says the plane intruded": who complains speaks of another's aircraft.
        speaker, verb = speaker_above(doc[telling.trigger], actors)
        if speaker is not None and verb is not None and verb.lower_ not in lexicon.group_forms("admitting_verbs"):
            return speaker.state
    return avoid


def _continued(craft: Craft, earlier: Craft, doc: Doc) -> Craft:
    """Return "the planes" as those told of before: "16 Chinese aircraft ... The planes flew on"."""
    keep = craft if not craft.generic else earlier
    many = earlier.count if craft.count is None and doc[craft.head].tag_ in ("NNS", "NNPS") else craft.count
    return replace(keep, party=earlier.party, head=craft.head, count=many)


def _friendly(telling: Telling, craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Return those who brought down one of their own."""
    if craft.owner_pronoun is not None or telling.act not in ("down", "fire"):
        return None
    if "friendly fire" not in doc.span(telling.start, telling.end).text.casefold():
        return None
    if telling.responder is not None and telling.responder.state:
        return telling.responder
    speaker, _ = speaker_above(doc[telling.trigger], actors)
    if speaker is not None:
        return speaker
    inside = [p for p in actors.parties if telling.start <= p.start < telling.end and p.kind == "state"]
    return inside[0] if len({p.state for p in inside}) == 1 else None


def _of_the_crew(telling: Telling, craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Read "two U.S. airmen whose helicopter came down"."""
    head = doc[craft.head]
    if craft.start <= 1 or not any(c.lower_ == "whose" for c in head.children):
        return None
    verb = next((a for a in grammar.ancestors(head) if a.dep_ == "relcl"), None)
    holder = party_in(verb.head, actors) if verb is not None else None
    return holder if holder is not None and holder.kind == "state" else None


def _headed(telling: Telling, craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Read "Azerbaijan Airlines Flight 8243: An Embraer bound for Grozny": the one that the heading names."""
    headed = next(iter(actors.crafts), craft)
    if not craft.civil or craft.owner_pronoun is not None or not headed.civil:
        return None
    return headed.party if headed.end < len(doc) and doc[headed.end].text == ":" else None


def _by_pronoun(telling: Telling, craft: Craft, doc: Doc, actors: Actors, article: Article) -> Party | None:
    """Return whose "its", "our", "your" or "his" aircraft is."""
    if craft.owner_pronoun is None:
        return None
    pronoun = doc[craft.owner_pronoun]
    if telling.responder is not None and doc[pronoun.i + 1].lower_ == "own":
        return telling.responder  # "shot down its own helicopter"
    if pronoun.lower_ == "your" and (spoken := spoken_to(doc, pronoun.i, actors)):
        return spoken
    responder = state_of_party(telling.responder)
    # "Our plane was met", told before: whose "our" is its own sentence says.
    apart = pronoun.sent.start != doc[telling.trigger].sent.start
    speaker, told = speaker_above(doc[craft.head if apart else telling.trigger], actors)
    if speaker is not None and told is not None and told.lower_ in lexicon.group("explanations"):
        # "rejected Togo's excuse that its plane had lost its way"
        return speaker
    owner: Party | None = None
    ours = pronoun.lower_ in FIRST_PERSON and speaker is None
    if ours:
        owner = voice_of(doc, pronoun.i, actors, article, exclude={responder}) or _aboard(craft, responder, doc, actors)
    elif telling.act in ("entry", "adiz"):
        blamed = _blamed_above(doc[telling.trigger], craft, actors)
        if blamed is not None and blamed.state != responder:
            return blamed
        # "condemns Turkey after 18 of its aircraft flew": of those who are accused.
        owner = settle_accused(replace(telling, craft=None, mover=None), doc, actors).mover
    if owner is None and not (ours and apart):
        # "Our plane", told before: of a speaker whom the text does not name, and not of those who complain of it.
        breached = telling.zone.owner if telling.strong and telling.zone is not None else None
        said_by = speaker if telling.act in ("down", "fire") else _says_before(doc, pronoun.i, actors)
        exclude = {None, responder, state_of_party(breached), *_chasers(craft, doc, actors)}
        owner = party_meant(doc, pronoun.i, actors, exclude=exclude, prefer=(said_by,))
    return owner if owner is not None and _can_be_its(owner, craft, pronoun, doc) else None


def _can_be_its(owner: Party, craft: Craft, pronoun: Token, doc: Doc) -> bool:
    if is_subject(doc, owner):
        return True
    if pronoun.lower_ in ("his", "her"):
        # Not "Powers was piloting his plane over Soviet airspace", of a person whom the text gives no state, but
        # "the president of Botswana was flying to Luanda when ... at his plane".
        above = doc[owner.start].head
        if above.lower_ != "of" or above.head.dep_ not in grammar.SUBJECTS:
            return False
    # "one of our planes wandered into Hungary and was shot down by Soviet MiGs": of neither of them.
    return owner.start <= craft.end or doc[owner.start].lower_ in lexicon.group("ships")


def _aboard(craft: Craft, responder: str | None, doc: Doc, actors: Actors) -> Party | None:
    """Return whose ship "our helicopter" is said to be from: "our helicopter, off HMAS Toowoomba"."""
    around = doc[craft.head].sent
    ships = lexicon.group("ships")
    return next((p for p in actors.parties if around.start <= p.start < around.end
                 and p.state not in (None, responder) and doc[p.start].lower_ in ships), None)


def _chasers(craft: Craft, doc: Doc, actors: Actors) -> set[str | None]:
    """Return whose fighters those are of which a pilot says that they met "his" plane: not his."""
    if craft.owner_pronoun is None or doc[craft.owner_pronoun].lower_ not in ("his", "her"):
        return set()
    return {state_of_party(c.party) for c in actors.crafts if c.head < craft.start and strikes(doc[c.head])}


def _says_before(doc: Doc, pronoun: int, actors: Actors) -> Party | None:
    """Return who says, right before it, what "its" aircraft did: "after Moscow confirms that four of its jets flew"."""
    start = doc[pronoun].sent.start
    before = [p for p in actors.parties if start <= p.start < pronoun and p.kind == "state" and p.state is not None]
    if not before or before[-1].start in actors.datelines:
        return None
    saying = lexicon.verbs("cues", "reporting").keys() | lexicon.group_forms("admitting_verbs")
    said = any(t.lower_ in saying for t in doc[before[-1].end : min(before[-1].end + 3, pronoun)])
    return before[-1] if said else None


def _blamed_above(trigger: Token, craft: Craft, actors: Actors) -> Party | None:
    """Return who is blamed for what "its" aircraft did: "condemns Turkey after two of its jets crossed over"."""
    for clause in (trigger, *grammar.ancestors(trigger)):
        above = clause.head
        if above.lower_ not in blaming_forms() or above.pos_ not in ("VERB", "NOUN") or above.i > craft.start:
            continue
        if clause.dep_ not in ("advcl", "pcomp", "prep"):
            continue
        things = (t for t in grammar.passive_or_objects(above) if t.i < craft.start)
        return next((p for t in things if (p := party_in(t, actors)) is not None and p.kind == "state"), None)
    return None


def _from_home_to_home(craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Return whose both ends of a flight are: "two Su-27s on the way from Kaliningrad back to mainland Russia"."""
    if not craft.designated or craft.civil or craft.weapon:
        return None
    start: Party | None = None
    leading = ""
    for token in doc[craft.end : min(doc[craft.head].sent.end, craft.end + 30)]:
        if token.lower_ in ("from", "to", "towards", "toward", "between", "and", "into"):
            leading = token.lower_
        party = actors.party_at.get(token.i)
        if party is None or party.state is None:
            continue
        if leading in ("from", "between") and start is None:
            start = party
        elif start is not None and party is not start and leading in ("to", "towards", "toward", "and", "into"):
            # Not: "passed between Shetland and Orkney".
            islands = {p.toponym.place.feature for p in (start, party) if p.toponym is not None and p.toponym.place}
            same = party.state == start.state and not islands & {"island", "islands"}
            return Party(start.start, start.end, "state", start.name, start.state) if same else None
    return None


def _put_down(telling: Telling, craft: Craft, doc: Doc, actors: Actors, owner: str) -> bool:
    """Say whether its owner had to bring an aircraft down: "forcing the U.S. military to bring the drone down"."""
    trigger = doc[telling.trigger]
    forcing = lexicon.verb_forms("force", "oblige", "compel", "have", "cause")
    if not any(a.lower_ in forcing for a in grammar.ancestors(trigger)):
        return False
    before = same_aircraft(doc, craft, actors, avoid=None)
    return before is not None and before.party is not None and before.party.state == owner


def _under_fire_from(verb: Token, actors: Actors) -> Party | None:
    """Return who came under the fire of those that a relative clause tells of: "from Syria, which downs an F-16"."""
    if verb.dep_ != "relcl":
        return None
    words = list(grammar.ancestors(verb))[:6]
    came = next((w for w in words if w.lower_ in lexicon.verb_forms("come") and w.pos_ == "VERB"), None)
    under = [t.lower_ for p, t in grammar.prepositions(came) if p == "under"] if came is not None else []
    if came is None or not {"fire", "attack"} & set(under):
        return None
    found = (party_in(t, actors) for t in grammar.subjects(came))
    return next((p for p in found if p is not None and p.state is not None), None)


def _sent_by(craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Return who flew an aircraft by the clause that says so: "a drone that Iran had launched", "flown by exiles"."""
    head = doc[craft.head]
    clauses = [c for c in head.children if c.dep_ in ("relcl", "acl")]
    # "a Cessna bearing no markings and piloted by a Chilean officer"
    for verb in (v for c in clauses for v in (c, *c.conjuncts)):
        if verb.lower_ in lexicon.group_forms("senders") | lexicon.verb_forms("own", "pilot"):
            for agent in grammar.agents(verb):
                if agent.i != head.i and agent.lower_ not in grammar.RELATIVES:
                    party = party_in(agent, actors)
                    if party is not None and party.kind != "place":
                        return party
            missile = craft.category == "missile" or any(t.lower_ in lexicon.group("ordnance") for t in head.children)
            launched = verb.lower_ in lexicon.verb_forms("launch", "fire", "send", "dispatch", "release")
            by = any(p == "by" for p, _ in grammar.prepositions(verb))
            if missile or (craft.category == "drone" and launched and not by):
                # "a missile launched from the Indian city of Sirsa", "drones launched from Iran": nobody else's.
                for preposition, site in grammar.prepositions(verb):
                    party = party_in(site, actors) if preposition == "from" else None
                    if party is not None and party.state is not None and (missile or _rules_alone(party, actors)):
                        return party
    return None


def _sent_before(telling: Telling, craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Return who had sent it: "Peru sent a helicopter to look at the dam, and this helicopter crossed the border"."""
    if not craft.definite or telling.act not in ("entry", "adiz", "intercept", "approach"):
        return None
    before = doc.start_before(craft.head, 1)
    told = [c for c in actors.crafts if before <= c.head < craft.start and not c.attributive]
    sent = doc[told[-1].head] if told and told[-1].category == craft.category else None
    if sent is None or sent.dep_ != "dobj" or sent.head.lower_ not in lexicon.group_forms("sending_out"):
        return None
    sender, _ = actor_among(grammar.subjects(sent.head), actors)
    others = {state_of_party(telling.goal), state_of_party(telling.responder)}
    others.add(state_of_party(telling.zone.owner) if telling.zone is not None else None)
    return sender if sender is not None and sender.kind == "state" and sender.state not in others else None


def _of_the_speakers_service(telling: Telling, craft: Craft, doc: Doc, actors: Actors) -> Party | None:
    """Read "a Chadian spokesman said an Army helicopter had strayed": the army of the country that he speaks for."""
    trigger = doc[telling.trigger]
    if not of_a_service(craft, doc) or not trigger.sent.start <= craft.head < trigger.sent.end:
        # Not: "An Army OH-58 went down. The Koreans say they shot it down."
        return None
    speaker, verb = speaker_above(trigger, actors)
    accuses = verb is not None and verb.lower_ in lexicon.verbs("cues", "reporting", "accusing")
    if accuses or (telling.zone is not None and telling.zone.owner_pronoun is not None):
        # "Mali accuses Niger of violating its airspace with a Navy plane": another's.
        return None
    land = telling.goal if telling.zone is None else telling.zone.owner
    others = {state_of_party(telling.responder), state_of_party(land)}
    return speaker if speaker is not None and speaker.kind == "state" and speaker.state not in others else None


def _rules_alone(land: Party, actors: Actors) -> bool:
    """Say whether what is launched from a land is its state's: no band is named, nor is one at home there."""
    homes = lexicon.table("parties")["homes"]
    bands = any(p.kind == "group" and p.name.casefold() not in lexicon.group("alliances") for p in actors.parties)
    return land.kind == "state" and land.state not in homes and not bands
