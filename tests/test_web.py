"""Fetching pages: robots.txt, one request a second, limits, no private addresses unless asked."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from airmap.readers import Failure, Limits, Settings
from airmap.readers.web import Fetcher, fetch_articles
from airmap.records import Article

STORY = "Two fighters crossed the border on Tuesday and turned back after a minute, the ministry said. " * 3


class Site(http.server.BaseHTTPRequestHandler):
    robots: tuple[int, str] = (200, "User-agent: *\nDisallow: /closed/\n")

    def do_GET(self) -> None:
        page = f"<html><body><article><p>{STORY}</p></article></body></html>"
        answers = {
            "/robots.txt": (*self.robots, "text/plain"), "/story": (200, page, "text/html"),
            "/closed/story": (200, page, "text/html"), "/away": (302, "/story", ""), "/loop": (302, "/loop", ""),
            "/out": (302, "http://10.0.0.1/", ""), "/picture": (200, "PNG", "image/png"),
            "/big": (200, "x" * 2_000_000, "text/html"), "/file": (302, "file:///etc/passwd", ""),
        }
        status, body, kind = answers.get(self.path, (404, "", "text/html"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body)
            body = ""
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetch(url: str, **options: object) -> Article | str:
    settings = Settings(limits=Limits(document_bytes=1_000_000))
    fetcher = Fetcher(settings, **{"private": True, "pause_s": 0.0, **options})  # type: ignore[arg-type]
    (item,) = fetch_articles([url], fetcher)
    return str(item) if isinstance(item, Failure) else item


def test_a_page_becomes_an_article(site: str) -> None:
    for path in ("/story", "/away"):
        article = fetch(site + path)
        assert isinstance(article, Article)
        assert article.url == f"{site}/story"
        assert "Two fighters" in article.text


@pytest.mark.parametrize(("path", "reason"), [
    ("/closed/story", "robots.txt asks"), ("/loop", "redirects more than"), ("/none", "answered 404"),
    ("/picture", "image/png"), ("/big", "larger than 1 MB"), ("/file", "no web address"),
])
def test_what_is_not_fetched_is_named(site: str, path: str, reason: str) -> None:
    assert reason in str(fetch(site + path))


def test_private_addresses_are_refused_and_so_are_redirects_to_them(site: str) -> None:
    assert "private network" in str(fetch(site + "/story", private=False))
    for url in ("http://localhost/", "http://[::1]/", "http://169.254.169.254/", "http://192.168.1.1/",
                "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/"):
        assert "private network" in str(fetch(url, private=False)), url


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "story", "http://", "http://a b/",
                                 "http://[::1", "http://x:99999/"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert "write" in str(fetch(url))


def test_a_server_that_cannot_answer_for_its_rules_is_left_alone(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Site, "robots", (503, ""))
    assert "left alone" in str(fetch(site + "/story"))
    monkeypatch.setattr(Site, "robots", (404, ""))
    assert isinstance(fetch(site + "/story"), Article)


def test_a_host_is_asked_at_most_once_a_pause(site: str) -> None:
    fetcher = Fetcher(private=True, pause_s=0.3)
    begun = time.monotonic()
    items = list(fetch_articles([f"{site}/story", f"{site}/story"], fetcher))
    assert len(items) == 2
    assert time.monotonic() - begun > 0.6
