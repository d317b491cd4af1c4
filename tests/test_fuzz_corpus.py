"""Every input that fuzzing kept is read again: no reader fails, and each failure is one line."""

from pathlib import Path

import pytest
from fuzz import CORPUS, read

INPUTS = sorted(CORPUS.glob("*.bin"))


def test_there_is_a_corpus() -> None:
    assert len(INPUTS) > 50


@pytest.mark.parametrize("path", INPUTS, ids=lambda p: p.stem)
def test_an_input_of_the_corpus_is_read_or_refused(path: Path, tmp_path: Path) -> None:
    kind, packing, _ = path.stem.split("-")
    read(path.read_bytes(), kind, None if packing == "plain" else packing, tmp_path)  # type: ignore[arg-type]
