"""Why a mention is, or is not, about the boat of some others: each level's log-odds with a sentence for the officer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ashore.forecast.fixes import distance_m
from ashore.linking.heard import Heard, HowMany
from ashore.linking.joint import LEVELS, Arrays, evidence
from ashore.linking.weights import Weights
from ashore.model.phrases import Instant, Phrase, say

MINUTE = 60_000
NM = 1852.0

WEAK_M = 4_000.0
"""A position no more exact than this is a place name or a mast's sector, and tells boats apart badly."""

LEAST = 0.1
"""Log-odds below which a level is not worth a sentence."""

EVIDENCE = {
    "where": "position",
    "when": "time",
    "phone": "phone",
    "copies": "copy",
    "rescue": "known_otherwise",
    "state": "engine",
    "told_apart": "told_apart",
    "found": "found",
    "how_many": "how_many",
    "children": "children",
    "kind": "craft",
    "colour": "colour",
    "length": "length",
    "departed": "departed_from",
    "language": "language",
}
"""The name of each level in format 8.2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One level of evidence: its name, its natural log-odds for one boat against another nobody told of, why."""

    evidence: str
    log_odds: float
    says: Phrase


def reasons(
    night: Arrays, mentions: Mapping[int, Heard], index: int, others: Sequence[int], weights: Weights
) -> tuple[Reason, ...]:
    """Return what speaks for and against one mention being of the boat of the others, the strongest first.

    `mentions` are by their index in the arrays.

    The log-odds, with the prior's, come to those of the mention given that the others are one boat.
    """
    rest = [other for other in others if other != index]
    if not rest:
        return ()
    rest.sort(key=lambda other: mentions[other].said)
    with_it = evidence(night, sorted([*rest, index], key=lambda each: mentions[each].said))
    without = evidence(night, rest)
    found = []
    for place, level in enumerate(LEVELS):
        odds = float(weights["multiply"][level] * (with_it[place] - without[place]))
        if abs(odds) >= LEAST:
            told = _WORDS[level](mentions[index], [mentions[other] for other in rest], odds > 0)
            found.append(Reason(evidence=EVIDENCE[level], log_odds=odds, says=told))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.log_odds), reason.evidence)))


def prior(size: int, crowd: float, weights: Weights) -> float:
    """Return the log-odds, before anything is said, of one of so many mentions against a boat nobody told of.

    `crowd` is as in `joint.Arrays`.
    """
    told = weights["prior"]
    return float(told["join"] + told["grow"] * np.log(size) - told["crowd"] * crowd)


