"""Stretches of airspace, zones, borders and territories, with whose they are said to be."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.lexicon.phrases import Phrases
from airmap.mentions.kinds import Party, Zone, ZoneKind
from airmap.mentions.phrases import CLITICS, OWNERS, SPAN_BREAKS, TokenIndex, chunk_start, tokens_of

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc


@cache
def _zone_patterns() -> tuple[tuple[Phrases, ZoneKind], ...]:
    kinds: tuple[ZoneKind, ...] = ("adiz", "fir", "restricted", "buffer", "national", "territory")
    return tuple((Phrases(lexicon.words("events", "zones", kind)), kind) for kind in kinds)


def find_zones(doc: Doc, text: str, token_at: TokenIndex, party_at: dict[int, Party]) -> tuple[Zone, ...]:
    taken: set[int] = set()
    zones: list[Zone] = []
    for pattern, kind in _zone_patterns():
        for match in pattern.finditer(text):
            span = tokens_of(token_at, match.start(), match.end())
            if span is None or any(i in taken for i in range(*span)):
                continue
            if span[1] < len(doc) and doc[span[1]].lower_ in lexicon.group("not_airspace"):
                continue
            clear = doc[span[0]].lower_ in ("sky", "skies") and span[0] > 0
            if clear and _no_longer_flown(doc, span[0]):
                continue
            if (clear and doc[span[0] - 1].lower_ in lexicon.group("weather_words")) or _of_a_firm(doc, span[0]):
                continue
            if match.group().casefold() == "side" and doc[span[0] - 1].lower_ in lexicon.group("sides_of_things"):
                continue
            if match.group() == "Skies" and span[0] and doc[span[0] - 1].text == "Open":
                # The treaty.
                continue
            zone = _zone(doc, span[0], span[1], kind, party_at)
            if clear and _around_islands(doc, zone):
                continue
            if kind == "territory" and any(i in taken for i in range(zone.start, zone.end)):
                # "a violation of its airspace and sovereignty": the airspace says it.
                continue
            taken.update(range(zone.start, zone.end))
            taken.update(range(*span))
            zones.append(zone)
    for token in doc.having(frozenset({"zone", "adiz"})):
        # "14 warplanes in its zone", as a headline has it
        if token.i and token.nbor(-1).lower_ in ("its", "our") and token.i not in taken:
            zones.append(_owned_by(token.i - 1, token.i, "adiz", party_at))
            taken.update((token.i - 1, token.i))
    lands, parts = lexicon.group("own_lands"), lexicon.group("own_parts")
    for token in doc.having(lands | parts):
        # "over their country": no airspace is named, and it is theirs.
        if token.i == 0:
            continue
        if token.lower_ in lands and token.nbor(-1).lower_ in OWNERS and token.i not in taken:
            zones.append(_owned_by(token.i - 1, token.i, "territory", party_at))
        elif token.lower_ in parts and token.i not in taken:
            # "over its south-east", "above its northern islands"
            start = chunk_start(doc, token.i)
            pronoun = next((i for i in range(start, token.i) if doc[i].lower_ in OWNERS), None)
            leading = lexicon.group("leading_over")
            if token.lower_ in lexicon.group("compass_parts"):
                # "came down in its east"
                leading = leading | {"in"}
            if pronoun and doc[pronoun - 1].lower_ in leading and token.i - pronoun < 5:
                zones.append(_owned_by(pronoun, token.i, "territory", party_at))
    zones += _described_adiz(doc, party_at, taken)
    zones += _zone_again(doc, zones, taken)
    return tuple(sorted(_of_one_owner(zones), key=lambda z: z.start))


def _owned_by(pronoun: int, head: int, kind: ZoneKind, party_at: dict[int, Party]) -> Zone:
    """Return what a pronoun says it is whose, who may be known by who speaks."""
    owner = party_at.get(pronoun)
    return Zone(pronoun, head + 1, head, kind, owner, None if owner is not None else pronoun)


def _of_one_owner(zones: list[Zone]) -> list[Zone]:
    """Return "the Atlantic Coast ADIZ" as American where the text has spoken of American zones, and no one else's."""
    named = [z for z in zones if z.kind == "adiz" and z.owner is not None and z.owner.state is not None]
    if len({z.owner.state for z in named if z.owner is not None}) != 1:
        return zones
    first = named[0]
    return [
        replace(z, owner=first.owner) if z.kind == "adiz" and (z.owner is None or z.owner.state is None)
        and z.owner_pronoun is None and z.start > first.start else z for z in zones
    ]


