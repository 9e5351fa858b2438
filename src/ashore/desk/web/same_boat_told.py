"""Which boat a mention may be about, as a page tells it: how likely in words, and the waterfall of reasons as bars."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ashore.desk.language import Tongue
from ashore.desk.web.telling import Teller
from ashore.model.bodies import LinkAdvice
from ashore.model.facts import CaseFacts

if TYPE_CHECKING:
    from ashore.linking.linker import Proposal

BEST = 3
"""So many cases are offered, each by a key of its own."""

NEW = "b"
"""The key of a boat nobody reported yet, as on the page of a new call."""

ONE_BOAT = "s"
"""The key by which two cases are said to be one boat."""

LONGEST = math.log(10_000)
"""Log-odds at which a bar has its whole length: ten thousand to one is as good as any more."""

HALF = 100
"""The length of a whole bar, in units of the picture, to either side of its middle."""

MOST_TIMES = 1_000
FAINT = 0.05
"""Log-odds of all that is too weak for a sentence, below which it has no bar of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of a waterfall: a sentence, on which side it weighs, how strongly in words, and its bar.

    `side` is for, against or even; `x` and `width` are in units of the picture, whose middle is HALF.
    """

    says: str
    side: str
    times: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How likely something is: of ten or a hundred, and in a word. Never certain, and never impossible."""

    says: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One answer to “which boat?”: its key, its case or "" for a boat nobody reported yet, how likely, and why.

    `for_it` and `against` are sentences, the strongest first; `bars` are all of them, `before` and `total` the last two
    bars. `mine` marks the case the mention is in, `ended` one that was ended.
    """

    key: str
    case: str
    name: str
    chance: Chance
    for_it: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    before: Bar | None = None
    total: Bar | None = None
    mine: bool = False
    ended: bool = False


def offers(
    proposals: Sequence[Proposal],
    cases: Mapping[str, CaseFacts],
    teller: Teller,
    tongue: Tongue,
    mine: Collection[str] = (),
) -> tuple[Offer, ...]:
    """Return the best cases by their keys, the case it is in if it is none of them, and the boat nobody reported yet.

    The likeliest comes first; a new boat's key is the same wherever it stands.
    """
    known = [each for each in proposals if each.case in cases]
    best = known[:BEST]
    best += [each for each in known[BEST:] if each.case in mine]
    shown = [
        _offer(each, str(place), cases, teller, tongue, mine) for place, each in enumerate(best, start=1)
    ]
    placed = [(each.p, offer) for each, offer in zip(best, shown, strict=True)]
    unknown = tongue.says("a boat nobody reported yet")
    placed += [
        (each.p, Offer(key=NEW, case="", name=unknown, chance=chance(each.p, tongue)))
        for each in proposals
        if each.case is None
    ]
    return tuple(offer for _, offer in sorted(placed, key=lambda each: -each[0]))


def one_boat(
    proposals: Sequence[Proposal], one: CaseFacts, other: CaseFacts, teller: Teller, tongue: Tongue
) -> Offer | None:
    """Return that two cases are one boat as an offer; None where nothing was weighed, or nothing could be."""
    cases = {case.id: case for case in (one, other)}
    found = next((each for each in proposals if each.case in cases), None)
    if found is None:
        return None
    name = tongue.says("{one} and {other}", one=teller.label(one), other=teller.label(other))
    return replace(_offer(found, ONE_BOAT, cases, teller, tongue, ()), case="", name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """What a decision on which boat rests on, as it stood: the offers, the likeliest first, of a mention or two cases.

    `at` is when it was worked out, UTC milliseconds.
    """

    mention: str
    at: int
    offers: tuple[Offer, ...]


def as_it_stood(kept: LinkAdvice, called: Callable[[str], str], tongue: Tongue) -> Stood:
    """Return advice as it was written down, its sentences in the language they were written in."""
    cases = {case: called(case) for case in (kept.case, *(each.case for each in kept.proposals)) if case}

    def name(case: str) -> str:
        if kept.mention:
            return cases[case] if case else tongue.says("a boat nobody reported yet")
        if case:
            return tongue.says("{one} and {other}", one=cases.get(kept.case, ""), other=cases[case])
        return tongue.says("They are two boats")

    def says(sentence: str) -> str:
        for case, label in cases.items():
            sentence = sentence.replace(case, label)
        return sentence

    shown = [
        Offer(
            key="",
            case=each.case,
            name=name(each.case),
            chance=chance(each.per_mille / 1_000, tongue),
            bars=tuple(bar(says(reason.says), reason.hundredths / 100, tongue) for reason in each.reasons),
            mine=each.case == kept.case,
        )
        for each in sorted(kept.proposals, key=lambda each: -each.per_mille)
    ]
    return Stood(mention=kept.mention, at=kept.made_at.ms, offers=tuple(shown))


def chance(p: float, tongue: Tongue) -> Chance:
    """Return a probability as people say it."""
    if p >= 0.99:
        says = tongue.says("more than 99 in 100")
    elif p < 0.01:
        says = tongue.says("less than 1 in 100")
    elif p >= 0.95 or p < 0.05:
        says = tongue.says("{number} in 100", number=round(100 * p))
    else:
        says = tongue.says("{number} in 10", number=min(9, max(1, round(10 * p))))
    return Chance(says=says, word=tongue.word("chance", _word(p)))


def _word(p: float) -> str:
    for least, word in ((0.85, "very_likely"), (0.55, "likely"), (0.45, "even"), (0.15, "unlikely")):
        if p >= least:
            return word
    return "very_unlikely"


def _offer(
    each: Proposal,
    key: str,
    cases: Mapping[str, CaseFacts],
    teller: Teller,
    tongue: Tongue,
    mine: Collection[str],
) -> Offer:
    assert each.case is not None
    facts = cases[each.case]
    told = sorted((*each.reasons, *each.against), key=lambda reason: -abs(reason.log_odds))
    bars = [bar(teller.phrase(reason.says), reason.log_odds, tongue) for reason in told]
    rest = each.log_odds - each.prior - sum(reason.log_odds for reason in told)
    if told and abs(rest) >= FAINT:
        bars.append(bar(tongue.says("All that is too weak for a sentence."), rest, tongue))
    return Offer(
        key=key,
        case=each.case,
        name=teller.label(facts),
        chance=chance(each.p, tongue),
        for_it=tuple(teller.phrase(reason.says) for reason in each.reasons),
        against=tuple(teller.phrase(reason.says) for reason in each.against),
        bars=tuple(bars),
        before=bar(
            tongue.says("Before anything is compared: boats call again, and new boats come."),
            each.prior,
            tongue,
        ),
        total=bar(tongue.says("All of it together."), each.log_odds, tongue),
        mine=each.case in mine,
        ended=facts.ended is not None,
    )


def bar(says: str, log_odds: float, tongue: Tongue) -> Bar:
    """Return a line of a waterfall: to the right of its middle what speaks for, to the left what speaks against."""
    width = round(min(1.0, abs(log_odds) / LONGEST) * HALF, 1)
    side = "even" if abs(log_odds) < FAINT else "for" if log_odds > 0 else "against"
    return Bar(
        says=says,
        side=side,
        times=_times(abs(log_odds), tongue),
        x=float(HALF) if log_odds > 0 else HALF - width,
        width=width,
    )


def _times(strength: float, tongue: Tongue) -> str:
    times = math.exp(min(strength, 50.0))
    if times > MOST_TIMES:
        return tongue.says("over {number} ×", number=MOST_TIMES)
    return tongue.says("{number} ×", number=f"{times:.1f}" if times < 9.95 else round(times))
