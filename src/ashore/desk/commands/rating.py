"""Rates, the revisions of series, and the dead by date known, as a desk is asked for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ashore.desk.commands.counting import stated_instant
from ashore.desk.commands.desk import Desk
from ashore.figures.hurdle import Backtest, backtest
from ashore.figures.incidents import Listed, incidents
from ashore.figures.intervals import DRAWS, SEED
from ashore.figures.observed import measured, vintages_of
from ashore.figures.outside import reports_standing
from ashore.figures.period import ALL
from ashore.figures.period import period as read_period
from ashore.figures.rate import Rates, criterion
from ashore.figures.rates import ARRIVALS, NotDaysOfARate, periods_of, rates_of, reports_known
from ashore.figures.revisions import Sums, Triangle, releases, series_held, sums_of_releases, triangles_of
from ashore.figures.series_tables import HeldSeries
from ashore.figures.toll import TollLine, toll
from ashore.model.errors import NotFound
from ashore.model.measures import WAVE_HEIGHT
from ashore.picture.relations import withdrawn


class NoSuchSeries(NotFound):
    """A series that a question needs and nobody has loaded."""

    code = "no-such-series"
    says = "No series held answers this: it needs daily arrivals, and waves where they are asked for."
    hint = "Load one with ashore import; docs/series.md says which files are read."


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Which rates, in one period or two, by which criteria of calm, as known and recorded when; text as typed."""

    periods: Sequence[str]
    numerators: Sequence[str] = ()
    calm: Sequence[str] = ()
    known_at: str = ""
    recorded_at: str = ""
    seed: int = SEED
    draws: int = DRAWS


def rate(desk: Desk, asked: Compared, worked: Callable[[], None] = lambda: None) -> Rates:
    """Return the rates asked for. Raises BadValue, and what rates refuse.

    The desk is held only while the reports are looked up: years of several thresholds take tens of seconds.
    `worked` is called as each line of the answer is done.
    """
    known_at = stated_instant("known_at", asked.known_at)
    recorded_at = stated_instant("recorded_at", asked.recorded_at)
    with desk.looking() as picture:
        reports = reports_known(picture, known_at, recorded_at)
    return rates_of(
        reports,
        asked.periods,
        numerators=asked.numerators or ARRIVALS,
        criteria=[criterion(text) for text in asked.calm],
        known_at=known_at,
        seed=asked.seed,
        draws=asked.draws,
        worked=worked,
    )


def check(asked: Compared) -> None:
    """Refuse at once what could not be read when its turn comes. Raises BadValue, and what rates refuse."""
    periods_of(asked.periods)
    for text in asked.calm:
        criterion(text)
    for field, typed in (("known_at", asked.known_at), ("recorded_at", asked.recorded_at)):
        stated_instant(field, typed)


def rests_on(desk: Desk) -> tuple[str, ...]:
    """Return the entries that every rate rests on: as long as they stand and no other does, no rate changes."""
    with desk.looking() as picture:
        received = picture.by_type.get("report.received", ())
        said = [held for held in picture.said(received) if getattr(held.body, "report", None) is not None]
        of_rates = [
            held for held in said if held.body.report.series or held.body.report.channel == "sighting"
        ]
        standing = picture.standing([held.id for held in of_rates])
        return tuple(held.id for held in standing if not withdrawn(picture, held.body.report))


def series_of(desk: Desk) -> tuple[HeldSeries, ...]:
    """Return every series the desk holds, with all its vintages."""
    with desk.looking() as picture:
        return series_held(picture)


def revisions_of(desk: Desk, period: str, scope: str) -> tuple[Triangle, ...]:
    """Return what changed in the series held from vintage to vintage. Raises NotAPeriod."""
    days = read_period(period or ALL).days
    with desk.looking() as picture:
        held = releases(picture, scope)
    return triangles_of(held, days)


def sums_of(desk: Desk, period: str, scope: str, span: str) -> tuple[Sums, ...]:
    """Return the sums of the series held by month or year, in every vintage. Raises NotAPeriod."""
    days = read_period(period or ALL).days
    with desk.looking() as picture:
        held = releases(picture, scope)
    return sums_of_releases(held, span, days)


def toll_of(desk: Desk, period: str, known_at: str, recorded_at: str) -> tuple[TollLine, ...]:
    """Return the dead and missing of a period as each source gave them. Raises NotAPeriod, NotDaysOfARate, BadValue."""
    days = read_period(period).days
    if days is None:
        raise NotDaysOfARate(period=period)
    with desk.looking() as picture:
        return toll(
            picture,
            days,
            known_at=stated_instant("known_at", known_at),
            recorded_at=stated_instant("recorded_at", recorded_at),
        )


def incidents_of(desk: Desk, period: str, known_at: str = "", recorded_at: str = "") -> tuple[Listed, ...]:
    """Return the incidents of a period as the lists held have them. Raises NotAPeriod, NotDaysOfARate and BadValue."""
    days = read_period(period).days
    if days is None:
        raise NotDaysOfARate(period=period)
    known, recorded = stated_instant("known_at", known_at), stated_instant("recorded_at", recorded_at)
    with desk.looking() as picture:
        uncut = known is None and recorded is None
        return incidents(picture if uncut else picture.as_of(known=known, recorded=recorded), days)


def hurdle_of(desk: Desk, period: str, ahead: int, waves: str) -> Backtest:
    """Return how far out a model of daily arrivals was; `waves` is a statistic of wave height, empty for none.

    Raises NotAPeriod, NotDaysOfARate, NoSuchSeries, NoStatistics, TooFewDays and NotConverged.
    """
    days = read_period(period).days
    if days is None:
        raise NotDaysOfARate(period=period)
    with desk.looking() as picture:
        reports = reports_standing(picture)
    counted = vintages_of(reports, "arrived", "person", "arrived")
    height = measured(reports, WAVE_HEIGHT, waves) if waves else None
    if not counted or (waves and height is None):
        raise NoSuchSeries
    return backtest(counted[-1], days, ahead=ahead, waves=height)
