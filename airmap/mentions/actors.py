"""Who and what flies, and over what: aircraft, states and other actors, and named stretches of airspace.

Mentions are found by vocabulary and by the words around the head, not by the parser, so that they survive headlines,
capitals and parse errors; the parser's tree is used afterwards, to say who did what (``airmap.events``).
Positions are token indices into the ``Doc``; a mention's ``head`` is the token that carries its role in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from airmap import lexicon
from airmap.records import Article, PartialDate, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from airmap.gazetteer import Gazetteer

Category = Literal["plane", "helicopter", "airliner", "drone", "balloon", "missile"]
PartyKind = Literal["state", "group", "place"]
ZoneKind = Literal["national", "territory", "adiz", "fir", "restricted", "buffer", "international"]

_OWNERS = frozenset({"its", "their", "our", "his", "her", "my", "your"})
_CLITICS = frozenset({"'s", "’s", "'", "’", "-", "–", '"', "“", "”", "‘", "`", "``", "''", "s", "."})
_CHUNK_POS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "DET", "X", "SYM"})
_GENERIC = frozenset(
    {"aircraft", "plane", "planes", "craft", "jet", "jets", "object", "objects", "sortie", "sorties"}
)
_STATE_FEATURES = frozenset({"country", "state"})
_NUMBER_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "a": 1,
    "an": 1,
    "another": 1,
    "single": 1,
    "lone": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "dozen": 12,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "couple": 2,
    "pair": 2,
    "both": 2,
    "duo": 2,
    "trio": 3,
    "quartet": 4,
}
_SPAN_BREAKS = frozenset({",", ";", ":", "(", ")", "—", "--", "\n"})


@dataclass(frozen=True, slots=True)
class Party:
    """A state, a body that acts for one, a non-state actor, or a place that lies in a state."""

    start: int
    end: int
    kind: PartyKind
    name: str
    state: str | None = None
    toponym: Toponym | None = None
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Craft:
    """A mention of one or more things that fly."""

    start: int
    end: int
    head: int
    category: Category
    name: str
    party: Party | None = None
    count: int | None = None
    generic: bool = False
    definite: bool = False
    designated: bool = False
    owner_pronoun: int | None = None
    attributive: bool = False
    weapon: bool = False
    civil: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """A mention of an airspace, an identification zone, a border or a territory, with whose it is said to be."""

    start: int
    end: int
    head: int
    kind: ZoneKind
    owner: Party | None = None
    owner_pronoun: int | None = None
    definite: bool = False
    described: bool = False
    place: Party | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Actors:
    """Every mention of one document, and which one covers a token."""

    parties: tuple[Party, ...]
    crafts: tuple[Craft, ...]
    zones: tuple[Zone, ...]
    datelines: frozenset[int] = frozenset()
    party_at: dict[int, Party] = field(default_factory=dict)
    craft_at: dict[int, Craft] = field(default_factory=dict)
    zone_at: dict[int, Zone] = field(default_factory=dict)

    def craft_headed(self, token: Token) -> Craft | None:
        """Return the aircraft mention whose head is this token, or whose last words hold it."""
        craft = self.craft_at.get(token.i)
        return craft if craft is not None and not craft.attributive and not craft.weapon else None


def find_actors(doc: Doc, toponyms: tuple[Toponym, ...], article: Article) -> Actors:
    """Find aircraft, parties and zones in an analysed text; toponyms say which words name which state."""
    text = doc.text
    token_at = _token_index(doc)
    datelines = _dateline_tokens(doc, text, token_at, toponyms)
    parties = _find_parties(doc, text, token_at, toponyms, article)
    # A dateline speaks and acts for nobody.
    party_at = {i: p for p in parties for i in range(p.start, p.end) if i not in datelines}
    crafts = _find_crafts(doc, text, token_at, party_at)
    craft_at = {i: c for c in crafts for i in range(c.start, c.end) if i >= c.start}
    zones = _find_zones(doc, text, token_at, party_at)
    zone_at = {i: z for z in zones for i in range(z.start, z.end)}
    return Actors(parties, crafts, zones, datelines, party_at, craft_at, zone_at)


def _token_index(doc: Doc) -> dict[int, int]:
    return {offset: token.i for token in doc for offset in range(token.idx, token.idx + len(token))}


def _tokens_of(token_at: dict[int, int], start: int, end: int) -> tuple[int, int] | None:
    covered = [token_at[o] for o in (start, end - 1) if o in token_at]
    return (covered[0], covered[-1] + 1) if covered else None


_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?P<place>[A-Z][\w.'’ /-]{1,40}(?:, [A-Z][\w. ]{1,30}){0,2})"
    r"(?:,? (?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d{1,2}(?:, \d{4})?|\d{1,2} \w+(?: \d{4})?))?"
    r"(?: \([\w /]+\))? ?(?:--|—|–| - )"
)
_BARE_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?P<place>[A-Z][A-Z.'’-]{2,}(?:[ /][A-Z][A-Z.'’-]+)*)(?= [A-Z]?[a-z’']| [A-Z]\.[A-Z]\.)"
)


def _dateline_tokens(doc: Doc, text: str, token_at: dict[int, int], toponyms: tuple[Toponym, ...]) -> frozenset[int]:
    """Return the tokens of datelines ("WARSAW, Poland - "): where the writer sat, not where the event was."""
    starts = [t.span.start for t in toponyms]
    found: set[int] = set()
    for pattern in (_DATELINE, _BARE_DATELINE):
        for match in pattern.finditer(text):
            begin, end = match.span("place")
            if any(begin <= s < begin + 3 for s in starts):
                span = _tokens_of(token_at, begin, end)
                if span:
                    found.update(range(*span))
    return frozenset(found)


@cache
def _bodies() -> tuple[re.Pattern[str], dict[str, tuple[PartyKind, str | None]]]:
    table = lexicon.table("parties")
    known: dict[str, tuple[PartyKind, str | None]] = {
        name: ("state", state) for state, names in table["states"].items() for name in names
    }
    known |= dict.fromkeys(table["groups"]["names"], ("group", None))
    pattern = "|".join(re.escape(n) for n in sorted(known, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![\w.-])(?:{pattern})(?!\w)"), known


_SOVIET = re.compile(r"\b(?:Soviets?|USSR|U\.S\.S\.R)\b(?![\s-]*(?:made|built|era|designed|style|supplied|type))")
_RUSSIAN = re.compile(r"\bRussians?\b")


def _find_parties(
    doc: Doc, text: str, token_at: dict[int, int], toponyms: tuple[Toponym, ...], article: Article
) -> tuple[Party, ...]:
    taken: dict[int, Party] = {}
    found: list[Party] = []

    # A text that speaks of Soviets and of no Russians is of their time, whenever it was published.
    era = PartialDate(1980, 1, 1) if _SOVIET.search(text) and not _RUSSIAN.search(text) else None

    def add(start: int, end: int, kind: PartyKind, name: str, state: str | None, toponym: Toponym | None) -> None:
        span = _tokens_of(token_at, start, end)
        if span is None or any(i in taken for i in range(*span)):
            return
        following = doc[span[1] : span[1] + 2]
        if len(following) == 2 and following[0].text in "-–" and following[1].lower_ in _makers():
            beyond = doc[span[1] + 2].lower_ if span[1] + 2 < len(doc) else ""
            if beyond not in ("airspace", "skies", "territory", "air"):
                return
        if len(following) and following[0].lower_ in lexicon.group("not_the_state"):
            kind, state, toponym = "group", None, None
        if state is not None:
            state = _in_its_time(_sovereigns().get(state, state), era or article.published)
        last = doc[span[1] - 1]
        if "-" in last.text and last.text.casefold().rpartition("-")[2] in _makers():
            return
        party = Party(span[0], span[1], kind, name, state, toponym)
        taken.update(dict.fromkeys(range(*span), party))
        found.append(party)

    pattern, known = _bodies()
    for match in pattern.finditer(text):
        kind, state = known[match.group()]
        cover = next((t for t in toponyms if t.span.start < match.end() and match.start() < t.span.end), None)
        if cover is not None and cover.span.end - cover.span.start > match.end() - match.start():
            continue
        add(match.start(), match.end(), kind, match.group(), state, cover)
    for toponym in toponyms:
        place = toponym.place
        state = place.country if place else None
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
    for token in doc:
        # Words the place finder left: "US" before an aircraft, "GREEK" in a headline.
        if (
            token.i not in taken
            and token.text[:1].isupper()
            and (token.pos_ in ("ADJ", "PROPN", "NOUN") or token.is_upper)
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
    for half, start, end in _halves(doc, {p.state for p in found}):
        add(start, end, "state", doc.text[start:end], half, None)
    return tuple(sorted(found, key=lambda p: p.start))


def _halves(doc: Doc, named: set[str | None]) -> Iterator[tuple[str, int, int]]:
    """Yield "the North" and "the South" of a divided country that the text is about."""
    for country in lexicon.table("parties")["halves"]:
        if not named & set(country["about"]):
            continue
        for token in doc[1:]:
            half = {"north": "north", "south": "south"}.get(token.lower_)
            alone = token.i + 1 >= len(doc) or doc[token.i + 1].pos_ not in ("NOUN", "PROPN", "ADP") or (
                doc[token.i + 1].lower_ in ("'s", "’s")
            )
            if half and token.text[0].isupper() and token.nbor(-1).lower_ in ("the", "from") and alone:
                yield country[half], token.idx, token.idx + len(token)


@cache
def _sovereigns() -> dict[str, str]:
    return {part: state for state, parts in lexicon.table("parties")["sovereigns"].items() for part in parts}


def _state_named(word: str, gazetteer: Gazetteer) -> str | None:
    """Return the state of a demonym or of a capital abbreviation; other words are the place finder's to judge."""
    place = gazetteer.demonym(word)
    if place is not None:
        return place.country if place.feature == "country" else None
    return gazetteer.state_of(word) if word.isupper() and len(word.replace(".", "")) in (2, 3) else None


