"""How sure: asserted, denied or hypothetical, hedged or not, and who says so.

The governors of the reporting word decide: a negation, a verb of denial, a condition, a modal, a threat, a permission.
What one side asserts and another denies becomes "disputed" when the tellings are merged.
"""

# ruff: noqa: SIM102 - nested conditions stand for cases of the language
from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import claimed_before, labelling, party_in
from airmap.events.event_words import inquiring_words
from airmap.events.leave import told_without_leave
from airmap.events.statements import as_claimed_by, taken_back
from airmap.events.tellings import Telling, changed
from airmap.mentions.actors import Actors, Party

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token

_LAST_DASH = re.compile(r"\s(?:--?|–|—)\s")
_TAKING_FOR_GRANTED = frozenset({"for", "to", "over", "about", "after", "following", "at", "on"})
_KNOWN = frozenset({"the", "this", "these", "recent", "latest", "repeated", "last"})
_QUESTION_STARTS = lexicon.group("question_starts")


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
        claimant = None if imagined else as_claimed_by(trigger, actors)
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
            if any(o.lower_ in lexicon.word_set("cues", "permission", "nouns") for o in grammar.objects(node)):
                # "denied the airline permission to overfly it"
                continue
            if grammar.is_passive(node) and node.i < trigger.i:
                # "is dismissed after a plane crossed": nobody denies that it did.
                continue
            subjects = grammar.subjects(node)
            party = party_in(subjects[0], actors) if subjects else None
            # "Iran denied a plane access", "denied entry": a refusal, not a denial.
            # "denied involvement in drones that violated": that there were some stands.
            part_denied = any(o.lower_ in lexicon.group("parts_taken") for o in grammar.objects(node))
            claimed = part_denied or _others_claim(trigger, node, party, actors)
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
    if status == "asserted" and _hypothetical(trigger, chain, doc, telling):
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
        return grammar.negated(trigger) and not _blamed(trigger)
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


def _blamed(verb: Token) -> bool:
    """Say whether a verb blames for what was done: "should not have been there"."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return "have" in auxiliaries and bool(auxiliaries & {"should", "ought"}) and grammar.negated(verb)


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


def _told_as_fact(verb: Token) -> bool:
    """Say whether a relative clause tells of the past without a modal, about something definite."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_.startswith("aux")}
    past = verb.tag_ == "VBD" or bool(auxiliaries & {"was", "were", "had"})
    # "demanded the release of two pilots whose helicopter had strayed"
    pointing = {"the", "that", "this", "its", "their"}
    definite = any(c.lower_ in pointing or c.dep_ == "nummod" for c in verb.head.children)
    return past and definite and not grammar.has_modal(verb)


def _unconfirmed(verb: Token) -> bool:
    """Read "could not confirm that it had crossed", "is unable to verify that": nobody says that it did."""
    if verb.lower_ not in ("confirm", "verify", "corroborate"):
        return False
    able = any(c.lower_ in ("can", "ca", "could") for c in verb.children)
    return (able and grammar.negated(verb)) or (verb.dep_ == "xcomp" and verb.head.lower_ == "unable")


