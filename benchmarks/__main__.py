"""Run every benchmark, one after the other: ``python -m benchmarks [TOPIC ...]``."""

import importlib
import pkgutil
import sys
from pathlib import Path


def topics() -> list[str]:
    """Return the names of the modules here that have a ``main``."""
    found = pkgutil.iter_modules([str(Path(__file__).resolve().parent)])
    return sorted(m.name for m in found if not m.name.startswith("_"))


def main() -> None:
    """Run the named topics, or all."""
    for topic in sys.argv[1:] or topics():
        print(f"# {topic}", flush=True)
        sys.argv = [f"benchmarks.{topic}"]
        importlib.import_module(f"benchmarks.{topic}").main()


if __name__ == "__main__":
    main()
