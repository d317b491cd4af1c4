"""A location in the contract's JSON form, and as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airmap.airspace.location import Location
    from airmap.geometry.position import Position

_NM_M = 1852.0


def as_record(found: Location) -> dict[str, Any]:
    """Return a location in the contract's form (design, section 6)."""
    return {
        "lat": found.lat,
        "lon": found.lon,
        "worldview": found.worldview,
        "airspaces": [
            {"state": h.state, "part": h.part, "depth_m": round(h.depth_m, 1),
             "border_point": [round(h.border_point.lon, 6), round(h.border_point.lat, 6)], "beyond": h.beyond}
            for h in found.airspaces
        ],
        "disputed": [
            {"name": a.name, "administered_by": a.administered_by, "claimed_by": list(a.claimed_by),
             "recognised": a.recognised}
            for a in found.disputed
        ],
        "nearest": None if found.nearest is None else {
            "state": found.nearest.state, "distance_m": round(found.nearest.distance_m, 1),
            "border_point": [round(found.nearest.border_point.lon, 6), round(found.nearest.border_point.lat, 6)]},
        "fir": found.fir,
        "adiz": list(found.adiz),
    }


def as_table(found: Location) -> str:
    """Return a location as lines for people."""
    lines = [f"{_axis(found.lat, 'N', 'S')} {_axis(found.lon, 'E', 'W')}   (view: {found.worldview})"]
    for h in found.airspaces:
        where = "over land" if h.part == "land" else "over its territorial sea"
        beyond = f"beyond it {h.beyond}" if h.beyond else "beyond it no state's airspace"
        lines.append(f"In the airspace of {h.state}, {where}, {_length(h.depth_m)} inside")
        lines.append(f"  nearest limit at {_point(h.border_point)}, {beyond}")
    if found.nearest:
        n = found.nearest
        lines.append(f"In no state's airspace; the nearest is that of {n.state}, {_length(n.distance_m)} away")
        lines.append(f"  nearest limit at {_point(n.border_point)}")
    for a in found.disputed:
        view = f"; recognised as {a.recognised}" if a.recognised else ""
        claims = f", claimed by {', '.join(a.claimed_by)}" if a.claimed_by else ""
        lines.append(f"Disputed: {a.name}, administered by {a.administered_by}{claims}{view}")
    if found.fir:
        lines.append(f"In the {found.fir}")
    lines.extend(f"Inside the {name} (an identification zone, not sovereign airspace)" for name in found.adiz)
    return "\n".join(lines)


def _length(metres: float) -> str:
    if metres < 1000:
        return f"{metres:,.0f} m"
    return f"{metres:,.0f} m ({metres / 1000:,.2f} km, {metres / _NM_M:,.2f} NM)"


def _point(position: Position) -> str:
    return f"{_axis(position.lat, 'N', 'S')} {_axis(position.lon, 'E', 'W')}"


def _axis(degrees: float, positive: str, negative: str) -> str:
    return f"{abs(degrees):.5f}°{positive if degrees >= 0 else negative}"
