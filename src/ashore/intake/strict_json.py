"""One line of bytes to one JSON object with nothing lost on the way: numbers stay the text they were sent as.

Python's reader takes NaN, the same name twice and half of a surrogate pair; another desk's reader may
take them otherwise, so here they are refused.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Any, NoReturn, TypeAlias, Union

import rfc8785

from ashore.model.errors import BadInput

MAX_LINE = 1 << 20
"""Bytes in a line, its end not counted."""

DEEPEST = 32
"""Levels of nesting taken; format ashore.report/1 itself needs 9."""

BOM = b"\xef\xbb\xbf"


class Number(str):
    """A JSON number as the text it was sent as."""

    __slots__ = ()


Value: TypeAlias = Union[bool, str, Number, list["Value"], dict[str, "Value"], None]  # noqa: UP007
"""JSON with its numbers as text."""


class TooLong(BadInput):
    code = "line-too-long"
    says = "The line is longer than 1 MiB; this is piece {piece} of it."
    hint = "Check that each report ends with a line feed, and send pictures and sound as attachments."


class NotUtf8(BadInput):
    code = "not-utf-8"
    says = "Byte {at} is not UTF-8."
    hint = "Save the file as UTF-8 and send it again."


class NotJson(BadInput):
    code = "not-json"
    says = "This is not JSON: {what} at character {at}."
    hint = (
        "Each line holds one whole report as a JSON object, with no line break inside it. "
        "If this is a list, a mail or a log, nothing in it was known: see which headings and forms are."
    )


class NotAnObject(BadInput):
    code = "not-an-object"
    says = "The line holds no JSON object."
    hint = "Write one report as one object a line, without a list around them."


class SameNameTwice(BadInput):
    code = "same-name-twice"
    says = "One object holds the same name twice{named}."
    hint = "Keep the right one of the two; neither is taken, because nobody can tell which was meant."


class NotANumber(BadInput):
    code = "not-a-number"
    says = "The line holds NaN or Infinity, which are no JSON numbers."
    hint = "Write null for what is not known."


class NumberTooLarge(BadInput):
    code = "number-too-large"
    says = "The line holds a number with more digits than any reader keeps."
    hint = "Write long digit strings, such as phone numbers, as text in quotes."


class TooDeep(BadInput):
    code = "too-deep"
    says = "The line nests deeper than {deepest} levels."
    hint = "Leave out what is not part of a report, or send it as an attachment."


class HalfACharacter(BadInput):
    code = "half-a-character"
    says = "The line holds half of a character (a lone surrogate)."
    hint = "The text was cut in the middle of an emoji or a rare letter; cut it at whole characters."


def parse_object(raw: bytes) -> dict[str, Value]:
    """Return the JSON object in one line.

    A byte-order mark before it is ignored.
    Raises BadInput, in one of the classes above, for anything else than one object of I-JSON (RFC 7493).
    """
    if len(raw) > MAX_LINE:
        raise TooLong(piece=1)
    try:
        text = raw.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(at=error.start + 1) from error
    try:
        value: object = _decoder.decode(text)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at").removesuffix(" starting")
        raise NotJson(what=what[:1].lower() + what[1:], at=error.pos + 1) from error
    except RecursionError as error:
        raise TooDeep(deepest=DEEPEST) from error
    if not isinstance(value, dict):
        raise NotAnObject
    _inspect(value, 1, "\\u" in text)
    return value


def fingerprint(value: dict[str, Value]) -> str:
    """Return the first 16 hex digits of the SHA-256 of the object's RFC 8785 form."""
    return hashlib.sha256(rfc8785.dumps(_as_doubles(value))).hexdigest()[:16]


def _object(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    # Only what looks like a field's name is repeated aloud: anything else may be somebody's words.
    raise SameNameTwice(named=f", {twice}" if re.fullmatch("[a-z_]{1,30}", twice) else "")


def _refuse(_: str) -> NoReturn:
    raise NotANumber


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Number, parse_int=Number, parse_constant=_refuse
)


def _inspect(value: Value, depth: int, escapes: bool) -> None:
    if isinstance(value, Number):
        if not math.isfinite(float(value)):
            raise NumberTooLarge
    elif isinstance(value, str):
        if escapes and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise HalfACharacter
    elif isinstance(value, (list, dict)):
        if depth > DEEPEST:
            raise TooDeep(deepest=DEEPEST)
        if isinstance(value, dict):
            for name in value:
                _inspect(name, depth, escapes)
        for item in value.values() if isinstance(value, dict) else value:
            _inspect(item, depth + 1, escapes)


def _as_doubles(value: Value) -> Any:
    # RFC 8785 defines every number as an IEEE double; whole ones below 2**53 are exact either way.
    if isinstance(value, Number):
        double = float(value)
        return int(double) if double.is_integer() and abs(double) < 2**53 else double
    if isinstance(value, list):
        return [_as_doubles(item) for item in value]
    if isinstance(value, dict):
        return {name: _as_doubles(item) for name, item in value.items()}
    return value
