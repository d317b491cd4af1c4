"""States and other actors: by the place finder's names, by bodies that act for a state, by demonyms it left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.lexicon.phrases import matches_at, matches_by_word
from airmap.mentions.kinds import Party, PartyKind
from airmap.mentions.phrases import TokenIndex, names_an_aircraft, tokens_of
from airmap.records import Article, PartialDate, Toponym

if TYPE_CHECKING:
    from airmap.gazetteer import Gazetteer
    from airmap.parsing.parsed import Doc, Token

_STATE_FEATURES = frozenset({"country", "state"})
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?P<place>[A-Z][\w.'’ /-]{1,40}(?:, [A-Z][\w. ]{1,30}){0,2})"
    r"(?:,? (?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d{1,2}(?:, \d{4})?|\d{1,2} \w+(?: \d{4})?))?"
    r"(?: \([\w /]+\))? ?(?:--|—|–| - )"
)
_BARE_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?P<place>[A-Z][A-Z.'’-]{2,}(?:[ /][A-Z][A-Z.'’-]+)*)(?= [A-Z]?[a-z’']| [A-Z]\.[A-Z]\.)"
)


# Both patterns begin with it, or with the text.
_LINE_END = re.compile(r"\n")


def dateline_tokens(doc: Doc, text: str, token_at: TokenIndex, toponyms: tuple[Toponym, ...]) -> frozenset[int]:
    """Return the tokens of datelines ("WARSAW, Poland - "): where the writer sat, not where the event was."""
    starts = [t.span.start for t in toponyms]
    found: set[int] = set()
    lines = [0, *(m.start() for m in _LINE_END.finditer(text))]
    for pattern in (_DATELINE, _BARE_DATELINE):
        for match in matches_at(pattern, text, lines):
            begin, end = match.span("place")
            if pattern is _BARE_DATELINE and ("." in match["place"] or match["place"] in lexicon.group("short_states")):
                # "U.S. and Canadian fighters met": no town.
                continue
            if any(begin <= s < begin + 3 for s in starts):
                span = tokens_of(token_at, begin, end)
                if span:
                    found.update(range(*span))
    return frozenset(found)


@cache
def _bodies() -> tuple[dict[str, re.Pattern[str]], dict[str, tuple[PartyKind, str | None]]]:
    """Return the pattern of the names that begin with a word, by that word, and what each name stands for."""
    table = lexicon.table("parties")
    known: dict[str, tuple[PartyKind, str | None]] = {
        name: ("state", state) for state, names in table["states"].items() for name in names
    }
    known |= dict.fromkeys(table["groups"]["names"], ("group", None))
    by_word: dict[str, list[str]] = {}
    for name in sorted(known, key=lambda n: (-len(n), n)):
        by_word.setdefault(re.findall(r"\w+", name)[0].lower(), []).append(re.escape(name))
    return {word: re.compile(rf"(?<![\w.-])(?:{'|'.join(names)})(?!\w)") for word, names in by_word.items()}, known


@cache
def _first_words() -> frozenset[str]:
    return frozenset(_bodies()[0])


_SOVIET = re.compile(r"\b(?:Soviets?|USSR|U\.S\.S\.R)\b(?![\s-]*(?:made|built|era|designed|style|supplied|type))")
_BESIDE_A_STATE = frozenset({"pro-", "pro‑", "pro–"})
_RUSSIAN = re.compile(r"\bRussians?\b")


def find_parties(
    doc: Doc, text: str, token_at: TokenIndex, toponyms: tuple[Toponym, ...], article: Article
) -> tuple[Party, ...]:
    taken: dict[int, Party] = {}
    found: list[Party] = []

    # A text that speaks of Soviets and of no Russians is of their time, whenever it was published.
    era = PartialDate(1980, 1, 1) if _SOVIET.search(text) and not _RUSSIAN.search(text) else None

    def add(start: int, end: int, kind: PartyKind, name: str, state: str | None, toponym: Toponym | None) -> None:
        span = tokens_of(token_at, start, end)
        if span is None or any(i in taken for i in range(*span)):
            return
        following = doc[span[1] : span[1] + 2]
        # "Soviet-made", "Soviet Union-built": whoever flies it.
        after = span[1] + (len(following) > 0 and following[0].lower_ == "union")
        made = doc[after : after + 2]
        if len(made) == 2 and made[0].text in "-–" and made[1].lower_ in _makers():
            beyond = doc[after + 2].lower_ if after + 2 < len(doc) else ""
            if beyond not in ("airspace", "skies", "territory", "air"):
                return
        if name == "Persian" and following and following[0].lower_ == "gulf":
            # However it is spelt, the water is nobody's.
            return
        if following and following[0].lower_ in lexicon.group("not_the_state"):
            kind, state, toponym = "group", None, None
        if names_an_aircraft(doc, span[0]):
            return
        if text[max(0, start - 4) : start].casefold() in _BESIDE_A_STATE:
            # "pro-Russian rebels" are nobody's but their own.
            return
        if state is not None:
            state = in_its_time(_states_by_part("sovereigns").get(state, state), era or article.published)
        last = doc[span[1] - 1]
        if "-" in last.text and last.text.casefold().rpartition("-")[2] in _makers():
            return
        party = Party(span[0], span[1], kind, name, state, toponym)
        taken.update(dict.fromkeys(range(*span), party))
        found.append(party)

    patterns, known = _bodies()
    for match in matches_by_word(patterns, text, _first_words()):
        kind, state = known[match.group()]
        shared = lexicon.table("parties")["shared"].get(match.group())
        if shared is not None and shared["other"] in text and shared["own"] not in text:
            kind, state = "state", shared["state"]
        cover = next((t for t in toponyms if t.span.start < match.end() and match.start() < t.span.end), None)
        if cover is not None and cover.span.end - cover.span.start > match.end() - match.start():
            continue
        if match.group() in _SURNAMES_TOO and _SURNAMED.match(text, match.end()) and not _is_army(text, match.end()):
            continue
        add(match.start(), match.end(), kind, match.group(), state, cover)
    for toponym in toponyms:
        place = toponym.place
        # "over the Gulf": no province of that name.
        state = place.country if place and toponym.name.casefold() not in lexicon.group("vague_names") else None
        if toponym.kind == "name" and toponym.name.rpartition(" ")[2] in _OPEN_WATERS:
            # "passed through the Miyako Strait": over no land.
            state = None
        if text[toponym.span.end : toponym.span.end + 7] == " sector" and all(
                t is toponym or t.place is None or t.place.country != state for t in toponyms):
            # "in Hot Spring sector along the Line of Control": no county of a land that nothing else names.
            state = None
        national = toponym.kind != "name" or (place is not None and place.feature in _STATE_FEATURES)
        national = national or _speaks(toponym, doc, token_at)
        add(
            toponym.span.start,
            toponym.span.end,
            "state" if national and state else "place",
            toponym.name,
            state,
            toponym,
        )
    from airmap.pipeline import default_gazetteer

    gazetteer = default_gazetteer()
    for token in doc[:-1]:
        # "the South Korean Air Force", "the Sri Lankan Foreign Ministry": the place finder leaves the names of bodies.
        if token.i in taken or not token.text.istitle() or not gazetteer.begins_demonym(token.text):
            continue
        following = token.nbor(1)
        if following.text.istitle():
            people = doc.text[token.idx : following.idx + len(following)]
            state = _state_named(people, gazetteer)
            if state is not None:
                add(token.idx, token.idx + len(people), "state", people, state, None)
    for token in doc:
        # Words the place finder left: "US" before an aircraft, "GREEK" in a headline.
        if (
            token.i not in taken
            and token.text[:1].isupper()
            and (token.pos_ in ("ADJ", "PROPN", "NOUN") or token.is_upper)
            and not _sounds_like_a_people(token)
        ):
            state = (
                None
                if token.ent_type_ == "PERSON" and not token.is_upper and token.pos_ != "ADJ"
                else _state_named(token.text, gazetteer)
            )
            if state is None and {t.lower_ for t in doc[token.i + 1 : token.i + 4]} & lexicon.group("armed_services"):
                # "the Royal Netherlands Air Force"
                state = gazetteer.state_of(token.text) if len(token) > 3 else None
            if state is not None:
                add(token.idx, token.idx + len(token), "state", token.text, state, None)
    for token in doc[:-1]:
        # "two mainland Su-27s", in Taiwan's words
        modifies = token.lower_ == "mainland" and token.dep_ in ("amod", "compound", "nmod")
        if modifies and token.i not in taken and any(p.state == "TWN" for p in found):
            add(token.idx, token.idx + len(token), "state", token.text, "CHN", None)
    for abbreviation, state in _abbreviated(doc, taken):
        for token in doc:
            if token.text == abbreviation and token.i not in taken:
                add(token.idx, token.idx + len(token), "state", token.text, state, None)
    for half, start, end in _halves(doc, {p.state for p in found}):
        add(start, end, "state", doc.text[start:end], half, None)
    found.sort(key=lambda p: p.start)
    found = [_of_the_land_before(p, q, doc) for p, q in zip([None, *found], found, strict=False)]
    return tuple(_as_the_text_has_it(p, doc, taken) for p in found)


_OPEN_WATERS = frozenset({"Strait", "Straits", "Channel", "Passage"})
# "Pak troops" are Pakistan's, "Pak Jong-chon" is a man's name.
_SURNAMES_TOO = frozenset({"Pak"})
_SURNAMED = re.compile(r" (?P<next>[A-Z][a-z]+)")


def _is_army(text: str, end: int) -> bool:
    word = _SURNAMED.match(text, end)
    armed = lexicon.group("headline_words", "armed_services") | {"rangers"}
    return word is not None and word["next"].casefold() in armed


def _of_the_land_before(land: Party | None, body: Party, doc: Doc) -> Party:
    """Return "the Dutch Royal Air Force", "Jordan's Royal Air Force" as the forces of the land that is named first."""
    if land is None or land.kind != "state" or body.kind != "state" or not body.name.startswith(("Royal ", "Border ")):
        return body
    between = doc[land.end : body.start]
    return replace(body, state=land.state) if all(t.tag_ == "POS" for t in between) else body


def _abbreviated(doc: Doc, party_at: dict[int, Party]) -> Iterator[tuple[str, str]]:
    """Yield what a text calls a state's service for short, and whose it is: "Sudan Armed Forces (SAF)"."""
    for token in doc[2:-1]:
        short = token.text.isupper() and 2 <= len(token) <= 6 and token.nbor(-1).text == "("
        if not short or token.i in party_at or token.nbor(1).text != ")":
            continue
        named = doc[max(token.sent.start, token.i - 7) : token.i - 1]
        initials = "".join(t.text[0] for t in named if t.text[:1].isupper())
        if not {t.lower_ for t in named} & lexicon.group("armed_services") or token.text[0] not in initials:
            continue
        owners = [p for t in named if (p := party_at.get(t.i)) is not None and p.state is not None]
        if owners and len({p.state for p in owners}) == 1 and owners[0].state is not None:
            yield token.text, owners[0].state


