"""Every input that fuzzing kept is read again: no reader fails, and each failure is one line."""

import time
from pathlib import Path

import pytest
from fuzz import CORPUS, read
from shapely import LineString

from airmap.geometry.geodesy import buffer

INPUTS = sorted(CORPUS.glob("*.bin"))


def test_a_distance_beyond_the_antipodes_is_everywhere() -> None:
    begun = time.monotonic()
    shore = LineString([(28 + n / 100, 41 + 0.01 * (n % 7)) for n in range(1000)])
    everywhere = buffer(shore, 99_999_000)
    assert time.monotonic() - begun < 5
    assert everywhere.bounds == (-180, -90, 180, 90)


def test_there_is_a_corpus() -> None:
    assert len(INPUTS) > 50


@pytest.mark.parametrize("path", INPUTS, ids=lambda p: p.stem)
def test_an_input_of_the_corpus_is_read_or_refused(path: Path, tmp_path: Path) -> None:
    kind, packing, _ = path.stem.split("-")
    read(path.read_bytes(), kind, None if packing == "plain" else packing, tmp_path)  # type: ignore[arg-type]
