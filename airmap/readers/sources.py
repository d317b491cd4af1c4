"""Paths as a user gives them (files, folders, globs, ``-``) to the files to read, in a fixed order."""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from airmap.errors import InputError
from airmap.readers.base import Failure, Kind, Source

KINDS: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
    ".xml": "feed", ".rss": "feed", ".atom": "feed",
    ".eml": "mail", ".warc": "warc",
}
_PACKINGS: dict[str, Literal["gz", "zst"]] = {".gz": "gz", ".zst": "zst"}


def find_sources(paths: Iterable[str | os.PathLike[str]], stdin_kind: Kind = "text") -> Iterator[Source | Failure]:
    """Yield the files that the paths stand for, folders in the order of their names.

    Hidden files are passed over, and so are files of other kinds inside folders (one warning counts them). A folder
    that is reached again through a link is entered once.

    Raises
    ------
    InputError
        When a path does not exist or a pattern matches nothing.
    """
    for given in paths:
        text = os.fspath(given)
        if text == "-":
            yield Source(None, stdin_kind)
            continue
        path = Path(text)
        if os.path.lexists(path):
            yield from _at(path)
            continue
        # Path.glob takes no absolute pattern.
        matches = sorted(glob.glob(text, recursive=True)) if glob.has_magic(text) else []  # noqa: PTH207
        if not matches:
            what = "no file matches the pattern" if glob.has_magic(text) else "there is no such file or folder"
            raise InputError(f"{text!r}: {what}; check the path")
        for match in matches:
            yield from _at(Path(match))


def source_at(path: Path, article_id: str | None = None) -> Source | None:
    """Return the source that a file's name says it is, None for a name of no known kind."""
    suffixes = [s.lower() for s in path.suffixes]
    packing = _PACKINGS.get(suffixes[-1]) if suffixes else None
    ending = (suffixes[-2] if len(suffixes) > 1 else "") if packing else (suffixes[-1] if suffixes else "")
    if ending not in KINDS:
        return None
    stem = path.name[: -len(ending) - (len(packing) + 1 if packing else 0)]
    return Source(path, KINDS[ending], packing, article_id or stem)


def _at(path: Path) -> Iterator[Source | Failure]:
    if path.is_dir():
        yield from _inside(path)
        return
    problem = _unusable(path)
    if problem is not None:
        yield problem
        return
    # A file that was named is read as text where its ending says nothing: the reader tells a binary apart.
    yield source_at(path) or Source(path, "text", None, path.stem)


def _unusable(path: Path) -> Failure | None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Failure(str(path), None, f"it cannot be opened ({error.strerror})", "check the file and its rights")
    if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
        return Failure(str(path), None, "it is no regular file", "give a file, a folder or -")
    return None


def _inside(root: Path) -> Iterator[Source | Failure]:
    passed_over: Counter[str] = Counter()
    entered = set()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            yield Failure(str(folder), None, f"the folder cannot be opened ({error.strerror})", "check its rights")
            continue
        if (status.st_dev, status.st_ino) in entered:
            continue
        entered.add((status.st_dev, status.st_ino))
        subfolders = []
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                subfolders.append(path)
                continue
            identity = path.relative_to(root).parent.as_posix()
            source = source_at(path)
            if source is None:
                passed_over[path.suffix.lower() or "no ending"] += 1
                continue
            prefix = "" if identity == "." else identity + "/"
            problem = _unusable(path)
            yield problem or Source(path, source.kind, source.packing, prefix + source.id)
        waiting.extend(reversed(subfolders))
    if passed_over:
        kinds = ", ".join(f"{n} {ending}" for ending, n in sorted(passed_over.items())[:10])
        yield Failure(str(root), None, f"{sum(passed_over.values())} files of other kinds were passed over ({kinds})",
                      "name a file itself to have it read as text", warning=True)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def kind_named(name: str) -> Kind:
    """Return the kind of a format's name, such as ``jsonl``, for standard input.

    Raises
    ------
    InputError
        When there is no such format.
    """
    kind = KINDS.get(f".{name}") or next((k for k in KINDS.values() if k == name), None)
    if kind is None or kind == "parquet":
        kinds = sorted({*KINDS.values()} - {"parquet"})
        raise InputError(f"there is no input format {name!r}; give one of {', '.join(kinds)}")
    return kind
