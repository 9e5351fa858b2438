"""Making a cloud: the run, what it says in sentences, and its picture and areas, drawn when somebody looks."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from ashore import __version__
from ashore.drift.coast import Coast, coast, region_for
from ashore.drift.coast.gshhg import ShorelineDamaged, ShorelineMissing
from ashore.drift.ensemble import Ensemble
from ashore.drift.faults import DriftFault
from ashore.drift.forcing.source import Window
from ashore.drift.products.cloud import Sought, cloud_at
from ashore.drift.products.containment import containment
from ashore.drift.products.geojson import geojson
from ashore.drift.products.picture import picture
from ashore.drift.products.words import Said, answer
from ashore.drift.run import Cancelled as RunCancelled
from ashore.drift.run import Run
from ashore.drift.terms import Terms
from ashore.forecast.areas import areas, instants
from ashore.forecast.cloud import STEP, Cloud, Forcing, Order
from ashore.forecast.clouds import Cancelled, Overtaken
from ashore.forecast.drifted import datum, mixtures, scenarios
from ashore.forecast.faults import DriftRefused
from ashore.forecast.forcing import NO_WIND, Sources, sources
from ashore.forecast.scenarios import HOUR
from ashore.model.phrases import Phrase, Translate, say, utc_minute
from ashore.model.times import utc_ms

PARTICLES = 20_000
STEP_S = STEP / 1_000
FINE = 7
"""How many of the first steps are kept; after these, the steps on the hour of the run are enough."""

LEAST_BELIEVED = 0.005
"""Where a later position leaves fewer than this share of the particles believed, it contradicts the rest."""


def make_cloud(order: Order, cancelled: Cancelled, *, particles: int = PARTICLES) -> Cloud:
    """Return the cloud of an order. Raises DriftRefused, and Overtaken where nobody waits for it any more."""
    try:
        driven, land = sources(order.forcing), _Land()
        run, shoreless = _run_on_land_or_sea(order, driven, land, cancelled, particles)
        ensemble, doubts = _weighed(run, order)
        return Cloud(
            order=order,
            engine=ensemble.record.engine,
            version=__version__,
            particles=particles,
            forcing=tuple(_forcing(each) for each in ensemble.record.sources),
            sentences=(*_sentences(ensemble, order), *doubts, *driven.missing, *shoreless),
            areas=areas(ensemble, order),
            mixtures=mixtures(order.plan),
            engine_says=(*ensemble.record.assumptions, *ensemble.record.summary),
            geojson=lambda: geojson(ensemble, [at / 1_000 for at in instants(order)]),
            draw=_Drawn(ensemble, land.coast, order),
            level=lambda at, lat, lon, key: containment(
                cloud_at(ensemble, at / 1_000, Sought.PEOPLE, key)
            ).level_of(lon, lat),
        )
    except RunCancelled as stopped:
        raise Overtaken from stopped
    except DriftFault as fault:
        raise DriftRefused(why=fault.sentence(), hint=fault.advice()) from fault


class _Land:
    """The coast of whatever window a run reads, kept for its picture."""

    def __init__(self) -> None:
        self.coast: Coast | None = None

    def __call__(self, window: Window) -> Coast:
        self.coast = coast(region_for(window))
        return self.coast


def _run(order: Order, driven: Sources, land: _Land | None, cancelled: Cancelled, particles: int) -> Run:
    last = max(each.datum.at for each in order.plan.hypotheses)
    hours = (order.end - last) / HOUR
    run = Run(
        scenarios(order.plan),
        currents=driven.currents,
        winds=driven.winds,
        hours=hours,
        land=land,
        terms=Terms(particles=particles, seed=order.seed, step_s=STEP_S, output_s=STEP_S),
        clock=lambda: datetime.fromtimestamp(order.now / 1_000, UTC),
    )
    run.go(hours, cancelled=cancelled)
    return run


def _run_on_land_or_sea(
    order: Order, driven: Sources, land: _Land, cancelled: Cancelled, particles: int
) -> tuple[Run, tuple[Phrase, ...]]:
    """Run with the coast, or where no shoreline is held without one, and say so."""
    try:
        return _run(order, driven, land, cancelled, particles), ()
    except (ShorelineMissing, ShorelineDamaged):
        shoreless = say("No coastline is held here: nothing in this forecast runs aground.")
        return _run(order, driven, None, cancelled, particles), (shoreless,)


def _weighed(run: Run, order: Order) -> tuple[Ensemble, tuple[Phrase, ...]]:
    """Return the ensemble as the later positions weigh it; one that contradicts it ends that, and is named."""
    ensemble = _seen(run)
    for fix in order.plan.weighed_by:
        if run.observe(datum(fix)) < LEAST_BELIEVED:
            return ensemble, (
                say(
                    "A later position does not fit this forecast and is left out of it: {position}",
                    position=fix.sentence,
                ),
            )
        ensemble = _seen(run)
    return ensemble, ()


def _seen(run: Run) -> Ensemble:
    """Return a run's ensemble, thinned to what is looked at; where no wind is held its mean wind is not known."""
    whole = run.ensemble()
    steps = np.arange(len(whole.times))
    kept = (steps < FINE) | (steps % 6 == 0) | (steps == steps[-1])
    held = all(source["name"] != NO_WIND.name for source in whole.record.sources)
    return replace(
        whole,
        times=whole.times[kept],
        x=whole.x[kept],
        y=whole.y[kept],
        status=whole.status[kept],
        mean_current=whole.mean_current[kept],
        mean_wind=whole.mean_wind[kept] if held else np.full_like(whole.mean_wind[kept], np.nan),
    )


