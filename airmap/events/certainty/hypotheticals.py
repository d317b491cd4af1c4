"""What is told as a threat, a condition, a question or a plan, and not as something that was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.certainty.short_answers import says_yes
from airmap.events.event_words import inquiring_words
from airmap.events.no_incident.leave import told_without_leave
from airmap.events.tellings import Telling

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token, Tokens

_TAKING_FOR_GRANTED = frozenset({"for", "to", "over", "about", "after", "following", "at", "on"})
_KNOWN = frozenset({"the", "this", "these", "recent", "latest", "repeated", "last"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_DOERS = frozenset({"it", "they", "we", "he", "she"})
_QUESTION_STARTS = lexicon.group("question_starts")


@dataclass(frozen=True, slots=True)
class _Told:
    """The word that tells of an event, with what governs it, nearest first, and what was read of it."""

    trigger: Token
    chain: list[Token]
    doc: Doc
    telling: Telling


@dataclass(frozen=True, slots=True)
class _Step(_Told):
    """One step on the way up from that word: what stands above, what right below it, and whether the event is sure."""

    node: Token
    below: Token
    sure: bool


def hypothetical(trigger: Token, chain: list[Token], doc: Doc, telling: Telling) -> bool:
    """Say whether an event is told as one that was not, or not yet; ``chain`` is its word and what governs it."""
    told = _Told(trigger, chain, doc, telling)
    for question, answer in _BY_THE_WORD:
        if question(told):
            return answer
    if (opened := _left_open_by(trigger, trigger, telling, doc)) is not None:
        return opened
    if trigger.tag_ == "VBZ" and trigger.head.lower_ in lexicon.verb_forms("hope"):
        return True
    below, sure = trigger, _settles(trigger)
    for node in chain[1:]:
        step = _Step(trigger, chain, doc, telling, node, below, sure)
        for ask in _BY_WHAT_STANDS_ABOVE:
            if (found := ask(step)) is not None:
                return found
        below, sure = node, sure or _settles(node)
    return _whichever(told, sure) or _asked(trigger)


def _in_a_rule(told: _Told) -> bool:
    """Read "pilots who violate the zone may be fined"."""
    verb = told.trigger
    if verb.dep_ != "relcl" or verb.tag_ not in ("VBP", "VB"):
        return False
    main = next((a for a in grammar.ancestors(verb.head) if a.pos_ in ("VERB", "AUX")), None)
    return main is not None and any(c.dep_ == "aux" and c.lower_ in _modals() for c in main.children)


def _on_condition(told: _Told) -> bool:
    """Tell what is to be done should something happen: "orders drones to be shot down if they enter"."""
    verb = told.trigger
    ahead = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    clauses = (c for c in verb.children if c.dep_ == "advcl") if ahead else ()
    return any(m.lower_ in ("if", "unless", "whenever", "should") for c in clauses for m in c.children)


def _taken_for_granted(told: _Told) -> bool:
    """Read "will act over the downing of a plane", "considers how to respond to the shooting down of its jet"."""
    word, above = told.trigger, told.trigger.head
    if word.dep_ != "pobj" or above.lower_ not in _TAKING_FOR_GRANTED or not _presupposed(told.telling, told.doc):
        return False
    return above.head.lower_ not in lexicon.word_set("cues", "hypothetical", "nouns") - {"response"}


def _sent_to_do_it(told: _Told) -> bool:
    """Read "prompting the deployment of jets to shoot them down"; not "the third attempt to shoot it down"."""
    verb = told.trigger
    if verb.tag_ != "VB" or verb.dep_ != "acl" or told.telling.act not in ("down", "fire"):
        return False
    tried = verb.head.lower_ in lexicon.group("tries") or any(
        c.lower_ in lexicon.group("ordinal_words") for c in verb.head.children
    )
    return not tried and any(c.lower_ == "to" for c in verb.children)


def _told_to_stop(told: _Told) -> bool:
    """Read "told Turkey to stop entering its airspace": it did enter; so it had who "did not stop"."""
    verb = told.trigger
    return verb.tag_ == "VBG" and verb.dep_ == "xcomp" and verb.head.lower_ in lexicon.group_forms("ceasing_verbs")


def _never_stopped(told: _Told) -> bool:
    return _told_to_stop(told) and grammar.negated(told.trigger.head)


def _supposed(told: _Told) -> bool:
    """Say whether it is only supposed: "suppose jets start flying", "any attempt to", "what if", "about to cross"."""
    trigger = told.trigger
    if trigger.i > 1 and [t.lower_ for t in trigger.doc[trigger.i - 2 : trigger.i]] == ["about", "to"]:
        return True
    opening = [t.lower_ for t in trigger.sent[:6]]
    if "what" in opening and opening[opening.index("what") :][1:2] == ["if"]:
        return True
    for node in told.chain[1:]:
        if node.lower_ in ("suppose", "supposing", "imagine"):
            return True
        if node.lower_ == "attempt" and any(c.lower_ in ("any", "every") for c in node.children):
            return True
    return False


def _only_guarded_against(told: _Told) -> bool:
    """Say whether it is what a device or a rule is made for, and nothing that happened.

    Read "sensors to hear drones come over the border", "jammers that stop drones entering", "to catch them before they
    enter", "how it would shoot down a drone that crossed".
    """
    trigger, above = told.trigger, told.trigger.head
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


def _to_be_done(told: _Told) -> bool:
    """Say whether a headline tells what is still to be done: "Hungary to shoot down drones"."""
    return any(
        verb.dep_ == "ROOT" and verb.tag_ == "VB" and grammar.has_subject(verb)
        and {c.lower_ for c in verb.children if c.dep_ == "aux"} == {"to"}
        for verb in told.chain
    )


def _counted_ones_asked_about(told: _Told) -> bool:
    """Read "plans to seek clarification regarding the entry of two jets"."""
    word, craft = told.trigger, told.telling.craft
    about = word.dep_ == "pobj" and word.head.lower_ in lexicon.group("about_words")
    return told.telling.nominal and about and craft is not None and craft.count is not None


def _was_in_it(told: _Told) -> bool:
    """Read "had no leave to cross", "was ordered to leave its airspace": it was in it."""
    leaving = told.telling.act == "entry" and told.trigger.lower_ in lexicon.group_forms("exit_verbs")
    return leaving or told_without_leave(told.trigger)


# What the word itself and its clause settle, and whether the event is hypothetical then.
_BY_THE_WORD: tuple[tuple[Callable[[_Told], bool], bool], ...] = (
    (_in_a_rule, True),
    (_on_condition, True),
    (_taken_for_granted, False),
    (_sent_to_do_it, True),
    (_never_stopped, True),
    (_told_to_stop, False),
    (_supposed, True),
    (_only_guarded_against, True),
    (_to_be_done, True),
    (_counted_ones_asked_about, False),
    (_was_in_it, False),
)


def _settles(node: Token) -> bool:
    """Say whether a word settles that it was: what stands above a finite past only reports, or comes after it."""
    afterwards = node.dep_ == "prep" and node.lower_ in ("after", "following", "since")
    return afterwards or (node.tag_ in ("VBD", "VBZ") and node.pos_ == "VERB") or any(
        c.lower_ in ("was", "were", "has", "had", "have") and c.dep_ in ("aux", "auxpass") for c in node.children
    )


def _left_open_by(node: Token, trigger: Token, telling: Telling, doc: Doc) -> bool | None:
    """Say whether a verb's own clause leaves open what it tells: "would cross", "if it crosses"; None where silent."""
    if _may_be(node) and not _how_it_could(node, telling, doc):
        return True
    return _in_doubt(node, trigger)


