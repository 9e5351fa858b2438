"""A desk's linker: what was heard is kept warm, so that a new mention is weighed against every case in an instant."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ashore.drift.forcing.source import Product
from ashore.forecast.forcing import Sources
from ashore.linking.encounter import WHEN_FOUND, contrasts
from ashore.linking.heard import Heard, Told, heard, in_order, with_copies
from ashore.linking.joint import LEVELS, Arrays, evidence_of_groups
from ashore.linking.nearness import Nearness
from ashore.linking.night import Links, link, shares
from ashore.linking.placing import Incoming, Placing, Weighed, place
from ashore.linking.reasons import Reason, prior, reasons
from ashore.linking.table import Table
from ashore.linking.two_cases import Case, together
from ashore.linking.weights import Weights

OF_A_RESCUE = [LEVELS.index(name) for name in ("rescue", "found")]

SHOWN = 4
"""Reasons are given for so many cases, the likeliest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A case a mention may be about, None for a boat nobody reported yet: how likely, and why or why not.

    `log_odds` is the sum against a boat nobody reported yet, `prior` what of it stood before anything was said.
    """

    case: str | None
    p: float
    prior: float = 0.0
    log_odds: float = 0.0
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Against:
    """One mention held against every case: each level's log-odds, and with the prior's what it gains by the case."""

    this: Heard
    arrays: Arrays
    row: dict[str, int]
    groups: dict[str, list[Heard]] = field(default_factory=dict)
    levels: dict[str, tuple[float, ...]] = field(default_factory=dict)
    seen: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    gains: dict[str, float] = field(default_factory=dict)

    def prior(self, case: str, weights: Weights) -> float:
        """Return the log-odds of a case before anything is said."""
        return prior(len(self.groups[case]), float(self.arrays.crowd[self.row[self.this.id]]), weights)

    def odds(self, weights: Weights) -> tuple[Proposal, ...]:
        """Return each case's share, and a new boat's, the likeliest first; without the reasons."""
        order = sorted(self.groups, key=lambda case: (-self.gains[case], case))
        p = shares(np.array([*(self.gains[case] for case in order), 0.0]), weights)
        found = [
            Proposal(
                case=case,
                p=float(p[place]),
                prior=self.prior(case, weights),
                log_odds=self.gains[case],
            )
            for place, case in enumerate(order)
        ]
        found.append(Proposal(case=None, p=float(p[-1])))
        return tuple(sorted(found, key=lambda each: (-each.p, each.case or "")))

    def proposals(self, weights: Weights) -> tuple[Proposal, ...]:
        """Return the same, the first four cases with why and why not."""
        shown = set(sorted(self.groups, key=lambda case: (-self.gains[case], case))[:SHOWN])
        return tuple(
            self._explained(each, weights) if each.case in shown else each for each in self.odds(weights)
        )

    def _explained(self, proposal: Proposal, weights: Weights) -> Proposal:
        assert proposal.case is not None
        group, row = self.groups[proposal.case], self.row
        why = [
            *self.seen[proposal.case],
            *reasons(
                self.arrays,
                {row[each.id]: each for each in (*group, self.this)},
                row[self.this.id],
                [row[each.id] for each in group],
                weights,
            ),
        ]
        why.sort(key=lambda each: (-abs(each.log_odds), each.evidence))
        return replace(
            proposal,
            reasons=tuple(each for each in why if each.log_odds > 0),
            against=tuple(each for each in why if each.log_odds < 0),
        )


class Linker:
    """Keeps clouds, arrays and what was heard between questions. Safe to use from several threads."""

    def __init__(self, driven: Sources, weights: Weights, seed: int = 0) -> None:
        self._weights, self._driven = weights, driven
        self.seed = seed
        self._table = Table(Nearness(driven, weights["where"], seed), weights)
        self._heard: dict[str, tuple[Told, Heard]] = {}
        self._lock = threading.Lock()

    @property
    def weights(self) -> str:
        """The version of the weights."""
        return str(self._weights["version"])

    @property
    def products(self) -> tuple[Product, ...]:
        """What the clouds drift on: currents, then winds."""
        return tuple(source.product for source in (*self._driven.currents, *self._driven.winds))

    def warm(self, told: Sequence[Told]) -> None:
        """Have everything told so far drifted and filed, so that the next one waits for nothing."""
        with self._lock:
            mentions = self._hear_all(told)
            self._table.nearness.drift(mentions)
            self._table.nearness.gather()
            self._table.rows(mentions)
            self._table.settle()
            if mentions:  # so that the first question does not wait for the compiled loops either
                arrays, rows = self._table.everything(mentions[:1])
                evidence_of_groups(arrays, [rows.tolist()])

    def night(
        self,
        told: Sequence[Told],
        settled: Mapping[str, str] | None = None,
        apart: Mapping[str, frozenset[str]] | None = None,
    ) -> Links:
        """Return how all mentions told are linked, jointly; `settled` and `apart` as in `night.link`."""
        with self._lock:
            mentions = in_order(self._hear_all(told))
            night = self._table.night(mentions)
        # The search takes seconds, and works on a copy: whoever asks about a call meanwhile does not wait for it.
        return link(mentions, night, self._weights, settled, apart, self.seed)

    def weigh(
        self, mention: Told, told: Sequence[Told], cases: Mapping[str, Sequence[str]]
    ) -> tuple[Proposal, ...]:
        """Return which of some cases a mention may be about, and whether it is a new boat: the likeliest first.

        `cases` names the mentions of each case; `told` holds those and the night's others. The cases are taken as they
        stand, which is what makes this quick; `night` asks about them too. Reasons are given for the first four.
        """
        with self._lock:
            return self._weigh(mention, told, cases).proposals(self._weights)

    def place(
        self,
        incoming: Callable[[Heard], Incoming],
        mention: Told,
        told: Sequence[Told],
        cases: Mapping[str, Sequence[str]],
        ended: frozenset[str],
    ) -> tuple[Placing, tuple[Proposal, ...]]:
        """Return what the rule does about a mention, and the proposals it rests on.

        As `weigh`; `incoming` says of the mention what no level does, and `ended` are the cases that are over.
        """
        with self._lock:
            self._table.rows([self._hear(mention)])
            self._table.settle()
            found = self._weigh(mention, told, cases)
            weighed = [
                Weighed(
                    case=each.case,
                    p=each.p,
                    levels=found.levels.get(each.case, ()) if each.case else (),
                    members=tuple(found.groups.get(each.case, ())) if each.case else (),
                    over=each.case in ended,
                )
                for each in found.odds(self._weights)
            ]
            return place(incoming(found.this), weighed), found.proposals(self._weights)

    def meet(
        self, found: Told, told: Sequence[Told], cases: Mapping[str, Sequence[str]]
    ) -> tuple[Proposal, ...]:
        """Return which sought boat a found one may be, or none, the likeliest first: the encounter test.

        As `weigh`. When a unit came is left out: that somebody of the boat called later is asked about by itself, and
        that boats in danger are found says nothing of which one was.
        """
        with self._lock:
            weighed = self._weigh(found, told, cases)
            for case, levels in weighed.levels.items():
                weighed.gains[case] -= sum(levels[place] for place in OF_A_RESCUE)
            return tuple(_without_rescue(each) for each in weighed.proposals(self._weights))

    def compare(
        self, told: Sequence[Told], one: str, other: str, cases: Mapping[str, Sequence[str]]
    ) -> tuple[Proposal, ...]:
        """Return whether two cases are one boat, all that was said of each taken together: the likelier first.

        `cases` names the mentions of each; `told` holds those and the night's others. The proposal of the other case is
        that the two are one boat, that of None that they are two. Empty where either says nothing of its own.
        """
        both = set(cases[one]) & set(cases[other])
        with self._lock:
            by_id = {each.id: each for each in self._hear_all(told)}
            first, then = (
                Case(
                    id=case,
                    mentions=in_order(
                        by_id[name] for name in cases[case] if name in by_id and name not in both
                    ),
                )
                for case in (one, other)
            )
            if not first.mentions or not then.mentions:
                return ()
            self._table.rows(list(by_id.values()))
            self._table.settle()  # a case is seldom joined to another: then each cloud may be waited for
            arrays, rows = self._table.everything(list(by_id.values()))
            row = dict(zip(by_id, rows.tolist(), strict=True))
            found = together(first, then, arrays, row, self._weights)
        p = shares(np.array([found.log_odds, 0.0]), self._weights)
        one_boat = Proposal(
            case=other,
            p=float(p[0]),
            prior=found.prior,
            log_odds=found.log_odds,
            reasons=tuple(each for each in found.reasons if each.log_odds > 0),
            against=tuple(each for each in found.reasons if each.log_odds < 0),
        )
        two_boats = Proposal(case=None, p=float(p[1]))
        return tuple(sorted((one_boat, two_boats), key=lambda each: (-each.p, each.case or "")))

    def _weigh(self, mention: Told, told: Sequence[Told], cases: Mapping[str, Sequence[str]]) -> _Against:
        versions = {each.facts.id: each for each in (*told, mention)}
        by_id = {each.id: each for each in self._hear_all(tuple(versions.values()))}
        this = by_id[mention.facts.id]
        arrays, rows = self._table.everything(list(by_id.values()))
        row = dict(zip(by_id, rows.tolist(), strict=True))
        multiply = np.array([self._weights["multiply"][name] for name in LEVELS], float)
        found = _Against(this=this, arrays=arrays, row=row)
        rank = {each.id: place for place, each in enumerate(in_order(by_id.values()))}
        with_it, without = [], []
        for case, names in cases.items():
            members = sorted(
                (name for name in names if name in by_id and name != this.id), key=rank.__getitem__
            )
            if members:
                found.groups[case] = [by_id[name] for name in members]
                without.append([row[name] for name in members])
                with_it.append([row[name] for name in sorted([*members, this.id], key=rank.__getitem__)])
        if not found.groups:
            return found
        odds = multiply * (evidence_of_groups(arrays, with_it) - evidence_of_groups(arrays, without))
        for (case, group), levels in zip(found.groups.items(), odds, strict=True):
            found.levels[case] = tuple(levels.tolist())
            found.seen[case] = tuple(contrasts(this, group))
            found.gains[case] = (
                float(levels.sum())
                + found.prior(case, self._weights)
                + sum(each.log_odds for each in found.seen[case])
            )
        return found

    def _hear_all(self, told: Sequence[Told]) -> list[Heard]:
        return with_copies([self._hear(each) for each in told])

    def _hear(self, told: Told) -> Heard:
        """Return a mention as linking takes it, heard anew only where the picture holds another version of it."""
        before, made = self._heard.get(told.facts.id, (None, None))
        if before is told and made is not None:
            return made
        if made is None or before is None or _version(before) != _version(told):
            made = heard(told)
        self._heard[told.facts.id] = (told, made)
        return made


def _version(told: Told) -> tuple[object, ...]:
    """Return what is the same as long as a mention is heard as the same."""
    facts = told.facts
    return (facts.entry, facts.set_aside, facts.happened, facts.repeats, told.phone)


def _without_rescue(proposal: Proposal) -> Proposal:
    return replace(
        proposal,
        reasons=tuple(each for each in proposal.reasons if each.evidence not in WHEN_FOUND),
        against=tuple(each for each in proposal.against if each.evidence not in WHEN_FOUND),
    )
