"""Random small systems for which a box is known to hold every point that matters.

The families and why their box is enough (see `ashore.people.reference`):

- capped: a fixed row caps every variable, so the box up to the largest cap holds all points;
- book: women, others, and how many of each were taken off, all capped, with totals, parts, all-off claims;
- pair: two variables, coefficients 1 and -1: no determinant exceeds 2, so 2 * 2 * (limit + 1) is enough;
- joint: three variables, coefficients 1: no determinant exceeds 2, so 3 * 2 * (limit + 1);
- passed: three variables, single ones and differences of two: no determinant exceeds 1: 3 * (limit + 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ashore.people.system import Claim, Row, System, Terms

FAMILIES = ("capped", "book", "pair", "joint", "passed")
STEP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A system, two questions, and the box that is enough for the reference."""

    family: str
    system: System
    questions: tuple[Terms, ...]
    box: int


def random_trial(random: Random) -> Trial:
    """Draw a family and a system of it."""
    return {"capped": _capped, "book": _book, "pair": _pair, "joint": _joint, "passed": _passed}[
        random.choice(FAMILIES)
    ](random)


def row(terms: Terms, low: int | None, high: int | None) -> Row:
    """Write a row in one line."""
    return Row(terms=terms, low=low, high=high)


def _capped(random: Random) -> Trial:
    variables = random.randint(1, 4)
    cap = {1: 9, 2: 7, 3: 4, 4: 3}[variables]
    caps = tuple(row(((1, variable),), None, random.randint(1, cap)) for variable in range(variables))

    def any_row() -> Row:
        chosen = random.sample(range(variables), random.randint(1, min(3, variables)))
        return _limited(random, tuple((random.choice((1, 1, -1, 2, -2, 3)), each) for each in chosen), cap)

    return _trial(random, "capped", variables, caps, any_row, cap)


def _book(random: Random) -> Trial:
    women, others, women_off, others_off = range(4)
    cap = 3
    caps = [row(((1, women),), None, cap), row(((1, others),), None, cap)]
    balances = [row(((1, women), (-1, women_off)), 0, None), row(((1, others), (-1, others_off)), 0, None)]

    def any_row() -> Row:
        sums: list[Terms] = [
            ((1, women), (1, others)),
            ((1, women),),
            ((1, women_off), (1, others_off)),
            ((1, women_off),),
        ]
        if random.random() < 0.3:
            return row(random.choice((((1, women), (-1, women_off)), ((1, others), (-1, others_off)))), 0, 0)
        return _limited(random, random.choice(sums), 2 * cap)

    return _trial(random, "book", 4, (*caps, *balances), any_row, cap)


def _pair(random: Random) -> Trial:
    def any_row() -> Row:
        chosen = random.sample(range(2), random.randint(1, 2))
        return _limited(random, tuple((random.choice((1, -1)), each) for each in chosen), 3)

    return _trial(random, "pair", 2, (), any_row, 2 * 2 * (5 + 1))


def _joint(random: Random) -> Trial:
    def any_row() -> Row:
        chosen = random.sample(range(3), random.randint(1, 3))
        return _limited(random, tuple((1, each) for each in chosen), 0)

    return _trial(random, "joint", 3, (), any_row, 3 * 2 * (2 + 1))


def _passed(random: Random) -> Trial:
    def any_row() -> Row:
        one, other = random.sample(range(3), 2)
        terms: Terms = random.choice((((1, one),), ((1, one), (-1, other))))
        return _limited(random, terms, 1)

    return _trial(random, "passed", 3, (), any_row, 3 * (3 + 1))


def _limited(random: Random, terms: Terms, most: int) -> Row:
    """A row with limits of at most `most + 2` either way: a range, at least, at most, or a bare mention."""
    low = random.choice((None, random.randint(min(most, 1) - 1, most), random.randint(0, most)))
    high = random.choice((None, (low or 0) + random.randint(0, 2)))
    return row(terms, low, high)


def _trial(
    random: Random, family: str, variables: int, always: tuple[Row, ...], any_row: Callable[[], Row], box: int
) -> Trial:
    fixed = (*always, *(any_row() for _ in range(random.choice((0, 0, 0, 1, 2)))))
    claims = tuple(
        Claim(
            id=f"claim-{number}",
            rank=random.choice((0, 1, 1, 2)),
            rows=tuple(any_row() for _ in range(random.choice((1, 1, 1, 2)))),
        )
        for number in range(random.randint(0, 7))
    )
    ids = [claim.id for claim in claims]
    pairs = random.choice((0, 0, 1, 3)) if len(ids) > 1 else 0
    drawn = [random.sample(ids, 2) for _ in range(pairs)]
    rivals = frozenset((one, other) for one, other in drawn)
    falls = family in ("capped", "book") or random.random() < 0.2
    factors = (1, 1, -1, 2) if falls else (1, 1, 2)
    questions = tuple(
        tuple(
            (random.choice(factors), each)
            for each in random.sample(range(variables), random.randint(1, variables))
        )
        for _ in range(2)
    )
    system = System(variables=variables, fixed=fixed, claims=claims, rivals=rivals)
    return Trial(family=family, system=system, questions=questions, box=box)
