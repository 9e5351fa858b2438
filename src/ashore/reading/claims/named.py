"""People counted by being named: the bodies of three by name, one body not found, a family of five and two more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ashore.reading.claims.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """So many at [start, end) of a sentence whom no number counts: named, added up, or told by the last one's place."""

    start: int
    end: int
    value: int
    outcome: str
    kind: str
    says: str
    unit: str = "person"


_AGE = (
    r"(?:\d{1,2}(?: ans)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)(?: ans)?)"
)
_NAME = r"[A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+){0,4}"
_ONE = rf"{_NAME}, {_AGE}"
_BODIES = re.compile(
    rf"\b(?:[Tt]he bodies of|[Ll]es corps de|[Ll]es dépouilles de) (?P<names>{_ONE}(?:(?:,|,? and|,? et) {_ONE})+),?"
    r" (?:(?:were|have been) (?:recovered|found)|(?:ont été|furent) (?:retrouvés|repêchés|récupérés))"
)
_NOT_FOUND = re.compile(
    r"\b(?:[Tt]he (?:body|remains) of|[Ll]e corps d(?:e |['’]|u ))(?P<who>[^.;:\"“«]{3,90}?),? "
    r"(?:(?:has|have) (?:still |yet )?not (?:yet )?been (?:found|recovered)|(?:was|were) never (?:found|recovered)"
    r"|n['’]a (?:toujours |encore )?(?:pas|jamais) (?:encore )?été (?:retrouvé|repêché|récupéré))"
)
_MANY = re.compile(
    r"\b(?:two|three|four|five|six|\d+|deux|trois|quatre|cinq)\b (?:men|women|people|others|hommes|femmes|personnes)\b"
)


def named_in(words: str) -> Iterator[Named]:
    """Yield the bodies recovered of people by name, and a person whose body is said not to be found."""
    if "bod" not in words and "corps" not in words and "dépouilles" not in words and "remains" not in words:
        return
    bodies = _BODIES.search(words)
    if bodies is not None:
        count = len(re.findall(_ONE, bodies["names"]))
        yield Named(
            start=bodies.start(),
            end=bodies.end(),
            value=count,
            outcome="body_recovered",
            kind="derived",
            says="bodies of people by name",
        )
    missing = _NOT_FOUND.search(words)
    if missing is not None and _MANY.search(missing["who"]) is None:
        yield Named(
            start=missing.start(),
            end=missing.end(),
            value=1,
            outcome="missing",
            kind="state",
            says="a body not found",
        )


_FAMILY = ("a", "family", "of"), ("une", "famille", "de")


def added_up(words: tuple[str, ...], told: list[Told]) -> tuple[Told, Told] | None:
    """Return the two numbers of "a family of five and two other men", which are seven; None where there are none."""
    for one, two in pairwise(told):
        gap = words[one.quantity.last : two.quantity.number.first]
        first = one.quantity.number.first
        if (
            gap in (("and",), ("et",))
            and two.quantity.other
            and words[max(0, first - 3) : first] in _FAMILY
            and isinstance(one.quantity.number.value, int)
            and isinstance(two.quantity.number.value, int)
            and two.outcomes
        ):
            return one, two
    return None