def _speaks(toponym: Toponym, doc: Doc, token_at: dict[int, int]) -> bool:
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


def _in_its_time(state: str, published: PartialDate | None) -> str:
    """Return the state that held the place when the article was written: Moscow spoke for the USSR until 1991."""
    if published is None:
        return state
    for change in lexicon.table("parties")["succession"]:
        if change["state"] == state and published.last_day().isoformat() < change["until"]:
            return str(change["was"])
    return state


@cache
def _craft_patterns() -> tuple[tuple[re.Pattern[str], Category, bool], ...]:
    table = lexicon.table("aircraft")
    patterns: list[tuple[re.Pattern[str], Category, bool]] = []
    for category, listed in table["patterns"].items():
        patterns.append((re.compile(rf"(?<![\w-])(?:{'|'.join(listed)})(?![\w])"), category, True))
    for category, listed in table["names"].items():
        forms = {f for n in listed for f in lexicon.noun_forms(n)}
        patterns.append((re.compile(rf"(?<!\w)(?:{lexicon.alternation(forms)})(?!\w)"), category, True))
    for category in table["nouns"]:
        forms = set(lexicon.nouns("aircraft", "nouns", category))
        patterns.append(
            (re.compile(rf"(?<!\w)(?:{lexicon.alternation(forms)})(?!\w)", re.IGNORECASE), category, False)
        )
    return tuple(patterns)


