"""Whose airspace: the stored polygons, the index over them, distances to borders, FIRs and ADIZs."""
