"""Stream and wind at one place and time, read from the first of the configured sources that holds any there."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ashore.drift.chart import Chart
from ashore.drift.engine.layers import layer, sample
from ashore.drift.faults import DriftFault
from ashore.drift.forcing.source import Source, Window
from ashore.forecast.forcing import NO_WIND, sources
from ashore.forecast.weather import Flow, Weather, WeatherUnread, Where

KNOT_MS = 1852 / 3600

REACH_M = 5_000.0
"""Of how much sea around the place a source is read; its own grid adds the nodes about it."""


def sampled(where: Where) -> Weather:
    """Return the stream and the wind at a place; None for the one that no source holds there and then.

    Raises WeatherUnread where something configured cannot be opened or read.
    """
    try:
        driven = sources(where.forcing)
        stream = _first(driven.currents, where, towards=1.0)
        wind = _first(
            (each for each in driven.winds if each.product.name != NO_WIND.name), where, towards=-1.0
        )
    except DriftFault as fault:
        raise WeatherUnread(why=fault.sentence(), hint=fault.advice()) from fault
    return Weather(where=where, stream=stream, wind=wind)


def _first(each_source: Iterable[Source], where: Where, *, towards: float) -> Flow | None:
    """Return what the first source that holds any gives; `towards` is 1 for where it goes, -1 for where it is from."""
    seconds = where.at / 1_000
    chart = Chart(where.lat, where.lon)
    window = Window(lon=where.lon, lat=where.lat, reach_m=REACH_M, earliest=seconds, latest=seconds)
    for source in each_source:
        patch = source.patch(window)
        if patch is None:
            continue
        centre, then = np.zeros(1), np.array([seconds])
        east, north = (
            float(part[0]) for part in sample([layer(patch, chart, REACH_M)], centre, centre, then)
        )
        if math.isfinite(east) and math.isfinite(north):
            issued = patch.product.issued
            return Flow(
                knots=math.hypot(east, north) / KNOT_MS,
                degrees=math.degrees(math.atan2(towards * east, towards * north)) % 360,
                product=patch.product.name,
                made_up=patch.product.synthetic,
                issued=None if issued is None else round(issued * 1_000),
            )
    return None