def _hypothetical(trigger: Token, chain: list[Token], doc: Doc, telling: Telling) -> bool:
    modals = lexicon.word_set("cues", "hypothetical", "modals")
    governors = lexicon.verbs("cues", "hypothetical", "governors")
    nouns = lexicon.word_set("cues", "hypothetical", "nouns")
    adjectives = lexicon.word_set("cues", "hypothetical", "adjectives")
    reporting = lexicon.verbs("cues", "reporting")
    if trigger.dep_ == "relcl" and trigger.tag_ in ("VBP", "VB"):
        # "pilots who violate the zone may be fined"
        main = next((a for a in grammar.ancestors(trigger.head) if a.pos_ in ("VERB", "AUX")), None)
        if main is not None and any(c.dep_ == "aux" and c.lower_ in modals for c in main.children):
            return True
    if _on_condition(trigger):
        return True
    taken = trigger.dep_ == "pobj" and trigger.head.lower_ in _TAKING_FOR_GRANTED and _presupposed(telling, doc)
    if taken and trigger.head.head.lower_ not in nouns - {"response"}:
        # "will act over the downing of a plane", "considers how to respond to the shooting down of its jet"
        return False
    numbered = {trigger.head.lower_} & lexicon.group("tries")
    numbered |= {c.lower_ for c in trigger.head.children} & lexicon.group("ordinal_words")
    purpose = trigger.tag_ == "VB" and trigger.dep_ == "acl" and telling.act in ("down", "fire")
    if purpose and any(c.lower_ == "to" for c in trigger.children) and not numbered:
        # "prompting the deployment of jets to shoot them down"
        return True
    given_up = trigger.tag_ == "VBG" and trigger.dep_ == "xcomp"
    if given_up and trigger.head.lower_ in lexicon.group_forms("ceasing_verbs"):
        # "told Turkey to stop entering its airspace": it did.
        return grammar.negated(trigger.head)
    if _supposed(trigger, chain) or _only_guarded_against(trigger) or any(_to_be_done(node) for node in chain):
        return True
    about = trigger.dep_ == "pobj" and trigger.head.lower_ in lexicon.group("about_words")
    if telling.nominal and about and telling.craft is not None and telling.craft.count is not None:
        # "plans to seek clarification regarding the entry of two jets"
        return False
    if told_without_leave(trigger) or (telling.act == "entry" and trigger.lower_ in lexicon.group_forms("exit_verbs")):
        # "was ordered to leave its airspace": it was in it.
        return False
    previous: Token | None = None
    sure = False
    for node in chain:
        if previous is not None and previous.dep_ == "relcl" and _told_as_fact(previous):
            # "unless he condemned the flight of the plane that was brought down": it was.
            return False
        if previous is not None and previous.tag_ == "VBD" and any(
            c.lower_ in ("why", "how") and c.i < previous.i for c in previous.children
        ):
            # "unless he explains why two of its jets shadowed the plane": they did.
            return False
        # "will claim credit for", "will file a complaint against daily violations"
        named = {node.lower_, *(o.lower_ for o in grammar.objects(node) if o.i < trigger.i)}
        done = not named.isdisjoint(_presupposing()) or _blamed(node)
        if done and previous is not None and previous.dep_ in ("prep", "pcomp"):
            return False  # "will not apologise for shooting it down", "claimed responsibility for": it was.
        if node is trigger.head and trigger.dep_ == "dobj" and node.lower_ in lexicon.group_forms("discussing_verbs") \
                and any(c.dep_ == "poss" or c.lower_ in _KNOWN for c in trigger.children):
            # "will meet on Monday to discuss Russia's recent breach": there was one.
            return False
        if previous is not None and _unconfirmed(node):
            return True
        looked_into = previous is not None and telling.nominal and node.lower_ in inquiring_words()
        if looked_into and not {c.lower_ for n in chain for c in n.children} & {"any", "every", "whether"}:
            # "was asked to explain flights over its airspace", "orders an inquiry into": there were some.
            return False
        children = {c.lower_: c for c in node.children}
        if node.pos_ in ("VERB", "AUX", "NOUN", "PROPN") or node is trigger:
            aux = [c for c in node.children if c.dep_ in ("aux", "auxpass")]
            has_modal = any(c.lower_ in modals for c in aux)
            # "could have been shot down if there were signs that": it was not.
            unreal = any(c.dep_ == "advcl" and any(m.lower_ == "if" for m in c.children) for c in node.children)
            perfect = any(c.lower_ in ("have", "had") for c in aux) and not unreal
            if (
                node.pos_ in ("VERB", "AUX")
                and has_modal
                and not sure
                and not (perfect and any(c.lower_ in ("may", "might", "could", "must") for c in aux))
                and not _blamed(node)
            ) and (previous is None or _in_complement_of(previous, node)) and not _how_it_could(node, telling, doc):
                if not (node is not trigger and node.lower_ in reporting):
                    return True
            if has_modal and previous is not None and previous.dep_ in ("csubj", "nsubj") and previous.tag_ == "VBG":
                return True
            if has_modal and not perfect and previous is trigger and _any_such(trigger, telling):
                # "Overflights of France will be subject to restrictions"
                return True
            if any(w in children and children[w].dep_ in ("mark", "advmod") for w in ("if", "unless", "whether")):
                return True
            unmet = previous is not None and previous.dep_ in ("pcomp", "pobj", "prep") and node.lower_ == "without"
            if unmet and node is not trigger:
                return True
        # "Let's start with this picture of two F-15s intercepting": the reader is asked no more than to look.
        shown = node.lower_ == "let" and trigger.dep_ in ("acl", "relcl") and node.nbor(1).lower_ in ("'s", "’s", "us")
        if previous is not None and not sure and not shown:
            infinitive = any(c.lower_ == "to" and c.dep_ in ("aux", "mark") for c in previous.children) or (
                # "lets the air force bring down"
                previous.tag_ == "VB" and governors.get(node.lower_) == "let"
            )
            # "barely avoided a collision"
            narrowly = {c.lower_ for c in node.children if c.dep_ == "advmod"} & lexicon.group("almost")
            if (
                node.lower_ in governors
                and node.pos_ in ("VERB", "AUX")
                and not (narrowly and governors[node.lower_] == "avoid")
                and (
                    (previous.dep_ in ("xcomp", "ccomp", "advcl") and infinitive)
                    or previous.dep_ in ("dobj", "pcomp")
                    or (previous.dep_ == "prep" and previous.lower_ in ("from", "against", "on", "of"))
                    or governors[node.lower_] in lexicon.group("unreal_activities")
                )
            ):
                verb = governors[node.lower_]
                if verb == "be":
                    if infinitive and previous.dep_ == "xcomp":
                        return True
                elif (infinitive and not _carried_out(verb, telling)) or (
                    not infinitive
                    and verb in lexicon.group("irrealis_verbs")
                    and (verb in ("simulate", "rehearse", "practise", "practice") or not _presupposed(telling, doc))
                ):
                    return True
            if (
                node.pos_ == "NOUN"
                and node.lower_ in nouns
                and previous.dep_ in ("acl", "prep", "relcl", "ccomp", "pcomp")
                and (infinitive or previous.dep_ == "prep")
            ) and node.lower_ not in ("response", "warning", "order", "orders", "decision"):
                return True
            if node.pos_ == "ADJ" and node.lower_ in adjectives and infinitive:
                return not _how_it_could(node, telling, doc)
        if node is trigger and node.tag_ == "VBZ" and node.head.lower_ in lexicon.verb_forms("hope"):
            return True
        # A finite past clause settles it: what stands above only reports; so does what comes after it.
        afterwards = node.dep_ == "prep" and node.lower_ in ("after", "following", "since")
        if afterwards or (node.tag_ in ("VBD", "VBZ") and node.pos_ == "VERB") or any(
            c.lower_ in ("was", "were", "has", "had", "have") and c.dep_ in ("aux", "auxpass") for c in node.children
        ):
            sure = True
        previous = node
    if telling.craft is not None:
        first = doc[telling.craft.start].lower_
        if first == "any" or (first == "every" and not sure):
            return True
    if telling.nominal and any(c.lower_ == "any" and c.dep_ == "det" for c in trigger.children):
        return True
    return _asked(trigger)


