"""Learn over whose land an event was: ``python -m benchmarks._fit_presumed_lands [--write]``.

A conditional logit over the states that a text names and "nobody's" (``airmap.events.second_look.presuming``), from
this project's own labelled sentences: the cases of ``tests/reading`` that tell of one event, and the passages of
independent authors beside them. What the readers say of it is no clue: they were written against these sentences. With
``--write`` the weights go into ``airmap/lexicon/presumed_lands.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from airmap.events.second_look import land_clues, presuming
from benchmarks import _labelled, _logit

WEIGHTS = _labelled.LEXICON / "presumed_lands.tsv"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One event of a text: the stretch that tells it, of what family it is, and over whose land it was."""

    text: str
    published: str | None
    told: tuple[int, int]
    family: str
    state: str | None


def passages() -> Iterator[Labelled]:
    """Yield the events of annotated passages that count."""
    for record in _labelled.seen_passages():
        for incident in record["incidents"]:
            family = presuming.family_of(incident["type"])
            if incident["core"] and family is not None:
                told = _labelled.evidence_of(incident, record["text"])
                state = incident["airspace_state"] or incident["near_state"]
                yield Labelled(record["text"], record["date"], told, family, state)


def cases() -> Iterator[Labelled]:
    """Yield the cases that tell of one event; of two right answers the first."""
    for case in _labelled.sentence_cases():
        if len(case["incidents"]) != 1:
            continue
        kind, _, land, _ = (field.split("|")[0] for field in case["incidents"][0])
        family = presuming.family_of(kind)
        if family is not None:
            told = (0, len(case["text"]))
            yield Labelled(case["text"], case["published"], told, family, None if land == "-" else land)


def choices(labelled: Labelled) -> _logit.Choice | None:
    """Return what each candidate shows and which is right, or None where the text does not name the right one."""
    doc, actors = _labelled.parsed(labelled.text, labelled.published)
    clues = land_clues.clues_of_lands(doc, actors, [labelled.told])
    doc.let_go()
    return _logit.choice(presuming.candidates(clues, labelled.family), labelled.state)


def main() -> None:
    """Fit on all that is labelled, and write the table if asked to."""
    _logit.learn([choices(labelled) for labelled in (*cases(), *passages())], "the land", WEIGHTS)


if __name__ == "__main__":
    main()
