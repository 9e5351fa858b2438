"""A real desk played from a script, its clock set by the script: each report is recorded when it was received."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ashore.bootstrap import create_desk
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.desk import Desk
from ashore.desk.commands.replaying import play
from ashore.desk.commands.script import Step
from ashore.figures import Figure, figures
from ashore.model.clock import Surroundings
from ashore.model.times import moment
from ashore.picture.fold import Held, Picture
from ashore.testing.surroundings import repeatable


class Watch:
    """A replay desk, and the instant its clock stands at."""

    def __init__(self, path: Path, name: str = "watch") -> None:
        self.now = moment("2020-01-01T00:00:00+00:00").ms
        fixed = repeatable(name)
        self.desk: Desk = create_desk(
            path / name,
            name="replay-desk",
            kind="replay",
            surroundings=Surroundings(clock=self._tick, random_bytes=fixed.random_bytes, new_id=fixed.new_id),
        )

    def play(self, script: bytes) -> Watch:
        """Do the steps of a script, none of which may be turned away."""
        play(self.desk, script, self._before)
        refused = [self.picture.entries[entry].body for entry in self.picture.by_type["report.rejected"]]
        assert not refused, refused
        return self

    def tell(self, *lines: dict[str, Any]) -> Watch:
        """Do these steps: reports of format ashore.report/1, and commands with `do`."""
        return self.play(b"\n".join(json.dumps(line).encode() for line in lines))

    @property
    def picture(self) -> Picture:
        """The picture as it stands."""
        with self.desk.looking() as picture:
            return picture

    def _tick(self) -> int:
        self.now += 1
        return self.now

    def _before(self, step: Step) -> None:
        if isinstance(step.act, ReceiveReports):
            received = json.loads(step.act.content)["received_at"]
            self.now = max(self.now, moment(received).ms)


def report(id_: str, received_at: str, **fields: Any) -> dict[str, Any]:
    """Return a report of format ashore.report/1: a call from aboard unless the fields say otherwise."""
    return {
        "format": "ashore.report/1",
        "id": id_,
        "channel": "phone",
        "received_at": received_at,
        "received_by": "north",
        "text": f"words of {id_}",
        **fields,
    }


def call(id_: str, received_at: str, **mention: Any) -> dict[str, Any]:
    """Return a call from aboard."""
    return report(id_, received_at, sender={"role": "aboard"}, mentions=[{"about": "craft", **mention}])


def met(
    id_: str, received_at: str, unit: str, action: str, number: int | None = None, **more: Any
) -> dict[str, Any]:
    """Return a unit's own report by radio of what it did, with a head count where it made one."""
    encounter: dict[str, Any] = {"unit": unit, "action": action, **more}
    if number is not None:
        encounter["taken_off"] = exactly(number)
    return report(
        id_,
        received_at,
        channel="vhf",
        sender={"role": "unit", "unit": unit},
        mentions=[{"about": "craft", "encounter": encounter}],
    )


def exactly(number: int, **parts: Any) -> dict[str, Any]:
    """Return a count that is one number."""
    return {"low": number, "high": number, "value": number, "qualifier": "exact", **parts}


def opened(label: str, mention: str) -> dict[str, Any]:
    """Return the command that opens a boat's case for a mention."""
    return {"do": "open-case", "kind": "boat", "label": label, "mention": mention, "reason": "a first report"}


def linked(mention: str, *cases: str, **more: Any) -> dict[str, Any]:
    """Return the command that links a mention."""
    return {"do": "link-mention", "mention": mention, "cases": list(cases), "reason": "same boat", **more}


def one(found: Iterable[Figure], figure: str, **wanted: Any) -> Figure:
    """Return the only figure of this name with these fields; scope is our own cases unless said."""
    wanted = {"scope": "cases", **wanted}
    matching = [
        each
        for each in found
        if each.figure == figure and all(getattr(each, field) == value for field, value in wanted.items())
    ]
    assert len(matching) == 1, [each.as_json() for each in matching]
    return matching[0]


def claimed(found: Iterable[Figure], figure: str, low: int, period: str) -> Figure:
    """Return the first line in which somebody claims this number for this period."""
    matching = [
        each
        for each in found
        if (each.figure, each.low, each.period) == (figure, low, period) and each.scope.startswith("claim:")
    ]
    assert matching, f"nobody claims {low} {figure} for {period}"
    return matching[0]


def asked(picture: Picture, name: str, period: str, **more: Any) -> Figure:
    """Return our own figure for a period."""
    return one(figures(picture, [name], period, **more), name)


def ends(figure: Figure) -> tuple[int, int | None]:
    """Return the two ends of a figure."""
    return figure.low, figure.high


def filed(entries: Iterable[Held]) -> Picture:
    """Return the picture that these entries make in this order."""
    picture = Picture()
    picture.extend(entries)
    return picture
