"""Relative places with known truth, the outline of bands against Karney, the time that a region takes.

Run from the repository's root: ``python -m benchmarks.regions [relloc|bands|times|incidents]``.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from airmap.airspace.border_distance import BorderDistance, edges_of
from airmap.checks import check
from airmap.geometry import geodesy
from airmap.mentions.relation_words import lexicon
from airmap.pipeline import Options, atlas_for, default_gazetteer, read_article
from airmap.records import Article, PartialDate, Position
from airmap.regions.feasible import feasible_region
from airmap.regions.relative import read_phrase, region_of_all
from airmap.serial import incident_to_dict

SHARED = Path(os.environ.get("AIRMAP_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
FOLDS, SEED = 10, 0


def relloc() -> None:
    """Coverage and area of ``where`` on phrases with known reference and truth; then the fit, cross-validated."""
    rows = [json.loads(line) for line in (SHARED / "relloc" / "dev.jsonl").open(encoding="utf-8")]
    atlas, gazetteer = atlas_for("de_facto"), default_gazetteer()
    hits, shares, areas, discs = [], [], [], []
    started = time.perf_counter()
    for row in rows:
        reference = Position(row["ref"]["lon"], row["ref"]["lat"])
        region = region_of_all(read_phrase(row["phrase"], gazetteer, reference=reference), atlas)
        radius_m = row["stated_km"] * 1000
        disc_km2 = geodesy.area_km2(geodesy.disc(reference, radius_m))
        hits.append(bool(shapely.intersects_xy(region.geometry, row["target"]["lon"], row["target"]["lat"])))
        shares.append(region.area_km2 / disc_km2)
        areas.append(region.area_km2)
        discs.append(disc_km2)
    seconds = time.perf_counter() - started
    print(
        f"phrases {len(rows)}, holds the truth {np.mean(hits):.3f}, "
        f"median share of the disc {np.median(shares):.3f}, "
        f"median area / median disc {np.median(areas) / np.median(discs):.3f}, {seconds / len(rows) * 1000:.1f} ms each"
    )
    _cross_validated(rows)


def _cross_validated(rows: list[dict[str, Any]]) -> None:
    """Fit factors and tolerances on one random half and report on the other, both ways, ten times."""
    stated, true = (np.array([r[k] for r in rows]) for k in ("stated_km", "true_km"))
    turn = np.array([r["true_bearing"] - r["stated_bearing"] for r in rows])
    off = np.abs((turn + 180) % 360 - 180)
    sixteenth = np.array([len(r["direction"].replace("-", "")) > 9 for r in rows])
    grid = (
        np.array(
            np.meshgrid(
                [0.5, 0.55, 0.6, 0.65],
                [1.15, 1.2, 1.25, 1.3],
                [1, 1.5, 2, 2.5],
                [40, 42.5, 45, 50],
                [22.5, 30, 37.5],
            )
        )
        .reshape(5, -1)
        .T
    )
    scores = np.array([_scored(p, stated, true, off, sixteenth) for p in grid])
    used = (
        lexicon().distance["road_lower"],
        lexicon().distance["road_upper"],
        lexicon().distance["place_size_m"] / 1000,
        lexicon().tolerance_deg["wind_8"],
        lexicon().tolerance_deg["wind_16"],
    )
    generator = np.random.default_rng(SEED)
    fitted, fixed = [], []
    own = _scored(np.array(used), stated, true, off, sixteenth)
    for _ in range(FOLDS):
        order = generator.permutation(len(rows))
        halves = order[: len(rows) // 2], order[len(rows) // 2 :]
        for train, test in (halves, halves[::-1]):
            allowed = np.median(scores[:, 1, train], axis=1) <= 0.32
            best = int(np.argmax(np.where(allowed, scores[:, 0, train].mean(axis=1), -1)))
            fitted.append((scores[best, 0, test].mean(), np.median(scores[best, 1, test])))
            fixed.append((own[0, test].mean(), np.median(own[1, test])))
    for name, values in (("fitted on the other half", fitted), ("the factors in use", fixed)):
        held, share = np.array(values).T
        print(
            f"{name}: holds {held.mean():.3f} (least {held.min():.3f}), "
            f"share {share.mean():.3f} (most {share.max():.3f})"
        )


def _scored(
    parameters: npt.NDArray[np.float64], stated: Any, true: Any, off: Any, sixteenth: Any
) -> npt.NDArray[np.float64]:
    """Return hit and share of the disc for every phrase, by the planar formulas of the lens."""
    low, high, size, eighth_deg, sixteenth_deg = parameters
    near, far = np.maximum(0, low * stated - size), high * stated + size
    width = np.hypot(
        np.where(sixteenth, sixteenth_deg, eighth_deg), np.degrees(np.arcsin(np.minimum(1, size / stated)))
    )
    width = np.minimum(180, width)
    power, middle, half = lexicon().distance["corner_power"], (near + far) / 2, (far - near) / 2
    hit = (np.abs(true - middle) / half) ** power + (off / width) ** power <= 1
    # Between the outline's two radii: their squares differ by four times the middle and the depth.
    bearings = np.linspace(0, 1, 201)
    depth = half[:, None] * (1 - bearings**power) ** (1 / power)
    return np.array([hit, 4 * middle * depth.mean(axis=1) / stated**2 * width / 180])


def bands() -> None:
    """Time of bands, and how far their outlines are from the true distance (Karney, pieces of at most a kilometre)."""
    atlas = atlas_for("de_facto")
    cases = [
        ("ISR", "SYR", 1609.344),
        ("ISR", "LBN", 1609.344),
        ("ISR", "JOR", 20_000.0),
        ("ISR", "LBN", 100_000.0),
        ("FIN", "RUS", 5_000.0),
        ("POL", "UKR", 10_000.0),
        ("CAN", "USA", 1609.344),
        ("CAN", "USA", 50_000.0),
    ]
    generator = np.random.default_rng(SEED)
    for first, second, distance_m in cases:
        line, airspace = atlas.shared_border(first, second), atlas.airspace(first)
        started = time.perf_counter()
        outline = geodesy.buffer(line, distance_m)
        drawn = time.perf_counter()
        band = geodesy.intersection(airspace, outline)
        done = time.perf_counter()
        points = shapely.get_coordinates(shapely.segmentize(outline.boundary, 0.005))
        points = points[np.abs(points[:, 0]) < 179.999]
        points = points[generator.permutation(len(points))[:2_000]]
        off = BorderDistance(edges_of(line)).nearest(points[:, 0], points[:, 1])[0] - distance_m
        print(
            f"{first}-{second} {distance_m:>9,.0f} m: outline {drawn - started:.2f} s, clipped {done - drawn:.2f} s, "
            f"error {off.min():+.2f} to {off.max():+.2f} m, {geodesy.area_km2(band):,.0f} km2, "
            f"{shapely.get_num_coordinates(outline):,} vertices"
        )


def incidents() -> None:
    """Time of reading the annotated passages' regions; positions of documented incidents against their airspace."""
    rows = [json.loads(line) for line in (SHARED / "gold" / "dev.jsonl").open(encoding="utf-8")]
    found, kinds = [], []
    for row in rows:
        reading = read_article(_article(row))
        found += [i.region for i in reading.incidents]
        kinds += [(c.check, c.verdict) for i in reading.incidents for c in i.checks]
    regions = [r for r in found if r is not None]
    print(
        f"incidents {len(found)}, with a region {len(regions)}, "
        f"median area {np.median([r.area_km2 for r in regions]):,.0f} km2, "
        f"valid {sum(r.geometry.is_valid for r in regions)}, conflicts {sum(bool(r.conflict) for r in regions)}"
    )
    for kind in sorted(set(kinds)):
        print(f"  {kind[0]} {kind[1]}: {kinds.count(kind)}")
    _positions()


