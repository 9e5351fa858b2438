"""What a question to the figures comes to: sentences one can read out, rows to work with, and what is under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ashore.figures.basis import Basis
from ashore.figures.definitions import Definition
from ashore.figures.figure import Figure
from ashore.figures.period import ALL, Period, night_shift, of_days
from ashore.figures.wording import in_english
from ashore.model.phrases import Phrase, say
from ashore.model.times import Interval, in_zone

FORMAT = "ashore.answer/1"

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked of which cut: the names of figures (none is the question's own), a period, and perhaps a place.

    `licence` is under what the answer may be used again, "" where nobody said.
    """

    basis: Basis
    names: tuple[str, ...]
    period: Period
    place: str | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of an answer: the sentence, those that go with it, and the same as plain values."""

    says: Phrase
    plain: Mapping[str, Any]
    more: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question's answer: what it says first, a line for each row, and what one must know with it.

    `figures` are those it stands on; `cautions` hold for the whole; `needs` is what would have to be held for an
    answer, or a better one, where what is held gives none.
    """

    question: str
    name: str
    asks: Phrase
    period: str
    zone: str
    known_at: str
    recorded_at: str
    heads: Mapping[str, str]
    says: tuple[Phrase, ...]
    rows: tuple[Row, ...]
    cautions: tuple[Phrase, ...] = ()
    figures: tuple[Figure, ...] = ()
    needs: tuple[Phrase, ...] = ()

    def as_json(self) -> Plain:
        """Return the answer as the plain object of format ashore.answer/1, its sentences in English."""
        return {
            "format": FORMAT,
            "question": self.question,
            "name": self.name,
            "asks": in_english(self.asks),
            "period": self.period,
            "zone": self.zone,
            "known_at": self.known_at,
            "recorded_at": self.recorded_at,
            "heads": dict(sorted(self.heads.items())),
            "says": [in_english(each) for each in self.says],
            "rows": [
                {**row.plain, "says": " ".join(map(in_english, (row.says, *row.more)))} for row in self.rows
            ],
            "needs": [in_english(each) for each in self.needs],
            "caveats": [in_english(each) for each in self.cautions],
            "figures": [figure.id for figure in self.figures],
        }


def answered(
    asking: Asking,
    question: str,
    name: str,
    asks: Phrase,
    says: Sequence[Phrase],
    rows: Sequence[Row],
    cautions: Sequence[Phrase] = (),
    figures: Sequence[Figure] = (),
    needs: Sequence[Phrase] = (),
) -> Answer:
    """Return an answer that carries its cut: period, zone, date of knowledge and heads."""
    zone = asking.period.zone
    return Answer(
        question=question,
        name=name,
        asks=asks,
        period=asking.period.text,
        zone=zone,
        known_at=asking.basis.says_known_at(zone),
        recorded_at=asking.basis.says_recorded_at(zone),
        heads=asking.basis.heads,
        says=tuple(says),
        rows=tuple(rows),
        cautions=tuple(dict.fromkeys(cautions)),
        figures=tuple(figures),
        needs=tuple(dict.fromkeys(needs)),
    )


def heard(asking: Asking) -> bool:
    """Return whether any boat held was reported in the period, or anything may have befallen its people in it.

    Where none was, nought would be the count of an empty drawer.
    """
    period = asking.period
    return any(
        period.may_hold(when)
        for boat in asking.basis.boats
        for reported in [Interval(earliest=boat.reported, latest=boat.reported)]
        for when in (
            reported,
            night_shift(reported, period.zone),
            *(
                Interval(
                    earliest=max(event.when.earliest, min(boat.reported, event.when.latest)),
                    latest=event.when.latest,
                )
                for event in boat.events
            ),
        )
    )


def unheard(asking: Asking, definition: Definition) -> bool:
    """Return whether nothing is held that a figure would be counted from; what is prevented is of no boat."""
    return definition.event != "prevented" and not heard(asking)


def nothing_held(asking: Asking) -> Phrase:
    """Return the sentence that stands where a number would, had anything been heard."""
    if asking.period.text == ALL:
        return say("No report of a boat is held, so nothing was counted; that is not nought.")
    return say(
        "No report of a boat is held of {period}, so nothing was counted; that is not nought.",
        period=asking.period.text,
    )


def reports_needed(asking: Asking) -> Phrase:
    """Return what is needed where nothing was heard."""
    if asking.period.text == ALL:
        return say("Reports that tell of boats.")
    return say("Reports that tell of boats in {period}.", period=asking.period.text)


def everything_held(basis: Basis, zone: str) -> Period | None:
    """Return the days from the first report of a boat to the last, None where no boat is held."""
    if not basis.boats:
        return None
    days = [in_zone(boat.reported, zone).date() for boat in basis.boats]
    return of_days(min(days), max(days), zone)


def ends(low: int, high: int | None) -> Plain:
    """Return the two ends of a range as plain values."""
    return {"low": low, "high": high}