def _may_be(node: Token) -> bool:
    """Say whether a verb's auxiliary leaves open whether it was: "may be shot down", "could have been, if".

    Not: "may have crossed", "should not have been there".
    """
    if node.pos_ not in ("VERB", "AUX") or not _has_modal(node) or blamed(node):
        return False
    guessed = any(c.lower_ in ("may", "might", "could", "must") for c in node.children if c.dep_ in _AUXILIARIES)
    return not (guessed and _is_perfect(node))


def _has_modal(node: Token) -> bool:
    return any(c.dep_ in _AUXILIARIES and c.lower_ in _modals() for c in node.children)


def _is_perfect(node: Token) -> bool:
    """Read "may have crossed"; not "could have been shot down if there were signs that": it was not."""
    if not any(c.dep_ in _AUXILIARIES and c.lower_ in ("have", "had") for c in node.children):
        return False
    return not any(c.dep_ == "advcl" and any(m.lower_ == "if" for m in c.children) for c in node.children)


def _in_doubt(node: Token, trigger: Token) -> bool | None:
    """Say whether a clause begins with "if" or "whether", and None if it does not.

    Not: "Asked whether it had crossed the border, she said: 'Yes, it did'".
    """
    words = {c.lower_ for c in node.children if c.dep_ in ("mark", "advmod")}
    if words.isdisjoint(("if", "unless", "whether")):
        return None
    return "whether" not in words or "yes" not in trigger.sent.words


