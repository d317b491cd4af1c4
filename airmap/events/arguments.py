"""Who did it, with whose aircraft, and who answered: settled from the clause, its speaker and what went before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import coreference, grammar
from airmap.events.blame import addressee, blaming_forms, insisting
from airmap.events.clauses import craft_of
from airmap.events.coreference import (
    aircraft_meant,
    is_subject,
    party_in,
    party_meant,
    same_aircraft,
    speaker_above,
    strikes,
)
from airmap.events.movers import LATTER, latter, settle_mover
from airmap.events.nearness import settle_near, settle_origin
from airmap.events.tellings import Telling, changed
from airmap.events.voice import FIRST_PERSON, spoken_to, voice_of
from airmap.events.whose_airspace import settle_airspace
from airmap.mentions.actors import Actors, Craft, Party, number, state_of_party
from airmap.mentions.parties import sovereign_of
from airmap.records import Article

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token

_OWNING = frozenset({"its", "their", "our", "his", "her"})


def settle(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling] = ()
) -> Telling | None:
    """Return the telling with its states, or None where it turns out to be no incident (its own airspace).

    ``before`` are the tellings already settled, in text order: "the airspace" may be the one that they told of.
    """
    flown = _settle_craft(telling, doc, actors, article)
    if flown is None or _only_denied(telling, doc, before):
        return None
    if flown.craft is None and flown.act in ("down", "fire") and all(c.category == "missile" for c in actors.crafts):
        # "The group says that it was hit by several missiles": nothing that flies.
        return None
    telling = _settle_accused(flown, doc, actors)
    telling = settle_mover(telling, doc, actors, article, before)
    telling = _settle_responder(telling, doc, actors, article, before)
    telling = settle_airspace(telling, doc, actors, article, before)
    telling = _settle_from_before(telling, doc, actors)
    if telling.act == "entry" and telling.mover is None and telling.airspace is not None and telling.craft is not None:
        # "protested over repeated violations by Myanmar ... The last was when helicopters flew over Ukhiya"
        series = (t.mover for t in before if (t.aggregate or t.plural) and t.airspace == telling.airspace and t.mover)
        telling = replace(telling, mover=next(series, None))
    if telling.act == "entry" and telling.mover is None and grammar.negated(doc[telling.trigger]):
        telling = replace(telling, mover=insisting(doc[telling.trigger], actors))
    mover = state_of_party(telling.mover)
    at_home = mover is not None and mover in (telling.airspace, sovereign_of(telling.airspace))
    if telling.act in ("entry", "adiz") and at_home:
        return None
    telling = settle_origin(settle_near(telling, doc, actors), doc, actors)
    home = state_of_party(telling.responder)
    if telling.act == "fire" and telling.near is not None and telling.near == telling.origin and home is not None:
        # "Israel fired at a drone approaching the Golan Heights from Syria": near those who fired.
        telling = changed(telling, near=home)
    return telling


def _settle_craft(telling: Telling, doc: Doc, actors: Actors, article: Article) -> Telling | None:
    raid = doc[telling.mover_token] if telling.mover_token is not None and telling.act == "entry" else None
    if telling.craft is None and raid is not None and (weapon := _attacked_with(raid, actors)) is not None:
        # "a drone attack that violated its airspace"
        telling = replace(telling, craft=replace(weapon, attributive=False))
    by = doc[telling.craft.head].head if telling.craft is not None and telling.craft.category == "missile" else None
    if telling.act == "entry" and by is not None and by.lower_ == "by":
        # "was hit by a missile, lost control and plunged into a field": not the missile.
        hit = next((c for t in grammar.patients(by.head) if (c := craft_of(t, actors)) is not None), None)
        telling = replace(telling, craft=hit) if hit is not None else telling
    if telling.craft is None and telling.craft_token is not None:
        avoid = state_of_party(telling.responder)
        if telling.act in ("entry", "adiz") and telling.zone is not None and telling.zone.owner is not None:
            avoid = telling.zone.owner.state
        elif telling.act in ("entry", "adiz") and telling.zone is not None and telling.zone.owner_pronoun is not None:
            # "Havana said it was inside its airspace": what was inside was not Havana's.
            speaker, _ = speaker_above(doc[telling.trigger], actors)
            avoid = speaker.state if speaker is not None else avoid
        meant = aircraft_meant(doc, telling.craft_token, actors, avoid=avoid)
        if meant is not None:
            telling = replace(telling, craft=meant)
    for owner_of in (_sent_by, _from_home_to_home):
        if telling.craft is not None and telling.craft.party is None and telling.craft.owner_pronoun is None:
            owner = owner_of(telling.craft, doc, actors)
            if owner is not None and (telling.responder is None or telling.responder.state != owner.state):
                telling = replace(telling, craft=replace(telling.craft, party=owner))
    if telling.act in ("down", "fire") and telling.craft is not None and telling.craft.party is None:
        owner = _under_fire_from(doc[telling.trigger], actors)
        if owner is not None and telling.craft.owner_pronoun is None:
            telling = replace(telling, craft=replace(telling.craft, party=owner))
    craft = telling.craft
    if craft is not None and telling.craft_token is not None and not craft.start <= telling.craft_token < craft.end:
        # "45 of 60 Russian drones": the quantity, not the whole, was met.
        stated = number(doc[telling.craft_token].lower_)
        if stated is not None:
            telling = replace(telling, count=stated)
    if craft is not None and craft.party is None and craft.definite and craft.owner_pronoun is None:
        by = doc[telling.responder_token] if telling.responder_token is not None and telling.act == "close" else None
        avoid = coreference.chasers_state(by, telling.responder, doc, actors)
        if telling.act in ("entry", "adiz") and telling.zone is not None and telling.zone.owner_pronoun is not None:
            # "Havana said the aircraft was inside its airspace": it was not Havana's.
            speaker, _ = speaker_above(doc[telling.trigger], actors)
            avoid = speaker.state if speaker is not None else avoid
        elif telling.act == "entry" and telling.strong and not grammar.negated(doc[telling.trigger]):
            # "Beijing says the plane intruded": who complains speaks of another's aircraft.
            speaker, verb = speaker_above(doc[telling.trigger], actors)
            if speaker is not None and verb is not None and verb.lower_ not in lexicon.group_forms("admitting_verbs"):
                avoid = speaker.state
        if telling.act == "down" and avoid is not None and _put_down(telling, craft, doc, actors, avoid):
            return None
        earlier = same_aircraft(doc, craft, actors, avoid=avoid)
        if earlier is not None:
            keep = craft if not craft.generic else earlier
            # "16 Chinese aircraft ... The planes flew on": the sixteen.
            many = earlier.count if craft.count is None and doc[craft.head].tag_ in ("NNS", "NNPS") else craft.count
            telling = replace(telling, craft=replace(keep, party=earlier.party, head=craft.head, count=many))
            craft = telling.craft
    if craft is not None and craft.party is None and craft.owner_pronoun is None and _friendly_fire(doc, telling):
        speaker, _ = speaker_above(doc[telling.trigger], actors)
        owner = telling.responder if telling.responder is not None and telling.responder.state else speaker
        telling = replace(telling, craft=replace(craft, party=owner or _only_party(doc, telling, actors)))
        craft = telling.craft
    if craft is not None and craft.party is None and craft.start > 1:
        # "two U.S. airmen whose helicopter came down"
        whose = next((c for c in doc[craft.head].children if c.lower_ == "whose"), None)
        verb = next((a for a in grammar.ancestors(doc[craft.head]) if a.dep_ == "relcl"), None)
        holder = party_in(verb.head, actors) if whose is not None and verb is not None else None
        if holder is not None and holder.kind == "state":
            telling = replace(telling, craft=replace(craft, party=holder))
            craft = telling.craft
    if craft is not None and craft.civil and craft.party is None and craft.owner_pronoun is None:
        # "Azerbaijan Airlines Flight 8243: An Embraer bound for Grozny": the one that the heading names.
        headed = next(iter(actors.crafts), craft)
        named = headed.civil and headed.end < len(doc) and doc[headed.end].text == ":"
        telling = replace(telling, craft=replace(craft, party=headed.party)) if named else telling
        craft = telling.craft
    own = craft is not None and craft.owner_pronoun is not None and doc[craft.owner_pronoun + 1].lower_ == "own"
    if craft is not None and craft.party is None and own and telling.responder is not None:
        # "shot down its own helicopter"
        telling = replace(telling, craft=replace(craft, party=telling.responder))
    elif craft is not None and craft.party is None and craft.owner_pronoun is not None:
        # "Our plane was met", told before: whose "our" is its own sentence says.
        apart = doc[craft.owner_pronoun].sent.start != doc[telling.trigger].sent.start
        speaker, _ = speaker_above(doc[craft.head if apart else telling.trigger], actors)
        responder = state_of_party(telling.responder)
        if doc[craft.owner_pronoun].lower_ == "your" and (spoken := spoken_to(doc, craft.owner_pronoun, actors)):
            return replace(telling, craft=replace(craft, party=spoken))
        ours = doc[craft.owner_pronoun].lower_ in FIRST_PERSON and speaker is None
        blamed = None if ours else _blamed_above(doc[telling.trigger], craft, actors)
        if blamed is not None and telling.act in ("entry", "adiz") and blamed.state != responder:
            return replace(telling, craft=replace(craft, party=blamed))
        owner = voice_of(doc, craft.owner_pronoun, actors, article, exclude={responder}) if ours else None
        if ours and owner is None:
            # "our helicopter, off HMAS Toowoomba"
            around = doc[craft.head].sent
            owner = next((p for p in actors.parties if around.start <= p.start < around.end
                          and p.state not in (None, responder) and doc[p.start].lower_ in lexicon.group("ships")), None)
        if owner is None and not ours and telling.act in ("entry", "adiz"):
            # "condemns Turkey after 18 of its aircraft flew": of those who are accused.
            owner = _settle_accused(replace(telling, craft=None, mover=None), doc, actors).mover
        # "Our plane", told before: of a speaker whom the text does not name, and not of those who complain of it.
        breached = telling.zone.owner if telling.strong and telling.zone is not None else None
        owner = owner or None if ours and apart else owner or party_meant(
            doc,
            craft.owner_pronoun,
            actors,
            exclude={None, responder, state_of_party(breached), *_chasers(craft, doc, actors)},
            prefer=(speaker if telling.act in ("down", "fire") else _says_before(doc, craft.owner_pronoun, actors),),
        )
        later = owner is not None and owner.start > craft.end and doc[owner.start].lower_ not in lexicon.group("ships")
        his = doc[craft.owner_pronoun].lower_ in ("his", "her")
        # "the president of Botswana was flying to Luanda when ... at his plane"
        above = doc[owner.start].head if owner is not None else None
        of_him = above is not None and above.lower_ == "of" and above.head.dep_ in grammar.SUBJECTS
        if owner is not None and his and not of_him and not is_subject(doc, owner):
            # "Powers was piloting his plane over Soviet airspace": of a person whom the text gives no state.
            owner = None
        if owner is not None and later and not is_subject(doc, owner):
            # "one of our planes wandered into Hungary and was shot down by Soviet MiGs": of neither of them.
            owner = None
        if owner is not None:
            telling = replace(telling, craft=replace(craft, party=owner))
    return telling


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


def _friendly_fire(doc: Doc, telling: Telling) -> bool:
    """Say whether those who fired brought down one of their own."""
    return telling.act in ("down", "fire") and "friendly fire" in doc.span(telling.start, telling.end).text.casefold()


def _only_party(doc: Doc, telling: Telling, actors: Actors) -> Party | None:
    inside = [p for p in actors.parties if telling.start <= p.start < telling.end and p.kind == "state"]
    return inside[0] if len({p.state for p in inside}) == 1 else None


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


def _rules_alone(land: Party, actors: Actors) -> bool:
    """Say whether what is launched from a land is its state's: no band is named, nor is one at home there."""
    homes = lexicon.table("parties")["homes"]
    bands = any(p.kind == "group" and p.name.casefold() not in lexicon.group("alliances") for p in actors.parties)
    return land.kind == "state" and land.state not in homes and not bands


