"""Labelled passages for the claim reader: what each text claims, written without a look at any rule.

`claims_LANG.jsonl` may be read by whoever writes rules; `claims_aside_LANG.jsonl` is opened by the tests
alone. Which passage goes where, the hash of its id decides. Those are hard on purpose; `claims_plain_LANG.jsonl` and
`claims_plain_aside_LANG.jsonl` hold news as it is on an ordinary day, without places, days and speakers in their
labels. `no_claims_LANG.txt` holds sentences whose numbers count no person, boat, lorry, call or event.

Only counts are labelled: how many of what, with which end, and the rates, trends and demands about them. Times,
ages, distances and opinions stand in the texts and have no label; a reader is held to `SCORED` kinds only.
What each label means, and which words are read how, is in docs/claim-examples.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ashore.model.vocabulary import CLAIM_KINDS, CLAIM_UNITS, OUTCOMES, QUALIFIERS, SOURCE_STANDINGS

HERE = Path(__file__).parent
SCORED = CLAIM_KINDS - {"time", "attribute", "measure", "process", "opinion"}
RATES = frozenset({"per_cent", "ratio"})
UNSAID = frozenset({"several", "dozens", "plural", "none"})
"""Qualifiers that stand for a number nobody said."""


UNSAID_FIELDS: dict[str, Any] = {
    **dict.fromkeys(
        "qualifier low high outcome place when_start when_end source subset_of repeats direction".split()
    ),
    "outcomes": [],
    "source_standing": "unknown",
}
"""Fields that a claim may leave out: nothing is said of them, or, in the plain passages, they are not labelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One claim as it is meant to be read: the fields of DESIGN 8.3, and how much it matters that it is read.

    Tier 1 must be read, 2 should be, 3 neither helps nor harms. `subset_of` and `repeats` are indices into the
    passage's claims; `value`, `low` and `high` are whole numbers, or decimal text in a rate.
    """

    quote: str
    start: int
    end: int
    value: int | str | None
    qualifier: str | None
    low: int | str | None
    high: int | str | None
    unit: str
    counted: str
    outcome: str | None
    outcomes: list[str]
    kind: str
    place: str | None
    when_start: str | None
    when_end: str | None
    source: str | None
    source_standing: str
    subset_of: int | None
    repeats: int | None
    direction: str | None
    tier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One to five sentences of one style, the day they were published, and every claim in them."""

    id: str
    style: str
    published: str | None
    text: str
    claims: tuple[Label, ...]


def languages() -> list[str]:
    """Return the languages that have passages, by their codes."""
    return sorted(path.stem.removeprefix("claims_") for path in HERE.glob("claims_??.jsonl"))


def load(name: str) -> tuple[Passage, ...]:
    """Return the passages of `claims_en`, `claims_aside_en` and so on; a field too many or too few raises TypeError."""
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(_passage(json.loads(line)) for line in lines)


def no_claims(language: str) -> list[str]:
    """Return the sentences of a language that claim no count."""
    return (HERE / f"no_claims_{language}.txt").read_text("utf-8").splitlines()


def set_aside(passage_id: str) -> bool:
    """Whether a passage is put aside: one id in four, by its hash, so that nobody chooses."""
    return int.from_bytes(sha256(passage_id.encode()).digest()) % 4 == 0


def faults(passage: Passage) -> Iterator[str]:
    """Yield what is wrong with a passage's labels, in words."""
    if not passage.text.strip() or not passage.style:
        yield "no text or no style"
    if passage.published is not None:
        date.fromisoformat(passage.published)
    for index, label in enumerate(passage.claims):
        for fault in _faults(passage, label, index):
            yield f"claim {index} ({label.quote!r}): {fault}"


def _faults(passage: Passage, label: Label, index: int) -> Iterator[str]:
    if passage.text[label.start : label.end] != label.quote or not label.quote.strip():
        yield "the quote does not stand at its offsets"
    if label.quote != label.quote.strip():
        yield "the quote begins or ends with a space"
    yield from _unknown_codes(label)
    yield from _number_faults(label)
    for relation, other in (("subset_of", label.subset_of), ("repeats", label.repeats)):
        if other is None:
            continue
        if not 0 <= other < len(passage.claims) or other == index:
            yield f"{relation} names no other claim"
        elif relation == "subset_of" and label.unit not in (*RATES, passage.claims[other].unit):
            yield "it is part of a claim in another unit"
        elif relation == "subset_of" and index in _wholes(passage, other):
            yield "it is part of itself"
        elif relation == "subset_of" and _exceeds(label, passage.claims[other]):
            yield "it is greater than what it is part of"
    yield from _date_faults(label)


