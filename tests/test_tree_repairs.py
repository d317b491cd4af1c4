"""Systematic misparses are mended: who flies is the subject, and what was fired goes on."""

import pytest

from airmap.events import grammar
from airmap.parsing import language


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("A Global Hawk flying near the strait was shot down by a missile.", "shot", "Hawk"),
        ("A Russian Il-20 flying without a flight plan was escorted by Eurofighters.", "escorted", "Il-20"),
        ("A CP-140 monitoring ships off Korea was buzzed by fighters.", "buzzed", "CP-140"),
        ("A U-2 photographing missile sites was shot down over Cuba.", "shot", "U-2"),
        ("Three cruise missiles fired at Ukraine from Russian vessels passed through Moldovan airspace.", "passed",
         "missiles"),
        # Counter-examples: what the parser had right stays as it was.
        ("Russia's flying over the town was condemned.", "condemned", "flying"),
        ("Flying drones near the base was forbidden.", "forbidden", "Flying"),
        ("The gunners fired at the plane and passed the village.", "passed", "gunners"),
        ("An F-16 training flight was cancelled.", "cancelled", "flight"),
    ],
)
def test_who_flies_is_the_subject(text: str, verb: str, subject: str) -> None:
    token = next(t for t in language.analyse(text) if t.text == verb)
    assert [t.text for t in grammar.subjects(token)][:1] == [subject]


def test_an_airliner_descends() -> None:
    doc = language.analyse("A drone came close to an airliner descending over central London.")
    assert next(t for t in doc if t.text == "descending").head.text == "airliner"


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("OSLO, Sept 14 - A Soviet fighter struck a patrol plane.", "A"),
        ("WARSAW, Poland (AP) -- Two jets crossed the border.", "Two"),
        ("2022 Zagreb Tu-141 crash: A drone falls beside a dormitory.", "A"),
        ("Russian invasion of Ukraine: Moldova reports that a missile flew over it.", "Moldova"),
        ("Q: The Chinese are complaining that it entered their airspace.", "The"),
        ("MR. KIRBY: We were in international airspace.", "We"),
    ],
)
def test_a_sentence_begins_after_what_opens_a_text(text: str, opening: str) -> None:
    assert opening in [s[0].text for s in language.analyse(text).sents][1:]


@pytest.mark.parametrize(
    "text",
    [
        "Moscow: none of our aircraft was there.",
        "Russian defence ministry: no incident took place.",
        "The plan - A sound one - failed.",
        "The invasion of Ukraine changed everything.",
    ],
)
def test_what_is_said_by_a_side_stays_with_it(text: str) -> None:
    assert len(list(language.analyse(text).sents)) == 1
