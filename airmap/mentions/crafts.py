"""Aircraft: designators, names and nouns of things that fly, with whose they are and how many."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.lexicon.phrases import Phrases, matches_at
from airmap.mentions.craft_owners import craft_party
from airmap.mentions.date_words import numbered
from airmap.mentions.kinds import Category, Craft, Party
from airmap.mentions.phrases import (
    CLITICS,
    NUMBER_WORDS,
    OWNERS,
    PREDICATES,
    TokenIndex,
    chunk_start,
    number,
    tokens_of,
)
from airmap.parsing.language import is_designator

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc

_GENERIC = frozenset(
    {"aircraft", "aircrafts", "plane", "planes", "craft", "jet", "jets", "object", "objects", "sortie", "sorties"}
)


@cache
def _craft_patterns() -> tuple[tuple[re.Pattern[str] | Phrases, Category, bool], ...]:
    table = lexicon.table("aircraft")
    patterns: list[tuple[re.Pattern[str] | Phrases, Category, bool]] = []
    for category, listed in table["patterns"].items():
        patterns.append((re.compile(rf"(?<![\w-])(?:{'|'.join(listed)})(?![\w])"), category, True))
    for category, listed in table["names"].items():
        forms = {f for n in listed for f in lexicon.noun_forms(n)}
        patterns.append((Phrases(forms, ignore_case=False), category, True))
    for category in table["nouns"]:
        patterns.append((Phrases(lexicon.nouns("aircraft", "nouns", category)), category, False))
    return tuple(patterns)


@cache
def _designation() -> re.Pattern[str]:
    """Return a pattern for where any of the designators begins: each of their patterns is then asked only there."""
    listed = dict.fromkeys(p for patterns in lexicon.table("aircraft")["patterns"].values() for p in patterns)
    capital = "|".join(p for p in listed if _begins_with_capital(p))
    other = "|".join(p for p in listed if not _begins_with_capital(p))
    # Most words begin with a small letter, and only few patterns are tried there.
    return re.compile(rf"(?<![\w-])(?=(?:(?=[A-Z])(?:{capital})|{other})(?!\w))")


def _begins_with_capital(pattern: str) -> bool:
    """Say whether a pattern shows by how it is written that all that it matches begins with a capital."""
    parts = re.fullmatch(r"(?:\(\?:(?P<first>[^()]*)\)(?![?*{])|(?P<letter>[A-Z])(?![?*{|]))(?P<rest>.*)", pattern)
    if parts is None or "|" in re.sub(r"\([^()]*\)", "", parts["rest"]):
        return False
    return all(re.match("[A-Z](?![?*{])", a) for a in (parts["letter"] or parts["first"]).split("|"))


# A name that does something is no place: "the Orion was on patrol".
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SURFACE_TO_AIR = re.compile(r"S-[234]\d\d|Patriot|Buk|Arrow|Tamir|THAAD|SM-\d", re.IGNORECASE)
_FIGHTERS = re.compile(r"(?<!\w)fighters?(?!\w)(?![\s-]+(?:jet|plane|aircraft|bomber))", re.IGNORECASE)
# A word for a type that is also an everyday word counts only beside another craft word, a state or a force.
_BEFORE_OCEAN = frozenset({"the", "north", "south", "western", "eastern", "mid", "northern", "southern"})
_EVERYDAY = lexicon.group("everyday_types")


def find_crafts(doc: Doc, text: str, token_at: TokenIndex, party_at: dict[int, Party]) -> tuple[Craft, ...]:
    hits: dict[int, tuple[int, int, Category, bool]] = {}
    begun = [m.start() for m in _designation().finditer(text)]
    for pattern, category, designated in _craft_patterns():
        for match in pattern.finditer(text) if isinstance(pattern, Phrases) else matches_at(pattern, text, begun):
            span = tokens_of(token_at, match.start(), match.end())
            if span is None:
                continue
            before = hits.get(span[1])
            narrower = before is not None and span[0] == before[0] and category == "drone"
            if before is None or span[0] < before[0] or narrower:
                hits[span[1]] = (span[0], span[1], category, designated)
    flown = frozenset(h[1] - 1 for h in hits.values())
    for match in _FIGHTERS.finditer(text):
        span = tokens_of(token_at, match.start(), match.end())
        named = span is not None and any(h[1] == span[0] for h in hits.values())
        if span and span[1] not in hits and (named or _fighter_flies(doc, span[0], party_at, flown)):
            hits[span[1]] = (span[0], span[1], "plane", False)
    ordered = sorted(hits.values(), key=lambda h: (h[0], -h[1]))
    groups: list[list[tuple[int, int, Category, bool]]] = []
    for hit in ordered:
        last = groups[-1][-1] if groups else None
        if last is not None and (hit[0] < last[1] or _joined(doc, last[1], hit[0], party_at)):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    crafts: list[Craft] = []
    for group in groups:
        craft = _craft(doc, group, party_at, again=bool(crafts))
        if craft is not None:
            first = crafts[-1] if crafts else None
            if first is not None and first.party is None and doc[craft.head].head.i == first.head:
                late = craft.party is not None and craft.party.start > craft.head and doc[craft.head].dep_ == "conj"
                # "a plane and a helicopter of the Chadian army"
                crafts[-1] = first = replace(first, party=craft.party) if late else first
            craft = _sharing_owner(craft, first, doc) if first is not None else craft
            crafts.append(_one_of_those(craft, crafts, doc))
    return tuple(crafts)


def _one_of_those(craft: Craft, before: list[Craft], doc: Doc) -> Craft:
    """Return an aircraft with the owner of those it is one of: "Of the 11 Chinese aircraft, a Y-8", "two more Y-8s"."""
    if craft.party is not None or craft.civil or craft.weapon or craft.definite or not before:
        return craft
    sentence = doc[craft.head].sent
    whole = next((c for c in before if c.start >= sentence.start and doc[c.start - 1 if c.start else 0].lower_ == "of"
                  and c.start - sentence.start < 4 and sentence[0].lower_ == "of"), None)
    alike = [c for c in before if c.name.rstrip("s") == craft.name.rstrip("s") and c.party is not None]
    more = {t.lower_ for t in doc[craft.start : craft.head]} & {"more", "another"}
    # "Russia's MiG-31 met a spy plane ... The week before, MiG-31s and a Su-35 had met": one air force's type.
    again = len({c.party.state for c in alike if c.party is not None}) == 1 and not craft.generic
    named = alike[-1] if alike and craft.designated and (more or again) else None
    found = whole if whole is not None and whole.party is not None else named
    return replace(craft, party=found.party) if found is not None else craft


def _sharing_owner(craft: Craft, before: Craft, doc: Doc) -> Craft:
    """Return an aircraft with the owner of the one beside which it is named: "Myanmar drones and helicopters".

    Not: "a Russian fighter and an American drone", "Turkish jets and the helicopter".
    """
    # "two Turkish F-16s and three Phantoms": each counted, and one side's.
    counted = craft.count is not None and craft.count > 1 and before.count is not None
    plain = doc[craft.start].pos_ not in ("DET", "NUM", "PRON") and doc[craft.head].tag_ in ("NNS", "NNPS")
    joined = doc[craft.head].dep_ == "conj" and doc[craft.head].head.i == before.head and craft.start - before.end == 1
    owner = before.party
    # "four Turkish F-16s and a CN-235 made": each of a type, and they did one thing together.
    squad = craft.designated and before.designated and (before.count or 0) > 1
    squad = squad and doc[craft.start].lower_ in ("a", "an")
    counted = counted or (squad and not doc[craft.head].sent.words & lexicon.group("with_each_other"))
    words = {t.lower_ for t in doc[craft.start : craft.head]}
    further = words & {"a", "the", "another"} and words & (lexicon.group("ordinal_words") | {"another", "other"})
    if further and craft.party is None and owner is not None and craft.name == before.name and not before.civil:
        # "shot down a DC-7 of the agency. A second DC-7 was hit"
        return replace(craft, party=owner)
    if craft.party is not None or craft.civil or craft.weapon or before.civil or not ((plain or counted) and joined):
        return craft
    return replace(craft, party=owner) if owner is not None and before.start <= owner.start < before.head else craft


def _said_by_airline(doc: Doc, pronoun: int) -> bool:
    """Say whether "its" is that of an airline: "the airline said its aircraft had kept to the route"."""
    before = [t for t in doc[doc[pronoun].sent.start : pronoun] if t.dep_ in _SUBJECTS]
    return bool(before) and before[-1].lower_ in lexicon.group("carriers_by_trade")


def _fighter_flies(doc: Doc, i: int, party_at: dict[int, Party], flown: frozenset[int]) -> bool:
    """Say whether a "fighter" is a plane; ``flown`` are the heads of what surely flies."""
    start = chunk_start(doc, i)
    near = {t.lower_ for t in doc[max(0, i - 5) : i + 8]}
    if {t.lower_ for t in doc[start:i]} & lexicon.group("ground_fighters"):
        return False
    near |= {"downed"} if "down" in near and near & {"shot", "brought", "shoot", "bring"} else set()
    owned = i + 1 < len(doc) and doc[i + 1].lower_ in lexicon.group("owned_by") - {"from"}
    around = range(start, min(i + 6, len(doc)) if owned else i)
    going_up = lexicon.verb_forms("scramble", "intercept", "escort", "dispatch", "launch", "vector")
    sent_up = "up" in near and bool(near & lexicon.verb_forms("send", "put"))
    if sent_up or near & (going_up | lexicon.group("fighters_fly")):
        return True
    tasked = doc[i].dep_ in ("dobj", "nsubjpass") and doc[i].head.lower_ in lexicon.group_forms(
        "tasking_verbs", "sending_up")
    if tasked and not flown.isdisjoint(range(i + 1, doc[i].sent.end)):
        # "organised fighters to follow a Y-9"
        return True
    whose = any(party_at[k].kind == "state" for k in around if k in party_at)
    close = doc[i].lower_ == "fighter" and "within" in near and near & lexicon.group("small_units")
    if whose and (close or (near & lexicon.group("ships") and near & lexicon.group_forms("bothering_verbs"))):
        # "a Chinese fighter came within 50 feet of", "Iranian fighters harassed a frigate"
        return True
    return (whose or any(doc[k].lower_ in OWNERS for k in around)) and (
        bool(doc[i].sent.words & lexicon.group("air_context"))
        or bool(doc[i].sent.words & {"flight", "flights", "overflight", "overflights"})
        or any(doc[i].sent.start <= k < doc[i].sent.end for k in flown)
    )


def _joined(doc: Doc, end: int, start: int, party_at: dict[int, Party]) -> bool:
    gap = doc[end:start]
    if len(gap) > 2:
        return False
    return (
        all((t.pos_ in ("ADJ", "NOUN", "PROPN") or t.text in "-–\"“”'‘’") and t.i not in party_at for t in gap)
        and not any(t.lower_ in PREDICATES for t in gap)
        and doc[start].sent.start == doc[end - 1].sent.start
    )


def _craft(
    doc: Doc, group: list[tuple[int, int, Category, bool]], party_at: dict[int, Party], *, again: bool = False
) -> Craft | None:
    """Return the aircraft that a group of words names; ``again`` where the text has named one before."""
    first, end = group[0][0], max(g[1] for g in group)
    end = _name_end(doc, end, party_at) if group[-1][3] else end
    head = end - 1
    start = chunk_start(doc, first)
    inside = range(start, end)
    not_craft = lexicon.table("aircraft")["not_craft"]
    words = [doc[i].lower_ for i in inside]
    before = doc[first - 1].lower_ if first else ""
    # A "suicide bomber" walks, a suicide drone flies.
    unlike = frozenset(not_craft["preceded_by"]) - ({"suicide"} if group[-1][2] == "drone" else set())
    if before in unlike or (before in "-" and first > 1 and doc[first - 2].lower_ in unlike):
        return None
    named = party_at.get(head)
    ocean = named is not None and named.kind == "place" and named.end > head + 1
    if doc[head].lower_ in _EVERYDAY and (ocean or (doc[head].lower_ == "atlantic" and before in _BEFORE_OCEAN)):
        # "the Atlantic Ocean" is no patrol aircraft, nor is "over the Atlantic".
        return None
    if _team(doc, first, head, party_at):
        return None
    flies_itself = group[-1][2] in ("drone", "balloon")
    party = craft_party(doc, start, first, end, party_at, flies_itself=flies_itself)
    if (
        len(group) == 1
        and doc[head].lower_ in _EVERYDAY
        and not (party or doc[head].lower_ in ("rocket", "rockets", "decoy", "decoys") or _flies(doc, head))
        and not (group[0][2] == "airliner" and doc[start].pos_ == "DET")
        and not (doc[head].lower_ in lexicon.group("plane_makers") and doc[start].pos_ == "DET" and start < head)
        and not (again and _named_again(doc, start, head))
    ):
        return None
    following = doc[end].lower_ if end < len(doc) else ""
    opens = end + 1 < len(doc) and doc[end + 1].pos_ in ("ADP", "DET", "SCONJ")
    headline_verb = (
        end < len(doc)
        and (doc[end].dep_ == "ROOT" or (doc[end].dep_ in ("ccomp", "conj", "parataxis") and opens))
        and following in lexicon.group("headline_verbs")
    )
    # "Soviet fighters attack a bomber"
    headline_verb = headline_verb or (end < len(doc) and doc[end].pos_ == "VERB" and doc[head].dep_ == "nsubj"
                                      and doc[head].head.i == end)
    attributive = (following in not_craft["followed_by"] and not headline_verb) or (
        end + 1 < len(doc) and doc[end].text == "-" and doc[end].whitespace_ == ""
    )
    designated = [g for g in group if g[3]]
    category = group[-1][2]
    generic = doc[head].lower_ in _GENERIC and not designated
    made_by = doc[first].lower_ in lexicon.group("civil_makers") and group[-1][3] and end - first > 1
    if category == "plane" and any(g[2] != "plane" for g in group) and not made_by:
        # Not: "a Boeing RC-135".
        category = next(g[2] for g in group if g[2] != "plane")
    if category == "missile" or (doc[head].lower_ == "interceptor" and _SURFACE_TO_AIR.match(doc[first].text)):
        # "a stray S-300 interceptor"
        category = "missile"
    near = {*words, *(t.lower_ for t in doc[end : end + 4])}
    typed = doc[head].lower_ in ("object", "objects") and near & {"drone", "uav"} and near & {"type", "like"}
    if typed or any(w in ("unmanned", "pilotless", "uncrewed") for w in words):
        # "objects of drone type", "drone-like objects"
        category = "drone"
    flights = lexicon.word_set("cues", "permission", "civil_flight") | lexicon.group("airlines")
    possessive = next((i for i in range(start, first) if doc[i].lower_ in OWNERS), None)
    # "our F-16s" of a text that says who speaks
    pronoun = possessive if possessive not in party_at else None
    civil = category == "airliner" or bool(set(words) & flights)
    civil = civil or (pronoun is not None and _said_by_airline(doc, pronoun))
    owners = doc[end + 1 : end + 5] if following in ("from", "of", "by") else ()
    # "a plane from Scandinavian Airlines"
    civil = civil or any(t.lower_ in ("airlines", "airways", "airline") for t in owners)
    weapon = category == "missile" and (
        any(w in lexicon.word_set("aircraft", "not_craft", "weapons") for w in words)
        or bool({doc[k].lower_ for k in range(max(0, start - 2), start)} & (lexicon.verb_forms("fire")))
    )
    return Craft(
        start=start,
        end=end,
        head=head,
        category=category,
        name=_craft_name(doc, start, first, end, designated, party_at),
        party=party,
        count=None if attributive else _count(doc, start, first, head) or _one_flight(doc, first, end),
        generic=generic,
        definite=(start > 0 and doc[start - 1].lower_ == "of")
        or any(w in ("the", "that", "this", "these", "those") for w in words[: max(1, first - start)])
        or possessive is not None
        or _one_flight(doc, first, end) is not None,
        designated=bool(designated),
        owner_pronoun=pronoun,
        attributive=attributive,
        weapon=weapon,
        civil=civil,
    )


def _team(doc: Doc, first: int, head: int, party_at: dict[int, Party]) -> bool:
    """Say whether a name is that of a team: "the Winnipeg Jets", "the Seattle Seahawks"."""
    teams = lexicon.word_set("toponyms", "organisations", "teams")
    if not doc[head].text[:1].isupper() or doc[head].lower_ not in teams or first < 2 or doc[first - 1].is_upper:
        return False
    i = first - 1
    while i > 0 and doc[i].pos_ == "PROPN" and (i not in party_at or party_at[i].kind == "place"):
        i -= 1
    return i < first - 1 and doc[i].lower_ == "the"


def _name_end(doc: Doc, end: int, party_at: dict[int, Party]) -> int:
    """Return where a designator's name ends that stands behind it and in no list: "an EP-3 Aries"."""
    if end < len(doc) and any(c.isdigit() for c in doc[end - 1].text):
        name = doc[end]
        known = name.i in party_at or name.lower_ in lexicon.table("aircraft")["not_craft"]["followed_by"]
        named = name.text[:1].isupper() and not name.is_upper and name.pos_ in ("PROPN", "NOUN") and name.is_alpha
        if named and not known and doc[end - 1].head.i == end and doc[end - 1].dep_ in ("compound", "nmod"):
            return end + 1
    return end