def _known_from_below(step: _Step) -> bool | None:
    """Read "unless he condemned the flight of the plane that was brought down": it was.

    Also "unless he explains why two of its jets shadowed the plane": they did.
    """
    below = step.below
    if below.dep_ == "relcl" and _told_as_fact(below):
        return False
    explained = below.tag_ == "VBD" and any(c.lower_ in ("why", "how") and c.i < below.i for c in below.children)
    return False if explained else None


def _known_from_above(step: _Step) -> bool | None:
    """Read "will not apologise for shooting it down", "will claim responsibility for", "to discuss its breach of"."""
    node, trigger = step.node, step.trigger
    if step.below.dep_ in ("prep", "pcomp"):
        # "will claim credit for", "will file a complaint against daily violations"
        named = {node.lower_, *(o.lower_ for o in grammar.objects(node) if o.i < trigger.i)}
        if not named.isdisjoint(_presupposing()) or blamed(node):
            return False
    return False if node is trigger.head and _discussed(step.telling, trigger) else None


def _unconfirmed(step: _Step) -> bool | None:
    """Read "could not confirm that it had crossed", "is unable to verify that": nobody says that it did."""
    verb = step.node
    if verb.lower_ not in ("confirm", "verify", "corroborate"):
        return None
    able = any(c.lower_ in ("can", "ca", "could") for c in verb.children)
    unsaid = (able and grammar.negated(verb)) or (verb.dep_ == "xcomp" and verb.head.lower_ == "unable")
    return True if unsaid else None


def _looked_into(step: _Step) -> bool | None:
    """Read "was asked to explain flights over its airspace", "orders an inquiry into": there were some."""
    if not step.telling.nominal or step.node.lower_ not in inquiring_words():
        return None
    unsure = any(c.lower_ in ("any", "every", "whether") for n in step.chain for c in n.children)
    return None if unsure else False


def _left_open_above(step: _Step) -> bool | None:
    """Say whether the clause above leaves it open: "would let jets cross", "if it were to", "without crossing"."""
    node, below = step.node, step.below
    if node.pos_ not in ("VERB", "AUX", "NOUN", "PROPN"):
        return None
    if _has_modal(node):
        reports = node.lower_ in lexicon.verbs("cues", "reporting")
        unreal = not step.sure and not reports and _may_be(node) and _in_complement_of(below, node)
        if unreal and not _how_it_could(node, step.telling, step.doc):
            return True
        if below.dep_ in ("csubj", "nsubj") and below.tag_ == "VBG":
            return True
        if below is step.trigger and _any_such(below, step.telling) and not _is_perfect(node):
            # "Overflights of France will be subject to restrictions"
            return True
    if (doubted := _in_doubt(node, step.trigger)) is not None:
        return doubted
    return True if node.lower_ == "without" and below.dep_ in ("pcomp", "pobj", "prep") else None


def _only_meant(step: _Step) -> bool | None:
    """Say whether what stands above means it and no more: "threatened to shoot", "permission to cross", "ready to"."""
    node, below = step.node, step.below
    if step.sure or _shown(step):
        return None
    infinitive = any(c.lower_ == "to" and c.dep_ in ("aux", "mark") for c in below.children) or (
        # "lets the air force bring down"
        below.tag_ == "VB" and _governors().get(node.lower_) == "let"
    )
    if _only_wanted(step, infinitive) or _only_a_plan(node, below, infinitive):
        return True
    if infinitive and node.pos_ == "ADJ" and node.lower_ in lexicon.word_set("cues", "hypothetical", "adjectives"):
        return not _how_it_could(node, step.telling, step.doc)
    return None


def _shown(step: _Step) -> bool:
    """Read "Let's start with this picture of two F-15s intercepting": the reader is asked no more than to look."""
    node = step.node
    if node.lower_ != "let" or step.trigger.dep_ not in ("acl", "relcl"):
        return False
    return node.nbor(1).lower_ in ("'s", "’s", "us")


