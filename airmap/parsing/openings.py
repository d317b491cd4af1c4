"""What opens an item and is no part of its first sentence: a dateline, a speaker's label, its heading.

The parser took their words for the subject of what follows; after them a sentence begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from airmap import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

# "MOSCOW/OSLO, Sept 14 - ", "ISLAMABAD (Reuters) -- ", "Warsaw, 3 May — ": in capitals, dated, or with its agency.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’/ -]+[A-ZÀ-Þ.](?:, \d{0,2} ?[A-Z][\w .'’]{1,24}){0,3}"
    r"|(?P<mixed>[A-Z][\w.'’/-]+(?: [A-Z][\w.'’/-]+){0,2}))"
    rf"(?P<dated>,? (?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?))?"
    r"(?P<agency> \([A-Z][\w /.-]{1,25}\))?,? ?(?:--|—|–| -)[ \t]+"
)
# "Q:", "QUESTION:", "MR. KIRBY:": who speaks in a transcript.
_SPEAKER = re.compile(
    r"^[ \t]*(?:(?:Q|QUESTION|REPORTER|SPOKESMAN)(?: \([A-Z ]+\))?:|Q\.?(?= [A-Z])"
    r"|(?:MR|MS|MRS|DR|GEN|GENERAL|ADM|ADMIRAL|COL|SECRETARY|PRESIDENT|AMBASSADOR)\.? [A-Z][A-Z.'’ -]+:)"
    r"\s+(?=[A-Z\"“'‘])",
    re.MULTILINE,
)
_HEADING = re.compile(r"^[ \t]*(?P<words>[A-Z0-9][^.:;!?\"\n]{6,90}): +(?=[A-Z0-9\"“])", re.MULTILINE)


def mark_openings(doc: Doc) -> None:
    """Start a sentence after each opening, in a document that is not parsed yet."""
    text = doc.text
    datelines = {m.end() for m in _DATELINE.finditer(text) if m["mixed"] is None or m["dated"] or m["agency"]}
    starts = datelines | {m.end() for m in _SPEAKER.finditer(text)} | set(_after_headings(text))
    for token in doc if starts else ():
        if token.idx in starts:
            token.is_sent_start = True
            # "Sept 13 - Two Venezuelan planes", "SEOUL - South Korean jets": no sentence is a lone number or adjective.
            going_on = token.idx in datelines and token.i + 2 < len(doc)
            if going_on and doc[token.i + 1].is_alpha and doc[token.i + 1].is_title:
                doc[token.i + 1].is_sent_start = False


def _after_headings(text: str) -> Iterator[int]:
    """Yield where an item begins after a heading that names an event: "2022 Zagreb Tu-141 crash: A drone ..."."""
    for match in _HEADING.finditer(text):
        words = re.findall(r"[A-Za-z-]+", match["words"])
        named = [w for w in words if w.casefold() in lexicon.group("heading_nouns")]
        if named and len(words) > 1 and not any(w.casefold() in lexicon.group("speaking_labels") for w in words):
            yield match.end()
