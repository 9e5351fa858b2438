"""Who is counted in a clause: its numbers as `reading.claims` reads them, with what is claimed of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ashore.model.claims import Claim
from ashore.reading.claims.lexicon import lexicon
from ashore.reading.claims.numbers import numbers
from ashore.reading.claims.quantities import Quantity, quantities
from ashore.reading.claims.text import Sentence
from ashore.reading.saying import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number of people or boats at [start, end) of the text.

    `value`, `qualifier`, `low` and `high` are as in format 8.3; `outcomes` what is claimed of them, empty where no
    claim is made; `part` is children, women or men where it counts those, `inside` whether it is some of another;
    `kind` is the claim's, "" for none, `noun` whether a noun of people or boats stands with it, and `article` whether
    the number is only an article ("a sailor"), `further` whether it is of others than were told of ("eight more").
    """

    start: int
    end: int
    value: int | None
    qualifier: str | None
    low: int | None
    high: int | None
    unit: str
    outcomes: tuple[str, ...]
    part: str | None
    inside: bool
    kind: str
    noun: bool
    article: bool
    further: bool

    @property
    def exact(self) -> int | None:
        """The number where it is said exactly, else None."""
        return self.value if self.qualifier == "exact" else None


STANDING = frozenset({"cumulative", "stock", "rate", "trend", "estimate", "demand", "opinion", "derived"})
"""Kinds of claim that tell of no one operation."""


def counted_in(
    text: str, sentence: Sentence, claims: Iterable[Claim], masked: list[tuple[int, int]]
) -> Iterator[Counted]:
    """Yield the people and boats counted in a sentence, in its order; what stands in a masked place is no count."""
    rules = lexicon(sentence.language)
    made = [claim for claim in claims if claim.unit in ("person", "boat", "incident")]
    for each in quantities(sentence, tuple(numbers(sentence, rules)), rules):
        start, end = sentence.words[each.number.first].start, sentence.words[each.last - 1].end
        unit = each.unit.unit if each.unit is not None else "person"
        if unit not in ("person", "boat", "incident") or any(
            start < stop and begin < end for begin, stop in masked
        ):
            continue
        claim = next(
            (one for one in made if (each.unit is None or one.unit == unit) and _holds(one, start, end)), None
        )
        if claim is not None and each.unit is None and claim.outcome not in _OF_PEOPLE:
            unit = claim.unit or unit
        following = sentence.words[each.last].low if each.last < len(sentence.words) else ""
        further = each.other or following in rules.grammar["other"]
        yield _counted(text, each, start, end, unit, claim, further)


_OF_PEOPLE = frozenset(
    "dead missing dead_or_missing body_recovered overboard hospital medical handed_over".split()
)
"""Outcomes of people alone: a number without a noun that has one counts nobody's boats."""


def _holds(claim: Claim, start: int, end: int) -> bool:
    return claim.start is not None and claim.end is not None and claim.start <= start and end <= claim.end


def _counted(
    text: str, each: Quantity, start: int, end: int, unit: str, claim: Claim | None, further: bool
) -> Counted:
    number = each.number
    own = each.unit.outcome if each.unit is not None else None
    claimed = claim.outcomes if claim is not None else (own,) if own is not None else ()
    outcomes = tuple(code for code in claimed if code != "other")  # an end without a code tells of no step
    return Counted(
        start=start,
        end=end,
        value=number.value,
        qualifier=number.qualifier,
        low=number.low,
        high=number.high,
        unit=unit,
        outcomes=outcomes,
        part=_part(text[start:end]) if unit == "person" else None,
        inside=claim is not None and (claim.kind == "subset" or claim.subset_of is not None),
        kind=(claim.kind or "") if claim is not None else "",
        noun=each.unit is not None,
        further=further,
        article=number.qualifier == "indefinite"
        or (number.value == 1 and _ARTICLE.match(folded(text[start:end])) is not None),
    )


def _part(words: str) -> str | None:
    low = folded(words)
    return next((name for name, pattern in _PARTS if pattern.search(low)), None)


_ARTICLE = re.compile(r"(?:un|une|a|an)\b")
_PARTS = (
    (
        "children",
        re.compile(
            r"\b(?:child(?:ren)?|kids?|minors?|bab(?:y|ies)|infants?|toddlers?|boys?|girls?|newborns?"
            r"|enfants?|mineure?s?|bebes?|nourrissons?|fillettes?|garconnets?|nouveau-nes?)\b"
        ),
    ),
    ("women", re.compile(r"\b(?:wom[ae]n|femmes?)\b")),
    ("men", re.compile(r"\b(?:m[ae]n|hommes?)\b")),
)