_FIGHTERS = re.compile(r"(?<!\w)fighters?(?!\w)(?![\s-]+(?:jet|plane|aircraft|bomber))", re.IGNORECASE)
# A word for a type that is also an everyday word counts only beside another craft word, a state or a force.
_PREDICATES = lexicon.group("headline_predicates")
_BARE_PREDICATES = lexicon.group("bare_predicates")
_EVERYDAY = lexicon.group("everyday_types")


def _find_crafts(doc: Doc, text: str, token_at: dict[int, int], party_at: dict[int, Party]) -> tuple[Craft, ...]:
    hits: dict[int, tuple[int, int, Category, bool]] = {}
    for pattern, category, designated in _craft_patterns():
        for match in pattern.finditer(text):
            span = _tokens_of(token_at, match.start(), match.end())
            if span is None:
                continue
            before = hits.get(span[1])
            narrower = before is not None and span[0] == before[0] and category == "drone"
            if before is None or span[0] < before[0] or narrower:
                hits[span[1]] = (span[0], span[1], category, designated)
    flown = frozenset(h[1] - 1 for h in hits.values())
    for match in _FIGHTERS.finditer(text):
        span = _tokens_of(token_at, match.start(), match.end())
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
            crafts.append(craft)
    return tuple(crafts)


def _fighter_flies(doc: Doc, i: int, party_at: dict[int, Party], flown: frozenset[int]) -> bool:
    """Say whether a "fighter" is a plane; ``flown`` are the heads of what surely flies."""
    start = chunk_start(doc, i)
    near = {t.lower_ for t in doc[max(0, i - 5) : i + 8]}
    if near & lexicon.group("ground_fighters"):
        return False
    near |= {"downed"} if "down" in near and near & {"shot", "brought", "shoot", "bring"} else set()
    owned = i + 1 < len(doc) and doc[i + 1].lower_ in lexicon.group("owned_by") - {"from"}
    around = range(start, i + 6 if owned else i)
    going_up = lexicon.verb_forms("scramble") | lexicon.verb_forms("intercept") | lexicon.verb_forms("escort")
    return bool(near & (going_up | lexicon.group("fighters_fly"))) or (
        any(party_at[k].kind == "state" for k in around if k in party_at)
        and (
            bool({t.lower_ for t in doc[i].sent} & lexicon.group("air_context"))
            or any(doc[i].sent.start <= k < doc[i].sent.end for k in flown)
        )
    )


