"""Who is blamed for an event, and who is not: blame withheld, blame for something else, an owner ruled out.

A text that names a state beside an event often says that the state had no part in it: "does not blame Angola", "there
was no evidence that the drone was Iranian". Another charge the state with something else: "accused Venezuela of massing
troops". Neither makes the aircraft its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from airmap import lexicon
from airmap.events import grammar
from airmap.events.coreference import party_in, speaker_above
from airmap.events.tellings import Telling
from airmap.mentions.actors import Actors, Craft, Party, state_of_party

if TYPE_CHECKING:
    from airmap.parsing.parsed import Doc, Token

# "These flights were violations": they point to what was told before.
_POINTING_BACK = frozenset({"this", "these", "both", "all"})
# How a phrase says what somebody is charged with: "of massing troops", "over a vote", "for the raid".
_CHARGING = frozenset({"of", "over", "for", "about", "regarding", "concerning", "with"})


def blamed(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield who is blamed: "Sudan blames Israel", "protests to Ankara over", "summons the Russian ambassador".

    Not: "Sudan does not blame Israel", "accused Venezuela of massing troops".
    """
    accusing = lexicon.verbs("cues", "reporting", "accusing")
    for token in doc[start:end]:
        if token.lower_ in lexicon.group("envoys"):
            party = party_in(token, actors)
            above = [token, *grammar.ancestors(token)]
            calling = next((a for a in above if a.lower_ in lexicon.group_forms("summoning_verbs")), None)
            if party is not None and calling is not None and not of_something_else(calling):
                yield party
        addressed = addressee(token, actors)
        if addressed is not None and not of_something_else(token):
            yield addressed
        for thing in () if unsaid(token) else blame_laid_on(token):
            party = actors.party_at.get(thing.i)
            if party is not None and party.kind == "state":
                yield party
        if token.lower_ not in accusing or token.pos_ not in ("VERB", "NOUN"):
            continue
        if unsaid(token) or of_something_else(token):
            continue
        things: Iterable[Token] = grammar.passive_or_objects(token) if token.pos_ == "VERB" else ()
        named = [t for p, t in grammar.prepositions(token) if p in ("to", "against", "on", "at", "with")]
        things = [t for t in things if not _left_out(t)] or [c for t in things for c in t.conjuncts if c.i > t.i]
        for thing in (*things, *named):
            party = actors.party_at.get(thing.i)
            if party is not None and party.kind == "state":
                yield party


def blame_laid_on(verb: Token) -> list[Token]:
    """Return who gets the blame: "pointed the finger at Chad", "laid it at Chad's door", "held Chad responsible".

    Not: "laid a wreath at the door", "held Chad to a draw".
    """
    if verb.pos_ != "VERB":
        return []
    done = grammar.passive_or_objects(verb)
    answerable = lexicon.group("answerable")
    if verb.lower_ in lexicon.verb_forms("hold"):
        return done if any(c.i > verb.i and c.lower_ in answerable for c in verb.children) else []
    if verb.lower_ not in lexicon.group_forms("blame_laying_verbs"):
        return []
    blame = any(t.lower_ in lexicon.group("blame_nouns") for t in done)
    phrases = [*grammar.prepositions(verb), *(x for t in done for x in grammar.prepositions(t))]
    doors = [t for p, t in phrases if p == "at" and t.lower_ in lexicon.group("doors")]
    laid_on = [t for p, t in phrases if blame and p in ("on", "at", "with", "upon") and t not in doors]
    return [*laid_on, *(c for t in doors for c in t.children if c.dep_ == "poss")]


def addressee(verb: Token, actors: Actors) -> Party | None:
    """Return who is handed a complaint: "gives Myanmar's embassy a note", "a protest was delivered to the consul"."""
    if verb.lower_ not in lexicon.group_forms("delivering_verbs") or verb.pos_ != "VERB":
        return None
    given = grammar.patients(verb)
    notes = [t for t in given if t.lower_ in lexicon.group("complaints_sent")]
    if not notes or unsaid(verb):
        return None
    # "sends a note of protest to Poland"
    notes += [t for n in notes for p, t in grammar.prepositions(n) if t.lower_ in lexicon.group("complaints_sent")]
    named = [t for n in (verb, *notes) for p, t in grammar.prepositions(n) if p in ("to", "with", "against", "at")]
    named += [c for c in verb.children if c.dep_ in ("dative", "iobj", "dobj") and c not in notes]
    parties = (party_in(t, actors) for t in named)
    return next((p for p in parties if p is not None and p.state is not None and p.kind != "group"), None)