class _Drawn:
    """The picture of one cloud: drawn once for each language, whoever asks first waiting for it."""

    def __init__(self, ensemble: Ensemble, land: Coast | None, order: Order) -> None:
        self._ensemble, self._land, self._order = ensemble, land, order
        self._lock = threading.Lock()
        self._held: dict[str, bytes] = {}

    def __call__(self, language: str, translate: Translate) -> bytes:
        with self._lock:
            if language not in self._held:
                whens = [at / 1_000 for at in instants(self._order)]
                self._held[language] = picture(self._ensemble, self._land, whens, translate)
            return self._held[language]


def _sentences(ensemble: Ensemble, order: Order) -> tuple[Phrase, ...]:
    """Return what drift says of now, without the lines on what it rests on, and of where it will be at the end.

    That a forecast is SYNTHETIC is said once and louder, by whatever shows it (`Cloud.made_up`).
    """
    first, *later = instants(order)
    record = ensemble.record
    lines = answer(ensemble, first / 1_000)
    said = lines[: len(lines) - len(record.sources) - len(record.assumptions) - len(record.summary) - 1]
    for at in later[-1:]:
        said += answer(ensemble, at / 1_000)[:1]
    names = {each.name.render(str, utc_minute): each.name for each in order.plan.hypotheses}
    return tuple(_phrase(each, names) for each in said)


def _phrase(said: Said, names: Mapping[str, Phrase]) -> Phrase:
    """Return a sentence of drift's as one of the model's; several in one field stay apart by semicolons.

    Drift was given the hypotheses' names in English: `names` has them as phrases again.
    """
    inner = said.fields.get("answer")
    if isinstance(inner, Said):
        return _phrase(inner, names)
    if said.template in names:
        return names[said.template]
    fields: list[tuple[str, str | Phrase]] = []
    for name, value in said.fields.items():
        if isinstance(value, tuple):
            each = tuple((f"part{index}", _phrase(part, names)) for index, part in enumerate(value))
            fields.append((name, Phrase(template="; ".join(f"{{{key}}}" for key, _ in each), fields=each)))
        else:
            fields.append((name, _phrase(value, names) if isinstance(value, Said) else value))
    return Phrase(template=said.template, fields=tuple(fields))


def _forcing(source: dict[str, Any]) -> Forcing:
    issued = source.get("issued")
    return Forcing(
        name=str(source["name"]),
        kind=str(source["kind"]),
        made_up=bool(source["synthetic"]),
        fitted=bool(source["fitted"]),
        issued=None if issued is None else utc_ms(datetime.fromisoformat(issued)),
        assumed=source["name"] == NO_WIND.name,
    )
