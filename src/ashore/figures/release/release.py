"""A release: one figure as it is given out, with what is under it, who gives it, and how to cite it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import rfc8785

from ashore.figures.basis import BOATS
from ashore.figures.definitions import DEFINITIONS
from ashore.figures.figure import Figure
from ashore.figures.lineage import Chain, why
from ashore.figures.period import period
from ashore.figures.release.withholding import chain_for_release, figure_for_release
from ashore.figures.release.zones import zone_of
from ashore.model.bodies import LogOpened, ReportReceived
from ashore.model.errors import BadInput
from ashore.model.report import Report
from ashore.model.times import Interval, iso, moment
from ashore.picture.fold import Held, Picture


class NotALicence(BadInput):
    """A licence that no reader could look up."""

    code = "not-a-licence"
    says = "“{licence}” is not a licence that a release can be given under."
    hint = "Give one of {names}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """An open licence by its identifier, its title, and the page that holds its words."""

    name: str
    title: str
    path: str


LICENCES = {
    licence.name: licence
    for licence in (
        Licence(
            name="CC-BY-4.0",
            title="Creative Commons Attribution 4.0",
            path="https://creativecommons.org/licenses/by/4.0/",
        ),
        Licence(
            name="CC0-1.0",
            title="Creative Commons Zero 1.0",
            path="https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        Licence(
            name="OGL-UK-3.0",
            title="Open Government Licence 3.0 (United Kingdom)",
            path="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        ),
        Licence(
            name="etalab-2.0",
            title="Licence Ouverte / Open Licence 2.0 (Etalab)",
            path="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        ),
    )
}
"""Licences for data that a release can be given under, by their SPDX identifiers."""

DEFAULT_LICENCE = "CC-BY-4.0"


def licence_of(name: str) -> Licence:
    """Return a licence by its identifier. Raises NotALicence."""
    if name not in LICENCES:
        raise NotALicence(licence=name, names=", ".join(LICENCES))
    return LICENCES[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One entry under a figure: what kind it is, who wrote it and when, and for a report whence it came.

    `recorded` and `known` are ISO 8601 in UTC; `zones` hold the craft's positions that the report gives;
    `replaces` are the entries in whose place it stands. A body withheld or erased here leaves `known` None.
    """

    entry: str
    type: str
    recorded: str
    actor: str
    role: str
    report: str | None
    channel: str | None
    speaker: str | None
    known: str | None
    zones: tuple[str, ...]
    replaces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One figure as it is given out: nothing in it may name a person, and everything in it can be recomputed.

    `figure` and `chain` are those of the desk with words withheld; `sources` every entry that either names;
    `held` is whether anything is held of the period at all: without it, our own 0 is only that nobody reported a boat;
    `publisher` the desk; `kinds` the kinds of its logs that are not live; `software` what counted, with its version.
    """

    figure: Figure
    chain: Chain
    sources: tuple[Source, ...]
    held: bool
    publisher: str
    kinds: tuple[str, ...]
    licence: Licence
    software: str

    @property
    def canonical(self) -> bytes:
        """The figure as the bytes whose SHA-256 is cited: RFC 8785 JSON of format ashore.figure/1."""
        return canonical(self.figure.as_json())

    @property
    def sha256(self) -> str:
        """The SHA-256 of `canonical`, in hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def counted_by(self) -> str:
        """Whose number it is: the publisher's, or the series or source it was taken from, by the name it has there."""
        if self.figure.scope == "cases":
            return self.publisher
        named = self.figure.scope.partition(":")[2]
        speaker = next((source.speaker for source in self.sources if source.speaker is not None), None)
        series = named.partition("/")[2]
        return f"{speaker}, {series}" if speaker and series else named

    @property
    def stable_id(self) -> str:
        """The name of the question, which stays when the answer is revised: the version is the figure's own id."""
        figure = self.figure
        place = "" if figure.place is None else f"/at:{figure.place}"
        return f"ashore:{figure.figure}/{figure.period}/{figure.clock}/{figure.zone}/{figure.scope}{place}"


def canonical(plain: Any) -> bytes:
    """Return a plain object as RFC 8785 bytes. Raises ValueError for what I-JSON cannot hold."""
    return rfc8785.dumps(plain)


def release_of(
    picture: Picture, figure: Figure, *, publisher: str, licence: Licence, software: str
) -> Release:
    """Return a figure of this picture as it is given out. Raises OfTheDeadAlone."""
    event = DEFINITIONS[figure.figure].event
    chain = chain_for_release(why(picture, figure), event)
    named = {step.entry for step in steps(chain) if step.entry is not None} | set(figure.sources)
    return Release(
        figure=figure_for_release(figure),
        chain=chain,
        sources=tuple(_source(held) for held in picture.said(named)),
        held=bool(figure.sources) or _reported(picture, figure),
        publisher=publisher,
        kinds=tuple(
            sorted(
                {held.body.kind for held in picture.entries.values() if isinstance(held.body, LogOpened)}
                - {"live"}
            )
        ),
        licence=licence,
        software=software,
    )


def steps(chain: Chain) -> Iterator[Chain]:
    """Yield a step and every step under it, from the top."""
    yield chain
    for step in chain.under:
        yield from steps(step)


def _reported(picture: Picture, figure: Figure) -> bool:
    """Return whether a boat was reported in the period of a figure, as far as it was known and recorded by then."""
    cut = period(figure.period, figure.zone)
    known_at, recorded_at = moment(figure.known_at).ms, moment(figure.recorded_at).ms
    return any(
        cut.may_hold(Interval(earliest=mention.known, latest=mention.known))
        for case in picture.all_cases()
        if case.kind in BOATS
        for mention in case.mentions
        if mention.known <= known_at and mention.recorded <= recorded_at
    )


def _source(held: Held) -> Source:
    report = held.body.report if isinstance(held.body, ReportReceived) else None
    return Source(
        entry=held.id,
        type=held.type,
        recorded=iso(held.wall_ms),
        actor=held.actor,
        role=held.role,
        report=None if report is None else report.key,
        channel=None if report is None else report.channel,
        speaker=None if report is None else _speaker(report),
        known=None if report is None else iso(report.received_at.ms),
        zones=() if report is None else _zones(report),
        replaces=tuple(sorted(held.replaces)),
    )


def _speaker(report: Report) -> str:
    """Who speaks, by unit or role alone: no name and no number."""
    sender = report.sender
    if sender is not None and (sender.unit or sender.role):
        return sender.unit or sender.role or report.channel
    return report.series[0].source if report.series else report.channel


def _zones(report: Report) -> tuple[str, ...]:
    zones = {
        zone_of(position.lat, position.lon)
        for mention in report.mentions
        for position in mention.positions
        if position.of == "craft"
    }
    return tuple(sorted(zone for zone in zones if zone is not None))
