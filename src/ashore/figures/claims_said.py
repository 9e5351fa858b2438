"""A claim where it stands: who published it and when, what of it is a count, and which days and places it is of.

A claim that stood in a report is taken as it stands; one read from a text only as a person accepted it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ashore.figures.period import claimed_days
from ashore.model.bodies import ClaimJudged
from ashore.model.claims import Claim
from ashore.model.counts import Count, Range
from ashore.model.phrases import Phrase, say
from ashore.model.report import Report
from ashore.model.times import in_zone
from ashore.people.claims import read_range
from ashore.picture.fold import Held, Picture
from ashore.picture.relations import same_source
from ashore.reading.gazetteer import find_places, plain

Days = tuple[date, date]

COUNTS = frozenset({"count", "subset", "cumulative", "derived", "stock", "state"})
"""Kinds of claim that state how many."""

COUNTED_UNITS = frozenset({"person", "boat", "lorry", "incident", "attempt", "call"})

FAMILIES = (
    frozenset({"rescued", "landed", "handed_over", "medical", "hospital"}),
    frozenset({"arrived", "detained", "intercepted"}),
    frozenset({"dead_or_missing", "dead", "body_recovered", "missing"}),
)
"""Outcomes that the same people can be counted under; any other outcome is a family of its own."""

_INSIDE = {
    "rescued": frozenset({"rescued", "landed", "handed_over", "medical", "hospital"}),
    "arrived": frozenset({"arrived", "detained", "intercepted"}),
    "dead_or_missing": frozenset({"dead_or_missing", "dead", "body_recovered", "missing"}),
    "dead": frozenset({"dead", "body_recovered"}),
}

_NO_COUNT = {
    "rate": say("A rate says how one number stands to another; it is no count."),
    "trend": say("A trend says which way a number went; it is no count."),
    "demand": say("A demand says what ought to be; it counts nothing that was."),
    "opinion": say("An opinion counts nothing."),
    "estimate": say("An estimate without a number of its own bounds nothing that was counted."),
    "time": say("It is a time, and no count."),
    "attribute": say("It is an age or another attribute of a person, and no count."),
    "measure": say("It is a measure, and no count."),
    "process": say("It tells of something done, and no count."),
}
_OTHER_UNIT = say("It counts neither people nor craft.")
_NO_NUMBER = say("The words hold no number.")

_CHILDREN = re.compile(r"\b(?:child(?:ren)?|kids?|minors?|enfants?|mineure?s?|bab(?:y|ies)|bébés?)\b", re.I)
_WIDE_M = 10_000
"""A named place within a larger radius than this is a stretch of sea, and tells two claims apart from nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim where it stands: `document` is the report's key, `id` that and the claim's number.

    `published` is the civil day on which its document was known; `text` the document's words where they are open;
    `copies` are the documents that this one is said to repeat or to pass on;
    `entry` the report's entry and `decided` that of the person who accepted or corrected it, "" where none was needed;
    `read_by` who read it from the words, "rules" or "second", "" where it came with the report; `number` its place
    among those, or, of the second reader's, where its number stands in the words; None where it is of no report.
    """

    id: str
    document: str
    publisher: str
    claim: Claim
    published: date | None = None
    text: str | None = None
    entry: str = ""
    decided: str = ""
    read_by: str = ""
    number: int | None = None
    copies: tuple[str, ...] = ()

    @property
    def days(self) -> Days | None:
        """The civil days it is of, None where it names none."""
        return _days(self.claim.when_start, self.claim.when_end, self.claim.period)

    @property
    def value(self) -> int | None:
        """The number in the words."""
        return self.claim.value if isinstance(self.claim.value, int) else None

    @property
    def part(self) -> str | None:
        """`children` where it counts the children among others, else None."""
        inside = self.claim.subset_of is not None or self.claim.kind == "subset"
        words = f"{self.claim.counted or ''} {self.claim.quote}"
        return "children" if inside and _CHILDREN.search(words) else None

    @property
    def family(self) -> frozenset[str]:
        """The outcomes that the same people may be counted under elsewhere."""
        outcome = self.claim.outcome or ""
        return next((family for family in FAMILIES if outcome in family), frozenset({outcome}))

    @property
    def places(self) -> frozenset[str]:
        """The named places of no great extent that it is of, by the gazetteer's own names."""
        return _named_places(self.claim.place or "")

    @property
    def source(self) -> str:
        """Who is said to say it: the claim's own source, else whoever published it."""
        return self.claim.source or self.publisher


