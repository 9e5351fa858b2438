"""What may be printed of a figure: one sentence that says what it does not count, and the citation under it."""

from __future__ import annotations

import shlex
from datetime import date

from ashore.figures.definitions import DEFINITIONS
from ashore.figures.period import period
from ashore.figures.release.release import Release
from ashore.figures.wording import coded, in_english
from ashore.model.phrases import Phrase, Translate, say, utc_minute

_COUNTED = {
    "rescued": "{number} taken off a boat or out of the water by a unit",
    "rescued_children": "{number} stated to be among the rescued",
    "rescued_boats": "{number} from which somebody was rescued",
    "landed": "{number} rescued and brought ashore by a unit",
    "arrived": "{number} who reached land in their own boat",
    "arrived_boats": "{number} that reached land with people aboard",
    "detained": "{number} detained by an authority after reaching land",
    "returned": "{number} who went back to the shore they had left",
    "prevented": "{number} kept from setting out",
    "dead": "{number} dead of a boat in distress",
    "missing": "{number} reported missing and not found",
    "still_out": "{number} who may still be out",
}
"""What a figure counts, so that no verb has to agree with the number."""

_EXACTLY = {"person": "{low} people", "boat": "{low} boats", "child": "{low} children"}
_ONE = {"person": "1 person", "boat": "1 boat", "child": "1 child"}
_AT_LEAST = {
    "person": "at least {low} people",
    "boat": "at least {low} boats",
    "child": "at least {low} children",
}
_AT_LEAST_ONE = {"person": "at least 1 person", "boat": "at least 1 boat", "child": "at least 1 child"}
_AT_MOST_ONE = {"person": "at most 1 person", "boat": "at most 1 boat", "child": "at most 1 child"}
_AT_MOST = {
    "person": "at most {high} people",
    "boat": "at most {high} boats",
    "child": "at most {high} children",
}
_BETWEEN = {
    "person": "between {low} and {high} people",
    "boat": "between {low} and {high} boats",
    "child": "between {low} and {high} children",
}


def sentence(release: Release, translate: Translate = str) -> str:
    """Return the one sentence that may be printed, with its clock, its date of knowledge and what it does not count.

    Where nothing bounds the number, or nothing is held, it says that none may be printed. A number of somebody
    else's comes with what they count, in their words. `translate` gives the reader's language.
    """
    figure = release.figure
    if not printable(release):
        none = (
            say(
                "No number may be printed: what {publisher} holds does not bound it.",
                publisher=release.publisher,
            )
            if figure.high is None
            else say(
                "No number may be printed: {publisher} holds no report of a boat {when}, which is not 0.",
                publisher=release.publisher,
                when=when(release),
            )
        )
        return none.render(translate, utc_minute)
    template = _OURS if figure.scope == "cases" else _THEIRS
    printed = say(
        template,
        who=release.counted_by,
        what=counted(release) if figure.scope == "cases" else number(release),
        outcome=coded(DEFINITIONS[figure.figure].event),
        meaning=_joined(figure.definition),
        when=when(release),
        clock=figure.clock,
        zone=figure.zone,
        known=figure.known_at[:10],
        not_counted=_left_out(release, translate),
    )
    for kind in release.kinds:
        printed = say("{kind}, no live record: {sentence}", kind=coded(kind.upper()), sentence=printed)
    return printed.render(translate, utc_minute)


_OURS = (
    "{who} counts {what} {when}, by the clock “{clock}” of {zone}, as known on {known}; "
    "this does not count: {not_counted}"
)
_THEIRS = (
    "{who} gives {what} as “{outcome}” {when}, by the clock “{clock}”, as known on {known}; "
    "this counts: {meaning}; this does not count: {not_counted}"
)


def printable(release: Release) -> bool:
    """Return whether there is a number to print: one of a time of which something is held, and with a bound."""
    figure = release.figure
    return release.held and bool(figure.low or figure.high is not None)


def _left_out(release: Release, translate: Translate) -> str:
    """Return what is not counted in one sentence: one alone is cut out and printed, and the rest is lost."""
    text = release.figure.does_not_count
    if text != DEFINITIONS[release.figure.figure].does_not_count:
        return _joined(text)
    return "; ".join(each[:1].lower() + each[1:] for each in translate(text).split(". "))


def _joined(text: str) -> str:
    return text.replace(". ", "; ").removesuffix(".")


def counted(release: Release) -> Phrase:
    """Return the number with what it counts, as “31 people taken off a boat or out of the water by a unit”."""
    return say(_COUNTED[release.figure.figure], number=number(release))


def number(release: Release) -> Phrase:
    """Return the number with its unit, as “31 people”, “between 2 and 6 children” or “at least 1001 people”."""
    figure = release.figure
    low, high = figure.low, figure.high
    unit = "child" if DEFINITIONS[figure.figure].part == "children" else figure.unit
    if low == high == 1:
        return say(_ONE[unit])
    if high is None:
        return say(_AT_LEAST_ONE[unit]) if low == 1 else say(_AT_LEAST[unit], low=low)
    if low == high:
        return say(_EXACTLY[unit], low=low)
    if not low:
        return say(_AT_MOST_ONE[unit]) if high == 1 else say(_AT_MOST[unit], high=high)
    return say(_BETWEEN[unit], low=low, high=high)


def when(release: Release) -> Phrase:
    """Return the period and the place as they stand in a sentence."""
    figure = release.figure
    cut = period(figure.period, figure.zone)
    if cut.days is None:
        said = say("in all that is held")
    elif cut.night:
        said = say("in the night from {first} to {last}", first=_day(cut.days[0]), last=_day(cut.days[1]))
    elif cut.days[0] == cut.days[1]:
        said = say("on {day}", day=_day(cut.days[0]))
    elif "/" in figure.period:
        said = say("from {first} to {last}", first=_day(cut.days[0]), last=_day(cut.days[1]))
    else:
        said = say("in {period}", period=figure.period)
    return said if figure.place is None else say("{when} at {place}", when=said, place=figure.place)


def citation(release: Release) -> Phrase:
    """Return the line by which the figure is cited: who, what, version, date of knowledge, hash and licence."""
    figure = release.figure
    return say(
        "{publisher}, {stable_id}, version {version}, known at {known_at}, {software}, SHA-256 {sha256}, {licence}",
        publisher=release.publisher,
        stable_id=release.stable_id,
        version=figure.id,
        known_at=figure.known_at,
        software=release.software,
        sha256=release.sha256,
        licence=release.licence.name,
    )


def query(release: Release) -> str:
    """Return the command that asks the ledger for the figure again, cut as it was when it was made."""
    figure = release.figure
    asked = ["ashore", "figures", figure.figure, "--period", figure.period]
    if figure.clock in DEFINITIONS[figure.figure].clocks:
        asked += ["--clock", figure.clock]
    asked += ["--zone", figure.zone]
    if figure.place is not None:
        asked += ["--place", figure.place]
    return shlex.join([*asked, "--known-at", figure.known_at, "--recorded-at", figure.recorded_at])


def citation_text(release: Release) -> str:
    """Return the citation in the English of the public formats."""
    return in_english(citation(release))


def _day(day: date) -> str:
    return day.isoformat()
