"""How far a place of a sentence is from being where a meeting is: by what it hangs on and what stands between."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.meetings.encounter_words import Encounter, meeting_nouns, telling_verb
from airmap.events.meetings.times import ARRANGED
from airmap.events.meetings.venues import COUNTRY_LEVEL
from airmap.parsing.language import lemma_of
from airmap.records import Toponym

if TYPE_CHECKING:
    from airmap.parsing.parsed import Token

#: Words for a town before its name.
TOWN_WORDS = frozenset({"city", "capital", "town", "resort"})
_SAY = frozenset({"say", "tell", "report", "add", "announce", "warn", "insist"})
_OTHER_TIMES = frozenset({"before", "after", "since"})
_CALLED_OFF = frozenset({"cancels", "postpones", "scraps", "rejects", "delays", "seeks", "wants", "urges"})
_CHOSEN = frozenset({"chosen", "picked", "selected", "named", "designated", "proposed", "suggested"})
_FAR, _SPOKEN = 30, 60


def cost_of(head: Token, start: int, toponym: Toponym, encounter: Encounter) -> int | None:
    """Return how far a toponym is from being this meeting's place; None where it cannot be."""
    token, doc = encounter.token, head.doc
    if head.dep_ in ("amod", "compound", "nmod") and head.head.lower_ in ("capital", "resort", "city"):
        head = head.head
    before = doc[start - 1].lower_ if start else ""
    if before == "the" and start >= 2:
        before = doc[start - 2].lower_
    distance = abs(head.i - token.i)
    if _at_another_time(head, token) or _in_another_story(head, token):
        return None
    if head.dep_ == "appos" and head.head.lower_ in TOWN_WORDS and toponym.kind == "name":
        # "in the Ethiopian capital, Addis Ababa"
        head = head.head
        before = head.head.lower_ if head.dep_ == "pobj" else before
    house = head.dep_ == "appos" and head.head.lower_ in lexicon.word_set("meetings", "never", "venues")
    if head.dep_ == "appos" and (house or head.head.ent_type_ in ("GPE", "LOC", "FAC")) and before not in ("in", "at"):
        # "Carbis Bay, Cornwall": the finer name goes first, where it is known.
        scene = head.head.head.lower_ if head.head.dep_ == "pobj" else ""
        return distance + _FAR if scene in ("in", "at", "on") and encounter.kind != "visit" else None
    if _relative_place(head, token):
        # "Nairobi, where he was attending a conference"
        return 2
    settled = _kind_of_town(head, start)
    if settled is not None:
        # "on the island of Bali"
        head = settled
        if head.head.lower_ in ("in", "at", "on", "near"):
            extra = _scene(head, toponym, token)
            return None if extra is None else distance + extra
    preposition = doc[head.head.i].lower_ if head.dep_ == "pobj" else before
    if head.dep_ == "poss" and head.head.lower_ in lexicon.word_set("meetings", "never", "venues") \
            and head.head.dep_ == "pobj" and head.head.head.lower_ in ("in", "at", "inside", "outside"):
        # "in Vienna's Belvedere palace"
        return distance
    genitive = head.i + 2 < len(doc) and doc[head.i + 1].tag_ == "POS" and not doc[head.i + 2].is_punct
    if head.dep_ == "poss" or genitive:
        # Not: "in St George's, Grenada".
        return None
    joined = {doc[i].text for i in (start - 1, head.i + 1) if 0 <= i < len(doc)} & {"-", "–", "and"}
    joined |= {c for c in head.text if c in "-–"} if len(head.text) > len(toponym.name) else set()
    if head.dep_ in ("compound", "nmod", "amod") and joined and not is_town(toponym) and head.i < token.i:
        # "the North Korea-United States summit" is named for who meets.
        return None
    if encounter.kind == "visit" and token.pos_ in ("NOUN", "VERB"):
        bound = lexicon.verbs("meetings", "verbs", "bound")
        receives = head.dep_ in grammar.SUBJECTS and token.dep_ == "dobj" and token.head == head.head
        if receives and _of_a_foreigner(token):
            return distance + 3
        going = preposition == "for" and token.lower_ in bound
        above = head.head.head if head.dep_ == "pobj" else head
        if above.lower_ in lexicon.word_set("meetings", "never", "topics"):
            # "Your visit, amid a difficult situation in Mali"
            return None
        if going or preposition in ("to", "in", "at", "into") or (
                head.dep_ == "dobj" and head.head == token and token.lower_ not in bound):
            return distance
        return None
    planned = {t.lower_ for t in doc[max(0, start - 3) : start]} & ARRANGED
    placed = (preposition in ("in", "at", "near", "outside")
              or (preposition == "on" and (" island" in toponym.name.casefold() or (
                  head.head.head.pos_ == "VERB" and _is_island(toponym))))
              or (preposition in ("on", "upon") and head.head.head.lower_ in _converging())
              or before in ("in", "at", "capital", "resort")
              or bool(before == "for" and planned))
    if encounter.group and not (placed and _sets_scene(head, token)):
        return None
    if placed:
        extra = _scene(head, toponym, token)
        return None if extra is None else distance + extra
    ancestors = list(grammar.ancestors(head))
    if preposition in ("over", "above", "around") and token.pos_ in ("NOUN", "PROPN") and is_town(toponym) and (
            token.dep_ == "pobj" and token.head.lower_ in ("for", "during", "of")) and head.i < token.i and (
            head.head.head.lower_ in lexicon.group("about_flights") | {"skies", "sky", "zone", "flights", "flying"}):
        # "The airspace over Hiroshima is closed for the summit"
        return distance + _FAR
    aside = [a for a in (token, *grammar.ancestors(token)) if a.dep_ in ("relcl", "acl")]
    drawn = ancestors[:2] and lexicon.verbs("meetings", "verbs", "converge").keys() & {a.lower_ for a in ancestors[:2]}
    if (preposition in ("to", "into") or (drawn and preposition in ("on", "upon"))) and any(
        a.lower_ in _travel() and not any(a.is_ancestor(b) and b.i < a.i for b in aside) for a in ancestors[:4]
    ):
        return distance + 5
    if preposition == "to" and ancestors[1:2] and meeting_nouns().get(ancestors[1].lower_) == "visit" and (
            token in ancestors or telling_verb(token) in ancestors):
        # "is meeting Mr Lee during his visit to Singapore"
        return distance + 5
    bound = lexicon.verbs("meetings", "verbs", "bound")
    if preposition == "for" and head.dep_ == "pobj" and head.head.head.lower_ in bound and ancestors[1:2] and (
            ancestors[1] == token or ancestors[1].is_ancestor(token)):
        # "left for Nairobi to take part in the summit"
        return distance + 5
    if head.dep_ in ("compound", "nmod") and toponym.place is not None and (
            toponym.place.feature in ("region", "continent") or toponym.name in ("Gulf", "Pacific")):
        # "the East Asia Summit"
        return None
    beside = head.head.head.head if head.dep_ == "compound" and head.head.dep_ == "pobj" else head
    if beside.lower_ in ("sidelines", "margins", "fringes") and is_town(toponym):
        # "met on the sidelines of the Oslo Forum"
        return distance + 3
    if _CALLED_OFF & {t.lower_ for t in doc[head.i + 1 : token.i]}:
        # "Moscow cancels Russia-Turkey summit", which the parser takes for one name.
        return None
    if head.dep_ == "dobj" and head.head.lower_ in lexicon.verbs("meetings", "verbs", "visit") \
            and token.is_ancestor(head) and head.head.dep_ == "advcl":
        # "met Mr Wang when he visited Beijing"
        return distance + 5
    # "the Paris summit conference"
    whole = token.head if token.dep_ in ("compound", "nmod") else token
    if head.dep_ in ("compound", "nmod") and head.head in (token, whole):
        # "the Syria talks in Geneva"
        placed_at = (t for p, t in grammar.prepositions(whole) if p in ("in", "at") and t.i > whole.i)
        return None if any(t.pos_ == "PROPN" for t in placed_at) else 1
    if head.dep_ == "amod" and token.i - 4 <= head.i < token.i and head.head == token:
        return 1
    hosting = lexicon.verbs("meetings", "verbs", "host")
    guests = head.dep_ == "pobj" and preposition == "from"  # "hosted his colleagues from Oman"
    host = next((a for a in ancestors[:2] if a.lower_ in hosting), None)
    # Not: "will host a summit, as Norway hosts an exercise".
    own = host is not None and (
        host in (token, telling_verb(token)) or host.is_ancestor(token) or token.is_ancestor(host))
    if head.dep_ in ("nsubj", "pobj") and not guests and own:
        return distance + 3
    venue = lexicon.word_set("meetings", "verbs", "venue_words")
    if head.dep_ in grammar.SUBJECTS and any(a.lower_ in venue and head.head.is_ancestor(a)
                                             for a in grammar.ancestors(token)):
        # "Malta was chosen as the venue of the meeting"
        return distance + 3
    if head.dep_ == "nsubjpass" and head.head.lower_ in _CHOSEN and token.dep_ == "pobj" and (
            token.head.lower_, token.head.head) == ("for", head.head):
        # "Malta was chosen for the summit"
        return distance + 3
    return None


