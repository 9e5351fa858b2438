"""Calibrate a forcing product on drifter tracks: what its error is, and whether areas then hold what they say.

The fit that is reported rests on every track; the containment beside it never does:
each drifter is checked with windage and wander fitted on the other folds' drifters only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from ashore.drift.calibration.containment import (
    Containment,
    Forecast,
    containment,
    folds,
    free_running,
    levels,
)
from ashore.drift.calibration.fit import WanderFit, fit_wander, fit_with_errors
from ashore.drift.calibration.law import spread_m
from ashore.drift.calibration.residuals import (
    ANY_KIND,
    NO_WINDAGE,
    ErrorPath,
    Misses,
    Residuals,
    Windage,
    error_paths,
    fit_windages,
    misses,
    residuals,
)
from ashore.drift.calibration.tracks import HOUR_S, Floats, Leg, Limits, NoTracks, Track, cut
from ashore.drift.wander import REGIONAL_CURRENT, Wander, white

HORIZONS_H = (3.0, 6.0, 12.0, 24.0, 48.0)
FITTED, UNFITTED, WHITE = "fitted on other drifters", "unfitted", "white noise"
FREE_FITTED, FREE_UNFITTED = "free run, fitted on others", "free run, unfitted"

Free = Callable[[Wander], Forecast]
"""Makes of a wander the forecasts that have its error; `free.free_forecasts` gives the engine's own."""

