"""A table with its margins as a flow in a network, and how far one count can move while the given ones stay.

Every cell is an arc from its row to its column, every row total one from the source, every column total one to the
sink, and the total of everybody the arc that closes the circle. Counts that fit a table are the circulations of
this network, so what a reader can know of a withheld count follows from the most that can be pushed around circles
through it along withheld arcs: whole numbers, and exact (Ford and Fulkerson 1956; for tables, Cox 1995, "Network models
for complementary cell suppression").
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heappop, heappush

Place = tuple[str | None, str | None]
"""A cell by its row and column; None is the total over them."""

Circle = list[tuple[int, int]]
"""Arcs, each with 1 where the circle raises its count and -1 where it lowers it."""

NO_END = 1 << 60
"""More people than there are."""


class TableFlow:
    """A table of rows and columns whose places are numbered in order; `counts` has a number for each place."""

    def __init__(self, rows: Sequence[str], columns: Sequence[str], counts: Mapping[Place, int]) -> None:
        self.places: list[Place] = [(row, column) for row in (*rows, None) for column in (*columns, None)]
        self.number = {place: arc for arc, place in enumerate(self.places)}
        self.count = [counts[place] for place in self.places]
        row_at = {row: 2 + number for number, row in enumerate(rows)}
        column_at = {column: 2 + len(rows) + number for number, column in enumerate(columns)}
        source, sink = 0, 1
        self._ends: list[tuple[int, int]] = []
        self._around: list[list[tuple[int, int, int]]] = [[] for _ in range(2 + len(rows) + len(columns))]
        for arc, (row, column) in enumerate(self.places):
            if row is not None:
                tail, head = (source, row_at[row]) if column is None else (row_at[row], column_at[column])
            else:
                # What flows out of the columns is everybody, who flow back to the source.
                tail, head = (sink, source) if column is None else (column_at[column], sink)
            self._ends.append((tail, head))
            self._around[tail].append((head, arc, 1))
            self._around[head].append((tail, arc, -1))

    def most(self, arc: int, way: int, withheld: Iterable[int], enough: int) -> tuple[int, frozenset[int]]:
        """Return by how much a count can rise (way 1) or fall (-1) while only withheld counts change, up to `enough`.

        With it the other arcs that move: while these stay withheld, the answer stands.
        """
        free = bytearray(len(self.count))
        for each in withheld:
            free[each] = 1
        free[arc] = 0
        cap = min(enough, self.count[arc]) if way < 0 else enough
        pushed = [0] * len(self.count)
        total = 0
        moved: set[int] = set()
        while total < cap:
            circle = self._shortest(arc, way, free, pushed)
            if circle is None:
                break
            step = min([cap - total, *(self.count[each] + pushed[each] for each, sign in circle if sign < 0)])
            for each, sign in circle:
                pushed[each] += sign * step
            moved.update(each for each, _ in circle)
            total += step
        return total, frozenset(moved)

    def _shortest(self, arc: int, way: int, free: bytearray, pushed: Sequence[int]) -> Circle | None:
        start, goal = self._opening(arc, way)
        came: dict[int, tuple[int, int, int]] = {}
        waiting = deque([start])
        seen = {start}
        while waiting:
            node = waiting.popleft()
            for other, each, sign in self._around[node]:
                if other in seen or not free[each]:
                    continue
                if sign < 0 and self.count[each] + pushed[each] <= 0:
                    continue
                seen.add(other)
                came[other] = (node, each, sign)
                if other == goal:
                    return _back(came, start, goal)
                waiting.append(other)
        return None

    def cheapest(self, arc: int, way: int, cost: Callable[[int], int | None], room: int) -> Circle | None:
        """Return the circle of least cost that moves a count one way by `room`; arcs without a cost never move."""
        start, goal = self._opening(arc, way)
        came: dict[int, tuple[int, int, int]] = {}
        far = {start: 0}
        done: set[int] = set()
        waiting = [(0, start)]
        while waiting:
            spent, node = heappop(waiting)
            if node == goal:
                return _back(came, start, goal)
            if node in done:
                continue
            done.add(node)
            for other, each, sign in self._around[node]:
                price = None if each == arc else cost(each)
                if price is None or (sign < 0 and self.count[each] < room):
                    continue
                if spent + price < far.get(other, NO_END):
                    far[other], came[other] = spent + price, (node, each, sign)
                    heappush(waiting, (spent + price, other))
        return None

    def _opening(self, arc: int, way: int) -> tuple[int, int]:
        """Return from where to where the rest of a circle leads that raises or lowers an arc."""
        tail, head = self._ends[arc]
        return (head, tail) if way > 0 else (tail, head)


def _back(came: Mapping[int, tuple[int, int, int]], start: int, goal: int) -> Circle:
    circle = []
    node = goal
    while node != start:
        node, arc, sign = came[node]
        circle.append((arc, sign))
    return circle