def _only_wanted(step: _Step, infinitive: bool) -> bool:
    """Say whether a verb above has it wanted, feared, forbidden or practised: "threatened to", "prevented it from"."""
    node, below = step.node, step.below
    verb = _governors().get(node.lower_)
    if verb is None or node.pos_ not in ("VERB", "AUX"):
        return False
    if verb == "avoid" and any(c.dep_ == "advmod" and c.lower_ in lexicon.group("almost") for c in node.children):
        # "barely avoided a collision"
        return False
    clause = below.dep_ in ("xcomp", "ccomp", "advcl") and infinitive
    phrase = below.dep_ in ("dobj", "pcomp") or (
        below.dep_ == "prep" and below.lower_ in ("from", "against", "on", "of")
    )
    if not clause and not phrase and verb not in lexicon.group("unreal_activities"):
        return False
    if below.dep_ == "advcl" and below.tag_ == "VBG":
        # "simulated an attack on the destroyer, passing nine metres from its mast": it did pass.
        return False
    if verb == "be":
        return infinitive and below.dep_ == "xcomp"
    if infinitive:
        return not _carried_out(verb, step.telling)
    practised = verb in ("simulate", "rehearse", "practise", "practice")
    unreal = verb in lexicon.group("irrealis_verbs")
    return unreal and (practised or not _presupposed(step.telling, step.doc))


def _only_a_plan(node: Token, below: Token, infinitive: bool) -> bool:
    """Read "permission to enter its airspace", "a plan for flights over", "the right to shoot them down"."""
    if node.pos_ != "NOUN" or node.lower_ not in lexicon.word_set("cues", "hypothetical", "nouns"):
        return False
    if node.lower_ in ("response", "warning", "order", "orders", "decision"):
        return False
    return below.dep_ == "prep" or (infinitive and below.dep_ in ("acl", "relcl", "ccomp", "pcomp"))


# What each word above settles of what stands below it, if anything.
_BY_WHAT_STANDS_ABOVE: tuple[Callable[[_Step], bool | None], ...] = (
    _known_from_below,
    _known_from_above,
    _unconfirmed,
    _looked_into,
    _left_open_above,
    _only_meant,
)


def _whichever(told: _Told, sure: bool) -> bool:
    """Say whether it is told of whatever aircraft or event there may be: "any aircraft that", "every drone", "any"."""
    if told.telling.craft is not None:
        first = told.doc[told.telling.craft.start].lower_
        if first == "any" or (first == "every" and not sure):
            return True
    return told.telling.nominal and any(c.lower_ == "any" and c.dep_ == "det" for c in told.trigger.children)


@cache
def _modals() -> frozenset[str]:
    return lexicon.word_set("cues", "hypothetical", "modals")


def _governors() -> Mapping[str, str]:
    """Return the forms of the verbs by which something is wanted, feared or allowed, and each one's verb."""
    return lexicon.verbs("cues", "hypothetical", "governors")


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


def _affirmed(question: Tokens, asked: str) -> bool:
    """Say whether what follows a question says yes to it: "A: Yes.", "GEN. COOK: It did."."""
    following = question.doc[question.end : min(len(question.doc), question.end + 8)]
    first = next((n for n, t in enumerate(following) if t.is_alpha and (not t.is_upper or t.text == "I")), None)
    if first is None:
        return False
    # "Did you fire at it? They fired warning shots."
    who, *done = [t.lower_ for t in following[first : first + 2]]
    return says_yes(following[first:]) or (who in _DOERS and not lexicon.verb_forms(asked).isdisjoint(done))


def _discussed(telling: Telling, trigger: Token) -> bool:
    """Say whether others meet about an event that was: "to discuss Russia's recent breach of its airspace"."""
    known = any(c.dep_ == "poss" or c.lower_ in _KNOWN for c in trigger.children)
    return known and telling.zone is not None and trigger.dep_ == "dobj" and (
        trigger.head.lower_ in lexicon.group_forms("discussing_verbs"))


def _asked(trigger: Token) -> bool:
    """Say whether the sentence asks if it happened: "have there been any incursions?"."""
    sentence = trigger.sent
    if _affirmed(sentence, trigger.lower_):
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
