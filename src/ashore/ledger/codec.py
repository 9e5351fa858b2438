"""Typed bodies to bytes and back; a body that cannot be understood is kept and shown as such.

A body is RFC 8785 JSON without floats. A member that is null or an empty list is left out where that is
its default, so bodies stay small; no other default is ever relied on. A type name and version are for
ever: a changed meaning is a new version, and an upcaster that turns the old one's plain form into it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias

import msgspec

from ashore.ledger.canonical import NotCanonical, canonical, parse
from ashore.model.bodies import BODIES

Upcaster: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the plain form of a body into that of the next version. Pure, and never changed once released."""

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""By the type and version that each one reads."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A body from a newer desk, or one that does not fit its type; `why` says which."""

    type: str
    type_v: int
    body: bytes
    why: str


UNREADABLE = (msgspec.MsgspecError, NotCanonical, ValueError, TypeError, LookupError, RecursionError)


class Codec:
    """Encodes and decodes the bodies of a registry."""

    def __init__(
        self, bodies: Mapping[tuple[str, int], type], upcasters: Mapping[tuple[str, int], Upcaster]
    ) -> None:
        self._name_of = {body: name for name, body in bodies.items()}
        self._decoders: dict[tuple[str, int], Callable[[bytes], Any]] = {
            name: msgspec.json.Decoder(body, float_hook=_refuse).decode for name, body in bodies.items()
        }
        self._bodies = dict(bodies)
        self._upcasters = dict(upcasters)
        self._newest = {kind: max(v for k, v in bodies if k == kind) for kind, _ in bodies}

    def encode(self, body: object) -> tuple[str, int, bytes]:
        """Return type name, type version and bytes of a registered body.

        Raises KeyError for a class that is not registered, and NotCanonical for what has no place in an
        entry, floats above all.
        """
        name, version = self._name_of[type(body)]
        return name, version, canonical(_plain(body))

    def decode(self, name: str, version: int, body: bytes) -> Any:
        """Return the body as its dataclass, in its newest version, or NotUnderstood; never raises."""
        try:
            decode = self._decoders.get((name, version))
            if decode is not None:
                return decode(body)
            return self._upcast(name, version, body)
        except UNREADABLE as error:
            return NotUnderstood(type=name, type_v=version, body=body, why=str(error))

    def _upcast(self, name: str, version: int, body: bytes) -> Any:
        newest = self._newest.get(name)
        if newest is None:
            return NotUnderstood(type=name, type_v=version, body=body, why="an unknown type of entry")
        if version > newest:
            return NotUnderstood(type=name, type_v=version, body=body, why="a newer version of its type")
        plain = parse(body)
        if not isinstance(plain, dict):
            return NotUnderstood(type=name, type_v=version, body=body, why="not an object")
        while (name, version) not in self._bodies:
            plain = self._upcasters[name, version](plain)
            version += 1
        return msgspec.convert(plain, self._bodies[name, version])


def _refuse(text: str) -> float:
    raise ValueError(f"the decimal number {text}")


def _plain(value: Any) -> object:
    if dataclasses.is_dataclass(value):
        return {
            name: _plain(member)
            for name, left_out in _members(value.__class__)
            if (member := getattr(value, name)) or member != left_out
        }
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    return value


@cache
def _members(body: Any) -> tuple[tuple[str, object], ...]:
    """Return the fields, each with the value at which it is left out."""
    return tuple(
        (field.name, field.default if field.default in (None, ()) else dataclasses.MISSING)
        for field in dataclasses.fields(body)
    )


CODEC = Codec(BODIES, UPCASTERS)
encode = CODEC.encode
decode = CODEC.decode
