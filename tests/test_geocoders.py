"""Online geocoders over real HTTP: a server on this machine that answers in Nominatim's form, and that fails."""

import http.server
import itertools
import json
import logging
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from airmap.errors import GeocoderError
from airmap.pipeline import Options
from airmap.places import geocoders
from airmap.records import Bounds, Place, Span, Toponym

ROOT = Path(__file__).resolve().parent.parent


def answer(name: str, lat: float, lon: float, importance: float = 0.4, **more: object) -> dict[str, object]:
    return {"place_id": 7, "osm_type": "node", "osm_id": 42, "lat": str(lat), "lon": str(lon), "name": name,
            "display_name": f"{name}, Somewhere", "class": "place", "type": "village", "addresstype": "village",
            "importance": importance, "boundingbox": [str(lat - 0.1), str(lat + 0.1), str(lon - 0.1), str(lon + 0.1)],
            "address": {"country_code": "pl", "state": "Lublin"}, **more}


class Server(http.server.ThreadingHTTPServer):
    """Answers each query with its next planned behaviour, and keeps what was asked, and when."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.plans: dict[str, list[object]] = {}
        self.asked: list[tuple[str, float]] = []
        self.agents: set[str] = set()
        self.stop = threading.Event()

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        return (("user_agent", "airmap-tests"), ("domain", f"127.0.0.1:{self.server_port}"), ("scheme", "http"),
                ("per_second", "500"), ("timeout", "0.5"), ("retries", "2"))

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["q"][0]
        self.server.asked.append((query, time.monotonic()))
        self.server.agents.add(self.headers["User-Agent"])
        plan = self.server.plans.get(query, [[]])
        step = plan.pop(0) if len(plan) > 1 else plan[0]
        if step == "silence":
            self.server.stop.wait(20)
        elif step == "drip":
            self.drip()
        elif step == "malformed":
            self.reply(200, b'[{"lat": "50.1", "lon"')
        elif isinstance(step, tuple):
            status, headers = step
            self.reply(status, b"no", **headers)
        else:
            self.reply(200, json.dumps(step).encode())

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        """Send a byte every tenth of a second, so that no single read times out."""
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.stop.wait(0.1):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("AIRMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(geocoders, "_FIRST_WAIT_S", 0.01)
    geocoders._service.cache_clear()
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    made.stop.set()
    made.shutdown()
    made.server_close()
    geocoders._service.cache_clear()


def unknown(*names: str) -> tuple[Toponym, ...]:
    return tuple(Toponym(Span(0, len(n), n), n, "name", None, 0.3) for n in names)


def ask(server: Server, *names: str, again: bool = False) -> list[Place | None]:
    if again:
        geocoders._service.cache_clear()
    return [t.place for t in geocoders.geocode_missing(unknown(*names), "nominatim", server.options)]


def test_an_answer_becomes_a_place(server: Server) -> None:
    server.plans["Qarvena"] = [[answer("Qarvena", 50.5, 23.5, 0.6), answer("Qarvena", 10.0, 20.0, 0.2)]]
    (toponym,) = geocoders.geocode_missing(unknown("Qarvena"), "nominatim", server.options)
    assert toponym.place == Place("Qarvena", 23.5, 50.5, "village", "POL", "nominatim", "node/42", 0,
                                  Bounds(23.4, 50.4, 23.6, 50.6), "Lublin")
    assert toponym.confidence == pytest.approx(0.6 * 0.75)
    assert [(c.place.lat, c.score) for c in toponym.alternatives] == [(10.0, 0.25)]
    assert server.agents == {"airmap-tests"}


def test_only_names_without_a_place_are_asked(server: Server) -> None:
    place = Place("Paris", 2.35, 48.85, "city", "FRA")
    known = Toponym(Span(0, 5, "Paris"), "Paris", "name", place, 0.9)
    demonym = Toponym(Span(0, 6, "Xanian"), "Xanian", "demonym", None, 0.5)
    assert geocoders.geocode_missing((known, demonym), "nominatim", server.options) == (known, demonym)
    assert server.asked == []


def test_a_name_is_asked_once_and_so_is_one_that_is_not_known(server: Server) -> None:
    server.plans["Qarvena"] = [[answer("Qarvena", 50.5, 23.5)]]
    first = ask(server, "Qarvena", "Nowhere", "Qarvena", " Nowhere\n")
    assert first[0] is not None
    assert first[1] is None
    assert ask(server, "Qarvena", "Nowhere", again=True) == first[:2]
    assert server.names() == ["Qarvena", "Nowhere"]


@pytest.mark.parametrize("fault", ["malformed", (500, {}), (503, {}), "silence", "drip"])
def test_a_fault_is_tried_again(server: Server, fault: object) -> None:
    server.plans["Qarvena"] = [fault, [answer("Qarvena", 50.5, 23.5)]]
    begun = time.monotonic()
    (place,) = ask(server, "Qarvena")
    assert place is not None
    assert server.names() == ["Qarvena"] * 2
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("fault", ["malformed", (500, {}), "silence", "drip", [{"lat": "95", "lon": "0"}],
                                   [{"name": "no position"}], {"not": "a list"}, ["text"]])
def test_the_work_goes_on_without_an_answer_and_a_fault_is_not_kept(
        server: Server, fault: object, caplog: pytest.LogCaptureFixture) -> None:
    server.plans["Qarvena"] = [fault]
    server.plans["Other"] = [[answer("Other", 1.0, 2.0)]]
    missing, other = ask(server, "Qarvena", "Other")
    assert missing is None
    assert other is not None
    assert all("\n" not in r.getMessage() for r in caplog.records)


def test_a_fault_is_asked_again_by_the_next_run(server: Server) -> None:
    server.plans["Qarvena"] = [(500, {}), (500, {}), (500, {}), [answer("Qarvena", 50.5, 23.5)]]
    assert ask(server, "Qarvena") == [None]
    assert ask(server, "Qarvena", again=True) != [None]


def test_retry_after_is_honoured(server: Server) -> None:
    server.plans["Qarvena"] = [(429, {"Retry_After": "1"}), [answer("Qarvena", 50.5, 23.5)]]
    (place,) = ask(server, "Qarvena")
    assert place is not None
    (_, first), (_, second) = server.asked
    assert second - first >= 1.0


def test_a_long_retry_after_ends_the_asking_in_one_line(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.plans["Qarvena"] = [(429, {"Retry_After": "3600"})]
    assert ask(server, "Qarvena", "Other", "Third") == [None] * 3
    assert server.names() == ["Qarvena"]
    assert [r.getMessage() for r in caplog.records] == [
        "airmap: geocoder nominatim asks for a pause of 3600 s; try again later; going on without it"]


@pytest.mark.parametrize(("status", "said"), [(401, "refuses the key"), (403, "refuses the key"), (402, "quota")])
def test_a_refusal_is_one_line_and_ends_the_asking(server: Server, caplog: pytest.LogCaptureFixture, status: int,
                                                    said: str) -> None:
    server.plans["Qarvena"] = [(status, {})]
    assert ask(server, "Qarvena", "Other", "Third") == [None] * 3
    assert server.names() == ["Qarvena"]
    (line,) = [r.getMessage() for r in caplog.records]
    assert said in line
    assert "?" not in line


def test_a_service_that_is_down_is_given_up(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    names = [f"Name {n}" for n in range(8)]
    server.plans.update({n: [(500, {})] for n in names})
    assert ask(server, *names) == [None] * 8
    assert len(set(server.names())) == 3
    assert "does not answer" in caplog.records[-1].getMessage()


def test_nobody_listening(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    options = server.options
    server.shutdown()
    server.server_close()
    found = geocoders.geocode_missing(unknown("A town", "B town", "C town", "D town"), "nominatim", options)
    assert [t.place for t in found] == [None] * 4
    assert len(caplog.records) == 3


def test_the_rate_is_kept(server: Server) -> None:
    options = (*[o for o in server.options if o[0] != "per_second"], ("per_second", "5"))
    geocoders.geocode_missing(unknown("A town", "B town", "C town", "D town"), "nominatim", options)
    times = [t for _, t in server.asked]
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.19


def test_the_rate_is_kept_between_processes(server: Server, tmp_path: Path) -> None:
    options = (*[o for o in server.options if o[0] not in ("per_second", "timeout")], ("per_second", "4"),
               ("timeout", "20"))
    program = ("import sys; from airmap.places import geocoders; from airmap.records import Span, Toponym\n"
               "names = sys.argv[1].split(',')\n"
               "geocoders.geocode_missing([Toponym(Span(0, 1, n), n, 'name', None, 0.1) for n in names], 'nominatim',"
               f" {options!r})\n")
    runs = [subprocess.Popen([sys.executable, "-c", program, names], cwd=ROOT)
            for names in ("A town,B town,C town", "D town,E town,F town")]
    assert [run.wait(60) for run in runs] == [0, 0]
    times = sorted(t for _, t in server.asked)
    assert len(times) == 6
    # Requests leave 0.25 s apart; how long each takes to arrive may differ a little.
    assert times[-1] - times[0] >= 5 * 0.25 - 0.1
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.15


def test_a_cache_that_is_none_is_told_of_and_gone_on_without(server: Server, tmp_path: Path,
                                                              caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "geocoders.sqlite").write_bytes(b"this is no database, it is a text" * 100)
    server.plans["Qarvena"] = [[answer("Qarvena", 50.5, 23.5)]]
    assert ask(server, "Qarvena") != [None]
    assert "cannot be used" in caplog.records[0].getMessage()


def test_no_key_is_written_to_the_cache(server: Server, tmp_path: Path) -> None:
    options = (*server.options, ("proxies", ""))
    with pytest.raises(GeocoderError):
        geocoders.geocode_missing(unknown("Qarvena"), "nominatim", (*options, ("api_key", "s3cr3t")))
    ask(server, "Qarvena")
    with sqlite3.connect(tmp_path / "cache" / "geocoders.sqlite") as connection:
        kept = str(connection.execute("SELECT * FROM answer").fetchall())
    assert "Qarvena" in kept
    assert "airmap-tests" not in kept


@pytest.mark.parametrize(("name", "options", "said"), [
    ("nominatim", (), "user_agent"),
    ("nominatim", (("user_agent", " "),), "user_agent"),
    ("nominatim", (("user_agent", "x"), ("per_second", "5")), "one request a second"),
    ("nominatim", (("user_agent", "x"), ("api_key", "y")), "api_key"),
    ("nominatim", (("user_agent", "x"), ("timeout", "soon")), "give a number"),
    ("nominatim", (("user_agent", "x"), ("per_second", "-1")), "at least"),
    ("nominatum", (), "no geocoder 'nominatum'"),
    ("opencage", (), "api_key"),
])
def test_what_cannot_work_is_told_before_anything_is_asked(name: str, options: tuple[tuple[str, str], ...],
                                                           said: str) -> None:
    geocoders._service.cache_clear()
    with pytest.raises(GeocoderError, match=said):
        geocoders.check(name, options)


def test_a_run_hands_it_the_names_that_the_gazetteer_lacks(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    server.plans["Qarvena"] = [[answer("Qarvena", 50.5, 23.5)]]
    options = Options(geocoder="nominatim", geocoder_options=server.options)
    (toponym,) = geocoders.resolve_online(unknown("Qarvena"), options)
    assert toponym.place is not None
    assert geocoders.resolve_online(unknown("Qarvena"), Options())[0].place is None


@pytest.mark.parametrize(("given", "said"), [
    (["--geocoder", "nominatim"], "user_agent"),
    (["--geocoder-option", "user_agent=x"], "--geocoder"),
])
def test_the_command_tells_it_in_one_line(tmp_path: Path, given: list[str], said: str) -> None:
    story = tmp_path / "story.txt"
    story.write_text("A jet crossed the border on Monday.")
    run = subprocess.run([sys.executable, "-m", "airmap", "extract", str(story), *given], cwd=ROOT, text=True,
                         capture_output=True, check=False)
    assert run.returncode == 2
    assert run.stdout == ""
    assert said in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_text_s_unknown_place_is_asked_for(server: Server) -> None:
    """Through the mentions and the ranking, as a run does it."""
    from airmap.gazetteer import Gazetteer
    from airmap.mentions.toponyms import find_toponyms
    from airmap.parsing import language
    from airmap.places import geocode

    server.plans["Qarvenitsa"] = [[answer("Qarvenitsa", 50.5, 23.5)]]
    gazetteer = Gazetteer.open(user=False)
    doc = language.analyse("The drone fell in the village of Qarvenitsa, near Lublin in Poland, on Monday.")
    options = Options(geocoder="nominatim", geocoder_options=server.options)
    found = geocode.resolve(find_toponyms(doc, gazetteer), doc, gazetteer, options=options)
    by_name = {t.name: t.place for t in found}
    assert by_name["Poland"] is not None
    assert by_name["Poland"].gazetteer != "nominatim"
    assert by_name["Qarvenitsa"] is not None
    assert by_name["Qarvenitsa"].gazetteer == "nominatim"
    assert server.names() == ["Qarvenitsa"]