def _named_again(doc: Doc, start: int, head: int) -> bool:
    """Say whether a type is told with "the" as a name is: "the Antonov"."""
    return doc[start].lower_ == "the" and doc[head].text[:1].isupper() and doc[head].pos_ == "PROPN"


def _flying_object(doc: Doc, head: int) -> bool:
    """Say whether "the object" is one that flies: the words before it, here or earlier, say so."""
    if any(t.lower_ in lexicon.group("object_words") for t in doc[max(0, head - 120) : head]):
        return True
    near = {t.lower_ for t in doc[max(doc[head].sent.start, head - 8) : head + 4]}
    if near & {"downed", "downs"} or ("down" in near and near & lexicon.verb_forms("shoot", "bring")):
        # "shot down an object over the lake"
        return True
    looks = {t.lower_ for t in doc[max(0, head - 3) : head]} & lexicon.group("object_looks")
    if looks and doc[head].sent.words & lexicon.group("seen_in_the_air"):
        # "fighters took off to look at a strange object"
        return True
    # "detected an object in its airspace", "ten objects flew in"; not "on alert for objects entering its airspace"
    told = doc[head].lower_ == "object" or doc[head - 1].pos_ == "NUM" or doc[head - 1].lower_ in ("several", "the")
    after = [t.lower_ for t in doc[head + 1 : min(head + 12, doc[head].sent.end)]]
    # "an object, probably a drone, flew": what it was is told by its name.
    named = set(after[:5]) & (lexicon.group("machines_that_fly") | {"missile", "missiles", "rocket"})
    return told and not named and bool(set(after) & lexicon.group("object_flew"))


