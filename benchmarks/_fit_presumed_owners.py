"""Learn whose aircraft an event was about: ``python -m benchmarks._fit_presumed_owners [--write]``.

A conditional logit over the states that a text names and "nobody's" (``airmap.events.second_look.owning``), from the
passages of independent authors, and from the cases of ``tests/reading`` whose aircraft is nobody's though they name
states. Where the telling of a passage itself names the owner that is no clue: it is for texts in which it does not that
these weights are. With ``--write`` they go into ``airmap/lexicon/presumed_owners.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from airmap import pipeline
from airmap.events.second_look import owning
from airmap.readers.dates import parse_published
from airmap.records import Article
from benchmarks import _labelled, _logit

if TYPE_CHECKING:
    from airmap.mentions.actors import Actors
    from airmap.parsing.parsed import Doc

WEIGHTS = _labelled.LEXICON / "presumed_owners.tsv"


def choices_of(passages: Iterable[dict[str, Any]]) -> Iterator[_logit.Choice | None]:
    """Yield what each candidate of each annotated event that counts shows, and which is right, None where none is."""
    for record in passages:
        incidents = [i for i in record["incidents"] if i["core"] and i["type"] != "restricted_zone"]
        if not incidents:
            continue
        doc, actors = _labelled.parsed(record["text"], record["date"])
        for incident in incidents:
            told = owning.Event(
                incident["type"], incident["aircraft"], (_labelled.evidence_of(incident, record["text"]),),
                frozenset({incident["airspace_state"], incident["near_state"], incident["reacting_state"]}),
            )
            yield _choice(told, doc, actors, owner_of(incident))
        doc.let_go()


def cases() -> Iterator[_logit.Choice | None]:
    """Yield what the states show that cases name whose aircraft is nobody's."""
    for case in _labelled.sentence_cases():
        if {whose for _, whose, _, _ in case["incidents"]} != {"-"}:
            continue
        article = Article("fit", case["text"], published=parse_published(case["published"]))
        doc, actors = _labelled.parsed(case["text"], case["published"])
        for incident in pipeline.read_article(article, pipeline.Options(geometry=False)).incidents:
            if not incident.aircraft_state or "aircraft_state" in incident.presumed:
                yield _choice(owning.event_of(incident, doc, actors), doc, actors, None)
        doc.let_go()


def _choice(event: owning.Event, doc: Doc, actors: Actors, owner: str | None) -> _logit.Choice | None:
    """Return what each candidate shows and which is right; nothing where nobody is named that it may be."""
    candidates = owning.candidates(event, doc, actors)
    return _logit.choice(candidates, owner) if len(candidates) > 1 else None


def owner_of(incident: dict[str, Any]) -> str | None:
    """Return the state whose aircraft it was."""
    state: str | None = incident["violator_state"] or incident["aircraft_state"]
    return state


def main() -> None:
    """Fit on all that is labelled, and write the table if asked to."""
    labelled = [*choices_of(_labelled.seen_passages()), *cases()]
    _logit.learn(labelled, "the owner beside the telling", WEIGHTS)


if __name__ == "__main__":
    main()
