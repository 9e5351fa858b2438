"""How many, as it is known: integer ranges, and counts with their parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Whole numbers from `low` to `high`; `high` None is no upper limit."""

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"not a range of people: {self.low} to {self.high}")

    def __add__(self, other: Range) -> Range:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Range(low=self.low + other.low, high=high)

    def __contains__(self, number: int) -> bool:
        return self.low <= number and (self.high is None or number <= self.high)

    @property
    def exact(self) -> bool:
        """Whether the range is one number."""
        return self.low == self.high

    def hull(self, other: Range) -> Range:
        """Return the smallest range that holds both."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Range(low=min(self.low, other.low), high=high)


def exactly(number: int) -> Range:
    """Return the range that is one number."""
    return Range(low=number, high=number)


def at_least(number: int) -> Range:
    """Return the range from `number` with no upper limit."""
    return Range(low=number, high=None)


NOT_KNOWN = at_least(0)

PARTS = ("children", "women", "men")
"""Disjoint parts of a count; what is in none of them is the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a count as its words entail it; both ends None is a part that was not stated."""

    low: int | None = None
    high: int | None = None
    value: int | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count as somebody stated it.

    `low` and `high` are only what the words entail, so "about thirty" has neither;
    `value` is the number in the words, `says_who` who said it, `as_said` the words themselves,
    which are kept open only for a public source.
    """

    low: int | None = None
    high: int | None = None
    value: int | None = None
    qualifier: str | None = None
    as_said: str | None = None
    says_who: str | None = None
    children: Part | None = None
    women: Part | None = None
    men: Part | None = None

    def parts(self) -> tuple[tuple[str, Part], ...]:
        """Return the stated parts as (name, part), in the fixed order."""
        named = (("children", self.children), ("women", self.women), ("men", self.men))
        return tuple((name, part) for name, part in named if part is not None)


AT_LEAST = {"several": 3, "dozens": 24, "plural": 2, "indefinite": 1}
"""Qualifiers that entail a lower end without a number."""


def entailed(value: int | None, qualifier: str | None) -> tuple[int | None, int | None]:
    """Return the low and high end that a number with its qualifier entails, None where they entail none.

    "More than 1,000" entails 1001 or more and "almost 7,000" 6999 or less; "about" entails nothing.
    """
    if qualifier in AT_LEAST:
        return AT_LEAST[qualifier], None
    if value is None:
        return None, None
    match qualifier:
        case "exact":
            return value, value
        case "at_least":
            return value, None
        case "more_than":
            return value + 1, None
        case "at_most":
            return None, value
        case "almost":
            return None, value - 1
        case _:
            return None, None