def _as_the_text_has_it(place: Party, doc: Doc, party_at: dict[int, Party]) -> Party:
    """Return "Gardelegen in East Germany" as a place of the state that the text names, whosoever it is today."""
    if place.kind != "place" or place.state is None or place.end + 1 >= len(doc):
        return place
    called = party_at.get(place.start - 1)
    if called is not None and called.kind == "state" and called.state is not None and (
        called.toponym is not None and called.toponym.kind == "demonym" and doc[place.start - 1].whitespace_
    ):
        # "Pakistani Kashmir", "Iraqi Kurdistan"
        return replace(place, state=called.state)
    i = place.end + (doc[place.end].text == ",")
    land = party_at.get(i + 1) if i < len(doc) and doc[i].lower_ == "in" else None
    named = land is not None and land.kind == "state" and land.toponym is not None and land.toponym.kind == "name"
    return replace(place, state=land.state) if land is not None and named and land.state else place


def _halves(doc: Doc, named: set[str | None]) -> Iterator[tuple[str, int, int]]:
    """Yield "the North" and "the South" of a divided country that the text is about."""
    for country in lexicon.table("parties")["halves"]:
        if not named & set(country["about"]):
            continue
        for token in doc[1:]:
            half = {"north": "north", "south": "south"}.get(token.lower_)
            alone = token.i + 1 >= len(doc) or doc[token.i + 1].lower_ in ("'s", "’s") or (
                doc[token.i + 1].pos_ not in ("NOUN", "PROPN") and doc[token.i + 1].lower_ != "of"
            )
            # "accuses the South of having flown"
            alone = alone or ([t.lower_ for t in doc[token.i + 1 : token.i + 2]] == ["of"] and (
                token.i + 2 < len(doc) and doc[token.i + 2].pos_ in ("VERB", "AUX")
            ))
            if half and token.text[0].isupper() and token.nbor(-1).lower_ in ("the", "from") and alone:
                yield country[half], token.idx, token.idx + len(token)


