"""What a clause gives to its steps: each number, hour, place, unit and sign to the step whose words it stands by."""

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
from ashore.reading.operations.steps import ASHORE, MET, TAKING, Found, said_beside, steps_in, unreal_in
from ashore.reading.operations.units import Unit, doing
from ashore.reading.positions import read_positions
from ashore.reading.saying import folded

NEAR = 45
"""Letters between a number and the verb that takes it, where no claim ties them."""

DONE_BY_NO_UNIT = frozenset({"told", "refused", "prevented", "detained", "handed_over", "dead"})

FOLLOWS = 90
"""Letters after a step ashore within which its place is named."""

COMPATIBLE = {
    "rescued": TAKING,
    "landed": frozenset({"landed", "arrived"}),
    "arrived": frozenset({"arrived", "landed"}),
    "returned": frozenset({"returned_self"}),
    "handed_over": frozenset({"handed_over"}),
    "medical": frozenset({"medical", "hospital"}),
    "hospital": frozenset({"hospital", "medical"}),
    "detained": frozenset({"detained"}),
    "body_recovered": frozenset({"body_found"}),
    "dead": frozenset({"body_found"}),
    "prevented": frozenset({"prevented"}),
}
"""The steps that a claimed outcome may be told by."""

MAKES = {
    "rescued": "recovered",
    "landed": "landed",
    "arrived": "arrived",
    "returned": "returned_self",
    "handed_over": "handed_over",
    "hospital": "hospital",
    "body_recovered": "body_found",
    "prevented": "prevented",
}
"""The step that a claimed outcome is where no rule found the words of one."""

LOST = {"dead": "dead", "missing": "missing", "dead_or_missing": "missing", "overboard": "in_water"}
"""Outcomes that stand beside what was done, and the field each is kept in."""

ABOARD = frozenset({"aboard", "distress", "attempted"})


