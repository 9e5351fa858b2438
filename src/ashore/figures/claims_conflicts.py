"""Where claims cannot all be so, or it is not known what one of them is of: every value shown, none chosen.

A conflict is never repaired: a number that looks like a slip stands as it was printed, and what it looks like is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from ashore.figures.claims_chains import origin
from ashore.figures.claims_said import (
    Said,
    counted,
    may_hold,
    no_count,
    overlap,
    places_differ,
)
from ashore.figures.claims_totals import dated_twice
from ashore.figures.wording import ranged
from ashore.model.phrases import Phrase, say
from ashore.reading.gazetteer import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Claims that do not fit together: `about` is number, day, place, later_total, source, period or cited.

    `says` is the sentence, `said` every claim in it.
    """

    about: str
    said: tuple[Said, ...]
    says: Phrase


def conflicts(said: Iterable[Said]) -> tuple[Conflict, ...]:
    """Return everything in which claims disagree or leave open what they are of, in a fixed order."""
    held = sorted(said, key=lambda each: (each.document, each.claim.start or 0, each.id))
    numbers = list(counted(held))
    return tuple(
        dict.fromkeys(
            (
                *_of_number(numbers),
                *_of_day(numbers),
                *_of_place(numbers),
                *_of_later_total(numbers),
                *_of_source(held),
                *_of_period(held),
                *_of_cited(held),
            )
        )
    )


# -- the number ----------------------------------------------------------------------------------------------


def _of_number(said: Sequence[Said]) -> Iterator[Conflict]:
    """Two numbers for the same people, place and days; a stock is each source's own, and disputed all the same."""
    for one, other in _pairs(said):
        if not _same_thing(one, other) or _may_both_be(one, other):
            continue
        if one.document == other.document and origin(one) == origin(other) and one.claim.kind != "stock":
            continue  # one text's numbers are its parts and totals, and are put in order there
        values = {"one": _number(one), "other": _number(other), "first": one.source, "second": other.source}
        if slip(one.value, other.value):
            says = say(
                "{first} says {one}, {second} says {other}: the digits differ as by a slip of the pen; both stand.",
                **values,
            )
        elif origin(one) == origin(other):
            says = say(
                "{first} says both {one} and {other} of the same thing; both stand.",
                **_less(values, "second"),
            )
        else:
            says = say("{first} says {one}, {second} says {other}, and they are never added.", **values)
        yield Conflict(about="number", said=(one, other), says=says)


