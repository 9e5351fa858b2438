"""The simplex method in whole numbers, kept warm from one question to the next.

The columns are the variables and, after them, some sums of variables. A basic column is written by the
others as `scale * column = sum of coefficient * other column`, all integers, so nothing is ever rounded.
Changing bounds leaves the rows as they are, and the next question starts where the last one ended: the
scheme of Dutertre and de Moura (2006), with Bland's rule (1977), under which it cannot run in circles.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from ashore.people.certificates import Limits, Overdrawn, Weights
from ashore.people.system import Terms


class Tableau:
    """Rational solutions of columns within bounds; the bounds are those of the last `settle`.

    `top[c] / scale[c]` is the value of column c; where c is not basic, its scale is 1.
    """

    def __init__(self, variables: int, sums: Sequence[Terms]) -> None:
        size = variables + len(sums)
        self.variables = variables
        self.top = [0] * size
        self.scale = [1] * size
        self.rows: list[dict[int, int] | None] = [None] * variables
        self.rows += [{variable: coefficient for coefficient, variable in terms} for terms in sums]
        self._low: Limits = [0] * size
        self._high: Limits = [None] * size

    def settle(self, low: Limits, high: Limits) -> Overdrawn | None:
        """Move to values within the bounds, or return the proof that there are none."""
        self._low, self._high = low, high
        for column, row in enumerate(self.rows):
            floor, ceiling = low[column], high[column]
            if floor is not None and ceiling is not None and floor > ceiling:
                return Overdrawn(weights=((1, column), (-1, column)))
            if row is None:
                if floor is not None and self.top[column] < floor:
                    self._move(column, floor)
                elif ceiling is not None and self.top[column] > ceiling:
                    self._move(column, ceiling)
        while True:
            outside = self._first_outside()
            if outside is None:
                return None
            column, target, sign = outside
            row = self.rows[column]
            assert row is not None
            entering = self._can_rise(row, sign)
            if entering is None:
                weights = [(-sign * self.scale[column], column)]
                weights += [(sign * coefficient, other) for other, coefficient in row.items()]
                return Overdrawn(weights=tuple(weights))
            self._exchange(column, entering, target)

    def raise_to_limit(self, column: int, sign: int) -> tuple[int, ...] | None:
        """Raise `sign * column` as far as the bounds allow, from values that keep them.

        Returns None when the limit is reached; the value then is the largest rational one. Otherwise a step
        (one whole number per variable) that can be repeated for ever.
        """
        while True:
            row = self.rows[column]
            entering = self._can_rise({column: 1} if row is None else row, sign)
            if entering is None:
                return None
            coefficient = 1 if row is None else row[entering]
            way = sign if coefficient > 0 else -sign
            blocking = self._first_blocking(entering, way)
            if blocking is None:
                return self._step(entering, way)
            leaving, limit = blocking
            if leaving == entering:
                self._move(entering, limit)
            else:
                self._exchange(leaving, entering, limit)

    def fraction(self) -> int | None:
        """Return the first variable whose value is not whole, or None."""
        for column in range(self.variables):
            if self.top[column] % self.scale[column]:
                return column
        return None

    def equation(self, column: int) -> Weights:
        """Return the row of a basic column as weights that cancel over the variables."""
        row = self.rows[column]
        assert row is not None
        return ((-self.scale[column], column), *((coefficient, other) for other, coefficient in row.items()))

    def _first_outside(self) -> tuple[int, int, int] | None:
        """The first basic column outside its bounds, the bound it missed, and +1 if it must rise."""
        for column, row in enumerate(self.rows):
            if row is None:
                continue
            top, scale = self.top[column], self.scale[column]
            floor, ceiling = self._low[column], self._high[column]
            if floor is not None and top < floor * scale:
                return column, floor, 1
            if ceiling is not None and top > ceiling * scale:
                return column, ceiling, -1
        return None

    def _can_rise(self, row: dict[int, int], sign: int) -> int | None:
        """The first column of a row that can move so that `sign *` the row's sum rises."""
        best: int | None = None
        for column, coefficient in row.items():
            if best is not None and column > best:
                continue
            limit = self._high[column] if coefficient * sign > 0 else self._low[column]
            if limit is None or limit != self.top[column]:
                best = column
        return best

    def _first_blocking(self, entering: int, way: int) -> tuple[int, int] | None:
        """The column whose bound first stops `entering` from moving by `way`, with that bound."""
        blocking: tuple[int, int] | None = None
        room, per = 0, 1  # the shortest distance so far, as a fraction
        own = self._high[entering] if way > 0 else self._low[entering]
        if own is not None:
            blocking, room = (entering, own), abs(own - self.top[entering])
        for column, row in enumerate(self.rows):
            if row is None:
                continue
            rate = row.get(entering, 0) * way
            limit = self._high[column] if rate > 0 else self._low[column]
            if rate == 0 or limit is None:
                continue
            distance, speed = abs(limit * self.scale[column] - self.top[column]), abs(rate)
            if blocking is None or distance * per < room * speed:
                blocking, room, per = (column, limit), distance, speed
        return blocking

    def _step(self, entering: int, way: int) -> tuple[int, ...]:
        """The whole-number step of all variables when `entering` moves by `way` and nothing blocks it."""
        length = 1
        for column in range(self.variables):
            length = length * self.scale[column] // gcd(length, self.scale[column])
        step = [0] * self.variables
        for column in range(self.variables):
            row = self.rows[column]
            if row is not None:
                step[column] = row.get(entering, 0) * way * length // self.scale[column]
            elif column == entering:
                step[column] = way * length
        return tuple(step)

    def _move(self, column: int, value: int) -> None:
        """Set a column that is not basic, and carry the change into the rows that use it."""
        change = value - self.top[column]
        self.top[column] = value
        for basic, row in enumerate(self.rows):
            if row is not None and column in row:
                self.top[basic] += row[column] * change

    def _exchange(self, leaving: int, entering: int, value: int) -> None:
        """Make `entering` basic in the place of `leaving`, which gets `value`."""
        old = self.rows[leaving]
        assert old is not None
        pivot = old.pop(entering)
        sign = 1 if pivot > 0 else -1
        new = {column: -sign * coefficient for column, coefficient in old.items()}
        new[leaving] = sign * self.scale[leaving]
        self.rows[leaving] = None
        self.top[leaving], self.scale[leaving] = value, 1
        pivot = abs(pivot)
        for basic, row in enumerate(self.rows):
            if row is not None and entering in row:
                times = row.pop(entering)
                if pivot != 1:
                    for column in row:
                        row[column] *= pivot
                for column, coefficient in new.items():
                    total = row.get(column, 0) + times * coefficient
                    if total:
                        row[column] = total
                    else:
                        del row[column]
                self._write(basic, row, self.scale[basic] * pivot)
        self._write(entering, new, pivot)

    def _write(self, basic: int, row: dict[int, int], scale: int) -> None:
        """Store a row in lowest terms and take the column's value from it."""
        divisor = gcd(scale, *row.values()) if scale > 1 else 1
        if divisor > 1:
            row = {column: coefficient // divisor for column, coefficient in row.items()}
        self.rows[basic], self.scale[basic] = row, scale // divisor
        self.top[basic] = sum([coefficient * self.top[column] for column, coefficient in row.items()])
