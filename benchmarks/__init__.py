"""Accuracy and speed, each against a named peer; ``python -m benchmarks.TOPIC`` writes ``results/TOPIC.md``."""

from pathlib import Path


def write_above(result: Path, measured: str) -> None:
    """Write what was measured, and keep what is said below it, from the first second-level heading on."""
    said = result.read_text(encoding="utf-8").partition("\n## ")[2] if result.exists() else ""
    result.parent.mkdir(exist_ok=True)
    result.write_text(measured + (f"\n## {said}" if said else ""), encoding="utf-8")
