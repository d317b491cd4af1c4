"""Fuzz the readers and ``airmap where`` for a while: ``python -m tests.fuzz SECONDS [--seed N]``.

Valid inputs of every kind are broken at random: bytes flipped, stretches cut, doubled, moved or swapped with another
input's. An input that makes a reader fail, or take longer than ten seconds, is written to ``tests/data/fuzz/failed``;
the first few that draw a new message join the corpus in ``tests/data/fuzz``, which ``test_fuzz_corpus.py`` reads.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Literal

from airmap.errors import AirmapError
from airmap.readers import Failure, Settings, Source, article_of, read_source
from airmap.readers.base import Kind

Packing = Literal["gz", "zst"]
CORPUS = Path(__file__).resolve().parent / "data" / "fuzz"
ENDINGS: dict[Kind, str] = {"text": ".txt", "html": ".html", "jsonl": ".jsonl", "json": ".json", "csv": ".csv",
                            "parquet": ".parquet", "feed": ".xml", "mail": ".eml", "warc": ".warc"}
MAX_SECONDS = 10
# What differs between two messages of one kind.
_PARTICULARS = re.compile(r"[0-9]+|\(.*|'[^']*'|column.*")
MAX_CORPUS_BYTES = 2500
MAX_KEPT = 6
STORY = ("Two fighters crossed the border near the river on Tuesday, and the ministry said that they then turned back. "
         "Their crews had been told by radio, a speaker added, and the neighbour has said that it regrets the error.")
WORDS = ("20", "km", "north", "of", "Latakia", "within", "one", "mile", "the", "Syrian", "border", "in", "Israel", "12",
         "nautical miles", "off", "Estonian", "coast", "between", "Gotland", "and", "Kaliningrad", "35.9N", "36.0E",
         "25°59'43\"N", "57°02'25\"E", "°", "'", ",", "near", "south-west", "99999", "km", "Atlantis", "0", "1e9",
         "-", "over", "Black Sea", "-5", "NaN", "90N", "180W", "pole", "\u200b", "()", "half a", "several")


def valid_inputs() -> dict[Kind, list[bytes]]:
    """Return well-formed inputs of each kind."""
    record = {"id": "a1", "text": STORY, "published": "2024-05-01", "title": "Fighters turn back", "source": "wire"}
    page = ("<html><head><title>T</title><meta name=date content=2024-05-01></head><body><nav>x</nav><article>"
            f"<h1>T</h1><p>{STORY}</p><p>{STORY}</p></article></body></html>")
    entry = f"<title>T</title><pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><description>{STORY}</description>"
    atom = ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><id>u:1</id><title>T</title>"
            "<updated>2024-05-01T10:00:00Z</updated><content type='html'>&lt;p&gt;"
            f"{STORY}&lt;/p&gt;</content></entry></feed>")
    mail = ("From: a@example.org\r\nSubject: =?utf-8?q?T=C3=A4st?=\r\nDate: Wed, 1 May 2024 10:00:00 +0000\r\n"
            "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            f"{STORY}\r\n--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n--b--\r\n")
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    warc = (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/a\r\n"
            b"WARC-Date: 2024-05-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: "
            + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n")
    return {
        "text": [f"Fighters turn back\n\nOSLO, 1 May 2024 - {STORY}\n".encode(),
                 f"---\ndate: 2024-05-01\n---\n{STORY}".encode(), ("\ufeff" + STORY).encode("utf-16")],
        "html": [page.encode(), page.encode("utf-16")],
        "jsonl": [(json.dumps(record) + "\n").encode() * 2],
        "json": [json.dumps([record, record]).encode(), json.dumps(record).encode()],
        "csv": [f'id,text,date\n1,"{STORY}",2024-05-01\n2,"{STORY}",x\n'.encode(), f"id\ttext\n1\t{STORY}\n".encode()],
        "parquet": [parquet()],
        "feed": [f"<?xml version='1.0'?><rss version='2.0'><channel><item>{entry}</item></channel></rss>".encode(),
                 atom.encode()],
        "mail": [mail.encode()],
        "warc": [warc, warc + warc],
    }


def parquet() -> bytes:
    """Return a small Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"id": ["1", "2"], "text": [STORY, None], "date": ["2024-05-01", "2015-13-45"]}), sink)
    return bytes(sink.getvalue().to_pybytes())