OWN_VELOCITY = 0.02
"""A residual of fewer m/s than this is no model's: the 'current' is then the drifter's own velocity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a calibration is made: horizons and starts in hours, folds, bootstrap rounds and the seed of its draws.

    `windage` is the wind's share to use; None fits it where the tracks carry wind.
    `unfitted` is the wander to compare with, and the prior of the fit.
    """

    horizons_h: tuple[float, ...] = HORIZONS_H
    every_h: float = 6.0
    folds: int = 10
    rounds: int = 200
    seed: int = 0
    windage: Windage | None = None
    unfitted: Wander = REGIONAL_CURRENT
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The rms miss in metres after some hours: seen, and as each law has it."""

    hours: float
    observed_m: float
    fitted_m: float
    unfitted_m: float
    white_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A product's error as drifters show it: the fit, its figures' uncertainty, and containment beside the unfitted.

    `windages` are by kind of drifter, and under "" that of all together, used where no kind is told.
    `held` has a table for each law and horizon: the fitted one on drifters kept out of its fit (absent with one
    drifter), the unfitted wander, and white noise of the same sigma, as many tools use.
    """

    group: str
    drifters: int
    fit: WanderFit
    windages: Mapping[str, Windage]
    residuals: Residuals
    growth: tuple[Growth, ...]
    held: tuple[Containment, ...]
    notes: tuple[str, ...]

    def table(self, law: str) -> tuple[Containment, ...]:
        """Return the containment of one law, by horizon."""
        return tuple(each for each in self.held if each.law == law)

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain JSON values; shares are 0 to 1, speeds m/s, distances metres."""
        plain = asdict(self)
        plain["sentences"] = list(self.sentences())
        return plain

    def sentences(self) -> tuple[str, ...]:
        """Return what was found, in plain words, the answer first."""
        wander, fit = self.fit.wander, self.fit
        said = [
            f"{self.group}: fitted to {self.drifters} drifter{'s' if self.drifters != 1 else ''}, the error is "
            f"{wander.sigma:.2f} m/s{_give_or_take(fit.sigma.error, '.2f')} in each component, remembered for "
            f"{wander.hours:.1f} h{_give_or_take(fit.hours.error, '.1f')}, "
            + (f"with a tail of {wander.tail:.1f}." if wander.tail else "alike from drifter to drifter.")
        ]
        told = {kind: windage for kind, windage in self.windages.items() if kind != ANY_KIND} or self.windages
        for kind, windage in told.items():
            if windage != NO_WINDAGE:
                origin = "fitted" if windage.fitted else "given"
                side = "right" if windage.crosswind >= 0 else "left"
                said.append(
                    f"The wind carries {kind or 'them'} with {100 * windage.downwind:.1f} % of its speed downwind "
                    f"and {100 * abs(windage.crosswind):.1f} % to the {side} ({origin})."
                )
        for law, plain, how in ((FITTED, UNFITTED, ""), (FREE_FITTED, FREE_UNFITTED, " of free runs")):
            for each in self.table(law):
                bare = next(other for other in self.table(plain) if other.hours == each.hours)
                said.append(
                    f"After {each.hours:g} h the 50 % area{how} held {_share(each, 0.5)} "
                    f"and the 90 % area {_share(each, 0.9)} "
                    f"of drifters it was not fitted on; unfitted, {_share(bare, 0.5)} and {_share(bare, 0.9)}."
                )
        return (*said, *self.notes)


def calibrate(
    tracks: Iterable[Track],
    settings: Settings | None = None,
    *,
    group: str = "all tracks",
    free: Free | None = None,
) -> Calibration:
    """Return the calibration of one group of tracks, which should share the product of their current.

    `free` makes forecasts of a wander that are run freely and checked too; without it only the error along the
    tracks is.
    Raises NoTracks when nothing long enough is left, TrackUnusable for a track without a current.
    """
    settings = settings or Settings()
    legs, losses = cut(tracks, settings.limits)
    notes = list(losses.sentences())
    if not legs:
        raise NoTracks(
            why=" ".join(notes) or "there were none", hours=f"{settings.limits.shortest_s / HOUR_S:g}"
        )
    unblown = {leg.track for leg in legs if leg.wind is None}
    if unblown and len(unblown) < len({leg.track for leg in legs}):
        notes.append(
            f"{len(unblown)} drifters have no wind along them and are measured as if there were none."
        )
    windages = _windages(legs, settings)
    paths = error_paths(legs, windages)
    seen = misses(paths, settings.horizons_h, settings.every_h)
    if len(seen.hours) == 0:
        raise NoTracks(why="none is long enough for a horizon", hours=f"{min(settings.horizons_h):g}")
    fit = fit_with_errors(
        seen,
        rounds=settings.rounds,
        seed=settings.seed,
        prior=settings.unfitted,
        basis=f"fitted to {len(np.unique(seen.drifter))} drifters ({group}), error of current and wind together",
    )
    summary = residuals(paths)
    lessons = _lessons(legs, seen, settings)
    held = _along_tracks(legs, seen, lessons, settings)
    if free is not None:
        held += _run_freely(legs, lessons, settings, free)
    notes += _remarks(summary, paths, seen, fit, settings)
    if not lessons:
        notes.append(
            "There is one drifter only, so the fit could not be checked on another: take it for a hint."
        )
    return Calibration(
        group=group,
        drifters=fit.drifters,
        fit=fit,
        windages=windages,
        residuals=summary,
        growth=tuple(_growth(float(hours), seen, fit.wander, settings) for hours in np.unique(seen.hours)),
        held=held,
        notes=tuple(notes),
    )


def grouped(tracks: Iterable[Track], by: Callable[[Track], str]) -> dict[str, list[Track]]:
    """Return tracks by what `by` says of each, in the order they come: its product, its kind of drifter."""
    groups: dict[str, list[Track]] = {}
    for track in tracks:
        groups.setdefault(by(track), []).append(track)
    return groups


def _windages(legs: Sequence[Leg], settings: Settings) -> dict[str, Windage]:
    return {ANY_KIND: settings.windage} if settings.windage is not None else fit_windages(legs)


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What the other drifters taught of some: the law these are checked by."""

    tracks: frozenset[str]
    windages: Mapping[str, Windage]
    wander: Wander


def _lessons(legs: Sequence[Leg], seen: Misses, settings: Settings) -> list[_Lesson]:
    """Return a lesson for each fold of drifters, learned from the other folds only; none from one drifter."""
    if len(np.unique(seen.drifter)) < 2:
        return []
    fold = folds(len(seen.tracks), settings.folds, settings.seed)
    lessons = []
    for one in np.unique(fold):
        held = frozenset(track for track, other in zip(seen.tracks, fold, strict=True) if other == one)
        others = [leg for leg in legs if leg.track not in held]
        windages = _windages(others, settings)
        taught = misses(error_paths(others, windages), settings.horizons_h, settings.every_h)
        if len(taught.hours):
            lessons.append(_Lesson(held, windages, fit_wander(taught, prior=settings.unfitted)))
    return lessons