class Gathering:
    """The steps of one clause while they are gathered; what no step took is in `left`."""

    def __init__(self, text: str, clause: Clause, number: int, before: list[Draft]) -> None:
        self._text = text
        self._clause = clause
        self._number = number
        self._before = before
        self._rules = rules(clause.sentence.language)
        self.drafts = [
            self._new(each.name, each.start, each.end) for each in steps_in(clause, clause.sentence.language)
        ]
        self.left: list[Counted] = []
        self._unreal = unreal_in(clause, clause.sentence.language)

    def people(self, counted: list[Counted]) -> None:
        """Give each number of people to its step; make the step where a claim says that there was one."""
        hosts: list[Draft] = []
        for each in counted:
            if each.unit != "person" or each.kind in STANDING or self._counts_nobody(each):
                continue
            some = self._some_ashore(each)
            if some is not None:
                some.counts["taken_off"] = each
                continue
            lost = next((LOST[one] for one in each.outcomes if one in LOST), None)
            if each.inside or (
                each.part is not None and lost is None and self._host(hosts, each) is not None
            ):
                self._part(hosts, each)
                continue
            draft = self._lost(each, lost) if lost is not None else self._step_of(each)
            if draft is None:
                self.left.append(each)
            elif draft not in hosts:
                hosts.append(draft)

    def _counts_nobody(self, each: Counted) -> bool:
        """Whether a number is none, an age, or an article that no claim makes a number of: "a sailor reported"."""
        before = self._clause.words[: each.start - self._clause.start]
        article = each.qualifier == "indefinite" and not each.outcomes
        return each.value == 0 or article or (not each.noun and self._rules.age.search(before) is not None)

    def untold(self, counted: list[Counted]) -> None:
        """Make of a number of people that no step tells of what is said of a boat, as in a line of a log."""
        aboard = [each for each in counted if each.unit == "person" and each.noun and not each.inside]
        if (
            not self.drafts
            and aboard
            and aboard[0].kind not in STANDING
            and set(aboard[0].outcomes) <= ABOARD
        ):
            self.left = [each for each in self.left if each not in aboard]
            draft = self._new("told", aboard[0].start, aboard[0].end)
            draft.counts["on_board"] = aboard[0]
            for each in aboard[1:]:
                if each.part is not None:
                    draft.parts.setdefault("on_board", []).append(each)
            self._insert(draft)

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
        steps = [_found(each) for each in self.drafts]
        for draft in self.drafts:
            if draft.step not in DONE_BY_NO_UNIT and not draft.further:
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
                _into(same, draft)
            else:
                kept.append(draft)
        strong = [each for each in kept if each.step in TAKING or each.step in ("body_found", "empty_hull")]
        for draft in [each for each in kept if each.step in MET]:
            if draft.step == "sighted" and draft.counts:
                continue
            follows = [each for each in strong if each.start > draft.start]
            if follows and (follows[0].hour is None or draft.hour is None):
                _into(follows[0], draft)
                kept.remove(draft)
        self.drafts = kept

    def _new(self, step: str, start: int, end: int) -> Draft:
        return Draft(step=step, start=start, end=end, sentence=self._clause.sentence, clause=self._number)

    def _step_of(self, each: Counted) -> Draft | None:
        """Return the step a number of people is of, with the number given to it."""
        ridden = self._rules.boat.ridden.search(self._clause.words[: each.start - self._clause.start])
        fitting = [
            draft
            for draft in self.drafts
            if any(draft.step in COMPATIBLE.get(one, ()) for one in each.outcomes)
        ]
        if fitting and not ridden:
            return self._give(min(fitting, key=lambda draft: _apart(draft, each)), each)
        if ridden or (each.outcomes and set(each.outcomes) <= ABOARD):
            return self._aboard(each, ridden is not None)
        # A number without a noun is one of people only where a verb that takes people stands beside it.
        taking = ("taken_off", "dead", "on_board", "event") if each.noun else ("taken_off", "dead")
        near = [
            draft
            for draft in self.drafts
            if (draft.main in taking or draft.step == "refused") and self._adjacent(draft, each)
        ]
        if near:
            return self._give(min(near, key=lambda draft: _apart(draft, each)), each)
        made = next((MAKES[one] for one in each.outcomes if one in MAKES), None)
        if made in self._unreal:
            return None
        if made is None:
            return self._aboard(each, ridden=False) if each.noun else None
        draft = self._new(made, each.start, each.end)
        self._insert(draft)
        return self._give(draft, each)

    def _aboard(self, each: Counted, ridden: bool) -> Draft | None:
        """Give a number of those aboard to the step that speaks of the boat."""
        if each.qualifier == "indefinite":
            return None
        steps = [draft for draft in self.drafts if draft.step != "sent" and "on_board" not in draft.counts]
        speaks = [draft for draft in steps if draft.main == "on_board" or ridden]
        near = [draft for draft in steps if draft.main == "taken_off" and self._adjacent(draft, each)]
        if near and not ridden and not speaks:
            return self._give(near[0], each)
        if speaks:
            speaks = [draft for draft in speaks if draft.main == "on_board"] or speaks
            draft = min(speaks, key=lambda draft: _apart(draft, each))
            draft.counts["on_board"] = each
            return draft
        if not each.outcomes:
            return None
        if steps:
            steps[0].counts["on_board"] = each
            return steps[0]
        draft = self._new("told", each.start, each.end)
        draft.counts["on_board"] = each
        self._insert(draft)
        return draft

    def _give(self, draft: Draft, each: Counted) -> Draft:
        field = draft.main or "on_board"
        if draft.step == "refused" and self._rules.boat.others.search(self._clause.words):
            field = "left_aboard"
        if field in draft.counts and draft.step not in ("body_found", "refused"):
            further = self._new(draft.step, each.start, each.end)
            further.further = True
            self._insert(further)
            draft = further
        draft.counts.setdefault(field, each)
        return draft

    def _lost(self, each: Counted, name: str) -> Draft | None:
        """Give the dead, the missing and those in the water to what was done with the others."""
        if name == "dead" and "body_recovered" in each.outcomes:
            return self._step_of(each)
        here = [draft for draft in self.drafts if draft.step in TAKING or draft.step == "body_found"]
        told = [draft for draft in self.drafts if draft.step == "told"]
        if name == "in_water" and told:
            here = told
        if not here:
            here = [
                draft for draft in self._before[-3:] if draft.step in TAKING or draft.step == "body_found"
            ]
        if not here or name in here[-1].counts:
            draft = self._new("dead" if name == "dead" else "told", each.start, each.end)
            self._insert(draft)
            here = [draft]
        here[-1].counts[name] = each
        return here[-1]

    def _some_ashore(self, each: Counted) -> Draft | None:
        """Return the step ashore that is told of some of those before: "three of them were taken to hospital"."""
        ashore = [draft for draft in self.drafts if draft.step in ASHORE and draft.main == "taken_off"]
        if not each.inside or each.part is not None or not ashore or "taken_off" in ashore[0].counts:
            return None
        return ashore[0] if not self._before_is_counted_here(each) else None

    def _before_is_counted_here(self, each: Counted) -> bool:
        return any(count.end <= each.start for draft in self.drafts for count in draft.counts.values())

    def _part(self, hosts: list[Draft], each: Counted) -> None:
        draft = self._host(hosts, each)
        if draft is None:
            draft = next((one for one in reversed(self._before) if one.main in one.counts), None)
        if draft is None or (each.part is None and "medical" not in each.outcomes):
            self.left.append(each)
        elif each.part is None:
            draft.counts.setdefault("injured", each)
        else:
            draft.parts.setdefault(_whole(draft), []).append(each)

    def _host(self, hosts: list[Draft], each: Counted) -> Draft | None:
        for draft in reversed(hosts):
            if draft.counts and any(count.end <= each.start for count in draft.counts.values()):
                return draft
        return None

    def _adjacent(self, draft: Draft, each: Counted) -> bool:
        first, second = sorted(((draft.start, draft.end), (each.start, each.end)))
        between = self._text[first[1] : second[0]]
        return len(between) <= NEAR and not _PARTED.search(between)

    def _insert(self, draft: Draft) -> None:
        self.drafts = sorted((*self.drafts, draft), key=lambda each: each.start)