def broken(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return the bytes changed in one to six places."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        length = chance.choice((1, 2, 4, 16, 64, 300))
        piece = bytes(made[at:at + length])
        kind = chance.randrange(8)
        if kind == 0 and made:
            made[at % len(made)] = chance.randrange(256)
        elif kind == 1:
            del made[at:at + length]
        elif kind == 2:
            made[at:at] = piece * chance.choice((1, 2, 50))
        elif kind == 3:
            made[at:at] = bytes(chance.randrange(256) for _ in range(length))
        elif kind == 4:
            start = chance.randrange(len(other) + 1)
            made[at:at + length] = other[start:start + length]
        elif kind == 5:
            made[at:at] = chance.choice((b"\0", b"\xff\xfe", b'"', b"<", b"&#xD800;", b"]]>", b"{", b"[[[[", b"\r",
                                         b"\n\n", b"\\ud800", b"<!DOCTYPE a [", b"--b", b"=?utf-8?b?", b"9999999999",
                                         b"-1"))
        elif kind == 6:
            del made[at:]
        else:
            made += piece
    return bytes(made)


class SlowError(BaseException):
    """An input took too long."""


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise SlowError


def read(data: bytes, kind: Kind, packing: Packing | None, folder: Path) -> list[str]:
    """Read one input as the product does; return what was said about it."""
    path = folder / f"x{ENDINGS[kind]}"
    path.write_bytes(data)
    said = []
    for item in read_source(Source(path, kind, packing, "x"), Settings()):
        for found in article_of(item, "x", None, Settings()):
            if isinstance(found, Failure):
                line = str(found)
                assert line.isprintable(), repr(line)
                assert found.remedy, repr(line)
                said.append(f"{found.problem}; {found.remedy}")
            else:
                found.text.encode("utf-8")
                assert found.id
                said.append("article")
    return said


def main() -> None:
    """Fuzz until the time is up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--where", type=float, default=0.2, help="share of the time for `airmap where`")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    CORPUS.mkdir(parents=True, exist_ok=True)
    kept = Counter(path.stem.rpartition("-")[0] for path in CORPUS.glob("*.bin"))
    seen: set[str] = set()
    inputs = valid_inputs()
    everything = [data for listed in inputs.values() for data in listed]
    signal.signal(signal.SIGALRM, _too_slow)
    tried = failed = 0
    end = time.monotonic() + given.seconds * (1 - given.where)
    with tempfile.TemporaryDirectory() as name:
        while time.monotonic() < end:
            kind = chance.choice(tuple(inputs))
            data = broken(chance.choice(inputs[kind]), chance.choice(everything), chance)
            packing = chance.choice((None, None, None, "gz", "zst"))
            if packing == "gz":
                data = broken(gzip.compress(data), data, chance) if chance.random() < 0.7 else gzip.compress(data)
            tried += 1
            try:
                signal.alarm(MAX_SECONDS)
                said = read(data, kind, packing, Path(name))
            except (Exception, SlowError):  # noqa: BLE001 - whatever it is, it is a finding
                failed += 1
                keep(data, kind, packing, "failed/", traceback.format_exc())
                continue
            finally:
                signal.alarm(0)
            for line in said:
                message = _PARTICULARS.sub("", line)
                mark = hashlib.sha256(f"{kind}{packing}{message}".encode()).hexdigest()[:8]
                group = f"{kind}-{packing or 'plain'}"
                if mark not in seen and len(data) <= MAX_CORPUS_BYTES and kept[group] < MAX_KEPT:
                    seen.add(mark)
                    kept[group] += 1
                    keep(data, kind, packing, "", None, mark)
    asked, wrong = fuzz_where(given.seconds * given.where, chance)
    print(f"{tried:,} inputs of readers, {failed} failed; {asked:,} phrases, {wrong} failed; corpus {kept.total()}")
    sys.exit(1 if failed or wrong else 0)


def keep(data: bytes, kind: Kind, packing: Packing | None, folder: str, error: str | None, mark: str = "") -> None:
    """Write an input where it can be read again, with its error beside it."""
    mark = mark or hashlib.sha256(data).hexdigest()[:8]
    path = CORPUS / f"{folder}{kind}-{packing or 'plain'}-{mark}.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if error:
        path.with_suffix(".txt").write_text(error, encoding="utf-8")


def fuzz_where(seconds: float, chance: random.Random) -> tuple[int, int]:
    """Ask for random phrases; each must give a valid region or one clear error."""
    from airmap import where

    asked = wrong = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        phrase = " ".join(chance.choice(WORDS) for _ in range(chance.randint(0, 9)))
        if chance.random() < 0.2:
            phrase = "".join(chr(chance.choice((32, 45, 48, 78, 176, 8242, chance.randrange(1, 0x3000))))
                             for _ in range(chance.randint(0, 30)))
        asked += 1
        try:
            signal.alarm(3 * MAX_SECONDS)
            assert where(phrase).geometry.is_valid
        except AirmapError:
            pass
        except (Exception, SlowError):  # noqa: BLE001 - as above
            wrong += 1
            print(repr(phrase), traceback.format_exc(), file=sys.stderr)
        finally:
            signal.alarm(0)
    return asked, wrong


if __name__ == "__main__":
    main()