def _flies(doc: Doc, head: int) -> bool:
    return _flying_object(doc, head) if doc[head].lower_ in ("object", "objects") else _military_near(doc, head)


def _military_near(doc: Doc, head: int) -> bool:
    around = [t for t in doc[max(doc[head].sent.start, head - 10) : head + 10] if t.i != head]
    near = {t.lower_ for t in around} | {doc[head].lower_}
    typed = any(is_designator(t.text) for t in around)
    return typed or bool(near & lexicon.group("military_context"))


def _craft_name(
    doc: Doc,
    start: int,
    first: int,
    end: int,
    designated: list[tuple[int, int, Category, bool]],
    party_at: dict[int, Party],
) -> str:
    if designated:
        return str(doc.span(designated[0][0], designated[-1][1]).text)
    i = start
    for k in range(start, first):
        if (
            k in party_at
            or doc[k].pos_ in ("DET", "NUM", "PRON")
            or doc[k].lower_ in CLITICS
            or doc[k].text in ("(", ")")
            or doc[k].lower_ in NUMBER_WORDS
            or doc[k].lower_ in ("more", "than", "least", "some", "other")
            # "an Iranian-made drone" is a drone.
            or (doc[k].lower_ in lexicon.word_set("parties", "makers", "suffixes") and doc[k - 1].text in "-–")
        ):
            i = k + 1
    if i > 1 and doc[i - 1].text == "-" and i - 2 not in party_at and doc[i - 2].pos_ in ("ADJ", "ADV", "NOUN"):
        # "long-range bombers"
        i -= 2
    return str(doc.span(i, end).text)


