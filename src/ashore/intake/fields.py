"""Typed reading of one JSON object's fields: every fault is collected with its path, none is raised.

A field that is absent, null or blank text is not known, and so is an object whose fields are all not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ashore.intake.strict_json import Number, Value
from ashore.model.errors import BadInput
from ashore.model.report import OtherWord
from ashore.model.times import Moment, moment

LARGEST_COUNT = 10**9
"""No count in this field comes near it; above it stands a phone number in the wrong place."""

LONGEST = 400
"""Characters of decimal text; every finite double fits, for a program may send 5e-324 where it means 0."""

FIRST_MENTION = "mentions[0]"


class Missing(BadInput):
    code = "missing"
    says = "{where} is missing."
    hint = "Add it and send the report again; without it the report cannot be placed."


class WrongKind(BadInput):
    code = "wrong-kind"
    says = "{where} is {found} and must be {wanted}."
    hint = "Change it, or write null if it is not known."


class OutOfRange(BadInput):
    code = "out-of-range"
    says = "{where} must be {range}."
    hint = "Check its unit, and whether two values changed places."


class NotWhole(BadInput):
    code = "not-whole"
    says = "{where} must be a whole number."
    hint = "Round nothing: write the number as it was said, or the two ends it lies between."


class TooManyDigits(BadInput):
    code = "too-many-digits"
    says = "{where} has more digits than any measurement."
    hint = "Write it as a plain decimal number, as in 51.03."


class NotATime(BadInput):
    code = "not-a-time"
    says = "{where} is not a time."
    hint = "Write date, time and offset as in 2031-02-03T01:12:00+01:00, in a year from 1900 to 2999."


class NoOffset(BadInput):
    code = "no-offset"
    says = "{where} does not say its offset from UTC."
    hint = (
        "End the time with Z or an offset, as in 2031-02-03T01:12:00+01:00; "
        "the name of a zone is not enough, because one hour of the year comes twice."
    )


class NotADate(BadInput):
    code = "not-a-date"
    says = "{where} is not a date."
    hint = "Write the date as in 2031-02-03."


_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_EXPONENT = re.compile(r"-?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]{1,3}")
_TIME = re.compile(
    r"(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}[T ]"
    r"(?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def decimal_text(number: Number) -> str | None:
    """Return a JSON number as plain decimal text: as sent, or with its exponent written out.

    None where that would be longer than LONGEST.
    """
    if len(number) > LONGEST:
        return None
    if _PLAIN.fullmatch(number):
        return str(number)
    if not _EXPONENT.fullmatch(number):
        return None
    text = format(Decimal(number), "f")
    return text if len(text) <= LONGEST else None


@dataclass(slots=True)
class Found:
    """What reading one line has come across so far.

    With `shorthand` the only mention's fields stand at the top level, and errors name them there.
    """

    shorthand: bool = False
    errors: list[BadInput] = field(default_factory=list)
    other_words: list[OtherWord] = field(default_factory=list)

    def refuse(self, error: type[BadInput], where: str, **fields: object) -> None:
        """Note one fault and where it is."""
        if self.shorthand:
            where = where.removeprefix(f"{FIRST_MENTION}.")
        self.errors.append(error(where=where, **fields))

    def code(self, word: str, known: Iterable[str], where: str) -> str:
        """Return `word` if it is known, else `other`, keeping the word."""
        if word in known or word == "other":
            return word
        self.other_words.append(OtherWord(path=where, word=word))
        return "other"


class Fields:
    """The fields of one JSON object, with its path in the report."""

    __slots__ = ("found", "values", "where")

    def __init__(self, values: dict[str, Value], found: Found, where: str = "") -> None:
        self.values = values
        self.found = found
        self.where = where

    def path(self, name: str) -> str:
        """Return the path of one field."""
        return f"{self.where}.{name}" if self.where else name

    def refuse(self, error: type[BadInput], name: str = "", **fields: object) -> None:
        """Note one fault of a field, or of the object itself."""
        self.found.refuse(error, self.path(name) if name else self.where, **fields)

    def text(self, name: str) -> str | None:
        """Return a text exactly as sent; blank text is none."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, str) and not isinstance(value, Number):
            return value if value.strip() else None
        self._wrong(name, "text")
        return None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        texts = []
        for index, item in enumerate(self._list(name)):
            if isinstance(item, str) and not isinstance(item, Number) and item.strip():
                texts.append(item)
            else:
                self.refuse(WrongKind, f"{name}[{index}]", found=_kind(item), wanted="text")
        return tuple(texts)

    def code(self, name: str, known: Iterable[str]) -> str | None:
        """Return a code; a word outside `known` becomes `other` and is kept."""
        word = self.text(name)
        return None if word is None else self.found.code(word, known, self.path(name))

    def codes(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """Return a list of codes."""
        return tuple(
            self.found.code(word, known, f"{self.path(name)}[{index}]")
            for index, word in enumerate(self.texts(name))
        )

    def truth(self, name: str) -> bool:
        """Return true or false; not known is false."""
        value = self.values.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self._wrong(name, "true or false")
        return False

    def decimal(self, name: str, least: int | None = None, most: int | None = None) -> str | None:
        """Return a number as decimal text as sent, from `least` to `most`."""
        number = self._number(name)
        if number is None:
            return None
        text = decimal_text(number)
        if text is None:
            self.refuse(TooManyDigits, name)
            return None
        value = Decimal(text)
        if (least is not None and value < least) or (most is not None and value > most):
            self.refuse(OutOfRange, name, range=_range(least, most))
            return None
        return text

    def whole(self, name: str, least: int = 0, most: int = LARGEST_COUNT) -> int | None:
        """Return a whole number from `least` to `most`; 13.0 is whole, 13.5 and true are not."""
        text = self.decimal(name, least, most)
        if text is None:
            return None
        if Decimal(text) % 1:
            self.refuse(NotWhole, name)
            return None
        return int(Decimal(text))

    def moment(self, name: str) -> Moment | None:
        """Return a time with its offset."""
        stated = self.text(name)
        if stated is None:
            return None
        shape = _TIME.fullmatch(stated)
        if shape is None:
            self.refuse(NotATime, name)
            return None
        if shape[1] is None:
            self.refuse(NoOffset, name)
            return None
        try:
            return moment(stated)
        except ValueError:
            self.refuse(NotATime, name)
            return None

    def date(self, name: str) -> str | None:
        """Return a civil date."""
        stated = self.text(name)
        if stated is None:
            return None
        try:
            if _DATE.fullmatch(stated):
                return date.fromisoformat(stated).isoformat()
        except ValueError:
            pass
        self.refuse(NotADate, name)
        return None

    def object(self, name: str) -> Fields | None:
        """Return the fields of an inner object."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, dict):
            return Fields(value, self.found, self.path(name))
        self._wrong(name, "an object")
        return None

    def objects(self, name: str) -> list[Fields]:
        """Return the fields of each object of a list."""
        inner = []
        for index, item in enumerate(self._list(name)):
            if isinstance(item, dict):
                inner.append(Fields(item, self.found, f"{self.path(name)}[{index}]"))
            else:
                self.refuse(WrongKind, f"{name}[{index}]", found=_kind(item), wanted="an object")
        return inner

    def _number(self, name: str) -> Number | None:
        value = self.values.get(name)
        if value is None or isinstance(value, Number):
            return value
        self._wrong(name, "a number")
        return None

    def _list(self, name: str) -> list[Value]:
        value = self.values.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self._wrong(name, "a list")
        return []

    def _wrong(self, name: str, wanted: str) -> None:
        self.refuse(WrongKind, name, found=_kind(self.values[name]), wanted=wanted)


def _kind(value: Value) -> str:
    if isinstance(value, Number):
        return "a number"
    if isinstance(value, str):
        return "text" if value.strip() else "blank text"
    if isinstance(value, bool):
        return "true or false"
    if value is None:
        return "null"
    return "a list" if isinstance(value, list) else "an object"


def _range(least: int | None, most: int | None) -> str:
    if most is None:
        return f"{least} or more"
    return f"at most {most}" if least is None else f"from {least} to {most}"
