"""What a question to the figures comes to: sentences one can read out, rows to work with, and what is under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ashore.figures.basis import Basis
from ashore.figures.figure import Figure
from ashore.figures.period import Period, of_days
from ashore.figures.wording import in_english
from ashore.model.phrases import Phrase
from ashore.model.times import in_zone

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

    `figures` are those it stands on; `cautions` hold for the whole.
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
    )


def everything_held(basis: Basis, zone: str) -> Period | None:
    """Return the days from the first report of a boat to the last, None where no boat is held."""
    if not basis.boats:
        return None
    days = [in_zone(boat.reported, zone).date() for boat in basis.boats]
    return of_days(min(days), max(days), zone)


def ends(low: int, high: int | None) -> Plain:
    """Return the two ends of a range as plain values."""
    return {"low": low, "high": high}
