"""RFC 8785 bytes for the values Ashore signs: no floats, no integer of 2**53 or more.

What is left of JSON without floats has one spelling in RFC 8785: members ordered by the UTF-16 code
units of their names, no white space, and only the escapes JSON cannot do without.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from ashore.model.errors import BadInput

Plain: TypeAlias = bool | int | str | list["Plain"] | dict[str, "Plain"] | None
"""JSON without floats."""

LARGEST = 2**53 - 1
"""The largest integer that every JSON reader keeps exact."""

DEEPEST = 100
"""Levels of nesting taken; more is refused, here rather than by a stack somewhere else."""


class NotCanonical(BadInput):
    """A value that has no place in a signed entry."""

    code = "not-canonical"
    says = "This cannot be written into an entry: {what} at {where}."
    hint = "Entries hold text, whole numbers below 2^53, true, false, null, lists and objects; no decimals."


def canonical(value: object) -> bytes:
    """Return the RFC 8785 bytes of `value`.

    Tuples count as lists. Raises NotCanonical for floats, integers of 2**53 or more, names that are not
    text, half of a surrogate pair, and anything that is not JSON; the error names the place.
    """
    ordered = _ordered(value, "$", 0)
    try:
        return msgspec.json.encode(ordered)
    except UnicodeEncodeError as error:
        raise NotCanonical(what="text that is not Unicode", where="$") from error


def parse(data: bytes) -> Plain:
    """Return the value in JSON `data`, refusing floats. Raises NotCanonical."""
    try:
        return _decoder.decode(data)  # type: ignore[no-any-return]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotCanonical(what=f"text that is not JSON ({error})", where="$") from error


def _ordered(value: object, where: str, depth: int) -> object:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        if -LARGEST <= value <= LARGEST:
            return value
        raise NotCanonical(what="a whole number of 2^53 or more", where=where)
    if depth >= DEEPEST:
        raise NotCanonical(what=f"more than {DEEPEST} levels", where=where)
    if isinstance(value, (list, tuple)):
        return [_ordered(item, f"{where}[{index}]", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {name: _ordered(value[name], f"{where}.{name}", depth + 1) for name in _names(value, where)}
    what = f"the decimal number {value}" if isinstance(value, float) else f"a {type(value).__name__}"
    raise NotCanonical(what=what, where=where)


def _names(value: Mapping[Any, object], where: str) -> list[str]:
    for name in value:
        if not isinstance(name, str):
            raise NotCanonical(what=f"the name {name!r}, which is not text", where=where)
    if all(name.isascii() for name in value):
        return sorted(value)
    try:
        # Code points and UTF-16 code units disagree once a name leaves the Basic Multilingual Plane.
        return sorted(value, key=lambda name: name.encode("utf-16-be"))
    except UnicodeEncodeError as error:
        raise NotCanonical(what="a name that is not Unicode", where=where) from error


def _refuse_float(text: str) -> float:
    raise NotCanonical(what=f"the decimal number {text}", where="$")


_decoder = msgspec.json.Decoder(float_hook=_refuse_float)
