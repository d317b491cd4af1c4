"""Shapes on the WGS 84 ellipsoid: buffers, sectors, planes to measure in, and what was drawn once kept."""
