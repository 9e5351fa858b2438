"""A live desk with something to print: a boat, a body, a published series, papers that copy, add up and disagree."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "intake"))

from scenes import NAME, PASSWORD, case_of, watch
from workbooks import DAILY_HEADER, WEEKLY_HEADER, Cell, workbook

from ashore.desk.commands import Desk, person
from ashore.desk.commands.acting import Who
from ashore.desk.commands.acts import JudgeClaim, LinkMention, OpenCase, ReceiveReports
from ashore.desk.commands.reading_texts import as_line, ask_text

WEEK = {"when_start": "2031-02-01", "when_end": "2031-02-07"}
DAY = {"when_start": "2031-02-03", "when_end": "2031-02-03"}
READ = "north-centre/article/harbour"
"""The text of which one claim was read and accepted."""


def claims_desk(folder: Path) -> Desk:
    """Return the watch with seven who may still be out, and with whatever others published of that week."""
    desk, _ = watch(folder)
    account = desk.accounts.check(NAME, PASSWORD)
    who = person(account)
    told = [
        _paper("gazette", "Gazette", "150 people crossed between 1 and 7 February.", 150, "arrived", WEEK),
        _paper(
            "echo",
            "Echo",
            "According to the Gazette, 150 people crossed between 1 and 7 February.",
            150,
            "arrived",
            WEEK,
            source="the Gazette",
        ),
        _parts(),
        *(_copied(name, cargo) for name, cargo in (("agency", "goods"), ("mirror", "drugs"))),
        {
            "id": "harbour",
            "channel": "article",
            "received_by": "north-centre",
            "received_at": "2031-02-04T10:00:00+01:00",
            "text": "Thirty-three people were taken off a boat on Monday, the harbour office says.",
        },
        _of_a_body(),
    ]
    desk.do(ReceiveReports(content=b"\n".join(json.dumps(each).encode() for each in told)), who)
    desk.do(ReceiveReports(content=release()), Who(account="import", role="machine", person=False))
    opened = desk.do(
        OpenCase(
            kind="person_in_water",
            label="2301C",
            mention="north-centre/vhf/body#0",
            reason="nobody else told of it",
        ),
        who,
    )
    desk.do(
        LinkMention(
            mention="north-centre/vhf/body#0", cases=(case_of(opened),), reason="the cutter found it"
        ),
        who,
    )
    accept(desk, who)
    return desk


def accept(desk: Desk, who: Who) -> None:
    """Accept the one count that is read from the harbour office's words."""
    read = ask_text(desk, READ)
    [wanted] = [each for each in read.claims if each.read.claim.value == 33]
    claim = as_line(wanted.read.claim)
    desk.do(JudgeClaim(report=READ, claim=str(wanted.number), verdict="accepted", read=claim), who)


def release() -> bytes:
    """Return a release of the published series: 20 people in 2 boats on each of the first nine days of the month."""
    days: list[list[Cell]] = [
        [date(2031, 2, 1) + timedelta(days=number), 20, 2, "-", ""] for number in range(9)
    ]
    week: list[Cell] = [date(2031, 2, 9), 140, 14, "-", 50, 4, ""]
    return workbook(
        {
            "Cover_sheet": [["Migrants detected"]],
            "SB_01": [list(DAILY_HEADER), *days],
            "SB_02": [list(WEEKLY_HEADER), week],
        }
    )


def _paper(
    name: str, unit: str, text: str, number: int, outcome: str, days: dict[str, str], **more: Any
) -> dict[str, Any]:
    quote = text[text.index(str(number)) : -1]
    return _article(name, unit, text, _claim(text, quote, number, outcome, **days, **more))


def _parts() -> dict[str, Any]:
    text = "In all 30 people were landed on Monday: 18 at one quay and 12 at another. Crossings are up, they say."
    return _article(
        "courier",
        "Courier",
        text,
        _claim(text, "30 people were landed", 30, "landed", **DAY),
        _claim(text, "18 at one quay", 18, "landed", **DAY),
        _claim(text, "12 at another", 12, "landed", **DAY),
        _claim(text, "Crossings are up", None, "arrived", kind="trend", **DAY),
    )


def _copied(name: str, cargo: str) -> dict[str, Any]:
    text = f"Gangs stop lorries carrying {cargo} on the road to the port on every night of the winter."
    return _article(
        name, name.title(), text, _claim(text, text[:-1], None, "lorry_incursion", kind="trend", unit="lorry")
    )


def _of_a_body() -> dict[str, Any]:
    return {
        "id": "body",
        "channel": "vhf",
        "received_at": "2031-02-03T21:05:00+00:00",
        "received_by": "north-centre",
        "sender": {"role": "unit", "unit": "cutter Orme"},
        "text": "one body recovered from the water",
        "mentions": [
            {
                "about": "person_in_water",
                "encounter": {
                    "unit": "cutter Orme",
                    "action": "body_found",
                    "dead": {"low": 1, "high": 1, "value": 1, "says_who": "unit"},
                },
            }
        ],
    }


def _article(name: str, unit: str, text: str, *claims: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "channel": "article",
        "received_by": "north-centre",
        "received_at": "2031-02-08T09:00:00+01:00",
        "sender": {"role": "public", "unit": unit},
        "text": text,
        "claims": list(claims),
    }


def _claim(text: str, quote: str, number: int | None, outcome: str, **more: Any) -> dict[str, Any]:
    start = text.index(quote)
    return {
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "value": number,
        "low": number,
        "high": number,
        "qualifier": "none" if number is None else "exact",
        "unit": "person",
        "outcome": outcome,
        "outcomes": [outcome],
        "kind": "count",
        **more,
    }
