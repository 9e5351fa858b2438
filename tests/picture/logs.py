"""Small logs for tests: entries as the picture takes them, with ids and order given by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ashore.model.bodies import (
    CaseEnded,
    CaseOpened,
    CasesCompared,
    ClaimSetAside,
    EntryRetracted,
    MentionLinked,
    PhaseSet,
    ReportReceived,
)
from ashore.model.counts import Count
from ashore.model.report import Encounter, Mention, Relation, Report, Sender
from ashore.model.times import Moment, iso
from ashore.picture import Held

MINUTE = 60_000
START = 1_928_000_000_000
"""A night in 2031."""


@dataclass
class Log:
    """Writes entries one after another, a second apart on the log's clock."""

    name: str = "log"
    entries: list[Held] = field(default_factory=list)

    def write(self, type_: str, body: Any, *, replaces: tuple[str, ...] = (), role: str = "officer") -> Held:
        seq = len(self.entries)
        wall = START + seq * 1_000
        held = Held(
            order=(wall, 0, self.name, seq),
            id=f"{self.name}-{seq}",
            type=type_,
            actor="officer-1",
            role=role,
            wall_ms=wall,
            replaces=replaces,
            body=body,
        )
        self.entries.append(held)
        return held

    def case(self, case: str, kind: str = "boat") -> Held:
        return self.write("case.opened", CaseOpened(case=case, kind=kind))

    def report(
        self,
        id_: str,
        *mentions: Mention,
        minute: int = 0,
        channel: str = "phone",
        role: str | None = "aboard",
        unit: str | None = None,
        relates: tuple[tuple[str, str], ...] = (),
        received_by: str = "north",
        replaces: tuple[str, ...] = (),
        said_minute: int | None = None,
    ) -> Held:
        at = START + minute * MINUTE
        said = None if said_minute is None else START + said_minute * MINUTE
        report = Report(
            id=id_,
            channel=channel,
            received_by=received_by,
            received_at=Moment(ms=at, stated=iso(at)),
            said_at=None if said is None else Moment(ms=said, stated=iso(said)),
            source="report_lines",
            sender=None if role is None else Sender(role=role, unit=unit),
            relates=tuple(Relation(kind=kind, id=other) for kind, other in relates),
            mentions=mentions,
        )
        return self.write("report.received", ReportReceived(report=report), replaces=replaces)

    def link(
        self,
        mention: str,
        *cases: str,
        standing: str = "linked",
        covers: str = "one",
        replaces: tuple[str, ...] = (),
        role: str = "officer",
    ) -> Held:
        body = MentionLinked(mention=mention, cases=cases, standing=standing, covers=covers)
        return self.write("mention.linked", body, replaces=replaces, role=role)

    def compare(self, one: str, other: str, standing: str, replaces: tuple[str, ...] = ()) -> Held:
        first, second = sorted((one, other))
        return self.write(
            "cases.compared", CasesCompared(cases=(first, second), standing=standing), replaces=replaces
        )

    def phase(self, case: str, phase: str, replaces: tuple[str, ...] = ()) -> Held:
        return self.write("phase.set", PhaseSet(case=case, phase=phase, reason="seen"), replaces=replaces)

    def aside(self, mention: str, claim: str) -> Held:
        return self.write("claim.set_aside", ClaimSetAside(mention=mention, claim=claim, reason="misheard"))

    def end(self, case: str, how: str = "suspended") -> Held:
        return self.write("case.ended", CaseEnded(case=case, how=how, reason="daylight"))

    def retract(self, *entries: str) -> Held:
        return self.write("entry.retracted", EntryRetracted(reason="a slip"), replaces=entries)


def aboard(number: int) -> Mention:
    """A caller says how many are aboard."""
    return Mention(on_board=Count(low=number, high=number, value=number, qualifier="exact"))


def taken_off(number: int, unit: str = "lifeboat", all_off: str = "not_asked") -> Mention:
    """A unit takes people off and counts them."""
    count = Count(low=number, high=number, value=number, qualifier="exact", says_who="unit")
    return Mention(
        encounter=Encounter(unit=unit, action="recovered", taken_off=count, all_off=all_off, says_who="unit")
    )


def danger(*words: str) -> Mention:
    """A caller names dangers."""
    return Mention(danger=words)
