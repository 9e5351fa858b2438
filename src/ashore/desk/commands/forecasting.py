"""Where a case's boat may be now: the cloud kept warm for its page, and the entry that keeps what was shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ashore.desk.commands.acting import Acting
from ashore.desk.commands.acts import DrawUpForecast
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import NotYetDrawn, SeveralCases, UnknownCase
from ashore.desk.commands.registry import command
from ashore.forecast.cloud import Cloud, Order, order
from ashore.forecast.clouds import Warm
from ashore.forecast.faults import NoDrift, NoSuchCloud, NothingToForecast
from ashore.forecast.found import Checked, Drawn, found_boats, judged
from ashore.forecast.record import record
from ashore.forecast.scenarios import NoForecast, Plan, plan
from ashore.model.bodies import Forecast
from ashore.model.phrases import Translate, utc_minute
from ashore.picture.fold import Held, Picture
from ashore.picture.search import meant_case

PATIENCE_S = 120.0
"""How long a command waits for a cloud: the first on a new machine compiles the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """What a page shows of a case's forecast at an instant (UTC milliseconds).

    `none` says why there is nothing to forecast; otherwise `warm` is what is held of it.
    `kept` is the newest one written into the log, None if none was.
    """

    now: int
    none: NoForecast | None
    plan: Plan | None
    warm: Warm | None
    kept: Held | None

    @property
    def cloud(self) -> Cloud | None:
        """The newest cloud that is held."""
        return None if self.warm is None else self.warm.cloud

    @property
    def age_min(self) -> int:
        """How old that cloud is, in whole minutes."""
        return 0 if self.cloud is None else max(0, (self.now - self.cloud.order.now) // 60_000)

    @property
    def shown_is_kept(self) -> bool:
        """Whether the cloud shown is the one last written into the log."""
        return (
            self.cloud is not None
            and self.kept is not None
            and self.kept.body.fingerprint == self.cloud.order.fingerprint
        )


def ask_forecast(desk: Desk, case: str) -> ForecastView:
    """Return what is held of a case's forecast, and have a newer one made where it is needed; never waits for one."""
    asked = _asked(desk, case)
    if isinstance(asked.wanted, NoForecast):
        return ForecastView(now=asked.now, none=asked.wanted, plan=None, warm=None, kept=asked.kept)
    warm = desk.clouds.ask(asked.wanted)
    return ForecastView(now=asked.now, none=None, plan=asked.wanted.plan, warm=warm, kept=asked.kept)


def keep_warm(desk: Desk, cases: Iterable[str]) -> None:
    """Have the clouds of these cases made where they are not: whoever opens one finds it there."""
    for case in cases:
        ask_forecast(desk, case)


def wait_for_forecast(desk: Desk, words: str) -> ForecastView:
    """Return a case's forecast once it is made. Raises UnknownCase, SeveralCases, and what the making refused."""
    asked = _asked(desk, _named(desk, words))
    if isinstance(asked.wanted, NoForecast):
        return ForecastView(now=asked.now, none=asked.wanted, plan=None, warm=None, kept=asked.kept)
    warm = desk.clouds.wait(asked.wanted, PATIENCE_S)
    if warm.failed is not None:
        raise warm.failed
    if warm.making or warm.cloud is None:
        raise NotYetDrawn
    return ForecastView(now=asked.now, none=None, plan=asked.wanted.plan, warm=warm, kept=asked.kept)


def picture_of(desk: Desk, case: str, fingerprint: str, language: str, translate: Translate) -> bytes:
    """Return the picture, PNG, of the cloud held for a case, its words in a language.

    Raises NoSuchCloud if that cloud is not held any more.
    """
    cloud = desk.clouds.held(case, fingerprint)
    if cloud is None:
        raise NoSuchCloud
    return cloud.draw(language, translate)


def found_so_far(desk: Desk) -> tuple[Checked, ...]:
    """Return, for every boat found after a forecast of it was written down, in which of its areas it lay."""
    with desk.looking() as picture:
        drawn = [
            Drawn(entry=held.id, at=held.wall_ms, says=held.body)
            for held in picture.said(picture.by_type.get("advice.forecast", ()))
            if isinstance(held.body, Forecast)
        ]
        return found_boats(picture.all_cases(), drawn)


def areas_so_far(desk: Desk) -> tuple[str, ...]:
    """Return what the boats found so far say of our 50, 75 and 95 % areas. Raises NoDrift without the drift extra."""
    try:
        return judged(found_so_far(desk))
    except ModuleNotFoundError as missing:
        raise NoDrift from missing


def _cloud_first(desk: Desk, act: DrawUpForecast) -> Cloud:
    """Have the cloud made before the ledger is held: nobody else's command waits for it."""
    view = wait_for_forecast(desk, act.case)
    if view.none is not None:
        raise NothingToForecast(why=view.none.because.render(str, utc_minute))
    assert view.cloud is not None
    return view.cloud


@command("draw-up-forecast", DrawUpForecast, first=_cloud_first)
def draw_up_forecast(acting: Acting, act: DrawUpForecast) -> None:
    """Write down the forecast as it stands, with everything it rests on."""
    cloud: Cloud = acting.prepared
    rested_on = cloud.order.plan
    facts = acting.picture.case(rested_on.case)
    acting.append(
        record(cloud),
        subjects=[rested_on.case],
        class_="operational",
        causes=[mention.entry for mention in facts.mentions if mention.id in rested_on.rests_on],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    now: int
    wanted: Order | NoForecast
    kept: Held | None


def _asked(desk: Desk, case: str) -> _Asked:
    now = desk.now()
    with desk.looking() as picture:
        if case not in picture.cases:
            raise UnknownCase(case=case)
        facts = picture.case(case)
        book = desk.books.of(picture.all_cases())[case].case(case)
        wanted = plan(facts, now, most_out=book.account.still_out.total.high)
        kept = _newest(picture, case)
    if isinstance(wanted, Plan):
        return _Asked(now=now, wanted=order(wanted, now, desk.clouds.forcing), kept=kept)
    return _Asked(now=now, wanted=wanted, kept=kept)


def _newest(picture: Picture, case: str) -> Held | None:
    drawn = [held for held in picture.said(picture.keeping.get(case, ())) if isinstance(held.body, Forecast)]
    return drawn[-1] if drawn else None


def _named(desk: Desk, words: str) -> str:
    with desk.looking() as picture:
        meant = meant_case(picture, words)
    if not meant:
        raise UnknownCase(case=words)
    if len(meant) > 1:
        raise SeveralCases(case=words, cases=", ".join(meant))
    return meant[0]
