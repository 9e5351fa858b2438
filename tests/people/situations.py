"""A small builder of cases and mentions, so that a situation reads like its telling.

Times are minutes after an arbitrary midnight; each report is its own unless `report` names one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ashore.model.counts import Count, Part, exactly
from ashore.model.facts import Answer, CaseFacts, Comparison, Label, Link, MentionFacts
from ashore.model.report import Craft, Encounter, Mention, Movement, Sender
from ashore.model.times import Interval, Moment

MIDNIGHT_MS = 1_923_609_600_000


def at(minute: int) -> Moment:
    """The moment so many minutes after midnight."""
    return Moment(ms=MIDNIGHT_MS + minute * 60_000, stated=f"+{minute}")


def count(said: int | str | Count | tuple[int, int], **parts: Any) -> Count:
    """Read 30, (25, 30), "about 30", "20 or more", "at most 9" or "?" (not known) as a count."""
    if isinstance(said, Count):
        return said
    pieces = {name: part(value) for name, value in parts.items() if name in ("children", "women", "men")}
    extra = {name: value for name, value in parts.items() if name not in pieces}
    return Count(**_numbers(said), **pieces, **extra)


def part(said: int | str | tuple[int, int]) -> Part:
    """Read a part as `count` reads a total."""
    return Part(**_numbers(said))


def _numbers(said: int | str | tuple[int, int]) -> dict[str, Any]:
    if isinstance(said, int):
        return {"low": said, "high": said, "value": said}
    if isinstance(said, tuple):
        return {"low": said[0], "high": said[1]}
    if said == "?":
        return {}
    words = said.split()
    if words[0] == "about":
        return {"value": int(words[1]), "qualifier": "about"}
    if said.startswith("at most"):
        return {"high": int(words[-1]), "qualifier": "at_most"}
    return {"low": int(words[0]), "value": int(words[0]), "qualifier": "at_least"}


class Told:
    """A desk's evidence: mentions as they are told, and the cases that hold them."""

    def __init__(self) -> None:
        self.mentions: list[MentionFacts] = []
        self.comparisons: list[Comparison] = []
        self.case_fields: dict[str, dict[str, Any]] = {}
        self.names: list[str] = []

    def cases(self, *names: str, **fields: Mapping[str, Any]) -> Told:
        """Open cases that may have no mention yet, or with further fields by case."""
        self.names.extend(names)
        self.case_fields.update({name: dict(value) for name, value in fields.items()})
        return self

    def mention(
        self,
        minute: int,
        about: str | tuple[str, ...] | None,
        *,
        links: tuple[tuple[str, tuple[str, ...], str], ...] | None = None,
        standing: str = "linked",
        covers: str = "one",
        role: str | None = None,
        unit: str | None = None,
        channel: str = "phone",
        report: str | None = None,
        index: int = 0,
        known: int | None = None,
        earliest: int | None = None,
        set_aside: tuple[str, ...] = (),
        same_phone: tuple[str, ...] = (),
        by_person: bool = True,
        subject: str = "craft",
        boats: int | None = None,
        on_board: Any = None,
        encounter: Mapping[str, Any] | None = None,
        movements: tuple[tuple[Any, ...], ...] = (),
        danger: tuple[str, ...] = (),
        craft: Craft | None = None,
    ) -> str:
        """Add a mention linked to a case (or several, or none) and return its id."""
        number = len(self.mentions)
        name = f"{report or f'desk/{channel}/r{number:03}'}#{index}"
        cases = (about,) if isinstance(about, str) else about or ()
        if links is None:
            links = ((standing, cases, covers),) if cases else ()
        sender = Sender(role=role, unit=unit) if role or unit else None
        now = at(minute).ms
        self.mentions.append(
            MentionFacts(
                id=name,
                report=name.rpartition("#")[0],
                entry=f"e{number:03}",
                channel=channel,
                received_by="desk",
                sender=sender,
                mention=Mention(
                    about=subject,
                    boats=None if boats is None else exactly(boats),
                    on_board=None if on_board is None else count(on_board),
                    encounter=None if encounter is None else _encounter(encounter),
                    movements=tuple(_movement(*move) for move in movements),
                    danger=danger,
                    craft=craft,
                ),
                happened=Interval(earliest=now if earliest is None else at(earliest).ms, latest=now),
                known=now if known is None else at(known).ms,
                recorded=now if known is None else at(known).ms,
                links=tuple(
                    Link(
                        entry=f"l{number:03}-{place}",
                        cases=linked,
                        standing=stands,
                        covers=over,
                        by="officer",
                        by_person=by_person,
                        reason="",
                    )
                    for place, (stands, linked, over) in enumerate(links)
                ),
                set_aside=tuple((field, f"s{number:03}") for field in set_aside),
                same_phone=same_phone,
                public=channel in ("article", "post", "official", "statement"),
            )
        )
        return name

    def compare(self, one: str, other: str, standing: str) -> Told:
        """Hold two cases the same boat, perhaps, or apart."""
        number = len(self.comparisons)
        self.comparisons.append(
            Comparison(entry=f"c{number}", cases=(one, other), standing=standing, by="officer", reason="")
        )
        return self

    def group(self) -> tuple[CaseFacts, ...]:
        """Return every case named anywhere, in the order of their names."""
        names = {case for told in self.mentions for link in told.links for case in link.cases}
        names |= {case for comparison in self.comparisons for case in comparison.cases} | set(self.names)
        return tuple(self._case(name) for name in sorted(names | set(self.case_fields)))

    def _case(self, name: str) -> CaseFacts:
        fields = self.case_fields.get(name, {})
        mine = [
            told
            for told in self.mentions
            if any(name in link.cases and link.standing in ("linked", "proposed") for link in told.links)
        ]
        given: dict[str, Any] = {"labels": (Label(label=name, given_by=""),), **fields}
        return CaseFacts(
            id=name,
            kind="boat",
            opened=f"o-{name}",
            mentions=tuple(sorted(mine, key=lambda told: told.said)),
            comparisons=tuple(each for each in self.comparisons if name in each.cases),
            **given,
        )


def answer(question: str, basis: str, mentions: tuple[str, ...] = ()) -> Answer:
    """An officer's answer to a question in the way of an ending."""
    return Answer(entry="a", question=question, answer="", basis=basis, by="officer", mentions=mentions)


def _encounter(said: Mapping[str, Any]) -> Encounter:
    counts = {"set_out", "seen", "taken_off", "left_aboard", "in_water", "injured", "dead"}
    fields = {name: count(value) if name in counts else value for name, value in said.items()}
    return Encounter(**fields)


def _movement(origin: str, destination: str, said: Any = None, minute: int | None = None) -> Movement:
    return Movement(
        origin=origin,
        destination=destination,
        count=None if said is None else count(said),
        at=None if minute is None else at(minute),
    )