def _count(doc: Doc, start: int, first: int, head: int) -> int | None:
    for i in range(first - 1, start - 1, -1):
        value = number(doc[i].lower_)
        if value is None or (doc[i].is_digit and i + 1 <= head and doc[i + 1].lower_ in ("-", "years")):
            continue
        hyphened = not doc[i].whitespace_ and i + 2 <= head and doc[i + 1].text == "-"
        if hyphened and number(doc[i + 2].lower_) is None:
            # "a two-stage missile" is one.
            continue
        if doc[i].is_digit and i > start and doc[i - 1].pos_ == "PROPN" and doc[i - 1].head.i in (i, head) and (
            doc[i - 1].ent_type_ not in ("GPE", "NORP", "DATE")
        ):
            # "a Baron 58 aircraft"
            continue
        if doc[i].is_digit and i > 0 and doc[i - 1].text in _maker_names():
            # "two of the Cessna 337 Skymasters"
            continue
        if doc[i].is_digit and len(doc[i]) == 4 and i + 1 < head and doc[i + 1].text in "-–—:":
            # "1955 – Flight 402 strays into Bulgarian airspace": the year.
            continue
        beside = {doc[i - 1].lower_.rstrip(".") if i else "", doc[i + 1].lower_.rstrip(".") if i < head else ""}
        if doc[i].is_digit and not beside.isdisjoint(numbered("months")):
            # "On October 6 Italian jets", "by 5 June Turkish jets"
            continue
        if doc[i].is_digit and doc[i + 1].lower_.rstrip(".") in numbered("months") and doc[i + 1].text[:1].isupper():
            # "On 10 June Russian drones"
            continue
        if i > 0 and doc[i].is_digit and len(doc[i]) == 4 and doc[i - 1].lower_ in ("in", "of", "since", "during"):
            # "In 1984 Iranian F-4s"
            continue
        before = number(doc[i - 1].lower_) if i > start else None
        tens = number(doc[i - 2].lower_) if i - 1 > start and doc[i - 1].text in "-–" else None
        # "twenty - five", but not the year of a dateline: "2025 - Three jets".
        if tens is not None and 20 <= tens < 100 and value < 10:
            return tens + value
        if doc[i].lower_ == "dozen" and "half" in {t.lower_ for t in doc[max(0, i - 2) : i]}:
            return 6
        if doc[i].lower_ in ("dozen", "hundred", "pair") and before is not None:
            return before * value
        each = i > 2 and doc[i - 1].lower_ == "of" and head + 1 < len(doc) and doc[head + 1].lower_ == "each"
        groups = number(doc[i - 3].lower_) if each else None
        if groups is not None:
            # "two formations of four F-15s each"
            return groups * value
        of_them = _out_of(doc, i)
        # "two of nine aircraft": two.
        return value if of_them is None or of_them > value else of_them
    of = next((k for k in range(head - 1, max(head - 5, doc[head].sent.start), -1) if doc[k].lower_ == "of"), head)
    if of < head and doc[of - 1].lower_ in ("pairs", "trios", "couples", "dozens") and of - 2 >= doc[head].sent.start:
        # "two pairs of F-16s"
        groups = number(doc[of - 2].lower_)
        return groups * (number(doc[of - 1].lower_[:-1]) or 1) if groups is not None else None
    part = _out_of(doc, start)
    if part is not None and (doc[head].tag_ in ("NNS", "NNPS") or doc[head].lower_ in ("aircraft", "craft")):
        # "the pair of MiG-29s"
        return part
    kind = doc[head].head if doc[head].dep_ == "conj" else doc[head]
    if kind.i < start and kind.tag_ in ("NN", "NNP", "JJ") and doc[head].tag_ in ("NNS", "NNPS"):
        # "eleven spy and fighter planes": no one spy, but planes of two kinds.
        both = next((n for c in kind.children if c.dep_ == "nummod" and (n := number(c.lower_)) is not None), 1)
        if both > 1 and start - kind.i <= 3:
            return both
    if start > 2 and doc[start - 1].lower_ in ("by", "of") and doc[start - 2].lower_ in ("sorties", "sortie"):
        # "26 out of 31 sorties by Chinese aircraft"
        return _count(doc, max(doc[head].sent.start, start - 7), start - 2, start - 2)
    singular = doc[head].tag_ in ("NN", "NNP", "CD") and doc[head].lower_ not in ("aircraft", "craft", "awacs", "uas")
    definite = start < head and doc[start].lower_ in ("the", "this", "that", "its", "his", "their", "our", "my")
    # A headline has no article: "shot down Israeli warplane".
    definite = definite or (doc[start].ent_type_ == "NORP" and start == first - 1 and _after_verb(doc, start))
    # "Turkish warplanes down drone"
    bare = start == head and start > 0 and doc[head].tag_ in ("NN", "NNP")
    definite = definite or (bare and doc[start - 1].lower_ in ("down", "downs"))
    # "Turkish jet enters Greek airspace"
    opens = start == doc[head].sent.start and doc[start].ent_type_ in ("NORP", "GPE") and start < head
    after = doc[head + 1] if head + 1 < len(doc) else doc[head]
    told = doc[head].dep_ in _SUBJECTS or after.tag_ in ("VBZ", "VBD") or after.lower_ in (
        lexicon.group("headline_verbs", "entering_headlines")
    )
    definite = definite or (opens and told)
    word = doc[head].lower_
    # "Sudanese MiGs", which the parser takes for one name.
    several = word.endswith("s") and word not in lexicon.group("names_in_s")
    several = several and (doc[head].tag_ == "NNP" or any(c.isdigit() for c in word))
    return 1 if singular and definite and not several else None


