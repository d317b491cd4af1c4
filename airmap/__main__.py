"""``python -m airmap``."""

from airmap.cli import main

main()
