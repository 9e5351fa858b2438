"""What the command line is handed by bootstrap, and the options every verb shares."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import click

from ashore.desk.commands import Desk, Done, Who, placing
from ashore.desk.commands.drilling import Drill
from ashore.desk.commands.replaying import REPLAYING
from ashore.forecast.faults import NoDrift
from ashore.model.drills import Wanted
from ashore.second_reader.asked import SecondReader

MACHINE = Who(account="cli", role="machine", person=False)
"""Who acts where nobody signed in: a program, which may take reports in and never ends a case."""


class OpenDrill(Protocol):
    """Opens a desk with a drill on it, either made if need be."""

    def __call__(
        self, data: Path, wanted: Wanted, *, name: str
    ) -> AbstractContextManager[tuple[Desk, Drill]]: ...


class CreateDesk(Protocol):
    """Makes a data directory and opens its desk."""

    def __call__(self, path: Path, *, name: str, kind: str, forcing: Sequence[str] | None = None) -> Desk: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """How to open, make and serve a desk, how its handover stands on paper, and how a drill is played on it.

    `second_reader` gives the one that is configured, None where none is.
    """

    open_desk: Callable[[Path], Desk]
    create_desk: CreateDesk
    serve: Callable[..., None]
    example: Callable[[], bytes]
    paper: Callable[[Desk], str]
    drill: OpenDrill
    open_drill: Callable[[Path, Desk], Drill]
    second_reader: Callable[[], SecondReader | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of the command line: the wiring and the chosen data directory."""

    wiring: Wiring
    data: Path

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Open the desk of the chosen data directory for as long as the block runs."""
        desk = self.wiring.open_desk(self.data)
        try:
            yield desk
        finally:
            desk.close()

    def who(self, desk: Desk) -> Who:
        """Return who acts: the person signed in here, the replay's person in a replay, else a machine."""
        token = self.token_file.read_text("ascii").strip() if self.token_file.exists() else None
        signed_in = desk.who(token)
        if signed_in is not None:
            return signed_in
        return MACHINE if desk.kind == "live" else REPLAYING

    def do(self, desk: Desk, act: Any) -> Done:
        """Do one act as whoever is signed in."""
        return desk.do(act, self.who(desk))

    def place(self, desk: Desk) -> None:
        """Have the default rule answer what came in; where nothing weighs it, it waits for a person."""
        with suppress(NoDrift):
            placing.place_waiting(desk)

    @property
    def token_file(self) -> Path:
        """Where the token of the person signed in at this command line is kept, readable by them alone."""
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        name = hashlib.sha256(str(self.data.resolve()).encode()).hexdigest()[:16]
        return state / "ashore" / f"session-{name}"


pass_session = click.make_pass_decorator(Session)
