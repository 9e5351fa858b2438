"""Scripts: a file of reports and commands in the order in which a watch did them.

A line with `do` is a command, named as in the registry, with its fields beside it;
any other line is a report of format ashore.report/1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.registry import COMMANDS
from ashore.model.errors import BadInput


class BadScriptLine(BadInput):
    """A line of a script that is neither a command nor a report."""

    code = "bad-script-line"
    says = "Line {line} of the script cannot be done: {why}."
    hint = "A line holds a report of format ashore.report/1, or a command as in docs/reference/commands.md."


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a script: its number from 1 and the act it asks for."""

    line: int
    act: object


def steps(script: bytes) -> Iterator[Step]:
    """Yield a script's steps in order. Raises BadScriptLine."""
    for number, line in enumerate(script.splitlines(), start=1):
        if line.strip():
            yield Step(line=number, act=_act(line, number))


def act_named(name: str, fields: object) -> object:
    """Return the act of this name with these plain fields. Raises KeyError and msgspec.ValidationError."""
    return msgspec.convert(fields, COMMANDS[name].act, strict=False)


def _act(line: bytes, number: int) -> object:
    try:
        plain = msgspec.json.decode(line, type=dict[str, object])
        if "do" not in plain:
            return ReceiveReports(content=line)
        name = str(plain.pop("do"))
        return act_named(name, plain)
    except msgspec.MsgspecError as error:
        raise BadScriptLine(line=number, why=str(error)) from error
    except KeyError as error:
        raise BadScriptLine(line=number, why=f"there is no command {error}") from error