def times() -> None:
    """CPU time of the regions, checks and JSON of the annotated passages' incidents, the first time and again."""
    rows = [json.loads(line) for line in (SHARED / "gold" / "dev.jsonl").open(encoding="utf-8")]
    told = [i for row in rows for i in read_article(_article(row), Options(geometry=False)).incidents]
    atlas, gazetteer = atlas_for("de_facto"), default_gazetteer()
    for turn in ("first", "again"):
        seconds, sizes = [], []
        for incident in told:
            begun = time.process_time()
            placed = replace(incident, region=feasible_region(incident, atlas, gazetteer))
            placed = replace(placed, checks=check(placed, atlas))
            sizes.append(len(json.dumps(incident_to_dict(placed))))
            seconds.append(time.process_time() - begun)
        milliseconds = np.array(seconds) * 1e3
        print(f"{turn}: mean {milliseconds.mean():.1f} ms, median {np.median(milliseconds):.1f} ms, nine in ten under "
              f"{np.quantile(milliseconds, 0.9):.0f} ms, most {milliseconds.max():.0f} ms; "
              f"{np.mean(sizes) / 1e3:.1f} kB each")


def _article(row: dict[str, Any]) -> Article:
    date = PartialDate(*map(int, row["date"].split("-"))) if row.get("date") else None
    return Article(id=row["id"], text=row["text"], published=date)


def _positions() -> None:
    atlas = atlas_for("de_facto")
    with (SHARED / "gold" / "incidents_dev.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["lat"] or row["airspace_state"] not in atlas.states:
                continue
            depth_m = float(atlas.depth_m(row["airspace_state"], float(row["lon"]), float(row["lat"]))[0])
            agrees = {"true": depth_m > 0, "false": depth_m < 0}.get(row["expected_inside"])
            verdict = "as expected" if agrees else "disputed" if agrees is None else "NOT AS EXPECTED"
            print(f"  {row['id']}: {depth_m / 1000:+.1f} km in {row['airspace_state']}, {verdict}")


if __name__ == "__main__":
    for name in sys.argv[1:] or ["relloc", "bands", "times", "incidents"]:
        {"relloc": relloc, "bands": bands, "times": times, "incidents": incidents}[name]()
