"""airmap reads news text about airspace incidents and maps the region in which each can have happened.

>>> import airmap
>>> report = airmap.read("seeds/")            # doctest: +SKIP
>>> report.incidents                          # a GeoDataFrame  # doctest: +SKIP
>>> report.map()                              # a folium.Map    # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "read": "report",
    "parse": "report",
    "Report": "report",
    "locate": "atlas",
    "Atlas": "atlas",
    "where": "regions.relative",
    "Article": "records",
    "Incident": "records",
    "Meeting": "records",
    "Region": "records",
    "AirmapError": "errors",
}

__all__ = [
    "AirmapError",
    "Article",
    "Atlas",
    "Incident",
    "Meeting",
    "Region",
    "Report",
    "__version__",
    "locate",
    "parse",
    "read",
    "where",
]

if TYPE_CHECKING:
    from airmap.atlas import Atlas, locate
    from airmap.errors import AirmapError
    from airmap.records import Article, Incident, Meeting, Region
    from airmap.regions.relative import where
    from airmap.report import Report, parse, read


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"airmap.{_HOME[name]}"), name)
    raise AttributeError(f"module 'airmap' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