def _zone_again(doc: Doc, zones: list[Zone], taken: set[int]) -> list[Zone]:
    """Read "flew through the zone" where a text has named one state's identification zone before, and no other zone."""
    named = [z for z in zones if z.kind == "adiz" and z.owner is not None and z.owner.state is not None]
    if not named or any(z.kind in ("restricted", "buffer", "fir") for z in zones):
        return []
    if len({z.owner.state for z in named if z.owner is not None}) > 1:
        return []
    return [
        Zone(t.i - 1, t.i + 1, t.i, "adiz", named[0].owner, definite=True)
        for t in doc[named[0].end + 1 :]
        if t.lower_ in ("zone", "area") and t.i not in taken and t.nbor(-1).lower_ in ("the", "this", "that")
        and (t.lower_ == "zone" or t.nbor(-1).lower_ != "the")
    ]


def _no_longer_flown(doc: Doc, sky: int) -> bool:
    """Read "were blown out of the sky": it is nobody's. Not: "chased them from the skies over Cyprus"."""
    before = [t.lower_ for t in doc[max(0, sky - 3) : sky]]
    after = doc[sky + 1].lower_ if sky + 1 < len(doc) else ""
    return before[-3:] == ["out", "of", "the"] and after not in ("over", "above", "of", "around", "near")


def _around_islands(doc: Doc, zone: Zone) -> bool:
    """Read of aircraft "in the skies over the Hebrides": about them, which lie in the sea; a drone is right above."""
    place = zone.owner.toponym.place if zone.owner is not None and zone.owner.toponym is not None else None
    named = zone.owner is not None and zone.owner.name.casefold().endswith((" islands", " isles"))
    about = named or (place is not None and place.feature in ("island", "islands"))
    about = about and zone.end < len(doc) and doc[zone.end].lower_ in ("over", "above")
    led = zone.start > 0 and doc[zone.start - 1].lower_ == "in"
    return about and led and doc[zone.start].sent.words.isdisjoint(lexicon.group("drifting_things"))


def _of_a_firm(doc: Doc, first: int) -> bool:
    """Say whether an "airspace" is a firm's: "Lufthansa's", "Emirates' airspace"; not "the Emirates' airspace"."""
    i = first - 1
    if i < 1 or doc[i].lower_ not in CLITICS or doc[i - 1].lower_ not in lexicon.group("airlines"):
        return False
    return doc[i - 1].lower_ != "emirates" or i < 2 or doc[i - 2].lower_ not in ("the", "arab")


def _described_adiz(doc: Doc, party_at: dict[int, Party], taken: set[int]) -> list[Zone]:
    """Read "the part of the sea where Beijing demands that planes identify themselves": a zone of identification.

    Not: "the area where Tokyo requires ships to report their cargo".
    """
    found: list[Zone] = []
    for token in doc.having(lexicon.group_forms("requiring_verbs")):
        if not {t.lower_ for t in token.subtree} & lexicon.group("identification_words"):
            continue
        ahead = {t.lower_ for t in doc[token.i : token.sent.end]}
        if not ahead & lexicon.group("flown_things"):
            continue
        for i in range(token.i - 1, max(token.sent.start, token.i - 12), -1):
            if doc[i].lower_ not in ("where", "which", "whereby"):
                continue
            # "where foreign planes are required by Beijing to report": else right after the verb.
            nearby = (*range(i + 1, token.i), *range(token.i + 1, min(token.i + 4, token.sent.end)))
            owner = next((party_at[k] for k in nearby if k in party_at and party_at[k].state), None)
            heads = [
                t.i for t in doc[max(token.sent.start, i - 14) : i] if t.lower_ in lexicon.group("stretches")
            ]
            if owner is not None and heads and heads[0] not in taken:
                found.append(Zone(max(heads[0] - 1, token.sent.start), heads[0] + 1, heads[0], "adiz", owner))
            break
    return found


