"""Cases of one boat as forecasts take them; times are minutes after 01:00 UTC of 14 December 2022."""

from __future__ import annotations

from typing import Any

from ashore.model.facts import CaseFacts, Ended, Link, MentionFacts
from ashore.model.report import Craft, Mention, Position, Sender
from ashore.model.times import Interval, Moment, iso

CASE = "c-1"
START = 1_670_979_600_000
"""2022-12-14T01:00:00Z."""


def at(minutes: float) -> int:
    """Return the instant so many minutes on, UTC milliseconds."""
    return START + round(minutes * 60_000)


def moment(minutes: float) -> Moment:
    """Return that instant as a report states it."""
    return Moment(ms=at(minutes), stated=iso(at(minutes)))


def fixed(lat: str = "50.8383", lon: str = "1.3517", **fields: Any) -> Position:
    """Return a satellite position of the boat, 50°50.3′N 001°21.1′E unless told otherwise."""
    return Position(**{"lat": lat, "lon": lon, "how": "gnss", "of": "craft", **fields})


def said(
    name: str,
    minutes: float,
    *positions: Position,
    role: str = "aboard",
    standing: str = "linked",
    cases: tuple[str, ...] = (CASE,),
    set_aside: tuple[tuple[str, str], ...] = (),
    by_person: bool = True,
    **fields: Any,
) -> MentionFacts:
    """Return one mention, received so many minutes on."""
    craft = fields.pop("craft", None)
    return MentionFacts(
        id=f"desk/phone/{name}#0",
        report=f"desk/phone/{name}",
        entry=f"e-{name}",
        channel="phone",
        received_by="desk",
        sender=Sender(role=role),
        mention=Mention(positions=positions, craft=Craft(**craft) if craft else None, **fields),
        happened=Interval(earliest=at(minutes), latest=at(minutes)),
        known=at(minutes),
        recorded=at(minutes),
        links=(
            Link(
                entry="l",
                cases=cases,
                standing=standing,
                covers="one",
                by="somebody",
                by_person=by_person,
                reason="",
            ),
        ),
        set_aside=set_aside,
    )


def boat(*mentions: MentionFacts, kind: str = "boat", ended: bool = False) -> CaseFacts:
    """Return a case of these mentions, in the order of saying."""
    end = Ended(
        entry="e-end",
        how="accounted",
        reason="",
        by="somebody",
        at=at(0),
        alone=False,
        objections=(),
        owner="",
        review_at=None,
    )
    return CaseFacts(
        id=CASE,
        kind=kind,
        opened="e-open",
        mentions=tuple(sorted(mentions, key=lambda mention: mention.said)),
        ended=end if ended else None,
    )
