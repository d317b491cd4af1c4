"""Bytes to text, plain text and Markdown to articles; and the cheap tests that a text is fit to be read."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

from airmap.readers import dates
from airmap.readers.base import Failure, Item, Limits, Settings
from airmap.records import Article

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_WORD = re.compile(r"[^\W\d_]+")
_FENCE = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADLINE = re.compile(r"\s*(?:# *)?(\S[^\n]{0,158}[^\s.:;,])[ \t]*\n[ \t]*\n(?=\s*\S)")
_LANGUAGE_SAMPLE = 3000
_FIRST_WORDS = 100
_PLAINLY_ENGLISH = 0.25
_MIN_WORDS = 12


def clean(text: str) -> str:
    """Return the text with control characters and lone surrogates replaced one for one, so that offsets hold."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def decode(data: bytes, encoding: str | None = None) -> str:
    """Return bytes as text with line ends as ``\\n``: by the byte order mark, the given encoding, or UTF-8.

    Raises
    ------
    ValueError
        When the bytes are not text, or not in that encoding: says where, and what to do.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is None and b"\0" in data[:65536]:
        raise ValueError("it is a binary file, not text; give a text format")
    name = marked or encoding or "utf-8"
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        advice = "convert it to UTF-8, or name its encoding with --encoding (often windows-1252)"
        raise ValueError(f"it is not valid {name.upper()} at byte {error.start}; {advice}") from error
    except LookupError as error:
        raise ValueError(f"there is no encoding {name!r}; give one that Python knows, such as windows-1252") from error
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def read_text(data: bytes, file: str, article_id: str, settings: Settings) -> list[Item]:
    """Return the article that a plain text or Markdown file holds."""
    try:
        text = decode(data, settings.encoding)
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        return [Failure(file, None, problem, remedy)]
    return _article(text, file, article_id)


def headline(text: str) -> str | None:
    """Return a plain text's headline: a short first line without a full stop, with an empty line below it."""
    match = _HEADLINE.match(text)
    return match.group(1).strip() if match else None


def _article(text: str, file: str, article_id: str) -> list[Item]:
    """Take the fields out of a Markdown front matter ("title:", "date:" lines between ``---``), if there is one."""
    front = _FENCE.match(text)
    if front is None:
        return [Article(id=article_id, text=text, title=headline(text))]
    fields = dict(line.split(":", 1) for line in front.group(1).split("\n") if ":" in line)
    given = {k.strip().casefold(): v.strip().strip("\"'") for k, v in fields.items()}
    items: list[Item] = []
    published = None
    try:
        published = dates.parse_published(given.get("date") or given.get("published"))
    except ValueError as error:
        items.append(Failure(file, None, str(error), "write dates as YYYY-MM-DD; read without a date", warning=True))
    # The front matter becomes blanks, not nothing, so that offsets stay those of the file.
    body = re.sub(r"[^\n]", " ", front.group()) + text[front.end() :]
    return [*items, Article(id=article_id, text=body, title=given.get("title") or None, published=published,
                            source=given.get("source") or None, url=given.get("url") or None)]


def completed(article: Article) -> Article:
    """Return the article with the date of its dateline where nothing else dates it."""
    if article.published is not None:
        return article
    found = dates.dateline(article.text)
    return replace(article, published=found) if found else article


def unfit(article: Article, file: str, record: str | None, limits: Limits, *, any_language: bool = False,
          ) -> Failure | None:
    """Return why an article cannot be read (empty, too long, not in English), or None when it can."""
    if not article.text.strip():
        return Failure(file, record, "the text is empty", "give the article's text")
    if len(article.text) > limits.characters:
        return Failure(file, record, f"the text has {len(article.text):,} characters, more than {limits.characters:,}",
                       "cut it into articles, or raise --max-characters")
    if any_language:
        return None
    language = article.language
    if language and language.casefold().replace("_", "-").split("-")[0] not in ("en", "eng", "english", "und"):
        return Failure(file, record, f"the article is marked as {language[:20]!r}, and airmap reads English",
                       "translate it, or pass --any-language")
    other = foreign_language(article.text)
    if other is not None:
        return Failure(file, record, f"the text seems to be in {other}, and airmap reads English",
                       "translate it, or pass --any-language")
    return None


def foreign_language(text: str) -> str | None:
    """Return the name of the language that a text is plainly in when that is not English, else None.

    By script first, then by the share of each language's commonest function words: no other language must win clearly.
    """
    sample = text[:_LANGUAGE_SAMPLE]
    vocabularies = _vocabularies()
    # Most texts are English, and told by their first words.
    first = [m[0].casefold() for m in islice(_WORD.finditer(sample), _FIRST_WORDS)]
    if len(first) >= _MIN_WORDS and _share(first, vocabularies["English"]) > _PLAINLY_ENGLISH:
        return None
    # The letters of "P2V" and "MiG-15s" are no words.
    words = [m[0].casefold() for m in _WORD.finditer(sample) if not _beside_digit(sample, m.start(), m.end())]
    if not words:
        return None
    if not sample.isascii() and (script := _script("".join(words))) is not None:
        return script
    if len(words) < _MIN_WORDS:
        return None
    shares = {name: _share(words, vocabulary) for name, vocabulary in vocabularies.items()}
    english = shares.pop("English")
    best = max(shares, key=lambda n: shares[n])
    told = set(words) & vocabularies[best]
    return best if len(told) > 1 and shares[best] > 0.12 and shares[best] > 1.5 * english else None


def _beside_digit(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start].isdigit() or text[end : end + 1].isdigit()


def _share(words: list[str], vocabulary: frozenset[str]) -> float:
    return sum(w in vocabulary for w in words) / len(words)


def _script(letters: str) -> str | None:
    """Return the script that most of the letters are in, None where that is the Latin one."""
    latin = sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters)
    if latin >= len(letters) / 2:
        return None
    counts = {name: sum(any(first <= c <= last for first, last in ranges) for c in letters)
              for name, ranges in _lexicon()["scripts"].items()}
    best = max(counts, key=lambda n: counts[n])
    return best if counts[best] else "another script"


@cache
def _lexicon() -> Mapping[str, Any]:
    source = (resources.files("airmap") / "lexicon" / "function_words.json").read_text(encoding="utf-8")
    data: Mapping[str, Any] = json.loads(source)
    return data


@cache
def _vocabularies() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in _lexicon()["words"].items()}