def _settle_accused(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Read the accused as the intruder: "accuses Israel of airspace violations", "protested to Venezuela over"."""
    if telling.mover is not None or (telling.craft is not None and telling.craft.party is not None):
        return telling
    if telling.act not in ("entry", "adiz"):
        return telling
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    trigger = doc[telling.trigger]
    for child in trigger.children:
        if child.dep_ == "poss" and (child.lower_ in LATTER or any(c.lower_ in LATTER for c in child.subtree)):
            accused = latter(doc, child, actors)
            if accused is not None:
                return replace(telling, mover=accused)
    for above in grammar.ancestors(trigger):
        if above.pos_ == "VERB" and above.lower_ in lexicon.verbs("cues", "denial"):
            break  # "accused Algeria of force, and dismissed its claim that a drone had crossed"
        # A headline's "summons" is taken for a noun.
        headline = above.dep_ == "ROOT" and grammar.has_subject(above)
        envoys = [t for _, t in grammar.prepositions(above) if t.lower_ in lexicon.group("envoys")]
        if envoys and above.lower_ in lexicon.verb_forms("call") and (accused := party_in(envoys[0], actors)):
            # "calls in Myanmar's ambassador over"
            return replace(telling, mover=accused, mover_token=envoys[0].i)
        if trigger.dep_ in ("oprd", "attr") and above.i == trigger.head.i:
            # "called Pakistan's action a violation"
            deeds = [t for t in (*grammar.objects(above), *grammar.subjects(above)) if t.i != trigger.i]
            doer = next((p for t in deeds if t.lower_ in lexicon.group("actions") and (p := _by_whom(t, actors))), None)
            if doer is not None:
                return replace(telling, mover=doer)
        if (addressed := addressee(above, actors)) is not None:
            # "hands a note to Myanmar's embassy about a helicopter that came over"
            return replace(telling, mover=addressed)
        if above.lower_ in accusing and (above.pos_ == "VERB" or headline):
            things = grammar.passive_or_objects(above)
            things += [t for o in things for p, t in grammar.prepositions(o) if p == "against"]
            deed = trigger.head.lower_ == "as" and trigger.head.head.i == above.i
            told = above.head if deed and above.dep_ == "conj" and above.head.pos_ == "VERB" else None
            flown = None if told is None else actors.craft_headed(next(iter(grammar.agents(told)), told))
            if flown is not None and flown.party is not None and flown.party.state is not None:
                # "in which Malian jets bombed a camp and which Algiers denounced as a violation"
                return replace(telling, mover=flown.party, mover_token=flown.head)
            for thing in things:
                accused = party_in(thing, actors)
                if deed and accused is not None and accused.start >= thing.i:
                    # "the raid inside Ecuador, which he denounced as a violation": a deed, and no state.
                    accused = None
                accused = accused or _by_whom(thing, actors)
                elsewhere = telling.zone is None or telling.zone.owner is not accused
                if accused is not None and elsewhere and thing.i != trigger.i:
                    if telling.craft is None and (weapon := _attacked_with(thing, actors)) is not None:
                        telling = replace(
                            telling, craft=replace(weapon, party=accused, attributive=False), craft_token=weapon.head
                        )
                    return replace(telling, mover=accused, mover_token=thing.i)
            for preposition, thing in grammar.prepositions(above):
                if preposition in ("to", "against", "with", "on"):
                    accused = party_in(thing, actors)
                    if (
                        accused is not None
                        and thing.i != trigger.i
                        and accused.name not in ("UN", "United Nations", "U.N.", "NATO")
                    ):
                        return replace(telling, mover=accused, mover_token=thing.i)
        if above.lower_ in ("protest", "complaint", "protests", "note") and above.pos_ == "NOUN":
            for preposition, thing in grammar.prepositions(above):
                if preposition in ("to", "with", "against"):
                    accused = party_in(thing, actors)
                    if accused is not None and accused.name not in ("UN", "United Nations", "U.N."):
                        return replace(telling, mover=accused, mover_token=thing.i)
    return telling


def _only_denied(telling: Telling, doc: Doc, before: Sequence[Telling]) -> bool:
    """Say whether a noun repeats what was told before to deny it: "Moscow denies any intrusion"."""
    trigger = doc[telling.trigger]
    bare = telling.nominal and telling.zone is None and telling.goal is None and telling.craft is None
    denied = trigger.dep_ == "dobj" and trigger.head.lower_ in lexicon.verbs("cues", "denial")
    return bare and denied and any(t.act == "entry" and t.airspace is not None for t in before)


def _by_whom(deed: Token, actors: Actors) -> Party | None:
    """Return who did what is condemned: "the missile strikes on Panjgur by Iran"."""
    named = [t for p, t in grammar.prepositions(deed) if p == "by"] + [c for c in deed.children if c.dep_ == "poss"]
    doers = (party_in(t, actors) for t in named)
    return next((p for p in doers if p is not None and p.state is not None), None)


def _attacked_with(deed: Token, actors: Actors) -> Craft | None:
    """Return the missiles or drones of "the missile attack on the base"."""
    if deed.lower_ not in lexicon.group("attack_nouns", "strike_nouns"):
        return None
    flown = (actors.craft_at.get(c.i) for c in deed.children if c.dep_ in ("compound", "amod", "nmod"))
    return next((c for c in flown if c is not None and c.unpiloted), None)


def _settle_responder(
    telling: Telling, doc: Doc, actors: Actors, article: Article, before: Sequence[Telling]
) -> Telling:
    responder = telling.responder
    craft = telling.craft
    other = craft.party.state if craft and craft.party else None
    if responder is not None and craft is not None and craft.start <= responder.start < craft.end:
        responder = None
    if responder is None and telling.responder_token is not None:
        token = doc[telling.responder_token]
        held = [token, *(t for p, t in grammar.prepositions(token) if p == "of" and token.lower_ in ("one", "two"))]
        owner = next((c for t in held for c in t.children if c.dep_ == "poss" and c.lower_ in _OWNING), None)
        if token.lower_ in lexicon.group("personal_pronouns") or owner is not None:
            speaker, said = speaker_above(doc[telling.trigger], actors)
            band = said is not None and any(
                s.lower_ in lexicon.group("armed_bands") for s in grammar.subjects(said)
            )
            if speaker is not None and speaker.kind == "group":
                responder = speaker
            elif speaker is None and (
                token.lower_ in FIRST_PERSON or (owner is not None and owner.lower_ in FIRST_PERSON)
            ):
                ours = voice_of(doc, token.i, actors, article, exclude={other})
                responder = ours or _opening_side(doc, actors, other)
            elif speaker is None and band:
                # "Rebels say that their guns brought it down": nobody's that has a state.
                responder = None
            else:
                responder = party_meant(doc, token.i, actors, exclude={None, other}, prefer=(speaker,))
    if responder is None and telling.responder_token is not None:
        words = [t for t in doc[telling.responder_token].subtree if abs(t.i - telling.responder_token) <= 8]
        if any(t.lower_ in lexicon.group("own_lands") and t.dep_ == "poss" for t in words):
            # "by a fighter of the country's air force": of the country that it was over.
            goal = telling.goal
            told = [t for t in before if t.start == telling.start]
            here = [t.goal for t in told] + [t.zone.owner for t in told if t.zone is not None]
            # "entered South Korea's zone, prompting the country's air force to scramble jets"
            entered = next((p for p in here if p is not None and p.state is not None), None)
            goal = entered if goal is None else goal
            responder = (
                goal
                if goal is not None and goal.state not in (None, other)
                else party_meant(doc, telling.responder_token, actors, exclude={None, other})
            )
    flown = craft_of(doc[telling.responder_token], actors) if telling.responder_token is not None else None
    again = flown is not None and (flown.designated or flown.definite) and flown.owner_pronoun is None
    if responder is None and flown is not None and flown.party is None and again and flown != craft:
        # "two Russian Su-27s ... One of the Su-27s released a missile"
        earlier = same_aircraft(doc, flown, actors, avoid=other, met=False)
        responder = earlier.party if earlier is not None else None
    scrambled = doc[telling.trigger].lower_ in lexicon.verb_forms("scramble")
    if responder is None and scrambled and telling.goal is not None and telling.goal.state != other:
        responder = telling.goal
    if responder is not None and responder.kind == "place" and responder.state in (None, other):
        # "Abkhazia says that it brought down a Georgian drone"
        responder = None
    return changed(telling, responder=responder)


def _opening_side(doc: Doc, actors: Actors, other: str | None) -> Party | None:
    """Return who opens the text as its subject: "The State of Kuwait condemns ..., intercepted by our forces"."""
    sides = (p for p in actors.parties if p.kind == "state" and p.state is not None)
    first = next(sides, None)
    if first is None or first.state == other or first.start not in actors.party_at:
        return None
    opens = first.start <= doc[0].sent.end and doc[first.end - 1].sent.root.i > first.end - 1
    above = (doc[first.end - 1], *grammar.ancestors(doc[first.end - 1]))
    return first if opens and any(t.dep_ == "nsubj" for t in above) else None


def _settle_from_before(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Read "Iran launches missiles at ... Pakistan calls it a violation of its airspace": who acted stands before."""
    trigger = doc[telling.trigger]
    if telling.act != "entry" or telling.mover is not None or telling.craft is not None:
        return telling
    calling = lexicon.group_forms("calling_verbs")
    # Not "described an unprecedented violation last week".
    called = telling.nominal and trigger.dep_ != "dobj" and any(
        a.lower_ in calling for a in grammar.ancestors(trigger)
    )
    action = None if telling.mover_token is None else doc[telling.mover_token].lower_
    # "has stepped up its provocations. These take the form of incursions"
    above = next((a for a in grammar.ancestors(trigger) if a.pos_ == "VERB"), trigger) if telling.nominal else trigger
    if above.lower_ in lexicon.group_forms("consisting_verbs"):
        called = called or any(s.lower_ in ("these", "they", "those") for s in grammar.subjects(above))
    if not (called or action in lexicon.group("actions")) or trigger.sent.start == 0:
        return telling
    before = doc[trigger.sent.start - 1].sent
    # "Tokyo calls it an intrusion": not by Japan.
    speaker, _ = speaker_above(trigger, actors)
    own = {telling.airspace, state_of_party(speaker)} - {None}
    for party in actors.parties:
        beside = party.start > 0 and doc[party.start - 1].lower_ in ("with", "near", "from")
        if before.start <= party.start < before.end and party.kind != "place" and party.state not in own and not beside:
            craft = next(
                (c for c in actors.crafts if before.start <= c.head < before.end and not c.attributive), None
            )
            return replace(telling, mover=craft.party if craft and craft.party else party, craft=craft)
    return telling
