"""A parsed text as plain objects says of every word what spaCy's own says."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan

from airmap.events import grammar
from airmap.parsing import language
from airmap.parsing.parsed import Doc, Token, Tokens, plain

SEEDS = [p.read_text(encoding="utf-8") for p in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))]
TEXTS = [*SEEDS, "", " ", "Jets.", "\n\n A drone  crossed. ",
         "Rafales, Gripens, Typhoons and F-16s took off; none met it."]
SAME = ("i", "idx", "text", "lower_", "whitespace_", "pos_", "tag_", "dep_", "ent_type_", "lemma_", "is_alpha",
        "is_digit", "is_punct", "is_sent_start", "is_space", "is_upper", "like_num")


@pytest.fixture(scope="module", params=range(len(TEXTS)), ids=lambda n: TEXTS[n][:20].strip() or f"odd {n}")
def both(request: pytest.FixtureRequest) -> tuple[SpacyDoc, Doc]:
    (theirs,) = language.parse_all([TEXTS[request.param]])
    return theirs, plain(theirs, TEXTS[request.param])


def test_words_are_what_they_were(both: tuple[SpacyDoc, Doc]) -> None:
    theirs, ours = both
    assert (ours.text, len(ours), str(ours)) == (theirs.text, len(theirs), theirs.text)
    for a, b in zip(theirs, ours, strict=True):
        assert {name: getattr(b, name) for name in SAME} == {name: getattr(a, name) for name in SAME}
        assert (b.morph, len(b), b.doc) == (str(a.morph), len(a), ours)


def test_the_tree_is_what_it_was(both: tuple[SpacyDoc, Doc]) -> None:
    theirs, ours = both
    for a, b in zip(theirs, ours, strict=True):
        for name in ("head", "left_edge", "right_edge"):
            assert getattr(b, name).i == getattr(a, name).i, name
        for name in ("ancestors", "children", "conjuncts", "lefts", "rights", "subtree"):
            assert [t.i for t in getattr(b, name)] == [t.i for t in getattr(a, name)], name
        assert [b.is_ancestor(t) for t in ours] == [a.is_ancestor(t) for t in theirs]
        assert (b.sent.start, b.sent.end, b.sent.text) == (a.sent.start, a.sent.end, a.sent.text)


def test_stretches_are_what_they_were(both: tuple[SpacyDoc, Doc]) -> None:
    theirs, ours = both

    def told(span: SpacySpan | Tokens | None) -> tuple[object, ...] | None:
        if span is None:
            return None
        places = (span.start, span.end, span.text, span.label_, span.start_char, span.end_char)
        return (*places, span.root.i if len(span) else None)

    assert [told(e) for e in ours.ents] == [told(e) for e in theirs.ents]
    assert [told(s) for s in ours.sents] == [told(s) for s in theirs.sents]
    for start in range(0, len(theirs), 3):
        for length in (1, 2, 7):
            assert told(ours.span(start, start + length)) == told(theirs[start : start + length])
    for start in range(-1, len(theirs.text) + 1, 5):
        for length in (1, 4, 30):
            expected = theirs.char_span(start, start + length, alignment_mode="expand")
            assert told(ours.char_span(start, start + length)) == told(expected)


def test_slices_and_neighbours_have_the_limits_of_lists() -> None:
    doc = language.analyse("Two jets crossed the border.")
    assert [t.text for t in doc[1:3]] == ["jets", "crossed"]
    assert (doc.span(4, 2).text, doc.span(-2, len(doc)).text, doc.span(4, 99).text) == ("", "border.", "border.")
    assert (doc.span(1, 4)[-1].text, [t.text for t in doc.span(1, 4)[:2]]) == ("the", ["jets", "crossed"])
    assert (doc[-1].text, doc[1].nbor().text, doc[1].nbor(-1).text) == (".", "crossed", "Two")
    assert doc.span(1, 3) == doc.span(1, 3) != doc.span(1, 4)
    assert len({doc.span(1, 3), doc.span(1, 3), doc.span(1, 4)}) == 2
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
    with pytest.raises(IndexError):
        doc[len(doc) - 1].nbor()


def test_a_text_equals_no_other_with_the_same_words() -> None:
    doc, again = language.analyse_all(["Two jets.", "Two jets."])
    assert doc == doc != again
    assert len({doc, again}) == 2


def test_a_text_that_is_let_go_leaves_no_word_to_the_collector() -> None:
    def words() -> int:
        return sum(isinstance(o, Token) for o in gc.get_objects())

    gc.collect()
    before = words()
    gc.disable()
    try:
        doc = language.analyse("Two jets crossed the border and left.")
        assert words() == before + len(doc)
        verb = doc[2]
        asked = (verb.subtree, verb.ancestors, verb.conjuncts, [verb.left_edge], grammar.subjects(verb),
                 doc.having(frozenset({"jets"})), verb.sent.words)
        assert [len(found) for found in asked] == [8, 0, 1, 1, 1, 1, 8]
        del verb, asked
        doc.let_go()
        assert (list(doc), doc.text) == ([], "Two jets crossed the border and left.")
        assert words() == before
    finally:
        gc.enable()


def test_a_long_chain_of_words_is_no_recursion() -> None:
    doc = language.analyse("jet " + "and jet " * 3000)
    deepest = max(doc, key=lambda t: len(t.subtree))
    assert len(deepest.subtree) > 1000
    assert all(len(t.ancestors) <= 40 for t in doc)


def test_the_words_of_a_stretch_are_its_own() -> None:
    doc = language.analyse("Two Jets crossed the border. The jets left.")
    assert doc[1].sent.words == {"two", "jets", "crossed", "the", "border", "."}
    assert doc.span(0, 2).words == {"two", "jets"} != doc.span(1, 2).words
    assert doc[0].sent.words is doc[1].sent.words
