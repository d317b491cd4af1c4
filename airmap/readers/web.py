"""Web pages that a user names to articles: politely, and never from inside the user's own network unless asked.

robots.txt is obeyed (RFC 9309: a server that cannot answer for it is left alone), a host gets one request a second, and
each request is bounded in size and time. Every address, that of a redirect too, is resolved here, checked to be a
public one, and connected to as checked, so that a name cannot point elsewhere the second time.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from airmap import __version__
from airmap.readers import article_of, feeds, texts
from airmap.readers.base import Failure, Item, Page, Settings, Source
from airmap.records import Article

AGENT = f"airmap/{__version__}"
_REDIRECTS = 5
_CHUNK = 65536
_ROBOTS_BYTES = 500_000
_LONGEST_DELAY_S = 30.0
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)


class FetchError(ValueError):
    """A page that was not fetched: what is wrong; what to do."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered."""

    url: str
    status: int
    kind: str
    location: str | None
    body: bytes


@dataclass(slots=True)
class Fetcher:
    """Fetches pages one after the other, remembering each host's rules and when it was last asked."""

    settings: Settings = field(default_factory=Settings)
    seconds: float = 20.0
    pause_s: float = 1.0
    private: bool = False
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def page(self, url: str) -> Response:
        """Return a page, redirects followed.

        Raises
        ------
        FetchError
            When the address is not to be fetched, or the server gives no page.
        """
        for _ in range(_REDIRECTS + 1):
            parts = _split(url)
            self._address(parts)
            self._obey(parts)
            response = self._ask(parts, self.settings.limits.document_bytes)
            if response.status in (301, 302, 303, 307, 308) and response.location:
                url = urljoin(url, response.location)
                continue
            if response.status != 200:
                raise FetchError(f"the server answered {response.status}; check the address")
            return response
        raise FetchError(f"it redirects more than {_REDIRECTS} times; check the address")

    def _obey(self, parts: SplitResult) -> None:
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._rules(parts)
        rules = self._robots[origin]
        if rules is None:
            raise FetchError("its robots.txt cannot be read, so it is left alone; try later, or save the page yourself")
        if not rules.can_fetch(AGENT, parts.geturl()):
            raise FetchError("its robots.txt asks programs to stay away; save the page yourself")

    def _rules(self, parts: SplitResult) -> RobotFileParser | None:
        rules = RobotFileParser()
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        for _ in range(_REDIRECTS + 1):
            try:
                response = self._ask(_split(url), _ROBOTS_BYTES)
            except FetchError:
                return None
            if response.status in (301, 302, 303, 307, 308) and response.location:
                url = urljoin(url, response.location)
                continue
            if response.status == 200:
                rules.parse(response.body.decode("utf-8", "replace").splitlines())
                return rules
            if 400 <= response.status < 500 and response.status != 429:
                rules.parse([])
                return rules
            return None
        return None

    def _ask(self, parts: SplitResult, limit: int) -> Response:
        host = parts.hostname or ""
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asked_delay = float(rules.crawl_delay(AGENT) or 0) if rules else 0.0
        pause = min(max(self.pause_s, asked_delay), _LONGEST_DELAY_S)
        wait = self._asked.get(host, -pause) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._asked[host] = time.monotonic()
        try:
            return self._request(parts, limit)
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise FetchError(f"it cannot be fetched ({reason}); check the address and the network") from error

    def _request(self, parts: SplitResult, limit: int) -> Response:
        deadline = time.monotonic() + self.seconds
        connection = self._connected(parts)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers={
                "User-Agent": AGENT, "Accept": "text/html, application/xhtml+xml, text/plain, application/rss+xml",
                "Accept-Encoding": "identity", "Accept-Language": "en", "Connection": "close"})
            answer = connection.getresponse()
            pieces, size = [], 0
            while chunk := answer.read1(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise FetchError(f"it is larger than {limit / 1e6:.0f} MB; raise --max-megabytes")
                if time.monotonic() > deadline:
                    raise FetchError(f"it took more than {self.seconds:g} s; try again later")
                pieces.append(chunk)
            return Response(parts.geturl(), answer.status, answer.getheader("Content-Type", ""),
                            answer.getheader("Location"), b"".join(pieces))
        finally:
            connection.close()

    def _connected(self, parts: SplitResult) -> http.client.HTTPConnection:
        address, port = self._address(parts)
        stream = socket.create_connection((address, port), timeout=self.seconds)
        if parts.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=parts.hostname)
        connection = http.client.HTTPConnection(parts.netloc.rpartition("@")[2], timeout=self.seconds)
        connection.sock = stream
        return connection

    def _address(self, parts: SplitResult) -> tuple[str, int]:
        """Return the numeric address and port of a host, checked to be public."""
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise FetchError(f"there is no host {host[:80]!r} ({error}); check the address and the network") from error
        for address in found:
            if self.private or _is_public(address):
                return address, port
        raise FetchError(f"{host} is inside a private network ({found[0]}); pass --private if that is meant")


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_global


def fetch_articles(urls: Iterable[str], fetcher: Fetcher) -> Iterator[Article | Failure]:
    """Yield the article of each address, the entries of a feed, and a `Failure` for what cannot be fetched or read."""
    for url in urls:
        try:
            response = fetcher.page(url)
        except FetchError as error:
            problem, _, remedy = str(error).partition("; ")
            yield Failure(url, None, problem, remedy)
            continue
        for item in _items(response, fetcher.settings):
            yield from article_of(item, url, None, fetcher.settings)


def _items(response: Response, settings: Settings) -> Iterator[Item]:
    kind = response.kind.partition(";")[0].strip().lower()
    charset = _CHARSET.search(response.kind)
    if kind in ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"):
        yield from feeds.read_feed(response.body, Source(None, "feed", None, response.url), settings)
    elif kind == "text/plain":
        yield from texts.read_text(response.body, response.url, response.url, settings)
    elif kind in ("text/html", "application/xhtml+xml", ""):
        yield Page(response.url, response.body, response.url, None, response.url,
                   charset.group(1) if charset else None)
    else:
        yield Failure(response.url, None, f"it is {kind[:60]}, not a page of text", "give the address of an article")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"it is no web address ({error}); write https://...") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise FetchError("it is no web address; write https://...")
    if re.search(r"[\x00-\x20\x7f]", url):
        raise FetchError("the address holds blanks or control characters; write them as %20 and the like")
    return parts
