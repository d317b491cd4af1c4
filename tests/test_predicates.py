"""The dispatch of words to the readers that ask about them."""

import ast
import inspect

from airmap.events import predicates


def test_every_word_that_a_reader_asks_about_is_let_through() -> None:
    body = ast.parse(inspect.getsource(predicates._in_sentence))
    asked = [
        part.comparators[0]
        for part in ast.walk(body)
        if isinstance(part, ast.Compare)
        and isinstance(part.left, ast.Name)
        and part.left.id == "word"
        and isinstance(part.ops[0], ast.In)
    ]
    assert len(asked) > 20
    known = predicates._telling_words()
    for listed in asked:
        source = ast.unparse(listed)
        assert set(eval(source, vars(predicates))) <= known, source