def _of_a_foreigner(visit: Token) -> bool:
    """Say whether a visit is one by somebody of another state: "Ghana called off a visit by the Malian premier"."""
    whose = [t.lower_ for c in visit.children if c.lower_ in ("by", "from") for t in c.subtree]
    onward = any(c.lower_ in ("to", "in") for c in visit.children)
    return bool(whose) and not onward and "its" not in whose


def _at_another_time(place: Token, token: Token) -> bool:
    """Say whether a place is where something else was: "a meeting before the summit in Cali", "after they gathered in
    Lima".
    """
    for link in (place, *grammar.ancestors(place)):
        if link == token or link.is_ancestor(token):
            return False
        if link.lower_ in lexicon.verbs("meetings", "verbs", "sign"):
            # "shook hands after the accord was signed in Algeria"
            return False
        if (link.lower_ in _OTHER_TIMES and link.dep_ == "prep") or any(
                c.dep_ == "mark" and c.lower_ in _OTHER_TIMES for c in link.children):
            return True
    return False


def _in_another_story(place: Token, token: Token) -> bool:
    """Say whether a place is in what is said or done apart from the meeting: "told envoys that jets flew over Cali",
    "complained of planes based in Ghana and proposed that the ministers meet".
    """
    chain = list(grammar.ancestors(place))
    for link in chain:
        if link == token or link.is_ancestor(token):
            return False
        said = link.dep_ == "ccomp" and link.head == token and token.lower_ in lexicon.verbs(
            "meetings", "verbs", "address")
        passive = link.dep_ == "pcomp" and link.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in link.children)
        if said or passive:
            return True
    return False


