"""A total, its parts and its repetitions are one number: 13 and 14 and 4 are the 31, and never 62.

Within one text nothing is added up unless the text is shown to hold the parts of a whole.
What lies inside another number by its words, its sum or its days stands under that number;
what may lie inside it, too, because adding people twice is worse than not adding them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ashore.figures.claims_said import (
    Said,
    counted,
    covers,
    may_hold,
    near,
    overlap,
    places_differ,
    stated_range,
)

MOST_PARTS = 6
MOST_TRIED = 14
"""Sums are looked for among so many numbers of one text and outcome: a longer text shows its totals by words."""

TWICE_TOLD = 10
"""From this number on, the same one told of two neighbouring days is one number whose day is disputed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A number that a text states and that lies in no other of it: published once, whatever stands under it.

    `parts` are those whose sum it is, `inside` others that lie in it, by its words or its days; `restated` the same
    number said again. `children` are the children stated among them and `not_stated` the parts of which nobody said
    how many are children. `boats` is the number of boats they were in.
    """

    said: Said
    parts: tuple[Total, ...] = ()
    inside: tuple[Total, ...] = ()
    restated: tuple[Said, ...] = ()
    children: Total | None = None
    not_stated: tuple[Said, ...] = ()
    boats: Said | None = None

    @property
    def value(self) -> int:
        """The number."""
        return self.said.value or 0

    @property
    def adds_up(self) -> bool | None:
        """Whether its parts make it up; None where it has none."""
        return sum(part.value for part in self.parts) in stated_range(self.said)[0] if self.parts else None

    @property
    def rest(self) -> int | None:
        """How many of it no other number of the text tells of, None where none does."""
        known = sum(each.value for each in (*self.parts, *self.inside))
        return self.value - known if (self.parts or self.inside) and known <= self.value else None

    @property
    def boats_match(self) -> bool | None:
        """Whether there are as many parts as boats; None where either is not told."""
        return None if self.boats is None or not self.parts else self.boats.value == len(self.parts)

    def leaves(self) -> tuple[Said, ...]:
        """Return the smallest numbers that make it up, itself where it has no parts."""
        return tuple(each for part in self.parts for each in part.leaves()) or (self.said,)


def totals(said: Iterable[Said]) -> tuple[Total, ...]:
    """Return what each text has to publish: its numbers that lie in no other, in the order of the text.

    Numbers of two texts are never put under each other here: that they are one source, or contradict, is
    said elsewhere.
    """
    by_group: dict[tuple[str, frozenset[str], str | None], list[Said]] = {}
    for each in counted(said):
        by_group.setdefault((each.document, each.family, each.claim.unit), []).append(each)
    found: list[Total] = []
    for (_, _, unit), members in by_group.items():
        whole = [each for each in members if each.part is None]
        roots = _roots(whole)
        if unit == "person":
            small = [each for each in members if each.part is not None]
            roots = [_with_children(root, small, whole) for root in roots]
            if not roots:
                roots = _roots(small)
        found += roots
    boats = [root.said for root in found if root.said.claim.unit == "boat"]
    return tuple(sorted((_with_boats(root, boats) for root in found), key=lambda total: _at(total.said)))


def published_under(found: Iterable[Total]) -> dict[str, Total]:
    """Return for each claim that is a part or a repetition of another for the same days the total that is published.

    What a longer period's number holds stands for its own days, and is not here.
    """
    held: dict[str, Total] = {}
    for total in found:
        days = total.said.days
        held |= {again.id: total for again in total.restated if again.days == days}
        inside = (each for each in total.inside if each.said.days == days)
        held |= {part.said.id: total for part in (*total.parts, *inside)}
        held |= published_under((*total.parts, *total.inside))
        if total.children is not None:
            held |= published_under((total.children,))
    return held


def _roots(members: Sequence[Said]) -> list[Total]:
    """Put a text's numbers of one outcome and unit under each other; return those at the top.

    Sums are found first, the smallest whole first, so that no number is a part of two; then what the words or the
    days put inside another.
    """
    again = _said_again([each for each in members if each.claim.kind != "stock"])
    standing = sorted(again, key=lambda each: (each.value or 0, _at(each)))
    largest = max((each.value or 0 for each in standing), default=0)
    parts: dict[str, tuple[Said, ...]] = {}
    under: dict[str, str] = {}
    for whole in standing:
        free = [
            each
            for each in standing
            if each.id not in under
            and _can_be_part(whole, each)
            and (each.claim.subset_of in (None, whole.claim.subset_of) or _told_in(whole, each, members))
            and (whole.value == largest or not places_differ(whole, each))
        ]
        parts[whole.id] = _sum_of(whole, free)
        under |= {each.id: whole.id for each in parts[whole.id]}
    inside: dict[str, list[Said]] = {}
    for small in standing:
        if small.id not in under:
            larger = [
                each
                for each in standing
                if _holds(each, small, members) and small.id not in _above(each.id, under)
            ]
            if larger:
                nearest = min(larger, key=lambda each: (each.value or 0, _at(each)))
                inside.setdefault(nearest.id, []).append(small)
                under[small.id] = nearest.id

    def total(said: Said) -> Total:
        return Total(
            said=said,
            parts=tuple(total(each) for each in sorted(parts[said.id], key=_at)),
            inside=tuple(total(each) for each in sorted(inside.get(said.id, ()), key=_at)),
            restated=again[said],
        )

    stocks = [Total(said=each) for each in members if each.claim.kind == "stock"]
    return [total(each) for each in standing if each.id not in under] + stocks


def _above(lowest: str, under: dict[str, str]) -> set[str]:
    """Return a number and all that it lies under: two that a text puts inside each other lie in neither."""
    found = {lowest}
    while lowest in under:
        lowest = under[lowest]
        found.add(lowest)
    return found


def _said_again(members: Sequence[Said]) -> dict[Said, tuple[Said, ...]]:
    """Return the members that stand for themselves, each with those that say the same number of the same again.

    Two equal numbers that only together make up a third are two: 13 and 13 are the parts of 26.
    """
    first: dict[Said, list[Said]] = {}
    needed = _needed_together(members)
    for each in sorted(members, key=_at):
        told = each.claim.repeats
        same = next(
            (
                one
                for one in first
                if (told is not None and one.id == f"{one.document}:{told}")
                or (_same_again(one, each) and frozenset((one.id, each.id)) not in needed)
            ),
            None,
        )
        if same is None:
            first[each] = []
        else:
            first[same].append(each)
    return {one: tuple(others) for one, others in first.items()}


def _same_again(one: Said, other: Said) -> bool:
    return (
        one.value == other.value
        and (may_hold(one.claim, other.claim) or may_hold(other.claim, one.claim))
        and not places_differ(one, other)
        and (overlap(one.days, other.days) or dated_twice(one, other))
    )


def dated_twice(one: Said, other: Said) -> bool:
    """Return whether two claims are one number of the same people, put on two days: 27 “today” and 27 “yesterday”."""
    return (
        one.value == other.value
        and (one.value or 0) >= TWICE_TOLD
        and one.claim.unit == other.claim.unit
        and one.family == other.family
        and one.claim.kind != "stock" != other.claim.kind
        and one.days is not None
        and other.days is not None
        and near(one.days, other.days, 2)
        and not places_differ(one, other)
    )


def _needed_together(members: Sequence[Said]) -> set[frozenset[str]]:
    """Return the pairs of equal numbers that together are parts of some total."""
    pairs: set[frozenset[str]] = set()
    for whole in members:
        found = _sum_of(whole, [each for each in members if _can_be_part(whole, each)])
        pairs |= {
            frozenset((one.id, other.id)) for one, other in combinations(found, 2) if one.value == other.value
        }
    return pairs


def _sum_of(whole: Said, candidates: Sequence[Said]) -> tuple[Said, ...]:
    """Return the fewest numbers that make up a whole, those its words name and those nearest to it before others."""
    told = [each for each in candidates if _named_part(whole, each)]
    if len(told) > 1 and sum(each.value or 0 for each in told) == whole.value:
        return tuple(told)
    nearest = sorted(candidates, key=lambda each: (not _named_part(whole, each), _distance(whole, each)))[
        :MOST_TRIED
    ]
    for many in range(2, MOST_PARTS + 1):
        for some in combinations(nearest, many):
            if sum(each.value or 0 for each in some) == whole.value and _beside(whole, some):
                return tuple(sorted(some, key=_at))
    # “More than 30” with 13, 14 and 4 beside it: no choice among sums is made, all of them or none.
    loose = whole.claim.qualifier not in (None, "exact", "indefinite")
    every = sum(each.value or 0 for each in candidates)
    if loose and len(candidates) > 1 and every in stated_range(whole)[0] and _beside(whole, candidates):
        return tuple(sorted(candidates, key=_at))
    return ()


def _can_be_part(whole: Said, part: Said) -> bool:
    return (
        0 < (part.value or 0) < (whole.value or 0)
        and may_hold(whole.claim, part.claim)
        and (covers(whole, part) or _one_night(whole, part))
        and part.claim.kind != "cumulative"
    )


def _one_night(whole: Said, part: Said) -> bool:
    """Return whether a part is of the day beside the whole's, or of none: “today” may be a night's two days."""
    if whole.days is None or part.days is None:
        return True
    return overlap(whole.days, part.days) or near(whole.days, part.days, 1)


def _beside(whole: Said, parts: Sequence[Said]) -> bool:
    """Return whether a whole stands before its parts or after them: between them it is one number among others."""
    after = [_at(part)[1] >= _at(whole)[1] for part in parts if not _shares_words(whole, part)]
    return all(after) or not any(after)


def _named_part(whole: Said, part: Said) -> bool:
    number = part.claim.subset_of
    if number is not None:
        return whole.id == f"{whole.document}:{number}"
    return _shares_words(whole, part)


def _shares_words(one: Said, other: Said) -> bool:
    mine, others = one.claim, other.claim
    if mine.start is None or mine.end is None or others.start is None or others.end is None:
        return False
    return mine.start < others.end and others.start < mine.end


def _holds(whole: Said, small: Said, members: Sequence[Said]) -> bool:
    """Return whether a number holds another: the words say so, or it counts everybody of a longer time."""
    if small.claim.subset_of is not None:
        return _told_in(whole, small, members)
    longer = whole.days is not None and small.days is not None and covers(whole, small)
    longer = longer and (whole.claim.kind == "cumulative" or whole.days != small.days)
    return (
        longer
        and (small.value or 0) < (whole.value or 0)
        and may_hold(whole.claim, small.claim)
        and (whole.claim.kind == "cumulative" or not places_differ(whole, small))
    )


def _told_in(whole: Said, small: Said, members: Sequence[Said]) -> bool:
    """Return whether a text says that a number is part of another, or of what that one repeats."""
    named = f"{whole.document}:{small.claim.subset_of}"
    return named == whole.id or any(each.id == named and _same_again(whole, each) for each in members)


def _with_children(root: Total, small: Sequence[Said], whole: Sequence[Said]) -> Total:
    """Set the children beside those they are among: stated of some parts, and not stated of others."""
    if not small:
        return root
    everybody = {each.id for each in _all_said(root)}
    mine = [each for each in small if _among(each, whole) in everybody or _among(each, whole) is None]
    if not mine:
        return root
    children = max(_roots(mine), key=lambda total: (total.value, -_at(total.said)[1]))
    stated = {_among(each, whole) for each in mine}
    silent = tuple(part.said for part in root.parts if not stated & {each.id for each in _all_said(part)})
    return replace(root, children=children, not_stated=silent)


def _among(small: Said, whole: Sequence[Said]) -> str | None:
    """Return which number some children are among: the one their claim names, else the one whose words hold theirs."""
    if small.claim.subset_of is not None:
        return f"{small.document}:{small.claim.subset_of}"
    return next((each.id for each in whole if _named_part(each, small)), None)


def _all_said(total: Total) -> tuple[Said, ...]:
    under = tuple(each for part in (*total.parts, *total.inside) for each in _all_said(part))
    return (total.said, *total.restated, *under)


def _with_boats(root: Total, boats: Sequence[Said]) -> Total:
    """Set the number of boats beside the people who were in them: the same text, outcome and days, the nearest."""
    if root.said.claim.unit != "person":
        return root
    told = [
        each
        for each in boats
        if each.document == root.said.document
        and each.claim.outcome == root.said.claim.outcome
        and each.days == root.said.days
    ]
    if not told:
        return root
    nearest = min(told, key=lambda each: min(_distance(each, place) for place in (root.said, *root.restated)))
    return replace(root, boats=nearest)


def _distance(one: Said, other: Said) -> int:
    return abs(_at(one)[1] - _at(other)[1])


def _at(said: Said) -> tuple[str, int, str]:
    number = int(said.id.rpartition(":")[2]) if said.id.rpartition(":")[2].isdigit() else 0
    return said.document, said.claim.start if said.claim.start is not None else number, said.id