_CONTESTED = frozenset({"disputed", "contested"})
_CLOSED = frozenset(f"closed {p}" for p in ("for", "around", "over", "during"))


def _zone(doc: Doc, first: int, end: int, kind: ZoneKind, party_at: dict[int, Party]) -> Zone:
    start = min(chunk_start(doc, first), chunk_start(doc, end - 1)) if end - first > 1 else chunk_start(doc, first)
    words = [doc[i].lower_ for i in range(start, end)]
    inside = [party_at[i] for i in range(start, first) if i in party_at]
    at_sea = words[-1] == "region" and set(words) & {"sea", "ocean", "gulf"}
    if (
        kind in ("national", "territory")
        and (set(words) & {"international", "neutral", "worldwide", "global"} or at_sea)
        and words[-1] not in lexicon.group("lines_of_land")
        and not any(p.state for p in inside)
    ):
        # "international waters", "the Baltic Sea region"; an "international border" is any that divides two states.
        return Zone(start, end, end - 1, "international", place=_owner_after(doc, end, party_at))
    pronoun = next((i for i in range(first - 1, start - 1, -1) if doc[i].lower_ in OWNERS and i not in party_at), None)
    described = any(w in lexicon.word_set("parties", "descriptions", "nouns") for w in words[: max(0, first - start)])
    if not inside and pronoun is None and not described:
        start, inside = _further_left(doc, start, party_at)
        pronoun = start if doc[start].lower_ in OWNERS else None
        described = any(t.lower_ in lexicon.word_set("parties", "descriptions", "nouns") for t in doc[start:first])
    listed = next((i for i in range(first - 1, start, -1) if doc[i].lower_ in ("and", "&", ",")), start)
    if listed > start and doc[listed - 1].lower_ in ("airspace", "space", "skies", "waters"):
        # "its airspace and Flight Information Region": two zones of one owner.
        start = listed + 1
    owner = inside[-1] if inside else None
    sides = {p.state for p in inside if p.kind == "state"}
    if len(sides) > 1 and words[-1] in lexicon.group("lines_of_land") and "and" not in words:
        # "the Israel-Lebanon border" is that of both.
        owner = None
    if owner is not None and owner.kind == "group" and owner.state is None:
        # "Turkish and NATO airspace", "Turkish - and NATO - airspace"
        i = owner.start - 1
        while i > 0 and doc[i].text in ("and", "-", "–", "—", ","):
            i -= 1
        beside = party_at.get(i)
        owner = beside if i < owner.start - 1 and beside is not None and beside.kind == "state" else owner
    if owner is not None and owner.kind == "place" and inside[0].kind == "state" and doc[inside[0].end].tag_ == "POS":
        # "Zambia's Western Province", which has namesakes elsewhere
        owner = inside[0]
    after = _owner_after(doc, end, party_at) or _controller_after(doc, end, party_at)
    if "national" in words and end < len(doc) and doc[end].lower_ in ("near", "around", "off"):
        # "crossed national airspace near the port of Reni": that of who says so, and not the port's.
        after = None
    if (owner is None and pronoun is None and not described) or (
        owner is not None and owner.state is None and after is not None and after.state
    ):
        owner = after
    written = doc.span(first, end).text
    owners = lexicon.table("events")["zone_owners"].items()
    named = next((s for s, listed in owners if written.casefold() in listed), None)
    if kind == "adiz" and (owner is None or owner.state is None) and {"korea", "korean"} & set(words):
        # "the Korea Air Defense Identification Zone"
        named = "KOR"
    if kind == "adiz" and owner is None and named is None:
        named = _part_named(doc, start, first)
    if named is not None and (owner is None or owner.kind == "place" or owner.state is None) and pronoun is None:
        owner = Party(first, end, "state", written, named)
    definite = any(w in ("the", "that", "this") for w in words)
    # "violations of national airspace": that of whoever reports them.
    described = described or (kind == "national" and owner is None and "national" in words)
    land = _land_after(doc, end) if after is None and owner is None and pronoun is None else None
    if land is not None:
        # "the airspace of our country", "of the republic"
        pronoun, described = (land, described) if doc[land].lower_ in OWNERS else (None, True)
    elif end < len(doc) and doc[end].lower_ == "of" and after is None and owner is None:
        definite = False
    beyond = doc[end : min(end + 5, doc[start].sent.end)]
    nobodys = owner is None and pronoun is None and _CONTESTED.isdisjoint(words)
    over_sea = nobodys and len(beyond) > 1 and beyond[0].lower_ in ("over", "above") and (
        any(t.lower_ in lexicon.group("seas") for t in beyond)
        and lexicon.group("islands_and_rocks").isdisjoint(t.lower_ for t in doc[end : end + 8])
        and not any(t.lower_ in ("territorial", "its", "their", "own") for t in beyond)
        and not any(party_at[t.i].state for t in beyond if t.i in party_at)
    )
    if kind == "national" and nobodys and " ".join(t.lower_ for t in beyond[:2]) in _CLOSED:
        # "airspace closed for the president's visit"
        kind = "restricted"
    if kind == "national" and over_sea:
        # "in the airspace above the Barents Sea"
        kind = "international"
    around = {t.lower_ for t in doc[start : min(end + 5, doc[start].sent.end)]}
    # "in disputed airspace", "over the contested province"
    disputed = not _CONTESTED.isdisjoint(around if kind == "national" else words if kind == "territory" else ())
    if kind == "national" and not disputed and _only_controlled(doc, start, first, end, owner):
        # "Israeli-controlled airspace over the Golan Heights": held, and not only its traffic directed.
        disputed = len(beyond) > 1 and beyond[0].lower_ in ("over", "above") and not over_sea and any(
            party_at[t.i].state for t in beyond if t.i in party_at
        ) and not any(t.lower_ in lexicon.group("seas") for t in beyond)
        kind = "national" if disputed else "fir"
    return Zone(start, end, end - 1, kind, owner, pronoun, definite, described, after, disputed)


