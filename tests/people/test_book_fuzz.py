"""Anything that format 8.1 lets people tell gives a book that keeps its promises."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from situations import Told, count

from ashore.model.facts import CaseFacts
from ashore.model.vocabulary import ABOUT, ACTIONS, CHANNELS, CRAFT_AFTER, PLACE_KINDS, SENDER_ROLES
from ashore.people import people_book, tied_groups
from ashore.people.account import FIGURES, Account, PeopleBook
from ashore.people.endings import BASES, QUESTIONS, objections

UNITS = (None, "lifeboat", "cutter", "helicopter")
NAMED = (
    "unit:lifeboat",
    "unit:cutter",
    "boat:B",
    "boat:nobody",
    "hospital:Lille",
    "quay:Calais",
    "beach:Wissant",
)


def _pick(dice: random.Random, codes: frozenset[str], *more: str | None) -> Any:
    return dice.choice([*sorted(codes), *more])


def _number(dice: random.Random) -> Any:
    low = dice.randint(0, 30)
    said = dice.choice([low, low, (low, low + dice.randint(0, 9)), f"about {low}", f"{low} or more", "?"])
    parts = {"children": dice.randint(0, 4)} if dice.random() < 0.2 else {}
    return count(said, **parts)


def random_told(dice: random.Random) -> Told:
    """A few mentions of anything at all, about up to three cases."""
    told = Told().cases("A", "B", "C")
    for minute in dice.choices(range(0, 3000, 7), k=dice.randint(1, 6)):
        mention: dict[str, Any] = {
            "role": _pick(dice, SENDER_ROLES, None, "unit", "aboard", "aboard"),
            "channel": _pick(dice, CHANNELS, "phone", "phone", "vhf"),
            "subject": _pick(dice, ABOUT, *["craft"] * 20),
            "standing": dice.choice(["linked"] * 4 + ["proposed", "apart"]),
            "covers": dice.choice(["one", "all"]),
            "boats": dice.choice([None, None, 1, 2]),
            "by_person": dice.random() < 0.8,
            "set_aside": dice.choice([()] * 6 + [("on_board",), ("*",), ("encounter",)]),
        }
        if dice.random() < 0.5:
            mention["on_board"] = _number(dice)
        if dice.random() < 0.6:
            fields = ("set_out", "seen", "taken_off", "left_aboard", "in_water", "dead")
            mention["encounter"] = {
                **{name: _number(dice) for name in fields if dice.random() < 0.3},
                "unit": dice.choice(UNITS),
                "action": _pick(dice, ACTIONS, None, *["recovered"] * 8),
                "all_off": dice.choice(["yes", "no", "not_asked"]),
                "says_who": dice.choice([None, "unit", "survivors"]),
                "craft_after": _pick(dice, CRAFT_AFTER, None, None),
                "place": dice.choice([None, "Calais", "Dover"]),
            }
        if dice.random() < 0.4:
            places = [*sorted(PLACE_KINDS), *NAMED, *["boat"] * 8]
            mention["movements"] = tuple(
                (
                    dice.choice(places),
                    dice.choice(places),
                    _number(dice),
                    dice.choice([None, None, minute // 2]),
                )
                for _ in range(dice.randint(1, 2))
            )
        about = tuple(dice.sample(["A", "B", "C"], dice.choice([1, 1, 1, 2])))
        told.mention(minute, about, **mention)
    if dice.random() < 0.3:
        told.compare(*dice.sample(["A", "B", "C"], 2), dice.choice(["same", "perhaps", "apart"]))
    return told


def ends(account: Account) -> list[tuple[int, int | None]]:
    """Every total of an account."""
    return [(getattr(account, name).total.low, getattr(account, name).total.high) for name in FIGURES]


def check(book: PeopleBook, group: tuple[CaseFacts, ...]) -> None:
    """Ends are in order, holders are all of the joint, and every reason can be said."""
    for account in (book.joint, *(each.account for each in book.cases)):
        assert all(low >= 0 and (high is None or low <= high) for low, high in ends(account))
    assert [total.still_out.range for total in book.holders] == [book.joint.still_out.total.range]
    for case in group:
        for reason in objections(case, book, group):
            assert reason.code in QUESTIONS
            assert set(reason.bases) <= set(BASES)
            assert "{" not in reason.sentence()


def books_made(seeds: range) -> int:
    """Make the book of every group of these seeds, hold each to its rules, and return how many were made.

    Each is made again in another order, and once with a proposal more.
    """
    made = 0
    for seed in seeds:
        dice = random.Random(seed)
        told = random_told(dice)
        cases = told.group()
        for group in tied_groups(cases):
            book = people_book(group)
            check(book, group)
            turned = [replace(case, mentions=case.mentions[::-1]) for case in reversed(group)]
            assert people_book(turned) == book, seed
            made += 1
        whole = people_book(cases)
        met = {"unit": "newcomer", "action": "recovered", "taken_off": 5, "all_off": "yes"}
        told.mention(3500, "A", standing="proposed", encounter=met)
        wider = people_book(told.group())
        for before, after in zip(whole.cases, wider.cases, strict=True):
            for (low, high), (least, most) in zip(ends(before.account), ends(after.account), strict=True):
                assert least <= low, seed
                assert most is None or (high is not None and high <= most), seed
    return made


def test_anything_told_gives_a_book() -> None:
    """Sixty random groups of mentions of every kind."""
    assert books_made(range(60)) >= 60


@pytest.mark.slow
@pytest.mark.parametrize("first", range(60, 660, 150))
def test_a_great_many_things_told_give_books(first: int) -> None:
    """Six hundred more."""
    assert books_made(range(first, first + 150)) >= 150