@cache
def _presupposing() -> frozenset[str]:
    return lexicon.group_forms("factive_verbs") | lexicon.group("presupposing_nouns")


def _how_it_could(node: Token, telling: Telling, doc: Doc) -> bool:
    """Say whether it is asked how or why something could happen that did: "to explain how a MiG could get in"."""
    if node.pos_ == "ADJ":
        clause = node.head
    elif any(c.lower_ == "could" and c.dep_ == "aux" for c in node.children):
        clause = node
    else:
        return False
    asks = any(c.lower_ in ("how", "why") and c.dep_ in ("advmod", "mark") for c in (*clause.children, *node.children))
    supposed = any(t.lower_ in ("if", "would", "future") for t in clause.subtree)
    # Not "how drones could enter": nothing points at any.
    named = telling.craft is not None and doc[telling.craft.head].tag_ not in ("NNS", "NNPS")
    return asks and not supposed and (named or (telling.craft is not None and telling.craft.count is not None))


def _supposed(trigger: Token, chain: list[Token]) -> bool:
    """Say whether it is only supposed: "suppose jets start flying", "any attempt to", "what if", "about to cross"."""
    if trigger.i > 1 and [t.lower_ for t in trigger.doc[trigger.i - 2 : trigger.i]] == ["about", "to"]:
        return True
    opening = [t.lower_ for t in trigger.sent[:6]]
    if "what" in opening and opening[opening.index("what") :][1:2] == ["if"]:
        return True
    for node in chain[1:]:
        words = {c.lower_: c for c in node.children}
        if node.lower_ in ("suppose", "supposing", "imagine"):
            return True
        if node.lower_ == "attempt" and any(w in words for w in ("any", "every")):
            return True
    return False


