"""What in a book does not fit together: contradictions, surpluses, and places or times told differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from ashore.model.facts import CaseFacts, MentionFacts
from ashore.people.account import Account, Contradiction, PlaceConflict, Surplus, TimeConflict
from ashore.people.acts import CARES, LANDS
from ashore.people.claims import Statement, statements
from ashore.people.flows import Flow
from ashore.people.hypotheses import links_of

_Conflict = TypeVar("_Conflict", PlaceConflict, TimeConflict)


def contradictions(ways: Sequence[Mapping[tuple[Statement, ...], bool]]) -> tuple[Contradiction, ...]:
    """Return the contradictions of any way, each once; those of every way are settled."""
    found = sorted({said for way in ways for said in way}, key=lambda said: [each.id for each in said])
    made = []
    for said in found:
        more, fewer = _exceeds(said)
        made.append(
            Contradiction(
                statements=said,
                smallest=all(way.get(said, True) for way in ways),
                settled=all(said in way for way in ways),
                more=more,
                fewer=fewer,
            )
        )
    return tuple(made)


def _exceeds(said: tuple[Statement, ...]) -> tuple[int | None, int | None]:
    """Two numbers of which the one exceeds the other, where that is the whole contradiction."""
    if len(said) == 2:
        for one, other in (said, said[::-1]):
            if other.high is not None and one.low > other.high:
                return one.low, other.high
    return None, None


def surplus(case: CaseFacts, account: Account) -> Surplus | None:
    """Return by how many more were taken off than anyone said set out, who did not take them off.

    None where nobody said, or where somebody only said "at least".
    """
    said = [each for mention in case.mentions for each in _said_before(case.id, mention)]
    highs = [each.high for each in said if each.high is not None]
    if not said or len(highs) < len(said):
        return None
    off = (account.rescued.total, account.arrived.total)
    taken, most = sum(bound.low for bound in off), max(highs)
    if taken <= most:
        return None
    because = tuple(statement for bound in off for statement in bound.low_because)
    loudest = sorted((each for each in said if each.high == most), key=lambda each: each.id)
    return Surplus(case=case.id, number=taken - most, taken=taken, said=most, because=(*because, *loudest))


def _said_before(case: str, facts: MentionFacts) -> list[Statement]:
    """What a mention that took nobody off says of how many there were, if it is held to be about this case."""
    mention, met = facts.mention, facts.mention.encounter
    if links_of(facts) != ((case,),) or (met is not None and met.taken_off is not None) or mention.movements:
        return []
    counts = [("on_board", mention.on_board)]
    if met is not None:
        counts.append(("encounter.set_out", met.set_out))
        if met.action not in LANDS | CARES:
            counts.append(("encounter.seen", met.seen))
    return [
        statement
        for field, count in counts
        for statement in statements(facts, field, count, may_be_hand=False)
        if statement.part is None
    ]


def place_conflicts(flows: Iterable[Flow], boats: Mapping[str, str]) -> list[PlaceConflict]:
    """Return the landings that are told of at more than one place."""
    return [
        PlaceConflict(cases=_cases(flow, boats), places=tuple(sorted(flow.places)))
        for flow in flows
        if len({place for place, _ in flow.places}) > 1
    ]


def time_conflicts(flows: Iterable[Flow], boats: Mapping[str, str]) -> list[TimeConflict]:
    """Return the movements that are stated to have been at more than one time."""
    return [
        TimeConflict(cases=_cases(flow, boats), times=tuple(sorted(flow.times)))
        for flow in flows
        if len({time for time, _ in flow.times}) > 1
    ]


def told_of(case: str, ways: Sequence[frozenset[_Conflict]]) -> tuple[_Conflict, ...]:
    """Return the conflicts about a case that stand whichever way the unsettled is taken."""
    if not ways:
        return ()
    standing = frozenset.intersection(*ways)
    return tuple(sorted((each for each in standing if case in each.cases), key=repr))


def _cases(flow: Flow, boats: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(case for case, boat in boats.items() if boat == flow.boat))
