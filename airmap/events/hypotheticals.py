"""What is told as a threat, a condition, a question or a plan, and not as something that was."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.event_words import inquiring_words
from airmap.events.leave import told_without_leave
from airmap.events.tellings import Telling

if TYPE_CHECKING:
    from airmap.parsed import Doc, Token, Tokens

_TAKING_FOR_GRANTED = frozenset({"for", "to", "over", "about", "after", "following", "at", "on"})
_KNOWN = frozenset({"the", "this", "these", "recent", "latest", "repeated", "last"})
_QUESTION_STARTS = lexicon.group("question_starts")


def hypothetical(trigger: Token, chain: list[Token], doc: Doc, telling: Telling) -> bool:
    """Say whether an event is told as one that was not, or not yet; ``chain`` is its word and what governs it."""
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
        done = not named.isdisjoint(_presupposing()) or blamed(node)
        if done and previous is not None and previous.dep_ in ("prep", "pcomp"):
            return False  # "will not apologise for shooting it down", "claimed responsibility for": it was.
        if node is trigger.head and _discussed(telling, trigger):
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
                and not blamed(node)
                and (node is trigger or node.lower_ not in reporting)
            ) and (previous is None or _in_complement_of(previous, node)) and not _how_it_could(node, telling, doc):
                return True
            if has_modal and previous is not None and previous.dep_ in ("csubj", "nsubj") and previous.tag_ == "VBG":
                return True
            if has_modal and not perfect and previous is trigger and _any_such(trigger, telling):
                # "Overflights of France will be subject to restrictions"
                return True
            if any(w in children and children[w].dep_ in ("mark", "advmod") for w in ("if", "unless", "whether")):
                # "Asked whether it had crossed the border, she said: 'Yes, it did'"
                return "whether" not in children or "yes" not in trigger.sent.words
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


def blamed(verb: Token) -> bool:
    """Say whether a verb blames for what was done: "should not have been there"."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return "have" in auxiliaries and bool(auxiliaries & {"should", "ought"}) and grammar.negated(verb)


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


def _affirmed(question: Tokens) -> bool:
    """Say whether what follows a question says yes to it: "A: Yes.", "MR. COOK: Yes, it did."."""
    following = question.doc[question.end : min(len(question.doc), question.end + 8)]
    first = next((t for t in following if t.is_alpha and not t.is_upper and t.text != "A"), None)
    return first is not None and first.lower_ in ("yes", "yeah", "correct", "indeed")


def _discussed(telling: Telling, trigger: Token) -> bool:
    """Say whether others meet about an event that was: "to discuss Russia's recent breach of its airspace"."""
    known = any(c.dep_ == "poss" or c.lower_ in _KNOWN for c in trigger.children)
    return known and telling.zone is not None and trigger.dep_ == "dobj" and (
        trigger.head.lower_ in lexicon.group_forms("discussing_verbs"))


def _asked(trigger: Token) -> bool:
    """Say whether the sentence asks if it happened: "have there been any incursions?"."""
    sentence = trigger.sent
    if _affirmed(sentence):
        # "Did they cross the border? Yes. Two of them came in."
        return False
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
