"""How bright the pages are: as the browser wishes, light, dark, or red on black for eyes that must see the night."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.web.asked import own_path
from ashore.desk.web.visitors import keep

THEMES = ("auto", "light", "dark", "red")
THEME = "ashore-theme"
YEAR_S = 365 * 86_400


def theme_of(request: Request) -> str:
    """Return the theme kept in this browser; auto where none is."""
    kept = request.cookies.get(THEME, "")
    return kept if kept in THEMES else THEMES[0]


async def choose_theme(request: Request) -> Response:
    """`POST /theme`: keep `theme` in this browser, and go back to the page it was chosen on."""
    form = await request.form()
    chosen, back = (str(form.get(name, "")) for name in ("theme", "back"))
    response = RedirectResponse(own_path(back), 303)
    keep(request, response, THEME, chosen if chosen in THEMES else THEMES[0], YEAR_S)
    return response


ROUTES = [Route("/theme", choose_theme, methods=["POST"])]
