"""Sentences to incidents and meetings, read from the dependency structure.

The steps, each in a module of its own: ``predicates`` finds what reports an event, ``arguments`` settles who and whose
with ``coreference``, ``status`` how sure, ``details`` when and how far, ``merging`` makes one event of its tellings.
"""

from __future__ import annotations

from airmap.events.reading import read_events, read_incidents

__all__ = ["read_events", "read_incidents"]