def _joined(doc: Doc, end: int, start: int, party_at: dict[int, Party]) -> bool:
    gap = doc[end:start]
    if len(gap) > 2:
        return False
    return (
        all((t.pos_ in ("ADJ", "NOUN", "PROPN") or t.text in "-–\"“”'‘’") and t.i not in party_at for t in gap)
        and not any(t.lower_ in _PREDICATES for t in gap)
        and doc[start].sent.start == doc[end - 1].sent.start
    )


def _craft(
    doc: Doc, group: list[tuple[int, int, Category, bool]], party_at: dict[int, Party], *, again: bool = False
) -> Craft | None:
    """Return the aircraft that a group of words names; ``again`` where the text has named one before."""
    first, end = group[0][0], max(g[1] for g in group)
    head = end - 1
    start = chunk_start(doc, first)
    inside = range(start, end)
    not_craft = lexicon.table("aircraft")["not_craft"]
    words = [doc[i].lower_ for i in inside]
    before = doc[first - 1].lower_ if first else ""
    if before in not_craft["preceded_by"] or (
        before in "-" and first > 1 and doc[first - 2].lower_ in not_craft["preceded_by"]
    ):
        return None
    named = party_at.get(head)
    if doc[head].lower_ in _EVERYDAY and named is not None and named.kind == "place" and named.end > head + 1:
        # "the Atlantic Ocean" is no patrol aircraft.
        return None
    flies_itself = group[-1][2] in ("drone", "balloon")
    party = craft_party(doc, start, first, end, party_at, flies_itself=flies_itself)
    if (
        len(group) == 1
        and doc[head].lower_ in _EVERYDAY
        and not (party or doc[head].lower_ in ("rocket", "rockets", "decoy", "decoys") or _flies(doc, head))
        and not (group[0][2] == "airliner" and doc[start].pos_ == "DET")
        and not (doc[start].lower_ == "the" and doc[head].text[:1].isupper() and doc[head].pos_ == "PROPN" and again and head not in party_at)
    ):
        return None
    following = doc[end].lower_ if end < len(doc) else ""
    opens = end + 1 < len(doc) and doc[end + 1].pos_ in ("ADP", "DET", "SCONJ")
    headline_verb = (
        end < len(doc)
        and (doc[end].dep_ == "ROOT" or (doc[end].dep_ in ("ccomp", "conj", "parataxis") and opens))
        and following in lexicon.group("headline_verbs")
    )
    attributive = (following in not_craft["followed_by"] and not headline_verb) or (
        end + 1 < len(doc) and doc[end].text == "-" and doc[end].whitespace_ == ""
    )
    designated = [g for g in group if g[3]]
    category = group[-1][2]
    generic = doc[head].lower_ in _GENERIC and not designated
    if category == "plane" and any(g[2] != "plane" for g in group):
        category = next(g[2] for g in group if g[2] != "plane")
    if any(w in ("unmanned", "pilotless", "uncrewed") for w in words):
        category = "drone"
    civil = category == "airliner" or bool(set(words) & lexicon.word_set("cues", "permission", "civil_flight"))
    pronoun = next((i for i in range(start, first) if doc[i].lower_ in _OWNERS), None)
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
        count=None if attributive else _count(doc, start, first, head),
        generic=generic,
        definite=(start > 0 and doc[start - 1].lower_ == "of")
        or any(w in ("the", "that", "this", "these", "those") for w in words[: max(1, first - start)])
        or pronoun is not None,
        designated=bool(designated),
        owner_pronoun=pronoun,
        attributive=attributive,
        weapon=weapon,
        civil=civil,
    )