def complaining(doc: Doc, actors: Actors, start: int, end: int) -> Iterator[Party]:
    """Yield who protests or blames another: "Nicosia protested", "Hanoi summoned the ambassador"."""
    for token in doc[start:end]:
        if token.pos_ == "VERB" and (
            token.lower_ in protesting_verbs() or addressee(token, actors) is not None or blame_laid_on(token)
        ):
            for subject in grammar.agents(token):
                party = party_in(subject, actors) or _where_posted(subject, actors)
                if party is not None and party.kind != "group" and party.state is not None:
                    yield party


def complaining_after(verb: Token, actors: Actors) -> Party | None:
    """Return who protests in the sentences that go on: "Guyana protests against this breach of its sovereignty".

    Or whose airspace they say was violated: "These flights were violations of Lebanese airspace".
    """
    doc, start = verb.doc, verb.sent.end
    entries = lexicon.nouns("events", "entry_nouns", "strong")
    while start < doc.end_after(verb.i, 2):
        sentence = doc[start].sent
        start = sentence.end
        protesting = next(complaining(doc, actors, sentence.start, sentence.end), None)
        if protesting is not None and sentence.words & (entries | lexicon.group("about_flights")):
            return protesting
        if sentence.words & entries and not sentence.words.isdisjoint(_POINTING_BACK):
            zones = (z for z in actors.zones if sentence.start <= z.start < sentence.end and z.kind == "national")
            return next((z.owner for z in zones if z.owner is not None), None)
    return None


def _where_posted(body: Token, actors: Actors) -> Party | None:
    """Return where those serve who act for a state: "a taskforce stationed along the Chanthaburi border"."""
    posted = [c for c in body.children if c.dep_ == "acl" and c.lower_ in lexicon.group_forms("posting_verbs")]
    there = [t for verb in posted for _, t in grammar.prepositions(verb)]
    there += [t for p, t in grammar.prepositions(body) if p in ("in", "at", "on", "along")]
    return next((p for t in there if (p := party_in(t, actors)) is not None), None)


@cache
def protesting_verbs() -> frozenset[str]:
    """Return the forms of the verbs by which a side accuses another or calls in its envoy."""
    return lexicon.group_forms("summoning_verbs").union(lexicon.verbs("cues", "reporting", "accusing"))


@cache
def blaming_forms() -> frozenset[str]:
    """Return the forms of the verbs by which a side is blamed: "condemns", "accused", "rebuking"."""
    verbs = {*lexicon.table("cues")["reporting"]["accusing"], *lexicon.group("summoning_verbs"), "condemn", "denounce"}
    return lexicon.verb_forms(*verbs, "criticise", "criticize", "rebuke")


def insisting(verb: Token, actors: Actors) -> Party | None:
    """Return who insists that it did not happen: "Russia insisted that the planes did not violate Japan's airspace"."""
    speaker, said = speaker_above(verb, actors)
    insists = said is not None and said.lower_ in lexicon.verb_forms("insist", "maintain", "contend")
    return speaker if insists and speaker is not None and speaker.state is not None else None


def _left_out(thing: Token) -> bool:
    """Say whether it is named only for contrast: "not Turkey but Israel"."""
    first = thing.left_edge.i
    return "not" in (thing.doc[max(0, first - 1)].lower_, thing.doc[first].lower_)


def unsaid(token: Token, actors: Actors | None = None, of: str | None = None) -> bool:
    """Say whether the text does not say what a word would: "no evidence that it was Iranian", "declined to blame".

    Parameters
    ----------
    token
        The verb, noun or adjective that would say it.
    of
        The state that it is said of. Where it is that state itself that denies it ("Tehran dismissed the tale of an
        Iranian drone"), somebody else has said it.
    """
    previous: Token | None = None
    for node in (token, *grammar.ancestors(token)):
        words = {c.lower_ for c in node.children}
        if previous is not None:
            finite = previous.tag_ in ("VBD", "VBZ", "VBP")
            apart = previous.dep_ == "parataxis" or (
                previous.dep_ in ("conj", "advcl", "relcl") and (grammar.has_subject(previous) or finite)
            )
            if apart:
                return False
            if node.lower_ in lexicon.group_forms("withholding_verbs") and previous.dep_ not in grammar.SUBJECTS:
                return not _by_itself(node, actors, of)
            if node.lower_ in lexicon.group("evidence_nouns", "ties") and "no" in words:
                return True
            held_back = {node.lower_, *(c.lower_ for c in node.children if c.dep_ in ("acomp", "attr"))}
            if held_back & lexicon.group("withholding_adjectives") or node.lower_ == "nothing":
                return True
        if node.pos_ in ("VERB", "AUX", "ADJ") and grammar.negated(node):
            return True
        if "not" in words and node.pos_ in ("NOUN", "PROPN", "ADJ"):
            # "not a Russian plane"
            return True
        previous = node
    return False


