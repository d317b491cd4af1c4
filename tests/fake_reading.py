"""A reader of articles for tests of the machinery around it: quick, and what it finds follows from the text alone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from shapely.geometry import box

from airmap.pipeline import Options, incident_id
from airmap.records import Article, Check, Constraint, Incident, Position, Reading, Region, Span


def read(article: Article, options: Options) -> Reading:
    """Find one incident where the text says "entered"; do harm where the text says so."""
    text = article.text
    if "take forever" in text:
        while True:
            time.sleep(0.01)
    if "hang in C" in text:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(3600)
    if "kill the worker" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "kill the worker once" in text.replace("\n", " "):
        raise AssertionError("not reached")
    if "die once:" in text:
        mark = Path(text.split("die once:")[1].split()[0])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if "raise an error" in text:
        raise ValueError("as the text asked")
    if "slowly" in text:
        time.sleep(0.02)
    if "entered" not in text:
        return Reading(article=article, worldview=options.worldview)
    start = text.index("entered")
    span = Span(start, start + 7, "entered")
    place = (len(text) % 40) / 10
    geometry = box(20 + place, 50, 21 + place, 51)
    region = Region(geometry, Position(20.5 + place, 50.5), 60_000.0, 7_800.0,
                    (Constraint("airspace", True, "entered", geometry, span, "airspace"),))
    incident = Incident(type="violation", violator="RUS", airspace="POL", evidence=(span,), region=region,
                        attribution=("=cmd()",), checks=(Check("depth", "consistent", "It fits.", False, {"m": 1.5}),))
    incident = Incident(**{**{f: getattr(incident, f) for f in incident.__dataclass_fields__},
                           "incident_id": incident_id(article, incident, 0)})
    return Reading(article=article, worldview=options.worldview, incidents=(incident,))
