"""Whose an aircraft is: by its modifiers, by what it bears, by who flies in it or for whom it flies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.mentions.kinds import Party
from airmap.mentions.phrases import SPAN_BREAKS
from airmap.mentions.presumed_owners import presumed_owner

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

# So many words after "bearing" or "carrying" may tell whose an aircraft is.
_BORNE = 10


_LINKING = frozenset({"of", "and", "for", "the", "&", "'s", "’s"})
_AGENCIES = frozenset({
    "bureau", "ministry", "department", "agency", "service", "authority", "office",
    "administration", "commission", "council",
})


def _of_agency(doc: Doc, start: int, party_at: dict[int, Party]) -> list[Party]:
    """Return whose agency's an aircraft is by the agency's long name: "a Philippine Bureau of Fisheries plane"."""
    agency = False
    for i in range(start - 1, max(-1, start - 10), -1):
        word = doc[i]
        party = party_at.get(i)
        if party is not None:
            return [party] if agency and party.kind == "state" else []
        if not word.text[:1].isupper() and word.lower_ not in _LINKING and word.text not in ("(", ")"):
            return []
        agency = agency or word.lower_ in _AGENCIES
    return []


def craft_party(
    doc: Doc, start: int, first: int, end: int, party_at: dict[int, Party], *, flies_itself: bool = False
) -> Party | None:
    """Return whose aircraft it is: the last actor among its modifiers, or after "of", "from", "belonging to".

    What nobody sits in (``flies_itself``) comes from where it was launched: "a drone from Belarus" need not be its own.
    """
    # A place in the name of a type is no owner: "Hermes 450".
    inside = [party_at[i] for i in range(start, end) if i in party_at and (i < first or party_at[i].kind != "place")]
    if not inside and start > 2 and doc[start - 1].text == ")":
        # "Royal Air Force (RAF) Typhoons"
        inside = [party_at[i] for i in range(max(0, start - 4), start - 1) if i in party_at]
    inside = inside or _of_agency(doc, start, party_at)
    affair = end < len(doc) and doc[end].lower_ in lexicon.group("heading_nouns", "crash_nouns")
    # "Tehran jets", but not "the Zagreb Tu-141 crash"
    actors = [p for p in inside if p.kind != "place" and not (affair and is_capital(p))]
    if not actors and (sender := _used_by(doc, start, party_at)) is not None:
        return sender
    if actors and flies_itself and (user := _sent_by(doc[end - 1], party_at, "using_verbs")) is not None:
        # "Pakistan used Turkish drones": by whom they were made.
        return user
    if actors:
        # "two Yemeni rebel drones": not the state's.
        return band_of(actors[-1], doc, party_at, stop=first) if actors[-1].kind == "state" else actors[-1]
    k = end
    while k < min(end + 2, len(doc)) and doc[k].pos_ == "PROPN" and k not in party_at:
        # "a Cessna Caravan of the fisheries bureau": the rest of its name.
        k += 1
    leads = k + 1 < len(doc) and doc[k + 1].lower_ in lexicon.group("flown_for_prepositions")
    # "one of its weather planes based in Turkey": not Turkey's.
    stationed = k < len(doc) and doc[k].lower_ == "based" and any(
        t.lower_ in ("its", "their", "our", "his") for t in doc[max(0, start - 1) : end])
    if k < len(doc) and doc[k].lower_ in lexicon.group("flown_for") and not stationed:
        first_word = k + 2 if leads else k + 1
        # Not over the end of the sentence: "lost a jet of their own. Kabul said".
        for i in range(first_word, min(k + 8, doc[k].sent.end)):
            based = doc[i].lower_ == "based" and doc[i - 1].text == "-"
            # "of the Air Forces of Chad"
            onwards = doc[i].lower_ == "of" and doc[i - 1].lower_ in lexicon.group("serving_bodies")
            if doc[i].text in SPAN_BREAKS or (doc[i].pos_ in ("VERB", "ADP") and not based and not onwards):
                break
            party = party_at.get(i)
            if party is not None and party.kind != "place" and not (i + 1 < len(doc) and doc[i + 1].text == "-"):
                return band_of(party, doc, party_at)
    if not inside and (party := _this_one_of(doc, end, party_at)) is not None:
        return party
    k = _coming_from(doc, first, end, k)
    if k < len(doc) and doc[k].lower_ == "from" and not inside and not flies_itself:
        following = next((party_at[i] for i in (k + 1, k + 2) if i in party_at), None)
        # "accuses France of sending a transport from Chad into its airspace": that is where it set out.
        sending = lexicon.verb_forms("send", "fly", "dispatch", "launch")
        sent = any(t.lower_ in sending for t in doc[max(0, start - 2) : start])
        if following is not None and following.kind == "state" and not sent and not _begins_route(doc, following):
            return following
    if inside and inside[-1].name == "Korean" and inside[-1].state is None:
        # "a Korean Boeing": those of the North are called so.
        return replace(inside[-1], kind="state", state="KOR")
    capital = next((p for p in reversed(inside) if p.state and is_capital(p)), None) if not affair else None
    return (
        capital or _marked(doc, k, party_at) or _passenger(doc, k, party_at) or presumed_owner(doc, k, party_at)
        or _crew_of(doc, start, party_at)
        or (_sent_by(doc[end - 1], party_at) if flies_itself else None)
        # "the Pakistanis lost an F-16 of their own"
        or _sent_by(doc[end - 1], party_at, "losing_verbs")
    )


def _this_one_of(doc: Doc, end: int, party_at: Mapping[int, Party]) -> Party | None:
    """Read "another drone, this one from Kenya, crossed it", "a third, this time Turkish, followed"."""
    after = [t.lower_ for t in doc[end : end + 3]]
    if after[:2] != [",", "this"] or after[2:] not in (["one"], ["time"]):
        return None
    party = next((party_at[i] for i in range(end + 3, min(end + 6, len(doc))) if i in party_at), None)
    return party if party is not None and party.kind != "place" else None


def _used_by(doc: Doc, start: int, party_at: Mapping[int, Party]) -> Party | None:
    """Read "the use by China of a balloon", "the dispatch by Belarus of drones", whatever the parser makes of it."""
    if start < 4 or doc[start - 1].lower_ != "of":
        return None
    party = party_at.get(start - 2)
    before = party.start - 1 if party is not None else 0
    before -= before > 0 and doc[before].lower_ == "the"
    known = party is not None and party.kind in ("state", "group") and before > 0 and doc[before].lower_ == "by"
    return party if known and doc[before - 1].lower_ in lexicon.group("uses") else None


def _coming_from(doc: Doc, first: int, end: int, after: int) -> int:
    """Return where "from" stands in "warplanes sighted as coming from Sudan": such are those of where they came from.

    "Helicopters coming from Turkey" are anybody's.
    """
    armed = lexicon.group("warplanes")
    if not any(t.lower_ in armed for t in doc[first:end]):
        return after
    for i in range(after, min(after + 6, doc[end - 1].sent.end)):
        if doc[i].lower_ == "from":
            return i
        if doc[i].lower_ not in lexicon.group("coming_words"):
            break
    return after


def _sent_by(noun: Token, party_at: Mapping[int, Party], verbs: str = "launching_verbs") -> Party | None:
    """Return who launched it, or did with it what the ``verbs`` say: "Russia attacked with 16 drones"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        # "dozens of drones", "a swarm of drones"
        noun = noun.head.head
    armed = noun.dep_ == "pobj" and noun.head.lower_ == "with"
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head
    known = lexicon.group_forms("attacking_verbs" if armed else verbs)
    if not (armed or noun.dep_ == "dobj") or verb.lower_ not in known:
        return None
    doer = next((party_at[c.i] for c in verb.children if c.dep_ == "nsubj" and c.i in party_at), None)
    return doer if doer is not None and doer.kind in ("state", "group") else None