def _pairs(said: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Yield every pair of one kind of outcome and one unit, in the order given."""
    groups: dict[tuple[frozenset[str], str | None], list[Said]] = {}
    for each in said:
        groups.setdefault((each.family, each.claim.unit), []).append(each)
    for members in groups.values():
        yield from combinations(members, 2)


def slip(one: int | None, other: int | None) -> bool:
    """Return whether two numbers of as many digits differ in one of them, or in the order of two neighbours."""
    mine, others = str(one), str(other)
    if one is None or other is None or len(mine) != len(others) or len(mine) < 3 or mine == others:
        return False
    wrong = [at for at, (left, right) in enumerate(zip(mine, others, strict=True)) if left != right]
    if len(wrong) == 1:
        return len(mine) > 3
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and mine[wrong[0]] == others[wrong[1]]
        and mine[wrong[1]] == others[wrong[0]]
    )


def _same_thing(one: Said, other: Said) -> bool:
    same = (one.claim.outcome, one.claim.unit, one.part) == (
        other.claim.outcome,
        other.claim.unit,
        other.part,
    )
    if not same or one.claim.outcome is None or places_differ(one, other):
        return False
    if one.claim.kind == "stock" or other.claim.kind == "stock":
        return one.claim.kind == other.claim.kind and _same_month(one, other)
    if "subset" in (one.claim.kind, other.claim.kind) and one.claim.kind != other.claim.kind:
        return False
    return one.days is not None and one.days == other.days


def _same_month(one: Said, other: Said) -> bool:
    """Return whether two stocks are of days so near that the same camp is meant at the same time: 31 days."""
    if one.days is None or other.days is None:
        return False
    return abs((one.days[0] - other.days[0]).days) <= 31


def _may_both_be(one: Said, other: Said) -> bool:
    mine, others = ends(one), ends(other)
    low = max(mine[0], others[0])
    highs = [each for each in (mine[1], others[1]) if each is not None]
    return low <= min(highs, default=low)


def ends(said: Said) -> tuple[int, int | None]:
    """Return what a claim's words entail, its bare number where they entail nothing but that."""
    low = said.claim.low if isinstance(said.claim.low, int) else None
    high = said.claim.high if isinstance(said.claim.high, int) else None
    if low is None and high is None and said.claim.qualifier in (None, "exact"):
        return said.value or 0, said.value
    return low or 0, high


# -- day, place, and what came later -------------------------------------------------------------------------


def _of_day(said: Sequence[Said]) -> Iterator[Conflict]:
    for one, other in _pairs(said):
        if dated_twice(one, other) and one.days is not None and other.days is not None:
            yield Conflict(
                about="day",
                said=(one, other),
                says=say(
                    "{number} are put on {day} and on {other}: they are {number} once, and never {twice}.",
                    number=one.value or 0,
                    day=one.days[0].isoformat(),
                    other=other.days[0].isoformat(),
                    twice=2 * (one.value or 0),
                ),
            )


def _of_place(said: Sequence[Said]) -> Iterator[Conflict]:
    """The same number of the same people, whom two texts put at different places: once, at either."""
    for one, other in _pairs(said):
        if (
            one.document != other.document
            and one.value == other.value
            and (one.claim.unit, one.part) == (other.claim.unit, other.part)
            and one.family == other.family
            and one.days is not None
            and other.days is not None
            and overlap(one.days, other.days)
            and places_differ(one, other)
        ):
            yield Conflict(
                about="place",
                said=(one, other),
                says=say(
                    "{number}: {first} says {place}, {second} says {other}; perhaps the same people, and counted once.",
                    number=one.value or 0,
                    first=one.source,
                    place=one.claim.place or "",
                    second=other.source,
                    other=other.claim.place or "",
                ),
            )


def _of_later_total(said: Sequence[Said]) -> Iterator[Conflict]:
    """A sum that grows cannot have been more before than it is later."""
    running = [each for each in said if each.claim.kind == "cumulative" and each.days is not None]
    for one, other in combinations(running, 2):
        earlier, later = sorted((one, other), key=lambda each: (each.days or (None, None))[1])  # type: ignore[arg-type, return-value]
        assert earlier.days is not None
        assert later.days is not None
        if (
            earlier.days[0] == later.days[0]
            and earlier.days[1] < later.days[1]
            and (earlier.claim.outcome, earlier.claim.unit) == (later.claim.outcome, later.claim.unit)
            and (high := ends(later)[1]) is not None
            and ends(earlier)[0] > high
        ):
            yield Conflict(
                about="later_total",
                said=(earlier, later),
                says=say(
                    "{number} up to {day} is more than {later} up to {end}: a sum that grows was never larger before.",
                    number=_number(earlier),
                    day=earlier.days[1].isoformat(),
                    later=_number(later),
                    end=later.days[1].isoformat(),
                ),
            )


# -- who says it ---------------------------------------------------------------------------------------------

_POINTS_BACK = re.compile(
    r"(?:^|[.!?…]\s+|\n)\s*(?:the|these|those|such|les|ces|le|ce)\s+"
    r"(?:latest\s+|new\s+|same\s+|derniers\s+|memes\s+)?"
    r"(?:figures?|numbers?|data|statistics|count|report|chiffres?|donnees|statistiques|bilan|rapport)\b"
)


def _of_source(said: Sequence[Said]) -> Iterator[Conflict]:
    """“The figures show …” after one source and before another: either may be meant, and both are kept."""
    for one, other in pairwise(said):
        if one.document != other.document or other.text is None or origin(one) == origin(other):
            continue
        start, end = one.claim.start, other.claim.start
        if start is None or end is None or one.claim.source is None or other.claim.source is None:
            continue
        alike = one.claim.outcome == other.claim.outcome and not places_differ(one, other)
        if (
            alike
            and _speaks_of_figures(one)
            and _POINTS_BACK.search(plain(other.text[start:end])[len(one.claim.quote) :])
        ):
            yield Conflict(
                about="source",
                said=(one, other),
                says=say(
                    "“{quote}”: by its words {source}, by the sentence before it {other}; both are kept.",
                    quote=other.claim.quote,
                    source=other.claim.source,
                    other=one.claim.source,
                ),
            )
    for one, other in _pairs(list(counted(said))):
        if (
            one.document == other.document
            and one.value == other.value
            and (one.value or 0) >= 100
            and (one.claim.unit, one.claim.outcome) == (other.claim.unit, other.claim.outcome)
            and one.claim.source
            and other.claim.source
            and origin(one) != origin(other)
        ):
            yield Conflict(
                about="source",
                said=(one, other),
                says=say(
                    "{number} is given to {source} and to {other}; both are kept.",
                    number=one.value or 0,
                    source=one.claim.source,
                    other=other.claim.source,
                ),
            )


def _speaks_of_figures(said: Said) -> bool:
    """Return whether a claim is about numbers, without which nothing after it could point back to them."""
    return said.claim.kind in ("trend", "rate", "cumulative", "stock", "estimate", "count", "derived")


# -- which period --------------------------------------------------------------------------------------------

_GRAINS = {
    "day": r"today|yesterday|tonight|aujourd'?hui|hier|ce soir|cette nuit",
    "week": r"(?:this|last|past) week|cette semaine|la semaine derniere",
    "month": (
        r"(?:this|last|past) month|ce mois(?:-ci)?|le mois dernier|january|february|march|april|june|july|august|"
        r"september|october|november|december|janvier|fevrier|avril|juin|juillet|aout|septembre|octobre|"
        r"novembre|decembre"
    ),
    "season": (
        r"(?:this |in |last )?(?:winter|summer|autumn|spring)|"
        # Without the word before it, « été » is most often a participle: « ont été secourues ».
        r"(?:en |cet |l'|d'|au |ce )(?:hiver|ete|automne|printemps)"
    ),
    "year": r"(?:this|last|past) year|cette annee|l'annee derniere|l'an dernier",
}
_PERIODS = re.compile("|".join(rf"(?P<{grain}>\b(?:{words})\b)" for grain, words in _GRAINS.items()))
_ISSUED = re.compile(r"\b(?:released|published|issued|report|publiee?s?|paru|rapport|communique)\b")
"""Before a period, these say that it is when a text came out, and not what its numbers are of."""

_ONE_PHRASE = 2
"""Two expressions with no more words between them are one: “on Tuesday this week”, “in October this year”."""


def _of_period(said: Iterable[Said]) -> Iterator[Conflict]:
    """“In December … in winter so far”: one stretch of time or two, and the words do not say."""
    held = list(said)
    for each in held:
        if no_count(each.claim) is not None:
            continue
        words = _own_sentence(each, held)
        bare = plain(words)
        named = [
            found
            for found in _PERIODS.finditer(bare)
            if not _ISSUED.search(bare[max(0, found.start() - 100) : found.start()])
        ]
        for one, other in pairwise(named):
            between = re.findall(r"[a-z0-9]+", bare[one.end() : other.start()])
            if one.lastgroup != other.lastgroup and len(between) > _ONE_PHRASE:
                yield Conflict(
                    about="period",
                    said=(each,),
                    says=say(
                        "“{quote}” names two periods, “{one}” and “{other}”; whether they are one is not known.",
                        quote=words,
                        one=words[one.start() : one.end()],
                        other=words[other.start() : other.end()],
                    ),
                )
                break


def _own_sentence(said: Said, others: Sequence[Said]) -> str:
    """Return the sentence that a claim stands in where it is the only number there, else its quote alone."""
    claim, text = said.claim, said.text
    if text is None or claim.start is None or claim.end is None:
        return claim.quote
    before = [found.end() for found in _SENTENCE_ENDS.finditer(text, 0, claim.start)]
    after = _SENTENCE_ENDS.search(text, claim.end)
    start, end = (before[-1] if before else 0), (after.start() if after else len(text))
    alone = not any(
        other is not said
        and other.document == said.document
        and no_count(other.claim) is None
        and other.claim.start is not None
        and start <= other.claim.start < end
        for other in others
    )
    return " ".join(text[start:end].split()) if alone else claim.quote


_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’»)]*\s+|\n+")


