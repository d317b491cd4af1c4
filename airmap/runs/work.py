"""What is done with one article, wherever that is: in this process, in a worker of this machine, on a cluster."""

from __future__ import annotations

import ctypes
import gc
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache

from airmap.errors import AirmapError
from airmap.pipeline import Options, Suspicion, read_article, suspect
from airmap.readers import Failure, Settings, article_of
from airmap.readers.base import Page
from airmap.records import Article, Reading, Region
from airmap.runs import codec
from airmap.runs.manifest import Outcome

_FORGET_AFTER_CHARACTERS = 1_000_000
_PARSED_TOGETHER = 32
#: How many times its limit an article may take where the machine is busy.
WAITED_FOR = 3
_NEARLY = 0.1
# A text leaves some five hundred to the collector, which so comes once in twenty articles and not at each.
_NEW_OBJECTS = 10_000
_LONG_TEXT = 5_000
# Kept, so that nothing closes here what is open in the process that this one is a copy of.
_NOT_OURS: list[object] = []


@dataclass(frozen=True, slots=True)
class Unit:
    """One article to read, or a page that holds one: where it stands, and the key of its result."""

    key: bytes
    file: str
    record: str | None
    item: Article | Page


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that a worker must know; small, and sent with each block."""

    options: Options = field(default_factory=Options)
    settings: Settings = field(default_factory=Settings)
    seconds: float = 20.0
    debug: bool = False
    # Whether each phrase keeps its own shape, which maps show and tables do not.
    outlines: bool = True
    read: Callable[[Article, Options], Reading] = read_article


class OutOfTimeError(BaseException):
    """An article took longer than it may; no ``except Exception`` on the way may hold it up."""


@cache
def prepare(config: Config) -> None:
    """Load what every article needs, once a process; what is missing ends the run here and not at each article."""
    if config.read is not read_article:
        return
    from airmap import checks, events, triage  # noqa: F401 - loaded before the clock runs
    from airmap.parsing.language import load_pipeline
    from airmap.pipeline import atlas_for, default_gazetteer
    from airmap.places import geocode  # noqa: F401 - loaded before the clock runs
    from airmap.regions import feasible as regions  # noqa: F401 - loaded before the clock runs

    load_pipeline()
    default_gazetteer()
    # What was loaded stays for good: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    # The words of a text point to each other; at the usual threshold they are looked through while they are made.
    gc.set_threshold(_NEW_OBJECTS)
    if config.options.geometry:
        atlas_for(config.options.worldview)


def start_as_copy() -> None:
    """Let go of what a process copied from one that was prepared must not use: open databases."""
    from airmap import pipeline

    if pipeline.default_gazetteer.cache_info().currsize:
        _NOT_OURS.append(pipeline.default_gazetteer())
        pipeline.default_gazetteer.cache_clear()


def read_block(units: Sequence[Unit], config: Config) -> tuple[Outcome, ...]:
    """Return the outcome of each article of a block."""
    prepare(config)
    with Words(config):
        return tuple(read_units(units, config))


class Words:
    """Lets spaCy forget the words it has met, so that memory does not grow with the input.

    Not after each block: most words come again, and to look one up anew takes as long as to tag it.
    """

    def __init__(self, config: Config) -> None:
        self._ours = config.read is read_article
        self._zone = ExitStack()
        self._since = 0

    def __enter__(self) -> Words:
        self._remember()
        return self

    def __exit__(self, *_: object) -> None:
        self._zone.close()

    def turn(self) -> None:
        """Forget, where enough was read since the last time; between two blocks only."""
        if self._ours and _characters_analysed() - self._since > _FORGET_AFTER_CHARACTERS:
            self._zone.close()
            self._remember()

    def _remember(self) -> None:
        if not self._ours:
            return
        from airmap.parsing.language import load_pipeline

        self._since = _characters_analysed()
        self._zone.enter_context(load_pipeline().memory_zone())


def _characters_analysed() -> int:
    from airmap.parsing import language

    return language.characters_analysed


@dataclass(slots=True)
class _Looked:
    """An article after a look at its words, and what there was to complain of."""

    found: tuple[Article | Failure, ...]
    article: Article | None
    suspicion: Suspicion

    @property
    def text(self) -> str:
        """What has to be parsed first."""
        return self.suspicion.passages or (self.article.text if self.article else "")


def read_units(units: Sequence[Unit], config: Config, alive: Callable[[], None] = lambda: None) -> Iterator[Outcome]:
    """Yield the outcome of each article of a block; passages that have to be parsed are parsed together.

    ``alive`` is called after each step of what is done before the first outcome.
    """
    looked = _looked_at(units, config, alive) if config.read is read_article else {}
    for unit in units:
        yield read_unit(unit, config, looked.pop(unit.key, None))


def _looked_at(units: Sequence[Unit], config: Config, alive: Callable[[], None]) -> dict[bytes, _Looked]:
    """Return the articles of a block as far as they could be looked at; the others are left to `read_unit`."""
    looked: dict[bytes, _Looked] = {}
    all_in_full = config.options.scope != "incidents"
    for unit in units:
        # What goes wrong here goes wrong again in `read_unit`, which names it; only time is not given twice.
        with suppress(Exception):
            try:
                with time_limit(config.seconds):
                    found = tuple(article_of(unit.item, unit.file, unit.record, config.settings))
                    article = next((f for f in found if isinstance(f, Article)), None)
                    looked[unit.key] = _Looked(found, article, Suspicion() if article is None else
                                               Suspicion(full=True) if all_in_full else suspect(article))
            except OutOfTimeError:
                looked[unit.key] = _Looked((_took_too_long(unit, config),), None, Suspicion())
        alive()
    in_full = [one for one in looked.values() if one.suspicion.full]
    in_part = [one for one in looked.values() if one.suspicion.passages is not None]
    _parse_together(in_part, config, alive, entities=False)
    _parse_together(in_full, config, alive, entities=True)
    return looked


def _parse_together(waiting: Sequence[_Looked], config: Config, alive: Callable[[], None], *, entities: bool) -> None:
    """Parse what has to be parsed, some at a time; what is long or goes wrong is left to be parsed alone."""
    waiting = [one for one in waiting if len(one.text) <= _LONG_TEXT]
    for start in range(0, len(waiting), _PARSED_TOGETHER):
        batch = waiting[start:start + _PARSED_TOGETHER]
        with suppress(OutOfTimeError, Exception), time_limit(config.seconds):
            from airmap.parsing.language import analyse_all

            for one, doc in zip(batch, analyse_all([one.text for one in batch], entities=entities), strict=True):
                one.suspicion = replace(one.suspicion, doc=doc)
        alive()


def without_outlines(reading: Reading) -> Reading:
    """Return a reading whose regions keep their shape, and the phrases that drew them only their words.

    A state's outline with each "entered its airspace" is five sixths of what a run has to keep.
    """
    if all(i.region is None for i in reading.incidents):
        return reading
    import shapely

    nowhere = shapely.Point()

    def bare(region: Region) -> Region:
        kept, dropped = (tuple(replace(c, geometry=nowhere) for c in group)
                         for group in (region.constraints, region.dropped))
        return replace(region, constraints=kept, dropped=dropped, border=None)

    incidents = tuple(replace(i, region=bare(i.region) if i.region is not None else None) for i in reading.incidents)
    return replace(reading, incidents=incidents)


def read_unit(unit: Unit, config: Config, looked: _Looked | None = None) -> Outcome:
    """Return the outcome of one article; whatever goes wrong is a `Failure` that names it."""
    failures: list[Failure] = []
    reading: Reading | None = None
    try:
        with time_limit(config.seconds):
            items = looked.found if looked else article_of(unit.item, unit.file, unit.record, config.settings)
            for found in items:
                if isinstance(found, Failure):
                    failures.append(found)
                elif looked is not None:
                    reading = read_article(found, config.options, looked.suspicion)
                else:
                    reading = config.read(found, config.options)
    except OutOfTimeError:
        failures.append(_took_too_long(unit, config))
    except (MemoryError, RecursionError) as error:
        failures.append(_failure(unit, f"reading it needed too much memory ({type(error).__name__})",
                                 "cut it into articles"))
    except AirmapError as error:
        problem, _, remedy = str(error).partition("; ")
        failures.append(_failure(unit, problem, remedy or "see the message", config))
    except Exception as error:  # noqa: BLE001 - one article must not stop the others; --debug shows the traceback
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        failures.append(_failure(unit, f"reading it failed ({reason})", "please report this text", config))
    if reading is None:
        return Outcome(unit.key, None, tuple(failures))
    if not config.outlines:
        reading = without_outlines(reading)
    return Outcome(unit.key, codec.dumps(reading), tuple(failures), len(reading.incidents), len(reading.meetings))


def _took_too_long(unit: Unit, config: Config) -> Failure:
    return _failure(unit, f"reading it took more than {config.seconds:g} s", "cut it into articles, or raise --seconds")


def _failure(unit: Unit, problem: str, remedy: str, config: Config | None = None) -> Failure:
    detail = traceback.format_exc() if config and config.debug else None
    return Failure(unit.file, unit.record, problem, remedy, detail=detail)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTimeError` in the block once it has taken ``seconds``.

    On a busy machine, where the process waits for its turn, its own seconds count, up to three times the time: what is
    read must not hang on what else runs. A signal where there is one (the main thread of a Unix process); elsewhere a
    second thread raises it, which cannot end a long call into C.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        begun, own = time.monotonic(), time.process_time()

        def ring(*_: object) -> None:
            left = seconds - (time.process_time() - own)
            if left < _NEARLY * seconds or time.monotonic() - begun >= WAITED_FOR * seconds:
                raise OutOfTimeError
            signal.setitimer(signal.ITIMER_REAL, left)

        previous = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)
        return
    thread = threading.get_ident()
    timer = threading.Timer(seconds, _raise_in, (thread,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _raise_in(thread: int) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(OutOfTimeError))


def resident_bytes() -> int:
    """Return this process's memory in use, 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123 - a kernel file, not a path of ours
        return int(stream.read().split()[1]) * 4096
