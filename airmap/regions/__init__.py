"""Phrases to geometry: each a constraint, and the region in which all of them hold."""
