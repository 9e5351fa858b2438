"""The application: every address of the desk, and what stands before and behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.drilling import Drill
from ashore.desk.web import (
    accounts,
    api,
    attached,
    calls,
    calls_back,
    calls_paste,
    card,
    claims,
    conditions,
    debriefs,
    encounters,
    forms,
    handovers,
    lists,
    map_pages,
    openapi,
    pages,
    phone,
    pictures,
    presence,
    questions,
    rates,
    relays,
    revised,
    same_boat,
    same_boat_cases,
    sitreps,
    supervision,
    texts,
    themes,
    tolls,
    trainer,
)
from ashore.desk.web.accounts import FirstCode
from ashore.desk.web.advice import Advice
from ashore.desk.web.errors import SignInNeeded, TooLarge, UnknownPage, UnreadableRequest
from ashore.desk.web.events import Feed, events
from ashore.desk.web.guards import HEADERS, MOST_BYTES, Guards
from ashore.desk.web.handover_files import HandoverFiles
from ashore.desk.web.problems import for_a_program, problem
from ashore.desk.web.rates_held import RatesHeld
from ashore.desk.web.screens import Screens, screen
from ashore.desk.web.streams import Streams
from ashore.desk.web.visitors import tongue_of
from ashore.model.clock import wall_clock
from ashore.model.errors import AshoreError


def make_app(
    desk: Desk,
    *,
    hosts: frozenset[str] = frozenset(),
    first_code: str | None = None,
    handovers_in: Path | None = None,
    drill: Drill | None = None,
) -> Starlette:
    """Return the desk's application.

    `hosts` are the names it answers to beside those of this machine itself;
    `first_code` opens the page on which the first account is made;
    `handovers_in` is the folder into which the handover is saved each hour; `drill` is played on the desk.
    """

    @asynccontextmanager
    async def alive(app: Starlette) -> AsyncIterator[None]:
        feed.hear(screens.hear)
        streams.start()
        screens.start()
        feed.start()
        app.state.advice.start()
        if saving is not None:
            saving.start()
        try:
            yield
        finally:
            if saving is not None:
                await saving.end()
            streams.end()
            feed.end()
            await run_in_threadpool(app.state.advice.end)
            await run_in_threadpool(app.state.rates.end)
            await screens.end()
            feed.join()

    static = Path(str(resources.files("ashore.desk.web").joinpath("static")))
    app = Starlette(
        routes=[
            *pages.ROUTES,
            *attached.ROUTES,
            *forms.ROUTES,
            *accounts.ROUTES,
            *api.ROUTES,
            *openapi.ROUTES,
            *map_pages.ROUTES,
            *conditions.ROUTES,
            *card.ROUTES,
            *phone.ROUTES,
            *pictures.ROUTES,
            *presence.ROUTES,
            *calls.ROUTES,
            *calls_back.ROUTES,
            *calls_paste.ROUTES,
            *encounters.ROUTES,
            *handovers.ROUTES,
            *lists.ROUTES,
            *sitreps.ROUTES,
            *rates.ROUTES,
            *relays.ROUTES,
            *revised.ROUTES,
            *same_boat.ROUTES,
            *same_boat_cases.ROUTES,
            *supervision.ROUTES,
            *texts.ROUTES,
            *claims.ROUTES,
            *questions.ROUTES,
            *themes.ROUTES,
            *tolls.ROUTES,
            *trainer.ROUTES,
            *debriefs.ROUTES,
            Route("/events", events),
            Route("/screen", screen),
            Mount("/static", StaticFiles(directory=static)),
        ],
        middleware=[Middleware(Guards, hosts=hosts)],
        exception_handlers={AshoreError: _refused, HTTPException: _not_here, Exception: _failed},
        lifespan=alive,
    )
    app.state.desk = desk
    app.state.drill = drill
    # Who is there is known by the wall's clock, however fast a drill's runs.
    present = presence.Presence(desk.surroundings.clock if drill is None else wall_clock)
    streams, feed = Streams(desk), Feed(desk)
    screens = Screens(desk, app, present)
    app.state.streams = streams
    app.state.feed = feed
    app.state.presence = present
    app.state.screens = screens
    app.state.advice = Advice(desk, screens.touch_soon)
    app.state.rates = RatesHeld(desk, screens.touch_soon)
    saving = (
        None
        if handovers_in is None
        else HandoverFiles(handovers_in, lambda: handovers.paper(desk), desk.surroundings.clock)
    )
    app.state.handover_files = saving
    app.state.night = None
    app.state.claims = None
    app.state.warmed = None
    app.state.first_code = FirstCode(first_code)
    return app


def _refused(request: Request, error: Exception) -> Response:
    """Answer an error of ours: a program by the envelope, a person by a page."""
    assert isinstance(error, AshoreError)
    if for_a_program(request):
        return problem(error, tongue_of(request))
    if isinstance(error, SignInNeeded) and request.method == "GET":
        desk: Desk = request.app.state.desk
        return RedirectResponse(
            f"/sign-in?back={request.url.path}" if desk.accounts.any() else "/first-account", 303
        )
    return pages.refusal(request, error)


def _not_here(request: Request, error: Exception) -> Response:
    """Answer an address or a method that leads nowhere."""
    assert isinstance(error, HTTPException)
    if error.status_code == 413:
        return _refused(request, TooLarge(most=MOST_BYTES))
    if error.status_code < 500 and error.status_code not in (404, 405):
        return _refused(request, UnreadableRequest(why=error.detail))
    return _refused(request, UnknownPage())


def _failed(request: Request, error: Exception) -> Response:
    """Answer a fault of ours without showing its insides; the server's log has them."""
    response = problem(AshoreError(), tongue_of(request))
    response.headers.update({**HEADERS, "cache-control": "no-store"})
    return response