# -- what a claim's own source says --------------------------------------------------------------------------


def _of_cited(said: Sequence[Said]) -> Iterator[Conflict]:
    """A number that its own source gives otherwise: rounded, and of other days; or a ratio its numbers do not bear."""
    by_publisher: dict[str, list[Said]] = {}
    for other in counted(said):
        if other.claim.kind != "stock":
            by_publisher.setdefault(other.publisher, []).append(other)
    for each in said:
        theirs = [
            other
            for publisher, held in by_publisher.items()
            if _is_cited(each.claim.source or "", publisher)
            for other in held
            if other.document != each.document
        ]
        if each.claim.unit == "ratio" and each.value:
            yield from _of_ratio(each, theirs)
        elif no_count(each.claim) is None and each.value:
            for other in theirs:
                if (
                    _rounded(other.value or 0, each.value)
                    and other.days
                    and each.days
                    and other.days != each.days
                ):
                    yield Conflict(
                        about="cited",
                        said=(each, other),
                        says=say(
                            "{number} is {source}'s own {theirs}, which is of {start} to {end} and not of {mine} to "
                            "{until}.",
                            number=_number(each),
                            source=other.publisher,
                            theirs=other.value or 0,
                            start=other.days[0].isoformat(),
                            end=other.days[1].isoformat(),
                            mine=each.days[0].isoformat(),
                            until=each.days[1].isoformat(),
                        ),
                    )


