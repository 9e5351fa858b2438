"""The people book worked out by counting on fingers: every world, every way, every belief.

Straight from the rules of the people book and nothing of `ashore.people`: small numbers, one or two boats,
children or no parts. A world says how many were aboard each boat and how many each movement took. A
belief is a set of claims true in some world; hand counts first, as many as can be, then spoken ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

MOST_TOLD = 3
MOST_MOVED = 4
"""Nobody tells of more than 3, so a boat whose people are bounded never held more than 3 left and 4 moved by
each movement; one that holds one more is one that nothing bounds."""

WITHOUT_END = 1000
"""Stands for a number that only the edge of the box kept from growing."""


@dataclass(frozen=True)
class Item:
    """One mention: what it tells, when, and the sets of boats it may be about (each solved as a way).

    `kind`: count (aboard at the time), caller (at least one), take (by `unit`), off (all off the boat now),
    body. `low`/`high` are of everybody, `child` of the children if they were stated.
    """

    kind: str
    minute: int
    ways: tuple[tuple[str, ...], ...]
    low: int = 0
    high: int | None = None
    child: tuple[int, int | None] | None = None
    unit: str = ""
    hand: bool = False
    all_off: bool = False


@dataclass(frozen=True)
class PlainBook:
    """A book as told: its items, and whether cases A and B are perhaps one boat."""

    items: tuple[Item, ...]
    cases: tuple[str, ...]
    perhaps: bool
    parts: int


Ends = tuple[int, int | None]


def plain_bounds(book: PlainBook) -> dict[str, Ends]:
    """Return the bounds of each case and of "joint", and of the "children" of all if they are counted."""
    found: dict[str, list[Ends]] = {}
    for merged in (False, True) if book.perhaps else (False,):
        for chosen in product(*(item.ways for item in book.items)):
            boat_of = {case: "A" if merged else case for case in book.cases}
            about = [tuple(sorted({boat_of[case] for case in way})) for way in chosen]
            for name, ends in _one_way(book, about, sorted(set(boat_of.values()))).items():
                if not merged or name in ("joint", "children"):
                    found.setdefault(name, []).append(ends)
    return {name: _hull(ways) for name, ways in found.items()}


def _hull(ways: list[Ends]) -> Ends:
    highs = [high for _, high in ways]
    return min(low for low, _ in ways), None if None in highs else max(high or 0 for high in highs)


def _one_way(book: PlainBook, about: list[tuple[str, ...]], boats: list[str]) -> dict[str, Ends]:
    told = sorted(
        ((item, where) for item, where in zip(book.items, about, strict=True) if where),
        key=lambda each: (each[0].minute, each[0].kind not in ("count", "caller")),
    )
    claims, rivals, worlds = _claims_and_worlds(told, boats, book.parts)
    by_truth: dict[int, dict[str, list[int]]] = {}
    for truth, outs in worlds:
        kept = by_truth.setdefault(truth, {name: [number, number] for name, number in outs.items()})
        for name, number in outs.items():
            kept[name][0] = min(kept[name][0], number)
            kept[name][1] = max(kept[name][1], number)
    hand = sum(1 << number for number, (is_hand, _) in enumerate(claims) if is_hand)
    answers: dict[str, list[Ends]] = {}
    for firm in _maximal({truth & hand for truth in by_truth}):
        possible = {truth for truth in by_truth if truth & firm == firm}
        spoken = {free for truth in possible for free in _without_rivals(truth & ~hand, rivals)}
        for belief in _maximal(spoken):
            held = [by_truth[truth] for truth in possible if truth & belief == belief]
            for name in held[0]:
                low = min(each[name][0] for each in held)
                high = max(each[name][1] for each in held)
                answers.setdefault(name, []).append((low, high))
    return {
        name: _hull([(low, None if high >= WITHOUT_END else high) for low, high in ends])
        for name, ends in answers.items()
    }


def _maximal(sets: set[int]) -> list[int]:
    return [one for one in sets if not any(one != other and one & other == one for other in sets)]


def _without_rivals(truth: int, rivals: list[tuple[int, int]]) -> Iterator[int]:
    """Every way of giving up one of each two rivals that are both true."""
    both = [(1 << one, 1 << other) for one, other in rivals if truth >> one & 1 and truth >> other & 1]
    for given_up in product(*both):
        left = truth
        for one in given_up:
            left &= ~one
        yield left


def _claims_and_worlds(
    told: list[tuple[Item, tuple[str, ...]]], boats: list[str], parts: int
) -> tuple[list[tuple[bool, object]], list[tuple[int, int]], list[tuple[int, dict[str, int]]]]:
    names = [("aboard", boat) for boat in boats]
    for item, where in told:
        if item.kind in ("take", "body"):
            names += [(f"{item.kind} {item.unit or item.minute}", boat) for boat in where]
    names = list(dict.fromkeys(names))
    claims: list[tuple[bool, object]] = []
    checks = []
    for item, where in told:
        people = list(range(parts + 1))
        spans = [(people, item.low, item.high)]
        if item.child is not None:
            spans.append(([0], *item.child))
        if item.kind == "caller":
            spans = [(people, 1, None)]
        for who, low, high in spans if item.kind != "off" else []:
            if low == 0 and high is None:
                continue
            terms = _terms(item, where, told, names)
            key = (tuple(sorted(terms)), tuple(who), low, high, item.hand)
            if key not in [each[1] for each in claims]:
                claims.append((item.hand, key))
                checks.append((terms, who, low, high))
        if item.all_off:
            for boat in where:
                for number in people:
                    terms = _stock(boat, item.minute, told, names, after=True)
                    key = (tuple(sorted(terms)), (number,), 0, 0, False)
                    if key not in [each[1] for each in claims]:
                        claims.append((False, key))
                        checks.append((terms, [number], 0, 0))
    rivals = [
        (one, other)
        for one in range(len(claims))
        for other in range(one)
        if not claims[one][0]
        and not claims[other][0]
        and claims[one][1][:2] == claims[other][1][:2]
        and checks[one][3] is not None
        and checks[other][3] is not None
    ]
    worlds = list(_worlds(told, boats, names, parts, checks))
    return claims, rivals, worlds


def _terms(
    item: Item, where: tuple[str, ...], told: object, names: list[tuple[str, str]]
) -> list[tuple[int, int]]:
    if item.kind in ("take", "body"):
        return [(1, names.index((f"{item.kind} {item.unit or item.minute}", boat))) for boat in where]
    terms: list[tuple[int, int]] = []
    for boat in where:
        terms += _stock(boat, item.minute, told, names, after=False)
    return terms


def _stock(
    boat: str, minute: int, told: object, names: list[tuple[str, str]], *, after: bool
) -> list[tuple[int, int]]:
    """Those aboard a boat at a time: all who were there less those moved before (and, after, at that time)."""
    left_at: dict[int, int] = {}
    all_off = min((i.minute for i, w in told if i.all_off and boat in w), default=None)
    for item, where in told:
        if item.kind in ("take", "body") and boat in where:
            column = names.index((f"{item.kind} {item.unit or item.minute}", boat))
            when = item.minute
            if item.kind == "body" and all_off is not None:
                when = min(when, all_off)
            left_at[column] = min(left_at.get(column, when), when)
    gone = [(-1, column) for column, when in left_at.items() if when < minute or (after and when == minute)]
    return [(1, names.index(("aboard", boat))), *gone]


def _worlds(told, boats, names, parts, checks) -> Iterator[tuple[int, dict[str, int]]]:
    """Yield every world's true claims, as bits, and how many are out in it."""
    people = parts + 1
    most = {
        boat: MOST_TOLD + MOST_MOVED * sum(name != "aboard" and of == boat for name, of in names) + 1
        for boat in boats
    }
    sizes = []
    for name, boat in names:
        sizes += [range((most[boat] if name == "aboard" else MOST_MOVED) + 1)] * people
    stocks = [_stock(boat, 10**9, told, names, after=True) for boat in boats]
    for world in product(*sizes):

        def total(terms, who, world=world):
            return sum(sign * world[column * people + number] for sign, column in terms for number in who)

        if any(total(stock, [number]) < 0 for stock in stocks for number in range(people)):
            continue
        truth = 0
        for bit, (terms, who, low, high) in enumerate(checks):
            number = total(terms, who)
            if number >= low and (high is None or number <= high):
                truth |= 1 << bit
        everybody = list(range(people))
        outs = {boat: total(stock, everybody) for boat, stock in zip(boats, stocks, strict=True)}
        edges = {
            boat: [world[names.index(("aboard", boat)) * people + n] == most[boat] for n in everybody]
            for boat in boats
        }
        shown = {boat: WITHOUT_END if any(edges[boat]) else outs[boat] for boat in boats}
        result = {**shown, "joint": sum(shown.values())}
        if parts:
            at_edge = any(edge[0] for edge in edges.values())
            result["children"] = WITHOUT_END if at_edge else sum(total(stock, [0]) for stock in stocks)
        yield truth, result
