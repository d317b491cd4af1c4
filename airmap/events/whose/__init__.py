"""Whose aircraft, whose airspace, and who answered."""