def _flying_object(doc: Doc, head: int) -> bool:
    """Say whether "the object" is one that flies: the words before it, here or earlier, say so."""
    return any(t.lower_ in lexicon.group("object_words") for t in doc[max(0, head - 120) : head])


def _flies(doc: Doc, head: int) -> bool:
    return _flying_object(doc, head) if doc[head].lower_ in ("object", "objects") else _military_near(doc, head)


def _military_near(doc: Doc, head: int) -> bool:
    near = {t.lower_ for t in doc[max(doc[head].sent.start, head - 10) : head + 10]}
    return bool(near & lexicon.group("military_context"))


def craft_party(
    doc: Doc, start: int, first: int, end: int, party_at: dict[int, Party], *, flies_itself: bool = False
) -> Party | None:
    """Return whose aircraft it is: the last actor among its modifiers, or after "of", "from", "belonging to".

    What nobody sits in (``flies_itself``) comes from where it was launched: "a drone from Belarus" need not be its own.
    """
    # A place in the name of a type is no owner: "Hermes 450".
    inside = [party_at[i] for i in range(start, end) if i in party_at and (i < first or party_at[i].kind != "place")]
    actors = [p for p in inside if p.kind != "place"]
    if actors:
        return actors[-1]
    k = end
    while k < min(end + 2, len(doc)) and doc[k].pos_ == "PROPN" and k not in party_at:
        # "a Cessna Caravan of the fisheries bureau": the rest of its name.
        k += 1
    if k < len(doc) and doc[k].lower_ in ("of", "belonging", "operated", "owned", "flown"):
        first_word = k + 2 if k + 1 < len(doc) and doc[k + 1].lower_ in ("to", "by") else k + 1
        for i in range(first_word, min(k + 8, len(doc))):
            if doc[i].text in _SPAN_BREAKS or doc[i].pos_ in ("VERB", "ADP"):
                break
            party = party_at.get(i)
            if party is not None and party.kind != "place":
                return party
    if k < len(doc) and doc[k].lower_ == "from" and not inside and not flies_itself:
        following = next((party_at[i] for i in (k + 1, k + 2) if i in party_at), None)
        if following is not None and following.kind == "state":
            return following
    return next((p for p in reversed(inside) if p.state and _is_capital(p)), None)


def _is_capital(party: Party) -> bool:
    from airmap.pipeline import default_gazetteer

    return default_gazetteer().capital_of(party.name) is not None


def _craft_name(
    doc: Doc,
    start: int,
    first: int,
    end: int,
    designated: list[tuple[int, int, Category, bool]],
    party_at: dict[int, Party],
) -> str:
    if designated:
        return str(doc[designated[0][0] : designated[-1][1]].text)
    i = start
    for k in range(start, first):
        if (
            k in party_at
            or doc[k].pos_ in ("DET", "NUM", "PRON")
            or doc[k].lower_ in _CLITICS
            or doc[k].lower_ in _NUMBER_WORDS
            or doc[k].lower_ in ("more", "than", "least", "some", "other")
        ):
            i = k + 1
    return str(doc[i:end].text)


def number(word: str) -> int | None:
    """Return the number that a word or a figure writes, or None."""
    word = word.replace(",", "")
    if word.isdigit():
        return int(word) if len(word) < 5 else None
    tens, _, ones = word.partition("-")
    if ones in _NUMBER_WORDS and _NUMBER_WORDS.get(tens, 0) >= 20:
        return _NUMBER_WORDS[tens] + _NUMBER_WORDS[ones]
    return _NUMBER_WORDS.get(word)


