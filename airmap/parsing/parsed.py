"""A parsed text as plain objects, made once from spaCy's ``Doc``.

spaCy makes a Python object anew at every access to a token, and looks a string up at every access to an attribute;
the readers ask about every word hundreds of times. Here each word is one object, its attributes are set, and names
and meanings are spaCy's. Nothing of spaCy's own memory is kept.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc
    from spacy.vocab import Vocab

_MAX_CLIMB = 40
_PLACE = attrgetter("i")
# Words, some 500 bytes each.
_REMEMBERED = 20_000


class Token:
    """A word with its place in the tree; as in spaCy, the root of a sentence is its own head.

    What few words are asked for is found when they are, and then stays. Not by ``__getattr__``, with which a class has
    every attribute read more slowly.
    """

    __slots__ = (
        "_ancestors", "_edges", "_group", "_subtree", "children", "dep_", "doc", "ent_type_", "head", "i", "idx",
        "is_alpha", "is_digit", "is_punct", "is_sent_start", "is_space", "is_upper", "lemma_", "like_num",
        "lower_", "morph", "pos_", "sent", "tag_", "text", "whitespace_",
    )
    doc: Doc
    i: int
    idx: int
    text: str
    lower_: str
    whitespace_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    morph: str
    lemma_: str
    head: Token
    children: tuple[Token, ...]
    sent: Tokens
    is_alpha: bool
    is_digit: bool
    is_punct: bool
    is_sent_start: bool
    is_space: bool
    is_upper: bool
    like_num: bool
    # Not set until they are asked for.
    _ancestors: tuple[Token, ...]
    _edges: tuple[Token, Token]
    _group: tuple[Token, ...]
    _subtree: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def nbor(self, distance: int = 1) -> Token:
        """Return the word so far to the right, or to the left of it where the distance is negative.

        Raises
        ------
        IndexError
            When the text has no such word.
        """
        at = self.i + distance
        if at < 0:
            raise IndexError(f"no word {-distance} before word {self.i}")
        return self.doc[at]

    def is_ancestor(self, other: Token) -> bool:
        """Say whether this word is above another one in the tree."""
        token = other
        while token.head is not token:
            token = token.head
            if token is self:
                return True
        return False

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The words coordinated with this one, itself left out."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        try:
            group = first._group
        except AttributeError:
            # One tuple for all of them: every member's own would grow with the square of a long list.
            group = first._group = _group_of(first)
        return () if len(group) == 1 else tuple([t for t in group if t is not self])

    @property
    def ancestors(self) -> tuple[Token, ...]:
        """The governors, nearest first; of a very deep tree only the nearest forty."""
        try:
            return self._ancestors
        except AttributeError:
            self._ancestors = found = _ancestors_of(self)
            return found

    @property
    def subtree(self) -> tuple[Token, ...]:
        """The word and all that hangs on it, in the order of the text where the tree is projective."""
        try:
            return self._subtree
        except AttributeError:
            self._subtree = found = _subtree_of(self)
            return found

    @property
    def lefts(self) -> tuple[Token, ...]:
        """The words right below this one that stand before it."""
        return tuple([c for c in self.children if c.i < self.i])

    @property
    def rights(self) -> tuple[Token, ...]:
        """The words right below this one that stand behind it."""
        return tuple([c for c in self.children if c.i > self.i])

    @property
    def left_edge(self) -> Token:
        """The first word of the subtree."""
        return self._outermost()[0]

    @property
    def right_edge(self) -> Token:
        """The last word of the subtree."""
        return self._outermost()[1]

    def _outermost(self) -> tuple[Token, Token]:
        try:
            return self._edges
        except AttributeError:
            places = [t.i for t in self.subtree]
            self._edges = found = self.doc[min(places)], self.doc[max(places)]
            return found


def _ancestors_of(token: Token) -> tuple[Token, ...]:
    found: list[Token] = []
    while token.head is not token and len(found) < _MAX_CLIMB:
        token = token.head
        found.append(token)
    return tuple(found)


def _subtree_of(token: Token) -> tuple[Token, ...]:
    if not token.children:
        return (token,)
    found: list[Token] = []
    # Without recursion: a chain of a thousand words is rare and no reason to fail. ``None`` stands before a word whose
    # left side has been gone through.
    waiting: list[Token | None] = [token]
    while waiting:
        word = waiting.pop()
        if word is None:
            found.append(cast("Token", waiting.pop()))
        elif not word.children:
            found.append(word)
        else:
            at, children = word.i, word.children
            waiting += [c for c in reversed(children) if c.i > at]
            waiting += (word, None)
            waiting += [c for c in reversed(children) if c.i < at]
    return tuple(found)


def _group_of(first: Token) -> tuple[Token, ...]:
    group = [first]
    for token in group:
        group += [c for c in token.children if c.dep_ == "conj" and c.i > token.i]
    return tuple(group)


class Tokens(list[Token]):
    """Words in a row: a sentence, a name, a stretch of the text. A slice of it is a list of its words."""

    __slots__ = ("_words", "doc", "end", "label_", "start")
    # Not set until it is asked for.
    _words: frozenset[str]

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        super().__init__(doc[start:end])
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    @property
    def words(self) -> frozenset[str]:
        """Its words in lower case, each once: what a rule asks for its cue words before it looks at each word."""
        try:
            return self._words
        except AttributeError:
            self._words = found = frozenset([t.lower_ for t in self])
            return found

    def __repr__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tokens):
            return NotImplemented
        return self.doc is other.doc and (self.start, self.end, self.label_) == (other.start, other.end, other.label_)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:  # type: ignore[override]
        return hash((id(self.doc), self.start, self.end, self.label_))

    @property
    def text(self) -> str:
        """The words as they stand, without the space behind."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def start_char(self) -> int:
        """Where the first word begins, as a character offset."""
        return self.doc[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Where the last word ends, as a character offset."""
        if not self:
            return self.start_char
        last = self[-1]
        return last.idx + len(last.text)

    @property
    def sent(self) -> Tokens:
        """The sentence of the first word."""
        return self.doc[self.start].sent

    @property
    def root(self) -> Token:
        """The word nearest to the root of the sentence, of several the first; no comma where there is a word."""
        top = next((t for t in self if t.head is t), None)
        if top is not None:
            return top
        outermost = [t for t in self if not self.start <= t.head.i < self.end]
        return min(outermost, key=_depth) if outermost else self.doc[self.start]


class Doc(list[Token]):
    """A parsed text: its words in order, its sentences, and what spaCy takes for names.

    It is a list, which is asked for a word some two thousand times a text: a method would be the slower way.
    """

    __slots__ = ("_starts", "_written", "answers", "ents", "sents", "text")
    # Not set until it is asked for.
    _written: dict[str, list[Token]]
    __hash__ = object.__hash__  # type: ignore[assignment]

    def __init__(self, text: str, tokens: Iterable[Token]) -> None:
        super().__init__(tokens)
        self.text = text
        self.sents: tuple[Tokens, ...] = ()
        self.ents: tuple[Tokens, ...] = ()
        # What was asked about each word, by the function that found it.
        self.answers: defaultdict[Callable[[Token], Any], dict[Token, Any]] = defaultdict(dict)
        self._starts: list[int] = []

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __repr__(self) -> str:
        return self.text

    def let_go(self) -> None:
        """Take apart the words, which hold each other, when nobody asks this text any more: its memory is free at once.

        Else the collector has to find them, and the texts that follow are written elsewhere in memory meanwhile.
        """
        for token in self:
            token._ancestors = token._group = token._subtree = token.children = ()
            token._edges = token.head = token.sent = token.doc = None  # type: ignore[assignment]
        self.answers.clear()
        self._written = {}
        self.sents = self.ents = ()
        self.clear()

    def having(self, words: frozenset[str]) -> list[Token]:
        """Return the words of the text that are one of these, which are in lower case, in text order."""
        try:
            written = self._written
        except AttributeError:
            self._written = written = {}
            for token in self:
                written.setdefault(token.lower_, []).append(token)
        found = [written[word] for word in words & written.keys()]
        return found[0].copy() if len(found) == 1 else sorted(chain.from_iterable(found), key=_PLACE)

    def span(self, start: int, end: int) -> Tokens:
        """Return the words from one to another (exclusive), which know their text and their root."""
        start, end, _ = slice(start, end).indices(len(self))
        return Tokens(self, start, max(start, end))

    def char_span(self, start: int, end: int) -> Tokens | None:
        """Return the words that a stretch of characters touches, or None where it is not within the text."""
        first, last = self._word_at(start), self._word_at(end - 1)
        if first is None or last is None:
            return None
        if start == self[first].idx + len(self[first].text):
            # The space behind a word is not the word.
            first += 1
        return Tokens(self, first, last + 1)

    def word_from(self, offset: int) -> Token | None:
        """Return the first word that begins at a character or after it."""
        at = bisect_left(self._starts, offset)
        return self[at] if at < len(self) else None

    def start_before(self, at: int, sentences: int) -> int:
        """Return where the sentence begins that stands so many before that of a word, or the text if that is nearer."""
        start = self[at].sent.start
        for _ in range(sentences):
            start = self[start - 1].sent.start if start else start
        return start

    def end_after(self, at: int, sentences: int) -> int:
        """Return where the sentence ends that stands so many behind that of a word, or the text if that is nearer."""
        end = self[at].sent.end
        for _ in range(sentences):
            end = self[end].sent.end if end < len(self) else end
        return end

    def _word_at(self, offset: int) -> int | None:
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self[at].idx + len(self[at].text) + len(self[at].whitespace_):
            return None
        return at


def plain(parsed: SpacyDoc, text: str) -> Doc:
    """Return spaCy's ``Doc`` of a text as plain objects."""
    from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, MORPH, ORTH, POS, SENT_START, SPACY, TAG

    asked = [ORTH, IDX, SPACY, SENT_START, ENT_IOB, POS, TAG, DEP, ENT_TYPE, MORPH, LEMMA, HEAD]
    # spaCy's annotations say that it has floats.
    columns = parsed.to_array(asked).astype("uint64", copy=False).T
    orths, starts, spaces, sentence_starts, in_name, *named = columns[:-1].tolist()
    # Heads are distances, and negative to the left.
    distances = columns[-1].astype("int64").tolist()
    words, names = _remembered(parsed.vocab)
    doc = Doc(text, [Token() for _ in orths])
    opening = [i for i, mark in enumerate(sentence_starts) if mark == 1 and i]
    limits = [0, *opening, len(doc)] if doc else []
    doc.sents = tuple([Tokens(doc, start, end) for start, end in pairwise(limits)])
    children: dict[Token, list[Token]] = defaultdict(list)
    for i, (token, orth, place, space, sent_start, distance, pos, tag, dep, ent_type, morph, lemma) in enumerate(zip(
            doc, orths, starts, spaces, sentence_starts, distances, *(map(names.__getitem__, c) for c in named),
            strict=True)):
        (token.text, token.lower_, token.is_alpha, token.is_digit, token.is_punct, token.is_space, token.is_upper,
         token.like_num) = words[orth]
        token.doc, token.i, token.idx = doc, i, place
        token.whitespace_ = " " if space else ""
        token.pos_, token.tag_, token.dep_, token.ent_type_, token.morph, token.lemma_ = (
            pos, tag, dep, ent_type, morph, lemma)
        token.children = ()
        token.head = head = doc[i + distance]
        if distance:
            children[head].append(token)
        token.is_sent_start = sent_start == 1
    for head, found in children.items():
        head.children = tuple(found)
    for sentence in doc.sents:
        for token in sentence:
            token.sent = sentence
    doc._starts = starts
    doc.ents = tuple(_names_in(doc, in_name))
    return doc


# What spaCy writes of a word that goes on with a name, and of one that begins a name.
_INSIDE, _BEGINS = 1, 3


def _names_in(doc: Doc, in_name: list[int]) -> Iterator[Tokens]:
    """Yield spaCy's names; to ask it for them would make an object of each."""
    for start, mark in enumerate(in_name):
        label = doc[start].ent_type_ if mark == _BEGINS else ""
        if label:
            end = start + 1
            while end < len(in_name) and in_name[end] == _INSIDE:
                end += 1
            yield Tokens(doc, start, end, label)


_Facts = tuple[str, str, bool, bool, bool, bool, bool, bool]


class _Words(dict[int, _Facts]):
    """What is true of a word wherever it stands, by spaCy's number, which is made of the word and stays the same."""

    vocab: Vocab

    def __missing__(self, number: int) -> _Facts:
        word = self.vocab[number]
        self[number] = found = (word.orth_, sys.intern(word.lower_), word.is_alpha, word.is_digit, word.is_punct,
                                word.is_space, word.is_upper, word.like_num)
        return found


class _Names(dict[int, str]):
    """The names of tags, relations and the like, by spaCy's number."""

    vocab: Vocab

    def __missing__(self, number: int) -> str:
        name = self.vocab.strings[number]
        # A word without features has "_".
        self[number] = found = "" if name == "_" else sys.intern(name)
        return found


_words, _names = _Words(), _Names()


def _remembered(vocab: Vocab) -> tuple[_Words, _Names]:
    for memory in (_words, _names):
        memory.vocab = vocab
        if len(memory) > _REMEMBERED:
            memory.clear()
    return _words, _names


def _depth(token: Token) -> int:
    if not token.children and (token.is_space or token.is_punct):
        # Not the root of a phrase, if there is a word.
        return len(token.doc) - 1
    depth = 0
    while token.head is not token:
        token, depth = token.head, depth + 1
    return depth


def _limits(part: slice, length: int) -> tuple[int, int]:
    """Return the first and last place (exclusive) of a slice, which is empty where it runs backwards."""
    start, end, _ = part.indices(length)
    return start, max(start, end)
