"""The caller's card: its list of languages, the page that is shown, read aloud and answered, and the text to paste."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ashore.desk.card import LOCATION, QUESTIONS, TOLD, Card, card, cards
from ashore.desk.commands.desk import Desk
from ashore.desk.language import LANGUAGES, speaking
from ashore.desk.web.rendering import page
from ashore.desk.web.visitors import Visitor, visitor


def card_list(request: Request) -> Response:
    """`GET /card`: the languages that a card is held in, the desk's own last."""
    visiting = _reading(request)
    return page(request, visiting, "card_list.html", {"cards": cards()})


def card_page(request: Request) -> Response:
    """`GET /card/{language}`: the card in one language, with what each phrase means and room for its answer."""
    visiting = _reading(request)
    shown = card(request.path_params["language"])
    return page(
        request,
        visiting,
        "card.html",
        {
            "card": shown,
            "cards": cards(),
            "meant": card(visiting.tongue.language),
            "warnings": warnings(shown),
            "questions": QUESTIONS,
            "location": LOCATION,
            "told": TOLD,
        },
    )


def card_text(request: Request) -> Response:
    """`GET /card/{language}.txt`: the phrases one a line, to be pasted into a chat; first whether they were checked."""
    _reading(request)
    shown = card(request.path_params["language"])
    head = "".join(f"({says})\n" for _, says in warnings(shown))
    return PlainTextResponse(f"{head}\n{shown.as_text()}" if head else shown.as_text())


def warnings(shown: Card) -> tuple[tuple[str, str], ...]:
    """Return, in each of the desk's languages, that nobody has checked a card; nothing once somebody has."""
    if shown.checked_by:
        return ()
    return tuple(
        (language, speaking(language).says("No native speaker has checked these phrases."))
        for language in LANGUAGES
    )


def _reading(request: Request) -> Visitor:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    return visiting


ROUTES = [
    Route("/card", card_list),
    Route("/card/{language}.txt", card_text),
    Route("/card/{language}", card_page),
]
