"""The pages people read: the list, a case, a figure, an entry, and the words behind a number."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands import asking, comparing, counting, forecasting, linking, publishing
from ashore.desk.commands.attachments import how_many_attached, names_of_attached
from ashore.desk.commands.conditions import ask_conditions
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.keeping import check_record
from ashore.desk.web.asked import cut_of
from ashore.desk.web.conditions import told as told_conditions
from ashore.desk.web.errors import UnknownPage, UnreadableRequest, WordsErased
from ashore.desk.web.live_pages import LivePage
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.same_boat import advice_of, ago_min, fitting, other_readings
from ashore.desk.web.same_boat_told import Stood, as_it_stood
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import STANDING_IN, Visitor, visitor
from ashore.figures.figure import Figure
from ashore.ledger.ledger import ContentWithheld
from ashore.ledger.sealing import KeyDestroyed, KeyNotHeld
from ashore.model.bodies import LinkAdvice
from ashore.model.errors import AshoreError, BadInput, NotFound
from ashore.model.facts import CaseFacts, MentionFacts
from ashore.model.vocabulary import CASE_KINDS, ENDINGS, PHASES
from ashore.people.claims import Statement
from ashore.people.endings import NotAccounted
from ashore.picture import Held
from ashore.picture.board import proposed

NEWEST = 5
"""How many of the newest rejections the list shows."""

WARM = 5
"""For how many of the most urgent cases the list has forecasts made ahead of being opened."""

WARM_EVERY_S = 10.0
FIGURES_EVERY_S = 2.0

SEALED_WHOLE = frozenset({"note.written", "report.rejected"})
"""Types of entry whose first sealed part is a text to be read as it is."""

EVERYTHING = counting.Cut()


def the_list(request: Request) -> Response:
    """`GET /`."""
    return list_page(request)


def the_case(request: Request) -> Response:
    """`GET /cases/{case}`: by id."""
    return case_page(request)


def list_page(
    request: Request, *, refused: AshoreError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """Return the list of cases, with what was refused and typed if a form of it was."""
    desk, visiting = _reading(request)
    board = asking.ask_board(desk)
    _keep_warm(request, desk, [each.case.id for each in board.rows if each.at_sea][:WARM])
    cases = [each.case for each in (*board.rows, *board.reviews, *board.ended)]
    night, behind = _night_for_all(request, desk)
    teller = Teller(visiting.tongue, [*cases, _loose(board.unlinked)])
    rivals = advice_of(request).rivals()
    return page(
        request,
        visiting,
        "list.html",
        {
            "board": board,
            "teller": teller,
            "afloat": linking.AFLOAT,
            "proposed": proposed([row.case for row in board.rows]),
            "readings": other_readings(rivals, cases, teller, visiting.tongue),
            "readings_age_min": ago_min(rivals, board.now),
            "open_cases": [each.case for each in board.rows],
            "figures": _whole(night),
            "figures_behind": behind,
            "lists": comparing.ask_lists(desk, board),
            "rejected": _rejected(desk),
            "kinds": CASE_KINDS,
            "words": _Words(desk, visiting),
            **_refused(visiting, refused, typed),
        },
        status=200 if refused is None else status_of(refused),
        at="/",
    )


def case_page(
    request: Request, *, refused: AshoreError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """Return a case's page, with what was refused and typed if a form of it was."""
    desk, visiting = _reading(request)
    case = request.path_params["case"]
    view = asking.ask_case(desk, case)
    group = [view.row.case, *view.tied]
    board = asking.ask_board(desk)
    others = [each.case for each in board.rows if each.case.id != case]
    teller = Teller(visiting.tongue, [*group, *others, _loose(view.row.called_after)])
    standing = view.objections
    advice = advice_of(request)
    rivals = advice.rivals()
    its_own = [
        each
        for each in other_readings(
            rivals, [*group, *(row.case for row in board.rows)], teller, visiting.tongue
        )
        if any(named.id == case for named in each.cases)
    ]
    if isinstance(refused, NotAccounted):
        # The command refused in English; the same reasons stand here in the reader's language.
        reasons = (f"{number}. {teller.phrase(each.phrase)}" for number, each in enumerate(standing, start=1))
        refused = NotAccounted(reasons=" ".join(reasons))
    return page(
        request,
        visiting,
        "case.html",
        {
            "view": view,
            "board": board,
            "row": view.row,
            "case": view.row.case,
            "teller": teller,
            "objections": standing,
            "linked": {mention.id for mention in view.row.case.mentions},
            "others": others,
            "afloat": linking.AFLOAT,
            "fitting": fitting(advice, view.row.case, teller, visiting),
            "readings": its_own,
            "readings_age_min": ago_min(rivals, view.now),
            "forecast": forecasting.ask_forecast(desk, case),
            "conditions_now": told_conditions(visiting.tongue, ask_conditions(desk, case)),
            "phases": PHASES,
            "endings": ENDINGS,
            "name_of": desk.accounts.name_of,
            "words": _Words(desk, visiting),
            **_refused(visiting, refused, typed),
        },
        status=200 if refused is None else status_of(refused),
        at=f"/cases/{case}",
    )


