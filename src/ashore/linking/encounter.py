"""The encounter test: whether a boat that a unit came to is the one that is sought, in agreement and contradiction.

On 24 November 2021 a boat was found, taken for another that had called, and that one's case was closed. So a found
boat is weighed against every sought one by the same evidence as a call is, and by what only somebody beside it sees:
whether there is water in it, and people in the water around it. It ends nothing; an ending must answer it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ashore.linking.heard import Heard
from ashore.linking.reasons import Reason
from ashore.linking.rule import RULES
from ashore.model.phrases import Instant, Phrase, say

_ENCOUNTER = RULES["encounter"]
WHEN_FOUND = frozenset({"known_otherwise", "found"})
"""Levels that go by when a unit came: an ending asks about each later call by itself, and any boat may be found."""


def contrasts(found: Heard, sought: Sequence[Heard]) -> Iterator[Reason]:
    """Yield what a unit saw of a boat beside what was said of the one that is sought; nothing where no unit met one.

    Log-odds are assumptions, in `rules.toml`; what nobody said, or the unit did not say, speaks for neither.
    """
    if not found.met:
        return
    before = [each for each in sought if not each.met and each.at <= found.at]
    yield from _water(found, [each for each in before if each.water == "in"])
    yield from _swimming(found, [each for each in before if each.swimming == "some"])


def another_boat(p: float, reasons: Sequence[Reason]) -> bool:
    """Return whether a found boat may well be another than the one it is held to be, and something says so.

    `p` is how likely it is that one. Where nothing speaks against it, little evidence is no contradiction.
    """
    against = sum(each.log_odds for each in reasons if each.log_odds < 0)
    return bool(1 - p >= _ENCOUNTER["another"] and against <= _ENCOUNTER["against"])


def in_words(reasons: Sequence[Reason]) -> Phrase:
    """Return the sentences of one or more reasons one after another, the strongest first."""
    first, *rest = (each.says for each in sorted(reasons, key=lambda each: -abs(each.log_odds)))
    told = first
    for each in rest:
        told = say("{first} {then}", first=told, then=each)
    return told


def _water(found: Heard, said: Sequence[Heard]) -> Iterator[Reason]:
    if not said or not found.water:
        return
    first = min(said, key=lambda each: each.said)
    if found.water == "in":
        yield Reason(
            evidence="water",
            log_odds=_ENCOUNTER["water_in_both"],
            says=say("There is water in it, as was said at {time}.", time=Instant(ms=first.at)),
        )
        return
    yield Reason(
        evidence="water",
        log_odds=_ENCOUNTER["dry"],
        says=say("It is dry; at {time} the sought boat was taking in water.", time=Instant(ms=first.at)),
    )


def _swimming(found: Heard, said: Sequence[Heard]) -> Iterator[Reason]:
    if not said or not found.swimming:
        return
    first = min(said, key=lambda each: each.said)
    if found.swimming == "some":
        yield Reason(
            evidence="in_the_water",
            log_odds=_ENCOUNTER["swimming_in_both"],
            says=say("People are in the water, as was said at {time}.", time=Instant(ms=first.at)),
        )
        return
    yield Reason(
        evidence="in_the_water",
        log_odds=_ENCOUNTER["nobody_swimming"],
        says=say(
            "Nobody is in the water; at {time} people of the sought boat were.", time=Instant(ms=first.at)
        ),
    )
