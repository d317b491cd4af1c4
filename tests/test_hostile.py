"""Broken and hostile inputs: one line each with file, record and remedy; the rest is done; memory and time bounded."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from airmap.readers import Failure, Limits, Settings, Source, article_of, read_articles, read_source
from airmap.readers.base import Kind
from airmap.records import Article

GOOD = "Two fighters crossed the border near the river on Tuesday, and the ministry said that they then turned back."
Mixed = tuple[Path, dict[str, tuple[bytes, str]]]
KINDS: tuple[Kind, ...] = ("text", "html", "jsonl", "json", "csv", "parquet", "feed", "mail", "warc")
ENDINGS = {"text": ".txt", "html": ".html", "jsonl": ".jsonl", "json": ".json", "csv": ".csv", "parquet": ".parquet",
           "feed": ".xml", "mail": ".eml", "warc": ".warc"}


def read_all(*paths: Path | str, limits: Limits | None = None) -> tuple[list[Article], list[Failure]]:
    items = list(read_articles(paths, settings=Settings(limits=limits or Limits())))
    failures = [i for i in items if isinstance(i, Failure)]
    for failure in failures:
        line = str(failure)
        assert "\n" not in line
        assert failure.remedy
        assert line.isprintable()
    return [i for i in items if isinstance(i, Article)], failures


def gzip_bomb(path: Path, megabytes: int) -> Path:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with path.open("wb") as stream:
        for _ in range(megabytes):
            stream.write(packer.compress(b"\0" * 1_000_000))
        stream.write(packer.flush())
    return path


def bad_files(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Return files by name, with a part of the line that each must bring."""
    del folder
    deep = b"<div>" * 100_000
    return {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\t\n ", "empty"),
        "binary.txt": (b"\x7fELF\0\0\1\2\3" * 50, "binary"),
        "latin.txt": ("The café was closed in Łódź, the owner said.".encode("cp1250"), "not valid UTF-8 at byte 7"),
        "long.txt": (b"word " * 200_000, "more than"),
        "german.txt": (b"Die Maschine ist in den Luftraum eingedrungen und wurde von der Luftwaffe begleitet, wie das "
                       b"Amt mit der Zeit sagte.", "German"),
        "cut.jsonl.gz": (gzip.compress(json.dumps({"text": GOOD * 50}).encode())[:-20], "damaged"),
        "not.jsonl.gz": (b"no gzip at all", "damaged"),
        "not.parquet": (b"PAR1 but no more than that", "Parquet"),
        "bad.jsonl": (b'{"text": "open\n[1]\n{"id": 3}\n"words"\n', "line 1"),
        "deep.json": (b"[" * 100_000, "nested too deep"),
        "deep.html": (b"<html><body>" + deep + GOOD.encode(), "deep"),
        "menu.html": (b"<html><body><nav>Home</nav></body></html>", "no article"),
        "bomb.xml": (b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>',
                     "XML entities"),
        "file.xml": (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>',
                     "XML entities"),
        "plain.xml": (b"<note><to>you</to></note>", "no RSS or Atom"),
        "void.rss": (b'<rss version="2.0"><channel></channel></rss>', "no entries"),
        "nobody.eml": (b"Subject: nothing\r\n\r\n", "no text"),
        "cut.warc": (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.0 200 OK\r\n", ""),
        "junk.warc.gz": (b"this is no archive", "damaged"),
        "header.csv": (b"a,b\n1,2\n", "no column holds the text"),
        "wide.csv": (b"id,text\n1,2,3,4\n", "4 fields"),
        "name\nwith\x1b[31m ends.txt": (b"", "empty"),
    }


@pytest.fixture
def mixed(tmp_path: Path) -> Mixed:
    folder = tmp_path / "mixed"
    folder.mkdir()
    files = bad_files(folder)
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(GOOD)
    (folder / "zz-good.jsonl").write_text(json.dumps({"id": "last", "text": GOOD}) + "\n")
    return folder, files


def test_one_line_for_each_bad_file_and_the_good_ones_are_read(mixed: Mixed) -> None:
    folder, files = mixed
    begun = time.monotonic()
    articles, failures = read_all(folder)
    assert time.monotonic() - begun < 20
    assert {a.id for a in articles} == {"good", "last"}
    for name, (_, sign) in files.items():
        told = [f for f in failures if Path(f.file).name == name]
        if sign:
            assert told, name
            assert sign in str(told[0]), str(told[0])
        if name not in ("bad.jsonl",):
            assert len(told) <= 1, [str(f) for f in told]


def test_a_dangling_link_a_loop_and_a_file_without_rights(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    articles, failures = read_all(tmp_path)
    assert [a.id for a in articles] == ["good"]
    assert {Path(f.file).name for f in failures} == {"nowhere.txt", "self.txt"}


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(GOOD)
    path.chmod(0)
    _, failures = read_all(path)
    assert "Permission denied" in str(failures[0])


def test_a_pipe_or_device_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "null.txt").symlink_to("/dev/null")
    _, failures = read_all(tmp_path)
    assert "no regular file" in str(failures[0])


def test_a_gzip_bomb_is_left_early(tmp_path: Path) -> None:
    path = gzip_bomb(tmp_path / "bomb.jsonl.gz", 400)
    begun = time.monotonic()
    articles, failures = read_all(path)
    assert articles == []
    assert "unpacks to more than" in str(failures[0])
    assert time.monotonic() - begun < 10


def peak_megabytes(script: str, *arguments: str) -> float:
    """Return the most memory that a script of its own takes."""
    script += "\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    told = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return float(told.stdout.split()[-1]) / 1000


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize(("rows", "compression", "reason"), [(1, "zstd", "300 times"), (40, "zstd", "characters"),
                                                             (3, "none", "characters")])
def test_a_parquet_bomb_takes_little_memory(tmp_path: Path, rows: int, compression: str, reason: str) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "bomb.parquet"
    text = "a " * (100_000_000 if rows == 1 else 7_000_000)
    pq.write_table(pa.table({"text": [text] * rows}), path, compression=compression)
    script = ("import sys\nfrom airmap.readers import read_articles\n"
              "found = [str(f) for f in read_articles(sys.argv[1:])]\n"
              f"assert len(found) == {rows} and all({reason!r} in f for f in found), found")
    assert peak_megabytes(script, str(path)) < 450


def test_a_line_of_a_gigabyte_is_passed_over_in_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "line.jsonl"
    with path.open("wb") as stream:
        stream.truncate(1_000_000_000)
        stream.seek(0, io.SEEK_END)
        stream.write(b"\n" + json.dumps({"id": "after", "text": GOOD}).encode() + b"\n")
    tracemalloc.start()
    articles, failures = read_all(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [a.id for a in articles] == ["after"]
    assert "line 1: the line is longer than 16 MB" in str(failures[0])
    assert peak < 100_000_000


def test_a_text_of_fifty_megabytes_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"a word or two. " * 3_500_000)
    begun = time.monotonic()
    _, failures = read_all(path)
    assert time.monotonic() - begun < 2
    assert len(failures) == 1
    assert "--max-characters" in str(failures[0])


def test_dates_of_no_calendar_are_told_and_the_article_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "x", "text": GOOD, "published": "2015-13-45"}))
    articles, failures = read_all(path)
    assert articles[0].published is None
    assert failures[0].warning
    assert "line 1 (x): '2015-13-45' is no day of the calendar" in str(failures[0])


