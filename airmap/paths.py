"""Where airmap's own data files stand, in a checkout and in an installed wheel."""

import os
from functools import cache
from pathlib import Path

from airmap.errors import BoundaryDataError

PACKAGE = Path(__file__).resolve().parent


@cache
def data_dir(kind: str) -> Path:
    """Return the folder of one kind of data file.

    Parameters
    ----------
    kind
        ``"boundaries"`` or ``"gazetteer"``.

    Raises
    ------
    BoundaryDataError
        When the folder is neither inside the package (a wheel) nor beside it (a checkout).
    """
    for root in (PACKAGE / "data", PACKAGE.parent / "data"):
        if (root / kind).is_dir():
            return root / kind
    raise BoundaryDataError(f"airmap's {kind} data are missing beside {PACKAGE}: reinstall airmap")


def user_cache_dir() -> Path:
    """Return airmap's folder in the user's cache directory (``AIRMAP_CACHE`` overrides); not created here."""
    if given := os.environ.get("AIRMAP_CACHE"):
        return Path(given)
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(root) if root else Path.home() / ".cache") / "airmap"


def user_data_dir() -> Path:
    """Return airmap's folder in the user's data directory (``AIRMAP_DATA`` overrides); not created here."""
    if given := os.environ.get("AIRMAP_DATA"):
        return Path(given)
    root = os.environ.get("XDG_DATA_HOME") or os.environ.get("APPDATA")
    return (Path(root) if root else Path.home() / ".local" / "share") / "airmap"
