"""The atlas against GEOS on 3 million points and against brute-force Karney: ``python -m benchmarks.atlas_exact``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from airmap.airspace.border_distance import edges_of
from airmap.atlas import Atlas

RESULT = Path(__file__).resolve().parent / "results" / "atlas_exact.md"
GEOD = Geod(ellps="WGS84")
POINTS = 1_000_000
RUNS = 5
PEER = ("import sys, geopandas, shapely; f = geopandas.read_parquet(sys.argv[1]); "
        "print(f[f.contains(shapely.Point(35.9, 33.0))].state.tolist())")
Floats = npt.NDArray[np.float64]


def point_sets(rng: np.random.Generator) -> dict[str, tuple[Floats, Floats]]:
    """Return longitudes and latitudes: near a border, worldwide, and hard on lines that fool a grid."""
    quarter = POINTS // 4
    seam = np.where(rng.random(quarter) < 0.5, 179.9, -179.9) + rng.uniform(-0.1, 0.1, quarter)
    lon = np.r_[rng.uniform(24, 36, quarter), rng.uniform(29, 40, quarter), rng.uniform(-180, 180, quarter), seam]
    lat = np.r_[22 + rng.uniform(-1e-4, 1e-4, quarter), -1 + rng.uniform(-1e-4, 1e-4, quarter),
                -60 + rng.uniform(-1e-3, 1e-3, quarter), rng.uniform(-90, 90, quarter)]
    return {
        "around Israel": (rng.uniform(33.5, 37.5, POINTS), rng.uniform(31.5, 35, POINTS)),
        "worldwide": (rng.uniform(-180, 180, POINTS), np.degrees(np.arcsin(rng.uniform(-1, 1, POINTS)))),
        "22°N, 1°S, 60°S, the antimeridian": (np.clip(lon, -180, 180), lat),
    }


def differences(atlas: Atlas, lon: Floats, lat: Floats) -> tuple[int, int]:
    """Return how many (point, state) pairs GEOS finds, and in how many the index differs."""
    ids, pairs, wrong = atlas.index.sets_of(lon, lat), 0, 0
    for state in atlas.states:
        ours = np.array([state in s for s in atlas.index.sets])[ids]
        shape = atlas.airspace(state)
        west, south, east, north = shape.bounds
        box = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        theirs = np.zeros(len(lon), bool)
        if box.any():
            shapely.prepare(shape)
            theirs[box] = shapely.contains_xy(shape, lon[box], lat[box])
        pairs += int(theirs.sum())
        wrong += int((ours != theirs).sum())
    return pairs, wrong


def brute_force_m(edges: Floats, lon: float, lat: float) -> float:
    """Return the distance to edges that are straight in longitude and latitude: sampled, then golden section."""
    shares = np.linspace(0, 1, 33)
    points = edges[:, None, :2] + shares[None, :, None] * (edges[:, None, 2:] - edges[:, None, :2])
    flat = points.reshape(-1, 2)
    metres = GEOD.inv(np.full(len(flat), lon), np.full(len(flat), lat), flat[:, 0], flat[:, 1])[2].reshape(-1, 33)
    best = float(metres.min())
    for edge in np.argsort(metres.min(axis=1))[:6]:
        at = int(metres[edge].argmin())
        low, high = shares[max(0, at - 1)], shares[min(32, at + 1)]
        for _ in range(60):
            first, second = low + 0.382 * (high - low), low + 0.618 * (high - low)
            gaps = [GEOD.inv(lon, lat, *(edges[edge, :2] + s * (edges[edge, 2:] - edges[edge, :2])))[2]
                    for s in (first, second)]
            low, high = (low, second) if gaps[0] < gaps[1] else (first, high)
            best = min(best, *gaps)
    return best


def edges_in_reach(edges: Floats, lon: float, lat: float) -> Floats:
    """Return the edges that can hold the nearest point: on a sphere, none nearer than the best corner by its length.

    The sphere is off by half a per cent at most; a twentieth and a kilometre more are kept.
    """
    def apart_m(x: Floats, y: Floats) -> Floats:
        one, two, turn = np.radians(lat), np.radians(y), np.radians(x - lon)
        h = np.sin((two - one) / 2) ** 2 + np.cos(one) * np.cos(two) * np.sin(turn / 2) ** 2
        metres: Floats = 2 * 6_371_008.8 * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
        return metres

    first, second = apart_m(edges[:, 0], edges[:, 1]), apart_m(edges[:, 2], edges[:, 3])
    # Half an edge's length at most lies between its nearer corner and any of its points.
    degrees = np.hypot(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1])
    nearest = np.minimum(first, second) - degrees * 112_000
    reach: Floats = edges[nearest <= np.minimum(first, second).min() * 1.05 + 1_000]
    return reach


def world_points(atlas: Atlas, rng: np.random.Generator) -> dict[str, list[tuple[str, float, float]]]:
    """Return (state, longitude, latitude): worldwide, along the antimeridian, and on the lines that fool a grid."""
    states = [s for s in atlas.states if not atlas.airspace(s).is_empty]

    def near(chosen: list[str], count: int) -> list[tuple[str, float, float]]:
        found = []
        for _ in range(count):
            state = chosen[rng.integers(len(chosen))]
            parts = shapely.get_parts(atlas.airspace(state))
            west, south, east, north = parts[rng.integers(len(parts))].bounds
            found.append((state, float(rng.uniform(max(-180, west - 1), min(180, east + 1))),
                          float(rng.uniform(max(-89.9, south - 1), min(89.9, north + 1)))))
        return found

    seam = [s for s in ("RUS", "USA", "FJI", "NZL", "KIR", "ATA") if s in states]
    along = [(seam[rng.integers(len(seam))], float(np.where(rng.random() < 0.5, -180, 180) * rng.uniform(0.995, 1)),
              float(rng.uniform(-85, 85))) for _ in range(200)]
    lines = [("EGY", float(x), 22 + float(rng.uniform(-1e-3, 1e-3))) for x in rng.uniform(25, 36, 20)]
    lines += [("TZA", float(x), -1 + float(rng.uniform(-1e-3, 1e-3))) for x in rng.uniform(30, 34, 20)]
    if "ATA" in states:
        lines += [("ATA", float(x), -60 + float(rng.uniform(-1e-3, 1e-3))) for x in rng.uniform(-180, 180, 20)]
    lines += [("RUS", float(x), 89.9) for x in rng.uniform(-180, 180, 10)]
    return {"600 worldwide": near(states, 600), "200 along the antimeridian": along,
            "22°N, 1°S, 60°S and near the North Pole": lines}


def worst_in_the_world(atlas: Atlas, rng: np.random.Generator) -> dict[str, float]:
    """Return the largest error of each set of points, in metres; every state counts, the giants too."""
    return {
        name: max(
            abs(abs(float(atlas.depth_m(state, x, y)[0]))
                - brute_force_m(edges_in_reach(edges_of(atlas.airspace(state)), x, y), x, y))
            for state, x, y in points
        )
        for name, points in world_points(atlas, rng).items()
    }


def worst_distance(atlas: Atlas, rng: np.random.Generator) -> tuple[float, float]:
    """Return the largest error on 400 points around Israel and on 200 near states all over the world, in metres."""
    lon, lat = rng.uniform(33.5, 37.5, 400), rng.uniform(29.5, 35, 400)
    edges = edges_of(atlas.airspace("ISR"))
    near = max(abs(m - brute_force_m(edges, x, y))
               for m, x, y in zip(np.abs(atlas.depth_m("ISR", lon, lat)), lon, lat, strict=True))
    # States of fewer than 4,000 edges: brute force over the largest takes minutes a point.
    small = [s for s in atlas.states if not atlas.airspace(s).is_empty and len(edges_of(atlas.airspace(s))) < 4000]
    far = 0.0
    for _ in range(200):
        state = small[rng.integers(len(small))]
        west, south, east, north = atlas.airspace(state).bounds
        x = rng.uniform(max(-180, west - 1), min(180, east + 1))
        y = rng.uniform(max(-89, south - 1), min(89, north + 1))
        measured = abs(float(atlas.depth_m(state, x, y)[0]))
        far = max(far, abs(measured - brute_force_m(edges_of(atlas.airspace(state)), x, y)))
    return near, far


def whole_process_ratio(atlas: Atlas) -> tuple[float, float]:
    """Return the median seconds of ``airmap locate`` and of geopandas reading a GeoParquet and asking it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "airspace.parquet"
        geopandas.GeoDataFrame({"state": list(atlas.states)}, geometry=[atlas.airspace(s) for s in atlas.states],
                               crs="EPSG:4326").to_parquet(file)
        commands = [[sys.executable, "-m", "airmap", "locate", "33.0", "35.9"],
                    [sys.executable, "-c", PEER, str(file)]]
        times: list[list[float]] = [[], []]
        for run in range(RUNS + 1):
            for number, command in enumerate(commands):
                begun = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                if run:
                    times[number].append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Measure and write the page."""
    rng = np.random.default_rng(11)
    atlas = Atlas()
    rows = [(name, *differences(atlas, *points)) for name, points in point_sets(rng).items()]
    near, far = worst_distance(atlas, rng)
    world = worst_in_the_world(atlas, rng)
    ours, peer = whole_process_ratio(atlas)
    lines = [
        "# The atlas, exactly",
        "",
        "`python -m benchmarks.atlas_exact`",
        "",
        "| a million points each | point in a state, by GEOS | pairs in which the index differs |",
        "| --- | --- | --- |",
        *(f"| {name} | {pairs:,} | {wrong} |" for name, pairs, wrong in rows),
        "",
        "Distance to a state's limit against brute force, Karney's geodesics along every edge: largest error "
        f"{near:.5f} m on 400 points around Israel, {far:.5f} m on 200 points near states of fewer than 4,000 edges.",
        "Against brute force over every edge that can be nearest: "
        + "; ".join(f"{error:.5f} m on {name}" for name, error in world.items()) + ".",
        "",
        f"`airmap locate 33.0 35.9`, whole process, median of {RUNS}: {ours:.2f} s; geopandas reading the same "
        f"airspace from GeoParquet and asking `contains`: {peer:.2f} s; ratio {peer / ours:.1f} (aim: 5).",
    ]
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