def claims_held(picture: Picture, reports: Iterable[Held]) -> tuple[Said, ...]:
    """Return every claim of these reports: those that stood in one, and those read from its words and accepted.

    What two people judge differently waits until one of them settles it; a judgement of words that are no longer
    the report's stands for nothing.
    """
    return tuple(
        replace(said, copies=copies) if copies else said
        for held in reports
        for copies in [same_source(picture, held.body.report)]
        for said in (*_stood(held), *_accepted(picture, held))
    )


def judgements(picture: Picture, report: str) -> dict[int, tuple[Held, ...]]:
    """Return what stands of people's judgements on the claims that rules read from a report, by the claim's number."""
    return _by_number(each for each in _judged(picture, report) if each.body.read_by is None)


def judgements_of_second(picture: Picture, report: str) -> dict[int, tuple[Held, ...]]:
    """Return those on claims that only a second reader read, by where the claim's number stands in the words."""
    return _by_number(each for each in _judged(picture, report) if each.body.read_by is not None)


def _judged(picture: Picture, report: str) -> list[Held]:
    return picture.standing(picture.judged.get(report, ()))


def _by_number(judged: Iterable[Held]) -> dict[int, tuple[Held, ...]]:
    found: dict[int, list[Held]] = {}
    for held in judged:
        found.setdefault(held.body.claim, []).append(held)
    return {number: tuple(found[number]) for number in sorted(found)}


def unsettled(picture: Picture, reports: Iterable[Held]) -> tuple[tuple[str, int, str], ...]:
    """Return the claims that people judged differently, by their report's key, number and reader as in `Said`."""
    keys = sorted({held.body.report.key for held in reports})
    return tuple(
        (key, number, read_by)
        for key in keys
        for read_by, each in (
            ("rules", judgements(picture, key)),
            ("second", judgements_of_second(picture, key)),
        )
        for number, judged in each.items()
        if not judged_alike(judged)
    )


def judged_alike(judged: Sequence[Held]) -> bool:
    """Return whether everybody who judged a claim leaves the same of it."""
    return len({left_of(held.body) for held in judged}) == 1


def left_of(body: ClaimJudged) -> Claim | None:
    """Return the claim as a judgement leaves it, None where it was rejected."""
    return {"accepted": body.read, "corrected": body.corrected}.get(body.verdict)


def said_in(
    document: str,
    claims: Sequence[Claim],
    *,
    publisher: str = "",
    published: date | None = None,
    text: str | None = None,
) -> tuple[Said, ...]:
    """Return the claims of one text that is in no log, to be set beside each other."""
    return tuple(
        Said(
            id=f"{document}:{number}",
            document=document,
            publisher=publisher or document,
            claim=claim,
            published=published,
            text=text,
        )
        for number, claim in enumerate(claims)
    )


def no_count(claim: Claim) -> Phrase | None:
    """Return why a claim is no count of anything, None where it is one."""
    kind = claim.kind or "count"
    if claim.unit in ("per_cent", "ratio"):
        kind = "rate"
    if kind not in COUNTS:
        return _NO_COUNT.get(kind, _NO_NUMBER)
    if claim.unit not in COUNTED_UNITS:
        return _OTHER_UNIT
    if not any(isinstance(each, int) for each in (claim.value, claim.low, claim.high)):
        return _NO_NUMBER
    return None


def stated_range(said: Said) -> tuple[Range, bool]:
    """Return how many a claim comes to, and whether an approximate number had to be widened for it."""
    claim = said.claim
    low, high = (each if isinstance(each, int) else None for each in (claim.low, claim.high))
    read = read_range(Count(low=low, high=high, value=said.value, qualifier=claim.qualifier))
    return read or (Range(low=0, high=None), False)


