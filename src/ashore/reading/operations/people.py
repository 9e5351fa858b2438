"""Who each number of a clause is: taken off, aboard, left behind, dead; each number to the step it stands by."""

from __future__ import annotations

import re

from ashore.reading.operations.clauses import Clause
from ashore.reading.operations.counted import STANDING, Counted
from ashore.reading.operations.draft import Draft
from ashore.reading.operations.lexicon import rules
from ashore.reading.operations.steps import ASHORE, TAKING, steps_in

NEAR = 45
"""Letters between a number and the verb that takes it, where no claim ties them."""

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

LOST = {"dead": "dead", "missing": "missing", "dead_or_missing": "missing", "overboard": "in_water"}
"""Outcomes that stand beside what was done, and the field each is kept in."""

ABOARD = frozenset({"aboard", "distress", "attempted"})


class People:
    """The steps of one clause with the people of each; numbers that no step took are in `left`.

    `before` are the steps told of before, of the same boat.
    """

    def __init__(self, text: str, clause: Clause, before: list[Draft]) -> None:
        self._text = text
        self._clause = clause
        self._before = before
        self._rules = rules(clause.sentence.language)
        self.drafts = [
            self._new(each.name, each.start, each.end) for each in steps_in(clause, clause.sentence.language)
        ]
        self.left: list[Counted] = []

    def take(self, counted: list[Counted]) -> None:
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
        article = each.article and not each.outcomes and each.part is None
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

    def _new(self, step: str, start: int, end: int) -> Draft:
        return Draft(step=step, start=start, end=end, sentence=self._clause.sentence)

    def _step_of(self, each: Counted) -> Draft | None:
        """Return the step a number of people is of, with the number given to it."""
        ridden = self._rules.boat.ridden.search(self._clause.words[: each.start - self._clause.start])
        fitting: list[Draft] = []
        for code in each.outcomes:  # the first thing that became of them is what was done first
            fitting = fitting or [draft for draft in self.drafts if draft.step in COMPATIBLE.get(code, ())]
        if fitting and not ridden:
            return self._give(min(fitting, key=lambda draft: _apart(draft, each)), each)
        if ridden or (each.outcomes and set(each.outcomes) <= ABOARD):
            return self._aboard(each, ridden is not None)
        # A number without a noun is one of people only where a verb that takes people stands beside it.
        taking = ("taken_off", "dead", "on_board", "event") if each.noun else ("taken_off", "dead")
        near = [
            draft
            for draft in self.drafts
            if (draft.main in taking or draft.step == "refused")
            and not (each.article and draft.main == "on_board")
            and self._adjacent(draft, each)
        ]
        if near:
            return self._give(min(near, key=lambda draft: _apart(draft, each)), each)
        if "body_recovered" in each.outcomes and any(draft.step in TAKING for draft in self.drafts):
            body = self._new("body_found", each.start, each.end)
            self._insert(body)
            return self._give(body, each)
        return self._aboard(each, ridden=False) if each.noun and not each.outcomes else None

    def _aboard(self, each: Counted, ridden: bool) -> Draft | None:
        """Give a number of those aboard to the step that speaks of the boat."""
        if each.article:
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


def _apart(draft: Draft, each: Counted) -> int:
    return max(draft.start - each.end, each.start - draft.end, 0)


def _whole(draft: Draft) -> str:
    return next(
        (name for name in ("taken_off", "on_board", "event", "dead") if name in draft.counts), "on_board"
    )


_PARTED = re.compile(r"[,;:.]")
