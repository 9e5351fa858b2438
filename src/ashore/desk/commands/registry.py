"""Everything a desk can be asked; the command line, HTTP, roles and the reference page come from this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ashore.desk.commands.acting import Acting

ROLES = ("officer", "supervisor", "relay", "observer", "analyst", "trainer", "machine", "replay")
"""officer and supervisor keep the watch; relay is a hotline's: it documents and presses, tasks nobody and ends nothing;
observer looks on; analyst reads figures and judges claims; trainer does in an exercise what a supervisor does,
and looks on elsewhere; machine is a program; replay plays a script."""

WATCH = frozenset({"officer", "supervisor", "replay"})
DOCUMENTING = WATCH | {"relay"}
MAY_HOLD = frozenset({"supervisor", "replay"})
JUDGING = WATCH | {"analyst"}
"""Who says whether a claim was read rightly."""

TAKING_IN = DOCUMENTING | {"machine"}

TRAINS_AS = "supervisor"
"""What a trainer may do in an exercise."""

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that can be asked: its name, its fields, who may ask it, and what does it.

    `person` marks what only a signed-in person may do (in a replay, its replay person).
    `first`, given the desk and the act, makes what takes long before the ledger is held; `Acting.prepared` is what
    it returned.
    """

    name: str
    act: type
    roles: frozenset[str]
    person: bool
    perform: Callable[[Acting, Any], Any]
    first: Callable[[Any, Any], Any] | None = None

    @property
    def says(self) -> str:
        """The command's meaning in a sentence: the first line of its dataclass."""
        return (self.act.__doc__ or "").strip().splitlines()[0]


COMMANDS: dict[str, Command] = {}
_BY_ACT: dict[type, Command] = {}


def command(
    name: str,
    act: type[A],
    *,
    roles: frozenset[str] = WATCH,
    person: bool = False,
    first: Callable[[Any, A], Any] | None = None,
) -> Callable[[Callable[[Acting, A], R]], Callable[[Acting, A], R]]:
    """Register the function that performs `act` under `name`; what it returns is the act's outcome."""

    def register(perform: Callable[[Acting, A], R]) -> Callable[[Acting, A], R]:
        entry = Command(name=name, act=act, roles=roles, person=person, perform=perform, first=first)
        COMMANDS[name] = _BY_ACT[act] = entry
        return perform

    return register


def command_for(act: object) -> Command:
    """Return the registered command of an act."""
    return _BY_ACT[type(act)]
