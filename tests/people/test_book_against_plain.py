"""The book against the plain one: random small books, worked out both ways."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from plain_book import Ends, Item, PlainBook, plain_bounds
from situations import Told, count

from ashore.people import people_book

QUICK, SLOW = 100, 1_000


def random_book(dice: random.Random) -> PlainBook:
    """A book of one or two boats with a few mentions, in numbers up to three."""
    shape = dice.choice(["one", "one", "parts", "two", "two"])
    cases = ("A", "B") if shape == "two" else ("A",)
    items: list[Item] = []
    for minute in sorted(dice.sample(range(10, 400), dice.randint(2, 5))):
        kinds = ["count", "count", "count", "caller", "off"]
        takes = len({item.unit for item in items if item.kind == "take"})
        if takes < (1 if shape != "one" else 2):
            kinds += ["take"] * 4
        if shape == "one" and not any(item.kind == "body" for item in items):
            kinds.append("body")
        items.append(_random_item(dice, dice.choice(kinds), minute, cases, shape == "parts", takes))
    perhaps = len(cases) == 2 and dice.random() < 0.3
    return PlainBook(items=tuple(items), cases=cases, perhaps=perhaps, parts=int(shape == "parts"))


def _random_item(
    dice: random.Random, kind: str, minute: int, cases: tuple[str, ...], parts: bool, takes: int
) -> Item:
    low = dice.randint(0, 3)
    high = dice.choice([low, low, dice.randint(low, 3), None])
    one = dice.choice(cases)
    ways: tuple[tuple[str, ...], ...] = ((one,),)
    settled = dice.random()
    if settled < 0.2:
        ways = ((), (one,))
    elif len(cases) == 2 and settled < 0.45:
        ways = (cases,)
    elif len(cases) == 2 and settled < 0.6:
        ways = (("A",), ("B",))
    elif len(cases) == 2 and settled < 0.7:
        ways = ((), ("A",), ("B",))
    item = Item(kind=kind, minute=minute, ways=ways, low=low, high=high)
    if parts and dice.random() < 0.7:
        child = dice.randint(0, 2)
        item = replace(item, child=(child, dice.choice([child, child, None])))
    if kind == "take":
        by_hand = low == high
        item = replace(item, unit=f"unit {takes}", hand=by_hand, all_off=dice.random() < 0.5)
        if not by_hand and item.child is not None:
            item = replace(item, child=None)
        elif item.child is not None:
            item = replace(item, child=(item.child[0], item.child[0]))
    elif kind == "body":
        item = replace(item, low=1, high=1, unit="finder", hand=True)
    elif kind == "off":
        item = replace(item, low=0, high=None, child=None, all_off=True)
    return item


def as_told(book: PlainBook, dice: random.Random) -> Told:
    """The same book as mentions, received in any order and some of them late."""
    told = Told()
    told.cases(*book.cases)
    if book.perhaps:
        told.compare("A", "B", "perhaps")
    items = list(book.items)
    dice.shuffle(items)
    for item in items:
        links = _links(item)
        late = item.minute + dice.choice([0, 0, 500])
        child = {} if item.child is None else {"children": _span(*item.child)}
        number = count(_span(item.low, item.high), **child)
        if item.kind == "count":
            told.mention(item.minute, None, links=links, known=late, on_board=number)
        elif item.kind == "caller":
            told.mention(item.minute, None, links=links, known=late, role="aboard")
        elif item.kind == "off":
            met = {"action": "alongside", "all_off": "yes"}
            told.mention(item.minute, None, links=links, known=late, encounter=met)
        elif item.kind == "body":
            met = {"unit": item.unit, "action": "body_found", "dead": 1}
            told.mention(item.minute, None, links=links, known=late, encounter=met)
        else:
            met = {"unit": item.unit, "action": "recovered", "taken_off": number}
            met |= {"all_off": "yes"} if item.all_off else {}
            told.mention(item.minute, None, links=links, known=late, encounter=met)
    return told


def _links(item: Item) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    standing = "proposed" if () in item.ways else "linked"
    cases = tuple(sorted({case for way in item.ways for case in way}))
    return ((standing, cases, "all" if len(item.ways) == 1 else "one"),)


def _span(low: int, high: int | None) -> int | tuple[int, int] | str:
    if high is None:
        return f"{low} or more"
    return low if low == high else (low, high)


def by_intervals(book: PlainBook) -> Ends:
    """What adding and cutting intervals would say of everybody: the naive way, shown here to be wrong."""
    low, high, off_low, off_high = 0, None, 0, 0
    for item in book.items:
        if item.kind == "count":
            low = max(low, item.low)
            high = item.high if high is None else min(high, item.high or high)
        elif item.kind in ("take", "body"):
            off_low += item.low
            off_high += item.high or item.low
    return max(0, low - off_high), None if high is None else max(0, high - off_low)


def solved(told: Told, book: PlainBook) -> dict[str, Ends]:
    """The book's own answers, in the plain book's form."""
    answer = people_book(told.group())
    assert answer.exact
    found = {each.case: (each.still_out.low, each.still_out.high) for each in answer.cases}
    found["joint"] = (answer.joint.still_out.total.low, answer.joint.still_out.total.high)
    if book.parts:
        part = answer.joint.still_out.part("children")
        if part is not None:
            found["children"] = (part.low, part.high)
    return found


def check(seeds: range) -> None:
    """Compare the books of these seeds, and see that interval arithmetic would not have done."""
    naive_differs = 0
    for seed in seeds:
        dice = random.Random(seed)
        book = random_book(dice)
        found = solved(as_told(book, dice), book)
        plain = plain_bounds(book)
        assert found == {name: plain[name] for name in found}, (seed, book)
        naive_differs += by_intervals(book) != plain["joint"]
    assert naive_differs > len(seeds) // 10


def test_small_random_books_agree_with_the_plain_book() -> None:
    """A hundred random books come out as every world and belief enumerated says."""
    check(range(QUICK))


@pytest.mark.slow
def test_hundreds_of_random_books_agree_with_the_plain_book() -> None:
    """A thousand more."""
    check(range(QUICK, QUICK + SLOW))
