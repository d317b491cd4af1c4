"""``airmap``, and ``python -m airmap``."""

import sys


def main() -> None:
    """Run the command line; the one question that people ask in loops is answered without loading it."""
    if sys.argv[1:2] == ["locate"]:
        from airmap.airspace.quick_locate import answered

        if answered(sys.argv[2:]):
            return
    from airmap.cli import main as run

    run()


if __name__ == "__main__":
    main()