def _count(doc: Doc, start: int, first: int, head: int) -> int | None:
    for i in range(first - 1, start - 1, -1):
        value = number(doc[i].lower_)
        if value is None or (doc[i].is_digit and i + 1 <= head and doc[i + 1].lower_ in ("-", "years")):
            continue
        if i + 2 <= head and doc[i + 1].text == "-" and number(doc[i + 2].lower_) is None:
            # "a two-stage missile" is one.
            continue
        before = number(doc[i - 1].lower_) if i > start else None
        tens = number(doc[i - 2].lower_) if i - 1 > start and doc[i - 1].text in "-–" else None
        # "twenty - five", but not the year of a dateline: "2025 - Three jets".
        if tens is not None and 20 <= tens < 100 and value < 10:
            return tens + value
        if doc[i].lower_ == "dozen" and "half" in {t.lower_ for t in doc[max(0, i - 2) : i]}:
            return 6
        if doc[i].lower_ in ("dozen", "hundred") and before is not None:
            return before * value
        of_them = _out_of(doc, i)
        # "two of nine aircraft": two.
        return value if of_them is None or of_them > value else of_them
    part = _out_of(doc, start)
    if part is not None and doc[head].tag_ in ("NNS", "NNPS"):
        # "the pair of MiG-29s"
        return part
    singular = doc[head].tag_ in ("NN", "NNP") and doc[head].lower_ not in ("aircraft", "craft", "awacs", "uas")
    definite = start < head and doc[start].lower_ in ("the", "this", "that", "its", "his", "their")
    several = any(c.isdigit() for c in doc[head].text) and doc[head].lower_.endswith("s")
    return 1 if singular and definite and not several else None


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


def chunk_start(doc: Doc, head: int, limit: int = 14) -> int:
    """Return where the noun phrase that ends in ``head`` begins, going left over modifiers."""
    floor = max(doc[head].sent.start, head - limit)
    i = head
    while i > floor:
        token = doc[i - 1]
        if token.lower_ in _OWNERS:
            return i - 1
        if token.pos_ == "DET" or token.lower_ in ("a", "an", "the", "any", "no", "another"):
            i -= 1
            if i > floor and doc[i - 1].lower_ == "of" and i - 1 > floor and doc[i - 2].lower_ in _NUMBER_WORDS:
                return i - 2
            return i
        plural_before = i - 1 > floor and doc[i - 2].tag_ in ("NNS", "NNPS")
        if token.lower_ in _PREDICATES or (token.lower_ in _BARE_PREDICATES and plural_before):
            # "Typhoons escort two Bears": the verb is part of neither.
            break
        allowed = token.pos_ in _CHUNK_POS or token.lower_ in _CLITICS
        gerund = token.tag_ == "VBG" and i - 1 > floor and doc[i - 2].lower_ in ("of", "for", "by")
        if token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound", "nmod") and not gerund:
            allowed = True
        if (
            token.pos_ == "ADV"
            and token.dep_ == "advmod"
            and i < head
            and token.head.i >= i
            and token.head.i <= head
            and (token.head.pos_ in ("ADJ", "NUM") or token.head.dep_ == "amod")
        ):
            allowed = True
        if (
            token.text == ","
            and i - 1 > floor
            and token.pos_ == "PUNCT"
            and doc[i - 2].pos_ == "ADJ"
            and doc[i].pos_ == "ADJ"
        ):
            allowed = True
        if not allowed or token.is_space:
            break
        i -= 1
    return i


@cache
def _zone_patterns() -> tuple[tuple[re.Pattern[str], ZoneKind], ...]:
    kinds: tuple[ZoneKind, ...] = ("adiz", "fir", "restricted", "buffer", "national", "territory")
    return tuple(
        (
            re.compile(
                rf"(?<!\w)(?:{lexicon.alternation(lexicon.words('events', 'zones', kind))})(?!\w)", re.IGNORECASE
            ),
            kind,
        )
        for kind in kinds
    )


def _find_zones(doc: Doc, text: str, token_at: dict[int, int], party_at: dict[int, Party]) -> tuple[Zone, ...]:
    taken: set[int] = set()
    zones: list[Zone] = []
    for pattern, kind in _zone_patterns():
        for match in pattern.finditer(text):
            span = _tokens_of(token_at, match.start(), match.end())
            if span is None or any(i in taken for i in range(*span)):
                continue
            if span[1] < len(doc) and doc[span[1]].lower_ in lexicon.group("not_airspace"):
                continue
            if match.group().casefold() == "side" and doc[span[0] - 1].lower_ in lexicon.group("sides_of_things"):
                continue
            if match.group() == "Skies" and span[0] and doc[span[0] - 1].text == "Open":
                # The treaty.
                continue
            zone = _zone(doc, span[0], span[1], kind, party_at)
            taken.update(range(zone.start, zone.end))
            taken.update(range(*span))
            zones.append(zone)
    for token in doc[1:]:
        # "over their country": no airspace is named, and it is theirs.
        if token.lower_ in lexicon.group("own_lands") and token.nbor(-1).lower_ in _OWNERS and token.i not in taken:
            zones.append(Zone(token.i - 1, token.i + 1, token.i, "territory", owner_pronoun=token.i - 1))
    return tuple(sorted(zones, key=lambda z: z.start))


