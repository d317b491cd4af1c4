"""What is said of an event in passing: that it is one of several, was done again, or counts in a total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import occasion_nouns
from airmap.events.no_incident.other_times import gone_before, told_as_one_such
from airmap.events.tellings import Telling, changed
from airmap.mentions.actors import Craft, number

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

# So often a thing may be done on one flight.
_A_FEW = 4
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SAME = frozenset({"incident", "this", "it", "that", "case", "event", "violation", "incursion", "episode", "intrusion"})


def colour(telling: Telling, doc: Doc) -> Telling:
    """Mark a telling as one of a series ("repeatedly violated") or as yet another event ("a second drone")."""
    trigger = doc[telling.trigger]
    strong = lexicon.word_set("cues", "aggregate", "strong")
    near = _qualifying(trigger)
    purpose = trigger.head if trigger.dep_ == "conj" else trigger
    if purpose.dep_ in ("advcl", "xcomp") and purpose.tag_ == "VB" and telling.act == "intercept":
        # "were scrambled 15 times to identify and escort", "have been sent so often to identify"
        above = _qualifying(purpose.head)
        near |= above if "times" in above else above & strong
    for preposition, noun in grammar.prepositions(trigger):
        if preposition in ("on", "in", "during", "over") and noun.lower_ in lexicon.group("several_times"):
            # "on previous occasions"
            near |= {c.lower_ for c in noun.children} | {"times"}
    told_off = trigger.lower_ in lexicon.group_forms("exit_verbs")
    if trigger.dep_ in ("xcomp", "pcomp", "dobj", "pobj") and not told_off:
        # "repeatedly warned to leave its airspace": the warning was repeated.
        near |= {c.lower_ for c in trigger.head.children if c.dep_ in ("advmod", "npadvmod")}
        near |= (
            {c.lower_ for c in trigger.head.head.children if c.dep_ == "advmod"} if trigger.dep_ == "pobj" else set()
        )
    if trigger.dep_ == "advcl" and trigger.tag_ == "VB" and trigger.head.tag_ in ("VBZ", "VBP"):
        # "regularly scrambles jets to intercept bombers"
        near |= {c.lower_ for c in trigger.head.children if c.dep_ == "advmod"}
    if trigger.dep_ == "pobj" and trigger.head.head.lower_ in lexicon.group("series_nouns"):
        near.add("series")
    counts = [str(number(c.lower_) or 0) for c in trigger.children if c.dep_ == "nummod"]
    plural = (
        telling.nominal
        and trigger.dep_ != "oprd"
        and (trigger.tag_ in ("NNS", "NNPS") or trigger.lower_.endswith("s"))
        and (telling.craft is None or any(map(_above_few, counts)))
    )
    if (
        "times" in near
        and not near & lexicon.group("many_times")
        and not any(_above_few(w) for w in near)
    ):
        near -= {"times"}
    if any(c.lower_ == "past" and c.dep_ == "prep" for c in trigger.children):
        # "flew past the ship"
        near -= {"past"}
    # "The previous violation was in May": one, and another one.
    earlier = near & {"previous", "recent", "past"} if telling.nominal and trigger.tag_ == "NN" else set()
    near -= earlier
    # "calling the flights ongoing violations": what was told, by a name for it
    called = telling.nominal and trigger.dep_ == "oprd"
    aggregate = bool(near & strong) and not called
    another = telling.craft is not None and (counted_on(telling.craft, doc) or _apart(telling.craft, trigger, doc))
    if trigger.dep_ == "attr" and any(s.lower_ in _SAME for s in grammar.subjects(trigger.head)):
        # "The incident is the third possible violation this year": the one told of.
        another = False
    # "veered into its jet and then entered its airspace"
    afterwards = any(c.dep_ == "advmod" and c.lower_ in lexicon.group("next_in_order") for c in trigger.children)
    another = another or telling.another or bool(earlier - {"recent"})
    another = another or told_as_one_such(trigger) or gone_before(trigger, telling)
    return changed(telling, aggregate=aggregate, plural=plural, another=another, next_step=afterwards)


def _above_few(word: str) -> bool:
    return word.replace(",", "").isdigit() and int(word.replace(",", "")) > _A_FEW


def _qualifying(word: Token) -> set[str]:
    """Return the words that say how often or of what kind a deed was."""
    near = {c.lower_ for c in word.children if c.dep_ not in ("conj", "advcl", "ccomp", "dep")}
    for child in word.children:
        if child.dep_ in ("npadvmod", "amod", "advmod", "compound", "det", "nummod"):
            near |= {c.lower_ for c in child.children}
    return near


def _apart(craft: Craft, trigger: Token, doc: Doc) -> bool:
    """Say whether a deed is told as one beside another: "in a separate incident", "a jet had also strayed"."""
    if craft.definite or craft.head >= trigger.sent.end or craft.start < trigger.sent.start:
        return False
    for child in trigger.children:
        if child.lower_ in lexicon.group("besides"):
            # "It also flew": the same one.
            return child.dep_ == "advmod" and craft.count is not None and doc[craft.head].head.i == trigger.i
        if child.dep_ != "prep" or child.lower_ not in ("in", "on", "during"):
            continue
        for noun in child.children:
            others = {c.lower_ for c in noun.children} & lexicon.group("other_ones")
            if others and noun.lower_ in occasion_nouns():
                return True
    return False


def counted_on(craft: Craft, doc: Doc) -> bool:
    """Say whether an aircraft is a further one: "another", "a second drone", "two other jets"; not one of a total.

    "six drones, including one that fell near Kars and another that went on" are the six.
    """
    words = [t.lower_ for t in doc[craft.start : craft.head + 1]]
    before = doc[max(0, craft.start - 1)].lower_
    if words[:2] == ["many", "more"] or ("more" in words[:3] and "or" in (*words[:2], before)):
        # "and many more drones over the other regions"; "one or more aircraft": however many they were
        return False
    further = words[:1] == ["another"] or bool(set(words[:2]) & lexicon.group("ordinal_words")) or (
        words[-1:] == ["one"] and bool(set(words[:2]) & lexicon.group("other_ones"))
    )
    place = next((k for k, w in enumerate(_ORDINALS, 2) if w in words[:2]), 0)
    close_by = doc[max(doc[craft.head].sent.start, craft.start - 5) : craft.start]
    part = next((t for t in close_by if t.pos_ == "NUM" and number(t.lower_) == place - 1), None)
    if part is not None and all(t.pos_ not in ("VERB", "AUX") and t.text != ";" for t in doc[part.i : craft.start]):
        # "shot down at least three and probably a fourth"
        return False
    if not further and (not set(words[:2]) & lexicon.group("further_words") or words[0] in ("the", "these", "those")):
        return False
    if _completes_a_total(craft, doc):
        return False
    so_far = [t.lower_ for t in doc[doc[craft.head].sent.start : craft.start]]
    known = next((k for k in range(len(so_far) - 1, -1, -1) if so_far[k] in lexicon.group("parts_of_a_total")), None)
    return known is None or bool({";", ":"} & set(so_far[known:]))


def _completes_a_total(craft: Craft, doc: Doc) -> bool:
    """Say whether it is the rest of a number told: "Nine jets came over. Five flew on to Uyuni, four others turned"."""
    kind = doc[craft.head].lower_.rstrip("s")
    before: list[int] = []
    for token in doc[: craft.start]:
        # "two drones came down. A small drone fell on a roof, then another drone burst"
        alike = token.lower_ in ("a", "an") and any(t.lower_ == kind for t in doc[token.i + 1 : token.i + 5])
        dated = token.i + 1 < craft.start and token.nbor(1).lower_ in lexicon.table("dates")["months"]
        count = 1 if alike else number(token.lower_) if token.pos_ == "NUM" and not dated else None
        before += [count] if count is not None else []
    return craft.count is not None and any(
        part + craft.count == total for k, total in enumerate(before) for part in before[k + 1 :]
    )