def cloud_picture(request: Request) -> Response:
    """`GET /cases/{case}/drift.png?cloud=`: the picture of the cloud with that fingerprint, in the page's language.

    A new cloud has a new address; like every page it leaves nothing in the browser's store.
    """
    desk, visiting = _reading(request)
    tongue, cloud = visiting.tongue, request.query_params.get("cloud", "")
    shown = forecasting.picture_of(
        desk, request.path_params["case"], cloud, tongue.language, tongue.catalogue.gettext
    )
    return Response(shown, media_type="image/png")


class _Words:
    """The words of public reports, for pages to print; private ones are opened one by one, each look written down."""

    def __init__(self, desk: Desk, visiting: Visitor) -> None:
        self._desk = desk
        self._who = visiting.reader(desk)

    def public(self, mention: MentionFacts | None, field: str) -> str | None:
        """Return the words of one claim if anybody may read them."""
        if mention is None or not mention.public:
            return None
        report = asking.words_of_report(self._desk, mention.entry, self._who)
        return None if report is None else asking.said_of(report, mention.id, field) or report.text

    def of(self, teller: Teller, statement: Statement) -> str | None:
        """Return the words a statement was read from if anybody may read them."""
        return self.public(teller.mentions.get(statement.mention), statement.field)


def words(request: Request) -> Response:
    """`GET /words?mention=&field=`: the very words of one claim, opened for whoever asks, and that written down."""
    desk = _desk(request)
    visiting = visitor(request, desk)
    who = visiting.opener(desk)
    mention, field = request.query_params.get("mention", ""), request.query_params.get("field", "")
    found = _versions(desk, mention)
    if not found:
        raise WordsErased
    report = asking.words_of_report(desk, found[0].entry, who)
    if report is None:
        raise WordsErased
    return page(
        request,
        visiting,
        "words.html",
        {
            "mention": found[0],
            "report": report,
            "said": asking.said_of(report, mention, field),
            "attached": how_many_attached(desk, found[0].entry, report),
            "attached_names": names_of_attached(report),
            "teller": Teller(visiting.tongue, [_loose(found)]),
        },
    )


def sealed(request: Request) -> Response:
    """`GET /sealed/{entry}`: a note, or what came in and could not be read, opened for whoever asks."""
    desk = _desk(request)
    visiting = visitor(request, desk)
    who = visiting.opener(desk)
    shown = desk.ledger.get(request.path_params["entry"])
    if shown.header.type not in SEALED_WHOLE:
        raise UnknownPage
    try:
        opened = desk.open_part(shown, 0, who)
    except (KeyDestroyed, KeyNotHeld, ContentWithheld) as error:
        raise WordsErased from error
    return page(request, visiting, "sealed.html", {"entry": shown, "text": opened.decode("utf-8", "replace")})


