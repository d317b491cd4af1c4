"""A parsed text as plain objects, made once from spaCy's ``Doc``.

spaCy makes a Python object anew at every access to a token, and looks a string up at every access to an attribute;
the readers ask about every word hundreds of times. Here each word is one object, its attributes are set, and names
and meanings are spaCy's. Nothing of spaCy's own memory is kept.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast, overload

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc
    from spacy.vocab import Vocab

_MAX_CLIMB = 40
# Words, some 500 bytes each.
_REMEMBERED = 20_000


class Token:
    """A word with its place in the tree; as in spaCy, the root of a sentence is its own head.

    What few words are asked for is found when they are, and then stays. Not by ``__getattr__``, with which a class has
    every attribute read more slowly.
    """

    __slots__ = (
        "_ancestors", "_edges", "_group", "_subtree", "children", "dep_", "doc", "ent_type_", "head", "i", "idx",
        "is_alpha", "is_digit", "is_punct", "is_sent_start", "is_space", "is_upper", "lemma_", "like_num", "lower_",
        "morph", "pos_", "sent", "tag_", "text", "whitespace_",
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
        return self.doc.tokens[at]

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
            self._edges = found = self.doc.tokens[min(places)], self.doc.tokens[max(places)]
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


class Tokens:
    """Words in a row: a sentence, a name, a slice of the text."""

    __slots__ = ("_words", "doc", "end", "label_", "start")
    # Not set until it is asked for.
    _words: frozenset[str]

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
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
            self._words = found = frozenset([t.lower_ for t in self.doc.tokens[self.start : self.end]])
            return found

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Tokens: ...
    def __getitem__(self, at: int | slice) -> Token | Tokens:
        if isinstance(at, slice):
            start, end = _limits(at, len(self))
            return Tokens(self.doc, self.start + start, self.start + end)
        return self.doc.tokens[self.start + at if at >= 0 else self.end + at]

    def __repr__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tokens):
            return NotImplemented
        return self.doc is other.doc and (self.start, self.end, self.label_) == (other.start, other.end, other.label_)

    def __hash__(self) -> int:
        return hash((id(self.doc), self.start, self.end, self.label_))

    @property
    def text(self) -> str:
        """The words as they stand, without the space behind."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def start_char(self) -> int:
        """Where the first word begins, as a character offset."""
        return self.doc.tokens[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Where the last word ends, as a character offset."""
        if self.end <= self.start:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def sent(self) -> Tokens:
        """The sentence of the first word."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> Token:
        """The word nearest to the root of the sentence, of several the first; no comma where there is a word."""
        words = self.doc.tokens[self.start : self.end]
        top = next((t for t in words if t.head is t), None)
        if top is not None:
            return top
        outermost = [t for t in words if not self.start <= t.head.i < self.end]
        return min(outermost, key=_depth) if outermost else self.doc.tokens[self.start]


class Doc:
    """A parsed text: its words in order, its sentences, and what spaCy takes for names."""

    __slots__ = ("_starts", "ents", "sents", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.sents: tuple[Tokens, ...] = ()
        self.ents: tuple[Tokens, ...] = ()
        self._starts: list[int] = []

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Tokens: ...
    def __getitem__(self, at: int | slice) -> Token | Tokens:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return Tokens(self, start, end if end > start else start)
        return self.tokens[at]

    def __repr__(self) -> str:
        return self.text

    def char_span(self, start: int, end: int) -> Tokens | None:
        """Return the words that a stretch of characters touches, or None where it is not within the text."""
        first, last = self._word_at(start), self._word_at(end - 1)
        if first is None or last is None:
            return None
        if start == self.tokens[first].idx + len(self.tokens[first].text):
            # The space behind a word is not the word.
            first += 1
        return Tokens(self, first, last + 1)

    def word_from(self, offset: int) -> Token | None:
        """Return the first word that begins at a character or after it."""
        at = bisect_left(self._starts, offset)
        return self.tokens[at] if at < len(self.tokens) else None

    def start_before(self, at: int, sentences: int) -> int:
        """Return where the sentence begins that stands so many before that of a word, or the text if that is nearer."""
        start = self.tokens[at].sent.start
        for _ in range(sentences):
            start = self.tokens[start - 1].sent.start if start else start
        return start

    def end_after(self, at: int, sentences: int) -> int:
        """Return where the sentence ends that stands so many behind that of a word, or the text if that is nearer."""
        end = self.tokens[at].sent.end
        for _ in range(sentences):
            end = self.tokens[end].sent.end if end < len(self.tokens) else end
        return end

    def _word_at(self, offset: int) -> int | None:
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self.tokens[at].idx + len(self.tokens[at].text) + len(self.tokens[at].whitespace_):
            return None
        return at


def plain(parsed: SpacyDoc, text: str | None = None) -> Doc:
    """Return spaCy's ``Doc`` as plain objects; ``text`` is the text as given, where spaCy read it in another case."""
    from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, MORPH, ORTH, POS, SENT_START, SPACY, TAG

    asked = [ORTH, IDX, SPACY, SENT_START, ENT_IOB, POS, TAG, DEP, ENT_TYPE, MORPH, LEMMA, HEAD]
    # spaCy's annotations say that it has floats.
    columns = parsed.to_array(asked).astype("uint64", copy=False).T
    orths, starts, spaces, sentence_starts, in_name, *named = columns[:-1].tolist()
    # Heads are distances, and negative to the left.
    distances = columns[-1].astype("int64").tolist()
    words, names = _remembered(parsed.vocab, orths, named)
    tokens = [Token() for _ in orths]
    doc = Doc(parsed.text if text is None else text, tokens)
    sentence = Tokens(doc, 0, len(tokens))
    sentences = [sentence]
    children: dict[Token, list[Token]] = defaultdict(list)
    for i, (token, orth, place, space, sent_start, distance, pos, tag, dep, ent_type, morph, lemma) in enumerate(zip(
            tokens, orths, starts, spaces, sentence_starts, distances, *(map(names.__getitem__, c) for c in named),
            strict=True)):
        (token.text, token.lower_, token.is_alpha, token.is_digit, token.is_punct, token.is_space, token.is_upper,
         token.like_num) = words[orth]
        token.doc, token.i, token.idx = doc, i, place
        token.whitespace_ = " " if space else ""
        token.pos_, token.tag_, token.dep_, token.ent_type_, token.morph, token.lemma_ = (
            pos, tag, dep, ent_type, morph, lemma)
        token.children = ()
        token.head = head = tokens[i + distance]
        if distance:
            children[head].append(token)
        token.is_sent_start = starts_sentence = sent_start == 1
        if starts_sentence and i:
            sentence.end = i
            sentence = Tokens(doc, i, len(tokens))
            sentences.append(sentence)
        token.sent = sentence
    for head, found in children.items():
        head.children = tuple(found)
    doc._starts = starts
    doc.sents = tuple(sentences) if tokens else ()
    doc.ents = tuple(_names_in(doc, in_name))
    return doc


# What spaCy writes of a word that goes on with a name, and of one that begins a name.
_INSIDE, _BEGINS = 1, 3


def _names_in(doc: Doc, in_name: list[int]) -> Iterator[Tokens]:
    """Yield spaCy's names; to ask it for them would make an object of each."""
    for start, mark in enumerate(in_name):
        label = doc.tokens[start].ent_type_ if mark == _BEGINS else ""
        if label:
            end = start + 1
            while end < len(in_name) and in_name[end] == _INSIDE:
                end += 1
            yield Tokens(doc, start, end, label)


_Facts = tuple[str, str, bool, bool, bool, bool, bool, bool]
# By spaCy's numbers, which are made of the strings and stay the same.
_facts: dict[int, _Facts] = {}
_names: dict[int, str] = {}


def _remembered(
    vocab: Vocab, words: list[int], names: Iterable[list[int]]
) -> tuple[dict[int, _Facts], dict[int, str]]:
    """Return what is true of these words wherever they stand, and the strings of these names."""
    for memory in (_facts, _names):
        if len(memory) > _REMEMBERED:
            memory.clear()
    # Not the difference of sets, for which all that is remembered would be gone through.
    for number in [n for n in set(words) if n not in _facts]:
        word = vocab[number]
        _facts[number] = (word.orth_, sys.intern(word.lower_), word.is_alpha, word.is_digit, word.is_punct,
                          word.is_space, word.is_upper, word.like_num)
    for number in [n for n in set().union(*names) if n not in _names]:
        name = vocab.strings[number]
        # A word without features has "_".
        _names[number] = "" if name == "_" else sys.intern(name)
    return _facts, _names


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
