"""The caller's card: what is asked and told where no common language is spoken, as pictures and short phrases.

A language is one TOML file beside this one. What its writer was not sure of is named as absent, never guessed.
Nothing on the card promises a rescue, and nothing sends a caller away without the minute to call again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ashore.model.errors import BadInput, NotFound


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the card: its name, its picture, and how it is answered: number, yes_no, words, or "" where told."""

    name: str
    picture: str
    answer: str


QUESTIONS = (
    Entry("people", "people", "number"),
    Entry("children", "child", "number"),
    Entry("water_in", "water", "yes_no"),
    Entry("engine", "engine", "yes_no"),
    Entry("in_water", "swimmer", "yes_no"),
    Entry("hurt", "hurt", "yes_no"),
    Entry("lifejackets", "lifejacket", "yes_no"),
    Entry("left_from", "left", "words"),
    Entry("battery", "battery", "number"),
)
"""What is asked, in the order in which it matters if the line breaks."""

LOCATION = (
    Entry("location", "pin", ""),
    Entry("location_1", "attach", ""),
    Entry("location_2", "map", ""),
    Entry("location_3", "send", ""),
)
"""How a position is sent, in three steps after the wish for it."""

TOLD = (
    Entry("sit_down", "sit", ""),
    Entry("stay_on_line", "phone", ""),
    Entry("call_again", "again", ""),
)
"""What is told and needs no answer."""

ANSWERS = ("yes", "no")
PHRASES = tuple(entry.name for entry in (*QUESTIONS, *LOCATION, *TOLD)) + ANSWERS
"""Everything that a language has or names as absent."""

COUNTED = (*range(1, 11), 20, 30, 40, 50)
"""The numbers whose sound a language's file gives."""

DIRECTIONS = ("ltr", "rtl")


class UnknownCard(NotFound):
    """No card is held in that language."""

    code = "unknown-card"
    says = "There is no card in the language “{language}” here."
    hint = "Open the list of cards, and choose one of them."


class CardUnreadable(BadInput):
    """A language's file does not say what a card needs. Fields: `language`, `why`."""

    code = "card-unreadable"
    says = "The card “{language}” cannot be used: {why}"
    hint = "Compare its file with en.toml: every phrase stands under [said] or is named in `absent`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A phrase as it is written, and how it sounds in Latin letters where it is not written in them."""

    text: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The card in one language.

    `language` is its code (ISO 639), `own_name` its name in itself, `direction` ltr or rtl.
    `checked_by` is who speaks it from birth and read every line, "" while nobody has.
    `digits` are its own ten digits, "" where it writes 0 to 9; `numbers` how each of COUNTED sounds.
    """

    language: str
    own_name: str
    direction: str
    checked_by: str
    digits: str
    numbers: tuple[str, ...]
    said: Mapping[str, Said]
    absent: frozenset[str]

    def counted(self) -> tuple[tuple[str, str, str], ...]:
        """Return each of COUNTED in this language's digits and in ours, with its sound."""
        return tuple(
            (self._written(number), str(number), sound)
            for number, sound in zip(COUNTED, self.numbers, strict=True)
        )

    def as_text(self) -> str:
        """Return the phrases one a line, to be pasted into a chat."""
        return "".join(
            f"{self.said[entry.name].text}\n"
            for entry in (*QUESTIONS, *LOCATION, *TOLD)
            if entry.name in self.said
        )

    def _written(self, number: int) -> str:
        return "".join(self.digits[int(digit)] for digit in str(number)) if self.digits else str(number)


@cache
def cards() -> Mapping[str, Card]:
    """Return every card by its language's code, the desk's own languages last. Raises CardUnreadable."""
    folder = resources.files(__package__)
    found = sorted(
        file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")
    )
    ordered = sorted(found, key=lambda code: (code in ("en", "fr"), code))
    return {code: read_card(code, folder.joinpath(f"{code}.toml").read_text("utf-8")) for code in ordered}


def card(language: str) -> Card:
    """Return the card in a language. Raises UnknownCard."""
    if language not in cards():
        raise UnknownCard(language=language)
    return cards()[language]


def read_card(language: str, text: str) -> Card:
    """Return the card that a language's file holds. Raises CardUnreadable."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CardUnreadable(language=language, why=str(error)) from error
    said = _said(language, held.get("said"))
    absent = frozenset(_words(language, held, "absent"))
    missing = sorted(set(PHRASES) - set(said) - absent)
    if missing:
        raise CardUnreadable(language=language, why=f"it neither says nor leaves out {', '.join(missing)}.")
    strange = sorted((set(said) | absent) - set(PHRASES)) or sorted(set(said) & absent)
    if strange:
        raise CardUnreadable(language=language, why=f"it has no use for {', '.join(strange)}.")
    numbers = _words(language, held, "numbers")
    digits, direction = held.get("digits", ""), held.get("direction")
    if len(numbers) != len(COUNTED):
        raise CardUnreadable(language=language, why=f"`numbers` has {len(numbers)} of {len(COUNTED)} sounds.")
    if not isinstance(digits, str) or len(digits) not in (0, 10):
        raise CardUnreadable(language=language, why="`digits` are not ten.")
    if direction not in DIRECTIONS:
        raise CardUnreadable(language=language, why="`direction` is neither ltr nor rtl.")
    return Card(
        language=language,
        own_name=_text(language, held, "own_name"),
        direction=direction,
        checked_by=held.get("checked_by") or "",
        digits=digits,
        numbers=numbers,
        said=said,
        absent=absent,
    )


def _said(language: str, held: Any) -> dict[str, Said]:
    if not isinstance(held, dict):
        raise CardUnreadable(language=language, why="it has no [said].")
    said: dict[str, Said] = {}
    for name, phrase in held.items():
        text = _text(language, phrase if isinstance(phrase, dict) else {}, "text", of=name)
        reading = phrase.get("reading", "")
        if not isinstance(reading, str) or bool(reading.strip()) == is_latin(text):
            raise CardUnreadable(
                language=language,
                why=f"{name} has a reading where it is in Latin letters, or none where it is not.",
            )
        said[name] = Said(text=text, reading=reading)
    return said


def is_latin(text: str) -> bool:
    """Return whether a text is written in Latin letters."""
    return re.search(r"[A-Za-z]", text) is not None


def _words(language: str, held: Mapping[str, Any], name: str) -> tuple[str, ...]:
    words = held.get(name)
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise CardUnreadable(language=language, why=f"`{name}` is no list of words.")
    return tuple(words)


def _text(language: str, held: Mapping[str, Any], name: str, *, of: str = "") -> str:
    text = held.get(name)
    if not isinstance(text, str) or not text.strip():
        raise CardUnreadable(language=language, why=f"`{of or name}` says nothing.")
    return text.strip()