def _along_tracks(
    legs: Sequence[Leg], seen: Misses, lessons: Sequence[_Lesson], settings: Settings
) -> tuple[Containment, ...]:
    """Return what areas held of the error taken along the tracks, by each law."""
    laws: dict[str, Floats] = {}
    if lessons:
        laws[FITTED] = np.full(len(seen.hours), np.nan)
    for lesson in lessons:
        # Windages are the lesson's too, so the misses it is checked on are measured again.
        again = misses(error_paths(legs, lesson.windages), settings.horizons_h, settings.every_h)
        held = np.isin(again.drifter, [n for n, track in enumerate(again.tracks) if track in lesson.tracks])
        laws[FITTED][held] = levels(again.where(held), lesson.wander)
    laws[UNFITTED] = levels(seen, settings.unfitted)
    laws[WHITE] = levels(seen, white(settings.unfitted.sigma))
    rounds, seed = settings.rounds, settings.seed
    return tuple(
        table
        for law, each in laws.items()
        for table in containment(law, each, seen, rounds=rounds, seed=seed)
    )


def _run_freely(
    legs: Sequence[Leg], lessons: Sequence[_Lesson], settings: Settings, free: Free
) -> tuple[Containment, ...]:
    """Return what areas of free runs held, with the wander that the other drifters taught, and unfitted."""
    bare = free(settings.unfitted)
    taught = {track: lesson.wander for lesson in lessons for track in lesson.tracks}
    laws: list[tuple[str, Callable[[str], Forecast]]] = [(FREE_UNFITTED, lambda track: bare)]
    if taught:
        laws.insert(0, (FREE_FITTED, lambda track: free(taught[track])))
    tables: list[Containment] = []
    for law, forecast_for in laws:
        known = [leg for leg in legs if law == FREE_UNFITTED or leg.track in taught]
        ran, level_of_each = free_running(known, forecast_for, settings.horizons_h, settings.every_h)
        tables += containment(law, level_of_each, ran, rounds=settings.rounds, seed=settings.seed)
    return tuple(tables)


def _growth(hours: float, seen: Misses, fitted: Wander, settings: Settings) -> Growth:
    def rms(wander: Wander) -> float:
        return float(np.sqrt(2) * spread_m(wander, hours * HOUR_S))

    return Growth(
        hours=hours,
        observed_m=seen.rms_m(hours),
        fitted_m=rms(fitted),
        unfitted_m=rms(settings.unfitted),
        white_m=rms(white(settings.unfitted.sigma)),
    )


def _remarks(
    summary: Residuals, paths: Sequence[ErrorPath], seen: Misses, fit: WanderFit, settings: Settings
) -> list[str]:
    """Return a sentence for each thing that should make a reader doubt the figures."""
    remarks = []
    if summary.rms < OWN_VELOCITY:
        remarks.append(
            f"The tracks follow the current to {summary.rms:.3f} m/s, closer than any model does: "
            "it is probably the drifters' own velocity, and this calibration says nothing."
        )
    bias = float(np.hypot(summary.bias_east, summary.bias_north))
    if bias > summary.rms / 2:
        remarks.append(
            f"They go {bias:.2f} m/s to one side on the mean ({summary.bias_east:+.2f} east, "
            f"{summary.bias_north:+.2f} north); it is counted as spread and not corrected."
        )
    for hours in settings.horizons_h:
        if hours not in fit.horizons_h:
            remarks.append(f"No track is long enough to say anything after {hours:g} h.")
    of_each = np.bincount(seen.drifter, minlength=len(seen.tracks))
    if fit.drifters > 2 and (share := float(of_each.max() / of_each.sum())) > 0.25:
        longest = seen.tracks[int(of_each.argmax())]
        remarks.append(f"One drifter, {longest}, gives {100 * share:.0f} % of all forecasts.")
    if 1 < fit.drifters < 10:
        remarks.append(
            f"{fit.drifters} drifters are few: the intervals are wide and may still be too narrow."
        )
    return remarks


def _give_or_take(error: float | None, digits: str) -> str:
    return f" ± {error:{digits}}" if error is not None else ""


def _share(table: Containment, nominal: float) -> str:
    share = table.share(nominal)
    within = (
        f" ({100 * share.low:.0f}–{100 * share.high:.0f})"
        if share.low is not None and share.high is not None
        else ""
    )
    return f"{100 * share.observed:.0f} %{within}"