def counted(said: Iterable[Said]) -> Iterator[Said]:
    """Yield those that are counts with a number in their words."""
    return (each for each in said if no_count(each.claim) is None and each.value is not None)


def may_hold(outer: Claim, inner: Claim) -> bool:
    """Return whether everybody counted under one outcome is counted under the other, by what the outcomes mean."""
    if outer.outcome is None:
        return inner.outcome is None
    return inner.outcome in _INSIDE.get(outer.outcome, frozenset({outer.outcome}))


def overlap(one: Days | None, other: Days | None) -> bool:
    """Return whether two stretches of days share one; one that is not named may share any."""
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def covers(outer: Said, inner: Said) -> bool:
    """Return whether the days of one claim lie within another's; a state is of everything up to its day."""
    if outer.days is None or inner.days is None:
        return outer.days == inner.days
    if inner.claim.kind == "state":
        return outer.days[0] <= inner.days[1]
    return outer.days[0] <= inner.days[0] and inner.days[1] <= outer.days[1]


def places_differ(one: Said, other: Said) -> bool:
    """Return whether two claims name places and share none."""
    return bool(one.places and other.places and not one.places & other.places)


def near(one: Days, other: Days, days: int) -> bool:
    """Return whether two stretches share no day and are no more than this many days apart."""
    apart = max(one[0], other[0]) - min(one[1], other[1])
    return timedelta(0) < apart <= timedelta(days=days)


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words, small and without accents, numbers whole and without their separators."""
    joined = re.sub(r"(?<=\d)[,.\u00a0\u202f'’ ](?=\d{3}(?!\d))", "", plain(text))
    return tuple(re.findall(r"\d+|[a-z]+(?:-[a-z]+)*", joined))


_days = lru_cache(maxsize=4096)(claimed_days)


@lru_cache(maxsize=4096)
def _named_places(text: str) -> frozenset[str]:
    return frozenset(
        place.name for named in find_places(text) for place in named.places if place.radius_m <= _WIDE_M
    )


def _stood(held: Held) -> Iterator[Said]:
    report: Report = held.body.report
    for number, claim in enumerate(report.claims):
        yield _where(held, report, str(number), claim, number=number)


def _accepted(picture: Picture, held: Held) -> Iterator[Said]:
    report: Report = held.body.report
    # What was read is numbered after what stood in the report, and so are the claims that it names.
    before = len(report.claims)
    of_rules = [
        (f"{before + number}", "rules", number, each)
        for number, each in judgements(picture, report.key).items()
    ]
    of_second = [
        (f"at{place}", "second", place, each)
        for place, each in judgements_of_second(picture, report.key).items()
    ]
    for name, reader, number, judged in (*of_rules, *of_second):
        claim = left_of(judged[0].body)
        if claim is None or not judged_alike(judged) or not quoted(claim, report.text):
            continue
        claim = replace(
            claim,
            subset_of=None if claim.subset_of is None else before + claim.subset_of,
            repeats=None if claim.repeats is None else before + claim.repeats,
        )
        said = _where(held, report, name, claim, number=number)
        yield replace(said, decided=judged[-1].id, read_by=reader)


def quoted(claim: Claim, text: str | None) -> bool:
    """Return whether a claim's quote stands in a text where it says."""
    if text is None or not claim.quote:
        return False
    if claim.start is None or claim.end is None:
        return claim.quote in text
    return text[claim.start : claim.end] == claim.quote


def _where(held: Held, report: Report, name: str, claim: Claim, *, number: int) -> Said:
    sender = report.sender.unit if report.sender is not None and report.sender.unit else report.received_by
    return Said(
        id=f"{report.key}:{name}",
        document=report.key,
        publisher=sender,
        claim=claim,
        published=in_zone(report.received_at.ms, report.received_zone or "UTC").date(),
        text=report.text if report.public else None,
        entry=held.id,
        number=number,
    )
