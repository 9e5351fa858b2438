"""What each count in a mention says, as a range the book can hold, and how firmly.

A count is one statement for its total and one for each stated part.
Only what the words entail bounds anything; "about N" entails nothing and is widened by a versioned rule file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ashore.model.counts import PARTS, Count, Part, Range
from ashore.model.facts import MentionFacts

NOBODY_LOST = "nobody_lost"
"""The field of the one statement nobody makes: that no person was lost while a unit passed its people on."""

VIEWS = frozenset({"sighted", "escorting", "lost_sight", "nothing_found"})
"""Actions that only look: what they count is an estimate, however exact it sounds."""

_SPEAKS_FOR_ITSELF = frozenset({"unit", "quay", "hospital", "centre", "police"})
_HEARSAY_ROLES = frozenset({"aboard", "relative", "hotline", "public", "survivor"})
_HEARSAY_CHANNELS = frozenset({"article", "post"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One number of one mention as the book reads it.

    `field` is the path within the mention (`encounter.taken_off`, `movements[0].count`), `part` one of `PARTS`
    or None for the total, `read_as` the widened range in words where it is not what was said ("25–35"),
    `hand` whether it is a hand count. With `field` `NOBODY_LOST` it is nobody's: `mention` is then the report
    of those who received fewer than were passed to them.
    """

    mention: str
    field: str
    part: str | None
    low: int
    high: int | None
    read_as: str | None
    hand: bool

    @property
    def id(self) -> str:
        """The statement's name within one book."""
        return f"{self.mention} {self.field} {self.part or ''}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """The rule by which "about N" is read: below each limit a step, the last limit being none."""

    version: str
    steps: tuple[tuple[int | None, int], ...]

    def about(self, value: int) -> Range:
        """Return the range that "about `value`" is read as."""
        step = next(step for below, step in self.steps if below is None or value < below)
        under, over = value // step * step, -(-value // step) * step
        if under == over:
            under, over = value - step, value + step
        return Range(low=max(0, under), high=over)


@cache
def widening() -> Widening:
    """Return the rule file `rules/widening.toml`, read once."""
    text = resources.files("ashore.people").joinpath("rules/widening.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Widening(
        version=table["version"],
        steps=tuple((rule.get("below"), rule["step"]) for rule in table["about"]),
    )


def read_range(stated: Count | Part) -> tuple[Range, bool] | None:
    """Return a count or part as a range and whether it had to be widened; None where it bounds nothing."""
    low, high, value = stated.low, stated.high, stated.value
    if low is None and high is None:
        if value is None:
            return None
        if stated.qualifier == "about":
            return widening().about(value), True
        if stated.qualifier in (None, "exact"):
            return Range(low=value, high=value), False
        return None
    if not low and high is None:
        return None
    return Range(low=low or 0, high=high), False


def statements(
    facts: MentionFacts, field: str, count: Count | None, *, may_be_hand: bool
) -> tuple[Statement, ...]:
    """Return what one count of a mention says, total first, less what an officer set aside.

    A count is a hand count where its place allows one (`may_be_hand`), it is exact, and whoever counted
    is the one who speaks.
    """
    if count is None:
        return ()
    counted = may_be_hand and (count.says_who is None or count.says_who in _SPEAKS_FOR_ITSELF)
    made = []
    stated: list[tuple[str | None, Count | Part]] = [(None, count), *count.parts()]
    for part, number in stated:
        reading = read_range(number)
        if reading is None or is_set_aside(facts, field, part):
            continue
        span, widened = reading
        made.append(
            Statement(
                mention=facts.id,
                field=field,
                part=part,
                low=span.low,
                high=span.high,
                read_as=f"{span.low}–{span.high}" if widened else None,
                hand=counted and span.exact and not widened,
            )
        )
    return tuple(made)


def is_set_aside(facts: MentionFacts, field: str, part: str | None = None) -> bool:
    """Whether an officer set this number of a mention aside: it, the field it stands in, or all of them."""
    path = field if part is None else f"{field}.{part}"
    return any(
        aside in ("*", field, path) or path.startswith((f"{aside}.", f"{aside}["))
        for aside, _ in facts.set_aside
    )


def is_hearsay(facts: MentionFacts) -> bool:
    """Whether the report passes on what others counted, so that nothing in it is a hand count."""
    role = facts.sender.role if facts.sender is not None else None
    return facts.channel in _HEARSAY_CHANNELS or role in _HEARSAY_ROLES


def parts_stated(all_statements: list[Statement]) -> tuple[str, ...]:
    """Return the parts that any of these statements speaks of, in the fixed order."""
    named = {statement.part for statement in all_statements}
    return tuple(part for part in PARTS if part in named)