def _kind_of_town(head: Token, start: int) -> Token | None:
    """Return "city" in "in the city of Hangzhou", also where a line ends before the name and the parser loses it."""
    at = start - 1
    while at > 0 and head.doc[at].is_space:
        at -= 1
    of = head.head if head.dep_ == "pobj" else head.doc[at]
    noun = of.head
    return noun if of.lower_ == "of" and noun.dep_ == "pobj" and noun.lower_ in (
        "island", "city", "town", "resort", "port", "capital", "village", "suburb") else None


@cache
def _converging() -> frozenset[str]:
    """Return the verbs that bring many to the place after "on": "converged on Cali"."""
    return frozenset(lexicon.verbs("meetings", "verbs", "converging"))


@cache
def _travel() -> frozenset[str]:
    """Return the verbs that bring somebody to a place."""
    keys = ("arrive", "travel", "bring", "converge")
    return frozenset(v for key in keys for v in lexicon.verbs("meetings", "verbs", key))


def _relative_place(head: Token, token: Token) -> bool:
    """Say whether the meeting is told in a clause that begins with "where" and hangs on a place."""
    for clause in (token, *grammar.ancestors(token)):
        if clause.dep_ in ("relcl", "advcl") and any(
            c.lower_ == "where" and head.i < c.i <= head.i + 5
            and not any(t.pos_ == "PROPN" for t in head.doc[head.i + 1 : c.i])
            for c in clause.subtree
        ):
            return True
    return False