def _zone(doc: Doc, first: int, end: int, kind: ZoneKind, party_at: dict[int, Party]) -> Zone:
    start = min(chunk_start(doc, first), chunk_start(doc, end - 1)) if end - first > 1 else chunk_start(doc, first)
    words = [doc[i].lower_ for i in range(start, end)]
    inside = [party_at[i] for i in range(start, first) if i in party_at]
    if (
        kind in ("national", "territory")
        and set(words) & {"international", "neutral"}
        and not any(p.state for p in inside)
    ):
        return Zone(start, end, end - 1, "international", place=_owner_after(doc, end, party_at))
    pronoun = next((i for i in range(first - 1, start - 1, -1) if doc[i].lower_ in _OWNERS), None)
    described = any(w in lexicon.word_set("parties", "descriptions", "nouns") for w in words[: max(0, first - start)])
    if not inside and pronoun is None and not described:
        start, inside = _further_left(doc, start, party_at)
        pronoun = start if doc[start].lower_ in _OWNERS else None
        described = any(t.lower_ in lexicon.word_set("parties", "descriptions", "nouns") for t in doc[start:first])
    owner = inside[-1] if inside else None
    after = _owner_after(doc, end, party_at)
    if (owner is None and pronoun is None and not described) or (
        owner is not None and owner.state is None and after is not None and after.state
    ):
        owner = after
    named = next(
        (
            s
            for s, listed in lexicon.table("events")["zone_owners"].items()
            if doc[first:end].text.casefold() in listed
        ),
        None,
    )
    if kind == "adiz" and (owner is None or owner.state is None) and "korea" in words:
        # "the Korea Air Defense Identification Zone"
        named = "KOR"
    if named is not None and (owner is None or owner.kind == "place" or owner.state is None) and pronoun is None:
        owner = Party(first, end, "state", doc[first:end].text, named)
    definite = any(w in ("the", "that", "this") for w in words)
    # "violations of national airspace": that of whoever reports them.
    described = described or (kind == "national" and owner is None and "national" in words)
    if end < len(doc) and doc[end].lower_ == "of" and after is None and owner is None:
        definite = False
    around = {t.lower_ for t in doc[start : min(end + 5, doc[start].sent.end)]}
    disputed = kind == "national" and "disputed" in around
    return Zone(start, end, end - 1, kind, owner, pronoun, definite, described, after, disputed)


def _further_left(doc: Doc, start: int, party_at: dict[int, Party]) -> tuple[int, list[Party]]:
    """Go on left over coordinated adjectives: "Taiwan's northern, central and southwestern ADIZ"."""
    i = start
    floor = max(doc[start].sent.start, start - 12)
    while i > floor and (
        doc[i - 1].pos_ in ("ADJ", "CCONJ", "PUNCT", "PROPN", "NOUN", "PART", "DET", "PRON")
        or doc[i - 1].lower_ in _CLITICS
    ):
        i -= 1
        if doc[i].lower_ in _OWNERS:
            return i, []
        if doc[i].lower_ in ("'s", "’s") and i > floor:
            owners = [party_at[k] for k in range(max(floor, i - 3), i) if k in party_at]
            return max(floor, i - 2), owners[-1:]
        if doc[i].pos_ == "CCONJ" and i > 0 and doc[i - 1].pos_ not in ("ADJ", "NOUN", "PROPN", "PUNCT"):
            break
    return start, []


def _owner_after(doc: Doc, end: int, party_at: dict[int, Party]) -> Party | None:
    """Read "airspace of Tunisia", "airspace over Polish territory", "the skies above Kyiv"."""
    if end >= len(doc) or doc[end].lower_ not in ("of", "over", "above", "belonging", "in", "off", "around", "near"):
        return None
    beside = doc[end].lower_ in ("off", "around", "near")
    for i in range(end + 1, min(end + 8, len(doc))):
        if (doc[i].pos_ == "VERB" and doc[i].dep_ != "amod") or doc[i].text in _SPAN_BREAKS or doc[i].is_sent_start:
            return None
        party = party_at.get(i)
        if party is not None and (party.state or party.kind == "group"):
            # "airspace near Rebun island" is that of whose island it is; "airspace near Russia" is not Russia's.
            return party if not beside or party.kind == "place" else None
    return None