def figures(request: Request) -> Response:
    """`GET /figures`: the figures of a cut, each with what one must know before printing it."""
    desk, visiting = _reading(request)
    cut, refused = cut_of(request), None
    try:
        shown = counting.count(desk, cut) if cut != EVERYTHING else _night(request, desk)
    except BadInput as error:
        refused, shown = error, ()
    return page(
        request,
        visiting,
        "figures.html",
        {
            "figures": shown,
            "asked": request.query_params,
            "teller": Teller(visiting.tongue, ()),
            **_refused(visiting, refused, None),
        },
        status=200 if refused is None else status_of(refused),
    )


def figure(request: Request) -> Response:
    """`GET /figures/{figure}`: the chain from a figure down to the mentions and claims under it."""
    desk, visiting = _reading(request)
    shown = _figure(request, desk)
    return page(
        request,
        visiting,
        "figure.html",
        {
            "figure": shown,
            "printed": publishing.printed(desk, shown, visiting.tongue.language),
            "chain": counting.chain(desk, shown),
            "teller": Teller(visiting.tongue, ()),
        },
    )


def figure_file(request: Request) -> Response:
    """`GET /figures/{figure}/page`: the figure as a page that stands alone, to be kept and given out."""
    desk, visiting = _reading(request)
    shown, language = _figure(request, desk), visiting.tongue.language
    content = publishing.figure_page(desk, shown, language)
    name = f'attachment; filename="{shown.id}.{language}.html"'
    return Response(content, media_type="text/html; charset=utf-8", headers={"Content-Disposition": name})


def _figure(request: Request, desk: Desk) -> Figure:
    """Return the figure that an address names, in the cut that it asks for."""
    name, cut = request.path_params["figure"], cut_of(request)
    held = _night(request, desk) if cut == EVERYTHING else counting.count(desk, cut)
    return next((each for each in held if each.id == name), None) or counting.find(desk, name)


def search(request: Request) -> Response:
    """`GET /search?q=`: one box for any id, label or report; one find leads straight to its case."""
    desk, visiting = _reading(request)
    asked = request.query_params.get("q", "").strip()
    found = asking.ask_cases(desk, asked)
    if len(found) == 1:
        return RedirectResponse(f"/cases/{found[0].id}", 303)
    return page(
        request,
        visiting,
        "search.html",
        {"asked": asked, "found": found, "teller": Teller(visiting.tongue, found)},
    )


def about(request: Request) -> Response:
    """`GET /about`: versions, where each log stands, and with `?verify=1` whether every hash and signature holds."""
    desk, visiting = _reading(request)
    checked = check_record(desk) if request.query_params.get("verify") == "1" else None
    return page(
        request,
        visiting,
        "about.html",
        {
            "heads": desk.ledger.heads(),
            "log": desk.ledger.log,
            "entries": desk.ledger.latest(),
            "checked": checked,
        },
    )


def entry(request: Request) -> Response:
    """`GET /entries/{entry}`: one entry as it stands in the log."""
    desk, visiting = _reading(request)
    shown = desk.ledger.get(request.path_params["entry"])
    header = msgspec.json.decode(shown.header_bytes, type=dict[str, Any])
    body = None if shown.body is None else msgspec.json.format(shown.body, indent=2).decode()
    return page(
        request,
        visiting,
        "entry.html",
        {
            "entry": shown,
            "header": header,
            "body": body,
            "stood": _stood(desk, visiting, shown.id),
            "name_of": desk.accounts.name_of,
        },
    )


def _stood(desk: Desk, visiting: Visitor, entry: str) -> Stood | None:
    """Return what a decision on which boat rests on where an entry says so, every case in it by what it is called."""
    with desk.looking() as picture:
        held = picture.entries.get(entry)
        called = {case.id: asking.name_of(case) for case in picture.all_cases()}
    if held is None or not isinstance(held.body, LinkAdvice):
        return None
    return as_it_stood(held.body, lambda case: called.get(case, case[:10]), visiting.tongue)