def _exceeds(part: Label, whole: Label) -> bool:
    """Whether a part is more than its whole can be; a rate of one says nothing of the other."""
    counted = part.unit not in RATES
    return counted and part.low is not None and whole.high is not None and int(part.low) > int(whole.high)


def _wholes(passage: Passage, index: int) -> set[int]:
    """Return the claims that a claim is part of, itself included."""
    seen: set[int] = set()
    at: int | None = index
    while at is not None and at not in seen and at < len(passage.claims):
        seen.add(at)
        at = passage.claims[at].subset_of
    return seen


def _unknown_codes(label: Label) -> Iterator[str]:
    known: list[tuple[str, Any, frozenset[str]]] = [
        ("qualifier", label.qualifier, QUALIFIERS),
        ("kind", label.kind, CLAIM_KINDS),
        ("source_standing", label.source_standing, SOURCE_STANDINGS),
        ("direction", label.direction, frozenset({"up", "down"})),
        *(("outcome", code, OUTCOMES | {"other"}) for code in (label.outcome, *label.outcomes)),
    ]
    if label.kind in SCORED:  # a time or an age has a unit of its own: clock time, year, mile
        known.append(("unit", label.unit, CLAIM_UNITS))
    for field, code, codes in known:
        if code is not None and code not in codes:
            yield f"{field} {code!r} is no code"
    if label.outcome != (label.outcomes[0] if label.outcomes else None):
        yield "the main outcome is not the first of its outcomes"
    if len(set(label.outcomes)) != len(label.outcomes):
        yield "an outcome stands twice"
    if label.tier not in (1, 2, 3):
        yield "no such tier"
    if not label.counted or not label.unit:
        yield "nothing counted"


def _number_faults(label: Label) -> Iterator[str]:
    value, low, high = (None if end is None else float(end) for end in (label.value, label.low, label.high))
    whole = label.unit not in RATES and label.kind in SCORED
    if whole and any(isinstance(end, str) for end in (label.value, label.low, label.high)):
        yield "a count that is not a whole number"
    if low is not None and high is not None and low > high:
        yield "low above high"
    if low is not None and low < 0:
        yield "low below zero"
    if label.qualifier in UNSAID and value is not None:
        yield "a value that nobody said"
    step = 1 if whole else 0  # the bounds of a rate are exclusive where the words are
    entailed = {
        "exact": (value, value),
        "about": (None, None),
        "almost": (None, None if value is None else value - step),
        "several": (3, None),
        "dozens": (24, None),
        "plural": (2, None),
    }
    match label.qualifier:
        case None if (low is None or high is None) and label.kind in SCORED:
            yield "a range without both its ends"
        case None if value is not None:
            yield "a value without a qualifier"
        case "exact" if value is None:
            yield "an exact count without a value"
        case "at_least" if low is None or high is not None or value not in (None, low):
            yield "at least, and not so"
        case "more_than" if value is not None and (low != value + step or high is not None):
            yield "more than, and not so"
        case "at_most" if high is None or low is not None or value not in (None, high):
            yield "at most, and not so"
        case "indefinite" if low != 1 or value not in (None, 1) or high not in (None, 1):
            yield "an indefinite that is not at least one"
        case str() as qualifier if qualifier in entailed and (low, high) != entailed[qualifier]:
            yield f"{qualifier}, and not so"


def _date_faults(label: Label) -> Iterator[str]:
    ends = [date.fromisoformat(end) for end in (label.when_start, label.when_end) if end is not None]
    if label.when_start is not None and label.when_end is None:
        yield "dates that never end"  # a toll may have an end alone: as of that day
    if len(ends) == 2 and ends[0] > ends[1]:
        yield "its dates are crossed"


def _passage(line: dict[str, Any]) -> Passage:
    names = {field.name for field in fields(Passage)}
    if set(line) != names:
        raise TypeError(
            f"the fields of {line.get('id')} are not those of a passage: {sorted(set(line) ^ names)}"
        )
    claims = tuple(Label(**(UNSAID_FIELDS | claim)) for claim in line["claims"])
    return Passage(**{**line, "claims": claims})