def test_control_characters_and_lone_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "\\ud800", "text": "' + GOOD + ' \\u0000\\udfff\\u001b[2J end"}')
    articles, _ = read_all(path)
    articles[0].text.encode("utf-8")
    articles[0].id.encode("utf-8")
    assert articles[0].text == GOOD + " ???[2J end".replace("?", "\N{REPLACEMENT CHARACTER}")


def test_quotes_by_the_thousand_do_not_make_a_table_slow(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("id,text\n" + '1,"open\n' * 20_001)
    begun = time.monotonic()
    read_all(path)
    assert time.monotonic() - begun < 20


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode),
                      st.sampled_from([b'{"text": "', b"id,text\n1,", b"<rss><channel><item>", b"Subject: =?x?b?",
                                       b"WARC/1.0\r\n", b"PAR1", b"<html><p>", b"---\ndate: ", b"\xff\xfe", b"[{"])
                      .flatmap(lambda head: st.binary(max_size=200).map(lambda tail: head + tail))),
       kind=st.sampled_from(KINDS), packing=st.sampled_from([None, None, "gz", "zst"]))
def test_no_bytes_make_a_reader_fail(tmp_path: Path, data: bytes, kind: Kind, packing: str | None) -> None:
    path = tmp_path / f"x{ENDINGS[kind]}"
    path.write_bytes(data)
    source = Source(path, kind, packing, "x")  # type: ignore[arg-type]
    for item in read_source(source, Settings()):
        for found in article_of(item, str(path), None, Settings()):
            if isinstance(found, Failure):
                assert str(found).isprintable()
            else:
                found.text.encode("utf-8")