def refusal(request: Request, error: AshoreError) -> Response:
    """Return the page of an error that no form can show beside itself; the way back is on it."""
    visiting = visitor(request, _desk(request))
    return page(
        request,
        visiting,
        "refusal.html",
        {**_refused(visiting, error, None), "lost": isinstance(error, NotFound | UnreadableRequest)},
        status=status_of(error),
        at="/",
    )


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _reading(request: Request) -> tuple[Desk, Visitor]:
    desk = _desk(request)
    visiting = visitor(request, desk)
    visiting.reader(desk)
    return desk, visiting


def _rejected(desk: Desk) -> tuple[Held, ...]:
    """Return the newest of what could not be read, the newest first."""
    with desk.looking() as picture:
        return tuple(reversed(picture.said(picture.by_type.get("report.rejected", ()))[-NEWEST:]))


def _night(request: Request, desk: Desk) -> tuple[Figure, ...]:
    """Return the figures of everything held, made anew only when an entry has come in."""
    state = request.app.state
    arrived = desk.arrived()
    if state.night is None or state.night[0] != arrived:
        state.night = (arrived, counting.night(desk), time.monotonic())
    figures_held: tuple[Figure, ...] = state.night[1]
    return figures_held


def _night_for_all(request: Request, desk: Desk) -> tuple[tuple[Figure, ...], bool]:
    """Return the figures for the list, and whether they are behind.

    Screens that everybody shares are drawn at every entry; the figures beside the boats may follow a little later.
    """
    night = request.app.state.night
    if STANDING_IN in request.scope and night is not None and time.monotonic() - night[2] < FIGURES_EVERY_S:
        return night[1], night[0] != desk.arrived()
    return _night(request, desk), False


def _keep_warm(request: Request, desk: Desk, cases: list[str]) -> None:
    """Have the forecasts of these cases made ahead, not at every entry anew: each takes a processor for seconds."""
    state, now = request.app.state, time.monotonic()
    if state.warmed is None or now - state.warmed >= WARM_EVERY_S:
        state.warmed = now
        forecasting.keep_warm(desk, cases)


def _whole(figures_held: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return our own figures of the whole time held, each once: they come first."""
    ours: dict[str, Figure] = {}
    for each in figures_held:
        if each.scope == "cases" and each.period == figures_held[0].period:
            ours.setdefault(each.figure, each)
    return tuple(ours.values())


def _versions(desk: Desk, mention: str) -> tuple[MentionFacts, ...]:
    """Return the standing version of that very id; a second version in conflict carries its entry in its id."""
    name, _, index = mention.partition("~")[0].rpartition("#")
    if not name or not index.isdecimal() or len(index) > 6:
        return ()
    return tuple(each for each in asking.ask_mention(desk, f"{name}#{index}") if each.id == mention)


def _refused(visiting: Visitor, error: AshoreError | None, typed: Mapping[str, str] | None) -> dict[str, Any]:
    held = dict(typed or {})
    return {
        "refused": told(visiting, error),
        "typed": held,
        "was": lambda do, field: held.get(field, "") if held.get("do") == do else "",
    }


def _loose(mentions: tuple[MentionFacts, ...]) -> CaseFacts:
    """Return mentions of no case in the form that a teller takes."""
    return CaseFacts(id="", kind="", opened="", mentions=mentions)


ROUTES = [
    LivePage("/", the_list),
    LivePage("/cases/{case}", the_case),
    Route("/cases/{case}/drift.png", cloud_picture),
    Route("/words", words),
    Route("/sealed/{entry}", sealed),
    Route("/figures", figures),
    Route("/figures/{figure}", figure),
    Route("/figures/{figure}/page", figure_file),
    Route("/search", search),
    LivePage("/about", about),
    Route("/entries/{entry}", entry),
]
