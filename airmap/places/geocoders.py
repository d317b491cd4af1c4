"""Online geocoders, for names that no gazetteer here has: only when a run asks for one.

Any service of geopy will do, by geopy's name for it. A name is asked once: answers, and that there was none, are kept
in SQLite in the user's cache directory. Requests keep the service's rate in this process (geopy's RateLimiter) and
between all processes of this machine (a slot in that same file). A service that is down, or refuses, is told in one
line and not asked again in this run; the work goes on without it.
"""

from __future__ import annotations

import inspect
import json
import logging
import math
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airmap.errors import GeocoderError
from airmap.paths import user_cache_dir
from airmap.records import Bounds, Candidate, Place, Toponym

if TYPE_CHECKING:
    from airmap.pipeline import Options

log = logging.getLogger("airmap.places.geocoders")

PUBLIC_NOMINATIM = "nominatim.openstreetmap.org"
_OWN_OPTIONS = ("per_second", "timeout", "retries")
_SECRETS = ("key", "token", "secret", "password", "username", "user_agent", "proxies", "client_id", "auth")
_MOST_ANSWERS = 5
_LONGEST_NAME = 200
_FAILURES_BEFORE_DOWN = 3
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 60.0
#: No context of the text speaks for an answer: it is believed less than a place that the gazetteer's ranking chose.
_TRUST = 0.6
_NOMINATIM_FEATURES = {
    "country": "country", "state": "admin1", "province": "admin1", "region": "region", "county": "admin2",
    "district": "admin2", "city": "city", "town": "city", "municipality": "city", "village": "village",
    "hamlet": "village", "isolated_dwelling": "village", "suburb": "village", "neighbourhood": "village",
    "locality": "area", "island": "island", "islet": "island", "archipelago": "islands", "sea": "sea",
    "ocean": "ocean", "bay": "gulf", "strait": "strait", "water": "lake", "lake": "lake", "river": "river",
    "peak": "mountain", "mountain_range": "mountain", "volcano": "mountain", "ridge": "mountain",
    "peninsula": "peninsula", "cape": "area", "aerodrome": "airport", "airfield": "airbase",
    "naval_base": "area", "military": "area", "continent": "continent",
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """One place that a service gave for a name, with its own measure of importance (0 to 1) where it has one."""

    place: Place
    importance: float | None


class _DeadlineError(Exception):
    """A request that was not over in time, however busily it dripped."""


def resolve_online(toponyms: Sequence[Toponym], options: Options) -> tuple[Toponym, ...]:
    """Return the toponyms of one text with the run's geocoder asked about those that have no place."""
    if not options.geocoder:
        return tuple(toponyms)
    return geocode_missing(toponyms, options.geocoder, options.geocoder_options)


def geocode_missing(
    toponyms: Sequence[Toponym], name: str, options: Iterable[tuple[str, str]] = (),
) -> tuple[Toponym, ...]:
    """Return the toponyms, with a place for those names that had none and that the service knows.

    Parameters
    ----------
    toponyms
        One text's, in order. Demonyms, and names that have a place already, are passed through.
    name
        geopy's name of the service: ``"nominatim"``, ``"photon"``, ``"googlev3"``, ...
    options
        Pairs for the service's constructor (``user_agent``, ``api_key``, ``domain``, ``scheme``, ...), and
        ``per_second`` (requests, default 1), ``timeout`` (seconds a request, default 10), ``retries`` (default 3).

    Raises
    ------
    GeocoderError
        When there is no such service or option, or one that it needs is missing. That a service is down, slow, out of
        quota or refuses the key is logged as one warning, and raises nothing.
    """
    service = _service(name, tuple(options))
    found: dict[str, tuple[_Answer, ...]] = {}
    resolved = []
    for toponym in toponyms:
        if toponym.place is not None or toponym.kind != "name":
            resolved.append(toponym)
            continue
        query = _query(toponym.name)
        if query not in found:
            found[query] = service.answers(query) if query else ()
        resolved.append(_placed(toponym, found[query]))
    return tuple(resolved)


def check(name: str, options: Iterable[tuple[str, str]] = ()) -> None:
    """Raise GeocoderError where a service and its options cannot work, without asking it anything."""
    _service(name, tuple(options))


def _query(name: str) -> str:
    """Return a name as it is asked: one line, single blanks, bounded."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:_LONGEST_NAME]


def _placed(toponym: Toponym, answers: Sequence[_Answer]) -> Toponym:
    if not answers:
        return toponym
    weights = [a.importance if a.importance is not None else 1 / (1 + n) for n, a in enumerate(answers)]
    total = sum(weights) or 1.0
    shares = [w / total if sum(weights) else 1 / len(answers) for w in weights]
    others = tuple(Candidate(a.place, round(s, 4)) for a, s in zip(answers[1:], shares[1:], strict=True))
    return replace(toponym, place=answers[0].place, confidence=round(_TRUST * shares[0], 4), alternatives=others)


@cache
def _service(name: str, options: tuple[tuple[str, str], ...]) -> _Service:
    return _Service(name, options)


class _Service:
    """One geopy service as a run uses it: its rate, its cache, and whether it is still worth asking."""

    def __init__(self, name: str, options: tuple[tuple[str, str], ...]) -> None:
        given = dict(options)
        self.name = name.lower()
        self.per_second = _number(given, "per_second", 1.0, least=1e-3)
        self.timeout_s = _number(given, "timeout", 10.0, least=1e-3)
        self.retries = int(_number(given, "retries", 3.0, least=0))
        geocoder = _geocoder(self.name, {k: v for k, v in given.items() if k not in _OWN_OPTIONS}, self.timeout_s)
        public_server = self.name == "nominatim" and PUBLIC_NOMINATIM in given.get("domain", PUBLIC_NOMINATIM).lower()
        if public_server and self.per_second > 1:
            raise GeocoderError(f"{PUBLIC_NOMINATIM} allows one request a second: leave per_second out, or give the"
                                " domain of your own server")
        public = sorted((k, v) for k, v in given.items()
                        if k not in _OWN_OPTIONS and not any(s in k.lower() for s in _SECRETS))
        self.key = json.dumps([self.name, public])
        self.stopped = False
        self.failures = 0
        self.cache = _Cache(user_cache_dir() / "geocoders.sqlite")
        self.lock = threading.Lock()
        self.ask = self._limited(geocoder)

    def _limited(self, geocoder: Any) -> Callable[[str], Any]:
        from geopy.extra.rate_limiter import RateLimiter

        known = inspect.signature(geocoder.geocode).parameters
        wanted = {"exactly_one": False, "limit": _MOST_ANSWERS, "language": "en", "addressdetails": True,
                  "timeout": self.timeout_s}
        fixed = {k: v for k, v in wanted.items() if k in known}

        def once(query: str) -> Any:
            return _before(2 * self.timeout_s, lambda: geocoder.geocode(query, **fixed))

        limited: Callable[[str], Any] = RateLimiter(
            once, min_delay_seconds=1 / self.per_second, max_retries=0, error_wait_seconds=1 / self.per_second,
            swallow_exceptions=False)
        return limited

    def answers(self, query: str) -> tuple[_Answer, ...]:
        """Return what the service says of a name, best first: from the cache, or asked now and kept."""
        with self.lock:
            kept = self.cache.get(self.key, query)
            if kept is not None:
                return kept
            if self.stopped:
                return ()
            found = self._asked(query)
            if found is None:
                return ()
            self.failures = 0
            self.cache.put(self.key, query, found)
            return found

    def _asked(self, query: str) -> tuple[_Answer, ...] | None:
        """Ask with retries; None where there was no answer that could be kept."""
        from geopy import exc

        trouble: Exception | None = None
        for attempt in range(self.retries + 1):
            self.cache.wait_for_slot(self.key, 1 / self.per_second)
            wait_s = _FIRST_WAIT_S * 2 ** attempt * (1 + 0.1 * random.random())
            try:
                return tuple(_answers(self.ask(query), self.name, query))
            except (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges) as error:
                self._stop(f"refuses the key or the user ({_plain(error)}); check --geocoder-option")
                return None
            except exc.GeocoderRateLimited as error:
                trouble = error
                if error.retry_after is not None:
                    wait_s = max(0.0, float(error.retry_after))
                if wait_s > _LONGEST_WAIT_S:
                    self._stop(f"asks for a pause of {wait_s:.0f} s; try again later")
                    return None
                self.cache.hold(self.key, wait_s)
            except exc.GeocoderQuotaExceeded as error:
                self._stop(f"says that the quota is used up ({_plain(error)})")
                return None
            except exc.GeocoderQueryError as error:
                log.warning("airmap: geocoder %s: cannot answer for %r (%s)", self.name, query[:60], _plain(error))
                return None
            except (exc.GeopyError, OSError, _DeadlineError, ValueError, KeyError, TypeError, AttributeError) as error:
                # Services' answers are parsed by geopy without checks: a malformed one raises whatever it raises.
                trouble = error
            if attempt < self.retries:
                time.sleep(min(wait_s, _LONGEST_WAIT_S))
        self.failures += 1
        if self.failures >= _FAILURES_BEFORE_DOWN:
            self._stop(f"does not answer ({_plain(trouble)})")
        else:
            log.warning("airmap: geocoder %s: no answer for %r (%s); left without a place", self.name, query[:60],
                        _plain(trouble))
        return None

    def _stop(self, why: str) -> None:
        self.stopped = True
        log.warning("airmap: geocoder %s %s; going on without it", self.name, why)


def _number(given: Mapping[str, str], key: str, default: float, *, least: float) -> float:
    try:
        value = float(given.get(key, default))
    except ValueError as error:
        raise GeocoderError(f"--geocoder-option {key}={given[key]}: give a number") from error
    if not (math.isfinite(value) and value >= least):
        raise GeocoderError(f"--geocoder-option {key}={given[key]}: give a number of at least {least:g}")
    return value


def _geocoder(name: str, given: Mapping[str, str], timeout_s: float) -> Any:
    """Return geopy's object for a service.

    Raises
    ------
    GeocoderError
        When there is none of that name, an option is unknown, or one that it needs is missing.
    """
    from geopy import exc
    from geopy.adapters import URLLibAdapter
    from geopy.geocoders import SERVICE_TO_GEOCODER, get_geocoder_for_service

    try:
        maker = get_geocoder_for_service(name)
    except exc.GeocoderNotFound as error:
        raise GeocoderError(f"there is no geocoder {name!r}; geopy has {', '.join(sorted(SERVICE_TO_GEOCODER))}"
                            ) from error
    parameters = inspect.signature(maker.__init__).parameters
    known = [p for p in parameters if p not in ("self", "adapter_factory", "ssl_context", "timeout")]
    unknown = [k for k in given if k not in known]
    if unknown:
        raise GeocoderError(f"--geocoder-option {unknown[0]}: {name} has {', '.join([*known, *_OWN_OPTIONS])}")
    needed = [p for p in known if parameters[p].default is inspect.Parameter.empty
              and parameters[p].kind is not inspect.Parameter.VAR_KEYWORD]
    if name == "nominatim":
        needed.append("user_agent")
    missing = [p for p in needed if not given.get(p, "").strip()]
    if missing:
        why = " (its policy asks for your application's name and an address)" if "user_agent" in missing else ""
        raise GeocoderError(f"--geocoder {name} needs --geocoder-option {missing[0]}=...{why}")
    try:
        # geopy's other adapter retries by itself, past the rate limit and past a Retry-After.
        return maker(**given, timeout=timeout_s, adapter_factory=URLLibAdapter)
    except (exc.GeopyError, TypeError, ValueError) as error:
        raise GeocoderError(f"--geocoder {name}: {_plain(error)}") from error


def _before(deadline_s: float, work: Callable[[], Any]) -> Any:
    """Return what ``work`` returns, or raise _DeadlineError: a socket's own timeout starts anew with every byte.

    The thread of a request that is given up is left to end by itself.
    """
    result: list[Any] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller, which is another thread
            failure.append(error)

    worker = threading.Thread(target=run, daemon=True, name="airmap-geocoder")
    worker.start()
    worker.join(deadline_s)
    if worker.is_alive():
        raise _DeadlineError(f"no whole answer in {deadline_s:g} s")
    if failure:
        raise failure[0]
    return result[0]


def _plain(error: BaseException | None) -> str:
    """Return an error as a short line, without what may be a key in an address."""
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    text = " ".join(text.split("?", 1)[0].split())
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)[:160]


def _answers(locations: Any, service: str, query: str) -> Iterable[_Answer]:
    """Yield geopy's locations as places; what is no position on the globe is left out."""
    if locations is None:
        return
    for location in locations if isinstance(locations, list) else [locations]:
        lon, lat = float(location.longitude), float(location.latitude)
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            continue
        raw = location.raw if isinstance(location.raw, dict) else {}
        given = raw.get("address")
        address: Mapping[str, Any] = given if isinstance(given, dict) else {}
        first = raw.get("name") or str(location.address or "").split(",")[0].strip() or query
        number = raw.get("osm_id") or raw.get("place_id") or raw.get("id")
        if raw.get("osm_id") and raw.get("osm_type"):
            number = f"{raw['osm_type']}/{number}"
        importance = raw.get("importance")
        yield _Answer(
            Place(str(first), lon, lat, _feature(raw), _country(address), service,
                  None if number is None else str(number), 0, _extent(raw.get("boundingbox")),
                  address.get("state") if isinstance(address.get("state"), str) else None),
            float(importance) if isinstance(importance, int | float) and 0 <= importance <= 1 else None)


def _feature(raw: Mapping[str, Any]) -> str:
    for key in ("addresstype", "type", "class", "category"):
        if (feature := _NOMINATIM_FEATURES.get(str(raw.get(key)))) is not None:
            return feature
    return "area"


def _country(address: Mapping[str, Any]) -> str | None:
    from airmap.places.files import country_codes

    code = address.get("country_code")
    return country_codes().get(code.upper()) if isinstance(code, str) else None


def _extent(box: Any) -> Bounds | None:
    """Return Nominatim's box (south, north, west, east) as bounds, or None where it is none."""
    if not isinstance(box, list) or len(box) != 4:
        return None
    try:
        south, north, west, east = (float(v) for v in box)
    except (TypeError, ValueError):
        return None
    sane = -90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180
    return Bounds(west, south, east, north) if sane else None


class _Cache:
    """Answers, and the times of requests, in one SQLite file that all processes of the user share."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.broken = False

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        connection.execute("CREATE TABLE IF NOT EXISTS answer (service TEXT, query TEXT, places TEXT,"
                           " PRIMARY KEY (service, query)) WITHOUT ROWID")
        connection.execute("CREATE TABLE IF NOT EXISTS slot (service TEXT PRIMARY KEY, free_at REAL) WITHOUT ROWID")
        return connection

    def _run(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run ``work`` on the file; a file that is no cache is told of once, and gone on without."""
        if self.broken:
            return None
        try:
            with closing(self._connect()) as connection:
                return work(connection)
        except (sqlite3.Error, OSError) as error:
            self.broken = True
            log.warning("airmap: the geocoder cache %s cannot be used (%s); delete it, or names are asked again",
                        self.path, _plain(error))
            return None

    def get(self, service: str, query: str) -> tuple[_Answer, ...] | None:
        """Return what is kept for a name; empty where the service knew none, None where it was never asked."""
        row = self._run(lambda c: c.execute("SELECT places FROM answer WHERE service = ? AND query = ?",
                                            (service, query)).fetchone())
        return None if row is None else tuple(_revived(row[0]))

    def put(self, service: str, query: str, answers: Sequence[_Answer]) -> None:
        """Keep what a service said of a name."""
        places = json.dumps([[a.place.name, a.place.lon, a.place.lat, a.place.feature, a.place.country,
                              a.place.gazetteer, a.place.gazetteer_id, a.place.extent, a.place.admin1, a.importance]
                             for a in answers], ensure_ascii=False)
        self._run(lambda c: c.execute("INSERT OR REPLACE INTO answer VALUES (?,?,?)", (service, query, places)))

    def wait_for_slot(self, service: str, delay_s: float) -> None:
        """Take the next time that this machine may ask a service, and wait for it."""

        def take(connection: sqlite3.Connection) -> float:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("SELECT free_at FROM slot WHERE service = ?", (service,)).fetchone()
            now = time.time()
            # A clock that was set back must not hold a run for hours.
            begin = max(now, row[0]) if row and row[0] < now + 2 * _LONGEST_WAIT_S else now
            connection.execute("INSERT OR REPLACE INTO slot VALUES (?,?)", (service, begin + delay_s))
            connection.execute("COMMIT")
            return begin - now

        wait_s = self._run(take)
        if wait_s:
            time.sleep(wait_s)

    def hold(self, service: str, wait_s: float) -> None:
        """Let no process of this machine ask a service for so long."""
        self._run(lambda c: c.execute(
            "INSERT INTO slot VALUES (?1, ?2) ON CONFLICT (service) DO UPDATE SET free_at = max(free_at, ?2)",
            (service, time.time() + wait_s)))


def _revived(text: str) -> Iterable[_Answer]:
    for name, lon, lat, feature, country, gazetteer, number, extent, admin1, importance in json.loads(text):
        yield _Answer(Place(name, lon, lat, feature, country, gazetteer, number, 0,
                            Bounds(*extent) if extent else None, admin1), importance)
