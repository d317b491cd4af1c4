"""The documentation's pictures are what the code draws today."""

import io
from pathlib import Path

import numpy as np
import pytest

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"


@pytest.mark.parametrize("name", ["constraints", "views"])
def test_a_picture_of_the_documentation_is_what_the_code_draws(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import image

    monkeypatch.syspath_prepend(str(PICTURES))
    import draw

    buffer = io.BytesIO()
    getattr(draw, name)().savefig(buffer, format="png", metadata={"Software": None})
    buffer.seek(0)
    now, committed = image.imread(buffer), image.imread(PICTURES / f"{name}.png")
    assert now.shape == committed.shape
    # Another matplotlib may set text a little differently.
    assert np.mean(np.abs(now - committed).max(axis=-1) > 0.2) < 0.02, "run python docs/pictures/draw.py"
