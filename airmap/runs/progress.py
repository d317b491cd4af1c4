"""What a run says while it works, all on stderr: a bar on a terminal, else a line now and then; failures; a summary."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Literal

from airmap.readers.base import Failure

if TYPE_CHECKING:
    from airmap.runs.batch import Tally

LogFormat = Literal["text", "json"]
_BAR_INTERVAL_S = 0.2
_LINE_INTERVAL_S = 30.0
_BAR_WIDTH = 20
_CLEAR = "\r\x1b[K"


class Log:
    """Messages and progress of one run.

    Parameters
    ----------
    tally
        The figures to show; whoever works changes it.
    form
        Sentences, or one JSON object a line.
    quiet
        Say nothing but failures.
    """

    def __init__(self, tally: Tally, *, form: LogFormat = "text", quiet: bool = False, debug: bool = False) -> None:
        self._tally = tally
        self._form = form
        self._quiet = quiet
        self._debug = debug
        self._bar = form == "text" and not quiet and sys.stderr.isatty()
        self._begun = time.monotonic()
        self._shown = self._begun
        self._open = False

    def failure(self, failure: Failure) -> None:
        """Say what could not be read, in one line."""
        if self._form == "json":
            self._json("warning" if failure.warning else "failure", file=failure.file, record=failure.record,
                       problem=failure.problem, remedy=failure.remedy)
            return
        self._line(f"airmap: {'warning: ' if failure.warning else ''}{failure}")
        if self._debug and failure.detail:
            self._line(failure.detail.rstrip())

    def message(self, text: str) -> None:
        """Say something that is no failure."""
        if self._quiet:
            return
        if self._form == "json":
            self._json("message", text=text)
        else:
            self._line(f"airmap: {text}")

    def error(self, text: str) -> None:
        """Say why the run ends early, even where it is quiet."""
        if self._form == "json":
            self._json("error", text=text)
        else:
            self._line(f"airmap: {text}")

    def tick(self) -> None:
        """Show progress where it is time to."""
        now = time.monotonic()
        if self._quiet or now - self._shown < (_BAR_INTERVAL_S if self._bar else _LINE_INTERVAL_S):
            return
        self._shown = now
        if self._bar:
            sys.stderr.write(_CLEAR + self._progress(bar=True))
            sys.stderr.flush()
            self._open = True
        elif self._form == "json":
            self._json("progress", **self._figures())
        else:
            self._line(f"airmap: {self._progress(bar=False)}")

    def summary(self, made: str | None = None) -> None:
        """Say what the run came to."""
        tally = self._tally
        if self._quiet:
            return
        if self._form == "json":
            self._json("summary", made=made, **self._figures())
            return
        parts = [_counted(tally.articles, "article"), _counted(tally.incidents, "incident"),
                 _counted(tally.meetings, "meeting"), _counted(tally.failures, "failure")]
        if tally.warnings:
            parts.append(_counted(tally.warnings, "warning"))
        if tally.resumed:
            parts.append(f"{tally.resumed:,} known from before")
        took = f"in {_clock(time.monotonic() - self._begun)}"
        self._line(f"airmap: {', '.join(parts)}, {took}{f'; {made}' if made else ''}")

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._open:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._open = False

    def _figures(self) -> dict[str, float]:
        tally = self._tally
        seconds = time.monotonic() - self._begun
        return {"articles": tally.articles, "incidents": tally.incidents, "meetings": tally.meetings,
                "failures": tally.failures, "warnings": tally.warnings, "resumed": tally.resumed,
                "seconds": round(seconds, 1), "fraction": round(tally.fraction, 4)}

    def _progress(self, *, bar: bool) -> str:
        tally = self._tally
        seconds = max(time.monotonic() - self._begun, 1e-9)
        parts = [f"{tally.articles:,} articles", f"{tally.incidents:,} incidents", f"{tally.failures:,} failures",
                 f"{tally.articles / seconds:.0f}/s"]
        if tally.fraction > 0:
            left = seconds * (1 - tally.fraction) / tally.fraction
            parts.append(f"{tally.fraction:.0%}, {_clock(left)} left")
        if not bar:
            return ", ".join(parts)
        filled = round(_BAR_WIDTH * tally.fraction)
        return f"[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] " + "  ".join(parts)

    def _line(self, text: str) -> None:
        self.close()
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def _json(self, event: str, **values: object) -> None:
        sys.stderr.write(json.dumps({"event": event, **values}) + "\n")
        sys.stderr.flush()


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _clock(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
