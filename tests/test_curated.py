"""The curated table: every row sane, nothing twice, and the places that reports name where they are."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from pyproj import Geod

GAZETTEER = Path(__file__).resolve().parent.parent / "data" / "gazetteer"
COLUMNS = ["name", "feature", "country", "lon", "lat", "west", "south", "east", "north", "alternates", "source"]
FEATURES = {"ocean", "sea", "gulf", "strait", "lake", "river", "island", "islands", "peninsula", "region", "area",
            "mountain", "airbase", "airport"}
#: Names that two rows bear because the world does.
AMBIGUOUS = {"green line"}
GEOD = Geod(ellps="WGS84")


def key(name: str) -> str:
    return name.casefold().removeprefix("the ").replace("-", " ").strip()


def in_box(row: dict[str, str], lon: float, lat: float) -> bool:
    west, south, east, north = (float(row[k]) for k in ("west", "south", "east", "north"))
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return across and south <= lat <= north


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (GAZETTEER / "curated.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        assert reader.fieldnames == COLUMNS
        return list(reader)


@pytest.fixture(scope="module")
def by_name(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {key(name): row for row in rows for name in (row["name"], *filter(None, row["alternates"].split("|")))}


def test_there_are_enough_of_each_kind(rows: list[dict[str, str]]) -> None:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row["feature"]] += 1
    assert len(rows) >= 350
    assert counts["sea"] >= 50
    assert counts["strait"] >= 40
    assert counts["island"] + counts["islands"] >= 150
    assert counts["airbase"] >= 100


def test_every_row_is_sane(rows: list[dict[str, str]]) -> None:
    for row in rows:
        lon, lat = float(row["lon"]), float(row["lat"])
        west, south, east, north = (float(row[k]) for k in ("west", "south", "east", "north"))
        assert None not in row.values(), row
        assert row["name"] == row["name"].strip() != "", row
        assert row["feature"] in FEATURES, row
        assert row["source"].strip(), row
        assert row["country"] == "" or (len(row["country"]) == 3 and row["country"].isupper()), row
        assert -180 <= lon <= 180, row
        assert -90 <= lat <= 90, row
        assert all(-180 <= v <= 180 for v in (west, east)), row
        assert -90 <= south < north <= 90, row
        assert west != east, row
        assert in_box(row, lon, lat), row
        assert all(a and a == a.strip() for a in row["alternates"].split("|")) or row["alternates"] == "", row


def test_no_name_leads_to_two_rows(rows: list[dict[str, str]]) -> None:
    bearers: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for name in (row["name"], *filter(None, row["alternates"].split("|"))):
            bearers[key(name)].append(row["name"])
    assert {k: v for k, v in bearers.items() if len(v) > 1 and k not in AMBIGUOUS} == {}


def test_nothing_is_also_in_the_other_tables(by_name: dict[str, dict[str, str]]) -> None:
    """A place in two hand-written tables would be its own runner-up."""
    tables = [t for t in (GAZETTEER / "hand" / "regions.csv", GAZETTEER / "hand" / "historic.csv") if t.exists()]
    if not tables:
        pytest.skip("no other tables of places here")
    for table in tables:
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name in (row["name"], *filter(None, row["alternates"].split("|"))):
                    assert key(name) not in by_name, f"{name} of {table.name}"


@pytest.mark.parametrize(("name", "lon", "lat", "within_km"), [
    ("Vaindloo", 26.3597, 59.8167, 1),
    ("Dokdo", 131.8667, 37.2417, 1),
    ("Takeshima", 131.8667, 37.2417, 1),
    ("Kardak", 27.1500, 37.0500, 1),
    ("Zmiinyi Island", 30.2042, 45.2550, 1),
    ("Hmeimim", 35.9487, 35.4011, 2),
    ("Incirlik", 35.4259, 37.0021, 2),
    ("Ämari", 24.2085, 59.2603, 2),
    ("Kadena", 127.7677, 26.3556, 2),
    ("Agathonisi", 26.97, 37.46, 3),
    ("Taiping Island", 114.3656, 10.3769, 1),
    ("Uotsuri", 123.475, 25.745, 2),
    ("Kerch Strait", 36.6, 45.25, 20),
    ("Strait of Hormuz", 56.4, 26.55, 40),
    ("Gulf of Finland", 26.0, 59.9, 60),
    ("Golan Heights", 35.75, 33.0, 15),
])
def test_the_point_is_right(by_name: dict[str, dict[str, str]], name: str, lon: float, lat: float,
                            within_km: float) -> None:
    row = by_name[key(name)]
    distance_m = GEOD.inv(lon, lat, float(row["lon"]), float(row["lat"]))[2]
    assert distance_m <= within_km * 1000, row


@pytest.mark.parametrize(("name", "lon", "lat", "inside"), [
    ("Lake Albert", 30.95, 1.85, True),  # off Ntoroko's north shore; not the suburb of Wagga Wagga
    ("Lake Inari", 27.9, 69.0, True),
    ("Lake Vanern", 13.2, 58.9, True),
    ("Baltic Sea", 20.0, 57.0, True),
    ("Baltic Sea", 4.0, 56.0, False),
    ("Persian Gulf", 51.5, 26.5, True),
    ("Persian Gulf", 58.5, 24.5, False),
    ("Bering Sea", 175.0, 60.0, True),
    ("Bering Sea", -170.0, 60.0, True),
    ("Bering Sea", 0.0, 60.0, False),
    ("Gotland", 18.29, 57.64, True),
    ("Gotland", 16.65, 56.75, False),
    ("Hatay", 36.16, 36.2, True),
    ("Aleutian Islands", 173.0, 52.9, True),
])
def test_the_extent_holds_what_it_should(by_name: dict[str, dict[str, str]], name: str, lon: float, lat: float,
                                         inside: bool) -> None:
    assert in_box(by_name[key(name)], lon, lat) is inside


def test_small_islands_and_bases_have_small_extents(rows: list[dict[str, str]]) -> None:
    for row in rows:
        if row["feature"] == "airbase":
            north_south_m = GEOD.inv(float(row["lon"]), float(row["south"]), float(row["lon"]), float(row["north"]))[2]
            assert north_south_m < 12_000, row
