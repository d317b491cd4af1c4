"""The pipeline gives what spaCy's own gives, in less time."""

from pathlib import Path

import pytest

from airmap.parsing import language

ROOT = Path(__file__).resolve().parent.parent
SEEDS = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))]
ODD = ["It ain't gonna fly, c'mon, let's go.", "  \n\n Two\tjets\n", "THE MIG-31s ENTERED ESTONIA",
       "Who's there? She'd gone."]


@pytest.fixture(scope="module")
def nlp():
    return language.load_pipeline()


@pytest.mark.parametrize("text", [*SEEDS[:6], *ODD])
def test_a_ruler_with_a_memory_finds_what_it_found_without(nlp, text: str) -> None:
    ruler = nlp.get_pipe("attribute_ruler")
    before = nlp(text, disable=("attribute_ruler", "lemmatizer", "ner"))
    for _ in range(2):
        assert ruler.match(before) == type(ruler).match(ruler, before)


def test_texts_parsed_together_are_parsed_as_alone(nlp) -> None:
    texts = [*SEEDS, *ODD]
    for alone, together in zip((language.parse_all([t])[0] for t in texts), language.parse_all(texts), strict=True):
        assert alone.to_bytes(exclude=["tensor", "user_data"]) == together.to_bytes(exclude=["tensor", "user_data"])


@pytest.mark.parametrize("text", [*SEEDS[:3], *ODD])
def test_lemmas_on_demand_are_those_of_the_pipeline(nlp, text: str) -> None:
    assert [language.lemma_of(t) for t in language.analyse(text)] == [t.lemma_ for t in nlp(text)]


@pytest.mark.parametrize(
    "text",
    [
        "MOSCOW/OSLO, Sept 14 - A Soviet fighter struck a patrol plane.",
        "ISLAMABAD (Reuters) - Two jets crossed the border.",
        "WARSAW, Poland (AP) — Two jets crossed the border.",
        "Riga, 3 May -- Two jets crossed the border.",
    ],
)
def test_a_dateline_is_no_part_of_the_sentence_that_it_opens(text: str) -> None:
    _dateline, sentence = language.analyse(text).sents
    assert sentence.text.startswith(("A Soviet", "Two jets"))


@pytest.mark.parametrize("text", ["Ankara - not Athens - denied it.", "F-16s — two of them — crossed the border."])
def test_a_dash_alone_makes_no_dateline(text: str) -> None:
    assert len(list(language.analyse(text).sents)) == 1
