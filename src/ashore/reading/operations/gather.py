"""What a clause gives to its steps: each hour, place, unit and sign to the step whose words it stands by."""

from __future__ import annotations

import re
from dataclasses import replace

from ashore.reading.call_signs import read_signs
from ashore.reading.gazetteer import find_places
from ashore.reading.operations.clauses import Clause
from ashore.reading.operations.counted import STANDING, Counted
from ashore.reading.operations.draft import Beside, Draft, Place
from ashore.reading.operations.hours import Hour
from ashore.reading.operations.lexicon import rules
from ashore.reading.operations.steps import ASHORE, MET, TAKING, Found, said_beside
from ashore.reading.operations.units import Unit, doing
from ashore.reading.positions import read_positions
from ashore.reading.saying import folded

DONE_BY_NO_UNIT = frozenset({"told", "refused", "prevented", "detained", "handed_over", "dead"})

FOLLOWS = 90
"""Letters after a step ashore within which its place is named."""


class Gathering:
    """The steps of one clause, with their people, while the rest of them is gathered."""

    def __init__(self, text: str, clause: Clause, drafts: list[Draft]) -> None:
        self._text = text
        self._clause = clause
        self._rules = rules(clause.sentence.language)
        self.drafts = drafts

    def together(self, counted: list[Counted]) -> None:
        """Mark the steps of several boats or operations that are told of in one number."""
        by = self._rules.unit.by
        several = [
            each
            for each in counted
            if each.unit in ("boat", "incident")
            and (each.value or 0) > 1
            and not by.search(self._clause.words[: each.start - self._clause.start])
        ]
        if several and several[0].kind not in STANDING:
            for draft in self.drafts:
                draft.together = several[0]

    def hours(self, hours: list[Hour]) -> None:
        """Give each hour to the step before it, or to the one after where it leads that."""
        for hour in hours:
            lead = self._text[self._clause.start : hour.start].rstrip()
            before = [each for each in self.drafts if each.end <= hour.start]
            after = [each for each in self.drafts if each.start >= hour.end]
            within = [each for each in self.drafts if each.start < hour.start and hour.end <= each.end]
            if not lead.strip("-–•* "):
                for each in after:
                    each.hour = each.hour or (hour if self._logged(hour) or each is after[0] else None)
            elif within:
                within[0].hour = within[0].hour or hour
            elif (
                before and before[-1].hour is None and not (after and self._rules.leads.search(folded(lead)))
            ):
                before[-1].hour = hour
            elif after and after[0].hour is None:
                after[0].hour = hour
            elif before and before[-1].hour is None:
                before[-1].hour = hour

    def _logged(self, hour: Hour) -> bool:
        """Whether an hour opens a line of a log, so that all on the line was then."""
        mark = self._text[hour.end : hour.end + 3]
        return (
            self._text[hour.start].isdigit()
            and hour.start <= self._clause.start + 3
            and mark[:1] not in (",",)
        )

    def units(self, units: list[Unit], known: list[Unit]) -> None:
        """Give each step the unit that does it."""
        steps = [_found(each) for each in self.drafts if not each.further]
        for draft in self.drafts:
            if draft.step in DONE_BY_NO_UNIT:
                continue
            if draft.further:
                behind = [each for each in units if each.start >= draft.end]
                draft.unit = doing(_found(draft), steps, self._clause, behind, [])
            else:
                draft.unit = doing(_found(draft), steps, self._clause, units, known)

    def places(self, masked: list[tuple[int, int]]) -> None:
        """Give each place to its step: a position at sea, or the name of where people came ashore."""
        words = list(self._text[self._clause.start : self._clause.end])
        for start, end in masked:
            for at in range(max(start, self._clause.start), min(end, self._clause.end)):
                words[at - self._clause.start] = "."
        steps = [each for each in self.drafts if each.step != "sent"]
        if not steps:
            return
        for read in read_positions("".join(words)):
            start, end = read.start + self._clause.start, read.end + self._clause.start
            before = [each for each in steps if each.start < start]
            draft = before[-1] if before else steps[0]
            if self._rules.station.search(self._clause.words[: read.start]):
                continue
            if self._rules.departed.search(self._clause.words[: read.start]):
                read = replace(read, of="departure")
            if draft.step in ASHORE or (draft.step == "towed" and read.of == "destination"):
                if draft.place is None and (before or draft.step in ("arrived", "returned_self")):
                    name = read.names[0] if read.names else read.quote
                    draft.place = Place(name=name, start=start, end=end)
            elif read.alternative_of is None:
                draft.positions.append(replace(read, start=start, end=end))

    def ashore(self) -> None:
        """Give a step ashore that has no place yet the first name that follows it: "to the hospital of …"."""
        ends = [*(each.start for each in self.drafts[1:]), self._clause.end]
        for draft, end in zip(self.drafts, ends, strict=False):
            if (
                draft.step not in ASHORE
                or draft.step in ("handed_over", "detained")
                or draft.place is not None
            ):
                continue
            end = min(end, draft.start + FOLLOWS)
            named = next(
                (each for each in find_places(self._text[draft.start : end]) if not each.ordinary), None
            )
            said = _PLACE.search(self._text, draft.start, end)
            if named is not None and not named.guessed:
                start = draft.start + named.start
                draft.place = Place(name=named.places[0].name, start=start, end=draft.start + named.end)
            elif said is not None:
                draft.place = Place(name=said["name"], start=said.start("name"), end=said.end("name"))

    def signs(self) -> None:
        """Give what is said of the boat and its dangers to the steps that speak of it at sea."""
        at_sea = [each for each in self.drafts if each.step in ("told", "sighted", "escorting")]
        if not at_sea:
            return
        for sign in read_signs(self._text[self._clause.start : self._clause.end]):
            if sign.kind in ("danger", "craft", "colour", "engine", "fuel", "lifejackets", "length_m"):
                start, end = sign.start + self._clause.start, sign.end + self._clause.start
                at_sea[0].signs.append(replace(sign, start=start, end=end))

    def beside(self, current: list[Draft]) -> None:
        """Give what is said beside the steps to the last one that it can be of: `current` are those of the boat."""
        # A hull left adrift and marked is marked: that is what tells it from one that nobody left.
        marked_first = sorted(
            said_beside(self._clause, self._clause.sentence.language),
            key=lambda said: (not said.name.endswith("marked"), said.start),
        )
        for said in marked_first:
            name, value = said.name.split("=")
            meant = [
                each
                for each in (*current, *self.drafts)
                if each.step in TAKING or (name == "craft_after" and each.step in ("empty_hull", "escorting"))
            ]
            here = [each for each in meant if each in self.drafts]
            if meant and not (
                name == "all_off" and value == "yes" and not here and _timed_since(meant[-1], current)
            ):
                draft = (here or meant)[-1]
                if draft.beside_says(name) is None:
                    draft.beside.append(Beside(field=name, value=value, start=said.start, end=said.end))

    def settle(self) -> None:
        """Join what is one step told in two words, and let a unit's coming lend its hour to what it did."""
        kept: list[Draft] = []
        for draft in self.drafts:
            same = next((each for each in kept if each.step == draft.step and _one(each, draft)), None)
            if same is not None and draft.step != "sent":
                same.take_over(draft)
            else:
                kept.append(draft)
        strong = [each for each in kept if each.step in TAKING or each.step in ("body_found", "empty_hull")]
        for draft in [each for each in kept if each.step in MET]:
            if draft.step == "sighted" and draft.counts:
                continue
            follows = [each for each in strong if each.start > draft.start]
            if follows and (follows[0].hour is None or draft.hour is None):
                follows[0].take_over(draft)
                kept.remove(draft)
        self.drafts = kept


def _found(draft: Draft) -> Found:
    return Found(name=draft.step, start=draft.start, end=draft.end)


def _one(first: Draft, second: Draft) -> bool:
    """Whether two steps of one kind in one clause are one: neither has an hour or a number where the other has."""
    two_hours = first.hour is not None and second.hour is not None and first.hour != second.hour
    return not two_hours and not (set(first.counts) & set(second.counts))


def _timed_since(draft: Draft, current: list[Draft]) -> bool:
    """Whether something later is told of the boat, so that "nobody is left" may be of that."""
    return bool(current) and current[-1] is not draft and current[-1].step not in ASHORE


_PLACE = re.compile(
    r"\b(?:hospital|h[ôo]pital|port|harbour|quai|quay|at|in|to|into|of|à|au|de|d['’]|en)(?: the| le| la)? ?"
    r"(?P<name>[A-ZÀ-Ý][a-zà-ÿ'’]+(?:-[\w'’]+)*(?: [A-ZÀ-Ý][\w'’-]+)?)"
)
