"""The board, a case and an entry in the shapes that programs rely on; never the words of a private report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ashore.desk.commands.asking import CaseView
from ashore.desk.commands.forecasting import ForecastView
from ashore.forecast.record import record
from ashore.ledger.entry import Entry
from ashore.model.phrases import utc_minute
from ashore.model.times import iso
from ashore.people.account import Account, Bound, PeopleBook
from ashore.people.claims import Statement
from ashore.picture import Board, Row


def board(kind: str, shown: Board) -> dict[str, Any]:
    """Return the board: `ashore.board/1`."""
    return {
        "format": "ashore.board/1",
        "kind": kind,
        "now": iso(shown.now),
        "rows": [row(each) for each in shown.rows],
        "reviews": [row(each) for each in shown.reviews],
        "ended": [row(each) for each in shown.ended],
        "unlinked": [mention.id for mention in shown.unlinked],
        "joint": [joint(group) for group in shown.joint],
    }


def row(each: Row) -> dict[str, Any]:
    """Return one case as the list shows it."""
    ended = each.case.ended
    return {
        "case": each.case.id,
        "kind": each.case.kind,
        "labels": [{"label": label.label, "given_by": label.given_by} for label in each.case.labels],
        "phase": each.urgency.phase,
        "raised_by_silence": each.urgency.raised,
        "silent_min": each.urgency.silent_min,
        "still_out": _ends(each.still_out),
        "holder": each.case.holder,
        "due": [{"what": due.what, "at": iso(due.at)} for due in each.due],
        "conflicts": [msgspec.to_builtins(conflict) for conflict in each.conflicts],
        "called_after": [mention.id for mention in each.called_after],
        "ended": None if ended is None else {"how": ended.how, "at": iso(ended.at), "by": ended.by},
    }


def case(kind: str, view: CaseView) -> dict[str, Any]:
    """Return a case: `ashore.case/1`."""
    book = view.row.book
    out = view.row.still_out
    return {
        "format": "ashore.case/1",
        "kind": kind,
        "now": iso(view.now),
        **row(view.row),
        "low_because": [_statement(each) for each in out.low_because],
        "high_because": [_statement(each) for each in out.high_because],
        "account": _account(book.account),
        "contradictions": [
            [_statement(each) for each in contradiction.statements] for contradiction in book.contradictions
        ],
        "place_conflicts": [msgspec.to_builtins(conflict) for conflict in book.place_conflicts],
        "tied": [facts.id for facts in view.tied],
        "joint": joint(view.group) if view.tied else None,
        "timeline": [
            {
                "at": iso(line.at),
                "entry": line.entry.id,
                "type": line.entry.type,
                "by": line.entry.actor,
                "stands": line.stands,
                "mentions": [mention.id for mention in line.mentions],
            }
            for line in view.timeline
        ],
    }


def forecast(kind: str, case: str, view: ForecastView) -> dict[str, Any]:
    """Return where a case's boat may be: `ashore.forecast/1`."""
    cloud, warm = view.cloud, view.warm
    failed = None if warm is None else warm.failed
    state = "none" if view.none else "being_made" if warm and warm.making else "failed" if failed else "ready"
    return {
        "format": "ashore.forecast/1",
        "kind": kind,
        "case": case,
        "now": iso(view.now),
        "state": state,
        "because": None if view.none is None else view.none.because.render(str, utc_minute),
        "error": None if failed is None else failed.as_json(),
        "age_min": None if cloud is None else view.age_min,
        "synthetic": None if cloud is None else cloud.made_up,
        "record": None if cloud is None else record(cloud),
        "areas": None if cloud is None else cloud.geojson(),
        "kept": None if view.kept is None else view.kept.id,
    }


def joint(group: PeopleBook) -> dict[str, Any]:
    """Return what holds of several tied cases together."""
    return {
        "cases": [book.case for book in group.cases],
        "exact": group.exact,
        "still_out": _ends(group.joint.still_out.total),
        "account": _account(group.joint),
    }


def entry_line(entry: Entry) -> dict[str, Any]:
    """Return which entry a command left."""
    return {"entry": entry.id, "type": entry.header.type, "subjects": list(entry.header.subjects)}


def entry(entry: Entry) -> dict[str, Any]:
    """Return an entry's header and open body as they stand in the log; `body` is null where it is withheld."""
    return {
        "entry": entry.id,
        "arrival": entry.arrival,
        "log": entry.log,
        "header": msgspec.Raw(entry.header_bytes),
        "signature": entry.signature.hex(),
        "body": None if entry.body is None else msgspec.Raw(entry.body),
    }


def _account(account: Account) -> Mapping[str, Any]:
    return {name: _ends(getattr(account, name).total) for name in Account.__dataclass_fields__}


def _ends(bound: Bound) -> dict[str, int | None]:
    return {"low": bound.low, "high": bound.high}


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "mention": statement.mention,
        "field": statement.field,
        "part": statement.part,
        "low": statement.low,
        "high": statement.high,
        "read_as": statement.read_as,
        "hand": statement.hand,
    }
