"""Two readings of one text beside each other, number by number: what both read, and what only one did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ashore.model.claims import Claim
from ashore.reading.claims.reader import ReadClaim
from ashore.reading.claims.second import RATES, SecondClaim
from ashore.reading.claims.spots import COUNTED, Spot, spots

COMPARED = ("value", "qualifier", "low", "high", "unit", "outcome", "direction")
"""Fields by which two readings of one number agree; place, days and speaker stand beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One number as two readers read it: the places of their claims, None for a reader that has none of it.

    `differs` names the fields in which the two are not the same.
    """

    first: int | None
    second: int | None
    differs: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether both read it, and read it alike."""
        return self.first is not None and self.second is not None and not self.differs


def readings_beside(
    text: str, first: Sequence[ReadClaim], second: Sequence[SecondClaim]
) -> tuple[Beside, ...]:
    """Return every claim of both readings once: those of the first in its order, then what only the second has.

    Two claims are of one number if it stands at one place in the text. Where the first has several claims of one
    number, the second's goes with the one most like it.
    """
    inside = spots(text)
    where = [number_at(each.claim, inside) for each in first]
    rivals: dict[int, list[int]] = {}
    for place, at in enumerate(where):
        if at is not None:
            rivals.setdefault(at, []).append(place)
    paired: dict[int, int] = {}
    for place, each in enumerate(second):
        found = rivals.get(each.at)
        if found:
            paired[min(found, key=lambda one: (len(_differs(first[one].claim, each.claim)), one))] = place
    told = [
        Beside(
            first=place,
            second=paired.get(place),
            differs=_differs(read.claim, second[paired[place]].claim) if place in paired else (),
        )
        for place, read in enumerate(first)
    ]
    told += [Beside(first=None, second=place) for place in range(len(second)) if place not in paired.values()]
    return tuple(told)


def tied_to_first(
    text: str, first: Sequence[ReadClaim], second: Sequence[SecondClaim]
) -> tuple[SecondClaim, ...]:
    """Return the second's claims, each part named by the first's number of its whole.

    A part of what only the second read names none, and is some of another all the same.
    """
    wholes = {each.second: each.first for each in readings_beside(text, first, second)}
    return tuple(
        each
        if each.claim.subset_of is None
        else replace(each, claim=replace(each.claim, subset_of=wholes.get(each.claim.subset_of)))
        for each in second
    )


def number_at(claim: Claim, inside: Sequence[Spot]) -> int | None:
    """Return where the number of a claim stands among the numbers of its text, None where it cannot be told."""
    return next((spot.start for spot in inside if _of(claim, spot)), None)


def _of(claim: Claim, spot: Spot) -> bool:
    return (
        (claim.start or 0) <= spot.start
        and spot.end <= (claim.end or 0)
        and (claim.unit if claim.unit in RATES else COUNTED) == spot.unit
        and (claim.value, claim.low, claim.high) == (spot.value, spot.low, spot.high)
    )


def _differs(one: Claim, other: Claim) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(one, name) != getattr(other, name))