def _where(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    placed = [each for each in others if each.fix is not None]
    fix = mention.fix
    if fix is None or not placed:  # it is one message with another that gave a place
        return say("The position of the same message, as others gave it.")
    nearest = min(placed, key=lambda each: (abs(each.at - mention.at), each.id))
    assert nearest.fix is not None
    away = distance_m(fix.lat, fix.lon, nearest.fix.lat, nearest.fix.lon) / NM
    fields: dict[str, str | int | Instant] = {
        "nm": f"{away:.1f}",
        "time": Instant(ms=nearest.fix.at),
        "minutes": abs(fix.at - nearest.fix.at) // MINUTE,
    }
    if speaks_for:
        if max(fix.error_m, nearest.fix.error_m) > WEAK_M:
            return say(
                "A place name is weak: {nm} NM from its position of {time}, {minutes} min apart.", **fields
            )
        if abs(abs(fix.at - nearest.fix.at) - 60 * MINUTE) <= 5 * MINUTE and away < 1:
            return say(
                "{nm} NM from its position of {time}, one hour apart, which is two clocks or a boat that lay still.",
                **fields,
            )
        return say(
            "{nm} NM from its position of {time}, {minutes} min apart: where that boat may have got to.",
            **fields,
        )
    if max(fix.error_m, nearest.fix.error_m) > WEAK_M:
        return say(
            "A place name is weak, and {minutes} min lie between it and its position of {time}, {nm} NM away.",
            **fields,
        )
    return say(
        "{nm} NM from its position of {time}, {minutes} min apart: not where that boat is likely to be.",
        **fields,
    )


def _when(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    nearest = min(others, key=lambda each: (abs(each.at - mention.at), each.id))
    minutes = abs(nearest.at - mention.at) // MINUTE
    if minutes < 120:
        return say("{minutes} min from its nearest report.", minutes=minutes)
    return say("{hours} hours from its nearest report.", hours=f"{minutes / 60:.1f}")


def _phone(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    same = [each for each in others if each.phone == mention.phone]
    if same:
        last = min(same, key=lambda each: (abs(each.at - mention.at), each.id))
        count, minutes = len(same), abs(last.at - mention.at) // MINUTE
        if mention.beacon:
            return say(
                "The same beacon as {count} of its alerts, the nearest {minutes} min apart.",
                count=count,
                minutes=minutes,
            )
        return say(
            "The same telephone as {count} of its calls, the nearest {minutes} min apart.",
            count=count,
            minutes=minutes,
        )
    alike = sum(bool(each.phone) and each.beacon == mention.beacon for each in others)
    if mention.beacon:
        return say("Another beacon than that of any of its alerts so far ({count}).", count=alike)
    return say("Another telephone than any of its calls so far ({count}).", count=alike)


def _copies(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    names = {each.id.partition("~")[0] for each in others if each.copy == mention.copy}
    if mention.again in names or any(
        each.again == mention.id.partition("~")[0] for each in others if each.copy == mention.copy
    ):
        return say("One says that it passes on the other: one source, and one witness.")
    return say("The same position of the same instant to the last decimal: one message, and one witness.")


def _rescue(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    gone = [each.gone_from for each in others if each.gone_from is not None]
    if mention.gone_from is not None:
        if gone:
            return say("Its people were taken off at {time} already.", time=Instant(ms=min(gone)))
        later = sum(each.at > mention.gone_from and each.gone_from is None for each in others)
        return say("{count} of its calls were made after these people were taken off.", count=later)
    if not gone:
        return say("It calls on after its people were taken off.")
    return say("Its people were taken off at {time}, before this was said.", time=Instant(ms=min(gone)))


def _state(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    told = [each for each in others if each.engine or each.plight]
    last = min(told, key=lambda each: (abs(each.at - mention.at), each.id), default=None)
    if last is None or not (mention.engine or mention.plight):
        return say("How the boat does, as others say before and after.")
    return say(
        "This says {now}; {minutes} min apart another says {then}.",
        now=_does(mention),
        then=_does(last),
        minutes=abs(last.at - mention.at) // MINUTE,
    )


def _does(mention: Heard) -> tuple[Phrase, ...]:
    engines = {"running": say("engine running"), "stopped": say("engine stopped")}
    plights = {
        "well": say("no danger"),
        "adrift": say("adrift"),
        "filling": say("taking water"),
        "overboard": say("people in the water"),
    }
    return tuple(
        words[said] for words, said in ((engines, mention.engine), (plights, mention.plight)) if said
    )


def _told_apart(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    return say("One report tells of them as two boats.")


def _found(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    told = sorted([mention, *others], key=lambda each: each.said)
    came = next((each.gone_from for each in told if each.gone_from is not None), None)
    called = next((each for each in told if each.asks == "pressed"), None) or next(
        (each for each in told if each.asks), None
    )
    if came is None:
        return say("No unit has taken anybody off such a boat yet.")
    if called is None:
        return say("A unit came to a boat nobody called of.")
    if called.at > came:
        return say("Somebody called after a unit came.")
    return say(
        "A unit came {hours} hours after somebody called.", hours=f"{(came - called.at) / 3_600_000:.1f}"
    )


def _language(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    return _told(mention, others, lambda each: each.language or None, say("Language"))


def _how_many(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    return _told(
        mention,
        others,
        lambda each: None if each.how_many is None else number(each.how_many),
        say("People aboard"),
    )


def number(told: HowMany) -> str:
    """Return a number of people as a sentence has it: 30, 30–40, or ~30 where it is a guess."""
    shown = str(told.low) if told.low == told.high else f"{told.low}–{told.high}"
    return f"~{shown}" if told.about else shown


def _children(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    return _told(
        mention, others, lambda each: None if each.children is None else str(each.children), say("Children")
    )


def _kind(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    return _told(mention, others, lambda each: each.kind or None, say("Craft"))


def _colour(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    return _told(mention, others, lambda each: each.colour or None, say("Colour"))


def _length(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    return _told(
        mention, others, lambda each: None if each.length_m is None else f"{each.length_m:g} m", say("Length")
    )


def _departed(mention: Heard, others: Sequence[Heard], speaks_for: bool) -> Phrase:
    return _told(mention, others, lambda each: each.departed or None, say("Left from"))


def _told(
    mention: Heard, others: Sequence[Heard], word: Callable[[Heard], str | None], what: Phrase
) -> Phrase:
    said = list(dict.fromkeys(told for each in others if (told := word(each)) is not None))
    return say(
        "{what}: {now}; its reports say {then}.",
        what=what,
        now=as_said(word(mention) or "–"),
        then=tuple(as_said(each) for each in said) or "–",
    )


def as_said(word: str) -> Phrase:
    """Return what somebody said as a phrase of its own: a code of ours is translated, any other word stays."""
    return Phrase(template=word.replace("_", " ").replace("{", "{{").replace("}", "}}"))


_WORDS: dict[str, Callable[[Heard, Sequence[Heard], bool], Phrase]] = {
    "where": _where,
    "when": _when,
    "phone": _phone,
    "copies": _copies,
    "rescue": _rescue,
    "state": _state,
    "told_apart": _told_apart,
    "found": _found,
    "how_many": _how_many,
    "children": _children,
    "kind": _kind,
    "colour": _colour,
    "length": _length,
    "departed": _departed,
    "language": _language,
}


def in_words(level: str, mention: Heard, others: Sequence[Heard], *, speaks_for: bool) -> Phrase:
    """Return what one level says of a mention and others as a sentence."""
    return _WORDS[level](mention, others, speaks_for)
