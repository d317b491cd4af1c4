"""Events told without a verb of their own, by what was told before: "did so again", "and another did on Thursday".

The side, the airspace and what was done are those of the event before; the day, the aircraft or the land is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.again import AFTER_EVENT, again, clause_of
from airmap.events.circumstances.days_listed import Dates
from airmap.events.colouring import counted_on
from airmap.events.event_words import motion_verbs, occasion_nouns
from airmap.events.further_ones import further_one
from airmap.events.listed_cases import listed_cases
from airmap.events.readers.resting import resting_forms
from airmap.events.sorties import CLOCK
from airmap.events.tellings import ENTERING, Telling
from airmap.mentions.actors import Actors, Party, number
from airmap.records import Incident, When

if TYPE_CHECKING:
    from airmap.events.merging import Cluster
    from airmap.parsing.parsed import Doc, Token, Tokens


# Words between "then" and the land that comes next: "and then, briefly, over the north of Latvia".
_TO_LAND = 7
# "came ten nautical miles inside"
_UP_TO_A_LENGTH = 5
_DOING = frozenset({"do", "does", "did", "done"})
_DONE_THERE = frozenset({"entry", "down", "fire", "intercept"})
_ELSEWHERE = frozenset({"over", "above", "across", "in"})


def with_repeats(tellings: Sequence[Telling], doc: Doc, actors: Actors, dates: Dates) -> list[Telling]:
    """Return the tellings and those that only repeat them, in text order."""
    found = list(tellings)
    # "accused Iran of violating its airspace twice" has no aircraft, and tells whose they were.
    lasting = [t for t in tellings if t.status not in ("hypothetical", "denied") and (
        t.craft is not None or (t.act == "entry" and t.mover is not None and t.airspace is not None))]
    if not lasting:
        return sorted(found, key=lambda t: t.trigger)
    for telling in lasting:
        if telling.act == "entry" and not telling.nominal:
            found += _next_lands(telling, found, doc, actors)
        if telling.act in ("entry", "adiz") and not telling.listed:
            first, *others = _place_by_place(telling, doc, actors) or (None,)
            if first is not None:
                found = [first if t is telling else t for t in found] + others
                continue
        found += _on_another_day(telling, found, doc, actors, dates)
    for verb in doc:
        if verb.pos_ in ("VERB", "AUX"):
            new = [*_done_again(verb, lasting, found, doc, actors, dates)]
            found += new
            for telling in new:
                # "A jet flew a mile in on Monday, and a drone half a mile on Tuesday"
                found += _on_another_day(replace(telling, listed=False), found, doc, actors, dates)
            dated = _day_of(verb, doc, dates) is not None
            found += further_one(verb, lasting, found, doc, actors, dated=dated)
    for sentence in doc.sents:
        found += listed_cases(sentence, lasting, found, actors, dates)
        found += _happened_again(sentence, lasting, found, doc, actors, dates)
    return sorted(_up_to_the_next(found), key=lambda t: t.trigger)


def _up_to_the_next(tellings: Sequence[Telling]) -> Iterator[Telling]:
    """Yield the tellings, each ending where its sentence goes on to one more: how far that came in is its own.

    One more has an aircraft of its own: "entered at nine and went a mile in" goes on about one.
    """
    for telling in tellings:
        after = [
            t.start for t in tellings if t.listed and telling.trigger < t.start < telling.end
            and t.craft is not telling.craft
        ]
        yield replace(telling, end=min(after)) if after else telling


def carried_on(
    incidents: Sequence[Incident | None], clusters: Sequence[Cluster], doc: Doc
) -> Iterator[Incident | None]:
    """Give a further aircraft the owner and the land of the one before, where nobody says whose and where it was.

    "One was shot down over Uyuni, another in the same area"; "a third plane turned back".
    """
    before: Incident | None = None
    for incident, cluster in zip(incidents, clusters, strict=True):
        if incident is not None and before is not None and incident.status != "hypothetical":
            first = cluster.tellings[0]
            words = [t.lower_ for t in doc[first.trigger : doc[first.trigger].sent.end]]
            here = any(a == "same" and b in lexicon.group("areas") for a, b in pairwise(words)) or "nearby" in words
            further = any(t.another and t.craft is not None for t in cluster.tellings)
            state = before.aircraft_state
            nobodys = incident.aircraft_state is None and incident.violator_name is None
            # "met an Il-20 on Monday. On Friday they met a Su-24"
            typed = any(t.craft is not None and t.craft.designated for t in cluster.tellings)
            in_a_row = before.type == incident.type == "interception" and typed
            # "... and an unidentified object on the 10th": of nobody that is known.
            nobodys = nobodys and all(t.craft is None or lexicon.group("nobody_knows").isdisjoint(
                t.craft.name.casefold().split()) for t in cluster.tellings)
            if (further or in_a_row) and nobodys and state not in (None, incident.airspace, incident.responder):
                incident = replace(incident, aircraft_state=state)
            away = incident.airspace is not None or incident.near is not None or incident.zone == "international"
            answered = first.act != "intercept" or incident.responder in (None, before.airspace)
            if (further or here) and not away and first.act in _DONE_THERE and answered and before.airspace not in (
                None, incident.aircraft_state
            ):
                incident = replace(incident, airspace=before.airspace, zone=before.zone)
            entering = incident.airspace is not None and incident.airspace != incident.aircraft_state
            if entering and (further or here) and first.act != "close":
                incident = replace(incident, violator=incident.aircraft_state)
        before = incident or before
        yield incident


def met_alike(incidents: Sequence[Incident | None], clusters: Sequence[Cluster], doc: Doc) -> Iterator[Incident | None]:
    """Let those who met "all" of them meet each: "Infringements: 3. Violations: 11. All were intercepted".

    Where nobody says who that was, it was those whose airspace each entered.
    """
    met: dict[str | None, str | None] = {}
    for incident, cluster in zip(incidents, clusters, strict=True):
        if incident is not None and any(t.act == "intercept" and _of_all(t, doc) for t in cluster.tellings):
            met[incident.aircraft_state] = incident.responder
    for incident, cluster in zip(incidents, clusters, strict=True):
        counted = any(t.nominal for t in cluster.tellings) and all(t.act in ENTERING for t in cluster.tellings)
        if incident is None or incident.responder or not counted or incident.aircraft_state not in met:
            yield incident
        else:
            yield replace(incident, responder=met[incident.aircraft_state] or incident.airspace)


def _of_all(telling: Telling, doc: Doc) -> bool:
    """Say whether a telling is of all the aircraft told before: "All were intercepted", "The aircraft were met"."""
    opening = [t.lower_ for t in doc[telling.start : telling.trigger]]
    return "all" in opening[:2] or opening[:2] in (["the", "aircraft"], ["these", "aircraft"])


def the_same(sentence: Tokens, doc: Doc, actors: Actors, last: Telling | None) -> Iterator[Telling]:
    """Yield the entry that repeats the last one elsewhere: "The same happened in Romania on Sunday".

    Not: "The same happened in 1998", "The same happened to a ship".
    """
    if last is None or last.act != "entry" or last.craft is None or last.craft.civil:
        return
    the_same_words = lexicon.group("the_same")
    for token in sentence[:8] if not sentence.words.isdisjoint(the_same_words) else ():
        if token.lower_ not in the_same_words or token.head.lower_ not in lexicon.group("happening"):
            continue
        if token.dep_ not in ("nsubj", "nsubjpass", "amod") and token.head.lower_ != "incident":
            continue
        for preposition, place in grammar.prepositions(token.head):
            party = actors.party_at.get(place.i)
            if preposition in _ELSEWHERE and party is not None and party.state not in (None, _owner_of_goal(last)):
                yield replace(
                    last, trigger=token.head.i, start=sentence.start, end=sentence.end, goal=party, zone=None,
                    origin=None, count=None,
                )
                return


def _owner_of_goal(telling: Telling) -> str | None:
    """Return whose the airspace or land is that a telling leads to, before it is settled."""
    zone = telling.zone
    owner = zone.owner if zone is not None else telling.goal
    return owner.state if owner is not None else None


def _next_lands(telling: Telling, told: Sequence[Telling], doc: Doc, actors: Actors) -> Iterator[Telling]:
    """Read "over Turkey and then over Armenia", "into Germany and from there into France", "crossed A, then B"."""
    mover = telling.mover.state if telling.mover is not None else None
    states = {mover, *(t.airspace for t in told if t.start == telling.start)}
    end = doc[telling.trigger].sent.end
    if telling.airspace is None or telling.craft is None or telling.craft.civil:
        return
    for i in range(telling.trigger + 1, end):
        if doc[i].pos_ in ("VERB", "AUX") and doc[i].tag_ != "VBG" and doc[i].dep_ not in ("relcl", "acl"):
            # Who goes on by a verb is told by that verb.
            return
        opened = doc[i].lower_ in lexicon.group("next_in_order") or (
            doc[i].lower_ == "there" and doc[i - 1].lower_ == "from"
        )
        party = _land_next(i + 1, min(end, i + 1 + _TO_LAND), doc, actors) if opened else None
        if party is not None and party.state not in states:
            states.add(party.state)
            yield replace(
                telling, trigger=party.start - 1, airspace=party.state, goal=party, zone=None, near=None, origin=None,
                origin_span=None,
            )


def _place_by_place(telling: Telling, doc: Doc, actors: Actors) -> list[Telling]:
    """Read "entered it twice, a pair of them off Minami and then one on its own near Hachijo": one event for each.

    Not: "two drones entered it, one near Plauru and one near Tulcea", which may have come together.
    """
    sentence = doc[telling.trigger].sent
    words = [t.lower_ for t in sentence]
    apart = {"twice", "thrice"} & {*words} or any(
        number(w) not in (None, 1) and words[n + 1 : n + 2] in (["times"], ["occasions"], ["separate"])
        for n, w in enumerate(words)
    )
    items: list[tuple[int, int, int | None]] = []
    start, count, opened = telling.trigger + 1, None, False
    further = lexicon.group("ordinal_words") | {"another", "other"}
    for i in range(telling.trigger + 1, sentence.end if apart else 0):
        if doc[i].pos_ in ("VERB", "AUX") and doc[i].tag_ != "VBG":
            break
        named = i in actors.craft_at and actors.craft_at[i].head == i
        counted = number(doc[i].lower_) is not None and (doc[i + 1].pos_ != "NOUN" or i + 1 in actors.craft_at)
        if named or counted or doc[i].lower_ in further:
            if not opened:
                start, opened = i, True
                count = actors.craft_at[i].count if named else number(doc[i].lower_) or 1
        elif opened and doc[i].pos_ == "ADP" and doc[i].lower_ not in ("of", "on"):
            place = next((k for k in range(i + 1, min(i + 5, sentence.end)) if doc[k].pos_ == "PROPN"), None)
            if place is not None:
                items.append((start, place + 1, count))
                opened = False
    if len(items) < 2:
        return []
    first = replace(telling, count=items[0][2], plural=False, aggregate=False)
    return [first, *(
        replace(first, trigger=begin, start=begin, end=end, count=n, another=True, listed=True, origin=None)
        for begin, end, n in items[1:]
    )]


def _land_next(start: int, end: int, doc: Doc, actors: Actors) -> Party | None:
    """Return the land right after "then", over prepositions and adverbs alone."""
    for i in range(start, end):
        party = actors.party_at.get(i)
        if party is not None:
            over = {t.lower_ for t in doc[start : party.start]} & lexicon.group("over_a_land")
            airy = any(k in actors.zone_at for k in range(i, min(end, party.end + 2)))
            listed = doc[start - 2].lower_ in ("and", ",")
            craft = actors.craft_at.get(i)
            return party if party.state is not None and craft is None and (over or airy or listed) else None
        done = doc[i].pos_ in ("VERB", "AUX", "PRON") and doc[i].lower_ != "that"
        if done or doc[i].lower_ in ("back", "home", "towards", "toward", "from"):
            return None
    return None


def _done_again(
    verb: Token, lasting: Sequence[Telling], told: Sequence[Telling], doc: Doc, actors: Actors, dates: Dates
) -> Iterator[Telling]:
    """Read "They did so again on Wednesday", "a second followed on Tuesday", "were back the next day"."""
    before = [t for t in lasting if t.trigger < verb.i and verb.i - t.trigger < AFTER_EVENT]
    if not before or any(t.trigger == verb.i for t in told):
        return
    last = before[-1]
    words = set(grammar.words_after(verb, 3))
    if (grammar.negated(verb) and "better" not in words) or grammar.has_modal(verb):
        return
    subjects = grammar.subjects(verb)
    craft = next((c for s in subjects if (c := actors.craft_headed(s)) is not None), None)
    beside = actors.craft_at.get(verb.i - 1)
    if beside is not None and beside.head == verb.i - 1:
        craft = beside
    # "one of them did so again"
    pronoun = any(s.lower_ in ("it", "they", "both") or (s.like_num and any(c.lower_ == "of" for c in s.children))
                  for s in subjects)
    # "the third time a jet has done so" tells no more of the one before.
    top = verb
    while top.dep_ in ("xcomp", "ccomp") and top.head.i != top.i:
        top = top.head
    main = verb.dep_ not in ("aux", "auxpass") and top.dep_ not in ("relcl", "acl")
    fated = main and _fares_alike(verb)
    same = fated or (main and verb.lower_ in _DOING and bool(words & {"so", "same", "likewise", "it"}))
    craft = craft if craft is None or not (craft.civil or craft.weapon or craft.attributive) else None
    done_to = (actors.craft_headed(t) for p, t in grammar.prepositions(verb) if p in ("to", "with"))
    victim = next((c for c in done_to if c is not None and not c.weapon), None) if same else None
    if victim is not None and last.act in ("close", "intercept", "down", "fire"):
        # "A fighter did the same to a Swedish Gulfstream"
        repeated = again(last, verb, victim, None)
        yield replace(repeated, airspace=None, goal=None, zone=None, near=None)
        return
    if not fated and last.act not in ("entry", "adiz"):
        return
    further = craft is not None and craft.start > last.trigger and (
        craft.count is not None or not craft.definite
    )
    returned = verb.lower_ in lexicon.group_forms("returning") or (
        verb.lower_ in ("was", "were", "are", "is") and "back" in words)
    if craft is None and not same and not returned:
        return
    date = _day_of(verb, doc, dates)
    short = all(c.i in actors.party_at for c in verb.children if c.dep_ == "dobj") and not _somewhere(verb)
    counted = craft is not None and counted_on(craft, doc)
    flew_over = bool(words & {"over", "across", "in", "through"}) and not any(True for _ in grammar.prepositions(verb))
    follows = counted and short and verb.tag_ != "VB" and verb.dep_ not in ("aux", "auxpass") and (
        verb.lower_ in _following_forms() or verb.lower_ in ("did", "does")
        or (flew_over and verb.lower_ in lexicon.verb_forms("fly"))
    )
    backed = returned and short and (
        pronoun or (craft is not None) or any(s.i in range(last.start, last.end) for s in subjects))
    owner = craft.party if craft is not None else None
    own = owner is None or last.mover is None or owner.state == last.mover.state
    fresh = further and craft is not None and craft.count is not None and not craft.definite
    # "came in over the lake and circled over the north": one flight, however many verbs tell it.
    begun = any(t.another and t.craft is craft and t.start >= verb.sent.start for t in told)
    in_a_row = fresh and main and own and not begun and last.act == "entry" and _over_again(verb, doc) and (
        date is not None or _timed(verb)
    )
    lands = [*grammar.objects(verb), *(t for p, t in grammar.prepositions(verb) if p in lexicon.group("over_a_land"))]
    place = next((actors.party_at[t.i] for t in lands if t.i in actors.party_at), None)
    # Not "residents say a drone was seen over two villages", which tells of the one before.
    over_it = _seen_over(verb, counted=counted) or (date is not None and _flew_over_it(verb, last, actors))
    sighted = fresh and main and own and not begun and last.act == "entry" and over_it and (
        place is None or place.state == last.airspace
    ) and (counted or date is not None or _timed(verb) or (
        craft is not None and last.craft is not None and craft.count not in (None, last.craft.count)
    ))
    if not (same and (further or pronoun)) and not follows and not (backed and date) and not in_a_row and not sighted:
        return
    if backed and not same and not _later(date, last, doc, dates):
        return
    if in_a_row and not follows and not same and not sighted and place is not None:
        # What is told of a land that is named is told by its own verb.
        return
    if place is None and verb.i + 1 < verb.sent.end and doc[verb.i + 1].pos_ == "PROPN":
        # "Another had entered Romania's the same night"
        place = actors.party_at.get(verb.i + 1)
    if fated:
        # What befell the one before is the last thing told of it, where its entry says.
        where = next((t.airspace for t in reversed(before) if t.airspace and t.mover == last.mover), None)
        last = replace(last, airspace=last.airspace or where)
    if follows and _at_home(verb, last, actors):
        return
    repeated = again(last, verb, craft if further else None, place)
    if repeated.mover is None or repeated.mover.state != repeated.airspace:
        yield repeated


def _over_again(verb: Token, doc: Doc) -> bool:
    """Say whether a verb tells of a flight over a land, and no sea is named: "had overflown the outpost"."""
    clause = {t.lower_ for t in doc[verb.i : clause_of(verb)[1]]}
    # "came a mile inside", "had gone in two miles"
    inside = any(c.lower_ in ("in", "inside") and c.dep_ in ("advmod", "prt", "prep") and all(
        g.dep_ != "pobj" or g.lower_ in lexicon.group("length_units") for g in c.children) for c in verb.children)
    after = grammar.words_after(verb, _UP_TO_A_LENGTH)
    inside = inside or any(a in lexicon.group("length_units") and b in ("in", "inside") for a, b in pairwise(after))
    drifted = bool({*after[:1]} & {"in", "over", "across"}) or inside
    drifted = drifted and verb.lower_ in motion_verbs()
    if drifted and all(p not in ("in", "over", "across") or t.lower_ in lexicon.group("length_units")
                       for p, t in grammar.prepositions(verb)):
        # "a balloon had drifted in on Monday"
        return True
    seas = lexicon.group("seas") | {"strait", "bay", "channel"}
    return verb.lower_ in lexicon.group_forms("over_again") and not clause & seas


def _at_home(verb: Token, last: Telling, actors: Actors) -> bool:
    """Say whether a further one lay in its own land, or nobody says where: "Another was found in a field in Chad"."""
    found = verb.lower_ in ("found", "discovered")
    parties = [p for t in verb.subtree if t.i > verb.i and (p := actors.party_at.get(t.i)) is not None]
    own = last.mover.state if last.mover is not None else None
    return found and all(p.state in (None, own) for p in parties)


def _flew_over_it(verb: Token, last: Telling, actors: Actors) -> bool:
    """Read "two helicopters flew over Greek territory", after an entry into Greece: of those whose aircraft came."""
    if verb.lower_ not in lexicon.verb_forms("fly") or last.airspace is None:
        return False
    zones = (actors.zone_at.get(t.i) for p, t in grammar.prepositions(verb) if p in ("over", "above"))
    return any(z is not None and z.owner is not None and z.owner.state == last.airspace for z in zones)


def _seen_over(verb: Token, *, counted: bool) -> bool:
    """Read "Another drone was spotted above the village of", said of one that was seen over a land.

    Of one that is ``counted`` on it is enough that it was there: "Another was over the town on Friday".
    """
    over = any(p in ("over", "above") for p, _ in grammar.prepositions(verb))
    if counted and over and verb.lower_ in ("was", "were"):
        return True
    return over and grammar.is_passive(verb) and verb.lower_ in lexicon.group_forms("presence_verbs")


def _timed(verb: Token) -> bool:
    return CLOCK.search(verb.sent.text) is not None or "noon" in grammar.words_after(verb, 12)


@cache
def _following_forms() -> frozenset[str]:
    """Return how a further one is told to have come, or to have ended: "a second followed", "another exploded"."""
    return lexicon.group_forms("following_on", "bursting_verbs") | resting_forms()


def _fares_alike(verb: Token) -> bool:
    """Read "suffered the same fate", "met a similar end", "fared no better", "followed suit", "went the same way"."""
    if verb.lower_ not in lexicon.group_forms("faring"):
        return False
    after = grammar.words_after(verb, 4)
    if after[:1] == ["suit"] or (verb.lower_ in lexicon.verb_forms("fare") and {"better", "alike"} & set(after)):
        return True
    return any(a in lexicon.group("alike") and b in lexicon.group("alike_fates") for a, b in pairwise(after))


def _on_another_day(
    telling: Telling, told: Sequence[Telling], doc: Doc, actors: Actors, dates: Dates
) -> Iterator[Telling]:
    """Read "intercepted a Bear on Monday and two more on Tuesday", "once on 3 May and again on 5 June"."""
    sentence = doc[telling.trigger].sent
    if telling.listed:
        return
    leading = sorted((s, e) for w, s, e in dates if sentence.start <= s < e <= telling.trigger and w.start is not None)
    for (start, end), (after, _) in pairwise(leading):
        words = {t.lower_ for t in doc[end:after]}
        if "and" in words and words & {"again", "on"} and words <= {"and", "again", "then", "on", ","}:
            # "On 3 May and again on 5 June jets entered": the later day is told with the verb.
            yield replace(again(telling, doc[start], None, None), start=start, end=end, count=telling.count)
    own = sorted((s, e, w) for w, s, e in dates if telling.trigger < s < sentence.end and w.start is not None)
    listed = False
    for (first_start, first_end, first), (start, end, when) in pairwise(own):
        between = doc[first_end:start]
        if any(t.pos_ in ("VERB", "AUX") for t in doc[telling.trigger + 1 : first_start]):
            # A day of another deed.
            return
        if any(t.pos_ in ("VERB", "AUX") or t.text in (";", ":") for t in between) or first.start == when.start:
            continue
        crafts = [c for c in actors.crafts if first_end <= c.start and c.head < start and not c.attributive]
        # "a balloon on the 4th, an object over Yukon on the 10th and another on the 12th"
        in_a_list = bool(crafts) and between[0].text == "," and crafts[0].count is not None
        if not in_a_list and not any(t.lower_ in ("and", "then", "again") for t in between):
            continue
        craft = crafts[0] if crafts and not (crafts[0].civil or crafts[0].weapon) else None
        if any(t.trigger >= first_end and t.trigger < end for t in told if t.start == telling.start):
            continue
        # "again on the 9th and the 10th"
        listed = any(t.lower_ in ("again", "once") for t in between) or (listed and len(between) < 4)
        if craft is None and not listed:
            continue
        if craft is not None and craft.party is not None and telling.responder == craft.party:
            continue
        head = doc[start]
        places = [p for p in actors.parties if first_end <= p.start < start and craft is not None and
                  p.start >= craft.end and p.state is not None]
        repeated = again(telling, head, craft, None)
        place = places[0] if places else None
        near = telling.near
        if telling.act != "entry" and place is not None:
            near = place.state if near else None
        yield replace(
            repeated, start=first_end, end=end, responder=telling.responder, responder_token=telling.responder_token,
            near=near,
        )


def _day_of(verb: Token, doc: Doc, dates: Dates) -> When | None:
    start, end = clause_of(verb)
    return next((w for w, s, _ in dates if start <= s < end and w.start is not None), None)


def _happened_again(
    sentence: Tokens, lasting: Sequence[Telling], told: Sequence[Telling], doc: Doc, actors: Actors, dates: Dates
) -> Iterator[Telling]:
    """Read "A similar violation took place on 7 November", "Another such incident was reported on Monday"."""
    before = [t for t in lasting if t.trigger < sentence.start and sentence.start - t.trigger < AFTER_EVENT]
    if not before or any(sentence.start <= t.trigger < sentence.end for t in told):
        return
    occasions = occasion_nouns()
    for noun in sentence if not sentence.words.isdisjoint(occasions) else ():
        there = noun.dep_ == "attr" and any(c.dep_ == "expl" for c in noun.head.children)
        if noun.lower_ not in occasions or not (there or noun.dep_ in grammar.SUBJECTS):
            continue
        others = {c.lower_ for c in noun.children} & (lexicon.group("other_ones") - {"new"})
        if not others:
            continue
        verb = noun.head
        happened = {verb.lower_, *(c.lower_ for c in verb.children)} & lexicon.group("happening")
        if not (happened or there or verb.lower_ in lexicon.group("told_of")) or grammar.negated(verb):
            continue
        days = [s for w, s, _ in dates if sentence.start <= s < sentence.end and w.start is not None]
        if not days or grammar.has_modal(verb) or doc[noun.left_edge.i].lower_ in ("the", "no"):
            continue
        by = (actors.craft_headed(t) for p, t in grammar.prepositions(noun) if p in ("by", "of"))
        repeated = again(before[-1], verb, next((c for c in by if c is not None), None), None)
        if len(days) == 1 or noun.tag_ != "NNS":
            yield replace(repeated, start=sentence.start, end=sentence.end, count=None)
            return
        # "Similar violations took place on 9 and on 11 March"
        for day, end in pairwise([*days, sentence.end]):
            yield replace(repeated, trigger=day, start=day, end=end, count=None)
        return


def _later(date: When | None, last: Telling, doc: Doc, dates: Dates) -> bool:
    """Say whether a day is another one than the day of what was told before."""
    first = next((w for w, s, _ in dates if last.start <= s < last.end and w is not date and w.start is not None), None)
    return date is not None and (first is None or first.start != date.start)


def _somewhere(verb: Token) -> bool:
    """Say whether a verb says where to or from: "returned to Russia", "crossed back into Syria"."""
    return any(p in ("to", "into", "from", "for", "towards") for p, _ in grammar.prepositions(verb))
