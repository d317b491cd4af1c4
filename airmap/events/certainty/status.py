"""How sure: asserted, denied or hypothetical, hedged or not, and who says so.

The governors of the reporting word decide: a negation, a verb of denial, a condition, a modal, a threat, a permission.
What one side asserts and another denies becomes "disputed" when the tellings are merged.
"""


from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.certainty.hypotheticals import blamed, hypothetical
from airmap.events.certainty.statements import as_claimed_by, taken_back
from airmap.events.coreference import claimed_before, labelling, party_in
from airmap.events.tellings import Telling, changed
from airmap.mentions.actors import Actors, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

_LAST_DASH = re.compile(r"\s(?:--?|–|—)\s")


def assess(telling: Telling, doc: Doc, actors: Actors) -> Telling:
    """Return the telling with its status, hedge, attribution and denier."""
    trigger = doc[telling.trigger]
    status = telling.status
    denier = telling.denier
    attribution, name = telling.attribution, telling.attribution_name
    chain = [trigger, *claimed_before(trigger), *grammar.ancestors(trigger)]
    reporting = lexicon.verbs("cues", "reporting")
    denials = lexicon.verbs("cues", "denial")
    outright = False
    by_a_hair = trigger.dep_ == "pcomp" and trigger.head.lower_ == "to" and trigger.head.head.lower_ == "close"
    if by_a_hair and telling.act in ("down", "fire"):
        # "came close to taking it down"
        status = "denied"
    missed = telling.act == "fire" and trigger.dep_ == "xcomp" and grammar.done_by_nothing(trigger.head)
    if not missed and (_negated(trigger, telling) or _negated_above(trigger)):
        # "the right to shoot them down even when they have not entered": nobody says whether they have.
        imagined = trigger.dep_ == "advcl" and any(c.lower_ in ("even", "if") for c in trigger.children)
        status = "hypothetical" if imagined else "denied"
        claimant = None if imagined else as_claimed_by(trigger, actors) or _claim_called_false(trigger, telling, actors)
        if claimant is not None:
            # "none of its jets had been downed, as claimed by Syria"
            by_force = telling.act in ("down", "fire") and telling.responder is None
            status, telling = "disputed", changed(telling, responder=claimant) if by_force else telling
    for node in chain[1:]:
        if node.lower_ in denials and node.pos_ in ("VERB", "NOUN", "AUX") and _in_complement(trigger, node):
            # "says that one crashed, without denying that it was shot down"
            unsaid = node.dep_ == "pcomp" and node.head.lower_ == "without"
            aside = node.i > trigger.i and not grammar.is_passive(node)
            if unsaid or aside or any(c.dep_ == "neg" for c in node.children):
                continue
            if any(o.lower_ in lexicon.group("office_holders") for o in grammar.objects(node)):
                # "dismisses the head of the air force for letting it cross"
                continue
            things = {o.lower_ for o in grammar.objects(node)}
            if things & (lexicon.word_set("cues", "permission", "nouns") | lexicon.group("explanations")):
                # "denied the airline permission to overfly it", "rejected the excuse that the crew had lost its way"
                continue
            if grammar.is_passive(node) and node.i < trigger.i:
                # "is dismissed after a plane crossed": nobody denies that it did.
                continue
            subjects = grammar.subjects(node)
            party = party_in(subjects[0], actors) if subjects else None
            # "Iran denied a plane access", "denied entry": a refusal, not a denial.
            # "denied involvement in drones that violated": that there were some stands.
            part_denied = any(o.lower_ in lexicon.group("parts_taken") for o in grammar.objects(node))
            claimed = part_denied or _others_claim(trigger, node, party, actors) or as_claimed_by(trigger, actors)
            status, outright = ("disputed" if claimed else "denied"), True
            denier = name_of(subjects[0], doc, actors) if subjects else None
            attribution = attribution or party
            break
        if node.lower_ in reporting and attribution is None and node.pos_ in ("VERB", "AUX") and name is None:
            # "an envoy is summoned over", "is believed to have crossed": the subject does not speak.
            subjects = grammar.agents(node)
            if subjects and not (len(subjects) > 1 and node.lower_ in lexicon.group_forms("joint_verbs")):
                attribution = party_in(subjects[0], actors)
                name = name_of(subjects[0], doc, actors)
    if name is None:
        attribution, name = _according_to(trigger, doc, actors)
    if name is None and (label := labelling(trigger, actors)) is not None:
        attribution, name = label, label.name
    if status == "asserted" and hypothetical(trigger, chain, doc, telling):
        status = "hypothetical"
    if status == "denied" and denier is None and attribution is not None:
        denier = name
    hedged = telling.hedged or _hedged(trigger, chain, telling, doc)
    return changed(
        telling,
        status=status,
        hedged=hedged,
        attribution=attribution,
        attribution_name=name,
        denier=denier,
        denied_outright=outright,
    )


