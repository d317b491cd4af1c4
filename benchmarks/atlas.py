"""The atlas against the ways an analyst would take: ``python -m benchmarks.atlas [POINTS]``.

Every pair is timed in turns in one run, so that the ratios mean something on a busy machine; the answers of each pair
are compared before a figure is printed. Also decides the documented incidents of
``../shared/gold/incidents_dev.csv`` where they are present, and writes ``results/atlas.md``.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely

from airmap.airspace.border_distance import BorderDistance, edges_of, to_ecef
from airmap.airspace.index import AirspaceIndex
from airmap.airspace.location import layer_folder
from airmap.atlas import Atlas
from airmap.checks import deepest_m

SHARED = Path(os.environ.get("AIRMAP_SHARED", Path(__file__).resolve().parents[2] / "shared"))
RESULT = Path(__file__).resolve().parent / "results" / "atlas.md"
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


def contains_prepared(copies: Any, boxes: Any, lon: Any, lat: Any) -> int:
    """The fastest peer: prepared polygons, bounding boxes first, a thread for each copy of the polygons."""
    def part(shapes: Any, s: slice) -> int:
        x, y, count = lon[s], lat[s], 0
        for k, shape in enumerate(shapes):
            near = np.flatnonzero((x >= boxes[k, 0]) & (x <= boxes[k, 2]) & (y >= boxes[k, 1]) & (y <= boxes[k, 3]))
            if near.size:
                count += int(shapely.contains_xy(shape, x[near], y[near]).sum())
        return count

    half = len(lon) // 2
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(part, copies, (slice(0, half), slice(half, None))))


def kd_distance(boundary: Any, lon: Any, lat: Any) -> Any:
    """The fastest peer below a metre: pykdtree at 250 m, the edges beside its four nearest corners, then Karney."""
    from pykdtree.kdtree import KDTree

    geod = pyproj.Geod(ellps="WGS84")
    corners, ring = shapely.get_coordinates(
        shapely.get_parts(shapely.segmentize(boundary, 250 / 111_320)), return_index=True
    )
    ecef = to_ecef(corners[:, 0], corners[:, 1])
    tree, here = KDTree(ecef), np.arange(len(corners))
    after, before = np.minimum(here + 1, len(here) - 1), np.maximum(here - 1, 0)
    after, before = np.where(ring[after] == ring, after, here), np.where(ring[before] == ring, before, here)

    def query() -> Any:
        p = to_ecef(lon, lat)
        _, near = tree.query(p, k=4)
        best, where = np.full(len(lon), np.inf), np.empty((len(lon), 2))
        for k in range(4):
            a = near[:, k].astype(np.int64)
            for beside in (after, before):
                b = beside[a]
                along = ecef[b] - ecef[a]
                length2 = (along * along).sum(1)
                t = np.clip(((p - ecef[a]) * along).sum(1) / np.where(length2 > 0, length2, 1), 0, 1)
                gap = ((p - ecef[a] - t[:, None] * along) ** 2).sum(1)
                closer = gap < best
                best[closer] = gap[closer]
                where[closer] = corners[a[closer]] + t[closer, None] * (corners[b[closer]] - corners[a[closer]])
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


def containment(atlas: Atlas, n: int) -> list[str]:
    """Return a table of containment against the fastest peer; the answers are compared."""
    index = atlas.index
    shapes = np.array([atlas.airspace(s) for s in atlas.states])
    # GEOS finishes a prepared shape while it is asked, which two threads must not do at once: it crashes.
    copies = [shapes, shapely.from_wkb(shapely.to_wkb(shapes))]
    for copy in copies:
        shapely.prepare(copy)
    boxes = shapely.bounds(shapes)
    size = np.array([len(s) for s in index.sets])
    lines = [f"| containment, {n:,} points | ours, ns a point | prepared contains_xy, 2 threads | ratio |",
             "| --- | --- | --- | --- |"]
    for kind in ("near a border", "worldwide", "along flights"):
        lon, lat = points(kind, n)
        index.sets_of(lon[:100], lat[:100])
        contains_prepared(copies, boxes, lon[:100_000], lat[:100_000])
        ours, peer, which, pairs = median_pair(
            partial(index.sets_of, lon, lat), partial(contains_prepared, copies, boxes, lon, lat)
        )
        assert int(size[which].sum()) == pairs, (kind, int(size[which].sum()), pairs)
        lines.append(f"| {kind} | {ours / len(lon) * 1e9:.0f} | {peer / len(lon) * 1e9:.0f} | {peer / ours:.0f} |")
        print(lines[-1], flush=True)
    return [*lines, ""]


def distance(atlas: Atlas, n: int) -> list[str]:
    """Return what distances to a limit cost, against the two peers."""
    lon, lat = points("near a border", n)
    border = atlas.border("ISR")
    atlas.index.sets_of(lon[:10], lat[:10])
    border.nearest(lon[:300], lat[:300])
    query = kd_distance(atlas.airspace("ISR").boundary, lon, lat)
    ours, peer, a, b = median_pair(lambda: border.nearest(lon, lat)[0], query)
    # The peer's four neighbours can miss the nearest segment; it can never be nearer than we are.
    assert (a <= b + 1e-3).all()
    lines = [f"Distance to Israel's limit, {n:,} points: ours {ours / n * 1e6:.2f} us, pykdtree at 250 m refined "
             f"(`kdref`) {peer / n * 1e6:.2f} us, ratio {peer / ours:.1f}; "
             f"the peer too far by {np.median(b - a):.4f} m (median), {np.max(b - a):.2f} m (most)."]
    few = min(n, 100_000)
    import geopandas

    zone = geopandas.GeoSeries([atlas.airspace("ISR").boundary], crs=4326).to_crs(32636).iloc[0]
    frame = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon[:few], lat[:few]), crs=4326)
    mine, seconds, exact, utm = median_pair(
        lambda: border.nearest(lon[:few], lat[:few])[0], lambda: frame.to_crs(32636).distance(zone).to_numpy()
    )
    lines += ["", f"The same against `to_crs(utm).distance`, {few:,} points: ours {mine / few * 1e6:.2f} us, "
              f"{seconds / few * 1e6:.1f} us, ratio {seconds / mine:.0f}; its largest error "
              f"{np.abs(utm - exact).max():.0f} m.", ""]
    return lines


def opening(atlas: Atlas) -> list[str]:
    """Return how soon the index can answer, against reading the same polygons from GeoParquet."""
    import geopandas

    _ = atlas.index
    folder = layer_folder(atlas.worldview)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "airspace.parquet"
        geopandas.GeoDataFrame({"state": list(atlas.states)}, geometry=[atlas.airspace(s) for s in atlas.states],
                               crs="EPSG:4326").to_parquet(file)
        mine, peer, _, _ = median_pair(lambda: AirspaceIndex(folder), lambda: geopandas.read_parquet(file))
    return [f"Index ready from disk: {mine * 1e3:.1f} ms; reading the same airspace from GeoParquet: "
            f"{peer * 1e3:.0f} ms; ratio {peer / mine:.0f}.", ""]


_PEAK = """
import re, sys
import numpy as np
from airmap.atlas import Atlas
def status(key): return int(re.search(key + r":\\s+(\\d+)", open("/proc/self/status").read()).group(1)) / 1024
n, what = int(sys.argv[1]), sys.argv[2]
atlas = Atlas()
work = {"containment": lambda x, y: atlas.index.sets_of(x, y), "distance": lambda x, y: atlas.depth_m("ISR", x, y),
        "states and depths": lambda x, y: atlas.locate_many(x, y)}[what]
