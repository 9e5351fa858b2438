"""The dead and the missing of some days as each source gave them, by the date on which it was known.

Dead and missing are two columns. Six sources that give six numbers have six definitions; nothing is added, nothing is
averaged, and a source's last word does not blot out what it said before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ashore.figures.claims_said import claims_held
from ashore.figures.definitions import DEFINITIONS, Definition
from ashore.figures.outside import Outside, reports_standing, said_outside, scope_of
from ashore.model.measures import SURVIVED
from ashore.model.phrases import Phrase, say
from ashore.picture.fold import Held, Picture

Days = tuple[date, date]

_ABOARD = replace(DEFINITIONS["rescued"], name="aboard", event="aboard", within=None)
_BOTH = replace(DEFINITIONS["dead"], name="dead_or_missing", event="dead_or_missing", within=None)

COUNTED: tuple[tuple[str, Definition], ...] = (
    ("dead", DEFINITIONS["dead"]),
    ("missing", DEFINITIONS["missing"]),
    ("dead_or_missing", _BOTH),
    ("survivors", DEFINITIONS["rescued"]),
    ("aboard", _ABOARD),
)
"""The columns of a toll, and what of a source's claims stands in each; survivors are those it says were rescued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A number a source gives: in its words, and as the words bound it."""

    value: int | None
    low: int
    high: int | None
    quote: str

    @property
    def exact(self) -> int | None:
        """The one number it can be, None where it is a range."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TollLine:
    """What one source said at one time of the people of some days; what it does not state is absent."""

    known_ms: int
    source: str
    scope: str
    entry: str
    definition: str
    does_not_count: str
    stated: tuple[tuple[str, Stated], ...]
    remark: Phrase

    def number(self, column: str) -> Stated | None:
        """Return what it says in a column, None where it says nothing."""
        return dict(self.stated).get(column)


def toll(
    picture: Picture, days: Days, *, known_at: int | None = None, recorded_at: int | None = None
) -> tuple[TollLine, ...]:
    """Return every statement of the dead and missing of exactly these days, by when it was known, oldest first.

    `known_at` and `recorded_at` (UTC milliseconds) leave out what came later.
    """
    uncut = known_at is None and recorded_at is None
    known = picture if uncut else picture.as_of(known=known_at, recorded=recorded_at)
    found = [line for held in reports_standing(known) for line in _lines(known, held, days)]
    found.sort(key=lambda line: (line.known_ms, line.source, line.scope, line.entry))
    before: dict[str, TollLine] = {}
    told = []
    for line in found:
        told.append(replace(line, remark=_remark(line, before.get(line.scope))))
        before[line.scope] = line
    return tuple(told)


def last_word(lines: Iterable[TollLine]) -> tuple[TollLine, ...]:
    """Return the last statement of each source and definition: the toll as it stands on the date asked about."""
    return tuple({line.scope: line for line in lines}.values())


def _lines(picture: Picture, held: Held, days: Days) -> list[TollLine]:
    claims = claims_held(picture, [held])
    by_scope: dict[str, dict[str, Outside]] = {}
    for column, definition in COUNTED:
        for one in said_outside([held], claims, definition, days):
            by_scope.setdefault(one.scope, {}).setdefault(column, one)
    lines = []
    for scope, columns in by_scope.items():
        if columns.keys().isdisjoint({"dead", "missing", "dead_or_missing"}):
            continue
        first = next(iter(columns.values()))
        stated = {column: _stated(one) for column, one in columns.items()}
        survived = _survivors(held, scope, days)
        if survived is not None:
            stated["survivors"] = survived
        lines.append(
            TollLine(
                known_ms=held.body.report.received_at.ms,
                source=first.source,
                scope=scope,
                entry=held.id,
                definition=first.definition,
                does_not_count=first.does_not_count,
                stated=tuple((column, stated[column]) for column, _ in COUNTED if column in stated),
                remark=_NOT_ALL,
            )
        )
    return lines


def _stated(one: Outside) -> Stated:
    return Stated(value=one.value, low=one.low, high=one.high, quote=one.quote)


def _survivors(held: Held, scope: str, days: Days) -> Stated | None:
    """Return the survivors of a list of deaths: of the incidents that state them, so a least number if any does not."""
    for series in held.body.report.series:
        at = next((at for at, each in enumerate(series.columns) if each.counted == SURVIVED), None)
        if at is None or scope_of(series) != scope:
            continue
        first, last = days[0].isoformat(), days[1].isoformat()
        values = [row.values[at] for row in series.rows if first <= row.start and row.end <= last]
        told = [value for value in values if value is not None]
        if told:
            whole = len(told) == len(values)
            quote = f"{series.name}: {sum(told)} as the sum of {len(told)} of {len(values)} incidents"
            return Stated(value=sum(told), low=sum(told), high=sum(told) if whole else None, quote=quote)
    return None


_NOT_ALL = say("Not all of aboard, survivors, dead and missing are stated, so the sum cannot be checked.")


def _remark(line: TollLine, before: TollLine | None) -> Phrase:
    """Return whether a statement adds up, and how it moved from the same source's statement before."""
    balance = _balance(line)
    if before is None:
        return balance
    moved = [_difference(line, before, column) for column in ("dead", "missing")]
    if None in moved or not any(moved):
        return balance
    dead, missing = moved[0] or 0, moved[1] or 0
    return say(
        "Since its last word: dead {dead}, missing {missing}, together {both}. {balance}",
        dead=f"{dead:+d}",
        missing=f"{missing:+d}",
        both=f"{dead + missing:+d}",
        balance=balance,
    )


def _difference(line: TollLine, before: TollLine, column: str) -> int | None:
    now, then = line.number(column), before.number(column)
    if now is None or then is None or now.exact is None or then.exact is None:
        return None
    return now.exact - then.exact


def _balance(line: TollLine) -> Phrase:
    stated = [line.number(column) for column in ("aboard", "survivors", "dead", "missing")]
    numbers = [each.exact for each in stated if each is not None and each.exact is not None]
    if len(numbers) < 4:
        return _NOT_ALL
    aboard, *parts = numbers
    if aboard == sum(parts):
        return say("It adds up: {aboard} aboard are the survivors, the dead and the missing.", aboard=aboard)
    return say(
        "It does not add up: {aboard} aboard, and {parts} survivors, dead and missing.",
        aboard=aboard,
        parts=sum(parts),
    )