@cache
def _states_by_part(section: str) -> dict[str, str]:
    """Return the state of each territory that a section of the lexicon lists."""
    return {part: state for state, parts in lexicon.table("parties")[section].items() for part in parts}


def _state_named(word: str, gazetteer: Gazetteer) -> str | None:
    """Return the state of a demonym or of a capital abbreviation; other words are the place finder's to judge."""
    place = gazetteer.demonym(word)
    if place is not None:
        return place.country if place.feature == "country" else None
    return gazetteer.state_of(word) if word.isupper() and len(word.replace(".", "")) in (2, 3) else None


def _sounds_like_a_people(token: Token) -> bool:
    """Read "near the North Pole": no Poles are meant."""
    return token.i > 0 and f"{token.nbor(-1).text} {token.text}" in lexicon.words("toponyms", "things", "peoples")


def _speaks(toponym: Toponym, doc: Doc, token_at: TokenIndex) -> bool:
    """Say whether a capital stands for its government: it is a subject or an owner, and no preposition leads to it."""
    from airmap.pipeline import default_gazetteer

    if toponym.kind != "name" or default_gazetteer().capital_of(toponym.name) is None:
        return False
    i = token_at.get(toponym.span.start)
    return i is not None and (
        doc[i].dep_ in ("nsubj", "poss", "nsubjpass")
        or (i > 0 and doc[i - 1].pos_ not in ("ADP", "PUNCT") and not _place_beside(doc[i]))
    )


def _place_beside(token: Token) -> bool:
    """Say whether a name is coordinated with one that a preposition leads to: "bound from London and Vienna"."""
    return token.dep_ == "conj" and token.head.dep_ == "pobj"


@cache
def _makers() -> frozenset[str]:
    return lexicon.word_set("parties", "makers", "suffixes")


def in_its_time(state: str, published: PartialDate | None) -> str:
    """Return the state that held the place when the article was written: Moscow spoke for the USSR until 1991."""
    if published is None:
        return state
    for change in lexicon.table("parties")["succession"]:
        if change["state"] == state and published.last_day().isoformat() < change["until"]:
            return str(change["was"])
    return state


def sovereign_of(territory: str | None) -> str | None:
    """Return the state that a territory with a code of its own belongs to: Britain for Gibraltar."""
    return _states_by_part("realms").get(territory or "")
