"""A run as GeoJSON (RFC 7946): areas by time and level, where it starts, the track of its middle, and its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ashore.drift.datums import Area as DatumArea
from ashore.drift.ensemble import Ensemble, Part
from ashore.drift.products.antimeridian import lines, polygons
from ashore.drift.products.cloud import Cloud, NoPlaceKnown, Sought, cloud_at, moments, starts
from ashore.drift.products.containment import LEVELS, containment
from ashore.drift.products.writing import NM_M, iso

FORMAT = "ashore.drift.geojson/1"


def geojson(
    ensemble: Ensemble, whens: Sequence[float] | None = None, levels: Sequence[float] = LEVELS
) -> dict[str, Any]:
    """Return a FeatureCollection of a run at some instants (epoch seconds; `moments` where none are given).

    Each feature has a `kind`: `area` (sought, scenario or null for all together, at, level, area_km2, area_nm2 and the
    cloud it is of), `datum`, or `track` (the cloud's mean place, with its times). Each says whether it is synthetic.
    `record` is the run's record; RFC 7946 allows the member.
    Raises OutsideRun. Instants at which nothing has a known place are left out.
    """
    features = [
        *_areas(ensemble, moments(ensemble) if whens is None else whens, levels),
        *_datums(ensemble),
        *_tracks(ensemble),
    ]
    made_up = ensemble.record.synthetic
    for feature in features:
        feature["properties"]["synthetic"] = made_up
    return {
        "type": "FeatureCollection",
        "format": FORMAT,
        "title": "SYNTHETIC drift forecast" if made_up else "Drift forecast",
        "record": asdict(ensemble.record),
        "features": features,
    }


def _areas(ensemble: Ensemble, whens: Sequence[float], levels: Sequence[float]) -> Iterator[dict[str, Any]]:
    for when in whens:
        for sought, scenario, cloud in _clouds(ensemble, when):
            density = containment(cloud)
            about = {
                "particles": len(cloud.x),
                "waiting": round(cloud.waiting, 4),
                "missing": round(cloud.missing, 4),
                "aground": round(cloud.aground, 4),
                "bandwidth_m": round(density.bandwidth_m, 1),
            }
            for area in density.areas(levels):
                held = [
                    polygon
                    for piece in area.pieces
                    for polygon in polygons(
                        [np.stack(cloud.chart.place(*ring.T), axis=1) for ring in piece.rings]
                    )
                ]
                yield _feature(
                    {"type": "MultiPolygon", "coordinates": held},
                    kind="area",
                    sought=str(sought),
                    scenario=scenario,
                    at=iso(when),
                    level=area.level,
                    area_km2=_figures(area.area_m2 / 1e6),
                    area_nm2=_figures(area.area_m2 / NM_M**2),
                    cloud=about,
                )


def _clouds(ensemble: Ensemble, when: float) -> Iterator[tuple[Sought, str | None, Cloud]]:
    """Yield the clouds there are to show at an instant: all together, then each scenario where there are several."""
    several = [key for key, _ in ensemble.scenarios] if len(ensemble.scenarios) > 1 else []
    for sought in _sought(ensemble):
        for scenario in (None, *several):
            try:
                yield sought, scenario, cloud_at(ensemble, when, sought, scenario)
            except NoPlaceKnown:
                continue


def _sought(ensemble: Ensemble) -> tuple[Sought, ...]:
    return tuple(Sought) if (ensemble.part == Part.HULL).any() else (Sought.PEOPLE,)


def _datums(ensemble: Ensemble) -> Iterator[dict[str, Any]]:
    """Yield every start of every scenario in the record, each once."""
    for start in starts(ensemble):
        corners = start.corners()
        points = [[round(corner.lon, 6), round(corner.lat, 6)] for corner in corners]
        geometry: dict[str, Any]
        if isinstance(start, DatumArea):
            geometry = dict(start.geometry.get("geometry") or start.geometry)
        elif len(points) == 1:
            geometry = {"type": "Point", "coordinates": points[0]}
        else:
            geometry = {"type": "MultiPoint", "coordinates": points}
        yield _feature(
            geometry,
            kind="datum",
            at=[iso(corner.at) for corner in corners[:2]] if len(points) == 2 else iso(corners[0].at),
            error_m=max(corner.error_m for corner in corners),
            at_error_s=max(corner.at_error_s for corner in corners),
        )


def _tracks(ensemble: Ensemble) -> Iterator[dict[str, Any]]:
    found: dict[tuple[Sought, str | None], list[tuple[float, float, float]]] = {}
    for when in ensemble.times:
        for sought, scenario, cloud in _clouds(ensemble, float(when)):
            lon, lat = cloud.chart.place(*cloud.middle)
            found.setdefault((sought, scenario), []).append((float(lon), float(lat), float(when)))
    for (sought, scenario), track in found.items():
        if len(track) < 2:
            continue
        pieces = lines(*np.array(track).T)
        times = [[iso(when) for when in piece] for _, piece in pieces]
        whole = len(pieces) == 1
        yield _feature(
            {
                "type": "LineString" if whole else "MultiLineString",
                "coordinates": pieces[0][0] if whole else [points for points, _ in pieces],
            },
            kind="track",
            sought=str(sought),
            scenario=scenario,
            times=times[0] if whole else times,
        )


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _figures(value: float) -> float:
    """Keep four figures; the areas are not known to more."""
    return float(f"{value:.4g}")
