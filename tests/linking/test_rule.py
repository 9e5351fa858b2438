"""What is linked without a person when no telephone is in common."""

from __future__ import annotations

import numpy as np
import pytest

from ashore.linking.joint import LEVELS
from ashore.linking.rule import overwhelming


def judged(p: float = 0.96, **odds: float) -> bool:
    """Say whether two mentions half an hour apart are linked without a person, of two telephones."""
    told = np.array([odds.get(level, 0.0) for level in LEVELS])
    return overwhelming(told, p, 30 * 60_000, same_phone=False, lay_still=False)


@pytest.mark.parametrize("where", [0.0, 1.2, 1.9])
def test_looks_beach_and_language_link_nothing_where_the_place_says_little(where: float) -> None:
    assert not judged(where=where, colour=3.6, departed=2.8, language=1.7, state=1.0)


def test_two_fixes_in_one_place_and_the_same_looks_are_one_boat() -> None:
    assert judged(where=3.0, colour=3.6, departed=2.8, language=1.7)


@pytest.mark.parametrize("level", ["how_many", "kind", "colour", "phone", "when"])
def test_what_speaks_much_against_it_is_asked_about(level: str) -> None:
    told = {"where": 9.0, "colour": 3.6, "departed": 2.8} | {level: -3.5}
    assert not judged(**told)


def test_that_boats_are_found_links_no_two() -> None:
    assert not judged(where=3.0, found=9.0)