def band_of(land: Party, doc: Doc, party_at: Mapping[int, Party], stop: int | None = None) -> Party:
    """Return the movement named after a land: "Lebanon's Hezbollah group", "the Somali terror group al-Shabaab".

    One that has no name there is nobody's that is known: "Somali militants". ``stop`` is where the words for it end.
    """
    nameless = 0
    if land.start and doc[land.start - 1].lower_ in lexicon.group("breaking_away"):
        # "the breakaway Moldovan region of Transnistria": no part of the state that acts for it.
        return replace(land, kind="group", state=None)
    for k in range(land.end, min(land.end + 5, len(doc) if stop is None else stop)):
        if nameless == k and doc[k].text == ",":
            # "Iran's Lebanese proxy, Hezbollah"
            continue
        if doc[k].text in SPAN_BREAKS or doc[k].pos_ in ("VERB", "AUX", "ADP", "DET", "CCONJ"):
            break
        beside = party_at.get(k)
        if beside is not None and beside.kind == "group" and beside.state is None:
            return land if beside.name.casefold() in lexicon.group("alliances") else beside
        if doc[k].lower_ in lexicon.group("bands" if not nameless else "band_nouns"):
            nameless = k + 1
    return replace(land, kind="group", state=None, name=doc.span(land.start, nameless).text) if nameless else land