def name_of(token: Token, doc: Doc, actors: Actors) -> str:
    """Return a speaker as written: the noun phrase without its clauses."""
    start, end = token.i, token.i + 1
    for child in token.children:
        if child.dep_ in ("compound", "amod", "poss", "nmod", "flat", "nummod") and child.i < token.i:
            start = min(start, child.left_edge.i)
        if child.dep_ in ("flat", "compound") and child.i > token.i:
            end = max(end, child.right_edge.i + 1)
        if child.dep_ == "prep" and child.lower_ == "of" and child.right_edge.i - token.i < 8:
            end = max(end, child.right_edge.i + 1)
    # "ISLAMABAD (Reuters) - Pakistan": a dateline is no part of who speaks.
    return _LAST_DASH.split(str(doc.span(start, end).text))[-1].strip()


def _claim_called_false(trigger: Token, telling: Telling, actors: Actors) -> Party | None:
    """Return whose claim is called untrue: "the Swedish statement that a jet entered its airspace is false"."""
    for node in grammar.ancestors(trigger):
        if node.lower_ in lexicon.group("claims") and node.pos_ == "NOUN":
            owners = [c for c in node.children if c.dep_ in ("poss", "amod", "compound")]
            owners += [t for p, t in grammar.prepositions(node) if p in ("by", "from", "of")]
            sides = (p for o in owners if (p := party_in(o, actors)) is not None and p.state is not None)
            return next((p for p in sides if p.state != state_of_party(telling.mover)), None)
    return None


def _others_claim(trigger: Token, denial: Token, denier: Party | None, actors: Actors) -> bool:
    """Say whether what is denied is told as another side's claim: "Warsaw rejects Minsk's charge that a drone flew"."""
    doc, claims = trigger.doc, lexicon.word_set("answers", "denial", "claims")
    for node in grammar.ancestors(trigger):
        if node.i == denial.i:
            break
        if node.lower_ in lexicon.verbs("cues", "reporting") and node.pos_ == "VERB":
            # "denied sending the drone that Pyongyang says it found"
            says = [p for t in grammar.agents(node) if (p := party_in(t, actors)) is not None and p.state is not None]
            if says and (denier is None or says[0].state != denier.state):
                return True
        if node.lower_ in claims:
            break
    # What is denied may hang elsewhere: "a statement by Oslo in which it said that"
    claimed = (node, *(o for o in grammar.objects(denial) if denial.i < o.i < trigger.i))
    for claim in (c for c in claimed if c.lower_ in claims):
        owners = [c for c in claim.children if c.dep_ in ("poss", "amod", "compound")]
        owners += [t for p, t in grammar.prepositions(claim) if p in ("by", "from")]
        if doc[claim.i + 1].lower_ in ("by", "from"):
            owners += doc[claim.i + 2 : min(claim.i + 6, trigger.i)]
        sides = [p for o in owners if (p := party_in(o, actors)) is not None and p.state is not None]
        if any(denier is None or p.state != denier.state for p in sides):
            return True
    return False


def _in_complement(trigger: Token, verb: Token) -> bool:
    """Say whether the trigger stands in what the verb governs, and not in its subject."""
    for node in (trigger, *grammar.ancestors(trigger)):
        if node.head.i == verb.i:
            return (
                node.dep_
                in ("ccomp", "xcomp", "dobj", "prep", "pcomp", "advcl", "acl", "relcl", "obj", "dep", "parataxis")
                and not (node.dep_ == "advcl" and (node.i < verb.i or node.lower_ in lexicon.group("adding_words")))
                and not (
                    node.dep_ == "advcl"
                    and any(c.lower_ in lexicon.group("adverbial_conjunctions") for c in node.children)
                )
            )
    return False


def _negated(trigger: Token, telling: Telling) -> bool:
    if _first_time(trigger):
        return False
    if telling.craft is not None and telling.craft.start < trigger.i:
        first = trigger.doc[telling.craft.start]
        before = trigger.doc[max(0, telling.craft.start - 1)]
        none = bool({"no", "not", "neither", "zero"} & {first.lower_, before.lower_})
        # "not one but two drones"
        none = none and all(t.lower_ != "but" for t in trigger.doc[first.i : telling.craft.head])
        if none and first.sent == trigger.sent and not _between(first, trigger):
            # "No Israeli aircraft, manned or unmanned, entered": the aside took the subject away.
            return True
    if trigger.pos_ in ("VERB", "AUX"):
        objects = [c for c in trigger.children if c.dep_ == "dobj"]
        if any(g.lower_ in ("nobody", "one") and g.dep_ == "poss" for o in objects for g in o.children):
            # "crossed nobody's border"
            return True
        return grammar.negated(trigger) and not blamed(trigger)
    determiners = {c.lower_ for c in trigger.children if c.dep_ in ("det", "neg")}
    if "no" in determiners:
        return True
    head = trigger.head
    # "violations were prevented", which "could not be prevented" takes back
    averted = trigger.dep_ == "nsubjpass" and head.lower_ in lexicon.group_forms("averting_verbs")
    return (
        head.pos_ in ("VERB", "AUX")
        and trigger.dep_ in ("dobj", "attr", "nsubj", "nsubjpass")
        and any(c.dep_ == "neg" for c in head.children) != averted
    )


