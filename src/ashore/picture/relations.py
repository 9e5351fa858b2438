"""Which report a report corrects, withdraws, repeats or relays, when all it names is an id.

An id is unique only within one receiver and channel, while a correction often comes by another channel.
The nearest report with that id is meant: the very key, then same receiver and channel, then the only one
of the same receiver, then the only one held at all. Two equally near are none, and are shown as a conflict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ashore.model.report import Relation, Report

if TYPE_CHECKING:
    from ashore.picture.fold import Held, Picture


def meant(picture: Picture, report: Report, relation: Relation) -> str | None:
    """Return the key of the report that `relation` of `report` means, or None if none or several could be."""
    if relation.id in picture.reports:
        return relation.id
    named = picture.report_keys_by_id.get(relation.id, set()) - {report.key}
    same_line = f"{report.received_by}/{report.channel_word}/{relation.id}"
    if same_line in named:
        return same_line
    for nearer in ({key for key in named if key.startswith(f"{report.received_by}/")}, named):
        if len(nearer) == 1:
            return next(iter(nearer))
    return None


def relating(picture: Picture, report: Report, *kinds: str) -> list[Held]:
    """Return the standing reports that stand to this one in one of these ways, in the entries' order."""
    ids = picture.relating.get(report.id, set()) | picture.relating.get(report.key, set())
    return [
        held
        for held in picture.standing(ids)
        if any(
            relation.kind in kinds and meant(picture, held.body.report, relation) == report.key
            for relation in held.body.report.relates
        )
    ]


def withdrawn(picture: Picture, report: Report) -> bool:
    """Return whether a standing report withdraws or corrects this one, so that it counts no longer.

    A correction that was itself withdrawn corrects nothing; one corrected again still does.
    """
    if relating(picture, report, "withdraws"):
        return True
    return any(
        not relating(picture, held.body.report, "withdraws") for held in relating(picture, report, "corrects")
    )


def corrected_by(picture: Picture, report: Report) -> list[str]:
    """Return the keys of the reports this one corrects, whose links it takes over."""
    keys = (meant(picture, report, relation) for relation in report.relates if relation.kind == "corrects")
    return [key for key in keys if key is not None]


def same_source(picture: Picture, report: Report) -> tuple[str, ...]:
    """Return the keys of the reports this one repeats or relays: one source, however often it is heard."""
    keys = {
        meant(picture, report, relation)
        for relation in report.relates
        if relation.kind in ("repeats", "relays")
    }
    return tuple(sorted(key for key in keys if key is not None))