rng = np.random.default_rng(7)
lon, lat = rng.uniform(33.5, 37.5, n), rng.uniform(31.5, 35.0, n)
work(lon[:300_000], lat[:300_000])
open("/proc/self/clear_refs", "w").write("5")
before = status("VmRSS")
answer = work(lon, lat)
print(status("VmHWM") - before)
"""


def memory(n: int) -> list[str]:
    """Return what an answer takes beside its input, the answer itself counted; each in a process of its own."""
    lines = [f"| {n:,} points near a border, input {n * 16 / 2**20:.0f} MB | peak beside it, the answer counted |",
             "| --- | --- |"]
    for what in ("containment", "distance", "states and depths"):
        done = subprocess.run([sys.executable, "-c", _PEAK, str(n), what], capture_output=True, text=True, check=True)
        peak = float(done.stdout)
        lines.append(f"| {what} | {peak:.0f} MB, {peak / (n * 16 / 2**20):.1f} times the input |")
    return [*lines, ""]


# The border that was crossed, and which of the two figures of a row was measured from it.
CROSSED = {
    "est_mig31_2025": None, "pol_drone_mniszkow_2025": "BLR", "ussr_c130_1958": "TUR", "lva_gaigalava_2024": "BLR",
    "isr_hezb_drone_2022": "LBN", "blr_mi24_2023": "POL", "fin_mi17_2022": "RUS", "isr_seed_2015": "SYR",
    "pol_missile_2023": "UKR", "tur_heli_2015": "SYR", "tur_mi17_2013": "SYR", "tur_mig23_2014": "SYR",
    "tur_su24_claim_2015": "SYR", "tur_su24_length_2015": "SYR", "tur_su24_crash_2015": "SYR",
}
WHY = {
    "est_mig31_2025": "Vaindloo has a territorial sea of its own: the island is deeper inside than what is told",
    "est_mig31_rus_2025": "3 km off an Estonian island is still Estonian: Russia's account does not put them outside",
    "jpn_senkaku_y12_2012": "the islands are in no state of the source; the disputed area is 12 nautical miles around "
                            "them, the administrator's",
    "rwa_su25_2023": "the position is that of a town on the border, half a kilometre beyond it",
    "tur_mig23_2014": "the position is Kessab, in Syria; what is told is the length flown in Turkey, no depth",
    "usa_balloon_2023": "six miles were measured from the coast; a depth is measured from the limit, 12 miles out",
    "ussr_c130_1958": "the way told is along the flight, which crossed the border farther off",
    "pol_drone_mniszkow_2025": "told from the border that was crossed, Belarus's; another is nearer",
    "ussr_kal007_crash_1983": "27 km off Moneron: the high seas, as several sources have it",
    "ussr_kal007_shot_1983": "the two published positions differ by more than the distance to the limit",
    "tur_su24_claim_2015": "deep enough; 1.36 miles in 17 s is 464 km/h, slow for a Su-24 but not impossible",
    "tur_su24_length_2015": "a length or a depth, the sources disagree; 1.15 miles in 17 s is 392 km/h, slower still",
    "twn_median_2022": "the median line is no limit of anybody's airspace",
    "blr_mi24_2023": "possible that deep; whether it was there the two states dispute, and no position is told",
    "tur_heli_2015": "possible that deep; 11.3 km in five minutes is 135 km/h, a helicopter's speed and a drone's too",
    "tur_mi17_2013": "possible that deep; it fell on the other side, which a depth cannot decide",
    "nor_l410_2025": "neither a position nor a depth is told: nothing to measure",
    "nor_su33_2025": "neither a position nor a depth is told: nothing to measure",
    "pol_oserdow_2024": "neither a position nor a depth is told: nothing to measure",
}


def incidents(atlas: Atlas) -> list[str]:
    """Return what the atlas says of each documented incident: of its position, or whether its depth is possible."""
    path = SHARED / "gold" / "incidents_dev.csv"
    if not path.is_file():
        return [f"No documented incidents at {path}."]
    lines = ["| incident | airspace | expected inside | position | told | from the border crossed or the coast "
             "| verdict | note |", "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            state, expected, at, measured, verdict = row["airspace_state"], row["expected_inside"], "", "", ""
            told = f"{float(row['claimed_depth_m']) / 1000:.1f} km ({row['claimed_distance_kind']})" \
                if row["claimed_depth_m"] else ""
            other = CROSSED.get(row["id"])
            if row["lat"]:
                lon, lat = float(row["lon"]), float(row["lat"])
                depth = float(atlas.depth_m(state, lon, lat)[0])
                at = f"{abs(depth) / 1000:.2f} km {'inside' if depth > 0 else 'outside'}"
                verdict = "as expected" if (depth > 0) == (expected == "true") else "NOT AS EXPECTED"
                verdict = "inside" if depth > 0 and expected == "disputed" else verdict
                verdict = "outside" if depth < 0 and expected == "disputed" else verdict
                if other:
                    measured = f"{float(atlas.distance_to_border_m(state, other, lon, lat)[0]) / 1000:.1f} km, {other}"
                if row["claimed_distance_kind"] == "from_coast":
                    shore = BorderDistance(edges_of(atlas.coastline(state))).nearest([lon], [lat])[0]
                    measured = f"{float(shore[0]) / 1000:.1f} km, the coast"
            elif other and row["claimed_depth_m"]:
                claimed = float(row["claimed_depth_m"])
                deepest = deepest_m(atlas.airspace(state), atlas.shared_border(state, other), claimed)
                measured = f"at least {deepest / 1000:.0f} km deep, {other}"
                verdict = "possible" if deepest >= claimed else "NOT POSSIBLE"
            lines.append(f"| {row['id']} | {state} | {expected} | {at} | {told} | {measured} "
                         f"| {verdict or 'not decided'} | {WHY.get(row['id'], '')} |")
    return [*lines, ""]


def main() -> None:
    """Measure and write the page; a number limits the points of the larger runs."""
    most = int(float(sys.argv[1])) if len(sys.argv) > 1 else 10_000_000
    atlas = Atlas()
    lines = [
        "# The atlas", "",
        "`python -m benchmarks.atlas`, two cores, Python 3.11; the ratios of one run count. The answers of each pair",
        "are compared: the pairs (point, state) of the index and of GEOS are the same; our distance is never larger",
        "than the peer's. The peers are as `../shared/research/perf-scripts` has them; ours takes both cores, as",
        "`contains_xy` and `pykdtree` do (the peer's last step, Karney's inverse, takes one; ours both).", "",
        *opening(atlas),
        *containment(atlas, min(most, 1_000_000)),
        *containment(atlas, most),
        *distance(atlas, min(most, 1_000_000)),
        *memory(most),
        "The index of a view is built once, into the user's cache: 7 s on a quiet core. Exactness, brute force and the",
        "whole process of `airmap locate`: see [atlas_exact](atlas_exact.md). Tracks: see [batch](batch.md).", "",
        "## Documented incidents", "",
        "Every row of `../shared/gold/incidents_dev.csv`, de facto view. A depth is measured from the border that",
        "was crossed, a distance from the coast is no depth; where no position is told, the question is whether the",
        "airspace is that deep.", "",
        *incidents(atlas),
    ]
    RESULT.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
