"""Which fewest claims decide something: the smallest contradiction, or the smallest reason for a bound.

A set that decides must reach outside every set that does not. So the search looks through the smallest sets
that reach outside all sets met so far, tests them, and learns from each one that fails (the hitting sets of
Reiter, 1987, and the smallest unsatisfiable subsets of Ignatiev and others, 2015).
"""

from __future__ import annotations

from collections.abc import Iterable

from ashore.people.beliefs import Test, extended
from ashore.people.consistency import Budget, members


def fewest(
    candidates: int,
    decides: Test,
    spoiled: Test,
    budget: Budget,
    *,
    idle: Iterable[int] = (),
    spoils: Iterable[int] = (),
) -> int | None:
    """Return the fewest candidates that decide something, ties by the order of ids, or None if none do.

    `decides` is the conflict test of what is to be decided together with a set; `spoiled` the test of the set
    alone, which must not already be in conflict. `idle` are sets known to decide nothing, `spoils` sets known
    to be in conflict alone. Of two sets of one size, the first has the first claim that they do not share.
    Raises BudgetSpent; each choice looked at counts.
    """
    search = _Search(candidates, decides, spoiled, budget, idle, spoils)
    size = 0
    while search.found is None and search.larger:
        search.larger = False
        search.look(0, 0, search.outside.copy(), size)
        size += 1
    return search.found


class _Search:
    """One search: `found` is the best set of the size looked for, `larger` whether larger ones may exist."""

    def __init__(
        self,
        candidates: int,
        decides: Test,
        spoiled: Test,
        budget: Budget,
        idle: Iterable[int],
        spoils: Iterable[int],
    ) -> None:
        self.found: int | None = None
        self.larger = True
        self.outside = [candidates & ~each for each in idle]
        self._candidates = candidates
        self._decides = decides
        self._spoiled = spoiled
        self._budget = budget
        self._barred: dict[int, list[int]] = {}
        for conflict in spoils:
            if not conflict & ~candidates:
                self._bar(conflict)

    def look(self, chosen: int, banned: int, missed: list[int], room: int) -> None:
        """Look through the sets that add `room` claims, none banned, to those chosen, and meet `missed`."""
        self._budget.spend()
        if not missed:
            if self.found is None or _comes_first(chosen, self.found):
                self._try(chosen)
            return
        if _apart(missed, banned) > room:
            self.larger = True
            return
        known = len(self.outside)
        pool = min([each & ~banned for each in missed], key=int.bit_count)
        if room == 1:
            self.larger |= pool != 0
            for each in missed:
                pool &= each
        for claim in members(pool):
            missed += [each for each in self.outside[known:] if not each & chosen]
            known = len(self.outside)
            barring = self._barring(claim, chosen)
            if barring is not None:
                rest = [each for each in missed if not each & claim]
                self.look(chosen | claim, banned | barring, rest, room - 1)
            banned |= claim

    def _try(self, chosen: int) -> None:
        """Keep a set that decides; learn from one that does not."""
        if self._decides(chosen) is None:
            self.outside.append(self._candidates & ~extended(chosen, self._candidates, self._decides))
            self.larger = True
            return
        conflict = self._spoiled(chosen)
        if conflict is None:
            self.found = chosen
        else:
            self._bar(conflict)

    def _bar(self, conflict: int) -> None:
        for claim in members(conflict):
            self._barred.setdefault(claim, []).append(conflict)

    def _barring(self, claim: int, chosen: int) -> int | None:
        """What may not be chosen after this claim, or None if the claim completes a conflict."""
        chosen |= claim
        barring = 0
        for conflict in self._barred.get(claim, ()):
            rest = conflict & ~chosen
            if not rest:
                return None
            if not rest & (rest - 1):
                barring |= rest
        return barring


def _apart(sets: list[int], banned: int) -> int:
    """Count sets that share nothing, taken as they come: no fewer claims can meet them all."""
    count, taken = 0, banned
    for each in sets:
        if not each & ~banned & taken:
            count += 1
            taken |= each
    return count


def _comes_first(one: int, other: int) -> bool:
    differ = one ^ other
    return bool(one & differ & -differ)
