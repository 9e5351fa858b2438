"""What a request asks for, read from its parameters: an act, a cut of the figures, a command's id, a way back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request

from ashore.desk.commands.counting import Cut
from ashore.desk.commands.script import act_named
from ashore.desk.web.errors import UnknownCommand, UnreadableRequest


def act_from(name: str, fields: Mapping[str, Any]) -> object:
    """Return the act of this name with these fields. Raises UnknownCommand and UnreadableRequest."""
    try:
        return act_named(name, dict(fields))
    except KeyError as error:
        raise UnknownCommand(name=name) from error
    except msgspec.ValidationError as error:
        raise UnreadableRequest(why=str(error)) from error


def cut_of(request: Request) -> Cut:
    """Return which figures a request asks for, by its parameters."""
    asked = request.query_params
    given = {
        name: asked[name]
        for name in ("period", "clock", "zone", "place", "known_at", "recorded_at")
        if asked.get(name)
    }
    names = tuple(name for name in asked.getlist("name") if name)
    return Cut(names=names, **given)


def command_id(text: str | None) -> str | None:
    """Return a client's UUID in its one form, or None where it sent none. Raises UnreadableRequest."""
    if not text:
        return None
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise UnreadableRequest(why="the command's id is not a UUID") from error


def own_path(path: str) -> str:
    """Return a path of this desk, or the list's where the text would lead anywhere else."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