def _by_itself(verb: Token, actors: Actors | None, of: str | None) -> bool:
    """Say whether a state speaks of itself."""
    if actors is None or of is None:
        return False
    return any(p.state == of for t in grammar.agents(verb) if (p := party_in(t, actors)) is not None)


def cleared(doc: Doc, actors: Actors, start: int, end: int) -> frozenset[str]:
    """Return the states of which the text says that it was not theirs: "it was not a Russian plane", "not Iranian"."""
    denied = {
        p.state
        for p in actors.parties
        if start <= p.start < end and p.state is not None and p.kind != "place" and _ruled_out(p, doc, actors)
    }
    owned = [(c.head, c.party.state) for c in actors.crafts if c.party is not None]
    return frozenset(denied - {state for head, state in owned if not unsaid(doc[head], actors, state)})


def owner_denied(verb: Token) -> bool:
    """Say whether a verb denies whose it was and nothing else: "Angola denies it was its aircraft"."""
    if verb.lower_ not in lexicon.verb_forms("deny", "disown"):
        return False
    if any(o.lower_ == "ownership" for o in grammar.objects(verb)):
        return True
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None:
        return False
    if clause.lower_ in lexicon.verb_forms("belong"):
        return True
    own = any(t.lower_ in ("its", "theirs", "ours", "their", "his") for t in clause.subtree if t.i > clause.i)
    return clause.lower_ in lexicon.verb_forms("be") and own


def _ruled_out(party: Party, doc: Doc, actors: Actors) -> bool:
    """Say whether a name is the owner in a clause that says whose an aircraft is not."""
    top = word = doc[party.end - 1]
    while top.dep_ in ("amod", "compound", "poss", "nmod") and top.head.i != top.i:
        top = top.head
    if top.i != word.i and actors.craft_headed(top) is None and top.lower_ not in lexicon.group("attributes"):
        return False
    if top.dep_ in ("attr", "acomp", "oprd"):
        return unsaid(top, actors, party.state)
    carrier = top.head.head if top.dep_ == "pobj" else top.head
    if top.dep_ == "pobj" and carrier.lower_ in lexicon.verb_forms("belong", "come"):
        return unsaid(carrier, actors, party.state)
    return False


def of_something_else(verb: Token) -> bool:
    """Say whether what a side is charged with has nothing to do with the air: "of massing troops on the border"."""
    charges: list[Token] = []
    for node in (verb, *(c for c in verb.children if c.dep_ in ("dobj", "nsubjpass"))):
        for word in node.children:
            if word.dep_ == "prep" and word.lower_ in _CHARGING:
                charges += [c for c in word.children if c.dep_ in ("pcomp", "pobj")]
    if not charges:
        return False
    aerial = _of_the_air() | lexicon.group("air_context")
    for charge in charges:
        words = {t.lower_ for t in charge.subtree}
        pronouns = {charge.lower_, *(c.lower_ for c in charge.children if c.dep_ == "dobj")}
        if pronouns & lexicon.group("charged_pronouns"):
            return False
        # "for the explosions" may be about what flew; "of sheltering rebels" is not.
        deed = charge.pos_ == "VERB" or charge.lower_.endswith("ing")
        may_be = not deed or bool(words & aerial)
        if may_be and not words & lexicon.group("matters_of_the_ground"):
            return False
    return True


@cache
def _of_the_air() -> frozenset[str]:
    """Return the words that let a charge be about what flew: entries, deeds of force, and what stands for either."""
    forms = {f for table in ("entry_strong", "force_down", "contact_close") for f in lexicon.verbs("events", table)}
    return frozenset(
        forms
        | lexicon.nouns("events", "entry_nouns", "strong")
        | lexicon.group("conduct", "attack_nouns", "volleys")
        | lexicon.group_forms("charged_deeds")
        | lexicon.group("charged_things")
    )


def accusers_own(telling: Telling, craft: Craft | None, doc: Doc, actors: Actors) -> Party | None:
    """Return who accuses others of what they did to an aircraft: "Norway accuses a MiG of buzzing a patrol plane"."""
    if craft is None or craft.party is not None or craft.owner_pronoun is not None or craft.definite or craft.civil:
        return None
    speaker, verb = speaker_above(doc[telling.trigger], actors)
    accuses = verb is not None and verb.lower_ in lexicon.verbs("cues", "reporting", "accusing")
    other = state_of_party(telling.responder)
    if speaker is None or not accuses or speaker.state is None or other is None or speaker.state == other:
        return None
    return speaker
