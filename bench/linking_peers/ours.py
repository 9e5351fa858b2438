"""Our linker as the bench asks it: the one place to change where its interface changes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ashore.bootstrap import create_desk
from ashore.desk.commands import linking
from ashore.desk.commands.acts import ReceiveReports
from ashore.desk.commands.replaying import REPLAYING
from ashore.exercise.night import Night
from ashore.exercise.score import Linked
from ashore.forecast.forcing import sources
from ashore.linking.heard import Told, heard, in_order, with_copies
from ashore.linking.joint import LEVELS
from ashore.linking.linker import Linker
from ashore.linking.nearness import Nearness
from ashore.linking.night import Links, link
from ashore.linking.table import Table
from ashore.linking.weights import shipped_weights


def ours(night: Night, without: Iterable[str]) -> Iterator[tuple[str, tuple[Linked, ...]]]:
    """Yield our links of a night, by name: "ours", and "ours without …" for each evidence level named.

    A level that is taken out weighs nothing; nothing is learned anew.
    """
    told = _told(night)
    weights, driven = shipped_weights(), sources(night.forcing)
    yield "ours", _links(Linker(driven, weights).night(told))
    mentions = in_order(with_copies([heard(each) for each in told]))
    arrays = Table(Nearness(driven, weights["where"]), weights).night(mentions)
    for level in without:
        multiply = {**weights["multiply"], level: 0.0}
        yield f"ours without {level}", _links(link(mentions, arrays, {**weights, "multiply": multiply}))


def _told(night: Night) -> tuple[Told, ...]:
    with tempfile.TemporaryDirectory(prefix="bench-linking-") as folder:
        desk = create_desk(Path(folder) / "desk", name="bench", kind="replay", forcing=night.forcing)
        try:
            lines = "".join(json.dumps(report) + "\n" for report in night.reports).encode()
            desk.do(ReceiveReports(content=lines, received_by="", first_line=1), REPLAYING)
            return linking.everything(desk).told
        finally:
            desk.close()


def _links(found: Links) -> tuple[Linked, ...]:
    made = (linking.as_json(each) for each in found.linked)
    return tuple(
        Linked(
            mention=(each["report"], each["mention"]),
            case=each["case"],
            held_in=each["held_in"],
            p_same=each["p_same"],
        )
        for each in made
    )


__all__ = ["LEVELS", "ours"]
