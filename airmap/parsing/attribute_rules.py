"""spaCy's attribute ruler with a memory: what its rules say is looked up once for each word, tag and relation.

The ruler asks nearly two hundred patterns about every token, a tenth of the time that parsing takes. All but a few of
them look at one token only, and at nothing of it but its word, its tag and its relation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ASKED = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
_REMEMBERED = 50_000

Match = tuple[int, int, int, int]


def remember(ruler: Any) -> None:
    """Give a ruler its memory; one whose patterns ask for more than the memory's key holds is left as it is."""
    if all(set(token) <= _ASKED for rule in ruler.patterns for pattern in rule["patterns"] for token in pattern):
        ruler.match = _Remembering(ruler)


class _Remembering:
    """Finds what ``AttributeRuler.match`` finds, in the same order."""

    def __init__(self, ruler: Any) -> None:
        from spacy.attrs import DEP, LOWER, TAG
        from spacy.matcher import Matcher

        self._ruler = ruler
        self._asked = [LOWER, TAG, DEP]
        self._alone: dict[tuple[int, ...], tuple[tuple[int, int], ...]] = {}
        self._longer = Matcher(ruler.vocab, validate=False)
        for number, rule in enumerate(ruler.patterns):
            longer = [pattern for pattern in rule["patterns"] if len(pattern) > 1]
            if longer:
                self._longer.add(str(number), longer)

    def __call__(self, doc: Doc) -> list[Match]:
        if len(self._alone) > _REMEMBERED:
            self._alone.clear()
        found: list[Match] = []
        for i, values in enumerate(doc.to_array(self._asked).tolist()):
            key = tuple(values)
            rules = self._alone.get(key)
            if rules is None:
                matches = self._ruler.matcher(doc[i : i + 1], allow_missing=True)
                rules = self._alone[key] = tuple((self._number(name), name) for name, _, _ in matches)
            found += [(number, name, i, i + 1) for number, name in rules]
        found += [(self._number(name), name, start, end) for name, start, end in self._longer(doc, allow_missing=True)]
        found.sort()
        return found

    def _number(self, name: int) -> int:
        return int(self._ruler.vocab.strings[name])
