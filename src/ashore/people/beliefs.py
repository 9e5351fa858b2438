"""Which sets of claims can be believed: all that hold together and to which no further claim can be added.

The search works on bit masks and on a test that names, for a set that cannot hold, claims of it that already
cannot: its conflict. A set that can hold has only subsets that can.
"""

from __future__ import annotations

from collections.abc import Callable

from ashore.people.consistency import Budget, members

Test = Callable[[int], int | None]
"""The conflict inside a set of claims, or None if all of it can hold."""


def irreducible(conflict: int, test: Test) -> int:
    """Drop claims from a conflict until none can be spared."""
    for claim in members(conflict):
        if claim & conflict:
            smaller = test(conflict & ~claim)
            if smaller is not None:
                conflict = smaller
    return conflict


def extended(believed: int, candidates: int, test: Test) -> int:
    """Add each candidate in turn that can still hold with the rest."""
    for claim in members(candidates & ~believed):
        if test(believed | claim) is None:
            believed |= claim
    return believed


def maximal_sets(base: int, candidates: int, test: Test, budget: Budget) -> list[int]:
    """Return every set that holds all of `base`, and as many candidates that no further one can be added.

    Where a set cannot hold, one claim of its conflict must go: the first, or the second while the first
    stays, and so on, which meets no set twice. The conflict with fewest claims still undecided is taken, and
    a branch inside a set already found has nothing new. Raises BudgetSpent; each branch counts.
    """
    found: list[int] = []
    conflicts: list[int] = []

    def known_or_tested(claims: int) -> int | None:
        return next((known for known in conflicts if not known & ~claims), None) or test(claims)

    branches = [(base, candidates)]
    while branches:
        budget.spend()
        kept, undecided = branches.pop()
        whole = kept | undecided
        if any(not whole & ~known for known in found):
            continue
        met = [known & undecided for known in conflicts if not known & ~whole]
        if not met:
            conflict = test(whole)
            if conflict is None:
                found.append(extended(whole, base | candidates, known_or_tested))
                continue
            conflicts.append(irreducible(conflict, test))
            met = [conflicts[-1] & undecided]
        going = []
        for claim in members(min(met, key=int.bit_count)):
            undecided &= ~claim
            going.append((kept, undecided))
            kept |= claim
        branches += reversed(going)
    return found
