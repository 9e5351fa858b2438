"""The land of a sea area as one GeoJSON file, for a map in a browser: drawn from the shoreline once, kept in the cache.

A map of the Channel at the shoreline's full resolution takes under a megabyte, so nothing is thinned there;
an area with more shore is thinned step by step until the file fits, and the file says by how much.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ashore.drift.coast.gshhg import NOTICE, Shoreline, installed, shoreline
from ashore.drift.coast.region import Region
from ashore.drift.coast.rings import Vertices, cut, thinned
from ashore.drift.engine.compiled import cache_root

LAYOUT = 1
"""Goes up when what a kept file holds, or what it means, changes."""

CHANNEL = Region(west=-6.5, south=48.4, east=5.0, north=52.2)
"""From the Isles of Scilly to the Scheldt: the Channel, its beaches and its ports."""

MOST_BYTES = 3_000_000
DECIMALS = 4
"""Of a degree: 11 m north and south, 7 m east and west, a tenth of what the shoreline itself is worth."""

TOLERANCES_DEG = (0.0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""How far a thinned shore may stray, tried in turn; of the last nothing is left that could be too long."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The land of a region: the GeoJSON, how far its shore may stray in degrees, and how many vertices it has."""

    geojson: bytes
    tolerance_deg: float
    vertices: int


def outline(shore: Shoreline, region: Region, most_bytes: int = MOST_BYTES) -> Outline:
    """Return the land of a region as GeoJSON of no more than so many bytes, as finely as that allows.

    One Feature, a MultiPolygon of outer rings cut along the region, longitude first; lakes are land here.
    """
    rings = [
        cut(ring, (region.west, region.south), (region.east, region.north))
        for ring in shore.rings(region, 0.0)
    ]
    for tolerance in TOLERANCES_DEG:
        drawn = [coordinates for ring in rings if (coordinates := _rounded(thinned(ring, tolerance)))]
        written = _written(drawn, tolerance)
        if len(written) <= most_bytes:
            break
    return Outline(written, tolerance, sum(map(len, drawn)))


def land_of_the_channel() -> bytes:
    """Return the GeoJSON of the Channel's land: as kept, or drawn now and kept where the cache can be written.

    Raises ShorelineMissing, ShorelineDamaged.
    """
    path = cache_root() / "coast" / _name(CHANNEL)
    try:
        return path.read_bytes()
    except OSError:
        drawn = outline(shoreline(installed()), CHANNEL)
        _keep(path, drawn.geojson)
        return drawn.geojson


def _rounded(ring: Vertices) -> list[list[float]]:
    """Return a ring's places to so many decimals, none twice running; nothing of one too small to have an inside."""
    places = np.round(ring, DECIMALS)
    if len(places):
        moved = np.any(places[1:] != places[:-1], axis=1)
        places = places[np.concatenate([[True], moved])]
    kept: list[list[float]] = places.tolist() if len(places) > 3 else []
    return kept


def _written(rings: list[list[list[float]]], tolerance_deg: float) -> bytes:
    feature: dict[str, Any] = {
        "type": "Feature",
        "properties": {
            "source": "GSHHG, full resolution (Wessel and Smith 1996), LGPL-3.0-or-later",
            "tolerance_deg": tolerance_deg,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, separators=(",", ":")).encode()


def _name(region: Region) -> str:
    edges = (region.west, region.south, region.east, region.north)
    return "_".join(["land", str(LAYOUT), *(f"{edge:g}" for edge in edges)]) + ".geojson"


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; one that cannot be kept is drawn again next time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "NOTICE.txt").write_text(NOTICE, "utf-8")
        handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except OSError:
        return