def _only_controlled(doc: Doc, start: int, first: int, end: int, owner: Party | None) -> bool:
    """Say whether an airspace is one whose traffic a state directs: "Irish-controlled airspace", "controlled by Oslo".

    Not: "Russian-controlled Crimea's airspace", "rebel-controlled airspace".
    """
    if owner is None or owner.state is None or doc[end - 1].lower_ in ("skies", "sky"):
        # "Georgia-controlled skies": no air traffic region is called so.
        return False
    after = {t.lower_ for t in doc[end : min(owner.start, end + 6)]}
    if owner.start > end:
        return bool(after & lexicon.group("directing_traffic")) or "which" in after
    if first < start + 2 and owner.end > first - 1:
        return False
    joined = doc[first - 1].lower_ == "controlled" and first - 3 < owner.end
    return joined or doc[first - 1].lower_ == owner.name.casefold() + "-controlled"


def _controller_after(doc: Doc, end: int, party_at: dict[int, Party]) -> Party | None:
    """Read "airspace controlled by Norway", "airspace for which Japan provides air traffic control"."""
    words = [t.lower_ for t in doc[end : end + 12]]
    by = words[1:2] == ["by"] and words[0] in lexicon.group("holding", "directing_traffic")
    if by or (words[1:2] == ["which"] and "traffic" in words):
        return next((p for i in range(end + 2, min(end + 5, len(doc))) if (p := party_at.get(i)) and p.state), None)
    return None


