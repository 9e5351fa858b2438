"""The picture of rates: every denominator and threshold with its intervals, and what may be said of them under it."""

from __future__ import annotations

from collections.abc import Iterator

from ashore.desk.commands.desk import Desk
from ashore.desk.commands.errors import NothingToDraw
from ashore.desk.language import Tongue, speaking
from ashore.figures.intervals import Interval
from ashore.figures.observed import Observed
from ashore.figures.rate import (
    BY_OUTCOME,
    METHODS,
    OURS,
    SYNTHETIC,
    Rate,
    RateLine,
    Rates,
    calm_findings,
    for_each,
)
from ashore.figures.release import svg
from ashore.figures.release.frame import Notes
from ashore.figures.release.rates_drawn import Drawn, Ends, Group, rates_drawn
from ashore.figures.wording import coded
from ashore.model.phrases import Phrase, say, utc_minute
from ashore.model.times import iso

_TITLES = {
    "people": "People who arrived",
    "boats": "Boats that arrived",
    "prevented": "People prevented from leaving",
    "sightings": "Reports of sightings",
}


_BARS = say("Intervals at 95 per cent; where a bar is missing, that method gives none.")


def draw_rates(desk: Desk, answer: Rates, numerator: str, language: str) -> bytes:
    """Return a numerator's rates as SVG: the change in per cent between two periods, or the rates of one.

    What cannot be computed keeps its line and says so. Raises NothingToDraw where no rate of it is held.
    """
    lines = [line for line in answer.lines if line.numerator == numerator]
    held = [line for line in lines if line.because is None]
    if not held:
        raise NothingToDraw(what="no series held gives this rate")
    tongue = speaking(language)
    two = len(answer.periods) == 2
    return rates_drawn(
        list(_groups(lines, two, tongue)),
        [said(name, tongue) for name in METHODS.values()],
        "%" if two else said(say("for each"), tongue),
        _notes(desk, answer, held, tongue),
        tongue.catalogue.gettext,
    ).encode()


def title_of(answer: Rates, numerator: str) -> Phrase:
    """Return what a picture or a table of these rates is called."""
    what = say(_TITLES[numerator])
    if len(answer.periods) == 1:
        return say("{what} in {period}: rates", what=what, period=answer.periods[0])
    before, after = answer.periods
    return say("{what}: change from {before} to {after}", what=what, before=before, after=after)


def said(phrase: Phrase, tongue: Tongue) -> str:
    """Return a phrase in a language, its first letter as it stands."""
    return phrase.render(tongue.catalogue.gettext, utc_minute)


def _groups(lines: list[RateLine], two: bool, tongue: Tongue) -> Iterator[Group]:
    for denominator in dict.fromkeys(line.denominator for line in lines):
        of_one = [line for line in lines if line.denominator == denominator]
        yield Group(
            name=said(for_each(of_one[0].numerator, denominator), tongue),
            rates=tuple(_drawn(line, two, tongue) for line in of_one),
        )


def _drawn(line: RateLine, two: bool, tongue: Tongue) -> Drawn:
    name = "" if line.criterion is None else said(line.criterion.says, tongue)
    counted = " → ".join(_counted(rate) for rate in (line.before, line.after) if rate is not None)
    value, scale, found = line.change, 100.0, line.intervals
    if not two and line.before is not None:
        value, scale, found = line.before.rate, 1.0, line.before.intervals
    if value is None:
        return Drawn(name=name, counted=counted, value=None, otherwise=said(line.finding, tongue))
    ends = tuple(_ends(each, scale) for each in found)
    return Drawn(name=name, counted=counted, value=value * scale, ends=ends)


def _counted(rate: Rate) -> str:
    return f"{svg.grouped(rate.counted)} / {rate.of:g}"


def _ends(interval: Interval, scale: float) -> Ends | None:
    if interval.low is None:
        return None
    return Ends(low=interval.low * scale, high=None if interval.high is None else interval.high * scale)


def _notes(desk: Desk, answer: Rates, held: list[RateLine], tongue: Tongue) -> Notes:
    counted = held[0].sources[0]
    sources = list(dict.fromkeys(_titled(each) for line in held for each in line.sources))
    findings = [line.finding for line in held if line.after and line.criterion is None]
    cautions = [say("{kind}: this log is no live record.", kind=coded(desk.kind.upper()))] * (
        desk.kind != "live"
    )
    synthetic = [SYNTHETIC] * any(SYNTHETIC in line.cautions for line in held)
    given = [each for line in held for each in line.cautions if each in (BY_OUTCOME, OURS)]
    told = (*cautions, *synthetic, *findings, *calm_findings(held), *given, _BARS)
    return Notes(
        title=said(title_of(answer, held[0].numerator), tongue),
        counts=_worded(counted.definition, tongue),
        does_not_count=_worded(counted.does_not_count, tongue),
        source="; ".join(sources),
        vintage=counted.vintage
        if answer.known_at is None
        else f"{counted.vintage}; {_known(answer.known_at, tongue)}",
        clock=tongue.word("clock", counted.clock),
        caution=" ".join(said(each, tongue) for each in dict.fromkeys(told)),
    )


def _known(at: int, tongue: Tongue) -> str:
    return said(say("as known at {known}", known=iso(at)), tongue)


def _worded(text: str, tongue: Tongue) -> str:
    """Return our own sentence in the reader's language, a source's as it stands."""
    return tongue.catalogue.gettext(text) if text else ""


def _titled(source: Observed) -> str:
    return f"{source.source}, “{source.column}”, {source.vintage}"