def _passenger(doc: Doc, after: int, party_at: dict[int, Party]) -> Party | None:
    """Return whose soldiers or leader an aircraft carries: "with Pakistani soldiers aboard", "taking him to Rome".

    Not: "a plane carrying the minister's letters", "a jet carrying relief".
    """
    if after >= len(doc) or doc[after].lower_ not in lexicon.group("bearing_passengers"):
        return None
    for i in _borne(doc, after):
        served = party_at.get(i - 1) if doc[i].lower_ in lexicon.group("state_passengers", "troops_aboard") else None
        if served is not None and served.kind == "state":
            return served
        aboard = {t.lower_ for t in doc[i + 1 : i + 3]}
        people = party_at.get(i) if "aboard" in aboard or {"on", "board"} <= aboard else None
        flown = {t.lower_ for t in doc[max(0, after - 3) : after]}
        forces = not flown.isdisjoint(lexicon.group("military_words")) or flown & _FLOWN_BY_FORCES
        if people is not None and people.kind == "state" and forces:
            # "a transport plane with seventeen Americans on board"; not a light plane with two.
            return people
    return _leader(doc, after, party_at)


_FLOWN_BY_FORCES = frozenset({"helicopter", "transport", "bomber", "fighter"})


def _leader(doc: Doc, after: int, party_at: dict[int, Party]) -> Party | None:
    """Return the state whose leader is carried, who may be named by a title alone or by "him"."""
    stop = min(after + 12, doc[after].sent.end)
    if after + 1 >= stop:
        return None
    start = doc[after].sent.start
    titles = lexicon.word_set("meetings", "leaders", "titles") | {"secretary"}
    if doc[after + 1].lower_ in ("him", "her", "them"):
        title = next((t.i for t in doc[start:after] if t.lower_ in titles), None)
    else:
        title = next((t.i for t in doc[after + 1 : stop] if t.lower_ in titles), None)
        words = {t.lower_ for t in doc[after + 1 : stop]}
        if doc[after].lower_ == "with" and not words & {"aboard", "board"}:
            return None
    if title is None or (title + 1 < len(doc) and doc[title + 1].lower_ in ("'s", "’s", "'", "’")):
        return None
    near = [i for i in range(max(start, title - 5), min(title + 7, doc[after].sent.end)) if i in party_at]
    own = (i for i in near if party_at[i].kind == "state" and (i < title or doc[i - 1].lower_ in ("of", "the")))
    found = next(own, None)
    if found is not None and (found > after or title < after):
        return party_at[found]
    # "Peru asks why a jet shadowed the plane carrying President García": of whose head of state it is told.
    return next((p for t in doc[start:after] if t.dep_ == "nsubj" and (p := party_at.get(t.i)) is not None
                 and p.kind == "state" and t.head.head.i == t.head.i), None)


def _crew_of(doc: Doc, start: int, party_at: dict[int, Party]) -> Party | None:
    """Return whose crew flies it: "the Canadian crew of a CP-140", "the Danish pilots of the helicopter"."""
    if start < 3 or doc[start - 1].lower_ != "of" or doc[start - 2].lower_ not in lexicon.group("aircrew"):
        return None
    party = party_at.get(start - 3)
    return party if party is not None and party.kind == "state" else None


def _marked(doc: Doc, after: int, party_at: dict[int, Party]) -> Party | None:
    """Return whose marks an aircraft bears: "bearing the markings of the Nigerian Air Force", "in Chilean colours"."""
    if after >= len(doc) or doc[after].lower_ not in lexicon.group("bearing_marks"):
        return None
    mark = next((i for i in _borne(doc, after) if doc[i].lower_ in lexicon.group("marks")), None)
    if mark is None:
        return None
    stop = min(after + _BORNE, doc[after].sent.end)
    of_whom = range(mark + 2, min(mark + 6, stop)) if mark + 1 < stop and doc[mark + 1].lower_ == "of" else ()
    near = (party_at[n] for n in (*range(mark - 1, after, -1), *of_whom) if n in party_at)
    return next((p for p in near if p.kind == "state"), None)


def _borne(doc: Doc, after: int) -> Iterator[int]:
    """Yield the words for what an aircraft bears or whom it carries: "with the flag of Chile", not "with no flag"."""
    for i in range(after + 1, min(after + _BORNE, doc[after].sent.end)):
        unmarked = doc[i].lower_ in ("no", "without")
        if unmarked or doc[i].text in SPAN_BREAKS or (doc[i].pos_ in ("VERB", "AUX") and doc[i].dep_ != "amod"):
            return
        yield i


def _begins_route(doc: Doc, start: Party) -> bool:
    """Say whether a town is where a flight began: "a flight from Athens to Vilnius", "a Cessna from Rome through"."""
    onwards = start.end < len(doc) and doc[start.end].lower_ in ("to", "through", "via", "for", "across")
    return start.below_country and onwards


def is_capital(party: Party) -> bool:
    """Say whether a name is a capital's."""
    from airmap.pipeline import default_gazetteer

    return default_gazetteer().capital_of(party.name) is not None
