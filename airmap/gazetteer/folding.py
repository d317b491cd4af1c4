"""Names as keys: what two spellings of one name have in common.

Diacritics, case, apostrophes, hyphens, full stops and a leading article carry no difference in news text
("Yayladağı" and "Yayladagi", "Przewodów" and "Przewodow", "the Golan", "St. Louis" and "Saint Louis").
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache

_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŀ": "l", "ŋ": "n", "ŧ": "t", "ƒ": "f", "ə": "a",
    "ɖ": "d", "ɔ": "o", "ɛ": "e", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "&": " and ",
}
_DROPPED = "'’‘ʻʼʿʾ`´′ʹ\".·"
_BLANK = "-‐‑‒–—―/\\,_()[]:;"
_TABLE = str.maketrans({**_LETTERS, **dict.fromkeys(_DROPPED, ""), **dict.fromkeys(_BLANK, " ")})
_WORDS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_WORD = re.compile(r"\b(?:saint|sainte|mount|fort)\b")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the key under which a spelling of a name is filed.

    >>> fold("the Yayladağı"), fold("Saint-Denis"), fold("U.S.")
    ('yayladagi', 'st denis', 'us')
    """
    ascii_only = name.isascii()
    if ascii_only and name.isalpha():
        key = name.lower()
        return _WORDS.get(key, key)
    key = name.lower() if ascii_only else name.casefold()
    key = key.translate(_TABLE)
    if not ascii_only and not key.isascii():
        decomposed = unicodedata.normalize("NFKD", key)
        # Once more, since a squared "hPa" decomposes into letters of both cases.
        key = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(_TABLE)
    key = " ".join(key.split())
    if key.startswith("the ") and len(key) > 4:
        key = key[4:]
    if "saint" in key or "mount" in key or "fort" in key:
        key = _WORD.sub(lambda m: _WORDS[m[0]], key)
    return key


def key_hash(key: str) -> tuple[int, int]:
    """Return a folded name's bucket (16 bits) and its 32-bit check: together a hash of 48 bits."""
    data = key.encode("utf-8", "surrogatepass")
    crc, adler = zlib.crc32(data), zlib.adler32(data)
    return crc >> 16, (crc & 0xFFFF) << 16 | ((adler ^ (adler >> 16)) & 0xFFFF)
