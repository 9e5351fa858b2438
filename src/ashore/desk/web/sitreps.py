"""The situation report of a case: filled from the log, completed by hand, and written down as it went out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands import asking, reporting
from ashore.desk.commands.acts import IssueSitrep
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.reporting import BY_HAND, LETTERS, TITLES
from ashore.desk.commands.sitrep_text import as_text, fields_of, head_of, inset, issued, to_of, utc
from ashore.desk.language import LANGUAGES, Tongue, speaking
from ashore.desk.web.asked import command_id
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.model.errors import AshoreError
from ashore.model.times import iso
from ashore.picture import Held

WRITTEN = frozenset((*BY_HAND, "N"))
"""The letters that a person fills; under the others stands what the log says."""

_PARTED = re.compile(r"[,;\n]+")


def the_sitrep(request: Request) -> Response:
    """`GET /cases/{case}/sitrep?language=`: the next report of a case, and those that went out."""
    return sitrep_page(request)


def sitrep_page(
    request: Request, *, refused: AshoreError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """Return the next report, with what was refused and typed if it was."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    case, held = request.path_params["case"], dict(typed or {})
    tongue = _tongue(held.get("language") or request.query_params.get("language"), visiting.tongue)
    shown = reporting.ask_sitrep(desk, case)
    before = issued(desk, case)
    fields = _filled(fields_of(shown, tongue), before, tongue.language) | {
        letter: text for letter in WRITTEN if (text := held.get(letter)) is not None
    }
    view = asking.ask_case(desk, case)
    return page(
        request,
        visiting,
        "sitrep.html",
        {
            "case": view.row.case,
            "shown": shown,
            "fields": fields,
            "titles": {letter: tongue.says(TITLES[letter]) for letter in LETTERS},
            "written": WRITTEN,
            "last": _last(before, tongue.language),
            "before": before,
            "texts": {each.id: _as_sent(desk, each) for each in before},
            "to": held.get("to", ", ".join(before[0].body.to) if before else ""),
            "head": head_of(shown, tongue),
            "to_label": to_of((), tongue),
            "insets": {letter: inset(text) for letter, text in fields.items()},
            "utc": utc,
            "report_in": tongue.language,
            "teller": Teller(visiting.tongue, [view.row.case]),
            "name_of": desk.accounts.name_of,
            "command": desk.surroundings.new_id() if visiting.who else "",
            "refused": told(visiting, refused),
        },
        status=200 if refused is None else status_of(refused),
        at=f"/cases/{case}/sitrep",
    )


async def issue(request: Request) -> Response:
    """`POST /cases/{case}/sitrep`: the report as it went out, every letter a field of the form."""
    form = await request.form()
    return await run_in_threadpool(_issue, request, form)


def _issue(request: Request, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    case = request.path_params["case"]
    typed = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    try:
        who = visitor(request, desk).doer()
        act = IssueSitrep(
            case=case,
            to=tuple(each.strip() for each in _PARTED.split(typed.get("to", "")) if each.strip()),
            language=typed.get("language", ""),
            fields=tuple(f"{letter}:{typed[letter]}" for letter in LETTERS if typed.get(letter, "").strip()),
            number=typed.get("number", ""),
        )
        desk.do(act, who, command_id(typed.get("command")))
    except AshoreError as error:
        return sitrep_page(request, refused=error, typed=typed)
    return RedirectResponse(f"/cases/{case}/sitrep?language={act.language}#sent", 303)


def get_sitrep(request: Request) -> Response:
    """`GET /api/cases/{case}/sitrep?language=`: the next report of a case from the log, as `ashore.sitrep/1`."""
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.reader(desk)
    tongue = _tongue(request.query_params.get("language"), visiting.tongue)
    shown = reporting.ask_sitrep(desk, request.path_params["case"])
    fields = fields_of(shown, tongue)
    return JSONResponse(
        {
            "format": "ashore.sitrep/1",
            "kind": desk.kind,
            "case": shown.case,
            "number": shown.number,
            "at": iso(shown.at),
            "phase": shown.phase,
            "from": shown.sender,
            "language": tongue.language,
            "fields": [
                {"letter": letter, "title": tongue.says(TITLES[letter]), "text": fields[letter]}
                for letter in LETTERS
            ],
            "text": as_text(shown, fields, tongue),
        }
    )


def _tongue(asked: str | None, reader: Tongue) -> Tongue:
    return speaking(asked) if asked in LANGUAGES else reader


def _last(before: tuple[Held, ...], language: str) -> dict[str, str]:
    """Return what the last report in this language said under each letter; {} where there was none."""
    for held in before:
        if held.body.language == language:
            return {field.letter: field.text for field in held.body.fields}
    return {}


def _filled(fields: dict[str, str], before: tuple[Held, ...], language: str) -> dict[str, str]:
    """Return the fields with what was last sent under those that a person fills, to be looked at again."""
    last = _last(before, language)
    return fields | {letter: last.get(letter, "") for letter in WRITTEN}


def _as_sent(desk: Desk, held: Held) -> list[tuple[str, str, str]]:
    """Return a report that went out: each letter with its title in the report's language, and its text."""
    tongue = speaking(held.body.language if held.body.language in LANGUAGES else next(iter(LANGUAGES)))
    return [(field.letter, tongue.says(TITLES[field.letter]), field.text) for field in held.body.fields]


ROUTES = [
    Route("/cases/{case}/sitrep", the_sitrep),
    Route("/cases/{case}/sitrep", issue, methods=["POST"]),
]
