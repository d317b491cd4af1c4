"""The dispatch of words to the readers that ask about them."""

from __future__ import annotations

import pytest

from airmap.events import predicates
from airmap.events.readers.entries import entered
from airmap.parsing import language


def test_every_word_is_shown_to_its_readers_in_their_order() -> None:
    order = [reader.read for reader in predicates._readers()]
    places = {word: [order.index(r.read) for r in readers]
              for word, readers in predicates._readers_of_words(going=False).items()}
    assert all(found == sorted(set(found)) and found for found in places.values())
    assert sum(map(len, places.values())) == sum(len(set(r.words)) for r in predicates._readers())
    assert len(places["hit"]) > 2
    assert "sea" not in places


@pytest.mark.parametrize(("sentence", "going"), [
    ("A jet wandered into Norway.", True), ("A jet wandered home.", False), ("Norway met a jet.", False),
])
def test_a_verb_that_goes_into_something_is_read_as_one_of_entry(sentence: str, going: bool) -> None:
    verb = next(t for t in language.analyse(sentence) if t.pos_ == "VERB")
    assert predicates._goes_into(verb) is going
    readers = predicates._readers_of_words(going=going).get(verb.lower_, predicates._ANYWHERE if going else ())
    assert any(r.read is entered and r.asks(verb, False) for r in readers) is going
