"""An encounter, by keys in ten seconds: what a unit met, and the four questions to put to it.

A question that nobody put is stored as not asked, and the watch is reminded at once to ask it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ashore.desk.commands import asking
from ashore.desk.commands.acts import LogCall, SetReminder
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import BadValue
from ashore.desk.language import Tongue
from ashore.desk.web.asked import command_id
from ashore.desk.web.problems import status_of
from ashore.desk.web.rendering import page, told
from ashore.desk.web.telling import Teller
from ashore.desk.web.visitors import visitor
from ashore.model.errors import AshoreError
from ashore.model.times import iso
from ashore.reading.counts import read_counts

ACTIONS = {
    "r": "recovered",
    "a": "alongside",
    "s": "sighted",
    "c": "escorting",
    "w": "winched",
    "t": "towed",
    "f": "refused",
    "h": "empty_hull",
    "x": "nothing_found",
    "l": "lost_sight",
    "d": "body_found",
}
"""What a unit did, each by the letter that chooses it."""

WITHOUT_A_BOAT = frozenset({"nothing_found", "lost_sight"})
"""What a unit does that has no boat before it: nobody there can be asked anything."""

COUNTS = ("taken_off", "left_aboard", "in_water", "set_out", "injured", "dead")
CRAFT_AFTER = ("marked", "towed", "sunk", "adrift", "under_way")
CHANNELS = ("vhf", "phone")
ASK_WITHIN = "1"
"""Minutes until the watch is to have asked what was not asked yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What was typed of an encounter; "" is what nobody said."""

    unit: str
    action: str
    channel: str
    all_off: str
    craft_after: str
    counts: Mapping[str, str]
    text: str

    @property
    def open_questions(self) -> tuple[str, ...]:
        """Which of the four questions nobody answered: off, left, in_water, set_out; none where there is no boat."""
        if self.action in WITHOUT_A_BOAT:
            return ()
        said = self.counts
        left_open = []
        if not said["taken_off"]:
            left_open.append("off")
        if self.all_off not in ("yes", "no") and not said["left_aboard"]:
            left_open.append("left")
        if not said["in_water"]:
            left_open.append("in_water")
        if not said["set_out"]:
            left_open.append("set_out")
        return tuple(left_open)


def encounter_page(request: Request) -> Response:
    """`GET /cases/{case}/encounter`: the form."""
    return _page(request, {})


async def log_encounter(request: Request) -> Response:
    """`POST /cases/{case}/encounter`: a report by radio of what a unit met, linked to the case by who typed it."""
    form = await request.form()
    said = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    return await run_in_threadpool(_log, request, said)


def count_of(field: str, stated: str, says_who: str) -> dict[str, Any] | None:
    """Return a number as it was typed: "13" is a count by person, "about 13" an estimate; None where none was.

    Raises BadValue.
    """
    said = " ".join(stated.split())
    if not said:
        return None
    if said.isdecimal() and said.isascii() and len(said) < 6:
        return {"value": int(said), "as_said": said, "says_who": says_who}
    counts = [each.count for each in read_counts(said)]
    if len(counts) != 1:
        raise BadValue(
            field=field,
            why=f"“{said}” is not read as one number of people",
            hint="Write 13, about 13, or 13 to 15",
        )
    found = counts[0]
    ends = {} if found.qualifier == "about" else {"low": found.low, "high": found.high}
    stated_parts = {
        name: {"value": part.value, "qualifier": part.qualifier, "low": part.low, "high": part.high}
        for name, part in found.parts()
    }
    count = {"value": found.value, "qualifier": found.qualifier, **ends, **stated_parts}
    return {
        **{name: value for name, value in count.items() if value is not None},
        "as_said": said,
        "says_who": says_who,
    }


def encounter_line(met: Met, id_: str, now: int) -> str:
    """Return an encounter as one line of format ashore.report/1. Raises BadValue."""
    encounter: dict[str, Any] = {
        "unit": met.unit,
        "action": met.action or None,
        "all_off": met.all_off,
        "says_who": "unit",
        "craft_after": met.craft_after or None,
    }
    for name in COUNTS:
        # How many set out only those who were aboard can say; the unit passes it on.
        encounter[name] = count_of(name, met.counts[name], "survivors" if name == "set_out" else "unit")
    line = {
        "format": "ashore.report/1",
        "id": id_,
        "channel": met.channel,
        "received_at": iso(now),
        "sender": {"role": "unit", "unit": met.unit},
        "text": met.text.strip() or None,
        "mentions": [{"encounter": {name: value for name, value in encounter.items() if value is not None}}],
    }
    return json.dumps({name: value for name, value in line.items() if value is not None})


def to_ask(met: Met, tongue: Tongue) -> str:
    """Return what the watch is reminded to ask, "" where every question was answered."""
    questions = {
        "off": tongue.says("how many are off"),
        "left": tongue.says("is anyone left"),
        "in_water": tongue.says("is anyone in the water"),
        "set_out": tongue.says("how many do they say set out"),
    }
    if not met.open_questions:
        return ""
    asked = ", ".join(questions[each] for each in met.open_questions)
    return tongue.says("Ask {unit} now: {questions}?", unit=met.unit, questions=asked)


def _met(said: Mapping[str, str]) -> Met:
    """Return what a form holds. Raises BadValue where it names no unit, or contradicts itself."""
    unit = " ".join(said.get("unit", "").split())
    if not unit:
        raise BadValue(
            field="unit", why="no unit is named", hint="Name the ship, boat or aircraft that reports"
        )
    all_off = said.get("all_off", "")
    left = said.get("left_aboard", "").strip()
    if all_off == "yes" and left.strip("0 "):
        raise BadValue(
            field="left_aboard",
            why="all are off, and some are left",
            hint="Ask the unit once more, and write what it says",
        )
    if all_off == "no" and left and not left.strip("0 "):
        raise BadValue(
            field="left_aboard",
            why="somebody is left, and nobody is left",
            hint="Ask the unit once more, and write what it says",
        )
    return Met(
        unit=unit,
        action=said.get("action", ""),
        channel=said.get("channel") if said.get("channel") in CHANNELS else CHANNELS[0],  # type: ignore[arg-type]
        all_off=all_off if all_off in ("yes", "no") else "not_asked",
        craft_after=said.get("craft_after", ""),
        counts={name: said.get(name, "").strip() for name in COUNTS},
        text=said.get("text", ""),
    )


def _log(request: Request, said: Mapping[str, str]) -> Response:
    desk: Desk = request.app.state.desk
    case = request.path_params["case"]
    try:
        visiting = visitor(request, desk)
        who = visiting.doer()
        command = command_id(said.get("command")) or desk.surroundings.new_id()
        met = _met(said)
        act = LogCall(report=encounter_line(met, command, desk.now()), case=case)
        asked = to_ask(met, visiting.tongue)
        if asked:
            # First, and under a name of its own made from the act's: so that undoing takes the encounter back, and
            # a form that is sent twice reminds once.
            reminds = str(uuid.uuid5(uuid.UUID(command), "ask"))
            desk.do(SetReminder(due=ASK_WITHIN, reason=asked, case=case), who, reminds)
        desk.do(act, who, command)
    except AshoreError as error:
        return _page(request, said, error)
    return RedirectResponse(f"/cases/{case}", 303)


def _page(request: Request, said: Mapping[str, str], refused: AshoreError | None = None) -> Response:
    desk: Desk = request.app.state.desk
    visiting = visitor(request, desk)
    visiting.doer()
    case = request.path_params["case"]
    view = asking.ask_case(desk, case)
    board = asking.ask_board(desk)
    units = [unit.says.unit for unit in view.row.units]
    units += [unit.says.unit for unit in board.units if unit.says.unit not in units]
    return page(
        request,
        visiting,
        "encounter.html",
        {
            "case": view.row.case,
            "units": units,
            "actions": ACTIONS,
            "crafts": CRAFT_AFTER,
            "channels": CHANNELS,
            "said": said,
            "command": said.get("command") or desk.surroundings.new_id(),
            "teller": Teller(visiting.tongue, [view.row.case]),
            "refused": told(visiting, refused),
        },
        status=200 if refused is None else status_of(refused),
        at=f"/cases/{case}/encounter",
    )


ROUTES = [
    Route("/cases/{case}/encounter", encounter_page),
    Route("/cases/{case}/encounter", log_encounter, methods=["POST"]),
]
