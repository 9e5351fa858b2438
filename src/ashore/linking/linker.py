"""A desk's linker: what was heard is kept warm, so that a new mention is weighed against every case in an instant."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ashore.forecast.forcing import Sources
from ashore.linking.heard import Heard, Told, heard, in_order
from ashore.linking.joint import LEVELS, evidence
from ashore.linking.nearness import Nearness
from ashore.linking.night import Links, link, shares
from ashore.linking.reasons import Reason, prior, reasons
from ashore.linking.table import Table
from ashore.linking.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A case a mention may be about, None for a boat nobody reported yet: how likely, and why or why not."""

    case: str | None
    p: float
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()


class Linker:
    """Keeps clouds, arrays and what was heard between questions. Safe to use from several threads."""

    def __init__(self, driven: Sources, weights: Weights, seed: int = 0) -> None:
        self._weights, self._seed = weights, seed
        self._table = Table(Nearness(driven, weights["where"], seed), weights)
        self._heard: dict[str, tuple[tuple[object, ...], Heard]] = {}
        self._lock = threading.Lock()

    def warm(self, told: Sequence[Told]) -> None:
        """Have everything told so far drifted and filed, so that the next one waits for nothing."""
        with self._lock:
            mentions = [self._hear(each) for each in told]
            self._table.nearness.drift(mentions)
            self._table.rows(mentions)

    def night(
        self,
        told: Sequence[Told],
        settled: Mapping[str, str] | None = None,
        apart: Mapping[str, frozenset[str]] | None = None,
    ) -> Links:
        """Return how all mentions told are linked, jointly; `settled` and `apart` as in `night.link`."""
        with self._lock:
            mentions = in_order(self._hear(each) for each in told)
            return link(mentions, self._table, self._weights, settled, apart, self._seed)

    def weigh(
        self, mention: Told, told: Sequence[Told], cases: Mapping[str, Sequence[str]]
    ) -> tuple[Proposal, ...]:
        """Return which of some cases a mention may be about, and whether it is a new boat: the likeliest first.

        `cases` names the mentions of each case; `told` holds those and the night's others. The cases are taken as they
        stand, which is what makes this quick; `night` asks about them too. Reasons are given for the first four.
        """
        with self._lock:
            heard_all = [self._hear(each) for each in told]
            this = self._hear(mention)
            by_id = {each.id: each for each in (*heard_all, this)}
            arrays, rows = self._table.everything(list(by_id.values()))
            row = dict(zip(by_id, rows.tolist(), strict=True))
            multiply = np.array([self._weights["multiply"][name] for name in LEVELS], float)
            groups: dict[str, list[Heard]] = {}
            gains: dict[str, float] = {}
            for case, names in cases.items():
                members = [by_id[name] for name in names if name in by_id and name != this.id]
                if members:
                    groups[case] = list(in_order(members))
                    with_it = [row[each.id] for each in in_order([*members, this])]
                    without = [row[each.id] for each in groups[case]]
                    odds = evidence(arrays, with_it) - evidence(arrays, without)
                    gains[case] = float(multiply @ odds) + prior(len(members), self._weights)
            order = sorted(groups, key=lambda case: (-gains[case], case))
            p = shares(np.array([*(gains[case] for case in order), 0.0]), self._weights)
            shown = set(order[:4])
            made = []
            for place, case in enumerate(order):
                why: tuple[Reason, ...] = ()
                if case in shown:
                    why = reasons(
                        arrays,
                        {row[each.id]: each for each in (*groups[case], this)},
                        row[this.id],
                        [row[each.id] for each in groups[case]],
                        self._weights,
                    )
                made.append(
                    Proposal(
                        case=case,
                        p=float(p[place]),
                        reasons=tuple(each for each in why if each.log_odds > 0),
                        against=tuple(each for each in why if each.log_odds < 0),
                    )
                )
            made.append(Proposal(case=None, p=float(p[-1])))
            return tuple(sorted(made, key=lambda each: (-each.p, each.case or "")))

    def _hear(self, told: Told) -> Heard:
        """Return a mention as linking takes it, heard anew only where the picture holds another version of it."""
        facts = told.facts
        version = (facts.entry, facts.set_aside, facts.happened, told.phone)
        held = self._heard.get(facts.id)
        if held is None or held[0] != version:
            held = (version, heard(told))
            self._heard[facts.id] = held
        return held[1]