def _sets_scene(head: Token, verb: Token) -> bool:
    """Say whether "in The Hague" opens the sentence, or hangs on the verb itself."""
    first = next((t for t in verb.sent if not t.is_space), verb)
    return head.i - first.i <= 3 or (head.dep_ == "pobj" and head.head.head == verb and head.i - verb.i <= 6)


def _scene(head: Token, toponym: Toponym, token: Token) -> int | None:
    """Return what "in X" loses by what it hangs on: nothing on the meeting, a lot on its topic or on its telling."""
    governor = head.head.head if head.dep_ == "pobj" else head.head
    if governor == token or (governor.is_ancestor(token) and governor.pos_ not in ("VERB", "AUX")):
        return 0
    verb = telling_verb(token)
    nouns = meeting_nouns()
    if governor.pos_ in ("VERB", "AUX"):
        if governor == verb:
            return 0
        if lemma_of(governor) in _SAY:
            return _SPOKEN
        if governor.tag_ == "VBG" and governor.dep_ in ("acl", "pcomp") and governor.head.lower_ not in nouns:
            # "a pact on cattle raiding in Entebbe"
            return _FAR if is_town(toponym) else None
        if governor.dep_ in ("relcl", "acl") and not governor.is_ancestor(token) and token != governor.head:
            holding = lemma_of(governor) in lexicon.word_set("meetings", "verbs", "take_place")
            # "King Abdullah, accompanied by his son, in Riyadh on Monday, met the prince"
            holding = holding or (lemma_of(governor) == "accompany" and governor.head.head == verb)
            return 5 if holding or governor.head.lower_ in nouns else None
        # "They meet in Accra today, and she will see her colleagues in Lomé on Monday"
        return _FAR if verb.dep_ == "conj" and verb.head == governor and grammar.subjects(verb) != grammar.subjects(
            governor) else 5
    if governor.lower_ in nouns and token.pos_ == "NOUN" and governor.i < token.i and not token.is_ancestor(governor):
        # "hold a summit at Goma to prepare the meeting in Kigali"
        return _FAR
    if governor.lower_ in nouns or governor.lower_ in lexicon.word_set("meetings", "never", "venues"):
        return 0
    if governor.lower_ in lexicon.word_set("meetings", "never", "topics"):
        return None
    if governor.ent_type_ in ("DATE", "TIME") or governor.lower_ in lexicon.word_set("meetings", "never", "times"):
        return 0
    if not is_town(toponym) and governor.pos_ == "NOUN" and governor.i > token.i:
        return None
    if governor.dep_ in ("dobj", "obj") and governor.head == verb and token == verb:
        # "will see her colleagues in Lomé"
        return 5
    return _FAR if governor.pos_ == "NOUN" else 5


def _is_island(toponym: Toponym) -> bool:
    return (toponym.place is not None and toponym.place.feature == "island") or toponym.name in lexicon.words(
        "meetings", "never", "islands")


def is_wide(toponym: Toponym) -> bool:
    return toponym.place is not None and toponym.place.feature in COUNTRY_LEVEL


def is_town(toponym: Toponym) -> bool:
    """Say whether a place is no bigger than a town: "Luxembourg" and "Singapore" are."""
    if toponym.name in lexicon.words("meetings", "never", "city_states"):
        return True
    return toponym.place is None or toponym.place.feature not in COUNTRY_LEVEL
