"""Readings to files: JSON Lines, CSV, GeoJSON, GeoParquet, GeoPackage, KML, PostGIS."""
