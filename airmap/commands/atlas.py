"""``airmap atlas``: the views, the disputed areas, the zones, and where the data come from."""

from __future__ import annotations

from typing import Annotated

import typer

from airmap.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("atlas")(atlas)


def atlas(
    format: Annotated[str, typer.Option(metavar="NAME", help="table or json.")] = "table",
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """List worldviews, disputed areas, zones and regions, and the sources, licences and vintages of the data."""
    import json
    import textwrap
    from dataclasses import asdict

    from airmap.airspace.flight_regions import packaged_regions
    from airmap.airspace.location import NOBODY, disputed_areas, worldviews
    from airmap.atlas import adiz_zones
    from airmap.sources import boundary_sources

    if format not in ("table", "json"):
        raise InputError(f"--format {format}: give table or json")
    sources = boundary_sources()
    if format == "json":
        typer.echo(json.dumps({
            "worldviews": list(worldviews()),
            "disputed": [
                {"name": a.name, "administered_by": a.administered_by, "claimed_by": list(a.claimed_by),
                 "recognised": a.recognised, "source": a.source,
                 "views": {holder: [v for v, h in a.views if h == holder] for _, holder in a.views}}
                for a in disputed_areas()],
            "adiz": [{"state": z.state, "name": z.name, "effective": z.effective, "source": z.source}
                     for z in adiz_zones()],
            "firs": [{"ident": r.ident, "name": r.name, "states": list(r.states)} for r in packaged_regions()],
            "sources": [asdict(s) for s in sources],
        }, ensure_ascii=False, indent=1))
        return
    own = textwrap.fill(", ".join(worldviews()[2:]), 100, subsequent_indent="  ")
    typer.echo("Worldviews")
    typer.echo("  de_facto    who administers (the default)")
    typer.echo("  recognised  the position of the United Nations, where there is one")
    typer.echo(f"  {own}\n              that state's own view")
    typer.echo("\nDisputed areas")
    for a in disputed_areas():
        claims = ", ".join(a.claimed_by) or "nobody else"
        typer.echo(f"  {a.name}: administered by {a.administered_by}; claimed by {claims}; "
                   f"recognised: {a.recognised or 'undecided'}")
        # Only the maps that differ from the facts: the others would fill the screen.
        for holder in sorted({h for _, h in a.views} - {a.de_facto}):
            whose = "nobody's here" if holder == NOBODY else f"{holder}'s"
            typer.echo(f"    {whose} on the maps of {', '.join(sorted(v for v, h in a.views if h == holder))}")
    typer.echo("\nAir defence identification zones (not sovereign airspace)")
    for z in adiz_zones():
        typer.echo(f"  {z.name} ({z.state}), since {z.effective}: {z.source}")
    typer.echo("\nFlight information regions (not sovereign airspace; --fir FILE of locate and where gives others)")
    typer.echo(textwrap.fill(", ".join(f"{r.name} ({r.ident})" for r in packaged_regions()), 116,
                             initial_indent="  ", subsequent_indent="  "))
    typer.echo("\nData")
    for s in sources:
        typer.echo(f"  {s.file}: {s.source}; {s.licence}; {s.vintage}")
