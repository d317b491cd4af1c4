"""Text to trees: spaCy's pipeline, the repairs of its misparses, and the plain tokens that all readers read."""
