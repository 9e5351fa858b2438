"""Two boats that are sought, told of by their callers as unlike as two boats are, for the form of an encounter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scenes import NAME, PASSWORD, case_of, line, new_desk, signed_in
from sea import report
from starlette.testclient import TestClient

from ashore.desk.commands import Desk, person
from ashore.desk.commands.acts import OpenCase, ReceiveReports

SINKING = {
    "on_board": {"value": 40, "qualifier": "about", "says_who": "caller"},
    "craft": {"kind": "inflatable", "colour": "black", "engine": "stopped"},
    "danger": ["taking_water", "people_in_water"],
}
RUNNING = {
    "on_board": {"value": 28, "low": 28, "high": 28, "says_who": "caller"},
    "craft": {"kind": "inflatable", "colour": "grey", "engine": "running"},
}


class TwoSought:
    """A live desk with case A, forty people and sinking, and case B six miles off, 28 and under way."""

    def __init__(self, folder: Path) -> None:
        self.desk: Desk = new_desk(folder)
        self.who = person(self.desk.accounts.create(NAME, PASSWORD, "officer"))
        self.a = self._called("n-1", 12, 51.03, SINKING, "A")
        self.b = self._called("n-2", 41, 51.13, RUNNING, "B")

    def client(self) -> TestClient:
        """Return a client in the officer's session."""
        return signed_in(self.desk)

    def _called(self, name: str, minute: int, lat: float, said: dict[str, Any], label: str) -> str:
        call = report(name, minute, lat, 1.76)
        call["mentions"][0] |= said
        self.desk.do(ReceiveReports(content=line(call)), self.who)
        return case_of(self.desk.do(OpenCase(label=label, mention=f"north-centre/phone/{name}#0"), self.who))
