"""Drawing: a page of its own and a folium layer, neither of which ever runs article text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airmap.maps.layer import IncidentLayer, folium_map

__all__ = ["IncidentLayer", "folium_map"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from airmap.maps import layer

        return getattr(layer, name)
    raise AttributeError(f"module 'airmap.maps' has no attribute {name!r}")
