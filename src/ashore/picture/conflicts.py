"""Where two entries that nothing replaces disagree: shown to people, settled by people, never by the last writer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ashore.model.bodies import CaseEnded, PhaseSet
from ashore.model.facts import CaseFacts
from ashore.picture.fold import Held, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Entries that cannot all stand, and what they disagree about: links, sameness, phase, ending, report."""

    about: str
    subject: str
    entries: tuple[str, ...]


def conflicts(picture: Picture, case: CaseFacts) -> tuple[Conflict, ...]:
    """Return every open disagreement between entries about one case, in a fixed order."""
    found: list[Conflict] = []
    for mention in case.mentions:
        meanings = {(link.cases, link.standing, link.covers) for link in mention.links}
        if len(meanings) > 1:
            found.append(_conflict("links", mention.id, (link.entry for link in mention.links)))
    by_pair: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for comparison in case.comparisons:
        by_pair.setdefault(comparison.cases, []).append((comparison.standing, comparison.entry))
    for pair, said in by_pair.items():
        if len({standing for standing, _ in said}) > 1:
            found.append(_conflict("sameness", " ".join(pair), (entry for _, entry in said)))
    stands = picture.standing(picture.of_case[case.id])
    found += _disagreeing("phase", case.id, [held for held in stands if isinstance(held.body, PhaseSet)])
    found += _disagreeing("ending", case.id, [held for held in stands if isinstance(held.body, CaseEnded)])
    for report in dict.fromkeys(mention.report for mention in case.mentions):
        versions = picture.standing(picture.reports[report])
        if len(versions) > 1:
            found.append(_conflict("report", report, (held.id for held in versions)))
    return tuple(sorted(found, key=lambda conflict: (conflict.about, conflict.subject)))


def _disagreeing(about: str, subject: str, held: list[Held]) -> list[Conflict]:
    meanings = {entry.body.phase if isinstance(entry.body, PhaseSet) else entry.body.how for entry in held}
    return [_conflict(about, subject, (entry.id for entry in held))] if len(meanings) > 1 else []


def _conflict(about: str, subject: str, entries: Iterable[str]) -> Conflict:
    return Conflict(about=about, subject=subject, entries=tuple(sorted(entries)))
