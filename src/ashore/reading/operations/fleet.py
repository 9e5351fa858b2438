"""The boats of a text, in the order in which it tells of them, and which of them each step is of."""

from __future__ import annotations

from itertools import combinations

from ashore.reading.operations.boats import Reference
from ashore.reading.operations.draft import Draft
from ashore.reading.operations.steps import ASHORE, TAKING

MOST_TOGETHER = 8
"""Boats among which a number is sought that is the sum of some of theirs; more are never told of so."""


CAME_ASHORE = frozenset({"landed", "arrived", "returned_self"})
AT_SEA = TAKING | {"told", "sighted", "alongside", "escorting", "refused"}


class Fleet:
    """The boats told of so far, numbered from 1, and the one in hand."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._boats = 0
        self._current = 0
        self._labels: dict[str, int] = {}
        self._perhaps: dict[int, tuple[int, ...]] = {}

    @property
    def labels(self) -> frozenset[str]:
        """The labels that boats were given so far."""
        return frozenset(self._labels)

    def of_current(self) -> list[Draft]:
        """Return the steps of the boat in hand."""
        return self.of(self._current)

    def of(self, boat: int) -> list[Draft]:
        """Return the steps that are of a boat."""
        return [each for each in self.drafts if boat in each.boats]

    def turn_to(self, said: Reference, steps: bool) -> None:
        """Take the boat that a clause speaks of in hand, with those it may be as well, if that cannot be told.

        `steps` is whether the clause tells of any step: one that tells of none brings in a boat only where it says so.
        """
        match said.way:
            case "label":
                if said.key not in self._labels:
                    self._labels[said.key] = self._new()
                self._current = self._labels[said.key]
            case "ordinal":
                number = int(said.key)
                self._current = number if number <= self._boats else self._new()
            case "another":
                if self._boats:
                    self._current = self._new()
            case "indefinite" | "again" if steps and self._boats and self._is_told_of():
                self._another_or_the_same()
        if not self._boats and steps:
            self._current = self._new()

    def add(self, draft: Draft, *, said_of: str, everybody: bool) -> None:
        """Put a step with the boat in hand, or with the one that its number, its unit or its words mean.

        `said_of` is the way in which its clause speaks of a boat. Who is at sea after those of the boat in hand came
        ashore may be others: that is said, and not settled.
        """
        if said_of in ("none", "definite") and draft.step in AT_SEA and self._came_ashore_before(draft):
            self._another_or_the_same()
        draft.boats = (self._current,)
        if draft.together is not None:
            draft.boats = ()
        elif draft.step == "prevented" and self.of_current():
            self._current = self._new()
            draft.boats = (self._current,)
        elif draft.step in ASHORE and self._boats > 1:
            draft.boats, draft.perhaps = self._ashore(draft, everybody)
        if len(draft.boats) == 1:
            doubt = {*draft.perhaps, *self._perhaps.get(draft.boats[0], ())} - {*draft.boats}
            draft.perhaps = tuple(sorted(doubt))
        self.drafts.append(draft)

    def doubt(self, drafts: list[Draft]) -> None:
        """Take these steps for a boat of their own, which may be the one they were put with: the text says so."""
        moved = [each for each in drafts if each.boats and not each.perhaps]
        others = [each for each in self.drafts if each not in moved]
        if not moved or not any(set(each.boats) & set(moved[0].boats) for each in others):
            return
        before = moved[0].boats
        boat = self._new()
        for each in moved:
            each.boats, each.perhaps = (boat,), before
        self._current, self._perhaps[boat] = boat, before

    def _another_or_the_same(self) -> None:
        before = tuple(self._all())
        self._current = self._new()
        self._perhaps[self._current] = before

    def _came_ashore_before(self, draft: Draft) -> bool:
        hours = [each.hour for each in self.of_current() if each.step in CAME_ASHORE]
        return any(
            hour is None or draft.hour is None or hour.moment.ms < draft.hour.moment.ms for hour in hours
        )

    def _new(self) -> int:
        self._boats += 1
        return self._boats

    def _is_told_of(self) -> bool:
        """Whether more than a headline was told of the boat in hand."""
        return any(each.hour is not None or each.step not in TAKING for each in self.of_current())

    def _ashore(self, draft: Draft, everybody: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the boats whose people a step ashore is of, and those it may be of besides."""
        counted = draft.counts.get("taken_off")
        number = counted.exact if counted is not None else None
        if number is not None:
            alone = [boat for boat in self._all() if number in self._numbers(boat)]
            if len(alone) == 1:
                return (alone[0],), ()
            if alone:
                meant = self._current if self._current in alone else alone[0]
                return (meant,), tuple(boat for boat in alone if boat != meant)
            sums = self._summing(number)
            if len(sums) == 1:
                return sums[0], ()
            if counted is not None and sums:
                return (self._current,), tuple(
                    sorted({boat for group in sums for boat in group} - {self._current})
                )
        if everybody and (out := [boat for boat in self._all() if not self._landed(boat)]):
            return tuple(out), ()
        if draft.unit is not None and number is None:
            took = [
                boat
                for boat in self._all()
                if draft.unit.name in {u.unit.name for u in self.of(boat) if u.unit}
            ]
            if len(took) == 1:
                return (took[0],), ()
        return (self._current,), ()

    def _all(self) -> range:
        return range(1, self._boats + 1)

    def _landed(self, boat: int) -> bool:
        return any(each.step in ASHORE for each in self.of(boat))

    def _numbers(self, boat: int) -> set[int]:
        """Return the exact numbers said of a boat's people: taken off in each step, in all, and aboard."""
        taken = [
            each.counts["taken_off"].exact
            for each in self.of(boat)
            if each.step in TAKING and "taken_off" in each.counts
        ]
        known = [number for number in taken if number is not None]
        aboard = {each.counts["on_board"].exact for each in self.of(boat) if "on_board" in each.counts} - {
            None
        }
        return {
            *known,
            *(number for number in aboard if number is not None),
            *([sum(known)] if known else []),
        }

    def _summing(self, number: int) -> list[tuple[int, ...]]:
        """Return the groups of boats whose people make a number together."""
        most = {boat: max(self._numbers(boat), default=0) for boat in self._all()[:MOST_TOGETHER]}
        known = [boat for boat, people in most.items() if people]
        return [
            group
            for size in range(2, len(known) + 1)
            for group in combinations(known, size)
            if sum(most[boat] for boat in group) == number
        ]
