"""Accuracy and speed, each against a named peer; ``python -m benchmarks.TOPIC`` writes ``results/TOPIC.md``."""
