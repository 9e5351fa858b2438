"""Sentences as templates with fields, so that a page can translate them by their English text.

A field is a number or a name, an instant (rendered by the reader's clock), or a phrase of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ashore.model.times import iso

Translate = Callable[[str], str]
"""Returns a template in the reader's language."""

Clock = Callable[[int], str]
"""Writes an instant of UTC milliseconds as the reader reads it."""


def utc_minute(ms: int) -> str:
    """Write an instant as hours and minutes UTC."""
    return iso(ms)[11:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment in UTC milliseconds, for the reader's clock to write."""

    ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A template, which is the id of its translation, and what stands in its fields."""

    template: str
    fields: tuple[tuple[str, int | str | Instant | Phrase | tuple[Phrase, ...]], ...] = ()

    def render(self, translate: Translate, clock: Clock) -> str:
        """Return the sentence; `clock` writes an instant of UTC milliseconds."""
        shown = {}
        for name, value in self.fields:
            if isinstance(value, Phrase):
                shown[name] = value.render(translate, clock)
            elif isinstance(value, tuple):
                shown[name] = ", ".join(each.render(translate, clock) for each in value)
            elif isinstance(value, Instant):
                shown[name] = clock(value.ms)
            else:
                shown[name] = str(value)
        return translate(self.template).format(**shown)


def say(template: str, **fields: int | str | Instant | Phrase | tuple[Phrase, ...]) -> Phrase:
    """Return a phrase; the template, written out where it is said, is the id of its translation."""
    return Phrase(template=template, fields=tuple(fields.items()))