def _found(draft: Draft) -> Found:
    return Found(name=draft.step, start=draft.start, end=draft.end)


def _apart(draft: Draft, each: Counted) -> int:
    return max(draft.start - each.end, each.start - draft.end, 0)


def _whole(draft: Draft) -> str:
    return next(
        (name for name in ("taken_off", "on_board", "event", "dead") if name in draft.counts), "on_board"
    )


def _one(first: Draft, second: Draft) -> bool:
    """Whether two steps of one kind in one clause are one: neither has an hour or a number where the other has."""
    two_hours = first.hour is not None and second.hour is not None and first.hour != second.hour
    return not two_hours and not (set(first.counts) & set(second.counts))


def _into(kept: Draft, gone: Draft) -> None:
    kept.hour = kept.hour or gone.hour
    kept.unit = kept.unit or gone.unit
    kept.place = kept.place or gone.place
    kept.positions = kept.positions or gone.positions
    kept.signs += gone.signs
    kept.counts = gone.counts | kept.counts
    kept.parts = gone.parts | kept.parts
    kept.restated.append((gone.start, gone.end))


def _timed_since(draft: Draft, current: list[Draft]) -> bool:
    """Whether something later is told of the boat, so that "nobody is left" may be of that."""
    return bool(current) and current[-1] is not draft and current[-1].step not in ASHORE


_PARTED = re.compile(r"[,;:.]")
_PLACE = re.compile(
    r"\b(?:hospital|h[ôo]pital|port|harbour|quai|quay|at|in|to|into|of|à|au|de|d['’]|en)(?: the| le| la)? ?"
    r"(?P<name>[A-ZÀ-Ý][a-zà-ÿ'’]+(?:-[\w'’]+)*(?: [A-ZÀ-Ý][\w'’-]+)?)"
)
