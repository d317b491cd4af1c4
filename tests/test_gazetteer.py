"""Names to places: what an analyst looks up, and the file it is looked up in."""

import hashlib
import re
import struct
from array import array
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from airmap.errors import BoundaryDataError
from airmap.gazetteer import ALTERNATE, PRIMARY, SHORT, Gazetteer, fold
from airmap.gazetteer.folding import key_hash
from airmap.gazetteer.store import Store, pack_population, unpack_population
from airmap.paths import data_dir


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(user=False)


@pytest.mark.parametrize(
    ("name", "country", "lon", "lat"),
    [
        ("Gotland", "SWE", 18.5, 57.5), ("Bornholm", "DNK", 14.9, 55.1), ("Vaindloo", "EST", 26.36, 59.82),
        ("Dokdo", "KOR", 131.87, 37.24), ("Takeshima", "KOR", 131.87, 37.24), ("Senkaku Islands", "JPN", 123.5, 25.8),
        ("Diaoyu", "JPN", 123.5, 25.8), ("Kinmen", "TWN", 118.4, 24.4), ("Agathonisi", "GRC", 26.97, 37.46),
        ("Imia", None, 27.15, 37.05), ("Kardak", None, 27.15, 37.05), ("Snake Island", "UKR", 30.2, 45.26),
        ("Hatay", "TUR", 36.25, 36.4), ("Golan Heights", "SYR", 35.75, 33.0), ("Rajouri", "IND", 74.3, 33.4),
        ("Crimea", "UKR", 34.3, 45.3), ("Transnistria", "MDA", 29.4, 47.0), ("Khmeimim", "SYR", 35.95, 35.4),
        ("Incirlik", "TUR", 35.43, 37.0), ("Ämari", "EST", 24.2, 59.26), ("Amari", "EST", 24.2, 59.26),
        ("Kadena", "JPN", 127.77, 26.36), ("Yayladagi", "TUR", 36.06, 35.9), ("Yayladağı", "TUR", 36.06, 35.9),
        ("Przewodow", "POL", 23.93, 50.47), ("Przewodów", "POL", 23.93, 50.47), ("Latakia", "SYR", 35.8, 35.5),
        ("the Golan", "SYR", 35.75, 33.0), ("Gulf of Finland", None, 26.0, 59.8), ("Kaliningrad", "RUS", 20.5, 54.7),
    ],
)
def test_incident_reports_places_are_there(
    gazetteer: Gazetteer, name: str, country: str | None, lon: float, lat: float,
) -> None:
    places = gazetteer.lookup(name)
    assert any(p.country == country and abs(p.lon - lon) < 0.8 and abs(p.lat - lat) < 0.8 for p in places), places[:3]