@cache
def _maker_names() -> frozenset[str]:
    return frozenset(n for kind in lexicon.table("aircraft")["names"].values() for n in kind)


def _one_flight(doc: Doc, first: int, end: int) -> int | None:
    """Return 1 for a flight by its number: "Ryanair Flight 4978", "KAL 007", "Flight AF022"."""
    flight = any(t.lower_ == "flight" for t in doc[first:end])
    number = doc[end - 1].text
    numbered = number.isdigit() or (flight and number[-1:].isdigit())
    return 1 if (flight or doc[first].text.isupper()) and numbered and len(number) > 1 and end - first > 1 else None


def _after_verb(doc: Doc, start: int) -> bool:
    return start > 0 and (doc[start - 1].pos_ == "VERB" or doc[start - 1].dep_ == "prt")


def _out_of(doc: Doc, i: int) -> int | None:
    """Return the part of a number: the two of "two of nine", "two out of the nine"."""
    floor = doc[i].sent.start
    k = i - 1 - (i - 1 > floor and doc[i - 1].lower_ in ("the", "these", "those", "its"))
    if k <= floor or doc[k].lower_ != "of":
        return None
    k -= 1 + (k - 1 > floor and doc[k - 1].lower_ == "out")
    if k - 2 >= floor and doc[k - 1].text in "-–":
        # "twenty-two of 36"
        return number(f"{doc[k - 2].lower_}-{doc[k].lower_}") or number(doc[k].lower_)
    return number(doc[k].lower_) if k >= floor and doc[k].lower_ not in ("a", "an") else None