def _first_time(trigger: Token) -> bool:
    """Say whether "never ... before" tells that this is the first: "such an intrusion had never been seen before"."""
    for node in (trigger, *grammar.ancestors(trigger)):
        if node.pos_ in ("VERB", "AUX"):
            words = {c.lower_ for c in node.children}
            return bool(words & {"never", "not"}) and "before" in words and any(
                c.lower_ == "before" and not any(True for _ in c.children) for c in node.children
            )
    return False


def _between(left: Token, right: Token) -> bool:
    return any(t.pos_ == "VERB" and t.tag_ in ("VBD", "VBZ", "VBP") for t in left.doc[left.i : right.i])


def _negated_above(trigger: Token) -> bool:
    """Read "was not aware of any craft flying", "there is no evidence that", "none of its jets had crossed"."""
    if trigger.dep_ == "xcomp" and trigger.head.lower_ in lexicon.group_forms("undone_verbs"):
        # "apologised for failing to bring it down"
        return True
    for node in grammar.ancestors(trigger):
        words = {c.lower_ for c in node.children if c.dep_ in ("neg", "det")}
        if node.lower_ in lexicon.group_forms("leading_to") and node.i < trigger.i and grammar.negated(node):
            # "did not result in the drone being shot down"
            return True
        if node.lower_ in lexicon.group("evidence_nouns") and "no" in words:
            return True
        if node.lower_ in lexicon.group("knowing_verbs") and words & {
            "not",
            "n't",
            "n’t",
            "no",
            "never",
        }:
            return node.lower_ != "confirm" and node.lower_ != "know"
        excluded = node.lower_ == "possibility" and node.head.lower_ in lexicon.group_forms("excluding_verbs")
        if excluded or node.lower_ in ("untrue", "false", "baseless", "impossible"):
            return True
        managed = trigger.dep_ == "xcomp" and trigger.head.i == node.i
        if taken_back(node, trigger) or (managed and grammar.done_by_nothing(node)):
            return True
    return False


def _hedged(trigger: Token, chain: list[Token], telling: Telling, doc: Doc) -> bool:
    near = list(trigger.children)
    if telling.craft is not None:
        near += doc[telling.craft.start : telling.craft.end]
    for node in chain[1:4]:
        near += [c for c in node.children if c.dep_ in ("advmod", "amod", "aux")]
        near.append(node)
    near += doc[max(trigger.sent.start, trigger.i - 4) : trigger.i + 1]
    hedges = lexicon.word_set("cues", "hedge", "words")
    return any(_hedges(token) for token in near if token.lower_ in hedges)


def _hedges(token: Token) -> bool:
    """Say whether a hedge leaves it open: "reported", not "Chisinau reports"; "appeared to cross", not "appeared"."""
    if token.lower_ in ("appeared", "appears"):
        return any(c.dep_ in ("xcomp", "oprd") for c in token.children)
    if token.pos_ == "VERB" and any(c.dep_ in ("nsubj", "csubj") for c in token.children):
        # "Islamabad claimed", "Moldova reports": somebody says so, which leaves nothing open.
        return token.lower_ not in ("reported", "reports", "claimed")
    return True


def _according_to(trigger: Token, doc: Doc, actors: Actors) -> tuple[Party | None, str | None]:
    for token in trigger.sent:
        if token.lower_ == "according" and token.i + 2 < trigger.sent.end and doc[token.i + 1].lower_ == "to":
            for child in doc[token.i + 1].children:
                if child.dep_ == "pobj":
                    return party_in(child, actors), name_of(child, doc, actors)
    reporting = lexicon.verbs("cues", "reporting")
    for token in trigger.sent:
        if (
            token.lower_ in reporting
            and token.pos_ == "VERB"
            and token.i != trigger.i
            and (token.dep_ in ("ROOT", "parataxis", "ccomp", "conj") and token.i > trigger.i)
            and not any(c.dep_ == "ccomp" and c.i > token.i for c in token.children)
        ):
            subjects = [c for c in token.children if c.dep_ in grammar.SUBJECTS]
            if subjects:
                return party_in(subjects[0], actors), name_of(subjects[0], doc, actors)
    return None, None