def _on_condition(verb: Token) -> bool:
    """Tell what is to be done should something happen: "orders drones to be shot down if they enter"."""
    ahead = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    clauses = (c for c in verb.children if c.dep_ == "advcl") if ahead else ()
    return any(m.lower_ in ("if", "unless", "whenever", "should") for c in clauses for m in c.children)


def _to_be_done(verb: Token) -> bool:
    """Say whether a headline tells what is still to be done: "Hungary to shoot down drones"."""
    ahead = {c.lower_ for c in verb.children if c.dep_ == "aux"} == {"to"}
    return ahead and verb.dep_ == "ROOT" and verb.tag_ == "VB" and grammar.has_subject(verb)


def _only_guarded_against(trigger: Token) -> bool:
    """Say whether it is what a device or a rule is made for, and nothing that happened.

    Read "sensors to hear drones come over the border", "jammers that stop drones entering", "to catch them before they
    enter", "how it would shoot down a drone that crossed".
    """
    above = trigger.head
    meant = any(c.lower_ == "to" and c.dep_ == "aux" for c in above.children)
    perceived = above.lower_ in lexicon.group_forms("perceiving_verbs")
    if trigger.tag_ == "VB" and trigger.dep_ in ("ccomp", "xcomp") and meant and perceived:
        return True
    before = trigger.dep_ == "advcl" and any(c.lower_ == "before" for c in trigger.children)
    if before and meant and trigger.tag_ in ("VBP", "VBZ", "VB"):
        return True
    stopped = {above.lower_, above.head.lower_} & lexicon.verb_forms("stop")
    if trigger.tag_ == "VBG" and trigger.dep_ in ("acl", "ccomp", "xcomp", "pcomp") and stopped:
        holder = above if above.lower_ in lexicon.verb_forms("stop") else above.head
        return holder.tag_ in ("VB", "VBP", "VBZ", "VBG")
    if trigger.dep_ != "relcl" or _told_as_fact(trigger):
        return False
    verb = above.head
    acts = verb.lower_ in ("shoot", "down", "fire", "destroy", "intercept", "escort", "meet", "bring")
    return acts and any(c.lower_ in ("would", "should") and c.dep_ == "aux" for c in verb.children)


def _any_such(noun: Token, telling: Telling) -> bool:
    """Say whether a noun stands for whatever of its kind may come: a plural subject that nothing points at."""
    bare = not any(c.dep_ in ("det", "poss", "amod", "nummod") for c in noun.children)
    return telling.nominal and bare and noun.dep_ in ("nsubj", "nsubjpass") and noun.tag_ == "NNS"


def _presupposed(telling: Telling, doc: Doc) -> bool:
    """Say whether a noun takes the event for granted: "discussed the downing of the jet"."""
    return telling.nominal and bool(
        {t.lower_ for t in doc[max(0, telling.trigger - 3) : telling.trigger]}
        & {"the", "this", "that", "its", "their"}
    )


def _carried_out(verb: str, telling: Telling) -> bool:
    """Say whether an infinitive after it is told as done: "ordered jets to intercept", "decided to shoot down"."""
    return verb in ("decide", "order") and telling.act in ("down", "intercept", "fire")


def _in_complement_of(node: Token, head: Token) -> bool:
    return node.dep_ in ("ccomp", "xcomp", "dobj", "conj", "prep", "pcomp", "pobj") or (
        node.head.i == head.i and node.dep_ == "advcl" and any(c.lower_ == "to" for c in node.children)
    )


def _asked(trigger: Token) -> bool:
    """Say whether the sentence asks if it happened: "have there been any incursions?"."""
    sentence = trigger.sent
    if "to ask the " in sentence.text[:60].casefold():
        # "To ask the Secretary of State how often Russian aircraft have violated Irish airspace"
        return True
    if not sentence.text.rstrip(" \n\t\"”'").endswith("?"):
        return False
    tree = {t.lower_ for t in trigger.subtree}
    if tree & {"any", "ever", "whether"}:
        return True
    above = list(grammar.ancestors(trigger))
    if any(c.lower_ == "any" for a in above if a.pos_ == "NOUN" for c in a.children):
        return True
    if any(a.pos_ == "NOUN" for a in above):
        return False
    first = sentence[0]
    for i in range(sentence.start, min(sentence.end - 1, sentence.start + 4)):
        if sentence.doc[i].text in (":", ".") and sentence[0].lower_ in lexicon.group("question_labels"):
            first = sentence.doc[i + 1]
    return first.lower_ in _QUESTION_STARTS or trigger.head.lower_ in ("be", "are", "is", "been")


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