def _part_named(doc: Doc, start: int, end: int) -> str | None:
    """Return the state of a part of it that a zone is named for: "the Alaskan Air Defense Identification Zone"."""
    from airmap.pipeline import default_gazetteer

    gazetteer = default_gazetteer()
    for i in range(start, end):
        if doc[i].text[:1].isupper():
            people = gazetteer.demonym(doc[i].text)
            named = gazetteer.lookup(doc[i].text)[:1] if doc[i].pos_ == "PROPN" else ()
            place = people or next((p for p in named if p.feature == "admin1"), None)
            if place is not None and place.country is not None:
                return place.country
    return None


def _further_left(doc: Doc, start: int, party_at: dict[int, Party]) -> tuple[int, list[Party]]:
    """Go on left over coordinated adjectives: "Taiwan's northern, central and southwestern ADIZ"."""
    i = start
    floor = max(doc[start].sent.start, start - 12)
    while i > floor and (
        doc[i - 1].pos_ in ("ADJ", "CCONJ", "PUNCT", "PROPN", "NOUN", "PART", "DET", "PRON")
        or doc[i - 1].lower_ in CLITICS
    ):
        i -= 1
        if doc[i].lower_ in OWNERS:
            return i, []
        if doc[i].lower_ in ("'s", "’s") and i > floor:
            owners = [party_at[k] for k in range(max(floor, i - 3), i) if k in party_at]
            return max(floor, i - 2), owners[-1:]
        if doc[i].pos_ == "CCONJ" and i > 0 and doc[i - 1].pos_ not in ("ADJ", "NOUN", "PROPN", "PUNCT"):
            break
    return start, []


def _land_after(doc: Doc, end: int) -> int | None:
    """Return where the words for a land, nobody's by name, begin after an airspace: "of our country"."""
    if end + 2 >= len(doc) or doc[end].lower_ not in ("of", "over", "above"):
        return None
    named = doc[end + 2].lower_ in lexicon.group("own_lands")
    return end + 1 if named and (doc[end + 1].lower_ in OWNERS or doc[end + 1].lower_ == "the") else None


def _owner_after(doc: Doc, end: int, party_at: dict[int, Party]) -> Party | None:
    """Read "airspace of Tunisia", "airspace over Polish territory", "the skies above Kyiv"."""
    if end >= len(doc) or doc[end].lower_ not in ("of", "over", "above", "belonging", "in", "off", "around", "near"):
        return None
    beside = doc[end].lower_ in ("off", "around", "near")
    for i in range(end + 1, min(end + 8, len(doc))):
        aside = doc[i].text == "," and doc[i - 1].lower_ == "capital"
        if aside:
            # "the airspace of the capital, Kabul"
            continue
        if (doc[i].pos_ == "VERB" and doc[i].dep_ != "amod") or doc[i].text in SPAN_BREAKS or doc[i].is_sent_start:
            return None
        party = party_at.get(i)
        if party is not None and (party.state or party.kind == "group"):
            # "airspace near Rebun island" is that of whose island it is; "airspace near Russia" is not Russia's.
            return _called(doc, party, party_at) if not beside or party.kind == "place" else None
    return None


def _called(doc: Doc, party: Party, party_at: dict[int, Party]) -> Party:
    """Return the land that a description leads to: "NATO member Estonia", "Hungary's neighbour Slovakia"."""
    described = False
    for i in range(party.end, min(party.end + 6, len(doc))):
        named = party_at.get(i)
        if described and named is not None and named.state is not None:
            return named
        described = described or doc[i].lower_ in lexicon.group("lands_by_relation")
        if not described and doc[i].pos_ not in ("ADJ", "PART", "PROPN", "NOUN", "CCONJ", "PUNCT"):
            break
        if doc[i].text in SPAN_BREAKS:
            break
    return party
