"""Claims as an editor goes through them: one row for one number of one source, what contradicts the book first.

A number that several texts print after one another is one row, and so is a total with the parts that make it up:
either would otherwise be read as so many witnesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ashore.figures.claims_beside import AGREES, CONTRADICTS, NOT_COMPARABLE, OVERLAPS, Compared
from ashore.figures.claims_chains import Mutation
from ashore.figures.claims_said import words_of
from ashore.figures.claims_totals import Total

VERDICTS = (CONTRADICTS, OVERLAPS, AGREES, NOT_COMPARABLE)
"""Every verdict, in the order in which somebody has to look at what it was given to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number of one source: `first` is the earliest that printed it, `copies` are the other texts that do.

    `parts` are the claims that are compared under it, its parts and whatever says it again in the same text;
    `total` is how its text publishes it, None where the text's number is no count. `elsewhere` is how many other
    rows go back to the same source.
    """

    first: Compared
    copies: tuple[Compared, ...]
    parts: tuple[Compared, ...]
    total: Total | None
    elsewhere: int = 0

    @property
    def verdict(self) -> str:
        """What it comes to beside the book."""
        return self.first.verdict

    @property
    def by(self) -> tuple[int, ...]:
        """The claim less the book, for each number of the book that it contradicts, the largest difference first."""
        found = {one.by for one in self.first.against if one.by is not None}
        return tuple(sorted(found, key=lambda by: (-abs(by), by)))

    @property
    def claims(self) -> tuple[Compared, ...]:
        """Every claim in it."""
        return (self.first, *self.copies, *self.parts)

    @property
    def mutations(self) -> tuple[Mutation, ...]:
        """The words that were changed between the texts of this row."""
        ids = {each.said.id for each in self.claims}
        return tuple(each for each in self.first.chain.mutations if ids.issuperset(each.between))


def rows(compared: Sequence[Compared], published: Iterable[Total]) -> tuple[Row, ...]:
    """Return the claims in rows, each claim in exactly one: what contradicts first, then what others dispute.

    Within that the order is the one given.
    """
    by_id = {each.said.id: each for each in compared}
    totals = {total.said.id: total for total in published}
    parts: dict[str, list[Compared]] = {}
    heads: list[Compared] = []
    for each in compared:
        top = _top(each, by_id)
        if top is each:
            heads.append(each)
        else:
            parts.setdefault(top.said.id, []).append(each)
    together: dict[tuple[object, ...], list[list[Compared]]] = {}
    for head in heads:
        alike = together.setdefault(_printed(head), [])
        same = next((printed for printed in alike if _is_copy(head, printed)), None)
        if same is None:
            alike.append([head])
        else:
            same.append(head)
    order = {each.said.id: number for number, each in enumerate(compared)}
    of_source: dict[str, int] = {}
    made = []
    for printed in (printed for alike in together.values() for printed in alike):
        first, *copies = sorted(printed, key=_earliest)
        of_source[_source(first)] = of_source.get(_source(first), 0) + 1
        made.append((first, copies))
    found = [
        Row(
            first=first,
            copies=tuple(copies),
            parts=tuple(part for each in (first, *copies) for part in parts.get(each.said.id, ())),
            total=totals.get(first.said.id),
            elsewhere=of_source[_source(first)] - 1,
        )
        for first, copies in made
    ]
    return tuple(
        sorted(
            found,
            key=lambda row: (
                VERDICTS.index(row.verdict),
                not any(each.conflicts for each in row.claims),
                min(order[each.said.id] for each in row.claims),
            ),
        )
    )


def _top(compared: Compared, by_id: dict[str, Compared]) -> Compared:
    """Return the total under which a claim stands in the end, itself where it is a part of nothing."""
    seen = {compared.said.id}
    while compared.part_of is not None and compared.part_of.id not in seen:
        above = by_id.get(compared.part_of.id)
        if above is None:
            break
        seen.add(above.said.id)
        compared = above
    return compared


def _earliest(compared: Compared) -> tuple[str, bool, int]:
    """Whoever printed it first, and of one day whoever names nobody else for it."""
    said = compared.said
    published = "9999" if said.published is None else said.published.isoformat()
    return published, said.claim.source is not None, compared.chain.said.index(said)


def _source(compared: Compared) -> str:
    return compared.chain.said[0].id


def _printed(compared: Compared) -> tuple[object, ...]:
    """Return what is the same in two claims that one source's texts print of one thing."""
    said, claim = compared.said, compared.said.claim
    return (
        _source(compared),
        compared.verdict,
        (claim.value, claim.low, claim.high, claim.unit),
        (claim.outcome, claim.kind, said.part, said.days),
    )


def _is_copy(compared: Compared, printed: Sequence[Compared]) -> bool:
    """Return whether a claim is what these are, printed by another text; without a number its words must be theirs."""
    others = [each for each in printed if each.said.document != compared.said.document]
    if len(others) < len(printed):
        return False
    claim = compared.said.claim
    if any(each is not None for each in (claim.value, claim.low, claim.high)):
        return True
    changed = {frozenset(each.between) for each in compared.chain.mutations}
    return any(
        words_of(each.said.claim.quote) == words_of(claim.quote)
        or frozenset((each.said.id, compared.said.id)) in changed
        for each in others
    )