def test_the_best_known_comes_first(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Paris")[0].country == "FRA"
    assert "Texas" in [p.admin1 for p in gazetteer.lookup("Paris")]
    assert gazetteer.lookup("London")[0].country == "GBR"
    assert gazetteer.lookup("Mediterranean")[0].feature == "sea"


@pytest.mark.parametrize("name", ["U.S.", "US", "USA", "America", "the United States", "United States of America"])
def test_a_states_names_and_abbreviations(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name)[0] == gazetteer.country("USA")
    assert gazetteer.state_of(name) == "USA"


@pytest.mark.parametrize(
    ("word", "iso3"),
    [("Syrian", "SYR"), ("Syrians", "SYR"), ("Turkish", "TUR"), ("N. Korea", "PRK"), ("UAE", "ARE"), ("Dutch", "NLD"),
     ("Soviet", "SUN"), ("USSR", "SUN"), ("Kosovo", "XKX"), ("Kosovar", "XKX"), ("Burma", "MMR"), ("Türkiye", "TUR"),
     ("South Korean", "KOR"), ("Taiwanese", "TWN"), ("Emirati", "ARE"), ("Congolese", "COD")],
)
def test_states_by_name_and_demonym(gazetteer: Gazetteer, word: str, iso3: str) -> None:
    assert gazetteer.state_of(word) == iso3


@pytest.mark.parametrize("word", ["Texan", "European", "Springfield", "coffee", "", "Hezbollah"])
def test_what_is_no_state_is_none(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.state_of(word) is None


@pytest.mark.parametrize(
    ("word", "iso3"),
    [("Ankara", "TUR"), ("Moscow", "RUS"), ("Tallinn", "EST"), ("Washington", "USA"), ("Kiev", "UKR"), ("Kyiv", "UKR"),
     ("Sana'a", "YEM"), ("Istanbul", None), ("Ankaran", None)],
)
def test_capitals(gazetteer: Gazetteer, word: str, iso3: str | None) -> None:
    assert gazetteer.capital_of(word) == iso3


def test_a_countrys_point_is_geonames(gazetteer: Gazetteer) -> None:
    # A convention that the corpora share, not the middle of anything.
    usa = gazetteer.country("USA")
    assert usa is not None
    assert (usa.lat, usa.lon, usa.gazetteer, usa.gazetteer_id) == (39.76, -98.5, "geonames", "6252001")
    assert gazetteer.country("ZZZ") is None


def test_states_of_the_iso_list_are_all_there(gazetteer: Gazetteer) -> None:
    for iso3 in ("FRA", "TWN", "PSE", "VAT", "ESH", "XKX", "SSD", "GRL", "HKG", "SUN", "ATA"):
        place = gazetteer.country(iso3)
        assert place is not None, iso3
        assert place.feature == "country"
        assert place.country == iso3


def test_divisions_towns_and_airports(gazetteer: Gazetteer) -> None:
    county = gazetteer.candidates("Metcalfe County")[0]
    assert (county.place.feature, county.place.admin1, county.name_class) == ("admin2", "Kentucky", PRIMARY)
    assert SHORT in {n.name_class for n in gazetteer.candidates("Metcalfe")}
    assert ALTERNATE in {n.name_class for n in gazetteer.candidates("Antioch")}
    airport = next(p for p in gazetteer.lookup("LTAG"))
    assert (airport.feature, airport.gazetteer, airport.gazetteer_id) == ("airbase", "airportsdata", "LTAG")
    assert "airport" in {p.feature for p in gazetteer.lookup("Heathrow")}


def test_abbreviations_are_told_by_their_case(gazetteer: Gazetteer) -> None:
    assert gazetteer.abbreviation("Ala.").name == "Alabama"  # type: ignore[union-attr]
    assert gazetteer.abbreviation("NSW").country == "AUS"  # type: ignore[union-attr]
    assert gazetteer.abbreviation("in") is None
    assert gazetteer.demonym("polish") is None
    assert gazetteer.demonym("Polish").country == "POL"  # type: ignore[union-attr]


def test_a_sea_has_an_extent(gazetteer: Gazetteer) -> None:
    sea = gazetteer.lookup("Black Sea")[0]
    assert sea.extent is not None
    assert sea.extent.west < sea.lon < sea.extent.east
    assert sea.extent.south < sea.lat < sea.extent.north


@pytest.mark.parametrize("name", ["", " ", "\0", "'", "Xqzzwv", "a" * 10_000, "\ud800", "1234", "the"])
def test_odd_names_find_nothing_and_do_not_fail(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name) == ()
    assert name not in gazetteer


@pytest.mark.parametrize(
    ("one", "other"),
    [("Yayladağı", "yayladagi"), ("Przewodów", "PRZEWODOW"), ("Saint-Denis", "St. Denis"), ("U.S.", "US"),
     ("Port-au-Prince", "Port au Prince"), ("Sana’a", "Sanaa"), ("the Golan", "Golan"), ("Mount Hermon", "Mt. Hermon"),
     ("Łódź", "Lodz"), ("Tromsø", "Tromso"), ("Côte d’Ivoire", "Cote d'Ivoire"), ("Đà Nẵng", "Da Nang")],
)
def test_spellings_that_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
@example("㍱")
def test_folding_is_settled_by_one_pass(name: str) -> None:
    once = fold(name)
    if not once.startswith("the "):
        assert fold(once) == once
    assert once == once.strip()


@given(st.integers(min_value=0, max_value=3_000_000_000))
def test_population_keeps_three_figures(population: int) -> None:
    kept = unpack_population(pack_population(population))
    assert pack_population(population) < 1 << 16
    assert population * 0.999 - 1 <= kept <= population


@given(st.text(max_size=30))
def test_hashes_stay_in_range(key: str) -> None:
    bucket, check = key_hash(key)
    assert 0 <= bucket < 1 << 16
    assert 0 <= check < 1 << 32


def test_every_place_can_be_decoded_and_found_again(gazetteer: Gazetteer) -> None:
    store = gazetteer._store
    for row in range(0, len(store), 997):
        place = store.place(row)
        assert -180 <= place.lon <= 180
        assert -90 <= place.lat <= 90
        assert place in gazetteer.lookup(place.name), place


def test_a_file_cut_short_is_told_with_its_remedy(tmp_path: Path) -> None:
    whole = (data_dir("gazetteer") / "places.bin").read_bytes()
    cut = tmp_path / "places.bin"
    cut.write_bytes(whole[:100_000])
    with pytest.raises(BoundaryDataError, match="cut short"):
        Store(cut)
    cut.write_bytes(b"not a gazetteer at all" * 10)
    with pytest.raises(BoundaryDataError, match="not a gazetteer"):
        Store(cut)
    with pytest.raises(BoundaryDataError, match="cannot open"):
        Store(tmp_path / "absent.bin")


def test_a_header_that_is_no_json_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "places.bin"
    broken.write_bytes(b"AIRMAPG2" + struct.pack("<I", 16) + b"{" * 16 + array("I", [0] * 8).tobytes())
    with pytest.raises(BoundaryDataError, match="damaged"):
        Store(broken)


def test_the_readme_tells_the_files_sums() -> None:
    folder = data_dir("gazetteer")
    told = dict(re.findall(r"\| `([\w.]+)` \|.*`([0-9a-f]{64})`", (folder / "README.md").read_text(encoding="utf-8")))
    assert set(told) == {"places.bin", "words.json", "divisions.bin", "divisions.json"}
    for name, digest in told.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, f"{name}: run build.py"
