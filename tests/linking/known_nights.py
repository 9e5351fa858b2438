"""Nights whose truth is known, as linking takes them: what an exercise's desk would have heard."""

from __future__ import annotations

import json

from ashore.exercise.night import night
from ashore.forecast.forcing import sources
from ashore.intake.rejection import Rejection
from ashore.intake.report_lines import read_line
from ashore.linking.heard import Told, heard, in_order
from ashore.linking.learning import Known
from ashore.model.facts import MentionFacts
from ashore.model.times import Interval


def known(seed: int, boats: int, quality: str) -> Known:
    """Return the night of a seed, the telephones by their numbers."""
    made = night(seed, boats, quality)
    boat_of = {f"{each.report}#{each.mention}": each.boat for each in made.mentioned}
    told = []
    for line in made.reports:
        report = read_line(json.dumps(line).encode(), received_by="centre")
        assert not isinstance(report, Rejection)
        at = (report.said_at or report.received_at).ms
        phone = (report.sender.phone if report.sender is not None else None) or ""
        for index, mention in enumerate(report.mentions):
            facts = MentionFacts(
                id=report.mention_id(index),
                report=report.key,
                entry="",
                channel=report.channel,
                received_by=report.received_by,
                sender=report.sender,
                mention=mention,
                happened=Interval(earliest=at, latest=at),
                known=report.received_at.ms,
                recorded=report.received_at.ms,
                links=(),
                language=report.language or "",
                text=report.text or "",
            )
            told.append(heard(Told(facts=facts, phone=phone)))
    mentions = in_order(told)
    return Known(
        mentions=mentions,
        boats=tuple(boat_of[each.id] for each in mentions),
        driven=sources(made.forcing),
    )
