"""The atlas against the ways an analyst would take: ``python -m benchmarks.atlas [POINTS]``.

Every pair is timed in turns in one run, so that the ratios mean something on a busy machine; the answers of each pair
are compared before a figure is printed. Also decides the documented incidents of
``../shared/gold/incidents_dev.csv`` where they are present.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely

from airmap.airspace_index import AirspaceIndex
from airmap.atlas import Atlas
from airmap.border_distance import edges_of, to_ecef

SHARED = Path(os.environ.get("AIRMAP_SHARED", Path(__file__).resolve().parents[2] / "shared"))
ROUNDS = 3


def clock(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def points(kind: str, n: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(7)
    if kind == "near a border":
        return rng.uniform(33.5, 37.5, n), rng.uniform(31.5, 35.0, n)
    if kind == "worldwide":
        return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))
    flights = max(1, n // 10_000)
    steps = n // flights
    ends = rng.uniform([-170, -60], [170, 70], (2, flights, 2))
    share = np.linspace(0, 1, steps)[:, None]
    path = ends[0][:, None] * (1 - share) + ends[1][:, None] * share
    return np.ascontiguousarray(path[..., 0].ravel()), np.ascontiguousarray(path[..., 1].ravel())


def contains_prepared(shapes: Any, boxes: Any, lon: Any, lat: Any, threads: int = 2) -> int:
    """The fastest peer: prepared polygons, bounding boxes first, two threads."""
    def part(s: slice) -> int:
        x, y, count = lon[s], lat[s], 0
        for k, shape in enumerate(shapes):
            near = np.flatnonzero((x >= boxes[k, 0]) & (x <= boxes[k, 2]) & (y >= boxes[k, 1]) & (y <= boxes[k, 3]))
            if near.size:
                count += int(shapely.contains_xy(shape, x[near], y[near]).sum())
        return count

    if threads == 1:
        return part(slice(None))
    half = len(lon) // 2
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(part, (slice(0, half), slice(half, None))))


def kd_distance(edges: Any, lon: Any, lat: Any) -> Any:
    """The fastest peer below a metre: pykdtree at 250 m, four neighbours refined on their segments, then Karney."""
    from pykdtree.kdtree import KDTree

    geod = pyproj.Geod(ellps="WGS84")
    span = np.maximum(np.abs(edges[:, 2] - edges[:, 0]), np.abs(edges[:, 3] - edges[:, 1]))
    count = np.maximum(1, np.ceil(span * 111_700 / 250)).astype(int)
    edge = np.repeat(np.arange(len(edges)), count)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    along = edges[edge, 2:] - edges[edge, :2]
    start = edges[edge, :2] + (step / count[edge])[:, None] * along
    end = edges[edge, :2] + ((step + 1) / count[edge])[:, None] * along
    a, b = to_ecef(start[:, 0], start[:, 1]), to_ecef(end[:, 0], end[:, 1])
    tree = KDTree((a + b) / 2)

    def query() -> Any:
        p = to_ecef(lon, lat)
        _, near = tree.query(p, k=4)
        best, where = np.full(len(lon), np.inf), np.zeros((len(lon), 2))
        for k in range(4):
            i = near[:, k]
            ab = b[i] - a[i]
            t = np.clip(((p - a[i]) * ab).sum(1) / np.maximum((ab**2).sum(1), 1e-12), 0, 1)
            gap = ((p - a[i] - t[:, None] * ab) ** 2).sum(1)
            closer = gap < best
            best[closer] = gap[closer]
            where[closer] = (start[i] + t[:, None] * (end[i] - start[i]))[closer]
        return geod.inv(lon, lat, where[:, 0], where[:, 1])[2]

    return query


def median_pair(ours: Callable[[], Any], peer: Callable[[], Any]) -> tuple[float, float, Any, Any]:
    mine, theirs = [], []
    for _ in range(ROUNDS):
        seconds, a = clock(ours)
        mine.append(seconds)
        seconds, b = clock(peer)
        theirs.append(seconds)
    return float(np.median(mine)), float(np.median(theirs)), a, b


def main() -> None:
    n = int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000
    atlas = Atlas()
    seconds, index = clock(lambda: atlas.index)
    folder = atlas._index_folder()
    opening = min(clock(lambda: AirspaceIndex(folder))[0] for _ in range(5))
    print(f"index: opened in {opening * 1e3:.1f} ms (first use {seconds:.2f} s, sets {len(index.sets)})", flush=True)
    shapes = np.array([atlas.airspace(s) for s in atlas.states])
    shapely.prepare(shapes)
    boxes = shapely.bounds(shapes)
    size = np.array([len(s) for s in index.sets])
    print(f"\n| containment, {n:,} points | ours, ns a point | prepared contains_xy, 2 threads | ratio |")
    print("| --- | --- | --- | --- |")
    for kind in ("near a border", "worldwide", "along flights"):
        lon, lat = points(kind, n)
        index.sets_of(lon[:100], lat[:100])
        # GEOS finishes a prepared shape at the first question, which two threads must not do at once: it crashes.
        contains_prepared(shapes, boxes, lon, lat, threads=1)
        ours, peer, which, pairs = median_pair(
            partial(index.sets_of, lon, lat), partial(contains_prepared, shapes, boxes, lon, lat)
        )
        assert int(size[which].sum()) == pairs, (kind, int(size[which].sum()), pairs)
        print(f"| {kind} | {ours / len(lon) * 1e9:.0f} | {peer / len(lon) * 1e9:.0f} | {peer / ours:.0f} |", flush=True)
    lon, lat = points("near a border", n)
    border = atlas.border("ISR")
    border.nearest(lon[:300], lat[:300])
    atlas.index.sets_of(lon[:10], lat[:10])
    border.nearest(lon[:300], lat[:300])
    query = kd_distance(edges_of(atlas.airspace("ISR")), lon, lat)
    ours, peer, a, b = median_pair(lambda: border.nearest(lon, lat)[0], query)
    # The peer's four neighbours can miss the nearest segment; it can never be nearer than we are.
    assert (a <= b + 1e-3).all()
    print(f"\ndistance to Israel's limit, {n:,} points: ours {ours / n * 1e6:.2f} us, pykdtree 250 m refined "
          f"{peer / n * 1e6:.2f} us, ratio {peer / ours:.1f}; "
          f"the peer too far by {np.median(b - a):.4f} m (median), {np.max(b - a):.2f} m (most)")
    few = min(n, 20_000)
    import geopandas

    zone = geopandas.GeoSeries([atlas.airspace("ISR").boundary], crs=4326).to_crs(32636).iloc[0]
    frame = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon[:few], lat[:few]), crs=4326)
    seconds, utm = clock(lambda: frame.to_crs(32636).distance(zone).to_numpy())
    mine, exact = clock(lambda: border.nearest(lon[:few], lat[:few])[0])
    print(f"the same against to_crs(utm).distance, {few:,} points: ratio {seconds / mine:.0f}; "
          f"its largest error {np.abs(utm - exact).max():.0f} m", flush=True)
    incidents(atlas)


def incidents(atlas: Atlas) -> None:
    """Print what the atlas says of each documented position."""
    path = SHARED / "gold" / "incidents_dev.csv"
    if not path.is_file():
        print(f"\nno documented incidents at {path}")
        return
    print("\n| incident | airspace named | expected inside | measured | agrees |\n| --- | --- | --- | --- | --- |")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["lat"]:
                continue
            depth = float(atlas.depth_m(row["airspace_state"], float(row["lon"]), float(row["lat"]))[0])
            said = f"{abs(depth) / 1000:.2f} km {'inside' if depth > 0 else 'outside'}"
            expected = row["expected_inside"]
            agrees = "" if expected == "disputed" else "yes" if (depth > 0) == (expected == "true") else "NO"
            print(f"| {row['id']} | {row['airspace_state']} | {expected} | {said} | {agrees} |")


if __name__ == "__main__":
    main()
