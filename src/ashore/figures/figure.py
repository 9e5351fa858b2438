"""A figure: a number with everything one must know before printing it (format ashore.figure/1)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ashore.figures.wording import coded, in_english, ranged
from ashore.model.phrases import Phrase, say

FORMAT = "ashore.figure/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """What somebody else says of the same outcome and period, or of one event under the figure.

    `value` is the number in the words (1000 in "more than 1,000"), None where none was stated.
    """

    source: str
    value: int | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How this figure stands to another of the same period: disjoint, contains, overlaps or unknown.

    Only disjoint figures may be added.
    """

    figure: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutOutcome:
    """Boat cases of the period of which nobody has said what became of the people, and how many that is."""

    cases: int
    low: int
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that opens to what is under it.

    `low` and `high` are integers, `high` None is no upper limit.
    `best` is the value if they are equal, else the official figure for the same period, else None.
    `scope` is `cases` (our own book) or the one series or claim it comes from; scopes are never added.
    `heads` names for each log the last entry the figure was made from, `sources` (`from` in the format)
    the entries under it; `cautions` its caveats, for a page to say in the reader's language.
    """

    id: str = ""
    figure: str
    unit: str
    period: str
    clock: str
    zone: str
    place: str | None
    scope: str
    low: int
    high: int | None
    best: int | None
    status: str
    known_at: str
    recorded_at: str
    heads: Mapping[str, str]
    definition: str
    does_not_count: str
    says_otherwise: tuple[Otherwise, ...]
    overlaps: tuple[Overlap, ...]
    without_outcome: WithoutOutcome
    sources: tuple[str, ...]
    cautions: tuple[Phrase, ...]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What one must know before printing it, in the English of the public formats."""
        return tuple(in_english(each) for each in self.cautions)

    def as_json(self) -> dict[str, Any]:
        """Return the figure as the plain object of format ashore.figure/1, its fields in that order."""
        return {
            "format": FORMAT,
            "id": self.id,
            "figure": self.figure,
            "unit": self.unit,
            "period": self.period,
            "clock": self.clock,
            "zone": self.zone,
            "place": self.place,
            "scope": self.scope,
            "low": self.low,
            "high": self.high,
            "best": self.best,
            "status": self.status,
            "known_at": self.known_at,
            "recorded_at": self.recorded_at,
            "heads": dict(sorted(self.heads.items())),
            "definition": self.definition,
            "does_not_count": self.does_not_count,
            "says_otherwise": [
                {"source": other.source, "value": other.value, "quote": other.quote}
                for other in self.says_otherwise
            ],
            "overlaps": [
                {"figure": overlap.figure, "relation": overlap.relation} for overlap in self.overlaps
            ],
            "without_outcome": {
                "cases": self.without_outcome.cases,
                "low": self.without_outcome.low,
                "high": self.without_outcome.high,
            },
            "from": list(self.sources),
            "caveats": list(self.caveats),
        }

    @property
    def name(self) -> str:
        """How other figures of the same answer refer to this one: its name, and its scope where it is not ours."""
        return in_english(self.title)

    @property
    def shown(self) -> str:
        """The number as people read it: `31`, `2–6`, `at least 1001`, `not known`."""
        return in_english(self.number)

    @property
    def number(self) -> Phrase:
        """The number as `shown` has it, for a page to say in the reader's language."""
        if not self.low and self.high is None:
            return say("not known")
        return say("{number}", number=ranged(self.low, self.high))

    @property
    def title(self) -> Phrase:
        """The `name`, for a page to say in the reader's language."""
        if self.scope == "cases":
            return say("{figure}", figure=coded(self.figure))
        return say("{figure} ({scope})", figure=coded(self.figure), scope=self.scope)


_IDENTIFYING = (
    "format figure unit period clock zone place scope low high best known_at recorded_at heads "
    "definition does_not_count from"
).split()
"""The fields that an id follows from: the question, its cut, the heads, the value and the entries under it."""


def id_of(plain: Mapping[str, Any]) -> str:
    """Return the id that a plain object of format ashore.figure/1 has by its own fields: same entries, same id.

    What is said beside it (other sources, overlaps, caveats) follows from these and is left out.
    Raises KeyError where a field is missing.
    """
    question = {name: plain[name] for name in _IDENTIFYING}
    text = json.dumps(question, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:10]
    return f"{plain['figure']}-{base64.b32encode(digest).decode().lower()}"


def with_id(figure: Figure) -> Figure:
    """Return the figure with the id that its question, cut, heads and value give it (`id_of`)."""
    return replace(figure, id=id_of(figure.as_json()))