def _of_ratio(said: Said, theirs: Sequence[Said]) -> Iterator[Conflict]:
    wanted = said.value or 0
    for one, other in combinations(sorted(theirs, key=lambda each: each.days or _NEVER), 2):
        if (
            one.days is None
            or other.days is None
            or overlap(one.days, other.days)
            or not one.value
            or not may_hold(one.claim, other.claim)
            or (one.days[1] - one.days[0]).days // 31 != (other.days[1] - other.days[0]).days // 31
        ):
            continue
        hundredths = 100 * (other.value or 0) // one.value
        if abs(hundredths - 100 * wanted) > 25:
            yield Conflict(
                about="cited",
                said=(said, one, other),
                says=say(
                    "“{quote}”: {source} has {before} and then {after}, which is {ratio} times as many.",
                    quote=said.claim.quote,
                    source=other.publisher,
                    before=one.value,
                    after=other.value or 0,
                    ratio=f"{hundredths // 100}.{hundredths % 100:02}",
                ),
            )


_NEVER: tuple[object, object] = ("", "")


def _is_cited(source: str, publisher: str) -> bool:
    """Return whether a claim is said to be a publisher's: all of that one's names are in the claim's source."""
    return bool(_names(publisher)) and _names(publisher) <= _names(source)


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]{3,}", plain(text)))


def _rounded(exact: int, printed: int) -> bool:
    """Return whether a number was printed as another by rounding it, to the nearest or down: 6,429 as 6,400."""
    return any(
        printed in (unit * ((exact + unit // 2) // unit), unit * (exact // unit))
        for unit in (10, 100, 1_000)
        if exact >= 10 * unit
    )


def _number(said: Said) -> Phrase | str:
    low, high = ends(said)
    if not low and high is not None:
        return say("at most {high}", high=high)
    return ranged(low, high) if low or high is not None else str(said.value)


def _less(fields: dict[str, Phrase | str], name: str) -> dict[str, Phrase | str]:
    return {key: value for key, value in fields.items() if key != name}
